# %% [markdown]
# # 9. Go round the loop to the end
#
# Now all the work comes together: from a file of raw images to a network with a number that you can answer for.
#
# **What you'll do.** State a baseline and fail to reach it; join your functions into one trainer; look at the errors, and take a turn of your own; search; open the test set once; write a function that goes the whole way.
#
# **What you'll learn.**
# - How the parts of all chapters work together, and what tells you what is needed next.
# - When to keep a change, and when it was only luck.
# - On which scale to search, and what the winner's number is worth.
# - How to end: one look, an error with its margin.
#
# **What you need.** The earlier chapters. About 110 minutes, {minutes} of them for the exercises. There are {points} points.

# %% setup
from functools import partial

import numpy as np

from course_utils import datasets, learners, network, plots, widgets
from course_utils.check import check
from course_utils.figures import capstone as figures
from course_utils.predict import predict

# %% [markdown]
# ## 1. A file, a baseline, a failure
#
# Somebody has photographed handwritten digits with a cheap camera, and sent you a file of 1000 images: `X_file`, one image a column, 64 raw pixel values. There are ten *classes*, one for each digit, but the camera numbers them in its own way: class 3 need not be the digit 3.

# %%
X_file, Y_file, X_later, Y_later = datasets.snapshots(1000, 797, np.random.default_rng(0))

# %% experiment="file_drawn"
titles = [f"class {c}" for c in Y_file[:, ::50].argmax(axis=0)]
figures.pictures(X_file[:, ::50], titles, "Every 50th image of the file")

# %% [markdown]
# The camera was not held upright, some pixels react more strongly than others, the light changes, and the file is sorted by class. (`X_later` are images that will be taken later on. They stay out of the work.)
#
# First the examples are dealt into three sets (chapter 1): 600 to learn from, 200 to choose with, 200 for the drawer.
#
# The next cell asks for *your* function: paste it over what stands there, or leave the cell as it is. Eight cells are like this one, one for each chapter.


# %% mine="shuffle_and_split"
# Paste your shuffle_and_split of chapter 1 over this. Until then: examples are dealt in turn, like cards.
def shuffle_and_split(X, Y, sizes, rng):
    """Three pairs (X, Y): of each five examples three to the first, one to each of the others."""
    turn = np.arange(X.shape[1]) % 5
    return tuple((X[:, some], Y[:, some]) for some in (turn < 3, turn == 3, turn == 4))


# %% [markdown]
# `shuffle_and_split` wants labels $(1, m)$, as in chapter 1: class numbers. A network with ten outputs wants them *one-hot*: ten rows, and in each column a 1 in the row of the right class. So we deal numbers, and turn them afterwards.


# %%
def one_hot(labels):
    """Class numbers (1, m) as columns (10, m): a 1 in the row of the class, else 0."""
    return (labels == np.arange(10)[:, np.newaxis]) * 1.0


# %%
rng = np.random.default_rng(1)
labels_file = Y_file.argmax(axis=0)[np.newaxis]
sets = shuffle_and_split(X_file, labels_file, (600, 200, 200), rng)
train, dev, test = ((X, one_hot(labels)) for X, labels in sets)

# %% [markdown]
# The test set goes into a drawer that opens once.


# %%
class Drawer:
    """Holds a test set, and gives it out a single time."""

    def __init__(self, inside):
        self.inside = inside

    def open(self):
        inside, self.inside = self.inside, None
        if inside is None:
            raise RuntimeError("the drawer has been opened before")
        return inside


# %%
drawer = Drawer(test)
del sets, test

# %% [markdown]
# **The baseline.** Before you build anything, say what it has to beat. Ours is nearly as simple as can be: for each class take the mean of its training images; a new image gets the class whose mean is nearest.

# %%
nearest = learners.nearest_mean(*train)
baseline_error = 1 - network.accuracy(nearest(dev[0]), dev[1])
print(f"baseline: dev error {baseline_error:.3f}")


# %%
def error(parameters, X, Y):
    """The share of wrong labels."""
    return 1 - network.accuracy(network.predict(X, parameters), Y)


# %% predict="naive"
# ? Now a network: 64 raw pixels, 32 ReLU units, 10 outputs; 150 steps with a learning rate of 0.1, which has worked in many chapters. What will its dev error be?
# - Near 0, for it has weights enough to learn all images. :: It could learn the training images by heart. Whether it does depends on what it is handed and on the size of its steps.
# - Half the baseline's, for it can learn more than a mean. :: It could. Look at the size of the pixel values once more: they go up to several hundred.
# - The baseline's, for without any care there is no gain. :: That would be a fair result without any care. But the pixel values go up to several hundred, and so do the gradients.
# + About 0.9, for it will be no better than a blind guess. :: The inputs are in the hundreds, so the first gradients are huge. With this step they throw the weights so far that hidden units give 0 for nearly every image, and then nothing moves any more.

# %% experiment="naive"
start = network.initialize([64, 32, 10], np.random.default_rng(2))
options = {"rng": np.random.default_rng(2), "epochs": 150, "alpha": 0.1, "parameters": start}
naive, history = network.train(*train, [64, 32, 10], **options)
print(f"baseline {baseline_error:.3f}, network {error(naive, *dev):.3f}")
print("classes that it says:", np.unique(network.predict(dev[0], naive)))
plots.curves(range(1, 151), {"J": history["cost"]}, "epoch", "cost J", "Raw pixels, alpha = 0.1")

