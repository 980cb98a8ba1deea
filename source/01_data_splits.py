# %% [markdown]
# # 1. Set examples aside
#
# Welcome. You know what a neural network is; in this course you make one *work*, and you write every method yourself, in NumPy. The first chapter is about honest numbers.
#
# **What you'll do.** Cut data into a training, a dev and a test set; choose a model and report its error; split data of several people and of two sources.
#
# **What you'll learn.**
# - What the three sets are for, how to cut them, and which careless cuts ruin the numbers.
# - How far to trust an error that was measured on $m$ examples, and how to compare two models.
# - Why a number that helped to choose is too good, and how to tell where an error comes from when training and target data differ.
#
# **What you need.** Python, and NumPy arrays with their shapes and slices. About 80 minutes, {minutes} of them for the exercises. There are {points} points.
#
# Run the next two cells, and see two numbers that mean nothing.

# %% setup
import numpy as np

from course_utils import datasets, learners, network, plots, widgets
from course_utils.check import check
from course_utils.figures import data_splits as figures
from course_utils.predict import predict

# %% experiment="coins"
rng = np.random.default_rng(0)
X, Y, X_new, Y_new = datasets.digits_odd_even(300, 0.0, np.random.default_rng(1))
coins, coins_new = rng.integers(0, 2, Y.shape), rng.integers(0, 2, Y_new.shape)


def error(model, X, Y):
    """The share of labels that a model gets wrong."""
    return 1 - network.accuracy(model(X), Y)


honest, fooled = learners.nearest(X, Y), learners.nearest(X, coins)
errors = {
    "training set": [error(honest, X, Y), error(fooled, X, coins)],
    "new examples": [error(honest, X_new, Y_new), error(fooled, X_new, coins_new)],
}
plots.bars(
    ["right labels", "coin tosses"], errors, "labels", "error", "Two nearest-neighbour models"
)

# %% [markdown]
# ## 1. A perfect score that means nothing
#
# Two models read handwritten digits: odd ($y = 1$) or even ($y = 0$)? The right answer $y$ is the *label*. One model got the right labels; for the other we tossed a coin for each image.
#
# ### Where are the blue bars?
#
# They have no height: on their training sets both are perfect, for they have seen just these answers. On new examples one is nearly perfect, and the other as good as a coin.
#
# **From the training error alone you could not tell them apart.** So some examples have to be set aside *before* training.

# %% experiment="two_kinds_of_labels"
words = np.array(["even", "odd"])
said = zip(words[Y[0, :5].astype(int)], words[coins[0, :5]])
captions = [f"{label}, coin: {coin}" for label, coin in said]
figures.framed(plots.images(X[:, :5], (8, 8), captions, columns=5))

# %% [markdown]
# Our *examples* are such images, 8 × 8 grey values each. **Columns are examples**: `X` has one column of 64 numbers for each image, `Y` one row of labels.

# %% experiment="shapes"
print("X has the shape", X.shape, "and Y", Y.shape)
print("the label of image 7:", Y[0, 7])

# %% [markdown]
# Both models are *nearest neighbours*: they look for the stored image that is most like the new one, and repeat its label. What is stored is the **training set**.
# The **error** is the share of labels that a model gets wrong; the *accuracy* is the share it gets right.

# %% experiment="most_like_it"
asked = X_new[:, [7]]  # change the number and run the cell again
place = np.argmin(np.sum((X - asked) ** 2, axis=0))
captions = ["new image", f"most like it: {words[int(Y[0, place])]}"]
figures.framed(plots.images(np.hstack([asked, X[:, [place]]]), (8, 8), captions))

# %% [markdown]
# ### How a chapter works
#
# - **Run** the cells from top to bottom (Shift + Enter).
# - **Predict**, where you are asked what will happen: you will remember the outcome better. Nothing is scored.
# - **Exercises.** Write your code in place of `raise NotImplementedError()`. The docstring says exactly what comes in and what to return. Ten lines are nearly always enough.
# - **Check.** The cell below tries your function at once. If something is wrong, it says *what*, at the next try *where* to look, then *nearly how* to mend it.
# - **Points.** That same cell is the graded one, with other inputs than you see.

# %%
Y_right = datasets.digits_odd_even(300, 0.0, np.random.default_rng(1))[1]
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
print(f"{np.sum(Y != Y_right)} of {Y.size} training labels are wrong")

# %% [markdown]
# These are the **noisy digits**; you will meet them again. It is as if whoever wrote the labels was tired. Those of the images set aside, the *dev set* (more on the name below), are right.
#
# ### The loop
#
# Nobody gets a model right at the first try. One goes through a loop many times: *idea, code, experiment*, and the result gives the next idea.
#
# What changes from turn to turn are the **hyperparameters**: settings that training does not find by itself. Our model has one: instead of one neighbour it can ask the $k$ nearest, and go with the majority.

