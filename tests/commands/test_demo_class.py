"""Is the demo class the same each time, and does grading say of each student what is so?"""

import pytest
import tiny
from typer.testing import CliRunner

from autograder import bank
from autograder.commands import demo_class
from autograder.commands.cli import app
from autograder.errors import CourseError
from autograder.grading.course import Course


@pytest.fixture(scope="module")
def roll(root):
    return demo_class.make(root / "demo", root, tiny.CHAPTER)


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*.ipynb"))}


def test_has_the_class_one_of_each_kind(roll):
    kinds = [one.kind for one in roll]
    assert len(roll) == 12
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "right": 1,
        "right, with alternatives": 2,
        "a known mistake": 3,
        "known mistakes": 2,
        "a broken rule": 1,
        "right, prints and warns": 1,
        "empty stub": 1,
        "broken notebook": 1,
    }
    assert [one.student for one in roll] == [f"student-{n:02}" for n in range(1, 13)]


def test_are_two_classes_the_same(root, roll, tmp_path):
    again = demo_class.make(tmp_path / "again", root, tiny.CHAPTER)
    assert again == roll
    assert files(tmp_path / "again" / "submitted") == files(root / "demo" / "submitted")


def test_does_grading_say_of_each_student_what_is_so(root, roll):
    course = Course(root / "demo")

    results = {r.student: r for r in tiny.grade(course, run=tiny.light).results}
    for one in roll:
        result = results[one.student]
        if one.kind == "broken notebook":
            assert (result.status, result.score) == ("unreadable", 0)
            continue
        for exercise in result.exercises:
            planted = one.planted.get(exercise.exercise)
            if one.kind == "empty stub":
                assert exercise.outcome == "empty"
            elif planted:
                assert (exercise.mistake, exercise.points) == (planted.name, exercise.max_points * (1 - planted.costs))
            else:
                assert (exercise.outcome, exercise.mistake) == ("right", None)


def test_has_every_exercise_of_the_bank_a_chatty_form():
    for name, exercise in bank.exercises().items():
        code = demo_class.chatty(exercise.source(), name)
        compile(code, name, "exec")
        assert code.count("warnings.warn(") == exercise.source().count("warnings.warn(") + 1


def test_is_a_folder_with_other_things_left_alone(root, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CourseError, match="holds other things than a demo class; name a new folder with --folder"):
        demo_class.make(tmp_path, root, tiny.CHAPTER)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_does_the_demo_show_the_class(tmp_path, monkeypatch):
    """The whole way, with kernels: `course demo`, for a part of the class to be quick."""
    root, draw = tiny.make(tmp_path), demo_class.draw
    kinds = ("right, prints and warns", "known mistakes", "broken notebook")
    monkeypatch.setattr(demo_class, "draw", lambda *drawn: [one for one in draw(*drawn) if one.kind in kinds])
    shown = CliRunner().invoke(app, ["demo", "--course", str(root)], env={"COLUMNS": "200"})
    assert shown.exit_code == 0, shown.output
    with Course(root / "demo").gradebook() as book:
        scores = {s.student.id: s.score for s in book.assignment_submissions(tiny.CHAPTER)}
    roll = demo_class.draw([bank.exercise(name) for name in tiny.RIGHT], tiny.CHAPTER)
    assert sorted(scores) == [one.student for one in roll]
    for one in roll:
        line = next(line for line in shown.output.splitlines() if one.student in line)
        for mistake in one.planted.values():
            assert mistake.name in line
        assert line.split()[1] == f"{scores[one.student]:g}"
        assert scores[one.student] == 5 or not one.kind.startswith("right")
        pages = list((root / "demo" / "feedback" / one.student).rglob("*.html"))
        assert len(pages) == 1
    assert "not JSON" in shown.output
    assert (root / "demo" / "report.md").is_file()
    assert not (root / "gradebook.db").exists()
