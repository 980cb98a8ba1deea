r"""The L-layer network that the chapters train, and into which a student's own functions plug.

Notation (columns are examples)
    m, L          number of examples, number of layers; n_l units in layer l
    X             (n_0, m) inputs, which are A[0]
    Y             (1, m) of 0 and 1 for a sigmoid output, or one-hot (n_L, m) for softmax
    W[l], b[l]    (n_l, n_{l-1}), (n_l, 1): parameters = {"W1": ..., "b1": ..., "W2": ...}
    Z[l], A[l]    (n_l, m): Z[l] = W[l] A[l-1] + b[l] and A[l] = g(Z[l])
    AL            A[L], the output: a probability for each class (one row: for class 1)
    dW[l]         the gradient of the cost with respect to W[l]: grads = {"dW1": ..., "db1": ...}
    cache         {"A0": X, "Z1": ..., "A1": ..., ..., "AL" under its number} of one forward pass

Plugging in. `train` calls its pieces like this, and each can be replaced by a function of the same form:
    initialize(layer_sizes, rng)         -> parameters
    forward(X, parameters)               -> AL, cache     may add entries of its own, as "D1"
    cost(AL, Y, parameters)              -> float         parameters: for a cost that looks at them too
    backward(Y, parameters, cache)       -> grads
    update(parameters, grads, alpha)     -> parameters
    each_epoch(epoch, parameters)        -> None, or a dict of what to remember
X and Y are those of the mini-batch. Arguments of your own are bound first, with `functools.partial`. A forward
pass that changes A[l] after the activation keeps the changed A[l] in its cache, and tells `backward` how the
gradient comes back through the change: `partial(backward, through=f)`, where `f(dA, l, cache)` takes the gradient
with respect to the changed A[l] (0 < l < L) and returns that with respect to A[l] before the change.
With `hidden` other than "relu", forward and backward are also handed `hidden=...`.
"""

import numpy as np

GAIN = 1.2  # a little over 1 makes up for what an activation takes from the signal (Saxe et al. 2014)
TINY = np.finfo(np.float64).eps  # the cost takes no logarithm of less


def relu(Z):
    """max(Z, 0), any shape."""
    return np.maximum(Z, 0)


def sigmoid(Z):
    """1 / (1 + exp(-Z)), any shape; exp only sees numbers <= 0, so that it cannot overflow."""
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, e) / (1 + e)


def softmax(Z):
    """Each column of Z (n, m) made into probabilities (n, m); the shift changes nothing but prevents overflow."""
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


ACTIVATIONS = {"relu": relu, "tanh": np.tanh, "sigmoid": sigmoid, "softmax": softmax, "linear": np.positive}
SLOPES = {  # g'(Z) of a hidden layer. From Z, for A may have been changed since.
    "relu": lambda Z: Z > 0,
    "tanh": lambda Z: 1 - np.tanh(Z) ** 2,
    "sigmoid": lambda Z: sigmoid(Z) * sigmoid(-Z),
    "linear": np.ones_like,
}


def initialize(layer_sizes, rng, dtype=np.float64):
    """parameters for layer_sizes [n_0, ..., n_L]: W orthogonal times GAIN (Saxe et al. 2014, arXiv 1312.6120), b zero."""
    parameters = {}
    for l in range(1, len(layer_sizes)):
        n_out, n_in = layer_sizes[l], layer_sizes[l - 1]
        Q, R = np.linalg.qr(rng.standard_normal((max(n_out, n_in), min(n_out, n_in))))
        Q = Q * np.sign(np.diag(R))  # or Q would not be drawn evenly (Mezzadri 2007, arXiv math-ph/0609050)
        parameters[f"W{l}"] = (GAIN * (Q if n_out >= n_in else Q.T)).astype(dtype, order="C")
        parameters[f"b{l}"] = np.zeros((n_out, 1), dtype)
    return parameters


def output_activation(parameters):
    """The name of the last layer's activation: "sigmoid" for one unit, else "softmax"."""
    return "sigmoid" if len(parameters[f"W{len(parameters) // 2}"]) == 1 else "softmax"


def layer_forward(A_prev, W, b, activation):
    """A, Z (n_l, m) of one layer from A_prev (n_{l-1}, m), W (n_l, n_{l-1}), b (n_l, 1) and a name in ACTIVATIONS."""
    Z = W @ A_prev + b
    return ACTIVATIONS[activation](Z), Z