# %% predict="which_k"
# ? We go through the loop seven times, with k = 1, 3, 5, 9, 15, 25, 51, and take the k with the smallest error on the *training* set. Which one will that be?
# - One in the middle, such as k = 9. :: Good reasoning, for *new* examples. On the training set something else happens: who is the nearest neighbour of a training example?
# - The largest of them, k = 51. :: Outvoting a wrong label counts as an *error* on the training set, since the label there is the wrong one.
# + The smallest of them, k = 1. :: Each training example is its own nearest neighbour, and repeats its own label, right or wrong. The training error is 0 whatever the labels are, and no other k can beat that.
# - One that only chance decides. :: For the training set it can be known. Ask yourself who is the nearest neighbour of a training example.

# %% experiment="seven_turns"
ks = [1, 3, 5, 9, 15, 25, 51]
log = {"training set": [], "dev set": []}
for turn, k in enumerate(ks, 1):
    model = learners.nearest(X, Y, k)
    log["training set"].append(error(model, X, Y))
    log["dev set"].append(error(model, X_dev, Y_dev))
    train_error, dev_error = (row[-1] for row in log.values())
    print(f"turn {turn}: k = {k:2}, training error {train_error:.3f}, dev error {dev_error:.3f}")

# %% [markdown]
# The training error would choose $k = 1$, which repeats all the wrong labels. The examples that were set aside choose a larger $k$, with far fewer errors. (The training error can be the larger one here: its labels are partly wrong.)

# %% experiment="seven_turns_drawn"
plots.curves(ks, log, "k, neighbours that vote", "error", "Seven turns of the loop")

# %% [markdown]
# ### Three sets
#
# Examples that are set aside to compare models, turn after turn, are the **dev set** ("dev" for development; the lecture also says *hold-out cross validation set*). A third set stays in a drawer; section 4 shows why.
#
# | set | what it is for | how often one looks |
# |---|---|---|
# | **training set**, the largest | the model learns from it | all the time |
# | **dev set** | choose: among ideas, models, hyperparameters | once each turn |
# | **test set** | report how good the chosen model is | once, at the end |
#
# ## 2. Cut the data
#
# For 100 to 10 000 examples the lecture recommends 60 % for training, 20 % for dev, 20 % for test.

# %%
for m in (7, 58, 10_000):
    print(f"20 % of {m} examples are {0.2 * m:g}")

# %% [markdown]
# Dev and test set get the nearest whole number, and the training set takes the rest: there one example more or less matters least.
#
# | symbol | variable | meaning |
# |---|---|---|
# | $m$ | `m` | number of examples |
# | | `fractions` | three shares, of training, dev and test set, as `(0.6, 0.2, 0.2)` |
# | $m_{\text{train}}, m_{\text{dev}}, m_{\text{test}}$ | `m_train, m_dev, m_test` | sizes of the three sets; they add up to $m$ |
#
# ### Exercise: split_sizes
#
# Given $m$ and the three fractions, return the three sizes: dev and test rounded, training the rest.

# %% exercise="split_sizes" minutes=5

# %% tests="split_sizes"

# %% [markdown]
# Your function cuts small and large heaps. (A part too thin for its number shows none.) For a million examples we cut 98/1/1; section 3 says why.

# %% experiment="sizes_drawn"
heaps = {"7": 7, "58": 58, "1 797 digits": 1797, "10 000": 10_000}
sizes = {name: split_sizes(m, (0.6, 0.2, 0.2)) for name, m in heaps.items()}
sizes["1 000 000"] = split_sizes(1_000_000, (0.98, 0.01, 0.01))
figures.parts(sizes, "60/20/20, and 98/1/1 for the largest")

# %% [markdown]
# ### Which examples go where?
#
# The easiest way is to cut the file: the first 60 % for training, and so on. But many files are sorted. Here is one that was filled digit by digit.

# %%
X_file, digit = datasets.digits_in_order(600)
Y_file = digit % 2
first, middle = digit[0] < 6, (digit[0] == 6) | (digit[0] == 7)  # the first 60 %, the next 20 %

# %% experiment="file_drawn"
numbers = [f"no. {i}" for i in range(0, 600, 50)]
figures.framed(plots.images(X_file[:, ::50], (8, 8), numbers, columns=12))

# %% predict="sorted_file"
# ? We cut this file as it is. Nearest neighbour learns odd and even from the digits 0 to 5, with right labels, and is asked about the 6 and 7 of the dev set. What is its dev error?
# + About 0.5, as a coin would have it. :: It has never seen a 6 or a 7. Each looks a bit like some other digit, and that one is odd or even by chance.
# - About 0.02, hardly above section 1. :: The model knows no numbers, it knows pictures. Nothing told it what a 6 looks like, and "odd" is not written in the shape of a digit.
# - About 0.15, a little above section 1. :: It would have to know most of these digits. It has never seen a 6 or a 7.
# - About 0.95, as good as always wrong. :: It would have to know something to be always wrong. A 6 is taken for the digit it resembles most, which may well be an even one.

