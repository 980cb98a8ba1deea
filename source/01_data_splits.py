# %% [markdown]
# # 1. Set examples aside
#
# Welcome. You know what a neural network is; in this course you make one *work*. Nine chapters go through what decides whether a model is any good: how to measure it,
# what to do about its errors, how to start and to speed up its training, and how to find your own bugs. You write every method yourself, in NumPy.
#
# The first chapter is about honest numbers. A number such as "99 % right" is easily made, and just as easily worthless. You will make some worthless ones, and then learn to
# cut your data so that the numbers mean something.
#
# **What you'll do.** Split data into a training, a dev and a test set; decide how large each should be; choose a model and report its error; split data that come from two sources.
#
# **What you'll learn.**
# - What the three sets are for, how to cut them, and which careless cuts ruin the numbers.
# - How far to trust an error that was measured on $m$ examples, and how large a dev set should be.
# - Why a number that helped to choose is too good to be true, and how to tell, when training and target data differ, where an error comes from.
#
# **What you need.** Python, and NumPy arrays with their shapes and slices. About 75 minutes, {minutes} of them for the exercises. There are {points} points.
#
# The course follows chapter 4 of the lecture *Deep learning* by Dr. Aissa Boulmerka (2023–2024); its references are listed at the end of this chapter. Words, figures and code are ours.
#
# ### How a chapter works
#
# - **Run** the cells from top to bottom (Shift + Enter). Most only show something.
# - **Predict.** Before some cells you are asked what will happen. Commit to an answer, even a guess: you will remember the outcome better. Nothing is scored.
# - **Exercises.** Where a function says `raise NotImplementedError()`, write your code in place of that line. The docstring, the text in quotes, says exactly what comes in and what to return. Ten lines are always enough.
# - **Check.** The cell below each exercise tries your function on small examples at once. If something is wrong, it says so in three steps: first *what* is wrong, at the next try *where* to look, then *nearly how* to mend it. Try as often as you like.
# - **Sliders.** Some figures have controls. Run the cell, move them, and look for what the text says. Nothing is scored there either.
# - **Points.** That same cell is the graded one. When your instructor grades it, your function meets other inputs than the ones you see, by the rules that stand in the cell. If you work alone, the check still tells you whether you are right.

# %% setup
import numpy as np

from course_utils import datasets, learners, network, plots, widgets
from course_utils.check import check
from course_utils.figures import data_splits as figures
from course_utils.predict import predict

# %% [markdown]
# ## 1. A perfect score that means nothing
#
# Our *examples* are images of handwritten digits, 8 × 8 grey values each. The question: is the digit odd ($y = 1$) or even ($y = 0$)? The right answer $y$ is the *label* of an example. In this course
# **columns are examples**: `X` has one column of 64 numbers for each image, and `Y` has one row of labels.
#
# The model is the simplest there is. It keeps all the examples it is given. Asked about a new image, it looks for the one that is most like it, and repeats its label. It is called *nearest neighbour*.
# The examples that a model learns from are its **training set**. The share of labels that it gets wrong is its **error**; the share it gets right is its *accuracy*.

# %%
X, Y, X_new, Y_new = datasets.digits_odd_even(300, 0.0, np.random.default_rng(1))


def error(model, X, Y):
    """The share of labels that a model gets wrong."""
    return 1 - network.accuracy(model(X), Y)


# %% [markdown]
# Now the trick. We train two such models. One gets the right labels. For the other we toss a coin for each image, odd or even, and write the result down as its label. There is nothing to learn in that.

# %% experiment="coins"
rng = np.random.default_rng(0)
coins, coins_new = rng.integers(0, 2, Y.shape), rng.integers(0, 2, Y_new.shape)
honest, fooled = learners.nearest(X, Y), learners.nearest(X, coins)
errors = {
    "training set": [error(honest, X, Y), error(fooled, X, coins)],
    "new examples": [error(honest, X_new, Y_new), error(fooled, X_new, coins_new)],
}
plots.bars(
    ["right labels", "coin tosses"], errors, "labels", "error", "Two nearest-neighbour models"
)

