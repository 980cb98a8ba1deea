"""avoidable_bias_and_variance: three errors, the gaps between them different."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import errors, value
from course_utils.reference import bias_variance as reference


def gap_trial(train, dev, human, rule="values"):
    """Three errors."""
    arguments = {"train_error": train, "dev_error": dev, "human_error": human}
    return Trial(f"train {train}, dev {dev}, human {human}", arguments, [value(rule)])


def drawn_gaps(rng):
    """Three errors, human < train < dev, all the gaps different."""
    human, bias, variance = rng.permutation([2, 7, 13]) + rng.integers(0, 3, 3)
    return errors(rng, human + bias, human + bias + variance, human)


BIAS, VARIANCE = "train_error - human_error,", ", dev_error - train_error"

EXERCISE = Exercise(
    reference=reference.avoidable_bias_and_variance,
    points=2,
    returns=("avoidable_bias", "variance"),
    rules=(
        Rule("values", "the gaps are right where human error < training error < dev error", 1),
        Rule("sign", "a gap is negative where the error it starts from is the larger one", 0.25),
    ),
    visible=lambda rng: [
        gap_trial(0.15, 0.27, 0.02),
        gap_trial(0.08146, 0.11623, 0.07219),
        gap_trial(0.06375, 0.06375, 0.0),
        gap_trial(0.03318, 0.09574, 0.05182, "sign"),
        gap_trial(0.20641, 0.16293, 0.05427, "sign"),
    ],
    hidden=lambda rng: [
        gap_trial(*drawn_gaps(rng)),
        gap_trial(*drawn_gaps(rng)),
        gap_trial(*map(np.float64, errors(rng, 31, 45, 12))),
        gap_trial(*errors(rng, 4, 15, 11), "sign"),
        gap_trial(*errors(rng, 25, 18, 3), "sign"),
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
            "the variance is what the avoidable bias leaves of the dev error",
            "Take a model that errs as often on new examples as on its training set: it has no variance. Yours is as large as what people get wrong: they are in the dev error, and not in the bias.",
            "Take off the whole training error, not only the part of it that could be avoided.",
            changes=((VARIANCE, ", dev_error - (train_error - human_error)"),),
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
