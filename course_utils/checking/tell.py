"""Tell what is wrong with an answer, in an order of preference; looked for after a miss, and only then.

1. a known mistake as a whole (`examine` has looked)   2. one that is the same in all that the first broken rule measures
3. one that is the same in an output   4. two at once (the judge composes them, the check has some in `Paper.families`)   5. the form
6. two calls alike, and arguments with which it is right   7. relations between got and wanted, the shape   8. a mutant of `Paper.families`
9. arguments that change nothing   10. with `hidden`: what was measured, without its values   11. contrasts between trials
Every statement is measured. With `hidden` nothing is said that a single trial shows, and no word of what was returned.
"""

from __future__ import annotations

import contextlib
import re
from itertools import combinations

import numpy as np

from .calls import Clock, idle, right_with, unsteady
from .compare import is_numeric
from .factors import entries, quantities
from .fingerprints import alike, evidence, fraction, match
from .form import VALUES, form, letter
from .measures import UNMEASURED
from .measures.parts import blank, part_of
from .relations import LEAST, Case, Telling, agree, groups, listed, outputs, relations
from .shapes import shapes


def tell(paper, outcomes, wanted, findings, function, uses, more=lambda: None, hidden=False, clock=None):
    """Return what was found out about a wrong answer that is no known mistake as a whole, the most telling first.

    uses   for each trial: the names of the arguments that the wanted result depends on
    more   what looks for two mistakes at once
    clock  runs already, if something has been looked for before
    """
    clock = clock or Clock()
    forms = form(paper, outcomes, hidden)
    told = list(_known(paper, outcomes, wanted, findings))
    if not told and not forms:
        told += [t for t in (more(),) if t] or _families(paper, outcomes, wanted, two=True)
    told += forms
    if not told or told[0].kind != "form":
        told += unsteady(outcomes, findings, function, clock)
        told += right_with(paper, outcomes, findings, function, clock)
        related = relations(_cases(paper, outcomes), paper.letters, LEAST, lone=not hidden)
        told += related if any(t.kind == "relation" for t in related) else [*_shapes(paper, outcomes), *related]
    constant = list(_constant(outcomes, hidden))
    told += constant
    if not forms and not constant:
        told += _families(paper, outcomes, wanted, two=False)
    told += idle(outcomes, findings, function, uses, clock)
    if hidden:
        told += _seen(findings)
    return [*told, *_contrasts(paper, outcomes, findings)]


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


def _families(paper, outcomes, wanted, two):
    """Tell of two known mistakes at once, which have hints, or of a mutant, which has none."""
    some = [family for family in paper.families if bool(family.see) is two]
    count = len(some[0].prints) if some else 0  # of the visible trials, the last of the judge's too
    found = match(some, [o.prints for o in outcomes][-count:], wanted[-count:])
    return [Telling("family", f"it is as if {found.name}", found.see, found.do)] if found else []


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


def _shapes(paper, outcomes):
    """Tell of shapes; where values are measured in other ways, their form may be."""
    cases = _cases(paper, outcomes)
    for o in outcomes:
        for p in o.trial.probes if not o.fault else ():
            if p.measure == "form" and not p.options:
                cases.append(Case(_split(blank(o.value), paper, None), _split(p.want, paper, None), o.arguments))
    return [Telling("shape", f"{listed(names)} {agree(says, names)}") for says, names in shapes(cases).items()]


def _split(value, paper, part):
    if part is None:
        return outputs(value, paper.returns)
    return groups(value, f"`{paper.returns[part] if isinstance(part, int) and len(paper.returns) > 1 else part}`")


# --- contrasts -------------------------------------------------------------------------------------------------------


def features(arguments, letters):
    """Return what is special about the arguments of a trial: (in words, how many trials on each side must show it)."""
    numbers = quantities(arguments, letters).items()
    found = {(f"{name} is {v:g}", 2 if name.startswith("the length") else 1) for name, v in numbers if v in (0, 1)}  # one may be chance
    scalars = {n: v for n, v in entries(arguments) if is_numeric(v) and not np.ndim(v)}
    found |= {(f"`{n}` is {bool(v)}", 1) for n, v in scalars.items() if isinstance(v, (bool, np.bool_))}
    found |= {(f"`{n}` is NaN", 1) for n, v in scalars.items() if v != v}
    errors = [(n, v) for n, v in scalars.items() if n.endswith("_error")]
    for (a, x), (b, y) in combinations(errors, 2):
        found.add((f"`{a}` is {'smaller' if x < y else 'larger'} than `{b}`" if x != y else f"`{a}` and `{b}` are equal", 2))
    for name, part in entries(arguments):
        of_a_layer = name not in arguments and letter(name[:-2]) != name[:-2]  # what single weights are is chance
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


def _constant(outcomes, hidden):
    """Tell that it says one thing in all trials."""
    values = [o.value for o in outcomes]
    if len(values) > 2 and all(isinstance(v, (bool, np.bool_, str)) for v in values) and len({str(v) for v in values}) == 1:
        says = str(values[0])
        yield Telling(
            "contrast", f"it says {says} in every trial" if says in ("True", "False") or not hidden else "it says the same in every trial"
        )


def _seen(findings):
    """Tell what was measured that is not so, without a number or a word of what was returned."""
    first = next((f for f in findings if not f.fault and f.probe), None)
    says = first and in_words(first.probe, first.got)
    return [Telling("seen", says)] if says else []


def in_words(probe, got):
    """Return what a probe that misses says, up to what was measured; "" where nothing is left that speaks by itself."""
    if not probe.says or isinstance(got, str) and got == UNMEASURED:
        return ""
    says = probe.says.partition(";")[0]
    if "{" not in says:
        return f"{says}{' and is not' if '; it is {got}' in probe.says else ''}"
    if clause := re.fullmatch(r"([^{]*) (is|are|come out|is turned) \{(?:got|factors)\}[^{]*", says):
        subject, verb = re.sub(r"\bW1(, W\d+)*", "the weights", clause[1]), clause[2]
        order = "other"
        if isinstance(got, float) and isinstance(probe.want, (int, float)):
            order = "smaller" if got < probe.want else "larger" if got > probe.want else order
        return f"{subject} {verb} {order} than {'it' if verb.startswith('is') else 'they'} should be"
    subject, colon, _ = says.partition(":")
    return subject if colon and "{" not in subject else ""


def _contrasts(paper, outcomes, findings):
    """Tell in which trials it is wrong."""
    wrong = {id(f.trial) for f in findings}
    bad, good = [[features(o.arguments, paper.letters) for o in outcomes if (id(o.trial) in wrong) == is_bad] for is_bad in (True, False)]
    if good:
        for those, others, says in ((bad, good, "wrong"), (good, bad, "right")):
            here = sorted((n, len(w), w) for w, n in set.intersection(*those) - set.union(*others) if len(those) >= n and len(others) >= 2)
            if here:
                yield Telling("contrast", f"it is {says} just where {here[0][2]}")
                return
        yield Telling("share", f"it is right in {len(good)} of {len(outcomes)} trials")
