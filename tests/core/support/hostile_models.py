#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports generators that would do harm, each in a way of its own, as TorchScript into a folder. Usage:
hostile_models.py FOLDER PREY; PREY is the file that they would write. Nothing here runs them.
"""
import json
import pathlib
import pickletools
import struct
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


class Code:
    """Rewrites the code of the plain model, as no compiler would ever write it."""

    PICTURE = "    y = torch.view(torch.relu(torch.linear(z, self.out.weight.new_zeros([16, 4]))), [-1, 1, 4, 4])\n"

    def __init__(self):
        with zipfile.ZipFile(FOLDER / "plain.pt") as plain:
            self.records = {name: plain.read(name) for name in plain.namelist() if not name.endswith(".debug_pkl")}
        self.file = next(name for name in self.records if name.endswith("code/__torch__.py"))
        source = self.records[self.file].decode()
        start = source.index("  def forward(")
        self.head, self.signature = source[:start], source[start:source.index("\n    ", source.index(") -> Tensor")) + 1]

    def write(self, name, body, after="", before="", signature=None):
        """`body` in front of what makes the picture; `after` are more methods, `before` is more in front of them."""
        source = self.head + before + (signature or self.signature) + body + self.PICTURE + "    return y\n" + after
        self.raw(name, source)

    def raw(self, name, source):
        with zipfile.ZipFile(FOLDER / name, "w") as new:
            for record, content in self.records.items():
                new.writestr(zipfile.ZipInfo(record), source.encode() if record == self.file else content)


    def with_parts(self, name, classes, attribute, pickled):
        """The plain model with one more attribute, "part", and the classes that it is made of."""
        data = next(record for record in self.records if record.endswith("/data.pkl"))
        content = self.records[data]
        first = content.index(pickled_text("first"))
        puts = sum(1 for opcode, _, at in pickletools.genops(content) if opcode.name == "BINPUT" and at < first)
        source = self.records[self.file].decode().replace("  first :", "  part : %s\n  first :" % attribute) + classes
        records = {**self.records, self.file: source.encode(),
                   data: content[:first] + pickled_text("part") + pickled(puts) + content[first:]}
        with zipfile.ZipFile(FOLDER / name, "w") as new:
            for record, bytes_ in records.items():
                new.writestr(zipfile.ZipInfo(record), bytes_)


def pickled_text(text):
    return b"X" + struct.pack("<I", len(text)) + text.encode()


def shared_part(depth, puts):
    """A module that holds another twice, which does the same, and so on."""
    inner = b""
    if depth:
        inner = pickled_text("a") + shared_part(depth - 1, puts) + pickled_text("b") + b"h" + bytes([puts + depth - 1])
    return (b"c__torch__\nPart%d\n)\x81}(" % depth + pickled_text("training") + b"\x89" +
            pickled_text("_is_full_backward_hook") + b"N" + inner + b"ubq" + bytes([puts + depth]))


def part_classes(depth):
    head = ("class Part%d(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
            "  _is_full_backward_hook : Optional[bool]\n")
    parts = "  a : __torch__.Part%d\n  b : __torch__.Part%d\n"
    return "".join(head % i + (parts % (i - 1, i - 1) if i else "") for i in range(depth + 1))


def chained_classes(count):
    """Classes each of which names the one before: LibTorch's compiler goes down into them all."""
    head = "class Chained%d(Module):\n  __parameters__ = []\n  __buffers__ = []\n"
    inner = "  x : Optional[__torch__.Chained%d]\n"
    method = "  def f(self: __torch__.Chained%d, z: Tensor) -> Tensor:\n    return z\n"
    return "".join(head % i + (inner % (i - 1) if i else "") + method % i for i in reversed(range(count)))


