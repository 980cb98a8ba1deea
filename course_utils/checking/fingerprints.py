"""Fingerprints: what a function measures on a paper's trials, reduced to a few numbers, so that a known mistake is told by them."""

from __future__ import annotations

import json

import numpy as np

FINGERPRINT_RTOL = 1e-4


def fingerprint(value):
    """Reduce a measured value to JSON-ready data: for each array its shape and two weighted sums."""
    if isinstance(value, dict):
        return {str(key): fingerprint(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [fingerprint(part) for part in value]
    if isinstance(value, (np.ndarray, np.generic)) and np.asarray(value).dtype.kind in "biufc":
        array = np.asarray(value, dtype=complex).ravel()
        array = array.real if not array.imag.any() else np.abs(array)
        if not np.isfinite(array).all():
            where = np.flatnonzero(~np.isfinite(array))
            return [list(np.shape(value)), "not finite", int(where.size), int(where[0])]
        if array.size == 1:
            return [list(np.shape(value)), _rounded(array[0])] if np.shape(value) else _rounded(array[0])
        n = np.arange(1, array.size + 1)
        return [list(np.shape(value)), _rounded(array @ np.cos(n)), _rounded(array @ np.sin(1.7 * n))]
    if isinstance(value, (bool, int, float)):  # True is 1, as in NumPy
        return _rounded(value) if np.isfinite(float(value)) else str(value)
    return str(value)


def statistic(value, atol):
    """Return the fingerprint of statistics, each with how far it may be off."""
    if isinstance(value, list):
        return [statistic(part, atol) for part in value]
    return ["about", value, atol] if isinstance(value, float) else fingerprint(value)


def _rounded(x):
    """Round off what differs from processor to processor."""
    return round(float(f"{float(x):.8g}"), 9)


def match(mistakes, prints):
    """Return the known mistake whose fingerprint is this one, or None.

    A student's dicts may have more entries; if several mistakes match then, the one with most in common is meant.
    """
    known = [m for m in mistakes if m.prints is not None]
    same = [m for m in known if alike(m.prints, prints)]
    close = [m for m in known if alike(m.prints, prints, more=True)]
    return same[0] if same else max(close, key=lambda m: len(json.dumps(m.prints)), default=None)


def alike(a, b, more=False):
    """Whether two fingerprints agree, numbers within `FINGERPRINT_RTOL`; with `more`, dicts of b may have further entries."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() <= b.keys() and (more or len(a) == len(b)) and all(alike(a[k], b[k], more) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        if a[:1] == b[:1] == ["about"]:  # a statistic: both are spread about their mean
            return abs(a[1] - b[1]) <= 2 * max(a[2], b[2])
        return len(a) == len(b) and all(alike(x, y, more) for x, y in zip(a, b, strict=True))
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1e-6 + FINGERPRINT_RTOL * max(abs(a), abs(b))
    return type(a) is type(b) and a == b
