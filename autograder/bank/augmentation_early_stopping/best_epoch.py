"""best_epoch: curves of costs with a valley before the lowest place, with ties and with NaN."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import augmentation_early_stopping as reference


def curves_trial(says, train, dev, rule="values"):
    return Trial(says, {"train_costs": np.array(train), "dev_costs": np.array(dev)}, [value(rule), CHANGED])


def training(rng, k, rule="values", unit=1.0):
    """Costs of a training of k epochs: the training cost falls, the dev cost has a valley before the lowest place and rises after it."""
    train = np.round(np.linspace(1.2, 0.1, k) + rng.uniform(0, 0.02, k), 5)
    best = int(rng.integers(k // 2, k - 3))
    dev = np.round(0.5 + 0.04 * np.abs(np.arange(k) - best) + rng.uniform(0.001, 0.01, k), 5)
    dev[2] = round(dev[1] + 0.02, 5)  # the first rise, far above the lowest place
    valley = int(rng.integers(3, best - 1))
    dev[best] = round(dev[best], 2)
    dev[valley] = dev[best] + 0.00002  # a rise after it is no reason to stop looking, and rounded it would be as low
    train[best + 1] = round(train[best] - 0.08, 5)  # here the sum of both is lowest, and later on the gap is largest
    dev[best + 1] = round(dev[best] + 0.01, 5)
    train[-1], dev[-1] = round(train[-2] - 0.05, 5), round(dev[-2] + 0.05, 5)
    says = f"{k} epochs" + (", costs in the thousands" if unit > 1 else "")
    if rule == "ties":
        dev[[best - 1, best, best + 1]] = dev[best]
        dev[best + 2] = dev[best]
        says += ", four of them equally good"
    if rule == "nan":
        dev[[0, valley, best + 2, k - 1]] = np.nan
        train[k - 1] = np.nan
        says += ", four of them with NaN"
    return curves_trial(says, unit * train, unit * dev, rule)


EXERCISE = Exercise(
    reference=reference.best_epoch,
    points=2,
    returns=("epoch",),
    rules=(
        Rule("values", "the epoch with the lowest dev cost is returned, counted from 0", 1),
        Rule("ties", "of several that are equally good, it is the first", 0.25),
        Rule("nan", "an epoch whose dev cost is NaN is never chosen, and disturbs nothing", 0.25),
        Rule("arguments", "both arrays are left as they were", 0.25),
    ),
    visible=lambda rng: [
        curves_trial("six epochs", [0.9, 0.7, 0.6, 0.5, 0.2, 0.3], [0.95, 0.8, 0.9, 0.75, 0.77, 0.99]),
        curves_trial("a dev cost that rises from the start", [0.8, 0.6, 0.4], [0.7, 0.9, 1.3]),
        curves_trial("four epochs, the last one best", [0.8, 0.5, 0.55, 0.45], [0.9, 0.8, 0.7, 0.6]),
        curves_trial(
            "seven epochs, three of them equally good", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3], [0.9, 0.5, 0.7, 0.5, 0.6, 0.5, 0.8], "ties"
        ),
        curves_trial("six epochs, one of them with NaN", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], [0.9, 0.8, np.nan, 0.6, 0.7, 0.8], "nan"),
        curves_trial("five epochs, the first with NaN", [0.9, 0.7, 0.6, 0.5, 0.4], [np.nan, 0.9, 0.6, 0.75, np.nan], "nan"),
        curves_trial(
            "nine epochs, some of them nearly as good",
            np.linspace(0.9, 0.1, 9),
            np.array([9, 7, 7.5, 5.0004, 6, 5.0002, 5, 5.0001, 6]) / 10,
        ),
        curves_trial("four epochs, costs in the thousands", [4100.5, 3200.25, 2100.5, 1800.75], [4300.5, 3900.25, 3700.75, 3800.5]),
    ],
    hidden=lambda rng: [
        training(rng, 12),
        training(rng, 25),
        training(rng, 17),
        training(rng, 15, unit=4000),
        curves_trial("one epoch", [round(rng.uniform(0.2, 0.9), 3)], [round(rng.uniform(0.2, 0.9), 3)]),
        training(rng, 15, "ties"),
        training(rng, 14, "nan"),
    ],
    mistakes=(
        Mistake(
            "the training cost decides",
            "You choose the epoch that fits the training set best, which is the last one as a rule: then nobody need stop at all.",
            "Only examples that were not trained on can tell. Look at the other array.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(train_costs)"),),
        ),
        Mistake(
            "the sum of both costs decides",
            "The lecture's slide says so: the point where both are best. But the training cost falls on and on, and pulls your choice to later epochs.",
            "Let the dev cost decide alone.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(np.round(train_costs + dev_costs, 9))"),),
        ),
        Mistake(
            "the smallest gap between both costs decides",
            "At the beginning both costs are equally bad, and the gap is small. Is that the network you want?",
            "Not the distance of the curves counts, but how low the dev cost is.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(np.round(np.abs(dev_costs - train_costs), 9))"),),
        ),
        Mistake(
            "the largest dev cost is looked for",
            "You return the worst epoch. Were these accuracies, it would be the best.",
            "Costs are to be small.",
            changes=(("np.nanargmin", "np.nanargmax"),),
        ),
        Mistake(
            "the lowest cost is returned, not its epoch",
            "Your result is one of the `dev_costs`. In which epoch did it occur?",
            "Ask for the place of the smallest number, not for the number.",
            changes=(("np.nanargmin", "np.nanmin"),),
        ),
        Mistake(
            "the last epoch is returned",
            "Whatever the costs are, you return the last epoch. Look at the dev cost there, and before.",
            "Find the epoch at which the dev cost was lowest.",
            changes=(("np.nanargmin(dev_costs)", "len(dev_costs) - 1"),),
        ),
        Mistake(
            "epochs are counted from 1",
            "Look into `dev_costs` at the place you return: it is the one after the lowest.",
            "Python counts from 0, and so does this chapter.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(dev_costs) + 1"),),
        ),
        Mistake(
            "the first rise ends the search",
            "A dev cost wobbles. You return the place before its first rise, though a lower one comes later.",
            "Look at all epochs.",
            code="""
            def best_epoch(train_costs, dev_costs):
                for epoch in range(len(dev_costs) - 1):
                    if dev_costs[epoch + 1] > dev_costs[epoch]:
                        return epoch
                return int(np.nanargmin(dev_costs[-1:])) + len(dev_costs) - 1
            """,
        ),
        Mistake(
            "an array of epochs is returned",
            "Print the shape of your result. The question has one epoch for an answer, also where several are equally good.",
            "Take the first of them, as a number.",
            changes=(("np.nanargmin(dev_costs)", "np.flatnonzero(dev_costs == np.nanmin(dev_costs))"),),
        ),
        Mistake(
            "of equally good epochs, the last is taken",
            "A loop with `<=` ends with the last of equal numbers. The later network has only had more time to learn by heart.",
            "Let a later epoch win only if it is really lower.",
            changes=(("np.nanargmin(dev_costs)", "len(dev_costs) - 1 - np.nanargmin(dev_costs[::-1])"),),
            costs=0.25,
        ),
        Mistake(
            "NaN is taken for the lowest cost",
            "`np.argmin` returns the place of a NaN if there is one. A training that blew up would be your best.",
            "NumPy has a form of this function that passes NaN over.",
            changes=(("np.nanargmin", "np.argmin"),),
            costs=0.25,
        ),
        Mistake(
            "a loop that begins with NaN in epoch 0 stays there",
            "Every comparison with NaN is False: if the first cost is NaN, no later one is ever lower than it, and you return 0.",
            "Begin with a cost that any number is lower than, `np.inf`, not with the first one.",
            code="""
            def best_epoch(train_costs, dev_costs):
                best = 0
                for epoch, cost in enumerate(dev_costs):
                    if cost < dev_costs[best]:
                        best = epoch
                return best
            """,
            costs=0.25,
        ),
        Mistake(
            "nearly equal costs are taken for equally good",
            "You return the first epoch whose dev cost is close to the lowest, or equal when rounded. It is not the lowest: compare all their digits.",
            "Of equally good epochs the first, but only where the numbers are the same.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(np.round(dev_costs, 2))"),),
        ),
        Mistake(
            "the epoch and its cost are returned",
            "Print your result: there are two numbers in it. The docstring asks for the number of the epoch.",
            "Return the place alone.",
            changes=(("np.nanargmin(dev_costs)", "(np.nanargmin(dev_costs), np.nanmin(dev_costs))"),),
        ),
        Mistake(
            "NaN is written over in the caller's array",
            "Look at `dev_costs` after the call: what was NaN is something else now, and a plot of it would show a lie.",
            "Work on a copy, or use a function that passes NaN over.",
            code="""
            def best_epoch(train_costs, dev_costs):
                dev_costs[np.isnan(dev_costs)] = 1e9
                return np.argmin(dev_costs)
            """,
            costs=0.25,
            shown=True,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop",
            code="""
            def best_epoch(train_costs, dev_costs):
                best, lowest = 0, np.inf
                for epoch in range(len(dev_costs)):
                    if dev_costs[epoch] < lowest:
                        best, lowest = epoch, dev_costs[epoch]
                return best
            """,
        ),
        Alternative("as a Python int", changes=(("np.nanargmin(dev_costs)", "int(np.nanargmin(dev_costs))"),)),
        Alternative(
            "NaN replaced in a copy, with a print",
            code="""
            def best_epoch(train_costs, dev_costs):
                costs = np.where(np.isnan(dev_costs), np.inf, dev_costs)
                print(costs.min())
                return np.argmin(costs)
            """,
        ),
        Alternative(
            "the smallest of pairs",
            code="""
            def best_epoch(train_costs, dev_costs):
                return min((c, i) for i, c in enumerate(dev_costs.tolist()) if c == c)[1]
            """,
        ),
        Alternative(
            "places where it is equal, the first of them, a 0-d array",
            code="""
            def best_epoch(train_costs, dev_costs):
                return np.asarray(np.where(dev_costs == np.nanmin(dev_costs))[0][0])
            """,
        ),
    ),
)
