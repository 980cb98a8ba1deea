"""The files of the visible checks and the questions, `course_utils/check_data/`: numbers, hints and packed answers."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import math
import random
import zlib

import numpy as np

from course_utils.checking.record import keep_global_state

from ..bank.families import families
from ..errors import BankError
from ..files import write
from . import notebooks, text

LINE = 120  # characters up to which JSON stays on one line
ROUNDING = 1e-5  # relative: further apart are no two processors, even in float32
SHARE = 0.01  # of how far off a measure may be: so far apart may two processors be
LEVELS = 4  # of JSON are broken into lines: a paper, its trials, a trial, its probes


def check_data(chapter):
    """Return the files of a chapter's visible checks and questions: name -> text."""
    data = {}
    for cell in chapter.cells:
        if cell.role == "exercise":
            entry = notebooks.entry(chapter, cell)
            try:
                with _repeatable():
                    paper = entry.paper()
                    paper.families = families(entry, paper)
            except BankError as error:
                raise chapter.error(cell, error) from error
            except (RuntimeError, ValueError, TypeError) as error:
                raise chapter.error(cell, f"its entry in the bank makes no visible check: {' '.join(str(error).split())[:200]}") from error
            data[cell.name] = to_json(paper.to_json())
        elif cell.role == "predict":
            data[f"predict_{cell.name}"] = to_json(_sealed(cell.name, text.prediction(chapter, cell)))
    return data


@contextlib.contextmanager
def _repeatable():
    """Let known mistakes that draw numbers of their own, from outside `rng`, draw the same in every build."""
    seeds, default_rng = itertools.count(), np.random.default_rng
    with keep_global_state():
        np.random.seed(0)
        random.seed(0)
        np.random.default_rng = lambda seed=None: default_rng(next(seeds) if seed is None else seed)
        try:
            yield
        finally:
            np.random.default_rng = default_rng


def _sealed(name, prediction):
    """Return a question as data; what would give it away is packed, so that it is not read by accident."""
    choices, explanations = zip(*prediction.choices, strict=True)
    answer = json.dumps({"right": prediction.right, "explanations": explanations})
    packed = zlib.compress(answer.encode(), level=0)  # stored, for compressed bytes differ between versions of zlib
    return {"name": name, "question": prediction.question, "choices": list(choices), "answer": base64.b64encode(packed).decode()}


def to_json(value):
    """Return JSON that a person and a diff can read: keys sorted, broken into lines on the outer levels only."""
    return _lines(value, 0) + "\n"


def _lines(value, depth):
    flat = json.dumps(value, sort_keys=True, ensure_ascii=False)
    if depth == LEVELS or not isinstance(value, (dict, list)) or len(flat) + depth <= LINE:
        return flat
    if isinstance(value, dict):
        brackets, parts = "{}", [f"{json.dumps(key)}: {_lines(value[key], depth + 1)}" for key in sorted(value)]
    else:
        brackets, parts = "[]", [_lines(part, depth + 1) for part in value]
    pad = "\n" + " " * (depth + 1)
    return brackets[0] + pad + f",{pad}".join(parts) + pad[:-1] + brackets[1]


def write_data(file, content):
    """Write JSON as `files.write` does, but leave a file that differs only as processors do."""
    try:
        if same_data(json.loads(file.read_text(encoding="utf-8")), json.loads(content)):
            return False
    except (OSError, ValueError):  # there is none, or it is damaged
        pass
    return write(file, content)


def same_data(a, b, within=0.0):
    """Whether two JSON values are the same but for the last digits of floats.

    These may differ by `ROUNDING` times the largest float beside them in a list, or by `within`: a part of what a probe allows.
    """
    if isinstance(a, dict) and isinstance(b, dict):
        allowed = {"want": SHARE * a.get("atol", 0.0)}
        return a.keys() == b.keys() and all(same_data(a[key], b[key], allowed.get(key, within)) for key in a)
    if isinstance(a, float) and isinstance(b, float):
        return same_data([a], [b], within)
    if not (isinstance(a, list) and isinstance(b, list)):
        return type(a) is type(b) and a == b
    if a[:1] == b[:1] == ["about"]:
        within = SHARE * a[2]
    off = max([within, *(ROUNDING * abs(x) for x in (*a, *b) if isinstance(x, float) and math.isfinite(x))])
    return len(a) == len(b) and all(
        repr(x) == repr(y) or abs(x - y) <= off  # by `repr` NaN is NaN, and infinity infinity
        if isinstance(x, float) and isinstance(y, float)
        else same_data(x, y, within)
        for x, y in zip(a, b, strict=True)
    )
