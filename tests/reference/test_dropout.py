"""Is the reference of chapter 4 right, by authorities that share nothing with it?

Gradients come from HIPS autograd and from central differences with the masks held fixed, expected
values from the enumeration of all masks of a small layer, the rest from statistics.
"""

import inspect
import itertools
from functools import partial

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from course_utils import network
from course_utils.black_boxes.specimens import drop_by_table
from course_utils.reference.dropout import dropout_backward, dropout_forward, forward_with_dropout, mask_is_frozen

SIZES = [(3, 4, 1), (2, 5, 4, 1), (4, 3, 6, 2, 1)]


class Table:
    """A generator whose draws are known: `random` gives the next of these numbers, whatever is asked for."""

    def __init__(self, draws):
        self.draws = iter(draws)

    def random(self, shape):
        return np.array(next(self.draws)).reshape(shape)


def all_masks(shape, keep_prob):
    """Every mask with its probability, made of draws below and above keep_prob."""
    size = int(np.prod(shape))
    for bits in itertools.product([0, 1], repeat=size):
        kept = sum(bits)
        draws = [keep_prob / 2 if bit else (1 + keep_prob) / 2 for bit in bits]
        yield np.reshape(bits, shape), draws, keep_prob**kept * (1 - keep_prob) ** (size - kept)


def parameters_for(sizes, rng):
    """Small enough that no output sits at 0 or 1, where `network.cost` cuts the logarithm off."""
    made = {}
    for l in range(1, len(sizes)):
        made |= {f"W{l}": 0.5 * rng.standard_normal((sizes[l], sizes[l - 1])), f"b{l}": 0.5 * rng.standard_normal((sizes[l], 1)) + 0.3}
    return made


# --- expected values, by enumeration ----------------------------------------------------------------------------------


