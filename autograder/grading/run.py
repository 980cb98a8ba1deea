"""Run a submission: the student's cells in the sandbox, the graded cells here, where the judge is.

What a cell does costs that cell. After a crash, a hang or an exhausted memory a new process runs the cells before it
again, without the one that did it; nothing of that is paid where nothing goes wrong.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
from dataclasses import dataclass, field

from IPython import get_ipython
from nbformat import NotebookNode, from_dict

from .. import bank
from ..cells import exercise_of, grade_id, is_graded, role_of
from ..places import given_modules
from ..sandbox.bridge import Ended, Names, OutOfTime, Student
from ..sandbox.bubblewrap import Sandbox
from ..sandbox.limits import LIMITS
from ..sandbox.processor import patient
from ..sandbox.student import shell
from .graded_cell import judge_cell, verdicts
from .names import names
from .outputs import error, valid
from .patience import Patience

LEFT_OUT = "Not run for the grade: this cell is as it was handed out."
TIME_LIMIT, PROCESS_ENDED, NOT_RUN = "TimeLimit", "ProcessEnded", "NotRun"  # names of the errors that we put into a cell
REPLAYS = 3  # how often a lost process is replaced in one notebook
JUDGING = (
    4  # times a cell's own seconds may be computed to judge one: the first wrong answer of a class pays for running the known mistakes
)
SUBMISSIONS = 200  # of one sandbox, so that nothing can pile up in it
WARM = ["numpy", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "ipywidgets", "scipy.ndimage", "sklearn.datasets"]
WORDS = {
    "memory": "used up its memory",
    "processes": "started too many processes",
    "files": "made too many files",
    "sockets": "opened too many sockets",
    "time": "used up its time",
    "disk": "wrote too large a file",
}


@dataclass
class Run:
    """An executed notebook, what was lost on the way (a line each), whether it ran in a sandbox, and how long each exercise was judged."""

    notebook: NotebookNode
    crashes: list[str] = field(default_factory=list)
    sandboxed: bool = True
    seconds: dict[str, float] = field(default_factory=dict)


class Runner:
    """Runs notebooks, one after the other, each in a fresh child of one warm sandbox. One for a process.

    hide  folders that a submission must not see: the course's own, the gradebook's
    safe  False: without a sandbox
    """

    def __init__(self, limits=LIMITS, safe=True, hide=()):
        self.limits, self.safe, self.hide = limits, safe, hide
        self._sandbox, self._served = None, 0
        self._alone = threading.Lock()  # shell, streams and environment are the process's
        self.sandbox()

    def sandbox(self):
        """Return the warm sandbox; `NoSandbox` if there can be none."""
        if self._sandbox is None:
            self._sandbox, self._served = (
                Sandbox(self.limits, [*WARM, *given_modules(), "course_utils.datasets:read"], self.hide, self.safe),
                0,
            )
        return self._sandbox

    def run(self, notebook, *, left_out=frozenset(), environment=None, tests="judge", files=None):
        """Run a notebook that is in order, its hidden tests in it; return a `Run`.

        left_out     ids of cells that are not run
        environment  variables for the judge: `COURSE_SEED_FILE`, `COURSE_ROOT`
        tests        "judge": graded cells run here, and a student's names come over the bridge;
                     "student": they run in the student's process, as in other courses
        files        what lies beside the notebook: bytes by relative path
        """
        with self._alone, self.sandbox().processor.only(), patient(), _for_grading(environment or {}):
            if tests == "judge":
                bank.exercises()  # read before a clock runs, or it would be the first graded cell's time
            self.files = files or {}
            run = _OnItsWay(self, notebook, left_out, tests == "judge")
            try:
                return run.whole()
            finally:
                run.end()

    def renew(self):
        """Throw the sandbox away; the next run warms a new one."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    close = renew

    def finished(self, clean):
        """Keep the sandbox for the next submission, if nothing is left of this one."""
        self._served += 1
        if not clean or self._served >= SUBMISSIONS:
            self.renew()


