"""fit_normalization: features that are narrow or wide, about means of their own, some of them constant."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.normalization.shared import examples
from autograder.bank.probes import CHANGED, value
from course_utils.reference import normalization as reference


def fit_trial(rng, n, m, constant=None):
    X = examples(rng, n, m, constant)
    if m == 1:
        return Trial(f"X {X.shape}, m = 1: every feature is constant", {"X": X}, [value("constant"), CHANGED])
    if constant:
        says = f"X {X.shape}, constant: features {', '.join(map(str, constant))}"
        return Trial(says, {"X": X}, [value("constant"), CHANGED])
    return Trial(f"X {X.shape}", {"X": X}, [value(), CHANGED])


def narrow_trial(rng, n, m):
    """Features of a very small spread: beside other spreads, but not beside their own means."""
    X = 1e-6 * examples(rng, n, m)
    return Trial(f"X {X.shape} in millionths, nothing constant", {"X": X}, [value("constant"), CHANGED])


def far_trial(rng, n, m):
    """Features of a very small spread beside their means; in float32 it is known to two digits, so it may be off a little."""
    X = np.round(rng.uniform(1900, 2100, (n, 1)) + 0.005 * examples(rng, n, m) / m, 5)
    near = Probe("constant", "value", {}, atol=5e-4)
    return Trial(f"X {X.shape}, narrow and far from 0, nothing constant", {"X": X}, [near, CHANGED])


MU = "np.mean(X, axis=1, keepdims=True)"
SIGMA = "np.std(X, axis=1, keepdims=True)"
RETURN_FIT = "return mu, np.where(constant, 1.0, sigma)"
CONSTANT = "np.max(X, axis=1, keepdims=True) == np.min(X, axis=1, keepdims=True)"

EXERCISE = Exercise(
    reference=reference.fit_normalization,
    points=4,
    returns=("mu", "sigma"),
    rules=(
        Rule("values", "`mu` and `sigma` are the mean and the standard deviation of each feature, both of shape (n_x, 1)", 1),
        Rule("constant", "for a constant feature, and for no other, `sigma` is 1; its `mu` is its value", 0.25),
        Rule("arguments", "`X` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        fit_trial(rng, 2, 4),
        fit_trial(rng, 3, 2),
        fit_trial(rng, 1, 5),
        fit_trial(rng, 4, 3, {1: 0.5, 2: 0.0}),
        fit_trial(rng, 2, 1),
        narrow_trial(rng, 2, 5),
        far_trial(rng, 2, 4),
    ],
    hidden=lambda rng: [
        fit_trial(rng, 3, 5),
        fit_trial(rng, 5, 3),
        fit_trial(rng, 4, 4),
        fit_trial(rng, 1, 9),
        fit_trial(rng, 2, 40),
        fit_trial(rng, 5, 4, {0: -2.5, 3: 0.0, 4: 1.0}),
        fit_trial(rng, 3, 6, {2: 0.25}),
        fit_trial(rng, 3, 1),
        narrow_trial(rng, 3, 4),
        far_trial(rng, 3, 5),
    ],
    mistakes=(
        Mistake(
            "the mean is taken over the features of an example, not over the examples of a feature",
            "Print the shapes of what you return: they have as many entries as there are examples. You have added radius and area of one patient.",
            "An example is a column, a feature is a row. Run along the rows: that is the other axis.",
            changes=(
                (MU, "np.mean(X, axis=0, keepdims=True)"),
                (SIGMA, "np.std(X, axis=0, keepdims=True)"),
                (CONSTANT, "np.ptp(X, axis=0, keepdims=True) == 0"),
            ),
        ),
        Mistake(
            "one mean and one deviation for all features together",
            "You return a single number each. Which feature is it about? Without an axis NumPy takes all entries of the array.",
            "Say along which axis, so that each row gets a mean and a deviation of its own.",
            code="""
            def fit_normalization(X):
                return np.mean(X), np.std(X)
            """,
        ),
        Mistake(
            "the shapes are (n_x,), not (n_x, 1)",
            "Print `X.shape` and the shape of your mean. NumPy lines up shapes from the right: it would set your n_x means against the m columns of X.",
            "Keep the dimension over which you take the mean; NumPy's functions have an argument for that, and `reshape` does it too.",
            code="""
            def fit_normalization(X):
                mu, sigma = X.mean(axis=1), X.std(axis=1)
                sigma[X.max(axis=1) == X.min(axis=1)] = 1
                return mu, sigma
            """,
        ),
        Mistake(
            "sigma is the variance: the root is missing",
            "Multiply X by 10: a deviation should grow 10 times, and yours grows 100 times. It is not in the units of the feature any more.",
            "Take the square root of the mean squared distance.",
            changes=((SIGMA, "np.var(X, axis=1, keepdims=True)"),),
        ),
        Mistake(
            "the shapes are (n_x,), not (n_x, 1), and a constant feature has the sigma 0",
            "Two things at once. Print `mu.shape`: a flat array would be set against the columns of X. And print sigma where all values of a row are equal: nobody can divide by that.",
            "Keep the dimension over which you take the mean, and put a 1 where a feature never changes.",
            code="""
            def fit_normalization(X):
                return X.mean(axis=1), X.std(axis=1)
            """,
        ),
        Mistake(
            "sigma is the variance, and 0 for a constant feature",
            "Two things at once. Multiply X by 10: a deviation should grow 10 times, and yours grows 100 times. And print sigma where all values of a row are equal.",
            "Take the root of the mean squared distance, and put a 1 where a feature never changes.",
            code="""
            def fit_normalization(X):
                return X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
            """,
        ),
        Mistake(
            "sigma is measured from 0, not from the mean",
            "Add 100 to all values of a feature: its spread is the same as before, and your sigma is near 100. The slide squares X itself; it can, for there the line before has taken the mean off.",
            "Take the mean off before you square.",
            changes=((SIGMA, "np.sqrt(np.mean(X**2, axis=1, keepdims=True))"),),
        ),
        Mistake(
            "sigma is the mean of the squares: no mean taken off, and no root",
            "This is the slide's line for σ², taken by itself. Add 100 to all values of a feature: its spread is the same as before, and your number is near 10 000.",
            "Two things are missing: what the slide did in the line before, and what makes σ of σ².",
            changes=((SIGMA, "np.mean(X**2, axis=1, keepdims=True)"),),
        ),
        Mistake(
            "the squared distances are divided by m - 1",
            "Your sigma is too large, by a factor that depends on m alone: the root of m / (m - 1). That is statistics' way to estimate the spread of a population from a sample. Here the spread of these m examples is asked for.",
            "Divide by m. (If you set `ddof`, leave it out.)",
            changes=((SIGMA, "X.std(axis=1, keepdims=True, ddof=min(1, X.shape[1] - 1))"),),
        ),
        Mistake(
            "sigma is measured from 0, and a constant feature gets no 1",
            "Two things at once. Add 100 to all values of a feature: its spread is the same as before, and your sigma is near 100; the slide squares X only after it has taken the mean off. And where all values of a row are equal, sigma should be 1.",
            "Take the mean off before you square, and put a 1 where a feature never changes.",
            code="""
            def fit_normalization(X):
                return X.mean(axis=1, keepdims=True), np.sqrt(np.mean(X**2, axis=1, keepdims=True))
            """,
        ),
        Mistake(
            "the slide's line for σ² is taken by itself, and a constant feature gets no 1",
            "Three things at once. The slide squares X only after it has taken the mean off; its line gives σ², not σ; and where all values of a row are equal, sigma should be 1.",
            "Take the mean off, square, average, take the root; then see to the features that never change.",
            code="""
            def fit_normalization(X):
                return X.mean(axis=1, keepdims=True), np.mean(X**2, axis=1, keepdims=True)
            """,
        ),
        Mistake(
            "divided by m - 1, and a constant feature has the sigma 0",
            "Two things at once. Your sigma is too large, by the root of m / (m - 1): statistics estimates the spread of a population so, and here that of these m examples is asked for. And nobody can divide by the 0 of a constant feature.",
            "Leave `ddof` out, and put a 1 where a feature never changes.",
            code="""
            def fit_normalization(X):
                return X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True, ddof=min(1, X.shape[1] - 1))
            """,
        ),
        Mistake(
            "the sum is divided by the number of features",
            "Look at what you divide by: `X.shape[0]` and `len(X)` count the rows, and rows are features. Give X twice as many examples: your mean doubles.",
            "m is the number of columns.",
            changes=((MU, "np.sum(X, axis=1, keepdims=True) / len(X)"),),
        ),
        Mistake(
            "the sum is not divided by anything",
            "Is your mu between the least and the largest value of the feature? A mean is.",
            "Divide the sum by the number of examples.",
            changes=((MU, "np.sum(X, axis=1, keepdims=True)"),),
        ),
        Mistake(
            "the mean distance from the mean stands for the standard deviation",
            "Your sigma is somewhat too small. You take absolute values, so a value far away counts in proportion; in the standard deviation it counts more.",
            "Square the distances, take their mean, then the root.",
            changes=((SIGMA, "np.mean(np.abs(X - mu), axis=1, keepdims=True)"),),
        ),
        Mistake(
            "the least value and the range are returned",
            "With them X would go from 0 to 1. That is another way to bring features to one scale (min–max scaling); a single extreme value decides about it.",
            "Return the mean and the standard deviation.",
            changes=(
                (MU, "np.min(X, axis=1, keepdims=True)"),
                (SIGMA, "np.max(X, axis=1, keepdims=True) - mu"),
            ),
        ),
        Mistake(
            "the median stands for the mean",
            "Put one value of a feature far away: your mu hardly moves. The mean does.",
            "The mean is the sum of the values over their number.",
            changes=((MU, "np.median(X, axis=1, keepdims=True)"), (SIGMA, "np.std(X, axis=1, keepdims=True)")),
        ),
        Mistake(
            "sigma is returned first",
            "Compare what you return with what is expected: both numbers are there, in the other places.",
            "First `mu`, then `sigma`.",
            changes=((RETURN_FIT, "return np.where(constant, 1.0, sigma), mu"),),
        ),
        Mistake(
            "every sigma below 1 is made 1",
            "A feature measured in kilometres has a small sigma, and the same feature in metres a large one. Both should come to the same scale, and yours do not.",
            "Only a constant feature gets a 1, not one with a small spread.",
            changes=((RETURN_FIT, "return mu, np.maximum(sigma, 1.0)"),),
        ),
        Mistake(
            "for a constant feature sigma is 0, or next to 0",
            "Somebody will divide by it. Try `np.zeros(1) / 0`, and, if you have added a tiny number, 0.1 / 1e-8: that is what a new example gets whose value differs a little.",
            "Where all values of a row are equal, put a 1 in place of the deviation. `np.where`, or a mask, does it.",
            changes=((RETURN_FIT, "return mu, sigma"),),
            costs=0.25,
        ),
        Mistake(
            "a tiny number under the root is all that a constant feature gets",
            "Print 1 / sigma for a constant feature: a new value that differs by 1 would be called thousands of deviations away.",
            "Leave the tiny number out, and put a 1 where all values of a row are equal.",
            changes=((RETURN_FIT, "return mu, np.sqrt(sigma**2 + 1e-8)"),),
            costs=0.25,
        ),
        Mistake(
            "a small spread is taken for none",
            "A length in metres that varies by a ten-thousandth is small, but not constant: in millimetres its deviation is larger than 1. Print sigma for such a feature.",
            "A bound on the deviation hangs on the unit. Compare the values of a row with each other.",
            changes=((RETURN_FIT, "return mu, np.where(sigma < 1e-3, 1.0, sigma)"),),
            costs=0.25,
        ),
        Mistake(
            "what is nearly equal is taken for equal",
            "Years lie near 2000, and a few days are a small part of that; yet they are not the same day. Print sigma for a feature that lies far from 0.",
            "Constant is a feature only if its values are equal, not if they are close.",
            changes=((CONSTANT, "np.isclose(np.max(X, axis=1, keepdims=True), np.min(X, axis=1, keepdims=True))"),),
            costs=0.25,
        ),
        Mistake(
            "only features that are 0 everywhere count as constant",
            "A feature that is 0.5 in every example is just as constant as one that is 0. Print its sigma.",
            "Ask whether the values of a row are equal to each other, not to 0.",
            changes=((CONSTANT, "np.max(np.abs(X), axis=1, keepdims=True) == 0"),),
            costs=0.25,
        ),
        Mistake(
            "the mean of a constant feature is lost",
            "A feature that is always 0.5 has the mean 0.5. Print your mu for it.",
            "Only sigma is replaced. The mean of a constant feature is its value.",
            changes=((RETURN_FIT, "return np.where(constant, 0.0, mu), np.where(constant, 1.0, sigma)"),),
            costs=0.25,
        ),
        Mistake(
            "X itself is changed",
            "Print your `X` before and after the call. `-=` on an array writes into the array that the caller handed over.",
            "Work on a new array: `X - mu` makes one.",
            changes=((SIGMA, "np.std(X, axis=1, keepdims=True)\n    X -= mu"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "the mean square less the square of the mean", changes=((SIGMA, "np.sqrt(np.mean(X**2, axis=1, keepdims=True) - mu**2)"),)
        ),
        Alternative(
            "sums over m, and sigma == 0 for constant",
            code="""
            def fit_normalization(X):
                m = X.shape[1]
                mu = X.sum(axis=1, keepdims=True) / m
                sigma = np.sqrt(((X - mu) ** 2).sum(axis=1, keepdims=True) / m)
                sigma[sigma == 0] = 1
                return mu, sigma
            """,
        ),
        Alternative(
            "a loop over features, with lists and a print",
            code="""
            def fit_normalization(X):
                mu, sigma = [], []
                for row in X:
                    mu.append([sum(row) / len(row)])
                    sigma.append([1.0 if all(x == row[0] for x in row) else np.sqrt(sum((x - mu[-1][0]) ** 2 for x in row) / len(row))])
                print("done")
                return np.array(mu), np.array(sigma)
            """,
        ),
        Alternative(
            "scikit-learn's scaler, a list of two",
            code="""
            def fit_normalization(X):
                from sklearn.preprocessing import StandardScaler
                scaler = StandardScaler().fit(X.T)
                return [scaler.mean_[:, None], scaler.scale_.reshape(-1, 1)]
            """,
        ),
        Alternative(
            "a threshold far below every spread, and reshape",
            code="""
            def fit_normalization(X):
                mu = np.average(X, axis=1).reshape(-1, 1)
                sigma = np.sqrt(np.var(X, axis=1)).reshape(len(X), 1)
                return mu, np.where(sigma < 1e-12, 1, sigma)
            """,
        ),
        Alternative(
            "in float32",
            code="""
            def fit_normalization(X):
                X = X.astype(np.float32)
                sigma = X.std(axis=1, keepdims=True)
                return X.mean(axis=1, keepdims=True), sigma + (sigma == 0)
            """,
        ),
    ),
)
