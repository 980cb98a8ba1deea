"""Dropout (chapter 4): the plainest correct NumPy.

Columns are examples. A (n, m): activations of one layer; D (n, m): its mask, 1 kept and 0 dropped;
keep_prob in (0, 1]; rng: np.random.Generator; parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …}.
Source: Srivastava et al. 2014 (JMLR 15), in the inverted form of the lecture.
"""

import numpy as np

from course_utils.network import layer_forward


def dropout_forward(A, keep_prob, rng):
    """Drop units of one layer at random and keep the mean of what is left (inverted dropout).

    A          (n, m)  activations; left as they are
    keep_prob  in (0, 1]  the probability that an entry is kept
    rng        np.random.Generator  the only source of randomness

    Returns (A_dropped, D):
    A_dropped  (n, m)  the activations after dropout
    D          (n, m)  the mask: 1 (or True) where an entry was kept, 0 where it was dropped
    """
    D = rng.random(A.shape) < keep_prob
    A_dropped = A * D / keep_prob
    return A_dropped, D


def dropout_backward(dA_dropped, D, keep_prob):
    """Carry a gradient back through dropout.

    dA_dropped  (n, m)  gradient of the cost with respect to A_dropped; left as it is
    D           (n, m)  the mask that the forward pass drew: 1 kept, 0 dropped
    keep_prob   in (0, 1]  as in the forward pass

    Returns dA (n, m), the gradient with respect to A, the activations before dropout.
    """
    return dA_dropped * D / keep_prob


def forward_with_dropout(X, parameters, keep_prob, rng, training):
    """Pass X through an L-layer network; when training, with dropout on each hidden layer.

    X           (n_x, m)  examples
    parameters  {"W1": (n_1, n_x), "b1": (n_1, 1), …} of L layers: ReLU on layers 1 … L-1, sigmoid on layer L
    keep_prob   in (0, 1]  for every hidden layer
    rng         np.random.Generator
    training    True: with dropout. False: without, as when predicting

    Returns (AL, cache):
    AL     (n_L, m)  the output of the last layer
    cache  dict: "A0" (X itself); for every layer "Z1", "A1", "Z2", "A2", …; when training, for every hidden layer its
           mask "D1", …. A hidden layer's "A1", … is what the next layer gets.
    """
    L = len(parameters) // 2
    A = X
    cache = {"A0": X}
    for l in range(1, L + 1):
        activation = "relu" if l < L else "sigmoid"
        A, cache[f"Z{l}"] = layer_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)
        if training and l < L:
            A, cache[f"D{l}"] = dropout_forward(A, keep_prob, rng)
        cache[f"A{l}"] = A
    return A, cache


def mask_is_frozen(dropout, A, keep_prob, rng):
    """Tell whether a dropout function drops the same entries every time it is called.

    dropout    a function (A, keep_prob, rng) -> (A_dropped, D)
    A          (n, m)  activations to try it on
    keep_prob  in (0, 1)
    rng        np.random.Generator

    Returns True if the mask is frozen, False if it is drawn afresh.
    """
    _, first = dropout(A, keep_prob, rng)
    return all(np.array_equal(dropout(A, keep_prob, rng)[1], first) for _ in range(50))
