"""dropout_forward: small layers for the values, large ones of zeros or ones for how the mask is drawn."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.dropout.shared import near
from autograder.bank.probes import CHANGED, FORM, GLOBAL, RNG_RULE, array, generator, reproducible, six_sigma
from course_utils.reference import dropout as reference

KEPT = "the ratio of A_dropped to A, where D keeps, is {got}; it should be {want}"


def forward_trial(rng, shape, keep_prob):
    """A small layer: what happens to the kept and to the dropped values."""
    return Trial(
        f"A {shape}, keep_prob = {keep_prob}",
        {"A": array(rng, *shape), "keep_prob": keep_prob, "rng": generator(rng)},
        [
            FORM,
            Probe("values", "kept_ratio", {"before": "A", "after": 0}, says=KEPT),
            Probe("values", "dropped_become", {"before": "A", "after": 0}, "0", says="where D is 0, A_dropped should be 0; it is {got}"),
            Probe("values", "mask_levels", {}, 1.0, says="where D is not 0, it should be 1; it is {got}"),
            CHANGED,
            GLOBAL,
        ],
    )


def statistics_trial(rng, shape, keep_prob):
    """A layer large enough to see how the mask is drawn."""
    trial = share_trial(rng, shape, keep_prob, 1.0)
    trial.probes += [
        Probe("mask", "same_mask_again", {}, False, says="a second call with the same `rng` drops the very same entries"),
        Probe(
            "mask", "as_many_each_time", {}, False, says="D keeps the same number of entries in every call; draws of their own would not"
        ),
        reproducible("masks", part=1),
    ]
    return trial


def share_trial(rng, shape, keep_prob, filled=0.0):
    """A large layer of one number: zeros show a mask that is read off the activations."""
    trial = bare_share_trial(rng, shape, keep_prob, filled)
    pattern = Probe("mask", "mask_pattern", {}, "none", says="D shows a pattern: {got}; each entry is to have a draw of its own")
    trial.probes.insert(1, pattern)  # before the share, which a pattern leaves to luck
    return trial


def bare_share_trial(rng, shape, keep_prob, filled=1.0):
    """The same, where nearly all or nothing is kept: whole rows may be, by chance."""
    return Trial(
        f"A of {'ones' if filled else 'zeros'} {shape}, keep_prob = {keep_prob}",
        {"A": np.full(shape, filled), "keep_prob": keep_prob, "rng": generator(rng)},
        [
            FORM,
            Probe(
                "mask",
                "mask_share",
                {},
                keep_prob,
                six_sigma(keep_prob, shape[0] * shape[1]),
                "the share of entries that D keeps is {got}; it should be near {want}",
            ),
        ],
    )


def forward_edge(rng, shape):
    """keep_prob = 1 keeps all and changes nothing."""
    trial = forward_trial(rng, shape, 1.0)
    trial.probes.insert(
        1, Probe("values", "mask_keeps", {}, "all", says="D keeps {got} of the entries; with keep_prob = 1 nothing is dropped")
    )
    return trial


EXERCISE = Exercise(
    reference=reference.dropout_forward,
    points=3,
    returns=("A_dropped", "D"),
    rules=(
        Rule("values", "what is kept keeps its mean, what is dropped is 0, and `D` says which is which", 1),
        Rule("mask", "each entry is kept with probability `keep_prob` by a draw of its own, anew in every call", 1),
        RNG_RULE,
        Rule("arguments", "`A` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        forward_trial(rng, (8, 13), 0.81273),
        forward_trial(rng, (12, 9), 0.32418),
        statistics_trial(rng, (120, 130), 0.32418),
        share_trial(rng, (130, 120), 0.81273),
        bare_share_trial(rng, (200, 200), 0.99487),
        forward_edge(rng, (12, 9)),
    ],
    hidden=lambda rng: [
        forward_trial(rng, (10, 13), near(rng, 0.8)),
        forward_trial(rng, (13, 9), near(rng, 0.3)),
        forward_trial(rng, (120, 1), near(rng, 0.65)),
        forward_trial(rng, (1, 120), near(rng, 0.5)),
        statistics_trial(rng, (120, 140), near(rng, 0.8)),
        share_trial(rng, (140, 120), near(rng, 0.3)),
        forward_edge(rng, (11, 13)),
    ],
    mistakes=(
        Mistake(
            "the kept values are not scaled up",
            "With units missing, the next layer gets a smaller sum than it will get at prediction. Compare the mean of `A` with the mean of your `A_dropped` over many calls.",
            "If a share `keep_prob` of the entries stays, the mean shrinks to `keep_prob` of what it was. Undo exactly that, for the kept entries.",
            changes=((" / keep_prob", ""),),
        ),
        Mistake(
            "the kept values are multiplied by keep_prob where the mean should be kept",
            "Your kept values became smaller. But entries were dropped already, so the mean had shrunk before: which way must the others go?",
            "The kept values have to grow so that the mean stays. You scaled by the right number, in the wrong direction.",
            changes=((" / keep_prob", " * keep_prob"),),
        ),
        Mistake(
            "the kept values are scaled by the share that was dropped",
            "Take keep_prob = 0.8: a fifth of the sum is missing. By what factor do the other four fifths make up for it? Yours are five times as large.",
            "What counts for the mean is the share that stays, not the share that goes.",
            changes=((" / keep_prob", " / (1 - keep_prob)"),),
        ),
        Mistake(
            "the kept values are scaled twice, by a mask that is scaled already",
            "Your kept values have grown by the square of what is needed: the mask is scaled, and then the product again. Look at the numbers in your `D`.",
            "Leave the mask at 0 and 1; scale the activations, once.",
            changes=(("D = rng.random(A.shape) < keep_prob", "D = (rng.random(A.shape) < keep_prob) / keep_prob"),),
        ),
        Mistake(
            "the mask is scaled: D holds 1 / keep_prob, not 1",
            "`A_dropped` is right. But print `D`: the backward pass multiplies by it and divides by `keep_prob` as well, so your gradients would be too large.",
            "Let `D` say 1 for kept and 0 for dropped, and put the factor on the activations alone.",
            code="""
            def dropout_forward(A, keep_prob, rng):
                D = (rng.random(A.shape) < keep_prob) / keep_prob
                return A * D, D
            """,
        ),
        Mistake(
            "the kept values are scaled by the root of what is needed",
            "Square your factor: there is the one that you need. What has to stay is the mean of the values, not that of their squares.",
            "A share `keep_prob` of the sum is left; the factor that undoes this has no root.",
            changes=((" / keep_prob", " / np.sqrt(keep_prob)"),),
        ),
        Mistake(
            "the kept values are scaled by the share this mask happened to keep",
            "Your factor changes from call to call, with the luck of the draw. At prediction nothing is drawn: which share does the network expect then?",
            "Count nothing. The share that is kept on average is known before the draw.",
            changes=((" / keep_prob", " / np.mean(D)"),),
        ),
        Mistake(
            "the comparison is turned round: the share 1 - keep_prob is kept",
            "The lecture's slide has this slip: numbers below keep_prob are said to be dropped. Count how many numbers between 0 and 1 lie below 0.8.",
            "A uniform draw lies below `keep_prob` with probability `keep_prob`. Those are the entries to keep.",
            changes=(("rng.random(A.shape) < keep_prob", "rng.random(A.shape) > keep_prob"),),
        ),
        Mistake(
            "keep_prob is taken for the probability to drop, throughout",
            "Your function does dropout well, with the wrong probability: at keep_prob = 0.8 it keeps a fifth. Read the name of the argument once more.",
            "`keep_prob` is the probability to keep: it belongs into the comparison and into the scaling as it is.",
            changes=(
                ("rng.random(A.shape) < keep_prob", "rng.random(A.shape) < 1 - keep_prob"),
                ("A * D / keep_prob", "A * D / (1 - keep_prob)"),
            ),
        ),
        Mistake(
            "the draws are normal, not uniform",
            "Draw ten numbers the way you do and look at them: some are negative, some above 1. What share of them lies below 0.3?",
            "The comparison gives the share `keep_prob` only for numbers spread evenly between 0 and 1.",
            changes=(("rng.random(A.shape)", "rng.standard_normal(A.shape)"),),
        ),
        Mistake(
            "a fair coin is tossed, whatever keep_prob is",
            "Try keep_prob = 0.3 and keep_prob = 0.9 and count what is kept: half, both times.",
            "The draw itself has to depend on `keep_prob`.",
            changes=(("rng.random(A.shape) < keep_prob", "rng.integers(0, 2, A.shape)"),),
        ),
        Mistake(
            "the mask is frozen: every call drops the same entries",
            "Call your function twice with one and the same `rng`, and compare the two masks. Then look for a seed, or for a mask that is kept from call to call.",
            "The generator comes in as `rng` and moves on with every draw. A generator made inside starts again each time.",
            changes=(("D = rng.random", "D = np.random.default_rng(1).random"),),
        ),
        Mistake(
            "the mask is frozen: every call drops the same entries, and moves the global generator",
            "Call your function twice and compare the two masks. Is a seed set inside? That makes an experiment repeatable once; in the function it repeats the draw itself.",
            "Take the seed out, and draw from the `rng` that comes in: whoever calls has seeded it.",
            changes=(("D = rng.random(A.shape)", "np.random.seed(1)\n    D = np.random.rand(*A.shape)"),),
        ),
        Mistake(
            "one draw for all: everything is kept or everything is dropped",
            "Print your `D`: it is one number, or the same one everywhere. Broadcasting hides it.",
            "One number cannot decide for all: draw an array of numbers, one for each entry of `A`.",
            changes=(("rng.random(A.shape)", "rng.random()"),),
        ),
        Mistake(
            "the same number of entries is kept in every call",
            "Count what your mask keeps, in several calls: never one more or less. So the entries are not independent: where one is dropped, another has to stay.",
            "Let each entry decide for itself, without looking at the others: the share is then right on average.",
            code="""
            def dropout_forward(A, keep_prob, rng):
                D = np.arange(A.size) < round(keep_prob * A.size)
                D = rng.permutation(D).reshape(A.shape)
                return A * D / keep_prob, D
            """,
        ),
        Mistake(
            "the last example is never kept",
            "Look at the last column of `D` in several calls: all 0. If you loop: which numbers does `range(m - 1)` give?",
            "`range(m)` ends at m - 1 by itself. Or do without loops.",
            code="""
            def dropout_forward(A, keep_prob, rng):
                D = np.zeros(A.shape)
                for i in range(A.shape[0]):
                    for j in range(A.shape[1] - 1):
                        D[i, j] = rng.random() < keep_prob
                return A * D / keep_prob, D
            """,
        ),
        Mistake(
            "one draw for each unit, shared by all examples",
            "Look at one row of `D`: all its columns are alike, so a unit is dropped for every example of the batch or for none.",
            "Each entry of `A`, a unit for one example, gets a draw of its own: look at the shape you draw.",
            changes=(("rng.random(A.shape) < keep_prob", "(rng.random((A.shape[0], 1)) < keep_prob) & np.ones(A.shape, bool)"),),
        ),
        Mistake(
            "one draw for each unit: the mask is one column",
            "`D` has one column, `A` has as many as there are examples. Broadcasting hides it: every example loses the same units.",
            "Draw as many numbers as `A` has entries.",
            changes=(("rng.random(A.shape)", "rng.random((A.shape[0], 1))"),),
        ),
        Mistake(
            "one draw for each example, shared by all its units",
            "Look at one column of `D`: an example keeps all its units or loses them all.",
            "Each entry of `A` gets a draw of its own: think of the two numbers in `A.shape`.",
            changes=(("rng.random(A.shape) < keep_prob", "(rng.random((1, A.shape[1])) < keep_prob) & np.ones(A.shape, bool)"),),
        ),
        Mistake(
            "one draw for each example: the mask is one row",
            "`D` has one row, `A` has as many as the layer has units. Broadcasting hides it: an example keeps all its units or loses them all.",
            "Every unit needs its own draw too: give the mask both sizes of `A`.",
            changes=(("rng.random(A.shape)", "rng.random((1, A.shape[1]))"),),
        ),
        Mistake(
            "the mask is drawn in the shape of A transposed",
            "Print the shape of `A` and the shape of your mask: rows and columns are exchanged. With a square `A` nobody would notice.",
            "`A` has units in rows and examples in columns; the mask has exactly its shape.",
            changes=(("rng.random(A.shape)", "rng.random(A.shape[::-1])"),),
        ),
        Mistake(
            "what the mask drops is scaled like what it keeps: the mask plays no part",
            "Find an entry where `D` is 0 and look at the same place in `A_dropped`.",
            "The mask has to meet the activations, entry by entry.",
            changes=(("A * D / keep_prob", "A / keep_prob"),),
        ),
        Mistake(
            "the mask is read off the activations: an activation of 0 counts as dropped",
            "After ReLU many activations are 0 by themselves. Give an `A` of zeros: your `D` says that all of it was dropped.",
            "Which entries are kept is decided by the draw alone. Return what you drew.",
            changes=(("return A_dropped, D", "return A_dropped, A_dropped != 0"),),
        ),
        Mistake(
            "D marks the dropped entries, not the kept ones",
            "Where your `D` is 1, `A_dropped` is 0. The backward pass would let the gradient through at the wrong places.",
            "By the course's convention `D` is 1 where an entry was kept. Return the mask you multiplied by.",
            changes=(("return A_dropped, D", "return A_dropped, 1 - D"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "The first thing returned should be the activations, the second the mask. Look at what your first one holds.",
            "Compare your last line with the docstring's `Returns`.",
            changes=(("return A_dropped, D", "return D, A_dropped"),),
        ),
        Mistake(
            "the mask is not returned",
            "The backward pass will need to know which entries were dropped. Who tells it?",
            "Return both, as the docstring says: `A_dropped, D`.",
            changes=(("return A_dropped, D", "return A_dropped"),),
        ),
        Mistake(
            "A itself is changed",
            "Look at your `A` after the call: it is no longer what you handed over. An operator with `=` in it, such as `*=`, writes into the caller's array.",
            "Make a new array, with an expression, not by changing the one that came in.",
            code="""
            def dropout_forward(A, keep_prob, rng):
                D = rng.random(A.shape) < keep_prob
                A *= D
                A /= keep_prob
                return A, D
            """,
            costs=0.25,
        ),
        Mistake(
            "A itself is changed, and the kept values are not scaled up",
            "Two things: look at your `A` after the call, and compare the mean of `A` before it with the mean of `A_dropped`.",
            "Make a new array instead of writing into the one that came in, and give back to the kept values what the dropped ones took from the mean.",
            code="""
            def dropout_forward(A, keep_prob, rng):
                D = rng.random(A.shape) < keep_prob
                A *= D
                return A, D
            """,
        ),
        Mistake(
            "the draws come from the global generator, not from rng",
            "Call twice with `np.random.default_rng(0)`: the masks differ, so the numbers come from elsewhere. An experiment like this cannot be repeated.",
            "Everything under `np.random.` that draws has a sibling that is a method of `rng`.",
            changes=(("rng.random(A.shape)", "np.random.rand(*A.shape)"),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator than rng",
            "Call twice with `np.random.default_rng(0)`: the masks differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, inside or outside the function, and draw from this one.",
            changes=(("D = rng.random", "D = np.random.default_rng().random"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("less or equal", changes=(("rng.random(A.shape) < keep_prob", "rng.random(A.shape) <= keep_prob"),)),
        Alternative("above 1 - keep_prob", changes=(("rng.random(A.shape) < keep_prob", "rng.random(A.shape) > 1 - keep_prob"),)),
        Alternative("a binomial draw, integers", changes=(("rng.random(A.shape) < keep_prob", "rng.binomial(1, keep_prob, A.shape)"),)),
        Alternative(
            "uniform, a float mask", changes=(("rng.random(A.shape) < keep_prob", "(rng.uniform(size=A.shape) < keep_prob).astype(float)"),)
        ),
        Alternative("np.where", changes=(("A * D / keep_prob", "np.where(D, A / keep_prob, 0.0)"),)),
        Alternative(
            "a scaled mask, and where it is above 0",
            code="""
            def dropout_forward(A, keep_prob, rng):
                M = (rng.random(A.shape) < keep_prob) / keep_prob
                return A * M, M > 0
            """,
        ),
        Alternative(
            "an early return for keep_prob = 1",
            code="""
            def dropout_forward(A, keep_prob, rng):
                if keep_prob == 1:
                    return A, np.ones_like(A)
                D = rng.random(A.shape) < keep_prob
                return np.multiply(A, D) / keep_prob, D
            """,
        ),
        Alternative(
            "two loops, in float32, with a print and a warning",
            code="""
            def dropout_forward(A, keep_prob, rng):
                import warnings
                warnings.warn("loops are slow")
                print("dropping", A.shape)
                D = np.zeros(A.shape, dtype=np.float32)
                A_dropped = np.zeros(A.shape, dtype=np.float32)
                for i in range(A.shape[0]):
                    for j in range(A.shape[1]):
                        if rng.uniform() < keep_prob:
                            D[i, j] = 1
                            A_dropped[i, j] = A[i, j] / keep_prob
                return A_dropped, D
            """,
        ),
        Alternative(
            "a uniform draw plus keep_prob, rounded down",
            changes=(("rng.random(A.shape) < keep_prob", "np.floor(rng.random(A.shape) + keep_prob)"),),
        ),
        Alternative(
            "a masked array, filled, and a list of two",
            code="""
            def dropout_forward(A, keep_prob, rng):
                dropped = rng.random(A.T.shape).T >= keep_prob
                A_dropped = np.ma.masked_array(A / keep_prob, mask=dropped).filled(0)
                return [A_dropped, (~dropped).astype(np.uint8)]
            """,
        ),
        Alternative(
            "the dropped ones written into a copy, in Fortran order",
            code="""
            def dropout_forward(A, keep_prob, rng):
                np.seterr(all="raise")
                A_dropped = np.array(A, order="F") / keep_prob
                dropped = rng.uniform(0, 1, A.size).reshape(A.shape) > keep_prob
                A_dropped[dropped] = 0
                return A_dropped, np.logical_not(dropped)
            """,
        ),
        Alternative(
            "rng.choice", changes=(("rng.random(A.shape) < keep_prob", "rng.choice([1, 0], size=A.shape, p=[keep_prob, 1 - keep_prob])"),)
        ),
    ),
)
