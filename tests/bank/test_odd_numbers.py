"""Does a right result with one odd number in it, or with imaginary parts, lose points in every exercise that returns numbers?"""

import functools
import warnings

import numpy as np
import pytest

from autograder import bank
from autograder.judging import hidden_paper
from course_utils.checking.examine import examine

WORDS_AND_WHOLE = {  # what they return is text, bools or whole numbers, in which there is room for no odd number
    "best_epoch",
    "diagnose",
    "distinct_units",
    "find_buggy_layer",
    "looks_at_dev",
    "mask_is_frozen",
    "next_steps",
    "signal_fate",
    "split_sizes",
    "stopping_epoch",
    "verdict",
}
NUMBERS = sorted(bank.exercises().keys() - WORDS_AND_WHOLE)


def first(number, values):
    return np.where(np.arange(values.size).reshape(values.shape) == 0, number, values.astype(float))


SPOILT = {
    "imaginary parts": lambda values: values + 1j,
    "infinite imaginary parts": lambda values: values + complex(0, np.inf),
    "a NaN": functools.partial(first, np.nan),
    "an infinite number": functools.partial(first, np.inf),
}


def spoilt(result, change):
    """Return a result with every array and number in it changed."""
    if isinstance(result, dict):
        return {name: spoilt(part, change) for name, part in result.items()}
    if isinstance(result, (list, tuple)):
        return type(result)(spoilt(part, change) for part in result)
    if isinstance(result, np.ndarray) and result.dtype.kind in "biuf":
        return change(result)
    return change(np.array(result))[()] if isinstance(result, (float, np.floating)) else result


@pytest.mark.parametrize("name", NUMBERS)
def test_does_an_odd_number_in_a_right_result_cost_points(name):
    right, paper = bank.exercise(name).function(), hidden_paper(name, "odd")
    kept = {}
    for words, change in SPOILT.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            kept[words] = examine(paper, lambda *given, change=change: spoilt(right(*given), change), telling=False).share
    assert max(kept.values()) < 1, kept
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert examine(paper, lambda *given: spoilt(right(*given), lambda values: values + 0j), telling=False).share == 1, (
            "no imaginary parts"
        )
