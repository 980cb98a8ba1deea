"""What may cross between a student's code and the judge: does it arrive as it left, and is all else refused?"""

import collections
import enum
import functools
import json
import pickle
import struct
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils import network
from course_utils.checking import crossing
from course_utils.checking.crossing import CannotCross, copy, decode, encode
from course_utils.reference import dropout as reference


def through_bytes(value):
    return crossing.from_bytes(crossing.to_bytes(value))


def through_json(value):
    return crossing.from_json(json.loads(json.dumps(crossing.to_json(value))))


WAYS = [copy, through_bytes, through_json]


def same(a, b):
    """Whether two values are alike to the last bit: types, dtypes, shapes, the sign of 0, NaN."""
    if isinstance(a, (np.ndarray, np.generic)):
        equal = np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind in "fc")
        signs = np.asarray(a).dtype.kind != "f" or np.array_equal(np.signbit(a) & ~np.isnan(a), np.signbit(b) & ~np.isnan(b))
        return type(a) is type(b) and a.dtype == b.dtype and a.shape == b.shape and equal and signs
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return repr(a) == repr(b)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return a == b


DTYPES = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes()
    | hnp.unsigned_integer_dtypes()
    | hnp.floating_dtypes(sizes=(16, 32, 64))
    | hnp.unicode_string_dtypes(max_len=4)
)
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**999), 2**999)
    | st.floats()
    | st.text(max_size=8)
    | ARRAYS
    | ARRAYS.filter(lambda a: a.size).map(lambda a: a.flat[0])
)
INTEGERS = st.integers(-(2**60) + 1, 2**60 - 1)  # larger ones are no keys
KEYS = st.text(max_size=5) | INTEGERS | st.booleans() | st.none() | st.tuples(st.integers(), st.text(max_size=3))
VALUES = st.recursive(
    LEAVES,
    lambda part: st.lists(part, max_size=3) | st.lists(part, max_size=3).map(tuple) | st.dictionaries(KEYS, part, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=80, deadline=None)
@given(VALUES)
def test_does_a_value_arrive_as_it_left(way, value):
    assert same(way(value), value)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "value",
    [
        -0.0,
        float("nan"),
        float("-inf"),
        2**999,
        np.float16(1.5),
        np.bool_(True),
        np.str_("é"),
        np.array(3.0),
        np.array([0.0, -0.0]),
        np.full((2, 3), np.nan),
        np.array([np.inf, -np.inf, np.nan]),
        np.zeros((0, 3), np.float32),
        np.array(["a", "bcd"]),
        np.array([""]),
        np.array([2**64 - 1], np.uint64),
        np.arange(6, dtype=">i2").reshape(2, 3),
        np.ones((50, 60)),
        "\ud800",
        {"": [(), {}]},
    ],
    ids=repr,
)
def test_do_the_odd_ones_arrive(way, value):
    assert same(way(value), value)


@pytest.mark.parametrize("value", [np.complex64(1j), np.array([1 + 2j]), np.longdouble(1) / 3])
def test_do_complex_and_long_numbers_cross_but_not_into_a_file(value):
    assert same(through_bytes(value), value)
    with pytest.raises(CannotCross, match="in a file"):
        crossing.to_json(value)


def test_is_a_copy_independent():
    inner = np.arange(3.0)
    value = {"a": [inner, inner], "b": inner[::2]}
    for way in WAYS:
        arrived = way(value)
        arrived["a"][0][:] = 9
        arrived["b"][:] = 9
        arrived["a"].append(1)
        assert inner.tolist() == [0, 1, 2] and len(value["a"]) == 2
        assert arrived["a"][1].tolist() == [0, 1, 2], "two names of one array are two arrays on the other side"
        assert arrived["a"][1].flags.writeable and arrived["a"][1].flags.owndata


