# %% [markdown]
# # 4. Drop units at random
#
# A network that is large enough can learn anything by heart, even what is wrong. This chapter switches off
# units of the network at random while it trains. That sounds like sabotage. You will see that it makes the
# network better on examples it has never met, and you will write every part of it yourself.
#
# **What you'll do.** Write dropout for one layer, forward and backward; build it into a network of L layers;
# train with it; catch a dropout that has stopped being random.
#
# **What you'll learn.**
# - Why a kept activation is scaled up, and how the same factor returns in the gradient.
# - Where dropout belongs and where it does not: hidden layers, training only, a new mask each time.
# - When it helps, when it harms, and what it does to the weights.
#
# **What you need.** The forward and backward pass of a network with ReLU and sigmoid, and its training by mini-batches; NumPy arrays, broadcasting
# and `np.random.default_rng`. About 80 minutes, {minutes} of them for the exercises. There are {points} points.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.

# %% setup
from functools import partial

import numpy as np

from course_utils import datasets, network, plots, widgets
from course_utils.black_boxes import specimens
from course_utils.check import check
from course_utils.network import layer_forward
from course_utils.predict import predict

# %% [markdown]
# ## 1. A network that learns its errors by heart
#
# The task: is a handwritten digit odd ($y = 1$) or even ($y = 0$)? Each image has 8 × 8 pixels, so an example is a column
# of 64 grey values, which we scale to lie between −1 and 1. We have only 300 training examples. And whoever labelled them was tired: 15 of
# every 100 labels are wrong. The dev set has 898 other examples, with right labels. (These are the *noisy digits* again. Chapter 3 began with the training below.)

# %%
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1
_, Y_true, _, _ = datasets.digits_odd_even(300, 0.0, np.random.default_rng(1))  # the truth

# %% experiment="wrong_labels"
wrong = np.flatnonzero(Y != Y_true)[:6]
labels = [f"label: {'odd' if y else 'even'}" for y in Y[0, wrong]]
plots.images(X[:, wrong], (8, 8), labels, "Some training examples with a wrong label", columns=6)

# %% [markdown]
# We train a network with two hidden layers, of 64 and 32 units, and watch the *error*, the share of wrong labels, on both sets.

# %%
recipe = {"layer_sizes": [64, 64, 32, 1], "epochs": 150, "alpha": 0.1, "batch_size": 50}


def error(parameters, X, Y):
    """The share of wrong labels that the whole network gives to X (n_x, m)."""
    return 1 - network.accuracy(network.predict(X, parameters), Y)


# %%
def watch(epoch, parameters):
    """Remember the errors on both sets."""
    return {"training set": error(parameters, X, Y), "dev set": error(parameters, X_dev, Y_dev)}


# %% experiment="by_heart"
plain, history = network.train(X, Y, **recipe, rng=np.random.default_rng(2), each_epoch=watch)
del history["cost"]
plots.curves(range(1, 151), history, "epoch", "error", "Training without dropout")

# %% [markdown]
# On the dev set the network is at its best early on. From then on its training error still falls, nearly to 0, while its dev error rises. What is it learning in that time?
# Look at the wrongly labelled training examples alone: whose word does the network repeat for them, that of the tired labeller, or the truth?

# %% experiment="whose_word"
mislabelled = Y != Y_true
repeated = network.predict(X, plain)[mislabelled] == Y[mislabelled]
print(f"The network repeats {repeated.sum()} of {mislabelled.sum()} wrong labels.")

# %% [markdown]
# It has learned the errors by heart. Nothing but the label sets such an image apart, so the network must have found some pixels,
# and some units, that together pick out this one image. Units that work only as a team like this are said to be *co-adapted*.
# What if a unit could never count on its team?

