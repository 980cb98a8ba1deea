"""variance_and_mismatch: three errors, the steps between them different."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import errors, value
from course_utils.reference import data_splits as reference


def steps_trial(train, train_dev, dev, rule="values"):
    """Three errors."""
    arguments = {"train_error": train, "train_dev_error": train_dev, "dev_error": dev}
    return Trial(f"train {train}, train-dev {train_dev}, dev {dev}", arguments, [value(rule)])


def drawn_steps(rng):
    """Three errors that rise, by steps of different sizes."""
    train, variance, mismatch = rng.permutation([3, 7, 12]) + rng.integers(0, 3, 3)
    return steps_trial(*errors(rng, train, train + variance, train + variance + mismatch))


VARIANCE, MISMATCH = "train_dev_error - train_error,", ", dev_error - train_dev_error"

EXERCISE = Exercise(
    reference=reference.variance_and_mismatch,
    points=2,
    returns=("variance", "mismatch"),
    rules=(
        Rule("values", "the two steps from training to dev error, where the error rises on both", 1),
        Rule("sign", "a step on which the error falls is negative", 0.25),
    ),
    visible=lambda rng: [
        steps_trial(0.01, 0.02, 0.25),
        steps_trial(0.04128, 0.15473, 0.17209),
        steps_trial(0.0, 0.03125, 0.03125),
        steps_trial(0.10167, 0.08421, 0.20936, "sign"),
        steps_trial(0.05243, 0.16718, 0.12085, "sign"),
    ],
    hidden=lambda rng: [
        drawn_steps(rng),
        drawn_steps(rng),
        steps_trial(*map(np.float64, errors(rng, 2, 11, 31))),
        steps_trial(*errors(rng, 7, 4, 22), "sign"),
        steps_trial(*errors(rng, 3, 21, 14), "sign"),
    ],
    mistakes=(
        Mistake(
            "the whole gap between training and dev error is called variance",
            "Take errors of 1, 2 and 25 %: on new examples of the same source the model errs hardly more often. You find 24 % of variance, and would pay for a remedy that can't help.",
            "Variance ends at the train-dev set: up to there only the examples are new, not their source.",
            changes=((VARIANCE, "dev_error - train_error,"),),
        ),
        Mistake(
            "the whole gap between training and dev error is called mismatch",
            "Take errors of 4, 15 and 17 %: the model fails already on new examples of its own source. Add your two results: more than there is from training to dev error.",
            "Mismatch begins where variance ends.",
            changes=((MISMATCH, ", dev_error - train_error"),),
        ),
        Mistake(
            "both are the whole gap",
            "Your two results are always equal, and the train-dev error plays no part.",
            "The train-dev error stands between the other two and divides the gap.",
            changes=((VARIANCE, "dev_error - train_error,"), (MISMATCH, ", dev_error - train_error")),
        ),
        Mistake(
            "the two results are exchanged",
            "Take errors of 1, 2 and 25 %. The large step comes when the *source* changes; what do you call it?",
            "First the step to new examples of the same source, then the step to the target.",
            changes=(
                (
                    "return train_dev_error - train_error, dev_error - train_dev_error",
                    "return dev_error - train_dev_error, train_dev_error - train_error",
                ),
            ),
        ),
        Mistake(
            "both differences are turned round",
            "Your results are negative where the error rises. How much *higher* is asked.",
            "Begin with the later error, in both.",
            changes=((VARIANCE, "train_error - train_dev_error,"), (MISMATCH, ", train_dev_error - dev_error")),
        ),
        Mistake(
            "the difference of the variance is turned round",
            "Your variance is negative although the model errs more often on new examples.",
            "Take the training error off the train-dev error.",
            changes=((VARIANCE, "train_error - train_dev_error,"),),
        ),
        Mistake(
            "the difference of the mismatch is turned round",
            "Your mismatch is negative although the model errs more often on the target.",
            "Take the train-dev error off the dev error.",
            changes=((MISMATCH, ", train_dev_error - dev_error"),),
        ),
        Mistake(
            "the errors are returned, not the steps between them",
            "With no mismatch at all dev and train-dev error are equal. Your second result is not 0 then.",
            "Each result is a difference of two errors.",
            changes=((VARIANCE, "train_dev_error,"), (MISMATCH, ", dev_error")),
        ),
        Mistake(
            "the variance is the whole train-dev error",
            "A model that errs as often on new examples as on old ones has no variance. Yours has.",
            "What it got wrong on the training set already is no variance: take it off.",
            changes=((VARIANCE, "train_dev_error,"),),
        ),
        Mistake(
            "the mismatch is the whole dev error",
            "A model that errs as often on the target as on the train-dev set suffers no mismatch. Yours does.",
            "Only what the other source adds is mismatch.",
            changes=((MISMATCH, ", dev_error"),),
        ),
        Mistake(
            "ratios are returned, not differences",
            "From 0.1 % to 0.2 % you see as much as from 10 % to 20 %. And a training error of 0 divides by 0.",
            "How much higher, in the same unit as the errors.",
            changes=((VARIANCE, "train_dev_error / train_error,"), (MISMATCH, ", dev_error / train_dev_error")),
        ),
        Mistake(
            "the steps are given in percent",
            "Your results are a hundred times what is asked. The errors came in as shares.",
            "Leave out the 100.",
            changes=((VARIANCE, "100 * (train_dev_error - train_error),"), (MISMATCH, ", 100 * (dev_error - train_dev_error)")),
        ),
        Mistake(
            "the sign is thrown away",
            "Let the dev set be easier than the train-dev set: your mismatch says that it is harder.",
            "Leave the sign on the differences.",
            changes=((VARIANCE, "abs(train_dev_error - train_error),"), (MISMATCH, ", abs(dev_error - train_dev_error)")),
            costs=0.25,
        ),
        Mistake(
            "steps on which the error falls are set to 0",
            "Let the dev set be easier than the train-dev set: you say 0, and the two steps no longer lead from the training to the dev error.",
            "Do not cut off at 0.",
            changes=((VARIANCE, "max(train_dev_error - train_error, 0),"), (MISMATCH, ", max(dev_error - train_dev_error, 0)")),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "np.diff of the three",
            changes=(
                (
                    "return train_dev_error - train_error, dev_error - train_dev_error",
                    "return np.diff([train_error, train_dev_error, dev_error])",
                ),
            ),
        ),
        Alternative("float32", changes=((VARIANCE, "np.float32(train_dev_error) - np.float32(train_error),"),)),
        Alternative(
            "the mismatch as what is left of the whole gap",
            code="""
            def variance_and_mismatch(train_error, train_dev_error, dev_error):
                gap = dev_error - train_error
                variance = -train_error + train_dev_error
                return variance, gap - variance
            """,
        ),
        Alternative(
            "accuracies in between",
            changes=((VARIANCE, "(1 - train_error) - (1 - train_dev_error),"), (MISMATCH, ", (1 - train_dev_error) - (1 - dev_error)")),
        ),
    ),
)
