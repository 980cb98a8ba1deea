"""Are the answers of chapter 9 right? Held to other implementations, to statistics and to what the chapter says of them."""

import numpy as np
import pytest
from scipy import optimize, stats
from sklearn.linear_model import Ridge

from course_utils import datasets, learners, network
from course_utils.black_boxes import specimens
from course_utils.checking.measures import draws, models
from course_utils.checking.record import record
from course_utils.reference import capstone as reference


def small(seed, sizes=(3, 5, 2), m=9, m_dev=7):
    rng = np.random.default_rng(seed)
    data = {"X": rng.standard_normal((sizes[0], m)), "X_dev": rng.standard_normal((sizes[0], m_dev))}
    data |= {"Y": np.eye(2)[rng.integers(0, 2, m)].T, "Y_dev": np.eye(2)[rng.integers(0, 2, m_dev)].T}
    return data, network.initialize(list(sizes), rng)


# --- train_network --------------------------------------------------------------------------------


def penalized(theta, shapes, data, lambd):
    """The cost with the penalty as one function of one vector, by hand, with tanh in no place: ReLU, softmax."""
    parts, start = {}, 0
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        parts[name] = theta[start : start + size].reshape(shape)
        start += size
    Z = parts["W2"] @ np.maximum(parts["W1"] @ data["X"] + parts["b1"], 0) + parts["b2"]
    logs = Z - np.log(np.exp(Z).sum(axis=0))
    m = data["X"].shape[1]
    return -(data["Y"] * logs).sum() / m + lambd / (2 * m) * sum((parts[k] ** 2).sum() for k in ("W1", "W2"))


@pytest.mark.parametrize("seed", range(3))
def test_one_epoch_is_a_step_down_the_penalized_cost_measured_by_trying(seed):
    data, start = small(seed)
    best, history = reference.train_network(data, start, {"alpha": 0.1, "lambd": 2.5, "epochs": 1, "patience": 1})
    shapes = {name: value.shape for name, value in start.items()}
    theta = np.concatenate([value.ravel() for value in start.values()])
    slope = optimize.approx_fprime(theta, penalized, 1e-7, shapes, data, 2.5)
    moved = np.concatenate([value.ravel() for value in best.values()])
    np.testing.assert_allclose(moved, theta - 0.1 * slope, atol=1e-6)
    assert history == [network.cost(network.forward(data["X_dev"], best)[0], data["Y_dev"])]


@pytest.mark.parametrize("patience", [1, 3, 8])
def test_it_stops_and_keeps_what_the_rule_of_chapter_5_says(patience):
    from course_utils.reference.augmentation_early_stopping import stopping_epoch

    seen = set()
    for seed in range(12):
        data, start = small(seed)
        settings = {"alpha": 1.5, "lambd": 0.3, "epochs": 30}
        best, history = reference.train_network(data, start, settings | {"patience": patience})
        _, whole = reference.train_network(data, start, settings | {"patience": 100})
        stop, kept = stopping_epoch(whole, patience, 0)
        assert len(history) == stop + 1 and history == whole[: stop + 1]
        assert network.cost(network.forward(data["X_dev"], best)[0], data["Y_dev"]) == whole[kept]
        seen.add(stop)
    assert len(seen) > 1


def test_without_penalty_and_stop_it_is_plain_gradient_descent():
    data, start = small(5)
    best, history = reference.train_network(data, start, {"alpha": 0.05, "lambd": 0, "epochs": 6, "patience": 6})
    every = []
    network.train(
        data["X"], data["Y"], [3, 5, 2], rng=np.random.default_rng(0), epochs=6, alpha=0.05, parameters=start,
        each_epoch=lambda epoch, p: every.append(p),
    )  # fmt: skip
    for name, value in every[int(np.argmin(history))].items():
        np.testing.assert_allclose(best[name], value)


# --- log_uniform ----------------------------------------------------------------------------------


def test_draws_follow_scipys_log_uniform_law():
    values = reference.log_uniform(0.002, 7.0, 20_000, np.random.default_rng(0))
    assert stats.kstest(values, stats.loguniform(0.002, 7.0).cdf).pvalue > 1e-3
    assert stats.kstest(np.random.default_rng(0).uniform(0.002, 7.0, 20_000), stats.loguniform(0.002, 7.0).cdf).pvalue < 1e-9


# --- run_turns, best_so_far -----------------------------------------------------------------------


def test_a_log_of_ridge_regressions_is_that_of_scikit_learn():
    rng = np.random.default_rng(3)
    data = {}
    for end, m in (("", 30), ("_dev", 20)):
        labels = rng.integers(0, 3, m)
        data |= {"X" + end: 2 * np.eye(3)[labels].T + rng.standard_normal((3, m)), "Y" + end: np.eye(3)[labels].T}
    candidates = [{"alpha": 1.0, "lambd": lambd} for lambd in (0.1, 10.0, 1000.0)]
    log = reference.run_turns(candidates, specimens.ridge, data)
    for row in log:
        model = Ridge(alpha=row["lambd"]).fit(data["X"].T, data["Y"].T)
        for name, end in (("train_error", ""), ("dev_error", "_dev")):
            wrong = model.predict(data["X" + end].T).argmax(axis=1) != data["Y" + end].argmax(axis=0)
            assert row[name] == pytest.approx(wrong.mean())
    assert [row["lambd"] for row in log] == [0.1, 10, 1000] and candidates[0] == {"alpha": 1.0, "lambd": 0.1}


