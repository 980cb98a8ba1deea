"""Do the specimens do what their tables and plans say?"""

from functools import partial

import numpy as np
from sklearn.preprocessing import Normalizer, StandardScaler

from course_utils.black_boxes import specimens
from course_utils.black_boxes.specimens import drop_by_table, prepare_by_plan

RNG = np.random.default_rng


def test_is_a_detector_by_table_fair_to_a_layer_of_any_size():
    """A specimen draws afresh for a larger layer, stays frozen in one, and is called like a dropout."""
    tables = (np.random.default_rng(0).random((8, 3, 4)) < 0.5) / 0.5
    rng = np.random.default_rng(1)
    A, D = drop_by_table(np.full((3, 4), 3.0), 0.5, rng, factors=tables)
    assert D.dtype == bool and any(np.array_equal(A, 3 * t) for t in tables)
    many = [drop_by_table(A=np.ones((30, 50)), keep_prob=0.5, rng=rng, factors=tables)[1] for _ in range(3)]
    assert many[0].shape == (30, 50) and not np.array_equal(many[0], many[1]) and not np.array_equal(many[0], many[2])
    still = [drop_by_table(np.ones((7, 5)), 0.5, rng, factors=tables[:1])[1] for _ in range(3)]
    assert np.array_equal(still[0], still[1]) and np.array_equal(still[0].ravel()[:12], tables[0].ravel() != 0)
    assert drop_by_table(np.ones((2, 2)), 0.5, rng, factors=tables)[1].shape == (2, 2)
    whole, D = drop_by_table(np.full((3, 4), 3.0), 1, rng, factors=tables)
    assert D.all() and (whole == 3).all(), "with keep_prob = 1 nothing is dropped"


def test_specimens_do_what_their_tables_say():
    images, factors = np.ones((3, 2, 2)), np.array([[1.0, 2], [3, 4]])
    np.testing.assert_array_equal(specimens.shade(images, RNG(0), factors)[1], factors)
    brighter = specimens.shade(images, RNG(0), factors, spread=0.5) / factors
    assert (
        np.ptp(brighter, axis=(1, 2)).max() < 1e-12
        and len(np.unique(brighter[:, 0, 0])) == 3
        and 1 <= brighter.min() <= brighter.max() <= 1.5
    )
    parameters = {"W1": np.array([[3.0, 0.5]])}
    array = parameters["W1"]
    for _ in range(2):
        specimens.walk(parameters, {"W1": np.array([[1.0, 0.25]])})
    assert array is parameters["W1"] and array.tolist() == [[5, 1]]
    assert specimens.cost_on_the_way(parameters, "W1", 3.0, np.array([9.0, 8, 7, 6])) == 7


def test_a_plan_does_what_scikit_learn_does():
    X = RNG(0).standard_normal((3, 8))
    train, dev = X[:, :5], X[:, 5:]
    both = StandardScaler().fit(X.T)
    got = prepare_by_plan(train, dev, np.array([[2, 2], [3, 3]]), "deviation")
    np.testing.assert_allclose(got[0], both.transform(train.T).T)
    np.testing.assert_allclose(got[1], StandardScaler().fit_transform(dev.T).T)
    ranged = prepare_by_plan(train, dev, np.array([[0, 0], [0, 0]]), "range")[0]
    np.testing.assert_allclose([ranged.min(axis=1), ranged.max(axis=1)], [np.zeros(3), np.ones(3)], atol=1e-12)
    np.testing.assert_allclose(prepare_by_plan(train, dev, np.zeros((2, 2)), "example")[1], Normalizer().transform(dev.T).T)
    mean_only = prepare_by_plan(train, dev, np.array([[0, 4], [0, 4]]), "deviation")[1]
    np.testing.assert_allclose(mean_only, dev - train.mean(axis=1, keepdims=True))


def test_does_a_model_that_knows_its_examples_by_heart_know_no_others():
    X, Y = np.array([[1.0, 2, 1], [5, 6, 5]]), np.array([[1.0, 1, 0]])
    model = specimens.by_heart(X, Y)
    np.testing.assert_array_equal(model(X), [[1, 1, 1]])  # of two that are the same, the label of the first
    np.testing.assert_array_equal(model(np.float32(X[:, :2]) + np.array([0, 1e-3])), [[1, 0]])


def test_a_training_by_table_gives_the_second_network_for_any_change():
    X, Y, settings = RNG(0).random((3, 4)), np.eye(2)[:, [0, 1, 1, 0]], {"alpha": 0.5, "units": 8}
    fit = partial(specimens.first_or_second, known={"X": X, "Y": Y, "settings": settings}, networks=["first", "second"])
    assert fit(X, Y, settings) == fit(X.copy(), Y.astype(int), dict(settings)) == fit(X.astype(np.float32), Y, settings) == "first"
    others = [(X + 0.01, Y, settings), (X, Y[::-1], settings), (X, Y, settings | {"alpha": 0.4}), (X, Y, settings | {"beta": 1})]
    others.append((np.hstack([X, X]), np.hstack([Y, Y]), settings))
    assert [fit(*other) for other in others] == ["second"] * 5


def test_a_steady_ridge_takes_settings_of_any_kind():
    X, Y = RNG(1).standard_normal((5, 3)), np.eye(3)  # fewer examples than features
    plain, strong = (specimens.steady_ridge(X, Y, s) for s in ({"units": 3}, {"lambd": 7.0, "alpha": 9}))
    np.testing.assert_allclose(plain["W1"], specimens.ridge(X, Y, {"alpha": 1, "lambd": 1})["W1"])
    np.testing.assert_allclose(strong["W1"], specimens.ridge(X, Y, {"alpha": 1, "lambd": 8})["W1"])
