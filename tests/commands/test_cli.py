"""Has `course` its commands, each with help, and does it start quickly?"""

import subprocess
import sys

import pytest
import tiny
from tiny import course

COMMANDS = ("build", "grade", "edition", "demo", "lab", "reset", "selfcheck", "kit")


@pytest.mark.parametrize("command", COMMANDS)
def test_has_each_command_help_with_an_example(command):
    shown = course(command, "--help")
    assert shown.exit_code == 0
    assert "Example" in shown.output
    assert f"course {command}" in shown.output
    assert command in course("--help").output


def test_has_the_command_of_a_class_help_with_an_example():
    assert "course class new" in course("class", "new", "--help").output
    assert "class" in course("--help").output


def test_are_the_slow_imports_left_to_the_commands():
    slow = ("nbgrader", "nbformat", "jsonschema", "IPython", "matplotlib", "sklearn", "jupytext", "sqlalchemy")
    code = f"import sys, autograder.commands.cli; print([name for name in {slow} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tiny.ROOT)
    assert shown.stdout.strip() == "[]"


def test_is_python_m_autograder_the_same():
    shown = subprocess.run([sys.executable, "-m", "autograder", "--help"], capture_output=True, text=True, check=True, cwd=tiny.ROOT)
    assert all(command in shown.stdout for command in COMMANDS)


def test_stops_the_build_with_one_line(tmp_path):
    root = tiny.make(tmp_path)
    text = root / "source" / "01_tiny.py"
    text.write_text(text.read_text(encoding="utf-8").replace("# %% setup", "# %% set-up"), encoding="utf-8")
    shown = course("build", "--course", root)
    assert shown.exit_code == 1
    assert shown.stderr.startswith("course: source/01_tiny.py, line ")
    assert len(shown.stderr.strip().splitlines()) == 1
