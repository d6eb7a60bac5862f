#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves small autoencoders of latent diffusion with random weights, in the layouts in which people hold them, each with what
PyTorch itself makes of a latent and of a picture. Usage: autoencoders.py FOLDER; writes FOLDER/autoencoders.json.
"""
import json
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional

FOLDER = pathlib.Path(sys.argv[1])
MADE = []


# The tiny kind: residual blocks of three convolutions in one row, ReLU between them.


def conv(inputs, outputs, **options):
    return nn.Conv2d(inputs, outputs, 3, padding=1, **options)


class Clamp(nn.Module):
    def forward(self, x):
        return 3 * torch.tanh(x / 3)


class TinyBlock(nn.Module):
    def __init__(self, inputs, outputs, pooled=False):
        super().__init__()
        self.conv = nn.Sequential(conv(inputs, outputs), nn.ReLU(), conv(outputs, outputs), nn.ReLU(),
                                  conv(outputs, outputs))
        if inputs != outputs:
            self.skip = nn.Conv2d(inputs, outputs, 1, bias=False)
        if pooled:
            self.pool = nn.Sequential(nn.Conv2d(inputs, 4 * inputs, 1, bias=False), nn.GroupNorm(4, 4 * inputs), nn.ReLU(),
                                      nn.Conv2d(4 * inputs, inputs, 1, bias=False))

    def forward(self, x):
        if hasattr(self, "pool"):
            x = x + self.pool(x)
        return functional.relu(self.conv(x) + (self.skip(x) if hasattr(self, "skip") else x))


def tiny_decoder(latent, width, pooled=False, clamps=True):
    return nn.Sequential(*[Clamp()] * clamps, conv(latent, width), nn.ReLU(),
                         TinyBlock(width, width, pooled), nn.Upsample(scale_factor=2), conv(width, width, bias=False),
                         TinyBlock(width, width), nn.Upsample(scale_factor=2), conv(width, width, bias=False),
                         TinyBlock(width, 2 * width), conv(2 * width, 3))


def tiny_encoder(latent, width, pooled=False):
    return nn.Sequential(conv(3, width), TinyBlock(width, width), conv(width, width, stride=2, bias=False),
                         TinyBlock(width, width, pooled), conv(width, width, stride=2, bias=False), TinyBlock(width, width),
                         conv(width, latent))


# That of latent diffusion, under the names that CompVis's programs give.


class Norm(nn.GroupNorm):
    groups = 32

    def __init__(self, channels):
        super().__init__(self.groups, channels, eps=1e-6)


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.norm1, self.conv1 = Norm(inputs), conv(inputs, outputs)
        self.norm2, self.conv2 = Norm(outputs), conv(outputs, outputs)
        if inputs != outputs:
            self.nin_shortcut = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x):
        y = self.conv1(functional.silu(self.norm1(x)))
        y = self.conv2(functional.silu(self.norm2(y)))
        return y + (self.nin_shortcut(x) if hasattr(self, "nin_shortcut") else x)


class Attention(nn.Module):
    """Place by place and in double precision: another way than the one that is tested."""

    def __init__(self, channels):
        super().__init__()
        self.norm = Norm(channels)
        self.q, self.k, self.v, self.proj_out = (nn.Conv2d(channels, channels, 1) for _ in range(4))

    def forward(self, x):
        y = self.norm(x)
        q, k, v = (part(y).double() for part in (self.q, self.k, self.v))
        alike = torch.einsum("bchw,bcij->bhwij", q, k) / q.shape[1] ** 0.5
        weights = torch.exp(alike - alike.amax((3, 4), keepdim=True))
        weights = weights / weights.sum((3, 4), keepdim=True)
        return x + self.proj_out(torch.einsum("bhwij,bcij->bchw", weights, v).to(x.dtype))


class Middle(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block_1, self.attn_1, self.block_2 = Block(channels, channels), Attention(channels), Block(channels, channels)

    def forward(self, x):
        return self.block_2(self.attn_1(self.block_1(x)))


class Resampled(nn.Module):
    def __init__(self, channels, down):
        super().__init__()
        self.down = down
        self.conv = nn.Conv2d(channels, channels, 3, stride=2) if down else conv(channels, channels)

    def forward(self, x):
        return self.conv(functional.pad(x, (0, 1, 0, 1)) if self.down else functional.interpolate(x, scale_factor=2.0))


class Level(nn.Module):
    def __init__(self, inputs, outputs, blocks, attends, down=None):
        super().__init__()
        self.block = nn.ModuleList(Block(inputs if i == 0 else outputs, outputs) for i in range(blocks))
        self.attn = nn.ModuleList(Attention(outputs) for _ in range(blocks if attends else 0))
        if down is not None:
            setattr(self, "downsample" if down else "upsample", Resampled(outputs, down))

    def forward(self, x):
        for i, block in enumerate(self.block):
            x = block(x)
            if len(self.attn) > 0:
                x = self.attn[i](x)
        for name in ("downsample", "upsample"):
            if hasattr(self, name):
                x = getattr(self, name)(x)
        return x


class Encoder(nn.Module):
    def __init__(self, widths, outputs, attending):
        super().__init__()
        self.conv_in = conv(3, widths[0])
        last = len(widths) - 1
        self.down = nn.ModuleList(Level(widths[max(i - 1, 0)], width, 2, i in attending, True if i < last else None)
                                  for i, width in enumerate(widths))
        self.mid = Middle(widths[-1])
        self.norm_out, self.conv_out = Norm(widths[-1]), conv(widths[-1], outputs)

    def forward(self, x):
        x = self.conv_in(x)
        for level in self.down:
            x = level(x)
        return self.conv_out(functional.silu(self.norm_out(self.mid(x))))


class Decoder(nn.Module):
    def __init__(self, widths, latent, attending):
        super().__init__()
        self.conv_in = conv(latent, widths[-1])
        self.mid = Middle(widths[-1])
        last = len(widths) - 1
        self.up = nn.ModuleList(Level(widths[min(i + 1, last)], width, 3, i in attending, False if i > 0 else None)
                                for i, width in enumerate(widths))
        self.norm_out, self.conv_out = Norm(widths[0]), conv(widths[0], 3)

    def forward(self, x):
        x = self.mid(self.conv_in(x))
        for level in reversed(self.up):
            x = level(x)
        return self.conv_out(functional.silu(self.norm_out(x)))


class Autoencoder(nn.Module):
    def __init__(self, latent, widths, attending=(), quant=True, codes=0):
        super().__init__()
        self.latent = latent
        moments = latent if codes else 2 * latent
        self.encoder = Encoder(widths, moments, attending)
        self.decoder = Decoder(widths, latent, attending)
        if quant:
            self.quant_conv = nn.Conv2d(moments, moments, 1)
            self.post_quant_conv = nn.Conv2d(latent, latent, 1)
        if codes:
            self.quantize = nn.ModuleDict({"embedding": nn.Embedding(codes, latent)})

    def nearest(self, z):
        vectors = self.quantize["embedding"].weight
        away = ((z[:, None] - vectors[None, :, :, None, None]) ** 2).sum(2)
        return vectors[away.argmin(1)].permute(0, 3, 1, 2)

    def decode(self, z):
        return self.decoder(self.post_quant_conv(z) if hasattr(self, "post_quant_conv") else z)

    def encode(self, x):
        x = self.encoder(x)
        return (self.quant_conv(x) if hasattr(self, "quant_conv") else x)[:, :self.latent]


def in_diffusers_layout(weights, levels, attention, points):
    """The same weights under Diffusers' names; `attention` are those of query, key, value and what comes after."""
    renamed = {}
    for name, value in weights.items():
        half, *path = name.split(".")
        if half in ("encoder", "decoder"):
            if path[0] == "up":
                path[:2] = ["up_blocks", str(levels - 1 - int(path[1]))]
            elif path[0] == "down":
                path[0] = "down_blocks"
            elif path[0] == "mid":
                path = ["mid_block"] + {"block_1": ["resnets", "0"], "attn_1": ["attentions", "0"],
                                        "block_2": ["resnets", "1"]}[path[1]] + path[2:]
            elif path[0] == "norm_out":
                path[0] = "conv_norm_out"
            attends = "attn" in path or "attentions" in path
            words = {"block": ["resnets"], "attn": ["attentions"], "upsample": ["upsamplers", "0"],
                     "downsample": ["downsamplers", "0"], "nin_shortcut": ["conv_shortcut"]}
            if attends:
                words.update({"norm": ["group_norm"], "q": [attention[0]], "k": [attention[1]], "v": [attention[2]],
                              "proj_out": attention[3].split(".")})
            path = [part for word in path for part in words.get(word, [word])]
            if attends and value.dim() == 4 and not points:
                value = value[:, :, 0, 0].clone()
        renamed[".".join([half, *path])] = value
    return renamed


