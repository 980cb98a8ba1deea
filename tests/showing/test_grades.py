"""Does what pages show of the gradebook agree with nbgrader's own sums?"""

import datetime

import pytest
import tiny

from autograder.grading.course import Course
from autograder.showing import grades


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two students of the tiny chapter, in all the states that a grade may have; and one of another assignment."""
    course = Course(tiny.make(tmp_path_factory.mktemp("course")))
    course.register(tiny.CHAPTER)
    with course.gradebook() as book:
        for student in ("ada", "bob"):
            book.update_or_create_student(student)
            book.update_or_create_submission(tiny.CHAPTER, student, timestamp=datetime.datetime(2026, 1, 2, 3))
        book.add_assignment("other")
        book.update_or_create_submission("other", "bob")
        first, second = (book.find_grade(f"judge_{name}", tiny.CHAPTER, tiny.CHAPTER, "ada") for name in tiny.RIGHT)
        first.auto_score, first.manual_score, first.extra_credit, first.needs_manual_grade = 1, 2.5, 0.5, False
        second.extra_credit = 1  # of nothing graded, which nbgrader does not count
        comment = book.find_comment("dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "ada")
        comment.auto_comment, comment.manual_comment = "No response.", "Well done"
        book.find_comment("dropout_backward", tiny.CHAPTER, tiny.CHAPTER, "ada").auto_comment = "No response."
        book.find_submission(tiny.CHAPTER, "ada").notebooks[0].late_submission_penalty = 0.25
        book.find_assignment(tiny.CHAPTER).duedate = datetime.datetime(2026, 1, 1)
        book.find_submission(tiny.CHAPTER, "ada").extension = datetime.timedelta(days=1)
        book.db.commit()
    return course


def test_are_marks_comments_and_dates_as_nbgrader_has_them(course):
    with course.gradebook() as book:
        found = grades.read(book, tiny.CHAPTER)
        assert sorted(found) == ["ada", "bob"]
        for student, known in found.items():
            notebook = book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, student)
            assert grades.total(known) == (notebook.score - (notebook.late_submission_penalty or 0), notebook.max_score)
            assert known["late"] == book.find_submission(tiny.CHAPTER, student).total_seconds_late
            for grade in notebook.grades:
                assert known["marks"][grade.name]["points"] == grade.score
                assert known["marks"][grade.name]["most"] == grade.max_score
    ada = found["ada"]
    assert ada["marks"]["judge_dropout_forward"] == {"points": 3.0, "most": 3.0, "extra": 0.5, "by_hand": True, "waits": False}
    assert ada["marks"]["judge_dropout_backward"]["waits"]
    assert ada["comments"]["dropout_forward"] == {"text": "Well done", "by_hand": True}
    assert ada["comments"]["dropout_backward"] == {"text": "No response.", "by_hand": False}
    assert (ada["handed_in"], ada["due"], ada["late"]) == ("2026-01-02T03:00:00", "2026-01-02T00:00:00", 3 * 3600)


def test_can_one_student_be_asked_for(course):
    with course.gradebook() as book:
        assert grades.read(book, tiny.CHAPTER, student="bob") == {"bob": grades.read(book, tiny.CHAPTER)["bob"]}
        assert grades.read(book, tiny.CHAPTER, student="nobody") == grades.read(book, "nothing") == {}
