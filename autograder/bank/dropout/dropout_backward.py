"""dropout_backward: gradients with masks of several types, and with the student's own mask."""

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.dropout.shared import near
from autograder.bank.probes import CHANGED, FORM, array, generator, value
from course_utils.reference import dropout as reference


def backward_trial(rng, shape, keep_prob, dtype):
    """A gradient and a mask; some entries kept and some dropped wherever there is room for both."""
    D = rng.random(shape) < keep_prob
    D.flat[0], D.flat[-1] = True, keep_prob == 1.0
    kinds = {bool: "True and False", int: "integers", float: "floats"}
    return Trial(
        f"dA_dropped {shape}, D of {kinds[dtype]}, keep_prob = {keep_prob}",
        {"dA_dropped": array(rng, *shape), "D": D.astype(dtype), "keep_prob": keep_prob},
        [
            FORM,
            Probe(
                "values",
                "zeros_where",
                {"mask": "D"},
                "where D is 0",
                says="dA is 0 elsewhere than it should be: {got}; it should be 0 {want}",
            ),
            value(under="D"),
            CHANGED,
        ],
    )


def round_trip_trial(rng, shape, keep_prob):
    """A gradient through the student's own mask, whatever form it has."""
    forward = {"A": array(rng, *shape), "keep_prob": keep_prob, "rng": generator(rng)}
    return Trial(
        f"your own mask {shape}, keep_prob = {keep_prob}",
        {"dA_dropped": array(rng, *shape), "D": None, "keep_prob": keep_prob},
        [
            Probe("values", "kept_ratio", {"before": "dA_dropped", "mask": "D"}, 1 / keep_prob),
            Probe("values", "dropped_are_zero", {"mask": "D"}, True),
        ],
        {"argument": "D", "companion": "dropout_forward", "arguments": forward, "part": 1},
    )


EXERCISE = Exercise(
    reference=reference.dropout_backward,
    points=2,
    returns=("dA",),
    companions=("dropout_forward",),
    rules=(
        Rule("values", "`dA` is the gradient with respect to the activations before dropout", 1),
        Rule("arguments", "`dA_dropped` and `D` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        backward_trial(rng, (5, 8), 0.81273, int),
        backward_trial(rng, (7, 4), 0.32418, bool),
        backward_trial(rng, (30, 1), 0.65309, float),
    ],
    hidden=lambda rng: [
        backward_trial(rng, (8, 5), near(rng, 0.8), float),
        backward_trial(rng, (4, 9), near(rng, 0.3), bool),
        backward_trial(rng, (35, 1), near(rng, 0.5), int),
        backward_trial(rng, (1, 40), near(rng, 0.8), bool),
        backward_trial(rng, (4, 3), 1.0, float),
    ],
    otherwise=lambda rng: [
        round_trip_trial(rng, (6, 8), near(rng, 0.65)),
        round_trip_trial(rng, (5, 9), near(rng, 0.3)),
        round_trip_trial(rng, (30, 1), near(rng, 0.8)),
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
            "the gradient flows where units were dropped, scaled by their share",
            "Both halves of your formula ask about what was dropped. At an entry where `D` is 1 the forward pass let something through: what is your `dA` there?",
            "Ask about what was kept, in the mask and in the factor.",
            changes=(("dA_dropped * D / keep_prob", "dA_dropped * (1 - D) / (1 - keep_prob + 1e-300)"),),
        ),
        Mistake(
            "the zeros are not at the places of D: a mask is drawn anew",
            "Compare where your `dA` is 0 with where `D` is 0: other places. The forward pass has drawn already, and `D` tells what.",
            "Draw nothing here. The mask to use is the argument `D`.",
            changes=(("dA_dropped * D", "dA_dropped * (np.random.random_sample(D.shape) < keep_prob)"),),
        ),
        Mistake(
            "the gradient is scaled by the root of keep_prob",
            "Square the factor that you put on a kept entry: there is the one that the forward pass put on it.",
            "No root: the derivative of c · A is c.",
            changes=((" / keep_prob", " / np.sqrt(keep_prob)"),),
        ),
        Mistake(
            "the gradient is scaled twice",
            "Your kept entries are larger by the square of what the forward pass did. It scaled once.",
            "Put the factor there once: `D` holds 0 and 1, and no factor is hidden in it.",
            changes=((" / keep_prob", " / keep_prob / keep_prob"),),
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
