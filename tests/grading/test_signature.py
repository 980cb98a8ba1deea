"""Are answers told together that make the same mistake, however they are written, and no others?"""

import itertools
import json

import numpy as np
import pytest
from runners import judged

from autograder import judging
from autograder.grading import signature
from autograder.grading.graded_cell import verdicts
from autograder.seed import class_seed
from course_utils.checking.examine import examine

NAME = "dropout_backward"


@pytest.fixture(autouse=True)
def seed(monkeypatch, tmp_path):
    """A class with a seed of its own."""
    monkeypatch.setenv("COURSE_SEED_FILE", str(tmp_path / "class_seed"))
    (tmp_path / "class_seed").write_text("this class\n")


def twice(dA, D, keep_prob):
    return 2 * dA * D / keep_prob


def twice_by_loops(dA, D, keep_prob):
    out = np.zeros(dA.shape)
    for i, j in np.ndindex(*dA.shape):
        out[i, j] = (dA[i, j] + dA[i, j]) / keep_prob if D[i, j] else 0.0
    return out


def thrice(dA, D, keep_prob):
    return 3 * dA * D / keep_prob


def of(function, name=NAME):
    """Return a signature that is as large as it may be, and that can be kept."""
    found = signature.of(function, examine(judging.hidden_paper(name, class_seed()), function, telling=False))
    text = json.dumps(found, allow_nan=False)
    assert len(text) <= 1.5 * signature.LARGEST
    assert signature.same(found, found) == ("rows" in found)
    return json.loads(text)


def test_is_the_same_mistake_one_however_it_is_written():
    one, other = of(twice), of(twice_by_loops)
    assert signature.same(one, other) and signature.handle(one) == signature.handle(other)
    assert not signature.same(one, of(thrice)) and signature.handle(one) != signature.handle(of(thrice))


def test_does_rounding_part_nothing():
    noise = np.random.default_rng(0)
    other = of(lambda dA, D, k, noise=noise: twice(dA, D, k) * (1 + 1e-12 * noise.standard_normal(dA.shape)))
    assert signature.same(of(twice), other)
    assert signature.same(of(twice), of(lambda dA, D, k: twice(dA, D, k).astype(np.float32)))


def test_are_mistakes_apart_that_differ_in_one_trial():
    at_one = of(lambda dA, D, k: dA * D / k if k < 1 else dA * 0)
    assert signature.AS_WANTED in at_one["rows"] or at_one.get("not")
    assert not signature.same(at_one, of(lambda dA, D, k: dA * D / k if k > 0.5 else dA * 0))


def test_are_the_same_numbers_of_another_seed_another_matter(tmp_path):
    one = of(lambda dA, D, k: None)
    (tmp_path / "class_seed").write_text("another class\n")
    other = of(lambda dA, D, k: None)
    assert one["paper"] != other["paper"] and not signature.same(one, other)


def test_is_an_answer_that_draws_or_counts_in_no_group():
    count = itertools.count(2)
    for function in (lambda dA, D, k: dA * np.random.default_rng().random(dA.shape), lambda dA, D, k: next(count) * dA):
        found = of(function)
        assert found["not"] == signature.UNSTEADY and not signature.same(found, found)


def test_is_an_answer_in_no_group_that_is_all_but_right():
    assert of(lambda dA, D, k: dA * D / k * (1 + 1e-6))["not"] == signature.TOO_LITTLE


def fails(dA, D, k):
    raise ValueError("a" * 10**6)


HOSTILE = {
    "not a number": lambda dA, D, k: dA * np.nan,
    "infinite": lambda dA, D, k: -np.inf,
    "many keys": lambda dA, D, k: {f"k{n}": float(n) for n in range(20_000)},
    "escapes": lambda dA, D, k: "\x1b[2J\ud800" * 1000,
    "words that a statistic has": lambda dA, D, k: ["about", 1.0, 1e300],
    "words in place of its numbers": lambda dA, D, k: ["about", "x", "y"],
    "nothing": lambda dA, D, k: None,
    "deep": lambda dA, D, k: [[[[[[["x"]]]]]]],
    "an exception with a book in it": fails,
    "no function": 7,
    "complex": lambda dA, D, k: dA * 1j,
    "a minus": lambda dA, D, k: -0.0,
}


def test_is_what_a_hostile_answer_returns_small_and_apart_from_others():
    found = {name: of(function) for name, function in HOSTILE.items()}
    for one, other in itertools.combinations(found, 2):
        assert not signature.same(found[one], found[other]), (one, other)
    assert "\\u001b" not in json.dumps(found)


def test_does_a_list_with_a_statistics_words_match_no_other():
    one, other = (of(lambda dA, D, k, x=x: ["about", x, 1e300]) for x in (1.0, 2.0))
    assert not signature.same(one, other)


@pytest.mark.parametrize("name", ["own_turn", "looks_at_dev", "initialize_for", "forward_with_dropout", "build_model", "random_shift"])
def test_is_a_signature_small_in_exercises_with_much_to_measure(name):
    paper = judging.hidden_paper(name, "this class")
    one, other = (of(lambda *arguments: [1.0] * len(paper.returns), name) for _ in range(2))
    assert signature.same(one, other)


def test_have_only_wrong_answers_without_a_name_a_signature(running):
    for answer, wanted in (
        (None, False),  # right
        ("def dropout_forward(A, keep_prob, rng):\n    D = rng.random(A.shape) < keep_prob\n    return A * D, D", False),  # known
        ("def dropout_forward(A, keep_prob, rng):\n    raise NotImplementedError", False),
        ("def dropout_forward(A, keep_prob, rng):\n    D = rng.random(A.shape) < keep_prob\n    return 5 + A * D, D", True),
    ):
        cell, _ = judged(running, answer)
        (verdict,) = verdicts(cell)
        assert ("rows" in verdict.get("signature", {})) == wanted, answer


@pytest.mark.parametrize("harm", ["while True: pass", "import os; os._exit(0)", "raise ValueError"])
def test_costs_it_no_points_what_happens_in_a_further_call(hasty, harm):
    answer = (
        "calls = 0\ndef dropout_forward(A, keep_prob, rng):\n    global calls\n    calls += 1\n"
        f"    if calls > 60:\n        {harm}\n"
        "    A += 1\n    D = rng.random(A.shape) < keep_prob\n    return (A - 1) * D / keep_prob, D + 0.0"
    )
    cell, _ = judged(hasty, answer)
    assert verdicts(cell) and not any(o.output_type == "error" for o in cell.outputs)
