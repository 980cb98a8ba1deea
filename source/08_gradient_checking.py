# %% [markdown]
# # 8. Catch a wrong gradient
#
# Backpropagation is easy to get wrong, and a wrong gradient rarely crashes: the network trains on, a little worse than it could. Here you build the instrument that finds out. It measures every slope of the cost by trying, and compares.
#
# **What you'll do.** Measure a gradient with nothing but the cost; make a table that says for each parameter whether its gradient is right; name the layer of a bug; mend a backward pass; check gradients with an L2 penalty and with dropout.
#
# **What you'll learn.**
# - How to measure a gradient by centred differences, and why the step must be neither large nor tiny.
# - How to check a whole network, parameter by parameter, and read from the table where the bug began.
# - When a right gradient fails the check (a kink, a penalty, dropout), and what to do about it.
#
# **What you need.** The forward and backward pass of a network with tanh units; NumPy arrays and their shapes; functions that are handed over like data. About 95 minutes, {minutes} of them for the exercises. There are {points} points.

# %% setup
import copy
from functools import partial

import numpy as np

from course_utils import datasets, network, plots, widgets
from course_utils.black_boxes import bugs, costs
from course_utils.check import check
from course_utils.figures import gradient_checking as figures
from course_utils.predict import predict

# %% experiment="three_runs"
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1


def train_run(run, epochs, seed=1):
    """Parameters and history of one of the runs."""
    backward, alpha = bugs.RUNS[run]
    options = {"rng": np.random.default_rng(seed), "alpha": alpha, "hidden": "tanh"}
    return network.train(X, Y, [64, 8, 4, 1], **options, epochs=epochs, backward=backward)


runs = {run: train_run(run, 80) for run in "ABC"}
trained = {run: parameters for run, (parameters, _) in runs.items()}
cost_curves = {f"run {run}": history["cost"] for run, (_, history) in runs.items()}
plots.curves(range(1, 81), cost_curves, "epoch", "cost J", "One run follows a wrong gradient")

# %% [markdown]
# In **one** of these three runs the backward pass has a bug; in the other two it is right. All three start from the same weights.
#
# ## 1. Three runs, one bug
#
# Is a handwritten digit odd ($y = 1$) or even ($y = 0$)? There are 300 training images, some with wrong labels. The network has 8 and 4 hidden tanh units.

# %% predict="which_run"
# ? In which of the three runs is the backward pass wrong? (The lecture advises: "If your cost does not decrease on each iteration you may have a backpropagation bug.")
# + In run A: the cost falls all the way, as in B, only along another path. :: Yes, and nothing in its curve gives it away. A wrong gradient often still points downhill, only not
#   straight down. Section 4 proves it.
# - In run B: the cost falls all the way, as in A, only along another path. :: B is right. Its curve looks like that of A, which is the point: the curve does not tell. Section 4 proves it.
# - In run C: the cost goes up and down, as only a wrong gradient makes it. :: Here the step is too large for the gradient, and the gradient is right. Other things make a cost go up with a right gradient, too: mini-batches, whose costs differ, and
#   dropout, which changes the network in every step. Section 4 proves it.

# %% [markdown]
# A falling cost proves no gradient right, and a rising one proves no bug. We need a test of the gradient itself.
#
# ## 2. A slope from two values
#
# The derivative of $J$ says how fast $J$ changes when one number moves. So move it by `eps`, up and down, and divide the rise by the run:
#
# $$\frac{\partial J}{\partial \theta_i} \approx \frac{J(\theta_1, \dots, \theta_i + \varepsilon, \dots) - J(\theta_1, \dots, \theta_i - \varepsilon, \dots)}{2\,\varepsilon}$$
#
# This is the *centred* (or two-sided) difference. Why not begin at $\theta$ itself? Look at $J(t) = e^t$ at $t = 0$, with a step of 1, large enough to see:

# %% experiment="two_chords"
figure, (left, right) = plots.panels(2, sharey=True)
figures.chords(np.exp, 1.0, 1.0, one_sided=True, title="One-sided", ax=left)
figures.chords(np.exp, 1.0, 1.0, title="Centred", ax=right)
figure

# %% [markdown]
# On the left the line through the two points is clearly too steep. On the right it is nearly parallel to the true slope: the errors above and below all but cancel.

# %%
one_sided, centred = np.exp(1) - 1, (np.exp(1) - np.exp(-1)) / 2
print(f"one-sided {one_sided:.3f}, centred {centred:.3f}, true slope 1")

