"""What the checks look at: general measures of one or more records of a function.

Each measure takes `(arguments, records, **options)`: the arguments as given, by name, and the records
of the calls made with them. There is one call, or, where a measure in `ONWARD` is asked for and there is
a random generator, more: the first, one more from the beginning, and as many as `ONWARD` says that go on
with the generator as the call before left it. A measure returns numbers, text or arrays, never a verdict;
`examine` compares them with what is wanted.
"""

from __future__ import annotations

import numpy as np

from . import network
from .compare import difference

ONWARD = {"reproducible": 0, "fresh": 1, "steady_value": 1, "repeated_masks": 1, "as_many_each_time": 4}
EXACT = 1e-12  # relative: a change is a change, but what was added and taken off again may leave a rounding error
LARGE = 100

# --- any function -----------------------------------------------------------------------------


def value(arguments, records, part=None):
    """What the function returned, or one part of it."""
    return _part(records[0].value, part)


def numbers(arguments, records, part=None):
    """What the function returned, or one part of it, as an array: a list of numbers will do as well."""
    return np.asarray(_part(records[0].value, part), float)


def form(arguments, records, part=None):
    """What the function returned with every number blanked: keys, parts and shapes."""
    return _blank(_part(records[0].value, part))


def changed(arguments, records):
    """The names of the arguments the function changed, as one text; generators are there to be moved."""
    after = records[0].arguments
    names = [n for n, v in arguments.items() if not isinstance(v, np.random.Generator) and _differs(after.get(n), v)]
    return ", ".join(names) or "none"


def global_moved(arguments, records):
    """Whether a call moved the state of NumPy's or Python's global random generator."""
    return any(r.global_moved for r in records)


def reproducible(arguments, records, part=None):
    """Whether two calls from the same state of `rng` return the same."""
    return not _differs(_part(records[0].value, part), _part(records[1].value, part))


def fresh(arguments, records, part=None):
    """Whether the second call, with the generator moved on, returns something else than the first."""
    return _differs(_part(records[0].value, part), _part(records[2].value, part))


def which_of(arguments, records, candidates, first, rtol=1e-4):
    """Which of several arrays the result is, in words; `first` is what the first of them is called.

    So a function that draws at random can be told by which of the possible results it gives, whatever it drew.
    """
    got, known = np.asarray(records[0].value, float), np.asarray(candidates, float)
    scale = np.abs(known).max()
    near = np.isclose(got, known, rtol=0, atol=rtol * scale)
    if near[0].all():
        return first
    ratio = one_ratio(got, known[0])
    if not isinstance(ratio, str):
        return f"{ratio:.3g} times {first}"
    if np.abs(got).max() > 100 * scale:
        return "far too large"
    if near.reshape(len(known), -1).all(axis=1).any():
        return "one of the others"
    return "several of them, entry by entry" if near.any(axis=0).all() else "none of them"


def steady_value(arguments, records, part=None, but=None):
    """What the function returned, if that does not depend on the draws; an error if it does.

    From a dict, entries that differ from call to call are left out, and those that begin with `but`.
    """
    return _steady(*(_part(r.value, part) for r in (records[0], records[2])), but)


# --- masks --------------------------------------------------------------------------------------


def kept_ratio(arguments, records, before, after=None, mask=1):
    """Kept values over what they were: a number, or a text where it is not one and the same (see `one_ratio`)."""
    old, new, D = arguments[before], _part(records[0].value, after), _mask(arguments, records, mask)
    return one_ratio(new[D], old[D])


def dropped_are_zero(arguments, records, after=None, mask=1):
    """Whether every value the mask drops is 0."""
    return _all_zero(_part(records[0].value, after)[~_mask(arguments, records, mask)])


def mask_share(arguments, records, mask=1):
    """The share of entries the mask keeps."""
    return float(np.mean(_mask(arguments, records, mask)))


def mask_pattern(arguments, records, mask=1):
    """What shows that the entries of a mask had no draws of their own, as a text, or "none"."""
    return _pattern(_mask(arguments, records, mask))


def as_many_each_time(arguments, records, mask=1):
    """Whether a large mask keeps the same number of entries in every call, which chance would not do."""
    return len({np.count_nonzero(_find(arguments, [r], mask)) for r in [records[0], *records[2:]]}) == 1


def mask_levels(arguments, records, mask=1):
    """How many different non-zero values a mask has: 1, 2, or "many"."""
    D = np.asarray(_find(arguments, records, mask), dtype=float)
    levels = np.unique(np.round(D[D != 0], 9)).size
    return levels if levels < 3 else "many"


# --- networks whose hidden layers were dropped -----------------------------------------------------


def layers_kept_ratio(arguments, records):
    """For each hidden layer: kept activations over what the layer makes of what it gets from below."""
    return [one_ratio(A[D], plain[D]) for plain, A, D in _hidden(arguments, records)]


def layers_dropped_are_zero(arguments, records):
    """For each hidden layer: whether every activation its mask drops is 0."""
    return [_all_zero(A[~D]) for _, A, D in _hidden(arguments, records)]


def layers_share(arguments, records):
    """For each hidden layer: the share of entries its mask keeps."""
    return [float(np.mean(D)) for _, _, D in _hidden(arguments, records)]


def layers_pattern(arguments, records):
    """For each hidden layer: `mask_pattern` of its mask."""
    return [_pattern(D) for _, _, D in _hidden(arguments, records)]


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


# --- parameters that are drawn at random -------------------------------------------------------------


