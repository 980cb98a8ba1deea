"""Does a folder that is no course, or holds no chapter, say what to do?"""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import tiny

from autograder.errors import CourseError
from autograder.grading import batch
from autograder.grading.course import Course
from autograder.showing.feedback import Pages


def test_do_the_errors_before_grading_say_what_to_do(course, tmp_path):
    with pytest.raises(CourseError, match=r"nobody-here handed in no 01_tiny; those who did: "):
        tiny.grade(course, ["nobody-here"])
    with pytest.raises(CourseError, match=r"02_other\.ipynb: build it with `course build 02_other`"):
        course.released("02_other")
    with pytest.raises(CourseError, match=r"02_other\.ipynb: build it with `course build 02_other`"):
        course.register("02_other")
    with pytest.raises(CourseError, match=r"nobody handed in 02_other: put notebooks at .*02_other\.ipynb"):
        batch.grade(course, "02_other")
    with pytest.raises(CourseError, match=r"is no course: it has no nbgrader_config\.py"):
        Course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config(\n")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py cannot be read: SyntaxError"):
        Course(tmp_path)


@pytest.mark.parametrize("place", ["[x]", "a*b", "q?"])
def test_has_a_student_a_page_whose_name_nbgrader_takes_for_a_pattern(tmp_path, place):
    made = tiny.make(tmp_path / "made")
    root = made.rename(tmp_path / place)  # the class's folder is called so too
    course = Course(root)
    for student in (place, "x", "ab", "q1"):
        tiny.hand_in(root, student, tiny.answered(root))
    assert tiny.grade(course, [place], run=tiny.light).results[0].score == 5
    assert Pages(course, tiny.CHAPTER).write(place) == {}
    assert course.path("feedback", tiny.CHAPTER, place).is_file()
    assert not course.path("feedback", tiny.CHAPTER, "x").exists()


def _tables(file):
    """Return what a gradebook's file holds: how its tables are made, and their rows."""
    with contextlib.closing(sqlite3.connect(file)) as db:
        return list(db.iterdump())


def test_is_a_new_gradebook_what_nbgrader_makes_and_has_its_upgrade_nothing_to_do(tmp_path):
    course = Course(tiny.make(tmp_path / "course"))
    with course.gradebook():
        pass
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    code = f"from nbgrader.api import Gradebook; Gradebook('sqlite:///theirs.db', {course.directory.course_id!r}).close()"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PATH": path}, check=True)
    ours = _tables(course.folder / "gradebook.db")
    assert ours == _tables(tmp_path / "theirs.db")
    assert any('INSERT INTO "alembic_version"' in line for line in ours)
    said = tiny.nbgrader(course.folder, ["db", "upgrade"])
    assert "ended: db 0" in said
    assert "Running upgrade" not in said
    assert _tables(course.folder / "gradebook.db") == ours
