"""signal_fate: one matrix for every way to be fooled."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED
from course_utils.reference import initialization as reference


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


def near_one(rng):
    """What is nearer to 1 than 1e-6 counts as 1, and nothing else does: both sides of that edge, on both sides of 1."""
    a, b, c, d = rng.uniform([6e-7, 1.3e-6, 1.1e-5, 2e-3], [9e-7, 2e-6, 9e-5, 8e-3])
    factors = (1 + a, 1 - a, 1 + b, 1 - b, 1 + c, 1 - c, 1 + d, 1 - d)
    return [fate_trial(f"{f:.9f} on the diagonal, and a smaller number", np.diag([f, 0.4]), "rounding") for f in factors]


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
        fate_trial("one direction is turned round each time and keeps its length", np.diag([0.3, -1.0])),
        fate_trial("one direction stays, one grows", np.diag([1.0, large, 0.2])),
        fate_trial("every number is small, together they grow", np.full((3, 3), large / 3)),
        fate_trial("one direction shrinks, one grows a little more than that", np.diag([0.2, 2 * large])),
        fate_trial("one direction shrinks, one grows by far", np.diag([0.5, 3 + large])),
        fate_trial("a number above a small diagonal", leaning(0.3, 0.2, 4.0)),
        fate_trial(f"a turn by {angle}: the length stays, but for rounding", turn(angle, 1 + 1e-9), "rounding"),
        fate_trial("a single unit", np.array([[-large]])),
        fate_trial("nothing but zeros", np.zeros((2, 2))),
        fate_trial("a matrix of no special form", mixed(rng, small, -0.5, 0.3)),
        fate_trial("another matrix of no special form", mixed(rng, 0.4, -0.7, large)),
    ]


EXERCISE = Exercise(
    reference=reference.signal_fate,
    points=3,
    returns=("the fate",),
    rules=(
        Rule("values", "the largest size among the eigenvalues decides: below 1, above 1, or 1", 1),
        Rule("rounding", "what differs from 1 by less than 1e-6, as by rounding, counts as 1, and nothing else does", 0.25),
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [*fates(rng, 0.8, 1.25, 0.7), *near_one(rng)],
    hidden=lambda rng: [*fates(rng, 0.9, 1.1, 0.6), *fates(rng, 0.8, 1.4, 0.8), *near_one(rng)],
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
            "only the first of the eigenvalues is looked at",
            "`eigvals` gives as many numbers as W has rows, in no order that you could count on. Try the diagonal 0.4 and 1.25: you see the 0.4 alone.",
            "Look at all of them: which one is left after 100 layers?",
            changes=(("np.abs(np.linalg.eigvals(W)).max()", "abs(np.linalg.eigvals(W)[0])"),),
            shown=False,  # which eigenvalue comes first depends on the processor
        ),
        Mistake(
            "one eigenvalue of size 1 is enough for it to keep",
            "With the diagonal 1 and 1.25 you say that it keeps its size. The first direction does; what does the second one do after 100 layers?",
            "Find the largest size first, and ask only of that one whether it is 1.",
            code="""
            def signal_fate(W):
                sizes = np.abs(np.linalg.eigvals(W))
                if (np.abs(sizes - 1) < 1e-6).any():
                    return "keeps"
                return "explodes" if sizes.max() > 1 else "vanishes"
            """,
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
            "a signal of ones is sent through a few layers, and that is too few",
            "Try W = [[0.8, 9], [0, 0.6]] by hand: the signal grows at first and vanishes later. And ones may lie in a direction that fades while another one grows.",
            "Look at W, not at one signal: each matrix has numbers that say by how much it stretches which direction.",
            code="""
            def signal_fate(W):
                a = np.ones(len(W))
                for _ in range(3):
                    a = W @ a
                grown = np.linalg.norm(a) / np.sqrt(len(W))
                if abs(grown - 1) < 1e-6:
                    return "keeps"
                return "explodes" if grown > 1 else "vanishes"
            """,
        ),
        Mistake(
            "too much counts as 1: what differs from it by a hundredth",
            "A factor of 1.005 looks like 1. Print 1.005**2000.",
            "The docstring says how much may count as rounding: far less.",
            changes=(("abs(largest - 1) < 1e-6", "abs(largest - 1) < 1e-2"),),
            costs=0.25,
        ),
        Mistake(
            "too much counts as 1: what differs from it by 1e-5, as in `np.isclose` as it comes",
            "`np.isclose(1.000005, 1)` is True: it allows for a difference of about 1e-5.",
            "The docstring says how much may count as rounding. `np.isclose` has arguments for that, of which one adds to the other.",
            changes=(("abs(largest - 1) < 1e-6", "np.isclose(largest, 1)"),),
            costs=0.25,
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
            "np.linalg.eig, a loop and np.isclose with its tolerances",
            code="""
            def signal_fate(W):
                largest = 0
                for value in np.linalg.eig(W)[0]:
                    largest = max(largest, abs(value))
                if np.isclose(largest, 1, rtol=0, atol=1e-6):
                    return "keeps"
                elif largest < 1:
                    return "vanishes"
                else:
                    return "explodes"
            """,
        ),
        Alternative(
            "the size of a very high power, with warnings",
            code="""
            def signal_fate(W):
                grown = np.linalg.norm(np.linalg.matrix_power(W, 10**7))
                if grown < np.exp(-10):
                    return "vanishes"
                return "explodes" if not grown < np.exp(10) else "keeps"
            """,
        ),
        Alternative(
            "real and imaginary part, a NumPy string",
            code="""
            def signal_fate(W):
                values = np.linalg.eigvals(W)
                r = np.sqrt(np.max(values.real**2 + values.imag**2))
                return np.array(["vanishes", "keeps", "explodes"])[int(r > 1 - 1e-6) + int(r >= 1 + 1e-6)]
            """,
        ),
    ),
)
