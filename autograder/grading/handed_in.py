"""What lies in a submission's folder: only plain files of a modest size go any further.

nbgrader copies all files of a submission, first to `autograded/`, then to `feedback/`: what a link points to as well,
however much there is of it. `nbgrader_config.py` has it call `set_aside` before; `course grade` takes what `read` gives.
"""

from __future__ import annotations

import contextlib
import os
import stat
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path, PurePosixPath

from traitlets.log import get_logger

from .read import MACHINES_FAULT, NO_LINK, is_anothers

DEEPEST = 8  # folders in folders
MOST = 500  # files and folders
LARGEST_FILE = 50_000_000  # bytes of a file
ALL = 100_000_000  # bytes of all files
LOOKED_AT = 20_000  # files and folders of one that holds more than `MOST`, in search of notebooks
ASIDE = "left_out"


def look(folder):
    """Return what may be copied of a folder, and what may not: the names in it, and {name: why}.

    A folder in it goes along only if all that it holds may.
    """
    room = {"files": MOST, "bytes": ALL}
    safe, left_out = [], {}
    for name in sorted(os.listdir(folder), key=lambda name: (not name.endswith((".ipynb", "timestamp.txt")), name)):
        why = _fault(Path(folder, name), room)
        if why:
            left_out[name] = why
        else:
            safe.append(name)
    return safe, left_out


def read(folder, ignore=()):
    """Return what lies beside the notebooks of a folder, bytes by relative path, and what of it is not taken: {name: why}."""
    safe, left_out = look(folder)
    files = {}
    for top in safe:
        for path in [Path(folder, top), *sorted(Path(folder, top).rglob("*"))]:
            name = path.relative_to(folder)
            ours = path.suffix.lower() == ".ipynb" or name == Path("timestamp.txt")
            if path.is_file() and not ours and not any(fnmatch(part, pattern) for part in name.parts for pattern in ignore):
                files[name.as_posix()] = path.read_bytes()
    return files, left_out


def fitting(files, ours):
    """Return `ours` with those of the files that can lie in one folder with them, and what cannot: {name: why}.

    A name cannot be both a file's and a folder's: what is ours keeps it, then the first.
    """
    kept, folders, left_out = {}, set(), {}
    for name, data in [*ours.items(), *((name, files[name]) for name in files if name not in ours)]:
        above = {folder.as_posix() for folder in PurePosixPath(name).parents} - {"."}
        if name in folders or above & kept.keys():
            left_out[name] = "a file and a folder have one name"
            continue
        kept[name] = data
        folders |= above
    return kept, left_out


def others(folder, chapter):
    """Return the notebooks in a folder that do not lie where the chapter's should, bytes by relative path."""
    safe, left_out = look(folder)
    paths = [path for top in safe for path in [Path(folder, top), *sorted(Path(folder, top).rglob("*"))]]
    room = {"files": MOST, "bytes": ALL}
    paths += [path for top in left_out for path in sorted(_notebooks(Path(folder, top))) if not _fault(path, room)]
    found = {}
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() == ".ipynb" and name != f"{chapter}.ipynb" and path.is_file():
            found[name] = path.read_bytes()
    return found


def _notebooks(place):
    """Return the notebooks in a folder that holds too much to be taken whole, as far as one looks."""
    found, seen, todo = [], 0, [(place, 0)] if place.is_dir() and not place.is_symlink() else []
    while todo and seen < LOOKED_AT:
        place, depth = todo.pop()
        with contextlib.suppress(OSError), os.scandir(place) as entries:
            for entry in islice(entries, LOOKED_AT - seen):
                seen += 1
                if entry.is_dir(follow_symlinks=False):
                    todo += [(Path(entry), depth + 1)] if depth + 1 < DEEPEST else []
                elif entry.name.lower().endswith(".ipynb"):
                    found.append(Path(entry))
    return found[:MOST]


