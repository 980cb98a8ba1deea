"""Does the measure of a whole model pay for what it can, and for nothing else?"""

import numpy as np
import pytest

from course_utils import datasets, network
from course_utils.checking.measures import models
from course_utils.checking.record import Record, record
from course_utils.reference import capstone as reference


def reading(result, *seeds, m=700, least=0.02):
    seeds = seeds or (7,)
    cameras = [datasets.snapshots(m, 1000, np.random.default_rng(seed))[:2] for seed in seeds]
    got = [record(lambda X, Y: result(X, Y), {"X": X, "Y": Y}) for X, Y in cameras]
    assert not any(g.fault for g in got), got[0].fault
    return models.reads_snapshots({}, got, list(seeds), m, 1000, least)


def solution(X, Y):
    return reference.build_model(X, Y, np.random.default_rng(0))


def nearest_mean(X, Y, normalized, hidden):
    """The nearest mean as a network, which says the class of the largest 2 mean x - mean²; with ReLU units, x is relu(x) - relu(-x)."""
    mu, sigma = (X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)) if normalized else (np.zeros((64, 1)), np.ones((64, 1)))
    means = ((X - mu) / sigma) @ Y.T / Y.sum(axis=1)
    W, b, eye = 2 * means.T, -(means**2).sum(axis=0)[:, np.newaxis], np.eye(64)
    both = {"W1": np.vstack([eye, -eye]), "b1": np.zeros((128, 1)), "W2": np.hstack([W, -W]), "b2": b}
    return mu, sigma, both if hidden else {"W1": W, "b1": b}


def test_the_answer_beats_the_baseline_on_one_camera_and_on_the_average_of_several():
    assert reading(solution) == reading(solution, 7, 8, 9) == "it beats the baseline"


@pytest.mark.parametrize("hidden", [False, True])
def test_the_baseline_itself_is_worth_nothing_however_it_is_written_down(hidden):
    assert "does not beat" in reading(lambda X, Y: nearest_mean(X, Y, False, hidden))
    for least in (0, 0.005):
        told = reading(lambda X, Y: nearest_mean(X, Y, True, hidden), 7, 8, least=least)
        error, baseline = (part.split()[-1] for part in told.split(", the baseline's"))
        assert error == baseline


def test_it_is_the_mean_over_the_cameras_that_counts():
    def good_on_one(X, Y):
        return solution(X, Y) if np.array_equal(X, first) else untrained(X, Y)

    first = datasets.snapshots(700, 1000, np.random.default_rng(7))[0]
    assert reading(good_on_one) == "it beats the baseline" != reading(good_on_one, 7, 8)


def untrained(X, Y):
    return X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True), network.initialize([64, 32, 10], np.random.default_rng(1))


def test_a_network_of_another_camera_or_untrained_is_worth_nothing():
    X, Y, X_new, Y_new = datasets.snapshots(700, 1000, np.random.default_rng(7))
    constant = solution(X, Y)
    mu, sigma, parameters = constant
    assert network.accuracy(network.predict((X_new - mu) / sigma, parameters), Y_new) > 0.75
    for seed in (8, 9, 10):
        assert reading(lambda X, Y: constant, seed) != "it beats the baseline"
    assert reading(untrained) == "it is hardly better than guessing"


def test_classes_that_are_never_said_are_told():
    def without_the_last(X, Y):
        mu, sigma, parameters = solution(X, Y)
        return mu, sigma, parameters | {"b2": parameters["b2"] - 100 * (np.arange(10) > 7)[:, np.newaxis]}

    assert reading(without_the_last) == "it never says some of the classes"


def test_is_a_network_that_does_not_follow_the_generator_seen():
    def calls(*results):
        return [Record(value=(0, 1, parameters)) for parameters in results]

    a, b = ({"W1": np.full((2, 3), x), "b1": 0.0, "W2": 1.0, "b2": 0.0} for x in (1.0, 2.0))
    assert models.draws_anew({}, calls(a, a, b)) is True and models.draws_anew({}, calls(a, a, a)) is False
    one = {"W1": np.ones((2, 3)), "b1": 0.0}
    assert models.draws_anew({}, calls(one, one, one)) is True, "one layer can do without draws"


def test_a_network_that_would_fill_the_memory_is_not_run():
    mu, sigma = np.zeros((64, 1)), np.ones((64, 1))
    for W, b in (((5000, 64), (5000, 1)), ((10, 64), (5000, 10, 1)), ((10, 64), (5000, 1))):
        parameters = {"W1": np.zeros(W), "b1": np.zeros(b)}
        with pytest.raises(ValueError, match="no such network"):
            reading(lambda X, Y: (mu, sigma, parameters))  # noqa: B023 - it is called at once
    with pytest.raises(ValueError, match="no such network"):
        reading(lambda X, Y: (np.zeros((500, 64, 1)), sigma, {"W1": np.zeros((10, 64)), "b1": np.zeros((10, 1))}))
