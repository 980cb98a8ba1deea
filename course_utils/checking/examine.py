"""Examine a function: run the trials of a paper, say which rules hold and which known mistake was made.

The check's paper and the judge's are examined here, in the same way.
"""

from __future__ import annotations

import contextlib
import functools
import re
import warnings
from dataclasses import dataclass, field, replace

import numpy as np

from . import measures
from .compare import Difference, describe, difference, number
from .fingerprints import fingerprint, match, statistic
from .measures import UNMEASURED
from .measures.parts import blank, real
from .paper import KnownMistake, Probe, Rule, Trial
from .record import Fault, Onward, Record, keep_global_state, record, records
from .relations import Telling
from .tell import tell


@dataclass
class Finding:
    """One probe that missed, or a call that failed (`fault`)."""

    rule: Rule
    trial: Trial
    says: str
    got: object = None
    want: object = None
    result: object = None
    fault: Fault | None = None
    difference: Difference | None = None
    probe: Probe | None = None


@dataclass
class Outcome:
    """What one trial showed: the arguments, what the first call returned or the exception, what each probe measured."""

    trial: Trial
    arguments: dict
    value: object = None
    fault: Fault | None = None
    got: list = field(default_factory=list)

    @functools.cached_property
    def prints(self):
        """The fingerprint of what was measured; where something could not be, the form of the result belongs to it."""
        if self.fault:
            return [["fault", self.fault.type, _fault_words(self.fault)]]
        row = [_print(p, g) for p, g in zip(self.trial.probes, self.got, strict=True)]
        return row if UNMEASURED not in row else [*row, fingerprint(blank(self.value))]


@dataclass
class Examination:
    """The outcome: findings, the share of the points kept, the known mistake the numbers match (or None)."""

    exercise: str
    rules: list[Rule]
    findings: list[Finding]
    mistake: KnownMistake | None
    outcomes: list[Outcome]
    note: str = ""
    told: list[Telling] = field(default_factory=list)

    @property
    def prints(self):
        """The fingerprint of the function."""
        return [outcome.prints for outcome in self.outcomes]

    @property
    def trials(self):
        """How many trials there were."""
        return len(self.outcomes)

    @property
    def unseen(self):
        """The rules that no trial could show: all calls raised, or what was returned had not the form that is needed."""
        seen, broken = set(), {f.rule.name for f in self.findings}
        for o in self.outcomes:
            seen |= {p.rule for p, got in zip(o.trial.probes, o.got, strict=False) if not (isinstance(got, str) and got == UNMEASURED)}
        return [r for r in self.rules if r.name not in seen | broken]

    @property
    def broken(self):
        """The rules that do not hold, in order."""
        names = {f.rule.name for f in self.findings}
        return [r for r in self.rules if r.name in names]

    @property
    def share(self):
        """The share of the points that is kept."""
        return max(0.0, 1.0 - sum(rule.costs for rule in self.broken))

    @property
    def unwritten(self):
        """Whether the function is still the empty stub."""
        return any(f.fault and f.fault.type == "NotImplementedError" and not f.fault.inner for f in self.findings)


def examine(paper, function, companions=None, papers=None, telling=True):
    """Run a paper's trials on a function and return the `Examination`.

    `companions` are the student's other functions by name, `papers` their own papers: where the
    trials fail, the trials `otherwise` may hold instead, if the companion that feeds them keeps all
    its own points. `telling`: whether to look for what is wrong where no known mistake is (the judge does so by itself).
    """
    with keep_global_state():
        findings, outcomes = run(paper, paper.trials, function, companions)
        note = ""
        # only the rules about results may hold in the other form
        results = {probe.rule for trial in paper.otherwise for probe in trial.probes}
        if companions and any(f.rule.name in results for f in findings):
            sound = all(
                name in companions and not examine(papers[name], companions[name], telling=False).findings for name in paper.companions
            )
            if sound and not run(paper, paper.otherwise, function, companions)[0]:
                findings = [f for f in findings if f.rule.name not in results]
                note = f"It goes together with your own {' and '.join(paper.companions)}."
    report = Examination(paper.exercise, paper.rules, findings, None, outcomes, note)
    if findings and not note:  # with a note the prints are of the trials that do not count
        want = wanted(paper.trials)
        report.mistake = match(paper.mistakes, report.prints, want)
        if telling and not report.mistake and not report.unwritten:
            with keep_global_state():
                report.told = list(tell(paper, outcomes, want, findings, function, paper.uses))
    return report