def test_do_subclasses_arrive_as_what_they_stand_for():
    point = collections.namedtuple("Point", "x y")(1, np.array([2.0]))
    for way in WAYS:
        assert same(way(point), (1, np.array([2.0])))
        assert same(way(collections.OrderedDict(a=1)), {"a": 1})
        assert same(way(collections.defaultdict(list, a=[1])), {"a": [1]})
        assert same(way(np.array([[1, 2]]).view(np.matrix)), np.array([[1, 2]]))
        assert same(way(np.ma.array([1.0, 2.0])), np.array([1.0, 2.0]))
        assert same(way(np.asfortranarray(np.arange(6.0).reshape(2, 3))), np.arange(6.0).reshape(2, 3))


def test_does_a_file_keep_the_digits_that_are_asked_for():
    value = {"x": 1 / 3, "a": np.array([1 / 3, 2e-9 / 3]), "i": np.array([123456789])}
    data = json.loads(json.dumps(crossing.to_json(value, digits=4)))
    assert same(crossing.from_json(data), {"x": 0.3333, "a": np.array([0.3333, 6.667e-10]), "i": np.array([123456789])})


def test_is_an_array_of_one_number_short_in_a_file_and_a_wrong_number_of_entries_refused():
    data = crossing.to_json(np.full((100, 100), 0.5))
    assert data["arrays"][0]["data"] == [0.5]
    data = crossing.to_json(np.arange(6.0))
    data["arrays"][0]["shape"] = [4]
    with pytest.raises(ValueError, match="reshape"):
        crossing.from_json(data)


# --- generators and functions -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [np.random.PCG64, np.random.PCG64DXSM, np.random.SFC64])
@pytest.mark.parametrize("way", WAYS)
def test_does_a_generator_go_on_where_it_was(kind, way):
    rng = np.random.Generator(kind(3))
    rng.random(5), rng.integers(9, dtype=np.uint32)  # leaves half a draw over
    arrived = way({"rng": rng})["rng"]
    assert arrived is not rng and arrived.bit_generator is not rng.bit_generator
    assert [arrived.integers(2**31, dtype=np.uint32) for _ in range(3)] == [rng.integers(2**31, dtype=np.uint32) for _ in range(3)]
    assert np.array_equal(arrived.standard_normal(4), rng.standard_normal(4))
    arrived.random()
    assert arrived.random() != rng.random(), "one does not move the other"


def draws(rng):
    """What a generator and its children draw, and a child's child."""
    child, other = rng.spawn(2)
    return rng.random(), child.random(), other.random(), child.spawn(1)[0].random()


@pytest.mark.parametrize("seed", [3, np.int64(3), [1, 2], np.arange(3), 2**127, None])
@pytest.mark.parametrize("way", WAYS)
def test_has_a_generator_the_same_children_on_both_sides(way, seed):
    rng = np.random.default_rng(seed)
    rng.spawn(3)
    first, second = way(rng), way(rng)
    assert draws(first) == draws(second) == draws(rng), "spawning is reproducible"
    assert draws(way(first)) == draws(way(rng)), "and goes on: no child comes twice"
    assert draws(way(rng.spawn(1)[0])) != draws(way(rng.spawn(1)[0]))


def test_has_a_generator_without_a_seed_children_by_its_state():
    state = np.random.default_rng(1).bit_generator.state
    assert draws(crossing.generator(state)) == draws(crossing.generator(state))
    assert draws(crossing.generator(np.random.default_rng(2).bit_generator.state)) != draws(crossing.generator(state))
    large = np.random.Generator(np.random.PCG64(np.random.SeedSequence([1] * 65)))
    assert draws(copy(large)) == draws(copy(large)) and "seed" not in encode(large)[0]["rng"]


@pytest.mark.parametrize(
    "changes",
    [
        {"entropy": "x"}, {"entropy": -1}, {"entropy": None}, {"entropy": 1.0}, {"entropy": True}, {"entropy": [[1]]}, {"entropy": [1] * 65},
        {"entropy": 2**1001}, {"spawn_key": 3}, {"spawn_key": ["x"]}, {"spawn_key": [1] * 64}, {"pool": 10**9}, {"pool": 0}, {"children": -1},
        {"children": 2**1001}, {"more": 1},
    ],
)  # fmt: skip
def test_is_a_hostile_seed_refused(changes):
    state = np.random.default_rng(1).bit_generator.state
    seed = {"entropy": 1, "spawn_key": [], "children": 0, "pool": 4}
    assert decode({"rng": state | {"seed": seed}}, []).random()
    with pytest.raises(CannotCross):
        decode({"rng": state | {"seed": seed | changes}}, [])


