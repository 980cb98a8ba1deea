"""Can an exercise's trials be drawn whatever the secret seed of a class is, and do right answers hold in them?"""

import numpy as np
import pytest

from autograder import bank
from course_utils.checking.examine import run
from course_utils.checking.paper import Paper
from course_utils.checking.record import keep_global_state


@pytest.mark.parametrize("name", sorted(bank.exercises()))
def test_can_hidden_trials_be_drawn_with_any_seed(name):
    for seed in range(40):
        assert bank.exercise(name)._drawn("hidden", np.random.default_rng([seed, 2**31]))


@pytest.mark.parametrize(
    "name", sorted(bank.exercises().keys() - {"build_model"})
)  # its answers train for minutes: benchmarks/build_model.py
def test_is_no_other_way_to_write_a_right_answer_refused_with_another_seed(name):
    exercise = bank.exercise(name)
    for seed in range(2):
        trials = exercise._filled("hidden", np.random.default_rng([seed, 77]))
        paper = Paper(name, list(exercise.returns), [], list(exercise.rules), trials, [])
        for alternative in exercise.alternatives:
            with keep_global_state():
                assert run(paper, trials, exercise.function(alternative))[0] == [], (seed, alternative.name)
