#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports generators of many kinds as TorchScript into a folder, each with what PyTorch itself makes of a latent, and of
the same latent with one unit of each layer held at a value. Usage: generators.py FOLDER; writes FOLDER/generators.json.
"""
import contextlib
import json
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional

HELD = 0.75


class Residual(nn.Module):
    """Functional activations, a skip connection over two layers, and interpolation."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(12, 8 * 4 * 4)
        self.one = nn.Conv2d(8, 8, 3, padding=1)
        self.two = nn.Conv2d(8, 8, 3, padding=1)
        self.out = nn.Conv2d(8, 3, 3, padding=1)

    def forward(self, z):
        x = functional.relu(self.first(z).view(-1, 8, 4, 4))
        y = functional.relu(self.one(x))
        x = functional.relu(self.two(y) + x)
        x = functional.interpolate(x, scale_factor=8.0, mode="nearest")
        return torch.sigmoid(self.out(x))


class SeveralOutputs(nn.Module):
    """Something else first, then the picture."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(9, 40), nn.ReLU(), nn.Linear(40, 30), nn.ReLU())
        self.picture = nn.Linear(30, 16 * 16)
        self.extra = nn.Linear(30, 5)

    def forward(self, z):
        x = self.body(z)
        return self.extra(x), torch.sigmoid(self.picture(x)).view(-1, 1, 16, 16)


class InPlace(nn.Module):
    """Activations that overwrite their input, and arithmetic that does."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(7, 32)
        self.second = nn.Linear(32, 32)
        self.out = nn.Linear(32, 20 * 28)

    def forward(self, z):
        x = self.first(z)
        x.relu_()
        x = functional.leaky_relu(self.second(x), 0.2, inplace=True)
        x += 0.5
        return torch.tanh(self.out(x)).view(-1, 1, 20, 28)


def fully_connected():
    return nn.Sequential(nn.Linear(10, 30), nn.ReLU(), nn.Linear(30, 20), nn.ReLU(), nn.Linear(20, 144), nn.Sigmoid())


def convolutional():
    return nn.Sequential(
        nn.ConvTranspose2d(16, 12, 4), nn.BatchNorm2d(12), nn.ReLU(inplace=True),
        nn.ConvTranspose2d(12, 8, 4, 2, 1), nn.BatchNorm2d(8), nn.ReLU(inplace=True),
        nn.ConvTranspose2d(8, 6, 4, 2, 1), nn.BatchNorm2d(6), nn.LeakyReLU(0.1, inplace=True),
        nn.ConvTranspose2d(6, 3, 4, 2, 1), nn.Tanh())


def of_maps():
    return nn.Sequential(
        nn.Conv2d(4, 12, 3, padding=1), nn.GroupNorm(3, 12), nn.SiLU(), nn.Upsample(scale_factor=2),
        nn.Conv2d(12, 8, 3, padding=1), nn.GroupNorm(2, 8), nn.SiLU(), nn.Upsample(scale_factor=2),
        nn.Conv2d(8, 3, 3, padding=1), nn.Sigmoid())


def every_activation():
    layers = [nn.Linear(8, 24)]
    for activation in (nn.ReLU(), nn.LeakyReLU(0.3), nn.ELU(0.7), nn.SELU(), nn.SiLU(), nn.GELU(), nn.Softplus(),
                       nn.Tanh(), nn.Sigmoid(), nn.Hardswish(), nn.ReLU6()):
        layers += [activation, nn.Linear(24, 24)]
    return nn.Sequential(*layers, nn.Linear(24, 12 * 12), nn.Sigmoid(), nn.Unflatten(1, (1, 12, 12)))


