"""split_for_target: two sources whose examples are all different, the target's in order of their labels."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.data_splits.shared import FRESH, RUNS, SETS, examples
from autograder.bank.probes import CHANGED, FORM, GLOBAL, generator, reproducible
from course_utils.reference import data_splits as reference

SOURCES = [["X_source", "Y_source"], ["X_target", "Y_target"]]


def sources_trial(rng, n_x, m_s, m_t, m_dev, m_test, large=False):
    """Two sources whose examples are all different; the target's are in order of their labels."""
    X, Y = examples(rng, n_x, m_s + m_t)
    target = np.sort(rng.choice(m_s + m_t, m_t, replace=False))
    source = rng.permutation(np.setdiff1d(np.arange(m_s + m_t), target))
    arguments = {
        "X_source": X[:, source], "Y_source": Y[:, source], "X_target": X[:, target], "Y_target": Y[:, target],
        "m_dev": m_dev, "m_test": m_test, "rng": generator(rng),
    }  # fmt: skip
    pairs, named = {"pairs": SOURCES}, {"pairs": SOURCES, "names": SETS}
    both, rule = "X_source and X_target" if m_dev + m_test < m_t else "X_source", "values" if m_dev and m_test else "none"
    come = "the sets come from other examples than they should: train, dev and test from {got}; they should come from {want}"
    hold = Probe(
        rule,
        "parts_hold",
        {},
        says="the sets have other sizes than they should: train, dev and test hold {got} examples; they should hold {want}",
    )
    probes = [
        FORM if rule == "values" else hold,
        Probe(rule, "parts_from", pairs, [both, "X_target" if m_dev else "nothing", "X_target" if m_test else "nothing"], says=come),
        Probe(
            rule,
            "examples_used",
            pairs,
            "each once",
            says="the sets do not hold each example once: {got}; each is to be in exactly one set",
        ),
        Probe(rule, "labels_astray", named, "none", says="the examples no longer have their own labels: {got}"),
    ]
    if large:
        runs = Probe("drawn", "runs", {**pairs, "names": SETS[1:]}, "none", says=RUNS.replace("in X", "in the target"))
        probes += [runs, FRESH, reproducible("sets")]
    return Trial(f"{m_s} of the source, {m_t} of the target, m_dev = {m_dev}, m_test = {m_test}", arguments, [*probes, GLOBAL, CHANGED])


ORDER = "rng.permutation(X_target.shape[1])"
POOLED = """
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                X, Y = np.concatenate([X_source, X_target], axis=1), np.concatenate([Y_source, Y_target], axis=1)
                order = rng.permutation(X.shape[1])
                dev, test, train = order[:m_dev], order[m_dev : m_dev + m_test], order[m_dev + m_test :]
                return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])
            """
RETURN = "return (X_train, Y_train), (X_target[:, dev], Y_target[:, dev]), (X_target[:, test], Y_target[:, test])"