# %% [markdown]
# It says next to nothing but one class. The first steps flung the weights away, and since then the cost stands still, near that of a guess. Is there a bug in the gradient, or do we use a right one badly? You will measure it, once there is a trainer of yours to measure.
#
# ## 2. One trainer for everything
#
# Here is what the earlier chapters have to offer, and where it goes.
#
# | chapter | what it is for | where it goes | your function |
# |---|---|---|---|
# | 1 | sets that mean something | you did that | `shuffle_and_split` |
# | 2 | what to try next | between the turns | `diagnose` |
# | 3 | small weights | **in the trainer**, and in its check | `l2_penalty` |
# | 4 | rely on no single pixel | copies for the training set | `dropout_forward` |
# | 5 | more variety; stop in time, keep the best | training set; **in the trainer** | `random_shift` |
# | 6 | features on one scale | before training | `fit_normalization` |
# | 7 | a start that neither vanishes nor explodes | before training | `he_initialization` |
# | 8 | measure what you derived | whenever in doubt | `numerical_gradient` |
#
# What stands in is, but for `l2_penalty`, another method than the chapter teaches, and some are worse. The text speaks of the chapters' functions: with a stand-in a number may differ from what it says.


# %% mine="diagnose"
# Paste your diagnose of chapter 2 over this. Until then: whichever of the two gaps is larger.
def diagnose(train_error, dev_error, human_error, threshold):
    """{"high bias": True or False, "high variance": True or False}"""
    bias = train_error - human_error > dev_error - train_error
    return {"high bias": bias, "high variance": not bias}


# %% mine="l2_penalty"
# Paste your l2_penalty of chapter 3 over this. Until then: the same sum, entry by entry.
def l2_penalty(parameters, lambd, m):
    """What the weights add to the cost."""
    weights = [w for name, W in parameters.items() if name[0] == "W" for w in W.ravel()]
    return lambd / (2 * m) * sum(w * w for w in weights)


# %% mine="fit_normalization"
# Paste your fit_normalization of chapter 6 over this. Until then: one ruler for all pixels together.
def fit_normalization(X):
    """mu, sigma (n_x, 1), the same number in every row."""
    return np.full((len(X), 1), X.mean()), np.full((len(X), 1), X.std())


# %% mine="he_initialization"
# Paste your he_initialization of chapter 7 over this. Until then: orthogonal matrices.
def he_initialization(layer_sizes, rng):
    """The parameters to start with."""
    return network.initialize(layer_sizes, rng)


# %% mine="random_shift"
# Paste your random_shift of chapter 5 over this. Until then: all pictures roll the same way together.
def random_shift(images, most, rng):
    """Pictures (m, h, w), moved; what leaves on one side comes in on the other."""
    return np.roll(images, rng.integers(-most, most + 1, 2), axis=(1, 2))


# %% mine="dropout_forward"
# Paste your dropout_forward of chapter 4 over this. Until then: every entry is made larger or smaller.
def dropout_forward(A, keep_prob, rng):
    """A times noise about 1, with the spread that dropout has (Gaussian dropout, Srivastava 2014)."""
    noise = rng.normal(1, np.sqrt((1 - keep_prob) / keep_prob), A.shape)
    return A * noise, noise


# %% [markdown]
# Now the trainer. All training examples go into each step, so an epoch is one step.
#
# | symbol | variable | shape or kind | meaning |
# |---|---|---|---|
# | $X, Y$ | `data["X"]`, `data["Y"]` | $(n_0, m)$, $(n_L, m)$ | training set, labels one-hot |
# | | `data["X_dev"]`, `data["Y_dev"]` | $(n_0, m_\text{dev})$, $(n_L, m_\text{dev})$ | dev set |
# | $W^{[l]}, b^{[l]}$ | `start["W1"]`, `start["b1"]`, … | $(n_l, n_{l-1})$, $(n_l, 1)$ | where it begins |
# | $\alpha, \lambda$ | `settings["alpha"]`, `settings["lambd"]` | numbers | learning rate, strength of the penalty |
# | | `settings["epochs"]`, `settings["patience"]` | whole numbers | how long at most; how long to wait for a lower dev cost |
#
# You need three functions of `network`. Here each is called once:

# %%
toy = network.initialize([64, 32, 10], np.random.default_rng(0))
AL, cache = network.forward(train[0] / 255, toy)
grads = network.backward(train[1], toy, cache)
print("cost", round(float(network.cost(AL, train[1])), 3), "gradients", *grads)

# %% [markdown]
# An epoch is this:
#
# 1. the gradients of the plain cost, on the training set;
# 2. one step down the cost with the penalty $\frac{\lambda}{2m}\sum_l \lVert W^{[l]}\rVert_F^2$ (chapter 3);
# 3. the dev cost, without a penalty.
#
# Training ends when `patience` epochs in a row have brought no lower dev cost than the lowest so far (chapter 5). What is returned is the network of the best epoch.
#
# ### Exercise: train_network
#
# Given data, a start and settings, return the best parameters and the list of dev costs.

