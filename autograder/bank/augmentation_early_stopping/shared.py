"""Chapter 5, augmentation and early stopping: what several exercises have in common."""

import numpy as np

from autograder.bank import Probe, Rule, Trial
from autograder.bank.probes import CHANGED, FORM, GLOBAL, generator

IMAGES_RULE = Rule("arguments", "`images` is left as it was", 0.25)


def picture(rng, h, w):
    """A picture of small whole numbers, all different and none of them 0."""
    return rng.permutation(np.arange(1.0, h * w + 1)).reshape(h, w)


def totals_trial(rng, m, h, w, name, amount, edge=0):
    """Different pictures, told by their sums, which no flip changes, and no shift where the edge is empty."""
    images = np.array([picture(rng, h, w) + 10 * i for i in rng.permutation(m)])
    if edge:
        inner = np.zeros_like(images)
        inner[:, edge:-edge, edge:-edge] = images[:, edge:-edge, edge:-edge]
        images = inner
    says = f"{m} different {'pictures' if m > 1 else 'picture'} {(h, w)}, {name} = {amount}"
    sums = Probe("values", "totals", {}, says="the sums of the pictures are {got}; they should be {want}, in this order")
    return Trial(says, {"images": images, name: amount, "rng": generator(rng)}, [FORM, sums, CHANGED, GLOBAL])
