# %% [markdown]
# # 7. Start a deep network well
#
# Before a network has learned anything, somebody has to choose its first weights. A formality, since training will change them anyway? This chapter shows that the choice decides whether there is any training at all.
#
# **What you'll do.** Follow a signal through many layers; start with zeros and see why that cannot learn; draw weights at random, find their size, and write the rules named after He, LeCun and Glorot.
#
# **What you'll learn.**
# - Why signals and gradients vanish or explode in a deep network, and what that does to training.
# - Why units that start alike stay alike, and why random weights are enough to prevent it.
# - How large random weights should be for each activation, and where the rules come from.
#
# **What you need.** The forward and backward pass of a network; products of matrices, eigenvalues; mean and variance; NumPy. About 90 minutes, {minutes} of them for the exercises. There are {points} points.

# %% setup
from functools import partial

import numpy as np

from course_utils import datasets, network, plots, widgets
from course_utils.check import check
from course_utils.figures import initialization as figures
from course_utils.predict import predict

# %% experiment="twenty_layers"
signal_rng = np.random.default_rng(4)
inputs, gradient = signal_rng.standard_normal((100, 50)), signal_rng.standard_normal((100, 50))
first = network.initialize([100] * 21, signal_rng)
starts = {f"weights × {f}": {name: f * value for name, value in first.items()} for f in (0.5, 1, 3)}
figures.activation_layers(starts, inputs)

# %% [markdown]
# What 100 units say, in five of 20 layers, about the same inputs. Left: soon all units say 0. Right: most shout nearly −1 or 1, where tanh is flat. (*Saturated* means: the slope is below a tenth of its largest.) Only the middle has something to tell.
#
# ## 1. One recipe, three starts
#
# Which of the ten digits is written in an image? An image is a column of 64 grey values between −1 and 1. There are 700 for training, and a dev set of 360 others.

# %% experiment="ten_digits"
X, Y, X_dev, Y_dev = datasets.digits()
X, Y, X_dev = 2 * X[:, :700] - 1, Y[:, :700], 2 * X_dev - 1

# %% [markdown]
# The network has six hidden layers of 32 ReLU units, and a *softmax* output: ten probabilities that add up to 1. We train it three times. Only the first weights differ: some that work well, and these times 0.2 and times 4.

# %%
layer_sizes = [64, 32, 32, 32, 32, 32, 32, 10]
recipe = {"layer_sizes": layer_sizes, "alpha": 0.1, "batch_size": 50}


def good_weights_times(factor, seed=1):
    """First parameters that work well, all multiplied by a factor."""
    good = network.initialize(layer_sizes, np.random.default_rng(seed))
    return {name: factor * value for name, value in good.items()}


# %%
def watch(epoch, parameters):
    """Remember the error on the dev set."""
    return {"error": 1 - network.accuracy(network.predict(X_dev, parameters), Y_dev)}


def train_from(first, seed=2, epochs=15):
    """Train from given first parameters; return the last ones and the history."""
    options = recipe | {"rng": np.random.default_rng(seed), "epochs": epochs}
    with np.errstate(all="ignore"):  # NumPy would warn of what you are about to see
        return network.train(X, Y, **options, parameters=first, each_epoch=watch)


# %% experiment="three_starts"
starts = {f"weights × {f}": train_from(good_weights_times(f))[1] for f in (0.2, 1, 4)}
errors = {name: history["error"] for name, history in starts.items()}
figures.errors_side_by_side(errors, 0.9, "The same network, three starts")

# %% [markdown]
# Two of the three learn nothing: with ten digits, guessing is wrong nine times out of ten. Do they fail in the same way? Look at the cost, as training saw it.

# %% experiment="three_costs"
print(f"cost of guessing, ln 10: {np.log(10):.4f}")
for name, history in starts.items():
    costs = "   ".join(f"epoch {epoch}: {history['cost'][epoch - 1]:.4f}" for epoch in (1, 2, 15))
    print(f"{name:13}  cost in {costs}")

# %% [markdown]
# With small weights the cost stays at that of guessing. With large weights it is `nan`, *not a number*, from the first epoch on. (Another draw may end otherwise, and learn as little.) Why are there two ways to fail?
#
# ## 2. A number that is multiplied again and again
#
# The lecture takes the simplest deep network one can think of: $L$ layers without bias, whose activation does nothing, $g(z) = z$. Then a prediction is a product of matrices,
#
# $$\hat y = W^{[L]}\, W^{[L-1]} \cdots W^{[2]}\, W^{[1]}\, x ,$$
#
# and in the lecture's example all matrices but the last are the same:

# %%
print(np.diag([0.5, 0.5]), "or", np.diag([1.5, 1.5]), sep="\n")

# %% [markdown]
# | symbol | variable | shape | meaning |
# |---|---|---|---|
# | $x$ | `x` | $(n, m)$ | inputs: $m$ examples in columns |
# | $W^{[1]} = \dots = W^{[L-1]}$ | `W` | $(n, n)$ | the matrix of every layer but the last |
# | $W^{[L]}$ | `W_last` | $(n_L, n)$ | the matrix of the last layer |
# | $L$ | `L` | number | how many layers there are, the last one counted |
#
# ### Exercise: linear_network_output
#
# Given `x`, `W`, `W_last` and `L`, return the network's output. Mind how often `W` acts.

# %% exercise="linear_network_output" minutes=7

# %% tests="linear_network_output"

# %% [markdown]
# Your function at work for up to 60 layers. The vertical axis is logarithmic: each step up stands for a *factor*, so what is multiplied again and again becomes a straight line.

# %% experiment="many_layers"
x, W_last, depths = np.ones((2, 1)), np.array([[0.5, 0.5]]), range(1, 61)
outputs = {}
for factor in (0.5, 0.9, 1.0, 1.1, 1.5):
    W = factor * np.eye(2)
    signal = [linear_network_output(x, W, W_last, L)[0, 0] for L in depths]
    outputs[f"{factor} on the diagonal"] = signal
title = "An output that vanishes, keeps, explodes"
figures.log_curves(depths, outputs, "number of layers L", "output", title)

# %% [markdown]
# A signal that fades *vanishes*, one that grows without end *explodes*. A factor of 0.9 or 1.1 looks harmless, and over 60 layers it is not.
#
# A computer's numbers end somewhere. Here are the lecture's two powers, $0.5^{L-1}$ and $1.5^{L-1}$, in `float32`, which deep learning mostly uses.

# %% experiment="overflow"
for factor in (np.float32(0.5), np.float32(1.5)):
    for L in (10, 50, 100, 150, 219, 220):
        with np.errstate(all="ignore"):
            print(f"{factor} on the diagonal, {L:3} layers: {factor ** np.float32(L - 1):.3g}")

# %% [markdown]
# Vanishing ends in *underflow*: the number is too small to be held, and becomes 0. Exploding ends in *overflow*: it becomes `inf`, infinity. Soon after, infinity meets a 0 or another infinity,
# and $0 \cdot \infty$ or $\infty - \infty$ is `nan`. It spreads to all it touches.
#
# ### A mistake on the slide
#
# The lecture says: "In both cases gradient descent takes a very long time". Test it. First weights × 4, eight networks, each after a single epoch:


# %%
def after_one_epoch(seed):
    """What has become of a network with weights × 4: "nan", "dead" (a layer gives only 0), "alive"."""
    after, _ = train_from(good_weights_times(4, seed), seed, epochs=1)
    with np.errstate(all="ignore"):
        _, cache = network.forward(X_dev, after)
    if any(np.isnan(value).any() for value in after.values()):
        return "nan"
    return "alive" if all(cache[f"A{l}"].any() for l in range(1, 7)) else "dead"


# %% experiment="very_long_time"
ends = [after_one_epoch(seed) for seed in range(8)]
print({end: ends.count(end) for end in ("nan", "dead", "alive")})

# %% [markdown]
# With exploding signals nothing takes long. The weights became `nan`, or a whole layer *died*: a huge step threw its ReLU units so far down that they give 0 for every image. There the slope is 0 too. No patience helps.
#
# And small weights? When does the error first fall below one half, in 60 epochs?

# %% experiment="small_weights"
for factor in (0.2, 0.5, 1):
    for seed in (1, 2, 3):
        error = np.array(train_from(good_weights_times(factor, seed), seed, epochs=60)[1]["error"])
        when = f"epoch {np.argmax(error < 0.5) + 1}" if error.min() < 0.5 else "not in 60 epochs"
        print(f"weights × {factor:3}, seed {seed}: error below 0.5: {when}")

# %% [markdown]
# Here the lecture is right: small weights cost a very long time. Half as large in seven layers, and the network stands still for dozens of epochs.
#
# ### The way back
#
# Training needs the way back, too: the gradient of the cost starts at the output and is carried through the layers to layer 1.