# %% predict="half_the_units"
# ? Suppose that in every training step each hidden unit is switched off with probability one half, drawn anew each time, and that
#   the whole network is used for predicting. What happens to the errors after the same number of epochs?
# - Both rise: half of the network is missing, so it can learn only half as much. :: The units are missing for one step only. Over many
#   steps every unit is trained, and at prediction all of them are there.
# - Both fall: the network trains twice as long on each unit. :: Each unit takes part in fewer steps, not in more. And fitting wrong
#   labels gets harder, so the training error does not fall.
# + The training error rises, the dev error falls. :: Learning single images by heart needs units that work as a team, and teams are broken up in every
#   step. What many units can see by themselves survives, and that is what the dev set asks for. Section 4 measures it.
# - Nothing much: the randomness averages out. :: The mean of what a layer sends stays the same, as you will see. Its spread does not, and the spread is what breaks up the teams.

# %% [markdown]
# ## 2. One layer: drop, and make up for it
#
# Let `A` hold the activations of one layer, units in rows and examples in columns. Dropout draws a *mask* $D$ of the same shape:
# each entry is 1 with probability `keep_prob`, else 0, by a draw of its own. Where $D$ is 0, the activation is replaced by 0.
#
# The next layer computes $z = w \cdot a + b$. What does it notice when some entries of $a$ are gone?

# %% predict="mean_shrinks"
# ? With keep_prob = 0.8, entries of a are replaced by 0, and nothing else is done. We average $w \cdot a$ over many masks. How does the average compare with
#   $w \cdot a$ when nothing is dropped?
# - It is the same: positive and negative terms cancel. :: Cancelling does not depend on dropping. Each term of the sum is there with
#   probability 0.8, so each term's average is 0.8 of it, whatever its sign.
# + It is 0.8 times as large. :: Each term is there with probability 0.8 and 0 otherwise, so its average is 0.8 of it. So is the average of the sum.
# - It is 1.25 times as large. :: This is the factor that would repair the average. Nobody has applied it yet.
# - It depends on the weights. :: A single draw does depend on them. But every term shrinks by the same share on average, and so does the sum, for any weights.

# %% experiment="thinned_sums"
rng = np.random.default_rng(0)
a, w = rng.uniform(0, 2, 100), rng.standard_normal(100)
masks = rng.binomial(1, 0.8, (20_000, 100))  # one in each row
sums = (a * masks) @ w
print(f"nothing dropped:        {w @ a:.2f}")
print(f"mean over 20 000 masks: {sums.mean():.2f}, which is {sums.mean() / (w @ a):.3f} of it")

# %% [markdown]
# So a layer that was trained on thinned input gets sums that are too large as soon as we predict, when nothing is dropped. There are two
# ways out. One can shrink the activations at prediction time; the first papers on dropout did. Or one scales the kept
# activations *during training*, by a factor $c$ that makes up for the missing ones, and leaves prediction alone. This second form is called
# *inverted dropout*. Everybody uses it, and so do we:
#
# $$D_{ij} = \begin{cases} 1 & \text{with probability } p \\ 0 & \text{otherwise} \end{cases}
# \qquad\qquad A_{\text{dropped}} = c \; A \odot D$$
#
# Which $c$? Each entry, averaged over many draws of the mask, should be what it was before. You have just seen how much the average loses.
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $A$ | `A` | $(n, m)$ | activations of a layer: $n$ units, $m$ examples |
# | $D$ | `D` | $(n, m)$ | the mask: 1 where an entry is kept, 0 where it is dropped |
# | $p$ | `keep_prob` | number | probability that an entry is kept, $0 < p \le 1$ |
# | $c$ | | number | what a kept entry is multiplied by; it depends on $p$ alone |
# | $\odot$ | `*` | | product entry by entry |
# | $A_{\text{dropped}}$ | `A_dropped` | $(n, m)$ | what the next layer gets |
#
# Randomness comes in as `rng`, as in chapter 1. A uniform random number $U$ between 0 and 1 is all you need to toss a coin with
# any probability: think about which values of $U$ have probability $p$ together.
#
# ### Exercise: dropout_forward
#
# Write dropout for one layer. It returns two things: the dropped activations, and the mask, which the backward pass will need.

# %% exercise="dropout_forward" minutes=10

# %% tests="dropout_forward"

# %% [markdown]
# Your function at work. On the left the mask for a layer of 10 units and 16 examples. On the right a layer is passed through 2 000 of your masks:
# the sums of the next layer spread out, but their mean stays. Beside them what the same masks do without the scaling.

