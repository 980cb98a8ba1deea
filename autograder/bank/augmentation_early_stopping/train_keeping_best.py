"""train_keeping_best: trainings known by where they lead, with bumps about as long as patience."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.augmentation_early_stopping.shared import slow_fall
from autograder.bank.probes import CHANGED, array, value
from course_utils.black_boxes.specimens import cost_on_the_way, walk
from course_utils.reference import augmentation_early_stopping as reference


def journey(rng, says, costs, patience, max_epochs, sizes=(3, 2), rule="values"):
    """A training known by where it leads: costs[0] at its start, costs[1] after the first epoch, and so on."""
    parameters, steps = {}, {}
    for l in range(1, len(sizes)):
        for name, shape in ((f"W{l}", (sizes[l], sizes[l - 1])), (f"b{l}", (sizes[l], 1))):
            parameters[name] = array(rng, *shape, low=0.1, high=2)
            steps[name] = np.round(rng.uniform(0.1, 0.9, shape), 5)
    parameters["W1"].flat[0], steps["W1"].flat[0] = 1.0, 1.0  # by this one the epochs are counted
    history = Probe(rule, "numbers", {"part": 1}, says="`history` does not hold what it should: {difference}")
    return Trial(
        f"{says}, patience = {patience}, max_epochs = {max_epochs}",
        {
            "parameters": parameters,
            "train_epoch": partial(walk, steps=steps),
            "dev_cost": partial(cost_on_the_way, name="W1", start=1.0, costs=np.array(costs)),
            "patience": patience,
            "max_epochs": max_epochs,
        },
        [value(rule, part=0), history, CHANGED],
    )


def long_journey(rng, patience, max_epochs=30):
    """Bumps shorter than patience, then one that uses it up, and a lower cost still to come. The start has the lowest cost of all."""
    cost, costs = 3.0, [0.01]
    for bump in (1, patience - 1, patience):
        for _ in range(int(rng.integers(1, 3))):
            cost = round(cost - rng.uniform(0.1, 0.3), 5)
            costs.append(cost)
        heights = rng.uniform(0.02, 0.5, bump)
        heights[:2] = sorted(heights[:2], reverse=True)  # a fall to what is no new low
        costs += [round(cost + d, 5) for d in heights]
    return journey(rng, "a training with bumps", [*costs, 0.5, 0.9, 0.4], patience, max_epochs, sizes=(2, 3, 1))


COPY = "best, best_so_far = copy.deepcopy(now), epoch"
START = "now, history = copy.deepcopy(parameters), []"
LOWER = "if history[-1] < min(history[:-1], default=np.inf):"
WAITED = "if epoch - best_so_far == patience:"
GIVE = "return best, history"

EXERCISE = Exercise(
    reference=reference.train_keeping_best,
    points=4,
    returns=("best", "history"),
    rules=(
        Rule("values", "the parameters of the best epoch are returned, and the dev costs of all epochs that were trained", 1),
        Rule("ties", "an equally low cost is no improvement: of equally good epochs the first is kept", 0.25),
        Rule("arguments", "`parameters` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        journey(rng, "a training with a bump", [2.0, 0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.64, 0.7, 0.5, 0.4], 3, 20),
        journey(rng, "a short training", [0.5, 0.9, 0.7, 0.6, 0.65, 0.55, 0.5], 3, 5, sizes=(2, 2, 1)),
        journey(rng, "a cost that rises from the start", [0.1, 0.3, 0.4, 0.6, 0.9, 1.2], 3, 10),
        journey(rng, "a plateau", [2.0, 0.5, 0.5, 0.5, 0.5, 0.3], 3, 20, rule="ties"),
        journey(rng, "a cost that falls by very little", [1, *slow_fall(0.75)], 1, 5),
    ],
    hidden=lambda rng: [
        long_journey(rng, 2),
        long_journey(rng, 4),
        journey(rng, "a cost that falls to the end", [3, *np.round(2 - np.cumsum(rng.uniform(0.05, 0.2, 9)), 5)], 2, 8),
        journey(rng, "one epoch", [1.0, round(rng.uniform(0.2, 0.9), 5)], 1, 1),
        journey(rng, "a cost that rises from the start", np.round(np.cumsum(rng.uniform(0.1, 0.5, 8)), 5), 4, 9, sizes=(4, 1)),
        journey(rng, "a plateau", [2.0, 0.7, 0.6, 0.6, 0.6, 0.3], 2, 20, rule="ties"),
        journey(rng, "a plateau", np.array([3, 1.4, 1.2, 1.2, 0.9]) * rng.uniform(0.5, 0.9), 1, 20, rule="ties"),
        journey(rng, "a cost that falls by very little", [1, *slow_fall(rng.integers(50, 90) / 100)], 1, 5),
        journey(rng, "costs in the thousands", np.round(1000 * np.array([5, 4, 3.5, 3.6, 3.2, 3.3, 3.4, 3]) * rng.uniform(1, 2), 3), 2, 20),
    ],
    mistakes=(
        Mistake(
            "what is returned are the last parameters",
            "Compare your result with the parameters after the last epoch: the same numbers. Either you return the wrong dict; or you kept the right one, but no copy of its arrays: `best = now` is a second name for one dict, "
            "`dict(now)` is a new dict with the old arrays in it, and `train_epoch` writes into these.",
            "The arrays themselves must be copied, at the moment when they are the best: the module `copy` has a function for it, and so has each array.",
            changes=((COPY, "best, best_so_far = now, epoch"),),
        ),
        Mistake(
            "what is returned are the parameters of the start",
            "Compare your result with `parameters`: the same numbers. What you train and what you keep are two different things.",
            "Train one dict; when its cost is lower than ever, copy that dict.",
            changes=((COPY, "best, best_so_far = copy.deepcopy(parameters), epoch"),),
        ),
        Mistake(
            "the copy is made one epoch too late",
            "What you keep belongs to the epoch after the best one. In which order do you train, measure and copy?",
            "Copy the parameters for which you have just measured the lowest cost, before they are trained on.",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history, lowest, wait = copy.deepcopy(parameters), [], np.inf, 0
                for epoch in range(max_epochs):
                    train_epoch(now)
                    history.append(dev_cost(now))
                    wait = 0 if history[-1] < lowest else wait + 1
                    if wait == patience:
                        break
                    if wait == 0:
                        lowest, best = history[-1], copy.deepcopy(now)
                        train_epoch(best)
                return best, history
            """,
        ),
        Mistake(
            "the copy is made one epoch too early: before the cost is measured",
            "What you keep belongs to the epoch before the best one. The cost that you measured is that of the parameters after the epoch.",
            "First train, then measure, then copy.",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history, lowest, wait = copy.deepcopy(parameters), [], np.inf, 0
                for epoch in range(max_epochs):
                    before = copy.deepcopy(now)
                    train_epoch(now)
                    history.append(dev_cost(now))
                    wait += 1
                    if history[-1] < lowest:
                        lowest, best, wait = history[-1], before, 0
                    if wait == patience:
                        break
                return best, history
            """,
        ),
        Mistake(
            "the cost is measured before the epoch is trained",
            "Your history begins with the cost of the start, before anything was learned.",
            "Exchange two lines: an epoch first, its cost afterwards.",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history, best_so_far = copy.deepcopy(parameters), [], 0
                for epoch in range(max_epochs):
                    history.append(dev_cost(now))
                    if history[-1] < min(history[:-1], default=np.inf):
                        best, best_so_far = copy.deepcopy(now), epoch
                    train_epoch(now)
                    if epoch - best_so_far == patience:
                        break
                return best, history
            """,
        ),
        Mistake(
            "every epoch starts anew from the beginning",
            "All costs of your history are the same: each epoch is trained on a fresh copy of the start.",
            "Copy once, before the loop, and train that copy on and on.",
            changes=(("train_epoch(now)", "now = copy.deepcopy(parameters)\n        train_epoch(now)"),),
        ),
        Mistake(
            "what train_epoch returns is taken for the parameters",
            "`train_epoch` returns None: it changes the arrays that it gets. Put what it returns in place of the dict, and there is nothing left to measure.",
            "Call it, and go on with the dict that you handed over.",
            changes=(("train_epoch(now)", "now = train_epoch(now)"),),
        ),
        Mistake(
            "training never stops before max_epochs",
            "Your history is as long as max_epochs, whatever patience is. And what a later epoch brings, nobody would have seen.",
            "Leave the loop when the wait has lasted `patience` epochs.",
            changes=((WAITED, "if epoch - best_so_far == 10**9:"),),
        ),
        Mistake(
            "it waits one epoch too long",
            "Count the epochs in your history after the lowest cost: one more than `patience`.",
            "The wait is over as soon as `patience` epochs brought nothing.",
            changes=((WAITED, "if epoch - best_so_far > patience:"),),
        ),
        Mistake(
            "it stops one epoch too early",
            "Count the epochs in your history after the lowest cost: one less than `patience`.",
            "The first epoch without improvement is number 1 of the wait.",
            changes=((WAITED, "if epoch - best_so_far == patience - 1 and epoch:"),),
        ),
        Mistake(
            "one epoch more than max_epochs is trained",
            "Where patience is never used up, your history is longer than max_epochs by one. Counting from 0, the last epoch is max_epochs - 1.",
            "Begin no epoch once as many as max_epochs are done.",
            changes=(("range(max_epochs)", "range(max_epochs + 1)"),),
        ),
        Mistake(
            "nearly equal costs are taken for equal",
            "A cost that is lower in the fifth digit is lower, and its parameters are the best so far. Print the costs that you compare, with all their digits.",
            "Compare the costs as `dev_cost` returned them.",
            changes=((LOWER, "if np.round(history[-1], 3) < np.round(min(history[:-1], default=np.inf), 3):"),),
        ),
        Mistake(
            "the wait is not reset by an improvement",
            "Two bumps of one epoch each are not one of two. After a new lowest cost, patience is whole again.",
            "When an epoch improves, set the count of the wait back.",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history, lowest, wait = copy.deepcopy(parameters), [], np.inf, 0
                for epoch in range(max_epochs):
                    train_epoch(now)
                    history.append(dev_cost(now))
                    if history[-1] < lowest:
                        lowest, best = history[-1], copy.deepcopy(now)
                    else:
                        wait += 1
                    if wait == patience:
                        break
                return best, history
            """,
        ),
        Mistake(
            "each epoch is compared with the one before it",
            "After a bump your best epoch is one on the way down from it, though a lower cost came before.",
            "Compare with the lowest cost so far.",
            changes=((LOWER, "if not history[:-1] or history[-1] < history[-2]:"),),
        ),
        Mistake(
            "the highest cost is kept",
            "Your best epoch is the worst.",
            "Costs are to fall.",
            changes=((LOWER, "if history[-1] > max(history[:-1], default=-np.inf):"),),
        ),
        Mistake(
            "the number of the best epoch is returned, not its parameters",
            "An epoch number is no network. To predict one needs its weights, and training has gone on since.",
            "Return the copy that you made.",
            changes=((GIVE, "return best_so_far, history"),),
        ),
        Mistake(
            "the history is not returned",
            "The docstring asks for two things; without the history nobody can draw the curve.",
            "Return both, in the docstring's order.",
            changes=((GIVE, "return best"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "The first result should be a dict, and yours is a list.",
            "Compare your `return` with the docstring.",
            changes=((GIVE, "return history, best"),),
        ),
        Mistake(
            "the history holds only the improvements",
            "Your history is shorter than the training was: epochs that brought nothing are missing from it.",
            "Write down the cost of every epoch.",
            changes=((GIVE, "return best, [c for i, c in enumerate(history) if c < min(history[:i], default=np.inf)]"),),
        ),
        Mistake(
            "of equally good epochs, the last is kept",
            "On a plateau your wait never begins: each epoch is as good as the one before, and with you that is enough.",
            "Only a lower cost is an improvement; a `<=` lets equality through.",
            changes=((LOWER, "if history[-1] <= min(history[:-1], default=np.inf):"),),
            costs=0.25,
        ),
        Mistake(
            "parameters itself is trained",
            "Look at `parameters` after the call: it has been trained. Whoever wants to start again from the same place, to compare, can not.",
            "Train a copy, arrays and all.",
            changes=((START, "now, history = parameters, []"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "copies by hand, a counter, a while loop",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                weights = {name: value.copy() for name, value in parameters.items()}
                lowest, wait, history, best = float("inf"), 0, [], None
                while len(history) < max_epochs and wait < patience:
                    train_epoch(weights)
                    cost = dev_cost(weights)
                    history += [cost]
                    wait += 1
                    if cost < lowest:
                        lowest, wait = cost, 0
                        best = {name: np.array(value) for name, value in weights.items()}
                return best, history
            """,
        ),
        Alternative(
            "all copies kept, the best one chosen at the end",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                current, kept, history = copy.deepcopy(parameters), [], []
                for _ in range(max_epochs):
                    train_epoch(current)
                    kept.append(copy.deepcopy(current))
                    history.append(dev_cost(current))
                    if len(history) - 1 - np.argmin(history) >= patience:
                        break
                return kept[int(np.argmin(history))], np.array(history)
            """,
        ),
        Alternative(
            "values written into a dict of one's own, with a print",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now = {k: v + 0 for k, v in parameters.items()}
                best = {k: np.zeros_like(v) for k, v in parameters.items()}
                history, epoch_of_best = [], -1
                for epoch in range(max_epochs):
                    train_epoch(now)
                    history.append(float(dev_cost(now)))
                    if epoch_of_best < 0 or history[epoch] < history[epoch_of_best]:
                        epoch_of_best = epoch
                        for k in best:
                            best[k][...] = now[k]
                    print(epoch, history[-1])
                    if epoch - epoch_of_best >= patience:
                        return best, tuple(history)
                return best, tuple(history)
            """,
        ),
        Alternative(
            "the student's own stopping_epoch, asked after each epoch",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history = copy.deepcopy(parameters), []
                for epoch in range(max_epochs):
                    train_epoch(now)
                    history.append(dev_cost(now))
                    stop, best_so_far = stopping_epoch(np.array(history), patience, 0)
                    if best_so_far == epoch:
                        best = copy.deepcopy(now)
                    if epoch - best_so_far == patience:
                        break
                return best, history
            """,
        ),
    ),
)