# %% exercise="train_network" minutes=15

# %% tests="train_network"

# %% [markdown]
# ## 3. Turn by turn
#
# Before the first long training, three short looks.
#
# **Look at the cost before the first step.** A network that gives each of ten classes a tenth has a cost of $\ln 10$. A start may lie somewhat above: random outputs are sure of something, mostly of something wrong. If it is ten times that, inputs or weights have the wrong size.

# %%
mu, sigma = fit_normalization(train[0])
train_norm, dev_norm = ((X - mu) / sigma for X in (train[0], dev[0]))
start = he_initialization([64, 32, 10], np.random.default_rng(2))

# %% experiment="before_the_first_step"
for name, X in (("raw", train[0]), ("normalized", train_norm)):
    print(f"{name:10}: cost {network.cost(network.forward(X, start)[0], train[1]):.2f}")
print(f"ln 10     : {np.log(10):.2f}")

# %% [markdown]
# This look would have spared us the failure of section 1.
#
# **Check the step.** One epoch of your trainer moves the parameters by $-\alpha$ times a gradient. Is it the gradient of the cost *with* the penalty? Your functions of chapters 3 and 8 can tell.


# %% mine="numerical_gradient"
# Paste your numerical_gradient of chapter 8 over this. Until then: a step to one side only.
def numerical_gradient(J, theta, eps):
    """About the slope of J in each entry of theta (n,)."""
    return np.array([(J(theta + eps * way) - J(theta)) / eps for way in np.eye(theta.size)])


# %% [markdown]
# The network has 2410 parameters. To be quick, we go three ways only, but each moves *all* parameters, by random numbers $v$. Along $v$ the cost should have the slope $\sum \text{gradient} \cdot v$.


# %%
def slopes(cost, parameters, grads, rng):
    """The slopes of cost(parameters) in three random directions: measured by trying, and what grads say."""
    ways = [
        {name: rng.standard_normal(p.shape) for name, p in parameters.items()} for _ in range(3)
    ]

    def cost_at(t):
        """The cost after going t[0] along the first way, t[1] along the second, t[2] along the third."""
        moved = {name: sum(s * way[name] for s, way in zip(t, ways)) for name in parameters}
        return cost({name: p + moved[name] for name, p in parameters.items()})

    said = [sum(np.sum(grads["d" + name] * way[name]) for name in parameters) for way in ways]
    return np.array(numerical_gradient(cost_at, np.zeros(3), 1e-5)), np.array(said)


# %% experiment="step_checked"
X, Y = train_norm[:, ::10], train[1][:, ::10]
small = {"X": X, "Y": Y, "X_dev": dev_norm, "Y_dev": dev[1]}
moved, _ = train_network(small, start, {"alpha": 0.1, "lambd": 3, "epochs": 1, "patience": 1})
step = {"d" + name: (start[name] - moved[name]) / 0.1 for name in start}


def penalized(p):
    """The cost on the 60 examples, with the penalty."""
    return network.cost(network.forward(small["X"], p)[0], small["Y"]) + l2_penalty(p, 3, 60)


measured, said = slopes(penalized, start, step, np.random.default_rng(3))
print("measured", measured.round(4), "your trainer", said.round(4))

# %% [markdown]
# With your centred differences and a right trainer the two agree: no bug. (The stand-in steps to one side only, and may be off in the third digit.)
#
# Why random ways, and not the gradient's own? Suppose that a slip had lost the whole gradient of layer 1. Along what is left, everything would agree. Along a random way it does not:

# %% experiment="a_part_is_lost"
lost = step | {"dW1": 0 * step["dW1"], "db1": 0 * step["db1"]}
measured, said = slopes(penalized, start, lost, np.random.default_rng(3))
print("measured", measured.round(4), "the rest of the step", said.round(4))

# %% [markdown]
# **Overfit one batch.** A trainer that cannot learn twenty examples by heart will not learn 600. (Here the twenty are the dev set, too, so that nothing stops it.)

# %% experiment="one_batch"
X, Y = train_norm[:, ::30], train[1][:, ::30]
batch = {"X": X, "Y": Y, "X_dev": X, "Y_dev": Y}
by_heart, history = train_network(
    batch, start, {"alpha": 0.3, "lambd": 0, "epochs": 200, "patience": 200}
)
print(f"cost {history[0]:.3f} → {history[-1]:.3f}, wrong: {error(by_heart, X, Y):.0%} of 20")

# %% [markdown]
# Now the turns. Change one thing in a turn, or you will not know what helped. Each gets a line in the log: what was tried, and the two errors. A turn that failed gets one too. The first line is the network on raw pixels, with your trainer.

# %%
log = {}  # name: line


def turn(name, data, start, settings, learn_from=()):
    """Train once, on data or on the X and Y in learn_from; errors are those of the images in data.

    Return the line for the log, the network and its dev costs.
    """
    settings = {"epochs": 150, "patience": 30} | settings
    parameters, history = train_network(data | dict(learn_from), start, settings)
    train_error = error(parameters, data["X"], data["Y"])
    dev_error = error(parameters, data["X_dev"], data["Y_dev"])
    print(f"{name}: training error {train_error:.3f}, dev error {dev_error:.3f}", end=", ")
    print(f"{len(history)} epochs, the best is number {np.argmin(history) + 1}")
    return {"name": name, "train_error": train_error, "dev_error": dev_error}, parameters, history