# %% [markdown]
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $\theta$ | `theta` | $(n,)$ | all the numbers that $J$ depends on, in one vector |
# | $J$ | `J` | function | `J(theta)` is one number, the cost |
# | $\varepsilon$ | `eps` | number | how far one entry is moved |
# | $\partial J/\partial\theta$, measured | `approx` | $(n,)$ | the numerical gradient |
#
# ### Exercise: numerical_gradient
#
# Given a function `J`, a vector `theta` and the step `eps`, return the array of all $n$ centred differences. Each entry has its turn: it moves up, then down, while all others stay.
# (The slide says `for i in len(θ)`. An int is not iterable: one counts with `range`.)

# %% exercise="numerical_gradient" minutes=8

# %% tests="numerical_gradient"

# %% [markdown]
# Try it on a single sigmoid unit that looks at the 64 pixels of a digit. Your function sees only values of the cost; beside it stands what backpropagation says. (`partial(f, X=X)` is `f` with its argument `X` filled in.)

# %% experiment="two_gradients"
theta = 0.1 * np.random.default_rng(0).standard_normal(64)
J = partial(costs.logistic, X=X, Y=Y)
approx = numerical_gradient(J, theta, 1e-4)

unit = {"W1": theta[np.newaxis], "b1": np.zeros((1, 1))}
exact = network.backward(Y, unit, network.forward(X, unit)[1])["dW1"][0]
close = np.abs(approx - exact).max() < 1e-8
print(f"largest slope {exact.max():.1e}, all differences below 1e-8: {close}")
plots.images(np.stack([approx, exact], axis=1), (8, 8), ["measured", "backpropagation"], columns=2)

# %% [markdown]
# Two ways that share nothing but the cost come to the same picture. So the check is strong: the same mistake would have to be made in both.
#
# ### How long should the step be?

# %% predict="best_eps"
# ? The formula becomes exact as eps goes to 0. Which of these steps gives the smallest error on a computer, in float64?
# - eps = 1e-2 :: There rounding plays no part, but the curve bends within the step, and the formula's own error, which grows with eps², is large.
# + eps = 1e-5 :: There the two errors are about equal: the formula's, which falls with eps², and that of rounding, which grows like 1/eps.
# - eps = 1e-7 :: The lecture's step. The formula's own error is tiny there, but rounding is not. Look at the curve below: it has passed its lowest point.
# - eps = 1e-12 :: On paper, yes. But the computer keeps about 16 digits of J. Two values of J that differ by 1e-12 agree in nearly all of them, and what is left when you subtract is mostly rounding.

# %% experiment="u_curve"
steps = 10.0 ** np.arange(-1, -9.5, -0.5)
J_single = partial(costs.logistic, X=X.astype(np.float32), Y=Y)
precisions = {"float64": J, "float32": lambda moved: J_single(moved.astype(np.float32))}


def mean_error(J, eps):
    """The mean error of an entry of your numerical gradient."""
    return np.abs(numerical_gradient(J, theta, eps) - exact).mean()


errors = {name: [mean_error(f, eps) for eps in steps] for name, f in precisions.items()}
figures.u_curve(steps, errors)

# %% [markdown]
# Read each curve from right to left. At first the error falls with the square of `eps`: the error of the formula, what is left of Taylor's series. Then it grows again. The computer knows $J$ only to within about $u J$, where $u$ is the relative error of rounding, and divides this by $2\varepsilon$:
#
# $$\text{error} \;\approx\; \underbrace{c\,\varepsilon^2}_{\text{formula}} \;+\; \underbrace{\frac{u\,|J|}{\varepsilon}}_{\text{rounding}} \qquad\Longrightarrow\qquad \text{the best step is about } \sqrt[3]{u}.$$

# %%
for kind in (np.float64, np.float32):
    u = np.finfo(kind).eps / 2
    print(f"{kind.__name__}: u = {u:.1e}, cube root {u ** (1 / 3):.0e}")

# %% [markdown]
# So with `float32`, which libraries train in, the best step is longer and the best error worse: check in `float64`. From here on `eps` is 1e-5.
#
# ## 3. Two gradients, one verdict
#
# How near is near enough? Two gradients differ by 0.001. Once both have about the length 50, once 0.002:

# %%
for length in (50, 0.002):
    print(f"0.001 / ({length} + {length}) = {0.001 / (length + length):.5f}")

