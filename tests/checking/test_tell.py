"""Is what is wrong with an unknown mistake told, the most telling first, and nothing that was not measured?"""

import numpy as np
import pytest

from course_utils.checking.examine import examine, prints, wanted
from course_utils.checking.paper import KnownMistake, Paper, Probe, Rule, Trial
from course_utils.checking.tell import in_words, tell

RULES = [Rule("values", "a and b", 1), Rule("edge", "with t = 0", 0.25)]
RNG = np.random.default_rng(1)


def right(x, t):
    return t * x.sum(), {"W1": x * t, "b1": x[:1] + t}


def trial(x, t, rule="values"):
    a, b = right(x, t)
    return Trial(f"x {x.shape}, t {t}", {"x": x, "t": t}, [Probe(rule, "value", {"part": 0}, a), Probe(rule, "value", {"part": 1}, b)])


def paper(mistakes=()):
    trials = [trial(RNG.normal(0, 1, n), t) for n, t in ((3, 0.3), (5, 0.7), (4, 0.45))] + [trial(RNG.normal(0, 1, 3), 0.0, "edge")]
    made = Paper("both", ["total", "grads"], [], RULES, trials, uses=[["t", "x"]] * 4)
    made.mistakes = [KnownMistake(n, f"see {n}", f"do {n}", 1, prints(made, trials, f)) for n, f in mistakes]
    return made


def told(function, mistakes=(), hidden=False):
    made = paper(mistakes)
    report = examine(made, function, telling=False)
    assert report.mistake is None and report.findings
    return [(t.kind, t.says) for t in tell(made, report.outcomes, wanted(made.trials), report.findings, function, made.uses, hidden=hidden)]


def mean(x, t):
    return x.mean(), right(x, t)[1]


def test_is_a_known_mistake_as_a_whole_all_that_is_told():
    report = examine(paper([("the mean", mean)]), mean)
    assert report.mistake.name == "the mean" and not report.told
    assert examine(paper(), mean, telling=False).told == [] and not examine(paper(), right).told


def test_is_one_that_is_the_same_in_what_the_first_rule_looks_at_told_as_that():
    def other_edge(x, t):
        return mean(x, t) if t else (3.0, {"W1": x, "b1": x[:1]})

    kind, says = told(other_edge, [("the mean", mean)])[0]
    assert (kind, says) == ("in part", "in all that this rule looks at it is as if this mistake had been made: the mean")
    assert all(kind != "in part" for kind, _ in told(lambda x, t: (x.mean() + 1, right(x, t)[1]), [("the mean", mean)]))


def test_is_one_that_is_the_same_in_an_output_told_of_that_output():
    def also(x, t):
        return mean(x, t)[0], {"W1": x * t, "b1": x[:1] - 3 * t}

    assert ("in part", "as to `total` alone it is as if this mistake had been made: the mean") in told(also, [("the mean", mean)])
    assert not [s for k, s in told(lambda x, t: (x[0], also(x, t)[1]), [("the mean", mean)]) if k == "in part"]


def test_does_a_mistake_that_agrees_in_one_trial_have_no_name_in_part():
    def once(x, t):
        return mean(x, t) if t == 0.3 else right(x, t)

    assert all(kind != "in part" for kind, _ in told(once, [("the mean", mean)]))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda a, b: (b, a), "the results are right, but stand in another order; `total`, `grads` is meant"),
        (lambda a, b: {"total": a, "grads": b}, "it returns a dict; its values are right, and are meant one after the other, without keys"),
        (lambda a, b: a, "it returns `total` alone, which is right; `total`, `grads` are meant"),
        (lambda a, b: ((a, b),), "what it returns is right, but wrapped in a tuple"),
        (lambda a, b: None, "it returns None (is there a `return`?); a tuple or list is meant"),
        (lambda a, b: "text", "it returns text; a tuple or list is meant"),
    ],
)
@pytest.mark.parametrize("hidden", [False, True])
def test_is_the_form_told(change, says, hidden):
    assert ("form", says) in told(lambda x, t: change(*right(x, t)), hidden=hidden)


