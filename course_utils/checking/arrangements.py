"""What may have been done to every number of a result, where its numbers may stand, and which of its places are wrong."""

from __future__ import annotations

import numpy as np

from .compare import ATOL, RTOL, close, largest
from .factors import BENT, entries, own, quantities


def _on_want(phrase, change, axes=0):
    return phrase, lambda r, i: change(r.want[i]) if r.want[i].ndim >= axes and r.want[i].dtype.kind in "biuf" else None


def _float(change):
    return lambda w: change(w.astype(float)) if np.isfinite(change(w.astype(float))).all() else None


def _on_got(phrase, true):
    """A phrase that is true of some pairs of arrays got, want."""
    return phrase, lambda r, i: r.got[i] if r.got[i].dtype.kind in "biuf" and true(r.got[i], r.want[i], r.atol) else None


def _longer(start):
    def true(g, w, atol):
        extra = g.shape[-1] - w.shape[-1] if g.ndim == w.ndim > 0 else 0
        return extra > 0 and w.size > 0 and close(g[..., extra:] if start else g[..., :-extra], w, atol)

    return true


def _shorter(start):
    return lambda g, w, atol: g.size > 0 and _longer(start)(w, g, atol)


def _some_left_out(axis):
    """Rows, or columns, that are all right and in order, but not all that there should be."""

    def true(g, w, atol):
        g, w = (g, w) if axis == 0 else (g.T, w.T)
        if g.ndim != 2 or w.ndim != 2 or g.shape[1] != w.shape[1] or not 0 < len(g) < len(w):
            return False
        left = iter(w)
        return all(any(close(row, other, atol) for other in left) for row in g)

    return true


def _shuffled(axis):
    def true(g, w, atol):
        if g.shape != w.shape or not g.ndim or (axis and g.ndim != 2) or g.shape[-1] < 2:
            return False
        key = (lambda a: a[:, np.lexsort(np.round(a + 0.0, 6))]) if axis else lambda a: np.sort(a.ravel())
        return close(key(g), key(w), atol)

    return true


DECIMALS = ("a whole number", "one decimal", "two decimals", "three decimals", "four decimals", "five decimals", "six decimals")
OPERATIONS = [
    *(_on_want(f"{{is}} rounded to {words}", _float(lambda w, k=k: np.round(w, k))) for k, words in enumerate(DECIMALS)),
    _on_want("{is} cut to a whole number", _float(np.trunc)), _on_want("{is} cut down to a whole number", _float(np.floor)),
    _on_want("{is} without a sign", _float(np.abs)), _on_want("{is} 0 where {it} should be negative", _float(lambda w: np.maximum(w, 0))),
    _on_want("{is} 0", lambda w: np.zeros(w.shape)), *(_on_want(f"{{is}} {words}", _float(bend)) for words, bend in list(BENT.items())[1:]),
    _on_want("{is} the logarithm of what {it} should be", _float(np.log)), _on_want("{is} the exponential of what {it} should be", _float(np.exp)),
    _on_want("{is} cut off at 1", _float(lambda w: np.minimum(w, 1))),
]  # fmt: skip
BOOLEAN = [
    _on_want("{has} True and False exchanged", np.logical_not),
    _on_want("{is} True in every trial", np.ones_like),
    _on_want("{is} False in every trial", np.zeros_like),
    _on_got(
        "{is} True where {it} should be False, never the other way round", lambda g, w, atol: g.shape == w.shape and bool(np.all(g >= w))
    ),
    _on_got(
        "{is} False where {it} should be True, never the other way round", lambda g, w, atol: g.shape == w.shape and bool(np.all(g <= w))
    ),
]
ARRANGEMENTS = [
    _on_want("{is} transposed", np.transpose, 2),
    _on_got("{has} the right numbers in one axis, where there should be more", lambda g, w, atol: g.ndim == 1 < w.ndim and close(g, w.ravel(), atol)),
    _on_got("{has} the right numbers in two axes, where one is meant", lambda g, w, atol: g.ndim == 2 and w.ndim == 1 and close(g.ravel(), w, atol)),
    _on_got("{is} right, but an array, where a single number is meant", lambda g, w, atol: g.size == 1 and g.ndim > 0 == w.ndim and close(g.reshape(()), w, atol)),
    _on_got("{has} something too much at the beginning; the rest is right", _longer(True)), _on_got("{has} something too much at the end; the rest is right", _longer(False)),
    _on_got("{lacks} something at the beginning; the rest is right", _shorter(True)), _on_got("{is} right as far as {it} {goes}, but {ends} too early", _shorter(False)),
    _on_got("{lacks} some rows; the others are right", _some_left_out(0)), _on_got("{lacks} some columns; the others are right", _some_left_out(1)),
    _on_want("{has} the rows in reverse", lambda w: w[::-1], 2), _on_want("{has} the columns in reverse", lambda w: w[..., ::-1], 2),
    _on_want("{is} in reverse", lambda w: w[::-1], 1),
    _on_want("{has} everything one place too late, the last first", lambda w: np.roll(w, 1, -1), 1),
    _on_want("{has} everything one place too early, the first last", lambda w: np.roll(w, -1, -1), 1),
    _on_want("{is} read column after column, where rows are meant", lambda w: w.ravel(order="F").reshape(w.shape), 2),
    _on_want("{is} sorted", lambda w: np.sort(w.ravel()).reshape(w.shape), 1),
    _on_want("{is} in every place the mean of what {it} should be", lambda w: np.full(w.shape, w.mean()) if w.size else None, 1),
    _on_want("{is} the mean of what {it} should be, one number", lambda w: w.mean() if w.size else None, 1),
    _on_want("{is} the sum of what {it} should be, one number", lambda w: w.sum(), 1),
    _on_got("{has} one number everywhere, and not the right one", lambda g, w, atol: g.size > 1 and g.shape == w.shape and bool((g == g.flat[0]).all())),
    _on_got("{has} the right columns in another order", _shuffled(1)), _on_got("{has} the right numbers in another order", _shuffled(0)),
]  # fmt: skip


