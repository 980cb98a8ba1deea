"""Do the measures of a turn say what is true of it, whatever was changed?"""

import numpy as np
import pytest

from course_utils.checking.measures import turns
from course_utils.checking.record import Record

EYE = np.eye(10)


def net(shift=0):
    """Says the class of a one-hot image, or one that lies `shift` places on."""
    return {"W1": np.roll(EYE, shift, axis=0), "b1": np.zeros((10, 1))}


def given(before=None):
    X, labels = np.tile(EYE, 2), np.tile(np.arange(10), 2)
    dev = EYE[:, :8]
    data = {"X": X, "Y": EYE[labels].T, "X_dev": dev, "Y_dev": EYE[:, :8]}
    return {"data": data, "settings": {"lambd": 1}, "fit": lambda X, Y, settings: net() if before is None else before, "rng": None}


def row(**changes):
    return {"name": "an idea", "train_error": 0.0, "dev_error": 0.0, "keep": False} | changes


def on(measure, result, arguments=None, **options):
    return measure(arguments or given(), [Record(value=result)], **options)


def test_is_a_result_of_the_right_form_told_from_others():
    assert on(turns.turn_form, (net(), row())) == turns.RIGHT == on(turns.turn_form, [net(), row(turn=3)])
    assert "only then the network" in on(turns.turn_form, (row(), net()))
    assert on(turns.turn_form, row()) == "not two things, a network and a row"
    short = {key: entry for key, entry in row().items() if key not in ("name", "keep")}
    assert on(turns.turn_form, (net(), short)) == "a row without name, keep"
    assert "no text" in on(turns.turn_form, (net(), row(name=" "))) and "neither True" in on(turns.turn_form, (net(), row(keep="yes")))
    assert "no dict" in on(turns.turn_form, (net(), 0.3))


@pytest.mark.parametrize(
    "tried",
    [
        None, {}, {"W1": np.zeros((10, 9)), "b1": np.zeros((10, 1))}, {"W1": np.zeros((3, 10)), "b1": np.zeros((3, 1))},
        {"W1": np.zeros((5000, 10)), "b1": np.zeros((5000, 1))},
    ],
)  # fmt: skip
def test_is_what_is_no_network_for_these_images_seen_and_one_that_fills_the_memory_not_run(tried):
    assert on(turns.turn_form, (tried, row())) == "a network that does not fit the images"


def test_is_a_network_that_nothing_has_changed_seen():
    assert on(turns.another_network, (net(), row())) is False and on(turns.another_network, (net(1), row())) is True
    deeper = {"W1": EYE, "b1": np.zeros((10, 1)), "W2": EYE, "b2": np.zeros((10, 1))}
    assert on(turns.another_network, (deeper, row())) is True


def errors(parameters, wrong):
    """A network that is wrong on these classes alone."""
    W = parameters["W1"].copy()
    W[:, wrong] = np.roll(W[:, wrong], 1, axis=0)
    return parameters | {"W1": W}


def test_is_what_a_row_claims_held_against_what_is_measured():
    tried, before = errors(net(), [0]), errors(net(), [0, 1, 2])
    arguments = given(before)
    for said, words in (
        (1 / 8, "as measured"),
        (0.1, "the error on the other set"),
        (3 / 8, "the error of the network to beat"),
        (7 / 8, "an accuracy"),
        (1, "a number of images"),
        (0.2, "another number"),
    ):
        assert on(turns.claimed, (tried, row(dev_error=said)), arguments, name="dev_error") == words
    assert on(turns.claimed, (tried, row(train_error=np.float32(0.1))), arguments, name="train_error") == "as measured"


@pytest.mark.parametrize(
    ("mended", "spoiled", "keep"), [(5, 1, True), (3, 1, False), (3, 0, True), (1, 0, False), (0, 0, False), (1, 5, False)]
)
def test_is_the_rule_held_to(mended, spoiled, keep):
    before, tried = errors(net(), list(range(mended))), errors(net(), list(range(mended, mended + spoiled)))
    for said in (True, False):
        words = on(turns.decided, (tried, row(keep=said)), given(before))
        assert words == ("as the rule says" if said == keep else f"{said}, where the rule says {keep}")


def test_is_a_guess_told_from_what_has_learned_and_a_dev_set_that_was_trained_on_seen():
    assert on(turns.has_learned, (net(), row())) is True and on(turns.has_learned, (net(1), row())) is False
    assert on(turns.dev_untouched, (net(1), row())) is True and on(turns.dev_untouched, (net(), row())) is False