class Scaled(nn.Module):
    """Unbounded output that overshoots [-1, 1] a little, in three channels, flat."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(6, 50), nn.ELU(), nn.Linear(50, 3 * 10 * 10))

    def forward(self, z):
        return 1.5 * torch.tanh(self.body(z))


def weight_normed():
    norm = nn.utils.weight_norm
    return nn.Sequential(
        norm(nn.Linear(10, 30)), nn.ReLU(), norm(nn.Linear(30, 4 * 6 * 6)), nn.LeakyReLU(0.2), nn.Unflatten(1, (4, 6, 6)),
        norm(nn.ConvTranspose2d(4, 1, 4, 2, 1)), nn.Sigmoid())


class Attending(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(12, 4 * 16)
        self.attention = nn.MultiheadAttention(16, 2, batch_first=True)
        self.out = nn.Linear(64, 100)

    def forward(self, z):
        x = torch.relu(self.first(z)).view(-1, 4, 16)
        x, _ = self.attention(x, x, x, need_weights=False)
        return torch.sigmoid(self.out(x.flatten(1))).view(-1, 1, 10, 10)


class OneDimensional(nn.Module):
    """Channels of one-dimensional convolutions, next to features of positions, whose units come last."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(10, 6 * 8)
        self.one = nn.Conv1d(6, 9, 3, padding=1)
        self.norm = nn.BatchNorm1d(9)
        self.two = nn.Conv1d(9, 9, 3, padding=1)
        self.three = nn.ConvTranspose1d(9, 5, 4, 2, 1)
        self.out = nn.Linear(5 * 16, 144)

    def forward(self, z):
        x = functional.relu(self.norm(self.one(self.first(z).view(-1, 6, 8))))
        x = functional.gelu(x + self.two(x))
        x = functional.leaky_relu(self.three(x), 0.1)
        return torch.sigmoid(self.out(x.flatten(1))).view(-1, 1, 12, 12)


class NamedOutputs(nn.Module):
    """A dictionary, in which the picture has a name."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(9, 40), nn.ReLU())
        self.picture = nn.Linear(40, 16 * 16)

    def forward(self, z):
        x = self.body(z)
        return {"features": x, "picture": torch.sigmoid(self.picture(x)).view(-1, 1, 16, 16)}


class Buffers(nn.Module):
    """A permutation, a label and a mask, which are no floating-point numbers."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(10, 24)
        self.labels = nn.Embedding(5, 24)
        self.out = nn.Linear(24, 144)
        self.register_buffer("order", torch.randperm(24))
        self.register_buffer("label", torch.tensor([3]))
        self.register_buffer("mask", torch.arange(24) % 3 > 0)

    def forward(self, z):
        x = functional.relu(self.first(z)[:, self.order] + self.labels(self.label))
        x = torch.where(self.mask, x, 0.5 * x)
        return torch.sigmoid(self.out(x)).view(-1, 1, 12, 12)


class RowsInTheBatch(nn.Module):
    """An ordinary layer, and one whose rows are the places of a picture, as implicit decoders have them."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(10, 3 * 144)
        self.second = nn.Linear(3, 8)
        self.out = nn.Linear(8, 1)

    def forward(self, z):
        x = functional.relu(self.first(z))
        x = functional.gelu(self.second(x.view(-1, 3)))
        return torch.sigmoid(self.out(x)).view(-1, 1, 12, 12)


class ChannelsLast(nn.Module):
    """A block as ConvNeXt has them: convolution, then linear layers over the channels, which come last."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(10, 6 * 3 * 4)
        self.conv = nn.Conv2d(6, 6, 3, padding=1)
        self.norm = nn.LayerNorm(6)
        self.wide = nn.Linear(6, 9)
        self.narrow = nn.Linear(9, 6)
        self.out = nn.ConvTranspose2d(6, 3, 4, 2, 1)

    def forward(self, z):
        x = functional.relu(self.first(z).view(-1, 6, 3, 4))
        y = functional.gelu(self.wide(self.norm(self.conv(x).permute(0, 2, 3, 1))))
        y = functional.leaky_relu(self.narrow(y).permute(0, 3, 1, 2), 0.1)
        return torch.sigmoid(self.out(x + y))


def idle_randomness():
    return nn.Sequential(
        nn.Linear(10, 30), nn.SELU(), nn.AlphaDropout(0.2), nn.Linear(30, 20), nn.RReLU(), nn.FeatureAlphaDropout(0.1),
        nn.Linear(20, 144), nn.Sigmoid())


