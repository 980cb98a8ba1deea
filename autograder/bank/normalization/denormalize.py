"""denormalize: deviations from a mean, and the numbers they are turned back with."""

from autograder.bank import Alternative, Exercise, Mistake, Rule
from autograder.bank.normalization.shared import scale_trial
from autograder.bank.probes import ARGUMENTS_RULE
from course_utils.reference import normalization as reference

BACK = "X_norm * sigma + mu"

EXERCISE = Exercise(
    reference=reference.denormalize,
    points=2,
    returns=("X",),
    rules=(Rule("values", "`X` holds the values in their own units", 1), ARGUMENTS_RULE),
    visible=lambda rng: [scale_trial(rng, 2, 3, "X_norm"), scale_trial(rng, 3, 1, "X_norm"), scale_trial(rng, 2, 2, "X_norm")],
    hidden=lambda rng: [
        scale_trial(rng, 3, 4, "X_norm"),
        scale_trial(rng, 5, 2, "X_norm"),
        scale_trial(rng, 3, 3, "X_norm"),
        scale_trial(rng, 1, 6, "X_norm"),
        scale_trial(rng, 4, 1, "X_norm"),
    ],
    mistakes=(
        Mistake(
            "the mean is added before the multiplication",
            "Hand over 0: it stands for the mean, so mu should come back, and you return mu times sigma. What was done last has to be undone first.",
            "Go through `normalize` from its end to its beginning.",
            changes=((BACK, "(X_norm + mu) * sigma"),),
        ),
        Mistake(
            "the mean is taken off",
            "Hand over 0: it stands for the mean, so mu should come back, and you return -mu.",
            "`normalize` takes the mean off; what undoes that?",
            changes=((BACK, "X_norm * sigma - mu"),),
        ),
        Mistake(
            "the mean does not come back",
            "Hand over 0: it stands for the mean, so mu should come back.",
            "Two steps are to be undone, and you undo one.",
            changes=((BACK, "X_norm * sigma"),),
        ),
        Mistake(
            "sigma does not come back",
            "Hand over 1: it stands for one deviation above the mean. You return mu + 1.",
            "`normalize` divides by something. Undo that first.",
            changes=((BACK, "X_norm + mu"),),
        ),
        Mistake(
            "multiplied by sigma squared",
            "Hand over 1: it stands for one deviation above the mean, so the result should be sigma above mu.",
            "What was divided by `sigma` comes back by one multiplication.",
            changes=((BACK, "X_norm * sigma**2 + mu"),),
        ),
        Mistake(
            "divided by sigma once more",
            "Hand over 1: it stands for one deviation above the mean. Your result lies 1/sigma above it.",
            "A division is undone by a multiplication.",
            changes=((BACK, "X_norm / sigma + mu"),),
        ),
        Mistake(
            "it is normalized once more",
            "You do what `normalize` does. Here its two steps are to be undone.",
            "Replace each step by its opposite, the last one first.",
            changes=((BACK, "(X_norm - mu) / sigma"),),
        ),
        Mistake(
            "mu and sigma are exchanged",
            "Hand over 0: it stands for the mean, so mu should come back, and you return sigma.",
            "Look which of the two columns multiplies and which is added.",
            changes=((BACK, "X_norm * mu + sigma"),),
        ),
        Mistake(
            "the mean is taken off before the multiplication",
            "Hand over 0: you return -mu times sigma, and 0 stands for the mean.",
            "Both the order and the sign are those of `normalize`. Turn both round.",
            changes=((BACK, "(X_norm - mu) * sigma"),),
        ),
        Mistake(
            "multiplied by the root of sigma",
            "`sigma` is the deviation itself. Hand over 1: the result should be sigma above mu.",
            "There is no root to take.",
            changes=((BACK, "X_norm * np.sqrt(sigma) + mu"),),
        ),
        Mistake(
            "the result is cut off at 0",
            "Some features can be negative, a temperature for one. Yours cannot.",
            "Return what the two steps give.",
            changes=((BACK, "np.maximum(X_norm * sigma + mu, 0)"),),
        ),
        Mistake(
            "X_norm itself is changed",
            "Print your `X_norm` before and after the call. `*=` and `+=` write into the array that the caller handed over.",
            "Make a new array.",
            changes=(("return X_norm * sigma + mu", "X_norm *= sigma\n    X_norm += mu\n    return X_norm"),),
            costs=0.25,
        ),
        Mistake(
            "X_norm is normalized once more, by its own mean and deviation, before `mu` and `sigma` are put to use",
            "Hand it some examples that lie together, far from 0 in `X_norm`: they come out around `mu`, as if they were the average.",
            "`X_norm` needs no statistics of its own: undo the two steps of normalizing, the last one first.",
            code="""
            def denormalize(X_norm, mu, sigma):
                centred = X_norm - X_norm.mean(axis=1, keepdims=True)
                return mu + sigma * centred / X_norm.std(axis=1, keepdims=True)
            """,
        ),
    ),
    alternatives=(
        Alternative("the mean first", changes=((BACK, "mu + sigma * X_norm"),)),
        Alternative("normalize with the numbers that undo it", changes=((BACK, "normalize(X_norm, -mu / sigma, 1 / sigma)"),)),
        Alternative("a diagonal matrix", changes=((BACK, "np.diag(sigma[:, 0]) @ X_norm + mu"),)),
        Alternative(
            "a loop over all entries, in float32",
            code="""
            def denormalize(X_norm, mu, sigma):
                X = np.zeros(X_norm.shape, dtype=np.float32)
                n_x, m = X.shape
                for i in range(n_x):
                    for j in range(m):
                        X[i, j] = X_norm[i, j] * sigma[i, 0] + mu[i, 0]
                return X
            """,
        ),
    ),
)