# %%
def as_data(train, dev):
    """Two pairs (X, Y) as the trainer wants them."""
    return {"X": train[0], "Y": train[1], "X_dev": dev[0], "Y_dev": dev[1]}


# %% experiment="turn_raw"
row, _, _ = turn("raw pixels", as_data(train, dev), start, {"alpha": 0.1, "lambd": 0})
log["raw pixels"] = row

# %% [markdown]
# **Next idea:** the inputs are too large. Bring them to one scale (chapter 6), with the training set's ruler for both sets. And since the last step was too long, let us be careful: $\alpha = 0.03$. (Two changes for once.) To be fair, the baseline gets the ruler as well. (With one ruler for all pixels, the stand-in, nothing changes for it.)

# %%
data = as_data((train_norm, train[1]), (dev_norm, dev[1]))
nearest = learners.nearest_mean(train_norm, train[1])
baseline_error = 1 - network.accuracy(nearest(dev_norm), dev[1])
print(f"baseline, normalized: dev error {baseline_error:.3f}")

# %% experiment="turn_normalized"
row, _, costs_small_steps = turn("alpha 0.03", data, start, {"alpha": 0.03, "lambd": 0})
log["alpha 0.03"] = row

# %% predict="which_next"
# ? Look at the two errors and at the number of the best epoch. Suppose that careful people read these images, turned and dim as they are, with an error of 0.02. What should the next turn try?
# - More training examples, or a penalty on large weights. :: They help where the training error is small and the gap to the dev error large. Here the training error itself is large: the network has not even learned the training set.
# + Larger steps, or a training that goes on for longer. :: A high training error means high (avoidable) bias, chapter 2. And where the best epoch is the last, the dev cost was still falling when the time was over.
# - Dropout of pixels, or a training that stops earlier. :: Both make it *harder* to learn the training set, and that is what fails here: the training error is far above 0.02.
# - A look at the test set, in case the dev set is hard. :: The drawer stays shut until the end. And the training error already says that it is not the dev set's fault.

# %% [markdown]
# Ask your function of chapter 2 as well, with a threshold of 0.03. If it says both, remember the recipe: bias first.


# %%
def ask(name):
    """What diagnose says of a turn."""
    print(diagnose(log[name]["train_error"], log[name]["dev_error"], 0.02, 0.03))


# %% experiment="diagnosed"
ask("alpha 0.03")

# %% experiment="turn_larger_steps"
row, plain_network, costs_larger_steps = turn("alpha 0.5", data, start, {"alpha": 0.5, "lambd": 0})
log["alpha 0.5"] = row
ask("alpha 0.5")

# %% [markdown]
# Now the training error is small, and most of the dev error is the gap between the two: *variance*. Chapters 3, 4 and 5 have cures: a penalty, dropout, moved copies. Which one? The two errors cannot say. The images can.
#
# ### Look at the errors
#
# Here is every dev image that the network gets wrong, and which class it takes for which.

# %% experiment="wrong_digits"
said, truth = network.predict(dev_norm, plain_network)[0], dev[1].argmax(axis=0)
wrong = np.flatnonzero(said != truth)
titles = [f"{t}, says {s}" for t, s in zip(truth[wrong], said[wrong])]
figures.pictures(
    dev_norm[:, wrong], titles, f"{len(wrong)} wrong of {len(truth)}: class, and what it says"
)

# %% experiment="confusions"
figures.confusions(said, truth, "Which class is taken for which")

# %% [markdown]
# A table with one dark spot would tell of two classes that look alike. Ours has its errors in many places, though a class or two may have more than its share. So look at the pictures again: here and there the ink lies at one edge. Is that chance? For each image we measure how far the middle of its ink lies from where it lies on average.


# %%
def off_place(X):
    """How many pixels the middle of the ink lies from its mean place, for raw images X (64, m)."""
    paper = train[0].min(axis=1, keepdims=True)  # the least that each pixel says
    ink = datasets.to_images(np.maximum(X - paper, 0), (8, 8))  # (m, 8, 8)
    rows, columns = np.indices((8, 8))
    weight = ink.sum(axis=(1, 2))
    row, column = (ink * rows).sum(axis=(1, 2)) / weight, (ink * columns).sum(axis=(1, 2)) / weight
    return np.hypot(row - row.mean(), column - column.mean())


# %% predict="off_place"
# ? We put the dev images in order, from those in place to those farthest off, and cut them into five groups of 40. What is the error of the last group, compared with the mean of the other four?
# - About as large, for all of the pixels are normalized. :: The ruler gives each pixel one scale. It does not move a digit back to where it belongs.
# - About half of it, for odd images are easy to tell. :: Odd for us. The network multiplies each pixel with a weight that was learned for *this* place.
# + About twice it or more, for weights belong to places. :: A digit that lies one pixel off meets weights that were learned for its neighbours. It learned from few such images.
# - Nearly 1, for it has learned from no image like these. :: It has: one in five of its training images was taken like this, so it knows a little about them.

