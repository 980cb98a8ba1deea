"""Measures of pictures, and of other things that come one after the other along the first axis of a result."""

from __future__ import annotations

import numpy as np

from .parts import part_of, rms

LOST, NO_TURN = "no angle: some of the picture is lost or comes twice", "no angle: this was another thing than a turn round the middle"


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


def turns(arguments, records, before, most, say):
    """By how many degrees the pictures (m, h, w) of a result were turned, over `most`.

    say  "mean", "spread" (root mean square) or "most" (of the angles without sign; 1.5 stands for all that is more)

    Seen in the centre of what is bright, which a turn carries round the picture's middle; so every way to interpolate gives the
    same. A text where all were turned alike, or where something else was done: the bright part is lost or came nearer.
    """
    length, angle, light = (np.array(part) for part in zip(*(_brightness(picture) for picture in records[0].value)))
    old_length, old_angle, old_light = (np.array(part) for part in zip(*(_brightness(picture) for picture in arguments[before])))
    if not np.allclose(light, old_light, rtol=0.2):
        return LOST
    if not np.allclose(length, old_length, rtol=0.2):
        return NO_TURN
    degrees = (angle - old_angle + 180) % 360 - 180
    if len(degrees) > 1 and np.ptp(degrees) < 1e-6:
        return "all alike"
    return float({"mean": np.mean, "spread": rms, "most": lambda d: min(np.abs(d).max(), 1.5 * most)}[say](degrees)) / most


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


def _brightness(picture):
    """Where the centre of a picture's bright part lies, seen from its middle: distance, angle in degrees; and how bright it is."""
    light = np.asarray(picture, float)
    y, x = (np.indices(light.shape) - (np.array(light.shape) - 1)[:, np.newaxis, np.newaxis] / 2) * light
    total = light.sum()
    x, y = x.sum() / total, y.sum() / total
    return np.hypot(x, y), np.degrees(np.arctan2(y, x)), total
