"""Do the measures of any call tell its result, its changes and its draws?"""

import numpy as np
import pytest
from measuring import RNG, on, result

from course_utils import network
from course_utils.checking.measures import calls
from course_utils.checking.record import Record


def test_is_a_part_of_a_result_its_part_and_never_a_row():
    assert calls.value({}, result((1, 2)), part=1) == 2
    assert calls.value({}, result({"a": 3}), part="a") == 3
    assert calls.value({}, result([1, 2])) == [1, 2]
    for wrong in (np.ones((2, 3)), "text", None, 3.0):
        with pytest.raises(TypeError, match="has no parts"):
            calls.value({}, result(wrong), part=0)


def test_is_a_form_the_result_with_its_numbers_blanked():
    form = calls.form({}, result(({"W1": np.ones((2, 1)), "n": 3}, [True, np.float32(2)], "tanh", None)))
    assert form[0]["W1"].tolist() == [[0], [0]] and form[0]["n"] == 0.0
    assert form[1] == [0.0, 0.0] and form[2:] == ["tanh", None]


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (lambda A, p, rng: A, "none"),
        (lambda A, p, rng: rng.random(), "none"),
        (lambda A, p, rng: A.__imul__(1 + 1e-9), "A"),
        (lambda A, p, rng: (A.__iadd__(1e-4), A.__isub__(1e-4)), "none"),
        (lambda A, p, rng: (A.__iadd__(1e-7),), "A"),
        (lambda A, p, rng: p.pop("W1"), "p"),
        (lambda A, p, rng: p.update(new=1), "p"),
        (lambda A, p, rng: p["W1"].fill(0), "p"),
        (lambda A, p, rng: (p.update(f=print), A.fill(np.nan)), "A, p"),
        (lambda A, p, rng: p.update(sorted(p.items(), reverse=True)), "none"),
    ],
)
def test_is_a_changed_argument_named_but_not_one_that_was_restored(change, names):
    given = {"A": np.arange(1, 5.0), "p": {"W1": np.ones(2), "b1": np.ones(1)}, "rng": RNG(0)}
    assert on(lambda A, p, rng: change(A, p, rng) and None, "changed", given) == names


def test_is_a_function_among_the_arguments_no_change():
    from functools import partial

    assert on(lambda f: f(np.ones(1)), "changed", {"f": partial(network.relu)}) == "none"


MODULE_RNG = RNG(0)


@pytest.mark.parametrize(
    ("function", "reproducible", "fresh"),
    [
        (lambda rng: rng.random(3), True, True),
        (lambda rng: RNG(0).random(3), True, False),
        (lambda rng: np.random.rand(3), False, True),
        (lambda rng: MODULE_RNG.random(3), False, True),
        (lambda rng: np.ones(3), True, False),
        (lambda rng: (1, {"a": rng.random()}), True, True),
        (lambda rng: np.ones(3) + 1e-9 * rng.random(), True, True),
    ],
)
def test_is_it_seen_where_the_draws_come_from(function, reproducible, fresh):
    assert on(function, "reproducible", {"rng": RNG(0)}) is reproducible
    assert on(function, "fresh", {"rng": RNG(0)}) is fresh


def test_is_a_result_steady_if_no_draw_changes_it():
    given = {"rng": RNG(0)}
    assert on(lambda rng: (rng.random() * 0, 2), "steady_value", given) == [0, 2]
    with pytest.raises(ValueError, match="depends on the draws"):
        on(lambda rng: (rng.random(), 2), "steady_value", given)
    assert on(lambda rng: {"A1": 1, "D1": 1, "U": rng.random()}, "steady_value", given, but="D") == {"A1": 1}
    assert on(lambda rng: [1, {"A1": 1, "D1": 1, str(rng.random()): 1}], "steady_value", given) == [1, {"A1": 1, "D1": 1}]
    with pytest.raises(ValueError, match="shorter|longer"):
        on(lambda rng: (1,) * int(1 + 9 * rng.random()), "steady_value", given)
    assert on(lambda rng: (rng.random(), 2), "steady_value", given, part=1) == 2


def test_is_the_global_state_watched_in_every_call():
    assert calls.global_moved({}, [Record(), Record(global_moved=True)]) and not calls.global_moved({}, [Record()])


def test_which_of_tells_one_array_from_a_mixture():
    candidates = [[1.0, 2.0], [3.0, 5.0], [4.0, -1.0]]

    def which(*value):
        return calls.which_of({}, [Record(np.array(value))], candidates, "mine")

    assert which(1, 2) == "mine" and which(3, 5) == "one of the others" and which(3, -1) == "several of them, entry by entry"
    assert which(2, 4) == "2 times mine" and which(1e5, 3) == "far too large" and which(0.5, 7) == "none of them"
