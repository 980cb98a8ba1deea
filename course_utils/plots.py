"""Drawing: each function takes data and returns a Figure; none trains, draws at random, or keeps state.

Columns are examples: X (n_x, m), Y (1, m) of 0 and 1, masks D (n_l, m) or (n_l, 1) of 0 and 1.
Every drawing into one Axes takes `ax`; without it, it makes a Figure. `panels` makes several Axes side by side:

    figure, (left, right) = panels(2)

Figures are made without pyplot: a cell that ends in one shows it once, and nothing is left open. Series differ in colour
(Okabe & Ito 2008, told apart by everyone) and also in marker, line or hatching. A picture comes with words (`describe`).
"""

from base64 import b64encode
from html import escape
from io import BytesIO
from textwrap import fill

import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.lines import AxLine
from matplotlib.ticker import FixedLocator, MaxNLocator

from .checking.messages import execution

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1, 1, 1)), (0, (1, 1)))
HATCHES = ("", "///", "...", "\\\\\\", "xxx", "---", "+++")
GREY = "#767676"  # still readable on white
ROUGH = "rough"  # the gid of a line whose ends rounding decides: their numbers are not told
WIDTH, HEIGHT = 8.0, 3.6  # inches, of a figure as wide as a notebook's text
DPI, SHARP = 100, 2  # pixels to an inch of the page, and dots to such a pixel, which many screens show
GAP = 0.8  # inches between Axes, for the numbers and the name of an axis


class Picture(Figure):
    """A Figure that shows itself in a notebook, with or without %matplotlib; drawn once, where IPython's own way draws it twice."""

    def _ipython_display_(self):
        from IPython.display import display

        data, metadata = mime_bundle(self)
        display(data, metadata=metadata, raw=True)


def panels(columns=1, width=WIDTH, height=HEIGHT, title_lines=1, **options):
    """figure, axes (columns,): Axes side by side, with room for titles; options go to `Figure.subplots`, as width_ratios=[1, 2].

    The margins are fixed: to measure text and lay out anew would draw every figure twice.
    """
    figure = Picture(figsize=(width, height))
    figure.subplots_adjust(left=0.7 / width, right=1 - 0.2 / width, bottom=0.6 / height, top=1 - (0.15 + 0.2 * title_lines) / height,
                           wspace=GAP * columns / (width - 0.9 - GAP * (columns - 1)))  # fmt: skip
    return figure, figure.subplots(1, columns, squeeze=False, **options)[0]


def curves(x, series, xlabel, ylabel, title="", ax=None):
    """Lines over x (n,). series {name: values (n,), or (runs, n): then their mean, and a band of one standard deviation}."""
    ax = ax or panels(width=5.5)[1][0]
    every = -(-len(x) // 12)
    if np.asarray(x).dtype.kind in "iu":  # epochs, layers: no ticks between them
        ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    for i, (name, values) in enumerate(series.items()):
        runs = np.atleast_2d(values)
        mean, spread = runs.mean(axis=0), runs.std(axis=0)
        i %= len(COLOURS)
        ax.plot(x, mean, color=COLOURS[i], linestyle=LINES[i], marker=MARKERS[i], markevery=every, markersize=5, label=name)
        if len(runs) > 1:
            ax.fill_between(x, mean - spread, mean + spread, color=COLOURS[i], alpha=0.15, linewidth=0)
    finish(ax, xlabel, ylabel, title, legend=len(series) > 1)
    return ax.figure


def bars(names, series, xlabel, ylabel, title="", ax=None):
    """Groups of bars, one group for each of names (n). series {name: heights (n,), or (runs, n): mean and standard deviation}."""
    ax = ax or panels(width=5.5)[1][0]
    width = 0.8 / len(series)
    for i, (name, values) in enumerate(series.items()):
        runs = np.atleast_2d(values)
        place = np.arange(len(names)) + (i - (len(series) - 1) / 2) * width
        i %= len(COLOURS)
        ax.bar(place, runs.mean(axis=0), width, yerr=runs.std(axis=0) if len(runs) > 1 else None, capsize=3,
               color=COLOURS[i], hatch=HATCHES[i], edgecolor="white", linewidth=0.5, label=name)  # fmt: skip
    every = -(-len(names) // 12)
    ax.set_xticks(np.arange(len(names))[::every], list(names)[::every])
    ax.yaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10]))  # short numbers
    finish(ax, xlabel, ylabel, title)
    if len(series) > 1:
        ax.margins(y=0.3)  # room for the legend, above the bars
        ax.legend(fontsize=9, framealpha=0.85, loc="upper center", ncols=len(series))
    return ax.figure


