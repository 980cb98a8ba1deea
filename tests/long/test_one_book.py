"""One book: does every chapter run with each accepted answer to its exercises, and to those of earlier chapters that it asks for?

A run takes the first alternative of every exercise, the next one the second of each, and so on: all cells, as they stand.
"""

import contextlib
import functools
import io
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from claims.other_seeds import ROOT

from autograder import bank
from autograder.making import text
from autograder.places import texts

CHAPTERS = {file.stem: file for file in texts(ROOT)}


def alternatives(cell):
    """The accepted answers of a cell that asks for a function: name and function, the reference's first."""
    entry = bank.exercise(cell.name)
    return [("the reference", entry.reference), *((a.name, contained(entry.function(a))) for a in entry.alternatives)]


def contained(function):
    """The function, which leaves NumPy's ways with overflow as they were: one alternative has them raise."""

    @functools.wraps(function)
    def call(*arguments, **named):
        with np.errstate():
            return function(*arguments, **named)

    return call


def run(chapter, turn):
    """Run all cells; each function that is asked for is the alternative of number `turn`, or the stand-in where turn is None."""
    space, given = {"__name__": "__main__"}, {}
    for cell in chapter.cells:
        if cell.role in ("prose", "predict", "tests"):
            continue
        if cell.role == "exercise" or (cell.role == "mine" and turn is not None):
            choice = alternatives(cell)
            given[cell.name], space[cell.name] = choice[(turn or 0) % len(choice)]
            continue
        try:
            quiet = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
            with quiet[0], quiet[1], warnings.catch_warnings(action="ignore"):  # one alternative warns, which is no fault
                exec(compile(cell.source, f"source/{chapter.file.name}, {cell}", "exec"), space)
        except Exception as error:
            used = "; ".join(f"{name}: {which}" for name, which in given.items() if name in cell.source)
            pytest.fail(f"{cell} stops with {type(error).__name__}: {error}; with {used or given}", pytrace=False)
        finally:
            plt.close("all")
    return space


FEW = 4  # turns of a chapter that asks for its own functions alone, so that all of them stay within minutes


def turns():
    """Every chapter that joins others, as often as the function with the most alternatives wants; the others a few times."""
    for name, file in CHAPTERS.items():
        asked = [cell for cell in text.read(file).cells if cell.role in ("exercise", "mine")]
        most = max(len(bank.exercise(cell.name).alternatives) for cell in asked)
        for turn in range(1, 1 + (most if any(cell.role == "mine" for cell in asked) else min(FEW, most))):
            yield pytest.param(name, turn, id=f"{name}: {turn}")


@pytest.mark.parametrize(("name", "turn"), list(turns()))
def test_does_a_chapter_run_with_every_accepted_answer(name, turn):
    run(text.read(CHAPTERS[name]), turn)


@pytest.mark.parametrize("name", [name for name, file in CHAPTERS.items() if text.read(file).of("mine")])
def test_does_a_chapter_run_with_what_stands_in_for_earlier_ones(name):
    run(text.read(CHAPTERS[name]), None)


def test_the_capstone_asks_for_a_function_of_every_chapter():
    chapters = [text.read(file) for file in CHAPTERS.values()]
    *earlier, capstone = chapters
    asked = capstone.of("mine")
    assert all(asked.keys() & chapter.of("exercise").keys() for chapter in earlier)


def test_the_capstone_deals_labels_as_chapter_1_promises_them():
    """Y is (1, m) there: a network of ten outputs gets its one-hot columns afterwards."""
    space = run(text.read(CHAPTERS["09_capstone"]), 1)
    assert space["labels_file"].shape == (1, 1000) and space["train"][0].shape == (64, 600)
    assert space["train"][1].shape == (10, 600) and (space["train"][1].sum(axis=0) == 1).all()
