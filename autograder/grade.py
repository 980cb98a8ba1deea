"""Grade one submission: a pure function of (release, submission), for any process on any machine.

`grade_submission(job)` is what workers do; `batch` hands the jobs out and writes down what comes back. Each
worker keeps one engine. What a submission does wrong ends in a `Graded`; an exception is the machine's fault.
"""

from __future__ import annotations

import atexit
import contextlib
import copy
import functools
import hashlib
import itertools
import multiprocessing
import os
import platform
import signal
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from nbformat import v4

from . import mend
from .engine import NO_VERDICT, Engine, evidence, verdicts
from .errors import CourseError, one_line
from .judge import SEED_VARIABLE
from .sandbox import Limits
from .text import COURSE_ROOT

TIMEOUTS = ("TimeLimit", "KeyboardInterrupt")
SAYS_ALL = (NO_VERDICT, "ProcessEnded", "NotRun")  # errors whose text is a sentence
RECORD = "graded"  # in the metadata of an executed notebook: what made it, and the result
NO_SANDBOX = "Graded without a sandbox."
CODE = ("bank", "judge.py", "mend.py", "grade.py", "engine.py", "sandbox.py", "bridge.py", "student", "student.py")  # what a score hangs on

alone = threading.RLock()  # a worker's threads (Dask has several) grade one after the other: engine and warnings are the process's
_engine = None  # (its settings, the engine) of this process


@dataclass
class ExerciseResult:
    """What one exercise earned: `outcome` is right, part, wrong, empty, error, timeout or none."""

    exercise: str
    points: float
    max_points: float
    outcome: str
    says: str = ""
    mistake: str | None = None
    broken: list[str] = field(default_factory=list)


@dataclass
class Result:
    """What one submission earned.

    status     graded; repaired (put in order, then graded); partly crashed; unreadable; failed; missing (nothing handed in)
    comments   what nbgrader would comment on each answer, by the cell's name
    sandboxed  whether it ran in the sandbox
    late       seconds after the date it was due, and
    penalty    the points that costs, as the gradebook has them
    """

    student: str
    score: float
    max_score: float
    status: str = "graded"
    reason: str = ""
    exercises: list[ExerciseResult] = field(default_factory=list)
    seconds: float = 0.0
    comments: dict = field(default_factory=dict)
    sandboxed: bool = True
    late: float = 0.0
    penalty: float = 0.0

    @classmethod
    def from_data(cls, data):
        """Return what `asdict` gave of it."""
        return cls(**{**data, "exercises": [ExerciseResult(**e) for e in data["exercises"]]})


@dataclass(frozen=True)
class Terms:
    """What all submissions of a class are graded by; `tests` are the graded cells' sources with hidden tests, by name."""

    chapter: str
    released: str
    tests: dict
    seed: str
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    all_cells: bool = False
    sandbox: bool = True
    hide: tuple = ()
    environment: dict = field(default_factory=dict)
    code: str = field(default_factory=lambda: code_version())

    @functools.cached_property
    def version(self):
        """A hash of what a score hangs on besides the submission and the options: release, tests, seed and code."""
        return _hash(self.chapter, self.released, sorted(self.tests.items()), self.seed, self.code)


@dataclass(frozen=True)
class Job:
    """One submission to grade.

    submission  the bytes of its notebook, or None where it cannot be read
    files       what lies beside it: bytes by relative path
    left_out    what lies there and is not taken, and why
    unreadable  why the notebook cannot be read
    """

    student: str
    terms: Terms
    submission: bytes | None
    files: dict = field(default_factory=dict)
    left_out: dict = field(default_factory=dict)
    unreadable: str = ""

    @property
    def handed_in(self):
        """A hash of what was handed in and the options it is graded with."""
        beside = sorted(self.files.items()), sorted(self.left_out.items())
        return _hash(self.submission, self.unreadable, beside, repr(self.terms.limits), self.terms.all_cells, self.terms.sandbox)


@dataclass
class Graded:
    """A submission's executed notebook, as text, and what it earned."""

    notebook: str
    result: Result


def _hash(*parts):
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


