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
    assert spread == pytest.approx([1, 0], abs=0.05)  # twice too large, and right
    assert draws.not_zero({}, records(drawn)) == "b2 (all 1)"
    assert draws.entries({}, records(drawn)) == "W1, W2, b1, b2"


def test_weights_that_are_no_draws_are_called_so():
    rng = np.random.default_rng(0)
    column = rng.standard_normal((4, 1))
    made = {"W1": np.zeros((4, 3)), "b1": 0, "W2": np.repeat(column, 4, 1), "b2": 0, "W3": np.full((4, 4), 0.3), "b3": 0}
    made |= {"W4": column * rng.standard_normal((1, 5)), "b4": 0, "W5": np.round(rng.standard_normal((40, 50)), 1), "b5": 0}
    shown = "W1 (all 0), W2 (one draw a row), W3 (one draw for all), W4 (one draw a row times one draw a column)"
    assert draws.not_drawn({}, records(made)) == f"{shown}, W5 (few different numbers, as if rounded)"
    assert draws.weights_mean({}, records(made)) == draws.weights_spread({}, records(made), [1.0] * 5) == [0.0] * 5


@pytest.mark.parametrize("draw", ["standard_normal", "random", "signs", "float32", "laplace"])
def test_draws_of_any_kind_are_draws(draw):
    rng, shape = np.random.default_rng(0), (60, 120)
    other = {"signs": lambda shape: rng.choice([-1.0, 1.0], shape), "float32": lambda shape: rng.standard_normal(shape, "f")}
    make = other.get(draw) or (lambda shape: getattr(rng, draw)(size=shape))
    made = records({"W1": make(shape), "b1": 0, "W2": make(shape), "b2": 0})
    assert draws.not_drawn({}, made) == draws.weights_alike({}, made) == "none"


def test_layers_of_the_same_draws_are_told():
    rng = np.random.default_rng(0)
    W, other = rng.standard_normal((4, 5)), rng.standard_normal((6, 2))
    for alike in (W.ravel()[:12].reshape(6, 2), W.ravel()[:12].reshape(2, 6).T, W[:3, :3], W.T):
        assert draws.weights_alike({}, records({"W1": W, "b1": 0, "W2": 3 * alike, "b2": 0})) == "W1 and W2"
    assert draws.weights_alike({}, records({"W1": W, "b1": 0, "W2": other, "b2": 0})) == "none"


def test_are_no_more_layers_compared_than_a_network_has():
    made = {f"{letter}{l}": np.ones((1, 1)) for l in range(1, 102) for letter in "Wb"}
    with pytest.raises(ValueError, match="so many layers"):
        draws.weights_alike({}, records(made))
    made = {name: part for name, part in made.items() if name[1:] != "101"}
    assert draws.weights_alike({}, records(made)) == "none"


def test_it_is_told_which_weights_a_second_call_returns_again():
    rng = np.random.default_rng(0)
    calls = [Record({"W1": np.ones((2, 2)), "b1": 0, "W2": rng.random((3, 2)), "b2": 0}) for _ in range(3)]
    assert draws.weights_again({}, calls) == "W1"


def test_draws_on_the_wrong_scale_a_grid_and_one_value_are_seen():
    rng, edges = np.random.default_rng(0), np.geomspace(0.001, 1, 4).tolist()

    def shares(values):
        return draws.share_by_factor(RANGE, records(values), edges)

    np.testing.assert_allclose(shares(reference.log_uniform(0.001, 1, 3000, rng)), [1 / 3] * 3, atol=0.05)
    assert shares(rng.uniform(0.001, 1, 3000))[2] > 0.85
    assert draws.outside(RANGE, records(np.array([0.5, 2, 3, 9.0])), 1, 4) == 0.5
    with pytest.raises(ValueError, match="all alike"):
        shares(np.full(3000, 0.1))


RANGE = {"low": 0.001, "high": 1.0}


def test_values_that_had_no_draws_of_their_own_are_told():
    rng = np.random.default_rng(1)
    drawn = reference.log_uniform(0.001, 1, 3000, rng)
    for values, words in (
        (drawn, "each by itself"),
        (drawn.astype(np.float32), "each by itself"),
        (rng.uniform(-1, 1, 3000), "each by itself"),
        (drawn[:20] * 0 + 2, "each by itself"),  # too few to tell
        (np.full(3000, 0.1), "all alike"),
        (np.geomspace(0.001, 1, 3000), "a fixed grid"),
        (np.linspace(0.001, 1, 3000), "a fixed grid"),
        (10.0 ** rng.integers(-3, 1, 3000), "only whole powers of ten"),
        (np.round(drawn, 3), "the same few numbers again and again, as rounded ones are"),
        (np.sort(drawn)[::-1], "in order of size"),
        (0.001 ** ((rng.permutation(3000) + rng.random(3000)) / 3000), "one in each of as many equal parts of the range"),
    ):
        assert draws.how_drawn(RANGE, records(values)) == words


def test_is_it_told_what_is_lacking():
    assert draws.lacking({}, [Record({"W1": 1.0, "more": 2})], ["W1", "b1"]) == "b1"
