"""Fingerprints: what a function measures on a paper's trials, reduced to a few numbers, so that a known mistake is told by them."""

from __future__ import annotations

import json
import re

import numpy as np

from .measures import VAGUE

FINGERPRINT_RTOL = 1e-4


def fingerprint(value):
    """Reduce a measured value to JSON-ready data: for each array its shape and two weighted sums."""
    if isinstance(value, dict):
        return {_text(key): fingerprint(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [fingerprint(part) for part in value]
    if isinstance(value, (np.ndarray, np.generic)) and np.asarray(value).dtype.kind in "biufc":
        array = np.asarray(value, dtype=complex).ravel()
        array = array.real if not array.imag.any() else np.abs(array)
        if not np.isfinite(array).all():
            where = np.flatnonzero(~np.isfinite(array))
            array[where] = 0
            return [list(np.shape(value)), "not finite", int(where.size), int(where[0]), *_sums(array)]
        if array.size == 1:
            return [list(np.shape(value)), _rounded(array[0])] if np.shape(value) else _rounded(array[0])
        return [list(np.shape(value)), *_sums(array)]
    if isinstance(value, (bool, int, float)):  # True is 1, as in NumPy
        return _rounded(value) if np.isfinite(float(value)) else str(value)
    return _text(value)


def _text(value):
    return re.sub(r"\b0x[0-9a-f]+", "", str(value))  # where a function lies is no part of what it is


def statistic(value, atol):
    """Return the fingerprint of statistics, each with how far it may be off."""
    if isinstance(value, list):
        return [statistic(part, atol) for part in value]
    return ["about", value, atol] if isinstance(value, float) else fingerprint(value)


def _sums(array):
    n = np.arange(1, array.size + 1)
    return _rounded(array @ np.cos(n)), _rounded(array @ np.sin(1.7 * n))


def _rounded(x):
    """Round off what differs from processor to processor."""
    return round(float(f"{float(x):.8g}"), 9)


def match(mistakes, prints, wanted):
    """Return the known mistake whose fingerprint is this one, or None; `wanted` is the fingerprint of what is wanted.

    The very same before one with fewer entries, and that before one in another form; the one with most in common if there are several.
    """
    known = [m for m in mistakes if m.prints and len(m.prints) == len(wanted)]
    ways = ((None, False), (wanted, False), (wanted, True))
    found = ([m for m in known if alike(m.prints, prints, *way) and evidence(m.prints, wanted, way[1])] for way in ways)
    same = next(filter(None, found), [])
    return max(same, key=lambda m: len(json.dumps(m.prints)), default=None)


def evidence(prints, wanted, loose=False):
    """Whether a fingerprint differs from the wanted one in more than words that only say what a thing is not.

    `loose`: and in more than the form.
    """
    rows = zip(prints, wanted, strict=True)
    return any(len(row) != len(want) or any(_tells(a, b, loose) for a, b in zip(row, want, strict=True)) for row, want in rows)


def _tells(a, wanted, loose):
    if loose and alike(a, wanted, None, loose):
        return False
    if isinstance(a, dict) and isinstance(wanted, dict):
        return a.keys() != wanted.keys() or any(_tells(a[k], wanted[k], loose) for k in a)
    if isinstance(a, list) and isinstance(wanted, list) and len(a) == len(wanted) and a[:1] != ["about"]:
        vague = [isinstance(x, str) and x in VAGUE for x in a]
        placed = any(vague) and not all(vague)  # in some layers and not in others: it tells where
        return placed or any(_tells(x, y, loose) for x, y in zip(a, wanted, strict=True))
    return not (isinstance(a, str) and a in VAGUE) and not alike(a, wanted)


def alike(a, b, wanted=None, loose=False):
    """Whether two fingerprints agree, numbers within `FINGERPRINT_RTOL`.

    Where `wanted` is given dicts of b may have entries that a has not, if they are beyond the wanted ones; `loose`: in another form.
    """
    if isinstance(a, dict) and isinstance(b, dict):
        further, inner = b.keys() - a.keys(), wanted if isinstance(wanted, dict) else None
        free = not further or (inner is not None and not further & inner.keys())
        return free and a.keys() <= b.keys() and all(alike(a[k], b[k], inner and inner.get(k), loose) for k in a)
    if loose and None not in (numbers := (_numbers(a), _numbers(b))):
        return _same_numbers(*numbers)
    if isinstance(a, list) and isinstance(b, list):
        if a[:1] == b[:1] == ["about"]:  # a statistic
            return abs(a[1] - b[1]) <= max(a[2], b[2])
        inner = wanted if isinstance(wanted, list) and len(wanted) == len(a) else [None] * len(a)
        return len(a) == len(b) and all(alike(x, y, w, loose) for x, y, w in zip(a, b, inner, strict=True))
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1e-6 + FINGERPRINT_RTOL * max(abs(a), abs(b))
    return type(a) is type(b) and a == b


def _numbers(a):
    """Return (shape without axes of length 1, number or sums) of the fingerprint of numbers, None of anything else."""
    if isinstance(a, float):
        return [], [a]
    if not isinstance(a, list) or not a:
        return None
    if all(isinstance(x, float) for x in a):  # a list of numbers
        return ([], a) if len(a) == 1 else ([len(a)], list(_sums(np.array(a))))
    if isinstance(a[0], list) and all(type(n) is int for n in a[0]) and all(isinstance(x, float) for x in a[1:]):
        return [n for n in a[0] if n != 1], a[1:]
    return None


def _same_numbers(a, b):
    """Whether (shape, sums) are those of the same numbers, one number being the same as an array full of it."""
    (one, x), (shape, y) = sorted((a, b), key=lambda form: len(form[0]))
    if shape and not one:
        x = _sums(np.full(int(np.prod(shape)), x[0]))
    elif one != shape:
        return False
    return alike(list(x), list(y))


def fraction(part):
    """Whether a fingerprint holds a number that is no whole one."""
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return any(map(fraction, parts)) if parts else isinstance(part, float) and part % 1 != 0
