"""Is a graded class read back as it was graded?"""

import dataclasses

import handed_back
import pytest
import tiny

from autograder.errors import CourseError
from autograder.showing import report
from autograder.term import results


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return handed_back.make(tmp_path_factory.mktemp("course"))


def test_are_the_results_of_a_graded_class_those_that_grading_gave(graded):
    outcome = tiny.grade(graded)  # all are kept from before
    found = results.read(graded, tiny.CHAPTER)
    assert [dataclasses.replace(one, seconds=0) for one in found] == [dataclasses.replace(one, seconds=0) for one in outcome.results]
    assert report.markdown(tiny.CHAPTER, found) == report.markdown(tiny.CHAPTER, outcome.results)


def test_does_it_show_what_a_person_gave_since_and_who_is_not_graded(graded):
    with graded.gradebook() as book:
        grade = book.find_grade("judge_dropout_backward", tiny.CHAPTER, tiny.CHAPTER, "half")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "half").needs_manual_grade = True
        book.update_or_create_student("nobody")
        book.db.commit()
    tiny.hand_in(graded.folder, "new", tiny.answered(graded.folder))
    graded.path("autograded", tiny.CHAPTER, "empty").write_text("{")
    found = {one.student: one for one in results.read(graded, tiny.CHAPTER)}
    half = found["half"]
    assert (half.by_hand, half.look, half.exercises[1].points) == (True, ["dropout_forward"], 1.5)
    assert half.score == half.exercises[0].points + 1.5
    assert found["nobody"].status == "missing" and "not graded yet: `course grade 01_tiny`" in found["new"].reason
    assert "cannot be read" in found["empty"].reason and found["right"].score == 5


def test_is_a_chapter_without_scores_told(course):
    with pytest.raises(CourseError, match="course grade 01_tiny"):
        results.read(course, tiny.CHAPTER)


def test_are_the_chapters_told_that_are_graded(graded, course):
    assert results.graded_chapters(graded, ["00_none", tiny.CHAPTER]) == [tiny.CHAPTER]
    assert results.graded_chapters(course, [tiny.CHAPTER]) == []
