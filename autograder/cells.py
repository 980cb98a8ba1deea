"""What a cell is to us: its names, what it is for, whether students write in it or are graded by it."""

from __future__ import annotations

import hashlib


def grade_id(cell):
    """Return the name nbgrader knows a cell by, or None."""
    name = nbgrader_of(cell).get("grade_id")
    return name if isinstance(name, str) else None


def is_answer(cell):
    """Whether a released cell is one that students write in."""
    return bool(nbgrader_of(cell).get("solution"))


def is_graded(cell):
    """Whether a released cell has points."""
    return bool(nbgrader_of(cell).get("grade"))


def role_of(cell):
    """Return what a cell of ours is for: setup, experiment, predict, exercise, tests, mine or code; None for another's."""
    return _course(cell).get("role")


def exercise_of(cell):
    """Return the exercise that a cell of ours belongs to, or None."""
    return _course(cell).get("name")


def points_of(cell):
    """Return the points of a graded cell."""
    return float(cell["metadata"]["nbgrader"]["points"])


def checksum(cell):
    """Return nbgrader's checksum of a cell: its own function takes most of a second to import, in each worker."""
    about = cell["metadata"]["nbgrader"]
    solution, graded = about.get("solution", False), about.get("grade", False)
    locked = False if solution else True if graded else about.get("locked", False)
    points = [float(about["points"])] if graded else []
    parts = [cell["source"], cell["cell_type"], graded, solution, locked, about["grade_id"], *points]
    return hashlib.md5("".join(map(str, parts)).encode()).hexdigest()


def nbgrader_of(cell):
    """Return nbgrader's metadata of a cell, as a dict."""
    data = cell.get("metadata", {}).get("nbgrader")
    return data if isinstance(data, dict) else {}


def _course(cell):
    data = cell.get("metadata", {}).get("course")
    return data if isinstance(data, dict) else {}