def entries(arguments, records):
    """The names of all entries of a dict, sorted, as one text."""
    return ", ".join(sorted(str(key) for key in records[0].value))


def lacking(arguments, records, names):
    """Which of some names a dict has no entry for, as one text; "none"."""
    return ", ".join(name for name in names if name not in records[0].value) or "none"


def not_zero(arguments, records, letter="b"):
    """The names of the entries that begin with a letter and are not 0 everywhere, and whether they hold one number; "none"."""
    arrays = {key: np.asarray(part) for key, part in sorted(records[0].value.items()) if key.startswith(letter)}
    names = [key for key, part in arrays.items() if np.any(part != 0)]
    numbers = {x for key in names for x in arrays[key].ravel().tolist()}
    return ", ".join(names) + (f" (all {numbers.pop():.3g})" if len(numbers) == 1 else "") or "none"


def weights_mean(arguments, records):
    """For each W[l]: its mean over its root mean square, near 0 for draws about 0; or what shows that they were no draws."""
    return [_no_draws(W) or float(W.mean() / _rms(W)) for W in _weights(records)]


def weights_spread(arguments, records, scales):
    """For each W[l]: its root mean square over what it should be, in doublings: 1 is twice too large; or as `weights_mean`."""
    return [_no_draws(W) or float(np.log2(_rms(W) / scale)) for W, scale in zip(_weights(records), scales, strict=True)]


def weights_alike(arguments, records):
    """The names of two W[l] that are made of the same draws, apart from a factor; "none"."""
    draws = [W.ravel() / _rms(W) for W in _weights(records)]
    for i, a in enumerate(draws):
        for j, b in enumerate(draws[:i]):
            shared = min(len(a), len(b))
            if shared > 3 and _rms(a[:shared]) and np.allclose(a[:shared] / _rms(a[:shared]), b[:shared] / _rms(b[:shared]), atol=1e-5):
                return f"W{j + 1} and W{i + 1}"
    return "none"


# --- helpers --------------------------------------------------------------------------------------


def one_ratio(new, old):
    """The ratio of two arrays if it is the same everywhere, else "not one number"; "nothing" if there is none."""
    scale = np.max(np.abs(old), initial=0)
    if scale == 0:
        return "nothing"
    clear = np.abs(old) > 1e-3 * scale  # near 0 the rounding of float32 would spoil a ratio
    middle = float(np.real(np.median(new[clear] / old[clear])))
    return middle if np.allclose(new, middle * old, rtol=1e-5, atol=1e-6 * abs(middle) * scale) else "not one number"


def _all_zero(values):
    return bool(np.all(np.abs(values) < 1e-12))


def _steady(first, second, but):
    if isinstance(first, (list, tuple)) and isinstance(second, (list, tuple)):
        return [_steady(a, b, but) for a, b in zip(first, second, strict=True)]
    if isinstance(first, dict) and isinstance(second, dict):
        names = [key for key in first if key in second and not (but and str(key).startswith(but))]
        return {key: first[key] for key in names if not _differs(first[key], second[key])}
    if _differs(first, second):
        raise ValueError("it depends on the draws")
    return first


def _pattern(D):
    if D.size > 1 and (D == D[:1, :1]).all():
        return "one draw for all"
    if D.shape[1] > 1 and (D == D[:, :1]).all():
        return "one draw a row"
    if D.shape[0] > 1 and (D == D[:1]).all():
        return "one draw a column"
    for rows, word in ((D, "row"), (D.T, "column")) if min(D.shape) >= LARGE else ():  # chance does not do this to a large mask
        kept = rows.mean(axis=1)
        if kept.min() == 0:
            return f"a whole {word} is dropped"
        if kept.max() == 1:
            return f"a whole {word} is kept"
        if len(np.unique(rows, axis=0)) < len(rows):
            return f"two {word}s are alike"
        if len(np.unique(kept)) == 1:
            return f"as many are kept in every {word}"
    return "none"


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


def _weights(records):
    """The arrays W[1], W[2], … of returned parameters."""
    result = records[0].value
    return [np.asarray(result[f"W{l}"], float) for l in range(1, len(result) // 2 + 1)]


def _rms(values):
    return np.sqrt(np.mean(np.square(values)))


def _no_draws(W):
    """What shows that the entries of W had no draws of their own, as a text, or ""."""
    if not W.any():
        return "all 0"
    pattern = _pattern(W) if W.size > 1 else "none"
    return "" if pattern == "none" else pattern


def _part(result, part):
    if part is None:
        return result
    if not isinstance(result, (tuple, list, dict)):  # the part of an array would be a row of it
        raise TypeError(f"a {type(result).__name__} has no parts")
    return result[part]


def _find(arguments, records, mask):
    return arguments[mask] if isinstance(mask, str) else _part(records[0].value, mask)


def _mask(arguments, records, mask):
    return np.asarray(_find(arguments, records, mask)) != 0


def _differs(a, b):
    if callable(b):
        return False  # a partial: its data cross with it and are not looked at again
    return difference(a, b, rtol=EXACT) is not None or difference(b, a, rtol=EXACT) is not None


def _blank(result):
    if isinstance(result, dict):
        return {key: _blank(v) for key, v in result.items()}
    if isinstance(result, (list, tuple)):
        return [_blank(v) for v in result]
    if isinstance(result, (np.ndarray, np.generic)) and result.dtype.kind in "biufc":
        return np.zeros(result.shape)
    return 0.0 if isinstance(result, (bool, int, float)) else result
