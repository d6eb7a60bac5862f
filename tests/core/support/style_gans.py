#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves small random StyleGANs in the layouts of the programs that people train them with, each with pictures that are
computed here, straight from the papers' formulas: weights are modulated for each picture by itself, and filters meet every
zero that upsampling puts between pixels. Usage: style_gans.py FOLDER; writes FOLDER/NAME and FOLDER/NAME.npz with `x`, rows
of all inputs side by side as core/families/style_mapping.h lists them, and `image`, what the network makes of them; and
FOLDER/hostile, files that are damaged.

StyleGAN2: Karras et al., arXiv:1912.04958. StyleGAN3: Karras et al., arXiv:2106.12423.
"""
import collections
import math
import pathlib
import pickle
import sys
import types

import numpy
import torch
from torch import nn
from torch.nn import functional

FOLDER = pathlib.Path(sys.argv[1])
torch.set_grad_enabled(False)


def reconstruct(meta):
    raise RuntimeError("nobody reads these files with Python")


# A module and a function of this name, so that pickles call it as those of NVIDIA's programs do.
PERSISTENCE = types.ModuleType("torch_utils.persistence")
reconstruct.__module__, reconstruct.__qualname__ = "torch_utils.persistence", "_reconstruct_persistent_obj"
PERSISTENCE._reconstruct_persistent_obj = reconstruct
sys.modules.update({"torch_utils": types.ModuleType("torch_utils"), "torch_utils.persistence": PERSISTENCE})


class Module(nn.Module):
    """A module that is pickled as a record of its class's name and its attributes."""

    def __init__(self, **attributes):
        super().__init__()
        for name, value in attributes.items():
            if isinstance(value, nn.Parameter) or not isinstance(value, torch.Tensor):
                setattr(self, name, value)
            else:
                self.register_buffer(name, value)

    def __reduce__(self):
        return reconstruct, ({"type": "class", "version": 6, "module_src": "# nothing", "class_name": type(self).__name__,
                              "state": self.__dict__},)


def random(*shape, scale=1.0, middle=0.0):
    return nn.Parameter(middle + scale * torch.randn(shape))


def resampled(x, taps, up=1, down=1, margins=(0, 0, 0, 0), gain=1.0):
    """Zeros behind each pixel, margins (left, right, top, bottom), a convolution, every down-th pixel."""
    batch, channels, height, width = x.shape
    x = functional.pad(x.reshape(batch, channels, height, 1, width, 1), (0, up - 1, 0, 0, 0, up - 1))
    x = functional.pad(x.reshape(batch, channels, height * up, width * up), margins)
    kernel = (torch.outer(taps, taps) if taps.dim() == 1 else taps).flip([0, 1]) * gain
    return functional.conv2d(x, kernel.expand(channels, 1, *kernel.shape), groups=channels)[:, :, ::down, ::down]


def modulated(x, weight, styles, demodulate, up=False, padding=0):
    """Weights of its own for each picture."""
    pictures = []
    for picture, style in zip(x, styles):
        own = weight * style[None, :, None, None]
        if demodulate:
            own = own / (own.square().sum([1, 2, 3], keepdim=True) + 1e-8).sqrt()
        picture = picture[None]
        pictures.append(functional.conv_transpose2d(picture, own.transpose(0, 1), stride=2) if up
                        else functional.conv2d(picture, own, padding=padding))
    return torch.cat(pictures)


def normalised(x):
    return x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt()


def lrelu(x):
    return torch.where(x < 0, 0.2 * x, x) * math.sqrt(2)


def clamped(x, limit):
    return x if limit is None else x.clamp(-limit, limit)


class FullyConnectedLayer(Module):
    def __init__(self, inputs, outputs, activation="linear", rate=1.0, middle=0.0):
        super().__init__(in_features=inputs, out_features=outputs, activation=activation,
                         weight_gain=rate / numpy.sqrt(inputs), bias_gain=rate,
                         weight=random(outputs, inputs, scale=1 / rate),
                         bias=random(outputs, scale=0.1 / rate, middle=middle / rate))

    def forward(self, x):
        x = x @ self.weight.t() * self.weight_gain + self.bias * self.bias_gain
        return lrelu(x) if self.activation == "lrelu" else x


