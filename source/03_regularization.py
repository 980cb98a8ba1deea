# %% [markdown]
# # 3. Keep the weights small
#
# A network with more weights than examples can learn its examples by heart. This chapter puts a price on weights: the network may
# have large ones, if it thinks they are worth it. You will see that a network on a budget does better on examples it has never met.
#
# **What you'll do.** Write the price, put it into the cost, the gradients and the update of a network with any number of layers;
# choose how high it should be; write the step that brings weights to exactly 0.
#
# **What you'll learn.**
# - How a penalty on the weights enters cost, gradients and update, and why it is called weight decay.
# - Why small weights overfit less, what a very large λ leaves of a network, and how λ is chosen.
# - What L1 does that L2 does not, what it takes to get exact zeros, and where L2 and weight decay part.
#
# **What you need.** The forward and backward pass of a network, gradient descent, NumPy arrays. The notation is that of the course: columns are examples. About 85 minutes,
# {minutes} of them for the exercises. There are {points} points.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.

# %% setup
from functools import partial

import numpy as np
from ipywidgets import SelectionSlider

from course_utils import datasets, network, plots, widgets
from course_utils.check import check
from course_utils.figures import regularization as figures
from course_utils.predict import predict

# %% [markdown]
# ## 1. A network that never stops
#
# Is a handwritten digit odd ($y = 1$) or even ($y = 0$)? An example is a column of 64 grey values, scaled to lie between −1 and 1. There are 300 training
# examples, and 15 of every 100 have a wrong label, for whoever labelled them was tired. The dev set has 898 other examples, rightly labelled. These are the *noisy digits* of chapters 1 and 2.
# We train a network with two hidden layers of 64 and 32 units. That makes more than 6000 weights for 300 examples.

# %%
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1
m = X.shape[1]

# %%
recipe = {"layer_sizes": [64, 64, 32, 1], "epochs": 150, "alpha": 0.1, "batch_size": 50}


def errors(parameters):
    """The share of wrong labels on the training and on the dev set."""
    train = network.accuracy(network.predict(X, parameters), Y)
    dev = network.accuracy(network.predict(X_dev, parameters), Y_dev)
    return {"training set": 1 - train, "dev set": 1 - dev}


# %%
def watch(epoch, parameters):
    """Keep the parameters, and remember the errors."""
    snapshots.append(parameters)
    return errors(parameters)


# %% experiment="never_stops"
snapshots = []
plain, history = network.train(X, Y, **recipe, rng=np.random.default_rng(2), each_epoch=watch)
del history["cost"]
plots.curves(range(1, 151), history, "epoch", "error", "Training without a price on weights")

# %% [markdown]
# (The spikes are steps that went too far; the network recovers from them.) Early on the dev error is as low as it gets: by then the network knows what it can know about digits. It goes on learning. The training error falls nearly to 0,
# so in the end it repeats even the wrong labels. Meanwhile the dev error drifts upwards. A small error on the training set with a much larger one on other examples is called *overfitting*, or *high variance* (chapter 2 measures it).
#
# What does the network need to single out one wrongly labelled image among similar ones? Its output has to jump when the input changes a little. A unit computes
# $z = w \cdot a + b$, and $z$ moves by $w_j$ when $a_j$ moves by 1. Steep functions need large weights. So let us make large weights expensive.
#
# ## 2. The price: a penalty in the cost
#
# For **logistic regression**, one sigmoid unit with weights $w$, the cost with *L2 regularization* is
#
# $$J(w, b) = \underbrace{\frac{1}{m}\sum_{i=1}^m \mathcal{L}(\hat y^{(i)}, y^{(i)})}_{\text{cross-entropy}} + \underbrace{\frac{\lambda}{2m} \lVert w \rVert_2^2}_{\text{penalty}}
# \qquad \lVert w \rVert_2^2 = \sum_j w_j^2 .$$
#
# For a **network**, each layer has a matrix of weights. The sum of the squares of a matrix's entries is the square of its *Frobenius norm* $\lVert W \rVert_F$. All layers pay:
#
# $$J = \frac{1}{m}\sum_{i=1}^m \mathcal{L}(\hat y^{(i)}, y^{(i)}) + \frac{\lambda}{2m} \sum_{l=1}^{L} \lVert W^{[l]} \rVert_F^2
# \qquad \lVert W^{[l]} \rVert_F^2 = \sum_{i=1}^{n_l} \sum_{j=1}^{n_{l-1}} \bigl(W^{[l]}_{ij}\bigr)^2 .$$
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $W^{[l]}$ | `parameters["W1"]`, … | $(n_l, n_{l-1})$ | weights of layer $l$; logistic regression has a single layer, $W^{[1]} = w^T$ |
# | $b^{[l]}$ | `parameters["b1"]`, … | $(n_l, 1)$ | biases: they move a unit's threshold, make nothing steeper, and are free |
# | $\lambda$ | `lambd` | number, $\ge 0$ | the *regularization parameter*: how high the price is. (`lambda` is a word of Python.) |
# | $m$ | `m` | number | how many training examples there are |
#
# The division by $m$ lets the price of the whole network be shared by the examples: with more data, it weighs less. The one half is there for looks; section 3 shows why.

