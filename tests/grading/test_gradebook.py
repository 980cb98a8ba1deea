"""Does the gradebook say what nbgrader's own autograde would have written, in one transaction a submission?"""

import datetime
import json
import shutil
import sys

import pytest
import tiny
from nbgrader import api
from nbgrader.converters import Autograde
from sqlalchemy import event

from autograder.cells import grade_id, is_graded
from autograder.errors import CourseError
from autograder.grading import batch, gradebook
from autograder.grading.course import Course
from autograder.grading.job import ExerciseResult, Result
from autograder.grading.read import read_released

DUE = datetime.datetime(2026, 1, 2, 12)
HALF = """
from nbgrader.plugins import BasePlugin
class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2 if total_seconds_late < 90000 else 1000
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A tiny course with a class of all kinds, of whom an earlier run and a human have graded some."""
    root = tiny.make(tmp_path_factory.mktemp("course"))
    (root / "half.py").write_text(HALF)
    config = root / "nbgrader_config.py"
    config.write_text(
        f"import sys\nsys.path.insert(0, {str(root)!r})\n{config.read_text()}\nc.AssignLatePenalties.plugin_class = 'half.Half'\n"
    )
    stub = tiny.cell(tiny.released(root), "exercise-dropout_forward").source
    disorder = tiny.answered(root, dropout_backward="dropout_backward = max")
    disorder.cells.remove(tiny.cell(disorder, "tests-dropout_forward"))
    for student, notebook, time in (
        ("ada", tiny.answered(root), "2026-01-02 10:00:00 UTC"),
        ("bob", disorder, "2026-01-02 13:00:00 UTC"),
        ("cyd", tiny.answered(root, dropout_forward=stub), None),
        ("dan", tiny.answered(root, dropout_backward="dropout_backward = max"), "2026-01-09 12:00:00 UTC"),
        ("eve", tiny.answered(root), "2026-01-03 11:00:00 UTC"),
    ):
        path = tiny.hand_in(root, student, notebook)
        if time:
            (path.parent / "timestamp.txt").write_text(time + "\n")
    course = Course(root)
    course.register(tiny.CHAPTER)
    with course.gradebook() as book:
        book.update_or_create_assignment(tiny.CHAPTER, duedate=DUE)
        for student in ("ada", "bob", "eve"):
            book.update_or_create_student(student, first_name=student.title())
            book.add_submission(tiny.CHAPTER, student)
        book.grant_extension(tiny.CHAPTER, "eve", days=1)
        by_hand(book, "ada", manual_score=1.5, auto_score=0.5)
        by_hand(book, "bob", extra_credit=0.25)
        comment = book.find_comment("dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "ada")
        comment.manual_comment, comment.auto_comment = "Well done!", "an old one"
        book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "ada").flagged = True
        book.db.commit()
    return root


@pytest.fixture
def course(template, tmp_path, monkeypatch):
    """A copy of it."""
    monkeypatch.setattr(sys, "path", list(sys.path))  # its config adds to it
    return Course(shutil.copytree(template, tmp_path / "course"))


def by_hand(book, student, **what):
    grade = book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, student)
    for name, value in what.items():
        setattr(grade, name, value)


def test_says_the_gradebook_what_nbgraders_own_autograde_writes(course, tmp_path):
    """Cell by cell, for a class of all kinds; both run in the same sandbox."""
    theirs = Course(shutil.copytree(course.folder, tmp_path / "theirs"))
    for student in theirs.students(tiny.CHAPTER):
        theirs.convert(Autograde, tiny.CHAPTER, student)
    tiny.grade(course)
    ours, wanted = tiny.dump(course), tiny.dump(theirs)
    for table in wanted:
        assert ours[table] == wanted[table], table
    assert any("'late_submission_penalty': 3.0" in row for row in ours["submitted_notebook"])


def test_are_penalties_those_of_the_plugin(course):
    results = {r.student: r for r in tiny.grade(course, run=tiny.light).results}
    assert {name: (r.late, r.penalty) for name, r in results.items()} == {
        "ada": (0, 0),
        "bob": (3600, (3 + 0.25) / 2),
        "cyd": (0, 0),
        "dan": (604800, 3),  # a penalty is never more than the score
        "eve": (0, 0),  # she has an extension
    }


def exported(course):
    """Return what nbgrader exports as each student's score."""
    with course.gradebook() as book:
        found = book.assignment_submissions(tiny.CHAPTER)
        return {s.student.id: max(0.0, s.score - s.late_submission_penalty) for s in found}


