"""Which experiments grading leaves out: those that are as they were handed out, and whose results no code of the student's uses."""

from __future__ import annotations

from ..cells import role_of
from .names import names


def unchanged_experiments(released, notebook):
    """Return the ids of experiment cells that are as they were handed out, so that grading can leave them out.

    One whose results a student's own code uses is not among them, nor one that such an experiment uses.
    """
    given = {c.id: c.source for c in released.cells if role_of(c) == "experiment"}
    ours = {c.source for c in released.cells}
    code = [c for c in notebook.cells if c.cell_type == "code"]
    used = set().union(*(names(c.source)[1] for c in code if c.source not in ours))
    skipped = set()
    for cell in reversed([c for c in code if given.get(c.id) == c.source]):
        makes, uses = names(cell.source)
        if makes & used:
            used |= uses
        else:
            skipped.add(cell.id)
    return skipped
