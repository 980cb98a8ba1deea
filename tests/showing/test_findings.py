"""Is read out of an executed notebook what its judge and its check said, once each, whatever else lies in it?"""

import pytest
from nbformat import v4

from autograder.judging import VERDICT
from autograder.showing import findings
from course_utils.checking.messages import Message

STATES = [("Does not hold", "`x` < 1 (costs all points)"), ("Holds", "a rule: with a colon"), ("Not seen", "another")]


def exercise(name, code, points=0.0, most=3.0, says="a slip", mistake="a slip", told=(), judged=(), checked=(), traceback=""):
    """Return the cells of an exercise as grading leaves them."""
    answer, tests = v4.new_code_cell(code), v4.new_code_cell(f"check({name!r}, {name})")
    for cell, role, grade in ((answer, "exercise", False), (tests, "tests", True)):
        cell.metadata.course = {"name": name, "role": role}
        cell.metadata.nbgrader = {"grade_id": f"{role}_{name}", "grade": grade, "solution": not grade, "points": most, "schema_version": 3}
    rules = [{"name": "values", "held": points == most, "costs": 1}]
    data = {"points": points, "max_points": most, "rules": rules, "mistake": mistake, "told": list(told), "says": says}
    judge, check = Message("wrong", f"{name}: 0 of 3 points", [*STATES, *judged]), Message("wrong", "not yet", list(checked), traceback)
    tests.outputs = [v4.new_output("display_data", {"text/plain": judge.plain(), VERDICT: data})]
    tests.outputs += [v4.new_output("display_data", {"text/plain": check.plain()})] if checked else []
    tests.outputs += [v4.new_output("execute_result", {"text/plain": str(points)})]
    return [answer, tests]


def look(*exercises, **options):
    return findings.look(v4.new_notebook(cells=[cell for cells in exercises for cell in cells]), **options)


def test_are_the_checks_steps_read_and_the_cause_said_once():
    known = "With x = 1, it is 2. Your numbers are those of a known mistake: a slip. Really."
    steps = [("What is wrong", known), ("Where to look", "There: at `x`"), ("Nearly how", "So."), ("To look at", "`check.result`")]
    (found,) = look(
        exercise("f", "def f(): pass", judged=[("The mistake", "a slip"), ("Where to look", "There")], checked=steps, traceback="1\n\n2")
    )
    assert found.cause == "a slip"
    assert found.steps == {"What is wrong": "With x = 1, it is 2. Really.", "Where to look": "There: at `x`", "Nearly how": "So."}
    assert found.numbers == "1\n\n2"
    assert found.rules == STATES
    assert (found.judged, found.answer) == (1, 0)


def test_are_the_judges_words_those_of_its_verdict_whatever_its_text_looks_like():
    cells = exercise("f", "", judged=[("Where to look", "There")])
    shown = cells[1].outputs[0].data
    lines = [["Does not hold", "what holds: `x: int`,\n\nand more"], ["Holds", ""], ["Where to look", "At: the end"]]
    shown[VERDICT]["lines"] = lines
    (found,) = look(cells)
    assert found.rules == [tuple(line) for line in lines[:2]]
    assert found.steps["Where to look"] == "At: the end"
    del shown[VERDICT]["lines"]  # an earlier judge's
    (found,) = look(cells)
    assert (found.rules, found.steps["Where to look"]) == (STATES, "There")


def test_are_the_judges_words_taken_where_the_check_saw_nothing():
    judged = [("What was found", "It is off by one."), ("Where to look", "At the end")]
    (found,) = look(exercise("f", "", says="does not hold: a rule", mistake=None, told=["it is off by two"], judged=judged))
    assert found.cause == "it is off by two"
    assert found.steps == {"What is wrong": "It is off by one.", "Where to look": "At the end"}


def test_is_what_stopped_a_function_told_with_what_was_found():
    (found,) = look(exercise("f", "", says="it stopped with ValueError", mistake=None, told=["it returns an array"]))
    assert found.cause == "it stopped with ValueError; it returns an array"


def test_is_an_answer_told_that_calls_another_that_lost_points():
    f, g = exercise("f", "def f(): pass"), exercise("g", 'def g():\n    """like h()"""\n    return f() + h()')
    right = exercise("h", "", points=3.0, says="right", mistake=None)
    assert [one.calls for one in look(f, right, g)] == [None, None, "f"]
    assert [one.calls for one in look(exercise("f", "", points=3.0, says="right", mistake=None), g)] == [None, None]


@pytest.mark.parametrize("code", ["def f(:", "(" * 5000, "\x00", "x = " + "-" * 19_000 + "1", "f()\n" * 9000])
def test_is_code_that_cannot_be_read_no_hindrance(code):
    assert [one.calls for one in look(exercise("f", code), exercise("g", code))] == [None, None]


def test_knows_the_record_of_grading_more_than_the_cell():
    notebook = v4.new_notebook(cells=exercise("f", "", says="it stopped with NameError", mistake=None))
    told = {"exercise": "f", "points": 0, "max_points": 3, "outcome": "error", "says": "import seaborn failed above"}
    notebook.metadata.graded = {"result": {"student": "a", "score": 0, "max_score": 3, "exercises": [told]}}
    assert findings.look(notebook)[0].cause == "import seaborn failed above"
    notebook.metadata.graded.result.exercises[0].exercise = "another"  # of a release that is no more
    assert findings.look(notebook)[0].cause == "it stopped with NameError"


@pytest.mark.parametrize(
    "record", [None, [], "x", {}, {"result": None}, {"result": {"exercises": 3}}, {"result": {"student": "a", "exercises": [1]}}]
)
def test_is_a_record_of_another_form_none(record):
    notebook = v4.new_notebook(cells=exercise("f", ""))
    notebook.metadata.graded = record
    assert findings.result_of(notebook) is None
    assert len(findings.look(notebook)) == 1


def test_is_a_graded_cell_with_odd_metadata_no_exercise():
    for odd in ({"grade_id": "<b>"}, {"points": "3"}, {"points": True}, {"grade_id": None}):
        answer, tests = exercise("f", "")
        tests.metadata.nbgrader.update(odd)
        assert look([answer, tests]) == []


def test_is_an_answer_found_in_a_cell_of_the_students_own_where_its_cell_was_left_as_it_was():
    stub, own = "def f():\n    raise NotImplementedError()", v4.new_code_cell("x = 1\ndef f(): return 2")
    assert look(exercise("f", stub), [own])[0].answer == 2
    assert look(exercise("f", "def f(): return 1"), [own])[0].answer == 0
    assert look(exercise("f", stub), [v4.new_code_cell("def f2(): pass")])[0].answer == 0
