"""The answers of chapter 5 against independent authorities: SciPy in another form, Pillow, brute force, statistics."""

import copy

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage, stats

from course_utils import network
from course_utils.datasets import to_columns, to_images
from course_utils.reference import augmentation_early_stopping as reference

RNG = np.random.default_rng
PICTURES = RNG(0).uniform(0.1, 1, (6, 7, 5))


def mirrored_by_pillow(image):
    return np.asarray(Image.fromarray(image.astype(np.float32)).transpose(Image.Transpose.FLIP_LEFT_RIGHT))


# --- pictures -----------------------------------------------------------------------------------------


def test_flips_are_those_of_pillow():
    assert np.allclose(reference.random_flip(PICTURES, 1.0, RNG(0)), [mirrored_by_pillow(i) for i in PICTURES])
    np.testing.assert_array_equal(reference.random_flip(PICTURES, 0.0, RNG(0)), PICTURES)


def test_as_many_pictures_are_flipped_as_p_says_each_by_itself():
    many = np.tile([[[1.0, 2.0]]], (4000, 1, 1))
    flipped = reference.random_flip(many, 0.3, RNG(1))[:, 0, 0] == 2
    assert stats.binomtest(int(flipped.sum()), 4000, 0.3).pvalue > 1e-6
    runs = np.count_nonzero(np.diff(flipped)) / 3999  # of independent draws 2 p (1 - p) differ from their neighbour
    assert abs(runs - 0.42) < 6 * np.sqrt(0.42 * 0.58 / 3999)


@pytest.mark.parametrize("most", [0, 1, 2, 4])
def test_shifts_are_those_of_scipy(most):
    shifted = reference.random_shift(PICTURES, most, RNG(2))
    assert shifted.shape == PICTURES.shape
    moves = [(down, right) for down in range(-most, most + 1) for right in range(-most, most + 1)]
    for before, after in zip(PICTURES, shifted):
        assert any(np.allclose(after, ndimage.shift(before, move, order=0), atol=1e-9) for move in moves)


def test_all_shifts_are_equally_likely_and_independent():
    spot = np.zeros((4500, 5, 5))
    spot[:, 2, 2] = 1
    places = reference.random_shift(spot, 1, RNG(3)).reshape(4500, 25).argmax(axis=1)
    counts = np.bincount(places, minlength=25).reshape(5, 5)[1:4, 1:4]
    assert counts.sum() == 4500 and stats.chisquare(counts.ravel()).pvalue > 1e-6


def test_rotations_are_turns_round_the_middle_by_the_angles_drawn():
    angles = RNG(4).uniform(-70, 70, len(PICTURES))
    turned = reference.random_rotation(PICTURES, 70, RNG(4))
    middle = (np.array(PICTURES.shape[1:]) - 1) / 2
    for before, after, angle in zip(PICTURES, turned, np.deg2rad(angles)):
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        y, x = np.indices(before.shape)
        came_from = turn @ (np.stack([y.ravel(), x.ravel()]) - middle[:, np.newaxis]) + middle[:, np.newaxis]
        wanted = ndimage.map_coordinates(before, came_from, order=1).reshape(before.shape)
        np.testing.assert_allclose(after, wanted, atol=1e-9)
    assert stats.kstest(RNG(4).uniform(-70, 70, 500), stats.uniform(-70, 140).cdf).pvalue > 1e-6


def test_a_turn_by_90_degrees_is_that_of_pillow(monkeypatch):
    class Quarter:
        def uniform(self, low, high, size):
            return np.full(size, 90.0)

    square = RNG(5).uniform(0, 1, (2, 6, 6))
    wanted = [np.asarray(Image.fromarray(i.astype(np.float32)).transpose(Image.Transpose.ROTATE_90)) for i in square]
    np.testing.assert_allclose(reference.random_rotation(square, 90, Quarter()), wanted, atol=1e-6)


@pytest.mark.parametrize(
    "change",
    [
        lambda i, rng: reference.random_flip(i, 0.5, rng),
        lambda i, rng: reference.random_shift(i, 1, rng),
        lambda i, rng: reference.random_rotation(i, 20, rng),
    ],
)
def test_a_change_draws_anew_leaves_its_argument_alone_and_moves_no_global_state(change):
    images, rng = PICTURES.copy(), RNG(6)
    before = np.random.get_state()[1].copy()
    first, second = change(images, rng), change(images, rng)
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(first, change(images, RNG(6)))
    first += 1
    np.testing.assert_array_equal(images, PICTURES)
    np.testing.assert_array_equal(before, np.random.get_state()[1])


# --- the training set -----------------------------------------------------------------------------------


def data(m=5, m_dev=3, shape=(4, 3)):
    rng = RNG(7)
    n = shape[0] * shape[1]
    return {"X": rng.random((n, m)), "Y": np.eye(m)[:, :m], "X_dev": rng.random((n, m_dev)), "Y_dev": rng.random((m, m_dev))}


