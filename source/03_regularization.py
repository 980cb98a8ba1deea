# %% [markdown]
# # 3. Keep the weights small
#
# A network with more weights than examples can learn its examples by heart. This chapter puts a price on weights, and a network on a budget does better on examples it has never met.
#
# **What you'll do.** Put the price into cost, gradients and update; choose how high it is; bring weights to exactly 0.
#
# **What you'll learn.**
# - Why small weights overfit less, and what a very large λ leaves of a network.
# - How λ is chosen, and how far a dev set can tell.
# - What L1 does that L2 does not.
#
# **What you need.** Forward and backward pass, gradient descent. About 90 minutes, {minutes} of them for the exercises. There are {points} points.

# %% setup
from functools import partial

import numpy as np
from ipywidgets import SelectionSlider

from course_utils import datasets, network, plots, widgets
from course_utils.check import check
from course_utils.figures import regularization as figures
from course_utils.predict import predict

# %%
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1
m = X.shape[1]
recipe = {"layer_sizes": [64, 64, 32, 1], "epochs": 120, "alpha": 0.05, "batch_size": 50}


def errors(parameters):
    """The share of wrong labels on the training and on the dev set."""
    train = network.accuracy(network.predict(X, parameters), Y)
    dev = network.accuracy(network.predict(X_dev, parameters), Y_dev)
    return {"training set": 1 - train, "dev set": 1 - dev}


# %% experiment="never_stops"
runs = []  # for each run, the parameters after each epoch
for seed in range(5):
    runs.append([])
    keep = partial(lambda after, epoch, parameters: after.append(parameters), runs[-1])
    network.train(X, Y, **recipe, rng=np.random.default_rng(seed), each_epoch=keep)
seen = [[errors(parameters) for parameters in run] for run in runs]
history = {k: [[e[k] for e in run] for run in seen] for k in ("training set", "dev set")}
plots.curves(range(1, 121), history, "epoch", "error", "Training without a price on weights")

# %% [markdown]
# ## 1. A network that never stops
#
# Is a handwritten digit odd ($y = 1$) or even ($y = 0$)? These are the *noisy digits* of chapters 1 and 2: columns of 64 grey values, 300 training examples, of which 15 in 100 have a wrong label. The 898 dev examples are rightly labelled.
#
# The figure shows five runs, which differ in start and order alone: their mean, and a band of one standard deviation.

# %% experiment="best_and_last"
mean = np.mean(history["dev set"], axis=0)
print(f"best dev error {mean.min():.3f}, after epoch {mean.argmin() + 1}; last {mean[-1]:.3f}")
print(f"last training error {np.mean(history['training set'], axis=0)[-1]:.3f}")

# %% [markdown]
# ### What it learns too much
#
# The dev error is at its best early, then drifts upwards. The training error goes on falling: in the end the network, with its more than 6000 weights, repeats even wrong labels. This is *overfitting*, or *high variance*.
#
# ### Why large weights do it
#
# To single out one wrongly labelled image among similar ones, the output has to jump when the input changes a little. A unit computes $z = w \cdot a + b$, and $z$ moves by $w_j$ when $a_j$ moves by 1.

# %%
for w in (1, 10, 100):
    low, high = network.sigmoid(np.array([-0.05 * w, 0.05 * w]))
    print(f"w = {w:3}: while a moves from −0.05 to 0.05, sigmoid(w a) goes {low:.2f} to {high:.2f}")

# %% [markdown]
# Steep functions need large weights. So let us make large weights expensive.
#
# ## 2. The price: a penalty in the cost
#
# For **logistic regression**, one sigmoid unit with weights $w$, the cost with *L2 regularization* is
#
# $$J(w, b) = \underbrace{\frac{1}{m}\sum_{i=1}^m \mathcal{L}(\hat y^{(i)}, y^{(i)})}_{\text{cross-entropy}} + \underbrace{\frac{\lambda}{2m} \lVert w \rVert_2^2}_{\text{penalty}}
# \qquad \lVert w \rVert_2^2 = \sum_j w_j^2 .$$
#
# ### The price in a network
#
# In a **network** all layers pay. The sum of the squares of a matrix's entries is the square of its *Frobenius norm* $\lVert W \rVert_F$:
#
# $$J = \frac{1}{m}\sum_{i=1}^m \mathcal{L}(\hat y^{(i)}, y^{(i)}) + \frac{\lambda}{2m} \sum_{l=1}^{L} \lVert W^{[l]} \rVert_F^2
# \qquad \lVert W^{[l]} \rVert_F^2 = \sum_{i=1}^{n_l} \sum_{j=1}^{n_{l-1}} \bigl(W^{[l]}_{ij}\bigr)^2 .$$
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $W^{[l]}$ | `parameters["W1"]`, … | $(n_l, n_{l-1})$ | weights of layer $l$; logistic regression has a single layer, $W^{[1]} = w^T$ |
# | $b^{[l]}$ | `parameters["b1"]`, … | $(n_l, 1)$ | biases: they make nothing steeper, and are free |
# | $\lambda$ | `lambd` | number, $\ge 0$ | the *regularization parameter*: how high the price is (`lambda` is a word of Python) |
# | $m$ | `m` | number | how many training examples there are |

