"""The visible check: says at once whether a function is right, and if not, what to look at.

    check("dropout_forward", dropout_forward)

Help comes in three steps, one more each time the same thing is still wrong: what is wrong, where to
look, nearly how to mend it. After a miss, `check.arguments`, `check.result` and `check.expected` hold
the call that failed, to look at. The check never decides a grade.
"""

from __future__ import annotations

import functools
import json
from importlib import resources

import numpy as np

from . import progress
from .checking import crossing
from .checking.compare import apart, describe, difference
from .checking.examine import examine
from .checking.messages import Message, execution, in_notebook
from .checking.paper import Paper
from .checking.relations import outputs
from .errors import Error

STEPS = ("What is wrong", "Where to look", "Nearly how")


class CheckFailed(Error):
    """A function is not right yet; the message says what to change."""

    def __init__(self, message, shown):
        super().__init__(message.headline if shown else message.plain())
        self._shown = shown

    def _render_traceback_(self):  # IPython: our own frames would only be in the way
        return [f"CheckFailed: {self}" + (". The message above says more." if self._shown else "")]


class Check:
    """Callable `check(exercise, function, *companions)`; remembers tries and the last failing call."""

    def __init__(self):
        self.arguments = self.result = self.expected = None
        self._tries: dict[tuple[str, str], int] = {}

    def __call__(self, exercise, function, *companions):
        """Check a function against the exercise's visible trials.

        exercise    its name
        function    your function
        companions  your functions of the exercises that belong to it, where the cell names some

        Shows what holds and what does not; raises `CheckFailed` if something does not. Returns None.
        """
        paper, grading = visible_paper(exercise), execution()
        if callable(function):
            papers = {name: visible_paper(name) for name in paper.companions}
            report = examine(paper, function, dict(zip(paper.companions, companions, strict=False)), papers)
            message = self._message(report, grading)
        else:
            message = Message("wrong", f"{exercise}: hand over the function itself, not what it returns ({describe(function)})")
        right = message.kind == "right"
        if right:
            progress.note(exercise)
        shown = right or grading == "autograde" or (in_notebook() and grading != "validate")
        if shown:
            message.show()
        if not right and grading != "autograde":
            raise CheckFailed(message, shown)

    def _message(self, report, grading):
        if not report.findings:
            self._tries = {k: n for k, n in self._tries.items() if k[0] != report.exercise}
            lines = [("", report.note)] if report.note else []
            return Message("right", f"{report.exercise}: right in all {report.trials} trials, every rule holds", lines)
        first = report.findings[0]
        formal = first.difference is not None and first.difference.kind in ("kind", "length", "shape")
        expected = first.difference.want if formal else first.want
        # copies: a student works on them, and the paper is used again
        self.arguments, self.result, self.expected = (crossing.copy(v) for v in (first.trial.arguments, first.result, expected))
        if report.unwritten:
            todo = "Put your code in place of `raise NotImplementedError()`, run that cell, then this one again."
            return Message("empty", f"{report.exercise} is not written yet", [("", todo)])
        step = 3 if grading else self._step(report)
        return Message(
            "wrong" if report.share == 0 else "part",
            f"{report.exercise}: not yet" if report.share == 0 else f"{report.exercise}: nearly. {_broken(report)}",
            _lines(report, step),
            first.fault.traceback if first.fault else _numbers(report) if step > 1 else "",
        )

    def _step(self, report):
        about = report.mistake.name if report.mistake else f"{report.findings[0].rule.name}: {report.told[0].says if report.told else ''}"
        key = (report.exercise, about)
        self._tries[key] = self._tries.get(key, 0) + 1
        return min(self._tries[key], len(STEPS))


def _lines(report, step):
    """Return the labelled paragraphs of the first `step` steps."""
    first, mistake = report.findings[0], report.mistake
    told = [t for t in report.told if t.kind != "share"][:2]
    what = [f"With {first.trial.says}, {first.says.rstrip('.')}."]
    if mistake:
        same = "It stops just as with" if first.fault else "Your numbers are those of"
        what.append(f"{same} a known mistake: {mistake.name}.")
        where, how = mistake.see, mistake.do
    else:
        what += [f"{t.says[0].upper()}{t.says[1:]}." for t in told]
        what += [f"And with {f.trial.says}, {f.says.rstrip('.')}." for f in report.findings if f.rule.name != first.rule.name][:1]
        where, how = _hints(report, told)
    lines = list(zip(STEPS, (" ".join(what), where, how), strict=True))[:step]
    lines.append(("To look at", "`check.arguments`, `check.result`, `check.expected`"))
    if step < len(STEPS):
        lines.append(("More help", "change something and run this again; if the same thing is still wrong, the next hint comes"))
    return lines


