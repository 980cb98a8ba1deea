"""initialize_for: large networks, whose layers have different activations."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule
from autograder.bank.initialization.shared import (
    DRAW,
    WEIGHTS_RNG_RULE,
    WIDE,
    ZEROS,
    dict_mistakes,
    draw_alternatives,
    draw_mistakes,
    large_trial,
    pairs,
    small_trial,
    variance_mistake,
    wide_trial,
)
from autograder.bank.probes import ARGUMENTS_RULE
from course_utils.reference import initialization as reference


def deviation_for(activation, n_in, n_out):
    return np.sqrt({"relu": 2 / n_in, "tanh": 1 / n_in}.get(activation, 2 / (n_in + n_out)))


def chosen_trial(rng, sizes, activations, trial=large_trial):
    scales = [deviation_for(g, *pair) for g, pair in zip(activations, pairs(sizes), strict=True)]
    return trial(rng, sizes, scales, f", activations {', '.join(activations)}", activations=activations)


CHOSEN = "np.sqrt(variance)"
CHOICE = '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 1], 2 / (n_in + n_out))'


def choice_mistake(name, see, do, wrong):
    return Mistake(name, see, do, changes=((CHOICE, wrong),))


EXERCISE = Exercise(
    reference=reference.initialize_for,
    points=4,
    returns=("parameters",),
    rules=(
        Rule(
            "values",
            "each W[l] has its shape and independent draws of mean 0, with the variance that belongs to the layer's own activation; each b[l] is a column of zeros",
            1,
        ),
        WEIGHTS_RNG_RULE,
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [
        small_trial(rng, [3, 4, 2], ", activations relu, sigmoid", activations=["relu", "sigmoid"]),
        chosen_trial(rng, [120, 60, 200, 40], ["relu", "tanh", "sigmoid"]),
        chosen_trial(rng, [60, 150, 80, 140], ["tanh", "softmax", "relu"]),
        chosen_trial(rng, [70, 160, 60, 150], ["linear", "relu", "tanh"]),
        chosen_trial(rng, [80, 130, 60, 120], ["leaky_relu", "elu", "hard_tanh"]),
        *(chosen_trial(rng, WIDE, [g], wide_trial) for g in ("relu", "tanh", "sigmoid")),
        small_trial(rng, [1, 2, 1, 3], ", activations relu, linear, tanh", activations=["relu", "linear", "tanh"]),
    ],
    hidden=lambda rng: [
        small_trial(rng, [5, 2, 3, 4], ", activations tanh, relu, softmax", activations=["tanh", "relu", "softmax"]),
        chosen_trial(rng, [80, 150, 50, 180, 60], ["tanh", "relu", "linear", "tanh"]),
        chosen_trial(rng, [150, 60, 140, 64], ["relu", "sigmoid", "tanh"]),
        chosen_trial(rng, [64, 140, 90, 170], ["sigmoid", "tanh", "relu"]),
        chosen_trial(rng, [150, 64], ["tanh"]),
        chosen_trial(rng, [70, 140, 60, 130, 90], ["tanh_shrink", "leaky_relu", "elu", "relu6"]),
    ],
    mistakes=(
        *dict_mistakes(ZEROS, DRAW, "rng.standard_normal((n_in, n_out))"),
        *draw_mistakes(CHOSEN),
        variance_mistake(
            "the square root is missing: the variance is used as the standard deviation",
            "Print the variance of a ReLU layer's W times its number of inputs: it should be near 2 and is far below it.",
            "The rules speak of the variance. What you multiply draws by is the standard deviation.",
            CHOSEN, "variance",
        ),
        choice_mistake(
            "the rules for ReLU and tanh are exchanged",
            "Print variance times number of inputs for a ReLU layer. Which of the two activations throws half of the signal away, so that it needs the larger weights?",
            "Look at the table once more, and at which name stands beside which number.",
            '{"relu": 1 / n_in, "tanh": 2 / n_in}.get(activations[l - 1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "the first layer's activation decides for all layers",
            "Print variance times number of inputs for each layer: they all follow the first layer's rule.",
            "The first name in the list is for layer 1 alone. Let the place at which you read move on with the loop.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[0], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "the last layer's activation decides for all layers",
            "Print variance times number of inputs for each layer: they all follow the last layer's rule.",
            "Index -1 is the last name in every turn of the loop. Read at a place that depends on the layer.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[-1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "each layer follows the activation of the layer before it",
            "Print which activation you take for layer 1, for layer 2. A list counts from 0, layers from 1, and index -1 is the last entry.",
            "Layer l's own activation stands one place before index l. You went one place too far.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 2], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "each layer follows the activation of the layer after it",
            "Print which activation you take for layer 1. A list counts from 0, layers from 1; for the last layer there is none left.",
            "Layer l's own activation does not stand at index l.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "each layer but the last follows the activation of the layer after it",
            "Print which activation you take for layer 1: it is the second one. A list counts from 0, layers from 1.",
            "Layer l's own activation does not stand at index l, and the last layer needs no rule of its own.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[min(l, len(activations) - 1)], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "all layers but the last get He's rule, whatever their activation is",
            "Print variance times number of inputs for a hidden layer with tanh: it is 2. Hidden layers need not have a ReLU.",
            "Ask the list for every layer, the hidden ones too.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 1] if l == len(activations) else "relu", 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "a name that only contains relu, such as leaky_relu, gets He's rule",
            "`\"relu\" in \"leaky_relu\"` is True. Print variance times number of inputs for such a layer.",
            "Here only the name itself counts: compare the whole of it.",
            '2 / n_in if "relu" in activations[l - 1] else {"tanh": 1 / n_in}.get(activations[l - 1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "activations other than relu, tanh and sigmoid get weights of 0",
            "Print the weights of a layer with \"softmax\": all 0. \"Anything else\" in the docstring is more than \"sigmoid\".",
            "Let the last branch ask for no name.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in, "sigmoid": 2 / (n_in + n_out)}.get(activations[l - 1], 0)',
        ),
        choice_mistake(
            "the activations are read from the last to the first",
            "Print which activation you take for layer 1: it is the last one.",
            "The list begins with layer 1.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[-l], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "He's rule is used for every layer",
            "Print variance times number of inputs for a tanh layer: it is 2. Your result does not change with `activations`.",
            "He's rule is for ReLU. Ask for the layer's name first, and have another rule ready for tanh and one for the rest.",
            "2 / n_in",
        ),
        choice_mistake(
            "LeCun's rule is used for every layer",
            "Print variance times number of inputs for a ReLU layer: it is 1. Your result does not change with `activations`.",
            "LeCun's rule is for tanh. Ask for the layer's name first, and have another rule ready for ReLU and one for the rest.",
            "1 / n_in",
        ),
        choice_mistake(
            "Glorot's rule is used for every layer",
            "Print variance times the sum of both sizes, for each layer: it is near 2 for all. Your result does not change with `activations`.",
            "Glorot's rule is for what is neither ReLU nor tanh. These two names have to be asked for before.",
            "2 / (n_in + n_out)",
        ),
        choice_mistake(
            "tanh gets Glorot's rule",
            "Both rules are in use for tanh. The docstring says which one it should be here: print variance times number of inputs for a tanh layer.",
            "One of the names is missing among your cases, and falls through to the rest.",
            '{"relu": 2 / n_in}.get(activations[l - 1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "other activations get LeCun's rule",
            "Print variance times number of inputs for a sigmoid layer: it is 1, however many units the layer has. Both sizes of W should count.",
            "You have two rules, and the docstring has three. What is left over does not share the one of tanh.",
            '{"relu": 2 / n_in}.get(activations[l - 1], 1 / n_in)',
        ),
        choice_mistake(
            "other activations get He's rule",
            "Print variance times number of inputs for a sigmoid layer: it is 2, as if half of the signal were thrown away. A sigmoid does no such thing.",
            "What is left over does not share the rule of ReLU. The docstring names a third one.",
            '{"tanh": 1 / n_in}.get(activations[l - 1], 2 / n_in)',
        ),
        choice_mistake(
            "other activations are not scaled",
            "Try a layer with \"sigmoid\": its weights have standard deviation 1, whatever its sizes are.",
            "No layer goes without a rule. Read in the docstring which one is for \"anything else\".",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 1], 1)',
        ),
        choice_mistake(
            "the number of outputs is used in place of the number of inputs",
            "A unit adds up over what comes *into* it. Print, for each ReLU layer, the variance of W times its number of columns.",
            "In He's and in LeCun's rule the size of the layer before stands below the line.",
            '{"relu": 2 / n_out, "tanh": 1 / n_out}.get(activations[l - 1], 2 / (n_in + n_out))',
        ),
        choice_mistake(
            "the last layer gets Glorot's rule, whatever its activation is",
            "The last layer of a network may have a ReLU or a tanh as well. You seem to treat it apart.",
            "Ask the list for every layer, the last one too.",
            '{"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 1] if l < len(activations) else "", 2 / (n_in + n_out))',
        ),
        Mistake(
            "activations is changed",
            "Print your `activations` after the call: `pop` takes out of the caller's list.",
            "Read the names by their index, or in a loop, and leave the list alone.",
            changes=((CHOICE, CHOICE.replace("activations[l - 1]", "activations.pop(0)")),),
            costs=0.25,
        ),
    ),
    alternatives=(
        *draw_alternatives(CHOSEN),
        Alternative(
            "if, elif, else",
            code="""
            def initialize_for(layer_sizes, activations, rng):
                parameters = {}
                for l, g in enumerate(activations):
                    n_in, n_out = layer_sizes[l], layer_sizes[l + 1]
                    if g == "relu":
                        scale = np.sqrt(2 / n_in)
                    elif g == "tanh":
                        scale = 1 / np.sqrt(n_in)
                    else:
                        scale = (2 / (n_in + n_out)) ** 0.5
                    parameters[f"W{l + 1}"] = rng.normal(scale=scale, size=(n_out, n_in))
                    parameters[f"b{l + 1}"] = np.zeros((n_out, 1))
                return parameters
            """,
        ),
        Alternative(
            "by one's own functions of the chapter, layer by layer",
            code="""
            def initialize_for(layer_sizes, activations, rng):
                rules = {"relu": he_initialization, "tanh": lecun_initialization}
                parameters = {}
                for l in range(1, len(layer_sizes)):
                    rule = rules.get(activations[l - 1], glorot_initialization)
                    layer = rule([layer_sizes[l - 1], layer_sizes[l]], rng)
                    parameters[f"W{l}"], parameters[f"b{l}"] = layer["W1"], layer["b1"]
                return parameters
            """,
        ),
    ),
)  # fmt: skip
