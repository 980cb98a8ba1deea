"""Does grading show its table, ask before it changes scores, and write pages where they are out of date?"""

import light
import pytest
import tiny
from tiny import course

from autograder.grading import batch, workers
from autograder.grading.course import Course
from autograder.showing.feedback import Pages


@pytest.fixture
def graded(tmp_path, monkeypatch):
    """A class of two in a course of its own, graded without a sandbox's seconds."""
    root = tiny.make(tmp_path)
    monkeypatch.setattr(workers, "Local", lambda workers: tiny.Inline())
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


def test_does_a_run_in_which_nothing_changed_write_nothing_and_start_no_worker(graded, monkeypatch):
    def written():
        files = (path for path in graded.rglob("*") if path.is_file() and ".grading" not in path.parts)
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    course("grade", "1", "--course", graded)
    before = written()
    assert {path.suffix for path in before} >= {".db", ".html", ".ipynb"}
    monkeypatch.setattr(tiny.Inline, "submit", lambda self, run, *job: pytest.fail("a job"))
    monkeypatch.setattr(tiny.Inline, "warm", lambda self, *settings: pytest.fail("a worker"), raising=True)
    again = course("grade", "1", "--course", graded)
    assert again.exit_code == 0, again.output
    assert written() == before


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
