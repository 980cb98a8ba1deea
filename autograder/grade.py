"""Grade a class: one submission after the other, each ending in a score, a status and a verdict for each exercise.

Reading what was handed in, running it, and writing the gradebook are three steps. Running it is nbgrader's
`autograde` for now, and the only step that another engine replaces (`grade(…, run=…)`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import nbformat
from nbformat import v4
from nbgrader.converters import Autograde
from nbgrader.utils import rmtree

from . import mend, preprocessors
from .course import one_line
from .errors import CourseError

TIMEOUTS = ("CellTimeoutError", "KeyboardInterrupt")


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
    """What one submission earned. `status` is graded, mended (graded, after it was put in order), damaged or failed."""

    student: str
    score: float
    max_score: float
    status: str = "graded"
    reason: str = ""
    exercises: list[ExerciseResult] = field(default_factory=list)
    seconds: float = 0.0


def grade(course, chapter, students=None, progress=None, run=None):
    """Grade the submissions of a chapter and return their `Result`s, in the order of the ids.

    students  some ids; all who handed in if None
    progress  called with each `Result` as it comes
    run       (course, chapter, student) -> executed notebook, with the scores in the gradebook; nbgrader's if None
    """
    everyone = roll(course, chapter, students)
    released = course.released(chapter)
    course.register(chapter)
    results = []
    for student in everyone:
        results.append(grade_one(course, chapter, student, released, run or by_nbgrader))
        if progress:
            progress(results[-1])
    return results


def roll(course, chapter, students=None):
    """Return the ids whose submissions are to be graded, in order; `CourseError` if there are none, or others."""
    there = course.students(chapter)
    unknown = sorted(set(students or []) - set(there))
    if unknown:
        raise CourseError(f"{', '.join(unknown)} handed in no {chapter}; those who did: {', '.join(there) or 'nobody'}")
    if not there:
        raise CourseError(f"nobody handed in {chapter}: put notebooks at {course.path('submitted', chapter, 'STUDENT')}")
    return sorted(set(students)) if students else there


def grade_one(course, chapter, student, released, run):
    """Grade one submission; whatever it is, a `Result` comes back."""
    start = time.perf_counter()
    try:
        notes = mend.mend(released, mend.read(course.path("submitted", chapter, student)))[1]
        executed = run(course, chapter, student)
        result = read_result(student, released, executed)
        if notes:
            result.status, result.reason = "mended", "; ".join(notes)
    except mend.Unreadable as error:
        result = nothing(course, chapter, student, released, "damaged", str(error))
    except Exception as error:
        result = nothing(course, chapter, student, released, "failed", f"grading it ended in {type(error).__name__}: {one_line(error)}")
    result.seconds = time.perf_counter() - start
    return result


def by_nbgrader(course, chapter, student):
    """Run a submission by nbgrader's autograde, which also writes its scores."""
    course.convert(Autograde, chapter, student, force=True)
    return mend.read_released(course.path("autograded", chapter, student))


def nothing(course, chapter, student, released, status, reason):
    """Give a submission that cannot be run a score of 0, in the gradebook too, and a page that says why."""
    with course.gradebook() as book:
        book.update_or_create_student(student)
        book.update_or_create_submission(chapter, student)
        for given in book.find_submission_notebook(chapter, chapter, student).grades:
            given.auto_score, given.needs_manual_grade = 0, False
        book.db.commit()
    why = v4.new_markdown_cell(f"**Not graded: {reason}.**", id="why")
    page = v4.new_notebook(metadata=released.metadata, cells=[why, *released.cells])
    path = course.path("autograded", chapter, student)
    if path.parent.exists():
        rmtree(str(path.parent))  # nbgrader's own, for it makes its files read-only
    path.parent.mkdir(parents=True)
    nbformat.write(page, path)
    empty = [ExerciseResult(name, 0, most, "none", reason) for name, most in exercises(released)]
    return Result(student, 0, sum(e.max_points for e in empty), status, reason, empty)


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
        late, silent = error.ename in TIMEOUTS, error.ename == preprocessors.NO_VERDICT
        result.outcome = "timeout" if late else "none" if silent else "error"
        result.says = "it did not end in time" if late else one_line(error.evalue if silent else f"{error.ename}: {error.evalue}")
        return result
    said = preprocessors.verdicts(cell)
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
