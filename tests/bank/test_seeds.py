"""Can an exercise's trials be drawn whatever the secret seed of a class is, and do right answers hold in them?"""

import numpy as np
import pytest

from autograder import bank
from course_utils.checking.examine import run
from course_utils.checking.paper import Paper
from course_utils.checking.record import keep_global_state

SLOW = {  # whose right answers take a tenth of a second and more a seed: two seeds must do
    "check_network_gradients",
    "check_with_l2",
    "dropout_forward",
    "find_buggy_layer",
    "fit_normalization",
    "forward_with_dropout",
    "glorot_initialization",
    "he_initialization",
    "initialize_for",
    "lecun_initialization",
    "log_uniform",
    "looks_at_dev",
    "mask_is_frozen",
    "own_turn",
    "random_flip",
    "random_rotation",
    "random_shift",
    "run_turns",
    "scaled_initialization",
    "shuffle_and_split",
    "split_for_target",
    "train_network",
}


@pytest.mark.parametrize("name", sorted(bank.exercises()))
def test_can_hidden_trials_be_drawn_with_any_seed(name):
    for seed in range(40):
        assert bank.exercise(name)._drawn("hidden", np.random.default_rng([seed, 2**31]))


@pytest.mark.parametrize(
    "name", sorted(bank.exercises().keys() - {"build_model"})
)  # its answers train for minutes: benchmarks/build_model.py
def test_is_no_other_way_to_write_a_right_answer_refused_with_another_seed(name):
    exercise = bank.exercise(name)
    for seed in range(2 if name in SLOW else 40):
        trials = exercise._filled("hidden", np.random.default_rng([seed, 77]))
        paper = Paper(name, list(exercise.returns), [], list(exercise.rules), trials, [])
        for alternative in exercise.alternatives:
            with keep_global_state():
                assert run(paper, trials, exercise.function(alternative))[0] == [], (seed, alternative.name)
