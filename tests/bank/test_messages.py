"""Is every message a student may get a sentence that helps? Read here for all known mistakes, and for wrong answers that a machine makes."""

import functools
import json
import re

import numpy as np
import pytest
import threadpoolctl

from autograder import bank
from course_utils import check as checking
from course_utils.checking import examine
from course_utils.checking.paper import Paper

NAMES = sorted(bank.exercises())
SIGNS = {
    "twice the same": r"has shape (\([\d, ]*\)); it should have shape \1",
    "an array of one shape for another of it": r"is an array of shape (\([\d, ]*\)); it should be an array of shape \1",
    "a sentence in a sentence": r" is (some|several) of the ",
    "an array in the text": r"array\(|np\.float|dtype",
    "a place left open": r"\{\w*\}|\bNone\b(?! \(is| is| in|`)[^:;.]* is meant",
    "two blanks, or two stops": r"\S  +\S|\.\.(?!\.)|\. \.|;\.|,\.",
    "doublings": r"doubling",
}


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpoolctl.threadpool_limits(1):
        yield


@functools.cache
def visible(name):
    return Paper.from_json(json.loads(json.dumps(bank.exercise(name).paper().to_json())))


def each(value, change):
    """A result with every number of it changed."""
    if isinstance(value, dict):
        return {k: each(v, change) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(each(v, change) for v in value)
    return change(value) if isinstance(value, (int, float, np.ndarray, np.generic)) and not isinstance(value, (bool, np.bool_)) else value


def wrong_answers(reference):
    """Functions that a machine makes wrong, by what is done to the result."""
    constants = {
        "None": None,
        "nothing": (),
        "a number": 3.0,
        "a text": "right",
        "an array": np.ones((2, 2)),
        "a dict": {"a": 1.0},
        "True": True,
    }
    made = {name: lambda *arguments, c=c: c for name, c in constants.items()}
    forms = {
        "flat": lambda r: each(r, np.ravel),
        "transposed": lambda r: each(r, np.transpose),
        "more axes": lambda r: each(r, np.atleast_3d),
        "twice": lambda r: each(r, lambda x: 2 * np.asarray(x)),
        "rounded": lambda r: each(r, lambda x: np.round(x, 1)),
        "text": lambda r: each(r, str),
        "wrapped": lambda r: (r,),
        "pairs": lambda r: list(r.items()) if isinstance(r, dict) else list(zip(*r, strict=True)),
        "turned round": lambda r: r[::-1],
        "the first alone": lambda r: r[0],
        "other keys": lambda r: {f"_{k}": v for k, v in r.items()},
        "a key too few": lambda r: dict(list(r.items())[1:]),
    }
    for name, change in forms.items():
        made[name] = lambda *arguments, change=change: change(reference(*arguments))
    made["stops"] = lambda *arguments: 1 / 0
    made["too few arguments"] = lambda: None
    return made


def message(name, function):
    """The whole message, all three steps, or "" where nothing is wrong."""
    entry = bank.exercise(name)
    companions = {c: bank.exercise(c).reference for c in entry.companions}
    report = examine.examine(visible(name), function, companions, {c: visible(c) for c in companions})
    return checking.Check()._message(report, "validate").plain() if report.findings else ""


def faults(text, several=True):
    """What is amiss in a message; `several`: there are several results, each with a name."""
    body = text.split("\n\n")[0]
    own = re.sub(r"it stopped with [^\n]*|'[^']*'|`[^`]*`", "x", body)  # a student's own words are theirs
    found = [what for what, sign in SIGNS.items() if re.search(sign, own)]
    found += ["a number called by its index"] if several and re.search(r"the result\[\d\] is", body) else []
    found += ["a traceback that is not there"] if "traceback" in body and "Traceback" not in text else []
    found += ["an odd number of ticks"] if body.count("`") % 2 else []
    found += ["long"] if max(map(len, body.splitlines()), default=0) > 1500 else []
    return found


@pytest.mark.parametrize("name", NAMES)
def test_is_every_message_of_a_machine_made_wrong_answer_a_sentence(name):
    told = {what: message(name, function) for what, function in wrong_answers(bank.exercise(name).reference).items()}
    amiss = [
        f"{what}: {', '.join(bad)}:\n{text}" for what, text in told.items() if (bad := faults(text, len(bank.exercise(name).returns) > 1))
    ]
    assert not amiss, "\n\n".join(amiss[:3])
    assert sum(map(bool, told.values())) >= 8, "most of them are wrong"


@pytest.mark.parametrize("name", NAMES)
def test_is_every_message_of_a_known_mistake_a_sentence(name):
    entry = bank.exercise(name)
    told = {m.name: message(name, entry.function(m)) for m in entry.mistakes}
    amiss = [
        f"{what}: {', '.join(bad)}:\n{text}" for what, text in told.items() if (bad := faults(text, len(bank.exercise(name).returns) > 1))
    ]
    assert not amiss, "\n\n".join(amiss[:3])


def test_can_a_bad_message_be_seen():
    for bad in (
        "y is an array of shape (3,); it should be an array of shape (3,)", "the angle is some of the picture", "read the traceback",
        "it is array([1])", "off by 2 doublings", "y[0] is off: the result[0] is 1", "y is {got}", "a ` tick", "two  blanks",
    ):  # fmt: skip
        assert faults(bad), bad
    assert not faults("With m = 3, `y` is 2; it should be 1. `y` is twice what it should be.")
