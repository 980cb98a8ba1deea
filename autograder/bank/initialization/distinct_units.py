"""distinct_units: layers with twins in them, and with units that are nearly twins."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, array, value
from course_utils.reference import initialization as reference


def units_trial(rng, says, rows, n_in, change=None, rule="values"):
    """Units made of a list of kinds, as [0, 1, 0]: units of one kind are the same; `change` does something to W and b."""
    kinds = np.column_stack([array(rng, max(rows) + 1, n_in), array(rng, max(rows) + 1, 1)])
    if change:
        change(kinds)
    units = kinds[rows]
    if rule == "rounding":
        units = units + (units != 0) * 4e-10 * (np.arange(len(rows))[:, np.newaxis] % 2)
    return Trial(f"{says}, W ({len(rows)}, {n_in})", {"W": units[:, :-1], "b": units[:, -1:]}, [value(rule), CHANGED])


def one_bias(kinds):
    """All units differ, but have the same bias."""
    kinds[:, -1] = 0.5


def only_bias(kinds):
    """The units differ in their bias alone."""
    kinds[:, :-1] = kinds[:1, :-1]


def permuted(kinds):
    """The second unit has the weights of the first in another order."""
    kinds[1] = kinds[0]
    kinds[1, :-1] = np.roll(kinds[0, :-1], 1)


def parallel(kinds):
    """The second unit is three times the first."""
    kinds[1] = 3 * kinds[0]


def close(kinds):
    """The second unit differs from the first by little, but by much more than rounding; rounded to three digits, by nothing."""
    kinds[0] = kinds[1] = np.round(kinds[0], 3)
    kinds[1, 1] += 0.0004


def apart(by, column):
    """The second unit differs from the first in one number, by little, but by more than 1e-9."""

    def change(kinds):
        kinds[1] = kinds[0]
        kinds[1, column] += by

    return change


def same_start(kinds):
    """All units begin with the same weight."""
    kinds[:, 0] = 1.5


def same_sum(kinds):
    """The second unit has other weights, which add up to the same."""
    kinds[1] = kinds[0]
    kinds[1, 0] += 0.5
    kinds[1, 1] -= 0.5


def opposite(kinds):
    """The second unit is the first with the other sign."""
    kinds[1] = -kinds[0]


def zeros(kinds):
    kinds[:] = 0.0


EXERCISE = Exercise(
    reference=reference.distinct_units,
    points=3,
    returns=("the count",),
    rules=(
        Rule("values", "it is the number of different units: copies count once, weights and bias both count", 1),
        Rule("rounding", "units that differ only by rounding, 1e-9 at most, are the same", 0.25),
        Rule("apart", "units that differ by more than 1e-9 are different", 0.25),
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [
        units_trial(rng, "four units, all different", [0, 1, 2, 3], 3),
        units_trial(rng, "five units, all the same", [0] * 5, 2),
        units_trial(rng, "twins that do not stand side by side", [0, 1, 0, 2, 1, 0], 3),
        units_trial(rng, "units that differ in the bias alone", [0, 1, 0], 4, only_bias),
        units_trial(rng, "the same bias for all", [0, 1, 2, 2], 3, one_bias),
        units_trial(rng, "the same weights in another order", [0, 1], 3, permuted),
        units_trial(rng, "other weights with the same sum", [0, 1, 2], 3, same_sum),
        units_trial(rng, "one unit three times the other", [0, 1, 1], 2, parallel),
        units_trial(rng, "one unit minus the other", [0, 1, 0, 2], 5, opposite),
        units_trial(rng, "units that differ by 0.0004 in one weight", [0, 1, 2], 3, close),
        units_trial(rng, "the same first weight", [0, 1, 2, 0], 3, same_start),
        units_trial(rng, "nothing but zeros", [0, 0, 0], 4, zeros),
        units_trial(rng, "one unit", [0], 3),
        units_trial(rng, "three units, two of them the same up to 4e-10", [0, 1, 2, 0], 3, None, "rounding"),
        units_trial(rng, "units that differ by 1.5e-9 in one weight", [0, 1, 2], 3, apart(1.5e-9, 0), "apart"),
        units_trial(rng, "units that differ by 2e-8 in the bias", [0, 1, 0], 2, apart(2e-8, -1), "apart"),
        units_trial(rng, "units that differ by 2e-6 in one weight", [0, 1], 4, apart(2e-6, 1), "apart"),
    ],
    hidden=lambda rng: [
        units_trial(rng, "all different", [0, 1, 2, 3, 4, 5], 4),
        units_trial(rng, "all the same", [0] * 7, 3),
        units_trial(rng, "twins apart", [0, 1, 2, 0, 3, 1, 1], 5),
        units_trial(rng, "twins apart", [2, 0, 2, 1, 0], 2),
        units_trial(rng, "different biases", [0, 1, 0, 2], 3, only_bias),
        units_trial(rng, "the same bias", [0, 1, 1, 2, 3], 2, one_bias),
        units_trial(rng, "another order", [0, 1, 0], 4, permuted),
        units_trial(rng, "the same sum", [0, 1, 0, 2], 4, same_sum),
        units_trial(rng, "parallel", [0, 1, 2, 1], 3, parallel),
        units_trial(rng, "opposite", [0, 1, 2, 0], 4, opposite),
        units_trial(rng, "close", [0, 1, 2, 2], 4, close),
        units_trial(rng, "the same first weight", [0, 1, 2, 3, 0], 2, same_start),
        units_trial(rng, "zeros", [0, 0], 6, zeros),
        units_trial(rng, "one unit", [0], 5),
        units_trial(rng, "one input", [0, 1, 0, 2], 1),
        units_trial(rng, "rounding", [0, 1, 0, 1, 2, 0], 4, None, "rounding"),
        units_trial(rng, "rounding", [0, 0], 2, None, "rounding"),
        units_trial(rng, "apart", [0, 1, 2, 1], 3, apart(-3e-9, 2), "apart"),
        units_trial(rng, "apart", [0, 1], 2, apart(1.5e-9, -1), "apart"),
        units_trial(rng, "apart", [0, 1, 2], 3, apart(2e-8, 1), "apart"),
        units_trial(rng, "apart", [0, 1, 0], 4, apart(-2e-6, 0), "apart"),
    ],
    mistakes=(
        Mistake(
            "the biases are not looked at",
            "Take two units with the same weights and the biases 0 and 1: for the same input one gives more. You count them as one.",
            "Each unit has one number more than its row of W. Compare that number too.",
            changes=(("np.hstack([W, b])", "W"),),
        ),
        Mistake(
            "the weights are not looked at, only the biases",
            "In a fresh network all biases are 0, and you find one unit only, whatever the weights are.",
            "The bias is the smaller part of a unit. Put its row of W beside it, and compare both.",
            changes=(("np.hstack([W, b])", "b"),),
        ),
        Mistake(
            "columns are compared, which are inputs and not units",
            "Your count for a W with 4 rows and 3 columns can never be above 3. What does a row of W belong to?",
            "In this course W has one row for each unit. Compare along the other axis.",
            changes=(("np.hstack([W, b])", "W.T"),),
        ),
        Mistake(
            "np.unique counts the rows of W as they stand: no bias, no allowance for rounding",
            "Two slips in one line. Units that differ in their biases alone are one unit for you, and twins that rounding moved apart by 1e-12 are two.",
            "Put the bias beside its row of W, and compare with a tolerance.",
            code="def distinct_units(W, b):\n    return len(np.unique(W, axis=0))",
        ),
        Mistake(
            "different numbers are counted, not different units",
            "For two units with three weights each you may find more than two. A unit is a whole row.",
            "Compare rows as a whole; `np.unique` has an argument for that.",
            code="def distinct_units(W, b):\n    return np.unique(np.round(np.hstack([W, b]), 9)).size",
        ),
        Mistake(
            "each unit is compared only with the one before it",
            "Put twins first and third, with another unit between them. Your count is 3, and there are 2.",
            "Twins may stand anywhere. Keep the units that you have counted, and look through all of them.",
            code="""
            def distinct_units(W, b):
                units = np.hstack([W, b])
                return 1 + int(sum(np.abs(units[i] - units[i - 1]).max() > 1e-9 for i in range(1, len(units))))
            """,
        ),
        Mistake(
            "each unit is compared only with the first one",
            "Two units may be twins of each other without being twins of the first. Try the units A, B, B.",
            "The first unit is only one of those already counted. A new one has to differ from every one of them.",
            code="""
            def distinct_units(W, b):
                units = np.hstack([W, b])
                return 1 + int(sum(np.abs(unit - units[0]).max() > 1e-9 for unit in units))
            """,
        ),
        Mistake(
            "units that have a twin are not counted at all",
            "Five copies of one unit are one unit, and you count none.",
            "Copies count once, not never.",
            code="""
            def distinct_units(W, b):
                units = np.hstack([W, b])
                return sum(sum(np.allclose(u, v, rtol=0, atol=1e-9) for v in units) == 1 for u in units)
            """,
        ),
        Mistake(
            "the copies are counted, not the different units",
            "For four different units you say 0. The question is how many are different.",
            "You know how many units there are and how many of them are copies: what is left?",
            changes=(("return len(distinct)", "return len(W) - len(distinct)"),),
        ),
        Mistake(
            "all units are counted, the copies too",
            "For five copies of one unit you say 5. Your result does not change with the numbers in W.",
            "Before you count a unit, look whether you have counted its twin.",
            changes=(("return len(distinct)", "return len(W)"),),
        ),
        Mistake(
            "each pair of twins takes one off",
            "Three copies are three pairs, so you take three off, and should take off two. Five copies of one unit give you -5.",
            "Count a unit if none of those *before* it is its twin.",
            code="""
            def distinct_units(W, b):
                units = np.hstack([W, b])
                pairs = sum(np.abs(units[i] - units[j]).max() <= 1e-9 for i in range(len(units)) for j in range(i))
                return len(units) - int(pairs)
            """,
        ),
        Mistake(
            "the rank is counted: a unit three times another counts as the same",
            "Dependent is not the same: a unit with three times the weights gives three times as much. And of zeros alone you count none.",
            "Ask whether rows are equal, not whether they are multiples.",
            code="def distinct_units(W, b):\n    return int(np.linalg.matrix_rank(np.hstack([W, b]), tol=1e-9))",
        ),
        Mistake(
            "only the first weight of each unit is compared",
            "Two units may begin alike and go on differently. You look at one number of each.",
            "All weights and the bias have to agree.",
            changes=(("np.hstack([W, b])", "W[:, :1]"),),
        ),
        Mistake(
            "one number that agrees is enough",
            "In a fresh network all biases are 0, so any two units agree in one number, and you take them for twins.",
            "Twins agree in every number, not in some.",
            changes=(("np.allclose(unit, other, rtol=0, atol=1e-9)", "np.isclose(unit, other, rtol=0, atol=1e-9).any()"),),
        ),
        Mistake(
            "the sums of the rows are compared",
            "The weights 1, 2 and 2, 1 have the same sum, but for the input (1, 0) these units differ.",
            "Compare number by number.",
            changes=(("np.hstack([W, b])", "np.hstack([W, b]).sum(axis=1)"),),
        ),
        Mistake(
            "the weights of each unit are sorted before they are compared",
            "The weights 1, 2 and 2, 1 are not the same unit: for the input (1, 0) one gives 1 and the other 2.",
            "Each weight belongs to an input. Leave them in their places.",
            changes=(("np.hstack([W, b])", "np.hstack([np.sort(W, axis=1), b])"),),
        ),
        Mistake(
            "the sign is ignored",
            "A unit and its negative give opposite results. You count them as one.",
            "Compare the numbers as they are.",
            changes=(("np.hstack([W, b])", "np.abs(np.hstack([W, b]))"),),
        ),
        Mistake(
            "the numbers are rounded too coarsely",
            "Units that differ by 0.0004 will go on to differ more. You count them as one.",
            "The docstring says how much is still the same.",
            changes=(("atol=1e-9", "atol=1e-3"),),
        ),
        Mistake(
            "it says whether there are twins, not how many units differ",
            "Your result is True or False. The question begins with *how many*.",
            "Count instead of asking.",
            changes=(("return len(distinct)", "return len(distinct) < len(W)"),),
        ),
        Mistake(
            "units that differ by some millionths count as one",
            "Units that differ by 0.000002 are on their way apart; you count them as one. `np.allclose(1, 1.000002)` is True, and rounding to a few digits does the same.",
            "`np.allclose` has two tolerances of its own, and both are larger than what the docstring allows; `np.round` has a number of digits.",
            changes=(("np.allclose(unit, other, rtol=0, atol=1e-9)", "np.allclose(unit, other)"),),
            costs=0.25,
        ),
        Mistake(
            "units that differ by 1e-8 count as one",
            "Take two units that differ by 0.00000002: you count them as one. Eight digits are not enough.",
            "The docstring says how much is still the same: less than a hundred-millionth.",
            changes=(("atol=1e-9", "atol=1e-8"),),
            costs=0.25,
        ),
        Mistake(
            "numbers are compared exactly",
            "In training, twins may part by a rounding error in the last digit. Print the difference of the rows that you take for different.",
            "Leave some room in the comparison, as much as the docstring says.",
            changes=(("np.allclose(unit, other, rtol=0, atol=1e-9)", "np.array_equal(unit, other)"),),
            costs=0.25,
        ),
        Mistake(
            "an argument is changed",
            "Look at your `W` after the call: an operator with `=` in it writes into the caller's array.",
            "Work on a new array.",
            changes=(("    distinct = []\n", "    distinct = []\n    W -= W[:1] - 1.0\n"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "np.unique of rounded rows",
            code="def distinct_units(W, b):\n    return len(np.unique(np.round(np.concatenate([W, b], axis=1), 9), axis=0))",
        ),
        Alternative(
            "a set of tuples, a NumPy integer",
            code="""
            def distinct_units(W, b):
                seen = set()
                for i in range(W.shape[0]):
                    seen.add(tuple(np.round(W[i], 9).tolist()) + (round(float(b[i, 0]), 9),))
                return np.int64(len(seen))
            """,
        ),
        Alternative(
            "all pairs at once, as a float",
            code="""
            def distinct_units(W, b):
                units = np.c_[W, b]
                same = np.abs(units[:, None] - units[None]).max(axis=2) <= 1e-9
                return float(np.sum(1 / same.sum(axis=1)))
            """,
        ),
        Alternative(
            "units with no twin before them",
            code="""
            def distinct_units(W, b):
                count = 0
                for i in range(len(W)):
                    new = True
                    for j in range(i):
                        if np.all(np.abs(W[i] - W[j]) < 1e-9) and abs(b[i] - b[j]) < 1e-9:
                            new = False
                    count += new
                return count
            """,
        ),
    ),
)
