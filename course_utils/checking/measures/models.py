"""Measures of models that are to read new examples."""

from __future__ import annotations

import numpy as np

from ... import network
from .parts import differs

UNITS = 2000  # of a network that is run here, at most


def reads_snapshots(arguments, records, seeds, m, m_new, least):
    """What the returned (mu, sigma, parameters) are worth on new images of the cameras that `seeds` make, in words.

    The first record is of the first camera, the last ones are of the others. "it beats the baseline" if the errors are lower than
    those of `learners.nearest_mean` on normalized pixels by `least` on the average; else what stands out on the first camera.
    """
    results = [record.value for record in [records[0], *records[len(records) + 1 - len(seeds) :]]]
    cameras = [_worth(result, seed, m, m_new) for result, seed in zip(results, seeds, strict=True)]
    error, baseline = (float(np.mean([camera[i] for camera in cameras])) for i in (0, 1))
    if error + least <= baseline - 1e-9:  # more than nothing, where nothing is the least
        return "it beats the baseline"
    X, labels = cameras[0][2:]
    return _symptom(*results[0][:2], X, labels, error) or f"its error is {error:.3f}, the baseline's {baseline:.3f}"


def draws_anew(arguments, records):
    """Whether a second call, with the generator moved on, returns another network.

    Hidden units that start without draws are all alike; so a network with such units that comes out the same was drawn elsewhere.
    A network of one layer needs no draws.
    """
    first, second = (r.value[2] for r in (records[0], records[2]))
    return len(first) == 2 or differs(first, second)


def _worth(result, seed, m, m_new):
    """The errors of a network and of the baseline on new images of a camera; its training images, and what the network says."""
    from ... import datasets, learners  # here, because scikit-learn takes long

    X, Y, X_new, Y_new = datasets.snapshots(m, m_new, np.random.default_rng(seed))
    mu, sigma, parameters = result
    shapes = [np.shape(part) for part in parameters.values()]
    if {np.shape(mu), np.shape(sigma)} != {(len(X), 1)} or any(len(s) != 2 for s in shapes) or sum(s[0] for s in shapes) > 2 * UNITS:
        raise ValueError("no such network")  # one that is too large would take our memory
    center, scale = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    nearest = learners.nearest_mean((X - center) / scale, Y)((X_new - center) / scale)
    labels = network.predict((X_new - mu) / sigma, parameters)
    return 1 - network.accuracy(labels, Y_new), 1 - network.accuracy(nearest, Y_new), X, labels


def _symptom(mu, sigma, X, labels, error):
    """What stands out of a network that makes too many errors, or ""."""
    if not (np.any(mu) or np.ptp(sigma)):
        return "it is handed raw pixels, and does not beat the baseline"
    count = np.arange(1, X.shape[1])
    pieces = [np.cumsum(some, axis=1)[:, :-1] / count for some in (X, X[:, ::-1])]
    if any(np.isclose(np.asarray(mu), means).all(axis=0).any() for means in pieces):
        return "its ruler comes from one piece of the sorted file, and it makes too many errors"
    if np.abs(np.median(np.asarray(sigma) / X.std(axis=1, keepdims=True) ** 2) - 1) < 0.3:
        return "it is handed pixels divided by their variance, and makes too many errors"
    if error > 0.7:
        return "it is hardly better than guessing"
    return "it never says some of the classes" if len(np.unique(labels)) < 10 else ""
