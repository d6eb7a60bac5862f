#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes small generators as people write them, lets their batch normalisation see latents as a training does, and saves their
weights with what PyTorch makes of them. Usage: networks.py FOLDER; writes FOLDER/networks.json: for each file its family, the
shapes of z and of the picture, and their numbers; "samples" are those for the latents that Flipside draws to show what is in a
file.
"""
import json
import pathlib
import sys

import torch
from torch import nn

FOLDER = pathlib.Path(sys.argv[1])
FILES = []


def settled(network, *latent, classes=0):
    """Running statistics become those of the network's own activations, as after a training."""
    network.train()
    with torch.no_grad():
        for _ in range(60):
            draws = [torch.randn(64, *latent)]
            if classes:
                draws.append(torch.randint(0, classes, (64,)))
            network(*draws)
    return network.eval()


def keep(file, network, family, *latent, weights=None, classes=0):
    settled(network, *latent, classes=classes)
    z = torch.randn(3, *latent)
    labels = torch.tensor([0, classes // 2, classes - 1]) if classes else None
    with torch.no_grad():
        image = network(z, labels) if classes else network(z)
    with torch.no_grad():
        samples = []
        for i in range(9):
            draw = torch.randn(1, *latent, generator=torch.Generator().manual_seed(i + 1))
            samples.append(network(draw, torch.tensor([i % classes])) if classes else network(draw))
    torch.save(weights(network) if weights else network.state_dict(), FOLDER / file)
    FILES.append({"file": file, "family": family, "latent": list(latent), "z": z.flatten().tolist(),
                  "labels": labels.tolist() if classes else [], "classes": classes,
                  "image": image.flatten().tolist(),
                  "samples": torch.cat(samples).flatten().tolist()})


def spread(network, bias=0.3):
    """Weights and biases as a training leaves them: numbers are neither all tiny nor all alike."""
    for parameter in network.parameters():
        if parameter.dim() == 1:
            nn.init.normal_(parameter, mean=bias if parameter.min() == parameter.max() == 1 else 0.0, std=0.4)
            if parameter.dim() == 1 and bias:
                parameter.data += 0.5
        else:
            nn.init.kaiming_normal_(parameter, mode="fan_out" if parameter.dim() == 4 else "fan_in")
    return network


def dcgan(activation, last):
    return spread(nn.Sequential(
        nn.ConvTranspose2d(12, 24, 4, 1, 0, bias=False), nn.BatchNorm2d(24), activation(),
        nn.ConvTranspose2d(24, 16, 4, 2, 1, bias=False), nn.BatchNorm2d(16), activation(),
        nn.ConvTranspose2d(16, 8, 4, 2, 1, bias=False), nn.BatchNorm2d(8), activation(),
        nn.ConvTranspose2d(8, 3, 4, 2, 1, bias=False), last()))


class Named(nn.Module):
    """As in PyTorch's own example: everything in one Sequential called main."""

    def __init__(self):
        super().__init__()
        self.main = dcgan(nn.ReLU, nn.Tanh)

    def forward(self, z):
        return self.main(z)


class CourseStack(nn.Module):
    """A transposed convolution without a margin each, 1 to 3, 6, 13 and 28."""

    def __init__(self):
        super().__init__()
        self.gen = nn.Sequential(*[
            nn.Sequential(nn.ConvTranspose2d(i, o, k, s), nn.BatchNorm2d(o), nn.ReLU())
            for i, o, k, s in ((10, 32, 3, 2), (32, 16, 4, 1), (16, 8, 3, 2))],
            nn.Sequential(nn.ConvTranspose2d(8, 1, 4, 2), nn.Tanh()))
        spread(self)

    def forward(self, z):
        return self.gen(z.view(len(z), 10, 1, 1))


class UpsamplingStack(nn.Module):
    """As in PyTorch-GAN, where 0.8 is taken for the momentum and is what is added to variances."""

    def __init__(self, classes=0, embedded=0):
        super().__init__()
        if classes:
            self.label_emb = nn.Embedding(classes, embedded)
        self.l1 = nn.Sequential(nn.Linear(20 + embedded, 24 * 49))
        self.conv_blocks = nn.Sequential(
            nn.BatchNorm2d(24), nn.Upsample(scale_factor=2), nn.Conv2d(24, 24, 3, padding=1), nn.BatchNorm2d(24, 0.8),
            nn.LeakyReLU(0.2), nn.Upsample(scale_factor=2), nn.Conv2d(24, 12, 3, padding=1), nn.BatchNorm2d(12, 0.8),
            nn.LeakyReLU(0.2), nn.Conv2d(12, 1, 3, padding=1), nn.Tanh())
        spread(self)
        if classes: # vectors of classes are no draws from N(0, I)
            self.label_emb.weight.data = 3 * self.label_emb.weight.data.abs()

    def forward(self, z, labels=None):
        if labels is not None:
            z = torch.cat([self.label_emb(labels), z], 1)
        return self.conv_blocks(self.l1(z).view(-1, 24, 7, 7))


class MultipliedStack(nn.Module):
    def __init__(self):
        super().__init__()
        self.label_emb = nn.Embedding(5, 16)
        self.model = dense(16, 16 * 16, 1)
        spread(self, 0.0)

    def forward(self, z, labels):
        return self.model(z * self.label_emb(labels)).view(-1, 1, 16, 16)


def dense(latent, pixels, channels, epsilon=1e-5):
    return nn.Sequential(nn.Linear(latent, 32), nn.BatchNorm1d(32, epsilon), nn.LeakyReLU(0.2), nn.Linear(32, 48),
                         nn.BatchNorm1d(48, epsilon), nn.LeakyReLU(0.2), nn.Linear(48, pixels * channels), nn.Tanh())


class PairedStacks(nn.Module):
    """An autoencoder of two stacks, whose decoder grows by pixel shuffles and has slopes that were learnt."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 256, 6))
        self.decoder = nn.Sequential(nn.Linear(6, 16 * 16), nn.Unflatten(1, (16, 4, 4)), nn.PReLU(),
                                     nn.Conv2d(16, 32, 3, padding=1), nn.PixelShuffle(2), nn.PReLU(),
                                     nn.Conv2d(8, 12, 3, padding=1), nn.PixelShuffle(2), nn.PReLU(),
                                     nn.Conv2d(3, 3, 3, padding=1), nn.Sigmoid())

    def forward(self, z):
        return self.decoder(z)


torch.manual_seed(3)
keep("dcgan.pth", Named(), "plain-stack", 12, 1, 1)
keep("dcgan-leaky.pth", dcgan(lambda: nn.LeakyReLU(0.2), nn.Tanh), "plain-stack", 12, 1, 1)
keep("wrapped.ckpt", Named(), "plain-stack", 12, 1, 1,
     weights=lambda network: {"epoch": 3, "netD": {"0.weight": torch.zeros(1, 4)},
                              "netG": {"module." + key: value for key, value in network.state_dict().items()}})
keep("whole.pt", dcgan(nn.ELU, nn.Sigmoid), "pickled-stack", 12, 1, 1, weights=lambda network: network)
keep("course.pth", CourseStack(), "plain-stack", 10, 1, 1)
keep("upsampling.pth", UpsamplingStack(), "plain-stack", 20)
keep("upsampling-classes.pth", UpsamplingStack(7, 9), "conditional-stack", 20, classes=7)
keep("dense.pth", spread(dense(16, 16 * 16, 1, 0.8), 0.0), "plain-stack", 16)
keep("multiplied.pth", MultipliedStack(), "conditional-stack", 16, classes=5)
keep("pair.pth", PairedStacks(), "vae", 6)
json.dump(FILES, open(FOLDER / "networks.json", "w"))
