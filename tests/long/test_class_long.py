"""A class's life in real processes: made, released, graded, left behind by a pull, brought up to it; the course stays as it is."""

import os
import shutil
import subprocess
import sys

import copies
import tiny

from autograder.classroom import folder
from autograder.grading.course import Course


def test_stays_a_score_after_the_bank_has_changed_until_the_edition_is_taken(tmp_path):
    """A class's life, each command a process: after a pull an exercise is worth more."""
    copy = copies.course(tiny.make(tmp_path / "tiny"), tmp_path / "course")
    cloned = copies.files(copy)
    own = folder.new(tmp_path / "winter", copy)
    assert "2 files changed" in say(own, "build")
    tiny.hand_in(own.folder, "ada", tiny.answered(own.folder))
    tiny.hand_in(own.folder, "bob", tiny.answered(own.folder, dropout_backward="dropout_backward = max"))
    assert "5 of 5" in say(own, "grade", "1", "--no-feedback")
    assert "the course still has the same for it" in say(own, "edition")
    assert copies.files(copy) == cloned

    copies.make_harder(copy)
    with (copy / "course_utils" / "reference" / "dropout.py").open("a") as file:
        file.write("# another\n")
    pulled = copies.files(copy)
    shutil.rmtree(own.folder / "autograded")
    said = say(own, "grade", "1", "--no-feedback")
    assert "5 of 5" in said
    assert "making the release" not in said
    assert scores(own) == {"ada": (5, 5), "bob": (3, 5)}
    assert "other in autograder/bank/dropout/dropout_forward.py, course_utils/reference/dropout.py" in say(own, "edition")
    said = say(own, "edition", "1")
    changes = [["ada", "5", "6"], ["bob", "3", "4"]]
    assert [words for words in map(str.split, said.splitlines()) if words in changes] == changes
    assert "Nothing was written; `course edition 1 --take` takes it." in said
    assert scores(own) == {"ada": (5, 5), "bob": (3, 5)}
    assert not list(own.folder.glob(".trial-*"))

    assert "nobody can be asked here whether to write these scores: say --yes" in say(own, "edition", "1", "--take", code=2)
    say(own, "edition", "1", "--take", "--yes")
    assert scores(own) == {"ada": (6, 6), "bob": (4, 6)}
    assert "the course still has the same for it" in say(own, "edition")
    assert copies.files(copy) == pulled


def say(own, *words, code=0):
    """Say `course` in a class's folder, and return what it and the processes it started said."""
    environment = {**os.environ, "PYTHONPATH": str(tiny.ROOT), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    command = [sys.executable, "-m", "autograder", *words]
    run = subprocess.run(command, cwd=own.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert run.returncode == code, run.stdout + run.stderr
    return run.stdout + run.stderr


def scores(own):
    with Course(own.folder).gradebook() as book:
        return {s.student.id: (s.score, s.max_score) for s in book.assignment_submissions(tiny.CHAPTER)}