# %% predict="two_pixels"
# ? Two neighbouring pixels are always alike. Unit A gives weight 2 to one of them and 0 to the other, unit B gives weight 1 to both. They compute the same. Which one is cheaper under L2?
# - Both cost the same. :: They would under a penalty of absolute values, |2| + |0| = |1| + |1|. That is L1, in section 6. A square treats a large weight otherwise than two small ones.
# - Unit A costs less. :: Weights are charged by size, not by number. Squaring makes the single weight of 2 dear: it costs 4.
# + Unit B costs less. :: 1² + 1² = 2 is less than 2² + 0² = 4. A square makes large values dear and small ones nearly free, so L2 spreads the work over all inputs that can do it.

# %% [markdown]
# ### Exercise: l2_penalty
#
# Write the penalty $\frac{\lambda}{2m} \sum_l \lVert W^{[l]} \rVert_F^2$ for a network of any number of layers. Return a number.

# %% exercise="l2_penalty" minutes=8

# %% tests="l2_penalty"

# %% [markdown]
# Now your function can answer the question, and read the bill of the networks above, epoch by epoch.

# %% experiment="two_units"
for name, w in (("A", [[2.0, 0.0]]), ("B", [[1.0, 1.0]])):
    one_unit = {"W1": np.array(w), "b1": np.zeros((1, 1))}
    print(f"unit {name}, weights {w[0]}: penalty {l2_penalty(one_unit, lambd=1, m=1)}")

# %% experiment="the_bill"
bill = [[l2_penalty(parameters, lambd=10, m=m) for parameters in run] for run in runs]
title = "Nobody makes the networks pay, and their weights grow"
figure = plots.curves(range(1, 121), {"penalty": bill}, "epoch", "penalty for λ = 10", title)
figure.axes[0].set_ylim(bottom=0)
figure

# %% [markdown]
# ### A sum sign that went missing
#
# The lecture's slide has $\frac{\lambda}{2m} \lVert w^{[l]} \rVert_F^2$, without a sum over $l$. So somebody charges the last layer alone.
#
# Then a network can cheat: multiply weights and biases of layer 2 by 10, divide the weights of layer 3 by 10. A ReLU unit lets a positive factor through.

# %% experiment="missing_sum"
plain = runs[0][-1]
cheat = plain | {"W2": 10 * plain["W2"], "b2": 10 * plain["b2"], "W3": plain["W3"] / 10}
change = network.forward(X, cheat)[0] - network.forward(X, plain)[0]
print(f"all outputs the same to within 1e-12: {np.abs(change).max() < 1e-12}")
for name, parameters in (("before", plain), ("after ", cheat)):
    last_layer = {"W1": parameters["W3"], "b1": parameters["b3"]}
    print(f"{name}: the last layer alone pays {l2_penalty(last_layer, 10, m):.4f},", end=" ")
    print(f"all layers pay {l2_penalty(parameters, 10, m):.3f}")

# %% [markdown]
# Where only the last layer pays, the trick makes a hundredth of the bill, and the price means nothing. Where all layers pay, it is ruinous.
#
# ### One row of labels, or several
#
# | rows of `Y` | the output `AL` | one example costs |
# |---|---|---|
# | one | from a sigmoid: the probability $a$ of class 1 | $-\bigl(y \log a + (1 - y) \log (1 - a)\bigr)$ |
# | several, one for each class | from *softmax*: a probability for each class, each column adds up to 1 | $-\log$ of the probability in the row of its class |
#
# With several rows `Y` is *one-hot*: a column has a single 1, in the row of its class. `network.cost(AL, Y)` knows both kinds, and takes no logarithm of 0.

# %%
one_row = network.cost(np.array([[0.8]]), np.array([[1]]))
one_hot = network.cost(np.array([[0.2], [0.8]]), np.array([[0], [1]]))
print(f"one row {one_row:.4f}, one-hot {one_hot:.4f}, −log 0.8 = {-np.log(0.8):.4f}")

# %% [markdown]
# So with several rows an example costs $-\sum_k y_k \log a_k$, **without** the part with $1 - y$.
#
# ### Exercise: regularized_cost
#
# Return the mean cross-entropy of `AL` (n_L, m) against `Y` (n_L, m), with the penalty added. You may call `network.cost` and your `l2_penalty` (then its mistakes come along).

# %% exercise="regularized_cost" minutes=5

# %% tests="regularized_cost"

# %% [markdown]
# What does this cost reward? We multiply all weights of a trained network by one factor $s$. At $s = 1$ it is as it was trained.


# %%
def shrunk_cost(s, lambd):
    """Your cost of the trained network with all its weights multiplied by s."""
    shrunk = {name: s * value if name[0] == "W" else value for name, value in plain.items()}
    AL, _ = network.forward(X, shrunk)
    return regularized_cost(AL, Y, shrunk, lambd)


# %% experiment="what_it_rewards"
factors, costs = np.linspace(0, 1.2, 41), {}
for lambd in (0, 1, 3):
    costs[f"λ = {lambd}"] = [shrunk_cost(s, lambd) for s in factors]
    lowest = factors[np.argmin(costs[f"λ = {lambd}"])]
    print(f"λ = {lambd}: the cost is lowest at s = {lowest:.2f}")
plots.curves(factors, costs, "factor s on all weights", "cost", "Shrinking a trained network")

# %% [markdown]
# The higher the price, the further to the left the lowest point lies; at λ = 3 nothing is left. But that is one factor for all weights. Gradient descent may shrink each by itself, and finds better places.
#
# ## 3. The pull: a term in the gradients
#
# The gradient is a sum, too: what backpropagation (*backprop*) gives you, and the derivative of the penalty. A weight $w$ stands in it as $\frac{\lambda}{2m} w^2$, with derivative $\frac{\lambda}{m} w$: the one half is there to cancel the 2.

