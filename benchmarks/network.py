"""How many times longer does `course_utils.network.train` take than the fastest plain NumPy loop for the same work?

The work: 1437 handwritten digits (64 numbers each), a 64-64-32-10 ReLU network, batches of 64, 30 epochs, one thread.
The fast loop gives up what makes the course's code readable: examples are rows, all parameters lie in one array, every
array is made once and written over, biases are a column of ones, and the costs are taken once an epoch. Both start from
the same parameters, take the same batches and must end at the same parameters and costs, or the benchmark fails.
Both are timed in turn, in float32 and float64; "ratio" is the median over the rounds, the goal is at most 1.5.
"""

import argparse
import sys
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from course_utils import network

LAYER_SIZES, BATCH_SIZE, EPOCHS, ALPHA, GOAL = [64, 64, 32, 10], 64, 30, 0.1, 1.5


def work(dtype):
    """X (64, 1437), one-hot Y (10, 1437) and the parameters to start from."""
    images, labels = load_digits(return_X_y=True)
    X, Y = images[:1437].T / 16, np.eye(10)[labels[:1437]].T
    parameters = network.initialize(LAYER_SIZES, np.random.default_rng(0), dtype)
    return np.ascontiguousarray(X, dtype), np.ascontiguousarray(Y, dtype), parameters


def course_train(X, Y, parameters):
    """parameters, costs by the course's network."""
    parameters, history = network.train(
        X, Y, LAYER_SIZES, rng=np.random.default_rng(1), epochs=EPOCHS, alpha=ALPHA, batch_size=BATCH_SIZE, parameters=parameters
    )
    return parameters, history["cost"]


def fast_train(X, Y, parameters):
    """The same by the fastest plain NumPy we know. Here A is (examples, units + 1), its last column ones, and V = [W, b]^T."""
    L, m, dtype, rng, costs = len(LAYER_SIZES) - 1, X.shape[1], X.dtype, np.random.default_rng(1), []
    shapes = [(n_in + 1, n_out) for n_in, n_out in pairwise(LAYER_SIZES)]
    flat, flat_grad = (np.empty(sum(a * b for a, b in shapes), dtype) for _ in range(2))
    V, dV = views(flat, shapes), views(flat_grad, shapes)
    for l in range(L):
        V[l][:-1], V[l][-1] = parameters[f"W{l + 1}"].T, parameters[f"b{l + 1}"][:, 0]
    W_T = [v[:-1].T for v in V]

    X_rows, Y_rows = np.hstack([X.T, np.ones((m, 1), dtype)]), np.ascontiguousarray(Y.T)
    X_epoch, Y_epoch, out_epoch = np.empty_like(X_rows), np.empty_like(Y_rows), np.empty_like(Y_rows)
    steps = []  # what each batch of an epoch reads and writes: views made once
    for start in range(0, m, BATCH_SIZE):
        stop = min(start + BATCH_SIZE, m)
        size = stop - start
        A = [X_epoch[start:stop]] + [np.ones((size, n + 1), dtype) for n in LAYER_SIZES[1:-1]]
        dZ = [np.empty((size, n), dtype) for n in LAYER_SIZES[1:]]
        gates = [np.empty((size, n), bool) for n in LAYER_SIZES[1:-1]]
        edge = np.empty((size, 1), dtype)
        steps.append(
            (A, [a.T for a in A], [a[:, :-1] for a in A], dZ, gates, edge, Y_epoch[start:stop], out_epoch[start:stop], ALPHA / size)
        )

    for _ in range(EPOCHS):
        order = rng.permutation(m)
        np.take(X_rows, order, axis=0, out=X_epoch, mode="clip")
        np.take(Y_rows, order, axis=0, out=Y_epoch, mode="clip")
        for A, A_T, inner, dZ, gates, edge, Y_batch, out, step in steps:
            for l in range(L - 1):
                np.dot(A[l], V[l], out=dZ[l])
                np.maximum(dZ[l], 0, out=inner[l + 1])
            np.dot(A[-1], V[-1], out=out)
            np.maximum.reduce(out, axis=1, keepdims=True, out=edge)
            np.subtract(out, edge, out=out)
            np.exp(out, out=out)
            np.add.reduce(out, axis=1, keepdims=True, out=edge)
            np.divide(out, edge, out=out)
            np.subtract(out, Y_batch, out=dZ[-1])
            np.multiply(dZ[-1], step, out=dZ[-1])  # alpha / m here, so that no array of parameters need be scaled
            for l in range(L - 1, 0, -1):
                np.dot(A_T[l], dZ[l], out=dV[l])
                np.greater(dZ[l - 1], 0, out=gates[l - 1])
                np.dot(dZ[l], W_T[l], out=dZ[l - 1])
                np.multiply(dZ[l - 1], gates[l - 1], out=dZ[l - 1])
            np.dot(A_T[0], dZ[0], out=dV[0])
            np.subtract(flat, flat_grad, out=flat)
        costs.append(-float(np.sum(np.log(np.maximum(out_epoch[Y_epoch > 0], network.TINY)), dtype=np.float64)) / m)
    return {name: value for l in range(L) for name, value in ((f"W{l + 1}", V[l][:-1].T), (f"b{l + 1}", V[l][-1:].T))}, costs


def views(flat, shapes):
    """Consecutive parts of a flat array, as arrays of the given shapes."""
    ends = np.cumsum([a * b for a, b in shapes])
    return [flat[end - a * b : end].reshape(a, b) for end, (a, b) in zip(ends, shapes, strict=True)]


def seconds(function, *arguments):
    """The seconds of computing that one call takes (other programs do not count), and what it returns."""
    start = process_time()
    result = function(*arguments)
    return process_time() - start, result


def measure(dtype, rounds):
    """Seconds (rounds, 2) of course_train and fast_train, in turn; AssertionError if they do not end alike."""
    tolerance = {"float32": 1e-2, "float64": 1e-9}[np.dtype(dtype).name]
    X, Y, parameters = work(dtype)
    table = []
    for _ in range(rounds):
        (course, (ours, our_costs)), (fast, (theirs, their_costs)) = (
            seconds(train, X, Y, parameters) for train in (course_train, fast_train)
        )
        table.append((course, fast))
        for name in ours:
            assert ours[name].dtype == theirs[name].dtype == dtype, name
            np.testing.assert_allclose(ours[name], theirs[name], rtol=0, atol=tolerance, err_msg=name)
        np.testing.assert_allclose(our_costs, their_costs, rtol=tolerance)
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="how often both are timed (default 15)")
    rounds = parser.parse_args().rounds
    print(f"{'':10}{'train':>10}{'fast loop':>12}{'ratio':>8}{'goal':>7}")
    met = True
    with threadpool_limits(1):
        for dtype in (np.float32, np.float64):
            measure(dtype, 1)  # warm
            table = measure(dtype, rounds)
            course, fast, ratio = (median(column) for column in zip(*((c, f, c / f) for c, f in table)))
            met = met and ratio <= GOAL
            print(f"{np.dtype(dtype).name:10}{course * 1000:7.0f} ms{fast * 1000:9.0f} ms{ratio:8.2f}{GOAL:7.1f}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
