"""Tell what is wrong with an answer, in an order of preference; looked for after a miss, and only then.

1. a known mistake as a whole (`examine` has looked)   2. one that is the same in all that the first broken rule measures
3. one that is the same in an output   4. two at once (the judge alone: it needs the bank)   5. a family of mutants (`Paper.families`)
6. the form   7. arguments with which it is right   8. relations between got and wanted   9. arguments that change nothing
10. contrasts between trials
Every statement is measured. With `hidden` nothing is said that a single trial shows, and no word of what was returned.
"""

from __future__ import annotations

import contextlib
import time
from itertools import combinations, permutations

import numpy as np

from .compare import difference, is_numeric
from .fingerprints import alike, evidence, match
from .measures.parts import blank, differs, part_of
from .record import record
from .relations import Case, Telling, entries, groups, listed, outputs, quantities, relations

SECONDS = 0.8  # of computing, for all of it; the last third is kept for further calls
VALUES = ("value", "steady_value")
LEAST = 3  # trials over which a relation holds


class Clock:
    """How much of the time is used up: computing counts, and waiting a quarter, so that a busy machine says what another does."""

    def __init__(self):
        self.computed, self.waited = time.thread_time(), time.perf_counter()

    def left(self, share=1.0):
        """Whether less than this share of `SECONDS` is used up."""
        return max(time.thread_time() - self.computed, (time.perf_counter() - self.waited) / 4) < share * SECONDS


def tell(paper, outcomes, wanted, findings, function, uses, more=lambda: None, hidden=False, clock=None):
    """Return what was found out about a wrong answer that is no known mistake as a whole, the most telling first.

    uses   for each trial: the names of the arguments that the wanted result depends on
    more   what looks for two mistakes at once
    clock  runs already, if something has been looked for before
    """
    clock = clock or Clock()
    told = list(_known(paper, outcomes, wanted, findings))
    told += [t for t in (None if told else more(),) if t] or ([] if told else _families(paper, outcomes, wanted))
    told += _form(paper, outcomes, hidden)
    if not told or told[0].kind != "form":
        told += _right_with(paper, outcomes, findings, function, clock)
        told += relations(_cases(paper, outcomes), paper.letters, LEAST, lone=not hidden)
    told += _calls(outcomes, findings, function, uses, clock)
    return [*told, *_contrasts(paper, outcomes, findings, hidden)]


# --- known mistakes, in part --------------------------------------------------------------------------------


def _known(paper, outcomes, wanted, findings):
    """Tell of a known mistake that is the same in what the first broken rule measures, else in an output."""
    rule, own = findings[0].rule.name, [o.prints for o in outcomes]

    def of_rule(prints):
        return [[x for x, p in zip(row, o.trial.probes, strict=False) if p.rule == rule] for row, o in zip(prints, outcomes, strict=True)]

    for says, here in (("in all that this rule looks at", of_rule), *_of_outputs(paper, outcomes)):
        if (
            any(o.fault for o in outcomes)
            or not _as_many(here(own), here(wanted))
            or _misses(here(own), here(wanted)) < _needed(here(wanted))
        ):
            continue
        full = [m for m in paper.mistakes if len(m.prints or ()) == len(outcomes) and _as_many(here(m.prints), here(wanted))]
        same = (
            m
            for loose in (False, True)
            for m in full
            if alike(here(m.prints), here(own), None, loose) and evidence(here(m.prints), here(wanted), loose)
        )
        if found := next(same, None):
            yield Telling("in part", f"{says} it is as if this mistake had been made: {found.name}", found.see, found.do)
            if here is of_rule:
                return


