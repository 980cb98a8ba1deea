"""Does an examination find what is wrong, name the mistake, and let nobody pass who should not?"""

import functools

import numpy as np
import pytest
from papers import BACKWARD, FORWARD, PAPERS, through_a_file

from autograder import bank
from course_utils.checking import examine as module
from course_utils.checking.examine import examine, prints
from course_utils.checking.fingerprints import alike, evidence, match
from course_utils.checking.paper import KnownMistake, Paper, Probe, Rule, Trial
from course_utils.checking.record import record, records

RULES = [Rule("values", "y is twice x", 1), Rule("arguments", "`x` is left as it was", 0.25), Rule("rng", "no global generator", 0.5)]
CHANGED = Probe("arguments", "changed", {}, "none", says="it changes {got}")
GLOBAL = Probe("rng", "global_moved", {}, False, says="it moves the global state")


def trial(x, *more):
    return Trial(f"x {x.shape}", {"x": x}, [Probe("values", "value", {}, 2 * x), *more])


def paper(*trials, mistakes=(), returns=("y",), **kwargs):
    trials = trials or [trial(np.arange(6.0).reshape(2, 3), CHANGED, GLOBAL), trial(np.array([[1.0, -2.5]]), CHANGED)]
    made = Paper("twice", list(returns), [], RULES, list(trials), **kwargs)
    for name, function in mistakes:
        made.mistakes.append(KnownMistake(name, f"see {name}", f"do {name}", 1, prints(made, made.trials, function)))
    return made


def half(x):
    return x / 2


def in_place(x):
    x *= 2
    return x


def squared(x):
    return x**2


def with_global(x):
    np.random.rand()
    return 2 * x


FILES = {name: through_a_file(p) for name, p in PAPERS.items()}


@pytest.mark.parametrize("way", [lambda p: p, through_a_file])
@pytest.mark.parametrize(
    ("function", "share", "broken"),
    [
        (lambda x: 2 * x, 1, []),
        (lambda x: (2 * x).astype(np.float32), 1, []),
        (lambda x: [print("noise"), x + x][1], 1, []),
        (half, 0, ["values"]),
        (in_place, 0.75, ["arguments"]),
        (with_global, 0.5, ["rng"]),
        (lambda x: with_global(in_place(x)) / 2, 0.25, ["arguments", "rng"]),
        (lambda x: with_global(in_place(x)), 0, ["values", "arguments", "rng"]),
        (lambda x: 1 / 0, 0, ["values"]),
        (lambda x, y: x, 0, ["values"]),
        (lambda x: print, 0, ["values"]),
        (3, 0, ["values"]),
    ],
)
def test_is_each_rule_paid_for_once(way, function, share, broken):
    report = examine(way(paper()), function)
    assert report.share == share and [r.name for r in report.broken] == broken
    assert bool(report.findings) == (share < 1) and report.trials == 2


def test_is_the_first_finding_what_a_student_should_look_at():
    finding = examine(paper(returns=("y",)), lambda x: x * 2.5).findings[0]
    assert finding.says == "y[0, 1] is 2.5; it should be 2" and finding.trial.says == "x (2, 3)"
    assert finding.result.tolist() == [[0, 2.5, 5], [7.5, 10, 12.5]] and finding.want.tolist() == [[0, 2, 4], [6, 8, 10]]
    fault = examine(paper(), lambda x: x.nothing).findings[0]
    assert (
        fault.says == "it stopped with AttributeError: 'numpy.ndarray' object has no attribute 'nothing'"
        and "x.nothing" in fault.fault.traceback
    )
    assert "it cannot return a module" in examine(paper(), lambda x: np).findings[0].says


def test_are_parts_called_by_their_names_where_the_result_is_looked_at_and_only_there():
    parts = Trial(
        "x",
        {"x": 1.0},
        [Probe("values", "form", {}, [0.0, 0.0]), Probe("values", "value", {"part": 1}, 5.0), Probe("values", "layers_share", {}, [0.5])],
    )
    findings = examine(paper(parts, returns=("A", "D")), lambda x: (x, 2.0)).findings
    assert findings[0].says == "D is 2; it should be 5"
    assert examine(paper(parts, returns=("A", "D")), lambda x: x).findings[0].says == "the result is a number; it should be 2 values (A, D)"


