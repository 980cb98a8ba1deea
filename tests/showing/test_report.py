"""Does the report say what went wrong, to the instructor with names, to keep without?"""

from autograder.commands import terminal
from autograder.grading.job import ExerciseResult, Result
from autograder.showing import report


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
        "5 submissions; scores from 0 to 4 of 5, median 1.5; 1 could not be graded: 0, and in no number here; 1 crashed in part; 1 is late; "
        "1 handed in nothing. 1 ran without a sandbox (--unsafe-no-sandbox): their code could reach this machine." in text
    )
    assert not any(r.student in text for r in CLASS)


def test_obeys_no_terminal_what_a_student_wrote(capsys):
    hostile = result("\x1b[2Jada\r", status="unreadable", reason="there is '\x1b]0;mine\x07': rename it")
    report.show(terminal.console(), [hostile])
    report.show_changes(terminal.console(), [("\x1b[2Jada", None, 5.0)])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\x07" not in shown
    assert "\r" not in shown


def test_are_points_by_hand_marked_and_is_who_needs_a_person_listed(capsys):
    given = ExerciseResult("backward", 2, 2, "wrong", "the sign", "the sign", ["values"], by_hand=True)
    gus = result("gus", RIGHT, given, by_hand=True, look=["backward"], late=60.0, penalty=1.0)
    says = "backward: the sign (by hand: 2 of 2); a person has to look at backward; 1.0 min late, which costs 1"
    assert report.students([gus]) == [("gus", "5 of 5", "graded, late, by hand, needs a person", says)]
    assert "1 is late; 1 has points by hand; 1 needs a person to look." in report.scores([gus])
    report.show(terminal.console(), [gus, CLASS[0]])
    assert "A person has to look at: gus (backward)\n" in capsys.readouterr().out
