"""Damaged notebooks: mutations of a valid one, at the level of its JSON values, its cells and its bytes, for hypothesis."""

import copy
import json

import nbformat
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from autograder.cells import grade_id, is_answer
from autograder.errors import Unreadable
from autograder.grading.left_out import not_needed
from autograder.grading.mend import mend
from autograder.grading.read import parse

SETTINGS = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5) | st.sampled_from([10**30, -(10**30), 3, 4]),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["code", "markdown", "raw", "exercise-dropout_forward", "tests-dropout_forward", "dropout_forward", "\ud800", "\0", "1 / 0"]
    ),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4), max_leaves=8
)
KEYS = [
    "cells",
    "cell_type",
    "source",
    "id",
    "metadata",
    "nbgrader",
    "grade_id",
    "grade",
    "solution",
    "points",
    "outputs",
    "nbformat",
    "worksheets",
]


@st.composite
def notebooks(draw, whole):
    """Draw the bytes of a file: `whole`, a notebook as JSON data, with one to six things done to it."""
    data = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 6))):
        data = draw(st.sampled_from([_cells, _value, _value, _key, _number]))(draw, data)
    text = json.dumps(data, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    return draw(st.sampled_from([_as_it_is, _as_it_is, _as_it_is, _bytes, _encoded]))(draw, text)


def _cells(draw, data):
    """Drop, double, swap, retype or empty cells."""
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list) or not cells:
        return data
    i, j = (draw(st.integers(0, len(cells) - 1)) for _ in range(2))
    how = draw(st.sampled_from(["drop", "double", "swap", "reverse", "put in"]))
    if how == "drop":
        del cells[i]
    elif how == "double":
        cells.insert(j, copy.deepcopy(cells[i]))
    elif how == "swap":
        cells[i], cells[j] = cells[j], cells[i]
    elif how == "reverse":
        cells.reverse()
    else:
        cells.insert(i, draw(VALUES))
    return data


def _places(data, found=None):
    """Return all (container, key) pairs of JSON data."""
    found = [] if found is None else found
    pairs = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    for key, value in pairs:
        found.append((data, key))
        _places(value, found)
    return found


def _value(draw, data):
    """Put another value in some place."""
    places = _places(data)
    if not places:
        return draw(VALUES)
    container, key = draw(st.sampled_from(places))
    container[key] = draw(VALUES)
    return data


def _key(draw, data):
    """Drop a key, or put another there."""
    dicts = [value for value in [data, *(container[key] for container, key in _places(data))] if isinstance(value, dict)]
    if not dicts:
        return data
    one = draw(st.sampled_from(dicts))
    if one and draw(st.booleans()):
        del one[draw(st.sampled_from(sorted(one)))]
    else:
        one[draw(st.sampled_from(KEYS))] = draw(VALUES)
    return data


def _number(draw, data):
    """Say that it is of another format."""
    if isinstance(data, dict):
        data[draw(st.sampled_from(["nbformat", "nbformat_minor"]))] = draw(st.integers(-1, 6))
    return data


def _as_it_is(draw, text):
    return text


def _bytes(draw, text):
    """Cut, repeat or change bytes."""
    i, j = sorted(draw(st.integers(0, len(text))) for _ in range(2))
    return draw(
        st.sampled_from([text[:i], text[i:], text[:i] + text[j:], text[:j] + text[i:], text[:i] + draw(st.binary(max_size=8)) + text[i:]])
    )


def _encoded(draw, text):
    """Use another encoding."""
    return text.decode("utf-8", "replace").encode(draw(st.sampled_from(["utf-16", "utf-8-sig", "utf-32", "latin-1"])), "replace")


def in_order(released, handed_in):
    """Mend a notebook and look at what came out; return it, or None for one that cannot be read."""
    try:
        notebook, notes = mend(released, parse(handed_in))
    except Unreadable as error:
        assert str(error) and "\n" not in str(error)
        return None
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode("utf-8")
    ours = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    for cell in notebook.cells:
        role = ours.get(grade_id(cell))
        assert (role is None) == (cell.metadata == {}), "a cell of the student's own may say nothing of itself"
        if role is not None:
            assert (cell.cell_type, cell.metadata, cell.id) == (role.cell_type, role.metadata, role.id)
            assert is_answer(role) or cell.source == role.source
    names = [grade_id(cell) for cell in notebook.cells if grade_id(cell)]
    assert len(names) == len(set(names)) and {name for name, role in ours.items() if not is_answer(role)} <= set(names)
    assert all(isinstance(note, str) for note in notes)
    not_needed(released, notebook)
    return notebook
