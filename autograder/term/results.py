"""The results of a chapter that was graded, read back: from the executed notebooks, with what the gradebook says by now."""

from __future__ import annotations

from nbformat import v4

from ..cells import exercise_of, grade_id, is_graded, points_of
from ..errors import CourseError
from ..grading.grade import read_result
from ..grading.job import Result
from ..showing import grades
from ..showing.findings import result_of
from . import kept


def graded_chapters(course, names):
    """Return those of some chapters of which somebody has scores."""
    with course.gradebook() as book:
        there = {assignment.name for assignment in book.assignments if book.assignment_submissions(assignment.name)}
    return [name for name in names if name in there]


def read(course, chapter):
    """Return the `Result`s of a class, in order; of those too who handed in nothing, or are not graded yet."""
    released = course.released(chapter)
    most = sum(points_of(cell) for cell in released.cells if is_graded(cell))
    with course.gradebook() as book:
        everyone = set(kept.people(course, book).by_id)
        known = grades.read(book, chapter)
    if not known:
        raise CourseError(f"nobody has a score in {chapter} yet: `course grade {chapter}` first")
    handed_in = set(course.students(chapter))
    results = []
    for student in sorted(everyone | handed_in | known.keys()):
        if student in known:
            results.append(_of(course, chapter, student, known[student], released))
        elif student in handed_in:
            results.append(Result(student, 0, most, "failed", f"handed in and not graded yet: `course grade {chapter}`"))
        else:
            results.append(Result(student, 0, most, "missing", "nothing was handed in"))
    return results


def _of(course, chapter, student, known, released):
    """Return the result in an executed notebook, with the gradebook's marks, dates and penalty."""
    cells = {grade_id(cell): exercise_of(cell) for cell in released.cells if is_graded(cell)}
    try:
        executed = v4.reads(course.path("autograded", chapter, student).read_text(encoding="utf-8"))
        result = result_of(executed) or read_result(student, released, executed)  # the latter, of nbgrader's autograde
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        says = f"its executed notebook cannot be read ({type(error).__name__}): `course grade {chapter}`"
        result = Result(student, 0, sum(points_of(cell) for cell in released.cells if is_graded(cell)), reason=says)
    by_hand = {}
    for name, mark in known["marks"].items():
        if mark["by_hand"] or mark["extra"]:
            by_hand[cells.get(name)] = mark["points"]
    for exercise in result.exercises:
        if exercise.exercise in by_hand:
            exercise.points, exercise.by_hand = by_hand[exercise.exercise], True
    result.score = max(0.0, grades.total(known)[0])
    result.late, result.penalty, result.by_hand = known["late"], known["penalty"], bool(by_hand)
    result.look = sorted(cells.get(name) or "a cell of another kind" for name, mark in known["marks"].items() if mark["waits"])
    return result
