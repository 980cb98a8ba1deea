"""A tiny course for tests: two exercises of the bank, an experiment, and a class; built without running anything."""

import contextlib
import copy
import importlib
import io
import json
import shutil
import warnings
from pathlib import Path

import nbformat
from nbformat import v4

from autograder import bank, build, classroom, expand, mend, text

judging = importlib.import_module("autograder.judge")  # the module; the package has a function of this name

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

# %% tests="dropout_forward" points=3

# %% [markdown]
# ### Exercise: dropout_backward

# %% exercise="dropout_backward"

# %% tests="dropout_backward" points=2
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
    source = expand.source_notebook(chapter)
    (root / "source" / CHAPTER / f"{CHAPTER}.ipynb").write_text(expand.dumps(source), encoding="utf-8")
    shutil.copytree(build.release(root, chapter, source, [], root / "made"), root / "release" / CHAPTER)
    shutil.rmtree(root / "made")
    return root


def released(root):
    """Return the released notebook."""
    return nbformat.read(root / "release" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)


def answered(root, **answers):
    """Return the released notebook with the right answers, or with others that are given."""
    return classroom.answered(released(root), {**RIGHT, **answers})


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


def copied(notebook, name, source, identity="pasted"):
    """Return a cell as JupyterLab pastes it: metadata and all, with an id of its own."""
    double = copy.deepcopy(cell(notebook, name))
    double.id, double.source = identity, source
    return double


def run_notebook(release, path):
    """Run a submission without a kernel: the cells run here, the real judge looks at the functions."""
    found, _ = mend.mend(release, mend.read(path))
    names = {"check": lambda *_: None}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one in found.cells:
            if mend.is_graded(one):
                one.outputs = _judged(one, names)
            elif one.cell_type == "code" and not one.id.startswith("experiment"):
                exec(one.source.replace("from course_utils.check import check", ""), names)
    return found


def _judged(graded, names):
    name, points = graded.metadata.course.name, graded.metadata.nbgrader.points
    report = judging.verdict(name, names[name], seed="tiny")
    data = judging.as_data(report, round(report.share * points, 4), points)
    return [v4.new_output("display_data", {judging.VERDICT: data})]
