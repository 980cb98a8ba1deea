"""Which experiments grading leaves out: those that are as they were handed out, and whose results no code of the student's uses."""

from __future__ import annotations

import functools
import re
import symtable
import warnings

from ..cells import role_of

LONGEST = 20_000  # characters of a cell that is parsed for the names it uses,
LONGEST_OF_ALL = 400_000  # of all that a student wrote: ten chapters, and
MAGICS = 50  # its lines for IPython: their transformer reads a cell again for each
MAGIC = re.compile(r"^[^\S\n]*[%!?/,;]|[%!?]\s*$|=\s*[%!]", re.MULTILINE)  # `^\s*` would look at blank lines again from each of them


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
        used |= _names(source)[1] if room >= 0 else _words(source)
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

    words = _words(source)
    if len(source) > LONGEST or len(MAGIC.findall(source)) > MAGICS:
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


def _words(source):
    return set(re.findall(r"[^\W\d]\w*", source))