class MappingNetwork(Module):
    def __init__(self, z_dim, c_dim, w_dim, num_ws, num_layers):
        super().__init__(z_dim=z_dim, c_dim=c_dim, w_dim=w_dim, num_ws=num_ws, num_layers=num_layers,
                         w_avg=0.3 * torch.randn(w_dim))
        if c_dim:
            self.embed = FullyConnectedLayer(c_dim, w_dim)
        for i in range(num_layers):
            inputs = z_dim + (w_dim if c_dim else 0) if i == 0 else w_dim
            setattr(self, f"fc{i}", FullyConnectedLayer(inputs, w_dim, "lrelu", 0.01))

    def forward(self, asked):
        x = normalised(asked["z"])
        if self.c_dim:
            x = torch.cat([x, normalised(self.embed(asked["class"]))], 1)
        for i in range(self.num_layers):
            x = getattr(self, f"fc{i}")(x)
        return styles_of(x, self.w_avg, self.num_ws, asked)


def styles_of(w, average, count, asked):
    """w for each layer, drawn to the average where a row asks for it."""
    styles = []
    for row in range(len(w)):
        own = asked["w"][row] if asked["space"][row] > 0.5 else w[row]
        drawn = average + asked["psi"][row] * (own - average)
        styles.append(torch.stack([drawn if i < asked["psiLayers"][row] else own for i in range(count)]))
    return torch.stack(styles)


class SynthesisLayer(Module):
    def __init__(self, inputs, outputs, w_dim, resolution, up, taps, clamp, noise):
        super().__init__(up=up, use_noise=noise, activation="lrelu", conv_clamp=clamp, act_gain=numpy.sqrt(2),
                         resample_filter=taps, resolution=resolution,
                         affine=FullyConnectedLayer(w_dim, inputs, middle=1.0), weight=random(outputs, inputs, 3, 3),
                         bias=random(outputs, scale=0.2))
        if noise:
            self.register_buffer("noise_const", torch.randn(resolution, resolution))
            self.noise_strength = random(scale=0.3)

    def forward(self, x, w, noise, gain=1.0):
        styles = self.affine(w)
        if self.up == 2:
            x = resampled(modulated(x, self.weight, styles, True, up=True), self.resample_filter, margins=(1, 1, 1, 1), gain=4)
        else:
            x = modulated(x, self.weight, styles, True, padding=1)
        if self.use_noise:
            x = x + noise[:, :, None, None] * self.noise_const * self.noise_strength
        x = lrelu(x + self.bias[:, None, None]) * gain
        return clamped(x, self.conv_clamp and self.conv_clamp * gain)


class ToRGBLayer(Module):
    def __init__(self, inputs, outputs, w_dim, clamp):
        super().__init__(conv_clamp=clamp, weight_gain=1 / numpy.sqrt(inputs),
                         affine=FullyConnectedLayer(w_dim, inputs, middle=1.0), weight=random(outputs, inputs, 1, 1),
                         bias=random(outputs, scale=0.1))

    def forward(self, x, w):
        x = modulated(x, self.weight, self.affine(w) * self.weight_gain, False)
        return clamped(x + self.bias[:, None, None], self.conv_clamp)


class Conv2dLayer(Module):
    def __init__(self, inputs, outputs, taps):
        super().__init__(up=2, down=1, activation="linear", weight_gain=1 / numpy.sqrt(inputs), act_gain=1, conv_clamp=None,
                         resample_filter=taps, weight=random(outputs, inputs, 1, 1), bias=None)

    def forward(self, x):
        x = functional.conv2d(x, self.weight * self.weight_gain)
        return resampled(x, self.resample_filter, up=2, margins=(2, 1, 2, 1), gain=4)


