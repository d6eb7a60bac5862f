# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes generators as people write them: NAME.py with the class, NAME.pth with its weights, NAME.txt with what
print() shows of it, and networks.json with latents, classes and the pictures that PyTorch makes of them."""
import importlib.util
import json
import pathlib
import sys

import torch

CODES = {}

CODES["dcgan"] = '''
"""A generator with its training around it."""
import argparse
import torch
import torch.nn as nn
import torch.nn.parallel
import torchvision.datasets as dset

parser = argparse.ArgumentParser()
parser.add_argument('--nz', type=int, default=20, help='size of the latent z vector')
parser.add_argument("--ngf", type=int, default=8)
opt = parser.parse_args([])
ngpu = 1
nz = int(opt.nz)
ngf = int(opt.ngf)
nc = 3


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find('Conv') != -1:
        torch.nn.init.normal_(m.weight, 0.0, 0.02)


class Generator(nn.Module):
    def __init__(self, ngpu):
        super(Generator, self).__init__()
        self.ngpu = ngpu
        self.main = nn.Sequential(
            # input is Z, going into a convolution
            nn.ConvTranspose2d(nz, ngf * 4, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 4, ngf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False),
            nn.Tanh()
        )

    def forward(self, input):
        if input.is_cuda and self.ngpu > 1:
            output = nn.parallel.data_parallel(self.main, input, range(self.ngpu))
        else:
            output = self.main(input)
        return output


class Discriminator(nn.Module):
    def __init__(self, ngpu):
        super(Discriminator, self).__init__()
        self.main = nn.Sequential(nn.Conv2d(nc, ngf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True))

    def forward(self, input):
        return self.main(input).view(-1, 1).squeeze(1)


if __name__ == "__main__":
    device = torch.device("cuda:0" if opt.cuda else "cpu")
    netG = Generator(ngpu).to(device)
    netG.apply(weights_init)
    print(netG)
    for epoch in range(10):
        print(f"epoch {epoch}")
'''

CODES["blocks"] = '''
import numpy as np
import torch.nn as nn

channels, img_size, latent_dim = 1, 12, 16
img_shape = (channels, img_size, img_size)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()

        def block(in_feat, out_feat, normalize=True):
            layers = [nn.Linear(in_feat, out_feat)]
            if normalize: layers.append(nn.BatchNorm1d(out_feat, 0.8)); pass
            layers.append(nn.LeakyReLU(0.2, inplace=True))
            return layers

        self.model = nn.Sequential(
            *block(latent_dim, 32, normalize=False),
            *block(32, 64),
            nn.Linear(64, int(np.prod(img_shape))),
            nn.Tanh()
        )

    def forward(self, z):
        img = self.model(z)
        img = img.view(img.size(0), *img_shape)
        return img
'''

CODES["residual"] = '''
import math
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import spectral_norm, weight_norm

ACTIVATIONS = {"relu": nn.ReLU, "leaky": lambda: nn.LeakyReLU(0.2)}


def up(x, factor=2):
    """Twice as large."""
    return F.interpolate(x, scale_factor=factor, mode="nearest")


class ConvBlock(nn.Sequential):
    def __init__(self, cin, cout, k=3, **kwargs):
        super().__init__(nn.Conv2d(cin, cout, k, padding=k // 2, **kwargs), nn.GroupNorm(2, cout), nn.SiLU())


class Residual(nn.Module):
    def __init__(self, cin: int, cout: int = None, *, upsample=False):
        super().__init__()
        cout = cout or cin
        self.upsample = upsample
        self.conv1 = spectral_norm(nn.Conv2d(cin, cout, kernel_size=(3, 3), padding=1))
        self.conv2 = weight_norm(nn.Conv2d(cout, cout, 3, 1, 1))
        self.skip = nn.Conv2d(cin, cout, 1, bias=False) if cin != cout else nn.Identity()
        self.bn = nn.BatchNorm2d(cin, eps=1e-4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = F.relu(self.bn(x), inplace=True)
        if self.upsample:
            h = up(h)
            x = up(x)
        h = self.conv1(h)
        h = self.conv2(F.leaky_relu(h, 0.1))
        return (h + self.skip(x)) / math.sqrt(2)


class Attention(nn.Module):
    def __init__(self, channels):
        super(Attention, self).__init__()
        self.query = nn.Conv2d(channels, channels // 2, 1)
        self.key = nn.Conv2d(channels, channels // 2, 1)
        self.value = nn.Conv2d(channels, channels, 1)
        self.gamma = nn.Parameter(torch.ones(1) * 0.5)

    def forward(self, x):
        b, c, h, w = x.shape
        q = self.query(x).view(b, -1, h * w).permute(0, 2, 1)
        k = self.key(x).view(b, -1, h * w)
        a = torch.softmax(torch.bmm(q, k), dim=-1)
        v = self.value(x).view(b, c, -1)
        out = torch.bmm(v, a.permute(0, 2, 1)).view(b, c, h, w)
        return self.gamma * out + x


class Generator(nn.Module):
    """Of 16 pixels."""
    widths = [16, 12, 8]

    def __init__(self, z_dim=10, img_channels=3, **kwargs):
        super(Generator, self).__init__()
        self.z_dim = z_dim
        self.fc = nn.Linear(z_dim, 4 * 4 * self.widths[0])
        self.blocks = nn.ModuleList()
        for i, (a, b) in enumerate(zip(self.widths[:-1], self.widths[1:])):
            self.blocks.append(Residual(a, b, upsample=True))
            setattr(self, f"noise{i}", nn.Parameter(torch.zeros(1)))
        self.extra = nn.ModuleDict({"attention": Attention(self.widths[-1])})
        self.head = nn.Sequential(OrderedDict([
            ("block", ConvBlock(self.widths[-1], 8)),
            ("out", nn.Conv2d(8, img_channels, 3, padding=1)),
        ]))
        self.register_buffer("scale", torch.tensor(0.9))
        self._init_weights()

    def _init_weights(self):
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight)

    def forward(self, z, return_features=False):
        if z.dim() == 4:
            z = z.squeeze(-1).squeeze(-1)
        assert z.shape[1] == self.z_dim, f"expected {self.z_dim}"
        x = self.fc(z).reshape(z.shape[0], -1, 4, 4)
        features = []
        for i, block in enumerate(self.blocks):
            x = block(x)
            x = x + getattr(self, "noise%d" % i)
            features += [x]
        x = self.extra["attention"](x)
        img = torch.tanh(self.head(x) * self.scale)
        if return_features:
            return img, features
        return img
'''

CODES["vae"] = '''
import torch
from torch import nn
from torch.nn import functional as F


class VAE(nn.Module):
    def __init__(self):
        super(VAE, self).__init__()
        self.fc1 = nn.Linear(64, 24)
        self.fc21 = nn.Linear(24, 6)
        self.fc22 = nn.Linear(24, 6)
        self.fc3 = nn.Linear(6, 24)
        self.fc4 = nn.Linear(24, 64)

    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return mu + eps * std

    def decode(self, z):
        h3 = F.relu(self.fc3(z))
        return torch.sigmoid(self.fc4(h3)).view(-1, 1, 8, 8)

    def forward(self, x):
        mu, logvar = self.encode(x.view(-1, 64))
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar
'''

CODES["conditional"] = '''
import torch
import torch.nn as nn

n_classes = 5
latent_dim = 7


class Generator(nn.Module):
    def __init__(self, latent_dim, n_classes, width=4):
        super(Generator, self).__init__()
        self.label_emb = nn.Embedding(n_classes, latent_dim)
        self.l1 = nn.Sequential(nn.Linear(latent_dim, 8 * width ** 2))
        self.conv_blocks = nn.Sequential(
            nn.BatchNorm2d(8),
            nn.Upsample(scale_factor=2),
            nn.Conv2d(8, 6, 3, stride=1, padding=1),
            nn.BatchNorm2d(6, 0.8),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(6, 3, 3, stride=1, padding=1),
            nn.Tanh(),
        )

    def forward(self, noise, labels):
        gen_input = torch.mul(self.label_emb(labels), noise)
        out = self.l1(gen_input)
        out = out.view(out.shape[0], 8, 4, 4)
        img = self.conv_blocks(out)
        return img


generator = Generator(latent_dim, n_classes)
'''


def network(name, folder):
    path = folder / (name + ".py")
    path.write_text(CODES[name])
    source = CODES[name].replace("import torchvision.datasets as dset", "")
    spec = importlib.util.spec_from_loader(name, loader=None)
    module = importlib.util.module_from_spec(spec)
    exec(compile(source, str(path), "exec"), module.__dict__)  # noqa: S102: it is our own
    torch.manual_seed(len(name))
    if name == "vae":
        return module.VAE()
    if name == "conditional":
        return module.Generator(7, 5)
    return module.Generator(1) if name == "dcgan" else module.Generator()


def main():
    folder = pathlib.Path(sys.argv[1])
    described = []
    for name in CODES:
        made = network(name, folder)
        for parameter in made.parameters():
            parameter.data = parameter.data + 0.1 * torch.randn_like(parameter)
        for key, buffer in made.named_buffers():
            if key.endswith("running_mean"):
                buffer.copy_(0.1 * torch.randn_like(buffer))
            if key.endswith("running_var"):
                buffer.copy_(0.5 + torch.rand_like(buffer))
        made.eval()
        torch.save(made.state_dict(), folder / (name + ".pth"))
        (folder / (name + ".txt")).write_text(str(made) + "\n")
        shape = {"dcgan": [20, 1, 1], "blocks": [16], "residual": [10], "vae": [6], "conditional": [7]}[name]
        z = torch.randn([2] + shape)
        labels = torch.tensor([3, 1]) if name == "conditional" else None
        with torch.no_grad():
            image = made.decode(z) if name == "vae" else made(z, labels) if labels is not None else made(z)
        described.append({"name": name, "shape": shape, "z": z.flatten().tolist(), "image": image.flatten().tolist(),
                          "labels": labels.tolist() if labels is not None else []})
    (folder / "networks.json").write_text(json.dumps(described))


main()
