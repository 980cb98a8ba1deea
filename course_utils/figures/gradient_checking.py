"""The figures of chapter 8, gradient checking: pure drawing functions, as in `plots`.

A table is a dict {"W1": relative difference, "b1": …}; verdict is a function: relative difference -> "great", "inspect" or "bug".
"""

import copy

import numpy as np

from .. import network, plots
from ..black_boxes import bugs

EDGES = (1e-7, 1e-3)  # lines where one verdict ends and the next begins
LOOKS = {"great": 2, "inspect": 4, "bug": 1}  # verdict -> which colour and hatch of `plots`
FLOOR, GREAT = 1e-10, 1e-8  # where an axis of relative differences begins, and where all below the first edge are drawn


def chords(J, eps, slope, one_sided=False, title="", ax=None):
    """J(t) around t = 0, the line of the given slope, and the line through two points of J: at -eps (or 0) and eps."""
    ax = ax or _wide_left(5.5)
    t = np.linspace(-2 * eps, 2 * eps, 201)
    ends = np.array([0.0 if one_sided else -eps, eps])
    heights = np.array([J(x) for x in ends])
    ax.plot(t, [J(x) for x in t], color="black", linewidth=2, label="J")
    seen = ax.get_ylim()
    ax.plot(t, J(0.0) + slope * t, color=plots.COLOURS[0], linestyle="--", label="slope that backpropagation says")
    ax.plot(t, np.polyval(np.polyfit(ends, heights, 1), t), color=plots.COLOURS[1], linestyle="-.", label="line through two points")
    ax.plot(ends, heights, linestyle="none", marker="o", color=plots.COLOURS[1])
    ax.set(xlim=(t[0], t[-1]), ylim=seen)
    ax.locator_params(nbins=5)
    plots.finish(ax, "t, how far one entry is moved", "J", title, legend=True)
    return ax.figure