def too_high(folder, chapter, chapters, cells):
    """Return what of a chapter lies in a student's folder outside of the chapter's own, bytes by path from there.

    chapters  the names of all: what lies in the folder of another one is that one's
    cells     names of cells that tell the chapter
    """
    room, paths = {"files": MOST, "bytes": ALL}, []
    try:
        names = sorted(os.listdir(folder))
    except PermissionError:  # the chapter's own can be there all the same
        return {}
    for name in names:
        top = Path(folder, name)
        if name not in chapters and not _fault(top, room):
            paths += [path for path in (top, *sorted(top.rglob("*"))) if path.is_file()]
    if not any(_tells(path, chapter, cells) for path in paths):
        return {}
    return {f"../{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def _tells(path, chapter, cells):
    """Whether a file may hold a notebook of the chapter: its name, a name in a zip, or the cells' names say so."""
    name = path.name.lower()
    if name.endswith(".zip"):
        return chapter.lower() in name or chapter.encode() in path.read_bytes()
    if ".ipynb" not in name:
        return False
    if chapter.lower() in name:
        return True
    data = path.read_bytes()
    return any(f'"{cell}"'.encode() in data for cell in cells)


def _fault(path, room):
    """Return what is wrong with a file, or with a folder and what it holds; None takes its share of `room`."""
    try:
        return _wrong(path, room)
    except OSError as error:
        if error.errno in MACHINES_FAULT:
            raise
        return f"something that cannot be read ({error.strerror})"


def _wrong(path, room):
    left, todo = dict(room), [(path, 0)]
    while todo:
        path, depth = todo.pop()
        about = os.lstat(path)
        left["files"] -= 1
        if not path.name.isprintable():  # control characters, and half characters of another encoding
            return "its name, or one in it, holds characters that cannot be printed"
        if stat.S_ISDIR(about.st_mode):
            if depth == DEEPEST:
                return f"more than {DEEPEST} folders in one another"
            with os.scandir(path) as entries:
                todo += [(Path(entry), depth + 1) for entry in islice(entries, MOST + 1)]
        elif stat.S_ISREG(about.st_mode):
            left["bytes"] -= about.st_size
            if about.st_size > LARGEST_FILE:
                return f"a file of {about.st_size / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:.0f} are taken"
            if is_anothers(about, path.parent):
                return "a link"
            os.close(os.open(path, os.O_RDONLY | NO_LINK))  # an error, if nobody may read it
        else:
            return "a link" if stat.S_ISLNK(about.st_mode) else "no plain file"
        if left["files"] < 0 or len(todo) > left["files"]:
            return f"with it there are more than {MOST} files"
        if left["bytes"] < 0:
            return f"with it the files have more than {ALL / 1e6:.0f} MB"
    room.update(left)
    return None


def set_aside(assignment, student, notebooks):
    """Move what may not be copied out of a submission, to `left_out/`: nbgrader's `pre_convert_hook`."""
    from .gradebook import timestamp  # an import that takes long

    folder = Path(notebooks[0]).parent
    try:
        link = next((place for place in (folder.parent, folder) if place.is_symlink()), None)
        aside = {link: "a link"} if link else {folder / name: why for name, why in look(folder)[1].items()}
    except (FileNotFoundError, PermissionError):  # what there is lies higher up, see `too_high`; or nbgrader cannot copy it either
        return
    try:
        for path, why in aside.items():
            _move(path, why)
        if os.path.lexists(folder / "timestamp.txt") and timestamp(folder) is None:  # nbgrader would not grade it
            _move(folder / "timestamp.txt", "no time that can be read")
    except OSError as error:  # nbgrader goes on after any other exception, and would copy it
        raise SystemExit(f"{folder} holds what must not be copied, and it cannot be set aside: {error}") from None


def _move(path, why):
    """Move a file, a link or a folder, whatever it holds, to the first free name in `left_out/`."""
    parts = [part for part in Path(os.path.relpath(path)).parts if part != os.pardir]  # nbgrader works in the course's root
    n = 1
    while (to := Path(ASIDE, str(n), *parts)).is_symlink() or to.exists():
        n += 1
    to.parent.mkdir(parents=True, exist_ok=True)
    os.rename(path, to)
    get_logger().warning("Set aside, to %r: %r is %s", str(to), str(path), why)
