"""What the README shows of the chapters: their table, and a figure that one of them makes."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import nbformat

from .notebooks import points

BEGIN, END = "<!-- chapters: made by `course build` -->", "<!-- /chapters -->"
FIGURE = ("docs/dropout.png", "04_dropout", "experiment-train_with_dropout")  # file, chapter, id of the cell that draws it


def table(chapters):
    """Return the table of the chapters as Markdown, between its marks."""
    rows = [BEGIN, "| chapter | you write | minutes | points |", "|---|---|---|---|"]
    for chapter in chapters:
        name, exercises = chapter.name, ", ".join(f"`{e}`" for e in chapter.of("exercise"))
        files = f"[solved](notebooks/{name}.ipynb), [student's](release/{name}/{name}.ipynb)"
        rows.append(f"| **{title(chapter)}** ({files}) | {exercises} | {chapter.minutes:g} | {points(chapter):g} |")
    return "\n".join([*rows, END])


def title(chapter):
    """Return a chapter's title, the heading of its first cell."""
    return re.match(r"# (.+)", chapter.cells[0].source)[1]


def made(root, chapters):
    """Return what the README holds that is made, as pairs (file, content): its table, its figure."""
    file = Path(root) / "README.md"
    if not file.is_file():
        return []
    pattern = re.escape(BEGIN) + ".*?" + re.escape(END)
    text = re.sub(pattern, lambda match: table(chapters), file.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [(file, text), *figure(root)]


def figure(root):
    """Return the file of the README's figure and its bytes, from the executed notebook; nothing if that is not there."""
    file, chapter, cell_id = FIGURE
    notebook = Path(root) / "notebooks" / f"{chapter}.ipynb"
    if not notebook.is_file():
        return []
    cell = next((c for c in nbformat.read(notebook, as_version=4).cells if c.id == cell_id), None)
    pictures = [o.data["image/png"] for o in (cell or {}).get("outputs", []) if "image/png" in o.get("data", {})]
    return [(Path(root) / file, base64.b64decode(pictures[0]))] if pictures else []
