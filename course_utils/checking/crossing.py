"""What may cross between a student's code and the code that judges it, and how.

Arguments and results are copied through `encode` and `decode`, never shared, so neither side can
hold on to the other's objects. What crosses: None, bool, int, float, str, NumPy arrays and scalars
of numbers, bools or text, lists, tuples and dicts of these, random generators (their state), and
`functools.partial` of a public function of `course_utils` with such arguments. Nothing is pickled.

`encode(value)` gives `(tree, arrays)`: a tree that JSON can hold and a list of arrays.
Two packings of that pair: `to_bytes` (JSON and the arrays' bytes, exact) and `to_json` (text for files).
"""

from __future__ import annotations

import functools
import importlib
import json
import marshal
import math
import re
import struct
import zlib
from types import FunctionType

import numpy as np

from ..errors import Error

MAX_DEPTH = 20
MAX_ITEMS = 100_000
MAX_BYTES = 64 * 2**20
MAX_KEYS = 500  # of a dict, of other kinds than text, float and whole numbers
MAX_SEED = 64  # whole numbers in a seed, and in the pool it is mixed in
ARRAY_KINDS = "biufcU"  # bool, integers, floats, complex, text: no objects, no records
DTYPE = re.compile(rf"[<>|=][{ARRAY_KINDS}][0-9]{{1,9}}")  # as NumPy writes it
LENGTH = struct.Struct("<Q")
ENCODER, DECODER = json.JSONEncoder(check_circular=False), json.JSONDecoder()  # a tree has no circles
GENERATORS = ("PCG64", "PCG64DXSM", "SFC64")  # NumPy does not look at the positions in a state of the others: it would read any memory
PUBLIC = ("course_utils.black_boxes", "course_utils.learners", "course_utils.network")  # modules whose functions cross by name


class CannotCross(Error, TypeError):
    """A value that cannot be handed over; its message says which and why."""


def encode(value):
    """Return `(tree, arrays)` for a value, or raise `CannotCross`."""
    arrays: list[np.ndarray] = []
    budget = [MAX_ITEMS - 1, MAX_BYTES]
    try:
        tree = _encode(value, arrays, budget, 0)
        _spend(budget, 0, 0)  # text and arrays, which are here already, take from it and go on
        return tree, arrays
    except CannotCross:
        raise
    except Exception as error:  # of a class of the student's own
        raise CannotCross(f"a {_type_name(value)} that cannot be read ({type(error).__name__})") from error


def decode(tree, arrays):
    """Return a new value made of `tree` and copies of `arrays`; `CannotCross` whatever is wrong with them."""
    try:
        return _decode(tree, arrays, [MAX_ITEMS - 1, MAX_BYTES], 0)
    except CannotCross:
        raise
    except Exception as error:
        raise CannotCross(f"damaged data ({type(error).__name__})") from error


def copy(value):
    """Return an independent copy of a value that can cross."""
    return decode(*encode(value))


def passed(value):
    """Return the value itself if it can cross, else raise `CannotCross`."""
    encode(value)
    return value


def _encode(value, arrays, budget, depth):
    kind = type(value)
    if kind is float or value is None or kind is bool:
        return value
    if kind is int:
        return _small(value)
    if kind is str:
        budget[1] -= len(value)
        return value
    if kind is np.ndarray or isinstance(value, (np.ndarray, np.generic)):
        if kind is not np.ndarray and np.ma.is_masked(value):
            raise CannotCross("a masked array; what its hidden entries are nobody can know: fill it first")
        array = np.asarray(value)  # no subclass
        _check_dtype(array)
        budget[1] -= array.nbytes
        arrays.append(array)
        return {"scalar" if isinstance(value, np.generic) else "array": len(arrays) - 1}
    depth += 1
    if kind is list or isinstance(value, tuple):  # a named tuple too
        _spend(budget, len(value), 0, depth)
        return {"list" if kind is list else "tuple": [_encode(v, arrays, budget, depth) for v in value]}
    if isinstance(value, dict):
        _spend(budget, 2 * len(value), 0, depth)
        pairs = []
        for key, part in value.items():
            if type(key) is str:
                budget[1] -= len(key)
            else:
                key = _encode(key, arrays, budget, depth)
            pairs.append([key, _encode(part, arrays, budget, depth)])
        return {"dict": pairs}
    if isinstance(value, np.random.Generator):
        state = value.bit_generator.state
        _check_generator(state)
        return {"rng": _plain(state) | _seed(value.bit_generator.seed_seq)}
    if isinstance(value, functools.partial):
        _spend(budget, 2, 0, depth)
        parts = [_encode(part, arrays, budget, depth) for part in (list(value.args), value.keywords)]
        return {"partial": [_public_name(value.func), *parts]}
    raise CannotCross(f"a {_type_name(value)}; numbers, arrays, text, None, and tuples, lists or dicts of these are meant")