# %% predict="two_pixels"
# ? Two neighbouring pixels are always alike. A unit that gives weight 2 to one and 0 to the other computes the same as a unit that gives weight 1 to both. Which one is cheaper under L2?
# - The first: it uses one weight instead of two. :: Weights are charged by size, not by number. Squaring makes the single weight of 2 dear: it costs 4.
# + The second: two small weights. :: 1² + 1² = 2 is less than 2² + 0² = 4. A square makes large values dear and small ones nearly free, so L2 spreads the work over all inputs that can do it.
# - They cost the same: the weights add up to 2 in both. :: They would under a penalty of absolute values, |2| + |0| = |1| + |1|. That is L1, in section 6. A square treats a large weight otherwise than two small ones.

# %% [markdown]
# ### Exercise: l2_penalty
#
# Write the penalty $\frac{\lambda}{2m} \sum_l \lVert W^{[l]} \rVert_F^2$ for a network of any number of layers. Return a number.

# %% exercise="l2_penalty" minutes=8

# %% tests="l2_penalty"

# %% [markdown]
# Now your function can answer the question, and read the bill of our network in each epoch of the training above.

# %% experiment="two_units"
for w in ([[2.0, 0.0]], [[1.0, 1.0]]):
    one_unit = {"W1": np.array(w), "b1": np.zeros((1, 1))}
    print(f"weights {w[0]}: penalty {l2_penalty(one_unit, lambd=1, m=1)}")

# %% experiment="the_bill"
bill = {"penalty": [l2_penalty(parameters, lambd=10, m=m) for parameters in snapshots]}
title = "Nobody makes the network pay, and its weights grow"
plots.curves(range(1, 151), bill, "epoch", "penalty for λ = 10", title)

# %% [markdown]
# ### A sum sign that went missing
#
# On the lecture's slide the network's cost ends in $\frac{\lambda}{2m} \lVert w^{[l]} \rVert_F^2$, without a sum over $l$. So somebody charges the last layer alone. What happens? Here is a trick that a network can learn:
# multiply the weights and biases of layer 2 by 10, and divide the weights of layer 3 by 10. A ReLU unit lets a factor through, so nothing changes in what the network computes. What happens to the two bills?

# %% experiment="missing_sum"
cheat = plain | {"W2": 10 * plain["W2"], "b2": 10 * plain["b2"], "W3": plain["W3"] / 10}
change = network.forward(X, cheat)[0] - network.forward(X, plain)[0]
print(f"all outputs the same to within 1e-12: {np.abs(change).max() < 1e-12}")
for name, parameters in (("before", plain), ("after ", cheat)):
    last_layer = {"W1": parameters["W3"], "b1": parameters["b3"]}
    print(f"{name}: the last layer alone pays {l2_penalty(last_layer, 10, m):.4f},", end=" ")
    print(f"all layers pay {l2_penalty(parameters, 10, m):.3f}")

# %% [markdown]
# The outputs are the same, up to rounding. Where only the last layer pays, the trick makes a hundredth of the bill: every network can have it, and the price means nothing. Where all layers pay, the trick is ruinous.
#
# ### Exercise: regularized_cost
#
# Put the two parts together, and return the cost, a number. `network.cost(AL, Y)` is the mean cross-entropy of an output `AL` (n_L, m) against labels `Y` (n_L, m). You may call your `l2_penalty` (then its mistakes come along, and it has to be written) or write its line again.

# %% exercise="regularized_cost" minutes=4

