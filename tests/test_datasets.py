"""Are the chapters' data what their docstrings say, the same each time, and do they show what they are for?"""

from collections import Counter
from functools import partial

import numpy as np
import pytest
from scipy import ndimage
from sklearn.datasets import load_breast_cancer, load_digits

from course_utils import datasets, network

DIGITS, CANCER = load_digits(), load_breast_cancer()
TOYS = {  # name: draw(m, rng)
    "moons": lambda m, rng: datasets.moons(m, 0.2, rng),
    "circles": lambda m, rng: datasets.circles(m, 0.1, rng),
    "football": lambda m, rng: datasets.football(m, 0.15, rng),
}


def rows(X):
    """The examples of X (n, m) as a sorted list, to compare sets of them."""
    return sorted(map(tuple, X.T))


@pytest.mark.parametrize(
    ("parts", "shapes"),
    [
        (datasets.digits(), [(64, 1437), (10, 1437), (64, 360), (10, 360)]),
        (datasets.digits_odd_even(300, 0.15, np.random.default_rng(0)), [(64, 300), (1, 300), (64, 898), (1, 898)]),
        (datasets.breast_cancer(), [(30, 456), (1, 456), (30, 113), (1, 113)]),
    ],
)
def test_parts_have_the_shapes_of_their_docstring_and_like_classes(parts, shapes):
    assert [part.shape for part in parts] == shapes
    assert {part.dtype for part in parts} == {np.dtype(np.float64)}
    assert set(np.unique(parts[1])) == set(np.unique(parts[3])) == {0, 1}
    np.testing.assert_allclose(parts[1].mean(axis=1), parts[3].mean(axis=1), atol=0.07)


def test_digits_are_those_of_scikit_learn_each_once():
    X_train, Y_train, X_dev, Y_dev = datasets.digits()
    X, labels = np.hstack([X_train, X_dev]), np.hstack([Y_train, Y_dev]).argmax(axis=0)
    assert X.min() == 0 and X.max() == 1
    assert rows(np.vstack([16 * X, labels])) == rows(np.vstack([DIGITS.data.T, DIGITS.target]))
    np.testing.assert_array_equal(np.hstack([Y_train, Y_dev]).sum(axis=0), 1)


def test_breast_cancer_is_that_of_scikit_learn_each_once():
    X_train, Y_train, X_dev, Y_dev = datasets.breast_cancer()
    both = np.vstack([np.hstack([X_train, X_dev]), np.hstack([Y_train, Y_dev])])
    assert rows(both) == rows(np.vstack([CANCER.data.T, CANCER.target]))


@pytest.mark.parametrize(("m_train", "flipped", "wrong"), [(300, 0.15, 45), (300, 0, 0), (899, 0.1, 90)])
def test_odd_even_labels_are_wrong_in_train_only(m_train, flipped, wrong):
    X_train, Y_train, X_dev, Y_dev = datasets.digits_odd_even(m_train, flipped, np.random.default_rng(1))
    truth = {tuple(image / 16): label % 2 for image, label in zip(DIGITS.data, DIGITS.target, strict=True)}
    assert len(truth) == 1797  # no two digits are alike
    assert sum(truth[x] != y for x, y in zip(map(tuple, X_train.T), Y_train[0], strict=True)) == wrong
    assert all(truth[x] == y for x, y in zip(map(tuple, X_dev.T), Y_dev[0], strict=True))
    assert len({*map(tuple, X_train.T), *map(tuple, X_dev.T)}) == m_train + 898


def test_odd_even_refuses_more_than_half_of_the_digits():
    with pytest.raises(ValueError, match="sample"):
        datasets.digits_odd_even(900, 0.15, np.random.default_rng(0))


@pytest.mark.parametrize("draw", [*TOYS.values(), lambda m, rng: datasets.digits_odd_even(m, 0.15, rng)], ids=[*TOYS, "digits_odd_even"])
def test_equal_generators_give_equal_data_and_a_second_draw_gives_other(draw):
    rng = np.random.default_rng(3)
    first, again, second = draw(211, np.random.default_rng(3)), draw(211, rng), draw(211, rng)
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(first[0], second[0])


@pytest.mark.parametrize("toy", [datasets.moons, datasets.circles, datasets.football])
def test_the_noise_of_toys_comes_from_their_generator(toy):
    noise = [toy(50, 0.1, np.random.default_rng(seed))[0] - toy(50, 0, np.random.default_rng(seed))[0] for seed in (0, 1)]
    assert (noise[0] != noise[1]).all()


