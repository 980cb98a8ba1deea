"""The bank: for every exercise its trials, its rules, its known mistakes and its accepted alternatives.

One module an exercise, `<chapter>/<exercise>.py`, whose entry is `EXERCISE`; the chapter's package has them
in their order, `EXERCISES`. What several exercises use is in the chapter's `shared.py`, what several
chapters use in `probes.py`. An entry is used four ways: for the visible check and its hints, as the
grader's own exam, for the judge and the class report, and to make demo classes.

A mistake or an alternative is written as changes to the reference, pairs of (this text, that text),
or as the whole code of the function where it is written in another way.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import itertools
import pkgutil
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from course_utils.checking import examine
from course_utils.checking.calls import depends
from course_utils.checking.paper import KnownMistake, Paper, Probe, Rule, Trial

from ..errors import BankError, one_line
from . import checks

VISIBLE_SEED = 4
LEAST = {"mistakes": 3, "alternatives": 3}  # fewer do not examine the trials


@dataclass(frozen=True)
class Alternative:
    """A right answer written otherwise."""

    name: str
    changes: tuple[tuple[str, str], ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Mistake:
    """A wrong answer: its name, the hint that makes one see it, the one that nearly mends it, and what it costs.

    `costs` is the share of the points lost: 1, or what the broken secondary rules cost.
    `shown` is False where the visible cases cannot tell it (a reason to look at the cases).
    """

    name: str
    see: str
    do: str
    changes: tuple[tuple[str, str], ...] = ()
    code: str = ""
    costs: float = 1.0
    shown: bool = True


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    reference    the right answer, a function of `course_utils.reference`
    points       what it is worth
    returns      the names of what it returns, as a student knows them
    rules        what must hold; the first is about values and costs all
    visible      rng -> trials of the visible check
    hidden       rng -> trials of the judge
    companions   exercises whose functions by the student belong to this one (a round trip)
    otherwise    rng -> trials that may hold in place of the others, fed by a companion
    """

    reference: Callable
    points: float
    returns: tuple[str, ...]
    rules: tuple[Rule, ...]
    visible: Callable[[np.random.Generator], list[Trial]]
    hidden: Callable[[np.random.Generator], list[Trial]]
    mistakes: tuple[Mistake, ...]
    alternatives: tuple[Alternative, ...]
    companions: tuple[str, ...] = ()
    otherwise: Callable[[np.random.Generator], list[Trial]] | None = None

    def __post_init__(self):
        checks.check_fields(self, {"returns": str, "companions": str, "rules": Rule, "mistakes": Mistake, "alternatives": Alternative})

    @property
    def name(self):
        return self.reference.__name__

    def error(self, place, says):
        """Return a `BankError` about a place in this entry."""
        return BankError(f"autograder/bank/{self.reference.__module__.rpartition('.')[2]}/{self.name}.py, {place}: {says}")

    def check_complete(self):
        """Raise `BankError` if there is too little of something to examine the trials with."""
        for kind, least in LEAST.items():
            if (there := len(getattr(self, kind))) < least:
                raise self.error(kind, f"there are {there}; write at least {least}, as CONTRIBUTING.md says")

    def source(self, implementation=None):
        """Return the code of an implementation, the reference's if none is given."""
        text = _source(self.reference)
        if implementation is None:
            return text
        if implementation.code:
            return textwrap.dedent(implementation.code).strip() + "\n"
        for old, new in implementation.changes:
            if text.count(old) != 1:
                says = f"{old!r} stands {text.count(old)} times in the reference, not once; mend its `changes`"
                raise self.error(repr(implementation.name), says)
            text = text.replace(old, new)
        return text

    def function(self, implementation=None):
        """Return an implementation as a function, in the company of the chapter's other references."""
        if implementation is None:
            return self.reference
        names = {k: v for k, v in vars(inspect.getmodule(self.reference)).items() if k != self.name}
        code, label = self.source(implementation), f"<{self.name}: {implementation.name}>"
        try:
            exec(compile(code, label, "exec"), names)  # our own text
        except Exception as error:
            raise self.error(repr(implementation.name), f"its code stops with {type(error).__name__}: {one_line(error)}") from error
        if not callable(names.get(self.name)):
            raise self.error(repr(implementation.name), f"its code defines no {self.name}")
        return names[self.name]

    def pairs(self):
        """Yield two known mistakes at once, of those written as changes that do not touch: the telling words, and the function."""
        for a, b in itertools.combinations([m for m in self.mistakes if m.changes], 2):
            says = f"two mistakes had been made: {a.name}; and {b.name}"
            both = Mistake(says, f"{a.see} {b.see}", f"{a.do} {b.do}", (*a.changes, *b.changes))
            try:
                yield both, self.function(both)
            except (BankError, SyntaxError):
                continue  # they change the same place

    def paper(self, seed=None):
        """Draw up the paper: the visible one, or with a `seed` a hidden one, which has the visible trials too, behind its own.

        So what the check refuses the judge refuses, and an answer that is wired in for the visible trials gains nothing by them.
        """
        rng = np.random.default_rng(VISIBLE_SEED if seed is None else [*_digits(self.name), *_digits(str(seed))])
        trials = self._filled("visible" if seed is None else "hidden", rng)
        if seed is not None:
            trials += self._filled("visible", np.random.default_rng(VISIBLE_SEED))
        otherwise = self._drawn("otherwise", rng) if self.otherwise else []
        for trial in otherwise:
            checks.check_feed(self, trial, exercise)
        paper = Paper(self.name, list(self.returns), list(self.companions), list(self.rules), trials, otherwise)
        paper.letters = letters(
            textwrap.indent(inspect.cleandoc(self.reference.__doc__ or ""), "    ")
        )  # Python 3.13 has taken the indent off
        if seed is None:
            paper.uses = [self.uses(trial) for trial in trials]
        for m in self.mistakes:
            prints = None
            if seed is None:
                function = self.function(m)  # or a fault in its code would be found out by the exam only
                prints = examine.prints(paper, trials, function) if m.shown else []  # what cannot be told, rounding may decide
            paper.mistakes.append(KnownMistake(m.name, m.see, m.do, m.costs, prints))
        if seed is None:
            for a in self.alternatives:
                self.function(a)  # or it would be found out by the exam only
        return paper

    def _drawn(self, kind, rng):
        try:
            trials = getattr(self, kind)(rng)
        except Exception as error:
            raise BankError(checks.told(error)) from error
        checks.check_trials(self, kind, trials)
        return trials

    def uses(self, trial):
        """Return the names of the arguments that the reference's result depends on in a trial."""
        return sorted(depends(self.reference, trial.arguments))

    def _filled(self, kind, rng):
        """Return trials, with what the reference measures where a probe does not say what is wanted."""
        trials = self._drawn(kind, rng)
        checks.check_rules_served(self, kind, trials)
        for trial in trials:
            if any(p.want is None for p in trial.probes):
                try:
                    got = examine.measured(trial, self.reference)
                except Exception as error:
                    file = f"{self.reference.__module__.replace('.', '/')}.py"
                    says = f"the reference cannot be measured: {one_line(error)}; mend {file}, or the trial"
                    raise self.error(f"{kind} trial {trial.says!r}", says) from error
                # new probes: an entry may use one probe in several trials
                trial.probes = [replace(p, want=g) if p.want is None else p for p, g in zip(trial.probes, got, strict=True)]
        return trials