# %% experiment="slope_of_the_penalty"
around = [{"W1": np.array([[w]]), "b1": np.zeros((1, 1))} for w in (2.9, 3.1)]
low, high = (l2_penalty(one_weight, lambd=10, m=50) for one_weight in around)
print(f"λ = 10, m = 50, w = 3: slope {(high - low) / 0.2:.4f}, λ/m · w = {10 / 50 * 3:.4f}")

# %% [markdown]
# So
#
# $$dW^{[l]} = (\text{from backprop}) + \frac{\lambda}{m} W^{[l]} \qquad\qquad db^{[l]} = (\text{from backprop}).$$
#
# (The slide writes the first line for layer $L$; it holds for every $l$.) A step against this gradient pulls every weight towards 0, a large one harder.
#
# ### Exercise: regularized_gradients
#
# Backprop hands you `grads = {"dW1": …, "db1": …, …}`, those of the cross-entropy, already averaged over the examples. Return a new dict with the gradients of the regularized cost.

# %% exercise="regularized_gradients" minutes=7

# %% tests="regularized_gradients"

# %% [markdown]
# A gradient makes a promise: walk a tiny step against it, and the cost falls by (length of the step) × (length of the gradient). We hold three pairs of a cost and its gradients to it.


# %%
def slide_cost(AL, Y, parameters, lambd):
    """The slide's cost, without the sum: the last layer alone is charged."""
    last_layer = {"W1": parameters["W3"], "b1": parameters["b3"]}
    return regularized_cost(AL, Y, last_layer, lambd)


def kept(cost, gradients, alpha=1e-6):
    """How much of the promised fall of the cost comes true in a tiny step."""
    places = start, network.update(start, gradients, alpha)
    before, after = (cost(network.forward(X, p, hidden="tanh")[0], Y, p, 30) for p in places)
    return (before - after) / (alpha * sum(np.sum(g**2) for g in gradients.values()))


# %% experiment="promise"
start = network.initialize([64, 20, 10, 1], np.random.default_rng(4))  # tanh units have no kink
_, cache = network.forward(X, start, hidden="tanh")
backprop = network.backward(Y, start, cache, hidden="tanh")
yours = regularized_gradients(backprop, start, 30, m)
print(f"your cost, your gradients:     {kept(regularized_cost, yours):.3f} of what was promised")
print(f"your cost, backprop alone:     {kept(regularized_cost, backprop):.3f} of what was promised")
print(f"slide's cost, your gradients:  {kept(slide_cost, yours):.3f} of what was promised")

# %% [markdown]
# A pair that belongs together keeps 1.000 of its promise; chapter 8 makes a full check of this. It needs the *same* cost that the gradients were made for: the slide on gradient checking adds
# $\frac{\lambda}{m}\lVert w\rVert_1$ "if you are using L1 or L2 regularization", which is right for L1 alone.
#
# ### Turn the price up
#
# The new term goes into the backward pass. Mind the $m$: a mini-batch of 50 *estimates* the mean gradient over all 300 examples, so the price stays $\frac{\lambda}{300}W$ in every batch. (`regularized_cost` could read $m$ from `AL`, for it was handed all examples.)


# %%
def train_with_l2(X, Y, lambd, seed=2, hidden="relu", **options):
    """Train with your regularized gradients; options replace parts of the recipe."""

    def backward(Y_batch, parameters, cache, **units):
        grads = network.backward(Y_batch, parameters, cache, **units)
        return regularized_gradients(grads, parameters, lambd, X.shape[1])  # all examples' m

    settings = recipe | options | {"hidden": hidden, "backward": backward}
    return network.train(X, Y, rng=np.random.default_rng(seed), **settings)[0]


# %% predict="turn_up"
# ? We turn λ up from 0, step by step, until nothing moves any more. What happens to the errors on the way?
# - Both errors rise from the beginning to the end. :: The fit to the training set gets worse, yes. But part of that fit was to wrong labels, and on the dev set it is good to lose that.
# - The training error rises, the dev error falls to the end. :: So it begins. But a network whose weights are all 0 gives one answer for everything: in the end the dev error must be large as well.
# - Both errors fall from the beginning to the end. :: At some point the weights become too small for anything but a constant answer. That is no good on any set.
# + The training error rises, the dev error falls, then rises. :: First the network gives up what served single examples only, in the end it gives up what all examples have in common. The best λ lies between, and it has to be searched.

# %% [markdown]
# First in a plane, where we can see it: two half-moons with 80 training examples, 8 of them wrongly labelled.

# %%
toy_rng = np.random.default_rng(3)
toy, toy_dev = datasets.moons(80, 0.2, toy_rng), datasets.moons(1000, 0.2, toy_rng)
flipped = toy_rng.choice(80, 8, replace=False)
toy[1][:, flipped] = 1 - toy[1][:, flipped]
toy_recipe = {"layer_sizes": [2, 12, 12, 1], "epochs": 600, "alpha": 1.0}
toy_recipe |= {"batch_size": None, "hidden": "tanh"}

# %% [markdown]
# One network with tanh units for each of eight values of λ. Move the slider from left to right, and watch the boundary let go of single wrong examples, then bend less and less, while the weights gather around 0. (The dashed line is that of logistic regression. The dev set has no wrong labels, so its error can be the smaller one.)

