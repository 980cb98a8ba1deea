"""Figures of chapter 7: how large the signal is, layer by layer, on the way forward and on the way back.

X (n_0, m): inputs. G (n_L, m): the gradient with respect to the last layer's activations, where the way back begins.
All layers have the same activation, the last one too. The *spread* of an array: the root of its mean square.
"""

import numpy as np

from .. import network, plots


def spread(values):
    """The root of the mean square of an array; NaN where it overflows."""
    with np.errstate(all="ignore"):
        found = np.sqrt(np.mean(np.square(values, dtype=np.float64)))
    return float(found) if np.isfinite(found) else np.nan


def layer_spreads(parameters, X, G, activation):
    """The spreads of A[0] … A[L] and of their gradients dA[0] … dA[L], two arrays (L + 1,), of one pass there and back."""
    L, A, dA, cache = len(parameters) // 2, X, G, {}
    forward, backward = [spread(X)], [spread(G)]
    with np.errstate(all="ignore"):
        for l in range(1, L + 1):
            A, cache[l] = network.layer_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)
            forward.append(spread(A))
        for l in range(L, 0, -1):
            dA = parameters[f"W{l}"].T @ (dA * network.SLOPES[activation](cache[l]))
            backward.append(spread(dA))
    return np.array(forward), np.array(backward[::-1])


def log_curves(x, series, xlabel, ylabel, title="", ax=None, limits=None):
    """Lines over x on a log axis, as `plots.curves` draws them; what is 0, not finite or not positive is left out.

    limits  (low, high) of the axis; without them it is as long as the lines need
    """
    shown = {name: np.where(np.isfinite(values) & (np.array(values) > 0), values, np.nan) for name, values in series.items()}
    figure = plots.curves(x, shown, xlabel, ylabel, title, ax)
    ax = ax or figure.axes[0]
    every = np.concatenate(list(shown.values()))
    if limits or np.isfinite(every).any():
        low, high = np.log10(limits) if limits else (np.log10(np.nanmin(every)) - 0.2, np.log10(np.nanmax(every)) + 0.2)
        ticks = _ticks(low, high)
        ax.set_yscale("log")
        ax.set_ylim(10**low, 10**high)
        ax.set_yticks([float(tick) for tick in ticks], ticks, fontsize=8.5)  # plain text: powers set as formulas take long to draw
        ax.set_yticks([], minor=True)
        ax.yaxis.labelpad = 3
    return figure


def _ticks(low, high):
    """Round numbers between 10^low and 10^high, as texts: powers of ten, or over a short range also twice and five times these."""
    if high - low < 2.5:
        numbers = [f"{factor * 10.0**power:g}" for power in range(int(np.floor(low)), int(np.ceil(high))) for factor in (1, 2, 5)]
    else:
        step = int(np.ceil((high - low) / 8))
        powers = np.arange(np.ceil(low / step), np.floor(high / step) + 1, dtype=int) * step
        numbers = ["1" if power == 0 else f"1e{power}" for power in powers]
    return [number for number in numbers if 10**low <= float(number) <= 10**high]


def signals(networks, X, G, activation, limits=None):
    """The spread of the activations and of their gradients, layer by layer. networks {name: parameters}; limits of both axes."""
    return _draw({name: layer_spreads(parameters, X, G, activation) for name, parameters in networks.items()}, activation, limits)


def _draw(found, activation, limits=None):
    """`signals`, from what `layer_spreads` found for each name."""
    figure, (left, right) = plots.panels(2, title_lines=2)
    for ax, way, title in ((left, 0, f"Forward ({activation})"), (right, 1, f"Back ({activation})")):
        series = {name: spreads[way] for name, spreads in found.items()}
        layers = range(max(len(values) for values in series.values()))
        series = {name: np.pad(values, (0, len(layers) - len(values)), constant_values=np.nan) for name, values in series.items()}
        log_curves(layers, series, "layer", ("spread of the activations", "spread of their gradients")[way], title, ax, limits)
    if len(found) > 1:  # one legend for both, above them, where it hides no line
        for ax in (left, right):
            ax.get_legend().remove()
        figure.legend(handles=left.get_lines(), loc="upper center", ncols=len(found), frameon=False, fontsize=9)
    return figure


LEVEL = (1e-6, 1e6)  # the axes of `scale_and_depth`: they stay while the sliders move, and what leaves them vanishes or explodes
DEEPEST = 50  # its deepest network


