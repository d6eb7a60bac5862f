#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves weights with PyTorch and NumPy in every way that people do, each with what Python itself reads. Usage: weights.py
FOLDER; writes FOLDER/weights.json: for each file its tensors in order (name, shape, numbers), and for modules that are saved
whole their paths, classes and some attributes.
"""
import collections
import json
import pathlib
import pickle
import sys
import zipfile

import numpy
import torch
from torch import nn

FOLDER = pathlib.Path(sys.argv[1])
FILES = []


def tensors_of(weights):
    return [[name, list(value.shape), torch.as_tensor(value).to(torch.float32).flatten().tolist()]
            for name, value in weights.items()]


def note(file, weights, where="", **more):
    FILES.append({"file": file, "where": where, "tensors": tensors_of(weights), **more})


def every_type():
    numbers = torch.tensor([0.0, 1.0, -2.5, 0.375, 65504.0, 6e-8, -0.1, 3.0, 7.0, 100.0, 0.5, -1.0])
    shared = torch.arange(24.0)
    weights = collections.OrderedDict()
    for name in ("float64", "float32", "float16", "bfloat16"):
        weights[name] = numbers.to(getattr(torch, name)).view(3, 4)
    for name in ("int64", "int32", "int16", "int8", "uint8"):
        weights[name] = torch.tensor([0, 1, 2, 127], dtype=getattr(torch, name))
    weights["negative"] = torch.tensor([-128, -1], dtype=torch.int8)
    weights["bool"] = torch.tensor([True, False])
    weights["one.number"] = torch.tensor(3.25)
    weights["empty"] = torch.zeros(0, 5)
    weights["transposed"] = torch.arange(6.0).view(2, 3).t()
    weights["channels_last"] = torch.arange(24.0).view(1, 2, 3, 4).contiguous(memory_format=torch.channels_last)
    weights["part"] = shared[4:16].view(3, 4)[:, 1:3]
    weights["whole"] = shared
    weights["parameter"] = nn.Parameter(torch.tensor([[1.5, -1.5]]))
    return weights


def rewritten(source, target, compression, change=lambda name, content: content):
    with zipfile.ZipFile(FOLDER / source) as old, zipfile.ZipFile(FOLDER / target, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))


def swapped(name, content):
    return bytes(numpy.frombuffer(content, "<f4").astype(">f4")) if "/data/" in name else content


def plain_states():
    weights = every_type()
    for protocol in (2, 3, 4, 5):
        torch.save(weights, FOLDER / f"zip-{protocol}.pth", pickle_protocol=protocol)
        note(f"zip-{protocol}.pth", weights)
    for protocol in (1, 2, 3, 4, 5):
        torch.save(weights, FOLDER / f"legacy-{protocol}.pth", pickle_protocol=protocol,
                   _use_new_zipfile_serialization=False)
        note(f"legacy-{protocol}.pth", weights)
    rewritten("zip-2.pth", "deflated.pth", zipfile.ZIP_DEFLATED)
    note("deflated.pth", weights)

    floats = {"a": torch.tensor([1.0, -2.0]), "b": torch.tensor([[0.5]])}
    torch.save(floats, FOLDER / "floats.pth")
    rewritten("floats.pth", "swapped.pth", zipfile.ZIP_STORED, swapped)
    with zipfile.ZipFile(FOLDER / "swapped.pth", "a") as archive:
        archive.writestr("floats/byteorder", "big")
    note("swapped.pth", floats)
    for protocol in range(6):
        with open(FOLDER / f"bare-{protocol}.pkl", "wb") as file:
            pickle.dump(floats, file, protocol)
        note(f"bare-{protocol}.pkl", floats)


def arrays():
    weights = {"f2": numpy.array([1.5, -2.0], "f2"), "f4": numpy.arange(6, dtype="f4").reshape(2, 3),
               "f8": numpy.array([[0.25]]), "i8": numpy.array([1, -1]), "big": numpy.array([1.0, 256.0], ">f4"),
               "fortran": numpy.asfortranarray(numpy.arange(6.0).reshape(2, 3)), "bool": numpy.array([True, False])}
    read = {name: torch.from_numpy(array.astype("f4")) for name, array in weights.items()}
    for protocol in range(6):
        with open(FOLDER / f"arrays-{protocol}.pkl", "wb") as file:
            pickle.dump({**weights, "rate": numpy.float32(0.5), "step": numpy.int64(7)}, file, protocol)
        note(f"arrays-{protocol}.pkl", read, unused=["rate: a number", "step: a number"])


def checkpoints():
    good, bad = {"l.weight": torch.ones(2, 3), "l.bias": torch.zeros(2)}, {"x": torch.ones(1)}
    wrapped = {"module." + name: value for name, value in good.items()}
    optimizer = {"state": {0: {"step": 3, "exp_avg": torch.ones(2, 3)}}, "param_groups": [{"lr": 0.1, "params": [0]}]}
    lightning = {"epoch": 3, "global_step": 20, "pytorch-lightning_version": "1.9.0", "state_dict": good,
                 "optimizer_states": [optimizer], "lr_schedulers": [], "callbacks": {}}
    files = {
        "parallel": (wrapped, ""),
        "compiled": ({"_orig_mod.module." + name: value for name, value in good.items()}, ""),
        "lightning": (lightning, "state_dict"),
        "rosinality": ({"g": bad, "d": bad, "g_ema": good, "latent_avg": torch.ones(4)}, "g_ema"),
        "basicsr": ({"params": bad, "params_ema": good}, "params_ema"),
        "gan": ({"netD": bad, "netG_state_dict": wrapped, "iteration": 5}, "netG_state_dict"),
        "deep": ({"model": {"generator": good, "discriminator": bad}, "args": object}, "model.generator"),
        "optimized": ({**good, "optimizer": optimizer}, ""),
    }
    for name, (content, where) in files.items():
        torch.save(content, FOLDER / f"{name}.pth")
        note(f"{name}.pth", good, where)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4, eps=0.8)
        self.act = nn.LeakyReLU(0.2)
        self.scale = 0.5
        self.names = ["a", "b"]
        self.register_buffer("kernel", torch.ones(2))


def modules():
    torch.manual_seed(1)
    network = nn.Sequential(Block(), nn.ConvTranspose2d(4, 2, 4, 2, 1), nn.Tanh())
    described = [[path, f"{type(module).__module__}.{type(module).__qualname__}"]
                 for path, module in network.named_modules()]
    for name, options in (("module.pt", {}), ("module-legacy.pt", {"_use_new_zipfile_serialization": False})):
        torch.save(network, FOLDER / name, **options)
        note(name, network.state_dict(), modules=described)
    with open(FOLDER / "module.pkl", "wb") as file:
        pickle.dump(network, file)
    note("module.pkl", network.state_dict(), modules=described)
    torch.save({"G": network, "step": 1}, FOLDER / "module-in-dict.pt")
    note("module-in-dict.pt", network.state_dict(), "G", modules=described)
    torch.save(nn.DataParallel(network), FOLDER / "module-parallel.pt")
    note("module-parallel.pt", network.state_dict(), modules=described)


plain_states()
arrays()
checkpoints()
modules()
(FOLDER / "weights.json").write_text(json.dumps(FILES))
