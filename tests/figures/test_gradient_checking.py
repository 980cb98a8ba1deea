"""The figures of chapter 8 show what they are given."""

import numpy as np
import pytest

from course_utils import datasets, network, plots
from course_utils.black_boxes import bugs
from course_utils.figures import gradient_checking as figures
from course_utils.reference.gradient_checking import check_network_gradients, verdict


def texts(ax):
    return [t.get_text() for t in ax.texts]


def test_a_table_has_a_bar_and_a_word_for_each_parameter_in_order_from_above():
    ax = figures.table_bars({"W1": 3e-10, "b1": 2e-5, "W2": 0.5, "b2": float("nan")}, verdict, "title").axes[0]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["W1", "b1", "W2", "b2"] and ax.yaxis_inverted()
    assert texts(ax) == ["< 1e-7 great", "2.0e-05 inspect", "5.0e-01 bug", "nan bug"]
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([figures.GREAT, 2e-5, 0.5, 1.0])
    assert len({(bar.get_facecolor(), bar.get_hatch()) for bar in ax.patches}) == 3


def test_a_word_that_is_no_verdict_is_drawn_all_the_same():
    assert texts(figures.table_bars({"W1": 0.0}, lambda difference: "fine").axes[0]) == ["< 1e-7 fine"]


def test_the_chords_go_through_two_points():
    ax = figures.chords(np.square, 0.5, 3.0, one_sided=True).axes[0]
    points = ax.get_lines()[-1]
    assert list(points.get_xdata()) == [0.0, 0.5] and list(points.get_ydata()) == [0, 0.25]
    centred = figures.chords(np.square, 0.5, 3.0).axes[0].get_lines()[-1]
    assert list(centred.get_xdata()) == [-0.5, 0.5]


def test_lines_on_log_axes_leave_out_zeros_and_read_as_one_types_numbers():
    x = 10.0 ** np.arange(-8, 0)
    ax = figures.loglog(
        x, {"a": x**2, "b": 0 * x}, "x", "y", guides=[("square", 2, (1e-4, 1e-9))], marks=[("here", 1e-7)], bands=True
    ).axes[0]
    assert ax.get_xscale() == ax.get_yscale() == "log" and np.isnan(ax.get_lines()[1].get_ydata()).all()
    assert {"square", "here"} <= set(texts(ax)) and "1e-8" in [t.get_text() for t in ax.get_xticklabels()]
    named = figures.loglog(["0", "5"], {"a": [1e-3, 2e-3]}, "epochs", "y").axes[0]
    assert named.get_xscale() != "log" and "0.001" in [t.get_text() for t in named.get_yticklabels()]


def test_dots_count_what_fails():
    ax = figures.dots({"one": [1e-9, 1e-7, 0.3], "two": [0.0, 1e-12]}, "largest row").axes[0]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["one\n2 of 3 fail", "two\n0 of 2 fail"]


def test_jumps_show_every_number():
    rng = np.random.default_rng(0)
    under, drawn = rng.standard_normal((5, 4)), rng.standard_normal(4)
    lines = figures.jumps(np.arange(4), under, drawn).axes[0].get_lines()
    assert len(lines) == 6 and lines[-1].get_ydata() == pytest.approx(drawn) and lines[2].get_ydata() == pytest.approx(under[2])


def test_the_board_shows_the_bug_that_is_chosen_and_leaves_the_parameters_alone():
    rng = np.random.default_rng(4)
    X, Y = datasets.moons(20, 0.2, rng)
    start = network.initialize([2, 3, 3, 2, 1], rng)
    before = {name: value.copy() for name, value in start.items()}
    words = {}
    for bug in bugs.LETTERS:
        figure = figures.bug_board(check_network_gradients, verdict, {0: start}, X, Y, bug=bug, epoch=0)
        words[bug] = "".join(text.split()[-1][0] for text in texts(figure.axes[0]))
    assert words == {"none": "g" * 8, "A": "bbbbgggg", "B": "gggbgggg", "C": "ggggggbg", "D": "b" * 8, "E": "g" * 8}
    assert all(np.array_equal(start[name], before[name]) for name in start)
    assert "eps = 1e-9" in figures.bug_board(check_network_gradients, verdict, {10: start}, X, Y, log10_eps=-9).axes[0].get_title()


def test_the_figures_can_be_put_into_words():
    words = plots.describe(figures.tables({"run A": {"W1": 0.1, "b1": 1e-9}, "run B": {"W1": 2e-10}}, verdict))
    assert "run A" in words and "W1 1.0e-01 bug, b1 < 1e-7 great" in words and "W1 < 1e-7 great" in words
    over = figures.over_training([0, 10], {"bug E": [1e-10, 0.5], "right": [1e-10, 2e-10]})
    assert "bug E from 1e-08 to 0.5" in plots.describe(over)


def test_the_guides_of_the_curve_stand_beside_it():
    steps = 10.0 ** np.arange(-1, -12.5, -0.5)
    ax = figures.u_curve(steps, {"float64": steps**2 + 1e-16 / steps, "float32": steps**2 + 1e-7 / steps}).axes[0]
    assert plots.describe(ax.figure).endswith("float64, float32")  # rounding decides where they end
    assert {"grows with eps²", "grows with 1/eps", "the lecture's 1e-7"} <= set(texts(ax))
