"""Is the network that chapters train right, and does it leave room for a student's own functions?"""

from functools import partial

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from sklearn.metrics import log_loss

from course_utils import datasets, network

SIZES = [[4, 1], [4, 3], [5, 3, 1], [3, 5, 4], [6, 4, 3, 1], [3, 5, 2, 4, 3]]
SMOOTH = ["tanh", "sigmoid", "linear"]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def problem(layer_sizes, m, rng):
    """X, Y, parameters with biases that are not zero."""
    X, n_out = rng.standard_normal((layer_sizes[0], m)), layer_sizes[-1]
    Y = rng.integers(2, size=(1, m)) * 1.0 if n_out == 1 else np.eye(n_out)[:, rng.integers(n_out, size=m)]
    parameters = network.initialize(layer_sizes, rng)
    return X, Y, {name: value + 0.3 * rng.standard_normal(value.shape) for name, value in parameters.items()}


def independent_cost(parameters, X, Y, hidden):
    """The cost written another way, for HIPS autograd: logarithms of the output straight from Z."""
    units = {"tanh": anp.tanh, "sigmoid": lambda Z: 0.5 * (1 + anp.tanh(Z / 2)), "linear": lambda Z: Z, "relu": lambda Z: Z * (Z > 0)}
    A, L = X, len(parameters) // 2
    for l in range(1, L + 1):
        Z = anp.dot(parameters[f"W{l}"], A) + parameters[f"b{l}"]
        A = units[hidden](Z)
    if Z.shape[0] == 1:
        return anp.mean(anp.logaddexp(0, Z) - Y * Z)
    return anp.mean(anp.log(anp.sum(anp.exp(Z), axis=0)) - anp.sum(Y * Z, axis=0))


def central_differences(function, parameters, step=1e-5):
    """grads of function(parameters), each entry moved by itself."""
    grads = {}
    for name, value in parameters.items():
        grads["d" + name] = np.empty_like(value)
        for index in np.ndindex(value.shape):
            costs = []
            for sign in (1, -1):
                moved = value.copy()
                moved[index] += sign * step
                costs.append(function({**parameters, name: moved}))
            grads["d" + name][index] = (costs[0] - costs[1]) / (2 * step)
    return grads


def assert_same(grads, expected, atol):
    assert grads.keys() == expected.keys()
    for name in expected:
        assert grads[name].shape == expected[name].shape, name
        np.testing.assert_allclose(grads[name], expected[name], rtol=0, atol=atol, err_msg=name)


def read_only(*arrays):
    for array in arrays:
        array.setflags(write=False)


# Forward, cost


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_and_softmax_bear_extremes(dtype):
    Z = np.array([[-np.inf, -1e4, -90, 0, 90, 1e4, np.inf]], dtype)
    assert network.sigmoid(Z).tolist()[0][:2] == [0, 0] and network.sigmoid(Z).tolist()[0][-2:] == [1, 1]
    assert network.sigmoid(dtype(0)) == 0.5
    assert network.sigmoid(Z).dtype == dtype
    np.testing.assert_allclose(network.sigmoid(Z[:, 2]), np.exp(Z[:, 2]), rtol=1e-6)  # small, yet not rounded off to 0

    Z = np.array([[1e4, -1e4, 3e38, 0], [-1e4, -1e4, 0, 0], [0, -1e4, 0, 0]], dtype)
    third = 1 / 3
    np.testing.assert_allclose(network.softmax(Z), [[1, third, 1, third], [0, third, 0, third], [0, third, 0, third]], rtol=1e-6)
    assert network.softmax(Z).dtype == dtype


def test_activations_do_not_hand_back_their_input():
    Z = np.array([[1.0, 2.0]])
    for name, activation in network.ACTIVATIONS.items():
        assert not np.shares_memory(activation(Z), Z), name


