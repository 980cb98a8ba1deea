"""Costs to take gradients of: public functions that are handed about as `functools.partial` with data.

A cost J of one vector theta (n,), `partial(quadratic, A=…, b=…)`, is then called J(theta); a cost of a network's
parameters {"W1": …, "b1": …} is called cost(parameters). All return a float, in the precision of what they are given.
"""

import numpy as np

from .. import network


def quadratic(theta, A, b):
    """1/2 theta^T A theta + b^T theta, with A (n, n) symmetric, b (n,). Its gradient is A theta + b."""
    return 0.5 * theta @ A @ theta + b @ theta


def powers(theta, centre, factors, power):
    """The sum of factors[i] (theta[i] - centre[i])^power; centre and factors (n,)."""
    return (factors * (theta - centre) ** power).sum()


def log_sum_exp(theta, M, c):
    """log of the sum of exp(M theta + c), with M (k, n), c (k,): smooth, and every entry of theta acts on all others."""
    z = M @ theta + c
    return z.max() + np.log(np.exp(z - z.max()).sum())


def logistic(theta, X, Y):
    """The cross-entropy of a single sigmoid unit without bias: weights theta (n,), examples X (n, m), Y (1, m)."""
    return network.cost(network.sigmoid(theta @ X)[np.newaxis], Y)


def network_cost(parameters, X, Y, hidden="tanh"):
    """The cross-entropy of a network on examples X (n_0, m), Y (n_L, m): `network.forward`, then `network.cost`."""
    return network.cost(network.forward(X, parameters, hidden)[0], Y)


def cost_of_the_slide(parameters, X, Y, lambd):
    """`network_cost` and what the lecture's slide adds to it for "L1 or L2 regularization": lambd/m times the 1-norm of the weights."""
    norms = [np.linalg.norm(value.ravel(), 1) for name, value in parameters.items() if name[0] == "W"]
    return network_cost(parameters, X, Y) + np.sum(norms) * lambd / X.shape[1]


def dropped_logistic(theta, rng, X, Y, factors):
    """`logistic`, whose inputs are dropped anew in each call: X times one of the k masks in factors (k, n, m), drawn from rng."""
    return logistic(theta, X * factors[rng.integers(len(factors))], Y)


def dropped_network_cost(parameters, rng, X, Y, factors, hidden="tanh"):
    """`network_cost` with dropout on layer 1: A1 times one of the k masks in factors (k, n_1, m), drawn from rng in each call."""
    return network.cost(dropped_forward(X, parameters, factors[rng.integers(len(factors))], hidden)[0], Y)


def dropped_forward(X, parameters, factor, hidden="tanh"):
    """AL and the cache of a network whose A1 is multiplied by factor (n_1, m), entry by entry."""
    A1, Z1 = network.layer_forward(X, parameters["W1"], parameters["b1"], hidden)
    above = {name[0] + str(int(name[1:]) - 1): value for name, value in parameters.items() if name[1:] != "1"}
    AL, rest = network.forward(A1 * factor, above, hidden)
    shifted = {name[0] + str(int(name[1:]) + 1): value for name, value in rest.items()}
    return AL, {"A0": X, "Z1": Z1, **shifted}
