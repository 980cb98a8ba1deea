# %% [markdown]
# # 4. Drop units at random
#
# A large network can learn anything by heart, even what is wrong. This chapter switches off units at random while it trains. It sounds like sabotage, and helps on examples never met before.
#
# **What you'll do.** Write dropout for one layer, forward and backward; build it into a network; catch a dropout that is no longer random.
#
# **What you'll learn.**
# - Why a kept activation is scaled up, and how the factor returns in the gradient.
# - Where dropout belongs, and why the whole network may predict.
# - When it helps, and when it harms.
#
# **What you need.** Forward and backward pass, mini-batches, `np.random.default_rng`. About 85 minutes, {minutes} of them for the exercises. There are {points} points.

# %% setup
from functools import partial

import numpy as np

from course_utils import datasets, network, plots, widgets
from course_utils.black_boxes import specimens
from course_utils.check import check
from course_utils.figures import dropout as figures
from course_utils.network import layer_forward
from course_utils.predict import predict

# %%
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1
_, Y_true, _, _ = datasets.digits_odd_even(300, 0.0, np.random.default_rng(1))  # the truth
recipe = {"layer_sizes": [64, 64, 32, 1], "epochs": 150, "alpha": 0.05, "batch_size": 50}


def error(parameters, X, Y):
    """The share of wrong labels that the whole network gives to X (n_x, m)."""
    return 1 - network.accuracy(network.predict(X, parameters), Y)


def watch(epoch, parameters):
    """Remember the errors on both sets."""
    return {"training set": error(parameters, X, Y), "dev set": error(parameters, X_dev, Y_dev)}


# %% experiment="by_heart"
runs = []
for seed in range(3):
    runs.append(network.train(X, Y, **recipe, rng=np.random.default_rng(seed), each_epoch=watch))
plain = [parameters for parameters, _ in runs]
history = {name: [past[name] for _, past in runs] for name in ("training set", "dev set")}
plots.curves(
    range(1, 151), history, "epoch", "error", "Training without dropout: mean of three runs"
)

# %% [markdown]
# ## 1. A network that learns its errors by heart
#
# Is a handwritten digit odd ($y = 1$) or even ($y = 0$)? The *noisy digits* of chapter 3: 300 training examples, 15 in 100 with a wrong label, and 898 dev examples with right labels.

# %% experiment="wrong_labels"
wrong = np.flatnonzero(Y != Y_true)[:6]
labels = [f"label: {'odd' if y else 'even'}" for y in Y[0, wrong]]
figures.framed(X[:, wrong], labels, "Some training examples with a wrong label")

# %% [markdown]
# The dev error is lowest early on, then rises while the training error falls. What is the network learning then? Look at the wrongly labelled examples alone: does it repeat the label, or say the truth?

# %% experiment="whose_word"
mislabelled = Y != Y_true
repeated = [np.sum(network.predict(X, p)[mislabelled] == Y[mislabelled]) for p in plain]
print(f"Of {mislabelled.sum()} wrong labels the networks repeat", *repeated)

# %% [markdown]
# They know most of the errors by heart. Some units must *together* pick out one single image. Units that work only as a team are said to be *co-adapted*. What if a unit could never count on its team?

# %% predict="half_the_units"
# ? Suppose that in every training step each hidden unit is switched off with probability one half, drawn anew each time, and that
#   the whole network is used for predicting. What happens to the errors after the same number of epochs?
# - The training error rises, the dev error rises. :: Half of the units are missing for one step only. Over many steps every unit is trained, and at prediction all of them are there.
# - The training error falls, the dev error falls. :: Each unit takes part in fewer steps, not in more. And fitting wrong labels gets harder, so the training error does not fall.
# - The training error falls, the dev error rises. :: That is what happens without dropout, as time goes on.
# + The training error rises, the dev error falls. :: Learning single images by heart needs units that work as a team, and teams are broken up in every
#   step. What many units can see by themselves survives, and that is what the dev set asks for. Section 4 measures it.

