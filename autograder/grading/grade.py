"""Grade one submission: a pure function of (release, submission), for any process on any machine.

`grade_submission(job)` is what workers do; `batch` hands the jobs out and writes down what comes back. Each
worker keeps one warm sandbox. What a submission does wrong ends in a `Graded`; an exception is the machine's fault.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib
import itertools
import multiprocessing
import os
import platform
import signal
import tempfile
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path

import nbformat
from nbformat import v4

from .. import bank
from ..cells import exercise_of, grade_id, is_answer, is_graded, points_of
from ..errors import CourseError, Unreadable, one_line
from ..places import COURSE_ROOT
from ..seed import SEED_VARIABLE
from .candidates import choose
from .cause import NOT_THERE, explain
from .graded_cell import NO_VERDICT, evidence, verdicts
from .job import ExerciseResult, Graded, Result, code_version, hashed
from .left_out import not_needed
from .mend import got_since, mend
from .run import NOT_RUN, PROCESS_ENDED, TIME_LIMIT, close_shared, shared_runner

TIMEOUTS = (TIME_LIMIT, "KeyboardInterrupt")
SAYS_ALL = (NO_VERDICT, NOT_THERE, PROCESS_ENDED, NOT_RUN)  # errors whose text is a sentence
NOT_GRADED = "not graded: "  # begins the remark on a submission in which nothing was judged
RECORD = "graded"  # in the metadata of an executed notebook: what made it, and the result
SET_UP = ("course_utils.plots", "course_utils.widgets")  # what takes long to import of what chapters' set-up cells do
NO_SANDBOX = "Graded without a sandbox."
GOT_SINCE = "it seems that the release has got this exercise since"
alone = threading.RLock()  # a worker's threads (Dask has several) grade one after the other: runner and warnings are the process's


def begin():
    """Begin a worker process on this machine: it leaves Ctrl-C to the coordinator, ends with it, and imports while its sandbox starts."""
    signal.signal(signal.SIGINT, lambda *_: None)
    parent = multiprocessing.parent_process()

    def watch():
        parent.join()
        close_shared()
        os._exit(1)

    def read():
        with contextlib.suppress(Exception):  # whoever needs them is told
            bank.exercises()
            for name in SET_UP:
                importlib.import_module(name)

    threading.Thread(target=watch, daemon=True).start()
    threading.Thread(target=read, daemon=True).start()


def warm(*settings):
    """Have this worker's sandbox started already; what is wrong with it is told by the first job, which tries again."""
    with contextlib.suppress(Exception), alone:
        shared_runner(*settings)


def grade_submission(job):
    """Grade one submission; whatever it is, a `Graded` comes back."""
    if job.terms.code != code_version():
        raise CourseError(f"the worker on {platform.node()} has another version of the course's code: install the same there")
    start = time.perf_counter()
    released = _released(job.terms.released)
    with alone:
        try:
            return finished(job, *_graded(job, released), start)
        except Unreadable as error:
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
    choice = choose(job, released)
    notebook, notes = mend(released, choice.notebook)
    for cell in notebook.cells:
        if is_graded(cell):
            cell.source = job.terms.tests.get(grade_id(cell), cell.source)
    left_out = frozenset() if job.terms.all_cells else frozenset(not_needed(released, notebook))
    run = _run(replace(job, files=choice.files), notebook, left_out)
    for cell in run.notebook.cells:
        if is_graded(cell):
            evidence(cell)
    explain(run.notebook)
    result = read_result(job.student, released, run.notebook)
    new = got_since(released, choice.notebook)
    for exercise in result.exercises:
        if exercise.exercise in new and not exercise.points:
            exercise.outcome, exercise.says, exercise.cause = "none", GOT_SINCE, GOT_SINCE
            result.look.append(exercise.exercise)
    result.sandboxed = run.sandboxed
    for exercise in result.exercises:
        exercise.seconds = run.seconds.get(exercise.exercise)
    result.comments = _comments(released, run.notebook, run.sandboxed)
    not_taken = [f"not taken: {name!r}, {why}" for name, why in job.left_out.items()][:10]
    result.status = "partly crashed" if run.crashes else "repaired" if notes or not choice.proper else "graded"
    result.reason = "; ".join([*run.crashes, *choice.says, *([f"put in order: {', '.join(notes)}"] if notes else []), *not_taken])
    put_in_order = [f"put in order: {note}" for note in notes]
    remarks = [*run.crashes, *choice.says, *put_in_order, *not_taken, *([] if run.sandboxed else [NO_SANDBOX])]
    return with_remarks(run.notebook, remarks), result


def _run(job, notebook, left_out):
    """Run a notebook; where the runner itself fails, try a new one, once."""
    for last in (False, True):
        runner = _runner(job.terms)
        try:
            return runner.run(copy.deepcopy(notebook), left_out=left_out, environment=_environment(job.terms), files=job.files)
        except Exception:
            close_shared()
            _check_machine(job.terms)
            if last:
                raise


