r"""Normalization (chapter 6): the plainest correct NumPy.

Columns are examples. X (n_x, m): m examples with n_x features, in any units; mu, sigma (n_x, 1): the mean and the standard
deviation of each feature; X_norm (n_x, m): the features on one scale; W (n_1, n_x), b (n_1, 1): weights and biases of a layer.
Sources: the lecture; LeCun, Bottou, Orr & Müller 1998 (Efficient BackProp).
"""

import numpy as np


def fit_normalization(X):
    """Measure the mean and the standard deviation of each feature.

    X  (n_x, m)  the examples to measure, one a column; left as they are

    Returns (mu, sigma):
    mu     (n_x, 1)  the mean of each feature over the examples
    sigma  (n_x, 1)  its standard deviation: the root of the mean squared distance from the mean (a mean over m, not m - 1).
           A feature is constant if all its m values are equal; for a constant feature, sigma is 1.
    """
    mu = np.mean(X, axis=1, keepdims=True)
    sigma = np.std(X, axis=1, keepdims=True)
    constant = np.max(X, axis=1, keepdims=True) == np.min(X, axis=1, keepdims=True)
    return mu, np.where(constant, 1.0, sigma)


def normalize(X, mu, sigma):
    """Bring features to one scale, with a mean and a standard deviation that were measured before.

    X      (n_x, m)  examples, perhaps others than those that were measured; left as they are
    mu     (n_x, 1)  the mean of each feature
    sigma  (n_x, 1)  the standard deviation of each feature, nowhere 0

    Returns X_norm (n_x, m): for each value, how many standard deviations it lies above the mean of its feature.
    """
    return (X - mu) / sigma


def normalize_sets(X_train, X_dev, X_test):
    """Normalize three sets by one and the same ruler: the training set's.

    X_train  (n_x, m_train)  the training set
    X_dev    (n_x, m_dev)    the dev set
    X_test   (n_x, m_test)   the test set; all three are left as they are

    Returns (X_train_norm, X_dev_norm, X_test_norm), each of the shape of its set: all normalized by the mean and the standard
    deviation of the training set. A feature that is constant in the training set is divided by 1, in all three sets.
    """
    mu, sigma = fit_normalization(X_train)
    return tuple(normalize(X, mu, sigma) for X in (X_train, X_dev, X_test))


def denormalize(X_norm, mu, sigma):
    """Bring normalized features back to their own units.

    X_norm  (n_x, m)  what `normalize` returned for some X, or other examples on that scale; left as they are
    mu      (n_x, 1)  the mean of each feature
    sigma   (n_x, 1)  the standard deviation of each feature

    Returns X (n_x, m), the examples that `normalize` makes X_norm of.
    """
    return X_norm * sigma + mu


def looks_at_dev(prepare, X_train, X_dev):
    """Tell whether a preparation of data lets an example's result depend on the dev set around it.

    prepare  a function (X_train, X_dev) -> (X_train_new, X_dev_new), of the same shapes, which draws nothing at random
    X_train  (n_x, m)      training examples to try it on; left as they are
    X_dev    (n_x, m_dev)  dev examples to try it on, at least 2; left as they are

    Returns True if what becomes of a training example depends on the dev set, or if what becomes of a dev example depends on the
    other dev examples. False if each result is made of the training set and the example itself.
    """
    train_new, dev_new = prepare(X_train, X_dev)
    for i in range(X_dev.shape[1]):
        train_alone, dev_alone = prepare(X_train, X_dev[:, i : i + 1])
        if not (np.allclose(train_alone, train_new) and np.allclose(dev_alone, dev_new[:, i : i + 1])):
            return True
    return False


def largest_learning_rate(H):
    """Find the learning rate up to which gradient descent comes down in a bowl J(w) = 1/2 w^T H w.

    H  (n, n)  the matrix of second derivatives of J: symmetric, its eigenvalues >= 0 and not all 0; left as it is

    Returns the number alpha_max: for every alpha between 0 and alpha_max, gradient descent brings J down from wherever it
    starts; for every larger alpha there is a start from which J grows without end.
    """
    return 2 / np.linalg.eigvalsh(H).max()


def decorrelate(X_norm, U, ev):
    """Turn normalized features into the directions of a cloud of examples, and measure each in its own standard deviations.

    X_norm  (n_x, m)    normalized examples, perhaps others than those the directions were found with; left as they are
    U       (n_x, n_x)  the directions: n_x columns of length 1, at right angles to each other; left as they are
    ev      (n_x,)      the variance of the cloud along each of them, in the order of the columns, all > 0; left as they are

    Returns X_new (n_x, m): row k says how far each example lies along direction k, in standard deviations along that direction.
    """
    return U.T @ X_norm / np.sqrt(ev)[:, np.newaxis]


def fold_into_weights(W, b, mu, sigma):
    """Rewrite a layer for normalized features as a layer for features in their own units.

    W      (n_1, n_x)  weights of a layer that was trained on normalized features; left as they are
    b      (n_1, 1)    its biases; left as they are
    mu     (n_x, 1)    the mean of each feature
    sigma  (n_x, 1)    the standard deviation of each feature

    Returns (W_raw, b_raw), of the shapes of W and b: for every X in its own units, W_raw @ X + b_raw is what the given layer
    computes of X normalized with mu and sigma.
    """
    W_raw = W / sigma.T
    return W_raw, b - W_raw @ mu