# %% experiment="turn_up_toy"
swept = {}
for lambd in (0, 0.05, 0.1, 0.2, 0.4, 1, 3, 10):
    swept[lambd] = train_with_l2(*toy, lambd, seed=0, **toy_recipe)
straight = train_with_l2(*toy, 0, seed=0, **toy_recipe | {"layer_sizes": [2, 1]})

draw = partial(figures.sweep, swept, toy, toy_dev, straight=straight)
widgets.explore(draw, lambd=SelectionSlider(options=list(swept)))

# %% [markdown]
# ### Now choose
#
# λ is a hyperparameter, which training does not find. One tries a grid: first powers of 10, then factors of 2 around the best.

# %%
print("first:", *10.0 ** np.arange(-1, 3))
print("then, if 10 was the best:", *10 * 2.0 ** np.arange(-2, 3))

# %% [markdown]
# Even steps would waste most tries: 1 and 2 differ more than 101 and 102.
#
# ### Exercise: choose_lambda
#
# Given the values of λ that were tried and the errors on both sets, return the value to go on with. Which errors decide? The docstring says what to do with ties.

# %% exercise="choose_lambda" minutes=5

# %% tests="choose_lambda"

# %% experiment="turn_up_digits"
lambdas = np.array([0, 2, 4, 8, 16, 32])
trained = [[train_with_l2(X, Y, lambd, seed) for lambd in lambdas] for seed in range(5)]
seen = [[errors(parameters) for parameters in run] for run in trained]
sweep = {k: np.array([[e[k] for e in run] for run in seen]) for k in ("training set", "dev set")}
figure = plots.curves(range(6), sweep, "λ", "error", "The noisy digits: five runs for each λ")
figure.axes[0].set_xticks(range(6), lambdas)
figure

# %% experiment="choose"
mean_train, mean_dev = (sweep[name].mean(axis=0) for name in ("training set", "dev set"))
best = choose_lambda(lambdas, mean_train, mean_dev)
for lambd, dev_error, spread in zip(lambdas, mean_dev, sweep["dev set"].std(axis=0)):
    print(f"λ = {lambd:2}: dev error {dev_error:.3f}, its runs spread by {spread:.3f}")
print(f"chosen on the means: λ = {best}")

# %% [markdown]
# The training error rises from left to right, the mean dev error falls, then rises. One run alone would be a poor judge: compare the spreads with the steps between neighbours.

# %% experiment="above_the_best"
for lambd, above in zip(lambdas, mean_dev - mean_dev.min()):
    print(f"λ = {lambd:2}: mean dev error {above:.4f} above the best")

# %% [markdown]
# ### As good as the best
#
# Averaging removes the luck of the start, not that of the dev set. Chapter 1: an error $p$ measured on $m_\text{dev}$ examples has the standard deviation $\sqrt{p(1-p)/m_\text{dev}}$, called its *standard error*. Smaller differences tell little. (On the same dev set they tell more, chapter 1: the rule errs on the simple side.)
#
# Hence the *one-standard-error rule*: of all λ whose mean error is at most one standard error above the best, take the largest. It gives the simplest model that cannot be told from the best.
#
# ### Exercise: one_standard_error
#
# Write this rule. `dev_errors` has a row for each run. They share one dev set, so more runs make the standard error no smaller.

# %% exercise="one_standard_error" minutes=7

# %% tests="one_standard_error"

# %% experiment="one_standard_error"
simplest = one_standard_error(lambdas, sweep["dev set"], X_dev.shape[1])
p = mean_dev.min()
print(f"best mean error {p:.4f}, standard error {np.sqrt(p * (1 - p) / X_dev.shape[1]):.4f}")
print(f"smallest error: λ = {best};  one standard error: λ = {simplest}")

# %% [markdown]
# How do these networks differ from those without a price? We count the wrong labels they repeat. We also add a little noise to the pixels and see how far the last $z$ moves.

# %% experiment="what_changed"
# the same images, rightly labelled
_, Y_true, _, _ = datasets.digits_odd_even(300, 0.0, np.random.default_rng(1))
wrong, noise = Y != Y_true, 0.1 * np.random.default_rng(0).standard_normal(X_dev.shape)
for lambd in (0, simplest):
    repeated, moves = [], []
    for parameters in (run[np.flatnonzero(lambdas == lambd)[0]] for run in trained):
        repeated.append(np.sum(network.predict(X, parameters)[wrong] == Y[wrong]))
        z, noisy = (network.forward(A, parameters)[1]["Z3"] for A in (X_dev, X_dev + noise))
        moves.append(np.mean(np.abs(noisy - z)))
    print(f"λ = {lambd}: repeats {np.mean(repeated):.1f} of {wrong.sum()} wrong labels;", end=" ")
    print(f"a little noise moves z by {np.mean(moves):.2f} (means of five runs)")

# %% [markdown]
# With a price on its weights a network refuses more of the wrong labels, and its output changes more slowly with its input. That is the *smoother* function the lecture speaks of.
#
# ## 4. Why it works: what small weights cannot do
#
# The lecture gives two intuitions. But first, how far can λ go?

# %% predict="huge_lambda"
# ? A network is trained on 40 examples, of which 10 belong to class 1, with a λ so large that all weights end at 0. What does it output in the end, for every example?
# - 0.00 :: Even if z were 0, sigmoid(0) is 0.5, not 0. And z is not 0: look at what is added to w · a.
# + 0.25 :: With weights 0, z = b. The last bias is not penalized, and the constant with the lowest cross-entropy is the share of class 1, a quarter.
# - 0.50 :: The weights are 0, but z = w · a + b, and the bias is free of the penalty. It still learns.
# - 1.00 :: That would be right for a quarter of the examples only, and infinitely dear for the others.