def _hints(report, told):
    """Return where to look and nearly how, where no known mistake is the same as a whole."""
    first, known = report.findings[0], next((t for t in told if t.see and t.do), None)
    if first.fault:
        call = "Call your function on `*check.arguments.values()` in a new cell and print the shapes on the way to that line."
        if "Traceback" in first.fault.traceback:
            return "The last line of the traceback says what went wrong, the line above it where.", call
        if first.fault.type == "CannotReturn":
            return "The docstring says what is to be returned.", HOW["form"]
        names = ", ".join(f"`{name}`" for name in first.trial.arguments)
        return (
            f"It went wrong before the first line of your function. It is called with {names}.",
            "Compare these with what stands in its brackets.",
        )
    where = known.see if known else f"The rule is: {first.rule.says}. {_others(report)}"
    call = "Call your function on `*check.arguments.values()` in a new cell"
    how = known.do if known else next((HOW[t.kind] for t in told if t.kind in HOW), f"{call} and follow one entry by hand.")
    return where, how.format(call=call)


HOW = {  # by the kind of what was found out
    "form": "Look at what stands behind `return`, and at what the docstring says stands there.",
    "relation": "{call} and compare with `check.expected`: which step of yours would make just this difference? Look at the factors, the axes and the last line.",
    "outputs": "What is right needs no change. Follow the other one alone, from the first line in which it differs.",
    "calls": "Look where it should come in: does a number, or another name, stand in its place?",
    "contrast": "{call}: what does your code do there that it does not do elsewhere? Look at comparisons, at special cases and at where a loop ends.",
}  # fmt: skip


def _numbers(report):
    """Return the numbers that should be compared, as text: all of them if there are few, else the largest difference; "" if there are none."""
    first = report.findings[0]
    got, want = (outputs(v, ()) for v in (first.got, first.want))
    for name, leaves in want.items():
        for (_, g), (place, w) in zip(got.get(name, ()), leaves, strict=False):
            if g.shape == w.shape and w.ndim and w.size > 1 and w.dtype.kind in "iuf" and g.dtype.kind in "iuf" and difference(g, w):
                of = f"{place}, " if place else ""
                if w.size <= 25:
                    rows = (np.array2string(a.astype(float), precision=5, suppress_small=True) for a in (g, w))
                    return "\n".join(f"{of}{side}:\n{text}" for side, text in zip(("yours", "should be"), rows, strict=True))
                with np.errstate(all="ignore"):
                    i = (
                        np.unravel_index(np.nanargmax(np.abs(g.astype(float) - w)), w.shape)
                        if np.isfinite(g.astype(float) - w).any()
                        else (0,) * w.ndim
                    )
                at, (a, b) = ", ".join(map(str, i)), apart(g[i], w[i])
                return f"{of}the largest difference, at [{at}]:\nyours {a}, should be {b}; {int(np.sum(~np.isclose(g, w)))} of {w.size} numbers differ"
    return ""


def _broken(report):
    return "What must hold, and does not: " + "; ".join(rule.says for rule in report.broken)


def _others(report):
    trials = dict.fromkeys(f.trial.says for f in report.findings)
    if len(trials) == report.trials:
        return "It misses in every trial."
    return f"It misses in {len(trials)} of {report.trials} trials: {'; '.join(f'with {t}' for t in trials)}."


@functools.cache
def visible_paper(exercise):
    """Return the paper of an exercise's visible check; `ValueError` if there is none of that name."""
    folder = resources.files("course_utils") / "check_data"
    file = folder / f"{exercise}.json"
    if not file.is_file():
        names = sorted(
            f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json") and not f.name.startswith("predict_")
        )
        raise ValueError(f"there is no exercise {exercise!r}; there are: {', '.join(names)}")
    return Paper.from_json(json.loads(file.read_text(encoding="utf-8")))


check = Check()
