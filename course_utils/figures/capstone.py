"""The figures of chapter 9, the capstone: pure drawing functions, as in `plots`.

log: a list with a dict for each turn of the loop, each with "train_error", "dev_error" (shares from 0 to 1) and settings or a name.
best_so_far: log -> best, lowest, as one writes it in the chapter.
"""

from textwrap import shorten

import numpy as np
from matplotlib.ticker import MaxNLocator

from .. import plots

TRAIN, DEV = plots.COLOURS[0], plots.COLOURS[1]


def table(log):
    """A log as text: a line for each turn, with its number from 0, its errors, and its other entries."""
    lines = ["turn  train error  dev error  what was tried"]
    for turn, row in enumerate(log):
        rest = {name: entry for name, entry in row.items() if name not in ("train_error", "dev_error")}
        tried = ", ".join(_told(name, entry) for name, entry in rest.items())
        lines.append(f"{turn:4}  {row['train_error']:11.3f}  {row['dev_error']:9.3f}  {tried}")
    return "\n".join(lines)


def _told(name, entry):
    if isinstance(entry, (bool, np.bool_)):
        return name if entry else f"no {name}"
    return f"{name} {entry:.3g}" if isinstance(entry, (int, float)) else str(entry)


def dev_costs(histories, title="", first=1):
    """The dev costs of trainings, {name: costs, one for each epoch}, from the first epoch to be drawn on, each with a dot at its lowest."""
    figure, (ax,) = plots.panels(1, width=7.5)
    for i, (name, costs) in enumerate(histories.items()):
        style = {"color": plots.COLOURS[i], "linestyle": plots.LINES[i]}
        ax.plot(np.arange(first, len(costs) + 1), costs[first - 1 :], label=name, **style)
        ax.plot(np.argmin(costs) + 1, np.min(costs), marker="o", color=plots.COLOURS[i], markeredgecolor="black")
    ax.set(ylim=(0, None), xlim=(first, None))
    plots.finish(ax, "epoch", "dev cost", title, legend=True)
    return figure


