"""Do the measures of masks tell the right from the wrong, whatever form the right comes in?"""

import numpy as np
import pytest
from measuring import RNG, on, result

from course_utils.checking.measures import masks
from course_utils.reference.dropout import dropout_forward, forward_with_dropout


def layer(shape=(4, 6), keep_prob=0.5, seed=1):
    return {"A": RNG(seed).uniform(1, 2, shape) * RNG(seed).choice([-1, 1], shape), "keep_prob": keep_prob, "rng": RNG(seed)}


@pytest.mark.parametrize(
    "form",
    [lambda D: D, lambda D: D * 1, lambda D: D * 1.0, lambda D: D.astype(np.float32), np.asfortranarray],
    ids=range(5),
)
def test_is_a_mask_a_mask_in_any_form(form):
    def function(A, keep_prob, rng):
        A_dropped, D = dropout_forward(A, keep_prob, rng)
        return A_dropped, form(D)

    given = layer()
    assert on(function, "kept_ratio", given, before="A", after=0) == pytest.approx(2)
    assert on(function, "dropped_are_zero", given, after=0) is True
    assert on(function, "dropped_become", given, before="A", after=0) == "0"
    assert on(function, "mask_levels", given) == 1
    assert on(function, "mask_keeps", given) == "some"
    assert on(function, "mask_share", given) == np.mean(RNG(1).random((4, 6)) < 0.5)


def test_are_wrong_masks_seen():
    given = layer()
    assert on(lambda A, k, rng: (A / k, rng.random(A.shape) < k), "dropped_are_zero", given, after=0) is False
    assert on(lambda A, k, rng: (A * np.nan, rng.random(A.shape) < k), "dropped_are_zero", given, after=0) is False
    assert on(lambda A, k, rng: (A, rng.random(A.shape) / k), "mask_levels", given) == "several numbers"
    assert on(lambda A, k, rng: (A, np.where(rng.random(A.shape) < k, 1, 2)), "mask_levels", given) == "several numbers"
    assert on(lambda A, k, rng: (A, (rng.random(A.shape) < k) / k), "mask_levels", given) == 2
    with pytest.raises(ValueError, match="nothing is kept"):
        on(lambda A, k, rng: (A, A * 0), "mask_levels", given)
    for left, words in ((-1, "-1"), (np.nan, "nan"), (given["A"] * 1.25, "1.25 times what they were"), (given["A"] + 1, "several numbers")):
        assert (
            on(
                lambda A, k, rng, v=left: (np.where(rng.random(A.shape) < k, A, v), RNG(1).random(A.shape) < k),
                "dropped_become",
                given,
                before="A",
                after=0,
            )
            == words
        )
    assert on(lambda A, k, rng: (A, A * 0), "kept_ratio", given, before="A", after=0) == "nothing"
    # the mask of an argument, as in the backward pass
    assert (
        on(lambda dA, D, k: dA * D / k, "kept_ratio", {"dA": np.ones(3), "D": np.array([1, 0, 2]), "keep_prob": 0.5}, before="dA", mask="D")
        == "not one number"
    )
    assert on(lambda dA, D: dA * D / 0.5, "dropped_are_zero", {"dA": np.ones(3), "D": np.array([1, 0, 2])}, mask="D") is True


def test_is_a_factor_that_follows_the_draw_told_as_that():
    given = layer((12, 13), 0.51273)

    def by_share(A, keep_prob, rng):
        D = rng.random(A.shape) < keep_prob
        return A * D / np.mean(D), D

    assert on(by_share, "kept_ratio", given, before="A", after=0) == "1 over the share that this mask keeps"
    assert on(lambda A, k, rng: (A / k, A != 0), "kept_ratio", given, before="A", after=0) == "one draw for all"
    assert on(lambda A, k, rng: (A, A != 0), "kept_ratio", given | {"keep_prob": 1.0}, before="A", after=0) == 1


def test_is_what_too_few_draws_decide_not_measured():
    given = layer((120, 130))
    for draw in (lambda A, k, rng: rng.random((A.shape[0], 1)) < k, lambda A, k, rng: rng.random() < k):
        for measure in ("mask_share", "same_mask_again", "as_many_each_time"):
            with pytest.raises(ValueError, match="one draw"):
                on(lambda A, k, rng, draw=draw: (A, draw(A, k, rng) & np.ones(A.shape, bool)), measure, given)
    assert on(dropout_forward, "same_mask_again", given) is False
    assert on(lambda A, k, rng: dropout_forward(A, k, RNG(0)), "same_mask_again", given) is True


