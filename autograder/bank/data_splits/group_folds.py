"""group_folds: groups whose numbers have gaps and do not begin at 0, their examples scattered."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import data_splits as reference


def groups_trial(rng, n_groups, k, rule="values", together=False):
    """Groups of different sizes. Their numbers have gaps and no pattern modulo k; the first example is not of the smallest."""
    places = np.arange(n_groups)
    while True:
        numbers = np.sort(rng.choice(np.arange(3, 3 + 3 * n_groups), n_groups, replace=False))
        groups = np.repeat(numbers, 1 + rng.permutation(n_groups) % 4)
        if not together:
            groups = rng.permutation(groups)
        shown = together or groups[0] != numbers[0]
        if shown and all(((numbers - low) % k != places % k).any() for low in (0, 1, numbers[0])):
            break
    if rule == "negative":
        groups = groups - 2 * int(numbers.mean())
    if rule == "alone":
        groups = rng.permutation(numbers)
    says = f"groups {' '.join(map(str, groups))}, k = {k}"
    return Trial(says, {"groups": groups[np.newaxis], "k": k}, [value("values"), CHANGED])


LOOP = "for i, group in enumerate(np.unique(groups)):"
WHICH, FOLD = "fold[groups == group]", "i % k"

EXERCISE = Exercise(
    reference=reference.group_folds,
    points=2,
    returns=("fold",),
    rules=(
        Rule("values", "the groups, in the order of their numbers, are dealt to the folds in turn, each of them whole", 1),
        Rule("arguments", "`groups` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        groups_trial(rng, 5, 2),
        groups_trial(rng, 7, 3),
        groups_trial(rng, 6, 4, together=True),
        groups_trial(rng, 5, 3, "alone"),
    ],
    hidden=lambda rng: [
        groups_trial(rng, 9, 4),
        groups_trial(rng, 6, 2, together=True),
        groups_trial(rng, 8, 3, "negative"),
        groups_trial(rng, 7, 5),
        groups_trial(rng, 9, 4, "alone"),
        groups_trial(rng, 4, 4),
    ],
    mistakes=(
        Mistake(
            "the number of a group is taken for its place: numbers that are left out are counted",
            "Take groups 3, 6, 9 and k = 3: all of yours go to one fold, and the others stay empty. The numbers are names; which one comes first, second, third?",
            "Find out which different numbers occur, in order, and count those.",
            code="""
            def group_folds(groups, k):
                return groups % k
            """,
        ),
        Mistake(
            "the numbers are counted from the smallest one, with those that are left out",
            "Take groups 3, 6, 9 and k = 3: all of yours go to one fold. From 3 to 6 it is one step to the next group, not three.",
            "Sort the different numbers: the place in that list is what counts, not the number.",
            code="""
            def group_folds(groups, k):
                return (groups - groups.min()) % k
            """,
        ),
        Mistake(
            "the examples are dealt in turn, whatever their group",
            "Look up two examples of one group: they lie in different folds. Then the model has met this writer before it is asked about them.",
            "Deal groups, not examples: all that belong to one group get one number.",
            code="""
            def group_folds(groups, k):
                return np.arange(groups.size)[np.newaxis] % k
            """,
        ),
        Mistake(
            "the groups are dealt in the order in which they first appear, not in that of their numbers",
            "The first example of yours always lies in fold 0. Is its group the one with the smallest number?",
            "Sort the different numbers before you deal; `np.unique` returns them sorted.",
            changes=((LOOP, "for i, group in enumerate(dict.fromkeys(groups[0].tolist())):"),),
        ),
        Mistake(
            "neighbours go to one fold: the groups are cut into k parts, not dealt in turn",
            "With groups 1, 2, 3, 4 and k = 2 yours are 0 0 1 1. Deal them like cards: one to each fold, then begin again.",
            "The place of a group, counted from 0, and what is left when it is divided by k.",
            changes=((FOLD, "i * k // len(np.unique(groups))"),),
        ),
        Mistake(
            "the place of a group is divided by k without looking at the remainder",
            "With groups 1, 2, 3, 4 and k = 2 yours are 0 0 1 1, and with more groups there are more than k folds.",
            "`//` says how often k fits in; what is left over has another sign.",
            changes=((FOLD, "i // k"),),
        ),
        Mistake(
            "every group has a fold of its own: nothing is dealt a second time",
            "Look for the largest of your numbers: there are more folds than k.",
            "When every fold has a group, begin again with fold 0.",
            changes=((FOLD, "i"),),
        ),
        Mistake(
            "all groups that are left over go to the last fold",
            "The folds 0, 1, … get one group each, and your last one gets all the others.",
            "The next group after the one in fold k - 1 goes to fold 0.",
            changes=((FOLD, "min(i, k - 1)"),),
        ),
        Mistake(
            "the folds are counted from 1",
            "Your smallest number is 1. The docstring counts from 0 to k - 1.",
            "Leave out the 1 that you add to a fold.",
            changes=((FOLD, "i % k + 1"),),
        ),
        Mistake(
            "the count begins at 1, so that the first group goes to fold 1",
            "Your group with the smallest number is in fold 1. Where does your count of the groups begin?",
            "The first group has place 0.",
            changes=((FOLD, "(i + 1) % k"),),
        ),
        Mistake(
            "there are k + 1 folds",
            "Look for the largest of your numbers: it is k. Folds from 0 to k are one more than k.",
            "Fold k - 1 is the last one; fold 0 follows it.",
            changes=((FOLD, "i % (k + 1)"),),
        ),
        Mistake(
            "the groups are dealt from the largest number down",
            "Your group with the largest number is in fold 0.",
            "Deal in the other order: the smallest number first.",
            changes=((LOOP, "for i, group in enumerate(np.unique(groups)[::-1]):"),),
        ),
        Mistake(
            "the group with the largest number is left out",
            "The examples of the group with the largest number stay in fold 0, whatever its place is. Where does your loop end?",
            "Go through all the different numbers.",
            changes=((LOOP, "for i, group in enumerate(np.unique(groups)[:-1]):"),),
        ),
        Mistake(
            "only the first example of each group is dealt",
            "Look at a group of several examples: one of them got its fold, the others stayed in fold 0. `index` and `argmax` find a single place.",
            "A comparison with a whole array marks all the places at once.",
            code="""
            def group_folds(groups, k):
                fold = np.zeros(groups.shape, dtype=int)
                for i, group in enumerate(np.unique(groups)):
                    fold[0, groups[0].tolist().index(group)] = i % k
                return fold
            """,
        ),
        Mistake(
            "one fold a group is returned, not one an example",
            "Print the shape of your result: it has one number for each group. There are m examples.",
            "Write each group's fold at the places of all its examples.",
            code="""
            def group_folds(groups, k):
                return np.arange(len(np.unique(groups)))[np.newaxis] % k
            """,
        ),
        Mistake(
            "the result is flat",
            "Print the shape of your result: it has one number, and (1, m) has two. An index of 0, or `ravel`, took the row out.",
            "Make the result in the shape of `groups`.",
            changes=(("return fold", "return fold[0]"),),
        ),
        Mistake(
            "the examples of each fold are listed, not the fold of each example",
            "You return k lists of places. Asked is one number for every example, in the order of the examples.",
            "The result has the shape of `groups`.",
            changes=(("return fold", "return [np.flatnonzero(fold[0] == f) for f in range(k)]"),),
        ),
        Mistake(
            "the folds are written into `groups` itself",
            "Look at `groups` after the call: it holds folds now, and nobody knows the writers any more.",
            "Make a new array of the same shape, and write into that.",
            changes=(("    return fold", "    groups[:] = fold\n    return groups"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "the places that np.unique returns along",
            code="""
            def group_folds(groups, k):
                _, place = np.unique(groups, return_inverse=True)
                return place.reshape(groups.shape) % k
            """,
        ),
        Alternative(
            "a dict and a loop over the examples",
            code="""
            def group_folds(groups, k):
                place = {group: i for i, group in enumerate(sorted(set(groups[0].tolist())))}
                return np.array([[place[int(group)] % k for group in groups[0]]])
            """,
        ),
        Alternative(
            "a search in the sorted numbers",
            code="""
            def group_folds(groups, k):
                names = np.unique(groups)
                return np.searchsorted(names, groups) % k
            """,
        ),
        Alternative(
            "dealt fold by fold",
            code="""
            def group_folds(groups, k):
                names, fold = np.unique(groups), np.full(groups.shape, -1)
                for f in range(k):
                    fold = np.where(np.isin(groups, names[f::k]), f, fold)
                return fold
            """,
        ),
        Alternative("whole numbers as floats", changes=(("dtype=int", "dtype=float"),)),
    ),
)
