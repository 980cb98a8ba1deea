"""Chapter 4, dropout: trials, rules, known mistakes and accepted alternatives of its exercises."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils.black_boxes.specimens import drop_by_table
from course_utils.reference import dropout as reference


def six_sigma(keep_prob, entries):
    """How far a share of kept entries may lie from keep_prob: once in 10^9 a right mask lies further."""
    return 6 * np.sqrt(keep_prob * (1 - keep_prob) / entries)


def array(rng, *shape):
    """Numbers of both signs, none of them 0, short enough to read."""
    return np.round(rng.uniform(0.5, 3.0, shape) * rng.choice([-1, 1], shape), 2)


CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")
GLOBAL = Probe("rng", "global_moved", {}, False, says="it moves NumPy's (or Python's) global random state; draw from `rng` alone")
RNG_RULE = Rule("rng", "every random number comes from `rng`: the same state of `rng` gives the same result", 0.25)

# --- dropout_forward ------------------------------------------------------------------------------

KEPT = "the ratio of A_dropped to A, where D keeps, is {got}; it should be {want}"


def forward_trial(rng, shape, keep_prob):
    """A small layer: what happens to the kept and to the dropped values."""
    return Trial(
        f"A {shape}, keep_prob = {keep_prob}",
        {"A": array(rng, *shape), "keep_prob": keep_prob, "rng": np.random.default_rng(rng.integers(10**6))},
        [
            Probe("values", "form", {}),
            Probe("values", "kept_ratio", {"before": "A", "after": 0}, says=KEPT),
            Probe("values", "dropped_are_zero", {"after": 0}, True, says="A_dropped is not 0 everywhere D is 0"),
            Probe("values", "mask_levels", {}, 1, says="D has {got} different values besides 0; a mask has one"),
            CHANGED,
            GLOBAL,
        ],
    )


def statistics_trial(rng, shape, keep_prob):
    """A layer large enough to see how the mask is drawn."""
    trial = share_trial(rng, shape, keep_prob, 1.0)
    trial.probes += [
        Probe("mask", "fresh", {"part": 1}, True, says="a second call with the same `rng` gives the very same mask"),
        Probe(
            "mask", "as_many_each_time", {}, False, says="D keeps the same number of entries in every call; draws of their own would not"
        ),
        Probe("rng", "reproducible", {"part": 1}, True, says="two calls from the same state of `rng` give different masks"),
    ]
    return trial


def share_trial(rng, shape, keep_prob, filled=0.0):
    """A large layer of one number: zeros show a mask that is read off the activations."""
    return Trial(
        f"A of {'ones' if filled else 'zeros'} {shape}, keep_prob = {keep_prob}",
        {"A": np.full(shape, filled), "keep_prob": keep_prob, "rng": np.random.default_rng(rng.integers(10**6))},
        [
            Probe("values", "form", {}),
            Probe(
                "mask",
                "mask_share",
                {},
                keep_prob,
                six_sigma(keep_prob, shape[0] * shape[1]),
                "the share of entries that D keeps is {got}; it should be near {want}",
            ),
            Probe("mask", "mask_pattern", {}, "none", says="D shows a pattern: {got}; each entry is to have a draw of its own"),
        ],
    )


def forward_edge(rng, shape):
    """keep_prob = 1 keeps all and changes nothing."""
    trial = forward_trial(rng, shape, 1.0)
    trial.probes.insert(1, Probe("values", "mask_share", {}, 1.0, says="D keeps a share of {got}; with keep_prob = 1 nothing is dropped"))
    return trial


DROPOUT_FORWARD = Exercise(
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
        forward_trial(rng, (4, 7), 0.8),
        forward_trial(rng, (6, 8), 0.3),
        statistics_trial(rng, (120, 130), 0.3),
        share_trial(rng, (130, 120), 0.8),
        forward_edge(rng, (3, 1)),
    ],
    hidden=lambda rng: [
        forward_trial(rng, (5, 9), 0.8),
        forward_trial(rng, (9, 7), 0.3),
        forward_trial(rng, (30, 1), 0.65),
        forward_trial(rng, (1, 40), 0.5),
        statistics_trial(rng, (120, 140), 0.8),
        share_trial(rng, (140, 120), 0.3),
        forward_edge(rng, (4, 3)),
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
            "the kept values are scaled twice",
            "Your kept values have grown by the square of what is needed. Somewhere the mask is scaled already, and then the product again.",
            "Scale either the mask or the activations, once.",
            changes=(("D = rng.random(A.shape) < keep_prob", "D = (rng.random(A.shape) < keep_prob) / keep_prob"),),
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
            "the mask is frozen: a seed inside the function makes every call draw the same",
            "Call your function twice with one and the same `rng`, and compare the two masks. Then look for where a seed is set.",
            "The generator comes in as `rng` and moves on with every draw. A generator made inside starts again each time.",
            changes=(("D = rng.random", "D = np.random.default_rng(1).random"),),
        ),
        Mistake(
            "a seed is set inside: every call sets the global generator back and draws the same",
            "Call your function twice and compare the two masks. Setting a seed makes an experiment repeatable once; inside the function it repeats the draw itself.",
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
            "the loops stop one short: the last example is never kept",
            "Look at the last column of `D` in several calls. Which numbers does `range(m - 1)` give?",
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
            "the mask is drawn but never applied",
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
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the masks differ, so the numbers come from elsewhere. An experiment like this cannot be repeated.",
            "Everything under `np.random.` that draws has a sibling that is a method of `rng`.",
            changes=(("rng.random(A.shape)", "np.random.rand(*A.shape)"),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator, and rng is left unused",
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
            "a mask already divided",
            code="""
            def dropout_forward(A, keep_prob, rng):
                D = (rng.random(A.shape) < keep_prob) / keep_prob
                return A * D, D
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

