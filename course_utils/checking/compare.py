"""Compare a result with the one wanted, as a teacher would: what differs first, and in which way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RTOL = 1e-5  # float32 answers are right answers
ATOL = 1e-7  # times the largest wanted value


@dataclass
class Difference:
    """The first thing that differs.

    place  where, in the student's terms: `D`, `A_dropped[0, 3]`, `cache["A1"]`
    kind   "kind" (an array where a number is meant, …), "missing", "length", "shape", "nan" or "value"
    got, want  what stands there and what should, as text or numbers
    """

    place: str
    kind: str
    got: object
    want: object

    def __str__(self):
        place = self.place or "the result"
        got, want = apart(self.got, self.want) if self.kind in ("nan", "value") else (self.got, self.want)
        if self.kind == "missing":
            return f"{place} is missing"
        if self.kind == "shape":
            return f"{place} has shape {got}; it should have shape {want}"
        if self.kind == "length":
            return f"{place} has {got} {'part' if got == 1 else 'parts'}; it should have {want}"
        return f"{place} is {got}; it should be {want}"


def difference(got, want, *, atol=0.0, rtol=RTOL, place="", names=(), alone=True):
    """Return the first `Difference` of `got` from `want`, or None if they agree.

    What counts is the numbers, of any numeric type; a number may be an array without axes. An array is one, for the caller calculates
    with it: a list is not. Only among several results (not `alone`) a list or tuple of numbers may stand for an array with its shape,
    and always an array with one axis for a list or tuple of numbers. Lists and tuples are alike, and entries of a dict beyond the
    wanted ones are allowed. `names` are the names of a tuple's parts.
    """
    if type(got) is type(want) and isinstance(want, (bool, int, float, str)) and got == want:
        return None  # most are, and this is quick
    tolerance = {"atol": atol, "rtol": rtol}
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return Difference(place, "kind", describe(got), f"a dict with {_some_keys(want)}")
        for key, value in want.items():
            inner = f"{place or 'the result'}[{key!r}]"
            if key not in got:
                return Difference(inner, "missing", None, None)
            found = difference(got[key], value, **tolerance, place=inner)
            if found:
                return found
        return None
    if isinstance(want, (list, tuple)):
        if isinstance(got, np.ndarray) and got.ndim == 1 and not any(isinstance(w, (list, tuple, dict)) or np.ndim(w) for w in want):
            got = list(got)
        if not isinstance(got, (list, tuple)):
            return Difference(place, "kind", describe(got), _parts(want, names))
        if len(got) != len(want):
            return Difference(place, "length", len(got), _parts(want, names))
        for i, (g, w) in enumerate(zip(got, want, strict=True)):
            inner = names[i] if i < len(names) else f"{place or 'the result'}[{i}]"
            found = difference(g, w, **tolerance, place=inner, alone=False)
            if found:
                return found
        return None
    if want is None or isinstance(want, str):
        same = got is None if want is None else isinstance(got, str) and got == want
        return None if same else Difference(place, "kind", describe(got), describe(want))
    if isinstance(want, np.ndarray) or is_numeric(want):
        if alone and isinstance(got, (list, tuple)) and np.ndim(want):
            return Difference(place, "kind", describe(got), describe(want))
        return _numbers(got, want, atol, rtol, place)
    return None if type(got) is type(want) else Difference(place, "kind", describe(got), describe(want))  # a generator, a function


def _numbers(got, want, atol, rtol, place):
    wanted = np.asarray(want)
    if isinstance(got, (list, tuple)) and wanted.ndim > 0:
        got = as_array(got)
        if not isinstance(got, np.ndarray):
            return Difference(place, "kind", describe(got), f"an array of {'text' if wanted.dtype.kind == 'U' else 'numbers'}")
    text = wanted.dtype.kind == "U"
    found = np.asarray(got) if is_numeric(got) or isinstance(got, np.ndarray) else None
    if found is None or text != (found.dtype.kind == "U"):
        return Difference(place, "kind", describe(got), f"an array of {'text' if text else 'numbers'}" if wanted.ndim else describe(want))
    if wanted.ndim == 0 and found.ndim:
        return Difference(place, "kind", describe(got), "True or False" if wanted.dtype.kind == "b" else "a single number")
    if found.shape != wanted.shape:
        return Difference(place, "shape", found.shape, wanted.shape)
    if text:
        return _first(place, "value", found, wanted, found == wanted)
    if wanted.size == 0 or (wanted.ndim and np.array_equal(found, wanted)):
        return None
    if wanted.dtype.kind == "b" and found.dtype.kind != "b" and wanted.ndim == 0 and found not in (0, 1):
        return Difference(place, "kind", describe(got), "True or False")
    if found.dtype.kind not in "fc":
        found = found.astype(float)
    wanted = wanted.astype(complex if "c" in (found.dtype.kind, wanted.dtype.kind) else float)
    finite = wanted[np.isfinite(wanted)]
    scale = float(np.max(np.abs(finite))) if finite.size else 0.0
    with np.errstate(all="ignore"):
        close = np.isclose(found, wanted, rtol=rtol, atol=max(atol, ATOL / RTOL * rtol * scale), equal_nan=True)
    found = _first(place, "value", np.asarray(got), np.asarray(want), close)
    if found and isinstance(found.got, (float, complex, np.inexact)) and np.isnan(found.got):
        found.kind = "nan"
    return found


def _first(place, kind, got, want, same):
    """Return the first `Difference` of two arrays, given which entries are the same."""
    if same.all():
        return None
    index = tuple(int(i) for i in np.argwhere(~same)[0])
    where = f"{place or 'the result'}[{', '.join(map(str, index))}]" if index else place
    return Difference(where, kind, got[index], want[index])


def as_array(value):
    """Return a list or tuple (of such) of numbers, or a list of texts, as the array it stands for; anything else as it is."""
    if not isinstance(value, (list, tuple)):
        return value
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return value
    text = array.dtype.kind == "U" and all(isinstance(part, str) for part in value)  # not [1, "a"], which NumPy makes text
    return array if text or array.dtype.kind in "biufc" else value


def is_numeric(value):
    """Whether a value is a number, a bool, or an array of these."""
    return isinstance(value, (bool, int, float, np.number, np.bool_)) or (isinstance(value, np.ndarray) and value.dtype.kind in "biufc")


def describe(value):
    """Say in a few words what a value is."""
    if value is None:
        return "None (is there a return?)"
    if isinstance(value, np.ndarray):
        return f"an array of {'text, of ' if value.dtype.kind == 'U' else ''}shape {value.shape}"
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, float, np.number)):
        return f"the number {number(value)}"
    if isinstance(value, str):
        return f"the text {' '.join(value[:200].split())[:40]!r}"
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__} of {len(value)} {'part' if len(value) == 1 else 'parts'}"
    return f"a {type(value).__name__}"


def apart(got, want):
    """Write two numbers with as many digits as it takes to see that they differ, five at least."""
    texts = ("", "")
    for digits in range(5, 18):
        texts = number(got, digits), number(want, digits)
        if texts[0] != texts[1]:
            break
    return texts


def number(value, digits=5):
    """Write a number as a person would: five significant digits; anything else in a few words."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)) and abs(int(value)) < 10**15:
        return str(int(value))
    if isinstance(value, (int, np.integer)):
        value = float(int(value))
    if isinstance(value, (float, np.floating)):
        return f"{float(value) + 0.0:.{digits}g}"  # -0 is 0
    if isinstance(value, (complex, np.complexfloating)):
        return f"{complex(value):.{digits}g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(number(v, digits) for v in value) or "none"
    return value if isinstance(value, str) else describe(value)


def _parts(want, names):
    return f"{len(want)} values ({', '.join(names)})" if names else f"{len(want)} values"


def _some_keys(want):
    keys = [repr(k) for k in want]
    return f"the keys {', '.join(keys[:4])}{', …' if len(keys) > 4 else ''}"


def close(g, w, atol):
    """Whether two arrays are the same numbers, within `RTOL` or `atol`, of one shape; texts never are, nor numbers of hundreds of digits."""
    if g.shape != w.shape or not {g.dtype.kind, w.dtype.kind} <= set("biufc"):
        return False
    return np.allclose(g, w, rtol=RTOL, atol=max(atol, ATOL * largest(w)), equal_nan=True)


def largest(w):
    """Return the largest size of a finite number in an array."""
    return np.max(np.abs(w[np.isfinite(w)]), initial=0.0)
