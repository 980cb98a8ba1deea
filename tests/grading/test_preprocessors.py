"""Do our parts for nbgrader grade what `course grade` would, and run nothing where they cannot know what is graded?"""

import shutil
from unittest.mock import Mock

import pytest
import tiny
from handed_in_elsewhere import CHAPTER, NAME, a_class, put
from nbformat import v4
from tiny import booked_scores
from traitlets.config import Config

from autograder.errors import CourseError
from autograder.grading import preprocessors
from autograder.grading.course import Course


@pytest.mark.parametrize("released", [None, '{"cells": ['])
def test_is_nothing_run_where_no_released_notebook_can_be_read(released, tmp_path, monkeypatch):
    runner = Mock()
    monkeypatch.setattr(preprocessors, "shared_runner", runner)
    if released:
        path = tmp_path / "release" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(released, encoding="utf-8")
    execute = preprocessors.CourseExecute(config=Config(CourseDirectory={"root": str(tmp_path)}))
    with pytest.raises(CourseError, match=r"no released notebook: make it \(`course build`\), or set CourseExecute.tests = 'student'"):
        execute.preprocess(v4.new_notebook(), {"nbgrader": {"assignment": tiny.CHAPTER, "notebook": tiny.CHAPTER}})
    assert not runner.called


@pytest.fixture(scope="module")
def both_ways(tmp_path_factory):
    """A class whose work came in all kinds of ways, graded by nbgrader's command and, a copy of it, by ours."""
    course = Course(tiny.make(tmp_path_factory.mktemp("nbgraders")))
    students = a_class(course)
    (put(course, "timestamp.txt", b"yesterday", "elsewhere-0"), put(course, "passwords", b"", "zip").unlink())
    (course.folder / "submitted" / "zip" / CHAPTER / "passwords").symlink_to("/etc/passwd")
    (course.folder / "class_seed").write_text("a seed")
    ours = Course(shutil.copytree(course.folder, tmp_path_factory.mktemp("ours") / "course", symlinks=True))
    said = tiny.nbgrader(course.folder, ["generate_assignment", CHAPTER, "--force"], ["autograde", CHAPTER])
    assert "ended: autograde 0" in said
    outcome = tiny.grade(ours)
    assert [result.student for result in outcome.results] == students
    return course, ours, outcome.results, said


def test_does_nbgraders_command_give_the_same_scores_cell_by_cell_whatever_was_handed_in(both_ways):
    course, ours, results, _ = both_ways
    assert booked_scores(course) == booked_scores(ours)
    assert {result.score for result in results} == {0, 3, 5}


def test_does_it_say_the_same_of_what_was_chosen_and_what_was_put_in_order(both_ways):
    course, ours, results, said = both_ways
    for result in results:
        told, tells = (tiny.executed(one, result.student).cells[0].source for one in (course, ours))
        if tells.startswith("**About"):
            assert told == "\n".join(line for line in tells.splitlines() if "'passwords'" not in line), result.student
            assert told.splitlines()[2].removeprefix("- ") in said
        else:
            assert not told.startswith("**About"), result.student
    assert sum(bool(result.reason) for result in results) > 12


def test_is_what_was_handed_in_left_where_it_was_but_for_what_may_not_be_copied(both_ways):
    course, ours, *_ = both_ways
    here, there = ({p.relative_to(c.folder) for p in (c.folder / "submitted").rglob("*") if not p.is_dir()} for c in (course, ours))
    assert {path.name for path in there - here} == {"passwords", "timestamp.txt"}
    assert here < there


def test_does_the_name_of_a_folder_that_can_be_no_id_stop_nobody(both_ways, tmp_path):
    course = Course(shutil.copytree(both_ways[1].folder, tmp_path / "course", symlinks=True))
    put(course, NAME, tiny.answered(course.folder), "\x1b]0;title\x07")
    said = tiny.nbgrader(course.folder, ["autograde", CHAPTER, "--student", "zip", "--force"])
    assert "ended: autograde 0" in said
    assert "\x1b" not in said
    assert "cannot be a student's id: rename the folder" in said
