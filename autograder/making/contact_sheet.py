"""All figures of the chapters on one page, at the width that a notebook shows them at, with what is said to those who cannot see them."""

from __future__ import annotations

import html
from pathlib import Path

import nbformat

from ..errors import CourseError

STYLE = (
    "body{font:15px/1.4 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "figure{margin:1.2rem 0;display:inline-block;vertical-align:top;max-width:100%}img{max-width:100%;height:auto;border:1px solid #ddd}"
    "figcaption{max-width:44rem;color:#444}code{background:#f2f2f2;padding:0 .2em}"
)


def page(root):
    """Return the page as HTML, and how many figures are on it; `CourseError` if no notebook has been run."""
    parts, count = [], 0
    for file in sorted((Path(root) / "notebooks").glob("*.ipynb")):
        figures = list(_figures(nbformat.read(file, as_version=4)))
        count += len(figures)
        parts += [f"<h2>{html.escape(file.stem)}</h2>", *figures]
    if not count:
        raise CourseError(f"no notebook in {Path(root) / 'notebooks'} holds a figure: `course build` first")
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title><style>{STYLE}</style>'
    return "\n".join([head, f"<main><h1>{count} figures</h1>", *parts, "</main></html>"]), count


def _figures(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" not in output.get("data", {}):
                continue
            about = output.metadata.get("image/png", {})
            alt, width = html.escape(about.get("alt", ""), quote=True), about.get("width", "")
            picture = output.data["image/png"].replace("\n", "")
            yield (
                f'<figure><img src="data:image/png;base64,{picture}" width="{width}" alt="{alt}">'
                f"<figcaption><code>{html.escape(cell.id)}</code> {alt or '(no text)'}</figcaption></figure>"
            )
