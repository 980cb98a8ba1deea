"""largest_learning_rate: bowls whose directions are of clearly different steepness."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, value
from course_utils.reference import normalization as reference


def bowl(rng, n):
    """A symmetric matrix (n, n) whose eigenvalues are positive and lie apart: no two of the usual wrong answers agree."""
    Q, _ = np.linalg.qr(rng.standard_normal((n, n)))
    steepness = rng.uniform(0.8, 1.3) * 1.9 ** np.arange(n)
    H = np.round((Q * steepness) @ Q.T, 5)
    return (H + H.T) / 2


def bowl_trial(H):
    shown = f"H = [[{H[0, 0]:g}]]" if H.size == 1 else f"H {H.shape}"
    return Trial(shown, {"H": H}, [value(), CHANGED])


LIMIT = "2 / np.linalg.eigvalsh(H).max()"

EXERCISE = Exercise(
    reference=reference.largest_learning_rate,
    points=3,
    returns=("alpha_max",),
    rules=(Rule("values", "`alpha_max` is the edge between coming down and growing without end", 1), ARGUMENTS_RULE),
    visible=lambda rng: [
        bowl_trial(np.array([[5.0]])),
        bowl_trial(np.diag([0.5, 4.0, 0.0])),
        bowl_trial(bowl(rng, 2)),
        bowl_trial(bowl(rng, 3)),
    ],
    hidden=lambda rng: [
        bowl_trial(np.round(rng.uniform(2, 9, (1, 1)), 5)),
        bowl_trial(bowl(rng, 2)),
        bowl_trial(bowl(rng, 3)),
        bowl_trial(bowl(rng, 5)),
        bowl_trial(0.01 * bowl(rng, 4)),
        bowl_trial(np.diag(np.round(rng.uniform(1, 2, 4) * [1, 2.5, 1, 0], 5))),  # the largest is neither the first nor the last
    ],
    mistakes=(
        Mistake(
            "half of the limit: with your alpha one step leads to the bottom of the steepest direction",
            "Follow the factor 1 - alpha h. With alpha = 1/h it is 0, and w lands on the bottom at once. With a somewhat larger alpha it is negative and smaller than 1 in size: w jumps to the other side, and still comes nearer.",
            "The edge is where w jumps to the other side and lands just as far away.",
            changes=((LIMIT, "1 / np.linalg.eigvalsh(H).max()"),),
        ),
        Mistake(
            "the flattest direction decides with you, where the steepest should",
            "Take curvatures 1 and 100 with your alpha: in the steep direction the factor 1 - alpha h is about -199. (NumPy sorts the eigenvalues of `eigvalsh`, the smallest first.)",
            "All directions must come down with one alpha. Which of them is the first that does not?",
            changes=((LIMIT, "2 / np.linalg.eigvalsh(H).min()"),),
        ),
        Mistake(
            "the largest eigenvalue itself is returned, or a multiple of it",
            "Make H ten times as steep: gradients get ten times as large, so alpha must get smaller. Yours gets larger.",
            "The factor is 1 - alpha h. Set it to -1 and solve for alpha.",
            changes=((LIMIT, "2 * np.linalg.eigvalsh(H).max()"),),
        ),
        Mistake(
            "the largest eigenvalue is divided by 2, not 2 by it",
            "Make H ten times as steep: alpha must get smaller, and yours gets larger.",
            "Your fraction stands on its head.",
            changes=((LIMIT, "np.linalg.eigvalsh(H).max() / 2"),),
        ),
        Mistake(
            "only the diagonal of H is looked at",
            "You are right where H is diagonal. If two features move together, the steepest direction lies between the axes, and is steeper than both.",
            "Ask for the eigenvalues of H: they are the curvatures along its own directions.",
            changes=((LIMIT, "2 / np.diag(H).max()"),),
        ),
        Mistake(
            "the curvatures of all directions are added up",
            "Your alpha is safe but too small: with curvatures 4 and 0.5 you allow less than half of 1. One direction alone reaches the edge first.",
            "Take the largest curvature, not the sum of all. (The trace is their sum.)",
            changes=((LIMIT, "2 / np.trace(H)"),),
        ),
        Mistake(
            "the Frobenius norm stands for the largest curvature",
            "For a matrix, `np.linalg.norm(H)` is the root of the sum of all squared entries. It is larger than the largest eigenvalue as soon as there are two directions.",
            "Take the largest eigenvalue alone.",
            changes=((LIMIT, "2 / np.linalg.norm(H)"),),
        ),
        Mistake(
            "the largest entry, or row sum, of H stands for its largest curvature",
            "No direction of the bowl has that curvature, unless H is diagonal.",
            "There is a function in `np.linalg` that gives the curvatures along H's own directions.",
            changes=((LIMIT, "2 / np.abs(H).sum(axis=1).max()"),),
        ),
        Mistake(
            "the mean curvature is taken",
            "One steep direction among many flat ones leaves the mean small, and in the steep one w grows without end.",
            "The steepest direction alone decides.",
            changes=((LIMIT, "2 / np.linalg.eigvalsh(H).mean()"),),
        ),
        Mistake(
            "the best alpha is returned, not the largest",
            "2 over the sum of the smallest and the largest curvature is the rate with which the slowest direction is as fast as possible. A somewhat larger alpha still comes down.",
            "Leave the smallest curvature out: the limit depends on the largest alone.",
            changes=((LIMIT, "2 / (np.linalg.eigvalsh(H).max() + np.linalg.eigvalsh(H).min())"),),
        ),
        Mistake(
            "the determinant stands for the largest curvature",
            "The determinant is the product of all curvatures: with a flat direction it is next to 0, and your alpha is enormous.",
            "Of the curvatures themselves you need one, not their product.",
            changes=((LIMIT, "2 / np.linalg.det(H)"),),
        ),
        Mistake(
            "the first eigenvalue is taken, whichever that is",
            "`eigvals` sorts nothing: which direction comes first is chance. In a diagonal H the first is that of the first feature, steep or flat.",
            "Look for the largest among them.",
            changes=((LIMIT, "2 / np.linalg.eigvals(H)[0].real"),),
        ),
        Mistake(
            "one rate for each direction is returned",
            "Gradient descent has one alpha for all directions. You return a list of what each of them would bear.",
            "Return the one number that all of them bear.",
            changes=((LIMIT, "2 / np.linalg.eigvalsh(H)"),),
        ),
        Mistake(
            "a root is taken of the curvature",
            "Make H four times as steep: gradients are four times as large, so alpha must be a quarter. Yours is a half.",
            "The eigenvalues of H are the curvatures. There is no root to take.",
            changes=((LIMIT, "2 / np.sqrt(np.linalg.eigvalsh(H).max())"),),
        ),
        Mistake(
            "H itself is changed",
            "Print your `H` before and after the call.",
            "Work on a new array.",
            changes=(("return 2 /", "H *= 0.5\n    return 1 /"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("the spectral norm", changes=((LIMIT, "2 / np.linalg.norm(H, 2)"),)),
        Alternative("general eigenvalues, their real part", changes=((LIMIT, "float(2 / max(np.linalg.eigvals(H).real))"),)),
        Alternative(
            "the last of the sorted, with eigenvectors, in float32", changes=((LIMIT, "2 / np.linalg.eigh(H.astype(np.float32))[0][-1]"),)
        ),
        Alternative("singular values", changes=((LIMIT, "np.min(2 / np.linalg.svd(H, compute_uv=False)[0])"),)),
        Alternative("roots of the characteristic polynomial", changes=((LIMIT, "2 / np.abs(np.roots(np.poly(H))).max()"),)),
    ),
)