class _OnItsWay:
    """One notebook on its way."""

    def __init__(self, runner, notebook, left_out, judged):
        self.runner, self.notebook, self.left_out, self.judged = runner, notebook, left_out, judged
        self.limits = runner.limits
        self.crashes, self.guilty, self.seconds = [], set(), {}
        self.student = self.names = None
        self.wrong = set()  # the exercises that lost points so far
        self.budget = self.limits.output_bytes
        self.latest = time.monotonic() + self.limits.notebook_seconds

    def whole(self):
        """Run all cells."""
        self._begin()
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            if cell.get("id") in self.left_out:
                cell.outputs = [from_dict({"output_type": "display_data", "data": {"text/plain": LEFT_OUT}, "metadata": {}})]
            elif len(self.crashes) > REPLAYS:
                cell.outputs = [error(NOT_RUN, f"not run: the process was lost {len(self.crashes)} times before")]
            elif time.monotonic() > self.latest:
                cell.outputs = [error(NOT_RUN, f"not run: the notebook's {self.limits.notebook_seconds:.0f} s are used up")]
            else:
                self._run(index, cell)
        return Run(self.notebook, self.crashes, self.runner.safe, self.seconds)

    def end(self):
        """End the student's process."""
        if self.student is not None:
            _, clean = self._stop()
            self.runner.finished(clean)

    def _begin(self):
        try:
            self.line = self.runner.sandbox().start()
        except OSError:  # somebody ended it from outside
            self.runner.renew()
            self.line = self.runner.sandbox().start()
        self.student, self.names = Student(self.line), None
        self.student.give(self.limits.cell_seconds)
        for path, data in self.runner.files.items():
            self.student.file(path, data)

    def _stop(self):
        self.line.close()
        lost, self.student = self.student.lost, None
        return self.runner.sandbox().stop(lost)

    def _run(self, index, cell):
        self._give()
        start = time.perf_counter()
        try:
            if self._is_judged(cell):
                cell.outputs = [from_dict(output) for output in judge_cell(cell.source, self._names(cell), self._patience())]
                if self.student.lost:
                    self._replace(index, cell, "it was lost while it was judged")
            else:
                found, cell.execution_count = self.student.run(cell.source, self.budget)
                cell.outputs, self.budget = valid(found, self.budget)
        except Ended as fault:
            kind = TIME_LIMIT if isinstance(fault, OutOfTime) else PROCESS_ENDED
            says = str(fault)
            if self.student.lost:
                says = self._replace(index, cell, says)
            cell.outputs = [error(kind, says)]
        if self._is_judged(cell):
            self.seconds[exercise_of(cell)] = time.perf_counter() - start
            if not any(said["points"] == said["max_points"] for said in verdicts(cell)[-1:]):
                self.wrong.add(exercise_of(cell))

    def _give(self):
        """Give a cell its time, as far as the notebook has as much left."""
        self.student.give(min(self.limits.cell_seconds, max(self.latest - time.monotonic(), 1)))

    def _patience(self):
        """Return how long a graded cell may be judged here: in the notebook's time, and at its end as long as a cell."""
        cell = self.limits.cell_seconds
        return Patience(JUDGING * cell, max(self.latest, time.monotonic() + cell))

    def _is_judged(self, cell):
        return self.judged and is_graded(cell)

    def _names(self, graded):
        """Return the names of the graded cells: those of the set-up cell, then the student's."""
        if self.names is None:
            self.names = Names(self.student, {exercise_of(cell) for cell in self.notebook.cells if self._is_judged(cell)})
            for cell in self.notebook.cells:
                if role_of(cell) == "setup":
                    exec(cell.source, self.names)
        self.names.exercise = exercise = exercise_of(graded)
        own = [c for c in self.notebook.cells if role_of(c) == "exercise" and exercise_of(c) == exercise]
        self.names.is_echo = any(self.wrong & names(cell.source)[1] for cell in own)
        return self.names

    def _replace(self, index, cell, says):
        """Put a new process in place of a lost one and bring it to where that was; say what had happened."""
        how, clean = self._stop()
        words = WORDS.get(how) or (f"ended ({how})" if how else says)
        name = grade_id(cell) or cell.get("id") or f"number {index + 1}"
        self.crashes.append(f"the cell {name!r} {words}" if how else f"the cell {name!r}: {says}")
        self.guilty.add(index)
        if not clean:
            self.runner.renew()
        self._begin()
        if len(self.crashes) <= REPLAYS:
            self._replay(index)
        return f"its process {words}" if how else says

    def _replay(self, index):
        """Run the cells before again, in the notebook's time: where that is used up, what comes next is not run either."""
        for earlier, cell in enumerate(self.notebook.cells[:index]):
            if cell.cell_type != "code" or earlier in self.guilty or cell.get("id") in self.left_out or self._is_judged(cell):
                continue
            if time.monotonic() > self.latest:
                return
            self._give()
            try:
                self.student.run(cell.source, 0)
            except Ended:
                if self.student.lost:  # it went well before: give up rather than try for ever
                    self.crashes += ["it was lost again where it went well before"] * (REPLAYS + 1)
                    return


_shared = None  # (settings, the runner) of this process


def shared_runner(*settings):
    """Return this process's runner with these limits, safety and hidden folders: warming one takes seconds."""
    global _shared
    if _shared is None or _shared[0] != settings:
        close_shared()
        _shared = settings, Runner(*settings)
    return _shared[1]


@atexit.register
def close_shared():
    """Close this process's runner, if it has one."""
    global _shared
    (_, runner), _shared = _shared or (None, None), None
    if runner is not None:
        with contextlib.suppress(Exception):  # it is broken
            runner.close()


@contextlib.contextmanager
def _for_grading(variables):
    """Tell judge and check that this is grading, and where the class's things are; then all is as it was, the shell too."""
    before, its_shell = dict(os.environ), get_ipython()
    os.environ.update({"NBGRADER_EXECUTION": "autograde", **variables})
    try:
        yield
    finally:
        shell.in_front(its_shell)
        os.environ.clear()
        os.environ.update(before)
