"""Does the judge get a student's names and results, and is whatever else comes over the line that answer's own loss?"""

import socket
import time

import numpy as np
import pytest
from runners import judged, points

from autograder import bank
from autograder.grading.graded_cell import verdicts
from autograder.judging import verdict
from autograder.sandbox import bridge
from autograder.sandbox.bridge import Ended, OutOfTime, Student
from autograder.sandbox.student import wire
from autograder.sandbox.student.shell import TimeLimit
from course_utils.checking import crossing
from course_utils.checking.record import Onward


def test_an_answer_that_was_never_defined_is_an_error(running):
    cell, _ = judged(running, "x = 1")
    assert points(cell) == 0
    assert cell.outputs[-1].evalue == "name 'dropout_forward' is not defined"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("while True: pass", "did not end in time"),
        ("import os; os._exit(0)", "its process ended (exit 0)"),
        ("return object()", "cannot"),
        ("return [0] * 10**6", "cannot"),
        ("raise ValueError('no')", "ValueError"),
        ("return lambda: 0", "cannot"),
    ],
)
def test_an_answer_that_does_harm_costs_its_own_points(hasty, running, body, words):
    one = hasty if body.startswith("while") else running
    cell, run = judged(one, f"def dropout_forward(A, keep_prob, rng):\n    {body}", "print('after')")
    said = " ".join(str(v["says"]) for v in verdicts(cell)) + " ".join(o.get("evalue", "") for o in cell.outputs)
    assert points(cell) == 0 and words in said
    assert run.notebook.cells[2].outputs[0].text == "after\n"


def test_names_of_python_are_never_the_students(running):
    cell, _ = judged(running, None, "judge = check = print = len = float = lambda *_: 3")
    assert points(cell) == 3
    cell, _ = judged(running, "dropout_forward = max", "def judge(*_): return 3")
    assert points(cell) == 0


def test_is_a_line_on_which_the_judge_stopped_listening_not_used_again(monkeypatch):
    def stopped(*_, **__):
        raise TimeLimit

    student = Student(None)
    student.give(10)
    monkeypatch.setattr(wire, "send", lambda *_, **__: None)
    monkeypatch.setattr(wire, "receive", lambda *_, **__: ({"is": "function", "turn": 1}, b""))
    student.value("dropout_forward")
    assert not student.lost
    monkeypatch.setattr(wire, "receive", stopped)
    with pytest.raises(TimeLimit):
        student.value("dropout_forward")
    assert student.lost
    with pytest.raises(Ended):
        student.value("dropout_forward")


# --- many calls in one message ----------------------------------------------------------------------------


@pytest.fixture
def student(running):
    """A student's process, with time enough."""
    sandbox = running.sandbox()
    line = sandbox.start()
    one = Student(line)
    one.give(20)
    yield one
    line.close()
    _, clean = sandbox.stop(one.lost)
    running.finished(clean)


def defined(student, body, name="f"):
    """Define a function of one number, with a list of what it was called with; return its proxy."""
    lines = "\n    ".join(body.splitlines())
    student.run(
        f"import os, random, sys, time, warnings\nimport numpy as np\nseen = []\ndef {name}(n):\n    seen.append(n)\n    {lines}", 0
    )
    return student.value(name)


def groups(*rows):
    return [[{"n": n} for n in row] for row in rows]


def until(student, rows, name="f"):
    """Return the records of all groups that come, and what ended them or None."""
    found = []
    try:
        for records in student.calls(name, rows):
            found.append(records)
    except Ended as error:
        return found, error
    return found, None


def values(found):
    return [[record.fault.type if record.fault else record.value for record in records] for records in found]


def messages(monkeypatch):
    """Return a list of what is sent to the student's process from now on."""
    sent, send = [], wire.send
    monkeypatch.setattr(wire, "send", lambda line, head, body, deadline: (sent.append((head, body)), send(line, head, body, deadline)))
    return sent


