"""The figures of chapter 4, dropout: pure drawing functions, as in `plots`."""

import numpy as np
from matplotlib.patches import Rectangle

from .. import plots, widgets

WIDEST = 8.4  # inches: what a notebook shows without making it smaller
BELOW = {"loc": "lower center", "frameon": False, "fontsize": 9}


def framed(X, titles, title=""):
    """The columns of X (64, m) as digits in one row, each in a frame, so that white at its edge is seen."""
    figure = plots.images(X, (8, 8), titles, title, columns=X.shape[1])
    for ax in figure.axes:
        ax.axis("on")
        ax.set(xticks=[], yticks=[])
    return figure


def pixel_shares(shares, titles, title=""):
    """How much each pixel has of something (k, 64): a picture for each row, all on one scale, the first pixel in a box."""
    figure = framed(np.transpose(shares), titles, title)
    for ax in figure.axes:
        ax.add_patch(Rectangle((-0.5, -0.5), 1, 1, fill=False, edgecolor=plots.COLOURS[1], linewidth=2.5, clip_on=False))
    return figure


def sums(series, whole, ax=None):
    """Histograms of sums, with a line at the mean of each and one where nothing is dropped.

    series  {name: values}
    whole   the sum without dropout
    """
    ax = ax or plots.panels(width=5.5)[1][0]
    plots.histogram(series, "$w \\cdot a$ in one draw", "The sums of the next layer", ax=ax)
    ax.axvline(whole, color="black", linewidth=2, label="nothing dropped")
    for i, (name, values) in enumerate(series.items()):
        ax.axvline(np.mean(values), color=plots.COLOURS[i], linestyle=(0, (2, 1.5)), linewidth=2.2, label=f"mean, {name}")
    ax.set_ylim(top=1.55 * ax.get_ylim()[1])  # room for the legend
    ax.legend(fontsize=8, loc="upper center", ncols=2, frameon=False)
    return ax.figure


def costs(series, epochs):
    """The cost over the epochs, one panel for each of series {name: values}; the title says how often it rose."""
    figure, axes = plots.panels(len(series), width=WIDEST, title_lines=2, sharey=True)
    for ax, (name, values) in zip(axes, series.items()):
        rose = np.sum(np.diff(values) > 0)
        plots.curves(range(1, epochs + 1), {"cost": values}, "epoch", "cost", f"{name}\nit rose in {rose} of {epochs - 1} epochs", ax=ax)
    return figure


def thinning(networks, dropout, train, dev, keep_prob=0.8, layer="both", draw=1):
    """`widgets.thinning` as wide as a page, its legends below; draw: each whole number stands for other masks."""
    figure = widgets.thinning(networks, dropout, train, dev, keep_prob, layer, draw)
    figure.set_size_inches(WIDEST, 4.4)
    for ax, (left, width) in zip(figure.axes, ((0.01, 0.32), (0.41, 0.25), (0.735, 0.25))):
        ax.set_position((left, 0.2, width, 0.62))
    marks = {}
    for ax in figure.axes[:2]:
        marks |= dict(zip(*reversed(ax.get_legend_handles_labels())))
        if ax.get_legend() is not None:
            ax.get_legend().remove()
    figure.legend(marks.values(), marks, ncols=len(marks), **BELOW)
    for ax in figure.axes:
        ax.title.set_fontsize(9.5)
    figure.axes[0].tick_params(labelsize=7.5)
    return figure
