"""The figures of chapter 6, normalization: pure drawing functions, as in `plots`."""

import numpy as np
from scipy import optimize

from .. import network, plots

STEPS = 30  # of gradient descent in a valley
SIDE = 40  # points along each side of a valley's map


def spans(groups, names, log=()):
    """Where the values of each feature lie: one panel for each of groups {title: X (n_x, m)}, one row for each of names (n_x).

    A thin line from the least value to the largest, a thick one over the middle half of the values, a point at the mean. Panels
    whose title is in `log` have a logarithmic axis; there a value of 0 lies on the left edge.
    """
    figure, axes = plots.panels(len(groups), width=8.4, height=0.6 + 0.185 * len(names) + 0.5, sharey=True)
    rows = np.arange(len(names))
    for ax, (title, X) in zip(axes, groups.items()):
        edges = np.percentile(X, [0, 25, 75, 100], axis=1)
        mean = X.mean(axis=1)
        if title in log:
            least = 10.0 ** np.floor(np.log10(X[X > 0].min()))
            edges, mean = np.maximum(edges, least), np.maximum(mean, least)
            ax.set_xscale("log")
            ax.minorticks_off()
        ax.hlines(rows, edges[0], edges[3], color=plots.GREY, linewidth=1, label="all values")
        ax.hlines(rows, edges[1], edges[2], color=plots.COLOURS[0], linewidth=4, label="the middle half")
        ax.plot(mean, rows, linestyle="none", marker="o", markersize=4, color=plots.COLOURS[1], label="mean", gid=plots.ROUGH)
        plots.finish(ax, "value", "", title)
        ax.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes[0].set_yticks(rows, names, fontsize=8)
    axes[0].set_ylim(len(names) - 0.4, -0.6)
    axes[0].legend(fontsize=8, framealpha=0.9, loc="upper left" if groups.keys() & set(log) else "best")
    figure.subplots_adjust(left=0.24, wspace=0.08)
    for ax in axes[1:]:
        ax.tick_params(labelleft=False)
    return figure


def valleys(problems, alpha=0.1, steps=STEPS):
    """The cost of a sigmoid unit with two weights and no bias as a map, and the way of gradient descent on it.

    problems  {name: (X (2, m), Y (1, m))}, a panel for each
    alpha     the learning rate; the way begins at w = 0

    Both axes of a map have one scale, so a step stands at a right angle to the line of equal cost that it starts from.
    """
    figure, axes = plots.panels(len(problems), width=2.8 * len(problems), height=4, title_lines=4)
    for ax, (name, (X, Y)) in zip(axes, problems.items()):
        lowest = optimize.minimize(_cost, np.zeros(2), (X, Y), jac=_slope)
        way = descent(X, Y, alpha, steps)
        half = 0.75 * np.abs(lowest.x).max()
        w1, w2 = (np.linspace(middle - half, middle + half, SIDE) for middle in lowest.x / 2)
        grid = np.stack([w.ravel() for w in np.meshgrid(w1, w2)], axis=1)
        heights = _costs(grid, X, Y).reshape(SIDE, SIDE)
        levels = lowest.fun + (heights.max() - lowest.fun) * np.linspace(0, 1, 15)[1:] ** 2.5
        ax.contour(w1, w2, heights, levels, colors=plots.GREY, linewidths=0.8)
        shown = np.clip(way, -1e3, 1e3)
        ax.plot(*shown.T, color=plots.COLOURS[1], marker="o", markersize=3.5, linewidth=1.2, label=f"{steps} steps")
        ax.plot(*way[0], linestyle="none", marker="s", markersize=8, color="black", label="start")
        ax.plot(*lowest.x, linestyle="none", marker="*", markersize=13, color=plots.COLOURS[2], label="lowest point")
        ax.set(xlim=w1[[0, -1]], ylim=w2[[0, -1]])
        ax.set_aspect("equal", adjustable="box")
        ax.locator_params(nbins=3)
        plots.finish(ax, "w₁", "w₂", f"{name}\ncost after {steps} steps: {_cost(way[-1], X, Y):.3g}\nlowest: {lowest.fun:.3g}")
        ax.grid(False)
        ax.title.set_fontsize(9)
    marks, names = axes[0].get_legend_handles_labels()
    figure.legend(marks, names, fontsize=9, frameon=False, ncols=3, loc="upper right", bbox_to_anchor=(0.98, 1))  # where no way goes
    figure.suptitle(f"α = {alpha:g}", x=0.02, y=0.97, ha="left", fontsize=11)
    return figure


def descent(X, Y, alpha, steps):
    """The weights (steps + 1, 2) on the way of gradient descent from w = 0."""
    way = [np.zeros(2)]
    for _ in range(steps):
        way.append(way[-1] - alpha * _slope(way[-1], X, Y))
    return np.array(way)


