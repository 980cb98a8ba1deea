"""Chapter 3, regularization: trials, rules, known mistakes and accepted alternatives of its exercises."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils.reference import regularization as reference

CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")


def value(rule="values"):
    """A probe of its own for each trial: what is wanted is filled in later."""
    return Probe(rule, "value", {})


def array(rng, *shape):
    """Numbers of both signs, none of them 0, short enough to read."""
    return np.round(rng.uniform(0.3, 2.5, shape) * rng.choice([-1, 1], shape), 2)


def weights(rng, sizes):
    """Parameters of a network [n_0, …, n_L] whose biases are not 0."""
    parameters = {}
    for l in range(1, len(sizes)):
        parameters[f"W{l}"], parameters[f"b{l}"] = array(rng, sizes[l], sizes[l - 1]), array(rng, sizes[l], 1)
    return parameters


def gradients(rng, sizes):
    """Gradients of such a network, from the last layer to the first as `network.backward` returns them."""
    grads = {}
    for l in range(len(sizes) - 1, 0, -1):
        grads[f"dW{l}"], grads[f"db{l}"] = array(rng, sizes[l], sizes[l - 1]), array(rng, sizes[l], 1)
    return grads


def layers(sizes):
    """Say how large a network is."""
    return f"layers {'-'.join(map(str, sizes))}{' (logistic regression)' if len(sizes) == 2 and sizes[1] == 1 else ''}"


# --- l2_penalty -----------------------------------------------------------------------------------


def penalty_trial(rng, sizes, lambd, m, order=None):
    """A network and what its weights cost; `order`, a sorting key, puts the parameters in an unusual order."""
    parameters, says, probes = weights(rng, sizes), f"{layers(sizes)}, lambd = {lambd}, m = {m}", [value(), CHANGED]
    if order is not None:
        parameters = dict(sorted(parameters.items(), key=order))
        says, probes = f"{says}, keys in the order {', '.join(parameters)}", [value("keys")]
    return Trial(says, {"parameters": parameters, "lambd": lambd, "m": m}, probes)


def all_weights_first(item):
    return item[0]


def biases_first_from_the_end(item):
    return -int(item[0][1:]), item[0][0] == "W"


PENALTY_RULES = (
    Rule("values", "the penalty of all layers' weights is right, for any number of layers", 1),
    Rule("keys", "layers are found by name, whatever the order of the keys", 0.25),
    Rule("arguments", "`parameters` is left as it was", 0.25),
)


def visible_penalties(rng):
    return [
        penalty_trial(rng, (3, 1), 0.6, 5),
        penalty_trial(rng, (2, 3, 2), 2.0, 4),
        penalty_trial(rng, (3, 2, 1, 4, 2), 0.5, 1),
        penalty_trial(rng, (2, 3, 1), 2.0, 4, all_weights_first),
    ]


def hidden_penalties(rng):
    return [
        penalty_trial(rng, (5, 1), 0.3, 7),
        penalty_trial(rng, (1, 4, 3), 1.7, 30),
        penalty_trial(rng, (4, 3, 1, 2), 12.0, 9),
        penalty_trial(rng, (2, 2, 3, 3, 2, 1), 0.8, 1),
        penalty_trial(rng, (3, 4, 1), 0.0, 6),
        penalty_trial(rng, (3, 2, 4), 0.9, 5, all_weights_first),
        penalty_trial(rng, (2, 3, 4, 1), 0.9, 5, biases_first_from_the_end),
    ]


SUM = 'np.sum(parameters[f"W{l}"] ** 2)'
FACTOR = "lambd / (2 * m) * squares"
LOOP = "for l in range(1, L + 1):"

L2_PENALTY = Exercise(
    reference=reference.l2_penalty,
    points=3,
    returns=("the penalty",),
    rules=PENALTY_RULES,
    visible=visible_penalties,
    hidden=hidden_penalties,
    mistakes=(
        Mistake(
            "the penalty is twice as large: the one half is missing",
            "Divide your result by the expected one: it is 2, whatever the weights. The formula has a number in its denominator that keeps the derivative free of a 2.",
            "The denominator has two factors, and you have written one of them.",
            changes=((FACTOR, "lambd / m * squares"),),
        ),
        Mistake(
            "the penalty is not divided by m",
            "Call your function twice, with m = 4 and with m = 400: the answer stays. The cross-entropy is a mean over the examples; what stands beside it is scaled in the same way.",
            "`m` comes in as an argument and is not used yet. Look where it stands in the formula.",
            changes=((FACTOR, "lambd / 2 * squares"),),
        ),
        Mistake(
            "the penalty is multiplied by m: a pair of brackets is missing",
            "Type `1 / 2 * 4` into a cell. Python goes from left to right, so what stands after the second sign is multiplied.",
            "Put brackets round the whole denominator.",
            changes=((FACTOR, "lambd / 2 * m * squares"),),
        ),
        Mistake(
            "lambd is missing",
            "Call your function with lambd = 0: regularization is switched off, and yet there is a penalty.",
            "Multiply by `lambd`.",
            changes=((FACTOR, "1 / (2 * m) * squares"),),
        ),
        Mistake(
            "the norm of each layer is not squared",
            "Double all weights: the penalty should become four times as large, and yours doubles. `np.linalg.norm` takes a root at the end.",
            "Either square the norm again, or do without it: the sum of squares is what you want.",
            changes=((SUM, 'np.linalg.norm(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "a root is taken of the sum over all layers",
            "Double all weights: the penalty should become four times as large, and yours doubles.",
            "The penalty is built from squares. There is no root in it.",
            changes=((FACTOR, "lambd / (2 * m) * np.sqrt(squares)"),),
        ),
        Mistake(
            "the weights are summed first and squared afterwards",
            "Take the weights 1 and −1: they are not small, but your penalty for them is 0, because they cancel before you square.",
            "Square each entry, then sum.",
            changes=((SUM, 'np.sum(parameters[f"W{l}"]) ** 2'),),
        ),
        Mistake(
            "the weights are not squared",
            "Your penalty can be negative: large negative weights would be rewarded. Try W = −3.",
            "Each weight counts with its square, so that the sign does not matter.",
            changes=((SUM, 'np.sum(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "absolute values stand where squares should be",
            "Take one weight of 3: what should it add, and what does it add with you? Without the square you have (half of) the other penalty of this chapter, L1.",
            "L2 is built from squares.",
            changes=((SUM, 'np.sum(np.abs(parameters[f"W{l}"]))'),),
        ),
        Mistake(
            "the spectral norm stands for the Frobenius norm",
            "Your numbers are right for a matrix with a single row, and too small for others. For a matrix, `np.linalg.norm(W, 2)` is its largest singular value; the Frobenius norm looks at every entry.",
            "Leave out the 2 in the call of the norm, or sum the squares of the entries yourself.",
            changes=((SUM, 'np.linalg.norm(parameters[f"W{l}"], 2) ** 2'),),
        ),
        Mistake(
            "a matrix product stands where entries should be squared one by one",
            "For one row of weights, w times its transpose is the sum of squares. For a matrix, that product also holds products of different rows. Print it for a 2 × 2 matrix: where are the squares?",
            "Square entry by entry; `**` does that.",
            changes=((SUM, 'np.sum(parameters[f"W{l}"] @ parameters[f"W{l}"].T)'),),
        ),
        Mistake(
            "the mean of the squares is taken, not their sum",
            "Give a layer ten times as many weights of the same size: the penalty should be ten times as large, yours stays.",
            "Each weight is charged. Sum, and divide by nothing but what the formula divides by.",
            changes=((SUM, 'np.mean(parameters[f"W{l}"] ** 2)'),),
        ),
        Mistake(
            "the biases are penalized too",
            "Set all weights to 0 and leave the biases: the penalty should be 0. Is yours? A bias only moves a unit's threshold, so it is left free.",
            "Let your sum run over the `W`s only.",
            changes=((SUM, SUM + ' + np.sum(parameters[f"b{l}"] ** 2)'),),
        ),
        Mistake(
            "only the last layer is penalized",
            "Set the last layer's weights to 0: your penalty is 0, whatever the other layers hold. (If you have a loop: does each turn add to what the turns before found, or replace it?)",
            "The lecture's slide lost a sum sign here: the penalty runs over all layers, and their squares are added up.",
            changes=(("squares += ", "squares = "),),
        ),
        Mistake(
            "only the first layer is penalized",
            "Set the weights of layer 1 to 0: your penalty is 0, whatever the other layers hold. (Does a `return` stand inside the loop?)",
            "Let the loop finish; return after it.",
            changes=((LOOP, "for l in range(1, 2):"),),
        ),
        Mistake(
            "the last layer is left out",
            "Print the layers your loop visits. `range(1, L)` stops before L. For logistic regression, L = 1, it visits none.",
            "The output layer's weights are penalized like the others.",
            changes=((LOOP, "for l in range(1, L):"),),
        ),
        Mistake(
            "a layer is asked for that is not there",
            "The `KeyError` names the key. The layers are numbered from 1 to L, and the dict holds two arrays for each of them.",
            "Check both ends of your range, and how you get L from the length of the dict.",
            changes=((LOOP, "for l in range(L + 1):"),),
        ),
        Mistake(
            "three layers are wired in",
            "Your function works for L = 3 alone. A network may have one layer or ten.",
            "Get the number of layers from the dict, and let a loop run over them.",
            code="""
            def l2_penalty(parameters, lambd, m):
                W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
                return lambd / (2 * m) * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
            """,
        ),
        Mistake(
            "the factor is applied anew in every turn of the loop",
            "For one layer you are right, for more you are not: what the first layer gave is multiplied by lambd / 2m again and again.",
            "Add up the squares of all layers first. Multiply once, after the loop.",
            code="""
            def l2_penalty(parameters, lambd, m):
                penalty = 0.0
                for l in range(1, len(parameters) // 2 + 1):
                    penalty = lambd / (2 * m) * (penalty + np.sum(parameters[f"W{l}"] ** 2))
                return penalty
            """,
        ),
        Mistake(
            "one penalty for each layer, where one number is asked for",
            "What you return has as many entries as there are layers. A cost is one number.",
            "Add the layers' penalties up.",
            code="""
            def l2_penalty(parameters, lambd, m):
                L = len(parameters) // 2
                return np.array([lambd / (2 * m) * np.sum(parameters[f"W{l}"] ** 2) for l in range(1, L + 1)])
            """,
        ),
        Mistake(
            "every second entry of the dict is taken for a weight matrix",
            "It works while W1, b1, W2, b2 stand in this order. Sort the keys, as some programs do when they save a network: which arrays do you take then?",
            "Ask for the arrays by their names.",
            code="""
            def l2_penalty(parameters, lambd, m):
                return lambd / (2 * m) * sum(np.sum(W**2) for W in list(parameters.values())[::2])
            """,
            costs=0.25,
        ),
        Mistake(
            "weights are told from biases by their shape",
            "A weight matrix has one column when the layer below has one unit, and so has a bias. One of the trials has such a layer.",
            "The names say which is which: `W1`, `b1`.",
            code="""
            def l2_penalty(parameters, lambd, m):
                return lambd / (2 * m) * sum(np.sum(v**2) for v in parameters.values() if v.shape[1] > 1)
            """,
        ),
        Mistake(
            "parameters itself is changed",
            "Look at your `parameters` after the call. `*=`, `**=`, `pop` and writing under a key all change what the caller handed over.",
            "Compute the squares as a new array, in an expression.",
            code="""
            def l2_penalty(parameters, lambd, m):
                penalty = 0.0
                for l in range(1, len(parameters) // 2 + 1):
                    parameters[f"W{l}"] **= 2
                    penalty += lambd / (2 * m) * np.sum(parameters[f"W{l}"])
                return penalty
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("the square of NumPy's norm", changes=((SUM, 'np.linalg.norm(parameters[f"W{l}"]) ** 2'),)),
        Alternative("einsum", changes=((SUM, 'np.einsum("ij,ij->", parameters[f"W{l}"], parameters[f"W{l}"])'),)),
        Alternative(
            "vdot, divided in another order",
            changes=((SUM, 'np.vdot(parameters[f"W{l}"], parameters[f"W{l}"])'), (FACTOR, "lambd / 2 / m * squares")),
        ),
        Alternative("the trace of a product", changes=((SUM, 'np.trace(parameters[f"W{l}"] @ parameters[f"W{l}"].T)'),)),
        Alternative(
            "by the first letter of the name",
            code="""
            def l2_penalty(parameters, lambd, m):
                return lambd * sum((W**2).sum() for name, W in parameters.items() if name.startswith("W")) / (2 * m)
            """,
        ),
        Alternative(
            "loops over every entry, with a print",
            code="""
            def l2_penalty(parameters, lambd, m):
                total = 0
                for name in parameters:
                    if name[0] == "W":
                        for row in parameters[name]:
                            for w in row:
                                total = total + w * w
                print(total)
                return float(total * lambd * 0.5 / m)
            """,
        ),
        Alternative(
            "until there is no further layer, in float32",
            code="""
            def l2_penalty(parameters, lambd, m):
                l, total = 1, np.float32(0)
                while f"W{l}" in parameters:
                    total += np.square(parameters[f"W{l}"].astype(np.float32)).sum()
                    l += 1
                return total * np.float32(lambd / (2 * m))
            """,
        ),
        Alternative(
            "one long vector, a 0-d array",
            code="""
            def l2_penalty(parameters, lambd, m):
                w = np.concatenate([parameters[k].ravel() for k in parameters if "W" in k])
                return np.array(w @ w * lambd / (2.0 * m))
            """,
        ),
    ),
)