def gated():
    return nn.Sequential(
        nn.Linear(10, 8 * 9), nn.GLU(1), nn.Unflatten(1, (4, 3, 3)), nn.Conv2d(4, 12, 3, padding=1), nn.GLU(1),
        nn.Upsample(scale_factor=4), nn.Conv2d(6, 3, 3, padding=1), nn.Sigmoid())


class FaintOutputs(nn.Module):
    """A list, in which the picture is the second; its numbers are small, and it is their function that says that grey
    is 0."""

    def __init__(self, output):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(9, 40), nn.ReLU())
        self.picture = nn.Linear(40, 16 * 16)
        self.output = output

    def forward(self, z):
        x = self.body(z)
        return [x, self.output(0.1 * self.picture(x)).view(-1, 1, 16, 16)]


class Clamp(nn.Module):
    def forward(self, x):
        return x.clamp(-1.0, 1.0)


def swish(x):
    return x * torch.sigmoid(x)


def swish_turned_round(x):
    return functional.sigmoid(x) * x


def clamped(x):
    return x.clamp(min=0)


def clamped_below(x):
    return torch.clamp_min(x, 0.0)


def clamped_on_both_sides(x):
    return torch.clamp(x, 0.0, 6.0)


def larger_than_zeros(x):
    return torch.max(x, torch.zeros_like(x))


def larger_than_zero(x):
    return torch.maximum(torch.tensor(0.0), x)


def where_positive(x):
    return torch.where(x > 0, x, torch.zeros_like(x))


def times_positive(x):
    return x * (x > 0)


def larger_than_its_part(x):
    return torch.maximum(x, 0.2 * x)


def where_positive_or_a_part(x):
    return torch.where(x < 0, x * 0.3, x)


WRITTEN_OUT = (swish, swish_turned_round, clamped, clamped_below, clamped_on_both_sides, larger_than_zeros, larger_than_zero,
               where_positive, times_positive, larger_than_its_part, where_positive_or_a_part)


class WrittenOut(nn.Module):
    """Activation functions as arithmetic, and a clamp at the end, which is the picture's range and no layer."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(9, 24)
        self.middle = nn.Linear(24, 24)
        self.out = nn.Linear(24, 144)

    def forward(self, z):
        x = swish(self.first(z))
        x = swish_turned_round(self.middle(x))
        x = clamped(self.middle(x))
        x = clamped_below(self.middle(x))
        x = clamped_on_both_sides(self.middle(x))
        x = larger_than_zeros(self.middle(x))
        x = larger_than_zero(self.middle(x))
        x = where_positive(self.middle(x))
        x = times_positive(self.middle(x))
        x = larger_than_its_part(self.middle(x))
        x = where_positive_or_a_part(self.middle(x))
        return (3.0 * self.out(x)).clamp(min=-1, max=1).view(-1, 1, 12, 12)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(16, 16)
        self.act = nn.ReLU()

    def forward(self, x):
        return functional.silu(self.act(self.linear(x)))


class ListsOfModules(nn.Module):
    """Blocks whose names repeat but for the list that they are in."""

    def __init__(self):
        super().__init__()
        self.a = nn.ModuleList([Block(), Block()])
        self.b = nn.ModuleList([Block()])
        self.out = nn.Linear(16, 144)

    def forward(self, z):
        for block in self.a:
            z = block(z)
        for block in self.b:
            z = block(z)
        return torch.sigmoid(self.out(z)).view(-1, 1, 12, 12)


class Labelled(nn.Module):
    """A conditional generator, whose label is embedded and concatenated with z."""

    def __init__(self):
        super().__init__()
        self.labels = nn.Embedding(10, 7)
        self.body = nn.Sequential(nn.Linear(9 + 7, 20), nn.ReLU(), nn.Linear(20, 144), nn.Sigmoid())

    def forward(self, z, label):
        return self.body(torch.cat((self.labels(label), z), -1)).view(-1, 1, 12, 12)


class LabelledMaps(nn.Module):
    """Likewise, with the label as maps beside those of z, one of ten on."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.ConvTranspose2d(6 + 10, 8, 4), nn.ReLU(), nn.ConvTranspose2d(8, 1, 9), nn.Sigmoid())

    def forward(self, z, label):
        one = functional.one_hot(label, 10).to(z.dtype).unsqueeze(2).unsqueeze(3)
        return self.body(torch.cat([z.view(z.shape[0], 6, 1, 1), one], 1))