def randomised(network):
    """Weights that make each layer count."""
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.mul_(1.5).add_(torch.randn_like(parameter) * 0.05)
    return network.eval()


@torch.no_grad()
def note(file, weights, family, z=None, decode=None, encode=None, side=0, span=(-1, 1), choices=None, loose=False,
         unused=()):
    torch.save(weights, FOLDER / file)
    entry = {"file": file, "family": family, "range": span, "choices": choices or {}, "loose": loose, "unused": list(unused)}
    if decode is not None:
        entry.update(z=z.flatten().tolist(), latent=list(z.shape[1:]), picture=decode(z).flatten().tolist())
    if encode is not None:
        seen = torch.rand(2, 3, side, side) * (span[1] - span[0]) + span[0]
        entry.update(seen=seen.flatten().tolist(), side=side, mean=encode(seen).flatten().tolist())
    MADE.append(entry)


def prefixed(prefix, network):
    return {prefix + name: value for name, value in network.state_dict().items()}


def tiny():
    decoder, encoder = randomised(tiny_decoder(5, 8, pooled=True)), randomised(tiny_encoder(5, 8, pooled=True))
    z = torch.randn(2, 5, 6, 6) * 2
    family = "tiny-autoencoder"
    halves = (decoder.half(), encoder.half())
    weights = [half.state_dict() for half in halves]
    decoder, encoder = (half.float() for half in halves)
    note("tiny-decoder.pth", weights[0], family, z, decoder, span=(0, 1))
    note("tiny-encoder.pth", weights[1], family, encode=encoder, side=24, span=(0, 1))
    whole = {**prefixed("encoder.", encoder), **prefixed("decoder.", decoder)}
    note("tiny-whole.pth", whole, family, z, decoder, encoder, 24, (0, 1))
    whole = {**prefixed("taesd_encoder.", encoder), **prefixed("taesd_decoder.", decoder),
             "vae_scale": torch.tensor(0.18215), "vae_shift": torch.tensor(0.0), "other.weight": torch.ones(3)}
    note("tiny-beside.pth", whole, family, z, decoder, encoder, 24, (0, 1), unused=["other"])
    layers = randomised(tiny_decoder(4, 8, clamps=False))
    seeing = randomised(tiny_encoder(4, 8))
    note("tiny-diffusers.pth", {**prefixed("encoder.layers.", seeing), **prefixed("decoder.layers.", layers)}, family,
         torch.randn(2, 4, 6, 6) * 2, lambda z: layers(3 * torch.tanh(z / 3)) * 2 - 1, lambda x: seeing((x + 1) / 2), 24)


