#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what people have instead of TorchScript into a folder. Usage: wrong_kinds.py FOLDER."""
import json
import pathlib
import pickle
import struct
import sys
import types
import zipfile

import torch
from torch import nn

FOLDER = pathlib.Path(sys.argv[1])


def nvidia_pickle(weights):
    """A network in the way of NVIDIA's torch_utils/persistence.py: what is pickled is a call of its function."""
    persistence = types.ModuleType("torch_utils.persistence")
    sys.modules["torch_utils"] = types.ModuleType("torch_utils")
    sys.modules["torch_utils.persistence"] = persistence
    exec("def _reconstruct_persistent_obj(meta): return meta", persistence.__dict__)

    class Persistent:
        def __reduce__(self):
            return persistence._reconstruct_persistent_obj, ({"class_name": "Generator", "state": weights},)

    return pickle.dumps({"G": None, "G_ema": Persistent()})


def safetensors(weights):
    header, data = {}, b""
    for name, tensor in weights.items():
        numbers = tensor.numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def archive(name, records):
    with zipfile.ZipFile(FOLDER / name, "w") as target:
        for record, content in records.items():
            target.writestr(record, content)


def main():
    generator = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 16), nn.Tanh()).eval()
    weights = generator.state_dict()
    torch.save(weights, FOLDER / "state_dict.pth")
    torch.save(weights, FOLDER / "state_dict_legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(generator, FOLDER / "whole_module.pt")
    torch.save({"epoch": 3, "pytorch-lightning_version": "2.1.0", "state_dict": weights}, FOLDER / "lightning.ckpt")
    (FOLDER / "stylegan.pkl").write_bytes(nvidia_pickle({name: tensor.numpy() for name, tensor in weights.items()}))
    (FOLDER / "numbers.pkl").write_bytes(pickle.dumps([0.5, 0.25]))
    (FOLDER / "model.safetensors").write_bytes(safetensors(weights))
    archive("arrays.npz", {"w.npy": b"\x93NUMPY"})
    archive("model.keras", {"metadata.json": "{}", "config.json": "{}", "model.weights.h5": b"\x89HDF\r\n\x1a\n"})
    archive("exported.pt2", {"serialized_exported_program.json": "{}", "serialized_state_dict.pt": b"", "version": "1"})
    scripted = torch.jit.script(generator)
    scripted.save(str(FOLDER / "good.pt"))
    scripted._save_for_lite_interpreter(str(FOLDER / "lite.ptl"))
    good = (FOLDER / "good.pt").read_bytes()
    (FOLDER / "cut.pt").write_bytes(good[:len(good) // 2])
    archive("zipped.zip", {"good.pt": good})


main()