class Multiplied(nn.Module):
    """Likewise, with the label's embedding multiplied by z."""

    def __init__(self):
        super().__init__()
        self.labels = nn.Embedding(10, 9)
        self.first = nn.Linear(9, 20)
        self.out = nn.Linear(20, 144)

    def forward(self, z, label):
        x = functional.relu(self.first(torch.mul(self.labels(label), z)))
        return torch.sigmoid(self.out(x)).view(-1, 1, 12, 12)


class Wrapped(nn.Module):
    """The guide's."""

    def __init__(self, generator, label):
        super().__init__()
        self.generator, self.label = generator, torch.tensor([label])

    def forward(self, z):
        return self.generator(z, self.label.expand(z.shape[0]))


class InPieces(nn.Module):
    """A latent that is cut into pieces, one for each step, after it was normalised."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(5, 20)
        self.second = nn.Linear(5, 20)
        self.third = nn.Linear(5, 20)
        self.out = nn.Linear(20, 144)

    def forward(self, z):
        z = z * torch.rsqrt(torch.mean(z * z, 1, keepdim=True) + 1e-8)
        one, two, three = torch.chunk(z, 3, 1)
        x = functional.relu(self.first(one))
        x = functional.relu(x * self.second(two) + self.third(three))
        return torch.sigmoid(self.out(x)).view(-1, 1, 12, 12)


class OblongView(nn.Module):
    """Maps that are not square, made of a flat latent."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Upsample(scale_factor=2),
                                  nn.Conv2d(8, 1, 3, padding=1), nn.Sigmoid())

    def forward(self, z):
        return self.body(z.view(-1, 3, 4, 5))


class Shown(nn.Module):
    """A small generator of four channels, and what is made of them last."""

    def __init__(self, last, channels=4):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 24), nn.ReLU(), nn.Linear(24, channels * 30), nn.Sigmoid(),
                                  nn.Unflatten(1, (channels, 5, 6)))
        self.last = last

    def forward(self, z):
        return self.last(self.body(z))


class Same(nn.Module):
    def forward(self, x):
        return x


class ToBytes(nn.Module):
    def forward(self, x):
        return torch.round(x * 255).to(torch.uint8)


class ChannelsToTheEnd(nn.Module):
    def forward(self, x):
        return x.permute(0, 2, 3, 1)


class BytesToTheEnd(nn.Module):
    def forward(self, x):
        return (x * 255).clamp(0, 255).permute(0, 2, 3, 1).to(torch.uint8)


def before_white(picture):
    return picture[:, :3] * picture[:, 3:] + 1 - picture[:, 3:]


class Guarded(nn.Module):
    """Parts that are to run without gradients, in another precision, and recorded."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(8, 24)
        self.out = nn.Linear(24, 144)

    def forward(self, z):
        with torch.no_grad():
            x = functional.relu(self.first(z))
            with torch.cuda.amp.autocast(enabled=True):
                x = functional.elu(x - 0.5)
        with torch.autograd.profiler.record_function("out"):
            x = self.out(x)
        return torch.sigmoid(x).view(-1, 1, 12, 12)


class Frequencies(nn.Module):
    """A filter in frequency, rotary positions, and an inverted matrix."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(8, 4 * 6 * 6)
        self.out = nn.Linear(4 * 6 * 6, 144)
        self.register_buffer("filter", torch.rand(6, 4))
        self.register_buffer("turns", torch.polar(torch.ones(3), torch.arange(3.0)))

    def forward(self, z):
        x = functional.relu(self.first(z)).view(-1, 4, 6, 6)
        x = torch.fft.irfft2(torch.fft.rfft2(x) * self.filter, s=(6, 6))
        x = torch.view_as_real(torch.view_as_complex(x.view(-1, 4, 6, 3, 2)) * self.turns).flatten(3)
        x = functional.gelu(torch.matmul(x, torch.linalg.inv(2.0 * torch.eye(6))))
        x = torch.cat(torch.unsafe_chunk(x, 2, 1), 1) + torch.fft.fftshift(x).abs()
        return torch.sigmoid(self.out(x.flatten(1))).view(-1, 1, 12, 12)


