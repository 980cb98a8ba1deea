"""Chapter 7, initialization: what several exercises have in common."""

from itertools import pairwise

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, FORM, GLOBAL, generator, reproducible

WEIGHTS_RNG_RULE = Rule(
    "rng", "every random number comes from `rng`: the same state of `rng` gives the same weights, another state gives others", 0.25
)


def shape_probes():
    """Names, shapes, biases, and what the call did besides."""
    return [
        FORM,
        Probe("values", "entries", {}, says="the dict has not the entries it should: it has {got}; it should have {want}"),
        Probe("values", "not_zero", {}, "none", says="biases that should be 0 are not: {got}"),
        CHANGED,
        GLOBAL,
    ]


def drawn_probes(sizes, scales):
    """What many draws show: their mean, their spread, whether they are draws of their own and come from `rng`."""
    fewest = min(a * b for a, b in pairwise(sizes))
    of = ", ".join(f"W{l}" for l in range(1, len(sizes)))
    mean = f"the mean of {of} over their spread is {{got}}; each should be near 0"
    spread = f"the spread (root mean square) of {of} is {{factors}} times what it should be"
    zeros = [0.0] * (len(sizes) - 1)
    return [
        Probe("values", "not_drawn", {}, "none", says="the numbers of these weights are no draws of their own: {got}"),
        Probe("values", "weights_mean", {}, zeros, 6 / np.sqrt(fewest), mean),
        # eight: draws that have more numbers far out than normal ones are right as well
        Probe("values", "weights_spread", {"scales": list(scales)}, zeros, 8 / np.sqrt(2 * fewest) / np.log(2), spread),
        Probe("values", "weights_alike", {}, "none", says="weights are made of the same random numbers: {got}"),
        Probe("rng", "weights_again", {}, "none", says="a second call with the same `rng` gives the same weights: {got}"),
        reproducible("weights"),
    ]


def in_words(sizes):
    return f"layer_sizes {sizes}"


def small_trial(rng, sizes, says="", **between):
    return Trial(f"{in_words(sizes)}{says}", {"layer_sizes": sizes, **between, "rng": generator(rng)}, shape_probes())


def large_trial(rng, sizes, scales, says="", **between):
    """Layers of thousands of weights: enough to see how they were drawn."""
    trial = small_trial(rng, sizes, says, **between)
    trial.probes[3:3] = drawn_probes(sizes, scales)
    return trial


WIDE = [4500, 4]  # a variance of some ten-thousandths


def wide_trial(rng, sizes, scales, says="", **between):
    """As `large_trial`, with layers so wide that who rounds the small variance is seen; their forms are not looked at."""
    trial = large_trial(rng, sizes, scales, says, **between)
    trial.probes = drawn_probes(sizes, scales)
    return trial


def pairs(sizes):
    """(n_in, n_out) of each layer."""
    return list(pairwise(sizes))


ZEROS, DRAW, RANGE = "np.zeros((n_out, 1))", "rng.standard_normal((n_out, n_in))", "range(1, len(layer_sizes))"
RULES = (
    Rule("values", "each W[l] has its shape and independent draws of mean 0 and of the right variance, each b[l] is a column of zeros", 1),
    WEIGHTS_RNG_RULE,
    ARGUMENTS_RULE,
)