def _check_machine(terms):
    """Raise `CourseError` where nothing can be run at all: then no submission is to blame."""
    try:
        _runner(terms).run(v4.new_notebook(cells=[v4.new_code_cell("1 + 1")]))
    except Exception as error:
        close_shared()
        raise CourseError(f"nothing can be run on {platform.node()}: {type(error).__name__}: {one_line(error)}") from None


def _runner(terms):
    return shared_runner(terms.limits, terms.sandbox, terms.hide)


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
        path = Path(_seed_folder().name, hashed(terms.seed))
        if not path.exists():
            path.write_text(terms.seed, encoding="utf-8")
    return str(path)


@functools.cache
def _seed_folder():
    return tempfile.TemporaryDirectory(prefix="course-")  # only this user may look into it


@functools.lru_cache(maxsize=2)
def _released(text):
    return nbformat.reads(text, as_version=4)


# --- what it earned ------------------------------------------------------------------------------------


def nothing(job, released, status, reason):
    """Return the `Graded` of a submission that cannot be run: a page that says why, and no points."""
    page = v4.new_notebook(metadata=released.metadata, cells=copy.deepcopy(released.cells))
    result = not_judged(job.student, released, status, reason)
    result.sandboxed = job.terms.sandbox
    return finished(job, with_remarks(page, [f"{NOT_GRADED}{reason}"]), result)


def not_judged(student, released, status, reason):
    """Return the `Result` of a submission in which nothing was judged."""
    empty = [ExerciseResult(name, 0, most, "none", reason) for name, most in exercises(released)]
    return Result(student, 0, sum(e.max_points for e in empty), status, reason, empty)


def with_remarks(notebook, remarks):
    """Put a cell above the notebook that says what the student should know of the grading."""
    if remarks:
        text = "**About the grading**\n\n" + "\n".join(f"- {one_line(remark)}" for remark in remarks)
        notebook.cells.insert(0, note(text, notebook, "remarks"))
    return notebook


def note(text, notebook, name):
    """Return a cell of text for a notebook, with an id that none has there; before nbformat 4.5 there are no ids."""
    ids = {cell.get("id") for cell in notebook.cells}
    cell = v4.new_markdown_cell(text, id=next(one for n in itertools.count() if (one := f"{name}-{n}") not in ids))
    if notebook.nbformat_minor < 5:
        del cell["id"]
    return cell


def _comments(released, notebook, sandboxed):
    stubs = {grade_id(cell): cell.source for cell in released.cells if is_answer(cell)}
    given = {grade_id(cell): cell.source for cell in notebook.cells if is_answer(cell)}
    said = {name: ["No response."] if given.get(name) == stub else [] for name, stub in stubs.items()}  # nbgrader's words
    return {name: " ".join(words + ([] if sandboxed else [NO_SANDBOX])) or None for name, words in said.items()}


def exercises(released):
    """Return the exercises of a released notebook with their points, in order."""
    return [(exercise_of(cell), points_of(cell)) for cell in released.cells if is_graded(cell)]


def read_result(student, released, executed):
    """Return the `Result` that an executed notebook shows."""
    cells = {grade_id(cell): cell for cell in executed.cells if is_graded(cell)}
    graded = [cell for cell in released.cells if is_graded(cell)]
    found = [_exercise(role, cells.get(grade_id(role))) for role in graded]
    return Result(student, sum(e.points for e in found), sum(e.max_points for e in found), exercises=found)


def _exercise(role, cell):
    most = points_of(role)
    result = ExerciseResult(exercise_of(role), 0, most, "none", "the judge gave no verdict")
    if cell is None:
        return result
    error = next((o for o in cell.get("outputs", []) if o.output_type == "error"), None)  # other courses grade text, too
    if error is not None:
        late = error.ename in TIMEOUTS
        result.outcome = "timeout" if late else "none" if error.ename == NO_VERDICT else "error"
        says = error.evalue if error.ename in SAYS_ALL else f"{error.ename}: {error.evalue}"
        result.says = "it did not end in time" if late else one_line(says)
        result.cause = result.says if error.ename == NOT_THERE else ""
        return result
    said = verdicts(cell)
    if not said:
        return result
    verdict = said[-1]
    result.points, result.says, result.mistake = verdict["points"], verdict["says"], verdict["mistake"]
    result.cause, result.signature = verdict.get("cause", ""), verdict.get("signature")
    result.broken = [rule["name"] for rule in verdict["rules"] if not rule["held"] and rule.get("seen", True)]
    if result.says == "not written yet":
        result.outcome = "empty"
    else:
        result.outcome = "right" if not result.broken else "part" if result.points else "wrong"
    return result
