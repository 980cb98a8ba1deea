r"""Gradient checking (chapter 8): the plainest correct NumPy.

parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}; grads = {"dW1": …, "db1": …}, in any order.
theta (n,): all parameters in one vector, W1, b1, W2, b2, …, each row by row. J: a function of theta, or `cost`: a
function of parameters; both return a float. eps: the step, > 0.
Source: the lecture, sections "Gradient Checking" and its implementation notes; Nocedal & Wright 2006, section 8.1, for the
error of differences.
"""

import copy
from functools import partial

import numpy as np

from course_utils import network
from course_utils.black_boxes import costs


def numerical_gradient(J, theta, eps):
    r"""Approximate the gradient of J at theta by centred differences of step eps.

    J      a function of theta: J(theta) is a float
    theta  (n,)  where the gradient is wanted; left as it is
    eps    > 0   how far one entry is moved, up and down, while all the others stay

    Returns an array (n,): entry i is about the derivative of J with respect to theta[i].
    """
    approx = np.zeros(theta.shape)
    for i in range(theta.size):
        step = np.zeros(theta.shape)
        step[i] = eps
        approx[i] = (J(theta + step) - J(theta - step)) / (2 * eps)
    return approx


def relative_difference(approx, exact):
    """Tell how far apart two gradients are, compared with how long they are.

    approx  an array of any shape; left as it is
    exact   an array of the same shape; left as it is

    Returns a float from 0 to 1: the length of the difference over the sum of the two lengths
    (Euclidean, over all entries). Two gradients that are all 0 differ by 0.
    """
    lengths = np.linalg.norm(approx) + np.linalg.norm(exact)
    return 0.0 if lengths == 0 else np.linalg.norm(approx - exact) / lengths


def verdict(difference):
    """Judge a relative difference, found with eps about 1e-5 in float64 and smooth units.

    difference  a float >= 0, or NaN

    Returns "great" below 1e-7; "inspect" from 1e-7 on, 1e-7 included;
    "bug" from 1e-3 on, 1e-3 included; "bug" for NaN.
    """
    if difference < 1e-7:
        return "great"
    if difference < 1e-3:
        return "inspect"
    return "bug"


def parameters_to_theta(parameters):
    """Put all parameters of a network into one vector.

    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}, in any order; left as it is

    Returns theta, an array (n,): W1, then b1, then W2, b2, … up to bL, each of them row by row.
    """
    L = len(parameters) // 2
    names = [letter + str(l) for l in range(1, L + 1) for letter in "Wb"]
    return np.concatenate([parameters[name].ravel() for name in names])