# %% tests="regularized_cost"

# %% [markdown]
# What does this cost reward? We take the trained network and multiply all its weights by one factor $s$, from 0 to 1.2. At $s = 1$ stands the network as it was trained.


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
# Without a penalty the network would like its weights as they are, or still larger. The higher the price, the further to the left the lowest point lies. Now we let gradient descent find it.
#
# ## 3. The pull: a term in the gradients
#
# The cost is a sum, so its gradient is a sum too: what backpropagation (*backprop*, for short) gives you, and the derivative of the penalty. One weight $w$ stands in the penalty as $\frac{\lambda}{2m} w^2$.
# Its derivative is $\frac{\lambda}{m} w$: the 2 of the square cancels the one half, which is what the one half is for. So
#
# $$dW^{[l]} = (\text{from backprop}) + \frac{\lambda}{m} W^{[l]} \qquad\qquad db^{[l]} = (\text{from backprop}).$$
#
# (The slide writes the first line for layer $L$; it holds for every layer $l$.) A step goes *against* the gradient, so every weight is pulled towards 0, and a large one harder than a small one.
#
# ### Exercise: regularized_gradients
#
# Backprop hands you `grads = {"dW1": …, "db1": …, …}`, the gradients of the cross-entropy, already averaged over the examples. Return a new dict with the gradients of the regularized cost.

# %% exercise="regularized_gradients" minutes=7

# %% tests="regularized_gradients"

# %% [markdown]
# A gradient makes a promise: walk a tiny step against it, and the cost falls by (the length of the step) × (the length of the gradient). Let us hold three pairs of a cost and its gradients to that promise:
# yours; your cost with gradients that lack the new term; and the slide's cost, which charges the last layer alone, with your gradients. The units are tanh: they have no kink that could disturb us.

# %%
start = network.initialize([64, 20, 10, 1], np.random.default_rng(4))
_, cache = network.forward(X, start, hidden="tanh")
backprop = network.backward(Y, start, cache, hidden="tanh")


def slide_cost(AL, Y, parameters, lambd):
    """The slide's cost, without the sum: the last layer alone is charged."""
    last_layer = {"W1": parameters["W3"], "b1": parameters["b3"]}
    return regularized_cost(AL, Y, last_layer, lambd)


# %%
def kept(cost, gradients, alpha=1e-6):
    """How much of the promised fall of the cost comes true in a tiny step."""
    places = start, network.update(start, gradients, alpha)
    before, after = (cost(network.forward(X, p, hidden="tanh")[0], Y, p, 30) for p in places)
    return (before - after) / (alpha * sum(np.sum(g**2) for g in gradients.values()))


# %% experiment="promise"
yours = regularized_gradients(backprop, start, 30, m)
print(f"your cost, your gradients:     {kept(regularized_cost, yours):.3f} of what was promised")
print(f"your cost, backprop alone:     {kept(regularized_cost, backprop):.3f} of what was promised")
print(f"slide's cost, your gradients:  {kept(slide_cost, yours):.3f} of what was promised")

# %% [markdown]
# A pair that belongs together keeps 1.000 of its promise; the others keep more or less than they said. Chapter 8 makes a full check of this. It needs the *same* cost that the gradients were made for: the slide on gradient checking says to add
# $\frac{\lambda}{m}\lVert w\rVert_1$ "for L1 or L2 regularization", which is right for L1 alone.
#
# ### Turn the price up
#
# The new term goes into the backward pass. Nothing else changes in the training.


# %%
def train_with_l2(X, Y, lambd, seed=2, hidden="relu", **options):
    """Train with your regularized gradients; options replace parts of the recipe."""

    def backward(Y_batch, parameters, cache, **units):
        grads = network.backward(Y_batch, parameters, cache, **units)
        return regularized_gradients(grads, parameters, lambd, X.shape[1])

    settings = recipe | options | {"hidden": hidden, "backward": backward}
    return network.train(X, Y, rng=np.random.default_rng(seed), **settings)[0]


