"""Measures of any function: what a call returned, and what else it did."""

from __future__ import annotations

import numpy as np

from .parts import blank, differs, one_ratio, part_of, zeros_under


def value(arguments, records, part=None, under=None):
    """What the function returned, or one part of it. `under` names a mask: an error if chance may have drawn where the result is 0."""
    if under and zeros_under(records[0].value, arguments[under], under) == "at places of its own":
        raise ValueError("it would be another number in every call")
    return part_of(records[0].value, part)


def numbers(arguments, records, part=None):
    """What the function returned, or one part of it, as an array: a list of numbers will do as well."""
    return np.asarray(part_of(records[0].value, part), float)


def list_of_numbers(arguments, records, part=None):
    """As `numbers`, as a list: a message can write it out."""
    return numbers(arguments, records, part).tolist()


def listed(arguments, records):
    """What the function returned, as a list of its parts: a tuple, a list and an array will do. What has no parts is left as it is."""
    value = records[0].value
    return list(value) if isinstance(value, (tuple, list)) or np.ndim(value) else value


def form(arguments, records, part=None):
    """What the function returned with every number blanked: keys, parts and shapes."""
    return blank(part_of(records[0].value, part))


def changed(arguments, records):
    """The names of the arguments the function changed, as one text; generators are there to be moved."""
    after = records[0].arguments
    names = [n for n, v in arguments.items() if not isinstance(v, np.random.Generator) and differs(after.get(n), v)]
    return ", ".join(names) or "none"


def global_moved(arguments, records):
    """Whether a call moved the state of NumPy's or Python's global random generator."""
    return any(r.global_moved for r in records)


def reproducible(arguments, records, part=None):
    """Whether two calls from the same state of `rng` return the same."""
    return not differs(part_of(records[0].value, part), part_of(records[1].value, part))


def fresh(arguments, records, part=None):
    """Whether the second call, with the generator moved on, returns something else than the first."""
    return differs(part_of(records[0].value, part), part_of(records[2].value, part))


def which_of(arguments, records, candidates, first, rtol=1e-4):
    """Which of several arrays the result is, in words; `first` is what the first of them is called.

    So a function that draws at random can be told by which of the possible results it gives, whatever it drew.
    """
    got, known = np.asarray(records[0].value, float), np.asarray(candidates, float)
    scale = np.abs(known).max()
    near = np.isclose(got, known, rtol=0, atol=rtol * scale)
    if near[0].all():
        return first
    ratio = one_ratio(got, known[0])
    if not isinstance(ratio, str):
        return f"{ratio:.3g} times {first}"
    if np.abs(got).max() > 100 * scale:
        return "far too large"
    if near.reshape(len(known), -1).all(axis=1).any():
        return "one of the others"
    return "several of them, entry by entry" if near.any(axis=0).all() else "none of them"


def steady_value(arguments, records, part=None, but=None):
    """What the function returned, if that does not depend on the draws; an error if it does.

    From a dict, entries that differ from call to call are left out, and those that begin with `but`.
    """
    return _steady(*(part_of(r.value, part) for r in (records[0], records[2])), but)


def _steady(first, second, but):
    if isinstance(first, (list, tuple)) and isinstance(second, (list, tuple)):
        return [_steady(a, b, but) for a, b in zip(first, second, strict=True)]
    if isinstance(first, dict) and isinstance(second, dict):
        names = [key for key in first if key in second and not (but and str(key).startswith(but))]
        return {key: first[key] for key in names if not differs(first[key], second[key])}
    if differs(first, second):
        raise ValueError("it depends on the draws")
    return first