def histogram(series, xlabel, title="", bins=30, ax=None):
    """How often which value occurs. series {name: values of any shape}; all share the bins."""
    ax = ax or panels(width=5.5)[1][0]
    series = {name: np.ravel(values) for name, values in series.items()}
    edges = np.histogram_bin_edges(np.concatenate(list(series.values())), bins)
    for i, (name, values) in enumerate(series.items()):
        i %= len(COLOURS)
        ax.hist(values, edges, histtype="stepfilled", facecolor=COLOURS[i] + "40", hatch=HATCHES[i], edgecolor=COLOURS[i],
                linestyle=LINES[i], linewidth=1.5, label=name)  # fmt: skip
    finish(ax, xlabel, "number of values", title, legend=len(series) > 1)
    return ax.figure


def decision_boundary(predict, X, Y, title="", others=(), ax=None, steps=80, legend=True):
    """The plane as predict sees it, and examples X (2, m), Y (1, m) on it.

    predict  (2, k) -> probabilities of class 1 or labels, (1, k); the boundary is where they pass 0.5
    others   functions of the same form; only their boundaries are drawn, thin and dashed
    """
    ax = ax or panels(width=4.5, height=4)[1][0]
    low, high = X.min(axis=1), X.max(axis=1)
    margin = 0.08 * (high - low)
    x1, x2 = (np.linspace(a, b, steps) for a, b in zip(low - margin, high + margin))
    plane = np.stack([grid.ravel() for grid in np.meshgrid(x1, x2)])

    def boundaries(functions, **style):
        heights = [np.asarray(function(plane), float).reshape(steps, steps) for function in functions]
        lines = [line for height in heights for line in contour_generator(x1, x2, height).lines(0.5)]
        ax.add_collection(LineCollection(lines, **style), autolim=False)
        return heights

    boundaries(others, colors=GREY, linewidths=0.9, linestyles="--")
    (height,) = boundaries([predict], colors="black", linewidths=2.2)
    ax.imshow(height > 0.5, cmap=ListedColormap(COLOURS[:2]), vmin=0, vmax=1, alpha=0.15, origin="lower", aspect="auto",
              extent=(x1[0], x1[-1], x2[0], x2[-1]))  # fmt: skip
    for label in (0, 1):
        chosen = np.ravel(Y) == label
        ax.scatter(X[0, chosen], X[1, chosen], s=22, color=COLOURS[label], marker=MARKERS[label], edgecolor="white", linewidth=0.4,
                   label=f"y = {label}")  # fmt: skip
    ax.locator_params(nbins=4)
    finish(ax, "x₁", "x₂", title)
    if legend:
        ax.legend(fontsize=9, framealpha=0.85, loc="upper right")
    return ax.figure


