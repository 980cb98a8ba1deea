"""Chapter 6, normalization: what several exercises have in common."""

import numpy as np

from autograder.bank import Trial
from autograder.bank.probes import CHANGED, value


def examples(rng, n, m, constant=None):
    """X (n, m), short numbers: each feature about a mean of its own, every second one wide, and no value twice.

    constant  {feature: the one value it has}, numbers that a computer holds exactly
    """
    mean = rng.choice([-1, 1], (n, 1)) * rng.uniform(3, 9, (n, 1))
    width = np.where(np.arange(n)[:, np.newaxis] % 2, rng.uniform(2, 4, (n, 1)), rng.uniform(0.2, 0.4, (n, 1)))
    places = rng.permuted(np.tile(np.arange(m), (n, 1)), axis=1) + rng.uniform(0, 0.4, (n, m)) - m / 3
    X = np.round(mean + width * places, 2)
    for feature, number in (constant or {}).items():
        X[feature] = number
    return X


def rulers(rng, n):
    """mu, sigma (n, 1): means of both signs, deviations smaller and larger than 1."""
    mu = np.round(rng.choice([-1, 1], (n, 1)) * rng.uniform(1.5, 6, (n, 1)), 1)
    sigma = np.round(np.where(np.arange(n)[:, np.newaxis] % 2, rng.uniform(2, 4, (n, 1)), rng.uniform(0.2, 0.6, (n, 1))), 1)
    return mu, sigma


def scale_trial(rng, n, m, name):
    """Examples in their own units (`X`), or as deviations from the mean (`X_norm`); their own mean is another one than `mu`."""
    deviations = np.round(rng.uniform(0.3, 2.5, (n, m)) * rng.choice([-1, 1], (n, m)), 1)
    mu, sigma = rulers(rng, n)
    X = np.round(mu + sigma * deviations, 2) if name == "X" else deviations
    return Trial(f"{name} {X.shape}", {name: X, "mu": mu, "sigma": sigma}, [value(), CHANGED])
