"""Are the answers of chapter 2 right? scikit-learn, exact fractions, closed forms and identities say so."""

from fractions import Fraction
from functools import partial
from itertools import product

import numpy as np
import pytest
from examples import data
from sklearn.metrics import zero_one_loss
from sklearn.model_selection import learning_curve as sklearn_curve
from sklearn.neighbors import KNeighborsClassifier

from course_utils import learners
from course_utils.reference import bias_variance as reference

B, V = "high bias", "high variance"


@pytest.mark.parametrize("classes, m", [(2, 1), (2, 17), (10, 50)])
def test_error_rate_agrees_with_scikit_learn(classes, m):
    rng = np.random.default_rng(m)
    labels, Y = rng.integers(0, classes, (2, 1, m))
    assert reference.error_rate(labels, Y) == pytest.approx(zero_one_loss(Y[0], labels[0]))


def test_the_gaps_lead_from_the_human_error_to_the_dev_error():
    errors = [Fraction(3, 20), Fraction(16, 100), Fraction(2, 100)]  # exact: train, dev, human
    assert reference.avoidable_bias_and_variance(*errors) == (Fraction(13, 100), Fraction(1, 100))
    assert sum(reference.avoidable_bias_and_variance(*errors)) + errors[2] == errors[1]


@pytest.mark.parametrize(  # the lecture's table, and what it becomes where people err in 14 %
    "train, dev, human, wanted",
    [
        (0.01, 0.11, 0, {B: False, V: True}),
        (0.15, 0.16, 0, {B: True, V: False}),
        (0.15, 0.30, 0, {B: True, V: True}),
        (0.005, 0.01, 0, {B: False, V: False}),
        (0.15, 0.16, 0.14, {B: False, V: False}),
        (0.15, 0.30, 0.14, {B: False, V: True}),
        (0.01, 0.02, 0.14, {B: False, V: False}),
    ],
)
def test_diagnosis_of_the_lectures_table(train, dev, human, wanted):
    assert reference.diagnose(train, dev, human, 0.02) == wanted


def test_a_gap_as_large_as_the_threshold_is_not_high():
    assert reference.diagnose(0.25, 0.375, 0.125, 0.125) == {B: False, V: False}
    assert reference.diagnose(0.25, 0.375, 0.125, np.nextafter(0.125, 0)) == {B: True, V: True}


def test_the_next_steps_are_what_a_patient_reader_of_the_recipe_would_list():
    remedies = {"data": [V], "network": [B], "architecture": [V, B], "regularization": [V], "longer": [B]}
    wanted = {
        (False, False): [],
        (True, False): ["network", "architecture", "longer"],
        (False, True): ["data", "architecture", "regularization"],
        (True, True): ["network", "architecture", "longer", "data", "regularization"],
    }
    for bias, variance in product([False, True], repeat=2):
        for diagnosis in ({B: bias, V: variance}, {V: variance, B: bias}):
            assert reference.next_steps(diagnosis, remedies) == wanted[bias, variance]


@pytest.mark.parametrize("k", [1, 5])
def test_learning_curve_agrees_with_scikit_learn(k):
    rng = np.random.default_rng(k)
    (X, Y), (X_dev, Y_dev) = data(rng, 40), data(rng, 30)
    sizes = [5, 12, 40]
    train, dev = reference.learning_curve(partial(learners.nearest, k=k), X, Y, X_dev, Y_dev, sizes)
    every = [np.concatenate(parts, axis=1).T for parts in ((X, X_dev), (Y, Y_dev))]
    _, right, right_dev = sklearn_curve(
        KNeighborsClassifier(k), every[0], every[1][:, 0], train_sizes=sizes, cv=[(np.arange(40), np.arange(40, 70))]
    )
    np.testing.assert_allclose(train, 1 - right[:, 0])
    np.testing.assert_allclose(dev, 1 - right_dev[:, 0])


@pytest.mark.parametrize("runs, m", [(1, 4), (7, 1), (5, 3), (40, 25)])
def test_bias_and_variance_add_up_to_the_mean_squared_distance_from_the_truth(runs, m):
    rng = np.random.default_rng(runs)
    f = rng.standard_normal((1, m))
    predictions = 0.5 + rng.standard_normal((runs, m))
    bias_squared, variance = reference.bias_variance_decomposition(predictions, f)
    assert bias_squared + variance == pytest.approx(np.mean((predictions - f) ** 2))
    assert variance == pytest.approx(np.mean([np.var(column) for column in predictions.T]))


def test_bias_and_variance_of_a_shrunken_mean_are_those_of_the_closed_form():
    mu, sigma, n, c = 2.0, 1.5, 10, 0.7  # c times the mean of n draws: bias (c - 1) mu, variance c² sigma² / n
    rng = np.random.default_rng(0)
    predictions = c * rng.normal(mu, sigma, (50_000, n)).mean(axis=1, keepdims=True)
    bias_squared, variance = reference.bias_variance_decomposition(predictions, np.array([[mu]]))
    assert bias_squared == pytest.approx(((c - 1) * mu) ** 2, rel=0.02)
    assert variance == pytest.approx(c**2 * sigma**2 / n, rel=0.04)


def test_numbers_of_any_type_will_do():
    rng = np.random.default_rng(3)
    whole, f = rng.integers(-5, 6, (4, 3)), rng.integers(-5, 6, (1, 3))
    wanted = reference.bias_variance_decomposition(whole.astype(float), f.astype(float))
    for kind in (int, np.float32):
        assert reference.bias_variance_decomposition(whole.astype(kind), f.astype(kind)) == pytest.approx(wanted)
        assert reference.error_rate(whole[:1].astype(kind), f.astype(float)) == np.mean(whole[0] != f[0])
    assert reference.error_rate(np.array([[True, False]]), np.array([[1.0, 1.0]])) == 0.5


def test_a_sorting_of_all_wrong_examples_gives_the_share_of_labels_that_are_wrong_and_noticed():
    rng = np.random.default_rng(9)
    truth, said = rng.integers(0, 2, (2, 4000))
    said = np.where(rng.random(4000) < 0.1, said, truth)
    labels = np.where(rng.random(4000) < 0.15, 1 - truth, truth)
    wrong = said != labels
    verdicts = np.where(said[wrong] == truth[wrong], "label", "model").tolist()
    shared = Fraction(int(np.sum((said == truth) & (labels != truth))), 4000)
    assert reference.estimate_human_error(zero_one_loss(labels, said), verdicts) == pytest.approx(float(shared))
    assert reference.estimate_human_error(Fraction(1, 5), ["model", "label", "unclear", "model", "label"]) == Fraction(3, 25)
