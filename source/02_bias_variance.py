# %% [markdown]
# # 2. Find out what a model suffers from
#
# Your model makes too many mistakes. Should you collect more data? Build a larger network? Train for another night? Each of these can
# cost weeks, and each is sometimes useless. Three numbers tell you which of them has a chance. In this chapter you measure them, read
# them, and see where reading them carelessly makes a model worse.
#
# **What you'll do.** Measure errors, split them into two gaps, diagnose models from these gaps, list what to try next; draw learning curves of networks
# that read digits; take an error apart into bias² and variance.
#
# **What you'll learn.**
# - How human, training and dev error show whether a model underfits, overfits, does both, or is fine.
# - What to try for which trouble, in which order, and why more data or a bigger network is no cure for everything.
# - What bias and variance are for one and the same kind of model, trained on many training sets.
#
# **What you need.** Training set, dev set and error, as in chapter 1. What a network with ReLU units and a sigmoid output is, and that it is trained
# in *epochs*, each of which goes through the training set once. NumPy arrays and their axes.
# About 80 minutes, {minutes} of them for the exercises. There are {points} points.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.

# %% setup
from functools import partial

import numpy as np

from course_utils import datasets, learners, network, plots, widgets
from course_utils.check import check
from course_utils.figures import bias_variance as figures
from course_utils.figures.bias_variance import noisy_wave, wave
from course_utils.predict import predict

# %% [markdown]
# ## 1. Three models, one set of data
#
# Here are 80 examples with two features, in two classes that reach into each other. Three models were trained on exactly these examples: one
# without hidden units, one with a hidden layer of 8 units, one with hidden layers of 64 and 32 units. The black line is where a model changes its mind.

# %%
toy_rng = np.random.default_rng(0)
X_toy, Y_toy = datasets.moons(80, 0.3, toy_rng)
X_toy_dev, Y_toy_dev = datasets.moons(2000, 0.3, toy_rng)
three = {
    "no hidden units": ([2, 1], 300),
    "8 hidden units": ([2, 8, 1], 1000),
    "64 and 32 hidden units": ([2, 64, 32, 1], 2000),
}

# %% experiment="three_models"
models = {}
for name, (sizes, epochs) in three.items():
    options = {"epochs": epochs, "alpha": 0.3, "rng": np.random.default_rng(0)}
    models[name], _ = network.train(X_toy, Y_toy, sizes, **options)

# %% experiment="three_boundaries"
figure, axes = plots.panels(3, width=10)
for ax, (name, parameters) in zip(axes, models.items()):
    probability = partial(figures.probability, parameters)
    plots.decision_boundary(probability, X_toy, Y_toy, name, ax=ax, legend=ax is axes[0])
figure

# %% [markdown]
# The first line is too stiff to follow the two half-moons: the model **underfits**. The third sends a wedge down from the top to catch a few stray
# examples, and cuts an island out of the other half: it **overfits**. The second one looks about right. The lecture calls the first trouble *high bias*, the second *high variance*.
#
# With two features one can look. An image of 8 × 8 pixels has 64, and nobody can see its boundary. So we need numbers.

# %% predict="three_errors"
# ? We measure the share of wrong labels, on the 80 training examples and on 2 000 new ones from the same source. Which of the three models is best where?
# - The largest is best on both: it knows the data best. :: It knows these 80 examples best. Some of them lie far in the other class by chance, and a
#   boundary drawn around one of those is wrong for most new examples there.
# + The largest is best on the training examples, the one in the middle on new ones. :: The largest can follow every example, also those that lie where they do by chance. New examples lie elsewhere.
# - The smallest is worst on the training examples and best on new ones: simple models carry over. :: What is too stiff for the training examples is too stiff for new ones from the same source.
# - On both sets all three are alike: the data decide, not the model. :: The data are the same, but look at the three lines: they disagree about many points.

# %% [markdown]
# The *error* of a model on a set of examples is, as in chapter 1, the share of them whose label it gets wrong:
#
# $$\text{error} = \frac{1}{m} \cdot \text{number of the } i \text{ with } \hat y^{(i)} \ne y^{(i)}$$
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $\hat y$ | `labels` | $(1, m)$ | what the model says |
# | $y$ | `Y` | $(1, m)$ | what is right |
# | error | `train_error`, `dev_error` | number from 0 to 1 | measured on the training set, on the dev set |
#
# ### Exercise: error_rate
#
# Given labels and what is right, return the error. There may be more than two classes. Then a label is the number of a class, from 0 on.