# %% predict="turn_up"
# ? We turn λ up from 0, step by step, until nothing moves any more. What happens to the errors?
# - Both errors rise: every penalty takes something away from the fit. :: From the fit to the training set, yes. But part of that fit was to wrong labels, and on the dev set it is good to lose that.
# - Both errors fall, the more the larger λ is. :: At some point the weights become too small for anything but a constant answer. That is no good on any set.
# - The training error rises, the dev error falls, the more the larger λ is. :: So it begins. But a network whose weights are all 0 gives one answer for everything: in the end the dev error must be large as well.
# + The training error rises sooner or later; the dev error first falls, then rises. :: First the network gives up what served single examples only, in the end it gives up what all examples have in common. The best λ lies between, and it has to be searched.

# %% [markdown]
# First in a plane, where we can see it: a toy with two inputs, two half-moons with 80 training examples, 8 of which have the wrong label. We train one network with tanh units for each of eight values of λ. Move the slider from left to right.
# Watch the boundary let go of the single wrong examples, then bend less and less; the weights gather around 0; and the dev error, on the right, go down and up again. (The dev set has no wrong labels, so its error can be the smaller one.) The dashed line is the boundary of logistic regression, which knows straight lines only.

# %%
toy_rng = np.random.default_rng(3)
toy, toy_dev = datasets.moons(80, 0.2, toy_rng), datasets.moons(1000, 0.2, toy_rng)
flipped = toy_rng.choice(80, 8, replace=False)
toy[1][:, flipped] = 1 - toy[1][:, flipped]
toy_recipe = {"layer_sizes": [2, 12, 12, 1], "epochs": 600, "alpha": 1.0}
toy_recipe |= {"batch_size": None, "hidden": "tanh"}

# %% experiment="turn_up_toy"
swept = {}
for lambd in (0, 0.05, 0.1, 0.2, 0.4, 1, 3, 10):
    swept[lambd] = train_with_l2(*toy, lambd, seed=0, **toy_recipe)
straight = train_with_l2(*toy, 0, seed=0, **toy_recipe | {"layer_sizes": [2, 1]})

draw = partial(figures.sweep, swept, toy, toy_dev, straight=straight)
widgets.explore(draw, lambd=SelectionSlider(options=list(swept)))

# %% [markdown]
# Now the digits. After the sweep somebody has to choose: λ is a hyperparameter, which training does not find.
#
# ### Exercise: choose_lambda
#
# Given the values of λ that were tried and the errors on both sets, return the value to go on with. Which errors decide? The docstring says what to do when several values are equally good.

# %% exercise="choose_lambda" minutes=5

# %% tests="choose_lambda"

# %% experiment="choose"
lambdas = np.array([0, 3, 6, 10, 20, 60])
regularized = {0: plain} | {lambd: train_with_l2(X, Y, lambd) for lambd in lambdas[1:]}
found = [errors(parameters) for parameters in regularized.values()]
sweep = {name: np.array([e[name] for e in found]) for name in ("training set", "dev set")}
best = choose_lambda(lambdas, sweep["training set"], sweep["dev set"])
for lambd in (0, best):
    print(f"λ = {lambd}: dev error {errors(regularized[lambd])['dev set']:.3f}")

# %% experiment="turn_up_digits"
figure = plots.curves(range(6), sweep, "λ", "error", "The noisy digits, for six values of λ")
figure.axes[0].set_xticks(range(6), lambdas)
figure

# %% [markdown]
# The same picture on real data: the training error rises, the dev error first falls and then rises. At the right end the network has given up and says the same for every image. How does the network of your choice differ from the one without a penalty?
# We count how many of the wrong labels it repeats. And we add a little noise to the pixels and see how far the last $z$ moves.

# %% experiment="what_changed"
# the same images, rightly labelled
_, Y_true, _, _ = datasets.digits_odd_even(300, 0.0, np.random.default_rng(1))
wrong, noise = Y != Y_true, 0.1 * np.random.default_rng(0).standard_normal(X_dev.shape)
for lambd in (0, best):
    parameters = regularized[lambd]
    repeated = np.sum(network.predict(X, parameters)[wrong] == Y[wrong])
    z, noisy = (network.forward(A, parameters)[1]["Z3"] for A in (X_dev, X_dev + noise))
    print(f"λ = {lambd}: repeats {repeated} of {wrong.sum()} wrong labels;", end=" ")
    print(f"a little noise moves z by {np.mean(np.abs(noisy - z)):.2f} on average")

# %% [markdown]
# With a price on its weights the network refuses more of the wrong labels, and its output changes more slowly when the input changes. That is the *smoother* function the lecture speaks of.
#
# ## 4. Why it works: what small weights can not do
#
# The lecture gives two intuitions, and we can look at both. But first, how far can it go?

