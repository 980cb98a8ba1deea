"""What does a call of a student's function cost the judge, beyond the function itself?

    python benchmarks/bridge.py            # chapters 2, 4 and 8
    python benchmarks/bridge.py 1 9

Every exercise's right answer is called with its hidden trials in a real sandbox: as the judge does, with the calls that hang on no
result in one message, and one message a call. CPU of both processes, without what the function itself takes and without the
measuring; the least of some rounds, in turns, since machines are noisy.
"""

from __future__ import annotations

import inspect
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder import bank
from autograder.grading.run import Runner
from autograder.judging import hidden_paper
from autograder.sandbox.bridge import Student
from autograder.sandbox.processor import patient
from course_utils.checking import examine
from course_utils.checking.record import keep_global_state

CHAPTERS = [2, 4, 8]
ROUNDS, PASSES = 7, 5
CLOCK = """
import time
taken = [0.0]
def clock(): return time.thread_time(), taken[0]  # of a process the clock ticks, where its processor time is limited
def clocked(function):
    def call(*arguments):
        start = time.thread_time()
        try:
            return function(*arguments)
        finally:
            taken[0] += time.thread_time() - start
    return call
"""


class OneByOne:
    """A proxy that asks for one call at a time."""

    def __init__(self, proxy):
        self._proxy = proxy

    def __record__(self, arguments):
        return self._proxy.__record__(arguments)


def cpu(student):
    """Return the seconds that the judge's process and the student's have computed, and those of the function alone."""
    theirs, function = student.call("clock", {}).value
    return np.array([time.process_time() + theirs - function, function])


def passed(student, trials, function):
    """Return the seconds of a call in one round, beyond the function and in it, and how many calls there are."""
    start = cpu(student)
    for _ in range(PASSES):
        records = [record for _, _, row in examine._calls(trials, function, {}) for record in row]
    spent = (cpu(student) - start) / PASSES / len(records)
    if any(record.fault for record in records):
        raise RuntimeError(next(record.fault.traceback for record in records if record.fault))
    return *spent, len(records)


def measured(student, exercise):
    """Return the number of calls, and the least milliseconds of a call: the function's own, together, one by one."""
    student.run(f"clocked_{exercise.name} = clocked({exercise.name})", 0)
    trials, proxy = hidden_paper(exercise.name, "benchmark").trials, student.value(f"clocked_{exercise.name}")
    rows = {function: [] for function in (proxy, OneByOne(proxy))}
    for _ in range(ROUNDS):
        for function, found in rows.items():
            found.append(passed(student, trials, function))
    together, alone = ([1e3 * min(part) for part in list(zip(*found, strict=True))[:2]] for found in rows.values())
    return rows[proxy][0][2], min(together[1], alone[1]), together[0], alone[0]


def answers(chapter):
    """Return the right answers of a chapter as a cell of a notebook."""
    text = inspect.getsource(sys.modules[chapter[0].reference.__module__])
    return text.replace("from __future__ import annotations", "").replace("from ..", "from course_utils.")


def main(numbers):
    sources = sorted(path.stem for path in Path(__file__).resolve().parents[1].joinpath("source").glob("[0-9]*.py"))
    runner, sums = Runner(), np.zeros(3)
    print(f"{'exercise':32}{'calls':>6}{'bare, ms':>10}{'together':>10}{'one by one':>12}{'ratio':>7}")
    with runner.sandbox().processor.only(), patient(), keep_global_state():
        for number in numbers:
            name = sources[number - 1].partition("_")[2]
            chapter = [e for e in bank.exercises().values() if e.reference.__module__.endswith(f".{name}")]
            student = Student(runner.sandbox().start())
            student.give(600)
            student.run(f"{CLOCK}\n{answers(chapter)}", 10**6)
            for exercise in chapter:
                calls, bare, together, alone = measured(student, exercise)
                sums += calls, calls * together, calls * alone
                print(f"{exercise.name:32}{calls:6}{bare:10.3f}{together:10.3f}{alone:12.3f}{alone / together:7.1f}", flush=True)
            student._line.close()
            runner.sandbox().stop(student.lost)
    runner.close()
    calls, together, alone = sums
    print(f"{'all':32}{int(calls):6}{'':10}{together / calls:10.3f}{alone / calls:12.3f}{alone / together:7.1f}")


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or CHAPTERS)
