"""Take a student out of a class: out of the gradebook and out of its folders, so that no later run brings them back.

What there is of a student is found by looking which names are there and comparing them, never by a pattern made of the id. Only what
lies in the class's own folder is touched: a link is removed, what it points to stays.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from glob import escape
from pathlib import Path

from nbgrader.api import Student
from sqlalchemy import select, text

from ..errors import CourseError
from ..files import write
from ..grading import learned
from ..grading.batch import only_run
from ..grading.handed_in import ASIDE

ROSTER, RECEIVED, REPLACED = "roster.csv", "inbound/received.json", "inbound/replaced"  # what `course roster` and `collect` keep
MADE = ("inbound/unplaced", "grades", "returned", "reports")  # what may name several: files of nobody known, sheets and zips, reports
STEPS = ("submitted", "autograded", "feedback")
AT_WORK = ".grading"  # in autograded/: where a run works, and its lock
EXCHANGED = r"\+[^+]*\+\d{4}-\d\d-\d\d [^+]*(\+[^+]*)?"  # what the exchange puts behind an id: chapter, time, letters drawn at random


@dataclass
class Found:
    """What there is of a student in a class: `places` are removed, `lists` lose a line; `elsewhere` lies outside of its folder and stays."""

    student: str
    chapters: list[str] | None = None  # those with a grade; None: the gradebook does not know them
    places: list[Path] = field(default_factory=list)
    lists: list[Path] = field(default_factory=list)
    elsewhere: list[Path] = field(default_factory=list)


def find(course, student):
    """Return what there is of a student; `CourseError` if that is nothing."""
    found, known = Found(student), set()
    for folder in _rooms(course):
        for name, path in _people(folder):
            known.add(name)
            if name == student:
                inside = path.parent.resolve().is_relative_to(course.folder)
                (found.places if inside else found.elsewhere).append(path)
    for path in _exchanged(course):
        if re.fullmatch(re.escape(student) + EXCHANGED, path.name):
            found.places.append(path)
    found.lists = [
        path
        for path in (course.folder / ROSTER, course.folder / RECEIVED, course.folder / learned.FILE)
        if _without(path, student) is not None
    ]
    with course.gradebook() as book:
        known |= set(book.db.scalars(select(Student.id)))
        if book.db.get(Student, student):
            found.chapters = sorted(one.assignment.name for one in book.find_student(student).submissions)
    if found.chapters is None and not found.places and not found.elsewhere and not found.lists:
        near = get_close_matches(student, known, n=1)
        raise CourseError(f"there is no student {student!r} in {course.folder}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return found


def remove(course, found):
    """Remove what was found. Stopped anywhere, it goes on when it is run again, and brings nobody back half."""
    aside = _room(course, "autograded") / AT_WORK
    with only_run(aside):
        for n, path in enumerate(found.places):
            _drop(path, aside / f"forgotten-{n}")
        for path in found.lists:
            write(path, _without(path, found.student))
        if found.chapters is not None:
            with course.gradebook() as book:
                book.remove_student(found.student)
                if book.engine.dialect.name == "sqlite":
                    with book.engine.connect() as connection:
                        connection.execute(text("VACUUM"))  # else what was deleted stays readable in the file


def copies(course):
    """Return what of a class may still name a student: older gradebooks, nbgrader's log, sheets, zips and reports that were made."""
    older = Path(course.gradebook_place)
    found = [*older.parent.glob(f"{escape(older.name)}.*"), course.folder / ".nbgrader.log", *(course.folder / name for name in MADE)]
    return sorted(path for path in found if path.exists())


def _without(path, student):
    """Return what a list of a class would say without a student, or None if it does not name them: what it says of others stays."""
    if path.is_symlink() or not path.is_file():
        return None
    if path.name == learned.FILE:
        return learned.without_student(path, student)
    if path.suffix == ".csv":  # the roster: its first column is the id
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        kept = [row for row in rows if row[:1] != [student]]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(kept)
        return text.getvalue() if len(kept) < len(rows) else None
    try:
        chapters = json.loads(path.read_bytes())
        named = [chapter for chapter in chapters.values() if chapter.pop(student, None) is not None]
    except (ValueError, AttributeError):
        raise CourseError(f"{path} is damaged: take it away; `course collect` makes it again from the platform's zips") from None
    return json.dumps(chapters, indent=1, sort_keys=True, ensure_ascii=False) + "\n" if named else None


def _rooms(course):
    """Return the folders that hold a folder for each student."""
    rooms = [*(_room(course, step) for step in STEPS), course.folder / REPLACED]
    names, left_out = {room.name for room in rooms[:-1]}, course.folder / ASIDE
    for folder, inner, _ in os.walk(left_out):  # nbgrader sets a submission's files aside under the path they had
        rooms += [Path(folder, name) for name in inner if name in names]
        inner[:] = [name for name in inner if name not in names]
    return rooms


def _room(course, step):
    return course.path(step, "CHAPTER", "STUDENT").parents[2]


def _people(folder):
    """Return (name, path) of the folders in a folder, and of the links."""
    try:
        with os.scandir(folder) as entries:
            return [(e.name, Path(e.path)) for e in entries if e.name != AT_WORK and (e.is_symlink() or e.is_dir())]
    except FileNotFoundError:
        return []


def _exchanged(course):
    """Yield what the exchange's boxes in a class's folder hold."""
    exchange = course.config.get("Exchange", {}).get("root")
    for root in {course.folder, course.folder / "exchange", *([Path(exchange)] if exchange else [])}:
        if root.resolve().is_relative_to(course.folder):
            for box in (root / "inbound", *sorted(root.glob("*/inbound"))):
                if box.resolve().is_relative_to(course.folder):
                    yield from (path for _, path in _people(box))


def _drop(path, aside):
    """Remove a file, a link or a folder; a folder goes aside first, so that no half of it is ever left in its place."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    with contextlib.suppress(OSError):  # on another disk it cannot be moved
        path = path.rename(aside)
    folders, todo = [], [path]
    while todo:  # not `rmtree`: it ends at a thousand folders in one another, and at one that nbgrader left read-only
        folders.append(todo.pop())
        os.chmod(folders[-1], 0o700)
        with os.scandir(folders[-1]) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
                else:
                    os.unlink(entry.path)
    for folder in reversed(folders):
        os.rmdir(folder)
