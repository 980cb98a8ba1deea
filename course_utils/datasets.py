"""The data of the chapters: no downloads, and equal generators (`rng`) give equal data.

Columns are examples, as everywhere in the course: X (n_x, m); Y (1, m) of 0 and 1, or one-hot (n_classes, m); all float64.
Real data come as ready parts, X_train, Y_train, X_dev, Y_dev: which example is in which part is fixed. Toys with two
features are drawn as they are asked for: ask once for training and once more, with the same rng, for dev data.
"""

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits

PITCH = (1.05, 0.68)  # half the length and width of a football pitch, in units of 50 m
FORMATION = np.array([  # where our ten players stand; we play from left to right, and attack on the right wing
    (-0.85, -0.45), (-0.85, -0.15), (-0.85, 0.15), (-0.85, 0.45),  # defence
    (-0.45, -0.45), (-0.45, -0.15), (0.00, -0.35),  # middle
    (0.30, -0.15), (0.40, -0.45), (0.65, -0.20),  # attack
])  # fmt: skip


def digits():
    """Handwritten digits, 8 x 8 grey values in [0, 1]: X_train (64, 1437), Y_train (10, 1437) one-hot, X_dev (64, 360), Y_dev."""
    images, labels = load_digits(return_X_y=True)
    return _parts(images.T / 16, np.eye(10)[labels].T, 5)


def digits_odd_even(m_train, flipped, rng):
    """Is a digit odd? X_train (64, m_train), Y_train (1, m_train) with the share `flipped` of its labels wrong, X_dev (64, 898), Y_dev.

    The training examples are drawn from one half of the digits (m_train <= 899); the other half is dev, with right labels.
    """
    images, labels = load_digits(return_X_y=True)
    X, Y, X_dev, Y_dev = _parts(images.T / 16, labels[np.newaxis] % 2.0, 2)
    drawn = rng.choice(X.shape[1], m_train, replace=False)
    X_train, Y_train = X[:, drawn], Y[:, drawn]
    wrong = rng.choice(m_train, round(flipped * m_train), replace=False)
    Y_train[:, wrong] = 1 - Y_train[:, wrong]
    return X_train, Y_train, X_dev, Y_dev


def breast_cancer():
    """Measures of cell nuclei, in their own units: X_train (30, 456), Y_train (1, 456), 1 for benign, X_dev (30, 113), Y_dev."""
    X, labels = load_breast_cancer(return_X_y=True)
    return _parts(X.T, labels[np.newaxis] * 1.0, 5)


def moons(m, noise, rng):
    """Two half-circles that reach into each other: X (2, m), Y (1, m); `noise` is the standard deviation around them."""
    Y = np.arange(m) % 2
    angle = rng.uniform(0, np.pi, m)
    X = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25]) * (1 - 2 * Y)
    return X + noise * rng.standard_normal((2, m)), Y[np.newaxis] * 1.0


def circles(m, noise, rng):
    """A ring of radius 1 (class 0) around one of radius 0.5 (class 1): X (2, m), Y (1, m)."""
    Y = np.arange(m) % 2
    angle = rng.uniform(0, 2 * np.pi, m)
    X = np.stack([np.cos(angle), np.sin(angle)]) * (1 - 0.5 * Y)
    return X + noise * rng.standard_normal((2, m)), Y[np.newaxis] * 1.0


def football(m, spread, rng):
    """Where m long balls came down on a pitch, X (2, m), and whether one of ours got it, Y (1, m).

    Each ball falls about `spread` (standard deviation) from a player, ours in FORMATION, theirs in the same turned by 180
    degrees, and goes to that player's side; one that would fall off the pitch bounces back as far.
    """
    Y = np.arange(m) % 2
    player = FORMATION[rng.integers(len(FORMATION), size=m)].T * (2 * Y - 1)
    X = player + spread * rng.standard_normal((2, m))
    line = np.copysign(np.array(PITCH)[:, np.newaxis], X)
    return np.where(np.abs(X) > np.abs(line), 2 * line - X, X), Y[np.newaxis] * 1.0


def _parts(X, Y, one_in):
    """X_train, Y_train, X_dev, Y_dev: one example in `one_in` is dev, of every ten at changing places (the digits come in turn)."""
    i = np.arange(X.shape[1])
    dev = (i + i // 10) % one_in == 0
    return X[:, ~dev], Y[:, ~dev], X[:, dev], Y[:, dev]
