"""Is a graded class read back as it was graded, with what the gradebook says by now, whoever wrote it?"""

import shutil

import pytest
import tiny
from handed_back import MISTAKE

from autograder.errors import CourseError
from autograder.grading.course import Course
from autograder.showing import class_numbers, class_results


def read(course):
    return {s.student: s for s in class_results.read(course, tiny.CHAPTER)}


def test_is_each_submission_what_grading_made_of_it(graded):
    there = read(graded)
    assert {s.student: (s.status, s.score, s.most) for s in there.values()} == {
        "[x]": ("graded", 5, 5),
        "broken": ("unreadable", 0, 5),
        "empty": ("graded", 0, 5),
        "half": ("graded", 0, 5),
        "right": ("graded", 5, 5),
    }
    assert "not JSON" in there["broken"].reason and not there["broken"].judged
    forward, backward = there["half"].found
    assert (forward.mistake, forward.mark["points"], backward.mistake, backward.calls) == (MISTAKE, 0, None, "dropout_forward")
    assert 0 < forward.seconds < 60
    assert "return 3 * dA_dropped" in there["half"].code["dropout_backward"]
    assert class_results.graded_chapters(graded) == [tiny.CHAPTER]


def test_is_what_came_since_read_too(of_class):
    with of_class.gradebook() as book:
        book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "half").manual_score = 2.5
        book.find_grade("judge_dropout_backward", tiny.CHAPTER, tiny.CHAPTER, "half").needs_manual_grade = True
        book.update_or_create_student("right", first_name="Ada", last_name="Lovelace")
        book.add_student("absent")
        book.db.commit()
    tiny.hand_in(of_class.folder, "new", tiny.answered(of_class.folder))
    of_class.path("autograded", tiny.CHAPTER, "empty").write_text("{")
    there = read(of_class)
    assert (there["half"].score, there["half"].by_hand, there["half"].look) == (2.5, True, ["dropout_backward"])
    assert (there["right"].name, there["right"].by_hand) == ("Ada Lovelace", False)
    assert (there["absent"].status, there["new"].status) == ("missing", "waiting")
    assert there["empty"].status == "failed"
    assert "its graded notebook cannot be read (JSONDecodeError): `course grade 01_tiny --student empty`" in there["empty"].reason
    assert len(class_numbers.judged(there.values())) == 3


def test_is_a_class_that_nbgrader_graded_read_as_well(of_class):
    assert "ended: autograde 0" in tiny.nbgrader(of_class.folder, ["autograde", tiny.CHAPTER, "--student", "half", "--force"])
    half = read(of_class)["half"]
    assert (half.status, half.score, half.found[0].mistake, half.found[0].seconds) == ("graded", 0, MISTAKE, None)


def test_is_a_chapter_that_nobody_has_scores_in_told_in_one_line(graded, tmp_path):
    course = Course(shutil.copytree(graded.folder, tmp_path / "course", ignore=shutil.ignore_patterns("gradebook.db")))
    assert class_results.graded_chapters(course) == []
    with pytest.raises(CourseError, match=r"nobody has a score in 01_tiny yet: `course grade 01_tiny` first"):
        class_results.read(course, tiny.CHAPTER)