# %% experiment="mean_kept"
_, D = dropout_forward(np.ones((10, 16)), 0.8, rng)
draws = [dropout_forward(a[:, np.newaxis], 0.8, rng) for _ in range(2000)]
scaled = [w @ A_dropped[:, 0] for A_dropped, _ in draws]
unscaled = [w @ (a * (D_one[:, 0] != 0)) for _, D_one in draws]

figure, (left, right) = plots.panels(2)
plots.mask_grid(D, "A mask of yours, keep_prob = 0.8", ax=left)
sums = {"scaled (yours)": scaled, "not scaled": unscaled}
plots.histogram(sums, "$w \\cdot a$ in one draw", "Sums; black: nothing dropped", ax=right)
right.axvline(w @ a, color="black", linewidth=2)
figure

# %% [markdown]
# ### Two mistakes on the slide
#
# The lecture's slide introduces this with two lines. One says `0 <= keep_prob <= 1`. The other, a comment beside `np.random.rand(…) < keep_prob`,
# says that "the generated number that are less than 0.8 will be dropped". Test both claims with your function before you read on.

# %% experiment="slide_mistakes"
U = rng.random((100, 1000))
_, D = dropout_forward(U, 0.8, rng)
print(f"share of random numbers below 0.8: {np.mean(U < 0.8):.3f}")
print(f"share that your function keeps:    {np.mean(D != 0):.3f}")
with np.errstate(all="ignore"):
    nothing_kept, _ = dropout_forward(np.array([[1.0, 2.0]]), 0.0, rng)
    print("keep_prob = 0 turns the activations 1, 2 into", nothing_kept)

# %% [markdown]
# Four of five random numbers lie below 0.8, and those are the ones to *keep*: the comment has it the wrong way round, the code beside it is right.
# And `keep_prob = 0` divides nothing by zero: the result is no number at all. So it must be $0 < p \le 1$.
# The difference matters. Taken at its word, the comment would leave you with a fifth of the network. (The slide's code has a misprint, too: in `1 = 3`, `a[1]` and `d[1]` the 1 is the letter l, the number of the layer. The mask takes the shape of that layer's activations.)
#
# ## 3. Back through the mask
#
# Backpropagation brings $dA_{\text{dropped}}$, the gradient of the cost with respect to what the *next* layer got. We need the gradient with
# respect to $A$, before dropout. Look at one entry. It was multiplied by a factor on the way forward: $0$ if it was dropped, another if it was kept.
# The mask is drawn, but once drawn it is a constant.

# %% predict="same_mask"
# ? Which mask should the backward pass use?
# - A new one, drawn like the first: fresh randomness is the point of dropout. :: Then gradient would flow through units that took no part, and
#   be missing for units that did. It would be the gradient of another network than the one that made the prediction.
# + The mask of the forward pass. :: The gradient answers the question "how would this cost change?", and this cost was computed with this mask. The next
#   training step draws a new one, for both passes.
# - None: the dropped activations are 0, so they drop out by themselves. :: Being 0 does not make a gradient 0. The next layer sends a gradient back for each of its
#   inputs, also for those that were 0. Only the mask knows that they were thrown away.

# %% [markdown]
# ### Exercise: dropout_backward
#
# Given the gradient with respect to `A_dropped`, the mask of the forward pass and `keep_prob`, return the gradient with respect to `A`.

# %% exercise="dropout_backward" minutes=5

# %% tests="dropout_backward"

# %% [markdown]
# A gradient makes a promise: if this entry grows a little, the cost grows by so much. Let us hold yours to it. (Chapter 8 makes a full check of this.) We take a layer of four units,
# drop some, and let the cost be a weighted sum of squares of what is left. Then we nudge one entry of `A` at a time. The mask must not
# change meanwhile, so every call gets a generator with the same seed.

# %%
A = np.array([[0.5], [1.0], [1.5], [2.0]])
importance = np.array([[1.0], [2.0], [3.0], [4.0]])