# %% exercise="error_rate" minutes=5

# %% tests="error_rate"

# %% [markdown]
# Your function measures the three models. Was your prediction right?

# %% experiment="three_errors_measured"
parts, errors = {"training set": (X_toy, Y_toy), "dev set": (X_toy_dev, Y_toy_dev)}, {}
for part, (X, Y) in parts.items():
    errors[part] = [error_rate(network.predict(X, p), Y) for p in models.values()]
plots.bars(models, errors, "model", "error", "Errors of the three models")

# %% [markdown]
# From left to right the training error falls and falls. The dev error falls at first, then it rises. On the left both bars are high; on the right the training
# error is nearly gone and the dev error is not. (That on the left the training error is even the higher one is chance: these 80 examples are a bit harder than most.) Two numbers show what the pictures showed.
#
# ## 2. Two gaps
#
# Is a training error of 8 % much? That depends on what can be reached. Some photos are so blurred that nobody can tell the cat. So we ask a third number: how
# often do people who know the task well get it wrong? This **human error** stands for the smallest error that anybody can reach. (That one has a name, the *Bayes error*. For tasks that people are good at,
# such as seeing and hearing, human error is not far above it.) Then there are two steps from the human error up to the dev error:
#
# $$\text{avoidable bias} = \text{training error} - \text{human error} \qquad\qquad \text{variance} = \text{dev error} - \text{training error}$$
#
# Both are meant as written, with their sign. A model that has learned its training set by heart can have a smaller training error than people.
#
# Here *bias* and *variance* are names for gaps that one can measure with a single model. Where the names come from you will see in section 5.
#
# ### Exercise: avoidable_bias_and_variance
#
# Given the three errors as shares (0.08 is 8 %), return the two gaps.

# %% exercise="avoidable_bias_and_variance" minutes=4

# %% tests="avoidable_bias_and_variance"

# %% [markdown]
# The lecture has a table of four cat classifiers, with training and dev error, and below it a line that is easily overlooked: *assuming humans get 0 % error*. Your function draws the table.
# In each row begin at the top: the grey bar is the human error, the next bar begins where it ends, and the third ends at the dev error.

# %%
table = {
    "overfits": (0.01, 0.11),
    "underfits": (0.15, 0.16),
    "does both": (0.15, 0.30),
    "best": (0.005, 0.01),
}
names = [f"{name}: {100 * train:g} %, {100 * dev:g} %" for name, (train, dev) in table.items()]


# %%
def draw_table(human, title):
    """The lecture's four models as a figure, for people who err this often."""
    gaps = [avoidable_bias_and_variance(train, dev, human) for train, dev in table.values()]
    return figures.staircase(names, [human] * 4, *zip(*gaps), title)


# %% experiment="lecture_table"
draw_table(0.0, "The lecture's table: training and dev error, if humans err in 0 %")

# %% [markdown]
# In the first row most of the way is variance, in the second most is bias, in the third both are large, in the last both are small. So far the lecture is right.
# Now the photos get worse, and people err in 15 of 100.

# %% predict="fifteen_sixteen"
# ? A model has a training error of 15 % and a dev error of 16 %. People who know the task err in 15 %. What does the model suffer from?
# - High bias: 15 % on the training set is a lot. :: It is a lot, but nobody does better. The table calls it high bias because it assumes that people make no errors at all.
# - High variance: the dev error is higher than the training error. :: By one in a hundred. Part of that is luck of the draw, and there is little to gain.
# - Both: neither of the two errors is small. :: What counts are the gaps between neighbours: from 15 to 15, and from 15 to 16. Neither is large.
# + Neither: it is about as good as people, on old and new examples. :: The steps are 15 to 15 to 16. A better training error than that would probably mean that errors of the labels are being learned.

# %% experiment="lecture_table_fifteen"
draw_table(0.15, "The same four models, if humans err in 15 %")