# --- regularized_cost -----------------------------------------------------------------------------


def cost_trial(rng, sizes, m, lambd, sure=False):
    """An output, its labels and a network; `sure`: the output is exactly 0 or 1 for one right example."""
    n = sizes[-1]
    if n == 1:
        AL, Y = np.round(rng.uniform(0.1, 0.9, (1, m)), 2), rng.integers(0, 2, (1, m)) * 1.0
    else:
        share = rng.integers(1, 9, (n, m))
        AL, Y = np.round(share / share.sum(axis=0), 2), np.eye(n)[rng.integers(0, n, m)].T
    says, rule = f"{layers(sizes)}, {m} example{'s' if m > 1 else ''}, lambd = {lambd}", "values"
    if sure:
        AL[:, 0] = Y[:, 0]
        says, rule = f"{says}, of which one is predicted with certainty", "extremes"
    return Trial(says, {"AL": AL, "Y": Y, "parameters": weights(rng, sizes), "lambd": lambd}, [value(rule), CHANGED])


COST = "network.cost(AL, Y) + l2_penalty(parameters, lambd, m)"


def penalty_in_cost(says, penalty):
    """What stands for the penalty in a mistake."""
    return {"changes": (("l2_penalty(parameters, lambd, m)", penalty),), "see": says}


ALL_SQUARES = 'sum(np.sum(parameters[f"W{l}"] ** 2) for l in range(1, len(parameters) // 2 + 1))'

