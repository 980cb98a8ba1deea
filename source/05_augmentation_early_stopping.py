# %% [markdown]
# # 5. Make more of your examples, and stop in time
#
# More data is the best cure for learning by heart, and the dearest. Here are two cheap ones. The first makes new examples out of old ones. The second watches the dev set while you train, and stops in time.
#
# **What you'll do.** Write random flips, shifts and rotations; grow a training set with them; choose the best epoch, write the rule that stops a training, and keep a copy of the best parameters.
#
# **What you'll learn.**
# - Which changes of a picture make a useful example, and which ones lie.
# - How early stopping works, which settings it has, and what it costs.
# - How L2, dropout and early stopping compare.
#
# **What you need.** NumPy arrays and `np.random.default_rng`; training set, dev set and error (chapter 1). About 85 minutes, {minutes} of them for the exercises. There are {points} points.

# %% setup
import copy
from functools import partial

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates, rotate

from course_utils import datasets, network, plots, widgets
from course_utils.check import check
from course_utils.datasets import to_columns, to_images
from course_utils.figures import augmentation_early_stopping as figures
from course_utils.predict import predict

# %%
digits, labels, _, _ = datasets.digits()
figures.opening(to_images(digits[:, labels[6] == 1], (8, 8))[4])

# %% [markdown]
# Five changes, one digit. After which of them is it still a 6? You know at once. A network does not, unless its examples tell it.
#
# ## 1. One pixel is enough
#
# Which of the ten digits is in a picture? Each digit has 8 × 8 pixels and lies somewhere in a frame of 10 × 10. There are 200 training examples and 360 for dev. `Y` has ten rows: in each column a 1 in the row of the right digit, and else 0 (*one-hot*).

# %%
X_all, Y_all, X_dev, Y_dev = datasets.digits_in_frames(1437, np.random.default_rng(0))
X, Y = X_all[:, :200], Y_all[:, :200]

# %% experiment="frames_drawn"
labels = [f"label {digit}" for digit in Y.argmax(axis=0)]
figures.framed(to_images(X, (10, 10))[:10], labels)

# %% [markdown]
# We train a network with 64 hidden units for about 1500 *steps*, one for each mini-batch of 64 examples. However many examples there will be, the number of steps stays the same.


