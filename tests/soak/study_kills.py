#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills a study with SIGKILL at random moments and checks that nothing is lost and nothing counted twice.

Usage: study_kills.py FLIPSIDE_CLI [--kills 200] [--seed N]

Each study is computed once without interruption, then again in another folder, where it is killed until it has come to
its end. This promises that
- after every kill, every part that was finished before lies there untouched, and every file under a final name is, byte
  for byte, the one that the uninterrupted run wrote: no file is half, none damaged;
- at the end all files are there and the results are, byte for byte, those of the uninterrupted run.

When a study is through and there are kills left, the next one begins, with other samples. Prints one line and exits 0;
at the first difference says what it is, with the seed that draws the same studies and delays again, and exits 1.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

STUDY = ["--model", "mnist", "--schemes", "regular,low-active,random", "--metrics", "dr,kns5"]
# Taken in turn. The first has two parts for each series, as a thousand samples are one; in the second, of many tiny
# parts, a good share of the kills falls into the writing of one.
SIZES = [["--neurons", "1..15", "--samples", "1020"], ["--neurons", "1..120", "--samples", "20"]]
# What a run gets done before it is killed, at most, of a whole study.
MOST_PROGRESS = 1 / 10


class Difference(Exception):
    """What is not as promised, in one sentence."""


class StudyRun:
    """One study, in a folder of its own."""

    def __init__(self, cli, folder, options):
        self.folder = folder
        self.command = [cli, "evaluate", *STUDY, *options, "--out", str(folder)]

    def go_on(self, seconds=None):
        """Runs the study to its end, or kills it after so many seconds. Says whether it came to its end."""
        with tempfile.TemporaryFile("w+") as messages:
            process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=messages)
            expected = {0}
            try:
                process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                expected.add(-signal.SIGKILL)
            finally:
                process.kill()
                process.wait()
            if process.returncode not in expected:
                messages.seek(0)
                last = (messages.read().splitlines() or ["it said nothing"])[-1]
                raise Difference(f"the program ended by itself with status {process.returncode}: {last}")
        return process.returncode == 0

    def files(self):
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def finished_files(self):
        """The content of every file under its final name, by its path in the folder."""
        return {str(path.relative_to(self.folder)): path.read_bytes()
                for path in self.files() if not path.name.startswith(".")}

    def parts(self):
        """When each finished part was written, and as which file: a part that is written again is another one."""
        return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns)
                for path in self.files() if path.parent.parent.name == "parts" and not path.name.startswith(".")}

    def leftovers(self):
        """How many temporary files are there, whose writing a kill cut off; the program ignores them."""
        return sum(path.name.startswith(".") for path in self.files())


def check_parts_kept(before, after):
    for name, file in before.items():
        if name not in after:
            raise Difference(f"the finished part {name} is gone")
        if after[name] != file:
            raise Difference(f"the finished part {name} was lost or written again")


def check_files(found, expected):
    for name, content in found.items():
        if name not in expected:
            raise Difference(f"{name} is a file that an uninterrupted run does not write")
        if name.endswith(".json"):
            try:
                json.loads(content)
            except ValueError:
                raise Difference(f"{name} is half or damaged: it is not JSON") from None
        if content != expected[name]:
            raise Difference(f"{name} differs from that of the uninterrupted run")


def check_complete(found, expected):
    check_files(found, expected)
    missing = sorted(expected.keys() - found.keys())
    if missing:
        raise Difference(f"{missing[0]} is missing at the end")


def compute_whole(study):
    """Computes a study without interruption. Returns the span, in seconds, in which the runs of its twin are to be
    killed: from the program's start, before anything is measured, to a few parts."""
    begin = time.time_ns()
    study.go_on()
    until_first_part = (min(written for _, written in study.parts().values()) - begin) / 1e9
    until_end = (time.time_ns() - begin) / 1e9
    return until_first_part / 2, until_first_part + MOST_PROGRESS * (until_end - until_first_part)


def soak(cli, kills, seed, folder, progress):
    """Kills studies until there were so many kills, and brings the last one to its end. Returns what it saw."""
    chance = random.Random(seed)
    killed = studies = parts = leftovers = 0
    while killed < kills:
        options = [*SIZES[studies % len(SIZES)], "--seed", str(seed + studies)]
        whole = StudyRun(cli, folder / f"whole-{studies}", options)
        span = compute_whole(whole)
        expected = whole.finished_files()

        study = StudyRun(cli, folder / f"killed-{studies}", options)
        finished = False
        before = {}
        while not finished:
            finished = study.go_on(chance.uniform(*span) if killed < kills else None)
            killed += not finished
            after = study.parts()
            check_parts_kept(before, after)
            check_files(study.finished_files(), expected)
            before = after
            progress(killed)
        check_complete(study.finished_files(), expected)
        studies += 1
        parts += len(before)
        leftovers += study.leftovers()
    return f"{killed} kills: {studies} studies, {parts} parts, nothing lost, nothing twice; " \
           f"{leftovers} temporary files left behind"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli", metavar="FLIPSIDE_CLI", help="the program flipside-cli")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, help="of the studies and of the delays (default: by chance)")
    given = parser.parse_args()
    if not os.access(given.cli, os.X_OK):
        parser.error(f"there is no program {given.cli}")
    seed = random.randrange(1_000_000) if given.seed is None else given.seed

    def progress(killed):
        if sys.stderr.isatty():
            print(f"\r{killed} of {given.kills} kills ", end="", file=sys.stderr, flush=True)

    folder = pathlib.Path(tempfile.mkdtemp(prefix="flipside-study-kills-"))
    try:
        summary = soak(given.cli, given.kills, seed, folder, progress)
    except Difference as difference:
        raise SystemExit(f"{difference}; the files are in {folder}, and --seed {seed} draws the same again") from None
    shutil.rmtree(folder)
    print(summary)


if __name__ == "__main__":
    main()