@pytest.mark.parametrize("copies", [0, 1, 4])
def test_every_copy_stands_above_the_label_of_its_original(copies):
    given = data()
    before = copy.deepcopy(given)

    def noisy(images, rng):
        return images + 1e-3 * rng.standard_normal(images.shape)

    got = reference.augment_training_set(given, (4, 3), noisy, copies, RNG(8))
    assert got["X"].shape == (12, 5 * (1 + copies))
    nearest = ((got["X"][:, :, np.newaxis] - given["X"][:, np.newaxis]) ** 2).sum(axis=0).argmin(axis=1)
    np.testing.assert_array_equal(got["Y"].argmax(axis=0), nearest)
    np.testing.assert_array_equal(got["X"][:, :5], given["X"])
    assert len(np.unique(got["X"], axis=1).T) == 5 * (1 + copies)
    for name in given:
        np.testing.assert_array_equal(given[name], before[name])
        if name.endswith("dev"):
            np.testing.assert_array_equal(got[name], before[name])


def test_a_change_sees_pictures_the_right_way_up():
    seen = []

    def look(images, rng):
        seen.append(images)
        return images

    given = data()
    reference.augment_training_set(given, (4, 3), look, 1, RNG(0))
    np.testing.assert_array_equal(seen[0][2], given["X"][:, 2].reshape(4, 3))
    np.testing.assert_array_equal(to_columns(to_images(given["X"], (4, 3))), given["X"])


# --- early stopping -------------------------------------------------------------------------------------


def costs(rng, k, nan=False):
    """Dev costs in whole 64ths with ties, now and then NaN."""
    values = 3 + np.cumsum(rng.integers(-3, 4, k)) / 64
    if nan:
        values[1:][rng.random(k - 1) < 0.2] = np.nan
    return values


def test_the_best_epoch_is_the_first_of_the_sorted():
    rng = RNG(9)
    for _ in range(200):
        dev = costs(rng, int(rng.integers(1, 15)), nan=True)
        pairs = sorted((c, i) for i, c in enumerate(dev) if not np.isnan(c))
        assert reference.best_epoch(rng.random(len(dev)), dev) == pairs[0][1]


def stop_by_definition(dev, patience, min_change):
    """For every epoch e: replay what is known then; stop at the first whose last `patience` epochs hold no improvement."""
    improvements = []
    for e, cost in enumerate(dev):
        if not improvements or dev[improvements[-1]] - cost > min_change:
            improvements.append(e)
    for e in range(len(dev)):
        seen = [i for i in improvements if i <= e]
        if e >= patience and not any(i > e - patience for i in seen):
            return e, seen[-1]
    return len(dev) - 1, improvements[-1]


@pytest.mark.parametrize("nan", [False, True])
def test_the_stop_is_that_of_the_definition(nan):
    rng = RNG(10)
    for _ in range(400):
        dev = costs(rng, int(rng.integers(1, 30)), nan)
        patience, min_change = int(rng.integers(1, 7)), int(rng.integers(0, 4)) / 64
        assert reference.stopping_epoch(dev, patience, min_change) == stop_by_definition(dev, patience, min_change)


def test_the_table_of_the_chapter():
    assert reference.stopping_epoch(np.array([0.9, 0.7, 0.8, 0.6, 0.6, 0.7, 0.5]), 2, 0) == (5, 3)


def test_the_best_parameters_are_kept_in_a_real_training():
    """Every epoch's parameters are written down, and the best are picked out afterwards."""
    rng = RNG(11)
    X, Y = rng.standard_normal((3, 20)), (rng.random((1, 20)) < 0.5) * 1.0
    X_dev, Y_dev = rng.standard_normal((3, 40)), (rng.random((1, 40)) < 0.5) * 1.0
    start = network.initialize([3, 8, 1], RNG(12))
    before, written, batches = copy.deepcopy(start), [], RNG(13)

    def train_epoch(parameters):
        new, _ = network.train(X, Y, [3, 8, 1], rng=batches, epochs=1, alpha=0.5, parameters=parameters)
        for name, array in parameters.items():
            array[...] = new[name]
        written.append(copy.deepcopy(parameters))

    def dev_cost(parameters):
        return network.cost(network.forward(X_dev, parameters)[0], Y_dev)

    best, history = reference.train_keeping_best(start, train_epoch, dev_cost, 4, 60)
    all_costs = [dev_cost(p) for p in written]
    assert history == all_costs and (len(written), int(np.argmin(all_costs))) == (len(history), len(history) - 5)
    for name in start:
        np.testing.assert_array_equal(best[name], written[-5][name])
        np.testing.assert_array_equal(start[name], before[name])
    assert not np.array_equal(best["W1"], written[-1]["W1"])
