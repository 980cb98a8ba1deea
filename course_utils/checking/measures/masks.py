"""Measures of masks, and of networks whose hidden layers were dropped."""

from __future__ import annotations

import numpy as np

from ... import network
from ..compare import difference
from .parts import LARGE, few_draws, one_ratio, part_of, pattern, zeros_under


def kept_ratio(arguments, records, before, after=None, mask=1):
    """Kept values over what they were: a number, or a text where it is not one and the same (see `_ratio_kept`)."""
    old, new, D = arguments[before], part_of(records[0].value, after), _mask(arguments, records, mask)
    return _ratio_kept(new, old, D, arguments["keep_prob"])


def dropped_are_zero(arguments, records, after=None, mask=1):
    """Whether every value the mask drops is 0."""
    return _all_zero(part_of(records[0].value, after)[~_mask(arguments, records, mask)])


def dropped_become(arguments, records, before, after=None, mask=1):
    """What the values that the mask drops become, in words: "0", "1.25 times what they were", "-1", "several numbers"."""
    D = _mask(arguments, records, mask)
    old, new = np.asarray(arguments[before])[~D], np.asarray(part_of(records[0].value, after))[~D]
    if _all_zero(new):
        return "0"
    if np.ptp(new) == 0 and len(new) > 1 or np.isnan(new).all():
        return f"{new[0]:.5g}"
    ratio = one_ratio(new, old)
    return "several numbers" if isinstance(ratio, str) else f"{ratio:.5g} times what they were"


def zeros_where(arguments, records, mask):
    """Where a result is 0, in words: "where {mask} is 0", or what is so instead."""
    return zeros_under(records[0].value, arguments[mask], mask)


def mask_share(arguments, records, mask=1):
    """The share of entries the mask keeps; an error where it had too few draws to tell."""
    D = _mask(arguments, records, mask)
    _refuse_few_draws(D)
    return float(np.mean(D))


def mask_keeps(arguments, records, mask=1):
    """Whether a mask keeps "all", "some" or "none"."""
    D = _mask(arguments, records, mask)
    return "all" if D.all() else "some" if D.any() else "none"


def same_mask_again(arguments, records, mask=1):
    """Whether a second call, with the generator moved on, draws the very same mask; an error where it had too few draws to tell."""
    first, second = (_mask(arguments, [r], mask) for r in (records[0], records[2]))
    _refuse_few_draws(first)
    return np.array_equal(first, second)


def mask_pattern(arguments, records, mask=1):
    """What shows that the entries of a mask had no draws of their own, as a text, or "none"."""
    return pattern(_mask(arguments, records, mask))


def as_many_each_time(arguments, records, mask=1):
    """Whether a large mask keeps the same number of entries in every call, which chance would not do; an error where it had too few draws to tell."""
    _refuse_few_draws(_mask(arguments, records, mask))
    return len({np.count_nonzero(_find(arguments, [r], mask)) for r in [records[0], *records[2:]]}) == 1


def mask_levels(arguments, records, mask=1):
    """What a mask holds where it keeps: a number, or "several numbers"; an error where it keeps nothing."""
    return _level(np.asarray(_find(arguments, records, mask), dtype=float))


# --- networks whose hidden layers were dropped -----------------------------------------------------


def layers_kept_ratio(arguments, records):
    """For each hidden layer: kept activations over what the layer makes of what it gets from below."""
    return [_ratio_kept(A, plain, D, arguments["keep_prob"]) for plain, A, D in _hidden(arguments, records)]


