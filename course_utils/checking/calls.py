"""Further calls of a function that missed: which arguments its result depends on, and with which other ones it is right."""

from __future__ import annotations

import random
import time
from itertools import combinations

import numpy as np

from .compare import difference, is_numeric
from .factors import entries
from .fingerprints import fingerprint, fraction
from .form import letter, whole
from .measures.parts import differs
from .record import keep_global_state, record
from .relations import LEAST, Telling, listed

SECONDS = 0.8  # of computing, for all that is looked for after a miss; the last third is kept for further calls


def _array(kinds, bits=64):
    return lambda part: isinstance(part, np.ndarray) and part.dtype.kind in kinds and 8 * part.dtype.itemsize <= bits


def _numbers(part):
    return isinstance(part, (list, tuple)) and len(part) > 0 and all(is_numeric(x) and not np.ndim(x) for x in part)


KINDS = (  # in words; the arguments that it is about; what is handed over instead
    ("holds floats, as 2.0, where it is handed whole numbers, as 2", _array("iu"), lambda part: part.astype(float)),
    ("holds the numbers 0 and 1 where it is handed False and True", _array("b"), lambda part: part.astype(int)),
    ("holds float64 where it is handed float32", _array("f", 32), lambda part: part.astype(np.float64)),
    ("is an array where it is handed a list or a tuple", _numbers, np.array),
)


class Clock:
    """How much of a share of the time is used up: computing counts, and waiting a quarter, so that a busy machine says what another does."""

    def __init__(self, share=1.0):
        self.share, self.computed, self.waited = share, time.thread_time(), time.perf_counter()

    def left(self, share=1.0):
        """Whether less than this share of it is used up."""
        return max(time.thread_time() - self.computed, (time.perf_counter() - self.waited) / 4) < share * self.share * SECONDS


def depends(function, arguments, names=None, clock=None):
    """Return the arguments, and entries of dicts, that a function's result depends on (an exception is one); None if time is up."""
    found, first = set(), record(function, arguments)
    for name, changed in _changes(arguments):
        if names is None or name in names:
            if clock is not None and not clock.left():
                return None
            second = record(function, arguments | changed)
            found |= {name} if first.fault or second.fault or differs(first.value, second.value) else set()
    return found


def _changes(arguments):
    """Yield a name and arguments in which what it names is another: scalars in more than one way."""
    for name, value in arguments.items():
        layers = isinstance(value, dict) and any(letter(k) != k for k in value)
        for key in value if isinstance(value, dict) and not layers else (None,):
            for other in _others(value if key is None else value[key]):
                yield (name, {name: other}) if key is None else (f"{name}[{key!r}]", {name: {**value, key: other}})


def _others(value):
    """Return other values of an argument's kind, of the same form and in the same range."""
    if isinstance(value, (bool, np.bool_)):
        return [not value]
    if isinstance(value, (int, np.integer)):
        return [value + 1, 2 * value + 3]
    if isinstance(value, (float, np.floating)):
        return [type(value)(x) for x in (0.8 * value + 0.01, 0.3 * value, 0.99 if 0 <= value < 0.9 else 4 * value)]
    if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind == "f" and value.size:
        return [0.8 * value[..., ::-1] + 0.01]
    if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind in "biu" and len(np.unique(value)) > 1:
        two = np.unique(value)[:2]
        return [np.where(value == two[0], two[1], two[0]).astype(value.dtype)]
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    other = {k: (_others(v) or [v])[0] for k, v in parts}
    return [] if not other else [other if isinstance(value, dict) else type(value)(other.values())]


def right_with(paper, outcomes, findings, function, clock):
    """Tell with which other arguments it is right in all trials that miss: two exchanged, or one of another kind (`KINDS`)."""
    missed = {id(f.trial) for f in findings}
    rows = [(o, whole(paper, o.trial)) for o in outcomes if id(o.trial) in missed and not o.fault]
    rows = [(o, want) for o, want in rows if want is not None and difference(o.value, want) and fraction(fingerprint(want))]
    if len(rows) < 2:
        return
    for says, change in _other_arguments(rows[0][0].arguments):
        changed = [(change(o.arguments), want) for o, want in rows[:LEAST]]
        for arguments, want in changed:
            if arguments is None or not clock.left() or difference(record(function, arguments).value, want):
                break
        else:
            yield Telling("calls", f"it is right {says}")
            return


def _other_arguments(arguments):
    """Yield, in words, what arguments may be called with instead, and what makes them so (None where that cannot be)."""
    for a, b in combinations(arguments, 2):

        def exchange(given, a=a, b=b):
            x, y = given[a], given[b]
            alike = is_numeric(x) and is_numeric(y) and np.shape(x) == np.shape(y) and not np.array_equal(x, y)
            return {**given, a: y, b: x} if alike else None

        yield f"if `{a}` and `{b}` change places", exchange
    for name in arguments:
        for says, is_so, other in KINDS:

            def change(given, name=name, is_so=is_so, other=other):
                return {**given, name: other(given[name])} if is_so(given[name]) else None

            yield f"if `{name}` {says}", change


def unsteady(outcomes, findings, function, clock):
    """Tell that two calls with the same arguments have different results, where no generator is among these."""
    missed = {id(f.trial) for f in findings}
    tried = [o.arguments for o in outcomes if id(o.trial) in missed and not o.fault][:2]
    for arguments in tried:
        if any(isinstance(v, np.random.Generator) for v in arguments.values()) or not clock.left():
            return
        values = []
        for seed in (1, 2):
            with keep_global_state():
                np.random.seed(seed)
                random.seed(seed)
                values.append(record(function, arguments))
        if not any(v.fault for v in values) and differs(values[0].value, values[1].value):
            yield Telling("calls", "two calls with the same arguments have different results: it draws random numbers")
            return


def idle(outcomes, findings, function, uses, clock):
    """Tell which arguments change nothing where the result is wrong, though they should; of results that go by steps, scalars alone."""
    missed = {id(f.trial) for f in findings}
    tried = [(o, set(names)) for o, names in zip(outcomes, uses, strict=False) if id(o.trial) in missed and not o.fault]
    steps = not any(fraction(p) for o, _ in tried for p in o.prints)
    tried = tried if steps else tried[:LEAST]
    moved, count = set(), {}
    for o, names in tried:
        scalars = {n for n, v in entries(o.arguments) if is_numeric(v) and not np.ndim(v)}
        names = names & scalars if steps else names
        found = depends(function, o.arguments, scalars if steps else names, clock)
        if found is None:
            return
        moved |= found
        count |= {n: count.get(n, 0) + 1 for n in names}
    idle = sorted(n for n in count if n not in moved and count[n] >= min(2, len(outcomes)))
    if idle:
        names = listed([f"`{n}`" for n in idle])
        yield Telling("calls", f"where it is wrong, other values of {names} change nothing", f"Where does {names} come in?")
