"""weight_decay_update: parameters and gradients of networks of one layer and of several."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from autograder.bank.regularization.shared import ELEVEN, LOOP, gradients, layers_or_logistic, weights
from course_utils.reference import regularization as reference


def update_trial(rng, sizes, alpha, lambd, m):
    return Trial(
        f"{layers_or_logistic(sizes)}, alpha = {alpha}, lambd = {lambd}, m = {m}",
        {"parameters": weights(rng, sizes), "grads": gradients(rng, sizes), "alpha": alpha, "lambd": lambd, "m": m},
        [value(), CHANGED],
    )


DECAY = "(1 - alpha * lambd / m)"
NEW_W = f'{DECAY} * parameters[f"W{{l}}"] - alpha * grads[f"dW{{l}}"]'
NEW_B = 'parameters[f"b{l}"] - alpha * grads[f"db{l}"]'


def decay(wrong):
    return ((DECAY, wrong),)


EXERCISE = Exercise(
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
        update_trial(rng, ELEVEN, 0.4, 1.5, 3),
    ],
    hidden=lambda rng: [
        update_trial(rng, (5, 1), 0.3, 2.0, 7),
        update_trial(rng, (2, 4, 3), 0.5, 6.0, 30),
        update_trial(rng, (3, 3, 3, 3), 0.05, 12.0, 9),
        update_trial(rng, (2, 2, 3, 4, 1), 0.1, 0.8, 1),
        update_trial(rng, (3, 4, 1), 0.2, 0.0, 6),
        update_trial(rng, ELEVEN, 0.6, 2.5, 12),
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
            "only the change is returned, not the new parameters",
            "Set alpha very small: the parameters should stay nearly as they are, and yours are nearly 0.",
            "The change is added to the parameters that came in.",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                return {k: -alpha * (grads["d" + k] + (lambd / m * v if k[0] == "W" else 0)) for k, v in parameters.items()}
            """,
        ),
        Mistake(
            "the learning rate is nowhere: neither in the decay nor in the step",
            "Call your function with alpha = 0.1 and with alpha = 0.001: the same parameters. Which argument have you not used?",
            "The learning rate multiplies the whole gradient, that of the penalty too.",
            code="""
            def weight_decay_update(parameters, grads, alpha, lambd, m):
                return {k: v - grads["d" + k] - (lambd / m * v if k[0] == "W" else 0) for k, v in parameters.items()}
            """,
        ),
        Mistake(
            "backprop's gradient is divided by m once more",
            "Set lambd = 0: this is plain gradient descent, and with m = 1 yours is right. For more examples your step is m times too short: backprop has averaged already.",
            "Only the decay is divided by `m`.",
            changes=(
                (NEW_W, f'{DECAY} * parameters[f"W{{l}}"] - alpha / m * grads[f"dW{{l}}"]'),
                (NEW_B, 'parameters[f"b{l}"] - alpha / m * grads[f"db{l}"]'),
            ),
        ),
        Mistake(
            "the 1 is divided by m as well",
            "Set lambd = 0: the weights should stay as they are before the gradient's part, and yours are divided by m. Python divides all that stands between the brackets.",
            "Only the part that is taken off is divided by m: close the bracket behind it.",
            changes=decay("((1 - alpha * lambd) / m)"),
        ),
        Mistake(
            "the weights decay exponentially",
            "Your weights are a trace too large. Many tiny steps together shrink like an exponential; one step takes off its share, no less.",
            "Multiply out `W − alpha · (dW + lambd / m · W)`: there is no exponential in it.",
            changes=decay("np.exp(-alpha * lambd / m)"),
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
            "Look at your `grads` after the call: they are no longer what came in. Was the penalty's part, or the learning rate, written into them?",
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
