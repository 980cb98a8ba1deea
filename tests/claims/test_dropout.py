"""Does what chapter 4 says of its experiments hold with other seeds, too?

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
    return after(4, experiment, seed)


@seeds
def test_by_heart_the_dev_error_is_best_early_and_rises_as_the_training_error_falls(seed):
    history = {name: np.mean(runs, axis=0) for name, runs in ran("whose_word_now", seed)["history"].items()}
    dev, train = history["dev set"], history["training set"]
    assert np.argmin(dev) < 90 and np.mean(dev[-10:]) > dev.min() + 0.01
    assert np.mean(train[-10:]) < np.mean(train[50:60]) - 0.02


@seeds
def test_without_dropout_most_wrong_labels_are_repeated_with_it_fewer(seed):
    space = ran("whose_word_now", seed)
    repeated = [
        np.mean([np.sum(network.predict(space["X"], p)[space["mislabelled"]] == space["Y"][space["mislabelled"]]) for p in space[name]])
        for name in ("plain", "dropped")
    ]
    assert repeated[0] > 25 and repeated[1] < repeated[0] - 10


@seeds
def test_with_dropout_the_training_error_falls_more_slowly_and_the_dev_error_stays_down(seed):
    space = ran("whose_word_now", seed)
    ends = {name: [np.mean(np.mean(space[name][part], axis=0)[-10:]) for part in space[name]] for name in ("history", "dropped_history")}
    (train, dev), (train_dropped, dev_dropped) = ends["history"], ends["dropped_history"]
    assert train_dropped > train + 0.02 and dev_dropped < dev - 0.02
    path = np.mean(space["dropped_history"]["dev set"], axis=0)
    assert dev_dropped < path.min() + 0.02


@seeds
def test_thinned_sums_shrink_to_keep_prob(seed):
    space = ran("thinned_sums", seed)
    whole = space["w"] @ space["a"]
    assert whole > 0 and space["sums"].mean() / whole == pytest.approx(0.8, abs=0.02)


@seeds
def test_the_mean_is_kept_with_the_scale_and_lost_without(seed):
    space = ran("mean_kept", seed)
    whole = space["w"] @ space["a"]
    for sums, mean in ((space["scaled"], whole), (space["unscaled"], 0.8 * whole)):
        assert np.mean(sums) == pytest.approx(mean, abs=5 * np.std(sums) / np.sqrt(len(sums)))


@seeds
def test_four_of_five_random_numbers_lie_below_and_are_kept(seed):
    below, kept = ran("slide_mistakes", seed)["printed"].splitlines()
    assert float(below.split()[-1]) == pytest.approx(0.8, abs=0.01) == pytest.approx(float(kept.split()[-1]), abs=0.01)


@seeds
def test_a_keep_prob_of_0_makes_no_number(seed):
    assert "nan" in ran("nothing_kept", seed)["printed"]


@seeds
def test_each_nudge_does_what_the_gradient_promises(seed):
    lines = ran("nudge", seed)["printed"].splitlines()
    pairs = [(float(line.split("promised")[1].split(",")[0]), float(line.split("measured")[1])) for line in lines]
    assert all(promised == pytest.approx(measured, abs=2e-3) for promised, measured in pairs)


@seeds
def test_the_cost_falls_in_every_epoch_without_dropout_and_often_rises_with_it(seed):
    space = ran("cost_with_dropout", seed)
    rose = [np.sum(np.diff(history["cost"]) > 0) for history in (space["without"], space["thinned"])]
    assert rose[0] == 0 and rose[1] > 15


@seeds
def test_dropout_helps_with_noisy_labels_and_harms_a_small_network_on_clean_ones(seed):
    space = ran("sweep", seed)
    noisy, clean = ({part: np.mean(rows, axis=0) for part, rows in space[name].items()} for name in ("noisy_errors", "clean_errors"))
    assert noisy["dev set"][1:].max() < noisy["dev set"][0] - 0.01 and noisy["training set"][0] < noisy["training set"][1:].min()
    assert all(np.all(np.diff(clean[part]) > 0) and clean[part][2] > clean[part][0] + 0.02 for part in clean)


@seeds
def test_left_on_it_errs_more_often_and_many_answers_change(seed):
    space = ran("left_on", seed)
    assert space["mean_on"] > space["error"](space["dropped"][0], space["X_dev"], space["Y_dev"]) + 0.02
    assert space["changing"] > 0.3


@seeds
def test_the_mean_over_masks_gets_better_then_stays_close_to_the_whole_network(seed):
    found = [float(line.split()[-1]) for line in ran("mean_of_masks", seed)["printed"].splitlines()]
    one, five, _, hundred, whole = found
    assert one > five > hundred - 0.003 and abs(hundred - whole) < 0.015 and one > whole + 0.02 and hundred > whole / 2


@seeds
def test_the_boundaries_of_the_network_without_dropout_fall_apart_sooner(seed):
    space, rng = ran("thinning_networks", seed), np.random.default_rng(seed)
    X, Y = space["toy_dev"]
    thinned = [
        np.mean([np.mean((space["forward_with_dropout"](X, p, 0.5, rng, training=True)[0] > 0.5) != Y) for _ in range(20)])
        for p in space["networks"].values()
    ]
    assert thinned[0] > thinned[1] + 0.05


def test_on_the_toy_dropout_wins_in_the_mean():
    spaces = [ran("thinning_networks", seed) for seed in SEEDS]
    plain, dropped = np.mean([[s["error"](p, *s["toy_dev"]) for p in s["networks"].values()] for s in spaces], axis=0)
    assert dropped < plain - 0.02


@seeds
def test_the_more_pixels_are_dropped_the_less_hangs_on_the_corner(seed):
    space = ran("corner_weights", seed)
    flips, dev = [], []
    for parameters in space["trained"].values():
        assert space["error"](parameters, space["X_leak"], space["Y_leak"]) < 0.02
        answers = [network.predict(part, parameters) for part in (space["X_lost"], space["X_flipped"])]
        flips.append(np.mean(answers[0] != answers[1]))
        dev.append(space["error"](parameters, space["X_lost"], space["Y_dev"]))
    corner = space["share"][:, 0]
    assert np.all(np.diff(flips) < -0.03) and np.all(np.diff(dev) < -0.02) and np.all(np.diff(corner) < -1)
    assert flips[-1] > 0.3 and corner[-1] > np.median(space["share"][-1])  # it still looks at it


@seeds
def test_the_detector_tells_yours_from_one_with_a_seed_inside(seed):
    yours, frozen = ran("is_it_frozen", seed)["printed"].splitlines()
    assert yours.endswith("False") and frozen.endswith("True")


@seeds
def test_a_frozen_mask_does_great_harm_with_two_examples_and_little_with_fifty(seed):
    found = ran("frozen_mask", seed)["printed"].splitlines()
    harm = []
    for line in found:
        fresh, frozen = (float(part.split()[-1]) for part in (line.split(" with fresh")[0], line.split(" frozen")[0]))
        harm.append(frozen - fresh)
    assert harm[0] > 0.03 and abs(harm[1]) < 0.03 and harm[0] > harm[1] + 0.02