# %% [markdown]
# The first is next to nothing, the second is much. So divide the difference by the two lengths:
#
# $$\text{relative difference} = \frac{\lVert d\theta_\text{approx} - d\theta \rVert_2}{\lVert d\theta_\text{approx} \rVert_2 + \lVert d\theta \rVert_2}, \qquad \lVert v \rVert_2 = \sqrt{\textstyle\sum_i v_i^2}$$
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $d\theta_\text{approx}$ | `approx` | any | the measured gradient |
# | $d\theta$ | `exact` | the same | the gradient that backpropagation says |
#
# It lies between 0 (equal) and 1 (opposite, say). (In our text copy of the slides the minus sign above the line got lost.)
#
# ### Exercise: relative_difference
#
# Given two arrays of the same shape, return their relative difference. Mind two cases: gradients may be very short and still quite wrong, and both may be 0, which is perfect agreement.

# %% exercise="relative_difference" minutes=5

# %% tests="relative_difference"

# %% [markdown]
# ### What the number means
#
# The lecture gives three marks: below $10^{-7}$ great; *around* $10^{-5}$ look closer; $10^{-3}$ or more, bad. A program has to answer every number, $3 \cdot 10^{-4}$ too. So let the bands touch:
#
# | relative difference | verdict | meaning |
# |---|---|---|
# | below 1e-7 | `"great"` | very likely right |
# | from 1e-7, below 1e-3 | `"inspect"` | look at single parameters; a small bug, a kink, rounding? |
# | 1e-3 or more, or NaN | `"bug"` | very likely wrong |
#
# NaN means that something overflowed on the way. Take care: `<`, `>` and `==` with NaN are always False (and `!=` is True).
#
# ### Exercise: verdict
#
# Given a relative difference, return one of the three words.

# %% exercise="verdict" minutes=3

# %% tests="verdict"

# %% [markdown]
# Your two functions on the gradient of the 64 weights, which is right, with steps from long to short:

# %% experiment="verdicts"
for eps in 10.0 ** -np.arange(2, 15, 2):
    difference = relative_difference(numerical_gradient(J, theta, eps), exact)
    print(f"right gradient, eps = {eps:.0e}: {verdict(difference)}")

# %% [markdown]
# A verdict belongs to a step: the same right gradient is called everything from great to a bug. Now, with a good step, gradients that are wrong in known ways:

# %% experiment="wrong_in_known_ways"
one_off = exact + 0.002 * np.abs(exact).max() * (np.arange(64) == 20)
wrong = {"twice too large": 2 * exact, "minus sign": -exact, "1 % too large": 1.01 * exact}
for name, gradient in (wrong | {"one of 64 entries off": one_off}).items():
    difference = relative_difference(approx, gradient)
    print(f"{name:22} {difference:.1e} {verdict(difference)}")

# %% [markdown]
# A real bug can be small: of 64 entries one is off, and no alarm bell rings. That is what `"inspect"` is for.
#
# ## 4. A network as one vector
#
# A network has no $\theta$. It has matrices $W^{[1]}, W^{[2]}, \dots$ and columns $b^{[1]}, b^{[2]}, \dots$ Put all their numbers into one vector: layer by layer, first $W$, then $b$, each row by row. For two inputs, three hidden units and one output:
#
# $$W^{[1]} = \begin{pmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6 \end{pmatrix},\;
# b^{[1]} = \begin{pmatrix} 7 \\ 8 \\ 9 \end{pmatrix},\;
# W^{[2]} = \begin{pmatrix} 10 & 11 & 12 \end{pmatrix},\;
# b^{[2]} = \begin{pmatrix} 13 \end{pmatrix}
# \quad\longleftrightarrow\quad
# \theta = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)$$
#
# The order does not matter; that it is always the same does. Will a dict see to it?

# %% experiment="order_of_a_dict"
passed = network.forward(X, trained["B"], hidden="tanh")[1]
print(*network.backward(Y, trained["B"], passed, hidden="tanh"))

# %% [markdown]
# `network.backward` fills its dict from the last layer to the first. So go by the names.
#
# ### Exercise: parameters_to_theta
#
# Given the dict of parameters, return the vector. The dict may have its entries in any order, and any number of layers.

# %% exercise="parameters_to_theta" minutes=5

# %% tests="parameters_to_theta"

# %% [markdown]
# ### Exercise: theta_to_parameters
#
# The way back. Given the vector and a dict with the shape of each parameter, return the dict of parameters.
#
# | symbol | variable | shape |
# |---|---|---|
# | $W^{[l]}, b^{[l]}$ | `parameters["W1"]`, `parameters["b1"]`, … | $(n_l, n_{l-1})$ and $(n_l, 1)$ |
# | $\theta$ | `theta` | $(n,)$, with $n$ the number of all parameters |
# | | `shapes["W1"]`, `shapes["b1"]`, … | the tuples `(3, 2)`, `(3, 1)`, … |
# | $dW^{[l]}, db^{[l]}$ | `grads["dW1"]`, `grads["db1"]`, … | those of $W^{[l]}$, $b^{[l]}$ |

