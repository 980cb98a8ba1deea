"""Chapter 2, bias and variance: trials, rules, known mistakes and accepted alternatives of its exercises."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils.learners import nearest
from course_utils.reference import bias_variance as reference

CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")


def value(rule="values"):
    """A probe of its own for each trial: what is wanted is filled in later."""
    return Probe(rule, "value", {})


# --- error_rate -----------------------------------------------------------------------------------


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


ERROR_RATE = Exercise(
    reference=reference.error_rate,
    points=1,
    returns=("error",),
    rules=(
        Rule("values", "the share of wrong labels, one number from 0 to 1, for any number of classes", 1),
        Rule("arguments", "`labels` and `Y` are left as they were", 0.25),
    ),
    visible=lambda rng: [error_trial(rng, 8, 3), error_trial(rng, 12, 5, classes=10, kind=int), error_trial(rng, 20, 7, kind=bool)],
    hidden=lambda rng: [
        error_trial(rng, 13, 4, kind=int),
        error_trial(rng, 30, 11, classes=10),
        error_trial(rng, 40, 17, kind=bool),
        error_trial(rng, 9, 7, classes=5, kind=int),
        error_trial(rng, 7, 0),
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
            "Look at `labels` after the call: they are gone. `-=`, `[:] =` and `out=` write into the caller's array.",
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

# --- avoidable_bias_and_variance ------------------------------------------------------------------


def gap_trial(train, dev, human, rule="values"):
    """Three errors."""
    arguments = {"train_error": train, "dev_error": dev, "human_error": human}
    return Trial(f"train {train}, dev {dev}, human {human}", arguments, [value(rule)])


def drawn_gaps(rng):
    """Three errors, human < train < dev, all the gaps different."""
    human, bias, variance = rng.permutation([2, 7, 13]) + rng.integers(0, 3, 3)
    return round((human + bias) / 100, 2), round((human + bias + variance) / 100, 2), round(human / 100, 2)


BIAS, VARIANCE = "train_error - human_error,", ", dev_error - train_error"

AVOIDABLE_BIAS_AND_VARIANCE = Exercise(
    reference=reference.avoidable_bias_and_variance,
    points=2,
    returns=("avoidable_bias", "variance"),
    rules=(
        Rule("values", "the gaps are right where human error < training error < dev error", 1),
        Rule("sign", "a gap is negative where the error it starts from is the larger one", 0.25),
    ),
    visible=lambda rng: [
        gap_trial(0.15, 0.27, 0.02),
        gap_trial(0.08, 0.11, 0.07),
        gap_trial(0.03, 0.09, 0.05, "sign"),
        gap_trial(0.2, 0.16, 0.05, "sign"),
    ],
    hidden=lambda rng: [
        gap_trial(*drawn_gaps(rng)),
        gap_trial(*drawn_gaps(rng)),
        gap_trial(np.float64(0.31), np.float64(0.45), np.float64(0.12)),
        gap_trial(0.04, 0.15, 0.11, "sign"),
        gap_trial(0.25, 0.18, 0.03, "sign"),
    ],
    mistakes=(
        Mistake(
            "the human error is left out: the bias is the whole training error",
            "Take a task where people err in 15 % of the cases and the model in 16 %. Your function calls nearly all of it bias. Which part could be avoided?",
            "Begin to count where people stand, not at 0.",
            changes=((BIAS, "train_error,"),),
        ),
        Mistake(
            "the variance is the whole dev error",
            "Take a model that errs in 20 % on the very examples it was trained on, and in 21 % on new ones. How much worse is it on new ones? Your function says 21 %.",
            "Only what is added on the way from training to dev set is variance.",
            changes=((VARIANCE, ", dev_error"),),
        ),
        Mistake(
            "the variance is counted from the human error",
            "Add your two results to the human error: you get more than the dev error. A part of it is counted twice.",
            "Bias ends where variance begins: at the training error.",
            changes=((VARIANCE, ", dev_error - human_error"),),
        ),
        Mistake(
            "the bias is counted up to the dev error",
            "Your bias depends on the dev error. But a model that is too simple shows it already on its training set.",
            "The avoidable bias needs two of the three errors: those of people and of the training set.",
            changes=((BIAS, "dev_error - human_error,"),),
        ),
        Mistake(
            "the human error is left out, and the variance is the whole dev error",
            "You return the errors as they came in. Asked are the two gaps between three errors.",
            "Put the three on a line, from small to large: each result is the way from one to the next.",
            changes=((BIAS, "train_error,"), (VARIANCE, ", dev_error")),
        ),
        Mistake(
            "the difference of the avoidable bias is turned round",
            "Your avoidable bias is negative although the model does worse than people. How much *higher* is its error?",
            "Begin with the model's error and take off what people get wrong.",
            changes=((BIAS, "human_error - train_error,"),),
        ),
        Mistake(
            "the difference of the variance is turned round",
            "Your variance is negative although the model does worse on new examples. How much *higher* is the dev error?",
            "Begin with the error on new examples and take off the one on the training set.",
            changes=((VARIANCE, ", train_error - dev_error"),),
        ),
        Mistake(
            "both differences are turned round",
            "Both gaps come out negative where each error is higher than the one before. How much *higher* is asked.",
            "Subtract the other way, in both.",
            changes=((BIAS, "human_error - train_error,"), (VARIANCE, ", train_error - dev_error")),
        ),
        Mistake(
            "ratios are returned, not differences",
            "With a human error of 0 yours divides by 0. And from 0.1 % to 0.2 % you see as much as from 10 % to 20 %.",
            "How much higher, in the same unit as the errors: shares.",
            changes=((BIAS, "train_error / human_error,"), (VARIANCE, ", dev_error / train_error")),
        ),
        Mistake(
            "the gaps are taken relative to the smaller error",
            "Your gap from 1 % to 2 % is as large as that from 10 % to 20 %. And a human error of 0 divides by 0.",
            "Leave out the division: a gap is a share of all examples, as the errors are.",
            changes=((BIAS, "(train_error - human_error) / human_error,"), (VARIANCE, ", (dev_error - train_error) / train_error")),
        ),
        Mistake(
            "the gaps are given in percent",
            "Your results are a hundred times what is asked. The errors came in as shares, and so are the gaps.",
            "Leave out the 100.",
            changes=((BIAS, "100 * (train_error - human_error),"), (VARIANCE, ", 100 * (dev_error - train_error)")),
        ),
        Mistake(
            "the two results are returned in the other order",
            "What you call variance changes when the human error does. Compare your last line with the docstring's `Returns`.",
            "First the avoidable bias, then the variance.",
            changes=(
                ("return train_error - human_error, dev_error - train_error", "return dev_error - train_error, train_error - human_error"),
            ),
        ),
        Mistake(
            "one number is returned, the two gaps together",
            "From human to dev error in one step: whether the model is too simple or too wild can't be told from that.",
            "Return two numbers: the step from human to training error, and that from training to dev error.",
            changes=(("return train_error - human_error, dev_error - train_error", "return dev_error - human_error"),),
        ),
        Mistake(
            "only the avoidable bias is returned",
            "The docstring asks for two results. How much is added on new examples?",
            "Return both, with a comma between them.",
            changes=(("return train_error - human_error, dev_error - train_error", "return train_error - human_error"),),
        ),
        Mistake(
            "the gaps are rounded",
            "Gaps of half a percent are lost in your result, or become a whole one. Round when you print, not when you compute.",
            "Leave out the rounding.",
            changes=((BIAS, "round(train_error - human_error, 1),"), (VARIANCE, ", round(dev_error - train_error, 1)")),
        ),
        Mistake(
            "the sign of a gap is dropped",
            "Take a model that does better on its training set than people do: what sign should the gap have? A model can learn the answers by heart, and then the sign is what gives it away.",
            "Return the difference as it is, without an absolute value.",
            changes=((BIAS, "abs(train_error - human_error),"), (VARIANCE, ", abs(dev_error - train_error)")),
            costs=0.25,
        ),
        Mistake(
            "negative gaps are set to 0",
            "A model may do better on its training set than people do, and the docstring says what to return then. With yours the three errors no longer add up.",
            "Return the difference as it is.",
            changes=((BIAS, "max(0.0, train_error - human_error),"), (VARIANCE, ", max(0.0, dev_error - train_error)")),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a list of two",
            changes=(
                (
                    "return train_error - human_error, dev_error - train_error",
                    "return [train_error - human_error, dev_error - train_error]",
                ),
            ),
        ),
        Alternative(
            "NumPy numbers in float32",
            changes=((BIAS, "np.float32(train_error) - np.float32(human_error),"), (VARIANCE, ", np.subtract(dev_error, train_error)")),
        ),
        Alternative(
            "np.diff of the three",
            changes=(
                (
                    "return train_error - human_error, dev_error - train_error",
                    "return tuple(np.diff([human_error, train_error, dev_error]))",
                ),
            ),
        ),
        Alternative(
            "the variance as what is left of the whole gap",
            code="""
            def avoidable_bias_and_variance(train_error, dev_error, human_error):
                avoidable_bias = -human_error + train_error
                variance = (dev_error - human_error) - avoidable_bias
                return avoidable_bias, variance
            """,
        ),
        Alternative("accuracies in between", changes=((BIAS, "(1 - human_error) - (1 - train_error),"),)),
    ),
)

# --- diagnose -------------------------------------------------------------------------------------


def diagnosis_trial(train, dev, human, threshold, rule="values"):
    """Three errors and from where on a gap is high."""
    arguments = {"train_error": train, "dev_error": dev, "human_error": human, "threshold": threshold}
    return Trial(f"train {train}, dev {dev}, human {human}, threshold {threshold}", arguments, [value(rule)])


def drawn_diagnosis(rng, high_bias, high_variance, threshold):
    """Errors that are clearly so. A gap that is not high is near the threshold, and so is the human error: they add up to more."""
    human = threshold * rng.uniform(1.2, 1.6)
    gaps = [threshold * (rng.uniform(1.7, 3.0) if high else rng.uniform(0.6, 0.9)) for high in (high_bias, high_variance)]
    errors = np.round(np.cumsum([human, *gaps]), 3)
    return diagnosis_trial(float(errors[1]), float(errors[2]), float(errors[0]), threshold)


DIAGNOSE = Exercise(
    reference=reference.diagnose,
    points=2,
    returns=("diagnosis",),
    rules=(
        Rule("values", "each of the two is True exactly where its gap is larger than `threshold`; both may be", 1),
        Rule("edge", "a gap exactly as large as `threshold` is not high", 0.25),
        Rule("lower", "an error that is far lower than the one before is no high gap", 0.25),
    ),
    visible=lambda rng: [
        diagnosis_trial(0.15, 0.16, 0.0, 0.02),
        diagnosis_trial(0.15, 0.16, 0.14, 0.02),
        diagnosis_trial(0.01, 0.11, 0.0, 0.02),
        diagnosis_trial(0.15, 0.32, 0.0, 0.02),
        diagnosis_trial(0.30, 0.36, 0.12, 0.04),
        diagnosis_trial(0.22, 0.31, 0.16, 0.07),
        diagnosis_trial(0.55, 0.551, 0.5, 0.2),
        diagnosis_trial(0.25, 0.375, 0.125, 0.125, "edge"),
        diagnosis_trial(0.03, 0.05, 0.14, 0.04, "lower"),
    ],
    hidden=lambda rng: [
        diagnosis_trial(0.19, 0.35, 0.08, 0.05),
        diagnosis_trial(0.28, 0.37, 0.06, 0.05),
        diagnosis_trial(0.47, 0.471, 0.41, 0.15),
        drawn_diagnosis(rng, True, False, 0.03),
        drawn_diagnosis(rng, False, True, 0.04),
        drawn_diagnosis(rng, False, False, 0.06),
        drawn_diagnosis(rng, True, True, 0.1),
        drawn_diagnosis(rng, False, False, 0.15),
        diagnosis_trial(0.25, 0.3125, 0.1875, 0.0625, "edge"),
        diagnosis_trial(0.02, 0.04, 0.11, 0.05, "lower"),
        diagnosis_trial(0.21, 0.08, 0.18, 0.06, "lower"),
    ],
    mistakes=(
        Mistake(
            "with a high bias the variance is no longer asked for: `elif` makes both at once impossible",
            "Try train 15 %, dev 30 %, human 0 %: the model has both troubles, and you report one. The second question must be asked whatever the first one gave.",
            "Two questions, two answers of their own: no `elif`, no `else` between them.",
            code="""
            def diagnose(train_error, dev_error, human_error, threshold):
                diagnosis = {"high bias": False, "high variance": False}
                if train_error - human_error > threshold:
                    diagnosis["high bias"] = True
                elif dev_error - train_error > threshold:
                    diagnosis["high variance"] = True
                return diagnosis
            """,
        ),
        Mistake(
            "with a high variance the bias is no longer asked for: `elif` makes both at once impossible",
            "Try train 15 %, dev 30 %, human 0 %: the model has both troubles, and you report the high variance alone. Where did the question about the bias go?",
            "The bias is asked for in any case, also after the variance was found high: give it an `if` of its own.",
            code="""
            def diagnose(train_error, dev_error, human_error, threshold):
                diagnosis = {"high bias": False, "high variance": False}
                if dev_error - train_error > threshold:
                    diagnosis["high variance"] = True
                elif train_error - human_error > threshold:
                    diagnosis["high bias"] = True
                return diagnosis
            """,
        ),
        Mistake(
            "only the larger gap is reported",
            "Try train 15 %, dev 32 %, human 0 %: two gaps of nearly the same size, both far above the threshold. You name one.",
            "Compare each gap with the threshold, not the gaps with each other.",
            code="""
            def diagnose(train_error, dev_error, human_error, threshold):
                bias, variance = train_error - human_error, dev_error - train_error
                return {"high bias": bias > threshold and bias >= variance, "high variance": variance > threshold and variance > bias}
            """,
        ),
        Mistake(
            "the human error is left out: a high training error counts as high bias",
            "Try train 15 %, dev 16 %, human 14 %: the lecture's table would call this high bias. How much better than people would the model have to be?",
            "Measure the bias from the human error on, as in the exercise before.",
            changes=(("train_error - human_error > threshold", "train_error > threshold"),),
        ),
        Mistake(
            "a high dev error counts as high variance",
            "Try train 15 %, dev 16 %: the model is nearly as good on new examples as on old ones, and you call its variance high.",
            "The variance is what the dev error adds to another one.",
            changes=(("dev_error - train_error > threshold", "dev_error > threshold"),),
        ),
        Mistake(
            "both gaps are counted from 0: a high error counts as a high gap",
            "Try train 15 %, dev 16 %, human 14 %: three errors, close together, so neither gap is high. You call both high.",
            "Compare differences between neighbours with the threshold, not the errors themselves.",
            changes=(
                ("train_error - human_error > threshold", "train_error > threshold"),
                ("dev_error - train_error > threshold", "dev_error > threshold"),
            ),
        ),
        Mistake(
            "the variance is counted from the human error",
            "Try train 15 %, dev 16 %, human 0 %: the step from training to dev set is small, and you call the variance high.",
            "The variance begins at the training error.",
            changes=(("dev_error - train_error > threshold", "dev_error - human_error > threshold"),),
        ),
        Mistake(
            "the bias is counted up to the dev error",
            "Try train 1 %, dev 11 %, human 0 %: the model knows its training set well, and you call its bias high.",
            "The bias shows on the training set alone: the dev error has no part in it.",
            changes=(("train_error - human_error > threshold", "dev_error - human_error > threshold"),),
        ),
        Mistake(
            "percents are compared with a share",
            "The errors and the threshold are all shares from 0 to 1. You multiply one side by 100, so everything looks high.",
            "Compare the gap with `threshold` as it is. Percents are for printing.",
            changes=(
                ("train_error - human_error > threshold", "100 * (train_error - human_error) > threshold"),
                ("dev_error - train_error > threshold", "100 * (dev_error - train_error) > threshold"),
            ),
        ),
        Mistake(
            "the threshold is wired in",
            "Call your function twice, with threshold 0.02 and with 0.5: nothing changes. What is high depends on the task, so the caller says it.",
            "Use the argument `threshold` in both comparisons.",
            changes=(
                ("train_error - human_error > threshold", "train_error - human_error > 0.05"),
                ("dev_error - train_error > threshold", "dev_error - train_error > 0.05"),
            ),
        ),
        Mistake(
            "any gap counts as high: the threshold is not used",
            "Try train 15 %, dev 16 %: one example in a hundred more is mostly luck of the draw. For that there is `threshold`.",
            "Compare the gap with `threshold`, not with 0.",
            changes=(
                ("train_error - human_error > threshold", "train_error > human_error"),
                ("dev_error - train_error > threshold", "dev_error > train_error"),
            ),
        ),
        Mistake(
            "a gap is compared as a ratio",
            "A step from 14 % to 15 % and one from 0.14 % to 0.15 % are the same to you. And a human error of 0 makes every bias high.",
            "The threshold is a share, like the errors: compare it with a difference.",
            changes=(
                ("train_error - human_error > threshold", "train_error > (1 + threshold) * human_error"),
                ("dev_error - train_error > threshold", "dev_error > (1 + threshold) * train_error"),
            ),
        ),
        Mistake(
            "True and False are exchanged",
            "Try train 1 %, dev 11 %, human 0 %: you call the bias high and the variance not.",
            "True means that the gap is high, so that there is something to do.",
            changes=(
                ("train_error - human_error > threshold", "train_error - human_error <= threshold"),
                ("dev_error - train_error > threshold", "dev_error - train_error <= threshold"),
            ),
        ),
        Mistake(
            "the two answers stand under each other's key",
            "Try train 1 %, dev 11 %, human 0 %: the model fits its training set, and you say its bias is high.",
            'The step from human to training error belongs to "high bias".',
            changes=(('"high bias": high_bias, "high variance": high_variance', '"high bias": high_variance, "high variance": high_bias'),),
        ),
        Mistake(
            "the differences are turned round",
            "Where each error is higher than the one before, your gaps are negative, and nothing ever is high.",
            "How much higher than: subtract the other way.",
            changes=(
                ("train_error - human_error > threshold", "human_error - train_error > threshold"),
                ("dev_error - train_error > threshold", "train_error - dev_error > threshold"),
            ),
        ),
        Mistake(
            "a list of names is returned, not a dict",
            "The docstring shows what is asked: a dict with two keys, each True or False, so that nobody has to search a list.",
            "Return a dict with both keys, always.",
            changes=(
                (
                    'return {"high bias": high_bias, "high variance": high_variance}',
                    'return [name for name, high in (("high bias", high_bias), ("high variance", high_variance)) if high]',
                ),
            ),
        ),
        Mistake(
            "a key is missing where the answer is no",
            'Try train 15 %, dev 16 %, human 14 %: your dict is empty, and whoever asks it for "high bias" gets a KeyError.',
            "Both keys are always there; the value says yes or no.",
            changes=(
                (
                    'return {"high bias": high_bias, "high variance": high_variance}',
                    'return {name: True for name, high in (("high bias", high_bias), ("high variance", high_variance)) if high}',
                ),
            ),
        ),
        Mistake(
            "a gap exactly as large as the threshold counts as high",
            "Try errors that are exact in binary: train 0.25, human 0.125, threshold 0.125. Is the gap *larger* than the threshold?",
            "The docstring says larger; one of Python's two comparisons includes equality.",
            changes=(
                ("train_error - human_error > threshold", "train_error - human_error >= threshold"),
                ("dev_error - train_error > threshold", "dev_error - train_error >= threshold"),
            ),
            costs=0.25,
        ),
        Mistake(
            "the sign of a gap is dropped",
            "Try train 3 %, human 14 %: the model does better than people on its training set, and you call its bias high.",
            "A negative gap is no trouble of this kind: take no absolute value.",
            changes=(
                ("train_error - human_error > threshold", "abs(train_error - human_error) > threshold"),
                ("dev_error - train_error > threshold", "abs(dev_error - train_error) > threshold"),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "with the function of the exercise before",
            changes=(
                (
                    "high_bias = train_error - human_error > threshold",
                    "bias, variance = avoidable_bias_and_variance(train_error, dev_error, human_error)",
                ),
                (
                    "high_variance = dev_error - train_error > threshold",
                    "high_bias, high_variance = bias > threshold, variance > threshold",
                ),
            ),
        ),
        Alternative(
            "the other key first, NumPy bools",
            changes=(
                (
                    '{"high bias": high_bias, "high variance": high_variance}',
                    '{"high variance": np.bool_(high_variance), "high bias": np.bool_(high_bias)}',
                ),
            ),
        ),
        Alternative(
            "1 and 0, and an entry more",
            changes=(
                (
                    '{"high bias": high_bias, "high variance": high_variance}',
                    '{"high bias": int(high_bias), "high variance": int(high_variance), "neither": not (high_bias or high_variance)}',
                ),
            ),
        ),
        Alternative(
            "the threshold on the other side",
            changes=(
                ("train_error - human_error > threshold", "not (train_error - human_error <= threshold)"),
                ("dev_error - train_error > threshold", "threshold < dev_error - train_error"),
            ),
        ),
        Alternative(
            "two ifs",
            code="""
            def diagnose(train_error, dev_error, human_error, threshold):
                diagnosis = dict.fromkeys(["high bias", "high variance"], False)
                if (train_error - human_error) > threshold:
                    diagnosis["high bias"] = True
                if (dev_error - train_error) > threshold:
                    diagnosis["high variance"] = True
                return diagnosis
            """,
        ),
    ),
)

# --- next_steps -----------------------------------------------------------------------------------

B, V = "high bias", "high variance"
REMEDIES = {  # what lowers what; the trials shuffle and choose
    "bigger network": [B],
    "train longer": [B],
    "a better optimizer": [B],
    "more data": [V],
    "regularization": [V],
    "data augmentation": [V],
    "other architecture": [B, V],
    "other input features": [V, B],
}


def steps_trial(high_bias, high_variance, names, rule="values", turned=False):
    """A diagnosis, its keys in the usual or the other order, and a table of remedies."""
    diagnosis = {B: high_bias, V: high_variance}
    if turned:
        diagnosis = dict(reversed(diagnosis.items()))
    found = " and ".join(name for name, holds in diagnosis.items() if holds) or "nothing"
    says = f"{found} diagnosed{' (high variance is the first key)' if turned else ''}, remedies {', '.join(names)}"
    arguments = {"diagnosis": diagnosis, "remedies": {name: list(REMEDIES[name]) for name in names}}
    return Trial(says, arguments, [value(rule), CHANGED])


def drawn_names(rng, doubles):
    """Two remedies for bias, two for variance and so many for both, shuffled so that the order of the table is not that of the recipe."""
    names = list(REMEDIES)
    chosen = [*rng.permutation(names[:3])[:2], *rng.permutation(names[3:6])[:2]]
    chosen = [chosen[i] for i in ((2, 0, 3, 1), (2, 1, 0, 3))[rng.integers(2)]]
    for name in rng.permutation(names[6:])[:doubles]:
        chosen.insert(int(rng.integers(1, 4)), name)
    return [str(name) for name in chosen]


NEXT_STEPS = Exercise(
    reference=reference.next_steps,
    points=2,
    returns=("steps",),
    rules=(
        Rule("values", "remedies for what was diagnosed and no other, those for a high bias first", 1),
        Rule("once", "a remedy that lowers both is named once", 0.25),
        Rule("keys", "the order holds whatever the order of the keys in `diagnosis`", 0.25),
        Rule("arguments", "`diagnosis` and `remedies` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        steps_trial(True, False, ["more data", "bigger network", "regularization", "train longer"]),
        steps_trial(False, True, ["more data", "bigger network", "other architecture", "regularization", "train longer"]),
        steps_trial(True, True, ["more data", "train longer", "regularization", "bigger network"]),
        steps_trial(False, False, ["bigger network", "more data", "train longer"]),
        steps_trial(True, True, ["more data", "bigger network", "other architecture", "regularization"], "once"),
        steps_trial(True, True, ["more data", "train longer", "regularization", "bigger network"], "keys", turned=True),
    ],
    hidden=lambda rng: [
        steps_trial(True, False, drawn_names(rng, 1)),
        steps_trial(False, True, drawn_names(rng, 1)),
        steps_trial(True, True, drawn_names(rng, 0)),
        steps_trial(False, False, drawn_names(rng, 1)),
        steps_trial(True, False, drawn_names(rng, 2)),
        steps_trial(True, True, drawn_names(rng, 2), "once"),
        steps_trial(True, True, drawn_names(rng, 0), "keys", turned=True),
    ],
    mistakes=(
        Mistake(
            "the remedies for a high variance come first",
            "The recipe starts with the bias: while the model can't even fit its training set, a smaller gap to the dev set is worth little. Which group stands first in your list?",
            "Go through the two problems in the order of the recipe.",
            changes=(('("high bias", "high variance")', '("high variance", "high bias")'),),
        ),
        Mistake(
            "with a high bias nothing is done about a high variance",
            "Both were diagnosed, and your list is done with one of them: look for an `elif`, an `else` or an early `return`.",
            "The second problem is asked for whatever the first one gave.",
            changes=(("diagnosis[problem] and", 'diagnosis[problem] and not (problem == "high variance" and diagnosis["high bias"]) and'),),
        ),
        Mistake(
            "the order of the table is kept, not that of the recipe",
            "With both diagnosed, the remedies come in the order in which they stand in `remedies`. Those against the bias are to be first, wherever they stand.",
            "Go through the table once for each problem, not once in all.",
            code="""
            def next_steps(diagnosis, remedies):
                return [remedy for remedy, lowers in remedies.items() if any(diagnosis[problem] for problem in lowers)]
            """,
        ),
        Mistake(
            "everything is offered, whatever was diagnosed",
            "Nothing diagnosed, and your list is full. Do you ask whether a key is in `diagnosis`? Both keys always are.",
            "Look at the value that stands under the key.",
            changes=(("diagnosis[problem] and", "problem in diagnosis and"),),
        ),
        Mistake(
            "remedies for the other problem are offered: more data for a high bias",
            "For a high bias you offer what lowers the variance. More examples do not help a model that can't fit those it has.",
            "Offer a remedy if the problem stands in its list.",
            changes=(("problem in lowers", "problem not in lowers"),),
        ),
        Mistake(
            "only remedies that lower nothing else are offered",
            "Look for the remedy that lowers both: it is missing from your list, though it helps with what was diagnosed.",
            "Ask whether the problem stands in the list, not whether it is the list.",
            changes=(("problem in lowers", "lowers == [problem]"),),
        ),
        Mistake(
            "only the first thing that a remedy lowers is looked at",
            "A remedy that lowers two problems has a list of two. You look at its first entry.",
            "Look for the problem anywhere in the list.",
            changes=(("problem in lowers", "problem == lowers[0]"),),
        ),
        Mistake(
            "only remedies for everything diagnosed at once are offered",
            "With both diagnosed you offer only what lowers both. Two remedies, one for each, would do as well.",
            "A remedy is worth trying if it lowers one of the problems.",
            code="""
            def next_steps(diagnosis, remedies):
                found = [problem for problem in ("high bias", "high variance") if diagnosis[problem]]
                return [remedy for remedy, lowers in remedies.items() if found and all(problem in lowers for problem in found)]
            """,
        ),
        Mistake(
            "only one remedy for each problem is offered",
            "Your list ends at the first remedy that fits. If that one does not help, the next one has to be known: look for a `break` or a `return` inside the loop.",
            "Collect all that fit.",
            code="""
            def next_steps(diagnosis, remedies):
                steps = []
                for problem in ("high bias", "high variance"):
                    for remedy, lowers in remedies.items():
                        if diagnosis[problem] and problem in lowers and remedy not in steps:
                            steps.append(remedy)
                            break
                return steps
            """,
        ),
        Mistake(
            "the last remedy of the table is left out",
            "Look at the last entry of `remedies`: it never comes. Where does your loop end?",
            "Loop over the entries themselves, not over their numbers.",
            changes=(("remedies.items()", "list(remedies.items())[:-1]"),),
        ),
        Mistake(
            "the names are sorted by letter",
            "Your list runs from A to Z. The recipe has an order of its own, and so has the table.",
            "Leave out the sorting; a list and a dict keep their order.",
            changes=(("return steps", "return sorted(steps)"),),
        ),
        Mistake(
            "a set is returned, which has no order",
            "A set knows what is in it, but not what comes first. Run it in two kernels: the order changes.",
            "Collect the names in a list.",
            changes=(("return steps", "return set(steps)"),),
        ),
        Mistake(
            "the list holds a list for each problem",
            "Your list has lists in it. Whoever goes through it should meet names of remedies.",
            "`append` puts a list in as one thing; there is another way to lengthen a list.",
            code="""
            def next_steps(diagnosis, remedies):
                steps = []
                for problem in ("high bias", "high variance"):
                    if diagnosis[problem]:
                        steps.append([remedy for remedy, lowers in remedies.items() if problem in lowers])
                return steps
            """,
        ),
        Mistake(
            "without a finding None is returned",
            "Nothing diagnosed, and your function ends without a `return`, or returns None. An empty list says: nothing to do.",
            "Return a list in every case.",
            changes=(("return steps", "return steps or None"),),
        ),
        Mistake(
            "a remedy that lowers both is named twice",
            "With both diagnosed, one remedy fits both problems, and you name it for each. Nobody changes the architecture twice in one round.",
            "Before you add a name, look whether it stands in the list already.",
            changes=((" and remedy not in steps", ""),),
            costs=0.25,
        ),
        Mistake(
            "the order of the keys in the diagnosis decides",
            'Write `{"high variance": True, "high bias": True}`: the same diagnosis, another list. A dict keeps the order in which somebody filled it.',
            "Go through the two problems in an order that you write down yourself.",
            changes=(('("high bias", "high variance")', "diagnosis"),),
            costs=0.25,
        ),
        Mistake(
            "the table of remedies is emptied on the way",
            "Look at `remedies` after the call: entries are gone. `pop`, `remove` and `del` change the caller's dict.",
            "Remember in a list of your own which names you have already.",
            code="""
            def next_steps(diagnosis, remedies):
                steps = []
                for problem in ("high bias", "high variance"):
                    for remedy, lowers in list(remedies.items()):
                        if diagnosis[problem] and problem in lowers:
                            steps.append(remedy)
                            remedies.pop(remedy)
                return steps
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("a tuple", changes=(("return steps", "return tuple(steps)"),)),
        Alternative(
            "two lists put together, doubles taken out by a dict",
            code="""
            def next_steps(diagnosis, remedies):
                bias = [r for r in remedies if "high bias" in remedies[r]] if diagnosis["high bias"] else []
                variance = [r for r in remedies if "high variance" in remedies[r]] if diagnosis["high variance"] else []
                return list(dict.fromkeys(bias + variance))
            """,
        ),
        Alternative(
            "two ifs, and a copy of the table that is emptied",
            code="""
            def next_steps(diagnosis, remedies):
                left, steps = dict(remedies), []
                if diagnosis["high bias"]:
                    steps += [r for r in left if "high bias" in left[r]]
                    left = {r: lowers for r, lowers in left.items() if r not in steps}
                if diagnosis.get("high variance", False):
                    steps.extend(r for r, lowers in left.items() if "high variance" in lowers)
                return steps
            """,
        ),
        Alternative(
            "a stable sort by group",
            code="""
            def next_steps(diagnosis, remedies):
                def group(r):
                    if diagnosis["high bias"] and "high bias" in remedies[r]:
                        return 0
                    return 1 if diagnosis["high variance"] and "high variance" in remedies[r] else 2
                return [r for r in sorted(remedies, key=group) if group(r) < 2]
            """,
        ),
    ),
)

