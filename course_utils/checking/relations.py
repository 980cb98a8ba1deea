"""Relations between what a function returned and what is wanted, measured over all trials and told in a student's own names.

A result is looked at in groups, {name: [(place, array), …]}: its outputs, and in a dict the entries of one letter (W1, W2, … are
`W[l]`). Every relation is of a closed list, in `factors` and `arrangements`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .arrangements import ARRANGEMENTS, BOOLEAN, OPERATIONS, copies, others, place
from .compare import as_array, close, is_numeric
from .factors import factors, from_arguments, offsets

LEAST = 3  # trials over which a relation holds


@dataclass(frozen=True)
class Telling:
    """Something found out about a wrong answer: what kind of thing, what it says, what to look at and what to do."""

    kind: str
    says: str
    see: str = ""
    do: str = ""


@dataclass
class Case:
    """What one trial returned, what was wanted, both in groups, and the arguments."""

    got: dict
    want: dict
    arguments: dict
    atol: float = 0.0


class Row:
    """One group in one trial: its arrays as they are and as they should be."""

    def __init__(self, case, name):
        self.places, self.arguments, self.atol, self.wants = [p for p, _ in case.want[name]], case.arguments, case.atol, case.want
        self.got, self.want = ([np.asarray(a) for _, a in side.get(name, ())] for side in (case.got, case.want))
        self.given = dict(case.got.get(name, ()))
        self.right = len(self.got) == len(self.want) and all(close(g, w, self.atol) for g, w in zip(self.got, self.want, strict=True))


def groups(value, name="", inner=""):
    """Return the numbers of a result in groups."""
    value = as_array(value)
    if is_numeric(value):
        return {name: [(inner, np.asarray(value))]}
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    found = {}
    for key, part in parts:
        letter = "" if isinstance(key, int) else re.sub(r"\d+$", "[l]", str(key))
        path = f"`{letter}` of {name}" if name and letter else f"`{letter}`" if letter else name
        for group, leaves in groups(part, path, f"{inner} {key}".strip()).items():
            found.setdefault(group, []).extend(leaves)
    return found


def outputs(value, returns):
    """Return the numbers of a result in groups that are called as its outputs are."""
    if (
        len(returns) > 1
        and (isinstance(value, (list, tuple)) or np.ndim(value))
        and not isinstance(value, dict)
        and len(value) == len(returns)
    ):
        return {group: leaves for name, part in zip(returns, value, strict=True) for group, leaves in groups(part, f"`{name}`").items()}
    alone = returns[0] if len(returns) == 1 and not isinstance(value, dict) else "the result"
    return groups(value, "" if isinstance(value, dict) else alone if " " in alone else f"`{alone}`")


def relations(cases, letters, least=3, lone=True):
    """Return what holds between got and wanted, and which outputs are right.

    A relation must hold over `least` trials that miss and want different things; `lone`: where fewer miss, over all of these.
    """
    names = [n for n in cases[0].want if all(n in c.want for c in cases)] if cases else []
    rows = {n: [Row(c, n) for c in cases] for n in names}
    wrong, found = [n for n in names if not all(r.right for r in rows[n])], {}
    for name in wrong:
        if phrase := _lacking([r for r in rows[name] if not r.right]) or _relation(rows[name], name, letters, least, lone):
            found.setdefault(phrase, []).append(name)
    told = [Telling("relation", f"{listed(some)} {agree(phrase, some)}") for phrase, some in found.items()]
    right = [n for n in names if n not in wrong]
    if right and wrong:
        told.append(Telling("outputs", f"{listed(right)} {agree('{is} right', right)}; {listed(wrong)} {agree('{is} not', wrong)}"))
    return told


def _lacking(misses):
    """Return which places of a group are missing, if that is the same in all trials that miss and the others are right; else ""."""
    gone = [[p for p in r.places if p not in r.given] for r in misses]
    there = [[(g, w) for p, w in zip(r.places, r.want, strict=True) if (g := r.given.get(p)) is not None] for r in misses]
    if not misses or not all(gone) or "" in gone[0]:  # not a place in a dict
        return ""
    if not any(there):
        return "{is} missing"
    if not all(close(np.asarray(g), w, r.atol) for r, pairs in zip(misses, there, strict=True) for g, w in pairs):
        return ""
    if all(some == gone[0] for some in gone):
        return f"{{lacks}} {listed([f'`{place}`' for place in gone[0]])}; the rest is right"
    counts = {len(pairs) for pairs in there}
    if (
        len(counts) == 1
        and len(misses) > 1
        and all(r.places[len(pairs) :] == some for r, pairs, some in zip(misses, there, gone, strict=True))
    ):
        return f"{{is}} there for the first {counts.pop()} alone"
    return ""


def _relation(rows, name, letters, least, lone):
    """Return the first phrase that holds for a group in all trials, else in all that miss; "" if there is none."""
    misses = [r for r in rows if not r.right]
    wants = {tuple(np.round(a.astype(complex), 9).tobytes() for a in r.want) for r in misses}
    if not (len(wants) >= least or (lone and len(misses) < least)) or any(len(r.got) != len(r.want) for r in misses):
        return ""
    scope = {1: " in the one trial that misses", 2: " in both trials that miss"}.get(len(misses), "") if len(misses) < least else ""
    elsewhere = "" if len(misses) == len(rows) else scope or " wherever it is wrong"
    with np.errstate(all="ignore"):
        for some, words in ((rows, scope), (misses, elsewhere)):
            kinds = [offsets(some), factors(some, letters, least), OPERATIONS, others(some, name), copies(some, letters), ARRANGEMENTS, from_arguments(some, letters, least)]  # fmt: skip
            if all(w.dtype.kind == "b" for r in rows for w in r.want):
                kinds = [BOOLEAN[some is misses :], others(some, name)]  # where it misses they are exchanged anyhow
            for phrase, expected in (both for kind in kinds for both in kind):
                if all(_holds(r, expected) for r in some):
                    return phrase + words
    where = place(misses) if len(misses) > 1 else ""
    return where and where + scope


def _holds(row, expected):
    made = [expected(row, i) for i in range(len(row.want))]
    return all(e is not None and close(g, np.asarray(e), row.atol) for g, e in zip(row.got, made, strict=True))


def listed(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def agree(phrase, names):
    forms = {"is": "are", "has": "have", "it": "they", "lacks": "lack", "goes": "go", "ends": "end"}
    for one, many in forms.items():
        phrase = phrase.replace(f"{{{one}}}", many if len(names) > 1 else one)
    return phrase
