# %% [markdown]
# # 5. Make more of your examples, and stop in time
#
# More data is the best cure for learning by heart, and the dearest. This chapter has two cheap ones. The first makes new examples
# out of old ones: a digit that is moved by a pixel is still the same digit, and your network should know that. The second
# costs even less: it watches the dev set during training, and stops before the network has learned too much.
#
# **What you'll do.** Write random flips, shifts and rotations of pictures; grow a training set with them; choose the best epoch of a training;
# write the rule that stops it; train with a copy of the best parameters in your pocket.
#
# **What you'll learn.**
# - How to change pictures at random without changing what their labels say, and why only the training set gets such copies.
# - What augmentation can give, what it can not, and how it can lie to you.
# - How early stopping works, what it must keep, which settings it has after all, and what its price is.
#
# **What you need.** NumPy arrays, slices and `np.random.default_rng`; training set, dev set and error, as in chapter 1; how a network is trained in epochs and mini-batches. About 75 minutes, {minutes} of them for the exercises. There are {points} points.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.

# %% setup
import copy
from functools import partial

import numpy as np
from scipy.ndimage import rotate

from course_utils import datasets, network, plots, widgets
from course_utils.check import check
from course_utils.datasets import to_columns, to_images
from course_utils.figures import augmentation_early_stopping as figures
from course_utils.predict import predict

# %% [markdown]
# ## 1. One pixel is enough
#
# The task: which of the ten digits is in a picture? Each digit has 8 × 8 pixels and lies somewhere in a frame of 10 × 10, as a camera might
# see it. There are 200 training examples, the first of 1437 that we keep for later. The dev set has 360 others, made in the same way. There are ten classes now, so `Y` has ten rows: in each column a 1 in the row of the right digit, and else 0 (*one-hot*).

# %%
X_all, Y_all, X_dev, Y_dev = datasets.digits_in_frames(1437, np.random.default_rng(0))
X, Y = X_all[:, :200], Y_all[:, :200]

# %% experiment="frames_drawn"
labels = [f"label {digit}" for digit in Y.argmax(axis=0)]
plots.images(X[:, :10], (10, 10), labels, columns=10)

# %% [markdown]
# We train a network with one hidden layer of 64 units, for about 750 *steps*, one for each mini-batch of 64 examples. However many examples
# there are, later on, the number of steps stays about the same, so that no network is trained longer than another.