# %% predict="huge_lambda"
# ? A network is trained with an enormous λ on data of which a quarter belongs to class 1. What does it output in the end?
# - 0 for every example: all weights are 0, so z is 0 and so is the answer. :: Even if z were 0, sigmoid(0) is 0.5, not 0. And z is not 0: look at what is added to w · a.
# - 0.5 for every example: all weights are 0, so z = 0, and sigmoid(0) = 0.5. :: The weights are 0, but z = w · a + b, and the bias is free of the penalty. It still learns.
# + 0.25 for every example: the share of class 1. :: With weights 0, z ≈ b. The last bias is not penalized, and the constant with the lowest cross-entropy is the share of class 1.
# - Nothing sensible: the cost becomes too large to train. :: The penalty is large only while the weights are. They shrink, and then it is small.

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
# **Intuition 1: the network becomes simpler, and behaves like logistic regression.** Before it becomes constant, it becomes *linear*. Follow the upper row: as λ grows, the black boundary turns into a straight line, of the kind that logistic regression draws (dashed). Yet the network has all its hidden units.
#
# **Intuition 2: tanh units move into their straight part.** Near 0, $\tanh(z) \approx z$: the curve is all but a straight line for $|z| \le 0.5$ (shaded in the lower row). Small weights make small $z$, if the biases are small. And layers that are linear, one after the other, make a
# linear function: $W^{[2]}(W^{[1]} x) = (W^{[2]}W^{[1]})\, x$. Each blue tick is one unit of the first hidden layer for one example.

# %% experiment="intuitions"
four = {lambd: swept[lambd] for lambd in (0, 0.2, 1, 3)}
figures.straighten(four, toy, straight)

# %% [markdown]
# So λ moves a network along a road: from one that can bend around every single example, through curves as gentle as the data deserve, to a straight line, and to a constant. Too small a λ means high variance, too large a λ means high bias.
#
# ## 5. The same thing as decay
#
# Put the regularized gradient into the update, and sort the terms. On the lecture's slide these lines have lost their minus signs, so let us do it slowly:
#
# $$W^{[l]} := W^{[l]} - \alpha \Bigl( (\text{from backprop}) + \frac{\lambda}{m} W^{[l]} \Bigr) = W^{[l]} - \frac{\alpha\lambda}{m} W^{[l]} - \alpha\, (\text{from backprop}) = \Bigl(1 - \frac{\alpha\lambda}{m}\Bigr) W^{[l]} - \alpha\, (\text{from backprop}).$$
#
# Read the last form aloud: *first every weight is multiplied by a number a little below 1, then comes the ordinary step.* That is why L2 regularization is also called *weight decay*.
#
# ### Exercise: weight_decay_update
#
# Write the update in the last form. `grads` are those of backprop, without the penalty. Return a new dict of parameters. What happens to the biases?

# %% exercise="weight_decay_update" minutes=7

# %% tests="weight_decay_update"

# %% [markdown]
# Two roads should lead to the same place: your regularized gradients with the ordinary update, and the ordinary gradients with your decaying update. As a third, here is the slide's last line as it is printed, without its minus signs: "$w = (1\;\frac{\alpha\lambda}{m})\,w\;\alpha\,(\text{from backprop})$", everything multiplied.


# %%
def slide_update(parameters, grads, alpha, lambd, m):
    """The slide's line, read as it is printed."""
    factor = 1 * alpha * lambd / m
    return {name: factor * value * alpha * grads["d" + name] for name, value in parameters.items()}


# %% experiment="two_roads"
short = recipe | {"epochs": 30}
one = train_with_l2(X, Y, 10, **short)
for name, update in (("your update", weight_decay_update), ("slide's line", slide_update)):
    update, rng = partial(update, lambd=10, m=m), np.random.default_rng(2)
    other, _ = network.train(X, Y, **short, rng=rng, update=update)
    apart = max(np.abs(one[k] - other[k]).max() for k in one)
    print(f"{name:12}: dev error {errors(other)['dev set']:.3f};", end=" ")
    words = "less than 1e-12" if apart < 1e-12 else f"up to {apart:.1e}"
    print(f"weights differ from those by your regularized gradients by {words}")

