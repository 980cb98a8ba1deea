"""regularized_gradients: gradients and parameters of networks of one layer and of several."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from autograder.bank.regularization.shared import ELEVEN, LOOP, gradients, layers_or_logistic, weights
from course_utils.reference import regularization as reference


def gradients_trial(rng, sizes, lambd, m):
    return Trial(
        f"{layers_or_logistic(sizes)}, lambd = {lambd}, m = {m}",
        {"grads": gradients(rng, sizes), "parameters": weights(rng, sizes), "lambd": lambd, "m": m},
        [value(), CHANGED],
    )


NEW_DW = 'grads[f"dW{l}"] + lambd / m * parameters[f"W{l}"]'

EXERCISE = Exercise(
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
        gradients_trial(rng, ELEVEN, 1.5, 3),
    ],
    hidden=lambda rng: [
        gradients_trial(rng, (5, 1), 0.3, 7),
        gradients_trial(rng, (2, 4, 3), 1.7, 30),
        gradients_trial(rng, (3, 3, 3, 3), 12.0, 9),
        gradients_trial(rng, (2, 2, 3, 4, 1), 0.8, 1),
        gradients_trial(rng, (3, 4, 1), 0.0, 6),
        gradients_trial(rng, ELEVEN, 2.5, 12),
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
            "the sum of a layer's weights is added to each of its gradients",
            "Compare your dW1 with the one that came in: the same number was added everywhere. In the penalty each weight stands for itself, so its slope knows of no other weight.",
            "Add a multiple of the matrix, not of its sum.",
            changes=((NEW_DW, 'grads[f"dW{l}"] + lambd / m * np.sum(parameters[f"W{l}"])'),),
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
            "Look at your `parameters` after the call: they are no longer what came in. Training would go on with those.",
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