def scale_and_depth(initialize, X, G, scale=0.05, depth=20, activation="relu"):
    """`signals` of one network: `depth` layers as wide as X and G, started by initialize(layer_sizes, scale, rng)."""
    parameters = initialize([len(X)] * (depth + 1), scale, np.random.default_rng(0))
    forward, backward = layer_spreads(parameters, X, G, activation)
    figure = _draw({"": (forward, backward)}, activation, LEVEL)
    for ax, ratio in zip(figure.axes, (forward[-1] / forward[0], backward[0] / backward[-1])):
        ax.set_xlim(-0.02 * DEEPEST, 1.02 * DEEPEST)
        ax.axhline(1, color=plots.GREY, linestyle=":", linewidth=1)
        ax.set_title(
            f"{ax.get_title()}: scale {scale:.2f}, {depth} layers\nwhat comes out is {ratio:.2g} times what went in", fontsize=9.5, y=1
        )
    return figure


RANGES = {"tanh": (-1, 1), "sigmoid": (0, 1), "relu": (0, 3)}  # of the activations drawn; what lies beyond counts at the end


def flat_shares(parameters, X, activation):
    """For each layer, its activations A (n_l, m) and the share of them that lie where the activation is nearly flat.

    Nearly flat: the slope is less than a tenth of the largest one it has. Tanh and sigmoid are called saturated there; ReLU is 0.
    """
    steepest, found, A = 0.25 if activation == "sigmoid" else 1.0, [], X
    with np.errstate(all="ignore"):
        for l in range(1, len(parameters) // 2 + 1):
            A, Z = network.layer_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)
            found.append((A, float(np.mean(network.SLOPES[activation](Z) < 0.1 * steepest))))
    return found


def activation_layers(networks, X, activation="tanh", layers=(1, 5, 10, 15, 20)):
    """How the activations of some layers are spread out: a column for each of networks {name: parameters}, a histogram for each layer.

    At the right of a histogram stands the share of activations where the activation is nearly flat, see `flat_shares`.
    """
    figure, axes = plots.panels(len(networks), width=8.4, height=3.9, title_lines=3)
    figure.subplots_adjust(left=0.09, right=0.93, wspace=0.42)
    edges, word = np.linspace(*RANGES[activation], 41), "are 0" if activation == "relu" else "saturated"
    for i, (ax, (name, parameters)) in enumerate(zip(axes, networks.items())):
        found = flat_shares(parameters, X, activation)
        for row, l in enumerate(layers):
            A = np.nan_to_num(found[l - 1][0])
            counts, _ = np.histogram(np.clip(A if activation != "relu" else A[A > 0], *RANGES[activation]), edges)
            ax.stairs(0.8 * counts / max(1, counts.max()) - row, edges, baseline=-row, fill=True, color=plots.COLOURS[i])
            ax.axhline(-row, color=plots.GREY, linewidth=0.6)
            ax.text(1.03, 0.15 - row, f"{found[l - 1][1]:.0%}", transform=ax.get_yaxis_transform(), fontsize=9)
        ax.set_yticks([-row for row in range(len(layers))], [f"layer {l}" for l in layers] if i == 0 else [""] * len(layers))
        ax.set_ylim(0.1 - len(layers), 1)
        plots.finish(ax, "activation", "", "")
        ax.set_title(f"{name}\nlayer {layers[-1]}: {found[layers[-1] - 1][1]:.0%} {word}", fontsize=9.5, y=1)
        ax.spines["left"].set_visible(False)
        ax.tick_params(axis="y", length=0)
        ax.grid(False)
    told = "relu units, those above 0 (3 and more in the last bin); at the right the share that is 0"
    told = told if activation == "relu" else f"{activation} units; at the right the share that is saturated"
    figure.suptitle(told, fontsize=10.5, y=0.985)
    return figure


def three_rules(rules, X, activation="tanh"):
    """`activation_layers` of networks of 20 layers as wide as X; rules {name: a function (layer_sizes, rng) -> parameters}."""
    sizes = [len(X)] * 21
    return activation_layers({name: rule(sizes, np.random.default_rng(0)) for name, rule in rules.items()}, X, activation)


def errors_side_by_side(errors, guessing, title=""):
    """A small picture for each of errors {name: (epochs,)}, all on one axis, so that no curve hides another; a line at `guessing`."""
    figure, axes = plots.panels(len(errors), height=2.9, title_lines=2.6, sharey=True)
    figure.subplots_adjust(wspace=0.15)
    for i, (ax, (name, values)) in enumerate(zip(axes, errors.items())):
        epochs = range(1, len(values) + 1)
        ax.axhline(guessing, color=plots.GREY, linestyle="--", linewidth=1)
        ax.text(epochs[-1], guessing - 0.05, "guessing", color=plots.GREY, fontsize=9, ha="right", va="top")
        ax.plot(epochs, values, color=plots.COLOURS[i], marker=plots.MARKERS[i], markersize=4, label=name)
        ax.set(ylim=(0, 1.02), xticks=range(1, len(values) + 1, max(1, len(values) // 3)))
        plots.finish(ax, "epoch", "error on the dev set" if i == 0 else "", f"{name}\nends at {values[-1]:.2f}")
    figure.suptitle(title, fontsize=11, y=0.98)
    return figure