def layers_mask_levels(arguments, records):
    """For each hidden layer: `mask_levels` of its mask."""
    _, cache = records[0].value
    return [_level(np.asarray(cache[f"D{l}"], dtype=float)) for l in range(1, len(arguments["parameters"]) // 2)]


def layers_dropped_are_zero(arguments, records):
    """For each hidden layer: whether every activation its mask drops is 0."""
    return [_all_zero(A[~D]) for _, A, D in _hidden(arguments, records)]


def layers_share(arguments, records):
    """For each hidden layer: the share of entries its mask keeps; an error where it had too few draws to tell."""
    masks = [D for _, _, D in _hidden(arguments, records)]
    for D in masks:
        _refuse_few_draws(D)
    return [float(np.mean(D)) for D in masks]


def layers_pattern(arguments, records):
    """For each hidden layer: `mask_pattern` of its mask."""
    return [pattern(D) for _, _, D in _hidden(arguments, records)]


def layers_z_ratio(arguments, records):
    """For each layer: the cached Z over W A + b, made of what the layer gets from below."""
    _, cache = records[0].value
    return [one_ratio(np.asarray(cache[f"Z{l}"]), Z) for l, _, Z in _plain(arguments, cache)]


def repeated_masks(arguments, records):
    """The names of the masks that a second call, with the generator moved on, draws once more; "none"."""
    first, second = (_hidden(arguments, [r]) for r in (records[0], records[2]))
    same = [f"D{l}" for l, (a, b) in enumerate(zip(first, second, strict=True), 1) if np.array_equal(a[2], b[2])]
    return ", ".join(same) or "none"


def loose_ends(arguments, records):
    """Which ends of the cache are not what they should be, X and AL, as a text, or "none"."""
    AL, cache = records[0].value
    L = len(arguments["parameters"]) // 2
    ends = [("A0", arguments["X"], "X"), (f"A{L}", AL, "AL")]
    return " and ".join(f"cache[{key!r}] is not {name}" for key, value, name in ends if difference(cache[key], value)) or "none"


def one_mask_for_layers(arguments, records):
    """Whether two hidden layers of one size got one and the same mask."""
    masks = [D for _, _, D in _hidden(arguments, records)]
    pairs = [(a, b) for i, a in enumerate(masks) for b in masks[i + 1 :] if a.shape == b.shape]
    return any(np.array_equal(a, b) for a, b in pairs)


def output_kept(arguments, records):
    """Output over what the last layer makes of the activations below it: 1 where the output is left alone."""
    AL, cache = records[0].value
    return one_ratio(np.asarray(AL), _plain(arguments, cache)[-1][1])


def output_mask(arguments, records):
    """Whether the cache holds a mask that drops something of the output layer."""
    mask = records[0].value[1].get(f"D{len(arguments['parameters']) // 2}")
    return mask is not None and not np.all(mask)


# --- helpers --------------------------------------------------------------------------------------


def _ratio_kept(new, old, D, keep_prob):
    """`one_ratio` of the values that D keeps; a text where all or none of many are kept, or D's own share took the place of keep_prob."""
    if D.size >= LARGE and keep_prob < 1 and (D.all() or not D.any()):
        return "one draw for all"
    ratio, share = one_ratio(new[D], old[D]), np.mean(D)
    by_share = not isinstance(ratio, str) and np.isclose(ratio * share, 1, rtol=1e-5) and not np.isclose(ratio * keep_prob, 1, rtol=1e-4)
    return "1 over the share that this mask keeps" if by_share else ratio


def _level(D):
    levels = np.unique(np.round(D[D != 0], 6))  # float32 will do
    if not len(levels):
        raise ValueError("nothing is kept")
    return "several numbers" if len(levels) > 1 else float(levels[0])


def _refuse_few_draws(D):
    if D.ndim == 2 and (found := few_draws(D)):
        raise ValueError(found)


def _all_zero(values):
    return bool(np.all(np.abs(values) < 1e-12))


def _plain(arguments, cache):
    """For each layer l: l, and A and Z that the layer makes of X or the cached activations below it."""
    parameters, L, rows = arguments["parameters"], len(arguments["parameters"]) // 2, []
    for l in range(1, L + 1):
        below = arguments["X"] if l == 1 else np.asarray(cache[f"A{l - 1}"])
        activation = "relu" if l < L else "sigmoid"
        rows.append((l, *network.layer_forward(below, parameters[f"W{l}"], parameters[f"b{l}"], activation)))
    return rows


def _hidden(arguments, records):
    """For each hidden layer l: what the layer makes of what it gets from below, cache[Al], and its mask as bools."""
    _, cache = records[0].value
    return [(A, np.asarray(cache[f"A{l}"]), np.asarray(cache[f"D{l}"]) != 0) for l, A, _ in _plain(arguments, cache)[:-1]]


def _find(arguments, records, mask):
    found = arguments[mask] if isinstance(mask, str) else part_of(records[0].value, mask)
    if found is None:
        raise TypeError("None is no mask")
    return found


def _mask(arguments, records, mask):
    return np.asarray(_find(arguments, records, mask)) != 0
