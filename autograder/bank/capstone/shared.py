"""Chapter 9, the capstone: what several exercises have in common."""

import numpy as np


def one_hot(labels, n):
    return np.eye(n)[labels].T
