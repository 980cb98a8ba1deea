"""Does the visible check help step by step, show what went wrong, and leave grades alone?"""

import functools
import json
import textwrap

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder import bank
from course_utils.check import Check, CheckFailed, visible_paper
from course_utils.checking.paper import Paper
from course_utils.reference.dropout import dropout_backward, dropout_forward

pytestmark = pytest.mark.usefixtures("there_is_time")
BACKWARD = bank.exercise("dropout_backward")
NOT_SCALED = next(m for m in BACKWARD.mistakes if m.name == "the gradient is not scaled")
NO_MASK = next(m for m in BACKWARD.mistakes if m.name == "the mask is missing")
CHANGES = next(m for m in BACKWARD.mistakes if m.name == "dA_dropped itself is changed")
HOSTILE = "<script>alert('dA')</script> & `x`"


@functools.cache
def paper(name):
    return Paper.from_json(json.loads(json.dumps(bank.exercise(name).paper().to_json())))


@pytest.fixture(autouse=True)
def outside(monkeypatch, tmp_path):
    """The papers are made here, not read from what the last build left; nothing grades."""
    monkeypatch.setitem(Check.__call__.__globals__, "visible_paper", paper)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))


@pytest.fixture
def check():
    return Check()


@pytest.fixture
def shell():
    """A real IPython shell in this process; what it displays is in `shell.shown`."""
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.shown = []
    shell.display_pub.publish = lambda data, **kwargs: shell.shown.append(data)
    yield shell
    InteractiveShell.clear_instance()


def told(check, function, *companions, exercise="dropout_backward"):
    """The message a wrong function gets in a terminal."""
    with pytest.raises(CheckFailed) as caught:
        check(exercise, function, *companions)
    return str(caught.value)


def labels(text):
    return [line.strip().split(":")[0] for line in text.splitlines()[1:] if line.startswith("  ")]


def fails(dA, D, keep_prob):
    raise ValueError(HOSTILE)


def stub(dA, D, keep_prob):
    raise NotImplementedError()


# --- right and wrong --------------------------------------------------------------------------------------


def test_is_a_right_function_told_so_and_nothing_returned(check, capsys):
    assert check("dropout_backward", dropout_backward, dropout_forward) is None
    assert capsys.readouterr().out == "✓ dropout_backward: right in all 3 trials, every rule holds\n"
    assert check.arguments is None and check.result is None and check.expected is None


def test_is_a_round_trip_told(check, capsys):
    def backward(dA, D, keep_prob):  # for a mask of bools, as one's own may be, and for no other
        result = np.zeros_like(dA)
        result[D] = dA[D] / keep_prob
        return result

    check("dropout_backward", backward, dropout_forward)
    assert "goes together with your own dropout_forward" in capsys.readouterr().out


def test_does_the_help_come_in_three_steps(check):
    wrong = BACKWARD.function(NOT_SCALED)
    steps = [told(check, wrong) for _ in range(4)]
    assert [labels(s)[:-2] for s in steps[:2]] == [["What is wrong"], ["What is wrong", "Where to look"]]
    assert all(labels(s)[-2:] == ["To look at", "More help"] for s in steps[:2])
    assert labels(steps[2]) == ["What is wrong", "Where to look", "Nearly how", "To look at"] and steps[3] == steps[2]
    assert all(s.startswith("✗ dropout_backward: not yet") and NOT_SCALED.name in s for s in steps)
    assert [NOT_SCALED.see in s for s in steps] == [False, True, True, True]
    assert [NOT_SCALED.do in s for s in steps] == [False, False, True, True]
    dA, D, keep_prob = paper("dropout_backward").trials[0].arguments.values()
    assert D[0, 0], "else both are 0"
    assert f"dA[0, 0] is {dA[0, 0]:.5g}; it should be {dA[0, 0] / keep_prob:.5g}" in steps[0], "what stands there and what should"


def test_do_the_steps_begin_again_for_another_mistake_and_after_success(check):
    unscaled, maskless = BACKWARD.function(NOT_SCALED), BACKWARD.function(NO_MASK)
    told(check, unscaled)
    assert NOT_SCALED.see in told(check, unscaled)
    assert NO_MASK.see not in told(check, maskless), "another mistake begins at its first step"
    assert NO_MASK.see in told(check, maskless)
    check("dropout_backward", dropout_backward)
    assert NOT_SCALED.see not in told(check, unscaled)
    told(check, lambda A, k, r: (A, A), exercise="dropout_forward")
    check("dropout_backward", dropout_backward)
    assert "Where to look" in told(check, lambda A, k, r: (A, A), exercise="dropout_forward"), "success in one exercise is none in another"


def test_is_a_secondary_rule_called_nearly(check):
    text = told(check, BACKWARD.function(CHANGES))
    assert text.startswith("◐ dropout_backward: nearly. What must hold, and does not: `dA_dropped` and `D` are left as they were")
    assert CHANGES.name in text and "it changes what it was handed: dA_dropped" in text


def test_is_there_help_without_a_known_mistake_too(check):
    def sevenfold(dA, D, keep_prob):
        return 7 * dA * D / keep_prob if keep_prob > 0.5 else dA * D / keep_prob

    steps = [told(check, sevenfold) for _ in range(3)]
    assert "known mistake" not in steps[2] and BACKWARD.rules[0].says in steps[1] and BACKWARD.rules[0].says not in steps[0]
    assert "It misses in 2 of 3 trials" in steps[2] and "check.arguments" in steps[0]
    one, _, three = (trial.says for trial in paper("dropout_backward").trials)
    assert f"with {one}; with {three}" in steps[2]
    assert "It is 7 times" not in steps[0], "a factor that is no plain one is not told"
    everywhere = [told(check, lambda dA, D, k: dA - 5) for _ in range(3)][-1]
    assert "It misses in every trial." in everywhere


