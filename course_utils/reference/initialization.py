r"""Initialization (chapter 7): the plainest correct NumPy.

layer_sizes [n_0, n_1, …, n_L]: the number of inputs, then of units in each layer; parameters = {"W1": (n_1, n_0),
"b1": (n_1, 1), …, "WL", "bL"}; n_in = n_{l-1} and n_out = n_l, what goes into layer l and what comes out of it;
rng: np.random.Generator. Variance: the mean squared distance from the mean.
Sources: the lecture; LeCun, Bottou, Orr & Müller 1998 (Efficient BackProp); Glorot & Bengio 2010 (AISTATS); He, Zhang,
Ren & Sun 2015 (arXiv 1502.01852).
"""

import numpy as np


def linear_network_output(x, W, W_last, L):
    """Pass x through L layers without bias whose activation is g(z) = z.

    x       (n, m)    examples; left as they are
    W       (n, n)    the weights of each of the layers 1 … L-1, the same matrix in all of them
    W_last  (n_L, n)  the weights of layer L
    L       >= 1      the number of layers

    Returns the output (n_L, m).
    """
    a = x
    for _ in range(L - 1):
        a = W @ a
    return W_last @ a


def signal_fate(W):
    """Tell what becomes of a signal that is multiplied by W again and again.

    W  (n, n)  a matrix that stretches a signal along its eigenvectors; its eigenvalues may be negative or complex

    Returns "vanishes", "explodes" or "keeps", by the size of the eigenvalue that is largest in size (for a complex number,
    its absolute value): less than 1, more than 1, or 1. What differs from 1 by less than 1e-6 counts as 1.
    """
    largest = np.abs(np.linalg.eigvals(W)).max()
    if abs(largest - 1) < 1e-6:
        return "keeps"
    return "explodes" if largest > 1 else "vanishes"


def zero_initialization(layer_sizes):
    """Make the parameters of a network, all of them zero.

    layer_sizes  [n_0, n_1, …, n_L], whole numbers: inputs, then units of layer 1 to L; left as it is

    Returns parameters, a dict with "W1" (n_1, n_0), "b1" (n_1, 1), …, "WL" (n_L, n_{L-1}), "bL" (n_L, 1) and no others.
    """
    parameters = {}
    for l in range(1, len(layer_sizes)):
        parameters[f"W{l}"] = np.zeros((layer_sizes[l], layer_sizes[l - 1]))
        parameters[f"b{l}"] = np.zeros((layer_sizes[l], 1))
    return parameters


def distinct_units(W, b):
    """Count the units of a layer that are different from each other.

    W  (n, n_in)  weights of the layer, one row for each of its n units; left as they are
    b  (n, 1)     biases; left as they are

    Returns how many different units there are, a whole number from 1 to n. Two units are the same if they would compute the
    same for every input: none of their weights, nor their biases, differ by more than 1e-9. Copies count once.
    """
    distinct = []
    for unit in np.hstack([W, b]):
        if not any(np.allclose(unit, other, rtol=0, atol=1e-9) for other in distinct):
            distinct.append(unit)
    return len(distinct)


def scaled_initialization(layer_sizes, scale, rng):
    """Draw the parameters of a network at random, all weights with one and the same spread.

    layer_sizes  [n_0, n_1, …, n_L], whole numbers: inputs, then units of layer 1 to L; left as it is
    scale        >= 0  the standard deviation of the weights
    rng          np.random.Generator, the only source of randomness

    Returns parameters, a dict with "W1" (n_1, n_0), "b1" (n_1, 1), …, "WL", "bL" and no others. Each weight is a draw of its
    own with mean 0 and standard deviation `scale`; the biases are 0.
    """
    parameters = {}
    for l in range(1, len(layer_sizes)):
        n_out, n_in = layer_sizes[l], layer_sizes[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((n_out, n_in)) * scale
        parameters[f"b{l}"] = np.zeros((n_out, 1))
    return parameters


def he_initialization(layer_sizes, rng):
    """Draw the parameters of a network with ReLU units by He's rule (He et al. 2015, arXiv 1502.01852).

    layer_sizes  [n_0, n_1, …, n_L], whole numbers: inputs, then units of layer 1 to L; left as it is
    rng          np.random.Generator, the only source of randomness

    Returns parameters, a dict with "W1" (n_1, n_0), "b1" (n_1, 1), …, "WL", "bL" and no others. Each weight of layer l is a
    draw of its own with mean 0 and variance 2 over the number of inputs of layer l; the biases are 0.
    """
    parameters = {}
    for l in range(1, len(layer_sizes)):
        n_out, n_in = layer_sizes[l], layer_sizes[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        parameters[f"b{l}"] = np.zeros((n_out, 1))
    return parameters


def lecun_initialization(layer_sizes, rng):
    """Draw the parameters of a network with tanh units by LeCun's rule (LeCun et al. 1998), which the lecture calls Xavier.

    layer_sizes  [n_0, n_1, …, n_L], whole numbers: inputs, then units of layer 1 to L; left as it is
    rng          np.random.Generator, the only source of randomness

    Returns parameters, a dict with "W1" (n_1, n_0), "b1" (n_1, 1), …, "WL", "bL" and no others. Each weight of layer l is a
    draw of its own with mean 0 and variance 1 over the number of inputs of layer l; the biases are 0.
    """
    parameters = {}
    for l in range(1, len(layer_sizes)):
        n_out, n_in = layer_sizes[l], layer_sizes[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((n_out, n_in)) * np.sqrt(1 / n_in)
        parameters[f"b{l}"] = np.zeros((n_out, 1))
    return parameters


def glorot_initialization(layer_sizes, rng):
    """Draw the parameters of a network by the rule of Xavier Glorot and Yoshua Bengio (2010).

    layer_sizes  [n_0, n_1, …, n_L], whole numbers: inputs, then units of layer 1 to L; left as it is
    rng          np.random.Generator, the only source of randomness

    Returns parameters, a dict with "W1" (n_1, n_0), "b1" (n_1, 1), …, "WL", "bL" and no others. Each weight of layer l is a
    draw of its own with mean 0 and variance 2 over the sum of layer l's inputs and units; the biases are 0.
    """
    parameters = {}
    for l in range(1, len(layer_sizes)):
        n_out, n_in = layer_sizes[l], layer_sizes[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / (n_in + n_out))
        parameters[f"b{l}"] = np.zeros((n_out, 1))
    return parameters


def initialize_for(layer_sizes, activations, rng):
    """Draw the parameters of a network, each layer by the rule that belongs to its activation.

    layer_sizes  [n_0, n_1, …, n_L], whole numbers: inputs, then units of layer 1 to L; left as it is
    activations  [g_1, …, g_L], the name of each layer's own activation, from the first to the last; left as it is
    rng          np.random.Generator, the only source of randomness

    Returns parameters, a dict with "W1" (n_1, n_0), "b1" (n_1, 1), …, "WL", "bL" and no others. Each weight is a draw of its own
    with mean 0; its variance is He's if the layer is "relu", LeCun's if it is "tanh", Glorot's if it is anything else ("sigmoid",
    "softmax", "linear", …). The biases are 0.
    """
    parameters = {}
    for l in range(1, len(layer_sizes)):
        n_out, n_in = layer_sizes[l], layer_sizes[l - 1]
        variance = {"relu": 2 / n_in, "tanh": 1 / n_in}.get(activations[l - 1], 2 / (n_in + n_out))
        parameters[f"W{l}"] = rng.standard_normal((n_out, n_in)) * np.sqrt(variance)
        parameters[f"b{l}"] = np.zeros((n_out, 1))
    return parameters
