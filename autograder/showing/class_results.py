"""What is known of a class in a chapter: its submissions, read back from the executed notebooks, with what the gradebook says by now."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import v4
from nbgrader import api
from sqlalchemy import select

from ..cells import exercise_of, is_graded, points_of
from ..errors import CourseError
from . import findings, grades

JUDGED = ("graded", "repaired", "partly crashed")  # anything else is no measure of what a student can do


@dataclass
class Submission:
    """One student in one chapter.

    status   as in `Result`; also "waiting" (handed in, not graded yet)
    found    what is known of each exercise, see `findings`; of a submission that was judged
    code     the answers' text by exercise
    look     the exercises whose points a person has to give or look at
    """

    student: str
    name: str = ""
    status: str = "graded"
    reason: str = ""
    score: float = 0.0
    most: float = 0.0
    late: float = 0.0
    penalty: float = 0.0
    found: list[findings.Finding] = field(default_factory=list)
    code: dict[str, str] = field(default_factory=dict)
    look: list[str] = field(default_factory=list)
    sandboxed: bool = True

    @property
    def judged(self):
        """Whether it counts in the statistics."""
        return self.status in JUDGED

    @property
    def share(self):
        """The share of the points, from 0 to 1; more where a person gave extra."""
        return self.score / self.most if self.most else 0.0

    @property
    def by_hand(self):
        """Whether a person gave some of the points."""
        return any(f.mark["by_hand"] or f.mark["extra"] for f in self.found)


def graded_chapters(course):
    """Return the chapters that somebody has scores in, in order."""
    with course.gradebook() as book:
        query = select(api.Assignment.name).join(api.SubmittedAssignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
        names = set(book.db.scalars(query))
        book.db.rollback()
    return sorted(name for name in names if course.path("release", name).is_file())


def read(course, chapter):
    """Return the `Submission`s of a class, in the order of the ids; those too of who handed in nothing."""
    released = course.released(chapter)
    most = sum(points_of(cell) for cell in released.cells if is_graded(cell) and exercise_of(cell))
    handed_in = set(course.students(chapter)) if course.path("submitted", chapter, "STUDENT").parents[2].is_dir() else set()
    with course.gradebook() as book:
        columns = select(api.Student.id, api.Student.first_name, api.Student.last_name)
        names = {student: " ".join(filter(None, name)) for student, *name in book.db.execute(columns)}
        known = grades.read(book, chapter)
    if not known:
        raise CourseError(f"nobody has a score in {chapter} yet: `course grade {chapter}` first")
    found = []
    for student in sorted(names.keys() | handed_in | known.keys()):
        name = names.get(student, "")
        if student in known:
            found.append(_graded(course, chapter, student, name, known[student]))
        elif student in handed_in:
            found.append(Submission(student, name, "waiting", f"handed in, and not graded yet: `course grade {chapter}`", most=most))
        else:
            found.append(Submission(student, name, "missing", "nothing was handed in", most=most))
    return found


def _graded(course, chapter, student, name, known):
    points, most = grades.total(known)
    one = Submission(student, name, score=max(0.0, points), most=most, late=known["late"], penalty=known["penalty"])
    try:
        text = course.path("autograded", chapter, student).read_bytes().decode("utf-8", "replace")
        notebook = v4.reads(text)
        one.found = findings.look(notebook, known)
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        one.status = "failed"
        one.reason = f"its graded notebook cannot be read ({type(error).__name__}): `course grade {chapter} --student {student}`"
        return one
    result = findings.result_of(notebook)
    if result:  # nbgrader's own autograde leaves none
        one.status, one.reason, one.sandboxed = str(result.status), str(result.reason), bool(result.sandboxed)
    if one.judged:
        one.look = [f.name for f in one.found if f.mark["waits"]]
        one.code = {f.name: str(notebook.cells[f.answer].source) for f in one.found if f.answer is not None}
    return one
