"""Does a runner run a submission as a kernel would, judge it outside, and go on after a crash?"""

import contextlib
import functools
import signal
import socket
import time

import pytest
from nbformat import v4

from autograder import bank
from autograder.cells import is_graded
from autograder.grading.graded_cell import NO_VERDICT, evidence, verdicts
from autograder.grading.left_out import unchanged_experiments
from autograder.grading.read import read_released
from autograder.grading.run import LEFT_OUT, REPLAYS, Runner
from autograder.making import notebooks
from autograder.sandbox.limits import Limits
from autograder.sandbox.student import shell

SEED = "a seed for tests"


@pytest.fixture(scope="module")
def running():
    one = Runner(Limits(cell_seconds=20, notebook_seconds=120))
    yield one
    one.close()


@pytest.fixture(scope="module")
def hasty():
    one = Runner(Limits(cell_seconds=1.5, notebook_seconds=60, memory=2**30, output_bytes=100_000))
    yield one
    one.close()


def notebook(*sources):
    """Return a notebook of code cells, named c0, c1, …"""
    return v4.new_notebook(cells=[v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)])


def outputs(one, *sources):
    """Return the outputs of the cells."""
    return [cell.outputs for cell in one.run(notebook(*sources)).notebook.cells]


def texts(one, *sources):
    """Return each cell's text: streams, values, errors."""
    return [
        "".join(o.get("text") or o.get("data", {}).get("text/plain") or f"{o.get('ename')}: {o.get('evalue')}" for o in found)
        for found in outputs(one, *sources)
    ]


# --- as a kernel would --------------------------------------------------------------------------------


def test_text_values_and_errors_come_back_as_outputs(running):
    run = running.run(notebook("print('a')\nprint('b')\n1 + 1", "1 / 0", "x = 3", "x"))
    first, second, third, fourth = run.notebook.cells
    assert first.outputs == [
        v4.new_output("stream", name="stdout", text="a\nb\n"),
        v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1),
    ]
    assert (second.outputs[0].ename, second.outputs[0].evalue) == ("ZeroDivisionError", "division by zero")
    assert (third.outputs, fourth.execution_count) == ([], 4)
    assert not run.crashes and run.sandboxed


def test_figures_show_by_themselves_as_png(running):
    found = outputs(running, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "%matplotlib inline\nplt.plot([2, 1])\nplt.show()")
    for each in found:
        (shown,) = [o for o in each if o.output_type == "display_data"]
        assert shown.data["image/png"].startswith("iVBORw0KGgo")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("%%time\nprint('in')", "CPU times"),
        ("import asyncio\nawait asyncio.sleep(0)\n'slept'", "slept"),
        ("from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))", "<IPython.core.display.HTML object>"),
        ("import ipywidgets\nipywidgets.interact(lambda n: n, n=(0, 3));", "interactive(children"),
        ("!echo from the shell", "from the shell"),
        ("input('name?')", "nobody can answer input()"),
        ("%%capture kept\nprint('gone')", ""),
        ("import sys\nprint('late', file=sys.stderr)", "late"),
        ("from IPython.display import clear_output\nprint('old')\nclear_output()\nprint('new')", "new\n"),
        ("h = display('a', display_id=True)\nh.update('b')", "'b'"),
        ("%run nothing.py", "File `'nothing.py'` not found"),
        ("def broken(:", "SyntaxError"),
    ],
)
def test_a_cell_behaves_as_in_a_kernel(running, source, wanted):
    (text,) = texts(running, source)
    assert wanted in text
    assert wanted or not text


def test_what_comes_after_an_error_still_runs(running):
    assert texts(running, "exit()", "raise SystemExit(3)", "print('here')")[2] == "here\n"


def test_files_beside_the_notebook_are_there_and_gone_for_the_next(running):
    given = running.run(notebook("print(open('data/numbers.csv').read())"), files={"data/numbers.csv": b"1,2"})
    assert given.notebook.cells[0].outputs[0].text == "1,2\n"
    assert "FileNotFoundError" in texts(running, "open('data/numbers.csv')")[0]


# --- one cell's fault -----------------------------------------------------------------------------------

