"""Hostile and broken submissions, named for what they do, each with the points that its honest part deserves.

An entry is a function that makes a submission to the tiny course (see `tiny`): a notebook, or the bytes of a file; one that is
`placed` writes what it likes to the path where the notebook is expected. What must hold for each is in `check`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import tiny
from nbformat import v4

FORWARD, BACKWARD, ALL = 3, 2, 5  # points
ENTRIES = {}

# Answers that earn nothing.
WRONG = {
    "dropout_forward": "def dropout_forward(A, keep_prob, rng):\n    return A, A * 0 + 1",
    "dropout_backward": "def dropout_backward(dA_dropped, D, keep_prob):\n    return dA_dropped",
}
NEITHER = WRONG


@dataclass(frozen=True)
class Submission:
    """One entry. `kind`: the module it stands in; `status`: what the grader must call it, where that matters; `slow`: seconds, so only in `make test-all`."""

    name: str
    says: str
    make: Callable
    earns: float
    status: str = ""
    slow: bool = False
    placed: bool = False

    @property
    def kind(self):
        return self.make.__module__.rpartition(".")[2]


def submission(earns, **more):
    """Enter a function's submission, which deserves so many points."""

    def enter(make):
        assert make.__name__ not in ENTRIES
        ENTRIES[make.__name__] = Submission(make.__name__, make.__doc__, make, earns, **more)
        return make

    return enter


def of(*kinds, slow=False):
    """Return the entries of some kinds: broken, cheats, harm, secrets, values, wired; the quick ones, if not told otherwise."""
    return {name: entry for name, entry in ENTRIES.items() if entry.kind in kinds and entry.slow == slow}


def around(root, first="", last="", **answers):
    """Return a notebook with a cell of the student's own after the set-up, one at the end, and answers in place of the right ones."""
    notebook = tiny.answered(root, **answers)
    at = notebook.cells.index(tiny.cell(notebook, "setup")) + 1
    if first:
        notebook.cells.insert(at, v4.new_code_cell(first, id="first"))
    if last:
        notebook.cells.append(v4.new_code_cell(last, id="last"))
    return notebook


def forward(body, before=""):
    """Return a `dropout_forward` with this body."""
    return _function("dropout_forward(A, keep_prob, rng)", body, before)


def backward(body, before=""):
    """Return a `dropout_backward` with this body."""
    return _function("dropout_backward(dA_dropped, D, keep_prob)", body, before)


def _function(signature, body, before):
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{before}\ndef {signature}:\n{lines}".lstrip()


from . import broken, cheats, harm, secrets, values, wired  # noqa: E402, F401 - they enter theirs