# %% exercise="theta_to_parameters" minutes=7

# %% tests="theta_to_parameters"

# %% [markdown]
# ### The table
#
# Let $J(\theta)$ be the cost of the parameters that $\theta$ stands for. Then `numerical_gradient` measures its slopes: a vector, which as matrices can be held against `grads`.
#
# The lecture gets one number for the whole network; if it is bad, one has to "look at components". We do so at once.
#
# ### Exercise: check_network_gradients
#
# Given a function `cost(parameters)`, the dicts `parameters` and `grads`, and `eps`, return the table: a dict with the relative difference for each parameter, under its name. Use your functions from above. You will need a function inside your function that takes a *vector* and returns the cost.

# %% exercise="check_network_gradients" minutes=10

# %% tests="check_network_gradients"

# %% [markdown]
# Back to the three runs, with their trained parameters and ten examples. The bars show your table on a log axis, the words are your `verdict`, the dashed lines its edges. (Below 1e-7 all is rounding: no number, and bars of one length.)

# %% experiment="three_tables"
X_few, Y_few = X[:, :10], Y[:, :10]
few_cost = partial(costs.network_cost, X=X_few, Y=Y_few)
tables = {}
for run, (backward, _) in bugs.RUNS.items():
    _, cache = network.forward(X_few, trained[run], hidden="tanh")
    grads = backward(Y_few, trained[run], cache, hidden="tanh")
    tables[f"run {run}"] = check_network_gradients(few_cost, trained[run], grads, 1e-5)
figures.tables(tables, verdict)

# %% [markdown]
# Run A has the bug. Run C has a right gradient and too large a step. Was the bug worth finding? Train A and B for longer, three times each, and ask the dev set:

# %% experiment="worth_finding"
for run in "AB":
    found = []
    for seed in (1, 2, 3):
        longer, _ = train_run(run, 150, seed)
        found.append(1 - network.accuracy(network.predict(X_dev, longer, hidden="tanh"), Y_dev))
    print(f"run {run}, 150 epochs: dev error {np.mean(found):.3f} ±{np.std(found):.3f}")

# %% [markdown]
# A cost that falls without a bump, and still a worse network.
#
# Why rows, and not one number? Here the gradient of $b^{[2]}$ alone is one percent too large: 4 of more than five hundred numbers.

# %% experiment="one_percent"
net = trained["B"]
_, cache = network.forward(X_few, net, hidden="tanh")
right = network.backward(Y_few, net, cache, hidden="tanh")
off = right | {"db2": 1.01 * right["db2"]}
vectors = [parameters_to_theta({name: g["d" + name] for name in net}) for g in (right, off)]
row = check_network_gradients(few_cost, net, off, 1e-5)["b2"]
for name, difference in {"whole vector": relative_difference(*vectors), "row of b2": row}.items():
    print(f"{name:12} {difference:.1e} {verdict(difference)}")

# %% [markdown]
# In the whole vector the right numbers water the wrong ones down. The row of `b2` says it plainly.
#
# ## 5. Where is the bug?
#
# Backpropagation goes from the output to the input, and each layer hands on its $dZ$:
#
# $$dZ^{[L]} \to \left(dW^{[L]},\, db^{[L]}\right), \qquad dZ^{[l]} = \left(W^{[l+1]\top} dZ^{[l+1]}\right) \odot g'(Z^{[l]}) \to \left(dW^{[l]},\, db^{[l]}\right), \qquad l = L-1, \dots, 1$$
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $Z^{[l]}$ | `cache["Z1"]`, … | $(n_l, m)$ | what goes into the activation $g$ of layer $l$ |
# | $g'$ | | | the slope of the activation; for tanh it is $1 - \tanh^2$ |
#
# Here is a network with four layers, three of them hidden, on a toy task with two inputs.

# %%
toy_rng = np.random.default_rng(4)
X_toy, Y_toy = datasets.moons(60, 0.2, toy_rng)
start = network.initialize([2, 6, 5, 4, 1], toy_rng)

# %% predict="which_rows"
# ? In the backward pass of this network $dZ^{[2]}$ is computed wrongly: somebody forgot the slope $g'(Z^{[2]})$. Everything else is right. Which rows of the table are bad?
# - only those of layer 2 :: dZ of layer 2 is handed on to layer 1, which does everything right with a wrong number.
# - those of layers 2, 3 and 4 :: That would be so if errors travelled forward. The backward pass comes from layer 4, so 4 and 3 are done already when it gets to 2.
# - those of all four layers :: Layers 4 and 3 are computed before the pass comes to layer 2. Nothing that happens later can spoil them.
# + those of layers 2 and 1 :: Layer 2 is where the error began. Layer 1 gets a wrong dZ from it, and its own two gradients are wrong as well. Layers 4 and 3 were done before the error happened.


