"""parameters_to_theta: parameters of networks, their names in more than one order, some of them counting from 1."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.gradient_checking.shared import DEEP, array_up_to_2, shapes_of, shuffled_entries
from autograder.bank.probes import CHANGED, layers, value
from course_utils.reference import gradient_checking as reference


def counted(sizes):
    """Parameters that count from 1 in the order they have in theta, so that a wrong order meets the eye."""
    parameters, start = {}, 1.0
    for name, shape in shapes_of(sizes).items():
        size = int(np.prod(shape))
        parameters[name] = np.arange(start, start + size).reshape(shape)
        start += size
    return parameters


def some_parameters(rng, sizes):
    return {name: array_up_to_2(rng, *shape) for name, shape in shapes_of(sizes).items()}


def to_theta_trial(sizes, parameters):
    return Trial(layers(sizes), {"parameters": parameters}, [value(), CHANGED])


JOINED = "np.concatenate([parameters[name].ravel() for name in names])"
NAMES = 'names = [letter + str(l) for l in range(1, L + 1) for letter in "Wb"]'

EXERCISE = Exercise(
    reference=reference.parameters_to_theta,
    points=2,
    returns=("theta",),
    rules=(
        Rule("values", "`theta` (n,) holds W1, b1, W2, b2, … in this order, each row by row, whatever the order of the dict", 1),
        Rule("arguments", "`parameters` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        to_theta_trial((2, 3, 1), counted((2, 3, 1))),
        to_theta_trial((3, 2, 4, 2), shuffled_entries(some_parameters(rng, (3, 2, 4, 2)), rng)),
        to_theta_trial((3, 1), some_parameters(rng, (3, 1))),
        to_theta_trial(DEEP, shuffled_entries(counted(DEEP), rng)),
    ],
    hidden=lambda rng: [
        *(to_theta_trial(sizes, shuffled_entries(some_parameters(rng, sizes), rng)) for sizes in ((4, 3, 2, 1), (2, 5, 3), (1, 4), DEEP)),
        to_theta_trial((3, 2, 2), some_parameters(rng, (3, 2, 2))),
        to_theta_trial((1, 1), some_parameters(rng, (1, 1))),
    ],
    mistakes=(
        Mistake(
            "the entries come in the order of the dict",
            "A dict keeps the order in which it was filled. `backward` fills `grads` from the last layer to the first: theta and the gradient would not fit together.",
            "Count the layers from 1 to L and ask the dict for each name.",
            changes=((NAMES, "names = list(parameters)"),),
        ),
        Mistake(
            "the names are sorted as text",
            'As text, "W10" comes before "W2", and all the W before all the b (or the other way round). Print `sorted(parameters)` for the eleven layers.',
            "Let numbers count the layers: a loop over l, and names made from it.",
            changes=((NAMES, "names = sorted(parameters)"),),
        ),
        Mistake(
            "all the weights come first, then all the biases",
            "Your vector begins with W1, W2, …; after W1 the docstring has b1.",
            "Take both parameters of a layer before you go on to the next one.",
            changes=((NAMES, 'names = [letter + str(l) for letter in "Wb" for l in range(1, L + 1)]'),),
        ),
        Mistake(
            "the bias of a layer comes before its weights",
            "Look at the first entries: they are those of b1.",
            "In each layer W comes first, then b.",
            changes=(('letter in "Wb"]', 'letter in "bW"]'),),
        ),
        Mistake(
            "in each layer every row of W is followed by the bias of its unit",
            "In the first trial theta should count 1, 2, 3, …; yours has 7 in the third place. W and b were laid side by side before they were read.",
            "Read all of W, then all of b: flatten each by itself, and join what is flat.",
            changes=((JOINED, 'np.concatenate([np.hstack([parameters[f"W{l}"], parameters[f"b{l}"]]).ravel() for l in range(1, L + 1)])'),),
        ),
        Mistake(
            "the matrices are read column by column",
            "In the first trial theta should count 1, 2, 3, …; yours jumps. Which entry of W1 comes second?",
            "Row by row is what NumPy does by itself: look for a transpose, or for an order that you gave.",
            changes=((".ravel()", '.ravel(order="F")'),),
        ),
        Mistake(
            "the biases are left out",
            "Count: your theta is shorter than the parameters are many. A bug in db would never be found.",
            "Each layer has two parameters, W and b.",
            changes=(('letter in "Wb"]', 'letter in "W"]'),),
        ),
        Mistake(
            "the weights are left out",
            "Count: your theta is shorter than the parameters are many.",
            "Beside each b stands a W, and it comes first.",
            changes=(('letter in "Wb"]', 'letter in "b"]'),),
        ),
        Mistake(
            "the last layer is left out",
            "Your theta ends before the parameters of layer L. Which is the last l of your loop?",
            "`range(1, L)` ends at L - 1.",
            changes=(("range(1, L + 1)", "range(1, L)"),),
        ),
        Mistake(
            "the first layer is left out",
            "Your theta begins with W2. Which is the first l of your loop?",
            "The layers with parameters are 1, 2, …, L.",
            changes=(("range(1, L + 1)", "range(2, L + 1)"),),
        ),
        Mistake(
            "the layers are counted from 0",
            'There is no "W0": layer 0 is the input, which has no parameters.',
            "Begin with layer 1, and end with layer L.",
            changes=(("range(1, L + 1)", "range(L)"),),
        ),
        Mistake(
            "the layers come from the last to the first",
            "Your vector begins with the last layer. `backward` walks that way, theta does not.",
            "Count upwards: 1, 2, …, L.",
            changes=(("range(1, L + 1)", "range(L, 0, -1)"),),
        ),
        Mistake(
            "theta is a column",
            "Your result has two axes, (n, 1). In this chapter theta has one.",
            "Flatten each parameter before you join them, and leave it flat.",
            changes=((JOINED, JOINED + ".reshape(-1, 1)"),),
        ),
        Mistake(
            "the caller's parameters are changed: flattened, moved or taken out of the dict",
            "Look at your `parameters` after the call: the shapes, or the entries, are no longer what they were. The network still needs them.",
            "Read from the dict; make a flat copy of what you read.",
            changes=((JOINED, "np.concatenate([parameters.pop(name).ravel() for name in names])"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("from a list of numbers", changes=((JOINED, f"np.array({JOINED}.tolist())"),)),
        Alternative(
            "a loop that appends",
            code="""
            def parameters_to_theta(parameters):
                theta = np.array([])
                for l in range(1, len(parameters) // 2 + 1):
                    theta = np.append(theta, parameters["W" + str(l)])
                    theta = np.append(theta, parameters["b" + str(l)])
                return theta
            """,
        ),
        Alternative(
            "np.hstack of flattened copies",
            code="""
            def parameters_to_theta(parameters):
                parts = []
                for l in range(1, len(parameters) // 2 + 1):
                    parts += [parameters[f"W{l}"].flatten(), parameters[f"b{l}"].reshape(-1)]
                return np.hstack(parts)
            """,
        ),
        Alternative(
            "sorted by number, then by letter",
            code="""
            def parameters_to_theta(parameters):
                ordered = sorted(parameters, key=lambda name: (int(name[1:]), name[0]))
                return np.concatenate([parameters[name].ravel() for name in ordered])
            """,
        ),
        Alternative(
            "entry by entry, with a print",
            code="""
            def parameters_to_theta(parameters):
                theta, l = [], 1
                while f"W{l}" in parameters:
                    for P in (parameters[f"W{l}"], parameters[f"b{l}"]):
                        for row in P:
                            for x in row:
                                theta.append(x)
                    l += 1
                print(len(theta))
                return np.array(theta)
            """,
        ),
    ),
)
