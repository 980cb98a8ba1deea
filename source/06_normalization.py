# %% [markdown]
# # 6. Bring the features to one scale
#
# A program can be free of bugs and still not learn, because one of its inputs is measured in thousands and another in thousandths. This chapter brings all inputs to one scale: two lines of NumPy, and many ways to get them wrong.
#
# **What you'll do.** Normalize features; find out how large a learning rate may be; turn features that move together; catch a preparation that peeks at the dev set.
#
# **What you'll learn.**
# - What to take off and what to divide by, and why.
# - Why it lets gradient descent take larger steps: the shape of the valley.
# - Why every set is measured by the training set's ruler.
#
# **What you need.** NumPy arrays and broadcasting, gradient descent, a sigmoid unit; symmetric matrices (what we need of eigenvalues is said); the three sets of chapter 1. About 85 minutes, {minutes} of them for the exercises. There are {points} points.

# %% setup
from functools import partial

import numpy as np
from ipywidgets import SelectionSlider
from sklearn.preprocessing import MinMaxScaler

from course_utils import datasets, network, plots, widgets
from course_utils.check import check
from course_utils.figures import normalization as figures
from course_utils.predict import predict

# %%
features = datasets.breast_cancer_features()
X_all, Y_all, X_dev, Y_dev = datasets.breast_cancer()
figures.spans({"in their own units": X_all}, features, log=["in their own units"])

# %% [markdown]
# Thirty inputs of one network: some in the thousands, some below a hundredth. From one mark of the axis to the next, values grow tenfold. (Values of 0 are drawn on the left edge.)
#
# ## 1. A program without a bug
#
# Is a tumour benign ($y = 1$) or malignant ($y = 0$)? Ten things of each patient's cell nuclei were measured under a microscope. Each gives three *features*: its mean over the nuclei, its standard error ("error" in the names), and the mean of the three largest ("worst"). A feature is a row of $X$, a patient a column. A test set is put aside.

# %%
aside = np.random.default_rng(0).permutation(X_all.shape[1]) < 114
X_train, Y_train, X_test = X_all[:, ~aside], Y_all[:, ~aside], X_all[:, aside]
n_x, m = X_train.shape
print(f"{n_x} features, {m} training, {X_dev.shape[1]} dev, {X_test.shape[1]} test patients")

# %% [markdown]
# We train a single sigmoid unit: 30 weights and a bias, all 0 at the start. All examples go into each step, so an *epoch* is one step. Here are four learning rates.


# %%
def train_unit(X, Y, alpha, epochs=300):
    """Train a sigmoid unit on all examples at once; return parameters and costs."""
    start = {"W1": np.zeros((1, len(X))), "b1": np.zeros((1, 1))}
    options = {"rng": np.random.default_rng(0), "parameters": start}
    parameters, history = network.train(X, Y, [len(X), 1], epochs=epochs, alpha=alpha, **options)
    return parameters, history["cost"]


# %%
def cost_curves(X, alphas, title):
    """The cost J over 300 epochs, for several learning rates."""
    curves = {f"α = {alpha:g}": train_unit(X, Y_train, alpha)[1] for alpha in alphas}
    return figures.costs(curves, title)


# %% experiment="does_not_learn"
cost_curves(X_train, (1e-7, 1e-6, 1e-5, 1e-4), "The features in their own units")

# %% predict="no_good_rate"
# ? The two small rates crawl. The two large ones jump up and down, and the one that calms down crawls from there. What is the matter?
# - The unit is too simple, it would take hidden layers :: In section 2 the same unit learns the same task well. Nothing will have changed but the units of the features.
# + The weights need rates very different from each other :: The gradient of a weight is proportional to its feature. A step that is right for the weight of an area is far too small for that of a smoothness.
# - The four rates have missed the good one between them :: Between them lies the rate at which crawling turns into jumping, and the best of those crawls too. Section 3 tries many, and foretells where the jumping begins.
# - The gradient is wrong, a cost should never have gone up :: A right gradient says where the cost falls for a *small* step. With a large one it may well go up.

# %% experiment="first_step"
start = {"W1": np.zeros((1, n_x)), "b1": np.zeros((1, 1))}
_, cache = network.forward(X_train, start)
dW = network.backward(Y_train, start, cache)["dW1"][0]
for name in ("worst area", "mean radius", "smoothness error"):
    print(f"gradient for the weight of {name}: {dW[features.index(name)]:12.7f}")

