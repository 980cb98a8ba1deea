"""Does a submission get no more than its limits allow?"""

import time

from runners import notebook, said, texts

from autograder.grading.run import Runner
from autograder.sandbox.limits import Limits


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


def test_processes_are_limited():
    one = Runner(Limits(cell_seconds=60, processes=6))
    try:
        fork = "import os, time\nn = 0\ntry:\n    while os.fork():\n        n += 1\n    time.sleep(60)\nexcept OSError:\n    print(n < 6)"
        assert said(one, fork) == "True\n"
    finally:
        one.close()
