"""decorrelate: clouds turned by a matrix that is not symmetric, and variances smaller and larger than 1."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, array, value
from course_utils.reference import normalization as reference


def cloud_trial(rng, n, m):
    """Examples that are no cloud of these directions; no direction is its own mirror image, and no two variances are alike."""
    U, _ = np.linalg.qr(rng.standard_normal((n, n)))
    ev = np.round(rng.permutation(np.where(np.arange(n) % 2, 3.0, 0.1) + rng.uniform(0.1, 0.9, n) * np.where(np.arange(n) % 2, 3, 0.2)), 5)
    X_norm = array(rng, n, m, low=0.1, high=5)
    return Trial(f"X_norm {X_norm.shape}", {"X_norm": X_norm, "U": U, "ev": ev}, [value(), CHANGED])


def turned_trial(rng):
    """Two features, turned by an eighth of a circle: one can follow it by hand."""
    return Trial(
        "U turns by an eighth of a circle",
        {
            "X_norm": np.array([[1.0, 2.0, -1.0], [1.0, -2.0, 0.5]]),
            "U": np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2),
            "ev": np.array([1.5, 0.5]),
        },
        [value(), CHANGED],
    )


NEW = "U.T @ X_norm / np.sqrt(ev)[:, np.newaxis]"

EXERCISE = Exercise(
    reference=reference.decorrelate,
    points=2,
    returns=("X_new",),
    rules=(Rule("values", "row k holds how far each example lies along direction k, in standard deviations", 1), ARGUMENTS_RULE),
    visible=lambda rng: [turned_trial(rng), cloud_trial(rng, 3, 5), cloud_trial(rng, 3, 3), cloud_trial(rng, 4, 2)],
    hidden=lambda rng: [
        cloud_trial(rng, 2, 6),
        cloud_trial(rng, 4, 4),
        cloud_trial(rng, 5, 3),
        cloud_trial(rng, 6, 9),
        cloud_trial(rng, 3, 1),
        cloud_trial(rng, 1, 4),
    ],
    mistakes=(
        Mistake(
            "U is not transposed",
            "Hand over `X_norm = U[:, [0]]`, an example that lies on the first direction. All but the first entry of the result should be 0.",
            "A direction is a column of U. To measure along it, take its product with an example: each direction has to be a row.",
            changes=((NEW, "U @ X_norm / np.sqrt(ev)[:, np.newaxis]"),),
        ),
        Mistake(
            "divided by the variance, not by its root",
            "`ev` holds variances. A cloud of variance 4 reaches about 2 to either side; divided by 4 it is too narrow.",
            "Divide by standard deviations.",
            changes=((NEW, "U.T @ X_norm / ev[:, np.newaxis]"),),
        ),
        Mistake(
            "the deviations are set against the columns",
            "NumPy lines up shapes from the right: `ev` (n_x,) beside (n_x, m) belongs to the m examples. Where m = n_x no error comes.",
            "Make a column of the deviations: one for each row.",
            changes=((NEW, "U.T @ X_norm / np.sqrt(ev)"),),
        ),
        Mistake(
            "turned, but not divided",
            "The features no longer move together, but some are still wide and some narrow. Your function does not look at `ev`.",
            "Measure each direction in its own standard deviations.",
            changes=((NEW, "U.T @ X_norm"),),
        ),
        Mistake(
            "divided, but not turned",
            "Your function does not look at `U`. The deviations are those of the directions, not of the features.",
            "Turn first.",
            changes=((NEW, "X_norm / np.sqrt(ev)[:, np.newaxis]"),),
        ),
        Mistake(
            "divided before it is turned",
            "Before the turn row k is feature k. `ev[k]` is the variance along direction k, and that is row k only afterwards.",
            "Turn first, then divide.",
            changes=((NEW, "U.T @ (X_norm / np.sqrt(ev)[:, np.newaxis])"),),
        ),
        Mistake(
            "multiplied by the deviations",
            "The wide directions become wider still.",
            "Divide, as `normalize` does.",
            changes=((NEW, "U.T @ X_norm * np.sqrt(ev)[:, np.newaxis]"),),
        ),
        Mistake(
            "turned back at the end",
            "Row k should say how far an example lies along direction k. You turn the rows back to the features.",
            "Stop after the division.",
            changes=((NEW, "U @ (U.T @ X_norm / np.sqrt(ev)[:, np.newaxis])"),),
        ),
        Mistake(
            "the directions are found anew from X_norm",
            "Call your function twice with the same `X_norm` and another `U`: nothing changes. The directions are those of the training set, whichever examples come.",
            "Use the arguments `U` and `ev`, and compute none.",
            changes=(
                (
                    f"return {NEW}",
                    "ev, U = np.linalg.eigh(X_norm @ X_norm.T / X_norm.shape[1])\n    return U.T @ X_norm / np.sqrt(np.maximum(ev, 1e-8))[:, np.newaxis]",
                ),
            ),
        ),
        Mistake(
            "the mean of X_norm is taken off once more",
            "Hand over a single example: the result is 0. `X_norm` is normalized already, by the training set's mean.",
            "Leave the mean alone.",
            changes=((NEW, "U.T @ (X_norm - X_norm.mean(axis=1, keepdims=True)) / np.sqrt(ev)[:, np.newaxis]"),),
        ),
        Mistake(
            "examples become rows",
            "Print the shape of the result beside that of `X_norm`. Examples are columns.",
            "Which of the two stands on the left of the product?",
            changes=((NEW, "X_norm.T @ U / np.sqrt(ev)"),),
        ),
        Mistake(
            "X_norm itself is changed",
            "Print your `X_norm` before and after the call: it is written into.",
            "Make a new array.",
            changes=((f"return {NEW}", "X_norm[...] = U.T @ X_norm\n    X_norm /= np.sqrt(ev)[:, np.newaxis]\n    return X_norm"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("a diagonal matrix", changes=((NEW, "np.diag(1 / np.sqrt(ev)) @ U.T @ X_norm"),)),
        Alternative("the directions divided first", changes=((NEW, "(U / np.sqrt(ev)).T @ X_norm"),)),
        Alternative(
            "the inverse of U, which is its transpose", changes=((NEW, "np.linalg.solve(U, X_norm) / np.sqrt(ev).reshape(-1, 1)"),)
        ),
        Alternative("einsum", changes=((NEW, 'np.einsum("ik,ij,k->kj", U, X_norm, ev**-0.5)'),)),
        Alternative(
            "a loop over directions, in float32",
            code="""
            def decorrelate(X_norm, U, ev):
                X_new = np.zeros(X_norm.shape, dtype=np.float32)
                for k in range(len(ev)):
                    X_new[k] = U[:, k] @ X_norm / ev[k] ** 0.5
                return X_new
            """,
        ),
    ),
)
