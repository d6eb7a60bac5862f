#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the exports in this folder, and generators.json with what PyTorch itself makes of a latent. They are kept, because
the PyTorch that tests find may be too old to write them: run this with PyTorch 2.6 (Debian 13's python3-torch). Records
that only say which line of Python each line comes from are left out, for size: most are 5 to 18 KB. Scripted layers of
PyTorch's own hold its code, which alone is 16 KB of the encoder's 28.
Usage: make.py FOLDER"""
import json
import pathlib
import sys
import zipfile

import torch
from torch import nn
from torch.nn import functional

LATENT = 6
TOKENS = 3
WIDTH = 8
HEADS = 4
SIDE = 4


class Around(nn.Module):
    """Tokens from a latent, something between them, and a picture from tokens."""

    def __init__(self, inner):
        super().__init__()
        self.first = nn.Linear(LATENT, TOKENS * WIDTH)
        self.tokens = nn.Unflatten(1, (TOKENS, WIDTH))
        self.inner = inner
        self.out = nn.Linear(TOKENS * WIDTH, SIDE * SIDE)
        self.picture = nn.Unflatten(1, (1, SIDE, SIDE))

    def forward(self, z):
        x = self.inner(self.tokens(functional.relu(self.first(z))))
        return self.picture(torch.sigmoid(self.out(x.flatten(1))))


class Attention(nn.Module):
    """Queries, keys and values of several heads. `call` is what is said of attention beside them."""

    def __init__(self, groups=HEADS, mask=None, **call):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, groups * WIDTH // HEADS)
        self.value = nn.Linear(WIDTH, groups * WIDTH // HEADS)
        self.register_buffer("mask", mask)
        self.call = call

    def forward(self, x):
        query, key, value = (part(x).unflatten(-1, (-1, WIDTH // HEADS)).transpose(1, 2)
                             for part in (self.query, self.key, self.value))
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=self.mask, **self.call)
        return x + attended.transpose(1, 2).flatten(2)


class ScriptedAttention(nn.Module):
    """Every way to call attention, in code that is scripted."""

    def __init__(self):
        super().__init__()
        self.heads = nn.Linear(WIDTH, 3 * WIDTH)
        self.parts = nn.Unflatten(-1, (3, HEADS, WIDTH // HEADS))
        self.register_buffer("allowed", bool_mask())
        self.register_buffer("added", torch.randn(TOKENS, TOKENS))

    def forward(self, x):
        q, k, v = self.parts(self.heads(x)).permute(2, 0, 3, 1, 4).unbind(0)
        y = functional.scaled_dot_product_attention(q, k, v)
        y = y + functional.scaled_dot_product_attention(q, k, v, attn_mask=self.allowed)
        y = y + functional.scaled_dot_product_attention(q, k, v, attn_mask=self.added)
        y = y + functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        y = y + functional.scaled_dot_product_attention(q, k, v, scale=0.3)
        y = y + functional.scaled_dot_product_attention(q, k, v, scale=-0.3)
        y = y + functional.scaled_dot_product_attention(q, k[:, :2], v[:, :2], enable_gqa=True)
        return y.transpose(1, 2).flatten(2)


class MultiHead(nn.Module):
    """As decoders use it: each token looks at those before it."""

    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
        self.register_buffer("mask", torch.triu(torch.ones(TOKENS, TOKENS, dtype=torch.bool), 1))

    def forward(self, x):
        y, _ = self.attention(x, x, x, need_weights=False, attn_mask=self.mask, is_causal=True)
        z, _ = self.attention(x, x, x)
        return y + z


def bool_mask():
    mask = torch.rand(TOKENS, TOKENS) > 0.4
    mask[2] = False  # a query that may look nowhere
    return mask


def norms():
    return nn.Sequential(nn.RMSNorm(WIDTH), nn.Linear(WIDTH, WIDTH), nn.GELU(),
                         nn.RMSNorm((TOKENS, WIDTH), eps=0.01, elementwise_affine=False))


def encoder():
    layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 2 * WIDTH, batch_first=True, activation="gelu")
    return nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)


def plain():
    return nn.Sequential(nn.Linear(LATENT, 24), nn.ReLU(), nn.Linear(24, SIDE * SIDE), nn.Sigmoid(),
                         nn.Unflatten(1, (1, SIDE, SIDE)))


def write(file, exported):
    whole = file.with_suffix(".whole")
    exported.save(str(whole))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(file, "w") as target:
        for record in source.infolist():
            if not record.filename.endswith(".debug_pkl"):
                target.writestr(zipfile.ZipInfo(record.filename), source.read(record), zipfile.ZIP_DEFLATED, 9)
    whole.unlink()


def export(folder, name, module, script):
    module = module.eval()
    for parameter in module.parameters():
        parameter.data.mul_(1.5)  # so that not everything is alike
    exported = torch.jit.script(module) if script else torch.jit.trace(module, torch.randn(1, LATENT))
    write(folder / f"{name}.pt", exported)
    z = torch.randn(1, LATENT)
    return {"name": name, "latent": [LATENT], "image": [1, SIDE, SIDE], "z": z.flatten().tolist(),
            "pixels": module(z).flatten().tolist()}


def main():
    if not torch.__version__.startswith("2.6."):
        sys.exit(f"this is PyTorch {torch.__version__}, and the exports are to be those of 2.6")
    folder = pathlib.Path(sys.argv[1])
    torch.manual_seed(11)
    torch.set_grad_enabled(False)
    made = [export(folder, f"plain-{way}", plain(), way == "scripted") for way in ("scripted", "traced")]
    for name, attention in (
            ("attention", Attention()),
            ("attention-bool-mask", Attention(mask=bool_mask())),
            ("attention-float-mask", Attention(mask=torch.randn(TOKENS, TOKENS))),
            ("attention-causal", Attention(is_causal=True)),
            ("attention-scale", Attention(scale=0.3)),
            ("attention-grouped", Attention(groups=2, enable_gqa=True))):
        made.append(export(folder, f"{name}-traced", Around(attention), False))
    for name, inner in (("attention", ScriptedAttention), ("norms", norms), ("multi-head", MultiHead),
                        ("encoder", encoder)):
        made.append(export(folder, f"{name}-scripted", Around(inner()), True))
    for name, inner in (("norms", norms), ("multi-head", MultiHead), ("encoder", encoder)):
        made.append(export(folder, f"{name}-traced", Around(inner()), False))
    (folder / "generators.json").write_text(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
