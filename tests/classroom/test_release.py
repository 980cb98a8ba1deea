"""Is a class's release the course's text with its own points and its given exercises, and is the course left as it is?"""

import json

import nbformat
import pytest
import tiny
from tiny import course

from autograder.classroom import release
from autograder.classroom.folder import Class
from autograder.errors import BuildError
from autograder.grading.course import Course


def built(own, root, text=""):
    """Build a class by what its class.toml says, and return its notebook: cells by id."""
    own.file.write_text(f"course = {json.dumps(str(root))}\n{text}", encoding="utf-8")
    own = Class(own.folder)
    release.build(own, own.chapters)
    return {cell.id: cell for cell in notebook(own, "release").cells}


def notebook(own, step):
    return nbformat.read(own.folder / step / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb", as_version=4)


def files(folder):
    return {f.relative_to(folder): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_is_the_release_of_a_class_that_wants_nothing_otherwise_the_courses(own, root):
    before = files(root)
    built(own, root)
    for step in ("source", "release"):
        assert notebook(own, step) == nbformat.read(root / step / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb", as_version=4)
    assert files(root) == before
    assert release.build(own, own.chapters) == []


def test_have_exercises_the_classs_points_in_heading_words_and_grade(own, root):
    cells = built(own, root, "[points]\ndropout_forward = 7.5")
    assert any("`dropout_forward` (7.5 points" in cell.source for cell in cells.values())
    graded = cells["tests-dropout_forward"]
    assert graded.metadata.nbgrader.points == 7.5
    assert "Judged on hidden inputs, for 7.5 points." in graded.source
    assert cells["tests-dropout_backward"].metadata.nbgrader.points == 2
    inside = {cell.id: cell.source for cell in notebook(own, "source").cells}
    assert 'from autograder.worth import judge\n\njudge("dropout_forward", dropout_forward, points=7.5)' in inside["tests-dropout_forward"]
    assert "from autograder import judge\n" in inside["tests-dropout_backward"]


def test_is_a_given_exercise_solved_locked_and_not_graded(own, root):
    cells = built(own, root, 'given = ["dropout_forward"]')
    given = cells["exercise-dropout_forward"]
    assert given.source.startswith("# Given: there is nothing to write here.\ndef dropout_forward(")
    assert "YOUR CODE" not in given.source
    assert "SOLUTION" not in given.source
    assert (given.metadata.nbgrader.locked, given.metadata.nbgrader.solution, given.metadata.nbgrader.grade) == (True, False, False)
    assert given.metadata.course.role == "given"
    assert "tests-dropout_forward" not in cells
    assert any("Exercise 1.1: `dropout_forward` (given)" in cell.source for cell in cells.values())
    assert any("Exercise 1.2: `dropout_backward` (2 points" in cell.source for cell in cells.values())  # its number is the course's


def test_is_an_answer_that_another_given_one_shows_not_released(own, root, monkeypatch):
    from autograder import bank

    real = bank.exercise("dropout_backward").source()
    body = real.split('"""')[-1]
    forward = bank.Exercise.source
    monkeypatch.setattr(
        bank.Exercise, "source", lambda self, m=None: forward(self, m) + (body if self.name == "dropout_forward" and m is None else "")
    )
    with pytest.raises(BuildError, match="take the body of dropout_backward out: students would be given it"):
        built(own, root, 'given = ["dropout_forward"]')


def test_is_a_class_with_points_and_a_given_exercise_graded_by_them(own, root, monkeypatch):
    """With real kernels: what follows a given exercise runs with it, and the page says the class's points."""
    own.file.write_text(
        f'course = {json.dumps(str(root))}\ngiven = ["dropout_forward"]\n[points]\ndropout_backward = 9\n', encoding="utf-8"
    )
    monkeypatch.chdir(own.folder)
    assert course("build").exit_code == 0
    released = notebook(own, "release")
    tiny.cell(released, "exercise-dropout_backward").source = tiny.RIGHT["dropout_backward"] + "\nassert dropout_forward.__doc__\n"
    tiny.hand_in(own.folder, "ada", released)
    tiny.hand_in(own.folder, "bob", tiny.answered(own.folder, dropout_backward="dropout_backward = max"))
    tiny.hand_in(own.folder, "cyd", tiny.answered(root, dropout_forward="dropout_forward = max"))  # by a release without the given one
    shown = course("grade", "1")
    assert shown.exit_code == 0, shown.output
    with Course(own.folder).gradebook() as book:
        scores = {s.student.id: (s.score, s.max_score) for s in book.assignment_submissions(tiny.CHAPTER)}
    assert scores == {"ada": (9, 9), "bob": (0, 9), "cyd": (9, 9)}
    page = (own.folder / "feedback" / "ada" / tiny.CHAPTER / f"{tiny.CHAPTER}.html").read_text(encoding="utf-8")
    assert "9 of 9 points" in page
    assert "of 2 points" not in page


def test_is_a_release_made_anew_where_class_toml_has_changed_since(own, root, monkeypatch):
    monkeypatch.chdir(own.folder)
    built(own, root)
    assert Class(own.folder).is_made(tiny.CHAPTER)
    own.file.write_text(f"course = {json.dumps(str(root))}\n[points]\ndropout_forward = 7\n[due]\n1 = 2026-12-12\n")
    assert not Class(own.folder).is_made(tiny.CHAPTER)
    tiny.hand_in(own.folder, "ada", "{")
    shown = course("grade", "1", "--no-feedback")
    assert "01_tiny: making the release of winter" in shown.stdout
    assert "0 of 9" in shown.stdout
    assert "making" not in course("grade", "1", "--no-feedback").stdout
