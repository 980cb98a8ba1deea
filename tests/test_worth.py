"""Is an exercise judged as ever where a class lets it be worth other points?"""

import tiny
from IPython.utils.capture import capture_output

from autograder import bank, judging, worth


def verdict(answer, points, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_SEED_FILE", str(tmp_path / "seed"))
    entry = bank.exercise("dropout_forward")
    with capture_output() as said:
        earned = worth.judge("dropout_forward", entry.function(answer), points=points)
    shown = said.outputs[0].data if said.outputs else {}
    return earned, shown.get(judging.VERDICT), said.stdout


def test_earns_a_right_answer_all_points_of_the_class(monkeypatch, tmp_path):
    earned, data, _ = verdict(None, 7.5, monkeypatch, tmp_path)
    assert earned == 7.5
    assert data is None or (data["points"], data["max_points"]) == (7.5, 7.5)


def test_costs_a_broken_rule_its_share_of_them(monkeypatch, tmp_path):
    partly = next(m for m in bank.exercise("dropout_forward").mistakes if m.costs < 1)
    earned, _, _ = verdict(partly, 8, monkeypatch, tmp_path)
    assert earned == 8 * (1 - partly.costs)


def test_is_the_same_function_worth_the_banks_points_elsewhere():
    assert bank.exercise("dropout_forward").points == 3
    assert tiny.RIGHT
