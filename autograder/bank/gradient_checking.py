"""Chapter 8, gradient checking: trials, rules, known mistakes and accepted alternatives of its exercises."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils import network
from course_utils.black_boxes import bugs, costs
from course_utils.reference import gradient_checking as reference


def array(rng, *shape):
    """Numbers of both signs, none of them 0, short enough to read."""
    return np.round(rng.uniform(0.3, 2.0, shape) * rng.choice([-1, 1], shape), 2)


def drawn(options, rng):
    """One of some things, by chance."""
    return options[rng.integers(len(options))]


def shuffled(entries, rng):
    """A dict with its entries in another order."""
    names = list(entries)
    return {names[i]: entries[names[i]] for i in rng.permutation(len(names))}


def complete(entries):
    """Whether a dict has an entry for each name, so that one with some entries wrong is never taken for one that lacks them."""
    return Probe("values", "lacking", {"names": sorted(entries)}, "none", says="there is no entry for {got}")


CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")

# --- numerical_gradient ----------------------------------------------------------------------------

SLOPE_TOLERANCE = 1e-5  # of slopes about 1: enough for any right difference, and for no wrong one


def slope_trial(says, J, theta, eps):
    """A smooth J at theta."""
    return Trial(f"{says}, theta {theta.shape}, eps = {eps}", {"J": J, "theta": theta, "eps": eps},
                 [Probe("values", "value", {}, atol=SLOPE_TOLERANCE), CHANGED])  # fmt: skip


def quadratic_trial(rng, n, eps):
    """A parabola in n directions: centred differences are exact for every eps, which tells all others from them."""
    A = array(rng, n, n)
    return slope_trial("a quadratic J", partial(costs.quadratic, A=A + A.T + 6 * np.eye(n), b=array(rng, n)), array(rng, n), eps)


def curved_trial(rng, n, eps):
    """A J in which every entry of theta acts on the slope of all others."""
    return slope_trial(
        "J = log of a sum of exponentials", partial(costs.log_sum_exp, M=3 * array(rng, n + 2, n), c=array(rng, n + 2)), array(rng, n), eps
    )


def cubic_trial(rng, n, eps):
    return slope_trial(
        "J = a sum of cubes", partial(costs.powers, centre=array(rng, n), factors=array(rng, n), power=3), array(rng, n), eps
    )


def step_trial(rng, n, eps):
    """At the flat place of a fifth power the difference is factors times eps^4: it shows the step that was taken."""
    theta = array(rng, n)
    J = partial(costs.powers, centre=theta, factors=array(rng, n), power=5)
    return Trial(
        f"J = a sum of fifth powers, at its flat place, eps = {eps}", {"J": J, "theta": theta, "eps": eps}, [Probe("eps", "value", {})]
    )


NUMERICAL_GRADIENT = Exercise(
    reference=reference.numerical_gradient,
    points=4,
    returns=("approx",),
    rules=(
        Rule("values", "entry i is the centred difference of `J` in direction i, all other entries of theta where they were", 1),
        Rule("eps", "the step that is taken is `eps`", 0.25),
        Rule("arguments", "`theta` is left as it was", 0.25),
    ),
    visible=lambda rng: [quadratic_trial(rng, 3, 0.1), curved_trial(rng, 4, 1e-4), cubic_trial(rng, 1, 1e-4), step_trial(rng, 2, 0.5)],
    hidden=lambda rng: [
        quadratic_trial(rng, 5, 0.05),
        quadratic_trial(rng, 2, 0.2),
        curved_trial(rng, 6, 1e-5),
        curved_trial(rng, 3, 1e-4),
        cubic_trial(rng, 4, 1e-5),
        cubic_trial(rng, 1, 1e-4),
        step_trial(rng, 3, 0.4),
    ],
    mistakes=(
        Mistake(
            "the difference is one-sided: from theta upwards",
            "Try J(t) = t² at t = 0 with eps = 0.1, by hand: its slope is 0, yours is 0.1. One of your two points sits at theta itself.",
            "Put one point eps above theta[i] and one eps below, as far apart as the denominator says.",
            changes=(("(J(theta + step) - J(theta - step)) / (2 * eps)", "(J(theta + step) - J(theta)) / eps"),),
        ),
        Mistake(
            "the difference is one-sided: from theta downwards",
            "Try J(t) = t² at t = 0 with eps = 0.1, by hand: its slope is 0, yours is -0.1. One of your two points sits at theta itself.",
            "Move the point that sits at theta itself to the other side, eps above. Then the denominator changes too.",
            changes=(("(J(theta + step) - J(theta - step)) / (2 * eps)", "(J(theta) - J(theta - step)) / eps"),),
        ),
        Mistake(
            "the difference is divided by eps, though the points lie 2 eps apart",
            "All your slopes are twice what they should be. How far apart are theta[i] + eps and theta[i] - eps?",
            "A slope is rise over run: the run goes from the lower point to the upper one.",
            changes=((" / (2 * eps)", " / eps"),),
        ),
        Mistake(
            "`/ 2 * eps` divides by 2 and then multiplies by eps",
            "Type `1 / 2 * 10` into a cell. Python works from left to right, so your slopes are far too small.",
            "Both factors belong below the fraction line: parentheses keep them together.",
            changes=((" / (2 * eps)", " / 2 * eps"),),
        ),
        Mistake(
            "the sign is turned round",
            "Where J rises, your slope is negative. Which of the two values do you take from which?",
            "The value above minus the value below.",
            changes=(("J(theta + step) - J(theta - step)", "J(theta - step) - J(theta + step)"),),
        ),
        Mistake(
            "theta is moved in place and not put back",
            "The first slope is right, the later ones drift: when you come to entry i, the entries before it are still moved. Print theta after each turn of the loop.",
            "At the end of a turn every entry has to be where it was at its beginning.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx = np.zeros(theta.shape)
                for i in range(theta.size):
                    theta[i] += eps
                    up = J(theta)
                    theta[i] -= 2 * eps
                    down = J(theta)
                    approx[i] = (up - down) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "theta is put back too far: it ends above where it began",
            "You go up by eps, down by 2 eps, and up again: add the three. Print theta after each turn of the loop.",
            "What brings theta back has to undo exactly what is left of the two moves before.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx = np.zeros(theta.shape)
                for i in range(theta.size):
                    theta[i] += eps
                    up = J(theta)
                    theta[i] -= 2 * eps
                    down = J(theta)
                    theta[i] += 2 * eps
                    approx[i] = (up - down) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "the point above and the point below are one and the same array",
            "Every slope is 0. `plus = theta` makes no second array, only a second name: what you do to one, you do to all.",
            "Make a copy for each of the two points.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx = np.zeros(theta.shape)
                for i in range(theta.size):
                    plus, minus = theta, theta
                    plus[i] += eps
                    minus[i] -= eps
                    approx[i] = (J(plus) - J(minus)) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "all entries are moved at once",
            "All your entries are alike: each is the sum of all slopes. A partial derivative moves one entry and keeps the others.",
            "Adding eps to an array moves every entry. Move only entry i.",
            changes=(("step[i] = eps", "step[:] = eps"),),
        ),
        Mistake(
            "the steps pile up: entries moved before stay moved",
            "The first slope is right, the second is the sum of the first two. Print what you add to theta, turn by turn.",
            "Each turn of the loop needs a step of its own, with zeros everywhere but in one place.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx, step = np.zeros(theta.shape), np.zeros(theta.shape)
                for i in range(theta.size):
                    step[i] = eps
                    approx[i] = (J(theta + step) - J(theta - step)) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "the last entry is left out",
            "Your last slope is 0. Which is the last i of your loop?",
            "`range(n)` ends at n - 1 already.",
            changes=(("range(theta.size)", "range(theta.size - 1)"),),
        ),
        Mistake(
            "the first entry is left out",
            "Your first slope is 0. Which is the first i of your loop?",
            "The formula counts from 1, Python from 0.",
            changes=(("range(theta.size)", "range(1, theta.size)"),),
        ),
        Mistake(
            "the step is a share of theta[i], not eps",
            "Divide each of your slopes by what it should be: you get the entries of theta. Your steps are of different lengths, the denominator is not.",
            "The step is eps, whatever theta is.",
            changes=(("step[i] = eps", "step[i] = eps * theta[i]"),),
        ),
        Mistake(
            "J is taken at the step, not at theta plus the step",
            "Your slopes do not depend on theta at all: they are those at 0.",
            "Both points lie near theta.",
            changes=(("J(theta + step) - J(theta - step)", "J(step) - J(-step)"),),
        ),
        Mistake(
            "theta is made float32",
            "float32 keeps seven digits. With theta about 1, how many of them are left for a step of 0.0001?",
            "Leave theta in float64, which is what comes in.",
            changes=(
                ("approx = np.zeros(theta.shape)", "theta = theta.astype(np.float32)\n    approx = np.zeros(theta.shape)"),
                ("step = np.zeros(theta.shape)", "step = np.zeros(theta.shape, np.float32)"),
            ),
        ),
        Mistake(
            "a list is returned",
            "The numbers are right; but a list cannot be subtracted from an array's gradient or multiplied by a learning rate.",
            "Make an array of it.",
            changes=(("return approx", "return approx.tolist()"),),
        ),
        Mistake(
            "a column is returned",
            "theta has one axis, your result has two. Subtract the two and look at the shape: broadcasting makes a square of them.",
            "Make room for the result in the shape of theta.",
            changes=(("return approx", "return approx.reshape(-1, 1)"),),
        ),
        Mistake(
            "eps is set inside, and the argument is not used",
            "The slopes are good; but call your function with eps = 0.5 and eps = 0.1: the same numbers. You could not draw the error against eps.",
            "Look for the place where you write a number for the step.",
            changes=(("approx = np.zeros(theta.shape)", "eps = 1e-5\n    approx = np.zeros(theta.shape)"),),
            costs=0.25,
        ),
        Mistake(
            "theta is put back before each step, but not after the last",
            "The slopes are right; but look at your theta after the call: its last entry is eps too small.",
            "Put theta back once more before you return, or work on a copy.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx, original = np.zeros(theta.shape), theta.copy()
                for i in range(theta.size):
                    theta[:] = original
                    theta[i] += eps
                    up = J(theta)
                    theta[i] -= 2 * eps
                    approx[i] = (up - J(theta)) / (2 * eps)
                return approx
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "in place, and put back",
            code="""
            def numerical_gradient(J, theta, eps):
                gradient = np.zeros_like(theta)
                for i in range(len(theta)):
                    old = theta[i]
                    theta[i] = old + eps
                    up = J(theta)
                    theta[i] = old - eps
                    down = J(theta)
                    theta[i] = old
                    gradient[i] = (up - down) / (2 * eps)
                return gradient
            """,
        ),
        Alternative(
            "in place, and put back by adding",
            code="""
            def numerical_gradient(J, theta, eps):
                gradient = np.empty(theta.shape)
                for i in range(len(theta)):
                    theta[i] += eps
                    up = J(theta)
                    theta[i] -= 2 * eps
                    gradient[i] = (up - J(theta)) / 2 / eps
                    theta[i] += eps
                return gradient
            """,
        ),
        Alternative(
            "the rows of an identity matrix",
            code="""
            def numerical_gradient(J, theta, eps):
                return np.array([(J(theta + e) - J(theta - e)) / (2 * eps) for e in eps * np.eye(len(theta))])
            """,
        ),
        Alternative(
            "two copies, with a print, a warning and enumerate",
            code="""
            def numerical_gradient(J, theta, eps):
                import warnings
                warnings.warn("this is slow")
                approx = []
                for i, _ in enumerate(theta):
                    plus, minus = theta.copy(), np.copy(theta)
                    plus[i] += eps
                    minus[i] -= eps
                    print(i, J(plus))
                    approx.append(J(plus) / (2 * eps) - J(minus) / (2 * eps))
                return np.asarray(approx)
            """,
        ),
        Alternative(
            "the result in float32",
            changes=(("return approx", "return approx.astype(np.float32)"),),
        ),
        Alternative(
            "a complex step",
            code="""
            def numerical_gradient(J, theta, eps):
                return np.array([np.imag(J(theta + 1j * eps * e)) / eps for e in np.eye(theta.size)])
            """,
        ),
    ),
)

# --- relative_difference ----------------------------------------------------------------------------


def pair_trial(approx, exact):
    approx, exact = np.array(approx), np.array(exact)
    return Trial(f"two gradients {approx.shape}", {"approx": approx, "exact": exact}, [Probe("values", "value", {}), CHANGED])


def drawn_pair(rng, *shape):
    return pair_trial(array(rng, *shape), array(rng, *shape))


def tiny_trial(rng, shape, scale):
    """Two short gradients that differ a lot: what is compared is their direction and length, not their size."""
    return Trial(f"two gradients {shape}, entries about {scale:g}", {"approx": scale * array(rng, *shape), "exact": scale * array(rng, *shape)},
                 [Probe("scale", "value", {})])  # fmt: skip


def zero_trial(*shape):
    return Trial(
        f"two gradients {shape} that are all 0", {"approx": np.zeros(shape), "exact": np.zeros(shape)}, [Probe("zeros", "value", {})]
    )


NORMS = "np.linalg.norm(approx) + np.linalg.norm(exact)"
RATIO = "np.linalg.norm(approx - exact) / lengths"

RELATIVE_DIFFERENCE = Exercise(
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
        tiny_trial(rng, (3,), 1e-6),
        zero_trial(2, 2),
    ],
    hidden=lambda rng: [
        drawn_pair(rng, 6),
        drawn_pair(rng, 4, 3),
        drawn_pair(rng, 5, 1),
        drawn_pair(rng, 1),
        pair_trial(np.zeros(3), array(rng, 3)),
        tiny_trial(rng, (2, 2), 1e-6),
        tiny_trial(rng, (5,), 1e-7),
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
                (NORMS, "sum(np.linalg.norm(a, 2) for a in (approx, exact))"),
                ("np.linalg.norm(approx - exact)", "np.linalg.norm(approx - exact, 2)"),
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
            "a constant is added below the line, and hides what is wrong with short gradients",
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

# --- verdict ------------------------------------------------------------------------------------------


def verdict_trial(difference, rule="values"):
    return Trial(f"difference = {difference:.4g}", {"difference": difference}, [Probe(rule, "value", {})])


def between(rng, low, high):
    """A difference somewhere between two powers of ten."""
    return float(f"{10 ** rng.uniform(low, high):.3g}")


VERDICT = Exercise(
    reference=reference.verdict,
    points=2,
    returns=("the verdict",),
    rules=(
        Rule("values", "the bands follow one another without a gap: great, inspect, bug", 1),
        Rule("edges", "1e-7 itself is to be inspected, 1e-3 itself is a bug", 0.25),
        Rule("nan", "NaN is a bug", 0.25),
    ),
    visible=lambda rng: [
        *map(verdict_trial, (3e-9, 2e-5, 0.04, 6e-7, 3.1e-4, 0.0, 1.0)),
        verdict_trial(1e-7, "edges"),
        verdict_trial(1e-3, "edges"),
        verdict_trial(float("nan"), "nan"),
    ],
    hidden=lambda rng: [
        *(
            verdict_trial(between(rng, *band))
            for band in ((-2.9, -2.1), (-6.9, -6.1), (-9, -7.1), (-3.9, -3.1), (-5.5, -4.5), (-1.9, -0.1), (-13, -10))
        ),
        *(verdict_trial(between(rng, *band)) for band in ((-7.4, -7.05), (-4.4, -4.05), (-6.5, -5.5))),
        verdict_trial(float("nan"), "nan"),
        verdict_trial(0.0),
        verdict_trial(1e-3, "edges"),
        verdict_trial(1e-7, "edges"),
    ],
    mistakes=(
        Mistake(
            "there are gaps between the bands, where nothing is returned",
            "The lecture says below 1e-7, around 1e-5, and from 1e-3 on. What of 3e-4, which is what a bias gradient wrong by 1 % gives? Every number needs a verdict.",
            "The middle band is all that the two others leave.",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "great"
                if 1e-6 <= difference <= 1e-4:
                    return "inspect"
                if difference >= 1e-3:
                    return "bug"
            """,
        ),
        Mistake(
            "1e-7 is written as 10e-7",
            "Type `10e-7` into a cell: it is ten times 1e-7. Where is your lower edge?",
            "In `1e-7` the e means times ten to the power of; the 1 before it stays a 1.",
            changes=(("1e-7:", "10e-7:"), ("1e-3:", "10e-3:")),
        ),
        Mistake(
            "bug and great are exchanged",
            "A difference of 0 gets your worst verdict. Is a small difference good or bad?",
            "The conditions are right; two of the words stand in each other's place.",
            changes=(('return "great"', 'return "?"'), ('return "bug"', 'return "great"'), ('return "?"', 'return "bug"')),
        ),
        Mistake(
            "the verdict bug is never reached",
            "A difference of 1 is to be inspected, you say. Python takes the first branch whose condition holds, and never looks at those after it.",
            "Begin with one end, and let each next condition be about what is left.",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "great"
                elif difference >= 1e-7:
                    return "inspect"
                elif difference >= 1e-3:
                    return "bug"
                return "bug"
            """,
        ),
        Mistake(
            "all that is not great is a bug",
            "2e-5 can come from rounding or from a kink. There is a band between the two.",
            "A second condition is needed, with 1e-3.",
            changes=(('if difference < 1e-3:\n        return "inspect"\n    ', ""),),
        ),
        Mistake(
            "the upper edge is 1e-5",
            "3.1e-4 is a bug, you say. The lecture's 1e-5 is the middle of a band, not its end.",
            "The middle band reaches up to 1e-3.",
            changes=(("difference < 1e-3", "difference < 1e-5"),),
        ),
        Mistake(
            "the lower edge is 1e-5",
            "6e-7 is great, you say. With eps = 1e-5 a right smooth network is better than that by far.",
            "The first band ends at 1e-7.",
            changes=(("difference < 1e-7", "difference < 1e-5"),),
        ),
        Mistake(
            "the number is rounded before it is judged",
            "Rounded to a few decimals, 3e-4 becomes 0. Print what you compare.",
            "Compare the number as it is.",
            changes=(("if difference < 1e-7:", "if round(difference, 3) < 1e-7:"),),
        ),
        Mistake(
            "the verdict is printed, not returned",
            "Your function says the right thing and returns None. The next function cannot read what is printed.",
            "`return` hands a value on; `print` only shows it.",
            code="""
            def verdict(difference):
                print("great" if difference < 1e-7 else "inspect" if difference < 1e-3 else "bug")
            """,
        ),
        Mistake(
            "True and False are returned",
            "There are three verdicts, and two truth values.",
            "Return one of the three words of the docstring.",
            code="""
            def verdict(difference):
                return difference < 1e-7
            """,
        ),
        Mistake(
            "the edges belong to the bands below them",
            "Look at 1e-7 and 1e-3 themselves: the docstring says to which band each belongs.",
            "Below and at most are two things: `<` and `<=`.",
            changes=(("difference < 1e-7", "difference <= 1e-7"), ("difference < 1e-3", "difference <= 1e-3")),
            costs=0.25,
        ),
        Mistake(
            "the lower edge belongs to the band below it",
            "Look at 1e-7 itself: the docstring says to which band it belongs.",
            "A number that is 1e-7 exactly is not below 1e-7: which sign says so?",
            changes=(("difference < 1e-7", "difference <= 1e-7"),),
            costs=0.25,
        ),
        Mistake(
            "the upper edge belongs to the band below it",
            "Look at 1e-3 itself: the docstring says to which band it belongs.",
            "From 1e-3 on means that 1e-3 is in: `>` and `>=` are two things.",
            changes=(("difference < 1e-3", "difference <= 1e-3"),),
            costs=0.25,
        ),
        Mistake(
            "NaN is called great",
            "Type `float('nan') >= 1e-3` into a cell: every comparison with NaN is False. So NaN falls through to your last branch.",
            "Let the last branch be the bad news, or ask for NaN first.",
            code="""
            def verdict(difference):
                if difference >= 1e-3:
                    return "bug"
                if difference >= 1e-7:
                    return "inspect"
                return "great"
            """,
            costs=0.25,
        ),
        Mistake(
            "NaN is to be inspected",
            "Type `float('nan') >= 1e-3` into a cell: every comparison with NaN is False. So NaN falls through to your last branch. There is nothing to inspect in it.",
            "Whatever falls through all your conditions should get the worst verdict, not the middle one.",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "great"
                if difference >= 1e-3:
                    return "bug"
                return "inspect"
            """,
            costs=0.25,
        ),
        Mistake(
            "nothing is returned for NaN",
            "Type `float('nan') >= 1e-3` into a cell: every comparison with NaN is False, so none of your three conditions holds.",
            "Let the last branch need no condition.",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "great"
                elif 1e-7 <= difference < 1e-3:
                    return "inspect"
                elif difference >= 1e-3:
                    return "bug"
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "one expression",
            code="""
            def verdict(difference):
                return "great" if difference < 1e-7 else "inspect" if difference < 0.001 else "bug"
            """,
        ),
        Alternative(
            "NaN asked for first, then from above",
            code="""
            def verdict(difference):
                if np.isnan(difference) or difference >= 10**-3:
                    return "bug"
                elif difference >= 10**-7:
                    return "inspect"
                else:
                    return "great"
            """,
        ),
        Alternative(
            "np.select, as NumPy text",
            code="""
            def verdict(difference):
                return np.select([difference < 1e-7, difference < 1e-3], ["great", "inspect"], "bug")[()]
            """,
        ),
        Alternative(
            "np.digitize, with a print",
            code="""
            def verdict(difference):
                band = int(np.digitize(difference, [1e-7, 1e-3]))
                print("band", band)
                return ["great", "inspect", "bug"][band]
            """,
        ),
    ),
)

