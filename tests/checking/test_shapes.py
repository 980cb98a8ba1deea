"""Is a wrong shape told in words, one way for all results that are wrong in that way, and without a length?"""

import numpy as np
import pytest

from course_utils.checking.relations import Case
from course_utils.checking.shapes import shapes


def told(*pairs):
    """What is said of one result, in several trials."""
    return shapes([Case({"`A`": [("", np.zeros(got))]}, {"`A`": [("", np.zeros(want))]}, {}) for got, want in pairs])


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([((3, 2), (2, 3))], "{has} the right lengths, but along other axes"),
        ([((2, 3, 3), (2, 3, 4)), ((5, 2, 2), (5, 2, 6))], "{is} too short along the third axis, as long as along the second"),
        ([((2, 5), (2, 4)), ((3, 7), (3, 6))], "{is} too long along the second axis"),
        ([((2,), (3,))], "{is} too short"),
        ([((3,), (3, 1))], "{has} too few axes"),
        ([((), (3, 1))], "{is} a single number"),
        ([((1,), ())], "{has} axes, where a single number is meant"),
        ([((2, 5), (2, 4)), ((5, 2), (4, 2))], "{has} another shape than is meant"),
    ],
)
def test_is_a_wrong_shape_told(pairs, says):
    assert told(*pairs) == {says: ["`A`"]}


def test_is_a_right_shape_never_told():
    assert told(((2, 3), (2, 3)), ((4,), (4,))) == {}
    assert told(((2, 3), (2, 3)), ((2, 4), (2, 5))) == {"{is} too short along the second axis": ["`A`"]}


def test_is_it_said_where_a_shape_is_wrong_in_some_trials_only():
    cases = [Case({"`A`": [("", np.zeros(n))]}, {"`A`": [("", np.ones(3))]}, {}) for n in (2, 3)]
    assert shapes(cases) == {"{is} too short in some of the trials that miss": ["`A`"]}


def test_are_layers_that_are_not_there_told_apart_from_shapes():
    W = np.zeros((2, 2))
    cases = [Case({"`W[l]`": [(" W1", W)]}, {"`W[l]`": [(" W1", W), (" W2", W)]}, {})]
    assert shapes(cases) == {"{is} not there for every layer": ["`W[l]`"]}