def test_do_calls_cross_together_and_their_records_come_in_order(student, monkeypatch):
    defined(student, "return 10 * n")
    sent = messages(monkeypatch)
    found, error = until(student, groups([1, 2], [3], [4, 5, 6]))
    assert error is None and values(found) == [[10, 20], [30], [40, 50, 60]] and len(sent) == 1
    assert student.value("seen") == [1, 2, 3, 4, 5, 6]
    assert list(student.calls("f", [])) == [] and student.call("f", {"n": 7}).value == 70


def test_does_a_group_end_with_its_first_fault_and_the_next_begin(student):
    defined(student, "return 1 / (n - 2)")
    found, _ = until(student, groups([1, 2, 3], [2], [4, 4]))
    assert values(found) == [[-1, "ZeroDivisionError"], ["ZeroDivisionError"], [0.5, 0.5]]
    assert student.value("seen") == [1, 2, 2, 4, 4]


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("os._exit(3)", "the other side has ended"),
        ("os.closerange(3, 300)", "the other side has ended"),
        ("for fd in range(3, 100):\n        try: os.write(fd, b'x' * 100)\n        except OSError: pass", "too long"),
        ("import signal; os.kill(os.getpid(), signal.SIGSTOP)", "could not be stopped"),
    ],
)
def test_costs_a_call_that_ends_everything_those_before_it_nothing(student, monkeypatch, harm, says):
    defined(student, f"if n == 3:\n    {harm}\nreturn n")
    monkeypatch.setattr(bridge, "GRACE", 0.2)
    student.give(2)
    found, error = until(student, groups([1, 1], [2], [3], [4]))
    assert values(found) == [[1, 1], [2]] and type(error) is Ended and says in str(error)
    assert student.lost
    with pytest.raises(Ended):
        student.value("f")


def test_costs_an_endless_call_those_after_it_their_time_and_nothing_else(student):
    defined(student, "while n == 2:\n    pass\nreturn n")
    student.give(0.5)
    found, error = until(student, groups([1], [2], [3], [4]))
    assert values(found) == [[1], ["TimeLimit"]] and isinstance(error, OutOfTime) and not student.lost
    student.give(20)
    assert student.value("seen") == [1, 2]


def test_does_the_time_hold_for_all_calls_of_a_message(student):
    defined(student, "time.sleep(0.2)\nreturn n")
    student.give(0.5)
    found, error = until(student, groups(*([n] for n in range(50))))
    assert 1 <= len(found) <= 3 and isinstance(error, OutOfTime) and not student.lost
    student.give(20)
    assert len(student.value("seen")) <= 3


def test_are_calls_not_made_of_which_nobody_asks_the_records(student):
    defined(student, "time.sleep(0.1)\nreturn n")
    calls = student.calls("f", groups(*([n] for n in range(100))))
    assert next(calls)[0].value == 0
    calls.close()
    assert not student.lost and len(student.value("seen")) <= 3
    for _ in range(20):  # whether it hears of it between two calls or after the last
        calls = student.calls("f", groups([1], [2]))
        next(calls)
        calls.close()
    assert student.call("f", {"n": 5}).value == 5


def test_is_it_out_of_time_where_the_judge_took_it(student):
    defined(student, "return n")
    student.give(0.3)
    calls = student.calls("f", groups([1], [2], [3]))
    next(calls)
    time.sleep(0.4)
    with pytest.raises(OutOfTime):
        next(calls)
    student.give(20)
    assert not student.lost and student.call("f", {"n": 5}).value == 5


