"""Do the figures of chapter 3 show what they were given?"""

import numpy as np
import pytest
from matplotlib import pyplot

from course_utils import network, plots
from course_utils.figures import regularization as figures

RNG = np.random.default_rng(0)
X = RNG.uniform(-1, 1, (2, 20))
Y = (X[:1] > 0) * 1.0
STRAIGHT = {"W1": np.array([[5.0, 0.0]]), "b1": np.zeros((1, 1))}


def scaled(factor):
    """A tanh network whose weights are those of one network times a factor, and whose last bias says "class 1"."""
    parameters = network.initialize([2, 4, 1], np.random.default_rng(1))
    return {k: factor * v if k[0] == "W" else v + (0.1 if k == "b2" else 0) for k, v in parameters.items()}


NETWORKS = {0: scaled(3.0), 0.5: scaled(0.5), 10: scaled(1e-3)}


def error(parameters):
    return np.mean((network.forward(X, parameters, hidden="tanh")[0] > 0.5) != Y)


@pytest.mark.parametrize("lambd", NETWORKS)
def test_sweep_shows_errors_and_weights_of_the_network_that_is_chosen(lambd):
    figure = figures.sweep(NETWORKS, (X, Y), (X, 1 - Y), lambd, straight=STRAIGHT)
    boundary, weights, errors = figure.axes
    drawn = {line.get_label(): line.get_ydata() for line in errors.get_lines()}
    wanted = np.array([error(p) for p in NETWORKS.values()])
    np.testing.assert_allclose(drawn["training set"], wanted)
    np.testing.assert_allclose(drawn["dev set"], 1 - wanted)
    here = errors.get_lines()[-1].get_xdata()[0]
    assert here == list(NETWORKS).index(lambd) and [t.get_text() for t in errors.get_xticklabels()] == ["0", "0.5", "10"]
    assert f"{error(NETWORKS[lambd]):.1%} training" in errors.get_title()
    counts = weights.patches[0].get_data().values
    assert counts.sum() == 12  # 2 x 4 + 4 weights, no bias, none outside the axis
    assert f"{max(np.abs(NETWORKS[lambd][k]).max() for k in ('W1', 'W2')):.2g}" in weights.get_title()
    assert boundary.get_title() == f"λ = {lambd:g}: the boundary"


def test_the_order_of_the_networks_does_not_matter():
    turned = dict(reversed(NETWORKS.items()))
    one, other = (figures.sweep(n, (X, Y), (X, Y), 0.5).axes[2].get_lines()[0].get_ydata() for n in (NETWORKS, turned))
    np.testing.assert_array_equal(one, other)


def test_straighten_counts_the_share_of_small_z():
    figure = figures.straighten(NETWORKS, (X, Y), STRAIGHT)
    below = [ax for ax in figure.axes if "shaded" in ax.get_title()]
    shares = []
    for ax, (lambd, parameters) in zip(below, NETWORKS.items()):
        z = parameters["W1"] @ X + parameters["b1"]
        shares.append(np.mean(np.abs(z) <= figures.LINEAR))
        assert ax.get_title() == f"λ = {lambd:g}: {shares[-1]:.0%} of z shaded"
        ticks = next(line for line in ax.get_lines() if line.get_label() == "the units")
        np.testing.assert_allclose(np.sort(ticks.get_xdata()), np.sort(z.ravel()))
        low, high = ax.get_xlim()
        assert low <= z.min() and z.max() <= high
    assert shares[0] < shares[1] < shares[2] == 1
    assert 0.92 < np.tanh(figures.LINEAR) / figures.LINEAR < 1  # "nearly straight"


def test_weight_paths_puts_exact_zeros_on_a_line_of_their_own_and_counts_them():
    path = np.array([[1.0, -1.0, 0.5], [0.5, -1e-3, 1e-12], [0.4, 0.0, 1e-12]])
    ax = figures.weight_paths({"some": path, "other": path[:1]}, marked=1).axes[0]
    assert ax.get_title() == "some\n1 of 3 exactly 0"
    gone, tiny, marked = (line.get_ydata() for line in ax.get_lines())
    assert gone[-1] == figures.GONE and np.all(gone[:-1] > figures.GONE)
    assert tiny[-1] > figures.GONE  # small is not 0
    np.testing.assert_array_equal(marked, [1.0, 0.5, 0.4])
    assert ax.get_lines()[2].get_label() == "inputs that matter"


def test_prices_shows_the_path_and_the_line_of_equal_price_through_its_end():
    path = np.array([[2.0, 0.5], [1.5, 0.0], [1.0, 0.0]])
    figure = figures.prices({"circle": (path, np.zeros((1, 1)), 2), "diamond": (path, np.zeros((1, 1)), 1)}, X, Y, (-2, 3))
    for ax, power in zip(figure.axes, (2, 1)):
        drawn = {line.get_label(): np.array(line.get_data()) for line in ax.get_lines()}
        np.testing.assert_allclose(np.sum(np.abs(drawn["equal price"]) ** power, axis=0), 1.0)
        np.testing.assert_array_equal(drawn["path of the weights"], path.T)
        assert ax.get_title().endswith("w₁ = 1.00, w₂ = 0 exactly")


def test_pixel_weights_marks_each_sign_and_leaves_zeros_empty():
    weights = np.zeros((2, 64))
    weights[0, [0, 9]], weights[1, 5] = 2.0, -1.0
    one, other = figures.pixel_weights(weights, ["a", "b"]).axes
    assert [len(marks.get_offsets()) for marks in one.collections] == [2, 0]
    assert [len(marks.get_offsets()) for marks in other.collections] == [0, 1]
    np.testing.assert_array_equal(other.collections[1].get_offsets(), [[5, 0]])
    assert one.images[0].get_clim() == other.images[0].get_clim() == (-2, 2)


def test_figures_have_words_and_leave_nothing_open():
    drawn = [
        figures.sweep(NETWORKS, (X, Y), (X, Y), 0),
        figures.straighten(NETWORKS, (X, Y)),
        figures.weight_paths({"some": np.ones((2, 3))}, 1),
        figures.prices({"some": (np.ones((2, 2)), np.zeros((1, 1)), 1)}, X, Y, (-2, 2)),
        figures.pixel_weights(np.ones((2, 64)), ["a", "b"]),
    ]
    for figure in drawn:
        data, _ = plots.mime_bundle(figure)
        assert data["image/png"] and data["text/plain"]
    assert not pyplot.get_fignums()
