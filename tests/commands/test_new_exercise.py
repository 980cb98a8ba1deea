"""Does a new exercise have all its pieces where they belong, and is nothing written where it cannot be begun?"""

import ast
import shutil

import pytest
import tiny

from autograder.commands import new_exercise
from autograder.errors import Misuse
from autograder.making import text

PLACES = ("source/04_dropout.py", "course_utils/reference/dropout.py", "autograder/bank/dropout/__init__.py")


@pytest.fixture
def root(tmp_path):
    """A copy of what a chapter is made of."""
    for place in PLACES:
        (tmp_path / place).parent.mkdir(parents=True)
        shutil.copy(tiny.ROOT / place, tmp_path / place)
    return tmp_path


def files(root):
    return {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in root.rglob("*.py")}


def test_has_it_an_answer_an_entry_a_place_in_the_list_and_cells(root):
    before = [*text.read(root / PLACES[0]).of("exercise")]
    written = {file.relative_to(root).as_posix() for file in new_exercise.begin(root, "04_dropout", "max_norm")}
    now, entry = files(root), "autograder/bank/dropout/max_norm.py"
    assert written == now.keys() == {*PLACES, entry}
    assert "max_norm" in [node.name for node in ast.parse(now[PLACES[1]]).body if isinstance(node, ast.FunctionDef)]
    assert "reference=reference.max_norm," in now[entry] and ast.parse(now[entry])
    (listed,) = [node for node in ast.walk(ast.parse(now[PLACES[2]])) if isinstance(node, ast.comprehension)]
    assert ast.unparse(listed.iter).endswith("mask_is_frozen, max_norm)")
    chapter = text.read(root / PLACES[0])
    assert [*chapter.of("exercise")] == [*before, "max_norm"] and "max_norm" in chapter.of("tests")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Max", "'Max' can name no exercise"),
        ("lambda", "'lambda' can name no exercise"),
        ("dropout_forward", r"source/04_dropout\.py has 'dropout_forward' already"),
        ("np", r"course_utils/reference/dropout\.py has 'np' already"),
        ("l2_penalty", "the bank has 'l2_penalty' already"),
        ("max", "Python itself has 'max' already"),
    ],
)
def test_is_a_name_that_cannot_be_its_refused_and_nothing_written(root, name, says):
    before = files(root)
    with pytest.raises(Misuse, match=says):
        new_exercise.begin(root, "04_dropout", name)
    with pytest.raises(Misuse, match=r"05_fake has no course_utils/reference/fake\.py"):
        new_exercise.begin(root, "05_fake", "max_norm")
    assert files(root) == before