@pytest.mark.parametrize(
    ("activation", "expected"),
    [
        ("relu", [[7, 0]]),
        ("linear", [[7, -5]]),
        ("tanh", np.tanh([[7, -5]])),
        ("sigmoid", 1 / (1 + np.exp([[-7, 5]]))),
        ("softmax", [[1, 1]]),
    ],
)
def test_layer_forward(activation, expected):
    A, Z = network.layer_forward(np.array([[1.0, -1.0], [2.0, -2.0]]), np.array([[2.0, 2.0]]), np.array([[1.0]]), activation)
    np.testing.assert_array_equal(Z, [[7, -5]])
    np.testing.assert_allclose(A, expected, rtol=1e-14)


@pytest.mark.parametrize("layer_sizes", SIZES)
def test_forward_caches_every_layer(layer_sizes, rng):
    X, _, parameters = problem(layer_sizes, 7, rng)
    read_only(X, *parameters.values())
    AL, cache = network.forward(X, parameters, hidden="tanh")
    L = len(layer_sizes) - 1
    assert set(cache) == {"A0"} | {f"{letter}{l}" for letter in "ZA" for l in range(1, L + 1)}
    assert cache["A0"] is X and cache[f"A{L}"] is AL
    for l in range(1, L + 1):
        assert cache[f"Z{l}"].shape == cache[f"A{l}"].shape == (layer_sizes[l], 7)
    for l in range(1, L):
        np.testing.assert_array_equal(cache[f"A{l}"], np.tanh(cache[f"Z{l}"]))
    if layer_sizes[-1] == 1:
        assert network.output_activation(parameters) == "sigmoid"
    else:
        assert network.output_activation(parameters) == "softmax"
        np.testing.assert_allclose(AL.sum(axis=0), 1)


@pytest.mark.parametrize("n_out", [1, 2, 5])
def test_cost_is_that_of_scikit_learn(n_out, rng):
    _, Y, _ = problem([2, n_out], 50, rng)
    Z = 5 * rng.standard_normal((n_out, 50))
    AL = network.sigmoid(Z) if n_out == 1 else network.softmax(Z)
    expected = log_loss(Y[0], AL[0]) if n_out == 1 else log_loss(Y.argmax(axis=0), AL.T, labels=range(n_out))
    assert type(network.cost(AL, Y)) is float
    assert network.cost(AL, Y) == pytest.approx(expected, rel=1e-12)
    assert network.cost(AL, Y.astype(int), {"W1": None}) == network.cost(AL, Y)


@pytest.mark.parametrize("dtype", [int, np.float32, np.float64])
def test_cost_is_finite_for_outputs_of_0_and_1(dtype):
    zero_one, Y = np.array([[0, 1]], dtype), np.array([[1.0, 0.0]])
    two_rows = np.vstack([zero_one, 1 - zero_one])
    assert network.cost(zero_one, 1 - Y) == 0 == network.cost(two_rows, np.vstack([1 - Y, Y]))
    assert 30 < network.cost(zero_one, Y) < 40
    assert 30 < network.cost(two_rows, np.vstack([Y, 1 - Y])) < 40


# Backward


@pytest.mark.parametrize("m", [1, 6])
@pytest.mark.parametrize("hidden", [*SMOOTH, "relu"])
@pytest.mark.parametrize("layer_sizes", SIZES)
def test_backward_is_the_gradient_that_autograd_finds(layer_sizes, hidden, m, rng):
    X, Y, parameters = problem(layer_sizes, m, rng)
    AL, cache = network.forward(X, parameters, hidden)
    read_only(X, Y, *parameters.values(), *cache.values())
    expected = autograd.grad(independent_cost)(parameters, X, Y, hidden)
    assert network.cost(AL, Y) == pytest.approx(independent_cost(parameters, X, Y, hidden), rel=1e-12)
    assert_same(network.backward(Y, parameters, cache, hidden), {"d" + name: value for name, value in expected.items()}, atol=1e-13)