# %% [markdown]
# Your two ways agree up to rounding, after 30 epochs. The slide's line destroys the weights at once, and the network guesses.
#
# ### Where the two part
#
# Is it *always* the same? The sums above used that a step is $-\alpha$ times the gradient. Most networks today are trained with *Adam*, which looks back at the recent gradients of each single weight: its step is their mean, divided by their typical size.
# So the step does not depend on whether all gradients of a weight are large or small. Here are two *directions*, to be put where the gradients were: that of plain gradient descent, and Adam's.


# %%
def plain_direction(grads, memory):
    """The gradients as they are."""
    return grads


def adam_direction(grads, memory):
    """Each gradient's recent mean over the root of its recent mean square; `memory` goes along."""
    t = memory["t"] = memory.get("t", 0) + 1
    direction = {}
    for name, g in grads.items():
        mean, square = memory.get(name, (0.0, 0.0))
        mean, square = memory[name] = 0.9 * mean + 0.1 * g, 0.999 * square + 0.001 * g**2
        direction[name] = mean / (1 - 0.9**t) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
    return direction


# %% predict="adam"
# ? A weight belongs to a pixel that is always blank, so backprop's gradient for it is 0. We train with Adam, handing it your regularized gradients. We double λ. How much faster does this weight shrink?
# - Twice as fast: the penalty's gradient is twice as large. :: With plain gradient descent, nearly so. But Adam divides by the typical size of this weight's gradients, which has doubled too.
# + Not at all faster. :: The only gradient that this weight ever sees is the penalty's. Adam divides it by its own size, and λ cancels.
# - It does not shrink at all: Adam ignores gradients of weights without data. :: It does not know where a gradient comes from. The penalty's gradient is a gradient like any other, and it is not 0.


# %% [markdown]
# The penalty can come in at two places: before the direction is made, with your gradients, or after it, with your decay. Here is an update of each kind.


# %%
def penalty_in_gradients(direction, lambd, m):
    """An update that makes the direction of your regularized gradients."""
    memory = {}

    def update(parameters, grads, alpha):
        regularized = regularized_gradients(grads, parameters, lambd, m)
        return network.update(parameters, direction(regularized, memory), alpha)

    return update


# %%
def decay_apart(direction, lambd, m):
    """An update that makes the direction of backprop's gradients, and leaves the rest to your decay."""
    memory = {}

    def update(parameters, grads, alpha):
        return weight_decay_update(parameters, direction(grads, memory), alpha, lambd, m)

    return update


# %%
def shrink(update, steps=100, alpha=0.005):
    """The path of one weight, 1 at first, whose gradient from backprop is always 0."""
    zero, path = np.zeros((1, 1)), []
    parameters, grads = {"W1": zero + 1, "b1": zero}, {"dW1": zero, "db1": zero}
    for _ in range(steps):
        path.append(parameters["W1"][0, 0])
        parameters = update(parameters, grads, alpha)
    return path


# %% experiment="one_weight"
ways = {
    "gradient descent": partial(decay_apart, plain_direction),
    "Adam, penalty in the gradients": partial(penalty_in_gradients, adam_direction),
    "Adam with weight decay": partial(decay_apart, adam_direction),
}
figure, axes = plots.panels(3, width=10, sharey=True)
for ax, (name, way) in zip(axes, ways.items()):
    paths = {f"λ = {lambd}": shrink(way(lambd=lambd, m=1)) for lambd in (1, 2)}
    plots.curves(range(100), paths, "step", "weight", name, ax=ax)
figure

# %% [markdown]
# In the middle the two curves lie on each other: λ has no say. On the right Adam gets backprop's gradients alone, and the weights decay separately, by your update. This second way is called *AdamW*. Ilya Loshchilov and Frank Hutter found in 2017 that what
# everybody called weight decay was something else with Adam. Here are whole networks, trained on the digits both ways, with one λ.


# %%
def train_both_ways(direction, alpha, lambd=10):
    """Two networks that start alike, one for each kind of update."""
    settings = recipe | {"epochs": 60, "alpha": alpha}
    updates = penalty_in_gradients(direction, lambd, m), decay_apart(direction, lambd, m)
    return [
        network.train(X, Y, rng=np.random.default_rng(2), update=update, **settings)[0]
        for update in updates
    ]


# %% experiment="train_both_ways"
pairs = {
    "gradient descent": train_both_ways(plain_direction, 0.1),
    "Adam": train_both_ways(adam_direction, 0.003),
}

