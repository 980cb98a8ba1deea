"""When something was handed in, as far as a platform's zip tells it.

nbgrader keeps the time in `timestamp.txt`, and takes who has none as in time. Canvas's zip says only whether something was late; the dates
in both platforms' zips are often those of the *download* (see `platforms`), which may make nobody late. So a date counts where the zip's
dates differ from one another (then they are the files' own) or where it is before the due date anyway. LATE is a second after the
due date, at the least. Moodle's grading worksheet has the times themselves.
"""

from __future__ import annotations

import contextlib
import datetime

from ..errors import Misuse
from ..grading import gradebook
from . import platforms
from .sheets import Sheet

APART = datetime.timedelta(minutes=10)  # dates of one download lie nearer than this
STAMP = "%Y-%m-%d %H:%M:%S UTC"
SECOND = datetime.timedelta(seconds=1)


class Stamps:
    """The times of a zip's deliveries, and how many could not be told."""

    def __init__(self, platform, files, due, times):
        """
        due    the chapters' due dates, in UTC
        times  by Moodle's number of a participant, in UTC
        """
        dates = [file.when for file in files if file.when]
        self.are_own = bool(dates) and max(dates) - min(dates) > APART
        self.platform, self.due, self.times = platform, due, times
        self.undated = self.late_without_due = 0

    def of(self, delivery, chapter, stamp=b""):
        """Return when a delivery was handed in, in UTC, or None; `stamp` is what nbgrader wrote beside it."""
        if stamp:
            with contextlib.suppress(Exception):
                return gradebook.moment(stamp[:100].decode("utf-8-sig"))
        if delivery.number in self.times:
            return self.times[delivery.number]
        date, due = delivery.date and utc(delivery.date), self.due.get(chapter)
        if self.platform == "canvas":
            return self._of_canvas(delivery.late, date, due)
        if date and (self.are_own or due and date <= due):
            return date
        self.undated += 1
        return None

    def _of_canvas(self, late, date, due):
        own = date if self.are_own else None
        if due is None:
            self.late_without_due += late
            return own
        if late:
            return max(due + SECOND, own or due)
        return min(due, date or due)


def utc(when):
    """Return a date that has a zone, in UTC, as nbgrader keeps it: without one."""
    return when.astimezone(datetime.UTC).replace(tzinfo=None)


def worksheet(file, zone=None):
    """Return what Moodle's grading worksheet says: [(number, said of the person)], and when they handed in, by number, in UTC.

    Its times say no zone: they are of `zone`, or this machine's.
    """
    sheet = Sheet.read(file)
    where, kind = platforms.columns(sheet)
    if kind != "moodle" or not {"participant", "name"} <= where.keys():
        raise Misuse(f"{file} is no grading worksheet of Moodle's: it has no columns Identifier and Full name")
    said, times = [], {}
    for _, row in sheet.people():
        number = platforms.participant(sheet.value(row, where["participant"]))
        said.append((number, {what: sheet.value(row, where[what]) for what in ("name", "email", "number", "login") if what in where}))
        with contextlib.suppress(ValueError, OverflowError):  # "-", and months in another language than English
            when = gradebook.parse_utc(sheet.value(row, where.get("when")))
            times[number] = utc(when.replace(tzinfo=zone) if zone else when)
    return said, times