def toy_cost(A):
    """A weighted sum of squares of what dropout leaves of A, always with the same mask."""
    A_dropped, _ = dropout_forward(A, 0.5, np.random.default_rng(8))
    return np.sum(importance * A_dropped**2)


# %% experiment="nudge"
A_dropped, D = dropout_forward(A, 0.5, np.random.default_rng(8))
promised = dropout_backward(2 * importance * A_dropped, D, 0.5)  # in goes the slope of the squares
for i in range(4):
    nudged = A + 1e-6 * (np.arange(4)[:, np.newaxis] == i)
    measured = (toy_cost(nudged) - toy_cost(A)) / 1e-6
    fate = "kept" if D[i, 0] else "dropped"
    print(f"unit {i}, {fate:7}: promised {promised[i, 0]:7.3f}, measured {measured:7.3f}")

# %% [markdown]
# A dropped unit has no say in this step, so nothing about it is learned in this step. It will be back in the next.
#
# ## 4. The whole network
#
# Now dropout goes into a network of $L$ layers. Three decisions make the difference between a method and a bug:
#
# 1. **Hidden layers only.** The output is the answer, and one does not erase answers at random.
# 2. **Training only.** At prediction the whole network works. Inverted dropout has taken care of the scale.
# 3. **The cache holds what the next layer really got**, for the backward pass multiplies with it. And it holds the masks.
#
# You have everything you need: your `dropout_forward`, and `layer_forward(A_prev, W, b, activation)` from `course_utils.network`, which returns `A, Z` for one layer.
#
# | symbol | variable | shape |
# |---|---|---|
# | $A^{[l]}$ | `cache["A1"]`, … | $(n_l, m)$, dropped already if the layer is hidden |
# | $Z^{[l]}$ | `cache["Z1"]`, … | $(n_l, m)$, before the activation |
# | $D^{[l]}$ | `cache["D1"]`, … | $(n_l, m)$, hidden layers only |
# | $W^{[l]}, b^{[l]}$ | `parameters["W1"]`, `parameters["b1"]`, … | $(n_l, n_{l-1})$ and $(n_l, 1)$ |
#
# ### Exercise: forward_with_dropout
#
# Write the forward pass: return the output and the cache. With `training` False nothing is dropped, nothing is scaled. You may call your `dropout_forward` (then its mistakes come along) or write its lines again.

# %% exercise="forward_with_dropout" minutes=15

# %% tests="forward_with_dropout"

# %% [markdown]
# Time to train with it. `network.train` takes your functions in place of its own: your forward pass, and the ordinary backward pass, which sends each hidden layer's gradient
# *through* your `dropout_backward`. Do you remember what you predicted in section 1?


# %%
def train_with_dropout(X, Y, keep_prob, seed, forward=None, **options):
    """Train with the functions of this notebook; return parameters and history."""

    def through(dA, l, cache):
        return dropout_backward(dA, cache[f"D{l}"], keep_prob)

    if forward is None:
        chance = {"keep_prob": keep_prob, "rng": np.random.default_rng(seed + 100)}
        forward = partial(forward_with_dropout, training=True, **chance)
    pieces = {"forward": forward, "backward": partial(network.backward, through=through)}
    return network.train(X, Y, **recipe | options, rng=np.random.default_rng(seed), **pieces)


# %% experiment="train_with_dropout"
dropped, dropped_history = train_with_dropout(X, Y, 0.5, seed=2, each_epoch=watch)
del dropped_history["cost"]
figure, (left, right) = plots.panels(2, sharey=True)
plots.curves(range(1, 151), history, "epoch", "error", "without dropout", ax=left)
plots.curves(range(1, 151), dropped_history, "epoch", "error", "keep_prob = 0.5", ax=right)
figure

# %% experiment="whose_word_now"
for name, parameters in (("without dropout", plain), ("keep_prob = 0.5", dropped)):
    repeated = network.predict(X, parameters)[mislabelled] == Y[mislabelled]
    print(f"{name:15} repeats {repeated.sum()} of {mislabelled.sum()} wrong labels,", end=" ")
    print(f"dev error {error(parameters, X_dev, Y_dev):.3f}")

