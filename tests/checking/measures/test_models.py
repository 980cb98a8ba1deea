"""Does the measure of a whole model pay for what it can, and for nothing else?"""

import numpy as np
import pytest

from course_utils import datasets, network
from course_utils.checking.measures import models
from course_utils.checking.record import record
from course_utils.reference import capstone as reference


def reading(result, seed=7, m=700):
    X, Y, _, _ = datasets.snapshots(m, 1000, np.random.default_rng(seed))
    got = record(lambda X, Y: result(X, Y), {"X": X, "Y": Y})
    assert got.fault is None, got.fault
    return models.reads_snapshots({"X": X, "Y": Y}, [got], seed, m, 1000, 0.02)


def baseline_as_a_network(X, Y):
    """The nearest mean is a network of one layer: 2 mean x - mean²."""
    means = X @ Y.T / Y.sum(axis=1)
    return np.zeros((64, 1)), np.ones((64, 1)), {"W1": 2 * means.T, "b1": -(means**2).sum(axis=0)[:, np.newaxis]}


def test_the_answer_beats_the_baseline_and_the_plain_baseline_does_not():
    def solution(X, Y):
        return reference.build_model(X, Y, np.random.default_rng(0))

    assert reading(solution) == reading(solution, 8) == "it beats the baseline"
    assert "does not beat" in reading(baseline_as_a_network)


def test_a_network_of_another_camera_or_untrained_is_worth_nothing():
    X, Y, X_new, Y_new = datasets.snapshots(700, 1000, np.random.default_rng(7))
    constant = reference.build_model(X, Y, np.random.default_rng(0))
    mu, sigma, parameters = constant
    assert network.accuracy(network.predict((X_new - mu) / sigma, parameters), Y_new) > 0.75
    for seed in (8, 9, 10):
        assert reading(lambda X, Y: constant, seed) != "it beats the baseline"

    def untrained(X, Y):
        return X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True), network.initialize([64, 32, 10], np.random.default_rng(1))

    assert reading(untrained) == "it is no better than guessing"


def test_a_network_that_would_fill_the_memory_is_not_run():
    mu, sigma = np.zeros((64, 1)), np.ones((64, 1))
    for W, b in (((5000, 64), (5000, 1)), ((10, 64), (5000, 10, 1)), ((10, 64), (5000, 1))):
        parameters = {"W1": np.zeros(W), "b1": np.zeros(b)}
        with pytest.raises(ValueError, match="no such network"):
            reading(lambda X, Y: (mu, sigma, parameters))  # noqa: B023 - it is called at once
    with pytest.raises(ValueError, match="no such network"):
        reading(lambda X, Y: (np.zeros((500, 64, 1)), sigma, {"W1": np.zeros((10, 64)), "b1": np.zeros((10, 1))}))