# --- dropout_backward -----------------------------------------------------------------------------


def backward_trial(rng, shape, keep_prob, dtype):
    """A gradient and a mask; some entries kept and some dropped wherever there is room for both."""
    D = rng.random(shape) < keep_prob
    D.flat[0], D.flat[-1] = True, keep_prob == 1.0
    kinds = {bool: "True and False", int: "integers", float: "floats"}
    return Trial(
        f"dA_dropped {shape}, D of {kinds[dtype]}, keep_prob = {keep_prob}",
        {"dA_dropped": array(rng, *shape), "D": D.astype(dtype), "keep_prob": keep_prob},
        [Probe("values", "value", {}), CHANGED],
    )


def round_trip_trial(rng, shape, keep_prob):
    """A gradient through the student's own mask, whatever form it has."""
    forward = {"A": array(rng, *shape), "keep_prob": keep_prob, "rng": np.random.default_rng(rng.integers(10**6))}
    return Trial(
        f"your own mask {shape}, keep_prob = {keep_prob}",
        {"dA_dropped": array(rng, *shape), "D": None, "keep_prob": keep_prob},
        [
            Probe("values", "kept_ratio", {"before": "dA_dropped", "mask": "D"}, 1 / keep_prob),
            Probe("values", "dropped_are_zero", {"mask": "D"}, True),
        ],
        {"argument": "D", "companion": "dropout_forward", "arguments": forward, "part": 1},
    )