def test_is_one_wrong_form_one_finding():
    made = bank.exercise("dropout_forward").paper()
    for wrong in (None, 3.0, np.ones((4, 7)), (np.ones((4, 7)),), "text", {"A_dropped": 1}, (None, None)):
        findings = examine(made, lambda A, k, r, wrong=wrong: wrong).findings
        assert len([f for f in findings if f.trial is made.trials[0]]) == 1, "what cannot be measured after a wrong form is not told"
        assert "could not be measured" not in " ".join(f.says for f in findings)


def test_is_a_result_that_cannot_be_measured_told_in_words():
    alone = Trial("x", {"x": 1.0}, [Probe("values", "mask_share", {}, 0.5, 0.1, "the share is {got}")])
    assert examine(paper(alone), lambda x: x).findings[0].says == "it returns the number 1, and that is not what the docstring says"


def test_is_the_stub_known_as_one():
    def stub(x):
        raise NotImplementedError()

    report = examine(paper(), stub)
    assert report.unwritten and report.share == 0 and report.findings[0].says == "it is not written yet"
    assert not examine(paper(), half).unwritten


def test_are_statistics_given_their_tolerance():
    def draws(share):
        return lambda rng: (None, np.arange(1000) < share * 1000)

    made = paper(
        Trial("draws", {"rng": np.random.default_rng(0)}, [Probe("values", "mask_share", {}, 0.5, 0.1, "share {got}, not {want}")])
    )
    assert [examine(made, draws(s)).share for s in (0.39, 0.41, 0.5, 0.59, 0.61)] == [0, 1, 1, 1, 0]
    assert examine(made, draws(0.8)).findings[0].says == "share 0.8, not 0.5"


def test_is_a_warning_in_a_measure_kept_from_stderr(capfd):
    odd = Trial(
        "x",
        {"x": np.array([1.0, 0.0])},
        [Probe("values", "value", {}, np.array([1.0, 0.0])), Probe("values", "mask_levels", {"mask": None}, 1)],
    )
    for value in (np.array([1j, 0]), np.array([1e308, 1e308]), np.array([np.nan, np.inf])):  # warnings are errors here
        assert examine(paper(odd), lambda x, v=value: v).share == 0
    assert examine(paper(odd), lambda x: x.astype(complex)).share == 1
    assert capfd.readouterr() == ("", "")


def test_is_the_global_state_left_alone_and_the_paper_too():
    made = paper()
    before, arguments = np.random.get_state()[1].copy(), made.trials[0].arguments["x"].copy()
    for _ in range(2):
        assert examine(made, lambda x: (np.random.seed(1), x.fill(0), with_global(x))[-1]).share == 0
    assert np.array_equal(np.random.get_state()[1], before) and np.array_equal(made.trials[0].arguments["x"], arguments)


def test_how_often_is_a_function_called():
    seen = []

    def function(rng):
        seen.append(rng.random())
        return seen[-1]

    def made(*measures):
        return paper(Trial("draws", {"rng": np.random.default_rng(0)}, [Probe("values", m, {}) for m in measures]))

    examine(made("value"), function)
    assert len(seen) == 1
    seen.clear()
    examine(made("reproducible"), function)
    assert len(seen) == 2 and seen[0] == seen[1]
    seen.clear()
    examine(made("fresh", "as_many_each_time"), function)
    assert seen[0] == seen[1] and seen == [*seen[:2], *np.random.default_rng(0).random(5)[1:]], "each goes on where the last one stopped"
    seen.clear()
    assert examine(made("fresh"), lambda rng: function(rng) / 0).findings[0].fault and len(seen) == 1


def test_are_calls_with_other_arguments_recorded_last_until_one_fails():
    made = trial(np.arange(3.0))
    made.more = [{"x": np.arange(4.0)}, {"x": np.zeros(2)}]
    seen = []

    def function(x):
        seen.append(len(x))
        return 2 * x if len(x) > 2 else 1 / 0

    report = examine(paper(made), function)
    assert seen == [3, 4, 2] and report.findings[0].fault.type == "ZeroDivisionError"
    made.more.reverse()
    seen.clear()
    assert examine(paper(made), function).share == 0 and seen == [3, 2]
    again = through_a_file(paper(made)).trials[0].more
    assert [list(arguments["x"]) for arguments in again] == [[0, 0], [0, 1, 2, 3]]


