"""Messages of the check and the judge: one text, shown rich in JupyterLab and plain in a terminal.

The words carry the meaning; colour and border only repeat it. A screen reader gets a heading-like
first line, then short labelled paragraphs, announced as they come (`role`).
"""

from __future__ import annotations

import html
import os
import re
import sys
from dataclasses import dataclass, field

STYLES = {  # Okabe-Ito colours, chosen to be told apart by everyone
    "right": ("#009E73", "✓", "status"),
    "part": ("#E69F00", "◐", "alert"),
    "wrong": ("#D55E00", "✗", "alert"),
    "empty": ("#0072B2", "○", "status"),
}


@dataclass
class Message:
    """A headline, its kind (a key of `STYLES`) and labelled paragraphs; a paragraph labelled "" stands alone.

    `code` is text to show as it is, such as a traceback.
    """

    kind: str
    headline: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    code: str = ""

    def plain(self):
        """Return the message as plain text."""
        rows = [f"{STYLES[self.kind][1]} {self.headline}"]
        rows += [f"  {label}: {text}" if label else f"  {text}" for label, text in self.lines]
        return "\n".join(rows) + (f"\n\n{self.code}" if self.code else "")

    def html(self):
        """Return the message as HTML that holds nothing but text."""
        colour, sign, role = STYLES[self.kind]
        rows = "".join(
            f"<p style='margin:.3em 0'>{f'<b>{html.escape(label)}:</b> ' if label else ''}{_ticks(_names(text))}</p>"
            for label, text in self.lines
        )
        code = f"<pre style='margin:.5em 0;overflow-x:auto'>{html.escape(self.code)}</pre>" if self.code else ""
        return (
            f"<div role='{role}' style='border-left:4px solid {colour};padding:.2em 0 .2em 1em;max-width:50em'>"
            f"<p style='margin:.3em 0'><span aria-hidden='true' style='color:{colour}'>{sign}</span> "
            f"<b>{_ticks(self.headline)}</b></p>{rows}{code}</div>"
        )

    def show(self, extra=None):
        """Show the message where we are: in a notebook rich (with `extra` MIME data), else as text."""
        if in_notebook():
            from IPython.display import display

            display({"text/plain": self.plain(), "text/html": self.html(), **(extra or {})}, raw=True)
        else:
            print(self.plain())


def in_notebook():
    """Whether there is an IPython shell to show things in."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def execution():
    """Return how nbgrader runs the notebook: "autograde", "validate", or "" where a person does."""
    return os.environ.get("NBGRADER_EXECUTION", "")


def before_a_person():
    """Whether a person may sit before a Jupyter front end: in a kernel, and not while the notebook is graded or validated."""
    return in_notebook() and not execution() and hasattr(sys.modules["IPython"].get_ipython(), "kernel")


def _ticks(text):
    """Escape text; what stands between backticks becomes code."""
    parts = html.escape(text).split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))


def _names(text):
    """Put names with an underscore between backticks, where they are not yet: such a word is never prose."""
    parts = text.split("`")
    return "`".join(part if i % 2 else re.sub(r"\b(?:[A-Za-z]\w*\.)*[A-Za-z]\w*_\w+", r"`\g<0>`", part) for i, part in enumerate(parts))
