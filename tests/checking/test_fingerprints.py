"""Is a fingerprint the same for what is the same, however it is written, and for nothing else?"""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.checking.fingerprints import alike, fingerprint


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, 1.0), (True, np.bool_(True)), (True, 1), (np.float32(0.3), 0.3), (np.array(2.0), 2), ([1, 2], (1, 2)), (-0.0, 0.0),
        (np.ones((2, 2), bool), np.ones((2, 2))), (np.full(3, 1 / 3, np.float32), np.full(3, 1 / 3)), (np.zeros((0, 2)), np.zeros((0, 2), int)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}), (np.array([1, np.nan]), np.array([1.0, -np.inf])), (None, "None"), (np.inf, np.inf), (2**999, 2.0**999),
    ],
)  # fmt: skip
def test_are_fingerprints_alike(a, b):
    assert alike(fingerprint(a), json.loads(json.dumps(fingerprint(b))))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, 1.01), (True, False), (np.ones((2, 3)), np.ones((3, 2))), (np.array([1, 2, 3]), np.array([3, 2, 1])), (np.array([1.0, 2]), np.array([2.0, 1])),
        (np.array([[1, 2], [3, 4]]), np.array([[1, 3], [2, 4]])), (1.0, np.ones(1)), (1.0, "1.0"), ([1], [1, 1]), ({"a": 1}, {"b": 1}), ({"a": 1}, {"a": 1, "b": 1}),
        (np.array([np.nan, 1]), np.array([1, np.nan])), (np.array([1, np.nan]), np.array([2, np.nan])), (np.nan, 0.0), (np.nan, np.inf), (-np.inf, np.inf), (0, 1e-4), ([1], {"0": 1}), (np.arange(30), -np.arange(30)),
        (np.array([1, 0]), np.array([0, np.cos(1) / np.cos(2)])),  # one of the two sums is the same
        (np.array([1, 0]), np.array([0, np.sin(1.7) / np.sin(3.4)])),
    ],
)  # fmt: skip
def test_are_fingerprints_unlike(a, b):
    a, b = fingerprint(a), json.loads(json.dumps(fingerprint(b)))
    assert not alike(a, b) and not alike(b, a)


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**999), 2**999) | st.floats() | st.text(max_size=3) | st.just(np.array([1j, np.inf])) | st.just(np.ones((2, 2))),
                    lambda p: st.lists(p, max_size=3) | st.dictionaries(st.text(max_size=2) | st.integers(), p, max_size=3), max_leaves=6))  # fmt: skip
def test_has_everything_a_fingerprint_that_survives_json(value):
    print_ = fingerprint(value)
    assert alike(print_, json.loads(json.dumps(print_))) and alike(json.loads(json.dumps(print_)), print_)


def test_are_statistics_alike_within_their_spread():
    about = ["about", 0.3, 0.02]
    assert alike(about, ["about", 0.319, 0.02]) and not alike(about, ["about", 0.33, 0.02]) and not alike(about, 0.3)


def test_is_a_function_the_same_wherever_it_lies():
    first, second = ((lambda: 1), (lambda: 1))
    assert fingerprint([first, {first: 1}]) == fingerprint([second, {second: 1}]) != fingerprint([len, {len: 1}])