# --- learning_curve -------------------------------------------------------------------------------


def points(rng, m):
    """Two overlapping classes with four features: labels partly by chance, and one feature that says nothing."""
    X = np.round(rng.uniform(-2, 2, (4, m)), 2)
    Y = (X[:1] + X[1:2] - X[3:] + rng.normal(0, 1.2, (1, m)) > 0) * 1.0
    return X, Y


def curve_trial(rng, m, k, sizes, neighbours):
    """Nearest neighbours on m training and k dev examples."""
    (X, Y), (X_dev, Y_dev) = points(rng, m), points(rng, k)
    arguments = {"train": partial(nearest, k=neighbours), "X": X, "Y": Y, "X_dev": X_dev, "Y_dev": Y_dev, "sizes": sizes}
    probes = [Probe("values", "numbers", {"part": i}, says=f"as to {name}, {{difference}}") for i, name in enumerate(LEARNING_RETURNS)]
    says = f"{neighbours} nearest neighbour{'s' * (neighbours > 1)}, {m} training and {k} dev examples, sizes {', '.join(map(str, sizes))}"
    return Trial(says, arguments, [*probes, CHANGED])


LEARNING_RETURNS = ("train_errors", "dev_errors")
MODEL, ON_TRAIN, ON_DEV = "model = train(X_some, Y_some)", "np.mean(model(X_some) != Y_some)", "np.mean(model(X_dev) != Y_dev)"