# %% predict="way_back"
# ? In a deep network every layer halves the signal on the way forward. What do the layers do to the gradients on the way back?
# + They halve them in every layer, so the first layers get the smallest. :: The same weights multiply in both directions. The layers near the input, which all others build upon, hear almost nothing.
# - They halve them in every layer, so the last layers get the smallest. :: The gradients start at the last layer. Those near the output have been through the fewest products.
# - They double them in every layer, so the first layers get the largest. :: A weight of 0.5 multiplies by 0.5 in both directions. Nothing turns it into 2.
# - They leave them as they are, so all layers get about the same size. :: The gradient reaches layer 1 through all layers in between, and each multiplies it by its weights.

# %% [markdown]
# On its way through layer $l$ the gradient is multiplied by $W^{[l]T}$: the same numbers, rows and columns exchanged.
#
# ### In general: eigenvalues
#
# A matrix of general form mixes its inputs. Still it has directions, its *eigenvectors*, that it only stretches: $W v = s\,v$. The factor $s$ is the *eigenvalue*. (Books write $\lambda$; here $\lambda$ is the price on weights of chapter 3.) Negative, $s$ changes the sign in each layer; complex, it turns the signal:

# %%
for matrix in (np.diag([0.5, -1.1]), np.array([[0.6, -0.8], [0.8, 0.6]])):
    s = np.linalg.eigvals(matrix)
    print("eigenvalues", s, " sizes", np.abs(s).round(3))

# %% [markdown]
# After $k$ layers the stretch is $s^k$, and after many layers the direction with the largest $|s|$ is all that is left. So this one number decides.

# %% predict="leaning"
# ? Take $W$ with the rows (0.9, 3) and (0, 0.8): its eigenvalues are 0.9 and 0.8. We send $x = (0, 1)$ through 100 such layers. How does its length go?
# - It grows from the first layer on, without an end. :: The 3 passes something from the second unit to the first. It never comes back, so the 3 is not multiplied by itself.
# - It shrinks from the first layer on, down to nothing. :: Eigenvalues know the end, not the beginning. After one layer the vector is (3, 0.8), and longer.
# + It grows for some layers, then shrinks to nothing. :: The 3 makes it longer for some layers, but each layer also shrinks what is there, and there are 100 of them.
# - It shrinks for some layers, then grows without end. :: In the long run only the factors that are multiplied by themselves count, and both are below 1.

# %% [markdown]
# ### Exercise: signal_fate
#
# Given the matrix `W` of all layers, say what becomes of a signal after very many of them: return `"vanishes"`, `"explodes"` or `"keeps"`.

# %% exercise="signal_fate" minutes=7

# %% tests="signal_fate"

# %% [markdown]
# Your verdicts beside what happens. The length of the signal is measured with your `linear_network_output`. "Leaning" is the matrix that you were asked about.

# %%
matrices = {
    "leaning": np.array([[0.9, 3], [0, 0.8]]),
    "turning": 1.04 * np.array([[0.6, -0.8], [0.8, 0.6]]),
    "flipping": np.diag([0.5, -1.1]),
    "turning only": np.array([[0.6, -0.8], [0.8, 0.6]]),
}

# %% experiment="fates"
x, depths = np.array([[0.0], [1.0]]), range(1, 101)
lengths = {}
for name, W in matrices.items():
    signals = [linear_network_output(x, W, np.eye(2), L) for L in depths]
    lengths[f"{name}: {signal_fate(W)}"] = [np.linalg.norm(signal) for signal in signals]
title = "Your verdicts, and what happens"
figures.log_curves(depths, lengths, "number of layers L", "length of the signal", title)

# %% [markdown]
# ## 3. All alike
#
# If weights can be too large, why not begin with the smallest of all, zero?
#
# ### Exercise: zero_initialization
#
# Given `layer_sizes` $= [n_0, n_1, \dots, n_L]$, the number of inputs and then of units in each layer, return the parameters of the network, all zero: a dict with $W^{[l]}$ $(n_l, n_{l-1})$ under `"W1"`, `"W2"`, … and $b^{[l]}$ $(n_l, 1)$ under `"b1"`, `"b2"`, …

# %% exercise="zero_initialization" minutes=6

# %% tests="zero_initialization"

# %% [markdown]
# We give it to a network with eight tanh units that has to say whether a digit is odd. In a second try all *weights* start at 0.01.

