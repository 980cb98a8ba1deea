"""Is a check that passed written down for the student, only for them, and does no state of the file disturb a check?"""

import os

import pytest
import tiny
from IPython.core.interactiveshell import InteractiveShell
from test_check import outside, shell

from autograder.grading.course import Course
from course_utils import progress
from course_utils.check import Check, CheckFailed
from course_utils.reference.dropout import dropout_backward, dropout_forward

outside, shell = outside, shell


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of a student, with the start page."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / progress.START).write_text("{}")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def kernel(shell):
    """A kernel, as far as a check can see."""
    shell.kernel = object()


def run():
    Check()("dropout_backward", dropout_backward)


def test_is_a_check_that_passed_written_down_once(kernel, folder):
    assert progress.passed() == set()
    run(), run()
    Check()("dropout_forward", dropout_forward)
    assert progress.passed() == {"dropout_backward", "dropout_forward"}
    head, *names = (folder / progress.FILE).read_text(encoding="utf-8").splitlines()
    assert head.startswith("# ") and names == ["dropout_backward", "dropout_forward"]


def test_is_a_miss_not_written_down(kernel, folder):
    with pytest.raises(CheckFailed):
        Check()("dropout_backward", lambda dA_dropped, D, keep_prob: dA_dropped)
    assert not (folder / progress.FILE).exists()


def test_begins_it_anew_where_a_student_took_a_line_out(kernel, folder):
    run()
    (folder / progress.FILE).write_text("# mine\nsome_other\n")
    assert progress.passed() == {"some_other"}
    run()
    assert (folder / progress.FILE).read_text() == "# mine\nsome_other\ndropout_backward\n"


@pytest.mark.parametrize("execution", ["autograde", "validate"])
def test_is_nothing_written_while_it_is_graded_or_validated(kernel, folder, monkeypatch, execution):
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    run()
    assert [file.name for file in folder.iterdir()] == [progress.START]


def test_is_nothing_written_outside_of_a_kernel(folder, capsys):
    run()
    assert InteractiveShell.initialized() is False
    assert [file.name for file in folder.iterdir()] == [progress.START]


def test_is_nothing_written_in_a_shell_that_is_no_kernel(shell, folder):
    """The sandbox's is none."""
    run()
    assert [file.name for file in folder.iterdir()] == [progress.START]


def test_is_nothing_written_where_no_start_page_lies(kernel, folder):
    (folder / progress.START).unlink()
    run()
    assert list(folder.iterdir()) == []


def test_is_nothing_written_by_a_grader(tmp_path, monkeypatch):
    """A start page lies where it could be looked for: in the course, in the folder that was handed in, where the command was given."""
    root = tiny.make(tmp_path / "course")
    path = tiny.hand_in(
        root, "ada", tiny.answered(root, dropout_backward=f"{tiny.RIGHT['dropout_backward']}\n\nopen('00_start.ipynb', 'w').close()")
    )
    for folder in (root, path.parent):
        (folder / progress.START).write_text("{}")
    monkeypatch.chdir(root)
    (result,) = tiny.grade(Course(root)).results
    assert result.score == result.max_score
    assert list(tmp_path.rglob(f"*{progress.FILE}*")) == []


def _read_only(file):
    file.write_text("")
    file.chmod(0o400)


DAMAGES = {
    "bytes": lambda file: file.write_bytes(b"\xff\xfe\x00dropout_forward\n\x80"),
    "half a line": lambda file: file.write_text("dropout_forward\ndropout_back"),
    "a folder": lambda file: file.mkdir(),
    "a pipe": lambda file: os.mkfifo(file),
    "a link to nowhere": lambda file: file.symlink_to("no/where"),
    "a link to itself": lambda file: file.symlink_to(file.name),
    "endless": lambda file: file.symlink_to("/dev/zero"),
    "read-only": _read_only,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_disturbs_no_state_of_the_file_a_check(kernel, folder, damage, shell):
    DAMAGES[damage](folder / progress.FILE)
    run()
    assert "right in all" in shell.shown[-1]["text/plain"]
    if damage in ("bytes", "half a line"):  # what can be written to holds it, and what was there too
        assert "dropout_backward" in progress.passed()
        assert (
            (folder / progress.FILE).read_bytes().startswith((b"\xff\xfe\x00dropout_forward\n\x80\n", b"dropout_forward\ndropout_back\n"))
        )


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(28, "No space left on device")])
def test_disturbs_no_disk_a_check(kernel, folder, monkeypatch, shell, error):
    def fails(*args, **kwargs):
        raise error

    monkeypatch.setattr(type(folder), "open", fails)
    run()
    assert "right in all" in shell.shown[-1]["text/plain"]


def test_disturbs_a_folder_that_is_gone_no_check(kernel, folder, shell):
    (folder / progress.START).unlink()
    folder.rmdir()
    run()
    assert "right in all" in shell.shown[-1]["text/plain"]