# %% experiment="by_place"
farthest = np.argsort(off_place(dev[0]))
groups = np.array_split(farthest, 5)
print("error, in place → far off:", [f"{np.isin(g, wrong).mean():.3f}" for g in groups])

# %% [markdown]
# That is an idea from data: moved copies of the training images (chapter 5), so that the network meets more digits off their place. What could it bring at most? Suppose that it mended every image of the last group, and no other:

# %% experiment="ceiling"
rest = np.setdiff1d(wrong, groups[-1])
print(f"{len(wrong) - len(rest)} of {len(wrong)} errors lie in the last group;", end=" ")
print(f"without them the dev error is {len(rest) / len(truth):.3f}")

# %% [markdown]
# Such a *ceiling* is worth a minute before each idea. A low one says that the work is better spent elsewhere. This one is worth a try. First the penalty, then the copies on top of it; dropout is left to you.
#
# **The L2 penalty.** It should keep the dev cost from rising again, so we give it more time. (The network without it has stopped by itself: more time would not change it.)

# %% experiment="turn_l2"
longer = {"alpha": 0.5, "epochs": 300}
row, l2_network, costs_l2 = turn("L2", data, start, longer | {"lambd": 5})
log["L2"] = row

# %% [markdown]
# Is the best epoch again among the last? Then more time would help. But by now the dev cost only creeps (its curve comes below), so we leave it at that.
#
# **Moved copies**, with the penalty. There are three times as many examples, so $\lambda$ is three times as large: $\lambda/m$ is what counts. (Normalized pictures are moved, since each raw pixel has a scale of its own. The 0 that comes in is an average pixel then, not paper.)

# %% experiment="turn_shifted"
pictures = datasets.to_images(train_norm, (8, 8))
shifted = [datasets.to_columns(random_shift(pictures, 1, rng)) for _ in range(2)]
copies = {"X": np.hstack([train_norm, *shifted]), "Y": np.tile(train[1], 3)}
row, moved_network, _ = turn("L2, moved copies", data, start, longer | {"lambd": 15}, copies)
log["L2, moved copies"] = row

# %% experiment="far_off_again"
X, Y = dev_norm[:, groups[-1]], dev[1][:, groups[-1]]
networks = {"alpha 0.5": plain_network, "L2": l2_network, "L2, moved copies": moved_network}
for name, parameters in networks.items():
    print(f"{name:16}: error of the 40 farthest off {error(parameters, X, Y):.3f}")

# %% [markdown]
# With copies that move each on its own, as those of chapter 5, these images gain the most. The price: the network now has three times as much to learn, and gets more of the 600 training images themselves wrong than without the copies.
#
# The dev costs of three turns. The dot is the epoch that is kept. Where it lies at the end of its line, the clock has stopped a training that was still getting better.

# %% experiment="dev_costs_drawn"
figures.dev_costs(
    {"alpha 0.03": costs_small_steps, "alpha 0.5": costs_larger_steps, "alpha 0.5, L2": costs_l2},
    "Three turns, from epoch 20 on",
    first=20,
)

# %% [markdown]
# ### Keep it, or drop it?
#
# Did the cures help? A dev error that was measured on 200 images is uncertain by about ± two standard deviations (chapter 1):

# %% experiment="how_sure"
e = log["alpha 0.5"]["dev_error"]
print(f"{e:.3f} ± {2 * np.sqrt(e * (1 - e) / dev[1].shape[1]):.3f}")

# %% [markdown]
# Differences that are smaller are not worth a story. But all networks were asked about the *same* images. So count only those on which two networks differ: a turn *mends* some, wrong before and right now, and *spoils* others.

# %% experiment="mended_and_spoiled"
misses = {name: network.predict(dev_norm, p)[0] != truth for name, p in networks.items()}
for before, after in (("alpha 0.5", "L2"), ("L2", "L2, moved copies")):
    mended = np.sum(misses[before] & ~misses[after])
    spoiled = np.sum(~misses[before] & misses[after])
    print(f"{before} → {after}: {mended} mended, {spoiled} spoiled", end=", ")
    print(f"gain {mended - spoiled}, root of both together {np.sqrt(mended + spoiled):.1f}")
    log[after]["keep"] = mended - spoiled > np.sqrt(mended + spoiled)

# %% [markdown]
# If a change did nothing, each of these images would be a coin toss. The gain would then be 0, give or take one standard deviation: the root of how many images there are. So our rule is like that of chapter 3, with the smaller deviation that the same images allow:
#
# **Keep a change if its gain is more than one standard deviation. Else the network from before stays.**
#
# By this rule the penalty mostly stays here, and the copies go. They helped the images they were made for, and spoiled about as many others. What is left is the L2 network with its errors:

# %% experiment="errors_that_remain"
said, wrong = network.predict(dev_norm, l2_network)[0], np.flatnonzero(misses["L2"])
titles = [f"{t}, says {s}" for t, s in zip(truth[wrong], said[wrong])]
figures.pictures(dev_norm[:, wrong], titles, f"L2: {len(wrong)} wrong of {len(truth)}")