def _decode(tree, arrays, budget, depth):
    kind = type(tree)
    if kind is float or tree is None or kind is bool:
        return tree
    if kind is int:
        return _small(tree)
    if kind is str:
        _spend(budget, 0, len(tree))
        return tree
    ((kind, body),) = tree.items()
    if kind in ("array", "scalar"):
        if type(body) is not int or not 0 <= body < len(arrays):
            raise CannotCross("an array that was not sent")
        array = arrays[body]
        _check_dtype(array)
        _spend(budget, 0, array.nbytes)  # before it is copied, for one array may be asked for again and again
        if kind == "array":
            return np.array(array)
        if array.ndim:
            raise CannotCross("an array in place of a number")
        return array[()]
    depth += 1
    if kind in ("list", "tuple", "dict"):
        if type(body) is not list:
            raise CannotCross(f"a {kind} of something else")
        _spend(budget, len(body) * (2 if kind == "dict" else 1), 0, depth)
    if kind == "dict":
        keys = [key if type(key) is str else _decode(key, arrays, budget, depth) for key, _ in body]
        return dict(zip(_keys(keys), [_decode(part, arrays, budget, depth) for _, part in body], strict=True))
    if kind in ("list", "tuple"):
        parts = [_decode(part, arrays, budget, depth) for part in body]
        return parts if kind == "list" else tuple(parts)
    if kind == "rng":
        return generator(body)
    if kind == "partial":
        name, args, keywords = body
        _spend(budget, 2, 0, depth)
        args, keywords = (_decode(part, arrays, budget, depth) for part in (args, keywords))
        if not all(isinstance(keyword, str) for keyword in keywords):
            raise CannotCross("a partial with names that are none")
        return functools.partial(_public_function(name), *args, **keywords)
    raise CannotCross(f"an unknown kind of value, {str(kind)[:40]!r}")


def _keys(keys):
    """Return the keys of a dict, unless they can have one hash, all of them: then a dict takes for ever."""
    others = [key for key in keys if type(key) is not str]
    if not others:
        return keys
    if any(isinstance(key, int) and key.bit_length() > 60 for key in others):
        raise CannotCross("a dict with a number of more than 60 bits for a key")
    if sum(not isinstance(key, (str, int, float, np.integer)) for key in others) > MAX_KEYS:
        raise CannotCross(f"a dict with more than {MAX_KEYS} keys of another kind than text and simple numbers")
    return keys


def _spend(budget, items, size, depth=0):
    """Take parts at a depth, and bytes, off a budget; `CannotCross` where it is used up or the parts lie too deep."""
    budget[0] -= items
    budget[1] -= size
    if depth > MAX_DEPTH and items:
        raise CannotCross(f"a value nested deeper than {MAX_DEPTH} levels")
    if budget[0] < 0:
        raise CannotCross(f"a value of more than {MAX_ITEMS} parts")
    if budget[1] < 0:
        raise CannotCross(f"more than {MAX_BYTES >> 20} MB")


def _small(number):
    if number.bit_length() > 1000:  # all others are within the range of a float
        raise CannotCross("an integer of more than 1000 bits")
    return number


def _check_dtype(array):
    if array.dtype.kind not in ARRAY_KINDS:
        raise CannotCross(f"an array of dtype {array.dtype}; numbers, bools or text are meant")


