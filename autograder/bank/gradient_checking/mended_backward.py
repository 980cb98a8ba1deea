"""mended_backward: the gradients of small tanh networks, from their activations alone."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.gradient_checking.shared import DEEP, complete, smooth_network, some
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, layers, value
from course_utils import network
from course_utils.reference import gradient_checking as reference


def backward_trial(rng, sizes, m):
    parameters, X, Y = smooth_network(rng, sizes, m)
    _, cache = network.forward(X, parameters, hidden="tanh")
    arguments = {"Y": Y, "parameters": parameters, "cache": {name: A for name, A in cache.items() if name[0] == "A"}}
    grads = {"d" + name: None for name in parameters}
    return Trial(f"{layers(sizes)}, {some(m, 'example')}", arguments, [value(), complete(grads), CHANGED])


MEAN, SLOPE = ("dZ.sum(axis=1", "dZ.mean(axis=1"), "(1 - A_prev**2)"
NO_BIAS = 'np.tanh(parameters[f"W{l - 1}"] @ cache[f"A{l - 2}"])'
START = 'dZ = (cache[f"A{L}"] - Y) / m'


def slope(wrong):
    return (SLOPE, wrong)


EXERCISE = Exercise(
    reference=reference.mended_backward,
    points=3,
    returns=("grads",),
    rules=(
        Rule("values", "the gradients are those of the cost, for every layer, weights and biases", 1),
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [
        backward_trial(rng, (2, 3, 2, 1), 4),
        backward_trial(rng, (3, 1), 5),
        backward_trial(rng, (3, 2, 4, 3), 6),
        backward_trial(rng, (2, 4, 1), 1),
        backward_trial(rng, DEEP, 3),
    ],
    hidden=lambda rng: [
        backward_trial(rng, (3, 4, 3, 2, 1), 5),
        backward_trial(rng, (2, 3), 4),
        backward_trial(rng, (4, 3, 2), 7),
        backward_trial(rng, (3, 3, 3, 1), 1),
        backward_trial(rng, (1, 2, 2, 4), 3),
        backward_trial(rng, DEEP, 6),
    ],
    mistakes=(
        Mistake(
            "nothing is mended: all three bugs are still there",
            "Look at your table from below. In the last layer the row of W is great and that of b is not: which line makes it?",
            "Begin with the line of db: the division by m was done once already, in the line of dZ.",
            changes=(MEAN, slope(f"(1 - {NO_BIAS})")),
        ),
        Mistake(
            "db is a mean over the examples; it should be their sum",
            "The rows of all b are bad in your table, those of W are not. dZ was divided by m in its first line: what does a mean do once more?",
            "Add up over the examples, and leave the division to the line of dZ.",
            changes=(MEAN,),
        ),
        Mistake(
            "the mean in db is mended, the slope has two bugs",
            "In your table the last layer is great, and all below it are bad. So look at what is handed on from layer to layer.",
            "The slope of tanh is 1 - tanh²: what is missing in that line? And is its Z the one of the forward pass?",
            changes=(slope(f"(1 - {NO_BIAS})"),),
        ),
        Mistake(
            "the slope lacks its square: 1 - tanh for 1 - tanh²",
            "In your table the last layer is great, and all below it are bad. The slope is handed on there. Take z = 0: tanh is steepest, with slope 1. And for a large negative z your slope is 2.",
            "The slope of tanh is 1 - tanh².",
            changes=(slope("(1 - A_prev)"),),
        ),
        Mistake(
            "Z is computed once more for the slope, without the bias",
            "All is great at the start, and after ten epochs all below the last layer is bad. What is 0 at the start, and later is not? Look for it in the line of Z.",
            "Add the bias. Or leave Z alone: the cache holds its tanh already.",
            changes=(slope(f"(1 - {NO_BIAS}**2)"),),
        ),
        Mistake(
            "Z is computed without the bias, and db is a mean",
            "Two bugs are left. At the start the rows of b are bad; later all below the last layer is.",
            "Mend the line of db, then ask what is 0 at the start and not later.",
            changes=(MEAN, slope(f"(1 - {NO_BIAS}**2)")),
        ),
        Mistake(
            "the slope lacks its square, and db is a mean",
            "Two bugs are left. In the last layer it is the row of b alone; below it all rows are bad.",
            "Mend the line of db, then look at the slope of tanh.",
            changes=(MEAN, slope("(1 - A_prev)")),
        ),
        Mistake(
            "the slope is forgotten: dZ is handed on as dA",
            "In your table the last layer is great, and all below it are bad. A hidden unit whose tanh is flat hands hardly anything on; yours hands on all.",
            "Multiply by the slope of tanh, entry by entry.",
            changes=((f" * {SLOPE}", ""),),
        ),
        Mistake(
            "the tanh is taken twice: of what is an activation already",
            "The cache holds A, which is tanh of Z. Your slope takes the tanh of that.",
            "The slope needs the square of the activation itself.",
            changes=(slope("(1 - np.tanh(A_prev) ** 2)"),),
        ),
        Mistake(
            "the slope is 1 - Z², with Z where its tanh belongs",
            "Your slope is negative for a Z above 1, and no tanh falls there.",
            "Take the square of the activation, not of what went into it.",
            changes=(slope('(1 - (parameters[f"W{l - 1}"] @ cache[f"A{l - 2}"] + parameters[f"b{l - 1}"]) ** 2)'),),
        ),
        Mistake(
            "the slope is that of a sigmoid, A (1 - A)",
            "In your table all below the last layer is bad. Your slope is 0 where A is 0, and there tanh is steepest.",
            "The hidden units are tanh: 1 - A².",
            changes=(slope("A_prev * (1 - A_prev)"),),
        ),
        Mistake(
            "nothing is divided by m",
            "All your rows are bad, by the same factor: the number of examples. The cost is a mean over them.",
            "Divide once, in the first line of dZ.",
            changes=((START, START.removesuffix(" / m")),),
        ),
        Mistake(
            "dW and db are divided by m a second time",
            "All your rows are bad, by the same factor: the number of examples. dZ was divided by it already.",
            "Divide in one place alone.",
            changes=(("dZ @ A_prev.T", "dZ @ A_prev.T / m"), MEAN),
        ),
        Mistake(
            "dW is divided by m a second time",
            "Your rows of b are great, those of W are not: they are too small by the number of examples.",
            "dZ was divided by m in its first line. Leave the line of dW as it was.",
            changes=(("dZ @ A_prev.T", "dZ @ A_prev.T / m"),),
        ),
        Mistake(
            "all gradients have the wrong sign",
            "Every row of your table is 1: the two gradients are opposite.",
            "It is A - Y at the output.",
            changes=((START, 'dZ = (Y - cache[f"A{L}"]) / m'),),
        ),
        Mistake(
            "the output has a slope of tanh as well",
            "In your table the last layer is bad already. For a sigmoid or softmax with cross-entropy dZ is A - Y, and nothing else.",
            "Leave the first line of dZ without a slope.",
            changes=((START, 'dZ = (cache[f"A{L}"] - Y) / m * (1 - cache[f"A{L}"] ** 2)'),),
        ),
        Mistake(
            "dZ is not handed on: every layer begins with that of the output",
            "The last layer is great, and the next one has other shapes, or stops.",
            "Put what comes through W and the slope into `dZ` itself.",
            changes=((f'dZ = (parameters[f"W{{l}}"].T @ dZ) * {SLOPE}', f'dA = (parameters[f"W{{l}}"].T @ dZ) * {SLOPE}'),),
        ),
        Mistake(
            "db is flat, of shape (n,)",
            "Print the shape of your db1: it has one size, and b1 has two.",
            "`keepdims=True` keeps the column.",
            changes=((", keepdims=True", ""),),
        ),
        Mistake(
            "the first layer gets no gradients",
            "Print the names of your grads: there is no dW1. Where does your loop end?",
            "Count down to layer 1: a range leaves out its own end.",
            changes=(("range(L, 0, -1)", "range(L, 1, -1)"),),
        ),
        Mistake(
            "the caller's cache is changed",
            "Look at your cache after the call: the activations have become their squares. `A **= 2` works on the array itself.",
            "Make a new array for the slope.",
            changes=(
                (
                    f'dZ = (parameters[f"W{{l}}"].T @ dZ) * {SLOPE}',
                    'A_prev **= 2\n            dZ = (parameters[f"W{l}"].T @ dZ) * (1 - A_prev)',
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "the three lines mended where they stand, Z with its bias",
            code="""
            def mended_backward(Y, parameters, cache):
                L, m, grads = len(parameters) // 2, Y.shape[1], {}
                dZ = (cache[f"A{L}"] - Y) / m
                for l in range(L, 0, -1):
                    grads[f"dW{l}"] = dZ @ cache[f"A{l - 1}"].T
                    grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
                    if l > 1:
                        Z = parameters[f"W{l - 1}"] @ cache[f"A{l - 2}"] + parameters[f"b{l - 1}"]
                        slope = 1 - np.tanh(Z) ** 2
                        dZ = (parameters[f"W{l}"].T @ dZ) * slope
                return grads
            """,
        ),
        Alternative(
            "the mean kept, and dZ without its division",
            code="""
            def mended_backward(Y, parameters, cache):
                L, m, grads = len(parameters) // 2, Y.shape[1], {}
                dZ = cache["A" + str(L)] - Y
                for l in range(L, 0, -1):
                    A = cache["A" + str(l - 1)]
                    grads["db" + str(l)] = dZ.mean(axis=1, keepdims=True)
                    grads["dW" + str(l)] = np.einsum("im,jm->ij", dZ, A) / m
                    if l > 1:
                        dZ = np.dot(parameters["W" + str(l)].T, dZ) * (1 + A) * (1 - A)
                print(list(grads))
                return grads
            """,
        ),
        Alternative(
            "one over cosh squared, in a dict from layer 1 on",
            code="""
            def mended_backward(Y, parameters, cache):
                L = len(parameters) // 2
                dZ = {L: (cache[f"A{L}"] - Y) / Y.shape[1]}
                for l in range(L - 1, 0, -1):
                    Z = parameters[f"W{l}"] @ cache[f"A{l - 1}"] + parameters[f"b{l}"]
                    dZ[l] = parameters[f"W{l + 1}"].T @ dZ[l + 1] / np.cosh(Z) ** 2
                grads = {}
                for l in range(1, L + 1):
                    grads[f"dW{l}"] = dZ[l] @ cache[f"A{l - 1}"].T
                    grads[f"db{l}"] = dZ[l] @ np.ones((Y.shape[1], 1))
                return grads
            """,
        ),
        Alternative(
            "the course's own backward pass, with every Z put back",
            code="""
            def mended_backward(Y, parameters, cache):
                whole = dict(cache)
                for l in range(1, len(parameters) // 2 + 1):
                    whole[f"Z{l}"] = parameters[f"W{l}"] @ cache[f"A{l - 1}"] + parameters[f"b{l}"]
                return network.backward(Y, parameters, whole, hidden="tanh")
            """,
        ),
    ),
)