# %%
toy_cost = partial(costs.network_cost, X=X_toy, Y=Y_toy)


def toy_table(bug, parameters):
    """Your table for a backward pass with one of the planted bugs."""
    _, cache = network.forward(X_toy, parameters, hidden="tanh")
    grads = bugs.backward_with_bug(Y_toy, parameters, cache, bug)
    return check_network_gradients(toy_cost, parameters, grads, 1e-5)


# %% experiment="which_rows"
titles = {"a right backward pass": "none", "dZ of layer 2 without its slope": "A"}
figures.tables({title: toy_table(bug, start) for title, bug in titles.items()}, verdict)

# %% [markdown]
# So a table is read from below, from the last layer towards the first. **The bug sits in the first layer that is wrong on this way.** What comes after may be wrong through no fault of its own.
#
# ### Exercise: find_buggy_layer
#
# Given a backward pass you know nothing about, data and parameters, return the number of the layer where the bug sits, and 0 if there is none. The hidden units are tanh. For the forward pass there is `network.forward(X, parameters, hidden="tanh")`. The cost is `costs.network_cost(parameters, X, Y)`; `partial` makes it a function of the parameters alone.

# %% exercise="find_buggy_layer" minutes=8

# %% tests="find_buggy_layer"

# %% [markdown]
# Five backward passes have planted bugs, A to E (letters of bugs, not of runs); A you have met. Here is your detector at work.

# %% experiment="five_bugs"
for letter in bugs.LETTERS:
    backward = partial(bugs.backward_with_bug, bug=letter)
    layer = find_buggy_layer(backward, X_toy, Y_toy, start, 1e-5)
    print(f"bug {letter:4}: {f'layer {layer}' if layer else 'nothing found'}")

# %% [markdown]
# B takes a mean for a sum, in layer 2. C multiplies with $Z$ where $A$ belongs, in layer 4. D has $Y - A$ for $A - Y$ at the output, where the detector points. But E has a bug too, and it passes.

# %% predict="why_it_passes"
# ? The network is fresh from its initialization, and bug E passes the check there. Later it will not. How can that be?
# - Its error is small: too small at any time to be more than rounding. :: Its error is not small in general. It is exactly zero at this place, and large at others.
# - Its error is random: other examples would have brought it out here. :: Nothing in the check is random: the same parameters and examples give the same table, and other examples give no other verdict here.
# + Its error is zero: it multiplies something that is still 0 at the start. :: The biases. E computes Z once more for the slope and forgets the bias there. As long as b is 0, this changes nothing at all.
# - Its error is hidden: a shorter step would have shown what is there. :: A shorter or longer step measures the same slopes, as section 2 showed. And E's gradient is right here; there is nothing to see.

# %% [markdown]
# Train the network, with the right gradient, and check both backward passes on the way:

# %% experiment="late_bug"
toy_recipe = {"layer_sizes": None, "rng": toy_rng, "alpha": 0.5, "hidden": "tanh"}
snapshots, last = {0: start}, 0
for epoch in (1, 2, 5, 10, 20, 50, 100, 200):
    options = toy_recipe | {"parameters": snapshots[last], "epochs": epoch - last}
    snapshots[epoch], _ = network.train(X_toy, Y_toy, **options)
    last = epoch

bug_e = [max(toy_table("E", parameters).values()) for parameters in snapshots.values()]
right = [max(toy_table("none", parameters).values()) for parameters in snapshots.values()]
figures.over_training(list(snapshots), {"bug E": bug_e, "right": right})

# %% [markdown]
# After the very first step the biases are no longer 0, and the bug is out. (What is below 1e-7 is rounding, drawn at 1e-8.) With tiny weights others hide, too: near 0 the slope of tanh is 1, forgotten or not. So **check twice**: at the start, and after some training.
#
# ### Play with the check
#
# The figure begins with bug E after 10 epochs. For which steps is the right backward pass called a bug? Which bugs change their rows with the step, and which do not? When does E come out?

# %% experiment="bug_board"
board = partial(figures.bug_board, check_network_gradients, verdict, snapshots, X_toy, Y_toy)
widgets.explore(board, bug=list(bugs.LETTERS), log10_eps=(-12, -1, 1), epoch=[0, 1, 10, 200])

