"""Does what chapter 3 says of its experiments hold with other seeds, too?

A test reads the names of one experiment and of those that this one needs, so that each is run once a seed.
"""

import functools

import numpy as np
import pytest
from claims.other_seeds import SEEDS, after

from course_utils import network

seeds = pytest.mark.parametrize("seed", SEEDS)


@functools.cache
def ran(experiment, seed):
    return after(3, experiment, seed)


@seeds
def test_the_dev_error_is_lowest_early_and_drifts_upwards_as_the_training_error_falls(seed):
    history = {name: np.mean(runs, axis=0) for name, runs in ran("what_it_rewards", seed)["history"].items()}
    dev, train = history["dev set"], history["training set"]
    assert np.argmin(dev) < 80 and np.mean(dev[-10:]) > dev.min() + 0.01
    assert np.mean(train[-10:]) < np.mean(train[50:60]) - 0.02 and np.mean(dev[-10:]) > np.mean(train[-10:]) + 0.02


@seeds
def test_the_bill_grows_as_nobody_makes_the_networks_pay(seed):
    space = ran("what_it_rewards", seed)
    bill = np.array([[space["l2_penalty"](run[epoch], 10, 300) for epoch in (0, 60, 119)] for run in space["runs"]])
    assert np.all(np.diff(bill) > 0)


@seeds
def test_the_cheat_leaves_the_outputs_and_makes_a_hundredth_of_the_last_layers_bill(seed):
    space = ran("what_it_rewards", seed)
    assert np.abs(space["change"]).max() < 1e-12
    last = [space["l2_penalty"]({"W1": p["W3"], "b1": p["b3"]}, 10, 300) for p in (space["plain"], space["cheat"])]
    whole = [space["l2_penalty"](p, 10, 300) for p in (space["plain"], space["cheat"])]
    assert last[1] == pytest.approx(last[0] / 100) and whole[1] > 10 * whole[0]


@seeds
def test_the_higher_the_price_the_further_left_is_the_lowest_cost(seed):
    space = ran("what_it_rewards", seed)
    lowest = [space["factors"][np.argmin(costs)] for costs in space["costs"].values()]
    assert lowest[0] > lowest[1] > lowest[2] == 0 and lowest[0] >= 1


@seeds
def test_only_a_pair_that_belongs_together_keeps_its_promise(seed):
    kept = [float(line.split(":")[1].split()[0]) for line in ran("promise", seed)["printed"].splitlines()]
    assert kept[0] == 1 and abs(kept[1] - 1) > 0.02 and abs(kept[2] - 1) > 0.02


@seeds
def test_on_the_half_moons_the_dev_error_falls_then_rises_and_weights_gather_around_0(seed):
    space = ran("intuitions", seed)
    X, Y = space["toy_dev"]
    dev = [1 - network.accuracy(network.predict(X, p, hidden="tanh"), Y) for p in space["swept"].values()]
    assert 0 < np.argmin(dev) < 7 and min(dev) < dev[0] - 0.005 and min(dev) < dev[-1] - 0.01
    sizes = [np.mean([np.mean(np.abs(p[f"W{l}"])) for l in (1, 2, 3)]) for p in space["swept"].values()]
    assert np.all(np.diff(sizes[:5]) < 0) and max(sizes[5:]) < sizes[0] / 2


@seeds
def test_on_the_digits_the_training_error_rises_and_the_mean_dev_error_falls_then_rises(seed):
    space = ran("what_changed", seed)
    assert np.all(np.diff(space["mean_train"]) > -0.005) and space["mean_train"][-1] > space["mean_train"][0] + 0.1
    dev = space["mean_dev"]
    assert 0 < np.argmin(dev) < 5 and dev.min() < dev[0] - 0.01 and dev.min() < dev[-1] - 0.01


@seeds
def test_spreads_of_runs_are_as_large_as_steps_between_neighbours(seed):
    space = ran("what_changed", seed)
    assert np.median(space["sweep"]["dev set"].std(axis=0)) > 0.3 * np.median(np.abs(np.diff(space["mean_dev"])))


@seeds
def test_one_standard_error_chooses_no_smaller_lambda_and_one_that_beats_no_penalty(seed):
    space = ran("what_changed", seed)
    assert space["simplest"] >= space["best"] > 0
    chosen = space["mean_dev"][list(space["lambdas"]).index(space["simplest"])]
    assert chosen < space["mean_dev"][0]


