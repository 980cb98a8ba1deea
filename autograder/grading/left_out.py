"""Which experiments grading leaves out: those that are as they were handed out, and whose results no code of the student's uses."""

from __future__ import annotations

from ..cells import role_of
from .names import names, words

LONGEST_OF_ALL = 400_000  # characters of all that a student wrote: ten chapters


def unchanged_experiments(released, notebook):
    """Return the ids of experiment cells that are as they were handed out, so that grading can leave them out.

    One whose results a student's own code uses is not among them, nor one that such an experiment uses.
    """
    given = {c.id: c.source for c in released.cells if role_of(c) == "experiment"}
    ours = {c.source for c in released.cells}
    code = [c for c in notebook.cells if c.cell_type == "code"]
    used, room = set(), LONGEST_OF_ALL
    for source in [c.source for c in code if c.source not in ours]:
        room -= len(source)
        used |= names(source)[1] if room >= 0 else words(source)
    skipped = set()
    for cell in reversed([c for c in code if given.get(c.id) == c.source]):
        makes, uses = names(cell.source)
        if makes & used:
            used |= uses
        else:
            skipped.add(cell.id)
    return skipped
