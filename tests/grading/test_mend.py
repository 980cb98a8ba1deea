"""Is a submission in any disorder the released notebook again, with the student's answers in it?"""

import contextlib
import json

import nbformat
import pytest
import tiny
from nbformat import v4
from tiny import graded

from autograder.cells import is_graded
from autograder.grading import read
from autograder.grading.mend import mend
from autograder.grading.read import tidy
from autograder.judging import verdict

HELPED = "def dropout_backward(dA_dropped, D, keep_prob):\n    return scaled(dA_dropped * D, keep_prob)"
HELPER = "def scaled(A, keep_prob):\n    return A / keep_prob"


def mended(course, notebook):
    """Mend a notebook, run it, and return the notes; every function it defines must be right."""
    path = course.folder / "submission.ipynb"
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
    result, notes = mend(tiny.released(course.folder), read.read(path))
    nbformat.validate(result)
    names, judged = {"check": lambda *_: None}, []
    for cell in result.cells:
        if is_graded(cell):  # where the judge looks
            judged.append(cell.metadata.course.name)
            assert not verdict(judged[-1], names[judged[-1]], seed="a test").findings
        elif cell.cell_type == "code" and not cell.id.startswith("experiment"):
            with contextlib.chdir(course.folder):  # where an experiment may write
                exec(cell.source, names)
    assert judged == list(tiny.RIGHT)
    return notes


def test_are_own_cells_kept_and_given_ids(course):
    notebook = tiny.answered(course.folder, dropout_backward=HELPED)
    notebook.cells.insert(2, v4.new_code_cell(HELPER, id="exercise-dropout_forward"))  # an id that is another cell's
    assert mended(course, notebook) == []


def test_does_a_pasted_copy_of_an_exercise_cell_not_stop_anything(course):
    notebook = tiny.answered(course.folder, dropout_backward="dropout_backward = None")
    at = notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))
    notebook.cells.insert(at + 1, tiny.copied(notebook, "exercise-dropout_backward", tiny.RIGHT["dropout_backward"]))
    assert mended(course, notebook) == ["the cell 'dropout_backward' was there 2 times"]


def test_does_a_pasted_stub_not_undo_the_answer(course):
    notebook = tiny.answered(course.folder)
    stub = tiny.cell(tiny.released(course.folder), "exercise-dropout_backward").source
    at = notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))
    notebook.cells.insert(at + 1, tiny.copied(notebook, "exercise-dropout_backward", stub))
    assert mended(course, notebook) == ["the cell 'dropout_backward' was there 2 times"]


def test_are_deleted_locked_cells_put_back(course):
    notebook = tiny.answered(course.folder)
    notebook.cells = [c for c in notebook.cells if c.id not in ("tests-dropout_forward", "setup")]
    assert len(mended(course, notebook)) == 2


def test_does_an_answer_in_a_cell_of_ones_own_count(course):
    notebook = tiny.answered(course.folder)
    own = v4.new_code_cell(tiny.cell(notebook, "exercise-dropout_backward").source)
    notebook.cells[notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))] = own
    assert mended(course, notebook) == ["the cell 'dropout_backward' had lost or changed its type or metadata"]


def test_does_a_graded_cell_that_was_moved_cost_nothing(course):
    notebook = tiny.answered(course.folder)
    tests = tiny.cell(notebook, "tests-dropout_backward")
    notebook.cells = [tests, *(c for c in notebook.cells if c is not tests)]
    assert mended(course, notebook) == ["the cell 'judge_dropout_backward' stood before its answer"]


def test_is_a_submission_of_an_older_release_graded_by_the_names_of_its_exercises(course):
    notebook = json.loads(nbformat.writes(tiny.answered(course.folder)))
    for n, cell in enumerate(notebook["cells"]):  # other ids, other names of cells, other prose, an exercise that is gone
        cell["id"] = f"old-{n}"
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = f"cell-{n}"
        if cell["cell_type"] == "markdown":
            cell["source"] = "older words"
    gone = {"grade": True, "solution": False, "locked": True, "points": 9, "grade_id": "judge_gone", "schema_version": 3}
    notebook["cells"].append(v4.new_code_cell("1 / 0", metadata={"nbgrader": gone}))
    result = graded(course, "older", notebook)
    assert (result.score, result.status) == (5, "graded")


def test_does_a_tool_that_drops_metadata_and_ids_cost_nothing(course):
    notebook = json.loads(nbformat.writes(tiny.answered(course.folder)))
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] = {}
    assert mended(course, json.dumps(notebook))


def test_is_every_kind_of_disorder_at_once_graded(course):
    notebook = tiny.answered(course.folder)
    at = notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))
    notebook.cells.insert(at + 1, tiny.copied(notebook, "exercise-dropout_backward", tiny.RIGHT["dropout_backward"], "setup"))
    notebook.cells += [tiny.copied(notebook, "tests-dropout_forward", "1 / 0", "tests-dropout_forward")]
    notebook.cells.remove(tiny.cell(notebook, "tests-dropout_backward"))
    tiny.cell(notebook, "exercise-dropout_forward").metadata.nbgrader.schema_version = 99
    result = graded(course, "disorder", notebook)
    assert (result.score, result.status) == (5, "repaired")


@pytest.mark.parametrize("change", [{"schema_version": 99}, {"schema_version": "x"}, {"points": 1000}, {"grade": False}, {"locked": "?"}])
def test_is_what_metadata_say_of_points_and_version_not_believed(course, change):
    notebook = tiny.answered(course.folder, dropout_forward="dropout_forward = None")
    for name in ("tests-dropout_backward", "tests-dropout_forward"):
        tiny.cell(notebook, name).metadata.nbgrader.update(change)
    submitted = tidy(notebook)
    result, notes = mend(tiny.released(course.folder), submitted)
    assert [tiny.cell(result, f"tests-{e}").metadata for e in tiny.RIGHT] == [
        tiny.cell(tiny.released(course.folder), f"tests-{e}").metadata for e in tiny.RIGHT
    ]
    assert len(notes) == 2


ODD = {
    "odd cells": {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": [],
        "cells": [3, None, {}, {"cell_type": "video"}, {"cell_type": "code"}],
    },
    "odd sources": {"nbformat": 4, "cells": [{"cell_type": "code", "source": 5, "metadata": 7, "id": 3, "outputs": "x"}]},
    "format 3": {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [], "metadata": {}}]},
}


@pytest.mark.parametrize("name", ODD)
def test_is_an_odd_notebook_put_in_order(course, name, tmp_path):
    path = tmp_path / "odd.ipynb"
    path.write_text(json.dumps(ODD[name]))
    result, notes = mend(tiny.released(course.folder), read.read(path))
    nbformat.validate(result)
    assert len(notes) == 5
