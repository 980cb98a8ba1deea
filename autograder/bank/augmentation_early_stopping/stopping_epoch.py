"""stopping_epoch: dev costs with bumps about as long as patience, and costs that creep down or stay."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.augmentation_early_stopping.shared import slow_fall
from autograder.bank.probes import CHANGED, value
from course_utils.reference import augmentation_early_stopping as reference


def stop_trial(says, costs, patience, min_change, rule="values"):
    says = f"{says}, patience = {patience}, min_change = {min_change:g}"
    return Trial(says, {"dev_costs": np.array(costs), "patience": patience, "min_change": min_change}, [value(rule), CHANGED])


GRAIN = 4113 / 2**18  # costs are whole numbers of these: many digits, yet exact in float32, so that no rounding decides


def stop_course(rng, patience, min_change=0.0):
    """A dev cost with two bumps shorter than patience, then one that uses it up, and a lower cost still to come.

    Within a bump the cost falls, but to no new low.
    """
    cost, costs = int(rng.integers(150, 200)), []
    for bump in (1, patience - 1, patience) if patience > 1 else (1,):
        for _ in range(int(rng.integers(2, 4))):
            cost -= int(rng.integers(8, 15))
            costs.append(cost)
        heights = 2 + rng.permutation(patience)[:bump]
        heights[:2] = sorted(heights[:2], reverse=True)
        costs += [cost + int(h) for h in heights]
    costs += [cost - 20, cost - 15, cost - 30]
    return stop_trial(f"{len(costs)} epochs", GRAIN * np.array(costs), patience, min_change)


def creep_course(rng, patience, end):
    """A dev cost that creeps down by less than min_change at a time, and improves only when the steps add up to more."""
    step = int(rng.integers(2, 5))
    costs = [120, 120 - 10 * step]
    for _ in range(2):
        costs += [costs[-1] - step, costs[-1] - 2 * step, costs[-1] - 3 * step]  # less, as much, more than min_change
    costs += [costs[-1] - k % 3 for k in range(patience)] + [costs[-1] - 2 * step] * end
    return stop_trial("a cost that creeps down", GRAIN * np.array(costs), patience, 2 * step * GRAIN, "change")


def slow_course(start):
    """With min_change = 0 each epoch is an improvement."""
    return stop_trial("a cost that falls by very little", slow_fall(start), 1, 0.0, "change")


STOP_IF = "if cost < dev_costs[best] - min_change:"
STOP_AT = "if epoch - best == patience:"
STOP_LAST = "return len(dev_costs) - 1, best"

EXERCISE = Exercise(
    reference=reference.stopping_epoch,
    points=4,
    returns=("stop", "best"),
    rules=(
        Rule("values", "training stops when `patience` is used up, and `best` is the last improvement by then", 1),
        Rule("change", "an improvement is lower than the best so far by more than `min_change`", 0.5),
        Rule("nan", "an epoch with NaN is no improvement, and the wait goes on", 0.25),
        Rule("arguments", "`dev_costs` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        stop_trial("ten epochs", [0.9, 0.7, 0.75, 0.6, 0.65, 0.62, 0.8, 0.9, 0.5, 0.6], 3, 0.0),
        stop_trial("eight epochs", [0.9, 0.8, 0.85, 0.7, 0.75, 0.65, 0.7, 0.6], 1, 0.0),
        stop_trial("seven epochs", [0.9, 0.7, 0.8, 0.75, 0.65, 0.7, 0.8], 4, 0.0),
        stop_trial("a plateau", [0.75, 0.5, 0.5, 0.5, 0.25, 0.5], 2, 0.0, "change"),
        stop_trial("a cost that creeps down", [1.0, 0.5, 0.4375, 0.375, 0.3125, 0.0, 0.0625], 3, 0.25, "change"),
        stop_trial("a cost that wobbles", [4.0, 3.5, 3.625, 3.25, 3.0, 3.125, 3.0], 3, 0.25, "change"),
        stop_trial("a cost with NaN", [1.0, 0.75, np.nan, 0.5, np.nan, np.nan, 0.75], 2, 0.0, "nan"),
        slow_course(0.75),
    ],
    hidden=lambda rng: [
        stop_course(rng, 1),
        stop_course(rng, 2),
        stop_course(rng, 4),
        stop_course(rng, 6, GRAIN),
        stop_trial("a cost that rises from the start", np.cumsum(rng.integers(1, 9, 8)) * GRAIN, 5, 0.0),
        stop_trial("a cost that falls to the end", 20 - np.cumsum(rng.integers(2, 9, 8)) * GRAIN, 2, 0.0),
        stop_trial("one epoch", [round(rng.uniform(0.3, 0.9), 3)], 3, 0.0),
        stop_trial("a plateau", np.array([9, 7, 7, 7, 7, 7, 5, 6]) / 8 + int(rng.integers(1, 9)), 3, 0.0, "change"),
        creep_course(rng, 4, 2),
        creep_course(rng, 5, 0),
        slow_course(rng.integers(50, 90) / 100),
        stop_trial("a cost that wobbles", np.array([4, 3.5, 3.625, 3.25, 3, 3.125, 3]) + int(rng.integers(1, 9)), 3, 0.25, "change"),
        stop_trial(
            "a cost with NaN", np.array([8, 6, np.nan, np.nan, 5, np.nan, 6, np.nan, 6]) / 8 + int(rng.integers(1, 9)), 3, 0.0, "nan"
        ),
    ],
    mistakes=(
        Mistake(
            "it waits one epoch too long",
            "Count the epochs after your best one: with patience = 3 there are four. The third of them is the last that is trained.",
            "Patience is used up as soon as that many epochs brought nothing, not when there is one more.",
            changes=((STOP_AT, "if epoch - best > patience:"),),
        ),
        Mistake(
            "it stops one epoch too early",
            "Count the epochs after your best one: with patience = 3 there are two. Does your count begin with the best epoch itself?",
            "The first epoch without improvement is number 1 of the wait.",
            changes=((STOP_AT, "if epoch - best == max(patience - 1, 1 * (patience == 1)):"),),
        ),
        Mistake(
            "the wait is not reset by an improvement",
            "Two bumps of two epochs each are not one of four. After a new lowest cost, patience is whole again.",
            "When an epoch improves, set the count of the wait back.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best, wait = 0, 0
                for epoch in range(1, len(dev_costs)):
                    if dev_costs[epoch] < dev_costs[best] - min_change:
                        best = epoch
                    else:
                        wait += 1
                    if wait == patience:
                        return epoch, best
                return len(dev_costs) - 1, best
            """,
        ),
        Mistake(
            "it stops at the first epoch that is no improvement, whatever patience is",
            "Try patience = 1 and patience = 5: you stop at the same epoch. A dev cost wobbles, and one rise means little.",
            "Wait as many epochs as `patience` says.",
            changes=((STOP_AT, "if epoch > best:"),),
        ),
        Mistake(
            "it stops at the first rise from one epoch to the next",
            "The dev cost wobbles: a rise after a few epochs means nothing. Your function does not look at `patience`.",
            "Go on after a rise, and count the epochs since the best one.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                for epoch in range(1, len(dev_costs)):
                    if dev_costs[epoch] > dev_costs[epoch - 1]:
                        return epoch, epoch - 1
                return len(dev_costs) - 1, len(dev_costs) - 1
            """,
        ),
        Mistake(
            "it never stops before the end",
            "You train to the last epoch, whatever patience is. The best epoch is right only if nothing better comes after the stop.",
            "Leave the loop when patience is used up.",
            changes=((STOP_AT, "if epoch - best == 10**9:"),),
        ),
        Mistake(
            "each epoch is compared with the one before it",
            "A cost that goes up by 3 and down by 1, again and again, gets worse and worse, and yet you see an improvement in every second epoch.",
            "Compare with the best epoch so far.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best = 0
                for epoch in range(1, len(dev_costs)):
                    if dev_costs[epoch] < dev_costs[epoch - 1] - min_change:
                        best = epoch
                    if epoch - best == patience:
                        return epoch, best
                return len(dev_costs) - 1, best
            """,
        ),
        Mistake(
            "epochs after the stop are looked at",
            "Your best epoch comes after the one at which you stopped. In a real training that epoch is never run.",
            "Look at the costs up to the stop only.",
            changes=(("return epoch, best", "return epoch, np.nanargmin(dev_costs)"),),
        ),
        Mistake(
            "the last epoch is called the best",
            "You return the same number twice. At the end of a wait the last epoch is not the best: that is why it was the end.",
            "The best epoch is the last that improved.",
            changes=(("return epoch, best", "return epoch, epoch"), (STOP_LAST, "return len(dev_costs) - 1, len(dev_costs) - 1")),
        ),
        Mistake(
            "the two results are returned in the other order",
            "The first number is larger than the second in the docstring's order: the stop comes after the best epoch.",
            "Compare your `return` with the docstring.",
            changes=(("return epoch, best", "return best, epoch"), (STOP_LAST, "return best, len(dev_costs) - 1")),
        ),
        Mistake(
            "only the stop is returned",
            "To know when to stop is half of it. Which parameters are to be used afterwards?",
            "Return both numbers.",
            changes=(("return epoch, best", "return epoch"), (STOP_LAST, "return len(dev_costs) - 1")),
        ),
        Mistake(
            "epochs are counted from 1",
            "Look into `dev_costs` at the place `best`: it is the epoch after the best one.",
            "Python counts from 0, and so does this chapter.",
            changes=(("return epoch, best", "return epoch + 1, best + 1"), (STOP_LAST, "return len(dev_costs), best + 1")),
        ),
        Mistake(
            "nothing is returned when patience is never used up",
            "A training may be over before the wait is. Then your function comes to its end without a `return`.",
            "After the loop, return the last epoch and the best.",
            changes=((STOP_LAST, "return None"),),
        ),
        Mistake(
            "a training that runs to its end is said to stop one epoch later",
            "For a training of k epochs you return k. The last epoch, counted from 0, has another number.",
            "Ten epochs are numbered 0 to 9.",
            changes=((STOP_LAST, "return len(dev_costs), best"),),
        ),
        Mistake(
            "a rising cost is taken for an improvement",
            "Your best epoch is the worst. Were these accuracies, you would be right.",
            "Costs are to fall.",
            changes=((STOP_IF, "if cost > dev_costs[best] + min_change:"),),
        ),
        Mistake(
            "min_change is ignored",
            "Set min_change to something huge: then nothing after epoch 0 should count, and with you it does.",
            "Being lower is not enough. How much lower must it be?",
            changes=((STOP_IF, "if cost < dev_costs[best]:"),),
            costs=0.5,
        ),
        Mistake(
            "min_change has the wrong sign",
            "With you a cost that is a little *higher* than the best counts as an improvement.",
            "The bar lies below the best cost, not above it.",
            changes=((STOP_IF, "if epoch == 0 or cost < dev_costs[best] + min_change:"),),
            costs=0.5,
        ),
        Mistake(
            "min_change is taken for a share of the cost",
            "Take a best cost of 2 and min_change 0.25: the next must be below 1.75. With you it must be below 1.5.",
            "It is a difference of costs, to be subtracted.",
            changes=((STOP_IF, "if cost < dev_costs[best] * (1 - min_change):"),),
            costs=0.5,
        ),
        Mistake(
            "nearly equal costs are taken for equal",
            "With min_change = 0 a cost that is lower in the fifth digit is lower. You round before you compare, or ask for more than min_change.",
            "Compare the costs with all their digits, and with `min_change` as it comes.",
            changes=((STOP_IF, "if np.round(cost, 3) < np.round(dev_costs[best] - min_change, 3):"),),
            costs=0.5,
        ),
        Mistake(
            "an equally good epoch counts as an improvement",
            "On a plateau your wait never begins: each epoch is as good as the one before, and with you that is enough.",
            "Lower *by more than* min_change: a `<=` lets equality through.",
            changes=((STOP_IF, "if epoch and cost <= dev_costs[best] - min_change:"),),
            costs=0.5,
        ),
        Mistake(
            "the bar moves with every small fall",
            "Your lowest cost is updated even when the fall was too small to count. A cost that creeps down, always by a little less than min_change, then never improves, however far it comes.",
            "Move the bar only when an epoch counts as an improvement.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best, lowest = 0, np.inf
                for epoch, cost in enumerate(dev_costs):
                    if cost < lowest - min_change:
                        best = epoch
                    lowest = np.fmin(lowest, cost)
                    if epoch - best == patience:
                        return epoch, best
                return len(dev_costs) - 1, best
            """,
            costs=0.5,
        ),
        Mistake(
            "the lowest cost is called the best, though it was no improvement",
            "A fall smaller than min_change does not count. Your stop takes this to heart, your best epoch does not.",
            "Return the epoch from which you counted the wait.",
            changes=(
                ("return epoch, best", "return epoch, np.nanargmin(dev_costs[: epoch + 1])"),
                (STOP_LAST, "return len(dev_costs) - 1, np.nanargmin(dev_costs)"),
            ),
            costs=0.5,
        ),
        Mistake(
            "an epoch with NaN counts as an improvement",
            "Every comparison with NaN is False. If you ask whether a cost is *not* high enough, NaN says yes.",
            "Ask whether the cost is low enough.",
            changes=((STOP_IF, "if not cost >= dev_costs[best] - min_change:"),),
            costs=0.25,
        ),
        Mistake(
            "an epoch with NaN is passed over, as if it had not been trained",
            "A training that has blown up gives NaN for ever. You would wait for ever.",
            "Count it like any other epoch without improvement.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best, wait = 0, 0
                for epoch, cost in enumerate(dev_costs):
                    if epoch and np.isnan(cost):
                        continue
                    wait += 1
                    if cost < dev_costs[best] - min_change or epoch == 0:
                        best, wait = epoch, 0
                    if wait == patience:
                        return epoch, best
                return len(dev_costs) - 1, best
            """,
            costs=0.25,
        ),
        Mistake(
            "training stops at the first NaN",
            "You stop before patience is used up. One epoch whose cost was no number may be followed by good ones.",
            "Treat it as an epoch without improvement, no more.",
            changes=((STOP_AT, "if epoch - best == patience or np.isnan(cost):"),),
            costs=0.25,
        ),
        Mistake(
            "dev_costs itself is changed",
            "Look at `dev_costs` after the call. It is the record of a training, and somebody wants to plot it.",
            "Remember what you need in variables of your own.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                dev_costs[np.isnan(dev_costs)] = 1e9
                best = 0
                for epoch, cost in enumerate(dev_costs):
                    if cost < dev_costs[best] - min_change:
                        best = epoch
                    if epoch - best == patience:
                        return epoch, best
                    dev_costs[epoch] = min(dev_costs[epoch], dev_costs[max(epoch - 1, 0)])
                return len(dev_costs) - 1, best
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a counter that waits",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                lowest, best, wait = np.inf, 0, 0
                for epoch in range(len(dev_costs)):
                    if lowest - dev_costs[epoch] > min_change:
                        lowest, best, wait = dev_costs[epoch], epoch, 0
                    else:
                        wait += 1
                        if wait >= patience:
                            break
                return epoch, best
            """,
        ),
        Alternative(
            "a while loop, NumPy ints, a list",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                epoch, best = 0, 0
                while epoch < len(dev_costs) - 1 and epoch - best < patience:
                    epoch += 1
                    if dev_costs[best] - dev_costs[epoch] > min_change:
                        best = epoch
                return [np.int64(epoch), np.int64(best)]
            """,
        ),
        Alternative(
            "a window of the next epochs, with a print",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best = 0
                while True:
                    lower = np.flatnonzero(dev_costs[best + 1 : best + 1 + patience] < dev_costs[best] - min_change)
                    if lower.size == 0:
                        print("best", best)
                        return min(best + patience, len(dev_costs) - 1), best
                    best += 1 + int(lower[0])
            """,
        ),
        Alternative(
            "NaN replaced first, in a copy",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                costs = np.nan_to_num(dev_costs, nan=np.inf).tolist()
                stop, best = len(costs) - 1, 0
                for epoch in range(1, len(costs)):
                    if costs[epoch] + min_change < costs[best]:
                        best = epoch
                    elif epoch - best >= patience:
                        stop = epoch
                        break
                return stop, best
            """,
        ),
    ),
)
