"""A class in a chapter that was graded, read back: from the executed notebooks, with what the gradebook says by now."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from nbformat import v4
from nbgrader import api
from sqlalchemy import select

from ..cells import exercise_of, grade_id, is_graded, points_of
from ..errors import CourseError
from ..grading import learned
from ..grading.grade import read_result
from ..grading.job import Result
from . import findings, grades
from .report import judged


@dataclass
class Submission(Result):
    """One student in one chapter: the `Result` with the gradebook's scores; its `status` can also be "waiting" (handed in, not graded yet).

    name   the student's, as the gradebook has it
    found  what is known of each exercise, see `findings`
    code   the answers' text by exercise
    """

    name: str = ""
    found: list[findings.Finding] = field(default_factory=list)
    code: dict[str, str] = field(default_factory=dict)

    @property
    def judged(self):
        """Whether it counts in the statistics."""
        return judged(self)

    @property
    def share(self):
        """The share of the points, from 0 to 1; more where a person gave extra."""
        return self.score / self.max_score if self.max_score else 0.0


def graded_chapters(course, names):
    """Return those of some chapters of which somebody has scores."""
    with course.gradebook() as book:
        query = select(api.Assignment.name).join(api.SubmittedAssignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
        there = set(book.db.scalars(query))
        book.db.rollback()  # reading holds nothing up
    return [name for name in names if name in there]


def read(course, chapter):
    """Return the `Submission`s of a class, in the order of the ids; of those too who handed in nothing, or are not graded yet."""
    released = course.released(chapter)
    most = sum(points_of(cell) for cell in released.cells if is_graded(cell))
    with course.gradebook() as book:
        columns = select(api.Student.id, api.Student.first_name, api.Student.last_name)
        names = {student: " ".join(filter(None, name)) for student, *name in book.db.execute(columns)}
        known = grades.read(book, chapter)
    of_class = learned.read(course.folder)
    if not known:
        raise CourseError(f"nobody has a score in {chapter} yet: `course grade {chapter}` first")
    handed_in = set(course.students(chapter))
    found = []
    for student in sorted(names.keys() | handed_in | known.keys()):
        if student in known:
            one = _graded(course, chapter, student, known[student], released, most, of_class)
        elif student in handed_in:
            one = Submission(student, 0, most, "waiting", f"handed in and not graded yet: `course grade {chapter}`")
        else:
            one = Submission(student, 0, most, "missing", "nothing was handed in")
        one.name = names.get(student, "")
        found.append(one)
    return found


def _graded(course, chapter, student, known, released, most, of_class):
    """Return what an executed notebook says, with the class's own names of mistakes, and the gradebook's marks, dates and penalty."""
    try:
        text = course.path("autograded", chapter, student).read_bytes().decode("utf-8", "replace")
        executed = v4.reads(text)
        result = findings.result_of(executed) or read_result(student, released, executed)  # the latter, of nbgrader's autograde
        one = Submission(**{f.name: getattr(result, f.name) for f in dataclasses.fields(Result)})
        one.found = findings.look(executed, known, of_class)
        learned.give_names(of_class, one.exercises)
        one.code = {f.name: str(executed.cells[f.answer].source) for f in one.found if f.answer is not None}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        says = f"its executed notebook cannot be read ({type(error).__name__}): `course grade {chapter} --student {student}`"
        one = Submission(student, 0, most, "failed", says)
    exercises = {grade_id(cell): exercise_of(cell) for cell in released.cells if is_graded(cell)}
    marks = {exercises.get(name) or "a cell of another kind": mark for name, mark in known["marks"].items()}
    for exercise in one.exercises:
        if mark := marks.get(exercise.exercise):
            exercise.points, exercise.max_points = mark["points"], mark["most"]
            exercise.by_hand = mark["by_hand"] or bool(mark["extra"])
    points, one.max_score = grades.total(known)
    one.student, one.score = student, max(0.0, points)
    one.late, one.penalty = known["late"], known["penalty"]
    one.by_hand = any(mark["by_hand"] or mark["extra"] for mark in marks.values())
    one.look = sorted(name for name, mark in marks.items() if mark["waits"]) if one.judged else []  # else its status says it
    return one