def test_are_the_scores_shown_those_of_the_gradebook_also_after_another_submission(course):
    for _ in range(2):
        results = {r.student: r for r in tiny.grade(course, run=tiny.light).results}
        assert {name: r.score for name, r in results.items()} == exported(course)
        assert {name for name, r in results.items() if r.by_hand} == {"ada", "bob"}
        assert (results["ada"].score, results["ada"].look) == (1.5 + 2, ["dropout_forward"])
        assert (results["bob"].score, results["bob"].look) == ((3 + 0.25) / 2, [])
        marked = [e.exercise for r in results.values() for e in r.exercises if e.by_hand]
        assert marked == ["dropout_forward"] * 2
    course.path("submitted", tiny.CHAPTER, "ada").write_text(
        json.dumps(tiny.answered(course.folder, dropout_backward="x = 1\ndropout_backward = max"))
    )
    ada = next(r for r in tiny.grade(course, run=tiny.light).results if r.student == "ada")
    assert (ada.score, ada.by_hand, ada.look) == (1.5, True, ["dropout_forward"])
    assert exported(course)["ada"] == 1.5


def test_asks_again_only_about_scores_that_would_change_in_the_gradebook(course):
    tiny.grade(course, run=tiny.light)
    for student, answers in (("ada", {"dropout_forward": "def dropout_forward(*_): pass"}), ("bob", {})):
        course.path("submitted", tiny.CHAPTER, student).write_text(json.dumps(tiny.answered(course.folder, **answers)))
    asked = []
    tiny.grade(course, run=tiny.light, again=True, confirm=asked.append)
    assert asked == [[("bob", 3.25, 5.25)]]  # ada keeps what a person gave her


def test_is_there_one_transaction_a_submission_that_changes_something(course):
    commits = []
    with course.gradebook() as book:
        event.listen(book.engine, "commit", lambda connection: commits.append(1))
        scores = gradebook.Scores(course, book, tiny.CHAPTER)
        result = Result("new", 3, 5, exercises=[ExerciseResult("dropout_forward", 3, 3, "right")])
        scores.write(result)
        assert len(commits) == 1
        assert book.find_submission(tiny.CHAPTER, "new").score == 3


