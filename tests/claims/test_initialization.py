"""Chapter 7: does what its prose says of the experiments hold with other seeds?"""

import re

import numpy as np
import pytest
from claims.other_seeds import SEEDS, after

from course_utils.figures import initialization as figures

seeds = pytest.mark.parametrize("seed", SEEDS)
GUESSING = 0.85  # an error of nine in ten, or a little luck


def flat(space, parameters, activation):
    """The share that is flat in the last layer, and the activations there."""
    return figures.flat_shares(parameters, space["inputs"], activation)[-1]


@seeds
def test_twenty_layers_small_weights_say_0_and_large_ones_shout(seed):
    space = after(7, "twenty_layers", seed)
    (small, _), (good, level), (_, loud) = (flat(space, parameters, "tanh") for parameters in space["starts"].values())
    assert np.abs(small).max() < 0.01 and loud > 0.5
    assert 0.2 < figures.spread(good) < 0.8 and level < 0.1


@seeds
def test_three_starts_two_learn_nothing(seed):
    small, good, large = after(7, "three_starts", seed)["errors"].values()
    assert min(small) > GUESSING and min(large) > GUESSING and good[-1] < 0.3


@seeds
def test_three_costs_small_weights_stay_at_guessing_and_large_ones_learn_nothing(seed):
    small, good, large = (history["cost"] for history in after(7, "three_costs", seed)["starts"].values())
    assert np.abs(np.array(small) - np.log(10)).max() < 0.005
    assert good[-1] < 0.7
    assert np.isnan(large).all() if seed == 0 else np.isnan(large).all() or min(large) > 2.2


@seeds
def test_very_long_time_no_network_with_large_weights_is_alive_after_an_epoch(seed):
    assert "alive" not in after(7, "very_long_time", seed)["ends"]


@seeds
def test_small_weights_stand_still_for_dozens_of_epochs(seed):
    printed = after(7, "small_weights", seed)["printed"]
    assert len(re.findall(r"weights × 0.2.*not in 60 epochs", printed)) == 3
    half = re.findall(r"weights × 0.5, seed \d+: error below 0.5: (.*)", printed)
    whole = [int(epoch) for epoch in re.findall(r"weights ×   1, seed \d+: error below 0.5: epoch (\d+)", printed)]
    assert len(half) == len(whole) == 3 and max(whole) < 10
    assert all(when == "not in 60 epochs" or int(when.split()[1]) > 24 for when in half)


@seeds
def test_alike_training_from_zeros_only_the_last_bias_moves(seed):
    printed = after(7, "alike_training", seed)["printed"].splitlines()
    assert printed[0].endswith("what moved: b2") and printed[1].endswith("what moved: W1 b1 W2 b2")


@seeds
def test_break_symmetry_twins_do_as_one_unit_and_random_weights_better(seed):
    rows = re.findall(
        r"^(.*?) *: different units (\d) before, (\d) after; dev error (.*)$", after(7, "break_symmetry_run", seed)["printed"], re.M
    )
    units = {name: (int(before), int(later)) for name, before, later, _ in rows}
    errors = {name: float(error) for *_, error in rows for name in [_[0]]}
    assert units == {"all weights alike": (1, 1), "layer 2 random": (1, 8), "both random": (8, 8), "one hidden unit": (1, 1)}
    assert abs(errors["all weights alike"] - errors["one hidden unit"]) < 0.03
    assert max(errors["layer 2 random"], errors["both random"]) < 0.7 * errors["all weights alike"]


@seeds
def test_depths_cross_dozens_of_powers_of_ten_in_straight_lines(seed):
    space = after(7, "depths", seed)
    for parameters in space["networks"].values():
        logs = np.log10(figures.layer_spreads(parameters, space["inputs"], space["gradient"], "relu"))
        steps = np.diff(logs, axis=1)
        assert np.abs(logs).max() > 12 and steps.std() < 0.1 * np.abs(logs).max()


@seeds
def test_relu_halves_the_mean_square(seed):
    space = after(7, "relu_halves_run", seed)
    assert space["after"] / space["before"] == pytest.approx(0.5, abs=0.06)


@seeds
def test_he_depths_stay_within_the_axis(seed):
    space = after(7, "he_depths", seed)
    for parameters in space["networks"].values():
        spreads = np.array(figures.layer_spreads(parameters, space["inputs"], space["gradient"], "relu"))
        assert 0.01 < spreads.min() < spreads.max() < 100


