#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The creativity classifier again, with scikit-learn.

Reads {"pictures": [[metric, ...], ...], "creative": [bool, ...], "folds": [int, ...]} from standard input and prints
{"weights", "bias", "probabilities"} of all pictures and the balanced "accuracy" over the folds.
"""
import json
import sys

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def fitted(pictures, creative):
    model = make_pipeline(StandardScaler(),
                          LogisticRegression(penalty="l1", solver="liblinear", C=1.0, class_weight="balanced",
                                             tol=1e-10, max_iter=1000))
    return model.fit(pictures, creative)


def main():
    given = json.load(sys.stdin)
    pictures, creative, folds = (numpy.array(given[name]) for name in ("pictures", "creative", "folds"))
    whole = fitted(pictures, creative)
    accuracies = []
    for fold in range(folds.max() + 1):
        held = folds == fold
        told = fitted(pictures[~held], creative[~held]).predict(pictures[held])
        accuracies.append(balanced_accuracy_score(creative[held], told))
    json.dump({"weights": whole[-1].coef_[0].tolist(), "bias": whole[-1].intercept_[0],
               "probabilities": whole.predict_proba(pictures)[:, 1].tolist(),
               "accuracy": float(numpy.mean(accuracies))}, sys.stdout)


main()
