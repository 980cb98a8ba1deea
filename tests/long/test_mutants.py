"""The mutation exam: does every small change of a reference lose points, whatever seed the judge's trials are drawn from?

`build_model` is left out: it is open-ended, and no change of its reference need be wrong.
For one exercise: pytest tests/long/test_mutants.py -k "[split_sizes]"; COURSE_MUTANT_SEEDS sets how many seeds.
"""

import os

import pytest
from bank import equivalent_mutants as known

from autograder import bank, judging
from autograder.bank.families import limited
from autograder.bank.mutants import mutants
from course_utils.checking import examine
from course_utils.checking.record import keep_global_state

NAMES = sorted(bank.exercises().keys() - {"build_model"})
SEEDS = [f"mutants {i}" for i in range(int(os.environ.get("COURSE_MUTANT_SEEDS", 20)))]
SECONDS = 0.5  # of processor time a trial, ten times what any reference needs: without a line some loops never end


def loses(entry, function, seed):
    """Whether the judge takes points: as it does where one trial misses, if no other form may hold in its place."""
    paper = judging.hidden_paper(entry.name, seed)
    companions = [bank.exercise(name).reference for name in entry.companions]
    with keep_global_state():
        missed = any(misses(paper, trial, function) for trial in paper.trials)
    return missed and (not paper.otherwise or judging.verdict(entry.name, function, *companions, seed=seed).share < 1)


def misses(paper, trial, function):
    findings = ["it does not end"]
    with limited(SECONDS):
        findings, _ = examine.run(paper, [trial], function)
    return bool(findings)


def kept(entry):
    """Return the mutants that keep all points on some seed, by what was changed: the mutant and the seeds; none of a student's own lines."""
    found, own = {}, tuple(known.OWN.get(entry.name, {}))
    for mutant in mutants(entry.source()):
        if mutant.change.startswith(own):
            continue
        function = entry.function(bank.Alternative(mutant.name, code=mutant.source))
        seeds = [seed for seed in SEEDS if not loses(entry, function, seed)]
        if seeds:
            found[mutant.change] = (mutant, seeds)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_does_every_mutant_lose_points_on_every_seed(name):
    found = kept(bank.exercise(name))
    equivalent, weak, open_ones = known.EQUIVALENT.get(name, {}), known.TOO_WEAK.get(name, {}), known.HOLES.get(name, [])
    holes = [(m.name, change, seeds) for change, (m, seeds) in found.items() if change not in {*equivalent, *weak, *open_ones}]
    if holes:
        says = [f"{words}: {change} (keeps all with {', '.join(seeds)})" for words, change, seeds in holes]
        pytest.fail(f"{len(holes)} mutants keep all points:\n" + "\n".join(says), pytrace=False)
    lost = {change: len(SEEDS) - len(found[change][1]) if change in found else len(SEEDS) for change in equivalent | weak}
    assert not [change for change in equivalent if lost[change]], "no longer equivalent, or no mutant any more"
    assert not [change for change, (seen, _) in weak.items() if lost[change] * 20 < seen * len(SEEDS)], "seen on fewer seeds than is said"
    assert not [change for change in open_ones if change not in found], "mended: take it off the list of holes"


def test_does_what_is_right_keep_all_and_what_never_ends_lose():
    entry = bank.exercise("error_rate")

    def endless(labels, Y):
        while True:
            pass

    assert not loses(entry, entry.reference, SEEDS[0]) and loses(entry, endless, SEEDS[0])


def test_are_only_exercises_listed():
    assert known.EQUIVALENT.keys() | known.TOO_WEAK.keys() | known.OWN.keys() | known.HOLES.keys() <= set(NAMES)
