"""Are the costs what they say?"""

import nets
import numpy as np
import pytest
from nets import autograd_grads

from course_utils import network
from course_utils.black_boxes import costs

rng, net = nets.rng, nets.net


def test_the_costs_are_what_they_say(rng):
    theta, A, b = rng.standard_normal(3), rng.standard_normal((3, 3)), rng.standard_normal(3)
    assert costs.quadratic(theta, A, b) == pytest.approx(
        sum(theta[i] * A[i, j] * theta[j] for i in range(3) for j in range(3)) / 2 + b @ theta
    )
    assert costs.powers(theta, b, A[0], 5) == pytest.approx(sum(A[0, i] * (theta[i] - b[i]) ** 5 for i in range(3)))
    assert costs.log_sum_exp(theta, A, b) == pytest.approx(np.log(np.exp(A @ theta + b).sum()))
    assert costs.log_sum_exp(1000 * theta, A, b) < np.inf
    X, Y = rng.standard_normal((3, 4)), np.array([[0.0, 1, 1, 0]])
    assert costs.logistic(theta, X, Y) == pytest.approx(np.mean(np.logaddexp(0, theta @ X) - Y * (theta @ X)))
    drawn = np.stack([np.zeros((3, 4)), np.ones((3, 4))])
    assert {round(costs.dropped_logistic(theta, rng, X, Y, drawn), 9) for _ in range(30)} == {
        round(np.log(2), 9),
        round(costs.logistic(theta, X, Y), 9),
    }


def test_a_mask_of_ones_is_the_plain_network_and_the_way_back_goes_through_the_mask(net, rng):
    parameters, X, Y = net
    AL, cache = costs.dropped_forward(X, parameters, np.ones((4, 6)))
    plain, plain_cache = network.forward(X, parameters, "tanh")
    assert np.array_equal(AL, plain) and all(np.array_equal(cache[name], value) for name, value in plain_cache.items())
    factor = rng.uniform(0, 2, (4, 6))
    _, cache = costs.dropped_forward(X, parameters, factor)
    grads = network.backward(Y, parameters, cache, "tanh", through=lambda dA, l, cache: dA * factor if l == 1 else dA)
    for name, exact in autograd_grads(*net, factor=factor).items():
        assert grads[name] == pytest.approx(exact, abs=1e-12)