# %% [markdown]
# ## 2. One layer: drop, and make up for it
#
# Let `A` hold the activations of one layer, units in rows and examples in columns. Dropout draws a *mask* $D$ of the same shape:
# each entry is 1 with probability `keep_prob`, else 0, by a draw of its own. Where $D$ is 0, the activation becomes 0.

# %%
A_small = np.arange(1, 19).reshape(3, 6)
D_small = np.random.default_rng(1).binomial(1, 0.8, (3, 6))  # keep_prob = 0.8
print(A_small * D_small)

# %% [markdown]
# ### What the next layer notices
#
# The next layer computes $z = w \cdot a + b$. What does it notice when some entries of $a$ are gone?

# %% predict="mean_shrinks"
# ? With keep_prob = 0.8, entries of a are replaced by 0, and nothing else is done. We average $w \cdot a$ over many masks. By which factor does the average differ from
#   $w \cdot a$ when nothing is dropped?
# - By a factor of 0.64. :: That is 0.8 squared. Each term is dropped once, so 0.8 comes in once.
# + By a factor of 0.80. :: Each term is there with probability 0.8 and 0 otherwise, so its average is 0.8 of it, whatever its sign. So is the average of the sum.
# - By a factor of 1.00. :: It would if something made up for the missing terms. Positive and negative terms shrink alike.
# - By a factor of 1.25. :: This is the factor that would repair the average. Nobody has applied it yet.

# %% experiment="thinned_sums"
rng = np.random.default_rng(0)
a, w = rng.uniform(0, 2, 100), rng.normal(0.2, 1, 100)
w = w * np.sign(w @ a)  # so that the sum is positive
masks = rng.binomial(1, 0.8, (20_000, 100))  # one in each row
sums = (a * masks) @ w
print(f"nothing dropped:        {w @ a:.2f}")
print(f"mean over 20 000 masks: {sums.mean():.2f}, which is {sums.mean() / (w @ a):.3f} of it")

# %% [markdown]
# So a layer that was trained on thinned input gets larger sums than it knows, as soon as we predict and nothing is dropped.
#
# ### Scale while training
#
# One could shrink the outgoing weights at prediction time; the first papers did. *Inverted dropout*, which everybody uses, scales the kept activations *during training*, and leaves prediction alone:
#
# $$D_{ij} = \begin{cases} 1 & \text{with probability } p \\ 0 & \text{otherwise} \end{cases}
# \qquad\qquad A_{\text{dropped}} = c \; A \odot D$$

# %% experiment="how_often_kept"
often = masks.mean(axis=0)
print(f"the 100 entries were kept in {often.min():.3f} to {often.max():.3f} of the masks above")

# %% [markdown]
# Which $c$ makes up for the missing ones? Each entry, averaged over many masks, should be what it was before.
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
# ### Exercise: dropout_forward
#
# Write dropout for one layer. It returns the dropped activations and the mask, of 1 and 0 without the factor. Randomness comes in as `rng`: which values of a uniform random number between 0 and 1 have probability $p$ together?

# %% exercise="dropout_forward" minutes=10

# %% tests="dropout_forward"

# %% [markdown]
# Your function at work: a mask for 10 units and 16 examples, and 2 000 masks for one layer. The sums of the next layer spread out, but their mean stays. Beside them is what the same masks do unscaled.

# %% experiment="mean_kept"
_, D = dropout_forward(np.ones((10, 16)), 0.8, rng)
draws = [dropout_forward(a[:, np.newaxis], 0.8, rng) for _ in range(2000)]
scaled = [w @ A_dropped[:, 0] for A_dropped, _ in draws]
unscaled = [w @ (a * (D_one[:, 0] != 0)) for _, D_one in draws]

figure, (left, right) = plots.panels(2, width=8.4)
plots.mask_grid(D, "A mask of yours, keep_prob = 0.8", ax=left)
figures.sums({"scaled (yours)": scaled, "not scaled": unscaled}, w @ a, ax=right)
figure

