"""Functions to be examined: implementations known only by what they do.

They are handed about as `functools.partial` of a public function here with arrays, so what they do is
in the data and cannot be read off their code.
"""

import numpy as np


def drop_by_table(A, keep_prob, rng, factors):
    """A dropout function known by a table: each call draws one of its k tables and multiplies by it.

    A (n, m); factors (k, n, m): what each entry is multiplied by, 0 where it is dropped. An A of another
    size gets as many tables as it takes, each drawn by itself, their entries one after the other.
    Bind the table first, `functools.partial(drop_by_table, factors=…)`, and it is called like
    `dropout_forward(A, keep_prob, rng)`. Returns (A_dropped, D), both (n, m).
    """
    tables = [factors[rng.integers(len(factors))] for _ in range(-(-A.size // factors[0].size))]
    table = np.resize(tables, A.shape)
    return A * table, table != 0
