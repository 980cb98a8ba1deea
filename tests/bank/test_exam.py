"""The grader's own exam, over every exercise of the bank.

Each known mistake must lose exactly what its entry says and be called by its name, each accepted
alternative must earn all: in the visible check, whose paper is read from JSON, and in the judge, over
several seeds (`COURSE_EXAM_SEEDS` sets how many). A new chapter's exercises are examined with no change here.
"""

import ast
import functools
import inspect
import itertools
import json
import os
import random
import textwrap

import numpy as np
import pytest
import threadpoolctl

from autograder import bank, judging
from autograder.bank import Exercise, Mistake
from autograder.errors import BankError
from course_utils.checking import crossing, examine
from course_utils.checking.fingerprints import alike
from course_utils.checking.paper import Paper

NAMES = sorted(bank.exercises())
SEEDS = [f"exam {i}" for i in range(int(os.environ.get("COURSE_EXAM_SEEDS", 2)))]


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """The matrices are tiny: threads would only wait for each other."""
    with threadpoolctl.threadpool_limits(1):
        yield


@pytest.fixture(autouse=True)
def draws_without_a_seed_are_the_same(request, monkeypatch):
    """Some mistakes make a generator of their own: what it draws agrees with what is wanted once in a long while."""
    monkeypatch.setattr(np.random.bit_generator, "randbits", random.Random(request.node.name).getrandbits)


@functools.cache
def visible(name):
    """The paper of the visible check, as a student's computer reads it."""
    return Paper.from_json(json.loads(json.dumps(bank.exercise(name).paper().to_json())))


def companions(entry):
    return {name: bank.exercise(name).reference for name in entry.companions}


def reports(name, implementation):
    """The reports of the visible check and of the judge, seed by seed."""
    entry = bank.exercise(name)
    function = entry.function(implementation)
    papers = {companion: visible(companion) for companion in entry.companions}
    yield "the visible check", examine.examine(visible(name), function, companions(entry), papers)
    for seed in SEEDS:
        yield f"the judge, seed {seed!r}", judging.verdict(name, function, *companions(entry).values(), seed=seed)


def each(kind):
    """Parameters: every implementation of a kind, of every exercise."""
    return [pytest.param(name, i, id=f"{name}: {i.name}") for name in NAMES for i in getattr(bank.exercise(name), kind)]


def says(report):
    return "; ".join(f"{f.rule.name}: with {f.trial.says}, {f.says}" for f in report.findings[:3])


# --- the exam -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "mistake"), each("mistakes"))
def test_does_a_mistake_lose_what_it_costs_and_hear_its_name(name, mistake):
    for where, report in reports(name, mistake):
        seen = mistake.shown or where != "the visible check"
        assert report.share == pytest.approx(1 - mistake.costs) or not seen, f"{where} leaves {report.share}: {says(report)}"
        named = report.mistake.name if report.mistake else None
        assert named == mistake.name or not seen, f"{where} calls it {named!r}: {says(report)}"
        if where != "the visible check":
            assert judging.as_data(report, 0, 1)["says"] == mistake.name


@pytest.mark.parametrize(("name", "alternative"), each("alternatives"))
def test_does_an_alternative_earn_all(name, alternative):
    for where, report in reports(name, alternative):
        assert report.share == 1 and not report.findings, f"{where} refuses it: {says(report)}"


@pytest.mark.parametrize("name", NAMES)
def test_does_the_reference_earn_all_whatever_is_drawn(name):
    for seed in range(6):
        entry = bank.exercise(name)
        report = judging.verdict(name, entry.reference, *companions(entry).values(), seed=f"luck {seed}")
        assert report.share == 1 and not report.note, f"seed 'luck {seed}': {says(report)}"


@pytest.mark.parametrize("name", NAMES)
def test_does_the_empty_stub_earn_nothing(name):
    def stub(*arguments):
        raise NotImplementedError()

    for report in (examine.examine(visible(name), stub), judging.verdict(name, stub, seed=SEEDS[0])):
        assert report.share == 0 and report.unwritten and report.mistake is None


@pytest.mark.parametrize("name", NAMES)
def test_do_no_two_mistakes_measure_the_same(name):
    """If they do, it is a finding: the cases cannot tell them apart, and a student would hear the wrong name."""
    same = [
        f"{a.name!r} and {b.name!r}"
        for a, b in itertools.combinations(visible(name).mistakes, 2)
        if alike(a.prints, b.prints) or alike(b.prints, a.prints)
    ]
    assert not same, f"the visible cases of {name} cannot tell apart: {'; '.join(same)}"


def inputs(trials):
    return [json.dumps(crossing.to_json(trial.arguments)) for trial in trials]


