"""Is a slip that nobody wrote down told as a family, in words that give no line away, and no other slip so?"""

import json
import sys
import time

import pytest

from autograder import bank, judging
from autograder.bank import families, mutants
from course_utils.checking import examine
from course_utils.checking.paper import Paper

pytestmark = pytest.mark.usefixtures("there_is_time")


def with_families(name):
    """A visible paper as a build makes it and a student's computer reads it."""
    entry = bank.exercise(name)
    paper = entry.paper()
    paper.families = families.families(entry, paper)
    return entry, Paper.from_json(json.loads(json.dumps(paper.to_json())))


@pytest.mark.parametrize("name", ["numerical_gradient", "bias_variance_decomposition", "split_sizes", "next_steps"])
def test_is_every_mutant_of_a_family_told(name):
    entry, paper = with_families(name)
    known = {f.name for f in paper.families}
    assert len(known) > 3
    told = 0
    for mutant in mutants.mutants(entry.source(), families.TOLD):
        function = entry.function(bank.Alternative(mutant.name, code=mutant.source))
        if families.measured(paper, function) is not None:
            report = examine.examine(paper, function)
            said = [t.says for t in report.told if t.kind == "family"]
            told += bool(said)
            assert all(s.removeprefix("it is as if ") in known for s in said)
    assert told > 3


def test_are_two_known_mistakes_at_once_told_with_the_hints_of_both():
    entry, paper = with_families("l2_penalty")
    found = {family.name: family for family in paper.families}
    pairs = [(both, function) for both, function in entry.pairs() if both.name in found]
    told = [(both, t) for both, function in pairs for t in examine.examine(paper, function).told if t.kind == "family"]
    assert len(told) > 3, "others are one of the two in part"
    assert all((t.says, t.see, t.do) == (f"it is as if {both.name}", both.see, both.do) for both, t in told)


@pytest.mark.parametrize("name", ["numerical_gradient", "bias_variance_decomposition", "diagnose"])
def test_is_no_family_told_of_another_slip(name):
    entry, paper = with_families(name)
    turns = iter(range(10**6))

    def other(*arguments):  # right in every second call
        result = entry.reference(*arguments)
        return result if next(turns) % 2 else tuple(result) * 2

    report = examine.examine(paper, other)
    assert report.findings and not [t for t in report.told if t.kind == "family"]


def test_strikes_a_limit_again_where_the_first_strike_could_not_get_out(monkeypatch):
    class Slow:
        def __del__(self):  # lets no exception out, like a callback of the garbage collector
            while time.process_time() < begun + 10:
                pass

    heard = []
    monkeypatch.setattr(sys, "unraisablehook", lambda lost: heard.append(lost.exc_type))
    begun = time.process_time()
    with families.limited(0.05):
        Slow()
        while time.process_time() < begun + 10:
            pass
    assert time.process_time() - begun < 1, "the second strike ends the loop"
    assert not heard, "the first is no fault of the test around it"


def test_says_a_family_nothing_of_the_answers_line():
    for name in ("numerical_gradient", "l2_penalty", "soft_threshold"):
        entry, paper = with_families(name)
        lines = [line.strip() for line in entry.source().splitlines() if "=" in line or "return" in line]
        assert not [f.name for f in paper.families for line in lines if line in f.name]
        assert not [f.name for f in paper.families if any(sign in f.name for sign in ("`+`", "`-`", "`*`", "`/`", "`**`", "`@`"))]


def test_has_an_exercise_that_draws_none():
    assert with_families("dropout_forward")[1].families == []


def test_is_a_mutant_that_does_not_end_left_out():
    def endless(*_):
        while True:
            pass

    start = time.process_time()
    assert families.measured(bank.exercise("split_sizes").paper(), endless) is None
    assert time.process_time() - start < 2 * families.SECONDS


def test_does_the_judge_tell_a_family_of_its_visible_trials(monkeypatch):
    entry, paper = with_families("numerical_gradient")
    monkeypatch.setattr(judging, "visible_paper", lambda name: paper)
    told = 0
    for mutant in mutants.mutants(entry.source(), families.TOLD):
        function = entry.function(bank.Alternative(mutant.name, code=mutant.source))
        report = judging.verdict("numerical_gradient", function, seed="families")
        told += any(t.kind == "family" for t in report.told)
    assert told
