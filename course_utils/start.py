"""What the start page shows: the chapters whose notebooks lie beside it, what of them is done, and where to go on.

    start.show()

All of it is read anew from the notebooks and from the student's own list of checks that passed (`progress`); nothing is written.
"""

from __future__ import annotations

import html
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from . import progress
from .checking.messages import in_notebook

NAME = re.compile(r"\d\d_\w+")  # of a chapter, and of its notebook
NEWER = ".new"  # ends the name of a chapter's newer notebook, where a student works in an older one
HEADING = re.compile(r"^#+ (Exercise [\d.]+: `(\w+)`.*)$", re.MULTILINE)
CHANGES = ".given/newer.given"  # what is new in such notebooks, in words by name, where `course lab` brought them
GRADED = "judge_"  # begins the name that nbgrader has for an exercise's graded cell


@dataclass
class Chapter:
    """A chapter, as its notebook says it.

    about      what one does in it, in a sentence
    exercises  {name: (points, heading, id of the heading's cell)}
    """

    name: str
    file: str
    title: str = ""
    about: str = ""
    minutes: str = ""
    exercises: dict[str, tuple[float, str, str]] = field(default_factory=dict)

    @property
    def points(self):
        """The points of its exercises, in all."""
        return sum(points for points, *_ in self.exercises.values())


def read(name, notebook, file=""):
    """Return the `Chapter` that a released notebook, or a student's copy of it, is; `notebook` is None where it cannot be read."""
    chapter = Chapter(name, file or f"{name}.ipynb", name)
    cells = [(cell, _source(cell)) for cell in (notebook or {}).get("cells", []) if isinstance(cell, dict)]
    prose = [(cell, text) for cell, text in cells if cell.get("cell_type") == "markdown"]
    first = prose[0][1] if prose else ""
    chapter.title = _find(r"^# (.+)$", first) or name + ("" if notebook else ", which cannot be read as a notebook")
    chapter.about = _find(r"^\*\*What you'll do\.\*\* (.+)$", first)
    chapter.minutes = _find(r"About (\d+) minutes", first)
    headings = {match[2]: (match[1], str(cell.get("id", ""))) for cell, text in prose for match in HEADING.finditer(text)}
    for cell, _ in cells:
        about = _dict(_dict(cell.get("metadata")).get("nbgrader"))
        grade_id, points = about.get("grade_id"), about.get("points")
        if about.get("grade") and isinstance(grade_id, str) and grade_id.startswith(GRADED) and isinstance(points, (int, float)):
            exercise = grade_id.removeprefix(GRADED)
            chapter.exercises[exercise] = (points, *headings.get(exercise, (exercise, "")))
    return chapter


def chapters(folder="."):
    """Return the chapters whose notebooks lie in a folder, in order; what they are called is what the course calls them."""
    files = sorted(file for file in Path(folder).glob("*.ipynb") if NAME.fullmatch(file.stem) and file.name != progress.START)
    return [read(file.stem, load(file), file.name) for file in files]


def show(due=None, folder="."):
    """Show the chapters, what is done, and where to go on. due {chapter: until when it may be handed in, in words}."""
    text, page = table(chapters(folder), *_done(folder), due or {}, newer(folder))
    if in_notebook():
        from IPython.display import display

        display({"text/plain": text, "text/html": page}, raw=True)
    else:
        print(text)


def newer(folder="."):
    """Return the newer notebooks of chapters that lie beside older ones: {chapter: [(name of the file, what is new in it)]}."""
    found, says = {}, changes(folder)
    for file in sorted(Path(folder).glob(f"*{NEWER}*.ipynb")):
        found.setdefault(file.name.partition(NEWER)[0], []).append((file.name, says.get(file.name, "")))
    return found


def changes(folder):
    """Return what is new in the newer notebooks of a folder, in words by name; nothing where nobody wrote it down."""
    try:
        says = json.loads(Path(folder, CHANGES).read_text(encoding="utf-8"))
        return {name: words for name, words in says.items() if isinstance(words, str)}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def _done(folder):
    """Return the exercises whose check has passed, and a word on what is wrong with the file that says so."""
    file = Path(folder, progress.FILE)
    says = f"{file} cannot be read: rename it, and what is done from now on is kept in a new one."
    try:
        done = progress.passed(folder)
    except OSError:
        return set(), says
    if not os.access(file if file.exists() else folder, os.W_OK):
        return done, f"{file} cannot be written, so what you do from now on is not kept there; all else works."
    return done, ""


