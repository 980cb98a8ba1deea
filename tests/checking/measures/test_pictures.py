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


def spots(*angles):
    """Pictures with a bright spot at some angle to the right of the middle; rows count downwards."""
    y, x = np.indices((9, 9)) - 4.0
    return np.array([np.exp(-((y + 2 * np.sin(a)) ** 2 + (x - 2 * np.cos(a)) ** 2)) for a in np.deg2rad(angles)])


BEFORE = {"images": spots(0, 0)}


@pytest.mark.parametrize(("say", "wanted"), [("mean", 15), ("most", 60), ("spread", np.sqrt((30**2 + 60**2) / 2))])
def test_turns_finds_the_angles(say, wanted):
    turned = result(spots(30, -60))
    assert pictures.turned(BEFORE, turned, "images") == "round its middle" and not pictures.turned_alike(BEFORE, turned, "images")
    assert pictures.turns(BEFORE, turned, "images", 60, say) == pytest.approx(wanted / 60, abs=0.01)


def test_a_single_angle_for_all_is_told():
    alike = result(spots(30, 30))
    assert pictures.turned_alike(BEFORE, alike, "images")
    with pytest.raises(ValueError, match="one draw"):
        pictures.turns(BEFORE, alike, "images", 60, "mean")


def test_what_is_no_turn_is_told():
    one, other = spots(30, 30)
    for images, says in (([one, np.roll(other, -2, axis=1)], "round another point"), ([one, 2 * other], "something is lost")):
        assert says in pictures.turned(BEFORE, result(np.array(images)), "images")
        with pytest.raises(ValueError, match=says):
            pictures.turns(BEFORE, result(np.array(images)), "images", 60, "mean")


def test_pictures_like_one_before_are_counted_unless_the_nearest_pixel_is_taken():
    before = {"images": np.array([[[0.2, 0.5]]] * 4)}
    assert pictures.different(before, result(np.array([[[0.3, 0.4]], [[0.3, 0.4]], [[0.1, 0.4]], [[0.3, 0.5]]])), "images") == 0.75
    assert pictures.different(before, result(np.array([[[0.2, 0.5]], [[0.2, 0.5]], [[0.5, 0]], [[0.2, 0.5]]], np.float32)), "images") == 1
    assert pictures.different(before, result(before["images"]), "images") == 0.25


@pytest.mark.parametrize(("counts", "wanted"), [([1, 1, 1], True), ([1, 2, 1], False), ([0, 0, 0], False)])
def test_the_same_count_in_every_call_is_told(counts, wanted):
    first, *others = (result(np.array([[[1.0, 2]]] * n + [[[2.0, 1]]] * (3 - n)))[0] for n in counts)
    assert pictures.as_many_in_each_call({}, [first, first, *others], [[1, 2]]) is wanted