# %% experiment="huge_lambda"
zeros, ones = (np.flatnonzero(toy[1] == label) for label in (0, 1))
X_few, Y_few = (part[:, np.concatenate([zeros[:30], ones[:10]])] for part in toy)
constant = train_with_l2(X_few, Y_few, 20, **toy_recipe)
AL, cache = network.forward(X_few, constant, hidden="tanh")
print(f"outputs from {AL.min():.4f} to {AL.max():.4f}")
largest = max(np.abs(constant[f"W{l}"]).max() for l in (1, 2, 3))
print(f"all weights below 1e-12: {largest < 1e-12}")
print(f"last bias {constant['b3'][0, 0]:.4f}, last z {cache['Z3'].mean():.4f} on average")

# %% [markdown]
# The slide says "$w \approx 0$, so $z$ will be relatively small". More exactly, $z \approx b$, for nobody charges the bias. What is left of the network is the best *constant*.
#
# ### Intuition 1: nearly logistic regression
#
# Before it becomes constant, the network becomes *linear*. In the upper row below, as λ grows, the black boundary turns into a straight line, like that of logistic regression (dashed). Yet the network has all its hidden units.

# %% experiment="intuitions"
four = {lambd: swept[lambd] for lambd in (0, 0.2, 1, 3)}
figures.straighten(four, toy, straight)

# %% [markdown]
# ### Intuition 2: tanh in its straight part
#
# Near 0, $\tanh(z) \approx z$ (shaded, lower row; each blue tick is one unit of the first layer for one example). Small weights make small $z$, if the biases are small. And linear layers, one after the other, make a linear function: $W^{[2]}(W^{[1]} x) = (W^{[2]}W^{[1]})\, x$.

# %%
print(*(f"tanh({z}) = {np.tanh(z):.3f}" for z in (0.1, 0.3, 1.0, 3.0)), sep=",  ")

# %% [markdown]
# So λ moves a network along a road: from bends around single examples to gentle curves, a straight line, a constant. Too small a λ means high variance, too large a λ high bias.
#
# ## 5. The same thing as decay
#
# Put the regularized gradient into the update, and sort the terms. (In our text copy of the slides these lines have lost their minus signs.)
#
# $$W^{[l]} := W^{[l]} - \alpha \Bigl( (\text{from backprop}) + \frac{\lambda}{m} W^{[l]} \Bigr) = \Bigl(1 - \frac{\alpha\lambda}{m}\Bigr) W^{[l]} - \alpha\, (\text{from backprop}).$$

# %%
for lambd in (1, 10, 100):
    print(f"α = 0.05, m = 300, λ = {lambd:3}: the weights times {1 - 0.05 * lambd / 300:.5f}")

# %% [markdown]
# *First every weight is multiplied by a number, as a rule a little below 1, then comes the ordinary step.* Hence the name *weight decay*.
#
# ### Exercise: weight_decay_update
#
# Write the update in the last form. `grads` are backprop's, without the penalty. Return a new dict of parameters. What happens to the biases?

# %% exercise="weight_decay_update" minutes=7

# %% tests="weight_decay_update"

# %% predict="too_far"
# ? Somebody takes $\alpha = 1$, $\lambda = 150$ and $m = 50$. Backprop's gradients are 0. What does your update do to a weight of 1 in the steps that follow?
# - It shrinks by a third in every step. :: The factor is 1 − αλ/m, not αλ/m or its inverse. Put in the numbers.
# - It is 0 after the first step, and stays. :: That takes a factor of 0, which is αλ/m = 1. Here αλ/m is 3.
# - It jumps to −2 once, then falls to 0. :: The first step is right: the factor is 1 − 3 = −2. But the next step has the same factor.
# + It flips its sign and doubles each time. :: The factor is 1 − αλ/m = 1 − 3 = −2. Beyond αλ/m = 2 its size is above 1, and decay turns into growth.

# %% experiment="too_far"
weight = {"W1": np.array([[1.0]]), "b1": np.zeros((1, 1))}
no_pull = {"dW1": np.zeros((1, 1)), "db1": np.zeros((1, 1))}
for _ in range(5):
    weight = weight_decay_update(weight, no_pull, 1.0, 150, 50)
    print(f"{weight['W1'][0, 0]:.0f}", end="  ")
print("\nand the network of section 4 with m = 40, α = 1, 60 epochs:")
for lambd in (20, 60, 100):
    tried = train_with_l2(X_few, Y_few, lambd, **toy_recipe | {"epochs": 60})
    largest = np.abs(tried["W1"]).max()
    print(
        f"αλ/m = {lambd / 40}: largest weight {'below' if largest < 1e-9 else ''} {max(largest, 1e-9):.0e}"
    )

# %% [markdown]
# So "a larger λ makes smaller weights" holds while $\alpha\lambda/m < 2$; stay below 1. If weights explode when you raise λ, lower α.
#
# ### Two roads
#
# Your regularized gradients with the ordinary update, and backprop's with your decaying update, should lead to the same place. As a third, the last line without its minus signs, as our text copy of the slides has it: "$w = (1\;\frac{\alpha\lambda}{m})\,w\;\alpha\,(\text{from backprop})$", everything multiplied.


# %%
def slide_update(parameters, grads, alpha, lambd, m):
    """The line without its minus signs."""
    factor = 1 * alpha * lambd / m
    return {name: factor * value * alpha * grads["d" + name] for name, value in parameters.items()}