# %% experiment="not_shuffled"
unshuffled = learners.nearest(X_file[:, first], Y_file[:, first])
print(f"training error {error(unshuffled, X_file[:, first], Y_file[:, first]):.3f}")
print(f"dev error      {error(unshuffled, X_file[:, middle], Y_file[:, middle]):.3f}")

# %% [markdown]
# The model is not to blame: training and dev set hold different digits. So shuffle the examples first, as one shuffles cards before dealing.
#
# Randomness comes in as `rng`, a NumPy *random generator*. The caller makes it, from a number, the *seed*:

# %% experiment="same_seed"
for seed in (0, 0, 1):
    print(f"seed {seed}: {np.random.default_rng(seed).permutation(8)}")

# %% [markdown]
# The same seed, the same order. Besides `rng.permutation` there is `rng.shuffle`; their help (`rng.permutation?` in a cell) says along which axis they work.
#
# Careful: an example and its label have to stay together.
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $X$ | `X` | $(n_x, m)$ | examples, one in each column |
# | $Y$ | `Y` | $(1, m)$ | their labels |
# | | `sizes` | three numbers | how many examples each set gets, as your `split_sizes` says |
# | | `train, dev, test` | | three pairs $(X, Y)$ |
#
# ### Exercise: shuffle_and_split
#
# Shuffle examples and labels together, and deal them into three sets of the given sizes. Return three pairs $(X, Y)$.

# %% exercise="shuffle_and_split" minutes=11

# %% tests="shuffle_and_split"

# %% [markdown]
# The same file, dealt by your function. Beside it a mistake that is made every day: labels that were not shuffled along. (Here the labels are taken in reverse order.)

# %% experiment="shuffled"
train, dev, test = shuffle_and_split(X_file, Y_file, split_sizes(600, (0.6, 0.2, 0.2)), rng)
strange = train[1][:, ::-1]
astray = learners.nearest(train[0], strange)
print(f"shuffled:                  dev error {error(learners.nearest(*train), *dev):.3f}")
print(f"labels of other examples:  dev error {error(astray, *dev):.3f}")
print(f"       and its training error, with those labels: {error(astray, train[0], strange):.3f}")

# %% [markdown]
# With the labels astray nothing crashes, and the training error is 0. Only the dev set notices.
#
# ### When shuffling lies
#
# 13 people wrote our digits, one after the other. The file has 14 series (one person may have sat down twice); scikit-learn's course found where each begins. We call each a *writer*. The first digits of three:

# %%
X_all, Y_all, writer = datasets.digits_by_writer()

# %% experiment="writers_drawn"
some = writer[0] % 5 == 1
figures.hands(X_all[:, some], writer[0, some], columns=10)

# %% [markdown]
# Shuffle these, and every writer is in the training *and* in the dev set. If the model is for people whom nobody has met yet, that is no fair question. So set **whole writers** aside.

# %%
print("digits of each writer:", np.bincount(writer[0]))

# %% [markdown]
# ### Every example is dev once
#
# With 14 writers, one split leaves much to luck. **k-fold cross-validation** uses all of them: deal the examples into $k$ parts, the *folds*. Train $k$ models; each leaves out one fold and is measured on it. Report the mean of the $k$ errors.


# %%
def cross_validate(X, Y, fold):
    """The errors of one nearest-neighbour model a fold, each on the fold that it did not see."""
    errors = []
    for out in np.unique(fold):
        aside = fold[0] == out
        model = learners.nearest(X[:, ~aside], Y[:, ~aside])
        errors.append(error(model, X[:, aside], Y[:, aside]))
    return errors


# %% [markdown]
# It costs $k$ trainings, and takes the place of the dev set only: you still need a test set.
#
# ### Exercise: group_folds
#
# Given the writer, or another *group*, of each example, return the fold of each example. No group may be cut: the groups are dealt to the folds in turn, like cards.

# %% exercise="group_folds" minutes=8

# %% tests="group_folds"


# %% predict="new_writers"
# ? Five folds of shuffled digits give an error below 1 %. Now whole writers are dealt into five folds. What happens to the mean error?
# - It stays as it is, since a digit looks the same in any hand. :: To you. The model compares pixels, and in half of the cases the nearest digit is by the same writer.
# - It becomes a bit smaller, since each hand is in one place. :: Neat folds are no help to the model: now each hand that it is asked about is new to it.
# - It comes close to one half, since the hand is what counts. :: The hand counts for something, but a 7 of one writer still looks more like a 7 of another than like an 8.
# + It becomes about three times as large, since hands are new. :: Shuffled, half of the digits had their nearest neighbour in their own writer's series. That help is gone, and new people will not give it either.

