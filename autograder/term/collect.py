"""Submissions from a platform's zip, or a folder, into `submitted/STUDENT/CHAPTER/`, where the exchange puts its own.

    zip or folder -> deliveries, one a person -> the student, the chapter, the time -> submitted/

What cannot be placed is listed with the reason, and put into `inbound/unplaced/`; a submission that a later one takes the place of goes
to `inbound/replaced/`. The same zip again changes nothing. nbgrader's `zip_collect` is of no use here: its collector reads the id off a
name by one regular expression, knows no roster, and its extractor writes wherever a zip says (see `inbound`).

**When** something was handed in, nbgrader keeps in `timestamp.txt`. Canvas's zip says only whether it was late; the dates in both platforms'
zips are often those of the *download*, which may make nobody late. So a date counts where the zip's dates differ from one another
(then they are the files' own) or where it is before the due date anyway. LATE is a second after the due date, at the least.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbgrader.api import MissingEntry

from ..cells import grade_id
from ..errors import CourseError, Unreadable, one_line
from ..grading import gradebook, handed_in
from ..grading.read import parse
from . import inbound, kept, platforms
from .roster import cannot_be
from .sheets import Sheet

APART = datetime.timedelta(minutes=10)  # dates of one download lie nearer than this
STAMP = "%Y-%m-%d %H:%M:%S UTC"
SECOND = datetime.timedelta(seconds=1)


@dataclass
class Delivery:
    """What one person handed in, as a zip or a folder has it."""

    who: str
    files: dict = field(default_factory=dict)  # the `inbound.File`s by path in the submission's folder
    said: dict = field(default_factory=dict)  # what `People.find` is asked
    words: list = field(default_factory=list)  # or what `People.any_of` is, where no platform says whose it is
    prefix: str = ""  # what feedback for it has to begin with
    number: str = ""  # Moodle: of the person in this assignment
    late: bool = False
    chapter: str | None = None  # where its folder says it
    newest: tuple = ()  # Canvas: (number, path) of the file that was uploaded last


@dataclass
class Collected:
    """What came of it: lines by student, and what could not be placed."""

    platform: str = ""
    placed: dict = field(default_factory=dict)  # (chapter, student): "new", "newer", "the same" …
    notes: list = field(default_factory=list)
    unplaced: list = field(default_factory=list)  # (name, why)
    undated: int = 0
    late_without_due: int = 0


def collect(course, source, chapter=None, worksheet=None, progress=lambda done, of: None):
    """Collect what is in a zip or a folder; `chapter` None: each notebook says it. Return `Collected`."""
    source = Path(source)
    work = _Work(course, source, chapter, worksheet)
    with inbound.opened(source) as (files, not_taken):
        for one in not_taken:
            work.set_aside(one.name, one.why, one.read)
        deliveries = work.parted(files)
        try:
            for n, delivery in enumerate(deliveries):
                work.take(delivery)
                progress(n + 1, len(deliveries))
        finally:
            kept.write_received(course, work.received)
            shutil.rmtree(work.new, ignore_errors=True)
    return work.done


class _Work:
    def __init__(self, course, source, chapter, worksheet):
        self.course, self.source, self.chapter, self.done = course, source, chapter, Collected()
        self.received = kept.received(course)
        self.new = kept.inbound(course) / "new"
        shutil.rmtree(self.new, ignore_errors=True)
        self.names = set(course.chapters.values()) | ({chapter} if chapter else set())
        with course.gradebook() as book:
            self.people = kept.people(course, book)
            self.due = {name: _due(book, name) for name in self.names}
        if not self.people.by_id:
            raise CourseError("there are no students in the gradebook: give the platform's list to `course roster` first")
        self.of_participant, self.times = _worksheet(worksheet) if worksheet else ({}, {})

    # --- whose is what -------------------------------------------------------------------------------

    def parted(self, files):
        """Return the `Delivery`s that some files make up, and settle what the zip as a whole says."""
        moodle = {file.path: platforms.in_moodle(file.path) for file in files}
        canvas = {file.path: platforms.in_canvas(file.path) for file in files}
        if any(moodle.values()):
            self.done.platform, deliveries = "moodle", self._of_platform(files, moodle, self._moodle)
        elif files and 2 * sum(map(bool, canvas.values())) >= len(files):
            self.done.platform, deliveries = "canvas", self._of_platform(files, canvas, self._canvas)
        else:
            self.done.platform, deliveries = "folder", self._plain(files)
        dates = [file.when for file in files if file.when]
        self.dated = bool(dates) and max(dates) - min(dates) > APART
        if self.chapter is None and self.done.platform != "folder":
            self.chapter = self._most(deliveries)
        return deliveries

    def _of_platform(self, files, named, make):
        found = {}
        for file in files:
            says = named[file.path]
            if says is None:
                self.set_aside(file.path, f"its name is none that {self.done.platform.title()} gives", file.read)
                continue
            delivery = found.setdefault(says.number, Delivery(says.who))
            make(delivery, says, file)
            name = says.name
            while name in delivery.files:  # two of Canvas's files may have one name
                name = f"{says.file or 'other'}-{name}"
            delivery.files[name] = file
            if says.file and name.lower().endswith(".ipynb") and (says.file, name) > delivery.newest:
                delivery.newest = (says.file, name)
        return list(found.values())

    def _moodle(self, delivery, says, file):
        delivery.said = {"name": says.who, **self.of_participant.get(says.number, {})}
        delivery.number = says.number
        if "_assignsubmission_file" in says.prefix or not delivery.prefix:
            delivery.prefix = says.prefix

    def _canvas(self, delivery, says, file):
        delivery.said = {"lms": says.number, "name": says.who}
        delivery.late |= says.late
        if says.prefix and (not delivery.prefix or file.path.lower().endswith(".ipynb") and (says.file, says.name) > delivery.newest):
            delivery.prefix = says.prefix

    def _plain(self, files):
        """Part files by the folder they lie in, or by their name; a folder around all of them is passed over."""
        tops = {file.path.partition("/")[0] for file in files}
        around = ""
        if len(tops) == 1 and all("/" in file.path for file in files) and not self._is_known(next(iter(tops))):
            around = next(iter(tops)) + "/"
        found = {}
        for file in files:
            path = file.path.removeprefix(around)
            top, _, rest = path.partition("/")
            if not rest:
                key, words, chapter, inner = top, self._words(PurePosixPath(top).stem), None, top
            else:
                chapter, _, inner = rest.partition("/")
                chapter, inner = (chapter, inner) if inner and chapter in self.names else (None, rest)
                key, words = (top, chapter), [top]
            delivery = found.setdefault(key, Delivery(top, words=words, chapter=chapter))
            delivery.files[inner] = file
        return list(found.values())

    def _words(self, stem):
        """Return what of a file's name may be a student: all of it, and what is left beside a chapter's name."""
        parts = [stem]
        for name in self.names:
            if name in stem:
                parts += [part.strip("_-. ") for part in stem.split(name)]
        return [part for part in parts if part and part not in self.names]

    def _is_known(self, word):
        with contextlib.suppress(kept.NotFound):
            return bool(self.people.any_of([word]))
        return False

    def _most(self, deliveries):
        """Return the chapter of most notebooks of a zip: one of an assignment holds one chapter, whatever a student put into it."""
        counted = Counter(filter(None, (self._chapter_of(delivery) for delivery in deliveries)))
        return counted.most_common(1)[0][0] if counted else None

    def _chapter_of(self, delivery):
        counted = Counter(filter(None, (self._chapter_in(name, file) for name, file in delivery.files.items())))
        return counted.most_common(1)[0][0] if len(counted) == 1 else None

    def _chapter_in(self, name, file):
        """Return the chapter of a notebook: its cells' names say it, or else the file's."""
        if not name.lower().endswith(".ipynb"):
            return None
        with contextlib.suppress(CourseError):
            counted = Counter(filter(None, (self.course.chapters.get(grade_id(c)) for c in parse(file.read()).cells)))
            if counted:
                return counted.most_common(1)[0][0]
        named = [chapter for chapter in self.names if chapter in PurePosixPath(name).name]
        return named[0] if len(named) == 1 else None

    # --- one delivery ----------------------------------------------------------------------------------

    def take(self, delivery):
        """Put a delivery where it belongs, or aside."""
        try:
            student = self._student(delivery)
            chapter = delivery.chapter or self.chapter or self._chapter_of(delivery)
            if chapter is None:
                raise CourseError("it does not tell which chapter it is: name the chapter after the file")
            if sum(file.size for file in delivery.files.values()) > handed_in.ALL or len(delivery.files) > handed_in.MOST:
                raise CourseError(f"more than {handed_in.MOST} files, or {handed_in.ALL / 1e6:.0f} MB")
            contents = self._contents(delivery, chapter, student)
            self._put(delivery, student, chapter, contents)
        except CourseError as error:
            for name, file in delivery.files.items():
                self.set_aside(file.path, one_line(error), file.read, listed=name == next(iter(delivery.files)))

    def _student(self, delivery):
        if platforms.ANONYMOUS.fullmatch(delivery.who) and len(delivery.said) < 2 or delivery.who.startswith("anon_"):
            raise CourseError("the platform hides who this is: show the names there, and download again")
        student = (self.people.find(**delivery.said) if delivery.said else self.people.any_of(delivery.words)).id
        if why := cannot_be(student):
            raise CourseError(why)
        return student

    def _contents(self, delivery, chapter, student):
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
        proper = f"{chapter}.ipynb"
        if delivery.newest and delivery.newest[1] in contents:  # several attempts: the last
            chosen = delivery.newest[1]
        else:
            notebooks = [name for name in contents if name.lower().endswith(".ipynb")]
            chosen = proper if proper in contents else notebooks[0] if len(notebooks) == 1 else None
        if chosen is not None and chosen != proper:
            if proper in contents:
                contents[f"earlier-{proper}"] = contents.pop(proper)
            contents[proper] = contents.pop(chosen)
        if chosen is not None and self.course.chapters:
            self._note_other(chosen, contents[proper], chapter, student)
        return contents

    def _note_other(self, name, data, chapter, student):
        with contextlib.suppress(Unreadable):
            of = Counter(filter(None, (self.course.chapters.get(grade_id(cell)) for cell in parse(data).cells)))
            if of and chapter not in of:
                self.done.notes.append(f"{student}: {name} holds {of.most_common(1)[0][0]}, and was handed in for {chapter}")

    def _put(self, delivery, student, chapter, contents):
        """Put a submission into its place, unless it is there, or was there before a later one."""
        place = self.course.path("submitted", chapter, student).parent
        if place.parent.is_symlink():
            raise CourseError(f"{place.parent} is a link: put a folder in its place")
        history = self.received.setdefault(chapter, {}).setdefault(student, [])
        time = self._time(delivery, chapter, contents.pop("timestamp.txt", b""))
        mark, there = _mark(delivery.prefix, contents), _there(place)
        record = {"hash": mark, "from": self.source.name, "prefix": delivery.prefix, "number": delivery.number, "late": delivery.late}
        record["when"] = time.strftime(STAMP) if time else ""
        if there is not None and there == contents:
            if time and gradebook.timestamp(place) is None:
                (place / "timestamp.txt").write_text(record["when"], encoding="utf-8")
            if not history or history[-1]["hash"] != mark:
                history.append(record)
            else:
                history[-1] = {**history[-1], "when": record["when"] or history[-1]["when"]}
            self.done.placed[chapter, student] = "the same"
            return
        if there is not None and any(old["hash"] == mark for old in history):
            self.done.placed[chapter, student] = "the same"  # and a later one has its place
            self.done.notes.append(f"{student}: what {self.source.name} holds of {chapter} was collected before, and a later one counts")
            return
        if there is not None and time and (before := gradebook.timestamp(place)) and before > time:
            raise CourseError(f"{student} handed in {chapter} later than this: the later one counts")
        folder = self.new / student
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        if time:
            (folder / "timestamp.txt").write_text(record["when"], encoding="utf-8")
        if os.path.lexists(place):
            old = _free(kept.inbound(self.course) / "replaced" / student / chapter)
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(place, old)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder, place)
        history.append(record)
        self.done.placed[chapter, student] = "new" if there is None else "newer"

    def _time(self, delivery, chapter, stamp):
        """Return when a delivery was handed in, in UTC, as far as that can be told; see the top."""
        due = self.due.get(chapter)
        if stamp:
            with contextlib.suppress(Exception):
                return gradebook.parse_utc(stamp[:100].decode().strip())
        if delivery.number in self.times:
            return self.times[delivery.number]
        dates = [_utc(file.when) for file in delivery.files.values() if file.when]
        date = max(dates) if dates else None
        if self.done.platform == "canvas":
            if delivery.late and due is None:
                self.done.late_without_due += 1
                return date if self.dated else None
            if delivery.late:
                return max(due + SECOND, date) if date and self.dated else due + SECOND
            return date if date and (due is None or date <= due) and (self.dated or due) else due
        if date and (self.dated or due and date <= due):
            return date
        self.done.undated += 1
        return None

    # --- aside -----------------------------------------------------------------------------------------

    def set_aside(self, name, why, read, listed=True):
        """Keep a file that belongs nowhere, as far as it can be read, and list it."""
        if read is not None:
            try:
                data = read()
            except CourseError as error:
                why, data = f"{why}; {error}", None
            if data is not None:
                _keep(kept.inbound(self.course) / "unplaced" / _plain_name(self.source.name), name, data)
        else:
            why += f"; it is in {self.source.name} alone"
        if listed:
            self.done.unplaced.append((name, why))


def _keep(folder, name, data):
    """Write a file into a folder under the first free name, unless it is there."""
    first = path = folder.joinpath(*(_plain_name(part) for part in name.replace("\\", "/").split("/") if part.strip(".")))
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
    return re.sub(r"[^\w.() @+-]", "_", name)[-100:].strip() or "_"


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


def _utc(when):
    """Return a date that a zip or a disk has, in the time of this machine, in UTC."""
    return when.astimezone(datetime.UTC).replace(tzinfo=None)


def _worksheet(file):
    """Return what Moodle's grading worksheet says of each participant: {number: said of the person}, {number: when handed in}."""
    from dateutil import parser

    sheet = Sheet.read(file)
    where, kind = platforms.columns(sheet)
    if kind != "moodle" or not {"participant", "name"} <= where.keys():
        raise CourseError(f"{file} is no grading worksheet of Moodle's: it has no columns Identifier and Full name")
    said, times = {}, {}
    for _, row in sheet.people():
        number = platforms.participant(sheet.value(row, where["participant"]))
        said[number] = {what: sheet.value(row, where[what]) for what in ("name", "email", "number", "login") if what in where}
        with contextlib.suppress(parser.ParserError, OverflowError):
            times[number] = _utc(parser.parse(sheet.value(row, where.get("when"))))
    return said, times
