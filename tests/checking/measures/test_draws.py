"""Do the measures of drawn values tell their scale, their pattern and what is alike?"""

import numpy as np
import pytest

from course_utils.checking.measures import draws
from course_utils.checking.record import Record, record
from course_utils.reference import capstone as reference


def records(parameters):
    return [record(lambda: parameters, {})]


def test_weights_are_measured_against_what_is_wanted():
    rng = np.random.default_rng(0)
    drawn = {"W1": 0.5 * rng.standard_normal((80, 90)), "b1": np.zeros((80, 1)), "W2": rng.random((70, 80)), "b2": np.ones((70, 1))}
    mean, spread = draws.weights_mean({}, records(drawn)), draws.weights_spread({}, records(drawn), [0.25, 1 / 3**0.5])
    assert mean == pytest.approx([0, 0.75**0.5], abs=0.05)
    assert spread == pytest.approx([1, 0], abs=0.05)  # one doubling too large, and right
    assert draws.not_zero({}, records(drawn)) == "b2 (all 1)"
    assert draws.entries({}, records(drawn)) == "W1, W2, b1, b2"


def test_weights_that_are_no_draws_are_called_so():
    column = np.random.default_rng(0).standard_normal((4, 1))
    made = {"W1": np.zeros((4, 3)), "b1": 0, "W2": np.repeat(column, 4, 1), "b2": 0, "W3": np.full((4, 4), 0.3), "b3": 0}
    assert draws.weights_mean({}, records(made)) == ["all 0", "one draw a row", "one draw for all"]


def test_layers_of_the_same_draws_are_told():
    rng = np.random.default_rng(0)
    W = rng.standard_normal((4, 5))
    assert draws.weights_alike({}, records({"W1": W, "b1": 0, "W2": 3 * W.reshape(10, 2)[:6], "b2": 0})) == "W1 and W2"
    assert draws.weights_alike({}, records({"W1": W, "b1": 0, "W2": rng.standard_normal((6, 2)), "b2": 0})) == "none"


def test_draws_on_the_wrong_scale_a_grid_and_one_value_are_seen():
    rng, edges = np.random.default_rng(0), np.geomspace(0.001, 1, 4).tolist()

    def shares(values):
        return draws.share_by_factor({}, [record(lambda: values, {})], edges)

    np.testing.assert_allclose(shares(reference.log_uniform(0.001, 1, 3000, rng)), [1 / 3] * 3, atol=0.05)
    assert shares(rng.uniform(0.001, 1, 3000))[2] > 0.85
    assert shares(np.geomspace(0.001, 1, 50)) == "a fixed grid" and shares(np.full(50, 0.1)) == "all alike"
    assert draws.outside({}, [record(lambda: np.array([0.5, 2, 3, 9.0]), {})], 1, 4) == 0.5


def test_is_it_told_what_is_lacking():
    assert draws.lacking({}, [Record({"W1": 1.0, "more": 2})], ["W1", "b1"]) == "b1"
