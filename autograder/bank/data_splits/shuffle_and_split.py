"""shuffle_and_split: examples in order of their labels, a few to read and many to see how they are dealt."""

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.data_splits.shared import FRESH, RUNS, SETS, examples
from autograder.bank.probes import CHANGED, FORM, GLOBAL, generator, reproducible
from course_utils.reference import data_splits as reference

PAIRS = [["X", "Y"]]


def dealing_trial(rng, n_x, sizes, large=False):
    """Examples in order of their labels, as files often are; no two are alike."""
    X, Y = examples(rng, n_x, sum(sizes))
    arguments = {"X": X, "Y": Y, "sizes": sizes, "rng": generator(rng)}
    named = {"pairs": PAIRS, "names": SETS}
    probes = [
        FORM,
        Probe(
            "values",
            "examples_used",
            {"pairs": PAIRS},
            "each once",
            says="the sets do not hold each example once: {got}; each is to be in exactly one set",
        ),
        Probe("values", "labels_astray", named, "none", says="the examples no longer have their own labels: {got}"),
    ]
    if large:
        probes += [Probe("values", "overlaps", named, "none", says="sets share examples: {got}")]
        probes += [Probe("drawn", "runs", named, "none", says=RUNS), FRESH, reproducible("sets")]
    return Trial(f"X {X.shape}, sizes = {sizes}", arguments, [*probes, GLOBAL, CHANGED])


SHUFFLED = "X, Y = X[:, order], Y[:, order]"

EXERCISE = Exercise(
    reference=reference.shuffle_and_split,
    points=4,
    returns=("train", "dev", "test"),
    rules=(
        Rule("values", "three pairs of the sizes asked for, in which every example occurs once, with its own label", 1),
        Rule("drawn", "which example goes where is random, and drawn anew in every call", 1),
        Rule("rng", "every random number comes from `rng`: the same state of `rng` gives the same sets", 0.25),
        Rule("arguments", "`X` and `Y` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        dealing_trial(rng, 3, (7, 2, 4)),
        dealing_trial(rng, 2, (60, 25, 30), large=True),
        dealing_trial(rng, 3, (45, 20, 40), large=True),
        dealing_trial(rng, 2, (1, 1, 1)),
    ],
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
            "X and Y are shuffled each in its own order: labels of other examples in every set",
            "Take one column of a returned X, find it in the old X, and compare the labels: the digit 3 may now be called 8. Any model learns nothing from that.",
            "Draw the order once, keep it, and use it twice.",
            changes=((SHUFFLED, "X, Y = X[:, order], Y[:, rng.permutation(Y.shape[1])]"),),
        ),
        Mistake(
            "X and Y themselves are changed, and labels belong to other examples",
            "Two things: after the call the caller's `X` and `Y` are no longer what they were, and an example no longer has its own label.",
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
            "the features stand in another order, also in the caller's own arrays",
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
            "X itself is changed, and the labels stand as they came",
            "After the call the caller's `X` is no longer what it was, and the labels stand as they came: examples and labels have parted.",
            "Draw one order, use it as an index for both, and leave the arrays that came in alone.",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                rng.shuffle(X, axis=1)
                a, b = sizes[0], sizes[0] + sizes[1]
                return (X[:, :a], Y[:, :a]), (X[:, a:b], Y[:, a:b]), (X[:, b:], Y[:, b:])
            """,
        ),
        Mistake(
            "each row of X is shuffled by itself",
            "Take one column of a returned X and look for it in the old X: its numbers come from several examples. `permuted` moves every row in an order of its own.",
            "An example moves as a whole: draw one order, and use it as the index of the columns.",
            code="""
            def shuffle_and_split(X, Y, sizes, rng):
                X, Y = rng.permuted(X, axis=1), rng.permuted(Y, axis=1)
                a, b = sizes[0], sizes[0] + sizes[1]
                return (X[:, :a], Y[:, :a]), (X[:, a:b], Y[:, a:b]), (X[:, b:], Y[:, b:])
            """,
        ),
        Mistake(
            "the examples are turned like a wheel, not shuffled: neighbours stay neighbours",
            "Look at the labels of your dev set: they still stand in their old order, only the beginning has moved. A random shift is one draw for all.",
            "Every example needs a draw of its own place: draw an order of all of them.",
            changes=(("rng.permutation(X.shape[1])", "np.roll(np.arange(X.shape[1]), rng.integers(X.shape[1]))"),),
        ),
        Mistake(
            "the labels of the dev set are cut from the beginning",
            "Take a column of your dev set, find it in the old X, and compare the labels. Training and test set are right: which slice of Y is the odd one?",
            "In each set X and Y are cut at the same two places.",
            changes=(("dev = X[:, first:second], Y[:, first:second]", "dev = X[:, first:second], Y[:, : sizes[1]]"),),
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
            "some examples occur twice and some never, as if they were drawn with replacement",
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
            "every call deals the examples in the same way, whatever rng is",
            "Call your function twice with one and the same `rng`, and compare: nothing has moved. Do you make a generator, or seed one, inside?",
            "The generator comes in as `rng`: draw from it, and leave it to the caller to seed it.",
            changes=(("rng.permutation", "np.random.default_rng(0).permutation"),),
        ),
        Mistake(
            "every call deals in the same way, and the global generator moves",
            "Call your function twice and compare: nothing has moved but NumPy's global generator, for everybody else who uses it. Do you set its seed?",
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
            "the numbers come from elsewhere, not from rng: the same state of rng gives other sets",
            "Call twice with `np.random.default_rng(0)`: the sets differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none.",
            changes=(("rng.permutation", "np.random.default_rng().permutation"),),
            costs=0.25,
        ),
        Mistake(
            "X and Y themselves are changed",
            "Look at `X` and `Y` after the call: they are no longer what they were. `shuffle` and an assignment to `X[:]` write into the caller's array.",
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
