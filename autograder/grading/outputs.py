"""Outputs that came from the student's process, made valid ones of a notebook."""

from __future__ import annotations

import math
import re

from nbformat import NotebookNode, from_dict

from ..judging import VERDICT
from ..sandbox.student import shell

JSON = re.compile(r"application/(.*\+)?json")  # the types whose value is no text, as the notebook format has it
DEPTH = 50
FORMATS = {"stream", "display_data", "execute_result", "error"}


def valid(found, budget):
    """Return the outputs that came from the student's process, as far as they are valid and there is room, and the room left."""
    outputs = []
    for data in found:
        output = _output(data)
        size = 0 if output is None else len(str(output))
        if output is not None and size <= budget + len(shell.CUT) + shell.EACH:
            outputs.append(output)
            budget = max(budget - max(size, shell.EACH), 0)
    return outputs, budget


def _output(data):
    """Return an output from the student's process as a valid one of a notebook, or None."""
    try:
        kind = data["output_type"]
        if kind not in FORMATS:
            return None
        if kind == "stream":
            return NotebookNode(output_type=kind, name="stderr" if data["name"] == "stderr" else "stdout", text=_text(data["text"]))
        if kind == "error":
            return error(_text(data["ename"]), _text(data["evalue"]), [_text(row) for row in data["traceback"]])
        shown = {
            _text(mime): _plain(value) if JSON.fullmatch(mime) else _text(value) for mime, value in data["data"].items() if mime != VERDICT
        }
        metadata = _plain(data["metadata"]) if isinstance(data["metadata"], dict) else {}
        more = {"execution_count": max(int(data["execution_count"]), 0)} if kind == "execute_result" else {}
        return NotebookNode(output_type=kind, data=from_dict(shown), metadata=from_dict(metadata), **more)
    except Exception:  # of whatever was sent in place of an output
        return None


def _text(value):
    """Return a value as text that can be written: half a character cannot."""
    return str(value).encode("utf-8", "replace").decode()


def _plain(value, depth=0):
    """Return JSON data as every reader of a notebook takes it: not deep, with whole characters, without nan."""
    if depth > DEPTH:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {_text(key): _plain(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, depth + 1) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return _text(value) if isinstance(value, str) else value


def error(name, says, traceback=None):
    return NotebookNode(output_type="error", ename=name, evalue=says, traceback=traceback or [f"{name}: {says}"])
