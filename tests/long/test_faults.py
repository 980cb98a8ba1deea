"""A run is killed, at every kind of step and at random moments: does the next one end in the same gradebook?"""

import os
import random
import shutil
import signal
import subprocess
import time
import warnings
from pathlib import Path

import pytest
import tiny
from commanded import all_gone, begin, left
from nbgrader.converters import Autograde
from sqlalchemy.orm import Session

from autograder.grading import batch, gradebook
from autograder.grading.course import Course

# Whatever a run does to files and gradebook; each is a place to die, before it and after it.
STEPS = {
    "commit": (Session, "commit"),
    "scores written": (gradebook.Scores, "write"),
    "folder made": (batch._Work, "_aside"),
    "file written": (Path, "write_text"),
    "rename": (os, "rename"),
    "permissions": (Autograde, "set_permissions"),
    "removal": (shutil, "rmtree"),
    "registration": (Course, "convert"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A class that was graded once; since then a human graded one, and two handed in anew."""
    course = Course(tiny.make(tmp_path_factory.mktemp("template")))
    tiny.hand_in(course.folder, "ada", tiny.answered(course.folder))
    tiny.hand_in(course.folder, "bob", tiny.answered(course.folder, dropout_backward="dropout_backward = max"))
    tiny.hand_in(course.folder, "cyd", tiny.answered(course.folder))
    tiny.grade(course, run=tiny.light)
    with course.gradebook() as book:
        grade = book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "bob")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.db.commit()
    for student, answers in {"bob": {}, "cyd": {"dropout_forward": "dropout_forward = max"}}.items():
        shutil.rmtree(course.folder / "submitted" / student)
        tiny.hand_in(course.folder, student, tiny.answered(course.folder, **answers))
    tiny.hand_in(course.folder, "dan", "{")
    return course.folder


def start(template, folder, fresh):
    course = Course(shutil.copytree(template, folder))
    if fresh:
        (folder / "gradebook.db").unlink()
        shutil.rmtree(folder / "autograded")
    return course


def in_a_child(course, act, before=None, after=None):
    """Grade in a child of this process, with `act(n)` called before and after the n-th time of a step; return its exit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of forking
        child = os.fork()
    if child == 0:
        try:
            act()
            tiny.grade(course, run=tiny.light)
        except BaseException:
            os._exit(70)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def wrapped(step, what):
    """Replace a step by one that calls `what(n, when)` before and after it."""
    owner, name = STEPS[step]
    inner, count = getattr(owner, name), iter(range(1, 10_000))

    def outer(*args, **kwargs):
        n = next(count)
        what(n, "before")
        result = inner(*args, **kwargs)
        what(n, "after")
        return result

    setattr(owner, name, outer)


@pytest.mark.parametrize("fresh", [False, True], ids=["graded before", "from nothing"])
@pytest.mark.parametrize("step", STEPS)
def test_does_a_run_that_was_killed_at_a_step_leave_what_the_next_one_completes(template, tmp_path, step, fresh):
    wanted = start(template, tmp_path / "undisturbed", fresh)
    seen = tmp_path / "seen"
    assert in_a_child(wanted, lambda: wrapped(step, lambda n, when: seen.write_bytes(b"x" * n))) == 0
    times = len(seen.read_bytes()) if seen.exists() else 0
    assert times or (step, fresh) == ("registration", False)
    wanted = tiny.dump(wanted)
    for n in range(1, times + 1):
        for when in ("before", "after"):
            course = start(template, tmp_path / f"{n}-{when}", fresh)
            here = (n, when)

            def die(*at, here=here):
                if at == here:
                    os.kill(os.getpid(), signal.SIGKILL)

            assert in_a_child(course, lambda die=die: wrapped(step, die)) == signal.SIGKILL
            results = tiny.grade(course, run=tiny.light).results
            assert tiny.dump(course) == wanted, (n, when)
            assert [(r.student, r.score) for r in results] == [("ada", 5), ("bob", 5 if fresh else 4.5), ("cyd", 2), ("dan", 0)]
            assert len(list((course.folder / "autograded").glob("*/*/*.ipynb"))) == 4
            shutil.rmtree(course.folder)


# --- the command, with workers and sandboxes ----------------------------------------------------------


@pytest.fixture
def class_of_ten(template, tmp_path):
    course = start(template, tmp_path / "class", fresh=True)
    for n in range(6):
        answers = {"dropout_backward": "def dropout_backward(*_):\n    import os\n    os._exit(1)"} if n % 3 == 2 else {}
        tiny.hand_in(course.folder, f"student-{n}", tiny.answered(course.folder, **answers))
    return course


def test_does_a_run_that_was_killed_at_random_moments_end_as_one_that_was_not(class_of_ten, tmp_path):
    other = Course(shutil.copytree(class_of_ten.folder, tmp_path / "other"))
    clock = time.monotonic()
    run = begin(other, "undisturbed")
    assert run.wait(300) == 0, (other.folder / "said").read_text()
    seconds, rng, kills = time.monotonic() - clock, random.Random(1), 0
    for n in range(6):
        run = begin(class_of_ten, f"killed-{n}")
        try:
            run.wait(rng.uniform(0.3, 1) * seconds)
        except subprocess.TimeoutExpired:
            kills += 1
        run.kill()
        run.wait()
        assert all_gone(f"killed-{n}"), left(f"killed-{n}")
    run = begin(class_of_ten, "the last")
    assert run.wait(300) == 0, (class_of_ten.folder / "said").read_text()
    assert kills
    assert tiny.dump(class_of_ten) == tiny.dump(other)


def test_ends_ctrl_c_at_once_with_nothing_running_and_says_how_to_go_on(class_of_ten):
    run = begin(class_of_ten, "ctrl-c")
    until = time.monotonic() + 120
    while not list((class_of_ten.folder / "autograded").glob("[!.]*")) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    clock = time.monotonic()
    run.wait(60)
    said = (class_of_ten.folder / "said").read_text()
    assert time.monotonic() - clock < 20
    assert run.returncode == 130, said
    assert said.startswith("course: stopped. ")
    assert said.endswith(" of 10 are graded and written; the same command goes on from there\n")
    assert len(said.splitlines()) == 1
    assert all_gone("ctrl-c"), left("ctrl-c")
