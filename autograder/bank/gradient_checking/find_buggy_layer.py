"""find_buggy_layer: specimens of backward passes, each wrong in another place or nowhere."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.gradient_checking.shared import DEEP, EPS_RULE, factors_of, smooth_network
from autograder.bank.probes import CHANGED, layers, value
from course_utils.black_boxes import bugs
from course_utils.reference import gradient_checking as reference


def specimen(rng, says, sizes, m, wrong, rule="values", eps=1e-5):
    """A backward pass, known only by what it does, to be judged by the detector."""
    parameters, X, Y = smooth_network(rng, sizes, m)
    arguments = {
        "backward": partial(bugs.backward_with_factors, factors=factors_of(sizes, wrong)),
        "X": X,
        "Y": Y,
        "parameters": parameters,
        "eps": eps,
    }
    return Trial(f"{says}, {layers(sizes)}, eps = {eps}", arguments, [value(rule), CHANGED])


def differing_by(difference):
    """A factor that brings a gradient to this relative difference from the right one."""
    return (1 + difference) / (1 - difference)


def one_off(n, by):
    """A factor for (n, k): 1 everywhere but in the last row."""
    factor = np.ones((n, 1))
    factor[-1] = by
    return factor


def specimens(rng, sizes, m):
    """Backward passes through four layers; `says` does not say what is wrong. In none are two layers most wrong, or rounding would choose."""
    n = iter("ABCDEFGHIJKL")
    return [
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dZ3": 1.05, "dZ1": -1.0}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"db2": 1.0004}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dZ4": float(m), "dW2": 2.0}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dW1": one_off(sizes[1], -1.0)}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dZ2": one_off(sizes[2], 0.0)}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"db3": 0.5, "db1": 0.9}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dW2": 1e200}, "nan"),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dW3": 0.7}),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dW2": differing_by(1.4e-6)}, "edge"),
        specimen(rng, f"specimen {next(n)}", sizes, m, {"dZ3": differing_by(7e-7)}, "edge"),
        # with so large a step even a right gradient differs from the numerical one by more than 1e-6
        specimen(rng, f"specimen {next(n)}", sizes, m, {}, "eps", eps=0.05),
    ]


WRONG = "wrong = [int(name[1:]) for name, difference in table.items() if not difference < 1e-6]"
HIGHEST = "return max(wrong, default=0)"

EXERCISE = Exercise(
    reference=reference.find_buggy_layer,
    points=4,
    returns=("the layer",),
    rules=(
        Rule("values", "the layer at which the way back from L to 1 first leaves a wrong gradient, 0 for a backward pass that is right", 1),
        Rule("nan", "a gradient whose relative difference is NaN is wrong", 0.25),
        Rule("edge", "wrong is what differs by 1e-6 or more, not by 1e-5 or 1e-7", 0.25),
        EPS_RULE,
        Rule("arguments", "`X`, `Y` and `parameters` are left as they were", 0.25),
    ),
    visible=lambda rng: [*specimens(rng, (2, 3, 2, 2, 1), 5), specimen(rng, "specimen M", DEEP, 6, {"dZ10": 0.5, "dW3": 0.5})],
    hidden=lambda rng: [
        specimen(rng, "specimen", (3, 2), 4, {}),
        specimen(rng, "specimen", (3, 3, 1), 1, {"db1": 1.0004}),
        *specimens(rng, (3, 2, 3, 2, 2), 6),
        specimen(rng, "specimen", DEEP, 5, {"dW11": 1.01}),
        specimen(rng, "specimen", (2, 3, 3, 1), 7, {"db3": 1.1}),
        specimen(rng, "specimen", (3, 2, 2, 1), 4, {"db3": differing_by(1.4e-6)}, "edge"),
        specimen(rng, "specimen", (3, 2, 2, 1), 4, {"dW2": differing_by(7e-7)}, "edge"),
        specimen(rng, "specimen", (2, 3, 1), 4, {}, "eps", eps=0.1),
        specimen(rng, "specimen", (2, 2, 1, 2, 2, 1), 3, {"dZ2": 2.0, "dW1": 2.0, "dW4": one_off(2, 1.001)}),
    ],
    mistakes=(
        Mistake(
            "the lowest wrong layer is named, not the one where the error began",
            "Backprop goes from L down to 1, and hands on what it has. If layer 3 is wrong, which others are likely to be wrong too, and through no fault of theirs?",
            "Of all the layers with a wrong gradient, the error began in the one nearest to the output.",
            changes=((HIGHEST, "return min(wrong, default=0)"),),
        ),
        Mistake(
            "the layer of the largest difference is named",
            "A difference can grow on its way down, or a second bug can be larger. What counts is which layer was wrong first.",
            "Backprop goes from L down to 1: name the wrong layer it comes to first.",
            changes=(
                (
                    HIGHEST,
                    "return int(max(table, key=lambda name: table[name] if table[name] == table[name] else 2.0)[1:]) if wrong else 0",
                ),
            ),
        ),
        Mistake(
            "only differences of 1e-3 and more are taken for wrong",
            "One of the backward passes has a gradient that is off by less than a thousandth. With eps = 1e-5 and smooth units a right one is off by a thousandth of a millionth.",
            "The docstring says from which difference on a gradient is wrong.",
            changes=(("difference < 1e-6", "difference < 1e-3"),),
        ),
        Mistake(
            "only differences of 1e-5 and more are taken for wrong",
            "One of the backward passes has a gradient that differs by a little more than a millionth. You let it through.",
            "Your edge is ten times too high: compare its power of ten with the docstring's.",
            changes=(("difference < 1e-6", "difference < 1e-5"),),
            costs=0.25,
        ),
        Mistake(
            "all that is not great by the verdict is taken for wrong: from 1e-7 on",
            "Between 1e-7 and 1e-6 your function finds a bug, and the docstring does not. `verdict` has edges of its own.",
            "Compare the number with the edge of this docstring.",
            changes=(("if not difference < 1e-6", 'if verdict(difference) != "great"'),),
            costs=0.25,
        ),
        Mistake(
            "a layer counts as wrong only if both its gradients are",
            "There can be a bug in db alone, or in dW alone. In a layer with only one of them wrong you find none.",
            "One wrong row of a layer is enough.",
            changes=((HIGHEST, "return max([l for l in range(1, len(parameters) // 2 + 1) if wrong.count(l) == 2], default=0)"),),
        ),
        Mistake(
            "layer 1 is never named",
            "Where only layer 1 is wrong you say 0. Which is the last l of your loop?",
            "A loop from L down to 1 has to stop before 0, not before 1.",
            changes=((WRONG, WRONG.replace("if not", "if int(name[1:]) > 1 and not")),),
        ),
        Mistake(
            "the last layer is never named",
            "Where the last layer is wrong you name a lower one, or none. Which is the first l of your loop?",
            "The way back begins at layer L itself.",
            changes=((WRONG, WRONG.replace("if not", "if int(name[1:]) < len(parameters) // 2 and not")),),
        ),
        Mistake(
            "only the weights are looked at",
            "There can be a bug in db alone.",
            "Look at all rows of the table.",
            changes=((WRONG, WRONG.replace("if not", 'if name[0] == "W" and not')),),
        ),
        Mistake(
            "only the biases are looked at",
            "There can be a bug in dW alone.",
            "The rows whose names begin with W count as well.",
            changes=((WRONG, WRONG.replace("if not", 'if name[0] == "b" and not')),),
        ),
        Mistake(
            "the layers are counted from the output, or from 0",
            "Compare the layer you name with the name of its parameters.",
            'The bug in "W2" and "b2" is in layer 2; 0 means that there is none.',
            changes=((HIGHEST, "return max(wrong, default=1) - 1"),),
        ),
        Mistake(
            "only one digit of the layer's number is read",
            'In the network of eleven layers you name layer 1 or 0, and mean 11 or 10. How many characters come after the W in "W10"?',
            "Everything after the letter belongs to the number.",
            changes=(("int(name[1:])", "int(name[1])"),),
        ),
        Mistake(
            "the wrong layers are counted",
            "In one of the backward passes two layers are wrong, and the error began in layer 2 by chance. In others your number names a layer that is right.",
            "It is not how many, it is which.",
            changes=((HIGHEST, "return len(set(wrong))"),),
        ),
        Mistake(
            "all wrong layers are returned",
            "The question is where the error began: one number.",
            "Choose one from your list, with the direction of backprop in mind; 0 if it is empty.",
            changes=((HIGHEST, "return sorted(set(wrong))"),),
        ),
        Mistake(
            "the name of a parameter is returned, not the number of its layer",
            "The docstring asks for an int.",
            'The number is what follows the letter in "W2".',
            changes=(
                (WRONG, WRONG.replace("int(name[1:])", "name")),
                (HIGHEST, "return max(wrong, key=lambda name: int(name[1:])) if wrong else 0"),
            ),
        ),
        Mistake(
            "nothing, not 0, is returned where there is no bug",
            "For a backward pass that is right your function falls off its end and returns None.",
            "Return 0 there.",
            changes=((HIGHEST, "return max(wrong) if wrong else None"),),
        ),
        Mistake(
            "it stops where there is no bug",
            "For a backward pass that is right your list of wrong layers is empty. What is the largest of no numbers?",
            "Treat the empty list by itself.",
            changes=((HIGHEST, "return max(wrong)"),),
        ),
        Mistake(
            "every backward pass seems wrong in its last layer",
            "Even a right one fails your check. Do the numerical gradient and the backward pass belong to the same network: tanh units in the forward pass, the same X and Y? Is the difference centred, with the eps given?",
            'Look at your table for the backward pass that is right, `network.backward` with `hidden="tanh"`: every row should be far below 1e-6.',
            changes=(('_, cache = network.forward(X, parameters, hidden="tanh")', "_, cache = network.forward(X, parameters)"),),
        ),
        Mistake(
            "no bug is ever found",
            "Do you compare a gradient with itself, or let no row count? One of the backward passes has every gradient wrong.",
            "One side is `backward`, the other comes from the cost alone.",
            changes=((HIGHEST, "return 0"),),
        ),
        Mistake(
            "only the last layer's gradients are looked at",
            "Your answer is L or 0. A bug further down leaves the last layer right.",
            "A wrong row counts in whichever layer it stands.",
            changes=((WRONG, WRONG.replace("if not", "if int(name[1:]) == len(parameters) // 2 and not")),),
        ),
        Mistake(
            "eps is not used: with a large step the table differs, and the layer should",
            "With eps = 0.05 the numerical gradient is so rough that right gradients differ from it by more than 1e-6. Yours do not: your step is a number of your own, or you take no numerical gradient.",
            "Hand on the `eps` that comes in.",
            changes=(("parameters, grads, eps)", "parameters, grads, 1e-5)"),),
            costs=0.25,
        ),
        Mistake(
            "NaN is let through",
            "One of the backward passes overflows, and its relative difference is NaN. Type `float('nan') >= 1e-6` into a cell.",
            "Ask what is surely right, and call all the rest wrong.",
            changes=(("if not difference < 1e-6", "if difference >= 1e-6"),),
            costs=0.25,
        ),
        Mistake(
            "the caller's parameters are changed",
            "Look at your `parameters` after the call: training would go on from there.",
            "Move a copy, or put every entry back.",
            changes=(
                (
                    "    grads = backward(",
                    '    parameters["b1"] += 1e-3\n    _, cache = network.forward(X, parameters, hidden="tanh")\n    grads = backward(',
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "from the last layer down, stop at the first that is wrong",
            code="""
            def find_buggy_layer(backward, X, Y, parameters, eps):
                AL, cache = network.forward(X, parameters, "tanh")
                table = check_network_gradients(lambda p: costs.network_cost(p, X, Y), parameters, backward(Y, parameters, cache), eps)
                for l in range(len(parameters) // 2, 0, -1):
                    for name in (f"W{l}", f"b{l}"):
                        if np.isnan(table[name]) or table[name] >= 1e-6:
                            return l
                return 0
            """,
        ),
        Alternative(
            "with the cost of the network, and as a NumPy integer",
            code="""
            def find_buggy_layer(backward, X, Y, parameters, eps):
                def cost(p):
                    AL, _ = network.forward(X, p, hidden="tanh")
                    return network.cost(AL, Y)
                _, cache = network.forward(X, parameters, hidden="tanh")
                table = check_network_gradients(cost, parameters, backward(Y, parameters, cache), eps)
                layers = [0] + [int(name[1:]) for name in table if not table[name] < 1e-6]
                print(table)
                return np.max(layers)
            """,
        ),
        Alternative(
            "from the first layer up, the last that is wrong stays",
            code="""
            def find_buggy_layer(backward, X, Y, parameters, eps):
                _, cache = network.forward(X, parameters, hidden="tanh")
                table = check_network_gradients(partial(costs.network_cost, X=X, Y=Y), parameters, backward(Y, parameters, cache), eps)
                answer = 0
                for l in range(1, len(parameters) // 2 + 1):
                    if not max(table[f"W{l}"], table[f"b{l}"]) < 1e-6 or table[f"W{l}"] != table[f"W{l}"] or table[f"b{l}"] != table[f"b{l}"]:
                        answer = l
                return answer
            """,
        ),
        Alternative(
            "numerical gradients and differences of one's own",
            code="""
            def find_buggy_layer(backward, X, Y, parameters, eps):
                _, cache = network.forward(X, parameters, hidden="tanh")
                grads, shapes = backward(Y, parameters, cache), {name: P.shape for name, P in parameters.items()}
                J = lambda theta: costs.network_cost(theta_to_parameters(theta, shapes), X, Y)
                approx = theta_to_parameters(numerical_gradient(J, parameters_to_theta(parameters), eps), shapes)
                right = [name for name in parameters if relative_difference(grads["d" + name], approx[name]) < 1e-6]
                return max([int(name[1:]) for name in parameters if name not in right], default=0)
            """,
        ),
    ),
)
