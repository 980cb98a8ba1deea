"""Scores as the gradebook has them, into a platform's own sheet, or as a sheet of our own.

With penalty, extra credit and what a person gave; rounded half up to two places. Who handed in nothing has an empty cell, unless
zeros are asked for; a cell that says that someone is excused stays. Of a sheet that is given nothing changes but these cells.
Without one:

    canvas  Student, ID, SIS User ID, SIS Login ID, Section, and the chapters, whose points stand in Canvas's second row
    moodle  Email address, Username, ID number, First name, Last name, and the chapters: for Moodle's Grades > Import > CSV file
    csv     for a spreadsheet: id, last_name, first_name, email, for each chapter score and most; no cell in it is a formula
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from ..cells import exercise_of, grade_id, is_graded, points_of
from ..errors import CourseError, Misuse
from ..showing import grades
from . import kept, platforms
from .sheets import Sheet

PLACES = Decimal("0.01")
EXCUSED = ("ex", "n/a")  # what Canvas writes for a score that is none
FORMULA = "=+-@\t\r\n"


@dataclass
class Column:
    """What one column of scores holds: of a chapter, or of one exercise of it."""

    chapter: str
    exercise: str | None
    most: float
    scores: dict  # by student; who has none is not in it

    @property
    def title(self):
        return f"{self.chapter} {self.exercise}" if self.exercise else self.chapter


@dataclass
class Filled:
    """A sheet's bytes, how many cells were filled, and lines on what was not."""

    data: bytes
    filled: int
    notes: list = field(default_factory=list)


def read(course, chapters, by_exercise=False):
    """Return the `Column`s of some chapters, and the class's `People`."""
    columns = []
    with course.gradebook() as book:
        everyone = kept.people(course, book)
        for chapter in chapters:
            found = {student: one for student, one in grades.read(book, chapter).items() if one["marks"]}
            cells = {grade_id(c): (exercise_of(c), points_of(c)) for c in course.released(chapter).cells if is_graded(c)}
            for name, (exercise, most) in cells.items() if by_exercise else ():
                scores = {student: one["marks"][name]["points"] for student, one in found.items() if name in one["marks"]}
                columns.append(Column(chapter, exercise, most, scores))
            totals = {student: max(0.0, grades.total(one)[0]) for student, one in found.items()}
            columns.append(Column(chapter, None, sum(most for _, most in cells.values()), totals))
    return columns, everyone


def notes(course, chapters):
    """Return lines on what scores do not say yet: who waits for a person, and who handed in and is not graded."""
    lines = []
    with course.gradebook() as book:
        for chapter in chapters:
            found = grades.read(book, chapter)
            if waiting := sorted(student for student, one in found.items() if any(mark["waits"] for mark in one["marks"].values())):
                lines.append(f"{chapter}: a person has to look at {', '.join(waiting)}: these scores may change")
            if ungraded := sorted(set(course.students(chapter)) - found.keys()):
                lines.append(f"{chapter}: {', '.join(ungraded)} handed in and not graded: `course grade {chapter}`")
    return lines


def points(score, comma="."):
    """Return a score as it is written: rounded half up to two places."""
    return str(Decimal(repr(float(score))).quantize(PLACES, ROUND_HALF_UP)).replace(".", comma)


# --- into a platform's own sheet ------------------------------------------------------------------------


