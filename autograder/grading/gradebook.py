"""Write results into nbgrader's gradebook, in its own schema: one transaction a submission.

In effect equal to nbgrader's `autograde` (its converter, SaveAutoGrades, AssignLatePenalties): manual scores, extra
credit, manual comments and flags stay; automatic scores, automatic comments, time and late penalty are set.
"""

from __future__ import annotations

import re
import warnings
from zoneinfo import ZoneInfo

from nbgrader import api
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from ..cells import exercise_of, grade_id, is_answer, is_graded, points_of
from ..errors import CourseError, one_line
from .read import load

# names of zones that dateutil and zoneinfo lack, with their hours
ZONES = {"WEST": 1, "BST": 1, "CEST": 2, "EEST": 3, "EDT": -4, "CDT": -5, "MDT": -6, "PDT": -7, "PST": -8}
GRADE = ("auto_score", "manual_score", "extra_credit", "needs_manual_grade")  # what of a grade is read


class Scores:
    """The scores of one chapter in an open gradebook (`with course.gradebook() as book`)."""

    def __init__(self, course, book, chapter):
        self.book, self.db, self.chapter = book, book.db, chapter
        names = {grade_id(c): exercise_of(c) for c in course.released(chapter).cells if is_graded(c)}
        assignment = book.find_assignment(chapter)
        self.assignment, self.is_due = assignment.id, assignment.duedate is not None
        self.ours = next(notebook.id for notebook in assignment.notebooks if notebook.name == chapter)
        self.wanted, self.exercises, self.names = {}, {}, {}  # ids of the cells with a grade or a comment; their exercises; their names
        for notebook in assignment.notebooks:
            graded, written = [*notebook.grade_cells, *notebook.task_cells], [*notebook.solution_cells, *notebook.task_cells]
            self.wanted[notebook.id] = {api.Grade: {cell.id for cell in graded}, api.Comment: {cell.id for cell in written}}
            if notebook.id == self.ours:
                self.exercises = {cell.id: names[cell.name] for cell in graded if cell.name in names}
                self.names = {cell.id: cell.name for cell in written}
        self.db.expunge_all()
        self.penalties = AssignLatePenalties(config=course.config)
        self.penalties.init_plugin()

    def write(self, result, timestamp=None, fresh=True):
        """Write one result in one transaction, and put into the result what the gradebook makes of it (see `Result`).

        fresh  whether it was graded just now; if not, only what the gradebook has otherwise is written
        """
        try:
            found = self._write(result, timestamp, fresh)
            self.db.commit()
            _take(result, *found)
        finally:
            self.db.rollback()  # of what was not committed
            self.db.expunge_all()  # or a class would be kept in memory

    def totals(self):
        """Return what the scores of each student add up to, before penalties."""
        given = func.coalesce(api.Grade.manual_score, api.Grade.auto_score, 0.0) + func.coalesce(api.Grade.extra_credit, 0.0)
        return dict(self._rows_of(api.Grade, func.sum(given)))

    def given(self):
        """Return what a person gave: (manual score or None, extra credit) by student and exercise."""
        rows = self._all(
            select(api.SubmittedAssignment.student_id, api.Grade.cell_id, api.Grade.manual_score, api.Grade.extra_credit)
            .join(api.SubmittedNotebook, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id)
            .join(api.Grade, api.Grade.notebook_id == api.SubmittedNotebook.id)
            .where(api.SubmittedNotebook.notebook_id == self.ours)
            .where(api.Grade.manual_score.is_not(None) | (api.Grade.extra_credit != 0))
        )
        return {(student, self.exercises.get(cell)): (manual, extra or 0.0) for student, cell, manual, extra in rows}

    def by_hand(self):
        """Return the ids of the students of whom something was graded or said by hand."""
        grades = self._rows_of(api.Grade, func.count(api.Grade.manual_score) + func.count(api.Grade.extra_credit))
        comments = self._rows_of(api.Comment, func.count(api.Comment.manual_comment))
        return {student for student, n in [*grades, *comments] if n}

    def students(self):
        """Return the ids of the students in the gradebook."""
        return [student for (student,) in self._all(select(api.Student.id))]

    def _rows_of(self, kind, what):
        """Return (student, what) over the chapter's grades or comments."""
        return self._all(
            select(api.SubmittedAssignment.student_id, what)
            .join(api.SubmittedNotebook, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id)
            .join(api.Notebook, api.Notebook.id == api.SubmittedNotebook.notebook_id)
            .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
            .join(kind, kind.notebook_id == api.SubmittedNotebook.id)
            .where(api.Assignment.name == self.chapter, api.Notebook.name == self.chapter)
            .group_by(api.SubmittedAssignment.student_id)
        )

    def _all(self, query):
        rows = [tuple(row) for row in self.db.execute(query)]
        self.db.rollback()  # reading holds nothing up
        return rows

    def _write(self, result, timestamp, fresh):
        submission = self._submission(result.student)
        if timestamp is not None:
            submission.timestamp = timestamp
        points = {e.exercise: e.points for e in result.exercises}
        judged = result.status not in ("unreadable", "failed")
        part, grades, comments = self._rows(submission)
        for grade in grades:
            exercise = self.exercises.get(grade.cell_id)
            score = points.get(exercise)
            if fresh or grade.auto_score != score:
                grade.auto_score = score
                waits = grade.manual_score is not None or score is None or exercise in result.look
                grade.needs_manual_grade = not judged or waits
        for comment in comments:
            comment.auto_comment = result.comments.get(self.names[comment.cell_id])
        late = submission.total_seconds_late if self.is_due else 0
        part.late_submission_penalty = self._penalty(part, result.student, late)
        total = sum(map(_score, grades))
        given = {self.exercises.get(g.cell_id): _score(g) for g in grades if g.manual_score is not None or g.extra_credit}
        waits = [grade for grade in grades if judged and grade.needs_manual_grade]  # that nothing was judged is said already
        look = [self.exercises.get(grade.cell_id, "a cell of another kind") for grade in waits]
        return late, part.late_submission_penalty or 0.0, total, given, sorted(look)

    def _submission(self, student):
        found = self._read(api.SubmittedAssignment, ("timestamp", "extension"), assignment_id=self.assignment, student_id=student)
        if found:
            return found[0]
        if self.db.get(api.Student, student, options=[load_only(api.Student.id)]) is None:
            self.db.add(api.Student(id=student))
        return self._added(api.SubmittedAssignment(assignment_id=self.assignment, student_id=student))

    def _rows(self, submission):
        """Return the chapter's part of a submission, its grades and its comments: a row for each cell there is now, and for no other."""
        there = {
            part.notebook_id: part
            for part in self._read(api.SubmittedNotebook, ("notebook_id", "late_submission_penalty"), assignment_id=submission.id)
        }
        rows = {}
        for notebook, wanted in self.wanted.items():
            part = there.get(notebook) or self._added(api.SubmittedNotebook(notebook_id=notebook, assignment_id=submission.id))
            rows[notebook] = [part]
            for kind, columns in ((api.Grade, GRADE), (api.Comment, ("auto_comment",))):
                found = {row.cell_id: row for row in self._read(kind, ("cell_id", *columns), notebook_id=part.id)}
                for cell in found.keys() - wanted[kind]:
                    self.db.delete(found.pop(cell))
                for cell in sorted(wanted[kind] - found.keys()):
                    found[cell] = kind(cell_id=cell, notebook_id=part.id)
                    self.db.add(found[cell])
                rows[notebook].append(found.values())
        return rows[self.ours]

    def _read(self, kind, columns, **where):
        """Return rows with these columns alone: nbgrader's classes add sums over the whole gradebook to each."""
        return self.db.scalars(select(kind).filter_by(**where).options(load_only(*(getattr(kind, name) for name in columns)))).all()

    def _added(self, row):
        self.db.add(row)
        self.db.flush()  # which gives it its id
        return row

    def _penalty(self, notebook, student, late):
        """Return the penalty as nbgrader's plugin has it, or None."""
        if late <= 0:
            return None
        self.db.flush()
        self.db.refresh(notebook, ["score"])
        try:
            penalty = self.penalties.plugin_inst.late_submission_penalty(student, notebook.score, late)
            return None if penalty is None else self.penalties._check_late_penalty(notebook, penalty)
        except Exception as error:
            plugin = type(self.penalties.plugin_inst).__name__
            raise CourseError(f"the late penalty of {plugin} failed: {type(error).__name__}: {one_line(error)}") from None


