"""Do the figures of chapter 5, its data and its measures show what they were given?"""

import numpy as np
import pytest
from matplotlib import pyplot

from course_utils import datasets, plots
from course_utils.black_boxes import specimens
from course_utils.checking.measures import pictures
from course_utils.checking.record import Record
from course_utils.figures import augmentation_early_stopping as figures

RNG = np.random.default_rng
TRAIN = np.array([0.9, 0.7, 0.5, 0.4, 0.3, 0.2])
DEV = np.array([0.8, 0.6, 0.7, 0.5, 0.6, 0.9])


def text(figure):
    return [t.get_text() for ax in figure.axes for t in ax.texts]


# --- figures --------------------------------------------------------------------------------------------


def test_a_gallery_shows_every_picture_of_every_row_and_its_name():
    images = RNG(0).random((3, 4, 4))
    figure = figures.gallery({"one": images, "other": images[:2]}, "title")
    assert text(figure) == ["one", "other"]
    first, second = (np.asarray(ax.get_images()[0].get_array().filled(np.nan)) for ax in figure.axes)
    np.testing.assert_array_equal(first[:, 5:9], images[1])
    np.testing.assert_array_equal(second[:, :4], images[0])
    assert np.isnan(second[:, 10:]).all() and first.shape == second.shape


def test_letters_are_mirrored_and_turned():
    figure = figures.letters("Lb")
    assert len(figure.axes) == 6 and text(figure) == list(figures.CHANGES)
    written, mirrored, turned = (figure.axes[i].patches[0].get_path().vertices for i in (0, 2, 4))
    np.testing.assert_allclose(mirrored, written * [-1, 1], atol=1e-9)
    np.testing.assert_allclose(turned, -written, atol=1e-9)


def test_called_counts_names_and_says_the_other_one():
    truth = np.repeat(np.arange(10), 4)
    turned = np.where(truth == 6, 9, truth)
    turned[:1] = 5  # one of the four zeros
    (ax,) = figures.called(truth, {"none": truth, "turned": turned}).axes
    shares = np.asarray(ax.get_images()[0].get_array())
    np.testing.assert_allclose(shares[:, 0], 1)
    np.testing.assert_allclose(shares[[0, 6, 9], 1], [0.75, 0, 1])
    said = [t.get_text() for t in ax.texts]
    assert said[2 * 6 + 1] == "0%, often “9”" and said[1] == "75%" and said[0] == "100%"


def test_turning_turns_the_picture_and_asks_the_reader():
    image = np.zeros((4, 4))
    image[0, 1] = 1
    asked = []

    def read(X):
        asked.append(X)
        return np.eye(10)[:, [7]]

    picture, bars = figures.turning(image, read, 90).axes
    np.testing.assert_allclose(picture.get_images()[0].get_array(), np.rot90(image), atol=1e-9)
    np.testing.assert_allclose(asked[0][:, 0], np.rot90(image).ravel(), atol=1e-9)
    assert bars.get_title() == "90°: read as 7 (100%)"


@pytest.mark.parametrize(("every", "asked", "kept", "stop"), [(1, DEV, 3, 4), (2, DEV[1::2], 3, 5)])
def test_stopping_shows_what_the_rule_says_at_the_looks_it_takes(every, asked, kept, stop):
    calls = []

    def rule(dev_costs, patience, min_change):
        calls.append((list(dev_costs), patience, min_change))
        return (4, 3) if every == 1 else (2, 1)

    (ax,) = figures.stopping(TRAIN, DEV, rule, patience=3, min_change=0.1, every=every).axes
    assert calls == [(list(asked), 3, 0.1)]
    lines = {line.get_label(): line for line in ax.get_lines()}
    np.testing.assert_allclose(lines["dev set"].get_ydata(), DEV)
    np.testing.assert_allclose(lines["training set"].get_ydata(), TRAIN)
    assert lines["kept"].get_xdata()[0] == kept and lines["stop"].get_xdata()[0] == stop
    assert f"stop after epoch {stop}, keep epoch {kept}: dev cost 0.500" in ax.get_title()
    assert ("a look at the dev set" in lines) == (every > 1)


def test_figures_have_words_and_leave_nothing_open():
    drawn = [
        figures.gallery({"a": np.ones((1, 2, 2))}),
        figures.letters("R"),
        figures.called(np.arange(10), {"none": np.arange(10)}),
        figures.turning(np.ones((3, 3)), lambda X: np.full((10, 1), 0.1)),
        figures.stopping(TRAIN, DEV, lambda *_: (5, 3)),
    ]
    for figure in drawn:
        assert plots.mime_bundle(figure)[0]["image/png"]
    assert not pyplot.get_fignums()


# --- data -----------------------------------------------------------------------------------------------