def theta_to_parameters(theta, shapes):
    """Take a vector apart into the parameters of a network: the way back from `parameters_to_theta`.

    theta   (n,)  W1, b1, W2, b2, …, each row by row; left as it is
    shapes  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}: tuples, the dict in any order

    Returns parameters, a dict with the names in shapes and an array of that shape for each.
    """
    parameters, start = {}, 0
    for l in range(1, len(shapes) // 2 + 1):
        for name in (f"W{l}", f"b{l}"):
            rows, columns = shapes[name]
            stop = start + rows * columns
            parameters[name] = theta[start:stop].reshape(shapes[name])
            start = stop
    return parameters


def check_network_gradients(cost, parameters, grads, eps):
    """Compare the gradients of a network with numerical ones, parameter by parameter.

    cost        a function of parameters: cost(parameters) is a float
    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …}; left as it is
    grads       {"dW1": (n_1, n_0), "db1": (n_1, 1), …}: what backpropagation says, in any order
    eps         > 0  the step of the numerical gradient

    Returns a dict with a float for each parameter, under the parameter's name ("W1", "b1", …):
    the relative difference between its numerical gradient and the one in grads.
    """
    shapes = {name: value.shape for name, value in parameters.items()}
    theta = parameters_to_theta(parameters)
    slopes = numerical_gradient(lambda moved: cost(theta_to_parameters(moved, shapes)), theta, eps)
    approx = theta_to_parameters(slopes, shapes)
    return {name: relative_difference(approx[name], grads["d" + name]) for name in parameters}


def find_buggy_layer(backward, X, Y, parameters, eps):
    """Tell in which layer a backward pass goes wrong. Hidden units are tanh, the cost is cross-entropy.

    backward    a function (Y, parameters, cache) -> grads; the cache is the one that
                `network.forward(X, parameters, hidden="tanh")` returns
    X, Y        (n_0, m), (n_L, m)  examples to try it on
    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}; left as it is
    eps         > 0  the step of the numerical gradient

    Returns an int: the layer, 1 to L, at which the backward pass, on its way from L down to 1,
    first leaves a wrong gradient; 0 if none is wrong. A gradient is wrong if its relative
    difference is 1e-6 or more, or NaN.
    """
    _, cache = network.forward(X, parameters, hidden="tanh")
    grads = backward(Y, parameters, cache)
    table = check_network_gradients(partial(costs.network_cost, X=X, Y=Y), parameters, grads, eps)
    wrong = [int(name[1:]) for name, difference in table.items() if not difference < 1e-6]
    return max(wrong, default=0)


def mended_backward(Y, parameters, cache):
    """Run backpropagation through a network of tanh units whose cache holds the activations alone.

    Y           (n_L, m)  0 and 1 for one output unit, one-hot for several; left as it is
    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …, "WL", "bL"}; left as they are
    cache       {"A0": (n_0, m), "A1": (n_1, m), …, "AL"}: the inputs, then what the layers gave in
                one forward pass, and no Z; left as it is

    Hidden units are tanh, the output is sigmoid (one unit) or softmax, the cost is the mean cross-entropy.

    Returns grads {"dW1": (n_1, n_0), "db1": (n_1, 1), …, "dWL", "dbL"}, in any order: the gradient
    of the cost with respect to each parameter.
    """
    grads, L, m = {}, len(parameters) // 2, Y.shape[1]
    dZ = (cache[f"A{L}"] - Y) / m
    for l in range(L, 0, -1):
        A_prev = cache[f"A{l - 1}"]
        grads[f"dW{l}"] = dZ @ A_prev.T
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
        if l > 1:
            dZ = (parameters[f"W{l}"].T @ dZ) * (1 - A_prev**2)
    return grads


def check_with_l2(cost, parameters, grads, lambd, m, eps):
    """Check gradients that hold an L2 penalty, with a cost that does not: the penalty is added here.

    cost        a function of parameters: cost(parameters) is a float, without the penalty
    parameters  {"W1": (n_1, n_0), "b1": (n_1, 1), …}; left as it is
    grads       {"dW1": …, "db1": …}  of the cost with the L2 penalty, which is on the weights and
                not on the biases; left as it is
    lambd       >= 0
    m           the number of examples
    eps         > 0  the step of the numerical gradient

    Returns a dict as `check_network_gradients` does: for "W1", "b1", … the relative difference
    between the numerical gradient of the cost with its penalty and the one in grads.
    """

    def penalized(moved):
        squares = sum(np.sum(value**2) for name, value in moved.items() if name.startswith("W"))
        return cost(moved) + lambd / (2 * m) * squares

    return check_network_gradients(penalized, parameters, grads, eps)


def gradient_with_fixed_masks(J, theta, rng, eps):
    """Approximate the gradient of a cost with dropout, with the masks held fixed.

    J      a function of theta and a generator: J(theta, rng) is a float; each call draws its masks
           from the generator
    theta  (n,)  where the gradient is wanted; left as it is
    rng    np.random.Generator: the masks are those that J(theta, rng) draws from it in the state
           in which it comes
    eps    > 0   the step, as in `numerical_gradient`

    Returns an array (n,): the centred differences of J under these very masks.
    """
    return numerical_gradient(lambda moved: J(moved, copy.deepcopy(rng)), theta, eps)
