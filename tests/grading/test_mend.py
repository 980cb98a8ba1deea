"""Is a submission in any disorder the released notebook again, with the student's answers in it?"""

import json
import re

import nbformat
import pytest
import tiny
from mended import mended
from nbformat import v4
from nbgrader.utils import compute_checksum
from tiny import graded, insert

from autograder.cells import is_graded
from autograder.grading import read
from autograder.grading.grade import GOT_SINCE
from autograder.grading.mend import got_since, mend
from autograder.grading.read import tidy

HELPED = "def dropout_backward(dA_dropped, D, keep_prob):\n    return scaled(dA_dropped * D, keep_prob)"
HELPER = "def scaled(A, keep_prob):\n    return A / keep_prob"


def test_are_own_cells_kept_and_given_ids(course):
    notebook = tiny.answered(course.folder, dropout_backward=HELPED)
    notebook.cells.insert(2, v4.new_code_cell(HELPER, id="exercise-dropout_forward"))  # an id that is another cell's
    assert mended(course, notebook) == []


def test_does_a_pasted_copy_of_an_exercise_cell_not_stop_anything(course):
    notebook = tiny.answered(course.folder, dropout_backward="dropout_backward = None")
    at = notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))
    notebook.cells.insert(at + 1, tiny.copied(notebook, "exercise-dropout_backward", tiny.RIGHT["dropout_backward"]))
    assert mended(course, notebook) == ["the cell 'dropout_backward' was there 2 times; cell 9 of the notebook counts"]


def test_does_a_pasted_stub_not_undo_the_answer(course):
    notebook = tiny.answered(course.folder)
    stub = tiny.cell(tiny.released(course.folder), "exercise-dropout_backward").source
    at = notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))
    notebook.cells.insert(at + 1, tiny.copied(notebook, "exercise-dropout_backward", stub))
    assert mended(course, notebook) == ["the cell 'dropout_backward' was there 2 times"]


def test_does_a_stub_pasted_as_a_cell_of_ones_own_not_undo_the_answer(course):
    notebook = tiny.answered(course.folder)
    insert(notebook, "exercise-dropout_backward", v4.new_code_cell(tiny.stub(course.folder, "dropout_backward") + "\n"))
    assert mended(course, notebook) == ["the cell 'dropout_backward' was there 2 times"]


def test_does_a_scratch_definition_below_not_override_an_answer_that_a_text_makes(course):
    notebook = tiny.answered(course.folder, dropout_backward=f"exec({tiny.RIGHT['dropout_backward']!r})")
    insert(notebook, "tests-dropout_backward", v4.new_code_cell(BROKEN))
    assert mended(course, notebook) == [
        "'dropout_backward' is written again in cell 10 of the notebook, below its tests: the answer above counts"
    ]


@pytest.mark.parametrize("where", ["above", "below"])
def test_does_a_scratch_definition_not_override_an_answer_below_a_magic_that_times_it(course, where):
    notebook = tiny.answered(course.folder, dropout_backward="%%time\n" + tiny.RIGHT["dropout_backward"])
    insert(
        notebook,
        "exercise-dropout_backward" if where == "above" else "tests-dropout_backward",
        v4.new_code_cell(BROKEN),
        shift=where == "below",
    )
    result, notes = mend(tiny.released(course.folder), tidy(notebook))
    assert tiny.cell(result, "exercise-dropout_backward").source.startswith("%%time")
    assert not any("not in its own cell" in note for note in notes)
    judge = result.cells.index(tiny.cell(result, "tests-dropout_backward"))
    assert [c.source for c in result.cells[:judge] if "def dropout_backward" in c.source][-1].startswith("%%time")


def test_are_deleted_locked_cells_put_back(course):
    notebook = tiny.answered(course.folder)
    notebook.cells = [c for c in notebook.cells if c.id not in ("tests-dropout_forward", "setup")]
    assert len(mended(course, notebook)) == 2


def test_does_an_answer_in_a_cell_of_ones_own_count(course):
    notebook = tiny.answered(course.folder)
    own = v4.new_code_cell(tiny.cell(notebook, "exercise-dropout_backward").source)
    notebook.cells[notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))] = own
    assert mended(course, notebook) == ["the cell 'dropout_backward' had lost or changed its type or metadata"]


BROKEN = "def dropout_backward(dA_dropped, D, keep_prob):\n    return 'now break it'"


