"""diagnose: three errors and a threshold that a gap clearly reaches, or clearly does not, or only just."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import value
from course_utils.reference import bias_variance as reference


def diagnosis_trial(train, dev, human, threshold, rule="values"):
    """Three errors and from where on a gap is high."""
    arguments = {"train_error": train, "dev_error": dev, "human_error": human, "threshold": threshold}
    return Trial(f"train {train}, dev {dev}, human {human}, threshold {threshold}", arguments, [value(rule)])


def drawn_diagnosis(rng, high_bias, high_variance, threshold):
    """Errors that are clearly so. A gap that is not high is near the threshold, and so is the human error: they add up to more."""
    human = threshold * rng.uniform(1.2, 1.6)
    gaps = [threshold * (rng.uniform(1.7, 3.0) if high else rng.uniform(0.6, 0.9)) for high in (high_bias, high_variance)]
    errors = np.round(np.cumsum([human, *gaps]), 5)
    return diagnosis_trial(float(errors[1]), float(errors[2]), float(errors[0]), threshold)


def near_trials(rng):
    """Both gaps only just above the threshold or below it: who rounds the gaps or the threshold, to four digits or fewer, errs in one of these."""
    trials = []
    for gap, threshold in ((3, 2), (7, 8), (8, 7)):  # their fifth digits
        rest, human = 10 * int(rng.integers(200, 400)), int(rng.integers(1000, 9000))
        gap, threshold = rest + gap, rest + threshold
        trials.append(diagnosis_trial(*(x / 1e5 for x in (human + gap, human + 2 * gap, human, threshold))))
    return trials


def below_people(rng):
    """Both gaps high, and both smaller than the human error, or both low and larger: the threshold decides, not what people get wrong."""
    human, gaps, threshold = ((0.21, 0.08, 0.04), (0.02, 0.05, 0.09))[rng.integers(2)]
    train, dev = human + gaps + rng.uniform(0, 0.009), human + 2 * gaps + rng.uniform(0.01, 0.019)
    return float(round(train, 5)), float(round(dev, 5)), human, threshold


EXERCISE = Exercise(
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
        diagnosis_trial(0.04, 0.09, 0.01, 0.02),
        *near_trials(rng),
        diagnosis_trial(0.25, 0.375, 0.125, 0.125, "edge"),
        diagnosis_trial(0.05, 0.05, 0.03, 0.0, "edge"),
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
        diagnosis_trial(*below_people(rng)),
        *near_trials(rng),
        diagnosis_trial(0.25, 0.3125, 0.1875, 0.0625, "edge"),
        diagnosis_trial(0.07, 0.11, 0.07, 0.0, "edge"),
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
            "the gaps are compared with the human error, not with the threshold",
            "Try train 15 %, dev 16 %, human 0 %, threshold 2 %: the step from training to dev set is smaller than the threshold, and you call it high. What do you compare it with?",
            "What counts as high is what the caller says: `threshold`, in both comparisons.",
            changes=(
                ("train_error - human_error > threshold", "train_error - human_error > human_error"),
                ("dev_error - train_error > threshold", "dev_error - train_error > human_error"),
            ),
        ),
        Mistake(
            "the bias is compared with the human error, not with the threshold",
            "Try train 30 %, dev 36 %, human 20 %, threshold 4 %: a gap of 10 %, and you do not call it high. What do you compare it with?",
            "What counts as high is what the caller says: compare the bias with `threshold`, as the variance.",
            changes=(("train_error - human_error > threshold", "train_error - human_error > human_error"),),
        ),
        Mistake(
            "the variance is compared with the human error, not with the threshold",
            "Try train 30 %, dev 36 %, human 12 %, threshold 4 %: a gap of 6 %, and you do not call it high. What do you compare it with?",
            "What counts as high is what the caller says: compare the variance with `threshold`, as the bias.",
            changes=(("dev_error - train_error > threshold", "dev_error - train_error > human_error"),),
        ),
        Mistake(
            "the two gaps together are compared with the threshold",
            "Try train 3 %, dev 4.5 %, human 1.5 %, threshold 2 %: each gap is below the threshold, and you call one high. Their sum is above it.",
            "Two questions: compare each gap by itself with `threshold`.",
            code="""
            def diagnose(train_error, dev_error, human_error, threshold):
                bias, variance = train_error - human_error, dev_error - train_error
                high = bias + variance > threshold
                return {"high bias": high and bias >= variance, "high variance": high and variance >= bias}
            """,
        ),
        Mistake(
            "a high variance is reported only together with a high bias",
            "Try train 1 %, dev 11 %, human 0 %: the gap to the dev set is large, and you do not call it high. Does your second answer depend on the first?",
            "Two questions, two answers of their own: no `and` between them.",
            changes=(
                (
                    "high_variance = dev_error - train_error > threshold",
                    "high_variance = high_bias and dev_error - train_error > threshold",
                ),
            ),
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
        Mistake(
            "the gaps are rounded before they are compared",
            "Take a gap that is above the threshold by less than half a percent: what is left of the difference after your rounding?",
            "Compare what you have computed as it is; round for the reader's eyes alone.",
            code="""
            def diagnose(train_error, dev_error, human_error, threshold):
                bias, variance = round(train_error - human_error, 2), round(dev_error - train_error, 2)
                return {"high bias": bias > threshold, "high variance": variance > threshold}
            """,
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
