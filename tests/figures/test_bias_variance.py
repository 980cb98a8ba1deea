"""Do the figures of chapter 2 hold what they were given, in words too?"""

import numpy as np
import pytest

from course_utils import plots
from course_utils.figures import bias_variance as figures


def bars(ax):
    """{label: [(left, width), …]} of horizontal bars."""
    return {group.get_label(): [(bar.get_x(), bar.get_width()) for bar in group] for group in ax.containers}


def test_each_bar_of_the_staircase_begins_where_the_one_before_ends():
    figure = figures.staircase(["p", "q"], [0.02, 0.15], [0.05, -0.1], [0.01, 0.2], "T")
    drawn = {label: np.array(pairs) for label, pairs in bars(figure.axes[0]).items()}
    np.testing.assert_allclose(drawn["human error"], [(0, 2), (0, 15)])
    np.testing.assert_allclose(drawn["avoidable bias"], [(2, 5), (15, -10)])
    np.testing.assert_allclose(drawn["variance"], [(7, 1), (5, 20)])
    assert {"−10", "20"} <= {text.get_text() for text in figure.axes[0].texts}
    arrows = [text for text in figure.axes[0].texts if text.arrow_patch is not None]
    assert [(arrow.xyann[0], arrow.xy[0]) for arrow in arrows] == [(pytest.approx(15), pytest.approx(5))]


def test_a_bundle_shows_every_run_their_mean_and_the_truth():
    x, predictions = np.linspace(-1, 1, 5), np.random.default_rng(0).standard_normal((7, 5))
    figure = figures.bundles(x, figures.wave(x), {"a": predictions, "b": predictions[:2]})
    first, second = (ax.get_lines() for ax in figure.axes)
    assert len(first) == 7 + 2 and len(second) == 2 + 2
    np.testing.assert_allclose(first[-1].get_ydata(), predictions.mean(axis=0))
    assert "single models" in plots.describe(figure)


def test_the_parts_of_an_error_are_drawn_with_their_sum():
    figure = figures.error_parts(range(3), np.array([3.0, 2, 1]), np.array([0.1, 0.2, 0.3]), 0.5, [3.4, 2.4, 1.6], "degree")
    lines = {line.get_label(): line.get_ydata() for line in figure.axes[0].get_lines()}
    np.testing.assert_allclose(lines["bias² + variance + noise²"], [3.35, 2.45, 1.55])
    assert "measured on new points from 3.4 to 1.6" in plots.describe(figure)


def test_the_sizes_of_networks_stand_where_their_numbers_are_and_the_examples_are_marked():
    ax = figures.sizes([10, 100, 300], {"a": np.array([[0.1, 0.4, 0.2], [0.3, 0.4, 0.2]])}, 300).axes[0]
    np.testing.assert_allclose(ax.get_lines()[0].get_xydata(), [[10, 0.2], [100, 0.4], [300, 0.2]])
    assert ax.get_xscale() == "log" and ax.get_lines()[1].get_xdata()[0] == 300


def test_each_wrong_digit_is_numbered_and_says_what_was_said():
    X = np.random.default_rng(0).random((64, 3))
    axes = figures.wrong_digits(X, [1, 0, 1], [0.0, 1.0, 0.0], columns=3).axes
    assert [" ".join(ax.get_title().split()) for ax in axes] == ["0: odd, label even", "1: even, label odd", "2: odd, label even"]


def errors(**options):
    """Training and dev errors by degree, as `capacity` draws them."""
    lines = {line.get_label(): line.get_ydata() for line in figures.capacity(**options).axes[1].get_lines()}
    return lines["training set"], lines["dev set"]


def test_capacity_shows_under_and_overfitting():
    train, dev = errors(m=15)
    assert (np.diff(train) <= 1e-9).all()  # more freedom never fits worse
    assert dev[0] > 2 * dev[4] and dev[12] > 2 * dev[4]
    train, dev = errors(m=300)
    assert max(dev[12], 0.16) < 1.3 * train[12]  # many points: the gap is closed
    assert dev[1] > 1.5 * dev[4]  # and the straight line stays wrong


@pytest.mark.parametrize("degree, m", [(0, 10), (12, 10), (12, 300)])
def test_capacity_can_be_drawn_at_every_end_of_its_controls(degree, m):
    words = plots.describe(figures.capacity(degree=degree, m=m, sample=2))
    assert f"degree {degree}, fitted to {m} points" in words


def test_the_same_sample_gives_the_same_training_set():
    np.testing.assert_array_equal(errors(sample=3), errors(sample=3))
    assert not np.array_equal(errors(sample=3), errors(sample=4))