def others(rows, name):
    """Yield the other outputs that a group may hold."""
    for other in rows[0].wants:
        if other != name:
            yield f"{{is}} what {other} should be", lambda r, i, o=other: r.wants[o][i][1] if len(r.wants.get(o, ())) > i else None


def copies(rows, letters):
    """Yield the arguments, their entries and their sizes that a group may be equal to."""
    for name, value in rows[0].arguments.items():
        if isinstance(value, dict):
            yield f"{{is}} as in `{name}`, unchanged", lambda r, i, n=name: own(r, i, n)
        for key in value if isinstance(value, dict) else (None,):
            says = f"{{is}} just `{name}`" if key is None else f"{{is}} just `{name}[{key!r}]`"
            yield says, lambda r, i, n=name, k=key: own(r, i, n, k) if len(r.want) == 1 else None
    named = {id(r): quantities(r.arguments, letters) for r in rows}
    for name in named[id(rows[0])]:
        if len({n.get(name) for n in named.values()}) > 1:
            yield f"{{is}} just {name}", lambda r, i, n=name: named[id(r)].get(n) if not r.want[i].ndim else None


# --- which entries are wrong ---------------------------------------------------------------------------------


def place(misses):
    """Return where in a group the wrong entries are, if that is the same in all trials that miss."""
    spots = [_spots(r) for r in misses]
    return next((s for s in spots[0] if all(s in other for other in spots)), "") if spots else ""


def _spots(row):
    if any(g.shape != w.shape or "U" in (g.dtype.kind, w.dtype.kind) for g, w in zip(row.got, row.want, strict=True)):
        return []
    wrong = [
        ~np.isclose(g, w, rtol=RTOL, atol=max(row.atol, ATOL * largest(w)), equal_nan=True) for g, w in zip(row.got, row.want, strict=True)
    ]
    lines = [("place", np.array([w.any() for w in wrong]))]
    if len(wrong) == 1 and wrong[0].ndim in (1, 2):
        lines = [("entry", wrong[0])] if wrong[0].ndim == 1 else [("row", wrong[0].any(axis=1)), ("column", wrong[0].any(axis=0))]
    found = []
    for word, line in lines:
        for end, edge, rest in (("first", 0, slice(1, None)), ("last", -1, slice(None, -1))):
            if len(line) > 1 and bool(line[edge]) != bool(line[rest].any()) and line[rest].all() == line[rest].any():
                found.append(f"{{is}} {'wrong' if line[edge] else 'right'} in the {end} {word} alone")
    amiss = np.concatenate([w.ravel() for w in wrong])
    if len(wrong) > 1 and all(w.size > 1 for w in wrong):
        ends = {"first": [(w.ravel()[:1], w.ravel()[1:]) for w in wrong], "last": [(w.ravel()[-1:], w.ravel()[:-1]) for w in wrong]}
        found += [
            f"{{is}} wrong in the {end} entry of each alone"
            for end, parts in ends.items()
            if all(e.all() and not r.any() for e, r in parts)
        ]
    sides = [("{it} should be", np.concatenate([w.ravel() for w in row.want]))]
    sides += [
        (f"`{n}` is", v.ravel())
        for n, v in entries(row.arguments)
        if isinstance(v, np.ndarray) and len(wrong) == 1 and v.shape == wrong[0].shape
    ]
    for whose, values in sides:
        if values.dtype.kind in "biuf":
            tests = {"negative": values < 0, "positive": values > 0, "0": values == 0, "NaN": np.isnan(values.astype(float))}
            found += [
                f"{{is}} wrong just where {whose} {words}"
                for words, those in tests.items()
                if those.any() and not those.all() and np.array_equal(those, amiss)
            ]
    return found