def test_does_what_was_written_into_the_set_up_cell_run_in_a_cell_behind_it(course):
    notebook = tiny.answered(course.folder, dropout_backward=HELPED)
    tiny.cell(notebook, "setup").source += "\n\n" + HELPER + "\n"
    says = "what was written into the locked cell 'setup' is in a cell of its own behind it"
    assert mended(course, notebook) == [says]
    result = mend(tiny.released(course.folder), tidy(notebook))[0]
    at = result.cells.index(tiny.cell(result, "setup"))
    assert (result.cells[at + 1].source, result.cells[at + 1].metadata) == (HELPER, {})


def test_does_an_answer_typed_into_its_tests_cell_count(course):
    notebook = tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward"))
    tests = tiny.cell(notebook, "tests-dropout_backward")
    tests.source = tiny.RIGHT["dropout_backward"] + "\n" + tests.source
    assert mended(course, notebook) == [
        "what was written into the locked cell 'judge_dropout_backward' is in a cell of its own behind it",
        "'dropout_backward' was written in the locked cell 'judge_dropout_backward', not in its own cell: that counts",
    ]


@pytest.mark.parametrize("name", tiny.RIGHT)
@pytest.mark.parametrize("below", ["its tests", "everything"])
def test_does_an_answer_below_its_tests_cell_count(course, name, below):
    notebook = tiny.answered(course.folder, **{name: tiny.stub(course.folder, name)})
    insert(notebook, f"tests-{name}" if below == "its tests" else notebook.cells[-1].id, v4.new_code_cell(tiny.RIGHT[name]))
    (note,) = mended(course, notebook)
    assert re.fullmatch(rf"'{name}' was written in cell \d+ of the notebook, not in its own cell: that counts", note)


def test_may_an_exercise_in_between_call_an_answer_that_stands_at_the_end(course):
    calls = "def dropout_backward(dA_dropped, D, keep_prob):\n    dropout_forward(D, 1, np.random.default_rng(0))\n    return dA_dropped * D / keep_prob"
    notebook = tiny.answered(course.folder, dropout_forward=tiny.stub(course.folder, "dropout_forward"), dropout_backward=calls)
    notebook.cells.append(v4.new_code_cell(tiny.RIGHT["dropout_forward"]))
    tests = tiny.cell(notebook, "tests-dropout_forward")
    result, _ = mend(tiny.released(course.folder), tidy(notebook))
    assert [c.metadata.course.name for c in result.cells if is_graded(c)] == ["dropout_backward", "dropout_forward"]
    assert tiny.cell(result, "exercise-dropout_forward").source == tiny.RIGHT["dropout_forward"]
    assert tests.source == tiny.cell(result, "tests-dropout_forward").source


def test_does_an_answer_above_the_untouched_stub_count(course):
    notebook = tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward"))
    insert(notebook, "exercise-dropout_backward", v4.new_code_cell(tiny.RIGHT["dropout_backward"]), shift=0)
    (note,) = mended(course, notebook)
    assert "'dropout_backward' was written in cell 8 of the notebook" in note


@pytest.mark.parametrize("how", ["a new cell", "a copy of the answer's cell", "the tests cell"])
def test_does_a_scratch_definition_below_the_tests_not_override_a_right_answer(course, how):
    notebook = tiny.answered(course.folder)
    if how == "a new cell":
        insert(notebook, "tests-dropout_backward", v4.new_code_cell(BROKEN))
    elif how == "the tests cell":
        tiny.cell(notebook, "tests-dropout_backward").source += "\n" + BROKEN
    else:
        insert(notebook, "tests-dropout_backward", tiny.copied(notebook, "exercise-dropout_backward", BROKEN))
    says = "the locked cell 'judge_dropout_backward'" if how == "the tests cell" else "cell 10 of the notebook"
    assert mended(course, notebook)[-1] == f"'dropout_backward' is written again in {says}, below its tests: the answer above counts"


def test_does_a_scratch_definition_below_the_tests_not_cost_a_later_exercise_that_calls_the_answer(course):
    calls = "def dropout_backward(dA_dropped, D, keep_prob):\n    dropout_forward(D, 1, np.random.default_rng(0))\n    return dA_dropped * D / keep_prob"
    notebook = tiny.answered(course.folder, dropout_backward=calls)
    for scratch in ("dropout_forward = None", "dropout_forward = 'now break it'"):
        insert(notebook, "tests-dropout_forward", v4.new_code_cell(scratch))
    (note,) = mended(course, notebook)
    assert note == "'dropout_forward' is written again in cell 8 of the notebook, below its tests: the answer above counts"


