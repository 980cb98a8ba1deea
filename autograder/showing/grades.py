"""What the gradebook says of a chapter's submissions, as a page shows it: marks, whose they are, comments, dates, penalty.

    {"handed_in": "2026-12-12T17:41:00", "due": None, "late": 0.0, "penalty": 0.0,
     "marks": {"judge_relu": {"points": 2.0, "most": 3.0, "extra": 0.0, "by_hand": False, "waits": False}},
     "comments": {"relu": {"text": "Well done", "by_hand": True}}}

All of it is plain data, for a page is made again when a hash of it changes.
"""

from __future__ import annotations

from nbgrader import api
from sqlalchemy import select


def read(book, chapter, notebook=None, student=None):
    """Return {student: grades} from an open gradebook; of one student only, if one is named."""
    notebook = notebook or chapter
    try:
        found, students = _submissions(book.db, chapter, notebook, student)
        most = {}
        for kind in (api.GradeCell, api.TaskCell):
            most |= dict(
                book.db.execute(
                    select(kind.id, kind.max_score).join(api.Notebook).join(api.Assignment).where(*_named(chapter, notebook))
                ).all()
            )
        marks = select(
            api.SubmittedNotebook.id,
            api.BaseCell.name,
            api.Grade.cell_id,
            api.Grade.auto_score,
            api.Grade.manual_score,
            api.Grade.extra_credit,
            api.Grade.needs_manual_grade,
        )
        for part, name, cell, auto, manual, extra, needs in book.db.execute(_of(marks, api.Grade, chapter, notebook, student)):
            points = (auto if manual is None else manual) or 0.0
            found[students[part]]["marks"][name] = {
                "points": points + (extra or 0.0 if (auto, manual) != (None, None) else 0.0),  # as nbgrader adds them up
                "most": most.get(cell) or 0.0,
                "extra": extra or 0.0,
                "by_hand": manual is not None,
                "waits": bool(needs) and manual is None,
            }
        comments = select(api.SubmittedNotebook.id, api.BaseCell.name, api.Comment.auto_comment, api.Comment.manual_comment)
        for part, name, auto, manual in book.db.execute(_of(comments, api.Comment, chapter, notebook, student)):
            text = auto if manual is None else manual
            if text:
                found[students[part]]["comments"][name] = {"text": text, "by_hand": manual is not None}
    finally:
        book.db.rollback()  # reading holds nothing up
    return found


def total(grades):
    """Return the points of a submission and what could be had, as nbgrader reckons them."""
    marks = grades["marks"].values()
    return sum(mark["points"] for mark in marks) - grades["penalty"], sum(mark["most"] for mark in marks)


def _named(chapter, notebook):
    return api.Assignment.name == chapter, api.Notebook.name == notebook


def _submissions(db, chapter, notebook, student):
    """Return {student: grades}, still without marks and comments, and {a submitted notebook's id: student}."""
    query = select(
        api.SubmittedNotebook.id,
        api.SubmittedAssignment.student_id,
        api.SubmittedAssignment.timestamp,
        api.SubmittedAssignment.extension,
        api.Assignment.duedate,
        api.SubmittedNotebook.late_submission_penalty,
    )
    found, students = {}, {}
    for part, who, handed_in, extension, due, penalty in db.execute(
        _joined(query.select_from(api.SubmittedNotebook), chapter, notebook, student)
    ):
        due = due + extension if due and extension else due
        late = max(0.0, (handed_in - due).total_seconds()) if handed_in and due else 0.0
        dates = {"handed_in": handed_in and handed_in.isoformat(), "due": due and due.isoformat(), "late": late}
        found[who], students[part] = {**dates, "penalty": penalty or 0.0, "marks": {}, "comments": {}}, who
    return found, students


def _of(query, kind, chapter, notebook, student):
    query = query.select_from(kind).join(api.BaseCell, api.BaseCell.id == kind.cell_id)
    return _joined(query.join(api.SubmittedNotebook, api.SubmittedNotebook.id == kind.notebook_id), chapter, notebook, student)


def _joined(query, chapter, notebook, student):
    query = (
        query.join(api.SubmittedAssignment, api.SubmittedAssignment.id == api.SubmittedNotebook.assignment_id)
        .join(api.Notebook, api.Notebook.id == api.SubmittedNotebook.notebook_id)
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .where(*_named(chapter, notebook))
    )
    return query if student is None else query.where(api.SubmittedAssignment.student_id == student)
