"""Run a submission: the student's cells in the sandbox, the graded cells here, where the judge is.

What a cell does costs that cell. After a crash, a hang or an exhausted memory a new process runs the cells before it
again, without the one that did it; nothing of that is paid where nothing goes wrong.
"""

from __future__ import annotations

import ast
import contextlib
import math
import os
import pkgutil
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode, from_dict

import course_utils

from . import bank, mend
from .bridge import Ended, Names, Student, TimeLimit
from .judge import VERDICT
from .sandbox import LIMITS, Sandbox
from .student import shell

LEFT_OUT = "Not run for the grade: this experiment is as it was handed out."
NO_VERDICT = "NoVerdict"
JUDGE_MEMORY = 2**30  # bytes for judging one cell
REPLAYS = 3  # how often a lost process is replaced in one notebook
SUBMISSIONS = 200  # of one sandbox; then a new one is warmed, so that nothing can pile up
WARM = ["numpy", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "ipywidgets", "scipy.ndimage", "sklearn.datasets"]
OURS = [f"course_utils.{module.name}" for module in pkgutil.iter_modules(course_utils.__path__) if not module.ispkg]
JSON = re.compile(r"application/(.*\+)?json")  # the types whose value is no text, as the notebook format has it
DEPTH = 50
FORMATS = {"stream", "display_data", "execute_result", "error"}
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
    """An executed notebook, what was lost on the way (a line each), and whether it ran in a sandbox."""

    notebook: NotebookNode
    crashes: list[str] = field(default_factory=list)
    sandboxed: bool = True


class Engine:
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
            self._sandbox, self._served = Sandbox(self.limits, [*WARM, *OURS, "course_utils.datasets:read"], self.hide, self.safe), 0
        return self._sandbox

    def run(self, notebook, *, left_out=frozenset(), environment=None, tests="judge", files=None):
        """Run a notebook that is in order, its hidden tests in it; return a `Run`.

        left_out     ids of cells that are not run
        environment  variables for the judge: `COURSE_SEED_FILE`, `COURSE_ROOT`
        tests        "judge": graded cells run here, and a student's names come over the bridge;
                     "student": they run in the student's process, as in other courses
        files        what lies beside the notebook: bytes by relative path
        """
        with self._alone, _environment(environment or {}):
            if tests == "judge":
                bank.exercises()  # read before a clock runs, or it would be the first graded cell's time
            self.files = files or {}
            run = _Run(self, notebook, left_out, tests == "judge")
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


class _Run:
    """One notebook on its way."""

    def __init__(self, engine, notebook, left_out, judged):
        self.engine, self.notebook, self.left_out, self.judged = engine, notebook, left_out, judged
        self.limits = engine.limits
        self.crashes, self.guilty = [], set()
        self.student = self.names = None
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
                cell.outputs = [_error("NotRun", f"not run: the process was lost {len(self.crashes)} times before")]
            elif time.monotonic() > self.latest:
                cell.outputs = [_error("NotRun", f"not run: the notebook's {self.limits.notebook_seconds:.0f} s are used up")]
            else:
                self._run(index, cell)
        return Run(self.notebook, self.crashes, self.engine.safe)

    def end(self):
        """End the student's process."""
        if self.student is not None:
            _, clean = self._stop()
            self.engine.finished(clean)

    def _begin(self):
        try:
            self.line = self.engine.sandbox().start()
        except OSError:  # somebody ended it from outside
            self.engine.renew()
            self.line = self.engine.sandbox().start()
        self.student, self.names = Student(self.line), None
        self.student.give(self.limits.cell_seconds)
        for path, data in self.engine.files.items():
            self.student.file(path, data)

    def _stop(self):
        self.line.close()
        lost, self.student = self.student.lost, None
        return self.engine.sandbox().stop(lost)

    def _run(self, index, cell):
        self.student.give(min(self.limits.cell_seconds, max(self.latest - time.monotonic(), 1)))
        try:
            if self._is_judged(cell):
                cell.outputs = [from_dict(output) for output in judge_cell(cell.source, self._names(cell))]
                if self.student.lost:
                    self._replace(index, cell, "it was lost in the visible check")
            else:
                found, cell.execution_count = self.student.run(cell.source, self.budget)
                cell.outputs, self.budget = _outputs(found, self.budget)
        except Ended as error:
            kind = type(error).__name__ if isinstance(error, TimeLimit) else "ProcessEnded"
            says = str(error)
            if self.student.lost:
                says = self._replace(index, cell, says)
            cell.outputs = [_error(kind, says)]

    def _is_judged(self, cell):
        return self.judged and mend.is_graded(cell)

    def _names(self, graded):
        """Return the names of the graded cells: those of the set-up cell, then the student's."""
        if self.names is None:
            self.names = Names(self.student, {_exercise(cell) for cell in self.notebook.cells if self._is_judged(cell)})
            for cell in self.notebook.cells:
                if cell.metadata.get("course", {}).get("role") == "setup":
                    exec(cell.source, self.names)
        self.names.exercise = _exercise(graded)
        return self.names

    def _replace(self, index, cell, says):
        """Put a new process in place of a lost one and bring it to where that was; say what had happened."""
        how, clean = self._stop()
        words = WORDS.get(how) or (f"ended ({how})" if how else says)
        name = mend.grade_id(cell) or cell.get("id") or f"number {index + 1}"
        self.crashes.append(f"the cell {name!r} {words}" if how else f"the cell {name!r}: {says}")
        self.guilty.add(index)
        if not clean:
            self.engine.renew()
        self._begin()
        if len(self.crashes) <= REPLAYS:
            self._replay(index)
        return f"its process {words}" if how else says

    def _replay(self, index):
        for earlier, cell in enumerate(self.notebook.cells[:index]):
            if cell.cell_type != "code" or earlier in self.guilty or cell.get("id") in self.left_out or self._is_judged(cell):
                continue
            self.student.give(self.limits.cell_seconds)
            try:
                self.student.run(cell.source, 0)
            except Ended:
                if self.student.lost:  # it went well before: give up rather than try for ever
                    self.crashes += ["it was lost again where it went well before"] * (REPLAYS + 1)
                    return