def _of_outputs(paper, outcomes):
    """Yield each of several outputs in words, and what reads its fingerprints from those of the trials."""
    for i, name in enumerate(paper.returns if len(paper.returns) > 1 else ()):

        def here(prints, i=i):
            rows = []
            for row, o in zip(prints, outcomes, strict=True):
                parts = [(x, p.options.get("part")) for x, p in zip(row, o.trial.probes, strict=False) if p.measure in VALUES]
                several = [x[i] for x, part in parts if part is None and isinstance(x, list) and len(x) == len(paper.returns)]
                rows.append([x for x, part in parts if part == i] + several)
            return rows

        yield f"as to `{name}` alone", here


def _as_many(own, wanted):
    return all(len(a) == len(b) for a, b in zip(own, wanted, strict=True))


def _misses(own, wanted):
    return sum(not alike(a, b) for a, b in zip(own, wanted, strict=True))


def _needed(wanted):
    """Return how many trials must miss alike: numbers seldom agree by chance, words and whole numbers do."""
    return 2 if any(fraction(row) for row in wanted) else LEAST


def fraction(part):
    """Whether a fingerprint holds a number that is no whole one."""
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return any(map(fraction, parts)) if parts else isinstance(part, float) and part % 1 != 0


def _families(paper, outcomes, wanted):
    count = len(paper.families[0].prints) if paper.families else 0  # of the visible trials, the last of the judge's too
    found = match(paper.families, [o.prints for o in outcomes][-count:], wanted[-count:])
    return [Telling("family", f"it is as if {found.name}", found.see, found.do)] if found else []


# --- the form ------------------------------------------------------------------------------------------------


def _whole(paper, trial):
    """Return all that is wanted of a trial's result, or None where probes do not hold it."""
    values = {p.options.get("part"): p.want for p in trial.probes if p.measure in VALUES}
    parts = [values.get(i) for i in range(len(paper.returns))]
    return values[None] if None in values else tuple(parts) if len(parts) > 1 and all(v is not None for v in parts) else None


def _form(paper, outcomes, hidden):
    """Tell of right numbers in another form, else of another form than is meant."""
    rows = [(o.value, _whole(paper, o.trial)) for o in outcomes if not o.fault]
    misses = [(v, w) for v, w in rows if w is not None and difference(v, w)]
    told = [dict((says, difference(new, w) is None) for says, new in _reforms(v, w, paper.returns, hidden)) for v, w in misses]
    says = next((s for s in told[0] if all(row.get(s) for row in told)), "") if told else ""
    if not misses:  # where values are measured in other ways, their form may be
        forms = [(blank(o.value), p.want) for o in outcomes if not o.fault for p in o.trial.probes if p.measure == "form" and not p.options]
        misses = [(v, w) for v, w in forms if difference(v, w)]
    return [Telling("form", says or next(_kinds(misses)))] if says or any(_kinds(misses)) else []


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
        lacks = [{_letter(k) for k in w.keys() - v.keys()} for v, w in misses]
        if common := sorted(set.intersection(*lacks)):
            gone = [c for c in common if not any(_letter(k) == c for v, _ in misses for k in v)]
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


def _letter(key):
    bare = str(key).rstrip("0123456789")
    return f"{bare}[l]" if bare and bare != str(key) else str(key)


# --- relations -------------------------------------------------------------------------------------------------


def _cases(paper, outcomes):
    cases = []
    for o in outcomes:
        got, want, atol = {}, {}, 0.0
        for p in o.trial.probes if not o.fault else ():
            if p.measure in VALUES:
                with contextlib.suppress(TypeError, LookupError):
                    got |= _split(part_of(o.value, p.options.get("part")), paper, p.options.get("part"))
                want |= _split(p.want, paper, p.options.get("part"))
                atol = max(atol, p.atol)
        if want:
            cases.append(Case(got, want, o.arguments, atol))
    return cases


def _split(value, paper, part):
    if part is None:
        return outputs(value, paper.returns)
    return groups(value, f"`{paper.returns[part] if isinstance(part, int) and len(paper.returns) > 1 else part}`")


# --- further calls -----------------------------------------------------------------------------------------------


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
        layers = isinstance(value, dict) and any(_letter(k) != k for k in value)
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


