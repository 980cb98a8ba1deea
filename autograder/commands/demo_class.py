"""A demo class: a class's folder as any, with about a dozen submissions, drawn from the bank.

The draw is the same every time. It holds right answers, alternatives, known mistakes, a broken rule, one who
prints and warns, an empty stub and a broken notebook, so that one look at the table shows what grading says of each.
"""

from __future__ import annotations

import ast
import copy
import random
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.utils import rmtree

from .. import bank
from ..cells import exercise_of, role_of
from ..classroom import folder as classroom
from ..classroom import release
from ..errors import CourseError
from ..grading.read import read_released

SEED = "a fixed seed: the demo class has the same scores every time\n"
MADE = ("submitted", "autograded", "feedback", "left_out", "source", "release", "editions", "gradebook.db", "report.md", "reports")


@dataclass(frozen=True)
class HandedIn:
    """What one student of the demo class hands in: `planted` is the known mistake in each exercise that has one."""

    student: str
    kind: str
    answers: dict[str, str] = field(default_factory=dict)
    planted: dict[str, bank.Mistake] = field(default_factory=dict)


def make(folder, root, chapter, progress=lambda says: None):
    """Make the demo class of a chapter in `folder` and return what each student handed in."""
    own = _claim(Path(folder).resolve(), root)
    release.build(own, [chapter], progress)
    released = read_released(own.folder / "release" / chapter / f"{chapter}.ipynb")
    names = [exercise_of(c) for c in released.cells if role_of(c) == "exercise"]
    roll = draw([bank.exercise(name) for name in names], chapter)
    for one in roll:
        path = own.folder / "submitted" / one.student / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        text = nbformat.writes(answered(released, one.answers)) + "\n"
        path.write_text(text[: 2 * len(text) // 3] if one.kind == "broken notebook" else text, encoding="utf-8")
    return roll


def _claim(folder, root):
    """Take a folder for the demo class: a new one, an empty one, or that of an earlier demo, whose class goes away."""
    seed = folder / classroom.SEED
    ours = seed.is_file() and seed.read_bytes() == SEED.encode()
    if folder.exists() and not ours and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} holds other things than a demo class; name a new folder with --folder")
    for name in MADE:
        if (folder / name).is_dir():
            rmtree(str(folder / name))
        else:
            (folder / name).unlink(missing_ok=True)
    return classroom.fill(folder, root, "A demo class", SEED)


def answered(released, answers):
    """Return the released notebook with code in its exercise cells: {exercise: code}."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        if role_of(cell) == "exercise" and exercise_of(cell) in answers:
            cell.source = answers[exercise_of(cell)].rstrip("\n")
    return notebook


def draw(exercises, seed):
    """Draw a class for some exercises of the bank; the same seed draws the same."""
    rng = random.Random(seed)
    costly = [(e, m) for e in exercises for m in e.mistakes if m.costs >= 1]
    partly = [(e, m) for e in exercises for m in e.mistakes if m.costs < 1]
    rng.shuffle(costly)
    rng.shuffle(partly)
    plans = [("right", {}), ("right, with alternatives", _others(exercises, 0)), ("right, with alternatives", _others(exercises, 1))]
    # The first mistake is made by two, and who makes two mistakes makes them in two exercises.
    plans += [("a known mistake", _planted(pair)) for pair in (costly[0], costly[0], *costly[1:2])]
    plans += [("known mistakes", _planted(costly[i], *_elsewhere(costly, i))) for i in (2, 3) if i < len(costly)]
    plans += [("a broken rule", _planted(pair)) for pair in partly[:1]]
    rng.shuffle(plans)
    roll = [(kind, {e.name: e.source(given.get(e.name)) for e in exercises}, given) for kind, given in plans]
    roll.insert(4, ("right, prints and warns", {e.name: chatty(e.source(), e.name) for e in exercises}, {}))
    roll.insert(8, ("empty stub", {}, {}))
    roll.insert(10, ("broken notebook", {e.name: e.source() for e in exercises}, {}))
    return [HandedIn(f"student-{n:02}", kind, answers, _mistakes(given)) for n, (kind, answers, given) in enumerate(roll, 1)]


def _others(exercises, n):
    return {e.name: e.alternatives[n % len(e.alternatives)] for e in exercises if e.alternatives}


def _planted(*pairs):
    return {exercise.name: mistake for exercise, mistake in pairs}


def _elsewhere(pairs, i):
    """Return the first pair after the i-th that is about another exercise, as a list of one or none."""
    return [pair for pair in pairs[i + 2 :] if pair[0] is not pairs[i][0]][:1]


def _mistakes(given):
    return {name: one for name, one in given.items() if isinstance(one, bank.Mistake)}


def chatty(source, name):
    """Return code whose function prints and warns at each call, and is right all the same."""
    function = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name)
    lines, pad = source.splitlines(), " " * function.body[-1].col_offset
    first = function.body[0]
    at = first.end_lineno if ast.get_docstring(function) is not None else first.lineno - 1
    lines[at:at] = [
        f'{pad}print("{name} was called")',
        f"{pad}import warnings",
        f'{pad}warnings.warn("{name} warns")',
    ]
    return "\n".join([*lines, f'print("{name} is defined")'])
