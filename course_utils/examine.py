"""Examine a function: run the trials of a paper, say which rules hold and which known mistake was made.

A *paper* is what an exercise is judged by: its rules, its trials (arguments, and for each what is
measured and what is wanted) and the fingerprints of its known mistakes (what each of them measures on
the same trials). It holds numbers and words, and no formula of an answer. The visible check reads its
paper from `check_data`; the judge draws up a fresh one. Both are examined here, in the same way.
"""

from __future__ import annotations

import json
import warnings
from dataclasses import asdict, dataclass, field

import numpy as np

from . import crossing, measures
from .compare import Difference, difference, number
from .record import Fault, Record, keep_global_state, record

DIGITS = 12  # of the floats in a paper kept as a file
FINGERPRINT_RTOL = 1e-4
UNMEASURED = "could not be measured"


@dataclass
class Rule:
    """One thing that must hold: its short name, what it says, and the share of the points lost if it does not."""

    name: str
    says: str
    costs: float


@dataclass
class Probe:
    """One measure of a trial: the rule it serves, what is wanted, how far off it may be, and words for a miss.

    `says` may use {got}, {want} and {difference}.
    """

    rule: str
    measure: str
    options: dict
    want: object = None
    atol: float = 0.0
    says: str = "{difference}"


@dataclass
class Trial:
    """Arguments of a call, in words and in data, and what is measured.

    `feed` is empty, or says that an argument is taken from a companion's result (see `Paper.otherwise`):
    {"argument": name, "companion": name, "arguments": {…}, "part": i}.
    """

    says: str
    arguments: dict
    probes: list[Probe]
    feed: dict = field(default_factory=dict)


@dataclass
class Mistake:
    """A known mistake: its name, what makes one see it, what nearly mends it, and its fingerprint."""

    name: str
    see: str
    do: str
    costs: float
    prints: list | None = None


@dataclass
class Paper:
    """All that an exercise is judged by. `otherwise`: trials that may hold in place of `trials` (see `examine`)."""

    exercise: str
    returns: list[str]
    companions: list[str]
    rules: list[Rule]
    trials: list[Trial]
    otherwise: list[Trial] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def to_json(self):
        """Return the paper as JSON-ready data."""
        data = asdict_shallow(self)
        data["trials"], data["otherwise"] = ([_trial_to_json(t) for t in trials] for trials in (self.trials, self.otherwise))
        return data

    @classmethod
    def from_json(cls, data):
        """Return the paper that `to_json` wrote."""
        data = dict(data)
        data["rules"] = [Rule(**r) for r in data["rules"]]
        data["mistakes"] = [Mistake(**m) for m in data["mistakes"]]
        for name in ("trials", "otherwise"):
            data[name] = [_trial_from_json(t) for t in data[name]]
        return cls(**data)


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


@dataclass
class Report:
    """The outcome: findings, the share of the points kept, the known mistake the numbers match (or None)."""

    exercise: str
    rules: list[Rule]
    findings: list[Finding]
    mistake: Mistake | None
    prints: list
    trials: int
    note: str = ""

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


def examine(paper, function, companions=None, papers=None):
    """Run a paper's trials on a function and return the `Report`.

    `companions` are the student's other functions by name, `papers` their own papers: where the
    trials fail, the trials `otherwise` may hold instead, if the companion that feeds them keeps all
    its own points.
    """
    with keep_global_state():
        findings, prints = run(paper, paper.trials, function, companions)
        note = ""
        # the rules about results may hold in the other form; every other rule was seen in the first run
        results = {probe.rule for trial in paper.otherwise for probe in trial.probes}
        if companions and any(f.rule.name in results for f in findings):
            sound = all(name in companions and not examine(papers[name], companions[name]).findings for name in paper.companions)
            if sound and not run(paper, paper.otherwise, function, companions)[0]:
                findings = [f for f in findings if f.rule.name not in results]
                note = f"It goes together with your own {' and '.join(paper.companions)}."
    mistake = match(paper.mistakes, prints) if findings and not note else None  # the prints are of the trials that do not count
    return Report(paper.exercise, paper.rules, findings, mistake, prints, len(paper.trials), note)


