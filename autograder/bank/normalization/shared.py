"""Chapter 6, normalization: what several exercises have in common."""

import numpy as np

from autograder.bank import Trial
from autograder.bank.probes import CHANGED, array, value


def examples(rng, n, m, constant=None):
    """X (n, m), numbers of six digits: each feature about a mean of its own, every second one wide, and no value twice.

    constant  {feature: the one value it has}, numbers that a computer holds exactly
    """
    mean = rng.choice([-1, 1], (n, 1)) * rng.uniform(3, 9, (n, 1))
    width = np.where(np.arange(n)[:, np.newaxis] % 2, rng.uniform(2, 4, (n, 1)), rng.uniform(0.2, 0.4, (n, 1)))
    places = rng.permuted(np.tile(np.arange(m), (n, 1)), axis=1) + rng.uniform(0, 0.4, (n, m)) - m / 3
    X = np.round(mean + width * places, 5)
    for feature, number in (constant or {}).items():
        X[feature] = number
    return X


def rulers(rng, n):
    """mu, sigma (n, 1): means of both signs, deviations smaller and larger than 1."""
    mu = array(rng, n, 1, low=1.5, high=6)
    sigma = np.round(np.where(np.arange(n)[:, np.newaxis] % 2, rng.uniform(2, 4, (n, 1)), rng.uniform(0.2, 0.6, (n, 1))), 5)
    return mu, sigma


def scale_trial(rng, n, m, name):
    """Examples in their own units (`X`), or as deviations from the mean (`X_norm`); their own mean is another one than `mu`."""
    deviations = array(rng, n, m, low=0.3, high=6)  # who cuts off what lies far from the mean is seen
    mu, sigma = rulers(rng, n)
    X = np.round(mu + sigma * deviations, 5) if name == "X" else deviations
    return Trial(f"{name} {X.shape}", {name: X, "mu": mu, "sigma": sigma}, [value(), CHANGED])