def generator(state):
    """Return a `np.random.Generator` that goes on from a saved `bit_generator.state`; "seed", if there, says how it spawns others."""
    _check_generator(state)
    # without a seed its children hang on its state: the same state, the same children
    seed = state.get("seed") or {"entropy": zlib.crc32(json.dumps(_plain(state), sort_keys=True).encode()), "spawn_key": []}
    bits = getattr(np.random, state["bit_generator"])(_seed_sequence(**seed))
    bits.state = {name: part for name, part in state.items() if name != "seed"}
    return np.random.Generator(bits)


def _seed(sequence):
    """Return a seed sequence as JSON can hold it, {"seed": …}; {} for one of another class or too large."""
    if type(sequence) is not np.random.SeedSequence:
        return {}
    seed = {"entropy": sequence.entropy, "spawn_key": list(sequence.spawn_key)}
    seed |= {"children": sequence.n_children_spawned, "pool": sequence.pool_size}
    try:
        if type(sequence.entropy) is not int or sequence.spawn_key:
            seed = json.loads(json.dumps(seed, default=lambda part: part.tolist()))
        _check_seed(**seed)
    except (CannotCross, AttributeError, OverflowError, TypeError, ValueError):
        return {}
    return {"seed": seed}


def _seed_sequence(entropy, spawn_key, children=0, pool=4):
    _check_seed(entropy, spawn_key, children, pool)
    return np.random.SeedSequence(entropy, spawn_key=tuple(spawn_key), n_children_spawned=children, pool_size=pool)


def _check_seed(entropy, spawn_key, children, pool):
    numbers = [*(entropy if isinstance(entropy, list) else [entropy]), *spawn_key, children, pool]
    if len(numbers) > MAX_SEED + 2 or [n for n in numbers if type(n) is not int or n < 0] or pool > MAX_SEED:
        raise CannotCross("a random generator with a seed of another kind than whole numbers")
    for n in numbers:
        _small(n)


def _plain(state):
    """Return a generator's state as JSON can hold it."""
    if isinstance(state, dict):
        return {name: _plain(part) for name, part in state.items()}
    return state.tolist() if isinstance(state, np.ndarray) else state


def _check_generator(state):
    if state["bit_generator"] not in GENERATORS:
        raise CannotCross(f"a random generator of kind {state['bit_generator']!r}; `np.random.default_rng` makes one that is meant")


def _public_name(function):
    module, name = getattr(function, "__module__", None) or "", getattr(function, "__qualname__", "")
    if isinstance(function, FunctionType) and _is_public(module, name):
        return f"{module}:{name}"
    raise CannotCross(f"a partial of {_type_name(function)}; only public functions of {', '.join(PUBLIC)} can cross")


def _public_function(name):
    module, _, attribute = name.partition(":")
    if not _is_public(module, attribute):
        raise CannotCross(f"{name} is no function that crosses by name")
    function = getattr(importlib.import_module(module), attribute, None)
    if not isinstance(function, FunctionType) or function.__module__ != module:
        raise CannotCross(f"{name} is no function that crosses by name")
    return function


@functools.lru_cache(maxsize=1024)
def _is_public(module, name):
    names = [*module.split("."), name]
    public = all(n.isidentifier() and not n.startswith("_") for n in names)
    return public and f"{module}.".startswith(tuple(f"{place}." for place in PUBLIC))


def _type_name(value):
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


# --- two packings ---------------------------------------------------------------------------------


def to_parts(value, known=()):
    """Pack a value: what JSON can hold of it (the tree, and each array's dtype, shape and order), and each array's bytes.

    An array that is as the one at its place in `known`, which the other side has, has None for its form and no bytes.
    """
    tree, arrays = encode(value)
    forms, parts = [], []
    for place, array in enumerate(arrays):
        order = "F" if array.flags.fnc else "C"
        form, part = [array.dtype.str, list(array.shape), order], array.tobytes(order)
        as_known = place < len(known) and (form, part) == known[place]
        forms.append(None if as_known else form)
        parts.append(b"" if as_known else part)
    return [tree, forms], parts