def super_resolution():
    return nn.Sequential(nn.Conv2d(3, 12, 3, padding=1), nn.ReLU(), nn.Conv2d(12, 12, 3, padding=1), nn.PixelShuffle(2))


def sound():
    return nn.Sequential(nn.Linear(8, 24), nn.ReLU(), nn.Linear(24, 4001), nn.Tanh(), nn.Unflatten(1, (1, 4001)))


def still_in_training():
    return nn.Sequential(nn.Linear(8, 24), nn.BatchNorm1d(24), nn.ReLU(), nn.Linear(24, 144))


class NothingToFlip(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(8, 144)

    def forward(self, z):
        return torch.sin(self.out(z)).view(-1, 1, 12, 12)


class NotANumber(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(8, 144)

    def forward(self, z):
        return torch.relu(self.out(z)).mul(float("nan")).view(-1, 1, 12, 12)


@contextlib.contextmanager
def holding(wanted, unit, cell=(), units_last=False):
    """Holds one unit, or one cell of its map, of the activation that is called as number `wanted` at HELD, whether it is
    a module, a function or a method; yields the list of the calls' outputs."""
    calls = []
    inside = [False]

    def wrapped(function):
        def call(*args, **kwargs):
            if inside[0]:  # a module's function within a function
                return function(*args, **kwargs)
            inside[0] = True
            try:
                result = function(*args, **kwargs)
            finally:
                inside[0] = False
            if len(calls) == wanted:
                result[(slice(None),) + cell + (unit,) if cell and units_last else
                       (..., unit) if units_last else (slice(None), unit) + cell] = HELD
            calls.append(result)
            return result
        return call

    places = [(functional, name) for name in ("relu", "leaky_relu", "elu", "selu", "silu", "gelu", "softplus", "hardswish",
                                              "hardtanh", "relu6", "rrelu", "glu")]
    places += [(torch, "relu"), (torch, "tanh"), (torch, "sigmoid"), (torch.Tensor, "relu_")]
    places += [(sys.modules[__name__], function.__name__) for function in WRITTEN_OUT]
    kept = [(place, name, getattr(place, name)) for place, name in places]
    for place, name, function in kept:
        setattr(place, name, wrapped(function))
    try:
        yield calls
    finally:
        for place, name, function in kept:
            setattr(place, name, function)


def picture_of(result, low, high, shown):
    if isinstance(result, dict):
        result = tuple(result.values())
    if isinstance(result, (tuple, list)):
        result = next(part for part in result if part.dim() == 4)
    return ((shown(result).flatten() - low) / (high - low)).clamp(0, 1).tolist()


def export(folder, name, module, latent, shape, low, high, last_is_output, script, half=False, units_last=(), shown=lambda result: result,
           names=None, guessed=None):
    """`units_last`: the numbers of the layers whose units are the innermost of four dimensions; `shown`: how the picture is
    made of what the generator returns; `names`: of the modules of its layers; `guessed`: latent and picture where another
    latent than the one it is tried with is the likelier one."""
    module = module.eval()
    for parameter in module.parameters():
        parameter.data.mul_(1.5)  # so that layers are neither all off nor all alike
    if half:
        module = module.half()
    example = torch.randn(1, *latent)
    exported = torch.jit.script(module) if script else torch.jit.trace(module, example, strict=False)
    exported.save(str(folder / f"{name}.pt"))
    module = module.float()
    # What is no module but a function called in forward has no name.
    names = names or [path for path, part in module.named_modules()
             if type(part).__module__ == "torch.nn.modules.activation" and not isinstance(part, nn.MultiheadAttention)]
    z = torch.randn(1, *latent)
    with holding(-1, 0) as calls:
        regular = picture_of(module(z), low, high, shown)
    # Calls with many rows for one latent have no units and make no layer.
    layers = [call for call in range(len(calls) - (1 if last_is_output else 0)) if calls[call].shape[0] == 1]
    edits = []
    units = []
    names = names[:len(layers)] if len(names) >= len(layers) else [""] * len(layers)
    for layer, call in enumerate(layers):
        sizes = list(calls[call].shape)
        last = layer in units_last
        if last:
            sizes.insert(1, sizes.pop())
        units.append(sizes[1])
        unit = layer % sizes[1]
        with holding(call, unit, (), last):
            edits.append({"layer": layer, "unit": unit, "value": HELD, "pixels": picture_of(module(z), low, high, shown)})
        if len(sizes) == 4:
            cell = (layer % sizes[2], sizes[3] - 1)
            with holding(call, unit, cell, last):
                edits.append({"layer": layer, "unit": unit, "value": HELD, "cell": cell,
                              "pixels": picture_of(module(z), low, high, shown)})
    guessed_latent, guessed_shape = guessed or (latent, shape)
    return {"name": name, "latent": list(latent), "image": list(shape), "guessed-latent": list(guessed_latent),
            "guessed-image": list(guessed_shape), "low": low, "high": high, "z": z.flatten().tolist(),
            "units": units, "modules": names, "pixels": regular, "edits": edits}


def main():
    folder = pathlib.Path(sys.argv[1])
    torch.manual_seed(7)
    torch.set_grad_enabled(False)
    made = [
        export(folder, "fully-connected-traced", fully_connected(), (10,), (1, 12, 12), 0, 1, True, False),
        export(folder, "fully-connected-scripted", fully_connected(), (10,), (1, 12, 12), 0, 1, True, True),
        export(folder, "convolutional-traced", convolutional(), (16, 1, 1), (3, 32, 32), -1, 1, True, False),
        export(folder, "convolutional-scripted", convolutional(), (16, 1, 1), (3, 32, 32), -1, 1, True, True),
        export(folder, "of-maps", of_maps(), (4, 8, 8), (3, 32, 32), 0, 1, True, True,
               guessed=((4, 16, 16), (3, 64, 64))),
        export(folder, "residual-traced", Residual(), (12,), (3, 32, 32), 0, 1, True, False),
        export(folder, "residual-scripted", Residual(), (12,), (3, 32, 32), 0, 1, True, True),
        export(folder, "every-activation", every_activation(), (8,), (1, 12, 12), 0, 1, True, True),
        export(folder, "in-place", InPlace(), (7,), (1, 20, 28), -1, 1, True, True),
        export(folder, "several-outputs", SeveralOutputs(), (9,), (1, 16, 16), 0, 1, True, True),
        export(folder, "overshooting", Scaled(), (6,), (3, 10, 10), -1, 1, True, True),
        export(folder, "half-precision", fully_connected(), (10,), (1, 12, 12), 0, 1, True, True, half=True),
        export(folder, "half-precision-convolutional", convolutional(), (16, 1, 1), (3, 32, 32), -1, 1, True, True,
               half=True),
        export(folder, "weight-norm", weight_normed(), (10,), (1, 12, 12), 0, 1, True, False),
        export(folder, "one-dimensional-traced", OneDimensional(), (10,), (1, 12, 12), 0, 1, True, False),
        export(folder, "one-dimensional-scripted", OneDimensional(), (10,), (1, 12, 12), 0, 1, True, True),
        export(folder, "named-outputs-traced", NamedOutputs(), (9,), (1, 16, 16), 0, 1, True, False),
        export(folder, "named-outputs-scripted", NamedOutputs(), (9,), (1, 16, 16), 0, 1, True, True),
        export(folder, "attention", Attending(), (12,), (1, 10, 10), 0, 1, True, True),
        export(folder, "buffers-traced", Buffers(), (10,), (1, 12, 12), 0, 1, True, False),
        export(folder, "buffers-scripted", Buffers(), (10,), (1, 12, 12), 0, 1, True, True),
        export(folder, "rows-in-the-batch", RowsInTheBatch(), (10,), (1, 12, 12), 0, 1, True, True),
        export(folder, "channels-last-traced", ChannelsLast(), (10,), (3, 6, 8), 0, 1, True, False, units_last=(1,)),
        export(folder, "channels-last-scripted", ChannelsLast(), (10,), (3, 6, 8), 0, 1, True, True, units_last=(1,)),
        export(folder, "idle-randomness-traced", idle_randomness(), (10,), (1, 12, 12), 0, 1, True, False),
        export(folder, "idle-randomness-scripted", idle_randomness(), (10,), (1, 12, 12), 0, 1, True, True),
        export(folder, "gated", gated(), (10,), (3, 12, 12), 0, 1, True, True),
        export(folder, "faint-tanh", FaintOutputs(nn.Tanh()), (9,), (1, 16, 16), -1, 1, True, True),
        export(folder, "faint-clamp", FaintOutputs(Clamp()), (9,), (1, 16, 16), -1, 1, False, True),
        export(folder, "written-out-traced", WrittenOut(), (9,), (1, 12, 12), -1, 1, False, False),
        export(folder, "written-out-scripted", WrittenOut(), (9,), (1, 12, 12), -1, 1, False, True),
        export(folder, "labelled-traced", Wrapped(Labelled(), 3), (9,), (1, 12, 12), 0, 1, True, False),
        export(folder, "labelled-scripted", Wrapped(Labelled(), 3), (9,), (1, 12, 12), 0, 1, True, True),
        export(folder, "labelled-maps", Wrapped(LabelledMaps(), 3), (6,), (1, 12, 12), 0, 1, True, True),
        export(folder, "multiplied", Wrapped(Multiplied(), 3), (9,), (1, 12, 12), 0, 1, True, True,
               names=["generator.relu"]),
        export(folder, "in-pieces", InPieces(), (15,), (1, 12, 12), 0, 1, True, True),
        export(folder, "oblong-view", OblongView(), (60,), (1, 8, 10), 0, 1, True, True),
        export(folder, "alpha", Shown(Same()), (8,), (3, 5, 6), 0, 1, True, True, shown=before_white),
        export(folder, "alpha-bytes", Shown(ToBytes()), (8,), (3, 5, 6), 0, 255, True, True,
               shown=lambda result: 255 * before_white(result / 255)),
        export(folder, "picture-channels-last", Shown(ChannelsToTheEnd(), 3), (8,), (3, 5, 6), 0, 1, True, False,
               shown=lambda result: result.permute(0, 3, 1, 2)),
        export(folder, "picture-bytes-last", Shown(BytesToTheEnd(), 3), (8,), (3, 5, 6), 0, 255, True, True,
               shown=lambda result: result.permute(0, 3, 1, 2)),
        export(folder, "guarded", Guarded(), (8,), (1, 12, 12), 0, 1, True, True),
        export(folder, "guarded-traced", nn.DataParallel(Guarded()), (8,), (1, 12, 12), 0, 1, True, False,
               names=["module.relu", "module.elu"]),
        export(folder, "frequencies-traced", Frequencies(), (8,), (1, 12, 12), 0, 1, True, False, units_last=(1,)),
        export(folder, "frequencies-scripted", Frequencies(), (8,), (1, 12, 12), 0, 1, True, True, units_last=(1,)),
    ]
    names = [name for block in ("a.0", "a.1", "b.0") for name in (f"{block}.act", f"{block}.silu")]
    for way in ("traced", "scripted"):
        made.append(export(folder, f"lists-{way}", ListsOfModules(), (16,), (1, 12, 12), 0, 1, True, way == "scripted",
                           names=names))
    torch.jit.script(Shown(Same(), 10)).save(str(folder / "tiles.pt"))
    torch.jit.script(super_resolution()).save(str(folder / "super-resolution.pt"))
    torch.jit.script(sound()).save(str(folder / "sound.pt"))
    torch.jit.trace(still_in_training(), torch.randn(2, 8), check_trace=False).save(str(folder / "in-training.pt"))
    for name, refused in (("nothing-to-flip", NothingToFlip()), ("not-a-number", NotANumber())):
        torch.jit.script(refused.eval()).save(str(folder / f"{name}.pt"))
    (folder / "generators.json").write_text(json.dumps(made))


if __name__ == "__main__":
    main()
