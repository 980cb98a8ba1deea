"""Does the judge get a student's names and results, and is whatever else comes over the line that answer's own loss?"""

import pytest
from runners import judged, points

from autograder.grading.graded_cell import verdicts
from autograder.sandbox.bridge import Ended, Student
from autograder.sandbox.student import wire
from autograder.sandbox.student.shell import TimeLimit


def test_an_answer_that_was_never_defined_is_an_error(running):
    cell, _ = judged(running, "x = 1")
    assert points(cell) == 0
    assert cell.outputs[-1].evalue == "name 'dropout_forward' is not defined"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("while True: pass", "did not end in time"),
        ("import os; os._exit(0)", "its process ended (exit 0)"),
        ("return object()", "cannot"),
        ("return [0] * 10**6", "cannot"),
        ("raise ValueError('no')", "ValueError"),
        ("return lambda: 0", "cannot"),
    ],
)
def test_an_answer_that_does_harm_costs_its_own_points(hasty, running, body, words):
    one = hasty if body.startswith("while") else running
    cell, run = judged(one, f"def dropout_forward(A, keep_prob, rng):\n    {body}", "print('after')")
    said = " ".join(str(v["says"]) for v in verdicts(cell)) + " ".join(o.get("evalue", "") for o in cell.outputs)
    assert points(cell) == 0 and words in said
    assert run.notebook.cells[2].outputs[0].text == "after\n"


def test_names_of_python_are_never_the_students(running):
    cell, _ = judged(running, None, "judge = check = print = len = float = lambda *_: 3")
    assert points(cell) == 3
    cell, _ = judged(running, "dropout_forward = max", "def judge(*_): return 3")
    assert points(cell) == 0


def test_is_a_line_on_which_the_judge_stopped_listening_not_used_again(monkeypatch):
    def stopped(*_, **__):
        raise TimeLimit

    student = Student(None)
    student.give(10)
    monkeypatch.setattr(wire, "send", lambda *_, **__: None)
    monkeypatch.setattr(wire, "receive", lambda *_, **__: ({"is": "function", "turn": 1}, b""))
    student.value("dropout_forward")
    assert not student.lost
    monkeypatch.setattr(wire, "receive", stopped)
    with pytest.raises(TimeLimit):
        student.value("dropout_forward")
    assert student.lost
    with pytest.raises(Ended):
        student.value("dropout_forward")
