"""Is a call seen as it was, and does nothing of it get out but its record?"""

import random
import sys
import textwrap
import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course_utils.checking.record import TEXT_LIMIT, Fault, Record, keep_global_state, record


@pytest.fixture(autouse=True)
def outside(tmp_path, monkeypatch):
    """The global generators, the figures and NumPy's settings are afterwards as they were."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    matplotlib.use("agg")
    with keep_global_state(), np.errstate():
        yield
    plt.close("all")


@pytest.fixture
def shell():
    """A real IPython shell in this process, as a kernel has one."""
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.shown = []
    shell.display_pub.publish = lambda data, **kwargs: shell.shown.append(data)  # as a kernel's, it does not print
    yield shell
    InteractiveShell.clear_instance()


# --- what comes back ----------------------------------------------------------------------------------


def test_is_a_plain_call_recorded():
    seen = record(lambda a, b: (a + b, {"b": b}), {"x": 1, "y": np.array([2.0])})
    assert seen.value[0].tolist() == [3.0] and seen.value[1]["b"].tolist() == [2.0]
    assert (seen.fault, seen.global_moved, seen.warnings, seen.text) == (None, False, [], "")
    assert seen.arguments.keys() == {"x", "y"} and 0 <= seen.seconds < 5


def test_are_the_arguments_the_students_own_and_changes_seen_in_the_record_alone():
    inner = np.arange(3.0)
    given = {"A": inner, "parameters": {"W1": inner}, "n": 3}

    def function(A, parameters, n):
        A *= 2
        parameters["W1"][0] = 7
        parameters["new"] = n
        return A

    seen = record(function, given)
    assert inner.tolist() == [0, 1, 2] and list(given["parameters"]) == ["W1"]
    assert seen.arguments["A"].tolist() == [0, 2, 4]
    assert seen.arguments["parameters"]["W1"].tolist() == [7, 1, 2] and seen.arguments["parameters"]["new"] == 3
    seen.value[0] = 5
    assert seen.arguments["A"][0] == 0, "result and arguments are apart"


def test_does_a_function_that_keeps_what_it_got_reach_no_later_record():
    kept = []

    def function(A):
        kept.append(A)
        for old in kept:
            old += 1
        return kept[0]

    given = {"A": np.zeros(2)}
    first, second = record(function, given), record(function, given)
    assert first.value.tolist() == [1, 1] and second.value.tolist() == [2, 2] and given["A"].tolist() == [0, 0]


def test_is_the_generator_seen_as_the_call_left_it():
    rng = np.random.default_rng(4)
    seen = record(lambda rng: rng.random(3), {"rng": rng})
    twin = np.random.default_rng(4)
    assert np.array_equal(seen.value, twin.random(3))
    assert seen.arguments["rng"].random() == twin.random()
    assert rng.random() == np.random.default_rng(4).random(), "ours has not moved"


def test_is_the_state_after_an_exception_seen_too():
    def function(A, rng):
        A[0] = rng.random()
        raise ValueError("now")

    seen = record(function, {"A": np.zeros(2), "rng": np.random.default_rng(1)})
    assert seen.fault.type == "ValueError" and seen.value is None
    assert seen.arguments["A"][0] == np.random.default_rng(1).random()
    assert seen.arguments["rng"].random() == np.random.default_rng(1).random(2)[1]


def test_is_what_cannot_come_back_in_an_argument_a_change_and_no_fault():
    seen = record(lambda d, A: d.update(f=print) or 1, {"d": {"a": 1}, "A": np.ones(2)})
    assert seen.fault is None and seen.value == 1
    assert "builtin_function" in seen.arguments["d"] and seen.arguments["A"].tolist() == [1, 1]


def test_does_a_proxy_answer_for_itself():
    class Proxy:
        def __record__(self, arguments):
            return Record(value=sorted(arguments))

        def __call__(self):
            raise AssertionError("not here")

    assert record(Proxy(), {"b": 1, "a": 2}).value == ["a", "b"]


# --- the global generators ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "move",
    [
        lambda: np.random.rand(),
        lambda: random.random(),
        lambda: np.random.seed(0),
        lambda: random.seed(0),
        lambda: np.random.shuffle([1, 2, 3]),
        lambda: (np.random.seed(0), np.random.rand()),
        lambda: np.random.randn(),
        lambda: np.random.randn(3),
        lambda: np.random.set_state(np.random.RandomState(1).get_state()),
        lambda: random.gauss(0, 1),
    ],
)
def test_is_a_move_of_a_global_generator_seen_every_time(move):
    assert [record(move, {}).global_moved for _ in range(3)] == [True, True, True]


def test_is_no_move_seen_where_there_was_none():
    def function(rng):
        return rng.random(), np.random.default_rng(0).random(), np.random.get_state()[0], random.Random(1).random()

    assert not record(function, {"rng": np.random.default_rng(0)}).global_moved


def test_is_a_seed_that_each_call_sets_seen_however_many_numbers_it_draws():
    """After one more, two more, three more numbers than in the call before, the state is none that a few draws of ours lead to."""

    def draws(n):
        np.random.seed(1)
        return np.random.rand(n)

    assert all(record(draws, {"n": n}).global_moved for step in range(12) for n in range(1, 60, step + 1))


@pytest.mark.parametrize("kept", [True, False])
def test_is_one_normal_number_seen_whether_numpy_has_kept_its_twin_or_not(kept):
    np.random.seed(0)
    if kept:
        np.random.standard_normal()
    assert record(np.random.standard_normal, {}).global_moved
    assert not record(lambda: 1, {}).global_moved


def test_is_a_move_seen_where_another_bit_generator_is_the_global_one():
    before = np.random.get_bit_generator()
    np.random.set_bit_generator(np.random.PCG64(0))
    try:
        assert record(np.random.standard_normal, {}).global_moved and not record(lambda: 1, {}).global_moved
    finally:
        np.random.set_bit_generator(before)


def test_does_a_draw_from_a_global_generator_differ_from_call_to_call():
    assert record(np.random.random_sample, {}).value != record(np.random.random_sample, {}).value


def test_are_the_global_generators_put_back():
    before = np.random.get_state()[1].copy(), np.random.get_state()[2], random.getstate()
    with pytest.raises(ZeroDivisionError), keep_global_state():
        np.random.seed(1), random.seed(1)
        raise ZeroDivisionError
    assert np.array_equal(np.random.get_state()[1], before[0])
    assert np.random.get_state()[2] == before[1] and random.getstate() == before[2]


# --- what is kept in --------------------------------------------------------------------------------------


def noisy(A):
    print("to stdout")
    print("to stderr", file=sys.stderr)
    warnings.warn("a warning", stacklevel=2)
    warnings.warn("a warning", stacklevel=2)
    warnings.warn("old", DeprecationWarning, stacklevel=2)
    np.zeros(1) / 0
    plt.figure()
    plt.plot([1, 2])
    return A


def test_is_noise_kept_in_and_told_in_a_terminal(capfd):
    mine = plt.figure()
    seen = record(noisy, {"A": 1})
    assert capfd.readouterr() == ("", "")
    assert seen.text.splitlines() == ["to stdout", "to stderr"] and seen.value == 1
    told = ["UserWarning: a warning"] * 2 + ["DeprecationWarning: old"]
    assert seen.warnings[:3] == told and seen.warnings[3].startswith("RuntimeWarning: invalid value")
    assert plt.get_fignums() == [mine.number], "the figure of the call is closed, the one before is open"


@pytest.mark.usefixtures("shell")
def test_are_the_filters_of_a_notebook_no_reason_to_fail():
    warnings.simplefilter("error")  # put back by pytest
    np.seterr(all="raise")
    seen = record(lambda A: (warnings.warn("w", stacklevel=1), np.exp(A))[1], {"A": np.array([-1e4, 1e4])})
    assert seen.fault is None and seen.value.tolist() == [0, np.inf] and len(seen.warnings) == 2


def test_are_settings_of_a_call_put_back():
    def function():
        np.seterr(all="raise")
        warnings.simplefilter("error")

    before = np.geterr(), warnings.filters[:]
    record(function, {})
    assert (np.geterr(), warnings.filters[:]) == before


def test_is_noise_kept_in_inside_ipython(shell, capfd):
    shell.user_ns.update(record=record, noisy=noisy)
    cell = """
    from IPython.display import HTML, display, publish_display_data
    def function(A):
        noisy(A)
        display(HTML("<b>secret</b>"))
        publish_display_data({"text/plain": "secret"})
        import IPython, sys
        IPython.get_ipython().display_pub.publish({"text/plain": "secret"})
        sys.displayhook("secret")
        return A
    seen = record(function, {"A": 1})
    """
    result = shell.run_cell(textwrap.dedent(cell))
    assert result.success
    out, err = capfd.readouterr()
    assert (out, err, shell.shown) == ("", "", [])
    seen = shell.user_ns["seen"]
    assert "to stdout" in seen.text and "to stderr" in seen.text and "UserWarning: a warning" in seen.warnings
    assert plt.get_fignums() == []
    shell.run_cell("print('after'); display('after')")
    assert capfd.readouterr().out == "after\n" and len(shell.shown) == 1, "the shell shows again what is printed"


def test_does_an_exception_inside_ipython_leave_the_shell_as_it_was(shell, capfd):
    shell.user_ns.update(record=record)
    publisher, stdout = shell.display_pub, sys.stdout
    shell.run_cell("def f():\n    print('x')\n    return 1 / 0\nseen = record(f, {})")
    assert shell.user_ns["seen"].fault.type == "ZeroDivisionError"
    assert shell.display_pub is publisher and sys.stdout is stdout and capfd.readouterr() == ("", "")
    assert "return 1 / 0" in shell.user_ns["seen"].fault.traceback, "the cell's own line is shown"


def test_is_a_flood_cut_off():
    def flood():
        for _ in range(1000):
            print("x" * 1000)
            warnings.warn("y" * 20_000, stacklevel=1)
        raise ValueError("z" * 10**6)

    seen = record(flood, {})
    assert len(seen.text) == TEXT_LIMIT and len(seen.warnings) == 100
    assert max(map(len, seen.warnings)) < TEXT_LIMIT + 100
    assert len(seen.fault.message) == TEXT_LIMIT and len(seen.fault.traceback) == TEXT_LIMIT


def test_is_a_closed_stdout_survived(capfd):
    assert record(lambda: sys.stdout.close(), {}).text == "(no text: ValueError)"
    print("still here")
    assert capfd.readouterr().out == "still here\n"


# --- exceptions -----------------------------------------------------------------------------------------


def divide(A):
    return A / half(A)


def half(A):
    return 1 // 0


def test_is_the_traceback_the_students_own():
    fault = record(divide, {"A": 1}).fault
    assert (fault.type, fault.message) == ("ZeroDivisionError", "integer division or modulo by zero")
    assert "in divide" in fault.traceback and "in half" in fault.traceback and "1 // 0" in fault.traceback
    assert fault.traceback.count("File ") == 2 and "course_utils" not in fault.traceback


def test_is_no_frame_of_ours_where_the_call_itself_fails():
    fault = record(divide, {"A": 1, "B": 2}).fault
    assert fault.type == "TypeError" and "2 were given" in fault.message
    assert fault.traceback.startswith("TypeError") and "File " not in fault.traceback
    assert record(3, {}).fault.type == "TypeError", "what cannot be called is a fault, no crash"


def test_are_causes_shown_and_no_frame_of_ours_in_them():
    def function():
        try:
            half(1)
        except ZeroDivisionError as error:
            raise KeyError("W1") from error

    fault = record(function, {}).fault
    assert fault.type == "KeyError" and "direct cause" in fault.traceback and "course_utils" not in fault.traceback


def forever(n):
    return forever(n + 1)


class Own(BaseException):
    pass


class Wordless(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def raiser(error):
    def function():
        raise error

    return function


@pytest.mark.parametrize(
    ("function", "kind", "message"),
    [
        (lambda: sys.exit(3), "SystemExit", "3"),
        (lambda: exit(), "SystemExit", "None"),
        (lambda: forever(0), "RecursionError", "maximum recursion"),
        (raiser(NotImplementedError()), "NotImplementedError", ""),
        (raiser(Own("a BaseException")), "Own", "a BaseException"),
        (raiser(GeneratorExit()), "GeneratorExit", ""),
        (raiser(MemoryError("all")), "MemoryError", "all"),
        (raiser(Wordless()), "Wordless", "(no text: RuntimeError)"),
        (lambda: int("x"), "ValueError", "invalid literal"),
        (lambda: exec("1 +"), "SyntaxError", "invalid syntax"),
    ],
)
def test_is_every_exception_a_fault(function, kind, message):
    fault = record(function, {}).fault
    assert fault.type == kind and message in fault.message and kind in fault.traceback


def test_does_an_interrupt_pass_through_without_a_word():
    with pytest.raises(KeyboardInterrupt) as caught:
        record(raiser(KeyboardInterrupt("secret")), {})
    assert caught.value.args == () and caught.value.__suppress_context__
    with pytest.raises(KeyboardInterrupt) as caught:
        record(raiser(type("Secret", (KeyboardInterrupt,), {})()), {})
    assert type(caught.value) is KeyboardInterrupt


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda: print, "it cannot return a builtin_function_or_method; numbers"),
        (lambda: np.array([None]), "it cannot return an array of dtype object"),
        (lambda: (x for x in [1]), "it cannot return a generator;"),
        (lambda: {"cache": [plt]}, "it cannot return a module"),
        (lambda: np.zeros(10**8), "it cannot return more than 64 MB"),
        (lambda: np.ma.array([1.0], mask=[True]), "it cannot return a masked array"),
    ],
)
def test_is_a_result_that_cannot_cross_named(function, says):
    seen = record(function, {})
    assert seen.fault.type == "CannotReturn" and seen.fault.message.startswith(says) and seen.value is None


def test_does_a_fault_need_no_traceback():
    assert Fault("NameError", "x").traceback == ""
