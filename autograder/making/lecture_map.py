"""The map of the lecture, `docs/lecture-map.md`: its rows, and the exercises that stand in none."""

from __future__ import annotations

import re
from pathlib import Path

MAP = Path("docs", "lecture-map.md")
TABLES = ("Sections", "Slips")


def rows(words, title):
    """Return the rows of the table under a heading: lists of four cells, without the table's head."""
    part = words.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def missing(root, chapter):
    """Return what to write for each exercise of a chapter that is not on the map: by name; nothing where a course has no map."""
    file = Path(root) / MAP
    if not file.is_file():
        return {}
    words = file.read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", "\n".join(row[-1] for title in TABLES for row in rows(words, title))))
    return {
        name: f"{MAP.as_posix()} has `{name}` in no row; name it in one, or add to the table {TABLES[0]}: "
        f"| a section of the lecture | `{chapter.name}` | the heading it stands under | `{name}` |"
        for name in chapter.of("exercise")
        if name not in named
    }