# %% experiment="odd_digits"
X_odd, Y_odd, X_odd_dev, Y_odd_dev = datasets.digits_odd_even(899, 0.0, np.random.default_rng(1))
X_odd, X_odd_dev = 2 * X_odd - 1, 2 * X_odd_dev - 1


# %%
def train_odd(first):
    """Train to tell odd from even, from given first parameters; return the last ones and the dev error."""
    options = {"epochs": 40, "alpha": 0.15, "batch_size": 50, "rng": np.random.default_rng(2)}
    after, _ = network.train(X_odd, Y_odd, None, **options, hidden="tanh", parameters=first)
    return after, 1 - network.accuracy(network.predict(X_odd_dev, after, "tanh"), Y_odd_dev)


# %%
def all_alike(layer_sizes, weight):
    """Parameters whose weights are all the same; the biases are 0."""
    zeros = zero_initialization(layer_sizes)
    return {name: value + weight * (name[0] == "W") for name, value in zeros.items()}


# %% experiment="alike_training"
trained = {}
for weight in (0, 0.01):
    first = all_alike([64, 8, 1], weight)
    trained[weight], error = train_odd(first)
    moved = [name for name, value in trained[weight].items() if np.any(value != first[name])]
    print(f"weights of {weight:4}: dev error {error:.3f}; what moved:", *moved)

# %% [markdown]
# From zeros only the last bias learned, the share of odd digits. The gradient of $W^{[2]}$ contains $A^{[1]}$, which is 0. The gradient of $W^{[1]}$ contains $W^{[2]}$, which is 0. Each waits for the other.
#
# From 0.01 the network did learn. Here is what its eight units look for: the weights of each, laid out as an image.

# %% experiment="alike_images"
units, title = (
    [f"unit {i}" for i in range(1, 9)],
    "Weights after training, when all started at 0.01",
)
plots.images(trained[0.01]["W1"].T, (8, 8), units, title)

# %% [markdown]
# Eight times the same. All units started alike, so they got the same gradient, and took the same step: eight units can do what one can. This is *symmetry*, and it has to be broken before training starts. How would you notice it in a network too large to look at?
#
# ### Exercise: distinct_units
#
# Given `W` and `b` of a layer, return how many different units it has: twins count once. Training leaves rounding errors, so allow for differences up to $10^{-9}$.

# %% exercise="distinct_units" minutes=8

# %% tests="distinct_units"

# %% [markdown]
# Is it enough to make *something* different?

# %% predict="break_symmetry"
# ? All weights of layer 1 start at 0.01, all biases at 0. But the weights of layer 2 are drawn at random. Will the eight tanh units of layer 1 still be twins after training?
# + No: each unit gets a gradient of its own, and they part at the first step. :: Twins need the same weights in *and* out. The gradient of a unit is multiplied by its weight in layer 2, and these differ.
# - No: each unit gets the examples in another order, and they part in time. :: All units see the same examples in the same order. Shuffling makes nothing different between them.
# - Yes: layer 1 starts alike and gets equal gradients, so it stays alike. :: In the first forward pass they are alike. But the gradient comes to them through layer 2, whose weights are all different.
# - Yes: only different biases part units, and here all biases start equal. :: Nothing is wrong with equal biases. Here the gradients differ already, and they move weights and biases apart.

# %% experiment="symmetry_broken"
draws, alike = np.random.default_rng(3), all_alike([64, 8, 1], 0.01)
second_random = alike | {"W2": 0.1 * draws.standard_normal((1, 8))}
both_random = second_random | {"W1": 0.1 * draws.standard_normal((8, 64))}

# %% experiment="break_symmetry_run"
firsts = {"all weights alike": alike, "layer 2 random": second_random, "both random": both_random}
for name, first in (firsts | {"one hidden unit": all_alike([64, 1, 1], 0.01)}).items():
    after, error = train_odd(first)
    units = [distinct_units(parameters["W1"], parameters["b1"]) for parameters in (first, after)]
    print(f"{name:17}: different units {units[0]} before, {units[1]} after; dev error {error:.3f}")

# %% [markdown]
# The twins do about as well as a single unit. Random weights bring the error down, and all biases may start at 0: the weights alone break the symmetry.
#
# ## 4. At random, but how large?
#
# So weights are drawn at random, around 0. Left to choose is their *spread*: the standard deviation, here `scale`.

# %%
for scale in (0.01, 1):
    print(scale * np.random.default_rng(0).standard_normal((1, 4)).round(2))