def _exercise(cell):
    return cell.metadata.get("course", {}).get("name")


# --- graded cells ---------------------------------------------------------------------------------


def judge_cell(source, names):
    """Run a graded cell, which is ours, in this process; return its outputs. `Ended` if the student's process is lost.

    The visible check decides nothing: it comes after the judge, only where that is not content, and whatever happens in it costs nothing.
    """
    the_shell = shell.ours()
    the_shell.outputs = outputs = shell.Outputs(2**20)
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    checks = [statement for statement in body if _is_check(statement)]
    stdout, stderr = shell.Stream(the_shell, "stdout"), shell.Stream(the_shell, "stdout")  # on stderr it would cost points
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr), _bounded(JUDGE_MEMORY):
        try:
            _exec([statement for statement in body if statement not in checks], names)
            value = eval(compile(ast.Expression(last.value), "<graded cell>", "eval"), names) if last else None
            if not any(data["points"] == data["max_points"] for data in verdicts({"outputs": outputs.whole()})):
                with contextlib.suppress(Exception):
                    _exec(checks, names)
            if value is not None:
                shown = {"data": {"text/plain": repr(value)}, "metadata": {}}
                outputs.add({"output_type": "execute_result", "execution_count": None, **shown})
        except Ended:
            raise
        except Exception as error:
            outputs.add(_error(type(error).__name__, str(error)))
    return outputs.whole()


def _is_check(statement):
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "check"


def _exec(statements, names):
    exec(compile(ast.Module(statements, []), "<graded cell>", "exec"), names)


@contextlib.contextmanager
def _bounded(memory):
    """Let this process have so much more memory, and no more: a result's shape may make a measure ask for any amount."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:  # no Linux
        yield
        return
    import resource  # where there is /proc, there is this

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def evidence(cell):
    """Make a graded cell count only what its judge says: without a verdict it becomes an error, and a warning costs nothing."""
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"  # nbgrader takes all points away for anything on stderr
    wrong = any(output.output_type == "error" for output in cell.outputs)
    if not wrong and _score(cell) is None:
        cell.outputs.append(_error(NO_VERDICT, "the judge gave no verdict in this cell"))


def verdicts(cell):
    """Return the verdicts that a cell shows."""
    shown = (o.get("data", {}) for o in cell.get("outputs", []) if o["output_type"] == "display_data")
    return [data[VERDICT] for data in shown if isinstance(data.get(VERDICT), dict)]


def _score(cell):
    """Return the number nbgrader will read from a cell if a verdict says the same, else None."""
    results = [o for o in cell.outputs if o.output_type == "execute_result"]
    said = verdicts(cell)
    if len(results) != 1 or not said:
        return None
    try:
        score = float(results[0]["data"]["text/plain"])
    except (KeyError, TypeError, ValueError):
        return None
    return score if score == said[-1].get("points") and 0 <= score <= float(cell.metadata.nbgrader["points"]) else None


def _outputs(found, budget):
    """Return the outputs that came from the student's process, as far as they are valid and there is room, and the room left."""
    outputs = []
    for data in found:
        output = _output(data)
        size = 0 if output is None else len(str(output))
        if output is not None and size <= budget + len(shell.CUT) + shell.EACH:
            outputs.append(output)
            budget = max(budget - max(size, shell.EACH), 0)
    return outputs, budget


def _output(data):
    """Return an output from the student's process as a valid one of a notebook, or None."""
    try:
        kind = data["output_type"]
        if kind not in FORMATS:
            return None
        if kind == "stream":
            return NotebookNode(output_type=kind, name="stderr" if data["name"] == "stderr" else "stdout", text=_text(data["text"]))
        if kind == "error":
            return _error(_text(data["ename"]), _text(data["evalue"]), [_text(row) for row in data["traceback"]])
        shown = {
            _text(mime): _plain(value) if JSON.fullmatch(mime) else _text(value) for mime, value in data["data"].items() if mime != VERDICT
        }
        metadata = _plain(data["metadata"]) if isinstance(data["metadata"], dict) else {}
        more = {"execution_count": max(int(data["execution_count"]), 0)} if kind == "execute_result" else {}
        return NotebookNode(output_type=kind, data=from_dict(shown), metadata=from_dict(metadata), **more)
    except Exception:  # of whatever was sent in place of an output
        return None


def _text(value):
    """Return a value as text that can be written: half a character cannot."""
    return str(value).encode("utf-8", "replace").decode()


def _plain(value, depth=0):
    """Return JSON data as every reader of a notebook takes it: not deep, with whole characters, without nan."""
    if depth > DEPTH:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {_text(key): _plain(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, depth + 1) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return _text(value) if isinstance(value, str) else value


def _error(name, says, traceback=None):
    return NotebookNode(output_type="error", ename=name, evalue=says, traceback=traceback or [f"{name}: {says}"])


@contextlib.contextmanager
def _environment(variables):
    """Tell judge and check that this is grading, and where the class's things are."""
    before = dict(os.environ)
    os.environ.update({"NBGRADER_EXECUTION": "autograde", **variables})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
