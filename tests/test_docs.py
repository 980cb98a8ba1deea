"""Does what the documents name exist?"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def missing(text):
    """Return the tests that a text names and that are not there."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert named, "it names no test"
    return [f"{file}::{test}" for file, test in named if test not in defined_in(ROOT / file)]


def defined_in(path):
    return {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)} if path.is_file() else set()


def test_is_every_test_there_that_a_security_claim_names():
    assert missing((ROOT / "docs" / "security.md").read_text("utf-8")) == []


def test_is_a_claim_without_a_test_found_out():
    assert missing(
        "`tests/test_docs.py::test_nothing` `tests/test_none.py::test_x` `tests/test_docs.py::test_is_a_claim_without_a_test_found_out`"
    ) == [
        "tests/test_docs.py::test_nothing",
        "tests/test_none.py::test_x",
    ]
