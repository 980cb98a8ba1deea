"""Chapter 7, initialization: trials, rules, known mistakes and accepted alternatives of its exercises."""

from itertools import pairwise

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils.reference import initialization as reference


def array(rng, *shape):
    """Numbers of both signs, none of them 0, short enough to read."""
    return np.round(rng.uniform(0.5, 3.0, shape) * rng.choice([-1, 1], shape), 2)


CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")
GLOBAL = Probe("rng", "global_moved", {}, False, says="it moves NumPy's (or Python's) global random state; draw from `rng` alone")
ARGUMENTS = Rule("arguments", "the arguments are left as they were", 0.25)
RNG_RULE = Rule(
    "rng", "every random number comes from `rng`: the same state of `rng` gives the same weights, another state gives others", 0.25
)

# --- linear_network_output ------------------------------------------------------------------------


def linear_trial(says, W, W_last, x, L, rule="values"):
    return Trial(f"{says}, L = {L}", {"x": x, "W": W, "W_last": W_last, "L": L}, [Probe(rule, "value", {}), CHANGED])


def any_linear_trial(rng, n, n_out, m, L, rule="values"):
    """A matrix of no special form that neither grows nor shrinks much, so that every mistake shows."""
    W = array(rng, n, n)
    W = np.round(W / np.abs(np.linalg.eigvals(W)).max(), 2)
    return linear_trial(f"W ({n}, {n}), W_last ({n_out}, {n}), x ({n}, {m})", W, array(rng, n_out, n), array(rng, n, m), L, rule)


def lecture_trial(rng, factor, m, L, rule="values"):
    """The lecture's matrix: a factor on the diagonal."""
    return linear_trial(f"the lecture's W, {factor} on the diagonal", factor * np.eye(2), array(rng, 1, 2), array(rng, 2, m), L, rule)


def returning_trial(rng, m, L):
    """The signal fades to 1e-60 on its way, and the last layer makes it large again: what was lost is seen."""
    return linear_trial(
        "the lecture's W, 0.5 on the diagonal, and 1e60 in W_last", 0.5 * np.eye(2), 1e60 * array(rng, 1, 2), array(rng, 2, m), L, "deep"
    )


