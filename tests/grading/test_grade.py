"""Does a class always end in scores, whatever is handed in?"""

import dataclasses

import pytest
import tiny
from nbgrader.api import MissingEntry
from tiny import executed, graded, in_gradebook

from autograder.errors import CourseError
from autograder.grading import grade, run
from autograder.grading.run import LEFT_OUT, Run, close_shared

HANGING = "def dropout_backward(dA_dropped, D, keep_prob):\n    while True:\n        pass"
STUBBORN = """def dropout_backward(dA_dropped, D, keep_prob):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass"""
DYING = "def dropout_backward(dA_dropped, D, keep_prob):\n    import os\n    os._exit(1)"


def outcomes(result):
    return {e.exercise: (e.outcome, e.points) for e in result.exercises}


def test_does_a_right_answer_earn_all_points_and_leave_the_experiment_out(course):
    result = graded(course, "right", tiny.answered(course.folder))
    assert (result.score, result.status, result.reason) == (5, "graded", "")
    assert {e.outcome for e in result.exercises} == {"right"}
    assert tiny.cell(executed(course, "right"), "experiment-sweep").outputs[0]["data"]["text/plain"] == LEFT_OUT


def test_are_all_cells_run_if_that_is_wanted(course):
    tiny.hand_in(course.folder, "all", tiny.answered(course.folder))
    assert tiny.grade(course, ["all"], all_cells=True).results[0].score == 5
    assert tiny.cell(executed(course, "all"), "experiment-sweep").outputs == []
    assert tiny.cell(executed(course, "all"), "experiment-sweep").execution_count


def test_does_a_right_answer_that_prints_and_warns_keep_its_points_until_graded_again(course):
    loud = {name: _after_docstring(code) for name, code in tiny.RIGHT.items()}
    assert graded(course, "loud", tiny.answered(course.folder, **loud)).score == 5
    course.path("submitted", tiny.CHAPTER, "loud").write_text("{")  # handed in again, broken: the old score goes
    assert tiny.grade(course, ["loud"]).results[0].score == 0
    assert in_gradebook(course, "loud") == 0


def _after_docstring(code):
    head, quotes, body = code.rpartition('"""')
    return head + quotes + '\n    import os, sys, warnings\n    print("hello")\n    os.write(2, b"oh")\n    warnings.warn("careful")' + body


def test_are_an_empty_stub_and_an_answer_that_does_not_parse_told_from_a_wrong_one(course):
    stub = tiny.cell(tiny.released(course.folder), "exercise-dropout_forward").source
    result = graded(course, "empty", tiny.answered(course.folder, dropout_forward=stub, dropout_backward="def dropout_backward(:"))
    assert outcomes(result) == {"dropout_forward": ("empty", 0), "dropout_backward": ("error", 0)}
    assert result.exercises[1].says == "its cell stopped with SyntaxError: invalid syntax (line 1)"


@pytest.mark.parametrize("code", [HANGING, STUBBORN, DYING], ids=["hanging", "stubborn", "dying"])
def test_does_a_hanging_or_dying_cell_cost_itself_alone(course, code, request):
    notebook = tiny.answered(course.folder, dropout_backward=code)
    forward = tiny.cell(notebook, "tests-dropout_forward")
    notebook.cells = [*(c for c in notebook.cells if c is not forward), forward]  # what comes after it is judged as well
    result = graded(course, request.node.callspec.id, notebook)
    assert outcomes(result)["dropout_forward"] == ("right", 3)
    assert outcomes(result)["dropout_backward"][1] == 0
    assert result.exercises[1].outcome in ("timeout", "error")
    assert result.status == ("graded" if code is HANGING else "partly crashed")


def test_does_a_runner_that_fails_once_cost_nothing_and_twice_only_the_submission(course, monkeypatch):
    fails = iter([True, False, True, True, False])

    class Failing:
        def __init__(self, *_, **__):
            pass

        def run(self, notebook, **_):
            if len(notebook.cells) > 1 and next(fails):
                raise RuntimeError("the runner broke\nin two lines")
            return Run(notebook)

        def close(self):
            pass

    close_shared()
    monkeypatch.setattr(run, "Runner", Failing)
    for student in ("runner-1", "runner-2", "runner-3"):
        tiny.hand_in(course.folder, student, tiny.answered(course.folder))
    one, two, three = tiny.grade(course, ["runner-1", "runner-2", "runner-3"]).results
    close_shared()
    assert one.status == "graded"
    assert [e.outcome for e in one.exercises] == ["none", "none"]  # not run, so no evidence, so no points
    assert (two.status, two.reason, two.score) == ("failed", "grading it ended in RuntimeError: the runner broke", 0)
    assert three.status == "graded"


def test_does_a_machine_that_runs_nothing_stop_the_class_without_a_score(course, monkeypatch):
    def broken(*_, **__):
        raise OSError(28, "No space left on device")

    close_shared()
    monkeypatch.setattr(run.Runner, "run", broken)
    tiny.hand_in(course.folder, "unlucky", tiny.answered(course.folder))
    with pytest.raises(CourseError, match=r"nothing can be run on .*: OSError: .*No space left on device"):
        tiny.grade(course, ["unlucky"])
    assert not course.path("autograded", tiny.CHAPTER, "unlucky").exists()
    with course.gradebook() as book, pytest.raises(MissingEntry):
        book.find_submission(tiny.CHAPTER, "unlucky")


def test_is_grading_without_a_sandbox_said(course):
    tiny.hand_in(course.folder, "unsafe", tiny.answered(course.folder))
    result = tiny.grade(course, ["unsafe"], sandbox=False).results[0]
    assert (result.score, result.sandboxed) == (5, False)
    assert grade.NO_SANDBOX in executed(course, "unsafe").cells[0].source
    with course.gradebook() as book:
        comments = book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "unsafe").comments
        assert [comment.comment for comment in comments] == [grade.NO_SANDBOX] * 2
    assert tiny.grade(course, ["unsafe"]).results[0].sandboxed  # an option has changed, so it is graded anew
    with course.gradebook() as book:
        assert book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "unsafe").comments[0].comment is None


def test_is_it_told_how_long_each_exercise_was_judged_and_is_that_no_part_of_what_it_earned(course):
    result = graded(course, "measured", tiny.answered(course.folder))
    assert [0 < e.seconds < result.seconds for e in result.exercises] == [True, True]
    assert result.exercises[0] == dataclasses.replace(result.exercises[0], seconds=None)