def test_does_an_error_on_the_way_leave_nothing_half_written(course, monkeypatch):
    before = tiny.dump(course)
    with course.gradebook() as book:
        scores = gradebook.Scores(course, book, tiny.CHAPTER)
        monkeypatch.setattr(scores, "_penalty", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            scores.write(Result("new", 3, 5))
    assert tiny.dump(course) == before


def test_is_a_late_penalty_that_fails_named(course):
    (course.folder / "half.py").write_text(HALF)
    with course.gradebook() as book:
        scores = gradebook.Scores(course, book, tiny.CHAPTER)
        scores.penalties.plugin_inst.late_submission_penalty = lambda *_: 1 / 0
        late = datetime.datetime(2026, 2, 1)
        with pytest.raises(CourseError, match="the late penalty of Half failed: ZeroDivisionError"):
            scores.write(Result("new", 3, 5), late)


def test_does_a_restored_score_not_ask_for_manual_grading_anew(course):
    tiny.grade(course, run=tiny.light)
    with course.gradebook() as book:
        by_hand(book, "ada", needs_manual_grade=False)  # as formgrader does when a human has looked
        book.db.commit()
    seen = tiny.dump(course)
    tiny.grade(course, run=tiny.light)
    assert tiny.dump(course) == seen


def released_without(course, name):
    """Release the chapter without one of its exercises, under new words."""
    for step in ("source", "release"):
        path = course.path(step, tiny.CHAPTER)
        data = json.loads(path.read_text())
        data["cells"] = [c for c in data["cells"] if c["metadata"].get("course", {}).get("name") != name]
        path.write_text(json.dumps(data))


def test_do_scores_of_cells_that_are_gone_not_stay(course):
    tiny.grade(course, run=tiny.light)
    old = [course.path(step, tiny.CHAPTER).read_text() for step in ("source", "release")]
    released_without(course, "dropout_backward")
    scores = {r.student: (r.score, r.max_score) for r in tiny.grade(course, run=tiny.light).results}
    assert scores["ada"] == (1.5, 3)  # a human said so
    with course.gradebook() as book:
        assert book.find_submission(tiny.CHAPTER, "eve").score == 3
        assert book.find_submission(tiny.CHAPTER, "ada").score == 1.5
        assert [cell.name for cell in book.find_notebook(tiny.CHAPTER, tiny.CHAPTER).grade_cells] == ["judge_dropout_forward"]
        assert not [row for row in book.db.query(api.Grade) if row.cell is None]
    for step, text in zip(("source", "release"), old):  # and it comes back
        course.path(step, tiny.CHAPTER).write_text(text)
    scores = {r.student: (r.score, r.max_score) for r in tiny.grade(course, run=tiny.light).results}
    assert scores["ada"] == (1.5 + 2, 5)
    with course.gradebook() as book:
        sources = {cell.name: (cell.source, cell.locked) for cell in book.find_notebook(tiny.CHAPTER, tiny.CHAPTER).source_cells}
    wanted = {grade_id(c): c.source for c in read_released(course.path("source", tiny.CHAPTER)).cells if is_graded(c)}
    assert {name: sources[name] for name in wanted} == {name: (text, True) for name, text in wanted.items()}


def test_does_what_a_human_graded_in_a_cell_that_is_gone_not_go_silently(course):
    released_without(course, "dropout_forward")
    before = tiny.dump(course)
    with pytest.raises(CourseError, match=r"01_tiny has no cell 'judge_dropout_forward' any more, but (ada|bob)'s was graded by hand"):
        batch.grade(course, tiny.CHAPTER, pool=tiny.Inline(), run=tiny.light)
    assert tiny.dump(course) == before


def test_is_a_time_that_is_none_no_time(tmp_path):
    import time

    stamp = tmp_path / "timestamp.txt"
    for text in ("", "yesterday", "9" * 500, "2026-13-45"):
        stamp.write_text(text)
        assert gradebook.timestamp(tmp_path) is None
    stamp.write_text("2026-01-02 03:04:05 UTC")
    assert gradebook.timestamp(tmp_path).hour == 3
    stamp.unlink()
    stamp.symlink_to(time.__spec__.name)
    assert gradebook.timestamp(tmp_path) is None


SAME = "2026-11-22 23:30:00"
TIMES = {  # what is written beside a submission, and when that is in UTC, or None: it could only be guessed
    "2026-11-22 23:30:00 UTC": SAME,
    "\ufeff2026-11-22 23:30:00 UTC\r\n": SAME,
    "2026-11-23 00:30:00 CET": SAME,
    "2026-11-23 00:30:00 +0100": SAME,
    "2026-11-23 00:30:00.000000 Europe/Berlin": SAME,
    "2026-11-22T18:30:00-05:00": SAME,
    "2026-11-22T23:30:00Z": SAME,
    "Sun Nov 22 23:30:00 UTC 2026": SAME,
    "22.11.2026 23:30": SAME,
    "2026-11-22 23:30:00": SAME,
    "2026-11-23 01:30:00 CEST": SAME,
    "2026-11-22 19:30:00 EDT": SAME,
    "2026-11-22 23:30:00 NONE": None,
    "2026-11-23 00:30:00 MEZ": None,
    "05/12/2026 10:00": None,
}


@pytest.mark.parametrize("text", TIMES)
def test_is_a_time_with_its_zone_read_right_or_not_at_all(text, tmp_path):
    (tmp_path / "timestamp.txt").write_text(text, encoding="utf-8")
    assert gradebook.timestamp(tmp_path) == (TIMES[text] and datetime.datetime.fromisoformat(TIMES[text]))


def test_is_an_unreadable_submission_flagged_for_a_person_until_one_has_looked_or_a_new_one_is_graded(course):
    def waits():
        with course.gradebook() as book:
            return {s.student.id: s.needs_manual_grade for s in book.assignment_submissions(tiny.CHAPTER)}

    tiny.grade(course, run=tiny.light)
    course.path("submitted", tiny.CHAPTER, "bob").write_text("{")
    result = next(r for r in tiny.grade(course, run=tiny.light).results if r.student == "bob")
    assert (result.status, result.look) == ("unreadable", [])
    assert waits()["bob"] and not waits()["cyd"]
    with course.gradebook() as book:
        for grade in book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "bob").grades:
            grade.needs_manual_grade = False
        book.db.commit()
    tiny.grade(course, run=tiny.light)
    assert not waits()["bob"]
    course.path("submitted", tiny.CHAPTER, "bob").write_text("[")
    tiny.grade(course, run=tiny.light)
    assert waits()["bob"]
    course.path("submitted", tiny.CHAPTER, "bob").write_text(json.dumps(tiny.answered(course.folder)))
    tiny.grade(course, run=tiny.light)
    assert not waits()["bob"]
