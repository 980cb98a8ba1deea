"""Do the questions give themselves away? Over the whole course: where the right answer stands, how long it is, whether it has a reason.

Chance is what an answer drawn at random would give; "by far" is two standard deviations and a half, once in 150 courses.
"""

import re
from collections import Counter

import numpy as np
import pytest
import tiny

from autograder.making import text
from autograder.places import texts

FAR = 2.5  # standard deviations
LONGER = 2  # times the shortest, and two words: no choice of a question is longer
WORD = 14
REASON = re.compile(r":|, (for|since|because|as|so)\b|\b(because|since)\b")

CHAPTERS = [text.read(file) for file in texts(tiny.ROOT)]
QUESTIONS = [(chapter, cell.name, text.prediction(chapter, cell)) for chapter in CHAPTERS for cell in chapter.of("predict").values()]
NAMES = [name for _, name, _ in QUESTIONS]


def lengths(question):
    return [len(choice.rstrip(".")) for choice, _ in question.choices]


def reasons(question):
    """Whether each choice has a reason, in words or after a colon."""
    return [bool(REASON.search(choice)) for choice, _ in question.choices]


def by_chance(shares):
    """Mean and standard deviation of how many of independent events happen."""
    shares = np.array(shares)
    return shares.sum(), np.sqrt((shares * (1 - shares)).sum())


def extreme(question, which):
    """How much of the right choice's being the shortest, or the longest, is to be seen: ties count in part."""
    those = np.array(lengths(question)) == which(lengths(question))
    return those[question.right] / those.sum()


@pytest.mark.parametrize("place", range(4), ids="abcd")
def test_stands_the_right_answer_in_every_place_about_as_often_as_by_chance(place):
    seen = sum(question.right == place for _, _, question in QUESTIONS)
    mean, deviation = by_chance([(place < len(question.choices)) / len(question.choices) for _, _, question in QUESTIONS])
    assert abs(seen - mean) <= FAR * deviation, f"{seen} of {len(QUESTIONS)}, by chance {mean:.1f}"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_stands_it_in_no_place_for_more_than_half_of_a_chapter(chapter):
    counts = Counter(question.right for where, _, question in QUESTIONS if where is chapter)
    assert max(counts.values(), default=0) <= max(2, counts.total() // 2), dict(counts)


@pytest.mark.parametrize("which", [min, max])
def test_is_the_right_answer_the_shortest_or_the_longest_no_more_often_than_by_chance(which):
    seen = sum(extreme(question, which) for _, _, question in QUESTIONS)
    mean, deviation = by_chance([1 / len(question.choices) for _, _, question in QUESTIONS])
    assert seen <= mean + FAR * deviation, f"{seen:.1f} of {len(QUESTIONS)}, by chance {mean:.1f}"


@pytest.mark.parametrize("question", [question for _, _, question in QUESTIONS], ids=NAMES)
def test_are_the_choices_alike_in_length(question):
    short, long = min(lengths(question)), max(lengths(question))
    assert long <= LONGER * short + WORD, [choice for choice, _ in question.choices]


@pytest.mark.parametrize("alone", [False, True], ids=["without", "with"])
def test_is_the_right_answer_seldom_the_only_one_without_a_reason_or_with_one(alone):
    """By chance it would be one in as many questions as there are choices, of those in which one choice alone differs."""
    odd = [(name, q) for _, name, q in QUESTIONS if reasons(q).count(alone) == 1]
    seen = [name for name, q in odd if reasons(q)[q.right] == alone]
    mean, deviation = by_chance([1 / len(q.choices) for _, q in odd] or [0])
    assert len(seen) <= mean + FAR * deviation, f"{len(seen)} of {len(odd)}, by chance {mean:.1f}: {seen}"


def test_can_the_measures_see_it():
    question = text.Prediction("?", [("It stays: so it is.", ""), ("It falls.", ""), ("It rises, for it is large.", "")], 1)
    assert reasons(question) == [True, False, True] and extreme(question, min) == 1 and extreme(question, max) == 0
    assert not max(lengths(question)) <= LONGER * min(lengths(question)) + WORD / 4
    assert by_chance([0.5] * 4) == (2, 1)