@pytest.mark.parametrize("below", [True, False])
def test_does_a_second_attempt_count_where_the_first_one_in_the_answers_cell_does_not_parse(course, below):
    notebook = tiny.answered(course.folder, dropout_backward=tiny.RIGHT["dropout_backward"] + ")")
    insert(
        notebook,
        "tests-dropout_backward" if below else "exercise-dropout_backward",
        v4.new_code_cell(tiny.RIGHT["dropout_backward"]),
        shift=below,
    )
    result, notes = mend(tiny.released(course.folder), tidy(notebook))
    assert notes == [f"'dropout_backward' was written in cell {10 if below else 8} of the notebook, not in its own cell: that counts"]
    judge = result.cells.index(tiny.cell(result, "tests-dropout_backward"))
    sources = [c.source for c in result.cells[:judge]]
    assert tiny.RIGHT["dropout_backward"].strip() in [source.strip() for source in sources]


def test_is_an_answer_with_a_top_level_await_one_that_parses(course):
    notebook = tiny.answered(course.folder, dropout_backward="import asyncio\nawait asyncio.sleep(0)\n" + tiny.RIGHT["dropout_backward"])
    insert(notebook, "tests-dropout_backward", v4.new_code_cell(BROKEN))
    _, (note,) = mend(tiny.released(course.folder), tidy(notebook))
    assert note.endswith("below its tests: the answer above counts")


def test_does_an_answer_written_into_the_next_exercise_s_cell_count(course):
    both = "\n\n\n".join(tiny.RIGHT.values())
    notebook = tiny.answered(course.folder, dropout_forward=tiny.stub(course.folder, "dropout_forward"), dropout_backward=both)
    assert mended(course, notebook) == ["'dropout_forward' was written in the cell 'dropout_backward', not in its own cell: that counts"]


def test_do_two_answers_merged_into_one_cell_count(course):
    notebook = tiny.answered(course.folder, dropout_backward="\n\n\n".join(tiny.RIGHT.values()))
    notebook.cells.remove(tiny.cell(notebook, "exercise-dropout_forward"))
    assert mended(course, notebook) == ["'dropout_forward' was written in the cell 'dropout_backward', not in its own cell: that counts"]


def test_does_a_helper_in_the_answer_s_cell_stay_where_the_answer_stands_elsewhere(course):
    notebook = tiny.answered(course.folder, dropout_backward=HELPER)
    insert(notebook, "tests-dropout_backward", v4.new_code_cell(HELPED))
    assert len(mended(course, notebook)) == 1


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_does_an_answer_in_a_cell_that_is_no_code_count(course, kind):
    notebook = tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward"))
    new = v4.new_markdown_cell if kind == "markdown" else v4.new_raw_cell
    insert(notebook, "tests-dropout_backward", new(tiny.RIGHT["dropout_backward"]))
    assert len(mended(course, notebook)) == 1


def test_is_an_import_of_everything_an_answer_only_in_the_answer_s_cell(course):
    notebook = tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward"))
    insert(notebook, "setup", v4.new_code_cell("from math import *  # for dropout_backward"))
    result, notes = mend(tiny.released(course.folder), tidy(notebook))
    assert (notes, tiny.cell(result, "exercise-dropout_backward").source) == ([], tiny.stub(course.folder, "dropout_backward"))
    tiny.cell(notebook, "exercise-dropout_backward").source = "from helper import *"
    notebook.cells.append(v4.new_code_cell(BROKEN))
    result, notes = mend(tiny.released(course.folder), tidy(notebook))
    assert tiny.cell(result, "exercise-dropout_backward").source == "from helper import *"
    assert ["below its tests" in note for note in notes] == [True]


def test_is_what_an_earlier_attempt_says_in_a_string_no_answer(course):
    notebook = tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward"))
    notebook.cells.append(v4.new_code_cell(f'"""\n{tiny.RIGHT["dropout_backward"].replace(chr(34) * 3, "")}\n"""'))
    result, notes = mend(tiny.released(course.folder), tidy(notebook))
    assert notes == []
    assert "NotImplementedError" in tiny.cell(result, "exercise-dropout_backward").source


def test_is_a_release_that_has_changed_since_nobodys_fault(course):
    notebook = tiny.answered(course.folder)
    released = tiny.released(course.folder)
    for name in ("setup", "tests-dropout_backward", "exercise-dropout_backward"):
        tiny.cell(released, name).source += "\n# a word more"
    tiny.cell(released, "tests-dropout_backward").metadata.nbgrader.points = 5
    result, notes = mend(released, tidy(notebook))
    assert notes == []
    assert tiny.cell(result, "tests-dropout_backward").metadata.nbgrader.points == 5
    assert tiny.cell(result, "setup").source.endswith("# a word more")
    assert [c for c in result.cells if c.cell_type == "code" and not c.metadata] == [tiny.cell(result, "experiment-sweep")]