@pytest.mark.parametrize("kind", [np.random.MT19937, np.random.Philox])
def test_is_a_generator_refused_whose_state_numpy_does_not_look_through(kind):
    bits = kind(1)
    with pytest.raises(CannotCross, match=f"kind '{kind.__name__}'.*default_rng"):
        encode(np.random.Generator(bits))
    with pytest.raises(CannotCross, match="random generator"):
        crossing.generator(bits.state)


@pytest.mark.parametrize("way", WAYS)
def test_does_a_public_function_cross_with_its_arguments(way):
    bound = functools.partial(network.layer_forward, W=np.eye(2), b=np.ones((2, 1)), activation="relu")
    arrived = way(bound)
    assert arrived.func is network.layer_forward and same(arrived.keywords, bound.keywords)
    assert arrived.keywords["W"] is not bound.keywords["W"]
    A, _ = arrived(np.array([[1.0], [-3.0]]))
    assert A.tolist() == [[2.0], [0.0]]


def mine(A):
    return A


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (mine, "only public functions of course_utils"),
        (len, "only public functions"),
        (np.sum, "only public functions"),
        (reference.dropout_forward, "only public functions"),
        (network._hidden_argument, "only public functions"),
        (network.ACTIVATIONS["tanh"], "only public functions"),
        (crossing.CannotCross, "only public functions"),
        (network.SLOPES["relu"], "only public functions"),
    ],
)
def test_is_a_partial_of_another_function_refused(function, says):
    with pytest.raises(CannotCross, match=says):
        encode(functools.partial(function))


# --- what is refused --------------------------------------------------------------------------------


class Hostile(dict):
    def items(self):
        raise RuntimeError("boo")


class Number(int):
    pass


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (mine, "a function; numbers, arrays, text, None, and tuples, lists or dicts of these are meant"),
        (object(), "a object; numbers"),
        (b"text", "a bytes; numbers"),
        ({1, 2}, "a set; numbers"),
        (iter([1]), "a list_iterator; numbers"),
        (1j, "a complex; numbers"),
        (Number(3), r"a \S*test_crossing.Number; numbers"),
        (enum.IntEnum("E", "A").A, "a .*E; numbers"),
        (np.random.RandomState(0), "a numpy.random.*RandomState; numbers"),
        (np.array([None]), "an array of dtype object; numbers, bools or text are meant"),
        (np.array([b"a"]), r"an array of dtype \|S1; numbers, bools or text are meant"),
        (np.bytes_(b"a"), r"an array of dtype \|S1"),
        (np.zeros(2, "i4,f8"), "an array of dtype .*; numbers, bools or text are meant"),
        (np.array(["2020-01-01"], "M8[D]"), r"an array of dtype datetime64\[D\]"),
        (np.ma.array([1.0, 2.0], mask=[True, False]), "a masked array; .* fill it first"),
        (np.ma.masked, "a masked array"),
        (2**1000, "an integer of more than 1000 bits"),
        (Hostile(a=1), r"a \S*test_crossing.Hostile that cannot be read \(RuntimeError\)"),
    ],
    ids=lambda v: type(v).__name__,
)
def test_is_anything_else_refused_and_named(value, says):
    with pytest.raises(CannotCross, match=says):
        encode(value)
    with pytest.raises(CannotCross):
        encode({"cache": [1, (value,)]})


def nested(depth, kind):
    value = 1
    for _ in range(depth):
        value = {"a": value} if kind is dict else kind([value])
    return value


