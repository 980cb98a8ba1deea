"""Does what is committed hold on other processors, and where the last digits come out otherwise?

The visible checks' papers are read as they are committed. On each machine every reference must be right, and
every known mistake that the check can tell be called by its name; else a fingerprint rests on rounding.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder import bank
from course_utils.checking import examine
from course_utils.checking.paper import Paper

ROOT = Path(__file__).parents[1]
LAST_DIGITS = 1e-13  # relative; less than `measures.parts.EXACT`
NEWEST = "X86_V4 AVX512_ICL AVX512_SPR"  # what a processor, or NumPy, does not know of these it passes over
MACHINES = {
    "AVX2": {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": NEWEST},
    "SSE": {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": f"X86_V3 {NEWEST}"},
    "other last digits": {},
}
PARTS = 6  # of the bank, each in a process of its own, to be spread over cores


def shaken(value):
    """Return a value whose floats differ in the last digits: equal ones by the same, and those of few digits, which are typed in, not at all."""
    if isinstance(value, dict):
        return {key: shaken(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(shaken, value))
    if isinstance(value, float):
        return type(value)(shaken(np.array(value)))
    if not (isinstance(value, np.ndarray) and value.dtype == float):
        return value
    with np.errstate(all="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.abs(value))) - 5)  # of the sixth digit
        typed = ~(np.abs(value / unit - np.round(value / unit)) > 1e-9)  # 0, infinity and NaN too
        return np.where(typed, value, value * (1 + LAST_DIGITS * np.sin(1e4 * np.log(np.abs(value)))))


def committed(name, machine):
    """The paper of a visible check as it is committed, its arguments with other last digits where the machine asks for it."""
    paper = Paper.from_json(json.loads((ROOT / f"course_utils/check_data/{name}.json").read_text(encoding="utf-8")))
    return with_other_digits(paper) if machine == "other last digits" else paper


def with_other_digits(paper):
    for trial in paper.trials:
        trial.arguments = shaken(trial.arguments)
    return paper


def astray(entry, paper, machine, companions=None, papers=None):
    """Yield a line for each known mistake that is not called by its name, and one if the reference is not right."""
    for known in (None, *(mistake for mistake in entry.mistakes if mistake.shown)):
        function = entry.function(known)
        if machine == "other last digits":
            function = lambda *arguments, f=function: shaken(f(*arguments))  # noqa: E731 - a record needs a function
        report = examine.examine(paper, function, companions, papers)
        called = report.mistake.name if report.mistake else "right" if not report.findings else "something unknown"
        if called != (known.name if known else "right"):
            yield f"{entry.name}: {known.name if known else 'the reference'!r} is called {called!r}"


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("machine", MACHINES)
def test_is_every_known_mistake_called_by_its_name_on_other_machines(machine, part):
    environment = {**os.environ, **MACHINES[machine], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", __file__, machine, str(part)]  # NumPy warns of features it does not know
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, ""), run.stderr


def total(x):
    return float(x.sum())


def test_is_a_fingerprint_of_rounding_found():
    mistake = bank.Mistake("rounding", "See.", "Do.", code="def total(x):\n    return float(x.sum() - x.cumsum()[-1]) * 1e16")
    entry = bank.Exercise(
        reference=total,
        points=1,
        returns=("y",),
        rules=(bank.Rule("values", "y is the sum", 1),),
        visible=lambda rng: [bank.Trial("x", {"x": rng.random(1000)}, [bank.Probe("values", "value", {})]) for _ in range(3)],
        hidden=None,
        mistakes=(mistake, bank.Mistake("half", "See.", "Do.", code="def total(x):\n    return float(x.sum()) / 2")),
        alternatives=(),
    )
    assert not list(astray(entry, entry.paper(), "this one"))
    found = list(astray(entry, with_other_digits(entry.paper()), "other last digits"))
    assert found == ["total: 'rounding' is called 'something unknown'"]


if __name__ == "__main__":
    machine, part = sys.argv[1], int(sys.argv[2])
    np.random.bit_generator.randbits = random.Random(part).getrandbits  # what a mistake draws that takes no seed is not to decide
    for name in sorted(bank.exercises())[part::PARTS]:
        entry = bank.exercise(name)
        companions = {companion: bank.exercise(companion).reference for companion in entry.companions}
        papers = {companion: committed(companion, machine) for companion in entry.companions}
        for line in astray(entry, committed(name, machine), machine, companions, papers):
            print(line)