REGULARIZED_COST = Exercise(
    reference=reference.regularized_cost,
    points=2,
    returns=("the cost",),
    rules=(
        Rule("values", "the cost is the mean cross-entropy plus the L2 penalty of all layers", 1),
        Rule("extremes", "it stays finite where an output is exactly 0 or 1", 0.25),
        Rule("arguments", "`AL`, `Y` and `parameters` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        cost_trial(rng, (3, 1), 4, 0.6),
        cost_trial(rng, (2, 4, 3), 5, 2.0),
        cost_trial(rng, (4, 2, 2, 1), 1, 0.5),
        cost_trial(rng, (2, 2, 1), 3, 0.7, sure=True),
    ],
    hidden=lambda rng: [
        cost_trial(rng, (5, 1), 7, 0.3),
        cost_trial(rng, (4, 3, 4), 9, 1.7),
        cost_trial(rng, (2, 3, 2, 1), 30, 12.0),
        cost_trial(rng, (3, 2, 3, 2, 2), 6, 3.0),
        cost_trial(rng, (3, 4, 1), 1, 0.8),
        cost_trial(rng, (3, 2, 1), 8, 0.0),
        cost_trial(rng, (3, 2, 3), 4, 0.9, sure=True),
        cost_trial(rng, (4, 1), 5, 1.9, sure=True),
    ],
    mistakes=(
        Mistake(
            "m is taken from the wrong axis of AL",
            "Print `AL.shape`: units in rows, examples in columns. Which of the two did you take? With one output unit you divided by 1.",
            "The number of examples is the number of columns.",
            changes=(("AL.shape[1]", "AL.shape[0]"),),
        ),
        Mistake(
            "m counts all entries of AL",
            "You are right for one output unit. For three classes, `AL` has three entries for each example, and you divided by three times too much.",
            "Count the columns alone: each is one example.",
            changes=(("AL.shape[1]", "AL.size"),),
        ),
        Mistake(
            "m is the number of inputs, not of examples",
            "You took a size from `W1`. Weights know how many inputs there are; they do not know how many examples.",
            "What has a column for each example? Ask that for its number of columns.",
            changes=(("AL.shape[1]", 'parameters["W1"].shape[1]'),),
        ),
        Mistake(
            "the penalty is subtracted",
            "Take larger and larger weights: your cost falls. Minimizing it would blow the weights up.",
            "The penalty is a price: it makes the cost larger.",
            changes=((COST, "network.cost(AL, Y) - l2_penalty(parameters, lambd, m)"),),
        ),
        Mistake(
            "the penalty is returned without the cross-entropy",
            "Your cost does not depend on `AL` and `Y`: it would be smallest for weights 0, whatever the data say.",
            "The cost has two parts. Add the one that looks at the labels.",
            changes=((COST, "l2_penalty(parameters, lambd, m)"),),
        ),
        Mistake(
            "the cross-entropy is returned without the penalty",
            "Call your function with lambd = 0 and lambd = 100: the same cost.",
            "Add the penalty of the weights.",
            changes=((COST, "network.cost(AL, Y)"),),
        ),
        Mistake(
            "the penalty is multiplied with the cross-entropy",
            "Set lambd = 0: your cost is 0, though the predictions are as bad as before.",
            "The two parts are added.",
            changes=((COST, "network.cost(AL, Y) * l2_penalty(parameters, lambd, m)"),),
        ),
        Mistake(
            "AL and Y are exchanged",
            "Your cost is enormous: the logarithm was taken of the labels, which are 0 and 1, and not of the probabilities.",
            "`network.cost` wants the output first, the labels second.",
            changes=((COST, "network.cost(Y, AL) + l2_penalty(parameters, lambd, m)"),),
        ),
        Mistake(
            "lambd and m are exchanged",
            "Double `lambd`: your penalty is halved. Compare the order of the arguments in your call with the order in which `l2_penalty` takes them.",
            "It takes the parameters, then `lambd`, then `m`.",
            changes=(("l2_penalty(parameters, lambd, m)", "l2_penalty(parameters, m, lambd) if lambd else 0.0"),),
        ),
        Mistake(
            "the cross-entropy is divided by m once more",
            "With m = 1 you are right, with more examples your cost is too small. `network.cost` is a mean already.",
            "Take what `network.cost` returns as it is.",
            changes=((COST, "network.cost(AL, Y) / m + l2_penalty(parameters, lambd, m)"),),
        ),
        Mistake(
            "the cross-entropy is summed over the examples, not averaged",
            "Give every example twice: a mean stays, your cost grows. With m = 1 nobody would notice.",
            "What `network.cost` returns is the mean already.",
            changes=((COST, "network.cost(AL, Y) * m + l2_penalty(parameters, lambd, m)"),),
        ),
        Mistake(
            "the cross-entropy, written by hand, knows two classes only",
            "You are right with one output unit. With three classes each column of `Y` has a single 1, and the cost looks at that entry alone.",
            "`network.cost` knows both cases: use it.",
            changes=((COST, "-np.sum(Y * np.log(AL + 1e-12) + (1 - Y) * np.log(1 - AL + 1e-12)) / m + l2_penalty(parameters, lambd, m)"),),
        ),
        Mistake(
            "examples with label 0 are left out of the cross-entropy",
            "Find an example with label 0 and one output unit: it adds nothing to your cost, however wrong its prediction is.",
            "`network.cost` has both terms: use it.",
            changes=((COST, "-np.sum(Y * np.log(np.maximum(AL, 1e-15))) / m + l2_penalty(parameters, lambd, m)"),),
        ),
        Mistake(
            "the penalty is twice as large: the one half is missing",
            do="There are two factors in the denominator of the L2 penalty. (If you call your `l2_penalty`, get that right first.)",
            **penalty_in_cost(
                "Take the cross-entropy (by `network.cost`) off your result and off the expected one: what is left of yours is twice as much.",
                f"lambd / m * {ALL_SQUARES}",
            ),
        ),
        Mistake(
            "the penalty is multiplied by m: a pair of brackets is missing",
            do="Put brackets round the whole denominator. (If you call your `l2_penalty`, get that right first.)",
            **penalty_in_cost(
                "Take the cross-entropy (by `network.cost`) off your result and off the expected one, and divide what is left: the ratio is m squared.",
                f"lambd / 2 * m * {ALL_SQUARES}",
            ),
        ),
        Mistake(
            "the penalty is not divided by m",
            do="The cross-entropy is a mean over m examples, and the penalty is divided by m too. (If you call your `l2_penalty`, get that right first.)",
            **penalty_in_cost(
                "Take the cross-entropy (by `network.cost`) off your result and off the expected one: the rest is m times too large.",
                f"lambd / 2 * {ALL_SQUARES}",
            ),
        ),
        Mistake(
            "the L1 penalty stands for the L2 penalty",
            do="Use the sum of squares. (If you call your `l2_penalty`, get that right first.)",
            **penalty_in_cost(
                "Double all weights and look at the part that the penalty adds: it doubles. For L2 it should become four times as large.",
                'lambd / m * sum(np.sum(np.abs(parameters[f"W{l}"])) for l in range(1, len(parameters) // 2 + 1))',
            ),
        ),
        Mistake(
            "the norm of each layer is not squared",
            do="Sum the squares, and take no root. (If you call your `l2_penalty`, get that right first.)",
            **penalty_in_cost(
                "Multiply all weights by 10: the penalty's part grows by 10, where squares grow by 100. A norm has a root in it; what becomes of it?",
                'lambd / (2 * m) * sum(np.linalg.norm(parameters[f"W{l}"]) for l in range(1, len(parameters) // 2 + 1))',
            ),
        ),
        Mistake(
            "the biases are penalized too",
            do="Let the penalty run over the `W`s only. (If you call your `l2_penalty`, get that right first.)",
            **penalty_in_cost(
                "Set all weights to 0: the penalty should be 0, whatever the biases are. Yours is not.",
                "lambd / (2 * m) * sum(np.sum(v**2) for v in parameters.values())",
            ),
        ),
        Mistake(
            "only the last layer is penalized",
            do="The slide lost a sum sign: add up the squares of all layers. (If you call your `l2_penalty`, get that right first.)",
            **penalty_in_cost(
                "Set the weights of the last layer to 0: the penalty is gone, though the other layers are as they were.",
                'lambd / (2 * m) * np.sum(parameters[f"W{len(parameters) // 2}"] ** 2)',
            ),
        ),
        Mistake(
            "the cross-entropy, written by hand, is not finite where an output is 0 or 1",
            "Ask NumPy for `0 * np.log(0)`. An output that is exactly 0 or 1, and right, should cost nothing, and yours costs `nan`.",
            "`network.cost` keeps its logarithms away from 0: use it.",
            code="""
            def regularized_cost(AL, Y, parameters, lambd):
                m = AL.shape[1]
                total = np.sum(Y * np.log(AL))
                if len(AL) == 1:
                    total += np.sum((1 - Y) * np.log(1 - AL))
                return -total / m + l2_penalty(parameters, lambd, m)
            """,
            costs=0.25,
        ),
        Mistake(
            "AL itself is changed",
            "Look at your `AL` after the call: entries that were 0 or 1 are something else now. The backward pass still needs them.",
            "Make a new array, or leave it to `network.cost`.",
            changes=(("m = AL.shape[1]", "m = AL.shape[1]\n    np.clip(AL, 1e-6, 1 - 1e-6, out=AL)"),),
            costs=0.25,
        ),
        Mistake(
            "parameters itself is changed",
            "Look at your `parameters` after the call: they are no longer what you handed over, and training would go on with those.",
            "Compute squares as new arrays; leave out `*=` and `**=`.",
            changes=(
                (
                    f"return {COST}",
                    'cost = network.cost(AL, Y) + l2_penalty(parameters, lambd, m)\n    parameters["W1"] **= 2\n    return cost',
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "m from Y, as a float32",
            changes=(("AL.shape[1]", "Y.shape[1]"), (COST, "np.float32(network.cost(AL, Y) + l2_penalty(parameters, lambd, m))")),
        ),
        Alternative("the penalty written again", changes=(("l2_penalty(parameters, lambd, m)", f"lambd / (2 * m) * {ALL_SQUARES}"),)),
        Alternative(
            "the penalty first, a 0-d array",
            changes=((COST, "np.asarray(l2_penalty(parameters, lambd, m) + network.cost(AL, Y, parameters))"),),
        ),
        Alternative(
            "everything by hand, with loops and a print",
            code="""
            def regularized_cost(AL, Y, parameters, lambd):
                n, m = Y.shape
                total = 0.0
                for j in range(m):
                    for i in range(n):
                        if Y[i, j] == 1:
                            total -= np.log(AL[i, j])
                        elif n == 1:
                            total -= np.log(1 - AL[i, j])
                print("cross-entropy", total / m)
                for name, value in parameters.items():
                    if name.startswith("W"):
                        total += lambd / 2 * (value * value).sum()
                return total / m
            """,
        ),
        Alternative(
            "no penalty is computed for lambd = 0",
            code="""
            def regularized_cost(AL, Y, parameters, lambd):
                cost = network.cost(AL, Y)
                if lambd == 0:
                    return cost
                return cost + l2_penalty(parameters, lambd, len(AL.T))
            """,
        ),
    ),
)

# --- regularized_gradients ------------------------------------------------------------------------


def gradients_trial(rng, sizes, lambd, m):
    return Trial(
        f"{layers(sizes)}, lambd = {lambd}, m = {m}",
        {"grads": gradients(rng, sizes), "parameters": weights(rng, sizes), "lambd": lambd, "m": m},
        [value(), CHANGED],
    )


NEW_DW = 'grads[f"dW{l}"] + lambd / m * parameters[f"W{l}"]'

REGULARIZED_GRADIENTS = Exercise(
    reference=reference.regularized_gradients,
    points=3,
    returns=("the result",),
    rules=(
        Rule("values", "the gradients are those of the cost with the L2 penalty, for every layer, weights and biases", 1),
        Rule("arguments", "`grads` and `parameters` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        gradients_trial(rng, (3, 1), 0.6, 5),
        gradients_trial(rng, (2, 3, 1), 2.0, 4),
        gradients_trial(rng, (3, 2, 4, 2), 0.5, 1),
    ],
    hidden=lambda rng: [
        gradients_trial(rng, (5, 1), 0.3, 7),
        gradients_trial(rng, (2, 4, 3), 1.7, 30),
        gradients_trial(rng, (3, 3, 3, 3), 12.0, 9),
        gradients_trial(rng, (2, 2, 3, 4, 1), 0.8, 1),
        gradients_trial(rng, (3, 4, 1), 0.0, 6),
    ],
    mistakes=(
        Mistake(
            "the penalty's gradient is not divided by m",
            "Call your function with m = 4 and with m = 400: what you add to the gradient stays the same. In the cost, the penalty was divided by 2m.",
            "Take the derivative of the penalty once more, and keep the `m`.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + lambd * parameters[f"W{l}"]'),),
        ),
        Mistake(
            "the penalty's gradient is half as large as it should be",
            "What is the derivative of w²? The 2 that comes down has something to cancel with.",
            "The one half of the cost and the 2 of the derivative cancel: neither is left.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + lambd / (2 * m) * parameters[f"W{l}"]'),),
        ),
        Mistake(
            "the penalty's gradient is twice as large as it should be",
            "You brought down the 2 of the square. Did the penalty have a one half in front?",
            "Multiply the 2 by the one half before you write anything down.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + 2 * lambd / m * parameters[f"W{l}"]'),),
        ),
        Mistake(
            "the penalty's gradient is multiplied by m",
            "Let m grow: your penalty gets stronger the more data there are. Python goes from left to right; which of your numbers are really divided?",
            "Divide by `m`.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + lambd * m * parameters[f"W{l}"]'),),
        ),
        Mistake(
            "lambd is missing",
            "Call your function with lambd = 0: the gradients should come back as they were.",
            "Multiply what you add by `lambd`.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + parameters[f"W{l}"] / m'),),
        ),
        Mistake(
            "the penalty's gradient has the wrong sign",
            "Take a positive weight. The penalty falls when it shrinks, so a step of −alpha · gradient must make it smaller. Yours makes it grow.",
            "The cost has a plus before the penalty. So has the gradient.",
            changes=((NEW_DW, 'grads[f"dW{l}"] - lambd / m * parameters[f"W{l}"]'),),
        ),
        Mistake(
            "backprop's gradient is divided by m once more",
            "With m = 1 you are right. With lambd = 0 your gradients should be those that came in, and they are m times smaller: backprop has averaged over the examples already.",
            "Only the new term is divided by `m`.",
            changes=((NEW_DW, '(grads[f"dW{l}"] + lambd * parameters[f"W{l}"]) / m'),),
        ),
        Mistake(
            "backprop's gradient is lost: only the penalty's is returned",
            "With lambd = 0 your dW is 0: the network would learn nothing from the data.",
            "The cost is a sum of two parts. So is its gradient.",
            changes=((NEW_DW, 'lambd / m * parameters[f"W{l}"]'),),
        ),
        Mistake(
            "the penalty itself is added to the gradient",
            "You add one and the same number to every entry. But the penalty's slope is steep for a large weight and flat for a small one.",
            "Add the derivative of the penalty with respect to this weight.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + lambd / (2 * m) * np.sum(parameters[f"W{l}"] ** 2)'),),
        ),
        Mistake(
            "the gradient of the L1 penalty stands for that of L2",
            "Every weight gets the same push, large or small. Under L2 a weight twice as large is pushed twice as hard.",
            "Take the derivative of w², not of |w|.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + lambd / m * np.sign(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "the absolute value of the weights is added",
            "Find a negative weight in `parameters`. A step of −alpha · gradient should bring it nearer to 0; yours drives it away.",
            "Add the weight with its sign.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + lambd / m * np.abs(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "the penalty's gradient is computed from the gradient, not from the weights",
            "Look at what you multiply by lambd / m. The penalty is made of weights; its derivative is too.",
            'Add a multiple of `parameters["W…"]`.',
            changes=((NEW_DW, 'grads[f"dW{l}"] + lambd / m * grads[f"dW{l}"]'),),
        ),
        Mistake(
            "the biases are decayed too",
            "Compare your `db1` with the one that came in. The penalty holds no bias, so what is its derivative there?",
            "Hand the `db`s on as they are.",
            changes=((NEW_DW, NEW_DW + '\n        new[f"db{l}"] = grads[f"db{l}"] + lambd / m * parameters[f"b{l}"]'),),
        ),
        Mistake(
            "only the last layer gets the new term",
            "Compare your `dW1` with the one that came in: nothing was added, though W1 is penalized as well.",
            "Every layer's weights stand in the penalty: let a loop run over all of them.",
            changes=((LOOP, "for l in range(L, L + 1):"),),
        ),
        Mistake(
            "only the first layer gets the new term",
            "Compare the last dW with the one that came in: nothing was added. (Does a `return` stand inside the loop?)",
            "Every layer's weights stand in the penalty: let the loop finish.",
            changes=((LOOP, "for l in range(1, 2):"),),
        ),
        Mistake(
            "the last layer gets no new term",
            "Print the layers your loop visits. `range(1, L)` stops before L; for logistic regression, L = 1, it visits none.",
            "The output layer's weights are penalized like the others.",
            changes=((LOOP, "for l in range(1, L):"),),
        ),
        Mistake(
            "a layer is asked for that is not there",
            "The `KeyError` names the key. The layers are numbered from 1 to L, and each dict holds two arrays for each of them.",
            "Check both ends of your range, and how you get L from the length of the dict.",
            changes=((LOOP, "for l in range(L + 1):"),),
        ),
        Mistake(
            "gradients and parameters are paired by their place in the dict",
            "Print the keys of both dicts: backprop fills its dict from the last layer to the first.",
            "Build both keys from the number of the layer.",
            code="""
            def regularized_gradients(grads, parameters, lambd, m):
                new = {}
                for (name, g), value in zip(grads.items(), parameters.values()):
                    new[name] = g + lambd / m * value if name.startswith("dW") else g
                return new
            """,
        ),
        Mistake(
            "the gradients of the biases are missing from the result",
            "Print the keys of what you return. The update step will ask for `db1`.",
            "The new dict needs every key that came in, also those whose values stay.",
            changes=(("new = dict(grads)", "new = {}"),),
        ),
        Mistake(
            "the result has the keys of the parameters",
            "Print the keys of what you return: the gradient of W1 is called `dW1`.",
            "Put the d before the name.",
            code="""
            def regularized_gradients(grads, parameters, lambd, m):
                return {k: grads["d" + k] + (lambd / m * v if k[0] == "W" else 0) for k, v in parameters.items()}
            """,
        ),
        Mistake(
            "grads itself is changed",
            "Look at your `grads` after the call. Was the dict changed, or an array in it? A copied dict still holds the caller's arrays, and `+=` writes into them.",
            "Make a new dict, and fill it with new arrays: `a + b`, not `a += b`.",
            changes=((f'new[f"dW{{l}}"] = {NEW_DW}', 'new[f"dW{l}"] += lambd / m * parameters[f"W{l}"]'),),
            costs=0.25,
        ),
        Mistake(
            "parameters itself is changed",
            "Look at your `parameters` after the call: the weights were multiplied in place. Training would go on with those.",
            "Compute the new term as a new array: leave out `*=`.",
            changes=((NEW_DW, NEW_DW + '\n        parameters[f"W{l}"] *= lambd / m'),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a dict comprehension by name",
            code="""
            def regularized_gradients(grads, parameters, lambd, m):
                return {k: g + lambd * parameters[k[1:]] / m if k.startswith("dW") else g for k, g in grads.items()}
            """,
        ),
        Alternative(
            "deep copies changed in place",
            code="""
            def regularized_gradients(grads, parameters, lambd, m):
                new = {name: value.copy() for name, value in grads.items()}
                for l in range(len(grads) // 2, 0, -1):
                    new["dW" + str(l)] += parameters["W" + str(l)] * lambd / m
                return new
            """,
        ),
        Alternative(
            "loops, in float32, with a print",
            code="""
            def regularized_gradients(grads, parameters, lambd, m):
                new = {}
                for l in range(1, len(parameters) // 2 + 1):
                    W, dW = parameters[f"W{l}"], grads[f"dW{l}"]
                    result = np.zeros(W.shape, dtype=np.float32)
                    for i in range(W.shape[0]):
                        for j in range(W.shape[1]):
                            result[i, j] = dW[i, j] + lambd / m * W[i, j]
                    new[f"dW{l}"], new[f"db{l}"] = result, grads[f"db{l}"].astype(np.float32)
                print(list(new))
                return new
            """,
        ),
        Alternative(
            "the decayed weights are kept beside",
            code="""
            def regularized_gradients(grads, parameters, lambd, m):
                extra = {f"dW{l}": np.multiply(parameters[f"W{l}"], lambd) / m for l in range(1, len(parameters) // 2 + 1)}
                return {**grads, **{k: np.add(grads[k], v) for k, v in extra.items()}, "lambd": lambd}
            """,
        ),
    ),
)

# --- choose_lambda --------------------------------------------------------------------------------


def sweep_trial(says, lambdas, train_errors, dev_errors, rule="values"):
    lists = {"lambdas": lambdas, "train_errors": train_errors, "dev_errors": dev_errors}
    return Trial(says, {name: np.array(values) for name, values in lists.items()}, [value(rule), CHANGED])


def random_sweep(rng, k, ties=False):
    """A sweep in shuffled order; the best dev error stands neither at an end of the lambdas nor where the train error is smallest.

    With ties, four are equally good: the first and the last of them in the list, the smallest and the largest are four different ones.
    """
    lambdas = np.sort(rng.choice(np.arange(1, 400), k, replace=False)) / 10
    train = np.round(np.linspace(0.01, 0.3, k) + rng.uniform(0, 0.01, k), 3)
    best = rng.integers(2, k - 2)
    dev = np.round(0.12 + 0.02 * np.abs(np.arange(k) - best) + rng.uniform(0.001, 0.009, k), 3)
    dev[0] = dev.max() + 0.05
    train[-2] = dev[-2] - 0.001  # the smallest gap
    order = rng.permutation(k)
    if ties:
        tied = np.sort(rng.choice(np.arange(1, k - 1), 4, replace=False))
        dev[tied] = 0.1
        places = np.sort(rng.choice(k, 4, replace=False))
        rest = rng.permutation(np.setdiff1d(np.arange(k), tied))
        order = np.empty(k, int)
        order[places] = tied[[1, 3, 0, 2]]
        order[np.setdiff1d(np.arange(k), places)] = rest
    says, rule = (f"{k} values of lambda, four of them equally good", "ties") if ties else (f"{k} values of lambda in any order", "values")
    return sweep_trial(says, lambdas[order], train[order], dev[order], rule)


CHOOSE_LAMBDA = Exercise(
    reference=reference.choose_lambda,
    points=2,
    returns=("lambda",),
    rules=(
        Rule("values", "the value of lambda with the best dev error is returned", 1),
        Rule("ties", "of several that are equally good, it is the largest", 0.25),
        Rule("arguments", "the three arrays are left as they were", 0.25),
    ),
    visible=lambda rng: [
        sweep_trial("four values of lambda", [0.0, 1.0, 10.0, 100.0], [0.02, 0.05, 0.08, 0.31], [0.21, 0.17, 0.12, 0.32]),
        sweep_trial(
            "five values of lambda, not sorted", [3.0, 30.0, 0.0, 10.0, 1.0], [0.08, 0.2, 0.01, 0.165, 0.04], [0.13, 0.22, 0.24, 0.17, 0.16]
        ),
        sweep_trial("a task where lambda = 0 is best", [0.0, 5.0, 20.0], [0.05, 0.04, 0.2], [0.06, 0.08, 0.22]),
        sweep_trial(
            "six values of lambda, four of them equally good",
            [0.0, 2.0, 8.0, 0.5, 4.0, 16.0],
            [0.02, 0.06, 0.11, 0.03, 0.08, 0.2],
            [0.15, 0.1, 0.1, 0.1, 0.1, 0.205],
            "ties",
        ),
    ],
    hidden=lambda rng: [
        random_sweep(rng, 7),
        random_sweep(rng, 5),
        random_sweep(rng, 12),
        sweep_trial("lambda = 0 is best", [0.0, 0.7, 9.0, 40.0], [0.1, 0.08, 0.2, 0.4], [0.11, 0.14, 0.25, 0.41]),
        sweep_trial("one value of lambda", [2.5], [0.1], [0.2]),
        random_sweep(rng, 8, ties=True),
    ],
    mistakes=(
        Mistake(
            "the training error decides",
            "You choose the network that fits the training set best. It has met those examples, wrong labels and all; what is the dev set for?",
            "Look for the smallest number in the other array of errors.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return lambdas[train_errors == train_errors.min()].max()
            """,
        ),
        Mistake(
            "the largest dev error is looked for",
            "You return the lambda with the worst dev error. Were these accuracies, it would be the best.",
            "Errors are to be small.",
            changes=(("dev_errors.min()", "dev_errors.max()"),),
        ),
        Mistake(
            "the smallest gap between training and dev error decides",
            "A lambda so large that all weights vanish has no gap at all: it is equally bad on both sets. Is that the network you want?",
            "The gap tells how much variance there is. What counts in the end is the error on new examples.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                gap = np.round(np.abs(dev_errors - train_errors), 9)
                return lambdas[gap == gap.min()].max()
            """,
        ),
        Mistake(
            "the sum of both errors decides",
            "You let the training error vote. It is small for the network that learned most by heart.",
            "Only the examples the network has not been trained on tell how it does on new ones.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                both = np.round(train_errors + dev_errors, 9)
                return lambdas[both == both.min()].max()
            """,
        ),
        Mistake(
            "the place is returned, not the lambda that stands there",
            "Your result is a whole number: an index. The next training run needs the value of lambda.",
            "Use the index to look into `lambdas`.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return int(np.argmin(dev_errors))
            """,
        ),
        Mistake(
            "the dev error is returned, not its lambda",
            "Your result is one of the `dev_errors`. Which lambda does it belong to?",
            "Find the place of the smallest dev error, and look into `lambdas` there.",
            changes=(("lambdas[best].max()", "dev_errors[best].max()"),),
        ),
        Mistake(
            "the largest lambda is returned, whatever the errors are",
            "Did you look for the largest among all values, or among the best ones only?",
            "First keep those with the smallest dev error, then take the largest of these.",
            changes=(("lambdas[best].max()", "lambdas.max()"),),
        ),
        Mistake(
            "the lambdas are sorted without their errors",
            "After sorting, the third lambda is no longer the one that made the third error. With a sorted list you would not notice.",
            "Leave the arrays in their order, or sort all three by one and the same index.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                best = dev_errors == dev_errors.min()
                return np.sort(lambdas)[best].max()
            """,
        ),
        Mistake(
            "lambda = 0 can never be chosen",
            "One of the trials is a task that needs no regularization. Then the answer is 0. (An `if lambd` is false for 0.)",
            "Treat 0 like any other value.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                allowed = lambdas > 0
                best = dev_errors[allowed] == dev_errors[allowed].min()
                return lambdas[allowed][best].max()
            """,
        ),
        Mistake(
            "an array is returned, where one value is asked for",
            "Print the shape of your result. An array with a condition in its brackets gives an array, even if one entry is left.",
            "Of those that are left, take the largest.",
            changes=(("lambdas[best].max()", "lambdas[best]"),),
        ),
        Mistake(
            "of equally good values, the first in the list is taken",
            "`argmin` stops at the first of equal numbers. The list need not be sorted, so the first one has no merit of its own.",
            "Find all that are equally good, then take the largest of these.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return lambdas[np.argmin(dev_errors)]
            """,
            costs=0.25,
        ),
        Mistake(
            "of equally good values, the last in the list is taken",
            "A loop with `<=` ends with the last of equal numbers. The list need not be sorted, so the last one has no merit of its own.",
            "Of equally good ones, keep the one with the larger lambda.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                best = 0
                for i in range(len(lambdas)):
                    if dev_errors[i] <= dev_errors[best]:
                        best = i
                return lambdas[best]
            """,
            costs=0.25,
        ),
        Mistake(
            "of equally good values, the smallest is taken",
            "Two networks do equally well on the dev set; one needed large weights for it, the other did not. Which lambda made the one with small weights?",
            "Take the largest of the equally good ones.",
            changes=(("lambdas[best].max()", "lambdas[best].min()"),),
            costs=0.25,
        ),
        Mistake(
            "the caller's arrays are sorted in place",
            "Look at `lambdas` after the call: `sort` and writing to a slice change the caller's arrays.",
            "Make new arrays, or do without sorting.",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                order = np.argsort(lambdas)[::-1]
                dev = dev_errors[order]
                lambdas.sort()
                return lambdas[::-1][np.argmin(dev)]
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                best_lambd, best_error = None, np.inf
                for lambd, _, error in zip(lambdas, train_errors, dev_errors):
                    if error < best_error or (error == best_error and lambd > best_lambd):
                        best_lambd, best_error = lambd, error
                return best_lambd
            """,
        ),
        Alternative(
            "pairs, the smallest error with the largest lambda",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                return -min(zip(dev_errors, -lambdas))[1]
            """,
        ),
        Alternative("as a Python float", changes=(("lambdas[best].max()", "float(max(lambdas[best]))"),)),
        Alternative(
            "sorted copies, from the largest lambda down",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                order = np.argsort(lambdas)[::-1]
                return lambdas[order][dev_errors[order].argmin()]
            """,
        ),
        Alternative(
            "lexsort, with a print",
            code="""
            def choose_lambda(lambdas, train_errors, dev_errors):
                i = np.lexsort((-lambdas, dev_errors))[0]
                print("best dev error", dev_errors[i])
                return np.asarray(lambdas[i])
            """,
        ),
    ),
)

# --- weight_decay_update --------------------------------------------------------------------------


def update_trial(rng, sizes, alpha, lambd, m):
    return Trial(
        f"{layers(sizes)}, alpha = {alpha}, lambd = {lambd}, m = {m}",
        {"parameters": weights(rng, sizes), "grads": gradients(rng, sizes), "alpha": alpha, "lambd": lambd, "m": m},
        [value(), CHANGED],
    )


DECAY = "(1 - alpha * lambd / m)"
NEW_W = f'{DECAY} * parameters[f"W{{l}}"] - alpha * grads[f"dW{{l}}"]'
NEW_B = 'parameters[f"b{l}"] - alpha * grads[f"db{l}"]'


def decay(wrong):
    return ((DECAY, wrong),)


WEIGHT_DECAY_UPDATE = Exercise(
    reference=reference.weight_decay_update,
    points=3,
    returns=("the result",),
    rules=(
        Rule("values", "the new parameters are those of one step of gradient descent with weight decay, for every layer", 1),
        Rule("arguments", "`parameters` and `grads` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        update_trial(rng, (3, 1), 0.5, 1.0, 5),
        update_trial(rng, (2, 3, 1), 0.1, 2.0, 4),
        update_trial(rng, (3, 2, 4, 2), 0.2, 0.5, 1),
    ],
    hidden=lambda rng: [
        update_trial(rng, (5, 1), 0.3, 2.0, 7),
        update_trial(rng, (2, 4, 3), 0.5, 6.0, 30),
        update_trial(rng, (3, 3, 3, 3), 0.05, 12.0, 9),
        update_trial(rng, (2, 2, 3, 4, 1), 0.1, 0.8, 1),
        update_trial(rng, (3, 4, 1), 0.2, 0.0, 6),
    ],
    mistakes=(
        Mistake(
            "the learning rate is missing from the decay",
            "Make alpha very small: a step should then change next to nothing, but your weights shrink as much as before.",
            "Multiply out `W − alpha · (dW + lambd / m · W)`: what stands before W in the end?",
            changes=decay("(1 - lambd / m)"),
        ),
        Mistake(
            "the decay is not divided by m",
            "Call your function with m = 4 and m = 400: the weights shrink by the same share. The penalty was divided by m.",
            "Multiply out `W − alpha · (dW + lambd / m · W)`, and keep the `m`.",
            changes=decay("(1 - alpha * lambd)"),
        ),
        Mistake(
            "the decay is half as large as it should be",
            "The one half stands in the cost. In the gradient it has cancelled with the 2 of the square.",
            "Start from the gradient of the penalty, not from the penalty.",
            changes=decay("(1 - alpha * lambd / (2 * m))"),
        ),
        Mistake(
            "the weights decay twice as fast as they should",
            "Set the gradients to 0: your weights lose twice the share. Did you decay them and use gradients with the penalty in them as well? Or is there a 2 from the square?",
            "Take the gradients as they come from backprop: the decay is the penalty's whole effect. And the 2 of the square cancels with the one half.",
            changes=decay("(1 - 2 * alpha * lambd / m)"),
        ),
        Mistake(
            "the weights grow where they should decay",
            "Set the gradients to 0: your weights get larger with every step. The slide lost its minus signs here.",
            "A step goes against the gradient, also against that of the penalty.",
            changes=decay("(1 + alpha * lambd / m)"),
        ),
        Mistake(
            "the 1 is missing: next to nothing is left of the weights",
            "Set lambd = 0 and the gradients to 0: the weights should stay, yours become 0. The slide, read as it stands, multiplies W by alpha·lambd / m.",
            "Only a small part of W is taken off. The rest stays.",
            changes=decay("(alpha * lambd / m)"),
        ),
        Mistake(
            "there is no decay",
            "Call your function with lambd = 0 and lambd = 1: the same parameters.",
            "Shrink the weights a little before the gradient's part is taken off.",
            changes=decay("1.0"),
        ),
        Mistake(
            "the step of backprop decays along with the weights",
            "Set W = 0: the step should be −alpha · dW, and yours is a little shorter. You step first and shrink the result.",
            "Only the old weights are shrunk. Multiply out `W − alpha · (dW + lambd / m · W)` and look at what stands before dW.",
            changes=((NEW_W, f'{DECAY} * (parameters[f"W{{l}}"] - alpha * grads[f"dW{{l}}"])'),),
        ),
        Mistake(
            "the gradient decays, not the weights",
            "Set the gradients to 0: your weights stay as they are. Which of the two arrays is to shrink?",
            "The factor belongs to W.",
            changes=((NEW_W, f'parameters[f"W{{l}}"] - {DECAY} * alpha * grads[f"dW{{l}}"]'),),
        ),
        Mistake(
            "the learning rate is missing from the step of backprop",
            "Set lambd = 0: this is plain gradient descent, and alpha should say how far it goes.",
            "Multiply the gradient by `alpha`.",
            changes=((NEW_W, f'{DECAY} * parameters[f"W{{l}}"] - grads[f"dW{{l}}"]'), (NEW_B, 'parameters[f"b{l}"] - grads[f"db{l}"]')),
        ),
        Mistake(
            "the step goes up the gradient",
            "Set lambd = 0: this is gradient descent, which goes against the gradient. Yours goes along with it.",
            "Look at the sign before `alpha`.",
            changes=(
                (NEW_W, f'{DECAY} * parameters[f"W{{l}}"] + alpha * grads[f"dW{{l}}"]'),
                (NEW_B, 'parameters[f"b{l}"] + alpha * grads[f"db{l}"]'),
            ),
        ),
        Mistake(
            "the biases decay too",
            "Set the gradients to 0: the biases should stay as they are. The penalty does not hold them.",
            "Only the weights get the factor.",
            changes=((NEW_B, f'{DECAY} * parameters[f"b{{l}}"] - alpha * grads[f"db{{l}}"]'),),
        ),
        Mistake(
            "the biases are not updated",
            "Compare your `b1` with the one that came in: it is the same. Free of the penalty does not mean frozen.",
            "Biases take an ordinary step of gradient descent.",
            changes=((NEW_B, 'parameters[f"b{l}"]'),),
        ),
        Mistake(
            "the biases are missing from the result",
            "Print the keys of what you return. The next forward pass will ask for `b1`.",
            "Biases take an ordinary step of gradient descent and belong into the new dict.",
            changes=((f'\n        new[f"b{{l}}"] = {NEW_B}', ""),),
        ),
        Mistake(
            "every weight shrinks by the same amount, not by the same share",
            "Set the gradients to 0 and compare a large weight with a small one: both lose equally much. That is what the L1 penalty does.",
            "Multiply the weights by a number a little below 1.",
            changes=((NEW_W, 'parameters[f"W{l}"] - alpha * lambd / m * np.sign(parameters[f"W{l}"]) - alpha * grads[f"dW{l}"]'),),
        ),
        Mistake(
            "only the last layer decays",
            "Set the gradients to 0: layer 1 stays as it is. The penalty holds the weights of all layers.",
            "Use the factor in every layer.",
            changes=((NEW_W, f'({DECAY} if l == L else 1.0) * parameters[f"W{{l}}"] - alpha * grads[f"dW{{l}}"]'),),
        ),
        Mistake(
            "the last layer is left out",
            "Print the keys of what you return: `range(1, L)` stops before L.",
            "The output layer takes a step like the others.",
            changes=((LOOP, "for l in range(1, L):"),),
        ),
        Mistake(
            "a layer is asked for that is not there",
            "The `KeyError` names the key. The layers are numbered from 1 to L, and each dict holds two arrays for each of them.",
            "Check both ends of your range, and how you get L from the length of the dict.",
            changes=((LOOP, "for l in range(L + 1):"),),
        ),
        Mistake(
            "gradients and parameters are paired by their place in the dict",
            "Print the keys of both dicts: backprop fills its dict from the last layer to the first.",
            "Build both keys from the number of the layer.",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                new = {}
                for (name, value), g in zip(parameters.items(), grads.values()):
                    new[name] = value * (1 - alpha * lambd / m if name[0] == "W" else 1) - alpha * g
                return new
            """,
        ),
        Mistake(
            "parameters itself is changed",
            "Look at your `parameters` after the call. `-=` and `*=` write into the caller's arrays, also when the dict was copied.",
            "Make new arrays: `a - b`, not `a -= b`, and put them into a new dict.",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                for l in range(1, len(parameters) // 2 + 1):
                    parameters[f"W{l}"] *= 1 - alpha * lambd / m
                    parameters[f"W{l}"] -= alpha * grads[f"dW{l}"]
                    parameters[f"b{l}"] -= alpha * grads[f"db{l}"]
                return parameters
            """,
            costs=0.25,
        ),
        Mistake(
            "grads itself is changed",
            "Look at your `grads` after the call: the penalty's part, or the learning rate, was written into them.",
            "Leave the caller's arrays alone: `a + b`, not `a += b`.",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                for l in range(1, len(parameters) // 2 + 1):
                    grads[f"dW{l}"] += lambd / m * parameters[f"W{l}"]
                return {name: value - alpha * grads["d" + name] for name, value in parameters.items()}
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "with regularized gradients, which is the same",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                return network.update(parameters, regularized_gradients(grads, parameters, lambd, m), alpha)
            """,
        ),
        Alternative(
            "the plain step first, then a share of the old weights",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                new = network.update(parameters, grads, alpha)
                for name in parameters:
                    if name.startswith("W"):
                        new[name] = new[name] - parameters[name] * alpha * lambd / m
                return new
            """,
        ),
        Alternative(
            "a dict comprehension with two factors",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                factor = {"W": 1 - alpha * lambd / m, "b": 1.0}
                return {k: factor[k[0]] * v - alpha * grads["d" + k] for k, v in parameters.items()}
            """,
        ),
        Alternative(
            "loops, in float32, biases first, with a print",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                new = {}
                for l in range(len(parameters) // 2, 0, -1):
                    new[f"b{l}"] = (parameters[f"b{l}"] - alpha * grads[f"db{l}"]).astype(np.float32)
                    W = np.array(parameters[f"W{l}"], dtype=np.float32)
                    for i in range(W.shape[0]):
                        for j in range(W.shape[1]):
                            W[i, j] -= alpha * (grads[f"dW{l}"][i, j] + lambd * W[i, j] / m)
                    new[f"W{l}"] = W
                print("step done")
                return new
            """,
        ),
    ),
)

# --- l1_penalty -----------------------------------------------------------------------------------

SIZE = 'np.sum(np.abs(parameters[f"W{l}"]))'
L1_FACTOR = "lambd / m * sizes"

L1_PENALTY = Exercise(
    reference=reference.l1_penalty,
    points=2,
    returns=("the penalty",),
    rules=PENALTY_RULES,
    visible=visible_penalties,
    hidden=hidden_penalties,
    mistakes=(
        Mistake(
            "the penalty is half as large: there is a one half too many",
            "Divide your result by the expected one: it is 0.5, whatever the weights. L2 has a one half because of its square. Has L1 a square?",
            "Compare the denominators of the two formulas.",
            changes=((L1_FACTOR, "lambd / (2 * m) * sizes"),),
        ),
        Mistake(
            "the penalty is not divided by m",
            "Call your function with m = 4 and m = 400: the answer stays.",
            "`m` comes in as an argument and is not used yet.",
            changes=((L1_FACTOR, "lambd * sizes"),),
        ),
        Mistake(
            "the penalty is multiplied by m",
            "Let m grow: your penalty grows too. The more data there are, the less the penalty should weigh.",
            "Divide by `m`.",
            changes=((L1_FACTOR, "lambd * m * sizes"),),
        ),
        Mistake(
            "lambd is missing",
            "Call your function with lambd = 0: regularization is switched off, and yet there is a penalty.",
            "Multiply by `lambd`.",
            changes=((L1_FACTOR, "sizes / m"),),
        ),
        Mistake(
            "squares stand where absolute values should be",
            "Double all weights: the penalty should double, and yours becomes four times as large. That is L2's habit.",
            "L1 charges each weight with its size, not its square.",
            changes=((SIZE, 'np.sum(parameters[f"W{l}"] ** 2)'),),
        ),
        Mistake(
            "it is the L2 penalty",
            "Double all weights: the penalty should double, and yours becomes four times as large.",
            "L1 charges each weight with its size, not its square, and has no one half.",
            changes=((SIZE, 'np.sum(parameters[f"W{l}"] ** 2)'), (L1_FACTOR, "lambd / (2 * m) * sizes")),
        ),
        Mistake(
            "the weights keep their signs",
            "Take the weights 1 and −1: they cancel, and your penalty is 0. It can even be negative.",
            "Take the absolute value of each weight, then sum.",
            changes=((SIZE, 'np.sum(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "the weights are summed first, the absolute value is taken afterwards",
            "Take the weights 1 and −1: they cancel before you take the absolute value.",
            "First the absolute value of each weight, then the sum.",
            changes=((SIZE, 'np.abs(np.sum(parameters[f"W{l}"]))'),),
        ),
        Mistake(
            "the largest column sum stands for the sum of all entries",
            "You are wrong for every matrix with more than one column. `np.linalg.norm(W, 1)` of a matrix is its largest column sum. Only for a vector is it what you want.",
            "Sum the absolute values of the entries yourself, or make the matrix one long vector first.",
            changes=((SIZE, 'np.linalg.norm(parameters[f"W{l}"], 1)'),),
        ),
        Mistake(
            "the Euclidean norm stands for the sum of absolute values",
            "Take the weights 3 and 4: the L1 norm is 7, and you get 5.",
            "There is no square and no root in L1.",
            changes=((SIZE, 'np.linalg.norm(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "the weights are counted, not weighed",
            "Double all weights: your penalty stays. Counting what is not 0 has no slope that gradient descent could follow.",
            "Sum the sizes of the weights.",
            changes=((SIZE, 'np.count_nonzero(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "the mean of the absolute values is taken, not their sum",
            "Give a layer ten times as many weights of the same size: the penalty should be ten times as large, yours stays.",
            "Each weight is charged: sum.",
            changes=((SIZE, 'np.mean(np.abs(parameters[f"W{l}"]))'),),
        ),
        Mistake(
            "the biases are penalized too",
            "Set all weights to 0 and leave the biases: the penalty should be 0. Is yours?",
            "Let your sum run over the `W`s only.",
            changes=((SIZE, SIZE + ' + np.sum(np.abs(parameters[f"b{l}"]))'),),
        ),
        Mistake(
            "only the last layer is penalized",
            "Set the last layer's weights to 0: your penalty is 0, whatever the other layers hold. (If you have a loop: does each turn add, or replace?)",
            "The penalty runs over all layers, and their sums are added up.",
            changes=(("sizes += ", "sizes = "),),
        ),
        Mistake(
            "only the first layer is penalized",
            "Set the weights of layer 1 to 0: your penalty is 0, whatever the other layers hold. (Does a `return` stand inside the loop?)",
            "Let the loop finish; return after it.",
            changes=((LOOP, "for l in range(1, 2):"),),
        ),
        Mistake(
            "the last layer is left out",
            "Print the layers your loop visits. `range(1, L)` stops before L.",
            "The output layer's weights are penalized like the others.",
            changes=((LOOP, "for l in range(1, L):"),),
        ),
        Mistake(
            "a layer is asked for that is not there",
            "The `KeyError` names the key. The layers are numbered from 1 to L, and the dict holds two arrays for each of them.",
            "Check both ends of your range, and how you get L from the length of the dict.",
            changes=((LOOP, "for l in range(L + 1):"),),
        ),
        Mistake(
            "one penalty for each layer, where one number is asked for",
            "What you return has as many entries as there are layers. A cost is one number.",
            "Add the layers' penalties up.",
            code="""
            def l1_penalty(parameters, lambd, m):
                L = len(parameters) // 2
                return np.array([lambd / m * np.sum(np.abs(parameters[f"W{l}"])) for l in range(1, L + 1)])
            """,
        ),
        Mistake(
            "every second entry of the dict is taken for a weight matrix",
            "It works while W1, b1, W2, b2 stand in this order. Sort the keys, as some programs do when they save a network: which arrays do you take then?",
            "Ask for the arrays by their names.",
            code="""
            def l1_penalty(parameters, lambd, m):
                return lambd / m * sum(np.sum(np.abs(W)) for W in list(parameters.values())[::2])
            """,
            costs=0.25,
        ),
        Mistake(
            "parameters itself is changed",
            "Look at your `parameters` after the call: their signs are gone, and with them what the network had learned.",
            "Take absolute values into a new array.",
            changes=((SIZE, 'np.sum(np.abs(parameters[f"W{l}"], out=parameters[f"W{l}"]))'),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("the 1-norm of one long vector", changes=((SIZE, 'np.linalg.norm(parameters[f"W{l}"].ravel(), 1)'),)),
        Alternative("weights times their signs", changes=((SIZE, 'np.sum(parameters[f"W{l}"] * np.sign(parameters[f"W{l}"]))'),)),
        Alternative(
            "roots of squares, multiplied last",
            changes=((SIZE, 'np.sqrt(parameters[f"W{l}"] ** 2).sum()'), (L1_FACTOR, "sizes * lambd / m")),
        ),
        Alternative(
            "loops over every entry, with a print",
            code="""
            def l1_penalty(parameters, lambd, m):
                total = 0
                for name, W in parameters.items():
                    if name.startswith("W"):
                        for w in W.ravel():
                            total += w if w > 0 else -w
                print(total)
                return float(lambd * total / m)
            """,
        ),
        Alternative(
            "a generator, in float32, a 0-d array",
            code="""
            def l1_penalty(parameters, lambd, m):
                L = len(parameters) // 2
                total = sum(np.abs(parameters["W" + str(i + 1)].astype("float32")).sum() for i in range(L))
                return np.array(lambd / m * total)
            """,
        ),
    ),
)

# --- soft_threshold -------------------------------------------------------------------------------


def threshold_trial(rng, shape, t, says=None, rule="values"):
    """Weights of both signs, some of them below the threshold."""
    W = array(rng, *shape)
    if t:  # as many below as above, whatever was drawn
        small = rng.permutation(W.size) < W.size // 2
        sizes = np.where(small, rng.uniform(0.1, 0.9, W.size), rng.uniform(1.2, 4.0, W.size)) * t
        W = np.round(np.sign(W) * sizes.reshape(shape), 2)
    return Trial(says or f"W {shape}, t = {t}", {"W": W, "t": t}, [value(rule), CHANGED])


def with_zeros(rng, shape, t):
    """Some weights are 0 already."""
    trial = threshold_trial(rng, shape, t, f"W {shape} with a weight that is 0 already, t = {t}", "edges")
    trial.arguments["W"].flat[1] = 0.0
    return trial


SOFT = "np.sign(W) * np.maximum(np.abs(W) - t, 0)"

SOFT_THRESHOLD = Exercise(
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
    ],
    hidden=lambda rng: [
        threshold_trial(rng, (4, 3), 0.7),
        threshold_trial(rng, (1, 9), 1.6),
        threshold_trial(rng, (3, 2), 0.0),
        Trial("all below", {"W": np.round(rng.uniform(-0.9, 0.9, (3, 5)), 2) + 0.005, "t": 1.0}, [value(), CHANGED]),
        with_zeros(rng, (2, 3), 0.4),
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

EXERCISES = [L2_PENALTY, REGULARIZED_COST, REGULARIZED_GRADIENTS, CHOOSE_LAMBDA, WEIGHT_DECAY_UPDATE, L1_PENALTY, SOFT_THRESHOLD]