def run(paper, trials, function, companions=None):
    """Run trials; return the findings and the function's fingerprint."""
    rules = {rule.name: rule for rule in paper.rules}
    findings, prints = [], []
    for trial in trials:
        arguments, records = _calls(trial, function, companions or {})
        fault = next((r.fault for r in records if r.fault), None)
        if fault:
            findings.append(Finding(rules[trial.probes[0].rule], trial, _fault_says(fault), fault=fault))
            prints.append([["fault", fault.type, _fault_words(fault)]])
            continue
        row = []
        for probe in trial.probes:
            with warnings.catch_warnings(), np.errstate(all="ignore"):  # on stderr a warning costs points
                warnings.simplefilter("ignore")
                got = _measure(probe, arguments, records)
                row.append(_about(got, probe.atol) if probe.atol else fingerprint(got))
                missed = _difference(paper, probe, got)
            unmeasured = isinstance(got, str) and got == UNMEASURED
            follows = findings and findings[-1].trial is trial  # after a wrong form nothing else can be measured
            if missed and not (unmeasured and follows):
                words = {"got": number(got), "want": number(probe.want), "difference": missed}
                says = "it returns something that is not what the docstring says" if unmeasured else probe.says.format(**words)
                findings.append(Finding(rules[probe.rule], trial, says, got, probe.want, records[0].value, difference=missed))
        prints.append(row)
    return findings, prints


def _difference(paper, probe, got):
    """Return the first difference of what was measured, its places named as the function's results are."""
    place, names = "", ()
    if probe.measure in ("value", "form", "steady_value"):
        part = probe.options.get("part", 0 if len(paper.returns) == 1 else None)
        place, names = ("", paper.returns) if part is None else (paper.returns[part], ())
    found = difference(got, probe.want, atol=probe.atol, place=place, names=names)
    if found and probe.measure == "form" and found.got == "the number 0":
        found.got = "a number"  # which one it was is blanked
    return found


def measured(trial, function):
    """Return what a function measures on each probe of a trial."""
    arguments, records = _calls(trial, function, {})
    fault = next((r.fault for r in records if r.fault), None)
    if fault:
        raise RuntimeError(f"{fault.type}: {fault.message}\n{fault.traceback}")
    return [_measure(probe, arguments, records) for probe in trial.probes]


def _calls(trial, function, companions):
    arguments = dict(trial.arguments)
    if trial.feed:
        companion = companions.get(trial.feed["companion"])
        if companion is None:
            return arguments, [_fault_record("NameError", f"there is no {trial.feed['companion']}")]
        fed = record(companion, trial.feed["arguments"])
        if fed.fault:
            return arguments, [fed]
        try:
            arguments[trial.feed["argument"]] = fed.value[trial.feed["part"]]
        except (TypeError, IndexError, KeyError):
            return arguments, [_fault_record("TypeError", f"{trial.feed['companion']} returns no part {trial.feed['part']}")]
    records = [record(function, arguments)]
    onward = max((measures.ONWARD.get(probe.measure, -1) for probe in trial.probes), default=-1)
    if onward >= 0 and not records[0].fault and any(isinstance(v, np.random.Generator) for v in arguments.values()):
        records.append(record(function, arguments))
        left = records[0]
        for _ in range(onward):
            left = record(function, _moved_on(arguments, left.arguments))
            records.append(left)
    return arguments, records


def _moved_on(arguments, left):
    """Return the arguments with their generators in the state a call left them in."""
    moved = {name: left.get(name) for name, v in arguments.items() if isinstance(v, np.random.Generator)}
    return arguments | {name: v for name, v in moved.items() if isinstance(v, np.random.Generator)}


def _fault_record(kind, message):
    return Record(fault=Fault(kind, message))


def _measure(probe, arguments, records):
    try:
        return getattr(measures, probe.measure)(arguments, records, **probe.options)
    except Exception:  # the result has not the form the measure needs; the probe of the form says so
        return UNMEASURED


def _fault_words(fault):
    """Return what tells an exception from others of its type, in whatever order the factors stood."""
    if "not aligned" in fault.message or fault.message.startswith("matmul"):
        return "matrix product"
    return " ".join(sorted(fault.message[:200].split()))


