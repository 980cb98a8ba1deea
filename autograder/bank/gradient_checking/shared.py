"""Chapter 8, gradient checking: what several exercises have in common."""

from functools import partial

import numpy as np

from autograder.bank import Probe, Rule
from autograder.bank.probes import CHANGED, array
from course_utils import network
from course_utils.black_boxes import bugs

EPS_RULE = Rule("eps", "the step that is taken is `eps`", 0.25)

array_up_to_2 = partial(array, low=0.3, high=2.0)


def shuffled_entries(entries, rng):
    """A dict with its entries in another order."""
    names = list(entries)
    return {names[i]: entries[names[i]] for i in rng.permutation(len(names))}


def complete(entries):
    """Whether a dict has an entry for each name, so that one with some entries wrong is never taken for one that lacks them."""
    return Probe("values", "lacking", {"names": sorted(entries)}, "none", says="entries are missing: {got}")


DEEP = (1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1)  # eleven layers: as text, "W10" comes before "W2"


def names(sizes):
    return [f"{letter}{l}" for l in range(1, len(sizes)) for letter in "Wb"]


def shapes_of(sizes):
    return {name: (sizes[int(name[1:])], sizes[int(name[1:]) - 1] if name[0] == "W" else 1) for name in names(sizes)}


TABLE_TOLERANCE = 2e-6  # of a relative difference: any good numerical gradient comes as near


def smooth_network(rng, sizes, m):
    """Parameters of a network with tanh units and m examples X, Y, none of whose gradients is so short that rounding shows in it."""
    Y = (np.arange(m)[np.newaxis] + 1) % 2.0 if sizes[-1] == 1 else np.eye(sizes[-1])[np.arange(m) % sizes[-1]].T
    while True:
        parameters = {name: array_up_to_2(rng, *shape) / (1 if name[0] == "W" else 4) for name, shape in shapes_of(sizes).items()}
        parameters = {name: np.round(value / np.sqrt(value.shape[1]), 6) for name, value in parameters.items()}
        X = np.round(rng.standard_normal((sizes[0], m)), 5)
        if min(np.linalg.norm(d) for d in gradients(parameters, X, Y, sizes, {}).values()) > 0.005:
            return parameters, X, Y


def factors_of(sizes, wrong):
    """For `bugs.backward_with_factors`: the numbers of `wrong`, and 1 for every other quantity."""
    return {name: wrong.get(name, 1.0) for l in range(len(sizes) - 1, 0, -1) for name in (f"dZ{l}", f"dW{l}", f"db{l}")}


def gradients(parameters, X, Y, sizes, wrong):
    """grads from the last layer to the first, as a backward pass leaves them; `wrong` says by how much which are off."""
    _, cache = network.forward(X, parameters, hidden="tanh")
    return bugs.backward_with_factors(Y, parameters, cache, factors_of(sizes, wrong))


def table_probes(parameters, rule="values"):
    return [Probe(rule, "value", {}, atol=TABLE_TOLERANCE), complete(parameters), CHANGED]


def some(count, word):
    return f"{count} {word}" + ("" if count == 1 else "s")