def costs(series, title=""):
    """The cost over the epochs, on a logarithmic axis. series {name: costs (epochs,)}."""
    epochs = len(next(iter(series.values())))
    figure, (ax,) = plots.panels(width=7)
    plots.curves(range(1, epochs + 1), series, "epoch", "cost J", title, ax=ax)
    _logarithmic_costs(ax)
    _legend_outside(ax, 0.78)
    return figure


def rates(alphas, costs, limits, title=""):
    """The cost reached for each learning rate, and where a limit was foretold.

    alphas  (n,)  learning rates; the axis is logarithmic
    costs   {name: (n,)}
    limits  {name: a learning rate}, drawn as a dotted line of the same colour
    """
    figure, (ax,) = plots.panels(width=8.4, height=3.8)
    plots.curves(alphas, costs, "learning rate α", "cost reached", title, ax=ax)
    for colour, (name, limit) in zip(plots.COLOURS, limits.items()):
        ax.axvline(limit, color=colour, linestyle=":", linewidth=2, label=f"limit, {name}")
        style = {"rotation": 90, "va": "top", "ha": "right", "fontsize": 8, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.5}}
        ax.text(0.93 * limit, 0.98, f"limit, {name}", transform=ax.get_xaxis_transform(), **style)
    ax.set_xscale("log")
    _logarithmic_costs(ax)
    ax.set_ylim(top=30 * ax.get_ylim()[1])  # room for the names of the limits
    _legend_outside(ax, 0.8, handles=ax.get_lines()[: len(costs)])
    return figure


def clouds(clouds):
    """Examples of two features, prepared in several ways: one panel for each of clouds {title: X (2, m)}, all on one scale."""
    figure, axes = plots.panels(len(clouds), width=2.8 * len(clouds), height=3.2, title_lines=2)
    half = 1.05 * max(np.abs(X).max() for X in clouds.values())
    for ax, (title, X) in zip(axes, clouds.items()):
        ax.plot(*X, linestyle="none", marker="o", markersize=2.5, color=plots.COLOURS[0], alpha=0.5)
        ev, U = np.linalg.eigh(X @ X.T / X.shape[1])
        for value, direction in zip(ev, U.T):
            ax.plot(*np.outer(direction, 2 * np.sqrt(value) * np.array([-1, 1])), color=plots.COLOURS[1], linewidth=2)
        ax.set(xlim=(-half, half), ylim=(-half, half), aspect="equal")
        ax.locator_params(nbins=5)
        plots.finish(ax, "first feature", "second feature", f"{title}\nvariances {ev[1]:.2f} and {ev[0]:.2f}")
        ax.title.set_fontsize(10)
    return figure


def two_rulers(predict, Y, rulers, names=("y = 0", "y = 1")):
    """The plane as `predict` sees it, and the same examples as several rulers place them: one panel for each.

    Y       (1, m)  their labels
    rulers  {title: X (2, m)}
    names   of the classes 0 and 1; the legend has those that occur
    """
    figure, axes = plots.panels(len(rulers), width=4.2 * len(rulers), height=4.2, title_lines=2, sharex=True, sharey=True)
    corners = np.concatenate(list(rulers.values()), axis=1)
    low, high = corners.min(axis=1), corners.max(axis=1)
    for ax, (title, X) in zip(axes, rulers.items()):
        inside = np.concatenate([X, low[:, np.newaxis], high[:, np.newaxis]], axis=1)  # so that all panels show the same part
        labels = np.concatenate([np.ravel(Y), [-1, -1]])  # of no class: not drawn
        error = np.mean((np.asarray(predict(X)) > 0.5) != Y)
        plots.decision_boundary(predict, inside, labels, f"{title}\nerror {error:.1%}", ax=ax, steps=60, legend=False)
    found = np.unique(np.ravel(Y)).astype(int)
    marks, _ = axes[0].get_legend_handles_labels()
    axes[0].legend([marks[label] for label in found], [names[label] for label in found], fontsize=9, framealpha=0.85, loc="lower left")
    return figure


def _logarithmic_costs(ax):
    """A logarithmic axis whose ticks are plain numbers."""
    ax.set_yscale("log")
    low, high = ax.get_ylim()
    shown = [tick for tick in (0.03, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if low <= tick <= high]
    ax.set_yticks(shown, [f"{tick:g}" for tick in shown])
    ax.minorticks_off()


def _legend_outside(ax, right, **options):
    """The legend beside the Axes, which end at the share `right` of the figure's width: curves go everywhere inside."""
    ax.figure.subplots_adjust(right=right)
    ax.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1.01, 1), **options)


def _cost(w, X, Y):
    """The cost at a point w (2,); `network.cost` would stop growing far away."""
    return _costs(w[np.newaxis], X, Y)[0]


def _slope(w, X, Y):
    """The gradient (2,) of the cost."""
    return ((network.sigmoid(w @ X) - Y) @ X.T / X.shape[1])[0]


def _costs(grid, X, Y):
    """The cost at every point of grid (k, 2): the mean of log(1 + exp(z)) - y z."""
    Z = grid @ X
    return np.mean(np.logaddexp(0, Z) - Y * Z, axis=1)
