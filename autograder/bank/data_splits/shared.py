"""Chapter 1, splitting data: what several exercises have in common."""

import numpy as np

from autograder.bank import Probe

FRESH = Probe("drawn", "fresh", {}, True, says="a second call with the same `rng` deals the examples in the very same way")


SETS = ["train", "dev", "test"]
RUNS = "the examples of {got} stood next to each other in X: nothing was shuffled"


def examples(rng, n_x, m):
    """m examples X (n_x, m), Y (1, m), no two alike: in X numbers of six digits, in Y labels that rise, as those of a sorted file do."""
    X = np.stack([rng.permutation(m) for _ in range(n_x)]) / 4 - m // 8 + np.round(rng.uniform(0.01, 0.24, (n_x, m)), 5)
    return X, np.sort(rng.choice(10 * m, (1, m), replace=False), axis=1) * 1.0
