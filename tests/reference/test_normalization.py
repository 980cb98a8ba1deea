"""The answers of chapter 6 against independent authorities: scikit-learn, exact fractions, gradient descent itself."""

from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from autograd import hessian
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from course_utils import datasets, network
from course_utils.black_boxes import costs
from course_utils.black_boxes.specimens import prepare_by_plan
from course_utils.reference import normalization as reference

RNG = np.random.default_rng(0)
X = np.array([[3.0], [-40.0], [0.002]]) + np.array([[0.5], [12.0], [0.001]]) * RNG.standard_normal((3, 8))


def test_mean_and_deviation_are_those_of_exact_fractions():
    mu, sigma = reference.fit_normalization(X)
    assert mu.shape == sigma.shape == (3, 1)
    for row, m, s in zip(X, mu[:, 0], sigma[:, 0]):
        values = [Fraction(x) for x in row]
        mean = sum(values) / len(values)
        assert m == pytest.approx(float(mean), rel=1e-14)
        assert s**2 == pytest.approx(float(sum((x - mean) ** 2 for x in values) / len(values)), rel=1e-12)


@pytest.mark.parametrize("constant", [0.0, 0.5, 0.1, 7.7, 1e-20, -1e30])
def test_a_constant_feature_has_sigma_1_whatever_rounding_says(constant):
    for m in (1, 3, 10, 1000):
        mu, sigma = reference.fit_normalization(np.full((1, m), constant))
        assert sigma[0, 0] == 1 and mu[0, 0] == pytest.approx(constant, rel=1e-12)


def test_a_feature_of_tiny_numbers_is_not_constant():
    tiny = X * 1e-30
    np.testing.assert_allclose(reference.fit_normalization(tiny)[1], 1e-30 * X.std(axis=1, keepdims=True))


def test_all_three_sets_are_what_scikit_learns_scaler_makes_of_them():
    train, _, dev, _ = datasets.breast_cancer()
    train = np.vstack([train, np.full((1, train.shape[1]), 0.5)])
    dev = np.vstack([dev, np.linspace(0, 1, dev.shape[1])[np.newaxis]])
    scaler = StandardScaler().fit(train.T)
    sets = train, dev, dev[:, :1]
    for got, raw in zip(reference.normalize_sets(*sets), sets, strict=True):
        np.testing.assert_allclose(got, scaler.transform(raw.T).T, atol=1e-9)
    mu, sigma = reference.fit_normalization(train)
    np.testing.assert_allclose(sigma[:, 0], scaler.scale_)
    back = reference.denormalize(reference.normalize(dev, mu, sigma), mu, sigma)
    np.testing.assert_allclose(back, dev, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(back, scaler.inverse_transform(scaler.transform(dev.T)).T, rtol=1e-9, atol=1e-12)


def test_decorrelated_examples_are_those_of_scikit_learns_whitening():
    train, _, dev, _ = datasets.breast_cancer()
    mu, sigma = reference.fit_normalization(train)
    train, dev = (reference.normalize(part, mu, sigma) for part in (train, dev))
    ev, U = np.linalg.eigh(train @ train.T / train.shape[1])
    new, new_dev = (reference.decorrelate(part, U, ev) for part in (train, dev))
    np.testing.assert_allclose(new @ new.T / train.shape[1], np.eye(30), atol=1e-9)
    whitened = PCA(whiten=True).fit(train.T)
    m = train.shape[1]
    for got, part in ((new, train), (new_dev, dev)):  # there over m - 1, the widest direction first, and of either sign
        wanted = whitened.transform(part.T).T[::-1] * np.sqrt(m / (m - 1))
        np.testing.assert_allclose(np.abs(got), np.abs(wanted), rtol=1e-6, atol=1e-6)


def bowl(eigenvalues, seed):
    Q, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((len(eigenvalues),) * 2))
    return (Q * eigenvalues) @ Q.T