def test_is_the_failing_call_kept_to_look_at_and_ours_left_alone(check):
    wrong = BACKWARD.function(CHANGES)
    told(check, BACKWARD.function(NOT_SCALED))
    first = paper("dropout_backward").trials[0]
    assert list(check.arguments) == ["dA_dropped", "D", "keep_prob"] and check.arguments["keep_prob"] == first.arguments["keep_prob"]
    assert np.array_equal(check.result, check.arguments["dA_dropped"] * check.arguments["D"])
    assert np.allclose(check.expected, dropout_backward(*check.arguments.values()))
    for _ in range(2):  # what the message advises: call the function on them
        wrong(*check.arguments.values())
    check.expected[:] = 0
    assert not np.array_equal(check.arguments["dA_dropped"], first.arguments["dA_dropped"])
    check("dropout_backward", dropout_backward)
    state = paper("dropout_forward").trials[0].arguments["rng"].bit_generator.state
    told(check, lambda A, k, r: (A, A), exercise="dropout_forward")
    check.arguments["rng"].random(5)
    assert paper("dropout_forward").trials[0].arguments["rng"].bit_generator.state == state


def test_is_what_was_expected_the_shape_where_the_shape_is_wrong(check):
    told(check, lambda A, k, r: (A, np.ones((1, 1))), exercise="dropout_forward")
    shape = paper("dropout_forward").trials[0].arguments["A"].shape
    assert check.expected == shape and check.result[1].shape == (1, 1)
    told(check, lambda A, k, r: A, exercise="dropout_forward")
    assert check.expected == "2 values (A_dropped, D)" and check.result.shape == shape


def test_is_the_students_own_traceback_shown(check):
    text = told(check, fails)
    assert "it stopped with ValueError: " + HOSTILE in text
    assert "Traceback (most recent call last)" in text and "raise ValueError(HOSTILE)" in text and "in fails" in text
    assert "course_utils" not in text
    assert "The last line of the traceback says what went wrong" in told(check, fails) and "check.arguments.values()" in told(check, fails)
    assert check.result is None and check.arguments["keep_prob"] == paper("dropout_backward").trials[0].arguments["keep_prob"]


# --- what is no function ------------------------------------------------------------------------------------


def test_is_the_empty_stub_no_mistake(check):
    for _ in range(2):
        text = told(check, stub)
        assert text.startswith("○ dropout_backward is not written yet") and "in place of `raise NotImplementedError()`" in text
        assert "Traceback" not in text and "To look at" not in text


@pytest.mark.parametrize(("thing", "says"), [(np.ones((2, 3)), "an array of shape (2, 3)"), (None, "None"), ("f", "the text 'f'")])
def test_is_what_is_no_function_refused_with_a_word(check, thing, says):
    text = told(check, thing)
    assert "dropout_backward: hand over the function itself, not what it returns" in text and says in text


def test_is_an_unknown_exercise_answered_with_those_there_are():
    with pytest.raises(ValueError, match=r"there is no exercise 'dropuot'; there are: \w+(, \w+)*"):
        visible_paper("dropuot")


# --- where it runs ------------------------------------------------------------------------------------------


def test_does_grading_only_get_a_report(check, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    for wrong in (BACKWARD.function(NOT_SCALED), fails, stub, 3, lambda: None):
        assert check("dropout_backward", wrong) is None
        assert "dropout_backward" in capsys.readouterr().out
    assert check("dropout_backward", BACKWARD.function(NOT_SCALED)) is None
    assert NOT_SCALED.do in capsys.readouterr().out, "all that can be said, at once"
    assert check("dropout_backward", dropout_backward) is None


def test_does_validate_raise_the_whole_text(check, monkeypatch, shell):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    text = told(check, BACKWARD.function(NOT_SCALED))
    assert NOT_SCALED.name in text and NOT_SCALED.do in text and "More help" not in text
    assert shell.shown == [], "Validate shows nothing but the error"
    assert "Traceback" in told(check, fails)


def test_is_it_rich_in_a_notebook_and_the_error_short(check, shell, capfd):
    shell.user_ns.update(check=check, wrong=BACKWARD.function(NOT_SCALED))
    shell.run_cell('check("dropout_backward", wrong)')
    (shown,) = shell.shown
    assert NOT_SCALED.name in shown["text/plain"] and NOT_SCALED.name in shown["text/html"] and "role='alert'" in shown["text/html"]
    out, err = capfd.readouterr()
    assert (out + err).strip() == "CheckFailed: dropout_backward: not yet. The message above says more.", "no frame of ours"
    shell.shown.clear()
    shell.user_ns.update(right=dropout_backward)
    result = shell.run_cell('check("dropout_backward", right)')
    assert (
        result.success and result.result is None and "✓" in shell.shown[0]["text/html"] and "role='status'" in shell.shown[0]["text/html"]
    )


def test_is_a_students_line_shown_inside_ipython(check, shell):
    shell.user_ns.update(check=check)
    shell.run_cell(
        textwrap.dedent("""
        def mine(dA, D, keep_prob):
            return dA.no_such_thing
        check("dropout_backward", mine)
    """)
    )
    assert "return dA.no_such_thing" in shell.shown[0]["text/plain"]


def test_is_nothing_of_a_message_taken_for_html(check, shell):
    shell.user_ns.update(check=check, fails=fails)
    shell.run_cell('check("dropout_backward", fails)')
    html, plain = shell.shown[0]["text/html"], shell.shown[0]["text/plain"]
    assert HOSTILE in plain and "<script" not in html and "&lt;script&gt;alert(&#x27;dA&#x27;)&lt;/script&gt; &amp; " in html
    assert html.count("<div") == html.count("</div>") == 1
