"""recommended_fractions: numbers of examples, from hundreds to millions."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import value
from course_utils.reference import data_splits as reference


def fractions_trial(m):
    """A number of examples."""
    return Trial(f"m = {m}", {"m": m}, [value()])


SHARE, LEFT = "min(0.2, 10_000 / m)", "1 - 2 * share"

EXERCISE = Exercise(
    reference=reference.recommended_fractions,
    points=2,
    returns=("train", "dev", "test"),
    rules=(Rule("values", "dev and test set get 0.2 each, never more than 10 000 examples each; the training set gets the rest", 1),),
    visible=lambda rng: [fractions_trial(m) for m in (10, 500, 20_000, 50_000, 73_000, 1_000_000, 4_000_000)],
    hidden=lambda rng: [
        fractions_trial(int(m))
        for m in (
            rng.integers(10, 100),
            rng.integers(1_000, 9_000),
            rng.integers(11_000, 49_000),
            rng.integers(51_000, 90_000),
            rng.integers(100_000, 900_000),
            1_000_000,
            rng.integers(1_100_000, 9_000_000),
        )
    ],
    mistakes=(
        Mistake(
            "the classical shares are given for every m",
            "Try m = 1 000 000: your dev set has 200 000 examples. Who needs so many to measure one number?",
            "From some m on the number of dev examples stays as it is, and its share shrinks.",
            changes=((SHARE, "0.2"),),
        ),
        Mistake(
            "the lecture's shares for a million are given for everything above 10 000",
            "Multiply your share by m for 10 000 and for 20 000 examples: with more data the dev set became smaller.",
            "Leave out the bands: how many examples are a fifth of m, and is that more than 10 000?",
            changes=((SHARE, "0.2 if m <= 10_000 else 0.01"),),
        ),
        Mistake(
            "the limit of 10 000 is taken for a limit of m, with 98/1/1 above 50 000",
            "Multiply your share by m just above the limit: the dev set has hundreds of examples there, and just below it has 10 000.",
            "The share is to make 10 000 examples for any larger m: let it depend on m.",
            changes=((SHARE, "0.2 if m <= 50_000 else 0.01"),),
        ),
        Mistake(
            "three fixed bands: 20 %, then 1 %, then 0.25 % from a million on",
            "Multiply your share by m at a few places: at each border of a band the dev set shrinks all at once.",
            "Between the borders the share should fall, so that the number of examples stays: compute it from m.",
            changes=((SHARE, "0.2 if m <= 10_000 else 0.01 if m < 1_000_000 else 0.0025"),),
        ),
        Mistake(
            "three fixed bands: 20 %, then 1 % up to a million, then 0.25 %",
            "Multiply your share by m for 10 000 and for 20 000: with more examples the dev set became smaller. At a million you are right again.",
            "From 50 000 on the share should fall slowly: it depends on m, so that the number of examples stays.",
            changes=((SHARE, "0.2 if m <= 10_000 else 0.01 if m <= 1_000_000 else 0.0025"),),
        ),
        Mistake(
            "above the limit numbers of examples are returned, not shares",
            "Try m = 500 and m = 80 000: the first time your three numbers add up to 1, the second time to m.",
            "Divide by m in the second case, too.",
            changes=(
                (
                    "return 1 - 2 * share, share, share",
                    "return (0.6, 0.2, 0.2) if m <= 50_000 else (m - 20_000, 10_000, 10_000)",
                ),
            ),
        ),
        Mistake(
            "the larger of the two shares is taken, not the smaller",
            "Try m = 500: you ask for a dev set of more examples than there are. Try m = 1 000 000: you get a fifth of it.",
            "10 000 is the most that a set gets, so the smaller of two numbers counts.",
            changes=((SHARE, "max(0.2, 10_000 / m)"),),
        ),
        Mistake(
            "the limit is always reached: 10 000 examples whatever m is",
            "Try m = 500: your dev set wants twenty times as many examples as there are.",
            "Small data sets give a fifth; only where that is too much the limit comes in.",
            changes=((SHARE, "10_000 / m"),),
        ),
        Mistake(
            "only one of the two sets is taken off the training set",
            "Add your three shares: they make more than 1.",
            "Dev and test set both take theirs.",
            changes=((LEFT, "1 - share"),),
        ),
        Mistake(
            "the training set keeps its 60 %",
            "Try m = 1 000 000 and add your three shares: most of what dev and test set gave up is in no set.",
            "What the other two do not take belongs to the training set.",
            changes=((LEFT, "0.6"),),
        ),
        Mistake(
            "the limit is 20 000 examples for each of the two sets",
            "Try m = 1 000 000: your dev set has 20 000 examples. The two sets have so many together.",
            "The limit of the docstring is that of one set: do not double it.",
            changes=((SHARE, "min(0.2, 20_000 / m)"),),
        ),
        Mistake(
            "above 10 000 examples dev and test set get 10 000 each, even where a fifth is less",
            "Try m = 20 000: your dev and test set take everything, and the training set is empty. Below 50 000 examples a fifth of them is less than 10 000.",
            "Compare the two numbers of examples, a fifth of m and 10 000, not m and 10 000.",
            changes=((SHARE, "0.2 if m <= 10_000 else 10_000 / m"),),
        ),
        Mistake(
            "dev and test set share the 10 000",
            "Try m = 1 000 000: each of your two sets has 5 000 examples. The limit is for each of them.",
            "Do not halve the limit.",
            changes=((SHARE, "min(0.2, 5_000 / m)"),),
        ),
        Mistake(
            "only the dev set is limited",
            "Try m = 1 000 000: your test set still takes a fifth.",
            "Both sets follow the same rule.",
            changes=(("return 1 - 2 * share, share, share", "return 0.8 - share, share, 0.2"),),
        ),
        Mistake(
            "only the test set is limited",
            "Try m = 1 000 000: your dev set still takes a fifth.",
            "What holds for one of the two holds for the other.",
            changes=(("return 1 - 2 * share, share, share", "return 0.8 - share, 0.2, share"),),
        ),
        Mistake(
            "the limit is 1 000 examples, not 10 000",
            "Try m = 1 000 000: your dev set has a thousand examples. Count the zeros of the docstring.",
            "Python lets you write 10_000, so that one sees the zeros.",
            changes=((SHARE, "min(0.2, 1_000 / m)"),),
        ),
        Mistake(
            "numbers of examples are returned, not shares",
            "Your results are above 1. Asked are shares of m, which add up to 1.",
            "Divide by m at the end.",
            changes=(("return 1 - 2 * share, share, share", "return m - 2 * share * m, share * m, share * m"),),
        ),
        Mistake(
            "percents are returned, not shares",
            "Your three numbers add up to 100. A fifth is 0.2 here.",
            "Leave out the 100.",
            changes=(("return 1 - 2 * share, share, share", "return 100 - 200 * share, 100 * share, 100 * share"),),
        ),
        Mistake(
            "the training set stands last",
            "Your first share is the smallest for m = 1 000 000, and it should be that of the training set.",
            "Train, dev, test, as everywhere.",
            changes=(("return 1 - 2 * share, share, share", "return share, share, 1 - 2 * share"),),
        ),
    ),
    alternatives=(
        Alternative(
            "if and else",
            code="""
            def recommended_fractions(m):
                if m <= 50_000:
                    return 0.6, 0.2, 0.2
                return (m - 20_000) / m, 10_000 / m, 10_000 / m
            """,
        ),
        Alternative("the number of examples first", changes=((SHARE, "min(m / 5, 1e4) / m"),)),
        Alternative(
            "np.minimum, a list",
            changes=(
                (SHARE, "np.minimum(0.2, 1e4 / m)"),
                ("return 1 - 2 * share, share, share", "return [1 - share - share, share, share]"),
            ),
        ),
        Alternative(
            "asking how many a fifth are",
            code="""
            def recommended_fractions(m):
                share = 0.2
                if share * m > 10_000:
                    share = 10_000 / m
                return 1.0 - share - share, share, share
            """,
        ),
    ),
)