# %% [markdown]
# Do you miss the blue bars? They have no height. Both models are perfect on their training sets: each example is its own nearest neighbour. On new examples one makes hardly any errors, and the other is as good as a coin.
# **From the training error alone you could not tell them apart.** To know what a model has learned, ask it about examples that it was not trained on. So some examples have to be set aside *before* training.
#
# ### The loop
#
# Nobody gets a model right at the first try. The lecture describes the work as a loop that one goes through many times: have an idea, write the code, run the experiment, and look at the result for the next idea.

# %% experiment="loop_drawn"
figures.loop()

# %% [markdown]
# What changes from turn to turn are the **hyperparameters**: the settings that training does not find by itself, but you choose. Our model has one. Instead of a single neighbour it can ask the $k$ nearest ones,
# and go with the majority. So $k$ is a hyperparameter.
#
# We make the task harder, so that the choice matters: now 15 of every 100 training labels are wrong, for whoever wrote them was tired. The labels of the images that we set aside are right. These are the **noisy digits**; you will meet them again in later chapters.

# %%
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
ks = [1, 3, 5, 9, 15, 25, 51]

# %% predict="which_k"
# ? We go through the loop seven times, with k = 1, 3, 5, 9, 15, 25, 51, and take the k with the smallest error on the *training* set. Which one will that be?
# - A k in the middle: one neighbour may have a wrong label, and 51 are too many. :: Good reasoning, for *new* examples. On the training set something else happens: who is the nearest neighbour of a training example?
# + k = 1. :: Each training example is its own nearest neighbour, so its own label is repeated, right or wrong. The training error is 0 whatever the labels are, and no other k can beat that.
# - k = 51: wrong labels are outvoted by so many neighbours. :: Outvoting a wrong label counts as an *error* on the training set, since the label there is the wrong one. And 51 neighbours reach far, to other digits.
# - That cannot be known beforehand. :: For the training set it can. Ask yourself who is the nearest neighbour of a training example.

# %% experiment="seven_turns"
log = {"training set": [], "dev set": []}
for turn, k in enumerate(ks, 1):
    model = learners.nearest(X, Y, k)
    log["training set"].append(error(model, X, Y))
    log["dev set"].append(error(model, X_dev, Y_dev))
    train_error, dev_error = (row[-1] for row in log.values())
    print(f"turn {turn}: k = {k:2}, training error {train_error:.3f}, dev error {dev_error:.3f}")

# %% experiment="seven_turns_drawn"
plots.curves(ks, log, "k, neighbours that vote", "error", "Seven turns of the loop")

# %% [markdown]
# The training error would choose $k = 1$, which repeats all the wrong labels. The examples that were set aside choose a larger $k$, with far fewer errors. (For most values of $k$ the training error is the larger one here: its labels are partly wrong, those of the dev set are right.)
#
# Examples that are set aside for comparing models, turn after turn, are called the **dev set** ("dev" for development; the lecture also says *hold-out cross validation set*). A third set is kept in a drawer. It gives
# the final number, and you will see in section 4 why that can't be the dev error.
#
# | set | what it is for | how often one looks |
# |---|---|---|
# | **training set**, the largest | the model learns from it | all the time |
# | **dev set** | choose: among ideas, models, hyperparameters | once each turn |
# | **test set** | report how good the chosen model is | once, at the end |
#
# ## 2. Cut the data
#
# How many examples does each set get? For 100 to 10 000 examples the lecture recommends 60 % for training, 20 % for dev, 20 % for test. With 7 examples, 20 % are 1.4 of them, so somebody has to round. In this course
# dev and test set get the nearest whole number, and the training set takes the rest: there one example more or less matters least.
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

# %% exercise="split_sizes" minutes=6

# %% tests="split_sizes"

# %% [markdown]
# Your function cuts small and large heaps of examples. The numbers are sizes; a part that is too thin for its number shows none.

# %% experiment="sizes_drawn"
heaps = {"7": 7, "58": 58, "1 797 digits": 1797, "10 000": 10_000}
sizes = {name: split_sizes(m, (0.6, 0.2, 0.2)) for name, m in heaps.items()}
sizes["1 000 000"] = split_sizes(1_000_000, (0.98, 0.01, 0.01))
figures.parts(sizes, "60/20/20, and 98/1/1 for the largest")