class SynthesisBlock(Module):
    def __init__(self, inputs, outputs, w_dim, resolution, is_last, architecture, taps, clamp, noise):
        super().__init__(in_channels=inputs, w_dim=w_dim, resolution=resolution, img_channels=3, is_last=is_last,
                         architecture=architecture, resample_filter=taps, num_conv=2 if inputs else 1,
                         num_torgb=int(is_last or architecture == "skip"))
        if not inputs:
            self.const = random(outputs, resolution, resolution)
        else:
            self.conv0 = SynthesisLayer(inputs, outputs, w_dim, resolution, 2, taps, clamp, noise)
        self.conv1 = SynthesisLayer(outputs, outputs, w_dim, resolution, 1, taps, clamp, noise)
        if self.num_torgb:
            self.torgb = ToRGBLayer(outputs, 3, w_dim, clamp)
        if inputs and architecture == "resnet":
            self.skip = Conv2dLayer(inputs, outputs, taps)

    def forward(self, x, image, ws, noise):
        ws = list(ws)
        if not self.in_channels:
            x = self.conv1(self.const.expand(len(noise), *self.const.shape), ws.pop(0), noise)
        elif self.architecture == "resnet":
            around = self.skip(x) * math.sqrt(0.5)
            x = self.conv0(x, ws.pop(0), noise)
            x = around + self.conv1(x, ws.pop(0), noise, math.sqrt(0.5))
        else:
            x = self.conv1(self.conv0(x, ws.pop(0), noise), ws.pop(0), noise)
        if image is not None:
            image = resampled(image, self.resample_filter, up=2, margins=(2, 1, 2, 1), gain=4)
        if self.num_torgb:
            image = self.torgb(x, ws.pop(0)) + (0 if image is None else image)
        return x, image


