"""The figures of chapter 7, and the measures of random weights that its exercises are judged by."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from course_utils import plots
from course_utils.checking.measures import draws
from course_utils.checking.record import record
from course_utils.figures import initialization as figures


def draw(sizes, scale, rng):
    """Orthogonal weights times a scale: every layer multiplies lengths by just that."""
    weights = {f"W{l}": scale * np.linalg.qr(rng.standard_normal((n, n)))[0] for l, n in enumerate(sizes[1:], 1)}
    return weights | {f"b{l}": np.zeros((n, 1)) for l, n in enumerate(sizes[1:], 1)}


@pytest.fixture
def signal():
    rng = np.random.default_rng(0)
    return rng.standard_normal((6, 5)), rng.standard_normal((6, 5))


def test_spread_is_the_root_of_the_mean_square():
    assert figures.spread(np.array([3.0, -4.0])) == pytest.approx(12.5**0.5)
    assert np.isnan(figures.spread(np.array([1e200])))
    assert figures.spread(np.array([1e25], np.float32)) == pytest.approx(1e25)  # squared, it would overflow in float32


def test_layer_spreads_agree_with_autograd(signal):
    X, G = signal
    parameters = draw([6] * 4, 0.9, np.random.default_rng(1))

    def output(A):
        for l in (1, 2, 3):
            A = anp.tanh(parameters[f"W{l}"] @ A + parameters[f"b{l}"])
        return A

    forward, backward = figures.layer_spreads(parameters, X, G, "tanh")
    assert forward[0] == pytest.approx(figures.spread(X))
    assert forward[-1] == pytest.approx(figures.spread(output(X)))
    assert backward[-1] == pytest.approx(figures.spread(G))
    assert backward[0] == pytest.approx(figures.spread(autograd.grad(lambda A: anp.sum(G * output(A)))(X)))


def test_orthogonal_layers_multiply_by_their_scale_in_both_directions(signal):
    forward, backward = figures.layer_spreads(draw([6] * 11, 0.5, np.random.default_rng(1)), *signal, "linear")
    assert np.allclose(forward[1:] / forward[:-1], 0.5)
    assert np.allclose(backward[:-1] / backward[1:], 0.5)


@pytest.mark.parametrize("values", [[1.0, 1e-30, 0.0], [0.0, 0.0, 0.0], [np.nan, np.inf, 5.0], [1.0, 1.0, 1.0]])
def test_log_curves_draw_what_can_be_drawn_without_a_warning(values):
    figure = figures.log_curves(range(3), {"a": values}, "layer", "spread")
    plots.mime_bundle(figure)
    drawn = figure.axes[0].get_lines()[0].get_ydata()
    assert np.array_equal(np.isfinite(drawn), np.isfinite(values) & (np.array(values) > 0))


@pytest.mark.parametrize(("low", "high"), [(-56.2, 42.7), (-0.3, 0.4), (-2.0, 0.3), (0.1, 9.0)])
def test_ticks_lie_within_and_are_few_but_more_than_one(low, high):
    ticks = [float(text) for text in figures._ticks(low, high)]
    assert 2 <= len(ticks) <= 10
    assert all(10**low <= tick <= 10**high for tick in ticks)


def test_signals_may_have_different_depths(signal):
    networks = {f"{L} layers": draw([6] * (L + 1), 1.1, np.random.default_rng(L)) for L in (3, 8)}
    left, right = figures.signals(networks, *signal, "relu").axes
    assert left.get_xlim()[1] >= 8
    assert [len(line.get_ydata()) for line in right.get_lines()] == [9, 9]


def test_scale_and_depth_is_pure_and_says_what_comes_out(signal):
    first, second = (figures.scale_and_depth(draw, *signal, scale=0.6, depth=4, activation="linear") for _ in range(2))
    titles = [ax.get_title() for ax in first.axes]
    assert titles == [ax.get_title() for ax in second.axes]
    assert all("scale 0.60, 4 layers" in title and f"{0.6**4:.2g} times" in title for title in titles)


# --- the measures --------------------------------------------------------------------------------


def records(parameters):
    return [record(lambda: parameters, {})]


def test_weights_are_measured_against_what_is_wanted():
    rng = np.random.default_rng(0)
    drawn = {"W1": 0.5 * rng.standard_normal((80, 90)), "b1": np.zeros((80, 1)), "W2": rng.random((70, 80)), "b2": np.ones((70, 1))}
    mean, spread = draws.weights_mean({}, records(drawn)), draws.weights_spread({}, records(drawn), [0.25, 1 / 3**0.5])
    assert mean == pytest.approx([0, 0.75**0.5], abs=0.05)
    assert spread == pytest.approx([1, 0], abs=0.05)  # one doubling too large, and right
    assert draws.not_zero({}, records(drawn)) == "b2 (all 1)"
    assert draws.entries({}, records(drawn)) == "W1, W2, b1, b2"


def test_weights_that_are_no_draws_are_called_so():
    column = np.random.default_rng(0).standard_normal((4, 1))
    made = {"W1": np.zeros((4, 3)), "b1": 0, "W2": np.repeat(column, 4, 1), "b2": 0, "W3": np.full((4, 4), 0.3), "b3": 0}
    assert draws.weights_mean({}, records(made)) == ["all 0", "one draw a row", "one draw for all"]


def test_layers_of_the_same_draws_are_told():
    rng = np.random.default_rng(0)
    W = rng.standard_normal((4, 5))
    assert draws.weights_alike({}, records({"W1": W, "b1": 0, "W2": 3 * W.reshape(10, 2)[:6], "b2": 0})) == "W1 and W2"
    assert draws.weights_alike({}, records({"W1": W, "b1": 0, "W2": rng.standard_normal((6, 2)), "b2": 0})) == "none"
