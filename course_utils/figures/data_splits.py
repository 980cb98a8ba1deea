"""The figures of chapter 1, splitting data: pure drawing functions, as in `plots`."""

import numpy as np
from matplotlib.ticker import PercentFormatter
from scipy.stats import binom

from .. import plots

PARTS = ("training set", "dev set", "test set")
SIZES = (25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def framed(figure):
    """A figure of `plots.images` with a thin frame round each picture: where it ends can be seen."""
    for ax in figure.axes:
        if ax.images:
            ax.axis("on")
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set(visible=True, color="#bbbbbb", linewidth=0.8)
    return figure


def hands(X, writer, columns=12):
    """Digits X (64, m) of some writers (m,), one row of pictures for each writer, `columns` of them at most."""
    names = np.unique(writer)
    chosen = np.concatenate([np.flatnonzero(writer == name)[:columns] for name in names])
    titles = [f"writer {writer[i]}" if j % columns == 0 else "" for j, i in enumerate(chosen)]
    return framed(plots.images(X[:, chosen], (8, 8), titles, columns=columns))


def dots(rows, xlabel, title="", guess=None, truth=None):
    """Measurements as dots, one row for each of rows {name: values}, and a bar at their mean.

    guess  (low, high) is shaded   truth  a number, as a dashed line
    """
    figure, (ax,) = plots.panels(1, width=8, height=1.4 + 0.55 * len(rows))
    figure.subplots_adjust(left=0.25)
    for i, (name, values) in enumerate(rows.items()):
        values = np.asarray(values, float)
        place = np.full(len(values), -i) + 0.16 * (np.arange(len(values)) % 3 - 1)  # equal ones do not hide each other
        ax.plot(values, place, plots.MARKERS[i], color=plots.COLOURS[i], markersize=6, alpha=0.6, linestyle="none", label=name)
        ax.plot([values.mean()] * 2, [-i - 0.36, -i + 0.36], color="black", linewidth=2)
    if guess is not None:
        ax.axvspan(*guess, color=plots.GREY, alpha=0.15, linewidth=0)
    if truth is not None:
        ax.axvline(truth, color="black", linestyle="--", linewidth=1)
    ax.set_yticks(-np.arange(len(rows)), rows)
    ax.set_ylim(-len(rows) + 0.4, 0.6)
    plots.finish(ax, f"{xlabel} (bar: the mean)", "", title)
    ax.grid(visible=False)
    ax.grid(axis="x", color="#dddddd", linewidth=0.6)
    return figure


def spread(m, measured, formula):
    """Measured standard deviations (n,) as markers on the line of the formula (n,), over the number of examples m (n,)."""
    figure, (ax,) = plots.panels(1, width=5.5)
    figure.subplots_adjust(left=0.17)
    ax.plot(m, formula, color=plots.COLOURS[1], linewidth=1.6, label="the formula")
    ax.plot(
        m,
        measured,
        "o",
        color=plots.COLOURS[0],
        markersize=8,
        markerfacecolor="none",
        markeredgewidth=2,
        label="measured, 1000 dev sets each",
    )
    ax.set(xscale="log", yscale="log")
    ax.minorticks_off()
    ax.set_xticks(m, m)
    ax.set_yticks([0.005, 0.01, 0.02, 0.05], [0.005, 0.01, 0.02, 0.05])
    plots.finish(ax, "dev examples", "standard deviation", "Spread of a measured accuracy", legend=True)
    return figure


def parts(sizes, title=""):
    """Bars cut into three. sizes {name: (m_train, m_dev, m_test)}; each bar is as long as the others, the numbers stand in it."""
    figure, (ax,) = plots.panels(1, width=8, height=1.1 + 0.5 * len(sizes), title_lines=2)
    figure.subplots_adjust(left=0.2)
    rows, whole = -np.arange(len(sizes), dtype=float), np.array(list(sizes.values()), float)
    shares, start = 100 * whole / whole.sum(axis=1, keepdims=True), np.zeros(len(sizes))
    for i, name in enumerate(PARTS):
        ax.barh(rows, shares[:, i], 0.6, left=start, color=plots.COLOURS[i], hatch=plots.HATCHES[i], edgecolor="white", label=name)
        for y, left, share, count in zip(rows, start, shares[:, i], whole[:, i]):
            if share > 8:
                style = {"ha": "center", "va": "center", "fontsize": 9, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1.5}}
                ax.text(left + share / 2, y, f"{count:,.0f}".replace(",", " "), **style)
        start = start + shares[:, i]
    ax.set_yticks(rows, list(sizes))
    plots.finish(ax, "percent of the examples", "", title)
    ax.set_title(title, fontsize=11, pad=24)
    ax.legend(fontsize=9, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 0.97), ncols=3)
    ax.grid(visible=False)
    ax.set_xlim(0, 100)
    return figure


def wrong_choice(better, worse, m):
    """The probability that a model of accuracy `worse` looks at least as good as one of `better`, each on m examples of its own."""
    right = np.arange(m + 1)
    return float(binom.pmf(right, m, worse) @ binom.cdf(right, m, better))


def two_models(m=100, better=0.9, difference=0.03):
    """What a dev set of m examples says of two models, and how often it takes the worse one for at least as good.

    better, difference  the accuracy of the better model, and by how much that of the other is lower
    """
    worse = better - difference
    figure, (left, right) = plots.panels(2, width=8.4, title_lines=2)
    low, high = (int(binom.ppf(q, m, p)) for q, p in ((1e-4, worse), (1 - 1e-4, better)))
    step = -(-(high - low) // 40)  # as many numbers of right labels in each bin
    right_labels = np.arange(low - step, high + step + 1, step)
    middles = (right_labels[1:] - (step - 1) / 2) / m
    for i, (name, p) in enumerate((("better model", better), ("worse model", worse))):
        heights = np.diff(binom.cdf(right_labels, m, p))
        left.fill_between(middles, heights, step="mid", alpha=0.25, color=plots.COLOURS[i], hatch=plots.HATCHES[i])
        left.plot(
            middles, heights, drawstyle="steps-mid", color=plots.COLOURS[i], linestyle=plots.LINES[i], label=f"{name}: {100 * p:.3g} %"
        )
        left.axvline(p, color=plots.COLOURS[i], linewidth=1, linestyle=":")
    plots.finish(left, "accuracy measured on the dev set", "how often", f"What {m} dev examples say\nof two models", legend=True)
    left.set(xlim=(0.38, 1.02), ylim=(0, 1.5 * left.dataLim.y1), yticks=[])  # the same accuracies wherever the sliders are
    left.set_xticks([0.4, 0.6, 0.8, 1])
    left.legend(fontsize=9, loc="upper left")
    left.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))

    chances = [wrong_choice(better, worse, size) for size in SIZES]
    here = wrong_choice(better, worse, m)
    title = f"The worse model looks at least\nas good in {here:.1%} of the cases"
    plots.curves(np.array(SIZES, float), {"chance": chances}, "dev examples", "chance that it looks as good", title, ax=right)
    right.set(xscale="log", ylim=(0, 0.62))
    right.plot([m], [here], marker="*", markersize=14, color=plots.COLOURS[1], linestyle="none")
    right.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return figure