def letters(docstring):
    """Return the sizes of the axes of arguments, and of entries of dicts, as a docstring calls them: {"X": ["n_x", "m"]}."""
    found = {}
    for names, rest in re.findall(r"^\s+([a-z]\w*(?:, [a-z]\w*)*)  +(.*)$", docstring, re.MULTILINE | re.IGNORECASE):
        for key, axes in re.findall(r'"(\w+)": \(([^()]+)\)', rest):
            found[f"{names}[{key!r}]"] = axes.split(", ")
        own, shapes = names.split(", "), re.match(r"(?:\([^()]+\),? ?)*", rest)[0][1:-1].split("), (")
        if shapes != [""]:
            found |= {
                name: axes.strip("( )").split(", ") for name, axes in zip(own, shapes if len(shapes) == len(own) else shapes * len(own))
            }
    return {name: [axis.rstrip(",") for axis in axes] for name, axes in found.items()}


@functools.cache
def _source(function):
    return textwrap.dedent(inspect.getsource(function))


def _digits(text):
    return list(text.encode())


@functools.cache
def exercises():
    """Return every exercise of the bank by name."""
    found = {}
    for chapter in [info.name for info in pkgutil.iter_modules(__path__) if info.ispkg]:
        for exercise in _entries(chapter):
            if exercise.name in found:
                raise BankError(f"{exercise.name} stands twice in the bank; names are unique in the whole course")
            found[exercise.name] = exercise
    for exercise in found.values():
        for name in exercise.companions:
            if name not in found:
                raise exercise.error("companions", f"there is no exercise {name!r}{checks.nearest(name, found)}")
    return found


def _entries(chapter):
    try:
        return importlib.import_module(f"{__name__}.{chapter}").EXERCISES
    except BankError:
        raise
    except Exception as error:
        raise BankError(checks.told(error)) from error


def exercise(name):
    """Return one exercise, or raise `BankError` naming the one that may be meant."""
    try:
        return exercises()[name]
    except KeyError:
        says = f"the bank has no exercise {name!r}{checks.nearest(name, exercises())}"
        raise BankError(f"{says}; mend the name, or begin it with `course new exercise`") from None


__all__ = ["Alternative", "BankError", "Exercise", "Mistake", "Paper", "Probe", "Rule", "Trial", "exercise", "exercises"]
