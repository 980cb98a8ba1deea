"""Feedback pages back to students: written where nbgrader has them, and packed as the platform takes them.

Whose a page is, a platform tells by the name that it gave the submission itself; `course collect` keeps that, and Moodle's grading
worksheet holds it too. A page in a zip is one file: the pictures beside it are put into it.
"""

from __future__ import annotations

import base64
import io
import mimetypes
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import CourseError, Misuse
from ..showing.feedback import Pages
from . import kept, platforms
from .stamps import worksheet

DATE = (2020, 1, 1, 0, 0, 0)  # the same pages are the same zip
IMAGE = re.compile(r'(<img[^>]* src=")([\w-][\w.-]*)(")')
LARGEST = 100_000_000  # bytes of a zip that platforms take at once, as a rule


@dataclass
class Packed:
    """A zip's bytes, whose pages are in it, and lines on whose are not."""

    data: bytes
    students: list
    notes: list = field(default_factory=list)


def write(course, chapter, progress=lambda done, of: None):
    """Write the pages that are out of date; return the students who have a page, how many were written, and {student: why none}."""
    pages = Pages(course, chapter)
    everyone = sorted(pages.grades)
    if not everyone:
        raise CourseError(f"nobody has a score in {chapter} yet: `course grade {chapter}` first")
    outdated = pages.outdated(everyone)
    failed = {}
    for n, student in enumerate(outdated):
        failed |= pages.write(student)
        progress(n + 1, len(outdated))
    there = [student for student in everyone if course.path("feedback", chapter, student).is_file() and student not in failed]
    failed |= {s: "it was not executed: `course grade` it" for s in everyone if s not in there and s not in failed}
    return there, len(outdated), failed


def pack(course, chapter, platform, students, sheet=None):
    """Return `Packed`: the pages of some students in one zip, in the form that a platform takes back."""
    if sheet is not None and platform != "moodle":
        raise Misuse("--sheet is Moodle's grading worksheet, for --zip moodle")
    prefixes, lines = _prefixes(course, chapter, platform, sheet)
    without = [student for student in students if student not in prefixes]
    if without:
        lines.append(f"not in the zip, as it is not known what {platform.title()} calls them: {', '.join(without)}; {_REMEDY[platform]}")
    inside = [student for student in students if student in prefixes]
    if not inside:
        raise CourseError(lines[-1])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in inside:
            about = zipfile.ZipInfo(f"{prefixes[student]}{chapter}.html", DATE)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(about, whole(course.path("feedback", chapter, student)))
    data = file.getvalue()
    if len(data) > LARGEST:
        lines.append(f"the zip has {len(data) / 1e6:.0f} MB: the platform may refuse it")
    return Packed(data, inside, lines)


_REMEDY = {
    "moodle": "collect from Moodle's zip, or give its grading worksheet with --sheet FILE.csv",
    "canvas": "Canvas takes pages back only beside a file that it handed out: collect from Canvas's zip",
}


def whole(path):
    """Return a page as one file: the pictures that lie beside it are in it."""
    folder = Path(path).parent

    def inside(match):
        picture = folder / match[2]
        kind = mimetypes.guess_type(match[2])[0] or ""
        if not kind.startswith("image/") or picture.is_symlink() or not picture.is_file():
            return match[0]
        return f"{match[1]}data:{kind};base64,{base64.b64encode(picture.read_bytes()).decode()}{match[3]}"

    return IMAGE.sub(inside, Path(path).read_text(encoding="utf-8", errors="replace"))


def _prefixes(course, chapter, platform, sheet):
    """Return what a file's name has to begin with, by student, and lines on rows that fit nobody."""
    received = kept.received(course).get(chapter, {})
    parse = {"moodle": platforms.in_moodle, "canvas": platforms.in_canvas}[platform]
    found = {}
    for student, deliveries in received.items():
        for delivery in deliveries:  # the last of this platform
            if parse(f"{delivery['prefix']}x.html"):
                found[student] = delivery["prefix"]
    return (found, []) if sheet is None else _of_worksheet(course, sheet, found, received)


def _of_worksheet(course, file, found, received):
    with course.gradebook() as book:
        everyone = kept.people(course, book)
    numbers = {delivery["number"]: student for student, deliveries in received.items() for delivery in deliveries if delivery["number"]}
    lines = []
    for number, said in worksheet(file)[0]:
        try:
            student = numbers.get(number) or everyone.find(**said).id
            found.setdefault(student, platforms.moodle_folder(said["name"], number))
        except kept.NotFound as error:
            lines.append(f"in {Path(file).name}: {said['name']}: {error}")
    return found, lines
