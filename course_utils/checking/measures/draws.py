"""Measures of what is drawn at random: the parameters of a network, values from a range."""

from __future__ import annotations

import itertools

import numpy as np

from .parts import pattern, rms


def entries(arguments, records):
    """The names of all entries of a dict, sorted, as one text."""
    return ", ".join(sorted(str(key) for key in _dict(records)))


def lacking(arguments, records, names):
    """Which of some names a dict has no entry for, as one text; "none"."""
    return ", ".join(name for name in names if name not in _dict(records)) or "none"


def not_zero(arguments, records, letter="b"):
    """The names of the entries that begin with a letter and are not 0 everywhere, and whether they hold one number; "none"."""
    arrays = {key: np.asarray(part) for key, part in sorted(records[0].value.items()) if key.startswith(letter)}
    names = [key for key, part in arrays.items() if np.any(part != 0)]
    numbers = {x for key in names for x in arrays[key].ravel().tolist()}
    return ", ".join(names) + (f" (all {numbers.pop():.3g})" if len(numbers) == 1 else "") or "none"


def weights_mean(arguments, records):
    """For each W[l]: its mean over its root mean square, near 0 for draws about 0; or what shows that they were no draws."""
    return [_no_draws(W) or float(W.mean() / rms(W)) for W in _weights(records)]


def weights_spread(arguments, records, scales):
    """For each W[l]: its root mean square over what it should be, in doublings: 1 is twice too large; or as `weights_mean`."""
    return [_no_draws(W) or float(np.log2(rms(W) / scale)) for W, scale in zip(_weights(records), scales, strict=True)]


def weights_alike(arguments, records):
    """The names of two W[l] that are made of the same draws, apart from a factor; "none"."""
    draws = [W.ravel() / rms(W) for W in _weights(records)]
    for i, a in enumerate(draws):
        for j, b in enumerate(draws[:i]):
            shared = min(len(a), len(b))
            if shared > 3 and rms(a[:shared]) and np.allclose(a[:shared] / rms(a[:shared]), b[:shared] / rms(b[:shared]), atol=1e-5):
                return f"W{j + 1} and W{i + 1}"
    return "none"


def outside(arguments, records, low, high):
    """Which share of the values lies outside a range."""
    values = np.asarray(records[0].value, float)
    return float(np.mean((values < low) | (values > high)))


def share_by_factor(arguments, records, edges):
    """Which share of the values lies between each two neighbours of some positive edges; or what shows that they were no draws."""
    values = np.sort(np.ravel(np.asarray(records[0].value, float)))
    for steps, name in ((np.diff(values), "all alike"), (np.diff(np.log(values)), "a fixed grid")):
        if len(values) > 2 and np.ptp(steps) < 1e-9 and (name != "all alike" or abs(steps[0]) < 1e-9):
            return name
    return [float(np.mean((low <= values) & (values < high))) for low, high in itertools.pairwise(edges)]


def _dict(records):
    if not isinstance(records[0].value, dict):
        raise TypeError("no dict")
    return records[0].value


def _weights(records):
    """The arrays W[1], W[2], … of returned parameters."""
    result = records[0].value
    return [np.asarray(result[f"W{l}"], float) for l in range(1, len(result) // 2 + 1)]


def _no_draws(W):
    """What shows that the entries of W had no draws of their own, as a text, or ""."""
    if not W.any():
        return "all 0"
    found = pattern(W) if W.size > 1 else "none"
    return "" if found == "none" else found
