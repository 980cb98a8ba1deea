"""Do the figures of chapter 4 show what they were given?"""

import numpy as np

from course_utils import network, plots
from course_utils.figures import dropout as figures
from course_utils.reference.dropout import dropout_forward

RNG = np.random.default_rng(0)
X = RNG.uniform(-1, 1, (2, 20))
Y = (X[:1] > 0) * 1.0


def test_a_frame_goes_round_each_digit():
    figure = figures.framed(RNG.random((64, 3)), ["a", "b", "c"])
    assert [ax.get_title() for ax in figure.axes] == ["a", "b", "c"] and all(ax.axison for ax in figure.axes)


def test_the_box_is_round_the_first_pixel():
    (box,) = figures.pixel_shares(RNG.random((1, 64)), ["a"]).axes[0].patches
    assert box.get_xy() == (-0.5, -0.5) and box.get_width() == box.get_height() == 1


def test_sums_has_a_line_at_each_mean_and_one_at_the_whole():
    ax = figures.sums({"one": np.array([1.0, 3.0]), "two": np.array([4.0, 8.0])}, 5.0).axes[0]
    assert {line.get_label(): line.get_xdata()[0] for line in ax.get_lines()} == {"nothing dropped": 5, "mean, one": 2, "mean, two": 6}


def test_costs_counts_how_often_the_cost_rose():
    falls, jumps = figures.costs({"falls": [3.0, 2, 1], "jumps": [3.0, 4, 5]}, 3).axes
    assert falls.get_title().endswith("rose in 0 of 2 epochs") and jumps.get_title().endswith("rose in 2 of 2 epochs")


def test_thinning_is_no_wider_than_a_page_and_has_one_legend():
    networks = {"a": network.initialize([2, 4, 3, 1], RNG), "b": network.initialize([2, 4, 3, 1], RNG)}
    figure = figures.thinning(networks, dropout_forward, (X, Y), (X, Y), keep_prob=0.5, layer=1, draw=2)
    assert figure.get_figwidth() <= 8.4 and all(ax.get_legend() is None for ax in figure.axes)
    assert {text.get_text() for text in figure.legends[0].get_texts()} >= {"kept", "y = 0", "y = 1"}
    assert plots.describe(figure)