def test_is_a_result_that_cannot_cross_or_is_too_large_that_calls_own_loss(student):
    defined(student, "return {1: object(), 2: np.zeros(2 * 2**20), 3: [0] * 10**6, 4: np.zeros((10**6, 0))}.get(n, n)")
    found, error = until(student, groups([0, 1, 0], [2, 0], [3], [4], [5, 6]))
    assert error is None and values(found) == [[0, "CannotReturn"], ["CannotReturn"], ["CannotReturn"], ["CannotReturn"], [5, 6]]
    says = [records[-1].fault.message for records in found[:4]]
    assert "cannot return a object" in says[0] and "more than 8 MB" in says[1] and "parts" in says[2]
    assert "of a shape that is none" in says[3]


def test_do_arrays_with_few_or_no_entries_come_as_they_are(student):
    defined(student, "return [np.zeros((3, 0)), np.zeros(0), np.float64(1), np.zeros((1, 1, 0, 5), int), np.zeros(2**20 - 1000)]")
    ((found,),) = student.calls("f", groups([0]))
    assert [np.shape(value) for value in found.value] == [(3, 0), (0,), (), (1, 1, 0, 5), (2**20 - 1000,)]


def test_is_each_call_told_from_the_next_as_it_is_alone(student):
    body = """A, rng = n["A"], n["rng"]
n = n["n"]
if n == 1: print("text")
if n == 2: warnings.warn("a warning")
if n == 3: np.random.seed(0)
if n == 4: random.random()
if n == 5: A[0] = 7
if n == 6: rng.random()
if n == 7: raise KeyError("W1")
if n == 8: np.seterr(all="raise"); warnings.simplefilter("error")
if n == 9: np.zeros(1) / 0
return A.sum()"""
    defined(student, body)
    rows = [[{"n": {"n": n, "A": np.ones(2), "rng": np.random.default_rng(0)}}] for n in (*range(10), *range(10))]
    together = [records[0] for records in student.calls("f", rows)]
    alone = [student.call("f", row[0]) for row in rows]

    def told(record):
        after = record.arguments["n"]
        rest = (record.global_moved, record.warnings, record.text, record.fault and record.fault.type, record.value)
        return *rest, after["A"].tolist(), after["rng"].bit_generator.state["state"]["state"]

    assert list(map(told, together)) == list(map(told, alone))
    assert len({str(told(record)) for record in together}) == 8, "3 is as 4, and 8 as 0: its settings are put back"
    assert rows[5][0]["n"]["A"].tolist() == [1, 1], "ours are as they were"


@pytest.mark.parametrize("others", ["", "for rng in kept: rng.random()"])
def test_do_calls_go_on_with_a_generator_as_that_call_left_it_whatever_another_draws_from_it_later(student, others):
    defined(student, f"drawn = n.random()\n{others or 'pass'}\nkept.append(n)\nreturn drawn")
    student.run("kept = []\ndef g(X, rng):\n    return f(rng)", 0)
    given, want = {"X": np.ones(2), "rng": np.random.default_rng(0)}, np.random.default_rng(0).random(4)
    (found,), error = until(student, [[given, given, Onward(given, 0), Onward(given, 2), given]], "g")
    assert error is None and [record.value for record in found] == list(want[[0, 0, 1, 2, 0]])
    assert [record.arguments["rng"].random() for record in found] == list(want[[1, 1, 2, 3, 1]])
    assert all(record.arguments["X"].tolist() == [1, 1] for record in found) and given["rng"].random() == want[0]


def test_is_a_function_that_puts_another_in_its_place_called_no_more(student):
    defined(student, "global f\nif n == 2: f = lambda n: -n\nif n == 3: del f\nreturn n")
    assert values(until(student, groups([1], [2], [3], [4]))[0]) == [[1], [2], [-3], [-4]]
    defined(student, "global f\ndel f\nreturn n")
    assert values(until(student, groups([1], [2], [3]))[0]) == [[1], ["CannotReturn"], ["CannotReturn"]]


def test_does_a_copy_of_the_process_that_a_call_makes_answer_nothing(student):
    defined(student, "if n == 1:\n    os.fork()\nreturn n")
    assert values(until(student, groups([1], [2], [1], [3]))[0]) == [[1], [2], [1], [3]]
    assert student.call("f", {"n": 4}).value == 4


