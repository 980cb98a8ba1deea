"""Do nbgrader's own commands work from the course's root with the shipped nbgrader_config.py?"""

import csv

import nbformat
import tiny
from nbformat import v4
from tiny import nbgrader

from autograder.grading.course import Course
from autograder.showing import class_results


# One process for several commands: importing nbgrader takes longer than most of them. Each prints how it ended.
def hand_in_a_class(root):
    """Hand in a right notebook, one in disorder and one that is no JSON; write one to validate."""
    tiny.hand_in(root, "ada", tiny.answered(root))
    disorder = tiny.answered(root, dropout_backward="dropout_backward = max")
    disorder.cells += [tiny.copied(disorder, "exercise-dropout_forward", tiny.RIGHT["dropout_forward"])]
    tiny.cell(disorder, "tests-dropout_backward").metadata.nbgrader.schema_version = 99
    tiny.hand_in(root, "bob", disorder)
    tiny.hand_in(root, "cyd", '{"cells": [')
    mine = tiny.answered(root)
    mine.cells.append(v4.new_code_cell("open('mine_ran', 'w').close()"))
    nbformat.write(mine, root / "mine.ipynb")


def test_do_the_commands_work_from_the_root(tmp_path):
    root = tiny.make(tmp_path)
    before = tiny.released(root)
    hand_in_a_class(root)
    shown = nbgrader(
        root,
        ["generate_assignment", tiny.CHAPTER, "--force"],
        ["autograde", tiny.CHAPTER],
        ["generate_feedback", tiny.CHAPTER],
        ["export"],
        ["validate", "mine.ipynb"],
        ["validate", f"release/{tiny.CHAPTER}/{tiny.CHAPTER}.ipynb"],
    )
    for command in ("generate_assignment", "autograde", "generate_feedback", "export", "validate"):
        assert f"ended: {command} 0" in shown
    assert "cyd: not graded: 01_tiny.ipynb is damaged: not JSON" in shown
    assert tiny.released(root) == before
    assert (root / "class_seed").read_text(encoding="utf-8").strip()
    grades_are_right(root)
    experiments_are_left_out(root)
    feedback_has_the_verdict(root)
    unreadable_waits_for_a_person(root)
    validate_says_what_is_not_right(shown)


def grades_are_right(root):
    with (root / "grades.csv").open(newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {"ada": 5, "bob": 3, "cyd": 0}


def experiments_are_left_out(root):
    assert not (root / "autograded" / "ada" / tiny.CHAPTER / "the_experiment_ran").exists()
    assert (root / "the_experiment_ran").exists()  # by validate, which runs all cells
    assert (root / "mine_ran").exists()


def feedback_has_the_verdict(root):
    page = (root / "feedback" / "bob" / tiny.CHAPTER / f"{tiny.CHAPTER}.html").read_text(encoding="utf-8")
    assert "3 of 3 points" in page
    assert "HIDDEN TESTS" not in page
    assert "Not run for the grade: this cell is as it was handed out." in page


def unreadable_waits_for_a_person(root):
    with Course(root).gradebook() as book:
        waits = {s.student.id: s.needs_manual_grade for s in book.assignment_submissions(tiny.CHAPTER)}
    assert waits == {"ada": False, "bob": False, "cyd": True}
    page = (root / "feedback" / "cyd" / tiny.CHAPTER / f"{tiny.CHAPTER}.html").read_text(encoding="utf-8")
    assert "could not be read, so nothing in it was graded" in page and "Nothing is written yet" not in page
    cyd = next(s for s in class_results.read(Course(root), tiny.CHAPTER) if s.student == "cyd")
    assert (cyd.status, cyd.judged) == ("unreadable", False) and "not JSON" in cyd.reason
    tiny.grade(Course(root))  # which takes nbgrader's for none of its own
    with Course(root).gradebook() as book:
        assert book.find_submission(tiny.CHAPTER, "cyd").needs_manual_grade


def validate_says_what_is_not_right(shown):
    assert "Success! Your notebook passes all the tests." in shown
    assert "VALIDATION FAILED ON 2 CELL(S)!" in shown
    assert "dropout_forward is not written yet" in shown
