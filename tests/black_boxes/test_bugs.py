"""Are the bugs where the chapter says, and nowhere else?"""

from functools import partial

import nets
import pytest
from nets import SIZES, autograd_grads, l2

from autograder.bank.gradient_checking import shared
from course_utils import network
from course_utils.black_boxes import bugs
from course_utils.reference import gradient_checking as reference

rng, net = nets.rng, nets.net


def test_without_a_factor_or_a_bug_the_backward_passes_are_right(net):
    parameters, X, Y = net
    _, cache = network.forward(X, parameters, "tanh")
    right = bugs.backward_with_factors(Y, parameters, cache, shared.factors_of(SIZES, {}))
    for name, exact in autograd_grads(*net).items():
        assert right[name] == pytest.approx(exact, abs=1e-12)
        assert bugs.backward_with_bug(Y, parameters, cache, "none")[name] == pytest.approx(exact, abs=1e-12)
    for name, exact in autograd_grads(*net, penalty=l2).items():
        assert bugs.backward_with_decay(Y, parameters, cache, 0.7 / 6)[name] == pytest.approx(exact, abs=1e-12)


def test_the_runs_of_the_beginning_are_one_wrong_and_two_right(net):
    parameters, X, Y = net
    layers = {run: reference.find_buggy_layer(backward, X, Y, parameters, 1e-5) for run, (backward, _) in right_units(bugs.RUNS).items()}
    assert layers == {"A": 3, "B": 0, "C": 0}


def right_units(runs):
    return {run: (partial(backward, hidden="tanh"), alpha) for run, (backward, alpha) in runs.items()}


@pytest.mark.parametrize(("bug", "fresh", "later"), [("none", 0, 0), ("A", 2, 2), ("B", 2, 2), ("C", 4, 4), ("D", 4, 4), ("E", 0, 3)])
def test_the_planted_bugs_show_where_the_chapter_says(net, bug, fresh, later):
    parameters, X, Y = net
    no_bias = {name: 0 * value if name[0] == "b" else value for name, value in parameters.items()}
    backward = partial(bugs.backward_with_bug, bug=bug)
    assert reference.find_buggy_layer(backward, X, Y, no_bias, 1e-5) == fresh
    assert reference.find_buggy_layer(backward, X, Y, parameters, 1e-5) == later
