"""Our parts for nbgrader: what its `autograde` does otherwise in this course. `nbgrader_config.py` puts them in.

PutInOrder     a deleted, doubled or spoilt cell does not stop the class
CourseExecute  unchanged experiments are left out, and one cell's fault costs that cell
Evidence       a graded cell scores what its judge says: nothing without a verdict, and a warning costs nothing
"""

from __future__ import annotations

import os
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import v4
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Dict, Integer

from . import mend
from .judge import VERDICT
from .kernel import ThisInterpreter

LEFT_OUT = "Not run for grading: this experiment is as it was handed out."
NO_VERDICT = "NoVerdict"


def released_notebook(preprocessor, resources):
    """Return the released notebook of what is being graded, or None where there is none."""
    part = preprocessor
    while part is not None and not isinstance(getattr(part, "coursedir", None), CourseDirectory):
        part = part.parent
    course = part.coursedir if part is not None else CourseDirectory(parent=preprocessor)
    about = resources["nbgrader"]
    path = Path(course.format_path(course.release_directory, ".", about["assignment"]), f"{about['notebook']}.ipynb")
    try:
        return mend.read_released(path)
    except mend.Unreadable as error:
        preprocessor.log.warning("There is no released notebook to compare with: %s", error)
        return None


class PutInOrder(NbGraderPreprocessor):
    """Take roles, points and locks from the released notebook (see `mend`)."""

    def preprocess(self, nb, resources):
        """Return the notebook in order."""
        released = released_notebook(self, resources)
        if released is not None:
            nb, notes = mend.mend(released, mend.tidy(nb))
            for note in notes:
                self.log.warning("Put in order: %s", note)
        return nb, resources


class CourseExecute(Execute):
    """Run a notebook; leave out unchanged experiments; after a crash or a hang go on without the guilty cell."""

    environment = Dict(help="variables for the kernel, besides those of this process").tag(config=True)
    restarts = Integer(3, help="how many times a dead or hanging kernel is replaced in one notebook").tag(config=True)

    def __init__(self, **kwargs):
        super().__init__(**{"kernel_manager_class": ThisInterpreter, **kwargs})
        self.extra_arguments = [*self.extra_arguments, "--IPKernelApp.log_level=ERROR"]  # it warns of its own transport

    def preprocess(self, nb, resources, km=None):
        """Run the cells and return the notebook."""
        released = released_notebook(self, resources) if "nbgrader" in resources else None
        self._left_out = mend.unchanged_experiments(released, nb) if released is not None else set()
        self._guilty, self._restarted = set(), 0
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell, resources, index):
        """Run one cell."""
        if cell.get("id") in self._left_out:
            cell.outputs = [v4.new_output("display_data", {"text/plain": LEFT_OUT})]
            return cell, resources
        if self._restarted > self.restarts and cell.cell_type == "code":
            cell.outputs = [_error("NotRun", f"not run: the kernel had died or hung {self._restarted} times before")]
            return cell, resources
        try:
            return super().preprocess_cell(cell, resources, index)
        except (DeadKernelError, CellTimeoutError) as error:  # a cell that can be interrupted never gets here
            dead = isinstance(error, DeadKernelError)
            says = "the kernel died in this cell" if dead else f"no end after {self.timeout} s, and it could not be interrupted"
            cell.outputs.append(_error(type(error).__name__, says))
            self._guilty.add(index)
            self._replace_kernel(index, resources)
            return cell, resources

    def setup_kernel(self, **kwargs):
        """Start the kernel with the environment that is configured."""
        return super().setup_kernel(env=self._environment(), **kwargs)

    def _replace_kernel(self, index, resources):
        """Start a new kernel and bring it to where the old one was."""
        self._restarted += 1
        self.shutdown_kernel = "immediate"
        self._cleanup_kernel()
        self.km = self.create_kernel_manager()
        self.start_new_kernel(env=self._environment())
        self.start_new_kernel_client()
        if self._restarted > self.restarts:
            return
        for earlier, cell in enumerate(self.nb.cells[:index]):
            if earlier in self._guilty or cell.cell_type != "code" or cell.id in self._left_out or mend.is_graded(cell):
                continue
            outputs, count = cell.outputs, cell.execution_count
            try:
                super().preprocess_cell(cell, resources, earlier)
            except (DeadKernelError, CellTimeoutError):  # it went well before: give up rather than try for ever
                self._restarted = self.restarts + 1
                return
            finally:
                cell.outputs, cell.execution_count = outputs, count

    def _environment(self):
        places = [self.environment.get("COURSE_ROOT", ""), Path(__file__).parents[1]]  # so that nothing need be installed
        paths = [str(p) for p in places if Path(p, "course_utils", "__init__.py").is_file() and not str(p).endswith("-packages")]
        paths += [p for p in [os.environ.get("PYTHONPATH")] if p]
        found = {"PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))} if paths else {}
        return {**os.environ, **found, **{k: str(v) for k, v in self.environment.items()}}


class Evidence(NbGraderPreprocessor):
    """Make nbgrader's rule for scores ours: the value of the cell, if a verdict came with it, and else nothing."""

    def preprocess_cell(self, cell, resources, index):
        """Sort a graded cell's outputs."""
        if not (mend.is_graded(cell) and cell.cell_type == "code"):
            return cell, resources
        for output in cell.outputs:
            if output.output_type == "stream":
                output.name = "stdout"  # nbgrader takes all points away for anything on stderr
        wrong = any(output.output_type == "error" for output in cell.outputs)
        if not wrong and _score(cell) is None:
            cell.outputs.append(_error(NO_VERDICT, "the judge gave no verdict in this cell"))
        return cell, resources


def verdicts(cell):
    """Return the verdicts that a cell shows."""
    shown = (o.get("data", {}) for o in cell.get("outputs", []) if o.output_type == "display_data")
    return [data[VERDICT] for data in shown if isinstance(data.get(VERDICT), dict)]


def _score(cell):
    """Return the number nbgrader will read from a cell if a verdict says the same, else None."""
    results = [o for o in cell.outputs if o.output_type == "execute_result"]
    said = verdicts(cell)
    if len(results) != 1 or not said:
        return None
    try:
        score = float(results[0]["data"]["text/plain"])
    except (KeyError, TypeError, ValueError):
        return None
    return score if score == said[-1].get("points") and 0 <= score <= float(cell.metadata.nbgrader["points"]) else None


def _error(name, says):
    return v4.new_output("error", ename=name, evalue=says, traceback=[f"{name}: {says}"])