def loglog(x, series, xlabel, ylabel, title="", guides=(), marks=(), bands=False, ylim=None, ax=None):
    """Lines on two log axes. x (n,): numbers, or names set side by side; series {name: values (n,)}, values of 0 left out.

    guides  (name, power, (x, y)): a thin line of that power through a point
    marks   (name, x): a vertical line
    bands   whether the edges of the verdicts are drawn
    """
    ax = ax or _wide_left(6.5)
    for i, (name, values) in enumerate(series.items()):
        values = np.where(np.asarray(values) > 0, values, np.nan)
        ax.plot(x, values, color=plots.COLOURS[i], linestyle=plots.LINES[i], marker=plots.MARKERS[i], markersize=4, label=name)
    ax.set_yscale("log")
    if not isinstance(x[0], str):
        ax.set_xscale("log")
    low, high = ylim or ax.get_ylim()
    for name, power, (x0, y0) in guides:
        line = y0 * (np.asarray(x) / x0) ** power
        seen = np.flatnonzero((line > low) & (line < high))
        ax.plot(np.asarray(x)[seen], line[seen], color=plots.GREY, linewidth=1, zorder=0)
        rising = seen[np.argsort(np.asarray(x)[seen])]
        middle = rising[len(rising) // (2 if power < 0 else 3)]
        side = "right" if power < 0 else "left"
        ax.annotate(
            name, (x[middle], line[middle]), (-5 if power < 0 else 5, -9), textcoords="offset points", ha=side, color=plots.GREY, fontsize=9
        )
    for name, place in marks:
        ax.axvline(place, color=plots.GREY, linestyle=":", linewidth=1.2)
        ax.annotate(name, (place, 0.97), (4, 0), xycoords=("data", "axes fraction"), textcoords="offset points", va="top", fontsize=9)
    if bands:
        _edges(ax.axhline)
    ax.set_ylim(low, high)
    if not isinstance(x[0], str):
        _log_ticks(ax.xaxis, *ax.get_xlim())
    _log_ticks(ax.yaxis, low, high)
    plots.finish(ax, xlabel, ylabel, title, legend=len(series) > 1)
    return ax.figure


def table_bars(table, verdict, title="", ax=None):
    """A table as bars on a log axis, one row for each parameter, with its number (see `_drawn`) and its verdict. A NaN fills its row."""
    ax = ax or plots.panels(width=6, height=1.2 + 0.27 * len(table))[1][0]
    for row, (name, difference) in enumerate(table.items()):
        word = verdict(difference)
        look = LOOKS.get(word, 6)
        length = 1.0 if np.isnan(difference) else float(_drawn(difference))
        words = f"{'< 1e-7' if difference < EDGES[0] else format(difference, '.1e')} {word}"
        style = {"color": plots.COLOURS[look], "hatch": plots.HATCHES[look], "edgecolor": "white", "linewidth": 0.5}
        (bar,) = ax.barh(row, length, left=FLOOR, height=0.7, **style)
        ax.text(4, row, words, va="center", fontsize=9)
        bar.set_label(f"{name} {words}")  # for `plots.describe`
    _edges(ax.axvline)
    ax.set(xscale="log", xlim=(FLOOR, 1e11))  # what lies above 1 is room for the words
    ax.set_xticks(EDGES, ["1e-7", "1e-3"])
    ax.set_xticks([], minor=True)
    ax.set_yticks(range(len(table)), table)
    ax.invert_yaxis()
    plots.finish(ax, "relative difference", "", title)
    ax.grid(False)
    return ax.figure


def tables(named, verdict):
    """Tables side by side: {title: table}."""
    rows = max(len(table) for table in named.values())
    figure, axes = plots.panels(len(named), width=8.4, height=1.1 + 0.28 * rows)
    for ax, (title, table) in zip(axes, named.items()):
        table_bars(table, verdict, title, ax)
    return figure


def u_curve(steps, errors):
    """Errors of a numerical gradient over the step (n,). errors {"float64": (n,), …}, of which the first gets two guides."""
    first, near = np.asarray(next(iter(errors.values()))), [np.argmin(np.abs(np.log10(steps) - power)) for power in (-2, -9)]
    lines = [(name, power, (steps[i], first[i] / 8)) for name, power, i in zip(("grows with eps²", "grows with 1/eps"), (2, -1), near)]
    title = "Too long a step, and the curve bends;\ntoo short, and rounding takes over"
    powers = np.log10([value for values in errors.values() for value in values])
    decades = 10 ** np.floor(powers.min()), 10 ** np.ceil(powers.max())  # or rounding would move the axis
    figure = loglog(steps, errors, "step eps", "mean error of an entry", title, lines, [("the lecture's 1e-7", 1e-7)], ylim=decades)
    figure.subplots_adjust(top=1 - 0.55 / figure.get_figheight())  # the title has two lines
    for line in figure.axes[0].get_lines():
        line.set_gid(plots.ROUGH)
    return figure


def over_training(epochs, largest):
    """The largest row of a table at some moments of a training. largest {name: (n,)}, see `_drawn`; the moments are set side by side."""
    names, largest = [str(epoch) for epoch in epochs], {name: _drawn(values) for name, values in largest.items()}
    figure = loglog(
        names, largest, "epochs of training", "largest row of the table", "A bug that shows only after some training", bands=True
    )
    figure.axes[0].legend(fontsize=9, framealpha=0.85, loc="center right")  # between the two
    return figure


def dots(groups, ylabel, title=""):
    """Many relative differences in groups {name: values (k,)}, on a log axis, see `_drawn`; below each name how many are 1e-7 or more."""
    ax = _wide_left(plots.WIDTH, 4)
    ax.figure.subplots_adjust(bottom=0.2)
    names = []
    for i, (name, values) in enumerate(groups.items()):
        ax.plot(
            i + np.linspace(-0.3, 0.3, len(values)),
            np.sort(_drawn(values)),
            linestyle="none",
            marker=plots.MARKERS[i],
            color=plots.COLOURS[i],
            markersize=4,
        )
        names.append(f"{name}\n{np.sum(np.asarray(values) >= EDGES[0])} of {len(values)} fail")
    _edges(ax.axhline)
    ax.set_yscale("log")
    _log_ticks(ax.yaxis, *ax.get_ylim())
    ax.set_xticks(range(len(names)), names)
    plots.finish(ax, "", ylabel, title)
    return ax.figure


def jumps(t, under, drawn, ax=None):
    """J over t (n,): a line for each mask, under (k, n), and a point for each call that drew a mask of its own, drawn (n,)."""
    ax = ax or plots.panels(width=6.5)[1][0]
    for i, values in enumerate(under):
        ax.plot(t, values, color=plots.COLOURS[i % 7], linestyle=plots.LINES[i % 7], linewidth=1.2, label=f"mask {i + 1}")
    ax.plot(t, drawn, linestyle="none", marker="o", color="black", markersize=5, label="a new mask in each call")
    plots.finish(ax, "how far one entry of W1 is moved", "J", "Five masks, five smooth costs; a new draw jumps between them")
    ax.legend(fontsize=8, ncols=2, loc="upper left")
    return ax.figure


def bug_board(check, verdict, snapshots, X, Y, bug="E", log10_eps=-5, epoch=10):
    """A table of check(cost, parameters, grads, eps) as bars, for one of the bugs in `bugs.LETTERS`; to play with.

    snapshots  {epoch: parameters} of a training run; tanh units, examples X, Y
    """
    parameters = snapshots[epoch]
    AL, cache = network.forward(X, parameters, hidden="tanh")
    grads = bugs.backward_with_bug(Y, parameters, cache, bug)

    def cost(moved):
        return network.cost(network.forward(X, moved, hidden="tanh")[0], Y)

    table = check(cost, copy.deepcopy(parameters), grads, 10.0**log10_eps)
    named = "A right backward pass" if bug == "none" else f"Bug {bug}"
    return table_bars(table, verdict, f"{named}, eps = 1e{log10_eps}, after {epoch} epochs (cost {network.cost(AL, Y):.2f})")


def _drawn(differences):
    """Relative differences as they are drawn: rounding makes those below the first edge, on each processor others."""
    return np.where(np.asarray(differences) < EDGES[0], GREAT, differences)


def _wide_left(width, height=plots.HEIGHT):
    """Axes with room for ticks such as 1e-12."""
    figure, (ax,) = plots.panels(width=width, height=height)
    figure.subplots_adjust(left=0.95 / width)
    return ax


def _edges(line):
    for edge in EDGES:
        line(edge, color=plots.GREY, linestyle="--", linewidth=1)


def _log_ticks(axis, low, high):
    """Ticks as one types them: 1e-7; where there are few decades, 1, 2 and 5 of each."""
    first, last = int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9))
    if last - first < 2:
        ticks = [digit * 10.0**k for k in range(first - 1, last + 1) for digit in (1, 2, 5) if low <= digit * 10.0**k <= high]
        labels = [f"{tick:g}" for tick in ticks]
    else:
        powers = range(first, last + 1, -(-(last - first) // 6))
        ticks, labels = [10.0**k for k in powers], [f"1e{k}" if k else "1" for k in powers]
    axis.set_ticks(ticks, labels)
    axis.set_ticks([], minor=True)