# %% [markdown]
# The training error falls much more slowly now, and the dev error stays down. Fewer wrong labels are repeated; in time, though, dropout too would learn them: it slows down learning by heart, it does not forbid it.
#
# Dropout is no charm, though. It fights learning by heart, which is called *high variance* (chapter 2 measures it). Where there is nothing to fight, it only gets in the way. Here is the same sweep over
# `keep_prob` for two tasks: our 300 noisy digits with the large network, and 899 cleanly labelled ones with a small network (8 and 4 hidden units).


# %%
def sweep(X, Y, X_dev, Y_dev, **options):
    """The errors for each of keep_probs, in two runs: a list of two rows for either set."""
    found = {"training set": [], "dev set": []}
    for seed in (3, 4):
        trained = [train_with_dropout(X, Y, k, seed, **options)[0] for k in keep_probs]
        found["training set"].append([error(parameters, X, Y) for parameters in trained])
        found["dev set"].append([error(parameters, X_dev, Y_dev) for parameters in trained])
    return found


# %% experiment="sweep"
keep_probs = [1.0, 0.7, 0.4]
clean = datasets.digits_odd_even(899, 0.0, np.random.default_rng(1))
small = {"layer_sizes": [64, 8, 4, 1], "epochs": 40, "alpha": 0.2, "batch_size": 100}
noisy_errors = sweep(X, Y, X_dev, Y_dev, epochs=60)
clean_errors = sweep(*clean, **small)

# %% experiment="sweep_drawn"
figure, (left, right) = plots.panels(2, sharey=True)
titles = "300 noisy examples, large network", "899 clean examples, small network"
plots.bars(keep_probs, noisy_errors, "keep_prob", "error", titles[0], ax=left)
plots.bars(keep_probs, clean_errors, "keep_prob", "error", titles[1], ax=right)
left.get_legend().remove()  # that on the right serves both
figure

# %% [markdown]
# On the left dropout raises the training error and brings the dev error down. (The training error may well be the higher one here, for 15 of 100 training labels are wrong.) On the right there is nothing to win: with the smallest `keep_prob` both errors are higher. Bars are means of two runs, the thin lines show how far the runs lie apart.
# So look at the gap between training and dev set before you reach for dropout, and choose `keep_prob` on the dev set, like any hyperparameter.
#
# ### What if dropout is left on?
#
# A frequent mistake is to predict in training mode. Here are 20 calls for the same dev examples.

# %% experiment="left_on"
calls = [forward_with_dropout(X_dev, dropped, 0.5, rng, training=True)[0] > 0.5 for _ in range(20)]
changing = np.mean(np.any(np.array(calls) != calls[0], axis=0))
mean_on = np.mean([1 - network.accuracy(call, Y_dev) for call in calls])
print(f"dropout off: dev error {error(dropped, X_dev, Y_dev):.3f}, the same in every call")
print(f"dropout on:  dev error {mean_on:.3f} on average")
print(f"{changing:.0%} of the examples change their label within 20 calls")

# %% [markdown]
# ### Watch a network thin out
#
# Two networks were trained on a toy task with two inputs, one without and one with dropout. On the left you see one mask, drawn by your function: dropped units are crossed out, with all
# that comes from them. On the right, the bold line is the boundary of the whole network; each thin dashed line is the boundary under one of eight masks.
# Move `keep_prob` down: the boundaries of the first network fall apart sooner than those of the second, which has learned to do without any of its units. The titles give the errors.

# %%
toy_rng = np.random.default_rng(3)
toy, toy_dev = datasets.moons(200, 0.25, toy_rng), datasets.moons(500, 0.25, toy_rng)
toy_recipe = {"layer_sizes": [2, 16, 8, 1], "epochs": 300, "alpha": 0.3, "batch_size": 100}

# %% experiment="thinning_networks"
networks = {
    "trained without dropout": network.train(*toy, **toy_recipe, rng=np.random.default_rng(0))[0],
    "trained with keep_prob = 0.7": train_with_dropout(*toy, 0.7, seed=0, **toy_recipe)[0],
}