class Together:
    """A function behind a proxy: `sizes` holds, for each message, how many calls there are in each of its groups."""

    def __init__(self, function):
        self.function, self.sizes, self.closed = function, [], 0

    def __record__(self, arguments):
        self.sizes.append(1)
        return record(self.function, arguments)

    def __records__(self, groups):
        self.sizes.append([len(group) for group in groups])
        try:
            yield from records(self.function, groups)
        finally:
            self.closed += 1


def test_cross_calls_together_as_far_as_they_hang_on_no_result():
    def draws(*measures, more=()):
        return Trial("draws", {"rng": np.random.default_rng(0)}, [Probe("values", m, {}) for m in measures], more=list(more))

    calls = {"alone": [], "together": []}

    def function(where, rng):
        calls[where].append(rng.random())
        return calls[where][-1]

    again = {"rng": np.random.default_rng(1)}
    made = paper(draws("value"), draws("reproducible", more=[again]), draws("as_many_each_time", more=[again]), draws("value"))
    proxy = Together(functools.partial(function, "together"))
    alone, together = examine(made, functools.partial(function, "alone")), examine(made, proxy)
    assert proxy.sizes == [[1, 3, 7, 1]], "of the seven, four go on with the generator, and one comes after them"
    assert calls["alone"] == calls["together"] and repr(together.prints) == repr(alone.prints) and proxy.closed == 1


def test_ends_a_fault_the_calls_of_its_trial_alone():
    made = trial(np.arange(3.0))
    made.more = [{"x": np.arange(4.0)}, {"x": np.zeros(2)}]
    proxy = Together(lambda x: 2 * x if len(x) != 4 else 1 / 0)
    report = examine(paper(made, trial(np.arange(5.0))), proxy)
    assert proxy.sizes == [[3, 1]] and [f.fault and f.fault.type for f in report.findings] == ["ZeroDivisionError"]