# %% experiment="writers_apart"
single = rng.permutation(1797)[np.newaxis]  # every digit a group of its own: shuffled
mixed = rng.permutation(14)[writer]  # the writers in another order
rows = {
    "digits shuffled": cross_validate(X_all, Y_all, group_folds(single, 5)),
    "whole writers": cross_validate(X_all, Y_all, group_folds(mixed, 5)),
}
print(" ".join(f"{name}: mean error {np.mean(errors):.3f}." for name, errors in rows.items()))
figures.dots(rows, "error on one fold", "Five folds, dealt in two ways")

# %%
distances = np.sum(X_all**2, axis=0) - 2 * X_all.T @ X_all
np.fill_diagonal(distances, np.inf)  # not its own neighbour
same = writer[0, distances.argmin(axis=1)] == writer[0]
print(f"digits whose nearest neighbour is by the same writer: {same.mean():.0%}")

# %% [markdown]
# Which error is right? **The split has to ask what the users will ask.** An app that learns its owner's hand may shuffle, one for strangers may not. Patients, cameras and cities are groups, too.
#
# ### Rare classes, and time
#
# Shuffling alone falls short in two more cases. First, 5 of 100 patients are ill. How often does a dev set of 20 hold none of them?

# %% experiment="rare_class"
luck, ill = np.random.default_rng(5), np.arange(100) < 5
missed = [not luck.permutation(ill)[:20].any() for _ in range(1000)]
print(f"shuffled dev sets of 20 without a single ill patient: {np.mean(missed):.0%}")

# %% [markdown]
# Such a set cannot tell who finds the ill. A **stratified** split deals each class by itself: 20 % of the ill, 20 % of the others.
#
# Second, *time*. A temperature wanders: each day's is the last day's plus a random step. It was written down for 320 days. For each of the next 80, will it be above 0? Nearest neighbour knows only the number of the day.

# %% experiment="time_ordered"
days, errors = np.arange(400.0)[np.newaxis], []
for _ in range(100):
    warm = (np.cumsum(luck.standard_normal((1, 400)), axis=1) > 0) * 1
    train, dev, _ = shuffle_and_split(days, warm, (320, 79, 1), luck)  # none may be empty
    past = learners.nearest(days[:, :320], warm[:, :320])
    shuffled = error(learners.nearest(*train), *dev)
    errors.append([shuffled, error(past, days[:, 320:], warm[:, 320:])])
print("dev error: shuffled {:.3f}, the last 80 days {:.3f}".format(*np.mean(errors, axis=0)))

# %% [markdown]
# Shuffled, a day's neighbours, before it *and after it*, are in the training set: the future has leaked into the past. Whoever forecasts cuts by time, the oldest examples for training, the newest for dev and test.
#
# ## 3. How many examples make a dev set?
#
# Deal the sorted file 15 times: only the luck of the deal differs. Between which two dev errors will all 15 lie? Write your guess down.

# %%
my_guess = (0.0, 0.2)  # from, to

# %% experiment="luck"
lucky = []
for _ in range(15):
    train, dev, _ = shuffle_and_split(X_file, Y_file, split_sizes(600, (0.6, 0.2, 0.2)), rng)
    lucky.append(error(learners.nearest(*train), *dev))
figures.dots({"15 deals": lucky}, "dev error", "Grey: your guess", my_guess)

# %% [markdown]
# The dev error is a *measurement*, and has an uncertainty. How large is it? Let 898 digits be the whole world: a model that was trained on 150 others has its true accuracy $p$ there.
# From this world we draw dev sets (an example may be drawn twice).

# %%
X_few, Y_few, X_world, Y_world = datasets.digits_odd_even(150, 0.15, np.random.default_rng(1))
right = (learners.nearest(X_few, Y_few, 9)(X_world) == Y_world)[0]  # (898,): is it right?
p = right.mean()
print(f"true accuracy p = {p:.3f}")

# %% predict="four_times"
# ? The accuracies that are measured on different dev sets of 100 examples spread about p. We take dev sets of 400 examples, four times as large. What happens to the spread (the standard deviation)?
# - It stays as it was. :: The truth stays. But with more examples a few lucky or unlucky ones count less.
# + It becomes a half. :: The spread of a mean shrinks with the square root of the number of examples, and the root of 4 is 2. To halve it once more takes 1600 examples.
# - It becomes a fourth. :: That would be nice. Lucky and unlucky examples cancel only in part: four times the examples bring twice the certainty.
# - It becomes a sixteenth. :: Squares come in the other way round: to be four times as certain takes sixteen times as many examples.

