"""Which files of a zip or a folder one person handed in, and whose they are."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ..errors import CourseError
from . import kept, platforms


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
    chapter: str | None = None
    newest: tuple = ()  # Canvas: (number, path) of the notebook that was uploaded last

    @property
    def date(self):
        """The latest date beside its files, or None."""
        return max((file.when for file in self.files.values() if file.when), default=None)

    def student(self, people):
        """Return the id of the student whose it is, or raise `NotFound`."""
        if self.words:
            return people.any_of(self.words).id
        if not self.said.get("name"):
            raise kept.NotFound("the platform hides who this is: show the names there, and download again")
        student = people.find(**self.said)
        if self.said.get("lms") and student.name and platforms.key(self.who) not in set(map(platforms.key, student.names())):
            says = (
                f"its number is that of {student.id}, whom Canvas called {student.name!r}"  # names are students' own, and may hold numbers
            )
            raise kept.NotFound(f"{says}: give Canvas's export of today to `course roster`, and collect again")
        return student.id


def parted(files, people, chapters, participants):
    """Return whose form some files have ("moodle", "canvas", "folder"), the `Delivery`s they make up, and the files that are none.

    participants  what is known of Moodle's participants, by number
    """
    moodle = {file.path: platforms.in_moodle(file.path) for file in files}
    canvas = {file.path: platforms.in_canvas(file.path) for file in files}
    if any(moodle.values()):
        return "moodle", *_of_platform(files, moodle, lambda delivery, says: _moodle(delivery, says, participants))
    if files and 2 * sum(map(bool, canvas.values())) >= len(files):
        return "canvas", *_of_platform(files, canvas, _canvas)
    return "folder", _plain(files, people, chapters), []


def _of_platform(files, named, note):
    found, strange = {}, []
    for file in files:
        says = named[file.path]
        if says is None:
            strange.append(file)
            continue
        delivery = found.setdefault(says.number, Delivery(says.who))
        note(delivery, says)
        name = says.name
        while name in delivery.files:  # two of Canvas's files may have one name
            name = f"{says.file or 'other'}-{name}"
        delivery.files[name] = file
        if says.file and name.lower().endswith(".ipynb") and (says.file, name) > delivery.newest:
            delivery.newest = (says.file, name)
    return list(found.values()), strange


def _moodle(delivery, says, participants):
    delivery.said = {"name": says.who, **participants.get(says.number, {})}
    delivery.number = says.number
    if "_assignsubmission_file" in says.prefix or not delivery.prefix:
        delivery.prefix = says.prefix


def _canvas(delivery, says):
    delivery.said = {"lms": says.number, "name": says.who}
    delivery.late |= says.late
    if says.prefix and (not delivery.prefix or says.name.lower().endswith(".ipynb") and (says.file,) > delivery.newest[:1]):
        delivery.prefix = says.prefix


def _plain(files, people, chapters):
    """Part files by the folder they lie in, or by their name; a folder around all of them is passed over."""
    tops = {file.path.partition("/")[0] for file in files}
    around = ""
    if len(tops) == 1 and all("/" in file.path for file in files) and not _is_known(people, next(iter(tops))):
        around = next(iter(tops)) + "/"
    found = {}
    for file in files:
        top, _, rest = file.path.removeprefix(around).partition("/")
        if not rest:
            chapter, inner = None, top
            key, words = top, _words(PurePosixPath(top).stem, chapters)
        else:
            chapter, _, inner = rest.partition("/")
            chapter, inner = (chapter, inner) if inner and chapter in chapters else (None, rest)
            key, words = (top, chapter), [top]
        delivery = found.setdefault(key, Delivery(top, words=words or [top], chapter=chapter))
        delivery.files[inner] = file
    return list(found.values())


def _words(stem, chapters):
    """Return what of a file's name may be a student: all of it, and what is left beside a chapter's name."""
    parts = [stem]
    for name in chapters:
        if name in stem:
            parts += [part.strip("_-. ") for part in stem.split(name)]
    return [part for part in parts if part and part not in chapters]


def _is_known(people, word):
    with contextlib.suppress(CourseError):
        return bool(people.any_of([word]))
    return False
