"""Put a submitted notebook in order: read it, or say why it cannot be read, and make it one that can be graded.

Points, types, locks and kernel are taken from the released notebook, answers from the submitted one.
A student's own cells stay where they are; what was deleted is put back, what is there twice is sorted out.
All of it is pure: notebooks in, a notebook and notes in words out.
"""

from __future__ import annotations

import errno
import functools
import json
import os
import re
import stat
import symtable
import warnings
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from .errors import CourseError

LARGEST = 50_000_000  # bytes of a notebook; one chapter with all its figures has about 1 % of that
MOST_CELLS = 2000  # each costs time before anything runs; a chapter has about 60
LONGEST = 20_000  # characters of a cell that is parsed for the names it uses, and
MAGICS = 50  # its lines for IPython: their transformer reads a cell again for each
NBGRADER = ("schema_version", "grade_id", "points", "grade", "solution", "locked", "task", "cell_type", "checksum")
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # nor wait for someone to write into a pipe


class Unreadable(CourseError):
    """A submission that is no notebook; the message says why, for the student and the instructor."""


def read(path):
    """Return the notebook at `path` in today's format, or raise `Unreadable`."""
    return parse(load(path), Path(path).name)


def load(path):
    """Return the bytes of a notebook that was handed in, or raise `Unreadable`; what a link points to was not handed in."""
    path = Path(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | NO_LINK)
        with open(descriptor, "rb") as file:
            data = file.read(LARGEST + 1) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    except FileNotFoundError:
        others = sorted(p.name for p in path.parent.glob("*.ipynb")) if path.parent.is_dir() else []
        says = f"; there is {', '.join(map(repr, others[:3]))}: rename it" if others else ""
        raise Unreadable(f"{path.name} was not handed in{says}") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.EIO):
            raise  # the machine's fault
        raise Unreadable(f"{path.name} is no file that can be read ({error.strerror}): hand in the notebook itself") from None
    if data is None:
        raise Unreadable(f"{path.name} is no file: hand in the notebook itself")
    if len(data) > LARGEST:
        raise Unreadable(f"{path.name} has more than {LARGEST / 1e6:.0f} MB: clear its outputs and hand it in again")
    return data


def parse(data, name="the notebook"):
    """Return the notebook in the bytes of a file, in today's format, or raise `Unreadable`."""
    try:
        data = json.loads(data)
    except RecursionError:
        raise Unreadable(f"{name} is nested too deeply to be a notebook") from None
    except ValueError as error:  # also bytes that are no text
        line = getattr(error, "lineno", None)
        raise Unreadable(f"{name} is damaged: not JSON{f' from line {line}' if line else ''}") from None
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
        return tidy(data)
    except Exception as error:
        raise Unreadable(f"{name} is damaged: {type(error).__name__} when reading it as a notebook") from None


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
        source = source.encode("utf-8", "replace").decode()  # half a character could not be written again
        given = raw["metadata"].get("nbgrader") if isinstance(raw.get("metadata"), dict) else None
        given = {key: given[key] for key in NBGRADER if isinstance(given.get(key), (str, int, float))} if isinstance(given, dict) else None
        cells.append(_cell(raw["cell_type"], source, {} if given is None else {"nbgrader": given}, raw.get("id")))
    notebook = v4.new_notebook()
    notebook.cells = cells  # ids may still be doubled or missing here
    return notebook


def _cell(kind, source, metadata, identity):
    """Return a cell; as nbformat's own functions make it, but not looked over each time by its slow validator."""
    name = identity if isinstance(identity, str) and re.fullmatch(r"[\w-]{1,64}", identity, re.ASCII) else ""
    more = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return NotebookNode(id=name, cell_type=kind, source=source, metadata=nbformat.from_dict(metadata), **more)


def read_released(path):
    """Return the released notebook at `path`, metadata and all."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        raise Unreadable(f"{path} cannot be read ({type(error).__name__}): build it again with `course build`") from None


def mend(released, submitted):
    """Return the submitted notebook with the released one's roles, and notes on what was put in order."""
    roles = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    found = _find(roles, submitted.cells)
    chosen = {_choose(roles[name], indices, submitted.cells): name for name, indices in found.items() if indices}
    doubles = [(i, roles[name]) for name, indices in found.items() for i in indices if i not in chosen]
    idle = {i for i, role in doubles if submitted.cells[i].source == role.source}  # an empty stub would undo an answer
    cells, places, notes = [], {}, []
    for index, cell in enumerate(submitted.cells):
        if index in idle:
            continue
        if index in chosen:
            name = chosen[index]
            places[name] = len(cells)
            notes += _differs(cell, roles[name], name)
            cells.append(_as_released(roles[name], cell.source))
        else:
            cells.append(_as_own(cell))
    notes += [f"the cell {name!r} was there {len(several)} times" for name, several in found.items() if len(several) > 1]
    notes += _put_back(roles, places, cells)
    notes += _behind_answers(cells)
    _unique_ids(cells)
    return v4.new_notebook(cells=cells, metadata=released.metadata), notes


def grade_id(cell):
    """Return the name nbgrader knows a cell by, or None."""
    name = _nbgrader(cell).get("grade_id")
    return name if isinstance(name, str) else None


def is_answer(cell):
    """Whether a released cell is one that students write in."""
    return bool(_nbgrader(cell).get("solution"))


def is_graded(cell):
    """Whether a released cell has points."""
    return bool(_nbgrader(cell).get("grade"))