# %% experiment="spread"
m_devs = np.array([25, 100, 400, 1600, 6400])
measured = [rng.choice(right, (1000, m_dev)).mean(axis=1) for m_dev in m_devs]
for m_dev, accuracies in zip(m_devs, measured):
    low, high = np.quantile(accuracies, [0.025, 0.975])
    print(f"{m_dev:4} dev examples: 95 of 100 measurements lie from {low:.3f} to {high:.3f}")

# %% [markdown]
# Each dev example is like a coin that says "right" with probability $p$. The mean of $m$ such coins has a known spread:
#
# $$\text{standard deviation of a measured accuracy} = \sqrt{\frac{p\,(1 - p)}{m}}$$
#
# | symbol | variable | meaning |
# |---|---|---|
# | $p$ | `p` | the true accuracy of the model |
# | $m$ | `m_dev` | how many dev examples it is measured on |
#
# An error has the same spread. As a rule of thumb, the truth lies within **two** standard deviations of what you measure, in 95 of 100 cases, if at least ten or so of the examples are wrong and as many right.

# %% experiment="spread_drawn"
spread = [accuracies.std() for accuracies in measured]
figures.spread(m_devs, spread, np.sqrt(p * (1 - p) / m_devs))

# %% [markdown]
# What is measured lies on the line of the formula. Ten times less spread takes a hundred times as many examples.
#
# ### Which of two models is better?
#
# Models that are right in 90 % and in 87 % of the cases, each measured on a dev set *of its own*. Where the hills overlap, the worse one may look as good or better; the title on the right says how often. Move `m` up until that is rare. Then make `difference` smaller.

# %% experiment="two_models"
widgets.explore(
    figures.two_models,
    m=list(figures.SIZES),
    better=(0.7, 0.98, 0.01),
    difference=(0.01, 0.1, 0.005),
)

# %% [markdown]
# So the *number* of dev examples counts, not their share.
#
# ### On the same examples
#
# Better, and for nothing: ask both models about the *same* dev set. An example that is hard for one is often hard for the other, and this luck cancels in the difference. We compare 9 with 15 neighbours.

# %% experiment="same_examples"
other = (learners.nearest(X_few, Y_few, 15)(X_world) == Y_world)[0]
a, b = right * 1.0, other * 1.0  # 1 where the model with 9, with 15 neighbours is right
apart, together = np.sqrt(a.var() + b.var()), (a - b).std()
print(f"the difference, measured on m examples, spreads by {apart:.2f}/√m on sets of their own")
print(f"and by {together:.2f}/√m on the same set.", end=" ")
print(f"So {(apart / together) ** 2:.1f} times fewer examples do.")

# %% [markdown]
# Where models compete in this course, they are measured on the same dev set.
#
# ### The lecture's ratios, and the gap between them
#
# | number of examples | training | dev | test |
# |---|---|---|---|
# | 100 – 10 000 ("classical") | 60 % | 20 % | 20 % |
# | 1 000 000 ("deep learning") | 98 % | 1 % | 1 % |
# | | 99.5 % | 0.25 % | 0.25 % |
#
# Of a million examples nobody needs 200 000 to choose a model. But what about 50 000? Suppose somebody has 10 000 examples, takes the second row for everything above that, and gets one more.

# %% experiment="one_more"
classical, large = (0.6, 0.2, 0.2), (0.98, 0.01, 0.01)
for m, fractions in ((10_000, classical), (10_001, large), (50_000, classical)):
    m_dev = split_sizes(m, fractions)[1]
    two = 2 * np.sqrt(0.9 * 0.1 / m_dev)
    print(f"m = {m}: {m_dev:5} dev examples, a measured accuracy of 90 % ± {100 * two:.1f} %")

# %% [markdown]
# (± two standard deviations.) One more example, and the dev set shrinks to a hundred examples. So here is a rule that fixes a number, and has no jump: **dev and test set get 20 % each, but never more than 10 000 examples each.**
#
# ### Exercise: recommended_fractions
#
# Given $m$, return the three shares by this rule, for the training, the dev and the test set.

# %% exercise="recommended_fractions" minutes=5

# %% tests="recommended_fractions"

# %% [markdown]
# Your rule beside the rows of the lecture, read literally: 20 % up to 10 000, then 1 %.

# %% experiment="rules_drawn"
many = np.unique(np.geomspace(100, 4_000_000, 300).astype(int))
series = {
    "read literally": [m * (0.2 if m <= 10_000 else 0.01) for m in many],
    "your rule": [m * recommended_fractions(m)[1] for m in many],
}
figure = plots.curves(
    many, series, "examples", "dev examples", "How many examples the dev set gets"
)
ax = figure.axes[0]
ax.set(xscale="log", yscale="log")
ax.lines[0].set(linewidth=6, alpha=0.4)  # the other lies on it
ax.legend()
figure