# %% [markdown]
# A step is $\alpha$ times these numbers. An $\alpha$ that moves the last weight at all throws the first one out of the window.
#
# ## 2. Take the mean off, divide by the spread
#
# For each feature take the mean $\mu$ of the $m$ training examples and the *standard deviation* $\sigma$: the root of the mean squared distance from the mean. Then count in standard deviations. Squares, root and division are taken entry by entry:
#
# $$\mu = \frac{1}{m}\sum_{i=1}^m x^{(i)} \qquad \sigma = \sqrt{\frac{1}{m}\sum_{i=1}^m \bigl(x^{(i)} - \mu\bigr)^2} \qquad x_\text{norm} = \frac{x - \mu}{\sigma}$$
#
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $x^{(i)}$ | `X[:, i]` | $(n_x,)$ | example $i$, a column of `X` $(n_x, m)$ |
# | $\mu$ | `mu` | $(n_x, 1)$ | the mean of each feature |
# | $\sigma$ | `sigma` | $(n_x, 1)$ | the standard deviation of each feature |
# | $x_\text{norm}$ | `X_norm` | $(n_x, m)$ | the examples on one scale |
#
# With one feature and four examples:

# %%
ages = np.array([20.0, 30.0, 40.0, 50.0])
spread = np.sqrt(np.mean((ages - ages.mean()) ** 2))
print(f"mean {ages.mean()}, deviation {spread:.2f}")
print("normalized:", ((ages - ages.mean()) / spread).round(2))

# %% [markdown]
# The last value says: 1.34 standard deviations above the mean. This is called *normalizing*, in statistics *standardizing*. And **a feature that never changes?**

# %%
constant = np.array([0.5, 0.5, 0.5, 0.5])
print("deviation:", np.sqrt(np.mean((constant - constant.mean()) ** 2)))

# %% [markdown]
# One cannot divide by 0. So: a feature is *constant* if all its $m$ values are equal, and then `sigma` = 1.
#
# ### Exercise: fit_normalization
#
# Given examples `X`, return `mu` and `sigma`, columns with an entry for each feature. (To *fit* is to take numbers from training data.)

# %% exercise="fit_normalization" minutes=7

# %% tests="fit_normalization"

# %% [markdown]
# ### Exercise: normalize
#
# Given examples `X`, and `mu` and `sigma` that were measured somewhere, perhaps on other examples, return the normalized examples. Here no entry of `sigma` is 0.

# %% exercise="normalize" minutes=3

# %% tests="normalize"

# %% experiment="one_scale"
mu, sigma = fit_normalization(X_train)
X_norm = normalize(X_train, mu, sigma)
groups = {"in their own units": X_train, "normalized by you": X_norm}
figures.spans(groups, features, log=["in their own units"])

# %% [markdown]
# On the right, all thirty features fit on an ordinary axis. Their means lie on 0, and of the thick lines none is more than four times as long as another. Again the same unit:

# %% experiment="now_it_learns"
cost_curves(X_norm, (0.0005, 0.005, 0.05, 0.5), "The features normalized by you")

# %% [markdown]
# The largest of these rates is the best. It is thousands of times the largest of section 1, and the cost goes down without a jump.
#
# ### Two slips on the slide
#
# The lecture's slide says: "Subtract mean: $\mu = \frac{1}{m}\sum X^{(i)}$, $X := X - \mu$. Normalize variance: $\sigma^2 = \frac{1}{m}\sum {X^{(i)}}^2$, $X := X / \sigma^2$." Take it at its word.

# %% experiment="slide_slips"
by_variance = normalize(X_train, mu, sigma**2)
for name in ("worst area", "mean radius", "smoothness error"):
    i = features.index(name)
    print(f"{name}: deviation {sigma[i, 0]:.4f}; divided by σ {X_norm[i].std():.4f},", end=" ")
    print(f"by σ² {by_variance[i].std():.4f};", end=" ")
    print(f"root of the mean square {np.mean(X_train[i] ** 2) ** 0.5:.4f}")

