"""Examples made for tests."""

import numpy as np


def numbered(m, n_x=3, start=0):
    """Examples that say who they are: column i holds i and its label is 10 i."""
    number = np.arange(start, start + m)
    return number + np.arange(n_x)[:, np.newaxis] / 8, number[np.newaxis] * 10.0


def data(rng, m, n_x=3):
    X = rng.standard_normal((n_x, m))
    return X, (X[:1] + 0.8 * rng.standard_normal((1, m)) > 0) * 1.0