def dict_mistakes(zeros, weights, transposed):
    """Mistakes in keys, layers and biases, which every initialization can have; `zeros` and `weights` as they stand in the reference."""
    return (
        Mistake(
            "the keys begin with 0",
            "Print `parameters.keys()`: there is a W0, and the last one is missing. Layer 0 is the input; it has no weights.",
            "The key's number is that of the layer whose units the rows belong to.",
            changes=(('f"W{l}"', 'f"W{l - 1}"'), ('f"b{l}"', 'f"b{l - 1}"')),
        ),
        Mistake(
            "W is transposed",
            "Print the shape of your W1: it has a row for each input. In this course the layer computes `W @ A_prev`: which number must stand second?",
            "A row of W belongs to a unit of the layer, a column to an input. Exchange the two sizes.",
            changes=((weights, transposed),),
        ),
        Mistake(
            "the biases are flat, of shape (n,)",
            "Print the shape of your b1. Added to Z of shape (n, m) it would be laid along the examples, or fail.",
            "A bias is a column: two sizes, the second is 1.",
            changes=((zeros, zeros.replace("((", "(").replace(", 1))", ")")),),
        ),
        Mistake(
            "the biases are rows",
            "Print the shape of your b1: it has one row. Each unit has a row of its own, in W and in b.",
            "A bias is a column: the number of units stands first.",
            changes=((zeros, zeros.replace("((", "((1, ").replace(", 1))", "))")),),
        ),
        Mistake(
            "the biases are ones",
            "Look at your b1: every unit starts with a push. Nothing asks for one; what breaks the symmetry is in W.",
            "A fresh bias shifts nothing. Read in the docstring which number does that.",
            changes=((zeros, zeros.replace("zeros", "ones")),),
        ),
        Mistake(
            "the biases are missing",
            "Print `parameters.keys()`: there is no b1. The next forward pass will ask for it.",
            "Each layer has two entries.",
            changes=((f'        parameters[f"b{{l}}"] = {zeros}\n', ""),),
        ),
        Mistake(
            "the last layer is missing",
            "Count: layer_sizes with 3 numbers stands for 2 layers with weights. Which numbers does your `range` give?",
            "`range(1, k)` ends at k - 1 by itself.",
            changes=((RANGE, "range(1, len(layer_sizes) - 1)"),),
        ),
        Mistake(
            "the input counts as a layer: there is one layer too many",
            "Print `parameters.keys()`: there is a W0. For layer 0 the size one place before is read at index -1, and that is the *last* size.",
            "Start the loop at the first layer that has weights.",
            changes=((RANGE, "range(len(layer_sizes))"),),
        ),
        Mistake(
            "the last layer alone is returned",
            "Print `parameters.keys()`: two entries only. Somewhere a fresh dict is made in each turn of the loop.",
            "Make the dict once, before the loop.",
            changes=(("    parameters = {}\n", ""), (f"    for l in {RANGE}:\n", f"    for l in {RANGE}:\n        parameters = {{}}\n")),
        ),
        Mistake(
            "two lists are returned, not a dict",
            'The course keeps parameters by name, so that `parameters["W2"]` is layer 2\'s. Yours can only be found by counting.',
            "Put each array into a dict under its name.",
            changes=(
                (
                    "return parameters",
                    'return [v for k, v in parameters.items() if k[0] == "W"], [v for k, v in parameters.items() if k[0] == "b"]',
                ),
            ),
        ),
        Mistake(
            "layer_sizes is changed",
            "Print your `layer_sizes` after the call: `pop`, `append`, `insert` and `reverse` change the caller's list.",
            "Read the sizes by their index and leave the list alone.",
            changes=(("return parameters", "layer_sizes.reverse()\n    return parameters"),),
            costs=0.25,
        ),
    )