@pytest.mark.parametrize("eigenvalues", [[3.0], [0.2, 5.0], [1.0, 1.0, 4.0], [0.0, 2.0, 7.0, 7.5]])
def test_below_the_limit_gradient_descent_comes_down_and_above_it_does_not(eigenvalues):
    H = bowl(np.array(eigenvalues), len(eigenvalues))
    limit = reference.largest_learning_rate(H)
    assert limit == pytest.approx(2 / max(eigenvalues))
    for part, comes_down in ((0.5, True), (0.98, True), (1.02, False)):
        w = np.ones(len(H))
        before = w @ H @ w
        for _ in range(600):
            w = w - part * limit * H @ w
        assert (w @ H @ w < 1e-3 * before) == comes_down
        assert comes_down or w @ H @ w > 10 * before


def test_the_curvature_of_a_sigmoid_unit_at_0_is_a_quarter_of_the_mean_square_and_nowhere_larger():
    """The chapter's H, against HIPS autograd."""
    import autograd.numpy as anp

    Y = RNG.integers(0, 2, (1, 8)) * 1.0
    J = lambda w: anp.mean(anp.logaddexp(0, anp.dot(w, X)) - Y * anp.dot(w, X))  # noqa: E731
    assert J(np.ones(3) / 50) == pytest.approx(costs.logistic(np.ones(3) / 50, X, Y))
    at_0 = hessian(J)(np.zeros(3))
    np.testing.assert_allclose(at_0, X @ X.T / (4 * 8), rtol=1e-9)
    for _ in range(5):
        assert np.linalg.eigvalsh(at_0 - hessian(J)(RNG.standard_normal(3))).min() > -1e-9


PLANS = {
    "by the training set": (((0, 0), (0, 0)), "deviation", False),
    "range of the training set": (((0, 0), (0, 0)), "range", False),
    "nothing": (((4, 4), (4, 4)), "deviation", False),
    "each example by its length": (((0, 0), (0, 0)), "example", False),
    "each set by itself": (((0, 0), (3, 3)), "deviation", True),
    "the dev set's mean": (((0, 0), (1, 0)), "deviation", True),
    "the dev set's spread": (((0, 0), (0, 1)), "deviation", True),
    "both together": (((2, 2), (2, 2)), "deviation", True),
    "only the training set sees both": (((2, 2), (0, 0)), "deviation", True),
    "range of the dev set": (((1, 1), (1, 1)), "range", True),
    "median of the training set": (((0, 0), (0, 0)), "median", False),
    "median of both": (((2, 0), (2, 0)), "median", True),
}


@pytest.mark.parametrize("name", PLANS)
def test_the_detector_is_right_about_every_plan(name):
    plan, way, leaks = PLANS[name]
    prepare = partial(prepare_by_plan, plan=np.array(plan), way=way)
    train, dev = X[:, :5].copy(), X[:, 5:].copy()
    assert reference.looks_at_dev(prepare, train, dev) is leaks
    np.testing.assert_array_equal(np.hstack([train, dev]), X)


@pytest.mark.parametrize("n_out", [1, 4])
def test_the_folded_layer_says_the_same_of_everyone(n_out):
    W, b = RNG.standard_normal((n_out, 3)), RNG.standard_normal((n_out, 1))
    mu, sigma = reference.fit_normalization(X[:, :6])
    W_raw, b_raw = reference.fold_into_weights(W, b, mu, sigma)
    assert W_raw.shape == W.shape and b_raw.shape == b.shape
    _, wanted = network.layer_forward(StandardScaler().fit(X[:, :6].T).transform(X.T).T, W, b, "linear")
    np.testing.assert_allclose(network.layer_forward(X, W_raw, b_raw, "linear")[1], wanted, rtol=1e-9)


def test_arguments_are_left_alone():
    mu, sigma = reference.fit_normalization(X)
    W, b = np.ones((2, 3)), np.ones((2, 1))
    arrays = [X, mu, sigma, W, b]
    before = [a.copy() for a in arrays]
    reference.normalize(X, mu, sigma)[:] = 0
    reference.denormalize(X, mu, sigma)[:] = 0
    reference.decorrelate(X, np.eye(3), np.ones(3))[:] = 0
    for result in (*reference.normalize_sets(X, X, X), *reference.fold_into_weights(W, b, mu, sigma)):
        result[:] = 0
    for after, was in zip(arrays, before):
        np.testing.assert_array_equal(after, was)
