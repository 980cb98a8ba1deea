"""Is the class found that a command is about, and is no file of a student's taken for its settings?"""

import shutil

import pytest
import three
import tiny

from autograder.commands import keeping
from autograder.errors import CourseError

COMMANDS = ("forget", "archive", "restore")
template, course = three.template, three.course


def test_is_the_class_found_from_a_folder_in_it(course, monkeypatch):
    monkeypatch.chdir(course.folder / "submitted")
    shown = tiny.course("forget", "nobody", "--yes")
    assert f"there is no student 'nobody' in {course.folder}" in shown.stderr


def test_are_settings_that_a_student_handed_in_never_run(course, tmp_path, monkeypatch):
    theirs = course.folder / "submitted" / "ada" / tiny.CHAPTER
    (theirs / "nbgrader_config.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.chdir(theirs)
    assert keeping._class(None) == course.folder
    assert "there is no student 'nobody'" in tiny.course("forget", "nobody", "--yes").stderr
    assert not (tmp_path / "ran").exists()


def test_is_a_class_inside_of_a_courses_folder_the_one_that_is_meant(course, monkeypatch):
    inner = course.folder / "demo"
    inner.mkdir()
    shutil.copy(course.folder / "nbgrader_config.py", inner)
    monkeypatch.chdir(inner)
    assert keeping._class(None) == inner


def test_says_a_place_that_is_in_no_class_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path / "nowhere"))
    with pytest.raises(CourseError, match="is in no class: go to its folder, or name it with --folder"):
        keeping._class(None)


@pytest.mark.parametrize("command", COMMANDS)
def test_has_each_command_help_with_an_example(command):
    shown = tiny.course(command, "--help")
    assert shown.exit_code == 0 and f"course {command}" in shown.output and "Example" in shown.output
    assert command in tiny.course("--help").output


@pytest.mark.parametrize("command", COMMANDS)
def test_ends_each_command_in_one_line_where_there_is_no_class(tmp_path, command):
    shown = tiny.course(command, "x.zip", "--folder", tmp_path / "none")
    assert (shown.exit_code, shown.stdout.strip(), shown.stderr.count("\n")) == (1, "", 1)
