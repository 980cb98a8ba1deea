"""Thousands of damaged notebooks: does each end in a status and in points that its answers deserve, none in a traceback?"""

import json

import nbformat
import pytest
import tiny
from damage import SETTINGS, in_order, notebooks
from hypothesis import given, settings
from hypothesis import strategies as st
from submissions import ALL, check

from autograder.grading import grade
from autograder.grading.job import Job
from autograder.grading.read import parse

one_class = pytest.fixture(scope="module")(check.one_class)
STATUSES = ("graded", "repaired", "partly crashed", "unreadable")


@settings(SETTINGS, max_examples=3000)
@given(st.data())
def test_damaged_notebooks_are_mended_or_unreadable(one_class, data):
    in_order(tiny.released(one_class.root), data.draw(notebooks(json.loads(json.dumps(tiny.answered(one_class.root))))))


@settings(SETTINGS, max_examples=300)
@given(st.data())
@pytest.mark.parametrize("wrong", [False, True])
def test_damaged_notebooks_are_graded(one_class, wrong, data):
    """Right answers earn at most all, and what earns points is in the notebook; wrong ones earn nothing, however damaged."""
    whole = tiny.answered(one_class.root, **(check.NEITHER if wrong else {}))
    handed_in = data.draw(notebooks(json.loads(json.dumps(whole))))
    graded = grade.grade_submission(Job("one", one_class.terms, handed_in))
    assert graded.result.status in STATUSES, graded.result
    nbformat.validate(nbformat.reads(graded.notebook, as_version=4))
    assert graded.result.max_score == ALL
    if wrong:
        assert graded.result.score == 0
    elif graded.result.score:
        text = "".join(cell.source for cell in parse(handed_in).cells)
        assert all(e.points == 0 or f"def {e.exercise}" in text for e in graded.result.exercises)
