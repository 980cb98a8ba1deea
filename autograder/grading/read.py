"""Read a notebook that was handed in, or say why it cannot be read; and read our own, metadata and all."""

from __future__ import annotations

import copy
import errno
import functools
import json
import os
import re
import stat
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from ..errors import Unreadable
from .names import LONGEST

LARGEST_NOTEBOOK = 50_000_000  # bytes of a notebook, a hundred times a chapter with all its figures
MOST_CODE = 500_000  # characters of code in cells that are parsed: names are read off them before anything runs
MOST_CELLS = 2000  # each costs time before anything runs, and a chapter has about 60
MOST_TEXT, MOST_LINES = 20_000_000, 500_000  # characters and lines in all cells, which are compared with the released ones
MOST_PARTS = 1_000_000  # values in the file: three bytes of JSON can become five hundred in memory
NBGRADER = ("schema_version", "grade_id", "points", "grade", "solution", "locked", "task", "cell_type", "checksum")
MACHINES_FAULT = (errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.EIO)
MERGE = "it holds the marks of a merge in git, from `<<<<<<<` to `>>>>>>>`: keep one of the two"
NO_NOTEBOOK = {  # what a file begins with that is often handed in for one
    rb"\Z": "an empty file",
    rb"(?i)<(?:!doctype|html|\?xml)": "a web page: download the notebook itself",
    rb"%PDF|PK\x03\x04": "a document or an archive under another name",
}
STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # nor wait for someone to write into a pipe


def read(path):
    """Return the notebook at `path` in today's format, or raise `Unreadable`."""
    return parse(load(path), Path(path).name)


