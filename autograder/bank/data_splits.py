"""Chapter 1, splitting data: trials, rules, known mistakes and accepted alternatives of its exercises."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils.reference import data_splits as reference

CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")
GLOBAL = Probe("rng", "global_moved", {}, False, says="it moves NumPy's (or Python's) global random state; draw from `rng` alone")
AGAIN = Probe("rng", "reproducible", {}, True, says="two calls from the same state of `rng` give different sets")
FRESH = Probe("drawn", "fresh", {}, True, says="a second call with the same `rng` deals the examples in the very same way")


def value(rule="values"):
    """A probe of its own for each trial: what is wanted is filled in later."""
    return Probe(rule, "value", {})


def several(rule="values"):
    """A probe of several numbers, be they a tuple, a list or an array."""
    return Probe(rule, "listed", {})


# --- split_sizes ----------------------------------------------------------------------------------


def sizes_trial(m, fractions):
    """How many examples, and the shares of the three sets."""
    whole = Probe("whole", "not_whole", {}, "none", says="no slice takes {got} for a number of examples; a whole number does not end in .0")
    return Trial(f"m = {m}, fractions = {fractions}", {"m": m, "fractions": fractions}, [several(), whole])


def drawn_sizes(rng, low, high, towards):
    """Sizes whose parts, each rounded by itself, add up to m + towards; no part is near a half or whole."""
    while True:
        m, dev, test = (int(n) for n in (rng.integers(low, high), rng.integers(8, 26), rng.integers(8, 26)))
        parts = np.array([100 - dev - test, dev, test]) * m / 100
        clear = np.all(np.abs(np.abs(parts % 1 - 0.5) - 0.25) < 0.2)
        if clear and dev != test and np.round(parts).sum() == m + towards and (towards or np.ptp(np.round(parts[1:] % 1))):
            return sizes_trial(m, (round(1 - (dev + test) / 100, 2), dev / 100, test / 100))


DEV, TEST, REST = "round(m * fractions[1])", "round(m * fractions[2])", "m - m_dev - m_test"

SPLIT_SIZES = Exercise(
    reference=reference.split_sizes,
    points=2,
    returns=("m_train", "m_dev", "m_test"),
    rules=(
        Rule("values", "`m_dev` and `m_test` are their share of m, rounded to the nearest whole number; the three add up to m", 1),
        Rule("whole", "all three are integers, as a slice takes them", 0.25),
    ),
    visible=lambda rng: [
        sizes_trial(10, (0.6, 0.2, 0.2)),
        sizes_trial(7, (0.6, 0.2, 0.2)),
        sizes_trial(23, (0.7, 0.2, 0.1)),
        sizes_trial(58, (0.75, 0.1, 0.15)),
        sizes_trial(1_000_000, (0.98, 0.01, 0.01)),
    ],
    hidden=lambda rng: [
        drawn_sizes(rng, 20, 60, 1),
        drawn_sizes(rng, 60, 200, -1),
        drawn_sizes(rng, 1000, 9000, 1),
        drawn_sizes(rng, 200, 900, 0),
        sizes_trial(13, (0.6, 0.2, 0.2)),
        sizes_trial(2_000_000, (0.995, 0.0025, 0.0025)),
    ],
    mistakes=(
        Mistake(
            "each of the three is rounded by itself, so that they need not add up to m",
            "Take m = 7 and 60/20/20 and add your three sizes: one example belongs nowhere. With m = 13 you hand out one that does not exist.",
            "Round two of them, and let the third take whatever is left.",
            changes=((REST, "round(m * fractions[0])"),),
        ),
        Mistake(
            "the sizes of dev and test set are cut off, not rounded",
            "A tenth of 58 is 5.8, and your dev set gets 5 examples. Which whole number is nearest to 5.8?",
            "`int` and `//` throw away what stands behind the point. Python has a function that goes to the nearest whole number.",
            changes=((DEV, "int(m * fractions[1])"), (TEST, "int(m * fractions[2])")),
        ),
        Mistake(
            "all three are cut off, and what remains is dropped",
            "Add your three sizes and compare with m: a few examples are in no set at all. Nobody throws away examples that were paid for.",
            "Cut off nothing: round two of them to the nearest number, and give the training set the rest.",
            changes=((DEV, "int(m * fractions[1])"), (TEST, "int(m * fractions[2])"), (REST, "int(m * fractions[0])")),
        ),
        Mistake(
            "the sizes of dev and test set are rounded up",
            "A fifth of 7 is 1.4, and your dev set gets 2. Which whole number is nearest?",
            "Neither always up nor always down: to the nearest one.",
            changes=((DEV, "int(np.ceil(round(m * fractions[1], 6)))"), (TEST, "int(np.ceil(round(m * fractions[2], 6)))")),
        ),
        Mistake(
            "training and dev set are rounded, and the test set takes what is left",
            "With m = 7 and 60/20/20 your test set is larger than your dev set, though both have the same share. The rest is to go where one example more matters least.",
            "The largest set takes the rest: compute the other two.",
            changes=((TEST, "m - round(m * fractions[0]) - round(m * fractions[1])"),),
        ),
        Mistake(
            "training and test set are rounded, and the dev set takes what is left",
            "With m = 7 and 60/20/20 your dev set is larger than your test set, though both have the same share.",
            "The rest belongs to the training set; compute dev and test set from their shares.",
            changes=((DEV, "m - round(m * fractions[0]) - round(m * fractions[2])"),),
        ),
        Mistake(
            "the sizes of training and dev set are cut off, and the test set takes what is left",
            "With m = 7 and 60/20/20 your test set is the larger of two that should be alike, and a dev set of 5.8 examples became one of 5.",
            "Round dev and test set to the nearest number, and let the training set take what is left.",
            changes=((DEV, "int(m * fractions[1])"), (TEST, "m - int(m * fractions[0]) - int(m * fractions[1])")),
        ),
        Mistake(
            "the sizes are returned in another order: train, test, dev",
            "Try shares that differ, 70/20/10: your second size is the smaller one. In this course the order is always train, dev, test.",
            "Look at the order of `fractions` and at what the docstring says it returns.",
            changes=(("return m - m_dev - m_test, m_dev, m_test", "return m - m_dev - m_test, m_test, m_dev"),),
        ),
        Mistake(
            "the sizes are returned in another order: dev, test, train",
            "Your first size belongs to the training set, which is the largest. Is it?",
            "Train, dev, test: put the rest in front.",
            changes=(("return m - m_dev - m_test, m_dev, m_test", "return m_dev, m_test, m - m_dev - m_test"),),
        ),
        Mistake(
            "the test set gets the share of the dev set",
            "Try 70/20/10: your dev and test set have the same size. Which entry of `fractions` belongs to the test set, counted from 0?",
            "Each set has an entry of its own.",
            changes=((TEST, "round(m * fractions[1])"),),
        ),
        Mistake(
            "the entries of fractions are counted from 1",
            "Your dev set is as large as the training set should be. What is the first entry of a tuple in Python called, 0 or 1?",
            "The share of the training set has index 0, and the other two follow.",
            changes=((DEV, "round(m * fractions[0])"), (TEST, "round(m * fractions[1])")),
        ),
        Mistake(
            "the dev set gets its share of what the test set has left",
            "With m = 1 000 000 and 1 % each your dev set is a bit smaller than your test set. That happens when one cuts twice, and the second cut starts from a smaller pile.",
            "Both shares are shares of all m examples.",
            changes=((DEV, "round((m - round(m * fractions[2])) * fractions[1])"),),
        ),
        Mistake(
            "the test set gets its share of what the dev set has left",
            "With m = 1 000 000 and 1 % each your test set is a bit smaller than your dev set. When was it cut off, and from which pile?",
            "Take both shares of m, and subtract afterwards.",
            changes=((TEST, "round((m - round(m * fractions[1])) * fractions[2])"),),
        ),
        Mistake(
            "dev and test set are not taken off the training set",
            "Your training set has all m examples, so dev and test examples are also trained on. Add the three: more than m.",
            "What the other two have, the training set has not.",
            changes=(("return m - m_dev - m_test,", "return m,"),),
        ),
        Mistake(
            "only the dev set is taken off the training set",
            "Add your three sizes: they make more than m, by exactly the test set. So the test examples are also trained on.",
            "Both of the others have to leave the training set.",
            changes=(("return m - m_dev - m_test,", "return m - m_dev,"),),
        ),
        Mistake(
            "the fractions are taken for percents",
            "Your dev and test set are nearly empty. A fifth is 0.2 here, not 20.",
            "The shares are numbers from 0 to 1: leave out the 100.",
            changes=((DEV, "round(m * fractions[1] / 100)"), (TEST, "round(m * fractions[2] / 100)")),
        ),
        Mistake(
            "the sizes are not rounded at all",
            "Your dev set has a part of an example: 1.4 of them with m = 7. Try to slice an array with that.",
            "Round the sizes of dev and test set.",
            changes=((DEV, "m * fractions[1]"), (TEST, "m * fractions[2]")),
        ),
        Mistake(
            "the sizes are whole, but they are floats",
            "Print one of them: it ends in `.0`. `np.round` rounds a float to a float, and a slice refuses it.",
            "Make integers of them, with `int`, or use Python's own `round`, which returns one.",
            changes=((DEV, "np.round(m * fractions[1])"), (TEST, "np.round(m * fractions[2])")),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("int after np.round", changes=((DEV, "int(np.round(m * fractions[1]))"), (TEST, "int(np.rint(fractions[2] * m))"))),
        Alternative("half added, then cut off", changes=((DEV, "int(m * fractions[1] + 0.5)"), (TEST, "int(m * fractions[2] + 0.5)"))),
        Alternative(
            "an array of integers",
            code="""
            def split_sizes(m, fractions):
                sizes = np.rint(m * np.array(fractions)).astype(int)
                sizes[0] = m - sizes[1:].sum()
                return sizes
            """,
        ),
        Alternative(
            "the fractions unpacked",
            code="""
            def split_sizes(m, fractions):
                _, dev, test = fractions
                held_out = [round(dev * m), round(test * m)]
                return (m - sum(held_out), *held_out)
            """,
        ),
    ),
)

# --- shuffle_and_split ----------------------------------------------------------------------------

PAIRS = [["X", "Y"]]
RUNS = "the examples of part {got} of the result (counted from 0) stood next to each other in X: nothing was shuffled"


def dealing_trial(rng, n_x, sizes, large=False):
    """Examples in order of their labels, as files often are; no two are alike."""
    m = sum(sizes)
    X = np.stack([rng.permutation(m) for _ in range(n_x)]) / 4 - m // 8 + rng.integers(1, 4, (n_x, 1)) / 8
    Y = np.sort(rng.integers(0, 10, (1, m)), axis=1).astype(float)
    arguments = {"X": X, "Y": Y, "sizes": sizes, "rng": np.random.default_rng(rng.integers(10**6))}
    probes = [
        Probe("values", "form", {}),
        Probe("values", "examples_used", {"pairs": PAIRS}, "each once", says="of the examples, {got}; each is to be in exactly one set"),
        Probe("values", "labels_astray", {"pairs": PAIRS}, "none", says="the examples no longer have their own labels: {got}"),
    ]
    if large:
        probes += [Probe("values", "overlaps", {"pairs": PAIRS}, "none", says="parts {got} of the result (counted from 0) share examples")]
        probes += [Probe("drawn", "runs", {"pairs": PAIRS, "parts": [0, 1, 2]}, "none", says=RUNS), FRESH, AGAIN]
    return Trial(f"X {X.shape}, sizes = {sizes}", arguments, [*probes, GLOBAL, CHANGED])


SHUFFLED = "X, Y = X[:, order], Y[:, order]"

SHUFFLE_AND_SPLIT = Exercise(
    reference=reference.shuffle_and_split,
    points=4,
    returns=("train", "dev", "test"),
    rules=(
        Rule("values", "three pairs of the sizes asked for, in which every example occurs once, with its own label", 1),
        Rule("drawn", "which example goes where is random, and drawn anew in every call", 1),
        Rule("rng", "every random number comes from `rng`: the same state of `rng` gives the same sets", 0.25),
        Rule("arguments", "`X` and `Y` are left as they were", 0.25),
    ),
    visible=lambda rng: [dealing_trial(rng, 3, (7, 2, 4)), dealing_trial(rng, 2, (60, 25, 30), large=True)],
    hidden=lambda rng: [
        dealing_trial(rng, 4, (9, 5, 3)),
        dealing_trial(rng, 1, (8, 3, 6)),
        dealing_trial(rng, 5, (70, 30, 22), large=True),
        dealing_trial(rng, 3, (40, 25, 55), large=True),
    ],
    mistakes=(
        Mistake(
            "X is shuffled, but Y is not",
            "Take one column of a returned X, find it in the old X, and compare the labels: the labels stand as they came, the examples do not.",
            "One and the same order has to be used for both.",
            changes=((SHUFFLED, "X = X[:, order]"),),
        ),
        Mistake(
            "X and Y are shuffled each in its own order",
            "Take one column of a returned X, find it in the old X, and compare the labels: the digit 3 may now be called 8. Any model learns nothing from that.",
            "Draw the order once, keep it, and use it twice.",
            changes=((SHUFFLED, "X, Y = X[:, order], Y[:, rng.permutation(Y.shape[1])]"),),
        ),
        Mistake(
            "X and Y themselves are shuffled, each in its own order",
            "Two things: after the call the caller's `X` and `Y` stand in another order, and an example no longer has its own label.",
            "Draw one order, and make new arrays with it, by indexing; `shuffle` writes into the array that it is given.",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                rng.shuffle(X, axis=1)
                rng.shuffle(Y, axis=1)
                a, b = sizes[0], sizes[0] + sizes[1]
                return (X[:, :a], Y[:, :a]), (X[:, a:b], Y[:, a:b]), (X[:, b:], Y[:, b:])
            """,
        ),
        Mistake(
            "Y is shuffled, but X is not",
            "Your X is still in its old order, and the labels have been dealt anew. Compare a column with its label before and after.",
            "Let the examples move in the same order as their labels.",
            changes=((SHUFFLED, "Y = Y[:, order]"),),
        ),
        Mistake(
            "nothing is shuffled: the sets are cut as the examples came",
            "Look at the labels of your training set: they begin with the smallest, and the largest are all in the test set. Files are often sorted like this.",
            "Bring the columns into a random order first, then cut.",
            changes=((SHUFFLED, "pass"),),
        ),
        Mistake(
            "each set is shuffled within itself, after the cut",
            "Look at which labels your test set holds: only the last ones of the sorted file, in another order. The cut came too early.",
            "First shuffle all the examples, then cut.",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                parts, start = [], 0
                for size in sizes:
                    order = start + rng.permutation(size)
                    parts.append((X[:, order], Y[:, order]))
                    start += size
                return tuple(parts)
            """,
        ),
        Mistake(
            "the features are shuffled, not the examples",
            "Look at one column of your X: its numbers are all there, but in another order, so a digit's pixels are jumbled. NumPy shuffles along the first axis if it is not told otherwise.",
            "Examples are columns: name the axis, or use an order as the index of the columns.",
            changes=((SHUFFLED, "X = rng.permutation(X)"),),
        ),
        Mistake(
            "the features are shuffled, and in the caller's own arrays",
            "Two things: `shuffle` writes into the array that it is given, and along the first axis, the rows. Look at one column before and after: a digit's pixels are jumbled.",
            "Draw an order of the columns, and make new arrays with it, by indexing.",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                rng.shuffle(X)
                rng.shuffle(Y)
                a, b = sizes[0], sizes[0] + sizes[1]
                return (X[:, :a], Y[:, :a]), (X[:, a:b], Y[:, a:b]), (X[:, b:], Y[:, b:])
            """,
        ),
        Mistake(
            "X itself is shuffled, and Y is not",
            "After the call the caller's `X` stands in another order, and the labels stand as they came: examples and labels have parted.",
            "Draw one order, use it as an index for both, and leave the arrays that came in alone.",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                rng.shuffle(X, axis=1)
                a, b = sizes[0], sizes[0] + sizes[1]
                return (X[:, :a], Y[:, :a]), (X[:, a:b], Y[:, a:b]), (X[:, b:], Y[:, b:])
            """,
        ),
        Mistake(
            "the order is drawn for the features, not for the examples",
            "Print the length of your order: it is the number of rows of X, and so only so many examples are ever dealt.",
            "There are as many places in the order as there are columns.",
            changes=(("rng.permutation(X.shape[1])", "rng.permutation(X.shape[0])"),),
        ),
        Mistake(
            "rows are cut off, not columns",
            "Print the shapes: your training set has all the columns and not even all the rows. The first index of an array means rows.",
            "Columns are examples: they are the second index, behind a `:` for all the rows.",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                order = rng.permutation(X.shape[1])
                X, Y = X[:, order], Y[:, order]
                first, second = sizes[0], sizes[0] + sizes[1]
                return (X[:first], Y[:, :first]), (X[first:second], Y[:, first:second]), (X[second:], Y[:, second:])
            """,
        ),
        Mistake(
            "the test set begins where the dev set begins",
            "Look for your dev examples in the test set: you find them there. The last examples, however, are in no set.",
            "The test set begins after training *and* dev set.",
            changes=(("test = X[:, second:], Y[:, second:]", "end = first + sizes[2]\n    test = X[:, first:end], Y[:, first:end]"),),
        ),
        Mistake(
            "the dev set begins at 0",
            "Look for your dev examples in the training set: you find them there. A model would be asked what it has seen.",
            "The dev set begins where the training set ends.",
            changes=(("dev = X[:, first:second], Y[:, first:second]", "dev = X[:, : sizes[1]], Y[:, : sizes[1]]"),),
        ),
        Mistake(
            "the size of the dev set is taken for the place where it ends",
            "Your dev set is empty. A slice `a:b` ends at the place b, it does not hold b examples.",
            "Add up: the dev set ends after so many examples as it and the training set have together.",
            changes=(("sizes[0] + sizes[1]", "sizes[1]"),),
        ),
        Mistake(
            "the slices leave out one example at each cut",
            "Add up the columns of your three sets: two are missing. In a slice `a:b` the place b itself is left out already.",
            "The next slice begins at the very number at which the one before ended.",
            changes=(
                ("dev = X[:, first:second], Y[:, first:second]", "dev = X[:, first + 1 : second], Y[:, first + 1 : second]"),
                ("test = X[:, second:], Y[:, second:]", "test = X[:, second + 1 :], Y[:, second + 1 :]"),
            ),
        ),
        Mistake(
            "the last example is dropped",
            "Add up the columns of your three sets: one is missing. What does `-1` at the end of a slice mean?",
            "A slice that ends with nothing behind the colon goes to the end.",
            changes=(("test = X[:, second:], Y[:, second:]", "test = X[:, second:-1], Y[:, second:-1]"),),
        ),
        Mistake(
            "examples are drawn with replacement: some twice, some never",
            "Count how often each example occurs in your three sets. One that occurs twice may be in the training and in the test set.",
            "Deal them like cards, each once: an order of all of them, not a draw of numbers.",
            changes=(("rng.permutation(X.shape[1])", "rng.integers(0, X.shape[1], X.shape[1])"),),
        ),
        Mistake(
            "the sets are returned in another order: train, test, dev",
            "Print the columns of your three sets and compare with `sizes`. In this course the order is always train, dev, test.",
            "Exchange the last two.",
            changes=(("return train, dev, test", "return train, test, dev"),),
        ),
        Mistake(
            "a dict is returned, not three pairs",
            "Whoever calls writes `train, dev, test = …`. From a dict that takes the names out, not what they stand for.",
            "Return three values in the order of the docstring.",
            changes=(("return train, dev, test", 'return {"train": train, "dev": dev, "test": test}'),),
        ),
        Mistake(
            "six arrays are returned, not three pairs",
            "Whoever calls writes `train, dev, test = …`. How many values do you return?",
            "Put each X and its Y between brackets of their own.",
            changes=(("return train, dev, test", "return (*train, *dev, *test)"),),
        ),
        Mistake(
            "the three X are returned together, and the three Y",
            "Whoever calls writes `train, dev, test = …`, and takes X and Y out of each. Your first value holds three X.",
            "Group by set: the X and the Y of one set belong together.",
            changes=(("return train, dev, test", "return tuple(zip(train, dev, test))"),),
        ),
        Mistake(
            "Y is returned flat",
            "Print the shape of a returned Y: it has one number, and (1, m) has two. An index of 0 took the row out.",
            "Index the columns of Y just as those of X.",
            changes=(
                (SHUFFLED, "X, Y = X[:, order], Y[0, order]"),
                ("dev = X[:, first:second], Y[:, first:second]", "dev = X[:, first:second], Y[first:second]"),
                ("train = X[:, :first], Y[:, :first]", "train = X[:, :first], Y[:first]"),
                ("test = X[:, second:], Y[:, second:]", "test = X[:, second:], Y[second:]"),
            ),
        ),
        Mistake(
            "a seed inside the function deals the examples in the same way in every call",
            "Call your function twice with one and the same `rng`, and compare: nothing has moved. Look for the place where a generator is made.",
            "The generator comes in as `rng`: draw from it, and leave it to the caller to seed it.",
            changes=(("rng.permutation", "np.random.default_rng(0).permutation"),),
        ),
        Mistake(
            "a seed is set inside: every call sets the global generator back and deals in the same way",
            "Call your function twice and compare: nothing has moved, and everybody else who uses NumPy's global generator is set back as well.",
            "Take the seed out, and draw from the `rng` that comes in.",
            changes=(("rng.permutation", "np.random.seed(0) or np.random.permutation"),),
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the sets differ, so the numbers come from elsewhere. Nobody could repeat your split.",
            "What draws under `np.random.` has a sibling that is a method of `rng`.",
            changes=(("rng.permutation", "np.random.permutation"),),
            costs=0.25,
        ),
        Mistake(
            "the order comes from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the sets differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none.",
            changes=(("rng.permutation", "np.random.default_rng().permutation"),),
            costs=0.25,
        ),
        Mistake(
            "X and Y themselves are shuffled",
            "Look at `X` after the call: its columns stand in another order. `shuffle` and an assignment to `X[:]` write into the caller's array.",
            "Make new arrays, by indexing with an order.",
            changes=((SHUFFLED, "X[:], Y[:] = X[:, order], Y[:, order]"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "np.split at the two places",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                order = rng.permutation(X.shape[1])
                parts = np.split(order, np.cumsum(sizes)[:2])
                return tuple((X[:, part], Y[:, part]) for part in parts)
            """,
        ),
        Alternative(
            "a shuffled range, lists of pairs",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                order = np.arange(X.shape[1])
                rng.shuffle(order)
                m_train, m_dev, m_test = sizes
                train, dev, test = order[:m_train], order[m_train : m_train + m_dev], order[-m_test:]
                return [[X[:, train], Y[:, train]], [X[:, dev], Y[:, dev]], [X[:, test], Y[:, test]]]
            """,
        ),
        Alternative("argsort of random numbers", changes=(("rng.permutation(X.shape[1])", "np.argsort(rng.random(X.shape[1]))"),)),
        Alternative(
            "X and Y stacked and shuffled together, float32",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                both = rng.permutation(np.concatenate([X, Y]).astype(np.float32), axis=1)
                a, b = sizes[0], sizes[0] + sizes[1]
                return tuple((part[:-1], part[-1:]) for part in (both[:, :a], both[:, a:b], both[:, b:]))
            """,
        ),
        Alternative(
            "dev and test drawn, every set left in the old order",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                kind = np.repeat([0, 1, 2], sizes)
                kind = rng.permutation(kind)
                return tuple((X[:, kind == k], Y[:, kind == k]) for k in range(3))
            """,
        ),
        Alternative(
            "drawn without replacement", changes=(("rng.permutation(X.shape[1])", "rng.choice(X.shape[1], X.shape[1], replace=False)"),)
        ),
        Alternative(
            "a loop over the examples",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                sets = [([], []) for _ in sizes]
                for place, i in enumerate(rng.permutation(X.shape[1])):
                    which = 0 if place < sizes[0] else 1 if place < sizes[0] + sizes[1] else 2
                    sets[which][0].append(X[:, i])
                    sets[which][1].append(Y[:, i])
                return tuple((np.array(columns).T, np.array(labels).T) for columns, labels in sets)
            """,
        ),
    ),
)

# --- recommended_fractions ------------------------------------------------------------------------


def fractions_trial(m):
    """A number of examples."""
    return Trial(f"m = {m}", {"m": m}, [several()])


SHARE, LEFT = "min(0.2, 10_000 / m)", "1 - 2 * share"

RECOMMENDED_FRACTIONS = Exercise(
    reference=reference.recommended_fractions,
    points=2,
    returns=("train", "dev", "test"),
    rules=(Rule("values", "dev and test set get 0.2 each, never more than 10 000 examples each; the training set gets the rest", 1),),
    visible=lambda rng: [fractions_trial(m) for m in (500, 20_000, 50_000, 80_000, 1_000_000, 4_000_000)],
    hidden=lambda rng: [
        fractions_trial(int(m))
        for m in (
            rng.integers(10, 100),
            rng.integers(1_000, 9_000),
            rng.integers(11_000, 49_000),
            rng.integers(51_000, 90_000),
            rng.integers(100_000, 900_000),
            1_000_000,
            rng.integers(1_100_000, 9_000_000),
        )
    ],
    mistakes=(
        Mistake(
            "the classical shares are given for every m",
            "Try m = 1 000 000: your dev set has 200 000 examples. Who needs so many to measure one number?",
            "From some m on the number of dev examples stays as it is, and its share shrinks.",
            changes=((SHARE, "0.2"),),
        ),
        Mistake(
            "the lecture's shares for a million are given for everything above 10 000",
            "Multiply your share by m for 10 000 and for 20 000 examples: with more data the dev set became smaller.",
            "Leave out the bands: how many examples are a fifth of m, and is that more than 10 000?",
            changes=((SHARE, "0.2 if m <= 10_000 else 0.01"),),
        ),
        Mistake(
            "the limit of 10 000 is taken for a limit of m, with 98/1/1 above 50 000",
            "Multiply your share by m just above the limit: the dev set has hundreds of examples there, and just below it has 10 000.",
            "The share is to make 10 000 examples for any larger m: let it depend on m.",
            changes=((SHARE, "0.2 if m <= 50_000 else 0.01"),),
        ),
        Mistake(
            "three fixed bands: 20 %, then 1 %, then 0.25 % from a million on",
            "Multiply your share by m at a few places: at each border of a band the dev set shrinks all at once.",
            "Between the borders the share should fall, so that the number of examples stays: compute it from m.",
            changes=((SHARE, "0.2 if m <= 10_000 else 0.01 if m < 1_000_000 else 0.0025"),),
        ),
        Mistake(
            "three fixed bands: 20 %, then 1 % up to a million, then 0.25 %",
            "Multiply your share by m for 10 000 and for 20 000: with more examples the dev set became smaller. At a million you are right again.",
            "From 50 000 on the share should fall slowly: it depends on m, so that the number of examples stays.",
            changes=((SHARE, "0.2 if m <= 10_000 else 0.01 if m <= 1_000_000 else 0.0025"),),
        ),
        Mistake(
            "above the limit numbers of examples are returned, not shares",
            "Try m = 500 and m = 80 000: the first time your three numbers add up to 1, the second time to m.",
            "Divide by m in the second case, too.",
            changes=(
                (
                    "return 1 - 2 * share, share, share",
                    "return (0.6, 0.2, 0.2) if m <= 50_000 else (m - 20_000, 10_000, 10_000)",
                ),
            ),
        ),
        Mistake(
            "the larger of the two shares is taken, not the smaller",
            "Try m = 500: you ask for a dev set of more examples than there are. Try m = 1 000 000: you get a fifth of it.",
            "10 000 is the most that a set gets, so the smaller of two numbers counts.",
            changes=((SHARE, "max(0.2, 10_000 / m)"),),
        ),
        Mistake(
            "the limit is always reached: 10 000 examples whatever m is",
            "Try m = 500: your dev set wants twenty times as many examples as there are.",
            "Small data sets give a fifth; only where that is too much the limit comes in.",
            changes=((SHARE, "10_000 / m"),),
        ),
        Mistake(
            "only one of the two sets is taken off the training set",
            "Add your three shares: they make more than 1.",
            "Dev and test set both take theirs.",
            changes=((LEFT, "1 - share"),),
        ),
        Mistake(
            "the training set keeps its 60 %",
            "Try m = 1 000 000 and add your three shares: most of what dev and test set gave up is in no set.",
            "What the other two do not take belongs to the training set.",
            changes=((LEFT, "0.6"),),
        ),
        Mistake(
            "dev and test set share the 10 000",
            "Try m = 1 000 000: each of your two sets has 5 000 examples. The limit is for each of them.",
            "Do not halve the limit.",
            changes=((SHARE, "min(0.2, 5_000 / m)"),),
        ),
        Mistake(
            "only the dev set is limited",
            "Try m = 1 000 000: your test set still takes a fifth.",
            "Both sets follow the same rule.",
            changes=(("return 1 - 2 * share, share, share", "return 0.8 - share, share, 0.2"),),
        ),
        Mistake(
            "only the test set is limited",
            "Try m = 1 000 000: your dev set still takes a fifth.",
            "What holds for one of the two holds for the other.",
            changes=(("return 1 - 2 * share, share, share", "return 0.8 - share, 0.2, share"),),
        ),
        Mistake(
            "the limit is 1 000 examples, not 10 000",
            "Try m = 1 000 000: your dev set has a thousand examples. Count the zeros of the docstring.",
            "Python lets you write 10_000, so that one sees the zeros.",
            changes=((SHARE, "min(0.2, 1_000 / m)"),),
        ),
        Mistake(
            "numbers of examples are returned, not shares",
            "Your results are above 1. Asked are shares of m, which add up to 1.",
            "Divide by m at the end.",
            changes=(("return 1 - 2 * share, share, share", "return m - 2 * share * m, share * m, share * m"),),
        ),
        Mistake(
            "percents are returned, not shares",
            "Your three numbers add up to 100. A fifth is 0.2 here.",
            "Leave out the 100.",
            changes=(("return 1 - 2 * share, share, share", "return 100 - 200 * share, 100 * share, 100 * share"),),
        ),
        Mistake(
            "the training set stands last",
            "Your first share is the smallest for m = 1 000 000, and it should be that of the training set.",
            "Train, dev, test, as everywhere.",
            changes=(("return 1 - 2 * share, share, share", "return share, share, 1 - 2 * share"),),
        ),
    ),
    alternatives=(
        Alternative(
            "if and else",
            code="""
            def recommended_fractions(m):
                if m <= 50_000:
                    return 0.6, 0.2, 0.2
                return (m - 20_000) / m, 10_000 / m, 10_000 / m
            """,
        ),
        Alternative("the number of examples first", changes=((SHARE, "min(m / 5, 1e4) / m"),)),
        Alternative(
            "np.minimum, a list",
            changes=(
                (SHARE, "np.minimum(0.2, 1e4 / m)"),
                ("return 1 - 2 * share, share, share", "return [1 - share - share, share, share]"),
            ),
        ),
        Alternative(
            "asking how many a fifth are",
            code="""
            def recommended_fractions(m):
                share = 0.2
                if share * m > 10_000:
                    share = 10_000 / m
                return 1.0 - share - share, share, share
            """,
        ),
    ),
)

# --- choose_and_report ----------------------------------------------------------------------------


def models_trial(rng, n, rule="values"):
    """Errors of n models. The best on the dev set is neither the best nor the worst on the test set, nor the first or the last."""
    dev = np.round(rng.permutation(np.arange(n) + rng.uniform(0.1, 0.5, n)) / 40 + 0.05, 3)
    test = np.round(rng.permutation(np.arange(n) + rng.uniform(0.6, 0.9, n)) / 40 + 0.05, 3)
    low, high = np.argmin(dev), np.argmax(dev)
    for wanted, i in ((n // 2, low), (n // 2 - 1, high)):
        j = np.argsort(test)[wanted]
        test[[i, j]] = test[[j, i]]
    dev[[1, low]], test[[1, low]] = dev[[low, 1]], test[[low, 1]]
    says = f"{n} models"
    if rule == "ties":
        dev[[3, 5]], says = dev[1], f"{n} models, three of them equally good on the dev set"
        test[[3, 1, 5]] = np.sort(test[[1, 3, 5]])  # the test set would take neither the first nor the last of them
    return Trial(says, {"dev_errors": dev, "test_errors": test}, [value(rule), CHANGED])


BEST, REPORTED = "np.argmin(dev_errors)", "test_errors[best]"

CHOOSE_AND_REPORT = Exercise(
    reference=reference.choose_and_report,
    points=2,
    returns=("best", "reported"),
    rules=(
        Rule("values", "the model that is best on the dev set, and its error on the test set", 1),
        Rule("ties", "of equally good models the first", 0.25),
        Rule("arguments", "`dev_errors` and `test_errors` are left as they were", 0.25),
    ),
    visible=lambda rng: [models_trial(rng, 6), models_trial(rng, 9), models_trial(rng, 7, "ties")],
    hidden=lambda rng: [models_trial(rng, 8), models_trial(rng, 13), models_trial(rng, 30), models_trial(rng, 10, "ties")],
    mistakes=(
        Mistake(
            "the model is chosen on the test set",
            "Your model is the one with the smallest test error. Then the test set has helped to choose, and its error is no longer that of a stranger.",
            "Choose with the dev errors alone; look at the test errors once, afterwards.",
            changes=((BEST, "np.argmin(test_errors)"),),
        ),
        Mistake(
            "the dev error is reported",
            "You quote the smallest of all the dev errors. A model that was lucky on the dev set got there because of its luck.",
            "Quote what this model does on the set that nobody chose by.",
            changes=((REPORTED, "dev_errors[best]"),),
        ),
        Mistake(
            "the two sets have exchanged their roles: chosen on the test set, reported on the dev set",
            "Lower one test error to 0: that model is your choice. The set you choose by is the dev set, whatever the variable is called.",
            "Choose by the dev errors, and quote a test error.",
            changes=((BEST, "np.argmin(test_errors)"), (REPORTED, "dev_errors[best]")),
        ),
        Mistake(
            "the smallest test error is reported, whichever model has it",
            "You name one model and quote the error of another. Look up the test error at the index that you return.",
            "Both results are about the same model.",
            changes=((REPORTED, "np.min(test_errors)"),),
        ),
        Mistake(
            "the model is chosen by the mean of both errors",
            "Lower one test error a lot and leave the dev errors: your choice changes. So the test set has a say in it.",
            "The test errors may not play any part in the choice.",
            changes=((BEST, "np.argmin(dev_errors + test_errors)"),),
        ),
        Mistake(
            "the mean of dev and test error is reported",
            "Half of your number is the dev error, which was used for choosing and is too kind.",
            "Report the other half alone.",
            changes=((REPORTED, "(dev_errors[best] + test_errors[best]) / 2"),),
        ),
        Mistake(
            "the largest dev error is chosen",
            "Your model is the worst on the dev set. These are errors, not accuracies.",
            "The smaller the error, the better.",
            changes=((BEST, "np.argmax(dev_errors)"),),
        ),
        Mistake(
            "an accuracy is reported, not an error",
            "Your number is 1 minus what is asked.",
            "The errors came in as errors and go out as errors.",
            changes=((REPORTED, "1 - test_errors[best]"),),
        ),
        Mistake(
            "the models are counted from 1",
            "Use your index on `dev_errors`: you get the neighbour of the model that you meant.",
            "An index counts from 0, in Python as in the docstring.",
            changes=(("return best,", "return best + 1,"),),
        ),
        Mistake(
            "an array of places is returned, not one index",
            "Print your first result: it wears brackets. A search for all the places returns an array, even if there is only one.",
            "Take the first entry of what you found, or use a function that returns one place.",
            changes=((BEST, "np.flatnonzero(dev_errors == dev_errors.min())"),),
        ),
        Mistake(
            "the smallest dev error is returned in place of its index",
            "Your first result is a number between 0 and 1. Asked is which model, not how good.",
            "There is a function that says where the smallest number stands.",
            changes=(("return best,", "return dev_errors[best],"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "Whoever calls writes `best, reported = …`. What is your first value?",
            "First which model, then its error.",
            changes=(("return best, test_errors[best]", "return test_errors[best], best"),),
        ),
        Mistake(
            "only the error is returned",
            "Whoever calls wants to use the model as well. Which one was it?",
            "Return two values, index and error.",
            changes=(("return best, test_errors[best]", "return test_errors[best]"),),
        ),
        Mistake(
            "of equally good models the last is taken",
            "Let two models have the same smallest dev error: you name the second. A comparison with `<=` or a search from behind does that.",
            "A later model has to be really better to take the place.",
            changes=((BEST, "len(dev_errors) - 1 - np.argmin(dev_errors[::-1])"),),
            costs=0.25,
        ),
        Mistake(
            "among equally good models the test set decides",
            "Let two models have the same smallest dev error: you take the one with the smaller test error. Even so little is choosing by the test set.",
            "Take the first of them, without a look at the test errors.",
            changes=((BEST, "min(range(len(dev_errors)), key=lambda i: (dev_errors[i], test_errors[i], -i))"),),
            costs=0.25,
        ),
        Mistake(
            "the dev errors are sorted in place",
            "Look at `dev_errors` after the call: they stand in another order, and no longer fit the models.",
            "Ask where the smallest is; there is no need to sort.",
            changes=(("return best, test_errors[best]", "dev_errors.sort()\n    return best, test_errors[best]"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("Python numbers", changes=(("return best, test_errors[best]", "return int(best), float(test_errors[best])"),)),
        Alternative("list and index", changes=((BEST, "list(dev_errors).index(min(dev_errors))"),)),
        Alternative("a stable argsort", changes=((BEST, 'np.argsort(dev_errors, kind="stable")[0]'),)),
        Alternative(
            "a loop",
            code="""
            def choose_and_report(dev_errors, test_errors):
                best = 0
                for i in range(1, len(dev_errors)):
                    if dev_errors[i] < dev_errors[best]:
                        best = i
                return [best, test_errors[best]]
            """,
        ),
        Alternative("the first place where it is smallest", changes=((BEST, "np.flatnonzero(dev_errors == dev_errors.min())[0]"),)),
    ),
)

# --- split_for_target -----------------------------------------------------------------------------

SOURCES = [["X_source", "Y_source"], ["X_target", "Y_target"]]


def sources_trial(rng, n_x, m_s, m_t, m_dev, m_test, large=False):
    """Two sources whose examples are all different; the target's are in order of their labels."""
    every = np.stack([rng.permutation(m_s + m_t) for _ in range(n_x)]) / 4 - (m_s + m_t) // 8
    labels = rng.integers(0, 10, (1, m_s + m_t)) * 1.0
    labels[:, m_s:].sort()
    arguments = {
        "X_source": every[:, :m_s], "Y_source": labels[:, :m_s], "X_target": every[:, m_s:], "Y_target": labels[:, m_s:],
        "m_dev": m_dev, "m_test": m_test, "rng": np.random.default_rng(rng.integers(10**6)),
    }  # fmt: skip
    pairs = {"pairs": SOURCES}
    both = "X_source and X_target" if m_dev + m_test < m_t else "X_source"
    come = "train, dev and test come from {got}; they should come from {want}"
    probes = [
        Probe("values", "form", {}),
        Probe("values", "parts_from", pairs, [both, "X_target", "X_target"], says=come),
        Probe("values", "examples_used", pairs, "each once", says="of the examples, {got}; each is to be in exactly one set"),
        Probe("values", "labels_astray", pairs, "none", says="the examples no longer have their own labels: {got}"),
    ]
    if large:
        probes += [Probe("drawn", "runs", {**pairs, "parts": [1, 2]}, "none", says=RUNS.replace("in X", "in the target")), FRESH, AGAIN]
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

SPLIT_FOR_TARGET = Exercise(
    reference=reference.split_for_target,
    points=3,
    returns=("train", "dev", "test"),
    rules=(
        Rule("values", "dev and test set are of the target; the training set holds all the rest of both, each example with its label", 1),
        Rule("drawn", "which examples of the target go where is random, and drawn anew in every call", 1),
        Rule("rng", "every random number comes from `rng`: the same state of `rng` gives the same sets", 0.25),
        Rule("arguments", "the examples that come in are left as they were", 0.25),
    ),
    visible=lambda rng: [
        sources_trial(rng, 2, 30, 24, 9, 7),
        sources_trial(rng, 3, 90, 75, 30, 25, large=True),
        sources_trial(rng, 2, 20, 21, 10, 11),
    ],
    hidden=lambda rng: [
        sources_trial(rng, 3, 40, 33, 8, 12),
        sources_trial(rng, 2, 70, 80, 25, 32, large=True),
        sources_trial(rng, 4, 110, 70, 28, 20, large=True),
        sources_trial(rng, 1, 25, 26, 14, 12),
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
            "nothing is shuffled: dev and test set are the first examples of the target",
            "Look at the labels of your dev set: the target is sorted, and you took its beginning.",
            "Draw a random order of the target first.",
            changes=((ORDER, "np.arange(X_target.shape[1])"),),
        ),
        Mistake(
            "examples of the target are drawn with replacement: some twice, some never",
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
            "a seed inside the function draws the same dev and test set in every call",
            "Call your function twice with one and the same `rng`, and compare the dev sets. Look for the place where a generator is made.",
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
            "the order comes from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the sets differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none.",
            changes=(("rng.permutation", "np.random.default_rng().permutation"),),
            costs=0.25,
        ),
        Mistake(
            "the target itself is shuffled",
            "Look at `X_target` after the call: its columns stand in another order.",
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

# --- variance_and_mismatch ------------------------------------------------------------------------


def steps_trial(train, train_dev, dev, rule="values"):
    """Three errors."""
    arguments = {"train_error": train, "train_dev_error": train_dev, "dev_error": dev}
    return Trial(f"train {train}, train-dev {train_dev}, dev {dev}", arguments, [several(rule)])


def drawn_steps(rng):
    """Three errors that rise, by steps of different sizes."""
    train, variance, mismatch = rng.permutation([3, 7, 12]) + rng.integers(0, 3, 3)
    return steps_trial(float(train) / 100, float(train + variance) / 100, float(train + variance + mismatch) / 100)


VARIANCE, MISMATCH = "train_dev_error - train_error,", ", dev_error - train_dev_error"

VARIANCE_AND_MISMATCH = Exercise(
    reference=reference.variance_and_mismatch,
    points=2,
    returns=("variance", "mismatch"),
    rules=(
        Rule("values", "the two steps from training to dev error, where the error rises on both", 1),
        Rule("sign", "a step on which the error falls is negative", 0.25),
    ),
    visible=lambda rng: [
        steps_trial(0.01, 0.02, 0.25),
        steps_trial(0.04, 0.15, 0.17),
        steps_trial(0.1, 0.08, 0.2, "sign"),
        steps_trial(0.05, 0.16, 0.12, "sign"),
    ],
    hidden=lambda rng: [
        drawn_steps(rng),
        drawn_steps(rng),
        steps_trial(np.float64(0.02), np.float64(0.11), np.float64(0.31)),
        steps_trial(0.07, 0.04, 0.22, "sign"),
        steps_trial(0.03, 0.21, 0.14, "sign"),
    ],
    mistakes=(
        Mistake(
            "the whole gap between training and dev error is called variance",
            "Take errors of 1, 2 and 25 %: on new examples of the same source the model errs hardly more often. You find 24 % of variance, and would pay for a remedy that can't help.",
            "Variance ends at the train-dev set: up to there only the examples are new, not their source.",
            changes=((VARIANCE, "dev_error - train_error,"),),
        ),
        Mistake(
            "the whole gap between training and dev error is called mismatch",
            "Take errors of 4, 15 and 17 %: the model fails already on new examples of its own source. Add your two results: more than there is from training to dev error.",
            "Mismatch begins where variance ends.",
            changes=((MISMATCH, ", dev_error - train_error"),),
        ),
        Mistake(
            "both are the whole gap",
            "Your two results are always equal, and the train-dev error plays no part.",
            "The train-dev error stands between the other two and divides the gap.",
            changes=((VARIANCE, "dev_error - train_error,"), (MISMATCH, ", dev_error - train_error")),
        ),
        Mistake(
            "the two results are exchanged",
            "Take errors of 1, 2 and 25 %. The large step comes when the *source* changes; what do you call it?",
            "First the step to new examples of the same source, then the step to the target.",
            changes=(
                (
                    "return train_dev_error - train_error, dev_error - train_dev_error",
                    "return dev_error - train_dev_error, train_dev_error - train_error",
                ),
            ),
        ),
        Mistake(
            "both differences are turned round",
            "Your results are negative where the error rises. How much *higher* is asked.",
            "Begin with the later error, in both.",
            changes=((VARIANCE, "train_error - train_dev_error,"), (MISMATCH, ", train_dev_error - dev_error")),
        ),
        Mistake(
            "the difference of the variance is turned round",
            "Your variance is negative although the model errs more often on new examples.",
            "Take the training error off the train-dev error.",
            changes=((VARIANCE, "train_error - train_dev_error,"),),
        ),
        Mistake(
            "the difference of the mismatch is turned round",
            "Your mismatch is negative although the model errs more often on the target.",
            "Take the train-dev error off the dev error.",
            changes=((MISMATCH, ", train_dev_error - dev_error"),),
        ),
        Mistake(
            "the errors are returned, not the steps between them",
            "With no mismatch at all dev and train-dev error are equal. Your second result is not 0 then.",
            "Each result is a difference of two errors.",
            changes=((VARIANCE, "train_dev_error,"), (MISMATCH, ", dev_error")),
        ),
        Mistake(
            "the variance is the whole train-dev error",
            "A model that errs as often on new examples as on old ones has no variance. Yours has.",
            "What it got wrong on the training set already is no variance: take it off.",
            changes=((VARIANCE, "train_dev_error,"),),
        ),
        Mistake(
            "the mismatch is the whole dev error",
            "A model that errs as often on the target as on the train-dev set suffers no mismatch. Yours does.",
            "Only what the other source adds is mismatch.",
            changes=((MISMATCH, ", dev_error"),),
        ),
        Mistake(
            "ratios are returned, not differences",
            "From 0.1 % to 0.2 % you see as much as from 10 % to 20 %. And a training error of 0 divides by 0.",
            "How much higher, in the same unit as the errors.",
            changes=((VARIANCE, "train_dev_error / train_error,"), (MISMATCH, ", dev_error / train_dev_error")),
        ),
        Mistake(
            "the steps are given in percent",
            "Your results are a hundred times what is asked. The errors came in as shares.",
            "Leave out the 100.",
            changes=((VARIANCE, "100 * (train_dev_error - train_error),"), (MISMATCH, ", 100 * (dev_error - train_dev_error)")),
        ),
        Mistake(
            "the sign is thrown away",
            "Let the dev set be easier than the train-dev set: your mismatch says that it is harder.",
            "Leave the sign on the differences.",
            changes=((VARIANCE, "abs(train_dev_error - train_error),"), (MISMATCH, ", abs(dev_error - train_dev_error)")),
            costs=0.25,
        ),
        Mistake(
            "steps on which the error falls are set to 0",
            "Let the dev set be easier than the train-dev set: you say 0, and the two steps no longer lead from the training to the dev error.",
            "Do not cut off at 0.",
            changes=((VARIANCE, "max(train_dev_error - train_error, 0),"), (MISMATCH, ", max(dev_error - train_dev_error, 0)")),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "np.diff of the three",
            changes=(
                (
                    "return train_dev_error - train_error, dev_error - train_dev_error",
                    "return np.diff([train_error, train_dev_error, dev_error])",
                ),
            ),
        ),
        Alternative("float32", changes=((VARIANCE, "np.float32(train_dev_error) - np.float32(train_error),"),)),
        Alternative(
            "the mismatch as what is left of the whole gap",
            code="""
            def variance_and_mismatch(train_error, train_dev_error, dev_error):
                gap = dev_error - train_error
                variance = -train_error + train_dev_error
                return variance, gap - variance
            """,
        ),
        Alternative(
            "accuracies in between",
            changes=((VARIANCE, "(1 - train_error) - (1 - train_dev_error),"), (MISMATCH, ", (1 - train_dev_error) - (1 - dev_error)")),
        ),
    ),
)

EXERCISES = [SPLIT_SIZES, SHUFFLE_AND_SPLIT, RECOMMENDED_FRACTIONS, CHOOSE_AND_REPORT, SPLIT_FOR_TARGET, VARIANCE_AND_MISMATCH]