@functools.cache
def code_version():
    """A hash of the code that scores hang on."""
    here = Path(__file__).parent
    places = [here / name for name in CODE] + [here.parent / "course_utils"]
    files = sorted(f for place in places for f in ([place] if place.suffix else place.rglob("*.py")) if f.is_file())
    return _hash(*[(f.relative_to(here.parent).as_posix(), f.read_bytes()) for f in files])


# --- in a worker ---------------------------------------------------------------------------------------


def begin():
    """Begin a worker process on this machine: it leaves Ctrl-C to the coordinator, and ends with it."""
    signal.signal(signal.SIGINT, lambda *_: None)
    parent = multiprocessing.parent_process()

    def watch():
        parent.join()
        close_engine()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def grade_submission(job):
    """Grade one submission; whatever it is, a `Graded` comes back."""
    if job.terms.code != code_version():
        raise CourseError(f"the worker on {platform.node()} has another version of the course's code: install the same there")
    start = time.perf_counter()
    released = _released(job.terms.released)
    with alone:
        try:
            return finished(job, *_graded(job, released), start)
        except mend.Unreadable as error:
            return nothing(job, released, "unreadable", str(error))
        except CourseError:
            raise  # no fault of the student's
        except Exception as error:
            return nothing(job, released, "failed", f"grading it ended in {type(error).__name__}: {one_line(error)}")


def finished(job, notebook, result, start=None):
    """Return the `Graded` of a notebook and its result, with the result and what made it in the notebook's metadata."""
    result.seconds = time.perf_counter() - start if start else 0
    record = {"handed_in": job.handed_in, "version": job.terms.version, "result": asdict(result)}
    notebook.metadata = {**notebook.metadata, RECORD: record}
    return Graded(v4.writes(notebook), result)


def _graded(job, released):
    if job.submission is None:
        raise mend.Unreadable(job.unreadable)
    notebook, notes = mend.mend(released, mend.parse(job.submission, f"{job.terms.chapter}.ipynb"))
    for cell in notebook.cells:
        if mend.is_graded(cell):
            cell.source = job.terms.tests.get(mend.grade_id(cell), cell.source)
    left_out = frozenset() if job.terms.all_cells else frozenset(mend.unchanged_experiments(released, notebook))
    run = _run(job, notebook, left_out)
    for cell in run.notebook.cells:
        if mend.is_graded(cell):
            evidence(cell)
    result = read_result(job.student, released, run.notebook)
    result.sandboxed = run.sandboxed
    result.comments = _comments(released, run.notebook, run.sandboxed)
    not_taken = [f"not taken: {name!r}, {why}" for name, why in job.left_out.items()][:10]
    result.status = "partly crashed" if run.crashes else "repaired" if notes else "graded"
    result.reason = "; ".join([*run.crashes, *([f"put in order: {', '.join(notes)}"] if notes else []), *not_taken])
    put_in_order = [f"put in order: {note}" for note in notes]
    remarks = [*run.crashes, *put_in_order, *not_taken, *([] if run.sandboxed else [NO_SANDBOX])]
    return _with_remarks(run.notebook, remarks), result


def _run(job, notebook, left_out):
    """Run a notebook; where the engine itself fails, try a new one, once."""
    for last in (False, True):
        engine = _engine_for(job.terms)
        try:
            return engine.run(copy.deepcopy(notebook), left_out=left_out, environment=_environment(job.terms), files=job.files)
        except Exception:
            close_engine()
            _check_machine(job.terms)
            if last:
                raise


def _check_machine(terms):
    """Raise `CourseError` where nothing can be run at all: then no submission is to blame."""
    try:
        _engine_for(terms).run(v4.new_notebook(cells=[v4.new_code_cell("1 + 1")]))
    except Exception as error:
        close_engine()
        raise CourseError(f"nothing can be run on {platform.node()}: {type(error).__name__}: {one_line(error)}") from None


def _engine_for(terms):
    global _engine
    settings = (terms.limits, terms.sandbox, terms.hide)
    if _engine is None or _engine[0] != settings:
        close_engine()
        atexit.register(close_engine)
        _engine = settings, Engine(terms.limits, safe=terms.sandbox, hide=terms.hide)
    return _engine[1]


def close_engine():
    """Close this process's engine, if it has one."""
    global _engine
    (_, engine), _engine = _engine or (None, None), None
    if engine is not None:
        with contextlib.suppress(Exception):  # it is broken
            engine.close()


