"""The figures of chapter 2, bias and variance: pure drawing functions, as in `plots`.

The toy of the chapter: y = wave(x) + noise, with x from -1 to 1, fitted by polynomials.
"""

import numpy as np

from .. import network, plots
from ..learners import polynomial
from .data_splits import framed

DEGREES = range(13)
SEVERAL = "single models"


def wave(x):
    """The truth of the toy, for x from -1 to 1."""
    return np.sin(np.pi * x) + 0.5 * x


def noisy_wave(m, noise, rng):
    """x (m,), one drawn from each of m equal parts of -1 to 1, and y (m,), the wave and normal noise of this standard deviation."""
    x = 2 * (np.arange(m) + rng.random(m)) / m - 1
    return x, wave(x) + noise * rng.standard_normal(m)


def probability(parameters, X):
    """What a network says of X (2, m), as `plots.decision_boundary` wants it: the probability of class 1, (1, m)."""
    return network.forward(X, parameters)[0]


def staircase(names, human, bias, variance, title="", ax=None):
    """For each of names (n,) three bars in a row, each beginning where the one before ends: human error, two gaps (n,) as shares.

    A gap that is negative is hollow, with an arrow to the left.
    """
    ax = ax or _wide_left(len(names))
    rows = -np.arange(len(names), dtype=float)
    start = np.zeros(len(names))
    for i, (label, widths) in enumerate((("human error", human), ("avoidable bias", bias), ("variance", variance))):
        widths, place = 100 * np.asarray(widths, float), rows + 0.26 * (1 - i)
        colour = (plots.GREY, *plots.COLOURS)[i]
        made = ax.barh(place, widths, 0.26, left=start, color=colour, hatch=plots.HATCHES[i], edgecolor="white", linewidth=0.5, label=label)
        start = start + widths
        for bar, y, end, width in zip(made, place, start, widths):
            if width < 0:
                bar.set(facecolor="white", edgecolor=colour, linewidth=1, hatch="")
                ax.annotate(
                    "",
                    (end, y),
                    (end - width, y),
                    arrowprops={"arrowstyle": "-|>", "linewidth": 2, "color": colour, "shrinkA": 0, "shrinkB": 0},
                )
        for y, end, width in zip(place, np.maximum(start, start - widths), widths):
            ax.annotate(f"{width:.3g}".replace("-", "−"), (end, y), (3, 0), textcoords="offset points", va="center", fontsize=8)
    ax.set_yticks(rows, names)
    plots.finish(ax, "percent of the examples", "", title)
    ax.set_title(title, fontsize=11, pad=26, y=1)
    ax.legend(fontsize=9, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", color="#dddddd", linewidth=0.6)
    return ax.figure


def bundles(x, f, predictions, title=""):
    """For each name in predictions {name: (runs, k)} what many models say at x (k,), their mean, and the truth f (k,)."""
    figure, axes = plots.panels(len(predictions), width=8.4, height=3.4, sharey=True)
    for ax, (name, rows) in zip(axes, predictions.items()):
        ax.plot(x, rows.T, color=plots.COLOURS[5], linewidth=0.6, alpha=0.5, label=[SEVERAL] + ["_"] * (len(rows) - 1))
        ax.plot(x, f, color="black", linestyle="--", linewidth=1.6, label="truth")
        ax.plot(x, rows.mean(axis=0), color=plots.COLOURS[1], linewidth=2.2, label="their mean")
        plots.finish(ax, "x", "y" if ax is axes[0] else "", name, legend=ax is axes[0])
    axes[0].legend(fontsize=8, framealpha=0.85, loc="upper left")
    axes[0].set_ylim(f.min() - 1.2, f.max() + 1.2)
    figure.suptitle(title, fontsize=11)
    return figure


def error_parts(x, bias_squared, variance, noise, measured, xlabel):
    """Bias² and variance (n,) over x (n,), and whether they and the squared standard deviation of the noise add up to what was measured."""
    figure, (ax,) = plots.panels(1, width=8)
    figure.subplots_adjust(right=0.66)
    total = bias_squared + variance + noise**2
    series = {"bias²": bias_squared, "variance": variance, "bias² + variance + noise²": total}
    plots.curves(x, series, xlabel, "mean squared error", "What an error is made of", ax=ax)
    ax.plot(x, np.asarray(measured), "x", color="black", markersize=9, label="measured on new points")
    ax.plot(x, np.full(len(x), noise**2), color=plots.GREY, linewidth=1.2, linestyle=":", label="noise²")
    ax.set_ylim(0)
    ax.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1.02, 1))
    return figure