def draw_mistakes(factor):
    """Mistakes in the draws, which every random initialization can have; `factor` as it stands in the reference."""
    draw = f"{DRAW} * {factor}"
    return (
        Mistake(
            "the biases are drawn at random",
            "Look at your b1. Harmless, but not asked for: the random weights alone make the units differ.",
            "Only W needs chance. The docstring says what the biases are.",
            changes=((ZEROS, "rng.standard_normal((n_out, 1))"),),
        ),
        Mistake(
            "the draws lie between 0 and 1, all positive, as the lecture's `rand` does",
            "Print the mean of your W1. All weights push in one direction, the pushes add up over a layer's inputs, and the next layer adds up again. Section 5 shows what becomes of it.",
            "`rng.random` is never negative. Take draws with mean 0: `rng` has a method for normal numbers.",
            changes=((DRAW, "rng.random((n_out, n_in))"),),
        ),
        Mistake(
            "the sign is taken off the draws: all weights are positive",
            "Print the smallest entry of your W1. With all weights positive the mean is not 0, and a layer's pushes add up.",
            "Leave the draws as they come: half of them negative.",
            changes=((DRAW, "np.abs(rng.standard_normal((n_out, n_in)))"),),
        ),
        Mistake(
            "the draws lie between -1/2 and 1/2 before they are scaled: their spread is not 1",
            "Print the standard deviation of `rng.random(10_000) - 0.5`. It is about 0.29, so all your weights come out too small.",
            "What you scale must have standard deviation 1 to begin with. `rng` has a method that gives just that.",
            changes=((DRAW, "(rng.random((n_out, n_in)) - 0.5)"),),
        ),
        Mistake(
            "the standard deviation is used as the limit of uniform draws",
            "Print the standard deviation of `rng.uniform(-1, 1, 10_000)`. It is about 0.58, not 1: most draws lie well within the limits.",
            "Take normal draws, or widen the limits by what is missing.",
            changes=((DRAW, "rng.uniform(-1, 1, (n_out, n_in))"),),
        ),
        Mistake(
            "one draw for a whole layer",
            "Look at your W1: the same number everywhere. All units of the layer are twins, and stay so.",
            "Draw as many numbers as W has entries: hand the method a shape.",
            changes=((DRAW, "np.ones((n_out, n_in)) * rng.standard_normal()"),),
        ),
        Mistake(
            "one draw for each unit, the same for all its inputs",
            "Look at a row of your W1: the same number for all inputs. The unit cannot tell them apart.",
            "You draw one column and spread it over the inputs. Each input needs draws of its own.",
            changes=((DRAW, "np.ones((n_out, n_in)) * rng.standard_normal((n_out, 1))"),),
        ),
        Mistake(
            "one draw for each input: all units of a layer are twins",
            "Look at a column of your W1: every unit has the same weight there, so all units are the same.",
            "You draw one row and hand it to every unit. Each unit needs draws of its own.",
            changes=((DRAW, "np.ones((n_out, n_in)) * rng.standard_normal((1, n_in))"),),
        ),
        Mistake(
            "each weight is one draw for its unit times one draw for its input",
            "Divide one row of your W1 by another, entry by entry: the same number everywhere. So all units look at their inputs in the same way, up to a factor.",
            "n_out + n_in numbers are not n_out times n_in. Hand one draw the shape of W as a whole.",
            changes=((DRAW, "rng.standard_normal((n_out, 1)) * rng.standard_normal((1, n_in))"),),
        ),
        Mistake(
            "the layers are cut from one large matrix, so they share their draws",
            "Compare the upper left corners of W1 and W2: apart from the scale they are the same. What one layer does the next does again.",
            "Each layer needs new numbers: draw inside the loop.",
            changes=(
                (
                    "    parameters = {}\n",
                    "    large = rng.standard_normal((max(layer_sizes[1:]), max(layer_sizes[:-1])))\n    parameters = {}\n",
                ),
                (DRAW, "large[:n_out, :n_in]"),
            ),
        ),
        Mistake(
            "the draws are rounded to whole numbers before they are scaled",
            "Count the different numbers in your W1, with `np.unique`: a handful for thousands of weights, and most of them are 0.",
            "Leave the draws as they come, with all their digits.",
            changes=((DRAW, "np.round(rng.standard_normal((n_out, n_in)))"),),
        ),
        Mistake(
            "all layers hold the same draws, and so does every call",
            "Compare the first numbers of W1 and W2: apart from the scale they are the same. A generator that is made or copied anew in each turn of the loop begins again each time.",
            "Draw from the `rng` that comes in; it moves on by itself.",
            changes=((DRAW, "np.random.default_rng(1).standard_normal((n_out, n_in))"),),
        ),
        Mistake(
            "every call gives the same weights: rng itself does not move on",
            "Call twice with one and the same `rng` and compare the two W1. Then look for where a seed is set, or `rng` is copied.",
            "Draw from the `rng` that comes in, and from nothing else: whoever calls has seeded it.",
            changes=(("    parameters = {}\n", "    rng = np.random.default_rng(1)\n    parameters = {}\n"),),
            costs=0.25,
        ),
        Mistake(
            "every call gives the same weights, and NumPy's global generator is moved or seeded",
            "Call twice with one and the same `rng` and compare the two W1. A seed set inside sets the whole program's generator back at each call.",
            "Take the seed out, and draw from the `rng` that comes in.",
            changes=(
                ("    parameters = {}\n", "    np.random.seed(1)\n    parameters = {}\n"),
                (DRAW, "np.random.standard_normal((n_out, n_in))"),
            ),
            costs=0.25,
        ),
        Mistake(
            "two calls from the same state of rng differ, and the global generator is moved: it draws, not rng",
            "Call twice with `np.random.default_rng(0)`: the weights differ, so the numbers come from elsewhere. A training run like this cannot be repeated.",
            "What draws under `np.random.` has a sibling that is a method of `rng`.",
            changes=((DRAW, "np.random.randn(n_out, n_in)"),),
            costs=0.25,
        ),
        Mistake(
            "two calls from the same state of rng differ: some draws come from another generator",
            "Call twice with `np.random.default_rng(0)`: the weights differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none of your own.",
            changes=(("    parameters = {}\n", "    rng = np.random.default_rng()\n    parameters = {}\n"),),
            costs=0.25,
        ),
        Mistake(
            "all weights are 0",
            "Print your W1. If there is `//` in your line, remember that it leaves off what comes after the point.",
            "Divide with `/`, and look at each factor by itself: one of them is 0.",
            changes=((draw, f"0.0 * {draw}"),),
        ),
    )