def _score(grade):
    """Return what a grade comes to, as nbgrader adds it up."""
    return ((grade.auto_score if grade.manual_score is None else grade.manual_score) or 0.0) + (grade.extra_credit or 0.0)


def _take(result, late, penalty, total, given, look):
    """Put into a result what the gradebook says."""
    result.late, result.penalty, result.look, result.by_hand = late, penalty, look, bool(given)
    result.score = max(total - penalty, 0.0)
    for exercise in result.exercises:
        if exercise.exercise in given:
            exercise.points, exercise.by_hand = given[exercise.exercise], True


def timestamp(folder):
    """Return the time that nbgrader's exchange wrote beside a submission, or None; what is no time is none."""
    try:
        return moment(load(folder / "timestamp.txt")[:100].decode("utf-8-sig"))
    except Exception:
        return None


def moment(text):
    """Return a time in UTC, without a zone, as nbgrader keeps it; `ValueError` where a part of it could only be guessed.

    nbgrader's own takes +0100 for 100 seconds, an unknown zone (CEST) for UTC, and 5.12. for the 12th of May.
    """
    text = text.strip()
    first = re.match(r"(\d{1,2})[./-](\d{1,2})[./-]", text)
    if first and first[1] != first[2] and max(map(int, first.groups())) <= 12:
        raise ValueError("which is the day?")
    *before, zone = text.split(" ")
    if zone in ZONES:
        zone = f"{ZONES[zone]:+03}00"
    if offset := re.fullmatch(r"([+-]\d\d):?(\d\d)", zone):
        text = f"{' '.join(before)}{offset[1]}:{offset[2]}"
    elif zone.isalpha() and zone not in ("AM", "PM"):
        ZoneInfo(zone)  # an error, if there is no such
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # dateutil's of a zone that it does not know
        return parse_utc(text)


