"""choose_lambda: sweeps in any order, with and without ties."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import regularization as reference


def sweep_trial(says, lambdas, train_errors, dev_errors, rule="values"):
    lists = {"lambdas": lambdas, "train_errors": train_errors, "dev_errors": dev_errors}
    return Trial(says, {name: np.array(values) for name, values in lists.items()}, [value(rule), CHANGED])


def random_sweep(rng, k, ties=False, noisy=False, unit=1e-5):
    """A sweep in shuffled order; the best dev error stands neither at an end of the lambdas nor where the train error is smallest.

    The next larger lambda is nearly as good: who rounds the errors takes that. `noisy`: wrong labels in the training set alone make its
    errors the larger ones. With ties, four are equally good: the first and the last of them in the list, the smallest and the largest are four different ones.
    """
    lambdas = np.sort(rng.choice(np.arange(10_001, 4_000_000, 10), k, replace=False)) * unit
    train = np.round(np.linspace(0.01, 0.3, k) + rng.uniform(0, 0.01, k) + 0.2 * noisy, 5)
    best = rng.integers(2, k - 2)
    dev = np.round(0.12 + 0.02 * np.abs(np.arange(k) - best) + rng.uniform(0.001, 0.009, k), 5)
    dev[best] = np.round(np.floor(dev[best] * 1e4) / 1e4 + 1e-5, 5)
    dev[best + 1] = np.round(dev[best] + 3e-5, 5)
    dev[0] = np.round(dev.max() + 0.05, 5)
    train[-2] = np.round(dev[-2] - 0.00102, 5)  # the smallest gap
    order = rng.permutation(k)
    if ties:
        tied = np.sort(rng.choice(np.arange(1, k - 1), 4, replace=False))
        dev[tied] = 0.1
        places = np.sort(rng.choice(k, 4, replace=False))
        rest = rng.permutation(np.setdiff1d(np.arange(k), tied))
        order = np.empty(k, int)
        order[places] = tied[[1, 3, 0, 2]]
        order[np.setdiff1d(np.arange(k), places)] = rest
    says, rule = (f"{k} values of lambda, four of them equally good", "ties") if ties else (f"{k} values of lambda in any order", "values")
    return sweep_trial(says, lambdas[order], train[order], dev[order], rule)


EXERCISE = Exercise(
    reference=reference.choose_lambda,
    points=2,
    returns=("lambda",),
    rules=(
        Rule("values", "the value of lambda with the best dev error is returned", 1),
        Rule("ties", "of several that are equally good, it is the largest", 0.25),
        Rule("arguments", "the three arrays are left as they were", 0.25),
    ),
    visible=lambda rng: [
        sweep_trial("four values of lambda", [0.0, 1.0, 10.0, 100.0], [0.02, 0.05, 0.08, 0.31], [0.21, 0.17, 0.12, 0.32]),
        sweep_trial(
            "five values of lambda, not sorted", [3.0, 30.0, 0.0, 10.0, 1.0], [0.08, 0.2, 0.01, 0.165, 0.04], [0.13, 0.22, 0.24, 0.17, 0.16]
        ),
        sweep_trial(
            "a training set with wrong labels, two values of lambda nearly equally good",
            [0.01, 0.06537, 0.0, 0.24, 0.093],
            [0.21217, 0.26128, 0.19314, 0.33509, 0.28146],
            [0.16342, 0.14121, 0.17455, 0.24063, 0.14124],
        ),
        sweep_trial("a task where lambda = 0 is best", [0.0, 5.0, 20.0], [0.05, 0.04, 0.2], [0.06, 0.08, 0.22]),
        sweep_trial(
            "six values of lambda, four of them equally good",
            [0.0, 2.0, 8.0, 0.5, 4.0, 16.0],
            [0.02, 0.06, 0.11, 0.03, 0.08, 0.2],
            [0.15, 0.1, 0.1, 0.1, 0.1, 0.205],
            "ties",
        ),
    ],
    hidden=lambda rng: [
        random_sweep(rng, 7),
        random_sweep(rng, 5, unit=1e-8),  # small ones: who rounds them is seen
        random_sweep(rng, 12),
        random_sweep(rng, 9, noisy=True, unit=1e-8),
        sweep_trial("lambda = 0 is best", [0.0, 0.7, 9.0, 40.0], [0.1, 0.08, 0.2, 0.4], [0.11, 0.14, 0.25, 0.41]),
        sweep_trial("one value of lambda", [2.5], [0.1], [0.2]),
        random_sweep(rng, 8, ties=True),
    ],
    mistakes=(
        Mistake(
            "the training error decides",
            "You choose the network that fits the training set best. It has met those examples, wrong labels and all; what is the dev set for?",
            "Look for the smallest number in the other array of errors.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return lambdas[train_errors == train_errors.min()].max()
            """,
        ),
        Mistake(
            "the largest dev error is looked for",
            "You return the lambda with the worst dev error. Were these accuracies, it would be the best.",
            "Errors are to be small.",
            changes=(("dev_errors.min()", "dev_errors.max()"),),
        ),
        Mistake(
            "the smallest gap between training and dev error decides",
            "A lambda so large that all weights vanish has no gap at all: it is equally bad on both sets. Is that the network you want?",
            "The gap tells how much variance there is. What counts in the end is the error on new examples.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                gap = np.round(np.abs(dev_errors - train_errors), 9)
                return lambdas[gap == gap.min()].max()
            """,
        ),
        Mistake(
            "the sum of both errors decides",
            "You let the training error vote. It is small for the network that learned most by heart.",
            "Only the examples the network has not been trained on tell how it does on new ones.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                both = np.round(train_errors + dev_errors, 9)
                return lambdas[both == both.min()].max()
            """,
        ),
        Mistake(
            "the larger of the two errors decides",
            "Take a training set with wrong labels: its errors are the larger ones, and then you let them alone decide. What is the dev set for?",
            "Look at the dev errors only.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                worse = np.maximum(train_errors, dev_errors)
                return lambdas[worse == worse.min()].max()
            """,
        ),
        Mistake(
            "dev errors that are nearly equal count as equal",
            "Take dev errors 0.14121 and 0.14124: the first is smaller, and you do not choose it. Do you round, or allow for a distance?",
            "Equally good means: the very same error.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return lambdas[dev_errors <= dev_errors.min() + 0.01].max()
            """,
        ),
        Mistake(
            "the place is returned, not the lambda that stands there",
            "Your result is a whole number: an index. The next training run needs the value of lambda.",
            "Use the index to look into `lambdas`.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return int(np.argmin(dev_errors))
            """,
        ),
        Mistake(
            "the dev error is returned, not its lambda",
            "Your result is one of the `dev_errors`. Which lambda does it belong to?",
            "Find the place of the smallest dev error, and look into `lambdas` there.",
            changes=(("lambdas[best].max()", "dev_errors[best].max()"),),
        ),
        Mistake(
            "the largest lambda is returned, whatever the errors are",
            "Did you look for the largest among all values, or among the best ones only?",
            "First keep those with the smallest dev error, then take the largest of these.",
            changes=(("lambdas[best].max()", "lambdas.max()"),),
        ),
        Mistake(
            "the lambdas are sorted without their errors",
            "After sorting, the third lambda is no longer the one that made the third error. With a sorted list you would not notice.",
            "Leave the arrays in their order, or sort all three by one and the same index.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                best = dev_errors == dev_errors.min()
                return np.sort(lambdas)[best].max()
            """,
        ),
        Mistake(
            "lambda = 0 can never be chosen",
            "One of the trials is a task that needs no regularization. Then the answer is 0. (An `if lambd` is false for 0.)",
            "Treat 0 like any other value.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                allowed = lambdas > 0
                best = dev_errors[allowed] == dev_errors[allowed].min()
                return lambdas[allowed][best].max()
            """,
        ),
        Mistake(
            "an array is returned, where one value is asked for",
            "Print the shape of your result. An array with a condition in its brackets gives an array, even if one entry is left.",
            "Of those that are left, take the largest.",
            changes=(("lambdas[best].max()", "lambdas[best]"),),
        ),
        Mistake(
            "of equally good values, the first in the list is taken",
            "`argmin` stops at the first of equal numbers. The list need not be sorted, so the first one has no merit of its own.",
            "Find all that are equally good, then take the largest of these.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return lambdas[np.argmin(dev_errors)]
            """,
            costs=0.25,
        ),
        Mistake(
            "of equally good values, the last in the list is taken",
            "A loop with `<=` ends with the last of equal numbers. The list need not be sorted, so the last one has no merit of its own.",
            "Of equally good ones, keep the one with the larger lambda.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                best = 0
                for i in range(len(lambdas)):
                    if dev_errors[i] <= dev_errors[best]:
                        best = i
                return lambdas[best]
            """,
            costs=0.25,
        ),
        Mistake(
            "of equally good values, the smallest is taken",
            "Two networks do equally well on the dev set; one needed large weights for it, the other did not. Which lambda made the one with small weights?",
            "Take the largest of the equally good ones.",
            changes=(("lambdas[best].max()", "lambdas[best].min()"),),
            costs=0.25,
        ),
        Mistake(
            "`lambdas` itself is changed",
            "Look at `lambdas` after the call: it is no longer what came in. `sort`, and writing to a slice, change the caller's arrays.",
            "Make new arrays, or do without sorting.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                order = np.argsort(lambdas)[::-1]
                dev = dev_errors[order]
                lambdas.sort()
                return lambdas[::-1][np.argmin(dev)]
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                best_lambd, best_error = None, np.inf
                for lambd, _, error in zip(lambdas, train_errors, dev_errors):
                    if error < best_error or (error == best_error and lambd > best_lambd):
                        best_lambd, best_error = lambd, error
                return best_lambd
            """,
        ),
        Alternative(
            "pairs, the smallest error with the largest lambda",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return -min(zip(dev_errors, -lambdas))[1]
            """,
        ),
        Alternative("as a Python float", changes=(("lambdas[best].max()", "float(max(lambdas[best]))"),)),
        Alternative(
            "sorted copies, from the largest lambda down",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                order = np.argsort(lambdas)[::-1]
                return lambdas[order][dev_errors[order].argmin()]
            """,
        ),
        Alternative(
            "lexsort, with a print",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                i = np.lexsort((-lambdas, dev_errors))[0]
                print("best dev error", dev_errors[i])
                return np.asarray(lambdas[i])
            """,
        ),
    ),
)
