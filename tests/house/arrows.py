#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the arrows between the rooms: app -> ui -> core, and the order of the rooms within core.

Usage: arrows.py SOURCE_FOLDER. Prints each include that breaks a rule and exits 1 if there is one.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^#include [<"]([^>"]+)[>"]', re.MULTILINE)
TORCH = re.compile(r"^(torch|ATen|c10|caffe2)/")
QT = re.compile(r"^(Q[A-Za-z]+|Qt[A-Z].*|qcustomplot\.h)(/.*)?$")
OPENCV = re.compile(r"^opencv2?/")
LIBAV = re.compile(r"^lib(av[a-z]+|swscale)/")

# A room may include itself and every room on an earlier line.
CORE_ORDER = [
    {"base"},
    {"picture", "data", "recipe", "video"},
    {"motion", "variation", "session"},
    {"model"},
    {"decoder"},
    {"profile", "schemes", "novelty", "training"},
    {"study"},
]
RANK = {room: rank for rank, rooms in enumerate(CORE_ORDER) for room in rooms}


def broken_rules(path, source):
    """Yields one sentence for each rule that the file at `path` (relative to `source`) breaks."""
    text = (source / path).read_text(encoding="utf-8")
    if not text.startswith("// SPDX-License-Identifier: GPL-3.0-or-later"):
        yield "its first line is not the licence"
    includes = INCLUDE.findall(text)
    torch = [name for name in includes if TORCH.match(name)]
    qt = [name for name in includes if QT.match(name)]
    opencv = [name for name in includes if OPENCV.match(name)]
    libav = [name for name in includes if LIBAV.match(name)]
    area, room = path.parts[0], path.parts[1] if len(path.parts) > 2 else ""
    if torch and qt:
        yield f"includes both LibTorch ({torch[0]}) and Qt ({qt[0]})"
    if opencv and not (area == "core" and room == "picture" and path.suffix == ".cpp"):
        yield f"includes OpenCV ({opencv[0]}); only core/picture/*.cpp may"
    if libav and path != pathlib.Path("core/video/libav.h"):
        yield f"includes libav ({libav[0]}); only core/video/libav.h may"
    if "video/libav.h" in includes and path.parent != pathlib.Path("core/video"):
        yield "includes video/libav.h, which is for core/video alone"
    if area == "ui" and torch:
        yield f"ui includes LibTorch ({torch[0]})"
    if area != "core":
        return
    if qt:
        yield f"core includes Qt ({qt[0]})"
    for name in includes:
        other = name.split("/")[0]
        if other in RANK and (source / "core" / name).exists() and RANK[other] > RANK[room]:
            yield f"core/{room} includes core/{other} ({name}): the arrow points the other way"
        if (source / "ui" / name).exists() or name.startswith(("ui/", "app/", "../")):
            yield f"core includes {name}"


def main():
    source = pathlib.Path(sys.argv[1])
    files = [path.relative_to(source) for area in ("core", "ui", "app", "tests")
             for path in sorted((source / area).rglob("*")) if path.suffix in (".cpp", ".h")]
    broken = [f"{path}: {rule}" for path in files for rule in broken_rules(path, source)]
    unknown = {path.parts[1] for path in files if path.parts[0] == "core" and len(path.parts) > 2} - RANK.keys()
    broken += [f"core/{room}: this room has no place in the order of rooms" for room in sorted(unknown)]
    print("\n".join(broken) or f"{len(files)} files keep the arrows.")
    sys.exit(1 if broken or not files else 0)


main()