def test_is_no_form_told_where_the_numbers_are_wrong_too():
    assert not [s for k, s in told(lambda x, t: (right(x, t)[1], 9.5)) if k == "form" and "right" in s]


def test_is_an_argument_that_changes_nothing_told():
    def wired(x, t):
        return 0.31 * x.sum(), {"W1": x * 0.31, "b1": x[:1] + 0.31}

    assert ("calls", "where it is wrong, other values of `t` change nothing") in told(wired)
    assert not [s for k, s in told(lambda x, t: right(x, 2 * t + 1)) if k == "calls"]
    made = paper()
    made.uses = []  # as in a paper of an earlier build
    assert not [t for t in examine(made, wired).told if t.kind == "calls"]


def test_are_trials_contrasted_in_words():
    assert ("contrast", "it is right just where `t` is 0") in told(lambda x, t: (x.sum() * t**2, right(x, t)[1]))
    assert ("contrast", "it is wrong just where `t` is 0") in told(lambda x, t: right(x, t) if t else (1.0, right(x, t)[1]))
    assert ("share", "it is right in 3 of 4 trials") in told(lambda x, t: right(x, t) if t != 0.3 else (1.0, right(x, t)[1]))


def test_is_a_family_told_after_a_mistake_in_part():
    made = paper()
    made.families = [KnownMistake("the loop ended one early", "see", "do", 1, prints(made, made.trials, mean))]
    assert examine(made, mean).told[0].says == "it is as if the loop ended one early"


def test_is_nothing_said_of_a_function_that_only_stops():
    assert [k for k, _ in told(lambda x, t: 1 / 0)] == []


@pytest.mark.parametrize("answer", [lambda x, t: {"x": x}, lambda x, t: ([1, [2]], {"W1": "a"}), lambda x, t: (np.array("a"), {}), lambda x, t: ((), None), lambda x, t: np.zeros((0, 2))])  # fmt: skip
def test_can_whatever_is_returned_be_looked_at(answer):
    assert isinstance(told(answer), list)


def test_are_too_few_values_told():
    trials = [Trial("x", {"x": x}, [Probe("values", "value", {}, [x, x + 1, x + 2])]) for x in (1.5, 2.5, 3.5)]
    made = Paper("several", ["log"], [], RULES, trials)
    assert examine(made, lambda x: [x, x + 1]).told[0].says == "it returns fewer values than are meant"
    assert examine(made, lambda x: [x, x + 1, x + 3]).told[0].kind == "relation"


@pytest.mark.parametrize(
    ("says", "want", "got", "words"),
    [
        ("the largest angle, divided by most, is {got}; it should be near 1", 1.0, 0.25, "the largest angle, divided by most, is smaller than it should be"),
        ("the shares are {got}; they should be {want}", [0.5], [0.1], "the shares are other than they should be"),
        ("where D is 0, A should be 0; it is {got}", "0", "-1", "where D is 0, A should be 0 and is not"),
        ("D shows a pattern: {got}; draw each", "none", "rows", "D shows a pattern"),
        ("it moves the global state; draw from `rng`", False, True, "it moves the global state"),
        ("the spread of W1, W2 is {factors} times what it should be", [0.0], [3.0], "the spread of the weights is other than it should be"),
        ("on new images {got}", "", "its error is 0.4", ""),
        ("sets share examples: of {got}", "none", "train and dev", "sets share examples"),
        ("", 1, 2, ""),
    ],
)  # fmt: skip
def test_is_what_the_judge_measured_told_without_a_value(says, want, got, words):
    assert in_words(Probe("values", "turns", {}, want, says=says), got) == words


def test_does_the_check_say_no_more_of_what_its_first_finding_shows():
    assert not [kind for kind, _ in told(lambda x, t: (x.sum() ** 3, right(x, t)[1])) if kind == "seen"]
