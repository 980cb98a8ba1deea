"""What a student has done so far: the exercises whose check has passed, a line each in a file beside their notebooks.

The file is the student's own, and is sent nowhere. A line is added only where the start page lies, and only in a kernel before which
a person may sit: never while a notebook is graded, validated or built.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from .checking.messages import before_a_person

START, FILE = "00_start.ipynb", "00_progress.txt"
MOST = 1_000_000  # characters of the file that are read: it may be anything
HEAD = "# The exercises whose check has passed here, a line each. This file is yours: take a line out, or delete it, to begin anew.\n"


def note(exercise):
    """Add an exercise to those whose check has passed. Where that cannot be written down the check goes on all the same."""
    with contextlib.suppress(OSError):
        if not before_a_person() or not Path(START).is_file():
            return
        text = _text(Path(FILE))
        if exercise not in _names(text):
            begin = HEAD if not text else "" if text.endswith("\n") else "\n"  # the last line may be half of one
            with Path(FILE).open("a", encoding="utf-8") as file:
                file.write(f"{begin}{exercise}\n")


def passed(folder="."):
    """Return the names of the exercises whose check has passed; `OSError` where the file is there and cannot be read."""
    return _names(_text(Path(folder, FILE)))


def _text(file):
    if not file.exists():
        return ""
    if not file.is_file():  # a pipe would wait for ever
        raise OSError(f"{file} is no file")
    with file.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(MOST)


def _names(text):
    return {line.strip() for line in text.splitlines() if not line.startswith("#")}