@pytest.mark.parametrize("keep_prob", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("shape", [(2, 3), (5, 1), (1, 4)])
def test_is_the_mean_over_all_masks_what_came_in(shape, keep_prob):
    A = np.random.default_rng(0).standard_normal(shape)
    mean, square, total = 0, 0, 0
    for mask, draws, probability in all_masks(shape, keep_prob):
        A_dropped, D = dropout_forward(A, keep_prob, Table([draws]))
        assert np.array_equal(D, mask == 1) and np.array_equal(A_dropped != 0, mask == 1)
        mean, square, total = mean + probability * A_dropped, square + probability * A_dropped**2, total + probability
    assert total == pytest.approx(1)
    assert np.allclose(mean, A, rtol=1e-12)
    assert np.allclose(square - mean**2, A**2 * (1 - keep_prob) / keep_prob, rtol=1e-12), "the variance that theory gives"


def test_does_inverted_dropout_give_the_mean_of_a_linear_network_that_prediction_gives():
    rng = np.random.default_rng(1)
    A, W = rng.uniform(0.5, 1, (3, 2)), rng.standard_normal((2, 3))
    mean = sum(p * (W @ dropout_forward(A, 0.6, Table([draws]))[0]) for _, draws, p in all_masks((3, 2), 0.6))
    assert np.allclose(mean, W @ A)


# --- gradients -----------------------------------------------------------------------------------------------------------


def dropped_cost(A, D, keep_prob, weights):
    """A smooth cost of what dropout with a fixed mask makes of A, in another notation: kept entries one by one."""
    kept = anp.where(D == 1, A, 0.0 * A)
    return anp.sum(weights * anp.tanh(kept * (1.0 / keep_prob)))


@pytest.mark.parametrize("dtype", [bool, int, float])
@pytest.mark.parametrize(("shape", "keep_prob"), [((4, 7), 0.8), ((5, 1), 0.3), ((1, 6), 0.5), ((3, 3), 1.0)])
def test_is_the_backward_pass_the_gradient_with_the_mask_fixed(shape, keep_prob, dtype):
    rng = np.random.default_rng(2)
    A, weights = rng.standard_normal(shape), rng.standard_normal(shape)
    A_dropped, D = dropout_forward(A, keep_prob, rng)
    D = D.astype(dtype)
    given = A_dropped.copy()
    dA_dropped = weights * (1 - np.tanh(A_dropped) ** 2)
    dA = dropout_backward(dA_dropped, D, keep_prob)
    assert np.allclose(dA, autograd.grad(dropped_cost)(A, D, keep_prob, weights), rtol=1e-10, atol=1e-14)
    for index in np.ndindex(shape):
        step = np.zeros(shape)
        step[index] = 1e-5
        slope = (dropped_cost(A + step, D, keep_prob, weights) - dropped_cost(A - step, D, keep_prob, weights)) / 2e-5
        assert dA[index] == pytest.approx(slope, rel=1e-6, abs=1e-8)
    assert np.array_equal(A_dropped, given) and dA is not dA_dropped


def network_cost(parameters, X, Y, masks, keep_prob):
    """The cost of a network with fixed masks, written for autograd: units are dropped by selecting them."""
    A, L = X, len(parameters) // 2
    for l in range(1, L):
        Z = anp.dot(parameters[f"W{l}"], A) + parameters[f"b{l}"]
        A = anp.where(masks[f"D{l}"], Z * (Z > 0), 0.0 * Z) / keep_prob
    Z = anp.dot(parameters[f"W{L}"], A) + parameters[f"b{L}"]
    return anp.mean(anp.logaddexp(0, Z) - Y * Z)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("keep_prob", [0.5, 0.8, 1.0])
def test_do_forward_and_backward_make_the_gradient_of_the_network(sizes, keep_prob):
    rng = np.random.default_rng(3)
    X, Y = rng.standard_normal((sizes[0], 6)), rng.integers(2, size=(1, 6)) * 1.0
    parameters = parameters_for(sizes, rng)
    AL, cache = forward_with_dropout(X, parameters, keep_prob, rng, True)
    grads = network.backward(Y, parameters, cache, through=lambda dA, l, cache: dropout_backward(dA, cache[f"D{l}"], keep_prob))
    masks = {name: value for name, value in cache.items() if name.startswith("D")}
    assert network.cost(AL, Y) == pytest.approx(network_cost(parameters, X, Y, masks, keep_prob))
    wanted = autograd.grad(network_cost)(parameters, X, Y, masks, keep_prob)
    for name, value in wanted.items():
        assert np.allclose(grads["d" + name], value, rtol=1e-9, atol=1e-12), name


def test_is_the_networks_gradient_that_of_central_differences_too():
    rng = np.random.default_rng(4)
    sizes, keep_prob = (3, 5, 4, 1), 0.6
    X, Y, parameters = rng.standard_normal((3, 5)), np.array([[0, 1, 1, 0, 1.0]]), parameters_for(sizes, rng)

    def cost(moved):
        return network.cost(forward_with_dropout(X, moved, keep_prob, np.random.default_rng(9), True)[0], Y)  # the same masks in every call

    _, cache = forward_with_dropout(X, parameters, keep_prob, np.random.default_rng(9), True)
    grads = network.backward(Y, parameters, cache, through=lambda dA, l, cache: dropout_backward(dA, cache[f"D{l}"], keep_prob))
    assert min(np.abs(cache[f"Z{l}"]).min() for l in (1, 2)) > 1e-4, "no unit sits at the kink of ReLU"
    for name, value in parameters.items():
        for index in np.ndindex(value.shape):
            costs = []
            for sign in (1, -1):
                moved = value.copy()
                moved[index] += sign * 1e-6
                costs.append(cost(parameters | {name: moved}))
            assert grads["d" + name][index] == pytest.approx((costs[0] - costs[1]) / 2e-6, rel=1e-4, abs=1e-8)


# --- the network's forward pass -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(3, 1), *SIZES])
def test_is_prediction_the_plain_network_and_nothing_drawn(sizes):
    rng = np.random.default_rng(5)
    X, parameters = rng.standard_normal((sizes[0], 4)), parameters_for(sizes, rng)
    state = rng.bit_generator.state
    AL, cache = forward_with_dropout(X, parameters, 0.3, rng, False)
    assert rng.bit_generator.state == state
    A = X
    for l in range(1, len(sizes)):  # unit by unit, example by example
        Z = np.array(
            [
                [sum(w * a for w, a in zip(row, column, strict=True)) + b[0] for column in A.T]
                for row, b in zip(parameters[f"W{l}"], parameters[f"b{l}"], strict=True)
            ]
        )
        A = np.maximum(Z, 0) if l < len(sizes) - 1 else 1 / (1 + np.exp(-Z))
        assert np.allclose(cache[f"Z{l}"], Z) and np.allclose(cache[f"A{l}"], A)
    assert np.allclose(AL, A) and AL.shape == (1, 4) and np.array_equal(cache["A0"], X)
    assert cache.keys() == {"A0"} | {f"{c}{l}" for c in "ZA" for l in range(1, len(sizes))}


@pytest.mark.parametrize("sizes", [(3, 1), *SIZES])
def test_is_each_hidden_layer_dropped_once_when_training(sizes):
    rng = np.random.default_rng(6)
    X, parameters = rng.standard_normal((sizes[0], 30)), parameters_for(sizes, rng)
    before = {k: v.copy() for k, v in parameters.items()}, X.copy()
    L = len(sizes) - 1
    AL, cache = forward_with_dropout(X, parameters, 0.6, rng, True)
    A = X
    for l in range(1, L + 1):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        assert np.allclose(cache[f"Z{l}"], Z)
        A = np.where(cache[f"D{l}"], np.maximum(Z, 0) / 0.6, 0) if l < L else 1 / (1 + np.exp(-Z))
        assert np.allclose(cache[f"A{l}"], A)
    assert np.allclose(AL, A) and {k for k in cache if k[0] == "D"} == {f"D{l}" for l in range(1, L)}
    assert all(np.array_equal(parameters[k], v) for k, v in before[0].items()) and np.array_equal(X, before[1])


# --- statistics ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keep_prob", [0.05, 0.3, 0.8, 0.95])
def test_are_the_draws_independent_with_the_right_share(keep_prob):
    rng, n, m = np.random.default_rng(7), 300, 400
    D = dropout_forward(np.ones((n, m)), keep_prob, rng)[1].astype(float)
    sigma = np.sqrt(keep_prob * (1 - keep_prob))
    assert abs(D.mean() - keep_prob) < 5 * sigma / np.sqrt(n * m)
    z = (D - keep_prob) / sigma
    for shifted in (z[1:] * z[:-1], z[:, 1:] * z[:, :-1], z[2:, 3:] * z[:-2, :-3]):  # neighbours know nothing of each other
        assert abs(shifted.mean()) < 5 / np.sqrt(shifted.size)
    assert 0.8 < D.mean(axis=0).std() / (sigma / np.sqrt(n)) < 1.2 and 0.8 < D.mean(axis=1).std() / (sigma / np.sqrt(m)) < 1.2
    again = dropout_forward(np.ones((n, m)), keep_prob, rng)[1]
    assert abs(((again - keep_prob) / sigma * z).mean()) < 5 / np.sqrt(n * m), "nor do two calls"


def test_does_keep_prob_1_keep_everything_and_the_same_state_draw_the_same():
    A = np.random.default_rng(8).standard_normal((6, 5))
    A_dropped, D = dropout_forward(A, 1, np.random.default_rng(0))
    assert D.all() and np.array_equal(A_dropped, A)
    first, second = (dropout_forward(A, 0.5, np.random.default_rng(3)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


# --- the detector -------------------------------------------------------------------------------------------------------------


def frozen_by_seed(A, keep_prob, rng):
    return dropout_forward(A, keep_prob, np.random.default_rng(0))


def frozen_while_drawing(A, keep_prob, rng):
    rng.random(7)
    return frozen_by_seed(A, keep_prob, rng)


@pytest.mark.parametrize("shape", [(3, 4), (1, 3), (1, 1), (20, 30)])
@pytest.mark.parametrize("keep_prob", [0.3, 0.8])
def test_is_a_frozen_mask_told_from_a_fresh_one(shape, keep_prob):
    A = np.random.default_rng(9).standard_normal(shape)
    for seed in range(10):
        assert mask_is_frozen(frozen_by_seed, A, keep_prob, np.random.default_rng(seed)) is True
        assert mask_is_frozen(frozen_while_drawing, A, keep_prob, np.random.default_rng(seed)) is True
        assert mask_is_frozen(dropout_forward, A, keep_prob, np.random.default_rng(seed)) is False


@pytest.mark.parametrize("place", [0, 5, 11])
def test_is_one_entry_that_moves_enough(place):
    tables = np.full((2, 3, 4), 2.0)
    tables[0].flat[place] = 0
    assert mask_is_frozen(partial(drop_by_table, factors=tables), np.ones((3, 4)), 0.5, np.random.default_rng(0)) is False
    assert mask_is_frozen(partial(drop_by_table, factors=tables[:1]), np.ones((3, 4)), 0.5, np.random.default_rng(0)) is True


@pytest.mark.parametrize("function", [dropout_forward, dropout_backward, forward_with_dropout, mask_is_frozen])
def test_has_a_reference_a_docstring_with_shapes_for_the_stub(function):
    text = inspect.getdoc(function)
    assert "Returns" in text and "(n, m)" in text or "(n_L, m)" in text
    assert all(f"\n{name} " in text for name in inspect.signature(function).parameters)
    body = [line for line in inspect.getsource(function).split('"""')[2].splitlines() if line.strip()]
    assert 1 <= len(body) <= 12, "ten lines or so to write"
