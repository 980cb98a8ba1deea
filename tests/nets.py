"""A small tanh network, and its cost in autograd's terms: for tests of what is tried on it."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course_utils import network

SIZES = (3, 4, 3, 2, 1)


@pytest.fixture
def rng():
    return np.random.default_rng(8)


@pytest.fixture
def net(rng):
    """Parameters, X, Y of a network with four layers, no bias 0."""
    parameters = network.initialize(SIZES, rng)
    for l in range(1, len(SIZES)):
        parameters[f"b{l}"] = 0.3 * rng.standard_normal(parameters[f"b{l}"].shape)
    return parameters, rng.standard_normal((3, 6)), np.array([[0.0, 1, 1, 0, 1, 0]])


def autograd_cost(parameters, X, Y, factor=1.0, penalty=None):
    """The cross-entropy of a tanh network in autograd's terms; factor multiplies A1."""
    A, L = X, len(parameters) // 2
    for l in range(1, L + 1):
        Z = anp.dot(parameters[f"W{l}"], A) + parameters[f"b{l}"]
        A = anp.tanh(Z) * (factor if l == 1 else 1.0)
    cost = anp.mean(anp.logaddexp(0, Z) - Y * Z)
    return cost + (penalty(parameters) if penalty else 0.0)


def autograd_grads(*args, **options):
    return {"d" + name: g for name, g in grad(autograd_cost)(*args, **options).items()}


def l2(parameters):
    return 0.7 / 12 * sum(anp.sum(value**2) for name, value in parameters.items() if name[0] == "W")