# %% [markdown]
# The second model's bias is gone, and the third has only variance left. In the first and last row the bars run back: these models beat people on their own training set, by a lot. Be suspicious of that. **The lecture's labels hold only where people err in 0 %.**
#
# ### What the wrong diagnosis costs
#
# This is no play with words. We take 899 handwritten digits (odd or even?), and 15 of every 100 labels are wrong, in the training set and also in the dev set. People who know digits
# would disagree with 15 % of these labels. The human error is 15 %. Here is a network with hidden layers of 64 and 32 units after 10 epochs.

# %% experiment="tired_labels"
X, Y, X_dev, Y_true = datasets.digits_odd_even(899, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1  # grey values from −1 to 1
wrong = np.random.default_rng(5).permutation(Y_true.shape[1]) < 0.15 * Y_true.shape[1]
Y_dev = np.where(wrong, 1 - Y_true, Y_true)

# %% experiment="short_training"
short = learners.trained(X, Y, (64, 32), epochs=10, batch_size=50)
train_error, dev_error = error_rate(short(X), Y), error_rate(short(X_dev), Y_dev)
print(f"after 10 epochs: training error {train_error:.3f}, dev error {dev_error:.3f}")

# %% predict="train_longer"
# ? Somebody looks at the lecture's table, says "high bias, so train longer", and trains ten times as long. What happens?
# - Both errors fall: there was bias left to remove. :: There was little left to remove: the training error was only a bit above 15 %, and 15 of 100 labels are wrong.
# + The training error falls far below 15 %, the dev error rises. :: Below 15 % there is nothing left to learn about digits: only the wrong labels themselves, one by one. That carries over to new images as noise.
# - The training error stays near 15 %: nobody can do better. :: Nobody who knows digits does. A large network need not know digits: it can learn images one by one, with any labels.
# - Nothing changes: after 10 epochs the network has converged. :: Its training error was still above the share of wrong labels, and the network is large. It goes on, towards the wrong labels.

# %% experiment="train_longer_measured"
long = learners.trained(X, Y, (64, 32), epochs=100, batch_size=50)
for name, model in (("10 epochs", short), ("100 epochs", long)):
    train_error, dev_error = error_rate(model(X), Y), error_rate(model(X_dev), Y_dev)
    bias, variance = avoidable_bias_and_variance(train_error, dev_error, human_error=0.15)
    print(f"{name}: training error {train_error:.3f}, dev error {dev_error:.3f},")
    print(f"    dev error by the true labels {error_rate(model(X_dev), Y_true):.3f},")
    print(f"    avoidable bias {bias:+.3f}, variance {variance:+.3f}")

# %% [markdown]
# The dev error rose, measured with the tired labels and even more so with the true ones. The cure for a trouble that was not there made the model worse. With the human error in the account, the run of 10 epochs shows two small gaps, and nobody would have touched this model.
#
# ## 3. Diagnose, then treat
#
# When is a gap *high*? When closing it would be worth the work, and when it is too large to be luck: on a dev set of 100 examples one percent is a single example. So the limit
# depends on the task, and comes in as `threshold`.
#
# ### Exercise: diagnose
#
# Given the three errors and the threshold, return a dict that says of each of the two troubles whether it is there. A model can have both.
# You may use your function of section 2 (then its mistakes come along) or write its line again.

# %% exercise="diagnose" minutes=7

# %% tests="diagnose"

# %% [markdown]
# What helps against what? The lecture's *basic recipe for machine learning* is a loop. First look at the bias: if it is high, treat it, train again, look again. Only when it is low, look at the variance, and treat that.
# After each treatment begin at the top, for a cure of one can bring back the other.
#
# | trouble | what it looks like | try |
# |---|---|---|
# | high bias | the training set itself is not learned | bigger network · train longer · other architecture |
# | high variance | the training set is learned, new examples are not | more data · regularization · other architecture |
#
# *Regularization* is whatever keeps a model from using all its freedom; chapters 3 and 4 are about it. *Architecture* means how the network is built; another one may suit the task better.
#
# Notice what is *not* in the first row: more data. A model that can't learn the examples it has will not learn more of them. And regularization, which makes the model stiffer, can make a bias larger.
#
# ### Exercise: next_steps
#
# Given a diagnosis and a table of remedies (for each the list of what it lowers), return the names of what to try, in the order of the recipe.

# %% exercise="next_steps" minutes=8

# %% tests="next_steps"

# %% [markdown]
# Now you have a small doctor. Below are six cases. Cover the output, write down for each case what *you* would diagnose and do first, and then run the cell. The threshold is 2 %.

# %%
REMEDIES = {
    "bigger network": ["high bias"],
    "train longer": ["high bias"],
    "more data": ["high variance"],
    "regularization": ["high variance"],
    "other architecture": ["high bias", "high variance"],
}

# %%
CASES = {  # training error, dev error, human error
    "A cats on photos": (0.09, 0.10, 0.005),
    "B blurred cats": (0.09, 0.10, 0.08),
    "C spoken words": (0.06, 0.14, 0.05),
    "D handwriting": (0.12, 0.21, 0.04),
    "E X-ray images": (0.02, 0.11, 0.10),
    "F digits": (0.01, 0.02, 0.002),
}

# %% experiment="case_cards"
for name, case in CASES.items():
    diagnosis = diagnose(*case, threshold=0.02)
    found = " and ".join(trouble for trouble, high in diagnosis.items() if high) or "neither"
    print(f"{name}: {found}. Try:", ", ".join(next_steps(diagnosis, REMEDIES)) or "none of these")

# %% experiment="case_bars"
gaps = [avoidable_bias_and_variance(*case) for case in CASES.values()]
human = [case[2] for case in CASES.values()]
figures.staircase(list(CASES), human, *zip(*gaps), "The six cases")

# %% [markdown]
# A and B have the same training and dev error, and different troubles: people made the difference. Case E is worth a second look. Its dev error is hardly above the human error, and yet it has variance: the model knows its training
# images better than doctors could. It has learned some of them by heart, labels that doctors would dispute included. Closing this gap will not bring the dev error far below what people reach.
#
# ## 4. Does more data help? Does a bigger network hurt?
#
# One picture answers the first question before anybody pays for more data: train on a part of the examples you have, then on a larger part, and so on. The errors
# over the number of training examples are a **learning curve**.

# %% predict="more_data"
# ? Two models read digits (odd or even, right labels this time): one without hidden units, and one with hidden layers of 64 and 32 units. We train each on 25, 50, … 899 examples. How do their training errors change as
#   the examples become more?
# - Both fall: more data make a model better. :: Better on new examples. But more examples are also more to fit, and that never gets easier.
# - Both stay at 0: each model is trained on exactly these examples. :: That works for as long as the model has more freedom than there are examples. The model without hidden units has 65 numbers to choose.
# + The small model's rises from about 0, the large one's stays near 0. :: 25 examples can be learned by heart with 65 numbers, 899 can't. The large model has thousands of numbers, enough for all of them.
# - The small model's stays at 0, the large one's rises: large models need more data. :: They do, for a small *dev* error. Fitting the training set is what they are good at.

# %% [markdown]
# You write the function that makes both curves. The model to be trained comes in as a function `train`: it takes examples and returns a model, and the model is a function too, which takes examples and returns labels.
# Here is one that you can play with, the nearest neighbour of chapter 1: it gives each example the label of the training example that is most like it.

# %%
model = learners.nearest(X_toy, Y_toy)
print("labels of four new examples:", model(X_toy_dev[:, :4]), "right:", Y_toy_dev[:, :4])

# %% [markdown]
# ### Exercise: learning_curve
#
# For each size, train a new model on the first so many training examples, and measure two errors. Return the training errors and the dev errors, one of each for every size. Mind which examples each of them is measured on.

# %% exercise="learning_curve" minutes=12

# %% tests="learning_curve"

# %% experiment="right_digits"
X, Y, X_dev, Y_dev = datasets.digits_odd_even(899, 0.0, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1
sizes = [25, 50, 100, 200, 400, 899]

# %% experiment="digits_curves"
figure, axes = plots.panels(2, sharey=True)
for ax, name, layers in zip(axes, ("no hidden units", "64 and 32 hidden units"), ((), (64, 32))):
    train = partial(learners.trained, hidden_layers=layers)
    train_errors, dev_errors = learning_curve(train, X, Y, X_dev, Y_dev, sizes)
    series = {"training set": train_errors, "dev set": dev_errors}
    plots.curves(sizes, series, "training examples", "error", name, ax=ax)
figure

# %% [markdown]
# On the left the two curves meet. From there on they can only go on side by side: ten times as many examples would leave this model where it is. It has high bias, and the recipe rightly doesn't offer it more data.
# On the right the training error lies on the floor, and each addition of examples pulls the dev error down. This is what high variance looks like, and here more data is the remedy.
#
# ### "Training a bigger network never hurts"
#
# So says the lecture's slide on the recipe. Let us test it on the *noisy digits* of chapter 1, which later chapters use too: 300 training examples, 15 of 100 labels wrong, and a dev set with right labels. We need networks from 10 to 3 000 units,
# all trained to the end. There is a quick way: one hidden layer whose weights stay at the random numbers they begin with, so that only the output layer is fitted, in one step, by least squares.

# %% predict="bigger"
# ? The number of hidden units grows from 10 to 3 000, with 300 noisy training examples and no regularization. How does the dev error change?
# - It falls all the way: a bigger network never hurts. :: Not without regularization. Somewhere the network becomes just able to fit every example, the wrong labels included.
# - It falls at first and then rises for good: more freedom, more overfitting. :: The second half is true up to a point. Far beyond it there are many ways to fit all examples, and least squares takes the tamest.
# + It falls, rises to a high peak, and falls again. :: The peak is where the network is just able to fit all 300 examples: one way to do it is left, and that is a wild one. Beyond it there are many, and
#   least squares takes the one with the smallest weights.
# - It stays about the same: only the output layer is fitted. :: The output layer alone has as many weights as there are hidden units. That is freedom enough to see every effect.

# %% experiment="noisy_digits"
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1
units = [10, 30, 100, 200, 300, 400, 1000, 3000]


# %%
def errors_of(damping, seed):
    """Training and dev errors of networks of all sizes, (2, sizes)."""
    models = [learners.wide(X, Y, n, damping, seed) for n in units]
    pairs = [(error_rate(model(X), Y), error_rate(model(X_dev), Y_dev)) for model in models]
    return np.array(pairs).T


# %% experiment="bigger_measured"
dev_error = {}
figure, axes = plots.panels(2, sharey=True)
for ax, name, damping in zip(axes, ("not regularized", "regularized"), (0.0, 1e-3)):
    runs = np.array([errors_of(damping, seed) for seed in range(2)])  # (seeds, 2, sizes)
    dev_error[name] = runs[:, 1]
    series = {"training set": runs[:, 0], "dev set": dev_error[name]}
    plots.curves(range(len(units)), series, "hidden units", "error", name, ax=ax)
    ax.set_xticks(range(len(units)), units)
figure

# %% [markdown]
# On the left, at as many units as examples, the dev error is about that of tossing a coin. Bigger did hurt. Still further right it falls again: this is called *double descent*. On the right large weights have a price
# (chapter 3 tells how), and the peak is gone: there the slide is right. (The training error is the higher one here, since 15 of 100 training labels are wrong and the dev labels are right.) **A bigger network rarely hurts if it is regularized**, and then the best one may well be the biggest. But not for free:


# %% experiment="price_paid"
for n, error in zip(units, dev_error["regularized"].mean(axis=0)):
    products = 64 * n + n  # 64 pixels into each unit, each unit into the output
    print(f"{n:5} units, regularized: dev error {error:.3f}, {products:7} products for each image")

# %% [markdown]
# Most of the gain comes with the first few hundred units. The little that is left costs many times the computing whenever the network is asked.
#
# ## 5. Many training sets
#
# Why are the two troubles called bias and variance? Because of an experiment that one can think of but rarely do. Suppose we could draw the training set again, and again, and train the same kind of model on each. On a toy we can.
# The truth is a wave, each training set has 20 points with noise, and the models are polynomials: straight lines (degree 1), cubics (degree 3), and polynomials of degree 12.

# %%
x_new = np.linspace(-0.96, 0.96, 97)
f = wave(x_new)[np.newaxis]  # the truth at 97 points, (1, 97)


def many_predictions(degree, runs, rng, m=20, noise=0.4):
    """Train on `runs` training sets of m points, and predict at x_new each time: (runs, 97)."""
    models = [learners.polynomial(*noisy_wave(m, noise, rng), degree) for _ in range(runs)]
    return np.array([model(x_new) for model in models])


# %% experiment="bundles"
rng = np.random.default_rng(0)
bundle = {f"degree {d}": many_predictions(d, 40, rng) for d in (1, 3, 12)}
figures.bundles(x_new, f[0], bundle)

# %% [markdown]
# The straight lines agree with each other, and they are wrong together: even their mean is far from the truth. That is **bias**, being wrong on average. The curves of degree 12 scatter widely, but
# their mean is close to the truth: they are wrong each in its own way. That is **variance**, depending on which examples one happened to get.
#
# Both can be measured. Let $\hat f_r(x)$ be what the model of run $r$ predicts at $x$, and $\bar f(x)$ the mean of these over the runs. At one point
#
# $$\text{bias}^2 = \big(\bar f(x) - f(x)\big)^2 \qquad\qquad \text{variance} = \frac{1}{R} \sum_{r=1}^{R} \big(\hat f_r(x) - \bar f(x)\big)^2$$
#
# and then one takes the mean of each over all points.
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $\hat f_r(x)$ | `predictions` | $(R, m)$ | one row for each run, one column for each point |
# | $f(x)$ | `f` | $(1, m)$ | the truth |
# | $\bar f(x)$ | | one number a point | the mean prediction |
#
# ### Exercise: bias_variance_decomposition
#
# Given the predictions of many runs and the truth, return bias² and variance.

# %% exercise="bias_variance_decomposition" minutes=10

# %% tests="bias_variance_decomposition"

# %% [markdown]
# Your function goes through all degrees, with 100 training sets each. The crosses come from elsewhere: they are the mean squared error on new noisy points, measured directly.

# %% experiment="u_curve"
noise, degrees, parts, measured = 0.4, range(13), [], []
for degree in degrees:
    predictions = many_predictions(degree, 100, rng)
    parts.append(bias_variance_decomposition(predictions, f))
    y_new = f + noise * rng.standard_normal(predictions.shape)
    measured.append(np.mean((predictions - y_new) ** 2))

# %% experiment="u_curve_drawn"
bias_squared, variance = np.array(parts).T
figures.error_parts(degrees, bias_squared, variance, noise, measured, "degree")

# %% [markdown]
# The sum meets the crosses: **squared error = bias² + variance + noise²**, on average. The third part is the scatter of the labels themselves. It plays the part that the human error played in section 2: no model gets below it.
# As the degree grows, bias² falls at first and variance rises, so their sum has a valley in between: neither the simplest model nor the most flexible one. (At the highest degrees the measured bias² may rise a
# little again. Most of that is chance: the mean of 100 runs is itself off, by about a hundredth of the variance in square.)
#
# With real data you have one training set and no $f$, so nobody can draw this figure for the digits. That is why one works with the two gaps of section 2. They are not the same numbers, but they follow the same troubles.
#
# ### Move capacity and sample size
#
# The *capacity* of a model is how far it can bend; here the degree sets it. Two things to try. At `m` = 15 move `degree` from 0 to 12, and watch the training error fall all the way while the dev error turns up again. Then leave `degree` at 12 and move `m` up: the
# gap closes, and the curve calms down. Now set `degree` to 1 and move `m`: however many points there are, the straight line stays wrong. `sample` gives another training set of the same kind.

# %% experiment="capacity"
widgets.explore(
    figures.capacity,
    degree=(0, 12, 1),
    m=[10, 15, 20, 50, 100, 300],
    sample=(1, 20),
)

# %% [markdown]
# ## In this chapter we have …
#
# - read human, training and dev error as two gaps, diagnosed both troubles separately, and seen what happens where the human error is forgotten;
# - listed what to try in the recipe's order, shown by learning curves when more data helps, and measured where a bigger network hurts and where it doesn't;
# - taken an error apart into bias², variance and noise, over many training sets, and seen that they add up.
#
# **Read on.** S. Geman, E. Bienenstock, R. Doursat, *Neural networks and the bias/variance dilemma*, Neural Computation 4 (1992), where section 5 comes from. P. Nakkiran and others, *Deep double descent* (2019, arXiv 1912.02292), on networks that get better again.
# A. Ng, *Machine learning yearning* (2018), chapters 20 to 32, and *Deep learning* (Coursera), for the recipe. K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022), section 4.7.6.
