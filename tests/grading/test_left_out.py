"""Is a given cell left out where it is as it was handed out and nothing needs it, and only there?"""

import time

import pytest
import tiny
from nbformat import v4

from autograder.grading.left_out import not_needed
from autograder.grading.mend import mend
from autograder.grading.read import tidy


def left_out(course, notebook):
    """Return the experiments that grading leaves out of a notebook."""
    released = tiny.released(course.folder)
    return not_needed(released, mend(released, tidy(notebook))[0])


def test_is_a_changed_experiment_run(course):
    notebook = tiny.answered(course.folder)
    assert left_out(course, notebook) == {"experiment-sweep"}
    tiny.cell(notebook, "experiment-sweep").source += "\nprint(history)"
    assert left_out(course, notebook) == set()


@pytest.mark.parametrize("use", ["history[0]", "eval('history')[0]", "(lambda: history)()[0]"])
def test_is_an_experiment_run_whose_result_an_answer_uses(course, use):
    code = f"def dropout_backward(dA_dropped, D, keep_prob):\n    return dA_dropped * D / keep_prob * {use}"
    assert left_out(course, tiny.answered(course.folder, dropout_backward=code)) == set()


@pytest.mark.parametrize("use", ["%timeit -n1 history", "print(history)", "%%time\nlen(history)"])
def test_is_an_experiment_run_whose_result_a_cell_of_ones_own_uses(course, use):
    notebook = tiny.answered(course.folder)
    notebook.cells.append(v4.new_code_cell(use))
    assert left_out(course, notebook) == set()


@pytest.mark.parametrize("code", ["def f(history):\n    return history", "history =", "import history_of_art", "'history'"])
def test_is_an_experiment_left_out_where_only_the_word_is_used(course, code):
    notebook = tiny.answered(course.folder)
    notebook.cells.append(v4.new_code_cell(code))
    assert left_out(course, notebook) == {"experiment-sweep"}


GIVEN = {  # cells between the exercises, by id
    "table": "table = {}\nsize = 3",
    "entry": "table['a'] = 1",
    "view": "print(len(table))",
    "other": "lone = 1\nprint(lone)",
    "early": "def helper(x):\n    return x + size",
}


@pytest.mark.parametrize(
    ("own", "run"),
    [
        ("", set()),
        ("def f(x):\n    return x", set()),
        ("lone", {"other"}),
        ("def f(x):\n    return table[x]", {"table", "entry", "view"}),
        ("f = helper", {"early", "table"}),
        ("%timeit helper(2)", {"early", "table"}),
    ],
)
def test_is_a_cell_between_the_exercises_run_only_where_something_uses_what_it_makes_or_changes(own, run):
    course = {"role": "code"}
    cells = [v4.new_code_cell(source, id=name, metadata={"course": course}) for name, source in GIVEN.items()]
    released = v4.new_notebook(cells=[*cells, v4.new_code_cell("# yours", id="mine", metadata={"course": {"role": "mine"}})])
    notebook = v4.new_notebook(cells=[*cells, v4.new_code_cell(own, id="mine")])
    assert not_needed(released, notebook) == GIVEN.keys() - run
    cells[3] = v4.new_code_cell("lone = 2", id="other", metadata={"course": course})
    changed = v4.new_notebook(cells=[*cells, v4.new_code_cell(own, id="mine")])
    assert not_needed(released, changed) == GIVEN.keys() - run - {"other"}, "one that was changed is run"


@pytest.mark.parametrize(
    "cells",
    [["\n" * 19_900 + f"#{i}" for i in range(3)], ["x = [\n" + "1,\n" * 6_000 + f"] #{i}" for i in range(400)]],
    ids=["blank lines", "many long cells"],
)
def test_is_whoever_hands_in_much_to_read_not_read_for_long(course, cells):
    notebook = tiny.answered(course.folder)
    notebook.cells += [v4.new_code_cell(source) for source in [*cells, "history"]]
    start = time.process_time()
    assert left_out(course, notebook) == set()
    assert time.process_time() - start < 5
