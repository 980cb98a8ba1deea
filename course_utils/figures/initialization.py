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


def log_curves(x, series, xlabel, ylabel, title="", ax=None):
    """Lines over x on a log axis, as `plots.curves` draws them; what is 0, not finite or not positive is left out."""
    shown = {name: np.where(np.isfinite(values) & (np.array(values) > 0), values, np.nan) for name, values in series.items()}
    figure = plots.curves(x, shown, xlabel, ylabel, title, ax)
    ax = ax or figure.axes[0]
    every = np.concatenate(list(shown.values()))
    if np.isfinite(every).any():
        low, high = np.log10(np.nanmin(every)) - 0.2, np.log10(np.nanmax(every)) + 0.2
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


def signals(networks, X, G, activation):
    """The spread of the activations and of their gradients, layer by layer. networks {name: parameters}."""
    return _draw({name: layer_spreads(parameters, X, G, activation) for name, parameters in networks.items()}, activation)


def _draw(found, activation):
    """`signals`, from what `layer_spreads` found for each name."""
    figure, (left, right) = plots.panels(2, title_lines=2)
    for ax, way, title in ((left, 0, f"Forward ({activation})"), (right, 1, f"Back ({activation})")):
        series = {name: spreads[way] for name, spreads in found.items()}
        layers = range(max(len(values) for values in series.values()))
        series = {name: np.pad(values, (0, len(layers) - len(values)), constant_values=np.nan) for name, values in series.items()}
        log_curves(layers, series, "layer", ("spread of the activations", "spread of their gradients")[way], title, ax)
    if len(found) > 1:  # one legend for both, above them, where it hides no line
        for ax in (left, right):
            ax.get_legend().remove()
        figure.legend(handles=left.get_lines(), loc="upper center", ncols=len(found), frameon=False, fontsize=9)
    return figure


def scale_and_depth(initialize, X, G, scale=0.05, depth=20, activation="relu"):
    """`signals` of one network: `depth` layers as wide as X and G, started by initialize(layer_sizes, scale, rng)."""
    parameters = initialize([len(X)] * (depth + 1), scale, np.random.default_rng(0))
    forward, backward = layer_spreads(parameters, X, G, activation)
    figure = _draw({"": (forward, backward)}, activation)
    for ax, ratio in zip(figure.axes, (forward[-1] / forward[0], backward[0] / backward[-1])):
        ax.set_title(
            f"{ax.get_title()}: scale {scale:.2f}, {depth} layers\nwhat comes out is {ratio:.2g} times what went in", fontsize=9.5, y=1
        )
    return figure
