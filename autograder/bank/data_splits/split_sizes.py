"""split_sizes: a number of examples, and shares that do or do not round to it."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import value
from course_utils.reference import data_splits as reference


def sizes_trial(m, fractions):
    """How many examples, and the shares of the three sets."""
    whole = Probe("whole", "not_whole", {}, "none", says="no slice takes {got} for a number of examples; a whole number does not end in .0")
    return Trial(f"m = {m}, fractions = {fractions}", {"m": m, "fractions": fractions}, [value(), whole])


def without_examples(m, fractions):
    """A share that rounds to no example at all."""
    return Trial(f"m = {m}, fractions = {fractions}", {"m": m, "fractions": fractions}, [value("none")])


def drawn_sizes(rng, low, high, towards):
    """Sizes whose parts, each rounded by itself, add up to m + towards; no part is near a half or whole."""
    while True:
        m, dev, test = (int(n) for n in (rng.integers(low, high), rng.integers(8, 26), rng.integers(8, 26)))
        parts = np.array([100 - dev - test, dev, test]) * m / 100
        clear = np.all(np.abs(np.abs(parts % 1 - 0.5) - 0.25) < 0.2)
        if clear and dev != test and np.round(parts).sum() == m + towards and (towards or np.ptp(np.round(parts[1:] % 1))):
            return sizes_trial(m, (round(1 - (dev + test) / 100, 2), dev / 100, test / 100))


DEV, TEST, REST = "round(m * fractions[1])", "round(m * fractions[2])", "m - m_dev - m_test"

EXERCISE = Exercise(
    reference=reference.split_sizes,
    points=2,
    returns=("m_train", "m_dev", "m_test"),
    rules=(
        Rule("values", "`m_dev` and `m_test` are their share of m, rounded to the nearest whole number; the three add up to m", 1),
        Rule("none", "a share that rounds to 0 examples gets none", 0.25),
        Rule("whole", "all three are integers, as a slice takes them", 0.25),
    ),
    visible=lambda rng: [
        sizes_trial(10, (0.6, 0.2, 0.2)),
        sizes_trial(7, (0.6, 0.2, 0.2)),
        sizes_trial(23, (0.7, 0.2, 0.1)),
        sizes_trial(58, (0.75, 0.1, 0.15)),
        sizes_trial(1_000_000, (0.98, 0.01, 0.01)),
        without_examples(1, (0.6, 0.2, 0.2)),
        without_examples(25, (0.8, 0.2, 0.0)),
    ],
    hidden=lambda rng: [
        drawn_sizes(rng, 20, 60, 1),
        drawn_sizes(rng, 60, 200, -1),
        drawn_sizes(rng, 1000, 9000, 1),
        drawn_sizes(rng, 200, 900, 0),
        sizes_trial(13, (0.6, 0.2, 0.2)),
        sizes_trial(2_000_000, (0.995, 0.0025, 0.0025)),
        without_examples(2, (0.6, 0.2, 0.2)),
        without_examples(int(rng.integers(20, 45)), (0.98, 0.01, 0.01)),
        without_examples(5 * int(rng.integers(3, 9)), (0.8, 0.0, 0.2)),
    ],
    mistakes=(
        Mistake(
            "each of the three is rounded by itself, so that they need not add up to m",
            "Take m = 7 and 60/20/20 and add your three sizes: one example belongs nowhere. With m = 13 you hand out one that does not exist.",
            "Round two of them, and let the third take whatever is left.",
            changes=((REST, "round(m * fractions[0])"),),
        ),
        Mistake(
            "the sizes of dev and test set are cut off, not rounded",
            "A tenth of 58 is 5.8, and your dev set gets 5 examples. Which whole number is nearest to 5.8?",
            "`int` and `//` throw away what stands behind the point. Python has a function that goes to the nearest whole number.",
            changes=((DEV, "int(m * fractions[1])"), (TEST, "int(m * fractions[2])")),
        ),
        Mistake(
            "all three are cut off, and what remains is dropped",
            "Add your three sizes and compare with m: a few examples are in no set at all. Nobody throws away examples that were paid for.",
            "Cut off nothing: round two of them to the nearest number, and give the training set the rest.",
            changes=((DEV, "int(m * fractions[1])"), (TEST, "int(m * fractions[2])"), (REST, "int(m * fractions[0])")),
        ),
        Mistake(
            "the sizes of dev and test set are rounded up",
            "A fifth of 7 is 1.4, and your dev set gets 2. Which whole number is nearest?",
            "Neither always up nor always down: to the nearest one.",
            changes=((DEV, "int(np.ceil(round(m * fractions[1], 6)))"), (TEST, "int(np.ceil(round(m * fractions[2], 6)))")),
        ),
        Mistake(
            "training and dev set are rounded, and the test set takes what is left",
            "With m = 7 and 60/20/20 your test set is larger than your dev set, though both have the same share. The rest is to go where one example more matters least.",
            "The largest set takes the rest: compute the other two.",
            changes=((TEST, "m - round(m * fractions[0]) - round(m * fractions[1])"),),
        ),
        Mistake(
            "training and test set are rounded, and the dev set takes what is left",
            "With m = 7 and 60/20/20 your dev set is larger than your test set, though both have the same share.",
            "The rest belongs to the training set; compute dev and test set from their shares.",
            changes=((DEV, "m - round(m * fractions[0]) - round(m * fractions[2])"),),
        ),
        Mistake(
            "the sizes of training and dev set are cut off, and the test set takes what is left",
            "With m = 7 and 60/20/20 your test set is the larger of two that should be alike, and a dev set of 5.8 examples became one of 5.",
            "Round dev and test set to the nearest number, and let the training set take what is left.",
            changes=((DEV, "int(m * fractions[1])"), (TEST, "m - int(m * fractions[0]) - int(m * fractions[1])")),
        ),
        Mistake(
            "the sizes are returned in another order: train, test, dev",
            "Try shares that differ, 70/20/10: your second size is the smaller one. In this course the order is always train, dev, test.",
            "Look at the order of `fractions` and at what the docstring says it returns.",
            changes=(("return m - m_dev - m_test, m_dev, m_test", "return m - m_dev - m_test, m_test, m_dev"),),
        ),
        Mistake(
            "the sizes are returned in another order: dev, test, train",
            "Your first size belongs to the training set, which is the largest. Is it?",
            "Train, dev, test: put the rest in front.",
            changes=(("return m - m_dev - m_test, m_dev, m_test", "return m_dev, m_test, m - m_dev - m_test"),),
        ),
        Mistake(
            "the test set gets the share of the dev set",
            "Try 70/20/10: your dev and test set have the same size. Which entry of `fractions` belongs to the test set, counted from 0?",
            "Each set has an entry of its own.",
            changes=((TEST, "round(m * fractions[1])"),),
        ),
        Mistake(
            "the entries of fractions are counted from 1",
            "Your dev set is as large as the training set should be. What is the first entry of a tuple in Python called, 0 or 1?",
            "The share of the training set has index 0, and the other two follow.",
            changes=((DEV, "round(m * fractions[0])"), (TEST, "round(m * fractions[1])")),
        ),
        Mistake(
            "the dev set gets its share of what the test set has left",
            "With m = 1 000 000 and 1 % each your dev set is a bit smaller than your test set. That happens when one cuts twice, and the second cut starts from a smaller pile.",
            "Both shares are shares of all m examples.",
            changes=((DEV, "round((m - round(m * fractions[2])) * fractions[1])"),),
        ),
        Mistake(
            "the test set gets its share of what the dev set has left",
            "With m = 1 000 000 and 1 % each your test set is a bit smaller than your dev set. When was it cut off, and from which pile?",
            "Take both shares of m, and subtract afterwards.",
            changes=((TEST, "round((m - round(m * fractions[1])) * fractions[2])"),),
        ),
        Mistake(
            "dev and test set are not taken off the training set",
            "Your training set has all m examples, so dev and test examples are also trained on. Add the three: more than m.",
            "What the other two have, the training set has not.",
            changes=(("return m - m_dev - m_test,", "return m,"),),
        ),
        Mistake(
            "only the dev set is taken off the training set",
            "Add your three sizes: they make more than m, by exactly the test set. So the test examples are also trained on.",
            "Both of the others have to leave the training set.",
            changes=(("return m - m_dev - m_test,", "return m - m_dev,"),),
        ),
        Mistake(
            "the fractions are taken for percents",
            "Your dev and test set are nearly empty. A fifth is 0.2 here, not 20.",
            "The shares are numbers from 0 to 1: leave out the 100.",
            changes=((DEV, "round(m * fractions[1] / 100)"), (TEST, "round(m * fractions[2] / 100)")),
        ),
        Mistake(
            "dev and test set get one example at least, even where their share rounds to 0",
            "Take m = 1: you hand out three examples, and the training set has one less than none. A fifth of 1 is nearer to 0 than to 1.",
            "Leave out the lower limit: a set may be empty.",
            changes=((DEV, "max(1, round(m * fractions[1]))"), (TEST, "max(1, round(m * fractions[2]))")),
            costs=0.25,
        ),
        Mistake(
            "the sizes are not rounded at all",
            "Your dev set has a part of an example: 1.4 of them with m = 7. Try to slice an array with that.",
            "Round the sizes of dev and test set.",
            changes=((DEV, "m * fractions[1]"), (TEST, "m * fractions[2]")),
        ),
        Mistake(
            "the sizes are whole, but they are floats",
            "Print one of them: it ends in `.0`. `np.round` rounds a float to a float, and a slice refuses it.",
            "Make integers of them, with `int`, or use Python's own `round`, which returns one.",
            changes=((DEV, "np.round(m * fractions[1])"), (TEST, "np.round(m * fractions[2])")),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("int after np.round", changes=((DEV, "int(np.round(m * fractions[1]))"), (TEST, "int(np.rint(fractions[2] * m))"))),
        Alternative("half added, then cut off", changes=((DEV, "int(m * fractions[1] + 0.5)"), (TEST, "int(m * fractions[2] + 0.5)"))),
        Alternative(
            "an array of integers",
            code="""
            def split_sizes(m, fractions):
                sizes = np.rint(m * np.array(fractions)).astype(int)
                sizes[0] = m - sizes[1:].sum()
                return sizes
            """,
        ),
        Alternative(
            "the fractions unpacked",
            code="""
            def split_sizes(m, fractions):
                _, dev, test = fractions
                held_out = [round(dev * m), round(test * m)]
                return (m - sum(held_out), *held_out)
            """,
        ),
    ),
)
