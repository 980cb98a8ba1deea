"""The pages of the site, as Sphinx reads them: chapters, guides, the map of the lecture, what students import; with solutions, the answers.

Each page is made from what is written elsewhere; only the words around them stand in `site_index.md`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

import nbformat

from course_utils import start

from ..errors import CourseError
from ..places import texts
from .lecture_map import MAP

INDEX = Path(__file__).with_name("site_index.md")
KIT = Path(__file__).with_name("kit_readme.md")
PICTURES = Path(__file__).with_name("pictures")
MODULES = (
    "network",
    "datasets",
    "learners",
    "plots",
    "widgets",
    "check",
    "predict",
)  # that chapters import, but for black boxes to examine
SHOWN = ("code", "experiment")  # the roles of cells whose outputs can be shown
GUIDES = {  # page: (title of its own or "", file, section or "")
    "students": ("", "README.md", "For students"),
    "kit": ("The kit: install and start", "", ""),
    "self-learners": ("", "README.md", "For self-learners"),
    "notation": ("", "README.md", "Notation"),
    "instructors": ("", "docs/instructors.md", ""),
    "security": ("", "docs/security.md", ""),
    "performance": ("", "docs/performance.md", ""),
    "other-courses": ("", "docs/other-courses.md", ""),
    "without-make": ("", "README.md", "Without make"),
    "where-things-are": ("", "README.md", "Where things are"),
    "contributing": ("", "CONTRIBUTING.md", ""),
    "dependencies": ("", "docs/dependencies.md", ""),
}
LEARN, TEACH = list(GUIDES)[:4], list(GUIDES)[4:]


def write_all(root, folder, solutions=False):
    """Write all pages of a course to a folder."""
    root, folder = Path(root), Path(folder)
    names = [text.stem for text in texts(root)]
    places = {("README.md#" + slug(section) if section else file): f"guides/{page}.md" for page, (_, file, section) in GUIDES.items()}
    places |= {MAP.as_posix(): "lecture-map.md"}
    for name in names:
        places[f"release/{name}/{name}.ipynb"] = f"chapters/{name}.ipynb"
        if solutions:
            places[f"notebooks/{name}.ipynb"] = f"solved/{name}.ipynb"
    pages = {"lecture-map.md": _map(relinked(_read(root / MAP), MAP.as_posix(), "lecture-map.md", places), names)}
    for page, (title, file, section) in GUIDES.items():
        words = _section(_read(root / file), section) if section else _read(root / file) if file else _read(KIT).replace("VERSION", "…")
        words = re.sub(r"\A# .*", f"# {title}", words) if title else words
        pages[f"guides/{page}.md"] = relinked(words, file, f"guides/{page}.md", places)
    given = {name: chapter(root, name, names) for name in names}
    pages |= {f"chapters/{name}.ipynb": nbformat.writes(notebook) for name, notebook in given.items()}
    pages |= {f"api/{module}.md": _api(f"course_utils.{module}") for module in MODULES}
    if solutions:
        pages |= {f"solved/{name}.ipynb": nbformat.writes(solved(root, name, names)) for name in names}
        pages |= {f"reference/{name[3:]}.md": _reference(name[3:]) for name in names}
    pages["index.md"] = _index(root, given, solutions)
    for page, words in pages.items():
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(words, encoding="utf-8")
    for name in names:
        file = folder / "pictures" / f"{name}.svg"
        file.parent.mkdir(exist_ok=True)
        file.write_text(_read(PICTURES / file.name), encoding="utf-8")


# --- chapters ------------------------------------------------------------------------------------------


def chapter(root, name, names=()):
    """Return a released chapter as the site shows it: with what its cells showed until an answer came in.

    That is at its first exercise, or at a cell for a student's own function of an earlier chapter. What was shown before cannot tell of one.
    """
    notebook = _notebook(root / "release" / name / f"{name}.ipynb")
    made = {cell.id: cell for cell in _notebook(root / "notebooks" / f"{name}.ipynb").cells}
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        role, run = cell.metadata.get("course", {}).get("role"), made.get(cell.id)
        if role == "exercise" or not run or run.source != cell.source:
            break
        if role in SHOWN:
            cell.outputs = run.outputs
    return _laid_out(notebook, name, names)


def solved(root, name, names=()):
    """Return a solved chapter as the site shows it."""
    notebook = _laid_out(_notebook(root / "notebooks" / f"{name}.ipynb"), name, names)
    notebook.cells[0].source = re.sub(r"\A(# .*)", r"\1 (solved)", notebook.cells[0].source)
    return notebook


def _laid_out(notebook, name, names):
    chapters = {int(other[:2]): f"{other}.ipynb" for other in names if other != name}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _linked(cell.source, chapters)
            continue
        figures = [output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
        alts = [figure.metadata.get("image/png", {}).get("alt") for figure in figures]
        if len(alts) > 1 or not all(alts):
            raise CourseError(f"{name}, cell {cell.id}: the site shows one figure of a cell, with an alternative text, here are {alts}")
        if alts:  # myst-nb takes the text from here, and from nowhere else
            cell.metadata["mystnb"] = {"image": {"alt": alts[0], "classes": "figure"}}
        for figure in figures:
            figure.data.pop("text/html", None)  # the same picture, for JupyterLab
    return notebook


def _linked(words, chapters):
    """Return Markdown in which `chapter 3` is a link to that, where it stands in prose; the lecture has chapters, too: `chapter 4 of …`."""
    parts = re.split(r"(^#[^\n]*|```.*?```|`[^`\n]*`|\$[^$]*\$|\[[^\]]*\]\([^)]*\))", words, flags=re.MULTILINE | re.DOTALL)

    def link(match):
        file = chapters.get(int(match[1]))
        return f"[{match[0]}]({file})" if file else match[0]

    return "".join(part if n % 2 else re.sub(r"\b[Cc]hapter (\d)\b(?! of )", link, part) for n, part in enumerate(parts))


def _notebook(file):
    if not file.is_file():
        raise CourseError(f"there is no {file}: `course build` makes it")
    return nbformat.read(file, as_version=4)


# --- guides, the map, the front page ---------------------------------------------------------------------


def slug(title):
    """Return the anchor that Markdown gives to a heading."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower().replace(" ", "-"))


