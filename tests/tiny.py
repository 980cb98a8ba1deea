"""A tiny course for tests: two exercises of the bank, an experiment, and a class; built without running anything."""

import copy
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import nbformat
from light import light
from nbgrader import api
from typer.testing import CliRunner

from autograder import bank
from autograder.commands import demo_class
from autograder.commands.cli import app
from autograder.grading import batch
from autograder.grading.grade import grade_submission
from autograder.making import notebooks, text
from autograder.making.release import release

__all__ = ["light"]
ROOT = Path(__file__).parents[1]
CHAPTER = "01_tiny"
TEXT = """\
# %% [markdown]
# # Drop units

# %% setup
import numpy as np

from course_utils.check import check

# %% experiment="sweep"
open("the_experiment_ran", "w").close()
history = [1, 2, 3]

# %% [markdown]
# ### Exercise: dropout_forward

# %% exercise="dropout_forward"

# %% tests="dropout_forward"

# %% [markdown]
# ### Exercise: dropout_backward

# %% exercise="dropout_backward"

# %% tests="dropout_backward"
"""
RIGHT = {name: bank.exercise(name).source() for name in ("dropout_forward", "dropout_backward")}


def make(root):
    """Write the tiny course to a folder: text, source notebook, release and settings."""
    root = Path(root)
    (root / "source" / CHAPTER).mkdir(parents=True)
    file = root / "source" / f"{CHAPTER}.py"
    file.write_text(TEXT, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    chapter = text.read(file)
    source = notebooks.source_notebook(chapter)
    (root / "source" / CHAPTER / f"{CHAPTER}.ipynb").write_text(notebooks.dumps(source), encoding="utf-8")
    shutil.copytree(release(root, chapter, source, [], root / "made"), root / "release" / CHAPTER)
    shutil.rmtree(root / "made")
    return root


def released(root):
    """Return the released notebook."""
    return nbformat.read(root / "release" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)


def answered(root, **answers):
    """Return the released notebook with the right answers, or with others that are given."""
    return demo_class.answered(released(root), {**RIGHT, **answers})


def hand_in(root, student, notebook):
    """Hand in a notebook, or a text in its place."""
    path = root / "submitted" / student / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    if not isinstance(notebook, (str, bytes)):
        notebook = json.dumps(notebook)  # nbformat would put some things in order
    path.write_bytes(notebook if isinstance(notebook, bytes) else notebook.encode())
    return path


def cell(notebook, name):
    """Return a cell by its id."""
    return next(c for c in notebook.cells if c.id == name)


def stub(root, name):
    """Return the stub of an exercise."""
    return cell(released(root), f"exercise-{name}").source


def insert(notebook, name, *cells, shift=1):
    """Put cells behind (with `shift=0`: before) the one of that id."""
    at = notebook.cells.index(cell(notebook, name)) + shift
    notebook.cells[at:at] = cells


def copied(notebook, name, source, identity="pasted"):
    """Return a cell as JupyterLab pastes it: metadata and all, with an id of its own."""
    double = copy.deepcopy(cell(notebook, name))
    double.id, double.source = identity, source
    return double


def times_open(path):
    """Return how often this process has a file open."""
    return sum(os.path.realpath(link) == os.path.realpath(path) for link in Path("/proc/self/fd").iterdir())


class Inline:
    """A pool without processes: jobs run here, one after the other, on this process's runner."""

    room, patience, deaths = 1, None, ()

    def submit(self, run, *job):
        """Run a job."""
        future = Future()
        try:
            future.set_result(run(*job))
        except Exception as error:
            future.set_exception(error)
        return future

    def warm(self, *settings):
        """There is nothing to warm."""

    def renew(self):
        """There is nothing to renew."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def grade(course, students=None, pool=None, run=grade_submission, **options):
    """Grade in this process, and return the `Outcome`."""
    return batch.grade(course, CHAPTER, students, pool or Inline(), batch.Options(**options), run)


def dump(course):
    """Return what the gradebook says, without its random ids: rows by table, in order."""
    with course.gradebook() as book:
        tables, names = book.engine.connect(), {}
        with tables:
            rows = {t.name: [dict(r._mapping) for r in tables.execute(t.select())] for t in api.Base.metadata.sorted_tables}
        for table in ("assignment", "notebook", "base_cell", "submitted_assignment", "submitted_notebook"):
            for row in rows[table]:
                who = [names.get(row.get(key), row.get(key)) for key in ("assignment_id", "notebook_id", "name", "type", "student_id")]
                names[row["id"]] = "/".join(str(part) for part in who if part)
        found = {
            table: [{k: names.get(v, v) for k, v in row.items() if k != "id" or table == "student"} for row in rows[table]]
            for table in rows
        }
        return {table: sorted(map(repr, found[table])) for table in found}


# --- nbgrader's own commands --------------------------------------------------------------------------

COMMANDS = """
import sys
from nbgrader.apps import NbGraderApp
for words in {commands!r}:
    NbGraderApp.clear_instance()
    for app, _ in NbGraderApp.subcommands.values():
        app.clear_instance()
    code = 0
    try:
        NbGraderApp.launch_instance(words)
    except SystemExit as stop:
        code = stop.code or 0
    print("ended:", words[0], code, flush=True)
"""


def nbgrader(root, *commands, before=()):
    """Run commands in the course's root, with words `before` the program's, and return what was printed, with the exit codes in it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    code = COMMANDS.format(commands=[list(map(str, words)) for words in commands])
    run = subprocess.run([*before, sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout + run.stderr


def graded(course, student, notebook):
    """Hand in, grade, and return the result, after a look at whether the gradebook says the same."""
    hand_in(course.folder, student, notebook)
    result = grade(course, [student]).results[0]
    assert in_gradebook(course, student) == result.score
    assert result.max_score == 5
    return result


def in_gradebook(course, student):
    with course.gradebook() as book:
        return book.find_submission(CHAPTER, student).score


def booked_scores(course):
    """Return the scores in the gradebook, by student and cell."""
    with course.gradebook() as book:
        return {
            (submission.student.id, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in book.assignment_submissions(CHAPTER)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def executed(course, student):
    """Return the autograded notebook."""
    return nbformat.read(course.path("autograded", CHAPTER, student), as_version=4)


def course(*words):
    """Say `course` and these words."""
    return CliRunner().invoke(app, [str(word) for word in words])
