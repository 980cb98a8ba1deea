"""Write results into nbgrader's gradebook, in its own schema: one transaction a submission.

In effect equal to nbgrader's `autograde` (its converter, SaveAutoGrades, AssignLatePenalties): manual scores, extra
credit, manual comments and flags stay; automatic scores, automatic comments, time and late penalty are set.
"""

from __future__ import annotations

from nbgrader import api
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import func, select

from . import mend
from .errors import CourseError, one_line


class Scores:
    """The scores of one chapter in an open gradebook (`with course.gradebook() as book`)."""

    def __init__(self, course, book, chapter):
        self.book, self.db, self.chapter = book, book.db, chapter
        released = course.released(chapter)
        self.cells = {c.metadata.course.name: mend.grade_id(c) for c in released.cells if mend.is_graded(c)}
        self.penalties = AssignLatePenalties(config=course.config)
        self.penalties.init_plugin()

    def write(self, result, timestamp=None, fresh=True):
        """Write one result in one transaction, and return how many seconds late it is, and the points this costs.

        fresh  whether it was graded just now; if not, only what the gradebook has otherwise is written
        """
        try:
            found = self._write(result, timestamp, fresh)
            self.db.commit()
        finally:
            self.db.rollback()  # of what was not committed
            self.db.expunge_all()  # or a class would be kept in memory
        return found

    def totals(self):
        """Return what the automatic scores of each student add up to."""
        score = func.coalesce(func.sum(api.Grade.auto_score), 0.0)
        return dict(self._rows_of(api.Grade, score))

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
        assignment = self.book.find_assignment(self.chapter)
        submission = self._submission(assignment, result.student)
        if timestamp is not None:
            submission.timestamp = timestamp
        ours = next(part for part in submission.notebooks if part.notebook.name == self.chapter)
        points = {self.cells[e.exercise]: e.points for e in result.exercises if e.exercise in self.cells}
        judged = result.status not in ("unreadable", "failed")
        for grade in ours.grades:
            score = points.get(grade.cell.name)
            if fresh or grade.auto_score != score:
                grade.auto_score = score
                grade.needs_manual_grade = judged and (grade.manual_score is not None or score is None)
        for comment in ours.comments:
            comment.auto_comment = result.comments.get(comment.cell.name)
        late = submission.total_seconds_late if assignment.duedate is not None else 0
        ours.late_submission_penalty = self._penalty(ours, result.student, late)
        return late, ours.late_submission_penalty or 0.0

    def _submission(self, assignment, student):
        """Return a student's submission with a row for each cell there is now, and for no other."""
        if self.db.get(api.Student, student) is None:
            self.db.add(api.Student(id=student))
        submission = self.db.scalar(select(api.SubmittedAssignment).filter_by(assignment_id=assignment.id, student_id=student))
        if submission is None:
            submission = api.SubmittedAssignment(assignment_id=assignment.id, student_id=student)
            self.db.add(submission)
            self.db.flush()
        there = {part.notebook_id: part for part in submission.notebooks}
        for notebook in assignment.notebooks:
            part = there.get(notebook.id)
            if part is None:
                part = api.SubmittedNotebook(notebook_id=notebook.id, assignment_id=submission.id)
                self.db.add(part)
                self.db.flush()
            self._rows(api.Grade, part, part.grades, [*notebook.grade_cells, *notebook.task_cells])
            self._rows(api.Comment, part, part.comments, [*notebook.solution_cells, *notebook.task_cells])
        self.db.flush()
        self.db.expire_all()
        return submission

    def _rows(self, kind, part, rows, cells):
        wanted, there = {cell.id for cell in cells}, {row.cell_id for row in rows}
        for row in rows:
            if row.cell_id not in wanted:
                self.db.delete(row)
        self.db.add_all(kind(cell_id=cell, notebook_id=part.id) for cell in sorted(wanted - there))

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


def timestamp(folder):
    """Return the time that nbgrader's exchange wrote beside a submission, or None; what is no time is none."""
    try:
        return parse_utc(mend.load(folder / "timestamp.txt")[:100].decode().strip())
    except Exception:
        return None


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
    cells = [cell for cell in source.cells if mend.grade_id(cell)]
    now = {
        api.GradeCell: {mend.grade_id(c) for c in cells if mend.is_graded(c)},
        api.SolutionCell: {mend.grade_id(c) for c in cells if mend.is_answer(c)},
        api.SourceCell: {mend.grade_id(c) for c in cells},
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
        name = mend.grade_id(cell)
        if name in now[api.GradeCell] and (api.GradeCell, name) not in there:
            points = float(cell.metadata.nbgrader.points)
            db.add(api.GradeCell(name=name, notebook_id=notebook.id, max_score=points, cell_type=cell.cell_type))
        if name in now[api.SolutionCell] and (api.SolutionCell, name) not in there:
            db.add(api.SolutionCell(name=name, notebook_id=notebook.id))
        if (api.SourceCell, name) not in there:
            db.add(api.SourceCell(name=name, notebook_id=notebook.id, cell_type=cell.cell_type))  # without text: see `register`
    db.commit()
