"""Measures of examples dealt into parts.

`pairs` are the names of the arguments that hold them, [["X", "Y"], …]; the result is a list of parts (X, Y). No two examples are alike.
"""

from __future__ import annotations

import numpy as np


def not_whole(arguments, records):
    """The values of a list that no slice would take, as one text, to six digits; "none"."""
    odd = [part for part in records[0].value if not hasattr(part, "__index__")]
    return ", ".join(format(part, ".6") if isinstance(part, float) else str(part) for part in odd) or "none"


def parts_from(arguments, records, pairs):
    """For each part: the names of the arguments its examples come from, as a text."""
    names = [pair[0] for pair in pairs]
    return [
        " and ".join(dict.fromkeys(sorted(names[s] if s >= 0 else "elsewhere" for s, _ in part)))
        for part in _found(arguments, records, pairs)
    ]


def examples_used(arguments, records, pairs):
    """Whether the parts hold every example, and none twice: "each once", or what is amiss."""
    found = [place for part in _found(arguments, records, pairs) for place in part]
    missing = sum(arguments[X].shape[1] for X, _ in pairs) - len({place for place in found if place[0] >= 0})
    strange, twice = any(s < 0 for s, _ in found), len(found) > len(set(found))
    says = (
        ["some columns are no examples"] * strange + ["some are missing"] * (missing > 0) + ["some occur twice"] * (twice and not strange)
    )
    return ", ".join(says) or "each once"


def overlaps(arguments, records, pairs):
    """Which parts, by their index, share examples, as a text; "none"."""
    found = [set(part) for part in _found(arguments, records, pairs)]
    return ", ".join(f"{i} and {j}" for j in range(len(found)) for i in range(j) if found[i] & found[j]) or "none"


def labels_astray(arguments, records, pairs):
    """Whether examples have lost their labels: "none", or what they have instead."""
    found = [place for part in _found(arguments, records, pairs) for place in part]
    labels = np.concatenate([np.ravel(Y) for _, Y in records[0].value])
    own = np.array([arguments[pairs[s][1]][0, i] for s, i in found if s >= 0])
    if len(own) < len(labels):
        return "some columns are no examples"
    given = np.concatenate([np.ravel(arguments[Y]) for _, Y in pairs])
    if np.allclose(labels, own):
        return "none"
    return "the labels stand as they came" if labels.shape == given.shape and np.allclose(labels, given) else "labels of other examples"


def runs(arguments, records, pairs, parts):
    """Which of the parts, by their index, hold examples that stood next to each other, which no shuffling leaves; "none"."""
    places = [sorted(i for _, i in part) for part in _found(arguments, records, pairs)]
    return ", ".join(str(p) for p in parts if np.all(np.diff(places[p]) == 1)) or "none"


def _found(arguments, records, pairs):
    """For each part (X, Y) of a result: where each of its examples stands among the arguments (pair, column), or (-1, 0)."""
    places = {column.tobytes(): (s, i) for s, (X, _) in enumerate(pairs) for i, column in enumerate(_columns(arguments[X]))}
    return [[places.get(column.tobytes(), (-1, 0)) for column in _columns(X)] for X, _ in records[0].value]


def _columns(X):
    return np.round(np.asarray(X, float).T, 4) + 0.0  # float32 will do, and -0 is 0
