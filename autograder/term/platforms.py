r"""What Moodle and Canvas call things: the columns of their lists, the names in their zips. Nothing here reads a file.

Read in the platforms' own code (public repositories `moodle/moodle` and `instructure/canvas-lms`); no export of a live site was at hand.

Moodle
- participants ("Download table data as", `user/action_redir.php`): First name, Last name, then the site's identity fields: Email address, …
- grading worksheet (`mod/assign/gradingtable.php`, `feedback/offline`): Identifier, Full name, …, Grade, …; back it takes Identifier, Grade
  and Last modified (grade). The headings are in the language of who downloads. Identifier is "Participant 12345": a number of this person
  in *this assignment*, the same as in the zip's names. Grades above the assignment's maximum are passed over without a word.
- zip of submissions (`mod/assign/classes/downloader.php`): `Full Name_12345_assignsubmission_file/…` (before Moodle 4.1 with a `_` at its end),
  or, without folders, `Full Name_12345_assignsubmission_file_name.ipynb`. A name loses `_` and `' " : & < > | / \`: O'Neil is ONeil.
- feedback files (`feedback/file/importziplib.php`): a path with a part `Full Name_12345_assignsubmission_file…`; what follows is the file's name.

Canvas
- gradebook (`lib/gradebook_exporter.rb`, `gradebook_importer.rb`): Student (or LastName, FirstName), ID, [SIS User ID], SIS Login ID, …,
  Section, then `Title (12345)`; a row for how grades are posted, if there is one, and a row "    Points Possible"; last a test student.
- zip of submissions (`lib/content_zipper.rb`): `lastnamefirstname_[LATE_]USER_FILE_name.ipynb`, the name without what is no letter.
- feedback (`Assignment#infer_comment_context_from_filename`): the first two numbers between `_` are USER and FILE, which must be a file of that
  person's. In the versions read, Canvas then shows the page under the *handed-in file's* name (.ipynb); whether today's does is not confirmed.

The zips' dates: both platforms write, by default, when the *zip* was made (Moodle's `zip_writer.php` has an option for the file's own).

Not confirmed: headings in other languages than English, beyond those in the language files that were found (de, es, fr, nl); `--column` names any.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

NBGRADER = {"id": ("id",), "first": ("first_name",), "last": ("last_name",), "email": ("email",), "lms": ("lms_user_id",)}
CANVAS = {
    "name": ("student",),
    "first": ("firstname",),
    "last": ("lastname",),
    "lms": ("id",),
    "number": ("sis user id",),
    "login": ("sis login id",),
}
MOODLE = {
    "name": ("full name", "vollständiger name", "nom complet", "nombre completo", "volledige naam"),
    "first": ("first name", "vorname", "prénom", "nombre", "voornaam"),
    "last": ("last name", "surname", "nachname", "nom de famille", "nom", "apellido(s)", "achternaam"),
    "email": ("email address", "email", "e-mail-adresse", "adresse de courriel", "dirección de correo", "e-mailadres"),
    "number": ("id number", "id-nummer", "numéro d'identification", "número de id"),
    "login": ("username", "anmeldename", "nom d'utilisateur", "nombre de usuario", "gebruikersnaam"),
    "participant": ("identifier", "identificador", "identifiant", "identificatie", "id"),
    "grade": ("grade", "bewertung", "calificación", "note", "cijfer", "beoordeling"),
    "most": ("maximum grade", "bestwertung", "calificación máxima", "note maximale", "maximumcijfer"),
    "when": (
        "last modified (submission)",
        "zuletzt geändert (abgabe)",
        "última modificación (entrega)",
        "dernière modification (travail remis)",
        "laatst gewijzigd (inzending)",
    ),
}
POINTS_POSSIBLE = "points possible"
TITLE = re.compile(r"(?P<title>.*) \((?P<id>\d+)\)", re.DOTALL)

IN_MOODLE = re.compile(r"(?P<who>[^_]+)_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<name>.*))?", re.DOTALL)
IN_CANVAS = re.compile(r"(?P<who>[^\W\d]\w*?)_(?P<late>LATE_)?(?P<number>\d+)_(?P<file>\d+|text|link)(?P<name>[_.].*)", re.DOTALL)
ANON = re.compile(r"(?:LATE_)?anon_(?P<number>\w+?)_\d+_(?P<name>.+)", re.DOTALL)
HIDDEN = re.compile(r"participante?|teilnehmer\S*|deelnemer", re.IGNORECASE)  # Moodle's word for a name that is not shown


def columns(sheet):
    """Return {"name", "email", …: the number of its column} of a list of people, and whose list it is: nbgrader, moodle or canvas."""
    if {"id", "first_name", "last_name", "lms_user_id"} & set(sheet.headings):  # its names are in small letters, Moodle's are not
        kind, known = "nbgrader", NBGRADER
    elif sheet.column("sis login id", "sis user id", "section") is not None and sheet.column("id") is not None:
        kind, known = "canvas", CANVAS
    else:
        kind, known = "moodle", MOODLE
    found = {what: sheet.column(*names) for what, names in known.items()}
    return {what: column for what, column in found.items() if column is not None}, kind


def named(said):
    """Return the name that a row has, in one column or in two."""
    return said.get("name") or ", ".join(filter(None, (said.get("last"), said.get("first"))))


def is_nobody(kind, said):
    """Whether a row of Canvas's is none of a student: the points, how grades are posted, the test student."""
    name = named(said)
    return kind == "canvas" and (not name or POINTS_POSSIBLE in name.casefold() or (name == "Student, Test" and not said.get("number")))