def network_graph(layer_sizes, masks=None, title="", ax=None):
    """The units of a network [n_0, ..., n_L] and what joins them. masks {l: D[l] (n_l, 1)}: where 0, the unit is crossed out.

    What goes into a dropped unit or comes from it is not drawn; nor are units of a layer after its first 20.
    """
    ax = ax or panels(width=5)[1][0]
    kept = [np.ones(n, bool) for n in layer_sizes]
    for l, D in (masks or {}).items():
        kept[l] = np.asarray(D)[:, 0] > 0
    shown = [k[:20] for k in kept]
    places = [np.stack([np.full(len(k), l), (len(k) - 1) / 2 - np.arange(len(k))], axis=1) for l, k in enumerate(shown)]
    for l in range(1, len(shown)):
        ends = [(a, b) for a in places[l - 1][shown[l - 1]] for b in places[l][shown[l]]]
        ax.add_collection(LineCollection(ends, colors=GREY, linewidths=0.5, alpha=0.6, zorder=1))
    place, on = np.concatenate(places), np.concatenate(shown)
    tallest = max(len(k) for k in shown)
    size = min(150, 1700 / tallest)
    ax.scatter(*place[on].T, s=size, color=COLOURS[0], edgecolor="black", linewidth=0.6, zorder=2, label="kept")
    if not on.all():
        ax.scatter(*place[~on].T, s=size, facecolor="white", edgecolor=GREY, linestyle=":", zorder=2)
        ax.scatter(*place[~on].T, s=0.6 * size, color=COLOURS[1], marker="x", zorder=3, label="dropped")
        ax.legend(loc="lower left", ncols=2, frameon=False, fontsize=9, handletextpad=0.1, columnspacing=1)
    last = len(layer_sizes) - 1
    names = ["input", *(f"layer {l}" for l in range(1, last)), "output"]
    counts = [f"{k.sum()} of {len(k)}" if l in (masks or {}) else str(len(k)) for l, k in enumerate(kept)]
    drawn = ["\n(20 drawn)" if len(k) > 20 else "" for k in kept]
    ax.set_xticks(range(last + 1), [f"{name}\n{count}{note}" for name, count, note in zip(names, counts, drawn)])
    ax.set(xlim=(-0.4, last + 0.4), ylim=(-0.68 * tallest - 0.3, tallest / 2), yticks=[])
    ax.set_title(title, fontsize=11, y=1)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax.figure