# %%
def fit(X, Y, steps=750, alpha=0.5):
    """Parameters of a network with 64 hidden units, trained for about that many mini-batches of 64."""
    epochs = -(-steps * 64 // X.shape[1])
    options = {"epochs": epochs, "alpha": alpha, "batch_size": 64, "rng": np.random.default_rng(1)}
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
# It knows every training example, and about one in three of the others it gets wrong. That is a large gap between the two sets: *high variance*. What did it miss?

# %% predict="one_pixel"
# ? The network reads all 200 training digits right. Now we move one of them to the other places in its frame, by one or two pixels. What will it say?
# - The same: it has learned what this digit looks like. :: It has learned which *pixels* were dark. For a network of this kind, pixel 34 and pixel 35 are two inputs that have
#   no more to do with each other than any other two. Nobody told it that they are neighbours.
# + Often something else. :: The network has one weight for each pixel and hidden unit. When the digit moves, its ink falls on other pixels, with other weights. Where digits may lie has to be learned from
#   examples, and 200 are not enough.
# - Nothing: it will be about equally unsure of all ten digits. :: Its output is a probability for each digit, and the network is often quite sure, even when it is wrong. It never learned to doubt.

# %% experiment="nine_places"
frame = X[:, 1].reshape(10, 10)
ink = frame[np.ix_(frame.any(axis=1), frame.any(axis=0))]  # without its empty rows and columns
digit = np.zeros((8, 8))
digit[: ink.shape[0], : ink.shape[1]] = ink
tops, lefts = np.repeat([0, 1, 2], 3), np.tile([0, 1, 2], 3)
moved = datasets.in_frames(np.tile(digit.reshape(64, 1), 9), tops, lefts)
titles = [f"read as {said}" for said in network.predict(moved, plain)[0]]
title = "One training digit in nine places of the frame"
plots.images(moved, (10, 10), titles, title, columns=9)

# %% [markdown]
# To us this is one digit. To the network it is nine unrelated lists of a hundred numbers. We know something that it does not: *moving a digit does not change what it is.* One way to tell
# the network is to show it: make moved copies of the training examples, each with the label of its original. This is called *data augmentation*.
#
# ## 2. Pictures as arrays, and a mirror
#
# A network takes columns. To change a picture we want to see its rows. So pictures are stacked, one behind the other, along a first axis. This is the only place in the course where examples do not stand in columns:
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $X$ | `X` | $(n_x, m)$ | examples as columns: $n_x = h \cdot w$ grey values, one row of the picture after the other |
# | | `images` | $(m, h, w)$ | the same as pictures: `images[i, y, x]` is the pixel of picture $i$ in row $y$ (from the top) and column $x$ (from the left) |
# | | `to_images(X, (h, w))` | $(m, h, w)$ | from columns to pictures |
# | | `to_columns(images)` | $(n_x, m)$ | and back |
#
# Here are two photographs as such a stack.

# %%
photographs = datasets.photographs()
rng = np.random.default_rng(0)
print(photographs.shape)

# %% [markdown]
# The first change: the mirror. A temple is a temple from the left and from the right, so a network that sorts photographs should see both. We draw for each picture whether it is mirrored, so that both kinds occur.
# The label stays what it was, so nothing has to be done about it.
#
# ### Exercise: random_flip
#
# Given a stack of pictures and a probability `p`, return a stack in which each picture is mirrored with probability `p`: what was on the left is on the right, row by row. Each picture has a draw of its own.

# %% exercise="random_flip" minutes=6

# %% tests="random_flip"

# %% experiment="photographs_flipped"
flipped = random_flip(photographs, 1.0, rng)
figures.gallery({"original": photographs, "your mirror": flipped}, cmap="gray")

# %% [markdown]
# The lecture says: flip all your pictures, and you have $m$ more examples. For photographs, yes. Before you flip everything, look at this.

# %% experiment="letters_drawn"
figures.letters("RJbp6", "The same strokes. The same label?")

# %% [markdown]
# A mirrored R is no letter. A mirrored b is a d; turned, it is a q. A turned 6 is a 9, while its label would still say 6. So the rule has a condition: **change a picture only in ways that keep its label.** What these ways are depends on
# the task, and nobody but you can know them. For digits we leave the mirror alone. What is harmless for them?
#
# ## 3. A little to the side, a little tilted
#
# ### Exercise: random_shift
#
# Given a stack of pictures and a whole number `most`, return a stack in which each picture is moved: by a whole number of pixels, from `-most` to `most`, up or down, and by another one to the left or right, both drawn at random. What leaves the frame is lost. On the other side 0 comes in, which is empty paper here.
# With `most = 1` the row 1 2 3 becomes 0 1 2, or 2 3 0, or it stays. There are many ways to write this; one is to cut a window out of a picture with a border of zeros.

# %% exercise="random_shift" minutes=8

# %% tests="random_shift"

# %% [markdown]
# Handwriting is also slanted. SciPy turns a picture for you: `rotate(image, angle)`, imported above, takes one picture (h, w) and an angle in *degrees*. Unless it is told otherwise, it makes the picture larger so that the corners fit in.
# Read its help, for you want the size to stay as it is.

# %%
print(rotate.__doc__.split("output :")[0])

# %% [markdown]
# A turned pixel grid does not fall on the old one, so values in between have to be guessed (*interpolated*) from the nearest pixels. `order` says how; `order=1` is a weighted mean of the four nearest, and quite enough.
# The check accepts any way of interpolating.
#
# ### Exercise: random_rotation
#
# Given a stack of pictures and an angle `most`, return a stack in which each picture is turned round its middle, by an angle of its own that is drawn evenly between `-most` and `most` degrees.

# %% exercise="random_rotation" minutes=6

# %% tests="random_rotation"

# %% [markdown]
# Before and after: the same eight training digits, as they are and changed by your functions, three times each.

# %% experiment="before_and_after"
eight = to_images(X, (10, 10))[:8]
rows = {"original": eight}
rows |= {f"shift {i}": random_shift(eight, 1, rng) for i in (1, 2, 3)}
rows |= {f"rotation {i}": random_rotation(eight, 15, rng) for i in (1, 2, 3)}
figures.gallery(rows)

# %% [markdown]
# Can you still read all of them? A digit that touched the edge may have lost a row or a column of its ink. This look at what comes out is a step that is often left out, and should never be.
#
# (The lecture names a third change for letters and digits: *distortions*, as if the paper were rubber and somebody pulled at it a little. They are built like the other two; where to read about them is said at the end.)
#
# ## 4. Grow the training set
#
# ### Exercise: augment_training_set
#
# Now the copies go into the training set, with their labels, and *only* into the training set. The dev set is there to tell how the network will do on pictures as they come, so it stays as it is.
# `data` is a dict of all four arrays, and `transform(images, rng)` is any function that changes pictures at random, such as yours. Return a new dict of the same kind, in which the training set has its originals and `copies` changed copies of each.

# %% exercise="augment_training_set" minutes=8

# %% tests="augment_training_set"

# %% [markdown]
# Nine changed copies of each example make a training set of 2000. We compare four ways to change them. Look at the labels of the bars: which of the changes occur in the dev set, too?

# %%
data = {"X": X, "Y": Y, "X_dev": X_dev, "Y_dev": Y_dev}


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
# ? Digits lie anywhere in the frame, in both sets, and are never mirrored or turned much. With which nine copies of each example will the dev error be lowest?
# + Shifted by at most 1 pixel. :: These copies look like dev examples: the same digits in other places. The network is told what it needs to know.
# - Turned by at most 15 degrees. :: It does no great harm, and it tells the network something that is true. But it is not what the network fails at: it fails at digits in other places.
# - Shifted, and half of them mirrored as well: more variety is better. :: Half of the copies are then shapes that never occur, and some look like other digits: a mirrored 2 has much of a 5. The network spends its units on them.
# - Shifted, and turned by any angle: the most variety of all. :: That makes 9s out of 6s, with the label 6. Variety is good only where the label survives and where the dev set has it, too.

# %% experiment="which_helps"
ways = {
    "none": (error(plain, X, Y), error(plain, X_dev, Y_dev)),
    "rotation ±15°": errors_with(tilt),
    "shift ±1": errors_with(shift),
    "shift, flip": errors_with(shift_and_flip),
    "shift, any turn": errors_with(shift_and_turn),
}
ax = plots.panels(width=7)[1][0]
title = "200 examples, 9 copies of each"
errors = dict(zip(("training set", "dev set"), zip(*ways.values())))
plots.bars(list(ways), errors, "copies", "error", title, ax=ax)

# %% [markdown]
# Shifts alone bring the dev error down to not much more than half. With mirrored copies a part of the gain is lost, with any turn all of it, and more: there even the training error is high, for the network cannot learn digits at all angles, some of them with a wrong label. More examples are no aim in themselves: **imitate what new examples will vary in, and nothing else.**
#
# ### As good as new?
#
# The lecture warns that such data "isn't as good as the real independent data". By how much? Our 200 examples are the first of a larger set of 1437. What if we take all of these, instead of making copies?

# %% experiment="as_good_as_new"
print(f"200 examples:                            {ways['none'][1]:.3f}")
print(f"200 examples, 9 shifted copies of each:  {ways['shift ±1'][1]:.3f}")
print(f"1437 independent examples:               {error(fit(X_all, Y_all), X_dev, Y_dev):.3f}")

# %% [markdown]
# Two thousand examples made of 200 do not reach 1437 real ones: copies show known handwritings in new places, but no new handwriting. They are a way to regularize: the network can no longer get by with single pixels.
#
# (We made nine copies once. Many training programs make new ones in each epoch instead, so that the network never meets the same picture twice. Your random functions would do for that, too.)
#
# ### A dev error that is too good
#
# Somebody grows the data *first*, and splits into training and dev set *afterwards*. It seems to be the same work in another order. Let us see.

# %% experiment="split_afterwards"
grown = augment_training_set(data, (10, 10), shift, 9, rng)
order = rng.permutation(2000)
first, rest = order[:1600], order[1600:]
careless = fit(grown["X"][:, first], grown["Y"][:, first])
print(f"error on 'dev' examples: {error(careless, grown['X'][:, rest], grown['Y'][:, rest]):.3f}")
print(f"error on the real dev set: {error(careless, X_dev, Y_dev):.3f}")

# %% [markdown]
# The careless dev set promises more than the network can keep. Nearly every picture in it has brothers in the training set, copies of the same original. It measures how well the network knows its
# old acquaintances. So: **split first, then augment, and only the training set.**
#
# ## 5. Which changes keep a label?
#
# You can ask a network, too. Let us train one on all 1437 training digits with shifts and small rotations; we call it the *reader*. Then we show it the dev digits, changed in several ways.


# %%
def shift_and_tilt(images, rng):
    """Your shift and your rotation, by a little."""
    return tilt(shift(images, rng), rng)


# %% experiment="reader"
everything = data | {"X": X_all, "Y": Y_all}
grown = augment_training_set(everything, (10, 10), shift_and_tilt, 3, rng)
reader = fit(grown["X"], grown["Y"], steps=1500)
print(f"the reader's dev error: {error(reader, X_dev, Y_dev):.3f}")

# %% predict="turned_six"
# ? The dev set's 6s are turned by 180 degrees and shown to the reader. What does it call them?
# - Mostly 6: it has seen rotations in training. :: By at most 15 degrees. It has never seen a digit upside down.
# + Mostly 9. :: A turned 6 *is* a 9, for the reader as for us. A copy with the label 6 would have been a wrong label.
# - All kinds of things: it has never seen anything like it. :: It has. There are about as many 9s in the training set as 6s.

# %% experiment="which_keep"
images = to_images(X_dev, (10, 10))
changes = {
    "none": images,
    "shift ±1": shift(images, rng),
    "rotation ±15°": tilt(images, rng),
    "rotation ±60°": random_rotation(images, 60, rng),
    "mirrored": random_flip(images, 1.0, rng),
    "turned by 180°": np.rot90(images, 2, axes=(1, 2)),
}
readings = {n: network.predict(to_columns(made), reader)[0] for n, made in changes.items()}
figures.called(
    Y_dev.argmax(axis=0), readings, "The share of digits that the reader calls by their label"
)

# %% [markdown]
# Shifts and small turns cost some, for ink that leaves the frame is gone and small pictures blur; but no digit loses its name. Mirrored, the 0 and the 8 mostly keep theirs, and 3, 5, 6 and 7 lose them. And upside down hardly a 6 is called 6, or a 9 called 9: they exchange their names. (Where less than half keep their name, the field also says what they are called most often.)
#
# Read the table with care, though. A low share has two possible reasons: the label is gone, or the label is there and the reader cannot see it. In section 1 a network failed at moved digits, whose labels were perfectly fine.
# So the table tells you where to look. The decision is made by whoever knows what the labels mean.
#
# Below is one 6 from the dev set. Turn it with the slider, from 0 to 180 degrees. Watch the bar of the 6 go down and that of the 9 come up; the title says what the reader calls it. In between, other digits have their moment.

# %% experiment="turn_a_six"
sixes = np.flatnonzero((Y_dev.argmax(axis=0) == 6) & (readings["turned by 180°"] == 9))
draw = partial(figures.turning, images[sixes[0]], lambda x: network.forward(x, reader)[0])
widgets.explore(draw, degrees=(0, 180, 15))

# %% [markdown]
# ## 6. Stop in time
#
# Now the second cure. Is a digit odd or even? These are the *noisy digits* of the earlier chapters: 300 training examples, 15 of every 100 with a wrong label. The dev set's 898 labels are right.
# We train a large network, with hidden layers of 64 and 32 units, and write down the cost on both sets after every epoch.

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
    """After an epoch: both costs, the dev error, and how far the weights are from the start."""
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
# (The spikes are steps that went too far. And the dev cost begins below the training cost because the dev labels are right: no network can please all the wrong ones.) First both costs fall: the network learns about digits. Then the training cost falls on, and the dev cost turns and rises: the network learns wrong labels by heart.
# Somewhere between it was at its best. *Early stopping* takes the parameters of that epoch. The lecture's slide says which: "the point at which the training set error and dev set error are best (lowest training cost with lowest dev cost)".

# %% predict="lowest_of_both"
# ? Which epoch has the lowest training cost *and* the lowest dev cost?
# + As a rule there is none. :: The training cost is lowest near the end, the dev cost long before. One of the two has to decide.
# - The one where the two curves are closest. :: Here the curves even cross, for the training labels are partly wrong. How far apart they are says something about overfitting, and nothing about how good a network is.
# - The one where the sum of both is lowest. :: One can compute it. But the sum lets the training cost vote, which only ever says "go on". Look at what it chooses below.

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
# To find the best epoch of 150 one has to train all 150. Early stopping wants to save that time too, and then it does not know the future: after each epoch it sees the dev cost so far, and decides whether to go on.
# Look at the curve again. At the first rise? That comes after a few epochs, and means nothing: the dev cost wobbles. So one waits, for a number of epochs called *patience*. The rule:
#
# - An epoch is an **improvement** if its dev cost is lower than that of the best epoch so far *by more than* `min_change`. Epoch 0 always is one.
# - Each improvement becomes the best epoch, and the waiting begins anew.
# - Training **stops** after `patience` epochs in a row that were no improvement.
#
# With patience 2, min_change 0 and the costs 0.9, 0.7, 0.8, 0.6, 0.6, 0.7, 0.5:
#
# | epoch | 0 | 1 | 2 | 3 | 4 | 5 | 6 |
# |---|---|---|---|---|---|---|---|
# | dev cost | 0.9 | 0.7 | 0.8 | 0.6 | 0.6 | 0.7 | 0.5 |
# | improvement? | yes | yes | no | yes | no | no | |
# | epochs waited | 0 | 0 | 1 | 0 | 1 | 2: stop | not trained |
#
# So `stop` is 5 and `best` is 3. Epoch 6 would have been better still, but nobody gets to see it.
#
# ### Exercise: stopping_epoch
#
# Given the dev costs of a long training, return where this rule would have stopped it, and which epoch was the best until then. If the costs come to an end before patience does, the last epoch is the stop.

# %% exercise="stopping_epoch" minutes=10

# %% tests="stopping_epoch"

# %% [markdown]
# Your rule on the training above. Begin with a patience of 1 and move the slider to the right: the dotted line jumps from rise to rise, until it waits long enough for the lowest place (the star). Then raise `min_change`: small gains no longer count, and it
# stops earlier. `every` says after how many epochs one looks at the dev set; look rarely, and you save time, but miss the best epoch.

# %% experiment="play_with_patience"
draw = partial(figures.stopping, seen["train"], seen["dev"], stopping_epoch)
widgets.explore(draw, patience=(1, 40), min_change=[0.0, 0.003, 0.01, 0.03, 0.1], every=(1, 10))

# %% [markdown]
# ### "You don't need to search a hyperparameter"
#
# This is the lecture's case for early stopping: L2 has its λ, which takes a whole training for each value you try; early stopping finds its epoch in one. That is a real advantage. But are there no settings?

# %% experiment="no_settings"
for patience in (1, 3, 10, 30):
    stop, best = stopping_epoch(seen["dev"], patience, 0)
    print(f"patience {patience:2}: stop after epoch {stop:3}, keep epoch {best:2},", end=" ")
    print(f"dev cost {seen['dev'][best]:.3f}, dev error {seen['dev error'][best]:.3f}")

# %% [markdown]
# Patience, the smallest change that counts, and how often one looks: three settings, and the first decides how much of the training happens at all. The kept dev cost falls with more patience. (The dev *error* does not follow it to the end: the cost also counts how sure the network is of its answers. One can watch either; decide beforehand.)
#
# What is true in the lecture's sentence: a good value is easily found. If in doubt, wait longer. It costs time and little else, *if* the best parameters are still there at the end.
#
# ## 7. Keep a copy
#
# When you know which epoch was the best, training is `patience` epochs further. So the parameters have to be kept on the way. There is a trap here. Libraries update weights *in place*: an epoch of training writes new numbers into the same arrays, for speed. What is in `best` below?

# %% predict="kept_by_name"
# ? `weights = {"W1": np.array([1.0])}`; then `best = weights`; then training goes on with `weights["W1"] += 1`. What does `best["W1"]` hold? And what if the second line had been `best = dict(weights)`?
# - 1 in both cases: what is kept is kept. :: `best = weights` copies nothing. It gives the same dict a second name.
# - 2 in the first case, 1 in the second: `dict` makes a copy. :: It makes a new dict, with the same arrays in it. `+=` writes into an array, and both dicts hold this one array.
# + 2 in both cases. :: The first line gives one dict two names. The second makes a new dict that holds the same array. Only a copy of the array itself would have kept the 1.

# %%
weights = {"W1": np.array([1.0])}
by_name, by_dict = weights, dict(weights)
weights["W1"] += 1
print(by_name["W1"], by_dict["W1"])

# %% [markdown]
# ### Exercise: train_keeping_best
#
# Put everything together: train epoch by epoch, watch the dev cost, remember the best parameters, stop when patience is used up (any lower cost is an improvement here). Return the best parameters and the list of dev costs. `train_epoch(parameters)` works in place and returns nothing. The start that you are given must not be changed either.

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
# Your function in two real trainings, from two starts. To compare, the same trainings are run on to epoch 150 without stopping.

# %% experiment="with_and_without"
for seed in (1, 2):
    first, train_epoch = network.initialize(sizes, np.random.default_rng(seed)), trainer(seed)
    best, history = train_keeping_best(first, train_epoch, dev_cost, 25, 150)
    for _ in range(len(history), 150):
        train_epoch(train_epoch.last)
    errors = [error(net, X_odd_dev, Y_odd_dev) for net in (best, train_epoch.last)]
    print(f"{len(history)} epochs, dev error {errors[0]:.3f}; after 150: {errors[1]:.3f}")

# %% [markdown]
# In less time you get the better network. (The dev set has been used to choose the epoch, so its error is a little flattering: for a final number one takes a test set that has decided nothing.)
#
# ### Why it works, and what it costs
#
# A network starts with small weights, and each step can move them only so far. So the number of steps limits how far they can get from there. Here is the length of the way from the start, in a straight line through the space of all parameters.

# %% experiment="growing_weights"
figure, (left, right) = plots.panels(2)
plots.curves(range(150), costs, "epoch", "cost J", "The costs", ax=left)
plots.curves(
    range(150),
    {"distance": seen["way"]},
    "epoch",
    "distance from the start",
    "The parameters",
    ax=right,
)
for ax in (left, right):
    ax.axvline(best_epoch(seen["train"], seen["dev"]), color="black", linestyle=":")
figure

# %% [markdown]
# The parameters move on and on, away from their start. To stop at the dotted line is to keep them within that distance, much as a penalty keeps weights near 0. Early stopping is a way to *regularize*.
#
# And here is its price. There are two jobs: to make the training cost small, and not to learn by heart. With L2 each job has a tool of its own: train until the cost falls no more, and set λ by the dev set. Early stopping
# does both jobs with one tool, the number of epochs, and so ties them together. Whatever changes the speed of training moves the best epoch too. For instance the learning rate $\alpha$:

# %% experiment="price"
runs = {0.01: long_training(0.01, epochs=100), 0.1: seen, 0.2: long_training(0.2, epochs=100)}
for alpha, run in runs.items():
    best = best_epoch(run["train"], run["dev"])
    print(f"alpha {alpha:4}: best epoch {best:3}, there training cost", end=" ")
    print(f"{run['train'][best]:.3f}, dev cost {run['dev'][best]:.3f}")

# %% [markdown]
# (100 epochs are enough here, for the first and the third run.) With the smallest step the best epoch is the last one: the training was too short, and nothing had to be stopped. With larger steps it comes sooner. If you try another learning rate, another batch size or another network, you have to watch the dev set anew, and if the result is better you
# cannot say which of the two jobs was done better. Andrew Ng therefore advises L2 where there is time to search λ. Many use early stopping all the same, often together with other cures: it costs next to nothing.
#
# ## In this chapter we have …
#
# - changed pictures at random, in ways that keep their labels, and grown the training set with them, after the split and labels included;
# - cut the dev error of a small training set by nearly half with shifted copies, and seen what copies do not give, which copies harm, and how they lie when they reach the dev set;
# - let the dev cost alone choose the epoch, waited with patience, kept a copy, and found the settings and the price of early stopping.
#
# **Read on.** P. Simard, D. Steinkraus, J. Platt, *Best practices for convolutional neural networks applied to visual document analysis* (ICDAR 2003), with the elastic distortions that the lecture means for OCR. C. Shorten, T. Khoshgoftaar, *A survey on image data augmentation for deep learning*
# (Journal of Big Data 6, 2019). L. Prechelt, *Early stopping — but when?* (in *Neural Networks: Tricks of the Trade*, 1998). H. Zhang and others, *mixup: beyond empirical risk minimization* (2017, arXiv 1710.09412), in which the labels change along with the pictures.
