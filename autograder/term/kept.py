"""What a class remembers beside nbgrader's gradebook, in its own folder.

    roster.csv              login, number and full name of each student, for which the gradebook has no place
    inbound/received.json   what was collected: {chapter: {student: [delivery, …, the one that counts]}}
    inbound/unplaced/       files that belong to nobody we know
    inbound/replaced/       submissions that a later one took the place of

A delivery: {"hash", "from": the zip's name, "name": the notebook's, "prefix": what feedback for it has to begin with, "number", "late", "when"}.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, fields

from nbgrader import api
from sqlalchemy import select

from .. import files
from ..errors import CourseError
from . import platforms
from .sheets import Sheet

ROSTER = "roster.csv"
INBOUND = "inbound"
TELLING = ("id", "lms", "login", "number", "email")  # what tells a student, the surest first
EXTRA = ("login", "number", "name")  # what of a person the gradebook has no place for


@dataclass
class Person:
    """A student: `lms` is Canvas's number, `number` the one of the university, `name` as the platform writes it."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    lms: str = ""
    login: str = ""
    number: str = ""
    name: str = ""

    def names(self):
        """Return the name in all orders in which a platform may write it."""
        return {self.name, f"{self.first} {self.last}", f"{self.last} {self.first}"} - {"", " "}


ABOUT = tuple(field.name for field in fields(Person))[1:]


class People:
    """All students of a class, to be found by what a platform says of them."""

    def __init__(self, everyone):
        self.by_id = {person.id: person for person in everyone}
        self._known = {}  # lists of students by (what, its value)
        for person in self:
            for what in TELLING:
                self._put((what, getattr(person, what).casefold()), person)
            for plain in (False, True):
                for name in {platforms.key(name, plain) for name in person.names()}:
                    self._put(("name", plain, name), person)

    def __iter__(self):
        return iter(self.by_id.values())

    def _put(self, key, person):
        if key[-1]:
            self._known.setdefault(key, []).append(person)

    def find(self, **said):
        """Return the one student that something is said of (lms, login, number, email, name …), or raise `NotFound` with the reason.

        What tells most comes first; a name is asked only where nothing else is known of anybody.
        """
        for what in TELLING:
            found = self._known.get((what, said.get(what, "").casefold()), [])
            if len(found) == 1:
                return found[0]
            if found:
                raise NotFound(f"{len(found)} students have the {what} {said[what]!r}: {_ids(found)}")
        name = said.get("name", "")
        for plain in (False, True):
            found = [p for p in self._known.get(("name", plain, platforms.key(name, plain)), []) if not _is_other(p, said)]
            if len(found) == 1:
                return found[0]
            if found:
                raise NotFound(f"{len(found)} students are called {name!r}: {_ids(found)}")
        raise NotFound("nobody in the roster is called so" if name else "nobody in the roster has this number")

    def any_of(self, words):
        """Return the one student that one of these words is the id, login, number, e-mail or name of, or raise `NotFound`."""
        for what in TELLING:
            found = {p.id: p for word in words for p in self._known.get((what, word.casefold()), [])}
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                raise NotFound(f"it fits {len(found)} students: {_ids(found.values())}")
        why = NotFound("nobody in the roster has this id, login, number, e-mail or name")
        for word in words:
            try:
                return self.find(name=word)
            except NotFound as error:
                why = error if "students" in str(error) else why
        raise why


class NotFound(CourseError):
    """A student who is not found, or not alone; the message says why."""


def _is_other(person, said):
    """Whether Canvas's number says that this is someone else of the same name."""
    return bool(person.lms and said.get("lms") and person.lms != said["lms"])


def _ids(people):
    ids = sorted(person.id for person in people)
    return ", ".join(ids[:4]) + (", …" if len(ids) > 4 else "")


def people(course, book):
    """Return the students of an open gradebook, with what `roster.csv` says of them."""
    columns = (api.Student.id, api.Student.first_name, api.Student.last_name, api.Student.email, api.Student.lms_user_id)
    rows = book.db.execute(select(*columns).order_by(api.Student.id)).all()
    book.db.rollback()
    more = _roster(course)
    return People(Person(*(value or "" for value in row), **more.get(row[0], {})) for row in rows)


def write_roster(course, everyone):
    """Write what the gradebook has no place for; say whether that changed."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("id", *EXTRA))
    table.writerows(
        (p.id, *(getattr(p, what) for what in EXTRA))
        for p in sorted(everyone, key=lambda p: p.id)
        if any(getattr(p, what) for what in EXTRA)
    )
    return files.write(course.folder / ROSTER, text.getvalue())


def _roster(course):
    path = course.folder / ROSTER
    if not path.exists():
        return {}
    sheet = Sheet.read(path)
    where = {what: sheet.column(what) for what in ("id", *EXTRA)}
    if where["id"] is None:
        raise CourseError(f"{path} has no column `id`: mend it, or take it away and give the platform's list to `course roster` again")
    rows = [{what: sheet.value(row, n) for what, n in where.items()} for _, row in sheet.people()]
    return {row.pop("id"): row for row in rows}


# --- what was collected ---------------------------------------------------------------------------------


def inbound(course):
    """Return the folder for what comes in and is not graded."""
    return course.folder / INBOUND


def received(course):
    """Return what was collected: {chapter: {student: [delivery, …]}}."""
    path = inbound(course) / "received.json"
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise CourseError(f"{path} is damaged: take it away; `course collect` makes it again from the platform's zips") from None


def write_received(course, deliveries):
    """Write down what was collected."""
    return files.write(inbound(course) / "received.json", json.dumps(deliveries, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
