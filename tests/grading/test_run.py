"""Does a runner run a submission as a kernel would, judge it outside, and go on after a crash?"""

import functools
import socket
import time

import pytest
from IPython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from nbformat import v4
from runners import judged, notebook, points, texts

from autograder import bank, judging
from autograder.cells import is_graded
from autograder.grading import run as grading_run
from autograder.grading.graded_cell import verdicts
from autograder.grading.left_out import not_needed
from autograder.grading.read import read_released
from autograder.grading.run import LEFT_OUT, REPLAYS, Runner
from autograder.making import notebooks
from autograder.sandbox.limits import Limits

SEED = "a seed for tests"


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


def test_a_sandbox_that_somebody_ended_is_replaced(hasty):
    hasty.sandbox()._control.shutdown(socket.SHUT_RDWR)
    assert texts(hasty, "1 + 1") == ["2"]


# --- judged outside ---------------------------------------------------------------------------------------


def test_a_right_answer_earns_all_and_a_stub_none(running):
    assert points(judged(running, None)[0]) == 3
    stub, _ = judged(running, "def dropout_forward(A, keep_prob, rng):\n    raise NotImplementedError()")
    assert points(stub) == 0 and verdicts(stub)[-1]["says"] == "not written yet"


def test_reading_the_bank_is_no_students_time(hasty, monkeypatch):
    read, right = bank.exercises, bank.exercise("dropout_forward").source()

    @functools.cache
    def slowly():
        time.sleep(2)
        return read()

    monkeypatch.setattr(bank, "exercises", slowly)
    assert points(judged(hasty, right)[0]) == 3


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
        left_out=not_needed(tiny.released(root), source),
        environment={"COURSE_ROOT": str(root), "COURSE_SEED_FILE": str(root / "seed")},
    )
    assert sum(points(cell) for cell in run.notebook.cells if is_graded(cell)) == 5
    assert run.notebook.cells[2].outputs[0].data["text/plain"] == LEFT_OUT
    assert notebooks.dumps(run.notebook)


def test_another_shell_in_the_process_does_no_harm(running):
    assert points(judged(running, None)[0]) == 3 and get_ipython() is None
    another = InteractiveShell.instance()
    assert points(judged(running, None)[0]) == 3 and get_ipython() is another
    InteractiveShell.clear_instance()
    assert points(judged(running, None)[0]) == 3 and get_ipython() is None


# --- nobody holds up the class ----------------------------------------------------------------------------


def test_is_a_notebooks_time_also_that_of_what_is_run_again_after_a_crash():
    one = Runner(Limits(cell_seconds=3, notebook_seconds=4))
    again = "import time\nif get_ipython().outputs.left == 0: time.sleep(2)  # only what is run again has no room for outputs"
    try:
        start = time.monotonic()
        run = one.run(notebook(*(f"{again}  # {i}" for i in range(8)), "import os; os._exit(0)", "1"))
        assert time.monotonic() - start < 25  # 48 where each cell has its own again
        assert [output.ename for output in run.notebook.cells[-1].outputs] == ["NotRun"]
    finally:
        one.close()


def test_does_judging_end_whatever_a_function_returns(hasty, monkeypatch):
    def endless(*_):
        while True:
            pass

    with monkeypatch.context() as patch:
        patch.setattr("autograder.judge", endless)
        patch.setattr(grading_run, "JUDGING", 0.5)
        cell, run = judged(hasty, None)
    assert [output.ename for output in cell.outputs] == ["TimeLimit"] and not run.crashes
    assert points(judged(hasty, None)[0]) == 3


WRONG = "def dropout_forward(A, keep_prob, rng):\n    return 5 * A - 3, 2 * A"
ECHO = "def dropout_backward(dA_dropped, D, keep_prob):\n    return 7 - dropout_forward(dA_dropped, keep_prob, np.random.default_rng(0))[0] + D"
OWN = "def dropout_backward(dA_dropped, D, keep_prob):\n    return 7 - dA_dropped + D  # dropout_forward"


@pytest.mark.parametrize(("first", "second", "shares"), [(WRONG, ECHO, [1.0, judging.ECHO]), (WRONG, OWN, [1.0, 1.0]), ("", ECHO, [1.0])])
def test_is_less_time_spent_on_an_answer_that_calls_another_which_lost_points(running, monkeypatch, first, second, shares):
    class Spied(judging.Clock):
        def __init__(self, share=1.0):
            super().__init__(share)
            found.append(share)

    found, cells = [], [v4.new_code_cell("import numpy as np", metadata={"course": {"role": "setup"}})]
    monkeypatch.setattr(judging, "Clock", Spied)
    for name, answer in (("dropout_forward", first), ("dropout_backward", second)):
        cells.append(v4.new_code_cell(answer or bank.exercise(name).source(), metadata={"course": {"role": "exercise", "name": name}}))
        about = {"grade": True, "grade_id": name, "points": 3, "locked": True, "solution": False, "schema_version": 3}
        judge = f"from autograder import judge\njudge({name!r}, {name})"
        cells.append(v4.new_code_cell(judge, metadata={"course": {"role": "tests", "name": name}, "nbgrader": about}))
    running.run(v4.new_notebook(cells=cells))
    assert found == shares
