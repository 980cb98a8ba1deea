"""Chapter 3, regularization: what several exercises have in common."""

from functools import partial

from autograder.bank import Rule, Trial
from autograder.bank.probes import CHANGED, array, layers, value

array_up_to_2_5 = partial(array, low=0.3, high=2.5)


def weights(rng, sizes):
    """Parameters of a network [n_0, …, n_L] whose biases are not 0."""
    parameters = {}
    for l in range(1, len(sizes)):
        parameters[f"W{l}"], parameters[f"b{l}"] = array_up_to_2_5(rng, sizes[l], sizes[l - 1]), array_up_to_2_5(rng, sizes[l], 1)
    return parameters


def gradients(rng, sizes):
    """Gradients of such a network, from the last layer to the first as `network.backward` returns them."""
    grads = {}
    for l in range(len(sizes) - 1, 0, -1):
        grads[f"dW{l}"], grads[f"db{l}"] = array_up_to_2_5(rng, sizes[l], sizes[l - 1]), array_up_to_2_5(rng, sizes[l], 1)
    return grads


def layers_or_logistic(sizes):
    """Say how large a network is, and what it is called if it has but one unit."""
    return f"{layers(sizes)}{' (logistic regression)' if len(sizes) == 2 and sizes[1] == 1 else ''}"


ELEVEN = (2, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 2)  # layers, so that a name has two digits


def penalty_trial(rng, sizes, lambd, m, order=None, small=False):
    """A network and what its weights cost; `order`, a sorting key, puts the parameters in an unusual order.

    `small`: the weights are as small as in a network that has been regularized, so that who rounds the sums is seen.
    """
    parameters, says, probes = weights(rng, sizes), f"{layers_or_logistic(sizes)}, lambd = {lambd}, m = {m}", [value(), CHANGED]
    if small:
        parameters, says = {name: array / 100 for name, array in parameters.items()}, f"{says}, all parameters small"
    if order is not None:
        parameters = dict(sorted(parameters.items(), key=order))
        says, probes = f"{says}, keys in the order {', '.join(parameters)}", [value("keys")]
    return Trial(says, {"parameters": parameters, "lambd": lambd, "m": m}, probes)


def all_weights_first(item):
    return item[0]


def biases_first_from_the_end(item):
    return -int(item[0][1:]), item[0][0] == "W"


PENALTY_RULES = (
    Rule("values", "the penalty of all layers' weights is right, for any number of layers", 1),
    Rule("keys", "layers are found by name, whatever the order of the keys", 0.25),
    Rule("arguments", "`parameters` is left as it was", 0.25),
)


def visible_penalties(rng):
    return [
        penalty_trial(rng, (3, 1), 0.6, 5),
        penalty_trial(rng, (2, 3, 2), 2.0, 4),
        penalty_trial(rng, (3, 2, 1, 4, 2), 0.5, 1),
        penalty_trial(rng, (2, 3, 1), 0.7, 3, small=True),
        penalty_trial(rng, ELEVEN, 1.5, 3),
        penalty_trial(rng, (2, 3, 1), 2.0, 4, all_weights_first),
    ]


def hidden_penalties(rng):
    return [
        penalty_trial(rng, (5, 1), 0.3, 7),
        penalty_trial(rng, (1, 4, 3), 1.7, 30),
        penalty_trial(rng, (4, 3, 1, 2), 12.0, 9),
        penalty_trial(rng, (2, 2, 3, 3, 2, 1), 0.8, 1),
        penalty_trial(rng, (3, 4, 1), 0.0, 6),
        penalty_trial(rng, (3, 2, 2), 0.4, 8, small=True),
        penalty_trial(rng, ELEVEN, 2.5, 12),
        penalty_trial(rng, (3, 2, 4), 0.9, 5, all_weights_first),
        penalty_trial(rng, (2, 3, 4, 1), 0.9, 5, biases_first_from_the_end),
    ]


LOOP = "for l in range(1, L + 1):"
