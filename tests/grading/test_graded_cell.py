"""Does a graded cell count what its judge says, and nothing else?"""

import pytest
from nbformat import v4
from runners import judged, points

from autograder import judging
from autograder.errors import BankError
from autograder.grading.graded_cell import NO_VERDICT, evidence


def test_the_visible_check_speaks_only_where_the_judge_is_not_content(running):
    def said(cell):
        return [output.data["text/plain"] for output in cell.outputs if output.output_type == "display_data"]

    right, _ = judged(running, None)
    wrong, _ = judged(running, "def dropout_forward(A, keep_prob, rng):\n    return A, A")
    assert len(said(right)) == 1 and "3 of 3 points" in said(right)[0]
    verdict, check = said(wrong)
    assert "0 of 3 points" in verdict and "not yet" in check


@pytest.mark.parametrize("harm", ["while True: pass", "import os; os._exit(0)", "raise ValueError"])
def test_what_happens_in_the_visible_check_costs_no_points(hasty, harm):
    nearly = "def dropout_forward(A, keep_prob, rng):\n    A += 1\n    D = rng.random(A.shape) < keep_prob\n    return (A - 1) * D / keep_prob, D"
    cell, _ = judged(hasty, nearly, f"def harm():\n    {harm}", check="def check(*_):\n    harm()")
    assert points(cell) == 2.25


def test_without_a_verdict_there_are_no_points():
    cell = v4.new_code_cell(metadata={"nbgrader": {"grade": True, "points": 3}})
    cell.outputs = [v4.new_output("execute_result", {"text/plain": "3.0"})]
    evidence(cell)
    assert cell.outputs[-1].ename == NO_VERDICT


def test_is_an_exercise_whose_trials_cannot_be_drawn_nobodys_loss(running, monkeypatch):
    def none(*_):
        raise BankError("no such data; mend that line")

    monkeypatch.setattr(judging, "hidden_paper", none)
    with pytest.raises(BankError, match="mend that line"):
        judged(running, None)
