"""Does what chapter 2 says of its experiments hold for other seeds, too?"""

import numpy as np
import pytest
from claims.other_seeds import SEEDS, after

seeds = pytest.mark.parametrize("seed", SEEDS)


@seeds
def test_the_training_error_falls_with_the_size_and_the_dev_error_falls_and_rises(seed):
    errors = {part: np.mean(rows, axis=0) for part, rows in after(2, "three_errors_measured", seed)["errors"].items()}
    small, middle, large = errors["training set"]
    assert small > middle > large
    small, middle, large = errors["dev set"]
    assert small > middle + 0.01 and large > middle + 0.004


@seeds
def test_after_20_epochs_there_is_no_bias_and_most_wrong_images_have_a_wrong_label(seed):
    space = after(2, "wrong_images", seed)
    train_error, dev_error, tired = space["train_error"], space["dev_error"], space["tired"]
    assert abs(train_error - 0.15) < 0.02 and dev_error - train_error < 0.04
    assert tired[space["missed"]].mean() > 0.7


@seeds
def test_sorting_all_the_wrong_images_gives_a_human_error_that_is_rather_too_low(seed):
    space = after(2, "wrong_images", seed)
    verdicts = np.where(space["tired"][space["missed"]], "label", "model").tolist()
    space = after(2, "human_error_estimated", seed, verdicts=verdicts)
    assert 0.13 < space["human"] < 0.152


@seeds
def test_sorting_twenty_gives_it_within_two_standard_deviations_and_a_bit(seed):
    space = after(2, "wrong_images", seed)
    verdicts = np.where(space["tired"][space["shown"]], "label", "model").tolist()
    space = after(2, "human_error_estimated", seed, verdicts=verdicts)
    assert abs(space["human"] - 0.15) < 1.5 * max(space["two"], 0.02)


@seeds
def test_training_five_times_as_long_learns_wrong_labels_and_makes_the_model_worse(seed):
    space = after(2, "train_longer_measured", seed)
    error, X, Y, X_dev = space["error_rate"], space["X"], space["Y"], space["X_dev"]
    short, long = space["short"], space["long"]
    assert error(long(X), Y) < 0.11 and error(long(X_dev), space["Y_dev"]) > 0.19
    by_label = error(long(X_dev), space["Y_dev"]) - error(short(X_dev), space["Y_dev"])
    by_truth = error(long(X_dev), space["Y_true"]) - error(short(X_dev), space["Y_true"])
    assert 0.01 < by_label < by_truth


@seeds
def test_without_hidden_units_the_learning_curves_meet_and_with_many_the_training_error_stays_on_the_floor(seed):
    curves = after(2, "digits_curves", seed)["curves"]
    train, dev = curves["no hidden units"]
    assert train[0] < 0.02 and train[-1] > 0.06 and abs(dev[-1] - train[-1]) < 0.025
    train, dev = curves["64 and 32 hidden units"]
    assert max(train) < 0.01 and dev[-1] < 0.3 * dev[0] and (np.diff(dev) < 0.01).all()


@seeds
def test_a_bigger_network_falls_peaks_at_as_many_units_as_examples_and_falls_again(seed):
    space = after(2, "bigger_measured", seed)
    bare, held = (np.mean(space["dev_error"][name], axis=0) for name in ("not regularized", "regularized"))
    at = dict(zip(space["units"], bare, strict=True))
    assert at[10] > at[30] and max(at, key=at.get) == 300 and 0.4 < at[300] < 0.52
    assert at[300] > at[400] > at[1000] > at[2000]
    assert at[2000] > at[100] + (0.015 if seed == 0 else -0.03) and held[-1] < 0.65 * at[2000]
    assert max(held[2:]) < 0.13 and np.ptp(held[4:]) < 0.02 and held[0] > 2 * held[-1]


@seeds
def test_straight_lines_are_wrong_together_and_degree_12_each_in_its_own_way(seed):
    space = after(2, "bundles", seed)
    f, bundle = space["f"], space["bundle"]
    bias = {name: np.mean((rows.mean(axis=0) - f[0]) ** 2) for name, rows in bundle.items()}
    spread = {name: rows.var(axis=0) for name, rows in bundle.items()}
    assert bias["degree 1"] > 5 * spread["degree 1"].mean() and spread["degree 12"].mean() > 5 * bias["degree 12"]
    middle = abs(space["x_new"]) < 0.8
    assert abs(bundle["degree 12"].mean(axis=0) - f[0])[middle].max() < 0.4 < abs(bundle["degree 1"].mean(axis=0) - f[0])[middle].max()
    assert spread["degree 12"][~middle].mean() > 10 * spread["degree 12"][middle].mean()


@seeds
def test_bias_squared_falls_variance_rises_and_with_the_noise_they_sum_to_the_error(seed):
    space = after(2, "u_curve", seed)
    bias_squared, variance = np.array(space["parts"]).T
    total = bias_squared + variance + space["noise"] ** 2
    np.testing.assert_allclose(total, space["measured"], rtol=0.06)
    assert (np.diff(bias_squared) < 0.02).all() and (np.diff(variance) > -0.002).all()
    assert 2 < np.argmin(total) < 9 and total[0] > 2 * total.min() and total[-1] > 2 * total.min()


def test_with_ten_points_the_dev_error_peaks_at_degree_9_and_with_fifteen_it_turns_up_again():
    space = after(2, "capacity")
    drawn = {}
    for m in (10, 15):
        lines = [space["figures"].capacity(m=m, sample=sample).axes[1].get_lines()[1].get_ydata() for sample in range(1, 21)]
        drawn[m] = np.exp(np.mean(np.log(lines), axis=0))
    assert np.argmax(drawn[10]) == 9 and drawn[10][12] < 0.3 * drawn[10][9]
    assert drawn[15][12] > 5 * drawn[15].min() and 2 < np.argmin(drawn[15]) < 9
