"""A class's folder: found from anywhere in it, made from nothing; which course it is of, and by which edition each chapter goes."""

from __future__ import annotations

import functools
import json
import os
import re
from datetime import date
from pathlib import Path

from ..errors import CourseError
from ..files import write
from ..places import CONFIG, COURSE_ROOT, course_root, texts
from ..seed import class_seed
from . import edition, settings

SEED = "class_seed"
OTHERS = ("submitted", "autograded", "feedback", "left_out", "downloaded", "inbound", edition.FOLDER)  # in them no class is looked for
NBGRADER = '''"""nbgrader's settings for this class: the course's own, and what class.toml says. Change class.toml; what it has no key for, below."""

from pathlib import Path

try:
    from autograder.classroom.config import configure
except ImportError as error:  # without the course's settings nbgrader would run submissions unprotected
    raise SystemExit(f"{{__file__}}: the course is not installed in this Python ({{error}}); use the one of its .venv") from None

c = get_config()  # noqa: F821 - given by traitlets
configure(c, Path(__file__).parent)

c.CourseDirectory.course_id = "{course_id}"
# Grades in PostgreSQL: c.CourseDirectory.db_url = "postgresql+psycopg://…"
'''


class Class:
    """A folder with a class.toml. `CourseError` where that cannot be meant, or the course is not where it says."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.file = self.folder / settings.FILE
        self._data = settings.load(self.folder)

    @property
    def title(self):
        """What the class is called."""
        return self.settings.title

    @property
    def chapters(self):
        """The chapters in use, by name, in order."""
        return self.settings.chapters

    @functools.cached_property
    def root(self):
        """The course's folder: in a process of a kept edition, that; else where class.toml says, or the installed course."""
        if os.environ.get(edition.RUNNING):
            return Path(os.environ[COURSE_ROOT]).resolve()
        return self.course

    @functools.cached_property
    def course(self):
        """The folder of the course as it is now, which the class was made from."""
        named = self._data.get("course")
        place = (self.folder / Path(named).expanduser()).resolve() if named else course_root().resolve()
        if not texts(place):
            if named:
                says = f"there is no course at {named}: write where it lies now, or take the line out for the installed one"
                raise CourseError(f"{self.file}, course: {says}")
            raise CourseError(f"{self.file}: there is no course at {place}; add a line `course = …` with the folder of your copy")
        return place

    @functools.cached_property
    def settings(self):
        """What class.toml says, checked against the chapters that there are."""
        every = self.present.exercises()
        for chapter, about in self.released.items():
            if (place := self.folder / edition.FOLDER / about["edition"]).is_dir():
                every[chapter] = edition.Edition(place, place).exercises().get(chapter, [])
        return settings.check(self.folder, self._data, dict(sorted(every.items())))

    # --- editions ----------------------------------------------------------------------------------

    @functools.cached_property
    def present(self):
        """The course's present edition; in a process of a kept one, that."""
        return edition.present(self.root)

    @property
    def released(self):
        """What each released chapter was released with: {chapter: {"edition", "terms", "on"}}."""
        file = self.folder / edition.FOLDER / "released.json"
        try:
            return json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            raise CourseError(f"{file} is damaged: bring it back from your archive") from None

    def edition(self, chapter):
        """Return (edition, name) by which a chapter goes: what it was released with, else the present one, without a name."""
        name = self.released.get(chapter, {}).get("edition")
        if os.environ.get(edition.RUNNING) or name in (None, self.present.name):
            return self.present, ""
        return edition.kept(self.folder, name), name

    def note(self, chapter, name):
        """Write down which edition a chapter was released with, and by which terms of the class."""
        released = self.released
        on = released.get(chapter, {}).get("on", date.today().isoformat())
        released[chapter] = {"edition": name, "terms": self._terms(chapter, edition.kept(self.folder, name)), "on": on}
        write(self.folder / edition.FOLDER / "released.json", json.dumps(released, indent=1, sort_keys=True) + "\n")

    def _terms(self, chapter, its):
        """Return what class.toml says that changes the notebooks of a chapter, as an edition has it."""
        mine, says = its.exercises().get(chapter, []), self.settings
        return {
            "given": sorted(set(says.given) & set(mine)),
            "points": {name: worth for name, worth in sorted(says.points.items()) if name in mine},
        }

    def is_made(self, chapter):
        """Whether the class has notebooks of a chapter that agree with its class.toml."""
        there = all((self.folder / step / chapter / f"{chapter}.ipynb").is_file() for step in ("source", "release"))
        about = self.released.get(chapter)
        return there and about is not None and about["terms"] == self._terms(chapter, self.edition(chapter)[0])

    def check(self, chapter):
        """Raise `CourseError` where the running code would grade a chapter by other trials than it was released with."""
        other, name = self.edition(chapter)
        if name and self.present.differs(other, chapter):
            short = chapter[:2].lstrip("0")
            raise CourseError(
                f"{chapter} was released with another edition of the course than is installed: grade it with `course grade {short}`, "
                f"or take the present edition first, with `course edition {short} --take`"
            )


def find(start):
    """Return the folder of the class that a folder belongs to, or None: the innermost one, never one that a student handed in."""
    start, found = Path(start).resolve(), None
    for place in [*reversed(start.parents), start]:
        if found and place.relative_to(found).parts[:1] and place.relative_to(found).parts[0] in OTHERS:
            break
        found = place if (place / settings.FILE).is_file() else found
    return found


def new(folder, root, title=None):
    """Make a folder for a class of a course and return the `Class`; `CourseError` if the folder holds other things."""
    folder, root = Path(folder).resolve(), Path(root).resolve()
    if (folder / settings.FILE).is_file():
        raise CourseError(f"{folder} is a class already: change {folder / settings.FILE}, or name a new folder")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} holds other things; name a new folder")
    return fill(folder, root, title)


def fill(folder, root, title=None, seed=None):
    """Write what makes a folder a class of a course; `seed` is a new secret one if it is not given."""
    folder, root = Path(folder).resolve(), Path(root).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    where = '# course = "…"                        # where your copy of the course lies; else the installed one'
    if root != course_root().resolve():
        where = f"course = {_quoted(root)}"
    (folder / CONFIG).write_text(NBGRADER.format(course_id=_id(folder.name)), encoding="utf-8")
    if seed is not None:
        (folder / SEED).touch(mode=0o600)
        (folder / SEED).write_text(seed, encoding="utf-8")
    class_seed(folder / SEED)
    said = settings.TEMPLATE.format(title=_quoted(title or folder.name), course=where)
    write(folder / settings.FILE, said)  # last: with it the folder is a class
    return Class(folder)


def _quoted(words):
    """Return words as TOML has them."""
    return json.dumps(str(words), ensure_ascii=False).replace("\x7f", "\\u007f")


def _id(name):
    """Return a name as nbgrader's exchange may have it for a course."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "class"