# %% [markdown]
# A right row moves with the step, for it is only the error of measuring. A wrong row stays where it is over a wide range of steps, for it measures the bug. That is a good test when the verdict is `"inspect"`.
#
# ### Mend one yourself
#
# This backward pass has **three bugs**. Its cache holds the activations alone, A0 to AL, and no Z. The hidden units are tanh.


# %%
def broken_backward(Y, parameters, cache):
    """Three of these lines are wrong."""
    L, m, grads = len(parameters) // 2, Y.shape[1], {}
    dZ = (cache[f"A{L}"] - Y) / m
    for l in range(L, 0, -1):
        grads[f"dW{l}"] = dZ @ cache[f"A{l - 1}"].T
        grads[f"db{l}"] = dZ.mean(axis=1, keepdims=True)
        if l > 1:
            Z = parameters[f"W{l - 1}"] @ cache[f"A{l - 2}"]
            slope = 1 - np.tanh(Z)
            dZ = (parameters[f"W{l}"].T @ dZ) * slope
    return grads


# %%
def at_two_moments(backward):
    """Your tables for a backward pass that is given activations alone: at the start, and later."""
    tables = {}
    for epoch in (0, 10):
        _, cache = network.forward(X_toy, snapshots[epoch], hidden="tanh")
        activations = {name: A for name, A in cache.items() if name[0] == "A"}
        grads = backward(Y_toy, snapshots[epoch], activations)
        tables[f"epoch {epoch}"] = check_network_gradients(toy_cost, snapshots[epoch], grads, 1e-5)
    return tables


# %% experiment="three_bugs"
figures.tables(at_two_moments(broken_backward), verdict)

# %% [markdown]
# ### Exercise: mended_backward
#
# Paste the body of `broken_backward` below. Read the table from below, mend *one* line, run the exercise and the table after it, read again. You are done when every row is great, at the start **and** later.

# %% exercise="mended_backward" minutes=10

# %% tests="mended_backward"

# %% experiment="mended"
figures.tables(at_two_moments(mended_backward), verdict)

# %% [markdown]
# ## 6. When a right gradient fails
#
# The check compares the function `cost` with `grads`. A right gradient fails it where the two do not belong together, or where there is no slope to measure.
#
# ### A kink
#
# ReLU, $\max(z, 0)$, has a corner at $z = 0$.

# %%
figures.chords(lambda z: max(z, 0.0), 1.0, 0.0, title="J = max(t, 0)")

# %% [markdown]
# Backpropagation takes the slope on one side, here 0. The line through two points cuts across the corner and has the slope 1/2. Both do their job. How often does a step cross a corner? We check right backward passes of small networks, 30 of each kind.


# %%
def right_network(hidden, bias, seed):
    """Examples, parameters and right gradients of a 4-5-3-1 network with hidden biases of a size."""
    rng = np.random.default_rng(seed)
    X, Y = rng.standard_normal((4, 30)), rng.integers(0, 2, (1, 30)) * 1.0
    net = network.initialize([4, 5, 3, 1], rng)
    net |= {name: bias * rng.uniform(0.5, 1.5, net[name].shape) for name in ("b1", "b2")}
    cost = partial(costs.network_cost, X=X, Y=Y, hidden=hidden)
    return cost, net, network.backward(Y, net, network.forward(X, net, hidden)[1], hidden)


# %%
def largest_rows(hidden, bias, eps):
    """The largest row of your table for each of 30 networks."""
    checks = (right_network(hidden, bias, seed) for seed in range(30))
    return [max(check_network_gradients(*one, eps).values()) for one in checks]


# %% experiment="kinks"
found = {
    "tanh, b = 0\neps = 1e-5": largest_rows("tanh", 0, 1e-5),
    "tanh, b = 0\neps = 1e-9": largest_rows("tanh", 0, 1e-9),
    "ReLU, b = 0\neps = 1e-5": largest_rows("relu", 0, 1e-5),
    "ReLU, b about 0.3\neps = 1e-5": largest_rows("relu", 0.3, 1e-5),
}
figures.dots(found, "largest row of the table", "30 networks each, with a right backward pass")

# %% [markdown]
# Every point is a network without a bug. With tanh and the good step all are great. With 1e-9 rounding lifts them all over the edge. And with ReLU and biases of 0 many fail, and fail badly. That is no bad luck: if all units of layer 1 are off for some example, layer 2 gets only zeros, and its $z$ is its bias, exactly 0: the corner itself.

# %% experiment="called_a_bug"
for kind, rows in found.items():
    words = [verdict(row) for row in rows]
    print(kind.replace("\n", ", "), {word: words.count(word) for word in sorted(set(words))})