# %% [markdown]
# ### Two mistakes on the slide
#
# The lecture's slide says `0 <= keep_prob <= 1`. And a comment beside `np.random.rand(…) < keep_prob` says that "the generated number that are less than 0.8 will be dropped". Test both with your function before you read on.

# %% experiment="slide_mistakes"
U = rng.random((100, 1000))
_, D = dropout_forward(U, 0.8, rng)
print(f"share of random numbers below 0.8: {np.mean(U < 0.8):.3f}")
print(f"share that your function keeps:    {np.mean(D != 0):.3f}")

# %% [markdown]
# Four of five random numbers lie below 0.8, and those are the ones to *keep*: the comment has it the wrong way round, the code beside it is right.

# %% experiment="nothing_kept"
with np.errstate(all="ignore"):
    nothing_kept, _ = dropout_forward(np.array([[1.0, 2.0]]), 0.0, rng)
    print("keep_prob = 0 turns the activations 1, 2 into", nothing_kept)

# %% [markdown]
# `keep_prob = 0` divides by zero, so $0 < p \le 1$. (If your copy of the slides has `1 = 3`, `a[1]`, `d[1]`: there the 1 is the letter l, the number of the layer.)
#
# ## 3. Back through the mask
#
# Backpropagation brings $dA_{\text{dropped}}$, the gradient of the cost with respect to what the *next* layer got. We need that with
# respect to $A$. On the way forward each entry was multiplied by a factor: $0$ if it was dropped, another if it was kept. The mask is drawn, but once drawn it is a constant.

# %% predict="same_mask"
# ? Which mask should the backward pass use?
# + The same mask as the forward pass. :: The gradient answers the question "how would this cost change?", and this cost was computed with this mask. The next
#   training step draws a new one, for both passes.
# - A new mask, drawn like the first. :: Then gradient would flow through units that took no part, and
#   be missing for units that did. It would be the gradient of another network than the one that made the prediction.
# - The opposite of the first mask. :: Then only those units would learn that had no say in the cost.
# - No mask at all in this direction. :: Being 0 does not make a gradient 0. The next layer sends a gradient back for each of its
#   inputs, also for those that were 0. Only the mask knows that they were thrown away.

# %% [markdown]
# ### Exercise: dropout_backward
#
# Given the gradient with respect to `A_dropped`, the mask of the forward pass and `keep_prob`, return the gradient with respect to `A`.

# %% exercise="dropout_backward" minutes=5

# %% tests="dropout_backward"

# %% [markdown]
# A gradient makes a promise: if this entry grows a little, the cost grows by so much. Let us hold yours to it. The cost is a weighted sum of squares of four units; we nudge one at a time, always with the same mask.

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
# Promised and measured agree. A dropped unit has no say in this example's cost, so it learns nothing from this example in this step. For the example beside it in the mini-batch it may be there:

# %% experiment="columns_of_a_mask"
_, D = dropout_forward(np.ones((4, 8)), 0.5, np.random.default_rng(8))
plots.mask_grid(D, "Four units, a mini-batch of 8")

# %% [markdown]
# ## 4. The whole network
#
# Now dropout goes into a network of $L$ layers. Three rules:
#
# 1. **Hidden layers only.** The output is the answer, and one does not erase answers at random.
# 2. **Training only.** At prediction the whole network works. Inverted dropout has taken care of the scale.
# 3. **The cache holds what the next layer really got**, for the backward pass multiplies with it. And it holds the masks.
#
# ### One keep_prob, or several
#
# Here one `keep_prob` serves all hidden layers. It may differ: lower where many weights can learn by heart, 1 where there are few. Inputs may be dropped, too, with a `keep_prob` of 0.8 or so (section 5).