# %% [markdown]
# Divided by σ², a feature has the deviation 1/σ: the narrowest becomes the widest. One divides by $\sigma$.
#
# The other slip is seen at the end of each line. $\frac{1}{m}\sum x^2$ is the variance only if the mean is 0. Try it on the four ages:

# %%
print(f"root of the mean square {np.mean(ages**2) ** 0.5:.2f}, deviation {spread:.2f}")

# %% [markdown]
# On the slide the mean is 0, for the line before has overwritten $X$. By itself the formula gives something near the mean.
#
# ### The pixel that is always blank
#
# In handwritten digits (odd or even, with right labels this time) some pixels have no ink in any training image.

# %% experiment="blank_pixels"
X_pix, Y_pix, X_pix_dev, Y_pix_dev = datasets.digits_odd_even(300, 0.0, np.random.default_rng(1))
blank = ~X_pix.any(axis=1)
surprised = np.any(X_pix_dev[blank] > 0, axis=0)
print(f"{blank.sum()} of 64 pixels are blank in all training images;", end=" ")
print(f"{surprised.sum()} of {len(surprised)} dev images have ink there")

# %% predict="blank_pixel"
# ? A pixel is 0 in all training images. To be safe from dividing by 0, somebody divides by σ + 0.00000001. In a dev image this pixel has the value 0.5. What becomes of it?
# - the number 0 :: It was constant in the training set. Here comes another value, and it is treated by the same formula as any other.
# - the number 0.5 :: What is added would be small beside an ordinary σ. Here it stands alone in the denominator.
# - no number, NaN :: That would be 0/0: what comes of dividing by σ itself, in the training set.
# + about 50 million :: 0.5 divided by 0.00000001. The tiny number saves from an error message, and makes a barely visible dot the loudest input of all.

# %% [markdown]
# Let us train a network on these images in three ways: with your `sigma`, with the tiny number added, and with $\sigma$ = 0 as it is.


# %% experiment="three_ways"
mu_pix, sigma_pix = fit_normalization(X_pix)
as_it_is = np.where(blank[:, np.newaxis], 0, sigma_pix)
ways = {"your sigma": sigma_pix, "σ + 1e-8": as_it_is + 1e-8, "σ as it is": as_it_is}
for name, divisor in ways.items():
    with np.errstate(all="ignore"):  # 0/0
        X_one, X_other = (normalize(X, mu_pix, divisor) for X in (X_pix, X_pix_dev))
        options = {"epochs": 60, "alpha": 0.1, "batch_size": 50, "rng": np.random.default_rng(2)}
        trained, _ = network.train(X_one, Y_pix, [64, 64, 32, 1], **options)
        wrong = network.predict(X_other, trained) != Y_pix_dev
    print(f"{name:10}: dev error {wrong.mean():.3f},", end=" ")
    print(f"on the images with ink there {wrong[:, surprised].mean():.3f}")

# %% [markdown]
# With σ as it is, a blank pixel becomes 0/0: NaN, "not a number". One of them is enough, even where its weight is 0:

# %%
print("0.5 · 1 + NaN · 0 =", 0.5 * 1 + np.nan * 0)

# %% [markdown]
# So the output is NaN, and such a network calls every image even.
#
# With the tiny number a third or more of the images with ink there go wrong: in training these pixels were 0, so their weights are what they were at the start, and millions times a random weight drown all else.
#
# Is the deviation of a constant feature exactly 0? Not always. Here is three times the same number:

# %% experiment="tenths"
tenths = np.array([[0.1, 0.1, 0.1]])
print("deviation:", tenths.std(), "   largest less least:", np.ptp(tenths))
print("divided by that deviation:", normalize(tenths, tenths.mean(), tenths.std()))

# %% [markdown]
# A tenth cannot be written exactly in binary. What is left is a *rounding error*, blown up. (The check uses only numbers like 0.5 or 3, which cause no such trouble.) Code that is to last compares the values with each other:

# %% experiment="all_equal"
print("all equal:", np.all(tenths == tenths[:, :1], axis=1))

# %% [markdown]
# ## 3. Why it helps: the shape of the valley
#
# With two weights the cost $J$ can be drawn as a map, with lines of equal cost. This unit has two features and no bias. Gradient descent starts at the black square and takes 30 steps.
#
# Move the slider. On the left map, at which rate does the way begin to jump across the valley? At the largest rate, on which maps does it still find the lowest point?