def without(notebook, exercise):
    """Take all of an exercise out of a notebook: its heading, its answer and its tests."""
    notebook.cells = [cell for cell in notebook.cells if exercise not in cell.source]
    return notebook


SINCE = "nothing of the exercise 'dropout_backward' is in the notebook, not even its text: it seems that the release has got it since"


def test_is_an_exercise_that_the_release_has_got_since_nobodys_fault_and_does_a_person_look(course):
    notebook = without(tiny.answered(course.folder), "dropout_backward")
    result = graded(course, "before", notebook)
    assert (result.score, result.status, result.reason) == (3, "repaired", f"put in order: {SINCE}")
    assert [(e.outcome, e.says) for e in result.exercises] == [("right", "right"), ("none", GOT_SINCE)]
    assert result.look == ["dropout_backward"]
    assert tiny.grade(course, ["before"]).results[0].look == ["dropout_backward"]
    with course.gradebook() as book:
        grades = book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "before").grades
        assert {grade.name: grade.needs_manual_grade for grade in grades} == {
            "judge_dropout_forward": False,
            "judge_dropout_backward": True,
        }
    assert f"- put in order: {SINCE}" in tiny.executed(course, "before").cells[0].source


def test_is_who_deleted_the_cells_of_an_exercise_but_not_its_heading_told_that_they_are_missing(course):
    notebook = tiny.answered(course.folder)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in ("exercise-dropout_backward", "tests-dropout_backward")]
    notes = mend(tiny.released(course.folder), tidy(notebook))[1]
    assert notes == ["the cell 'dropout_backward' was missing", "the cell 'judge_dropout_backward' was missing"]
    assert got_since(tiny.released(course.folder), tidy(notebook)) == []


def given_by_now(course):
    """Return the release in which dropout_backward is given since."""
    release = tiny.released(course.folder)
    cell = tiny.cell(release, "exercise-dropout_backward")
    cell.source = "# Given.\n" + tiny.RIGHT["dropout_backward"]
    cell.metadata.course.role = "given"
    cell.metadata.nbgrader.update(solution=False, locked=True)
    release.cells.remove(tiny.cell(release, "tests-dropout_backward"))
    return release


def test_is_an_answer_to_what_the_release_gives_since_nobodys_fault_and_does_it_break_nothing(course):
    own = "def half(x):\n    return x / 2\n\n" + BROKEN
    notebook = tiny.answered(course.folder, dropout_backward=own)
    result, notes = mend(given_by_now(course), tidy(notebook))
    assert notes == ["the release gives 'dropout_backward' by now: what was written for it runs above, and the given one counts"]
    written = [c.source for c in result.cells if "def dropout_backward" in c.source]
    assert written == [own, "# Given.\n" + tiny.RIGHT["dropout_backward"]]
    assert mend(given_by_now(course), tidy(tiny.released(course.folder)))[1] == []


def test_is_an_answer_in_the_midst_of_a_text_named(course):
    notebook = tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward"))
    text = "My answer:\n\n```python\n" + tiny.RIGHT["dropout_backward"] + "\n```"
    insert(notebook, "exercise-dropout_backward", v4.new_markdown_cell(text))
    (note,) = mend(tiny.released(course.folder), tidy(notebook))[1]
    assert note == "'dropout_backward' is written as text in cell 9 of the notebook, where it does not run: put it into its own cell"


def test_is_an_emptied_notebook_none_of_an_earlier_release(course):
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("nothing")])
    assert got_since(tiny.released(course.folder), tidy(notebook)) == []
    assert "the cell 'dropout_backward' was missing" in mend(tiny.released(course.folder), tidy(notebook))[1]


def test_is_a_cell_that_a_notebook_of_an_earlier_release_lacks_nobodys_fault(course):
    notebook = tiny.answered(course.folder)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "tests-dropout_backward"]
    released = tiny.released(course.folder)
    setup = tiny.cell(released, "setup")
    setup.source += "\nimport math"
    setup.metadata.nbgrader.checksum = compute_checksum(setup)  # as a build does
    notes = mend(released, tidy(notebook))[1]
    assert notes == ["the cell 'judge_dropout_backward' is not in the notebook, which is of an earlier release"]


def test_do_line_ends_of_another_system_and_blanks_change_nothing(course):
    notebook = tiny.answered(course.folder)
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "  \r\n" if cell.id == "setup" else "\r\n")
    assert mended(course, notebook) == []


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
    assert mended(course, json.dumps(notebook)) == ["5 cells had lost or changed their type or metadata"]


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