@pytest.mark.parametrize("kind", [list, tuple, dict])
def test_is_depth_limited_and_a_value_that_holds_itself_refused(kind):
    assert same(through_bytes(nested(crossing.MAX_DEPTH, kind)), nested(crossing.MAX_DEPTH, kind))
    with pytest.raises(CannotCross, match="nested deeper than 20 levels"):
        encode(nested(crossing.MAX_DEPTH + 1, kind))
    itself = []
    itself.append(itself)
    with pytest.raises(CannotCross, match="nested deeper"):
        encode(itself)


def test_is_the_number_of_parts_limited_however_they_are_shared():
    encode([0] * (crossing.MAX_ITEMS - 1))
    with pytest.raises(CannotCross, match="more than 100000 parts"):
        encode([0] * crossing.MAX_ITEMS)
    shared = [0] * 100
    for _ in range(3):
        shared = [shared] * 100
    with pytest.raises(CannotCross, match="more than 100000 parts"):
        encode(shared)


@pytest.mark.parametrize("big", [np.zeros(2**19), "x" * 2**22], ids=["array", "text"])
def test_is_the_size_limited_however_it_is_shared(big):
    with pytest.raises(CannotCross, match="more than 64 MB"):
        encode([big] * 17)
    with pytest.raises(CannotCross, match="more than 64 MB"):
        decode({"list": [encode(big)[0]] * 17}, encode(big)[1])
    assert np.broadcast_to(1.0, (10**6, 10**6)).nbytes > 10**12
    with pytest.raises(CannotCross, match="more than 64 MB"):
        encode(np.broadcast_to(1.0, (10**6, 10**6)))


# --- hostile data -----------------------------------------------------------------------------------


def pcg(**changes):
    state = np.random.PCG64(1).state
    state["state"].update({k: v for k, v in changes.items() if k in ("state", "inc")})
    return {"rng": encode(state | {k: v for k, v in changes.items() if k not in ("state", "inc")})[0]}


@pytest.mark.parametrize(
    ("tree", "arrays"),
    [
        ({}, []),
        ({"list": [1], "tuple": [1]}, []),
        ({"function": "os:system"}, []),
        ([1, 2], []),
        ({"list": 3}, []),
        ({"list": {"a": 1}}, []),
        ({"dict": [[1]]}, []),
        ({"dict": [[{"list": []}, 1]]}, []),
        ({"array": 1}, [np.ones(1)]),
        ({"array": -1}, [np.ones(1)]),
        ({"array": True}, [np.ones(1), np.ones(1)]),
        ({"array": 0.0}, [np.ones(1)]),
        ({"array": "0"}, [np.ones(1)]),
        ({"array": None}, [np.ones(1)]),
        ({"scalar": 0}, [np.ones(1)]),
        ({"array": 0}, [np.array([None])]),
        ({"array": 0}, [np.zeros(2, "i4,f8")]),
        ({"array": 0}, ["text"]),
        ({"array": 0}, [np.broadcast_to(1.0, (10**6, 10**6))]),
        ({"rng": None}, []),
        ({"rng": {"dict": []}}, []),
        ({"rng": {"dict": [["bit_generator", "system"]]}}, []),
        ({"rng": {"dict": [["bit_generator", "PCG64"]]}}, []),
        (pcg(bit_generator="MT19937"), []),
        (pcg(state=-1), []),
        (pcg(state="x"), []),
        (pcg(inc=2**200), []),
        (pcg(uinteger=2**70), []),
        ({"partial": []}, []),
        ({"partial": ["course_utils.network:relu"]}, []),
        ({"partial": ["course_utils.network:relu", 1, {"dict": []}]}, []),
        ({"partial": ["course_utils.network:relu", {"list": []}, {"dict": [[1, 2]]}]}, []),
        (2**1000, []),
        (nested(50, list), []),
        (b"bytes", []),
    ],
    ids=lambda v: repr(v)[:60],
)
def test_are_hostile_trees_refused(tree, arrays):
    for whole in (tree, {"list": [tree]}):
        with pytest.raises(CannotCross):
            decode(whole, arrays)


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "os.path:join",
        "builtins:eval",
        "course_utils:check",
        "course_utils.reference.dropout:dropout_forward",
        "course_utils.reference:dropout",
        "course_utils..reference.dropout:dropout_forward",
        "course_utils.network.:relu",
        "course_utils.network:_hidden_argument",
        "course_utils.network:relu.__globals__",
        "course_utils.network:__class__",
        "course_utils.network:np",
        "course_utils.network:ACTIVATIONS",
        "course_utils.network:no_such",
        "course_utils.no_such:relu",
        "course_utils.checking.examine:difference",  # of another module
        "course_utils.checking.examine:Paper",
        "course_utils.network",
        "course_utils.network:",
        ":relu",
        "",
        3,
        None,
        ["course_utils.network:relu"],
    ],
    ids=str,
)
def test_is_only_the_name_of_a_public_function_believed(name):
    with pytest.raises(CannotCross):
        decode({"partial": [name, {"list": []}, {"dict": []}]}, [])


