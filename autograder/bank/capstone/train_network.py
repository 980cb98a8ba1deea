"""train_network: small networks whose cost goes up and down, only rises, or only falls."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.capstone.shared import one_hot
from autograder.bank.probes import CHANGED, value
from course_utils import network
from course_utils.reference import capstone as reference


def small_data(rng, sizes, m, m_dev):
    """Examples of a few overlapping classes, training and dev set of different sizes; every class occurs in both if there is room."""
    n_y, middle = max(sizes[-1], 2), rng.standard_normal((sizes[0], max(sizes[-1], 2)))
    data = {}
    for end, size in (("", m), ("_dev", m_dev)):
        labels = rng.permutation(np.arange(size) % n_y)
        data["X" + end] = np.round(middle[:, labels] + 1.2 * rng.standard_normal((sizes[0], size)), 5)
        data["Y" + end] = one_hot(labels, n_y) if sizes[-1] > 1 else labels[np.newaxis] * 1.0
    return data


def small_network(rng, sizes):
    start = {}
    for l in range(1, len(sizes)):
        start[f"W{l}"] = np.round(rng.standard_normal((sizes[l], sizes[l - 1])), 5)
        start[f"b{l}"] = np.round(0.3 * rng.standard_normal((sizes[l], 1)), 5)
    return start


def training(rng, sizes, m, m_dev, settings, wanted=lambda history, settings, before: True):
    """A training whose history is as wanted; data and start are drawn until it is. `before` is the dev cost of the start."""
    for _ in range(5000):
        data, start = small_data(rng, sizes, m, m_dev), small_network(rng, sizes)
        history = reference.train_network(data, start, settings)[1]
        before = network.cost(network.forward(data["X_dev"], start)[0], data["Y_dev"])
        if clear(history, m_dev) and wanted(history, settings, before):
            return training_trial(sizes, data, start, settings)
    raise ValueError("no such training")


def training_trial(sizes, data, start, settings):
    shape, m, m_dev = "-".join(map(str, sizes)), data["X"].shape[1], data["X_dev"].shape[1]
    says = f"a network {shape}, m = {m}, m_dev = {m_dev}, " + ", ".join(f"{name} {number}" for name, number in settings.items())
    return Trial(
        says,
        {"data": data, "start": start, "settings": settings},
        [
            Probe("values", "form", {"part": 0}),
            value(part=1),
            value(part=0),
            CHANGED,
        ],
    )


def resting(rng, sizes, m, settings):
    """A start that gradient descent leaves as good as it was: no hidden unit is active, half of the examples are of either class.

    All costs are ln 2 exactly, in binary too as m is a power of 2; the penalty makes the weights smaller all the same.
    """
    data, start = small_data(rng, sizes, m, m), small_network(rng, sizes)
    start |= {"b1": np.round(-50 - rng.random((sizes[1], 1)), 5), "b2": np.zeros((2, 1))}
    return training_trial(sizes, data, start, settings)


def clear(history, m_dev):
    """No cost is nearly the lowest, so rounding decides nothing; and no output is so near to 0 that its logarithm would be cut off."""
    lowest = np.minimum.accumulate(history)
    return max(history) * m_dev < 20 and np.all(np.abs(np.array(history[1:]) / lowest[:-1] - 1) > 1e-6)


def up_and_down(history, settings, before):
    """It stops early, after a best epoch that came after a rise and a wait of more than one epoch all told."""
    best = int(np.argmin(history))
    rises = np.flatnonzero(np.diff(history[: best + 1]) > 0)
    early = len(history) < settings["epochs"] and best > 2
    waited = sum(cost > min(history[:i]) for i, cost in enumerate(history[: best + 1]) if i)
    return early and len(rises) > 0 and waited >= settings["patience"] and has_fall_above(history, best)


def has_fall_above(history, best):
    """After the best epoch the cost falls once without reaching a new lowest value."""
    return any(history[i] < history[i - 1] for i in range(best + 2, len(history)))


def rising(history, settings, before):
    """The first epoch is the best, though its cost is above 1, and patience ends the training."""
    return history[0] > 1 and int(np.argmin(history)) == 0 and len(history) < settings["epochs"]


def worse_than_start(history, settings, before):
    """No epoch is as good as the start was, several are better than those before, and patience ends the training."""
    return min(history) > before and int(np.argmin(history)) >= settings["patience"] and len(history) < settings["epochs"]


def small_steps(history, settings, before):
    """Every epoch is better than the one before, but by so little that rounding either of the two to four digits hides it."""
    last, now = np.array(history[:-1]), np.array(history[1:])
    return bool(np.all(now < last)) and np.any(now >= np.round(last, 4)) and np.any(np.round(now, 4) >= last)


def falling(history, settings, before):
    """Every epoch is better than the one before."""
    return bool(np.all(np.diff(history) < 0))


def options(alpha, lambd, epochs, patience):
    return {"alpha": alpha, "lambd": lambd, "epochs": epochs, "patience": patience}


def more_options(alpha, lambd, epochs, patience):
    """The same among others, in another order."""
    return {"units": 16, "patience": patience, "lambd": lambd, "seed": 3, "epochs": epochs, "alpha": alpha}


def near(rng, number):
    return round(number * float(rng.uniform(0.95, 1.05)), 5)


EXERCISE = Exercise(
    reference=reference.train_network,
    points=4,
    returns=("best", "history"),
    rules=(
        Rule("values", "`best` and `history` are those of gradient descent with the L2 penalty, stopped by the dev cost", 1),
        Rule("arguments", "`data`, `start` and `settings` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        training(rng, [3, 4, 2], 6, 4, options(0.10371, 0, 3, 5), falling),
        training(rng, [2, 3, 3], 7, 5, options(0.20183, 2.04117, 3, 5), falling),
        training(rng, [3, 4, 2], 6, 5, options(1.60291, 0.50823, 40, 3), up_and_down),
        training(rng, [3, 2, 1], 6, 4, options(1.02713, 0.10937, 10, 1), rising),
        training(rng, [3, 4, 2], 5, 6, more_options(1.30419, 0.31276, 20, 2), worse_than_start),
        resting(rng, [3, 4, 2], 8, options(0.10563, 2.03771, 9, 3)),
        training(rng, [3, 3, 2], 7, 5, options(0.00213, 1.02739, 6, 1), small_steps),
    ],
    hidden=lambda rng: [
        training(rng, [4, 5, 3], 8, 5, options(near(rng, 0.15), 0, 4, 5), falling),
        training(rng, [3, 4, 3, 2], 7, 10, options(near(rng, 0.1), near(rng, 3), 3, 4), falling),
        training(rng, [4, 2], 5, 6, more_options(near(rng, 0.3), near(rng, 1.5), 4, 6)),
        training(rng, [3, 5, 2], 8, 6, options(near(rng, 1.6), near(rng, 0.4), 40, 3), up_and_down),
        training(rng, [2, 4, 1], 6, 5, options(near(rng, 1.2), near(rng, 0.2), 12, 2), rising),
        training(rng, [3, 5, 2], 6, 5, options(near(rng, 1.3), near(rng, 0.3), 20, 2), worse_than_start),
        training(rng, [3, 4, 2], 3, 1, options(near(rng, 0.4), near(rng, 1), 1, 1)),
        resting(rng, [2, 5, 2], 4, options(near(rng, 0.1), near(rng, 2), 7, 1)),
        training(rng, [3, 3, 2], 6, 5, options(near(rng, 0.002), near(rng, 1), 6, 1), small_steps),
    ],
    mistakes=(
        Mistake(
            "the parameters of the last epoch are returned, not the best ones",
            "Compute the dev cost of what you return: it is the last number of your history, not the lowest. When training stops, the best epoch is some epochs back.",
            "Keep the parameters of an epoch at the moment it becomes the best, and return those.",
            changes=(("best = now if waited == 0 else best", "best = now"),),
        ),
        Mistake(
            "the penalty is not divided by m",
            "Set lambd = 0 and all agrees; with a penalty your weights shrink m times too fast. The cost is a mean over m examples, and the penalty has the same m under it.",
            "Wherever `lambd` stands, an m belongs under it.",
            changes=(('settings["lambd"] / m', 'settings["lambd"]'),),
        ),
        Mistake(
            "lambd plays no part",
            "Try lambd = 0 and lambd = 100: you return the same weights.",
            "The penalty's gradient, chapter 3, belongs to the gradient of each W.",
            changes=(('settings["lambd"] / m', "0"),),
        ),
        Mistake(
            "the penalty's gradient is twice or half what it should be",
            "Look at one weight whose gradient is small: in one step it shrinks by a factor 1 − αλ/m. Is it so with yours? The ½ in the penalty is there to meet the 2 of the square.",
            "Derive λ/2m · w² by w once more.",
            changes=(('settings["lambd"] / m', '2 * settings["lambd"] / m'),),
        ),
        Mistake(
            "the penalty pushes the weights away from 0",
            "With a large lambd your weights grow. A penalty on large weights should make them smaller.",
            "Look at the sign in front of the penalty's gradient: it is added to the gradient, and the sum is subtracted.",
            changes=(("rate[name[0]] * value)", "-rate[name[0]] * value)"),),
        ),
        Mistake(
            "the biases are penalized too",
            "Compare b1 with the expected one: yours is nearer to 0. Weights make a network complicated, biases only move it.",
            "Treat the entries whose name begins with b apart.",
            changes=(('"b": 0}', '"b": settings["lambd"] / m}'),),
        ),
        Mistake(
            "the penalty is divided by the number of dev examples",
            "Which set does a step look at? Its number of examples is the m of the cost.",
            "Take m from `X`, not from `X_dev`.",
            changes=(('data["X"].shape[1]', 'data["X_dev"].shape[1]'),),
        ),
        Mistake(
            "the penalty is divided by the number of features",
            "With lambd = 0 all agrees. The m under the penalty counts examples; yours counts the rows of `X`.",
            "Columns are examples: take the other number of the shape.",
            changes=(('data["X"].shape[1]', 'data["X"].shape[0]'),),
        ),
        Mistake(
            "the weights are made smaller after the step, not before",
            "With lambd = 0 all agrees. Your penalty takes its share of the weights that the step has moved already. Its gradient belongs to the point where the other gradient was measured.",
            "Put both parts of the gradient together first, then take one step.",
            changes=(
                (
                    'value - settings["alpha"] * (grads["d" + name] + rate[name[0]] * value)',
                    '(value - settings["alpha"] * grads["d" + name]) * (1 - settings["alpha"] * rate[name[0]])',
                ),
            ),
        ),
        Mistake(
            "the biases stay as they were",
            "Compare b1 in your best parameters with b1 in `start`: the same numbers. Biases are not penalized, but they are trained.",
            "Every entry takes the step down its own gradient; only the penalty is for the weights alone.",
            changes=(('settings["alpha"] * (grads', '(settings["alpha"] if name[0] == "W" else 0) * (grads'),),
        ),
        Mistake(
            "it trains on both sets together",
            "Your history comes out too good: the dev examples were in the steps. A set that is trained on cannot say any more when to stop.",
            "Forward and backward pass of a step get `X` and `Y`, and nothing else.",
            changes=(
                (
                    'm, now, best, history, waited = data["X"].shape[1], start, start, [], 0',
                    'data = data | {k: np.hstack([data[k], data[k + "_dev"]]) for k in ("X", "Y")}\n    m, now, best, history, waited = data["X"].shape[1], start, start, [], 0',
                ),
            ),
        ),
        Mistake(
            "the dev error is watched, not the dev cost",
            "Your history holds shares of wrong labels: few different numbers, and the same ones again and again. The cost sees a network get better long before a label changes.",
            "What counts is the cross-entropy on the dev set, without labels being decided.",
            changes=(
                (
                    'network.cost(network.forward(data["X_dev"], now)[0], data["Y_dev"])',
                    '1 - network.accuracy(network.predict(data["X_dev"], now), data["Y_dev"])',
                ),
            ),
        ),
        Mistake(
            "the steps are those of a network of tanh units",
            "Take one epoch, and compare your W1 with the expected one. The course's networks have ReLU units unless another name is handed over.",
            "Leave out the name of the hidden units in forward and backward pass.",
            changes=(
                (
                    'network.backward(data["Y"], now, network.forward(data["X"], now)[1])',
                    'network.backward(data["Y"], now, network.forward(data["X"], now, "tanh")[1], "tanh")',
                ),
            ),
        ),
        Mistake(
            "an epoch that is as good as the best counts as better",
            "Look at the trial whose dev cost never changes: the first epoch is the best, and the others are waited through. Yours trains to the end.",
            "Lower means lower: an equal cost is no progress.",
            changes=(("cost < min(history", "cost <= min(history"),),
        ),
        Mistake(
            "the start takes part: an epoch must be better than it",
            "Look at the trial in which every epoch is worse than the start. The docstring compares epochs with each other; the start is none of them.",
            "Begin with a lowest cost that any epoch beats.",
            changes=(
                (
                    "[], 0\n",
                    '[], 0\n    before = network.cost(network.forward(data["X_dev"], start)[0], data["Y_dev"])\n',
                ),
                ("min(history, default=np.inf)", "min([before, *history])"),
            ),
        ),
        Mistake(
            "the history begins with the start",
            "Count: your history has one number more than there were epochs. The first belongs to the start, which no epoch has touched.",
            "Begin with an empty list, and look at the dev set after each step.",
            changes=(
                (
                    "return best, history",
                    'return best, [network.cost(network.forward(data["X_dev"], start)[0], data["Y_dev"]), *history]',
                ),
            ),
        ),
        Mistake(
            "one epoch too many is trained",
            "Count: where patience does not end the training, your history has one number more than `epochs`.",
            "Let the loop run `epochs` times. Which numbers does your `range`, or your condition, give?",
            changes=(('len(history) < settings["epochs"]', 'len(history) <= settings["epochs"]'),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "First come the parameters, then the costs.",
            "Compare your last line with the docstring's `Returns`.",
            changes=(("return best, history", "return history, best"),),
        ),
        Mistake(
            "it trains on the dev set",
            "Which examples make your gradient? A set that is trained on cannot say any more when to stop.",
            "Forward and backward pass of a step get `X` and `Y`.",
            changes=(
                (
                    'grads = network.backward(data["Y"], now, network.forward(data["X"], now)[1])',
                    'grads = network.backward(data["Y_dev"], now, network.forward(data["X_dev"], now)[1])',
                ),
            ),
        ),
        Mistake(
            "the training cost is watched, not the dev cost",
            "Your history is the cost on the training set. It goes on falling while the network learns by heart, so it would never say stop.",
            "The cost that decides is measured on `X_dev` with `Y_dev`.",
            changes=(
                (
                    'cost = network.cost(network.forward(data["X_dev"], now)[0], data["Y_dev"])',
                    'cost = network.cost(network.forward(data["X"], now)[0], data["Y"])',
                ),
            ),
        ),
        Mistake(
            "the dev cost has the penalty in it",
            "With lambd = 0 your history is right. The penalty is a means to train; what you want to know of the dev set is how well it is predicted.",
            "The history takes `network.cost` as it is.",
            changes=(
                (
                    'data["Y_dev"])\n',
                    'data["Y_dev"]) + settings["lambd"] / (2 * m) * sum(np.sum(now[k] ** 2) for k in now if k[0] == "W")\n',
                ),
            ),
        ),
        Mistake(
            "the dev cost is measured before the step",
            "The first number of your history is the cost of the start, which no epoch has touched. The docstring asks for the cost after each epoch.",
            "First the step, then the look at the dev set, with the new parameters.",
            code="""
            def train_network(data, start, settings):
                m, now, best, history, waited = data["X"].shape[1], start, start, [], 0
                while len(history) < settings["epochs"] and waited < settings["patience"]:
                    cost = network.cost(network.forward(data["X_dev"], now)[0], data["Y_dev"])
                    waited = 0 if cost < min(history, default=np.inf) else waited + 1
                    best = now if waited == 0 else best
                    history.append(cost)
                    grads = network.backward(data["Y"], now, network.forward(data["X"], now)[1])
                    rate = {"W": settings["lambd"] / m, "b": 0}
                    now = {k: v - settings["alpha"] * (grads["d" + k] + rate[k[0]] * v) for k, v in now.items()}
                return best, history
            """,
        ),
        Mistake(
            "the dev cost is that of the parameters from before the step, though best is taken after it",
            "Compute the dev cost of the parameters that you return: it is the number after the lowest of your history. The first of your numbers belongs to the start.",
            "Measure the new parameters, those that this epoch has made, and keep the same ones.",
            changes=(
                ("now = {name: value", "old = now\n        now = {name: value"),
                ('forward(data["X_dev"], now)', 'forward(data["X_dev"], old)'),
            ),
        ),
        Mistake(
            "it waits one epoch too long",
            "With patience 1 training ends after the *first* epoch without a new lowest cost. Yours trains one more.",
            "Count the epochs waited on paper, for patience 1, and compare with your condition: `<` or `<=`?",
            changes=(('waited < settings["patience"]', 'waited <= settings["patience"]'),),
        ),
        Mistake(
            "the wait does not begin anew after a better epoch",
            "Look at the trial where the dev cost rises, and then reaches a new lowest value: you stop too early, for the old waiting is still counted.",
            "A new lowest cost sets the count back.",
            changes=(
                (
                    "waited = 0 if cost < min(history, default=np.inf) else waited + 1",
                    "better = cost < min(history, default=np.inf)\n        waited = waited + (not better)",
                ),
                ("best = now if waited == 0 else best", "best = now if better else best"),
            ),
        ),
        Mistake(
            "each epoch is compared with the one before, not with the best",
            "A cost that rises by 1 and falls by 0.5 is no progress. Follow your waiting through such a place in the history.",
            "Compare with the lowest cost so far.",
            changes=(("min(history, default=np.inf)", "(history[-1] if history else np.inf)"),),
        ),
        Mistake(
            "patience is not looked at: it trains to the end",
            "Your history always has as many numbers as `epochs`. Where the dev cost only rises, that is a waste of time.",
            "Leave the loop when the epochs waited reach `patience`.",
            changes=((' and waited < settings["patience"]', ""),),
        ),
        Mistake(
            "the learning rate does not reach the penalty",
            "With lambd = 0 all agrees. In gradient descent *everything* in the gradient is multiplied by alpha.",
            "Look at your brackets: the penalty's part stands outside.",
            changes=(
                (
                    'settings["alpha"] * (grads["d" + name] + rate[name[0]] * value)',
                    'settings["alpha"] * grads["d" + name] - rate[name[0]] * value',
                ),
            ),
        ),
        Mistake(
            "best is only another name for the parameters that are trained on",
            "Compute the dev cost of what you return: it is that of the last epoch. And look at `start` after the call: it has changed. Your steps write into the arrays, and all names for these arrays see it.",
            "Either make new arrays in each step, or copy the arrays wherever you keep them.",
            code="""
            def train_network(data, start, settings):
                m, now, best, history, waited = data["X"].shape[1], start, start, [], 0
                while len(history) < settings["epochs"] and waited < settings["patience"]:
                    grads = network.backward(data["Y"], now, network.forward(data["X"], now)[1])
                    for name in now:
                        decay = settings["lambd"] / m * now[name] if name[0] == "W" else 0
                        now[name] -= settings["alpha"] * (grads["d" + name] + decay)
                    cost = network.cost(network.forward(data["X_dev"], now)[0], data["Y_dev"])
                    waited = 0 if cost < min(history, default=np.inf) else waited + 1
                    best = now if waited == 0 else best
                    history.append(cost)
                return best, history
            """,
        ),
        Mistake(
            "start itself is changed",
            "Look at your `start` after the call. The next training, with other settings, would begin where this one ended.",
            "Begin with a copy of the arrays, not of the dict alone.",
            code="""
            def train_network(data, start, settings):
                m, now, history, waited = data["X"].shape[1], start, [], 0
                best = {k: v.copy() for k, v in now.items()}
                while len(history) < settings["epochs"] and waited < settings["patience"]:
                    grads = network.backward(data["Y"], now, network.forward(data["X"], now)[1])
                    for name in now:
                        decay = settings["lambd"] / m * now[name] if name[0] == "W" else 0
                        now[name] -= settings["alpha"] * (grads["d" + name] + decay)
                    cost = network.cost(network.forward(data["X_dev"], now)[0], data["Y_dev"])
                    waited = 0 if cost < min(history, default=np.inf) else waited + 1
                    best = {k: v.copy() for k, v in now.items()} if waited == 0 else best
                    history.append(cost)
                return best, history
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "weight decay, a for loop with a break, and copies",
            code="""
            def train_network(data, start, settings):
                parameters = {k: np.array(v, dtype=float) for k, v in start.items()}
                m, L = data["X"].shape[1], len(start) // 2
                history, lowest, best_epoch = [], np.inf, 0
                for epoch in range(settings["epochs"]):
                    AL, cache = network.forward(data["X"], parameters)
                    grads = network.backward(data["Y"], parameters, cache)
                    for l in range(1, L + 1):
                        parameters[f"W{l}"] *= 1 - settings["alpha"] * settings["lambd"] / m
                        parameters[f"W{l}"] -= settings["alpha"] * grads[f"dW{l}"]
                        parameters[f"b{l}"] -= settings["alpha"] * grads[f"db{l}"]
                    dev_cost = network.cost(network.forward(data["X_dev"], parameters)[0], data["Y_dev"])
                    history.append(dev_cost)
                    if dev_cost < lowest:
                        lowest, best_epoch = dev_cost, epoch
                        best = {k: v.copy() for k, v in parameters.items()}
                    if epoch - best_epoch >= settings["patience"]:
                        break
                return best, history
            """,
        ),
        Alternative(
            "network.update with gradients that hold the penalty; an array as history",
            code="""
            def train_network(data, start, settings):
                import copy

                m, now, history = data["X"].shape[1], copy.deepcopy(start), []
                best, wait = None, 0
                for _ in range(settings["epochs"]):
                    grads = network.backward(data["Y"], now, network.forward(data["X"], now)[1])
                    for key in [k for k in grads if k.startswith("dW")]:
                        grads[key] = grads[key] + settings["lambd"] * now[key[1:]] / m
                    now = network.update(now, grads, settings["alpha"])
                    history += [network.cost(network.forward(data["X_dev"], now)[0], data["Y_dev"])]
                    if int(np.argmin(history)) == len(history) - 1:
                        best, wait = copy.deepcopy(now), 0
                        continue
                    wait += 1
                    if wait == settings["patience"]:
                        break
                return best, np.array(history)
            """,
        ),
        Alternative(
            "all parameters kept, the best looked up at the end",
            code="""
            def train_network(data, start, settings):
                every, costs = [start], []
                for epoch in range(settings["epochs"]):
                    p = every[-1]
                    _, cache = network.forward(data["X"], p)
                    g = network.backward(data["Y"], p, cache)
                    shrink = settings["lambd"] / data["Y"].shape[1]
                    new = {}
                    for k in p:
                        new[k] = p[k] - settings["alpha"] * g["d" + k]
                        if k.startswith("W"):
                            new[k] = new[k] - settings["alpha"] * shrink * p[k]
                    every.append(new)
                    costs.append(network.cost(network.forward(data["X_dev"], new)[0], data["Y_dev"]))
                    if len(costs) - 1 - int(np.argmin(costs)) == settings["patience"]:
                        break
                return every[1 + int(np.argmin(costs))], costs
            """,
        ),
    ),
)
