#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what clang-tidy is to check: the batches of a unity build, without the sources that it cannot read.

clang-tidy spends most of its time on the headers of Qt and of the standard library, once for every file that it is
given; a batch of twelve sources is checked in less than half the time of twelve. Clang 14 cannot read LibTorch 1.13's
headers as C++20 (std::vector of a class not yet complete), so sources that include them, also through a header of ours,
are left to g++'s warnings and the sanitizers.

Usage: tidy_groups.py SOURCE_FOLDER COMPILE_COMMANDS GROUP_FOLDER [CHANGED...]. Writes GROUP_FOLDER/*.cpp with
compile_commands.json beside them, and prints the groups' paths. Where changed files are named, only those sources are in
a group that have changed, or whose header of the same name has.
"""
import functools
import json
import pathlib
import re
import sys

INCLUDE = re.compile(r'^#include [<"]([^>"]+)[>"]', re.MULTILINE)
TORCH = re.compile(r"^(torch|ATen|c10|caffe2)/")
AREAS = ("core", "ui", "app")


def main():
    source, commands, target = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    changed = {pathlib.Path(name).with_suffix(".cpp") for name in sys.argv[4:]}

    @functools.lru_cache(maxsize=None)
    def reaches_torch(path):
        for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if TORCH.match(name):
                return True
            if (source / name).is_file() and reaches_torch(source / name):
                return True
        return False

    def is_ours(path):
        return path.is_relative_to(source) and path.relative_to(source).parts[0] in AREAS

    def is_wanted(path):
        return not changed or path.relative_to(source) in changed

    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.cpp"):
        old.unlink()
    made = []
    for entry in json.loads(commands.read_text()):
        compiled = pathlib.Path(entry["file"])
        batch = [compiled] if is_ours(compiled) else \
            [pathlib.Path(name) for name in INCLUDE.findall(compiled.read_text(encoding="utf-8"))]
        readable = [path for path in batch if is_ours(path) and path.suffix == ".cpp" and is_wanted(path) and not reaches_torch(path)]
        if not readable:
            continue
        group = target / f"{len(made):02d}-{'-'.join(readable[0].relative_to(source).parent.parts)}.cpp"
        group.write_text("".join(f'#include "{path}"\n' for path in readable))
        made.append({"directory": entry["directory"], "file": str(group),
                     "command": entry["command"].replace(entry["file"], str(group))})
    (target / "compile_commands.json").write_text(json.dumps(made, indent=1))
    for entry in made:
        print(entry["file"])


main()
