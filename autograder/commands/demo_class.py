"""A demo class: a folder with a gradebook of its own and about a dozen submissions, drawn from the bank.

The draw is the same every time. It holds right answers, alternatives, known mistakes, a broken rule, one who
prints and warns, an empty stub and a broken notebook, so that one look at the table shows what grading says of each.
"""

from __future__ import annotations

import ast
import copy
import os
import random
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.utils import rmtree

from .. import bank
from ..cells import exercise_of, role_of
from ..errors import CourseError
from ..grading.read import read_released
from ..places import CONFIG

SEED = "a fixed seed: the demo class has the same scores every time\n"
SETTINGS = '''"""nbgrader's settings for the demo class: the course's own, with other folders. Made by `course demo`."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
COURSE = "{course}"  # from here to the course

c = get_config()  # noqa: F821 - given by traitlets
load_subconfig("nbgrader_config.py", path=str((HERE / COURSE).resolve()))  # noqa: F821

c.CourseDirectory.course_id = "demo"
c.CourseDirectory.root = str(HERE)
c.CourseDirectory.source_directory = f"{{COURSE}}/source"
c.CourseDirectory.release_directory = f"{{COURSE}}/release"
c.CourseDirectory.db_url = f"sqlite:///{{HERE / 'gradebook.db'}}"
c.CourseExecute.environment |= {{"COURSE_ROOT": (HERE / COURSE).resolve(), "COURSE_SEED_FILE": HERE / "class_seed"}}
'''


@dataclass(frozen=True)
class HandedIn:
    """What one student of the demo class hands in: `planted` is the known mistake in each exercise that has one."""

    student: str
    kind: str
    answers: dict[str, str] = field(default_factory=dict)
    planted: dict[str, bank.Mistake] = field(default_factory=dict)


def make(folder, root, chapter):
    """Make the demo class of a chapter in `folder` and return what each student handed in."""
    folder, root = Path(folder).resolve(), Path(root).resolve()
    _claim(folder, root)
    released = read_released(root / "release" / chapter / f"{chapter}.ipynb")
    names = [exercise_of(c) for c in released.cells if role_of(c) == "exercise"]
    roll = draw([bank.exercise(name) for name in names], chapter)
    for one in roll:
        path = folder / "submitted" / one.student / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        text = nbformat.writes(answered(released, one.answers)) + "\n"
        path.write_text(text[: 2 * len(text) // 3] if one.kind == "broken notebook" else text, encoding="utf-8")
    return roll


def _claim(folder, root):
    """Take a folder for the demo class: a new one, an empty one, or that of an earlier demo, whose class goes away."""
    settings = SETTINGS.format(course=Path(os.path.relpath(root, folder)).as_posix())
    ours = (folder / CONFIG).is_file() and (folder / CONFIG).read_text(encoding="utf-8").startswith(settings.splitlines()[0])
    if folder.exists() and not ours and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} holds other things than a demo class; name a new folder with --folder")
    for name in ("submitted", "autograded", "feedback"):
        if (folder / name).exists():
            rmtree(str(folder / name))
    for name in ("gradebook.db", "report.md"):
        (folder / name).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(settings, encoding="utf-8")
    (folder / "class_seed").write_text(SEED, encoding="utf-8")


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
