#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the Table 1 study of one model (four schemes, D_r, kNS_z with k = 5, in-domain score, and ICE where the model has
a classifier) with flipside-cli and with a straightforward, vectorised NumPy / scikit-learn / PyTorch script, on the
same number of threads, and prints both times and both tables of numbers.

Both times hold loading of libraries and models; neither holds what a study finds ready: the profile, the reference latents
and the one-class SVM. Nothing here fails on time; the goal is a third.
"""
import time

BEGIN = time.perf_counter()
import argparse
import csv
import os
import pathlib
import subprocess
import tempfile

import numpy as np
import torch
from sklearn.neighbors import NearestNeighbors
from sklearn.svm import OneClassSVM

LIBRARIES_SECONDS = time.perf_counter() - BEGIN

SCHEMES = ["regular", "noisy", "random", "low-active"]
GAMMA, NEURONS, NOISE = 2.0, 5, 6.0
BATCH = 500


def pictures_of(folder):
    import gzip
    for name in ("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"):
        if (folder / name).exists():
            opened = gzip.open(folder / name) if name.endswith(".gz") else open(folder / name, "rb")
            with opened as file:
                return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28 * 28)
    raise SystemExit(f"there are no training pictures in {folder}")


class Model:
    """The decoder as plain matrix products, the encoder as it is."""

    def __init__(self, folder):
        self.encoder = torch.jit.load(str(folder / "encoder.pt")).eval()
        weights = dict(torch.jit.load(str(folder / "decoder.pt")).named_parameters())
        self.layers = [(weights[f"hidden{i}_weight"], weights[f"hidden{i}_bias"]) for i in (1, 2, 3)]
        self.output = weights["output_weight"], weights["output_bias"]
        classifier = folder / "classifier.pt"
        self.classifier = torch.jit.load(str(classifier)).eval() if classifier.exists() else None

    def hidden3(self, z):
        for weight, bias in self.layers:
            z = torch.relu(torch.nn.functional.linear(z, weight, bias))
        return z

    def from_hidden3(self, activations):
        return torch.sigmoid(torch.nn.functional.linear(activations, *self.output))

    def encode(self, pictures):
        return self.encoder(pictures.view(-1, 1, 28, 28))


class Profile:
    """What a study finds ready."""

    def __init__(self, model, pictures):
        batches = [model.encode(torch.from_numpy(pictures[i:i + 2000].astype(np.float32) / 255))
                   for i in range(0, len(pictures), 2000)]
        latents = torch.cat(batches)
        activations = torch.cat([model.hidden3(z) for z in latents.split(2000)]).numpy()
        self.percent = (activations > 1e-7).mean(0)
        self.maximum = activations.max(0)
        self.deviation = activations.std(0)
        with np.errstate(invalid="ignore", divide="ignore"):
            self.correlation = np.nan_to_num(np.corrcoef(activations, rowvar=False))
        self.alive = self.percent >= 1e-4
        low, high = np.percentile(self.percent[self.alive], [1, 15])
        self.low_active = self.alive & (self.percent >= low) & (self.percent <= high)
        self.references = latents.numpy()[:: len(latents) // 10000][:10000]
        self.svm = OneClassSVM(gamma=2.0 / self.references.var(0).sum(), nu=0.1).fit(self.references)
        self.neighbours = NearestNeighbors(n_neighbors=6, algorithm="brute").fit(self.references)
        self.own_distance = self.neighbours.kneighbors(self.references)[0][:, 1:].mean(1)


def co_activate(scheme, activations, profile, random):
    activations = activations.copy()
    off = (activations <= 1e-7) & profile.alive
    for row in range(len(activations)):
        if scheme == "noisy":
            units = random.choice(np.flatnonzero(profile.alive), NEURONS, replace=False)
            noise = NOISE * profile.deviation[units] * random.standard_normal(NEURONS)
            activations[row, units] = np.maximum(activations[row, units] + noise, 0)
            continue
        if scheme == "random":
            units = random.choice(np.flatnonzero(off[row]), NEURONS, replace=False)
        else:
            candidates = np.flatnonzero(off[row] & profile.low_active)
            first = random.choice(candidates)
            order = np.argsort(-profile.correlation[first, candidates])
            units = [first] + [u for u in candidates[order] if u != first][:NEURONS - 1]
        activations[row, units] = GAMMA * profile.maximum[units]
    return activations


def peer_study(model, profile, samples, length):
    results = {}
    for scheme in SCHEMES:
        random = np.random.default_rng(1)
        values = {"dr": [], "kns5": [], "in-domain": [], "ice": []}
        for first in range(0, samples, BATCH):
            z = torch.from_numpy(random.standard_normal((min(BATCH, samples - first), length)).astype(np.float32))
            activations = model.hidden3(z)
            if scheme != "regular":
                activations = torch.from_numpy(co_activate(scheme, activations.numpy(), profile, random))
            pictures = model.from_hidden3(activations)
            latents = model.encode(pictures)
            again = model.from_hidden3(model.hidden3(latents))
            values["dr"].append((pictures - again).norm(dim=1).numpy())
            distances, neighbours = profile.neighbours.kneighbors(latents.numpy(), n_neighbors=5)
            values["kns5"].append(distances.mean(1) / profile.own_distance[neighbours].mean(1))
            values["in-domain"].append(profile.svm.decision_function(latents.numpy()))
            if model.classifier:
                p = torch.softmax(model.classifier(pictures.view(-1, 1, 28, 28)), 1)
                values["ice"].append(-(p * p.clamp_min(1e-30).log2()).sum(1).numpy())
        results[scheme] = {name: float(np.concatenate(parts).mean()) for name, parts in values.items() if parts}
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True, help="flipside-cli")
    parser.add_argument("--model", type=pathlib.Path, required=True, help="a bundled model's folder")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="the folder of its dataset's IDX files")
    parser.add_argument("--samples", type=int, default=10000)
    parser.add_argument("--threads", type=int, default=1, help="of both")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.set_grad_enabled(False)

    begin = time.perf_counter()
    model = Model(given.model)
    peer_seconds = LIBRARIES_SECONDS + time.perf_counter() - begin
    profile = Profile(model, pictures_of(given.data))
    metrics = ["dr", "kns5", "in-domain"] + (["ice"] if model.classifier else [])
    begin = time.perf_counter()
    peer = peer_study(model, profile, given.samples, profile.references.shape[1])
    peer_seconds += time.perf_counter() - begin

    environment = {**os.environ, "OMP_NUM_THREADS": str(given.threads), "OPENBLAS_NUM_THREADS": str(given.threads)}
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        subprocess.run([given.cli, "evaluate", "--model", f"{given.model}/", "--schemes", ",".join(SCHEMES), "--metrics",
                        ",".join(metrics), "--samples", str(given.samples), "--out", folder],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        own_seconds = time.perf_counter() - begin
        with open(f"{folder}/results.csv", newline="") as file:
            rows = list(csv.DictReader(file))

    scale = len(pictures_of(given.data)) / len(profile.references)  # the in-domain score's, see in_domain_score.h
    print(f"{'scheme':<12} {'metric':<10} {'Flipside':>10} {'peer':>10}")
    for row in rows:
        value = peer[row["scheme"]][row["metric"]] * (scale if row["metric"] == "in-domain" else 1)
        print(f"{row['scheme']:<12} {row['metric']:<10} {float(row['mean']):>10.3f} {value:>10.3f}")
    print(f"\nTable 1 of one model, {given.samples} samples a scheme, {given.threads} thread(s): Flipside {own_seconds:.1f} s, "
          f"NumPy / scikit-learn / PyTorch {peer_seconds:.1f} s, ×{own_seconds / peer_seconds:.2f} (goal ×0.33)")


if __name__ == "__main__":
    main()
