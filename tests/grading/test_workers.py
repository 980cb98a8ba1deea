"""Do workers write what one process would, and what becomes of the class when they die?"""

import functools
import os
import shutil

import light
import pytest
import three
import tiny
from three import CLASS, grade, summary

from autograder.errors import CourseError
from autograder.grading import batch, workers
from autograder.grading.workers import Local, spread

template, course = three.template, three.course


def test_do_two_workers_write_what_one_does(course):
    one = batch.grade(course, tiny.CHAPTER, pool=Local(1), run=tiny.light)
    whole = tiny.dump(course)
    (course.folder / "gradebook.db").unlink()
    shutil.rmtree(course.folder / "autograded")
    two = batch.grade(course, tiny.CHAPTER, pool=Local(2), run=tiny.light)
    assert summary(two) == summary(one) == CLASS
    assert tiny.dump(course) == whole


def test_is_one_who_kills_the_worker_twice_failed_and_tried_again_next_time(course):
    outcome = batch.grade(course, tiny.CHAPTER, pool=Local(2), run=light.deadly)
    assert summary(outcome) == [CLASS[0], ("bob", 0, "failed"), CLASS[2]]
    assert outcome.results[1].reason == "the process that graded it died, twice"
    assert grade(course)[1] == ["bob"]
    assert summary(grade(course)[0]) == CLASS


def test_is_a_machine_on_which_no_worker_lives_nobodys_score(course, monkeypatch):
    monkeypatch.setattr(workers, "begin", light.dead_from_the_start)
    with pytest.raises(CourseError, match="the group of 1 processes cannot be kept alive"):
        batch.grade(course, tiny.CHAPTER, pool=Local(1), run=tiny.light)
    with course.gradebook() as book:
        assert book.assignment_submissions(tiny.CHAPTER) == []


def test_has_every_worker_a_processor(monkeypatch):
    monkeypatch.setattr(workers, "ALL", {0, 1})
    assert [Local(n).workers for n in (1, 2, 50)] == [1, 2, 2]
    monkeypatch.setattr(workers, "ALL", set())  # no Linux: nobody knows
    assert Local(3).workers == 3


def test_is_little_under_way_at_a_time():
    class Pool(tiny.Inline):
        room = 3

    asked = []

    def jobs():
        for n in range(50):
            asked.append(n)
            yield n

    pool, ended = Pool(), 0
    for _ in spread(pool, jobs(), lambda n: n):
        ended += 1
        assert len(asked) - ended < 3
    assert ended == 50


def test_start_the_others_once_the_first_has_done_a_job_and_then_work_side_by_side(monkeypatch, tmp_path):
    monkeypatch.setattr(workers, "ALL", {0, 1})
    with Local(2) as pool:
        pool.warm()
        assert (pool.room, pool.patience) == (1, workers.ALONE)
        first = pool.submit(os.getpid).result()
        assert (pool.room, pool.patience) == (4, None) and list(pool.executor._processes) == [first]
        numbers = dict(spread(pool, ["a", "b"], functools.partial(light.meets, tmp_path)))
        assert first in numbers.values() and len(set(numbers.values())) == 2


def test_does_a_first_one_that_hangs_not_keep_the_others_from_starting(monkeypatch, tmp_path):
    monkeypatch.setattr(workers, "ALL", {0, 1})
    monkeypatch.setattr(workers, "ALONE", 0.2)
    with Local(2) as pool:
        numbers = dict(spread(pool, ["a", "b"], functools.partial(light.meets, tmp_path)))
    assert len(set(numbers.values())) == 2
