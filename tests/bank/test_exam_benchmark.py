"""Does `benchmarks/exam.py` show what becomes of every kind of answer, also of those that never end?"""

import subprocess
import sys

import pytest
import tiny

from autograder import bank

BENCHMARK = tiny.ROOT / "benchmarks" / "exam.py"
HEAD = "def l2_penalty(parameters, lambd, m):\n"
MISTAKE = bank.exercise("l2_penalty").mistakes[0]
ANSWERS = {
    "l2_penalty": [
        ("wrong", "a known mistake", bank.exercise("l2_penalty").source(MISTAKE)),
        ("wrong", "a number of its own", f"{HEAD}    return 41.5\n"),
        ("wrong", "it raises", f"{HEAD}    return nothing_such\n"),
        ("wrong", "an endless loop", f"{HEAD}    while True:\n        pass\n"),
        ("wrong", "it ends the process", f"import os\n{HEAD}    os._exit(3)\n"),
        ("wrong", "it breaks the import", f"print('once')\nimport nothing_such\n{HEAD}    return 0\n"),
        ("wrong", "called wrong, and right", bank.exercise("l2_penalty").source()),
        ("right", "the reference", bank.exercise("l2_penalty").source()),
        ("right", "called right, and wrong", f"{HEAD}    return 41.5\n"),
    ],
    "error_rate": [("right", "the reference", bank.exercise("error_rate").source())],
}
BECOMES = {
    "a known mistake": "named",
    "a number of its own": "told",
    "it raises": "stopped",
    "an endless loop": "endless",
    "it ends the process": "endless",
    "it breaks the import": "broken",
    "called wrong, and right": "kept",
    "the reference": "kept",
    "called right, and wrong": "told",
}


def exam(folder, *options, answers=ANSWERS):
    """Run the benchmark; return its table, a dict of cells for each row, and its list, in the same form."""
    (folder / "answers.py").write_text(f"ANSWERS = {answers!r}", encoding="utf-8")
    command = [sys.executable, BENCHMARK, folder / "answers.py", "--seeds", "2", "--limit", "1", "--list", folder / "list.tsv", *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tiny.ROOT)
    assert done.returncode == 0, done.stderr
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines() if line.startswith("|")]
    lines = [line.split("\t") for line in (folder / "list.tsv").read_text(encoding="utf-8").splitlines()]
    told = {line[5]: dict(zip(lines[0], line, strict=True)) for line in lines[1:]}
    return {row[0]: dict(zip(rows[0], row)) for row in rows[2:]}, told


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    return exam(tmp_path_factory.mktemp("exam"), "--exercise", "l2_penalty")


def test_is_every_answer_counted_as_what_it_is(shown):
    table, told = shown
    assert {does: (line["check"], line["judge"]) for does, line in told.items()} == {does: (o, o) for does, o in BECOMES.items()}
    counts = {"wrong": "7", "kept": "1 / 1", "endless": "2 / 2", "broken": "1 / 1", "nothing": "0 / 0", "stopped": "1 / 1"}
    counts |= {"told": "1 / 1", "named": "1 / 1", "names differ": "0", "right": "2", "refused": "1 / 1"}
    assert counts.items() <= table["all"].items() and counts.items() <= table["03_regularization"].items()
    assert "02_bias_variance" not in table, "only the exercise that was asked for"


def test_does_the_list_say_what_a_reader_needs(shown):
    _, told = shown
    known = told["a known mistake"]
    assert known["name by check"] == known["name by judge"] == MISTAKE.name and known["judge's share"] == f"{1 - MISTAKE.costs:g}"
    assert "NameError" in told["it raises"]["words"] and "41.5" in told["a number of its own"]["words"]
    assert (
        told["an endless loop"]["words"] == "it did not end within 1 s" and told["it ends the process"]["words"] == "the process ended (3)"
    )
    assert "No module named 'nothing_such'" in told["it breaks the import"]["words"]
    assert told["the reference"]["judge's share"] == "1"


def test_are_the_banks_mistakes_hidden_on_demand(tmp_path):
    answers = {"l2_penalty": ANSWERS["l2_penalty"][:1], "error_rate": ANSWERS["error_rate"]}
    table, told = exam(tmp_path, "--hide-mistakes", "--chapter", "3", answers=answers)
    assert table["all"]["named"] == "0 / 0" and table["all"]["wrong"] == "1" and table["all"]["kept"] == "0 / 0"
    assert told["a known mistake"]["name by check"] == told["a known mistake"]["name by judge"] == "" and len(told) == 1