def test_the_best_so_far_is_the_least_of_each_beginning():
    rng = np.random.default_rng(1)
    for k in (1, 2, 9):
        log = [{"train_error": 0.5, "dev_error": round(float(e), 1)} for e in rng.random(k)]
        best, lowest = reference.best_so_far(log)
        errors = [row["dev_error"] for row in log]
        assert best == errors.index(min(errors)) and list(lowest) == [min(errors[: i + 1]) for i in range(k)]


# --- final_report ---------------------------------------------------------------------------------


def test_the_margin_covers_the_truth_in_about_95_of_100_cases():
    rng, p, m, inside = np.random.default_rng(2), 0.2, 400, 0
    for _ in range(2000):
        labels = (rng.random((1, m)) < p).astype(int)
        error, margin, _ = reference.final_report(labels, np.zeros((1, m), int), 0.5)
        inside += abs(error - p) <= margin
    assert 0.93 < inside / 2000 < 0.97


def test_the_claim_needs_more_than_the_margin():
    labels = (np.arange(100) < 10).astype(int)[np.newaxis]
    for baseline, claim in ((0.16 - 1e-9, False), (0.16 + 1e-9, True), (0.1, False), (0.05, False)):
        error, margin, beaten = reference.final_report(labels, np.zeros((1, 100), int), baseline)
        assert (error, bool(beaten)) == (0.1, claim) and margin == pytest.approx(0.06)


# --- build_model and its measure --------------------------------------------------------------------


def reading(result, seed=7, m=700):
    X, Y, _, _ = datasets.snapshots(m, 1000, np.random.default_rng(seed))
    got = record(lambda X, Y: result(X, Y), {"X": X, "Y": Y})
    assert got.fault is None, got.fault
    return models.reads_snapshots({"X": X, "Y": Y}, [got], seed, m, 1000, 0.02)


def baseline_as_a_network(X, Y):
    """The nearest mean is a network of one layer: 2 mean x - mean²."""
    means = X @ Y.T / Y.sum(axis=1)
    return np.zeros((64, 1)), np.ones((64, 1)), {"W1": 2 * means.T, "b1": -(means**2).sum(axis=0)[:, np.newaxis]}


def test_the_answer_beats_the_baseline_and_the_plain_baseline_does_not():
    def solution(X, Y):
        return reference.build_model(X, Y, np.random.default_rng(0))

    assert reading(solution) == reading(solution, 8) == "it beats the baseline"
    assert "does not beat" in reading(baseline_as_a_network)


def test_a_network_of_another_camera_or_untrained_is_worth_nothing():
    X, Y, X_new, Y_new = datasets.snapshots(700, 1000, np.random.default_rng(7))
    constant = reference.build_model(X, Y, np.random.default_rng(0))
    mu, sigma, parameters = constant
    assert network.accuracy(network.predict((X_new - mu) / sigma, parameters), Y_new) > 0.75
    for seed in (8, 9, 10):
        assert reading(lambda X, Y: constant, seed) != "it beats the baseline"

    def untrained(X, Y):
        return X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True), network.initialize([64, 32, 10], np.random.default_rng(1))

    assert reading(untrained) == "it is no better than guessing"


def test_a_network_that_would_fill_the_memory_is_not_run():
    mu, sigma = np.zeros((64, 1)), np.ones((64, 1))
    for W, b in (((5000, 64), (5000, 1)), ((10, 64), (5000, 10, 1)), ((10, 64), (5000, 1))):
        parameters = {"W1": np.zeros(W), "b1": np.zeros(b)}
        with pytest.raises(ValueError, match="no such network"):
            reading(lambda X, Y: (mu, sigma, parameters))  # noqa: B023 - it is called at once
    with pytest.raises(ValueError, match="no such network"):
        reading(lambda X, Y: (np.zeros((500, 64, 1)), sigma, {"W1": np.zeros((10, 64)), "b1": np.zeros((10, 1))}))


def test_a_camera_shows_whole_numbers_sorted_and_the_same_again():
    X, Y, X_new, Y_new = datasets.snapshots(60, 40, np.random.default_rng(1))
    again = datasets.snapshots(60, 40, np.random.default_rng(1))
    assert all(np.array_equal(a, b) for a, b in zip((X, Y, X_new, Y_new), again, strict=True))
    assert X.shape == (64, 60) and X_new.shape == (64, 40) and (X == np.round(X)).all() and X.min() >= 0
    assert (np.diff(Y.argmax(axis=0)) >= 0).all() and not (np.diff(Y_new.argmax(axis=0)) >= 0).all()
    assert (Y.sum(axis=0) == 1).all() and Y.shape == (10, 60)


def test_the_nearest_mean_is_that_of_scikit_learn():
    from sklearn.neighbors import NearestCentroid

    X, Y, X_new, _ = datasets.snapshots(300, 200, np.random.default_rng(2))
    theirs = NearestCentroid().fit(X.T, Y.argmax(axis=0)).predict(X_new.T)
    assert np.array_equal(learners.nearest_mean(X, Y)(X_new)[0], theirs)


# --- the measures of drawn values ---------------------------------------------------------------------


def test_draws_on_the_wrong_scale_a_grid_and_one_value_are_seen():
    rng, edges = np.random.default_rng(0), np.geomspace(0.001, 1, 4).tolist()

    def shares(values):
        return draws.share_by_factor({}, [record(lambda: values, {})], edges)

    np.testing.assert_allclose(shares(reference.log_uniform(0.001, 1, 3000, rng)), [1 / 3] * 3, atol=0.05)
    assert shares(rng.uniform(0.001, 1, 3000))[2] > 0.85
    assert shares(np.geomspace(0.001, 1, 50)) == "a fixed grid" and shares(np.full(50, 0.1)) == "all alike"
    assert draws.outside({}, [record(lambda: np.array([0.5, 2, 3, 9.0]), {})], 1, 4) == 0.5
