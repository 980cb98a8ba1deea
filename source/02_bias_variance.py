# %% [markdown]
# # 2. Find out what a model suffers from
#
# Your model makes too many mistakes. Should you collect more data, build a larger network, train for another night? Each of these can cost weeks, and each is sometimes useless. A few numbers tell you which has a chance.
#
# **What you'll do.** Measure errors, split them into gaps, sort wrong images by hand, diagnose models; draw learning curves; take an error apart.
#
# **What you'll learn.**
# - How human, training and dev error show whether a model underfits, overfits, does both, or is fine, and how to estimate the human error.
# - What to try for which trouble, and why neither more data nor a bigger network cures everything.
# - What bias and variance are for one kind of model, trained on many training sets.
#
# **What you need.** Chapter 1; networks with ReLU units and a sigmoid output; NumPy arrays and their axes. About 85 minutes, {minutes} of them for the exercises. There are {points} points.

# %% setup
from functools import partial

import numpy as np

from course_utils import datasets, learners, network, plots, widgets
from course_utils.check import check
from course_utils.figures import bias_variance as figures
from course_utils.figures.bias_variance import noisy_wave, wave
from course_utils.predict import predict

# %% experiment="three_models"
three = {
    "no hidden units": [2, 1],
    "8 hidden units": [2, 8, 1],
    "64 and 32 hidden units": [2, 64, 32, 1],
}


def train_three(seed):
    """80 examples, and the three models trained on them."""
    rng = np.random.default_rng(seed)
    X, Y = datasets.moons(80, 0.35, rng)
    options = {"epochs": 3000, "alpha": 0.3, "rng": rng}
    return X, Y, [network.train(X, Y, layers, **options)[0] for layers in three.values()]


X_toy, Y_toy, models = train_three(seed=0)
figure, axes = plots.panels(3, width=8.4, height=3.4, title_lines=2)
for ax, (name, parameters) in zip(axes, zip(three, models)):
    probability = partial(figures.probability, parameters)
    plots.decision_boundary(probability, X_toy, Y_toy, name, ax=ax, legend=False)
figure.legend(*ax.get_legend_handles_labels(), loc="upper center", ncols=2, frameon=False)
figure

# %% [markdown]
# ## 1. Three models, one set of data
#
# All three models were trained on the same 80 examples, with two features and two classes that reach into each other, for 3 000 *epochs*: each goes through the training set once. The black line is where a model changes its mind.

# %% predict="three_errors"
# ? We measure the share of wrong labels, on the 80 training examples and on 2 000 new ones from the same source, and take the mean over four such training sets. Which of the three models has the smallest error where?
# - Training set: the largest model. New examples: the largest model. :: It knows these 80 examples best. Some of them lie far in the other class by chance, and a boundary drawn around one of those is wrong for most new examples there.
# - Training set: the largest model. New examples: the smallest model. :: What is too stiff for the training examples is too stiff for new ones from the same source.
# - Training set: the middle model. New examples: the middle model. :: On the training set more freedom can only help, and the largest model has the most.
# + Training set: the largest model. New examples: the middle model. :: The largest can follow every example, also those that lie where they do by chance. New examples lie elsewhere.

# %% [markdown]
# The *error* is, as in chapter 1, the share of examples whose label is wrong:
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

# %% exercise="error_rate" minutes=4

# %% tests="error_rate"

# %% [markdown]
# Your function measures the three models, and as many on each of three other sets of 80. (Bars are means; the lines on them are one standard deviation.)

# %% experiment="three_errors_measured"
X_toy_dev, Y_toy_dev = datasets.moons(2000, 0.35, np.random.default_rng(9))
errors = {"training set": [], "dev set": []}
for seed in range(4):
    X, Y, trained = train_three(seed)
    for part, examples in zip(errors, ((X, Y), (X_toy_dev, Y_toy_dev))):
        said = [network.predict(examples[0], parameters) for parameters in trained]
        errors[part].append([error_rate(labels, examples[1]) for labels in said])
plots.bars(three, errors, "model", "error", "Errors of the three models, on 4 sets")

