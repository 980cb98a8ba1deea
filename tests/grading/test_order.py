"""Does a cell that was dragged elsewhere cost nothing?"""

import pytest
import tiny
from mended import mended
from nbformat import v4
from tiny import insert

from autograder.grading.mend import mend
from autograder.grading.read import tidy


def test_does_a_graded_cell_that_was_moved_cost_nothing(course):
    notebook = tiny.answered(course.folder)
    tests = tiny.cell(notebook, "tests-dropout_backward")
    notebook.cells = [tests, *(c for c in notebook.cells if c is not tests)]
    assert mended(course, notebook) == ["the cell 'judge_dropout_backward' stood before its answer"]


def test_does_a_set_up_cell_dragged_to_the_end_run_first(course):
    notebook = tiny.answered(course.folder)
    setup = tiny.cell(notebook, "setup")
    notebook.cells = [*(c for c in notebook.cells if c is not setup), setup]
    assert mended(course, notebook) == ["the cell 'setup' stood below answers that need it"]


def test_does_an_own_cell_above_the_set_up_cell_stay_there(course):
    notebook = tiny.answered(course.folder)
    insert(notebook, "setup", v4.new_code_cell("import math"), shift=0)
    assert mended(course, notebook) == []
    assert mend(tiny.released(course.folder), tidy(notebook))[0].cells[1].source == "import math"


@pytest.mark.parametrize("moved", ["the answer to the end", "the exercise below the next one", "all cells, turned round"])
def test_does_an_exercise_that_calls_an_answer_moved_below_it_lose_nothing(course, moved):
    calls = "def dropout_backward(dA_dropped, D, keep_prob):\n    dropout_forward(D, 1, np.random.default_rng(0))\n    return dA_dropped * D / keep_prob"
    notebook = tiny.answered(course.folder, dropout_backward=calls)
    answer, tests = (tiny.cell(notebook, f"{kind}-dropout_forward") for kind in ("exercise", "tests"))
    if moved == "all cells, turned round":
        notebook.cells.reverse()
    else:
        those = [answer] if moved == "the answer to the end" else [answer, tests]
        notebook.cells = [*(c for c in notebook.cells if c not in those), *those]
    assert "the cell 'dropout_forward' stood below exercises that may call it: a copy of it runs above them" in mended(course, notebook)


def test_is_an_answer_that_an_earlier_exercise_cannot_call_not_copied(course):
    notebook = tiny.answered(course.folder)
    moved = [tiny.cell(notebook, f"{kind}-dropout_backward") for kind in ("exercise", "tests")]
    notebook.cells = [notebook.cells[0], tiny.cell(notebook, "setup"), *moved, *(c for c in notebook.cells[2:] if c not in moved)]
    notes = mended(course, notebook)
    assert notes == ["the cell 'dropout_forward' stood below exercises that may call it: a copy of it runs above them"]
