"""Does a late submission cost what class.toml says, in nbgrader and in `course grade`?"""

import json
from datetime import datetime, timedelta

import pytest
import tiny

from autograder.classroom import release
from autograder.classroom.folder import Class
from autograder.classroom.late import DAY, LatePolicy
from autograder.grading.course import Course

POLICY = {"grace_days": 1, "per_cent_a_day": 10, "floor": 50}


@pytest.mark.parametrize(
    ("days", "penalty"),
    [
        (0, None),
        (0.5, None),
        (1, None),  # the last moment of grace
        (1 + 1 / DAY, 0.5),  # a day begun counts whole
        (2, 0.5),
        (2.01, 1.0),
        (6, 2.5),
        (7, 2.5),  # half of it is left, however late
        (10_000, 2.5),
    ],
)
def test_costs_each_day_begun_after_the_days_of_grace_down_to_the_floor(days, penalty):
    assert LatePolicy(**POLICY).late_submission_penalty("ada", 5, days * DAY) == penalty


def test_costs_nothing_what_earned_nothing():
    assert LatePolicy(**POLICY).late_submission_penalty("ada", 0, 10 * DAY) is None
    assert LatePolicy(**POLICY).late_submission_penalty("ada", None, 10 * DAY) is None


def test_is_every_day_the_same_without_a_policy():
    assert LatePolicy().late_submission_penalty("ada", 5, 10 * DAY) is None


def test_do_nbgrader_and_course_grade_agree(root, tmp_path, own):
    """From one class.toml: due at 22:59 UTC; ada in time, bob within grace, cyd in the second day, dan a year late."""
    own.file.write_text(
        f"course = {json.dumps(str(root))}\n"
        'time_zone = "Europe/Berlin"\n[due]\n1 = 2026-12-12T23:59:00\n'
        "[late]\ngrace_days = 1\nper_cent_a_day = 10\nfloor = 50\n"
    )
    own = Class(own.folder)
    release.build(own, own.chapters)
    due = datetime(2026, 12, 12, 22, 59)
    days = {"ada": 0, "bob": 1, "cyd": 1.5, "dan": 400}
    for student, late in days.items():
        path = tiny.hand_in(own.folder, student, tiny.answered(own.folder))
        path.with_name("timestamp.txt").write_text(f"{due + timedelta(days=late)} UTC")
    course = Course(own.folder)
    shown = {r.student: (r.score, r.penalty) for r in tiny.grade(course, run=tiny.light).results}
    assert shown == {"ada": (5, 0), "bob": (5, 0), "cyd": (4.5, 0.5), "dan": (2.5, 2.5)}
    with course.gradebook() as book:
        assert book.find_assignment(tiny.CHAPTER).duedate == due
    ours = tiny.dump(course)
    said = tiny.nbgrader(own.folder, ["autograde", tiny.CHAPTER, "--force"])
    assert "ended: autograde 0" in said
    theirs = tiny.dump(course)
    assert theirs["submitted_notebook"] == ours["submitted_notebook"]
    assert theirs["assignment"] == ours["assignment"]


def test_is_a_date_moved_in_class_toml_moved_in_the_gradebook(root, own):
    for day in (12, 19):
        own.file.write_text(f"course = {json.dumps(str(root))}\n[due]\n1 = 2026-12-{day}T12:00:00\n")
        own = Class(own.folder)
        release.build(own, own.chapters)
        course = Course(own.folder)
        course.register(tiny.CHAPTER)
        with course.gradebook() as book:
            assert book.find_assignment(tiny.CHAPTER).duedate == datetime(2026, 12, day, 12)


def test_is_a_date_that_was_set_in_formgrader_kept_where_class_toml_has_none(root, own):
    release.build(own, own.chapters)
    course = Course(own.folder)
    course.register(tiny.CHAPTER)
    with course.gradebook() as book:
        book.find_assignment(tiny.CHAPTER).duedate = datetime(2026, 12, 12)
        book.db.commit()
    course.register(tiny.CHAPTER)
    with course.gradebook() as book:
        assert book.find_assignment(tiny.CHAPTER).duedate == datetime(2026, 12, 12)