# --- parameters_to_theta, theta_to_parameters -----------------------------------------------------------

DEEP = (1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1)  # eleven layers: as text, "W10" comes before "W2"


def names(sizes):
    return [f"{letter}{l}" for l in range(1, len(sizes)) for letter in "Wb"]


def shapes_of(sizes):
    return {name: (sizes[int(name[1:])], sizes[int(name[1:]) - 1] if name[0] == "W" else 1) for name in names(sizes)}


def counted(sizes):
    """Parameters that count from 1 in the order they have in theta, so that a wrong order meets the eye."""
    parameters, start = {}, 1.0
    for name, shape in shapes_of(sizes).items():
        size = int(np.prod(shape))
        parameters[name] = np.arange(start, start + size).reshape(shape)
        start += size
    return parameters


def some_parameters(rng, sizes):
    return {name: array(rng, *shape) for name, shape in shapes_of(sizes).items()}


def layers(sizes):
    return f"layers {'-'.join(map(str, sizes))}"


def to_theta_trial(sizes, parameters):
    return Trial(layers(sizes), {"parameters": parameters}, [Probe("values", "value", {}), CHANGED])


JOINED = "np.concatenate([parameters[name].ravel() for name in names])"
NAMES = 'names = [letter + str(l) for l in range(1, L + 1) for letter in "Wb"]'

