"""normalize_sets: three sets that lie a little apart, some with a feature that is constant in the first."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.normalization.shared import examples
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, value
from course_utils.reference import normalization as reference


def sets_trial(rng, n, sizes, constant=None, unit=1.0):
    X = examples(rng, n, sizes[0], constant)
    others = []
    for i, m in enumerate(sizes[1:]):  # each set lies a little elsewhere and is wider, so that every ruler is another
        others.append(np.round(X[:, rng.integers(sizes[0], size=m)] * (1.2 + 0.3 * i) + rng.uniform(0.3, 0.9, (n, m)), 5))
    says = f"n_x = {n}, sizes {', '.join(map(str, sizes))}"
    arguments = dict(zip(("X_train", "X_dev", "X_test"), (unit * A for A in (X, *others))))
    if constant:
        features = f"feature{'s' * (len(constant) > 1)} {', '.join(map(str, constant))}"
        return Trial(f"{says}, {features} constant in the training set alone", arguments, [value("constant"), CHANGED])
    if unit < 1:
        return Trial(f"{says}, in millionths, nothing constant", arguments, [value("constant"), CHANGED])
    return Trial(says, arguments, [value(), CHANGED])


FIT_TRAIN = "fit_normalization(X_train)"
EACH = "tuple(normalize(X, mu, sigma) for X in (X_train, X_dev, X_test))"
BODY = f"mu, sigma = {FIT_TRAIN}\n    return {EACH}"

EXERCISE = Exercise(
    reference=reference.normalize_sets,
    points=3,
    returns=("X_train_norm", "X_dev_norm", "X_test_norm"),
    rules=(
        Rule("values", "all three sets are normalized by the mean and deviation of the training set", 1),
        Rule("constant", "a feature that is constant in the training set, and no other, is divided by 1, in all three sets", 0.25),
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [
        sets_trial(rng, 2, (5, 3, 2)),
        sets_trial(rng, 3, (4, 2, 3)),
        sets_trial(rng, 2, (6, 1, 4)),
        sets_trial(rng, 3, (4, 3, 2), {1: 0.5}),
        sets_trial(rng, 2, (4, 2, 3), unit=1e-6),
    ],
    hidden=lambda rng: [
        sets_trial(rng, 3, (6, 4, 5)),
        sets_trial(rng, 1, (4, 3, 3)),
        sets_trial(rng, 4, (9, 1, 1)),
        sets_trial(rng, 2, (30, 8, 12)),
        sets_trial(rng, 5, (3, 5, 4)),
        sets_trial(rng, 2, (5, 4, 3), {0: -1.5}),
        sets_trial(rng, 4, (3, 2, 6), {3: 0.0}),
        sets_trial(rng, 3, (1, 2, 3), {0: 0.0, 1: 2.0, 2: -0.5}),
        sets_trial(rng, 3, (5, 3, 2), unit=1e-6),
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
            "the test set is normalized by the dev set",
            "Training and dev set are right, the third result is not: it is measured from the mean of the dev set. With three sets there is still one ruler.",
            "The training set's mean and deviation go on to the test set, as they went to the dev set.",
            changes=((EACH, "normalize(X_train, mu, sigma), normalize(X_dev, mu, sigma), normalize(X_test, *fit_normalization(X_dev))"),),
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
            "divided by the variance, not by the deviation",
            "The sets are measured by one ruler, and that is right. The ruler is wrong: take the deviation of a row of your training result, it is not 1.",
            "Divide by the root of the mean squared distance. If you call your `fit_normalization` and `normalize`, run their checks: one of them may be the reason.",
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
            "in each set its own constant features are divided by 1",
            "With one dev example every feature of the dev set is constant, and you divide none of them. But it was measured on the training set, and there it varies.",
            "Whether a feature is constant is asked of the training set, once, and holds for all three.",
            code="""
            def normalize_sets(X_train, X_dev, X_test):
                mu, sigma = np.mean(X_train, axis=1, keepdims=True), np.std(X_train, axis=1, keepdims=True)
                same = [np.ptp(X, axis=1, keepdims=True) == 0 for X in (X_train, X_dev, X_test)]
                return tuple((X - mu) / np.where(s, 1, sigma) for X, s in zip((X_train, X_dev, X_test), same))
            """,
        ),
        Mistake(
            "a constant feature is divided by a tiny number",
            "Look at the dev set's row for that feature: there stand millions, where the values differ from the training set's by little.",
            "A tiny number added to the deviation saves you from dividing by 0, and from nothing else. Divide a constant feature by 1.",
            changes=((FIT_TRAIN, "np.mean(X_train, axis=1, keepdims=True), np.std(X_train, axis=1, keepdims=True) + 1e-8"),),
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
            "a small spread is taken for none",
            "In metres a feature may vary by ten-thousandths, and in millimetres by tenths. Both should come to the same numbers, and with you they do not.",
            "Only a constant feature is divided by 1. A bound on the deviation hangs on the unit: compare the values of a row with each other.",
            changes=((FIT_TRAIN, FIT_TRAIN + "\n    sigma = np.where(sigma < 1e-3, 1, sigma)"),),
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