# %%
def fit(X, Y, steps=1500):
    """Parameters of a network with 64 hidden units, trained for about that many mini-batches of 64."""
    epochs = -(-steps * 64 // X.shape[1])
    options = {"epochs": epochs, "alpha": 0.2, "batch_size": 64, "rng": np.random.default_rng(1)}
    return network.train(X, Y, [len(X), 64, len(Y)], **options)[0]


# %%
def error(parameters, X, Y):
    """The share of wrong labels."""
    return 1 - network.accuracy(network.predict(X, parameters), Y)


# %% experiment="plain"
plain = fit(X, Y)
print(f"training error {error(plain, X, Y):.3f}")
print(f"dev error      {error(plain, X_dev, Y_dev):.3f}")

# %% [markdown]
# It knows every training example, and gets more than a quarter of the others wrong: *high variance*. What did it miss?

# %% predict="one_pixel"
# ? The network reads all 200 training digits right. Now one of them is moved to the other places in its frame, by one or two pixels. What will it say?
# - The same digit, about as surely :: It has learned which *pixels* were dark. For a network of this kind, pixel 34 and pixel 35 are two inputs that have
#   no more to do with each other than any other two. Nobody told it that they are neighbours.
# - The same digit, but less and less surely :: The network is often quite sure, even when it is wrong. It never learned to doubt.
# + At several of the places another digit :: There is one weight for each pixel and hidden unit. When the digit moves, its ink falls on other pixels, with other weights. Where digits may lie has to be learned from
#   examples, and 200 are not enough.
# - No digit: all ten get about equal chances :: Its output is a probability for each digit, and mostly one of them is large, right or wrong.

# %% experiment="nine_places"
frame = X[:, 1].reshape(10, 10)
ink = frame[np.ix_(frame.any(axis=1), frame.any(axis=0))]  # without its empty rows and columns
digit = np.zeros((8, 8))
digit[: ink.shape[0], : ink.shape[1]] = ink
tops, lefts = np.repeat([0, 1, 2], 3), np.tile([0, 1, 2], 3)
moved = datasets.in_frames(np.tile(digit.reshape(64, 1), 9), tops, lefts)
titles = [f"read as {said}" for said in network.predict(moved, plain)[0]]
title = "One training digit in nine places of the frame"
figures.framed(to_images(moved, (10, 10)), titles, title)

# %% [markdown]
# To us this is one digit, to the network nine unrelated lists of a hundred numbers. We know that *moving a digit does not change what it is*. To tell the network, make moved copies of the training examples, each with the label of its original. This is called *data augmentation*.
#
# ## 2. Pictures as arrays, and a mirror
#
# A network takes columns. To change a picture we want to see its rows. So here pictures are stacked, one behind the other, along a first axis:
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $X$ | `X` | $(n_x, m)$ | examples as columns: $n_x = h \cdot w$ grey values, one row of the picture after the other |
# | | `images` | $(m, h, w)$ | the same as pictures: `images[i, y, x]` is the pixel of picture $i$ in row $y$ (from the top) and column $x$ (from the left) |
# | | `to_images(X, (h, w))` | $(m, h, w)$ | from columns to pictures |
# | | `to_columns(images)` | $(n_x, m)$ | and back |

# %%
photographs = datasets.photographs()
rng = np.random.default_rng(0)
print(photographs.shape)

# %% [markdown]
# The first change is the mirror: a temple is a temple from both sides.
#
# ### Exercise: random_flip
#
# Given a stack of pictures and a probability `p`, return a stack in which each is mirrored with probability `p`: left becomes right. Each has a draw of its own.

# %% exercise="random_flip" minutes=6

# %% tests="random_flip"

# %% experiment="photographs_flipped"
flipped = random_flip(photographs, 1.0, rng)
rows = {"original": photographs, "your mirror": flipped}
figures.gallery(rows, "A temple and a flower, as they are and mirrored", cmap="gray")

# %% [markdown]
# The lecture says: flip all your pictures, and you have $m$ more examples. For photographs, yes. But look at this:

# %% experiment="letters_drawn"
figures.letters("RJbp6", "The same strokes. The same label?")

# %% [markdown]
# A mirrored R is no letter, a mirrored b is a d. A turned 6 is a 9, while its label would still say 6. So: **change a picture only in ways that keep its label.** Which ways these are depends on the task. For digits we leave the mirror alone.
#
# ## 3. Moved, tilted, pulled
#
# Next, digits are moved. One way: give the picture a border of zeros, and cut a window out of it. With one row and a border of 1:

# %%
bordered = np.pad([1, 2, 3], 1)
print("bordered:", bordered, "  windows:", *(bordered[i : i + 3] for i in range(3)))

# %% [markdown]
# ### Exercise: random_shift
#
# Given a stack of pictures and a whole number `most`, return a stack in which each picture is moved by a whole number of pixels, from `-most` to `most`, up or down, and by another one to the left or right, both drawn at random. What leaves the frame is lost; on the other side 0 comes in, empty paper.

# %% exercise="random_shift" minutes=8

# %% tests="random_shift"

# %% [markdown]
# Handwriting is also slanted. SciPy's `rotate(image, angle)`, imported above, turns one picture (h, w) by an angle in *degrees*. Unless you set `reshape=False`, the picture grows so that its corners fit in:

# %%
white = np.ones((10, 10))
print(rotate(white, 30).shape, rotate(white, 30, reshape=False).shape)

# %% [markdown]
# `order` says how grey values between pixels are guessed (*interpolated*): the check accepts any.
#
# ### Exercise: random_rotation
#
# Given a stack of pictures and an angle `most`, return a stack in which each is turned round its middle, by an angle of its own, drawn evenly between `-most` and `most` degrees.

# %% exercise="random_rotation" minutes=6

# %% tests="random_rotation"

# %% [markdown]
# ### As if the paper were rubber
#
# For digits the lecture names a third change: *distortions*. Draw a random pull for every pixel, one down and one to the right. Smooth them, so that neighbours move together (`gaussian_filter`). Then fetch each pixel's grey value from where its pull points (`map_coordinates`).


# %%
def pull(images, rng, strength=0.5, smooth=2):
    """Each picture distorted as if on rubber; strength: the usual size of a pull, in pixels."""
    pulled = []
    for image in images:
        pulls = gaussian_filter(rng.standard_normal((2, *image.shape)), (0, smooth, smooth))
        places = np.indices(image.shape) + strength * pulls / pulls.std()
        pulled.append(map_coordinates(image, places, order=1))
    return np.array(pulled)


# %% experiment="before_and_after"
eight = to_images(X, (10, 10))[:8]
rows = {"original": eight}
rows |= {f"shift {i}": random_shift(eight, 1, rng) for i in (1, 2)}
rows |= {f"tilt {i}": random_rotation(eight, 15, rng) for i in (1, 2)}
rows |= {f"pull {i}": pull(eight, rng) for i in (1, 2)}
figures.gallery(rows, "Eight digits, as they are and after six changes")

# %% [markdown]
# Can you still read all of them? A digit that touched the edge may have lost some of its ink. Never leave out this look.
#
# ## 4. Grow the training set
#
# Now the copies go into the training set, with their labels, and *only* there. The dev set tells how the network will do on pictures as they come, so it stays as it is.

# %%
data = {"X": X, "Y": Y, "X_dev": X_dev, "Y_dev": Y_dev}
print({name: array.shape for name, array in data.items()})

# %% [markdown]
# ### Exercise: augment_training_set
#
# `data` is a dict of all four arrays, and `transform(images, rng)` is any function that changes pictures at random. Return a new dict of the same kind, in which the training set has its originals and `copies` changed copies of each.

# %% exercise="augment_training_set" minutes=8

# %% tests="augment_training_set"

# %% [markdown]
# Nine changed copies of each example make a training set of 2000. We compare five ways to change them.


# %%
def errors_with(transform, copies=9):
    """Training and dev error after training on a training set grown by `transform`."""
    grown = augment_training_set(data, (10, 10), transform, copies, np.random.default_rng(2))
    net = fit(grown["X"], grown["Y"])
    return error(net, grown["X"], grown["Y"]), error(net, X_dev, Y_dev)


# %%
def shift(images, rng):
    """Your shift, by at most one pixel."""
    return random_shift(images, 1, rng)


def tilt(images, rng):
    """Your rotation, by at most 15 degrees."""
    return random_rotation(images, 15, rng)


# %%
def shift_and_flip(images, rng):
    """Your shift, and half of the pictures mirrored."""
    return random_flip(shift(images, rng), 0.5, rng)


def shift_and_turn(images, rng):
    """Your shift, and a rotation by any angle."""
    return random_rotation(shift(images, rng), 180, rng)


# %% predict="which_helps"
# ? Which nine copies of each example will bring the dev error down the most?
# - Copies tilted by up to 15 degrees :: It tells the network something that is true. But it is not what the network fails at: it fails at digits in other places.
# + Copies shifted by at most one pixel :: These copies look like dev examples: digits in other places of the frame. The network is told what it needs to know.
# - Copies shifted and, half of them, mirrored :: Half of the copies are then shapes that never occur, and some look like other digits: a mirrored 2 has much of a 5. The network spends its units on them.
# - Copies shifted and turned by any angle :: That makes 9s out of 6s, with the label 6. Variety is good only where the label survives and where the dev set has it, too.

# %% experiment="which_helps"
ways = {
    "none": (error(plain, X, Y), error(plain, X_dev, Y_dev)),
    "tilt ±15°": errors_with(tilt),
    "pull": errors_with(pull),
    "shift ±1": errors_with(shift),
    "shift, flip": errors_with(shift_and_flip),
    "shift, any turn": errors_with(shift_and_turn),
}
ax = plots.panels(width=8)[1][0]
title = "200 examples, 9 copies of each"
errors = dict(zip(("training set", "dev set"), zip(*ways.values())))
plots.bars(list(ways), errors, "copies", "error", title, ax=ax)

# %% [markdown]
# Shifts help most. Pulls help too, for hands differ like that; tilts alone do little. With mirrored copies a part of the gain is lost again. With any turn all of it is, and more: even the training error is high, for in 1500 steps the network has not learned digits at all angles, some with a wrong label. So **imitate what new examples will vary in, and nothing else.**
#
# ### As good as new?
#
# The lecture warns that such data "isn't as good as the real independent data". Our 200 examples are the first of 1437. What if we take all of these, instead of copies?

# %% experiment="as_good_as_new"
print(f"200 examples:                            {ways['none'][1]:.3f}")
print(f"200 examples, 9 shifted copies of each:  {ways['shift ±1'][1]:.3f}")
print(f"1437 independent examples:               {error(fit(X_all, Y_all), X_dev, Y_dev):.3f}")

# %% [markdown]
# Copies show known handwritings in new places, but no new handwriting. (Many programs make new copies in each epoch. Your random functions would do for that, too.)
#
# ### A dev error that is too good
#
# Somebody grows the data *first*, and splits into training and dev set *afterwards*.

# %% experiment="split_afterwards"
grown = augment_training_set(data, (10, 10), shift, 9, rng)
order = rng.permutation(2000)
first, rest = order[:1600], order[1600:]
careless = fit(grown["X"][:, first], grown["Y"][:, first])
print(f"error on 'dev' examples: {error(careless, grown['X'][:, rest], grown['Y'][:, rest]):.3f}")
print(f"error on the real dev set: {error(careless, X_dev, Y_dev):.3f}")

# %% [markdown]
# Nearly every picture in the careless dev set has brothers in the training set, copies of the same original. So: **split first, then augment, and only the training set.**
#
# ## 5. Which changes keep a label?
#
# You can ask a network, too. We train one on all 1437 digits with three shifted copies of each, and call it the *reader*. It and a network without copies take twice as many steps.

# %% experiment="reader"
everything = data | {"X": X_all, "Y": Y_all}
grown = augment_training_set(everything, (10, 10), shift, 3, rng)
reader = fit(grown["X"], grown["Y"], steps=3000)
no_copies = fit(X_all, Y_all, steps=3000)
print(f"dev error without copies: {error(no_copies, X_dev, Y_dev):.3f}")
print(f"the reader's dev error:   {error(reader, X_dev, Y_dev):.3f}")

# %% [markdown]
# With so many real digits, copies bring less than they did with 200. Now show the reader the dev digits, changed.

# %% predict="turned_six"
# ? The dev set's 39 sixes are turned by 180 degrees and shown to the reader, which has never seen a digit upside down. How many of them will it call a 6?
# - 30 or more of the 39 :: The shape is turned; what lies in the upper half now lay in the lower half before. A reader of pixels does not undo that.
# - between 20 and 30 :: It would have to know that turning a digit changes nothing. For a 6 that is not even true.
# - between 10 and 20 :: If it guessed, it would guess among ten digits. And it need not guess: it has seen this shape often.
# + at most 3 of the 39 :: A turned 6 *is* a 9, for the reader as for us. A copy with the label 6 would have been a wrong label.

# %% experiment="which_keep"
images = to_images(X_dev, (10, 10))
changes = {
    "none": images,
    "shift ±1": shift(images, rng),
    "tilt ±15°": tilt(images, rng),
    "tilt ±60°": random_rotation(images, 60, rng),
    "mirrored": random_flip(images, 1.0, rng),
    "turned by 180°": np.rot90(images, 2, axes=(1, 2)),
}
readings = {n: network.predict(to_columns(made), reader)[0] for n, made in changes.items()}
figures.called(
    Y_dev.argmax(axis=0), readings, "The share of digits that the reader calls by their label"
)

# %% [markdown]
# A field with a second digit names what these are called most often, where that is another one. Moved or tilted a little, most digits keep their names. Mirrored, the 0 keeps it, and 5, 6 and 7 lose it. Upside down, the 6 becomes a 9, and hardly a 9 is called 9.
#
# A low share has two possible reasons: the label is gone, or it is there and the reader cannot see it. Only somebody who knows what the labels mean can decide.
#
# Turn one 6 with the slider. The title says what the reader calls it.

# %% experiment="turn_a_six"
sixes = np.flatnonzero((Y_dev.argmax(axis=0) == 6) & (readings["turned by 180°"] == 9))
draw = partial(figures.turning, images[sixes[0]], lambda x: network.forward(x, reader)[0])
widgets.explore(draw, degrees=(0, 180, 15))

# %% [markdown]
# ## 6. Stop in time
#
# Is a digit odd or even? These are the *noisy digits* of earlier chapters: 300 training examples, 15 of every 100 with a wrong label, and 898 for dev, all of them right. We write down the cost on both sets after every epoch.

# %%
X_odd, Y_odd, X_odd_dev, Y_odd_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
X_odd, X_odd_dev = 2 * X_odd - 1, 2 * X_odd_dev - 1
sizes = [64, 64, 32, 1]
start = network.initialize(sizes, np.random.default_rng(2))


# %%
def dev_cost(parameters):
    """The cost on the dev set."""
    return network.cost(network.forward(X_odd_dev, parameters)[0], Y_odd_dev)


# %%
def watch(epoch, parameters):
    """After an epoch: both costs, the dev error, and how far the parameters are from the start."""
    AL, AL_dev = (network.forward(part, parameters)[0] for part in (X_odd, X_odd_dev))
    squares = [np.sum((value - start[name]) ** 2) for name, value in parameters.items()]
    return {
        "train": network.cost(AL, Y_odd),
        "dev": network.cost(AL_dev, Y_odd_dev),
        "dev error": np.mean((AL_dev > 0.5) != Y_odd_dev),
        "way": np.sqrt(sum(squares)),
    }


# %%
def long_training(alpha=0.1, epochs=150):
    """What `watch` saw in each epoch of a training that is not stopped: a dict of arrays (epochs,)."""
    options = {"epochs": epochs, "alpha": alpha, "batch_size": 50, "each_epoch": watch}
    options |= {"parameters": start, "rng": np.random.default_rng(2)}
    _, seen = network.train(X_odd, Y_odd, sizes, **options)
    return {name: np.array(values) for name, values in seen.items()}


# %% experiment="both_costs"
seen = long_training()
costs = {"training set": seen["train"], "dev set": seen["dev"]}
plots.curves(range(150), costs, "epoch", "cost J", "A training that nobody stops")

# %% [markdown]
# First both costs fall: the network learns about digits. Then the training cost falls on, and the dev cost turns and rises: the network learns wrong labels by heart. (The spikes are steps that went too far.)
#
# *Early stopping* takes the parameters of the best epoch. The lecture's slide says which: "the point at which the training set error and dev set error are best (lowest training cost with lowest dev cost)".

# %% predict="lowest_of_both"
# ? Which epoch has the lowest training cost *and* the lowest dev cost?
# + As a rule there is no epoch that has both :: The training cost is lowest near the end, the dev cost long before. One of the two has to decide.
# - The epoch where both curves are closest :: Here the curves even cross. How far apart they are says something about overfitting, and nothing about how good a network is.
# - The epoch at which their sum is the lowest :: One can compute it. But the sum lets the training cost vote, which only ever says "go on". Look at what it chooses below.

# %% [markdown]
# ### Exercise: best_epoch
#
# Given both costs after each epoch, return the number of the epoch to keep, counted from 0. Which cost decides? A training that blows up may have NaN ("not a number") among its costs; such an epoch is never the one.

# %% exercise="best_epoch" minutes=3

# %% tests="best_epoch"

# %% experiment="who_decides"
chosen = {
    "lowest training cost": np.argmin(seen["train"]),
    "lowest sum of both": np.argmin(seen["train"] + seen["dev"]),
    "your best_epoch": best_epoch(seen["train"], seen["dev"]),
}
for name, epoch in chosen.items():
    print(f"{name:21} epoch {epoch:3}:", end=" ")
    print(f"dev cost {seen['dev'][epoch]:.3f}, dev error {seen['dev error'][epoch]:.3f}")

# %% [markdown]
# **The dev cost decides, alone.** The training cost knows nothing of new examples, and it pulls the choice towards the end.
#
# ### When to give up waiting
#
# Early stopping wants to save time, so it does not know the future. Stop at the first rise? That comes after a few epochs and means nothing. So one waits, for a number of epochs called *patience*. Here, for two.

# %%
figures.waiting([0.9, 0.7, 0.8, 0.6, 0.6, 0.7, 0.5], improved=[0, 1, 3], stop=5)

# %% [markdown]
# - An epoch is an **improvement** if its dev cost is lower than that of the best epoch so far *by more than* `min_change` (0 in the picture). Epoch 0 always is one.
# - Each improvement becomes the best epoch, and the waiting begins anew.
# - Training **stops** after `patience` epochs in a row that were no improvement.
#
# So `stop` is 5 and `best` is 3. Nobody gets to see epoch 6. NumPy knows the lowest value so far, here up to the stop:

# %%
print("lowest so far:", np.minimum.accumulate([0.9, 0.7, 0.8, 0.6, 0.6, 0.7]))

# %% [markdown]
# ### Exercise: stopping_epoch
#
# Given the dev costs of a long training, return where this rule would have stopped it, and which epoch was the best until then. If the costs end before patience does, the last epoch is the stop.

# %% exercise="stopping_epoch" minutes=10

# %% tests="stopping_epoch"

# %% [markdown]
# Raise `patience` until your rule waits long enough for the lowest place. Then raise `min_change`: small gains no longer count, and it stops earlier.
#
# `every` says after how many epochs one looks at the dev set. Patience counts *looks*: with `every` 10, a patience of 1 waits for ten epochs.

# %% experiment="play_with_patience"
draw = partial(figures.stopping, seen["train"], seen["dev"], stopping_epoch)
widgets.explore(draw, patience=(1, 40), min_change=[0.0, 0.003, 0.01, 0.03, 0.1], every=(1, 10))

# %% [markdown]
# ### "You don't need to search a hyperparameter"
#
# This is the lecture's case for early stopping: L2 has its λ, which takes a whole training for each value you try; early stopping finds its epoch in one. But are there no settings?

# %% experiment="no_settings"
for patience in (1, 3, 10, 30):
    stop, best = stopping_epoch(seen["dev"], patience, 0)
    print(f"patience {patience:2}: stop after epoch {stop:3}, keep epoch {best:2},", end=" ")
    print(f"dev cost {seen['dev'][best]:.3f}, dev error {seen['dev error'][best]:.3f}")

# %% [markdown]
# Patience, the smallest change, how often one looks: three settings. The kept dev cost falls with more patience. (The dev *error* need not follow: the cost also counts how sure the network is.)
#
# What is true in the lecture's sentence: a good value is easily found. If in doubt, wait longer, *if* the best parameters are still there at the end.
#
# ## 7. Keep a copy
#
# When you know which epoch was the best, training is `patience` epochs further. So the parameters have to be kept on the way. There is a trap: libraries update weights *in place*, an epoch writes new numbers into the same arrays.

# %% predict="kept_by_name"
# ? `weights = {"W1": np.array([1.0])}`, then `best = weights`, then `weights["W1"] += 1`. What does `best["W1"]` hold? And if the second line had been `best = dict(weights)`?
# - 1 in the first case, 1 in the second :: `best = weights` copies nothing. It gives the same dict a second name.
# + 2 in the first case, 2 in the second :: The first line gives one dict two names. `dict` makes a new one that holds the same array. Only a copy of the array itself would have kept the 1.
# - 2 in the first case, 1 in the second :: `dict` makes a new dict, with the same arrays in it. `+=` writes into an array, and both dicts hold this one array.

# %%
weights = {"W1": np.array([1.0])}
by_name, by_dict = weights, dict(weights)
weights["W1"] += 1
print(by_name["W1"], by_dict["W1"])

# %% [markdown]
# ### Exercise: train_keeping_best
#
# Train epoch by epoch, watch the dev cost, stop when patience is used up (any lower cost is an improvement). Return the best parameters and the list of dev costs. `train_epoch(parameters)` works in place and returns nothing. The start that you are given must not change either.

# %% exercise="train_keeping_best" minutes=10

# %% tests="train_keeping_best"


# %%
def trainer(seed):
    """A function that trains for one epoch in place, drawing its mini-batches from a generator of its own."""
    rng = np.random.default_rng(seed)
    options = {"epochs": 1, "alpha": 0.1, "batch_size": 50, "rng": rng}

    def train_epoch(parameters):
        new, _ = network.train(X_odd, Y_odd, sizes, parameters=parameters, **options)
        for name, array in parameters.items():
            array[...] = new[name]
        train_epoch.last = parameters  # so that one can go on from here

    return train_epoch


# %% [markdown]
# Your function in two real trainings, from two starts. To compare, the same trainings are run on to epoch 150.

# %% experiment="with_and_without"
for seed in (1, 2):
    first, train_epoch = network.initialize(sizes, np.random.default_rng(seed)), trainer(seed)
    best, history = train_keeping_best(first, train_epoch, dev_cost, 25, 150)
    for _ in range(len(history), 150):
        train_epoch(train_epoch.last)
    errors = [error(net, X_odd_dev, Y_odd_dev) for net in (best, train_epoch.last)]
    print(f"{len(history)} epochs, dev error {errors[0]:.3f}; after 150: {errors[1]:.3f}")

# %% [markdown]
# In less time you get the better network. (The dev set has chosen the epoch, so its error is a little flattering.)
#
# ### Why it works, and what it costs
#
# Each step moves the weights only so far. Here is how far the parameters are from where they began.

# %% experiment="growing_weights"
way = {"distance": seen["way"]}
figure = plots.curves(range(150), way, "epoch", "distance from the start", "The parameters")
best = best_epoch(seen["train"], seen["dev"])
figure.axes[0].axvline(best, color="black", linestyle=":")
figure.axes[0].annotate("best epoch", (best + 2, 0.2))
figure

# %% [markdown]
# To stop at the dotted line is to keep the parameters within that distance, much as a penalty keeps weights near 0. Early stopping is a way to *regularize*.
#
# Its price: there are two jobs, to make the training cost small and not to learn by heart. With L2 each has its own tool; early stopping has one for both. Whatever changes the speed of training moves the best epoch too, for instance the learning rate $\alpha$:

# %% experiment="price"
runs = {0.01: long_training(0.01, epochs=100), 0.1: seen, 0.2: long_training(0.2, epochs=100)}
for alpha, run in runs.items():
    best = best_epoch(run["train"], run["dev"])
    print(f"alpha {alpha:4}: best epoch {best:3}, there training cost", end=" ")
    print(f"{run['train'][best]:.3f}, dev cost {run['dev'][best]:.3f}")

# %% [markdown]
# (The first and the third run have 100 epochs.) With the smallest step the best epoch is one of the last: the training was too short. With the largest it comes sooner. So if you change the learning rate, the batch size or the network, watch the dev set anew.
#
# ## 8. Three cures side by side
#
# L2 (chapter 3), dropout (chapter 4) and early stopping, on the noisy digits, with the same network. Every bar is the mean of five runs; the thin lines show how far the runs lie apart. (It multiplies by noise about 1 here, not by a mask: *Gaussian dropout*.) Guess the order!


# %%
def forward_dropped(X, parameters, rng, keep_prob=0.5):
    """A forward pass in which each hidden activation is multiplied by noise about 1.

    This is Gaussian dropout (Srivastava and others, 2014).
    """
    A, cache, L = X, {"A0": X}, len(parameters) // 2
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        A, cache[f"Z{l}"] = network.layer_forward(A, W, b, "relu" if l < L else "sigmoid")
        if l < L:
            cache[f"N{l}"] = rng.normal(1, np.sqrt((1 - keep_prob) / keep_prob), A.shape)
            A = A * cache[f"N{l}"]
        cache |= {f"A{l}": A}
    return A, cache


# %%
def through(dA, l, cache):
    """The way back through the noise."""
    return dA * cache[f"N{l}"]


def update_l2(parameters, grads, alpha, decay=0.04):
    """A step with weight decay, as in chapter 3; decay is λ/m."""
    new = network.update(parameters, grads, alpha)
    return {n: new[n] - alpha * decay * old * (n[0] == "W") for n, old in parameters.items()}


# %%
def cured(cure, seed, epochs=150):
    """Dev error at the end of a training, and at the epoch that your rule keeps (patience 30)."""
    X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng([seed, 1]))
    dropout = {"forward": partial(forward_dropped, rng=np.random.default_rng([seed, 2]))}
    dropout["backward"] = partial(network.backward, through=through)
    options = {"nothing": {}, "L2": {"update": update_l2}, "dropout": dropout}[cure]

    def look(epoch, parameters):
        AL, _ = network.forward(2 * X_dev - 1, parameters)
        return {"dev": network.cost(AL, Y_dev), "error": np.mean((AL > 0.5) != Y_dev)}

    options |= {"epochs": epochs, "alpha": 0.1, "batch_size": 50, "each_epoch": look}
    options |= {"rng": np.random.default_rng([seed, 3])}
    _, seen = network.train(2 * X - 1, Y, sizes, **options)
    _, best = stopping_epoch(np.array(seen["dev"]), 30, 0)
    return seen["error"][-1], seen["error"][best]