# %% [markdown]
# ### Which examples go where?
#
# The easiest way is to cut the file: the first 60 % for training, the next 20 % for dev, the last 20 % for test. Many files are sorted, though. Here is one that was filled digit by digit: all the zeros, then all the ones, and so on to the nines.

# %%
X_file, digit = datasets.digits_in_order(600)
Y_file = digit % 2
first, middle = digit[0] < 6, (digit[0] == 6) | (digit[0] == 7)  # the first 60 %, the next 20 %

# %% experiment="file_drawn"
plots.images(X_file[:, ::50], (8, 8), [f"no. {i}" for i in range(0, 600, 50)], columns=12)

# %% predict="sorted_file"
# ? We cut this file as it is. Nearest neighbour learns odd and even from the digits 0 to 5, with right labels, and is asked about the 6 and 7 of the dev set. What is its dev error?
# - About as small as in section 1: the labels are right, and odd is odd. :: The model knows no numbers, it knows pictures. Nothing told it what a 6 looks like, and "odd" is not written in the shape of a digit.
# + About one half, like a coin. :: It has never seen a 6 or a 7. Each looks a bit like some other digit, and that one is odd or even by chance.
# - About 1: everything is wrong. :: It would have to know something to be always wrong. A 6 is taken for the digit it resembles most, which may well be an even one.

# %% experiment="not_shuffled"
unshuffled = learners.nearest(X_file[:, first], Y_file[:, first])
print(f"training error {error(unshuffled, X_file[:, first], Y_file[:, first]):.3f}")
print(f"dev error      {error(unshuffled, X_file[:, middle], Y_file[:, middle]):.3f}")

# %% [markdown]
# The model is not to blame: training and dev set hold different digits. Three sets that are cut from one heap should be alike. The way to get there is to shuffle the examples first, as one shuffles cards before dealing.
#
# Careful: an example and its label have to stay together. And randomness comes in as `rng`, a NumPy *random generator*. Whoever calls your function makes it, as `np.random.default_rng(0)` for instance, and the number 0 (the *seed*) makes
# the experiment repeatable. Your function just draws from it. Useful methods are `rng.permutation` and `rng.shuffle`; their help (`rng.permutation?` in a cell) says along which axis they work.
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
# Shuffle the examples, together with their labels, and deal them into three sets of the given sizes. Return three pairs $(X, Y)$.

# %% exercise="shuffle_and_split" minutes=12

# %% tests="shuffle_and_split"

# %% [markdown]
# The same file, the same model; this time the sets are dealt by your function. Beside it, a mistake that is made every day: the examples were shuffled, and the labels were not shuffled along. We imitate it by reading the labels from right to left.

# %% experiment="shuffled"
train, dev, test = shuffle_and_split(X_file, Y_file, split_sizes(600, (0.6, 0.2, 0.2)), rng)
astray = learners.nearest(train[0], train[1][:, ::-1])
print(f"shuffled:                    dev error {error(learners.nearest(*train), *dev):.3f}")
print(f"labels of other examples:    dev error {error(astray, *dev):.3f}")
print(
    f"   and its training error, with those labels: {error(astray, train[0], train[1][:, ::-1]):.3f}"
)

# %% [markdown]
# With the labels astray nothing crashes, and the training error is 0 as always. Only the dev set notices.
#
# ## 3. How many examples make a dev set?
#
# Deal the same file again and again: the same 600 images, the same sizes, the same kind of model. Only the luck of the deal differs.

# %% experiment="luck"
lucky = []
for _ in range(15):
    train, dev, _ = shuffle_and_split(X_file, Y_file, split_sizes(600, (0.6, 0.2, 0.2)), rng)
    lucky.append(error(learners.nearest(*train), *dev))
print("dev errors of 15 deals, sorted:", " ".join(f"{e:.3f}" for e in sorted(lucky)))

