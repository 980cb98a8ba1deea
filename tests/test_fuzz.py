"""Is every damaged notebook either put in order, to what was released, or said to be unreadable?"""

import json

import nbformat
import pytest
import tiny
from damage import notebooks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import mend

SETTINGS = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny.make(tmp_path_factory.mktemp("course"))


@settings(SETTINGS, max_examples=400)
@given(st.data())
def test_a_damaged_notebook_is_mended_or_unreadable(root, data):
    released = tiny.released(root)
    in_order(released, data.draw(notebooks(json.loads(json.dumps(tiny.answered(root))))))


def in_order(released, handed_in):
    """Mend a notebook and look at what came out; return it, or None for one that cannot be read."""
    try:
        notebook, notes = mend.mend(released, mend.parse(handed_in))
    except mend.Unreadable as error:
        assert str(error) and "\n" not in str(error)
        return None
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode("utf-8")
    ours = {mend.grade_id(cell): cell for cell in released.cells if mend.grade_id(cell)}
    for cell in notebook.cells:
        role = ours.get(mend.grade_id(cell))
        assert (role is None) == (cell.metadata == {}), "a cell of the student's own may say nothing of itself"
        if role is not None:
            assert (cell.cell_type, cell.metadata, cell.id) == (role.cell_type, role.metadata, role.id)
            assert mend.is_answer(role) or cell.source == role.source
    names = [mend.grade_id(cell) for cell in notebook.cells if mend.grade_id(cell)]
    assert len(names) == len(set(names)) and {name for name, role in ours.items() if not mend.is_answer(role)} <= set(names)
    assert all(isinstance(note, str) for note in notes)
    mend.unchanged_experiments(released, notebook)
    return notebook


@settings(SETTINGS, max_examples=150)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_noise_is_unreadable(root, noise):
    assert in_order(tiny.released(root), noise) is None


@settings(SETTINGS, max_examples=150)
@given(st.data())
def test_a_notebook_in_order_is_left_as_it_is(root, data):
    """Putting in order twice is as once."""
    released = tiny.released(root)
    notebook = in_order(released, data.draw(notebooks(json.loads(json.dumps(tiny.answered(root))))))
    if notebook is not None:
        again, _ = mend.mend(released, mend.tidy(notebook))
        assert [(c.cell_type, c.source) for c in again.cells if mend.grade_id(c)] == [
            (c.cell_type, c.source) for c in notebook.cells if mend.grade_id(c)
        ]