def _nbgrader(cell):
    data = cell.get("metadata", {}).get("nbgrader")
    return data if isinstance(data, dict) else {}


def _find(roles, cells):
    """Find the submitted cells in each role: by name, else by id, else by similarity: the same text, or the function that is asked for."""
    named = [grade_id(cell) for cell in cells]
    found = {name: [i for i, given in enumerate(named) if given == name] for name in roles}
    for name, role in roles.items():
        free = [i for i, given in enumerate(named) if given not in roles] if not found[name] else []
        found[name] += [i for i in free if cells[i].id in (role.id, name)]
        found[name] = found[name] or [i for i in free if _similar(role, cells[i])]
    return found


def _similar(role, cell):
    if is_answer(role):
        exercise = _exercise(role)
        return cell.cell_type == "code" and bool(exercise and re.search(rf"^def {re.escape(exercise)}\b", cell.source, re.MULTILINE))
    return cell.source == role.source


def _exercise(role):
    return role.get("metadata", {}).get("course", {}).get("name")


def _choose(role, indices, cells):
    """Of several cells in one role take the last that was written in: the last definition is the one that counts."""
    written = [i for i in indices if is_answer(role) and cells[i].source != role.source]
    return (written or indices)[-1]


def _differs(cell, role, name):
    given, ours = _nbgrader(cell), _nbgrader(role)
    keys = ("schema_version", "points", "grade", "solution", "locked")
    if cell.cell_type != role.cell_type or any(given.get(key) != ours.get(key) for key in keys):
        return [f"the cell {name!r} had lost or changed its type or metadata"]
    return []


def _as_released(role, source):
    return _cell(role.cell_type, source if is_answer(role) else role.source, role.metadata, role.id)


def _as_own(cell):
    return _cell(cell.cell_type, cell.source, {}, cell.id)


def _put_back(roles, places, cells):
    """Insert the released cells that are missing, each behind the one it follows, and return notes."""
    notes, at = [], 0
    answers_missing = any(is_answer(role) and name not in places for name, role in roles.items())
    for name, role in roles.items():
        if name in places:
            at = places[name] + 1
            continue
        notes.append(f"the cell {name!r} was missing")
        if is_answer(role):
            continue  # an empty stub would undo an answer that stands in a cell of the student's own
        where = len(cells) if is_graded(role) and answers_missing else at
        cells.insert(where, _as_released(role, role.source))
        places.update({n: place + 1 for n, place in places.items() if place >= where})
        places[name] = where
        at = where + 1 if where == at else at
    return notes


def _behind_answers(cells):
    """Move a graded cell that stands before its exercise's answer behind it, and return notes."""
    notes = []
    for role in [cell for cell in cells if is_graded(cell) and _exercise(cell)]:
        answers = [i for i, cell in enumerate(cells) if is_answer(cell) and _exercise(cell) == _exercise(role)]
        at = next(i for i, cell in enumerate(cells) if cell is role)
        if answers and at < answers[-1]:
            cells.insert(answers[-1], cells.pop(at))
            notes.append(f"the cell {grade_id(role)!r} stood before its answer")
    return notes


def _unique_ids(cells):
    """Give each cell an id of its own, from its position: the same submission makes the same notebook."""
    used = {cell.id for cell in cells if grade_id(cell)}
    for n, cell in enumerate(cells):
        if not grade_id(cell):
            if not cell.id or cell.id in used:
                cell.id = f"own-{n}"
            used.add(cell.id)


# --- experiments ------------------------------------------------------------------------------------


def unchanged_experiments(released, notebook):
    """Return the ids of experiment cells that are as they were handed out, so that grading can leave them out.

    One whose results a student's own code uses is not among them, nor one that such an experiment uses.
    """
    given = {c.id: c.source for c in released.cells if c.metadata.get("course", {}).get("role") == "experiment"}
    ours = {c.source for c in released.cells}
    code = [c for c in notebook.cells if c.cell_type == "code"]
    used = set().union(*(_names(c.source)[1] for c in code if c.source not in ours))
    skipped = set()
    for cell in reversed([c for c in code if given.get(c.id) == c.source]):
        makes, uses = _names(cell.source)
        if makes & used:
            used |= uses
        else:
            skipped.add(cell.id)
    return skipped


@functools.lru_cache(maxsize=256)  # most cells are the same in every submission
def _names(source):
    """Return the global names that a cell makes, and those that it uses; of one that is too much to parse, all its words."""
    from IPython.core.inputtransformer2 import TransformerManager

    words = set(re.findall(r"[^\W\d]\w*", source))
    if len(source) > LONGEST or len(re.findall(r"^\s*[%!?/,;]|[%!?]\s*$|=\s*[%!]", source, re.MULTILINE)) > MAGICS:
        return set(), words
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a student's odd escapes
            tables = [symtable.symtable(TransformerManager().transform_cell(source), "<cell>", "exec")]
    except (SyntaxError, ValueError):
        return set(), set()  # it does not run, so it uses nothing
    except Exception:  # nested too deeply, or, on Python 3.13, a NUL character, which ends its tokenizer in a SystemError
        return set(), words
    makes = {s.get_name() for s in tables[0].get_symbols() if s.is_assigned() or s.is_imported()}
    uses = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        uses |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (s.is_global() or table.get_type() == "module")}
    if uses & {"eval", "exec", "globals", "locals", "vars", "get_ipython"}:  # names may stand in strings and magics
        uses |= words
    return makes, uses
