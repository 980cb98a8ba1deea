"""Factors of a closed list that lead from what is wanted to what was returned, in a student's own names.

Each yields phrases with what they expect of a row (`relations.Row`): what is told names arguments and small whole numbers, never a measured one.
"""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np

from .compare import ATOL, as_array, close, is_numeric, largest

PLAIN = {-1: "the negative of", 2: "twice", 0.5: "half", -2: "twice the negative of", -0.5: "half the negative of", 3: "three times", 1 / 3: "a third of", 4: "four times", 0.25: "a quarter of", 100: "a hundred times", 0.01: "a hundredth of", 0.98: "0.98 times"}  # fmt: skip
SIGNED = {1: "", -1: "the negative of ", 2: "twice ", 0.5: "half "}
BENT = {  # what may have been done to a result before it was multiplied
    "what {it} should be": lambda w: w, "the square of what {it} should be": np.square, "the root of what {it} should be": np.sqrt,
    "1 divided by what {it} should be": lambda w: 1 / w, "1 minus what {it} should be": lambda w: 1 - w,
}  # fmt: skip


def entries(arguments):
    """Yield arguments, and the entries of those that are dicts, by the names a student knows them by."""
    for name, value in arguments.items():
        yield from ((f"{name}[{k!r}]", v) for k, v in value.items()) if isinstance(value, dict) else ((name, value),)