def test_is_a_proxy_told_at_once_that_no_more_is_asked(monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    proxy, kept = Together(lambda x: 2 * x), None
    monkeypatch.setattr(module, "_look", stop)
    try:
        examine(paper(trial(np.arange(3.0)), trial(np.arange(4.0))), proxy)
    except KeyboardInterrupt as error:
        kept = error  # and with it all that was under way
    assert kept and proxy.closed == 1


# --- fingerprints ---------------------------------------------------------------------------------------


def test_are_mistakes_told_apart_and_named():
    made = through_a_file(paper(mistakes=[("half", half), ("squared", squared), ("in place", in_place)]))
    names = {f: examine(made, f).mistake for f in (half, squared, in_place)}
    assert [m.name for m in names.values()] == ["half", "squared", "in place"]
    assert examine(made, lambda x: (x / 2).astype(np.float32)).mistake.name == "half", "however it is written"
    assert examine(made, lambda x: np.multiply(x, x)).mistake.name == "squared"
    for other in (lambda x: 3 * x, lambda x: in_place(x) / 4, lambda x: 2 * x):
        assert examine(made, other).mistake is None


def test_is_an_exception_told_from_another_of_its_type():
    mistakes = [("product", lambda x: np.dot(x, x)), ("shape", lambda x: x + np.ones(7)), ("typo", lambda x: undefined)]  # noqa: F821
    made = through_a_file(paper(mistakes=mistakes))
    assert examine(made, lambda x: x @ x).mistake.name == "product", "dot and @ are one mistake"
    assert examine(made, lambda x: np.ones(7) + x).mistake.name == "shape", "in either order"
    assert examine(made, lambda x: int("x")).mistake is None
    assert examine(made, lambda x: np.reshape(x, (7,))).mistake is None
    assert examine(made, lambda x: other).mistake is None  # noqa: F821


@pytest.mark.parametrize(
    "pair",
    [
        (ValueError("max() arg is an empty sequence"), ValueError("max() iterable argument is empty")),
        (ZeroDivisionError("float division by zero"), ZeroDivisionError("division by zero")),
    ],
)
def test_is_an_exception_the_same_in_whichever_python_it_is_said(pair):
    def stopping(error):
        def function(x):
            raise error

        return function

    first, second = (prints(paper(), paper().trials, stopping(error)) for error in pair)
    assert first == second


def test_may_a_dict_have_more_entries_and_its_mistake_be_named_still():
    def cached(*keys):
        return lambda x: {k: x for k in keys}

    made = paper(
        Trial("x", {"x": 1.0}, [Probe("values", "value", {}, {"A1": 2.0, "A2": 2.0})]),
        mistakes=[("A2 is missing", cached("A1")), ("counted from 0", cached("A0", "A1")), ("not doubled", cached("A1", "A2"))],
    )
    made = through_a_file(made)
    assert examine(made, cached("A1", "W1")).mistake.name == "A2 is missing"
    assert examine(made, cached("A0", "A1")).mistake.name == "counted from 0", "the same is better than more"
    assert examine(made, cached("A0", "A1", "W1")).mistake.name == "counted from 0", "and much in common better than little"
    assert examine(made, cached("W1", "A2", "A1")).mistake.name == "not doubled"
    assert examine(made, cached("A2", "W1")).mistake is None
    assert match([KnownMistake("no prints", "", "", 1)], [], []) is None


def test_is_no_mistake_named_whose_result_lacks_what_the_answer_has():
    """A mistake with an empty dict is not that of a dict with all keys and one wrong entry."""
    made = through_a_file(
        paper(Trial("x", {"x": 1.0}, [Probe("values", "value", {}, {"a": 2.0, "b": 2.0})]), mistakes=[("empty", lambda x: {})])
    )
    assert examine(made, lambda x: {"a": 2.0, "b": 3.0}).mistake is None
    assert examine(made, lambda x: {"a": 2.0}).mistake is None
    assert examine(made, lambda x: {"c": 2.0}).mistake.name == "empty", "what is not wanted does not count"


@pytest.mark.parametrize("form", [np.ravel, np.transpose, lambda y: y.ravel().tolist(), lambda y: y.reshape(-1, 1)])
def test_has_a_mistake_one_name_in_whatever_form_its_numbers_come(form):
    mistakes = [("rooted", lambda x: np.sqrt(2 * x)), ("mean", lambda x: x.mean())]
    made = through_a_file(paper(trial(np.arange(1.0, 4).reshape(1, 3)), trial(np.arange(4.0).reshape(1, 4)), mistakes=mistakes))
    assert examine(made, lambda x: form(np.sqrt(2 * x))).mistake.name == "rooted"
    assert examine(made, lambda x: form(np.full(x.shape, x.mean()))).mistake.name == "mean", "one number, or an array full of it"
    assert examine(made, lambda x: form(np.sqrt(3 * x))).mistake is None
    flat = paper(*made.trials, mistakes=[("flat", lambda x: (2 * x).ravel())])
    assert examine(flat, lambda x: (2 * x).reshape(-1, 1)).mistake is None, "a mistake that is one of form alone has one form"
    assert examine(made, lambda x: form(np.sqrt(2 * x)[:, ::-1])).mistake is None


def test_is_what_could_not_be_measured_no_evidence():
    rows = Trial("x", {"x": 1.0}, [Probe("values", "mask_share", {}, 0.5, 0.1), Probe("arguments", "changed", {}, "none")])
    made = through_a_file(paper(rows, mistakes=[("a number", lambda x: x), ("no mask", lambda x: (x, None, 1))]))
    assert examine(made, lambda x: {"D": x}).mistake is None, "neither could be measured, and that is all they have in common"
    assert not evidence([["not one number", 2.0]], [[1.0, 2.0]]) and evidence([["all alike", 2.0]], [[1.0, 2.0]])
    assert evidence([["not one number", 2.5]], [[1.0, 2.0]]) and not evidence([[["about", 0.5, 0.1]]], [[["about", 0.45, 0.1]]])
    sizes = np.ones((2, 3)), np.ones((4, 5)), np.ones((6, 7))
    faults = [examine(made, lambda x, A=A, B=B: np.dot(A, B)).prints for A, B in (sizes[:2], sizes[1:])]
    assert not alike(*faults), "the sizes that do not fit belong to the exception"
    assert alike(faults[0], examine(made, lambda x: sizes[0] @ sizes[1]).prints)


# --- a companion ------------------------------------------------------------------------------------------


def divided(A, keep_prob, rng):
    D = (rng.random(A.shape) < keep_prob) / keep_prob
    return A * D, D


def sevens(A, keep_prob, rng):
    D = rng.random(A.shape) < keep_prob
    return A * D / keep_prob, D * 7


def biased(A, keep_prob, rng):
    D = (rng.random(A.shape) < keep_prob - 0.2) / keep_prob
    return A * D, D


def of_ones(A, keep_prob, rng):
    return A / keep_prob, np.ones(A.shape)


def stopping(A, keep_prob, rng):
    raise ValueError("no")


def product(dA_dropped, D, keep_prob):
    return dA_dropped * D


def indexed(dA, D, keep_prob):
    """Right for a mask of bools, as one's own may be, and for no other."""
    result = np.zeros_like(dA)
    result[D] = dA[D] / keep_prob
    return result


@pytest.mark.parametrize("papers", [PAPERS, FILES])
@pytest.mark.parametrize(
    ("backward", "forward", "share"),
    [
        (indexed, FORWARD.reference, 1),
        (product, divided, 0),  # a mask holds 0 and 1
        (lambda dA, D, k: dA * D / 7 / k, sevens, 0),
        (BACKWARD.reference, divided, 1),  # right by itself
        (BACKWARD.reference, of_ones, 1),  # right by itself
        (product, FORWARD.reference, 0),
        (product, sevens, 0),
        (product, biased, 0),
        (product, of_ones, 0),
        (product, stopping, 0),
        (product, None, 0),
        (product, 3, 0),
        (product, product, 0),
        (lambda dA, D, k: dA, divided, 0),
        (lambda dA, D, k: dA * (D > 0) / 0.65, divided, 0),  # a constant
        (lambda dA, D, k: dA * D * dA.shape[0] / 6, divided, 0),
        (lambda dA, D, k: dA * D.T, divided, 0),
        (lambda dA, D, k: dA.__itruediv__(k) * 0 + indexed(dA, D, 1), FORWARD.reference, 0.75),  # accepted, but it changes its argument
    ],
)
def test_is_a_round_trip_accepted_only_if_both_ways_are_sound(papers, backward, forward, share):
    report = examine(papers["dropout_backward"], backward, {"dropout_forward": forward}, papers)
    assert report.share == share
    assert bool(report.note) == (share > 0 and backward is not BACKWARD.reference)
    if report.note:
        assert report.note == "It goes together with your own dropout_forward." and report.mistake is None


def test_is_a_round_trip_tried_with_several_masks_that_nobody_can_foresee():
    trials = [BACKWARD.paper(seed).otherwise for seed in ("a", "b")]
    assert len({t.arguments["keep_prob"] for t in trials[0]}) >= 3
    assert not any(np.array_equal(a.feed["arguments"]["A"], b.feed["arguments"]["A"]) for a, b in zip(*trials, strict=True))


def test_does_a_missing_companion_change_nothing():
    assert examine(PAPERS["dropout_backward"], product).share == 0
    assert examine(PAPERS["dropout_backward"], BACKWARD.reference).share == 1
    assert module.run(PAPERS["dropout_backward"], PAPERS["dropout_backward"].otherwise, product)[0][0].says.startswith(
        "it stopped with NameError"
    )


@pytest.mark.parametrize("forward", [FORWARD.reference, stopping])
def test_does_a_message_begin_with_a_trial_that_a_companion_feeds(forward):
    made = PAPERS["dropout_backward"]
    backward, fed = Together(indexed), Together(forward)
    report = examine(made, backward, {"dropout_forward": fed}, PAPERS)
    assert report.share == examine(made, indexed, {"dropout_forward": forward}, PAPERS).share
    first, *others = [sizes for sizes in backward.sizes if sizes != 1]  # 1: what is asked of a wrong answer besides
    assert first == [1] * len(made.trials)
    assert others == ([] if forward is stopping else [[1]] * len(made.otherwise)) and fed.sizes
