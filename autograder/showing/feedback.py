"""Feedback pages are written: by `course grade` with `Pages`, by nbgrader's `generate_feedback` through `of_nbgrader`; the same both ways.

A page holds a hash of all that it shows, so that it is made again when any of it has changed.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from nbformat import v4
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback

from ..errors import CourseError, one_line
from ..grading import learned
from ..grading.course import quiet
from ..grading.read import read_released
from . import findings, grades
from .drawings import is_quick
from .page import MADE_OF, page

SECRET = "submission_secret.txt"  # by which nbgrader's exchange gives a page back


class Pages:
    """The pages of a class: which of them are out of date, and their writing; the gradebook is read once, at the start."""

    def __init__(self, course, chapter):
        self.course, self.chapter = course, chapter
        with course.gradebook() as book:
            self.grades = grades.read(book, chapter)
        self.released = _released(str(course.path("release", chapter)))
        self.names = learned.read(course.folder)
        with quiet():
            self.converter = GenerateFeedback(coursedir=course.directory, config=course.config)

    def outdated(self, students):
        """Return those of the students whose page is not there or shows what is no longer so."""
        return [student for student in students if self._notebook(student).is_file() and not self._is_new(student)]

    def write(self, student):
        """Write the page of a student; return {} or, where that failed, {student: the reason}."""
        try:
            if student not in self.grades:
                raise CourseError("the gradebook does not know this submission")
            data = self._notebook(student).read_bytes()
            made_of = hashed(data, self.grades[student], self.names)
            notebook = v4.reads(data.decode("utf-8", "replace"))
            text = page(notebook, self.chapter, self.grades[student], self.released, made_of, self.names)
            self._put(student, text)
            return {}
        except Exception as error:
            return {student: one_line(f"{type(error).__name__}: {error}")}

    def _notebook(self, student):
        return self.course.path("autograded", self.chapter, student)

    def _is_new(self, student):
        try:
            with self.course.path("feedback", self.chapter, student).open(encoding="utf-8") as file:
                made_of = hashed(self._notebook(student).read_bytes(), self.grades.get(student), self.names)
                return MADE_OF.format(made_of) in file.read(2000)
        except (OSError, ValueError):
            return False

    def _put(self, student, text):
        """Put a page, and the pictures that it shows from beside it, where nbgrader would."""
        place, source = self.course.path("feedback", self.chapter, student), self._notebook(student).parent
        place.parent.mkdir(parents=True, exist_ok=True)
        for name in {"timestamp.txt", SECRET, *re.findall(r'<img[^>]* src="([\w-][\w.-]*)"', text)}:
            if (source / name).is_file() and not (source / name).is_symlink() and _may_be_shown(source / name):
                shutil.copyfile(source / name, place.with_name(name))
        new = place.with_name(f".{place.name}")
        new.write_text(text, encoding="utf-8", errors="replace")
        os.replace(new, place)
        with quiet():
            self.converter.set_permissions(self.chapter, student)


def _may_be_shown(file):
    return file.suffix.lower() != ".svg" or is_quick(file.read_text(encoding="utf-8", errors="replace"))


def of_nbgrader(notebook, resources, converter):
    """Return the page that nbgrader's `generate_feedback` is to write."""
    about = resources.get("nbgrader", {})
    chapter, name = about.get("assignment"), about.get("notebook", "")
    known, made_of, released, names = None, "", frozenset(), ()
    if {"student", "assignment", "db_url"} <= about.keys():
        with quiet(), Gradebook(about["db_url"]) as book:
            known = grades.read(book, chapter, name, about["student"]).get(about["student"])
        place = converter.coursedir.format_path(converter.coursedir.release_directory, ".", chapter)
        released = _released(os.path.normpath(os.path.join(place, f"{name}.ipynb")))
        file = Path(resources["metadata"]["path"], f"{resources['metadata']['name']}.ipynb")
        names = learned.read(Path(converter.coursedir.root))
        made_of = hashed(file.read_bytes(), known, names)
    return page(notebook, name, known, released, made_of, names)


def hashed(notebook, known, names=()):
    """Return a hash of all that a page shows: the notebook's bytes, the grades, the class's names for its mistakes, how pages are made."""
    named = {}
    with contextlib.suppress(Exception):  # of a notebook that cannot be read, whose page says so
        named = findings.named(v4.reads(notebook.decode("utf-8", "replace")), names) if names else {}
    shown = [[exercise, m.name, m.see, m.do] for exercise, m in named.items()]
    parts = (_code().encode(), notebook, json.dumps([known, shown], sort_keys=True).encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@functools.cache
def _code():
    files = sorted(file for file in Path(__file__).parent.iterdir() if file.is_file())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@functools.lru_cache(maxsize=8)
def _released(path):
    """Return the texts of a released notebook, whose HTML the pages of a class share; none if it cannot be read."""
    try:
        return frozenset(cell.source for cell in read_released(Path(path)).cells if cell.cell_type == "markdown")
    except Exception:
        return frozenset()
