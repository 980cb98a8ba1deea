"""Submissions from a platform's zip, or a folder, into `submitted/STUDENT/CHAPTER/`, where the exchange puts its own.

    zip or folder (`inbound`) -> deliveries, one a person (`delivery`) -> the student, the chapter, the time (`stamps`) -> submitted/

What cannot be placed is listed with the reason, and put into `inbound/unplaced/`; a submission that a later one takes the place of goes
to `inbound/replaced/`. The same zip again changes nothing. nbgrader's `zip_collect` is of no use here: its collector reads the id off a
name by one regular expression and knows no roster, its extractor writes wherever a zip says.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbgrader.api import MissingEntry

from ..cells import grade_id
from ..classroom.settings import time_zone
from ..errors import CourseError, Unreadable, one_line
from ..grading import gradebook, handed_in
from ..grading.read import parse
from . import inbound, kept
from .delivery import parted
from .roster import cannot_be
from .stamps import STAMP, Stamps, worksheet


@dataclass
class Collected:
    """What came of it, by (chapter, student), and what could not be placed."""

    platform: str = ""
    placed: dict = field(default_factory=dict)  # "new", "newer" or "the same"
    notes: list = field(default_factory=list)
    unplaced: list = field(default_factory=list)  # (name, why)
    undated: int = 0
    late_without_due: int = 0


def collect(course, source, chapter=None, sheet=None, progress=lambda done, of: None):
    """Collect what is in a zip or a folder; `chapter` None: each notebook says it; `sheet`: Moodle's worksheet. Return `Collected`."""
    source = Path(source)
    work = _Work(course, source)
    zone = time_zone(course.folder)
    said, times = worksheet(sheet, zone) if sheet else ([], {})
    with inbound.opened(source, zone) as (files, not_taken):
        for one in not_taken:
            work.set_aside(one.name, one.why, one.read)
        work.done.platform, deliveries, strange = parted(files, work.people, work.chapters, dict(said))
        for file in strange:
            work.set_aside(file.path, f"its name is none that {work.done.platform.title()} gives", file.read)
        work.stamps = Stamps(work.done.platform, files, work.due, times)
        try:
            whose = work.whose(deliveries, chapter)
            for n, (delivery, student) in enumerate(whose):
                work.take(delivery, student)
                progress(n + 1, len(whose))
        finally:
            kept.write_received(course, work.received)
            shutil.rmtree(work.new, ignore_errors=True)
    work.done.undated, work.done.late_without_due = work.stamps.undated, work.stamps.late_without_due
    return work.done