def test_where_a_gradient_is_0_is_told_from_the_mask():
    D = RNG(3).random((6, 9)) < 0.6
    given = {"dA": RNG(4).uniform(1, 2, D.shape) * RNG(5).choice([-1, 1], D.shape), "D": D}
    for function, words in (
        (lambda dA, D: dA * D, "where D is 0"),
        (lambda dA, D: dA * ~D, "where D is 1"),
        (lambda dA, D: dA, "nowhere"),
        (lambda dA, D: np.maximum(dA, 0) * D, "where D is 0, and elsewhere too"),
        (lambda dA, D: np.where(D | (np.arange(9) > 3), dA, 0), "only at some of the places where D is 0"),
        (lambda dA, D: dA * D[:, :1], "in whole rows"),
        (lambda dA, D: dA * D[:1], "in whole columns"),
        (lambda dA, D: dA * (RNG(6).random(D.shape) < 0.6), "at places of its own"),
    ):
        assert on(function, "zeros_where", given, mask="D") == words
        if words == "at places of its own":
            with pytest.raises(ValueError, match="another number in every call"):
                on(function, "value", given, under="D")
        else:
            assert np.array_equal(on(function, "value", given, under="D"), function(**given))


SIDES = (120, 130)


@pytest.mark.parametrize(
    ("draw", "pattern"),
    [
        (lambda rng, k, n, m: rng.random((n, m)) < k, "none"),
        (lambda rng, k, n, m: rng.binomial(1, k, (n, m)), "none"),
        (lambda rng, k, n, m: rng.random((m, n)).T < k, "none"),
        (lambda rng, k, n, m: np.ones((n, m)), "one draw for all"),
        (lambda rng, k, n, m: (rng.random((n, 1)) < k) & np.ones((n, m), bool), "one draw a row"),
        (lambda rng, k, n, m: (rng.random((1, m)) < k) & np.ones((n, m), bool), "one draw a column"),
        (lambda rng, k, n, m: np.repeat(rng.random((n, m // 2)), 2, axis=1) < k, "two columns are alike"),
        (lambda rng, k, n, m: np.tile(rng.random((n // 2, m)), (2, 1)) < k, "two rows are alike"),
        (lambda rng, k, n, m: np.hstack([rng.random((n, m - 1)) < k, np.ones((n, 1))]), "a whole column is kept"),
        (lambda rng, k, n, m: np.vstack([rng.random((n - 1, m)) < k, np.zeros((1, m))]), "a whole row is dropped"),
        (lambda rng, k, n, m: rng.permuted(np.arange(n)[:, None] * np.ones(m) < k * n, axis=0), "as many are kept in every column"),
        (lambda rng, k, n, m: rng.permuted(np.ones((n, 1)) * np.arange(m) < k * m, axis=1), "as many are kept in every row"),
    ],
)
@pytest.mark.parametrize("keep_prob", [0.3, 0.8])
def test_is_a_pattern_in_a_large_mask_seen(draw, pattern, keep_prob):
    for seed in range(3):
        assert on(lambda rng: (None, draw(rng, keep_prob, *SIDES)), "mask_pattern", {"rng": RNG(seed)}) == pattern


@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (1, 8), (2, 2), (30, 60), (0, 3)])
def test_is_chance_in_a_small_mask_no_pattern(shape):
    seen = {masks.mask_pattern({}, result((None, RNG(seed).random(shape) < 0.5))) for seed in range(40)}
    assert seen <= {"none", "one draw for all", "one draw a row", "one draw a column"}
    if min(shape) > 9 or shape == (1, 1):
        assert seen == {"none"}


@pytest.mark.parametrize("keep_prob", [0.3, 0.8])
def test_is_a_fixed_number_of_kept_entries_seen(keep_prob):
    def exactly(rng):
        return None, rng.permutation(np.arange(120 * 130) < keep_prob * 120 * 130).reshape(120, 130)

    given = {"rng": RNG(0)}
    assert on(exactly, "as_many_each_time", given) is True
    assert on(lambda rng: (None, rng.random((120, 130)) < keep_prob), "as_many_each_time", given) is False


def net(sizes=(3, 8, 7, 1), m=9, keep_prob=0.5, training=True):
    rng = RNG(2)
    parameters = {}
    for l in range(1, len(sizes)):
        parameters |= {f"W{l}": rng.standard_normal((sizes[l], sizes[l - 1])), f"b{l}": rng.uniform(0.1, 0.5, (sizes[l], 1))}
    return {"X": rng.standard_normal((sizes[0], m)), "parameters": parameters, "keep_prob": keep_prob, "rng": RNG(5), "training": training}


RIGHT = {
    "layers_kept_ratio": [2.0, 2.0],
    "layers_dropped_are_zero": [True, True],
    "layers_mask_levels": [1.0, 1.0],
    "output_kept": 1.0,
    "output_mask": False,
    "layers_z_ratio": [1.0, 1.0, 1.0],
    "loose_ends": "none",
    "layers_pattern": ["none", "none"],
    "one_mask_for_layers": False,
    "repeated_masks": "none",
}


def spoiled(**changes):
    """The reference, and then its cache or output changed: name=function of (value, cache, X)."""

    def function(X, parameters, keep_prob, rng, training):
        AL, cache = forward_with_dropout(X, parameters, keep_prob, rng, training)
        for key, change in changes.items():
            if key == "AL":
                AL = change(AL, cache, X)
            else:
                cache[key] = change(cache.get(key), cache, X)
        return AL, cache

    return function


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_is_a_right_network_right_in_every_measure(dtype):
    for seed in range(5):
        function = spoiled(AL=lambda v, c, X: v.astype(dtype), A3=lambda v, c, X: v.astype(dtype), Z2=lambda v, c, X: v.astype(dtype))
        given = net() | {"rng": RNG(seed)}
        for measure, right in RIGHT.items():
            found = on(function, measure, given)
            assert found == (pytest.approx(right, rel=1e-5) if measure.endswith(("ratio", "_kept")) else right)


@pytest.mark.parametrize(
    ("changes", "measure", "found"),
    [
        ({"A1": lambda v, c, X: v * 0.5}, "layers_kept_ratio", ["1", "not one number"]),
        ({"A1": lambda v, c, X: v + 0.1}, "layers_dropped_are_zero", ["False", "True"]),
        ({"A1": lambda v, c, X: np.where(c["D1"], v - 0.01, 0)}, "layers_kept_ratio", ["not one number", "not one number"]),
        ({"AL": lambda v, c, X: v * 0.5}, "output_kept", "0.5"),
        ({"AL": lambda v, c, X: v * 0.5}, "loose_ends", "cache['A3'] is not AL"),
        ({"A0": lambda v, c, X: X + 1}, "loose_ends", "cache['A0'] is not X"),
        ({"A0": lambda v, c, X: X + 1, "A3": lambda v, c, X: v + 1}, "loose_ends", "cache['A0'] is not X and cache['A3'] is not AL"),
        ({"Z1": lambda v, c, X: np.maximum(v, 0)}, "layers_z_ratio", ["not one number", "1", "1"]),
        ({"D3": lambda v, c, X: np.ones((1, 9))}, "output_mask", "False"),
        ({"D3": lambda v, c, X: np.arange(9) > 3}, "output_mask", "True"),
        ({"D2": lambda v, c, X: v * 0}, "layers_kept_ratio", ["2", "nothing"]),
        ({"D2": lambda v, c, X: v / 0.5}, "layers_mask_levels", ["1", "2"]),
        ({"D2": lambda v, c, X: np.ones(v.shape) * (np.arange(9) > 4)}, "layers_pattern", ["none", "one draw a column"]),
        ({"D1": lambda v, c, X: np.eye(8, 9)}, "repeated_masks", "D1"),
        ({"A0": lambda v, c, X: X + 1}, "layers_kept_ratio", ["2", "2"]),  # the first layer is made of X, whatever is cached
    ],
)
def test_is_a_spoiled_network_seen(changes, measure, found):
    seen = on(spoiled(**changes), measure, net())
    text = [f"{x:.4g}" if isinstance(x, float) else str(x) for x in (seen if isinstance(seen, list) else [seen])]
    assert text == (found if isinstance(found, list) else [found])


def test_is_one_mask_for_two_layers_of_a_size_seen():
    given = net(sizes=(3, 8, 8, 1))
    assert on(spoiled(D2=lambda v, c, X: c["D1"]), "one_mask_for_layers", given) is True
    assert on(spoiled(D1=lambda v, c, X: v * 1.0), "one_mask_for_layers", given) is False


def test_is_the_share_told_layer_by_layer():
    given = net(sizes=(3, 40, 50, 1), m=60, keep_prob=0.3)
    assert on(forward_with_dropout, "layers_share", given) == pytest.approx([0.3, 0.3], abs=0.05)
    with pytest.raises(ValueError, match="one draw for all"):
        on(spoiled(D2=lambda v, c, X: c["D2"] * 0), "layers_share", given)
    assert masks.layers_share(net(sizes=(3, 1)), result((None, {}))) == [], "without hidden layers there is nothing to tell"
