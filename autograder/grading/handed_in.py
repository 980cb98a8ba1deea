"""What lies in a submission's folder: only plain files of a modest size go any further.

nbgrader copies all files of a submission, first to `autograded/`, then to `feedback/`: what a link points to as well,
however much there is of it. `nbgrader_config.py` has it call `set_aside` before; `course grade` takes what `read` gives.
"""

from __future__ import annotations

import os
import stat
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path

from traitlets.log import get_logger

from .read import MACHINES_FAULT, NO_LINK, is_anothers

DEEPEST = 8  # folders in folders
MOST = 500  # files and folders
LARGEST_FILE = 50_000_000  # bytes of a file
ALL = 100_000_000  # bytes of all files
ASIDE = "left_out"


def look(folder):
    """Return what may be copied of a folder, and what may not: the names in it, and {name: why}.

    A folder in it goes along only if all that it holds may.
    """
    room = {"files": MOST, "bytes": ALL}
    safe, left_out = [], {}
    for name in sorted(os.listdir(folder), key=lambda name: (not name.endswith((".ipynb", "timestamp.txt")), name)):
        try:
            why = _fault(Path(folder, name), room)
        except OSError as error:
            if error.errno in MACHINES_FAULT:
                raise
            why = f"something that cannot be read ({error.strerror})"
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
            ours = path.suffix == ".ipynb" or name == Path("timestamp.txt")
            if path.is_file() and not ours and not any(fnmatch(part, pattern) for part in name.parts for pattern in ignore):
                files[name.as_posix()] = path.read_bytes()
    return files, left_out


def _fault(path, room):
    """Return what is wrong with a file, or with a folder and what it holds; None takes its share of `room`."""
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
            try:
                with os.scandir(path) as entries:
                    todo += [(Path(entry), depth + 1) for entry in islice(entries, MOST + 1)]
            except OSError as error:
                return f"a folder in it cannot be read ({error.strerror})"
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
    folder = Path(notebooks[0]).parent
    try:
        if folder.is_symlink():
            _move(folder, "a link")
            return
        for name, why in look(folder)[1].items():
            _move(folder / name, why)
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