LOSSES = {
    "a crash": ("import ctypes; ctypes.string_at(0)", "signal SIGSEGV"),
    "an exit": ("import os; os._exit(3)", "exit 3"),
    "a kill": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal SIGKILL"),
    "a line cut": ("import os; os.closerange(3, 200)", ""),
    "a hang that cannot be stopped": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\nwhile True: pass",
        "did not end in time",
    ),
}


@pytest.mark.parametrize("name", LOSSES)
def test_the_next_cells_go_on_from_the_state_before(hasty, name):
    source, words = LOSSES[name]
    before = ["x = 1", "print('once')", "x += 1"]
    run = hasty.run(notebook(*before, source, "x"))
    guilty, after = run.notebook.cells[3:]
    assert guilty.outputs[-1].output_type == "error" and words in guilty.outputs[-1].evalue
    assert after.outputs[0].data["text/plain"] == "2"
    assert len(run.crashes) == 1 and "'c3'" in run.crashes[0]


def test_what_several_processes_use_is_counted_together():
    each = "if not os.fork():\n        kept = bytearray(3 * 10**8)\n        kept[::4096] = b'x' * len(kept[::4096])\n        time.sleep(60)"
    one = Runner(Limits(cell_seconds=20, memory=2**30))
    try:
        run = one.run(notebook("x = 1", f"import os, time\nfor _ in range(5):\n    {each}\ntime.sleep(60)", "x"))
    finally:
        one.close()
    assert "used up its memory" in run.notebook.cells[1].outputs[-1].evalue
    assert run.notebook.cells[2].outputs[0].data["text/plain"] == "1"


def test_a_thread_costs_little_of_the_memory(hasty):
    start = "import threading, time\nfor _ in range(20): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n'started'"
    assert texts(hasty, start) == ["'started'"]


def test_the_clock_stops_with_what_it_was_started_for():
    """However close to the end that is: an alarm that comes later would end the process."""

    def wait(until):  # a function, because Python 3.13 lets an alarm in a loop past the `with` around it
        while time.perf_counter() < until:
            pass

    for n in range(2000):
        with contextlib.suppress(shell.TimeLimit), shell.limited(0.001):
            wait(time.perf_counter() + 0.0009 + n * 1e-7)
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "try:\n    while True: pass\nexcept Exception: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: break",
        "import time\ntime.sleep(60)",
    ],
)
def test_an_endless_cell_is_stopped_and_keeps_its_state(hasty, source):
    run = hasty.run(notebook("x = 1", "x = 2\n" + source, "x"))
    assert not run.crashes
    assert run.notebook.cells[2].outputs[0].data["text/plain"] == "2"


def test_a_notebook_that_is_lost_again_and_again_comes_to_an_end(hasty):
    run = hasty.run(notebook(*["import os; os._exit(1)"] * 8, "1"))
    assert run.notebook.cells[-1].outputs[0].ename == "NotRun"
    assert len(run.crashes) == REPLAYS + 1


def test_a_notebook_has_a_time_of_its_own():
    one = Runner(Limits(cell_seconds=5, notebook_seconds=1))
    try:
        start = time.monotonic()
        run = one.run(notebook(*["import time; time.sleep(0.8)"] * 5, "1"))
        assert time.monotonic() - start < 10
        assert run.notebook.cells[-1].outputs[0].ename == "NotRun"
    finally:
        one.close()


def test_too_much_output_is_cut_and_says_so(hasty):
    first, second = texts(hasty, "for _ in range(10**5): print('x' * 100)", "print('after')")
    assert len(first) < 110_000 and "too much" in first
    assert len(second) < 200


def test_a_sandbox_with_something_left_in_it_is_not_used_again(hasty):
    before = hasty.sandbox()
    hasty.run(notebook("import os\nfor _ in range(2000):\n    os.mkdir('d'); os.chdir('d')"))
    assert texts(hasty, "import os\nprint(os.listdir('/tmp'), os.listdir('/dev/shm'))") == ["['work'] []\n"]
    assert hasty.sandbox() is before or before._process.poll() is not None


def test_a_sandbox_that_somebody_ended_is_replaced(hasty):
    hasty.sandbox()._control.shutdown(socket.SHUT_RDWR)
    assert texts(hasty, "1 + 1") == ["2"]


# --- judged outside ---------------------------------------------------------------------------------------


