"""A class's notebooks of a chapter: the course's text with the class's own points and given exercises, made as any release is."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import nbformat

from ..errors import BuildError
from ..files import mirror, write
from ..making import notebooks, prove, text
from ..making import release as making


def build(own, chapters, progress=lambda says: None, folder=None):
    """Make source/ and release/ of some chapters in a class's folder (or in `folder`) by the edition that runs here.

    Return the files that came out otherwise than they were. With `folder` nothing is written down in the class.
    """
    every, changed, name = {c.name: c for c in text.read_all(own.root)}, [], None
    for chapter in chapters:
        if chapter not in every:
            raise BuildError(f"the course has no chapter {chapter} any more; take it out of {own.file}, chapters")
        progress(f"{chapter}: making the release of {own.folder.name}")
        changed += _build_chapter(own, adapted(every[chapter], own.settings), folder or own.folder)
        if not folder:
            name = name or own.present.keep(own.folder)
            own.note(chapter, name)
    return changed


def adapted(chapter, settings):
    """Return a chapter with the class's points, its given exercises without graded cells."""
    cells = []
    for cell in chapter.cells:
        if cell.role == "exercise" and cell.name in settings.given:
            cell = replace(cell, options={"given": True})
        elif cell.role == "exercise" and cell.name in settings.points:
            cell = replace(cell, options={**cell.options, "points": settings.points[cell.name]})
        if not (cell.role == "tests" and cell.name in settings.given):
            cells.append(cell)
    return replace(chapter, cells=cells)


def _build_chapter(own, chapter, folder):
    source, beside = notebooks.source_notebook(chapter), own.root / "source" / chapter.name
    pictures = [f.relative_to(beside).as_posix() for f in sorted(beside.rglob("*")) if f.is_file() and f.suffix != ".ipynb"]
    with tempfile.TemporaryDirectory() as workplace:
        made = making.release(own.root, chapter, source, pictures, Path(workplace))
        released = nbformat.read(made / f"{chapter.name}.ipynb", as_version=4)
        prove.prove_closed(chapter, released)  # all else is proved of the course's own release
        inner = folder / "source" / chapter.name
        changed = [f for p in pictures if write(f := inner / p, (beside / p).read_bytes())]
        changed += [f] if write(f := inner / f"{chapter.name}.ipynb", notebooks.dumps(source)) else []
        return changed + mirror(made, folder / "release" / chapter.name)
