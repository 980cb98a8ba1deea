"""What a zip or a folder holds, read in safety: plain files of a modest size, by paths that stay in the folder they are put into.

Nothing is unpacked to a disk here; a zip in a zip stays the file that it is. nbgrader's own collector is no help with this: its
`unzip` writes every member where the member's name says, opens zips in zips, and knows no bounds.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import CourseError, one_line
from ..grading.candidates import NEVER
from ..grading.handed_in import DEEPEST, LARGEST_FILE
from ..grading.read import NO_LINK

MEMBERS = 20_000  # files of a class's zip
ALL = 4_000_000_000  # bytes of them, unpacked
DIRECTORY = 10_000_000  # bytes of a zip's list of what is in it
LONGEST = 200  # bytes of a name that disks take, with room for ours beside it
DRIVE = re.compile(r"[A-Za-z]:")


@dataclass
class File:
    """A file that may be taken: its path, the date beside it (with its time zone), its size and its bytes."""

    path: str
    when: datetime.datetime | None
    size: int
    read: Callable[[], bytes]


@dataclass
class NotTaken:
    """A file that is not taken, why, and its bytes, if they can be kept."""

    name: str
    why: str
    read: Callable[[], bytes] | None = None


@contextlib.contextmanager
def opened(source, zone=None):
    """Open a zip or a folder: `with opened(path) as (files, not_taken)`. A zip's dates say no zone: they are of `zone`, or this machine's."""
    source = Path(source)
    if source.is_dir():
        yield _in_folder(source)
        return
    if not source.is_file():
        raise CourseError(f"there is no file or folder {source}")
    try:
        _look_before(source)
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CourseError(
            f"{source} is no zip that can be read ({one_line(error)}): download it again, or unpack it and name the folder"
        ) from None
    with archive:
        yield _in_zip(archive, source.name, zone)


def _look_before(source):
    """Look whether a zip's list of what is in it is of a modest size: `zipfile` reads all of it into memory."""
    with source.open("rb") as file:
        file.seek(max(0, os.path.getsize(source) - 65_557))
        end = file.read()
    at = end.rfind(b"PK\5\6")
    size = int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
    if size == 0xFFFFFFFF or size > DIRECTORY:
        raise CourseError(f"{source} lists too many files for a class's zip: it is not opened")


def _in_zip(archive, name, zone):
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MEMBERS:
        raise CourseError(f"{name} holds {len(members):,} files; at most {MEMBERS:,} are taken from one zip")
    if (size := sum(member.file_size for member in members)) > ALL:
        raise CourseError(f"{name} unpacks to {size / 1e9:,.1f} GB; at most {ALL / 1e9:.0f} GB are taken from one zip: is it a zip bomb?")
    files, not_taken = {}, []
    for member in members:
        path = _path(_decoded(member))
        if path is not None and is_noise(path):
            continue
        if why := _unusable(member):
            not_taken.append(NotTaken(member.filename, why))
            continue
        if why := "its name leads out of the folder" if path is None else _odd(path):
            not_taken.append(NotTaken(member.filename, why, _reader(archive, member)))
            continue
        if (same := unicodedata.normalize("NFC", path).casefold()) in files:
            not_taken.append(NotTaken(files[same].path, "a later file in the zip has the same name", files[same].read))
        files[same] = File(path, _date(member, zone), member.file_size, _reader(archive, member))
    folders = {same[:n] for same in files for n, c in enumerate(same) if c == "/"}
    for same in folders & files.keys():
        not_taken.append(NotTaken(files[same].path, "a folder in the zip has the same name", files.pop(same).read))
    return list(files.values()), not_taken


def _reader(archive, member):
    def read():
        try:
            with archive.open(member) as file:
                return file.read(member.file_size + 1)
        except (OSError, zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
            raise CourseError(f"it cannot be read ({one_line(error)})") from None

    return read


def _decoded(member):
    """Return a member's name; one in UTF-8 that does not say so is read as that, as macOS writes it."""
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            return member.filename.encode("cp437").decode("utf-8")
    return member.filename


def _path(name):
    """Return a member's path, Windows' too, as one that stays in its folder, or None."""
    name = name.replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or DRIVE.match(name) or ".." in parts or not parts:
        return None
    return "/".join(parts)


def _unusable(member):
    """Return why a member is no file that can be read, or None."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "a link" if kind == stat.S_IFLNK else "no plain file"
    if member.flag_bits & 1:
        return "it is locked with a password"
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in a way that no platform uses"
    return _large(member.file_size)


def _large(size):
    return f"a file of {size / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:.0f} are taken" if size > LARGEST_FILE else None


def _odd(path):
    """Return why a path is none to be written, or None."""
    parts = path.split("/")
    if not path.isprintable():
        return "its name holds characters that cannot be printed"
    if len(parts) > DEEPEST or any(len(part.encode()) > LONGEST for part in parts):
        return "its name is too long"
    return None


def is_noise(path):
    """Whether a program left a file there that nobody handed in."""
    parts = path.split("/")
    return bool(NEVER & set(parts)) or parts[-1].startswith("._") or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")


def _date(member, zone):
    if member.date_time <= (1980, 1, 1, 0, 0, 0):
        return None
    try:
        when = datetime.datetime(*member.date_time)
        return when.replace(tzinfo=zone) if zone else when.astimezone()
    except (ValueError, OverflowError):
        return None


def _in_folder(folder):
    files, not_taken, left, todo = [], [], ALL, [folder]
    while todo:
        here = todo.pop()
        for entry in sorted(os.scandir(here), key=lambda entry: entry.name):
            path = Path(entry).relative_to(folder).as_posix()
            about = entry.stat(follow_symlinks=False)
            if is_noise(path):
                continue
            if entry.is_dir(follow_symlinks=False):
                todo.append(Path(entry))
                continue
            why = (
                "a link"
                if entry.is_symlink()
                else "no plain file"
                if not stat.S_ISREG(about.st_mode)
                else _large(about.st_size) or _odd(path)
            )
            if why:
                not_taken.append(NotTaken(path, why))
                continue
            left -= about.st_size
            if left < 0 or len(files) == MEMBERS:
                raise CourseError(f"{folder} holds more than {MEMBERS:,} files or {ALL / 1e9:.0f} GB: name the folder with the submissions")
            when = datetime.datetime.fromtimestamp(about.st_mtime, datetime.UTC).replace(microsecond=0)
            files.append(File(path, when, about.st_size, _reader_of(Path(entry))))
    return sorted(files, key=lambda file: file.path), not_taken


def _reader_of(path):
    def read():
        try:
            with open(os.open(path, os.O_RDONLY | NO_LINK), "rb") as file:
                return file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise CourseError(f"it cannot be read ({error.strerror})") from None

    return read
