"""one_standard_error: sweeps of several runs whose mean errors lie at chosen distances from the best one."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import regularization as reference


def sweep_trial(rng, p, m_dev, runs, distances, apart=0.8, rule="values", says="", in_order=False, unit=1e-5):
    """A sweep whose mean errors, from the smallest lambda to the largest, lie so many standard errors above the best, p.

    apart  how far all runs but the last one lie from the mean, in standard errors: above it for the right answer, else below
    unit   of the values of lambda: small ones show who rounds them
    """
    k, standard_error, distances = len(distances), np.sqrt(p * (1 - p) / m_dev), np.array(distances)
    lambdas = np.sort(rng.choice(np.arange(10_001, 4_000_000, 10), k, replace=False)) * unit
    if in_order:
        lambdas[0] = 0
    answer = np.flatnonzero(distances <= 1)[-1]
    off = np.where(np.arange(k) == answer, 1, -1) * rng.uniform(0.97, 1.03, k)
    run = np.array([1.0] * (runs - 1) + [1.0 - runs])[:, np.newaxis]
    dev = p + standard_error * (distances + apart * off * run)
    order = np.arange(k) if in_order else rng.permutation(k)
    places = np.flatnonzero(distances[order] <= 1)
    if not in_order and len(places) > 1:  # neither the first nor, where there are three, the last of those within
        here, middle = np.flatnonzero(order == answer)[0], places[len(places) // 2]
        order[[here, middle]] = order[[middle, here]]
    words = f"{k} value{'s' if k > 1 else ''} of lambda, {runs} run{'s' if runs > 1 else ''}, {m_dev} dev examples{says}"
    arguments = {"lambdas": lambdas[order], "dev_errors": np.round(dev, 8)[:, order], "m_dev": m_dev}
    return Trial(words, arguments, [value(rule), CHANGED])


def at_the_bound(rng, p, m_dev, runs, **options):
    """Two values of lambda just within one standard error and just outside: who rounds is seen."""
    just = 3e-6 / np.sqrt(p * (1 - p) / m_dev)
    return sweep_trial(rng, p, m_dev, runs, (3, 0.4, 0, 0.2, 1 - just, 1 + just, 7), **options)


WITHIN = "means <= p + np.sqrt(p * (1 - p) / m_dev)"
LARGEST = "lambdas[within].max()"

EXERCISE = Exercise(
    reference=reference.one_standard_error,
    points=2,
    returns=("lambda",),
    rules=(
        Rule("values", "the largest lambda whose mean dev error is at most one standard error above the best mean is returned", 1),
        Rule("gaps", "it is the largest, also where a smaller lambda lies outside", 0.25),
        Rule("perfect", "it works where the best mean error is 0", 0.25),
        Rule("arguments", "the two arrays are left as they were", 0.25),
    ),
    visible=lambda rng: [
        sweep_trial(rng, 0.1, 898, 5, (4.0, 0.8, 0, 0.41, 0.9, 1.5, 6), in_order=True),
        sweep_trial(rng, 0.4, 25, 3, (2.5, 0.7, 0, 0.05, 0.5, 0.93, 1.2, 3), apart=0.2),
        sweep_trial(rng, 0.1, 100, 1, (2.0, 0, 0.6, 1.03, 4)),
        sweep_trial(rng, 0.12, 500, 4, (3.0, 0, 0.3, 5), apart=1.5, says=", as many runs as values"),
        sweep_trial(rng, 0.15, 400, 2, (3.0, 0.2, 0, 1.7, 0.6, 8), rule="gaps", says=", one in the middle outside"),
        sweep_trial(rng, 0.0, 50, 2, (0, 0, 0), apart=0, rule="perfect", says=", not one mistake"),
    ],
    hidden=lambda rng: [
        sweep_trial(rng, rng.uniform(0.08, 0.12), 898, 5, (4.0, 0.8, 0, 0.41, 0.9, 1.5, 6), in_order=True),
        sweep_trial(rng, rng.uniform(0.38, 0.42), 25, 3, (2.5, 0.7, 0, 0.05, 0.5, 0.93, 1.2, 3), apart=0.2),
        sweep_trial(rng, 0.1, 100, 1, (2.0, 0, 0.6, 1.03, 4), unit=1e-8),
        sweep_trial(rng, rng.uniform(0.1, 0.14), 500, 5, (3.0, 0.7, 0, 0.3, 5), apart=1.5, says=", as many runs as values"),
        sweep_trial(rng, 0.2, 150, 1, (0,), says=", no choice"),
        sweep_trial(rng, 0.11, 300, 3, (0, 1.4, 2, 5), says=", the smallest one is best"),
        at_the_bound(rng, rng.uniform(0.1, 0.2), 1000, 4, unit=1e-8),
        at_the_bound(rng, rng.uniform(0.1, 0.2), 700, 2, in_order=True),
        sweep_trial(rng, 0.15, 400, 2, (3.0, 0.2, 0, 1.7, 0.6, 8), rule="gaps", says=", one in the middle outside"),
        sweep_trial(rng, 0.0, 50, 2, (0, 0, 0, 0), rule="perfect", says=", not one mistake"),
    ],
    mistakes=(
        Mistake(
            "the best mean alone decides: no standard error is allowed for",
            "Your lambda has the smallest mean error. The dev set is a sample: would another one have put the same lambda first?",
            "Keep all values whose mean is at most the smallest mean plus one standard error, and take the largest of these.",
            changes=((LARGEST, "lambdas[np.argmin(means)]"),),
        ),
        Mistake(
            "the best mean alone decides, and of equal ones the largest lambda",
            "That is `choose_lambda` on the means. How far may a mean lie above the best one before the dev set can tell them apart?",
            "Move the bound up by the standard error of the best mean.",
            changes=((WITHIN, "means <= p"),),
        ),
        Mistake(
            "two standard errors are allowed for",
            "The mean error of your lambda lies between one and two standard errors above the best. Twice the distance is the rule of chapter 1; here it is once.",
            "Leave out the factor of 2.",
            changes=((WITHIN, "means <= p + 2 * np.sqrt(p * (1 - p) / m_dev)"),),
        ),
        Mistake(
            "the root is missing",
            "With 25 dev examples and an error of 0.4 the spread is about 0.1. Print what you allow for: it is a tenth of that.",
            "The standard error is a root: that of p (1 - p) / m_dev.",
            changes=(("np.sqrt(p * (1 - p) / m_dev)", "p * (1 - p) / m_dev"),),
        ),
        Mistake(
            "1 - p is missing under the root",
            "With an error of 0.1 it hardly matters; take 0.4: you allow for too much. If p is 1, all dev examples are wrong, and nothing spreads. Is your standard error 0 there?",
            "Under the root stand two factors, p and 1 - p.",
            changes=(("np.sqrt(p * (1 - p) / m_dev)", "np.sqrt(p / m_dev)"),),
        ),
        Mistake(
            "the runs are counted as if each had dev examples of its own",
            "You allow for less the more runs there are. But all runs are measured on one dev set, and what is unusual about that set is in all of them.",
            "Divide by the number of dev examples alone.",
            changes=(("/ m_dev)", "/ (m_dev * len(dev_errors)))"),),
        ),
        Mistake(
            "m is the number of runs, not of dev examples",
            "You allow for so much that nearly everything passes. How many examples stand behind a measured error?",
            "Divide by `m_dev`.",
            changes=(("/ m_dev)", "/ len(dev_errors))"),),
        ),
        Mistake(
            "the spread of the runs stands for the standard error",
            "You measure how far the runs lie apart, with `std`. That tells how much the random start matters, not how much another dev set would.",
            "Compute the standard error from p and `m_dev`, as in chapter 1.",
            changes=((WITHIN, "means <= p + dev_errors.std(axis=0)[np.argmin(means)]"),),
        ),
        Mistake(
            "the spread of the runs, over the root of their number, stands for the standard error",
            "You measure how well the mean over the runs is known, on this one dev set. What another dev set would say is not in it.",
            "The number of runs plays no part: p and `m_dev` are all it takes.",
            changes=((WITHIN, "means <= p + dev_errors.std(axis=0)[np.argmin(means)] / np.sqrt(len(dev_errors))"),),
        ),
        Mistake(
            "the median over the runs is taken, not the mean",
            "One run far from the others moves the mean and leaves your number as it is. The docstring asks for the mean error.",
            "Average over the rows.",
            changes=(("dev_errors.mean(axis=0)", "np.median(dev_errors, axis=0)"),),
        ),
        Mistake(
            "every lambda is given a standard error of its own",
            "You compare each mean less its own standard error with the best one. A worse error has a larger spread, so you let in too much.",
            "Compute one standard error, that of the best mean, and add it to the best mean.",
            changes=((WITHIN, "means - np.sqrt(means * (1 - means) / m_dev) <= p"),),
        ),
        Mistake(
            "the mean is taken over the values of lambda, not over the runs",
            "Print the shape of your means: there should be one for each lambda. A row is a run.",
            "Average down the columns: the other axis.",
            changes=(("mean(axis=0)", "mean(axis=1)"),),
        ),
        Mistake(
            "the best single run takes the place of the best mean",
            "Your p is the smallest number in the whole table. One lucky run of one lambda then sets the bound for the means.",
            "Average over the runs first, then look for the smallest.",
            changes=(
                ("p = means.min()", "p = dev_errors.min()"),
                (LARGEST, "lambdas[within].max() if within.any() else lambdas[np.argmin(means)]"),
            ),
        ),
        Mistake(
            "only the first run is looked at",
            "Change the second row of `dev_errors`: your answer stays the same. Why were the others made?",
            "Average over all rows.",
            changes=(("dev_errors.mean(axis=0)", "dev_errors[0]"),),
        ),
        Mistake(
            "the bound is drawn below the best mean",
            "Nothing is better than the best: below it there is nothing to choose from.",
            "Add the standard error, do not take it off.",
            changes=(("p + np.sqrt", "p - np.sqrt"),),
        ),
        Mistake(
            "the smallest lambda within the bound is taken",
            "Among models that cannot be told apart the simplest is wanted. Which lambda makes the simplest network?",
            "Take the largest of those that are left.",
            changes=((LARGEST, "lambdas[within].min()"),),
        ),
        Mistake(
            "of the values within the bound, the first in the list is taken",
            "`argmax` of an array of True and False stops at the first True. The list need not be sorted.",
            "Being first in the list is no merit: compare the values of those within the bound.",
            changes=((LARGEST, "lambdas[np.argmax(within)]"),),
        ),
        Mistake(
            "of the values within the bound, the last in the list is taken",
            "An index of -1 takes the last one that is left. The list need not be sorted, so the last one has no merit of its own.",
            "Ask for the largest value among those within the bound.",
            changes=((LARGEST, "lambdas[within][-1]"),),
        ),
        Mistake(
            "the place is returned, not the lambda that stands there",
            "Your result is a whole number: an index. The next training run needs the value of lambda.",
            "Use the index to look into `lambdas`.",
            changes=((LARGEST, "int(np.argmax(np.where(within, lambdas, -1)))"),),
        ),
        Mistake(
            "an array is returned, where one value is asked for",
            "Print the shape of your result. An array with a condition in its brackets gives an array, even if one entry is left.",
            "Of those that are left, take the largest.",
            changes=((LARGEST, "lambdas[within]"),),
        ),
        Mistake(
            "the search stops at the first lambda outside the bound",
            "You walk up from the best lambda and stop too soon: a larger one further on is within the bound again.",
            "Look at all values, wherever they stand.",
            code="""
            def one_standard_error(lambdas, dev_errors, m_dev):
                order = np.argsort(lambdas)
                means = dev_errors.mean(axis=0)[order]
                p = means.min()
                best = int(np.argmin(means))
                while best + 1 < len(means) and means[best + 1] <= p + np.sqrt(p * (1 - p) / m_dev):
                    best += 1
                return lambdas[order][best]
            """,
            costs=0.25,
        ),
        Mistake(
            "what lies on the bound is left out",
            "Take a sweep without a single mistake: the best mean is 0, the standard error 0, and with `<` nothing is left to choose from.",
            "At most means `<=`.",
            changes=(("means <= p", "means < p"),),
            costs=0.25,
        ),
        Mistake(
            "`lambdas` itself is changed",
            "Look at `lambdas` after the call: it is no longer what came in. `sort`, and writing to entries, change the caller's array.",
            "Make new arrays, or do without sorting.",
            code="""
            def one_standard_error(lambdas, dev_errors, m_dev):
                means = dev_errors.mean(axis=0)
                p = means.min()
                lambdas[means > p + np.sqrt(p * (1 - p) / m_dev)] = -1
                return lambdas.max()
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over the values, with a print",
            code="""
            def one_standard_error(lambdas, dev_errors, m_dev):
                runs, k = dev_errors.shape
                means = [sum(dev_errors[i][j] for i in range(runs)) / runs for j in range(k)]
                p = min(means)
                bound = p + (p * (1 - p) / m_dev) ** 0.5
                print("bound", bound)
                chosen = None
                for lambd, mean in zip(lambdas, means):
                    if mean <= bound and (chosen is None or lambd > chosen):
                        chosen = lambd
                return chosen
            """,
        ),
        Alternative(
            "sorted from the largest lambda down",
            code="""
            def one_standard_error(lambdas, dev_errors, m_dev):
                means = np.average(dev_errors, axis=0)
                best = means[np.argmin(means)]
                for place in np.argsort(-lambdas):
                    if means[place] - best <= np.sqrt(best - best**2) / np.sqrt(m_dev):
                        return float(lambdas[place])
            """,
        ),
        Alternative("np.where, as a float32", changes=((LARGEST, "np.float32(np.max(lambdas[np.where(within)]))"),)),
        Alternative("all others set to minus infinity", changes=((LARGEST, "np.where(within, lambdas, -np.inf).max()"),)),
    ),
)
