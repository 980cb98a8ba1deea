"""What chapter 6 says of its experiments, with its own seeds and four others: other patients put aside, other pixels."""

import functools
import re

import numpy as np
import pytest
from claims.other_seeds import SEEDS, after

from course_utils.figures import normalization as figures

run = functools.cache(functools.partial(after, 6))
each_seed = pytest.mark.parametrize("seed", SEEDS)


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)]


@each_seed
def test_in_their_own_units_two_rates_crawl_and_two_jump(seed):
    names = run("does_not_learn", seed)
    costs = {alpha: np.array(names["train_unit"](names["X_train"], names["Y_train"], alpha)[1]) for alpha in (1e-7, 1e-6, 1e-5, 1e-4)}
    for alpha in (1e-7, 1e-6):
        assert np.all(np.diff(costs[alpha]) < 0) and costs[alpha][-1] > 0.5
    for alpha in (1e-5, 1e-4):
        assert np.sum(np.diff(costs[alpha]) > 0) > 10 and costs[alpha].max() > 1
    calm, wild = (np.diff(costs[alpha])[-100:] for alpha in (1e-5, 1e-4))
    assert np.all(calm < 0) and -calm.sum() < 0.05, "in the end the smaller of the two only crawls"
    assert np.any(wild > 0)


@each_seed
def test_the_gradients_are_far_apart(seed):
    area, _, smoothness = (abs(float(line.split()[-1])) for line in run("first_step", seed)["printed"].splitlines())
    assert area > 10_000 * smoothness


@each_seed
def test_once_normalized_the_means_are_0_and_no_middle_half_is_four_times_as_long_as_another(seed):
    X = run("one_scale", seed)["X_norm"]
    lengths = np.subtract(*np.percentile(X, [75, 25], axis=1))
    np.testing.assert_allclose(X.mean(axis=1), 0, atol=1e-9)
    assert lengths.max() < 4 * lengths.min()


@each_seed
def test_the_largest_of_the_four_rates_is_the_best_and_never_jumps(seed):
    names = run("now_it_learns", seed)
    costs = [np.array(names["train_unit"](names["X_norm"], names["Y_train"], alpha)[1]) for alpha in (0.0005, 0.005, 0.05, 0.5)]
    assert all(np.all(np.diff(cost) < 0) for cost in costs)
    assert [cost[-1] for cost in costs] == sorted((cost[-1] for cost in costs), reverse=True)


@each_seed
def test_divided_by_the_variance_the_narrowest_becomes_the_widest(seed):
    names = run("slide_slips", seed)
    order = np.argsort(names["sigma"][:, 0])
    assert np.all(np.diff(names["by_variance"].std(axis=1)[order]) <= 0)
    for line in names["printed"].splitlines()[1:]:
        deviation, mean_square = numbers(line)[0], numbers(line)[-1]
        assert mean_square > 2 * deviation


@each_seed
def test_with_a_tiny_number_a_third_or_more_of_the_images_go_wrong_that_have_ink_where_there_was_none_and_with_0_all_are_even(seed):
    yours, tiny, none = (numbers(line.split(":")[1]) for line in run("three_ways", seed)["printed"].splitlines())
    names = run("three_ways", seed)
    assert yours[0] < 0.1 and tiny[1] > max(yours[1] + 0.1, 0.332)
    even = names["network"].predict(np.full((64, 3), np.nan), names["trained"])
    assert not even.any() and none[0] == pytest.approx(np.mean(names["Y_pix_dev"] == 1), abs=1e-3)


@each_seed
def test_on_the_left_map_a_large_rate_jumps_and_on_the_others_it_arrives(seed):
    names = run("valleys", seed)
    for name, (X, Y) in names["maps"].items():
        best = figures.descent(X, Y, 1, 5000)[-1]
        for alpha in (5, 10):
            more = figures._cost(figures.descent(X, Y, alpha, figures.STEPS)[-1], X, Y) - figures._cost(best, X, Y)
            assert more > 0.4 if name == "own units" else more < 0.001, (name, alpha)