# %% experiment="thinning"
widgets.explore(
    partial(widgets.thinning, networks, dropout_forward, toy, toy_dev),
    keep_prob=(0.3, 1.0, 0.05),
    layer=["both", 1, 2],
    masks=(1, 20),
)

# %% [markdown]
# ## 5. Don't rely on any one feature
#
# The lecture explains dropout so: a unit can't rely on any one feature, because it may go away at random, so it has to spread out its weights. Let us build a trap to see that.
#
# We print the answer into the corner of every training image: the top left pixel is black, as ink is, when the digit is odd, and white when it is even. On the dev set black and white are
# printed there at random. A network that stares at the corner is lost. We use right labels this time, and drop *input pixels*, with your `dropout_forward`, in each training step.

# %% predict="corner"
# ? One pixel gives the answer away in training and means nothing on the dev set. Which network does better on the dev set?
# - The one without dropout: it sees all pixels in every step. :: It also sees the corner in every step. Since that is enough to be right, it has little
#   reason to learn anything from the others.
# + The one whose input pixels are dropped half of the time. :: In half of the steps the corner is gone, so the network has to learn the digit from the other
#   pixels as well. Its weight is spread out.
# - They do equally badly: dropout does not know which pixel is the trap. :: It need not know. It takes away every pixel half of the time, this one too, and what is learned in those steps remains.

# %% experiment="corner_data"
X_leak, Y_leak, X_lost, _ = datasets.digits_odd_even(300, 0.0, np.random.default_rng(6))
X_leak, X_lost = 2 * X_leak - 1, 2 * X_lost - 1
X_leak[0] = 2 * Y_leak[0] - 1  # the corner: in training the answer,
X_lost[0] = rng.choice([-1, 1], X_lost.shape[1])  # on the dev set a coin


# %%
def forward_dropping_pixels(X, parameters, keep_prob, rng):
    """The plain forward pass of an input whose pixels were dropped."""
    return network.forward(dropout_forward(X, keep_prob, rng)[0], parameters)


# %%
def train_on_corner(keep_prob):
    """Train a network with one hidden layer, whose input pixels are dropped; return its parameters."""
    chance = {"keep_prob": keep_prob, "rng": np.random.default_rng(7)}
    options = recipe | {"layer_sizes": [64, 32, 1], "epochs": 40, "rng": np.random.default_rng(0)}
    forward = partial(forward_dropping_pixels, **chance)
    return network.train(X_leak, Y_leak, **options, forward=forward)[0]


# %% experiment="corner"
trained = {keep_prob: train_on_corner(keep_prob) for keep_prob in (1.0, 0.8, 0.5)}
for keep_prob, parameters in trained.items():
    train, dev = error(parameters, X_leak, Y_leak), error(parameters, X_lost, Y_dev)
    print(f"keep_prob {keep_prob}: training error {train:.3f}, dev error {dev:.3f}")

# %% experiment="corner_weights"
size = np.array([np.linalg.norm(p["W1"], axis=0) for p in trained.values()])  # a row for each
share = 100 * size / size.sum(axis=1, keepdims=True)
titles = [f"keep_prob {k}: corner has {row[0]:.1f} %" for k, row in zip(trained, share)]
title = "Each pixel's share of the first layer's weights (darker is more)"
plots.images(share.T, (8, 8), titles, title, columns=3)

# %% [markdown]
# All three know the training set. On the dev set, the one that saw every pixel every time does little better than guessing. The more the pixels were dropped, the smaller the corner's share of the weights and the
# more the network has learned about digits. It still looks at the corner: dropout weakens the habit, it does not cure it.
#
# ## 6. A dropout that is no longer random
#
# To get the same numbers in every run, people put a seed *inside* the function. It then starts from that seed in every call and returns the same mask. The cost falls, nothing crashes, and what
# is trained are a few thinned networks, one for each column of the mask, always the same ones. Here is such a specimen beside a sound one. A specimen is a dropout function known only by what it does; it is called like yours.