# %% [markdown]
# ### Exercise: scaled_initialization
#
# Draw the weights of all layers with mean 0 and standard deviation `scale`; let the biases be 0. Return the parameters. Randomness comes from `rng`: `rng.standard_normal(shape)` draws numbers with mean 0 and standard deviation 1.

# %% exercise="scaled_initialization" minutes=5

# %% tests="scaled_initialization"

# %% [markdown]
# Send a signal through your networks of 100 ReLU units a layer, and a gradient back. By *spread* we mean the root of the mean square, over all units and examples.

# %% experiment="depths"
networks = {
    f"scale {scale}": scaled_initialization([100] * 51, scale, signal_rng)
    for scale in (0.01, 0.05, 0.3, 1.0)
}
figures.signals(networks, inputs, gradient, "relu")

# %% [markdown]
# Read the left picture from left to right, the right one from right to left. Nearly straight lines on a log axis: each layer multiplies by about the same factor.
#
# Find the right scale yourself. Move `scale` until both lines stay near the dotted one, then change `depth`, then the `activation`. With tanh the activations cannot explode; the gradients still can.

# %% experiment="scale_widget"
widgets.explore(
    partial(figures.scale_and_depth, scaled_initialization, inputs, gradient),
    scale=(0.02, 0.4, 0.01),
    depth=(2, 50),
    activation=["relu", "tanh"],
)

# %% [markdown]
# ## 5. The right size
#
# The scale can be reckoned. A unit with $n_{\text{in}}$ inputs computes $z = w_1 a_1 + \dots + w_{n_{\text{in}}} a_{n_{\text{in}}}$, with independent weights of mean 0. In the mean square of $z$ all mixed terms cancel. What is left is, on average
#
# $$\operatorname{mean}(z^2) = n_{\text{in}} \cdot \operatorname{Var}(w) \cdot \operatorname{mean}(a^2).$$

# %% predict="relu_halves"
# ? A layer has 100 inputs and weights with standard deviation 0.1, so $n_{in} \cdot Var(w) = 1$. Its units are ReLU. By which factor does the layer multiply the *mean square* of the activations?
# - by about 1 :: The formula speaks of $z$, before the activation. ReLU still has to come.
# + by about 1/2 :: About half of the z are negative, and ReLU makes them 0. They are as large as the positive ones, so half of the mean square is lost.
# - by about 1/4 :: Half of the terms of a mean square are lost, not three quarters.
# - by about 1/10 :: One weight multiplies by about 0.1. But a unit adds up a hundred such products.

# %% experiment="relu_halves_run"
W = scaled_initialization([100, 100], 0.1, signal_rng)["W1"]
A, _ = network.layer_forward(inputs, W, 0, "relu")
before, after = np.mean(inputs**2), np.mean(A**2)
print(f"mean square before: {before:.3f}, after the layer: {after:.3f}, ratio {after / before:.3f}")

# %% [markdown]
# So a ReLU layer multiplies the mean square by $n_{\text{in}} \operatorname{Var}(w) / 2$. For a signal that neither vanishes nor explodes this has to be 1. That is *He's rule*, named after Kaiming He (2015, with three colleagues):
#
# $$\operatorname{Var}(w) = \frac{2}{n_{\text{in}}}.$$
#
# | symbol | variable | meaning |
# |---|---|---|
# | $n_{\text{in}} = n_{l-1}$ | `layer_sizes[l - 1]` | inputs of layer $l$: the columns of $W^{[l]}$ |
# | $n_{\text{out}} = n_l$ | `layer_sizes[l]` | units of layer $l$: the rows of $W^{[l]}$ |
# | $\operatorname{Var}(w)$ | | variance of the weights: the square of their standard deviation |
#
# ### Exercise: he_initialization
#
# Draw the weights of each layer with mean 0 and the variance of He's rule; biases are 0. Return the parameters. Each layer has its own number of inputs. (Normal numbers or uniform ones, if mean and variance are right.)

# %% exercise="he_initialization" minutes=6

# %% tests="he_initialization"

# %% [markdown]
# Your function, twice: two draws. We also try layers of changing width, 50 and 200 units in turn, for which He's rule gives each layer a scale of its own.

# %% experiment="he_depths"
even, uneven = [100] * 51, [100, *[50, 200] * 24, 50, 100]
networks = {
    f"{name}, draw {k}": he_initialization(sizes, signal_rng)
    for name, sizes in (("He", even), ("50 and 200", uneven))
    for k in (1, 2)
}
figures.signals(networks, inputs, gradient, "relu", limits=(0.01, 100))

