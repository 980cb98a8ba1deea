"""A grader that runs the cells in its own process, in no time: for tests of what happens around it. It imports little."""

import contextlib
import io
import os
import time
import warnings
from unittest import mock

from nbformat import v4

from autograder import judging
from autograder.cells import is_graded
from autograder.grading import grade
from autograder.grading.run import Run


def light(job):
    """Grade a job as `grade_submission` does, but run its cells here."""
    with grade.alone, mock.patch.object(grade, "_run", _run_here):
        return grade.grade_submission(job)


def deadly(job):
    """Grade as `light` does; the process dies of bob's submission."""
    if job.student == "bob":
        os._exit(3)
    return light(job)


def deadly_in_a_sandbox(job):
    """Grade for real; the process dies of bob's submission."""
    if job.student == "bob":
        os._exit(3)
    return grade.grade_submission(job)


def _run_here(job, notebook, left_out):
    names = {"check": lambda *_: None}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one in notebook.cells:
            if is_graded(one):
                one.outputs = judged(one, names)
            elif one.cell_type == "code" and one.id not in left_out:
                exec(one.source.replace("from course_utils.check import check", ""), names)
    return Run(notebook, sandboxed=job.terms.sandbox)


def judged(graded, names):
    """Return the outputs of a graded cell."""
    name, points = graded.metadata.course.name, graded.metadata.nbgrader.points
    report = judging.verdict(name, names[name], seed="tiny")
    data = judging.as_data(report, round(report.share * points, 4), points)
    value = v4.new_output("execute_result", {"text/plain": repr(data["points"])})
    return [v4.new_output("display_data", {judging.VERDICT: data}), value]


def dead_from_the_start():
    """Begin a worker that dies."""
    os._exit(1)


def meets(folder, job):
    """Come to a place, wait for another who comes there, and return the number of this process."""
    (folder / job).touch()
    end = time.monotonic() + 60
    while len(list(folder.iterdir())) < 2:
        if time.monotonic() > end:
            raise TimeoutError("nobody came")
        time.sleep(0.01)
    return os.getpid()
