"""What must hold of an entry; where it does not, a `BankError` of one line names the place and says what to do.

Fields are looked at when an entry is made, trials when they are drawn.
"""

from __future__ import annotations

import difflib
import functools
import inspect
import traceback
from pathlib import Path

from course_utils.checking.measures import MEASURES
from course_utils.checking.paper import Trial

from ..errors import one_line
from ..places import COURSE_UTILS, PACKAGE


def check_fields(entry, kinds):
    """Check the fields of an exercise; `kinds`: what each is a tuple of."""
    for field, kind in kinds.items():
        _check_tuple(entry, field, getattr(entry, field), kind)
    if not _number(entry.points) or entry.points <= 0:
        raise entry.error("points", f"they are {entry.points!r}; write a number above 0")
    for field in ("rules", "mistakes", "alternatives"):
        names = [part.name for part in getattr(entry, field)]
        if twice := [name for name in names if names.count(name) > 1]:
            raise entry.error(field, f"two are called {twice[0]!r}; give one another name")
    for part in (*entry.rules, *entry.mistakes):
        if not (_number(part.costs) and 0 < part.costs <= 1):
            raise entry.error(repr(part.name), f"it costs {part.costs!r}; write a share of the points, above 0 and at most 1")
    for part in (*entry.mistakes, *entry.alternatives):
        _check_tuple(entry, f"{part.name!r}, changes", part.changes, tuple)
        if not all(len(pair) == 2 and all(isinstance(text, str) for text in pair) for pair in part.changes):
            raise entry.error(f"{part.name!r}, changes", "write pairs of texts, (this, that), with a comma between the two")
        if bool(part.changes) == bool(part.code):
            raise entry.error(repr(part.name), "write it as `changes` to the reference or as `code`, one of the two")


def _check_tuple(entry, place, parts, kind):
    if not isinstance(parts, tuple):
        raise entry.error(place, f"this is of type {type(parts).__name__}, where a tuple is meant; put a comma after each of its parts")
    for part in parts:
        if not isinstance(part, kind):
            raise entry.error(
                place, f"it holds one of type {type(part).__name__}, where each is of type {kind.__name__}; put a comma after each"
            )


def _number(value):
    return isinstance(value, (int, float))


def check_trials(entry, kind, trials):
    """Check that trials fit the reference, the rules and the measures; `kind` is the field they come from."""
    if not (isinstance(trials, (list, tuple)) and all(isinstance(trial, Trial) for trial in trials)):
        raise entry.error(kind, "let it return a list of trials, with a comma after each")
    rules = [rule.name for rule in entry.rules]
    for trial in trials:
        place = f"{kind} trial {trial.says!r}"
        _check_arguments(entry, place, trial.arguments, entry.reference)
        if not trial.probes:
            raise entry.error(place, "it has no probes; say what is measured")
        for probe in trial.probes:
            if probe.rule not in rules:
                raise entry.error(place, f"a probe serves the rule {probe.rule!r}, which is not there{nearest(probe.rule, rules)}")
            _check_measure(entry, place, probe)


def _check_arguments(entry, place, arguments, function):
    given, taken = ", ".join(arguments), ", ".join(inspect.signature(function).parameters)
    if given != taken:
        raise entry.error(place, f"its arguments are {given}; name them as {function.__name__} does, in its order: {taken}")


def _check_measure(entry, place, probe):
    if probe.measure not in MEASURES:
        raise entry.error(place, f"there is no measure {probe.measure!r}{nearest(probe.measure, MEASURES)}")
    signature = _signature(probe.measure)
    try:
        signature.bind(None, None, **probe.options)
    except TypeError as error:
        options = ", ".join(list(signature.parameters)[2:]) or "none"
        raise entry.error(place, f"the measure {probe.measure!r} {error}; its options are: {options}") from None
    try:
        probe.says.format(got="", want="", difference="", factors="")
    except (KeyError, IndexError, ValueError):
        raise entry.error(place, f"use {{got}}, {{want}}, {{factors}} and {{difference}} alone in the words {probe.says!r}") from None


@functools.cache
def _signature(measure):
    return inspect.signature(MEASURES[measure])


def check_rules_served(entry, kind, trials):
    """Check that each rule is looked at by a probe."""
    served = {probe.rule for trial in trials for probe in trial.probes}
    for rule in entry.rules:
        if rule.name not in served:
            raise entry.error(f"rule {rule.name!r}", f"no probe of the {kind} trials serves it; add one, or take the rule out")


def check_feed(entry, trial, exercise):
    """Check that what feeds a trial is there; `exercise` returns one by its name."""
    place, feed = f"otherwise trial {trial.says!r}, feed", trial.feed
    if feed.keys() != {"argument", "companion", "arguments", "part"}:
        raise entry.error(place, "say argument, companion, arguments and part, and nothing else")
    if feed["companion"] not in entry.companions:
        says = f"{feed['companion']!r} is not among the exercise's companions{nearest(feed['companion'], entry.companions)}"
        raise entry.error(place, says)
    if feed["argument"] not in trial.arguments:
        raise entry.error(place, f"there is no argument {feed['argument']!r}{nearest(feed['argument'], trial.arguments)}")
    _check_arguments(entry, place, feed["arguments"], exercise(feed["companion"]).reference)


def nearest(name, names):
    """Return the question whether the name nearest to one that is not there is meant."""
    found = difflib.get_close_matches(str(name), list(names), 1, cutoff=0)
    return f" (is {found[0]!r} meant?)" if found else ""


def told(error):
    """Return in one line where in the course's files an exception was raised, and what it says."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((Path(error.filename), error.lineno))
    folders, machinery = (PACKAGE, COURSE_UTILS), (Path(__file__), PACKAGE / "bank" / "__init__.py")
    ours = [(f, line) for f, line in frames if any(f.is_relative_to(folder) for folder in folders) and f not in machinery]
    file, line = (ours or frames)[-1]
    place = file.relative_to(PACKAGE.parent).as_posix() if ours else file
    message = error.msg if isinstance(error, SyntaxError) else one_line(error)
    hint = "; is a comma missing there?" if isinstance(error, TypeError) else "; mend that line"
    return f"{place}, line {line}: {type(error).__name__}: {message}{hint}"