# %% [markdown]
# ### A turn of your own
#
# What would *you* change? Look at these images, and at the log: which error of which turn leaves room, and what stood in the way? Anything goes that earlier chapters have taught:
#
# | change | how | chapter |
# |---|---|---|
# | size, steps, penalty, time | `settings \| {"units": 64}`, and others like it | 2, 3 |
# | copies with pixels dropped | `dropout_forward(X, 0.8, rng)[0]` | 4 |
# | copies that are moved | `random_shift(pictures, 1, rng)`, as above | 5 |
# | more layers | your `train_network`, from a start of your own; `fit` is then for the network to beat alone | 7 |
#
# Two changes may belong together. But decide before you train: to choose among several by their dev errors is what section 4 does, and the rule above is made for one comparison. `fit` trains a network, and these are the settings of the one to beat:


# %%
settings = {"alpha": 0.5, "lambd": 5, "epochs": 300, "patience": 30, "units": 32}


def fit(X, Y, settings):
    """The parameters of a network of 64, "units" and 10 units, trained with early stopping."""
    start = he_initialization([64, settings["units"], 10], np.random.default_rng(2))
    return train_network(data | {"X": X, "Y": Y}, start, settings)[0]


# %% [markdown]
# First say what you expect. An idea that comes with a guess can be wrong, and then you have learned something.

# %%
my_idea = ""  # what you change, and which images it should help
my_guess = (0, 10)  # from, to: how many more dev images will it mend than spoil?

# %% [markdown]
# ### Exercise: own_turn
#
# Change something, train, and return the network and its line for the log: a name, its two errors, and whether to keep it. A turn that does not help earns as much as one that does, if its line says so. (A network that has learned nothing costs half.)
#
# The check and the judge hand your function other images and other ways to `fit`. Some of these are made up: whatever you change, they mend and spoil images whose number the judge knows. So compute the line in the function, and train both networks there, the one to beat and yours. Both errors are measured on the sets as you got them, without copies.

# %% exercise="own_turn" minutes=12

# %% tests="own_turn"

# %% experiment="own_turn_taken"
tried, own_row = own_turn(data, settings, fit, rng)
log[own_row["name"]] = own_row
misses["yours"] = network.predict(dev_norm, tried)[0] != truth
gain = np.sum(misses["L2"]) - np.sum(misses["yours"])
print(figures.table([own_row]))
print(f"idea: {my_idea or 'none written down'}")
print(f"gain {gain}, guessed {my_guess[0]} to {my_guess[1]}")

# %% [markdown]
# Where did the gain come from? The same five groups once more: those in place, to those farthest off.

# %% experiment="own_turn_drawn"
figures.mended_and_spoiled(misses["L2"], misses["yours"], groups, "Your turn")

# %% [markdown]
# Was it as you said? If you dropped it, that is a result, too: the log has it, and nobody need try it again. And if you kept it, do not be too sure. Of changes that do nothing, about one in six gets through this rule by luck: of six useless ideas, one is likely to.
#
# ## 4. Search
#
# We wrote the log *by hand*. Let a machine guess: a *random search* draws $\alpha$ and $\lambda$ many times, and trains with each pair. But how does one draw a learning rate?

# %% predict="linear_draws"
# ? The right alpha may be anywhere from 0.001 to 1. We draw 100 values with `rng.uniform(0.001, 1, 100)`. How many of them are below 0.01?
# + About 1. :: The draws are spread evenly over the length of the range, and from 0.001 to 0.01 is not even a hundredth of it. About 90 of 100 lie above 0.1.
# - About 10. :: A tenth of the draws lies below a tenth of the range, and that is 0.1. Below 0.01 it is a tenth of these.
# - About 33. :: From 0.001 to 0.01, to 0.1, to 1, there are three parts, and a fair draw would give each a third. An even draw does not know that.
# - About 50. :: Half of the draws lie below the *middle* of the range, which is about 0.5.

# %% [markdown]
# For such a number, what matters is the *factor*: from 0.01 to 0.02 is as large a change as from 0.1 to 0.2. So one draws evenly on a *logarithmic scale*, where equal factors have equal lengths. The same goes for $\lambda$.
#
# ### Exercise: log_uniform
#
# Return `n` values between `low` and `high`, drawn so that every factor has its fair share.

# %% exercise="log_uniform" minutes=5

# %% tests="log_uniform"

# %% experiment="two_scales"
draws = {
    "rng.uniform": rng.uniform(0.001, 1, 1000),
    "your log_uniform": log_uniform(0.001, 1, 1000, rng),
}
for name, values in draws.items():
    print(
        f"{name:16}: {np.mean(values < 0.01):.1%} below 0.01, {np.mean(values > 0.1):.1%} above 0.1"
    )
exponents = {name: np.log10(values) for name, values in draws.items()}
plots.histogram(exponents, "exponent: alpha = 10 to the power of this", "1000 draws")

# %% [markdown]
# Next, the search itself. It gets a list of *candidates*, which are dicts of settings, and a function `fit(X, Y, settings)` that trains a network and returns its parameters. It writes the log.
#
# One warning. A real data dict often has the test set in it as well, right beside the others. The check will hand you such a dict.
#
# ### Exercise: run_turns
#
# Train once for each of the candidates, and return the log: a row for each, with its settings, `"train_error"` and `"dev_error"`.

# %% exercise="run_turns" minutes=7

# %% tests="run_turns"

