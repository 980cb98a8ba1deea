"""normalize: examples in units of their own, with a mean that is not `mu`."""

from autograder.bank import Alternative, Exercise, Mistake, Rule
from autograder.bank.normalization.shared import scale_trial
from autograder.bank.probes import ARGUMENTS_RULE
from course_utils.reference import normalization as reference

SCALED = "(X - mu) / sigma"

EXERCISE = Exercise(
    reference=reference.normalize,
    points=2,
    returns=("X_norm",),
    rules=(Rule("values", "each value becomes the number of standard deviations above the mean, both as given", 1), ARGUMENTS_RULE),
    visible=lambda rng: [
        scale_trial(rng, 2, 3, "X"),
        scale_trial(rng, 3, 2, "X"),
        scale_trial(rng, 2, 2, "X"),
        scale_trial(rng, 1, 1, "X"),
    ],
    hidden=lambda rng: [
        scale_trial(rng, 3, 5, "X"),
        scale_trial(rng, 6, 2, "X"),
        scale_trial(rng, 4, 4, "X"),
        scale_trial(rng, 5, 1, "X"),
        scale_trial(rng, 1, 7, "X"),
    ],
    mistakes=(
        Mistake(
            "divided by sigma squared",
            "This is the slide's slip. What you return has a deviation of 1/σ, not of 1: narrow features become the widest.",
            "Divide by the deviation, not by the variance.",
            changes=((SCALED, "(X - mu) / sigma**2"),),
        ),
        Mistake(
            "divided by the root of sigma",
            "`sigma` is the deviation already. Take mu = 0, sigma = 4: the value 4 lies one deviation above the mean, and you say two.",
            "No root is left to take. Divide by `sigma` as it is.",
            changes=((SCALED, "(X - mu) / np.sqrt(sigma)"),),
        ),
        Mistake(
            "the mean is not taken off",
            "Hand over X equal to mu: the result should be 0, for these values lie on the mean.",
            "Take `mu` off first.",
            changes=((SCALED, "X / sigma"),),
        ),
        Mistake(
            "it is not divided by sigma",
            "Hand over X equal to mu + sigma: each value lies one deviation above the mean, so the result should be 1.",
            "Divide what is left after the mean is off.",
            changes=((SCALED, "X - mu"),),
        ),
        Mistake(
            "the division comes before the subtraction",
            "Type `6 - 4 / 2` into a cell: Python divides first. Here the subtraction has to come first.",
            "Put brackets round the difference.",
            changes=((SCALED, "X - mu / sigma"),),
        ),
        Mistake(
            "X is divided by sigma before the mean is taken off",
            "After the division X counts in deviations, but mu is still in the units of the feature. Hand over X equal to mu: is the result 0?",
            "Take the mean off while both are in the same units, and divide then.",
            changes=((SCALED, "X / sigma - mu"),),
        ),
        Mistake(
            "the mean is added",
            "Hand over X equal to mu: the result should be 0, and yours is twice mu over sigma.",
            "To be measured from the mean, a value has the mean taken off.",
            changes=((SCALED, "(X + mu) / sigma"),),
        ),
        Mistake(
            "multiplied by sigma",
            "A feature with a wide spread becomes wider still. It should become narrower.",
            "The wider a feature, the more it has to shrink: divide.",
            changes=((SCALED, "(X - mu) * sigma"),),
        ),
        Mistake(
            "divided by the mean",
            "Your result says how far a value lies from the mean in parts of the mean. In deviations is what is asked; your function does not look at `sigma`.",
            "Divide by `sigma`.",
            changes=((SCALED, "(X - mu) / mu"),),
        ),
        Mistake(
            "the mean and deviation of X itself are taken, not the given ones",
            "Call your function twice with the same X and another `mu`: nothing changes. What came in as `mu` and `sigma` may have been measured on other examples, and then only they count.",
            "Use the arguments `mu` and `sigma`, and compute none.",
            changes=((SCALED, "(X - X.mean(axis=1, keepdims=True)) / np.maximum(X.std(axis=1, keepdims=True), 1e-8)"),),
        ),
        Mistake(
            "the mean of X itself is taken off, not the given one",
            "Call your function twice with the same X and another `mu`: nothing changes.",
            "`mu` has been measured already, perhaps on other examples. Use it.",
            changes=((SCALED, "(X - X.mean(axis=1, keepdims=True)) / sigma"),),
        ),
        Mistake(
            "least value and range are used: X goes from 0 to 1",
            "Your result lies between 0 and 1, whatever `mu` and `sigma` are. That is min–max scaling.",
            "Use the two arguments: one is taken off, by the other one divides.",
            changes=(
                (
                    "return (X - mu) / sigma",
                    "least = X.min(axis=1, keepdims=True)\n    return (X - least) / np.maximum(X.max(axis=1, keepdims=True) - least, 1e-8)",
                ),
            ),
        ),
        Mistake(
            "mu and sigma are flattened, so they are set against the columns",
            "Print the shape of your flat mu, (n_x,), beside that of X. NumPy lines them up from the right: where m = n_x no error comes, and feature 1's mean is taken off example 1.",
            "Leave both as columns: (n_x, 1) beside (n_x, m) is just what broadcasting needs.",
            changes=((SCALED, "(X - mu.ravel()) / sigma.ravel()"),),
        ),
        Mistake(
            "only the size of the distance is kept, not its sign",
            "A value below the mean should become negative.",
            "Leave the absolute value out.",
            changes=((SCALED, "np.abs(X - mu) / sigma"),),
        ),
        Mistake(
            "X itself is changed",
            "Print your `X` before and after the call. `-=` and `/=` write into the array that the caller handed over: call it twice, and X is normalized twice.",
            "Make a new array: `X - mu` does.",
            changes=(("return (X - mu) / sigma", "X -= mu\n    X /= sigma\n    return X"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("np.divide and np.subtract", changes=((SCALED, "np.divide(np.subtract(X, mu), sigma)"),)),
        Alternative("two quotients", changes=((SCALED, "X / sigma - mu / sigma"),)),
        Alternative("a tiny number beside sigma", changes=((SCALED, "(X - mu) / (sigma + 1e-8)"),)),
        Alternative("transposed and back", changes=((SCALED, "((X.T - mu.T) / sigma.T).T"),)),
        Alternative(
            "a loop over features on a copy, in float32",
            code="""
            def normalize(X, mu, sigma):
                X_norm = X.astype(np.float32).copy()
                for i in range(X.shape[0]):
                    X_norm[i] -= mu[i, 0]
                    X_norm[i] /= sigma[i, 0]
                return X_norm
            """,
        ),
    ),
)
