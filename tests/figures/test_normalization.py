"""Do the figures of chapter 6 show what they were given?"""

import numpy as np
import pytest
from matplotlib import pyplot
from scipy import optimize

from course_utils import datasets, network, plots
from course_utils.figures import normalization as figures

RNG = np.random.default_rng(0)
X = np.array([[1.0], [-0.5]]) + np.array([[2.0], [0.4]]) * RNG.standard_normal((2, 40))
Y = (X[:1] - X[1:] + RNG.standard_normal((1, 40)) > 0) * 1.0


def line(ax, label):
    return next(found for found in ax.get_lines() if found.get_label() == label)


def test_spans_draws_range_middle_half_and_mean_of_each_feature_in_order():
    ax = figures.spans({"own": X}, ["first", "second"]).axes[0]
    every, middle = (np.array(group.get_segments())[:, :, 0] for group in ax.collections)
    np.testing.assert_allclose(every, np.stack([X.min(axis=1), X.max(axis=1)], axis=1))
    np.testing.assert_allclose(middle, np.percentile(X, [25, 75], axis=1).T)
    np.testing.assert_allclose(line(ax, "mean").get_xdata(), X.mean(axis=1))
    assert [text.get_text() for text in ax.get_yticklabels()] == ["first", "second"]
    low, high = ax.get_ylim()
    assert low > high, "the first feature stands on top"


def test_spans_on_a_logarithmic_axis_puts_zero_on_the_left_edge():
    positive = np.array([[0.0, 0.03, 40.0], [2.0, 3.0, 4.0]])
    left, right = figures.spans({"log": positive, "not": positive}, ["a", "b"], log=["log"]).axes
    assert left.get_xscale() == "log" and right.get_xscale() == "linear"
    assert left.collections[0].get_segments()[0][0, 0] == 0.01 and right.collections[0].get_segments()[0][0, 0] == 0


@pytest.mark.parametrize("alpha", [0.3, 60.0])
def test_valleys_shows_the_way_of_gradient_descent_and_the_lowest_point(alpha):
    other = X - X.mean(axis=1, keepdims=True)
    figure = figures.valleys({"own": (X, Y), "centred": (other, Y)}, alpha, steps=5)
    for ax, inputs in zip(figure.axes, (X, other)):
        parameters = {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}
        way = [parameters["W1"][0]]
        for _ in range(5):  # by the network's own backward pass, the bias held at 0
            grads = network.backward(Y, parameters, network.forward(inputs, parameters)[1])
            parameters = network.update(parameters, grads | {"db1": np.zeros((1, 1))}, alpha)
            way.append(parameters["W1"][0])
        np.testing.assert_allclose(line(ax, "5 steps").get_xydata(), np.clip(way, -1e3, 1e3), atol=1e-12)
        J = lambda w, inputs=inputs: np.mean(np.logaddexp(0, w @ inputs) - Y * (w @ inputs))  # noqa: E731
        lowest = optimize.minimize(J, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-12})
        np.testing.assert_allclose(line(ax, "lowest point").get_xydata()[0], lowest.x, atol=1e-3)
        assert f"cost after 5 steps: {J(way[-1]):.3g}\nlowest: {lowest.fun:.3g}" in ax.get_title()
        (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
        assert left < 0 < right and low < 0 < high and left < lowest.x[0] < right and low < lowest.x[1] < high
        assert right - left == pytest.approx(high - low) and ax.get_aspect() == 1, "one scale, or a step would not stand at a right angle"
    assert figure.get_suptitle() == f"α = {alpha:g}"


def test_rates_and_costs_have_plain_ticks_and_each_limit_its_line():
    alphas = 10.0 ** np.arange(-3, 2)
    figure = figures.rates(alphas, {"a": [0.6, 0.3, 0.04, 5, 9], "b": np.ones(5)}, {"a": 0.2, "b": 7.0})
    ax = figure.axes[0]
    assert list(line(ax, "a").get_ydata()) == [0.6, 0.3, 0.04, 5, 9] and ax.get_xscale() == ax.get_yscale() == "log"
    assert [line(ax, f"limit, {name}").get_xdata()[0] for name in "ab"] == [0.2, 7.0]
    assert line(ax, "limit, b").get_color() == line(ax, "b").get_color()
    ax = figures.costs({"a": [0.7, 0.2, 0.1]}, "title").axes[0]
    assert list(line(ax, "a").get_xdata()) == [1, 2, 3]
    assert {"0.1", "0.2", "0.5"} <= {text.get_text() for text in ax.get_yticklabels()}


def test_two_rulers_draws_both_on_one_scale_and_says_the_error():
    shifted = X - 3
    figure = figures.two_rulers(lambda points: points[:1] > 0, Y, {"one": X, "other": shifted})
    for ax, inputs in zip(figure.axes, (X, shifted)):
        assert f"error {np.mean((inputs[:1] > 0) != Y):.1%}" in ax.get_title()
        drawn = np.concatenate([group.get_offsets() for group in ax.collections if len(group.get_offsets()) > 1])
        np.testing.assert_allclose(np.sort(drawn, axis=0), np.sort(inputs.T, axis=0))
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()


def test_the_rulers_name_the_classes_as_they_are_asked_to():
    figure = figures.two_rulers(lambda points: points[:1] > 0, Y, {"one": X}, ("malignant", "benign"))
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["malignant", "benign"]


def test_clouds_are_drawn_on_one_scale_with_their_two_directions():
    figure = figures.clouds({"own": X, "half": X / 2})
    for ax, inputs in zip(figure.axes, (X, X / 2)):
        dots, *directions = ax.get_lines()
        np.testing.assert_allclose(dots.get_xydata(), inputs.T)
        along = [np.diff(found.get_xydata(), axis=0)[0] for found in directions]
        assert along[0] @ along[1] == pytest.approx(0, abs=1e-9)
        mean_square = [np.mean((way / np.linalg.norm(way) @ inputs) ** 2) for way in along]
        np.testing.assert_allclose([np.linalg.norm(way) / 4 for way in along], np.sqrt(mean_square))
    assert figure.axes[0].get_xlim() == figure.axes[1].get_ylim()


def test_the_names_of_the_features_are_scikit_learns_in_the_order_of_the_rows():
    names = datasets.breast_cancer_features()
    train = datasets.breast_cancer()[0]
    assert len(names) == len(train) == 30 and len(set(names)) == 30
    radius, perimeter, area = (train[names.index(f"mean {what}")] for what in ("radius", "perimeter", "area"))
    np.testing.assert_allclose(area, np.pi * radius**2, rtol=0.25)
    assert np.all(perimeter > 2 * np.pi * 0.98 * radius)


def test_figures_have_words_and_leave_nothing_open():
    drawn = [
        figures.spans({"own": X}, ["a", "b"]),
        figures.valleys({"own": (X, Y)}),
        figures.costs({"a": [1.0, 0.5]}),
        figures.rates([0.1, 1.0], {"a": [1.0, 0.5]}, {"a": 0.3}),
        figures.two_rulers(lambda points: points[:1] > 0, Y, {"one": X}),
        figures.clouds({"one": X}),
    ]
    for figure in drawn:
        data, _ = plots.mime_bundle(figure)
        assert data["image/png"] and data["text/plain"]
    assert not pyplot.get_fignums()
