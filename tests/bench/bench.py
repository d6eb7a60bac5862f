#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times Flipside beside its baselines, in one run on one machine, and prints a table of ratios.

The peer is what a researcher would write: the same decoder in PyTorch, and a forward hook that sets the neuron.
Nothing here fails on time; the goal beside each number says what it ought to be.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

STARTS = 7
HOOK_RUNS = 400


def table_row(name, value, baseline, goal):
    print(f"{name:<58} {value:>12} {baseline:>22} {goal:>14}")


# Run inside one X server, so that its own start is not counted; the two programs take turns.
TIME_STARTS = """
import json, statistics, subprocess, sys, time

def seconds(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin

starts, *commands = json.loads(sys.argv[1])
rounds = [[seconds(command) for command in commands] for _ in range(starts)]
print(json.dumps([statistics.median(column) for column in zip(*rounds)]))
"""


def hook_milliseconds(decoder_file, units):
    """Median and 99th percentile of a flip with a PyTorch forward hook: whole decode, hook on the last hidden layer."""
    import torch
    torch.set_num_threads(1)
    weights = dict(torch.jit.load(str(decoder_file)).named_parameters())

    class Layer(torch.nn.Module):
        def __init__(self, name, function):
            super().__init__()
            self.weight, self.bias = weights[name + "_weight"], weights[name + "_bias"]
            self.function = function

        def forward(self, x):
            return self.function(torch.nn.functional.linear(x, self.weight, self.bias))

    names = ["hidden1", "hidden2", "hidden3"]
    model = torch.nn.Sequential(*[Layer(name, torch.relu) for name in names], Layer("output", torch.sigmoid))
    z = torch.randn(1, weights["hidden1_weight"].shape[1])
    times = []
    with torch.no_grad():
        for i in range(HOOK_RUNS):
            unit = i % units

            def hook(_module, _inputs, output, unit=unit):
                output[:, unit] = 10.0
                return output

            begin = time.perf_counter()
            handle = model[2].register_forward_hook(hook)
            picture = model(z).clamp(0, 1).mul(255).to(torch.uint8).numpy()
            handle.remove()
            times.append((time.perf_counter() - begin) * 1e3)
            assert picture.shape == (1, 784)
    times.sort()
    return statistics.median(times), times[int(0.99 * len(times))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("cli", "window", "smallest", "flip", "convolution", "variation", "film", "motion", "session", "enlarge",
                 "models"):
        parser.add_argument("--" + name, type=pathlib.Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FLIPSIDE_MODELS": str(given.models), "HOME": home, "XDG_CONFIG_HOME": home}
        screen = []
        if not environment.get("DISPLAY"):
            if shutil.which("xvfb-run"):
                screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
                # As on a desktop: without a session bus Qt's first menu bar has libdbus fork the program in search of one.
                if shutil.which("dbus-run-session") and not environment.get("DBUS_SESSION_BUS_ADDRESS"):
                    screen = ["dbus-run-session", "--", *screen]
            else:
                environment["QT_QPA_PLATFORM"] = "offscreen"

        table_row("", "Flipside", "baseline", "goal")
        bench = json.loads(subprocess.check_output([given.cli, "bench", "--json"], env=environment))
        plain = bench["plain_full_ms"]
        full = bench["decode_full_ms"]
        table_row("one decode, ms (baseline: bare LibTorch)", f"{full:.3f}", f"{plain:.3f} = x{full / plain:.2f}", "<= x1.15")
        last = list(bench["decode_from_layer_ms"].items())
        for layer, milliseconds in last:
            goal = "<= x0.60" if layer == last[-1][0] else ""
            table_row(f"from {layer} on, ms (baseline: full decode)", f"{milliseconds:.3f}",
                      f"{full:.3f} = x{milliseconds / full:.2f}", goal)

        flips = json.loads(subprocess.check_output([*screen, given.flip], env=environment).splitlines()[-1])
        hook, hook99 = hook_milliseconds(given.models / "mnist" / "decoder.pt", 1000)
        table_row("flip, press to painted, median ms (baseline: PyTorch hook,", f"{flips['flip_median_ms']:.2f}",
                  f"{hook:.2f} = x{flips['flip_median_ms'] / hook:.1f}", "<= 8 ms")
        table_row("  99th percentile ms                 no window, no heatmaps)", f"{flips['flip_p99_ms']:.2f}",
                  f"{hook99:.2f} = x{flips['flip_p99_ms'] / hook99:.1f}", "<= 16.7 ms")
        table_row("interface thread busy at a stretch, longest ms", f"{flips['longest_stretch_ms']:.1f}", "", "<= 16 ms")
        table_row("  while a decoder needs 2 s for a picture", f"{flips['longest_stretch_slow_model_ms']:.1f}", "", "<= 16 ms")
        table_row("resident memory with the default model, MB", f"{flips['resident_mb']:.0f}", "", "<= 300 MB")

        output = subprocess.check_output([*screen, given.convolution], env=environment)
        convolution = json.loads(output.splitlines()[-1])
        for number, layer in enumerate(convolution["flips"], 1):
            table_row(f"faces, flip of a channel in layer {number}, median ms", f"{layer['median_ms']:.1f}",
                      f"99th {layer['p99_ms']:.1f}", "<= 16.7 ms")
        for number, (layer, plain) in enumerate(zip(convolution["pattern_flips"], convolution["flips"]), 1):
            table_row(f"  in a pattern, layer {number}, median ms (baseline: a constant)", f"{layer['median_ms']:.1f}",
                      f"{plain['median_ms']:.1f} = x{layer['median_ms'] / plain['median_ms']:.2f}", "<= x1.10")
        repainting = convolution["repainting"]
        plain = repainting["plain_ms"]
        table_row("flip in Brushwork's last third, 512x512, median ms (baseline: decode)", f"{repainting['median_ms']:.1f}",
                  f"{plain:.1f} = x{repainting['median_ms'] / plain:.2f}", "<= 100 ms")
        table_row("  99th percentile, ms", f"{repainting['p99_ms']:.1f}", "", "")
        table_row("  interface thread busy at a stretch, longest ms", f"{repainting['longest_stretch_ms']:.1f}", "", "<= 16.7 ms")
        table_row("  drag of a direction: pictures a second", f"{repainting['drag_pictures_per_second']:.0f}",
                  f"{1000 / plain:.0f} = x{repainting['drag_pictures_per_second'] * plain / 1000:.2f}", "")
        table_row("  interface thread busy at a stretch, longest ms", f"{repainting['drag_longest_stretch_ms']:.1f}", "", "<= 16.7 ms")
        wide, plain = convolution["wide"], 1000 / convolution["wide_plain_ms"]
        table_row("256x256 decoder, drag: pictures a second (bare LibTorch)", f"{wide['pictures_per_second']:.1f}",
                  f"{plain:.1f} = x{wide['pictures_per_second'] / plain:.2f}", "")
        table_row("  interface thread busy at a stretch, longest ms", f"{wide['longest_stretch_ms']:.1f}", "", "<= 16.7 ms")
        table_row(f"generator of {convolution['import_mb']:.0f} MB, file to first picture, s",
                  f"{convolution['import_to_picture_ms'] / 1000:.2f}", "", "<= 2 s")

        output = subprocess.check_output([*screen, given.variation], env=environment)
        variation = json.loads(output.splitlines()[-1])
        for model, goals in (("mnist", ("<= 16.7 ms", "<= 100 ms")), ("celeba", ("", "<= 2000 ms"))):
            measured = variation[model]
            for kind, words in (("rolls", "rolls"), ("steps", "steps in z"), ("flips", "single flips")):
                row = measured[kind]
                table_row(f"{model}, 8x8 {words}, first row, ms", f"{row['first_row_ms']:.1f}", "", goals[0])
                table_row("  complete, ms (baseline: bare renderImages of the 64)", f"{row['complete_ms']:.1f}",
                          f"{row['bare_ms']:.1f} = x{row['complete_ms'] / row['bare_ms']:.2f}", goals[1])
            table_row("  canvas meanwhile, pictures a second (without sheet)", f"{measured['drag_with']:.1f}",
                      f"{measured['drag_without']:.1f} = x{measured['drag_with'] / measured['drag_without']:.2f}", "live")
            table_row("  interface thread busy at a stretch, longest ms", f"{measured['longest_stretch_ms']:.1f}", "",
                      "<= 16.7 ms")

        film = json.loads(subprocess.check_output([given.film], env=environment).splitlines()[-1])
        table_row("28x28 to 512x512, before encoding: frames a second", f"{film['prepared_per_second']:.0f}",
                  f"Lanczos {film['prepared_smoothly_per_second']:.0f}", ">= 120")
        for name, speed in film["films"].items():
            peer = speed["ffmpeg_per_second"]
            table_row(f"  written as {name}: frames a second (baseline: ffmpeg)", f"{speed['per_second']:.0f}",
                      f"{peer:.0f} = x{speed['per_second'] / peer:.2f}" if peer else "", "")

        output = subprocess.check_output([*screen, given.motion], env=environment)
        motion = json.loads(output.splitlines()[-1])
        single = motion["single_per_second"]
        table_row("film of mnist at 512x512, before encoding: frames a second", f"{motion['rendered_per_second']:.0f}",
                  f"one by one {single:.0f} = x{motion['rendered_per_second'] / single:.2f}", ">= 120")
        table_row("film played in the window: pictures a second (the screen's)", f"{motion['played_per_second']:.0f}",
                  f"{motion['screen_rate']:.0f}", "")
        table_row("  interface thread busy at a stretch, longest ms", f"{motion['longest_stretch_ms']:.1f}", "", "<= 16.7 ms")

        output = subprocess.check_output([*screen, given.session], env=environment)
        session = json.loads(output.splitlines()[-1])
        table_row("session of 1000 faces, file to window, ms (baseline: reading the JSON)", f"{session['open_ms']:.0f}",
                  f"{session['plain_ms']:.0f} = x{session['open_ms'] / session['plain_ms']:.2f}", "<= 1000 ms")
        table_row("  a step of scrolling it, 99th percentile, ms", f"{session['scroll_step_ms']:.1f}", "", "<= 16.7 ms")
        table_row("  resident memory, MB", f"{session['resident_mb']:.0f}", "", "<= 600 MB")

        enlarge = json.loads(subprocess.check_output([given.enlarge], env=environment).splitlines()[-1])
        bicubic = enlarge["bicubic_seconds"]
        for style in ("sharp", "painterly"):
            seconds = enlarge[f"{style}_seconds"]
            table_row(f"512x512 enlarged to 2048x2048, {style}, s (baseline: bicubic)", f"{seconds:.2f}",
                      f"{bicubic:.2f} = x{seconds / bicubic:.1f}", "<= 10 s")

        starts = json.dumps([STARTS, [str(given.window), "--quit-after-first-picture"], [str(given.smallest)]])
        output = subprocess.check_output([*screen, "python3", "-c", TIME_STARTS, starts], env=environment)
        first, floor = json.loads(output.splitlines()[-1])
        table_row("start to first picture, s (baseline: smallest window)", f"{first:.2f}", f"{floor:.2f} = x{first / floor:.2f}", "<= x1.30")


if __name__ == "__main__":
    main()