LINEAR_NETWORK_OUTPUT = Exercise(
    reference=reference.linear_network_output,
    points=3,
    returns=("the output",),
    rules=(
        Rule("values", "the output is that of L layers: W in all of them but the last, `W_last` in the last", 1),
        Rule("edge", "with L = 1 the last layer is the only one", 0.25),
        Rule("deep", "it reckons in double precision: a signal of 1e-60 is not yet 0", 0.25),
        ARGUMENTS,
    ),
    visible=lambda rng: [
        lecture_trial(rng, 1.5, 1, 3),
        any_linear_trial(rng, 3, 2, 4, 5),
        any_linear_trial(rng, 2, 2, 3, 4),
        any_linear_trial(rng, 3, 1, 2, 2),
        any_linear_trial(rng, 2, 3, 1, 1, "edge"),
        lecture_trial(rng, 0.5, 2, 200, "deep"),
        returning_trial(rng, 2, 200),
    ],
    hidden=lambda rng: [
        lecture_trial(rng, 0.5, 1, 6),
        lecture_trial(rng, 1.5, 3, 9),
        any_linear_trial(rng, 4, 2, 3, 4),
        any_linear_trial(rng, 3, 3, 5, 5),
        any_linear_trial(rng, 2, 4, 1, 7),
        any_linear_trial(rng, 5, 1, 2, 2),
        any_linear_trial(rng, 3, 2, 4, 1, "edge"),
        lecture_trial(rng, 0.5, 1, 210, "deep"),
        returning_trial(rng, 3, 198),
    ],
    mistakes=(
        Mistake(
            "W is applied L times, and then W_last as well",
            "Count the matrices for L = 3 on paper: with the last one yours are four. A network of L layers has L.",
            "The last layer has a matrix of its own. How many layers are left for `W`?",
            changes=(("range(L - 1)", "range(L)"),),
        ),
        Mistake(
            "W is applied L - 2 times",
            "Count the matrices for L = 3 on paper: with the last one yours are two. Which numbers does your `range` give?",
            "`range(k)` has k numbers; `range(1, k)` has one less.",
            changes=(("range(L - 1)", "range(1, L - 1)"),),
        ),
        Mistake(
            "W acts only once, whatever L is",
            "Your result for L = 2 is right and does not change with L. Print what goes into the second layer: is it x again?",
            "What goes into a layer is what came out of the layer before it; only layer 1 sees x.",
            changes=(("a = W @ a", "a = W @ x"),),
        ),
        Mistake(
            "the entries of W are raised to a power, not the matrix",
            "Take W = [[1, 1], [1, 1]]: the product of W with itself has a 2 everywhere, `W**2` has a 1. On a diagonal matrix nobody would notice.",
            "`**` works entry by entry. A layer after a layer is a product of matrices.",
            changes=(("    for _ in range(L - 1):\n        a = W @ a\n", "    a = W ** (L - 1) @ a\n"),),
        ),
        Mistake(
            "the product is taken entry by entry",
            "A layer adds up over its inputs. `*` multiplies and adds nothing, and its shapes fit only by luck.",
            "NumPy has an operator of its own for the product of matrices.",
            changes=(("a = W @ a", "a = W * a"),),
        ),
        Mistake(
            "ReLU is applied in the layers",
            "Your negative numbers became 0 on the way. What activation does this network have?",
            "The text says g(z) = z: nothing happens to z.",
            changes=(("a = W @ a", "a = np.maximum(W @ a, 0)"),),
        ),
        Mistake(
            "the output goes through a sigmoid",
            "All your outputs lie between 0 and 1. Every layer of this network is linear, the last one too.",
            "Return what the last matrix gives, as it is.",
            changes=(("return W_last @ a", "return 1 / (1 + np.exp(-(W_last @ a)))"),),
        ),
        Mistake(
            "W is transposed",
            "Try W = [[0, 1], [0, 0]] and x = (5, 7): the first unit should get 7. In yours the second unit gets 5. On a diagonal matrix nobody would notice.",
            "A row of W belongs to a unit, a column to an input.",
            changes=(("a = W @ a", "a = W.T @ a"),),
        ),
        Mistake(
            "the last layer is left off",
            "Look at the shape of your result: it has as many rows as x. The last layer has a matrix too.",
            "One product is still missing before you return.",
            changes=(("return W_last @ a", "return a"),),
        ),
        Mistake(
            "the last layer's matrix is left out, W stands in its place",
            "Look at the shape of your result: it has as many rows as x. Which matrix does layer L have?",
            "All layers but the last have `W`.",
            changes=(("return W_last @ a", "return W @ a"),),
        ),
        Mistake(
            "the last layer is applied first",
            "The signal meets layer 1 first and layer L last. In the formula the matrix that acts first stands next to x, at the right end.",
            "Read the product from right to left.",
            code="""
            def linear_network_output(x, W, W_last, L):
                a = W_last @ x
                for _ in range(L - 1):
                    a = W @ a
                return a
            """,
        ),
        Mistake(
            "the product of the matrices is returned, x never enters",
            "Change `x` and call again: your result stays the same, and it has as many columns as W.",
            "The product of the matrices is half of the way. It acts on something.",
            changes=(("a = x\n", "a = np.eye(len(W))\n"),),
        ),
        Mistake(
            "W is always applied at least once",
            "With L = 1 there is no layer before the last. Follow your lines for L = 1.",
            "Start from x itself, and let the loop decide how often W comes.",
            code="""
            def linear_network_output(x, W, W_last, L):
                a = W @ x
                for _ in range(L - 2):
                    a = W @ a
                return W_last @ a
            """,
            costs=0.25,
        ),
        Mistake(
            "it reckons in float32, where a small signal becomes 0",
            "Print what comes into the last of 200 layers of 0.5: exactly 0. In double precision it is tiny, but it is there. Single precision ends near 1e-45.",
            "Leave the numbers in the precision in which they come.",
            changes=(("a = x\n", "a = x.astype(np.float32)\n    W = W.astype(np.float32)\n"),),
            costs=0.25,
        ),
        Mistake(
            "x itself is changed",
            "Look at your `x` after the call. `x[...] =` or `*=` write into the caller's array.",
            "Give the result of each layer a name of its own.",
            changes=(
                (
                    "    a = x\n    for _ in range(L - 1):\n        a = W @ a\n",
                    "    a = x\n    for _ in range(L - 1):\n        a[...] = W @ a\n",
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a power of the matrix",
            code="def linear_network_output(x, W, W_last, L):\n    return W_last @ np.linalg.matrix_power(W, L - 1) @ x",
        ),
        Alternative(
            "a list of matrices, multiplied from the left",
            code="""
            def linear_network_output(x, W, W_last, L):
                product = W_last
                for matrix in [W] * (L - 1):
                    product = np.dot(product, matrix)
                return product.dot(x)
            """,
        ),
        Alternative(
            "recursion",
            code="""
            def linear_network_output(x, W, W_last, L):
                if L == 1:
                    return np.matmul(W_last, x)
                return linear_network_output(np.matmul(W, x), W, W_last, L - 1)
            """,
        ),
        Alternative(
            "einsum, with a print and a warning",
            code="""
            def linear_network_output(x, W, W_last, L):
                import warnings
                warnings.warn("slow")
                print(L)
                l = 1
                while l < L:
                    x = np.einsum("ij,jm->im", W, x)
                    l += 1
                return np.einsum("ij,jm->im", W_last, x)
            """,
        ),
    ),
)

# --- signal_fate ----------------------------------------------------------------------------------


def turn(angle, factor=1.0):
    """A turn of the plane, and a stretch by a factor."""
    return factor * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def leaning(low, high, lean, below=False):
    """A triangular matrix: its eigenvalues stand on the diagonal, and off it stands a number that only leans the signal."""
    W = np.array([[low, lean], [0.0, high]])
    return W.T.copy() if below else W


def mixed(rng, *eigenvalues):
    """A matrix of no special form with these eigenvalues."""
    n = len(eigenvalues)
    base = np.eye(n) + 0.4 * rng.uniform(-1, 1, (n, n))
    return base @ np.diag(eigenvalues) @ np.linalg.inv(base)


def fate_trial(says, W, rule="values"):
    return Trial(says, {"W": W}, [Probe(rule, "value", {}, says="it says {got}; right is {want}"), CHANGED])


def fates(rng, small, large, angle):
    """One matrix for every way to be fooled; `small` < 1 < `large`."""
    return [
        fate_trial(f"{small} on the diagonal", small * np.eye(2)),
        fate_trial(f"{large} on the diagonal", large * np.eye(3)),
        fate_trial("the unit matrix", np.eye(2)),
        fate_trial("one direction shrinks, one grows", np.diag([0.4, large])),
        fate_trial("one direction grows, and is turned round each time", np.diag([0.6, -large])),
        fate_trial("one direction shrinks, and is turned round each time", np.diag([-small, 0.3])),
        fate_trial("a large number above the diagonal", leaning(small, 0.6, 9.0)),
        fate_trial("a large number below the diagonal", leaning(0.6, small, 9.0, below=True)),
        fate_trial("a turn by 90 degrees and a stretch", turn(np.pi / 2, large)),
        fate_trial(f"a turn by {angle} and a shrinking", turn(angle, small)),
        fate_trial("one direction stays, one shrinks", np.diag([1.0, 0.5])),
        fate_trial("one direction stays, one grows", np.diag([1.0, large, 0.2])),
        fate_trial("every number is small, together they grow", np.full((3, 3), large / 3)),
        fate_trial("one direction shrinks, one grows a little more than that", np.diag([0.2, 2 * large])),
        fate_trial("one direction shrinks, one grows by far", np.diag([0.5, 3 + large])),
        fate_trial("a number above a small diagonal", leaning(0.3, 0.2, 4.0)),
        fate_trial(f"a turn by {angle}: the length stays, but for rounding", turn(angle, 1 + 1e-9), "rounding"),
        fate_trial("a matrix of no special form", mixed(rng, small, -0.5, 0.3)),
        fate_trial("another matrix of no special form", mixed(rng, 0.4, -0.7, large)),
    ]


SIGNAL_FATE = Exercise(
    reference=reference.signal_fate,
    points=3,
    returns=("the fate",),
    rules=(
        Rule("values", "the largest size among the eigenvalues decides: below 1, above 1, or 1", 1),
        Rule("rounding", "what differs from 1 only by rounding counts as 1", 0.25),
        ARGUMENTS,
    ),
    visible=lambda rng: fates(rng, 0.8, 1.25, 0.7),
    hidden=lambda rng: [*fates(rng, 0.9, 1.1, 0.6), *fates(rng, 0.8, 1.4, 0.8)],
    mistakes=(
        Mistake(
            "the largest number in W decides",
            "A large number off the diagonal need not return to the same unit, and many small ones can add up. Try W = [[0.8, 9], [0, 0.6]] to the power 100.",
            "Ask for the factor by which a direction that W does not turn is stretched. NumPy knows these numbers.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(W).max()"),),
        ),
        Mistake(
            "the sign is not taken off: an eigenvalue below -1 is taken for a small one",
            "With the factor -1.25 the signal changes its sign in each layer, and grows. Print the third power of -1.25.",
            "What counts is how far a number is from 0.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.linalg.eigvals(W).real.max()"),),
        ),
        Mistake(
            "only the real part of the eigenvalues is looked at",
            "A turn by 90 degrees has eigenvalues like 1.25i and -1.25i: their real part is 0, and yet lengths grow by a quarter each time.",
            "The size of a complex number is its distance from 0, not its real part; `np.abs` knows complex numbers.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(np.linalg.eigvals(W).real).max()"),),
        ),
        Mistake(
            "the determinant decides",
            "A determinant says how volume changes. If one direction grows and another shrinks, the volume may shrink, yet the signal explodes along the first.",
            "You need the factors of the single directions, not their product.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(np.linalg.det(W))"),),
        ),
        Mistake(
            "the trace decides",
            "The trace of 0.8 times the unit matrix is 1.6, and it shrinks every signal.",
            "You need the factors of the single directions, not their sum.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(np.trace(W))"),),
        ),
        Mistake(
            "the mean of the diagonal decides",
            "One direction that grows is enough, and a mean hides it: try the diagonal 0.4 and 1.25.",
            "You need the largest of the factors, and they stand on the diagonal only for special matrices.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(np.mean(np.diag(W)))"),),
        ),
        Mistake(
            "the largest number on the diagonal decides",
            "For a triangular matrix that is right. Try a turn by 90 degrees and a stretch: the diagonal is 0.",
            "The factors stand on the diagonal only for special matrices. In general they are the eigenvalues.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(np.diag(W)).max()"),),
        ),
        Mistake(
            "the largest singular value decides: the most that one layer can do",
            "W = [[0.8, 9], [0, 0.6]] stretches some signal by more than 9, once. Print the size of its 100th power: what it leans is not leaned again.",
            "Many layers ask for what comes back each time: directions that W only stretches.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.linalg.norm(W, 2)"),),
        ),
        Mistake(
            "the Frobenius norm decides",
            "The norm of 0.8 times the unit matrix is above 1, and it shrinks every signal: this norm adds up all directions.",
            "You need the largest factor of a single direction.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.linalg.norm(W)"),),
        ),
        Mistake(
            "the largest sum of a row decides",
            "A turn by 40 degrees has a row sum of 1.4 in size and leaves every length as it is.",
            "You need the largest factor of a direction that W only stretches.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(W).sum(axis=1).max()"),),
        ),
        Mistake(
            "the smallest eigenvalue decides",
            "If one direction shrinks and another grows, what do you see after 100 layers? Only what grew.",
            "The other end of the list of sizes decides.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(np.linalg.eigvals(W)).min()"),),
        ),
        Mistake(
            "the mean of the eigenvalues' sizes decides",
            "With the factors 0.4 and 1.25 the mean is below 1. After 100 layers only the second direction is left, and it is huge.",
            "One direction that grows is enough: no mean, then.",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "np.abs(np.linalg.eigvals(W)).mean()"),),
        ),
        Mistake(
            "only half of W is read, as if it were symmetric",
            "`eigvalsh` and `eigh` take it for granted that W is symmetric, and look at one triangle. Exchange the numbers below and above the diagonal and see.",
            "There is a sibling of this function for matrices of any form.",
            changes=(("np.linalg.eigvals(W)", "np.linalg.eigvalsh(W)"),),
        ),
        Mistake(
            "all eigenvalues must agree before it vanishes or explodes",
            "If one direction stays and another grows, the signal grows. You seem to ask for all directions at once.",
            "One direction that grows is enough to explode; to vanish takes all of them.",
            code="""
            def signal_fate(W):
                sizes = np.abs(np.linalg.eigvals(W))
                if (sizes > 1 + 1e-6).all():
                    return "explodes"
                return "vanishes" if (sizes < 1 - 1e-6).all() else "keeps"
            """,
        ),
        Mistake(
            "the two words are exchanged",
            "You call a signal that is halved in each layer exploding.",
            "Follow your last lines for a factor of 2.",
            changes=(('"explodes" if largest > 1 else "vanishes"', '"explodes" if largest < 1 else "vanishes"'),),
        ),
        Mistake(
            "it never says that the signal keeps its size: from 1 on it explodes",
            "A turn by 40 degrees leaves every length as it is, and so does the unit matrix. You say that both explode.",
            "Before you call a signal exploding, ask whether it grows at all. For one that does not, the docstring has another word.",
            code="""
            def signal_fate(W):
                return "explodes" if np.abs(np.linalg.eigvals(W)).max() > 1 - 1e-6 else "vanishes"
            """,
        ),
        Mistake(
            "it never says that the signal keeps its size: up to 1 it vanishes",
            "Send (3, 4) through the unit matrix a hundred times: it is (3, 4) still. You say that it vanishes.",
            "What is not larger than 1 need not be smaller than 1. The docstring has three words, and you use two.",
            code="""
            def signal_fate(W):
                return "explodes" if np.abs(np.linalg.eigvals(W)).max() > 1 + 1e-6 else "vanishes"
            """,
        ),
        Mistake(
            "five layers are tried, and that is too few",
            "Try W = [[0.8, 9], [0, 0.6]] by hand: the signal grows at first and vanishes later. A short try is fooled by it.",
            "The docstring names numbers that know the end at once, without trying.",
            code="""
            def signal_fate(W):
                grown = np.linalg.norm(np.linalg.matrix_power(W, 5), 2)
                if abs(grown - 1) < 1e-6:
                    return "keeps"
                return "explodes" if grown > 1 else "vanishes"
            """,
        ),
        Mistake(
            "the size is compared with 1 exactly",
            "Print the size of the eigenvalues of a turn by 0.7 with 17 digits. Rounding leaves it next to 1.",
            "Numbers that were reckoned are compared with some room, as the docstring says.",
            changes=(("abs(largest - 1) < 1e-6", "largest == 1"),),
            costs=0.25,
        ),
        Mistake(
            "W itself is changed",
            "Look at your `W` after the call: an operator with `=` in it, or `out=`, writes into the caller's array.",
            "Work on a new array.",
            changes=(
                ("    largest = ", "    W -= 1e-3 * np.eye(len(W))\n    W *= 2.0\n    largest = "),
                ("np.linalg.eigvals(W)", "np.linalg.eigvals(W / 2 + 1e-3 * np.eye(len(W)))"),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "np.linalg.eig, a loop and np.isclose",
            code="""
            def signal_fate(W):
                largest = 0
                for value in np.linalg.eig(W)[0]:
                    largest = max(largest, abs(value))
                if np.isclose(largest, 1):
                    return "keeps"
                elif largest < 1:
                    return "vanishes"
                else:
                    return "explodes"
            """,
        ),
        Alternative(
            "the size of a high power, with warnings",
            code="""
            def signal_fate(W):
                grown = np.linalg.norm(np.linalg.matrix_power(W, 600))
                if grown < 1e-6:
                    return "vanishes"
                return "explodes" if not grown < 1e6 else "keeps"
            """,
        ),
        Alternative(
            "real and imaginary part, a NumPy string",
            code="""
            def signal_fate(W):
                values = np.linalg.eigvals(W)
                r = np.sqrt(np.max(values.real**2 + values.imag**2))
                return np.array(["vanishes", "keeps", "explodes"])[int(r > 1 - 1e-7) + int(r > 1 + 1e-7)]
            """,
        ),
    ),
)