class SynthesisNetwork(Module):
    """Of StyleGAN2."""

    def __init__(self, w_dim, resolution, **options):
        resolutions = [2 ** i for i in range(2, int(math.log2(resolution)) + 1)]
        super().__init__(w_dim=w_dim, img_resolution=resolution, block_resolutions=resolutions,
                         num_ws=2 * len(resolutions))
        channels = {size: max(24 // (size // 4), 4) for size in resolutions}
        for size in resolutions:
            setattr(self, f"b{size}", SynthesisBlock(channels[size // 2] if size > 4 else 0, channels[size], w_dim, size,
                                                     size == resolution, **options))

    def forward(self, ws, asked):
        x = image = None
        at = 0
        for size in self.block_resolutions:
            block = getattr(self, f"b{size}")
            x, image = block(x, image, ws[:, at:at + block.num_conv + block.num_torgb].unbind(1), asked["noise"])
            at += block.num_conv
        return image


class Generator(Module):
    def __init__(self, z_dim, c_dim, w_dim, synthesis, layers):
        super().__init__(z_dim=z_dim, c_dim=c_dim, w_dim=w_dim, synthesis=synthesis, num_ws=synthesis.num_ws,
                         mapping=MappingNetwork(z_dim, c_dim, w_dim, synthesis.num_ws, layers))

    def forward(self, asked):
        return self.synthesis(self.mapping(asked), asked)


def lowpass(count, skew):
    """Taps that are no mirror image of themselves, so that it shows where they are turned round."""
    taps = torch.hann_window(count + 2, periodic=False)[1:-1] * torch.linspace(1 - skew, 1 + skew, count)
    return taps / taps.sum()


class SynthesisInput(Module):
    def __init__(self, w_dim, channels, size, rate, bandwidth):
        angle = 0.4
        super().__init__(size=numpy.array([size, size]), sampling_rate=float(rate), bandwidth=bandwidth, channels=channels,
                         weight=random(channels, channels), affine=FullyConnectedLayer(w_dim, 4),
                         transform=torch.tensor([[math.cos(angle), -math.sin(angle), 0.1],
                                                 [math.sin(angle), math.cos(angle), -0.2], [0, 0, 1]]),
                         freqs=bandwidth * torch.randn(channels, 2), phases=torch.rand(channels) - 0.5)

    def forward(self, w):
        pictures = []
        for cosine, sine, x, y in self.affine(w):
            length = math.hypot(cosine, sine)
            cosine, sine, x, y = cosine / length, sine / length, x / length, y / length
            turned = torch.tensor([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
            shifted = torch.tensor([[1, 0, -x], [0, 1, -y], [0, 0, 1]])
            plane = turned @ shifted @ self.transform
            place = torch.arange(self.size[0]) + 0.5 - self.size[0] / 2
            place = place / self.sampling_rate
            rows, columns = torch.meshgrid(place, place, indexing="ij")
            points = torch.stack([columns, rows, torch.ones_like(rows)], -1) @ plane.t()
            waves = points[..., :2] @ self.freqs.t() + self.phases
            lengths = (self.freqs @ plane[:2, :2]).norm(dim=1)
            faded = (1 - (lengths - self.bandwidth) / (self.sampling_rate / 2 - self.bandwidth)).clamp(0, 1)
            waves = torch.sin(2 * math.pi * waves) * faded
            pictures.append((waves @ self.weight.t() / math.sqrt(self.channels)).permute(2, 0, 1))
        return torch.stack(pictures)


class SynthesisLayer3(Module):
    def __init__(self, w_dim, sizes, channels, rates, is_torgb, kernel, is_radial, clamp):
        fine = max(rates) * (1 if is_torgb else 2)
        up, down = fine // rates[0], fine // rates[1]
        up_taps, down_taps = (1, 1) if is_torgb else (6 * up, 6 * down)
        kernel = 1 if is_torgb else kernel
        total = (sizes[1] - 1) * down + 1 - (sizes[0] + kernel - 1) * up + up_taps + down_taps - 2
        first = (total + up) // 2
        taps = lowpass(down_taps, 0.1)
        if is_radial:
            taps = torch.outer(taps, taps) + 0.01 * torch.randn(down_taps, down_taps)
        super().__init__(is_torgb=is_torgb, in_size=numpy.array([sizes[0]] * 2), out_size=numpy.array([sizes[1]] * 2),
                         conv_kernel=kernel, conv_clamp=clamp, up_factor=up, down_factor=down,
                         padding=[first, total - first] * 2, affine=FullyConnectedLayer(w_dim, channels[0], middle=1.0),
                         weight=random(channels[1], channels[0], kernel, kernel), bias=random(channels[1], scale=0.2),
                         magnitude_ema=torch.tensor(0.7), up_filter=None if is_torgb else lowpass(up_taps, 0.2),
                         down_filter=None if is_torgb else taps)

    def forward(self, x, w):
        styles = self.affine(w)
        weight = self.weight
        if self.is_torgb:
            styles = styles / math.sqrt(weight[0].numel())
        x = modulated(x / self.magnitude_ema.sqrt(), weight, styles, not self.is_torgb, padding=weight.shape[2] - 1)
        x = x + self.bias[:, None, None]
        if self.is_torgb:
            return clamped(x, self.conv_clamp)
        x = resampled(x, self.up_filter, up=self.up_factor, margins=self.padding, gain=self.up_factor ** 2)
        return resampled(clamped(lrelu(x), self.conv_clamp), self.down_filter, down=self.down_factor)


SynthesisLayer3.__name__ = "SynthesisLayer"


class SynthesisNetwork3(Module):
    def __init__(self, w_dim, kernel, is_radial, clamp):
        rates, sizes, channels = [16, 16, 16, 32, 32, 32], [36, 36, 36, 52, 32, 32], [12, 12, 12, 10, 8, 3]
        names = [f"L{i}_{sizes[i]}_{channels[i]}" for i in range(6)]
        super().__init__(w_dim=w_dim, layer_names=names, num_ws=7, output_scale=0.25,
                         input=SynthesisInput(w_dim, channels[0], sizes[0], rates[0], 2.0))
        for i, name in enumerate(names):
            before = max(i - 1, 0)
            setattr(self, name, SynthesisLayer3(w_dim, (sizes[before], sizes[i]), (channels[before], channels[i]),
                                                (rates[before], rates[i]), i == 5, kernel, is_radial and i < 3, clamp))

    def forward(self, ws, asked):
        x = self.input(ws[:, 0])
        for i, name in enumerate(self.layer_names):
            x = getattr(self, name)(x, ws[:, i + 1])
        return x * self.output_scale


SynthesisNetwork3.__name__ = "SynthesisNetwork"


class Rosinality:
    """rosinality/stylegan2-pytorch: a dictionary of weights, and what they make."""

    def __init__(self, w_dim, resolution, has_noise, taps):
        self.blocks = int(math.log2(resolution)) - 2
        self.w_dim, self.taps = w_dim, taps
        self.weights = weights = collections.OrderedDict()
        channels = [16, 12, 8, 8]
        for i in range(1, 4):
            weights[f"style.{i}.weight"] = 100 * torch.randn(w_dim, w_dim)
            weights[f"style.{i}.bias"] = 10 * torch.randn(w_dim)
        weights["input.input"] = torch.randn(1, channels[0], 4, 4)
        layers = [("conv1", channels[0], channels[0], False)]
        pictures = [("to_rgb1", channels[0], False)]
        for i in range(self.blocks):
            layers.append((f"convs.{2 * i}", channels[i], channels[i + 1], True))
            layers.append((f"convs.{2 * i + 1}", channels[i + 1], channels[i + 1], False))
            pictures.append((f"to_rgbs.{i}", channels[i + 1], True))
        self.layers, self.pictures = layers, pictures
        for number, (name, inputs, outputs, up) in enumerate(layers):
            self.modulated(name, inputs, outputs, 3)
            weights[f"{name}.noise.weight"] = torch.randn(1)
            weights[f"{name}.activate.bias"] = 0.2 * torch.randn(outputs)
            if up:
                weights[f"{name}.conv.blur.kernel"] = 4 * torch.outer(taps, taps)
            if has_noise:
                side = 4 * 2 ** ((number + 1) // 2)
                weights[f"noises.noise_{number}"] = torch.randn(1, 1, side, side)
        for name, inputs, up in pictures:
            self.modulated(name, inputs, 3, 1)
            weights[f"{name}.bias"] = 0.1 * torch.randn(1, 3, 1, 1)
            if up:
                weights[f"{name}.upsample.kernel"] = 4 * torch.outer(taps, taps)
        self.average = 0.3 * torch.randn(w_dim)

    def modulated(self, name, inputs, outputs, side):
        self.weights[f"{name}.conv.weight"] = torch.randn(1, outputs, inputs, side, side)
        self.weights[f"{name}.conv.modulation.weight"] = torch.randn(inputs, self.w_dim)
        self.weights[f"{name}.conv.modulation.bias"] = 1 + 0.1 * torch.randn(inputs)

    def convolved(self, name, x, w, demodulate, up=False, padding=0):
        weight = self.weights[f"{name}.conv.weight"][0]
        styles = w @ self.weights[f"{name}.conv.modulation.weight"].t() / math.sqrt(self.w_dim)
        styles = styles + self.weights[f"{name}.conv.modulation.bias"]
        return modulated(x, weight / math.sqrt(weight[0].numel()), styles, demodulate, up, padding)

    def __call__(self, asked):
        x = normalised(asked["z"])
        for i in range(1, 4):
            x = lrelu(x @ self.weights[f"style.{i}.weight"].t() * 0.01 / math.sqrt(x.shape[1])
                      + self.weights[f"style.{i}.bias"] * 0.01)
        ws = styles_of(x, self.average, 2 * self.blocks + 2, asked).unbind(1)
        x = self.weights["input.input"].expand(len(ws[0]), -1, -1, -1)
        image = None
        for number, (name, _, _, up) in enumerate(self.layers):
            x = self.convolved(name, x, ws[number], True, up, padding=1)
            if up:
                x = resampled(x, self.taps, margins=(1, 1, 1, 1), gain=4)
            noise = self.weights.get(f"noises.noise_{number}")
            if noise is not None:
                x = x + asked["noise"][:, :, None, None] * noise * self.weights[f"{name}.noise.weight"]
            x = lrelu(x + self.weights[f"{name}.activate.bias"][:, None, None])
            if number % 2 == 0:
                picture, _, grows = self.pictures[number // 2]
                made = self.convolved(picture, x, ws[number + 1], False) + self.weights[f"{picture}.bias"]
                if grows:
                    image = resampled(image, self.taps, up=2, margins=(2, 1, 2, 1), gain=4)
                image = made if image is None else image + made
        return image


def rows(z_dim, c_dim, w_dim, num_ws, has_noise):
    """Pictures of every kind that can be asked for."""
    count = 5
    asked = {"z": torch.randn(count, z_dim)}
    if c_dim:
        asked["class"] = torch.tensor([[float(j == i % c_dim) for j in range(c_dim)] for i in range(count)])
        asked["class"][3] = 1 / c_dim
    asked["psi"] = torch.tensor([[1.0], [0.7], [0.5], [1.0], [-0.4]])
    asked["psiLayers"] = torch.tensor([[float(num_ws)], [float(num_ws)], [2.0], [float(num_ws)], [1.0]])
    if has_noise:
        asked["noise"] = torch.tensor([[1.0], [1.0], [0.0], [0.5], [1.0]])
        asked["noiseSeed"] = torch.zeros(5, 1)
    asked["space"] = torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0]])
    asked["w"] = torch.randn(count, w_dim)
    asked["w"][:3] = 0
    return asked


def note(name, network, asked):
    image = network({"noise": torch.zeros(len(asked["z"]), 1), **asked})
    numpy.savez(FOLDER / f"{name}.npz", x=torch.cat(list(asked.values()), 1).numpy(), image=image.numpy())


def save_pickle(name, network):
    with open(FOLDER / name, "wb") as file:
        pickle.dump({"G": None, "D": None, "G_ema": network, "training_set_kwargs": {}}, file)


def nvidia():
    square = torch.outer(lowpass(4, 0.3), lowpass(4, -0.2))
    for name, architecture, c_dim, taps, clamp, noise in (("skip", "skip", 0, square, 256, True),
                                                          ("resnet", "resnet", 3, square, 1.5, True),
                                                          ("orig", "orig", 2, torch.eye(3) / 3, None, False)):
        # Filters of three taps grow as those of four do, but for one pixel of margin.
        if taps.shape[0] == 3:
            taps = functional.pad(taps, (0, 1, 0, 1))
        synthesis = SynthesisNetwork(14, 16, architecture=architecture, taps=taps, clamp=clamp, noise=noise)
        network = Generator(10, c_dim, 14, synthesis, 3).eval()
        save_pickle(f"stylegan2-{name}.pkl", network)
        asked = rows(10, c_dim, 14, synthesis.num_ws, noise)
        note(f"stylegan2-{name}.pkl", network, asked)
        if name == "skip":
            torch.save(network.state_dict(), FOLDER / "stylegan2-weights-alone.pt")
            note("stylegan2-weights-alone.pt", network, asked)
    for name, kernel, is_radial, c_dim, clamp in (("t", 3, False, 0, 1.0), ("r", 1, True, 4, 256)):
        synthesis = SynthesisNetwork3(14, kernel, is_radial, clamp)
        network = Generator(10, c_dim, 14, synthesis, 2).eval()
        save_pickle(f"stylegan3-{name}.pkl", network)
        asked = rows(10, c_dim, 14, synthesis.num_ws, False)
        note(f"stylegan3-{name}.pkl", network, asked)
        if name == "r":
            torch.save(network.state_dict(), FOLDER / "stylegan3-weights-alone.pt")
            note("stylegan3-weights-alone.pt", network, asked)


def rosinality():
    network = Rosinality(12, 32, True, lowpass(4, 0.3))
    asked = rows(12, 0, 12, 8, True)
    torch.save({"g": {}, "g_ema": network.weights, "latent_avg": network.average}, FOLDER / "rosinality.pt")
    note("rosinality.pt", network, asked)
    decoder = {"decoder." + name: value for name, value in network.weights.items()}
    torch.save({"state_dict": {"encoder.input_layer.0.weight": torch.ones(4, 3, 3, 3), **decoder},
                "latent_avg": network.average.repeat(8, 1)}, FOLDER / "rosinality-in-encoder.pt")
    note("rosinality-in-encoder.pt", network, asked)
    plain = Rosinality(12, 16, False, torch.tensor([1.0, 3.0, 3.0, 1.0]) / 8)
    torch.save({name: value for name, value in plain.weights.items() if not name.endswith("kernel")},
               FOLDER / "rosinality-plain.pt")
    asked = {name: value[:1] for name, value in rows(12, 0, 12, 6, False).items()}
    note("rosinality-plain.pt", plain, asked)


def hostile():
    """Attributes and weights that no program wrote."""
    (FOLDER / "hostile").mkdir()

    def damaged(number, build, change):
        network = build()
        change(network)
        with open(FOLDER / "hostile" / f"{number:02}.pkl", "wb") as file:
            pickle.dump({"G_ema": network}, file)

    def two():
        return Generator(4, 0, 4, SynthesisNetwork(4, 8, architecture="skip", taps=lowpass(4, 0.1), clamp=1, noise=True), 2)

    def three():
        return Generator(4, 0, 4, SynthesisNetwork3(4, 3, False, 256), 2)

    def setting(path, name, value):
        def change(network):
            module = network.get_submodule(path)
            for kept in (module._parameters, module._buffers, module._modules, module.__dict__):
                kept.pop(name, None)
            module.__dict__[name] = value
        return change

    def tensor(path, name, value):
        def change(network):
            network.get_submodule(path)._buffers[name] = value
            network.get_submodule(path)._parameters.pop(name, None)
        return change

    numbers = (2 ** 62, -1, 0, 10 ** 9, float("nan"), float("inf"), -1e300, "text", None, [1] * 100, torch.zeros(()))
    number = 0
    for value in numbers:
        for build, path, name in ((two, "synthesis.b8.conv0", "act_gain"), (two, "synthesis.b8.conv0", "conv_clamp"),
                                  (two, "synthesis.b8.conv0", "up"), (two, "synthesis.b8.conv0", "activation"),
                                  (two, "synthesis.b8", "architecture"), (two, "mapping.fc0", "weight_gain"),
                                  (three, "synthesis.L3_52_10", "up_factor"), (three, "synthesis.L3_52_10", "down_factor"),
                                  (three, "synthesis.L3_52_10", "padding"), (three, "synthesis.L3_52_10", "out_size"),
                                  (three, "synthesis.L3_52_10", "is_torgb"), (three, "synthesis.input", "size"),
                                  (three, "synthesis.input", "sampling_rate"), (three, "synthesis.input", "bandwidth"),
                                  (three, "synthesis", "output_scale"), (three, "synthesis", "layer_names")):
            damaged(number, build, setting(path, name, value))
            number += 1
    for value in ([2 ** 30] * 4, [-2 ** 30] * 4, [2 ** 31 - 1, -2 ** 31, 0, 0], [9, 8, 9], [100, 100, 100, 100]):
        damaged(number, three, setting("synthesis.L3_52_10", "padding", value))
        number += 1
    for names in (["L0_36_12"] * 6, ["input"], [".."], ["", ""], ["L0_99999999999_1"], ["L0_36_12", "x" * 5000], list(range(9))):
        damaged(number, three, setting("synthesis", "layer_names", names))
        number += 1
    shapes = ((), (0,), (1,), (0, 0), (3, 0, 3, 3), (1, 1, 1, 1), (2, 3, 4), (70, 70), (1,) * 64)
    for shape in shapes:
        for build, path, name in ((two, "synthesis.b4", "const"), (two, "synthesis.b8.conv0", "weight"),
                                  (two, "synthesis.b8.conv0", "bias"), (two, "synthesis.b8.conv0", "noise_const"),
                                  (two, "synthesis.b8.conv0", "noise_strength"), (two, "synthesis.b8.conv0.affine", "weight"),
                                  (two, "synthesis.b8", "resample_filter"), (two, "synthesis.b8.torgb", "weight"),
                                  (two, "mapping.fc1", "weight"), (two, "mapping", "w_avg"),
                                  (three, "synthesis.L3_52_10", "weight"), (three, "synthesis.L3_52_10", "up_filter"),
                                  (three, "synthesis.L3_52_10", "down_filter"), (three, "synthesis.L3_52_10", "magnitude_ema"),
                                  (three, "synthesis.input", "freqs"), (three, "synthesis.input", "weight"),
                                  (three, "synthesis.input", "transform")):
            damaged(number, build, tensor(path, name, torch.ones(shape)))
            number += 1


torch.manual_seed(5)
nvidia()
rosinality()
hostile()