def test_digits_in_frames_are_whole_digits_anywhere():
    X, Y, X_dev, _ = datasets.digits_in_frames(300, RNG(0))
    assert X.shape == (100, 300) and Y.shape == (10, 300) and X_dev.shape == (100, 360)
    known = {np.sort(column[column > 0]).tobytes() for column in datasets.digits()[0].T}
    assert all(np.sort(column[column > 0]).tobytes() in known for column in X.T)
    frames = datasets.to_images(X, (10, 10))
    tops = [np.flatnonzero(frame.any(axis=1))[0] for frame in frames]  # a digit fills its rows
    assert set(tops) == {0, 1, 2} and min(np.bincount(tops)) > 60


def test_fewer_digits_in_frames_are_the_first_of_more():
    few, more = (datasets.digits_in_frames(m, RNG(3)) for m in (50, 1437))
    np.testing.assert_array_equal(few[0], more[0][:, :50])
    np.testing.assert_array_equal(few[1], more[1][:, :50])
    np.testing.assert_array_equal(few[2], more[2])


def test_a_digit_in_a_frame_stands_where_it_was_put():
    digit = np.arange(1.0, 65).reshape(64, 1)
    frame = datasets.to_images(datasets.in_frames(digit, [2], [1]), (10, 10))[0]
    np.testing.assert_array_equal(frame[2:, 1:9], np.arange(1.0, 65).reshape(8, 8))
    assert frame.sum() == digit.sum()


def test_photographs_are_two_grey_pictures():
    pictures = datasets.photographs()
    assert pictures.shape == (2, 106, 160) and 0 <= pictures.min() < 0.1 and 0.9 < pictures.max() <= 1


# --- measures and specimens of the judge -----------------------------------------------------------------


def result(value):
    return [Record(value=value)]


def test_kinds_names_what_becomes_of_pictures_and_passes_over_the_unnamed():
    known, names = [[[1, 2]], [[2, 1]], [[0, 1]]], ["as it was", "turned", ""]
    assert pictures.kinds({}, result(np.array([[[1.0, 2]], [[2, 1]], [[0, 1]]])), known, names) == "as it was, turned"
    assert pictures.kinds({}, result(np.array([[[5.0, 2]]])), known, names) == "something else"
    assert pictures.kinds({}, result(np.array([[[0.0, 1]]])), known, names) == "nothing"
    with pytest.raises(ValueError, match="another shape"):
        pictures.kinds({}, result(np.ones((2, 3, 1))), known, names)


def test_shares_counts_and_says_where_all_are_alike():
    known = [[1, 2], [2, 1]]
    assert pictures.shares({}, result(np.array([[1.0, 2], [1, 2], [2, 1], [9, 9]])), known) == [0.5, 0.25]
    assert pictures.shares({}, result(np.array([[1.0, 2], [1, 2]])), known) == "all alike"


def test_totals_extremes_and_columns():
    stack = np.arange(12.0).reshape(2, 2, 3)
    assert pictures.totals({}, result(stack)) == [15, 51]
    assert pictures.extremes({}, result(stack)) == [0, 11]
    assert pictures.different_columns({}, result({"X": np.array([[1, 1, 2], [3, 3, 3]])}), part="X") == 2


def test_turns_finds_the_angles_and_says_what_is_no_turn():
    y, x = np.indices((9, 9)) - 4.0
    spots = [np.exp(-((y + 2 * np.sin(a)) ** 2 + (x - 2 * np.cos(a)) ** 2)) for a in np.deg2rad([0, 30, -60])]
    before = {"images": np.array([spots[0]] * 2)}

    def turns(turned, say="mean"):
        return pictures.turns(before, result(np.array(turned)), "images", 60, say)

    assert turns([spots[1], spots[2]], "mean") == pytest.approx(15 / 60, abs=0.01)  # rows count downwards
    assert turns([spots[1], spots[2]], "most") == pytest.approx(1, abs=0.01)
    assert turns([spots[1], spots[2]], "spread") == pytest.approx(np.sqrt((30**2 + 60**2) / 2) / 60, abs=0.01)
    assert turns([spots[1], spots[1]]) == "all alike"
    assert turns([spots[1], np.roll(spots[1], -2, axis=1)]) == pictures.NO_TURN
    assert turns([spots[1], 2 * spots[1]]) == pictures.LOST


def test_specimens_do_what_their_tables_say():
    images, factors = np.ones((3, 2, 2)), np.array([[1.0, 2], [3, 4]])
    np.testing.assert_array_equal(specimens.shade(images, RNG(0), factors)[1], factors)
    brighter = specimens.shade(images, RNG(0), factors, spread=0.5) / factors
    assert (
        np.ptp(brighter, axis=(1, 2)).max() < 1e-12
        and len(np.unique(brighter[:, 0, 0])) == 3
        and 1 <= brighter.min() <= brighter.max() <= 1.5
    )
    parameters = {"W1": np.array([[3.0, 0.5]])}
    array = parameters["W1"]
    for _ in range(2):
        specimens.walk(parameters, {"W1": np.array([[1.0, 0.25]])})
    assert array is parameters["W1"] and array.tolist() == [[5, 1]]
    assert specimens.cost_on_the_way(parameters, "W1", 3.0, np.array([9.0, 8, 7, 6])) == 7