def _right_with(paper, outcomes, findings, function, clock):
    """Tell with which other arguments it is right in all trials that miss: two exchanged, or whole numbers as floats."""
    missed = {id(f.trial) for f in findings}
    rows = [(o, _whole(paper, o.trial)) for o in outcomes if id(o.trial) in missed and not o.fault]
    rows = [(o, want) for o, want in rows if want is not None and difference(o.value, want)]
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

        def floats(given, name=name):
            part = given[name]
            whole = isinstance(part, np.ndarray) and part.dtype.kind in "iu"
            return {**given, name: part.astype(float)} if whole else None

        yield f"if `{name}` holds floats, as 2.0, where it is handed whole numbers, as 2", floats


def _calls(outcomes, findings, function, uses, clock):
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


# --- contrasts -------------------------------------------------------------------------------------------------------


def features(arguments, letters):
    """Return what is special about the arguments of a trial: (in words, how many trials on each side must show it)."""
    found = {(f"{name} is {v:g}", 1) for name, v in quantities(arguments, letters).items() if v in (0, 1)}
    scalars = {n: v for n, v in entries(arguments) if is_numeric(v) and not np.ndim(v)}
    found |= {(f"`{n}` is {bool(v)}", 1) for n, v in scalars.items() if isinstance(v, (bool, np.bool_))}
    found |= {(f"`{n}` is NaN", 1) for n, v in scalars.items() if v != v}
    errors = [(n, v) for n, v in scalars.items() if n.endswith("_error")]
    for (a, x), (b, y) in combinations(errors, 2):
        found.add((f"`{a}` is {'smaller' if x < y else 'larger'} than `{b}`" if x != y else f"`{a}` and `{b}` are equal", 2))
    for name, part in entries(arguments):
        of_a_layer = name not in arguments and _letter(name[:-2]) != name[:-2]  # what single weights are is chance
        if isinstance(part, np.ndarray) and part.dtype.kind in "biuf" and part.size and not of_a_layer:
            array, least = part.astype(float), {"holds NaN": 1}
            tests = {
                "holds NaN": np.isnan(array).any(), "holds a 0": (array == 0).any(), "holds negative numbers": (array < 0).any(),
                "holds equal numbers": len(np.unique(array)) < array.size, "holds whole numbers": part.dtype.kind != "f",
                "is square": array.ndim == 2 and array.shape[0] == array.shape[1],
                "has a row of equal numbers": array.ndim == 2 and array.shape[1] > 1 and (np.ptp(array, axis=1) == 0).any(),
            }  # fmt: skip
            found |= {(f"`{name}` {words}", least.get(words, 2)) for words, true in tests.items() if true}
    return found


def _contrasts(paper, outcomes, findings, hidden):
    """Tell in which trials it is wrong, or that it says one thing in all."""
    wrong = {id(f.trial) for f in findings}
    words = {str(o.value) for o in outcomes if isinstance(o.value, (bool, np.bool_, str))}
    if len(words) == 1 and len(outcomes) > 2 and all(isinstance(o.value, (bool, np.bool_, str)) for o in outcomes):
        says = words.pop()
        yield Telling(
            "contrast", f"it says {says} in every trial" if says in ("True", "False") or not hidden else "it says the same in every trial"
        )
    bad, good = [[features(o.arguments, paper.letters) for o in outcomes if (id(o.trial) in wrong) == is_bad] for is_bad in (True, False)]
    if good:
        for those, others, says in ((bad, good, "wrong"), (good, bad, "right")):
            here = sorted((n, len(w), w) for w, n in set.intersection(*those) - set.union(*others) if len(those) >= n and len(others) >= 2)
            if here:
                yield Telling("contrast", f"it is {says} just where {here[0][2]}")
                return
        yield Telling("share", f"it is right in {len(good)} of {len(outcomes)} trials")
