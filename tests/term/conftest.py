"""A class for each test of the term, in a tiny course, and its students."""

import shutil

import pytest
import tiny

from autograder.grading.course import Course

STUDENTS = """\
id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada@uni.example,1001
jose,José,García Núñez,jose@uni.example,1002
oneil,Ann-Marie,O'Neil,annmarie.oneil@uni.example,1003
kim1,Min,Kim,min.kim@uni.example,1004
kim2,Min,Kim,minkim2@uni.example,1005
"""


@pytest.fixture(scope="session")
def new(tmp_path_factory):
    """The tiny course with an empty gradebook, which no test changes."""
    course = Course(tiny.make(tmp_path_factory.mktemp("new")))
    course.register(tiny.CHAPTER)
    return course


@pytest.fixture
def course(new, tmp_path):
    """The same, to be changed."""
    return Course(shutil.copytree(new.folder, tmp_path / "course"))


@pytest.fixture
def of_class(course):
    """A class of five: accents, an apostrophe, a hyphen, and two of one name."""
    from autograder.term import roster

    file = course.folder.parent / "students.csv"
    file.write_text(STUDENTS, encoding="utf-8")
    roster.take(course, file)
    return course