def quantities(arguments, letters):
    """Return the numbers that a student can name: scalar arguments and entries, sizes of arrays, how many layers there are."""
    found = {}
    numbers_first = sorted(entries(arguments), key=lambda entry: isinstance(entry[1], np.ndarray))
    for place, part in numbers_first:
        if is_numeric(part) and not np.ndim(part) and not isinstance(part, (bool, np.bool_, complex)):
            found[f"`{place}`"] = float(part)
        elif isinstance(part, np.ndarray) and not re.search(r"\d'\]$", place):
            for axis, size in enumerate(part.shape):
                letter = (letters.get(place) or [""] * part.ndim)[axis : axis + 1]
                side = ["rows", "columns"][axis] if part.ndim == 2 else "entries"
                found.setdefault(
                    f"`{letter[0]}`" if letter and letter[0].isidentifier() else f"the number of {side} of `{place}`", float(size)
                )
        elif isinstance(part, (list, tuple)):
            found[f"the length of `{place}`"] = float(len(part))
    for value in arguments.values():
        if isinstance(value, dict) and "W1" in value:
            found["the number of layers"] = float(len(value) // 2)
    return found


def _derived(found):
    """Return what quantities may have done to a result: {phrase around what it was done to: factor}."""
    forms = {}
    for name, v in found.items():
        forms |= {
            f"{name} times {{what}}": v, f"{{what}} divided by {name}": 1 / v, f"{{what}} times 1 − {name}": 1 - v, f"{{what}} divided by 1 − {name}": 1 / (1 - v),
            f"{name}² times {{what}}": v**2, f"{{what}} divided by {name}²": 1 / v**2, f"{{what}} times the root of {name}": v**0.5,
            f"{{what}} divided by the root of {name}": v**-0.5, f"{{what}} times ({name} − 1) / {name}": (v - 1) / v, f"{{what}} times {name} / ({name} − 1)": v / (v - 1),
            f"{{what}} times {name} / ({name} + 1)": v / (v + 1), f"{{what}} times the root of {name} / ({name} − 1)": (v / (v - 1)) ** 0.5,
        }  # fmt: skip
    for (a, x), (b, y) in combinations([(n, v) for n, v in found.items() if n.startswith("`")][:6], 2):
        forms |= {f"{{what}} times {a} / {b}": x / y, f"{{what}} times {b} / {a}": y / x, f"{{what}} times {a} and {b}": x * y, f"{{what}} divided by {a} and {b}": 1 / (x * y)}  # fmt: skip
    return forms


def factors(rows, letters, least, suffix=""):
    """Yield the factors of the closed list that lead from wanted to got, plain ones first."""
    named = [_derived({n: np.float64(v) for n, v in quantities(r.arguments, letters).items()}) for r in rows]
    for what, bend in BENT.items():
        ratios, misses = [_ratio(r, bend) for r in rows], sum(not r.right for r in rows)
        if None in ratios or (misses < 2 and not what.startswith("what")):
            continue
        for factor, words in PLAIN.items():
            yield f"{{is}} {words} {what}{suffix}", lambda r, i, f=factor, b=bend: f * b(r.want[i].astype(complex))
        for phrase in named[0]:
            values = [n.get(phrase, np.nan) for n in named]
            if len({v for v, r in zip(values, rows, strict=True) if not r.right}) < 2:
                continue  # a quantity that never changes cannot be told from a number
            for sign, word in SIGNED.items():
                if all(
                    c == "any" or (not np.isfinite(v) and c == "none") or (c != "none" and abs(c - sign * v) <= 1e-4 * abs(c))
                    for c, v in zip(ratios, values, strict=True)
                ):
                    by_row = {id(r): sign * v for r, v in zip(rows, values, strict=True)}
                    finite = sum(np.isfinite(v) and not r.right for r, v in zip(rows, values, strict=True))
                    plain = sign == 1 and what.startswith("what") and not re.search("[−²/]|root| and ", phrase)
                    if finite >= (2 if plain else least):  # of many factors some fit two trials by chance
                        says = f"{{is}} {word}{phrase.format(what=what)}{suffix}"
                        yield says, lambda r, i, m=by_row, b=bend: _times(m[id(r)], b(r.want[i].astype(complex)), r.got[i])


def _times(factor, w, got):
    return factor * w if np.isfinite(factor) else got  # divided by 0 here, as the phrase has it


def _ratio(row, bend):
    """Return what leads from wanted to got by one factor: "any" where both are 0, "none" where got is not finite, None if nothing does."""
    sides = [np.concatenate([a.ravel().astype(complex) for a in side]) if side else np.zeros(0) for side in (row.got, row.want)]
    g, w = sides[0], bend(sides[1])
    if g.shape != w.shape or not np.isfinite(w).all():
        return None
    if not np.isfinite(g).any() and g.size:
        return "none"
    if not w.any():
        return "any" if not g.any() else None
    c = float(np.real(np.vdot(w, g) / np.vdot(w, w)))
    return c if close(g, c * w, row.atol) else None


def offsets(rows):
    for number in (1, -1, 2, -2):
        yield f"{{is}} {abs(number)} {'more' if number > 0 else 'less'} than {{it}} should be", lambda r, i, n=number: r.want[i] + n
    named = [quantities(r.arguments, {}) for r in rows]
    by_row = {id(r): n for r, n in zip(rows, named, strict=True)}
    for name, first in named[0].items():
        if name.startswith("`") and all(name in n for n in named) and any(n[name] != first for n in named):
            for sign, word in ((1, "more"), (-1, "less")):
                yield f"{{is}} {word} than {{it}} should be by {name}", lambda r, i, s=sign, n=name: r.want[i] + s * by_row[id(r)][n]


def own(row, i, name, key=None):
    """Return the argument, or its entry at a leaf's place, that has the leaf's shape; None if there is none."""
    part = row.arguments.get(name)
    if isinstance(part, dict):
        place = row.places[i].split()[-1] if row.places[i] else None
        part = part.get(key if key is not None else place if place in part else f"d{place}")
    elif key is None and len(row.want) > 1:
        return None
    part = as_array(part)
    return np.asarray(part) if is_numeric(part) and np.shape(part) == row.want[i].shape else None


def from_arguments(rows, letters, least):
    """Yield factors of what a result has beyond an argument: a step, or what is added to it."""
    for name, value in rows[0].arguments.items():
        base = [[own(r, i, name) for i in range(len(r.want))] for r in rows]
        if not (isinstance(value, dict) or np.ndim(value)) or any(b is None or b.dtype.kind not in "iuf" for row in base for b in row):
            continue
        by_row = {id(r): b for r, b in zip(rows, base, strict=True)}
        yield f"{{is}} what should be added to `{name}`, alone", lambda r, i, m=by_row: r.want[i] - m[id(r)][i]
        beyond = [_Beyond(r, b) for r, b in zip(rows, base, strict=True)]
        if any(len(r.got) != len(r.want) or any(g.shape != w.shape for g, w in zip(r.got, r.want, strict=True)) for r in rows):
            continue
        twin = {id(r): b for r, b in zip(rows, beyond, strict=True)}
        for phrase, expected in factors(beyond, letters, least, f", counted from `{name}`"):
            if "1 minus" not in phrase and "divided by what" not in phrase and "the root of what" not in phrase:
                yield phrase, lambda r, i, e=expected, m=by_row, t=twin: m[id(r)][i] + e(t[id(r)], i)


class _Beyond:
    """A row with an argument taken off."""

    def __init__(self, row, base):
        self.arguments, self.atol, self.right, self.places = (
            row.arguments,
            max(row.atol, ATOL * max(map(largest, base))),
            row.right,
            row.places,
        )
        self.got, self.want = (
            [a - b if a.shape == b.shape else a for a, b in zip(side, base, strict=False)] for side in (row.got, row.want)
        )