EXERCISE = Exercise(
    reference=reference.split_for_target,
    points=3,
    returns=("train", "dev", "test"),
    rules=(
        Rule("values", "dev and test set are of the target; the training set holds all the rest of both, each example with its label", 1),
        Rule("none", "a dev or test set of no examples is empty, and the training set still holds all the rest", 0.25),
        Rule("drawn", "which examples of the target go where is random, and drawn anew in every call", 1),
        Rule("rng", "every random number comes from `rng`: the same state of `rng` gives the same sets", 0.25),
        Rule("arguments", "the examples that come in are left as they were", 0.25),
    ),
    visible=lambda rng: [
        sources_trial(rng, 2, 30, 24, 9, 7),
        sources_trial(rng, 3, 90, 75, 30, 25, large=True),
        sources_trial(rng, 2, 20, 21, 10, 11),
        sources_trial(rng, 2, 8, 9, 4, 0),
        sources_trial(rng, 2, 7, 10, 0, 3),
    ],
    hidden=lambda rng: [
        sources_trial(rng, 3, 40, 33, 8, 12),
        sources_trial(rng, 2, 70, 80, 25, 32, large=True),
        sources_trial(rng, 4, 110, 70, 28, 20, large=True),
        sources_trial(rng, 1, 25, 26, 14, 12),
        sources_trial(rng, 3, 12, 14, 5, 0),
        sources_trial(rng, 2, 9, 11, 0, 6),
        sources_trial(rng, 2, 6, 8, 0, 0),
    ],
    mistakes=(
        Mistake(
            "both sources are pooled and shuffled, then cut",
            "Look up where your dev examples come from: most are of the source, which nobody will use the model for. The dev error will look better than what the users get.",
            "Take dev and test set off the target before anything is put together.",
            code=POOLED,
        ),
        Mistake(
            "dev and test set come from the source",
            "Your dev and test set show the kind of example that is easy to get, not the kind that the model is for.",
            "Exchange the roles: the source goes into training as a whole.",
            code="""
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                order = rng.permutation(X_source.shape[1])
                dev, test, rest = order[:m_dev], order[m_dev : m_dev + m_test], order[m_dev + m_test :]
                X_train = np.concatenate([X_source[:, rest], X_target], axis=1)
                Y_train = np.concatenate([Y_source[:, rest], Y_target], axis=1)
                return (X_train, Y_train), (X_source[:, dev], Y_source[:, dev]), (X_source[:, test], Y_source[:, test])
            """,
        ),
        Mistake(
            "the dev set comes from the source, the test set from the target",
            "You would choose models on one kind of example and be asked on another. The lecture's rule: dev and test set from the same distribution.",
            "Draw both from the target.",
            code="""
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                a, b = rng.permutation(X_source.shape[1]), rng.permutation(X_target.shape[1])
                X_train = np.concatenate([X_source[:, a[m_dev:]], X_target[:, b[m_test:]]], axis=1)
                Y_train = np.concatenate([Y_source[:, a[m_dev:]], Y_target[:, b[m_test:]]], axis=1)
                dev, test = a[:m_dev], b[:m_test]
                return (X_train, Y_train), (X_source[:, dev], Y_source[:, dev]), (X_target[:, test], Y_target[:, test])
            """,
        ),
        Mistake(
            "the dev set comes from the target, the test set from the source",
            "Your last number, the one that you will quote, would be about examples that no user has.",
            "The test set has to be of the same kind as the dev set.",
            code="""
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                a, b = rng.permutation(X_source.shape[1]), rng.permutation(X_target.shape[1])
                X_train = np.concatenate([X_source[:, a[m_test:]], X_target[:, b[m_dev:]]], axis=1)
                Y_train = np.concatenate([Y_source[:, a[m_test:]], Y_target[:, b[m_dev:]]], axis=1)
                dev, test = b[:m_dev], a[:m_test]
                return (X_train, Y_train), (X_target[:, dev], Y_target[:, dev]), (X_source[:, test], Y_source[:, test])
            """,
        ),
        Mistake(
            "the rest of the target is dropped",
            "Add up the columns of your three sets: some of the target's examples are in none. They are the most precious ones for training.",
            "What dev and test set leave over joins the source in the training set.",
            code="""
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                order = rng.permutation(X_target.shape[1])
                dev, test = order[:m_dev], order[m_dev : m_dev + m_test]
                return (X_source, Y_source), (X_target[:, dev], Y_target[:, dev]), (X_target[:, test], Y_target[:, test])
            """,
        ),
        Mistake(
            "all of the target is in the training set, dev and test examples too",
            "Look for your dev examples in the training set: you find them. The model will know them by heart.",
            "Only those examples of the target may join the training set that are in neither of the others.",
            changes=(
                (
                    "X_train = np.concatenate([X_source, X_target[:, rest]], axis=1)",
                    "X_train = np.concatenate([X_source, X_target], axis=1)",
                ),
                (
                    "Y_train = np.concatenate([Y_source, Y_target[:, rest]], axis=1)",
                    "Y_train = np.concatenate([Y_source, Y_target], axis=1)",
                ),
            ),
        ),
        Mistake(
            "the source is left out of the training set",
            "Your training set is small: only what the target has left over. All that was easy to get lies unused.",
            "The training set is the place for the source: join the two.",
            changes=(
                ("X_train = np.concatenate([X_source, X_target[:, rest]], axis=1)", "X_train = X_target[:, rest]"),
                ("Y_train = np.concatenate([Y_source, Y_target[:, rest]], axis=1)", "Y_train = Y_target[:, rest]"),
            ),
        ),
        Mistake(
            "the test set takes all that the dev set leaves over",
            "Print the columns of your test set: there are more than `m_test`. The rest would do more good in training.",
            "The test set ends after `m_test` examples; what comes behind joins the source.",
            code="""
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                order = rng.permutation(X_target.shape[1])
                dev, test = order[:m_dev], order[m_dev:]
                return (X_source, Y_source), (X_target[:, dev], Y_target[:, dev]), (X_target[:, test], Y_target[:, test])
            """,
        ),
        Mistake(
            "the two sources are joined one below the other, not side by side",
            "NumPy complains that the sizes do not match: it tries to put the target's rows below the source's. Joined like that, an example would get more pixels.",
            "Examples are columns: say along which axis to join.",
            changes=(
                ("np.concatenate([X_source, X_target[:, rest]], axis=1)", "np.concatenate([X_source, X_target[:, rest]])"),
                ("np.concatenate([Y_source, Y_target[:, rest]], axis=1)", "np.concatenate([Y_source, Y_target[:, rest]])"),
            ),
        ),
        Mistake(
            "the test set begins where the dev set begins",
            "Look for your dev examples in the test set: you find them there.",
            "The test set begins after the dev set.",
            changes=(("order[m_dev : m_dev + m_test], order[m_dev + m_test :]", "order[:m_test], order[max(m_dev, m_test) :]"),),
        ),
        Mistake(
            "the size of the test set is taken for the place where it ends",
            "Print the columns of your three sets. A slice `a:b` ends at the place b, it does not hold b examples.",
            "Add up: the test set ends after so many examples as it and the dev set have together.",
            changes=(("order[m_dev : m_dev + m_test], order[m_dev + m_test :]", "order[m_dev:m_test], order[m_test:]"),),
        ),
        Mistake(
            "a test set of no examples gets the whole target",
            "Call your function with m_test = 0 and print the columns of your test set. Counted from the end, `-0` is 0: the slice begins at the front.",
            "Count from the front: the test set begins after the dev set and ends so many examples later.",
            changes=(("order[m_dev : m_dev + m_test], order[m_dev + m_test :]", "order[-m_test:], order[m_dev : len(order) - m_test]"),),
            costs=0.25,
        ),
        Mistake(
            "nothing is shuffled: dev and test set are the first examples of the target",
            "Look at the labels of your dev set: the target is sorted, and you took its beginning.",
            "Draw a random order of the target first.",
            changes=((ORDER, "np.arange(X_target.shape[1])"),),
        ),
        Mistake(
            "some examples of the target occur twice and some never, as if they were drawn with replacement",
            "Count how often each example of the target occurs. One that occurs twice may be in the training and in the test set.",
            "Deal them like cards: an order of all of them.",
            changes=((ORDER, "rng.integers(0, X_target.shape[1], X_target.shape[1])"),),
        ),
        Mistake(
            "the order is drawn for as many examples as the source has",
            "Print the largest number of your order and the number of columns of the target. One of the two sources is cut, and the order is that of the other.",
            "The order is for the set that is cut: count its columns.",
            changes=((ORDER, "rng.permutation(X_source.shape[1]) % X_target.shape[1]"),),
        ),
        Mistake(
            "the order is drawn for the features, not for the examples",
            "Print the length of your order: it is the number of rows of `X_target`, and so only so many of its examples are ever dealt. `len` of an array counts its rows.",
            "There are as many places in the order as the target has columns.",
            changes=((ORDER, "rng.permutation(len(X_target))"),),
        ),
        Mistake(
            "the labels of the dev set are not shuffled along",
            "Take a column of your dev set, find it in the target and compare the labels.",
            "The labels have to be taken with the same index as the examples.",
            changes=(
                (RETURN, "return (X_train, Y_train), (X_target[:, dev], Y_target[:, :m_dev]), (X_target[:, test], Y_target[:, test])"),
            ),
        ),
        Mistake(
            "the training labels are joined in the other order than the examples",
            "The first columns of your X are of the source, the first labels are of the target.",
            "Join both in the same order.",
            changes=(
                (
                    "Y_train = np.concatenate([Y_source, Y_target[:, rest]], axis=1)",
                    "Y_train = np.concatenate([Y_target[:, rest], Y_source], axis=1)",
                ),
            ),
        ),
        Mistake(
            "the sets are returned in another order: train, test, dev",
            "Print the columns of your last two sets and compare with `m_dev` and `m_test`.",
            "Exchange the last two.",
            changes=((RETURN, "return (X_train, Y_train), (X_target[:, test], Y_target[:, test]), (X_target[:, dev], Y_target[:, dev])"),),
        ),
        Mistake(
            "every call draws the same dev and test set, whatever rng is",
            "Call your function twice with one and the same `rng`, and compare the dev sets. Do you make a generator, or seed one, inside?",
            "Draw from the `rng` that comes in.",
            changes=(("rng.permutation", "np.random.default_rng(0).permutation"),),
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the sets differ, so the numbers come from elsewhere.",
            "What draws under `np.random.` has a sibling that is a method of `rng`.",
            changes=(("rng.permutation", "np.random.permutation"),),
            costs=0.25,
        ),
        Mistake(
            "the numbers come from elsewhere, not from rng: the same state of rng gives other sets",
            "Call twice with `np.random.default_rng(0)`: the sets differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none.",
            changes=(("rng.permutation", "np.random.default_rng().permutation"),),
            costs=0.25,
        ),
        Mistake(
            "the target itself is changed",
            "Look at `X_target` after the call: it is no longer what it was. `shuffle` and an assignment to `X_target[:]` write into the caller's array.",
            "Make new arrays, by indexing with an order.",
            changes=(
                (
                    "dev, test, rest = order[:m_dev], order[m_dev : m_dev + m_test], order[m_dev + m_test :]",
                    "X_target[:], Y_target[:] = X_target[:, order], Y_target[:, order]\n    order = np.arange(len(order))\n    "
                    "dev, test, rest = order[:m_dev], order[m_dev : m_dev + m_test], order[m_dev + m_test :]",
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "with shuffle_and_split",
            code="""
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                sizes = X_target.shape[1] - m_dev - m_test, m_dev, m_test
                rest, dev, test = shuffle_and_split(X_target, Y_target, sizes, rng)
                return (np.hstack([X_source, rest[0]]), np.hstack([Y_source, rest[1]])), dev, test
            """,
        ),
        Alternative(
            "the training set shuffled too, np.split, lists",
            code="""
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                dev, test, rest = np.split(rng.permutation(X_target.shape[1]), [m_dev, m_dev + m_test])
                X, Y = np.c_[X_target[:, rest], X_source], np.c_[Y_target[:, rest], Y_source]
                order = rng.permutation(X.shape[1])
                return [[X[:, order], Y[:, order]], [X_target[:, dev], Y_target[:, dev]], [X_target[:, test], Y_target[:, test]]]
            """,
        ),
        Alternative(
            "a choice without replacement, the rest by a mask, float32",
            code="""
            def split_for_target(X_source, Y_source, X_target, Y_target, m_dev, m_test, rng):
                chosen = rng.choice(X_target.shape[1], m_dev + m_test, replace=False)
                left = np.ones(X_target.shape[1], bool)
                left[chosen] = False
                X, Y = X_target.astype(np.float32), Y_target.astype(int)
                train = np.hstack([X_source, X[:, left]]), np.hstack([Y_source, Y[:, left]])
                return train, (X[:, chosen[:m_dev]], Y[:, chosen[:m_dev]]), (X[:, chosen[m_dev:]], Y[:, chosen[m_dev:]])
            """,
        ),
    ),
)
