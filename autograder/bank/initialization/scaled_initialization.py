"""scaled_initialization: small networks for names and shapes, large ones for the draws, and a scale of 0."""

from autograder.bank import Exercise, Mistake, Probe, Rule
from autograder.bank.initialization.shared import (
    DRAW,
    WEIGHTS_RNG_RULE,
    ZEROS,
    dict_mistakes,
    draw_alternatives,
    draw_mistakes,
    large_trial,
    small_trial,
    variance_mistake,
)
from autograder.bank.probes import ARGUMENTS_RULE
from course_utils.reference import initialization as reference


def scaled_trial(rng, sizes, scale):
    return large_trial(rng, sizes, [scale] * (len(sizes) - 1), f", scale = {scale}", scale=scale)


def drawn_scale(rng, about):
    """A scale that nobody knows, of four digits."""
    return float(f"{about * rng.uniform(1.1, 1.4):.4g}")


def scale_zero(rng, sizes):
    trial = small_trial(rng, sizes, ", scale = 0", scale=0)
    trial.probes.insert(
        3, Probe("edge", "not_zero", {"letter": "W"}, "none", says="weights that should be 0, as the scale is, are not: {got}")
    )
    return trial


SCALED = "scale"

EXERCISE = Exercise(
    reference=reference.scaled_initialization,
    points=2,
    returns=("parameters",),
    rules=(
        Rule("values", "each W[l] has its shape and independent draws of mean 0 and standard deviation `scale`, each b[l] is a column of zeros", 1),
        Rule("edge", "with scale = 0 all weights are 0", 0.25),
        WEIGHTS_RNG_RULE,
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [
        small_trial(rng, [3, 4, 2], ", scale = 1", scale=1.0),
        scaled_trial(rng, [120, 60, 200, 40], 0.01347),
        scaled_trial(rng, [90, 130, 80], 4.0),
        scale_zero(rng, [2, 3, 1]),
    ],
    hidden=lambda rng: [
        small_trial(rng, [5, 2, 3, 4], ", scale = 1", scale=1.0),
        scaled_trial(rng, [80, 150, 50, 180], drawn_scale(rng, 0.3)),
        scaled_trial(rng, [140, 90, 110], drawn_scale(rng, 2.4)),
        scaled_trial(rng, [150, 80], drawn_scale(rng, 0.003)),
        scale_zero(rng, [4, 2, 3]),
    ],
    mistakes=(
        *dict_mistakes(ZEROS, DRAW, "rng.standard_normal((n_in, n_out))"),
        *draw_mistakes(SCALED),
        Mistake(
            "the biases are scaled draws as well",
            "Compare your b1 for scale = 0.01 and for scale = 4: it grows with the scale. The scale is there for the weights.",
            "Leave chance and scale to W. A bias does not depend on either.",
            changes=((ZEROS, "rng.standard_normal((n_out, 1)) * scale"),),
        ),
        variance_mistake(
            "the scale is not used",
            "Print the standard deviation of your W1 for scale = 0.01 and for scale = 4: it is 1 both times.",
            "Each draw has to be multiplied by something.",
            SCALED, "1.0",
        ),
        variance_mistake(
            "the scale is taken for the variance",
            "Print the standard deviation of your W1 for scale = 4: it is 2. Somewhere there is a square root too many.",
            "`scale` is a standard deviation already. Nothing has to be done to it first.",
            SCALED, "np.sqrt(scale)",
        ),
        variance_mistake(
            "the scale is squared",
            "Print the standard deviation of your W1 for scale = 4: it is 16. What you multiply by is the standard deviation, not the variance.",
            "Draws that are multiplied by 4 have a standard deviation of 4. Take the scale as it comes.",
            SCALED, "scale**2",
        ),
        variance_mistake(
            "the weights are scaled by the number of inputs as well",
            "Print the standard deviations of W1 and W2: they differ from layer to layer. This exercise asks for one and the same; the next ones take up your idea.",
            "Leave the sizes of the layers out of the scale.",
            SCALED, "scale / np.sqrt(n_in)",
        ),
        variance_mistake(
            "it divides by the scale",
            "A larger scale makes your weights smaller, and scale = 0 makes them infinite.",
            "Turn it round.",
            SCALED, "np.divide(1, scale)",
        ),
        Mistake(
            "the scale is added, so it moves the mean and not the spread",
            "Print mean and standard deviation of your W1 for scale = 4: they are about 4 and 1. It should be the other way round, with mean 0.",
            "Adding moves numbers, multiplying spreads them. For `rng.normal`, mind the order of its arguments.",
            changes=((f"{DRAW} * scale", f"{DRAW} + scale"),),
        ),
        Mistake(
            "a scale of 0 is replaced by another one",
            "Call with scale = 0 and print W1. Python's `or` takes 0 for nothing: `0 or 0.01` is 0.01.",
            "0 is a scale like any other: leave it as it comes.",
            changes=(("    parameters = {}\n", "    scale = scale or 0.01\n    parameters = {}\n"),),
            costs=0.25,
        ),
        Mistake(
            "only the first layer is scaled",
            "Print the standard deviation of W1 and of W2: the second is 1.",
            "The scale belongs into the line that draws each layer's weights.",
            changes=((f"{DRAW} * scale", f"{DRAW} * (scale if l == 1 else 1)"),),
        ),
    ),
    alternatives=draw_alternatives(SCALED),
)  # fmt: skip
