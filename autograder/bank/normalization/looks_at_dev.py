"""looks_at_dev: every kind of preparation, tried on sets of which it may not see one."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.normalization.shared import examples
from autograder.bank.probes import CHANGED, array, shuffled, value
from course_utils.black_boxes.specimens import prepare_by_plan
from course_utils.reference import normalization as reference

TRAIN, DEV, BOTH, OWN, NOWHERE = range(5)


def specimen(rng, says, plan, way="deviation", n=3, m=6, m_dev=4, extreme=None, near=False):
    """A preparation and sets to try it on; the dev examples lie between the training examples.

    extreme  {dev example: what its last feature is moved by}: then it alone lies outside
    near     whether the dev examples lie next to the mean of the training set, which they hardly move
    """
    X_train = examples(rng, n, m)
    i, j = (np.resize(rng.permutation(m), m_dev) for _ in range(2))
    j = np.where(i == j, (j + 1) % m, j)
    X_dev = np.round(0.6 * X_train[:, i] + 0.4 * X_train[:, j], 5)
    for example, move in (extreme or {}).items():
        X_dev[-1, example] = np.round(X_train[-1].mean() + move * (np.ptp(X_train[-1]) or 1), 5)
    if near:
        X_dev = X_train.mean(axis=1, keepdims=True) + 0.005 * X_train.std(axis=1, keepdims=True) * array(rng, n, m_dev, low=0.2, high=1)
    prepare = partial(prepare_by_plan, plan=np.array(plan), way=way)
    return Trial(says, {"prepare": prepare, "X_train": X_train, "X_dev": X_dev}, [value(), CHANGED])


def leak_trials(rng, **sizes):
    """Every kind of preparation once; `says` does not say which one it is."""
    made = partial(specimen, rng)
    last = sizes.get("m_dev", 4) - 1
    letters = iter("ABCDEFGHIJKLMNOPQRSTUV")

    def next_one(*plan, **options):
        return made(f"preparation {next(letters)}", plan, **sizes | options)

    return [
        next_one((TRAIN, TRAIN), (TRAIN, TRAIN)),
        next_one((TRAIN, TRAIN), (OWN, OWN)),
        next_one((BOTH, BOTH), (BOTH, BOTH)),
        next_one((TRAIN, TRAIN), (TRAIN, TRAIN), way="range"),
        next_one((BOTH, BOTH), (TRAIN, TRAIN)),
        next_one((TRAIN, TRAIN), (OWN, TRAIN)),
        next_one((TRAIN, TRAIN), (TRAIN, OWN)),
        next_one((OWN, OWN), (OWN, OWN), way="example"),
        next_one((BOTH, BOTH), (BOTH, BOTH), way="range", extreme={0: 3}),
        next_one((NOWHERE, NOWHERE), (NOWHERE, NOWHERE)),
        next_one((BOTH, BOTH), (BOTH, BOTH), way="range", extreme={last: -3}),
        next_one((TRAIN, DEV), (TRAIN, DEV)),
        next_one((BOTH, BOTH), (BOTH, BOTH), way="range", extreme={1: 2}),
        next_one((TRAIN, NOWHERE), (TRAIN, NOWHERE)),
        next_one((TRAIN, TRAIN), (BOTH, BOTH)),
        next_one((BOTH, TRAIN), (BOTH, TRAIN), near=True),
        next_one((BOTH, TRAIN), (BOTH, TRAIN), way="range", extreme={last: -3}),  # the least value alone: who adds a large one sees nothing
        next_one((BOTH, TRAIN), (BOTH, TRAIN), way="median"),
        next_one((TRAIN, TRAIN), (TRAIN, TRAIN), way="median"),
        next_one((TRAIN, TRAIN), (BOTH, BOTH), way="range", n=1, m=1, m_dev=2, extreme={0: -3}),  # seen where the last one is alone
    ]


ALONE = "prepare(X_train, X_dev[:, i : i + 1])"
SAME_TRAIN = "np.allclose(train_alone, train_new)"
SAME_DEV = "np.allclose(dev_alone, dev_new[:, i : i + 1])"
TURNS = "for i in range(X_dev.shape[1]):"

EXERCISE = Exercise(
    reference=reference.looks_at_dev,
    points=4,
    returns=("the answer",),
    rules=(
        Rule("values", "True for every preparation in which a result depends on other dev examples, False for every other", 1),
        Rule("arguments", "`X_train` and `X_dev` are left as they were", 0.25),
    ),
    visible=lambda rng: leak_trials(rng),
    hidden=lambda rng: shuffled(rng, leak_trials(rng, n=2, m=7, m_dev=5)),
    mistakes=(
        Mistake(
            "only the training set's results are looked at",
            "A preparation that normalizes the dev set by its own mean leaves the training set as it should be, and you call it clean. The single patient would be made 0.",
            "Compare what becomes of a dev example as well, once in company and once alone.",
            changes=((f"not ({SAME_TRAIN} and {SAME_DEV})", f"not {SAME_TRAIN}"),),
        ),
        Mistake(
            "only the dev set's results are looked at",
            "A preparation may normalize the dev set rightly and let the dev set into the training set's numbers: then training has seen it.",
            "Compare what becomes of the training examples as well.",
            changes=((f"not ({SAME_TRAIN} and {SAME_DEV})", f"not {SAME_DEV}"),),
        ),
        Mistake(
            "True and False are exchanged",
            "You say False of preparations that look at the dev set. Read the name of the function as a question.",
            "The comparison is right; turn its answers round.",
            changes=(("            return True\n    return False", "            return False\n    return True"),),
        ),
        Mistake(
            "every way but one's own is called wrong",
            "Least value and range, or each example divided by its own length: such preparations need nothing of the dev set. You say True of them, because their numbers are not those of `normalize`.",
            "Do not ask whether the numbers are the ones you would have made. Ask whether they change when other dev examples change.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                mu, sigma = fit_normalization(X_train)
                train_new, dev_new = prepare(X_train, X_dev)
                return not (np.allclose(train_new, normalize(X_train, mu, sigma)) and np.allclose(dev_new, normalize(X_dev, mu, sigma)))
            """,
        ),
        Mistake(
            "only a dev set with mean 0 is suspected",
            "That finds a dev set that was normalized by itself. With statistics of both sets together neither mean is 0 in general, and the dev set has had its say all the same.",
            "Change the dev set and see what else changes.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                return bool(np.allclose(prepare(X_train, X_dev)[1].mean(axis=1), 0))
            """,
        ),
        Mistake(
            "only the first dev example is tried alone",
            "Suppose the first example has the largest value of all, and a preparation uses the range of all values. Leave the others away: the range stays. You notice nothing.",
            "Try each dev example.",
            changes=((TURNS, "for i in range(1):"),),
        ),
        Mistake(
            "one dev example is left away, and no other",
            "A preparation that uses the range of all values changes only when the example with the extreme value goes. You take away the last one; the extreme one may be another.",
            "Let each dev example stand alone once: then all others are away.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                train_less, dev_less = prepare(X_train, X_dev[:, :-1])
                return not (np.allclose(train_less, train_new) and np.allclose(dev_less, dev_new[:, :-1]))
            """,
        ),
        Mistake(
            "only the first feature is compared",
            "The dev set may lie outside in one feature alone. You look at the first row.",
            "Compare whole arrays.",
            changes=((SAME_TRAIN, "np.allclose(train_alone[0], train_new[0])"), (SAME_DEV, "np.allclose(dev_alone[0], dev_new[0, i])")),
        ),
        Mistake(
            "the training set is changed, not the dev set",
            "A right preparation depends on the training set: it is made from it. So what you see change proves nothing.",
            "Leave X_train as it is, and change what is handed over as X_dev.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                train_less, dev_less = prepare(X_train[:, 1:], X_dev)
                return not (np.allclose(train_less, train_new[:, 1:]) and np.allclose(dev_less, dev_new))
            """,
        ),
        Mistake(
            "nothing is changed between the calls, or only the order",
            "Call it twice with the same examples and you get the same results, whatever it does. Means and deviations do not care for the order, either.",
            "In the second call other dev examples must be there, or fewer.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                train_again, dev_again = prepare(X_train, X_dev[:, ::-1])
                return not (np.allclose(train_again, train_new) and np.allclose(dev_again[:, ::-1], dev_new))
            """,
        ),
        Mistake(
            "one large example is added, and nothing else is tried",
            "A preparation may take from both sets their least value alone. Your example is large, so the least value stays where it is, and you notice nothing.",
            "Let each dev example stand alone once: whatever the others contribute is gone then.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                large = X_dev.max(axis=1, keepdims=True) + 100
                train_more, dev_more = prepare(X_train, np.hstack([X_dev, large]))
                return not (np.allclose(train_more, train_new) and np.allclose(dev_more[:, :-1], dev_new))
            """,
        ),
        Mistake(
            "the dev set is handed over twice, side by side",
            "Every example twice: mean, deviation, least and largest value of the dev set stay as they were, and so does all that is made of them.",
            "The second call needs a dev set with another mean, and another least value: leave examples away.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                train_twice, dev_twice = prepare(X_train, np.hstack([X_dev, X_dev]))
                return not (np.allclose(train_twice, train_new) and np.allclose(dev_twice[:, : X_dev.shape[1]], dev_new))
            """,
        ),
        Mistake(
            "results of different dev examples are compared",
            "You change the dev examples and expect the same results. Another example has another result in every preparation, and there is nothing wrong with it.",
            "Compare what becomes of one and the same example, in two different companies.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                train_other, dev_other = prepare(X_train, 2 * X_dev + 1)
                return not (np.allclose(train_other, train_new) and np.allclose(dev_other, dev_new))
            """,
        ),
        Mistake(
            "a small difference counts as none",
            "Some preparations let the dev set have a small say only: print the largest difference that you find. It is small, but far larger than a rounding error.",
            "Allow what rounding makes, about a millionth, and no more.",
            changes=(
                (SAME_TRAIN, "np.allclose(train_alone, train_new, atol=0.02)"),
                (SAME_DEV, "np.allclose(dev_alone, dev_new[:, i : i + 1], atol=0.02)"),
            ),
        ),
        Mistake(
            "a single example is handed over as a flat array",
            "Print the shape of `X_dev[:, i]`: it is (n_x,). A preparation expects columns, and here one column: (n_x, 1).",
            "A slice keeps the dimension where an index drops it.",
            changes=((ALONE, "prepare(X_train, X_dev[:, i])"),),
        ),
        Mistake(
            "arrays are compared with `!=` as if that gave one answer",
            "Type `np.ones(3) != np.ones(3)` into a cell: there is an answer for each entry, and Python does not know which one you mean.",
            "NumPy has functions that compare two arrays as wholes.",
            changes=((f"not ({SAME_TRAIN} and {SAME_DEV})", "train_alone != train_new or dev_alone != dev_new[:, i : i + 1]"),),
        ),
        Mistake(
            "an answer for each dev example is returned",
            "The question is about the preparation as a whole: one True or False.",
            "If one of the answers is True, so is the whole.",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                answers = []
                for i in range(X_dev.shape[1]):
                    train_alone, dev_alone = prepare(X_train, X_dev[:, i : i + 1])
                    answers.append(not (np.allclose(train_alone, train_new) and np.allclose(dev_alone[:, 0], dev_new[:, i])))
                return np.array(answers)
            """,
        ),
        Mistake(
            "X_dev itself is changed",
            "Print your `X_dev` before and after the call. Writing other values into it is one way to try; the caller still needs the old ones.",
            "Change a copy.",
            changes=(
                ("train_new, dev_new = prepare(X_train, X_dev)", "train_new, dev_new = prepare(X_train, X_dev.copy())\n    X_dev += 1e-3"),
                (SAME_DEV, "np.allclose(prepare(X_train, X_dev[:, i : i + 1] - 1e-3)[1], dev_new[:, i : i + 1])"),
                (ALONE, "prepare(X_train, X_dev[:, i : i + 1] - 1e-3)"),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "all other examples are moved far away, up and then down",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                for i in range(X_dev.shape[1]):
                    for far in (100, -100):
                        moved = 3 * X_dev + far
                        moved[:, i] = X_dev[:, i]
                        train_moved, dev_moved = prepare(X_train, moved)
                        if not (np.allclose(train_moved, train_new) and np.allclose(dev_moved[:, i], dev_new[:, i])):
                            return True
                return False
            """,
        ),
        Alternative(
            "far examples join, first above and then below, and the answer is a NumPy bool",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                moved = 0.0
                for far in (1000, -1000):
                    train_more, dev_more = prepare(X_train, np.hstack([X_dev, np.full((len(X_dev), 3), far)]))
                    moved += np.abs(train_more - train_new).max() + np.abs(dev_more[:, :-3] - dev_new).max()
                return moved > 1e-6
            """,
        ),
        Alternative(
            "with any, over all examples",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                together = prepare(X_train, X_dev)
                alone = [prepare(X_train, X_dev[:, [i]]) for i in range(X_dev.shape[1])]
                in_train = any(not np.allclose(one[0], together[0]) for one in alone)
                in_dev = not np.allclose(np.hstack([one[1] for one in alone]), together[1])
                return in_train or in_dev
            """,
        ),
        Alternative(
            "each example is left away once",
            code="""
            def looks_at_dev(prepare, X_train, X_dev):
                train_new, dev_new = prepare(X_train, X_dev)
                for i in range(X_dev.shape[1]):
                    train_less, dev_less = prepare(X_train, np.delete(X_dev, i, axis=1))
                    if not np.allclose(train_less, train_new) or not np.allclose(dev_less, np.delete(dev_new, i, axis=1)):
                        return True
                return False
            """,
        ),
    ),
)