def load(path):
    """Return the bytes of a notebook that was handed in, or raise `Unreadable`; what a link points to was not handed in."""
    path = Path(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | NO_LINK)
        with open(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            plain = stat.S_ISREG(about.st_mode) and not is_anothers(about, path.parent)
            data = file.read(LARGEST_NOTEBOOK + 1) if plain else None
    except FileNotFoundError:
        raise Unreadable(f"{path.name} was not handed in") from None
    except OSError as error:
        if error.errno in MACHINES_FAULT:
            raise
        what = "a link" if error.errno == errno.ELOOP else f"no file that can be read ({error.strerror})"
        raise Unreadable(f"{path.name} is {what}: hand in the notebook itself") from None
    if data is None:
        raise Unreadable(f"{path.name} is no file: hand in the notebook itself")
    if len(data) > LARGEST_NOTEBOOK:
        raise Unreadable(f"{path.name} has more than {LARGEST_NOTEBOOK / 1e6:.0f} MB: clear its outputs and hand it in again")
    return data


def is_anothers(about, folder):
    """Whether a file is a second name of one that belongs to someone else than the folder it lies in: a hard link looks like a file."""
    return about.st_nlink > 1 and about.st_uid != os.stat(folder).st_uid


def parse(data, name="the notebook", notes=None):
    """Return the notebook in the bytes of a file, in today's format, or raise `Unreadable`; `notes` takes what was odd."""
    for begins, what in NO_NOTEBOOK.items():
        if re.match(begins, data[:1000].lstrip() if isinstance(data, bytes) else b""):
            raise Unreadable(f"{name} is damaged: {what}")
    try:
        text = _text(data, name, [] if notes is None else notes)
        if text.count(",") > MOST_PARTS and STRING.sub("", text).count(",") > MOST_PARTS:
            raise Unreadable(f"{name} holds more than {MOST_PARTS:,} values: clear its outputs and hand it in again")
        data = json.loads(text)
    except RecursionError:
        raise Unreadable(f"{name} is nested too deeply to be a notebook") from None
    except ValueError as error:  # also bytes that are no text
        line = getattr(error, "lineno", None)
        merge = isinstance(data, bytes) and re.search(rb"^<<<<<<< ", data, re.MULTILINE)
        why = MERGE if merge else f"not JSON{f' from line {line}' if line else ''}"
        raise Unreadable(f"{name} is damaged: {why}") from None
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        raise Unreadable(f"{name} is no notebook: it says no nbformat")
    if data["nbformat"] not in (3, 4):
        raise Unreadable(f"{name} is in notebook format {data['nbformat']}; save it in format 4")
    if data["nbformat"] == 4 and not isinstance(data.get("cells"), list):
        raise Unreadable(f"{name} is no notebook: it has no list of cells")
    if len(_raw_cells(data)) > MOST_CELLS:
        raise Unreadable(f"{name} has more than {MOST_CELLS:,} cells: hand in a notebook with fewer")
    try:
        if data["nbformat"] == 3:
            data = nbformat.convert(nbformat.from_dict(data), 4)
        notebook = tidy(data)
    except Exception as error:
        raise Unreadable(f"{name} is damaged: {type(error).__name__} when reading it as a notebook") from None
    size = sum(len(cell.source) for cell in notebook.cells)
    if size > MOST_TEXT or sum(len(cell.source.splitlines()) for cell in notebook.cells) > MOST_LINES:
        raise Unreadable(
            f"{name} has more than {MOST_TEXT / 1e6:.0f} MB or {MOST_LINES:,} lines of text in its cells: read large data from a file beside it"
        )
    if sum(len(cell.source) for cell in notebook.cells if cell.cell_type == "code" and len(cell.source) <= LONGEST) > MOST_CODE:
        raise Unreadable(f"{name} has more than {MOST_CODE:,} characters of code: read large data from a file beside it")
    return notebook


def _text(data, name, notes):
    """Return the text in some bytes: in an encoding that JSON may have, else in that of an older Windows, where that is plain."""
    try:
        return data if isinstance(data, str) else data.decode(json.detect_encoding(data), "surrogatepass")
    except UnicodeDecodeError as error:
        plain = error.encoding == "utf-8" and not re.search(rb"[\x80-\xff]{3}|[\x81\x8d\x8f\x90\x9d\0]", data)
        if not plain or not data.lstrip().startswith(b"{"):  # letters of such a text stand alone, those of other ones in rows
            raise Unreadable(f"{name} is damaged: not JSON, for it is no text in UTF-8: save it in this encoding") from None
        notes.append(f"{name} is not in UTF-8: it was read as Windows-1252 (cp1252)")
        return data.decode("cp1252")


def _raw_cells(data):
    """Return all cells of a notebook in format 3 or 4, as far as it is one."""
    if data["nbformat"] == 4:
        return data["cells"]
    sheets = data.get("worksheets")
    sheets = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    return [cell for cells in sheets if isinstance(cells, list) for cell in cells]


def tidy(data):
    """Return a valid notebook with the texts of the cells and their nbgrader metadata: no outputs, no tags, no cell that is none."""
    cells = []
    for raw in data["cells"]:
        if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown", "raw"):
            continue
        source = raw.get("source", "")
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        source = re.sub(r"\r\n?", "\n", source).encode("utf-8", "replace").decode()  # half a character could not be written again
        given = raw["metadata"].get("nbgrader") if isinstance(raw.get("metadata"), dict) else None
        given = {key: given[key] for key in NBGRADER if isinstance(given.get(key), (str, int, float))} if isinstance(given, dict) else None
        cells.append(new_cell(raw["cell_type"], source, {} if given is None else {"nbgrader": given}, raw.get("id")))
    notebook = v4.new_notebook()
    notebook.cells = cells  # ids may still be doubled or missing here
    return notebook


def new_cell(kind, source, metadata, identity):
    """Return a cell; as nbformat's own functions make it, but not looked over each time by its slow validator."""
    name = identity if isinstance(identity, str) and re.fullmatch(r"[\w-]{1,64}", identity, re.ASCII) else ""
    more = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return NotebookNode(id=name, cell_type=kind, source=source, metadata=nbformat.from_dict(metadata), **more)


def read_released(path):
    """Return the released notebook at `path`, metadata and all."""
    try:
        return copy.deepcopy(_valid(Path(path).read_text(encoding="utf-8")))
    except Exception as error:
        raise Unreadable(f"{path} cannot be read ({type(error).__name__}): build it again with `course build`") from None


@functools.lru_cache(maxsize=4)
def _valid(text):
    """Return a notebook that is valid; one command asks for the same one several times, and nbformat's look at it is slow."""
    return nbformat.reads(text, as_version=4)
