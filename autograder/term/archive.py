"""A whole class in one file, and back: gradebook, seed, settings, submissions, pages, and the edition of the course it was graded by.

    archive.json    what the file holds: each file's hash, size, mode and time; each folder's mode; which course graded
    class/…         the class's folder

The gradebook is copied by its database's own means, so that it is consistent while another process writes to it. Both ways, all is made
under a temporary name and gets its own at the end: what is stopped leaves nothing half made. Nothing follows a link.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import time
import tomllib
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath, PureWindowsPath

from sqlalchemy.engine import URL, make_url

from ..errors import CourseError, Misuse, one_line
from ..files import write as write_file
from ..grading.batch import only_run
from ..grading.job import code_version
from ..places import CONFIG, COURSE_UTILS, PACKAGE, course_root, texts
from ..seed import SEED_VARIABLE

MANIFEST, INSIDE, FORMAT = "archive.json", "class", 1
SEED, DUMP, CLASS = "class_seed", "gradebook.sql", "class.toml"
ROOMS = ("submitted", "autograded", "feedback")
# Of a class that lies in the course's own folder; of a class in a folder of its own all is taken.
OF_A_COURSE = (
    CONFIG,
    SEED,
    *ROOMS,
    "left_out",
    "inbound",
    "downloaded",
    "exchange",
    "roster.csv",
    "mistakes.toml",
    "source",
    "release",
    "pyproject.toml",
)
PASSED = {".git", ".venv", "venv", ".stamp"}  # at the top of a class's folder
NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
LARGEST_MANIFEST = 64_000_000  # bytes
MOST_LARGER, SLACK = 50, 100_000_000  # what is unpacked has at most so many times the bytes of the archive, and so many more
PIECE = 1 << 20
PATIENCE = 60  # seconds to wait for a gradebook that another process is writing
SETTLED = """
# This class was restored from an archive. Load gradebook.sql into an empty database (`psql DATABASE < gradebook.sql`) and name that
# database here; the one that the archive was made of is not to be written to.
c.CourseDirectory.db_url = "postgresql+psycopg:///restored-load-gradebook.sql-first"
"""


@dataclass
class Made:
    """What a run came to: how many files and bytes, and what was left out, with the reason."""

    files: int = 0
    bytes: int = 0
    left_out: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


# --- into a file ---------------------------------------------------------------------------------------


def make(course, file, progress=lambda done, total: None):
    """Write a class into a new file that its owner alone can read, and return the `Made`."""
    file = Path(file).absolute()
    if file.exists() or file.is_symlink():
        raise Misuse(f"{file} is there already: name a new file, or move that one away")
    _all_inside(course)
    file.parent.mkdir(parents=True, exist_ok=True)
    made = Made()
    with only_run(course.path("autograded", "CHAPTER", "STUDENT").parents[2] / ".grading"), tempfile.TemporaryDirectory() as aside:
        book = _gradebook(course, Path(aside))
        sources, folders = _what(course, made, book)
        handle, new = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")  # only its owner reads it
        try:
            with os.fdopen(handle, "wb") as stream:
                _pack(stream, course, sources, folders, made, progress)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(new, file)
        except BaseException:
            os.unlink(new)
            raise
    return made


def _pack(stream, course, sources, folders, made, progress):
    sizes = {name: os.lstat(path).st_size for name, path in sources.items() if os.path.lexists(path)}
    total, held = sum(sizes.values()), {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name in sorted(sizes):
            about = _put(packed, name, sources[name], made)
            if about:
                held[name] = about
                made.bytes += about["size"]
                progress(min(made.bytes, total), total)
        manifest = {
            "format": FORMAT,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "class": course.folder.name,
            "course": {"version": _version(), "code": code_version()},
            "files": held,
            "folders": folders,
        }
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    made.files = len(held)


def _put(packed, name, path, made):
    """Pack one file and return what the manifest says of it; None if it is gone, or is none that can be taken."""
    try:
        handle = os.open(path, os.O_RDONLY | NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        made.left_out[name] = error.strerror
        return None
    with os.fdopen(handle, "rb") as stream:
        about, told, size = os.fstat(stream.fileno()), hashlib.sha256(), 0
        entry = zipfile.ZipInfo(f"{INSIDE}/{name}", (1980, 1, 1, 0, 0, 0))
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, (stat.S_IFREG | 0o600) << 16
        with packed.open(entry, "w", force_zip64=about.st_size > 1 << 30) as target:
            while piece := stream.read(PIECE):
                told.update(piece)
                size += len(piece)
                target.write(piece)
    return {"sha256": told.hexdigest(), "size": size, "mode": about.st_mode & 0o777, "time": about.st_mtime_ns}


def _what(course, made, book):
    """Return the files of a class by the name they have in the archive, and the modes of its folders."""
    sources, folders = {}, {".": _mode(course.folder)}
    tops = sorted(path.name for path in course.folder.iterdir())
    if (course.folder / CLASS).is_file():
        tops = [name for name in tops if name not in PASSED and not _is_archive(course.folder / name)]
    else:
        tops = [name for name in tops if name in OF_A_COURSE]
        sources |= _packages(course.folder)
    theirs = Path(course.gradebook_place).name if "://" not in course.gradebook_place else ""
    journals = {theirs, *(f"{theirs}{end}" for end in ("-journal", "-wal", "-shm"))}
    for top in tops:
        if top not in journals:
            _walk(course.folder, top, sources, folders, made)
    if book:
        sources[book.name] = book
    seed = _seed(course)
    if seed and seed.is_file() and seed != course.folder / SEED:
        sources[SEED] = seed
        made.notes.append(f"the seed lies outside of the class's folder, at {seed}; the archive holds it as {SEED}")
    for path in [path for path in sources if not path.isprintable()]:
        made.left_out[path] = "its name holds characters that cannot be printed"
        del sources[path]
    return sources, {path: mode for path, mode in folders.items() if path.isprintable()}


def _walk(root, top, sources, folders, made):
    todo = [top]
    while todo:
        name = todo.pop()
        about = os.lstat(root / name)
        if stat.S_ISDIR(about.st_mode):
            folders[name] = about.st_mode & 0o777
            todo += [f"{name}/{inner}" for inner in os.listdir(root / name) if f"{name}/{inner}" != "autograded/.grading"]
        elif stat.S_ISREG(about.st_mode):
            sources[name] = root / name
        else:
            made.left_out[name] = "a link" if stat.S_ISLNK(about.st_mode) else "no plain file"


def _packages(folder):
    """Return the files of our two packages, which grade a class that keeps no edition: by name, from where they run."""
    found = {}
    for package in (PACKAGE, COURSE_UTILS):
        for path in package.rglob("*"):
            name = path.relative_to(package.parent)
            if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in name.parts):
                found[name.as_posix()] = path
    return found


def _is_archive(path):
    """Whether a file is one that was made here before: it would hold itself, time and again."""
    if path.suffix == ".part" and path.name.startswith("."):
        return True
    if path.suffix != ".zip" or path.is_symlink() or not path.is_file():
        return False
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as opened:
        return MANIFEST in opened.namelist()
    return False


def _gradebook(course, aside):
    """Copy the gradebook, consistent though another process may write to it; None if there is none yet."""
    url = make_url(course.directory.db_url)
    if url.get_backend_name() == "postgresql":
        return _dumped(url, aside / DUMP)
    place, copy = Path(url.database), aside / Path(url.database).name
    if not place.is_file():
        return None
    until = time.monotonic() + PATIENCE

    def waiting(status, *_):
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise CourseError(f"the gradebook {place} is locked by another process: end that, or try again later")

    try:
        with contextlib.closing(sqlite3.connect(place, timeout=1)) as book, contextlib.closing(sqlite3.connect(copy)) as new:
            book.backup(new, progress=waiting)
    except sqlite3.Error as error:
        raise CourseError(f"the gradebook {place} cannot be copied: {one_line(error)}") from None
    shutil.copymode(place, copy)
    return copy


def _dumped(url, file):
    words = ["pg_dump", "--no-owner", "--no-privileges", "--file", str(file)]
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}  # not where `ps` shows it
    try:
        run = subprocess.run([*words, plain], env=environment, capture_output=True, text=True)
    except FileNotFoundError:
        raise CourseError("the gradebook is in PostgreSQL, and there is no pg_dump here: install PostgreSQL's client programs") from None
    if run.returncode:
        raise CourseError(f"pg_dump cannot copy the gradebook: {one_line(run.stderr) or 'it does not say why'}")
    file.chmod(0o600)
    return file


def _all_inside(course):
    """Refuse a class that lies in several places: restored, it would read and write where the first one does."""
    url = make_url(course.directory.db_url)
    places = [course.path(step, "CHAPTER", "STUDENT").parents[2] for step in ROOMS]
    places += [course.path("source", "CHAPTER").parents[1], course.path("release", "CHAPTER").parents[1]]
    places += [Path(url.database)] if url.get_backend_name() == "sqlite" else []
    for place in places:
        if not place.resolve().is_relative_to(course.folder):
            raise CourseError(f"{place} lies outside of the class's folder, {course.folder}: an archive takes that alone; move it there")


def _seed(course):
    place = course.config.get("CourseExecute", {}).get("environment", {}).get(SEED_VARIABLE)
    return Path(place) if place else None


def _mode(path):
    return os.lstat(path).st_mode & 0o777


def _version():
    try:
        return version("practical-aspects")
    except PackageNotFoundError:
        return "not installed"


# --- and back ------------------------------------------------------------------------------------------


def restore(file, folder, progress=lambda done, total: None):
    """Unpack a class into a new folder, or an empty one, after a look at all that the archive says; return the `Made`."""
    file, folder = Path(file), Path(folder).absolute()
    if folder.is_symlink() or folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Misuse(f"{folder} holds something already: name a new folder, or an empty one")
    if not file.is_file():
        raise CourseError(f"there is no file {file}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = _manifest(packed, file)
            made = Made(len(manifest["files"]))
            new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
            try:
                _unpack(packed, manifest, new, made, progress, file)
                _settle(new, manifest, made)
                if folder.exists():
                    folder.rmdir()
                new.rename(folder)
            except BaseException:
                shutil.rmtree(new, ignore_errors=True)
                raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, zipfile.zlib.error) as error:
        raise CourseError(f"{file} is damaged, or no archive of a class: {one_line(error)}") from None
    return made


def _manifest(packed, file):
    """Return what an archive says of itself, checked."""

    def refuse(says):
        return CourseError(f"{file} is no archive that can be restored: {says}")

    entries = {entry.filename: entry for entry in packed.infolist()}
    about = entries.pop(MANIFEST, None)
    if about is None:
        raise refuse(f"it has no {MANIFEST}; `course archive` makes them")
    if about.file_size > LARGEST_MANIFEST or about.flag_bits & 1:
        raise refuse(f"its {MANIFEST} cannot be read")
    try:
        manifest = json.loads(packed.read(about))
        if manifest["format"] != FORMAT:
            raise refuse(f"it is of format {manifest['format']!r}, which another version of the course reads")
        files, folders = manifest["files"], manifest["folders"]
        numbers = [one[what] for one in files.values() for what in ("size", "mode", "time")] + list(folders.values())
        well = all(type(n) is int and 0 <= n < 1 << 63 for n in numbers)
        well = well and all(re.fullmatch(r"[0-9a-f]{64}", one["sha256"]) for one in files.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        well = False
    if not well:
        raise refuse(f"its {MANIFEST} is not as `course archive` writes it")
    for name in [*files, *folders]:
        if not _stays(name) and name != ".":
            raise refuse(f"the name {name[:200]!r} leads out of the folder")
    if len(entries) + 1 != len(packed.infolist()) or entries.keys() != {f"{INSIDE}/{name}" for name in files}:
        raise refuse(f"what it holds is not what its {MANIFEST} says")
    total = sum(one["size"] for one in files.values())
    if total > MOST_LARGER * file.stat().st_size + SLACK:
        raise refuse(f"it would unpack to {total / 1e9:,.1f} GB")
    if any(
        entries[f"{INSIDE}/{name}"].file_size != one["size"] or entries[f"{INSIDE}/{name}"].flag_bits & 1 for name, one in files.items()
    ):
        raise refuse(f"a file's size is not what its {MANIFEST} says")
    return manifest


def _stays(name):
    """Whether a path leads to a place inside of the folder, on every system."""
    parts = name.split("/")
    plain = not any(part in ("", ".", "..") for part in parts) and "\\" not in name and name.isprintable()
    return plain and not PurePosixPath(name).is_absolute() and not PureWindowsPath(name).drive


def _unpack(packed, manifest, new, made, progress, file):
    total = sum(one["size"] for one in manifest["files"].values())
    if total > shutil.disk_usage(new).free:
        raise CourseError(f"{new.parent} has no room for the {total / 1e9:.1f} GB of {file}")
    for name in sorted(manifest["folders"]):
        (new / name).mkdir(parents=True, exist_ok=True)
    for name, about in sorted(manifest["files"].items()):
        target, told, size = new / name, hashlib.sha256(), 0
        target.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(f"{INSIDE}/{name}") as stream, open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while (piece := stream.read(PIECE)) and size <= about["size"]:
                told.update(piece)
                size += len(piece)
                out.write(piece)
        if size != about["size"] or told.hexdigest() != about["sha256"]:
            raise CourseError(f"{file} is damaged: {name} is not what it was when the archive was made")
        mode = 0o600 if name == SEED else about["mode"] & 0o755 | 0o600  # nobody else writes, and nothing runs as someone else
        os.chmod(target, mode)
        os.utime(target, ns=(about["time"], about["time"]))
        made.bytes += size
        progress(made.bytes, total)
    for name, mode in sorted(manifest["folders"].items(), reverse=True):
        os.chmod(new / name, mode & 0o755 | 0o700)


def _settle(folder, manifest, made):
    """Make a class at home where it is now: its course's place, and no gradebook that another one writes to."""
    if (folder / DUMP).is_file():
        config = folder / CONFIG
        config.write_text(config.read_text(encoding="utf-8") + SETTLED, encoding="utf-8")
        made.notes.append(
            f"the gradebook was in PostgreSQL: load {DUMP} into an empty database, and name that at the end of {CONFIG}, before you grade"
        )
    about = folder / CLASS
    if not about.is_file():
        if manifest.get("course", {}).get("code") != code_version():
            made.notes.append(
                "it was graded by another version of the course, which is in the folder: grade there, with `python -m autograder`"
            )
        return
    words = about.read_text(encoding="utf-8")
    with contextlib.suppress(tomllib.TOMLDecodeError):
        named = tomllib.loads(words).get("course")
        if isinstance(named, str) and not texts((folder / Path(named).expanduser()).resolve()):
            write_file(about, re.sub(r"(?m)^course\s*=", "# it was: course =", words, count=1))
            made.notes.append(f"there is no course at {named}; {CLASS} goes by the installed one now, at {course_root()}")
