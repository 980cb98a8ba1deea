"""The answers of chapter 3 against independent authorities: HIPS autograd, SciPy, scikit-learn, closed forms."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy import linalg, optimize, stats
from sklearn.linear_model import LogisticRegression

from course_utils import network
from course_utils.reference import regularization as reference

SIZES = [(4, 1), (3, 5, 1), (2, 4, 3, 3)]


def some_network(sizes, m=7, seed=0):
    """parameters with biases away from 0, X, Y (one-hot for several outputs)."""
    rng = np.random.default_rng(seed)
    parameters = network.initialize(list(sizes), rng)
    for name in parameters:
        parameters[name] = parameters[name] + 0.3 * rng.standard_normal(parameters[name].shape)
    n = sizes[-1]
    Y = rng.integers(0, 2, (1, m)) * 1.0 if n == 1 else np.eye(n)[rng.integers(0, n, m)].T
    return parameters, rng.standard_normal((sizes[0], m)), Y


def cost_by_autograd(parameters, X, Y, lambd, power):
    """The cost written once more, without a line of ours: tanh network, cross-entropy, penalty |w|^power."""
    L, A, m = len(parameters) // 2, X, X.shape[1]
    for l in range(1, L):
        A = anp.tanh(anp.dot(parameters[f"W{l}"], A) + parameters[f"b{l}"])
    Z = anp.dot(parameters[f"W{L}"], A) + parameters[f"b{L}"]
    if len(Y) == 1:
        loss = anp.logaddexp(0, Z) - Y * Z
    else:
        top = anp.max(Z, axis=0)
        loss = anp.log(anp.sum(anp.exp(Z - top), axis=0)) + top - anp.sum(Y * Z, axis=0)
    weights = anp.concatenate([anp.ravel(parameters[f"W{l}"]) for l in range(1, L + 1)])
    return anp.sum(loss) / m + lambd / m * anp.sum(anp.abs(weights) ** power) / power


@pytest.mark.parametrize("sizes", SIZES)
def test_the_penalties_are_the_norms_that_scipy_knows(sizes):
    parameters, _, _ = some_network(sizes)
    weights = [parameters[f"W{l}"] for l in range(1, len(sizes))]
    frobenius = sum(linalg.norm(W, "fro") ** 2 for W in weights)
    absolute = sum(linalg.norm(W.ravel(), 1) for W in weights)
    assert reference.l2_penalty(parameters, 3.0, 7) == pytest.approx(3.0 / 14 * frobenius)
    assert reference.l1_penalty(parameters, 3.0, 7) == pytest.approx(3.0 / 7 * absolute)


@pytest.mark.parametrize("penalty", [reference.l2_penalty, reference.l1_penalty])
def test_a_penalty_does_not_depend_on_biases_or_on_the_order_of_keys(penalty):
    parameters, _, _ = some_network((3, 5, 1))
    moved = {k: v + 9 if k[0] == "b" else v for k, v in sorted(parameters.items(), reverse=True)}
    assert penalty(moved, 2.0, 4) == pytest.approx(penalty(parameters, 2.0, 4))
    assert penalty({k: np.zeros_like(v) if k[0] == "W" else v for k, v in parameters.items()}, 2.0, 4) == 0


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("lambd", [0.0, 2.5])
def test_cost_and_gradients_are_those_of_autograd(sizes, lambd):
    parameters, X, Y = some_network(sizes)
    AL, cache = network.forward(X, parameters, hidden="tanh")
    assert reference.regularized_cost(AL, Y, parameters, lambd) == pytest.approx(cost_by_autograd(parameters, X, Y, lambd, 2))
    wanted = grad(cost_by_autograd)(parameters, X, Y, lambd, 2)
    got = reference.regularized_gradients(network.backward(Y, parameters, cache, hidden="tanh"), parameters, lambd, X.shape[1])
    assert set(got) == {"d" + name for name in parameters}
    for name in parameters:
        np.testing.assert_allclose(got["d" + name], wanted[name], rtol=1e-9, atol=1e-12)


def test_the_l1_cost_is_that_of_autograd():
    parameters, X, Y = some_network((3, 5, 1))
    AL, _ = network.forward(X, parameters, hidden="tanh")
    got = network.cost(AL, Y) + reference.l1_penalty(parameters, 2.5, X.shape[1])
    assert got == pytest.approx(cost_by_autograd(parameters, X, Y, 2.5, 1))


@pytest.mark.parametrize("sizes", SIZES)
def test_weight_decay_is_a_step_down_autograds_gradient(sizes):
    parameters, X, Y = some_network(sizes)
    grads = network.backward(Y, parameters, network.forward(X, parameters, hidden="tanh")[1], hidden="tanh")
    wanted = grad(cost_by_autograd)(parameters, X, Y, 2.5, 2)
    got = reference.weight_decay_update(parameters, grads, 0.3, 2.5, X.shape[1])
    for name, value in parameters.items():
        np.testing.assert_allclose(got[name], value - 0.3 * wanted[name], rtol=1e-9, atol=1e-12)


def test_arguments_are_left_alone():
    parameters, X, Y = some_network((3, 5, 1))
    grads = network.backward(Y, parameters, network.forward(X, parameters)[1])
    before = {**{k: v.copy() for k, v in parameters.items()}, **{k: v.copy() for k, v in grads.items()}}
    reference.regularized_gradients(grads, parameters, 2.0, 7)["dW1"] += 1
    reference.weight_decay_update(parameters, grads, 0.1, 2.0, 7)["W1"] += 1
    reference.soft_threshold(parameters["W1"], 0.1)
    for name, value in (parameters | grads).items():
        np.testing.assert_array_equal(value, before[name])


def test_soft_threshold_is_the_proximal_step_of_the_absolute_value():
    for w in (-2.0, -0.4, 0.0, 0.3, 0.5, 1.7):
        least = optimize.minimize_scalar(
            lambda x, w=w: 0.5 * (x - w) ** 2 + 0.5 * abs(x), bounds=(-3, 3), method="bounded", options={"xatol": 1e-9}
        )
        assert reference.soft_threshold(np.array([w]), 0.5)[0] == pytest.approx(least.x, abs=1e-5)
    W = np.array([[0.5, -0.2], [0.1, -3.0]])
    np.testing.assert_array_equal(reference.soft_threshold(W, 0.5), [[0, 0], [0, -2.5]])
    np.testing.assert_array_equal(reference.soft_threshold(W, 0), W)


@pytest.mark.parametrize(("l1_ratio", "zeros"), [(0, 0), (1, 2)])
def test_training_ends_where_scikit_learn_ends(l1_ratio, zeros):
    """Logistic regression under L2 by weight decay, under L1 by soft thresholds."""
    rng = np.random.default_rng(1)
    X, lambd, m = rng.standard_normal((6, 120)), 4.0, 120
    Y = (rng.random((1, m)) < network.sigmoid(np.array([[2, -1, 0.7, 0, 0, 0]]) @ X + 0.8)) * 1.0
    parameters = {"W1": np.zeros((1, 6)), "b1": np.zeros((1, 1))}
    for _ in range(1500):
        grads = network.backward(Y, parameters, network.forward(X, parameters)[1])
        parameters = reference.weight_decay_update(parameters, grads, 0.5, 0.0 if l1_ratio else lambd, m)
        if l1_ratio:
            parameters["W1"] = reference.soft_threshold(parameters["W1"], 0.5 * lambd / m)
    theirs = LogisticRegression(C=1 / lambd, l1_ratio=l1_ratio, solver="saga", tol=1e-8, max_iter=10_000).fit(X.T, Y[0])
    np.testing.assert_allclose(parameters["W1"], theirs.coef_, atol=1e-5)
    np.testing.assert_allclose(parameters["b1"][0], theirs.intercept_, atol=1e-5)
    assert np.sum(parameters["W1"] == 0) == np.sum(theirs.coef_ == 0) >= zeros


def test_the_chosen_lambda_is_what_a_search_by_hand_finds():
    rng = np.random.default_rng(2)
    for _ in range(50):
        k = rng.integers(1, 7)
        lambdas, train, dev = rng.permutation(20)[:k] / 4, rng.random(k), rng.integers(1, 4, k) / 10
        wanted = max((-d, lambd) for d, lambd in zip(dev, lambdas))[1]
        assert reference.choose_lambda(lambdas, train, dev) == wanted


def test_one_standard_error_is_the_spread_of_a_binomial_share():
    """The bound against SciPy's binomial distribution, and a search by hand."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        k, runs, m = rng.integers(1, 7), rng.integers(1, 4), int(rng.integers(20, 500))
        lambdas, dev = rng.permutation(20)[:k] / 4, rng.binomial(m, 0.2, (runs, k)) / m
        mean = {lambd: sum(column) / runs for lambd, column in zip(lambdas, dev.T)}
        bound = min(mean.values()) + stats.binom(m, min(mean.values())).std() / m
        wanted = [lambd for lambd in sorted(lambdas) if mean[lambd] <= bound + 1e-12][-1]
        assert reference.one_standard_error(lambdas, dev, m) == wanted
    assert reference.one_standard_error(np.array([0.0, 2.0, 1.0]), np.zeros((2, 3)), 9) == 2


