"""Do the figures of chapter 9 hold what they were given, in words too?"""

import numpy as np
import pytest

from course_utils import plots
from course_utils.figures import capstone as figures
from course_utils.reference.capstone import best_so_far

LOG = [
    {"alpha": a, "lambd": s, "train_error": t, "dev_error": d}
    for a, s, t, d in ((0.01, 3, 0.5, 0.6), (0.4, 0.2, 0.0, 0.2), (1.5, 20, 0.1, 0.15), (0.1, 1, 0.05, 0.3))
]


def test_the_table_has_a_line_for_each_turn_with_its_errors_and_settings():
    lines = figures.table([{"name": "raw pixels", "alpha": 0.1, "train_error": 0.9, "dev_error": 0.875}, *LOG]).splitlines()
    assert len(lines) == 1 + 5
    assert lines[1].split() == ["0", "0.900", "0.875", "raw", "pixels,", "alpha", "0.1"]
    assert lines[4].split() == ["3", "0.100", "0.150", "alpha", "1.5,", "lambd", "20"]


def test_the_turns_show_both_errors_the_lowest_so_far_and_the_best():
    rows = [row | {"name": f"idea {i}"} for i, row in enumerate(LOG)]
    figure = figures.turns(rows, 0.25, best_so_far, "T")
    drawn = {line.get_label(): np.asarray(line.get_xdata(), float) for line in figure.axes[0].get_lines()}
    np.testing.assert_allclose(drawn["training error"], [0.5, 0, 0.1, 0.05])
    np.testing.assert_allclose(drawn["dev error"], [0.6, 0.2, 0.15, 0.3])
    np.testing.assert_allclose(drawn["lowest dev error so far"], [0.6, 0.2, 0.15, 0.15])
    np.testing.assert_allclose(drawn["best turn"], [0.15])
    np.testing.assert_allclose(drawn["baseline 0.250"], [0.25, 0.25])
    assert [tick.get_text() for tick in figure.axes[0].get_yticklabels()] == ["idea 0  0", "idea 1  1", "idea 2  2", "idea 3  3"]


@pytest.mark.parametrize("scale", ["log", "linear"])
@pytest.mark.parametrize("turns", [1, 2, 4, None])
def test_a_search_can_be_drawn_at_every_end_of_its_controls(turns, scale):
    figure = figures.search(LOG, 0.25, best_so_far, turns, scale)
    left, right = figure.axes[:2]
    some = LOG[:turns]
    np.testing.assert_allclose(left.collections[0].get_offsets(), [(row["alpha"], row["lambd"]) for row in some])
    np.testing.assert_allclose(left.collections[0].get_array(), [row["dev_error"] for row in some])
    assert left.get_xscale() == scale and f"best of {len(some)}" in left.get_title()
    star = left.get_lines()[0]
    best = min(some, key=lambda row: row["dev_error"])
    assert (star.get_xdata()[0], star.get_ydata()[0]) == (best["alpha"], best["lambd"])
    assert f"lowest dev error {best['dev_error']:.3f}" in right.get_title() and right.get_title() in plots.describe(figure)


def test_reports_stand_beside_their_baselines():
    ax = figures.reports(["A", "B"], [0.1, 0.2], [0.02, 0.03], [0.3, 0.21], "T").axes[0]
    np.testing.assert_allclose([segment[:, 1] for segment in ax.collections[0].get_segments()], [[0.08, 0.12], [0.17, 0.23]])
    drawn = {line.get_label(): line.get_ydata() for line in ax.get_lines()}
    np.testing.assert_allclose(drawn["network, ± margin"], [0.1, 0.2])
    np.testing.assert_allclose(drawn["baseline"], [0.3, 0.21])
    assert "baseline from 0.3 to 0.21" in plots.describe(ax.figure)


def test_dev_costs_have_a_dot_where_they_are_lowest():
    ax = figures.dev_costs({"a": [3.0, 1.0, 2.0], "b": [2.0, 1.5]}, "T").axes[0]
    dots = [line.get_xydata().tolist() for line in ax.get_lines() if len(line.get_xdata()) == 1]
    assert dots == [[[2, 1.0]], [[2, 1.5]]] and [t.get_text() for t in ax.get_legend().get_texts()] == ["a", "b"]


@pytest.mark.parametrize("m", [1, 10, 23])
def test_every_picture_has_a_frame_and_a_title(m):
    X = np.random.default_rng(0).random((64, m))
    figure = figures.pictures(X, [f"image {i}" for i in range(m)], "T")
    shown = [ax for ax in figure.axes if ax.axison]
    assert [ax.get_title() for ax in shown] == [f"image {i}" for i in range(m)]
    for i, ax in enumerate(shown):
        np.testing.assert_array_equal(ax.get_images()[0].get_array(), X[:, i].reshape(8, 8))
        assert all(spine.get_visible() for spine in ax.spines.values())


def test_confusions_stand_in_the_row_of_the_truth_and_the_right_ones_are_left_out():
    ax = figures.confusions(np.array([1, 1, 2, 0, 2]), np.array([0, 0, 2, 1, 2])).axes[0]
    assert {(t.get_position(), t.get_text()) for t in ax.texts} == {((1, 0), "2"), ((0, 1), "1")}
    assert np.trace(ax.get_images()[0].get_array()) == 0


@pytest.mark.parametrize("figure", [figures.turns, figures.search])
def test_no_figure_is_wider_than_the_page(figure):
    assert figure(LOG, 0.25, best_so_far).get_size_inches()[0] <= 8.4


def test_the_table_says_whether_a_turn_was_kept_in_words():
    row = {"name": "an idea", "train_error": 0.1, "dev_error": 0.2, "keep": np.True_}
    assert figures.table([row, row | {"keep": False}]).splitlines()[1].endswith("an idea, keep")
    assert figures.table([row | {"keep": False, "why": [1]}]).endswith("an idea, no keep, [1]")


def test_mended_images_stand_above_the_line_and_spoiled_ones_below():
    before, after = np.array([1, 1, 0, 0, 1, 0], bool), np.array([0, 0, 1, 0, 1, 0], bool)
    ax = figures.mended_and_spoiled(before, after, [[0, 1, 2], [3, 4, 5]], "T").axes[0]
    assert [bar.get_height() for bar in ax.patches] == [2, 0, -1, 0]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1 (in place)", "2 (far off)"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["mended: 2", "spoiled: 1"]


def test_a_dropped_turn_has_a_hollow_square():
    ax = figures.turns([LOG[0], LOG[1] | {"keep": False}, *LOG[2:]], 0.25, best_so_far).axes[0]
    (hollow,) = [line for line in ax.get_lines() if line.get_label() == "dev error, dropped"]
    assert hollow.get_xydata().tolist() == [[LOG[1]["dev_error"], 1]] and hollow.get_markerfacecolor() == "white"


def test_a_long_name_of_a_turn_is_cut():
    rows = [row | {"name": "many words " * 12} for row in LOG]
    ticks = [tick.get_text() for tick in figures.turns(rows, 0.25, best_so_far).axes[0].get_yticklabels()]
    assert all(len(tick) < 40 and "…" in tick for tick in ticks)
