"""zero_initialization: sizes of layers that all differ."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.initialization.shared import dict_mistakes, in_words
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, FORM
from course_utils.reference import initialization as reference


def zero_trial(sizes):
    return Trial(
        in_words(sizes),
        {"layer_sizes": sizes},
        [
            FORM,
            Probe("values", "entries", {}, says="the dict has not the entries it should: it has {got}; it should have {want}"),
            Probe("values", "not_zero", {"letter": ""}, "none", says="parameters that should be 0 are not: {got}"),
            CHANGED,
        ],
    )


def drawn_sizes(rng, count):
    """Sizes that all differ, so that every exchange of two shows, and that no visible case has."""
    return rng.permutation(np.arange(3, 12))[:count].tolist()


ZERO_W, ZERO_B = "np.zeros((layer_sizes[l], layer_sizes[l - 1]))", "np.zeros((layer_sizes[l], 1))"

EXERCISE = Exercise(
    reference=reference.zero_initialization,
    points=2,
    returns=("parameters",),
    rules=(
        Rule("values", "each W[l] and b[l] is there under its name, has its shape and holds zeros; nothing else is there", 1),
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [zero_trial(sizes) for sizes in ([3, 4, 2], [2, 5, 3, 1], [4, 2])],
    hidden=lambda rng: [*(zero_trial(drawn_sizes(rng, count)) for count in (4, 2, 5)), zero_trial([1, *drawn_sizes(rng, 1), 1])],
    mistakes=(
        *dict_mistakes(ZERO_B, ZERO_W, "np.zeros((layer_sizes[l - 1], layer_sizes[l]))"),
        Mistake(
            "every layer sees the input: its W has a column for each input of the network",
            "Print the shapes of W1 and W2: the second sizes are alike. What goes into layer 2 are the units of layer 1.",
            "The second size of W must move on with the layers, always one behind the first.",
            changes=((ZERO_W, "np.zeros((layer_sizes[l], layer_sizes[0]))"),),
        ),
        Mistake(
            "every W is square",
            "Print the shapes: both sizes are those of the layer itself. A column of W belongs to an input of the layer.",
            "The rows are right. For the columns, ask how many numbers come in from the layer before.",
            changes=((ZERO_W, "np.zeros((layer_sizes[l], layer_sizes[l]))"),),
        ),
        Mistake(
            "the weights are ones",
            "Look at your W1: it holds ones.",
            "The name of the function says what it should hold.",
            changes=((ZERO_W, "np.ones((layer_sizes[l], layer_sizes[l - 1]))"),),
        ),
        Mistake(
            "the weights are not 0, but numbers that differ",
            "Look at your W1: are these the random numbers of a later exercise?",
            "Here every weight is 0, to see what becomes of such a network.",
            changes=((ZERO_W, "0.01 * np.random.default_rng(0).standard_normal((layer_sizes[l], layer_sizes[l - 1]))"),),
        ),
        Mistake(
            "W is one number, not an array",
            'Print `parameters["W1"]`: a single 0. NumPy spreads it out when you multiply, but a layer needs its shape.',
            "Make an array with as many rows as the layer has units, and as many columns as it has inputs.",
            changes=((ZERO_W, "0.0"),),
        ),
        Mistake(
            "W is a flat array of zeros",
            "Print the shape of W1: one size only. Which size is the unit, which the input?",
            "Hand the function that makes zeros a pair of sizes.",
            changes=((ZERO_W, "np.zeros(layer_sizes[l] * layer_sizes[l - 1])"),),
        ),
    ),
    alternatives=(
        Alternative(
            "pairs of sizes",
            code="""
            def zero_initialization(layer_sizes):
                parameters = {}
                for l, (n_in, n_out) in enumerate(zip(layer_sizes[:-1], layer_sizes[1:]), start=1):
                    parameters["W" + str(l)] = np.zeros([n_out, n_in])
                    parameters["b" + str(l)] = np.zeros([n_out, 1])
                return parameters
            """,
        ),
        Alternative(
            "whole numbers",
            changes=(
                (ZERO_W, "np.zeros((layer_sizes[l], layer_sizes[l - 1]), dtype=int)"),
                (ZERO_B, "np.zeros((layer_sizes[l], 1), dtype=int)"),
            ),
        ),
        Alternative(
            "first all W, then all b, in float32",
            code="""
            def zero_initialization(layer_sizes):
                L = len(layer_sizes) - 1
                weights = {f"W{l}": np.full((layer_sizes[l], layer_sizes[l - 1]), 0, np.float32) for l in range(L, 0, -1)}
                biases = {f"b{l}": np.zeros_like(weights[f"W{l}"][:, :1]) for l in range(1, L + 1)}
                return weights | biases
            """,
        ),
    ),
)