def pictures(X, titles, title=""):
    """The columns of X (64, m) as pictures, ten in a row, each in a frame and with its own title; grey from the 1st to the 99th of 100."""
    columns, m = 10, X.shape[1]
    rows = -(-m // columns)
    height, (low, high) = 1.1 * rows + 0.35, np.percentile(X, [1, 99])
    figure = plots.Picture(figsize=(8.2, height))
    figure.subplots_adjust(left=0.01, right=0.99, bottom=0.08 / height, top=1 - 0.6 / height, hspace=0.45, wspace=0.12)
    for i, ax in enumerate(figure.subplots(rows, columns, squeeze=False).flat):
        if i < m:
            ax.imshow(X[:, i].reshape(8, 8), cmap="gray_r", vmin=low, vmax=high)
            ax.set(xticks=[], yticks=[])
            ax.set_title(titles[i], fontsize=9, pad=2)
        else:
            ax.axis("off")
    figure.suptitle(title, fontsize=11, y=1 - 0.05 / height, va="top")
    return figure


def confusions(said, truth, title=""):
    """How often a true class (row) was taken for another (column), as numbers in a table; a dash stands for what is right."""
    n = 1 + max(np.max(said), np.max(truth))
    counts = np.zeros((n, n), int)
    np.add.at(counts, (truth, said), 1)
    np.fill_diagonal(counts, 0)
    figure, (ax,) = plots.panels(1, width=4.6, height=4.4)
    ax.imshow(counts, cmap="Blues", vmin=0, vmax=max(5, counts.max()))
    for i, j in zip(*np.nonzero(counts)):
        ax.text(j, i, counts[i, j], ha="center", va="center", color="white" if counts[i, j] > 3 else "black", fontsize=10)
    ax.plot(range(n), range(n), marker="_", markersize=9, linestyle="none", color=plots.GREY)
    ax.set_xticks(range(n))
    ax.set_yticks(range(n))
    plots.finish(ax, "says class", "true class", title)
    ax.grid(False)
    return figure


def mended_and_spoiled(before, after, groups, title=""):
    """What a turn changed: in each group of images, how many it mended (up) and spoiled (down).

    before, after (m,): which images are wrong; groups: lists of indices of images, from those in place to those far off
    """
    figure, (ax,) = plots.panels(1, width=6.5, height=3.2)
    places = np.arange(len(groups))
    mended, spoiled = (np.array([np.sum(a[g] & ~b[g]) for g in groups]) for a, b in ((before, after), (after, before)))
    ax.bar(places, mended, color=plots.COLOURS[2], width=0.6, label=f"mended: {mended.sum()}")
    ax.bar(places, -spoiled, color=plots.COLOURS[1], width=0.6, hatch="//", edgecolor="white", label=f"spoiled: {spoiled.sum()}")
    ax.axhline(0, color="black", linewidth=0.8)
    most = 1 + max(mended.max(), spoiled.max())
    ax.set(ylim=(-most, most + 2))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_formatter(lambda y, _: f"{abs(y):.0f}")
    ax.set_xticks(places, ["1 (in place)", *range(2, len(groups)), f"{len(groups)} (far off)"])
    plots.finish(ax, "place of the ink, five groups of dev images", "images", title, legend=True)
    ax.legend(fontsize=9, framealpha=0.85, loc="upper left", ncols=2)
    return figure


def turns(log, baseline_error, best_so_far, title=""):
    """Every turn of the loop from top to bottom: its name, both errors, the lowest dev error so far, and the baseline.

    The best turn's dev error has a star.
    """
    best, lowest = best_so_far(log)
    figure, (ax,) = plots.panels(1, width=8.2, height=1.3 + 0.36 * len(log))
    figure.subplots_adjust(left=0.33)
    places = np.arange(len(log))
    train, dev = (np.array([row[name] for row in log]) for name in ("train_error", "dev_error"))
    ax.hlines(places, np.minimum(train, dev), np.maximum(train, dev), color="#bbbbbb", linewidth=1)
    ax.axvline(baseline_error, color="black", linestyle=":", linewidth=1.4, label=f"baseline {baseline_error:.3f}")
    ax.plot(train, places, marker="o", linestyle="none", color=TRAIN, label="training error")
    dropped = np.array([not row.get("keep", True) for row in log])
    ax.plot(dev[~dropped], places[~dropped], marker="s", linestyle="none", color=DEV, label="dev error")
    if dropped.any():
        hollow = {"markerfacecolor": "white", "markeredgecolor": DEV, "markeredgewidth": 1.6}
        ax.plot(dev[dropped], places[dropped], marker="s", linestyle="none", label="dev error, dropped", **hollow)
    ax.plot(lowest, places, drawstyle="steps-post", color=plots.COLOURS[2], linewidth=1.4, linestyle="--", label="lowest dev error so far")
    ax.plot(
        dev[best], best, marker="*", markersize=17, color=plots.COLOURS[2], markeredgecolor="black", linestyle="none", label="best turn"
    )
    names = [shorten(str(row.get("name", "")), 32, placeholder=" …") for row in log]
    ax.set_yticks(places, [f"{name}  {i}".strip() for i, name in enumerate(names)])
    ax.set(ylim=(len(log) - 0.4, -0.6), xlim=(0, 1))
    plots.finish(ax, "error", "turn", title)
    ax.grid(axis="x", color="#dddddd", linewidth=0.6)
    ax.legend(fontsize=9, framealpha=0.85, loc="lower right")
    return figure


def search(log, baseline_error, best_so_far, turns=None, scale="log"):
    """A search over alpha and lambd: where one has looked, what was found there, and how far one had come after each turn.

    turns  how many turns of the log are drawn; None: all
    scale  "log" or "linear", of both hyperparameters
    """
    some = log[:turns]
    best, lowest = best_so_far(some)
    figure, (left, right) = plots.panels(2, width=8.4, height=3.8, width_ratios=[1.25, 1])
    figure.subplots_adjust(wspace=0.28)  # room for the names of the colours and of the axis
    alpha, lambd, dev = (np.array([row[name] for row in some]) for name in ("alpha", "lambd", "dev_error"))
    worst = max(row["dev_error"] for row in log)
    least = min(row["dev_error"] for row in log)
    dots = left.scatter(alpha, lambd, c=dev, cmap="cividis_r", vmin=least, vmax=worst, s=70, edgecolor="black", linewidth=0.6, zorder=2)
    left.plot(
        alpha[best],
        lambd[best],
        marker="o",
        markersize=17,
        markerfacecolor="none",
        markeredgecolor="black",
        markeredgewidth=2,
        linestyle="none",
    )
    every = {name: np.array([row[name] for row in log]) for name in ("alpha", "lambd")}
    low = (0.7 * every["alpha"].min(), 0.7 * every["lambd"].min()) if scale == "log" else (0, 0)
    limits = [(a, 1.4 * v.max() if scale == "log" else 1.05 * v.max()) for a, v in zip(low, every.values())]
    left.set(xscale=scale, yscale=scale, xlim=limits[0], ylim=limits[1])
    plots.finish(left, "α", "λ", f"best of {len(some)}: α = {alpha[best]:.3g}, λ = {lambd[best]:.3g}")
    bar = figure.colorbar(dots, ax=left, pad=0.02)
    bar.set_label("dev error (light is low)", fontsize=9)
    right.plot(dev, color=DEV, linestyle="none", marker="s", label="dev error of the turn")
    right.plot(lowest, color=plots.COLOURS[2], linestyle="--", drawstyle="steps-post", label="lowest dev error so far")
    right.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    plots.finish(right, "turn", "error", f"lowest dev error {lowest[-1]:.3f}")
    right.axhline(baseline_error, color="black", linestyle=":", linewidth=1.4, label="baseline")
    right.set(xlim=(-0.5, len(log) - 0.5), ylim=(0, 1.05 * max(worst, baseline_error)))
    right.legend(fontsize=9, framealpha=0.85)
    return figure


def reports(names, errors, margins, baselines, title=""):
    """Final reports: for each name a test error with its margin, beside the error of the baseline."""
    figure, (ax,) = plots.panels(1, width=6.5)
    places = np.arange(len(names))
    ax.errorbar(places - 0.08, errors, margins, fmt="none", ecolor=DEV, capsize=6)
    ax.plot(places - 0.08, errors, marker="s", markersize=8, linestyle="none", color=DEV, label="network, ± margin")
    ax.plot(places + 0.08, baselines, marker="D", markersize=8, linestyle="none", color="black", label="baseline")
    ax.set_xticks(places, names)
    ax.set(xlim=(-0.6, len(names) - 0.4), ylim=(0, 1.25 * max(np.max(baselines), np.max(np.add(errors, margins)))))
    plots.finish(ax, "", "test error", title)
    ax.legend(fontsize=9, framealpha=0.85, loc="lower left", ncols=2)
    return figure
