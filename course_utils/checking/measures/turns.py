"""Measures of a turn of the loop: a result (tried, row) of (data, settings, fit, rng), all in words.

What was changed is the student's own, so nothing is compared but the row with the network that was tried, and this with the one to
beat, `fit(X, Y, settings)`.
"""

from __future__ import annotations

import numpy as np

from ... import network
from .models import UNITS
from .parts import differs

RIGHT = "as the docstring says"
KEYS = ("name", "train_error", "dev_error", "keep")
GUESSING = 0.78  # of ten classes: an untrained network errs in more, of 60 tried; whatever has learned a little, in less
KNOWN = 0.4  # of labels that are all wrong: who has not seen them errs in twice as many at least


def turn_form(arguments, records):
    """Whether the result is a network and a row with all its entries, or what is amiss."""
    result = records[0].value
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return "not two things, a network and a row"
    tried, row = result
    if isinstance(tried, dict) and "keep" in tried:
        return "the row, and only then the network"
    if not isinstance(row, dict):
        return "a second part that is no dict"
    if missing := [key for key in KEYS if key not in row]:
        return f"a row without {', '.join(missing)}"
    if not isinstance(row["name"], str) or not row["name"].strip():
        return "a row whose name is no text"
    if not isinstance(row["keep"], (bool, np.bool_)):
        return "a row in which keep is neither True nor False"
    try:
        _wrong(tried, arguments["data"], "")
    except Exception:
        return "a network that does not fit the images"
    return RIGHT


def another_network(arguments, records):
    """Whether the network that was tried is another than the one to beat."""
    return differs(records[0].value[0], _before(arguments))


def claimed(arguments, records, name):
    """What the row says of the training or the dev error, beside what is measured: "as measured", or what it is instead."""
    (tried, row), data = records[0].value, arguments["data"]
    ends = ("", "_dev") if name == "train_error" else ("_dev", "")
    wrong, other, before = (_wrong(p, data, end) for p, end in ((tried, ends[0]), (tried, ends[1]), (_before(arguments), ends[0])))
    found = {
        "as measured": wrong.mean(),
        "the error of the network to beat": before.mean(),
        "the error on the other set": other.mean(),
        "an accuracy": 1 - wrong.mean(),
        "a number of images": wrong.sum(),
    }
    said = float(row[name])
    return next((words for words, number in found.items() if abs(said - number) < 1e-6), "another number")


def decided(arguments, records):
    """Whether the row keeps the network where the rule does."""
    tried, row = records[0].value
    was, now = (_wrong(p, arguments["data"], "_dev") for p in (_before(arguments), tried))
    mended, spoiled = int(np.sum(was & ~now)), int(np.sum(now & ~was))
    keep = mended > spoiled and (mended - spoiled) ** 2 > mended + spoiled
    return "as the rule says" if row["keep"] == keep else f"{bool(row['keep'])}, where the rule says {keep}"


def has_learned(arguments, records):
    """Whether the network that was tried reads the dev images better than by guessing."""
    return bool(_wrong(records[0].value[0], arguments["data"], "_dev").mean() < GUESSING)


def dev_untouched(arguments, records):
    """Where each dev label is that of another class: whether the network that was tried does not know these labels."""
    return bool(_wrong(records[0].value[0], arguments["data"], "_dev").mean() > KNOWN)


def _before(arguments):
    data = arguments["data"]
    return arguments["fit"](data["X"], data["Y"], arguments["settings"])


def _wrong(parameters, data, end):
    """Which examples (m,) of a set a network gets wrong."""
    X, Y = data["X" + end], data["Y" + end]
    shapes = [np.shape(part) for part in parameters.values()]
    if any(len(s) != 2 for s in shapes) or sum(s[0] for s in shapes) > 2 * UNITS:
        raise ValueError("no such network")  # one that is too large would take our memory
    labels = network.predict(X, parameters)
    if shapes[-2][0] != len(Y):
        raise ValueError("as many outputs as classes are needed")
    return labels[0] != Y.argmax(axis=0)