@pytest.mark.parametrize("hidden", SMOOTH)
@pytest.mark.parametrize("layer_sizes", SIZES)
def test_backward_is_the_gradient_that_central_differences_find(layer_sizes, hidden, rng):
    X, Y, parameters = problem(layer_sizes, 4, rng)
    expected = central_differences(lambda p: network.cost(network.forward(X, p, hidden)[0], Y), parameters)
    _, cache = network.forward(X, parameters, hidden)
    assert_same(network.backward(Y, parameters, cache, hidden), expected, atol=1e-9)


def changed_forward(X, parameters, change, hidden="relu"):
    """A forward pass after whose activations A[l] becomes change(A[l], l)."""
    L, A, cache = len(parameters) // 2, X, {"A0": X}
    for l in range(1, L + 1):
        A, Z = network.layer_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], hidden if l < L else network.output_activation(parameters)
        )
        if l < L:
            A, cache[f"D{l}"] = change(A, l)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


@pytest.mark.parametrize("hidden", ["tanh", "relu"])
def test_through_leads_back_through_a_change_of_A(hidden, rng):
    X, Y, parameters = problem([4, 6, 5, 3], 7, rng)
    factors = {l: rng.standard_normal((n, 7)) for l, n in ((1, 6), (2, 5))}  # signs too: relu's gate is not in the changed A
    seen = []

    def through(dA, l, cache):
        seen.append(l)
        return dA * cache[f"D{l}"]

    forward = partial(changed_forward, change=lambda A, l: (A * factors[l], factors[l]), hidden=hidden)
    expected = central_differences(lambda p: network.cost(forward(X, p)[0], Y), parameters)
    _, cache = forward(X, parameters)
    assert_same(network.backward(Y, parameters, cache, hidden, through=through), expected, atol=1e-9)
    assert seen == [2, 1]


