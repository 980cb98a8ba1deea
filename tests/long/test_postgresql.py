"""Is a gradebook in PostgreSQL the same as one in SQLite?"""

import copy
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
import tiny
from submissions import check, of

from autograder.errors import CourseError
from autograder.grading import batch
from autograder.grading.course import Course
from autograder.grading.grade import grade_submission
from autograder.term import archive


def program(name):
    """Return a program of PostgreSQL; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or pytest.fail("PostgreSQL is not installed: apt-get install postgresql")


@pytest.fixture(scope="module")
def server():
    """A cluster of its own, in a temporary folder, with nothing but a socket; it never runs as root."""
    user = {"user": "postgres", "group": pwd.getpwnam("postgres").pw_gid} if os.getuid() == 0 else {}
    with tempfile.TemporaryDirectory() as folder:
        if user:
            shutil.chown(folder, "postgres")
        run = {"check": True, "capture_output": True, "cwd": folder, **user}
        data = f"{folder}/data"
        subprocess.run([program("initdb"), "-D", data, "-U", "course", "--auth=trust", "--encoding=UTF8", "--no-sync"], **run)
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        subprocess.run([program("pg_ctl"), "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start"], **run)
        try:
            yield f"postgresql+psycopg://course:secret@/postgres?host={folder}"
        finally:
            subprocess.run([program("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop"], **run)


@pytest.fixture
def course(tmp_path, server):
    """A class with its gradebook in a fresh database."""
    name = tmp_path.name.replace("-", "_")[:60].lower()
    engine = tiny.api.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(tiny.api.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    root = tiny.make(tmp_path / "course")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {server.replace('/postgres?', f'/{name}?')!r}\n")
    tiny.hand_in(root, "ada", tiny.answered(root))
    tiny.hand_in(root, "bob", tiny.answered(root, dropout_backward="dropout_backward = max"))
    stamp = tiny.hand_in(root, "cyd", "{").parent / "timestamp.txt"
    stamp.write_text("2026-01-02 03:04:05 UTC")
    return Course(root)


def in_sqlite(course, folder):
    """Return the same class with a gradebook in SQLite."""
    folder.mkdir()
    for name in ("source", "release", "submitted", "class_seed"):
        if (course.folder / name).is_dir():
            shutil.copytree(course.folder / name, folder / name)
        else:
            shutil.copy(course.folder / name, folder)
    shutil.copy(tiny.ROOT / "nbgrader_config.py", folder)
    return Course(folder)


def test_is_it_the_same_as_one_in_sqlite(course, tmp_path):
    first = batch.grade(course, tiny.CHAPTER, pool=tiny.Inline(), run=tiny.light)
    assert [(r.student, r.score, r.status) for r in first.results] == [("ada", 5, "graded"), ("bob", 3, "graded"), ("cyd", 0, "unreadable")]
    other = in_sqlite(course, tmp_path / "sqlite")
    tiny.grade(other, run=tiny.light)
    assert tiny.dump(course) == tiny.dump(other)
    assert tiny.grade(course, run=tiny.light).graded == set()
    assert "secret" not in course.gradebook_place


ODD_IDS = ("o'brien", "%s%(x)s:y", "a;DROP TABLE student--", "ä\N{SNOWMAN}\N{GRINNING FACE}", "x" * 128, "x" * 129, "half \udcff")


def test_is_what_is_broken_or_of_an_odd_name_booked_as_in_sqlite(course, tmp_path):
    broken = {name: entry for name, entry in of("broken").items() if not entry.placed}  # what else runs leaves only points in a gradebook
    for name, entry in broken.items():
        check.hand_in(course.folder, entry, name)
    for student in ODD_IDS:
        tiny.hand_in(course.folder, student, tiny.answered(course.folder))
    graded = {}

    def once(job):  # what is run is not the question
        graded[job.student] = graded.get(job.student) or grade_submission(job)
        return copy.deepcopy(graded[job.student])

    outcome = batch.grade(course, tiny.CHAPTER, pool=tiny.Inline(), run=once)
    found = {r.student: (r.score, r.status) for r in outcome.results}
    assert {name: found[name][0] for name in broken} == {name: entry.earns for name, entry in broken.items()}
    assert [found[student] for student in ODD_IDS] == [(5, "graded")] * 5 + [(0, "unreadable")] * 2
    other = in_sqlite(course, tmp_path / "sqlite")
    batch.grade(other, tiny.CHAPTER, pool=tiny.Inline(), run=once)
    assert tiny.dump(course) == tiny.dump(other)


def test_do_old_scores_go_and_manual_ones_stay(course):
    tiny.grade(course, run=tiny.light)
    with course.gradebook() as book:
        for name, score in (("dropout_forward", None), ("dropout_backward", 1.5)):
            grade = book.find_grade(f"judge_{name}", tiny.CHAPTER, tiny.CHAPTER, "bob")
            grade.auto_score, grade.manual_score = 0.25, score
        book.db.commit()
    assert tiny.grade(course, run=tiny.light).graded == set()
    with course.gradebook() as book:
        grades = {g.name: (g.auto_score, g.manual_score) for g in book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "bob").grades}
    assert grades == {"judge_dropout_forward": (3, None), "judge_dropout_backward": (0, 1.5)}


def test_is_a_class_that_was_archived_and_loaded_into_another_database_the_same(course, tmp_path, server):
    tiny.grade(course, run=tiny.light)
    archive.make(course, tmp_path / "kept.zip")
    made = archive.restore(tmp_path / "kept.zip", tmp_path / "back")
    assert "load gradebook.sql into an empty database" in made.notes[0]
    engine = tiny.api.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(tiny.api.text("CREATE DATABASE restored"))
    engine.dispose()
    url = server.replace("/postgres?", "/restored?")
    load = [program("psql"), "--quiet", "-v", "ON_ERROR_STOP=1", "-f", str(tmp_path / "back" / "gradebook.sql")]
    subprocess.run([*load, url.replace("+psycopg", "").replace(":secret", "")], check=True, capture_output=True)
    with (tmp_path / "back" / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {url!r}\n")
    back = Course(tmp_path / "back")
    assert tiny.dump(back) == tiny.dump(course)
    changes = []
    tiny.grade(back, run=tiny.light, again=True, confirm=lambda found: changes.append(found) or True)
    assert changes == [[]]


def test_is_a_server_that_is_not_there_one_line(course):
    course.directory.db_url = "postgresql+psycopg://course:secret@/postgres?host=/nowhere"
    with pytest.raises(CourseError, match=r"the gradebook postgresql\+psycopg://course:\*\*\*@/.* cannot be used: ") as raised:
        tiny.grade(course, run=tiny.light)
    assert "secret" not in str(raised.value)