@each_seed
def test_the_limits_rise_with_each_preparation_and_decorrelating_makes_the_valley_round(seed):
    names = run("decorrelated", seed)
    rows = [numbers(line.split(":")[1]) for line in names["printed"].splitlines()]
    limits, ratios, costs = zip(*((row[0], row[1], row[-1]) for row in rows))
    assert list(limits) == sorted(limits) and list(ratios) == sorted(ratios, reverse=True)
    assert limits[-1] == 8 and ratios[-1] == 1 and ratios[0] > 1e6 * ratios[3]
    assert costs[-1] == min(costs) and costs[3] == min(costs[:4])


@each_seed
def test_up_to_its_limit_a_larger_rate_is_a_better_one_and_the_normalized_features_reach_the_lowest_cost(seed):
    names = run("rates", seed)
    for name, limit in names["limits"].items():
        below = np.array(names["reached"][name])[names["alphas"] < limit]
        assert np.all(np.diff(below) < 0)
        assert names["alphas"][np.argmin(names["reached"][name])] > limit, "beyond it the cost goes on falling for a while"
    lowest = {name: min(costs) for name, costs in names["reached"].items()}
    assert min(lowest, key=lowest.get) == "normalized"


@each_seed
def test_as_the_unit_gets_sure_the_limits_rise(seed):
    rows = [numbers(line.split(":")[1]) for line in run("limits_later", seed)["printed"].splitlines()]
    assert len(rows) == 4 and all(later > 1.2 * start for start, later, _ in rows)


@each_seed
def test_with_the_mean_left_in_the_steepest_direction_is_the_mean(seed):
    rest, steepest, along, without = run("mean_direction", seed)["printed"].splitlines()
    assert numbers(rest)[-1] < 1e-9 and numbers(along)[-1] > 0.999
    curvature, square = numbers(steepest)[-2:]
    assert square < curvature < 1.1 * square and numbers(without)[-1] < 0.1 * curvature


@each_seed
def test_decorrelating_lowers_the_training_cost_by_about_a_third_and_hardly_changes_the_dev_errors(seed):
    normalized, decorrelated = (numbers(line) for line in run("decorrelated_dev", seed)["printed"].splitlines())
    assert 0.55 < decorrelated[0] / normalized[0] < 0.75 and abs(decorrelated[1] - normalized[1]) <= 2


@each_seed
def test_patients_who_come_alone_all_get_one_answer_and_larger_groups_do_better(seed):
    names = run("groups", seed)
    own = names["errors"]["each group by itself"]
    assert len(set(names["errors"]["the training set's ruler"])) == 1
    assert own[0] == pytest.approx(min(np.mean(names["Y_dev"]), 1 - np.mean(names["Y_dev"])))
    assert own[0] > own[1] > own[2] > own[4] > own[6] and own[6] < 0.1


@each_seed
def test_a_clinic_that_is_normalized_by_itself_loses_about_half_of_its_patients_across_the_boundary(seed):
    names = run("hard_cases", seed)
    by_training_set, by_itself = (np.mean(names["says"](X) > 0.5) for X in names["clinics"].values())
    assert by_training_set < 0.2 and 0.4 < by_itself < 0.65


@each_seed
def test_the_detector_tells_what_no_error_does(seed):
    rows = [line.split() for line in run("suspects", seed)["printed"].splitlines()]
    assert [row[-4] for row in rows] == ["True", "True", "False", "False"]
    peeking, clean = (min(float(row[-1]) for row in part) for part in (rows[:2], rows[2:]))
    assert peeking < clean + 0.02, "by the error alone those who peek look no worse"


@each_seed
def test_the_folded_weights_lie_from_thousandths_to_a_hundred_or_so(seed):
    same, normalized, own = (numbers(line) for line in run("folded", seed)["printed"].splitlines())
    assert same[-1] < 1e-8 and normalized[1] < 2
    assert own[0] < 0.01 and own[1] > 80 and abs(own[2]) > 10 * abs(normalized[2])
