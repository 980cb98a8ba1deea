"""The start page of a folder of released notebooks: a notebook itself, so that it works in every front end.

It is made from the notebooks of the chapters that it names; only the small pictures lie here, one for each chapter that has one.
Without a kernel it shows a table of the chapters; its one cell shows what is done (`course_utils.start`).
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

from course_utils import start
from course_utils.progress import FILE, START

from .notebooks import KERNEL

# CHAPTER.svg is drawn, 144 × 84, and its <title> says what is to be seen; CHAPTER.png is the same in 288 × 168, for front ends show no SVG here
PICTURES = Path(__file__).with_name("pictures")
TITLE = "Practical aspects of deep learning"
ABOUT = """\
# {title}

In each chapter you meet a failure, predict what will mend it, write the method in a few lines of NumPy, and see your own function change a real result.

**Where was I?** Run the cell below: click into it and press Shift+Enter. It says what is done and where to go on."""
HELP = f"""\
## In a chapter

- Run the cells from the top: Shift+Enter.
- An exercise is a function with `# YOUR CODE HERE`. Its docstring says what comes in and what to return. Write it, run the cell, then the cell below, which checks it.
- Is something not right, the check says what. Change something and run it again: if the same thing is still wrong, it says where to look, then nearly how to mend it.
- Before you hand in: *Kernel > Restart Kernel and Run All Cells*. It runs your notebook from the start, as grading will.

When a check passes, the exercise is written down in `{FILE}`, beside this page. That file is yours; nothing sends it anywhere."""


def files(release, chapters, title="", due=None):
    """Return the start page of the released chapters, {its name: bytes}. due {chapter: until when, in words}."""
    found = [start.read(name, start.load(Path(release, name, f"{name}.ipynb"))) for name in chapters]
    return {START: (json.dumps(page(found, title, due or {}), indent=1, ensure_ascii=False) + "\n").encode()}


def page(chapters, title="", due=None):
    """Return the start page as notebook data."""
    due = {chapter.name: due[chapter.name] for chapter in chapters if chapter.name in (due or {})}
    table, pictures = _table(chapters, due)
    code = f"from course_utils import start\n\nstart.show({json.dumps(due, ensure_ascii=False, indent=4) if due else ''})"
    about = ABOUT.format(title=title or TITLE)
    cells = [_markdown("about", about), _code("show", code), _markdown("chapters", table, pictures), _markdown("help", HELP)]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}, "course": {"start": True}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _table(chapters, due):
    """Return the table of the chapters, and the attachments that it shows."""
    rows, pictures = ["## The chapters", ""], {}
    rows += [
        "| chapter | what you will do | minutes | points |" + (" hand in until |" if due else ""),
        "|:--|:--|:--|:--|" + (":--|" if due else ""),
    ]
    for chapter in chapters:
        file, shown = PICTURES / f"{chapter.name}.png", ""
        if file.is_file():
            says = re.search("<title>(.+)</title>", file.with_suffix(".svg").read_text(encoding="utf-8"))[1]
            shown = f"![{says}](attachment:{file.name})"
            pictures[file.name] = {"image/png": base64.b64encode(file.read_bytes()).decode()}
        about = f"**[{chapter.title}]({chapter.file})**" + (f"<br>{chapter.about}" if chapter.about else "")
        about = about.replace("|", r"\|")
        rows.append(f"| {shown} | {about} | {chapter.minutes} | {chapter.points:g} |" + (f" {due.get(chapter.name, '')} |" if due else ""))
    return "\n".join(rows), pictures


def _markdown(name, source, attachments=None):
    cell = {"cell_type": "markdown", "id": name, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | ({"attachments": attachments} if attachments else {})


def _code(name, source):
    source = source.splitlines(keepends=True)
    return {"cell_type": "code", "id": name, "metadata": {}, "execution_count": None, "outputs": [], "source": source}
