"""The form of a result: right numbers in another form, or another kind of thing than is meant."""

from __future__ import annotations

import contextlib
from itertools import permutations

import numpy as np

from .compare import difference, is_numeric
from .measures.parts import blank
from .relations import Telling

VALUES = ("value", "steady_value")  # the measures that take a result as it is


def whole(paper, trial):
    """Return all that is wanted of a trial's result, or None where probes do not hold it."""
    values = {p.options.get("part"): p.want for p in trial.probes if p.measure in VALUES}
    parts = [values.get(i) for i in range(len(paper.returns))]
    return values[None] if None in values else tuple(parts) if len(parts) > 1 and all(v is not None for v in parts) else None


def form(paper, outcomes, hidden):
    """Tell of right numbers in another form, else of another form than is meant."""
    rows = [(o.value, whole(paper, o.trial)) for o in outcomes if not o.fault]
    misses = [(v, w) for v, w in rows if w is not None and difference(v, w)]
    told = [dict((says, difference(new, w) is None) for says, new in _reforms(v, w, paper.returns, hidden)) for v, w in misses]
    says = next((s for s in told[0] if all(row.get(s) for row in told)), "") if told else ""
    if not misses:  # where values are measured in other ways, their form may be
        forms = [(blank(o.value), p.want) for o in outcomes if not o.fault for p in o.trial.probes if p.measure == "form" and not p.options]
        misses = [(v, w) for v, w in forms if difference(v, w)]
    says = says or next(_kinds(misses), "")
    return [Telling("form", says)] if says else []


def _reforms(value, want, returns, hidden):
    """Yield what may have been done to the form of a right result, and the value with that undone."""
    names, size = ", ".join(f"`{n}`" for n in returns), len(value) if isinstance(value, (tuple, list, dict)) or np.ndim(value) else 0
    if isinstance(value, dict) and isinstance(want, (tuple, list)):
        yield "it returns a dict; its values are right, and are meant one after the other, without keys", list(value.values())
    if isinstance(value, (tuple, list)) and isinstance(want, dict) and size == len(want):
        yield "it returns the right values one after the other; they are meant as entries of a dict", dict(zip(want, value, strict=True))
    if isinstance(value, dict) and isinstance(want, dict) and size == len(want) and value.keys() != want.keys():
        spelt = {k: next((w for w in want if _bare(w) == _bare(k)), k) for k in value}
        yield "the values in the dict are right, but its keys are spelt in another way", {spelt[k]: v for k, v in value.items()}
        yield "the values in the dict are right, but stand under other keys", dict(zip(want, value.values(), strict=True))
    if size == 1 and isinstance(value, (tuple, list)):
        yield f"what it returns is right, but wrapped in a {type(value).__name__}", value[0]
    if isinstance(want, tuple) and len(returns) == len(want) > 1 and not isinstance(value, dict):
        for i, name in enumerate(returns):
            yield f"it returns `{name}` alone, which is right; {names} are meant", (*want[:i], value, *want[i + 1 :])
        for order in list(permutations(range(size)))[1:] if size == len(want) <= 4 else ():
            yield f"the results are right, but stand in another order; {names} is meant", [value[i] for i in order]
        with contextlib.suppress(TypeError, ValueError):
            rows = [list(x) for x in zip(*value, strict=True)]
            yield "it returns the right numbers, but those that belong together in a row; each output is meant by itself", rows
    elif isinstance(value, (tuple, list)) and not isinstance(want, (tuple, list, dict)):
        for part, which in zip(value, ("first", "second", "third", "fourth"), strict=False):
            yield f"it returns more than one value; the {which} alone is right", part
    if isinstance(value, str) and isinstance(want, str):
        yield "the words are right but for capital letters or blanks", want if _bare(value) == _bare(want) else value


def _bare(text):
    return "".join(c for c in str(text).lower() if c.isalnum())


def _kinds(misses, whose="it returns", inner=""):
    """Yield what kind of thing is returned where another is meant, or which keys are missing; in a dict, of its entries."""
    got, want = ({_kind(v) for v in side} for side in (zip(*misses, strict=True) if misses else ((), ())))
    if len(got) == len(want) == 1 and got != want and "other" not in got | want:
        words = [NOUNS[side.pop()] for side in (got, want)]
        yield f"{whose} {words[0]}; {words[1]} is meant{inner}"
    elif (
        got == want == {"tuple"}
        and len({(len(v) > len(w)) - (len(v) < len(w)) for v, w in misses} - {0}) == 1
        and all(len(v) != len(w) for v, w in misses)
    ):
        yield f"it returns {'more' if len(misses[0][0]) > len(misses[0][1]) else 'fewer'} values than are meant"
    elif got == want == {"tuple"} and all(len(v) == len(w) for v, w in misses):
        parts = [(a, b) for v, w in misses for a, b in zip(v, w, strict=True) if difference(a, b, alone=False)]
        yield from _kinds(parts, "among what it returns stands", inner) if parts else ()
    elif got == want == {"text"} and len({v for v, _ in misses}) == len(set(misses)) == len({w for _, w in misses}) > 1:
        yield "its words are others than those that are meant, one for one"
    elif got == want == {"dict"}:
        lacks = [{letter(k) for k in w.keys() - v.keys()} for v, w in misses]
        if common := sorted(set.intersection(*lacks)):
            gone = [c for c in common if not any(letter(k) == c for v, _ in misses for k in v)]
            if gone:  # what is there for some layers is a matter of relations
                yield f"the dict lacks {', '.join(f'`{c}`' for c in gone)}"
        else:
            parts = [(v[k], w[k]) for v, w in misses for k in w if k in v and difference(v[k], w[k])]
            yield from _kinds(parts, "the dict holds", " in its place") if parts else ()


NOUNS = {"None": "None (is there a `return`?)", "dict": "a dict", "text": "text", "tuple": "a tuple or list", "number": "a single number", "array": "an array", "bool": "True or False"}  # fmt: skip


def _kind(value):
    if is_numeric(value):
        return "array" if np.ndim(value) else "bool" if isinstance(value, (bool, np.bool_)) else "number"
    kinds = {dict: "dict", str: "text", tuple: "tuple", list: "tuple", type(None): "None"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), "other")


def letter(key):
    bare = str(key).rstrip("0123456789")
    return f"{bare}[l]" if bare and bare != str(key) else str(key)
