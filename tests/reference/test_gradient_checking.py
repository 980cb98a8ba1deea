"""The answers of chapter 8 against HIPS autograd and closed forms."""

from functools import partial

import autograd.numpy as anp
import nets
import numpy as np
import pytest
from autograd import grad
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from nets import SIZES, autograd_grads, l2

from autograder import bank
from autograder.bank.gradient_checking import shared
from course_utils import network
from course_utils.black_boxes import bugs, costs
from course_utils.reference import gradient_checking as reference

rng, net = nets.rng, nets.net


# --- numerical_gradient, relative_difference, verdict ------------------------------------------------


def test_numerical_gradient_agrees_with_autograd(rng):
    M, c, theta = rng.standard_normal((6, 4)), rng.standard_normal(6), rng.standard_normal(4)
    exact = grad(lambda t: anp.log(anp.sum(anp.exp(anp.dot(M, t) + c))))(theta)
    approx = reference.numerical_gradient(partial(costs.log_sum_exp, M=M, c=c), theta, 1e-5)
    assert approx == pytest.approx(exact, rel=1e-8)


def test_its_error_is_eps_squared_times_a_third_of_the_third_derivative_over_two(rng):
    factors, theta = rng.uniform(1, 2, 3), rng.standard_normal(3)
    J = partial(costs.powers, centre=np.zeros(3), factors=factors, power=3)
    for eps in (0.1, 0.2):
        assert reference.numerical_gradient(J, theta, eps) - 3 * factors * theta**2 == pytest.approx(factors * eps**2, rel=1e-9)


def test_theta_stays_as_it_is(rng):
    theta = rng.standard_normal(5)
    before = theta.copy()
    reference.numerical_gradient(np.sum, theta, 0.1)
    assert np.array_equal(theta, before)


@pytest.mark.parametrize(
    ("approx", "exact", "wanted"),
    [([3.0, 4], [3.0, 4], 0), ([3.0, 4], [6.0, 8], 1 / 3), ([3.0, 4], [-3.0, -4], 1), ([0.0, 0], [5.0, 1], 1), ([0.0], [0.0], 0)],
)
def test_relative_difference_in_closed_cases(approx, exact, wanted):
    assert reference.relative_difference(np.array(approx), np.array(exact)) == pytest.approx(wanted, abs=1e-15)


numbers = arrays(float, (2, 3), elements=st.floats(-10, 10).map(lambda x: round(x, 3)))


@settings(deadline=None)
@given(numbers, numbers, st.sampled_from([1e-9, 1e-3, 1e6]))
def test_relative_difference_lies_in_0_to_1_and_knows_neither_order_nor_scale(a, b, scale):
    d = reference.relative_difference(a, b)
    assert 0 <= d <= 1 + 1e-12
    assert d == pytest.approx(reference.relative_difference(b, a), abs=1e-12)
    assert d == pytest.approx(reference.relative_difference(scale * a, scale * b), abs=1e-9)
    assert d == pytest.approx(reference.relative_difference(a.ravel(), b.ravel()), abs=1e-12)


def test_the_bands_of_the_verdict_touch():
    numbers = [0, 1e-12, np.nextafter(1e-7, 0), 1e-7, 1e-5, np.nextafter(1e-3, 0), 1e-3, 1.0, np.inf, np.nan]
    assert [reference.verdict(x) for x in numbers] == ["great"] * 3 + ["inspect"] * 3 + ["bug"] * 4


# --- the vector ------------------------------------------------------------------------------------------


def test_theta_counts_layer_by_layer_row_by_row():
    parameters = {"b2": np.array([[13.0]]), "W2": np.array([[10.0, 11, 12]]), "b1": np.array([[7.0], [8], [9]])}
    parameters["W1"] = np.array([[1.0, 2], [3, 4], [5, 6]])
    assert np.array_equal(reference.parameters_to_theta(parameters), np.arange(1, 14))


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=13), st.randoms(use_true_random=False))
def test_there_and_back_again(sizes, shuffler):
    shapes = shared.shapes_of(sizes)
    theta = np.arange(float(sum(a * b for a, b in shapes.values())))
    names = list(shapes)
    shuffler.shuffle(names)
    parameters = reference.theta_to_parameters(theta, {name: shapes[name] for name in names})
    assert {name: value.shape for name, value in parameters.items()} == shapes
    assert np.array_equal(reference.parameters_to_theta({name: parameters[name] for name in names}), theta)