# %% [markdown]
# From left to right the training error falls and falls. The dev error falls, then rises, in the mean; single sets differ.
#
# The first line is too stiff for the two half-moons: the model **underfits**, which the lecture calls *high bias*. The third bends round a few stray examples: it **overfits**, *high variance*. With two features one can look. An image of 8 × 8 pixels has 64, so we need numbers.

# %% experiment="single_sets"
for i, row in enumerate(errors["dev set"], 1):
    print(f"trained on set {i}: dev errors", *(f"{dev_error:.3f}" for dev_error in row))

# %% [markdown]
# ## 2. Two gaps
#
# Is a training error of 8 % much? That depends on what can be reached: some photos are so blurred that nobody can tell the cat. So we ask how
# often people who know the task get it wrong. This **human error** stands for the smallest error that anybody can reach, the *Bayes error*. (In seeing and hearing, where people are good, it is not far above it.)
#
# $$\text{avoidable bias} = \text{training error} - \text{human error} \qquad\qquad \text{variance} = \text{dev error} - \text{training error}$$
#
# Both keep their sign. Section 5 tells where the names come from.
#
# ### Exercise: avoidable_bias_and_variance
#
# Given the three errors as shares (0.08 is 8 %), return the two gaps.

# %% exercise="avoidable_bias_and_variance" minutes=3

# %% tests="avoidable_bias_and_variance"

# %% [markdown]
# The lecture has a table of four cat classifiers, and below it a line that is easily overlooked: *assuming humans get 0 % error*. Your function draws it. In each row, each bar begins where the one above it ends; the last ends at the dev error.

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
# - High bias: 15 % on the training set is a lot to get wrong. :: It is a lot, but nobody does better. The table calls it high bias because it assumes that people make no errors at all.
# + Neither: there is hardly a step from one error to the next. :: The steps are 15 to 15 to 16. A better training error than that would probably mean that errors of the labels are being learned.
# - High variance: the dev error lies above the training error. :: By one in a hundred. Part of that is luck of the draw, and there is little to gain.
# - Both: neither of the two errors is anywhere close to zero. :: What counts are the gaps between neighbours: from 15 to 15, and from 15 to 16. Neither is large.

# %% experiment="lecture_table_fifteen"
draw_table(0.15, "The same four models, if humans err in 15 %")

# %% [markdown]
# The second model's bias is gone, and the third has only variance left. **The lecture's labels hold only where people err in 0 %.** An arrow to the left is a negative gap.

# %% experiment="negative_gaps"
for name, (train, dev) in table.items():
    bias, variance = avoidable_bias_and_variance(train, dev, 0.15)
    print(f"{name:10} avoidable bias {bias:+.3f}, variance {variance:+.3f}")

# %% [markdown]
# In the first and last row the models beat people, on new examples, too. Where people are not good at a task, human error is no bound, and no guide.
#
# ### Nobody tells you the human error
#
# How does one get it? By looking. Of 899 training and 898 dev digits (odd or even?) many have a wrong label. How many? Suppose that nobody knows (the next cell does).

