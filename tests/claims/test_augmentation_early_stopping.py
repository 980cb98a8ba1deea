"""What chapter 5 says of its experiments, with its own seeds and four others."""

import functools

import numpy as np
import pytest
from claims.other_seeds import SEEDS, after

run = functools.cache(functools.partial(after, 5))
each_seed = pytest.mark.parametrize("seed", SEEDS)


def test_the_dev_set_has_as_many_sixes_as_the_question_says():
    assert np.sum(run("frames_drawn")["Y_dev"].argmax(axis=0) == 6) == 39


@each_seed
def test_the_plain_network_knows_all_training_digits_and_misses_more_than_a_quarter_of_the_others(seed):
    names = run("which_helps", seed)
    training, dev = names["ways"]["none"]
    assert training == 0 and dev > 0.25


@each_seed
def test_at_several_places_a_moved_training_digit_is_read_as_another(seed):
    names = run("nine_places", seed)
    said = [int(title.split()[-1]) for title in names["titles"]]
    assert sum(digit != names["Y"][:, 1].argmax() for digit in said) >= 2


@each_seed
def test_shifts_help_most_pulls_help_tilts_do_little_mirrors_cost_a_part_and_turns_more_than_all(seed):
    training, dev = (dict(zip(run("which_helps", seed)["ways"], errors)) for errors in zip(*run("which_helps", seed)["ways"].values()))
    gain = {name: dev["none"] - error for name, error in dev.items()}
    assert max(gain, key=gain.get) == "shift ±1"
    assert gain["pull"] > 0.02 and gain["pull"] > gain["tilt ±15°"] and abs(gain["tilt ±15°"]) < 0.3 * gain["shift ±1"]
    assert 0 < gain["shift, flip"] < 0.9 * gain["shift ±1"]
    assert gain["shift, any turn"] < 0 and training["shift, any turn"] > 0.3


@each_seed
def test_copies_of_200_do_not_reach_1437_real_ones(seed):
    few, copies, real = (float(line.split()[-1]) for line in run("as_good_as_new", seed)["printed"].splitlines())
    assert real < copies < few


@each_seed
def test_a_dev_set_split_off_afterwards_promises_too_much(seed):
    promised, kept = (float(line.split()[-1]) for line in run("split_afterwards", seed)["printed"].splitlines())
    assert promised < kept - 0.03


@each_seed
def test_with_1437_digits_copies_bring_less_than_with_200(seed):
    without, reader = (float(line.split()[-1]) for line in run("reader", seed)["printed"].splitlines())
    ways = run("which_helps", seed)["ways"]
    assert without - reader < ways["none"][1] - ways["shift ±1"][1]


@each_seed
def test_the_reader_says_which_changes_keep_a_name(seed):
    names = run("which_keep", seed)
    truth = names["Y_dev"].argmax(axis=0)
    share = {change: [np.mean(said[truth == d] == d) for d in range(10)] for change, said in names["readings"].items()}
    for little in ("shift ±1", "tilt ±15°"):
        assert np.mean(share[little]) > 0.65
    assert share["mirrored"][0] > 0.8 and max(share["mirrored"][d] for d in (5, 6, 7)) < 0.25
    upside_down = names["readings"]["turned by 180°"]
    assert sum(upside_down[truth == 6] == 6) <= 3
    assert np.bincount(upside_down[truth == 6]).argmax() == 9 and np.mean(upside_down[truth == 9] == 9) < 0.15


@each_seed
def test_the_dev_cost_falls_then_rises_while_the_training_cost_falls_on(seed):
    seen = run("price", seed)["seen"]
    best = np.argmin(seen["dev"])
    assert 30 < best < 110 and seen["dev"][-1] > 1.3 * seen["dev"][best] < seen["dev"][0]
    assert seen["train"][-1] < 0.5 * seen["train"][best] and seen["train"][-1] < 0.1


@each_seed
def test_sum_and_training_cost_choose_a_later_and_worse_epoch(seed):
    seen = run("price", seed)["seen"]
    best, both, train = (int(np.argmin(costs)) for costs in (seen["dev"], seen["train"] + seen["dev"], seen["train"]))
    assert best < both < train and train > 130
    assert seen["dev"][best] < seen["dev"][both] < seen["dev"][train]


@each_seed
def test_the_first_rise_comes_after_a_few_epochs(seed):
    seen = run("price", seed)["seen"]
    assert np.argmax(np.diff(seen["dev"]) > 0) < 20 < np.argmin(seen["dev"])


@each_seed
def test_the_kept_dev_cost_falls_with_patience(seed):
    lines = run("no_settings", seed)["printed"].splitlines()
    kept = [float(line.split("dev cost ")[1].split(",")[0]) for line in lines]
    assert kept == sorted(kept, reverse=True) and kept[0] > kept[-1] + 0.03


@each_seed
def test_patience_counts_looks(seed):
    seen, rule = run("price", seed)["seen"], run("no_settings", seed)["stopping_epoch"]
    stops = []
    for every in (1, 10):
        looks = seen["dev"][every - 1 :: every]
        stop, best = rule(looks, 1, 0)
        stops.append((stop * every, looks[best]))
    assert stops[1][0] > stops[0][0] and stops[1][1] < stops[0][1]


@each_seed
def test_in_less_time_you_get_the_better_network(seed):
    for line in run("with_and_without", seed)["printed"].splitlines():
        epochs, stopped, at_150 = int(line.split()[0]), *(float(part.split(":")[-1].split()[-1]) for part in line.split(";"))
        assert epochs < 150 and stopped < at_150


@each_seed
def test_the_parameters_move_on_and_on(seed):
    way = run("price", seed)["seen"]["way"]
    assert np.mean(np.diff(way) > 0) > 0.97


@each_seed
def test_with_the_smallest_rate_the_best_epoch_is_one_of_the_last_and_with_the_largest_it_comes_sooner(seed):
    best = {alpha: int(np.argmin(seen["dev"])) for alpha, seen in run("price", seed)["runs"].items()}
    assert best[0.01] >= 90 and best[0.2] < best[0.1] < 100


@each_seed
def test_each_cure_helps_and_early_stopping_brings_less_on_top_of_another(seed):
    names = run("all_cures", seed)
    late, early = (dict(zip(names["cures"], np.mean(runs, axis=0))) for runs in names["pair"].values())
    assert max(late["L2"], late["dropout"], early["nothing"]) < 0.85 * late["nothing"]
    gain = {cure: late[cure] - early[cure] for cure in late}
    assert 0 < gain["L2"] < gain["nothing"] and 0 < gain["dropout"] < gain["nothing"]
