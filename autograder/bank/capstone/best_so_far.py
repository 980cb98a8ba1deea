"""best_so_far: logs whose best turn is neither the first nor the last, with and without ties."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import capstone as reference


def a_log(dev_errors, train_errors, lambds):
    return [{"lambd": s, "train_error": t, "dev_error": d} for s, t, d in zip(lambds, train_errors, dev_errors)]


def log_trial(dev_errors, train_errors, lambds):
    says = f"dev errors {', '.join(map(str, dev_errors))}"
    return Trial(
        says,
        {"log": a_log(dev_errors, train_errors, lambds)},
        [Probe("values", "form", {"part": 0}), value(part=0), value(part=1), CHANGED],
    )


def drawn_log(rng, k, tie):
    """A log in which every other way to choose has its turn at another place, and nearly as good ones stand before and after the best."""
    for _ in range(5000):
        dev, train = (np.round(rng.uniform(0.08, 0.6, k), 6) for _ in range(2))
        best, *others = rng.permutation(np.arange(1, k - 1))[: 3 + tie]
        dev[others[:2]] = np.round(dev.min() + rng.uniform(1e-5, 4e-5, 2), 6)
        dev[best] = np.round(dev.min() - 2e-5, 6)
        if tie:
            dev[others[2]] = dev[best]
        best = dev.argmin()
        improvements = np.sum(np.diff(np.minimum.accumulate(dev)) < 0)
        elsewhere = [
            *(values.argmin() for values in (train, dev + train, dev - train, np.abs(dev - train))),
            *(dev.argmax(), k - 1, 0, improvements, improvements + 1),
        ]
        if best not in elsewhere and min(others[:2]) < best < max(others[:2]) and np.any(np.diff(dev[:best]) > 0):
            return log_trial(dev.tolist(), train.tolist(), [round(float(x), 5) for x in rng.uniform(0, 9, k)])
    raise ValueError("no such log")


BEST, LOWEST = "np.argmin(dev_errors)", "np.minimum.accumulate(dev_errors)"

EXERCISE = Exercise(
    reference=reference.best_so_far,
    points=2,
    returns=("best", "lowest"),
    rules=(
        Rule("values", "`best` is the turn that the dev error chooses, and `lowest` says how far one had come after each turn", 1),
        Rule("arguments", "`log` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        log_trial([0.4, 0.3, 0.35, 0.2, 0.25, 0.2, 0.3], [0.3, 0.2, 0.05, 0.16, 0.1, 0.15, 0.28], [0, 1, 2, 3, 4, 5, 6]),
        log_trial([0.5], [0.4], [1]),
        drawn_log(rng, 8, False),
        log_trial([1.0, 1.0], [1.0, 0.9], [2, 3]),
        log_trial([0.5, 0.0, 0.25, 0.0], [0.1, 0.2, 0.0, 0.3], [4, 5, 6, 7]),
    ],
    hidden=lambda rng: [
        drawn_log(rng, 9, True),
        drawn_log(rng, 8, False),
        drawn_log(rng, 10, False),
        drawn_log(rng, 12, True),
        log_trial([round(float(rng.uniform(0.2, 0.8)), 5)], [0.1], [2]),
    ],
    mistakes=(
        Mistake(
            "the training error chooses",
            "Your turn is the one with the lowest *training* error: the network that learned most by heart.",
            "Take the errors of the set that is there to choose.",
            changes=(('row["dev_error"]', 'row["train_error"]'),),
        ),
        Mistake(
            "the sum of both errors chooses",
            "The training error votes too in your choice, and it always votes for learning by heart.",
            "One of the two is enough.",
            changes=((BEST, 'np.argmin([row["dev_error"] + row["train_error"] for row in log])'),),
        ),
        Mistake(
            "the smallest gap chooses",
            "Where training and dev error are closest, both may be large: a network that has learned nothing has no gap.",
            "Choose by the dev error itself.",
            changes=((BEST, 'np.argmin([abs(row["dev_error"] - row["train_error"]) for row in log])'),),
        ),
        Mistake(
            "the turn with the highest error is chosen",
            "Look up the dev error of your best turn in the log: it is the largest. These are errors, not accuracies.",
            "What one wants of an error is the least.",
            changes=((BEST, "np.argmax(dev_errors)"),),
        ),
        Mistake(
            "the highest errors are looked for throughout",
            "Your best turn is the one with the largest dev error, and your lowest goes up. These are errors, not accuracies.",
            "What one wants of an error is the least: exchange largest and least in both results.",
            changes=((BEST, "np.argmax(dev_errors)"), (LOWEST, "np.maximum.accumulate(dev_errors)")),
        ),
        Mistake(
            "the best turn is the number of improvements",
            "You count how often a turn was better than all before. The turns that were not better take up places too.",
            "Remember the index of the turn itself when a better one comes.",
            changes=((BEST, "np.sum(np.diff(np.minimum.accumulate(dev_errors)) < 0)"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "First comes one number, the index of the best turn; then an entry for each turn.",
            "Compare your last line with the docstring's `Returns`.",
            changes=((f"return {BEST}, {LOWEST}", f"return {LOWEST}, {BEST}"),),
        ),
        Mistake(
            "of equally good turns the last is chosen",
            "In the first trial two turns have the lowest error. The docstring says which of them.",
            "A later turn has to be better, not as good.",
            changes=((BEST, "len(dev_errors) - 1 - np.argmin(dev_errors[::-1])"),),
        ),
        Mistake(
            "turns are counted from 1",
            "`log[best]` should be the best row. With your number it is the one after it, or an error.",
            "Take the index as it is.",
            changes=((BEST, "np.argmin(dev_errors) + 1"),),
        ),
        Mistake(
            "the best row is returned, not its index",
            "The docstring asks for an index: a whole number, so that `log[best]` is the row.",
            "NumPy has a function that tells where the least number stands.",
            changes=((BEST, 'min(log, key=lambda row: row["dev_error"])'),),
        ),
        Mistake(
            "the lowest error is returned, not the index of its turn",
            "An error says how good the best turn was, but not which one.",
            "There is a difference between the least number and its place.",
            changes=((BEST, "np.min(dev_errors)"),),
        ),
        Mistake(
            "lowest is the list of the dev errors as they are",
            "How far one has come never gets worse: a bad turn is thrown away. Your numbers go up again.",
            "Entry i is the least of the first i + 1 errors.",
            changes=((LOWEST, "dev_errors"),),
        ),
        Mistake(
            "lowest knows the future",
            "After the first turn only one error is known. Your first entry is the lowest of all turns.",
            "Entry i must not look at later turns.",
            changes=((LOWEST, "np.full(len(log), dev_errors.min())"),),
        ),
        Mistake(
            "lowest goes backwards",
            "Your entries tell what the turns from i to the *end* reach. One comes from the beginning.",
            "Turn nothing round: the first entry is the first error.",
            changes=((LOWEST, "np.minimum.accumulate(dev_errors[::-1])[::-1]"),),
        ),
        Mistake(
            "lowest leaves out the turn itself",
            "Entry i is about the turns 0 to i, the last one included. Yours is one turn late.",
            "Compare each new error before you write the entry down.",
            changes=((LOWEST, "np.minimum.accumulate(np.concatenate([dev_errors[:1], dev_errors[:-1]]))"),),
        ),
        Mistake(
            "only the last value of lowest is returned",
            "The docstring asks for an entry for each turn.",
            "Keep the least number after every turn, not only at the end.",
            changes=((LOWEST, "np.min(dev_errors)"),),
        ),
        Mistake(
            "each error is compared with the one before alone",
            "After 0.2, 0.3, 0.25 the lowest is still 0.2. Yours has forgotten it.",
            "Compare with the lowest so far, and remember that.",
            changes=((LOWEST, "np.minimum(dev_errors, np.concatenate([dev_errors[:1], dev_errors[:-1]]))"),),
        ),
        Mistake(
            "the log itself is changed",
            "Look at your `log` after the call: its rows stand in another order, or have become others, and the history is gone.",
            "Sort nothing and write into nothing that came in, or take a copy.",
            changes=(("return np.argmin", 'log.sort(key=lambda row: row["dev_error"])\n    return np.argmin'),),
            costs=0.25,
        ),
        Mistake(
            "`lowest` holds the mean of the errors so far",
            "With the errors 0.4, 0.3, 0.35 the second entry should be 0.3, an error that one turn had; no turn had yours.",
            "After each turn ask which of the errors up to then is the lowest, the new one among them.",
            code="""
            def best_so_far(log):
                errors = np.array([row["dev_error"] for row in log])
                return int(np.argmin(errors)), np.cumsum(errors) / np.arange(1, len(errors) + 1)
            """,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop, and a list",
            code="""
            def best_so_far(log):
                best, lowest = 0, []
                for i, row in enumerate(log):
                    if row["dev_error"] < log[best]["dev_error"]:
                        best = i
                    lowest.append(log[best]["dev_error"])
                return best, np.array(lowest)
            """,
        ),
        Alternative(
            "min of slices and index",
            code="""
            def best_so_far(log):
                errors = [row["dev_error"] for row in log]
                return errors.index(min(errors)), [min(errors[: i + 1]) for i in range(len(errors))]
            """,
        ),
        Alternative(
            "itertools, and a row found by min",
            code="""
            def best_so_far(log):
                from itertools import accumulate

                best = min(range(len(log)), key=lambda i: log[i]["dev_error"])
                return [best, np.fromiter(accumulate((row["dev_error"] for row in log), min), np.float32)]
            """,
        ),
    ),
)
