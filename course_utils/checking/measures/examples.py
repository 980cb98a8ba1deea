"""Measures of examples dealt into parts.

`pairs` are the names of the arguments that hold them, [["X", "Y"], …]; the result is a list of parts (X, Y). No two examples are alike.
"""

from __future__ import annotations

import numpy as np


def not_whole(arguments, records):
    """The values of a list that no slice would take, as one text, to six digits; "none"."""
    odd = [part for part in records[0].value if not hasattr(part, "__index__")]
    return ", ".join(format(part, ".6") if isinstance(part, float) else str(part) for part in odd) or "none"


def parts_hold(arguments, records):
    """How many examples each part holds, as a text: where there are none, X may have any shape."""
    counts = [(np.shape(X)[-1], np.shape(Y)[-1]) for X, Y in records[0].value]
    return ", ".join(str(x) if x == y else f"{x} (with {y} labels)" for x, y in counts)


def parts_from(arguments, records, pairs):
    """For each part: the names of the arguments its examples come from, as a text."""
    names = [pair[0] for pair in pairs]
    return [
        " and ".join(dict.fromkeys(sorted(names[s] if s >= 0 else "elsewhere" for s, _ in part))) or "nothing"
        for part in _found(arguments, records, pairs)
    ]


def examples_used(arguments, records, pairs):
    """Whether the parts hold every example, and none twice: "each once", or what is amiss."""
    found = [place for part in _found(arguments, records, pairs) for place in part]
    missing = sum(arguments[X].shape[1] for X, _ in pairs) - len({place for place in found if place[0] >= 0})
    strange, twice = any(s < 0 for s, _ in found), len(found) > len(set(found))
    says = (
        [_strange(arguments, records, pairs)] * strange
        + ["some are missing"] * (missing > 0)
        + ["some occur twice"] * (twice and not strange)
    )
    return ", ".join(says) or "each once"


def _strange(arguments, records, pairs):
    """What columns are that are no examples, in words."""
    columns = [c for X, _ in records[0].value for c in _columns(X)]
    given = [c for X, _ in pairs for c in _columns(arguments[X])]
    if {tuple(sorted(c)) for c in columns} <= {tuple(sorted(c)) for c in given}:
        return "some columns are examples with their features in another order"
    if all(set(row) <= set(all_given) for row, all_given in zip(zip(*columns), zip(*given), strict=False)):
        return "some columns are put together from several examples"
    return "some columns are no examples"


def overlaps(arguments, records, pairs, names):
    """Which parts, by their names, share examples, as a text; "none"."""
    found = [set(part) for part in _found(arguments, records, pairs)]
    return ", ".join(f"{names[i]} and {names[j]}" for j in range(len(found)) for i in range(j) if found[i] & found[j]) or "none"


def labels_astray(arguments, records, pairs, names):
    """Whether examples have lost their labels: "none", or what they have instead, and in which parts."""
    parts = list(zip(names, _found(arguments, records, pairs), (np.ravel(Y) for _, Y in records[0].value), strict=True))
    if any(s < 0 for _, part, _ in parts for s, _ in part):
        return "some columns are no examples"
    if any(len(part) != len(labels) for _, part, labels in parts):
        return "there is not one label for each example"
    labels, given = np.concatenate([labels for *_, labels in parts]), np.concatenate([np.ravel(arguments[Y]) for _, Y in pairs])
    own = [[arguments[pairs[s][1]][0, i] for s, i in part] for _, part, _ in parts]
    astray = [name for (name, _, labels), right in zip(parts, own, strict=True) if not np.allclose(labels, right)]
    if astray and labels.shape == given.shape and np.allclose(labels, given):
        return "the labels stand as they came"
    return f"labels of other examples in {', '.join(astray)}" if astray else "none"


def runs(arguments, records, pairs, names):
    """Which of the named parts, the last ones, hold examples that stood next to each other, which no shuffling leaves; "none".

    After the last example the first is next: to turn them all like a wheel is no shuffling.
    """
    places = [sorted(i for _, i in part) for part in _found(arguments, records, pairs)][-len(names) :]
    m = arguments[pairs[-1][0]].shape[1]
    gaps = [np.diff([*place, place[0] + m]) if place else np.array([]) for place in places]
    return ", ".join(name for name, gap in zip(names, gaps, strict=True) if np.sum(gap != 1) <= 1) or "none"


def _found(arguments, records, pairs):
    """For each part (X, Y) of a result: where each of its examples stands among the arguments (pair, column), or (-1, 0)."""
    places = {column.tobytes(): (s, i) for s, (X, _) in enumerate(pairs) for i, column in enumerate(_columns(arguments[X]))}
    return [[places.get(column.tobytes(), (-1, 0)) for column in _columns(X)] for X, _ in records[0].value]


def _columns(X):
    return np.round(np.asarray(X, float).T, 5) + 0.0  # float32 will do, and -0 is 0