# %% experiment="two_roads"
short = recipe | {"epochs": 30}
one = train_with_l2(X, Y, 10, seed=2, **short)
for name, update in (("your update", weight_decay_update), ("slide's line", slide_update)):
    update, rng = partial(update, lambd=10, m=m), np.random.default_rng(2)
    other, _ = network.train(X, Y, **short, rng=rng, update=update)
    apart = max(np.abs(one[k] - other[k]).max() for k in one)
    print(f"{name:12}: dev error {errors(other)['dev set']:.3f};", end=" ")
    words = "less than 1e-12" if apart < 1e-12 else f"up to {apart:.1e}"
    print(f"weights differ from those by your regularized gradients by {words}")

# %% [markdown]
# Your two ways agree up to rounding. The line without its minus signs destroys the weights at once, and the network guesses.
#
# ### Where the two part
#
# Is it *always* the same? We used that a step is $-\alpha$ times the gradient. Most networks are trained with *Adam*: its step is the recent mean of each weight's gradients, divided by their typical size.


# %%
def adam_direction(grads, memory):
    """Each gradient's recent mean over the root of its recent mean square; `memory` goes along."""
    t = memory["t"] = memory.get("t", 0) + 1
    direction = {}
    for name, g in grads.items():
        mean, square = memory.get(name, (0.0, 0.0))
        mean, square = memory[name] = 0.9 * mean + 0.1 * g, 0.999 * square + 0.001 * g**2
        direction[name] = mean / (1 - 0.9**t) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
    return direction


# %%
def adam_with_l2(parameters, grads, alpha, lambd, m, memory):
    """A step of Adam along your regularized gradients."""
    regularized = regularized_gradients(grads, parameters, lambd, m)
    return network.update(parameters, adam_direction(regularized, memory), alpha)


def adam_with_decay(parameters, grads, alpha, lambd, m, memory):
    """A step of Adam along backprop's gradients; your decay is apart from it (AdamW)."""
    return weight_decay_update(parameters, adam_direction(grads, memory), alpha, lambd, m)


# %% predict="adam"
# ? A weight belongs to a pixel that is always blank, so backprop's gradient for it is 0. We train with Adam along your *regularized* gradients, and double λ. How fast does this weight shrink now?
# - Twice as fast as it did before. :: With plain gradient descent, nearly so. But Adam divides by the typical size of this weight's gradients, which has doubled too.
# + Just as fast as it did before. :: The only gradient that this weight ever sees is the penalty's. Adam divides it by its own size, and λ cancels.
# - Four times as fast as before. :: The penalty is quadratic in the weight, but linear in λ. And whatever the factor is, Adam divides by it.
# - It does not shrink in any case. :: Adam does not know where a gradient comes from. The penalty's gradient is a gradient like any other, and it is not 0.


# %%
def shrink(step, lambd):
    """The path of one weight, 1 at first, whose gradient from backprop is always 0."""
    parameters = {"W1": np.array([[1.0]]), "b1": np.zeros((1, 1))}
    memory, path = {}, []
    for _ in range(100):
        path.append(parameters["W1"][0, 0])
        parameters = step(parameters, no_pull, 0.005, lambd, 1, memory)
    return path


# %% experiment="one_weight"
figure, axes = plots.panels(2, sharey=True)
ways = {"Adam, penalty in the gradients": adam_with_l2, "AdamW: decay apart": adam_with_decay}
for ax, (name, step) in zip(axes, ways.items()):
    paths = {f"λ = {lambd}": shrink(step, lambd) for lambd in (1, 2)}
    plots.curves(range(100), paths, "step", "weight", name, ax=ax)
axes[0].lines[0].set(linewidth=7, alpha=0.4)  # to be seen under the other
figure

# %% [markdown]
# On the left the two curves lie on each other: λ has no say. On the right the decay is apart from Adam's division: this is *AdamW*. (Ilya Loshchilov and Frank Hutter found the difference in 2017.) Does one λ suit both?

# %% experiment="adam_both_ways"
for name, step in ways.items():
    for lambd in (0, 10, 1000):
        tried = []
        for seed in range(3):
            settings = recipe | {"epochs": 60, "alpha": 0.003, "rng": np.random.default_rng(seed)}
            update = partial(step, lambd=lambd, m=m, memory={})
            tried.append(errors(network.train(X, Y, **settings, update=update)[0])["dev set"])
        print(f"{name}, λ = {lambd:4}: dev error {np.mean(tried):.3f} (mean of three)")

# %% [markdown]
# Either way helps, each with a λ of its own: what helps the one does next to nothing for the other (λ = 10), or ruins it (λ = 1000). AdamW decays by $1 - \alpha\lambda/m$, and Adam's α is small, so its λ is large. Tune it anew when you change the optimizer.
#
# ### What your library calls it
#
# | library | setting | in our terms |
# |---|---|---|
# | scikit-learn `LogisticRegression` | `C` | $1 / \lambda$; the bias is free |
# | scikit-learn `MLPClassifier` | `alpha` | $\lambda$, with the $m$ of the mini-batch; biases are free |
# | PyTorch `SGD`, `Adam` | `weight_decay` | $\lambda / m$, in the gradients; **biases pay too**, unless you say otherwise |
# | PyTorch `AdamW` | `weight_decay` | $\lambda / m$, decay apart; biases pay too |
# | Keras `kernel_regularizer=L2(c)` | `c` | $\lambda / (2m)$: there is no one half; biases are free |
#
# A budget in place of a price is *max-norm*: after each step, a unit whose weights are longer than some $c$ has them scaled back to length $c$ (Srivastava and others, 2014).

