"""theta_to_parameters: vectors and the shapes they are cut into, in more than one order."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.gradient_checking.shared import DEEP, array_up_to_2, complete, shapes_of, shuffled_entries
from autograder.bank.probes import CHANGED, layers, value
from course_utils.reference import gradient_checking as reference


def to_parameters_trial(sizes, theta, shapes):
    return Trial(layers(sizes), {"theta": theta, "shapes": shapes}, [value(), complete(shapes), CHANGED])


def counting_theta(sizes):
    return np.arange(1.0, 1.0 + sum(np.prod(shape) for shape in shapes_of(sizes).values()))


def drawn_theta_trial(rng, sizes):
    shapes = shapes_of(sizes)
    return to_parameters_trial(sizes, array_up_to_2(rng, counting_theta(sizes).size), shuffled_entries(shapes, rng))


EXERCISE = Exercise(
    reference=reference.theta_to_parameters,
    points=2,
    returns=("parameters",),
    rules=(
        Rule(
            "values",
            "each parameter has its name, its shape and its entries: W1, b1, W2, b2, … one after another, row by row, whatever the order of the dict",
            1,
        ),
        Rule("arguments", "`theta` and `shapes` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        to_parameters_trial((2, 3, 1), counting_theta((2, 3, 1)), shapes_of((2, 3, 1))),
        drawn_theta_trial(rng, (3, 2, 4, 2)),
        drawn_theta_trial(rng, (3, 1)),
        to_parameters_trial(DEEP, counting_theta(DEEP), shuffled_entries(shapes_of(DEEP), rng)),
    ],
    hidden=lambda rng: [drawn_theta_trial(rng, sizes) for sizes in ((4, 3, 2, 1), (2, 5, 3), (1, 4), DEEP, (3, 2, 2), (1, 1))],
    mistakes=(
        Mistake(
            "every parameter is read from the beginning of theta",
            "All your parameters begin with theta[0]. Once W1 has been read, where does b1 begin?",
            "Keep the place where the next parameter begins, and move it on after each.",
            changes=(("stop = start + rows * columns", "stop = rows * columns"), ("            start = stop\n", "")),
        ),
        Mistake(
            "the place in theta is moved on once a layer, after W and b",
            "Your W are right, and each b repeats the beginning of its W (or something else that was read already).",
            "Move the place on after each parameter, not after each layer.",
            code="""
            def theta_to_parameters(theta, shapes):
                parameters, start = {}, 0
                for l in range(1, len(shapes) // 2 + 1):
                    sizes = [int(np.prod(shapes[f"{letter}{l}"])) for letter in "Wb"]
                    for letter, size in zip("Wb", sizes):
                        parameters[f"{letter}{l}"] = theta[start : start + size].reshape(shapes[f"{letter}{l}"])
                    start += sum(sizes)
                return parameters
            """,
        ),
        Mistake(
            "the entries are put in column by column",
            "In the first trial W1 should count along its rows: 1, 2, then 3, 4. Yours counts down its columns.",
            "Row by row is what NumPy does by itself: look for an order that you gave, or for a transpose.",
            changes=((".reshape(shapes[name])", '.reshape(shapes[name], order="F")'),),
        ),
        Mistake(
            "the matrices are transposed",
            "The shapes of your W are the wrong way round.",
            "Reshape to the very tuple that `shapes` holds.",
            changes=((".reshape(shapes[name])", ".reshape(shapes[name][::-1])"),),
        ),
        Mistake(
            "the biases are flat",
            "Your b has shape (n,), and should have (n, 1). Added to Z (n, m) it would be spread along the wrong axis.",
            "Give b, too, the shape that `shapes` holds.",
            changes=((".reshape(shapes[name])", '.reshape(shapes[name] if name[0] == "W" else -1)'),),
        ),
        Mistake(
            "nothing is given its shape: the parameters are flat",
            "Your W1 has one axis. The network needs a matrix.",
            "Each piece of theta has to get the shape that `shapes` holds.",
            changes=((".reshape(shapes[name])", ""),),
        ),
        Mistake(
            "the parameters are read in the order of the dict",
            "The dict of shapes may come in any order; theta has one order only.",
            "Count the layers from 1 to L and ask the dict for each name.",
            changes=(
                (
                    'for l in range(1, len(shapes) // 2 + 1):\n        for name in (f"W{l}", f"b{l}"):',
                    "for _ in (1,):\n        for name in shapes:",
                ),
            ),
        ),
        Mistake(
            "the names are sorted as text",
            'As text, "W10" comes before "W2". Print `sorted(shapes)` for the eleven layers.',
            "Let numbers count the layers: a loop over l, and names made from it.",
            changes=(
                (
                    'for l in range(1, len(shapes) // 2 + 1):\n        for name in (f"W{l}", f"b{l}"):',
                    "for _ in (1,):\n        for name in sorted(shapes):",
                ),
            ),
        ),
        Mistake(
            "all the weights are read first, then all the biases",
            "After W1, theta holds b1, not W2.",
            "Read both parameters of a layer before you go on to the next one.",
            changes=(
                (
                    'for l in range(1, len(shapes) // 2 + 1):\n        for name in (f"W{l}", f"b{l}"):',
                    'for letter in "Wb":\n        for name in [letter + str(l) for l in range(1, len(shapes) // 2 + 1)]:',
                ),
            ),
        ),
        Mistake(
            "the bias of a layer is read before its weights",
            "Look at b1: it holds the first entries of theta, which are those of W1.",
            "In each layer W comes first, then b.",
            changes=(('(f"W{l}", f"b{l}")', '(f"b{l}", f"W{l}")'),),
        ),
        Mistake(
            "the last layer is left out",
            "There are no parameters of layer L in your dict. Which is the last l of your loop?",
            "`range(1, L)` ends at L - 1.",
            changes=(("range(1, len(shapes) // 2 + 1)", "range(1, len(shapes) // 2)"),),
        ),
        Mistake(
            "the layers are counted from 0",
            'There is no "W0": layer 0 is the input, which has no parameters.',
            "Begin with layer 1, and end with layer L.",
            changes=(("range(1, len(shapes) // 2 + 1)", "range(len(shapes) // 2)"),),
        ),
        Mistake(
            "the place in theta is moved on by the number of rows, not of entries",
            "A matrix of shape (3, 2) has six entries. By how much do you move on after it?",
            "Multiply the two numbers of the shape.",
            code="""
            def theta_to_parameters(theta, shapes):
                parameters, start = {}, 0
                for l in range(1, len(shapes) // 2 + 1):
                    for name in (f"W{l}", f"b{l}"):
                        size = shapes[name][0] * shapes[name][1]
                        parameters[name] = theta[start : start + size].reshape(shapes[name])
                        start += shapes[name][0]
                return parameters
            """,
        ),
        Mistake(
            "one entry is skipped between two parameters",
            "Compare the first entry of b1 with the last of W1 in the first trial: a number between them is missing. A slice ends before its end.",
            "The next parameter begins exactly where the slice before it ended.",
            code="""
            def theta_to_parameters(theta, shapes):
                parameters, start, theta = {}, 0, np.append(theta, np.zeros(2 * len(shapes)))
                for l in range(1, len(shapes) // 2 + 1):
                    for name in (f"W{l}", f"b{l}"):
                        stop = start + int(np.prod(shapes[name]))
                        parameters[name] = theta[start:stop].reshape(shapes[name])
                        start = stop + 1
                return parameters
            """,
        ),
        Mistake(
            "the biases are all 0: they are never read from theta",
            "Look at b1: zeros. The places of the biases in theta are skipped, and their numbers are lost.",
            "Give each b its piece of theta, as you do for W.",
            changes=(
                (
                    "theta[start:stop].reshape(shapes[name])",
                    'theta[start:stop].reshape(shapes[name]) if name[0] == "W" else np.zeros(shapes[name])',
                ),
            ),
        ),
        Mistake(
            "a list is returned, not a dict",
            "The network asks for its parameters by name.",
            "Put each array into a dict under its name.",
            changes=(("return parameters", "return list(parameters.values())"),),
        ),
        Mistake(
            "the caller's shapes are changed",
            "Look at your `shapes` after the call: it is not what it was. `pop` takes entries out, and the next call still needs them.",
            "Read from the dict; do not take things out of it.",
            changes=(
                ("rows, columns = shapes[name]", "rows, columns = shapes.pop(name)"),
                (".reshape(shapes[name])", ".reshape(rows, columns)"),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "np.split",
            code="""
            def theta_to_parameters(theta, shapes):
                names = [c + str(l) for l in range(1, len(shapes) // 2 + 1) for c in ("W", "b")]
                ends = np.cumsum([shapes[name][0] * shapes[name][1] for name in names])
                pieces = np.split(theta, ends[:-1])
                return {name: np.reshape(piece, shapes[name]) for name, piece in zip(names, pieces)}
            """,
        ),
        Alternative(
            "copies in the order of the dict",
            code="""
            def theta_to_parameters(theta, shapes):
                found, start = {}, 0
                for name in sorted(shapes, key=lambda name: (int(name[1:]), name)):
                    n, k = shapes[name]
                    found[name] = np.array(theta[start : start + n * k], dtype=float).reshape(n, k)
                    start += n * k
                return {name: found[name] for name in shapes}
            """,
        ),
        Alternative(
            "entry by entry",
            code="""
            def theta_to_parameters(theta, shapes):
                parameters, k = {}, 0
                for l in range(1, len(shapes) // 2 + 1):
                    for name in ("W" + str(l), "b" + str(l)):
                        P = np.zeros(shapes[name])
                        for i in range(P.shape[0]):
                            for j in range(P.shape[1]):
                                P[i, j] = theta[k]
                                k += 1
                        parameters[name] = P
                return parameters
            """,
        ),
        Alternative(
            "theta cut shorter and shorter",
            code="""
            def theta_to_parameters(theta, shapes):
                rest, parameters, l = theta.copy(), {}, 0
                while len(parameters) < len(shapes):
                    l += 1
                    for name in (f"W{l}", f"b{l}"):
                        size = np.prod(shapes[name])
                        parameters[name], rest = rest[:size].reshape(*shapes[name]), rest[size:]
                return parameters
            """,
        ),
    ),
)
