"""Does `course` do what it says, quickly, and say in one line what is wrong?"""

import subprocess
import sys

import light
import pytest
import tiny
from tiny import course

from autograder.grading import batch
from autograder.grading.course import Course
from autograder.showing.feedback import Pages

COMMANDS = ("build", "grade", "demo", "lab", "reset", "selfcheck", "kit", "report")


@pytest.mark.parametrize("command", COMMANDS)
def test_has_each_command_help_with_an_example(command):
    shown = course(command, "--help")
    assert shown.exit_code == 0
    assert "Example" in shown.output
    assert f"course {command}" in shown.output
    assert command in course("--help").output


def test_are_the_slow_imports_left_to_the_commands():
    slow = ("nbgrader", "nbformat", "jsonschema", "IPython", "matplotlib", "sklearn", "jupytext", "sqlalchemy")
    code = f"import sys, autograder.commands.cli; print([name for name in {slow} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tiny.ROOT)
    assert shown.stdout.strip() == "[]"


def test_is_python_m_autograder_the_same():
    shown = subprocess.run([sys.executable, "-m", "autograder", "--help"], capture_output=True, text=True, check=True, cwd=tiny.ROOT)
    assert all(command in shown.stdout for command in COMMANDS)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["new", "exercise", "max_norm", "9"], 2, "there is no chapter '9'; there is 01_tiny"),
        (["build", "9"], 2, "there is no chapter '9'; there is 01_tiny"),
        (["grade", "dropout"], 2, "there is no chapter 'dropout'; there is 01_tiny"),
        (["demo", "99"], 2, "there is no chapter '99'"),
        (["reset", "1", "backward"], 1, "01_tiny has no exercise 'backward'; it has dropout_forward, dropout_backward"),
        (["grade", "1"], 1, "nobody handed in 01_tiny: put notebooks at"),
        (["grade", "1", "--student", "ada"], 1, "ada handed in no 01_tiny; those who did: nobody"),
        (["grade", "1", "--yes"], 2, "--yes is for --again; without it nothing is asked"),
        (["grade", "1", "--folder", "/"], 1, "/ is no course: it has no nbgrader_config.py"),
    ],
)
def test_is_an_error_one_line_that_says_what_to_do(root, words, code, says):
    shown = course(*words, "--course", root)
    assert shown.exit_code == code
    assert says in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1
    assert not shown.stdout.strip()


def test_is_a_folder_that_is_no_course_named(tmp_path):
    shown = course("lab", "--no-open", "--course", tmp_path)
    assert shown.exit_code == 2
    assert "is in no course (a folder with nbgrader_config.py and source/); go to one, or name it with --course" in shown.stderr


def test_is_the_course_found_from_a_folder_in_it(root, tmp_path, monkeypatch):
    (root / "demo" / "deep").mkdir(parents=True)
    monkeypatch.chdir(root / "demo" / "deep")
    shown = course("lab", "--no-open", "--folder", tmp_path)
    assert shown.exit_code == 0
    assert f"copied: {tmp_path / '01_tiny.ipynb'}" in shown.stdout


@pytest.mark.parametrize("words", [("--student", "x"), ("--student", "\x1b[2Jx"), ("--folder", "/no\x1b]0;title\x07/class")])
def test_does_a_name_that_a_student_gave_a_folder_reach_the_terminal(tmp_path, words):
    root = tiny.make(tmp_path)
    tiny.hand_in(root, "a\x1b]0;title\x07\u202e", tiny.answered(root))
    shown = course("grade", "1", "--course", root, *words)
    assert shown.exit_code == 1
    assert not [c for c in shown.output.replace("\n", "") if not c.isprintable()]


def test_is_a_release_of_another_text_not_graded(tmp_path):
    root = tiny.make(tmp_path)
    tiny.hand_in(root, "ada", tiny.answered(root))
    file = root / "release" / "01_tiny" / "01_tiny.ipynb"
    file.write_text(file.read_text(encoding="utf-8").replace('"points": 2', '"points": 3'), encoding="utf-8")
    shown = course("grade", "1", "--course", root)
    assert "course: source/ and release/ hold 01_tiny from different texts: build it with `course build 01_tiny`" in shown.stderr
    file.write_text("<<<<<<<", encoding="utf-8")
    shown = course("grade", "1", "--course", root)
    assert "01_tiny.ipynb cannot be read (NotJSONError): build it again with `course build`" in shown.stderr