# %% [markdown]
# The dev error is a *measurement*, and it comes with an uncertainty. To see how large it is we need a case where the truth is known. Let 898 digits be the whole world, and take a model that was trained on 150 others.
# We ask it about all the 898, so we know its true accuracy $p$. Then we draw dev sets from this world at random, small ones and large ones (an example may be drawn twice), and measure on each.

# %%
X_few, Y_few, X_world, Y_world = datasets.digits_odd_even(150, 0.15, np.random.default_rng(1))
right = (learners.nearest(X_few, Y_few, 9)(X_world) == Y_world)[0]  # (898,): is it right?
p = right.mean()
print(f"true accuracy p = {p:.3f}")

# %% predict="four_times"
# ? The accuracies that are measured on different dev sets of 100 examples spread about p. We take dev sets of 400 examples, four times as large. What happens to the spread (the standard deviation)?
# - It stays: the model is the same, and so is the world. :: The truth stays. But with more examples a few lucky or unlucky ones count less.
# + It is halved. :: The spread of a mean shrinks with the square root of the number of examples, and the root of 4 is 2. To halve it once more takes 1600 examples.
# - It is a quarter of what it was. :: That would be nice. Lucky and unlucky examples cancel only in part: four times the examples bring twice the certainty.

# %% experiment="spread"
m_devs = np.array([25, 100, 400, 1600, 6400])
measured = [rng.choice(right, (1000, m_dev)).mean(axis=1) for m_dev in m_devs]
for m_dev, accuracies in zip(m_devs, measured):
    low, high = np.quantile(accuracies, [0.025, 0.975])
    print(f"{m_dev:4} dev examples: 95 of 100 measurements lie from {low:.3f} to {high:.3f}")

# %% [markdown]
# Each dev example is like a coin that says "right" with probability $p$. For the mean of $m$ such coins, statistics knows the spread:
#
# $$\text{standard deviation of a measured accuracy} = \sqrt{\frac{p\,(1 - p)}{m}}$$
#
# | symbol | variable | meaning |
# |---|---|---|
# | $p$ | `p` | the true accuracy of the model |
# | $m$ | `m_dev` | how many dev examples it is measured on |
#
# An error has the same spread as the accuracy, for it is 1 minus that. As a rule of thumb, the truth lies within two standard deviations of what you measure, in 95 of 100 cases.

# %% experiment="spread_drawn"
spread = [accuracies.std() for accuracies in measured]
series = {"measured, 1000 dev sets each": spread, "the formula": np.sqrt(p * (1 - p) / m_devs)}
figure = plots.curves(
    m_devs, series, "dev examples", "standard deviation", "Spread of a measured accuracy"
)
ax = figure.axes[0]
ax.set(xscale="log", yscale="log")
ax.minorticks_off()
ax.set_xticks(m_devs, m_devs)
ax.set_yticks([0.005, 0.01, 0.02, 0.05], [0.005, 0.01, 0.02, 0.05])
figure

# %% [markdown]
# The two lines are one. On these axes, where each step multiplies, it is a straight line: ten times less spread takes a hundred times as many examples.
#
# ### Which of two models is better?
#
# A dev set is there to choose. Suppose one model is right in 90 % of the cases and another in 87 %, and you measure each on a dev set. On the left you see which accuracies you may measure. Where the two hills overlap, the worse model may win.
# The title on the right says how often it looks at least as good. Move `m` up until that is rare. Then make `difference` smaller, and see how many more examples it takes.

# %% experiment="two_models"
widgets.explore(
    figures.two_models,
    m=list(figures.SIZES),
    better=(0.7, 0.98, 0.01),
    difference=(0.01, 0.1, 0.005),
)

# %% [markdown]
# So what counts is the *number* of dev examples, and not their share. A difference of one percent takes thousands of them, and half that difference takes four times as many.
#
# ### The lecture's ratios, and the gap between them
#
# | number of examples | training | dev | test |
# |---|---|---|---|
# | 100 – 10 000 ("classical") | 60 % | 20 % | 20 % |
# | 1 000 000 ("deep learning") | 98 % | 1 % | 1 % |
# | | 99.5 % | 0.25 % | 0.25 % |
#
# The idea is right: of a million examples nobody needs 200 000 to choose a model, and the training set can use them. But what about 50 000 examples? The slide does not say. Suppose somebody takes the second row for everything above 10 000, and then gets one example more.