def _fault_says(fault):
    if fault.type == "NotImplementedError" and fault.inner:
        return f"it calls `{fault.inner}`, which is not written yet"
    if fault.type == "NotImplementedError":
        return "it is not written yet"
    if fault.type == "CannotReturn":
        return fault.message
    return f"it stopped with {fault.type}: {fault.message[:300]}"


# --- fingerprints ---------------------------------------------------------------------------------


def fingerprint(value):
    """Reduce a measured value to JSON-ready data: for each array its shape and two weighted sums."""
    if isinstance(value, dict):
        return {str(key): fingerprint(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [fingerprint(part) for part in value]
    if isinstance(value, (np.ndarray, np.generic)) and np.asarray(value).dtype.kind in "biufc":
        array = np.asarray(value, dtype=complex).ravel()
        array = array.real if not array.imag.any() else np.abs(array)
        if not np.isfinite(array).all():
            where = np.flatnonzero(~np.isfinite(array))
            return [list(np.shape(value)), "not finite", int(where.size), int(where[0])]
        if array.size == 1:
            return [list(np.shape(value)), _rounded(array[0])] if np.shape(value) else _rounded(array[0])
        n = np.arange(1, array.size + 1)
        return [list(np.shape(value)), _rounded(array @ np.cos(n)), _rounded(array @ np.sin(1.7 * n))]
    if isinstance(value, (bool, int, float)):  # True is 1, as in NumPy
        return _rounded(value) if np.isfinite(float(value)) else str(value)
    return str(value)


def _about(value, atol):
    """Return the fingerprint of statistics, each with how far it may be off."""
    if isinstance(value, list):
        return [_about(part, atol) for part in value]
    return ["about", value, atol] if isinstance(value, float) else fingerprint(value)


def _rounded(x):
    """Round off what differs from processor to processor."""
    return round(float(f"{float(x):.8g}"), 9)


def match(mistakes, prints):
    """Return the known mistake whose fingerprint is this one, or None.

    A student's dicts may have more entries; if several mistakes match then, the one with most in common is meant.
    """
    known = [m for m in mistakes if m.prints is not None]
    same = [m for m in known if alike(m.prints, prints)]
    close = [m for m in known if alike(m.prints, prints, more=True)]
    return same[0] if same else max(close, key=lambda m: len(json.dumps(m.prints)), default=None)


def alike(a, b, more=False):
    """Whether two fingerprints agree, numbers within `FINGERPRINT_RTOL`; with `more`, dicts of b may have further entries."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() <= b.keys() and (more or len(a) == len(b)) and all(alike(a[k], b[k], more) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        if a[:1] == b[:1] == ["about"]:  # a statistic: both are spread about their mean
            return abs(a[1] - b[1]) <= 2 * max(a[2], b[2])
        return len(a) == len(b) and all(alike(x, y, more) for x, y in zip(a, b, strict=True))
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1e-6 + FINGERPRINT_RTOL * max(abs(a), abs(b))
    return type(a) is type(b) and a == b


# --- papers as files --------------------------------------------------------------------------------


def asdict_shallow(paper):
    """Return a paper's fields, its rules and mistakes as plain dicts."""
    data = {name: getattr(paper, name) for name in ("exercise", "returns", "companions")}
    data["rules"] = [asdict(r) for r in paper.rules]
    data["mistakes"] = [asdict(m) for m in paper.mistakes]
    return data


def _trial_to_json(trial):
    pack = crossing.to_json
    feed = {**trial.feed, "arguments": pack(trial.feed["arguments"])} if trial.feed else {}
    probes = [{**asdict(p), "want": pack(p.want, DIGITS)} for p in trial.probes]
    return {"says": trial.says, "arguments": pack(trial.arguments), "feed": feed, "probes": probes}


def _trial_from_json(data):
    unpack = crossing.from_json
    feed = {**data["feed"], "arguments": unpack(data["feed"]["arguments"])} if data["feed"] else {}
    probes = [Probe(**{**p, "want": unpack(p["want"])}) for p in data["probes"]]
    return Trial(data["says"], unpack(data["arguments"]), probes, feed)
