"""How the shapes of what was returned differ from those that are meant, in words that tell no length."""

from __future__ import annotations

import numpy as np

AXES = ("first", "second", "third", "fourth")


def shapes(cases):
    """Return {in words: the names of the results} for those whose shape is wrong in one and the same way wherever it is wrong."""
    found, names = {}, {name for case in cases for name in case.want.keys() & case.got.keys()}
    for name in sorted(names):
        says, elsewhere = set(), False
        for case in cases:
            got, want = dict(case.got.get(name, ())), dict(case.want.get(name, ()))
            both = [(got[place], want[place]) for place in got.keys() & want.keys()]
            here = {_difference(np.shape(g), np.shape(w)) for g, w in both if np.shape(g) != np.shape(w)}
            if want.keys() - got.keys() and "[l]" in name:
                here.add("{is} not there for every layer")
            says |= here
            elsewhere |= not here and not all(np.array_equal(g, w) for g, w in both)
        if says:
            phrase = says.pop() if len(says) == 1 else "{has} another shape than is meant"
            found.setdefault(f"{phrase} in some of the trials that miss" if elsewhere else phrase, []).append(name)
    return found


def _difference(got, want):
    """Return in words how one shape differs from another."""
    if not got or not want:
        return "{is} a single number" if want else "{has} axes, where a single number is meant"
    if len(got) != len(want):
        return f"{{has}} too {'few' if len(got) < len(want) else 'many'} axes"
    if sorted(got) == sorted(want):
        return "{has} the right lengths, but along other axes"
    other = [i for i, (g, w) in enumerate(zip(got, want, strict=True)) if g != w]
    if len(other) > 1 or len(want) > len(AXES):
        return "{has} another shape than is meant"
    axis, size = other[0], "short" if got[other[0]] < want[other[0]] else "long"
    if len(want) == 1:
        return f"{{is}} too {size}"
    like = [AXES[i] for i in range(len(want)) if i != axis and want[i] == got[axis]]
    return f"{{is}} too {size} along the {AXES[axis]} axis" + (f", as long as along the {like[0]}" if len(like) == 1 else "")