# --- the checks --------------------------------------------------------------------------------------------


def test_the_table_is_near_0_for_the_gradients_of_autograd(net):
    parameters, X, Y = net
    table = reference.check_network_gradients(partial(costs.network_cost, X=X, Y=Y), parameters, autograd_grads(*net), 1e-5)
    assert table.keys() == parameters.keys() and max(table.values()) < 1e-8


def test_a_row_that_is_wrong_by_a_factor_says_so(net):
    parameters, X, Y = net
    grads = autograd_grads(*net)
    grads["db2"] = 3 * grads["db2"]
    table = reference.check_network_gradients(partial(costs.network_cost, X=X, Y=Y), parameters, grads, 1e-5)
    assert table.pop("b2") == pytest.approx(1 / 2) and max(table.values()) < 1e-8


@pytest.mark.parametrize("quantity", [f"{kind}{l}" for l in range(1, 5) for kind in ("dZ", "dW", "db")])
def test_the_layer_of_a_bug_is_found(net, quantity):
    parameters, X, Y = net
    backward = partial(bugs.backward_with_factors, factors=shared.factors_of(SIZES, {quantity: 1.01}))
    assert reference.find_buggy_layer(backward, X, Y, parameters, 1e-5) == int(quantity[2:])


def test_the_mended_backward_pass_agrees_with_autograd(net):
    parameters, X, Y = net
    _, cache = network.forward(X, parameters, "tanh")
    grads = reference.mended_backward(Y, parameters, {name: A for name, A in cache.items() if name[0] == "A"})
    exact = autograd_grads(*net)
    assert grads.keys() == exact.keys()
    assert all(grads[name] == pytest.approx(exact[name], abs=1e-12) for name in exact)


def test_no_bug_is_found_where_there_is_none(net):
    parameters, X, Y = net
    assert reference.find_buggy_layer(partial(network.backward, hidden="tanh"), X, Y, parameters, 1e-5) == 0


def l1(parameters):
    return 0.7 / 6 * sum(anp.sum(anp.abs(value)) for name, value in parameters.items() if name[0] == "W")


def test_l2_gradients_agree_with_the_penalty_in_the_cost_and_not_with_that_of_the_slide(net):
    parameters, X, Y = net
    cost, grads = partial(costs.network_cost, X=X, Y=Y), autograd_grads(*net, penalty=l2)
    assert max(reference.check_with_l2(cost, parameters, grads, 0.7, 6, 1e-5).values()) < 1e-8
    for slip in (cost, partial(costs.cost_of_the_slide, X=X, Y=Y, lambd=0.7)):
        table = reference.check_network_gradients(slip, parameters, grads, 1e-5)
        assert all((difference > 0.01) == (name[0] == "W") for name, difference in table.items())


def test_with_fixed_masks_the_gradient_is_that_of_the_masked_network(net, rng):
    parameters, X, Y = net
    factors = np.round((rng.random((5, 4, 6)) < 0.8) / 0.8, 6)
    drawn = factors[np.random.default_rng(3).integers(5)]
    shapes, theta = {n: v.shape for n, v in parameters.items()}, reference.parameters_to_theta(parameters)

    def J(theta, rng):
        return costs.dropped_network_cost(reference.theta_to_parameters(theta, shapes), rng, X, Y, factors)

    approx = reference.gradient_with_fixed_masks(J, theta, np.random.default_rng(3), 1e-5)
    exact = autograd_grads(*net, factor=drawn)
    assert approx == pytest.approx(reference.parameters_to_theta({n: exact["d" + n] for n in parameters}), abs=1e-9)


# --- what they are tried on -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_the_specimens_are_clearly_right_or_clearly_wrong(seed):
    for trial in bank.exercise("find_buggy_layer").hidden(np.random.default_rng(seed)):
        a = trial.arguments
        _, cache = network.forward(a["X"], a["parameters"], "tanh")
        grads = a["backward"](a["Y"], a["parameters"], cache)
        with np.errstate(over="ignore", invalid="ignore"):
            table = reference.check_network_gradients(partial(costs.network_cost, X=a["X"], Y=a["Y"]), a["parameters"], grads, a["eps"])
        assert all(difference < 0.8e-6 or not difference < 1.2e-6 for difference in table.values()), trial.says