# %% [markdown]
# The lines are not level: each draw of 50 matrices wanders a little. But look at the axis: they stay within it, where the lines of section 4 went through dozens of powers of ten. (The zigzag belongs to the two widths.)
#
# ### Find the mistake: `rand`
#
# The lecture writes $W^{[l]} = \texttt{rand} \cdot \sqrt{2 / n^{[l-1]}}$. In NumPy, `np.random.rand` draws numbers *between 0 and 1*: their mean is 0.5.

# %% predict="rand_taken_literally"
# ? Five ReLU layers of 1000 units, with weights drawn by `rand` between 0 and 1, times the root of $2/n_{in}$. The inputs have mean square 1. Guess the mean square of the activations after the fifth layer.
# - about 1e0 :: The root was reckoned for weights with mean 0, where the mixed terms cancel. Here they all have one sign, and nothing cancels.
# - about 1e1 :: That would be a slip one could live with. The mean of the weights acts on every layer's sum, and the sums are multiplied from layer to layer.
# - about 1e3 :: More. All weights push in one direction: a unit adds up a thousand pushes, and the next layer does it again, five times over.
# + about 1e10 :: All weights are positive: the activations add up instead of cancelling, a thousand of them in each unit, and the next layer does it again.

# %% experiment="rand_run"
he = he_initialization([1000] * 6, signal_rng)
# your standard deviation, the slide's draws
literal = {name: value.std() * signal_rng.random(value.shape) for name, value in he.items()}
wide = signal_rng.standard_normal((1000, 50))
print("mean square after layer", *(f"{l:9}" for l in range(1, 6)))
for name, parameters in (("mean 0 (yours)", he), ("rand, as on the slide", literal)):
    spreads, _ = figures.layer_spreads(parameters, wide, wide, "relu")
    print(f"{name:22}", *(f"{s**2:9.3g}" for s in spreads[1:]))

# %% [markdown]
# The slide may have meant normal numbers, `randn`. For weights the mean must be 0. (The slide also calls the 2 the "nominator"; the word is *numerator*.)
#
# ## 6. Other activations, other rules
#
# Near 0, tanh is almost the line $g(z) = z$:

# %%
for z in (0.01, 0.1, 1.0):
    print(f"tanh({z}) = {np.tanh(z):.4f}")

# %% [markdown]
# So it does not throw half of the signal away, and nothing has to be made up for:
#
# $$\operatorname{Var}(w) = \frac{1}{n_{\text{in}}} .$$
#
# The lecture calls this *Xavier initialization*. It is older: LeCun, Bottou, Orr and Müller had it in 1998, and libraries call it *LeCun's rule*.
#
# ### Exercise: lecun_initialization
#
# As before, with LeCun's rule.

# %% exercise="lecun_initialization" minutes=3

# %% tests="lecun_initialization"

# %% [markdown]
# Two kinds of networks, two rules each. Look at what the wrong rule does on the way forward and on the way back.

# %% experiment="two_activations"
networks = {
    "He": he_initialization([100] * 51, signal_rng),
    "LeCun": lecun_initialization([100] * 51, signal_rng),
}
figures.signals(networks, inputs, gradient, "relu")

# %% experiment="two_activations_tanh"
figures.signals(networks, inputs, gradient, "tanh")

# %% [markdown]
# For ReLU the wrong rule costs a factor in each layer, and fifty layers make it fatal. For tanh the activations shrink even with LeCun's rule, because tanh is a little flatter than the line; with He's rule the gradients grow instead.
#
# ### Look at the layers
#
# A spread is one number a layer. The picture that opened this chapter shows more: draw it first when a deep network will not learn. Choose the activation.

# %% experiment="layers_widget"
rules = {
    "scale 0.05": lambda sizes, rng: scaled_initialization(sizes, 0.05, rng),
    "LeCun": lecun_initialization,
    "He": he_initialization,
    "scale 0.3": lambda sizes, rng: scaled_initialization(sizes, 0.3, rng),
}
widgets.explore(partial(figures.three_rules, rules, inputs), activation=["tanh", "sigmoid", "relu"])

# %% [markdown]
# Tanh at scale 0.3: about half of the activations are saturated, and through these units hardly any gradient passes. ReLU: half are 0 in every column; how large the others are tells the rules apart. Sigmoid looks harmless. Send the gradient back:

# %% experiment="sigmoid_back"
for label, rule in rules.items():
    parameters = rule([100] * 21, signal_rng)
    for kind in ("tanh", "sigmoid"):
        _, back = figures.layer_spreads(parameters, inputs, gradient, kind)
        print(f"{label:10}, {kind:7}: spread of the gradient at the input {back[0]:.1e}")

# %% [markdown]
# Tanh at scale 0.3: through the units that are not saturated the gradient passes with weights three times too large. In sum it explodes.
#
# With sigmoid it is lost under every rule: the slope is 1/4 at most, and the rules reckon with 1. Hidden layers of sigmoid units do not go deep; as the last layer, a sigmoid is fine.
#
# ### Forward or back?
#
# On the way forward a unit adds up over its $n_{\text{in}}$ inputs. On the way back a gradient adds up over the $n_{\text{out}}$ units that the activation goes to, and asks for $\operatorname{Var}(w) = 1 / n_{\text{out}}$. If the two sizes differ, both cannot be had:

# %%
n_in, n_out = 1024, 512
print(f"forward {1 / n_in:.5f}, back {1 / n_out:.5f}, one over their mean {2 / (n_in + n_out):.5f}")

# %% [markdown]
# Xavier Glorot and Yoshua Bengio proposed a compromise in 2010, one over the *mean* of the two:
#
# $$\operatorname{Var}(w) = \frac{2}{n_{\text{in}} + n_{\text{out}}} .$$
#
# This is the Xavier initialization of the paper, *Glorot's rule*. The lecture has it as "Bengio et al.".
#
# ### Exercise: glorot_initialization
#
# As before, with Glorot's rule.

# %% exercise="glorot_initialization" minutes=4

# %% tests="glorot_initialization"

# %% [markdown]
# To see the compromise we take layers that become narrower, from 1024 units to 32, and no activation at all: five layers in the picture, then the same in twenty.

# %% experiment="compromise"
narrow_in = signal_rng.standard_normal((1024, 50))
narrow_back = signal_rng.standard_normal((32, 50))
two_rules = {"LeCun": lecun_initialization, "Glorot": glorot_initialization}
narrowing = {L: [round(1024 * 32 ** (-l / L)) for l in range(L + 1)] for L in (5, 20)}
narrow = {label: rule(narrowing[5], signal_rng) for label, rule in two_rules.items()}
figures.signals(narrow, narrow_in, narrow_back, "linear")

# %% experiment="compromise_deep"
print(f"root of 32/1024: {np.sqrt(32 / 1024):.2f}")
for L, sizes in narrowing.items():
    for label, rule in two_rules.items():
        spreads = figures.layer_spreads(rule(sizes, signal_rng), narrow_in, narrow_back, "linear")
        print(f"{L:2} layers, {label:6}: out {spreads[0][-1]:.2f}, back {spreads[1][0]:.2f}")

# %% [markdown]
# LeCun's rule keeps the signal level; the gradient shrinks, but only by about the root of $n_L / n_0$, in five layers as in twenty. It does not add up with depth, as a wrong scale does. He and colleagues remark that either of the two sizes is good enough. Glorot's rule shares it out: the signal about doubles, and less of the gradient is lost.
#
# ### All names on one page
#
# | rule | variance | for | first in | the lecture's name |
# |---|---|---|---|---|
# | LeCun | $1 / n_{\text{in}}$ | tanh | LeCun and others 1998 | Xavier |
# | Glorot, also Xavier | $2 / (n_{\text{in}} + n_{\text{out}})$ | tanh, linear; a sigmoid or softmax *output* | Glorot and Bengio 2010 | Bengio et al. |
# | He, also Kaiming | $2 / n_{\text{in}}$ | ReLU | He and others 2015, arXiv 1502.01852 | He / Xavier |
#
# ### Exercise: initialize_for
#
# Choose for each layer: He's rule for `"relu"`, LeCun's for `"tanh"`, Glorot's for everything else. Return the parameters. `activations[0]` belongs to layer 1. You may call your own functions (then their mistakes come along).

# %% exercise="initialize_for" minutes=9

# %% tests="initialize_for"

# %% [markdown]
# Back to the digits, to the six hidden layers of section 1. This time all starts are yours.