# %% experiment="one_more"
classical, large = (0.6, 0.2, 0.2), (0.98, 0.01, 0.01)
for m, fractions in ((10_000, classical), (10_001, large), (50_000, classical)):
    m_dev = split_sizes(m, fractions)[1]
    spread = np.sqrt(0.9 * 0.1 / m_dev)
    print(f"m = {m}: {m_dev:5} dev examples, a measured accuracy of 90 % ± {100 * spread:.1f} %")

# %% [markdown]
# One more example, and the dev set shrinks to a twentieth. The mistake is to fix a share where a number is meant. The last row, 20 % of 50 000, is sharp enough for most purposes. So here is a rule without a jump: **dev and test set get 20 % each, but never more than 10 000 examples each.**
#
# ### Exercise: recommended_fractions
#
# Given $m$, return the three shares by this rule, for the training, the dev and the test set.

# %% exercise="recommended_fractions" minutes=6

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
figure.axes[0].set(xscale="log", yscale="log")
figure

# %% experiment="rows_met"
for m in (10_000, 1_000_000, 4_000_000):
    train, dev, test = (100 * share for share in recommended_fractions(m))
    print(f"m = {m:7}: {train:.4g} % training, {dev:.4g} % dev, {test:.4g} % test")

# %% [markdown]
# The rule meets the lecture's first two rows where they are meant, and comes to the third one at four million. It is a rule of thumb too: if you have to see differences of a tenth of a percent, set more aside.
#
# ## 4. The test set has one job
#
# Now for the drawer. Here are 40 ideas for a model. Each one looks only at 12 pixels, drawn at random, and asks 5 neighbours. We know how each of them does in the world of 898 digits.

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
# - They are equal on average: each of the 40 errors was measured fairly. :: Each one was, before anybody chose. But the one that is chosen is not any of the 40: it is one that had luck on these 100 examples.
# + The published error is smaller than the true one. :: The smallest of 40 measurements belongs to a good model *that also had luck*. The luck stays behind on these 100 examples, and does not come along to new ones.
# - The published error is larger: 100 examples are too few for a good result. :: Few examples make a measurement uncertain, both ways. Taking the smallest of many picks one direction.

# %% [markdown]
# Here is the honest way. Choose on the dev set. Then take the test set out of the drawer, once, and report what the chosen model does there.
#
# ### Exercise: choose_and_report
#
# Given the errors of $n$ models on the dev set and on the test set, return the index of the model that you choose and the error that you report.

# %% exercise="choose_and_report" minutes=5

# %% tests="choose_and_report"

# %% [markdown]
# Your function tells both stories, 300 times each, with 100 examples in every set. In the first, one and the same set is handed over twice: as the dev set *and* as the test set. That is what publishing the best number means.
# In the second, the two sets are drawn apart.


# %%
def story(n, apart):
    """Try the first n ideas on drawn sets; return the reported and the true error of the chosen one."""
    dev, test = (wrong[:n, rng.integers(0, 898, 100)].mean(axis=1) for _ in range(2))
    best, reported = choose_and_report(dev, test if apart else dev)
    return reported, truth[best]


# %% experiment="flattery"
ideas, lines = [1, 2, 5, 10, 20, 40], {}
for name, apart in (("test set used to choose", False), ("test set in the drawer", True)):
    told = [np.mean([story(n, apart) for _ in range(300)], axis=0) for n in ideas]
    lines[f"reported, {name}"] = [reported for reported, _ in told]
lines["true error of the chosen"] = [true for _, true in told]

# %% experiment="flattery_drawn"
figure = plots.curves(ideas, lines, "ideas tried", "error", "What is reported, and what is true")
figure.axes[0].set_ylim(0)
figure.axes[0].legend(loc="lower left", fontsize=9)
figure

# %% experiment="by_how_much"
cheat, fair, true = (line[-1] for line in lines.values())
print(f"after 40 ideas: true error of the chosen model {true:.3f}")
print(f"reported from the set that chose it: {cheat:.3f}, better by {true - cheat:.3f} than it is")
print(f"reported from a set apart:           {fair:.3f}")