def variance_mistake(name, see, do, factor, wrong):
    return Mistake(name, see, do, changes=((f"{DRAW} * {factor}", f"{DRAW} * {wrong}"),))


def draw_alternatives(factor):
    """Right answers, written otherwise, of every random initialization."""
    draw = f"{DRAW} * {factor}"
    return (
        Alternative("normal draws with their standard deviation", changes=((draw, f"rng.normal(0, {factor}, size=(n_out, n_in))"),)),
        Alternative("uniform draws, limits widened", changes=((draw, f"rng.uniform(-1, 1, (n_out, n_in)) * np.sqrt(3) * {factor}"),)),
        Alternative("random signs", changes=((DRAW, "rng.choice([-1.0, 1.0], (n_out, n_in))"),)),
        Alternative("drawn transposed, in float32", changes=((DRAW, "rng.standard_normal((n_in, n_out)).T.astype(np.float32)"),)),
        Alternative("the last layer first", changes=((RANGE, f"reversed({RANGE})"),)),
        Alternative(
            "one number at a time, with a print and a warning",
            changes=(
                (DRAW, "np.array([[rng.standard_normal() for _ in range(n_in)] for _ in range(n_out)])"),
                ("return parameters", "import warnings\n    warnings.warn('slow')\n    print('done')\n    return parameters"),
            ),
        ),
        Alternative("integer zeros for the biases", changes=((ZEROS, "np.zeros((n_out, 1), dtype=int)"),)),
    )


def rule_trials(deviation, large, small, wide=()):
    """Trials of an initialization that draws with deviation(n_in, n_out)."""
    return lambda rng: [
        *(small_trial(rng, sizes) for sizes in small),
        *(large_trial(rng, sizes, [deviation(*pair) for pair in pairs(sizes)]) for sizes in large),
        *(wide_trial(rng, sizes, [deviation(*pair) for pair in pairs(sizes)]) for sizes in wide),
    ]