# %%
W_one, b_one = np.ones((5, 64)), np.zeros((5, 1))
A_one, Z_one = layer_forward(X, W_one, b_one, "relu")  # one hidden layer of 5 units
print("A has the shape", A_one.shape, "and Z", Z_one.shape)

# %% [markdown]
# `layer_forward(A_prev, W, b, activation)`, from `course_utils.network`, returns `A, Z` of one layer; `activation` is `"relu"` for hidden layers and `"sigmoid"` for the last.
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
# Time to train with it. `network.train` takes your forward pass, and the ordinary backward pass, which sends each hidden layer's gradient
# *through* your `dropout_backward`. Do you remember what you predicted in section 1?


# %%
def train_with_dropout(X, Y, keep_prob, seed, forward=None, **options):
    """Train with the functions of this notebook; return parameters and history."""

    def through(dA, l, cache):
        D = cache.get(f"D{l}", np.ones(dA.shape))  # no mask: all are kept
        return dropout_backward(dA, D, keep_prob)

    if forward is None:
        chance = {"keep_prob": keep_prob, "rng": np.random.default_rng(seed + 100)}
        forward = partial(forward_with_dropout, training=True, **chance)
    pieces = {"forward": forward, "backward": partial(network.backward, through=through)}
    return network.train(X, Y, **recipe | options, rng=np.random.default_rng(seed), **pieces)


# %% experiment="train_with_dropout"
runs = [train_with_dropout(X, Y, 0.5, seed, each_epoch=watch) for seed in range(3)]
dropped = [parameters for parameters, _ in runs]
dropped_history = {name: [past[name] for _, past in runs] for name in history}
figure, (left, right) = plots.panels(2, sharey=True)
plots.curves(range(1, 151), history, "epoch", "error", "without dropout", ax=left)
plots.curves(range(1, 151), dropped_history, "epoch", "error", "keep_prob = 0.5", ax=right)
figure

# %% experiment="whose_word_now"
for name, networks in (("without dropout", plain), ("keep_prob = 0.5", dropped)):
    repeated = [np.sum(network.predict(X, p)[mislabelled] == Y[mislabelled]) for p in networks]
    print(f"{name} repeats {np.mean(repeated):.1f} of {mislabelled.sum()} wrong labels,", end=" ")
    print(f"dev error {np.mean([error(p, X_dev, Y_dev) for p in networks]):.3f} (means of three)")

# %% [markdown]
# The training error falls much more slowly now, and the dev error stays down. Fewer wrong labels are repeated. In time dropout learns them, too (after 1000 epochs we counted 43 to 45 of the 45): it slows down learning by heart, it does not forbid it.
#
# ### The cost is no longer one number
#
# With dropout on, $J$ depends on the masks, so it is not well defined. We follow it with all 300 examples in each step.

# %% experiment="cost_with_dropout"
whole = {"batch_size": None, "epochs": 80, "alpha": 0.1}
_, without = network.train(X, Y, **recipe | whole, rng=np.random.default_rng(0))
_, thinned = train_with_dropout(X, Y, 0.5, 0, **whole)
figures.costs({"without dropout": without["cost"], "keep_prob = 0.5": thinned["cost"]}, 80)

# %% [markdown]
# A cost that rises is no sign of a bug here. Andrew Ng's advice: first set `keep_prob` to 1 and see that $J$ falls, then turn dropout on.
#
# ### When it helps
#
# Dropout fights *high variance*. Where there is none, it gets in the way. We try both: our 300 noisy digits with the large network, and 899 rightly labelled ones with a small network.


# %%
def sweep(X, Y, X_dev, Y_dev, **options):
    """The errors for each of keep_probs, in three runs: a list of three rows for either set."""
    found = {"training set": [], "dev set": []}
    for seed in range(3):
        trained = [train_with_dropout(X, Y, k, seed, **options)[0] for k in keep_probs]
        found["training set"].append([error(parameters, X, Y) for parameters in trained])
        found["dev set"].append([error(parameters, X_dev, Y_dev) for parameters in trained])
    return found