# %% experiment="parting"
for name, networks in pairs.items():
    for way, parameters in zip(("penalty in the gradients", "weight decay"), networks):
        train, dev = errors(parameters).values()
        print(f"{name}, {way}: training error {train:.3f}, dev error {dev:.3f}")
figures.twins(pairs, "with the penalty in the gradients", "with weight decay")

# %% [markdown]
# For gradient descent all points lie on the diagonal: one method, two ways to write it. For Adam they are two methods, and a λ that suits one says nothing about the other. So when a library offers `weight_decay`, find out which of the two it means.
#
# ## 6. The other price: L1
#
# One can charge a weight its size instead of its square. For a network, again over all layers:
#
# $$\text{L1 penalty} = \frac{\lambda}{m} \sum_{l=1}^{L} \lVert W^{[l]} \rVert_1 \qquad\qquad \lVert W \rVert_1 = \sum_{i,j} \lvert W_{ij} \rvert .$$
#
# Its slope is $\frac{\lambda}{m}$ for a positive weight and $-\frac{\lambda}{m}$ for a negative one, however small they are. L2 loses interest in a weight as it becomes small. L1 pulls with the same force to the end.
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
# For L1 one weight of 2 costs the same as two of 1. And look at the last line: under L2 a weight of 0.1 is so cheap that there is hardly a reason to get rid of it. Under L1 there is one, down to the last bit.
#
# So L1 should bring weights to 0. But at 0 the function $|w|$ has a kink, and no slope. The usual way out is to take 0 there, as `np.sign` does; such a choice is called a *subgradient*. The update is then $W := W - \alpha\,\bigl(dW + \frac{\lambda}{m}\,\mathrm{sign}(W)\bigr)$.
# The lecture says that L1 "makes a lot of $w$ values become zeros, which makes the model size smaller". Let us count. The data: 200 examples with 50 inputs, of which the first five decide the label (with some chance in it) and 45 have nothing to do with it. The model: logistic regression.

# %%
rng = np.random.default_rng(0)
X_50, true_w = rng.standard_normal((50, 200)), np.array([[2, -2, 1.5, -1.5, 1] + 45 * [0]])
Y_50 = (rng.random((1, 200)) < network.sigmoid(true_w @ X_50)).astype(float)


# %%
def path_of_weights(step, lambd, X=X_50, Y=Y_50, alpha=0.1, steps=1000):
    """The weights (steps, n) of logistic regression in training, and the last bias.

    step(W, dW, alpha, lambd, m) returns the new weights.
    """
    (n, m), path = X.shape, []
    W, b = 0.1 * np.random.default_rng(9).standard_normal((1, n)), np.zeros((1, 1))
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
# - About 45: those of the inputs that have nothing to do with the label. :: They come close to 0. But the steps do not become shorter there, so they land exactly on 0 only by accident.
# - All: L1 pulls every weight to 0. :: Five inputs decide the label; the cross-entropy pulls their weights away from 0 more strongly than the penalty pulls back.
# + None. :: Near 0 the steps do not become shorter. A weight oversteps 0, is thrown back to the other side, and so on: it dances around 0 and never rests on it.

# %% experiment="count_zeros"
subgradient, subgradient_b = path_of_weights(subgradient_step, lambd=10)
last = np.abs(subgradient[-1])
print(f"exactly 0: {np.sum(last == 0)} of 50;  smaller than 0.01: {np.sum(last < 0.01)} of 50")
print("one of these, in the last eight steps:", *(f"{w:.4f}" for w in subgradient[-8:, 30]))

# %% [markdown]
# ### To 0 and no further
#
# The cure is to take the two parts of the cost one after the other. First an ordinary step for the cross-entropy: $V = W - \alpha\, dW$. Then the penalty's own step, which moves each weight of $V$ towards 0 by the distance $t = \frac{\alpha\lambda}{m}$. **A weight that would pass 0 stops there.** This second move is called the *soft threshold*:
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
# Given an array of weights of any shape and the distance `t`, return the weights after this move.

# %% exercise="soft_threshold" minutes=6

# %% tests="soft_threshold"


# %%
def soft_step(W, dW, alpha, lambd, m):
    """An ordinary step for the cross-entropy, then your soft threshold."""
    return soft_threshold(W - alpha * dW, alpha * lambd / m)


