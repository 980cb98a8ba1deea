"""What a wrong answer without a name does, in few numbers: so that all who made the same mistake are found, however they wrote it.

What is measured in the hidden trials, which are the class's, is kept as fingerprints, and some of the trials are run once more. They
are compared within a tolerance, since processors and ways of writing round differently; a hash would part what belongs together. A
signature stays in the instructor's files: it is no value that was wanted, but it tells what was asked.
"""

from __future__ import annotations

import hashlib
import json
import math
import re

import numpy as np

from course_utils.checking import examine
from course_utils.checking.calls import Clock
from course_utils.checking.fingerprints import alike, evidence, fingerprint
from course_utils.checking.form import whole
from course_utils.checking.record import keep_global_state

from ..judging import hidden_paper
from ..seed import class_seed

LARGEST = 2000  # characters of a signature, about; what is beyond is hashed
AGAIN = 3  # trials that are run twice
PLAIN = re.compile(r"(?!about$)[\w .,:;'()*/+-]{0,60}", re.ASCII)  # words that are kept as they are
UNSTEADY = "it does not do the same twice"
TOO_LITTLE = "too little was measured to tell it from others"
NONE = {"paper": "", "not": "it could not be run again"}
AS_WANTED = "="  # in place of what a trial showed where nothing was wrong


def of(function, report):
    """Return the signature of a wrong function: {"paper", "rows"}, or {"paper", "not"} where it can have none, with the reason.

    report  its `Examination` on the hidden trials
    """
    with keep_global_state(), np.errstate(all="ignore"):
        paper = hidden_paper(report.exercise, class_seed())
        wanted = examine.wanted(paper.trials)
        which = {"paper": _hash([report.exercise, _rough(wanted)])}
        try:
            return which | {"rows": _fitted(_rows(paper, wanted, function, report))}
        except _None as reason:
            return which | {"not": str(reason)}


def same(one, other):
    """Whether two signatures are of the same mistake: alike in all trials, and in the same ones."""
    a, b = one.get("rows"), other.get("rows")
    if not a or not b or one.get("paper") != other.get("paper") or len(a) != len(b):
        return False
    return all(alike(x, y) for x, y in zip(a, b, strict=True))


def handle(signature):
    """Return a few letters by which a signature can be called; those that are alike have the same, as a rule."""
    return _hash([signature["paper"], _rough(signature["rows"])])[:6]


class _None(Exception):
    """There is no signature; the message says why."""


def _rows(paper, wanted, function, report):
    """Return what each trial shows, as data."""
    clock, rows = Clock(), [_row(paper, outcome) for outcome in report.outcomes]
    missed = [n for n, trial in enumerate(paper.trials) if any(finding.trial is trial for finding in report.findings)]
    if not missed or not evidence(rows, wanted):
        raise _None(TOO_LITTLE)
    for n in missed[:AGAIN]:
        if clock.left() and not alike(_row(paper, examine.run(paper, [paper.trials[n]], function)[1][0]), rows[n]):
            raise _None(UNSTEADY)
    return [row if n in missed or not alike(row, want) else AS_WANTED for n, (row, want) in enumerate(zip(rows, wanted, strict=True))]


def _row(paper, outcome):
    """Return the fingerprint of a trial; where its measures look at something of the result alone, the result's as well."""
    if outcome.fault:
        return [_plain(part) for part in outcome.prints]
    row = [_plain(part, bool(probe.atol)) for part, probe in zip(outcome.prints, outcome.trial.probes, strict=False)]
    draws = any(probe.atol for probe in outcome.trial.probes)  # the same mistake may draw in another order
    return row if draws or whole(paper, outcome.trial) is not None else [*row, _plain(fingerprint(outcome.value))]


def _plain(part, statistic=False):
    """Return a fingerprint as data that can be kept and compared, whatever a student's function put into it."""
    if isinstance(part, dict):
        return {_words(key): _plain(value, statistic) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        if statistic and len(part) == 3 and part[0] == "about" and all(type(x) is float and math.isfinite(x) for x in part[1:]):
            return list(part)
        return [_plain(value, statistic) for value in part]
    if isinstance(part, float):
        return float(f"{part:.6g}") + 0.0 if math.isfinite(part) else str(part)
    return part if part is None or isinstance(part, (bool, int)) else _words(part)


def _words(text):
    text = re.sub(r"\b0x[0-9a-f]+", "", str(text))
    return text if PLAIN.fullmatch(text) else f"#{_hash(text)}"


def _fitted(rows):
    """Return the rows; of one for which there is no room, a hash of what is left when it is rounded to three digits."""
    room, fitted = LARGEST, []
    for row in rows:
        fits = (size := _size(row)) <= room
        room -= size if fits else 0
        fitted.append(row if fits else f"#{_hash(_rough(row))}")
    return fitted


def _size(part):
    """Return about how many characters a row takes; the same for all that are alike."""
    if isinstance(part, dict):
        return sum(_size(key) + _size(value) for key, value in part.items())
    if isinstance(part, list):
        return 2 + sum(map(_size, part))
    return 12 if isinstance(part, float) else len(str(part)) + 3


def _rough(part):
    if isinstance(part, dict):
        return {key: _rough(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_rough(value) for value in part]
    if isinstance(part, float):
        return 0.0 if abs(part) < 1e-6 else float(f"{part:.3g}")
    return part


def _hash(data):
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]