@seeds
def test_under_the_price_fewer_wrong_labels_are_repeated_and_noise_moves_z_less(seed):
    free, priced = ran("what_changed", seed)["printed"].splitlines()
    repeated = [float(line.split("repeats ")[1].split(" of")[0]) for line in (free, priced)]
    moves = [float(line.split("by ")[1].split(" (")[0]) for line in (free, priced)]
    assert repeated[1] < repeated[0] - 5 and moves[1] < 0.6 * moves[0]


@seeds
def test_under_a_huge_lambda_the_output_is_the_share_of_class_1(seed):
    printed = ran("huge_lambda", seed)["printed"]
    assert "outputs from 0.2500 to 0.2500" in printed and "below 1e-12: True" in printed


@seeds
def test_the_boundary_becomes_straight_and_the_units_move_into_the_straight_part(seed):
    space = ran("intuitions", seed)
    X, _ = space["toy"]
    share = [np.mean(np.abs(p["W1"] @ X + p["b1"]) <= 0.5) for p in space["four"].values()]
    assert np.all(np.diff(share) > 0) and share[-1] > 0.9
    grid = np.stack([side.ravel() for side in np.meshgrid(np.linspace(-1.5, 1.5, 30), np.linspace(-1, 1, 30))])
    bent = []  # the share of the last z that no plane explains
    for parameters in space["four"].values():
        z = network.forward(grid, parameters, hidden="tanh")[1]["Z3"][0]
        plane = np.vstack([grid, np.ones(grid.shape[1])]).T
        bent.append(np.var(z - plane @ np.linalg.lstsq(plane, z)[0]) / np.var(z))
    assert bent[-1] < 0.02 and bent[-1] < bent[0] / 5


@seeds
def test_beyond_a_product_of_2_the_weights_explode(seed):
    largest = [float(line.split()[-1]) for line in ran("too_far", seed)["printed"].splitlines() if "largest" in line]
    assert max(largest[:2]) < 1 < 1e6 < largest[2]


@seeds
def test_both_roads_lead_to_the_same_place_and_the_slides_line_guesses(seed):
    space = ran("two_roads", seed)
    good, bad = space["printed"].splitlines()
    assert "less than 1e-12" in good and 0.4 < float(bad.split("dev error ")[1].split(";")[0]) < 0.6


@seeds
def test_adam_with_l2_and_adamw_both_help_each_with_a_lambda_of_its_own(seed):
    found = [float(line.split("dev error ")[1].split()[0]) for line in ran("adam_both_ways", seed)["printed"].splitlines()]
    none, ten, thousand, _, ten_apart, thousand_apart = found
    assert ten < none - 0.01 and thousand > 0.4
    assert abs(ten_apart - none) < 0.02 and thousand_apart < none - 0.01


def test_under_adam_lambda_has_no_say_and_under_adamw_it_has():
    space = ran("one_weight", 0)
    ends = {name: [space["shrink"](step, lambd)[-1] for lambd in (1, 2)] for name, step in space["ways"].items()}
    inside, apart = ends.values()
    assert inside[0] == pytest.approx(inside[1], abs=1e-4) and apart[1] < apart[0] - 0.1


@seeds
def test_a_subgradient_makes_no_exact_zero_a_soft_threshold_most_l2_none(seed):
    space = ran("cost_of_both", seed)
    zeros = [np.sum(path[-1] == 0) for path in space["paths"].values()]
    assert zeros[0] == zeros[1] == 0 and zeros[2] >= 35
    assert np.all(space["soft"][-1, :5] != 0)


@seeds
def test_the_soft_threshold_reaches_the_lower_cost(seed):
    subgradient, soft = (float(line.split(": ")[1]) for line in ran("cost_of_both", seed)["printed"].splitlines())
    assert soft < subgradient < 1.1 * soft


@seeds
def test_on_the_diamond_one_of_two_weights_is_exactly_0_on_the_circle_none(seed):
    circle, diamond = (path[-1] for path, _, _ in ran("diamond_and_circle", seed)["ends"].values())
    assert np.all(np.abs(circle) > 0.05) and diamond[1] == 0 < diamond[0]


@seeds
def test_without_its_zeros_the_model_is_smaller(seed):
    kept = np.count_nonzero(ran("cost_of_both", seed)["soft"][-1])
    assert 12 * kept < 400 / 2


@seeds
def test_l1_does_without_about_half_of_the_pixels_and_has_an_error_larger_by_about_one_standard_error(seed):
    titles = ran("pixels", seed)["titles"]
    pixels = [int(title.split("\n")[1].split()[0]) for title in titles]
    found = [float(title.split()[-1]) for title in titles]
    assert pixels[:2] == [64, 64] and 22 <= pixels[2] <= 42
    assert found[0] + 0.002 < found[2] < found[0] + 1.5 * np.sqrt(found[0] * (1 - found[0]) / 898)