def run(paper, trials, function, companions=None):
    """Run trials; return the findings and the outcome of each trial."""
    findings, outcomes = [], []
    with contextlib.closing(_calls(trials, function, companions or {})) as calls:
        for trial, arguments, records in calls:
            fault = next((r.fault for r in records if r.fault), None)
            outcomes.append(Outcome(trial, arguments, records[0].value, fault))
            findings += _look(paper, outcomes[-1], records)
    return findings, outcomes


def _look(paper, outcome, records):
    """Measure what a trial's records show, into its outcome; return the findings."""
    rules, findings = {rule.name: rule for rule in paper.rules}, []
    trial, fault = outcome.trial, outcome.fault
    if fault:
        return [Finding(rules[trial.probes[0].rule], trial, _fault_says(fault), fault=fault)]
    for probe in trial.probes:
        with warnings.catch_warnings(), np.errstate(all="ignore"):  # on stderr a warning costs points
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", np.exceptions.ComplexWarning)  # an imaginary part that is left away would be seen by nobody
            got = _measure(probe, outcome.arguments, records)
            outcome.got.append(got)
            missed = _difference(paper, probe, got)
        unmeasured = isinstance(got, str) and got == UNMEASURED
        if missed and not (unmeasured and findings):  # after a wrong form nothing else can be measured
            says = f"it returns {describe(records[0].value)}, and that is not what the docstring says"
            if not unmeasured:
                words = {"got": number(got), "want": number(probe.want)}
                same = words["got"] == words["want"] and "{got}" in probe.says  # two arrays of one shape, say
                says = str(missed) if same else probe.says.format(**words, factors=number(_factors(got), 3), difference=missed)
            findings.append(Finding(rules[probe.rule], trial, says, got, probe.want, records[0].value, difference=missed, probe=probe))
    return findings


def prints(paper, trials, function):
    """Return a function's fingerprint on some trials."""
    return [outcome.prints for outcome in run(paper, trials, function)[1]]


def wanted(trials):
    """Return the fingerprint of what is wanted in some trials."""
    return [[_print(p, p.want) for p in trial.probes] for trial in trials]


def _print(probe, value):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return statistic(value, probe.atol) if probe.atol else fingerprint(value)


def _factors(doublings):
    """Return doublings as what they are as factors; what is no number stays."""
    with np.errstate(over="ignore"):
        return [float(np.exp2(x)) if isinstance(x, float) else x for x in doublings] if isinstance(doublings, list) else doublings


def _difference(paper, probe, got):
    """Return the first difference of what was measured, its places named as the function's results are."""
    place, names, alone = "", (), len(paper.returns) == 1
    if probe.measure in ("value", "form", "steady_value"):
        part = probe.options.get("part", 0 if len(paper.returns) == 1 else None)
        place, names = ("", paper.returns) if part is None else (paper.returns[part], ())
    found = difference(got, probe.want, atol=probe.atol, place=place, names=names, alone=alone)
    if found and probe.measure == "form" and found.got == "the number 0":
        found.got = "a number"  # which one it was is blanked
    return found


def measured(trial, function):
    """Return what a reference measures on each probe of a trial; an error where it cannot be measured."""
    ((_, arguments, records),) = _calls([trial], function, {})
    fault = next((r.fault for r in records if r.fault), None)
    if fault:
        raise RuntimeError(f"{_fault_says(fault)}\n{fault.traceback}")
    return [_measured(probe, arguments, records) for probe in trial.probes]