DROPOUT_BACKWARD = Exercise(
    reference=reference.dropout_backward,
    points=2,
    returns=("dA",),
    companions=("dropout_forward",),
    rules=(
        Rule("values", "`dA` is the gradient with respect to the activations before dropout", 1),
        Rule("arguments", "`dA_dropped` and `D` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        backward_trial(rng, (3, 5), 0.8, int),
        backward_trial(rng, (4, 2), 0.3, bool),
        backward_trial(rng, (3, 1), 0.65, float),
    ],
    hidden=lambda rng: [
        backward_trial(rng, (5, 3), 0.8, float),
        backward_trial(rng, (2, 6), 0.3, bool),
        backward_trial(rng, (7, 1), 0.5, int),
        backward_trial(rng, (1, 4), 0.9, bool),
        backward_trial(rng, (4, 3), 1.0, float),
    ],
    otherwise=lambda rng: [
        round_trip_trial(rng, (6, 8), 0.65),
        round_trip_trial(rng, (5, 9), 0.3),
        round_trip_trial(rng, (30, 1), 0.8),
        round_trip_trial(rng, (4, 2), 1.0),
    ],
    mistakes=(
        Mistake(
            "the gradient is not scaled",
            "In the forward pass a kept value was multiplied by something larger than 1. Write A_dropped = c · A for one kept entry: what is its derivative?",
            "The same factor that the forward pass put on a kept value stands in its gradient. Your mask is right, the factor is missing.",
            changes=((" / keep_prob", ""),),
        ),
        Mistake(
            "the mask is missing",
            "Find an entry where `D` is 0. The forward pass threw that activation away: moving it a little changes nothing in the cost. What is its gradient?",
            "A dropped unit gets no gradient in this step. Use the mask of the forward pass.",
            changes=(("dA_dropped * D /", "dA_dropped /"),),
        ),
        Mistake(
            "the gradient passes as if there were no dropout",
            "You hand the gradient on as it came. But some activations were dropped and the others were scaled on the way forward.",
            "Whatever the forward pass multiplied an entry by, the backward pass multiplies its gradient by.",
            changes=(("dA_dropped * D / keep_prob", "dA_dropped * 1.0"),),
        ),
        Mistake(
            "the gradient is multiplied by keep_prob",
            "Put in keep_prob = 0.5: forward, a kept value is doubled. Your gradient is halved.",
            "The factor is that of the forward pass, not its inverse.",
            changes=((" / keep_prob", " * keep_prob"),),
        ),
        Mistake(
            "the gradient is scaled by the share that was dropped",
            "Compare one kept entry of your `dA` with what the forward pass does to a kept value at keep_prob = 0.8.",
            "The forward pass scales by the share that stays. So does the gradient.",
            changes=((" / keep_prob", " / (1 - keep_prob)"),),
        ),
        Mistake(
            "the gradient flows where units were dropped",
            "Your `dA` is 0 where `D` is 1, and not 0 where `D` is 0. Which of the two means kept?",
            "`D` is 1 where an entry was kept; there the gradient passes.",
            changes=(("dA_dropped * D", "dA_dropped * (1 - D)"),),
        ),
        Mistake(
            "the gradient is scaled by the share this mask happened to keep",
            "Your factor changes from mask to mask. Did the forward pass count how many entries it kept, or did it use a number known before the draw?",
            "The forward pass scaled by a number that does not depend on the draw. Use the same one.",
            changes=((" / keep_prob", " / np.mean(D)"),),
        ),
        Mistake(
            "the mask is taken for the gradient",
            "Your result does not depend on `dA_dropped` at all: the chain rule multiplies what comes back by the local slope.",
            "You have the local slope. Multiply what arrives by it.",
            changes=(("dA_dropped * D", "1.0 * D"),),
        ),
        Mistake(
            "a matrix product stands where entries should meet one by one",
            "Look at the shapes: `dA_dropped` and `D` are alike, so a matrix product of the two cannot even be formed.",
            "Each entry has its own local slope: multiply entry by entry.",
            changes=(("dA_dropped * D", "np.dot(dA_dropped, D)"),),
        ),
        Mistake(
            "a matrix product with the transposed mask",
            "The shape of your `dA` is not the shape of `A`. Transposing made a matrix product possible, but it mixes the units with each other.",
            "Dropout acts on every entry by itself, so its gradient does too.",
            changes=(("dA_dropped * D", "dA_dropped @ D.T"),),
        ),
        Mistake(
            "the mask is transposed",
            "`dA_dropped` and `D` have the same shape as they come in. After transposing one of them, units and examples are exchanged.",
            "Nothing needs to be turned: entry meets entry.",
            changes=(("dA_dropped * D", "dA_dropped * D.T"),),
        ),
        Mistake(
            "the mask of the first example is used for all",
            "Compare two columns of your `dA`: they are 0 in the same rows, though the columns of `D` differ.",
            "Every example has a mask of its own, its column of `D`. Use all of them.",
            changes=(("dA_dropped * D /", "dA_dropped * D[:, :1] /"),),
        ),
        Mistake(
            "the gradient is summed over the examples",
            "Your `dA` has one column. The sum over examples belongs to `dW` and `db`; here each example's gradient goes on by itself.",
            "`dA` has the shape of `A`: sum over nothing.",
            changes=(("dA_dropped * D / keep_prob", "np.sum(dA_dropped * D / keep_prob, axis=1, keepdims=True)"),),
        ),
        Mistake(
            "negative gradients are cut off, as if ReLU acted on the gradient",
            "Your `dA` has no negative entries. ReLU's slope looks at the sign of Z, never at the sign of a gradient, and it is not part of dropout.",
            "A gradient of either sign passes where the mask keeps.",
            changes=(("dA_dropped * D", "np.maximum(dA_dropped, 0) * D"),),
        ),
        Mistake(
            "the gradient is averaged over the batch",
            "Your `dA` is smaller by the number of columns. The mean over the examples belongs to the cost and has been taken before the gradient came here.",
            "Look for a division by `m`; dropout has none.",
            changes=((" / keep_prob", " / keep_prob / D.shape[1]"),),
        ),
        Mistake(
            "dA_dropped itself is changed",
            "Look at your `dA_dropped` after the call. An operator such as `*=`, or writing to a slice of it, changes the caller's array.",
            "Make a new array and return that.",
            code="""
            def dropout_backward(dA_dropped, D, keep_prob):
                dA_dropped *= D
                dA_dropped /= keep_prob
                return dA_dropped
            """,
            costs=0.25,
        ),
        Mistake(
            "dA_dropped itself is changed, and the gradient is not scaled",
            "Two things: look at your `dA_dropped` after the call, and at the factor that the forward pass put on a kept value.",
            "Make a new array, and let it carry the factor of the forward pass.",
            code="""
            def dropout_backward(dA_dropped, D, keep_prob):
                dA_dropped[D == 0] = 0
                return dA_dropped
            """,
        ),
    ),
    alternatives=(
        Alternative("np.where", changes=(("dA_dropped * D / keep_prob", "np.where(D, dA_dropped / keep_prob, 0)"),)),
        Alternative("np.multiply and a factor", changes=(("dA_dropped * D / keep_prob", "(1 / keep_prob) * np.multiply(D, dA_dropped)"),)),
        Alternative(
            "zeros written into a copy",
            code="""
            def dropout_backward(dA_dropped, D, keep_prob):
                dA = dA_dropped.copy()
                dA[D == 0] = 0
                dA /= keep_prob
                return dA
            """,
        ),
        Alternative(
            "loops, in float32, with a print",
            code="""
            def dropout_backward(dA_dropped, D, keep_prob):
                dA = np.zeros(dA_dropped.shape, dtype="float32")
                for i in range(len(D)):
                    for j in range(len(D[i])):
                        if D[i, j]:
                            dA[i, j] = dA_dropped[i, j] / keep_prob
                print("done")
                return dA
            """,
        ),
        Alternative("einsum", changes=(("dA_dropped * D / keep_prob", 'np.einsum("ij,ij->ij", dA_dropped, D.astype(float)) / keep_prob'),)),
    ),
)

# --- forward_with_dropout -------------------------------------------------------------------------


def small_network(rng, sizes):
    """Parameters with biases away from 0, about half of the units active."""
    parameters = {}
    for l in range(1, len(sizes)):
        parameters[f"W{l}"] = np.round(rng.standard_normal((sizes[l], sizes[l - 1])) / np.sqrt(sizes[l - 1]), 2)
        parameters[f"b{l}"] = np.round(rng.uniform(0.1, 0.6, (sizes[l], 1)) * rng.choice([-1, 1, 1], (sizes[l], 1)), 2)
    return parameters


def network_trial(rng, sizes, m, keep_prob, training, probes):
    words = "training" if training else "not training"
    return Trial(
        f"layers {'-'.join(map(str, sizes))}, {m} example{'s' if m > 1 else ''}, keep_prob = {keep_prob}, {words}",
        {
            "X": np.round(rng.standard_normal((sizes[0], m)), 2),
            "parameters": small_network(rng, sizes),
            "keep_prob": keep_prob,
            "rng": np.random.default_rng(rng.integers(10**6)),
            "training": training,
        },
        probes,
    )


def training_trial(rng, sizes, m, keep_prob):
    """What training does to each layer, given the masks it reports."""
    return network_trial(
        rng,
        sizes,
        m,
        keep_prob,
        True,
        [
            Probe("values", "form", {}),
            Probe(
                "values",
                "layers_kept_ratio",
                {},
                says="layer by layer, the ratio of the kept activations to what the layer makes of what it gets from below is {got}; it should be {want}",
            ),
            Probe("values", "layers_dropped_are_zero", {}, says="a hidden layer's cached activation is not 0 everywhere its mask is 0"),
            Probe("values", "output_kept", {}, 1.0, says="AL is not what the last layer makes of the cached activations below it"),
            Probe("values", "output_mask", {}, False, says="a mask drops something of the output layer"),
            Probe(
                "values",
                "layers_z_ratio",
                {},
                says="a cached Z is not W A + b of the cached activations below it; layer by layer the ratio is {got}",
            ),
            Probe("values", "loose_ends", {}, "none", says="{got}"),
            CHANGED,
            GLOBAL,
        ],
    )


def plain_trial(rng, sizes, m, keep_prob, training, rule="values"):
    """Where nothing is dropped, the numbers are those of the plain network."""
    steady = Probe(rule, "fresh", {"part": 0}, False, says="AL is another one in every call, though nothing is to be dropped")
    masks = {"but": "D"} if keep_prob == 1 else {}  # who drops nothing may do without masks
    return network_trial(rng, sizes, m, keep_prob, training, [steady, Probe(rule, "steady_value", masks), GLOBAL])


def draws_trial(rng, sizes, m, keep_prob):
    """A network large enough to see how the masks are drawn."""
    entries = m * min(sizes[1:-1])
    return network_trial(
        rng,
        sizes,
        m,
        keep_prob,
        True,
        [
            Probe("values", "form", {}),
            Probe(
                "mask",
                "layers_share",
                {},
                [keep_prob] * (len(sizes) - 2),
                six_sigma(keep_prob, entries),
                "layer by layer, the masks keep a share of {got}; it should be near {want}",
            ),
            Probe("mask", "layers_pattern", {}, ["none"] * (len(sizes) - 2), says="the masks show a pattern, layer by layer: {got}"),
            Probe("mask", "one_mask_for_layers", {}, False, says="two layers of one size get one and the same mask"),
            Probe("mask", "repeated_masks", {}, "none", says="a second call with the same `rng` draws the very same {got}"),
            Probe("rng", "reproducible", {"part": 0}, True, says="two calls from the same state of `rng` differ"),
        ],
    )


FORWARD_WITH_DROPOUT = Exercise(
    reference=reference.forward_with_dropout,
    points=4,
    returns=("AL", "cache"),
    rules=(
        Rule(
            "values",
            "when training, every hidden layer is dropped and scaled, the output is not, and the cache holds what the docstring says",
            1,
        ),
        Rule("prediction", "when not training, nothing is dropped and nothing is scaled", 1),
        Rule("mask", "each hidden layer has a mask of its own, drawn anew in every call with probability `keep_prob`", 1),
        RNG_RULE,
        Rule("arguments", "`X` and `parameters` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        training_trial(rng, (3, 8, 7, 1), 9, 0.5),
        plain_trial(rng, (3, 4, 5, 1), 6, 0.5, False, "prediction"),
        plain_trial(rng, (2, 4, 1), 3, 1.0, True),
        draws_trial(rng, (4, 30, 30, 1), 60, 0.8),
    ],
    hidden=lambda rng: [
        training_trial(rng, (4, 9, 8, 1), 8, 0.5),
        training_trial(rng, (5, 12, 9, 10, 1), 9, 0.8),
        training_trial(rng, (2, 60, 1), 1, 0.65),
        plain_trial(rng, (3, 5, 4, 1), 7, 0.5, False, "prediction"),
        plain_trial(rng, (4, 3, 6, 2, 1), 1, 0.3, False, "prediction"),
        plain_trial(rng, (3, 1), 4, 0.5, True),
        plain_trial(rng, (2, 5, 3, 1), 4, 1.0, True),
        draws_trial(rng, (3, 30, 30, 1), 90, 0.8),
        draws_trial(rng, (3, 25, 30, 25, 1), 60, 0.3),
    ],
    mistakes=(
        Mistake(
            "the output layer is dropped too",
            "With a dropped output the network claims a probability of 0 for examples drawn at random, and the cost of those explodes. Which layers does the exercise name?",
            "Leave the last layer out: look at the condition under which you call dropout.",
            changes=(("if training and l < L:", "if training:"),),
        ),
        Mistake(
            "dropout goes on at prediction",
            "Call twice with training = False: the predictions differ. A user would get another answer each time they ask.",
            "Dropout is for training alone: `training` has to be in the condition.",
            changes=(("if training and l < L:", "if l < L:"),),
        ),
        Mistake(
            "training and predicting are exchanged",
            "Look at what your function does with training = True, then with training = False. It drops units in the wrong one.",
            "The condition has the right parts, but one of them is turned round.",
            changes=(("if training and l < L:", "if not training and l < L:"),),
        ),
        Mistake(
            "the activations are scaled at prediction as well",
            "Scaling while training has made the means right already. Compare a layer's mean when training with its mean when predicting.",
            "With inverted dropout prediction is the plain network. (Srivastava's paper scales at prediction, and then not in training.)",
            changes=(
                (
                    'cache[f"A{l}"] = A',
                    'A = A if training or l == L else A * keep_prob\n        cache[f"A{l}"] = A',
                ),
            ),
        ),
        Mistake(
            "the input is dropped too",
            "Your first hidden layer is not what its weights make of `X`. Something happened to `X` on the way.",
            "Dropout here acts on hidden layers: 1 to L - 1. The loop's first layer should see `X` as it is.",
            changes=(("A = X\n", "A, _ = dropout_forward(X, keep_prob, rng) if training else (X, None)\n"),),
        ),
        Mistake(
            "the input is dropped too, and goes into the cache like that",
            'Compare `cache["A0"]` with `X`: some entries are 0. An example that lost a feature is another example.',
            "Layer 0 is the input, not a hidden layer: leave it whole.",
            changes=(
                ("A = X\n", "A, _ = dropout_forward(X, keep_prob, rng) if training else (X, None)\n"),
                ('cache = {"A0": X}', 'cache = {"A0": A}'),
            ),
        ),
        Mistake(
            "a unit is dropped for all examples at once",
            'Look at one row of `cache["D1"]`: all its columns are alike. If you call your `dropout_forward`, its check tells more.',
            "Each unit of each example gets a draw of its own.",
            changes=(
                (
                    "dropout_forward(A, keep_prob, rng)",
                    "(lambda D: (A * D / keep_prob, D))((rng.random((A.shape[0], 1)) < keep_prob) & np.ones(A.shape, bool))",
                ),
            ),
        ),
        Mistake(
            "an example loses a whole layer or nothing",
            'Look at one column of `cache["D1"]`: all its rows are alike. If you call your `dropout_forward`, its check tells more.',
            "The units of an example are dropped independently of each other: draw for each of them.",
            changes=(
                (
                    "dropout_forward(A, keep_prob, rng)",
                    "(lambda D: (A * D / keep_prob, D))((rng.random((1, A.shape[1])) < keep_prob) & np.ones(A.shape, bool))",
                ),
            ),
        ),
        Mistake(
            "the cached Z is the one after dropout",
            'Compute W1 X + b1 in a new cell and compare it with `cache["Z1"]` where `cache["D1"]` is 0.',
            "`Z` is what goes into the activation function. Put it into the cache before anything else happens.",
            changes=(
                (
                    'A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)',
                    'A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)\n            cache[f"Z{l}"] = cache[f"Z{l}"] * cache[f"D{l}"] / keep_prob',
                ),
            ),
        ),
        Mistake(
            "ReLU is done in place, so the cached Z is spoiled",
            'Look at `cache["Z1"]`: no entry is negative. `A = Z` gives one array two names, and what is written into A stands in Z.',
            "Let ReLU make a new array.",
            code="""
            def forward_with_dropout(X, parameters, keep_prob, rng, training):
                L = len(parameters) // 2
                A, cache = X, {"A0": X}
                for l in range(1, L):
                    Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
                    A = Z
                    A[A < 0] = 0
                    cache[f"Z{l}"] = Z
                    if training:
                        A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)
                    cache[f"A{l}"] = A
                A, Z = layer_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
                cache[f"Z{L}"], cache[f"A{L}"] = Z, A
                return A, cache
            """,
        ),
        Mistake(
            "three layers are wired in",
            "Your function stops where there are fewer layers, or leaves the others out where there are more. The networks here have two, three, four layers.",
            "`parameters` tells how many layers there are: each has two entries.",
            changes=(("L = len(parameters) // 2", "L = 3"),),
        ),
        Mistake(
            "every entry of parameters is taken for a layer",
            "Your loop asks for a layer that does not exist. How many entries does `parameters` have for each layer?",
            "A layer has a `W` and a `b`: half as many layers as entries.",
            changes=(("L = len(parameters) // 2", "L = len(parameters)"),),
        ),
        Mistake(
            "the layers are counted from 0",
            'Your loop asks for "W0". Write down which numbers your `range` gives for L = 3.',
            "Layers are numbered 1, …, L, as the names in `parameters` are.",
            changes=(("range(1, L + 1)", "range(L)"), ("A = X\n", "A = A_previous = X\n")),
        ),
        Mistake(
            "the matrices of a layer do not fit: W is transposed, or the factors stand in the other order",
            "Write the shapes below the formula Z = W A + b, for the first layer: which inner numbers have to agree?",
            "`W` has a row for each unit of its layer and a column for each unit below. It comes first, as it is.",
            changes=(('parameters[f"W{l}"], parameters', 'parameters[f"W{l}"].T, parameters'),),
        ),
        Mistake(
            "the cache keeps the activations from before dropout",
            'Find an entry where `cache["D1"]` is 0 and look at `cache["A1"]` there. The backward pass multiplies by what the next layer really got.',
            "Put the activations into the cache after dropout has acted.",
            changes=(
                (
                    'A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)\n        cache[f"A{l}"] = A',
                    'cache[f"A{l}"] = A\n            A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)\n        else:\n            cache[f"A{l}"] = A',
                ),
            ),
        ),
        Mistake(
            "the next layer gets the activations from before dropout",
            "The cached activations are dropped, but the second hidden layer is not made from them. Follow the variable that goes into the next turn of the loop.",
            "What dropout returns has to become the `A` of the next layer.",
            changes=(
                (
                    'A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)\n        cache[f"A{l}"] = A',
                    'cache[f"A{l}"], cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)\n        else:\n            cache[f"A{l}"] = A',
                ),
            ),
        ),
        Mistake(
            "the first hidden layer is left out",
            'There is no `cache["D1"]`. Count the layers your condition lets through, for L = 3.',
            "The hidden layers are 1, 2, …, L - 1. In this course layer 0 is the input.",
            changes=(("if training and l < L:", "if training and 1 < l < L:"),),
        ),
        Mistake(
            "the last hidden layer is left out",
            "For L = 3 there should be two masks. Count the layers your condition lets through.",
            "The hidden layers are 1, 2, …, L - 1: the last one included.",
            changes=(("if training and l < L:", "if training and l < L - 1:"),),
        ),
        Mistake(
            "the masks are numbered from 0",
            'Layer 1\'s mask stands under "D0". The backward pass will look for the mask of layer l under `f"D{l}"`.',
            "Number the masks like the activations they belong to.",
            changes=(('cache[f"D{l}"]', 'cache[f"D{l - 1}"]'),),
        ),
        Mistake(
            "the output layer has ReLU, not sigmoid",
            "Your `AL` is no probability: it goes above 1 or sticks at 0. Which activation does your last layer get?",
            "The test that separates hidden layers from the last one is off by one.",
            changes=(('"relu" if l < L else', '"relu" if l <= L else'),),
        ),
        Mistake(
            "the biases are left out",
            "Take an example of zeros: every layer should still give something, because b is not 0. Yours gives 0 (and 0.5 at the end).",
            "Each layer needs its `W` and its `b`.",
            changes=(('parameters[f"b{l}"]', '0 * parameters[f"b{l}"]'),),
        ),
        Mistake(
            "the kept activations are not scaled up",
            "When training, each layer hands on a smaller sum than when predicting. If you call your `dropout_forward`, its check tells more; else look at your own two lines.",
            "The mean has to stay the same whether units are dropped or not.",
            changes=(
                (
                    'A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)',
                    'cache[f"D{l}"] = rng.random(A.shape) < keep_prob\n            A = A * cache[f"D{l}"]',
                ),
            ),
        ),
        Mistake(
            "the kept activations are scaled by the share this mask happened to keep",
            "Your factor changes from call to call, with the luck of the draw. At prediction nothing is drawn: which share does the network expect then?",
            "Count nothing: the share that is kept on average is known before the draw.",
            changes=(("dropout_forward(A, keep_prob, rng)", "(lambda D: (A * D / np.mean(D), D))(rng.random(A.shape) < keep_prob)"),),
        ),
        Mistake(
            "the share 1 - keep_prob is kept",
            "At keep_prob = 0.8 most of your units are gone. If you call your `dropout_forward`, its check tells more; else look at your comparison.",
            "`keep_prob` is the probability to keep.",
            changes=(("dropout_forward(A, keep_prob, rng)", "dropout_forward(A, 1 - keep_prob, rng) if keep_prob < 1 else (A, 1)"),),
        ),
        Mistake(
            "one layer's mask is frozen by a seed of its own",
            'Call twice with one `rng` and compare the masks layer by layer: `cache["D1"]` of both calls, then `cache["D2"]`.',
            "No layer makes a generator: all draw from the `rng` that came in.",
            changes=(("dropout_forward(A, keep_prob, rng)", "dropout_forward(A, keep_prob, np.random.default_rng(3) if l == 1 else rng)"),),
        ),
        Mistake(
            "a generator made at the start of every call, from a fixed seed",
            "Call twice with one `rng`: the two calls drop the very same units, in every step of the training.",
            "Draw from the `rng` that came in. It goes on from call to call.",
            changes=(("A = X\n", "A, rng = X, np.random.default_rng(1)\n"),),
        ),
        Mistake(
            "a seed is set in every call: the global generator starts again and again",
            "Call twice: the two calls drop the very same units. Setting a seed inside repeats the draw itself.",
            "Take the seed out, and draw from the `rng` that came in, in every layer.",
            changes=(
                ("A = X\n", "A = X\n    np.random.seed(1)\n"),
                ("dropout_forward(A, keep_prob, rng)", "(lambda D: (A * D / keep_prob, D))(np.random.rand(*A.shape) < keep_prob)"),
            ),
        ),
        Mistake(
            "a seed is set in every layer: all masks begin with the same draws, in every call",
            "Call twice and compare the masks: the same again. Then compare the masks of two layers of one size: the same too.",
            "No layer sets a seed. Draw from the `rng` that came in, which goes on from layer to layer and from call to call.",
            changes=(
                (
                    'A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)',
                    'np.random.seed(1)\n            cache[f"D{l}"] = np.random.rand(*A.shape) < keep_prob\n            A = A * cache[f"D{l}"] / keep_prob',
                ),
            ),
        ),
        Mistake(
            "every layer starts from the same seed",
            "Call twice with one `rng` and compare the masks; then compare the masks of two layers of one size.",
            "Hand on the `rng` that came in: it moves on by itself.",
            changes=(("dropout_forward(A, keep_prob, rng)", "dropout_forward(A, keep_prob, np.random.default_rng(3))"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "The first thing returned should be the output of the network.",
            "Compare your last line with the docstring's `Returns`.",
            changes=(("return A, cache", "return cache, A"),),
        ),
        Mistake(
            "the cache is not returned",
            "Training goes back through the network with what the forward pass left in the cache. Who hands it over?",
            "Return both, as the docstring says: `AL, cache`.",
            changes=(("return A, cache", "return A"),),
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the outputs differ, so the numbers come from elsewhere.",
            "Draw from the `rng` that came in, in every layer.",
            changes=(
                (
                    "dropout_forward(A, keep_prob, rng)",
                    "(lambda D: (A * D / keep_prob, D))(np.random.rand(*A.shape) < keep_prob)",
                ),
            ),
            costs=0.25,
        ),
        Mistake(
            "the caller's parameters are used up",
            "Look at your `parameters` after the call: entries are gone or changed. The next training step still needs them.",
            "Read from the dict; do not take things out of it.",
            changes=(('parameters[f"W{l}"], parameters[f"b{l}"]', 'parameters.pop(f"W{l}"), parameters.pop(f"b{l}")'),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "dropout written into the loop",
            changes=(
                (
                    'A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)',
                    'D = rng.uniform(size=A.shape) < keep_prob\n            A, cache[f"D{l}"] = A * D / keep_prob, D',
                ),
            ),
        ),
        Alternative(
            "masks for all layers, of ones where nothing is to be dropped",
            changes=(
                ("if training and l < L:", "if True:"),
                ("dropout_forward(A, keep_prob, rng)", "dropout_forward(A, keep_prob if training and l < L else 1.0, rng)"),
                ('cache = {"A0": X}', 'cache = {"A0": X, "D0": np.ones(X.shape)}'),
            ),
        ),
        Alternative("no masks where keep_prob is 1", changes=(("if training and l < L:", "if training and keep_prob < 1 and l < L:"),)),
        Alternative(
            "all in float32",
            changes=(("return A, cache", 'return A.astype("float32"), {key: value.astype("float32") for key, value in cache.items()}'),),
        ),
        Alternative(
            "hidden layers in the loop, the last one after it",
            code="""
            def forward_with_dropout(X, parameters, keep_prob, rng, training):
                cache, A, L = {"A0": X}, X, len(parameters) // 2
                for l in range(1, L):
                    Z = np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)]
                    A = np.maximum(0, Z)
                    if training:
                        A, D = dropout_forward(A, keep_prob, rng)
                        cache["D" + str(l)] = D
                    cache["Z" + str(l)] = Z
                    cache["A" + str(l)] = A
                Z = parameters["W" + str(L)] @ A + parameters["b" + str(L)]
                A = 1 / (1 + np.exp(-Z))
                cache["Z" + str(L)], cache["A" + str(L)] = Z, A
                return A, cache
            """,
        ),
        Alternative(
            "masks of ones when predicting, and more in the cache",
            code="""
            def forward_with_dropout(X, parameters, keep_prob, rng, training):
                if not training:
                    keep_prob = 1.0
                A, L = X, sum(key.startswith("W") for key in parameters)
                cache = {"A0": X, "keep_prob": keep_prob, "L": L}
                for l in range(1, L + 1):
                    W, b = parameters[f"W{l}"], parameters[f"b{l}"]
                    A, Z = layer_forward(A, W, b, "sigmoid" if l == L else "relu")
                    if l != L:
                        D = rng.binomial(1, keep_prob, size=A.shape)
                        A = A * D / keep_prob
                        cache[f"D{l}"] = D
                    cache.update({f"A{l}": A, f"Z{l}": Z, f"W{l}": W})
                return A, cache
            """,
        ),
        Alternative(
            "dropped before ReLU, which comes to the same",
            code="""
            def forward_with_dropout(X, parameters, keep_prob, rng, training):
                L = len(parameters) // 2
                cache = {"A0": X}
                for l in range(1, L + 1):
                    Z = parameters[f"W{l}"] @ cache[f"A{l - 1}"] + parameters[f"b{l}"]
                    cache[f"Z{l}"] = Z
                    if l == L:
                        AL, _ = layer_forward(cache[f"A{l - 1}"], parameters[f"W{l}"], parameters[f"b{l}"], "sigmoid")
                        cache[f"A{l}"] = AL
                    elif training:
                        Z_dropped, cache[f"D{l}"] = dropout_forward(Z, keep_prob, rng)
                        cache[f"A{l}"] = np.maximum(Z_dropped, 0)
                    else:
                        cache[f"A{l}"] = np.maximum(Z, 0)
                return cache[f"A{L}"], cache
            """,
        ),
    ),
)

# --- mask_is_frozen -------------------------------------------------------------------------------


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
        [Probe("values", "value", {}), CHANGED, GLOBAL],
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


def shuffled(rng, trials):
    """The trials in another order, or who knows the order knows the answers."""
    return [trials[i] for i in rng.permutation(len(trials))]


MASK_IS_FROZEN = Exercise(
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
            "it always says frozen: perhaps the generator starts again for every call",
            "Do you hand over a generator in the same state each time? Then even the best dropout draws the same: you see your own seed, not theirs.",
            "Hand on the `rng` that came in, call after call, as training does, and let the masks decide the answer.",
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

EXERCISES = [DROPOUT_FORWARD, DROPOUT_BACKWARD, FORWARD_WITH_DROPOUT, MASK_IS_FROZEN]
