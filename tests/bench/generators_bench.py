# SPDX-License-Identifier: GPL-3.0-or-later
"""Large generators that strangers publish, beside PyTorch on the processor, with as many threads as ours: seconds from
a file to a model, memory that takes, a decode, and a flip in the last block. Weights are random: their values cost
nothing. Prints one line for each number.

  generators_bench.py --cli FLIPSIDE_CLI [--peer FOLDER]

FOLDER is a checkout of github.com/rosinality/stylegan2-pytorch, the peer for StyleGAN2; without it those rows are left
out. Nothing is fetched. Debian's Python, with python3-torch."""
import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import torch
from torch import nn


def median_ms(work, seconds=8.0):
    """Median milliseconds of as many rounds as fit, 5 at least, after one that does not count."""
    work()
    times = []
    while len(times) < 5 or sum(times) < seconds * 1000.0 and len(times) < 50:
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000.0)
    return statistics.median(times)


def run(cli, *arguments):
    """Standard output, seconds, and the memory of the largest process so far, in MB."""
    start = time.perf_counter()
    output = subprocess.run([cli, *map(str, arguments)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024.0
    return output.stdout, time.perf_counter() - start, peak


def row(what, value, baseline="", goal=""):
    print(f"| {what} | {value} | {baseline} | {goal} |", flush=True)


def ours(cli, file, name, *arguments):
    """What describing and importing a file take, and what `bench` says of the model."""
    size = os.path.getsize(file) / 1e6
    _, seconds, peak = run(cli, "import", "--describe", file)
    row(f"{name}, {size:.0f} MB, from the file to its first picture", f"{seconds:.1f} s", "", "5 s")
    row("… memory", f"{peak:.0f} MB", f"file {size:.0f} MB", "×2")
    _, seconds, peak = run(cli, "import", file, "--id", name, "--no-profile", *arguments)
    row("… to a model with its preview", f"{seconds:.1f} s")
    row("… memory", f"{peak:.0f} MB", f"file {size:.0f} MB")
    return json.loads(run(cli, "bench", "--model", name, "--json")[0])


def peer_generator(folder, side):
    """rosinality's Generator with the CPU ways that it has itself; it compiles those for GPUs as it is imported."""
    import torch.utils.cpp_extension

    torch.utils.cpp_extension.load = lambda *_, **__: None
    sys.path.insert(0, folder)
    from model import Generator

    torch.manual_seed(1)
    generator = Generator(side, 512, 8, channel_multiplier=2).eval()
    return generator, Generator


def style_gan(cli, folder, scratch):
    generator, _ = peer_generator(folder, 256)
    file = os.path.join(scratch, "stylegan2-256.pt")
    torch.save({"g_ema": generator.state_dict()}, file)
    measured = ours(cli, file, "stylegan2-256")
    torch.set_num_threads(measured["threads"])
    z = torch.randn(1, 512)
    parameters = sum(p.numel() for p in generator.parameters()) / 1e6
    theirs = median_ms(lambda: generator([z], randomize_noise=False))
    decode = measured["decode_full_ms"]
    row(
        f"… one 256×256 picture, {parameters:.0f} million parameters, {measured['threads']} thread(s)",
        f"{decode:.0f} ms",
        f"rosinality's {theirs:.0f} ms, ×{decode / theirs:.2f}",
        "×0.60",
    )
    layers = measured["decode_from_layer_ms"]
    last = max(layers, key=lambda layer: int(layer.removeprefix("hidden")))
    row("… after a flip in the last layer", f"{layers[last]:.0f} ms", "", "60 ms")
    large, _ = peer_generator(folder, 1024)
    file = os.path.join(scratch, "stylegan2-1024.pt")
    state = large.state_dict()
    # As such files are: the averaged generator, the one in training, and what else is kept of it.
    torch.save({"g_ema": state, "g": {k: v.clone() for k, v in state.items()}, "d": {"x": torch.zeros(15_000_000)}}, file)
    measured = ours(cli, file, "stylegan2-1024")
    row("… one 1024×1024 picture", f"{measured['decode_full_ms']:.0f} ms")


class Block(nn.Module):
    """Of TAESD (github.com/madebyollin/taesd, taesd.py)."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, padding=1), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, padding=1),
        )
        self.skip = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1, bias=False)
        self.fuse = nn.ReLU()

    def forward(self, x):
        return self.fuse(self.conv(x) + self.skip(x))


class Clamp(nn.Module):
    def forward(self, x):
        return torch.tanh(x / 3) * 3


def tiny_autoencoder(cli, scratch):
    layers = [Clamp(), nn.Conv2d(4, 64, 3, padding=1), nn.ReLU()]
    for _ in range(3):
        layers += [Block(64, 64), Block(64, 64), Block(64, 64), nn.Upsample(scale_factor=2)]
        layers += [nn.Conv2d(64, 64, 3, padding=1, bias=False)]
    decoder = nn.Sequential(*layers, Block(64, 64), nn.Conv2d(64, 3, 3, padding=1)).eval()
    file = os.path.join(scratch, "taesd_decoder.pth")
    torch.save(decoder.state_dict(), file)
    measured = ours(cli, file, "taesd-512", "--latent", "4x64x64")
    torch.set_num_threads(measured["threads"])
    z = torch.randn(1, 4, 64, 64)
    theirs = median_ms(lambda: decoder(z))
    decode = measured["decode_full_ms"]
    row("… one 512×512 picture", f"{decode:.0f} ms", f"PyTorch {theirs:.0f} ms, ×{decode / theirs:.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--peer")
    given = parser.parse_args()
    torch.set_grad_enabled(False)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["HOME"] = scratch
        os.environ.pop("XDG_DATA_HOME", None)
        tiny_autoencoder(os.path.abspath(given.cli), scratch)
        if given.peer:
            style_gan(os.path.abspath(given.cli), os.path.abspath(given.peer), scratch)
        else:
            print("Skipped: StyleGAN2, as no --peer was given")


if __name__ == "__main__":
    main()