@dataclass
class Named:
    """What a path in a platform's zip says."""

    who: str  # the person's name, as the platform writes it there; "" if it hides it
    number: str  # Moodle: of this person in this assignment; Canvas: the person's id
    prefix: str  # what feedback for this file has to begin with
    name: str  # the file's own, with the folders it lay in
    file: int = 0  # Canvas: the number of the file, which grows
    late: bool = False


def in_moodle(path):
    """Return what a path in Moodle's zip says, or None."""
    parts = path.split("/")
    for n, part in enumerate(parts):
        match = IN_MOODLE.fullmatch(part)
        if not match:
            continue
        rest = "/".join(parts[n + 1 :])
        name = rest or match["name"]
        if name and not (rest and match["name"]):
            folder = part if rest else part[: match.start("name")]
            who = "" if HIDDEN.fullmatch(match["who"]) else match["who"]
            return Named(who, match["number"], f"{folder}/" if rest else folder, name)
    return None


def in_canvas(path):
    """Return what a path in Canvas's zip says, or None."""
    name = path.rpartition("/")[2]
    if match := ANON.fullmatch(name):  # its number is none of a person, though it may look like one
        return Named("", f"anon {match['number']}", "", match["name"])
    match = IN_CANVAS.fullmatch(name)
    if not match:
        return None
    file = int(match["file"]) if match["file"].isdecimal() else 0
    prefix = match.string[: match.start("name") + 1] if file else ""
    return Named(
        match["who"], match["number"], prefix, match["name"][1:] if file else match["file"] + match["name"], file, bool(match["late"])
    )


def participant(identifier):
    """Return the number at the end of "Participant 12345", in any language."""
    match = re.search(r"\d+$", identifier)
    return match[0] if match else ""


def key(name, plain=True):
    """Return a name's letters and digits alone, as neither platform changes them; `plain`: without accents too."""
    letters = unicodedata.normalize("NFKD" if plain else "NFC", name).casefold()
    return "".join(c for c in letters if c.isalnum())


def family_first(name):
    """Return (first, last) of a name as Canvas writes it: "O'Neil, Ann"; of one without a comma, its last word is the last name."""
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _, last = name.strip().rpartition(" ")
    return first, last


def moodle_folder(name, number):
    """Return the folder that Moodle's zip has for a person in an assignment."""
    return (
        re.sub(r"[\x00-\x1f\x7f&<>\"`|':\\/_]", lambda match: " " if match[0] == "_" else "", f"{name}")
        + f"_{number}_assignsubmission_file/"
    )