def sizes(units, dev_errors, m):
    """Dev errors (runs, n) of networks over their numbers of units (n,), {name: dev_errors}; m training examples are a dotted line."""
    figure, (ax,) = plots.panels(1, width=8)
    figure.subplots_adjust(right=0.74)
    plots.curves(np.asarray(units, float), dev_errors, "hidden units (each step multiplies)", "dev error", "Bigger and bigger", ax=ax)
    ax.set(xscale="log", ylim=(0, 0.62))
    ax.minorticks_off()
    ticks = [n for n in units if str(n)[0] in "13"]
    ax.set_xticks(ticks, ticks)
    ax.axvline(m, color="black", linewidth=1, linestyle=":")
    ax.annotate(f"as many units as\nexamples, {m}", (m, 0.6), (4, 0), textcoords="offset points", va="top", fontsize=8)
    ax.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1))
    return figure


def wrong_digits(X, said, labels, columns=10):
    """Digits X (64, n), from 0 to 1, numbered, each with what the model said (n,) and what its label says (n,), 1 for odd."""
    words = ("even", "odd")
    titles = [f"{i}: {words[int(a)]}, label {words[int(b)]}" for i, (a, b) in enumerate(zip(said, labels))]
    return framed(plots.images(X, (8, 8), titles, columns=columns))


def capacity(degree=3, m=15, noise=0.4, sample=1):
    """A polynomial fitted to m noisy points of the wave, and the training and dev error of every degree on them.

    sample  a whole number; each stands for another training set. Errors are mean squared errors; dev has 500 points.
    """
    rng = np.random.default_rng(sample)
    x_dev, y_dev = noisy_wave(500, noise, rng)
    x, y = noisy_wave(m, noise, rng)
    models = [polynomial(x, y, d) for d in DEGREES]
    train, dev = ([np.mean((model(a) - b) ** 2) for model in models] for a, b in ((x, y), (x_dev, y_dev)))
    fine = np.linspace(-1, 1, 150)

    figure, (left, right) = plots.panels(2, width=8.4, title_lines=2)
    left.scatter(x, y, s=18, color=plots.COLOURS[0], label="training set", zorder=3)
    left.plot(fine, wave(fine), color="black", linestyle="--", label="truth")
    left.plot(fine, models[degree](fine), color=plots.COLOURS[1], linewidth=2.2, label="polynomial")
    left.set_ylim(-2.6, 2.6)
    plots.finish(left, "x", "y", f"degree {degree}, fitted to {m} points\nsample {sample}", legend=True)
    left.legend(fontsize=9, framealpha=0.85, loc="upper left")

    floor = 1e-3
    series = {"training set": np.maximum(train, floor), "dev set": np.minimum(dev, 100)}
    small = f"below {floor:g}" if train[degree] < floor else f"{train[degree]:.2g}"
    plots.curves(DEGREES, series, "degree", "mean squared error", f"train {small}, dev {dev[degree]:.2g}", ax=right)
    right.legend(fontsize=9, framealpha=0.85, loc="upper left")
    _log_ticks(right)
    right.set_ylim(0.7 * floor, 150)
    right.axhline(noise**2, color=plots.GREY, linewidth=1, linestyle=":")
    right.annotate("noise alone", (DEGREES[-1], noise**2), (0, -10), textcoords="offset points", ha="right", fontsize=8, color=plots.GREY)
    right.axvline(degree, color="black", linewidth=1, linestyle=":")
    return figure


def _log_ticks(ax):
    """A logarithmic axis of errors; plain text, for powers set as formulas take long to draw."""
    ax.set_yscale("log")
    limits = ax.get_ylim()
    ax.set_yticks([1e-3, 1e-2, 1e-1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    ax.minorticks_off()
    ax.set_ylim(limits)


def _wide_left(rows):
    """Axes with room for long names on the left."""
    figure, (ax,) = plots.panels(1, width=8, height=1.3 + 0.55 * rows, title_lines=2)
    figure.subplots_adjust(left=0.27)
    return ax