def mask_grid(D, title="", ax=None):
    """A mask D (n, m), entry by entry: a filled square is kept, a cross is dropped."""
    ax = ax or panels(width=5)[1][0]
    on = np.asarray(D) > 0
    ax.imshow(on, cmap=ListedColormap(["white", COLOURS[5]]), vmin=0, vmax=1, aspect="equal")
    row, column = np.nonzero(~on)
    room = ax.get_position().size * ax.figure.get_size_inches() * 72 / on.shape[::-1]  # points, for one entry
    ax.scatter(column, row, marker="x", color=COLOURS[1], s=(0.5 * room.min()) ** 2, linewidth=min(1.5, 0.1 * room.min()), label="dropped")
    finish(ax, "example (× dropped)", "unit", title)
    rows, columns = (np.arange(n + 1) - 0.5 for n in on.shape)
    ax.hlines(rows, columns[0], columns[-1], color="#dddddd", linewidth=0.6)
    ax.vlines(columns, rows[0], rows[-1], color="#dddddd", linewidth=0.6)
    for axis, n in ((ax.yaxis, on.shape[0]), (ax.xaxis, on.shape[1])):
        axis.set_ticks(range(0, n, -(-n // 12)))
    ax.grid(False)
    return ax.figure


def images(X, shape, titles=(), title="", columns=8, cmap="gray_r"):
    """The columns of X (n_x, m) as m pictures of the given shape, all on one scale, each with its title if there are any."""
    columns, m = min(columns, X.shape[1]), X.shape[1]
    rows = -(-m // columns)
    side = min(2.5, WIDTH / columns)
    titles = [fill(text, int(14 * side)) for text in titles]
    label, top = 0.15 + 0.15 * max((text.count("\n") + 1 for text in titles), default=0), 0.3 if title else 0.0
    width, height = side * columns, (side + label) * rows + top
    figure = Picture(figsize=(width, height))
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.02, top=1 - (top + label) / height, hspace=label / side, wspace=0.1)
    for i, ax in enumerate(figure.subplots(rows, columns, squeeze=False).flat):
        ax.axis("off")
        if i < m:
            ax.imshow(X[:, i].reshape(shape), cmap=cmap, vmin=X.min(), vmax=X.max())
            ax.set_title(titles[i] if i < len(titles) else "", fontsize=9)
    figure.suptitle(title, fontsize=11, y=1 - 0.05 / height)
    return figure


def finish(ax, xlabel, ylabel, title, legend=False):
    """Name the axes and give them the looks of the course; the legend goes where it hides least."""
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.set_title(title, fontsize=11, y=1)  # without y, Matplotlib measures all ticks to find a place
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color="#dddddd", linewidth=0.6)
    ax.set_axisbelow(True)
    if legend:
        ax.legend(fontsize=9, framealpha=0.85)


def describe(figure):
    """The figure in words, for those who cannot see it: titles, axes, where lines begin, end and turn, how long bars are."""
    parts = [figure.get_suptitle()]
    for ax in figure.axes:
        names = ax.get_legend_handles_labels()[1]
        said = dict.fromkeys(names, "")
        bars = any(getattr(group, "orientation", "") == "horizontal" for group in ax.containers)
        lying = bars or _has_names(ax.yaxis)  # names at the left, values to the right
        for line in ax.get_lines():
            values = np.asarray(line.get_xdata() if lying else line.get_ydata(), float)
            ends = values.size and line.get_gid() != ROUGH and not isinstance(line, AxLine)  # which has none
            if line.get_label() in said and ends:
                loose = lying or (np.diff(line.get_xdata(orig=False)) <= 0).any() and line.get_linestyle() == "None"  # points in no order
                said[line.get_label()] = _ends(np.sort(values) if loose else values, line.get_xdata(orig=False))
        for group in ax.containers:
            if group.get_label() in said and len(group) <= 12:
                said[group.get_label()] = "".join(f" {bar.get_width() if lying else bar.get_height():.3g}" for bar in group)
        over = f"{ax.get_ylabel()} over {ax.get_xlabel()}" if ax.get_ylabel() else ax.get_xlabel()
        named = ax.axison and (lying or ax.containers or not ax.get_xlabel())  # ticks that are names, not numbers
        ticks = [tick.get_text() for tick in (ax.get_yticklabels() if lying else ax.get_xticklabels())] if named else []
        parts += [ax.get_title(), over, ", ".join(ticks), ", ".join(name + text for name, text in said.items())]
    return ". ".join(part for part in (" ".join(part.split()) for part in parts) if part)


def _ends(values, places):
    """Where a line (n,) over places (n,) begins and ends, and how far it goes below and above that."""
    largest = np.abs(values).max()
    values = np.where(np.abs(values) < 1e-9 * largest, 0.0, values)  # what rounding left of 0
    says = f" from {values[0]:.3g} to {values[-1]:.3g}"
    (low, high), some = np.sort(values[[0, -1]]), 0.05 * np.ptp(values)
    for word, n, beyond in (("lowest", values.argmin(), low - values.min()), ("highest", values.argmax(), values.max() - high)):
        says += f", {word} {values[n]:.3g} at {float(places[n]):.3g}" if beyond > some else ""
    return says


def _has_names(axis):
    """Whether the ticks of an axis are names, put there as such."""
    texts = [tick.get_text() for tick in axis.get_ticklabels()] if isinstance(axis.get_major_locator(), FixedLocator) else []
    return any(text.strip("-−e.0123456789 ") for text in texts)


def mime_bundle(figure):
    """The figure as a notebook takes it, data and metadata: a picture, and the words that stand for it."""
    png, words = BytesIO(), describe(figure)
    figure.savefig(png, format="png", dpi=SHARP * DPI, pil_kwargs={"compress_level": 1})
    picture, width = b64encode(png.getvalue()).decode(), round(DPI * figure.get_figwidth())
    data = {"image/png": picture, "text/plain": words}
    if not execution():  # JupyterLab takes no words from the metadata of a picture, but those in HTML; graders have no need of it
        data["text/html"] = f'<img alt="{escape(words)}" width="{width}" src="data:image/png;base64,{picture}">'
    return data, {"image/png": {"alt": words, "width": width}}