# %%
print(f"λ = 6, m = 300: weight_decay={6 / 300:.2f}, L2({6 / 600:.2f}), C={1 / 6:.3f}")

# %% [markdown]
# ## 6. The other price: L1
#
# The lecture says that L2 "is being used much more often". For networks it is. But one can also charge a weight its size instead of its square, again over all layers:
#
# $$\text{L1 penalty} = \frac{\lambda}{m} \sum_{l=1}^{L} \lVert W^{[l]} \rVert_1 \qquad\qquad \lVert W \rVert_1 = \sum_{i,j} \lvert W_{ij} \rvert .$$
#
# Its slope is $\frac{\lambda}{m}$ for a positive weight and $-\frac{\lambda}{m}$ for a negative one, however small: L1 pulls with the same force to the end.
#
# ### Exercise: l1_penalty
#
# Return the L1 penalty of all weights of a network, a number. Compare with your `l2_penalty`: what else is different besides the square?

# %% exercise="l1_penalty" minutes=3

# %% tests="l1_penalty"

# %% experiment="two_bills"
for w in ([[2.0, 0.0]], [[1.0, 1.0]], [[0.1, 0.0]]):
    one_unit = {"W1": np.array(w), "b1": np.zeros((1, 1))}
    l2, l1 = (penalty(one_unit, lambd=1, m=1) for penalty in (l2_penalty, l1_penalty))
    print(f"weights {w[0]}: L2 penalty {l2:.3f}, L1 penalty {l1:.3f}")

# %% [markdown]
# For L1 one weight of 2 costs the same as two of 1. Under L2 a weight of 0.1 is so cheap that there is hardly a reason to get rid of it.
#
# ### Do its zeros come by themselves?
#
# The lecture says that L1 "makes a lot of $w$ values become zeros, which makes the model size smaller". Let us count: logistic regression on 200 examples with 50 inputs, of which the first five decide the label (with some chance in it).

# %%
rng = np.random.default_rng(0)
X_50, true_w = rng.standard_normal((50, 200)), np.array([[2, -2, 1.5, -1.5, 1] + 45 * [0]])
Y_50 = (rng.random((1, 200)) < network.sigmoid(true_w @ X_50)).astype(float)


# %% [markdown]
# At 0 the function $|w|$ has a kink, and no slope. The usual way out is to take 0 there, as `np.sign` does, a *subgradient*: $W := W - \alpha\,\bigl(dW + \frac{\lambda}{m}\,\mathrm{sign}(W)\bigr)$.


# %%
def path_of_weights(step, lambd, X=X_50, Y=Y_50, alpha=0.1, steps=1000, W=None):
    """The weights (steps, n) of logistic regression in training, and the last bias.

    step(W, dW, alpha, lambd, m) returns the new weights; W (1, n) are the first ones.
    """
    (n, m), path, b = X.shape, [], np.zeros((1, 1))
    W = 0.1 * np.random.default_rng(9).standard_normal((1, n)) if W is None else W
    for _ in range(steps):
        dZ = (network.sigmoid(W @ X + b) - Y) / m
        W, b = step(W, dZ @ X.T, alpha, lambd, m), b - alpha * dZ.sum(axis=1, keepdims=True)
        path.append(W[0])
    return np.array(path), b


# %%
def subgradient_step(W, dW, alpha, lambd, m):
    """A step for cross-entropy and L1 penalty together."""
    return W - alpha * (dW + lambd / m * np.sign(W))


# %% predict="count_zeros"
# ? After 1000 such steps with λ = 10, how many of the 50 weights are exactly 0?
# + None :: Near 0 the steps do not become shorter. A weight oversteps 0, is thrown back to the other side, and so on: it dances around 0 and never rests on it.
# - About 5 :: The five inputs that decide are those whose weights stay large. And near 0 the steps do not become shorter, so even the others never rest on it.
# - About 45 :: They come close to 0. But the steps do not become shorter there, so they land exactly on 0 only by accident.
# - All 50 :: Five inputs decide the label; the cross-entropy pulls their weights away from 0 more strongly than the penalty pulls back.

# %% experiment="count_zeros"
subgradient, subgradient_b = path_of_weights(subgradient_step, lambd=10)
last = np.abs(subgradient[-1])
print(f"exactly 0: {np.sum(last == 0)} of 50;  smaller than 0.01: {np.sum(last < 0.01)} of 50")
print("one of these, in the last eight steps:", *(f"{w:.4f}" for w in subgradient[-8:, 30]))

# %% [markdown]
# ### To 0 and no further
#
# First an ordinary step for the cross-entropy, $V = W - \alpha\, dW$. Then move each weight of $V$ towards 0 by $t = \frac{\alpha\lambda}{m}$. **A weight that would pass 0 stops there.** This second move is called the *soft threshold*:
#
# | weight before | $t$ | weight after |
# |---|---|---|
# | 2 | 0.5 | 1.5 |
# | −2 | 0.5 | −1.5 |
# | 0.3 | 0.5 | 0 |
# | −0.3 | 0.5 | 0 |
#
# ### Exercise: soft_threshold
#
# Given an array of weights of any shape and the distance `t` (0 or more), return the weights after this move.

# %% exercise="soft_threshold" minutes=6

