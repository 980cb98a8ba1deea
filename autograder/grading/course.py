"""A course as nbgrader sees it: a folder with an `nbgrader_config.py`, its folders and its gradebook."""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import runpy
import tempfile
import warnings
from pathlib import Path

from nbgrader import api, dbutil
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from traitlets.log import get_logger

from ..cells import grade_id, is_answer, is_graded, points_of
from ..errors import CourseError, one_line
from ..places import CONFIG
from . import gradebook, handed_in
from .ahead import load_config
from .read import read_released


@functools.cache
def _newest_tables():
    """Return the version of nbgrader's tables that a new gradebook is marked with: of its steps from version to version, the last."""
    steps = [runpy.run_path(str(file)) for file in Path(dbutil.ALEMBIC_DIR, "versions").glob("*.py")]
    (last,) = {step["revision"] for step in steps} - {step["down_revision"] for step in steps}
    return last


api.get_alembic_version = _newest_tables  # nbgrader's own starts the program `alembic` to ask it: seconds


class Course:
    """A folder with an `nbgrader_config.py`: its settings, its folders and its gradebook."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        if not (self.folder / CONFIG).is_file():
            raise CourseError(f"{self.folder} is no course: it has no {CONFIG}. Go to the folder of the course, or name it")
        self.config = load_config(self.folder)
        self.directory = CourseDirectory(config=self.config)

    @classmethod
    def of(cls, directory, config):
        """Return the course that nbgrader has open: its folders as they are now, also where a command line named others."""
        course = cls.__new__(cls)
        course.folder, course.directory, course.config = Path(directory.root).resolve(), directory, config
        return course

    def path(self, step, chapter, student="."):
        """Return the path of a notebook: `step` is source, release, submitted, autograded or feedback."""
        folder = self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, chapter)
        return Path(os.path.normpath(folder), f"{chapter}.{'html' if step == 'feedback' else 'ipynb'}")

    def released(self, chapter):
        """Return the released notebook of a chapter."""
        path = self.path("release", chapter)
        if not path.is_file():
            raise CourseError(f"there is no {path}: build it with `course build {chapter}`")
        return read_released(path)

    def students(self, chapter):
        """Return the ids of the students who handed in a chapter, in order."""
        everyone = self.path("submitted", chapter, "STUDENT").parents[2]
        there = {folder.name for folder in everyone.glob("*/") if _is_there(folder / chapter)}
        rest = [folder for folder in everyone.glob("*/") if folder.name not in there and not folder.is_symlink()]
        return sorted(there | {folder.name for folder in rest if self.too_high(chapter, folder.name)})

    def too_high(self, chapter, student):
        """Return what of a chapter lies in a student's folder outside of the chapter's own."""
        folder = self.path("submitted", chapter, student).parents[1]
        if folder.is_symlink() or not folder.is_dir():
            return {}
        return handed_in.too_high(
            folder, chapter, {chapter, *self.chapters.values()}, [c for c, its in self.chapters.items() if its == chapter]
        )

    @functools.cached_property
    def chapters(self):
        """The chapter that each answer's cell belongs to, by the cell's name."""
        found = {}
        for path in sorted(self.path("release", "CHAPTER").parents[1].glob("*/*.ipynb")):
            with contextlib.suppress(Exception):  # one that is broken is told when it is graded
                cells = json.loads(path.read_bytes())["cells"] if path.stem == path.parent.name else []
                found |= {grade_id(cell): path.stem for cell in cells if is_answer(cell) and grade_id(cell)}
        return found

    def register(self, chapter):
        """Write a chapter's exercises and hidden tests into the gradebook, unless they are there already, and the class's date for it."""
        source = self.path("source", chapter)
        if not source.is_file():
            raise CourseError(f"there is no {source}: build it with `course build {chapter}`")
        cells = _cells(source)
        if _points(cells) != _points(_cells(self.path("release", chapter))):
            raise CourseError(f"source/ and release/ hold {chapter} from different texts: build it with `course build {chapter}`")
        if self._registered(chapter) != cells:
            with self.gradebook() as book:
                gradebook.follow_release(book, chapter, read_released(source))
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".release-") as folder:  # the release stays as it is
                self.convert(GenerateAssignment, chapter, release_directory=Path(folder).name)
        if due := self.config.Class.get("due", {}).get(chapter):
            with self.gradebook() as book:
                gradebook.set_due(book, chapter, due)

    def _registered(self, chapter):
        with self.gradebook() as book:
            try:
                notebook = book.find_notebook(chapter, chapter)
            except MissingEntry:
                return {}
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            return {c.name: (c.source, points[c.name]) if c.name in points else None for c in notebook.source_cells}

    @contextlib.contextmanager
    def gradebook(self):
        """Open the gradebook: `with course.gradebook() as book`."""
        try:
            with quiet(), _Gradebook(self.directory.db_url, self.directory.course_id) as book:
                yield book
        except SQLAlchemyError as error:
            raise CourseError(f"the gradebook {self.gradebook_place} cannot be used: {one_line(error)}") from None

    @property
    def gradebook_place(self):
        """Where the gradebook is, without a password."""
        return make_url(self.directory.db_url).render_as_string(hide_password=True).removeprefix("sqlite:///")

    def convert(self, kind, chapter, student=".", **directories):
        """Run one of nbgrader's converters, quietly, and let what goes wrong come out."""
        with quiet():
            directory = CourseDirectory(config=self.config, assignment_id=chapter, student_id=student, **directories)
            converter = _raising(kind)(coursedir=directory, config=self.config, force=True)
            try:
                converter.start()
            except Exception as error:
                raise converter.fault or error from None


def can_be_an_id(name):
    """Whether a folder's name can be a student's id."""
    return name.isprintable() and len(name) <= 128  # half characters (of another encoding) are not printable


def _is_there(folder):
    """Whether a folder is there; one in a folder that nobody may look into is taken to be, so that its student is not passed over."""
    try:
        return folder.is_dir()
    except PermissionError:
        return True


class _Gradebook(Gradebook):
    """nbgrader's, which leaves no connection open where it cannot be used."""

    def __init__(self, *settings):
        try:
            super().__init__(*settings)
        except Exception:
            if hasattr(self, "db"):
                self.close()
            raise


def _cells(path):
    """Return the cells that nbgrader knows by name; of those with points, text and points."""
    cells = {grade_id(c): c for c in read_released(path).cells if grade_id(c)}
    return {name: (c.source, points_of(c)) if is_graded(c) else None for name, c in cells.items()}


def _points(cells):
    return {name: cell and cell[1] for name, cell in cells.items()}


def _raising(kind):
    """Return a converter class that keeps the exception which nbgrader would only log, and takes the names of folders as they are."""

    def init_notebooks(self):
        folder = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        found = [os.path.join(folder, path.name) for path in sorted(Path(folder).glob(f"{self.coursedir.notebook_id}.ipynb"))]
        if not found:
            raise CourseError(f"there are no notebooks in {folder}")
        self.assignments, self.notebooks = {folder: found}, []  # nbgrader's own takes a student [x] for a pattern, which is not its name

    def convert_single_notebook(self, filename):
        try:
            kind.convert_single_notebook(self, filename)
        except Exception as error:
            self.fault = error
            raise

    return type(
        kind.__name__, (kind,), {"init_notebooks": init_notebooks, "convert_single_notebook": convert_single_notebook, "fault": None}
    )


@contextlib.contextmanager
def quiet():
    """Keep nbgrader's log away: what matters of it is in the results."""
    log = get_logger()
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its models are older than this SQLAlchemy, which says so each time
        try:
            yield
        finally:
            log.setLevel(level)