# %% experiment="valleys"
pair = [features.index("texture error"), features.index("perimeter error")]
maps = {"own units": X_train, "mean taken off": X_train - mu, "normalized": X_norm}
maps = {name: (X[pair], Y_train) for name, X in maps.items()}
slider = SelectionSlider(options=[0.1, 0.2, 0.5, 1, 2, 5, 10], value=5)
widgets.explore(partial(figures.valleys, maps, alpha=5), alpha=slider)

# %% [markdown]
# On the left the valley is long and narrow. A step goes straight down the slope, and that is *across* the valley, not along it. A short step creeps; a long one lands on the opposite slope, perhaps higher up. The two other valleys are rounder. (Their lowest points differ: without a bias a unit cannot make up for a mean that is left in.)
#
# ### How long may a step be?
#
# Near its lowest point every smooth cost looks like a bowl. With one weight: $J(w) = \frac{1}{2} h w^2$. The number $h > 0$, the *curvature*, says how fast the slope grows.

# %%
places = np.linspace(-2, 2, 41)
bowls = {f"h = {h}": 0.5 * h * places**2 for h in (1, 4)}
plots.curves(places, bowls, "w", "J(w)", "Two bowls")

# %% [markdown]
# The slope is $h w$. So one step of gradient descent is
#
# $$w := w - \alpha h w = (1 - \alpha h)\, w .$$
#
# In every step $w$ is multiplied by the same factor.

# %% predict="factor"
# ? We choose α so that α h = 1.9. What does w do?
# + It jumps from side to side and comes slowly nearer :: The factor is −0.9: the sign changes in each step, the size shrinks by a tenth.
# - It jumps from side to side and gets farther away :: It lands on the other side. But not as far away as it was: the factor is 1 − 1.9 = −0.9.
# - It goes to the lowest point in one single step :: That is α h = 1, where the factor is 0.
# - It stays on one side and comes slowly nearer there :: That is so for α h below 1, where the factor lies between 0 and 1.

# %%
for alpha_h in (0.1, 1.0, 1.9, 2.0, 2.1):
    way = [(1 - alpha_h) ** step for step in range(8)]
    print(f"α h = {alpha_h}:", *(f"{w:6.2f}" for w in way))

# %% [markdown]
# With many weights the bowl is $J(w) = \frac{1}{2} w^T H w$, where $H$ $(n, n)$ is the symmetric matrix of the second derivatives. Such a matrix has $n$ directions of its own, at right angles to each other: its *eigenvectors*. Along each the bowl is like a bowl of one weight, whose curvature $h$ is the *eigenvalue*. NumPy computes them:

# %%
print("curvatures:", np.linalg.eigvalsh(np.array([[2.0, 1.0], [1.0, 2.0]])))

# %% [markdown]
# All directions share one $\alpha$. The largest that is not too large for any of them is $\alpha_\text{max}$.
#
# ### Exercise: largest_learning_rate
#
# Given `H`, return $\alpha_\text{max}$: the edge between rates with which gradient descent comes down, wherever it starts, and rates with which it can grow without end.

# %% exercise="largest_learning_rate" minutes=6

# %% tests="largest_learning_rate"

# %% [markdown]
# Is it really the edge? Two rates, a hundredth below your limit and a hundredth above:

# %% experiment="edge"
H = np.array([[12.0, 7.0, 1.0], [7.0, 9.0, 2.0], [1.0, 2.0, 3.0]])
print("curvatures:", np.linalg.eigvalsh(H).round(2))
print("your limit:", round(float(largest_learning_rate(H)), 4))
for part in (0.99, 1.01):
    w = np.ones(3)
    for _ in range(500):
        w = w - part * largest_learning_rate(H) * H @ w
    print(f"{part} of the limit: after 500 steps J = {0.5 * w @ H @ w:.2g}")

# %% [markdown]
# Now the real thing. For our unit the curvatures at the start, $w = 0$, are the eigenvalues of $H = \frac{1}{4m} X X^T$, where $X$ has got a row of ones for the bias. ($\frac{1}{4}$ is the slope of the sigmoid at 0, the largest there is: below the limit no step can go up.)


