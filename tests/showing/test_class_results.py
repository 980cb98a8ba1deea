"""Is a graded class read back as it was graded, with what the gradebook says by now, whoever wrote it?"""

import dataclasses
import shutil

import pytest
import tiny
from handed_back import MISTAKE

from autograder.errors import CourseError
from autograder.grading.course import Course
from autograder.grading.job import Result
from autograder.showing import class_numbers, class_results, report


def read(course):
    return {s.student: s for s in class_results.read(course, tiny.CHAPTER)}


def test_are_the_results_of_a_graded_class_those_that_grading_gave(of_class):
    outcome = tiny.grade(of_class)  # all are kept from before
    found = class_results.read(of_class, tiny.CHAPTER)
    fields = [field.name for field in dataclasses.fields(Result) if field.name != "seconds"]
    assert [[getattr(one, f) for f in fields] for one in found] == [[getattr(one, f) for f in fields] for one in outcome.results]
    assert report.markdown(tiny.CHAPTER, found) == report.markdown(tiny.CHAPTER, outcome.results)


def test_is_more_of_each_submission_known_than_its_result(graded):
    there = read(graded)
    assert "not JSON" in there["broken"].reason and not there["broken"].judged
    forward, backward = there["half"].found
    assert (forward.mistake, forward.mark["points"], backward.mistake, backward.calls) == (MISTAKE, 0, None, "dropout_forward")
    assert 0 < forward.seconds < 60
    assert "return 3 * dA_dropped" in there["half"].code["dropout_backward"]
    assert class_results.graded_chapters(graded, ["00_none", tiny.CHAPTER]) == [tiny.CHAPTER]


def test_is_what_came_since_read_too(of_class):
    with of_class.gradebook() as book:
        grade = book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "half")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.find_grade("judge_dropout_backward", tiny.CHAPTER, tiny.CHAPTER, "half").needs_manual_grade = True
        book.update_or_create_student("right", first_name="Ada", last_name="Lovelace")
        book.add_student("absent")
        book.db.commit()
    tiny.hand_in(of_class.folder, "new", tiny.answered(of_class.folder))
    of_class.path("autograded", tiny.CHAPTER, "empty").write_text("{")
    there = read(of_class)
    half = there["half"]
    assert (half.score, half.by_hand, half.look) == (2.5, True, ["dropout_backward"])
    assert [(e.points, e.by_hand) for e in half.exercises] == [(2.5, True), (0, False)]
    assert (there["right"].name, there["right"].by_hand) == ("Ada Lovelace", False)
    assert (there["absent"].status, there["new"].status) == ("missing", "waiting")
    assert "not graded yet: `course grade 01_tiny`" in report.went_wrong(there["new"])
    assert there["empty"].status == "failed"
    assert "its executed notebook cannot be read (JSONDecodeError): `course grade 01_tiny --student empty`" in there["empty"].reason
    assert len(class_numbers.judged(there.values())) == 3


def test_counts_an_unreadable_one_as_soon_as_a_person_has_graded_all_of_it(of_class):
    with of_class.gradebook() as book:
        for grade in book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "broken").grades:
            assert grade.needs_manual_grade
            grade.manual_score, grade.needs_manual_grade = 1.0, False
        book.db.commit()
    there = read(of_class)
    assert (there["broken"].status, there["broken"].score, there["broken"].judged) == ("unreadable", 2.0, True)
    assert class_numbers.scores(there.values())[:3] == (5, 0, 2.0)
    assert "5 submissions; scores from 0 to 5 of 5, median 2; 1 has points by hand." in report.scores(there.values())
    assert "unreadable" not in class_numbers.needs_a_person(there.values())


def test_is_a_class_that_nbgrader_graded_read_as_well(of_class):
    assert "ended: autograde 0" in tiny.nbgrader(of_class.folder, ["autograde", tiny.CHAPTER, "--student", "half", "--force"])
    half = read(of_class)["half"]
    assert (half.student, half.status, half.score, half.found[0].mistake, half.found[0].seconds) == ("half", "graded", 0, MISTAKE, None)


def test_is_a_chapter_that_nobody_has_scores_in_told_in_one_line(graded, tmp_path):
    course = Course(shutil.copytree(graded.folder, tmp_path / "course", ignore=shutil.ignore_patterns("gradebook.db")))
    assert class_results.graded_chapters(course, [tiny.CHAPTER]) == []
    with pytest.raises(CourseError, match=r"nobody has a score in 01_tiny yet: `course grade 01_tiny` first"):
        class_results.read(course, tiny.CHAPTER)
