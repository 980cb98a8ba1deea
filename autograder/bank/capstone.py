"""Chapter 9, the capstone: trials, rules, known mistakes and accepted alternatives of its exercises."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils import datasets, network
from course_utils.black_boxes.specimens import ridge
from course_utils.reference import capstone as reference

CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")
GLOBAL = Probe("rng", "global_moved", {}, False, says="it moves NumPy's (or Python's) global random state; draw from `rng` alone")
REPRODUCIBLE = Probe("rng", "reproducible", {}, True, says="two calls from the same state of `rng` give different results")
RNG_RULE = Rule("rng", "every random number comes from `rng`: the same state of `rng` gives the same result", 0.25)


def generator(rng):
    return np.random.default_rng(rng.integers(10**6))


def one_hot(labels, n):
    return np.eye(n)[labels].T


# --- train_network --------------------------------------------------------------------------------


def small_data(rng, sizes, m, m_dev):
    """Examples of a few overlapping classes, training and dev set of different sizes; every class occurs in both if there is room."""
    n_y, middle = max(sizes[-1], 2), rng.standard_normal((sizes[0], max(sizes[-1], 2)))
    data = {}
    for end, size in (("", m), ("_dev", m_dev)):
        labels = rng.permutation(np.arange(size) % n_y)
        data["X" + end] = np.round(middle[:, labels] + 1.2 * rng.standard_normal((sizes[0], size)), 2)
        data["Y" + end] = one_hot(labels, n_y) if sizes[-1] > 1 else labels[np.newaxis] * 1.0
    return data


def small_network(rng, sizes):
    start = {}
    for l in range(1, len(sizes)):
        start[f"W{l}"] = np.round(rng.standard_normal((sizes[l], sizes[l - 1])), 2)
        start[f"b{l}"] = np.round(0.3 * rng.standard_normal((sizes[l], 1)), 2)
    return start


def training(rng, sizes, m, m_dev, settings, wanted=lambda history, settings: True):
    """A training whose history is as wanted; data and start are drawn until it is."""
    for _ in range(3000):
        data, start = small_data(rng, sizes, m, m_dev), small_network(rng, sizes)
        if wanted(reference.train_network(data, start, settings)[1], settings):
            break
    else:
        raise ValueError("no such training")
    shape = "-".join(map(str, sizes))
    says = f"a network {shape}, m = {m}, m_dev = {m_dev}, " + ", ".join(f"{name} {number}" for name, number in settings.items())
    history = "history is {got}; it should be {want}"
    return Trial(
        says,
        {"data": data, "start": start, "settings": settings},
        [
            Probe("values", "form", {"part": 0}),
            Probe("values", "numbers", {"part": 1}, says=history),
            Probe("values", "value", {"part": 0}),
            CHANGED,
        ],
    )


def up_and_down(history, settings):
    """It stops early, after a best epoch that came after a rise and a wait of more than one epoch all told."""
    best = int(np.argmin(history))
    rises = np.flatnonzero(np.diff(history[: best + 1]) > 0)
    early = len(history) < settings["epochs"] and best > 2
    waited = sum(cost > min(history[:i]) for i, cost in enumerate(history[: best + 1]) if i)
    return early and len(rises) > 0 and waited >= settings["patience"] and has_fall_above(history, best)


def has_fall_above(history, best):
    """After the best epoch the cost falls once without reaching a new lowest value."""
    return any(history[i] < history[i - 1] for i in range(best + 2, len(history)))


def rising(history, settings):
    """The first epoch is the best, and patience ends the training."""
    return int(np.argmin(history)) == 0 and len(history) < settings["epochs"]


def falling(history, settings):
    """Every epoch is better than the one before."""
    return bool(np.all(np.diff(history) < 0))


def options(alpha, lambd, epochs, patience):
    return {"alpha": alpha, "lambd": lambd, "epochs": epochs, "patience": patience}


TRAIN_NETWORK = Exercise(
    reference=reference.train_network,
    points=4,
    returns=("best", "history"),
    rules=(
        Rule("values", "`best` and `history` are those of gradient descent with the L2 penalty, stopped by the dev cost", 1),
        Rule("arguments", "`data`, `start` and `settings` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        training(rng, [3, 4, 2], 6, 4, options(0.1, 0, 3, 5), falling),
        training(rng, [2, 3, 3], 7, 5, options(0.2, 2.0, 3, 5), falling),
        training(rng, [3, 4, 2], 6, 5, options(2.0, 0.5, 40, 3), up_and_down),
        training(rng, [3, 2, 1], 6, 4, options(1.0, 0.1, 10, 1), rising),
    ],
    hidden=lambda rng: [
        training(rng, [4, 5, 3], 8, 5, options(0.15, 0, 4, 5), falling),
        training(rng, [3, 4, 3, 2], 7, 10, options(0.1, 3.0, 3, 4), falling),
        training(rng, [4, 2], 5, 6, options(0.3, 1.5, 4, 6)),
        training(rng, [3, 5, 2], 8, 6, options(2.0, 0.4, 50, 4), up_and_down),
        training(rng, [2, 4, 1], 6, 5, options(1.2, 0.2, 12, 2), rising),
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

# --- log_uniform ----------------------------------------------------------------------------------

N = 3000


def six_sigma(share):
    return 6 * np.sqrt(share * (1 - share) / N)


def drawn(rng, low, high):
    """Many draws: how they are spread over parts of the range that are equally long on a logarithmic scale."""
    edges = np.geomspace(low, high, 4).tolist()
    beyond = Probe(
        "values",
        "outside",
        {"low": low * 0.999999, "high": high * 1.000001},
        0.0,
        says="a share of {got} of the values lies outside the range",
    )
    says = "the shares of the values in the three parts of the range are {got}; they should be near {want}"
    third = Probe("values", "share_by_factor", {"edges": edges}, [1 / 3, 1 / 3, 1 / 3], six_sigma(1 / 3), says)
    fresh = Probe("values", "fresh", {}, True, says="a second call with the same `rng` gives the very same values")
    arguments = {"low": low, "high": high, "n": N, "rng": generator(rng)}
    return Trial(f"n = {N}, from {low} to {high}", arguments, [Probe("values", "form", {}), beyond, third, fresh, GLOBAL, REPRODUCIBLE])


def few(rng, low, high, n):
    beyond = Probe(
        "values",
        "outside",
        {"low": low * 0.999999, "high": high * 1.000001},
        0.0,
        says="a share of {got} of the values lies outside the range",
    )
    return Trial(
        f"n = {n}, from {low} to {high}",
        {"low": low, "high": high, "n": n, "rng": generator(rng)},
        [Probe("values", "form", {}), beyond, GLOBAL],
    )


DRAW = "np.exp(rng.uniform(np.log(low), np.log(high), n))"

LOG_UNIFORM = Exercise(
    reference=reference.log_uniform,
    points=2,
    returns=("values",),
    rules=(
        Rule("values", "n values from low to high, drawn anew in every call, and every factor has its fair share", 1),
        RNG_RULE,
    ),
    visible=lambda rng: [drawn(rng, 0.001, 1.0), drawn(rng, 0.5, 4000.0), few(rng, 0.01, 0.3, 4)],
    hidden=lambda rng: [drawn(rng, 0.0001, 0.1), drawn(rng, 3.0, 3000.0), drawn(rng, 0.02, 50.0), few(rng, 0.03, 0.5, 1)],
    mistakes=(
        Mistake(
            "the values are spread evenly on the ordinary scale",
            "Between 0.001 and 1, nine of ten of your values lie above 0.1, and hardly one below 0.01. A search would never try the small ones.",
            "Draw the logarithm evenly, and turn it back.",
            changes=((DRAW, "rng.uniform(low, high, n)"),),
        ),
        Mistake(
            "the natural logarithm goes in, and a power of 10 comes out",
            "Print your smallest and largest value: they lie far outside the range. Which function undoes `np.log`?",
            "`np.log` and `np.exp` belong together, and so do `np.log10` and powers of 10.",
            changes=((DRAW, "10 ** rng.uniform(np.log(low), np.log(high), n)"),),
        ),
        Mistake(
            "the logarithm to base 10 goes in, and np.exp comes out",
            "Print your smallest and largest value: they do not come near the ends of the range. Which function undoes `np.log10`?",
            "Take the same base on the way there and on the way back.",
            changes=((DRAW, "np.exp(rng.uniform(np.log10(low), np.log10(high), n))"),),
        ),
        Mistake(
            "the exponents are returned, not the values",
            "A learning rate below 0? What you return are logarithms.",
            "The last step is missing: back from the logarithm.",
            changes=((DRAW, "rng.uniform(np.log(low), np.log(high), n)"),),
        ),
        Mistake(
            "only whole powers of ten are drawn",
            "Count the different values that you get: only a few. Between 0.01 and 0.1 there are others worth a try.",
            "Draw the exponent as a number with decimals, not as a whole one.",
            changes=((DRAW, "np.clip(10.0 ** rng.integers(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1, n), low, high)"),),
        ),
        Mistake(
            "the values stand on a fixed grid",
            "Call twice: the same values. A grid tries few different values of each hyperparameter; random draws try as many as there are turns.",
            "Each value should be a draw from `rng`.",
            changes=((DRAW, "np.geomspace(low, high, n)"),),
        ),
        Mistake(
            "one draw is repeated n times",
            "Look at the values: they are all the same.",
            "Tell `rng` how many numbers you want.",
            changes=((DRAW, "np.full(n, np.exp(rng.uniform(np.log(low), np.log(high))))"),),
        ),
        Mistake(
            "a seed inside the function makes every call draw the same",
            "Call twice with one and the same `rng`: the same values. A longer search would try nothing new.",
            "Draw from the `rng` that comes in; it moves on with every draw.",
            changes=((DRAW, "np.exp(np.random.default_rng(0).uniform(np.log(low), np.log(high), n))"),),
        ),
        Mistake(
            "a column is returned",
            "Print the shape: (n, 1). The docstring asks for (n,).",
            "The size of the draw is the number n alone.",
            changes=((DRAW, "np.exp(rng.uniform(np.log(low), np.log(high), (n, 1)))"),),
        ),
        Mistake(
            "a single number is returned",
            "You return one value, whatever n is.",
            "The draw takes a size, too.",
            changes=((DRAW, "float(np.exp(rng.uniform(np.log(low), np.log(high))))"),),
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the values differ, so the draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=(("rng.uniform(", "np.random.uniform("),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=(("rng.uniform(", "np.random.default_rng().uniform("),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("powers of 10", changes=((DRAW, "10 ** rng.uniform(np.log10(low), np.log10(high), size=n)"),)),
        Alternative("a power of the ratio", changes=((DRAW, "low * (high / low) ** rng.random(n)"),)),
        Alternative(
            "a loop, from the upper end",
            code="""
            def log_uniform(low, high, n, rng):
                values = np.zeros(n)
                for i in range(n):
                    values[i] = high * (low / high) ** rng.uniform()
                return values
            """,
        ),
        Alternative("base 2, in float32", changes=((DRAW, "np.exp2(rng.uniform(np.log2(low), np.log2(high), n)).astype(np.float32)"),)),
    ),
)

# --- run_turns ------------------------------------------------------------------------------------


def turns_trial(rng, n_x, n_y, m, candidates):
    """Data on which every way to measure gives other errors, and all errors of a column are not the same."""
    for _ in range(500):
        middle, data = rng.standard_normal((n_x, n_y)), {}
        for end, size in zip(("", "_dev", "_test"), m):
            labels = rng.integers(0, n_y, size)
            data["X" + end] = np.round(middle[:, labels] + rng.standard_normal((n_x, size)), 2)
            data["Y" + end] = one_hot(labels, n_y)
        ends = ("", "_dev", "_test")
        errors = np.array(
            [
                [1 - network.accuracy(network.predict(data["X" + e], ridge(data["X"], data["Y"], s)), data["Y" + e]) for s in candidates]
                for e in ends
            ]
        )
        best = errors.argmin(axis=1)
        if len(set(best)) == 3 and len(set(errors[1])) > 1 and best[1] != len(candidates) - 1:
            break
    else:
        raise ValueError("no such data")
    says = f"{len(candidates)} candidates, {m[0]} training, {m[1]} dev and {m[2]} test examples of {n_y} classes"
    arguments = {"candidates": candidates, "fit": partial(ridge), "data": data}
    return Trial(says, arguments, [Probe("values", "value", {}), CHANGED])


def some_settings(rng, k):
    order = rng.permutation(k)
    return [{"alpha": round(float(rng.uniform(0, 2)), 2), "lambd": float(f"{0.01 * 8.0**i:.3g}")} for i in order]


ERROR = "1 - network.accuracy(network.predict(X, parameters), Y)"
FIT = 'fit(data["X"], data["Y"], settings)'
PAIRS = '(("train_error", data["X"], data["Y"]), ("dev_error", data["X_dev"], data["Y_dev"]))'

RUN_TURNS = Exercise(
    reference=reference.run_turns,
    points=4,
    returns=("log",),
    rules=(
        Rule("values", "each row of the log has the settings and the two errors of its turn; training and dev set alone play a part", 1),
        Rule("arguments", "`candidates` and `data` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        turns_trial(rng, 2, 3, (9, 7, 8), some_settings(rng, 4)),
        turns_trial(rng, 3, 2, (8, 10, 6), some_settings(rng, 5)),
    ],
    hidden=lambda rng: [
        turns_trial(rng, 3, 3, (11, 8, 9), some_settings(rng, 5)),
        turns_trial(rng, 4, 4, (15, 12, 10), some_settings(rng, 6)),
        turns_trial(rng, 2, 2, (12, 9, 13), some_settings(rng, 4)),
    ],
    mistakes=(
        Mistake(
            "the test set is opened: its error stands where the dev error belongs",
            "Compute the dev error of the first candidate by hand, with `X_dev` and `Y_dev`. Your number is the test error. After this search no set is left for an honest number.",
            "Leave the entries that end in _test alone.",
            changes=(('("dev_error", data["X_dev"], data["Y_dev"])', '("dev_error", data["X_test"], data["Y_test"])'),),
        ),
        Mistake(
            "it trains on the dev set too",
            "Your networks have seen the dev examples, and the dev errors come out too small. The dev set is there to choose.",
            "Hand only `X` and `Y` to `fit`.",
            changes=((FIT, 'fit(np.hstack([data["X"], data["X_dev"]]), np.hstack([data["Y"], data["Y_dev"]]), settings)'),),
        ),
        Mistake(
            "it trains on the dev set",
            "Which examples do you hand to `fit`? A set that is trained on can not judge.",
            "Train on the set whose names have no ending.",
            changes=((FIT, 'fit(data["X_dev"], data["Y_dev"], settings)'),),
        ),
        Mistake(
            "each error is measured by a network that was trained on the same set",
            "For the dev error you train anew, on the dev set. The log is about one network for each turn, which has seen the training set alone.",
            "Call `fit` once for each of the candidates.",
            code="""
            def run_turns(candidates, fit, data):
                log = []
                for settings in candidates:
                    row = dict(settings)
                    for name, end in (("train_error", ""), ("dev_error", "_dev")):
                        X, Y = data["X" + end], data["Y" + end]
                        row[name] = 1 - network.accuracy(network.predict(X, fit(X, Y, settings)), Y)
                    log.append(row)
                return log
            """,
        ),
        Mistake(
            "training error and dev error are exchanged",
            "Compute the first candidate's error on the training set by hand, and look under which name you find it.",
            "Check which data go with which name.",
            changes=((PAIRS, '(("dev_error", data["X"], data["Y"]), ("train_error", data["X_dev"], data["Y_dev"]))'),),
        ),
        Mistake(
            "the accuracy is written down, not the error",
            "An error is the share of *wrong* labels: a good network has a small one.",
            "What is the share that is left when some labels are right?",
            changes=((ERROR, "network.accuracy(network.predict(X, parameters), Y)"),),
        ),
        Mistake(
            "the cost is written down, not the error",
            "Your numbers can be larger than 1. An error is a share of wrong labels, from 0 to 1.",
            "Let the network say labels, and count the wrong ones.",
            changes=((ERROR, "network.cost(network.forward(X, parameters)[0], Y)"),),
        ),
        Mistake(
            "the number of errors is written down, not the share",
            "Your numbers are whole. The sets have different sizes, so numbers of errors cannot be compared.",
            "Divide by the number of examples of that set.",
            changes=((ERROR, "np.sum(network.predict(X, parameters) != Y.argmax(axis=0))"),),
        ),
        Mistake(
            "all entries of the one-hot labels are compared",
            "`predict` says class numbers (1, m), and Y (n_y, m) holds a 1 for each class. Compared entry by entry they tell nothing.",
            "`network.accuracy` knows one-hot labels.",
            changes=((ERROR, "np.mean(network.predict(X, parameters) != Y)"),),
        ),
        Mistake(
            "every row is the last one",
            "Print your log: all rows are alike. You append one and the same dict each time, and then write into it.",
            "Make a new dict for each turn.",
            code="""
            def run_turns(candidates, fit, data):
                log, row = [], {}
                for settings in candidates:
                    parameters = fit(data["X"], data["Y"], settings)
                    row.update(settings)
                    row["train_error"] = 1 - network.accuracy(network.predict(data["X"], parameters), data["Y"])
                    row["dev_error"] = 1 - network.accuracy(network.predict(data["X_dev"], parameters), data["Y_dev"])
                    log.append(row)
                return log
            """,
        ),
        Mistake(
            "the same settings are tried in every turn",
            "The settings change from row to row, the errors do not. Which settings do you hand to `fit`?",
            "Hand over those of this turn.",
            changes=((FIT, 'fit(data["X"], data["Y"], candidates[0])'),),
        ),
        Mistake(
            "the settings are missing in the rows",
            "A log that does not say what was tried is of no use to the next turn.",
            "Begin each row with a copy of its settings.",
            changes=(("dict(settings)", "{}"),),
        ),
        Mistake(
            "the settings stand in a dict within the row",
            "Print a row: the settings are one level deeper than the errors.",
            "Put the entries of the settings into the row itself.",
            changes=(("dict(settings)", '{"settings": settings}'),),
        ),
        Mistake(
            "only the best row is returned",
            "A log holds every turn, also those that failed: they say where one need not look again.",
            "Return the list. Choosing comes in the next exercise.",
            changes=(("return log", 'return min(log, key=lambda row: row["dev_error"])'),),
        ),
        Mistake(
            "the log is sorted by error",
            "Row i should belong to candidate i. Sorted, nobody can see what was learned from turn to turn.",
            "Leave the order as it came.",
            changes=(("return log", 'return sorted(log, key=lambda row: row["dev_error"])'),),
        ),
        Mistake(
            "the candidates themselves are written into",
            "Look at your `candidates` after the call: they have errors in them now. Trained with once more, they would hand these on as settings.",
            "The row is a new dict, with the same entries.",
            changes=(("dict(settings)", "settings"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a comprehension with an inner function",
            code="""
            def run_turns(candidates, fit, data):
                def error(p, end):
                    return np.mean(network.predict(data["X" + end], p)[0] != data["Y" + end].argmax(axis=0))

                trained = [fit(data["X"], data["Y"], s) for s in candidates]
                return [{**s, "train_error": error(p, ""), "dev_error": error(p, "_dev")} for s, p in zip(candidates, trained)]
            """,
        ),
        Alternative(
            "copies, a turn's number, and the errors first",
            code="""
            def run_turns(candidates, fit, data):
                import copy

                log = []
                for i in range(len(candidates)):
                    parameters = fit(data["X"].copy(), data["Y"].copy(), dict(candidates[i]))
                    AL, _ = network.forward(data["X"], parameters)
                    AL_dev, _ = network.forward(data["X_dev"], parameters)
                    wrong = np.argmax(AL, axis=0) != np.argmax(data["Y"], axis=0)
                    wrong_dev = np.argmax(AL_dev, axis=0) != np.argmax(data["Y_dev"], axis=0)
                    row = {"turn": i, "train_error": wrong.sum() / wrong.size, "dev_error": float(wrong_dev.mean())}
                    row.update(copy.deepcopy(candidates[i]))
                    log += [row]
                return log
            """,
        ),
        Alternative(
            "rows joined with |, Python floats, a tuple of rows",
            code="""
            def run_turns(candidates, fit, data):
                rows = ()
                for settings in candidates:
                    p = fit(data["X"], data["Y"], settings)
                    right = network.accuracy(network.predict(data["X"], p), data["Y"])
                    right_dev = network.accuracy(network.predict(data["X_dev"], p), data["Y_dev"])
                    rows = (*rows, settings | {"dev_error": 1.0 - right_dev, "train_error": 1.0 - right})
                return rows
            """,
        ),
    ),
)

# --- best_so_far ----------------------------------------------------------------------------------


def a_log(dev_errors, train_errors, lambds):
    return [{"lambd": s, "train_error": t, "dev_error": d} for s, t, d in zip(lambds, train_errors, dev_errors)]


def log_trial(dev_errors, train_errors, lambds):
    says = f"dev errors {', '.join(map(str, dev_errors))}"
    lowest = Probe("values", "numbers", {"part": 1}, says="lowest is {got}; it should be {want}: {difference}")
    best = Probe("values", "value", {"part": 0})
    return Trial(says, {"log": a_log(dev_errors, train_errors, lambds)}, [Probe("values", "form", {"part": 0}), best, lowest, CHANGED])


def drawn_log(rng, k, tie):
    """A log in which dev, training error and sum have their best turns at different places, and the best is neither first nor last."""
    for _ in range(5000):
        dev, train = (np.round(0.01 * rng.integers(8, 60, k), 2) for _ in range(2))
        lowest = np.flatnonzero(dev == dev.min())
        places = [
            dev.argmin(),
            train.argmin(),
            (dev + train).argmin(),
            dev.argmax(),
            k - 1,
            0,
            (dev - train).argmin(),
            np.abs(dev - train).argmin(),
        ]
        if len(lowest) == 1 + tie and places[0] not in places[1:] and np.any(np.diff(dev[: places[0]]) > 0):
            return log_trial(dev.tolist(), train.tolist(), [round(float(x), 2) for x in rng.uniform(0, 9, k)])
    raise ValueError("no such log")


BEST, LOWEST = "np.argmin(dev_errors)", "np.minimum.accumulate(dev_errors)"

BEST_SO_FAR = Exercise(
    reference=reference.best_so_far,
    points=2,
    returns=("best", "lowest"),
    rules=(
        Rule("values", "`best` is the turn that the dev error chooses, and `lowest` says how far one had come after each turn", 1),
        Rule("arguments", "`log` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        log_trial([0.4, 0.3, 0.35, 0.2, 0.25, 0.2, 0.3], [0.3, 0.2, 0.05, 0.16, 0.1, 0.15, 0.28], [0, 1, 2, 3, 4, 5, 6]),
        log_trial([0.5], [0.4], [1]),
        drawn_log(rng, 6, False),
    ],
    hidden=lambda rng: [
        drawn_log(rng, 8, True),
        drawn_log(rng, 6, False),
        drawn_log(rng, 11, True),
        log_trial([round(float(rng.uniform(0.2, 0.8)), 2)], [0.1], [2]),
    ],
    mistakes=(
        Mistake(
            "the training error chooses",
            "Your turn is the one with the lowest *training* error: the network that learned most by heart.",
            "Take the errors of the set that is there to choose.",
            changes=(('row["dev_error"]', 'row["train_error"]'),),
        ),
        Mistake(
            "the sum of both errors chooses",
            "The training error votes too in your choice, and it always votes for learning by heart.",
            "One of the two is enough.",
            changes=((BEST, 'np.argmin([row["dev_error"] + row["train_error"] for row in log])'),),
        ),
        Mistake(
            "the smallest gap chooses",
            "Where training and dev error are closest, both may be large: a network that has learned nothing has no gap.",
            "Choose by the dev error itself.",
            changes=((BEST, 'np.argmin([abs(row["dev_error"] - row["train_error"]) for row in log])'),),
        ),
        Mistake(
            "the turn with the highest error is chosen",
            "Look up the dev error of your best turn in the log: it is the largest. These are errors, not accuracies.",
            "What one wants of an error is the least.",
            changes=((BEST, "np.argmax(dev_errors)"),),
        ),
        Mistake(
            "of equally good turns the last is chosen",
            "In the first trial two turns have the lowest error. The docstring says which of them.",
            "A later turn has to be better, not as good.",
            changes=((BEST, "len(dev_errors) - 1 - np.argmin(dev_errors[::-1])"),),
        ),
        Mistake(
            "turns are counted from 1",
            "`log[best]` should be the best row. With your number it is the one after it, or an error.",
            "Take the index as it is.",
            changes=((BEST, "np.argmin(dev_errors) + 1"),),
        ),
        Mistake(
            "the best row is returned, not its index",
            "The docstring asks for an index: a whole number, so that `log[best]` is the row.",
            "NumPy has a function that tells where the least number stands.",
            changes=((BEST, 'min(log, key=lambda row: row["dev_error"])'),),
        ),
        Mistake(
            "the lowest error is returned, not the index of its turn",
            "An error says how good the best turn was, but not which one.",
            "There is a difference between the least number and its place.",
            changes=((BEST, "np.min(dev_errors)"),),
        ),
        Mistake(
            "lowest is the list of the dev errors as they are",
            "How far one has come never gets worse: a bad turn is thrown away. Your numbers go up again.",
            "Entry i is the least of the first i + 1 errors.",
            changes=((LOWEST, "dev_errors"),),
        ),
        Mistake(
            "lowest knows the future",
            "After the first turn only one error is known. Your first entry is the lowest of all turns.",
            "Entry i must not look at later turns.",
            changes=((LOWEST, "np.full(len(log), dev_errors.min())"),),
        ),
        Mistake(
            "lowest goes backwards",
            "Your entries tell what the turns from i to the *end* reach. One comes from the beginning.",
            "Turn nothing round: the first entry is the first error.",
            changes=((LOWEST, "np.minimum.accumulate(dev_errors[::-1])[::-1]"),),
        ),
        Mistake(
            "lowest leaves out the turn itself",
            "Entry i is about the turns 0 to i, the last one included. Yours is one turn late.",
            "Compare each new error before you write the entry down.",
            changes=((LOWEST, "np.minimum.accumulate(np.concatenate([dev_errors[:1], dev_errors[:-1]]))"),),
        ),
        Mistake(
            "only the last value of lowest is returned",
            "The docstring asks for an entry for each turn.",
            "Keep the least number after every turn, not only at the end.",
            changes=((LOWEST, "np.min(dev_errors)"),),
        ),
        Mistake(
            "each error is compared with the one before alone",
            "After 0.2, 0.3, 0.25 the lowest is still 0.2. Yours has forgotten it.",
            "Compare with the lowest so far, and remember that.",
            changes=((LOWEST, "np.minimum(dev_errors, np.concatenate([dev_errors[:1], dev_errors[:-1]]))"),),
        ),
        Mistake(
            "the log is sorted in place",
            "Look at your `log` after the call: its rows stand in another order, and the history is gone.",
            "Sort nothing, or a copy.",
            changes=(("return np.argmin", 'log.sort(key=lambda row: row["dev_error"])\n    return np.argmin'),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop, and a list",
            code="""
            def best_so_far(log):
                best, lowest = 0, []
                for i, row in enumerate(log):
                    if row["dev_error"] < log[best]["dev_error"]:
                        best = i
                    lowest.append(log[best]["dev_error"])
                return best, np.array(lowest)
            """,
        ),
        Alternative(
            "min of slices and index",
            code="""
            def best_so_far(log):
                errors = [row["dev_error"] for row in log]
                return errors.index(min(errors)), [min(errors[: i + 1]) for i in range(len(errors))]
            """,
        ),
        Alternative(
            "itertools, and a row found by min",
            code="""
            def best_so_far(log):
                from itertools import accumulate

                best = min(range(len(log)), key=lambda i: log[i]["dev_error"])
                return [best, np.fromiter(accumulate((row["dev_error"] for row in log), min), np.float32)]
            """,
        ),
    ),
)

# --- final_report ---------------------------------------------------------------------------------


def report_trial(rng, m, wrong, n_y, baseline_error):
    Y = rng.integers(0, n_y, (1, m))
    labels = Y.copy()
    labels[0, rng.choice(m, wrong, replace=False)] += 1
    labels %= n_y
    says = f"{wrong} of {m} labels wrong, baseline error {baseline_error}"
    return Trial(says, {"labels": labels, "Y_test": Y, "baseline_error": baseline_error}, [Probe("values", "value", {}), CHANGED])


MARGIN = "2 * np.sqrt(test_error * (1 - test_error) / labels.shape[1])"

FINAL_REPORT = Exercise(
    reference=reference.final_report,
    points=3,
    returns=("test_error", "margin", "beaten"),
    rules=(
        Rule(
            "values", "the error, twice the standard deviation of its measurement, and whether the baseline is beaten by more than that", 1
        ),
        Rule("arguments", "`labels` and `Y_test` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        report_trial(rng, 100, 10, 3, 0.2),
        report_trial(rng, 25, 5, 2, 0.3),
        report_trial(rng, 64, 16, 4, 0.2),
        report_trial(rng, 12, 0, 3, 0.5),
    ],
    hidden=lambda rng: [
        report_trial(rng, int(rng.integers(300, 400)), 40, 10, 0.3),
        report_trial(rng, int(rng.integers(30, 39)), 9, 4, 0.32),
        report_trial(rng, int(rng.integers(70, 80)), 21, 5, 0.22),
        report_trial(rng, int(rng.integers(9, 15)), 0, 3, 0.4),
    ],
    mistakes=(
        Mistake(
            "the accuracy is returned, not the error",
            "With 10 of 100 labels wrong you return 0.9. An error is the share that is wrong. (The margin is the same for both.)",
            "Count where labels and truth differ.",
            changes=(("np.mean(labels != Y_test)", "np.mean(labels == Y_test)"),),
        ),
        Mistake(
            "the number of errors is returned, not the share",
            "With 10 of 100 labels wrong you return 10, and what stands under the root becomes negative.",
            "A mean, not a sum.",
            changes=(
                ("np.mean(labels != Y_test)", "np.sum(labels != Y_test)"),
                (MARGIN, "2 * np.sqrt(abs(test_error * (1 - test_error)) / labels.shape[1])"),
            ),
        ),
        Mistake(
            "the margin is one standard deviation, not two",
            "The truth lies within one standard deviation in about 68 of 100 cases only. The docstring asks for two.",
            "Twice as wide.",
            changes=((MARGIN, "np.sqrt(test_error * (1 - test_error) / labels.shape[1])"),),
        ),
        Mistake(
            "the root is missing in the margin",
            "Four times as many examples should halve the margin. With yours they quarter it.",
            "What you have is a variance. Which is the way to the standard deviation?",
            changes=((MARGIN, "2 * test_error * (1 - test_error) / labels.shape[1]"),),
        ),
        Mistake(
            "the margin does not get smaller with more examples",
            "That is the spread of a single example's mistake. A mean over m examples spreads less. (Or is your m the number of *rows* of labels, which is 1?)",
            "There is an m under the root, chapter 1.",
            changes=((MARGIN, "2 * np.sqrt(test_error * (1 - test_error))"),),
        ),
        Mistake(
            "m is divided by outside the root",
            "Four times as many examples should halve the margin. With yours they quarter it, and it is far too small.",
            "Divide by m before you take the root.",
            changes=((MARGIN, "2 * np.sqrt(test_error * (1 - test_error)) / labels.shape[1]"),),
        ),
        Mistake(
            "(1 − error) is missing under the root",
            "At an error of 0.5 you are off by a factor of 1.4. The spread of a coin that says wrong with probability p is the root of p (1 − p).",
            "Two factors, for wrong and for right.",
            changes=((MARGIN, "2 * np.sqrt(test_error / labels.shape[1])"),),
        ),
        Mistake(
            "the margin is the baseline's",
            "Your margin depends on `baseline_error`. The measurement at hand is that of the test error.",
            "Put the test error under the root.",
            changes=((MARGIN, "2 * np.sqrt(baseline_error * (1 - baseline_error) / labels.shape[1])"),),
        ),
        Mistake(
            "beaten ignores the margin",
            "With 5 of 25 wrong, the true error may well be above 0.3. A small lead on a small test set may be luck.",
            "Ask whether the baseline would be worse even in the unlucky case.",
            changes=(("test_error + margin < baseline_error", "test_error < baseline_error"),),
        ),
        Mistake(
            "beaten gives the benefit of the doubt",
            "You take the margin off the test error: the lucky case. The claim should hold in the unlucky one.",
            "The test error may be too low by the margin: which way does that point?",
            changes=(("test_error + margin < baseline_error", "test_error - margin < baseline_error"),),
        ),
        Mistake(
            "beaten is turned round",
            "With 10 of 100 wrong and a baseline of 0.2 you say that the baseline is not beaten. Small errors win.",
            "Exchange the two sides.",
            changes=(("test_error + margin < baseline_error", "test_error + margin > baseline_error"),),
        ),
        Mistake(
            "two numbers are returned, not three",
            "Count what you return: the verdict is missing.",
            "After the margin comes whether the baseline is beaten.",
            changes=(("return test_error, margin, test_error + margin < baseline_error", "return test_error, margin"),),
        ),
        Mistake(
            "labels itself is changed",
            "Look at your `labels` after the call: somebody else may want to look at them, too.",
            "Write the comparison into an array of its own.",
            changes=(("test_error = np.mean(labels != Y_test)", "labels[...] = labels != Y_test\n    test_error = np.mean(labels)"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "standard error by np.std",
            code="""
            def final_report(labels, Y_test, baseline_error):
                wrong = (labels != Y_test).ravel()
                margin = 2 * np.std(wrong) / np.sqrt(len(wrong))
                return np.mean(wrong), margin, bool(baseline_error - np.mean(wrong) > margin)
            """,
        ),
        Alternative(
            "a loop, and an if",
            code="""
            def final_report(labels, Y_test, baseline_error):
                m, count = Y_test.shape[1], 0
                for i in range(m):
                    if labels[0, i] != Y_test[0, i]:
                        count += 1
                e = count / m
                margin = 2 * (e * (1 - e) / m) ** 0.5
                if e + margin < baseline_error:
                    return e, margin, True
                return e, margin, False
            """,
        ),
        Alternative(
            "network.accuracy, float32, and 1 for True",
            code="""
            def final_report(labels, Y_test, baseline_error):
                accuracy = network.accuracy(labels, Y_test)
                spread = np.float32(np.sqrt(accuracy - accuracy**2) / np.sqrt(labels.size))
                upper = 1 - accuracy + 2 * spread
                return [1 - accuracy, 2 * spread, int(upper < baseline_error)]
            """,
        ),
    ),
)

# --- build_model ----------------------------------------------------------------------------------


def new_camera(rng, m, again=False):
    """Raw images of a camera that nobody has met: its pixels, its angle and its class numbers come from a drawn seed."""
    seed = int(rng.integers(10**9))
    X, Y, _, _ = datasets.snapshots(m, 1000, np.random.default_rng(seed))
    column = [Probe("values", "form", {"part": i}, np.zeros((64, 1))) for i in (0, 1)]
    worth = Probe(
        "values",
        "reads_snapshots",
        {"seed": seed, "m": m, "m_new": 1000, "least": 0.02},
        "it beats the baseline",
        says="on new images {got}",
    )
    arguments = {"X": X, "Y": Y, "rng": generator(rng)}
    return Trial(f"{m} images of a new camera", arguments, [*column, worth, CHANGED, GLOBAL, *[REPRODUCIBLE] * again])


RULER = "mu, sigma = X[:, train].mean(axis=1, keepdims=True), X[:, train].std(axis=1, keepdims=True)"

BUILD_MODEL = Exercise(
    reference=reference.build_model,
    points=5,
    returns=("mu", "sigma", "parameters"),
    rules=(
        Rule("values", "on new images of the same camera the network beats the baseline by 0.02 at least, whatever the camera", 1),
        Rule("arguments", "`X` and `Y` are left as they were", 0.25),
        RNG_RULE,
    ),
    visible=lambda rng: [new_camera(rng, 450, again=True)],
    hidden=lambda rng: [new_camera(rng, 700), new_camera(rng, 700, again=True)],
    mistakes=(
        Mistake(
            "the network is handed raw pixels",
            "Your mu is 0 everywhere and your sigma is the same for all pixels. Either nothing was normalized, or you return the ruler of data that were normalized already. Look at the cost of your first ten steps on raw pixels.",
            "Measure each pixel's mean and deviation on the raw training images, train on the normalized ones, and return these two.",
            code="""
            def build_model(X, Y, rng):
                order = rng.permutation(X.shape[1])
                dev, train = np.split(order, [len(order) // 5])
                data = {"X": X[:, train], "Y": Y[:, train], "X_dev": X[:, dev], "Y_dev": Y[:, dev]}
                start = network.initialize([len(X), 32, len(Y)], rng)
                best, _ = train_network(data, start, {"alpha": 0.1, "lambd": 1.0, "epochs": 20, "patience": 20})
                return np.zeros((len(X), 1)), np.ones((len(X), 1)), best
            """,
        ),
        Mistake(
            "it divides by the variance",
            "Print the deviation of a few pixels after your normalization: 1 was meant. Chapter 6 shows where this slip comes from.",
            "The ruler is the root of the variance.",
            changes=(("X[:, train].std(axis=1, keepdims=True)", "X[:, train].var(axis=1, keepdims=True)"),),
        ),
        Mistake(
            "the file is cut without shuffling",
            "The file is sorted by class. Count the classes in your training set and in your dev set: those of the one are missing in the other, so the network never learns some, and the dev cost cannot tell.",
            "Deal the examples in an order that `rng` draws.",
            changes=(("order, found = rng.permutation(X.shape[1]), []", "order, found = np.arange(X.shape[1]), []"),),
        ),
        Mistake(
            "what it learned has nothing to do with the labels",
            "It is right about as often as a guess. Do X and Y still belong together after your shuffle? Or do you return a network as it was at the start?",
            "Draw one order, and take it for the columns of X and of Y; return what training gave back.",
            changes=(('"Y": Y[:, train], "X_dev"', '"Y": Y[:, rng.permutation(train)], "X_dev"'),),
        ),
        Mistake(
            "the parameters come first",
            "The docstring asks for mu, sigma, parameters, in this order.",
            "Look at the last line.",
            changes=(("return mu, sigma, best", "return best, mu, sigma"),),
        ),
        Mistake(
            "only the parameters are returned",
            "Whoever uses your network has raw images, and needs the ruler, too.",
            "Return three things: mu, sigma and the parameters.",
            changes=(("return mu, sigma, best", "return best"),),
        ),
        Mistake(
            "mu and sigma are no columns",
            "Print their shapes: one axis is missing. With X (n_x, m), NumPy would not know which way to spread them.",
            "Keep the axis that you take the mean over.",
            changes=(("return mu, sigma, best", "return mu[:, 0], sigma[:, 0], best"),),
        ),
        Mistake(
            "every image is measured by itself",
            "You have a mean for each example, not for each pixel. New images can not be handed over with it: there are as many numbers as training images.",
            "Take the mean along the other axis: over the examples.",
            code="""
            def build_model(X, Y, rng):
                order = rng.permutation(X.shape[1])
                mu, sigma = X.mean(axis=0, keepdims=True), X.std(axis=0, keepdims=True)
                return mu, sigma, network.initialize([len(X), 32, len(Y)], rng)
            """,
        ),
        Mistake(
            "X itself is changed",
            "Look at your `X` after the call. `X -= mu` writes into the caller's raw images, and a second call would normalize them once more.",
            "Write the normalized images into new arrays.",
            changes=(("return mu, sigma, best", "X -= mu\n    return mu, sigma, best"),),
            costs=0.25,
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the results differ, so some draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=(("order, found = rng.permutation(", "order, found = np.random.permutation("),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=(("order, found = rng.permutation(", "order, found = np.random.default_rng().permutation("),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "network.train with mini-batches, no search",
            code="""
            def build_model(X, Y, rng):
                mu, sigma = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
                X_norm = (X - mu) / sigma
                parameters, _ = network.train(X_norm, Y, [64, 48, 10], rng=rng, epochs=25, alpha=0.1, batch_size=32)
                return mu, sigma, parameters
            """,
        ),
        Alternative(
            "two hidden layers, one choice of settings, the order from a shuffle",
            code="""
            def build_model(X, Y, rng):
                index = np.arange(X.shape[1])
                rng.shuffle(index)
                k = int(0.8 * len(index))
                train, dev = index[:k], index[k:]
                mu, sigma = X[:, train].mean(1)[:, None], X[:, train].std(1)[:, None]
                Z = (X - mu) / sigma
                data = {"X": Z[:, train], "Y": Y[:, train], "X_dev": Z[:, dev], "Y_dev": Y[:, dev]}
                start = network.initialize([64, 40, 20, 10], rng)
                best, _ = train_network(data, start, {"alpha": 0.6, "lambd": 5.0, "epochs": 200, "patience": 20})
                return mu, sigma, best
            """,
        ),
        Alternative(
            "the ruler folded into the weights",
            code="""
            def build_model(X, Y, rng):
                order = rng.permutation(X.shape[1])
                dev, train = order[:120], order[120:]
                mu, sigma = X[:, train].mean(axis=1, keepdims=True), X[:, train].std(axis=1, keepdims=True)
                Z = (X - mu) / sigma
                data = {"X": Z[:, train], "Y": Y[:, train], "X_dev": Z[:, dev], "Y_dev": Y[:, dev]}
                start = network.initialize([64, 32, 10], rng)
                best, _ = train_network(data, start, {"alpha": 0.8, "lambd": 8.0, "epochs": 150, "patience": 15})
                W = best["W1"] / sigma.T
                best = best | {"W1": W, "b1": best["b1"] - W @ mu}
                return np.zeros((64, 1)), np.ones((64, 1)), best
            """,
        ),
    ),
)

EXERCISES = [TRAIN_NETWORK, LOG_UNIFORM, RUN_TURNS, BEST_SO_FAR, FINAL_REPORT, BUILD_MODEL]