def forward(X, parameters, hidden="relu"):
    """AL (n_L, m) and the cache, from X (n_0, m)."""
    L = len(parameters) // 2
    A, cache = X, {"A0": X}
    for l in range(1, L + 1):
        activation = hidden if l < L else output_activation(parameters)
        A, Z = layer_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def cost(AL, Y, parameters=None):
    """The mean cross-entropy of AL against Y (n_L, m), finite for AL of 0 or 1; parameters play no part in it."""
    AL = np.asarray(AL, np.float64)
    total = (Y * np.log(np.maximum(AL, TINY))).sum()
    if len(AL) == 1:
        total += ((1 - Y) * np.log(np.maximum(1 - AL, TINY))).sum()
    return float(-total / AL.shape[1])


def backward(Y, parameters, cache, hidden="relu", through=None):
    """grads of the cost, each of its parameter's shape; through(dA, l, cache), if given, takes A[l]'s gradient (n_l, m) back."""
    L, m = len(parameters) // 2, Y.shape[1]
    AL = cache[f"A{L}"]
    dZ = np.subtract(AL, Y, dtype=AL.dtype) / m  # true of sigmoid and of softmax, both with cross-entropy
    grads = {}
    for l in range(L, 0, -1):
        grads[f"dW{l}"] = dZ @ cache[f"A{l - 1}"].T
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
        if l > 1:
            dA = parameters[f"W{l}"].T @ dZ
            if through is not None:
                dA = through(dA, l - 1, cache)
            dZ = dA * SLOPES[hidden](cache[f"Z{l - 1}"])
    return grads


def update(parameters, grads, alpha):
    """New parameters, one step of gradient descent further; those given stay as they are."""
    alpha = float(alpha)  # a float64 scalar would make float32 arrays float64
    return {name: value - alpha * grads["d" + name] for name, value in parameters.items()}


def predict(X, parameters, hidden="relu", forward=forward):
    """Labels (1, m), integers: 0 or 1 for one output unit, else the index of the likeliest class."""
    AL, _ = forward(X, parameters, **_hidden_argument(hidden))
    return (AL > 0.5).astype(int) if len(AL) == 1 else AL.argmax(axis=0, keepdims=True)


def accuracy(labels, Y):
    """The share of labels (1, m) that agree with Y: (1, m) or (m,) of labels, or one-hot (n_L, m)."""
    truth = Y.argmax(axis=0) if np.ndim(Y) == 2 and len(Y) > 1 else Y
    return float(np.mean(np.ravel(labels) == np.ravel(truth)))


def train(
    X, Y, layer_sizes, *, rng, epochs, alpha, batch_size=None, hidden="relu", parameters=None,
    initialize=initialize, forward=forward, cost=cost, backward=backward, update=update, each_epoch=None,
):  # fmt: skip
    """parameters, history after mini-batch gradient descent on X (n_0, m), Y (n_L, m), in the precision of X.

    batch_size None is all m; `parameters`, if given, are where it starts (copied). history["cost"] has the mean cost over
    the batches of each epoch, as they came; a dict that each_epoch(epoch, parameters) returns is appended by key, epoch
    counting from 0. ValueError if Y has not the shape of the output.
    """
    dtype = X.dtype if X.dtype.kind == "f" else np.float64
    if parameters is None:
        parameters = initialize(layer_sizes, rng)
    parameters = {name: np.array(value, dtype) for name, value in parameters.items()}
    X, Y, m = np.asfortranarray(X, dtype), np.asfortranarray(Y, dtype), X.shape[1]  # an example's numbers lie together
    expected = (len(parameters[f"b{len(parameters) // 2}"]), m)
    if Y.shape != expected:
        raise ValueError(f"Y has shape {Y.shape}, the network's output has {expected}; for several classes Y is one-hot")

    batch_size, units, history = batch_size or m, _hidden_argument(hidden), {"cost": []}
    for epoch in range(epochs):
        order, total = rng.permutation(m), 0.0
        X_epoch, Y_epoch = X[:, order], Y[:, order]
        for start in range(0, m, batch_size):
            batch = slice(start, start + batch_size)
            X_batch, Y_batch = X_epoch[:, batch], Y_epoch[:, batch]
            AL, cache = forward(X_batch, parameters, **units)
            total += cost(AL, Y_batch, parameters) * Y_batch.shape[1]
            grads = backward(Y_batch, parameters, cache, **units)
            parameters = update(parameters, grads, alpha)
        history["cost"].append(total / m)
        remembered = each_epoch(epoch, parameters) if each_epoch is not None else None
        for name, value in (remembered or {}).items():
            history.setdefault(name, []).append(value)
    return parameters, history


def _hidden_argument(hidden):
    """The keyword for forward and backward; none for "relu", so that a function of one's own need not know of it."""
    return {} if hidden == "relu" else {"hidden": hidden}