# %%
specimen_rng = np.random.default_rng(11)
factors = (specimen_rng.random((40, 6, 8)) < 0.5) / 0.5
frozen_specimen = partial(specimens.drop_by_table, factors=factors[:1])
sound_specimen = partial(specimens.drop_by_table, factors=factors)

# %% experiment="specimens"
figure, axes = plots.panels(4, height=2.6)
for i, ax in enumerate(axes):
    specimen = (frozen_specimen, sound_specimen)[i // 2]
    _, D = specimen(np.ones((6, 8)), 0.5, specimen_rng)
    plots.mask_grid(D, f"{('frozen', 'sound')[i // 2]}, call {i % 2 + 1}", ax=ax)
figure

# %% [markdown]
# You cannot look at every mask of a training run. Write a detector.
#
# ### Exercise: mask_is_frozen
#
# Given a dropout function, return True if it drops the same entries in every call, else False. Take care: a layer with one unit and three examples has only eight masks, so two fresh draws are often alike.

# %% exercise="mask_is_frozen" minutes=10

# %% tests="mask_is_frozen"

# %% [markdown]
# Is your own dropout sound? And what does a frozen mask cost? We put a seed inside yours and train on the noisy digits, in mini-batches of 2 and of 50 examples.

# %% predict="frozen_cost"
# ? The mask of a layer has one column for each example of the mini-batch. A frozen dropout repeats the same mask in every step, while the examples are shuffled. When does it do the most harm?
# - With large mini-batches: more entries are frozen. :: More columns are frozen, but they are different from each other, and shuffling deals every example another column each time. With 50
#   columns that is nearly as good as fresh masks.
# + With small mini-batches. :: With two columns there are just two thinned networks, and only they are trained. Units that both leave out learn nothing, yet they all
#   take part at prediction.
# - It does equal harm: frozen is frozen. :: The examples are shuffled, the columns of the mask are not. How many different columns there are makes the difference.


# %%
def seed_inside(A, keep_prob, rng):
    """Your dropout, with the mistake of a seed inside."""
    return dropout_forward(A, keep_prob, np.random.default_rng(1))


def forward_frozen(X, parameters):
    """The forward pass of training, from the same seed in every step."""
    return forward_with_dropout(X, parameters, 0.5, np.random.default_rng(1), training=True)


# %% experiment="is_it_frozen"
for name, dropout in (("yours", dropout_forward), ("with a seed inside", seed_inside)):
    print(f"{name}: frozen? {mask_is_frozen(dropout, np.ones((6, 8)), 0.5, rng)}")

# %% experiment="frozen_mask"
twos = {"batch_size": 2, "epochs": 8, "alpha": 0.02}
fresh = {2: train_with_dropout(X, Y, 0.5, seed=2, **twos)[0], 50: dropped}
for size, options in ((2, twos), (50, {})):
    frozen, _ = train_with_dropout(X, Y, 0.5, seed=2, forward=forward_frozen, **options)
    dev, dev_frozen = (error(parameters, X_dev, Y_dev) for parameters in (fresh[size], frozen))
    print(
        f"mini-batches of {size:2}: dev error {dev:.3f} with fresh masks, {dev_frozen:.3f} frozen"
    )

# %% [markdown]
# With mini-batches of 2 the frozen mask does great harm. With 50 the loss is small enough to be taken for chance. That is what makes this mistake so common:
# it hides until somebody changes the batch size. A detector of a few lines finds it in a moment.
#
# ## In this chapter we have …
#
# - seen why a kept activation is divided by `keep_prob`, and met the same factor and the same mask again in the gradient;
# - put dropout on hidden layers, in training only, with a new mask each time, and caught one that was frozen;
# - measured where it helps (noisy labels, few examples, a large network), where it harms, and how it spreads out the weights.
#
# **Read on.** N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, *Dropout: a simple way to prevent neural networks from overfitting*, JMLR 15 (2014), with the experiments that made it famous.
# K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022), section 13.5.4. A. Ng, *Deep learning* (Coursera). G. Hinton, *Neural networks for machine learning* (Coursera). MIT 6.S191, *Introduction to deep learning*.
