"""Learners: each trains a model, `model = learner(X, Y, …)`, and the model says labels, `model(X_new)`.

X (n_x, m), Y (1, m) of 0 and 1; X_new (n_x, k) gives labels (1, k) of 0 and 1; `polynomial` alone takes and gives numbers.
Options are bound first, with `functools.partial`; then every learner is called in the same way. Equal calls give equal
models: where chance plays a part, it starts from `seed`.
"""

import numpy as np
from numpy.polynomial.legendre import legvander

from . import network


def nearest(X, Y, k=1):
    """k nearest neighbours: the label of most of the k training examples that lie nearest (of all, where there are fewer)."""
    X, Y = np.array(X), _labels(X, Y)
    squares = (X**2).sum(axis=0)

    def model(X_new):
        distances = squares - 2 * X_new.T @ X  # squared, less the square of the new one, which is the same for all
        votes = Y[0, np.argsort(distances, axis=1, kind="stable")[:, :k]]
        return (votes.mean(axis=1) > 0.5).astype(int)[np.newaxis]

    return model


def nearest_mean(X, Y):
    """The class whose mean training example lies nearest; Y one-hot (n_y, m), and the model says class numbers (1, k)."""
    means = X @ Y.T / Y.sum(axis=1)

    def model(X_new):
        return ((X_new[:, :, np.newaxis] - means[:, np.newaxis]) ** 2).sum(axis=0).argmin(axis=1)[np.newaxis]

    return model


def trained(X, Y, hidden_layers=(), epochs=None, steps=650, alpha=0.1, batch_size=25, seed=0):
    """A network with hidden layers of these sizes (none: logistic regression), trained by mini-batch gradient descent.

    epochs  how long to train; None: for about as many `steps` (of a mini-batch each), however many examples there are
    """
    Y, sizes = _labels(X, Y), [len(X), *hidden_layers, 1]
    epochs = epochs or -(-steps * batch_size // max(Y.shape[1], batch_size))
    options = {"epochs": epochs, "alpha": alpha, "batch_size": batch_size, "rng": np.random.default_rng(seed)}
    parameters, _ = network.train(X, Y, sizes, **options)
    return lambda X_new: network.predict(X_new, parameters)


def wide(X, Y, units, damping=0.0, seed=0):
    """A network with one hidden layer of ReLU units whose weights stay as they are drawn; only the output layer is fitted.

    The output layer gets the weights of least squares, the smallest ones where many fit equally well. With `damping`, the mean
    squared error plus damping times the sum of their squares is minimized instead (ridge regression).
    """
    Y, (n_x, m) = _labels(X, Y), X.shape
    W = np.random.default_rng(seed).standard_normal((units, n_x)) / np.sqrt(n_x)

    def hidden(X):
        return np.maximum(W @ X, 0) / np.sqrt(units)

    A, target = hidden(X), (2 * Y - 1).T
    if damping == 0:
        w = np.linalg.lstsq(A.T, target)[0]
    elif units <= m:
        w = np.linalg.solve(A @ A.T + damping * m * np.eye(units), A @ target)
    else:  # the same, by way of the smaller matrix
        w = A @ np.linalg.solve(A.T @ A + damping * m * np.eye(m), target)
    return lambda X_new: (w.T @ hidden(X_new) > 0).astype(int)


def polynomial(x, y, degree):
    """The polynomial that fits y (m,) best at x (m,), numbers from -1 to 1, in the sense of least squares: a model(x_new)."""
    weights = np.linalg.lstsq(legvander(x, degree), y)[0]  # Legendre polynomials: powers of x are nearly parallel
    return lambda x_new: legvander(x_new, degree) @ weights


def _labels(X, Y):
    """Y as an array of its own; ValueError if it is not one row of as many examples as X has."""
    if np.ndim(X) != 2 or np.shape(Y) != (1, np.shape(X)[1]):
        raise ValueError(f"X has shape {np.shape(X)}, so Y should have shape (1, m) with as many examples; it has {np.shape(Y)}")
    return np.array(Y)
