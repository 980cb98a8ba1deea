"""What it costs to make a page safe: an estimate made before, and an allowance for the page, so that no output holds the class up.

A browser, and whoever reads HTML as one does, opens what was left open again in every block that follows: a few thousand
characters become a million elements.
"""

from __future__ import annotations

import re
from collections import Counter

from nbformat import NotebookNode

FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)  # what is opened again
TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
MOST = 20_000  # elements in one text
PAGE = 300_000  # elements and characters of all outputs of a page, some seconds
CHEAP = 8  # characters of HTML that cost as much as an element, an "&", or a character of Markdown
READ = ("text/html", "text/markdown", "text/latex")


def elements(text):
    """Return how many elements some HTML becomes at most."""
    total, opened = 0, Counter()
    for closing, name in TAG.findall(text):
        name = name.lower()
        if name in FORMATTING:
            opened[name] = max(opened[name] + (-1 if closing else 1), 0)
        total += 1 + opened.total()
    return total


def within(cells, room=PAGE):
    """Yield cells whose outputs are without HTML, Markdown and formulas where the page has no room for these any more."""
    for cell in cells:
        outputs = []
        for output in cell.get("outputs", []):
            data = output.get("data")
            costs = sum(_cost(kind, data[kind]) for kind in READ if kind in data) if isinstance(data, dict) else 0
            if costs > room:
                output = NotebookNode(output, data={kind: value for kind, value in data.items() if kind not in READ})
            else:
                room -= costs
            outputs.append(output)
        yield NotebookNode(cell, outputs=outputs) if outputs else cell


def _cost(kind, text):
    text = str(text)
    return min(elements(text), MOST) + text.count("&") + len(text) // CHEAP if kind == "text/html" else len(text)