# %% tests="soft_threshold"


# %%
def soft_step(W, dW, alpha, lambd, m):
    """An ordinary step for the cross-entropy, then your soft threshold."""
    return soft_threshold(W - alpha * dW, alpha * lambd / m)


def l2_step(W, dW, alpha, lambd, m):
    """A step with your weight decay."""
    parameters, grads = {"W1": W, "b1": np.zeros((1, 1))}, {"dW1": dW, "db1": np.zeros((1, 1))}
    return weight_decay_update(parameters, grads, alpha, lambd, m)["W1"]


# %% experiment="to_zero"
soft, soft_b = path_of_weights(soft_step, lambd=10)
paths = {"L2": path_of_weights(l2_step, lambd=10)[0]}
paths |= {"L1, subgradient": subgradient, "L1, your soft threshold": soft}
figures.weight_paths(paths, marked=5)

# %% [markdown]
# Blue are the five inputs that decide. Under L2 the grey weights come to rest where pull and data balance, none at 0. By subgradient they dance. With your soft threshold they fall onto the line of exact zeros.

# %% experiment="cost_of_both"
ends = {"subgradient": (subgradient, subgradient_b), "your soft threshold": (soft, soft_b)}
for name, (path, b) in ends.items():
    last = {"W1": path[-1:], "b1": b}
    cross_entropy = network.cost(network.forward(X_50, last)[0], Y_50)
    print(f"cost by {name}: {cross_entropy + l1_penalty(last, lambd=10, m=200):.5f}")

# %% [markdown]
# The cost by your soft threshold is the lower one, if only by a little.
#
# ### The diamond and the circle
#
# Why zeros under L1, and none under L2? Two weights are enough to see it. We start where the cross-entropy alone is lowest, and let your two steps walk from there.

# %% experiment="diamond_and_circle"
rng = np.random.default_rng(5)
X_2 = rng.standard_normal((2, 200))
X_2[1] = 0.6 * X_2[0] + 0.8 * X_2[1]  # two inputs that are somewhat alike
Y_2 = (rng.random((1, 200)) < network.sigmoid(np.array([[2.0, 0.4]]) @ X_2)) * 1.0
walk = partial(path_of_weights, X=X_2, Y=Y_2, alpha=0.5, steps=400)
free, _ = walk(l2_step, 0, W=np.zeros((1, 2)))
ends = {"L2, λ = 20": (*walk(l2_step, 20, W=free[-1:]), 2)}
ends["L1, λ = 20"] = (*walk(soft_step, 20, W=free[-1:]), 1)
figures.prices(ends, X_2, Y_2, reach=(-1.6, 2.9))

# %% [markdown]
# All points on the dashed line are equally dear. The end is the one with the lowest cross-entropy: there a grey line touches the dashed one. A circle can be touched anywhere. A diamond's corners stick out, and at a corner one weight is exactly 0.
#
# ### Is the model smaller now?

# %% experiment="smaller"
W = soft[-1]
places = np.flatnonzero(W)
print(f"as an array with its zeros: {W.nbytes} bytes, as before")
size = places.astype(np.int32).nbytes + W[places].nbytes
print(f"as {places.size} places and values: {size} bytes")

# %% [markdown]
# Both halves of the lecture's sentence need an *if*: L1 gives exact zeros *if* a step can stop at 0, and the model gets smaller *if* one then leaves the zeros out.
#
# ### Which pixels does a model need?
#
# Exact zeros tell which inputs a model can do without. Logistic regression on the 64 pixels of the digits, with right labels:

# %% experiment="pixels"
X_clean, Y_clean, X_other, Y_other = datasets.digits_odd_even(899, 0.0, np.random.default_rng(1))
models = ("no penalty", l2_step, 0), ("L2, λ = 3", l2_step, 3), ("L1, λ = 3", soft_step, 3)
weights, titles = [], []
for name, step, lambd in models:
    path, b = path_of_weights(step, lambd, X_clean, Y_clean, alpha=0.5, steps=600)
    error = 1 - network.accuracy(path[-1:] @ X_other + b > 0, Y_other)
    weights.append(path[-1])
    titles.append(f"{name}\n{np.count_nonzero(path[-1])} pixels, dev error {error:.3f}")
figures.pixel_weights(np.array(weights), titles)

# %% [markdown]
# L1 does without about half of the pixels. (Its dev error is larger by about one standard error, which tells little.) Remember the two pixels that are always alike: L2 shares the work between them; L1 easily drops one of the two.
#
# ## In this chapter we have …
#
# - put a price on the weights of all layers, found it again as a pull in the gradients, and as a decay in the update of plain gradient descent;
# - seen a network let go of single examples, become linear, and at last constant, as λ grows, and chosen λ as far as a dev set can tell;
# - made exact zeros with a soft threshold, where subgradient steps made none, and seen L2 and weight decay part under Adam.
#
# ### Read on
#
# A. Krogh, J. A. Hertz, *A simple weight decay can improve generalization* (NIPS 1991). L. Breiman and others, *Classification and regression trees* (1984), for one standard error. R. Tibshirani, *Regression shrinkage and selection via the lasso* (1996), for L1. A. Beck, M. Teboulle, *A fast iterative
# shrinkage-thresholding algorithm* (2009), for the soft threshold. D. P. Kingma, J. Ba, *Adam* (2014). I. Loshchilov, F. Hutter, *Decoupled weight decay regularization* (2017).
# N. Srivastava and others, *Dropout* (2014), for max-norm.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.
