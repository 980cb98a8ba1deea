"""Does `course mistakes` show groups and take a name, and say in a line what is amiss?"""

import re
import shutil

import pytest
import tiny
import unnamed
from tiny import course as say

from autograder.commands import mistakes
from autograder.grading import learned
from autograder.grading.course import Course

WORDS = ("--name", unnamed.NAME, "--see", unnamed.SEE, "--do", unnamed.DO)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    return unnamed.make(tmp_path_factory.mktemp("unnamed"))


@pytest.fixture
def of_class(once, tmp_path):
    return Course(shutil.copytree(once.folder, tmp_path / "course", symlinks=True))


def listed(of_class):
    shown = say("mistakes", "1", "--course", of_class.folder)
    assert shown.exit_code == 0, shown.output
    return shown.output


def test_goes_it_from_the_list_to_a_name_that_grade_and_feedback_say(of_class):
    shown = listed(of_class)
    handle, count = re.search(r"^(\w{6})  dropout_backward: (\d) made it$", shown, re.MULTILINE).groups()
    assert count == "3" and "1  dropout_backward: it does not do the same twice" in shown
    named = say("mistakes", "1", "name", handle, *WORDS, "--course", of_class.folder)
    assert named.exit_code == 0 and "all who made it (3)" in named.output, named.output
    assert f"3 made it: {unnamed.NAME}" in listed(of_class)
    graded = say("grade", "1", "--course", of_class.folder)
    assert graded.exit_code == 0 and "[red]" in graded.output
    assert "Wrong answers without a name: 1; `course mistakes 01_tiny` groups them" in graded.output
    assert "3 of them new" not in graded.output
    assert "0 of them new" in say("feedback", "1", "--course", of_class.folder).output


def test_are_name_and_hints_asked_for_at_a_terminal(of_class, monkeypatch):
    handle = re.search(r"^(\w{6})  ", listed(of_class), re.MULTILINE)[1]
    answers = iter(["doubled", "look", "halve"])
    monkeypatch.setattr(mistakes, "sys", type("sys", (), {"stdin": type("tty", (), {"isatty": lambda: True})}))
    monkeypatch.setattr(mistakes.typer, "prompt", lambda says: next(answers))
    assert say("mistakes", "1", "name", handle, "--course", of_class.folder).exit_code == 0
    (entry,) = learned.read(of_class.folder)
    assert (entry.name, entry.see, entry.do) == ("doubled", "look", "halve")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["name"], "say `course mistakes CHAPTER`, or `course mistakes CHAPTER name GROUP`"),
        (["nmae", "abc"], "say `course mistakes CHAPTER`, or `course mistakes CHAPTER name GROUP`"),
        (["--name", "x"], "are for `course mistakes CHAPTER name GROUP`"),
        (["name", "abc", *WORDS], "01_tiny has no group 'abc'; `course mistakes 01_tiny` shows which there are"),
        (["name", "GROUP", "--name", "x"], "nobody can be asked here: say --see, --do, too"),
        (["name", "GROUP", "--name", "a\nb", "--see", "x", "--do", "y"], "GROUP: its name has to be one line"),
    ],
)
def test_is_a_command_that_cannot_be_meant_told(once, words, says):
    handle = re.search(r"^(\w{6})  ", listed(once), re.MULTILINE)[1]
    shown = say("mistakes", "1", *(handle if word == "GROUP" else word for word in words), "--course", once.folder)
    assert shown.exit_code in (1, 2) and says.replace("GROUP:", f"{handle}:") in shown.stderr
    assert not (once.folder / learned.FILE).exists()


def test_says_it_so_where_nothing_could_be_grouped(root):
    assert "no wrong answer without a name" in say("mistakes", "1", "--course", root).output
    assert tiny.CHAPTER in say("mistakes", "1", "--course", root).output