# %% experiment="final_starts"
final_starts = {
    "zeros": zero_initialization(layer_sizes),
    "scale 0.01": scaled_initialization(layer_sizes, 0.01, np.random.default_rng(5)),
    "scale 1": scaled_initialization(layer_sizes, 1.0, np.random.default_rng(5)),
}
activations = ["relu"] * 6 + ["softmax"]
final_starts["by activation"] = initialize_for(layer_sizes, activations, np.random.default_rng(5))

# %% experiment="final_training"
ends = {which: train_from(start, seed=6)[1] for which, start in final_starts.items()}
final_errors = {which: watched["error"] for which, watched in ends.items()}
figures.errors_side_by_side(final_errors, 0.9, "Your starts, on ten digits")

# %% [markdown]
# Zeros and tiny weights stay at guessing. Weights of scale 1 are lost at once, as in section 2. Only the last start trains.
#
# ### The cost before the first step
#
# One of the three failures shows before any training. A network that knows nothing should say so: one tenth for each digit, which costs $\ln 10$.

# %% experiment="first_cost"
yours = final_starts["by activation"]
humble = {"yours, last layer × 0.1": yours | {"W7": 0.1 * yours["W7"]}}
for which, start in (final_starts | humble).items():
    AL, _ = network.forward(X, start)
    print(f"{which:23} cost before the first step: {network.cost(AL, Y):.3f}")

# %% [markdown]
# A first cost far above $\ln 10$ is an alarm: the network is sure, and has no reason to be. Yours is a little above, and weights ten times smaller in the *last layer alone* make it honest. But zeros and tiny weights are honest, too, and learn nothing.
#
# ### Tune the 1 or 2?
#
# The lecture says: the "number 1 or 2 … can also be a hyperparameter to tune (but not the first to start with)". Try it with 20 hidden layers of tanh units. All your weights are multiplied by a *gain*, so LeCun's 1 becomes gain².

# %% experiment="gains"
deep = [64] + [32] * 20 + [10]
for gain in (1, 1.25, 2):
    results = []
    for seed in (1, 2, 3):
        drawn = lecun_initialization(deep, np.random.default_rng(seed)).items()
        tuned = {parameter: gain * value for parameter, value in drawn}
        options = {"epochs": 5, "alpha": 0.05, "batch_size": 50, "hidden": "tanh"}
        options |= {"rng": np.random.default_rng(seed), "parameters": tuned}
        tuned, _ = network.train(X, Y, deep, **options)
        results.append(1 - network.accuracy(network.predict(X_dev, tuned, "tanh"), Y_dev))
    mean, spread = np.mean(results), np.std(results)
    error = f"{mean:.3f} ±{spread:.3f}" if mean < 0.6 else "above 0.6"
    print(f"gain {gain:.2f}: {gain**2:.2f} for the 1, dev error {error}")

# %% [markdown]
# Here it pays: a gain a little above 1 makes up for what tanh takes in every layer, and far too much is worse than none. (With the largest gain the last digit of a rounding decides how bad it gets: such a training is *chaotic*, and its number is not worth printing.)
#
# A good start is a *partial* solution, says the lecture: it sets the signal level before the first step, and training moves the weights afterwards. Normalizing activations while training, and connections that skip layers, are further remedies.
#
# ## In this chapter we have …
#
# - seen signals and gradients vanish or explode, because each layer multiplies them, and met what comes at the end: 0, or `inf` and `nan`;
# - counted units that start alike and stay alike, and broken the symmetry with random weights, while the biases start at 0;
# - reckoned how large random weights must be, and written He's rule for ReLU, LeCun's for tanh and Glorot's as a compromise between the way forward and the way back.
#
# ### Read on
#
# X. Glorot and Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010, with pictures of activations layer by layer. K. He, X. Zhang, S. Ren, J. Sun, *Delving deep into rectifiers*, 2015, arXiv 1502.01852, section 2.2.
# Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, *Efficient BackProp*, 1998, section 4.6. A. Saxe, J. McClelland, S. Ganguli, *Exact solutions to the nonlinear dynamics of learning in deep linear neural networks*, 2013, arXiv 1312.6120, for the orthogonal weights that `course_utils.network` starts with.
# K. P. Murphy, *Probabilistic Machine Learning: An Introduction* (MIT Press, 2022), section 13.4.5. A. Ng, *Deep learning* (Coursera). G. Hinton, *Neural networks for machine learning* (Coursera). MIT 6.S191, *Introduction to deep learning*.
#
# The course follows chapter 4 of Dr. Aissa Boulmerka's lecture *Deep learning* (2023–2024). Words, figures and code are ours.
