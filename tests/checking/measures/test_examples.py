"""Do the measures of splits see what is amiss?"""

import numpy as np
import pytest
from examples import numbered

from course_utils.checking.measures import examples
from course_utils.checking.record import record

PAIRS = [["X", "Y"]]


def told(cut, m=30):
    """What the measures say of a function (X, Y) -> parts."""
    arguments = dict(zip("XY", numbered(m), strict=True))
    records, names = [record(cut, arguments)], ["a", "b"]
    says = (getattr(examples, name)(arguments, records, PAIRS, names) for name in ("labels_astray", "overlaps", "runs"))
    return examples.examples_used(arguments, records, PAIRS), *says


ORDER = np.random.default_rng(5).permutation(30)


@pytest.mark.parametrize(
    "cut, wanted",
    [
        (lambda X, Y: [(X[:, ORDER[:20]], Y[:, ORDER[:20]]), (X[:, ORDER[20:]], Y[:, ORDER[20:]])], ("each once", "none", "none", "none")),
        (lambda X, Y: [(np.float32(X[:, ORDER[:20]]), Y[:, ORDER[:20]]), [X[:, ORDER[20:]], Y[:, ORDER[20:]]]], ("each once", "none", "none", "none")),
        (lambda X, Y: [(X[:, :20], Y[:, :20]), (X[:, 20:], Y[:, 20:])], ("each once", "none", "none", "a, b")),
        (lambda X, Y: [(X[:, :20], Y[:, :20]), (X[:, 20:29], Y[:, 20:29])], ("some are missing", "none", "none", "a, b")),
        (lambda X, Y: [(X[:, :20], Y[:, :20]), (X[:, 10:], Y[:, 10:])], ("some occur twice", "none", "a and b", "a, b")),
        (lambda X, Y: [(X[:, ORDER[:20]], Y[:, :20]), (X[:, ORDER[20:]], Y[:, 20:])], ("each once", "the labels stand as they came", "none", "none")),
        (lambda X, Y: [(X[:, ORDER], Y[:, ORDER[::-1]]), (X[:, :0], Y[:, :0])], ("each once", "labels of other examples in a", "none", "a, b")),
    ],
)  # fmt: skip
def test_do_the_measures_see_what_is_amiss(cut, wanted):
    assert told(cut) == wanted


def test_are_jumbled_features_no_examples():
    used, labels, *_ = told(lambda X, Y: [(X[::-1], Y), (X[:, :0], Y[:, :0])])
    assert (
        used == "some columns are examples with their features in another order, some are missing"
        and labels == "some columns are no examples"
    )
    mixed, *_ = told(lambda X, Y: [(np.concatenate([X[:1], X[1:, ::-1]]), Y), (X[:, :0], Y[:, :0])])
    assert mixed == "some columns are put together from several examples, some are missing"
    foreign, *_ = told(lambda X, Y: [(X + 0.3, Y), (X[:, :0], Y[:, :0])])
    assert foreign == "some columns are no examples, some are missing"


def test_is_a_part_without_examples_one_in_any_shape():
    def cut(X, Y):
        return [(X, Y[:, :9]), (X[:, :0], Y[:, :0]), (np.array([]), np.zeros((1, 0)))]

    records = [record(cut, arguments := dict(zip("XY", numbered(12), strict=True)))]
    assert examples.parts_hold(arguments, records) == "12 (with 9 labels), 0, 0"
    assert examples.labels_astray(arguments, records, PAIRS, ["a", "b", "c"]) == "there is not one label for each example"
    assert examples.parts_from(arguments, records, PAIRS) == ["X", "nothing", "nothing"]


def test_is_it_told_where_the_parts_come_from_and_which_sizes_no_slice_takes():
    arguments = dict(zip(("X", "Y", "U", "V"), (*numbered(4), *numbered(4, start=100)), strict=True))
    both = [record(lambda X, Y, U, V: [(np.c_[X, U], np.c_[Y, V]), (U, V), (X + 7.3, Y)], arguments)]
    assert examples.parts_from(arguments, both, [["X", "Y"], ["U", "V"]]) == ["U and X", "U", "elsewhere"]
    sizes = [record(lambda: (3, np.int64(2), 4.0, np.float64(5), 7 * 0.6), {})]
    assert examples.not_whole({}, sizes) == "4.0, 5.0, 4.2"
