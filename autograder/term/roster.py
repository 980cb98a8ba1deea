"""A platform's list of people into the gradebook: nbgrader's own columns, Moodle's participants, Canvas's gradebook.

The same list again changes nothing. Nobody is removed, and what a list does not say stays. A student's id is, unless a column is named
for it: nbgrader's id, else the login, else the university's number, else the e-mail, else Canvas's number; one who is known
already by Canvas's number or by e-mail keeps the id that they have.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from nbgrader import api
from sqlalchemy import insert, update

from ..errors import Misuse
from . import platforms
from .kept import ABOUT, Person, people, write_roster
from .sheets import Sheet

LONGEST = 128  # characters of an id, and of a name, that nbgrader's tables take
FORBIDDEN = "/\\*?[],"  # they part or search names of folders, or nbgrader's lists of ids
COLUMNS = {"first": "first_name", "last": "last_name", "email": "email", "lms": "lms_user_id"}  # of nbgrader's table
ORDER = ("id", "login", "number", "email", "lms")


@dataclass
class Changes:
    """What a list changed: ids, and lines on what of it was not taken."""

    kind: str
    added: list = field(default_factory=list)
    changed: dict = field(default_factory=dict)  # what of them, by id
    same: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    not_listed: list = field(default_factory=list)


def take(course, file, id_column=None):
    """Put the people of a list into the gradebook, in one transaction, and return the `Changes`."""
    listed, changes = read(Sheet.read(file), id_column)
    with course.gradebook() as book:
        known = people(course, book)
        everyone = {person.id: person for person in known}
        taken = {}
        for row, new in listed:
            if id_column is None and changes.kind != "nbgrader":
                new.id = _known(known, new) or new.id
            if why := cannot_be(new.id):
                changes.refused.append(f"row {row}: {why}")
            elif new.id in taken and new != taken[new.id]:
                changes.refused.append(f"row {row}: {new.id} is there already, as {_named(taken[new.id])}")
            elif new.id not in taken:
                taken[new.id] = new
                _note(changes, everyone, new)
        for person in everyone.values():
            if person.id in changes.added or person.id in changes.changed:
                values = {column: getattr(person, what) or None for what, column in COLUMNS.items()}
                if person.id in changes.added:
                    book.db.execute(insert(api.Student).values(id=person.id, **values))
                else:
                    book.db.execute(update(api.Student).where(api.Student.id == person.id).values(**values))
        book.db.commit()
    write_roster(course, everyone.values())
    changes.not_listed = sorted(set(everyone) - set(taken))
    return changes


def read(sheet, id_column=None):
    """Return [(row, Person)] of a list, and `Changes` that say whose list it is."""
    where, kind = platforms.columns(sheet)
    where.pop("participant", None)  # a number of one assignment
    if id_column is not None:
        if sheet.column(id_column) is None:
            raise Misuse(f"{sheet.name} has no column {id_column!r}; it has {', '.join(sheet.headings)}")
        where["id"] = sheet.column(id_column)
    if not where.keys() & set(ORDER):
        raise Misuse(
            f"{sheet.name} has no column that tells people apart (id, username, e-mail address, SIS Login ID …), "
            f"but {', '.join(sheet.headings[:8])}; name it with --id COLUMN"
        )
    listed = []
    for row, cells in sheet.people():
        said = {what: sheet.value(cells, column) for what, column in where.items() if what in ABOUT or what == "id"}
        said |= {what: value[:LONGEST] for what, value in said.items() if what in ("first", "last", "email")}
        if platforms.is_nobody(kind, said):
            continue
        if said.get("name") and not said.get("last"):
            said["first"], said["last"] = platforms.family_first(said["name"])
        if "@" in said.get("login", "") and not said.get("email"):
            said["email"] = said["login"][:LONGEST]
        said["id"] = sheet.value(cells, where["id"]) if id_column else next((said[w] for w in ORDER if said.get(w)), "")
        listed.append((row, Person(**said)))
    return listed, Changes(kind)


def cannot_be(name):
    """Return why something cannot be a student's id, which is the name of a folder too; None if it can."""
    if not name:
        return "it has no id"
    if bad := [c for c in name if c in FORBIDDEN or not c.isprintable()]:
        return f"{name!r} cannot be a student's id, which names a folder: it has {bad[0]!r} in it; take another column with --id"
    if name.startswith((".", "-", "~")) or name != name.strip() or len(name) > LONGEST:
        return f"{name[:40]!r} cannot be a student's id, which names a folder: take another column with --id"
    return None


def _known(known, new):
    """Return the id of the one student of Canvas's number or, else, of the e-mail, or None."""
    if new.id in known.by_id:
        return new.id
    for what in ("lms", "email"):
        value = getattr(new, what).casefold()
        found = [person.id for person in known if value and getattr(person, what).casefold() == value]
        if len(found) == 1:
            return found[0]
    return None


def _note(changes, everyone, new):
    """Put into `everyone` what is new of a person, and note it."""
    old = everyone.get(new.id)
    if old is None:
        everyone[new.id] = new
        changes.added.append(new.id)
        return
    says = {what: getattr(new, what) for what in ABOUT if getattr(new, what) and getattr(new, what) != getattr(old, what)}
    for what, value in says.items():
        setattr(old, what, value)
    if says:
        changes.changed[new.id] = sorted(says)
    else:
        changes.same.append(new.id)


def _named(person):
    return f"{person.first} {person.last}".strip() or person.email or person.id


def namesakes(course):
    """Return the names that more than one student has, with their ids: a platform's zip cannot tell them apart by name."""
    with course.gradebook() as book:
        everyone = list(people(course, book))
    counted = Counter(platforms.key(f"{p.first} {p.last}") for p in everyone)
    found = {}
    for person in everyone:
        name = platforms.key(f"{person.first} {person.last}")
        if name and counted[name] > 1:
            found.setdefault(name, []).append(person)
    return {_named(group[0]): [person.id for person in group] for group in found.values()}