# %% [markdown]
# And somebody has to read the log: which turn is the best, and was the last half of the search of any use?
#
# ### Exercise: best_so_far
#
# Given a log, return the index of the best turn, and for each turn the lowest dev error up to then.

# %% exercise="best_so_far" minutes=6

# %% tests="best_so_far"

# %% [markdown]
# First, the log of section 3 with your function: the record of every turn, your own as the last, as a table and as a picture. The turns go from top to bottom. Squares are dev errors; hollow ones were dropped; the dashed line, the lowest so far, never goes back to the right.

# %% experiment="the_log"
by_hand = list(log.values())
print(figures.table(by_hand))
figures.turns(by_hand, baseline_error, best_so_far, "Turns by hand")

# %% [markdown]
# Then twelve turns by machine. `fit_and_keep` remembers each network.

# %%
kept = []


def fit_and_keep(X, Y, settings):
    """Train as `fit` does, 32 units for at most 150 epochs; the network is kept in a list, too."""
    kept.append(fit(X, Y, {"epochs": 150, "patience": 30, "units": 32} | settings))
    return kept[-1]


# %% experiment="search"
kept.clear()
alphas, lambds = log_uniform(0.1, 2, 12, rng), log_uniform(0.3, 100, 12, rng)
candidates = [{"alpha": alpha, "lambd": lambd} for alpha, lambd in zip(alphas, lambds)]
search_log = run_turns(candidates, fit_and_keep, data)
print(figures.table(search_log))

# %% [markdown]
# The map on the left shows where the search has looked; light places are good, the ring is the best. Move `turns` down to 1 and up again: after how many turns is its last place found? (Where the ring lies at the edge, one would search on beyond it.) Then set `scale` to linear: the small values of both crowd into a corner.

# %% experiment="search_map"
draw = partial(figures.search, search_log, baseline_error, best_so_far, turns=12)
widgets.explore(draw, turns=(1, 12), scale=["log", "linear"])

# %% [markdown]
# Why at random, and not on a grid? A grid of 12 pairs tries 4 values of one and 3 of the other. Twelve random pairs try 12 values of each. If only one of the two matters much, that is a great deal more (Bergstra and Bengio 2012).
#
# ## 5. The best of many
#
# May you report the winner's dev error as the error of your network? The lecture says that it is all right to have only a dev set; that many people then call it "test set"; and that they should not. Chapter 1 said why: whoever wins has had luck, too. How much is it among twelve?
#
# To see it one needs the truth. Here we can have it, for once: `X_later` are nearly 800 more images of this camera. All twelve networks label them. Then we pretend 2000 times to have a dev set of 100 of these, choose, and compare.

# %% experiment="flattery"
later = (X_later - mu) / sigma
wrong_later = np.array([network.predict(later, p)[0] != Y_later.argmax(axis=0) for p in kept])
true_errors = wrong_later.mean(axis=1)
told, true = [], []
for _ in range(2000):
    dev_errors = wrong_later[:, rng.integers(0, wrong_later.shape[1], 100)].mean(axis=1)
    told.append(dev_errors.min())
    true.append(true_errors[dev_errors.argmin()])
print(f"lowest of twelve dev errors, mean:      {np.mean(told):.3f}")
print(f"true error of the network chosen, mean: {np.mean(true):.3f}")
baseline_later = 1 - network.accuracy(nearest(later), Y_later)
print(f"baseline: our dev images {baseline_error:.3f}, all later images {baseline_later:.3f}")

# %% [markdown]
# On average the first number is too low. In a single case you cannot know: our own log may flatter by more, or by less. The baseline, which nobody chose, tells a part of it. Where it does better on our dev images than on the later ones, these 200 happen to be easy.
#
# **The dev set has been used to choose, so it cannot report.** (It was used twice here: early stopping chose by it, too.) Calling it "test set" changes its name, not what it did.
#
# ## 6. One look
#
# What should be said of a look at $m$ examples? The error, and how uncertain it is:
#
# $$\text{margin} = 2\,\sqrt{\frac{e\,(1 - e)}{m}} \qquad\text{with } e \text{ the error on the test set}$$
#
# (It takes some errors to be measured: of none at all it says 0, which nobody can be sure of. Say "below $3/m$" then.)

# %%
for count in (200, 800, 20000):
    print(f"error 0.1 on {count:5} examples: margin {2 * np.sqrt(0.1 * 0.9 / count):.3f}")

# %% [markdown]
# Is this enough to claim that the baseline is beaten? The claim should hold in the unlucky case as well: only if $e$ plus the margin is still below its error. The labels are class numbers $(1, m)$ here, as `network.predict` returns them.
#
# ### Exercise: final_report
#
# Given what the model says, the truth and the baseline's error, return the test error, the margin, and whether the baseline is beaten.

# %% exercise="final_report" minutes=6

# %% tests="final_report"

# %% [markdown]
# The search has a winner; if you kept your own network, the lower dev error decides. (By the rule of section 3 it might not replace the one before. But some network has to go.) It meets the drawer. The baseline is asked about the same images, so that easy ones flatter both.

