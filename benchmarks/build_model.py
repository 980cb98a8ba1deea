"""Is `build_model` judged fairly? Which recipes keep all points, on how many class seeds.

    python benchmarks/build_model.py            # 100 class seeds
    python benchmarks/build_model.py --seeds 20

Sound recipes should keep all points on 99 of 100 seeds, lazy ones on 1 at most; what lies in between may keep a part.
Gain: how much lower the error is than the baseline's, averaged over the five cameras of a seed (mean and spread over the seeds).
Seconds: of computing, for all calls of a verdict, on one thread.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from autograder import bank, judging
from course_utils import datasets, learners, network
from course_utils.checking import examine
from course_utils.reference import capstone as reference


def normalized(X, Y, rng):
    """mu, sigma and the data of a trainer: four of five examples to train with, the others to choose with."""
    dev, train = np.split(rng.permutation(X.shape[1]), [X.shape[1] // 5])
    mu, sigma = X[:, train].mean(axis=1, keepdims=True), X[:, train].std(axis=1, keepdims=True)
    Z = (X - mu) / sigma
    return mu, sigma, {"X": Z[:, train], "Y": Y[:, train], "X_dev": Z[:, dev], "Y_dev": Y[:, dev]}


def he(layer_sizes, rng):
    """The parameters of He's rule."""
    parameters = {}
    for l, (n_in, n_out) in enumerate(itertools.pairwise(layer_sizes), 1):
        parameters |= {f"W{l}": rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in)), f"b{l}": np.zeros((n_out, 1))}
    return parameters


def fixed(alpha, lambd=0.0, epochs=150, patience=20, hidden=(32,)):
    """A recipe: one training."""
    return searched([(alpha, lambd)], epochs, patience, hidden)


def searched(pairs, epochs=150, patience=20, hidden=(32,)):
    """A recipe: a training for each pair of settings (or for pairs that `pairs(rng)` draws), and the best by the dev cost."""

    def build_model(X, Y, rng):
        mu, sigma, data = normalized(X, Y, rng)
        found = []
        for alpha, lambd in pairs(rng) if callable(pairs) else pairs:
            settings = {"alpha": alpha, "lambd": lambd, "epochs": epochs, "patience": patience}
            found.append(reference.train_network(data, he([len(X), *hidden, len(Y)], rng), settings))
        return mu, sigma, min(found, key=lambda result: min(result[1]))[0]

    return build_model


def drawn(low, high, n=3):
    """Pairs of settings for a search."""
    return lambda rng: zip(reference.log_uniform(low, high, n, rng), reference.log_uniform(1, 30, n, rng))


def mini_batches(epochs=25, hidden=(48,), alpha=0.1):
    """A recipe: `network.train` on everything, nothing set aside."""

    def build_model(X, Y, rng):
        mu, sigma = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
        options = {"rng": rng, "epochs": epochs, "alpha": alpha, "batch_size": 32}
        return mu, sigma, network.train((X - mu) / sigma, Y, [len(X), *hidden, len(Y)], **options)[0]

    return build_model


def nearest_mean(scaled, hidden):
    """The baseline, of raw or of scaled pixels, written as a network: without a hidden layer, or with one of x and -x."""

    def build_model(X, Y, rng):
        mu, sigma = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
        mu, sigma = (mu, sigma) if scaled else (np.zeros_like(mu), np.ones_like(sigma))
        means = ((X - mu) / sigma) @ Y.T / Y.sum(axis=1)
        W, b, eye = 2 * means.T, -(means**2).sum(axis=0)[:, np.newaxis], np.eye(len(X))
        if not hidden:
            return mu, sigma, {"W1": W, "b1": b}
        return mu, sigma, {"W1": np.vstack([eye, -eye]), "b1": np.zeros((2 * len(X), 1)), "W2": np.hstack([W, -W]), "b2": b}

    return build_model


def untrained(X, Y, rng):
    mu, sigma, _ = normalized(X, Y, rng)
    return mu, sigma, he([len(X), 32, len(Y)], rng)


def constant(X, Y, rng):
    mu, sigma, _ = normalized(X, Y, rng)
    return mu, sigma, {"W1": np.zeros((len(Y), len(X))), "b1": rng.standard_normal((len(Y), 1))}


