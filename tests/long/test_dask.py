"""Does a Dask cluster of several processes grade a class as one process does, also when some of them die?"""

import os
import signal

import dask
import distributed
import light
import pytest
import tiny
from submissions import check, of

from autograder.errors import CourseError
from autograder.grading import batch
from autograder.grading.course import Course
from autograder.grading.grade import grade_submission
from autograder.grading.workers import Dask


@pytest.fixture(scope="module")
def cluster():
    """Three worker processes, which find the course and the tests."""
    os.environ["PYTHONPATH"] = os.pathsep.join([str(tiny.ROOT), str(tiny.ROOT / "tests")])
    dask.config.set({"distributed.scheduler.allowed-failures": 1})
    with distributed.LocalCluster(n_workers=3, threads_per_worker=2, dashboard_address=":0") as cluster:
        yield cluster


@pytest.fixture
def course(tmp_path):
    course = Course(tiny.make(tmp_path))
    for n in range(9):
        tiny.hand_in(
            course.folder, f"student-{n}", tiny.answered(course.folder, **({"dropout_backward": "dropout_backward = max"} if n % 2 else {}))
        )
    tiny.hand_in(course.folder, "bob", tiny.answered(course.folder))
    return course


def grade(course, cluster, options=None, run=grade_submission):
    return batch.grade(course, tiny.CHAPTER, pool=Dask(cluster.scheduler_address), options=options, run=run)


def scores(outcome):
    return {r.student: (r.score, r.status) for r in outcome.results}


EXPECTED = {f"student-{n}": (3 if n % 2 else 5, "graded") for n in range(9)} | {"bob": (5, "graded")}


def test_grades_the_cluster_a_class_while_one_of_its_processes_is_killed(course, cluster):
    killed = []

    def kill_one(_):
        if not killed:
            with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
                killed.append(client.run(os.getpid).popitem()[1])
            os.kill(killed[0], signal.SIGKILL)

    outcome = grade(course, cluster, batch.Options(progress=kill_one))
    assert killed
    assert scores(outcome) == EXPECTED
    assert all(r.sandboxed for r in outcome.results)
    whole = tiny.dump(course)
    (course.folder / "gradebook.db").unlink()
    tiny.grade(course, again=True)
    assert tiny.dump(course) == whole


def test_is_a_submission_that_kills_workers_failed_and_the_others_graded(course, cluster):
    outcome = grade(course, cluster, run=light.deadly_in_a_sandbox)
    assert scores(outcome) == {**EXPECTED, "bob": (0, "failed")}


def test_do_submissions_that_harm_their_machine_cost_their_neighbours_on_a_cluster_nothing(course, cluster):
    harm = of("harm", "wired")  # the others do nothing to a worker, or to its line
    config = course.folder / "nbgrader_config.py"
    config.write_text(
        config.read_text(encoding="utf-8") + "\nc.CourseExecute.timeout = 2\nc.CourseExecute.memory = 2**30\n", encoding="utf-8"
    )
    for name, entry in harm.items():
        check.hand_in(course.folder, entry, f"neighbour-{name}")
    found = scores(grade(Course(course.folder), cluster))
    assert {student: found.pop(student) for student in EXPECTED} == EXPECTED
    assert found.keys() == {f"neighbour-{name}" for name in harm}
    assert {status for _, status in found.values()} <= {"graded", "repaired", "partly crashed"}
    assert [name for name, entry in harm.items() if not 0 <= found[f"neighbour-{name}"][0] <= entry.earns] == []


def test_is_a_scheduler_that_is_not_there_named():
    with pytest.raises(CourseError, match="there is no Dask scheduler at tcp://127.0.0.1:9"):
        Dask("tcp://127.0.0.1:9")