def latent_diffusion():
    family = "autoencoder-kl"
    widths = (32, 64, 64)
    model = randomised(Autoencoder(4, widths, attending=(1,)))
    z = torch.randn(2, 4, 8, 8)
    weights = model.state_dict()
    note("kl.ckpt", {"state_dict": weights, "epoch": 3}, family, z, model.decode, model.encode, 32)
    stage = {"first_stage_model." + name: value for name, value in weights.items()}
    others = {"model.diffusion_model.input_blocks.0.0.weight": torch.ones(3, 4, 3, 3), "betas": torch.ones(10),
              "cond_stage_model.transformer.text_model.embeddings.position_ids": torch.arange(7)}
    note("kl-in-diffusion.ckpt", {"state_dict": {**others, **stage}}, family, z, model.decode, model.encode, 32)
    new = in_diffusers_layout(weights, 3, ("to_q", "to_k", "to_v", "to_out.0"), False)
    note("kl-diffusers.pth", new, family, z, model.decode, model.encode, 32)
    note("kl-diffusers-decoder.pth", {name: value for name, value in new.items() if name.startswith(("decoder.", "post"))},
         family, z, model.decode)
    note("kl-diffusers-encoder.pth", {name: value for name, value in new.items() if name.startswith(("encoder.", "quant"))},
         family, encode=model.encode, side=32)
    half = {name: value.half() for name, value in new.items()}
    note("kl-diffusers-half.pth", half, family, z, model.decode, model.encode, 32, loose=True)
    old = randomised(Autoencoder(16, (32, 64), quant=False))
    note("kl-diffusers-old.pth",
         in_diffusers_layout(old.state_dict(), 2, ("query", "key", "value", "proj_attn"), False), family,
         torch.randn(1, 16, 36, 34), old.decode, old.encode, 32)
    note("kl-points.pth", in_diffusers_layout(old.state_dict(), 2, ("to_q", "to_k", "to_v", "to_out.0"), True), family,
         torch.randn(2, 16, 8, 8), old.decode, old.encode, 32)
    note("kl-decoder-alone.pth", old.decoder.state_dict(), family, torch.randn(2, 16, 8, 8), old.decode)
    coded = randomised(Autoencoder(3, (32, 64), codes=50))
    z = torch.randn(2, 3, 8, 8)
    note("vq.pth", coded.state_dict(), family, z, lambda z: coded.decode(coded.nearest(z)), coded.encode, 32)
    note("vq-as-it-is.pth", coded.state_dict(), family, z, coded.decode, coded.encode, 32, choices={"codebook": 1},
         unused=["quantize.embedding"])
    Norm.groups = 8
    narrow = randomised(Autoencoder(4, (16, 32)))
    note("kl-narrow.pth", narrow.state_dict(), family, z=torch.randn(2, 4, 8, 8), decode=narrow.decode, encode=narrow.encode,
         side=32, choices={"groups": 1})


torch.manual_seed(5)
tiny()
latent_diffusion()
denoiser = {f"{name}.weight": torch.ones(32, 32, 3, 3) for name in
            ("conv_in", "mid_block.resnets.0.norm1", "up_blocks.0.resnets.0.norm1", "down_blocks.0.resnets.0.norm1")}
torch.save(denoiser, FOLDER / "denoiser.pth")
(FOLDER / "autoencoders.json").write_text(json.dumps(MADE))
