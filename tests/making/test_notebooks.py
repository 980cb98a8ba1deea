"""Do source and solved notebook hold what the text and the bank say, in the cells that nbgrader wants?"""

import json

import pytest
import tiny
from fake import entry

from autograder import bank
from autograder.bank import Exercise
from autograder.errors import BankError
from autograder.making import notebooks, text


def test_is_the_source_notebook_as_nbgrader_wants_it(course):
    course.build()
    cells = {c.id: c for c in course.notebook("source").cells}
    solution, graded = cells["exercise-double"], cells["tests-double"]
    head, body = solution.source.split("    ### BEGIN SOLUTION\n")
    assert head == 'def double(x):\n    """Return twice x (n,)."""\n'
    assert body == "    doubled = 2 * x\n    return doubled\n    ### END SOLUTION"
    assert graded.source.endswith(
        'check("double", double)\n### BEGIN HIDDEN TESTS\nfrom autograder import judge\n\njudge("double", double)\n### END HIDDEN TESTS'
    )
    assert graded.source.startswith('r"""Judged on hidden inputs, for 3 points.')
    assert "- what comes back is \\(2x\\): all points\n" in graded.source
    assert "- `x` is left as it was: a quarter of the points\n" in graded.source
    flags = {"schema_version": 3, "task": False}
    assert solution.metadata.nbgrader == {**flags, "grade_id": "double", "solution": True, "grade": False, "locked": False}
    assert graded.metadata.nbgrader == {**flags, "grade_id": "judge_double", "solution": False, "grade": True, "locked": True, "points": 3}
    assert cells["setup"].metadata.nbgrader["locked"]
    assert cells["experiment-try_it"].metadata == {"course": {"role": "experiment", "name": "try_it"}}


def test_are_companions_handed_over(course):
    course.fill_bank(Exercise(**{**vars(entry()), "companions": ("half", "third")}))
    chapter = text.read_all(course.root)[0]
    assert 'judge("double", double, half, third)' in notebooks._code(chapter, chapter.of("tests")["double"])


def test_are_numbers_points_and_minutes_filled_in(course):
    course.build()
    prose = [c.source for c in course.notebook("release").cells if c.cell_type == "markdown"]
    assert prose[0].startswith("# A chapter of 3 points and 5 minutes, $\\frac{points}{m}$")
    assert prose[2] == "### Exercise 4.1: `double` (3 points, 5 minutes)"


def test_does_a_question_stand_in_the_notebook_and_its_answer_nowhere_in_plain_text(course):
    course.build()
    cells = course.notebook("release").cells
    at = [c.id for c in cells].index("predict-how_much")
    assert cells[at].source == 'predict("how_much")'
    assert cells[at - 1].source.startswith("**Predict.** What is twice two?\n\n- **a** three\n- **b** four\n")
    assert not any(b"pair of pairs" in content for name, content in course.files().items() if name != "source/04_fake.py")


def test_is_the_solved_notebook_free_of_marks_and_does_it_find_its_pictures(course):
    chapter = text.read_all(course.root)[0]
    notebook = notebooks.solved_notebook(chapter, notebooks.source_notebook(chapter), ["picture.png"])
    cells = {c.id: c for c in notebook.cells}
    assert cells["exercise-double"].source.endswith('"""\n    doubled = 2 * x\n    return doubled')
    assert cells["tests-double"].source.endswith('check("double", double)\n\nfrom autograder import judge\n\njudge("double", double)')
    assert "](../source/04_fake/picture.png)" in notebook.cells[0].source
    assert "nbgrader" not in json.dumps(notebook) and "###  BEGIN" not in json.dumps(notebook)


def test_do_ids_depend_on_what_a_cell_is_and_not_on_where_it_stands(course):
    chapter = text.read_all(course.root)[0]
    moved = text.Chapter(chapter.file, chapter.cells[::-1])
    assert notebooks.ids(moved) == notebooks.ids(chapter)[::-1]
    twins = text.Chapter(chapter.file, [text.Cell("code", "", 1, "x = 1"), text.Cell("code", "", 3, "x = 1")])
    assert len(set(notebooks.ids(twins))) == 2


def test_is_a_bank_that_cannot_be_read_no_fault_of_a_cell(course, monkeypatch):
    def broken():
        raise BankError("autograder/bank/fake/double.py, line 3: NameError")

    monkeypatch.setattr(bank, "exercises", broken)
    with pytest.raises(BankError, match=r"^autograder/bank/fake/double.py, line 3"):
        course.build()


def test_has_the_solved_notebook_the_references_where_a_student_pastes():
    chapter = text.read(tiny.ROOT / "source" / "09_capstone.py")
    notebook = notebooks.source_notebook(chapter)
    pasted, open_ = (
        [c.source for c in nb.cells if c.id.startswith("mine-")] for nb in (notebooks.solved_notebook(chapter, notebook), notebook)
    )
    assert len(pasted) == len(open_) > 6 and all("Until then" in source for source in open_)
    for source, name in zip(pasted, chapter.of("mine"), strict=True):
        assert source.startswith(f"# Your {name} of chapter ") and "Until then" not in source
        assert source.endswith(notebooks.parts(chapter, chapter.of("mine")[name])[1])
