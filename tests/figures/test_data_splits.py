"""Do the figures of chapter 1 hold what they were given, in words too?"""

import itertools

import numpy as np
import pytest

from course_utils import plots
from course_utils.figures import data_splits as figures


def test_the_loop_names_its_three_stations():
    texts = " ".join(text.get_text() for text in figures.loop().axes[0].texts)
    assert all(word in texts for word in ("Idea", "Code", "Experiment"))
    assert "Idea → Code → Experiment" in plots.describe(figures.loop())


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