def test_do_arguments_cross_once_and_no_message_hold_more_than_it_may(student, monkeypatch):
    defined(student, "return float(n.sum())")
    sent = messages(monkeypatch)
    large = [np.full(40_000, i) for i in range(10)]  # 320 kB each
    rows = [[arguments] * 2 for arguments in ({"n": array} for array in large)]
    found, error = until(student, rows)
    assert error is None and values(found) == [[40_000 * i] * 2 for i in range(10)]
    assert len(sent) == 4 and all(len(body) <= bridge.TOGETHER for _, body in sent)
    sent.clear()
    huge = [{"n": np.ones(bridge.TOGETHER // 4)}]  # more than that alone
    assert values(until(student, [huge, huge * 2])[0]) == [[2**18], [2**18] * 2] and len(sent) == 2


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ("", {}),
        ("n['A'][0] = 7", {"A": np.array([7.0, 1.0])}),
        ("n['rng'].random()", {}),
        ("n['L'][0] = True", {"L": [True, 2.0]}),  # equal to 1, and not the same
        ("n['L'][1] = 2", {"L": [1, 2]}),
        ("n['A'] = n['A'].astype(int)", {"A": np.ones(2, int)}),
        ("n['A'] = n.pop('B')", {"A": np.zeros(3)}),
        ("n['B'] = -n['B']", {"B": -np.zeros(3)}),
    ],
)
def test_is_what_a_call_made_of_its_arguments_seen_though_what_it_left_does_not_cross(student, change, after):
    defined(student, f"{change or 'pass'}\nreturn 1")
    given = {"n": {"A": np.ones(2), "B": np.zeros(3), "L": [1, 2.0], "rng": np.random.default_rng(0)}}
    left = student.call("f", given).arguments["n"]
    want = given["n"] | after
    if "pop" in change:
        del want["B"]
    assert left.keys() == want.keys() and repr({**left, "rng": 0}) == repr({**want, "rng": 0})
    rng = np.random.default_rng(0)
    assert left["rng"].bit_generator.state == (rng if "random" not in change else (rng.random(), rng)[1]).bit_generator.state


# --- a line that answers out of turn ------------------------------------------------------------------------


THREE = crossing.to_parts(3)[0]
FAULT = {"type": "ValueError", "message": "no", "traceback": "", "inner": ""}


def answer(n, k, last=False, turn=1, **more):
    told = {"value": THREE, "size": 0, "arguments": None, "fault": None, "global_moved": False, "warnings": [], "text": "", "seconds": 0.0}
    return {"is": "record", "at": [n, k], "last": last, "turn": turn, **told, **more}


@pytest.fixture
def scripted():
    """A student's process that answers what it is told to, before it is asked: (a `Student`, what tells it)."""
    here, there = socket.socketpair()
    one = Student(here)
    one.give(5)

    def say(*heads):
        for head in heads:
            wire.send(there, head)

    yield one, say
    here.close()
    there.close()


@pytest.mark.parametrize(
    ("heads", "whole"),
    [
        ([answer(0, 0), answer(0, 1), answer(1, 0, end=True)], 2),
        ([answer(0, 0), answer(0, 1, last=True), answer(1, 0, last=True, end=True)], 2),
        ([answer(0, 0, last=True, fault=FAULT), answer(1, 0, end=True)], 2),
        ([answer(0, 0, fault=FAULT), answer(0, 1), answer(1, 0, end=True)], 2),  # it said that there is more: that is read, and left out
        ([answer(0, 0), answer(1, 0, end=True)], 0),  # a record is left out
        ([answer(0, 0), answer(0, 0), answer(0, 1), answer(1, 0, end=True)], 0),  # comes twice
        ([answer(0, 1), answer(0, 0), answer(1, 0, end=True)], 0),  # comes before its turn
        ([answer(0, 0), answer(0, 1), answer(0, 2), answer(1, 0, end=True)], 1),
        ([answer(0, 0), answer(0, 1), answer(1, 0), answer(1, 1, end=True)], 1),  # one more than there are calls
        ([answer(0, 0), answer(0, 1), answer(1, 0), answer(2, 0, end=True)], 1),
        ([answer(0, 0), answer(0, 1, end=True)], 0),  # one less
        ([answer(0, 0, end=True), answer(0, 1), answer(1, 0, end=True)], 0),  # the end twice
        ([answer(0, 0, last=True), answer(1, 0, end=True)], 0),  # a group that ends without a fault
        ([{"end": True, "turn": 1}], 0),
        ([answer(0, 0), answer(0, 1, turn=2), answer(1, 0, end=True)], 0),  # the answer to another request
        ([{k: v for k, v in answer(0, 0).items() if k != "turn"}], 0),
        ([{k: v for k, v in answer(0, 0).items() if k != "at"}], 0),
    ],
    ids=range(17),
)
def test_does_an_answer_out_of_turn_end_the_process_and_answer_nothing_later(scripted, heads, whole):
    student, say = scripted
    say(*heads, *[{**answer(n, k), "turn": turn} for turn in (2, 3) for n in range(2) for k in range(2)])
    found, error = until(student, groups([1, 2], [3]))
    assert len(found) == whole and student.lost is (error is not None) is (whole < 2)
    if whole == 2:
        assert [len(records) for records in found] == [1 if heads[0]["fault"] else 2, 1]
        return
    assert type(error) is Ended
    for again in (lambda: student.value("f"), lambda: student.call("f", {"n": 1})):
        with pytest.raises(Ended, match="its process has ended"):
            again()


def test_is_an_answer_that_comes_once_too_often_found_out_at_the_next_request(scripted):
    student, say = scripted
    say(answer(0, 0, end=True), answer(0, 0, end=True))
    assert student.call("f", {"n": 1}).value == 3
    with pytest.raises(Ended, match="out of turn"):
        student.value("f")
    assert student.lost


def test_is_what_a_record_is_made_of_looked_at(scripted):
    student, say = scripted
    odd = [
        {"value": None}, {"value": 3}, {"value": [3]}, {"value": [{"array": 0}, [["<f8", [10**9], "C"]]]}, {"size": None}, {"size": True},
        {"arguments": THREE}, {"arguments": 3}, {"fault": 3}, {"fault": {"type": "x"}},
        {"warnings": "many"}, {"text": None}, {"seconds": 1}, {"global_moved": 0},
    ]  # fmt: skip
    say(*[answer(n, 0, end=n == len(odd) - 1, **change) for n, change in enumerate(odd)])
    assert values(until(student, groups(*([n] for n in range(len(odd)))))[0]) == [["CannotReturn"]] * len(odd)


# --- the judge over the line --------------------------------------------------------------------------------


class Here:
    """A proxy that asks for one call at a time."""

    def __init__(self, proxy):
        self._proxy = proxy

    def __record__(self, arguments):
        return self._proxy.__record__(arguments)


@pytest.mark.parametrize("exercise", ["dropout_forward", "diagnose", "split_for_target"])
def test_does_the_judge_say_the_same_of_calls_that_cross_together(student, exercise):
    entry = bank.exercise(exercise)
    for answer in (None, *entry.mistakes):
        student.give(20)
        student.run(f"import numpy as np\n{entry.source(answer)}", 10**6)
        proxy = student.value(exercise)
        one, *others = (verdict(exercise, function, seed=5) for function in (proxy, Here(proxy), entry.function(answer)))
        for other in others:
            assert (one.share, one.mistake and one.mistake.name) == (other.share, other.mistake and other.mistake.name)
            assert [rule.name for rule in one.broken] == [rule.name for rule in other.broken]