# %% [markdown]
# The rule meets the lecture's rows at 10 000 and at a million. After that its share goes on falling: at four million it is the 0.25 % of the last row. To see differences of a tenth of a percent, set more aside.
#
# ## 4. The test set has one job
#
# Here are 40 ideas for a model: each looks only at 12 pixels, drawn at random, and asks 5 neighbours. We know each one's error in the world of 898 digits.

# %% experiment="forty_ideas"
wrong = []
for _ in range(40):
    pixels = rng.choice(64, 12, replace=False)
    labels = learners.nearest(X_few[pixels], Y_few, 5)(X_world[pixels])
    wrong.append((labels != Y_world)[0])
wrong = np.array(wrong)  # (40, 898): is idea i wrong about digit j?
truth = wrong.mean(axis=1)
print(f"true errors of the 40 ideas: from {truth.min():.3f} to {truth.max():.3f}")

# %% [markdown]
# Somebody has a single set of 100 examples set aside, and calls it the test set. They measure all 40 ideas on it, take the best one, and publish its error.

# %% predict="flatter"
# ? Compare the published error with the true error of the model that was chosen, on average over many such stories.
# - It is larger, since 100 examples are too few to be good. :: Few examples make a measurement uncertain, both ways. Taking the smallest of many picks one direction.
# - It is equal, since each of the 40 was measured fairly. :: Each one was, before anybody chose. But the one that is chosen is not any of the 40: it is one that had luck on these 100 examples.
# - It is equal, since luck goes up as often as it goes down. :: For one model, yes. But of 40 models one takes the smallest error, and so looks for luck.
# + It is smaller, since the one that is chosen also had luck. :: The smallest of 40 measurements belongs to a good model *that also had luck*. The luck stays behind on these 100 examples.

# %% [markdown]
# The honest way: choose on the dev set. Then take out the test set, once, and report what the chosen model does there.
#
# ### Exercise: choose_and_report
#
# Given the errors of $n$ models on the dev set and on the test set, return the index of the model you choose and the error you report.

# %% exercise="choose_and_report" minutes=4

# %% tests="choose_and_report"

# %% [markdown]
# Your function tells both stories, 300 times each, with 100 examples in every set. In the first, the same set is handed over twice, as dev *and* as test set.


# %%
def story(n, apart):
    """Try n of the ideas on drawn sets; return the reported and the true error of the chosen one."""
    tried = rng.choice(40, n, replace=False)
    dev, test = (wrong[tried][:, rng.integers(0, 898, 100)].mean(axis=1) for _ in range(2))
    best, reported = choose_and_report(dev, test if apart else dev)
    return reported, truth[tried[best]]


# %% experiment="flattery"
ideas, lines = [1, 2, 5, 10, 20, 40], {}
for name, apart in (("test set used to choose", False), ("test set in the drawer", True)):
    told = [np.mean([story(n, apart) for _ in range(300)], axis=0) for n in ideas]
    lines[f"reported, {name}"] = [reported for reported, _ in told]
lines["true error of the chosen"] = [true for _, true in told]

# %% experiment="flattery_drawn"
figure = plots.curves(ideas, lines, "ideas tried", "error", "What is reported, and what is true")
ax = figure.axes[0]
ax.set(xscale="log", ylim=(0, 1.1 * max(max(line) for line in lines.values())))
ax.minorticks_off()
ax.set_xticks(ideas, ideas)
ax.legend(loc="lower left", fontsize=9)
figure

# %% [markdown]
# With a single idea nobody chooses, and all three agree. More ideas *do* help: the true error of the chosen model falls. But the number from the set that chose falls faster, away from the truth.

# %% experiment="by_how_much"
cheat, fair, true = (line[-1] for line in lines.values())
print(f"after 40 ideas: true error of the chosen model {true:.3f}")
print(f"reported from the set that chose it: {cheat:.3f}, better by {true - cheat:.3f} than it is")
print(f"reported from a set apart:           {fair:.3f}")

# %% [markdown]
# Nobody lied. **Choosing used the set up.**
#
# ### What the dev error is not
#
# The dev error flatters, too. That does no harm as long as it is used to compare. It is no number to promise anybody.
#
# The lecture adds that one may do without a test set, if no promise is needed; many people then call their dev set "test set". It asks not to: what is used in development is a dev set. It also says to try "some of the good models you've created". A few, then, and not every one: looks add up.

# %% experiment="looks_add_up"
chose, _, real = lines.values()
for n, gap in zip(ideas, np.subtract(real, chose)):
    print(f"models tried on one set: {n:2}, true error less the reported one: {gap:+.3f}")

# %% [markdown]
# ## 5. When the training data come from elsewhere
#
# The lecture's example: an app recognizes cats on its users' photos. There are few such photos, but the web is full of cats, well lit and sharp.
# Where examples come from, and how often which kind occurs, is called their **distribution**. Training data that are easy to get often have another one than the **target**, the data that the model is for.

