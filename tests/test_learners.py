"""Do the learners agree with scikit-learn, and give the same each time?"""

from functools import partial

import numpy as np
import pytest
from examples import data
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsClassifier

from course_utils import datasets, learners
from course_utils.figures import bias_variance as figures
from course_utils.reference import bias_variance as reference


@pytest.mark.parametrize("k", [1, 3, 9])
def test_nearest_neighbours_agree_with_scikit_learn(k):
    rng = np.random.default_rng(k)
    (X, Y), (X_new, _) = data(rng, 60), data(rng, 25)
    wanted = KNeighborsClassifier(k).fit(X.T, Y[0]).predict(X_new.T)
    np.testing.assert_array_equal(learners.nearest(X, Y, k)(X_new), wanted[np.newaxis])


@pytest.mark.parametrize("units", [20, 200])
def test_the_output_layer_of_the_wide_network_agrees_with_ridge_regression(units):
    rng = np.random.default_rng(units)
    (X, Y), (X_new, _) = data(rng, 80), data(rng, 300)
    W = np.random.default_rng(4).standard_normal((units, 3)) / np.sqrt(3)
    A, A_new = (np.maximum(W @ x, 0) / np.sqrt(units) for x in (X, X_new))
    wanted = Ridge(alpha=0.05 * 80, fit_intercept=False).fit(A.T, 2 * Y[0] - 1).predict(A_new.T) > 0
    np.testing.assert_array_equal(learners.wide(X, Y, units, 0.05, seed=4)(X_new), wanted[np.newaxis])


def test_a_wide_network_without_damping_knows_its_training_set():
    X, Y = data(np.random.default_rng(1), 40)
    np.testing.assert_array_equal(learners.wide(X, Y, 400)(X), Y)


def test_a_trained_network_is_the_same_each_time_and_better_than_chance():
    X, Y = data(np.random.default_rng(2), 200)
    first, second = (learners.trained(X, Y, (4,), epochs=20)(X) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert reference.error_rate(first, Y) < 0.35


@pytest.mark.parametrize("learner", [learners.nearest, learners.trained, partial(learners.wide, units=5)])
def test_a_learner_refuses_labels_that_do_not_fit_the_examples(learner):
    X, Y = data(np.random.default_rng(3), 10)
    for wrong in (Y[:, :9], Y[0], Y.T):
        with pytest.raises(ValueError, match="should have shape"):
            learner(X, wrong)


def test_the_nearest_mean_is_that_of_scikit_learn():
    from sklearn.neighbors import NearestCentroid

    X, Y, X_new, _ = datasets.snapshots(300, 200, np.random.default_rng(2))
    theirs = NearestCentroid().fit(X.T, Y.argmax(axis=0)).predict(X_new.T)
    assert np.array_equal(learners.nearest_mean(X, Y)(X_new)[0], theirs)


def test_a_polynomial_of_enough_degree_goes_through_its_points():
    x, y = figures.noisy_wave(6, 0.4, np.random.default_rng(0))
    np.testing.assert_allclose(learners.polynomial(x, y, 5)(x), y)
    np.testing.assert_allclose(learners.polynomial(x, 2 * x**3 - x, 3)([0.5]), [-0.25])
