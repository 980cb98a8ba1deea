"""Do the measures of pictures tell what became of them?"""

import numpy as np
import pytest
from measuring import result

from course_utils.checking.measures import pictures


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
    images = np.arange(12.0).reshape(2, 2, 3)
    assert pictures.totals({}, result(images)) == [15, 51]
    assert pictures.extremes({}, result(images)) == [0, 11]
    assert pictures.different_columns({}, result({"X": np.array([[1, 1, 2], [3, 3, 3]])}), part="X") == 2


def test_turns_finds_the_angles_and_says_what_is_no_turn():
    y, x = np.indices((9, 9)) - 4.0
    spots = [np.exp(-((y + 2 * np.sin(a)) ** 2 + (x - 2 * np.cos(a)) ** 2)) for a in np.deg2rad([0, 30, -60])]
    before = {"images": np.array([spots[0]] * 2)}

    def turns(images, say="mean"):
        return pictures.turns(before, result(np.array(images)), "images", 60, say)

    assert turns([spots[1], spots[2]], "mean") == pytest.approx(15 / 60, abs=0.01)  # rows count downwards
    assert turns([spots[1], spots[2]], "most") == pytest.approx(1, abs=0.01)
    assert turns([spots[1], spots[2]], "spread") == pytest.approx(np.sqrt((30**2 + 60**2) / 2) / 60, abs=0.01)
    with pytest.raises(ValueError, match="all alike"):
        turns([spots[1], spots[1]])
    for images, where in (
        ([spots[1], spots[2]], "round its middle"),
        ([spots[1], np.roll(spots[1], -2, axis=1)], pictures.ELSEWHERE),
        ([spots[1], 2 * spots[1]], pictures.LOST),
    ):
        assert pictures.turned(before, result(np.array(images)), "images") == where
    assert pictures.turned_alike(before, result(np.array([spots[1], spots[1]])), "images")
    assert not pictures.turned_alike(before, result(np.array([spots[1], spots[2]])), "images")


def test_differ_pictures_and_does_their_number():
    before = {"images": np.zeros((3, 1, 2))}
    assert pictures.different(before, result(np.array([[[0.1, 0.2]], [[0.3, 0.2]], [[0.1, 0.2]]])), "images") == pytest.approx(2 / 3)
    calls = [result(np.array([[[1.0]], [[n]]]))[0] for n in (1, 1, 0, 1, 0, 0, 1, 0, 1)]
    assert not pictures.as_many_in_each_call({}, calls, np.ones((1, 1)))
    assert pictures.as_many_in_each_call({}, calls[:1] * 9, np.ones((1, 1)))
