r"""The capstone (chapter 9): the plainest correct NumPy.

Columns are examples. X (n_x, m), Y (n_y, m) one-hot for n_y classes; `data` holds a training and a dev set, {"X", "Y", "X_dev",
"Y_dev"}; parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …}; settings: a dict of hyperparameters, as {"alpha": 0.1, "lambd": 3.0}; log:
a list with a dict for each turn of the loop, in order. An error is a share of wrong labels, from 0 to 1; rng: np.random.Generator.
Sources: the lecture; random search: Bergstra & Bengio 2012 (JMLR 13).
"""

import numpy as np

from course_utils import datasets, network

from .augmentation_early_stopping import random_shift


def train_network(data, start, settings):
    """Train a network by gradient descent, with an L2 penalty and early stopping; all training examples go into each step.

    data      {"X": (n_0, m), "Y": (n_L, m), "X_dev": (n_0, m_dev), "Y_dev": (n_L, m_dev)}; left as they are
    start     {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}  where training starts; left as they are
    settings  {"alpha": > 0, "lambd": >= 0, "epochs": int >= 1, "patience": int >= 1}, perhaps with other entries; left as they are

    Returns (best, history):
    best     a dict like start: the parameters after the epoch with the lowest dev cost (the first of equally good ones)
    history  list of the dev costs, plain cross-entropy without a penalty, after each epoch that was trained

    An epoch is one step with the learning rate alpha down the cost with the L2 penalty; biases are not penalized. Training ends after
    `patience` epochs in a row whose dev cost is not lower than the lowest so far, after `epochs` epochs at the latest.
    """
    m, now, best, history, waited = data["X"].shape[1], start, start, [], 0
    while len(history) < settings["epochs"] and waited < settings["patience"]:
        grads = network.backward(data["Y"], now, network.forward(data["X"], now)[1])
        rate = {"W": settings["lambd"] / m, "b": 0}
        now = {name: value - settings["alpha"] * (grads["d" + name] + rate[name[0]] * value) for name, value in now.items()}
        cost = network.cost(network.forward(data["X_dev"], now)[0], data["Y_dev"])
        waited = 0 if cost < min(history, default=np.inf) else waited + 1
        best = now if waited == 0 else best
        history.append(cost)
    return best, history


def own_turn(data, settings, fit, rng):
    """Take a turn of your own: change something, train, and let the dev set decide.

    data      {"X": (n_x, m), "Y": (n_y, m), "X_dev": (n_x, m_dev), "Y_dev": (n_y, m_dev)}, 8 x 8 pixels, normalized, and classes,
              one-hot; perhaps other entries, which are not for choosing; left as they are
    settings  {"alpha": > 0, "lambd": >= 0, "epochs": int >= 1, "patience": int >= 1, "units": int >= 1}; left as they are
    fit       a function (X, Y, settings) -> parameters: trains a network; equal calls give equal networks
    rng       np.random.Generator  the only source of randomness

    Returns (tried, row):
    tried  a dict {"W1", "b1", ...}: the network that your change gives, of ReLU units (2000 at most). It learns from X and Y, or from
           what you make of them, and nothing from the dev set but perhaps when to stop
    row    a dict: "name": what was changed, in a few words; "train_error", "dev_error": the shares of wrong labels of tried on X and
           on X_dev; "keep": True or False

    The network to beat is fit(X, Y, settings). `keep` is True if tried mends more dev images (wrong before, right now) than it spoils
    (right before, wrong now), by more than the root of both numbers together, else False. No gain is asked for: an idea that does not
    help, and is dropped, is a right answer.
    """
    pictures = datasets.to_images(data["X"], (8, 8))
    copies = [datasets.to_columns(random_shift(pictures, 1, rng)) for _ in range(2)]
    X, Y = np.hstack([data["X"], *copies]), np.tile(data["Y"], 3)
    changes = {"units": 2 * settings["units"], "alpha": 2 * settings["alpha"], "lambd": 3 * settings["lambd"]}
    tried = fit(X, Y, settings | changes)
    row = {"name": "moved copies, a larger network"}
    before = fit(data["X"], data["Y"], settings)
    was, now = (network.predict(data["X_dev"], p)[0] != data["Y_dev"].argmax(axis=0) for p in (before, tried))
    mended, spoiled = np.sum(was & ~now), np.sum(now & ~was)
    row["train_error"] = 1 - network.accuracy(network.predict(data["X"], tried), data["Y"])
    row["dev_error"] = np.mean(now)
    row["keep"] = mended - spoiled > np.sqrt(mended + spoiled)
    return tried, row


