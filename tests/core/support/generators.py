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
    kept = [(place, name, getattr(place, name)) for place, name in places]
    for place, name, function in kept:
        setattr(place, name, wrapped(function))
    try:
        yield calls
    finally:
        for place, name, function in kept:
            setattr(place, name, function)


def picture_of(result, low, high):
    if isinstance(result, dict):
        result = tuple(result.values())
    if isinstance(result, (tuple, list)):
        result = next(part for part in result if part.dim() == 4)
    return ((result.flatten() - low) / (high - low)).clamp(0, 1).tolist()


def export(folder, name, module, latent, shape, low, high, last_is_output, script, half=False, units_last=()):
    """`units_last`: the numbers of the layers whose units are the innermost of four dimensions."""
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
    names = [path for path, part in module.named_modules()
             if type(part).__module__ == "torch.nn.modules.activation" and not isinstance(part, nn.MultiheadAttention)]
    z = torch.randn(1, *latent)
    with holding(-1, 0) as calls:
        regular = picture_of(module(z), low, high)
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
            edits.append({"layer": layer, "unit": unit, "value": HELD, "pixels": picture_of(module(z), low, high)})
        if len(sizes) == 4:
            cell = (layer % sizes[2], sizes[3] - 1)
            with holding(call, unit, cell, last):
                edits.append({"layer": layer, "unit": unit, "value": HELD, "cell": cell,
                              "pixels": picture_of(module(z), low, high)})
    return {"name": name, "latent": list(latent), "image": list(shape), "low": low, "high": high, "z": z.flatten().tolist(),
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
        export(folder, "of-maps", of_maps(), (4, 8, 8), (3, 32, 32), 0, 1, True, True),
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
    ]
    for name, refused in (("nothing-to-flip", NothingToFlip()), ("not-a-number", NotANumber())):
        torch.jit.script(refused.eval()).save(str(folder / f"{name}.pt"))
    (folder / "generators.json").write_text(json.dumps(made))


if __name__ == "__main__":
    main()