# %% [markdown]
# With a single idea nobody chooses, and all three agree. With each further idea the first line falls away from the truth: the set flatters the model that was chosen on it. The other two stay together. Nobody lied, and every label in the sets was right. **Choosing used the set up.**
#
# The loop goes round many times, so the dev error flatters too. That does no harm as long as it is only used to compare. It is no number to promise anybody.
#
# The lecture adds that one may do without a test set, if no such promise is needed, and that many people then call their dev set "test set". It asks not to: what is used in development is a dev set.
# It also says to try only some of the good models on it. Your figure shows why: the fewer one compares, the less is decided by luck.
#
# ## 5. When the training data come from elsewhere
#
# The lecture's example: an app recognizes cats on the photos that its users take. There are few such photos, but the web is full of cats. Web pictures look different: well lit, in the middle, sharp.
# Where examples come from, and how often which kind occurs, is called their **distribution**. Training data that are easy to get often have another distribution than the **target**, the data that the model is for.
#
# We build such a case. The *source*: 500 digits as before, which fill their image. The *target*: digits that were photographed from further away, so that they come out small. We have 150 of these with labels. Others, from
# the same distribution, are what the users of our model will send.

# %%
X_source, Y_source, X_far, Y_far = datasets.digits_odd_even(500, 0.0, np.random.default_rng(2))
X_far = datasets.resized(X_far, 0.6)

# %% experiment="target_drawn"
some = np.concatenate([X_source[:, :6], X_far[:, :6]], axis=1)
plots.images(some, (8, 8), ["source"] * 6 + ["target"] * 6, columns=6)


# %%
def deal():
    """150 examples of the target that we have, and 200 others that users send."""
    target, users, _ = shuffle_and_split(X_far, Y_far, (150, 200, 548), rng)
    return target, users


# %% predict="pooled"
# ? 500 examples of the source and 150 of the target. Somebody pools all 650, shuffles them well, cuts them 60/20/20, trains on the training set and measures the dev error. Compared with the error on what the users send, the dev error will be …
# - about the same: the sets were shuffled, so they are alike. :: Training, dev and test set are alike, that is true. But they are not like what the users send: most of the dev set comes from the source.
# + smaller. :: More than three quarters of the dev examples come from the source, which the model knows well. The users send only the other kind.
# - larger: a mixture is harder than either part. :: The dev error is the mean over both kinds. It lies between the small error on the source and the large one on the target.

# %% experiment="pooled"
pairs = []
for _ in range(10):
    (X_target, Y_target), users = deal()
    X_pool = np.concatenate([X_source, X_target], axis=1)
    Y_pool = np.concatenate([Y_source, Y_target], axis=1)
    train, dev, _ = shuffle_and_split(X_pool, Y_pool, split_sizes(650, (0.6, 0.2, 0.2)), rng)
    pairs.append([error(learners.nearest(*train), *part) for part in (dev, users)])
print("pooled: dev error {:.3f}, users' error {:.3f}".format(*np.mean(pairs, axis=0)))

# %% [markdown]
# (Both are means over ten deals, so that luck plays a smaller part.) A dev set shows where one wants to arrive, and this one points elsewhere. The lecture's rule, and its example: **dev and test set come from the same distribution, and it is the target's.** The training set may hold whatever helps.
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
# Draw the dev and the test set at random from the target. All other examples, of the source and of the target, make the training set. Return three pairs $(X, Y)$, as before. You may use your `shuffle_and_split` (then its mistakes come along) or write its lines again.

# %% exercise="split_for_target" minutes=10

# %% tests="split_for_target"

# %% experiment="aimed"
pairs = []
for _ in range(10):
    target, users = deal()
    train, dev, _ = split_for_target(X_source, Y_source, *target, 30, 30, rng)
    pairs.append([error(learners.nearest(*train), *part) for part in (dev, users)])
print("yours: dev error {:.3f}, users' error {:.3f}".format(*np.mean(pairs, axis=0)))

