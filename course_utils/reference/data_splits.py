"""Splitting data (chapter 1): the plainest correct NumPy.

Columns are examples. X (n_x, m), Y (1, m); m examples are cut into a training, a dev and a test set, always in this order.
A set is a pair (X, Y); sizes (m_train, m_dev, m_test) are whole numbers, fractions (train, dev, test) shares that add up to 1;
rng: np.random.Generator. An error is a share of wrong labels, from 0 to 1.
Source: the lecture; folds of whole groups are scikit-learn's GroupKFold, dealt in turn; the train-dev set is A. Ng's (Machine learning yearning, 2018, chapters 40 and 41).
"""

import numpy as np


def split_sizes(m, fractions):
    """Say how many examples each of the three sets gets.

    m          whole number, 1 or more: how many examples there are
    fractions  (train, dev, test), shares that add up to 1, as (0.6, 0.2, 0.2)

    Returns (m_train, m_dev, m_test), three whole numbers (integers) that add up to m: m_dev and m_test are their share of m,
    each rounded to the nearest whole number (a half is never asked for); the training set gets what is left.
    """
    m_dev, m_test = round(m * fractions[1]), round(m * fractions[2])
    return m - m_dev - m_test, m_dev, m_test


def shuffle_and_split(X, Y, sizes, rng):
    """Deal the examples at random into a training, a dev and a test set.

    X, Y   (n_x, m), (1, m)  all examples and their labels; left as they are
    sizes  (m_train, m_dev, m_test)  whole numbers, each 1 or more, that add up to m
    rng    np.random.Generator  the only source of randomness

    Returns (train, dev, test), each a pair: (X_train, Y_train), (X_dev, Y_dev), (X_test, Y_test), of shapes (n_x, m_train) and
    (1, m_train), and so on. Every example is in exactly one set, with its own label; which set is drawn anew in each call.
    """
    order = rng.permutation(X.shape[1])
    X, Y = X[:, order], Y[:, order]
    first, second = sizes[0], sizes[0] + sizes[1]
    train = X[:, :first], Y[:, :first]
    dev = X[:, first:second], Y[:, first:second]
    test = X[:, second:], Y[:, second:]
    return train, dev, test


def group_folds(groups, k):
    """Deal whole groups of examples into k folds.

    groups  (1, m)  integers: entry i is the number of the group that example i belongs to, as its writer. Numbers may be left
                    out, and a group's examples may lie anywhere; left as they are
    k       whole number from 2 up, at most as many as there are different groups

    Returns an array of shape (1, m) of integers from 0 to k - 1: the fold of each example. The groups are dealt in turn: the one
    with the smallest number goes to fold 0, the next larger number to fold 1, and so on; after fold k - 1 comes fold 0 again.
    """
    fold = np.zeros(groups.shape, dtype=int)
    for i, group in enumerate(np.unique(groups)):
        fold[groups == group] = i % k
    return fold


def recommended_fractions(m):
    """Recommend how to cut m examples.

    m  whole number, 10 or more: how many examples there are

    Returns (train, dev, test), shares that add up to 1. The dev and the test set each get a share of 0.2, unless that would be
    more than 10 000 examples: then each gets the share that makes 10 000 examples. The training set gets what is left.
    """
    share = min(0.2, 10_000 / m)
    return 1 - 2 * share, share, share


def choose_and_report(dev_errors, test_errors):
    """Choose one of several models, and report how often it errs.

    dev_errors, test_errors  (n,), (n,)  entry i: the error of model i on the dev set and on the test set; left as they are

    Returns (best, reported):
    best      index, from 0, of the model that is best on the set that is there for choosing; of equally good ones the first
    reported  a number: the error of that model on the set that played no part in choosing
    """
    best = np.argmin(dev_errors)
    return best, test_errors[best]


def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
    """Split two sources of data so that dev and test set show what the model is for.

    X_source, Y_source  (n_x, m_s), (1, m_s)  examples that are easy to get; left as they are
    X_target, Y_target  (n_x, m_t), (1, m_t)  examples of the kind that the model is for; left as they are
    m_dev, m_test       whole numbers, 0 or more, together at most m_t: how many examples the dev and the test set get
    rng                 np.random.Generator  the only source of randomness

    Returns (train, dev, test), each a pair (X, Y) with as many columns as the set has examples. Dev and test set are drawn at
    random from the target, anew in each call; the training set holds all other examples of both, in any order.
    """
    order = rng.permutation(X_target.shape[1])
    dev, test, rest = order[:m_dev], order[m_dev : m_dev + m_test], order[m_dev + m_test :]
    X_train = np.concatenate([X_source, X_target[:, rest]], axis=1)
    Y_train = np.concatenate([Y_source, Y_target[:, rest]], axis=1)
    return (X_train, Y_train), (X_target[:, dev], Y_target[:, dev]), (X_target[:, test], Y_target[:, test])


def variance_and_mismatch(train_error, train_dev_error, dev_error):
    """Tell how much of the way from training error to dev error comes from where.

    train_error      error on the examples that the model was trained on
    train_dev_error  error on examples of the same source that it was not trained on
    dev_error        error on examples of the target

    Returns (variance, mismatch), two numbers; each is negative if the error falls on that step:
    variance  how much the error rises because the examples are new
    mismatch  how much it rises further because they come from another source
    """
    return train_dev_error - train_error, dev_error - train_dev_error
