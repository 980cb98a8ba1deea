"""nbgrader's exchange, from the grader's side: what lies in its inbound folder was put there by students, and may be anything.

nbgrader's own `collect` believes the name of a folder, so one could hand in for another, and at any time; it copies what a link points
to, so one could have the class's seed laid beside one's notebook; and it stops at the first folder that it cannot read. `configure`
of a class puts `Collect` in its place, for the command and for formgrader's button, and `ReleaseFeedback` for the way back.
"""

from __future__ import annotations

import datetime
import glob
import os
import pwd
import re
import stat
from itertools import groupby
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import parse_utc

from ..grading import handed_in
from ..grading.course import can_be_an_id
from ..grading.read import MACHINES_FAULT, NO_LINK

STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"  # as nbgrader writes it
SLACK = datetime.timedelta(minutes=10)  # handing in may take so long; else the disk's time counts


class Collect(ExchangeCollect):
    """Collect a chapter's submissions: the owner of a folder is who handed it in, and only plain files are taken."""

    def init_src(self):
        """Choose of each student's submissions the one that counts."""
        self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")
        if not self.coursedir.course_id or not os.access(self.inbound_path, os.R_OK | os.X_OK):
            self.fail(f"{self.inbound_path} is no folder that can be read: release the chapter first, with `nbgrader release_assignment`")
        with os.scandir(self.inbound_path) as entries:
            found = [record for entry in entries if (record := self._record(entry))]
        found.sort(key=lambda record: (record["username"], record["timestamp"]))
        due = self._due() if self.before_duedate else None
        self.src_records = []
        for _, every in groupby(found, key=lambda record: record["username"]):
            every = list(every)
            self.src_records += [record for record in every if due and record["timestamp"] <= due][-1:] or every[-1:]

    def _record(self, entry):
        """Return nbgrader's record of what lies in inbound/, or None; what is left there is said."""
        parts = re.fullmatch(rf"(.+)\+{re.escape(self.coursedir.assignment_id)}\+([^+]*)(\+[^+]*)?", entry.name)
        if not parts or self.coursedir.student_id not in ("*", "", parts[1]):
            return None
        try:
            about = os.lstat(entry.path)
            if not stat.S_ISDIR(about.st_mode):
                return self._leave(entry, "it is no folder")
            if not can_be_an_id(parts[1]) or parts[1] in (".", ".."):
                return self._leave(entry, "no student's name")
            if self.check_owner and (owner := _name_of(about.st_uid)) != parts[1]:
                return self._leave(entry, f"it is {owner}'s, who cannot hand in for another")
            return {"username": parts[1], "filename": entry.name, "timestamp": _when(parts[2], about)}
        except OSError as error:
            return self._leave(entry, error.strerror)

    def _leave(self, entry, why):
        self.log.warning("Not collected: %r: %s", entry.name, why)

    def _due(self):
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            try:
                return book.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None

    def do_copy(self, src, dest, log=None):
        """Copy a submission; what of it is not taken is said, and none stops the others."""
        (record,) = [record for record in self.src_records if os.path.join(self.inbound_path, record["filename"]) == src]
        for name, why in copy(src, dest).items():
            self.log.warning("Not taken of %r: %r: %s", record["filename"], name, why)
        Path(dest, "timestamp.txt").write_text(record["timestamp"].strftime(STAMP), encoding="utf-8")


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Release feedback pages; those of what did not come through the exchange have no place there, and stop none of the others."""

    def copy_files(self):
        """Release the pages, a student at a time."""
        for place in sorted(glob.glob(self.src_path)):
            self.src_path = glob.escape(place)
            try:
                super().copy_files()
            except FileNotFoundError:  # nbgrader writes a secret into what is handed in, and finds the page by it
                self.log.warning("Not released: %r: it did not come through the exchange", place)
            except (OSError, ValueError) as error:
                self.log.warning("Not released: %r: %s", place, error)


def _name_of(uid):
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _when(said, about):
    """Return when a folder was handed in, in UTC: what its name says, unless the disk knows another time for its last change."""
    changed = datetime.datetime.fromtimestamp(about.st_ctime, datetime.UTC).replace(tzinfo=None)
    try:
        when = parse_utc(said)
    except Exception:  # whatever a student wrote there
        return changed
    return when if abs(when - changed) <= SLACK else changed


def copy(source, target):
    """Copy a folder's plain files, within what a submission may hold, and return what is not taken: {name: why}.

    Its owner may change it meanwhile: so each file is looked at where it is open, by the folder that is open, and no link is followed.
    """
    os.makedirs(target)
    left, files, room = {}, handed_in.MOST, handed_in.ALL
    top = os.lstat(source)
    for place, folders, names, fd in os.fwalk(source, onerror=lambda error: left.update({_path(source, error.filename): error.strerror})):
        inner = os.path.relpath(place, source)
        if len(Path(inner).parts) >= handed_in.DEEPEST or not inner.isprintable():
            left[inner] = f"more than {handed_in.DEEPEST} folders in one another, or a name that cannot be printed"
            folders.clear()
            continue
        if inner == "." and "timestamp.txt" in folders:  # what we write lies there
            folders.remove("timestamp.txt")
            left["timestamp.txt"] = "a folder in the place of the time"
        for name in sorted(names):
            path = os.path.normpath(os.path.join(inner, name))
            files -= 1
            if files < 0 or not name.isprintable():
                left[path if files >= 0 else "…"] = f"more than {handed_in.MOST} files, or a name that cannot be printed"
                continue
            try:
                data = _read(name, fd, top.st_uid, min(room, handed_in.LARGEST_FILE))
            except OSError as error:
                if error.errno in MACHINES_FAULT:
                    raise
                left[path] = error.strerror
                continue
            room -= len(data)
            place = Path(target, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    return left


def _path(source, name):
    return os.path.relpath(os.path.join(source, os.fsdecode(name)), source)


def _read(name, folder, owner, most):
    """Return the bytes of a plain file of its owner's; a link or a pipe is an error."""
    with open(os.open(name, os.O_RDONLY | NO_LINK, dir_fd=folder), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_uid != owner:
            raise OSError(0, "no plain file of the student's own")
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(0, "too large")
    return data
