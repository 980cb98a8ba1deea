"""The judge of a graded cell: hidden trials, rules, the mistake's name, and the score as the cell's value.

    from autograder import judge
    judge("dropout_forward", dropout_forward)

The hidden trials are drawn from the class's secret seed: the same seed gives the same scores. What is
shown names rules and mistakes; inputs and expected values stay hidden.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import itertools

from course_utils.check import visible_paper
from course_utils.checking import examine
from course_utils.checking.calls import Clock
from course_utils.checking.fingerprints import alike, match
from course_utils.checking.messages import Message
from course_utils.checking.record import keep_global_state
from course_utils.checking.relations import Telling
from course_utils.checking.tell import tell
from course_utils.errors import Error

from . import bank
from .seed import class_seed

ECHO = 0.25  # of the time in which something is looked for: for an answer that calls another which lost points, and may only show that
latest = None  # the `Examination` that was made last by `judge`, for whoever looks further into it
VERDICT = "application/vnd.course.verdict+json"  # the verdict for programs: grading and the class report


def judge(exercise, function, *companions):
    """Judge a student's function on hidden trials, show the verdict, and return the points it earns.

    exercise    its name
    function    the student's function
    companions  the student's functions of the exercises that belong to it
    """
    global latest
    report = latest = verdict(exercise, function, *companions)
    most = float(bank.exercise(exercise).points)
    points = round(report.share * most, 4)
    _message(report, points, most).show({VERDICT: as_data(report, points, most)})
    return points


def verdict(exercise, function, *companions, seed=None):
    """Return the `Examination` of a function on the hidden trials of `seed` (the class's if none is given)."""
    seed = class_seed() if seed is None else seed
    entry, paper = bank.exercise(exercise), hidden_paper(exercise, seed)
    papers = {name: hidden_paper(name, seed) for name in paper.companions}
    report = examine.examine(paper, function, dict(zip(paper.companions, companions, strict=False)), papers, telling=False)
    if report.findings and not report.unwritten and not report.note:
        report.mistake = _known(entry, paper, report.prints)
        if not report.mistake:
            with keep_global_state():
                try:
                    report.told = _told(entry, paper, _pairs(exercise, seed), report, function)
                except Error:  # the student's process is lost
                    raise
                except Exception:  # of odd results: what can be told of a mistake decides nothing
                    report.told = []
    return report


def _told(entry, paper, pairs, report, function):
    """Find out about a mistake that is not known; nothing of it tells a hidden input, nor what is wanted."""
    clock = Clock(ECHO if getattr(function, "is_echo", False) else 1.0)
    for known, mistake in zip(entry.mistakes, paper.mistakes, strict=True):  # all of it now, for what is the same in part
        if clock.left(1 / 3):
            _run_on(paper, mistake, entry.function(known), len(paper.trials))
    while len(paper.uses) < len(paper.trials) and clock.left(1 / 3):
        paper.uses.append(entry.uses(paper.trials[len(paper.uses)]))
    with contextlib.suppress(OSError, ValueError):  # the committed paper of a bank that is tried on its own
        paper.families = visible_paper(entry.name).families
    two = functools.partial(_two_at_once, paper, pairs, report.prints, clock)
    return tell(paper, report.outcomes, examine.wanted(paper.trials), report.findings, function, paper.uses, two, hidden=True, clock=clock)


def _run_on(paper, mistake, function, count):
    """Run a known mistake until its fingerprint is of so many trials; it stays with the paper."""
    mistake.prints = mistake.prints or []
    if len(mistake.prints) >= count:
        return
    with keep_global_state():
        mistake.prints += examine.prints(paper, paper.trials[len(mistake.prints) : count], function)


def _two_at_once(paper, pairs, prints, clock):
    """Return the two known mistakes, of those written as changes that do not touch, that together measure the same, or None."""
    wanted = examine.wanted(paper.trials)
    for both, function, own in pairs:
        for i, trial in enumerate(paper.trials):
            if not clock.left(2 / 3):
                return None
            if i == len(own):
                own += examine.prints(paper, [trial], function)
            if not any(alike(own[i], prints[i], wanted[i], loose) for loose in (False, True)):
                break
        else:
            return Telling("two", f"it is as if {both.name}", both.see, both.do)
    return None


class _Pairs:
    """Two known mistakes at once: the mistake, its function, and its fingerprint as far as it was made. What one made the next has."""

    def __init__(self, entry):
        self._entry, self._made, self._more = entry, [], entry.pairs()

    def __iter__(self):
        for n in itertools.count():
            if n == len(self._made) and not self._make():
                return
            yield self._made[n]

    def _make(self):
        """Make one more, and return whether there was one."""
        try:
            new = next(self._more, None)
        except BaseException:  # one student's time ran out just here: a generator that was broken off would have no more for the next
            self._more = itertools.islice(self._entry.pairs(), len(self._made), None)
            raise
        if new is not None:
            self._made.append((*new, []))
        return new is not None


@functools.lru_cache(maxsize=256)
def hidden_paper(exercise, seed):
    """Draw up the hidden paper of an exercise."""
    return bank.exercise(exercise).paper(seed)


@functools.lru_cache(maxsize=256)
def _pairs(exercise, seed):
    """Return the pairs of an exercise's known mistakes, with what they measure on the paper of this seed."""
    return _Pairs(bank.exercise(exercise))


def _known(entry, paper, prints):
    """Return the known mistake that measures the same on these trials, or None; a mistake is run as far as it does, no further."""
    same, wanted = [], examine.wanted(paper.trials)
    for known, mistake in zip(entry.mistakes, paper.mistakes, strict=True):
        for i, measured in enumerate(prints):
            if i >= len(mistake.prints or ()):
                _run_on(paper, mistake, entry.function(known), i + 1)
            if not any(alike(mistake.prints[i], measured, wanted[i], loose) for loose in (False, True)):
                break
        else:
            same.append(mistake)
    return match(same, prints, wanted)


def as_data(report, points, most):
    """Return a verdict as JSON-ready data."""
    broken, unseen = ({rule.name for rule in rules} for rules in (report.broken, report.unseen))
    return {
        "exercise": report.exercise,
        "points": points,
        "max_points": most,
        "rules": [
            {"name": r.name, "held": r.name not in broken | unseen, "seen": r.name not in unseen, "costs": r.costs} for r in report.rules
        ],
        "mistake": report.mistake.name if report.mistake else None,
        "told": [t.says for t in report.told[:2]],
        "says": _says(report),
        "lines": [list(line) for line in _message(report, points, most).lines],
    }


def _message(report, points, most):
    headline = f"{report.exercise}: {points:g} of {most:g} points"
    if not report.findings:
        return Message("right", headline, [("", report.note or "Every rule holds.")])
    if report.unwritten:
        return Message("empty", headline, [("", "The function is not written yet.")])
    broken, unseen = ({rule.name for rule in rules} for rules in (report.broken, report.unseen))
    state = {r.name: "Does not hold" if r.name in broken else "Not seen" if r.name in unseen else "Holds" for r in report.rules}
    lines = [(state[r.name], f"{r.says}{_cost(r, most) if r.name in broken else ''}") for r in report.rules]
    if report.mistake:
        lines += [("The mistake", report.mistake.name), ("Where to look", report.mistake.see)]
    elif report.findings[0].fault:
        lines.append(("What happened", _says(report)))
    if not report.mistake:
        lines += [("What was found", f"{t.says[0].upper()}{t.says[1:]}.") for t in report.told[:2]]
        lines += [("Where to look", t.see) for t in report.told[:1] if t.see]
    return Message("part" if points else "wrong", headline, lines)


def _cost(rule, most):
    return " (costs all points)" if rule.costs >= 1 else f" (costs {round(rule.costs * most, 4):g})"


def _says(report):
    """Return the verdict in one line, without inputs or values: an exception's text could carry them."""
    if not report.findings:
        return "right"
    if report.unwritten:
        return "not written yet"
    if report.mistake:
        return report.mistake.name
    fault = report.findings[0].fault
    if fault:
        if fault.type == "NotImplementedError" and fault.inner in bank.exercises():
            return f"it calls `{fault.inner}`, which is not written yet"
        if fault.type == "CannotReturn":
            return "it returns something that cannot be handed over: numbers, arrays, and tuples or dicts of these are meant"
        known = isinstance(getattr(builtins, fault.type, None), type)
        return f"it stopped with {fault.type if known else 'an exception of its own'}"
    return "does not hold: " + "; ".join(rule.says for rule in report.broken)