def bottomless():
    """Code that goes deeper, or on for longer, than LibTorch's parser, compiler and passes bear. What is said of each."""
    code = Code()
    own = code.signature.split("self: ")[1].split(",")[0]
    method = "  def {0}(self: " + own + ",\n    z: Tensor) -> Tensor:\n    return {1}\n"
    many = 20000
    longer, nested = "longer than any", "nested beyond all measure"
    expressions = {
        "sum": "x = " + " + ".join(["z"] * many), "methods": "x = z" + ".relu()" * many,
        "not": "b = " + "not " * many + "True", "minus": "b = " + "-" * many + "1",
        "minus apart": "b = " + "- " * many + "1", "power": "b = " + "1 ** " * many + "1",
        "dots": "b = self" + ".out" * many, "dots apart": "b = self" + " . out" * many,
        "and": "b = " + "True and " * many + "True", "or": "b = " + "True or " * many + "True",
        "ternaries": "b = " + "1 if True else " * many + "2", "texts": "b = " + '"a" ' * many,
        "indices": "b = [[1]]" + "[0]" * many, "comparisons": "b = " + "1 < " * many + "2",
        "equalities": "b = " + "1 == " * many + "2", "in": "b = " + "1 in " * many + "[2]",
        "is": "b = " + "z is " * many + "z", "matrices": "x = " + "z @ " * many + "z",
        "over lines": "x = (" + " +\n z" * many + ")", "shifts": "b = " + "1 << " * many + "1",
        "complement": "b = " + "~" * many + "1", "calls": "x = z" + "()" * many,
        "slices": "x = z" + "[:]" * many, "calls with commas": "x = z" + ".view([1, 4],)" * many,
    }
    said = {name: longer for name in expressions}
    deeper = {
        "brackets": "b = " + "(" * many + "1" + ")" * many, "lists": "b = " + "[" * many + "1" + "]" * many,
        "functions": "x = " + "torch.relu(" * many + "z" + ")" * many,
        "dictionaries": "b = " + "{1: " * 500 + "1" + "}" * 500,
        "comprehensions": "b = " + "[" * 300 + "1" + " for i in [1]]" * 300,
    }
    said.update({name: nested for name in deeper})
    for name, line in {**expressions, **deeper}.items():
        code.write(name + ".pt", "    " + line + "\n")
    code.write("elif.pt", "    if True:\n      b = 1\n" + "    elif True:\n      b = 1\n" * many)
    said["elif"] = nested
    code.write("branches.pt", "".join("    " + "  " * i + "if True:\n" for i in range(1000)) + "    " + "  " * 1000 + "b = 1\n")
    said["branches"] = nested
    code.write("type.pt", "", before="  a : " + "List[" * many + "int" + "]" * many + "\n")
    said["type"] = nested
    code.write("many methods.pt", "    x = (self).f%d(z, )\n" % (many - 1),
               "".join(method.format("f%d" % i, "(self).f%d(z, )" % (i - 1) if i else "z") for i in range(many)))
    said["many methods"] = "methods"
    code.write("lines.pt", "    x = z\n" + "    x = torch.relu(x)\n" * 300000)
    said["lines"] = "lines"
    code.write("operators.pt", "    z = torch.relu(z)\n" * 90000)
    said["operators"] = "operators once its calls are followed"
    code.write("doubling.pt", "    x = (self).f39(z, )\n",
               "".join(method.format("f%d" % i, "(self).f%d((self).f%d(z, ), )" % (i - 1, i - 1) if i else "torch.relu(z)")
                       for i in range(40)))
    said["doubling"] = "operators once its calls are followed"
    code.write("itself.pt", "    x = (self).g(z, )\n", method.format("g", "(self).g(z, )"))
    said["itself"] = "recursive"
    code.write("each other.pt", "    x = (self).g(z, )\n",
               method.format("g", "(self).h(z, )") + method.format("h", "(self).g(z, )"))
    said["each other"] = "recursive"
    code.write("long line.pt", "    x = [" + "1, " * 200000 + "]\n")
    said["long line"] = "longer than any"
    code.write("long text.pt", "    x = \"" + "a" * 16000000 + "\"\n")
    said["long text"] = ""
    smallest = "    a = torch.sub(-9223372036854775807, 1)\n    m = torch.neg(torch.len([1]))\n"
    tensor = ("    t = torch.add(torch.mul(torch.to(torch.view(torch.sum(z), [1]), {0}, False, False, None), 0), {1})\n"
              "    t = torch.sub(t, 1)\n    o = torch.sub(torch.mul(t, 0), 1)\n")
    divisions = {"floordiv": smallest + "    b = torch.floordiv(a, m)\n",
                 "remainder": smallest + "    b = torch.remainder(a, m)\n"}
    for name in ("floor_divide", "remainder", "fmod"):
        for kind, lowest in ((4, -9223372036854775807), (3, -2147483647)):
            divisions["%s of %d" % (name, kind)] = tensor.format(kind, lowest) + "    t = torch.%s(t, o)\n    b = torch.sum(t)\n" % name
    divisions["div"] = tensor.format(4, -9223372036854775807) + \
        "    t = torch.div(t, o, rounding_mode=\"trunc\")\n    b = torch.sum(t)\n"
    divisions["in place"] = tensor.format(4, -9223372036854775807) + "    t = torch.remainder_(t, o)\n    b = torch.sum(t)\n"
    for name, lines in divisions.items():
        code.write(name + ".pt", lines.replace("    b = ", "    b = ") + "    z = torch.add(z, b)\n")
        said[name] = "smallest whole number by -1"
    for depth, reason in ((15, "made of one another"), (18, nested)):
        name = "shared parts, %d deep" % depth
        code.with_parts(name + ".pt", part_classes(depth), "__torch__.Part%d" % depth,
                        lambda puts, depth=depth: shared_part(depth, puts))
        said[name] = reason
    code.with_parts("chained classes.pt", chained_classes(15000), "Optional[__torch__.Chained14999]", lambda puts: b"N")
    said["chained classes"] = "makes LibTorch fail"
    code.write("endless operator.pt",
               "    z = torch.add(z, torch.sum(torch.expand(torch.sum(z), [1000000, 1000000, 1000])))\n")
    (FOLDER / "bottomless.json").write_text(json.dumps(said))


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
    bottomless()


if __name__ == "__main__":
    main()