# %% experiment="sweep"
keep_probs = [1.0, 0.7, 0.4]
clean = datasets.digits_odd_even(899, 0.0, np.random.default_rng(1))
small = {"layer_sizes": [64, 8, 4, 1], "epochs": 80, "alpha": 0.1, "batch_size": 50}
noisy_errors = sweep(X, Y, X_dev, Y_dev)
clean_errors = sweep(*clean, **small)

# %% experiment="sweep_drawn"
figure, (left, right) = plots.panels(2, width=8.4, sharey=True)
titles = "300 noisy examples, large network", "899 clean examples, small network"
plots.bars(keep_probs, noisy_errors, "keep_prob", "error", titles[0], ax=left)
plots.bars(keep_probs, clean_errors, "keep_prob", "error", titles[1], ax=right)
left.set_ylim(top=1.25 * left.get_ylim()[1])  # room for the legend
right.get_legend().remove()  # that on the left serves both
figure

# %% [markdown]
# On the left dropout brings the dev error down. On the right both errors rise as more is dropped. (Bars are means of three runs, thin lines one standard deviation.)
# So look at the gap between training and dev set first, and choose `keep_prob` on the dev set.
#
# ### What if dropout is left on?
#
# A frequent mistake is to predict in training mode. Here are 100 calls for the same dev examples.

# %% experiment="left_on"
calls = [forward_with_dropout(X_dev, dropped[0], 0.5, rng, training=True)[0] for _ in range(100)]
answers = np.array(calls) > 0.5
mean_on = np.mean(answers != Y_dev)
changing = np.mean(np.any(answers[:20] != answers[0], axis=0))
print(f"dropout off: dev error {error(dropped[0], X_dev, Y_dev):.3f}, the same in every call")
print(f"dropout on:  dev error {mean_on:.3f} on average")
print(f"{changing:.0%} of the examples change their label within 20 calls")

# %% predict="mean_of_masks"
# ? Each of these calls is a thinned network. For each dev example we average the outputs of all 100 of them, and take the mean for the answer. How often is it wrong?
# - More often than one thinned network :: A mean of many opinions is seldom worse than a single one of them: what is unusual about a mask cancels.
# - About as often as one thinned network :: The thinned networks err on different examples, and most of them outvote the few.
# + About as often as the whole network :: The errors of single masks cancel in the mean. And the whole network comes close to that mean, in a single pass: this is why it may predict.
# - Not even half as often as the whole network :: The mean gets rid of the chance in the masks. What all thinned networks have in common, it keeps.

# %% [markdown]
# ### The average of thinned networks
#
# Dropout trains a huge number of thinned networks that share their weights: one for each mask. The honest answer would be their average. We take the mean over more and more of the calls above.

# %% experiment="mean_of_masks"
for n in (1, 5, 20, 100):
    means = [np.mean(calls[i : i + n], axis=0) for i in range(0, 100, n)]
    print(f"mean over {n:3} masks: dev error {np.mean((np.array(means) > 0.5) != Y_dev):.3f}")
print(f"whole network:       dev error {error(dropped[0], X_dev, Y_dev):.3f}")

# %% [markdown]
# The mean gets better with more masks, then stays, close to the whole network: with its scale kept, that is a cheap stand-in for the average of all thinned ones.
#
# ### Watch a network thin out
#
# A toy task with wrong labels, learned without and with dropout.

# %%
toy_rng = np.random.default_rng(3)
toy, toy_dev = datasets.moons(60, 0.25, toy_rng), datasets.moons(1000, 0.25, toy_rng)
toy_wrong = toy_rng.choice(60, 9, replace=False)
toy[1][:, toy_wrong] = 1 - toy[1][:, toy_wrong]
toy_recipe = {"layer_sizes": [2, 64, 32, 1], "epochs": 1500, "alpha": 0.3, "batch_size": None}

