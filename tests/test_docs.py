"""Does what the documents name exist?"""

import ast
import re
import shlex
from pathlib import Path

import pytest
import typer

from autograder.commands.cli import app

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


def commands(text):
    """Return the lines of a page's shell blocks that say `course`, as lists of words."""
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in re.split(r"\n|&&", block)]
    words = [shlex.split(line, comments=True) for line in lines if line.strip().startswith("course ")]
    assert words, "it shows no command"
    return words


def fault(words):
    """Return what is wrong with a command, or None: nothing of it is run."""
    command, words, context = typer.main.get_command(app), words[1:], typer.Context(typer.main.get_command(app))
    while hasattr(command, "commands"):
        if not words or words[0] not in command.commands:
            return f"there is no command {words[:1]}"
        command, words = command.commands[words[0]], words[1:]
    try:
        command.make_context(command.name, list(words), parent=context)
    except Exception as error:
        return str(error)
    return None


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/instructors.md"])
def test_is_there_every_command_and_option_that_a_page_shows(page):
    assert [(words, why) for words in commands((ROOT / page).read_text("utf-8")) if (why := fault(words))] == []


@pytest.mark.parametrize("words", ["course gradee 4", "course grade", "course grade 4 --studnet ada", "course new exam", "course kit --to"])
def test_is_a_command_that_is_not_there_found_out(words):
    assert fault(words.split())
