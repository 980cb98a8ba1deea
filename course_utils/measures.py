"""What the checks look at: general measures of one or more records of a function.

Each measure takes `(arguments, records, **options)`: the arguments as given, by name, and the records
of the calls made with them. There is one call, or, where a measure in `ONWARD` is asked for and there is
a random generator, more: the first, one more from the beginning, and as many as `ONWARD` says that go on
with the generator as the call before left it. A measure returns numbers, text or arrays, never a verdict;
`examine` compares them with what is wanted.
"""

from __future__ import annotations

import itertools

import numpy as np

from . import network
from .compare import difference

ONWARD = {"reproducible": 0, "fresh": 1, "steady_value": 1, "repeated_masks": 1, "as_many_each_time": 4}
EXACT = 1e-12  # relative: a change is a change, but what was added and taken off again may leave a rounding error
LARGE = 100
UNITS = 2000  # of a network that is run here, at most

# --- any function -----------------------------------------------------------------------------


def value(arguments, records, part=None):
    """What the function returned, or one part of it."""
    return _part(records[0].value, part)


def numbers(arguments, records, part=None):
    """What the function returned, or one part of it, as an array: a list of numbers will do as well."""
    return np.asarray(_part(records[0].value, part), float)


def listed(arguments, records):
    """What the function returned, as a list of its parts: a tuple, a list and an array will do. What has no parts is left as it is."""
    value = records[0].value
    return list(value) if isinstance(value, (tuple, list)) or np.ndim(value) else value


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


# --- examples dealt into parts ------------------------------------------------------------------------
# `pairs` are the names of the arguments that hold them, [["X", "Y"], …]; the result is a list of parts (X, Y). No two examples
# are alike.


def not_whole(arguments, records):
    """The values of a list that no slice would take, as one text, to six digits; "none"."""
    odd = [part for part in records[0].value if not hasattr(part, "__index__")]
    return ", ".join(format(part, ".6") if isinstance(part, float) else str(part) for part in odd) or "none"


def parts_from(arguments, records, pairs):
    """For each part: the names of the arguments its examples come from, as a text."""
    names = [pair[0] for pair in pairs]
    return [
        " and ".join(dict.fromkeys(sorted(names[s] if s >= 0 else "elsewhere" for s, _ in part)))
        for part in _found(arguments, records, pairs)
    ]


def examples_used(arguments, records, pairs):
    """Whether the parts hold every example, and none twice: "each once", or what is amiss."""
    found = [place for part in _found(arguments, records, pairs) for place in part]
    missing = sum(arguments[X].shape[1] for X, _ in pairs) - len({place for place in found if place[0] >= 0})
    strange, twice = any(s < 0 for s, _ in found), len(found) > len(set(found))
    says = (
        ["some columns are no examples"] * strange + ["some are missing"] * (missing > 0) + ["some occur twice"] * (twice and not strange)
    )
    return ", ".join(says) or "each once"


def overlaps(arguments, records, pairs):
    """Which parts, by their index, share examples, as a text; "none"."""
    found = [set(part) for part in _found(arguments, records, pairs)]
    return ", ".join(f"{i} and {j}" for j in range(len(found)) for i in range(j) if found[i] & found[j]) or "none"


def labels_astray(arguments, records, pairs):
    """Whether examples have lost their labels: "none", or what they have instead."""
    found = [place for part in _found(arguments, records, pairs) for place in part]
    labels = np.concatenate([np.ravel(Y) for _, Y in records[0].value])
    own = np.array([arguments[pairs[s][1]][0, i] for s, i in found if s >= 0])
    if len(own) < len(labels):
        return "some columns are no examples"
    given = np.concatenate([np.ravel(arguments[Y]) for _, Y in pairs])
    if np.allclose(labels, own):
        return "none"
    return "the labels stand as they came" if labels.shape == given.shape and np.allclose(labels, given) else "labels of other examples"


def runs(arguments, records, pairs, parts):
    """Which of the parts, by their index, hold examples that stood next to each other, which no shuffling leaves; "none"."""
    places = [sorted(i for _, i in part) for part in _found(arguments, records, pairs)]
    return ", ".join(str(p) for p in parts if np.all(np.diff(places[p]) == 1)) or "none"


# --- values drawn from a range ----------------------------------------------------------------------------


def outside(arguments, records, low, high):
    """Which share of the values lies outside a range."""
    values = np.asarray(records[0].value, float)
    return float(np.mean((values < low) | (values > high)))


def share_by_factor(arguments, records, edges):
    """Which share of the values lies between each two neighbours of some positive edges; or what shows that they were no draws."""
    values = np.sort(np.ravel(np.asarray(records[0].value, float)))
    for steps, name in ((np.diff(values), "all alike"), (np.diff(np.log(values)), "a fixed grid")):
        if len(values) > 2 and np.ptp(steps) < 1e-9 and (name != "all alike" or abs(steps[0]) < 1e-9):
            return name
    return [float(np.mean((low <= values) & (values < high))) for low, high in itertools.pairwise(edges)]


# --- models that are to read new examples -------------------------------------------------------------------


