"""error_rate: labels of two classes or of several, a known number of them wrong."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import bias_variance as reference


def error_trial(rng, m, wrong, classes=2, kind=float):
    """Labels of m examples, so many of them wrong. With several classes a wrong label is off by 2 or more."""
    Y = rng.integers(0, classes, (1, m))
    Y[0, :classes] = rng.permutation(classes)[:m]  # no class is missing
    labels, where = Y.copy(), rng.choice(m, wrong, replace=False)
    if classes == 2:
        where = np.sort(np.concatenate([np.flatnonzero(Y[0] == 1)[: wrong - wrong // 3], np.flatnonzero(Y[0] == 0)[: wrong // 3]]))
        if wrong and m > 1:
            where[-1] = m - 1  # a loop that stops one short misses it
        where = np.unique(where)
    labels[0, where] = (Y[0, where] + (1 if classes == 2 else rng.integers(2, classes - 1, where.size))) % classes
    says = f"labels and Y of {m} {'example' if m == 1 else 'examples'}, {classes} classes, {where.size} wrong"
    return Trial(says, {"labels": labels.astype(kind), "Y": Y.astype(float)}, [value(), CHANGED])


EXERCISE = Exercise(
    reference=reference.error_rate,
    points=1,
    returns=("error",),
    rules=(
        Rule("values", "the share of wrong labels, one number from 0 to 1, for any number of classes", 1),
        Rule("arguments", "`labels` and `Y` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        error_trial(rng, 8, 3),
        error_trial(rng, 12, 5, classes=10, kind=int),
        error_trial(rng, 20, 7, kind=bool),
        error_trial(rng, 1, 1, classes=4),
    ],
    hidden=lambda rng: [
        error_trial(rng, 13, 4, kind=int),
        error_trial(rng, 30, 11, classes=10),
        error_trial(rng, 40, 17, kind=bool),
        error_trial(rng, 9, 7, classes=5, kind=int),
        error_trial(rng, 7, 0),
        error_trial(rng, 6, 6, classes=4, kind=int),
        error_trial(rng, 1, 1, classes=5),
        error_trial(rng, 1, 0),
    ],
    mistakes=(
        Mistake(
            "the accuracy is returned, the share of right labels",
            "Let all labels be right: what does your function say? A perfect model makes no errors.",
            "Ask for the places where the two arrays differ, not where they agree.",
            changes=(("labels != Y", "labels == Y"),),
        ),
        Mistake(
            "the number of wrong labels is returned, not their share",
            "Your result is above 1. Take the same labels twice over: the count doubles, the error of the model does not. If you did divide: what is `len` of an array with one row?",
            "Divide by the number of examples, which stands in the columns.",
            changes=(("np.mean(labels != Y)", "np.sum(labels != Y)"),),
        ),
        Mistake(
            "the error is given in percent",
            "Your result is a hundred times what is asked. The docstring wants a number from 0 to 1.",
            "Leave out the 100; a print can show percent with `:.0%`.",
            changes=(("np.mean(labels != Y)", "100 * np.mean(labels != Y)"),),
        ),
        Mistake(
            "the distance between the labels is averaged",
            "With classes 0 to 9, taking a 1 for a 9 counts eight times as much as taking it for a 2 in your function. Wrong is wrong.",
            "Ask of each label only whether it is right, not by how much it misses.",
            changes=(("labels != Y", "np.abs(1.0 * labels - Y)"),),
        ),
        Mistake(
            "the squared distance between the labels is averaged",
            "With 0 and 1 the square changes nothing, so you don't notice it. With classes 0 to 9 it weighs some wrong labels more than others.",
            "The number of a class is a name, no quantity: do not subtract, compare.",
            changes=(("labels != Y", "(1.0 * labels - Y) ** 2"),),
        ),
        Mistake(
            "differences of both signs cancel",
            "Take labels 1, 0 where 0, 1 is right: both are wrong, and your result is 0.",
            "A wrong label counts once, whichever way it is wrong.",
            changes=(("labels != Y", "1.0 * labels - Y"),),
        ),
        Mistake(
            "how often each label occurs is compared, not which example has it",
            "Sorting (or counting) tears label and example apart. Take labels 1, 0 where 0, 1 is right: both are wrong, and sorted they look the same.",
            "Compare column by column: each label with the truth of the same example.",
            changes=(("labels != Y", "np.sort(labels) != np.sort(Y)"),),
        ),
        Mistake(
            "only the examples with y = 0 are counted as errors",
            "Your function sees a 1 where 0 is right, but never a 0 where 1 is right. Look at `>` or the product you use.",
            "An error can go both ways: ask whether the two differ at all.",
            changes=(("labels != Y", "labels > Y"),),
        ),
        Mistake(
            "only the examples with y = 1 are counted as errors",
            "Your function sees a 0 where 1 is right, but never a 1 where 0 is right.",
            "A wrong 1 is an error as much as a wrong 0: what counts is that the two are not the same.",
            changes=(("labels != Y", "labels < Y"),),
        ),
        Mistake(
            "every label is compared with the truth of every example",
            "Print the shape of your comparison: it is square. One of the two was transposed, or made a column, and broadcasting did the rest.",
            "Both come as one row. Compare them as they are.",
            changes=(("labels != Y", "labels != Y.T"),),
        ),
        Mistake(
            "the sum is divided by m - 1",
            "Count by hand in a small case: 8 examples, 2 wrong. An eighth is one example here.",
            "A share is a plain mean over all m examples.",
            changes=(("np.mean(labels != Y)", "np.sum(labels != Y) / (Y.size - 1)"),),
        ),
        Mistake(
            "the sum is divided by m + 1",
            "Let all labels be wrong: your error is a little less than 1. Count by hand in a small case: 8 examples, 2 wrong.",
            "Divide by the number of examples, no more and no less.",
            changes=(("np.mean(labels != Y)", "np.sum(labels != Y) / (Y.size + 1)"),),
        ),
        Mistake(
            "the loop leaves out the last example",
            "Let only the last label be wrong: your result is 0. Which numbers does `range(m - 1)` give?",
            "`range(m)` ends at m - 1 by itself. Or do without a loop.",
            code="""
            def error_rate(labels, Y):
                wrong = 0
                for i in range(Y.shape[1] - 1):
                    wrong += labels[0, i] != Y[0, i]
                return wrong / Y.shape[1]
            """,
        ),
        Mistake(
            "an answer for each example is returned",
            "Your result has as many entries as there are examples: which are wrong. Asked is how often.",
            "Make one number of them; the mean of True and False is the share of True.",
            changes=(("np.mean(labels != Y)", "labels != Y"),),
        ),
        Mistake(
            "a mean for each column is returned",
            "The mean along `axis=0` goes down each column, and a column has just one entry here. Print its shape.",
            "The examples stand side by side, and you want one number: leave the axis out.",
            changes=(("np.mean(labels != Y)", "np.mean(labels != Y, axis=0)"),),
        ),
        Mistake(
            "the share is wrapped in an array",
            "Your number is right, but print it: it wears brackets, for a mean along `axis=1` still is an array.",
            "The mean of everything is a plain number: leave the axis out.",
            changes=(("np.mean(labels != Y)", "np.mean(labels != Y, axis=1)"),),
        ),
        Mistake(
            "the labels themselves are changed",
            "Look at `labels` after the call: they are no longer what came in. `-=`, `[:] =` and `out=` write into the caller's array.",
            "Make a new array, with an expression.",
            code="""
            def error_rate(labels, Y):
                wrong = np.mean(labels != Y)
                labels[:] = labels != Y
                return wrong
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("one minus the share of right ones", changes=(("np.mean(labels != Y)", "1 - np.mean(labels == Y)"),)),
        Alternative("the sum over the number of columns", changes=(("np.mean(labels != Y)", "np.sum(labels != Y) / Y.shape[1]"),)),
        Alternative(
            "count_nonzero of the difference, a Python float",
            changes=(("np.mean(labels != Y)", "float(np.count_nonzero(1 * labels - Y) / Y.size)"),),
        ),
        Alternative(
            "float32, a 0-d array", changes=(("np.mean(labels != Y)", "np.array(np.not_equal(labels, Y).mean(dtype=np.float32))"),)
        ),
        Alternative("flat arrays", changes=(("labels != Y", "labels.ravel() != Y.ravel()"),)),
        Alternative("np.where and np.average", changes=(("np.mean(labels != Y)", "np.average(np.where(labels == Y, 0, 1))"),)),
        Alternative(
            "a loop",
            code="""
            def error_rate(labels, Y):
                wrong = 0
                for label, y in zip(labels[0], Y[0]):
                    if label != y:
                        wrong += 1
                return wrong / len(Y[0])
            """,
        ),
    ),
)