class _Work:
    def __init__(self, course, source):
        self.course, self.source, self.done, self.stamps = course, source, Collected(), None
        self.received = kept.received(course)
        self.new = kept.inbound(course) / "new"
        shutil.rmtree(self.new, ignore_errors=True)
        self.chapters = {path.parent.name for path in course.path("release", "CHAPTER").parents[1].glob("*/*.ipynb")}
        with course.gradebook() as book:
            self.people = kept.people(course, book)
            self.due = {name: _due(book, name) for name in self.chapters}
        if not self.people.by_id:
            raise CourseError("there are no students in the gradebook: give the platform's list to `course roster` first")

    # --- whose, and of which chapter -------------------------------------------------------------------

    def whose(self, deliveries, chapter):
        """Return (delivery, student) of all that can be placed, the earliest first, with their chapters; set the others aside."""
        one_assignment = self.done.platform != "folder"
        if chapter is None and one_assignment:
            chapter = self._most(deliveries)
        found = {}
        for delivery in deliveries:
            try:
                student = delivery.student(self.people)
                if why := cannot_be(student):
                    raise CourseError(why)
                delivery.chapter = delivery.chapter or chapter or self._chapter_of(delivery)
                if delivery.chapter is None:
                    raise CourseError("it does not tell which chapter it is: name the chapter after the file")
                found.setdefault((student, delivery.chapter), []).append(delivery)
            except CourseError as error:
                self._aside(delivery, str(error))
        whose = []
        for (student, _), theirs in found.items():
            dates = [delivery.date for delivery in theirs if delivery.date]
            if len(theirs) > 1 and (one_assignment or len(set(dates)) < len(theirs)):
                for delivery in theirs:
                    self._aside(delivery, f"{len(theirs)} in {self.source.name} are {student}'s: it cannot be told which one counts")
                continue
            whose += (
                [(delivery, student) for delivery in sorted(theirs, key=lambda one: one.date or 0)]
                if len(theirs) > 1
                else [(theirs[0], student)]
            )
        return whose

    def _most(self, deliveries):
        """Return the chapter of most notebooks of a zip: one of an assignment holds one chapter, whatever a student put into it."""
        counted = Counter(filter(None, (self._chapter_of(delivery) for delivery in deliveries)))
        return counted.most_common(1)[0][0] if counted else None

    def _chapter_of(self, delivery):
        counted = Counter(filter(None, (self._chapter_in(name, file) for name, file in delivery.files.items())))
        return next(iter(counted)) if len(counted) == 1 else None

    def _chapter_in(self, name, file):
        """Return the chapter of a notebook: its cells' names say it, or else the file's."""
        if not name.lower().endswith(".ipynb"):
            return None
        with contextlib.suppress(CourseError):
            if cells := self._cells(file.read()):
                return cells.most_common(1)[0][0]
        named = [chapter for chapter in self.chapters if chapter in PurePosixPath(name).name]
        return named[0] if len(named) == 1 else None

    def _cells(self, data):
        """Return how many answers of which chapters a notebook has cells for."""
        return Counter(filter(None, (self.course.chapters.get(grade_id(cell)) for cell in parse(data).cells)))

    # --- into its place ----------------------------------------------------------------------------------

    def take(self, delivery, student):
        """Put a delivery into its place, or aside."""
        try:
            if sum(file.size for file in delivery.files.values()) > handed_in.ALL or len(delivery.files) > handed_in.MOST:
                raise CourseError(f"more than {handed_in.MOST} files, or {handed_in.ALL / 1e6:.0f} MB")
            self._put(delivery, student, self._contents(delivery, student))
        except CourseError as error:
            self._aside(delivery, one_line(error))

    def _contents(self, delivery, student):
        """Return what the student's folder is to hold: bytes by path. The notebook, where it is plain which one it is, has the chapter's name."""
        contents = {}
        for name, file in delivery.files.items():
            if name == "timestamp.txt" and self.done.platform != "folder":
                name = "a student's timestamp.txt"  # it is not nbgrader's
            try:
                contents[name] = file.read()
            except CourseError as error:
                self.set_aside(file.path, str(error), None)
        if not contents:
            raise CourseError("nothing of it can be read")
        proper = f"{delivery.chapter}.ipynb"
        notebooks = [name for name in contents if name.lower().endswith(".ipynb")]
        chosen = proper if proper in contents else notebooks[0] if len(notebooks) == 1 else None
        if delivery.newest and delivery.newest[1] in contents:  # several attempts: the last
            chosen = delivery.newest[1]
        if chosen is not None:
            data = contents.pop(chosen)
            if proper in contents:
                contents[f"earlier-{proper}"] = contents.pop(proper)
            contents[proper] = data
            with contextlib.suppress(Unreadable):
                cells = self._cells(data)
                if cells and delivery.chapter not in cells:
                    other = cells.most_common(1)[0][0]
                    self.done.notes.append(f"{student}: {chosen} holds {other}, and was handed in for {delivery.chapter}")
        ours = {"timestamp.txt": None} | {name: contents[name] for name in (proper, "timestamp.txt") if name in contents}
        fitting, clashing = handed_in.fitting(contents, ours)
        for name, why in clashing.items():
            self.set_aside(name, why, functools.partial(contents.get, name))
        return {name: data for name, data in fitting.items() if data is not None}

    def _put(self, delivery, student, contents):
        """Put a submission into its place, unless it is there, or was there before a later one."""
        chapter = delivery.chapter
        place = self.course.path("submitted", chapter, student).parent
        if place.parent.is_symlink():
            raise CourseError(f"{place.parent} is a link: put a folder in its place")
        time = self.stamps.of(delivery, chapter, contents.pop("timestamp.txt", b""))
        there, history = _there(place), self.received.setdefault(chapter, {}).setdefault(student, [])
        record = {"hash": _mark(delivery.prefix, contents), "from": self.source.name, "when": time.strftime(STAMP) if time else ""}
        record |= {"prefix": delivery.prefix, "number": delivery.number, "late": delivery.late}
        if there == contents:
            self.done.placed[chapter, student] = "the same"
            if time and gradebook.timestamp(place) is None:
                (place / "timestamp.txt").write_text(record["when"], encoding="utf-8")
            if not history or history[-1]["hash"] != record["hash"]:
                history.append(record)
            return
        if there is not None and any(old["hash"] == record["hash"] for old in history):
            self.done.placed.setdefault((chapter, student), "the same")
            self.done.notes.append(f"{student}: what {self.source.name} holds of {chapter} was collected before, and a later one counts")
            return
        if there is not None and time and (before := gradebook.timestamp(place)) and before > time:
            raise CourseError(f"{student} handed in {chapter} later than this: the later one counts")
        folder = self.new / student
        shutil.rmtree(folder, ignore_errors=True)
        if time:
            contents = {**contents, "timestamp.txt": record["when"].encode()}
        for name, data in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        if os.path.lexists(place):
            old = _free(kept.inbound(self.course) / "replaced" / student / chapter)
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(place, old)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder, place)
        history.append(record)
        self.done.placed[chapter, student] = "new" if there is None else "newer"

    # --- aside -----------------------------------------------------------------------------------------

    def _aside(self, delivery, why):
        for n, file in enumerate(delivery.files.values()):
            self.set_aside(file.path, why, file.read, listed=n == 0)

    def set_aside(self, name, why, read, listed=True):
        """Keep a file that belongs nowhere, as far as it can be read, and list it."""
        data = None
        if read is not None:
            try:
                data = read()
            except CourseError as error:
                why = f"{why}; {error}"
        if data is None:
            why += f"; it is in {self.source.name} alone"
        else:
            _keep(kept.inbound(self.course) / "unplaced" / _plain_name(self.source.name), name, data)
        if listed:
            self.done.unplaced.append((name, why))