# %%
X, Y, X_dev, Y_true = datasets.digits_odd_even(899, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1  # grey values from −1 to 1
tired = np.random.default_rng(5).permutation(Y_true.shape[1]) < 0.15 * Y_true.shape[1]
Y_dev = np.where(tired, 1 - Y_true, Y_true)

# %% [markdown]
# A network with hidden layers of 64 and 32 units takes a step after every 50 examples, a *mini-batch* (`batch_size`), for 20 epochs. Here are 20 of the dev images that it gets "wrong".

# %% experiment="short_training"
short = learners.trained(X, Y, (64, 32), epochs=20, batch_size=50, seed=0)
train_error, dev_error = error_rate(short(X), Y), error_rate(short(X_dev), Y_dev)
print(f"after 20 epochs: training error {train_error:.3f}, dev error {dev_error:.3f}")

# %% experiment="wrong_images"
missed = np.flatnonzero(short(X_dev)[0] != Y_dev[0])
shown = np.random.default_rng(2).choice(missed, 20, replace=False)
figures.wrong_digits((X_dev[:, shown] + 1) / 2, short(X_dev)[0, shown], Y_dev[0, shown])

# %% [markdown]
# This is **error analysis**. Write your twenty words over ours: `"label"` if the label is wrong, `"model"` if it is right and people would see that, `"unclear"` if nobody can tell.

# %%
verdicts = [
    *["label", "unclear", "model", "label", "label"],  # 0 to 4
    *["label", "label", "label", "unclear", "label"],  # 5 to 9
    *["label", "unclear", "model", "label", "label"],  # 10 to 14
    *["model", "label", "label", "label", "label"],  # 15 to 19
]

# %% [markdown]
# ### Exercise: estimate_human_error
#
# People would be counted wrong wherever the label is wrong or nobody can tell. (There they would guess, and be right now and then; to be simple, we count all of these.) Given the dev error and the verdicts on some of the wrong examples, return the share of *all* dev examples where that is so.

# %% exercise="estimate_human_error" minutes=5

# %% tests="estimate_human_error"

# %% experiment="human_error_estimated"
human = estimate_human_error(dev_error, verdicts)
share = human / dev_error
two = 2 * dev_error * np.sqrt(share * (1 - share) / len(verdicts))
bias, variance = avoidable_bias_and_variance(train_error, dev_error, human)
print(
    f"human error about {human:.3f} ± {two:.3f}: avoidable bias {bias:+.3f}, variance {variance:+.3f}"
)
print(f"the labels that are wrong in truth: {tired.mean():.3f} of the dev set")

# %% [markdown]
# (± two standard deviations, as in chapter 1.) Twenty images say: most of this error is not the model's. More images say it more exactly. Wrong labels that the model repeats are missed, which makes the estimate too low; counting every unclear image makes it too high.
#
# ### What the wrong diagnosis costs
#
# We made these labels: 15 of 100 are wrong, so the human error is 15 %.

# %% predict="train_longer"
# ? Somebody looks at the lecture's table, sees a training error of 15 %, says "high bias, so train longer", and trains five times as long. What happens?
# + The training error falls far below 15 %, and the dev error rises. :: Below 15 % there is nothing left to learn about digits: only the wrong labels themselves, one by one. That carries over to new images as noise.
# - The training error falls far below 15 %, and the dev error falls. :: There was no bias left to remove: 15 of 100 labels are wrong, and only these are left to learn.
# - The training error stays close to 15 %, and the dev error falls. :: A large network need not know digits: it can learn images one by one, with any labels. Its training error does not stay.
# - The training error stays close to 15 %, and the dev error rises. :: The network is large enough to learn images one by one, with any labels. So its training error goes on falling.

# %% experiment="train_longer_measured"
long = learners.trained(X, Y, (64, 32), epochs=100, batch_size=50, seed=0)
for name, model in (("20 epochs", short), ("100 epochs", long)):
    train_error, dev_error = error_rate(model(X), Y), error_rate(model(X_dev), Y_dev)
    bias, variance = avoidable_bias_and_variance(train_error, dev_error, human_error=0.15)
    print(f"{name}: training error {train_error:.3f}, dev error {dev_error:.3f},")
    print(f"    dev error by the true labels {error_rate(model(X_dev), Y_true):.3f},")
    print(f"    avoidable bias {bias:+.3f}, variance {variance:+.3f}")

# %% [markdown]
# The dev error rose, by the tired labels and even more by the true ones. The cure for a trouble that was not there made the model worse. The minus sign of the bias gives it away: the model beats people on its own training set, and only there.

# %% experiment="learned_by_heart"
tired_train = Y != datasets.digits_odd_even(899, 0.0, np.random.default_rng(1))[1]
for name, model in (("20 epochs", short), ("100 epochs", long)):
    heard = np.sum(model(X)[tired_train] == Y[tired_train])
    print(f"{name}: repeats {heard} of {tired_train.sum()} wrong training labels")

# %% [markdown]
# It has learned wrong labels by heart.
#
# ## 3. Diagnose, then treat
#
# When is a gap *high*? When closing it would be worth the work, and when it is too large to be luck: on 100 dev examples one percent is a single example. So the limit comes in as `threshold`.
#
# ### Exercise: diagnose
#
# Given the three errors and the threshold, return a dict that says of each of the two troubles whether it is there. A model can have both.
# You may use your function of section 2 (then its mistakes come along) or write its line again.

# %% exercise="diagnose" minutes=6

# %% tests="diagnose"

# %% [markdown]
# What helps against what? The lecture's *basic recipe* is a loop: treat a high bias first, train again, look again; then a high variance; and begin at the top after each treatment, for a cure of one can bring back the other.
#
# | trouble | what it looks like | try |
# |---|---|---|
# | high bias | the training set itself is not learned | bigger network · train longer · other architecture |
# | high variance | the training set is learned, new examples are not | more data · regularization · other architecture |
#
# *Regularization* keeps a model from using all its freedom (chapters 3 and 4). *Architecture* is how the network is built. As a dict:

# %%
REMEDIES = {
    "bigger network": ["high bias"],
    "train longer": ["high bias"],
    "more data": ["high variance"],
    "regularization": ["high variance"],
    "other architecture": ["high bias", "high variance"],
}

# %% [markdown]
# ### What is not in the table
#
# More data do not help against bias: a model that can't learn the examples it has will not learn more of them. And regularization, which makes a model stiffer, can make a bias larger.
#
# Your list is a plan: whoever follows it takes the first remedy, trains, and asks you for a new list.
#
# ### Exercise: next_steps
#
# Given a diagnosis and a table of remedies (for each the list of what it lowers), return the names of all that is worth trying, those against a high bias first.

# %% exercise="next_steps" minutes=8

# %% tests="next_steps"

# %% [markdown]
# Six cases. Write down for each what *you* would diagnose and do first, and then run the next two cells. The threshold is 2 %.

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

# %% [markdown]
# A and B have the same training and dev error, and different troubles: people made the difference.

# %% experiment="case_bars"
gaps = [avoidable_bias_and_variance(*case) for case in CASES.values()]
human = [case[2] for case in CASES.values()]
figures.staircase(list(CASES), human, *zip(*gaps), "The six cases")

# %% [markdown]
# In case E, as in the long training above, the bias is negative: the model knows its training images better than doctors could. But its dev error is hardly above theirs, so closing the gap will not bring it far below what people reach.
#
# ## 4. Does more data help? Does a bigger network hurt?
#
# One picture answers the first question before anybody pays: train on a part of the examples you have, then on a larger part, and so on. The errors
# over the number of training examples are a **learning curve**.

# %% predict="more_data"
# ? Two models read digits (odd or even, right labels this time): one without hidden units, and one with hidden layers of 64 and 32 units. We train each on 25, 50, … 899 examples. How do their *training* errors change as the examples become more?
# - Both fall, as more examples make any model better. :: Better on new examples. But more examples are also more to fit, and that never gets easier.
# - Both stay at 0, as each learns exactly these examples. :: That works for as long as the model has more freedom than there are examples. The model without hidden units has 65 numbers to choose.
# + The small one's rises from 0, as 65 numbers run out. :: 25 examples can be learned by heart with 65 numbers, 899 can't. The large model has thousands of numbers, enough for all of them.
# - The large one's rises from 0, as it needs more data. :: It does, for a small *dev* error. Fitting the training set is what it is good at.

# %% [markdown]
# You write the function that makes both curves. The model to be trained comes in as a function `train`: it takes examples and returns a model, and the model is a function too, which takes examples and returns labels.
# Here is such a model, the nearest neighbour of chapter 1.

# %% experiment="a_model_is_a_function"
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
figure, axes = plots.panels(2, width=8.4, sharey=True)
curves = {}
for ax, name, layers in zip(axes, ("no hidden units", "64 and 32 hidden units"), ((), (64, 32))):
    train = partial(learners.trained, hidden_layers=layers, seed=0)
    curves[name] = learning_curve(train, X, Y, X_dev, Y_dev, sizes)
    series = dict(zip(("training set", "dev set"), curves[name]))
    plots.curves(sizes, series, "training examples", "error", name, ax=ax)
figure

# %% [markdown]
# On the left the two curves meet: there is no gap left that more examples could close. It has high bias, and the recipe rightly doesn't offer it more data.
# On the right the training error lies on the floor, and more examples pull the dev error down: high variance, and more data is the remedy.
#
# ### "Training a bigger network never hurts"
#
# So says the lecture's slide. We test it on the *noisy digits* of chapter 1: 300 training examples, 15 of 100 labels wrong, right dev labels.

# %% experiment="noisy_digits"
X, Y, X_dev, Y_dev = datasets.digits_odd_even(300, 0.15, np.random.default_rng(1))
X, X_dev = 2 * X - 1, 2 * X_dev - 1
units = [10, 30, 100, 200, 300, 400, 1000, 2000]

# %% [markdown]
# To train up to 2 000 units to the end, there is a quick way: one hidden layer whose weights stay as they are drawn. Only the output weights are fitted, in one step, by *least squares*: they make the mean squared distance between output and label as small as can be.

# %% predict="bigger"
# ? The number of hidden units grows from 10 to 2 000, with 300 noisy training examples and no regularization. How does the dev error change?
# - It falls all the way to the right end. :: Not without regularization. Somewhere the network becomes just able to fit every example, the wrong labels included.
# + It falls, rises to a peak and falls again. :: The peak is where the network is just able to fit all 300 examples: one way to do it is left, and that is a wild one. Beyond it there are many, and least squares takes the one with the smallest weights.
# - It falls at first and then rises for good. :: True up to a point. Far beyond it there are many ways to fit all examples, and least squares takes the tamest.
# - It stays about the same from end to end. :: The output layer has as many weights as there are hidden units. That is freedom enough to see every effect.

# %% experiment="bigger_measured"
dev_error = {}
for name, damping in (("not regularized", 0.0), ("regularized", 1e-3)):
    runs = []
    for seed in range(4):
        wide = [learners.wide(X, Y, n, damping, seed) for n in units]
        runs.append([error_rate(model(X_dev), Y_dev) for model in wide])
    dev_error[name] = np.array(runs)  # (seeds, sizes)
figures.sizes(units, dev_error, 300)

# %% [markdown]
# (Bands: one standard deviation over four networks.) At as many units as examples, the dev error comes near that of a coin. Bigger did hurt. Further right it falls again: this is called *double descent*. (Nakkiran and others, see the end, saw the same in networks trained the usual way, with wrong labels.)

# %% experiment="worst_and_widest"
for n, one_error in zip(units, dev_error["not regularized"].mean(axis=0)):
    print(f"{n:5} units, not regularized: dev error {one_error:.3f}")

# %% [markdown]
# Here 2 000 units are still worse than 100 were, at twenty times the price. On other training sets the two come out about equal.
#
# The regularized ones pay a price for large weights (`damping`; chapter 3 tells how). The peak is gone: there the slide is right. **A bigger network rarely hurts if it is regularized.** But not for free:

# %% experiment="price_paid"
for n, error in zip(units, dev_error["regularized"].mean(axis=0)):
    products = 64 * n + n  # 64 pixels into each unit, each unit into the output
    print(f"{n:5} units, regularized: dev error {error:.3f}, {products:7} products for each image")

# %% [markdown]
# The gain comes with the first few hundred units. What changes after that is within the luck of the dev set, and costs many times the computing.
#
# ## 5. Many training sets
#
# Why are the troubles called bias and variance? Suppose we could draw the training set again and again, and train the same kind of model on each. On a toy we can. The truth is a wave $f$.

# %%
x_new = np.linspace(-1, 1, 97)
f = wave(x_new)[np.newaxis]  # the truth at 97 points, (1, 97)


def many_predictions(degree, runs, rng, m=20, noise=0.4):
    """Train on `runs` training sets of m points, and predict at x_new each time: (runs, 97)."""
    models = [learners.polynomial(*noisy_wave(m, noise, rng), degree) for _ in range(runs)]
    return np.array([model(x_new) for model in models])


# %% [markdown]
# Each training set has 20 points with noise, and the models are polynomials: straight lines (degree 1), cubics (degree 3), and polynomials of degree 12.

# %% experiment="bundles"
rng = np.random.default_rng(0)
bundle = {f"degree {d}": many_predictions(d, 40, rng) for d in (1, 3, 12)}
figures.bundles(x_new, f[0], bundle)

# %% [markdown]
# The straight lines agree with each other, and they are wrong together: even their mean is far from the truth. That is **bias**, being wrong on average. The curves of degree 12 scatter, wildly at the ends, but
# their mean follows the truth (the very ends would take more runs): they are wrong each in its own way. That is **variance**, depending on which examples one happened to get.

# %% experiment="at_one_point"
print(f"at x = {x_new[72]} the truth is {f[0, 72]:.2f}; five models each say")
for name, predictions in bundle.items():
    print(f"{name:9}:", *(f"{y:5.2f}" for y in predictions[:5, 72]))

# %% [markdown]
# ### Measure both
#
# Let $\hat f_r(x)$ be what the model of run $r$ predicts at $x$, and $\bar f(x)$ the mean of these over the runs. At one point
#
# $$\text{bias}^2 = \big(\bar f(x) - f(x)\big)^2 \qquad\qquad \text{variance} = \frac{1}{R} \sum_{r=1}^{R} \big(\hat f_r(x) - \bar f(x)\big)^2$$
#
# and then one takes the mean of each over all points.
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $\hat f_r(x)$ | `predictions` | $(R, m)$ | one row for each run, one column for each of $m$ points |
# | $f(x)$ | `f` | $(1, m)$ | the truth |
# | $\bar f(x)$ | | one number a point | the mean prediction |
#
# ### Exercise: bias_variance_decomposition
#
# Given the predictions of many runs and the truth, return bias² and variance.

# %% exercise="bias_variance_decomposition" minutes=9

# %% tests="bias_variance_decomposition"

# %% [markdown]
# Your function goes through the degrees, with 100 training sets each. The crosses are the mean squared error on new noisy points, measured directly.

# %% experiment="u_curve"
noise, degrees, parts, measured = 0.4, range(11), [], []
for degree in degrees:
    predictions = many_predictions(degree, 100, rng)
    parts.append(bias_variance_decomposition(predictions, f))
    y_new = f + noise * rng.standard_normal(predictions.shape)
    measured.append(np.mean((predictions - y_new) ** 2))

# %% experiment="u_curve_drawn"
bias_squared, variance = np.array(parts).T
figures.error_parts(degrees, bias_squared, variance, noise, measured, "degree")

# %% [markdown]
# The sum meets the crosses: **squared error = bias² + variance + noise²**, on average. The noise, the scatter of the labels, plays the part of the human error: no model gets below it.
# As the degree grows, bias² falls and variance rises, so their sum has a valley in between.

# %% experiment="valley"
print("smallest squared error at degree", degrees[np.argmin(measured)])

# %% [markdown]
# ### Move capacity and sample size
#
# *Capacity* is how far a model can bend; here the degree sets it.
# - At `m` = 15 move `degree` from 0 to 12: the training error falls all the way, the dev error turns up again. Then move `m` up: the gap closes.
# - Set `degree` to 1 and move `m`: however many points there are, the straight line stays wrong.
# - At `m` = 10 the dev error peaks at degree 9, where the curve just passes through all points, and falls beyond: double descent once more. (Training errors below 0.001 are drawn at 0.001.)

# %% experiment="capacity"
widgets.explore(
    figures.capacity,
    degree=(0, 12, 1),
    m=[10, 15, 20, 50, 100, 300],
    sample=(1, 20),
)

# %% [markdown]
# With real data you have one training set and no $f$: that is why one works with the two gaps of section 2. They are other numbers, and point to the same troubles.
#
# ## In this chapter we have …
#
# - read human, training and dev error as two gaps, estimated the human error by sorting wrong images, and seen what happens where it is forgotten;
# - listed what to try in the recipe's order, shown by learning curves when more data helps, and measured where a bigger network hurts and where it doesn't;
# - taken an error apart into bias², variance and noise, over many training sets, and seen that they add up.
#
# ### Read on
#
# S. Geman, E. Bienenstock, R. Doursat, *Neural networks and the bias/variance dilemma*, Neural Computation 4 (1992), where section 5 comes from. P. Nakkiran and others, *Deep double descent* (2019, arXiv 1912.02292), on networks that get better again.
# A. Ng, *Machine learning yearning* (2018), chapters 14 to 19 on error analysis, 20 to 32 on bias and variance, and *Deep learning* (Coursera), for the recipe. K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022), section 4.7.6.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.
