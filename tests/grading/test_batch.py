"""Does a class end in the same gradebook, whatever happens on the way, and is nothing done twice?"""

import json
import shutil
import sqlite3

import light
import nbformat
import pytest
import three
import tiny
from three import CLASS, grade, summary

from autograder.errors import CourseError
from autograder.grading import batch
from autograder.grading.course import Course
from autograder.showing import report

template, course = three.template, three.course


def test_is_what_did_not_change_not_run_again(course):
    outcome, graded = grade(course)
    assert (summary(outcome), graded, outcome.graded) == (CLASS, ["ada", "bob", "cyd"], {"ada", "bob", "cyd"})
    first = tiny.dump(course)
    again, graded = grade(course)
    assert (summary(again), graded, again.graded) == (CLASS, [], set())
    assert [r.exercises for r in again.results] == [r.exercises for r in outcome.results]  # for the report
    assert tiny.dump(course) == first


def test_is_only_the_one_who_handed_in_anew_run_again(course):
    grade(course)
    path = course.path("submitted", tiny.CHAPTER, "bob")
    path.write_text(json.dumps(tiny.answered(course.folder)))
    outcome, graded = grade(course)
    assert (graded, outcome.results[1].score) == (["bob"], 5)


@pytest.mark.parametrize("how", ["deleted", "an old one is restored", "a score is changed", "autograde made it empty"])
def test_is_a_gradebook_that_lost_scores_filled_again_without_running_anything(course, how):
    db = course.folder / "gradebook.db"
    course.register(tiny.CHAPTER)
    old = db.read_bytes()
    grade(course)
    whole = tiny.dump(course)
    if how == "deleted":
        db.unlink()
    elif how == "an old one is restored":
        db.write_bytes(old)
    else:
        with sqlite3.connect(db) as connection:
            connection.execute(f"UPDATE grade SET auto_score = {'NULL' if 'empty' in how else 4.5}")
        connection.close()
    assert tiny.dump(course) != whole
    assert grade(course)[1] == []
    assert tiny.dump(course) == whole


@pytest.mark.parametrize("damage", ["gone", "cut", "another's"])
def test_is_an_autograded_notebook_that_is_not_ours_made_again(course, damage):
    grade(course)
    path = course.path("autograded", tiny.CHAPTER, "ada")
    data = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(data[:1000])
    if damage == "another's":
        path.write_bytes(course.path("autograded", tiny.CHAPTER, "bob").read_bytes())
    assert grade(course)[1] == ["ada"]


def test_is_a_result_of_other_tests_kept_until_someone_says_again(course, monkeypatch):
    grade(course)
    seed = course.folder / "class_seed"
    seed.write_text("another seed\n")
    outcome, graded = grade(course)
    assert (graded, outcome.outdated) == ([], 3)
    outcome, graded = grade(course, again=True)
    assert (graded, outcome.outdated) == (["ada", "bob", "cyd"], 0)
    assert grade(course)[0].outdated == 0


def test_shows_again_whose_score_would_change_before_anything_is_written(course, monkeypatch):
    grade(course)
    before, files = tiny.dump(course), everything(course)
    harsher(monkeypatch)
    asked = []
    outcome, _ = grade(course, again=True, confirm=lambda changes: asked.append(changes))
    assert asked == [[("ada", 5.0, 3.0)]]
    assert not outcome.written
    assert (tiny.dump(course), everything(course)) == (before, files)
    outcome, _ = grade(course, again=True, confirm=lambda changes: True)
    assert outcome.written
    assert [r.score for r in outcome.results] == [3, 3, 0]
    assert tiny.dump(course) != before


def everything(course):
    return {p: p.read_bytes() for p in (course.folder / "autograded").rglob("*") if p.is_file() and p.name != "lock.db"}


def harsher(monkeypatch):
    """Make the grader give nothing for `dropout_backward`."""
    judged = light.judged

    def harsh(cell, names):
        outputs = judged(cell, names)
        if cell.metadata.course.name == "dropout_backward":
            next(iter(outputs[0]["data"].values())).update(points=0.0)
            outputs[1]["data"]["text/plain"] = "0.0"
        return outputs

    monkeypatch.setattr(light, "judged", harsh)


def test_is_one_who_handed_in_nothing_missing_without_a_row(course):
    grade(course)
    (course.folder / "submitted" / "eve" / "02_other").mkdir(parents=True)
    with course.gradebook() as book:
        book.add_student("fay")
    outcome, _ = grade(course)
    assert [(r.student, r.status) for r in outcome.results][3:] == [("eve", "missing"), ("fay", "missing")]
    assert "; 2 have handed in nothing." not in report.scores(outcome.results)
    assert "; 2 handed in nothing." in report.scores(outcome.results)
    assert [r.student for r in grade(course, ["ada"])[0].results] == ["ada"]
    with course.gradebook() as book:
        assert len(book.assignment_submissions(tiny.CHAPTER)) == 3


