"""What several kinds of measures are made of: parts of a result, ratios, whether two values differ."""

from __future__ import annotations

import numpy as np

from ..compare import as_array, difference

LARGE = 100  # rows and columns of a mask: chance leaves its marks on smaller ones
EXACT = 1e-12  # relative: a change is a change, but what was added and taken off again may leave a rounding error
LARGE = 100


def one_ratio(new, old):
    """The ratio of two arrays if it is the same everywhere, else "not one number"; "nothing" if there is none."""
    scale = np.max(np.abs(old), initial=0)
    if scale == 0:
        return "nothing"
    clear = np.abs(old) > 1e-3 * scale  # near 0 the rounding of float32 would spoil a ratio
    middle = float(np.real(np.median(new[clear] / old[clear])))
    return middle if np.allclose(new, middle * old, rtol=1e-5, atol=1e-6 * abs(middle) * scale) else "not one number"


def part_of(result, part):
    """A part of a result, by index or key, a list of numbers as an array; all of it as it is where `part` is None."""
    if part is None:
        return result
    if not isinstance(result, (tuple, list, dict)):  # the part of an array would be a row of it
        raise TypeError(f"a {type(result).__name__} has no parts")
    return as_array(result[part])


def differs(a, b):
    """Whether two values differ, by more than a rounding error."""
    if callable(b):
        return False  # a partial: its data cross with it and are not looked at again
    return difference(a, b, rtol=EXACT) is not None or difference(b, a, rtol=EXACT) is not None


def blank(result):
    """A result with every number blanked."""
    if isinstance(result, dict):
        return {key: blank(v) for key, v in result.items()}
    if isinstance(result, (list, tuple)):
        return [blank(v) for v in result]
    if isinstance(result, (np.ndarray, np.generic)) and result.dtype.kind in "biufc":
        return np.zeros(result.shape)
    return 0.0 if isinstance(result, (bool, int, float)) else result


def real(result):
    """A result in which complex numbers are real ones, where their imaginary parts are all 0."""
    if isinstance(result, dict):
        return {key: real(part) for key, part in result.items()}
    if isinstance(result, (list, tuple)):
        return type(result)(real(part) for part in result)
    complex_ = isinstance(result, (np.ndarray, np.generic)) and result.dtype.kind == "c"
    return result.real if complex_ and not np.any(result.imag) else result


def rms(values):
    """The root mean square."""
    return np.sqrt(np.mean(np.square(values)))


def few_draws(D):
    """Whether one draw served for all entries of a mask, or for each row or column, as a text, or ""."""
    if D.size > 1 and (D == D[:1, :1]).all():
        return "one draw for all"
    if D.shape[1] > 1 and (D == D[:, :1]).all():
        return "one draw a row"
    if D.shape[0] > 1 and (D == D[:1]).all():
        return "one draw a column"
    return ""


def pattern(D):
    """What shows that the entries of a mask had no draws of their own, as a text, or "none"."""
    if found := few_draws(D):
        return found
    for rows, word in ((D, "row"), (D.T, "column")) if min(D.shape) >= LARGE else ():  # chance does not do this to a large mask
        kept = rows.mean(axis=1)
        if kept.min() == 0:
            return f"a whole {word} is dropped"
        if kept.max() == 1:
            return f"a whole {word} is kept"
        if len(np.unique(rows, axis=0)) < len(rows):
            return f"two {word}s are alike"
        if len(np.unique(kept)) == 1:
            return f"as many are kept in every {word}"
    return "none"


def zeros_under(result, mask, name):
    """Where a result is 0, seen from a mask of that name, in words; "at places of its own" where chance may have drawn them."""
    zero, D = np.asarray(result) == 0, np.asarray(mask) != 0
    if np.array_equal(zero, ~D):
        return f"where {name} is 0"
    if np.array_equal(zero, D):
        return f"where {name} is 1"
    if not np.any(zero & D):
        return f"only at some of the places where {name} is 0" if zero.any() else "nowhere"
    if not np.any(~zero & ~D):
        return f"where {name} is 0, and elsewhere too"
    return {"one draw a row": "in whole rows", "one draw a column": "in whole columns"}.get(few_draws(zero), "at places of its own")