def test_which_labels_are_wrong_comes_from_the_generator():
    def wrong(seed):
        noisy, clean = (datasets.digits_odd_even(300, flipped, np.random.default_rng(seed))[1] for flipped in (0.15, 0))
        return np.flatnonzero(noisy != clean)

    assert len(wrong(0)) == len(wrong(1)) == 45
    assert not np.array_equal(wrong(0), wrong(1))


def test_what_one_caller_changes_no_other_sees():
    for data in (datasets.digits, datasets.breast_cancer):
        X_train = data()[0]
        X_train += 1
        assert not np.array_equal(data()[0], X_train)


@pytest.mark.parametrize("m", [1, 2, 211])
@pytest.mark.parametrize("toy", TOYS)
def test_toys_are_balanced(toy, m):
    X, Y = TOYS[toy](m, np.random.default_rng(0))
    assert X.shape == (2, m) and Y.shape == (1, m) and X.dtype == Y.dtype == np.float64
    assert Y.sum() == m // 2
    assert X.flags.writeable and Y.flags.writeable


def test_moons_and_circles_lie_where_they_should_without_noise():
    rng = np.random.default_rng(0)
    X, Y = datasets.moons(400, 0, rng)
    upper, lower = X[:, Y[0] == 0], X[:, Y[0] == 1]
    np.testing.assert_allclose(np.hypot(upper[0] + 0.5, upper[1] + 0.25), 1)
    np.testing.assert_allclose(np.hypot(lower[0] - 0.5, lower[1] - 0.25), 1)
    assert upper[1].min() >= -0.25 and lower[1].max() <= 0.25 and np.ptp(upper[0]) > 1.9 < np.ptp(lower[0])
    X, Y = datasets.circles(400, 0, rng)
    np.testing.assert_allclose(np.hypot(*X), 1 - Y[0] / 2)


def test_football_stays_on_the_pitch_and_is_fair():
    X, Y = datasets.football(5000, 0.18, np.random.default_rng(0))
    assert (np.abs(X) <= np.array(datasets.PITCH)[:, np.newaxis]).all()
    ours, theirs = X[:, Y[0] == 1], X[:, Y[0] == 0]
    np.testing.assert_allclose(ours.mean(axis=1), -theirs.mean(axis=1), atol=0.05)
    assert ours[0].mean() < -0.1  # we play from left to right
    still, _ = datasets.football(100, 0, np.random.default_rng(0))
    assert {*map(tuple, np.abs(still).T)} <= {*map(tuple, np.abs(datasets.FORMATION))}


@pytest.mark.parametrize(("toy", "least"), [("moons", 0.93), ("circles", 0.95), ("football", 0.84)])
def test_toys_can_be_learned_but_not_by_a_straight_line(toy, least):
    rng = np.random.default_rng(0)
    (X, Y), (X_dev, Y_dev) = TOYS[toy](300, rng), TOYS[toy](1000, rng)
    share = {}
    for layer_sizes in ([2, 1], [2, 16, 8, 1]):
        parameters, _ = network.train(X, Y, layer_sizes, rng=rng, epochs=100, alpha=0.3, batch_size=32)
        share[len(layer_sizes)] = network.accuracy(network.predict(X_dev, parameters), Y_dev)
    assert least < share[4] and share[2] + 0.04 < share[4], share


def test_odd_even_overfits_and_dropout_and_weight_decay_help():
    # Dropout and weight decay as a test needs them; the chapters' own are in course_utils/reference.
    def dropping(X, parameters, rng):
        cache = {"A0": X}
        for l in (1, 2, 3):
            A, Z = network.layer_forward(cache[f"A{l - 1}"], parameters[f"W{l}"], parameters[f"b{l}"], "relu" if l < 3 else "sigmoid")
            cache[f"D{l}"] = rng.integers(2, size=A.shape) * 2.0 if l < 3 else 1
            cache[f"Z{l}"], cache[f"A{l}"] = Z, A * cache[f"D{l}"]
        return cache["A3"], cache

    def decaying(parameters, grads, alpha):
        return network.update(parameters, {name: g + 0.02 * parameters[name[1:]] * (name[1] == "W") for name, g in grads.items()}, alpha)

    backward = partial(network.backward, through=lambda dA, l, cache: dA * cache[f"D{l}"])
    ways = {
        "none": {},
        "decay": {"update": decaying},
        "dropout": {"forward": partial(dropping, rng=np.random.default_rng(9)), "backward": backward},
    }
    train, dev = {}, {}
    for way, pieces in ways.items():
        shares = []
        for seed in range(2):
            rng = np.random.default_rng(seed)
            X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, rng)
            parameters, _ = network.train(X, Y, [64, 64, 32, 1], rng=rng, epochs=200, alpha=0.15, batch_size=50, **pieces)
            shares.append([network.accuracy(network.predict(a, parameters), b) for a, b in ((X, Y), (X_dev, Y_dev))])
        train[way], dev[way] = np.mean(shares, axis=0)
    assert train["none"] > 0.93 and dev["none"] < 0.88  # it learns the wrong labels too
    assert dev["dropout"] > dev["none"] + 0.02
    assert dev["decay"] > dev["none"]