# %% experiment="thinning_networks"
networks = {
    "trained without dropout": network.train(*toy, **toy_recipe, rng=np.random.default_rng(0))[0],
    "trained with keep_prob = 0.5": train_with_dropout(*toy, 0.5, seed=0, **toy_recipe)[0],
}

# %% [markdown]
# On the left is one of your masks: dropped units are crossed out. On the right, the bold line is the boundary of the whole network, each dashed line that under one of eight masks.
#
# Move `keep_prob` down: the dashed lines of the first network fall apart sooner. The second has learned to do without any single unit. `draw` draws other masks.

# %% experiment="thinning"
widgets.explore(
    partial(figures.thinning, networks, dropout_forward, toy, toy_dev),
    keep_prob=(0.3, 1.0, 0.05),
    layer=["both", 1, 2],
    draw=(1, 20),
)

# %% [markdown]
# ## 5. Don't rely on any one feature
#
# The lecture explains dropout so: a unit can't rely on any one feature, because it may go away at random, so it has to spread out its weights.
#
# ### The answer in the corner
#
# Let us build a trap. The top left pixel of every training image is black when the digit is odd, and white when it is even. On the dev set black and white are put there at random.

# %% experiment="corner_data"
X_leak, Y_leak, X_lost, _ = datasets.digits_odd_even(300, 0.0, np.random.default_rng(6))
X_leak, X_lost = 2 * X_leak - 1, 2 * X_lost - 1
X_leak[0] = 2 * Y_leak[0] - 1  # the corner: in training the answer,
X_lost[0] = rng.choice([-1, 1], X_lost.shape[1])  # on the dev set a coin

# %% experiment="corner_drawn"
answers_given = ["odd" if y else "even" for y in Y_leak[0, :6]]
figures.framed(X_leak[:, :6], answers_given, "Training images with the answer in the corner")

# %% [markdown]
# The labels are right this time. We drop *input pixels*, with your `dropout_forward`.

# %% predict="corner"
# ? One pixel gives the answer away in training and means nothing on the dev set. Which network does best on the dev set?
# - The one that sees all pixels in each step. :: It also sees the corner in every step. Since that is enough to be right, it has little
#   reason to learn anything from the others.
# + The one whose pixels are dropped half the time. :: In half of the steps the corner is gone, so the network has to learn the digit from the other
#   pixels as well.
# - Neither of the two does better than the other. :: Dropout need not know which pixel it is: it takes away every pixel half of the time, this one too, and what is learned in those steps remains.


# %%
def forward_dropping_pixels(X, parameters, keep_prob, rng):
    """The plain forward pass of an input whose pixels were dropped."""
    return network.forward(dropout_forward(X, keep_prob, rng)[0], parameters)


def train_on_corner(keep_prob, start):
    """Train a network with one hidden layer, whose input pixels are dropped; return its parameters."""
    chance = {"keep_prob": keep_prob, "rng": np.random.default_rng(7)}
    options = recipe | {"layer_sizes": [64, 32, 1], "epochs": 40, "alpha": 0.1, "parameters": start}
    forward = partial(forward_dropping_pixels, **chance)
    return network.train(X_leak, Y_leak, **options, rng=np.random.default_rng(1), forward=forward)[
        0
    ]


# %% experiment="corner"
start = network.initialize([64, 32, 1], np.random.default_rng(0))
trained = {keep_prob: train_on_corner(keep_prob, start) for keep_prob in (1.0, 0.8, 0.5)}
X_flipped = X_lost.copy()
X_flipped[0] = -X_lost[0]  # nothing but the corner
for keep_prob, parameters in trained.items():
    train, dev = error(parameters, X_leak, Y_leak), error(parameters, X_lost, Y_dev)
    changed = np.mean(network.predict(X_lost, parameters) != network.predict(X_flipped, parameters))
    print(f"keep_prob {keep_prob}: training error {train:.3f}, dev error {dev:.3f};", end=" ")
    print(f"{changed:.0%} of the answers change with the corner")