# %% [markdown]
# Now the dev error is near what the users get, but for the spread of section 3. It is no better news, but it is true, and you can work with it.
#
# ### What is to blame?
#
# The training error is 0, the dev error is not, and there are two suspects. The model may fail on *new* examples of any kind: that is called **variance**, and chapter 2 has more about it. Or it would do well on new examples of the source, and fails because
# the target is *different*: that is a **mismatch**. The remedies differ, so one has to know. The lecture's slides on mismatched sets stop here, with no way to tell. There is one, and it takes a fourth set: some examples of the
# training distribution that are *not* trained on. It is called the **train-dev set**.
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

# %% exercise="variance_and_mismatch" minutes=4

# %% tests="variance_and_mismatch"

# %% [markdown]
# Three models. A was trained on 400 examples of the source, B on only 20 of the target, C on only 20 of the source. Each has a train-dev set from where its training set came from. The last step is measured on the users' examples, as on a large dev set, to leave less to luck. All three have a training error of 0.

# %% experiment="three_models"
source, train_dev, _ = shuffle_and_split(X_source, Y_source, (400, 90, 10), rng)
few, few_dev, _ = shuffle_and_split(*target, (20, 120, 10), rng)
less = source[0][:, :20], source[1][:, :20]
cases = {
    "A: 400 source": (source, train_dev),
    "B: 20 target": (few, few_dev),
    "C: 20 source": (less, train_dev),
}

# %% experiment="gaps"
gaps = {"variance": [], "mismatch": []}
for train, near in cases.values():
    model = learners.nearest(*train)
    steps = variance_and_mismatch(*(error(model, *part) for part in (train, near, users)))
    gaps["variance"].append(steps[0])
    gaps["mismatch"].append(steps[1])
plots.bars(list(cases), gaps, "model", "part of the dev error", "Where the error comes from")

# %% [markdown]
# Nearly all of A's error is mismatch: it knows its source. For B there is no mismatch, since it was trained on the target; what little its bar shows, up or down, is chance. It suffers from variance: 20 examples are few. C has both troubles. More examples of the source would not help A, and
# they would help C only in part.
#
# What helps against a mismatch is to make the training set more like the target. We put target examples into A's training set, a few at a time.

# %% experiment="remedy"
added, errors = [0, 25, 50, 100, 150], {"source (train-dev set)": [], "target": []}
for n in added:
    X_both, Y_both = (np.concatenate([old, new[:, :n]], axis=1) for old, new in zip(source, target))
    model = learners.nearest(X_both, Y_both)
    for row, part in zip(errors.values(), (train_dev, users)):
        row.append(error(model, *part))
plots.curves(added, errors, "target examples in the training set", "error", "A learns the target")

# %% [markdown]
# The mismatch is the distance between the two lines. The first few target examples close much of it. The source error does not suffer. Compare B with A, too: a few examples of the right kind can be worth more than many of another. But some of them have to be set aside, to measure with.
#
# ## In this chapter we have …
#
# - cut data into three sets, for learning, choosing and reporting, and seen sorted files and stray labels ruin the numbers without an error message;
# - measured how far a measured accuracy can be trusted, and found a rule for the size of dev and test set in which the number of examples counts, not their share;
# - watched a test set flatter the model that was chosen on it, drawn dev and test sets from the target, and told variance from mismatch with a train-dev set.
#
# In chapter 2 the errors on these sets become a diagnosis: they say what a model suffers from, and what to try in the next turn of the loop. There, training and dev set come from the same distribution, so that the whole gap between them is variance.
#
# **Read on.** A. Ng, *Machine learning yearning* (2018), chapters 5 to 12 on dev and test sets, 36 to 43 on other distributions. C. Dwork and others, *The reusable holdout: preserving validity in adaptive data analysis*, Science 349 (2015), on
# how choosing uses a set up. B. Recht and others, *Do ImageNet classifiers generalize to ImageNet?* (2019, arXiv 1902.10811), where new test sets were made for famous models.
#
# **The lecture's references.** A. Ng, *Deep learning* (Coursera). G. Hinton, *Neural networks for machine learning* (Coursera). K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022). MIT 6.S191, *Introduction to deep learning* (introtodeeplearning.com).
