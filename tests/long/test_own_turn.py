"""Is `own_turn` judged fairly? Whatever sensible thing was changed, an honest line keeps all points, help or no help; lazy turns do not."""

import functools

import numpy as np
import pytest
import threadpoolctl

from autograder import bank
from course_utils import datasets, network
from course_utils.checking import examine
from course_utils.reference import augmentation_early_stopping as chapter_5
from course_utils.reference import capstone as reference

SEEDS = [f"fair {i}" for i in range(6)]


def moved(X, change):
    return datasets.to_columns(change(datasets.to_images(X, (8, 8))))


def own_trainer(data, layers, rng, **settings):
    start = network.initialize([64, *layers, 10], rng)
    return reference.train_network(data, start, {"alpha": 0.3, "lambd": 5, "epochs": 100, "patience": 20} | settings)[0]


def dropping(data, rng):
    def forward(X, parameters):
        return network.forward(X * (rng.random(X.shape) < 0.8) / 0.8, parameters)

    options = {"rng": rng, "epochs": 40, "alpha": 0.3, "batch_size": 16, "forward": forward}
    return network.train(data["X"], data["Y"], [64, 32, 10], **options)[0]


def with_dev(data):
    return np.hstack([data["X"], data["X_dev"]]), np.hstack([data["Y"], data["Y_dev"]])


SOUND = {  # (data, settings, fit, rng) -> the network that was tried
    "lambda 100": lambda d, s, fit, rng: fit(d["X"], d["Y"], s | {"lambd": 100}),
    "no penalty": lambda d, s, fit, rng: fit(d["X"], d["Y"], s | {"lambd": 0}),
    "settings of its own": lambda d, s, fit, rng: fit(d["X"], d["Y"], {"alpha": 0.3, "lambd": 1.0, "epochs": 100}),
    "noise": lambda d, s, fit, rng: fit(d["X"] + 0.3 * rng.standard_normal(d["X"].shape), d["Y"], s),
    "half the examples": lambda d, s, fit, rng: fit(d["X"][:, ::2], d["Y"][:, ::2], s),
    "moved copies alone": lambda d, s, fit, rng: fit(moved(d["X"], lambda i: chapter_5.random_shift(i, 1, rng)), d["Y"], s),
    "turned copies": lambda d, s, fit, rng: fit(
        np.hstack([d["X"], moved(d["X"], lambda i: chapter_5.random_rotation(i, 15, rng))]), np.tile(d["Y"], 2), s
    ),
    "stops early": lambda d, s, fit, rng: own_trainer(d, [32], rng, patience=5),
    "two hidden layers": lambda d, s, fit, rng: own_trainer(d, [40, 20], rng),
    "dropout": lambda d, s, fit, rng: dropping(d, rng),
}
LAZY = {
    "the same again": lambda d, s, fit, rng: fit(d["X"], d["Y"], s),
    "an untrained network": lambda d, s, fit, rng: network.initialize([64, 32, 10], rng),
    "the dev set, too": lambda d, s, fit, rng: fit(*with_dev(d), s),
    "the dev set alone": lambda d, s, fit, rng: fit(d["X_dev"], d["Y_dev"], s),
}


def shares(change):
    """What is kept with an honest line, on all seeds."""

    def own_turn(data, settings, fit, rng):
        tried, before = change(data, settings, fit, rng), fit(data["X"], data["Y"], settings)
        was, now = (network.predict(data["X_dev"], p)[0] != data["Y_dev"].argmax(axis=0) for p in (before, tried))
        train_error = 1 - network.accuracy(network.predict(data["X"], tried), data["Y"])
        keep = was.sum() - now.sum() > np.sqrt(np.sum(was != now))
        return tried, {"name": "an idea", "train_error": train_error, "dev_error": now.mean(), "keep": keep}

    with threadpoolctl.threadpool_limits(1):
        return {examine.examine(paper(seed), own_turn, telling=False).share for seed in SEEDS}


@functools.cache
def paper(seed):
    return bank.exercise("own_turn").paper(seed)


@pytest.mark.parametrize("change", SOUND)
def test_does_an_honest_turn_keep_all_points_whatever_was_changed(change):
    assert shares(SOUND[change]) == {1}


@pytest.mark.parametrize("change", LAZY)
def test_does_a_turn_that_is_none_lose_half_or_more(change):
    assert max(shares(LAZY[change])) <= 0.5