def set_due(book, chapter, due):
    """Write down until when a chapter may be handed in, a time in UTC without a zone, as nbgrader has it."""
    assignment = book.find_assignment(chapter)
    if assignment.duedate != due:
        assignment.duedate = due
        book.db.commit()


def follow_release(book, chapter, source):
    """Take the cells that a chapter's release no longer has out of the gradebook, with their scores, and put new ones in.

    nbgrader's `generate_assignment` refuses both as soon as there are submissions. Where someone graded a cell that
    is gone by hand, this refuses too.
    """
    db = book.db
    try:
        notebook = book.find_notebook(chapter, chapter)
    except api.MissingEntry:
        return
    cells = [cell for cell in source.cells if grade_id(cell)]
    now = {
        api.GradeCell: {grade_id(c) for c in cells if is_graded(c)},
        api.SolutionCell: {grade_id(c) for c in cells if is_answer(c)},
        api.SourceCell: {grade_id(c) for c in cells},
    }
    rows = [*notebook.grade_cells, *notebook.solution_cells, *notebook.source_cells]
    for row in rows:
        if row.name not in now[type(row)]:
            for given in [*(getattr(row, "grades", None) or []), *(getattr(row, "comments", None) or [])]:
                if any(getattr(given, by_hand, None) is not None for by_hand in ("manual_score", "extra_credit", "manual_comment")):
                    says = f"{chapter} has no cell {row.name!r} any more, but {given.student.id}'s was graded by hand in"
                    raise CourseError(f"{says} formgrader: clear that there, or grade the new {chapter} with another gradebook")
                db.delete(given)
            db.delete(row)
    there = {(type(row), row.name) for row in rows}
    for cell in cells:
        name = grade_id(cell)
        if name in now[api.GradeCell] and (api.GradeCell, name) not in there:
            points = points_of(cell)
            db.add(api.GradeCell(name=name, notebook_id=notebook.id, max_score=points, cell_type=cell.cell_type))
        if name in now[api.SolutionCell] and (api.SolutionCell, name) not in there:
            db.add(api.SolutionCell(name=name, notebook_id=notebook.id))
        if (api.SourceCell, name) not in there:
            db.add(api.SourceCell(name=name, notebook_id=notebook.id, cell_type=cell.cell_type))  # without text: see `register`
    db.commit()