def from_parts(head, data, known=()):
    """Unpack what `to_parts` made, its parts joined; `CannotCross` whatever is wrong with it."""
    try:
        (tree, forms), arrays, at = head, [], 0
        for place, form in enumerate(forms):
            (name, shape, order), source, start = (*known[place], 0) if form is None else (form, data, at)
            arrays.append(np.ndarray(shape, _dtype(name), source, start, order=order))  # which looks whether there is so much
            at += 0 if form is None else arrays[-1].nbytes
        if at != len(data):
            raise ValueError("too short or too long")
    except Exception as error:
        raise CannotCross(f"damaged data ({type(error).__name__})") from error
    return decode(tree, arrays)


def arrays_of(head, data):
    """Return the form and the bytes of each array in what `parted` returns."""
    found, at = [], 0
    for form in head[1]:
        size = math.prod(form[1]) * _dtype(form[0]).itemsize
        found.append((form, data[at : at + size]))
        at += size
    return found


def to_bytes(value):
    """Pack a value: the length of the JSON, the JSON, the arrays' bytes."""
    head, parts = to_parts(value)
    text = ENCODER.encode(head).encode()
    return b"".join([LENGTH.pack(len(text)), text, *parts])


def from_bytes(data):
    """Unpack what `to_bytes` made; `CannotCross` whatever is wrong with it."""
    return from_parts(*parted(data))


def parted(data):
    """Return what JSON can hold, and the arrays' bytes, of what `to_bytes` made."""
    try:
        (length,) = LENGTH.unpack_from(data)
        return DECODER.decode(str(data[LENGTH.size : LENGTH.size + length], "utf-8")), data[LENGTH.size + length :]
    except Exception as error:
        raise CannotCross(f"damaged data ({type(error).__name__})") from error


def exactly(head):
    """Return bytes that are the same for the same head only: in them 1 is not 1.0."""
    return marshal.dumps(head, 2)  # a later version has other bytes for one text in two objects


class Fixed(dict):
    """A dict that is not changed any more, and so is packed only once."""

    @functools.cached_property
    def packed(self):
        """The bytes that `to_bytes` makes."""
        return to_bytes(self)

    @functools.cached_property
    def known(self):
        """What `arrays_of` finds in them."""
        return arrays_of(*parted(memoryview(self.packed)))


def fixed(value):
    """Return a dict as one that is `Fixed`; one that is stays what it is."""
    return value if type(value) is Fixed else Fixed(value)


@functools.lru_cache(maxsize=1024)
def _dtype(name):
    if not DTYPE.fullmatch(name):
        raise ValueError("a dtype that cannot cross")
    return np.dtype(name)


def to_json(value, digits=None):
    """Pack a value as JSON-ready data; floats keep `digits` significant digits if given.

    Arrays whose entries are all equal are kept as that one entry.
    """
    tree, arrays = encode(value)
    return {"value": tree if digits is None else _shorten(tree, digits), "arrays": [_array_to_json(a, digits) for a in arrays]}


def from_json(data):
    """Unpack what `to_json` made."""
    return decode(data["value"], [_array_from_json(a) for a in data["arrays"]])


def _array_to_json(array, digits):
    if array.dtype.kind == "c" or array.dtype.itemsize > 8 and array.dtype.kind == "f":
        raise CannotCross(f"an array of dtype {array.dtype} in a file")
    flat = array.ravel().tolist()
    if digits is not None and array.dtype.kind == "f":
        flat = [_shorten(x, digits) for x in flat]
    if len({repr(x) for x in flat}) == 1:  # `repr`, for -0.0 == 0.0 and nan != nan
        flat = flat[:1]
    return {"dtype": array.dtype.str, "shape": list(array.shape), "data": flat}


def _array_from_json(data):
    array, shape = np.array(data["data"], dtype=data["dtype"]), tuple(data["shape"])
    return np.full(shape, array[0], array.dtype) if array.size == 1 else array.reshape(shape)


def _shorten(tree, digits):
    if isinstance(tree, float):
        return float(f"{tree:.{digits}g}")
    if isinstance(tree, list):
        return [_shorten(x, digits) for x in tree]
    if isinstance(tree, dict):
        return {k: _shorten(v, digits) for k, v in tree.items()}
    return tree
