"""Measures of pictures, and of other things that come one after the other along the first axis of a result."""

from __future__ import annotations

import numpy as np

from .parts import part_of, rms

LOST, ELSEWHERE = "so that something is lost, or comes in besides", "round another point, or comes nearer to its middle"


def kinds(arguments, records, known, names):
    """What becomes of the parts of a result, as one text: the names of the arrays in `known` that they are; "something else".

    Names may be the same for several; a part whose name is "" is passed over.
    """
    which = _which(records, known)
    found = {names[w] if w >= 0 else "something else" for w in which} - {""}
    return ", ".join(name for name in [*dict.fromkeys(names), "something else"] if name in found) or "nothing"


def shares(arguments, records, known):
    """For each array in `known`: which share of the parts of a result is that array; or "all alike"."""
    which = _which(records, known)
    if len(which) > 1 and (which == which[0]).all():
        return "all alike"
    return [float(np.mean(which == k)) for k in range(len(known))]


def totals(arguments, records):
    """The sum of each part of a result."""
    return [float(np.sum(part)) for part in np.asarray(records[0].value, float)]


def extremes(arguments, records):
    """The smallest and the largest entry of a result."""
    values = np.asarray(records[0].value, float)
    return [float(values.min()), float(values.max())]


def different(arguments, records, before):
    """Which share of the pictures of a result is like none before it; 1 where the nearest pixel is taken, and the next angle may look alike."""
    pictures = np.round(np.asarray(records[0].value, float), 5)
    if np.isin(pictures, [0, *np.round(arguments[before], 5).ravel()]).all() and (pictures != pictures[0]).any():
        return 1.0
    return len(np.unique(pictures.reshape(len(pictures), -1), axis=0)) / len(pictures)


def turned(arguments, records, before):
    """Where the pictures (m, h, w) of a result were turned round: "round its middle", or what else was done.

    Seen in the centre of what is bright, which a turn carries round the picture's middle; so every way to interpolate gives the same.
    """
    try:
        _angles(arguments, records, before)
    except _NoTurn as error:
        return str(error)
    return "round its middle"


def turned_alike(arguments, records, before):
    """Whether all pictures of a result were turned by one angle."""
    return bool(np.ptp(_angles(arguments, records, before)) < 1e-6)


def turns(arguments, records, before, most, say):
    """By how many degrees the pictures of a result were turned, each by itself, over `most`.

    say  "mean", "spread" (root mean square) or "most" (of the angles without sign; 1.5 stands for all that is more)
    """
    degrees = _angles(arguments, records, before)
    if np.ptp(degrees) < 1e-6:
        raise ValueError("all alike, so it was one draw")
    return float({"mean": np.mean, "spread": rms, "most": lambda d: min(np.abs(d).max(), 1.5 * most)}[say](degrees)) / most


def as_many_in_each_call(arguments, records, known):
    """Whether in every call, the generator moved on, as many parts of the result are the array `known`, and some; chance does not do this."""
    counts = {np.count_nonzero(_which([r], [known]) == 0) for r in [records[0], *records[2:]]}
    return len(counts) == 1 and counts != {0}


def different_columns(arguments, records, part=None):
    """How many different columns an array has."""
    return len(np.unique(np.asarray(part_of(records[0].value, part), float), axis=1).T)


def _which(records, known):
    """For each part of a result: the index of the array in `known` that it is, or -1."""
    parts, known = np.asarray(records[0].value, float), np.asarray(known, float)
    if parts.shape[1:] != known.shape[1:]:
        raise ValueError("parts of another shape")
    axes = tuple(range(2, parts.ndim + 1))
    same = (np.abs(parts[:, np.newaxis] - known) <= 1e-5 * np.abs(known).max()).all(axis=axes)
    return np.where(same.any(axis=1), same.argmax(axis=1), -1)


class _NoTurn(ValueError):
    """Something else was done to a picture than to turn it round its middle."""


def _angles(arguments, records, before):
    """By how many degrees each picture of a result was turned."""
    length, angle, light = (np.array(part) for part in zip(*map(_brightness, records[0].value)))
    old_length, old_angle, old_light = (np.array(part) for part in zip(*map(_brightness, arguments[before])))
    if not np.allclose(light, old_light, rtol=0.2):
        raise _NoTurn(LOST)
    if not np.allclose(length, old_length, rtol=0.2):
        raise _NoTurn(ELSEWHERE)
    return (angle - old_angle + 180) % 360 - 180


def _brightness(picture):
    """Where the centre of a picture's bright part lies, seen from its middle: distance, angle in degrees; and how bright it is."""
    light = np.asarray(picture, float)
    y, x = (np.indices(light.shape) - (np.array(light.shape) - 1)[:, np.newaxis, np.newaxis] / 2) * light
    total = light.sum()
    x, y = x.sum() / total, y.sum() / total
    return np.hypot(x, y), np.degrees(np.arctan2(y, x)), total