@seeds
def test_rand_run_explodes_and_yours_keeps(seed):
    yours, literal = (line.split() for line in after(7, "rand_run", seed)["printed"].splitlines()[1:])
    assert float(yours[-1]) == pytest.approx(1, abs=0.25)
    assert 3e9 < float(literal[-1]) < 3e10


@seeds
def test_two_activations_what_the_wrong_rule_costs(seed):
    space = after(7, "two_activations", seed)
    found = {
        (name, activation): figures.layer_spreads(parameters, space["inputs"], space["gradient"], activation)
        for name, parameters in space["networks"].items()
        for activation in ("relu", "tanh")
    }
    forward, back = ({key: spreads[way][end] for key, spreads in found.items()} for way, end in ((0, -1), (1, 0)))
    assert max(forward["LeCun", "relu"], back["LeCun", "relu"]) < 1e-5
    assert forward["LeCun", "tanh"] < 0.25 < 0.4 < forward["He", "tanh"]
    assert back["He", "tanh"] > 3


@seeds
def test_layers_widget_what_is_saturated(seed):
    space = after(7, "layers_widget", seed)
    rng = np.random.default_rng(seed)
    nets = {name: rule([100] * 21, rng) for name, rule in space["rules"].items()}
    assert 0.35 < flat(space, nets["scale 0.3"], "tanh")[1] < 0.65
    assert all(0.3 < flat(space, parameters, "relu")[1] < 0.7 for parameters in nets.values())
    assert all(flat(space, nets[name], "sigmoid")[1] < 0.05 for name in ("LeCun", "He"))
    sizes = [figures.spread(flat(space, nets[name], "relu")[0]) for name in nets]
    assert sizes[0] < sizes[1] / 100 < sizes[2] / 1e4 < sizes[3] / 1e6


@seeds
def test_sigmoid_back_loses_the_gradient_with_every_rule_and_tanh_explodes_at_scale_03(seed):
    rows = after(7, "sigmoid_back", seed)["printed"].splitlines()
    lost = [float(row.split()[-1]) for row in rows if "sigmoid" in row]
    assert len(lost) == 4 and max(lost) < 1e-4
    tanh = {row.split(",")[0].strip(): float(row.split()[-1]) for row in rows if "tanh" in row}
    assert tanh["scale 0.05"] < 1e-5 and 0.1 < tanh["LeCun"] < tanh["He"] < 10 and tanh["scale 0.3"] > 100


@seeds
def test_compromise_deep_what_is_lost_does_not_add_up_with_depth(seed):
    rows = re.findall(r"(\d+) layers, (\w+) *: out (.*), back (.*)", after(7, "compromise_deep", seed)["printed"])
    found = {(int(L), name): (float(out), float(back)) for L, name, out, back in rows}
    for L in (5, 20):
        (le_out, le_back), (gl_out, gl_back) = found[L, "LeCun"], found[L, "Glorot"]
        assert le_out == pytest.approx(1, abs=0.35) and le_back == pytest.approx(np.sqrt(1 / 32), abs=0.06)
        assert 1.5 * le_back < gl_back < 1 and 1.6 < gl_out < 3 and le_out < gl_out


@seeds
def test_final_training_only_the_last_start_trains(seed):
    *lost, trained = after(7, "final_training", seed)["final_errors"].values()
    assert min(min(errors) for errors in lost) > 0.7 and min(errors[-1] for errors in lost) > GUESSING
    assert trained[-1] < 0.5


@seeds
def test_first_cost_is_an_alarm(seed):
    costs = [float(line.split()[-1]) for line in after(7, "first_cost", seed)["printed"].splitlines()]
    zeros, tiny, large, yours, humble = costs
    assert zeros == pytest.approx(np.log(10), abs=1e-3) == tiny
    assert large > 10 and np.log(10) + 0.05 < yours < 4
    assert humble == pytest.approx(np.log(10), abs=0.03)


@seeds
def test_gains_a_little_above_1_pays_and_far_too_much_is_worse_than_none(seed):
    one, little, much = (float(error) for error in re.findall(r"dev error (?:above )?(\S+)", after(7, "gains", seed)["printed"]))
    assert little < 0.8 * one and much > one
