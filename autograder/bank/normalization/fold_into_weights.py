"""fold_into_weights: a first layer, and the numbers by which its inputs were normalized."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.normalization.shared import rulers
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, array, value
from course_utils.reference import normalization as reference


def fold_trial(rng, n_out, n_in, small=False):
    """A layer; with `small` the new biases are below 1, so that one sees who rounds them."""
    W, b = array(rng, n_out, n_in), array(rng, n_out, 1)
    mu, sigma = rulers(rng, n_in)
    if small:
        b = np.round(array(rng, n_out, 1, low=0.3, high=0.9) + (W / sigma.T) @ mu, 5)
    return Trial(f"W {W.shape}", {"W": W, "b": b, "mu": mu, "sigma": sigma}, [value(), CHANGED])


NEW_W = "W / sigma.T"
NEW_B = "b - W_raw @ mu"

EXERCISE = Exercise(
    reference=reference.fold_into_weights,
    points=3,
    returns=("W_raw", "b_raw"),
    rules=(Rule("values", "the new layer computes of X what the given one computes of the normalized X", 1), ARGUMENTS_RULE),
    visible=lambda rng: [fold_trial(rng, 1, 1), fold_trial(rng, 1, 2), fold_trial(rng, 2, 3), fold_trial(rng, 2, 2)],
    hidden=lambda rng: [
        fold_trial(rng, 1, 3),
        fold_trial(rng, 4, 2),
        fold_trial(rng, 3, 3),
        fold_trial(rng, 2, 1),
        fold_trial(rng, 3, 6, small=True),
    ],
    mistakes=(
        Mistake(
            "the weights are multiplied by sigma",
            "A feature in its own units is sigma times as wide as the normalized one. To have the same say, does its weight have to be larger or smaller?",
            "In the sum each weight meets x - mu over sigma. Pull the sigma over to the weight.",
            changes=((NEW_W, "W * sigma.T"),),
        ),
        Mistake(
            "the weights are divided by sigma squared",
            "Take one feature with sigma = 10: a step of 10 in its own units is a step of 1 when normalized. So the new weight is a tenth, and yours is a hundredth.",
            "Divide once.",
            changes=((NEW_W, "W / sigma.T**2"),),
        ),
        Mistake(
            "the weights stay as they were",
            "Move x by 1 in its own units: in the normalized units it moves by 1/sigma, and z by w/sigma. With your layer z moves by w.",
            "The division by sigma has to go somewhere: into the weights.",
            changes=((NEW_W, "W.copy()"),),
        ),
        Mistake(
            "the bias stays as it was",
            "Put X equal to mu: normalized that is 0, so z should be b. Print what your layer says.",
            "Multiply the brackets out. What the mean contributes does not depend on X, so it belongs to the bias.",
            changes=((NEW_B, "b.copy()"),),
        ),
        Mistake(
            "what the mean contributes is added to the bias",
            "Put X equal to mu: normalized that is 0, so z should be b. With you the mean counts twice.",
            "The mean is taken off in `normalize`. Which sign does it have when the brackets are multiplied out?",
            changes=((NEW_B, "b + W_raw @ mu"),),
        ),
        Mistake(
            "for the bias, the mean meets the old weights",
            "Put X equal to mu: normalized that is 0, so z should be b. You take off W times mu, but the layer adds W_raw times mu.",
            "The mean is divided by sigma too: use the new weights.",
            changes=((NEW_B, "b - W @ mu"),),
        ),
        Mistake(
            "the bias is divided by sigma",
            "With several features, which sigma would it be? The bias is added after the sum and never met one.",
            "Leave b itself as it is; take off what the mean contributes.",
            changes=((NEW_B, "(b - W @ mu) / sigma.mean()"),),
        ),
        Mistake(
            "the deviations are set against the rows of W, not against its columns",
            "Print the shapes of `W` and `sigma`. Each column of W belongs to a feature, each row to a unit; `sigma` stands upright.",
            "Lay `sigma` down, so that it lines up with the columns.",
            changes=((NEW_W, "W / np.resize(sigma, (W.shape[0], 1))"),),
        ),
        Mistake(
            "W and sigma do not fit: the column was not laid down",
            "Print the shapes of `W` and `sigma`: (n_1, n_x) and (n_x, 1). NumPy lines them up from the right, and n_1 against n_x makes an error, or nonsense where they are equal.",
            "You need sigma as a row, (1, n_x).",
            changes=((NEW_W, "W / sigma"),),
        ),
        Mistake(
            "the products of weights and means are not summed",
            "Print the shape of your b_raw: it should be (n_1, 1), a number for each unit.",
            "A unit adds up what its features contribute: that is a matrix product.",
            changes=((NEW_B, "b - W_raw * mu.T"),),
        ),
        Mistake(
            "one number is taken off all biases",
            "Your sum runs over the units as well. Each unit has its own weights, so each bias changes by an amount of its own.",
            "Sum over the features alone.",
            changes=((NEW_B, "b - np.sum(W_raw @ mu)"),),
        ),
        Mistake(
            "b_raw is returned first",
            "Compare the shapes of what you return with those of `W` and `b`.",
            "First the weights, then the bias.",
            changes=(("return W_raw, b - W_raw @ mu", "return b - W_raw @ mu, W_raw"),),
        ),
        Mistake(
            "the biases come back flat",
            "Print the shape of your b_raw: (n_1,), where (n_1, 1) is meant. Added to (n_1, m) it would run along the examples.",
            "Keep it a column.",
            changes=((NEW_B, "b.ravel() - (W_raw @ mu).ravel()"),),
        ),
        Mistake(
            "W itself is changed",
            "Print your `W` before and after the call: the trained network reads normalized features, and you have spoiled it.",
            "Make new arrays.",
            changes=(("W_raw = W / sigma.T", "W /= sigma.T\n    W_raw = W"),),
            costs=0.25,
        ),
        Mistake(
            "W and b themselves are changed",
            "Print your `W` and `b` before and after the call: the trained layer reads normalized features, and now it computes something else of them.",
            "`/=` and `-=` write into the arrays that were handed over; make two new ones.",
            changes=(
                ("W_raw = W / sigma.T", "W /= sigma.T\n    W_raw = W"),
                ("return W_raw, b - W_raw @ mu", "b -= W_raw @ mu\n    return W_raw, b"),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("the mean in deviations", changes=((NEW_B, "b - W @ (mu / sigma)"),)),
        Alternative("a diagonal matrix", changes=((NEW_W, "W @ np.diag(1 / sigma.ravel())"),)),
        Alternative("einsum", changes=((NEW_W, "np.einsum('ij,jk->ij', W, 1 / sigma)"), (NEW_B, "b - np.einsum('ij,jk->ik', W_raw, mu)"))),
        Alternative(
            "the bias from a sum, a list of two",
            changes=(("return W_raw, b - W_raw @ mu", "return [W_raw, b - (W_raw * mu.T).sum(axis=1, keepdims=True)]"),),
        ),
        Alternative(
            "a loop over features, in float32",
            code="""
            def fold_into_weights(W, b, mu, sigma):
                W_raw, b_raw = W.astype(np.float32), b.astype(np.float64).copy()
                for j in range(W.shape[1]):
                    W_raw[:, j] = W[:, j] / sigma[j, 0]
                    b_raw -= W_raw[:, [j]] * mu[j, 0]
                return W_raw, b_raw
            """,
        ),
    ),
)
