"""Do the figures of chapter 7 show what autograd says, and whatever comes?"""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from course_utils import plots
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


def test_the_axes_of_the_widget_stay_where_they_are(signal):
    seen = [figures.scale_and_depth(draw, *signal, scale=scale, depth=depth) for scale, depth in ((0.02, 50), (0.4, 3))]
    assert {(ax.get_xlim(), ax.get_ylim()) for figure in seen for ax in figure.axes} == {((-1.0, 51.0), figures.LEVEL)}


@pytest.mark.parametrize(("activation", "edge"), [("tanh", np.arctanh(np.sqrt(0.9))), ("sigmoid", 2 * np.arctanh(np.sqrt(0.9)))])
def test_flat_is_where_the_slope_is_below_a_tenth_of_its_largest(activation, edge):
    X = edge * np.array([[-1.01, -0.99, 0, 0.99, 1.01]])
    ((_, share),) = figures.flat_shares({"W1": np.eye(1), "b1": np.zeros((1, 1))}, X, activation)
    assert share == 0.4


def test_a_relu_is_flat_where_it_is_0():
    parameters = {"W1": np.eye(1), "b1": np.zeros((1, 1))}
    assert figures.flat_shares(parameters, np.array([[-2.0, -1, 0, 0.1]]), "relu")[0][1] == 0.75


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_a_layer_is_drawn_with_its_share_whatever_comes(signal, activation):
    networks = {"fine": draw([6] * 3, 1.0, np.random.default_rng(1)), "too large": draw([6] * 3, 1e200, np.random.default_rng(1))}
    figure = figures.activation_layers(networks, signal[0], activation, layers=(1, 2))
    plots.mime_bundle(figure)
    shares = [figures.flat_shares(parameters, signal[0], activation)[1][1] for parameters in networks.values()]
    assert [f"layer 2: {share:.0%}" in ax.get_title() for ax, share in zip(figure.axes, shares)] == [True, True]
    assert figure.get_size_inches()[0] <= 8.4


def test_rules_are_drawn_with_20_layers_as_wide_as_the_inputs(signal):
    asked = []

    def rule(sizes, rng):
        asked.append(sizes)
        return draw(sizes, 1.0, rng)

    assert len(figures.three_rules({"mine": rule}, signal[0]).axes) == 1 and asked == [[6] * 21]


def test_each_error_has_a_picture_of_its_own_on_one_axis():
    figure = figures.errors_side_by_side({"a": [0.9, 0.5], "b": [0.9, 0.9]}, 0.9, "two")
    assert [ax.get_title() for ax in figure.axes] == ["a\nends at 0.50", "b\nends at 0.90"]
    assert len({ax.get_ylim() for ax in figure.axes}) == 1
