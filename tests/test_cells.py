"""Is it seen what a cell is to us, whatever its metadata hold?"""

import pytest
from nbformat import from_dict
from nbgrader.utils import compute_checksum

from autograder.cells import checksum, exercise_of, grade_id, is_answer, is_graded, points_of, role_of

GRADED = {"nbgrader": {"grade_id": "judge_x", "grade": True, "points": 2}, "course": {"role": "tests", "name": "x"}}


def test_is_a_cell_of_ours_known():
    cell = from_dict({"metadata": GRADED})
    assert (grade_id(cell), role_of(cell), exercise_of(cell), points_of(cell)) == ("judge_x", "tests", "x", 2.0)
    assert is_graded(cell) and not is_answer(cell)


@pytest.mark.parametrize("metadata", [{}, {"nbgrader": None, "course": []}, {"nbgrader": {"grade_id": 3}, "course": {}}, None])
def test_is_another_cell_nothing_to_us(metadata):
    cell = {} if metadata is None else {"metadata": metadata}
    assert (grade_id(cell), role_of(cell), exercise_of(cell)) == (None, None, None)
    assert not is_graded(cell) and not is_answer(cell)


@pytest.mark.parametrize(
    "about",
    [
        {"grade_id": "judge_x", "grade": True, "solution": False, "locked": True, "points": 2},
        {"grade_id": "essay", "grade": True, "solution": True, "points": 0.5},
        {"grade_id": "x", "grade": False, "solution": True, "locked": False},
        {"grade_id": "text", "locked": True},
        {"grade_id": "free"},
        {"grade_id": "judge_x", "grade": 1, "solution": None, "points": "3"},
    ],
)
def test_is_the_checksum_nbgraders_own(about):
    cells = [from_dict({"cell_type": kind, "source": "é = 1\n", "metadata": {"nbgrader": about}}) for kind in ("code", "markdown")]
    assert [checksum(cell) for cell in cells] == [compute_checksum(cell) for cell in cells]
    assert checksum(cells[0]) != checksum(cells[1])
