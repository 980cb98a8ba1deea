"""Do hostile neighbours cost honest students nothing? A class graded alone, then among all of the corpus, with kills on the way."""

import json
import os
import random
import shutil
import subprocess
import time

import pytest
import tiny
from commanded import all_gone, begin, left
from submissions import ENTRIES, check

from autograder import bank
from autograder.grading.course import Course
from autograder.grading.grade import RECORD

CELL, NOTEBOOK = 4, 20  # seconds
SETTINGS = f"\nc.CourseExecute.timeout = {CELL}\nc.CourseExecute.notebook_timeout = {NOTEBOOK}\nc.CourseExecute.memory = 2**30\n"
BUSY = "import time\nt = time.process_time()\nwhile time.process_time() - t < 1.5: pass"
EVIL = "evil-"  # what the ids of the others begin with; some are not so tame
UNREADABLE, ESCAPES = f"{EVIL}unreadable", f"{EVIL}\x1b]0;title\x07"


def honest(course):
    """Hand in what honest students do, right and wrong, quick and slow."""
    for n, (entry, other) in enumerate((e, o) for e in map(bank.exercise, tiny.RIGHT) for o in (*e.alternatives[:2], *e.mistakes[:2])):
        tiny.hand_in(course.folder, f"honest-{n}", tiny.answered(course.folder, **{entry.name: entry.source(other)}))
    for n, first in enumerate((BUSY, BUSY + "\nimport os; os._exit(0)", "import time; time.sleep(2.5)", "1 / 0")):
        notebook = tiny.answered(course.folder)
        tiny.cell(notebook, "setup")  # the cell below it is their own
        notebook.cells.insert(2, {**notebook.cells[1], "id": f"own-{n}", "source": first, "metadata": {}})
        tiny.hand_in(course.folder, f"honest-own-{n}", notebook)


def hostile(course):
    """Hand in the corpus, a file that nobody may read, and a name that a terminal obeys."""
    for name, entry in ENTRIES.items():
        check.hand_in(course.folder, entry, f"{EVIL}{name}")
    beside = tiny.hand_in(course.folder, UNREADABLE, tiny.answered(course.folder)).parent / "notes.txt"
    beside.write_text("x")
    beside.chmod(0)
    tiny.hand_in(course.folder, ESCAPES, tiny.answered(course.folder))


def as_anyone():
    """Return the words before a command that is to have no rights of root's to read anything."""
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 and shutil.which("setpriv") else []


def results(course):
    """Return what the gradebook and the autograded notebooks say of each: all of it that does not depend on the clock."""
    found = {}
    with course.gradebook() as book:
        scores = {s.student.id: s.score for s in book.assignment_submissions(tiny.CHAPTER)}
    for path in (course.folder / "autograded").glob(f"[!.]*/{tiny.CHAPTER}/{tiny.CHAPTER}.ipynb"):
        result = json.loads(path.read_bytes())["metadata"][RECORD]["result"]
        student = path.parents[1].name
        exercises = [exercise | {"seconds": None} for exercise in result["exercises"]]
        found[student] = scores[student], result["status"], result["reason"], exercises
    return found


@pytest.fixture
def alone(tmp_path):
    course = Course(tiny.make(tmp_path / "alone"))
    config = course.folder / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    (course.folder / "class_seed").write_text("a seed")
    honest(course)
    return Course(course.folder)


def test_do_hostile_neighbours_cost_honest_students_nothing(alone, tmp_path):
    mixed = Course(shutil.copytree(alone.folder, tmp_path / "mixed"))
    hostile(mixed)
    run = begin(alone, "alone")
    assert run.wait(300) == 0, (alone.folder / "said").read_text()
    wanted = results(alone)
    assert len({score for score, *_ in wanted.values()}) > 2

    start, rng = time.monotonic(), random.Random(1)
    for n in range(3):
        run = begin(mixed, f"killed-{n}", as_anyone())
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(rng.uniform(20, 40))
        run.kill()
        run.wait()
        assert all_gone(f"killed-{n}"), left(f"killed-{n}")
    run = begin(mixed, "the last", as_anyone(), feedback=True)
    many = len(list((mixed.folder / "submitted").iterdir()))
    assert run.wait(many * (NOTEBOOK + CELL)) == 0, (mixed.folder / "said").read_text()
    assert time.monotonic() - start < many * (NOTEBOOK + CELL)
    found = results(mixed)
    assert {student: found[student] for student in wanted} == wanted
    evil = {student: of for student, of in found.items() if student not in wanted}
    assert {status for _, status, *_ in evil.values()} <= {"graded", "repaired", "partly crashed", "unreadable", "failed"}
    assert len(evil) == len(ENTRIES) + 1  # all but the one whose name is none
    assert evil[UNREADABLE][:2] == (5, "graded")
    assert all(mixed.path("feedback", tiny.CHAPTER, student).is_file() for student in wanted)
    assert "\x1b" not in (mixed.folder / "said").read_text()
    assert all_gone("the last"), left("the last")
