"""The reference of chapter 7 against closed forms, SciPy, scikit-learn and HIPS autograd."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from scipy import sparse, stats
from scipy.spatial.distance import cdist
from sklearn.neural_network import MLPRegressor

from course_utils import network
from course_utils.reference.initialization import (
    distinct_units,
    glorot_initialization,
    he_initialization,
    initialize_for,
    lecun_initialization,
    linear_network_output,
    scaled_initialization,
    signal_fate,
    zero_initialization,
)

SIZES = [120, 60, 200, 40]
RULES = {
    "scaled": (lambda sizes, rng: scaled_initialization(sizes, 0.07, rng), lambda n_in, n_out: 0.07),
    "he": (he_initialization, lambda n_in, n_out: (2 / n_in) ** 0.5),
    "lecun": (lecun_initialization, lambda n_in, n_out: n_in**-0.5),
    "glorot": (glorot_initialization, lambda n_in, n_out: ((n_in + n_out) / 2) ** -0.5),
}


@pytest.mark.parametrize("L", [1, 2, 3, 8])
def test_the_linear_output_is_the_product_of_L_matrices(L):
    rng = np.random.default_rng(L)
    x, W, W_last = rng.standard_normal((3, 4)), rng.standard_normal((3, 3)), rng.standard_normal((2, 3))
    assert np.allclose(linear_network_output(x, W, W_last, L), np.linalg.multi_dot([W_last, *[W] * (L - 1), x]))


@pytest.mark.parametrize("factor", [0.5, 1.5])
def test_the_lectures_example_has_the_power_L_minus_1(factor):
    output = linear_network_output(np.ones((2, 1)), factor * np.eye(2), np.array([[1.0, 1.0]]), 10)
    assert np.allclose(output, 2 * factor**9)


@pytest.mark.parametrize(("radius", "fate"), [(0.97, "vanishes"), (1.0, "keeps"), (1.03, "explodes")])
@pytest.mark.parametrize("seed", range(5))
def test_the_fate_is_that_of_a_high_power(radius, fate, seed):
    """Orthogonally mixed triangular matrices: eigenvalues known, and far from normal."""
    rng = np.random.default_rng(seed)
    T = np.triu(3 * rng.standard_normal((4, 4)), 1) + np.diag([radius * rng.choice([-1, 1]), *rng.uniform(-0.9, 0.9, 3)])
    Q = np.linalg.qr(rng.standard_normal((4, 4)))[0]
    W = Q @ T @ Q.T
    grown = np.linalg.norm(np.linalg.matrix_power(W, 1500))
    assert (grown < 1e-6, grown > 1e6) == (fate == "vanishes", fate == "explodes")
    assert signal_fate(W) == fate


def test_a_turn_keeps_whatever_its_angle():
    for angle in np.linspace(0.1, 3, 20):
        assert signal_fate(np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])) == "keeps"


def test_zeros_make_a_network_that_runs_and_says_nothing():
    parameters = zero_initialization([5, 4, 3, 1])
    AL, _ = network.forward(np.ones((5, 2)), parameters)
    assert {name: value.shape for name, value in parameters.items()} == {
        "W1": (4, 5), "b1": (4, 1), "W2": (3, 4), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1),
    }  # fmt: skip
    assert (AL == 0.5).all()


@pytest.mark.parametrize("seed", range(10))
def test_distinct_units_are_the_groups_of_rows_that_lie_together(seed):
    rng = np.random.default_rng(seed)
    units = rng.integers(0, 2, (9, 4)) * 1.0
    units += 1e-13 * rng.standard_normal(units.shape)
    groups, _ = sparse.csgraph.connected_components(cdist(units, units) < 1e-9)
    assert distinct_units(units[:, :-1], units[:, -1:]) == groups


def test_twins_get_equal_gradients_and_so_stay_twins():
    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((3, 6)), rng.standard_normal((1, 6))

    def cost(W1, W2):
        return anp.sum((W2 @ anp.tanh(W1 @ X) - Y) ** 2)

    dW1, dW2 = autograd.grad(cost, 0), autograd.grad(cost, 1)
    alike, W2 = np.full((4, 3), 0.3), np.full((1, 4), 0.2)
    assert distinct_units(dW1(alike, W2), dW2(alike, W2).T) == 1
    assert distinct_units(dW1(alike, rng.standard_normal((1, 4))), np.zeros((4, 1))) == 4  # other weights out, other gradients
    assert not dW1(0 * alike, 0 * W2).any()
    assert not dW2(0 * alike, 0 * W2).any()


@pytest.mark.parametrize("name", RULES)
def test_weights_are_normal_with_the_deviation_of_the_rule(name):
    initialize, deviation = RULES[name]
    parameters = initialize(SIZES, np.random.default_rng(1))
    assert list(parameters) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    for l in range(1, 4):
        n_in, n_out = SIZES[l - 1], SIZES[l]
        assert parameters[f"W{l}"].shape == (n_out, n_in)
        assert parameters[f"b{l}"].shape == (n_out, 1)
        assert not parameters[f"b{l}"].any()
        assert stats.kstest(parameters[f"W{l}"].ravel(), stats.norm(scale=deviation(n_in, n_out)).cdf).pvalue > 1e-4


@pytest.mark.parametrize("name", RULES)
def test_weights_come_from_rng_alone(name):
    initialize, rng = RULES[name][0], np.random.default_rng(2)
    first, second, again = initialize(SIZES, rng), initialize(SIZES, rng), initialize(SIZES, np.random.default_rng(2))
    assert not np.allclose(first["W1"], second["W1"])
    assert all(np.array_equal(first[key], again[key]) for key in first)


def test_scale_0_is_zero_initialization():
    scaled, zeros = scaled_initialization([3, 4, 2], 0, np.random.default_rng(0)), zero_initialization([3, 4, 2])
    assert scaled.keys() == zeros.keys()
    assert all(np.array_equal(scaled[key], zeros[key]) for key in zeros)


@pytest.mark.parametrize(("initialize", "activation"), [(he_initialization, "relu"), (lecun_initialization, "linear")])
def test_the_signal_stays_level_through_ten_wide_layers(initialize, activation):
    rng = np.random.default_rng(3)
    A, parameters = rng.standard_normal((600, 20)), initialize([600] * 11, rng)
    for l in range(1, 11):
        A, _ = network.layer_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)
    assert 0.6 < np.mean(A**2) < 1.6


def test_glorots_variance_is_scikit_learns():
    """scikit-learn draws uniformly, with the variance of the paper; a step of training this small moves nothing."""
    model = MLPRegressor(hidden_layer_sizes=(150,), activation="tanh", learning_rate_init=1e-30, random_state=0)
    model.partial_fit(np.random.default_rng(0).standard_normal((5, 300)), np.arange(5.0))
    ours = glorot_initialization([300, 150], np.random.default_rng(4))["W1"]
    assert np.isclose(np.std(model.coefs_[0]), np.std(ours), rtol=0.02)


def test_each_layer_gets_the_rule_of_its_own_activation():
    activations = ["tanh", "relu", "softmax"]
    chosen = initialize_for(SIZES, activations, np.random.default_rng(5))
    for l, name in enumerate(("lecun", "he", "glorot"), 1):
        deviation = RULES[name][1](SIZES[l - 1], SIZES[l])
        assert stats.kstest(chosen[f"W{l}"].ravel(), stats.norm(scale=deviation).cdf).pvalue > 1e-4
        assert chosen[f"b{l}"].shape == (SIZES[l], 1)
        assert not chosen[f"b{l}"].any()


def test_one_activation_throughout_is_that_rule():
    for activation, initialize in (("relu", he_initialization), ("tanh", lecun_initialization), ("sigmoid", glorot_initialization)):
        chosen = initialize_for(SIZES, [activation] * 3, np.random.default_rng(6))
        plain = initialize(SIZES, np.random.default_rng(6))
        assert all(np.allclose(chosen[key], plain[key]) for key in plain)