# %% [markdown]
# What to do: check with smooth units, or give the biases a value other than 0 (the last group), and look at *which* entries disagree. A kink spoils a few entries, and other ones when the examples change; a bug stays.
#
# ### A penalty
#
# With L2 regularization (chapter 3) cost and gradient have a further part each:
#
# $$J_\text{L2} = J + \frac{\lambda}{2m} \sum_{l=1}^{L} \lVert W^{[l]} \rVert_F^2, \qquad\qquad dW^{[l]}_\text{L2} = dW^{[l]} + \frac{\lambda}{m} W^{[l]}$$
#
# If only the gradients hold theirs, the check fails, rightly.
#
# ### Exercise: check_with_l2
#
# Given a `cost` *without* the penalty and `grads` *with* it, return the table as before. Put the penalty where it is missing.

# %% exercise="check_with_l2" minutes=6

# %% tests="check_with_l2"

# %% [markdown]
# The slide tells us to add $\frac{\lambda}{m} \lVert w \rVert_1$, the sum of absolute values, "if you are using L1 or L2 regularization". For L2 this is a slip. Three checks of the same right gradients:

# %% experiment="three_penalties"
lambd, m, net = 1.0, 60, snapshots[50]
_, cache = network.forward(X_toy, net, hidden="tanh")
grads = bugs.backward_with_decay(Y_toy, net, cache, decay=lambd / m)
slide_cost = partial(costs.cost_of_the_slide, X=X_toy, Y=Y_toy, lambd=lambd)
tables = {
    "no penalty in the cost": check_network_gradients(toy_cost, net, grads, 1e-5),
    "the slide's penalty": check_network_gradients(slide_cost, net, grads, 1e-5),
    "yours": check_with_l2(toy_cost, net, grads, lambd, m, 1e-5),
}
figures.tables(tables, verdict)

# %% [markdown]
# The b rows are fine in all three, since biases have no penalty; the W rows need the right one.
#
# ### What a penalty can hide
#
# Now a bug: the data's part of $dW^{[2]}$ is 5 % too large. The cost has the right penalty, and λ grows.

# %% experiment="hidden_by_penalty"
data = network.backward(Y_toy, net, cache, hidden="tanh")
for price in (0.0, 1.0, 20.0):
    wrong = bugs.backward_with_decay(Y_toy, net, cache, decay=price / m)
    wrong["dW2"] = wrong["dW2"] + 0.05 * data["dW2"]
    row = check_with_l2(toy_cost, net, wrong, price, m, 1e-5)["W2"]
    parts = [np.linalg.norm(part) for part in (data["dW2"], price / m * net["W2"])]
    print(f"λ = {price:4}: length of the data's part {parts[0]:.3f},", end=" ")
    print(f"of the penalty's {parts[1]:.3f}: W2 {row:.1e} {verdict(row)}")

# %% [markdown]
# The same bug is called a bug at first, and then it is not: a large penalty drowns the data's gradient (Stanford's CS231n warns of this). So check with λ = 0 first, then with a λ that leaves both parts about equally large.
#
# ### Dropout
#
# Dropout multiplies the activations of a layer by a mask, drawn anew in each call: 0 where a unit is dropped, a factor a little above 1 where it is kept (chapter 4). To see all that can happen, let there be just five masks.

# %%
unit, example = np.ogrid[:6, :60]
factors = np.array([((unit + example + k) % 5 > 0) * 1.25 for k in range(5)])
# J_drop(parameters, rng) is the cost under one of the five masks, drawn from rng
J_drop = partial(costs.dropped_network_cost, X=X_toy, Y=Y_toy, factors=factors)

# %% predict="dropout_check"
# ? We run the check on a right backward pass with dropout. J draws a new mask in each call. What does the numerical gradient look like?
# + It is useless: nearly every entry is thousands of times too large. :: The two values come from two different masks. Their difference does not shrink with eps, and it is divided by 2 eps.
# - It is noisy: nearly every entry is a few percent too large or small. :: J is off by a few percent. But the difference of two such values is divided by 2 eps, which is tiny.
# - It is right on average: a shorter step brings it as near as you like. :: A shorter step makes it worse: the jump from mask to mask stays, and the denominator shrinks.
# - It is right in part: 0 for the dropped units, good for all the others. :: That would be so if all calls used the same mask.

# %% experiment="five_curves"
t, rng = np.linspace(-0.2, 0.2, 21), np.random.default_rng(1)
net = snapshots[50]
first = np.arange(12).reshape(6, 2) == 0
moved = [net | {"W1": net["W1"] + x * first} for x in t]
one_mask = [partial(J_drop, factors=factors[k : k + 1]) for k in range(5)]
under = [[J_one(parameters, rng) for parameters in moved] for J_one in one_mask]
figures.jumps(t, under, [J_drop(parameters, rng) for parameters in moved])