# Parameters, labels


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_initialize_draws_orthogonal_matrices(dtype, rng):
    parameters = network.initialize([4, 7, 3, 3, 1], rng, dtype)
    assert list(parameters) == ["W1", "b1", "W2", "b2", "W3", "b3", "W4", "b4"]
    for l, (n_in, n_out) in enumerate([(4, 7), (7, 3), (3, 3), (3, 1)], start=1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        assert W.shape == (n_out, n_in) and b.shape == (n_out, 1) and W.dtype == b.dtype == dtype and W.flags.c_contiguous
        assert not b.any()
        product = W @ W.T if n_out < n_in else W.T @ W
        np.testing.assert_allclose(product, network.GAIN**2 * np.eye(min(n_in, n_out)), atol=1e-6)


def test_initialize_follows_its_generator():
    first, same, other = (network.initialize([3, 3, 1], np.random.default_rng(seed))["W1"] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, same)
    assert np.abs(first - other).max() > 0.1


def test_initialize_prefers_no_direction(rng):
    diagonals = [np.diag(network.initialize([3, 3, 1], rng)["W1"]) for _ in range(2000)]  # one-sided, if the signs of R are forgotten
    assert np.abs(np.mean(diagonals, axis=0)).max() < 6 * network.GAIN / np.sqrt(3 * 2000)


def test_signals_pass_through_ten_layers(rng):
    parameters = network.initialize([64] * 11 + [1], rng)
    _, cache = network.forward(rng.standard_normal((64, 100)), parameters)
    assert 0.1 < cache["A10"].std() < 1


def test_update_takes_a_step_and_leaves_its_inputs(rng):
    X, Y, parameters = problem([3, 4, 2], 5, rng)
    grads = network.backward(Y, parameters, network.forward(X, parameters)[1])
    read_only(*parameters.values(), *grads.values())
    names = list(parameters)
    new = network.update(parameters, grads, 0.1)
    assert list(parameters) == list(new) == names
    for name in names:
        np.testing.assert_array_equal(new[name], parameters[name] - 0.1 * grads["d" + name])
        assert not np.shares_memory(new[name], parameters[name])


def test_predict_and_accuracy():
    one_unit = {"W1": np.array([[1.0, 0.0]]), "b1": np.array([[0.0]])}
    labels = network.predict(np.array([[2.0, -2.0, 0.1], [9.0, 9.0, 9.0]]), one_unit)
    assert labels.tolist() == [[1, 0, 1]] and labels.dtype.kind == "i"
    assert network.accuracy(labels, np.array([[1.0, 1.0, 1.0]])) == 2 / 3

    three_units = {"W1": np.eye(3), "b1": np.zeros((3, 1))}
    labels = network.predict(np.array([[5.0, 0.0], [0.0, 1.0], [1.0, 2.0]]), three_units)
    assert labels.tolist() == [[0, 2]] and labels.dtype.kind == "i"
    assert network.accuracy(labels, np.array([[1, 1], [0, 0], [0, 0]])) == 0.5
    assert type(network.accuracy(labels.T, np.array([[0, 2]]))) is float
    assert network.accuracy(labels.T, np.array([[0, 2]])) == network.accuracy(labels, np.array([0, 2])) == 1


def test_predict_uses_the_forward_and_the_units_it_is_given(rng):
    X, _, parameters = problem([3, 8, 1], 50, rng)
    for hidden in ("relu", "tanh"):
        AL, _ = network.forward(X, parameters, hidden)
        np.testing.assert_array_equal(network.predict(X, parameters, hidden), AL > 0.5)
    flipped = network.predict(X, parameters, forward=lambda X, parameters: (1 - network.forward(X, parameters)[0], {}))
    np.testing.assert_array_equal(flipped, 1 - network.predict(X, parameters))


# Training


def test_train_is_the_loop_its_pieces_make(rng):
    X, Y, start = problem([3, 4, 2], 10, rng)
    read_only(X, Y, *start.values())
    parameters, history = network.train(
        X, Y, [3, 4, 2], rng=np.random.default_rng(5), epochs=2, alpha=0.5, batch_size=4, hidden="tanh", parameters=start
    )
    expected, costs, shuffle = start, [], np.random.default_rng(5)
    for _ in range(2):
        order, of_each = shuffle.permutation(10), []
        for picked in (order[:4], order[4:8], order[8:]):
            AL, cache = network.forward(X[:, picked], expected, "tanh")
            of_each += [network.cost(AL[:, [i]], Y[:, [picked[i]]]) for i in range(len(picked))]
            expected = network.update(expected, network.backward(Y[:, picked], expected, cache, "tanh"), 0.5)
        costs.append(np.mean(of_each))
    for name in start:
        np.testing.assert_allclose(parameters[name], expected[name], rtol=1e-12, err_msg=name)
    np.testing.assert_allclose(history.pop("cost"), costs, rtol=1e-12)
    assert history == {}


def test_train_without_batch_size_takes_all_examples_at_once(rng):
    X, Y, start = problem([3, 4, 1], 10, rng)
    parameters, _ = network.train(X, Y, [3, 4, 1], rng=rng, epochs=1, alpha=0.5, parameters=start)
    expected = network.update(start, network.backward(Y, start, network.forward(X, start)[1]), 0.5)
    for name in start:
        np.testing.assert_allclose(parameters[name], expected[name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("n_out", [1, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("label_dtype", [np.int64, bool, np.float64])
def test_the_precision_of_X_is_kept(dtype, label_dtype, n_out, rng):
    X, Y, parameters = problem([4, 3, n_out], 6, rng)
    X, Y = X.astype(dtype), Y.astype(label_dtype)
    trained, _ = network.train(X, Y, [4, 3, n_out], rng=rng, epochs=2, alpha=np.float64(0.1), batch_size=4)
    assert {value.dtype for value in trained.values()} == {np.dtype(dtype)}

    parameters = {name: value.astype(dtype) for name, value in parameters.items()}
    for hidden in (*SMOOTH, "relu"):
        AL, cache = network.forward(X, parameters, hidden)
        grads = network.backward(Y, parameters, cache, hidden)
        new = network.update(parameters, grads, np.float64(0.1))
        assert {value.dtype for value in (AL, *cache.values(), *grads.values(), *new.values())} == {np.dtype(dtype)}, hidden


def test_train_takes_whole_numbers_for_X(rng):
    X, Y = rng.integers(255, size=(3, 8), dtype=np.uint8), rng.integers(2, size=(1, 8))
    parameters, _ = network.train(X, Y, [3, 2, 1], rng=rng, epochs=1, alpha=1e-3)
    assert parameters["W1"].dtype == np.float64


@pytest.mark.parametrize("Y", [np.zeros((1, 5)), np.zeros(5), np.zeros((3, 4)), np.zeros((5, 3))])
def test_train_refuses_labels_of_another_shape(Y, rng):
    with pytest.raises(ValueError, match="one-hot"):
        network.train(np.zeros((2, 5)), Y, [2, 4, 3], rng=rng, epochs=1, alpha=0.1)


def test_each_epoch_is_remembered(rng):
    X, Y, _ = problem([3, 4, 1], 10, rng)
    kept = []

    def each_epoch(epoch, parameters):
        kept.append(parameters)
        return {"epoch": epoch, "b": parameters["b2"].item()} if epoch != 1 else None

    parameters, history = network.train(X, Y, [3, 4, 1], rng=rng, epochs=3, alpha=0.1, each_epoch=each_epoch)
    assert history["epoch"] == [0, 2] and len(history["cost"]) == len(kept) == 3
    assert history["b"] == [kept[0]["b2"].item(), parameters["b2"].item()]
    assert not np.array_equal(kept[0]["W1"], kept[1]["W1"])  # what was remembered is not written over


def test_pieces_of_ones_own_plug_in(rng):
    X, Y, start = problem([3, 5, 4, 1], 12, rng)
    read_only(*start.values())
    calls = []

    def own_initialize(layer_sizes, rng):
        calls.append(("initialize", layer_sizes))
        return start

    def own_forward(X, parameters, rng):  # knows nothing of hidden
        return changed_forward(X, parameters, lambda A, l: (A * (D := rng.random(A.shape)), D))

    def own_cost(AL, Y, parameters):
        return network.cost(AL, Y) + sum(np.abs(value).max() for value in parameters.values())

    def own_backward(Y, parameters, cache):
        calls.append(("backward", sorted(name for name in cache if name[0] == "D")))
        return network.backward(Y, parameters, cache, through=lambda dA, l, cache: dA * cache[f"D{l}"])

    def own_update(parameters, grads, alpha):
        for name, value in parameters.items():
            value -= alpha * np.sign(grads["d" + name])  # in place: must not reach the caller's arrays
        return parameters

    parameters, history = network.train(
        X, Y, [3, 5, 4, 1], rng=rng, epochs=1, alpha=0.25, batch_size=6, initialize=own_initialize,
        forward=partial(own_forward, rng=np.random.default_rng(1)), cost=own_cost, backward=own_backward, update=own_update,
    )  # fmt: skip
    assert calls == [("initialize", [3, 5, 4, 1])] + 2 * [("backward", ["D1", "D2"])]
    assert history["cost"][0] > max(np.abs(value).max() for value in start.values())
    steps = (parameters["W3"] - start["W3"]) / 0.25
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-12)
    assert np.abs(steps).max() > 0.9


def test_a_forward_that_does_not_know_the_units_is_refused(rng):
    X, Y, _ = problem([3, 4, 1], 5, rng)
    with pytest.raises(TypeError, match="hidden"):
        network.train(X, Y, [3, 4, 1], rng=rng, epochs=1, alpha=0.1, hidden="tanh", forward=lambda X, parameters: None)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_train_learns_ten_digits(dtype, rng):
    X, Y, X_dev, Y_dev = datasets.digits()
    parameters, history = network.train(X.astype(dtype), Y, [64, 64, 32, 10], rng=rng, epochs=30, alpha=0.3, batch_size=64)
    assert network.accuracy(network.predict(X_dev, parameters), Y_dev) > 0.95
    assert history["cost"][-1] < 0.02 < 1 < history["cost"][0]