# %%
def curvatures(X):
    """The limit for the learning rate, and the steepest curvature over the flattest."""
    X_1 = np.vstack([X, np.ones((1, X.shape[1]))])
    H = X_1 @ X_1.T / (4 * X.shape[1])
    steepest, flattest = np.linalg.eigvalsh(H)[[-1, 0]]
    return largest_learning_rate(H), steepest / flattest


# %% experiment="limits"
prepared = {"own units": X_train, "mean taken off": X_train - mu}
prepared |= {"divided by σ": X_train / sigma, "normalized": X_norm}
limits = {name: curvatures(X)[0] for name, X in prepared.items()}
for name, X in prepared.items():
    print(f"{name:14}: limit {limits[name]:.1e},", end=" ")
    print(f"steepest over flattest curvature {curvatures(X)[1]:.0e}")

# %% [markdown]
# Are they limits? Here is the cost after 100 steps with 14 rates. Each dotted line is a limit that your function foretold, from the features alone.

# %% experiment="rates"
alphas = np.logspace(-7, 1.5, 14)
reached = {
    name: [train_unit(X, Y_train, alpha, epochs=100)[1][-1] for alpha in alphas]
    for name, X in prepared.items()
}
figures.rates(alphas, reached, limits, "The cost after 100 steps")

# %% [markdown]
# The lecture says: "If we normalize, we can use a much larger learning rate". Now you know how much larger. And the lowest cost of all is that of the normalized features.
#
# Almost up to its line a larger rate does better here, and below it no step can go up. Beyond it there is no such promise. And yet each cost goes on falling for a while. Measure the limits again, where 100 steps just below them have led:

# %% experiment="limits_later"
for name, X in prepared.items():
    A, _ = network.forward(X, train_unit(X, Y_train, 0.9 * limits[name], epochs=100)[0])
    X_1 = np.vstack([X, np.ones((1, m))])
    later = largest_learning_rate(A * (1 - A) * X_1 @ X_1.T / m)
    print(f"{name:14}: limit {limits[name]:.1e} at the start, {later:.1e} after 100 steps")

# %% [markdown]
# As the unit gets sure of its answers, the slope of the sigmoid, $a (1 - a)$, falls below $\frac{1}{4}$, and the valley becomes flatter. So the line is where it is safe, not where it is best.
#
# ### Why the mean is taken off
#
# To divide by $\sigma$ is not enough, as the limits show. Write the covariance $C = \frac{1}{m} (X - \mu)(X - \mu)^T$. Multiply out:
#
# $$\frac{1}{m} X X^T = C + \mu \mu^T$$
#
# The second part is a bowl that is curved in one direction only, that of the mean, with curvature $\lVert \mu \rVert^2$.

# %% experiment="mean_direction"
by_sigma, mean = X_train / sigma, mu / sigma
both = by_sigma @ by_sigma.T / m
values, directions = np.linalg.eigh(both)
along = abs(directions[:, -1] @ mean[:, 0]) / np.linalg.norm(mean)
covariance = X_norm @ X_norm.T / m
print(f"largest entry of XXᵀ/m - C - μμᵀ:  {np.abs(both - covariance - mean @ mean.T).max():.0e}")
print(
    f"steepest direction, mean left in:   {values[-1]:.1f}; length of μ, squared: {np.sum(mean**2):.1f}"
)
print(f"cosine of its angle to the mean:    {along:.4f}")
print(f"steepest direction, mean taken off: {np.linalg.eigvalsh(covariance)[-1]:.1f}")

# %% [markdown]
# The steepest direction is almost exactly that of the mean. To take the mean off takes this bowl away.
#
# ### Features that move together
#
# The steepest curvature over the flattest tells how narrow the valley is. Normalizing makes it millions of times smaller. It is still far from 1: radius, perimeter and area grow together. No change of scale can undo that. A *turn* can.

# %% experiment="clouds_drawn"
two = [features.index("mean radius"), features.index("mean concave points")]
ev, U = np.linalg.eigh(X_norm[two] @ X_norm[two].T / m)
clouds = {"normalized": X_norm[two], "turned": U.T @ X_norm[two]}
clouds["turned and divided"] = clouds["turned"] / np.sqrt(ev)[:, np.newaxis]
figures.clouds(clouds)

