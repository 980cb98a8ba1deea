"""forward_with_dropout: small networks in training or not, and larger ones for how the masks are drawn."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.dropout.shared import near
from autograder.bank.probes import CHANGED, FORM, GLOBAL, RNG_RULE, generator, layers, six_sigma
from course_utils.reference import dropout as reference


def small_network(rng, sizes):
    """Parameters with biases away from 0, about half of the units active."""
    parameters = {}
    for l in range(1, len(sizes)):
        parameters[f"W{l}"] = np.round(rng.standard_normal((sizes[l], sizes[l - 1])) / np.sqrt(sizes[l - 1]), 5)
        parameters[f"b{l}"] = np.round(rng.uniform(0.1, 0.6, (sizes[l], 1)) * rng.choice([-1, 1, 1], (sizes[l], 1)), 5)
    return parameters


def network_trial(rng, sizes, m, keep_prob, training, probes):
    words = "training" if training else "not training"
    return Trial(
        f"{layers(sizes)}, {m} example{'s' if m > 1 else ''}, keep_prob = {keep_prob}, {words}",
        {
            "X": np.round(rng.standard_normal((sizes[0], m)), 5),
            "parameters": small_network(rng, sizes),
            "keep_prob": keep_prob,
            "rng": generator(rng),
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
            FORM,
            Probe(
                "values",
                "layers_kept_ratio",
                {},
                says="layer by layer, the ratio of the kept activations to what the layer makes of what it gets from below is {got}; it should be {want}",
            ),
            Probe("values", "layers_mask_levels", {}, says="layer by layer, a mask should be 1 where it is not 0; it is {got}"),
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
            FORM,
            Probe("mask", "layers_pattern", {}, ["none"] * (len(sizes) - 2), says="the masks show a pattern, layer by layer: {got}"),
            Probe(
                "mask",
                "layers_share",
                {},
                [keep_prob] * (len(sizes) - 2),
                six_sigma(keep_prob, entries),
                "the masks keep another share than they should: layer by layer {got}; it should be near {want}",
            ),
            Probe("mask", "one_mask_for_layers", {}, False, says="two layers of one size get one and the same mask"),
            Probe("mask", "repeated_masks", {}, "none", says="a second call with the same `rng` draws the same masks: {got}"),
            Probe("rng", "reproducible", {"part": 0}, True, says="two calls from the same state of `rng` differ"),
        ],
    )


EXERCISE = Exercise(
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
        training_trial(rng, (3, 12, 11, 1), 12, 0.51273),
        plain_trial(rng, (3, 4, 5, 1), 6, 0.51273, False, "prediction"),
        plain_trial(rng, (2, 4, 3), 3, 1.0, True),
        draws_trial(rng, (4, 30, 30, 1), 60, 0.81273),
    ],
    hidden=lambda rng: [
        training_trial(rng, (4, 13, 12, 1), 10, near(rng, 0.5)),
        training_trial(rng, (5, 12, 9, 10, 2), 14, near(rng, 0.8)),
        training_trial(rng, (2, 120, 1), 1, near(rng, 0.65)),
        plain_trial(rng, (3, 5, 4, 1), 7, near(rng, 0.5), False, "prediction"),
        plain_trial(rng, (4, 3, 6, 2, 1), 1, near(rng, 0.3), False, "prediction"),
        plain_trial(rng, (3, 5, 4), 6, near(rng, 0.6), False, "prediction"),
        plain_trial(rng, (3, 1), 4, near(rng, 0.5), True),
        plain_trial(rng, (2, 5, 3, 1), 4, 1.0, True),
        draws_trial(rng, (3, 30, 30, 1), 90, near(rng, 0.8)),
        draws_trial(rng, (3, 25, 30, 25, 1), 60, near(rng, 0.3)),
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
            "the loop goes on to a layer that is not there",
            "Your loop asks for a layer after the last one. How many layers has `parameters`, if there are two entries for each?",
            "A layer has a `W` and a `b`: half as many layers as entries.",
            changes=(("L = len(parameters) // 2", "L = len(parameters)"),),
        ),
        Mistake(
            "the loop asks for layer 0",
            'Your loop asks for "W0". Write down which numbers your `range` gives for L = 3.',
            "Layers are numbered 1, …, L, as the names in `parameters` are.",
            changes=(("range(1, L + 1)", "range(L)"), ("A = X\n", "A = A_previous = X\n")),
        ),
        Mistake(
            "a matrix product does not fit: the inner numbers of the two shapes differ",
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
            "the output has no activation: AL is the Z of the last layer",
            "Your `AL` is below 0 or above 1 here and there, so it is no probability. Compare it with the last `Z` in your cache.",
            "The last layer has an activation too, which the docstring names.",
            changes=(('"sigmoid"\n', '"linear"\n'),),
        ),
        Mistake(
            "the output of several units is a softmax",
            "With one output unit all agrees. With more, your columns of `AL` sum to 1, and the docstring names another activation for the last layer.",
            "Each output unit gets a probability of its own.",
            changes=(
                (
                    'A, cache[f"Z{l}"] = layer_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)',
                    'activation = "softmax" if l == L and len(parameters[f"b{l}"]) > 1 else activation\n        A, cache[f"Z{l}"] = layer_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)',
                ),
            ),
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
            "the masks are scaled: they hold 1 / keep_prob, not 1",
            'The activations are right. But print `cache["D1"]`: the backward pass multiplies by it and divides by `keep_prob` as well. If you call your `dropout_forward`, its check tells more.',
            "A mask says 1 for kept and 0 for dropped; the factor belongs to the activations alone.",
            changes=(("dropout_forward(A, keep_prob, rng)", "(lambda D: (A * D, D))((rng.random(A.shape) < keep_prob) / keep_prob)"),),
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
            "one layer has the same mask in every call",
            'Call twice with one `rng` and compare the masks layer by layer: `cache["D1"]` of both calls, then `cache["D2"]`.',
            "No layer makes a generator of its own: all draw from the `rng` that came in.",
            changes=(("dropout_forward(A, keep_prob, rng)", "dropout_forward(A, keep_prob, np.random.default_rng(3) if l == 1 else rng)"),),
        ),
        Mistake(
            "every call draws the very same masks",
            "Call twice with one `rng`: the two calls drop the very same units, in every step of the training. Is a generator made, or a seed set, at the start of every call?",
            "Draw from the `rng` that came in. It goes on from call to call.",
            changes=(("A = X\n", "A, rng = X, np.random.default_rng(1)\n"),),
        ),
        Mistake(
            "every call draws the very same masks, and moves the global generator",
            "Call twice: the two calls drop the very same units. If a seed is set inside, it repeats the draw itself.",
            "Take the seed out, and draw from the `rng` that came in, in every layer.",
            changes=(
                ("A = X\n", "A = X\n    np.random.seed(1)\n"),
                ("dropout_forward(A, keep_prob, rng)", "(lambda D: (A * D / keep_prob, D))(np.random.rand(*A.shape) < keep_prob)"),
            ),
        ),
        Mistake(
            "layers of one size have one and the same mask, in every call, and the global generator is moved",
            "Call twice and compare the masks: the same again. Then compare the masks of two layers of one size: the same too. Is a seed set in every layer?",
            "No layer sets a seed. Draw from the `rng` that came in, which goes on from layer to layer and from call to call.",
            changes=(
                (
                    'A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)',
                    'np.random.seed(1)\n            cache[f"D{l}"] = np.random.rand(*A.shape) < keep_prob\n            A = A * cache[f"D{l}"] / keep_prob',
                ),
            ),
        ),
        Mistake(
            "layers of one size share one mask",
            "Compare the masks of two layers of one size: the same entries are 0. They change from call to call, but together.",
            "Draw anew for every layer; keep no mask for the next one.",
            changes=(
                (
                    "dropout_forward(A, keep_prob, rng)",
                    "(lambda D: (A * D / keep_prob, D))(masks.setdefault(A.shape, rng.random(A.shape) < keep_prob))",
                ),
                ('cache = {"A0": X}', 'cache, masks = {"A0": X}, {}'),
            ),
        ),
        Mistake(
            "layers of one size have one and the same mask, in every call",
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
            "the draws come from the global generator, not from rng",
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
            "the caller's parameters are changed",
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
