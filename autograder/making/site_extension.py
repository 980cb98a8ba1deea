"""What the site adds to Sphinx: formulas as MathML, which browsers show without script or network, and our docstrings as they are laid out."""

from __future__ import annotations

import re
import textwrap

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging

COLUMNS = re.compile(r"^\S.*\S {2,}\S", re.MULTILINE)


def setup(app):
    """Tell Sphinx; it calls this."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("autodoc-process-docstring", _docstring)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _inline(translator, node):
    translator.body.append(formula(node, block=False))
    raise nodes.SkipNode


def _block(translator, node):
    # The second class has the theme's script let the keyboard in where a formula is wider than the page, so that it scrolls.
    translator.body.append(f'<div class="math pst-scrollable-table-container">{formula(node, block=True)}</div>\n')
    raise nodes.SkipNode


def formula(node, block):
    """Return a node's LaTeX as MathML; warn where it is none."""
    try:
        return LatexToMathML(fancy_error=False).convert_with_local_state(node.astext(), displaystyle=block)
    except (LatexError, ValueError) as error:
        logging.getLogger(__name__).warning("a formula that cannot be typeset, %s: %s", error, node.astext(), location=node)
        return ""


def _docstring(app, what, name, obj, options, lines):
    lines[:] = as_rst("\n".join(lines)).splitlines()


def as_rst(words):
    """Return a docstring as reStructuredText: what has columns or is indented keeps its lines, the rest is prose."""
    return "\n\n".join(_part(part) for part in re.split(r"\n\s*\n", words.strip("\n")))


def _part(part):
    if COLUMNS.search(part):
        return _as_laid_out(part)
    runs = re.findall(r"(?m)(?:^ +\S.*\n?)+|(?:^\S.*\n?)+", part)
    return "\n\n".join(_as_laid_out(run) if run.startswith(" ") else _prose(run) for run in (run.rstrip() for run in runs))


def _as_laid_out(part):
    return ".. code-block:: text\n\n" + re.sub("^", "   ", textwrap.dedent(part), flags=re.MULTILINE)


def _prose(part):
    pieces = re.split(r"`([^`]+)`", part)
    return "".join(f"``{piece}``" if n % 2 else re.sub(r"([\\*|_`])", r"\\\1", piece) for n, piece in enumerate(pieces))
