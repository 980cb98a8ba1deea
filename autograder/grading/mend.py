"""Put a submitted notebook in order: make it one that can be graded.

Points, types, locks and kernel are taken from the released notebook, answers from the submitted one.
A student's own cells stay where they are; what was deleted is put back, what is there twice is sorted out.
All of it is pure: notebooks in, a notebook and notes in words out.
"""

from __future__ import annotations

import re

from nbformat import v4

from ..cells import exercise_of, grade_id, is_answer, is_graded, nbgrader_of
from .read import new_cell


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
        exercise = exercise_of(role)
        return cell.cell_type == "code" and bool(exercise and re.search(rf"^def {re.escape(exercise)}\b", cell.source, re.MULTILINE))
    return cell.source == role.source


def _choose(role, indices, cells):
    """Of several cells in one role take the last that was written in: the last definition is the one that counts."""
    written = [i for i in indices if is_answer(role) and cells[i].source != role.source]
    return (written or indices)[-1]


def _differs(cell, role, name):
    given, ours = nbgrader_of(cell), nbgrader_of(role)
    keys = ("schema_version", "points", "grade", "solution", "locked")
    if cell.cell_type != role.cell_type or any(given.get(key) != ours.get(key) for key in keys):
        return [f"the cell {name!r} had lost or changed its type or metadata"]
    return []


def _as_released(role, source):
    return new_cell(role.cell_type, source if is_answer(role) else role.source, role.metadata, role.id)


def _as_own(cell):
    return new_cell(cell.cell_type, cell.source, {}, cell.id)


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
    for role in [cell for cell in cells if is_graded(cell) and exercise_of(cell)]:
        answers = [i for i, cell in enumerate(cells) if is_answer(cell) and exercise_of(cell) == exercise_of(role)]
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
