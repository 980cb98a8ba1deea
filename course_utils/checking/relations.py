"""Relations between what a function returned and what is wanted, measured over all trials and told in a student's own names.

A result is looked at in groups, {name: [(place, array), …]}: its outputs, and in a dict the entries of one letter (W1, W2, … are
`W[l]`). Every relation is of a closed list: what is told names arguments and small whole numbers, never a measured one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .compare import ATOL, RTOL, as_array, is_numeric

PLAIN = {-1: "the negative of", 2: "twice", 0.5: "half", -2: "twice the negative of", -0.5: "half the negative of", 3: "three times", 1 / 3: "a third of", 4: "four times", 0.25: "a quarter of", 100: "a hundred times", 0.01: "a hundredth of", 0.98: "0.98 times"}  # fmt: skip
SIGNED = {1: "", -1: "the negative of ", 2: "twice ", 0.5: "half "}
BENT = {  # what may have been done to a result before it was multiplied
    "what {it} should be": lambda w: w, "the square of what {it} should be": np.square, "the root of what {it} should be": np.sqrt,
    "1 divided by what {it} should be": lambda w: 1 / w, "1 minus what {it} should be": lambda w: 1 - w,
}  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """Something found out about a wrong answer: what kind of thing, what it says, what to look at and what to do."""

    kind: str
    says: str
    see: str = ""
    do: str = ""


@dataclass
class Case:
    """What one trial returned, what was wanted, both in groups, and the arguments."""

    got: dict
    want: dict
    arguments: dict
    atol: float = 0.0


class Row:
    """One group in one trial: its arrays as they are and as they should be."""

    def __init__(self, case, name):
        self.places, self.arguments, self.atol, self.wants = [p for p, _ in case.want[name]], case.arguments, case.atol, case.want
        self.got, self.want = ([np.asarray(a) for _, a in side.get(name, ())] for side in (case.got, case.want))
        self.given = dict(case.got.get(name, ()))
        self.right = len(self.got) == len(self.want) and all(_close(g, w, self.atol) for g, w in zip(self.got, self.want, strict=True))


def groups(value, name="", inner=""):
    """Return the numbers of a result in groups."""
    value = as_array(value)
    if is_numeric(value):
        return {name: [(inner, np.asarray(value))]}
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    found = {}
    for key, part in parts:
        letter = "" if isinstance(key, int) else re.sub(r"\d+$", "[l]", str(key))
        path = f"`{letter}` of {name}" if name and letter else f"`{letter}`" if letter else name
        for group, leaves in groups(part, path, f"{inner} {key}".strip()).items():
            found.setdefault(group, []).extend(leaves)
    return found


def outputs(value, returns):
    """Return the numbers of a result in groups that are called as its outputs are."""
    if (
        len(returns) > 1
        and (isinstance(value, (list, tuple)) or np.ndim(value))
        and not isinstance(value, dict)
        and len(value) == len(returns)
    ):
        return {group: leaves for name, part in zip(returns, value, strict=True) for group, leaves in groups(part, f"`{name}`").items()}
    alone = returns[0] if len(returns) == 1 and not isinstance(value, dict) else "the result"
    return groups(value, "" if isinstance(value, dict) else alone if " " in alone else f"`{alone}`")


def relations(cases, letters, least=3, lone=True):
    """Return what holds between got and wanted, and which outputs are right.

    A relation must hold over `least` trials that miss and want different things; `lone`: where fewer miss, over all of these.
    """
    names = [n for n in cases[0].want if all(n in c.want for c in cases)] if cases else []
    rows = {n: [Row(c, n) for c in cases] for n in names}
    wrong, found = [n for n in names if not all(r.right for r in rows[n])], {}
    for name in wrong:
        if phrase := _lacking([r for r in rows[name] if not r.right]) or _relation(rows[name], name, letters, least, lone):
            found.setdefault(phrase, []).append(name)
    told = [Telling("relation", f"{listed(some)} {_agree(phrase, some)}") for phrase, some in found.items()]
    right = [n for n in names if n not in wrong]
    if right and wrong:
        told.append(Telling("outputs", f"{listed(right)} {_agree('{is} right', right)}; {listed(wrong)} {_agree('{is} not', wrong)}"))
    return told


def _lacking(misses):
    """Return which places of a group are missing, if that is the same in all trials that miss and the others are right; else ""."""
    gone = [[p for p in r.places if p not in r.given] for r in misses]
    there = [[(g, w) for p, w in zip(r.places, r.want, strict=True) if (g := r.given.get(p)) is not None] for r in misses]
    if not all(gone) or len(misses) < 2 or "" in gone[0]:  # not a place in a dict
        return ""
    if not any(there):
        return "{is} missing"
    if not all(_close(np.asarray(g), w, r.atol) for r, pairs in zip(misses, there, strict=True) for g, w in pairs):
        return ""
    if all(some == gone[0] for some in gone):
        return f"{{lacks}} {listed([f'`{place}`' for place in gone[0]])}; the rest is right"
    counts = {len(pairs) for pairs in there}
    if len(counts) == 1 and all(r.places[len(pairs) :] == some for r, pairs, some in zip(misses, there, gone, strict=True)):
        return f"{{is}} there for the first {counts.pop()} alone"
    return ""


def _relation(rows, name, letters, least, lone):
    """Return the first phrase that holds for a group in all trials, else in all that miss; "" if there is none."""
    misses = [r for r in rows if not r.right]
    wants = {tuple(np.round(a.astype(complex), 9).tobytes() for a in r.want) for r in misses}
    if not (len(wants) >= least or (lone and len(misses) < least)) or any(len(r.got) != len(r.want) for r in misses):
        return ""
    scope = {1: " in the one trial that misses", 2: " in both trials that miss"}.get(len(misses), "") if len(misses) < least else ""
    elsewhere = "" if len(misses) == len(rows) else scope or " wherever it is wrong"
    with np.errstate(all="ignore"):
        for some, words in ((rows, scope), (misses, elsewhere)):
            kinds = [_offsets(some), _factors(some, letters, least), OPERATIONS, _others(some, name), _copies(some, letters), ARRANGEMENTS, _from_arguments(some, letters, least)]  # fmt: skip
            if all(w.dtype.kind == "b" for r in rows for w in r.want):
                kinds = [BOOLEAN[some is misses :], _others(some, name)]  # where it misses they are exchanged anyhow
            for phrase, expected in (both for kind in kinds for both in kind):
                if all(_holds(r, expected) for r in some):
                    return phrase + words
    place = _place(misses) if len(misses) > 1 else ""
    return place and place + scope


def _holds(row, expected):
    made = [expected(row, i) for i in range(len(row.want))]
    return all(e is not None and _close(g, np.asarray(e), row.atol) for g, e in zip(row.got, made, strict=True))


def _close(g, w, atol):
    if g.shape != w.shape or "U" in (g.dtype.kind, w.dtype.kind):
        return False
    return np.allclose(g, w, rtol=RTOL, atol=max(atol, ATOL * _scale(w)), equal_nan=True)


def _scale(w):
    return np.max(np.abs(w[np.isfinite(w)]), initial=0.0)


# --- factors ----------------------------------------------------------------------------------------------


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


def _factors(rows, letters, least, suffix=""):
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
    return c if _close(g, c * w, row.atol) else None


def _offsets(rows):
    for number in (1, -1, 2, -2):
        yield f"{{is}} {abs(number)} {'more' if number > 0 else 'less'} than {{it}} should be", lambda r, i, n=number: r.want[i] + n
    named = [quantities(r.arguments, {}) for r in rows]
    by_row = {id(r): n for r, n in zip(rows, named, strict=True)}
    for name, first in named[0].items():
        if name.startswith("`") and all(name in n for n in named) and any(n[name] != first for n in named):
            for sign, word in ((1, "more"), (-1, "less")):
                yield f"{{is}} {word} than {{it}} should be by {name}", lambda r, i, s=sign, n=name: r.want[i] + s * by_row[id(r)][n]


def _own(row, i, name, key=None):
    """Return the argument, or its entry at a leaf's place, that has the leaf's shape; None if there is none."""
    part = row.arguments.get(name)
    if isinstance(part, dict):
        place = row.places[i].split()[-1] if row.places[i] else None
        part = part.get(key if key is not None else place if place in part else f"d{place}")
    elif key is None and len(row.want) > 1:
        return None
    part = as_array(part)
    return np.asarray(part) if is_numeric(part) and np.shape(part) == row.want[i].shape else None


def _from_arguments(rows, letters, least):
    """Yield factors of what a result has beyond an argument: a step, or what is added to it."""
    for name, value in rows[0].arguments.items():
        base = [[_own(r, i, name) for i in range(len(r.want))] for r in rows]
        if not (isinstance(value, dict) or np.ndim(value)) or any(b is None or b.dtype.kind not in "iuf" for row in base for b in row):
            continue
        by_row = {id(r): b for r, b in zip(rows, base, strict=True)}
        yield f"{{is}} what should be added to `{name}`, alone", lambda r, i, m=by_row: r.want[i] - m[id(r)][i]
        beyond = [_Beyond(r, b) for r, b in zip(rows, base, strict=True)]
        if any(len(r.got) != len(r.want) or any(g.shape != w.shape for g, w in zip(r.got, r.want, strict=True)) for r in rows):
            continue
        twin = {id(r): b for r, b in zip(rows, beyond, strict=True)}
        for phrase, expected in _factors(beyond, letters, least, f", counted from `{name}`"):
            if "1 minus" not in phrase and "divided by what" not in phrase and "the root of what" not in phrase:
                yield phrase, lambda r, i, e=expected, m=by_row, t=twin: m[id(r)][i] + e(t[id(r)], i)


class _Beyond:
    """A row with an argument taken off."""

    def __init__(self, row, base):
        self.arguments, self.atol, self.right, self.places = (
            row.arguments,
            max(row.atol, ATOL * max(map(_scale, base))),
            row.right,
            row.places,
        )
        self.got, self.want = (
            [a - b if a.shape == b.shape else a for a, b in zip(side, base, strict=False)] for side in (row.got, row.want)
        )


# --- what is done to every number, and where numbers stand -------------------------------------------------


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
        return extra > 0 and w.size > 0 and _close(g[..., extra:] if start else g[..., :-extra], w, atol)

    return true


def _shorter(start):
    return lambda g, w, atol: g.size > 0 and _longer(start)(w, g, atol)


def _shuffled(axis):
    def true(g, w, atol):
        if g.shape != w.shape or not g.ndim or (axis and g.ndim != 2) or g.shape[-1] < 2:
            return False
        key = (lambda a: a[:, np.lexsort(np.round(a, 6))]) if axis else lambda a: np.sort(a.ravel())
        return _close(key(g), key(w), atol)

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
    _on_got("{has} the right numbers in one axis, where there should be more", lambda g, w, atol: g.ndim == 1 < w.ndim and _close(g, w.ravel(), atol)),
    _on_got("{has} the right numbers in two axes, where one is meant", lambda g, w, atol: g.ndim == 2 and w.ndim == 1 and _close(g.ravel(), w, atol)),
    _on_got("{is} right, but an array, where a single number is meant", lambda g, w, atol: g.size == 1 and g.ndim > 0 == w.ndim and _close(g.reshape(()), w, atol)),
    _on_got("{has} something too much at the beginning; the rest is right", _longer(True)), _on_got("{has} something too much at the end; the rest is right", _longer(False)),
    _on_got("{lacks} something at the beginning; the rest is right", _shorter(True)), _on_got("{is} right as far as {it} {goes}, but {ends} too early", _shorter(False)),
    _on_want("{has} the rows in reverse", lambda w: w[::-1], 2), _on_want("{has} the columns in reverse", lambda w: w[..., ::-1], 2),
    _on_want("{is} in reverse", lambda w: w[::-1], 1),
    _on_want("{has} everything one place too late, the last first", lambda w: np.roll(w, 1, -1), 1),
    _on_want("{has} everything one place too early, the first last", lambda w: np.roll(w, -1, -1), 1),
    _on_want("{is} read column after column, where rows are meant", lambda w: w.ravel(order="F").reshape(w.shape), 2),
    _on_want("{is} sorted", lambda w: np.sort(w.ravel()).reshape(w.shape), 1),
    _on_want("{is} in every place the mean of what {it} should be", lambda w: np.full(w.shape, w.mean()) if w.size else None, 1),
    _on_want("{is} the mean of what {it} should be, one number", lambda w: w.mean() if w.size else None, 1),
    _on_want("{is} the sum of what {it} should be, one number", lambda w: w.sum(), 1),
    _on_got("{has} the right columns in another order", _shuffled(1)), _on_got("{has} the right numbers in another order", _shuffled(0)),
]  # fmt: skip


def _others(rows, name):
    """Yield the other outputs that a group may hold."""
    for other in rows[0].wants:
        if other != name:
            yield f"{{is}} what {other} should be", lambda r, i, o=other: r.wants[o][i][1] if len(r.wants.get(o, ())) > i else None


def _copies(rows, letters):
    """Yield the arguments, their entries and their sizes that a group may be equal to."""
    for name, value in rows[0].arguments.items():
        if isinstance(value, dict):
            yield f"{{is}} as in `{name}`, unchanged", lambda r, i, n=name: _own(r, i, n)
        for key in value if isinstance(value, dict) else (None,):
            says = f"{{is}} just `{name}`" if key is None else f"{{is}} just `{name}[{key!r}]`"
            yield says, lambda r, i, n=name, k=key: _own(r, i, n, k) if len(r.want) == 1 else None
    named = {id(r): quantities(r.arguments, letters) for r in rows}
    for name in named[id(rows[0])]:
        if len({n.get(name) for n in named.values()}) > 1:
            yield f"{{is}} just {name}", lambda r, i, n=name: named[id(r)].get(n) if not r.want[i].ndim else None


# --- which entries are wrong ---------------------------------------------------------------------------------


def _place(misses):
    """Return where in a group the wrong entries are, if that is the same in all trials that miss."""
    spots = [_spots(r) for r in misses]
    return next((s for s in spots[0] if all(s in other for other in spots)), "") if spots else ""


def _spots(row):
    if any(g.shape != w.shape or "U" in (g.dtype.kind, w.dtype.kind) for g, w in zip(row.got, row.want, strict=True)):
        return []
    wrong = [
        ~np.isclose(g, w, rtol=RTOL, atol=max(row.atol, ATOL * _scale(w)), equal_nan=True) for g, w in zip(row.got, row.want, strict=True)
    ]
    lines = [("place", np.array([w.any() for w in wrong]))]
    if len(wrong) == 1 and wrong[0].ndim in (1, 2):
        lines = [("entry", wrong[0])] if wrong[0].ndim == 1 else [("row", wrong[0].any(axis=1)), ("column", wrong[0].any(axis=0))]
    found = []
    for word, line in lines:
        for end, own, others in (("first", 0, slice(1, None)), ("last", -1, slice(None, -1))):
            if len(line) > 1 and bool(line[own]) != bool(line[others].any()) and line[others].all() == line[others].any():
                found.append(f"{{is}} {'wrong' if line[own] else 'right'} in the {end} {word} alone")
    amiss = np.concatenate([w.ravel() for w in wrong])
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


# --- words -----------------------------------------------------------------------------------------------------


def listed(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _agree(phrase, names):
    forms = {"is": "are", "has": "have", "it": "they", "lacks": "lack", "goes": "go", "ends": "end"}
    for one, many in forms.items():
        phrase = phrase.replace(f"{{{one}}}", many if len(names) > 1 else one)
    return phrase