PARAMETERS_TO_THETA = Exercise(
    reference=reference.parameters_to_theta,
    points=2,
    returns=("theta",),
    rules=(
        Rule("values", "`theta` (n,) holds W1, b1, W2, b2, … in this order, each row by row, whatever the order of the dict", 1),
        Rule("arguments", "`parameters` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        to_theta_trial((2, 3, 1), counted((2, 3, 1))),
        to_theta_trial((3, 2, 4, 2), shuffled(some_parameters(rng, (3, 2, 4, 2)), rng)),
        to_theta_trial((3, 1), some_parameters(rng, (3, 1))),
        to_theta_trial(DEEP, shuffled(counted(DEEP), rng)),
    ],
    hidden=lambda rng: [
        *(to_theta_trial(sizes, shuffled(some_parameters(rng, sizes), rng)) for sizes in ((4, 3, 2, 1), (2, 5, 3), (1, 4), DEEP)),
        to_theta_trial((3, 2, 2), some_parameters(rng, (3, 2, 2))),
        to_theta_trial((1, 1), some_parameters(rng, (1, 1))),
    ],
    mistakes=(
        Mistake(
            "the entries come in the order of the dict",
            "A dict keeps the order in which it was filled. `backward` fills `grads` from the last layer to the first: theta and the gradient would not fit together.",
            "Count the layers from 1 to L and ask the dict for each name.",
            changes=((NAMES, "names = list(parameters)"),),
        ),
        Mistake(
            "the names are sorted as text",
            'As text, "W10" comes before "W2", and all the W before all the b (or the other way round). Print `sorted(parameters)` for the eleven layers.',
            "Let numbers count the layers: a loop over l, and names made from it.",
            changes=((NAMES, "names = sorted(parameters)"),),
        ),
        Mistake(
            "all the weights come first, then all the biases",
            "Your vector begins with W1, W2, …; after W1 the docstring has b1.",
            "Take both parameters of a layer before you go on to the next one.",
            changes=((NAMES, 'names = [letter + str(l) for letter in "Wb" for l in range(1, L + 1)]'),),
        ),
        Mistake(
            "the bias of a layer comes before its weights",
            "Look at the first entries: they are those of b1.",
            "In each layer W comes first, then b.",
            changes=(('letter in "Wb"]', 'letter in "bW"]'),),
        ),
        Mistake(
            "the matrices are read column by column",
            "In the first trial theta should count 1, 2, 3, …; yours jumps. Which entry of W1 comes second?",
            "Row by row is what NumPy does by itself: look for a transpose, or for an order that you gave.",
            changes=((".ravel()", '.ravel(order="F")'),),
        ),
        Mistake(
            "the biases are left out",
            "Count: your theta is shorter than the parameters are many. A bug in db would never be found.",
            "Each layer has two parameters, W and b.",
            changes=(('letter in "Wb"]', 'letter in "W"]'),),
        ),
        Mistake(
            "the weights are left out",
            "Count: your theta is shorter than the parameters are many.",
            "Beside each b stands a W, and it comes first.",
            changes=(('letter in "Wb"]', 'letter in "b"]'),),
        ),
        Mistake(
            "the last layer is left out",
            "Your theta ends before the parameters of layer L. Which is the last l of your loop?",
            "`range(1, L)` ends at L - 1.",
            changes=(("range(1, L + 1)", "range(1, max(L, 2))"),),
        ),
        Mistake(
            "the first layer is left out",
            "Your theta begins with W2. Which is the first l of your loop?",
            "The layers with parameters are 1, 2, …, L.",
            changes=(("range(1, L + 1)", "range(min(2, L), L + 1)"),),
        ),
        Mistake(
            "the layers are counted from 0",
            'There is no "W0": layer 0 is the input, which has no parameters.',
            "Begin with layer 1, and end with layer L.",
            changes=(("range(1, L + 1)", "range(L)"),),
        ),
        Mistake(
            "the layers come from the last to the first",
            "Your vector begins with the last layer. `backward` walks that way, theta does not.",
            "Count upwards: 1, 2, …, L.",
            changes=(("range(1, L + 1)", "range(L, 0, -1)"),),
        ),
        Mistake(
            "theta is a column",
            "Your result has two axes, (n, 1). In this chapter theta has one.",
            "Flatten each parameter before you join them, and leave it flat.",
            changes=((JOINED, JOINED + ".reshape(-1, 1)"),),
        ),
        Mistake(
            "theta is a list",
            "A list plus a list is a longer list: theta + step would not move anything.",
            "NumPy joins a list of flat arrays into one array.",
            changes=((JOINED, JOINED + ".tolist()"),),
        ),
        Mistake(
            "the caller's parameters are flattened or taken out of the dict",
            "Look at your `parameters` after the call: the shapes, or the entries, are no longer what they were. The network still needs them.",
            "Read from the dict; make a flat copy of what you read.",
            changes=((JOINED, "np.concatenate([parameters.pop(name).ravel() for name in names])"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop that appends",
            code="""
            def parameters_to_theta(parameters):
                theta = np.array([])
                for l in range(1, len(parameters) // 2 + 1):
                    theta = np.append(theta, parameters["W" + str(l)])
                    theta = np.append(theta, parameters["b" + str(l)])
                return theta
            """,
        ),
        Alternative(
            "np.hstack of flattened copies, in float32",
            code="""
            def parameters_to_theta(parameters):
                parts = []
                for l in range(1, len(parameters) // 2 + 1):
                    parts += [parameters[f"W{l}"].flatten(), parameters[f"b{l}"].reshape(-1)]
                return np.hstack(parts).astype("float32")
            """,
        ),
        Alternative(
            "sorted by number, then by letter",
            code="""
            def parameters_to_theta(parameters):
                ordered = sorted(parameters, key=lambda name: (int(name[1:]), name[0]))
                return np.concatenate([parameters[name].ravel() for name in ordered])
            """,
        ),
        Alternative(
            "entry by entry, with a print",
            code="""
            def parameters_to_theta(parameters):
                theta, l = [], 1
                while f"W{l}" in parameters:
                    for P in (parameters[f"W{l}"], parameters[f"b{l}"]):
                        for row in P:
                            for x in row:
                                theta.append(x)
                    l += 1
                print(len(theta))
                return np.array(theta)
            """,
        ),
    ),
)


def to_parameters_trial(sizes, theta, shapes):
    return Trial(layers(sizes), {"theta": theta, "shapes": shapes}, [Probe("values", "value", {}), complete(shapes), CHANGED])


def counting_theta(sizes):
    return np.arange(1.0, 1.0 + sum(np.prod(shape) for shape in shapes_of(sizes).values()))


def drawn_theta_trial(rng, sizes):
    shapes = shapes_of(sizes)
    return to_parameters_trial(sizes, array(rng, counting_theta(sizes).size), shuffled(shapes, rng))


THETA_TO_PARAMETERS = Exercise(
    reference=reference.theta_to_parameters,
    points=2,
    returns=("parameters",),
    rules=(
        Rule(
            "values",
            "each parameter has its name, its shape and its entries: W1, b1, W2, b2, … one after another, row by row, whatever the order of the dict",
            1,
        ),
        Rule("arguments", "`theta` and `shapes` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        to_parameters_trial((2, 3, 1), counting_theta((2, 3, 1)), shapes_of((2, 3, 1))),
        drawn_theta_trial(rng, (3, 2, 4, 2)),
        drawn_theta_trial(rng, (3, 1)),
        to_parameters_trial(DEEP, counting_theta(DEEP), shuffled(shapes_of(DEEP), rng)),
    ],
    hidden=lambda rng: [drawn_theta_trial(rng, sizes) for sizes in ((4, 3, 2, 1), (2, 5, 3), (1, 4), DEEP, (3, 2, 2), (1, 1))],
    mistakes=(
        Mistake(
            "every parameter is read from the beginning of theta",
            "All your parameters begin with theta[0]. Once W1 has been read, where does b1 begin?",
            "Keep the place where the next parameter begins, and move it on after each.",
            changes=(("stop = start + rows * columns", "stop = rows * columns"), ("            start = stop\n", "")),
        ),
        Mistake(
            "the place in theta is moved on once a layer, after W and b",
            "Your W are right, and each b repeats the beginning of its W (or something else that was read already).",
            "Move the place on after each parameter, not after each layer.",
            code="""
            def theta_to_parameters(theta, shapes):
                parameters, start = {}, 0
                for l in range(1, len(shapes) // 2 + 1):
                    sizes = [int(np.prod(shapes[f"{letter}{l}"])) for letter in "Wb"]
                    for letter, size in zip("Wb", sizes):
                        parameters[f"{letter}{l}"] = theta[start : start + size].reshape(shapes[f"{letter}{l}"])
                    start += sum(sizes)
                return parameters
            """,
        ),
        Mistake(
            "the entries are put in column by column",
            "In the first trial W1 should count along its rows: 1, 2, then 3, 4. Yours counts down its columns.",
            "Row by row is what NumPy does by itself: look for an order that you gave, or for a transpose.",
            changes=((".reshape(shapes[name])", '.reshape(shapes[name], order="F")'),),
        ),
        Mistake(
            "the matrices are transposed",
            "The shapes of your W are the wrong way round.",
            "Reshape to the very tuple that `shapes` holds.",
            changes=((".reshape(shapes[name])", ".reshape(shapes[name][::-1])"),),
        ),
        Mistake(
            "the biases are flat",
            "Your b has shape (n,), and should have (n, 1). Added to Z (n, m) it would be spread along the wrong axis.",
            "Give b, too, the shape that `shapes` holds.",
            changes=((".reshape(shapes[name])", '.reshape(shapes[name] if name[0] == "W" else -1)'),),
        ),
        Mistake(
            "nothing is given its shape: the parameters are flat",
            "Your W1 has one axis. The network needs a matrix.",
            "Each piece of theta has to get the shape that `shapes` holds.",
            changes=((".reshape(shapes[name])", ""),),
        ),
        Mistake(
            "the parameters are read in the order of the dict",
            "The dict of shapes may come in any order; theta has one order only.",
            "Count the layers from 1 to L and ask the dict for each name.",
            changes=(
                (
                    'for l in range(1, len(shapes) // 2 + 1):\n        for name in (f"W{l}", f"b{l}"):',
                    "for _ in (1,):\n        for name in shapes:",
                ),
            ),
        ),
        Mistake(
            "the names are sorted as text",
            'As text, "W10" comes before "W2". Print `sorted(shapes)` for the eleven layers.',
            "Let numbers count the layers: a loop over l, and names made from it.",
            changes=(
                (
                    'for l in range(1, len(shapes) // 2 + 1):\n        for name in (f"W{l}", f"b{l}"):',
                    "for _ in (1,):\n        for name in sorted(shapes):",
                ),
            ),
        ),
        Mistake(
            "all the weights are read first, then all the biases",
            "After W1, theta holds b1, not W2.",
            "Read both parameters of a layer before you go on to the next one.",
            changes=(
                (
                    'for l in range(1, len(shapes) // 2 + 1):\n        for name in (f"W{l}", f"b{l}"):',
                    'for letter in "Wb":\n        for name in [letter + str(l) for l in range(1, len(shapes) // 2 + 1)]:',
                ),
            ),
        ),
        Mistake(
            "the bias of a layer is read before its weights",
            "Look at b1: it holds the first entries of theta, which are those of W1.",
            "In each layer W comes first, then b.",
            changes=(('(f"W{l}", f"b{l}")', '(f"b{l}", f"W{l}")'),),
        ),
        Mistake(
            "the last layer is left out",
            "There are no parameters of layer L in your dict. Which is the last l of your loop?",
            "`range(1, L)` ends at L - 1.",
            changes=(("range(1, len(shapes) // 2 + 1)", "range(1, len(shapes) // 2)"),),
        ),
        Mistake(
            "the layers are counted from 0",
            'There is no "W0": layer 0 is the input, which has no parameters.',
            "Begin with layer 1, and end with layer L.",
            changes=(("range(1, len(shapes) // 2 + 1)", "range(len(shapes) // 2)"),),
        ),
        Mistake(
            "the place in theta is moved on by the number of rows, not of entries",
            "A matrix of shape (3, 2) has six entries. By how much do you move on after it?",
            "Multiply the two numbers of the shape.",
            code="""
            def theta_to_parameters(theta, shapes):
                parameters, start = {}, 0
                for l in range(1, len(shapes) // 2 + 1):
                    for name in (f"W{l}", f"b{l}"):
                        size = shapes[name][0] * shapes[name][1]
                        parameters[name] = theta[start : start + size].reshape(shapes[name])
                        start += shapes[name][0]
                return parameters
            """,
        ),
        Mistake(
            "one entry is skipped between two parameters",
            "Compare the first entry of b1 with the last of W1 in the first trial: a number between them is missing. A slice ends before its end.",
            "The next parameter begins exactly where the slice before it ended.",
            code="""
            def theta_to_parameters(theta, shapes):
                parameters, start, theta = {}, 0, np.append(theta, np.zeros(2 * len(shapes)))
                for l in range(1, len(shapes) // 2 + 1):
                    for name in (f"W{l}", f"b{l}"):
                        stop = start + int(np.prod(shapes[name]))
                        parameters[name] = theta[start:stop].reshape(shapes[name])
                        start = stop + 1
                return parameters
            """,
        ),
        Mistake(
            "a list is returned, not a dict",
            "The network asks for its parameters by name.",
            "Put each array into a dict under its name.",
            changes=(("return parameters", "return list(parameters.values())"),),
        ),
        Mistake(
            "the caller's shapes are used up",
            "Look at your `shapes` after the call: entries are gone. The next call still needs them.",
            "Read from the dict; do not take things out of it.",
            changes=(
                ("rows, columns = shapes[name]", "rows, columns = shapes.pop(name)"),
                (".reshape(shapes[name])", ".reshape(rows, columns)"),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "np.split",
            code="""
            def theta_to_parameters(theta, shapes):
                names = [c + str(l) for l in range(1, len(shapes) // 2 + 1) for c in ("W", "b")]
                ends = np.cumsum([shapes[name][0] * shapes[name][1] for name in names])
                pieces = np.split(theta, ends[:-1])
                return {name: np.reshape(piece, shapes[name]) for name, piece in zip(names, pieces)}
            """,
        ),
        Alternative(
            "copies in the order of the dict",
            code="""
            def theta_to_parameters(theta, shapes):
                found, start = {}, 0
                for name in sorted(shapes, key=lambda name: (int(name[1:]), name)):
                    n, k = shapes[name]
                    found[name] = np.array(theta[start : start + n * k], dtype="float32").reshape(n, k)
                    start += n * k
                return {name: found[name] for name in shapes}
            """,
        ),
        Alternative(
            "entry by entry",
            code="""
            def theta_to_parameters(theta, shapes):
                parameters, k = {}, 0
                for l in range(1, len(shapes) // 2 + 1):
                    for name in ("W" + str(l), "b" + str(l)):
                        P = np.zeros(shapes[name])
                        for i in range(P.shape[0]):
                            for j in range(P.shape[1]):
                                P[i, j] = theta[k]
                                k += 1
                        parameters[name] = P
                return parameters
            """,
        ),
        Alternative(
            "theta cut shorter and shorter",
            code="""
            def theta_to_parameters(theta, shapes):
                rest, parameters, l = theta.copy(), {}, 0
                while len(parameters) < len(shapes):
                    l += 1
                    for name in (f"W{l}", f"b{l}"):
                        size = np.prod(shapes[name])
                        parameters[name], rest = rest[:size].reshape(*shapes[name]), rest[size:]
                return parameters
            """,
        ),
    ),
)

# --- check_network_gradients ------------------------------------------------------------------------------

TABLE_TOLERANCE = 2e-6  # of a relative difference: any good numerical gradient comes as near


def smooth_network(rng, sizes, m):
    """Parameters of a network with tanh units and m examples X, Y, none of whose gradients is so short that rounding shows in it."""
    Y = (np.arange(m)[np.newaxis] + 1) % 2.0 if sizes[-1] == 1 else np.eye(sizes[-1])[np.arange(m) % sizes[-1]].T
    while True:
        parameters = {name: array(rng, *shape) / (1 if name[0] == "W" else 4) for name, shape in shapes_of(sizes).items()}
        parameters = {name: np.round(value / np.sqrt(value.shape[1]), 2) for name, value in parameters.items()}
        X = np.round(rng.standard_normal((sizes[0], m)), 2)
        if min(np.linalg.norm(d) for d in gradients(parameters, X, Y, sizes, {}).values()) > 0.005:
            return parameters, X, Y


def factors_of(sizes, wrong):
    """For `bugs.backward_with_factors`: the numbers of `wrong`, and 1 for every other quantity."""
    return {name: wrong.get(name, 1.0) for l in range(len(sizes) - 1, 0, -1) for name in (f"dZ{l}", f"dW{l}", f"db{l}")}


def gradients(parameters, X, Y, sizes, wrong):
    """grads from the last layer to the first, as a backward pass leaves them; `wrong` says by how much which are off."""
    _, cache = network.forward(X, parameters, hidden="tanh")
    return bugs.backward_with_factors(Y, parameters, cache, factors_of(sizes, wrong))


def table_probes(parameters):
    return [Probe("values", "value", {}, atol=TABLE_TOLERANCE), complete(parameters), CHANGED]


def some(count, word):
    return f"{count} {word}" + ("" if count == 1 else "s")


def table_trial(rng, sizes, m, eps, wrong):
    parameters, X, Y = smooth_network(rng, sizes, m)
    arguments = {
        "cost": partial(costs.network_cost, X=X, Y=Y),
        "parameters": parameters,
        "grads": gradients(parameters, X, Y, sizes, wrong),
        "eps": eps,
    }
    return Trial(f"{layers(sizes)}, {some(m, 'example')}, eps = {eps}", arguments, table_probes(parameters))


TABLE = 'return {name: relative_difference(approx[name], grads["d" + name]) for name in parameters}'
SLOPES = "numerical_gradient(lambda moved: cost(theta_to_parameters(moved, shapes)), theta, eps)"


def with_slopes(lines):
    """`check_network_gradients` with a numerical gradient of one's own: lines that fill `slopes`, with J(theta) at hand."""
    head = [
        "def check_network_gradients(cost, parameters, grads, eps):",
        "    shapes = {name: value.shape for name, value in parameters.items()}",
        "    theta = parameters_to_theta(parameters)",
        "    def J(theta):",
        "        return cost(theta_to_parameters(theta, shapes))",
        "    slopes = np.zeros(theta.size)",
    ]
    tail = ["    approx = theta_to_parameters(slopes, shapes)", f"    {TABLE}"]
    return "\n".join([*head, *(f"    {line}" for line in lines), *tail])


CHECK_NETWORK_GRADIENTS = Exercise(
    reference=reference.check_network_gradients,
    points=4,
    returns=("the table",),
    rules=(
        Rule("values", "for each parameter, under its name, the relative difference between its numerical gradient and that in `grads`", 1),
        Rule("arguments", "`parameters` and `grads` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        table_trial(rng, (2, 3, 1), 4, 5e-4, {}),
        table_trial(rng, (3, 4, 2, 1), 5, 1e-5, {"dZ2": 0.5}),
        table_trial(rng, (2, 3, 3), 6, 5e-4, {"dW2": -1.0, "db1": 3.0}),
        table_trial(rng, (3, 1), 1, 1e-4, {"db1": 1.5}),
    ],
    hidden=lambda rng: [
        table_trial(rng, (3, 2, 1), 5, 5e-4, {"db2": 1.3}),
        table_trial(rng, (2, 4, 3, 1), 6, 1e-5, {"dZ1": np.array([[1.0], [1.2], [1.0], [0.0]]), "dW3": 1.1}),
        table_trial(rng, (4, 3, 3, 2), 1, 1e-4, {"dZ3": -1.0}),
        table_trial(rng, (2, 1), 3, 5e-4, {}),
        table_trial(rng, (3, 3, 3, 3, 1), 4, 5e-4, {"dZ2": 5.0, "db4": 0.25}),
    ],
    mistakes=(
        Mistake(
            "one number for all parameters together stands under every name",
            "Every row of your table says the same. Which parameter is wrong, then?",
            "Take both gradients apart into parameters before you compare.",
            changes=(
                (
                    TABLE,
                    'whole = np.concatenate([grads["d" + name].ravel() for l in range(1, len(grads) // 2 + 1) for name in (f"W{l}", f"b{l}")])\n'
                    "    return dict.fromkeys(parameters, relative_difference(slopes, whole))",
                ),
            ),
        ),
        Mistake(
            "one number is returned for the whole network",
            "Your number says that something is wrong. It does not say where.",
            "Take both gradients apart into parameters, and make one comparison for each name.",
            changes=(
                (
                    TABLE,
                    'whole = np.concatenate([grads["d" + name].ravel() for l in range(1, len(grads) // 2 + 1) for name in (f"W{l}", f"b{l}")])\n'
                    "    return relative_difference(slopes, whole)",
                ),
            ),
        ),
        Mistake(
            'the rows are called "dW1", not "W1"',
            'The next functions ask your table for "W1", the parameter.',
            "Name the rows like the entries of `parameters`.",
            changes=((TABLE, 'return {"d" + name: relative_difference(approx[name], grads["d" + name]) for name in parameters}'),),
        ),
        Mistake(
            "the gradient is compared with itself",
            "All your rows are 0, even where the gradient is wrong. Which two things do you compare? A numerical gradient is never that good.",
            "One side comes from `cost` alone, the other from `grads`.",
            changes=((TABLE, TABLE.replace("approx[name]", 'grads["d" + name]')),),
        ),
        Mistake(
            "grads is put into a vector in the order of its dict",
            "`backward` fills its dict from the last layer to the first, so your two vectors are in different orders. In the first trial nothing is wrong, and your table is full of bugs.",
            "Ask `grads` for each gradient by name.",
            changes=(
                (
                    TABLE,
                    "found = theta_to_parameters(np.concatenate([g.ravel() for g in grads.values()]), shapes)\n    return {name: relative_difference(approx[name], found[name]) for name in parameters}",
                ),
            ),
        ),
        Mistake(
            "the biases are left out of the table",
            "A bug in db is as bad as one in dW. Your table has a row for every W and none for the b.",
            "Go through all the names in `parameters`.",
            changes=((TABLE, TABLE.replace("for name in parameters", 'for name in parameters if name[0] == "W"')),),
        ),
        Mistake(
            "the last layer is left out of the table",
            "Count the layers your loop goes through.",
            "Look at how your loop over the layers ends, or let the names in `parameters` say what there is.",
            changes=(
                (TABLE, TABLE.replace("for name in parameters", "for name in parameters if int(name[1:]) < max(2, len(parameters) // 2)")),
            ),
        ),
        Mistake(
            "the numerical gradient is 0: the cost never sees the moved parameters",
            "Your numerical gradient is 0 everywhere, or next to it, so every row is 1. The cost is asked at the same place each time. (Or, if you call your `numerical_gradient`: `/ 2 * eps` there would do the same.)",
            "What you hand to `numerical_gradient` has to make new parameters from the vector it is given, and hand those to `cost`.",
            changes=(("cost(theta_to_parameters(moved, shapes))", "cost(parameters)"),),
        ),
        Mistake(
            "the numerical gradient is one-sided",
            "In the first trial nothing is wrong, and your rows are thousands of times larger than they should be: the error of your differences is as large as eps, not as eps². If you call your `numerical_gradient`, its check tells more.",
            "Each entry needs a point above and a point below.",
            code=with_slopes(
                ["for i in range(theta.size):", "    slopes[i] = (J(theta + eps * (np.arange(theta.size) == i)) - J(theta)) / eps"]
            ),
        ),
        Mistake(
            "the numerical gradient is one-sided, downwards",
            "In the first trial nothing is wrong, and still your rows are about as large as eps. One of your two points is theta itself. If you call your `numerical_gradient`, its check tells more.",
            "You have the point below; the other one has to lie as far above.",
            code=with_slopes(
                ["for i in range(theta.size):", "    slopes[i] = (J(theta) - J(theta - eps * (np.arange(theta.size) == i))) / eps"]
            ),
        ),
        Mistake(
            "the numerical gradient has the wrong sign",
            "In the first trial nothing is wrong, and all your rows are 1: the two gradients are opposite. If you call your `numerical_gradient`, its check tells more.",
            "The value above minus the value below.",
            changes=((SLOPES, "-" + SLOPES),),
        ),
        Mistake(
            "the way into the vector and the way back use different orders",
            "Take `parameters` to a vector and back, and compare: something else comes out. If you call your two functions, their checks tell more.",
            "Both ways count the layers from 1 to L, W before b.",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                shapes = {name: value.shape for name, value in parameters.items()}
                theta = np.concatenate([parameters[name].ravel() for name in sorted(parameters)])
                slopes = numerical_gradient(lambda moved: cost(theta_to_parameters(moved, shapes)), theta, eps)
                approx = theta_to_parameters(slopes, shapes)
                return {name: relative_difference(approx[name], grads["d" + name]) for name in parameters}
            """,
        ),
        Mistake(
            "the numerical gradient is twice as large as it should be",
            "Every right row of your table is 1/3: that is what a factor of 2 gives. If you call your `numerical_gradient`, its check tells more.",
            "The two points lie 2 eps apart.",
            changes=((SLOPES, "2 * " + SLOPES),),
        ),
        Mistake(
            "entries of theta that were moved are not put back",
            "In the first trial nothing is wrong; your first row is off a little, and the later ones more. If you call your `numerical_gradient`, its check tells more.",
            "Every entry has to be back where it was before the next one is moved.",
            code=with_slopes(
                [
                    "for i in range(theta.size):",
                    "    theta[i] += eps",
                    "    up = J(theta)",
                    "    theta[i] -= 2 * eps",
                    "    slopes[i] = (up - J(theta)) / (2 * eps)",
                ]
            ),
        ),
        Mistake(
            "all entries are moved at once",
            "Your numerical gradient has the same number everywhere. If you call your `numerical_gradient`, its check tells more.",
            "Move one entry, keep the others.",
            code=with_slopes(["slopes[:] = (J(theta + eps) - J(theta - eps)) / (2 * eps)"]),
        ),
        Mistake(
            "the length of the difference is not divided by the lengths",
            "Your rows depend on how long the gradients are. If you call your `relative_difference`, its check tells more.",
            "Divide by the sum of the two lengths.",
            changes=(
                (
                    TABLE,
                    TABLE.replace(
                        'relative_difference(approx[name], grads["d" + name])', 'np.linalg.norm(approx[name] - grads["d" + name])'
                    ),
                ),
            ),
        ),
        Mistake(
            "verdicts are returned, not numbers",
            "The table holds numbers; their verdicts are made of them later.",
            "Leave `verdict` out of this function.",
            changes=(
                (
                    TABLE,
                    TABLE.replace(
                        'relative_difference(approx[name], grads["d" + name])',
                        'verdict(relative_difference(approx[name], grads["d" + name]))',
                    ),
                ),
            ),
        ),
        Mistake(
            "a list is returned, without names",
            "Which of your numbers belongs to which parameter?",
            "Put each number under the name of its parameter.",
            changes=((TABLE, 'return [relative_difference(approx[name], grads["d" + name]) for name in parameters]'),),
        ),
        Mistake(
            "the caller's gradients are changed",
            "Look at your `grads` after the call: the training step that comes next would use them.",
            "Make a new array for the difference.",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                shapes = {name: value.shape for name, value in parameters.items()}
                slopes = numerical_gradient(lambda moved: cost(theta_to_parameters(moved, shapes)), parameters_to_theta(parameters), eps)
                approx = theta_to_parameters(slopes, shapes)
                table = {}
                for name in parameters:
                    lengths = np.linalg.norm(approx[name]) + np.linalg.norm(grads["d" + name])
                    grads["d" + name] -= approx[name]
                    table[name] = np.linalg.norm(grads["d" + name]) / lengths
                return table
            """,
            costs=0.25,
        ),
        Mistake(
            "the caller's parameters are left moved",
            "Look at your `parameters` after the call: the entry that was moved last is not what it was. Training would go on from there.",
            "Put every entry back after its turn, the last one as well, or move a copy.",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                table, original = {}, {name: P.copy() for name, P in parameters.items()}
                for name, P in parameters.items():
                    approx = np.zeros(P.shape)
                    for i in np.ndindex(*P.shape):
                        for other in parameters:
                            parameters[other][...] = original[other]
                        P[i] += eps
                        up = cost(parameters)
                        P[i] -= 2 * eps
                        approx[i] = (up - cost(parameters)) / (2 * eps)
                    table[name] = relative_difference(approx, grads["d" + name])
                return table
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "entry by entry in the dict, and put back",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                table = {}
                for name, P in parameters.items():
                    approx = np.zeros_like(P)
                    for i in range(P.shape[0]):
                        for j in range(P.shape[1]):
                            old = P[i, j]
                            P[i, j] = old + eps
                            up = cost(parameters)
                            P[i, j] = old - eps
                            down = cost(parameters)
                            P[i, j] = old
                            approx[i, j] = (up - down) / (2 * eps)
                    d = grads["d" + name]
                    table[name] = np.linalg.norm(approx - d) / (np.linalg.norm(approx) + np.linalg.norm(d))
                return table
            """,
        ),
        Alternative(
            "both in one vector, then cut into pieces; another order of rows",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                shapes = {name: np.shape(value) for name, value in parameters.items()}
                def J(theta):
                    return cost(theta_to_parameters(theta, shapes))
                approx = numerical_gradient(J, parameters_to_theta(parameters), eps)
                exact = parameters_to_theta({name: grads["d" + name] for name in parameters})
                a, e = theta_to_parameters(approx, shapes), theta_to_parameters(exact, shapes)
                return {name: float(relative_difference(a[name], e[name])) for name in sorted(parameters, reverse=True)}
            """,
        ),
        Alternative(
            "copies of the parameters, an eps of one's own",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                table = {}
                for name in parameters:
                    approx = np.zeros(parameters[name].size)
                    for k in range(approx.size):
                        values = []
                        for sign in (1, -1):
                            moved = {key: value.copy() for key, value in parameters.items()}
                            moved[name].flat[k] += sign * 2e-5
                            values.append(cost(moved))
                        approx[k] = (values[0] - values[1]) / 4e-5
                    print(name, approx)
                    table[name] = relative_difference(approx, grads["d" + name].ravel())
                return table
            """,
        ),
        Alternative(
            "the rows as arrays of no axes, and one more row for the whole",
            changes=(
                (
                    TABLE,
                    'table = {n: np.array(relative_difference(approx[n], grads["d" + n])) for n in parameters}\n    table["all"] = max(table.values())\n    return table',
                ),
            ),
        ),
    ),
)

# --- find_buggy_layer ---------------------------------------------------------------------------------------


def specimen(rng, says, sizes, m, wrong, rule="values"):
    """A backward pass, known only by what it does, to be judged by the detector."""
    parameters, X, Y = smooth_network(rng, sizes, m)
    arguments = {
        "backward": partial(bugs.backward_with_factors, factors=factors_of(sizes, wrong)),
        "X": X,
        "Y": Y,
        "parameters": parameters,
        "eps": 1e-5,
    }
    return Trial(f"{says}, {layers(sizes)}", arguments, [Probe(rule, "value", {}), CHANGED])


def one_off(n, by):
    """A factor for (n, k): 1 everywhere but in the last row."""
    factor = np.ones((n, 1))
    factor[-1] = by
    return factor


def specimens(rng, sizes, m):
    """Backward passes through four layers; `says` does not say what is wrong."""
    n = iter("ABCDEFGH")
    return [
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dZ3": 1.05, "dZ1": -1.0}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"db2": 1.0004}),
        specimen(
            rng, f"specimen {next(n)}", sizes, m, {"dZ4": float(m), "dW2": 2.0}
        ),  # nowhere two layers that are off by the same: rounding would choose
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dW1": one_off(sizes[1], -1.0)}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dZ2": one_off(sizes[2], 0.0)}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"db3": 0.5, "db1": 0.9}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dW2": 1e200}, "nan"),
    ]


WRONG = "wrong = [int(name[1:]) for name, difference in table.items() if not difference < 1e-6]"
HIGHEST = "return max(wrong, default=0)"

FIND_BUGGY_LAYER = Exercise(
    reference=reference.find_buggy_layer,
    points=4,
    returns=("the layer",),
    rules=(
        Rule("values", "the layer at which the way back from L to 1 first leaves a wrong gradient, 0 for a backward pass that is right", 1),
        Rule("nan", "a gradient whose relative difference is NaN is wrong", 0.25),
        Rule("arguments", "`X`, `Y` and `parameters` are left as they were", 0.25),
    ),
    visible=lambda rng: [*specimens(rng, (2, 3, 2, 2, 1), 5), specimen(rng, "specimen I", DEEP, 6, {"dZ10": 0.5, "dW3": 0.5})],
    hidden=lambda rng: [
        specimen(rng, "specimen", (3, 2), 4, {}),
        specimen(rng, "specimen", (3, 3, 1), 1, {"db1": 1.0004}),
        *specimens(rng, (3, 2, 3, 2, 2), 6),
        specimen(rng, "specimen", DEEP, 5, {"dW11": 1.01}),
        specimen(rng, "specimen", (2, 3, 3, 1), 7, {"db3": 1.1}),
        specimen(rng, "specimen", (2, 2, 1, 2, 2, 1), 3, {"dZ2": 2.0, "dW1": 2.0, "dW4": one_off(2, 1.001)}),
    ],
    mistakes=(
        Mistake(
            "the lowest wrong layer is named, not the one where the error began",
            "Backprop goes from L down to 1, and hands on what it has. If layer 3 is wrong, which others are likely to be wrong too, and through no fault of theirs?",
            "Of all the layers with a wrong gradient, the error began in the one nearest to the output.",
            changes=((HIGHEST, "return min(wrong, default=0)"),),
        ),
        Mistake(
            "the layer of the largest difference is named",
            "A difference can grow on its way down, or a second bug can be larger. What counts is which layer was wrong first.",
            "Backprop goes from L down to 1: name the wrong layer it comes to first.",
            changes=(
                (
                    HIGHEST,
                    "return int(max(table, key=lambda name: table[name] if table[name] == table[name] else 2.0)[1:]) if wrong else 0",
                ),
            ),
        ),
        Mistake(
            "only differences of 1e-3 and more are taken for wrong",
            "One of the backward passes has a gradient that is off by less than a thousandth. With eps = 1e-5 and smooth units a right one is off by a thousandth of a millionth.",
            "The docstring says from which difference on a gradient is wrong.",
            changes=(("difference < 1e-6", "difference < 1e-3"),),
        ),
        Mistake(
            "only the weights are looked at",
            "There can be a bug in db alone.",
            "Look at all rows of the table.",
            changes=((WRONG, WRONG.replace("if not", 'if name[0] == "W" and not')),),
        ),
        Mistake(
            "only the biases are looked at",
            "There can be a bug in dW alone.",
            "The rows whose names begin with W count as well.",
            changes=((WRONG, WRONG.replace("if not", 'if name[0] == "b" and not')),),
        ),
        Mistake(
            "the layers are counted from the output, or from 0",
            "Compare the layer you name with the name of its parameters.",
            'The bug in "W2" and "b2" is in layer 2; 0 means that there is none.',
            changes=((HIGHEST, "return max(wrong, default=1) - 1"),),
        ),
        Mistake(
            "only one digit of the layer's number is read",
            'In the network of eleven layers you name layer 1 or 0, and mean 11 or 10. How many characters come after the W in "W10"?',
            "Everything after the letter belongs to the number.",
            changes=(("int(name[1:])", "int(name[1])"),),
        ),
        Mistake(
            "the wrong layers are counted",
            "In one of the backward passes two layers are wrong, and the error began in layer 2 by chance. In others your number names a layer that is right.",
            "It is not how many, it is which.",
            changes=((HIGHEST, "return len(set(wrong))"),),
        ),
        Mistake(
            "all wrong layers are returned",
            "The question is where the error began: one number.",
            "Choose one from your list, with the direction of backprop in mind; 0 if it is empty.",
            changes=((HIGHEST, "return sorted(set(wrong))"),),
        ),
        Mistake(
            "the name of a parameter is returned, not the number of its layer",
            "The docstring asks for an int.",
            'The number is what follows the letter in "W2".',
            changes=(
                (WRONG, WRONG.replace("int(name[1:])", "name")),
                (HIGHEST, "return max(wrong, key=lambda name: int(name[1:])) if wrong else 0"),
            ),
        ),
        Mistake(
            "nothing, not 0, is returned where there is no bug",
            "For a backward pass that is right your function falls off its end and returns None.",
            "Return 0 there.",
            changes=((HIGHEST, "return max(wrong) if wrong else None"),),
        ),
        Mistake(
            "it stops where there is no bug",
            "For a backward pass that is right your list of wrong layers is empty. What is the largest of no numbers?",
            "Treat the empty list by itself.",
            changes=((HIGHEST, "return max(wrong)"),),
        ),
        Mistake(
            "every backward pass seems wrong in its last layer",
            "Even a right one fails your check. Do the numerical gradient and the backward pass belong to the same network: tanh units in the forward pass, the same X and Y? Is the difference centred, with the eps given?",
            'Look at your table for the backward pass that is right, `network.backward` with `hidden="tanh"`: every row should be far below 1e-6.',
            changes=(('_, cache = network.forward(X, parameters, hidden="tanh")', "_, cache = network.forward(X, parameters)"),),
        ),
        Mistake(
            "no bug is ever found",
            "Do you compare a gradient with itself, or let no row count? One of the backward passes has every gradient wrong.",
            "One side is `backward`, the other comes from the cost alone.",
            changes=((HIGHEST, "return 0"),),
        ),
        Mistake(
            "only the last layer's gradients are looked at",
            "Your answer is L or 0. A bug further down leaves the last layer right.",
            "A wrong row counts in whichever layer it stands.",
            changes=((WRONG, WRONG.replace("if not", "if int(name[1:]) == len(parameters) // 2 and not")),),
        ),
        Mistake(
            "NaN is let through",
            "One of the backward passes overflows, and its relative difference is NaN. Type `float('nan') >= 1e-6` into a cell.",
            "Ask what is surely right, and call all the rest wrong.",
            changes=(("if not difference < 1e-6", "if difference >= 1e-6"),),
            costs=0.25,
        ),
        Mistake(
            "the caller's parameters are changed",
            "Look at your `parameters` after the call: training would go on from there.",
            "Move a copy, or put every entry back.",
            changes=(
                (
                    "    grads = backward(",
                    '    parameters["b1"] += 1e-3\n    _, cache = network.forward(X, parameters, hidden="tanh")\n    grads = backward(',
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "from the last layer down, stop at the first that is wrong",
            code="""
            def find_buggy_layer(backward, X, Y, parameters, eps):
                AL, cache = network.forward(X, parameters, "tanh")
                table = check_network_gradients(lambda p: costs.network_cost(p, X, Y), parameters, backward(Y, parameters, cache), eps)
                for l in range(len(parameters) // 2, 0, -1):
                    for name in (f"W{l}", f"b{l}"):
                        if np.isnan(table[name]) or table[name] >= 1e-6:
                            return l
                return 0
            """,
        ),
        Alternative(
            "with the cost of the network, and as a NumPy integer",
            code="""
            def find_buggy_layer(backward, X, Y, parameters, eps):
                def cost(p):
                    AL, _ = network.forward(X, p, hidden="tanh")
                    return network.cost(AL, Y)
                _, cache = network.forward(X, parameters, hidden="tanh")
                table = check_network_gradients(cost, parameters, backward(Y, parameters, cache), eps)
                layers = [0] + [int(name[1:]) for name in table if not table[name] < 1e-6]
                print(table)
                return np.max(layers)
            """,
        ),
        Alternative(
            "by the verdict",
            code="""
            def find_buggy_layer(backward, X, Y, parameters, eps):
                _, cache = network.forward(X, parameters, hidden="tanh")
                table = check_network_gradients(partial(costs.network_cost, X=X, Y=Y), parameters, backward(Y, parameters, cache), eps)
                answer = 0
                for l in range(1, len(parameters) // 2 + 1):
                    if verdict(table[f"W{l}"]) != "great" or verdict(table[f"b{l}"]) != "great":
                        answer = l
                return answer
            """,
        ),
        Alternative(
            "compared with a backward pass that is known to be right",
            code="""
            def find_buggy_layer(backward, X, Y, parameters, eps):
                _, cache = network.forward(X, parameters, hidden="tanh")
                grads, right = backward(Y, parameters, cache), network.backward(Y, parameters, cache, hidden="tanh")
                wrong = [name for name in parameters if not relative_difference(grads["d" + name], right["d" + name]) < 1e-6]
                return max([int(name[1:]) for name in wrong], default=0)
            """,
        ),
    ),
)

# --- check_with_l2 --------------------------------------------------------------------------------------------


def l2_trial(rng, sizes, m, lambd, eps, wrong, decayed="W"):
    """Gradients of a cost with its penalty; `wrong` are factors of the gradients, `decayed` the letters that got the penalty."""
    parameters, X, Y = smooth_network(rng, sizes, m)
    grads = gradients(parameters, X, Y, sizes, wrong)
    for name in parameters:
        if name[0] in decayed:
            grads["d" + name] = grads["d" + name] + lambd / m * parameters[name]
    arguments = {
        "cost": partial(costs.network_cost, X=X, Y=Y),
        "parameters": parameters,
        "grads": grads,
        "lambd": lambd,
        "m": m,
        "eps": eps,
    }
    return Trial(f"{layers(sizes)}, {some(m, 'example')}, lambd = {lambd}, eps = {eps}", arguments, table_probes(parameters))


SQUARES = 'squares = sum(np.sum(value**2) for name, value in moved.items() if name.startswith("W"))'
PENALTY = "lambd / (2 * m) * squares"

CHECK_WITH_L2 = Exercise(
    reference=reference.check_with_l2,
    points=3,
    returns=("the table",),
    rules=(
        Rule(
            "values",
            "for each parameter the relative difference between the numerical gradient of the cost with its L2 penalty and that in `grads`",
            1,
        ),
        Rule("arguments", "`parameters` and `grads` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        l2_trial(rng, (2, 3, 1), 4, 0.7, 5e-4, {}),
        l2_trial(rng, (3, 4, 2, 1), 5, 2.0, 1e-5, {"dZ1": 0.5}),
        l2_trial(rng, (2, 3, 3), 6, 0.0, 1e-4, {"dW2": 1.5}),
        l2_trial(rng, (3, 2, 1), 3, 1.5, 1e-4, {}, "Wb"),
    ],
    hidden=lambda rng: [
        l2_trial(rng, (3, 2, 1), 6, 1.3, 5e-4, {}),
        l2_trial(rng, (2, 4, 3, 2), 5, 0.4, 1e-5, {"db2": 2.0}),
        l2_trial(rng, (4, 3, 1), 1, 0.8, 1e-4, {"dW1": 0.9}),
        l2_trial(rng, (2, 3, 1), 7, 3.0, 1e-4, {}, "b"),
        l2_trial(rng, (3, 2), 4, 0.0, 1e-4, {}),
    ],
    mistakes=(
        Mistake(
            "the penalty is missing, or it does not move with the parameters",
            "With lambd = 0 your table is right, else every W is off. Do you add the penalty at all? And if you do, of which parameters: those that are moved, or those that stay?",
            "Write a function of parameters that returns cost and penalty of the very parameters it is given, and check against that.",
            changes=((f"cost(moved) + {PENALTY}", "cost(moved)"),),
        ),
        Mistake(
            "the L1 term stands for the L2 penalty",
            "The lecture's slide has this slip: it names the L1 term for both. The gradients hold (lambd / m) W; which penalty has that for its slope?",
            "The L2 penalty squares the weights.",
            changes=(("np.sum(value**2)", "np.sum(np.abs(value))"), (PENALTY, "lambd / m * squares")),
        ),
        Mistake(
            "the penalty is lambd / m times the squares: the half is missing",
            "The slope of w² is 2w: your penalty's gradient is twice what stands in `grads`.",
            "The 2 below the line is there to cancel the 2 of the slope.",
            changes=((PENALTY, "lambd / m * squares"),),
        ),
        Mistake(
            "the penalty is not divided by m",
            "With more examples your W rows get worse. `grads` holds (lambd / m) W.",
            "The penalty is divided by twice the number of examples.",
            changes=((PENALTY, "lambd / 2 * squares"),),
        ),
        Mistake(
            "`lambd / 2 * m` multiplies by m",
            "Type `1 / 2 * 10` into a cell. Python works from left to right, so your penalty is m² times too large.",
            "Both factors belong below the line: parentheses keep them together.",
            changes=((PENALTY, "lambd / 2 * m * squares"),),
        ),
        Mistake(
            "the biases are penalized too",
            "Your W rows are good, your b rows are not. Which parameters does the penalty count?",
            "Leave everything out whose name begins with b.",
            changes=((' if name.startswith("W")', ""),),
        ),
        Mistake(
            "only the last layer is penalized",
            "Your table is good in the last layer and nowhere else.",
            "The penalty is a sum over all layers.",
            changes=(('if name.startswith("W")', 'if name == f"W{len(moved) // 2}"'),),
        ),
        Mistake(
            "only the first layer is penalized",
            "Your table is good in the first layer and nowhere else.",
            "Every W has its share in the penalty, not the first alone: go through all the layers.",
            changes=(('if name.startswith("W")', 'if name == "W1"'),),
        ),
        Mistake(
            "the last layer is not penalized",
            "Your table is good everywhere but in W of the last layer.",
            "The output layer has weights too: let the sum go on to L.",
            changes=(('if name.startswith("W")', 'if name.startswith("W") and name != f"W{len(moved) // 2}"'),),
        ),
        Mistake(
            "the length of each matrix is not squared",
            "`np.linalg.norm` takes the root of the sum of squares. The penalty has none.",
            "Square the length, or do not take the root.",
            changes=(("np.sum(value**2)", "np.linalg.norm(value)"),),
        ),
        Mistake(
            "the weights are added up before they are squared",
            "Two weights, 1 and -1: their squares add up to 2, the square of their sum is 0.",
            "Square entry by entry, then add.",
            changes=(("np.sum(value**2)", "np.sum(value) ** 2"),),
        ),
        Mistake(
            "the mean of the squares stands for their sum",
            "A layer with many weights is penalized less in your cost than one with few.",
            "Add the squares up, and divide by 2 m only.",
            changes=(("np.sum(value**2)", "np.mean(value**2)"),),
        ),
        Mistake(
            "the penalty is taken away from the cost",
            "Your cost rewards large weights.",
            "A penalty makes the cost larger.",
            changes=((f"cost(moved) + {PENALTY}", f"cost(moved) - {PENALTY}"),),
        ),
        Mistake(
            "the penalty alone is checked, without the cost",
            "Your b rows are 1: what you check does not depend on the biases at all.",
            "Add the penalty to what `cost` returns.",
            changes=((f"return cost(moved) + {PENALTY}", f"return {PENALTY}"),),
        ),
        Mistake(
            "the penalty is right, the numerical gradient is one-sided",
            "With lambd = 0 your rows are wrong too, by about eps. If you call your `check_network_gradients` and `numerical_gradient`, their checks tell more.",
            "Each entry needs a point above and a point below.",
            changes=(
                (
                    "return check_network_gradients(penalized, parameters, grads, eps)",
                    "shapes, theta = {name: value.shape for name, value in parameters.items()}, parameters_to_theta(parameters)\n"
                    "    J = lambda t: penalized(theta_to_parameters(t, shapes))\n"
                    "    approx = theta_to_parameters(np.array([(J(theta + e) - J(theta)) / eps for e in eps * np.eye(theta.size)]), shapes)\n"
                    '    return {name: relative_difference(approx[name], grads["d" + name]) for name in parameters}',
                ),
            ),
        ),
        Mistake(
            "the penalty goes into grads a second time",
            "`grads` holds its part of the penalty already, the docstring says. Yours is in there twice.",
            "Leave `grads` as it comes, and change the cost.",
            changes=(
                (
                    "return check_network_gradients(penalized, parameters, grads, eps)",
                    'more = {name: lambd / m * parameters[name] if name[0] == "W" else 0.0 for name in parameters}\n'
                    '    return check_network_gradients(penalized, parameters, {"d" + name: grads["d" + name] + more[name] for name in more}, eps)',
                ),
            ),
        ),
        Mistake(
            "the penalty is taken out of grads, not put into the cost",
            "Where the gradients are right this agrees; where they are wrong your rows have other numbers. What is to be checked is the gradient that training uses.",
            "Leave `grads` as it comes, and check it against the cost with its penalty.",
            changes=(
                (
                    "return check_network_gradients(penalized, parameters, grads, eps)",
                    'more = {name: lambd / m * parameters[name] if name[0] == "W" else 0.0 for name in parameters}\n'
                    '    return check_network_gradients(cost, parameters, {"d" + name: grads["d" + name] - more[name] for name in more}, eps)',
                ),
            ),
        ),
        Mistake(
            "the caller's gradients are changed",
            "Look at your `grads` after the call: the training step that comes next would use them.",
            "Read from the dict, and leave its arrays alone.",
            changes=(
                (
                    "return check_network_gradients(penalized, parameters, grads, eps)",
                    'table = check_network_gradients(penalized, parameters, grads, eps)\n    for name in parameters:\n        if name[0] == "W":\n            grads["d" + name] -= (lambd + 1e-3) / m * parameters[name]\n    return table',
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "the square of the norm, layer by layer",
            code="""
            def check_with_l2(cost, parameters, grads, lambd, m, eps):
                def J(p):
                    total = cost(p)
                    for l in range(1, len(p) // 2 + 1):
                        total += lambd / 2 / m * np.linalg.norm(p["W" + str(l)]) ** 2
                    return total
                return check_network_gradients(J, parameters, grads, eps)
            """,
        ),
        Alternative(
            "a lambda and einsum",
            code="""
            def check_with_l2(cost, parameters, grads, lambd, m, eps):
                weights = [name for name in parameters if "W" in name]
                half = lambda p: 0.5 * sum(np.einsum("ij,ij->", p[w], p[w]) for w in weights)
                return check_network_gradients(lambda p: cost(p) + lambd * half(p) / m, parameters, grads, eps)
            """,
        ),
        Alternative(
            "with a loop over entries of one's own, and a print",
            code="""
            def check_with_l2(cost, parameters, grads, lambd, m, eps):
                table = {}
                for name, P in parameters.items():
                    approx = np.zeros(P.shape)
                    for i in np.ndindex(*P.shape):
                        change = {}
                        for sign in (1, -1):
                            moved = {n: v.copy() for n, v in parameters.items()}
                            moved[name][i] += sign * eps
                            squares = sum((v**2).sum() for n, v in moved.items() if n[0] == "W")
                            change[sign] = cost(moved) + squares * lambd / (2 * m)
                        approx[i] = (change[1] - change[-1]) / (2 * eps)
                    print(name)
                    table[name] = relative_difference(approx, grads["d" + name])
                return table
            """,
        ),
        Alternative(
            "np.vdot, and weights told by their width",
            changes=(
                (SQUARES, 'squares = sum(np.vdot(moved[f"W{l}"], moved[f"W{l}"]) for l in range(1, len(moved) // 2 + 1))'),
                (PENALTY, "squares * lambd / m / 2"),
            ),
        ),
    ),
)

# --- gradient_with_fixed_masks -----------------------------------------------------------------------------------

MASK = "the gradient under the masks that were drawn"
MASKS = 5
NO_DEFAULT = (1, 3)  # masks that the seeds one is likely to write (0, 1, 42, …) do not draw first


def start(rng):
    """A seed whose first draw is one of `NO_DEFAULT`, and whose next two are others; and that first draw."""
    while True:
        seed = int(rng.integers(10**6))
        one = np.random.default_rng(seed)
        first, *later = (int(one.integers(MASKS)) for _ in range(3))
        if first in NO_DEFAULT and first not in later:
            return seed, first


def masks_trial(rng, n, m, keep_prob, eps):
    """A logistic regression whose inputs are dropped by one of five masks, drawn in each call."""
    factors = np.round((rng.random((MASKS, n, m)) < keep_prob) / keep_prob, 6)
    X, Y, theta = array(rng, n, m), (np.arange(m)[np.newaxis] + 1) % 2.0, array(rng, n)
    seed, first = start(rng)
    slopes = [reference.numerical_gradient(partial(costs.logistic, X=X * factor, Y=Y), theta, eps).tolist() for factor in factors]
    slopes.insert(0, slopes.pop(first))
    arguments = {
        "J": partial(costs.dropped_logistic, X=X, Y=Y, factors=factors),
        "theta": theta,
        "rng": np.random.default_rng(seed),
        "eps": eps,
    }
    return Trial(
        f"theta ({n},), {some(m, 'example')}, eps = {eps}",
        arguments,
        [
            Probe("values", "form", {}),
            Probe("values", "which_of", {"candidates": slopes, "first": MASK}, MASK, says="the result is {got}; it should be {want}"),
            CHANGED,
            Probe("rng", "global_moved", {}, False, says="it moves NumPy's (or Python's) global random state; all randomness is in `rng`"),
        ],
    )


FIXED = "numerical_gradient(lambda moved: J(moved, copy.deepcopy(rng)), theta, eps)"


def with_masks(*lines):
    """`gradient_with_fixed_masks` with a loop of one's own: lines that set `up` and `down` for the entry that `step` moves."""
    head = [
        "def gradient_with_fixed_masks(J, theta, rng, eps):",
        "    approx = np.zeros(theta.shape)",
        "    for i in range(theta.size):",
        "        step = np.zeros(theta.shape)",
        "        step[i] = eps",
    ]
    return "\n".join([*head, *(f"        {line}" for line in lines), "        approx[i] = (up - down) / (2 * eps)", "    return approx"])


SAME = "J(theta {} step, copy.deepcopy(rng))"

GRADIENT_WITH_FIXED_MASKS = Exercise(
    reference=reference.gradient_with_fixed_masks,
    points=3,
    returns=("approx",),
    rules=(
        Rule(
            "values",
            "centred differences, each of them and all of them under the masks that `J(theta, rng)` draws from `rng` as it comes",
            1,
        ),
        Rule("arguments", "`theta` is left as it was", 0.25),
        Rule("rng", "NumPy's (and Python's) global random state is left alone", 0.25),
    ),
    visible=lambda rng: [masks_trial(rng, 3, 5, 0.8, 1e-4), masks_trial(rng, 4, 6, 0.6, 0.01), masks_trial(rng, 2, 4, 0.5, 1e-5)],
    hidden=lambda rng: [
        masks_trial(rng, 4, 7, 0.8, 1e-5),
        masks_trial(rng, 3, 8, 0.5, 0.01),
        masks_trial(rng, 6, 5, 0.7, 1e-4),
        masks_trial(rng, 2, 6, 0.6, 1e-4),
    ],
    mistakes=(
        Mistake(
            "each call draws masks of its own",
            "Print J(theta, rng) five times, without moving theta: it jumps. You divide such jumps by 2 eps. A copy made once and then handed to every call moves on just as `rng` does, and `copy.copy` of a generator is still tied to the old one.",
            "Every single call of J needs a generator in the state in which `rng` came: a deep copy of its own.",
            changes=(("copy.deepcopy(rng)", "rng"),),
        ),
        Mistake(
            "the seed of the global generator is set, which does not reach rng",
            "`np.random.seed` is about the functions in `np.random`. J draws from the `rng` that you hand over: print J(theta, rng) a few times with your line before it.",
            "Leave `np.random` alone, and hand each call of J a deep copy of `rng` as it came.",
            changes=(
                (
                    f"return {FIXED}",
                    "def fixed(moved):\n        np.random.seed(0)\n        return J(moved, rng)\n    return numerical_gradient(fixed, theta, eps)",
                ),
            ),
        ),
        Mistake(
            "the masks are fixed for an entry, and drawn anew for the next one",
            "Each of your slopes is right for some mask, but not for the same one. Backpropagation went through one forward pass, with one set of masks.",
            "Go back to the same state of `rng` for all entries.",
            code=with_masks(
                "now = copy.deepcopy(rng)",
                f"up = {SAME.format('+')}",
                "down = J(theta - step, copy.deepcopy(now))",
                "rng.integers(2**40)",
                "rng.integers(5)",
            ).replace("copy.deepcopy(rng))", "copy.deepcopy(now))"),
        ),
        Mistake(
            "the masks are fixed, but they are not those that rng draws",
            "A seed of your own, or a generator that has moved on already, fixes the masks too; but the gradient that is to be checked went through other ones.",
            "Copy `rng` in the state in which it comes, before anything has drawn from it.",
            changes=(("copy.deepcopy(rng)", "np.random.default_rng(0)"),),
        ),
        Mistake(
            "the difference is divided by eps, though the points lie 2 eps apart",
            "All your slopes are twice what they should be. If you call your `numerical_gradient`, its check tells more.",
            "The run goes from the lower point to the upper one.",
            code=with_masks(f"up = 2 * {SAME.format('+')}", f"down = 2 * {SAME.format('-')}"),
        ),
        Mistake(
            "the sign is turned round",
            "Where J rises, your slope is negative. If you call your `numerical_gradient`, its check tells more.",
            "The value above minus the value below.",
            code=with_masks(f"up = {SAME.format('-')}", f"down = {SAME.format('+')}"),
        ),
        Mistake(
            "the masks are right, the differences are not: one-sided, several entries at once, or averaged over masks",
            "Your masks are held, and still the slopes are not those of centred differences under them. Try eps = 0.01 and eps = 0.0001: do your slopes change by a hundredth?",
            "One entry moves, up and down by eps, and nothing else changes.",
            code=with_masks(f"up = 2 * {SAME.format('+')}", "down = 2 * J(theta, copy.deepcopy(rng))"),
        ),
        Mistake(
            "a function is returned, or nothing",
            "What you return should be an array with one slope for each entry of theta.",
            "Once J no longer draws anew, hand it to `numerical_gradient` and return what comes back.",
            changes=((f"return {FIXED}", f"approx = {FIXED}"),),
        ),
        Mistake(
            "one number is returned",
            "`approx` has as many entries as theta; you return a single one.",
            "Each entry of theta has a slope of its own.",
            changes=((f"return {FIXED}", f"return float(np.linalg.norm({FIXED}))"),),
        ),
        Mistake(
            "the caller's theta is changed",
            "Look at your theta after the call: it is not where it was.",
            "Move a copy, or put every entry back.",
            changes=((f"return {FIXED}", f"approx = {FIXED}\n    theta -= 0.01\n    return approx"),),
            costs=0.25,
        ),
        Mistake(
            "the global generator is drawn from",
            "Your function draws from `np.random` for no use: all randomness here is in `rng`.",
            "Take that line out.",
            changes=((f"return {FIXED}", f"np.random.rand()\n    return {FIXED}"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a named function and a deep copy",
            code="""
            def gradient_with_fixed_masks(J, theta, rng, eps):
                kept = copy.deepcopy(rng)
                def J_fixed(theta):
                    return J(theta, copy.deepcopy(kept))
                return numerical_gradient(J_fixed, theta, eps)
            """,
        ),
        Alternative(
            "the state put back before each call",
            code="""
            def gradient_with_fixed_masks(J, theta, rng, eps):
                state = rng.bit_generator.state
                approx = np.zeros_like(theta)
                for i in range(len(theta)):
                    plus, minus = theta.copy(), theta.copy()
                    plus[i] += eps
                    minus[i] -= eps
                    rng.bit_generator.state = state
                    up = J(plus, rng)
                    rng.bit_generator.state = state
                    approx[i] = (up - J(minus, rng)) / (2 * eps)
                return approx
            """,
        ),
        Alternative(
            "a new generator given the old state",
            code="""
            def gradient_with_fixed_masks(J, theta, rng, eps):
                state, slopes = rng.bit_generator.state, []
                for e in eps * np.eye(theta.size):
                    values = []
                    for point in (theta + e, theta - e):
                        again = np.random.default_rng()
                        again.bit_generator.state = state
                        values.append(J(point, again))
                    slopes.append((values[0] - values[1]) / (2 * eps))
                print(slopes)
                return np.array(slopes, dtype="float32") if eps > 1e-4 else np.array(slopes)
            """,
        ),
        Alternative(
            "through pickle",
            code="""
            def gradient_with_fixed_masks(J, theta, rng, eps):
                import pickle
                frozen = pickle.dumps(rng)
                return numerical_gradient(lambda t: J(t, pickle.loads(frozen)), theta, eps)
            """,
        ),
    ),
)

EXERCISES = [
    NUMERICAL_GRADIENT,
    RELATIVE_DIFFERENCE,
    VERDICT,
    PARAMETERS_TO_THETA,
    THETA_TO_PARAMETERS,
    CHECK_NETWORK_GRADIENTS,
    FIND_BUGGY_LAYER,
    CHECK_WITH_L2,
    GRADIENT_WITH_FIXED_MASKS,
]
