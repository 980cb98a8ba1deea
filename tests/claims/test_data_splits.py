"""Does what chapter 1 says of its experiments hold for other seeds, too?"""

import numpy as np
import pytest
from claims.other_seeds import SEEDS, after
from scipy.stats import hypergeom

seeds = pytest.mark.parametrize("seed", SEEDS)


@seeds
def test_both_models_are_perfect_on_their_training_sets_and_one_is_a_coin_on_new_examples(seed):
    errors = after(1, "coins", seed)["errors"]
    assert errors["training set"] == [0, 0]
    honest, fooled = errors["new examples"]
    assert honest < 0.06 and 0.4 < fooled < 0.6


@seeds
def test_the_training_error_chooses_one_neighbour_and_the_dev_error_more_with_far_fewer_errors(seed):
    log = after(1, "seven_turns", seed)["log"]
    assert np.argmin(log["training set"]) == 0 and log["training set"][0] == 0
    assert np.argmin(log["dev set"]) > 0 and min(log["dev set"]) < 0.6 * log["dev set"][0]
    assert any(train > dev for train, dev in zip(log["training set"], log["dev set"], strict=True))


def test_cut_as_it_is_the_sorted_file_gives_a_dev_error_of_about_one_half():
    space = after(1, "not_shuffled")
    assert 0.4 < space["error"](space["unshuffled"], space["X_file"][:, space["middle"]], space["Y_file"][:, space["middle"]]) < 0.6


@seeds
def test_only_the_dev_set_notices_labels_that_are_astray(seed):
    space = after(1, "shuffled", seed)
    error = space["error"]
    assert error(space["astray"], space["train"][0], space["strange"]) == 0
    assert error(space["astray"], *space["dev"]) > 0.35 and error(space["learners"].nearest(*space["train"]), *space["dev"]) < 0.1


@seeds
def test_with_whole_writers_set_aside_the_error_is_two_to_five_times_as_large(seed):
    rows = after(1, "writers_apart", seed)["rows"]
    shuffled, writers = (np.mean(errors) for errors in rows.values())
    assert shuffled < 0.01 and 2 < writers / shuffled < 5


def test_in_half_of_the_cases_the_nearest_digit_is_by_the_same_writer():
    space = after(1, "writers_drawn")
    X, writer = space["X_all"], space["writer"][0]
    distances = (X**2).sum(axis=0) - 2 * X.T @ X
    np.fill_diagonal(distances, np.inf)
    assert 0.45 < np.mean(writer[distances.argmin(axis=1)] == writer) < 0.6


@seeds
def test_a_shuffled_dev_set_misses_the_rare_class_in_about_one_case_of_three(seed):
    assert np.mean(after(1, "rare_class", seed)["missed"]) == pytest.approx(hypergeom(100, 5, 20).pmf(0), abs=0.06)


@seeds
def test_shuffled_days_hide_much_of_the_error_that_the_last_days_show(seed):
    shuffled, last = np.mean(after(1, "time_ordered", seed)["errors"], axis=0)
    assert last > 2 * shuffled


@seeds
def test_four_times_the_examples_halve_the_spread_as_the_formula_says(seed):
    space = after(1, "spread_drawn", seed)
    p, m = space["p"], space["m_devs"]
    np.testing.assert_allclose(space["spread"], np.sqrt(p * (1 - p) / m), rtol=0.12)


@seeds
def test_on_the_same_examples_less_than_half_as_many_do(seed):
    space = after(1, "same_examples", seed)
    assert (space["apart"] / space["together"]) ** 2 > 2


@seeds
def test_the_set_that_chose_flatters_and_more_ideas_still_help(seed):
    chosen, drawer, true = after(1, "flattery", seed)["lines"].values()
    assert chosen[0] == pytest.approx(true[0], abs=0.015)  # one idea: all agree
    np.testing.assert_allclose(drawer, true, atol=0.015)
    assert true[-1] < true[0] - 0.02 and chosen[-1] < true[-1] - 0.01
    assert true[-1] - chosen[-1] > 2 * abs(true[0] - chosen[0]) and (np.diff(chosen) < 0.005).all()


@seeds
def test_the_pooled_dev_set_says_less_than_the_users_get_and_that_of_the_target_says_it_on_average(seed):
    rows = {name: np.array(errors) for name, errors in after(1, "both_cuts", seed)["rows"].items()}
    assert rows["pooled: dev"].mean() < 0.7 * rows["pooled: users"].mean()
    gap = rows["yours: dev"] - rows["yours: users"]
    assert abs(gap.mean()) < 3.5 * gap.std() / np.sqrt(len(gap))
    assert rows["yours: dev"].std() > 1.4 * rows["yours: users"].std()
    assert rows["pooled: users"].mean() == pytest.approx(rows["yours: users"].mean(), rel=0.25)


@seeds
def test_a_suffers_from_mismatch_b_from_variance_c_from_both(seed):
    parts = {name: np.mean(rows, axis=0) for name, rows in after(1, "three_models", seed)["parts"].items()}
    (a_variance, b_variance, c_variance), (a_mismatch, b_mismatch, c_mismatch) = parts.values()
    assert a_mismatch > 4 * a_variance and b_variance > 4 * abs(b_mismatch)
    assert min(c_variance, c_mismatch) > 0.05


@seeds
def test_target_examples_melt_the_mismatch_and_the_variance_stays(seed):
    mixed = {name: np.mean(rows, axis=0) for name, rows in after(1, "remedy", seed)["mixed"].items()}
    assert mixed["mismatch"][-1] < 0.4 * mixed["mismatch"][0] and mixed["variance"][-1] > 0.5 * mixed["variance"][0]


@seeds
def test_the_source_saves_labels_where_the_target_has_few(seed):
    alone, both = (np.mean(rows, axis=0) for rows in after(1, "remedy", seed)["users_error"].values())
    assert both[0] < 0.75 * alone[0] and both[1] < alone[1]
    assert abs(both[-1] - alone[-1]) < 0.015