# --- distinct_units -------------------------------------------------------------------------------


def units_trial(rng, says, rows, n_in, change=None, rule="values"):
    """Units made of a list of kinds, as [0, 1, 0]: units of one kind are the same; `change` does something to W and b."""
    kinds = np.column_stack([array(rng, max(rows) + 1, n_in), array(rng, max(rows) + 1, 1)])
    if change:
        change(kinds)
    units = kinds[rows]
    if rule == "rounding":
        units = units * (1 + 1e-14 * np.arange(len(rows))[:, np.newaxis])
    return Trial(f"{says}, W ({len(rows)}, {n_in})", {"W": units[:, :-1], "b": units[:, -1:]}, [Probe(rule, "value", {}), CHANGED])


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
    """The second unit differs from the first by little, but by much more than rounding."""
    kinds[1] = kinds[0]
    kinds[1, 1] += 0.0004


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


DISTINCT_UNITS = Exercise(
    reference=reference.distinct_units,
    points=3,
    returns=("the count",),
    rules=(
        Rule("values", "it is the number of different units: copies count once, weights and bias both count", 1),
        Rule("rounding", "units that differ only by rounding, less than 1e-9, are the same", 0.25),
        ARGUMENTS,
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
        units_trial(rng, "three units, two of them the same up to rounding", [0, 1, 0], 3, None, "rounding"),
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
        units_trial(rng, "rounding", [0, 1, 0, 1, 2], 4, None, "rounding"),
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
                    seen.add(tuple(np.round(W[i], 10).tolist()) + (round(float(b[i, 0]), 10),))
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

# --- initializations: what they have in common ------------------------------------------------------


def shape_probes():
    """Names, shapes, biases, and what the call did besides."""
    return [
        Probe("values", "entries", {}, says="the dict has the entries {got}; it should have {want}"),
        Probe("values", "form", {}),
        Probe("values", "not_zero", {}, "none", says="these should be 0 and are not: {got}"),
        CHANGED,
        GLOBAL,
    ]


def drawn_probes(sizes, scales):
    """What many draws show: their mean, their spread, whether they are draws of their own and come from `rng`."""
    fewest = min(a * b for a, b in pairwise(sizes))
    of = ", ".join(f"W{l}" for l in range(1, len(sizes)))
    spread = f"the spread (root mean square) of {of} is off by {{got}} doublings: 0 is right, 1 would be twice too large, -1 half of it"
    zeros = [0.0] * (len(sizes) - 1)
    return [
        Probe(
            "values",
            "weights_mean",
            {},
            zeros,
            6 / np.sqrt(fewest),
            f"the mean of {of} over their spread is {{got}}; each should be near 0",
        ),
        Probe("values", "weights_spread", {"scales": list(scales)}, zeros, 6 / np.sqrt(2 * fewest) / np.log(2), spread),
        Probe("values", "weights_alike", {}, "none", says="{got} are made of the same random numbers"),
        Probe("rng", "fresh", {}, True, says="a second call with the same `rng` gives the very same weights"),
        Probe("rng", "reproducible", {}, True, says="two calls from the same state of `rng` give different weights"),
    ]


def in_words(sizes):
    return f"layer_sizes {sizes}"


def small_trial(rng, sizes, says="", **between):
    return Trial(
        f"{in_words(sizes)}{says}", {"layer_sizes": sizes, **between, "rng": np.random.default_rng(rng.integers(10**6))}, shape_probes()
    )


def large_trial(rng, sizes, scales, says="", **between):
    """Layers of thousands of weights: enough to see how they were drawn."""
    trial = small_trial(rng, sizes, says, **between)
    trial.probes[3:3] = drawn_probes(sizes, scales)
    return trial


def pairs(sizes):
    """(n_in, n_out) of each layer."""
    return list(pairwise(sizes))


ZEROS, DRAW, RANGE = "np.zeros((n_out, 1))", "rng.standard_normal((n_out, n_in))", "range(1, len(layer_sizes))"
RULES = (
    Rule("values", "each W[l] has its shape and independent draws of mean 0 and of the right variance, each b[l] is a column of zeros", 1),
    RNG_RULE,
    ARGUMENTS,
)


def dict_mistakes(zeros, weights, transposed):
    """Mistakes in keys, layers and biases, which every initialization can have; `zeros` and `weights` as they stand in the reference."""
    return (
        Mistake(
            "the keys begin with 0",
            "Print `parameters.keys()`: there is a W0, and the last one is missing. Layer 0 is the input; it has no weights.",
            "The key's number is that of the layer whose units the rows belong to.",
            changes=(('f"W{l}"', 'f"W{l - 1}"'), ('f"b{l}"', 'f"b{l - 1}"')),
        ),
        Mistake(
            "W is transposed",
            "Print the shape of your W1: it has a row for each input. In this course the layer computes `W @ A_prev`: which number must stand second?",
            "A row of W belongs to a unit of the layer, a column to an input. Exchange the two sizes.",
            changes=((weights, transposed),),
        ),
        Mistake(
            "the biases are flat, of shape (n,)",
            "Print the shape of your b1. Added to Z of shape (n, m) it would be laid along the examples, or fail.",
            "A bias is a column: two sizes, the second is 1.",
            changes=((zeros, zeros.replace("((", "(").replace(", 1))", ")")),),
        ),
        Mistake(
            "the biases are rows",
            "Print the shape of your b1: it has one row. Each unit has a row of its own, in W and in b.",
            "A bias is a column: the number of units stands first.",
            changes=((zeros, zeros.replace("((", "((1, ").replace(", 1))", "))")),),
        ),
        Mistake(
            "the biases are ones",
            "Look at your b1: every unit starts with a push. Nothing asks for one; what breaks the symmetry is in W.",
            "A fresh bias shifts nothing. Read in the docstring which number does that.",
            changes=((zeros, zeros.replace("zeros", "ones")),),
        ),
        Mistake(
            "the biases are missing",
            "Print `parameters.keys()`: there is no b1. The next forward pass will ask for it.",
            "Each layer has two entries.",
            changes=((f'        parameters[f"b{{l}}"] = {zeros}\n', ""),),
        ),
        Mistake(
            "the last layer is missing",
            "Count: layer_sizes with 3 numbers stands for 2 layers with weights. Which numbers does your `range` give?",
            "`range(1, k)` ends at k - 1 by itself.",
            changes=((RANGE, "range(1, len(layer_sizes) - 1)"),),
        ),
        Mistake(
            "the input counts as a layer: there is one layer too many",
            "Print `parameters.keys()`: there is a W0. For layer 0 the size one place before is read at index -1, and that is the *last* size.",
            "Start the loop at the first layer that has weights.",
            changes=((RANGE, "range(len(layer_sizes))"),),
        ),
        Mistake(
            "the last layer alone is returned",
            "Print `parameters.keys()`: two entries only. Somewhere a fresh dict is made in each turn of the loop.",
            "Make the dict once, before the loop.",
            changes=(("    parameters = {}\n", ""), (f"    for l in {RANGE}:\n", f"    for l in {RANGE}:\n        parameters = {{}}\n")),
        ),
        Mistake(
            "lists are returned, not a dict",
            'The course keeps parameters by name, so that `parameters["W2"]` is layer 2\'s. Yours can only be found by counting.',
            "Put each array into a dict under its name.",
            changes=(
                (
                    "return parameters",
                    'return [v for k, v in parameters.items() if k[0] == "W"], [v for k, v in parameters.items() if k[0] == "b"]',
                ),
            ),
        ),
        Mistake(
            "layer_sizes is changed",
            "Print your `layer_sizes` after the call: `pop`, `append`, `insert` and `reverse` change the caller's list.",
            "Read the sizes by their index and leave the list alone.",
            changes=(("return parameters", "layer_sizes.reverse()\n    return parameters"),),
            costs=0.25,
        ),
    )


def draw_mistakes(factor):
    """Mistakes in the draws, which every random initialization can have; `factor` as it stands in the reference."""
    draw = f"{DRAW} * {factor}"
    return (
        Mistake(
            "the biases are drawn at random",
            "Look at your b1. Harmless, but not asked for: the random weights alone make the units differ.",
            "Only W needs chance. The docstring says what the biases are.",
            changes=((ZEROS, "rng.standard_normal((n_out, 1))"),),
        ),
        Mistake(
            "the draws lie between 0 and 1, all positive, as the lecture's `rand` does",
            "Print the mean of your W1. All weights push in one direction, the pushes add up over a layer's inputs, and the next layer adds up again. Section 5 shows what becomes of it.",
            "`rng.random` is never negative. Take draws with mean 0: `rng` has a method for normal numbers.",
            changes=((DRAW, "rng.random((n_out, n_in))"),),
        ),
        Mistake(
            "the sign is taken off the draws: all weights are positive",
            "Print the smallest entry of your W1. With all weights positive the mean is not 0, and a layer's pushes add up.",
            "Leave the draws as they come: half of them negative.",
            changes=((DRAW, "np.abs(rng.standard_normal((n_out, n_in)))"),),
        ),
        Mistake(
            "the draws lie between -1/2 and 1/2 before they are scaled: their spread is not 1",
            "Print the standard deviation of `rng.random(10_000) - 0.5`. It is about 0.29, so all your weights come out too small.",
            "What you scale must have standard deviation 1 to begin with. `rng` has a method that gives just that.",
            changes=((DRAW, "(rng.random((n_out, n_in)) - 0.5)"),),
        ),
        Mistake(
            "the standard deviation is used as the limit of uniform draws",
            "Print the standard deviation of `rng.uniform(-1, 1, 10_000)`. It is about 0.58, not 1: most draws lie well within the limits.",
            "Take normal draws, or widen the limits by what is missing.",
            changes=((DRAW, "rng.uniform(-1, 1, (n_out, n_in))"),),
        ),
        Mistake(
            "one draw for a whole layer",
            "Look at your W1: the same number everywhere. All units of the layer are twins, and stay so.",
            "Draw as many numbers as W has entries: hand the method a shape.",
            changes=((DRAW, "np.ones((n_out, n_in)) * rng.standard_normal()"),),
        ),
        Mistake(
            "one draw for each unit, the same for all its inputs",
            "Look at a row of your W1: the same number for all inputs. The unit cannot tell them apart.",
            "You draw one column and spread it over the inputs. Each input needs draws of its own.",
            changes=((DRAW, "np.ones((n_out, n_in)) * rng.standard_normal((n_out, 1))"),),
        ),
        Mistake(
            "one draw for each input: all units of a layer are twins",
            "Look at a column of your W1: every unit has the same weight there, so all units are the same.",
            "You draw one row and hand it to every unit. Each unit needs draws of its own.",
            changes=((DRAW, "np.ones((n_out, n_in)) * rng.standard_normal((1, n_in))"),),
        ),
        Mistake(
            "every layer starts from the same seed: all layers hold the same draws",
            "Compare the first numbers of W1 and W2: apart from the scale they are the same. A generator that is made anew in each turn of the loop begins again each time.",
            "Draw from the `rng` that comes in; it moves on by itself.",
            changes=((DRAW, "np.random.default_rng(1).standard_normal((n_out, n_in))"),),
        ),
        Mistake(
            "a seed is set inside: every call gives the same weights",
            "Call twice with one and the same `rng` and compare the two W1. Then look for where a seed is set.",
            "Draw from the `rng` that comes in: whoever calls has seeded it.",
            changes=(("    parameters = {}\n", "    rng = np.random.default_rng(1)\n    parameters = {}\n"),),
            costs=0.25,
        ),
        Mistake(
            "a seed is set inside, for the global generator",
            "Call twice with one and the same `rng` and compare the two W1. A seed set inside sets the whole program's generator back at each call.",
            "Take the seed out, and draw from the `rng` that comes in.",
            changes=(
                ("    parameters = {}\n", "    np.random.seed(1)\n    parameters = {}\n"),
                (DRAW, "np.random.standard_normal((n_out, n_in))"),
            ),
            costs=0.25,
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the weights differ, so the numbers come from elsewhere. A training run like this cannot be repeated.",
            "What draws under `np.random.` has a sibling that is a method of `rng`.",
            changes=((DRAW, "np.random.randn(n_out, n_in)"),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the weights differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none of your own.",
            changes=(("    parameters = {}\n", "    rng = np.random.default_rng()\n    parameters = {}\n"),),
            costs=0.25,
        ),
        Mistake(
            "all weights are 0",
            "Print your W1. If there is `//` in your line, remember that it leaves off what comes after the point.",
            "Divide with `/`, and look at each factor by itself: one of them is 0.",
            changes=((draw, f"0.0 * {draw}"),),
        ),
    )


def variance_mistake(name, see, do, factor, wrong):
    return Mistake(name, see, do, changes=((f"{DRAW} * {factor}", f"{DRAW} * {wrong}"),))


def draw_alternatives(factor):
    """Right answers, written otherwise, of every random initialization."""
    draw = f"{DRAW} * {factor}"
    return (
        Alternative("normal draws with their standard deviation", changes=((draw, f"rng.normal(0, {factor}, size=(n_out, n_in))"),)),
        Alternative("uniform draws, limits widened", changes=((draw, f"rng.uniform(-1, 1, (n_out, n_in)) * np.sqrt(3) * {factor}"),)),
        Alternative("random signs", changes=((DRAW, "rng.choice([-1.0, 1.0], (n_out, n_in))"),)),
        Alternative("drawn transposed, in float32", changes=((DRAW, "rng.standard_normal((n_in, n_out)).T.astype(np.float32)"),)),
        Alternative("the last layer first", changes=((RANGE, f"reversed({RANGE})"),)),
        Alternative(
            "one number at a time, with a print and a warning",
            changes=(
                (DRAW, "np.array([[rng.standard_normal() for _ in range(n_in)] for _ in range(n_out)])"),
                ("return parameters", "import warnings\n    warnings.warn('slow')\n    print('done')\n    return parameters"),
            ),
        ),
        Alternative("integer zeros for the biases", changes=((ZEROS, "np.zeros((n_out, 1), dtype=int)"),)),
    )


# --- zero_initialization ----------------------------------------------------------------------------


def zero_trial(sizes):
    return Trial(
        in_words(sizes),
        {"layer_sizes": sizes},
        [
            Probe("values", "entries", {}, says="the dict has the entries {got}; it should have {want}"),
            Probe("values", "value", {}),
            CHANGED,
        ],
    )


def drawn_sizes(rng, count):
    """Sizes that all differ, so that every exchange of two shows, and that no visible case has."""
    return rng.permutation(np.arange(3, 12))[:count].tolist()


ZERO_W, ZERO_B = "np.zeros((layer_sizes[l], layer_sizes[l - 1]))", "np.zeros((layer_sizes[l], 1))"
ZERO_INITIALIZATION = Exercise(
    reference=reference.zero_initialization,
    points=2,
    returns=("parameters",),
    rules=(
        Rule("values", "each W[l] and b[l] is there under its name, has its shape and holds zeros; nothing else is there", 1),
        ARGUMENTS,
    ),
    visible=lambda rng: [zero_trial(sizes) for sizes in ([3, 4, 2], [2, 5, 3, 1], [4, 2])],
    hidden=lambda rng: [*(zero_trial(drawn_sizes(rng, count)) for count in (4, 2, 5)), zero_trial([1, *drawn_sizes(rng, 1), 1])],
    mistakes=(
        *dict_mistakes(ZERO_B, ZERO_W, "np.zeros((layer_sizes[l - 1], layer_sizes[l]))"),
        Mistake(
            "every layer sees the input: its W has a column for each input of the network",
            "Print the shapes of W1 and W2: the second sizes are alike. What goes into layer 2 are the units of layer 1.",
            "The second size of W must move on with the layers, always one behind the first.",
            changes=((ZERO_W, "np.zeros((layer_sizes[l], layer_sizes[0]))"),),
        ),
        Mistake(
            "every W is square",
            "Print the shapes: both sizes are those of the layer itself. A column of W belongs to an input of the layer.",
            "The rows are right. For the columns, ask how many numbers come in from the layer before.",
            changes=((ZERO_W, "np.zeros((layer_sizes[l], layer_sizes[l]))"),),
        ),
        Mistake(
            "the weights are ones",
            "Look at your W1: it holds ones.",
            "The name of the function says what it should hold.",
            changes=((ZERO_W, "np.ones((layer_sizes[l], layer_sizes[l - 1]))"),),
        ),
        Mistake(
            "W is one number, not an array",
            'Print `parameters["W1"]`: a single 0. NumPy spreads it out when you multiply, but a layer needs its shape.',
            "Make an array with as many rows as the layer has units, and as many columns as it has inputs.",
            changes=((ZERO_W, "0.0"),),
        ),
        Mistake(
            "W is a flat array of zeros",
            "Print the shape of W1: one size only. Which size is the unit, which the input?",
            "Hand the function that makes zeros a pair of sizes.",
            changes=((ZERO_W, "np.zeros(layer_sizes[l] * layer_sizes[l - 1])"),),
        ),
    ),
    alternatives=(
        Alternative(
            "pairs of sizes",
            code="""
            def zero_initialization(layer_sizes):
                parameters = {}
                for l, (n_in, n_out) in enumerate(zip(layer_sizes[:-1], layer_sizes[1:]), start=1):
                    parameters["W" + str(l)] = np.zeros([n_out, n_in])
                    parameters["b" + str(l)] = np.zeros([n_out, 1])
                return parameters
            """,
        ),
        Alternative(
            "whole numbers",
            changes=(
                (ZERO_W, "np.zeros((layer_sizes[l], layer_sizes[l - 1]), dtype=int)"),
                (ZERO_B, "np.zeros((layer_sizes[l], 1), dtype=int)"),
            ),
        ),
        Alternative(
            "first all W, then all b, in float32",
            code="""
            def zero_initialization(layer_sizes):
                L = len(layer_sizes) - 1
                weights = {f"W{l}": np.full((layer_sizes[l], layer_sizes[l - 1]), 0, np.float32) for l in range(L, 0, -1)}
                biases = {f"b{l}": np.zeros_like(weights[f"W{l}"][:, :1]) for l in range(1, L + 1)}
                return weights | biases
            """,
        ),
    ),
)

# --- scaled_initialization --------------------------------------------------------------------------


def scaled_trial(rng, sizes, scale):
    return large_trial(rng, sizes, [scale] * (len(sizes) - 1), f", scale = {scale}", scale=scale)


def scale_zero(rng, sizes):
    trial = small_trial(rng, sizes, ", scale = 0", scale=0)
    trial.probes.insert(
        3, Probe("edge", "not_zero", {"letter": "W"}, "none", says="these should be 0, as the scale is, and are not: {got}")
    )
    return trial


SCALED = "scale"
SCALED_INITIALIZATION = Exercise(
    reference=reference.scaled_initialization,
    points=2,
    returns=("parameters",),
    rules=(
        Rule("values", "each W[l] has its shape and independent draws of mean 0 and standard deviation `scale`, each b[l] is a column of zeros", 1),
        Rule("edge", "with scale = 0 all weights are 0", 0.25),
        RNG_RULE,
        ARGUMENTS,
    ),
    visible=lambda rng: [
        small_trial(rng, [3, 4, 2], ", scale = 1", scale=1.0),
        scaled_trial(rng, [120, 60, 200, 40], 0.01),
        scaled_trial(rng, [90, 130, 80], 4.0),
        scale_zero(rng, [2, 3, 1]),
    ],
    hidden=lambda rng: [
        small_trial(rng, [5, 2, 3, 4], ", scale = 1", scale=1.0),
        scaled_trial(rng, [80, 150, 50, 180], 0.3),
        scaled_trial(rng, [140, 90, 110], 2.5),
        scaled_trial(rng, [150, 80], 0.02),
        scale_zero(rng, [4, 2, 3]),
    ],
    mistakes=(
        *dict_mistakes(ZEROS, DRAW, "rng.standard_normal((n_in, n_out))"),
        *draw_mistakes(SCALED),
        Mistake(
            "the biases are scaled draws as well",
            "Compare your b1 for scale = 0.01 and for scale = 4: it grows with the scale. The scale is there for the weights.",
            "Leave chance and scale to W. A bias does not depend on either.",
            changes=((ZEROS, "rng.standard_normal((n_out, 1)) * scale"),),
        ),
        variance_mistake(
            "the scale is not used",
            "Print the standard deviation of your W1 for scale = 0.01 and for scale = 4: it is 1 both times.",
            "Each draw has to be multiplied by something.",
            SCALED, "1.0",
        ),
        variance_mistake(
            "the scale is taken for the variance",
            "Print the standard deviation of your W1 for scale = 4: it is 2. Somewhere there is a square root too many.",
            "`scale` is a standard deviation already. Nothing has to be done to it first.",
            SCALED, "np.sqrt(scale)",
        ),
        variance_mistake(
            "the scale is squared",
            "Print the standard deviation of your W1 for scale = 4: it is 16. What you multiply by is the standard deviation, not the variance.",
            "Draws that are multiplied by 4 have a standard deviation of 4. Take the scale as it comes.",
            SCALED, "scale**2",
        ),
        variance_mistake(
            "the weights are scaled by the number of inputs as well",
            "Print the standard deviations of W1 and W2: they differ from layer to layer. This exercise asks for one and the same; the next ones take up your idea.",
            "Leave the sizes of the layers out of the scale.",
            SCALED, "scale / np.sqrt(n_in)",
        ),
        variance_mistake(
            "it divides by the scale",
            "A larger scale makes your weights smaller, and scale = 0 makes them infinite.",
            "Turn it round.",
            SCALED, "np.divide(1, scale)",
        ),
        Mistake(
            "the scale is added, so it moves the mean and not the spread",
            "Print mean and standard deviation of your W1 for scale = 4: they are about 4 and 1. It should be the other way round, with mean 0.",
            "Adding moves numbers, multiplying spreads them. For `rng.normal`, mind the order of its arguments.",
            changes=((f"{DRAW} * scale", f"{DRAW} + scale"),),
        ),
        Mistake(
            "only the first layer is scaled",
            "Print the standard deviation of W1 and of W2: the second is 1.",
            "The scale belongs into the line that draws each layer's weights.",
            changes=((f"{DRAW} * scale", f"{DRAW} * (scale if l == 1 else 1)"),),
        ),
    ),
    alternatives=draw_alternatives(SCALED),
)  # fmt: skip

# --- He, LeCun, Glorot ------------------------------------------------------------------------------


def rule_trials(deviation, large, small):
    """Trials of an initialization that draws with deviation(n_in, n_out)."""
    return lambda rng: [
        *(small_trial(rng, sizes) for sizes in small),
        *(large_trial(rng, sizes, [deviation(*pair) for pair in pairs(sizes)]) for sizes in large),
    ]


def initialization(function, points, deviation, factor, mistakes):
    return Exercise(
        reference=function,
        points=points,
        returns=("parameters",),
        rules=RULES,
        visible=rule_trials(deviation, ([120, 60, 200, 40], [70, 150]), ([3, 4, 2],)),
        hidden=rule_trials(deviation, ([80, 150, 50, 180], [60, 140, 90], [150, 64]), ([5, 2, 3, 4], [1, 3, 1])),
        mistakes=(*dict_mistakes(ZEROS, DRAW, "rng.standard_normal((n_in, n_out))"), *draw_mistakes(factor), *mistakes),
        alternatives=draw_alternatives(factor),
    )


def common_variances(factor, number, other):
    """Mistakes in the scale that He's and LeCun's rules share; `number` is the one over n_in, `other` the other rule's."""
    return (
        variance_mistake(
            "the square root is missing: the variance is used as the standard deviation",
            "Print the variance of your W1 and multiply it by the number of inputs: it should be near a whole number and is far below it.",
            "The rule speaks of the variance. What you multiply draws by is the standard deviation.",
            factor, f"({number} / n_in)",
        ),
        variance_mistake(
            "the number of outputs is used in place of the number of inputs",
            "A unit adds up over what comes *into* it. Print, for each layer, the variance of W times its number of columns: it should be the same for all.",
            "The number you want is the size of the layer before.",
            factor, f"np.sqrt({number} / n_out)",
        ),
        variance_mistake(
            f"the number above the fraction line is {other}, not {number}",
            f"Print the variance of W1 times its number of inputs. It is near {other}: that is the rule for the other activation.",
            "Compare the number in the text's formula with yours, and look which activation the rule is for.",
            factor, f"np.sqrt({other} / n_in)",
        ),
        variance_mistake(
            "the fraction is upside down",
            "Your weights are larger the more inputs there are. The more terms a sum has, the smaller each has to be.",
            "Turn the fraction round.",
            factor, f"np.sqrt(n_in / {number})",
        ),
        variance_mistake(
            "the weights are not scaled: their spread is 1",
            "Print the standard deviation of each W: 1, whatever the number of inputs. Multiply a signal by a few such layers and look at its size.",
            "The draws of `rng` have standard deviation 1; bring them to that of the rule.",
            factor, "1.0",
        ),
        variance_mistake(
            "every layer is scaled by the number of inputs of the whole network",
            "Print, for each layer, the variance of W times its number of columns: right in layer 1 only.",
            "Each layer has its own number of inputs.",
            factor, f"np.sqrt({number} / layer_sizes[0])",
        ),
        variance_mistake(
            "inputs and outputs are both used, as in Glorot's rule",
            "Your variance depends on the number of units of the layer itself. That is another rule, which comes later.",
            "Only what comes into a unit counts here.",
            factor, "np.sqrt(2 / (n_in + n_out))",
        ),
        variance_mistake(
            "the weights are made a hundred times smaller on top",
            "A factor of 0.01 was the habit before this rule. Print the variance of W1 times its number of inputs.",
            "The rule alone sets the scale; take the other factor out.",
            factor, f"np.sqrt({number} / n_in) * 0.01",
        ),
    )  # fmt: skip


HE = "np.sqrt(2 / n_in)"
HE_INITIALIZATION = initialization(
    reference.he_initialization,
    3,
    lambda n_in, n_out: np.sqrt(2 / n_in),
    HE,
    (
        *common_variances(HE, 2, 1),
        variance_mistake(
            "it multiplies where it should divide",
            "Print the variance of W1: it is twice the number of inputs. With 100 inputs each weight would be about 14.",
            "There is a fraction in the rule: what stands below its line?",
            HE, "np.sqrt(2 * n_in)",
        ),
        variance_mistake(
            "the square root is taken of 2 alone",
            "Print the variance of W1 times its number of inputs: it should be near 2 and is far below. The parenthesis closes too early.",
            "The square root belongs over the whole fraction.",
            HE, "np.sqrt(2) / n_in",
        ),
        variance_mistake(
            "the square root is taken of the number of inputs alone",
            "Print the variance of W1 times its number of inputs: it is near 4.",
            "The square root belongs over the whole fraction, the 2 as well.",
            HE, "2 / np.sqrt(n_in)",
        ),
    ),
)  # fmt: skip

LECUN = "np.sqrt(1 / n_in)"
LECUN_INITIALIZATION = initialization(
    reference.lecun_initialization, 1, lambda n_in, n_out: np.sqrt(1 / n_in), LECUN, common_variances(LECUN, 1, 2)
)

GLOROT = "np.sqrt(2 / (n_in + n_out))"
GLOROT_INITIALIZATION = initialization(
    reference.glorot_initialization,
    2,
    lambda n_in, n_out: np.sqrt(2 / (n_in + n_out)),
    GLOROT,
    (
        variance_mistake(
            "the square root is missing: the variance is used as the standard deviation",
            "Print the variance of W1 times the sum of its two sizes: it should be near 2 and is far below it.",
            "The rule speaks of the variance. What you multiply draws by is the standard deviation.",
            GLOROT, "(2 / (n_in + n_out))",
        ),
        variance_mistake(
            "a 1 stands above the fraction line, not a 2",
            "Print the variance of W1 times the sum of its two sizes: it is near 1. With as many inputs as units the rule should become LeCun's.",
            "The variance is one over the *mean* of the two sizes, which is half of their sum.",
            GLOROT, "np.sqrt(1 / (n_in + n_out))",
        ),
        variance_mistake(
            "parentheses are missing: `2 / n_in + n_out`",
            "Type `2 / 4 + 6` into a cell. Your weights have a variance of more than the number of units.",
            "The sum as a whole stands below the fraction line.",
            GLOROT, "np.sqrt(2 / n_in + n_out)",
        ),
        variance_mistake(
            "only the number of inputs is used, as in LeCun's rule",
            "Print the variance of each W times its number of columns: it is near 1 for all. So the number of units plays no part, and the way back is forgotten.",
            "LeCun's rule has one size below the fraction line, Glorot's has two. The number above the line changes with it.",
            GLOROT, "np.sqrt(1 / n_in)",
        ),
        variance_mistake(
            "only the number of inputs is used, as in He's rule",
            "Print the variance of each W times its number of columns: it is near 2 for all. That is the rule for ReLU, which looks at the way forward only.",
            "The number above the line is right. What is below it is only half of what belongs there.",
            GLOROT, "np.sqrt(2 / n_in)",
        ),
        variance_mistake(
            "only the number of units is used",
            "Print the variance of each W times its number of rows: it is near 1 for all. You look at the way back only, and the inputs play no part.",
            "Glorot's rule is a compromise: the number of inputs counts as much as the number of units.",
            GLOROT, "np.sqrt(1 / n_out)",
        ),
        variance_mistake(
            "the two sizes are multiplied, not added",
            "Your weights are far too small: the product of the two sizes is the number of all weights of the layer.",
            "The rule has the sum of the two sizes below the fraction line.",
            GLOROT, "np.sqrt(2 / (n_in * n_out))",
        ),
        variance_mistake(
            "the limit of uniform draws (with a 6) is used as the standard deviation",
            "The 6 that you may have seen belongs to *uniform* draws from -limit to limit, whose standard deviation is smaller than the limit.",
            "For normal draws take the standard deviation itself, as in the text.",
            GLOROT, "np.sqrt(6 / (n_in + n_out))",
        ),
        variance_mistake(
            "the fraction is upside down",
            "Your weights are larger the more inputs there are. The more terms a sum has, the smaller each has to be.",
            "Turn the fraction round.",
            GLOROT, "np.sqrt((n_in + n_out) / 2)",
        ),
        variance_mistake(
            "the square root is taken of 2 alone",
            "Print the variance of W1 times the sum of its two sizes: it should be near 2. The parenthesis closes too early.",
            "The square root belongs over the whole fraction.",
            GLOROT, "np.sqrt(2) / (n_in + n_out)",
        ),
        variance_mistake(
            "the sizes of the whole network are used, its inputs and outputs",
            "Print, for each layer, the variance of W times the sum of its two sizes: they should agree.",
            "Each layer has its own two sizes: the shape of its W.",
            GLOROT, "np.sqrt(2 / (layer_sizes[0] + layer_sizes[-1]))",
        ),
        variance_mistake(
            "the weights are not scaled: their spread is 1",
            "Print the standard deviation of each W: 1, whatever the sizes are.",
            "The draws of `rng` have standard deviation 1; bring them to that of the rule.",
            GLOROT, "1.0",
        ),
    ),
)  # fmt: skip

# --- initialize_for ---------------------------------------------------------------------------------


def deviation_for(activation, n_in, n_out):
    return np.sqrt({"relu": 2 / n_in, "tanh": 1 / n_in}.get(activation, 2 / (n_in + n_out)))


def chosen_trial(rng, sizes, activations):
    scales = [deviation_for(g, *pair) for g, pair in zip(activations, pairs(sizes), strict=True)]
    return large_trial(rng, sizes, scales, f", activations {', '.join(activations)}", activations=activations)


CHOSEN = "np.sqrt(variance)"
CHOICE = '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 1], 2 / (n_in + n_out))'


def choice_mistake(name, see, do, wrong):
    return Mistake(name, see, do, changes=((CHOICE, wrong),))


INITIALIZE_FOR = Exercise(
    reference=reference.initialize_for,
    points=4,
    returns=("parameters",),
    rules=(
        Rule(
            "values",
            "each W[l] has its shape and independent draws of mean 0, with the variance that belongs to the layer's own activation; each b[l] is a column of zeros",
            1,
        ),
        RNG_RULE,
        ARGUMENTS,
    ),
    visible=lambda rng: [
        small_trial(rng, [3, 4, 2], ", activations relu, sigmoid", activations=["relu", "sigmoid"]),
        chosen_trial(rng, [120, 60, 200, 40], ["relu", "tanh", "sigmoid"]),
        chosen_trial(rng, [60, 150, 80, 140], ["tanh", "softmax", "relu"]),
        chosen_trial(rng, [70, 160, 60, 150], ["linear", "relu", "tanh"]),
    ],
    hidden=lambda rng: [
        small_trial(rng, [5, 2, 3, 4], ", activations tanh, relu, softmax", activations=["tanh", "relu", "softmax"]),
        chosen_trial(rng, [80, 150, 50, 180, 60], ["tanh", "relu", "linear", "tanh"]),
        chosen_trial(rng, [150, 60, 140, 64], ["relu", "sigmoid", "tanh"]),
        chosen_trial(rng, [64, 140, 90, 170], ["sigmoid", "tanh", "relu"]),
        chosen_trial(rng, [150, 64], ["tanh"]),
    ],
    mistakes=(
        *dict_mistakes(ZEROS, DRAW, "rng.standard_normal((n_in, n_out))"),
        *draw_mistakes(CHOSEN),
        variance_mistake(
            "the square root is missing: the variance is used as the standard deviation",
            "Print the variance of a ReLU layer's W times its number of inputs: it should be near 2 and is far below it.",
            "The rules speak of the variance. What you multiply draws by is the standard deviation.",
            CHOSEN, "variance",
        ),
        choice_mistake(
            "the rules for ReLU and tanh are exchanged",
            "Print variance times number of inputs for a ReLU layer. Which of the two activations throws half of the signal away, so that it needs the larger weights?",
            "Look at the table once more, and at which name stands beside which number.",
            '{"relu": 1 / n_in, "tanh": 2 / n_in}.get(activations[l - 1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "the first layer's activation decides for all layers",
            "Print variance times number of inputs for each layer: they all follow the first layer's rule.",
            "The first name in the list is for layer 1 alone. Let the place at which you read move on with the loop.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[0], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "the last layer's activation decides for all layers",
            "Print variance times number of inputs for each layer: they all follow the last layer's rule.",
            "Index -1 is the last name in every turn of the loop. Read at a place that depends on the layer.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[-1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "each layer follows the activation of the layer before it",
            "Print which activation you take for layer 1, for layer 2. A list counts from 0, layers from 1, and index -1 is the last entry.",
            "Layer l's own activation stands one place before index l. You went one place too far.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 2], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "each layer follows the activation of the layer after it",
            "Print which activation you take for layer 1. A list counts from 0, layers from 1; for the last layer there is none left.",
            "Layer l's own activation does not stand at index l.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "the activations are read from the last to the first",
            "Print which activation you take for layer 1: it is the last one.",
            "The list begins with layer 1.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[-l], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "He's rule is used for every layer",
            "Print variance times number of inputs for a tanh layer: it is 2. Your result does not change with `activations`.",
            "He's rule is for ReLU. Ask for the layer's name first, and have another rule ready for tanh and one for the rest.",
            "2 / n_in",
        ),
        choice_mistake(
            "LeCun's rule is used for every layer",
            "Print variance times number of inputs for a ReLU layer: it is 1. Your result does not change with `activations`.",
            "LeCun's rule is for tanh. Ask for the layer's name first, and have another rule ready for ReLU and one for the rest.",
            "1 / n_in",
        ),
        choice_mistake(
            "Glorot's rule is used for every layer",
            "Print variance times the sum of both sizes, for each layer: it is near 2 for all. Your result does not change with `activations`.",
            "Glorot's rule is for what is neither ReLU nor tanh. These two names have to be asked for before.",
            "2 / (n_in + n_out)",
        ),
        choice_mistake(
            "tanh gets Glorot's rule",
            "Both rules are in use for tanh. The docstring says which one it should be here: print variance times number of inputs for a tanh layer.",
            "One of the names is missing among your cases, and falls through to the rest.",
            '{"relu": 2 / n_in}.get(activations[l - 1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "other activations get LeCun's rule",
            "Print variance times number of inputs for a sigmoid layer: it is 1, however many units the layer has. Both sizes of W should count.",
            "You have two rules, and the docstring has three. What is left over does not share the one of tanh.",
            '{"relu": 2 / n_in}.get(activations[l - 1], 1 / n_in)',
        ),
        choice_mistake(
            "other activations get He's rule",
            "Print variance times number of inputs for a sigmoid layer: it is 2, as if half of the signal were thrown away. A sigmoid does no such thing.",
            "What is left over does not share the rule of ReLU. The docstring names a third one.",
            '{"tanh": 1 / n_in}.get(activations[l - 1], 2 / n_in)',
        ),
        choice_mistake(
            "other activations are not scaled",
            "Try a layer with \"sigmoid\": its weights have standard deviation 1, whatever its sizes are.",
            "No layer goes without a rule. Read in the docstring which one is for \"anything else\".",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 1], 1)',
        ),
        choice_mistake(
            "the number of outputs is used in place of the number of inputs",
            "A unit adds up over what comes *into* it. Print, for each ReLU layer, the variance of W times its number of columns.",
            "In He's and in LeCun's rule the size of the layer before stands below the line.",
            '{"relu": 2 / n_out, "tanh": 1 / n_out}.get(activations[l - 1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "the last layer gets Glorot's rule, whatever its activation is",
            "The last layer of a network may have a ReLU or a tanh as well. You seem to treat it apart.",
            "Ask the list for every layer, the last one too.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 1] if l < len(activations) else "", 2 / (n_in + n_out))',
        ),
        Mistake(
            "activations is changed",
            "Print your `activations` after the call: `pop` takes out of the caller's list.",
            "Read the names by their index, or in a loop, and leave the list alone.",
            changes=((CHOICE, CHOICE.replace("activations[l - 1]", "activations.pop(0)")),),
            costs=0.25,
        ),
    ),
    alternatives=(
        *draw_alternatives(CHOSEN),
        Alternative(
            "if, elif, else",
            code="""
            def initialize_for(layer_sizes, activations, rng):
                parameters = {}
                for l, g in enumerate(activations):
                    n_in, n_out = layer_sizes[l], layer_sizes[l + 1]
                    if g == "relu":
                        scale = np.sqrt(2 / n_in)
                    elif g == "tanh":
                        scale = 1 / np.sqrt(n_in)
                    else:
                        scale = (2 / (n_in + n_out)) ** 0.5
                    parameters[f"W{l + 1}"] = rng.normal(scale=scale, size=(n_out, n_in))
                    parameters[f"b{l + 1}"] = np.zeros((n_out, 1))
                return parameters
            """,
        ),
        Alternative(
            "by one's own functions of the chapter, layer by layer",
            code="""
            def initialize_for(layer_sizes, activations, rng):
                rules = {"relu": he_initialization, "tanh": lecun_initialization}
                parameters = {}
                for l in range(1, len(layer_sizes)):
                    rule = rules.get(activations[l - 1], glorot_initialization)
                    layer = rule([layer_sizes[l - 1], layer_sizes[l]], rng)
                    parameters[f"W{l}"], parameters[f"b{l}"] = layer["W1"], layer["b1"]
                return parameters
            """,
        ),
    ),
)  # fmt: skip

EXERCISES = [
    LINEAR_NETWORK_OUTPUT,
    SIGNAL_FATE,
    ZERO_INITIALIZATION,
    DISTINCT_UNITS,
    SCALED_INITIALIZATION,
    HE_INITIALIZATION,
    LECUN_INITIALIZATION,
    GLOROT_INITIALIZATION,
    INITIALIZE_FOR,
]
