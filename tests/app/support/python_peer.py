#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a model as any Python user would and compares what it computes with what flipside-cli wrote.

Usage: python_peer.py MODEL_FOLDER RENDER.json PICTURES.npy, both written by one `flipside-cli render` of regular
samples. Prints the largest difference between the pictures, and between the reconstruction distances where the model
has an encoder, as JSON.
"""
import json
import pathlib
import sys

import numpy
import torch

folder, render_file, pictures_file = sys.argv[1:]
with open(render_file, encoding="utf-8") as file:
    images = json.load(file)["images"]
pictures = torch.from_numpy(numpy.load(pictures_file))
z = torch.tensor([image["recipe"]["z"] for image in images], dtype=torch.float32)
with open(f"{folder}/card.json", encoding="utf-8") as file:
    z = z.reshape(-1, *json.load(file)["latent"]["shape"])

decoder = torch.jit.load(f"{folder}/decoder.pt").eval()
with torch.no_grad():
    decoded = decoder(z).reshape(pictures.shape)
result = {"pictures": (decoded - pictures).abs().max().item(), "spread": pictures.std(dim=0).max().item()}
if pathlib.Path(folder, "encoder.pt").exists():
    encoder = torch.jit.load(f"{folder}/encoder.pt").eval()
    with torch.no_grad():
        encoded = encoder(pictures)
        mean = encoded[0] if isinstance(encoded, tuple) else encoded
        again = decoder(mean.reshape(z.shape)).reshape(pictures.shape)
    distances = (pictures - again).flatten(1).norm(dim=1)
    written = torch.tensor([image["dr"] for image in images])
    result["distances"] = (distances - written).abs().max().item()
print(json.dumps(result))