# %%
def l2_step(W, dW, alpha, lambd, m):
    """A step with your weight decay."""
    parameters, grads = {"W1": W, "b1": np.zeros((1, 1))}, {"dW1": dW, "db1": np.zeros((1, 1))}
    return weight_decay_update(parameters, grads, alpha, lambd, m)["W1"]


# %% experiment="cost_of_both"
soft, soft_b = path_of_weights(soft_step, lambd=10)
ends = {"subgradient": (subgradient, subgradient_b), "your soft threshold": (soft, soft_b)}
for name, (path, b) in ends.items():
    last = {"W1": path[-1:], "b1": b}
    cross_entropy = network.cost(network.forward(X_50, last)[0], Y_50)
    print(f"cost by {name}: {cross_entropy + l1_penalty(last, lambd=10, m=200):.5f}")

# %% experiment="to_zero"
paths = {"L2": path_of_weights(l2_step, lambd=10)[0]}
paths |= {"L1, subgradient": subgradient, "L1, your soft threshold": soft}
figures.weight_paths(paths, marked=5)

# %% [markdown]
# The blue lines are the five inputs that decide the label. Under L2 the grey weights come to rest wherever pull and data balance, none of them at 0. Under L1 by subgradient they dance below a certain size. Under L1 with your soft threshold they fall onto the line of exact zeros, and the weights that matter stay. The cost it reaches is also the lower one, if only by a little.
#
# And is the model smaller now?

# %% experiment="smaller"
W = soft[-1]
places = np.flatnonzero(W)
print(f"as an array with its zeros: {W.nbytes} bytes, as before")
size = places.astype(np.int32).nbytes + W[places].nbytes
print(f"as {places.size} places and values: {size} bytes")

# %% [markdown]
# A zero takes as much room as any other number. So both halves of the sentence need an *if*: L1 gives exact zeros *if* one takes a step that can stop at 0, and the model gets smaller *if* one then leaves the zeros out.
#
# ### Which pixels does a model need?
#
# Exact zeros are good for something else: they tell you which inputs a model can do without. Back to the digits, this time with right labels. We train logistic regression on the 64 pixels, with your two penalties.

# %% experiment="pixels"
X_clean, Y_clean, X_other, Y_other = datasets.digits_odd_even(899, 0.0, np.random.default_rng(1))
models = ("no penalty", l2_step, 0), ("L2, λ = 3", l2_step, 3), ("L1, λ = 3", soft_step, 3)
pictures, titles = [], []
for name, step, lambd in models:
    path, b = path_of_weights(step, lambd, X_clean, Y_clean, alpha=0.5, steps=600)
    error = 1 - network.accuracy(path[-1:] @ X_other + b > 0, Y_other)
    pictures.append(np.abs(path[-1]))
    titles.append(f"{name}: {np.count_nonzero(path[-1])} pixels, dev error {error:.3f}")
title = "The size of each pixel's weight (darker is larger)"
plots.images(np.array(pictures).T, (8, 8), titles, title, columns=3)

# %% [markdown]
# Without a penalty and under L2 every pixel has a weight. L1 does without more than half of them, at the price of a somewhat larger dev error. Remember the two pixels of section 2 that are always alike: L2 prefers to share the work between them, for L1 it is all one, and it easily drops one of the two.
#
# ## In this chapter we have …
#
# - put a price on the weights of all layers, found it again as a pull in the gradients, and as a decay in the update of plain gradient descent;
# - seen a network let go of single examples, become linear, and at last constant, as λ grows, and chosen λ by the dev error;
# - made exact zeros with a soft threshold, where subgradient steps made none, and seen L2 and weight decay part under Adam.
#
# **Read on.** A. Krogh, J. A. Hertz, *A simple weight decay can improve generalization* (NIPS 1991). R. Tibshirani, *Regression shrinkage and selection via the lasso* (Journal of the Royal Statistical Society B 58, 1996), for L1. A. Beck, M. Teboulle, *A fast iterative
# shrinkage-thresholding algorithm for linear inverse problems* (SIAM Journal on Imaging Sciences 2, 2009), for the soft threshold. D. P. Kingma, J. Ba, *Adam* (2014, arXiv 1412.6980). I. Loshchilov, F. Hutter, *Decoupled weight decay regularization* (2017, arXiv 1711.05101).
