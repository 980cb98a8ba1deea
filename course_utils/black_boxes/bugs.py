"""Backward passes with a bug, called like `network.backward`: (Y, parameters, cache) -> grads. To be found by a check.

Do not read on if you want to find the bugs of chapter 8 by yourself. Hidden units are tanh.
"""

from functools import partial

import numpy as np

from .. import network

LETTERS = ("none", "A", "B", "C", "D", "E")  # what `backward_with_bug` knows


def backward_with_factors(Y, parameters, cache, factors, hidden="tanh"):
    """Backpropagation in which each quantity is multiplied by a factor: known only by what it does.

    factors  {"dZ1": …, "dW1": …, "db1": …, "dZ2": …}: for every quantity a number or an array that fits it; 1 leaves it as
             it is. A changed dZ is carried on to all that is computed from it.
    """
    L, grads = len(parameters) // 2, {}
    dZ = (cache[f"A{L}"] - Y) / Y.shape[1]
    for l in range(L, 0, -1):
        dZ = dZ * factors[f"dZ{l}"]
        grads[f"dW{l}"] = dZ @ cache[f"A{l - 1}"].T * factors[f"dW{l}"]
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True) * factors[f"db{l}"]
        if l > 1:
            dZ = parameters[f"W{l}"].T @ dZ * network.SLOPES[hidden](cache[f"Z{l - 1}"])
    return grads


def backward_without_slope(Y, parameters, cache, hidden="tanh"):
    """The slope of the activation is forgotten in every hidden layer: dZ = dA."""
    return _backward(Y, parameters, cache, lambda l, dA: dA)


def backward_with_decay(Y, parameters, cache, decay, hidden="tanh"):
    """No bug: the gradient of a cost with a penalty on the weights. To each dW is added decay times its W."""
    grads = network.backward(Y, parameters, cache, hidden=hidden)
    return {name: d + decay * parameters[name[1:]] if name.startswith("dW") else d for name, d in grads.items()}


def backward_with_bug(Y, parameters, cache, bug, hidden="tanh"):
    """One of the bugs in `LETTERS`, for networks with at least three layers."""
    if bug == "A":  # the slope is forgotten in layer 2
        return _backward(Y, parameters, cache, lambda l, dA: dA if l == 2 else dA * _slope(cache[f"Z{l}"]))
    if bug == "E":  # Z is computed once more for the slope, and the bias is forgotten there
        return _backward(Y, parameters, cache, lambda l, dA: dA * _slope(parameters[f"W{l}"] @ cache[f"A{l - 1}"]))
    grads = network.backward(Y, parameters, cache, hidden="tanh")
    L, m = len(parameters) // 2, Y.shape[1]
    if bug == "B":  # a mean where a sum belongs
        grads["db2"] = grads["db2"] / m
    if bug == "C":  # Z where A belongs
        grads[f"dW{L}"] = (cache[f"A{L}"] - Y) / m @ cache[f"Z{L - 1}"].T
    if bug == "D":  # Y - A for A - Y
        grads = {name: -value for name, value in grads.items()}
    return grads


RUNS = {  # of the chapter's beginning: a backward pass and a learning rate each
    "A": (backward_without_slope, 0.1),
    "B": (network.backward, 0.1),
    "C": (network.backward, 0.7),
}
LATE = partial(backward_with_bug, bug="E")


def _backward(Y, parameters, cache, through_activation):
    """Backpropagation with a rule of one's own for dZ[l] from dA[l]."""
    L, grads = len(parameters) // 2, {}
    dZ = (cache[f"A{L}"] - Y) / Y.shape[1]
    for l in range(L, 0, -1):
        grads[f"dW{l}"] = dZ @ cache[f"A{l - 1}"].T
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
        if l > 1:
            dZ = through_activation(l - 1, parameters[f"W{l}"].T @ dZ)
    return grads


def _slope(Z):
    return 1 - np.tanh(Z) ** 2