def reads_snapshots(arguments, records, seed, m, m_new, least):
    """What a returned (mu, sigma, parameters) is worth on new images of the camera that `seed` makes, in words.

    "it beats the baseline" if its error is lower than that of `learners.nearest_mean` by `least`, else what stands out.
    """
    from . import datasets, learners  # here, because scikit-learn takes long

    X, Y, X_new, Y_new = datasets.snapshots(m, m_new, np.random.default_rng(seed))
    mu, sigma, parameters = records[0].value
    shapes = [np.shape(part) for part in parameters.values()]
    if {np.shape(mu), np.shape(sigma)} != {(len(X), 1)} or any(len(s) != 2 for s in shapes) or sum(s[0] for s in shapes) > 2 * UNITS:
        raise ValueError("no such network")  # one that is too large would take our memory
    baseline = 1 - network.accuracy(learners.nearest_mean(X, Y)(X_new), Y_new)
    labels = network.predict((X_new - mu) / sigma, parameters)
    error = 1 - network.accuracy(labels, Y_new)
    if error + least <= baseline:
        return "it beats the baseline"
    if not (np.any(mu) or np.ptp(sigma)):
        return "it is handed raw pixels, and does not beat the baseline"
    count = np.arange(1, m)
    pieces = [np.cumsum(some, axis=1)[:, :-1] / count for some in (X, X[:, ::-1])]
    if any(np.isclose(np.asarray(mu), means).all(axis=0).any() for means in pieces):
        return "its ruler comes from one piece of the sorted file, and it makes too many errors"
    deviations = X.std(axis=1, keepdims=True)
    if np.abs(np.median(np.asarray(sigma) / deviations**2) - 1) < 0.3:
        return "it is handed pixels divided by their variance, and makes too many errors"
    if error > 0.8:
        return "it is no better than guessing"
    return f"its error is {error:.3f}, the baseline's {baseline:.3f}"


# --- many things, one after the other along the first axis of the result --------------------------------


def kinds(arguments, records, known, names):
    """What becomes of the parts of a result, as one text: the names of the arrays in `known` that they are; "something else".

    Names may be the same for several; a part whose name is "" is passed over.
    """
    which = _which(records, known)
    found = {names[w] if w >= 0 else "something else" for w in which} - {""}
    return ", ".join(name for name in [*dict.fromkeys(names), "something else"] if name in found) or "nothing"


def shares(arguments, records, known):
    """For each array in `known`: which share of the parts of a result is that array; or "all alike"."""
    which = _which(records, known)
    if len(which) > 1 and (which == which[0]).all():
        return "all alike"
    return [float(np.mean(which == k)) for k in range(len(known))]


def totals(arguments, records):
    """The sum of each part of a result."""
    return [float(np.sum(part)) for part in np.asarray(records[0].value, float)]


def extremes(arguments, records):
    """The smallest and the largest entry of a result."""
    values = np.asarray(records[0].value, float)
    return [float(values.min()), float(values.max())]


def turns(arguments, records, before, most, say):
    """By how many degrees the pictures (m, h, w) of a result were turned, over `most`.

    say  "mean", "spread" (root mean square) or "most" (of the angles without sign; 1.5 stands for all that is more)

    Seen in the centre of what is bright, which a turn carries round the picture's middle; so every way to interpolate gives the
    same. A text where all were turned alike, or where something else was done: the bright part is lost or came nearer.
    """
    length, angle, light = (np.array(part) for part in zip(*(_brightness(picture) for picture in records[0].value)))
    old_length, old_angle, old_light = (np.array(part) for part in zip(*(_brightness(picture) for picture in arguments[before])))
    if not np.allclose(light, old_light, rtol=0.2):
        return "some of the picture is lost or comes twice"
    if not np.allclose(length, old_length, rtol=0.2):
        return "something else than a turn round the middle"
    degrees = (angle - old_angle + 180) % 360 - 180
    if len(degrees) > 1 and np.ptp(degrees) < 1e-6:
        return "all alike"
    return float({"mean": np.mean, "spread": _rms, "most": lambda d: min(np.abs(d).max(), 1.5 * most)}[say](degrees)) / most


def different_columns(arguments, records, part=None):
    """How many different columns an array has."""
    return len(np.unique(np.asarray(_part(records[0].value, part), float), axis=1).T)


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


def _found(arguments, records, pairs):
    """For each part (X, Y) of a result: where each of its examples stands among the arguments (pair, column), or (-1, 0)."""
    places = {column.tobytes(): (s, i) for s, (X, _) in enumerate(pairs) for i, column in enumerate(_columns(arguments[X]))}
    return [[places.get(column.tobytes(), (-1, 0)) for column in _columns(X)] for X, _ in records[0].value]


def _columns(X):
    return np.round(np.asarray(X, float).T, 4) + 0.0  # float32 will do, and -0 is 0


def _which(records, known):
    """For each part of a result: the index of the array in `known` that it is, or -1."""
    parts, known = np.asarray(records[0].value, float), np.asarray(known, float)
    if parts.shape[1:] != known.shape[1:]:
        raise ValueError("parts of another shape")
    axes = tuple(range(2, parts.ndim + 1))
    same = (np.abs(parts[:, np.newaxis] - known) <= 1e-5 * np.abs(known).max()).all(axis=axes)
    return np.where(same.any(axis=1), same.argmax(axis=1), -1)


def _brightness(picture):
    """Where the centre of a picture's bright part lies, seen from its middle: distance, angle in degrees; and how bright it is."""
    light = np.asarray(picture, float)
    y, x = (np.indices(light.shape) - (np.array(light.shape) - 1)[:, np.newaxis, np.newaxis] / 2) * light
    total = light.sum()
    x, y = x.sum() / total, y.sum() / total
    return np.hypot(x, y), np.degrees(np.arctan2(y, x)), total


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
