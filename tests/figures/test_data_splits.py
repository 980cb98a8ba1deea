"""Do the figures of chapter 1 hold what they were given, in words too?"""

import itertools

import numpy as np
import pytest

from course_utils import plots
from course_utils.figures import data_splits as figures


def test_each_writer_has_a_row_of_framed_pictures():
    X, writer = np.random.default_rng(0).random((64, 9)), np.array([0, 0, 0, 0, 3, 3, 3, 3, 3])
    axes = [ax for ax in figures.hands(X, writer, columns=4).axes if ax.images]
    assert [ax.get_title() for ax in axes] == ["writer 0", "", "", "", "writer 3", "", "", ""]
    np.testing.assert_array_equal(axes[5].images[0].get_array(), X[:, 5].reshape(8, 8))
    assert all(ax.axison and ax.spines["top"].get_visible() for ax in axes)


def test_every_measurement_is_a_dot_and_their_mean_a_bar():
    ax = figures.dots({"a": [1, 2, 6], "b": [5]}, "error", "T", guess=(1, 2), truth=4).axes[0]
    first, mean, second = ax.get_lines()[:3]
    np.testing.assert_array_equal(first.get_xdata(), [1, 2, 6])
    np.testing.assert_array_equal(mean.get_xdata(), [3, 3])
    assert second.get_xdata().tolist() == [5] and [t.get_text() for t in ax.get_yticklabels()] == ["a", "b"]


def test_the_spread_is_marked_on_the_line_of_the_formula():
    lines = figures.spread([25, 100], [0.06, 0.03], [0.061, 0.0305]).axes[0].get_lines()
    assert {line.get_label(): line.get_ydata().tolist() for line in lines} == {
        "the formula": [0.061, 0.0305],
        "measured, 1000 dev sets each": [0.06, 0.03],
    }


def test_the_parts_are_drawn_in_proportion_and_numbered_where_there_is_room():
    figure = figures.parts({"few": (5, 1, 2), "many": (9800, 100, 100)}, "T")
    ax = figure.axes[0]
    drawn = {group.get_label(): [(bar.get_x(), bar.get_width()) for bar in group] for group in ax.containers}
    np.testing.assert_allclose(drawn["training set"], [(0, 62.5), (0, 98)])
    np.testing.assert_allclose(drawn["dev set"], [(62.5, 12.5), (98, 1)])
    np.testing.assert_allclose(drawn["test set"], [(75, 25), (99, 1)])
    assert [text.get_text() for text in ax.texts] == ["5", "9 800", "1", "2"]


def test_a_wrong_choice_is_as_likely_as_counting_all_cases_says():
    better, worse, m = 0.8, 0.7, 3

    def chance(right, p):
        return np.prod([p if r else 1 - p for r in right])

    cases = list(itertools.product([0, 1], repeat=m))
    wanted = sum(chance(a, better) * chance(b, worse) for a in cases for b in cases if sum(b) >= sum(a))
    assert figures.wrong_choice(better, worse, m) == pytest.approx(wanted)


def test_a_wrong_choice_becomes_rare_with_more_examples():
    chances = [figures.wrong_choice(0.9, 0.87, m) for m in figures.SIZES]
    assert all(a > b for a, b in itertools.pairwise(chances)) and chances[0] > 0.4 and chances[-1] < 1e-6


@pytest.mark.parametrize(
    "m, better, difference", [(25, 0.98, 0.1), (25, 0.7, 0.01), (100, 0.9, 0.03), (10_000, 0.7, 0.01), (10_000, 0.98, 0.1)]
)
def test_two_models_can_be_drawn_at_every_end_of_its_controls(m, better, difference):
    figure = figures.two_models(m, better, difference)
    hills = [line for line in figure.axes[0].get_lines() if "model" in str(line.get_label())]
    for line, p in zip(hills, (better, better - difference), strict=True):
        x, heights = line.get_xdata(), line.get_ydata()
        assert heights.sum() == pytest.approx(1, abs=1e-3) and x @ heights == pytest.approx(p, abs=2e-3)
    said = f"{figures.wrong_choice(better, better - difference, m):.1%}"
    assert f"as good in {said} of the cases" in plots.describe(figure)
