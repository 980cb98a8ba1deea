"""Runners, and what cells do in them: for tests of grading and of the sandbox."""

import pytest
from nbformat import v4

from autograder import bank
from autograder.grading.graded_cell import evidence, verdicts
from autograder.grading.run import Runner
from autograder.sandbox.limits import Limits


@pytest.fixture(scope="session")
def running():
    """A runner with time enough."""
    one = Runner(Limits(cell_seconds=20, notebook_seconds=120))
    yield one
    one.close()


@pytest.fixture(scope="session")
def hasty():
    """A runner with little time, memory and room for outputs."""
    one = Runner(Limits(cell_seconds=1.5, notebook_seconds=60, memory=2**30, output_bytes=100_000))
    yield one
    one.close()


def notebook(*sources):
    """Return a notebook of code cells, named c0, c1, …"""
    return v4.new_notebook(cells=[v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)])


def outputs(one, *sources):
    """Return the outputs of the cells."""
    return [cell.outputs for cell in one.run(notebook(*sources)).notebook.cells]


def texts(one, *sources):
    """Return each cell's text: streams, values, errors."""
    return [
        "".join(o.get("text") or o.get("data", {}).get("text/plain") or f"{o.get('ename')}: {o.get('evalue')}" for o in found)
        for found in outputs(one, *sources)
    ]


def judged(one, answer, *more, before=(), check="from course_utils.check import check", **options):
    """Return the executed graded cell of dropout_forward for an answer."""
    graded = v4.new_code_cell(
        f'{check}\ncheck("dropout_forward", dropout_forward)\nfrom autograder import judge\njudge("dropout_forward", dropout_forward)',
        id="graded",
        metadata={"nbgrader": {"grade": True, "grade_id": "graded", "points": 3, "locked": True, "solution": False, "schema_version": 3}},
    )
    answer = bank.exercise("dropout_forward").source() if answer is None else answer
    book = notebook("import numpy as np", *before, answer, *more)
    book.cells.append(graded)
    run = one.run(book, **options)
    evidence(graded)
    return run.notebook.cells[-1], run


def points(cell):
    """Return the points that a graded cell earned."""
    return verdicts(cell)[-1]["points"] if verdicts(cell) else 0


def said(one, source):
    """Return what a cell prints or raises."""
    (cell,) = one.run(v4.new_notebook(cells=[v4.new_code_cell(source)])).notebook.cells
    return "".join(o.get("text") or f"{o.get('ename')}: {o.get('evalue')}" for o in cell.outputs)
