"""Is the first difference found and told as a teacher would, and is what counts as the same let pass?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.checking.compare import Difference, apart, describe, difference, is_numeric, number

A = np.array([[1.0, -2.5], [0.0, 1e3]])


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (A.astype(np.float32), A),
        (A.astype(complex), A),
        (A.astype(np.longdouble), A),
        (np.asfortranarray(A), A),
        (A[:, ::-1][:, ::-1], A),
        (A * (1 + 1e-7), A),
        (A.astype(int), np.trunc(A)),
        (np.array([1, 0]), np.array([True, False])),
        (np.array([True, False]), np.array([1.0, 0.0])),
        (3, 3.0),
        (np.float32(0.1), 0.1),
        (np.array(0.1), 0.1),
        (0.1, np.array(0.1)),
        (0.1, np.float64(0.1)),
        (True, 1.0),
        (1, True),
        (0.0, False),
        (np.bool_(True), True),
        (np.array(1), True),
        ([A, 1], (A, 1)),
        ((A, 1), [A, 1]),
        ({"W1": A, "more": None, "rng": np.random.default_rng(0)}, {"W1": A}),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        (np.array([np.nan, np.inf, -np.inf]), np.array([np.nan, np.inf, -np.inf])),
        (float("nan"), np.nan),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (-0.0, 0.0),
        ("high bias", "high bias"),
        (np.str_("high bias"), "high bias"),
        (np.array(["a", "bc"]), np.array(["a", "bc"])),
        (None, None),
        ([], ()),
        ((A.tolist(), 1), (A, 1)),  # among several results
        ((list(A), 1), (A, 1)),
        (((1, np.float32(2)), 1), (np.array([1.0, 2.0]), 1)),
        ((["a", "b"], 1), (np.array(["a", "b"]), 1)),
        (np.array([1, 2]), (1.0, 2.0)),
        (np.array([True, False]), [True, False]),
        (np.array(["a", "b"]), ("a", "b")),
        ({"a": (A.tolist(), 1)}, {"a": [A, 1]}),
        ({}, {}),
        (2**999, 2.0**999),
        ({"rng": np.random.default_rng(1)}, {"rng": np.random.default_rng(0)}),
    ],
)
def test_are_they_the_same(got, want):
    assert difference(got, want) is None


@pytest.mark.parametrize(
    ("got", "want", "kind", "says"),
    [
        (A.T, A, "value", "the result[0, 1] is 0; it should be -2.5"),
        (A[:, :1], A, "shape", "the result has shape (2, 1); it should have shape (2, 2)"),
        (A.ravel(), A, "shape", "the result has shape (4,); it should have shape (2, 2)"),
        (A.tolist(), A, "kind", "the result is a list of 2 parts; it should be an array of shape (2, 2)"),
        ({"W1": A.tolist()}, {"W1": A}, "kind", "the result['W1'] is a list of 2 parts; it should be an array of shape (2, 2)"),
        (["a"], np.array(["a"]), "kind", "the result is a list of 1 part; it should be an array of text, of shape (1,)"),
        ((A.tolist()[:1], 1), (A, 1), "shape", "the result[0] has shape (1, 2); it should have shape (2, 2)"),
        (((A,), 1), (A, 1), "shape", "the result[0] has shape (1, 2, 2); it should have shape (2, 2)"),
        (([[1, 2], [3]], 1), (A, 1), "kind", "the result[0] is a list of 2 parts; it should be an array of numbers"),
        (([1, "a"], 1), (np.array(["1", "a"]), 1), "kind", "the result[0] is a list of 2 parts; it should be an array of text"),
        (([A, None], 1), (A, 1), "kind", "the result[0] is a list of 2 parts; it should be an array of numbers"),
        (np.array([1, 2, 3]), (1, 2), "length", "the result has 3 parts; it should have 2 values"),
        (np.array([1, 3]), (1, 2), "value", "the result[1] is 3; it should be 2"),
        (np.array([[1], [2]]), (1, 2), "kind", "the result is an array of shape (2, 1); it should be 2 values"),
        (None, A, "kind", "the result is None (is there a return?); it should be an array of numbers"),
        ("A", A, "kind", "the result is the text 'A'; it should be an array of numbers"),
        (A.astype(str), A, "kind", "the result is an array of text, of shape (2, 2); it should be an array of numbers"),
        ({"W": A}, A, "kind", "the result is a dict of 1 part; it should be an array of numbers"),
        (1.0, A, "shape", "the result has shape (); it should have shape (2, 2)"),
        (np.where(A == 0, np.nan, A), A, "nan", "the result[1, 0] is nan; it should be 0"),
        (np.where(A == 0, np.inf, A), A, "value", "the result[1, 0] is inf; it should be 0"),
        (np.array([np.inf]), np.array([-np.inf]), "value", "the result[0] is inf; it should be -inf"),
        (np.array([0.0]), np.array([np.nan]), "value", "the result[0] is 0; it should be nan"),
        (np.array([1.0 + 2j]), np.array([1.0]), "value", "the result[0] is 1+2j; it should be 1"),
        (np.array([1.0]), np.array([1.0 + 2j]), "value", "the result[0] is 1; it should be 1+2j"),
        (0.25, 0.75, "value", "the result is 0.25; it should be 0.75"),
        (0.250001, 0.250005, "value", "the result is 0.250001; it should be 0.250005"),
        (np.array([[0.5]]), 0.5, "kind", "the result is an array of shape (1, 1); it should be a single number"),
        ([0.5], 0.5, "kind", "the result is a list of 1 part; it should be the number 0.5"),
        (np.array([True]), True, "kind", "the result is an array of shape (1,); it should be True or False"),
        (0.3, True, "kind", "the result is the number 0.3; it should be True or False"),
        (np.nan, True, "kind", "the result is the number nan; it should be True or False"),
        (0, True, "value", "the result is 0; it should be True"),
        ("True", True, "kind", "the result is the text 'True'; it should be True"),
        (np.array([0, 1]), np.array([True, True]), "value", "the result[0] is 0; it should be True"),
        ((A,), (A, A), "length", "the result has 1 part; it should have 2 values"),
        (np.array([A, A]), (A, A), "kind", "the result is an array of shape (2, 2, 2); it should be 2 values"),
        ((A, A.T), (A, A), "value", "the result[1][0, 1] is 0; it should be -2.5"),
        ({"b": A}, {"a": 1}, "missing", "the result['a'] is missing"),
        ({"W": {"b": 1}}, {"W": {"b": 2}}, "value", "the result['W']['b'] is 1; it should be 2"),
        (
            (1, 2),
            {"W1": 1, "b1": 1, "W2": 1, "b2": 1, "W3": 1},
            "kind",
            "the result is a tuple of 2 parts; it should be a dict with the keys 'W1', 'b1', 'W2', 'b2', …",
        ),
        ("high", "high bias", "kind", "the result is the text 'high'; it should be the text 'high bias'"),
        (1, "high bias", "kind", "the result is the number 1; it should be the text 'high bias'"),
        (0, None, "kind", "the result is the number 0; it should be None (is there a return?)"),
        (np.array(["a", "x"]), np.array(["a", "b"]), "value", "the result[1] is x; it should be b"),
        (np.array([1, 2]), np.array(["a", "b"]), "kind", "the result is an array of shape (2,); it should be an array of text"),
        (2**999, 0, "value", "the result is 5.3575e+300; it should be 0"),
        (3, np.random.default_rng(0), "kind", "the result is the number 3; it should be a Generator"),
    ],
)
def test_is_the_first_difference_told(got, want, kind, says):
    found = difference(got, want)
    assert (found.kind, str(found)) == (kind, says)


def test_are_the_parts_of_a_result_called_by_their_names():
    names = ("A_dropped", "D")
    assert str(difference((A, A.T), (A, A), names=names)) == "D[0, 1] is 0; it should be -2.5"
    assert str(difference((A, {"Z": 1}), (A, {"Z": 2}), names=names)) == "D['Z'] is 1; it should be 2"
    assert str(difference(A, (A, A), names=names)).endswith("it should be 2 values (A_dropped, D)")
    assert str(difference(A.T, A, place="dA")) == "dA[0, 1] is 0; it should be -2.5"
    assert str(difference((A, (1, 2)), (A, (1, 3)), names=names)) == "D[1] is 2; it should be 3", "names are of the outer parts alone"


def test_how_far_off_may_a_number_be():
    assert difference(1 + 9e-6, 1.0) is None and difference(1 + 2e-5, 1.0)
    assert difference(np.array([1e3, 5e-5]), np.array([1e3, 0.0])) is None, "small beside the largest: rounding of float32"
    assert difference(np.array([1.0, 5e-5]), np.array([1.0, 0.0]))
    assert difference(0.33, 0.3, atol=0.04) is None and difference(0.35, 0.3, atol=0.04)
    assert difference({"a": (0.33,)}, {"a": (0.3,)}, atol=0.04) is None, "the tolerance goes down to the parts"
    assert difference({"a": (1 + 1e-9,)}, {"a": (1.0,)}, rtol=1e-12)
    assert difference(np.array([1e300, -1e300]), np.array([1e300, 1e300])).place.endswith("[1]")


def test_do_two_numbers_that_differ_never_read_the_same():
    for got, want in [(1.00001, 1.00002), (1 / 3, 0.3333333), (1e-9, 2e-9), (0.1 + 0.2, 0.3), (10**15 + 1, 10**15)]:
        a, b = apart(got, want)
        assert a != b and float(a) != float(b)
    assert apart(0.25, 0.75) == ("0.25", "0.75")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456789, "0.12346"), (-0.0, "0"), (np.float32(2), "2"), (12345678, "12345678"), (np.int8(3), "3"), (True, "True"), (np.bool_(False), "False"),
        ([0.5, 1 / 3], "0.5, 0.33333"), ((), "none"), ("none", "none"), (10**20, "1e+20"), (np.nan, "nan"), (1 / 3 + 2j, "0.33333+2j"), (None, "None (is there a return?)"), (np.ones(2), "an array of shape (2,)"),
    ],
)  # fmt: skip
def test_are_numbers_written_as_a_person_would(value, text):
    assert number(value) == text


def test_what_is_numeric():
    assert all(is_numeric(v) for v in [1, 1.0, True, np.float16(1), np.bool_(0), np.ones(2), np.array(1j), np.zeros(0)])
    assert not any(is_numeric(v) for v in [None, "1", [1], np.array("a"), np.str_("a"), {}, np.array([None])])


def test_is_a_value_described():
    assert (
        describe(np.zeros((2, 3))) == "an array of shape (2, 3)"
        and describe(False) == "False"
        and describe(max) == "a builtin_function_or_method"
    )
    assert describe("x" * 100) == f"the text {'x' * 40!r}"
    assert str(Difference("", "missing", None, None)) == "the result is missing"


PARTS = (
    st.none() | st.booleans() | st.integers(-(2**999), 2**999) | st.floats() | st.text(max_size=3)
    | st.sampled_from([np.zeros((2, 0)), np.array(["a"]), np.array(1j), np.float32(1), np.array([np.nan, 1e308]), np.bool_(True), np.array("a")])
)  # fmt: skip
VALUES = st.recursive(PARTS, lambda p: st.lists(p, max_size=2) | st.dictionaries(st.text(max_size=1), p, max_size=2), max_leaves=4)


@settings(max_examples=200, deadline=None)
@given(VALUES, VALUES)
def test_can_any_two_values_be_compared_and_told(got, want):
    found = difference(got, want)
    assert found is None or str(found)
    assert difference(got, got) is None
