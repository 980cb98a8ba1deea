"""Whether a drawing (SVG) is quick to draw: a few lines of one can keep a browser busy for ever, without a script.

It is a part drawn by reference in parts that are drawn by reference themselves, so what counts is how often each is drawn in all.
"""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree import ElementTree

MOST_DRAWN = 100_000  # parts, each as often as it is drawn; a figure of Matplotlib has some thousands
REFERENCE = re.compile(r"#([^\s'\")]+)")
MOVES = re.compile(r"animat|set$|script$|foreignObject$", re.IGNORECASE)  # names of elements: what never ends, and pages in a picture
ODD_STYLE = re.compile(r"url|animation|@|\\", re.IGNORECASE)  # in a style sheet, which no reference is read from
ODD_VALUE = re.compile(
    r"animation|\\|data:(?!image/(?:png|jpeg|gif)[;,])", re.IGNORECASE
)  # of an attribute: what moves, or holds another drawing


def is_quick(drawing):
    """Whether a drawing, as text, is drawn in a time that its length bounds."""
    if re.search(r"<!ENTITY|<\?xml-stylesheet", drawing, re.IGNORECASE):
        return False
    try:
        root = ElementTree.fromstring(drawing)
        return _drawn(root, {part.get("id"): part for part in root.iter() if part.get("id")}, {}) <= MOST_DRAWN
    except (ElementTree.ParseError, RecursionError, ValueError):
        return False


def _drawn(part, named, known):
    """Return how many parts are drawn for one, those it refers to among them; `known` has what was found before."""
    if id(part) in known:
        return known[id(part)]
    known[id(part)] = float("inf")  # for whoever refers to it from inside
    name, values = str(part.tag).rpartition("}")[2], [re.sub(r"\s", "", value) for value in part.attrib.values()]
    if MOVES.match(name) or name == "style" and ODD_STYLE.search("".join(part.itertext())) or any(map(ODD_VALUE.search, values)):
        return known[id(part)]
    used = [named[one] for value in values for one in map(unquote, REFERENCE.findall(value)) if one in named]
    known[id(part)] = 1 + sum(_drawn(one, named, known) for one in [*part, *used])
    return known[id(part)]