# %% [markdown]
# Each mask by itself gives a smooth cost. The points jump from one to another: two of them say nothing about a slope.
#
# The lecture concludes that "gradient checking doesn't work with dropout" and turns it off. But then the gradient *through* the masks stays unchecked. Better: hold the masks fixed. A generator in the same state draws the same numbers, and `copy.deepcopy` copies it, state and all.

# %%
dice = np.random.default_rng(0)
same_dice = copy.deepcopy(dice)
print(dice.integers(1, 7, 8), same_dice.integers(1, 7, 8))

# %% [markdown]
# (`copy.copy` will not do: such a copy and the old one still move on together.)
#
# ### Exercise: gradient_with_fixed_masks
#
# Given `J`, to be called `J(theta, rng)`, return the centred differences, all of them under the masks that `J(theta, rng)` draws from `rng` in the state in which it comes to you.

# %% exercise="gradient_with_fixed_masks" minutes=6

# %% tests="gradient_with_fixed_masks"

# %% [markdown]
# The check with dropout, for $W^{[1]}$. The backward pass goes back through the mask of *its* forward pass, the one that a generator with seed 5 draws first; your function gets a generator in that state.


# %%
def through(dA, l, cache):
    """Back through the mask, which is on layer 1 only."""
    return dA * factor if l == 1 else dA


def J_of_W1(w, rng):
    """The cost with dropout as a function of the twelve entries of W1."""
    return J_drop(net | {"W1": w.reshape(6, 2)}, rng)


# %% experiment="with_dropout"
factor = factors[np.random.default_rng(5).integers(5)]
_, cache = costs.dropped_forward(X_toy, net, factor)
grads = network.backward(Y_toy, net, cache, hidden="tanh", through=through)

# %% experiment="fresh_and_fixed"
w, rng = net["W1"].ravel(), np.random.default_rng(5)
fixed = gradient_with_fixed_masks(J_of_W1, w, np.random.default_rng(5), 1e-5)
fresh = numerical_gradient(lambda moved: J_of_W1(moved, rng), w, 1e-5)
for name, measured in {"a new mask in each call": fresh, "masks held fixed": fixed}.items():
    difference = relative_difference(measured, grads["dW1"].ravel())
    print(f"{name:24} slopes up to {np.abs(measured).max():8.3f}: {verdict(difference)}")

# %% [markdown]
# ### What a check costs
#
# Why not check in every step of training? Backpropagation gets *all* slopes for about the price of two or three forward passes. Count how often your check calls the cost:

# %% experiment="price"
calls = []


def counted_cost(parameters):
    """The cost, which writes down each call; a call is one forward pass."""
    calls.append(parameters)
    return few_cost(parameters)


for width in (1, 4, 16):
    sized = network.initialize([64, width, 1], np.random.default_rng(0))
    _, cache = network.forward(X_few, sized, hidden="tanh")
    calls.clear()
    check_network_gradients(
        counted_cost, sized, network.backward(Y_few, sized, cache, "tanh"), 1e-5
    )
    print(f"{parameters_to_theta(sized).size:5} parameters: {len(calls):5} forward passes")

# %% [markdown]
# Two for each parameter: a million parameters take two million. So check a *small* network with the same code, on a few examples, before training and once after some steps; then switch the check off. If it must be the large one, check some entries of each parameter, drawn at random.
#
# ## In this chapter we have …
#
# - measured gradients by centred differences, and seen the error fall with eps², then grow with 1/eps: 1e-5 to 1e-4 in float64, not 1e-7;
# - checked a network parameter by parameter, read the table from the last layer to the first, and mended bugs that the cost did not show, one of which comes out only after some training;
# - seen right gradients fail, at a kink, without the penalty in the cost, with fresh dropout masks, and found a way for each: smooth units or biases off 0, the penalty $\frac{\lambda}{2m}\sum_l \lVert W^{[l]} \rVert_F^2$, masks held fixed.
#
# ### Read on
#
# J. Nocedal, S. Wright, *Numerical Optimization* (Springer, 2006), section 8.1, on the error of differences. Stanford CS231n, *Neural Networks Part 3: Learning and Evaluation*, "Gradient checks", with more practical advice. A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind, *Automatic
# differentiation in machine learning: a survey*, JMLR 18 (2018), arXiv 1502.05767, on how libraries get gradients that need no check. A. Ng, *Deep learning* (Coursera). K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022). G. Hinton, *Neural networks for machine learning* (Coursera).
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.