def relinked(words, file, page, places):
    """Return a repository's text with its links led to the site's pages; a link to what is not on the site becomes its words.

    file    where the text stands in the repository
    page    where it is on the site
    places  {path in the repository: page of the site}
    """

    def lead(match):
        target, _, anchor = match[2].partition("#")
        if re.match(r"\w+:", match[2]) or not target and f"{file}#{anchor}" not in places:
            return match[0]
        path = os.path.normpath(PurePosixPath(file).parent / target) if target else file
        there = places.get(f"{path}#{anchor}") or places.get(path)
        if not there:
            return match[1]
        keep = f"#{anchor}" if anchor and f"{path}#{anchor}" not in places else ""
        return f"[{match[1]}]({os.path.relpath(there, PurePosixPath(page).parent)}{keep})"

    return re.sub(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)", lead, words)


def _section(words, title):
    """Return a section of a text as a page of its own."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", words, re.MULTILINE | re.DOTALL)
    if not found:
        raise CourseError(f"README.md has no section {title}, which the site shows")
    return f"# {title}\n{re.sub(r'^##', '#', found[1], flags=re.MULTILINE)}"


def _map(words, names):
    """Return the map of the lecture, its rows leading to the chapters' headings."""

    def lead(match):
        name, section = match[1], match[2].strip()
        return f"| [{int(name[:2])}](chapters/{name}.ipynb) | [{section}](chapters/{name}.ipynb#{slug(section)}) |"

    return re.sub(rf"\| `({'|'.join(names)})` \|([^|]*)\|", lead, words)


def _index(root, chapters, solutions):
    rows = ["| picture | chapter | minutes | points |", "|:--|:--|:--|:--|"]
    for name, notebook in chapters.items():
        about = start.read(name, notebook)
        says = re.search("<title>(.+)</title>", _read(PICTURES / f"{name}.svg"))[1]
        shown = f"![{says}](pictures/{name}.svg)"
        rows.append(f"| {shown} | **[{about.title}](chapters/{name}.ipynb)** {about.about} | {about.minutes} | {about.points:g} |")
    lists = {"Chapters": [f"chapters/{name}" for name in chapters], "Learn": [f"guides/{page}" for page in LEARN]}
    if solutions:
        lists["Solved"] = [f"solved/{name}" for name in chapters]
        lists["References"] = [f"reference/{name[3:]}" for name in chapters]
    lists["What chapters import"] = [f"api/{module}" for module in MODULES]
    lists["Teach"] = ["lecture-map", *(f"guides/{page}" for page in TEACH)]
    trees = [
        f"```{{toctree}}\n:hidden:\n:maxdepth: 1\n:caption: {title}\n\n" + "\n".join(pages) + "\n```\n" for title, pages in lists.items()
    ]
    words = _read(INDEX).replace("CHAPTERS", "\n".join(rows)).replace("CREDIT", _credit(root))
    return words + "\n" + "\n".join(trees)


def _credit(root):
    return relinked(_section(_read(root / "README.md"), "Credit and licences").partition("\n")[2].strip(), "README.md", "index.md", {})


def _read(file):
    return file.read_text(encoding="utf-8")


# --- what students import, and the references ------------------------------------------------------------


def _api(module, more=""):
    called = "\n   :special-members: __call__\n   :exclude-members: visible_paper" if module.endswith(".check") else ""
    title = module.removeprefix("course_utils.") if ".reference." in module else module
    return f"# {title}\n\n```{{eval-rst}}\n.. automodule:: {module}\n   :members:\n   :member-order: bysource{called}\n```\n{more}"


def _reference(module):
    import course_utils.reference

    file = Path(course_utils.reference.__file__).with_name(f"{module}.py")
    return _api(f"course_utils.reference.{module}", f"\n## The code\n\n````python\n{_read(file)}\n````\n")
