"""The figures of chapter 3, regularization: pure drawing functions, as in `plots`.

networks is a dict {lambd: parameters}, the outcome of a sweep over the regularization parameter: networks with two inputs, tanh
hidden units and one sigmoid output.
"""

import numpy as np

from .. import network, plots

LINEAR = 0.5  # |z| up to which tanh(z) is taken for straight: it is at most 8 % below z there
WIDEST = 8.4  # inches: what a notebook shows without making it smaller
BELOW = {"loc": "upper center", "bbox_to_anchor": (0.45, -0.17), "ncols": 2, "frameon": False, "fontsize": 8, "handlelength": 1.6}
GONE = 1e-7  # where a weight that is exactly 0 is drawn on a logarithmic axis


def sweep(networks, train, dev, lambd, straight=None):
    """One network of a sweep: its boundary, its weights, and where it stands between the others.

    train, dev  examples (X (2, m), Y (1, m)); those of train are drawn
    lambd       a key of networks
    straight    parameters of another network, without hidden layer; its boundary is drawn thin and dashed
    """
    lambdas, parameters = sorted(networks), networks[lambd]
    figure, (left, middle, right) = plots.panels(3, width=WIDEST, height=3.9, title_lines=2)
    figure.subplots_adjust(left=0.075, right=0.985, bottom=0.22, wspace=0.42)
    others = [] if straight is None else [_predictor(straight)]
    plots.decision_boundary(_predictor(parameters), *train, f"λ = {lambd:g}: the boundary", others=others, ax=left, steps=45, legend=False)
    left.legend(**BELOW)

    least = min(lambdas)
    edge = 1.05 * max(np.abs(_weights(p)).max() for p in networks.values())
    weights = _weights(parameters)
    bins = np.linspace(-edge, edge, 42)
    middle.stairs(np.histogram(weights, bins)[0], bins, fill=True, color=plots.COLOURS[2], label=f"λ = {lambd:g}")
    if lambd != least:
        middle.stairs(np.histogram(_weights(networks[least]), bins)[0], bins, color=plots.GREY, linestyle="--", label=f"λ = {least:g}")
    largest = f"{np.abs(weights).max():.2g}"
    plots.finish(middle, "weight", "number of weights", f"λ = {lambd:g}: largest\nweight {largest}")
    middle.legend(**BELOW)
    middle.set(yscale="log", ylim=(0.7, 1.5 * weights.size))
    middle.set_yticks([1, 10, 100], ["1", "10", "100"])  # Matplotlib's own, with powers, take long to draw
    middle.minorticks_off()

    errors = {name: [_error(networks[k], some) for k in lambdas] for name, some in (("training set", train), ("dev set", dev))}
    here = lambdas.index(lambd)
    words = ", ".join(f"{values[here]:.1%} {name.split()[0]}" for name, values in errors.items())
    plots.curves(range(len(lambdas)), errors, "λ", "error", f"λ = {lambd:g}: error\n{words}", ax=right)
    right.legend(**BELOW | {"columnspacing": 0.8})
    right.axvline(here, color="black", linewidth=1, linestyle=":")
    right.set_xticks(range(len(lambdas)), [f"{k:g}" for k in lambdas], fontsize=8)
    for ax in (left, middle, right):
        ax.title.set_fontsize(10)
    return figure


