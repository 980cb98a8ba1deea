"""Is the demo class the same each time, and does grading say of each student what is so?"""

import pytest
import tiny
from typer.testing import CliRunner

from autograder import bank
from autograder.commands import demo_class
from autograder.commands.cli import _console, app
from autograder.errors import CourseError
from autograder.grading.course import Course
from autograder.grading.job import ExerciseResult, Result
from autograder.showing import report


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny.make(tmp_path_factory.mktemp("course"))


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


def result(student, *exercises, **others):
    return Result(student, sum(e.points for e in exercises), 5, exercises=list(exercises), **others)


RIGHT = ExerciseResult("forward", 3, 3, "right")
SLIP = ExerciseResult("backward", 0, 2, "wrong", "the sign", "the sign", ["values"])
ODD = ExerciseResult("backward", 1, 2, "part", "does not hold: a; b", None, ["arguments", "rng"])
EMPTY = [ExerciseResult(name, 0, 1, "empty", "not written yet") for name in ("forward", "backward")]
CLASS = [
    result("ada", RIGHT, SLIP),
    result("bob", RIGHT, ODD, status="repaired", reason="put in order: the cell 'x' was missing"),
    result("cyd", *EMPTY),
    result("dan", ExerciseResult("forward", 0, 3, "none"), status="unreadable", reason="not JSON"),
    result("eve", SLIP, status="partly crashed", reason="the cell 'x' used up its time", late=5400.0, penalty=2.0, sandboxed=False),
    Result("fay", 0, 5, "missing", "nothing was handed in"),
]


def test_does_the_table_say_what_went_wrong():
    assert [row[2:] for row in report.students(CLASS)] == [
        ("graded", "backward: the sign"),
        ("repaired", "backward: no known mistake, does not hold: arguments, rng; put in order: the cell 'x' was missing"),
        ("graded", "nothing is written yet"),
        ("unreadable", "not JSON"),
        ("partly crashed, late", "backward: the sign; the cell 'x' used up its time; 1.5 h late, which costs 2"),
        ("missing", "nothing was handed in"),
    ]


def test_counts_the_report_without_names():
    text = report.markdown("01_tiny", CLASS)
    assert "| 2 | backward | the sign |" in text
    assert "| forward | 3 | 2 |  |  | 1 |  |  | 1 |" in text
    assert (
        "5 submissions; scores from 0 to 4 of 5, median 0; 1 could not be graded and has 0; 1 crashed in part; 1 is late; "
        "1 handed in nothing. 1 ran without a sandbox (--unsafe-no-sandbox): their code could reach this machine." in text
    )
    assert not any(r.student in text for r in CLASS)


def test_obeys_no_terminal_what_a_student_wrote(capsys):
    hostile = result("\x1b[2Jada\r", status="unreadable", reason="there is '\x1b]0;mine\x07': rename it")
    report.show(_console(), [hostile])
    report.show_changes(_console(), [("\x1b[2Jada", None, 5.0)])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\x07" not in shown
    assert "\r" not in shown


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