SOUND = {
    "the reference": reference.build_model,
    "alpha 0.3": fixed(0.3),
    "alpha 0.5": fixed(0.5),
    "alpha 1": fixed(1.0),
    "alpha 2": fixed(2.0),
    "alpha 0.5, patience 5": fixed(0.5, patience=5),
    "alpha 2, patience 5": fixed(2.0, patience=5),
    "alpha 0.3 to 2, three draws, patience 5": searched(drawn(0.3, 2), patience=5),
    "two hidden layers, alpha 0.3": fixed(0.3, hidden=(40, 20)),
    "mini-batches": mini_batches(),
    "mini-batches, two hidden layers": mini_batches(hidden=(40, 20)),
}
STRETCH = {
    "alpha 0.1": fixed(0.1),
    "alpha 0.1 to 2, three draws": searched(drawn(0.1, 2)),
}
BETWEEN = {
    "two hidden layers, alpha 0.1": fixed(0.1, hidden=(40, 20)),
    "two hidden layers, alpha 1, patience 5": fixed(1.0, patience=5, hidden=(40, 20)),
    "alpha 0.5, 20 epochs": fixed(0.5, epochs=20),
    "two epochs of mini-batches": mini_batches(2),
}
LAZY = {
    "the nearest mean, raw": nearest_mean(False, False),
    "the nearest mean, raw, with ReLU units": nearest_mean(False, True),
    "the nearest mean, scaled": nearest_mean(True, False),
    "the nearest mean, scaled, with ReLU units": nearest_mean(True, True),
    "one epoch": fixed(0.5, epochs=1),
    "one epoch of mini-batches": mini_batches(1),
    "constant": constant,
    "untrained": untrained,
}


def share(recipe, seed):
    """The share of the points that the judge leaves a recipe; it need not be named."""
    paper = judging.hidden_paper("build_model", seed)
    return examine.Examination("build_model", paper.rules, examine.run(paper, paper.trials, recipe)[0], None, []).share


def gain(recipe, seed):
    """How much lower the error is than the baseline's, on the average of a seed's cameras."""
    trial = bank.exercise("build_model").hidden(np.random.default_rng(seed))[0]
    options, gains = trial.probes[2].options, []
    for arguments, camera in zip([trial.arguments, *trial.more], options["seeds"]):
        X, Y, X_new, Y_new = datasets.snapshots(options["m"], options["m_new"], np.random.default_rng(camera))
        center, scale = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
        nearest = learners.nearest_mean((X - center) / scale, Y)((X_new - center) / scale)
        mu, sigma, parameters = recipe(**arguments)
        labels = network.predict((X_new - mu) / sigma, parameters)
        gains.append(network.accuracy(labels, Y_new) - network.accuracy(nearest, Y_new))
    return np.mean(gains)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100, help="how many class seeds (default: 100)")
    n = parser.parse_args().seeds
    print("| | recipe | keeps all | part | none | gain | seconds |\n|---|---|---|---|---|---|---|")
    fair = True
    with threadpool_limits(1):
        for kind, recipes in (("sound", SOUND), ("stretch", STRETCH), ("between", BETWEEN), ("lazy", LAZY)):
            for name, recipe in recipes.items():
                for seed in range(n):
                    judging.hidden_paper("build_model", f"fair {seed}")  # not part of the verdict's time
                start = time.process_time()
                shares = np.array([share(recipe, f"fair {seed}") for seed in range(n)])
                seconds = (time.process_time() - start) / n
                gains = [gain(recipe, seed) for seed in range(min(n, 10))]
                whole, part, none = np.mean(shares == 1), np.mean((shares > 0) & (shares < 1)), np.mean(shares == 0)
                fair &= whole >= 0.99 if kind in ("sound", "stretch") else whole <= 0.01 or kind == "between"
                shown = f"{whole:.0%} | {part:.0%} | {none:.0%} | {np.mean(gains):+.3f} ± {np.std(gains):.3f} | {seconds:.1f}"
                print(f"| {kind} | {name} | {shown} |", flush=True)
    return 0 if fair else 1


if __name__ == "__main__":
    sys.exit(main())
