"""Regularization (chapter 3): the plainest correct NumPy.

Columns are examples. parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}, keys in any order; one layer (L = 1) with one
sigmoid unit is logistic regression. grads = {"dW1": …, "db1": …}: what backprop makes of the plain cost, already averaged over
the m training examples. lambd >= 0: how strongly one regularizes; alpha > 0: the learning rate.
Source: the lecture, with the sum over layers and the minus signs that its slides lost; soft threshold: Tibshirani 1996
(Journal of the Royal Statistical Society B 58), Beck & Teboulle 2009 (SIAM Journal on Imaging Sciences 2).
"""

import numpy as np

from course_utils import network


def l2_penalty(parameters, lambd, m):
    """Return the L2 penalty of a network of any number of layers.

    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}, keys in any order; left as they are
    lambd       >= 0  the regularization parameter
    m           number of training examples

    Returns a number: what is added to the cost for the weights of all L layers. Biases are free.
    """
    L = len(parameters) // 2
    squares = 0.0
    for l in range(1, L + 1):
        squares += np.sum(parameters[f"W{l}"] ** 2)
    return lambd / (2 * m) * squares


def regularized_cost(AL, Y, parameters, lambd):
    """Return the cost of a network with L2 regularization: mean cross-entropy plus penalty.

    AL          (n_L, m)  the network's output for m examples, probabilities; left as it is. One row: that of class 1, from a sigmoid.
                Several rows: one for each class, from softmax, so that each column adds up to 1
    Y           (n_L, m)  the labels; left as they are. One row: 0 or 1. Several rows: each column has a 1 in the row of its class,
                0 elsewhere, and an example costs -log of the probability of its own class
    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}; left as they are
    lambd       >= 0  the regularization parameter

    Returns a number, finite also where an output is exactly 0 or 1 (for a right one). `network.cost(AL, Y)` gives the mean cross-entropy,
    for one row and for several; by hand, -(Y log AL + (1 - Y) log (1 - AL)) is right for one row only. `l2_penalty` is your own.
    """
    m = AL.shape[1]
    return network.cost(AL, Y) + l2_penalty(parameters, lambd, m)


def regularized_gradients(grads, parameters, lambd, m):
    """Turn the gradients of the plain cost into those of the cost with L2 penalty.

    grads       {"dW1": (n_1, n_0), "db1": (n_1, 1), …, "dWL", "dbL"}  from backprop; left as they are
    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}; left as they are
    lambd       >= 0  the regularization parameter
    m           number of training examples

    Returns a new dict with the same keys and shapes as grads.
    """
    L = len(parameters) // 2
    new = dict(grads)
    for l in range(1, L + 1):
        new[f"dW{l}"] = grads[f"dW{l}"] + lambd / m * parameters[f"W{l}"]
    return new


def choose_lambda(lambdas, train_errors, dev_errors):
    """Choose the regularization parameter after a sweep.

    lambdas       (k,)  the values that were tried, each once, in any order
    train_errors  (k,)  the share of wrong labels on the training set for each of them
    dev_errors    (k,)  the same on the dev set

    Returns one of lambdas: the one to go on with. Where several are equally good, the largest of these, for it gives the simplest network.
    """
    best = dev_errors == dev_errors.min()
    return lambdas[best].max()


def one_standard_error(lambdas, dev_errors, m_dev):
    """Choose the largest regularization parameter that is as good as the best one, as far as this dev set can tell.

    lambdas     (k,)  the values that were tried, each once, in any order
    dev_errors  (runs, k)  the share of wrong labels on the dev set: a row for each run, a column for each value
    m_dev       number of examples in the dev set; all runs are measured on the same ones

    Returns one of lambdas: the largest whose mean error over the runs is at most p + one standard error. There p is the smallest of
    the k mean errors, and its standard error is the root of p (1 - p) / m_dev, whatever the number of runs.
    Source: Breiman, Friedman, Olshen & Stone 1984 (Classification and regression trees).
    """
    means = dev_errors.mean(axis=0)
    p = means.min()
    within = means <= p + np.sqrt(p * (1 - p) / m_dev)
    return lambdas[within].max()


def weight_decay_update(parameters, grads, alpha, lambd, m):
    """Take one step of gradient descent with L2 regularization, written as weight decay.

    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}; left as they are
    grads       {"dW1": (n_1, n_0), "db1": (n_1, 1), …, "dWL", "dbL"}  from backprop of the plain cost; left as they are
    alpha       > 0  the learning rate
    lambd       >= 0  the regularization parameter
    m           number of training examples

    Returns a new dict with the same keys and shapes as parameters.
    """
    L = len(parameters) // 2
    new = {}
    for l in range(1, L + 1):
        new[f"W{l}"] = (1 - alpha * lambd / m) * parameters[f"W{l}"] - alpha * grads[f"dW{l}"]
        new[f"b{l}"] = parameters[f"b{l}"] - alpha * grads[f"db{l}"]
    return new


def l1_penalty(parameters, lambd, m):
    """Return the L1 penalty of a network of any number of layers.

    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}, keys in any order; left as they are
    lambd       >= 0  the regularization parameter
    m           number of training examples

    Returns a number: what is added to the cost for the weights of all L layers. Biases are free.
    """
    L = len(parameters) // 2
    sizes = 0.0
    for l in range(1, L + 1):
        sizes += np.sum(np.abs(parameters[f"W{l}"]))
    return lambd / m * sizes


def soft_threshold(W, t):
    """Move every weight towards 0 by t; weights that would pass 0 become exactly 0.

    W  any shape  weights; left as they are
    t  >= 0  how far each is moved

    Returns an array of W's shape.
    """
    return np.sign(W) * np.maximum(np.abs(W) - t, 0)
