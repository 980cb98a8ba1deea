"""build_model: raw images of a camera that nobody has met."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import CHANGED, GLOBAL, RNG_RULE, generator, reproducible
from course_utils import datasets
from course_utils.reference import capstone as reference

M, M_NEW = 1000, 797  # all images that there are: with fewer a sound network and the baseline are hard to tell apart
LEAST, HALF = 0.02, 0.01


def cameras(says, seeds, generators, **least):
    """Raw images of cameras that nobody has met: the pixels, the angle and the class numbers of each come from its seed."""
    calls = []
    for seed, rng in zip(seeds, generators, strict=True):
        X, Y, _, _ = datasets.snapshots(M, M_NEW, np.random.default_rng(seed))
        calls.append({"X": X, "Y": Y, "rng": rng})
    options = {"seeds": seeds, "m": M, "m_new": M_NEW}
    worth = [
        Probe(rule, "reads_snapshots", options | {"least": share}, "it beats the baseline", says="on new images {got}")
        for rule, share in least.items()
    ]
    return Trial(says, calls[0], [*FORM, *worth, CHANGED, GLOBAL], more=calls[1:])


def twice(rng, m):
    """Few images, for calls one after the other: what they are worth plays no part here."""
    X, Y, _, _ = datasets.snapshots(m, 1, np.random.default_rng(rng.integers(10**9)))
    anew = Probe(
        "rng", "draws_anew", {}, True, says="a second call, with `rng` moved on, gives the very same network: its draws are not from `rng`"
    )
    return Trial(f"{m} images, several calls", {"X": X, "Y": Y, "rng": generator(rng)}, [*FORM, CHANGED, GLOBAL, reproducible(), anew])


FORM = [Probe("values", "form", {"part": i}, np.zeros((64, 1))) for i in (0, 1)]
ONE = (("zip(log_uniform(0.1, 2, 3, rng), log_uniform(1, 30, 3, rng))", "[(1.0, 5.0)]"),)  # one training is enough to be wrong

EXERCISE = Exercise(
    reference=reference.build_model,
    points=5,
    returns=("mu", "sigma", "parameters"),
    rules=(
        Rule("values", f"on new images of five cameras the network's error is lower than the baseline's by {HALF} on average", 1),
        Rule("margin", f"it is lower by {LEAST} on average", 0.5),
        Rule("arguments", "`X` and `Y` are left as they were", 0.25),
        RNG_RULE,
    ),
    visible=lambda rng: [
        cameras(f"{M} images of a new camera", [int(rng.integers(10**9))], [generator(rng)], values=0, margin=0.005),
        twice(rng, 300),
    ],
    hidden=lambda rng: [
        cameras(
            f"{M} images of each of five new cameras",
            [int(seed) for seed in rng.integers(10**9, size=5)],
            [generator(rng) for _ in range(5)],
            values=HALF,
            margin=LEAST,
        )
    ],
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
            changes=(("X[:, train].std(axis=1, keepdims=True)", "X[:, train].var(axis=1, keepdims=True)"), *ONE),
        ),
        Mistake(
            "the file is cut without shuffling",
            "The file is sorted by class. Count the classes in your training set and in your dev set: those of the one are missing in the other, so the network never learns some, and the dev cost cannot tell.",
            "Deal the examples in an order that `rng` draws.",
            changes=(("order, found = rng.permutation(X.shape[1]), []", "order, found = np.arange(X.shape[1]), []"), *ONE),
        ),
        Mistake(
            "the network is hardly better than guessing",
            "Print the dev costs of your training. If they fall: do X and Y still belong together after your shuffle, and do you return what training gave back? If they do not: how large are your steps, and are all units alike at the start?",
            "Draw one order for the columns of X and of Y, start from drawn weights, let the steps be large enough to see the cost fall, and return the best parameters, not the first.",
            changes=(('"Y": Y[:, train], "X_dev"', '"Y": Y[:, rng.permutation(train)], "X_dev"'), *ONE),
        ),
        Mistake(
            "some classes are never said",
            "Let your network read all of X, and look at `np.unique` of what it says: some classes never come. Count the examples of each class in what you trained on.",
            "The file is sorted by class: whatever is left out, or cut off, has to be drawn from the whole file.",
            code="""
            def build_model(X, Y, rng):
                mu, sigma = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
                options = {"rng": rng, "epochs": 10, "alpha": 0.1, "batch_size": 32}
                best, _ = network.train((X[:, 200:] - mu) / sigma, Y[:, 200:], [64, 32, 10], **options)
                return mu, sigma, best
            """,
        ),
        Mistake(
            "the baseline is written down as a network",
            "Where do your weights come from? Class means are what the baseline is made of; a network that is no better was hardly worth its name.",
            "Let the weights be trained, and use the dev set to see when they are better than the class means.",
            code="""
            def build_model(X, Y, rng):
                mu, sigma = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
                means = ((X - mu) / sigma) @ Y.T / Y.sum(axis=1)
                return mu, sigma, {"W1": 2 * means.T, "b1": -(means**2).sum(axis=0)[:, np.newaxis]}
            """,
        ),
        Mistake(
            "the parameters come first",
            "The docstring asks for mu, sigma, parameters, in this order.",
            "Look at the last line.",
            changes=(("return mu, sigma, best", "return best, mu, sigma"), *ONE),
        ),
        Mistake(
            "only the parameters are returned",
            "Whoever uses your network has raw images, and needs the ruler, too.",
            "Return three things: mu, sigma and the parameters.",
            changes=(("return mu, sigma, best", "return best"), *ONE),
        ),
        Mistake(
            "mu and sigma are no columns",
            "Print their shapes: one axis is missing. With X (n_x, m), NumPy would not know which way to spread them.",
            "Keep the axis that you take the mean over.",
            changes=(("return mu, sigma, best", "return mu[:, 0], sigma[:, 0], best"), *ONE),
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
            changes=(("return mu, sigma, best", "X -= mu\n    return mu, sigma, best"), *ONE),
            costs=0.25,
        ),
        Mistake(
            "the draws come from the global generator, not from rng",
            "Call twice with `np.random.default_rng(0)`: the results differ, so some draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=(("order, found = rng.permutation(", "order, found = np.random.permutation("), *ONE),
            costs=0.25,
        ),
        Mistake(
            "a generator with a seed of its own draws",
            "Call twice with one `rng`, which moves on: the very same network. Does a seed, or a generator with a seed, stand inside?",
            "Draw everything from the argument `rng`; whoever calls has seeded it.",
            changes=(("    order, found =", "    rng = np.random.default_rng(0)\n    order, found ="), *ONE),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator than rng",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=(("order, found = rng.permutation(", "order, found = np.random.default_rng().permutation("), *ONE),
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
