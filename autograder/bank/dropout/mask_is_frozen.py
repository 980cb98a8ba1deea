"""mask_is_frozen: specimens of dropout functions, whose masks are frozen or only look so."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, GLOBAL, array, shuffled, value
from course_utils.black_boxes.specimens import drop_by_table
from course_utils.reference import dropout as reference


def table(rng, k, shape, keep_prob):
    """k masks, already divided: what a dropout function does, in numbers."""
    return np.round((rng.random((k, *shape)) < keep_prob) / keep_prob, 6)


def specimen(rng, says, factors, keep_prob, seed=None, alike=False):
    """A dropout function to be judged by the detector, and activations that are all alike or not."""
    shape = factors.shape[1:]
    A = np.full(shape, 0.5) if alike else array(rng, *shape)
    seed = int(rng.integers(10**6)) if seed is None else seed
    return Trial(
        says,
        {
            "dropout": partial(drop_by_table, factors=factors),
            "A": A,
            "keep_prob": keep_prob,
            "rng": np.random.default_rng(seed),
        },
        [value(), CHANGED, GLOBAL],
    )


def seed_where(wanted, factors):
    """The first seed from which the masks of the first sixty calls are as wanted."""
    for seed in range(100_000):
        rng = np.random.default_rng(seed)
        masks = [factors[rng.integers(len(factors))].tobytes() for _ in range(60)]
        if wanted(masks):
            return seed
    raise ValueError("no such seed")


def coincide(masks):
    """The first four masks are alike by chance, then there are others."""
    return len(set(masks[:4])) == 1 and len(set(masks[:6])) > 1


def never_back(masks):
    """The first mask does not come again."""
    return masks[0] not in masks[1:]


def come_back(masks):
    """The first is unlike the second and the third, but comes back later."""
    return masks[0] not in masks[1:3] and masks[0] in masks[3:8] and masks[1] != masks[2]


def frozen(rng, shape, keep_prob, k=1):
    """One mask; with k > 1 the generator is drawn from all the same, to no effect."""
    return np.repeat(table(rng, 1, shape, keep_prob), k, axis=0)


def as_many_kept(rng, k, shape, keep_prob):
    """k different masks that all keep the same number of entries."""
    size = shape[0] * shape[1]
    row = np.zeros(size)
    row[: max(1, round(keep_prob * size))] = round(1 / keep_prob, 6)
    return np.array([rng.permutation(row).reshape(shape) for _ in range(k)])


def last_entry_only(rng, shape, keep_prob):
    """Two masks that differ in the last entry alone."""
    two = np.repeat(table(rng, 1, shape, keep_prob), 2, axis=0)
    two[0, -1, -1], two[1, -1, -1] = 0.0, round(1 / keep_prob, 6)
    return two


def detector_trials(rng, shape, keep_prob):
    """The same kinds of specimens in any size; `says` does not say which kind is frozen."""
    many = table(rng, 128, shape, keep_prob)
    small, few = table(rng, 32, (1, 3), 0.5), table(rng, 4, shape, keep_prob)
    few[0].flat[:2], few[1].flat[:2], few[2].flat[:2], few[3].flat[:2] = (0, 0), (0, 2), (2, 0), (2, 2)
    last = last_entry_only(rng, shape, keep_prob)
    n = iter("ABCDEFG")
    return [
        specimen(rng, f"specimen {next(n)}", frozen(rng, shape, keep_prob), keep_prob),
        specimen(rng, f"specimen {next(n)}", many, keep_prob, seed_where(never_back, many)),
        specimen(rng, f"specimen {next(n)}", frozen(rng, shape, keep_prob, 16), keep_prob),
        specimen(rng, f"specimen {next(n)} (a layer of one unit)", small, 0.5, seed_where(coincide, small)),
        specimen(rng, f"specimen {next(n)}", as_many_kept(rng, 32, shape, keep_prob), keep_prob, alike=True),
        specimen(rng, f"specimen {next(n)}", last, keep_prob, seed_where(lambda masks: masks[0] != masks[1], last)),
        specimen(rng, f"specimen {next(n)}", few, keep_prob, seed_where(come_back, few)),
    ]


EXERCISE = Exercise(
    reference=reference.mask_is_frozen,
    points=3,
    returns=("the answer",),
    rules=(
        Rule("values", "True for every specimen that always drops the same entries, False for every other", 1),
        Rule("arguments", "`A` is left as it was", 0.25),
        Rule("rng", "every random number comes from `rng`", 0.25),
    ),
    visible=lambda rng: detector_trials(rng, (3, 4), 0.5),
    hidden=lambda rng: shuffled(
        rng,
        [
            *detector_trials(rng, (4, 3), 0.5),
            *detector_trials(rng, (2, 9), 0.7),
            specimen(rng, "specimen", frozen(rng, (6, 1), 0.8), 0.8),
            specimen(rng, "specimen", table(rng, 64, (6, 5), 0.9), 0.9),
        ],
    ),
    mistakes=(
        Mistake(
            "a few calls decide",
            "A layer of one unit and three examples has eight masks at most. How often do two fresh draws of it agree? Once in eight, and then you cry frozen.",
            "Call often enough that chance cannot make all the masks agree: twenty calls leave it next to nothing.",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                _, D1 = dropout(A, keep_prob, rng)
                _, D2 = dropout(A, keep_prob, rng)
                return np.array_equal(D1, D2)
            """,
        ),
        Mistake(
            "one pair that agrees is enough for you",
            "Fresh masks agree now and then. What must hold for all the calls of a frozen one, and not for some?",
            "Frozen means that every call agrees with the first one.",
            changes=(("return all(", "return any("),),
        ),
        Mistake(
            "True and False are exchanged",
            "For a dropout that always drops the same entries you say False. Read the name of the function as a question.",
            "The comparison is right; turn its answer round.",
            changes=(("return all(", "return not all("),),
        ),
        Mistake(
            "it always says frozen",
            "Do you hand over a generator in the same state each time? Then even the best dropout draws the same: you see your own seed, not theirs. Or with `keep_prob = 1`, where none drops anything?",
            "Hand on the `rng` and the `keep_prob` that came in, call after call, as training does, and let the masks decide the answer.",
            changes=(
                ("dropout(A, keep_prob, rng)[1]", "dropout(A, keep_prob, np.random.default_rng(0))[1]"),
                ("_, first = dropout(A, keep_prob, rng)", "_, first = dropout(A, keep_prob, np.random.default_rng(0))"),
            ),
        ),
        Mistake(
            "how many are kept is compared, not which",
            "Two masks can keep six entries each and have none in common.",
            "Compare the masks entry by entry.",
            changes=(("np.array_equal(dropout(A, keep_prob, rng)[1], first)", "dropout(A, keep_prob, rng)[1].sum() == first.sum()"),),
        ),
        Mistake(
            "only a part of the mask is looked at",
            "Two masks may agree in the first row and differ in the last, or agree in all entries but one.",
            "Compare the whole arrays.",
            changes=(
                ("np.array_equal(dropout(A, keep_prob, rng)[1], first)", "np.array_equal(dropout(A, keep_prob, rng)[1][0], first[0])"),
            ),
        ),
        Mistake(
            "it never says frozen",
            "Do you ask whether two arrays are the same object, or the activations the same as before? Two arrays made in two calls are never the same object, though all their entries may agree.",
            "Compare values, not objects: NumPy has a function that tells whether two arrays are equal.",
            changes=(("np.array_equal(dropout(A, keep_prob, rng)[1], first)", "dropout(A, keep_prob, rng)[1] is first"),),
        ),
        Mistake(
            "`==` of two masks is taken for one answer",
            "Type `np.ones(3) == np.ones(3)` into a cell: there is an answer for each entry, and Python does not know which one you mean.",
            "NumPy has a function that compares two arrays as wholes.",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                _, first = dropout(A, keep_prob, rng)
                for _ in range(20):
                    if dropout(A, keep_prob, rng)[1] != first:
                        return False
                return True
            """,
        ),
        Mistake(
            "the state of the generator is watched, not the mask",
            "A dropout may draw numbers and not use them: the generator moves, the mask stays.",
            "Look at what is dropped, not at how it was drawn.",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                before = rng.bit_generator.state["state"]["state"]
                for _ in range(5):
                    dropout(A, keep_prob, rng)
                return rng.bit_generator.state["state"]["state"] == before
            """,
        ),
        Mistake(
            "an array of answers is returned, one for each entry",
            "The question is about the dropout as a whole, so the answer is one True or False.",
            "All entries, in all calls: there is a function that makes one answer of many.",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                masks = [dropout(A, keep_prob, rng)[1] for _ in range(20)]
                return (np.array(masks) == masks[0]).all(axis=0)
            """,
        ),
        Mistake(
            "A itself is changed",
            "Look at your `A` after the call. Writing ones into it makes the masks easy to see, and spoils the caller's array.",
            "Make an array of ones of that shape, and leave `A` alone.",
            changes=(("_, first = dropout(A, keep_prob, rng)", "A[:] = 1\n    _, first = dropout(A, keep_prob, rng)"),),
            costs=0.25,
        ),
        Mistake(
            "the global generator is drawn from",
            "The detector gets an `rng` for whatever it needs to draw.",
            "Replace what you draw from `np.random` by the same method of `rng`, or do without.",
            changes=(("_, first = dropout(A, keep_prob, rng)", "_, first = dropout(np.random.rand(*A.shape), keep_prob, rng)"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "ones in place of A, and the dropped activations compared",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                results = [dropout(np.ones(A.shape), keep_prob, rng)[0] != 0 for _ in range(30)]
                return np.unique(np.array(results), axis=0).shape[0] == 1
            """,
        ),
        Alternative(
            "a layer so large that chance is out of the question",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                large = np.ones((40, 50))
                first, second, third = (dropout(large, keep_prob, rng)[1] for _ in range(3))
                return np.array_equal(first, second) and np.array_equal(first, third)
            """,
        ),
        Alternative(
            "a set of masks",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                seen = set()
                for _ in range(20):
                    A_dropped, D = dropout(A.copy(), keep_prob, rng)
                    seen.add(np.asarray(D).astype(int).tobytes())
                return len(seen) == 1
            """,
        ),
        Alternative(
            "an early return at the first difference",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                D_first = None
                for i in range(100):
                    D = dropout(A, keep_prob, rng)[1]
                    if D_first is None:
                        D_first = D
                    elif np.any(D != D_first):
                        return False
                return True
            """,
        ),
        Alternative(
            "the spread of each entry, as a NumPy bool",
            code="""
            def mask_is_frozen(dropout, A, keep_prob, rng):
                masks = np.stack([dropout(A, keep_prob, rng)[1] for _ in range(25)]).astype(float)
                return np.all(masks.std(axis=0) == 0)
            """,
        ),
    ),
)