def into(sheet, platform, columns, everyone, participants=None, named=None, zero=False):
    """Fill a platform's sheet and return `Filled`.

    participants  {Moodle's number in this assignment: student}, as far as they are known
    named         the heading of the column to fill, if its name does not tell it
    """
    where, kind = platforms.columns(sheet)
    if kind != platform:
        raise Misuse(f"{sheet.name} is no sheet of {platform.title()}'s: {_HOW[platform]}")
    wanted = _columns_moodle(sheet, where, columns, named) if kind == "moodle" else _columns_canvas(sheet, columns, named)
    filled, lines, met, strangers, changed = 0, [], set(), [], []
    rows = list(sheet.people())
    commas = _comma(sheet, where, wanted, rows)
    for _, row in rows:
        said = {
            what: sheet.value(row, where[what]) for what in ("lms", "login", "number", "email", "name", "last", "first") if what in where
        }
        if platforms.is_nobody(kind, said):
            continue
        said["name"] = platforms.named(said)
        number = platforms.participant(sheet.value(row, where.get("participant")))
        try:
            student = (participants or {}).get(number) or everyone.find(**said).id
        except kept.NotFound as error:
            strangers.append(f"{said.get('name') or said.get('email') or number} ({error})")
            continue
        if student in met:
            lines.append(f"{student} is in two rows of {sheet.name}: both are filled")
        met.add(student)
        for column, at in wanted:
            score = column.scores.get(student, 0.0 if zero else None)
            if sheet.value(row, at).casefold() in EXCUSED:
                lines += [f"{student} is {sheet.value(row, at)!r} in {sheet.name}: that stays"] if score is not None else []
            elif score is not None:
                if _differs(before := sheet.value(row, at), score):
                    changed.append(f"{student} {before}, now {points(score, commas)}")
                sheet.put(row, at, points(score, commas))
                filled += 1
    if changed:
        lines.append(f"other scores stood in {sheet.name}: {'; '.join(changed)}")
    if strangers:
        lines.append(f"in {sheet.name}, and not in the gradebook: {'; '.join(strangers)}")
    left = sorted({student for column, _ in wanted for student in column.scores} - met)
    if left:
        lines.append(f"graded, and not in {sheet.name}: {', '.join(left)}")
    lines += _most_differ(sheet, where, wanted, rows, kind)
    return Filled(sheet.data(), filled, lines)


_HOW = {
    "moodle": "in the assignment, take Download grading worksheet (it needs the feedback type Offline grading worksheet)",
    "canvas": "in Canvas, take Grades > Export > Export Entire Gradebook",
}


def _columns_moodle(sheet, where, columns, named):
    at = sheet.column(named) if named else where.get("grade")
    if at is None:
        raise Misuse(f"{sheet.name} has no column {named or 'Grade'!r}; name one with --column: {', '.join(sheet.headings)}")
    if len(columns) > 1:
        raise Misuse("Moodle's grading worksheet is of one assignment: name one chapter, and leave out --by-exercise")
    return [(columns[0], at)]


def _columns_canvas(sheet, columns, named):
    if named:
        if len(columns) > 1:
            raise Misuse("--column is for one chapter, without --by-exercise")
        if sheet.column(named) is None:
            raise Misuse(f"{sheet.name} has no column {named!r}; it has {', '.join(sheet.headings[5:])}")
        return [(columns[0], sheet.column(named))]
    titles = [(at, match["title"]) for at, heading in enumerate(sheet.headings) if (match := platforms.TITLE.fullmatch(heading))]
    found = []
    exercises = any(column.exercise for column in columns)
    for column in columns:
        fitting = {at: title for at, title in titles if _fits(column, title) and at not in {taken for _, taken in found}}
        exact = [at for at, title in fitting.items() if platforms.key(title) == platforms.key(column.title)]
        fitting = exact if len(exact) == 1 else list(fitting)
        if len(fitting) == 1:
            found.append((column, fitting[0]))
        elif len(fitting) > 1 or not exercises or column.exercise:
            says = f"{len(fitting)} columns" if fitting else "no column"
            there = ", ".join(sheet.headings[at] for at, _ in titles)
            raise Misuse(f"{sheet.name} has {says} that may be {column.title}; name it with --column, one of: {there}")
    return found


def _fits(column, title):
    """Whether an assignment's title means a column: "04_dropout", "Dropout", "Chapter 4: Dropout"; of an exercise, its name is in it."""
    number, _, words = column.chapter.partition("_")
    title_key = platforms.key(title)
    if column.exercise:
        return platforms.key(column.exercise) in title_key
    numbers = {int(n) for n in re.findall(r"\d+", title)}
    return platforms.key(words) in title_key and (not numbers or int(number) in numbers)


def _comma(sheet, where, wanted, rows):
    """Return what parts the decimals of the numbers that stand in a sheet."""
    looked_at = [at for _, at in wanted] + ([where["most"]] if "most" in where else [])
    numbers = [sheet.value(row, at) for _, row in rows for at in looked_at]
    return "," if any(re.fullmatch(r"\d+,\d+", number) for number in numbers) else "."


def _differs(before, score):
    """Whether a cell holds another number than a score."""
    return re.fullmatch(r"\d+([.,]\d+)?", before) is not None and Decimal(before.replace(",", ".")) != Decimal(points(score))