def straighten(networks, train, straight=None):
    """For each network its boundary, and below it tanh with the z of its first hidden layer's units on the training examples.

    The title of each lower panel says which share of these z has a size of at most LINEAR.
    """
    X, Y = train
    figure = plots.Picture(figsize=(WIDEST, 5.6))
    figure.subplots_adjust(left=0.08, right=0.98, bottom=0.16, top=0.95, hspace=0.45, wspace=0.4)
    axes = figure.subplots(2, len(networks), squeeze=False)
    others = [] if straight is None else [_predictor(straight)]
    layer = {lambd: network.forward(X, p, hidden="tanh")[1]["Z1"].ravel() for lambd, p in networks.items()}
    reach = max(3.0, 1.02 * max(np.abs(z).max() for z in layer.values()))
    t = np.linspace(-reach, reach, 201)
    for column, (lambd, parameters) in zip(axes.T, networks.items()):
        top, bottom = column
        plots.decision_boundary(_predictor(parameters), X, Y, f"λ = {lambd:g}", others=others, ax=top, steps=60, legend=False)
        z = layer[lambd]
        bottom.axvspan(-LINEAR, LINEAR, color=plots.COLOURS[4], alpha=0.2, linewidth=0, label="nearly straight")
        bottom.plot(t, np.tanh(t), color="black", linewidth=1.8, label="tanh(z)")
        bottom.plot(
            z,
            np.tanh(z),
            linestyle="none",
            marker="|",
            markersize=9,
            markeredgewidth=1.2,
            color=plots.COLOURS[0],
            alpha=0.4,
            label="the units",
        )
        bottom.set_xlim(-reach, reach)
        share = np.mean(np.abs(z) <= LINEAR)
        plots.finish(bottom, "z", "", f"λ = {lambd:g}: {share:.0%} of z shaded")
        bottom.title.set_fontsize(9)
    axes[1, 0].set_ylabel("tanh(z)")
    drawn = [dict(zip(*reversed(ax.get_legend_handles_labels()))) for ax in axes[:, 0]]
    marks = drawn[0] | drawn[1]
    figure.legend(marks.values(), marks, loc="lower center", ncols=len(marks), frameon=False, fontsize=9, handlelength=1.4)
    return figure