# %% [markdown]
# The cloud on the left has a long and a short direction: the eigenvectors of the covariance $C$. The eigenvalues are the variances along them. `np.linalg.eigh` gives both: `ev` $(n_x,)$ and `U` $(n_x, n_x)$, a direction in each column.

# %% experiment="two_directions"
print("variances:", ev.round(2), " directions:", U.shape)

# %% [markdown]
# So turn, then divide by the new deviations:
#
# $$x_\text{new} = \frac{U^T x_\text{norm}}{\sqrt{ev}}$$
#
# The turn alone *decorrelates*: no two new features move together. With the division each has the variance 1, too: *whitening*. Our function does both.
#
# ### Exercise: decorrelate
#
# Given normalized examples, the directions `U` and the variances `ev` along them, return them turned and divided. Row $k$ belongs to direction $k$.

# %% exercise="decorrelate" minutes=5

# %% tests="decorrelate"

# %% predict="limit_of_a_round_bowl"
# ? After decorrelating, $\frac{1}{m}XX^T$ is the identity matrix, also with the row of ones. What is the limit for the learning rate?
# - the limit is 1/4 :: That is the curvature, along every direction. The limit is 2 divided by it.
# - the limit is 2 :: That would be so for the curvature 1.
# + the limit is 8 :: All curvatures are 1/4, and 2 divided by 1/4 is 8.
# - there is no limit :: The bowl is round, and still curved: with a rate of more than 8 the factor 1 − α h is below −1.

# %% experiment="decorrelated"
ev, U = np.linalg.eigh(X_norm @ X_norm.T / m)
prepared["decorrelated"] = decorrelate(X_norm, U, ev)
for name, X in prepared.items():
    limit, ratio = curvatures(X)
    cost = train_unit(X, Y_train, 0.9 * limit, epochs=30)[1][-1]
    print(f"{name:14}: limit {limit:.1e}, ratio {ratio:.0e},", end=" ")
    print(f"cost after 30 steps just below the limit {cost:.3f}")

# %% [markdown]
# The ratio is 1: the valley is round, and straight down is the way to the lowest point. Each line allows longer steps than the one before.
#
# But directions in which the cloud is flat hold mostly noise, and they are stretched like all others. So a lower training cost need not be a lower dev error (section 4 looks), and one often stops at normalizing.
#
# ## 4. One ruler for all sets
#
# The dev set must be normalized too, and every patient who will ever come. With which mean, and which deviation?

# %% predict="one_patient"
# ? The unit is trained. A doctor sends the measurements of a single new patient. By which mean and deviation should they be normalized?
# - By those of this patient :: The mean of one patient's radius is that radius. Take it off, and 0 is left, for every feature and every patient.
# - By those of all patients so far :: Then the same patient would get other numbers tomorrow, and the weights would not know.
# + By those of the training set :: They are part of what was learned, like the weights. Two standard deviations must mean the same amount of microscope in training and ever after.
# - By none, as it is a test patient :: The weights are made for normalized numbers. (They can be made over, as you will see in section 5.)

# %% [markdown]
# So $\mu$ and $\sigma$ are measured once, on the training set, and kept with the weights. The slide says "use the same parameters to normalize the test set". That goes for the dev set and all later data.
#
# ### Exercise: normalize_sets
#
# Given three sets, return all three, normalized by the training set's mean and deviation. You may call your functions (then their mistakes come along). A feature may be constant in the training set and not in the others.

# %% exercise="normalize_sets" minutes=6

# %% tests="normalize_sets"

# %% [markdown]
# With your function the dev errors can be compared that section 3 left open:

# %% experiment="decorrelated_dev"
X_norm, X_dev_norm, X_test_norm = normalize_sets(X_train, X_dev, X_test)
pairs = {"normalized": (X_norm, X_dev_norm)}
pairs["decorrelated"] = tuple(decorrelate(X, U, ev) for X in pairs["normalized"])
for name, (X, X_other) in pairs.items():
    trained, costs = train_unit(X, Y_train, 0.9 * curvatures(X)[0], epochs=30)
    wrong = network.predict(X_other, trained) != Y_dev
    print(f"{name:12}: cost {costs[-1]:.3f}, {wrong.sum()} of {wrong.size} dev patients wrong")

