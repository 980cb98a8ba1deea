"""Is it told where the numbers of a result stand, and which of them are wrong, where that is so and nowhere else?"""

import numpy as np
import pytest

from course_utils.checking.relations import Case, outputs, relations

RNG = np.random.default_rng(2)


def told(change, rows=(3, 4, 5), columns=4, arguments=None):
    wants = [RNG.normal(0, 1, (n, columns)) for n in rows]
    cases = [Case(outputs(change(w), ["Y"]), outputs(w, ["Y"]), arguments or {"n": len(w)}) for w in wants]
    return [t.says for t in relations(cases, {})]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda Y: Y.T, "`Y` is transposed"),
        (lambda Y: Y[::-1], "`Y` has the rows in reverse"),
        (lambda Y: np.roll(Y, 1, -1), "`Y` has everything one place too late, the last first"),
        (lambda Y: Y[:, :-1], "`Y` is right as far as it goes, but ends too early"),
        (lambda Y: Y.ravel(order="F").reshape(Y.shape), "`Y` is read column after column, where rows are meant"),
        (lambda Y: np.round(Y, 2), "`Y` is rounded to two decimals"),
        (lambda Y: np.where(Y < 0, 7.3, Y), "`Y` is wrong just where it should be negative"),
        (lambda Y: np.delete(Y, 1, axis=0), "`Y` lacks some rows; the others are right"),
        (lambda Y: np.delete(Y, [0, 2], axis=1), "`Y` lacks some columns; the others are right"),
        (lambda Y: np.full(Y.shape, 0.37), "`Y` has one number everywhere, and not the right one"),
        (lambda Y: np.vstack([Y[:1], Y[1:] + 0.37]), "`Y` is right in the first row alone"),
    ],
)
def test_is_it_told(change, says):
    assert says in told(change)


@pytest.mark.parametrize("change", [lambda Y: Y + RNG.normal(0, 1, Y.shape), lambda Y: np.round(Y, 2) + 1e-3, lambda Y: Y[:, [1, 0, 0, 2]]])
def test_is_nothing_told_that_does_not_hold(change):
    assert told(change) == []


def test_is_it_told_that_the_last_entry_of_each_layer_alone_is_wrong():
    cases = []
    for _ in range(3):
        want = {"W1": RNG.normal(0, 1, (3, 2)), "W2": RNG.normal(0, 1, (1, 3))}
        got = {name: W.copy() for name, W in want.items()}
        for W in got.values():
            W[-1, -1] = W[0, 0]
        cases.append(Case(outputs(got, ["p"]), outputs(want, ["p"]), {}))
    assert [t.says for t in relations(cases, {})] == ["`W[l]` is wrong in the last entry of each alone"]


def test_has_a_single_number_no_first_entry():
    wants = [[RNG.random() for _ in range(4)] for _ in range(3)]
    cases = [Case(outputs([{"e": x + RNG.random()} for x in w], ["log"]), outputs([{"e": x} for x in w], ["log"]), {}) for w in wants]
    assert [t.says for t in relations(cases, {})] == []
