"""A class of three, right, wrong and unreadable, that is graded in no time."""

import shutil

import pytest
import tiny

from autograder.grading.course import Course

WRONG = {"dropout_backward": "dropout_backward = max"}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A tiny course with a gradebook: making both takes longer than most tests."""
    course = Course(tiny.make(tmp_path_factory.mktemp("template")))
    course.register(tiny.CHAPTER)
    return course.folder


@pytest.fixture
def course(template, tmp_path):
    """A tiny course with a class of three: right, wrong, unreadable."""
    return hand_in(Course(shutil.copytree(template, tmp_path / "course")))


def hand_in(course):
    """Have three hand in: right, wrong, unreadable."""
    tiny.hand_in(course.folder, "ada", tiny.answered(course.folder))
    tiny.hand_in(course.folder, "bob", tiny.answered(course.folder, **WRONG))
    tiny.hand_in(course.folder, "cyd", "{")
    return course


class Counting:
    """A light grader that notes whom it graded."""

    def __init__(self):
        self.graded = []

    def __call__(self, job):
        self.graded.append(job.student)
        return tiny.light(job)


def grade(course, students=None, **options):
    """Grade with a new light grader; return the outcome and whom it graded."""
    run = Counting()
    return tiny.grade(course, students, run=run, **options), run.graded


def summary(outcome):
    return [(r.student, r.score, r.status) for r in outcome.results]


CLASS = [("ada", 5, "graded"), ("bob", 3, "graded"), ("cyd", 0, "unreadable")]
