"""Are further calls told of truly: what a result depends on, and with which other arguments it is right?"""

import numpy as np
import pytest

from course_utils.checking import calls
from course_utils.checking.calls import Clock, depends
from course_utils.checking.examine import examine
from course_utils.checking.paper import Paper, Probe, Rule, Trial

RNG = np.random.default_rng(1)


def told(reference, function, trials):
    rule = Rule("values", "the result", 1)
    made = [Trial(str(t), t, [Probe("values", "value", {}, reference(**t))]) for t in trials]
    return [t.says for t in examine(Paper("one", ["y"], [], [rule], made), function).told]


def test_what_does_a_result_depend_on():
    arguments = {
        "x": np.arange(3.0),
        "n": 2,
        "flag": True,
        "data": {"a": 1.0, "b": 2.0},
        "parameters": {"W1": np.ones((2, 2))},
        "names": ["a"],
    }
    assert depends(lambda x, n, flag, data, parameters, names: (x[0], n if flag else 0, data["b"], parameters["W1"].sum()), arguments) == {
        "x", "n", "flag", "data['b']", "parameters",
    }  # fmt: skip
    assert depends(lambda *all: 1.0, arguments) == set()
    clock = Clock()
    clock.computed -= calls.SECONDS
    assert depends(lambda *all: 1.0, arguments, clock=clock) is None, "no time"


def power(base, exponent, X):
    return X + base**exponent


SCALARS = [{"base": b, "exponent": e, "X": RNG.random(3)} for b, e in ((2.5, 3.1), (1.7, 0.4), (0.31, 2.2))]


def test_are_exchanged_arguments_told():
    exchanged = told(power, lambda base, exponent, X: power(exponent, base, X), SCALARS)
    assert exchanged[0] == "it is right if `base` and `exponent` change places"
    assert not [s for s in told(power, lambda base, exponent, X: X + base + exponent, SCALARS) if "change places" in s]
    same = [{"base": x, "exponent": x, "X": RNG.random(3)} for x in (1.3, 2.4, 0.7)]
    assert not [s for s in told(power, lambda base, exponent, X: X + 1, same) if "change places" in s]


def test_is_it_told_that_whole_numbers_alone_are_wrong():
    def half(X):
        return X / 2

    def cut(X):
        result = X.copy()
        result[...] = X / 2
        return result

    trials = [{"X": np.array(x)} for x in ([1, 4, 7], [3, 5], [9, 11, 13], [0.5, 1.5])]
    assert "it is right if `X` holds floats, as 2.0, where it is handed whole numbers, as 2" in told(half, cut, trials)
    assert not [s for s in told(half, lambda X: X / 4, trials) if "floats" in s]


X = np.array


@pytest.mark.parametrize(
    ("says", "reference", "wrong", "another", "inputs"),
    [
        (
            "holds the numbers 0 and 1 where it is handed False and True",
            lambda X: X.sum() / 4,
            lambda X: sum(X + X) / 8,  # two booleans are True together, not 2
            lambda X: X.sum() / 3,
            [X([True, True, False]), X([True, False, True, True, True]), X([False, True, True, True])],
        ),
        (
            "holds float64 where it is handed float32",
            lambda X: X.astype(float).sum(),
            lambda X: np.full(1000, X[0]).cumsum()[-1] / 1000 + X[1:].astype(float).sum(),  # adds up one after the other
            lambda X: X.astype(float).sum() + 1,
            [X([x, 2.5, 7.25], dtype=np.float32) for x in (4000.123, 5000.321, 7777.777)],
        ),
        (
            "is an array where it is handed a list or a tuple",
            lambda X: np.multiply(X, 2),
            lambda X: np.array(X * 2),  # a list is written twice
            lambda X: np.array(X * 3),
            [[1.5, 2.5], [3.25, 1.0, 4.5], [2.0, 7.5]],
        ),
    ],
)
def test_is_it_told_that_one_kind_of_input_alone_is_wrong(says, reference, wrong, another, inputs):
    trials = [{"X": x} for x in inputs]
    assert f"it is right if `X` {says}" in told(reference, wrong, trials)
    assert not [s for s in told(reference, another, trials) if s.startswith("it is right if")]


def test_are_draws_of_its_own_told():
    trials = [{"X": RNG.random(5)} for _ in range(3)]
    steady = [lambda X: X[:3].sum(), lambda X: np.random.default_rng(0).choice(X, 3).sum()]
    drawing = [lambda X: np.random.choice(X, 3).sum(), lambda X: np.random.default_rng().choice(X, 3).sum()]
    for functions, says in ((steady, False), (drawing, True)):
        for function in functions:
            found = told(lambda X: X.sum(), function, trials)
            assert ("two calls with the same arguments have different results: it draws random numbers" in found) is says


@pytest.mark.parametrize("share", [0, 1])
def test_is_time_up_by_computing_or_by_long_waiting(share):
    clock = Clock()
    clock.computed -= share * calls.SECONDS
    assert clock.left() == (share == 0)
    clock = Clock()
    clock.waited -= 4 * share * calls.SECONDS
    assert clock.left() == (share == 0)
