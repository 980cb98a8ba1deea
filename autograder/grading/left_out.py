"""Which given cells grading leaves out: those that are as they were handed out, and whose results nothing that is run uses."""

from __future__ import annotations

from ..cells import role_of
from .names import names, words

CAN_BE = ("experiment", "code")
LONGEST_OF_ALL = 400_000  # characters of all that a student wrote: ten chapters


def not_needed(released, notebook):
    """Return the ids of experiments and other given cells that are as they were handed out, so that grading can leave them out.

    One whose results a student's own code uses is not among them, nor one that such a cell uses. A cell between the exercises that is
    no experiment may also change what another has made: it is run where what it reads is used elsewhere.
    """
    given = {c.id: c.source for c in released.cells if role_of(c) in CAN_BE}
    ours = {c.source for c in released.cells}
    code = [c for c in notebook.cells if c.cell_type == "code"]
    used, room = set(), LONGEST_OF_ALL
    for source in [c.source for c in code if given.get(c.id) != c.source]:
        room -= 0 if source in ours else len(source)
        used |= names(source)[1] if room >= 0 else words(source)
    found = [(c, *names(c.source)) for c in code if given.get(c.id) == c.source]
    between = set().union(*(makes for cell, makes, _ in found if role_of(cell) == "code"))
    skipped = set()
    for cell, makes, uses in reversed(found):
        if (makes | (uses & between if role_of(cell) == "code" else set())) & used:
            used |= uses
        else:
            skipped.add(cell.id)
    return skipped
