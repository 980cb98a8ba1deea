"""Bias and variance (chapter 2): the plainest correct NumPy.

Columns are examples. X (n_x, m), Y (1, m); labels (1, m): what a model says. An error is the share of wrong labels, from 0 to 1:
train_error, dev_error, human_error. predictions (runs, m): row i is what the model of training run i says at m points, f (1, m) the truth.
Source: the lecture; the recipe is A. Ng's (Coursera), error analysis his, too (Machine learning yearning, 2018, chapters 14 to 17). The decomposition: Geman, Bienenstock & Doursat 1992 (Neural Computation 4).
"""

import numpy as np


def error_rate(labels, Y):
    """Measure how often labels are wrong.

    labels  (1, m)  what a model says: 0 or 1, or the number of a class; left as they are
    Y       (1, m)  what is right; left as it is

    Returns the share of the m examples whose label is wrong: one number from 0 to 1.
    """
    return np.mean(labels != Y)


def avoidable_bias_and_variance(train_error, dev_error, human_error):
    """Split an error on the dev set into gaps.

    train_error  share of wrong labels on the training set, as 0.08
    dev_error    share of wrong labels on the dev set
    human_error  share of wrong labels of people who know the task well

    Returns (avoidable_bias, variance):
    avoidable_bias  how much higher the training error is than the human error; negative if it is lower
    variance        how much higher the dev error is than the training error; negative if it is lower
    """
    return train_error - human_error, dev_error - train_error


def estimate_human_error(dev_error, verdicts):
    """Estimate the human error from a few wrong dev examples that somebody sorted.

    dev_error  share of wrong labels on the dev set, as 0.08
    verdicts   list of words, 1 or more: one for each example that was looked at, all of them examples that the model got wrong:
               "model" (people would get it right), "label" (its label is wrong) or "unclear" (nobody can tell); left as it is

    Returns a number: the share of all dev examples that are wrong in the model's account and would be wrong in that of people,
    too, those that are not the "model"'s own fault; all its wrong examples are taken to be like those looked at.
    """
    shared = sum(verdict != "model" for verdict in verdicts)
    return dev_error * shared / len(verdicts)


def diagnose(train_error, dev_error, human_error, threshold):
    """Say what a model suffers from.

    train_error, dev_error, human_error  shares from 0 to 1
    threshold                            a share, as 0.02: a gap is high if it is larger than this

    Returns {"high bias": …, "high variance": …}, each True or False; the bias meant is the avoidable one.
    """
    high_bias = train_error - human_error > threshold
    high_variance = dev_error - train_error > threshold
    return {"high bias": high_bias, "high variance": high_variance}


def next_steps(diagnosis, remedies):
    """List what to try, in the order of the recipe.

    diagnosis  {"high bias": True or False, "high variance": True or False}, in any order; left as it is
    remedies   dict: for each remedy the list of what it lowers, as {"other architecture": ["high bias", "high variance"], …};
               left as it is

    Returns a list of names of remedies: those that lower a high bias, then those that lower a high variance; only what was
    diagnosed, each remedy once, and within each group in the order of `remedies`. Nothing diagnosed: an empty list.
    """
    steps = []
    for problem in ("high bias", "high variance"):
        for remedy, lowers in remedies.items():
            if diagnosis[problem] and problem in lowers and remedy not in steps:
                steps.append(remedy)
    return steps


def learning_curve(train, X, Y, X_dev, Y_dev, sizes):
    """Measure the errors of a model that is trained on more and more of the examples.

    train         a function: model = train(X, Y) trains a new model, and model(X_new) (n_x, k) returns its labels (1, k)
    X, Y          (n_x, m), (1, m)  training examples; left as they are
    X_dev, Y_dev  (n_x, k), (1, k)  dev examples; left as they are
    sizes         list of whole numbers from 1 to m: on how many training examples to train, always the first ones

    Returns (train_errors, dev_errors), two arrays of shape (len(sizes),):
    train_errors  the share of wrong labels on those examples that the model was trained on
    dev_errors    the share of wrong labels on all dev examples
    """
    train_errors, dev_errors = np.zeros(len(sizes)), np.zeros(len(sizes))
    for i, size in enumerate(sizes):
        X_some, Y_some = X[:, :size], Y[:, :size]
        model = train(X_some, Y_some)
        train_errors[i] = np.mean(model(X_some) != Y_some)
        dev_errors[i] = np.mean(model(X_dev) != Y_dev)
    return train_errors, dev_errors


def bias_variance_decomposition(predictions, f):
    """Measure bias² and variance from the predictions of many models, each fitted to a training set of its own.

    predictions  (runs, m)  row i: what model i predicts at m points; left as they are
    f            (1, m)     the truth at these points; left as it is

    Returns (bias_squared, variance), two numbers, each a mean over the m points:
    bias_squared  at a point: the squared distance from the truth to the models' mean prediction
    variance      at a point: the models' mean squared distance from their mean prediction (divided by runs, not by runs - 1)
    """
    mean_prediction = np.mean(predictions, axis=0)
    bias_squared = np.mean((mean_prediction - f) ** 2)
    variance = np.mean((predictions - mean_prediction) ** 2)
    return bias_squared, variance
