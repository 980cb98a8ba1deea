"""Chapter 6, normalization: trials, rules, known mistakes and accepted alternatives of its exercises."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils.black_boxes.specimens import prepare_by_plan
from course_utils.reference import normalization as reference

CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")


def value(rule="values"):
    """A probe of its own for each trial: what is wanted is filled in later."""
    return Probe(rule, "value", {})


def examples(rng, n, m, constant=None):
    """X (n, m), short numbers: each feature about a mean of its own, every second one wide, and no value twice.

    constant  {feature: the one value it has}, numbers that a computer holds exactly
    """
    mean = rng.choice([-1, 1], (n, 1)) * rng.uniform(3, 9, (n, 1))
    width = np.where(np.arange(n)[:, np.newaxis] % 2, rng.uniform(2, 4, (n, 1)), rng.uniform(0.2, 0.4, (n, 1)))
    places = rng.permuted(np.tile(np.arange(m), (n, 1)), axis=1) + rng.uniform(0, 0.4, (n, m)) - m / 3
    X = np.round(mean + width * places, 2)
    for feature, number in (constant or {}).items():
        X[feature] = number
    return X


def rulers(rng, n):
    """mu, sigma (n, 1): means of both signs, deviations smaller and larger than 1."""
    mu = np.round(rng.choice([-1, 1], (n, 1)) * rng.uniform(1.5, 6, (n, 1)), 1)
    sigma = np.round(np.where(np.arange(n)[:, np.newaxis] % 2, rng.uniform(2, 4, (n, 1)), rng.uniform(0.2, 0.6, (n, 1))), 1)
    return mu, sigma


# --- fit_normalization ------------------------------------------------------------------------------


def fit_trial(rng, n, m, constant=None):
    X = examples(rng, n, m, constant)
    if constant or m == 1:
        why = "m = 1: every feature is constant" if m == 1 else f"constant: features {', '.join(map(str, constant))}"
        return Trial(f"X {X.shape}, {why}", {"X": X}, [value("constant")])
    return Trial(f"X {X.shape}", {"X": X}, [value(), CHANGED])


MU = "np.mean(X, axis=1, keepdims=True)"
SIGMA = "np.std(X, axis=1, keepdims=True)"
RETURN_FIT = "return mu, np.where(constant, 1.0, sigma)"
CONSTANT = "np.max(X, axis=1, keepdims=True) == np.min(X, axis=1, keepdims=True)"

FIT_NORMALIZATION = Exercise(
    reference=reference.fit_normalization,
    points=4,
    returns=("mu", "sigma"),
    rules=(
        Rule("values", "`mu` and `sigma` are the mean and the standard deviation of each feature, both of shape (n_x, 1)", 1),
        Rule("constant", "for a constant feature `sigma` is 1, and `mu` is its value", 0.25),
        Rule("arguments", "`X` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        fit_trial(rng, 2, 4),
        fit_trial(rng, 3, 2),
        fit_trial(rng, 1, 5),
        fit_trial(rng, 4, 3, {1: 0.5, 2: 0.0}),
        fit_trial(rng, 2, 1),
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
    ],
    mistakes=(
        Mistake(
            "the mean is taken over the features of an example, not over the examples of a feature",
            "Print the shapes of what you return: they have as many entries as there are examples. You have added radius and area of one patient.",
            "An example is a column, a feature is a row. Run along the rows: that is the other axis.",
            changes=((MU, "np.mean(X, axis=0, keepdims=True)"), (SIGMA, "np.std(X, axis=0, keepdims=True)"), (CONSTANT, "False")),
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

# --- normalize --------------------------------------------------------------------------------------


def scale_trial(rng, n, m, name):
    """Examples in their own units (`X`), or as deviations from the mean (`X_norm`); their own mean is another one than `mu`."""
    deviations = np.round(rng.uniform(0.3, 2.5, (n, m)) * rng.choice([-1, 1], (n, m)), 1)
    mu, sigma = rulers(rng, n)
    X = np.round(mu + sigma * deviations, 2) if name == "X" else deviations
    return Trial(f"{name} {X.shape}", {name: X, "mu": mu, "sigma": sigma}, [value(), CHANGED])


SCALED = "(X - mu) / sigma"
LEAVES = Rule("arguments", "the arguments are left as they were", 0.25)

NORMALIZE = Exercise(
    reference=reference.normalize,
    points=2,
    returns=("X_norm",),
    rules=(Rule("values", "each value becomes the number of standard deviations above the mean, both as given", 1), LEAVES),
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

# --- largest_learning_rate ----------------------------------------------------------------------------


def bowl(rng, n):
    """A symmetric matrix (n, n) whose eigenvalues are positive and lie apart: no two of the usual wrong answers agree."""
    Q, _ = np.linalg.qr(rng.standard_normal((n, n)))
    steepness = rng.uniform(0.8, 1.3) * 1.9 ** np.arange(n)
    H = np.round((Q * steepness) @ Q.T, 2)
    return (H + H.T) / 2


def bowl_trial(H):
    shown = f"H = [[{H[0, 0]:g}]]" if H.size == 1 else f"H {H.shape}"
    return Trial(shown, {"H": H}, [value(), CHANGED])


LIMIT = "2 / np.linalg.eigvalsh(H).max()"

LARGEST_LEARNING_RATE = Exercise(
    reference=reference.largest_learning_rate,
    points=3,
    returns=("alpha_max",),
    rules=(Rule("values", "`alpha_max` is the edge between coming down and growing without end", 1), LEAVES),
    visible=lambda rng: [
        bowl_trial(np.array([[5.0]])),
        bowl_trial(np.diag([4.0, 0.5])),
        bowl_trial(bowl(rng, 2)),
        bowl_trial(bowl(rng, 3)),
    ],
    hidden=lambda rng: [
        bowl_trial(np.round(rng.uniform(2, 9, (1, 1)), 1)),
        bowl_trial(bowl(rng, 2)),
        bowl_trial(bowl(rng, 3)),
        bowl_trial(bowl(rng, 5)),
        bowl_trial(0.01 * bowl(rng, 4)),
        bowl_trial(np.diag(np.round(rng.uniform(1, 6, 3), 1) * [1, 0, 2.5])),
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

# --- normalize_sets -------------------------------------------------------------------------------------


def sets_trial(rng, n, sizes, constant=None):
    X = examples(rng, n, sizes[0], constant)
    others = []
    for i, m in enumerate(sizes[1:]):  # each set lies a little elsewhere and is wider, so that every ruler is another
        others.append(np.round(X[:, rng.integers(sizes[0], size=m)] * (1.2 + 0.3 * i) + rng.uniform(0.3, 0.9, (n, m)), 2))
    says = f"n_x = {n}, sizes {', '.join(map(str, sizes))}"
    arguments = dict(zip(("X_train", "X_dev", "X_test"), (X, *others)))
    if constant:
        return Trial(f"{says}, feature {next(iter(constant))} constant in the training set alone", arguments, [value("constant")])
    return Trial(says, arguments, [value(), CHANGED])


FIT_TRAIN = "fit_normalization(X_train)"
EACH = "tuple(normalize(X, mu, sigma) for X in (X_train, X_dev, X_test))"
BODY = f"mu, sigma = {FIT_TRAIN}\n    return {EACH}"

NORMALIZE_SETS = Exercise(
    reference=reference.normalize_sets,
    points=3,
    returns=("X_train_norm", "X_dev_norm", "X_test_norm"),
    rules=(
        Rule("values", "all three sets are normalized by the mean and deviation of the training set", 1),
        Rule("constant", "a feature that is constant in the training set is divided by 1, in all three sets", 0.25),
        LEAVES,
    ),
    visible=lambda rng: [
        sets_trial(rng, 2, (5, 3, 2)),
        sets_trial(rng, 3, (4, 2, 3)),
        sets_trial(rng, 2, (6, 1, 4)),
        sets_trial(rng, 3, (4, 3, 2), {1: 0.5}),
    ],
    hidden=lambda rng: [
        sets_trial(rng, 3, (6, 4, 5)),
        sets_trial(rng, 1, (4, 3, 3)),
        sets_trial(rng, 4, (9, 1, 1)),
        sets_trial(rng, 2, (30, 8, 12)),
        sets_trial(rng, 5, (3, 5, 4)),
        sets_trial(rng, 2, (5, 4, 3), {0: -1.5}),
        sets_trial(rng, 4, (3, 2, 6), {3: 0.0}),
    ],
    mistakes=(
        Mistake(
            "each set is normalized by its own mean and deviation",
            "The same patient gets other numbers in the training set than in the dev set. And a set of a single example becomes all 0.",
            "Measure once, on the training set. Use the same two columns for all three.",
            changes=((BODY, "return tuple(normalize(X, *fit_normalization(X)) for X in (X_train, X_dev, X_test))"),),
        ),
        Mistake(
            "mean and deviation come from all three sets together",
            "Change one test example, and your training set changes: what is trained has seen the test set.",
            "Measure on the training set alone.",
            changes=((FIT_TRAIN, "fit_normalization(np.hstack([X_train, X_dev, X_test]))"),),
        ),
        Mistake(
            "mean and deviation come from training and dev set together",
            "Change one dev example, and your training set changes: the dev set is no longer unseen.",
            "Leave the dev set out of what you measure.",
            changes=((FIT_TRAIN, "fit_normalization(np.hstack([X_train, X_dev]))"),),
        ),
        Mistake(
            "dev and test set are normalized by the dev set",
            "Training set and dev set are measured with two rulers. A network trained on the one reads wrong numbers on the other.",
            "The training set's mean and deviation go on to the two others.",
            changes=(
                (
                    BODY,
                    f"mu, sigma = {FIT_TRAIN}\n    first = normalize(X_train, mu, sigma)\n    mu, sigma = fit_normalization(X_dev)\n    return first, normalize(X_dev, mu, sigma), normalize(X_test, mu, sigma)",
                ),
            ),
        ),
        Mistake(
            "only the test set gets the training set's ruler, the dev set its own",
            "The slide speaks of the test set alone. Whatever a trained network meets is normalized as its training examples were: the dev set too.",
            "Treat the dev set as you treat the test set.",
            changes=((EACH, "normalize(X_train, mu, sigma), normalize(X_dev, *fit_normalization(X_dev)), normalize(X_test, mu, sigma)"),),
        ),
        Mistake(
            "only the dev set gets the training set's ruler, the test set its own",
            "With m = 1 in the test set, what would its own mean leave of it? Compare the third result with the expected one.",
            "Treat the test set as you treat the dev set.",
            changes=((EACH, "normalize(X_train, mu, sigma), normalize(X_dev, mu, sigma), normalize(X_test, *fit_normalization(X_test))"),),
        ),
        Mistake(
            "dev and test set are measured after the training set was normalized, so nothing happens to them",
            "Print the mean and deviation you use for the dev set: they are 0 and 1. You measured the training set a second time, after it had become X_train_norm.",
            "Measure before you normalize, and keep what you measured.",
            changes=(
                (
                    BODY,
                    f"mu, sigma = {FIT_TRAIN}\n    first = normalize(X_train, mu, sigma)\n    mu, sigma = fit_normalization(first)\n    return first, normalize(X_dev, mu, sigma), normalize(X_test, mu, sigma)",
                ),
            ),
        ),
        Mistake(
            "the training set is returned as it came",
            "Take the mean of each row of your first result: it should be 0.",
            "Normalize the training set too.",
            changes=((EACH, "X_train, normalize(X_dev, mu, sigma), normalize(X_test, mu, sigma)"),),
        ),
        Mistake(
            "the test set is returned as it came",
            "Compare your third result with `X_test`: nothing has happened to it.",
            "Whatever the network is to read, it reads normalized.",
            changes=((EACH, "normalize(X_train, mu, sigma), normalize(X_dev, mu, sigma), X_test"),),
        ),
        Mistake(
            "the test set stands before the dev set",
            "Compare the shapes of your results with those of the arguments, one by one.",
            "Return them in the order of the arguments.",
            changes=((EACH, "tuple(normalize(X, mu, sigma) for X in (X_train, X_test, X_dev))"),),
        ),
        Mistake(
            "the three sets are returned as one array",
            "Who gets your result does not know where the training set ends.",
            "Return three arrays.",
            changes=((EACH, "normalize(np.hstack([X_train, X_dev, X_test]), mu, sigma)"),),
        ),
        Mistake(
            "each set's own mean is taken off, only the deviation is the training set's",
            "Take the mean of a row of your dev result: it is 0. It should not be, if the dev set lies a little higher than the training set.",
            "Both numbers come from the training set.",
            changes=((EACH, "tuple(normalize(X, X.mean(axis=1, keepdims=True), sigma) for X in (X_train, X_dev, X_test))"),),
        ),
        Mistake(
            "each set is divided by its own deviation, only the mean is the training set's",
            "Take the deviation of a row of your dev result: it is 1. It should not be, if the dev set is a little wider than the training set.",
            "Neither number is measured on the dev set.",
            changes=((EACH, "tuple(normalize(X, mu, fit_normalization(X)[1]) for X in (X_train, X_dev, X_test))"),),
        ),
        Mistake(
            "your `normalize` divides by sigma squared, or your `fit_normalization` leaves the root out",
            "The sets are measured by one ruler, and that is right. The ruler is wrong: take the deviation of a row of your training result, it is not 1.",
            "Run the checks of the two functions that you call here, and mend the one that is not right.",
            changes=((EACH, "tuple(normalize(X, mu, sigma**2) for X in (X_train, X_dev, X_test))"),),
        ),
        Mistake(
            "a constant feature is divided by 0",
            "Look at the rows of that feature: in the training set there stands NaN, in the others inf. Your ruler has the deviation 0 for it.",
            "Your `fit_normalization` should give 1 for a constant feature; if you wrote its lines again, put the 1 in here too.",
            changes=((FIT_TRAIN, "np.mean(X_train, axis=1, keepdims=True), np.std(X_train, axis=1, keepdims=True)"),),
            costs=0.25,
        ),
        Mistake(
            "a constant feature is divided by a tiny number",
            "Look at the dev set's row for that feature: there stand millions, where the values differ from the training set's by little.",
            "A tiny number added to the deviation saves you from dividing by 0, and from nothing else. Divide a constant feature by 1.",
            changes=((FIT_TRAIN, "np.mean(X_train, axis=1, keepdims=True), np.std(X_train, axis=1, keepdims=True) + 1e-9"),),
            costs=0.25,
        ),
        Mistake(
            "a constant feature is made 0 in all sets",
            "In the dev set this feature has other values than in the training set. With you they are gone.",
            "Take the mean off and divide by 1, in all three sets.",
            changes=(
                (
                    EACH,
                    "tuple(np.where(X_train.std(axis=1, keepdims=True) > 0, normalize(X, mu, sigma), 0) for X in (X_train, X_dev, X_test))",
                ),
            ),
            costs=0.25,
        ),
        Mistake(
            "a constant feature is left as it is",
            "In the training set this feature should become 0: its mean is taken off like that of any other.",
            "Only the division is left out for it.",
            changes=(
                (
                    EACH,
                    "tuple(np.where(X_train.std(axis=1, keepdims=True) > 0, normalize(X, mu, sigma), X) for X in (X_train, X_dev, X_test))",
                ),
            ),
            costs=0.25,
        ),
        Mistake(
            "the caller's sets are changed",
            "Print `X_dev` before and after the call. `-=` and `/=` write into the array that was handed over.",
            "Make new arrays.",
            changes=(
                (
                    BODY,
                    f"mu, sigma = {FIT_TRAIN}\n    for X in (X_train, X_dev, X_test):\n        X -= mu\n        X /= sigma\n    return X_train, X_dev, X_test",
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "line by line", changes=((EACH, "(normalize(X_train, mu, sigma), normalize(X_dev, mu, sigma), normalize(X_test, mu, sigma))"),)
        ),
        Alternative("a list", changes=((EACH, "[normalize(X, mu, sigma) for X in (X_train, X_dev, X_test)]"),)),
        Alternative(
            "its own lines, without the other functions",
            code="""
            def normalize_sets(X_train, X_dev, X_test):
                mu = X_train.mean(axis=1, keepdims=True)
                sigma = X_train.std(axis=1, keepdims=True)
                sigma = np.where(sigma == 0, 1, sigma)
                return (X_train - mu) / sigma, (X_dev - mu) / sigma, (X_test - mu) / sigma
            """,
        ),
        Alternative(
            "scikit-learn's scaler",
            code="""
            def normalize_sets(X_train, X_dev, X_test):
                from sklearn.preprocessing import StandardScaler
                scaler = StandardScaler().fit(X_train.T)
                return [scaler.transform(X.T).T for X in (X_train, X_dev, X_test)]
            """,
        ),
        Alternative(
            "one array, cut up again",
            code="""
            def normalize_sets(X_train, X_dev, X_test):
                mu, sigma = fit_normalization(X_train)
                m1, m2 = X_train.shape[1], X_train.shape[1] + X_dev.shape[1]
                everything = normalize(np.concatenate([X_train, X_dev, X_test], axis=1), mu, sigma)
                return everything[:, :m1], everything[:, m1:m2], everything[:, m2:]
            """,
        ),
    ),
)

# --- looks_at_dev -----------------------------------------------------------------------------------------

TRAIN, DEV, BOTH, OWN, NOWHERE = range(5)


def specimen(rng, says, plan, way="deviation", n=3, m=6, m_dev=4, extreme=None):
    """A preparation and sets to try it on; the dev examples lie between the training examples.

    extreme  {dev example: what its last feature is moved by}: then it alone lies outside
    """
    X_train = examples(rng, n, m)
    i, j = rng.permuted(np.tile(np.arange(m), (2, 1)), axis=1)[:, :m_dev]
    j = np.where(i == j, (j + 1) % m, j)
    X_dev = np.round(0.6 * X_train[:, i] + 0.4 * X_train[:, j], 3)
    for example, move in (extreme or {}).items():
        X_dev[-1, example] = np.round(X_train[-1].mean() + move * np.ptp(X_train[-1]), 2)
    prepare = partial(prepare_by_plan, plan=np.array(plan), way=way)
    return Trial(says, {"prepare": prepare, "X_train": X_train, "X_dev": X_dev}, [value(), CHANGED])


def leak_trials(rng, **sizes):
    """Every kind of preparation once; `says` does not say which one it is."""
    made = partial(specimen, rng)
    last = sizes.get("m_dev", 4) - 1
    letters = iter("ABCDEFGHIJKLMNO")

    def next_one(*plan, **options):
        return made(f"preparation {next(letters)}", plan, **options, **sizes)

    return [
        next_one((TRAIN, TRAIN), (TRAIN, TRAIN)),
        next_one((TRAIN, TRAIN), (OWN, OWN)),
        next_one((BOTH, BOTH), (BOTH, BOTH)),
        next_one((TRAIN, TRAIN), (TRAIN, TRAIN), way="range"),
        next_one((BOTH, BOTH), (TRAIN, TRAIN)),
        next_one((TRAIN, TRAIN), (OWN, TRAIN)),
        next_one((TRAIN, TRAIN), (TRAIN, OWN)),
        next_one((OWN, OWN), (OWN, OWN), way="example"),
        next_one((BOTH, BOTH), (BOTH, BOTH), way="range", extreme={0: 3}),
        next_one((NOWHERE, NOWHERE), (NOWHERE, NOWHERE)),
        next_one((BOTH, BOTH), (BOTH, BOTH), way="range", extreme={last: -3}),
        next_one((TRAIN, DEV), (TRAIN, DEV)),
        next_one((BOTH, BOTH), (BOTH, BOTH), way="range", extreme={1: 2}),
        next_one((TRAIN, NOWHERE), (TRAIN, NOWHERE)),
        next_one((TRAIN, TRAIN), (BOTH, BOTH)),
    ]


def shuffled(rng, trials):
    """The trials in another order, or who knows the order knows the answers."""
    return [trials[i] for i in rng.permutation(len(trials))]


ALONE = "prepare(X_train, X_dev[:, i : i + 1])"
SAME_TRAIN = "np.allclose(train_alone, train_new)"
SAME_DEV = "np.allclose(dev_alone, dev_new[:, i : i + 1])"
TURNS = "for i in range(X_dev.shape[1]):"

LOOKS_AT_DEV = Exercise(
    reference=reference.looks_at_dev,
    points=4,
    returns=("the answer",),
    rules=(
        Rule("values", "True for every preparation in which a result depends on other dev examples, False for every other", 1),
        Rule("arguments", "`X_train` and `X_dev` are left as they were", 0.25),
    ),
    visible=lambda rng: leak_trials(rng),
    hidden=lambda rng: shuffled(rng, [*leak_trials(rng, n=2, m=7, m_dev=5), *leak_trials(rng, n=4, m=5, m_dev=3)]),
    mistakes=(
        Mistake(
            "only the training set's results are looked at",
            "A preparation that normalizes the dev set by its own mean leaves the training set as it should be, and you call it clean. The single patient would be made 0.",
            "Compare what becomes of a dev example as well, once in company and once alone.",
            changes=((f"not ({SAME_TRAIN} and {SAME_DEV})", f"not {SAME_TRAIN}"),),
        ),
        Mistake(
            "only the dev set's results are looked at",
            "A preparation may normalize the dev set rightly and let the dev set into the training set's numbers: then training has seen it.",
            "Compare what becomes of the training examples as well.",
            changes=((f"not ({SAME_TRAIN} and {SAME_DEV})", f"not {SAME_DEV}"),),
        ),
        Mistake(
            "True and False are exchanged",
            "You say False of preparations that look at the dev set. Read the name of the function as a question.",
            "The comparison is right; turn its answers round.",
            changes=(("            return True\n    return False", "            return False\n    return True"),),
        ),
        Mistake(
            "every way but one's own is called wrong",
            "Least value and range, or each example divided by its own length: such preparations need nothing of the dev set. You say True of them, because their numbers are not those of `normalize`.",
            "Do not ask whether the numbers are the ones you would have made. Ask whether they change when other dev examples change.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                mu, sigma = fit_normalization(X_train)
                train_new, dev_new = prepare(X_train, X_dev)
                return not (np.allclose(train_new, normalize(X_train, mu, sigma)) and np.allclose(dev_new, normalize(X_dev, mu, sigma)))
            """,
        ),
        Mistake(
            "only a dev set with mean 0 is suspected",
            "That finds a dev set that was normalized by itself. With statistics of both sets together neither mean is 0 in general, and the dev set has had its say all the same.",
            "Change the dev set and see what else changes.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                return bool(np.allclose(prepare(X_train, X_dev)[1].mean(axis=1), 0))
            """,
        ),
        Mistake(
            "only the first dev example is tried alone",
            "Suppose the first example has the largest value of all, and a preparation uses the range of all values. Leave the others away: the range stays. You notice nothing.",
            "Try each dev example.",
            changes=((TURNS, "for i in range(1):"),),
        ),
        Mistake(
            "one dev example is left away, and no other",
            "A preparation that uses the range of all values changes only when the example with the extreme value goes. You take away the last one; the extreme one may be another.",
            "Let each dev example stand alone once: then all others are away.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                train_less, dev_less = prepare(X_train, X_dev[:, :-1])
                return not (np.allclose(train_less, train_new) and np.allclose(dev_less, dev_new[:, :-1]))
            """,
        ),
        Mistake(
            "only the first feature is compared",
            "The dev set may lie outside in one feature alone. You look at the first row.",
            "Compare whole arrays.",
            changes=((SAME_TRAIN, "np.allclose(train_alone[0], train_new[0])"), (SAME_DEV, "np.allclose(dev_alone[0], dev_new[0, i])")),
        ),
        Mistake(
            "the training set is changed, not the dev set",
            "A right preparation depends on the training set: it is made from it. So what you see change proves nothing.",
            "Leave X_train as it is, and change what is handed over as X_dev.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                train_less, dev_less = prepare(X_train[:, 1:], X_dev)
                return not (np.allclose(train_less, train_new[:, 1:]) and np.allclose(dev_less, dev_new))
            """,
        ),
        Mistake(
            "nothing is changed between the calls, or only the order",
            "Call it twice with the same examples and you get the same results, whatever it does. Means and deviations do not care for the order, either.",
            "In the second call other dev examples must be there, or fewer.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                train_again, dev_again = prepare(X_train, X_dev[:, ::-1])
                return not (np.allclose(train_again, train_new) and np.allclose(dev_again[:, ::-1], dev_new))
            """,
        ),
        Mistake(
            "a single example is handed over as a flat array",
            "Print the shape of `X_dev[:, i]`: it is (n_x,). A preparation expects columns, and here one column: (n_x, 1).",
            "A slice keeps the dimension where an index drops it.",
            changes=((ALONE, "prepare(X_train, X_dev[:, i])"),),
        ),
        Mistake(
            "arrays are compared with `!=` as if that gave one answer",
            "Type `np.ones(3) != np.ones(3)` into a cell: there is an answer for each entry, and Python does not know which one you mean.",
            "NumPy has functions that compare two arrays as wholes.",
            changes=((f"not ({SAME_TRAIN} and {SAME_DEV})", "train_alone != train_new or dev_alone != dev_new[:, i : i + 1]"),),
        ),
        Mistake(
            "an answer for each dev example is returned",
            "The question is about the preparation as a whole: one True or False.",
            "If one of the answers is True, so is the whole.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                answers = []
                for i in range(X_dev.shape[1]):
                    train_alone, dev_alone = prepare(X_train, X_dev[:, i : i + 1])
                    answers.append(not (np.allclose(train_alone, train_new) and np.allclose(dev_alone[:, 0], dev_new[:, i])))
                return np.array(answers)
            """,
        ),
        Mistake(
            "X_dev itself is changed",
            "Print your `X_dev` before and after the call. Writing other values into it is one way to try; the caller still needs the old ones.",
            "Change a copy.",
            changes=(
                ("train_new, dev_new = prepare(X_train, X_dev)", "train_new, dev_new = prepare(X_train, X_dev.copy())\n    X_dev += 1e-3"),
                (SAME_DEV, "np.allclose(prepare(X_train, X_dev[:, i : i + 1] - 1e-3)[1], dev_new[:, i : i + 1])"),
                (ALONE, "prepare(X_train, X_dev[:, i : i + 1] - 1e-3)"),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "all other examples are moved far away",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                moved = X_dev.copy()
                moved[:, 1:] = 3 * moved[:, 1:] + 100
                train_moved, dev_moved = prepare(X_train, moved)
                return not np.allclose(train_moved, train_new) or not np.allclose(dev_moved[:, 0], dev_new[:, 0])
            """,
        ),
        Alternative(
            "a far example joins, and the answer is a NumPy bool",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                far = X_train.max(axis=1, keepdims=True) * 50 + 1000
                train_more, dev_more = prepare(X_train, np.hstack([X_dev, far]))
                return np.abs(train_more - train_new).max() + np.abs(dev_more[:, :-1] - dev_new).max() > 1e-6
            """,
        ),
        Alternative(
            "with any, over all examples",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                together = prepare(X_train, X_dev)
                alone = [prepare(X_train, X_dev[:, [i]]) for i in range(X_dev.shape[1])]
                in_train = any(not np.allclose(one[0], together[0]) for one in alone)
                in_dev = not np.allclose(np.hstack([one[1] for one in alone]), together[1])
                return in_train or in_dev
            """,
        ),
        Alternative(
            "each example is left away once",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                for i in range(X_dev.shape[1]):
                    train_less, dev_less = prepare(X_train, np.delete(X_dev, i, axis=1))
                    if np.any(train_less != train_new) or np.any(dev_less != np.delete(dev_new, i, axis=1)):
                        return True
                return False
            """,
        ),
    ),
)

# --- denormalize --------------------------------------------------------------------------------------------

BACK = "X_norm * sigma + mu"

DENORMALIZE = Exercise(
    reference=reference.denormalize,
    points=2,
    returns=("X",),
    rules=(Rule("values", "`X` holds the values in their own units", 1), LEAVES),
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

# --- fold_into_weights ----------------------------------------------------------------------------------------


def fold_trial(rng, n_out, n_in):
    W, b = (np.round(rng.uniform(0.3, 2.5, shape) * rng.choice([-1, 1], shape), 1) for shape in ((n_out, n_in), (n_out, 1)))
    mu, sigma = rulers(rng, n_in)
    return Trial(f"W {W.shape}", {"W": W, "b": b, "mu": mu, "sigma": sigma}, [value(), CHANGED])


NEW_W = "W / sigma.T"
NEW_B = "b - W_raw @ mu"

FOLD_INTO_WEIGHTS = Exercise(
    reference=reference.fold_into_weights,
    points=3,
    returns=("W_raw", "b_raw"),
    rules=(Rule("values", "the new layer computes of X what the given one computes of the normalized X", 1), LEAVES),
    visible=lambda rng: [fold_trial(rng, 1, 1), fold_trial(rng, 1, 2), fold_trial(rng, 2, 3), fold_trial(rng, 2, 2)],
    hidden=lambda rng: [fold_trial(rng, 1, 3), fold_trial(rng, 4, 2), fold_trial(rng, 3, 3), fold_trial(rng, 2, 1), fold_trial(rng, 3, 6)],
    mistakes=(
        Mistake(
            "the weights are multiplied by sigma",
            "A feature in its own units is sigma times as wide as the normalized one. To have the same say, does its weight have to be larger or smaller?",
            "In the sum each weight meets x - mu over sigma. Pull the sigma over to the weight.",
            changes=((NEW_W, "W * sigma.T"),),
        ),
        Mistake(
            "the weights are divided by sigma squared",
            "Take one feature with sigma = 10: a step of 10 in its own units is a step of 1 when normalized. So the new weight is a tenth, and yours is a hundredth.",
            "Divide once.",
            changes=((NEW_W, "W / sigma.T**2"),),
        ),
        Mistake(
            "the weights stay as they were",
            "Move x by 1 in its own units: in the normalized units it moves by 1/sigma, and z by w/sigma. With your layer z moves by w.",
            "The division by sigma has to go somewhere: into the weights.",
            changes=((NEW_W, "W.copy()"),),
        ),
        Mistake(
            "the bias stays as it was",
            "Put X equal to mu: normalized that is 0, so z should be b. Print what your layer says.",
            "Multiply the brackets out. What the mean contributes does not depend on X, so it belongs to the bias.",
            changes=((NEW_B, "b.copy()"),),
        ),
        Mistake(
            "what the mean contributes is added to the bias",
            "Put X equal to mu: normalized that is 0, so z should be b. With you the mean counts twice.",
            "The mean is taken off in `normalize`. Which sign does it have when the brackets are multiplied out?",
            changes=((NEW_B, "b + W_raw @ mu"),),
        ),
        Mistake(
            "for the bias, the mean meets the old weights",
            "Put X equal to mu: normalized that is 0, so z should be b. You take off W times mu, but the layer adds W_raw times mu.",
            "The mean is divided by sigma too: use the new weights.",
            changes=((NEW_B, "b - W @ mu"),),
        ),
        Mistake(
            "the bias is divided by sigma",
            "With several features, which sigma would it be? The bias is added after the sum and never met one.",
            "Leave b itself as it is; take off what the mean contributes.",
            changes=((NEW_B, "(b - W @ mu) / sigma.mean()"),),
        ),
        Mistake(
            "the deviations are set against the rows of W, not against its columns",
            "Print the shapes of `W` and `sigma`. Each column of W belongs to a feature, each row to a unit; `sigma` stands upright.",
            "Lay `sigma` down, so that it lines up with the columns.",
            changes=((NEW_W, "W / np.resize(sigma, (W.shape[0], 1))"),),
        ),
        Mistake(
            "W and sigma do not fit: the column was not laid down",
            "Print the shapes of `W` and `sigma`: (n_1, n_x) and (n_x, 1). NumPy lines them up from the right, and n_1 against n_x makes an error, or nonsense where they are equal.",
            "You need sigma as a row, (1, n_x).",
            changes=((NEW_W, "W / sigma"),),
        ),
        Mistake(
            "the products of weights and means are not summed",
            "Print the shape of your b_raw: it should be (n_1, 1), a number for each unit.",
            "A unit adds up what its features contribute: that is a matrix product.",
            changes=((NEW_B, "b - W_raw * mu.T"),),
        ),
        Mistake(
            "one number is taken off all biases",
            "Your sum runs over the units as well. Each unit has its own weights, so each bias changes by an amount of its own.",
            "Sum over the features alone.",
            changes=((NEW_B, "b - np.sum(W_raw @ mu)"),),
        ),
        Mistake(
            "b_raw is returned first",
            "Compare the shapes of what you return with those of `W` and `b`.",
            "First the weights, then the bias.",
            changes=(("return W_raw, b - W_raw @ mu", "return b - W_raw @ mu, W_raw"),),
        ),
        Mistake(
            "the biases come back flat",
            "Print the shape of your b_raw: (n_1,), where (n_1, 1) is meant. Added to (n_1, m) it would run along the examples.",
            "Keep it a column.",
            changes=((NEW_B, "b.ravel() - (W_raw @ mu).ravel()"),),
        ),
        Mistake(
            "the layer itself is changed",
            "Print your `W` before and after the call: the trained network reads normalized features, and you have spoiled it.",
            "Make new arrays.",
            changes=(("W_raw = W / sigma.T", "W /= sigma.T\n    W_raw = W"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("the mean in deviations", changes=((NEW_B, "b - W @ (mu / sigma)"),)),
        Alternative("a diagonal matrix", changes=((NEW_W, "W @ np.diag(1 / sigma.ravel())"),)),
        Alternative("einsum", changes=((NEW_W, "np.einsum('ij,jk->ij', W, 1 / sigma)"), (NEW_B, "b - np.einsum('ij,jk->ik', W_raw, mu)"))),
        Alternative(
            "the bias from a sum, a list of two",
            changes=(("return W_raw, b - W_raw @ mu", "return [W_raw, b - (W_raw * mu.T).sum(axis=1, keepdims=True)]"),),
        ),
        Alternative(
            "a loop over features, in float32",
            code="""
            def fold_into_weights(W, b, mu, sigma):
                W_raw, b_raw = W.astype(np.float32), b.astype(np.float64).copy()
                for j in range(W.shape[1]):
                    W_raw[:, j] = W[:, j] / sigma[j, 0]
                    b_raw -= W_raw[:, [j]] * mu[j, 0]
                return W_raw, b_raw
            """,
        ),
    ),
)

EXERCISES = [FIT_NORMALIZATION, NORMALIZE, LARGEST_LEARNING_RATE, NORMALIZE_SETS, LOOKS_AT_DEV, DENORMALIZE, FOLD_INTO_WEIGHTS]
