"""Is every damaged notebook either put in order, to what was released, or said to be unreadable?"""

import json

import pytest
import tiny
from damage import SETTINGS, in_order, notebooks
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.cells import grade_id
from autograder.grading.mend import mend
from autograder.grading.read import tidy


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny.make(tmp_path_factory.mktemp("course"))


@settings(SETTINGS, max_examples=400)
@given(st.data())
def test_a_damaged_notebook_is_mended_or_unreadable(root, data):
    released = tiny.released(root)
    in_order(released, data.draw(notebooks(json.loads(json.dumps(tiny.answered(root))))))


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
        again, _ = mend(released, tidy(notebook))
        assert [(c.cell_type, c.source) for c in again.cells if grade_id(c)] == [
            (c.cell_type, c.source) for c in notebook.cells if grade_id(c)
        ]