def test_digits_in_frames_are_whole_digits_anywhere():
    X, Y, X_dev, _ = datasets.digits_in_frames(300, np.random.default_rng(0))
    assert X.shape == (100, 300) and Y.shape == (10, 300) and X_dev.shape == (100, 360)
    known = {np.sort(column[column > 0]).tobytes() for column in datasets.digits()[0].T}
    assert all(np.sort(column[column > 0]).tobytes() in known for column in X.T)
    frames = datasets.to_images(X, (10, 10))
    tops = [np.flatnonzero(frame.any(axis=1))[0] for frame in frames]  # a digit fills its rows
    assert set(tops) == {0, 1, 2} and min(np.bincount(tops)) > 60


def test_fewer_digits_in_frames_are_the_first_of_more():
    few, more = (datasets.digits_in_frames(m, np.random.default_rng(3)) for m in (50, 1437))
    np.testing.assert_array_equal(few[0], more[0][:, :50])
    np.testing.assert_array_equal(few[1], more[1][:, :50])
    np.testing.assert_array_equal(few[2], more[2])


def test_a_digit_in_a_frame_stands_where_it_was_put():
    digit = np.arange(1.0, 65).reshape(64, 1)
    frame = datasets.to_images(datasets.in_frames(digit, [2], [1]), (10, 10))[0]
    np.testing.assert_array_equal(frame[2:, 1:9], np.arange(1.0, 65).reshape(8, 8))
    assert frame.sum() == digit.sum()


def test_photographs_are_two_grey_pictures():
    pictures = datasets.photographs()
    assert pictures.shape == (2, 106, 160) and 0 <= pictures.min() < 0.1 and 0.9 < pictures.max() <= 1


def test_digits_in_order_are_scikit_learns_sorted():
    X, digit = datasets.digits_in_order(200)
    images, labels = load_digits(return_X_y=True)
    assert X.shape == (64, 200) and digit.shape == (1, 200) and (np.diff(digit) >= 0).all()
    pairs = Counter((image.tobytes(), label) for image, label in zip(images[:200] / 16, labels[:200], strict=True))
    assert Counter((np.ascontiguousarray(x).tobytes(), y) for x, y in zip(X.T, digit[0], strict=True)) == pairs


@pytest.mark.parametrize("factor", [0.6, 1.0, 1.4])
def test_resized_digits_agree_with_scipy(factor):
    X = datasets.digits()[0][:, :5]
    about = np.full(2, 3.5 - 3.5 / factor)
    wanted = [ndimage.affine_transform(np.pad(x.reshape(8, 8), 4), np.eye(2) / factor, about + 4, (8, 8), order=1) for x in X.T]
    np.testing.assert_allclose(datasets.resized(X, factor), np.reshape(wanted, (5, 64)).T, atol=1e-12)


def test_a_camera_shows_whole_numbers_sorted_and_the_same_again():
    X, Y, X_new, Y_new = datasets.snapshots(60, 40, np.random.default_rng(1))
    again = datasets.snapshots(60, 40, np.random.default_rng(1))
    assert all(np.array_equal(a, b) for a, b in zip((X, Y, X_new, Y_new), again, strict=True))
    assert X.shape == (64, 60) and X_new.shape == (64, 40) and (X == np.round(X)).all() and X.min() >= 0
    assert (np.diff(Y.argmax(axis=0)) >= 0).all() and not (np.diff(Y_new.argmax(axis=0)) >= 0).all()
    assert (Y.sum(axis=0) == 1).all() and Y.shape == (10, 60)


def test_each_series_of_one_writer_begins_with_the_digits_in_order():
    X, Y, writer = datasets.digits_by_writer()
    assert X.shape == (64, 1797) and Y.shape == writer.shape == (1, 1797)
    np.testing.assert_array_equal(X, DIGITS.data.T / 16)
    np.testing.assert_array_equal(Y[0], DIGITS.target % 2)
    starts = [np.flatnonzero(writer[0] == w)[0] for w in range(14)]
    assert (np.diff(writer[0]) >= 0).all() and (np.bincount(writer[0]) > 110).all()
    assert all(DIGITS.target[start : start + 10].tolist() == list(range(10)) for start in starts)
