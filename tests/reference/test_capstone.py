"""Are the answers of chapter 9 right? Held to other implementations, to statistics and to what the chapter says of them."""

import numpy as np
import pytest
from scipy import optimize, stats
from sklearn.linear_model import Ridge
from sklearn.metrics import confusion_matrix, zero_one_loss

from course_utils import datasets, network
from course_utils.black_boxes import specimens
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


# --- own_turn -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_a_turns_row_is_what_scikit_learn_measures_and_its_rule_is_mcnemars(seed):
    """The row's errors are scikit-learn's; kept is what McNemar's statistic, a square of the gain, puts above 1, if it is a gain."""
    X, Y, X_dev, Y_dev = datasets.snapshots(300, 150, np.random.default_rng(seed))
    mu, sigma = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    data = {"X": (X - mu) / sigma, "Y": Y, "X_dev": (X_dev - mu) / sigma, "Y_dev": Y_dev}
    settings = {"alpha": 0.5, "lambd": 2.0, "epochs": 30, "patience": 9, "units": 8}

    def fit(X, Y, settings):
        start = network.initialize([64, settings["units"], 10], np.random.default_rng(seed))
        return reference.train_network(data | {"X": X, "Y": Y}, start, settings)[0]

    tried, row = reference.own_turn(data, settings, fit, np.random.default_rng(seed))
    before = fit(data["X"], data["Y"], settings)
    for name, end in (("train_error", ""), ("dev_error", "_dev")):
        truth = data["Y" + end].argmax(axis=0)
        assert row[name] == pytest.approx(zero_one_loss(truth, network.predict(data["X" + end], tried)[0]))
    a, b = (network.predict(data["X_dev"], p)[0] == data["Y_dev"].argmax(axis=0) for p in (before, tried))
    table = confusion_matrix(a, b)
    statistic = (table[0, 1] - table[1, 0]) ** 2 / (table[0, 1] + table[1, 0])
    assert row["keep"] == (statistic > 1 and b.mean() > a.mean())


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