def test_is_one_whose_folder_was_moved_away_after_grading_shown_with_the_gradebooks_score(course):
    grade(course)
    with course.gradebook() as book:
        book.find_grade("judge_dropout_backward", tiny.CHAPTER, tiny.CHAPTER, "ada").extra_credit = 1.0
        book.db.commit()
    before = tiny.booked_scores(course)
    for student in ("ada", "bob"):
        shutil.rmtree(course.folder / "submitted" / student)
    shutil.rmtree(course.folder / "autograded" / "bob")
    results = {r.student: r for r in grade(course)[0].results}
    scores = {student: tiny.in_gradebook(course, student) for student in results}
    assert {student: r.score for student, r in results.items()} == scores
    for student in ("ada", "bob"):
        assert results[student].reason.endswith("what was handed in is no longer in submitted/; this is what the gradebook has")
        assert report.judged(results[student])
    assert tiny.booked_scores(course) == before


@pytest.mark.parametrize("name", ["x" * 129, "bell\a", "half\udcff"])
def test_does_a_folder_that_can_be_no_student_not_stop_the_class(course, name):
    tiny.hand_in(course.folder, name, tiny.answered(course.folder))
    outcome, graded = grade(course)
    assert graded == ["ada", "bob", "cyd"]
    odd = next(r for r in outcome.results if r.student == name)
    assert (odd.status, odd.reason) == ("unreadable", "its folder's name cannot be a student's id: rename the folder")
    assert report.printable(name).isprintable()


def test_is_the_page_as_nbgrader_leaves_it(course):
    picture = course.folder / "source" / tiny.CHAPTER / "picture.png"
    picture.write_bytes(b"a picture")
    submitted = course.path("submitted", tiny.CHAPTER, "ada").parent
    (submitted / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC\n")
    (submitted / "picture.png").write_bytes(b"another picture")  # the chapter's own is what counts
    grade(course)
    folder = course.path("autograded", tiny.CHAPTER, "ada").parent
    assert {p.name: oct(p.stat().st_mode & 0o777) for p in folder.iterdir()} == {
        name: "0o444" for name in ("01_tiny.ipynb", "timestamp.txt", "picture.png")
    }
    assert (folder / "picture.png").read_bytes() == b"a picture"
    notebook = nbformat.read(folder / "01_tiny.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert "BEGIN HIDDEN TESTS" in tiny.cell(notebook, "tests-dropout_forward").source
    assert list((course.folder / "autograded" / ".grading").iterdir()) == [course.folder / "autograded" / ".grading" / "lock.db"]


def test_is_a_time_that_cannot_be_read_said_each_time(course):
    for student, text in (("ada", "yesterday\n"), ("bob", "2026-01-02 03:04:05 UTC\n")):
        (course.path("submitted", tiny.CHAPTER, student).parent / "timestamp.txt").write_text(text)
    for _ in range(2):
        ada, bob, _ = grade(course)[0].results
        assert ada.reason == "its timestamp.txt holds no time that can be read: whether it is late is not known"
        assert (ada.status, bob.reason) == ("graded", "")


def test_works_one_run_at_a_time(course, monkeypatch):
    connections, connect = [], sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connections.append(connect(*given, **named)) or connections[-1])

    def while_it_runs(job):
        with pytest.raises(CourseError, match="another `course grade` is at work here"):
            grade(course)
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connections[-1].execute("SELECT 1")
        return tiny.light(job)

    assert summary(tiny.grade(course, run=while_it_runs)) == CLASS


def test_is_a_locked_gradebook_one_line_and_nobodys_score(course):
    grade(course)
    course.path("submitted", tiny.CHAPTER, "ada").write_text("{")
    other = sqlite3.connect(course.folder / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CourseError, match=r"the gradebook .*gradebook\.db cannot be used: .*database is locked"):
        grade(course)
    other.close()
    with course.gradebook() as book:
        assert book.find_submission(tiny.CHAPTER, "ada").score == 5
    assert grade(course)[1] == ["ada"]


def test_is_a_full_disk_nobodys_score(course, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(batch.Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        grade(course)
    monkeypatch.undo()
    with course.gradebook() as book:
        assert book.assignment_submissions(tiny.CHAPTER) == []


def old(job):
    from dataclasses import replace

    return tiny.light(replace(job, terms=replace(job.terms, code="of last year")))


def test_does_a_worker_with_other_code_stop_the_class(course):
    with pytest.raises(CourseError, match="has another version of the course's code"):
        tiny.grade(course, run=old)


def test_is_the_notebook_with_the_answers_no_file_beside_a_submission_whatever_the_folder_is_called(template, tmp_path):
    course = Course(shutil.copytree(template, tmp_path / "part [1] *"))
    place = course.path("source", tiny.CHAPTER).parent
    for name in ("given.csv", "deep/more.csv", ".ipynb_checkpoints/old.csv", "deep/solved.ipynb"):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text("x")
    tiny.hand_in(course.folder, "ada", tiny.answered(course.folder))
    jobs = []
    assert tiny.grade(course, run=lambda job: jobs.append(job) or tiny.light(job)).results[0].score == 5
    assert sorted(jobs[0].files) == ["deep/more.csv", "given.csv"]
