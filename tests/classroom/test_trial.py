"""Does a look at the present edition say whose score would change, and write nothing?"""

import pytest
import tiny

from autograder import bank
from autograder.classroom import release, trial
from autograder.grading.course import Course


@pytest.fixture
def graded(own):
    """A class of three that is graded: ada right, bob with a manual score, cyd unreadable."""
    release.build(own, own.chapters)
    tiny.hand_in(own.folder, "ada", tiny.answered(own.folder))
    tiny.hand_in(own.folder, "bob", tiny.answered(own.folder, dropout_backward="dropout_backward = max"))
    tiny.hand_in(own.folder, "cyd", "{")
    course = Course(own.folder)
    tiny.grade(course, run=tiny.light)
    with course.gradebook() as book:
        book.find_grade("judge_dropout_backward", tiny.CHAPTER, tiny.CHAPTER, "bob").manual_score = 1.5
        book.db.commit()
    return own


def look(own):
    return trial.changes(own, tiny.CHAPTER, tiny.Inline(), run=tiny.light)


def contents(folder):
    return {f.relative_to(folder): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_changes_nothing_where_the_edition_is_the_same(graded):
    before, rows = contents(graded.folder), tiny.dump(Course(graded.folder))
    assert look(graded) == []
    assert tiny.dump(Course(graded.folder)) == rows
    assert contents(graded.folder).keys() == before.keys()


def test_keeps_a_score_that_a_person_gave(graded, monkeypatch):
    """The present edition thinks more of one exercise and less of the other, and bob's was given by hand in that."""
    points = {"dropout_forward": 10.0, "dropout_backward": 1.0}
    for name, worth in points.items():
        entry = bank.exercise(name)
        monkeypatch.setitem(vars(entry), "points", worth)
    assert look(graded) == [("ada", 5, 11), ("bob", 4.5, 11.5)]
    assert not list(graded.folder.glob(".trial-*"))


def test_is_nothing_run_where_nobody_handed_in(own):
    release.build(own, own.chapters)
    assert look(own) == []
