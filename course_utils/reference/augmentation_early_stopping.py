"""Augmentation and early stopping (chapter 5): the plainest correct NumPy.

Pictures are stacked along the first axis: images (m, h, w), grey values; images[i] (h, w) is picture i, its rows from top to
bottom. For a network each picture becomes a column, row after row: X (n_x, m) with n_x = h w; `to_columns` and `to_images` go
from one to the other. Y (n_y, m): labels. rng: np.random.Generator. Epochs count from 0: dev_costs[0] is the cost after the
first epoch. parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …}.
Source: the lecture, with labels that must survive, the dev cost as the only judge, and a copy of the best parameters;
early stopping with patience: Prechelt 1998 (Neural Networks: Tricks of the Trade).
"""

import copy

import numpy as np
from scipy.ndimage import rotate

from course_utils.datasets import to_columns, to_images


def random_flip(images, p, rng):
    """Mirror some of the pictures, drawn at random: left and right change places.

    images  (m, h, w)  m pictures of h rows and w columns; left as they are
    p       in [0, 1]  the probability that a picture is mirrored; each has a draw of its own
    rng     np.random.Generator  the only source of randomness

    Returns an array (m, h, w): picture i is images[i], mirrored or as it was.
    """
    mirrored = rng.random(len(images)) < p
    return np.where(mirrored[:, np.newaxis, np.newaxis], images[:, :, ::-1], images)


def random_shift(images, most, rng):
    """Move each picture up or down and left or right by a few whole pixels, drawn at random.

    images  (m, h, w)  m pictures of h rows and w columns; left as they are
    most    int >= 0, less than h and w  the largest shift, in pixels
    rng     np.random.Generator  the only source of randomness

    Returns an array (m, h, w). Each picture has two draws of its own, one for each direction: a whole number from -most to
    most, ends included, all equally likely. What leaves the picture is lost, and 0 comes in on the other side.
    """
    m, h, w = images.shape
    padded = np.pad(images, ((0, 0), (most, most), (most, most)))
    shifted = np.empty_like(images)
    for i in range(m):
        top, left = rng.integers(0, 2 * most + 1, 2)
        shifted[i] = padded[i, top : top + h, left : left + w]
    return shifted


def random_rotation(images, most, rng):
    """Turn each picture round its middle by an angle drawn at random.

    images  (m, h, w)  m pictures of h rows and w columns; left as they are
    most    >= 0  the largest angle, in degrees
    rng     np.random.Generator  the only source of randomness

    Returns an array (m, h, w). Each picture has an angle of its own, drawn evenly between -most and most degrees (to the left
    or to the right). The pictures keep their size, and corners that nothing turns into are 0. Interpolate as you like.
    """
    angles = rng.uniform(-most, most, len(images))
    return np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)])


def augment_training_set(data, shape, transform, copies, rng):
    """Add changed copies of the examples to a training set; the dev set stays as it is.

    data       {"X": (n_x, m), "Y": (n_y, m), "X_dev": (n_x, m_dev), "Y_dev": (n_y, m_dev)}; left as it is
    shape      (h, w)  of the picture in a column, n_x = h w
    transform  a function (images (m, h, w), rng) -> images (m, h, w) that changes pictures at random and keeps their labels
    copies     int >= 0  how many changed copies each training example gets, each changed anew
    rng        np.random.Generator, to hand to transform

    Returns a new dict with the same keys. X and Y have m (1 + copies) columns: first the m originals, then m changed
    examples in the same order, then m others, and so on; below each example stands its label.
    """
    images = to_images(data["X"], shape)
    changed = [to_columns(transform(images, rng)) for _ in range(copies)]
    return data | {"X": np.hstack([data["X"], *changed]), "Y": np.tile(data["Y"], copies + 1)}


def best_epoch(train_costs, dev_costs):
    """Choose the epoch whose parameters to keep.

    train_costs  (k,)  the cost on the training set after each epoch, epoch 0 first
    dev_costs    (k,)  the same on the dev set; NaN where the cost was no number (not everywhere)

    Returns the number of the epoch, counted from 0: an int. Of epochs that are equally good, the first.
    """
    return np.nanargmin(dev_costs)


def stopping_epoch(dev_costs, patience, min_change):
    """Say when early stopping ends a training, and which epoch was the best until then.

    dev_costs   (k,)  the dev cost after each epoch, epoch 0 first; NaN where it was no number (not in epoch 0)
    patience    int >= 1  how many epochs in a row may bring no improvement: after the last of them training stops
    min_change  >= 0  an epoch is an improvement if its cost is lower by more than this than the best epoch's so far

    Returns (stop, best), two ints. Epoch 0 is an improvement; an epoch with NaN is none.
    stop  the last epoch that is trained; k - 1 if patience is never used up
    best  the last epoch, up to stop, that was an improvement
    """
    best = 0
    for epoch, cost in enumerate(dev_costs):
        if cost < dev_costs[best] - min_change:
            best = epoch
        if epoch - best == patience:
            return epoch, best
    return len(dev_costs) - 1, best


def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
    """Train with early stopping, and return the best parameters met on the way.

    parameters   {"W1": (n_1, n_0), "b1": (n_1, 1), …}  where training starts; left as they are
    train_epoch  a function (parameters): trains for one epoch by changing the arrays in `parameters` in place; returns None
    dev_cost     a function (parameters) -> a number
    patience     int >= 1  stop after this many epochs in a row whose dev cost is not lower than the lowest so far
    max_epochs   int >= 1  stop after this many epochs at the latest

    Returns (best, history):
    best     a dict like parameters: as they were after the epoch with the lowest dev cost (the first of equally good ones)
    history  list of the dev costs after each epoch that was trained; the start is not in it
    """
    now, history = copy.deepcopy(parameters), []
    for epoch in range(max_epochs):
        train_epoch(now)
        history.append(dev_cost(now))
        if history[-1] < min(history[:-1], default=np.inf):
            best, best_so_far = copy.deepcopy(now), epoch
        if epoch - best_so_far == patience:
            break
    return best, history