@pytest.mark.parametrize("kind", [np.float32, int])
def test_weights_of_any_numeric_type_will_do(kind):
    exact = {"W1": np.array([[3.0, -2, 0], [1, 5, -4]]), "b1": np.ones((2, 1)), "W2": np.array([[2.0, -6]]), "b2": np.zeros((1, 1))}
    parameters = {name: value.astype(kind) for name, value in exact.items()}
    grads = {"d" + name: value for name, value in parameters.items()}
    assert reference.l2_penalty(parameters, 2, 4) == 95 / 4 and reference.l1_penalty(parameters, 2, 4) == 23 / 2
    new = reference.regularized_gradients(grads, parameters, 2, 4), reference.weight_decay_update(parameters, grads, 0.5, 2, 4)
    for name, value in exact.items():
        np.testing.assert_allclose(new[0]["d" + name], value * (1.5 if name[0] == "W" else 1))
        np.testing.assert_allclose(new[1][name], value * (0.25 if name[0] == "W" else 0.5))
    np.testing.assert_array_equal(reference.soft_threshold(parameters["W1"], 2), [[1, 0, 0], [0, 3, -2]])
    AL, Y = np.array([[0.5, 0.25]], np.float32), np.array([[1, 0]], kind)
    assert reference.regularized_cost(AL, Y, parameters, 2) == pytest.approx((np.log(2) - np.log(0.75)) / 2 + 95 / 2)


def test_a_row_of_labels_means_two_classes_and_several_rows_one_each():
    """One unit and two classes in two rows are the same model: so is their cost."""
    parameters, p, y = {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}, np.array([[0.9, 0.2, 0.6]]), np.array([[1.0, 0, 0]])
    one, two = (reference.regularized_cost(AL, Y, parameters, 1.0) for AL, Y in ((p, y), (np.vstack([1 - p, p]), np.vstack([1 - y, y]))))
    assert one == pytest.approx(two) == pytest.approx(-np.log([0.9, 0.8, 0.4]).mean())


def test_a_weight_of_0_stays_0_whatever_t_is():
    for t in (0, 0.5):
        np.testing.assert_array_equal(reference.soft_threshold(np.array([0.0, 0.5]), t), [0, 0.5 - t])
