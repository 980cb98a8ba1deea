"""run_turns: candidates for a fit, on data where every way to measure gives other errors."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.capstone.shared import one_hot
from autograder.bank.probes import CHANGED, value
from course_utils import network
from course_utils.black_boxes.specimens import ridge
from course_utils.reference import capstone as reference


def turns_trial(rng, n_x, n_y, m, candidates):
    """Data on which every way to measure gives other errors, all errors of a column are not the same, nor those of the first and last turn."""
    for tried in range(20_000):
        if tried % 100 == 99:  # in some orders the first and the last setting hardly ever differ
            candidates = [candidates[i] for i in rng.permutation(len(candidates))]
        middle, data = rng.standard_normal((n_x, n_y)), {}
        for end, size in zip(("", "_dev", "_test"), m):
            labels = rng.integers(0, n_y, size)
            data["X" + end] = np.round(middle[:, labels] + rng.standard_normal((n_x, size)), 5)
            data["Y" + end] = one_hot(labels, n_y)
        ends = ("", "_dev", "_test")
        errors = np.array(
            [
                [1 - network.accuracy(network.predict(data["X" + e], ridge(data["X"], data["Y"], s)), data["Y" + e]) for s in candidates]
                for e in ends
            ]
        )
        best = errors.argmin(axis=1)
        if len(set(best)) == 3 and len(set(errors[1])) > 1 and best[1] != len(candidates) - 1 and np.all(errors[:2, 0] != errors[:2, -1]):
            break
    else:
        raise ValueError("no such data")
    says = f"{len(candidates)} candidates, {m[0]} training, {m[1]} dev and {m[2]} test examples of {n_y} classes"
    return a_trial(says, candidates, data)


def a_trial(says, candidates, data):
    return Trial(says, {"candidates": candidates, "fit": partial(ridge), "data": data}, [value(), CHANGED])


def sealed_trial(rng, n_x, n_y, m, candidates):
    """Data whose test set fits no network: who looks at it stops."""
    data = turns_trial(rng, n_x, n_y, m, candidates).arguments["data"]
    data |= {"X_test": np.full((n_x + 3, 2), np.nan), "Y_test": np.full((n_y + 2, 2), np.nan)}
    return a_trial(f"{len(candidates)} candidates, and a test set that fits no network", candidates, data)


def single_trial(rng, m):
    """One candidate alone."""
    data = {}
    for end, size in (("", m), ("_dev", m - 2), ("_test", m - 3)):
        labels = rng.permutation(np.arange(size) % 2)
        data |= {"X" + end: np.round(labels + rng.standard_normal((2, size)), 5), "Y" + end: one_hot(labels, 2)}
    return a_trial("one candidate", some_settings(rng, 1), data)


def some_settings(rng, k):
    """Settings of which `fit` uses two; the log has them all."""
    order = rng.permutation(k)
    return [
        {"alpha": round(float(rng.uniform(0, 2)), 5), "lambd": float(f"{0.01137 * 8.0**i:.5g}"), "units": int(rng.integers(8, 64))}
        for i in order
    ]


ERROR = "1 - network.accuracy(network.predict(X, parameters), Y)"
FIT = 'fit(data["X"], data["Y"], settings)'
PAIRS = '(("train_error", data["X"], data["Y"]), ("dev_error", data["X_dev"], data["Y_dev"]))'

EXERCISE = Exercise(
    reference=reference.run_turns,
    points=4,
    returns=("log",),
    rules=(
        Rule("values", "each row of the log has the settings and the two errors of its turn; training and dev set alone play a part", 1),
        Rule("arguments", "`candidates` and `data` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        turns_trial(rng, 2, 3, (9, 7, 8), some_settings(rng, 4)),
        turns_trial(rng, 3, 2, (8, 10, 6), some_settings(rng, 5)),
        sealed_trial(rng, 3, 3, (10, 8, 7), some_settings(rng, 4)),
    ],
    hidden=lambda rng: [
        turns_trial(rng, 3, 3, (11, 8, 9), some_settings(rng, 5)),
        turns_trial(rng, 4, 4, (15, 12, 10), some_settings(rng, 6)),
        turns_trial(rng, 2, 2, (12, 9, 13), some_settings(rng, 4)),
        sealed_trial(rng, 2, 3, (12, 9, 8), some_settings(rng, 5)),
        single_trial(rng, 9),
    ],
    mistakes=(
        Mistake(
            "the test set is opened: its error stands where the dev error belongs",
            "Compute the dev error of the first candidate by hand, with `X_dev` and `Y_dev`. Your number is the test error. After this search no set is left for an honest number.",
            "Leave the entries that end in _test alone.",
            changes=(('("dev_error", data["X_dev"], data["Y_dev"])', '("dev_error", data["X_test"], data["Y_test"])'),),
        ),
        Mistake(
            "it trains on the dev set too",
            "Your networks have seen the dev examples, and the dev errors come out too small. The dev set is there to choose.",
            "Hand only `X` and `Y` to `fit`.",
            changes=((FIT, 'fit(np.hstack([data["X"], data["X_dev"]]), np.hstack([data["Y"], data["Y_dev"]]), settings)'),),
        ),
        Mistake(
            "it trains on the dev set",
            "Which examples do you hand to `fit`? A set that is trained on can not judge.",
            "Train on the set whose names have no ending.",
            changes=((FIT, 'fit(data["X_dev"], data["Y_dev"], settings)'),),
        ),
        Mistake(
            "each error is measured by a network that was trained on the same set",
            "For the dev error you train anew, on the dev set. The log is about one network for each turn, which has seen the training set alone.",
            "Call `fit` once for each of the candidates.",
            code="""
            def run_turns(candidates, fit, data):
                log = []
                for settings in candidates:
                    row = dict(settings)
                    for name, end in (("train_error", ""), ("dev_error", "_dev")):
                        X, Y = data["X" + end], data["Y" + end]
                        row[name] = 1 - network.accuracy(network.predict(X, fit(X, Y, settings)), Y)
                    log.append(row)
                return log
            """,
        ),
        Mistake(
            "training error and dev error are exchanged",
            "Compute the first candidate's error on the training set by hand, and look under which name you find it.",
            "Check which data go with which name.",
            changes=((PAIRS, '(("dev_error", data["X"], data["Y"]), ("train_error", data["X_dev"], data["Y_dev"]))'),),
        ),
        Mistake(
            "the accuracy is written down, not the error",
            "An error is the share of *wrong* labels: a good network has a small one.",
            "What is the share that is left when some labels are right?",
            changes=((ERROR, "network.accuracy(network.predict(X, parameters), Y)"),),
        ),
        Mistake(
            "the cost is written down, not the error",
            "Your numbers can be larger than 1. An error is a share of wrong labels, from 0 to 1.",
            "Let the network say labels, and count the wrong ones.",
            changes=((ERROR, "network.cost(network.forward(X, parameters)[0], Y)"),),
        ),
        Mistake(
            "the number of errors is written down, not the share",
            "Your numbers are whole. The sets have different sizes, so numbers of errors cannot be compared.",
            "Divide by the number of examples of that set.",
            changes=((ERROR, "np.sum(network.predict(X, parameters) != Y.argmax(axis=0))"),),
        ),
        Mistake(
            "all entries of the one-hot labels are compared",
            "`predict` says class numbers (1, m), and Y (n_y, m) holds a 1 for each class. Compared entry by entry they tell nothing.",
            "`network.accuracy` knows one-hot labels.",
            changes=((ERROR, "np.mean(network.predict(X, parameters) != Y)"),),
        ),
        Mistake(
            "every row is the last one",
            "Print your log: all rows are alike. You append one and the same dict each time, and then write into it.",
            "Make a new dict for each turn.",
            code="""
            def run_turns(candidates, fit, data):
                log, row = [], {}
                for settings in candidates:
                    parameters = fit(data["X"], data["Y"], settings)
                    row.update(settings)
                    row["train_error"] = 1 - network.accuracy(network.predict(data["X"], parameters), data["Y"])
                    row["dev_error"] = 1 - network.accuracy(network.predict(data["X_dev"], parameters), data["Y_dev"])
                    log.append(row)
                return log
            """,
        ),
        Mistake(
            "the errors of every row are those of the first candidate",
            "The settings change from row to row, the errors do not. Which settings do you hand to `fit`, and when?",
            "Train a network in each turn, with the settings of this turn.",
            changes=((FIT, 'fit(data["X"], data["Y"], candidates[0])'),),
        ),
        Mistake(
            "the errors of every row are those of the last candidate",
            "The settings change from row to row, the errors do not. Which network is it that you measure in the first turn?",
            "Measure each network in the turn in which it was trained.",
            changes=((FIT, 'fit(data["X"], data["Y"], candidates[-1])'),),
        ),
        Mistake(
            "the settings are missing in the rows",
            "A log that does not say what was tried is of no use to the next turn.",
            "Begin each row with a copy of its settings.",
            changes=(("dict(settings)", "{}"),),
        ),
        Mistake(
            "the settings stand in a dict within the row",
            "Print a row: the settings are one level deeper than the errors.",
            "Put the entries of the settings into the row itself.",
            changes=(("dict(settings)", '{"settings": settings}'),),
        ),
        Mistake(
            "one row is returned, the best, not a list",
            "A log holds every turn, also those that failed: they say where one need not look again.",
            "Return the list. Choosing comes in the next exercise.",
            changes=(("return log", 'return min(log, key=lambda row: row["dev_error"])'),),
        ),
        Mistake(
            "the log has one row, the best",
            "Count your rows and the candidates. A log holds every turn, also those that failed: they say where one need not look again.",
            "Keep all rows. Which one to go on with is chosen in the next exercise.",
            changes=(("return log", 'return [min(log, key=lambda row: row["dev_error"])]'),),
        ),
        Mistake(
            "the log is sorted by error",
            "Row i should belong to candidate i. Sorted, nobody can see what was learned from turn to turn.",
            "Leave the order as it came.",
            changes=(("return log", 'return sorted(log, key=lambda row: row["dev_error"])'),),
        ),
        Mistake(
            "the candidates themselves are written into",
            "Look at your `candidates` after the call: they have errors in them now. Trained with once more, they would hand these on as settings.",
            "The row is a new dict, with the same entries.",
            changes=(("dict(settings)", "settings"),),
            costs=0.25,
        ),
        Mistake(
            "`dev_error` is the lowest so far, not that of the turn itself",
            "Look for a turn that is worse than the one before it: your log shows none.",
            "Measure each turn's network by itself; what was lowest is a question for later.",
            code="""
            def run_turns(candidates, fit, data):
                log, lowest = [], np.inf
                for settings in candidates:
                    parameters, row = fit(data["X"], data["Y"], settings), dict(settings)
                    row["train_error"] = 1 - network.accuracy(network.predict(data["X"], parameters), data["Y"])
                    lowest = min(lowest, 1 - network.accuracy(network.predict(data["X_dev"], parameters), data["Y_dev"]))
                    log.append(row | {"dev_error": lowest})
                return log
            """,
        ),
    ),
    alternatives=(
        Alternative(
            "a comprehension with an inner function",
            code="""
            def run_turns(candidates, fit, data):
                def error(p, end):
                    return np.mean(network.predict(data["X" + end], p)[0] != data["Y" + end].argmax(axis=0))

                trained = [fit(data["X"], data["Y"], s) for s in candidates]
                return [{**s, "train_error": error(p, ""), "dev_error": error(p, "_dev")} for s, p in zip(candidates, trained)]
            """,
        ),
        Alternative(
            "copies, a turn's number, and the errors first",
            code="""
            def run_turns(candidates, fit, data):
                import copy

                log = []
                for i in range(len(candidates)):
                    parameters = fit(data["X"].copy(), data["Y"].copy(), dict(candidates[i]))
                    AL, _ = network.forward(data["X"], parameters)
                    AL_dev, _ = network.forward(data["X_dev"], parameters)
                    wrong = np.argmax(AL, axis=0) != np.argmax(data["Y"], axis=0)
                    wrong_dev = np.argmax(AL_dev, axis=0) != np.argmax(data["Y_dev"], axis=0)
                    row = {"turn": i, "train_error": wrong.sum() / wrong.size, "dev_error": float(wrong_dev.mean())}
                    row.update(copy.deepcopy(candidates[i]))
                    log += [row]
                return log
            """,
        ),
        Alternative(
            "rows joined with |, Python floats, a tuple of rows",
            code="""
            def run_turns(candidates, fit, data):
                rows = ()
                for settings in candidates:
                    p = fit(data["X"], data["Y"], settings)
                    right = network.accuracy(network.predict(data["X"], p), data["Y"])
                    right_dev = network.accuracy(network.predict(data["X_dev"], p), data["Y_dev"])
                    rows = (*rows, settings | {"dev_error": 1.0 - right_dev, "train_error": 1.0 - right})
                return rows
            """,
        ),
    ),
)
