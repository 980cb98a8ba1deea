"""Are the mutants of a function small changes of it, the same each time and none twice?"""

import ast

import pytest

from autograder import bank
from autograder.bank.mutants import mutants

SOURCE = '''
def gap(X, Y, scale):
    """Say how far apart two matrices are."""
    total = 0.0
    for l in range(1, len(X)):
        if not Y[l] < 0.5:
            total += np.mean((X[l] - Y[l]) ** 2, axis=0)
    return scale * total
'''
WORDS = {  # one of each family
    "as if the condition never held": "if False:",
    "as if the loop ended one early": "for l in range(1, len(X) - 1):",
    "as if a number were one less": "for l in range(0, len(X)):",
    "as if the other axis were meant": "total += np.mean((X[l] - Y[l]) ** 2, axis=1)",
    "as if `+` stood for `-`": "total += np.mean((X[l] + Y[l]) ** 2, axis=0)",
    "as if the comparison took equality in": "if not Y[l] <= 0.5:",
    "as if `median` stood for `mean`": "total += np.median((X[l] - Y[l]) ** 2, axis=0)",
    "as if `axis` were not given": "total += np.mean((X[l] - Y[l]) ** 2)",
    "as if `Y` stood for `X`": "for l in range(1, len(Y)):",
    "as if an intermediate result stood for `scale`": "return total * total",
    "as if a matrix were transposed": "total += np.mean((X[l].T - Y[l]) ** 2, axis=0)",
    "as if a line were left out": "total = 0.0 -> ",
    "as if only the last were kept": "total = np.mean((X[l] - Y[l]) ** 2, axis=0)",
    "as if a minus or a `not` were left out": "if Y[l] < 0.5:",
    "as if it were rounded to 2 digits": "return np.round(scale * total, 2)",
}


@pytest.mark.parametrize(("words", "line"), WORDS.items())
def test_is_a_change_made_and_told(words, line):
    assert any(m.name == words and m.change.endswith(line) for m in mutants(SOURCE))


def test_is_one_place_changed_and_no_mutant_made_twice():
    made = list(mutants(SOURCE))
    assert made == list(mutants(SOURCE))
    tree = ast.parse(SOURCE)
    del tree.body[0].body[0]  # the docstring
    assert len({ast.unparse(tree), *(m.source for m in made)}) == len(made) + 1
    assert all(ast.unparse(ast.parse(m.source)) == m.source for m in made)


@pytest.mark.parametrize("name", ["train_network", "find_buggy_layer", "theta_to_parameters"])
def test_can_every_mutant_be_told_from_the_others_of_its_exercise(name):
    """The list of equivalents names them by their change."""
    changes = [m.change for m in mutants(bank.exercise(name).source())]
    assert len(changes) > 100 and len(set(changes)) == len(changes)