def _measured(probe, arguments, records):
    try:
        return measures.MEASURES[probe.measure](arguments, records, **probe.options)
    except Exception as error:
        raise ValueError(f"the measure {probe.measure!r} stops with {type(error).__name__}: {error}") from error


def _calls(trials, function, companions):
    """Yield each trial, its arguments and the records of its calls.

    What hangs on no result is asked for together: all trials up to one that takes an argument from a companion's result.
    """
    for stretch in _stretches(trials):
        given = [trial.arguments for trial in stretch]
        if stretch[0].feed:
            given[0], fault = _fed(stretch[0], companions)
            if fault:
                yield stretch[0], given[0], [fault]
                stretch, given = stretch[1:], given[1:]
        groups = [_at_once(trial, arguments) for trial, arguments in zip(stretch, given, strict=True)]
        with contextlib.closing(records(function, groups)) as found:
            yield from zip(stretch, given, found, strict=True)


def _stretches(trials):
    """Yield the trials in lists; in each, only the first takes an argument from a result."""
    stretch = []
    for trial in trials:
        if stretch and trial.feed:
            yield stretch
            stretch = []
        stretch.append(trial)
    if stretch:
        yield stretch


def _onward(trial):
    """Return how many calls go on with the generator as the call before left it; -1: the first is not even made twice."""
    for value in trial.arguments.values():
        if isinstance(value, np.random.Generator):
            return max((measures.ONWARD.get(probe.measure, -1) for probe in trial.probes), default=-1)
    return -1


def _at_once(trial, arguments):
    """Return the arguments of the calls of a trial: the first, where it is asked for once more, those that go on, and the further ones."""
    onward = _onward(trial)
    again = [arguments] if onward >= 0 else []
    return [arguments, *again, *(Onward(arguments, n and n + 1) for n in range(onward)), *trial.more]


def _fed(trial, companions):
    """Return a trial's arguments, one of them from a companion's result, and None or the record of what went wrong with that."""
    arguments, feed = dict(trial.arguments), trial.feed
    companion = companions.get(feed["companion"])
    if companion is None:
        return arguments, _fault_record("NameError", f"there is no {feed['companion']}")
    fed = record(companion, feed["arguments"])
    if fed.fault:
        return arguments, fed
    try:
        arguments[feed["argument"]] = fed.value[feed["part"]]
    except (TypeError, IndexError, KeyError):
        return arguments, _fault_record("TypeError", f"{feed['companion']} returns no part {feed['part']}")
    return arguments, None


def _fault_record(kind, message):
    return Record(fault=Fault(kind, message))


def _measure(probe, arguments, records):
    try:
        try:
            return _measured(probe, arguments, records)
        except ValueError as error:
            if not isinstance(error.__cause__, np.exceptions.ComplexWarning):
                raise
            return _measured(probe, arguments, [replace(record, value=real(record.value)) for record in records])
    except ValueError:  # the result has not the form that the measure needs
        return UNMEASURED


def _fault_words(fault):
    """Return what tells an exception from others of its type, in whatever order the factors stood and whichever Python says it."""
    if "not aligned" in fault.message or fault.message.startswith("matmul"):
        sizes = re.search(r"size (\d+) is different from (\d+)|(\d+) \(dim \d+\) != (\d+)", fault.message)
        return " ".join(["matrix product", *sorted(size for size in (sizes.groups() if sizes else ()) if size)])
    if fault.type == "ZeroDivisionError":
        return "division by zero"
    if fault.message.startswith(("max()", "min()")):
        return "nothing to choose from"
    return " ".join(sorted(fault.message[:200].split()))


def _fault_says(fault):
    if fault.type == "NotImplementedError" and fault.inner:
        return f"it calls `{fault.inner}`, which is not written yet"
    if fault.type == "NotImplementedError":
        return "it is not written yet"
    if fault.type == "CannotReturn":
        return fault.message
    return f"it stopped with {fault.type}: {fault.message[:300]}"
