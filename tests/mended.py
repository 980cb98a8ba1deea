"""For tests of mending: a notebook put in order, run, and judged."""

import contextlib
import json

import nbformat
import tiny

from autograder.cells import is_graded
from autograder.grading import read
from autograder.grading.mend import mend
from autograder.judging import verdict


def mended(course, notebook):
    """Mend a notebook, run it, and return the notes; every function it defines must be right."""
    path = course.folder / "submission.ipynb"
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
    result, notes = mend(tiny.released(course.folder), read.read(path))
    nbformat.validate(result)
    names, judged = {"check": lambda *_: None}, []
    for cell in result.cells:
        if is_graded(cell):  # where the judge looks
            judged.append(cell.metadata.course.name)
            assert not verdict(judged[-1], names[judged[-1]], seed="a test").findings
        elif cell.cell_type == "code" and not cell.id.startswith("experiment"):
            with contextlib.chdir(course.folder):  # where an experiment may write
                exec(cell.source, names)
    assert sorted(judged) == sorted(tiny.RIGHT)
    return notes
