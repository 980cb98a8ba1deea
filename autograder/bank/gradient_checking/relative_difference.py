"""relative_difference: pairs of gradients, some of them tiny, some all 0."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.gradient_checking.shared import array_up_to_2
from autograder.bank.probes import CHANGED, value
from course_utils.reference import gradient_checking as reference


def pair_trial(approx, exact):
    approx, exact = np.array(approx), np.array(exact)
    return Trial(f"two gradients {approx.shape}", {"approx": approx, "exact": exact}, [value(), CHANGED])


def drawn_pair(rng, *shape):
    return pair_trial(array_up_to_2(rng, *shape), array_up_to_2(rng, *shape))


def tiny_trial(rng, shape, scale):
    """Two short gradients that differ a lot: what is compared is their direction and length, not their size."""
    return Trial(f"two gradients {shape}, entries about {scale:g}", {"approx": scale * array_up_to_2(rng, *shape), "exact": scale * array_up_to_2(rng, *shape)},
                 [value("scale")])  # fmt: skip


def close_trial(rng, *shape):
    """Two gradients that agree in eight digits, as a right one does with its numerical one."""
    exact = array_up_to_2(rng, *shape)
    return pair_trial(exact + 1e-8 * array_up_to_2(rng, *shape), exact)


def zero_trial(*shape):
    return Trial(f"two gradients {shape} that are all 0", {"approx": np.zeros(shape), "exact": np.zeros(shape)}, [value("zeros")])


NORMS = "np.linalg.norm(approx) + np.linalg.norm(exact)"
RATIO = "np.linalg.norm(approx - exact) / lengths"

EXERCISE = Exercise(
    reference=reference.relative_difference,
    points=3,
    returns=("the relative difference",),
    rules=(
        Rule("values", "the length of the difference over the sum of the two lengths, over all entries, for arrays of any shape", 1),
        Rule("scale", "it is the same for short gradients as for long ones", 0.25),
        Rule("zeros", "two gradients that are all 0 differ by 0", 0.25),
        Rule("arguments", "`approx` and `exact` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        pair_trial([3.0, 4.0], [3.0, -4.0]),
        drawn_pair(rng, 4),
        drawn_pair(rng, 2, 3),
        pair_trial([[2.0]], [[1.0]]),
        drawn_pair(rng, 2, 3, 2),
        close_trial(rng, 3, 2),
        tiny_trial(rng, (3,), 1e-6),
        tiny_trial(rng, (2,), 1e-9),
        tiny_trial(rng, (2, 2), 1e-15),
        tiny_trial(rng, (3,), 1e-40),
        zero_trial(2, 2),
    ],
    hidden=lambda rng: [
        drawn_pair(rng, 6),
        drawn_pair(rng, 4, 3),
        drawn_pair(rng, 5, 1),
        drawn_pair(rng, 1),
        pair_trial(np.zeros(3), array_up_to_2(rng, 3)),
        pair_trial(array_up_to_2(rng, 2, 2), np.zeros((2, 2))),
        drawn_pair(rng, 3, 2, 2),
        close_trial(rng, 4),
        tiny_trial(rng, (2, 2), 1e-6),
        tiny_trial(rng, (5,), 1e-7),
        tiny_trial(rng, (2, 1), 1e-9),
        tiny_trial(rng, (2, 3), 1e-13),
        tiny_trial(rng, (4,), 1e-40),
        zero_trial(3),
    ],
    mistakes=(
        Mistake(
            "the length of the difference, not divided by anything",
            "Multiply both gradients by 1000: they agree as well or as badly as before, but your number is 1000 times as large.",
            "Compare the difference with how long the two gradients are.",
            changes=((" / lengths", ""),),
        ),
        Mistake(
            "the parentheses are missing: only the first length divides, the second is added",
            "Two equal gradients should differ by 0. Yours differ by a whole length. Python divides before it adds.",
            "The sum below the fraction line needs parentheses.",
            changes=((RATIO, "np.linalg.norm(approx - exact) / np.linalg.norm(approx) + np.linalg.norm(exact)"),),
        ),
        Mistake(
            "the product of the lengths stands for their sum",
            "Multiply both gradients by 10: your number becomes ten times smaller, although nothing about their agreement changed.",
            "Below the line two lengths are added.",
            changes=((NORMS, "np.linalg.norm(approx) * np.linalg.norm(exact)"),),
        ),
        Mistake(
            "only one of the two lengths divides",
            "For two gradients that point opposite ways your number is 2, and should be 1, the largest there is.",
            "Below the line stand the lengths of both gradients.",
            changes=((NORMS, "np.linalg.norm(exact)"),),
        ),
        Mistake(
            "only the longer of the two lengths divides",
            "Others do it so; here the sum of both lengths divides, so that the result stays between 0 and 1.",
            "Replace the choice between the two lengths by their sum.",
            changes=((NORMS, "max(np.linalg.norm(approx), np.linalg.norm(exact))"),),
        ),
        Mistake(
            "the two gradients are added above the line, not subtracted",
            "Two equal gradients should differ by 0, and yours differ by 1. For two that point opposite ways it is the other way round.",
            "What should be small where both agree is their difference.",
            changes=(("approx - exact", "approx + exact"),),
        ),
        Mistake(
            "the length of the sum stands for the sum of the lengths",
            "Take two gradients that point opposite ways: added up they nearly cancel, and your denominator vanishes.",
            "Measure each length by itself, then add.",
            changes=((NORMS, "np.linalg.norm(approx + exact)"),),
        ),
        Mistake(
            "the two lengths are subtracted, not the two gradients",
            "(3, 4) and (3, -4) are equally long and quite different. Your number says they agree.",
            "Subtract the arrays first, entry by entry; then take the length.",
            changes=(("np.linalg.norm(approx - exact)", "abs(np.linalg.norm(approx) - np.linalg.norm(exact))"),),
        ),
        Mistake(
            "the two gradients are multiplied where they should be subtracted",
            "On the lecture's slide the minus sign got lost: it looks as if the two were multiplied. For two equal gradients the result has to be 0.",
            "Above the line stands the length of a difference.",
            changes=(("approx - exact", "approx * exact"),),
        ),
        Mistake(
            "absolute values are added up (or averaged): that is another length",
            "The length of (3, 4) is 5, not 7. Which length does your numerator have?",
            "Euclid's length squares, adds, and takes the root.",
            changes=((RATIO, "np.abs(approx - exact).sum() / (np.abs(approx).sum() + np.abs(exact).sum())"),),
        ),
        Mistake(
            "squares are added up, but no root is taken",
            "The length of (3, 4) is 5, not 25. A difference of 1 % comes out as 0.01 %.",
            "A length needs the root of the sum of squares, above the line and below it.",
            changes=((RATIO, "np.sum((approx - exact) ** 2) / (np.sum(approx ** 2) + np.sum(exact ** 2))"),),
        ),
        Mistake(
            "the largest entries are compared, not the lengths",
            "Your number only looks at one entry above the line and one or two below it.",
            "A length counts all entries: squares, sum, root.",
            changes=((RATIO, "np.max(np.abs(approx - exact)) / (np.max(np.abs(approx)) + np.max(np.abs(exact)))"),),
        ),
        Mistake(
            "the ratios of the single entries are averaged",
            "An entry that hardly matters counts as much as the largest one. The lengths come first, then one division.",
            "Take the length of the whole difference and of the whole gradients.",
            changes=((RATIO, "np.mean(np.abs(approx - exact) / np.maximum(np.abs(approx) + np.abs(exact), 1e-300))"),),
        ),
        Mistake(
            "an array is returned, one ratio for each entry",
            "One number is asked for. Yours has a ratio for each entry, in which a tiny entry weighs as much as a large one.",
            "Take the lengths first; each of them is one number.",
            changes=(
                (RATIO, "np.abs(approx - exact) / (np.abs(approx) + np.abs(exact) + 1e-300)"),
                ("0.0 if lengths == 0", "np.zeros(approx.shape) if lengths == 0"),
            ),
        ),
        Mistake(
            "the norm of a matrix is another one than the length over all its entries",
            "For vectors you are right, for matrices you are not: with `ord=2` a matrix has its largest singular value for a norm, and with an axis it has one norm for each row or column.",
            "Treat a matrix as one long vector: NumPy's norm does so if you let it, or flatten first.",
            changes=(
                ("    lengths = ", "    ord = 2 if approx.ndim <= 2 else None\n    lengths = "),
                (NORMS, "sum(np.linalg.norm(a, ord) for a in (approx, exact))"),
                ("np.linalg.norm(approx - exact)", "np.linalg.norm(approx - exact, ord)"),
            ),
        ),
        Mistake(
            "0 divided by 0 gives NaN",
            "A parameter that does nothing has a gradient of 0, from both sides: that is perfect agreement. Your function says NaN.",
            "Look at the denominator before you divide.",
            changes=(("0.0 if lengths == 0 else ", ""),),
            costs=0.25,
        ),
        Mistake(
            "0 divided by 0 stops the function",
            "A parameter that does nothing has a gradient of 0, from both sides: that is perfect agreement. Your function stops there with ZeroDivisionError.",
            "When the lengths add up to 0, the answer is known without dividing.",
            changes=(
                (
                    "return 0.0 if lengths == 0 else np.linalg.norm(approx - exact) / lengths",
                    "return float(np.linalg.norm(approx - exact)) / float(lengths)",
                ),
            ),
            costs=0.25,
        ),
        Mistake(
            "two gradients that are all 0 differ by 1",
            "A parameter that does nothing has a gradient of 0, from both sides: that is perfect agreement, and 1 is the worst that there is.",
            "Where both lengths are 0, return what means that they agree.",
            changes=(("0.0 if lengths == 0", "1.0 if lengths == 0"),),
            costs=0.25,
        ),
        Mistake(
            "short gradients are called equal",
            "Take the gradients 1e-9 and -1e-9: they point opposite ways, and you say that they differ by 0. A limit such as 1e-8, or `np.isclose`, takes short for nothing.",
            "Only lengths that add up to exactly 0 are a case of their own.",
            changes=(("lengths == 0", "lengths < 5e-8"),),
            costs=0.25,
        ),
        Mistake(
            "very short gradients are called equal",
            "Take the gradients 1e-15 and -1e-15: they point opposite ways, and you say that they differ by 0. Floats go down to 1e-300, so a limit of yours is not next to nothing.",
            "Take the limit out: what is not 0 can be divided by.",
            changes=(("lengths == 0", "lengths < 1e-12"),),
            costs=0.25,
        ),
        Mistake(
            "1e-8 is added below the line, and hides what is wrong with short gradients",
            "Take the gradients 1e-9 and -1e-9: they point opposite ways, and next to them 1e-8 is large, so they seem to agree.",
            "Treat the one case in which the denominator is 0 by itself, and add nothing in all the others.",
            changes=(
                (
                    "return 0.0 if lengths == 0 else np.linalg.norm(approx - exact) / lengths",
                    "return np.linalg.norm(approx - exact) / (lengths + 1e-8)",
                ),
            ),
            costs=0.25,
        ),
        Mistake(
            "1e-7 is added below the line, and hides what is wrong with short gradients",
            "Far from the output gradients can be 1e-6 long. Next to them your constant is no longer small: two gradients that have nothing in common seem to agree.",
            "Instead of adding something to every denominator, treat the one case that needs it by itself.",
            changes=(
                (
                    "return 0.0 if lengths == 0 else np.linalg.norm(approx - exact) / lengths",
                    "return np.linalg.norm(approx - exact) / (lengths + 1e-7)",
                ),
            ),
            costs=0.25,
        ),
        Mistake(
            "the difference is written into the caller's approx",
            "Look at your first argument after the call: it holds the difference now. An operator such as `-=` changes the array it stands on.",
            "Make a new array for the difference.",
            code="""
            def relative_difference(approx, exact):
                lengths = np.linalg.norm(approx) + np.linalg.norm(exact)
                approx -= exact
                return 0.0 if lengths == 0 else np.linalg.norm(approx) / lengths
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "roots of sums of squares, as a Python float",
            code="""
            def relative_difference(approx, exact):
                top = np.sqrt(np.sum((approx - exact) ** 2))
                bottom = np.sqrt(np.sum(approx**2)) + np.sqrt(np.sum(exact**2))
                return float(top / bottom) if bottom > 0 else 0
            """,
        ),
        Alternative(
            "dot products, as an array of no axes",
            code="""
            def relative_difference(approx, exact):
                a, b = approx.ravel(), exact.flatten()
                if not a.any() and not b.any():
                    return np.array(0.0)
                return np.array(np.vdot(a - b, a - b) ** 0.5 / (np.sqrt(a @ a) + np.sqrt(b @ b)))
            """,
        ),
        Alternative(
            "loops",
            code="""
            def relative_difference(approx, exact):
                d = a = e = 0.0
                for x, y in zip(np.ravel(approx), np.ravel(exact)):
                    d, a, e = d + (x - y) ** 2, a + x * x, e + y * y
                if a + e == 0:
                    return 0.0
                return d**0.5 / (a**0.5 + e**0.5)
            """,
        ),
        Alternative(
            "NaN made 0, with the warnings it gives",
            code="""
            def relative_difference(approx, exact):
                return np.nan_to_num(np.linalg.norm(exact - approx) / (np.linalg.norm(exact) + np.linalg.norm(approx)))
            """,
        ),
        Alternative(
            "the smallest number there is, added below the line",
            code="""
            def relative_difference(approx, exact):
                return np.linalg.norm(approx - exact) / (np.linalg.norm(approx) + np.linalg.norm(exact) + 1e-300)
            """,
        ),
        Alternative(
            "the Frobenius norm of columns",
            code="""
            def relative_difference(approx, exact):
                a, b = (np.reshape(g, (-1, 1)) for g in (approx, exact))
                below = np.linalg.norm(a, "fro") + np.linalg.norm(b, "fro")
                return np.float32(np.linalg.norm(a - b, "fro") / below) if below else 0.0
            """,
        ),
    ),
)
