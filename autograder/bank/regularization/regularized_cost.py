"""regularized_cost: an output, its labels and a network, some examples predicted with certainty."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from autograder.bank.regularization.shared import layers_or_logistic, weights
from course_utils.reference import regularization as reference


def cost_trial(rng, sizes, m, lambd, sure=False):
    """An output, its labels and a network; `sure`: the output is exactly 0 or 1 for one right example."""
    n = sizes[-1]
    if n == 1:
        AL, Y = np.round(rng.uniform(0.1, 0.9, (1, m)), 5), rng.permutation(np.arange(m) % 2)[np.newaxis] * 1.0
    else:
        share = rng.uniform(1, 9, (n, m))
        AL, Y = np.round(share / share.sum(axis=0), 5), np.eye(n)[rng.permutation(np.arange(m) % n)].T
    says = f"{layers_or_logistic(sizes)}, {m} example{'s' if m > 1 else ''}, lambd = {lambd}"
    says, rule = (says, "values") if n == 1 else (f"{says}, {n} classes", "classes")
    if sure:
        AL[:, 0] = Y[:, 0]
        says, rule = f"{says}, of which one is predicted with certainty", "extremes" if n == 1 else "classes"
    return Trial(says, {"AL": AL, "Y": Y, "parameters": weights(rng, sizes), "lambd": lambd}, [value(rule), CHANGED])


COST = "network.cost(AL, Y) + l2_penalty(parameters, lambd, m)"


def penalty_in_cost(says, penalty):
    """What stands for the penalty in a mistake."""
    return {"changes": (("l2_penalty(parameters, lambd, m)", penalty),), "see": says}


ALL_SQUARES = 'sum(np.sum(parameters[f"W{l}"] ** 2) for l in range(1, len(parameters) // 2 + 1))'

EXERCISE = Exercise(
    reference=reference.regularized_cost,
    points=2,
    returns=("the cost",),
    rules=(
        Rule("values", "with one output unit, the cost is the mean cross-entropy plus the L2 penalty of all layers", 1),
        Rule("classes", "with several rows of `Y`, one for each class, an example costs -log of the probability of its own class", 0.25),
        Rule("extremes", "it stays finite where an output is exactly 0 or 1", 0.25),
        Rule("arguments", "`AL`, `Y` and `parameters` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        cost_trial(rng, (3, 1), 4, 0.6),
        cost_trial(rng, (2, 4, 3), 5, 2.0),
        cost_trial(rng, (4, 2, 2, 1), 1, 0.5),
        cost_trial(rng, (2, 3, 1), 6, 1.4),
        cost_trial(rng, (2, 2, 1), 3, 0.7, sure=True),
        cost_trial(rng, (2, 3), 4, 0.9, sure=True),
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
            costs=0.25,
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
            "the cross-entropy is subtracted: its minus sign is lost, or stands twice",
            "Set lambd = 0: your cost is negative, and it is lowest where the predictions are worst. The minus before the sum of logarithms is there because logarithms of probabilities are negative.",
            "`network.cost` has the minus sign already: add what it returns.",
            changes=((COST, "-network.cost(AL, Y) + l2_penalty(parameters, lambd, m)"),),
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
            "You are right with one output unit. Several rows of `Y` are several classes (one-hot, with a softmax output): a column is one example with a single 1, and its cost looks at that entry alone. You also charge the entries with a 0.",
            "The part with `1 - Y` belongs to one row only: with more rows, leave it out. Or use `network.cost`, which knows both cases.",
            changes=((COST, "-np.sum(Y * np.log(AL + 1e-12) + (1 - Y) * np.log(1 - AL + 1e-12)) / m + l2_penalty(parameters, lambd, m)"),),
            costs=0.25,
        ),
        Mistake(
            "the cross-entropy, written by hand, knows two classes only, and is a mean over all entries of AL",
            "With one output unit there are as many entries as examples, and you are right. Three rows of `Y` stand for three classes: then a column is one example, and its single 1 says which entry counts.",
            "A mean over examples: divide by the number of columns, and let the entries with a 1 in `Y` alone count. Or use `network.cost`.",
            changes=((COST, "-np.mean(Y * np.log(AL + 1e-12) + (1 - Y) * np.log(1 - AL + 1e-12)) + l2_penalty(parameters, lambd, m)"),),
            costs=0.25,
        ),
        Mistake(
            "the cross-entropy, written by hand, knows two classes only, and is not finite where an output is 0 or 1",
            "Two things: `0 * np.log(0)` is `nan`, which a certain and right output brings about; and with three rows of `Y`, one for each class, only the entry with the 1 counts.",
            "Keep the logarithms away from 0; and the part with `1 - Y` belongs to one row only (several rows are softmax and one-hot). `network.cost` does both.",
            changes=((COST, "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m + l2_penalty(parameters, lambd, m)"),),
            costs=0.5,
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
            "the penalty is divided by m once more",
            do="`l2_penalty` has divided by m already: leave its result as it is. (If it is wrong by itself, get that right first.)",
            **penalty_in_cost(
                "Take the cross-entropy (by `network.cost`) off your result and off the expected one: the rest is m times too small.",
                "l2_penalty(parameters, lambd, m) / m",
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
            costs=0.5,
        ),
        Mistake(
            "AL itself is changed",
            "Look at your `AL` after the call: it is no longer what came in, and the backward pass still needs that. `out=`, and writing to entries, change the caller's array.",
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
            "the cross-entropy by hand, with one more part where there is one row",
            code="""
            def regularized_cost(AL, Y, parameters, lambd):
                P = np.clip(AL, 1e-15, 1 - 1e-15)
                losses = -(Y * np.log(P))
                if len(Y) == 1:
                    losses = -(Y * np.log(P) + (1 - Y) * np.log(1 - P))
                return losses.sum() / Y.shape[1] + l2_penalty(parameters, lambd, Y.shape[1])
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