def test_is_a_gradebook_that_cannot_be_used_named(tmp_path):
    root = tiny.make(tmp_path)
    tiny.hand_in(root, "ada", tiny.answered(root))
    (root / "gradebook.db").write_text("no database", encoding="utf-8")
    shown = course("grade", "1", "--course", root)
    assert shown.exit_code == 1
    assert f"course: the gradebook {root / 'gradebook.db'} cannot be used: " in shown.stderr
    assert not tiny.times_open(root / "gradebook.db")


def test_is_a_file_where_a_folder_should_be_named(root, tmp_path):
    (tmp_path / "file").write_text("")
    shown = course("lab", "--no-open", "--course", root, "--folder", tmp_path / "file" / "work")
    assert shown.exit_code == 1
    assert shown.stderr.startswith(f"course: {tmp_path / 'file'}")


def test_stops_the_build_with_one_line(tmp_path):
    root = tiny.make(tmp_path)
    text = root / "source" / "01_tiny.py"
    text.write_text(text.read_text(encoding="utf-8").replace("# %% setup", "# %% set-up"), encoding="utf-8")
    shown = course("build", "--course", root)
    assert shown.exit_code == 1
    assert shown.stderr.startswith("course: source/01_tiny.py, line ")
    assert len(shown.stderr.strip().splitlines()) == 1


@pytest.fixture
def graded(tmp_path, monkeypatch):
    """A class of two in a course of its own, graded without a sandbox's seconds."""
    root = tiny.make(tmp_path)
    monkeypatch.setattr(batch, "Local", lambda workers: tiny.Inline())
    monkeypatch.setattr(batch.grade, "__defaults__", (*batch.grade.__defaults__[:-1], light.light))
    for student, code in {"ada": {}, "bob": {"dropout_backward": "dropout_backward = max"}}.items():
        tiny.hand_in(root, student, tiny.answered(root, **code))
    return root


def test_has_grading_its_table_and_report(graded, tmp_path):
    shown = course("grade", "1", "--course", graded, "--no-feedback", "--report", tmp_path / "new" / "report.md")
    assert shown.exit_code == 0, shown.output
    assert "ada" in shown.stdout
    assert "3 of 5" in shown.stdout
    assert "ada" not in (tmp_path / "new" / "report.md").read_text(encoding="utf-8")
    only = course("grade", "1", "--course", graded, "--no-feedback", "--student", "bob")
    assert "bob" in only.stdout
    assert "ada" not in only.stdout


def test_shows_again_the_changes_and_asks(graded, monkeypatch):
    words = ("grade", "1", "--course", graded, "--no-feedback")
    course(*words)
    assert "No score changes." in course(*words, "--again").stdout
    (graded / "class_seed").write_text("another\n")
    assert "2 results are kept that were made by other tests or another version of the grader" in course(*words).stdout
    monkeypatch.setattr(light, "judged", nothing)
    shown = course(*words, "--again")
    assert shown.exit_code == 2
    assert "nobody can be asked here whether to write these scores: say --yes to write them" in shown.stderr
    assert "5 of 5" in course(*words).stdout
    shown = course(*words, "--again", "--yes")
    assert ["ada", "5", "0"] in [line.split() for line in shown.stdout.splitlines()]
    assert "0 of 5" in course(*words).stdout


def nothing(cell, names):
    return []


def test_says_ctrl_c_how_to_go_on(graded, monkeypatch):
    def stop_at_bob(job):
        if job.student == "bob":
            raise KeyboardInterrupt
        return light.light(job)

    monkeypatch.setattr(batch.grade, "__defaults__", (*batch.grade.__defaults__[:-1], stop_at_bob))
    shown = course("grade", "1", "--course", graded, "--no-feedback")
    assert shown.exit_code == 130
    assert shown.stderr == "course: stopped. 1 of 2 are graded and written; the same command goes on from there\n"


def test_are_feedback_pages_written_for_whom_they_are_not_there_or_show_what_is_no_longer_so(graded, monkeypatch):
    written, write = [], Pages.write
    monkeypatch.setattr(Pages, "write", lambda self, student: written.append(student) or write(self, student))
    course("grade", "1", "--course", graded)
    assert written == ["ada", "bob"]
    course("grade", "1", "--course", graded)
    assert written == ["ada", "bob"]
    with Course(graded).gradebook() as book:
        book.find_grade("judge_dropout_forward", "01_tiny", "01_tiny", "bob").manual_score = 1
        book.db.commit()
    course("grade", "1", "--course", graded)
    assert written == ["ada", "bob", "bob"]
    assert "by hand" in (graded / "feedback" / "bob" / "01_tiny" / "01_tiny.html").read_text(encoding="utf-8")
    course("grade", "1", "--course", graded)
    assert written == ["ada", "bob", "bob"]
