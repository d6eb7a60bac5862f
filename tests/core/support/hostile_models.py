#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports generators that would do harm, each in a way of its own, as TorchScript into a folder. Usage:
hostile_models.py FOLDER PREY; PREY is the file that they would write. Nothing here runs them.
"""
import pathlib
import sys
import zipfile
from typing import Tuple

import torch
from torch import nn

FOLDER, PREY = pathlib.Path(sys.argv[1]), sys.argv[2]


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.out = nn.Linear(8, 16)

    def forward(self, z):
        return torch.sigmoid(self.out(torch.relu(self.first(z)))).view(-1, 1, 4, 4)


class Saver(nn.Module):
    """A part that writes a file."""
    prey: str

    def __init__(self):
        super().__init__()
        self.prey = PREY

    def forward(self, x):
        torch.save(x, self.prey)
        return x


class PartThatSaves(Plain):
    def __init__(self):
        super().__init__()
        self.saver = Saver()

    def forward(self, z):
        x = self.saver(torch.relu(self.first(z)))
        return torch.sigmoid(self.out(x)).view(-1, 1, 4, 4)


class Fork(Plain):
    """Work on other threads, where nothing would bound it."""

    def forward(self, z):
        other = torch.jit.fork(self.first, z)
        x = torch.relu(torch.jit.wait(other))
        return torch.sigmoid(self.out(x)).view(-1, 1, 4, 4)


@torch.jit.script
class Helper:
    """A class of the model's own whose constructor does the harm."""

    def __init__(self, x: torch.Tensor, path: str):
        torch.save(x, path)
        self.x = x


class OwnClass(Plain):
    prey: str

    def __init__(self):
        super().__init__()
        self.prey = PREY

    def forward(self, z):
        helper = Helper(z, self.prey)
        x = torch.relu(self.first(helper.x))
        return torch.sigmoid(self.out(x)).view(-1, 1, 4, 4)


def saving_hook(self, inputs: Tuple[torch.Tensor]) -> None:
    torch.save(inputs[0], self.prey)


def with_hook():
    model = Plain()
    part = PartWithHook()
    part.register_forward_pre_hook(saving_hook)
    model.first = part
    return model


class PartWithHook(nn.Linear):
    prey: str

    def __init__(self):
        super().__init__(4, 8)
        self.prey = PREY


def quantised():
    """Holds an object of a C++ class, which is made while the file loads."""
    return torch.quantization.quantize_dynamic(Plain().eval(), {nn.Linear}, dtype=torch.qint8)


def save(name, model):
    torch.jit.save(torch.jit.script(model.eval()), str(FOLDER / name))


def with_code(name, line):
    """Copies the plain model with a line of code put into its forward."""
    last = b"    _1 = torch.view("
    with zipfile.ZipFile(FOLDER / "plain.pt") as old, zipfile.ZipFile(FOLDER / name, "w") as new:
        for record in old.namelist():
            content = old.read(record)
            new.writestr(record, content.replace(last, line.encode() + last) if record.endswith(".py") else content)


def main():
    torch.manual_seed(1)
    save("plain.pt", Plain())
    save("part.pt", PartThatSaves())
    save("fork.pt", Fork())
    save("class.pt", OwnClass())
    save("hook.pt", with_hook())
    save("quantised.pt", quantised())
    with_code("builtin.pt", "    _9 = ops.builtins.exec(\"x\")\n")
    with_code("import.pt", "    import os\n")
    with_code("foreign.pt", "    _9 = ops.image.read_file(\"/etc/passwd\")\n")


if __name__ == "__main__":
    main()