@pytest.mark.parametrize("name", NAMES)
def test_do_the_hidden_inputs_come_from_the_seed(name):
    entry = bank.exercise(name)
    first, again, other = (inputs(entry.paper(seed).trials) for seed in ("one", "one", "two"))
    assert first == again, "same seed, same scores"
    shown = inputs(visible(name).trials)
    assert first[-len(shown) :] == shown, "what the check refuses the judge refuses"
    assert set(first) - set(other) - set(shown), "the repository is public: what is not drawn, everyone knows"


# --- the entries ----------------------------------------------------------------------------------------------------


def expressions(function):
    """The expressions of a function's body in which something is computed, without their blanks."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    nodes = [n for n in ast.walk(tree) if isinstance(n, (ast.BinOp, ast.Call, ast.Compare, ast.BoolOp, ast.Subscript))]
    texts = {ast.unparse(n).replace(" ", "") for n in nodes}
    statements = {ast.unparse(n).replace(" ", "") for n in ast.walk(tree) if isinstance(n, (ast.Assign, ast.AugAssign, ast.For, ast.If))}
    return {t for t in texts | statements if len(t) >= 12}


@pytest.mark.parametrize("name", NAMES)
def test_is_every_entry_complete(name):
    entry = bank.exercise(name)
    entry.check_complete()
    assert entry.rules[0].costs == 1 and all(r.says for r in entry.rules)
    for kind in (entry.alternatives, entry.mistakes):
        assert len({entry.source(i) for i in kind}) == len(kind)
    for function in (entry.reference, *(entry.function(i) for i in (*entry.alternatives, *entry.mistakes))):
        assert len(inspect.signature(function).parameters) == len(visible(name).trials[0].arguments)


@pytest.mark.parametrize("name", NAMES)
def test_has_every_mistake_hints_of_its_own_that_do_not_give_the_line_away(name):
    entry = bank.exercise(name)
    hints = [hint for m in entry.mistakes for hint in (m.see, m.do)]
    doubles = sorted({h for h in hints if hints.count(h) > 1})
    assert not doubles, f"said of two mistakes: {doubles}"
    for m in entry.mistakes:
        assert all(text.strip() == text and len(text) > 5 for text in (m.name, m.see, m.do)), m.name
        assert m.see[-1] in ".?!)" and m.do[-1] in ".?!)", f"no sentence: {m.name}"
        for text in (m.name, m.see, m.do):
            given = [e for e in expressions(entry.reference) if e in text.replace(" ", "")]
            assert not given, f"{m.name!r} gives {given[0]!r} away"


# --- can the exam fail? -----------------------------------------------------------------------------------------------


def twice(x):
    return 2 * x


def entry(**changes):
    def trials(rng):
        return [bank.Trial("x", {"x": rng.random(3)}, [bank.Probe("values", "value", {})])]

    parts = {"rules": (bank.Rule("values", "y is twice x", 1),), "visible": trials, "hidden": trials, "mistakes": (), "alternatives": ()}
    return Exercise(reference=twice, points=1, returns=("y",), **parts | changes)


def test_does_a_change_that_changes_nothing_stop_it():
    wrong = Mistake("thrice", "See.", "Do.", changes=(("3 * x", "4 * x"),))
    with pytest.raises(BankError, match=r"/twice.py, 'thrice': '3 \* x' stands 0 times in the reference, not once"):
        entry().source(wrong)
    with pytest.raises(BankError, match="'x' stands 2 times"):
        entry().source(Mistake("thrice", "See.", "Do.", changes=(("x", "y"),)))
    with pytest.raises(BankError, match="its code defines no twice"):
        entry().function(Mistake("thrice", "See.", "Do.", code="thrice = 3\ntwice = None"))
    assert entry().function(Mistake("half", "See.", "Do.", changes=(("2 * x", "x / 2"),)))(4) == 2
    assert entry().function()(4) == 8


def test_are_alike_mistakes_seen():
    half, other = (Mistake(n, "See.", "Do.", changes=(("2 * x", code),)) for n, code in (("half", "x / 2"), ("other", "0.5 * x")))
    made = entry(mistakes=(half, other, Mistake("third", "See.", "Do.", changes=(("2 * x", "x / 3"),)))).paper()
    prints = [m.prints for m in made.mistakes]
    assert alike(prints[0], prints[1]) and not alike(prints[0], prints[2])


def test_are_the_answers_expressions_found():
    found = expressions(bank.exercise("dropout_forward").reference)
    assert "A*D/keep_prob" in found and "rng.random(A.shape)<keep_prob" in found and "D=rng.random(A.shape)<keep_prob" in found