# %% experiment="all_cures"
cures = ("nothing", "L2", "dropout")
outcomes = {cure: np.array([cured(cure, seed) for seed in range(5)]) for cure in cures}
pair = {"150 epochs": [o[:, 0] for o in outcomes.values()]}
pair |= {"stopped early": [o[:, 1] for o in outcomes.values()]}
pair = {name: np.array(runs).T for name, runs in pair.items()}
names = ["nothing", "L2", "Gaussian dropout"]
plots.bars(names, pair, "what else is done", "dev error", "Five runs each")

# %% [markdown]
# Each of the three helps. Early stopping on top of L2 or Gaussian dropout still brings something, but less than alone, for there is less left to cure. (Here, too, the dev set has chosen the epoch.) Many use it so, since it costs next to nothing. Andrew Ng advises L2 where there is time to search λ, since it leaves the number of epochs out of it.
#
# ## In this chapter we have …
#
# - changed pictures at random, in ways that keep their labels, and grown the training set with them, after the split and labels included;
# - seen what copies give and what they do not, which ones harm, and how they lie when they reach the dev set;
# - let the dev cost alone choose the epoch, waited with patience, kept a copy, and found the settings and the price of early stopping.
#
# ## Read on
#
# P. Simard, D. Steinkraus, J. Platt, *Best practices for convolutional neural networks applied to visual document analysis* (ICDAR 2003), with the distortions of section 3. C. Shorten, T. Khoshgoftaar, *A survey on image data augmentation for deep learning*
# (Journal of Big Data 6, 2019). L. Prechelt, *Early stopping — but when?* (in *Neural Networks: Tricks of the Trade*, 1998). H. Zhang and others, *mixup: beyond empirical risk minimization* (2017, arXiv 1710.09412), in which the labels change along with the pictures.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.
