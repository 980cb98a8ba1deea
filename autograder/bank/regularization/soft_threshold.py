"""soft_threshold: weights of both signs above and below the threshold, some of them 0."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from autograder.bank.regularization.shared import array_up_to_2_5
from course_utils.reference import regularization as reference


def threshold_trial(rng, shape, t, says=None, rule="values"):
    """Weights of both signs, some of them below the threshold."""
    W = array_up_to_2_5(rng, *shape)
    if t:  # as many below as above, whatever was drawn
        small = rng.permutation(W.size) < W.size // 2
        sizes = np.where(small, rng.uniform(0.1, 0.9, W.size), rng.uniform(1.2, 4.0, W.size)) * t
        W = np.round(np.sign(W) * sizes.reshape(shape), 5)
    return Trial(says or f"W {shape}, t = {t}", {"W": W, "t": t}, [value(rule), CHANGED])


def with_zeros(rng, shape, t):
    """Some weights are 0 already."""
    trial = threshold_trial(rng, shape, t, f"W {shape} with a weight that is 0 already, t = {t}", "edges")
    trial.arguments["W"].flat[1] = 0.0
    return trial


def on_the_edge(rng):
    """Weights exactly at the threshold and next to it, all of them exact in float32."""
    t, close = float(rng.integers(300, 800)) / 1024, 1 / 1024
    W = np.array([[t, -t, t + close, -t - close, t - close]])
    return Trial(f"weights at t = {t} and close to it", {"W": W, "t": t}, [value(), CHANGED])


SOFT = "np.sign(W) * np.maximum(np.abs(W) - t, 0)"

EXERCISE = Exercise(
    reference=reference.soft_threshold,
    points=2,
    returns=("the result",),
    rules=(
        Rule("values", "every weight moves towards 0 by `t` and stops at 0", 1),
        Rule("edges", "a weight that is 0 stays 0, and `W` may have any number of axes", 0.25),
        Rule("arguments", "`W` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        Trial("W = 2, −2, 0.3, −0.3, 0.5 and t = 0.5", {"W": np.array([[2.0, -2.0, 0.3, -0.3, 0.5]]), "t": 0.5}, [value(), CHANGED]),
        threshold_trial(rng, (3, 4), 0.8),
        threshold_trial(rng, (2, 3), 0.0),
        with_zeros(rng, (5,), 0.6),
        with_zeros(rng, (2, 2), 0.0),
    ],
    hidden=lambda rng: [
        threshold_trial(rng, (4, 3), round(rng.uniform(0.6, 0.8), 5)),
        threshold_trial(rng, (1, 9), round(rng.uniform(1.5, 1.7), 5)),
        on_the_edge(rng),
        threshold_trial(rng, (3, 2), 0.0),
        Trial("all below", {"W": np.round(rng.uniform(-0.9, 0.9, (3, 5)), 5) + 0.000005, "t": 1.0}, [value(), CHANGED]),
        with_zeros(rng, (2, 3), 0.4),
        with_zeros(rng, (3, 2), 0.0),
        threshold_trial(rng, (6,), 0.9, rule="edges"),
        threshold_trial(rng, (2, 3, 4), 0.9, rule="edges"),
    ],
    mistakes=(
        Mistake(
            "small weights become 0, but large ones are not moved",
            "Follow the weight 2 with t = 0.5: you leave it where it is. This is *hard* thresholding, and it jumps: 0.49 goes to 0, and 0.51 stays.",
            "Every weight moves by t. The small ones stop at 0 on their way.",
            changes=((SOFT, "np.where(np.abs(W) > t, W, 0)"),),
        ),
        Mistake(
            "weights do not stop at 0: small ones come out on the other side",
            "Follow the weight 0.3 with t = 0.5: you end at −0.2. The next step brings it back, and it never rests.",
            "Where a weight is closer to 0 than t, the result is 0.",
            changes=((SOFT, "W - t * np.sign(W)"),),
        ),
        Mistake(
            "negative weights are all set to 0",
            "Follow the weight −2 with t = 0.5: you return 0. Did you compare `W` with t, or its size?",
            "Treat a weight and its mirror image alike: look at the size, and keep the sign.",
            changes=((SOFT, "np.maximum(W - t, 0)"),),
        ),
        Mistake(
            "t is taken off before the size is taken",
            "Follow the weight −2 with t = 0.5: you end at −2.5. And 0.3 ends at 0.2: it passed 0, and its size stayed.",
            "First the size of the weight, then t off it, and no size below 0.",
            changes=((SOFT, "np.sign(W) * np.maximum(np.abs(W - t), 0)"),),
        ),
        Mistake(
            "the sign is lost",
            "Follow the weight −2 with t = 0.5: it should end at −1.5.",
            "After shrinking the sizes, give each weight its sign back.",
            changes=((SOFT, "np.maximum(np.abs(W) - t, 0)"),),
        ),
        Mistake(
            "negative weights move away from 0",
            "Follow the weight −2 with t = 0.5: you end at −2.5. Taking t off moves everything to the left.",
            "For a negative weight, towards 0 means to the right.",
            changes=((SOFT, "np.where(np.abs(W) > t, W - t, 0)"),),
        ),
        Mistake(
            "weights move away from 0",
            "Follow the weight 2 with t = 0.5: you end at 2.5.",
            "Towards 0: the size gets smaller by t.",
            changes=((SOFT, "np.where(np.abs(W) > t, W + t * np.sign(W), 0)"),),
        ),
        Mistake(
            "what is cut off is returned, not what is left",
            "Follow the weight 2 with t = 0.5: you return 0.5, the piece that goes. Follow 0.3: you return it whole.",
            "Return what remains of the weight after that piece is gone.",
            changes=((SOFT, "np.clip(W, -t, t)"),),
        ),
        Mistake(
            "large weights are set to 0, small ones are moved",
            "Follow the weight 2 with t = 0.5: you return 0. Which weights should not survive, the large or the small ones?",
            "Turn the comparison round.",
            changes=((SOFT, "np.where(np.abs(W) < t, W - t * np.sign(W), 0)"),),
        ),
        Mistake(
            "weights shrink by a share, not by an amount",
            "Your result holds no exact 0 (but for weights that were 0). A share of a small weight is smaller still: this is what L2 does.",
            "Take the same t off the size of every weight.",
            changes=((SOFT, "W * (1 - t)"),),
        ),
        Mistake(
            "small weights become 0, the others shrink by a share",
            "Follow the weight 2 with t = 0.5: it should lose 0.5. How much does it lose with you?",
            "Take the same t off the size of every weight, large or small.",
            changes=((SOFT, "np.where(np.abs(W) > t, W * (1 - t), 0)"),),
        ),
        Mistake(
            "weights move by half of t",
            "Follow the weight 2 with t = 0.5: you end at 1.75.",
            "`t` is the whole distance. It needs no further factor.",
            changes=((SOFT, "np.sign(W) * np.maximum(np.abs(W) - t / 2, 0)"),),
        ),
        Mistake(
            "the whole row of weights is shrunk as one vector",
            "You compare t with the norm of a row, so the weights of a row shrink by one share, and vanish together or not at all.",
            "Each weight has a size of its own: compare entry by entry.",
            changes=((SOFT, "W * np.maximum(1 - t / np.sqrt(np.sum(W**2, axis=-1, keepdims=True)), 0)"),),
        ),
        Mistake(
            "an `if` decides for the whole array",
            "The `ValueError` says it: an array of answers is neither true nor false. Every weight needs an answer of its own.",
            "Work with arrays throughout: a maximum, a `where`, a product with the sign.",
            code="""
            def soft_threshold(W, t):
                if W > t:
                    return W - t
                elif W < -t:
                    return W + t
                return 0.0
            """,
        ),
        Mistake(
            "a weight of exactly 0 becomes NaN",
            "Ask NumPy for `np.float64(0) / np.float64(0)`. You divide a weight by its own size, and a weight may be 0 already.",
            "NumPy has a function for the sign of a number, which knows about 0.",
            changes=((SOFT, "W / np.abs(W) * np.maximum(np.abs(W) - t, 0)"),),
            costs=0.25,
        ),
        Mistake(
            "a weight of exactly 0 becomes NaN where t is 0",
            "Call your function with a weight of 0 and t = 0: 0 / 0 is no number. Without regularization t is 0, and a weight may be 0 already.",
            "Do without the share t / |W|: take t off the size, and give the sign back.",
            changes=((SOFT, "W * np.maximum(1 - t / np.abs(W), 0)"),),
            costs=0.25,
        ),
        Mistake(
            "only arrays with two axes are handled",
            "Your loops ask for rows and columns. A bare vector of weights has no columns.",
            "Use operations that work entry by entry on any shape.",
            code="""
            def soft_threshold(W, t):
                new = np.zeros(W.shape)
                rows, columns = W.shape
                for i in range(rows):
                    for j in range(columns):
                        new[i, j] = np.sign(W[i, j]) * max(abs(W[i, j]) - t, 0)
                return new
            """,
            costs=0.25,
        ),
        Mistake(
            "W itself is changed",
            "Look at your `W` after the call. Writing under a condition, as in `W[small] = 0`, changes the caller's array.",
            "Make a new array, or work on a copy.",
            code="""
            def soft_threshold(W, t):
                small = np.abs(W) <= t
                W -= t * np.sign(W)
                W[small] = 0
                return W
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("what is left after the clipped part", changes=((SOFT, "W - np.clip(W, -t, t)"),)),
        Alternative("the sum of two one-sided parts", changes=((SOFT, "np.maximum(W - t, 0) + np.minimum(W + t, 0)"),)),
        Alternative("np.where", changes=((SOFT, "np.where(W > t, W - t, np.where(W < -t, W + t, 0.0))"),)),
        Alternative("a comparison and the sign", changes=((SOFT, "(np.abs(W) >= t) * (W - t * np.sign(W))"),)),
        Alternative(
            "a copy written to under conditions, in float32",
            code="""
            def soft_threshold(W, t):
                new = W.astype(np.float32).copy()
                new[W > t] -= t
                new[W < -t] += t
                new[np.abs(W) <= t] = 0
                return new
            """,
        ),
        Alternative(
            "a loop over all entries, with a print",
            code="""
            def soft_threshold(W, t):
                print(W.shape)
                new = [np.copysign(max(abs(w) - t, 0), w) for w in W.ravel()]
                return np.array(new).reshape(W.shape)
            """,
        ),
    ),
)
