"""The figures of chapter 1, splitting data: pure drawing functions, as in `plots`."""

import numpy as np
from matplotlib.ticker import MaxNLocator, PercentFormatter
from scipy.stats import binom

from .. import plots

PARTS = ("training set", "dev set", "test set")
SIZES = (25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def loop():
    """The loop of the lecture, Idea, Code, Experiment, as three boxes and the arrows between them."""
    figure, (ax,) = plots.panels(1, width=6, height=2.9)
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.02, top=0.86)
    places = {"Idea\nwhat to try": (0.5, 0.82), "Code\nwrite it, train it": (0.84, 0.2), "Experiment\nmeasure it": (0.16, 0.2)}
    for i, (text, place) in enumerate(places.items()):
        box = {"boxstyle": "round,pad=0.55", "facecolor": "white", "edgecolor": plots.COLOURS[i], "linewidth": 2}
        ax.text(*place, text, ha="center", va="center", fontsize=11, bbox=box)
    for start, end in (((0.62, 0.68), (0.79, 0.38)), ((0.67, 0.2), (0.31, 0.2)), ((0.21, 0.38), (0.38, 0.68))):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "linewidth": 2, "color": plots.GREY})
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.set_title("Idea → Code → Experiment → Idea → …", fontsize=11)
    ax.axis("off")
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
    figure, (left, right) = plots.panels(2, width=9.5, title_lines=2)
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
    left.set_ylim(0, 1.4 * left.dataLim.y1)
    left.yaxis.set_major_locator(MaxNLocator(4))
    left.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    left.legend(fontsize=9, loc="upper left", ncols=2)
    left.xaxis.set_major_formatter(PercentFormatter(1, decimals=0 if high - low > 0.05 * m else 1))

    chances = [wrong_choice(better, worse, size) for size in SIZES]
    here = wrong_choice(better, worse, m)
    title = f"The worse model looks at least\nas good in {here:.1%} of the cases"
    plots.curves(np.array(SIZES, float), {"chance": chances}, "dev examples", "chance of a wrong choice", title, ax=right)
    right.set(xscale="log", ylim=(0, 0.62))
    right.plot([m], [here], marker="*", markersize=14, color=plots.COLOURS[1], linestyle="none")
    right.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return figure
