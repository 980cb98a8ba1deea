"""Measures of models that are to read new examples."""

from __future__ import annotations

import numpy as np

from ... import network

UNITS = 2000  # of a network that is run here, at most


def reads_snapshots(arguments, records, seed, m, m_new, least):
    """What a returned (mu, sigma, parameters) is worth on new images of the camera that `seed` makes, in words.

    "it beats the baseline" if its error is lower than that of `learners.nearest_mean` by `least`, else what stands out.
    """
    from ... import datasets, learners  # here, because scikit-learn takes long

    X, Y, X_new, Y_new = datasets.snapshots(m, m_new, np.random.default_rng(seed))
    mu, sigma, parameters = records[0].value
    shapes = [np.shape(part) for part in parameters.values()]
    if {np.shape(mu), np.shape(sigma)} != {(len(X), 1)} or any(len(s) != 2 for s in shapes) or sum(s[0] for s in shapes) > 2 * UNITS:
        raise ValueError("no such network")  # one that is too large would take our memory
    baseline = 1 - network.accuracy(learners.nearest_mean(X, Y)(X_new), Y_new)
    labels = network.predict((X_new - mu) / sigma, parameters)
    error = 1 - network.accuracy(labels, Y_new)
    if error + least <= baseline:
        return "it beats the baseline"
    if not (np.any(mu) or np.ptp(sigma)):
        return "it is handed raw pixels, and does not beat the baseline"
    count = np.arange(1, m)
    pieces = [np.cumsum(some, axis=1)[:, :-1] / count for some in (X, X[:, ::-1])]
    if any(np.isclose(np.asarray(mu), means).all(axis=0).any() for means in pieces):
        return "its ruler comes from one piece of the sorted file, and it makes too many errors"
    deviations = X.std(axis=1, keepdims=True)
    if np.abs(np.median(np.asarray(sigma) / deviations**2) - 1) < 0.3:
        return "it is handed pixels divided by their variance, and makes too many errors"
    if error > 0.8:
        return "it is no better than guessing"
    return f"its error is {error:.3f}, the baseline's {baseline:.3f}"