# %%
X_source, Y_source, X_far, Y_far = datasets.digits_odd_even(500, 0.0, np.random.default_rng(2))

# %% [markdown]
# We build such a case. The *source*: 500 digits as before. The *target*: digits from a camera that hangs one pixel too far to the left. We have 100 of these with labels; others are what the users will send.

# %%
moved = np.pad(datasets.to_images(X_far, (8, 8))[:, :, :7], ((0, 0), (0, 0), (1, 0)))
X_far = datasets.to_columns(moved)

# %% experiment="target_drawn"
some = np.concatenate([X_source[:, :6], X_far[:, :6]], axis=1)
names = [*["source"] * 6, *["target"] * 6]
figures.framed(plots.images(some, (8, 8), names, columns=6))


# %%
def deal(m_target=100):
    """So many examples of the target that we have, and 300 others that users send."""
    sizes = (m_target, 300, 598 - m_target)
    target, users, _ = shuffle_and_split(X_far, Y_far, sizes, rng)
    return target, users


# %% predict="pooled"
# ? 500 examples of the source and 100 of the target. Somebody pools all 600, shuffles them well, cuts them 60/20/20, trains on the training set and measures the dev error. Compared with the error on what the users send, the dev error will be …
# + smaller, since most dev examples come from the source. :: Five of six dev examples come from the source, which the model knows well. The users send only the other kind.
# - equal, since shuffled sets are all of the same kind. :: Training, dev and test set are alike, that is true. But they are not like what the users send.
# - larger, since a mixture is harder than either part. :: The dev error is the mean over both kinds. It lies between the small error on the source and the large one on the target.
# - larger, since the dev set has far fewer examples. :: Fewer examples make it less certain, both ways. They do not make it larger on average.

# %% [markdown]
# The lecture's rule: **dev and test set come from the same distribution, and it is the target's.** The training set may hold whatever helps.
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $m_s$, $m_t$ | | | number of examples of the source, of the target |
# | | `X_source, Y_source` | $(n_x, m_s)$, $(1, m_s)$ | easy to get |
# | | `X_target, Y_target` | $(n_x, m_t)$, $(1, m_t)$ | what the model is for |
# | $m_{\text{dev}}, m_{\text{test}}$ | `m_dev, m_test` | | how many examples the dev and the test set get |
#
# ### Exercise: split_for_target
#
# Draw the dev and the test set at random from the target. All others, of source and target, make the training set. Return three pairs $(X, Y)$. You may use your `shuffle_and_split` (then its mistakes come along) or write its lines again.

# %% exercise="split_for_target" minutes=9

# %% tests="split_for_target"

# %% [markdown]
# 20 deals, each cut in both ways, each way with a dev set and with the same users.

# %% experiment="both_cuts"
rows = {"pooled: dev": [], "pooled: users": [], "yours: dev": [], "yours: users": []}
for _ in range(20):
    target, users = deal()
    X_pool, Y_pool = (np.concatenate(pair, axis=1) for pair in zip((X_source, Y_source), target))
    pooled = shuffle_and_split(X_pool, Y_pool, split_sizes(600, (0.6, 0.2, 0.2)), rng)
    yours = split_for_target(X_source, Y_source, *target, 25, 25, rng)
    for name, (train, dev, _) in (("pooled", pooled), ("yours", yours)):
        model = learners.nearest(*train)
        rows[f"{name}: dev"].append(error(model, *dev))
        rows[f"{name}: users"].append(error(model, *users))
print(". ".join(f"{name} {np.mean(errors):.3f}" for name, errors in rows.items()))
figures.dots(rows, "error", "20 deals, cut in two ways")

# %% [markdown]
# Both models err about equally often on what the users send. The pooled dev set says less than that. Yours says it *on average*: it is no better news, but it is true.

# %% experiment="how_they_scatter"
for name in ("yours: dev", "yours: users"):
    print(f"{name}: standard deviation {np.std(rows[name]):.3f}")

# %% [markdown]
# With 25 examples each single number scatters widely, as in section 3.
#
# ### What is to blame?
#
# The training error is 0. The model may fail on *new* examples of any kind: that is **variance** (chapter 2). Or it fails because the target is *different*: that is a **mismatch**.
#
# The remedies differ, and the lecture's slides stop here. A fourth set tells: the **train-dev set**, from where the training set comes, but *not* trained on.
#
# | set | comes from | trained on? | what is new at this step |
# |---|---|---|---|
# | training set | source | yes | |
# | train-dev set | source | no | the examples are new |
# | dev set | target | no | the distribution is new, too |
#
# ### Exercise: variance_and_mismatch
#
# Given the errors on these three sets, return how much of the gap is variance and how much is mismatch.