def pack(tree, *arrays):
    """Return packed data, each array as its dtype, shape, order and bytes."""
    head = json.dumps([tree, [form for *form, _ in arrays]]).encode()
    return struct.pack("<Q", len(head)) + head + b"".join(data for *_, data in arrays)


BANGS = []


def bang():
    BANGS.append("it went off")


class Boom:
    def __reduce__(self):
        return bang, ()


def pickled():
    return pickle.dumps(np.array([Boom()]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 5,
        struct.pack("<Q", 2**60) + b"1",
        struct.pack("<Q", 3) + b"nul",
        struct.pack("<Q", 2) + b"\xff\xfe",
        struct.pack("<Q", 7) + b"[1, []]"[:-1],
        struct.pack("<Q", 3) + b"[1]",
        struct.pack("<Q", 6) + b"[1, 2]",
        pickled(),
        pack({"array": 0}, ["|O", [1], "C", pickled()]),
        pack({"array": 0}, ["|O8", [1], "C", b"\0" * 8]),
        pack({"array": 0}, ["|V8", [1], "C", b"\0" * 8]),
        pack({"array": 0}, ["<M8", [1], "C", b"\0" * 8]),
        pack({"array": 0}, ["<f8,<f8", [1], "C", b"\0" * 16]),
        pack({"array": 0}, [[["a", "<f8"]], [1], "C", b"\0" * 8]),
        pack({"array": 0}, ["<f8", [10**9, 10**9], "C", b""]),
        pack({"array": 0}, ["<f8", [-1, 3], "C", b""]),
        pack({"array": 0}, ["<f8", [-2, -2], "C", b"\0" * 32]),
        pack({"array": 0}, ["<f8", [1.0], "C", b"\0" * 8]),
        pack({"array": 0}, ["<f8", "4", "C", b"\0" * 32]),
        pack({"array": 0}, ["<f8", [1] * 100, "C", b"\0" * 8]),
        pack({"array": 0}, ["<f8", [4], "X", b"\0" * 32]),
        pack({"array": 0}, ["<f8", [4], "C", b"\0" * 31]),
        pack({"array": 0}, ["<f8", [4], "C", b"\0" * 33]),
        pack({"array": 0}, ["<U0", [10**12], "C", b""]),
        pack({"array": 0}, ["<U999999999", [1], "C", b""]),
        crossing.to_bytes(np.ones(3)) + b"more",
        struct.pack("<Q", 400_000) + b"[" * 400_000,
    ],
    ids=range(28),
)
def test_are_hostile_bytes_refused(data):
    with pytest.raises(CannotCross):
        crossing.from_bytes(data)
    assert not BANGS, "nothing is ever unpickled"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_do_damaged_bytes_raise_nothing_else(data):
    good = crossing.to_bytes({"a": np.arange(3.0), "rng": np.random.default_rng(1), "t": (1, "x")})
    at = data.draw(st.integers(0, len(good) - 1))
    damaged = good[:at] + data.draw(st.binary(max_size=3)) + good[at + 1 :]
    try:
        crossing.from_bytes(damaged)
    except CannotCross as error:
        assert str(error)


