"""Cells that stand where they cannot do their work: the set-up cell below answers, tests above their answer, an answer below who calls it.

Each function changes a list of mended cells and returns notes in words.
"""

from __future__ import annotations

from ..cells import exercise_of, grade_id, is_answer, is_graded, role_of
from .names import answers
from .read import new_cell


def index_of(cells, cell):
    """Return where a cell, it and no equal one, stands."""
    return next(i for i, other in enumerate(cells) if other is cell)


def set_up_first(cells):
    """Move a set-up cell that stands below an answer above all code, and return notes."""
    at = next((i for i, cell in enumerate(cells) if role_of(cell) == "setup"), None)
    if at is None or not any(map(is_answer, cells[:at])):
        return []
    cells.insert(next(i for i, cell in enumerate(cells) if cell.cell_type == "code"), cells.pop(at))
    return ["the cell 'setup' stood below answers that need it"]


def before_who_may_call(cells, order):
    """Where an answer stands below the tests of an exercise that comes after its own, have a copy of it run above them; return notes."""
    notes = []
    for own in [cell for cell in cells if is_answer(cell) and exercise_of(cell)]:
        later = order[order.index(grade_id(own)) :]
        others = (i for i, c in enumerate(cells) if is_graded(c) and grade_id(c) in later and exercise_of(c) != exercise_of(own))
        at = next(others, len(cells))
        if at < index_of(cells, own) and answers(own.source, exercise_of(own)):
            first = min(i for i, c in enumerate(cells[: at + 1]) if exercise_of(c) == exercise_of(cells[at]))
            cells.insert(first, new_cell("code", own.source, {}, ""))
            notes.append(f"the cell {grade_id(own)!r} stood below exercises that may call it: a copy of it runs above them")
    return notes


def behind_answers(cells):
    """Move a graded cell that stands before its exercise's answer behind it, and return notes."""
    notes = []
    for role in [cell for cell in cells if is_graded(cell) and exercise_of(cell)]:
        own = [i for i, cell in enumerate(cells) if is_answer(cell) and exercise_of(cell) == exercise_of(role)]
        at = index_of(cells, role)
        if own and at < own[-1]:
            cells.insert(own[-1], cells.pop(at))
            notes.append(f"the cell {grade_id(role)!r} stood before its answer")
    return notes
