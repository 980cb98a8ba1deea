"""Measures of what is drawn at random: the parameters of a network, values from a range."""

from __future__ import annotations

import functools
import itertools

import numpy as np

from .parts import differs, pattern, rms

FEW = 4  # numbers that come more often than this on the average were rounded
LAYERS = 100  # of a network, at most: each is compared with every other
MANY = 100  # so many draws do not agree, nor stand in order, by chance


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


def not_drawn(arguments, records):
    """The names of the W[l] whose entries are no draws of their own, each with what shows it, as one text; "none"."""
    shown = {f"W{l}": _no_draws(W) for l, W in enumerate(_weights(records), 1)}
    return ", ".join(f"{name} ({how})" for name, how in shown.items() if how) or "none"


def weights_mean(arguments, records):
    """For each W[l]: its mean over its root mean square, near 0 for draws about 0; 0 if it has no draws of its own."""
    return [0.0 if _no_draws(W) else float(W.mean() / rms(W)) for W in _weights(records)]


def weights_spread(arguments, records, scales):
    """For each W[l]: its root mean square over what it should be, as a power of 2: 1 is twice too large; 0 as in `weights_mean`."""
    return [0.0 if _no_draws(W) else float(np.log2(rms(W) / scale)) for W, scale in zip(_weights(records), scales, strict=True)]


def weights_alike(arguments, records):
    """The names of two W[l] that are made of the same draws, apart from a factor; "none"."""
    for (i, a), (j, b) in itertools.combinations(enumerate(_weights(records), 1), 2):
        if any(_same_draws(x, y) for x, y in itertools.product((a, a.T), (b, b.T))):
            return f"W{i} and W{j}"
    return "none"


def weights_again(arguments, records):
    """The names of the W[l] that a second call returns once more, with the generator moved on; "none"."""
    first, second = _weights(records[:1]), _weights(records[2:])
    return ", ".join(f"W{l}" for l, (a, b) in enumerate(zip(first, second, strict=True), 1) if not differs(a, b)) or "none"


def how_drawn(arguments, records):
    """What shows that values had no draws of their own between `low` and `high`, as a text, or "each by itself"."""
    return _no_own_draws(arguments, records) or "each by itself"


def outside(arguments, records, low, high):
    """Which share of the values lies outside a range; an error where they had no draws of their own."""
    values = _drawn(arguments, records)
    return float(np.mean(~((low <= values) & (values <= high))))  # NaN is nowhere within


def share_by_factor(arguments, records, edges):
    """Which share of the values lies between each two neighbours of some positive edges; an error where they had no draws of their own."""
    values = _drawn(arguments, records)
    return [float(np.mean((low <= values) & (values < high))) for low, high in itertools.pairwise(edges)]


def _drawn(arguments, records):
    if found := _no_own_draws(arguments, records):
        raise ValueError(found)
    return np.ravel(np.asarray(records[0].value, float))


def _no_own_draws(arguments, records):
    """What shows that values had no draws of their own, as a text, or ""."""
    values = np.ravel(np.asarray(records[0].value, float))
    if np.ptp(values) == 0 and len(values) >= MANY:
        return "all alike"
    if np.all(values > 0) and np.allclose(np.log10(values), np.round(np.log10(values)), rtol=0, atol=1e-9):
        return "only whole powers of ten"
    if len(values) < MANY:
        return ""
    steps = np.diff(np.sort(values))
    with np.errstate(all="ignore"):
        factors = np.diff(np.log(np.sort(values)))
    if np.ptp(steps) < 1e-9 * np.ptp(values) or np.ptp(factors) < 1e-9:
        return "a fixed grid"
    if len(np.unique(values)) < 0.97 * len(values):  # float32 has enough numbers for nearly all to differ
        return "the same few numbers again and again, as rounded ones are"
    if np.all(np.diff(values) > 0) or np.all(np.diff(values) < 0):
        return "in order of size"
    with np.errstate(all="ignore"):
        places = np.floor(len(values) * np.log(values / arguments["low"]) / np.log(arguments["high"] / arguments["low"]))
    return "one in each of as many equal parts of the range" if len(np.unique(places)) > 0.97 * len(values) else ""


def _dict(records):
    if not isinstance(records[0].value, dict):
        raise TypeError("no dict")
    return records[0].value


def _weights(records):
    """The arrays W[1], W[2], … of returned parameters."""
    result = _dict(records)
    if len(result) > 2 * LAYERS:
        raise ValueError("no network has so many layers")
    return [np.asarray(result[f"W{l}"], float) for l in range(1, len(result) // 2 + 1)]


def _no_draws(W):
    """What shows that the entries of W had no draws of their own, as a text, or ""."""
    return _no_draws_in(W.tobytes(), W.shape)


@functools.lru_cache(maxsize=16)  # several measures look at the same W
def _no_draws_in(data, shape):
    W = np.frombuffer(data).reshape(shape)
    if not W.any():
        return "all 0"
    found = pattern(W) if W.size > 1 else "none"
    if found != "none":
        return found
    if min(W.shape) > 1 and np.allclose(W * W[0, 0], W[:, :1] * W[:1], rtol=1e-5, atol=0):
        return "one draw a row times one draw a column"
    if 2 < len(np.unique(W)) < W.size / FEW:  # two: random signs are draws as good as any
        return "few different numbers, as if rounded"
    return ""


def _same_draws(a, b):
    """Whether two matrices begin with the same draws, read as a block or row by row."""
    rows, columns, size = min(len(a), len(b)), min(a.shape[1], b.shape[1]), min(a.size, b.size)
    for x, y in ((a[:rows, :columns], b[:rows, :columns]), (a.ravel()[:size], b.ravel()[:size])):
        if x.size > 3 and x.any() and y.any():
            x, y = x / rms(x), y / rms(y)
            if np.abs(x.flat[:4] - y.flat[:4]).max() < 0.01 and np.allclose(x, y, atol=1e-5):  # the first tell most apart
                return True
    return False
