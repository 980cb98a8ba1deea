"""Can an exercise's trials be drawn whatever the secret seed of a class is?"""

import numpy as np
import pytest

from autograder import bank


@pytest.mark.parametrize("name", sorted(bank.exercises()))
def test_can_hidden_trials_be_drawn_with_any_seed(name):
    for seed in range(40):
        assert bank.exercise(name)._drawn("hidden", np.random.default_rng([seed, 2**31]))