def initialization(function, points, deviation, factor, mistakes):
    return Exercise(
        reference=function,
        points=points,
        returns=("parameters",),
        rules=RULES,
        visible=rule_trials(deviation, ([120, 60, 200, 40], [70, 150]), ([3, 4, 2],), (WIDE,)),
        hidden=rule_trials(deviation, ([80, 150, 50, 180], [60, 140, 90], [150, 64]), ([5, 2, 3, 4], [1, 3, 1])),
        mistakes=(*dict_mistakes(ZEROS, DRAW, "rng.standard_normal((n_in, n_out))"), *draw_mistakes(factor), *mistakes),
        alternatives=draw_alternatives(factor),
    )


def common_variances(factor, number, other):
    """Mistakes in the scale that He's and LeCun's rules share; `number` is the one over n_in, `other` the other rule's."""
    return (
        variance_mistake(
            "the square root is missing: the variance is used as the standard deviation",
            "Print the variance of your W1 and multiply it by the number of inputs: it should be near a whole number and is far below it.",
            "The rule speaks of the variance. What you multiply draws by is the standard deviation.",
            factor, f"({number} / n_in)",
        ),
        variance_mistake(
            "the number of outputs is used in place of the number of inputs",
            "A unit adds up over what comes *into* it. Print, for each layer, the variance of W times its number of columns: it should be the same for all.",
            "The number you want is the size of the layer before.",
            factor, f"np.sqrt({number} / n_out)",
        ),
        variance_mistake(
            f"the number above the fraction line is {other}, not {number}",
            f"Print the variance of W1 times its number of inputs. It is near {other}: that is the rule for the other activation.",
            "Compare the number in the text's formula with yours, and look which activation the rule is for.",
            factor, f"np.sqrt({other} / n_in)",
        ),
        variance_mistake(
            "the fraction is upside down",
            "Your weights are larger the more inputs there are. The more terms a sum has, the smaller each has to be.",
            "Turn the fraction round.",
            factor, f"np.sqrt(n_in / {number})",
        ),
        variance_mistake(
            "the weights are not scaled: their spread is 1",
            "Print the standard deviation of each W: 1, whatever the number of inputs. Multiply a signal by a few such layers and look at its size.",
            "The draws of `rng` have standard deviation 1; bring them to that of the rule.",
            factor, "1.0",
        ),
        variance_mistake(
            "every layer is scaled by the number of inputs of the whole network",
            "Print, for each layer, the variance of W times its number of columns: right in layer 1 only.",
            "Each layer has its own number of inputs.",
            factor, f"np.sqrt({number} / layer_sizes[0])",
        ),
        variance_mistake(
            "every layer is scaled by the number of outputs of the whole network",
            "Print, for each layer, the variance of W times its number of columns: they differ, for you divide by the last of `layer_sizes` each time.",
            "Each layer has its own number of inputs: let the index move on with the loop.",
            factor, f"np.sqrt({number} / layer_sizes[-1])",
        ),
        variance_mistake(
            "the layer's number stands for the layer's size",
            "Print what you divide by: 1 in layer 1, 2 in layer 2. These are the numbers of the layers; how many units they have is in `layer_sizes`.",
            "Look the size of the layer before up in the list.",
            factor, f"np.sqrt({number} / l)",
        ),
        variance_mistake(
            "inputs and outputs are both used, as in Glorot's rule",
            "Your variance depends on the number of units of the layer itself. That is another rule, which comes later.",
            "Only what comes into a unit counts here.",
            factor, "np.sqrt(2 / (n_in + n_out))",
        ),
        variance_mistake(
            "the weights are made a hundred times smaller on top",
            "A factor of 0.01 was the habit before this rule. Print the variance of W1 times its number of inputs.",
            "The rule alone sets the scale; take the other factor out.",
            factor, f"np.sqrt({number} / n_in) * 0.01",
        ),
    )  # fmt: skip
