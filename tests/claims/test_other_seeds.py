"""Does an experiment run again with other seeds, all of them moved and nothing else?"""

import ast

import numpy as np
import pytest
from claims.other_seeds import FAR, _Moved, after


@pytest.mark.parametrize(
    ("cell", "moved"),
    [
        ("default_rng(3)", "default_rng(1003)"),
        ("np.random.default_rng([1, k])", "np.random.default_rng([1001, k])"),
        ("train(X, 3, seed=0, epochs=10)", "train(X, 3, seed=1000, epochs=10)"),
        ("train(X, seed=seed)", "train(X, seed=seed)"),
        ("def f(x, n=2, seed=0): pass", "def f(x, n=2, seed=1000):\n    pass"),
        ("for seed in range(5): f(seed)", "for seed in [s + 1000 for s in range(5)]:\n    f(seed)"),
        ("[f(seed) for seed in (1, 2)]", "[f(seed) for seed in [s + 1000 for s in (1, 2)]]"),
        ("for n in range(5): f(n, 7)", "for n in range(5):\n    f(n, 7)"),
    ],
)
def test_are_seeds_moved_and_nothing_else(cell, moved):
    assert ast.unparse(ast.fix_missing_locations(_Moved(FAR).visit(ast.parse(cell)))) == moved


def test_is_seed_0_the_chapter_as_it_stands_and_another_one_another_outcome():
    own, again, other = (after(4, "by_heart", seed) for seed in (0, 0, 1))
    assert own["history"] == again["history"] != other["history"]
    assert not np.array_equal(own["X"], other["X"])
