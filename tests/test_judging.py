"""Is the judge's value the score, the same for the same seed, and does nothing hidden get out?"""

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
import tiny
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder import bank, judging
from autograder import judge as judge_function
from autograder.errors import BankError
from course_utils.checking import crossing
from course_utils.checking.examine import examine
from course_utils.reference import dropout as reference

pytestmark = pytest.mark.usefixtures("there_is_time")
EXERCISES = bank.exercises()
FORWARD, BACKWARD = bank.exercise("dropout_forward"), bank.exercise("dropout_backward")


def worth(monkeypatch, points):
    """Give every exercise so many points."""
    others = {name: dataclasses.replace(entry, points=points) for name, entry in EXERCISES.items()}
    monkeypatch.setattr(bank, "exercises", lambda: others)


@pytest.fixture(autouse=True)
def outside(monkeypatch, tmp_path):
    """Every exercise has four points, and the class a seed of its own."""
    worth(monkeypatch, 4)
    monkeypatch.setenv("COURSE_SEED_FILE", str(tmp_path / "class_seed"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    (tmp_path / "class_seed").write_text("this class\n")


@pytest.fixture
def shell():
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.shown = []
    shell.display_pub.publish = lambda data, **kwargs: shell.shown.append(data)
    shell.user_ns["judge"] = judge_function
    yield shell
    InteractiveShell.clear_instance()


def mistake(exercise, name):
    return exercise.function(next(m for m in exercise.mistakes if m.name == name))


NOT_SCALED = mistake(BACKWARD, "the gradient is not scaled")
CHANGES = mistake(BACKWARD, "dA_dropped itself is changed")


# --- the score ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "points", "says"),
    [
        (reference.dropout_backward, 4, "right"),
        (CHANGES, 3, "dA_dropped itself is changed"),
        (NOT_SCALED, 0, "the gradient is not scaled"),
        (lambda dA, D, k: 7 * dA, 0, "does not hold: `dA` is the gradient with respect to the activations before dropout"),
        (lambda dA, D, k: None, 0, "does not hold: "),
        (lambda: 0, 0, "it stopped with TypeError"),
        (None, 0, "it stopped with TypeError"),
        ("right", 0, "it stopped with TypeError"),
        (lambda dA, D, k: sys.exit(0), 0, "it stopped with SystemExit"),
        (lambda dA, D, k: print, 0, "it returns something that cannot be handed over"),
    ],
)
def test_is_the_value_the_score_in_points(function, points, says, shell):
    value = judge_function("dropout_backward", function)
    assert value == points and isinstance(value, float)
    (shown,) = shell.shown
    data = shown[judging.VERDICT]
    assert (data["exercise"], data["points"], data["max_points"]) == ("dropout_backward", points, 4) and data["says"].startswith(says)
    assert json.loads(json.dumps(data)) == data
    assert f"dropout_backward: {points} of 4 points" in shown["text/plain"] and f"{points} of 4 points" in shown["text/html"]


def test_does_the_verdict_say_which_rules_held(shell):
    judge_function("dropout_backward", CHANGES)
    (shown,) = shell.shown
    assert shown[judging.VERDICT]["rules"] == [
        {"name": "values", "held": True, "seen": True, "costs": 1},
        {"name": "arguments", "held": False, "seen": True, "costs": 0.25},
    ]
    assert shown[judging.VERDICT]["mistake"] == "dA_dropped itself is changed"
    plain = shown["text/plain"]
    assert "  Holds: `dA` is the gradient" in plain and "  Does not hold: `dA_dropped` and `D` are left as they were (costs 1)" in plain
    assert "  The mistake: dA_dropped itself is changed" in plain and "Where to look: " in plain
    assert [f"  {label}: {text}" for label, text in shown[judging.VERDICT]["lines"]] == plain.splitlines()[1:]


def test_is_it_plain_text_where_there_is_no_notebook(capsys):
    assert judge_function("dropout_backward", NOT_SCALED) == 0
    out = capsys.readouterr().out
    assert out.startswith("✗ dropout_backward: 0 of 4 points") and "(costs all points)" in out and "the gradient is not scaled" in out


def test_is_the_value_of_the_graded_cell_what_nbgrader_reads(shell, capfd):
    shell.user_ns["mine"] = CHANGES
    assert shell.run_cell('judge("dropout_backward", mine)').result == 3.0
    assert capfd.readouterr().err == "", "anything on stderr would cost the points"


@pytest.mark.parametrize("points", [1, 3, 7])
def test_are_parts_of_points_rounded_sensibly(monkeypatch, points):
    worth(monkeypatch, points)
    assert judge_function("dropout_backward", CHANGES) == pytest.approx(0.75 * points)


def test_is_an_empty_stub_called_that(shell):
    def stub(*arguments):
        raise NotImplementedError()

    assert judge_function("dropout_backward", stub) == 0
    data = shell.shown[0][judging.VERDICT]
    assert data["says"] == "not written yet" and data["mistake"] is None and "not written yet" in shell.shown[0]["text/plain"]


def test_is_a_round_trip_with_the_students_own_mask_paid_and_told(shell):
    forward = reference.dropout_forward  # its mask is of bools

    def backward(dA, D, keep_prob):
        result = np.zeros_like(dA)
        result[D] = dA[D] / keep_prob
        return result

    assert judge_function("dropout_backward", backward, forward) == 4
    assert "goes together with your own dropout_forward" in shell.shown[0]["text/plain"]
    assert judge_function("dropout_backward", lambda dA, D, k: dA * D, reference.dropout_forward) == 0
    assert shell.shown[1][judging.VERDICT]["mistake"] == "the gradient is not scaled"
    assert judge_function("dropout_backward", lambda dA, D, k: dA * D) == 0
    assert judge_function("dropout_backward", lambda dA, D, k: dA * D, 3) == 0
    assert judge_function("dropout_backward", lambda dA, D, k: dA.__itruediv__(k) * 0 + backward(dA, D, 1), forward) == 3
    assert shell.shown[-1][judging.VERDICT]["mistake"] is None, "what it measures on our masks is not its mistake"


def test_is_an_unknown_exercise_an_error_of_ours():
    with pytest.raises(BankError, match="the bank has no exercise 'nothing'"):
        judge_function("nothing", print)


def test_does_a_right_answer_that_prints_warns_and_draws_keep_all_points(shell, capfd):
    shell.run_cell(
        "import sys, warnings, numpy as np, matplotlib.pyplot as plt\n"
        "from IPython.display import display\n"
        "def mine(dA, D, keep_prob):\n"
        "    print('on the way', dA); print(D, file=sys.stderr); display(dA)\n"
        "    warnings.warn('slow', RuntimeWarning); np.zeros(2) / 0\n"
        "    plt.figure()\n"
        "    return np.where(D, dA / keep_prob, 0)\n"
    )
    assert shell.run_cell('judge("dropout_backward", mine)').result == 4.0
    out, err = capfd.readouterr()
    assert "on the way" not in out and err == "" and len(shell.shown) == 1


# --- seeds ------------------------------------------------------------------------------------------------------


def inputs(exercise, seed):
    return [json.dumps(t["arguments"]) for t in bank.exercise(exercise).paper(seed).to_json()["trials"]]


def test_do_two_exercises_of_one_seed_have_inputs_of_their_own():
    assert not set(inputs("dropout_forward", "x")) & set(inputs("dropout_backward", "x"))


def test_is_the_class_seed_used_and_a_given_one_instead():
    calls = []

    def spy(dA, D, keep_prob):
        calls.append(dA.tobytes())
        return dA * D / keep_prob

    runs = []
    for seed in (None, None, "another", 0):
        judging.verdict("dropout_backward", spy, seed=seed)
        runs.append([*calls])
        calls.clear()
    shown = len(BACKWARD.paper().trials)
    first, again, another, zero = (set(run[:-shown]) for run in runs)
    assert runs[0] == runs[1] and first == again and not (first & another or first & zero or another & zero)


# --- nothing gets out ---------------------------------------------------------------------------------------------


def secret(*arguments):
    """All numbers of the inputs, as text a student might send."""
    return " ".join(np.array2string(a) for a in arguments if isinstance(a, np.ndarray) and a.size < 100)


def raises_message(*arguments):
    raise ValueError(secret(*arguments))


def raises_name(*arguments):
    raise type("Secret" + re.sub(r"\W", "_", secret(*arguments))[:2000], (Exception,), {})()


def raises_base(*arguments):
    raise type("Secret" + secret(*arguments), (BaseException,), {})(secret(*arguments))


def raises_key(*arguments):
    raise KeyError(arguments[0].tolist())


def raises_group(*arguments):
    raise ExceptionGroup(secret(*arguments), [ValueError(secret(*arguments))])


def exits(*arguments):
    sys.exit(secret(*arguments))


def wordless(*arguments):
    class Odd(Exception):
        def __str__(self):
            raise ValueError(secret(*arguments))

    raise Odd


def prints(*arguments):
    print(secret(*arguments))
    print(secret(*arguments), file=sys.stderr)
    sys.displayhook(secret(*arguments))


def warns(*arguments):
    import warnings

    warnings.warn(secret(*arguments), stacklevel=1)
    warnings.warn(secret(*arguments), type("Secret", (UserWarning,), {}), stacklevel=1)


def returns_text(*arguments):
    return secret(*arguments)


def returns_keys(*arguments):
    return {secret(*arguments): 1}


def returns_odd(*arguments):
    return type(re.sub(r"\W", "_", "Secret" + secret(*arguments)), (), {})()


def returns_dtype(*arguments):
    return np.zeros(1, [(secret(*arguments)[:50], "f8")])


def returns_inputs(*arguments):
    return arguments[0]


def changes_inputs(*arguments):
    arguments[0][:] = arguments[0][0, 0]
    return arguments[0]


LEAKS = [raises_message, raises_name, raises_base, raises_key, raises_group, exits, wordless, prints, warns, returns_text, returns_keys, returns_odd,
         returns_dtype, returns_inputs, changes_inputs, NOT_SCALED]  # fmt: skip


def numbers_of(exercise):
    """Texts of the hidden inputs and expected values long enough to be known again."""
    paper = judging.hidden_paper(exercise, "this class")
    arrays = [a for t in paper.trials for a in t.arguments.values() if isinstance(a, np.ndarray) and a.dtype.kind == "f"]
    arrays += [p.want for t in paper.trials for p in t.probes if isinstance(p.want, np.ndarray)]
    return {f"{abs(x):g}" for a in arrays for x in a.ravel() if len(f"{abs(x):g}") >= 4}


@pytest.mark.parametrize("leak", LEAKS)
@pytest.mark.parametrize("exercise", ["dropout_backward", "dropout_forward"])
def test_does_nothing_of_the_inputs_get_out(leak, exercise, shell, capfd):
    shell.user_ns.update(leak=leak, exercise=exercise)
    result = shell.run_cell("judge(exercise, leak)")
    assert result.success and result.result == 0
    out, err = capfd.readouterr()
    everything = json.dumps(shell.shown) + out + err
    hidden = numbers_of(exercise)
    assert len(hidden) > 20 and not {n for n in hidden if n in everything}
    assert "Secret" not in everything and "Traceback" not in everything
    assert re.fullmatch(r"(Out\[\d*\]: 0.0\s*)?", out) and err == ""


def test_is_a_message_of_the_judge_free_of_shapes_and_trials(shell):
    judge_function("dropout_backward", lambda dA, D, k: dA)
    judge_function("dropout_backward", lambda dA, D, k: dA[:1])
    for trial in judging.hidden_paper("dropout_backward", "this class").trials:
        assert not any(trial.says in json.dumps(shown) or str(trial.arguments["D"].shape) in json.dumps(shown) for shown in shell.shown)


UNKNOWN = {  # wrong in ways that no entry of the bank knows
    "dropout_backward": [lambda dA, D, k: 3.714 * dA * D / k, lambda dA, D, k: np.full(dA.shape, 3.714), lambda dA, D, k: (dA * D / k).T],
    "l2_penalty": [lambda p, lambd, m: 3.714, lambda p, lambd, m: lambd / (2 * m) * 3.714, lambda p, lambd, m: [lambd, m]],
    "normalize": [lambda X, mu, sigma: (X - mu) / sigma * 3.714, lambda X, mu, sigma: {"X": X}, lambda X, mu, sigma: X[:1], lambda X, mu, sigma: secret(X)],
    "final_report": [lambda labels, Y, b: (3.714, 3.714, True), lambda labels, Y, b: {secret(labels, Y): b}, lambda labels, Y, b: [b] * labels.shape[1]],
    "signal_fate": [lambda W: secret(W), lambda W: "fades", lambda W: W],
    "best_so_far": [lambda log: (2, [3.714] * len(log)), lambda log: log, lambda log: {"best": 1}],
}  # fmt: skip


@pytest.mark.parametrize("exercise", UNKNOWN)
def test_does_what_was_found_out_tell_no_number(exercise):
    """Factors are of a closed list, and nothing is said of one trial: an expected value could be made of either."""
    paper = judging.hidden_paper(exercise, "this class")
    for function in UNKNOWN[exercise]:
        report = judging.verdict(exercise, function, seed="this class")
        told = " ".join(t.says + t.see for t in report.told)
        assert report.share < 1 and not re.search(r"\d\.\d|3714|\(\d+,", told.replace("0.98 times", "")), told
        assert not any(t.says in told for t in paper.trials) and "in the one trial" not in told and "in both trials" not in told
        assert not {n for n in numbers_of(exercise) if n in told}


def test_is_what_was_found_out_said(shell):
    judge_function("dropout_backward", lambda dA, D, k: 2 * dA * D / k)
    assert "What was found: `dA` is twice what it should be." in shell.shown[0]["text/plain"]
    assert shell.shown[0][judging.VERDICT]["told"][0] == "`dA` is twice what it should be"
    judge_function("dropout_forward", lambda A, k, rng: {"A_dropped": A, "D": A})
    assert "it returns a dict" in shell.shown[1]["text/plain"].lower()
    judge_function("dropout_backward", reference.dropout_backward)
    assert shell.shown[2][judging.VERDICT]["told"] == []


def test_are_two_mistakes_that_were_tried_for_one_student_not_run_again_for_the_next(monkeypatch):
    judging._pairs.cache_clear()
    ran, prints = [], judging.examine.prints
    monkeypatch.setattr(judging.examine, "prints", lambda *given: ran.append(given) or prints(*given))

    def runs(factor, seed):
        ran.clear()
        assert not judging.verdict("l2_penalty", lambda p, lambd, m: factor * lambd / m, seed=seed).mistake
        return len(ran)

    assert runs(3.714, "this class") > 0
    assert runs(3.72, "this class") == 0
    assert runs(3.72, "another class") > 0


def test_does_a_student_whose_time_runs_out_leave_all_pairs_of_mistakes_to_the_next():
    entry = bank.exercise("l2_penalty")
    names = [both.name for both, _, _ in judging._Pairs(entry)]

    class Cut:
        """The exercise, whose third function is not made in time, once."""

        made = 0

        def pairs(self):
            for pair in entry.pairs():
                Cut.made += 1
                if Cut.made == 3:
                    raise TimeoutError
                yield pair

    pairs = judging._Pairs(Cut())
    with pytest.raises(TimeoutError):
        list(pairs)
    assert [both.name for both, _, _ in pairs] == names and len(names) > 3


def test_are_two_known_mistakes_at_once_told():
    l2 = bank.exercise("l2_penalty")
    both = [m for m in l2.mistakes if m.name in ("the penalty is not divided by m", "the norm of each layer is not squared")]
    function = l2.function(bank.Mistake("both", "", "", changes=both[0].changes + both[1].changes))
    told = judging.verdict("l2_penalty", function, seed="a").told[0]
    assert told.kind == "two" and all(m.name in told.says for m in both)


def test_costs_a_result_of_which_nothing_can_be_told_no_more_than_its_mistake(monkeypatch):
    """Of bools and of a number of a thousand bits what is looked for cannot be reckoned."""
    right = bank.exercise("normalize").function()
    assert judging.verdict("normalize", lambda *a: np.asarray(right(*a)) != 0).share == 0
    assert judging.verdict("l2_penalty", lambda *a: 2**999).share == 0

    def broken(*_, **__):
        raise ValueError("a number of ours")

    def changes(dA_dropped, D, keep_prob):
        result = reference.dropout_backward(dA_dropped, D, keep_prob)
        dA_dropped *= 0
        return result

    share = judging.verdict("dropout_backward", changes).share
    monkeypatch.setattr(judging, "_told", broken)
    monkeypatch.setattr(judging, "_known", lambda *_: None)
    report = judging.verdict("dropout_backward", changes)
    assert 0 < report.share == share < 1 and report.told == []


def test_is_a_rule_that_could_not_be_seen_not_said_to_hold(shell):
    for function in (lambda *arguments: 1 / 0, lambda *arguments: None):
        judge_function("dropout_forward", function)
        shown = shell.shown[-1]
        assert "Not seen: " in shown["text/plain"] and "probability" not in "".join(re.findall(r"Holds: .*", shown["text/plain"]))
        assert any(not rule["seen"] and not rule["held"] for rule in shown[judging.VERDICT]["rules"])
    judge_function("dropout_forward", reference.dropout_forward)
    assert "Not seen" not in shell.shown[-1]["text/plain"]


# --- what was learnt from the visible check ---------------------------------------------------------------------------


def replay(exercise):
    """A function that knows the visible trials and their expected values by heart, and is wrong elsewhere."""
    paper = bank.exercise(exercise).paper()

    def seen(arguments):
        return json.dumps(crossing.to_json([a for a in arguments if not isinstance(a, np.random.Generator)]))

    visible = {seen(trial.arguments.values()) for trial in paper.trials}

    def known(*arguments):
        if seen(arguments) in visible:
            return bank.exercise(exercise).reference(*arguments)
        return bank.exercise(exercise).reference(*paper.trials[0].arguments.values())

    return paper, known


@pytest.mark.parametrize("exercise", ["dropout_forward", "dropout_backward", "forward_with_dropout"])
def test_do_constants_from_the_visible_check_earn_nothing(exercise):
    paper, known = replay(exercise)
    assert examine(paper, known).share == 1, "it passes the visible check"
    for seed in ("a", "b"):
        assert judging.verdict(exercise, known, seed=seed).share == 0


def test_is_a_constant_answer_worth_nothing():
    for constant in (True, False, 0, None):
        assert judging.verdict("mask_is_frozen", lambda *arguments, c=constant: c, seed="a").share == 0
    answers = iter([True, False, True, False, False, False, False] * 9)
    assert judging.verdict("mask_is_frozen", lambda *arguments: next(answers), seed="a").share == 0, (
        "the answers of the visible check in their order"
    )


def test_can_the_two_packages_alone_judge(tmp_path):
    """As where they are installed, with no course around them."""
    place = tmp_path / "installed"
    for name in ("autograder", "course_utils"):
        shutil.copytree(tiny.ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    code = "from autograder import bank, judge; print(judge('l2_penalty', bank.exercise('l2_penalty').reference))"
    variables = {k: v for k, v in os.environ.items() if not k.startswith("COURSE_")} | {"PYTHONPATH": str(place)}
    run = subprocess.run([sys.executable, "-c", code], cwd="/", env=variables, capture_output=True, text=True)
    assert run.stdout.splitlines()[-1:] == ["3.0"], run.stderr
    assert sorted(path.name for path in place.iterdir()) == ["autograder", "course_utils"]