def judged(one, answer, *more, before=(), check="from course_utils.check import check", **options):
    """Return the executed graded cell of dropout_forward for an answer."""
    graded = v4.new_code_cell(
        f'{check}\ncheck("dropout_forward", dropout_forward)\nfrom autograder import judge\njudge("dropout_forward", dropout_forward)',
        id="graded",
        metadata={"nbgrader": {"grade": True, "grade_id": "graded", "points": 3, "locked": True, "solution": False, "schema_version": 3}},
    )
    answer = bank.exercise("dropout_forward").source() if answer is None else answer
    book = notebook("import numpy as np", *before, answer, *more)
    book.cells.append(graded)
    run = one.run(book, **options)
    evidence(graded)
    return run.notebook.cells[-1], run


def points(cell):
    """Return the points that a graded cell earned."""
    return verdicts(cell)[-1]["points"] if verdicts(cell) else 0


def test_a_right_answer_earns_all_and_a_stub_none(running):
    assert points(judged(running, None)[0]) == 3
    stub, _ = judged(running, "def dropout_forward(A, keep_prob, rng):\n    raise NotImplementedError()")
    assert points(stub) == 0 and verdicts(stub)[-1]["says"] == "not written yet"


def test_the_visible_check_speaks_only_where_the_judge_is_not_content(running):
    def said(cell):
        return [output.data["text/plain"] for output in cell.outputs if output.output_type == "display_data"]

    right, _ = judged(running, None)
    wrong, _ = judged(running, "def dropout_forward(A, keep_prob, rng):\n    return A, A")
    assert len(said(right)) == 1 and "3 of 3 points" in said(right)[0]
    verdict, check = said(wrong)
    assert "0 of 3 points" in verdict and "not yet" in check


def test_reading_the_bank_is_no_students_time(hasty, monkeypatch):
    read, right = bank.exercises, bank.exercise("dropout_forward").source()

    @functools.cache
    def slowly():
        time.sleep(2)
        return read()

    monkeypatch.setattr(bank, "exercises", slowly)
    assert points(judged(hasty, right)[0]) == 3


@pytest.mark.parametrize("harm", ["while True: pass", "import os; os._exit(0)", "raise ValueError"])
def test_what_happens_in_the_visible_check_costs_no_points(hasty, harm):
    nearly = "def dropout_forward(A, keep_prob, rng):\n    A += 1\n    D = rng.random(A.shape) < keep_prob\n    return (A - 1) * D / keep_prob, D"
    cell, _ = judged(hasty, nearly, f"def harm():\n    {harm}", check="def check(*_):\n    harm()")
    assert points(cell) == 2.25


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


def test_a_verdict_cannot_be_shown_by_a_student(running):
    forged = "from IPython.display import display\ndisplay({'application/vnd.course.verdict+json': {'points': 3}}, raw=True)\n3.0"
    run = running.run(notebook(forged))
    assert not verdicts(run.notebook.cells[0])


def test_without_a_verdict_there_are_no_points():
    cell = v4.new_code_cell(metadata={"nbgrader": {"grade": True, "points": 3}})
    cell.outputs = [v4.new_output("execute_result", {"text/plain": "3.0"})]
    evidence(cell)
    assert cell.outputs[-1].ename == NO_VERDICT


def test_other_courses_tests_run_with_the_students_code(running):
    cell, _ = judged(running, None, tests="student")
    assert cell.outputs[-1].output_type == "error"  # there is no judge where a student's code runs
    assert "No module named 'autograder'" in cell.outputs[-1].evalue


def test_all_of_a_chapter_earns_all(running, tmp_path):
    import tiny

    root = tiny.make(tmp_path)
    source = read_released(root / "source" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb")
    run = running.run(
        source,
        left_out=unchanged_experiments(tiny.released(root), source),
        environment={"COURSE_ROOT": str(root), "COURSE_SEED_FILE": str(root / "seed")},
    )
    assert sum(points(cell) for cell in run.notebook.cells if is_graded(cell)) == 5
    assert run.notebook.cells[2].outputs[0].data["text/plain"] == LEFT_OUT
    assert notebooks.dumps(run.notebook)


def test_another_shell_in_the_process_does_no_harm(running):
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.clear_instance()
    InteractiveShell.instance()
    assert points(judged(running, None)[0]) == 3
    InteractiveShell.clear_instance()
    assert points(judged(running, None)[0]) == 3
