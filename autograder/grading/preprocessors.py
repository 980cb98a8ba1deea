"""Our parts for nbgrader: what its `autograde` does otherwise in this course. `nbgrader_config.py` puts them in.

HandedIn         of all that a student handed in the same counts as for `course grade`, whatever it is called
PutInOrder       a deleted, doubled or spoilt cell does not stop the class
CourseExecute    submissions run in the sandbox, graded cells outside it (see `run`)
Evidence         a graded cell scores what its judge says: nothing without a verdict, and a warning costs nothing
Unread           a submission that cannot be read waits for a person

In a course of other notebooks, whose tests know no judge, `CourseExecute` alone is put in place of nbgrader's `Execute`, with
`c.CourseExecute.tests = "student"`: the tests then run in the sandbox too, with the student's code.
"""

from __future__ import annotations

import copy
import os
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Callable, Dict, Enum, Float, Integer, List

from ..cells import is_graded
from ..errors import CourseError, Unreadable
from ..sandbox.limits import Limits
from . import handed_in, read
from .candidates import choose
from .cause import explain
from .course import Course, can_be_an_id
from .grade import NOT_GRADED, RECORD, not_judged, note, with_remarks
from .graded_cell import evidence
from .job import Terms, collect
from .left_out import not_needed
from .mend import mend
from .run import shared_runner

UNSAFE = "Ran without a sandbox (--unsafe-no-sandbox): the result is only as good as the trust in the submission."
NO_RELEASE = "there is no released notebook: make it (`course build`), or set CourseExecute.tests = 'student'"
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


class HandedIn(NotebookExporter):
    """Read what counts of all that a student handed in (see `candidates`); what is said of the choice goes along to `CourseExecute`."""

    kept = None  # of the notebook that is put in order, for when it is run: the files beside it, and remarks

    def from_filename(self, filename, resources=None, **more):
        """Return the notebook of a submission, put in order; a later step's notebook as any exporter does."""
        about = resources["nbgrader"]
        course = Course.of(_course(self), self.config)
        if Path(os.path.normpath(filename)) != course.path("submitted", about["assignment"], about["student"]):
            return super().from_filename(filename, {**resources, "course": self.kept}, **more)
        released = released_notebook(self, resources)
        if released is None:
            raise CourseError(NO_RELEASE)
        notebook, files, remarks = _chosen(course, about["assignment"], about["student"], released)
        found = super().from_notebook_node(notebook, {**resources, "course": {"files": files, "remarks": remarks}}, **more)
        self.kept = found[1]["course"]
        return found


def _chosen(course, chapter, student, released):
    """Return the notebook that counts, what lies beside it, and remarks on both; where none can be read, the released one."""
    try:
        choice = choose(collect(course, student, Terms(chapter, "", {}, "", chapters=course.chapters, code="")), released)
    except Unreadable as error:
        return copy.deepcopy(released), {}, [f"{NOT_GRADED}{error}"]
    return choice.notebook, choice.files, choice.says


def _init_notebooks(autograde):
    """Take the folder of everyone who handed in anything of the chapter: nbgrader's own wants a name that ends in .ipynb in it."""
    chapter, wanted = autograde.coursedir.assignment_id, autograde.coursedir.student_id
    found = {}
    if issubclass(autograde.exporter_class, HandedIn) and fnmatchcase(chapter, autograde.coursedir.notebook_id):
        for student in Course.of(autograde.coursedir, autograde.config).students(chapter):
            if not can_be_an_id(student):
                autograde.log.warning("%r cannot be a student's id: rename the folder", student)
            elif student == wanted or fnmatchcase(student, wanted):
                folder = autograde._format_source(chapter, student)
                found[folder] = [os.path.join(folder, f"{chapter}.ipynb")]
    if not found:
        nbgraders_own(autograde)  # it says so, too
        return
    autograde.assignments, autograde.notebooks = found, []


nbgraders_own, Autograde.init_notebooks = Autograde.init_notebooks, _init_notebooks  # there is no setting for it


class PutInOrder(NbGraderPreprocessor):
    """Take roles, points and locks from the released notebook (see `mend`)."""

    def preprocess(self, nb, resources):
        """Return the notebook in order."""
        released = released_notebook(self, resources)
        if released is not None:
            nb, notes = mend(released, read.tidy(nb))
            remarks = resources.setdefault("course", {"files": {}, "remarks": []})["remarks"]
            remarks += [f"put in order: {note}" for note in notes]
            for remark in remarks:
                self.log.warning("%s: %s", resources["nbgrader"].get("student"), remark)
        return nb, resources


class CourseExecute(NbGraderPreprocessor):
    """Run a submission in the sandbox; `course grade` reads these settings too."""

    tests = Enum(["judge", "student"], "judge", help="where graded cells run: with our judge, or with the student's code").tag(config=True)
    environment = Dict(help="variables for the judge: COURSE_SEED_FILE, COURSE_ROOT").tag(config=True)
    all_cells = Bool(False, help="run unchanged given cells too").tag(config=True)
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
            raise CourseError(NO_RELEASE)
        beside = resources.get("metadata", {}).get("path")
        kept = resources.get("course") or {"files": {}, "remarks": []}
        leave_out = released is not None and not self.all_cells
        run = shared_runner(self.limits, self.sandbox, (str(_course(self).root), *map(str, self.hide))).run(
            nb,
            left_out=not_needed(released, nb) if leave_out else frozenset(),
            environment=self.variables,
            tests=self.tests,
            files={**kept["files"], **(handed_in.read(beside)[0] if beside else {})},
        )
        for crash in run.crashes:
            self.log.warning("Went on after a crash: %s", crash)
        for words in [UNSAFE] * (not run.sandboxed) + [WITH_STUDENT] * (self.tests == "student"):
            self.log.warning(words)
            run.notebook.cells.insert(0, note(f"**{words}**", run.notebook, "note"))
        return with_remarks(run.notebook, [*run.crashes, *kept["remarks"]]), resources


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


class Unread(NbGraderPreprocessor):
    """Have a submission that cannot be read wait for a person: its 0 would look like any other."""

    def preprocess(self, nb, resources):
        """Flag its grades, after they are saved, and leave the reason in the notebook, as `course grade` does."""
        remarks = (resources.get("course") or {"remarks": []})["remarks"]
        if remarks and remarks[0].startswith(NOT_GRADED):
            about, reason = resources["nbgrader"], remarks[0].removeprefix(NOT_GRADED)
            result = not_judged(about["student"], nb, "unreadable", reason)
            nb.metadata[RECORD] = {"handed_in": None, "version": None, "result": asdict(result)}  # made by no run of `course grade`
            with Gradebook(about["db_url"]) as book:
                for grade in book.find_submission_notebook(about["notebook"], about["assignment"], about["student"]).grades:
                    grade.needs_manual_grade = True
                book.db.commit()
        return nb, resources