def _environment(terms):
    """Return the variables for the judge; a folder that is not on this machine is left to the installed package."""
    values = {**terms.environment, SEED_VARIABLE: _seed_file(terms)}
    if not Path(values.get(COURSE_ROOT, ""), "source").is_dir():
        values.pop(COURSE_ROOT, None)
    return values


def _seed_file(terms):
    """Return a file with the class's seed: the course's own, or one for this process where that is not on this machine."""
    path = Path(terms.environment.get(SEED_VARIABLE, ""))
    if not (path.is_file() and path.read_text(encoding="utf-8").strip() == terms.seed):
        path = Path(_seed_folder().name, _hash(terms.seed))
        if not path.exists():
            path.write_text(terms.seed, encoding="utf-8")
    return str(path)


@functools.cache
def _seed_folder():
    return tempfile.TemporaryDirectory(prefix="course-")  # only this user may look into it; it goes with this process


@functools.lru_cache(maxsize=2)
def _released(text):
    return nbformat.reads(text, as_version=4)


# --- what it earned ------------------------------------------------------------------------------------


def nothing(job, released, status, reason):
    """Return the `Graded` of a submission that cannot be run: a page that says why, and no points."""
    page = v4.new_notebook(metadata=released.metadata, cells=copy.deepcopy(released.cells))
    empty = [ExerciseResult(name, 0, most, "none", reason) for name, most in exercises(released)]
    result = Result(job.student, 0, sum(e.max_points for e in empty), status, reason, empty, sandboxed=job.terms.sandbox)
    return finished(job, _with_remarks(page, [f"not graded: {reason}"]), result)


def _with_remarks(notebook, remarks):
    """Put a cell above the notebook that says what the student should know of the grading."""
    if remarks:
        ids = {cell.id for cell in notebook.cells}
        name = next(name for n in itertools.count() if (name := f"remarks-{n}") not in ids)
        text = "**About the grading**\n\n" + "\n".join(f"- {one_line(remark)}" for remark in remarks)
        notebook.cells.insert(0, v4.new_markdown_cell(text, id=name))
    return notebook


def _comments(released, notebook, sandboxed):
    stubs = {mend.grade_id(cell): cell.source for cell in released.cells if mend.is_answer(cell)}
    given = {mend.grade_id(cell): cell.source for cell in notebook.cells if mend.is_answer(cell)}
    said = {name: ["No response."] if given.get(name) == stub else [] for name, stub in stubs.items()}  # nbgrader's words
    return {name: " ".join(words + ([] if sandboxed else [NO_SANDBOX])) or None for name, words in said.items()}


def exercises(released):
    """Return the exercises of a released notebook with their points, in order."""
    return [(cell.metadata.course.name, float(cell.metadata.nbgrader.points)) for cell in released.cells if mend.is_graded(cell)]


def read_result(student, released, executed):
    """Return the `Result` that an executed notebook shows."""
    cells = {mend.grade_id(cell): cell for cell in executed.cells if mend.is_graded(cell)}
    graded = [cell for cell in released.cells if mend.is_graded(cell)]
    found = [_exercise(role, cells.get(mend.grade_id(role))) for role in graded]
    return Result(student, sum(e.points for e in found), sum(e.max_points for e in found), exercises=found)


def _exercise(role, cell):
    most = float(role.metadata.nbgrader.points)
    result = ExerciseResult(role.metadata.course.name, 0, most, "none", "the judge gave no verdict")
    if cell is None:
        return result
    error = next((o for o in cell.outputs if o.output_type == "error"), None)
    if error is not None:
        late = error.ename in TIMEOUTS
        result.outcome = "timeout" if late else "none" if error.ename == NO_VERDICT else "error"
        says = error.evalue if error.ename in SAYS_ALL else f"{error.ename}: {error.evalue}"
        result.says = "it did not end in time" if late else one_line(says)
        return result
    said = verdicts(cell)
    if not said:
        return result
    verdict = said[-1]
    result.points, result.says, result.mistake = verdict["points"], verdict["says"], verdict["mistake"]
    result.broken = [rule["name"] for rule in verdict["rules"] if not rule["held"]]
    if result.says == "not written yet":
        result.outcome = "empty"
    else:
        result.outcome = "right" if not result.broken else "part" if result.points else "wrong"
    return result
