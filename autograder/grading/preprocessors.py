"""Our parts for nbgrader: what its `autograde` does otherwise in this course. `nbgrader_config.py` puts them in.

PutInOrder     a deleted, doubled or spoilt cell does not stop the class
CourseExecute    submissions run in the sandbox, graded cells outside it (see `run`)
Evidence       a graded cell scores what its judge says: nothing without a verdict, and a warning costs nothing

In a course of other notebooks, whose tests know no judge, `CourseExecute` alone is put in place of nbgrader's `Execute`, with
`c.CourseExecute.tests = "student"`: the tests then run in the sandbox too, with the student's code.
"""

from __future__ import annotations

from pathlib import Path

from nbformat import v4
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Callable, Dict, Enum, Float, Integer, List

from ..cells import is_graded
from ..errors import CourseError, Unreadable
from ..sandbox.limits import Limits
from . import handed_in, read
from .cause import explain
from .graded_cell import evidence
from .left_out import unchanged_experiments
from .mend import mend
from .run import shared_runner

UNSAFE = "Ran without a sandbox (--unsafe-no-sandbox): the result is only as good as the trust in the submission."
WITH_STUDENT = "Tests ran with the student's code, in the sandbox: a submission that means to can make them pass."


def released_notebook(preprocessor, resources):
    """Return the released notebook of what is being graded, or None where there is none."""
    about = resources["nbgrader"]
    course = _course(preprocessor)
    path = Path(course.format_path(course.release_directory, ".", about["assignment"]), f"{about['notebook']}.ipynb")
    try:
        return read.read_released(path)
    except Unreadable as error:
        preprocessor.log.warning("There is no released notebook to compare with: %s", error)
        return None


def _course(preprocessor):
    part = preprocessor
    while part is not None and not isinstance(getattr(part, "coursedir", None), CourseDirectory):
        part = part.parent
    return part.coursedir if part is not None else CourseDirectory(parent=preprocessor)


class PutInOrder(NbGraderPreprocessor):
    """Take roles, points and locks from the released notebook (see `mend`)."""

    def preprocess(self, nb, resources):
        """Return the notebook in order."""
        released = released_notebook(self, resources)
        if released is not None:
            nb, notes = mend(released, read.tidy(nb))
            for note in notes:
                self.log.warning("Put in order: %s", note)
        return nb, resources


class CourseExecute(NbGraderPreprocessor):
    """Run a submission in the sandbox; `course grade` reads these settings too."""

    tests = Enum(["judge", "student"], "judge", help="where graded cells run: with our judge, or with the student's code").tag(config=True)
    environment = Dict(help="variables for the judge: COURSE_SEED_FILE, COURSE_ROOT").tag(config=True)
    all_cells = Bool(False, help="run unchanged experiments too").tag(config=True)
    sandbox = Bool(True, help="False: run without a sandbox, and say so in every notebook").tag(config=True)
    timeout = Float(Limits.cell_seconds, help="seconds for a cell").tag(config=True)
    notebook_timeout = Float(Limits.notebook_seconds, help="seconds for a notebook").tag(config=True)
    memory = Integer(Limits.memory, help="bytes of memory for a submission").tag(config=True)

    hide = List(help="further folders that a submission must not see, besides the class's own and our packages").tag(config=True)
    before = Callable(
        None, allow_none=True, help="called with a chapter's name before it is graded; raises CourseError where it may not be"
    ).tag(config=True)

    @property
    def limits(self):
        """What a submission may use."""
        return Limits(cell_seconds=self.timeout, notebook_seconds=self.notebook_timeout, memory=self.memory)

    @property
    def variables(self):
        """The variables for the judge, as text."""
        return {name: str(value) for name, value in self.environment.items()}

    def preprocess(self, nb, resources):
        """Run the cells and return the notebook."""
        if self.before:
            self.before(resources["nbgrader"]["assignment"])
        released = released_notebook(self, resources) if self.tests == "judge" else None
        if self.tests == "judge" and released is None:  # then a submission could say which of its cells the judge runs
            raise CourseError("there is no released notebook: make it (`course build`), or set CourseExecute.tests = 'student'")
        beside = resources.get("metadata", {}).get("path")
        leave_out = released is not None and not self.all_cells
        run = shared_runner(self.limits, self.sandbox, (str(_course(self).root), *map(str, self.hide))).run(
            nb,
            left_out=unchanged_experiments(released, nb) if leave_out else frozenset(),
            environment=self.variables,
            tests=self.tests,
            files=handed_in.read(beside)[0] if beside else None,
        )
        for crash in run.crashes:
            self.log.warning("Went on after a crash: %s", crash)
        for words in [UNSAFE] * (not run.sandboxed) + [WITH_STUDENT] * (self.tests == "student"):
            self.log.warning(words)
            run.notebook.cells.insert(0, _note(words, run.notebook))
        return run.notebook, resources


def _note(words, notebook):
    cell = v4.new_markdown_cell(f"**{words}**")
    if notebook.nbformat_minor < 5:  # then cells have no id
        del cell["id"]
    return cell


class Evidence(NbGraderPreprocessor):
    """Make nbgrader's rule for scores ours (see `graded_cell.evidence`), and have a lost one say why (see `cause`)."""

    def preprocess(self, nb, resources):
        """Sort the outputs of the graded cells."""
        nb, resources = super().preprocess(nb, resources)
        explain(nb)
        return nb, resources

    def preprocess_cell(self, cell, resources, index):
        """Sort a graded cell's outputs."""
        if is_graded(cell) and cell.cell_type == "code":
            evidence(cell)
        return cell, resources