def log_uniform(low, high, n, rng):
    """Draw values for a hyperparameter, evenly on a logarithmic scale.

    low, high  0 < low < high  the ends of the range
    n          whole number >= 1: how many values
    rng        np.random.Generator  the only source of randomness

    Returns an array (n,): each value a draw of its own between low and high. Every factor has its fair share: between 0.001 and 1
    a third of the values is expected below 0.01, a third from 0.01 to 0.1, a third above.
    """
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


def run_turns(candidates, fit, data):
    """Try settings one after the other, and write a log.

    candidates  list of dicts of settings, as [{"alpha": 0.1, "lambd": 3.0}, …]; left as they are
    fit         a function (X, Y, settings) -> parameters: trains a network on examples X (n_x, m) with labels Y (n_y, m)
    data        {"X", "Y", "X_dev", "Y_dev"}, labels one-hot, and perhaps other entries, which are not for choosing; left as they are

    Returns the log, a list with one dict for each of the candidates, in their order: its settings, and
    "train_error"  the error on the training set of the network that was trained on the training set with these settings
    "dev_error"    the error of the same network on the dev set
    """
    log = []
    for settings in candidates:
        parameters, row = fit(data["X"], data["Y"], settings), dict(settings)
        for name, X, Y in (("train_error", data["X"], data["Y"]), ("dev_error", data["X_dev"], data["Y_dev"])):
            row[name] = 1 - network.accuracy(network.predict(X, parameters), Y)
        log.append(row)
    return log


def best_so_far(log):
    """Find the best turn of a log, and how far one had come after each turn.

    log  list of dicts, one for each turn, each with "train_error" and "dev_error" and perhaps other entries; left as it is

    Returns (best, lowest):
    best    index, from 0, of the turn to go on with: the one with the lowest dev error; of equally good ones the first
    lowest  array (k,) for k turns: entry i is the lowest dev error of the turns 0 to i
    """
    dev_errors = np.array([row["dev_error"] for row in log])
    return np.argmin(dev_errors), np.minimum.accumulate(dev_errors)


def final_report(labels, Y_test, baseline_error):
    """Report what one look at the test set says.

    labels          (1, m)  what the chosen model says of the m test examples: the number of a class; left as they are
    Y_test          (1, m)  the true classes; left as they are
    baseline_error  the known error of the baseline, from 0 to 1

    Returns (test_error, margin, beaten):
    test_error  the share of wrong labels
    margin      two standard deviations of such a measurement on m examples, with test_error in place of the true error
    beaten      True if the baseline is worse even when test_error is too low by the whole margin, else False
    """
    test_error = np.mean(labels != Y_test)
    margin = 2 * np.sqrt(test_error * (1 - test_error) / labels.shape[1])
    return test_error, margin, test_error + margin < baseline_error


def build_model(X, Y, rng):
    """Go all the way from raw images to a trained network.

    X    (n_x, m)  raw images, one a column; every row a pixel with a scale of its own; left as they are
    Y    (n_y, m)  their classes, one-hot; the file is sorted by class; left as they are
    rng  np.random.Generator  the only source of randomness

    Returns (mu, sigma, parameters):
    mu, sigma   (n_x, 1) each: whoever uses the network hands it (X_new - mu) / sigma, for raw images X_new
    parameters  {"W1", "b1", …} of a network for `network.predict`, with ReLU units (2000 at most) and n_y outputs

    On new images of the same camera the network's error must be lower than that of the baseline, `learners.nearest_mean` of the
    normalized images, by at least 0.02 on average over several cameras. (A sound solution has room to spare: 0.06 or more.)
    A call with 1000 images may take 3 seconds; half a second is enough.
    """
    order, found = rng.permutation(X.shape[1]), []
    dev, train = np.split(order, [len(order) // 5])
    mu, sigma = X[:, train].mean(axis=1, keepdims=True), X[:, train].std(axis=1, keepdims=True)
    data = {"X": (X[:, train] - mu) / sigma, "Y": Y[:, train], "X_dev": (X[:, dev] - mu) / sigma, "Y_dev": Y[:, dev]}
    for alpha, lambd in zip(log_uniform(0.1, 2, 3, rng), log_uniform(1, 30, 3, rng)):
        start = {"W1": rng.normal(0, np.sqrt(2 / len(X)), (32, len(X))), "b1": np.zeros((32, 1))}
        start |= {"W2": rng.normal(0, np.sqrt(2 / 32), (len(Y), 32)), "b2": np.zeros((len(Y), 1))}
        found.append(train_network(data, start, {"alpha": alpha, "lambd": lambd, "epochs": 100, "patience": 10}))
    best, _ = min(found, key=lambda result: min(result[1]))
    return mu, sigma, best
