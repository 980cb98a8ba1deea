"""final_report: labels, a known number of them wrong, and the error of a baseline."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import capstone as reference


def report_trial(rng, m, wrong, n_y, baseline_error):
    Y = rng.integers(0, n_y, (1, m))
    labels = Y.copy()
    labels[0, rng.choice(m, wrong, replace=False)] += rng.integers(1, n_y, wrong)
    labels %= n_y
    says = f"{wrong} of {m} labels wrong, baseline error {baseline_error}"
    return Trial(says, {"labels": labels, "Y_test": Y, "baseline_error": baseline_error}, [value(), CHANGED])


def close_call(rng, least, up):
    """A baseline just above the error and its margin: who rounds their sum (`up`), or the baseline, to 2 or 4 digits says no."""
    for _ in range(20_000):
        m = int(rng.integers(least, 2 * least))
        wrong = int(rng.integers(m // 10, m // 3))
        bound = wrong / m + 2 * np.sqrt(wrong * (m - wrong) / m**3)
        baseline = round(bound + rng.uniform(1e-5, 3e-5), 6)
        if all(round(bound, d) > baseline if up else round(baseline, d) < bound for d in (2, 4)):
            return report_trial(rng, m, wrong, 5, baseline)
    raise ValueError("no such report")


def even_call(rng, k):
    """Half of 4k² labels wrong, and the baseline exactly at the error and its margin, in binary too if k is a power of 2."""
    return report_trial(rng, 4 * k**2, 2 * k**2, 4, 0.5 + 0.5 / k)


def near(rng, error):
    return round(error + float(rng.uniform(-0.005, 0.005)), 5)


MARGIN = "2 * np.sqrt(test_error * (1 - test_error) / labels.shape[1])"

EXERCISE = Exercise(
    reference=reference.final_report,
    points=3,
    returns=("test_error", "margin", "beaten"),
    rules=(
        Rule(
            "values", "the error, twice the standard deviation of its measurement, and whether the baseline is beaten by more than that", 1
        ),
        Rule("arguments", "`labels` and `Y_test` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        report_trial(rng, 100, 10, 3, 0.20137),
        report_trial(rng, 25, 5, 2, 0.30182),
        report_trial(rng, 64, 16, 4, 0.20419),
        report_trial(rng, 12, 0, 3, 0.50263),
        report_trial(rng, 9, 0, 2, 0.0),
        even_call(rng, 2),
        close_call(rng, 40, True),
        close_call(rng, 40, False),
    ],
    hidden=lambda rng: [
        report_trial(rng, int(rng.integers(300, 400)), 40, 10, near(rng, 0.3)),
        report_trial(rng, int(rng.integers(30, 39)), 9, 4, near(rng, 0.32)),
        report_trial(rng, int(rng.integers(70, 80)), 21, 5, near(rng, 0.22)),
        report_trial(rng, int(rng.integers(9, 15)), 0, 3, near(rng, 0.4)),
        report_trial(rng, 1, int(rng.integers(2)), 3, near(rng, 0.4)),
        even_call(rng, int(rng.choice([2, 4]))),
        close_call(rng, 60, True),
        close_call(rng, 60, False),
    ],
    mistakes=(
        Mistake(
            "the accuracy is returned, not the error",
            "With 10 of 100 labels wrong you return 0.9. An error is the share that is wrong. (The margin is the same for both.)",
            "Count where labels and truth differ.",
            changes=(("np.mean(labels != Y_test)", "np.mean(labels == Y_test)"),),
        ),
        Mistake(
            "the number of errors is returned, not the share",
            "With 10 of 100 labels wrong you return 10, and what stands under the root becomes negative.",
            "A mean, not a sum.",
            changes=(
                ("np.mean(labels != Y_test)", "np.sum(labels != Y_test)"),
                (MARGIN, "2 * np.sqrt(abs(test_error * (1 - test_error)) / labels.shape[1])"),
            ),
        ),
        Mistake(
            "the margin is one standard deviation, not two",
            "The truth lies within one standard deviation in about 68 of 100 cases only. The docstring asks for two.",
            "Twice as wide.",
            changes=((MARGIN, "np.sqrt(test_error * (1 - test_error) / labels.shape[1])"),),
        ),
        Mistake(
            "the margin is 1.96 standard deviations, not two",
            "Your margin is 0.98 times the one that the docstring asks for: a table's number for 95 of 100 cases.",
            "Two standard deviations are meant, no more exactly than that.",
            changes=((MARGIN, MARGIN.replace("2 *", "1.96 *")),),
        ),
        Mistake(
            "m - 1 is divided by, not m",
            "Your margin is a little too large, the more so the fewer examples there are; with one example it cannot be computed.",
            "The share of wrong labels among m examples has an m under the root: nothing was estimated before.",
            changes=((MARGIN, MARGIN.replace("labels.shape[1]", "(labels.shape[1] - 1)")),),
        ),
        Mistake(
            "the baseline counts as beaten where the two are level",
            "In a trial the baseline's error is exactly your test error and margin. Is it then worse?",
            "Level is not better.",
            changes=(("test_error + margin < baseline_error", "test_error + margin <= baseline_error"),),
        ),
        Mistake(
            "the root is missing in the margin",
            "Four times as many examples should halve the margin. With yours they quarter it.",
            "What you have is a variance. Which is the way to the standard deviation?",
            changes=((MARGIN, "2 * test_error * (1 - test_error) / labels.shape[1]"),),
        ),
        Mistake(
            "the margin does not get smaller with more examples",
            "That is the spread of a single example's mistake. A mean over m examples spreads less. (Or is your m the number of *rows* of labels, which is 1?)",
            "There is an m under the root, chapter 1.",
            changes=((MARGIN, "2 * np.sqrt(test_error * (1 - test_error))"),),
        ),
        Mistake(
            "m is divided by outside the root",
            "Four times as many examples should halve the margin. With yours they quarter it, and it is far too small.",
            "Divide by m before you take the root.",
            changes=((MARGIN, "2 * np.sqrt(test_error * (1 - test_error)) / labels.shape[1]"),),
        ),
        Mistake(
            "(1 − error) is missing under the root",
            "At an error of 0.5 you are off by a factor of 1.4. The spread of a coin that says wrong with probability p is the root of p (1 − p).",
            "Two factors, for wrong and for right.",
            changes=((MARGIN, "2 * np.sqrt(test_error / labels.shape[1])"),),
        ),
        Mistake(
            "the margin is the baseline's",
            "Your margin depends on `baseline_error`. The measurement at hand is that of the test error.",
            "Put the test error under the root.",
            changes=((MARGIN, "2 * np.sqrt(baseline_error * (1 - baseline_error) / labels.shape[1])"),),
        ),
        Mistake(
            "beaten ignores the margin",
            "With 5 of 25 wrong, the true error may well be above 0.3. A small lead on a small test set may be luck.",
            "Ask whether the baseline would be worse even in the unlucky case.",
            changes=(("test_error + margin < baseline_error", "test_error < baseline_error"),),
        ),
        Mistake(
            "beaten gives the benefit of the doubt",
            "You take the margin off the test error: the lucky case. The claim should hold in the unlucky one.",
            "The test error may be too low by the margin: which way does that point?",
            changes=(("test_error + margin < baseline_error", "test_error - margin < baseline_error"),),
        ),
        Mistake(
            "beaten is turned round",
            "With 10 of 100 wrong and a baseline of 0.2 you say that the baseline is not beaten. Small errors win.",
            "Exchange the two sides.",
            changes=(("test_error + margin < baseline_error", "test_error + margin > baseline_error"),),
        ),
        Mistake(
            "two numbers are returned, not three",
            "Count what you return: the verdict is missing.",
            "After the margin comes whether the baseline is beaten.",
            changes=(("return test_error, margin, test_error + margin < baseline_error", "return test_error, margin"),),
        ),
        Mistake(
            "labels itself is changed",
            "Look at your `labels` after the call: somebody else may want to look at them, too.",
            "Write the comparison into an array of its own.",
            changes=(("test_error = np.mean(labels != Y_test)", "labels[...] = labels != Y_test\n    test_error = np.mean(labels)"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "standard error by np.std",
            code="""
            def final_report(labels, Y_test, baseline_error):
                wrong = (labels != Y_test).ravel()
                margin = 2 * np.std(wrong) / np.sqrt(len(wrong))
                return np.mean(wrong), margin, bool(baseline_error - np.mean(wrong) > margin)
            """,
        ),
        Alternative(
            "a loop, and an if",
            code="""
            def final_report(labels, Y_test, baseline_error):
                m, count = Y_test.shape[1], 0
                for i in range(m):
                    if labels[0, i] != Y_test[0, i]:
                        count += 1
                e = count / m
                margin = 2 * (e * (1 - e) / m) ** 0.5
                if e + margin < baseline_error:
                    return e, margin, True
                return e, margin, False
            """,
        ),
        Alternative(
            "network.accuracy, float32, and 1 for True",
            code="""
            def final_report(labels, Y_test, baseline_error):
                accuracy = network.accuracy(labels, Y_test)
                spread = np.float32(np.sqrt(accuracy - accuracy**2) / np.sqrt(labels.size))
                upper = 1 - accuracy + 2 * spread
                return [1 - accuracy, 2 * spread, int(upper < baseline_error)]
            """,
        ),
    ),
)