def table(found, done, amiss="", due=None, newer=None):
    """Return what there is to show, as text and as HTML."""
    due, newer = due or {}, newer or {}
    rows = [_row(chapter, done, due, newer.get(chapter.name, [])) for chapter in found]
    go_on = _go_on(found, done, due)
    kept = f"Done is what the checks said on this machine; {progress.FILE} keeps it beside this page, and it is sent nowhere."
    text = [go_on[0], "", *(row[0] for row in rows), "", kept, *filter(None, [amiss])]
    names = ["chapter", "done", "minutes", "points", *(["hand in until"] if due else [])]
    heads = "".join(f"<th scope='col' style='text-align:left'>{name}</th>" for name in names)
    page = f"<div style='max-width:60em'>{go_on[1]}<table style='margin:.8em 0'><thead><tr>{heads}</tr></thead><tbody>"
    page += "".join(row[1] for row in rows) + f"</tbody></table><p>{html.escape(kept)}</p>"
    return "\n".join(text), f"{page}{f'<p>{html.escape(amiss)}</p>' if amiss else ''}</div>"


def _row(chapter, done, due, newer):
    """Return a chapter's line, as text and as HTML."""
    of, right, until = len(chapter.exercises), sum(name in done for name in chapter.exercises), due.get(chapter.name, "")
    says = f"✓ all {of}" if of and right == of else f"{right} of {of}" if of else "–"
    text = f"{says:>8}  {chapter.title}" + (f"; until {until}" if until else "")
    new = [(file, f" ({words})" if words else "") for file, words in newer]
    text += "".join(f"; a newer one lies beside it: {file}{words}" for file, words in new)
    links = "".join(f"<br>a newer one lies beside it: {_link(file, file)}{html.escape(words)}" for file, words in new)
    bar = f"<span aria-hidden='true'>{'☑' * right}{'☐' * (of - right)}</span> " if right < of else ""
    cells = [_link(chapter.file, chapter.title) + links, bar + says, chapter.minutes, f"{chapter.points:g}"]
    cells += [html.escape(until)] if due else []
    return text, "<tr>" + "".join(f"<td style='text-align:left'>{cell}</td>" for cell in cells) + "</tr>"


def _go_on(found, done, due):
    """Return where to go on, as text and as HTML: the first chapter with something left, and what that is."""
    for chapter in found:
        left = [name for name in chapter.exercises if name not in done]
        if left:
            right, until = len(chapter.exercises) - len(left), due.get(chapter.name)
            verb = "Go on" if right else "Begin"
            _, heading, place = chapter.exercises[left[0]]
            heading = heading.replace("`", "")
            says = f"{right} of {len(chapter.exercises)} exercises are right by their checks. " if right else ""
            says += f"Next is {heading}." + (f" Hand in until {until}." if until else "")
            link = _link(chapter.file, chapter.title, place if right else "")
            return f"{verb}: {chapter.title} ({chapter.file}). {says}", f"<p><b>{verb}: {link}</b></p><p>{html.escape(says)}</p>"
    says = "All exercises are right by their checks." if found else "No chapter lies beside this page."
    return says, f"<p><b>{says}</b></p>"


def _link(file, words, cell=""):
    """Return a link to a file beside this one, or to a cell in it, as JupyterLab calls that."""
    place = quote(file) + (f"#cell-id={quote(cell)}" if cell else "")
    return f"<a href='{html.escape(place)}'>{html.escape(words)}</a>"


def load(file):
    """Return a notebook as it is in its file, or None."""
    try:
        notebook = json.loads(file.read_text(encoding="utf-8"))
        return notebook if isinstance(notebook["cells"], list) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _source(cell):
    source = cell.get("source", "")
    return (
        source
        if isinstance(source, str)
        else "".join(filter(lambda part: isinstance(part, str), source if isinstance(source, list) else ()))
    )


def _dict(value):
    return value if isinstance(value, dict) else {}


def _find(pattern, text):
    match = re.search(pattern, text, re.MULTILINE)
    return match[1] if match else ""