LEARNING_CURVE = Exercise(
    reference=reference.learning_curve,
    points=3,
    returns=LEARNING_RETURNS,
    rules=(
        Rule("values", "for each size a new model, trained on the first examples, and its error on these and on the whole dev set", 1),
        Rule("arguments", "the examples and `sizes` are left as they were", 0.25),
    ),
    visible=lambda rng: [curve_trial(rng, 24, 15, [3, 9, 20], 3), curve_trial(rng, 18, 30, [2, 18, 7, 11], 1)],
    hidden=lambda rng: [
        curve_trial(rng, 30, 22, [3, 9, 14, 27], 3),
        curve_trial(rng, 25, 40, [4, 13, 19], 1),
        curve_trial(rng, 20, 33, [17, 6, 11], 5),
        curve_trial(rng, 40, 25, [25], 7),
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
            "the examples are shuffled in place",
            "Look at `X` after the call: its columns stand elsewhere. The caller's `Y` no longer belongs to it.",
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

# --- bias_variance_decomposition ------------------------------------------------------------------


def runs_trial(rng, runs, m):
    """Predictions that lie about something that is not the truth: exact in binary, so that a variance of 0 is 0."""
    f = rng.integers(-8, 9, (1, m)) / 4
    predictions = f + rng.integers(1, 6, (1, m)) / 4 * rng.choice([-1, 1, 1], (1, m)) + rng.integers(-6, 7, (runs, m)) / 4
    says = f"{runs} {'run' if runs == 1 else 'runs'}, {m} {'point' if m == 1 else 'points'}"
    return Trial(says, {"predictions": predictions, "f": f}, [value(), CHANGED])


MEAN, SQUARE, SPREAD = (
    "np.mean(predictions, axis=0)",
    "np.mean((mean_prediction - f) ** 2)",
    "np.mean((predictions - mean_prediction) ** 2)",
)

BIAS_VARIANCE_DECOMPOSITION = Exercise(
    reference=reference.bias_variance_decomposition,
    points=3,
    returns=("bias_squared", "variance"),
    rules=(
        Rule("values", "bias² and variance, each a mean over the points, for any number of runs and points", 1),
        Rule("arguments", "`predictions` and `f` are left as they were", 0.25),
    ),
    visible=lambda rng: [runs_trial(rng, 3, 4), runs_trial(rng, 5, 2), runs_trial(rng, 4, 4), runs_trial(rng, 1, 4)],
    hidden=lambda rng: [runs_trial(rng, 6, 3), runs_trial(rng, 4, 9), runs_trial(rng, 5, 5), runs_trial(rng, 8, 1), runs_trial(rng, 1, 8)],
    mistakes=(
        Mistake(
            "the mean is taken over the points, not over the runs",
            "Print the shape of your mean prediction: it has one number for each run. At each *point* the runs are averaged, and there are m points.",
            "Runs are rows: average down the columns.",
            changes=((MEAN, "np.mean(predictions, axis=1, keepdims=True)"),),
        ),
        Mistake(
            "the mean is taken over the points, and its shape does not fit",
            "Print the shape of your mean prediction: it has one number for each run, and `f` has one for each point.",
            "Runs are rows: average down the columns, and what is left has one number for each point.",
            changes=((MEAN, "np.mean(predictions, axis=1)"),),
        ),
        Mistake(
            "one mean for all runs and all points",
            "Your mean prediction is a single number. But the truth goes up and down from point to point, and a good model goes with it.",
            "Average over the runs alone: name the axis.",
            changes=((MEAN, "np.mean(predictions)"),),
        ),
        Mistake(
            "the bias is not squared",
            "Take one point where the mean prediction is 2 above the truth: bias² is 4. What do you return?",
            "Square the distance at each point, before the mean over the points.",
            changes=((SQUARE, "np.mean(np.abs(mean_prediction - f))"),),
        ),
        Mistake(
            "biases of both signs cancel before the square",
            "Take two points, one predicted 1 too high and one 1 too low in every run: the model is wrong at both, and your bias² is 0.",
            "First square, at each point; then average over the points.",
            changes=((SQUARE, "np.mean(mean_prediction - f) ** 2"),),
        ),
        Mistake(
            "the whole squared error is taken for bias²",
            "Take a model that is right on average and different in each run: its bias is 0. Yours is not: you square before you have averaged over the runs.",
            "First the mean prediction over the runs, then its distance from the truth.",
            changes=((SQUARE, "np.mean((predictions - f) ** 2)"),),
        ),
        Mistake(
            "the variance is measured around the truth",
            "Take a model that predicts the same wrong number in each run: it does not vary at all. Your variance is not 0.",
            "Variance knows nothing of the truth: measure the distance from the models' own mean.",
            changes=((SPREAD, "np.mean((predictions - f) ** 2)"),),
        ),
        Mistake(
            "the square root of the variance is returned",
            "Double all the distances: a variance becomes four times as large, yours doubles. Only squares can be added to bias².",
            "Leave out the root: the mean of squares, not the standard deviation.",
            changes=((SPREAD, "np.mean(np.std(predictions, axis=0))"),),
        ),
        Mistake(
            "the spread of the mean prediction over the points is taken for the variance",
            "Give it runs that agree with each other, on a wavy curve: the models do not differ, and your variance is large. You measure how wavy the curve is.",
            "At each point, look at how the *runs* differ; only then average over the points.",
            changes=((SPREAD, "np.var(mean_prediction)"),),
        ),
        Mistake(
            "the variance of all numbers together",
            "Give it runs that agree with each other, on a wavy curve: the models do not differ, and your variance is large.",
            "Name the axis: the spread over the runs at each point, then the mean over the points.",
            changes=((SPREAD, "np.var(predictions)"),),
        ),
        Mistake(
            "the variance over the points within each run",
            "Give it runs that agree with each other, on a wavy curve: the models do not differ, and your variance is large. Which axis are the runs?",
            "Runs are rows: measure the spread down the columns.",
            changes=((SPREAD, "np.mean(np.var(predictions, axis=1))"),),
        ),
        Mistake(
            "the variance is divided by runs - 1",
            "With one run yours is no number at all. The docstring says by what to divide; then bias² and variance add up exactly to the mean squared distance from the truth.",
            "A plain mean over the runs: no `ddof`.",
            changes=((SPREAD, "np.mean(np.sum((predictions - mean_prediction) ** 2, axis=0) / np.float64(len(predictions) - 1))"),),
        ),
        Mistake(
            "sums over the points, not means",
            "Put every point in twice: your results double, although the models are as good as before.",
            "Both are means over the m points.",
            changes=((SQUARE, "np.sum((mean_prediction - f) ** 2)"), (SPREAD, "np.sum(np.var(predictions, axis=0))")),
        ),
        Mistake(
            "an answer for each point is returned",
            "Your results have m entries: bias² and variance at each point. Asked are two numbers.",
            "Average over the points at the end.",
            changes=((SQUARE, "np.ravel((mean_prediction - f) ** 2)"), (SPREAD, "np.var(predictions, axis=0)")),
        ),
        Mistake(
            "only the first run is compared with the truth",
            "Exchange two runs: your bias² changes. Bias is a property of the mean over all runs, not of one.",
            "Use the mean prediction, at each point, of all runs.",
            changes=((SQUARE, "np.mean((predictions[0] - f) ** 2)"),),
        ),
        Mistake(
            "the mean prediction is made a column",
            "Print the shape of the difference to `f`: it is square, every point is compared with every other.",
            "Leave the mean prediction in one row, as `f` is.",
            changes=((SQUARE, "np.mean((mean_prediction[:, np.newaxis] - f) ** 2)"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "Give it runs that agree with each other: then the variance is 0. Which of your results is?",
            "First bias², then variance.",
            changes=(("return bias_squared, variance", "return variance, bias_squared"),),
        ),
        Mistake(
            "the predictions are changed",
            "Look at `predictions` after the call: the mean has been taken off. `-=` writes into the caller's array.",
            "Make a new array, with an expression.",
            changes=((SPREAD, "0.0\n    predictions -= mean_prediction\n    variance = np.mean(predictions**2)"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("np.var", changes=((SPREAD, "predictions.var(axis=0).mean()"),)),
        Alternative(
            "mean of squares minus square of the mean", changes=((SPREAD, "np.mean(np.mean(predictions**2, axis=0) - mean_prediction**2)"),)
        ),
        Alternative("the squared error minus bias²", changes=((SPREAD, "np.mean((predictions - f) ** 2) - bias_squared"),)),
        Alternative(
            "the mean kept as a row, in float32, and a list",
            changes=(
                (MEAN, "np.mean(predictions, axis=0, keepdims=True, dtype=np.float32)"),
                ("return bias_squared, variance", "return [bias_squared, variance]"),
            ),
        ),
        Alternative("einsum", changes=((SQUARE, "np.einsum('i,i->', mean_prediction - f[0], mean_prediction - f[0]) / f.size"),)),
        Alternative(
            "loops",
            code="""
            def bias_variance_decomposition(predictions, f):
                runs, m = predictions.shape
                bias_squared = variance = 0.0
                for j in range(m):
                    mean = sum(predictions[i, j] for i in range(runs)) / runs
                    bias_squared += (mean - f[0, j]) ** 2 / m
                    variance += sum((predictions[i, j] - mean) ** 2 for i in range(runs)) / runs / m
                return bias_squared, variance
            """,
        ),
    ),
)

EXERCISES = [ERROR_RATE, AVOIDABLE_BIAS_AND_VARIANCE, DIAGNOSE, NEXT_STEPS, LEARNING_CURVE, BIAS_VARIANCE_DECOMPOSITION]
