"""build_model: raw images of a camera that nobody has met."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import CHANGED, GLOBAL, RNG_RULE, generator, reproducible
from course_utils import datasets
from course_utils.reference import capstone as reference


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
    return Trial(f"{m} images of a new camera", arguments, [*column, worth, CHANGED, GLOBAL, *[reproducible()] * again])


EXERCISE = Exercise(
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