# %% [markdown]
# The training cost is lower by about a third. Among the dev patients there is hardly a difference.
#
# What does the wrong ruler cost? The dev patients arrive in groups, and each group is normalized twice: by the training set, and by itself.


# %% experiment="groups"
unit, _ = train_unit(X_norm, Y_train, 0.5)


def error_in_groups(size, prepare):
    """The dev error when dev patients are prepared in groups of a size."""
    groups = [slice(i, i + size) for i in range(0, X_dev.shape[1], size)]
    answers = [network.predict(prepare(X_dev[:, group]), unit) for group in groups]
    return np.mean(np.hstack(answers) != Y_dev)


sizes = [1, 2, 5, 10, 20, 40, 113]
rulers = {
    "the training set's ruler": lambda X: normalize_sets(X_train, X, X)[1],
    "each group by itself": lambda X: normalize(X, *fit_normalization(X)),
}
errors = {name: [error_in_groups(size, f) for size in sizes] for name, f in rulers.items()}
figure = plots.curves(range(7), errors, "patients in a group", "dev error", "Two rulers")
figure.axes[0].set_xticks(range(7), sizes)
figure.axes[0].set_ylim(0)
figure

# %% [markdown]
# With the training set's ruler it does not matter in which company a patient comes. With their own, patients who come alone all get the same answer, and larger groups do better. That is a trap: one tries it on the whole dev set, where it looks fine, and then uses it on single patients.
#
# A large group is no safety either. A clinic for hard cases sends only malignant patients. (This unit has two features. It calls malignant what lies above the line.)

# %% experiment="hard_cases"
pair = [features.index("worst radius"), features.index("worst concave points")]
small, _ = train_unit(X_norm[pair], Y_train, 0.5)
malignant = Y_dev[0] == 0
X_clinic = X_dev[pair][:, malignant]
clinics = {
    "by the training set": X_dev_norm[pair][:, malignant],
    "by itself": normalize(X_clinic, *fit_normalization(X_clinic)),
}
names, says = ("malignant", "benign"), lambda X: network.forward(X, small)[0]
figure = figures.two_rulers(says, Y_dev[:, malignant], clinics, names)
for ax in figure.axes:
    ax.set(xlabel="worst radius, normalized", ylabel="worst concave points, normalized")
figure

# %% [markdown]
# Normalized by itself the group moves to the middle, and about half of it across the boundary. What all of them had in common is exactly what was taken off.
#
# ### Who looks at the dev set?
#
# There is a quieter mistake: to measure $\mu$ and $\sigma$ on *all* patients, and split afterwards. Look at one number of a *training* patient, with all dev patients in the company and with ten:

# %% experiment="a_leak"
for company in (X_dev, X_dev[:, :10]):
    all_of_them = np.hstack([X_train, company])
    radius = normalize(all_of_them, *fit_normalization(all_of_them))[0, 0]
    print(f"{company.shape[1]:3} dev patients: first training patient, mean radius {radius:.6f}")

# %% [markdown]
# Something of the dev set sits in every training example: a *leak*. You may not see it in any error. So write a detector that judges a preparation by trying it. The principle: **an example's result may depend on the training set and on the example itself, on nothing else.**
#
# ### Exercise: looks_at_dev
#
# `prepare` is a function: `X_train_new, X_dev_new = prepare(X_train, X_dev)`. Call it as often as you like, with any dev set of at least one example, also one that is made up. Return True if it breaks the principle. It need not be normalization.

# %% exercise="looks_at_dev" minutes=10

# %% tests="looks_at_dev"

# %% [markdown]
# Four suspects. The third uses a *scaler* of scikit-learn, where examples are rows. Before you run the cell: which of them look at the dev set?


# %%
def everything_first(X_train, X_dev):
    """Normalize all examples together, then split."""
    together = np.hstack([X_train, X_dev])
    together = normalize(together, *fit_normalization(together))
    return np.split(together, [X_train.shape[1]], axis=1)


def each_by_itself(X_train, X_dev):
    """Normalize each set by its own mean and deviation."""
    return tuple(normalize(X, *fit_normalization(X)) for X in (X_train, X_dev))


# %%
def least_and_range(X_train, X_dev):
    """Bring the training examples between 0 and 1, and the dev examples by the same numbers."""
    scaler = MinMaxScaler().fit(X_train.T)
    return scaler.transform(X_train.T).T, scaler.transform(X_dev.T).T