def weight_paths(paths, marked, title=""):
    """The size of each weight, step by step, on a logarithmic axis; those that are exactly 0 lie on a line of their own below.

    paths   {name: weights (steps, n)}
    marked  how many of the first weights are drawn strongly: those that matter
    """
    figure, axes = plots.panels(len(paths), width=WIDEST, height=3.9, title_lines=2, sharey=True)
    figure.subplots_adjust(left=0.125, bottom=0.22, wspace=0.12)
    for ax, (name, path) in zip(axes, paths.items()):
        sizes = np.abs(np.asarray(path, float))
        shown = np.where(sizes == 0, GONE, np.maximum(sizes, 3 * GONE))
        steps = np.arange(len(sizes))
        others = ax.plot(steps[::2], shown[::2, marked:], color=plots.GREY, linewidth=0.6, alpha=0.6)  # every other step: half the time
        matter = ax.plot(steps, shown[:, :marked], color=plots.COLOURS[0], linewidth=1.8)
        matter[0].set_label("inputs that matter")
        others[0].set_label("the other inputs")
        zeros = int((sizes[-1] == 0).sum())
        plots.finish(ax, "step", "size of the weight", f"{name}\n{zeros} of {sizes.shape[1]} exactly 0")
        ax.title.set_fontsize(10)
        ax.set_yscale("log")
        ax.set_yticks([GONE, 1e-5, 1e-3, 1e-1, 10], ["exactly 0", "0.00001", "0.001", "0.1", "10"])
        ax.minorticks_off()
        ax.set_ylim(GONE / 2, 10)
    for ax in axes[1:]:
        ax.set_ylabel("")
        ax.tick_params(labelleft=False)
    axes[len(axes) // 2].legend(**BELOW)
    return figure


def prices(ends, X, Y, reach):
    """Contours of the cross-entropy over two weights, and the way of these weights under a price, to where it holds them.

    ends   {name: (weights (steps, 2), last bias, power)}; the price is a sum of |w| to this power, 1 or 2
    X, Y   examples (2, m), (1, m)
    reach  (lowest, highest) weight that is drawn, on both axes

    Through the last point goes the line of all weights that cost the same as it: a circle for power 2, a diamond for power 1.
    """
    figure, axes = plots.panels(len(ends), width=WIDEST, height=4.6, title_lines=2)
    figure.subplots_adjust(bottom=0.2)
    grid = np.linspace(*reach, 81)
    w1, w2 = np.meshgrid(grid, grid)
    angle = np.linspace(0, 2 * np.pi, 401)
    for ax, (name, (path, b, power)) in zip(axes, ends.items()):
        z = w1[..., np.newaxis] * X[0] + w2[..., np.newaxis] * X[1] + np.ravel(b)
        height = np.mean(np.logaddexp(0, z) - Y * z, axis=-1)
        touching = np.mean(np.logaddexp(0, path[-1] @ X + np.ravel(b)) - Y * (path[-1] @ X + np.ravel(b)))
        levels = [touching, *(height.min() + (touching - height.min()) * np.array([0.05, 0.3, 2.0, 3.5, 6.0]))]
        ax.contour(grid, grid, height, levels=np.sort(levels), colors=plots.GREY, linewidths=0.8)
        ax.plot([], [], color=plots.GREY, linewidth=0.8, label="equal cross-entropy")
        round_0 = np.stack([np.cos(angle), np.sin(angle)])
        size = np.sum(np.abs(path[-1]) ** power) ** (1 / power)
        ring = size * round_0 / np.sum(np.abs(round_0) ** power, axis=0) ** (1 / power)
        ax.plot(*ring, color=plots.COLOURS[1], linestyle="--", linewidth=1.6, label="equal price")
        ax.plot(*path.T, color=plots.COLOURS[0], linewidth=2, label="path of the weights")
        ax.plot(*path[0], color="white", marker="o", markeredgecolor=plots.COLOURS[0], linestyle="none", label="start: no price")
        ax.plot(*path[-1], color=plots.COLOURS[0], marker="*", markersize=12, linestyle="none", label="end")
        ax.axhline(0, color="black", linewidth=0.6)
        ax.axvline(0, color="black", linewidth=0.6)
        ax.set(xlim=reach, ylim=reach, aspect="equal")
        plots.finish(ax, "w₁", "w₂", f"{name}\nw₁ = {path[-1, 0]:.2f}, w₂ = {_short(path[-1, 1])}")
    figure.legend(
        *axes[0].get_legend_handles_labels(), loc="lower center", ncols=5, frameon=False, fontsize=9, handlelength=1.6, columnspacing=1.2
    )
    return figure


def pixel_weights(weights, titles, shape=(8, 8)):
    """The weights of each pixel, one picture for each row of weights (k, n): + and − are their signs, an empty square is exactly 0."""
    figure = plots.Picture(figsize=(WIDEST, 3.5))
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.13, top=0.85, wspace=0.12)
    greatest = np.abs(weights).max()
    axes = figure.subplots(1, len(weights), squeeze=False)[0]
    for ax, w, title in zip(axes, weights, titles):
        w = w.reshape(shape)
        ax.imshow(w, cmap="PuOr_r", vmin=-greatest, vmax=greatest)
        for sign, mark in ((1, "+"), (-1, "_")):
            row, column = np.nonzero(sign * w > 0)
            ink = np.where(np.abs(w[row, column]) > 0.6 * greatest, "white", "black")  # on dark and on light
            ax.scatter(column, row, marker=mark, s=26, color=ink, linewidth=0.9)
            ax.plot([], [], marker=mark, color="black", linestyle="none", label="positive" if sign > 0 else "negative")
        ax.set(xticks=[], yticks=[])
        ax.set_title(title, fontsize=10, y=1)
    handles = axes[0].get_legend_handles_labels()
    figure.legend(
        *handles,
        loc="lower center",
        ncols=2,
        frameon=False,
        fontsize=9,
        title="the stronger the colour, the larger; empty: exactly 0",
        title_fontsize=9,
    )
    return figure


def _predictor(parameters):
    """A function (2, k) -> (1, k) of probabilities."""
    return lambda X: network.forward(X, parameters, hidden="tanh")[0]


def _weights(parameters):
    """Every weight of every layer, no bias: (n,)."""
    return np.concatenate([value.ravel() for name, value in parameters.items() if name.startswith("W")])


def _error(parameters, examples):
    """The share of wrong labels on examples (X, Y)."""
    X, Y = examples
    return 1 - network.accuracy(network.predict(X, parameters, hidden="tanh"), Y)


def _short(w):
    """A weight in a title: exactly 0 is said as such."""
    return "0 exactly" if w == 0 else f"{w:.2f}"