def one_hash(count):
    """Return as many complex numbers of one hash: that of the real part, and a million times that of the other one."""
    return [np.complex128(complex(2**50 - sys.hash_info.imag * i, i)) for i in range(count)]


@pytest.mark.parametrize("keys", [one_hash(600), [(key,) for key in one_hash(600)]], ids=["numbers", "tuples"])
def test_are_keys_that_have_one_hash_refused(keys):
    assert len({hash(key) for key in keys}) == 1
    tree = {"dict": [[{"tuple": [{"scalar": i}]} if type(key) is tuple else {"scalar": i}, 0] for i, key in enumerate(keys)]}
    with pytest.raises(CannotCross, match="more than 500 keys of another kind"):
        crossing.decode(tree, [np.asarray(key[0] if type(key) is tuple else key) for key in keys])


def test_may_a_dict_have_many_keys_of_text_and_numbers():
    for keys in (range(5_000), map(str, range(5_000)), np.arange(5_000), np.linspace(0, 1, 5_000).tolist()):
        value = dict.fromkeys(keys, 1)
        assert crossing.copy(value) == value
    assert len(crossing.copy({(i, "x"): 1 for i in range(500)})) == 500


def test_does_an_array_that_the_other_side_has_cross_without_its_bytes():
    given = {"A": np.arange(6.0).reshape(2, 3), "B": np.ones(3, int), "s": np.float32(2), "F": np.asfortranarray(np.eye(3)[:2])}

    def parts(value, known=()):
        head, arrays = crossing.to_parts(value, known)
        return head, b"".join(arrays)

    head, data = parts(given)
    known = crossing.arrays_of(head, data)
    again, rest = parts(given, known)
    assert rest == b"" and again == [head[0], [None] * 4] and same(crossing.from_parts(again, rest, known), given)
    for changed in (
        {"A": -given["A"]},
        {"A": given["A"].ravel()},
        {"B": np.ones(3)},
        {"A": 0.0},
        {"more": np.zeros(2)},
        {"F": np.eye(3)[:2]},
    ):
        again, rest = parts(given | changed, known)
        assert 0 < len(rest) < len(data) + 17 and same(crossing.from_parts(again, rest, known), given | changed)
    got = crossing.from_parts(head, data, known)
    got["A"] += 1
    assert given["A"][0, 0] == 0 and same(crossing.from_parts([head[0], [None] * 4], b"", known), given), "it is a copy"
    for head, data in (([{"array": 0}, [None]], b"1"), ([{"array": 0}, [None] * 5], b""), ([{"array": 4}, [None] * 4], b"")):
        with pytest.raises(CannotCross):
            crossing.from_parts(head, data, known)
    with pytest.raises(CannotCross):
        crossing.from_parts([{"array": 0}, [None]], b"")


def test_are_heads_the_same_bytes_only_where_nothing_is_another():
    values = [
        1,
        1.0,
        True,
        0.0,
        -0.0,
        "1",
        None,
        [1],
        (1,),
        {"a": 1},
        {"a": 1.0},
        np.float64(1),
        np.float32(1),
        np.ones(1),
        np.ones(1, int),
        {"b": 1},
    ]
    heads = [crossing.exactly(crossing.to_parts(value)[0]) for value in values]
    assert len(set(heads)) == len(values)
    for value, head in zip(values, heads, strict=True):
        again, _ = crossing.parted(crossing.to_bytes(value))
        assert crossing.exactly(again) == head, "whichever objects it is made of"


def test_is_a_dict_that_is_fixed_packed_once_as_any_other():
    given = {"A": np.ones(3), "rng": np.random.default_rng(0)}
    fixed = crossing.fixed(given)
    assert fixed.packed == crossing.to_bytes(given) and fixed.packed is crossing.fixed(fixed).packed
    assert same(crossing.from_bytes(fixed.packed)["A"], given["A"]) and [bytes(part) for _, part in fixed.known] == [given["A"].tobytes()]