def yours(X_train, X_dev):
    """Your function; the dev set stands in for the test set."""
    return normalize_sets(X_train, X_dev, X_dev)[:2]


# %% experiment="suspects"
for prepare in (everything_first, each_by_itself, least_and_range, yours):
    trained, _ = train_unit(prepare(X_train, X_dev)[0], Y_train, 0.5)
    error = np.mean(network.predict(prepare(X_train, X_dev)[1], trained) != Y_dev)
    peeks = looks_at_dev(prepare, X_train, X_dev)
    print(f"{prepare.__name__:16}: looks at dev: {peeks!s:5}  dev error {error:.3f}")

# %% [markdown]
# From the errors alone you could not tell. Your detector can.
#
# ## 5. Back to the units
#
# ### Exercise: denormalize
#
# Given normalized examples and the `mu` and `sigma` they were normalized with, return them in their own units.

# %% exercise="denormalize" minutes=3

# %% tests="denormalize"

# %% predict="more_powerful"
# ? With the features in their own units our unit learned badly. Is there a setting of its weights with which it would do as well as the one trained on normalized features?
# - No, normalized features hold more information :: Nothing was added. Every normalized value can be computed from the value itself, and back.
# + Yes, exactly as well, with one layer as it is :: Any z that a unit makes of normalized features, another one makes of the features in their own units. Gradient descent just did not get there.
# - Yes, but only with a second layer in front of it :: To take off a mean and to divide is linear, so it melts into the layer that follows.
# - Nearly, but large units lose precision :: A computer's numbers keep 16 digits whether they are large or small.

# %% [markdown]
# The weights can be brought back. A layer computes $W x_\text{norm} + b$. Put in what $x_\text{norm}$ is, and sort: something times $x$, plus something that does not depend on $x$. That is a layer again, without $\mu$ and $\sigma$.
#
# ### Exercise: fold_into_weights
#
# Given the weights and biases of a layer that was trained on normalized features, and `mu` and `sigma`, return those of the layer that computes the same from the features in their own units.

# %% exercise="fold_into_weights" minutes=8

# %% tests="fold_into_weights"

# %% experiment="folded"
W_raw, b_raw = fold_into_weights(unit["W1"], unit["b1"], mu, sigma)
folded = {"W1": W_raw, "b1": b_raw}
both = network.forward(X_dev_norm, unit)[0], network.forward(X_dev, folded)[0]
print(f"largest difference of an output: {np.abs(both[0] - both[1]).max():.10f}")
for name, parameters in (("normalized", unit), ("own units ", folded)):
    sizes = np.abs(parameters["W1"])
    print(f"weights for {name}: sizes from {sizes.min():.4f} to {sizes.max():.2f},", end=" ")
    print(f"bias {parameters['b1'][0, 0]:.2f}")

# %% [markdown]
# The two units say the same of every patient. On normalized features all weights lie near 0, where gradient descent started. In the microscope's units the same answer needs weights from thousandths to a hundred or so, and a large bias: a place at the far end of a very long valley.
#
# (One thing does change with the scale: what a *penalty* on the weights, chapter 3, thinks of them. It charges all weights alike, so the features should be on one scale before.)
#
# ## In this chapter we have …
#
# - taken off the mean of each feature and divided by σ, not by σ², and settled what becomes of a feature that never changes;
# - seen a narrow valley become rounder, foretold how large a learning rate may be, and made the valley round by a turn;
# - measured every set by the training set's ruler, caught those who look at the dev set, and brought examples and weights back to their own units.
#
# ## Read on
#
# Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, *Efficient BackProp* (in *Neural Networks: Tricks of the Trade*, Springer 1998), sections 4.3 and 5, for normalizing and decorrelating inputs and for the largest learning rate. S. Kaufman, S. Rosset, C. Perlich, *Leakage in data mining* (KDD 2011). S. Ioffe, C. Szegedy,
# *Batch normalization* (2015, arXiv 1502.03167), which normalizes inside the network too. The data: W. N. Street, W. H. Wolberg, O. L. Mangasarian, *Nuclear feature extraction for breast tumor diagnosis* (1993).
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.
