#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves small random FastGANs (Liu et al., arXiv:2101.04775) under the names that their authors' program gives to layers,
each with pictures that PyTorch's own modules make. Usage: fast_gans.py FOLDER; writes FOLDER/NAME and FOLDER/NAME.npz with
`x`, rows of a latent and the strength of the noise, here 0, and `image`.
"""
import pathlib
import sys

import numpy
import torch
from torch import nn
from torch.nn.utils import parametrizations, spectral_norm

FOLDER = pathlib.Path(sys.argv[1])
torch.set_grad_enabled(False)
LATENT = 12


class Gate(nn.Module):
    def forward(self, x):
        half = x.shape[1] // 2
        return x[:, :half] * x[:, half:].sigmoid()


class Swish(nn.Module):
    def forward(self, x):
        return x * x.sigmoid()


class NoNoise(nn.Module):
    """Has its strength in the file, and draws nothing."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return x


def norm(maps):
    layer = nn.BatchNorm2d(maps)
    for tensor in (layer.weight, layer.bias, layer.running_mean):
        tensor.normal_()
    layer.running_var.uniform_(0.5, 2)
    return layer


class Generator(nn.Module):
    def __init__(self, side, normed):
        super().__init__()
        maps = {4: 24, 8: 16, 16: 12, 32: 8, 64: 8, 128: 6, 256: 4, 512: 3, 1024: 2}

        def convolution(inputs, outputs, kernel, padding):
            return normed(nn.Conv2d(inputs, outputs, kernel, padding=padding, bias=False))

        self.side = side
        self.init = nn.Module()
        self.init.init = nn.Sequential(normed(nn.ConvTranspose2d(LATENT, 2 * maps[4], 4, bias=False)), norm(2 * maps[4]),
                                       Gate())
        for number, size in enumerate(2 ** i for i in range(3, side.bit_length())):
            layers = [nn.Upsample(scale_factor=2), convolution(maps[size // 2], 2 * maps[size], 3, 1)]
            if number % 2 == 0:
                layers += [NoNoise(), norm(2 * maps[size]), Gate(), convolution(maps[size], 2 * maps[size], 3, 1), NoNoise()]
            setattr(self, f"feat_{size}", nn.Sequential(*layers, norm(2 * maps[size]), Gate()))
            if 64 <= size <= 512:
                look = nn.Module()
                look.main = nn.Sequential(nn.AdaptiveAvgPool2d(4), convolution(maps[size // 16], maps[size], 4, 0), Swish(),
                                          convolution(maps[size], maps[size], 1, 0), nn.Sigmoid())
                setattr(self, f"se_{size}", look)
        self.to_128 = convolution(maps[128], 3, 1, 0)
        self.to_big = convolution(maps[side], 3, 3, 1)

    def forward(self, z):
        made = {4: self.init.init(z[:, :, None, None])}
        size = 8
        while size <= self.side:
            made[size] = getattr(self, f"feat_{size}")(made[size // 2])
            if hasattr(self, f"se_{size}"):
                made[size] = made[size] * getattr(self, f"se_{size}").main(made[size // 16])
            size *= 2
        picture = self.to_big(made[self.side])
        return picture.tanh() if self.side == 1024 else picture


torch.manual_seed(3)
for name, side, normed in (("fast-gan-256.pth", 256, spectral_norm), ("fast-gan-512.pth", 512, lambda layer: layer),
                           ("fast-gan-1024.pth", 1024, parametrizations.spectral_norm)):
    network = Generator(side, normed)
    # Once as in training, so that the vectors of spectral norms come near those of the largest singular value.
    network(torch.randn(2, LATENT))
    network.eval()
    z = torch.randn(2, LATENT)
    torch.save({"g": {"module." + key: value for key, value in network.state_dict().items()}, "d": {}}, FOLDER / name)
    numpy.savez(FOLDER / f"{name}.npz", x=torch.cat([z, torch.zeros(2, 1)], 1).numpy(), image=network(z).numpy())
