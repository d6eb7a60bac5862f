#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every text of the window that counts something has its plurals, where the program looks for them.

Usage: plurals.py LUPDATE SOURCE_FOLDER. Prints what is missing or no longer used and exits 1 if there is any.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree


def plurals(file):
    """The texts of a .ts file as (context, text, (forms, …)); an untranslated form is empty."""
    found = set()
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            forms = tuple(form.text or "" for form in message.iter("numerusform"))
            found.add((context.findtext("name"), message.findtext("source"), forms))
    return found


def main():
    lupdate, source = sys.argv[1], pathlib.Path(sys.argv[2])
    kept = source / "translations" / "flipside_en.ts"
    files = [str(path) for pattern in ("*.cpp", "*.h") for path in sorted((source / "ui").rglob(pattern))]
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / kept.name
        shutil.copy(kept, fresh)
        subprocess.run([lupdate, "-silent", "-I", str(source), *files,
                        str(source / "app" / "flipside.cpp"), "-no-obsolete", "-locations", "none",
                        "-pluralonly", "-ts", str(fresh)], check=True, stderr=subprocess.DEVNULL)
        before, after = plurals(kept), plurals(fresh)
    problems = [f"lacks {context}: {text}" for context, text, _ in sorted(after - before)]
    problems += [f"is not asked for {context}: {text}" for context, text, _ in sorted(before - after)]
    problems += [f"leaves empty {context}: {text}" for context, text, forms in sorted(before) if "" in forms]
    for problem in problems:
        print(f"translations/{kept.name} {problem}; run ninja update_translations and fill in the forms")
    return 1 if problems or not before else 0


if __name__ == "__main__":
    sys.exit(main())