def _keep(folder, name, data):
    """Write a file into a folder under the first free name, unless it is there."""
    parts = [_plain_name(part) for part in name.replace("\\", "/").split("/") if part.strip(". ")] or ["_"]
    if any(folder.joinpath(*parts[:n]).is_file() for n in range(1, len(parts))):  # a file has the name of its folder
        parts = [_plain_name("_".join(parts))]
    first = path = folder.joinpath(*parts)
    n = 1
    while os.path.lexists(path):
        if path.is_file() and path.read_bytes() == data:
            return
        n += 1
        path = first.with_name(f"{n}-{first.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _plain_name(name):
    """Return a name that any disk takes."""
    return re.sub(r"[^\w.() @+-]", "_", name)[-100:].strip(" .") or "_"  # also of one that is dots alone


def _free(folder):
    n = 1
    while (folder / str(n)).exists():
        n += 1
    return folder / str(n)


def _mark(prefix, contents):
    """Return a hash of a delivery: which one it is, and what it holds."""
    parts = [prefix.encode(), *(part for name in sorted(contents) for part in (name.encode(), contents[name]))]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


def _there(place):
    """Return what a submission's folder holds, bytes by path, without the time; None if there is none."""
    if not os.path.lexists(place):
        return None
    if place.is_symlink() or not place.is_dir():
        return {}
    files = [path for path in sorted(place.rglob("*")) if path.is_file() and not path.is_symlink() and path != place / "timestamp.txt"]
    if len(files) > handed_in.MOST or sum(path.stat().st_size for path in files) > handed_in.ALL:
        return {}
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


def _due(book, chapter):
    with contextlib.suppress(MissingEntry):
        return book.find_assignment(chapter).duedate
    return None
