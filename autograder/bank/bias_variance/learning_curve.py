"""learning_curve: nearest neighbours, trained on more and more of two overlapping classes."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.black_boxes.specimens import by_heart
from course_utils.learners import nearest
from course_utils.reference import bias_variance as reference


def points(rng, m):
    """Two overlapping classes with four features: labels partly by chance, and one feature that says nothing."""
    X = np.round(rng.uniform(-2, 2, (4, m)), 5)
    Y = (X[:1] + X[1:2] - X[3:] + rng.normal(0, 1.2, (1, m)) > 0) * 1.0
    return X, Y


def curve_trial(rng, m, k, sizes, neighbours):
    """Nearest neighbours on m training and k dev examples."""
    (X, Y), (X_dev, Y_dev) = points(rng, m), points(rng, k)
    arguments = {"train": partial(nearest, k=neighbours), "X": X, "Y": Y, "X_dev": X_dev, "Y_dev": Y_dev, "sizes": sizes}
    says = f"{neighbours} nearest neighbour{'s' * (neighbours > 1)}, {m} training and {k} dev examples, sizes {', '.join(map(str, sizes))}"
    return Trial(says, arguments, [value(part=0), value(part=1), CHANGED])


def heart_trial(rng, m, k, sizes):
    """A model that knows its examples by heart, half of the dev examples among them, and some that come again with the other label."""
    trial = curve_trial(rng, m, k, sizes, 1)
    X, Y, X_dev, Y_dev = (trial.arguments[name] for name in ("X", "Y", "X_dev", "Y_dev"))
    X[:, 1::4] = X[:, ::4][:, : X[:, 1::4].shape[1]]
    Y[:, 1::4] = 1 - Y[:, ::4][:, : Y[:, 1::4].shape[1]]
    known = rng.choice(m, k // 2, replace=False)
    X_dev[:, : k // 2], Y_dev[:, : k // 2] = X[:, known], Y[:, known]
    says = f"a model that knows its examples by heart, {m} training and {k} dev examples, sizes {', '.join(map(str, sizes))}"
    return Trial(says, {**trial.arguments, "train": partial(by_heart)}, trial.probes)


LEARNING_RETURNS = ("train_errors", "dev_errors")
MODEL, ON_TRAIN, ON_DEV = "model = train(X_some, Y_some)", "np.mean(model(X_some) != Y_some)", "np.mean(model(X_dev) != Y_dev)"

EXERCISE = Exercise(
    reference=reference.learning_curve,
    points=3,
    returns=LEARNING_RETURNS,
    rules=(
        Rule("values", "for each size a new model, trained on the first examples, and its error on these and on the whole dev set", 1),
        Rule("arguments", "the examples and `sizes` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        curve_trial(rng, 24, 15, [3, 9, 20], 3),
        curve_trial(rng, 18, 30, [2, 18, 7, 11], 1),
        heart_trial(rng, 20, 16, [1, 8, 20, 8]),
    ],
    hidden=lambda rng: [
        curve_trial(rng, 30, 22, [3, 9, 14, 27], 3),
        curve_trial(rng, 25, 40, [4, 13, 19], 1),
        curve_trial(rng, 20, 33, [17, 6, 11], 5),
        curve_trial(rng, 40, 25, [25], 7),
        heart_trial(rng, 26, 18, [7, 26, 1, 19]),
    ],
    mistakes=(
        Mistake(
            "the training error is measured on all training examples",
            "With one nearest neighbour a model knows its own examples perfectly, so its training error is 0. Yours is not: you ask about examples that it was not trained on.",
            "The training error belongs to exactly those examples that this model was trained on.",
            changes=((ON_TRAIN, "np.mean(model(X) != Y)"),),
        ),
        Mistake(
            "the model is trained on all examples, whatever the size",
            "Your dev errors are all the same: each model saw everything. Look at what you hand to `train`.",
            "Hand over as many examples as the size says, of both X and Y.",
            changes=((MODEL, "model = train(X, Y)"),),
        ),
        Mistake(
            "nothing depends on the size: all examples are used each time",
            "Your errors are the same for every size. Where does `size` appear in what you train on?",
            "Cut the training examples to the size before you train, and use the cut ones afterwards too.",
            changes=(("X_some, Y_some = X[:, :size], Y[:, :size]", "X_some, Y_some = X, Y"),),
        ),
        Mistake(
            "the last examples are taken, not the first",
            "Look at the columns that you hand to `train` for the smallest size: they stand at the end of X.",
            "A slice that begins at the left and stops at the size.",
            changes=(("X_some, Y_some = X[:, :size], Y[:, :size]", "X_some, Y_some = X[:, -size:], Y[:, -size:]"),),
        ),
        Mistake(
            "the errors stand for the examples between two sizes, not for all the first ones",
            "Print the shape of what you hand to `train` for the second size: only the new examples are there. The model has to have those before them as well.",
            "Every slice begins at the first example.",
            code="""
            def learning_curve(train, X, Y, X_dev, Y_dev, sizes):
                train_errors, dev_errors, before = np.zeros(len(sizes)), np.zeros(len(sizes)), 0
                for i, size in enumerate(sizes):
                    X_some, Y_some = (X[:, before:size], Y[:, before:size]) if before < size else (X[:, :size], Y[:, :size])
                    model, before = train(X_some, Y_some), size
                    train_errors[i] = np.mean(model(X_some) != Y_some)
                    dev_errors[i] = np.mean(model(X_dev) != Y_dev)
                return train_errors, dev_errors
            """,
        ),
        Mistake(
            "one example too few is used",
            "Print the shape of what you hand to `train` for size 9: it has 8 columns. A slice leaves its end out by itself.",
            "Slice up to the size, without subtracting.",
            changes=(("X_some, Y_some = X[:, :size], Y[:, :size]", "X_some, Y_some = X[:, :size - 1], Y[:, :size - 1]"),),
        ),
        Mistake(
            "one example too many is used",
            "Print the shape of what you hand to `train` for size 9: it has 10 columns. A slice leaves its end out by itself.",
            "Slice up to the size, without adding.",
            changes=(("X_some, Y_some = X[:, :size], Y[:, :size]", "X_some, Y_some = X[:, :size + 1], Y[:, :size + 1]"),),
        ),
        Mistake(
            "features are cut off, not examples",
            "Print the shape of what you cut from X: its number of rows changed. Examples are columns.",
            "The slice belongs into the second place of the brackets; the first takes all rows.",
            changes=(("X_some, Y_some = X[:, :size], Y[:, :size]", "X_some, Y_some = X[:size], Y[:size]"),),
        ),
        Mistake(
            "X is cut but Y is not",
            "The model would get more answers than questions. Print both shapes before you train.",
            "Cut both in the same way.",
            changes=(("X_some, Y_some = X[:, :size], Y[:, :size]", "X_some, Y_some = X[:, :size], Y"),),
        ),
        Mistake(
            "the dev set is cut as well",
            "For size 3 your dev error is measured on 3 examples: it can only be 0, a third, two thirds or 1.",
            "The dev set is a yardstick: the same, whole one for every size.",
            changes=((ON_DEV, "np.mean(model(X_dev[:, :size]) != Y_dev[:, :size])"),),
        ),
        Mistake(
            "the model is trained on the dev set",
            "Your dev errors are suspiciously low: with one nearest neighbour they are 0. What did that model see?",
            "One model for each size, trained on training examples; the dev set is only for asking.",
            changes=((ON_DEV, "np.mean(train(X_dev, Y_dev)(X_dev) != Y_dev)"),),
        ),
        Mistake(
            "accuracies are returned, not errors",
            'With one nearest neighbour your training "error" is 1 though every label is right.',
            "Count the labels that differ.",
            changes=((ON_TRAIN, "np.mean(model(X_some) == Y_some)"), (ON_DEV, "np.mean(model(X_dev) == Y_dev)")),
        ),
        Mistake(
            "wrong labels are counted, not their share",
            "Your errors are above 1. Sets of different sizes can be compared only by shares.",
            "Divide by the number of examples that were asked about, or take a mean.",
            changes=((ON_TRAIN, "np.sum(model(X_some) != Y_some)"), (ON_DEV, "np.sum(model(X_dev) != Y_dev)")),
        ),
        Mistake(
            "the training error is divided by the number of all training examples",
            "For a small size your training error is far too small. How many examples were asked about?",
            "Divide by the number of examples this model was trained on.",
            changes=((ON_TRAIN, "np.sum(model(X_some) != Y_some) / Y.shape[1]"),),
        ),
        Mistake(
            "the two curves are returned in the other order",
            "With one nearest neighbour your second curve is 0: that must be the one of the training set.",
            "First the training errors, then the dev errors.",
            changes=(("return train_errors, dev_errors", "return dev_errors, train_errors"),),
        ),
        Mistake(
            "the sizes are sorted first",
            "Ask for the sizes 17, 6, 11: the first error belongs to 17. Whoever calls puts your numbers beside their own `sizes`.",
            "Keep the order in which the sizes come in.",
            changes=(("enumerate(sizes)", "enumerate(sorted(sizes))"),),
        ),
        Mistake(
            "only the last size is measured",
            "Your arrays are full of zeros but for one entry, or hold one entry alone. Each turn of the loop writes over the one before, or the `return` stands too far in.",
            "Give every size a place of its own, by its number or by appending.",
            changes=(("train_errors[i]", "train_errors[-1]"), ("dev_errors[i]", "dev_errors[-1]")),
        ),
        Mistake(
            "`X` itself is changed",
            "Look at `X` after the call: it is no longer what came in, and the caller's `Y` need not belong to it any more.",
            "Cut slices out, and leave the arrays themselves alone.",
            changes=(("return train_errors, dev_errors", "X[:] = X[:, ::-1]\n    return train_errors, dev_errors"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "lists that grow",
            code="""
            def learning_curve(train, X, Y, X_dev, Y_dev, sizes):
                train_errors, dev_errors = [], []
                for size in sizes:
                    model = train(X[:, :size], Y[:, :size])
                    train_errors.append(np.mean(model(X[:, :size]) != Y[:, :size]))
                    dev_errors.append(np.mean(model(X_dev) != Y_dev))
                return train_errors, dev_errors
            """,
        ),
        Alternative(
            "with error_rate",
            changes=((ON_TRAIN, "error_rate(model(X_some), Y_some)"), (ON_DEV, "error_rate(model(X_dev), Y_dev)")),
        ),
        Alternative(
            "one array for both, and a new model for each question",
            code="""
            def learning_curve(train, X, Y, X_dev, Y_dev, sizes):
                errors = np.empty((2, len(sizes)), dtype=np.float32)
                for i in range(len(sizes)):
                    some = np.arange(sizes[i])
                    errors[0, i] = 1 - np.mean(train(X[:, some], Y[:, some])(X[:, some]) == Y[:, some])
                    errors[1, i] = np.count_nonzero(train(X[:, some], Y[:, some])(X_dev) - Y_dev) / Y_dev.size
                return errors[0], errors[1]
            """,
        ),
        Alternative(
            "copies, and zip",
            code="""
            def learning_curve(train, X, Y, X_dev, Y_dev, sizes):
                def errors(size):
                    part, answers = X[:, 0:size].copy(), Y[0, 0:size].copy().reshape(1, size)
                    model = train(part, answers)
                    return np.abs(model(part) - answers).mean(), np.abs(model(X_dev) - Y_dev).mean()
                train_errors, dev_errors = zip(*[errors(size) for size in sizes])
                return np.array(train_errors), np.array(dev_errors)
            """,
        ),
    ),
)
