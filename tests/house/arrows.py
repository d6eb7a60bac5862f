#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the arrows of the includes: app -> ui -> core, and the floors of the rooms within core and within ui; and that no
two headers define a class of the same name.

The floors are those of the tables in core/README.md and ui/README.md: a room may include itself and the rooms on lower
floors. Usage: arrows.py SOURCE_FOLDER. Prints each include that breaks a rule and exits 1 if there is one.
"""
import functools
import pathlib
import re
import sys

INCLUDE = re.compile(r'^#include [<"]([^>"]+)[>"]', re.MULTILINE)
CLASS = re.compile(r"^(?:class|struct) (\w+)(?: final)?(?: : [^;{]*)? \{", re.MULTILINE)
FLOOR = re.compile(r"^\| (\d+) \| `(\w+)/` \|", re.MULTILINE)
TORCH = re.compile(r"^(torch|ATen|c10|caffe2)/")
QT = re.compile(r"^(Q[A-Za-z]+|Qt[A-Z].*|qcustomplot\.h)(/.*)?$")
OPENCV = re.compile(r"^opencv2?/")
LIBAV = re.compile(r"^lib(av[a-z]+|swscale)/")
LIBAV_HEADER = pathlib.Path("core/video/libav.h")
AREAS = ("core", "ui", "app", "tests")


@functools.lru_cache(maxsize=None)
def includes_of(path):
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=None)
def shows_torch(header):
    """Whether who includes a header of ours includes LibTorch."""
    return any(TORCH.match(name) or (is_ours(name) and shows_torch(SOURCE / name)) for name in includes_of(header))


def is_ours(name):
    return name.split("/")[0] in AREAS and (SOURCE / name).is_file()


def floors_of(area):
    """Floor of each room, as the area's README gives them."""
    return {room: int(floor) for floor, room in FLOOR.findall((SOURCE / area / "README.md").read_text(encoding="utf-8"))}


def broken_rules(path, floors):
    """Yields one sentence for each rule that the file at `path` (relative to the sources) breaks."""
    if not (SOURCE / path).read_text(encoding="utf-8").startswith("// SPDX-License-Identifier: GPL-3.0-or-later"):
        yield "its first line is not the licence"
    includes = includes_of(SOURCE / path)
    torch = [name for name in includes if TORCH.match(name)]
    qt = [name for name in includes if QT.match(name)]
    opencv = [name for name in includes if OPENCV.match(name)]
    libav = [name for name in includes if LIBAV.match(name)]
    area, room = path.parts[0], path.parts[1]
    if torch and qt:
        yield f"includes both LibTorch ({torch[0]}) and Qt ({qt[0]})"
    if opencv and not (area == "core" and room == "picture" and path.suffix == ".cpp"):
        yield f"includes OpenCV ({opencv[0]}); only core/picture/*.cpp may"
    if libav and path != LIBAV_HEADER:
        yield f"includes libav ({libav[0]}); only {LIBAV_HEADER} may"
    if str(LIBAV_HEADER) in includes and path.parent != LIBAV_HEADER.parent:
        yield f"includes {LIBAV_HEADER}, which is for its room alone"
    if area in ("ui", "app"):
        for name in includes:
            if TORCH.match(name) or (is_ours(name) and shows_torch(SOURCE / name)):
                yield f"{area} includes LibTorch (through {name})"
    if area == "core" and qt:
        yield f"core includes Qt ({qt[0]})"
    for name in includes:
        if name.startswith(".") or ("/" not in name and (SOURCE / path.parent / name).is_file()):
            yield f"includes {name} by a path that does not begin at the root"
        if not is_ours(name):
            continue
        to_area, to_room = name.split("/")[:2]
        if AREAS.index(to_area) > AREAS.index(area):
            yield f"{area} includes {name}"
        elif area in floors and to_area == area and to_room != room and \
                floors[area].get(to_room, 0) >= floors[area].get(room, 0):
            yield f"{area}/{room} is not above {area}/{to_room}, and includes {name}"


def twins(files):
    """Yields a sentence for each class that two headers define: the linker would take one's functions for the other's."""
    homes = {}
    for path in files:
        if path.suffix == ".h" and path.parts[0] != "tests":
            for name in CLASS.findall((SOURCE / path).read_text(encoding="utf-8")):
                homes.setdefault(name, []).append(path)
    for name, paths in homes.items():
        if len(paths) > 1:
            yield f"{paths[1]}: {name} is the name of a class in {paths[0]}, too"


def main():
    files = [path.relative_to(SOURCE) for area in AREAS
             for path in sorted((SOURCE / area).rglob("*")) if path.suffix in (".cpp", ".h")]
    floors = {area: floors_of(area) for area in ("core", "ui")}
    broken = [f"{path}: {rule}" for path in files for rule in broken_rules(path, floors)]
    broken += twins(files)
    for area, rooms in floors.items():
        inside = {path.parts[1] for path in files if path.parts[0] == area}
        broken += [f"{area}/{room}: this has no floor in {area}/README.md" for room in sorted(inside - rooms.keys())]
        broken += [f"{area}/{room}: {area}/README.md gives it a floor, and there is no such room"
                   for room in sorted(rooms.keys() - inside)]
    print("\n".join(broken) or f"{len(files)} files keep the arrows.")
    sys.exit(1 if broken or not files else 0)


SOURCE = pathlib.Path(sys.argv[1]).resolve()
main()