# %% experiment="one_look"
best, lowest = best_so_far(search_log)
yours = own_row["keep"] and own_row["dev_error"] < lowest[-1]
winner = tried if yours else kept[best]
X_test, Y_test = drawer.open()
known_error = 1 - network.accuracy(nearest((X_test - mu) / sigma), Y_test)
labels = network.predict((X_test - mu) / sigma, winner)
e, margin, beaten = final_report(labels, Y_test.argmax(axis=0)[np.newaxis], known_error)
print("network of", "your own turn:" if yours else "the search:", end=" ")
print(f"test error {e:.3f} ± {margin:.3f}, baseline {known_error:.3f}, beaten: {beaten}")

# %% [markdown]
# It may lie above the winner's dev error, or below: with so few examples, luck works both ways, and that is what the margin says. (Section 5 spoke of the mean over many cases.) May you look again?

# %% experiment="second_look"
try:
    drawer.open()
except RuntimeError as refusal:
    print("second look:", refusal)

# %% [markdown]
# What if you do not like the number? Then you may go round the loop again, with new ideas and a *new* test set. With the old one the next number would be one more dev error.
#
# ## 7. All the way
#
# Can you write the way down so that it runs by itself? The judge brings five other cameras, with other pixels, angles and class numbers. Here is one more:

# %% experiment="another_camera"
X_other, Y_other, _, _ = datasets.snapshots(1000, 797, np.random.default_rng(10))
titles = [f"class {c}" for c in Y_other[:, ::100].argmax(axis=0)]
figures.pictures(X_other[:, ::100], titles, "Every 100th image of another camera")

# %% [markdown]
# Only the *way* can be carried over. One that works:
#
# 1. deal the examples at random into a training and a dev set;
# 2. normalize both with the training set's ruler;
# 3. draw a few settings ($\alpha$ from 0.1 to 2, $\lambda$ from 1 to 30), train with each from a fresh start, keep the network of the lowest dev cost (it still differs where two networks have the same number of errors).
#
# You may use your functions (then their mistakes come along) and `network`.
#
# ### Exercise: build_model
#
# Given raw images, classes (one-hot) and `rng`, return `mu`, `sigma` and the parameters. On new images the error has to be lower than the baseline's on normalized pixels, on average by 0.02 at least; 0.01 earns half.

# %% exercise="build_model" minutes=13

# %% tests="build_model"

# %% [markdown]
# Three cameras that you have not seen, 1000 images each, and some 800 new ones for the one look at each.

# %% experiment="new_cameras"
found = []
for seed in (11, 12, 13):
    X, Y, X_new, Y_new = datasets.snapshots(1000, 797, np.random.default_rng(seed))
    mu_new, sigma_new, parameters = build_model(X, Y, np.random.default_rng(seed))
    said_new = network.predict((X_new - mu_new) / sigma_new, parameters)
    center, scale = fit_normalization(X)
    nearest_new = learners.nearest_mean((X - center) / scale, Y)
    baseline = 1 - network.accuracy(nearest_new((X_new - center) / scale), Y_new)
    report = final_report(said_new, Y_new.argmax(axis=0)[np.newaxis], baseline)
    found.append([*report, baseline])
errors, margins, beaten, baselines = zip(*found)

# %% experiment="new_cameras_drawn"
print("baseline beaten:", [bool(b) for b in beaten])
names = ["camera A", "camera B", "camera C"]
figures.reports(names, errors, margins, baselines, "One look at each of three new cameras")

# %% [markdown]
# Raw pixels in, an honest number out, on data that nobody had seen when the code was written.
#
# ## In this chapter we have …
#
# - joined what all chapters had us write, looked three times before training long, and let the two errors and the wrong images say what to try next;
# - taken a turn of our own, with a guess before it and a rule after it;
# - searched $\alpha$ and $\lambda$ on a logarithmic scale by the dev error alone, and seen that the best of many is too good to be true;
# - opened the drawer once, reported an error with its margin, and carried the way, not the weights, over to new cameras.
#
# ### Looking back on nine chapters
#
# | chapter | in one sentence |
# |---|---|
# | 1. splits | a number means something only on examples that played no part in making it |
# | 2. bias and variance | two errors and a person's tell you what to try next |
# | 3. regularization | pay for large weights, and the network learns less by heart |
# | 4. dropout | rely on no single feature |
# | 5. augmentation, early stopping | imitate what new examples vary in; let the dev cost say when to stop, and keep a copy |
# | 6. normalization | one scale for all features, and one ruler for all sets |
# | 7. initialization | start where signals neither vanish nor explode, and units differ |
# | 8. gradient checking | measure what you derived |
# | 9. the loop | write every turn down, and look at the end only once |
#
# **Read on.** A. Karpathy, *A recipe for training neural networks* (2019), and Stanford's CS231n, on the looks before a long training. J. Bergstra, Y. Bengio, *Random search for hyper-parameter optimization* (JMLR 13, 2012). A. Ng, *Machine learning yearning* (2018), on the loop. P. Domingos, *A few useful things to know about machine learning* (Communications of the ACM 55, 2012). D. Sculley and others, *Hidden technical debt in machine learning systems* (NIPS 2015), on all that
# surrounds a model. The lecture's references: A. Ng, *Deep learning* (Coursera). G. Hinton, *Neural networks for machine learning* (Coursera). K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022). MIT 6.S191, *Introduction to deep learning* (introtodeeplearning.com).
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.
