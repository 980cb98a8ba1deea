"""Chapter 5, augmentation and early stopping: what several exercises have in common."""

import numpy as np

from autograder.bank import Probe, Rule, Trial
from autograder.bank.probes import CHANGED, FORM, GLOBAL, generator

IMAGES_RULE = Rule("arguments", "`images` is left as it was", 0.25)


def picture(rng, h, w):
    """Grey values between 0 and 1 of six digits, all different and none of them 0."""
    return np.round((rng.permutation(h * w) + rng.uniform(0.2, 0.8, h * w)) / (h * w), 6).reshape(h, w)


def slow_fall(start):
    """Costs that fall by so little that who rounds them, the new one or the lowest so far, sees no fall; `start` has two digits."""
    return start - np.array([0.00002, 0.00004, 0.00996, 0.00998, 0.01998])


def totals_trial(rng, m, h, w, name, amount, edge=0):
    """Different pictures, told by their sums, which no flip changes, and no shift where the edge is empty."""
    images = np.array([picture(rng, h, w) + i for i in rng.permutation(m)])
    if edge:
        inner = np.zeros_like(images)
        inner[:, edge:-edge, edge:-edge] = images[:, edge:-edge, edge:-edge]
        images = inner
    says = f"{m} different {'pictures' if m > 1 else 'picture'} {(h, w)}, {name} = {amount}"
    sums = Probe("values", "totals", {}, says="the sums of the pictures are {got}; they should be {want}, in this order")
    return Trial(says, {"images": images, name: amount, "rng": generator(rng)}, [FORM, sums, CHANGED, GLOBAL])