# %% exercise="variance_and_mismatch" minutes=3

# %% tests="variance_and_mismatch"

# %% [markdown]
# Three models: A was trained on 400 examples of the source, B on only 20 of the target, C on only 20 of the source. Each has a train-dev set from where its training set came from; the users stand for the dev set. All have a training error of 0.

# %% experiment="three_models"
parts = {"variance": [], "mismatch": []}
for _ in range(8):
    target, users = deal()
    source, train_dev, _ = shuffle_and_split(X_source, Y_source, (400, 90, 10), rng)
    few, few_dev, _ = shuffle_and_split(*target, (20, 70, 10), rng)
    less = source[0][:, :20], source[1][:, :20]
    steps = []
    for train, near in ((source, train_dev), (few, few_dev), (less, train_dev)):
        model = learners.nearest(*train)
        found = (error(model, *part) for part in (train, near, users))
        steps.append(variance_and_mismatch(*found))
    for part, row in zip(parts.values(), zip(*steps)):
        part.append(row)

# %% experiment="gaps"
names = ["A: 400 source", "B: 20 target", "C: 20 source"]
figure = plots.bars(names, parts, "", "part of the error", "Where the error comes from, 8 deals")
figure.subplots_adjust(left=0.17)
figure

# %% [markdown]
# (Bars are means, the lines on them one standard deviation.) Nearly all of A's error is mismatch. B has none but by chance: 20 examples are few, so it suffers from variance. C has both troubles.
#
# ### Make the training set more like the target
#
# We put more and more target examples into A's training set. Careful: now the train-dev set has to come from this *mixture*, too. Is the source still worth having?

# %% experiment="remedy"
added = [10, 25, 50, 100, 150]
mixed = {"variance": [], "mismatch": []}
users_error = {"target only": [], "target and source": []}
for _ in range(6):
    target, users = deal(150)
    steps, alone, both = [], [], []
    for n in added:
        some = target[0][:, :n], target[1][:, :n]
        X_mix, Y_mix = (
            np.concatenate([old[:, :400], new], axis=1)
            for old, new in zip((X_source, Y_source), some)
        )
        m_near = (400 + n) // 5
        train, near, _ = shuffle_and_split(X_mix, Y_mix, (399 + n - m_near, m_near, 1), rng)
        model = learners.nearest(*train)
        found = [error(model, *part) for part in (train, near, users)]
        steps.append(variance_and_mismatch(*found))
        both.append(error(learners.nearest(X_mix, Y_mix), *users))  # none set aside
        alone.append(error(learners.nearest(*some), *users))
    for part, row in zip(mixed.values(), zip(*steps)):
        part.append(row)
    users_error["target only"].append(alone)
    users_error["target and source"].append(both)

# %% experiment="remedy_drawn"
figure, (left, right) = plots.panels(2, width=8.4)
few = "target examples"
plots.curves(added, mixed, few, "part of the error", "400 of the source, and …", ax=left)
plots.curves(added, users_error, few, "error of the users", "Is the source of use?", ax=right)
figure.subplots_adjust(left=0.1)
figure

# %% [markdown]
# The mismatch melts away, and the variance stays. (Bands: one standard deviation over six deals.) On the right, where no train-dev set is taken away, the source saves labels: with few target examples it lowers the error a lot, with many it hardly matters.
#
# ## In this chapter we have …
#
# - cut data into three sets, for learning, choosing and reporting, and seen sorted files, stray labels, known writers, rare classes and time ruin the numbers without an error message;
# - measured how far a measured accuracy can be trusted, compared models on the same examples, and found a rule in which the number of dev examples counts, not their share;
# - watched a test set flatter the model that was chosen on it, drawn dev and test sets from the target, and told variance from mismatch with a train-dev set.
#
# ### What comes next
#
# In chapter 2 these errors become a diagnosis: what a model suffers from, and what to try next. There, training and dev set come from one distribution, so the whole gap between them is variance.
#
# ### Read on
#
# A. Ng, *Machine learning yearning* (2018), chapters 5 to 12 on dev and test sets, 36 to 43 on other distributions. INRIA's *scikit-learn course*, "Sample grouping", on where each writer begins. C. Dwork and others, *The reusable holdout*, Science 349 (2015), on
# how choosing uses a set up. B. Recht and others, *Do ImageNet classifiers generalize to ImageNet?* (2019, arXiv 1902.10811), where new test sets were made for famous models.
#
# ### The lecture
#
# The course follows chapter 4 of the lecture *Deep learning* by Dr. Aissa Boulmerka (2023–2024). Words, figures and code are ours. **The lecture's references.** A. Ng, *Deep learning* (Coursera). G. Hinton, *Neural networks for machine learning* (Coursera). K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022). MIT 6.S191, *Introduction to deep learning* (introtodeeplearning.com).