# %% [markdown]
# All three know the training set. The more the pixels were dropped, the fewer answers hang on the corner, and the better the network knows digits.

# %% experiment="corner_weights"
way = [np.linalg.norm(p["W1"] - start["W1"], axis=0) for p in trained.values()]  # from the start
share = np.array([100 * w / w.sum() for w in way])
titles = [f"keep_prob {k}: corner has {row[0]:.1f} %" for k, row in zip(trained, share)]
title = "How far each pixel's weights have moved: its share (darker is more)"
figures.pixel_shares(share, titles, title)

# %% [markdown]
# The corner's share of what the weights have learned gets smaller, too. But the network still looks at the corner: dropout weakens the habit, it does not cure it.
#
# ## 6. A dropout that is no longer random
#
# To get the same numbers in every run, people put a seed *inside* the function. It then returns the same mask in every call. The cost falls, nothing crashes, and only
# a few thinned networks are trained, one for each column of the mask.
#
# ### What it looks like
#
# Here is such a function beside a sound one. (A *specimen* is a dropout function known only by what it does; it is called like yours.)

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
# You cannot look at every mask of a training run, so write a detector.
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
# + With the mini-batches of 2 examples. :: With two columns there are just two thinned networks, and only they are trained. Units that both leave out learn nothing, yet they all
#   take part at prediction.
# - With the mini-batches of 50 examples. :: More columns are frozen, but they are different from each other, and shuffling deals every example another column each time. With 50
#   columns that is nearly as good as fresh masks.
# - With both of the sizes equally. :: The examples are shuffled, the columns of the mask are not. How many different columns there are makes the difference.


# %%
def seed_inside(A, keep_prob, rng):
    """Your dropout, with the mistake of a seed inside."""
    return dropout_forward(A, keep_prob, np.random.default_rng(1))


def forward_frozen(X, parameters, seed):
    """The forward pass of training, from the same seed in every step."""
    return forward_with_dropout(X, parameters, 0.5, np.random.default_rng(seed), training=True)


# %% experiment="is_it_frozen"
for name, dropout in (("yours", dropout_forward), ("with a seed inside", seed_inside)):
    print(f"{name}: frozen? {mask_is_frozen(dropout, np.ones((6, 8)), 0.5, rng)}")

# %% experiment="frozen_mask"
twos = {"batch_size": 2, "epochs": 8, "alpha": 0.02}
for size, options in ((2, twos), (50, {})):
    fresh, frozen = [], []
    for seed in range(4):
        train, inside = (
            partial(train_with_dropout, X, Y, 0.5, seed),
            partial(forward_frozen, seed=seed),
        )
        fresh.append(error(train(**options)[0], X_dev, Y_dev))
        frozen.append(error(train(forward=inside, **options)[0], X_dev, Y_dev))
    print(f"mini-batches of {size:2}: dev error {np.mean(fresh):.3f} with fresh masks,", end=" ")
    print(f"{np.mean(frozen):.3f} frozen (means of four)")

# %% [markdown]
# With mini-batches of 2 the frozen masks do great harm. With 50 the loss is so small that nobody would notice, until somebody changes the batch size. Your detector finds it in a moment.
#
# ## In this chapter we have …
#
# - seen why a kept activation is divided by `keep_prob`, and met the same factor and the same mask again in the gradient;
# - put dropout on hidden layers, in training only, with a new mask each time, and caught one that was frozen;
# - measured where it helps and where it harms, and seen the whole network stand in for the average of thinned ones.
#
# ### Read on
#
# N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, *Dropout: a simple way to prevent neural networks from overfitting*, JMLR 15 (2014), with the experiments that made it famous.
# K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022), section 13.5.4. A. Ng, *Deep learning* (Coursera). G. Hinton, *Neural networks for machine learning* (Coursera). MIT 6.S191, *Introduction to deep learning*.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.