def _most_differ(sheet, where, wanted, rows, kind):
    """Return a line where the platform's points are not the chapter's: Moodle passes over what is more, and none of them scales."""
    lines = []
    for column, at in wanted:
        if kind == "canvas":
            row = next((row for _, row in rows if platforms.POINTS_POSSIBLE in sheet.value(row, 0).casefold()), [])
            most = sheet.value(row, at)
        else:
            most = next((sheet.value(row, where["most"]) for _, row in rows if "most" in where), "")
        if re.fullmatch(r"\d+([.,]\d+)?", most) and float(most.replace(",", ".")) != column.most:
            lines.append(f"{column.title} has {column.most:g} points, and {most} in {sheet.name}: set the same there; nothing is scaled")
    return lines


# --- a sheet of our own ----------------------------------------------------------------------------------


def ours(platform, columns, everyone, zero=False):
    """Return `Filled`: a sheet of our own, in the form that a platform's import takes, or a spreadsheet."""
    head, rows = _FORMS[platform](columns, everyone, zero)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(head)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    mark = "\ufeff" if platform == "csv" else ""  # by which spreadsheets tell UTF-8
    lines = []
    if platform == "canvas" and (without := [person.id for person in everyone if not person.lms]):
        says = "give Canvas's own export with --sheet, or to `course roster`"
        lines.append(f"Canvas's number is not known of {', '.join(without)}: {says}, else it goes by names")
    return Filled((mark + text.getvalue()).encode(), sum(len(_of(column, everyone, zero)) for column in columns), lines)


def harmless(cell):
    """Return a cell that no spreadsheet takes for a formula."""
    first = unicodedata.normalize("NFKC", cell[:1])  # the wide ones of East Asian keyboards too
    return f"'{cell}" if first and first in FORMULA else cell


def _of(column, everyone, zero):
    """Return the scores of a column as they are written, by student."""
    scores = {person.id: column.scores.get(person.id, 0.0 if zero else None) for person in everyone}
    return {student: points(score) for student, score in scores.items() if score is not None}


def _canvas(columns, everyone, zero):
    written = [_of(column, everyone, zero) for column in columns]
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(column.title for column in columns)]
    rows = [["    Points Possible", "", "", "", "", *(points(column.most) for column in columns)]]
    for p in everyone:
        name = p.name or ", ".join(filter(None, (p.last, p.first))) or p.id
        rows.append([name, p.lms, p.number, p.login or ("" if p.lms else p.id), "", *(scores.get(p.id, "") for scores in written)])
    return head, rows


def _moodle(columns, everyone, zero):
    written = [_of(column, everyone, zero) for column in columns]
    head = ["Email address", "Username", "ID number", "First name", "Last name", *(column.title for column in columns)]
    return head, [[p.email, p.login, p.number, p.first, p.last, *(scores.get(p.id, "") for scores in written)] for p in everyone]


def _spreadsheet(columns, everyone, zero):
    written = [_of(column, everyone, zero) for column in columns]
    head = ["id", "last_name", "first_name", "email"]
    for column in columns:
        head += [column.title] if column.exercise else [column.title, f"{column.title} of"]
    rows = []
    for p in everyone:
        row = [p.id, p.last, p.first, p.email]
        for column, scores in zip(columns, written):
            row += [scores.get(p.id, "")] if column.exercise else [scores.get(p.id, ""), points(column.most)]
        rows.append(row)
    return head, rows


_FORMS = {"canvas": _canvas, "moodle": _moodle, "csv": _spreadsheet}


def check(platform, sheet, named):
    """Raise `Misuse` where options do not go together."""
    if sheet is not None and platform == "csv":
        raise Misuse("--sheet is for --for canvas and --for moodle; --for csv writes a sheet of its own")
    if named and sheet is None:
        raise Misuse("--column names a column of --sheet FILE.csv: give that too")


def fill(course, platform, chapters, sheet=None, by_exercise=False, named=None, zero=False):
    """Return `Filled` of some chapters, for a platform."""
    check(platform, sheet, named)
    columns, everyone = read(course, chapters, by_exercise)
    if not any(column.scores for column in columns):
        raise CourseError(f"nobody has a score in {', '.join(chapters)} yet: `course grade {chapters[0]}` first")
    if sheet is None:
        filled = ours(platform, columns, everyone, zero)
    else:
        of_chapter = kept.received(course).get(chapters[0], {}) if platform == "moodle" else {}
        participants = {d["number"]: student for student, ds in of_chapter.items() for d in ds if d["number"]}
        columns = [c for c in columns if c.exercise is None] if platform == "moodle" and not by_exercise else columns
        filled = into(Sheet.read(sheet), platform, columns, everyone, participants, named, zero)
    filled.notes += notes(course, chapters)
    return filled
