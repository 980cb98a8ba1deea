"""The figures of chapter 3, regularization: pure drawing functions, as in `plots`.

networks is a dict {lambd: parameters}, the outcome of a sweep over the regularization parameter: networks with two inputs, tanh
hidden units and one sigmoid output.
"""

import numpy as np

from .. import network, plots

LINEAR = 0.5  # |z| up to which tanh(z) is taken for straight: it is at most 8 % below z there
GONE = 1e-7  # where a weight that is exactly 0 is drawn on a logarithmic axis


def sweep(networks, train, dev, lambd, straight=None):
    """One network of a sweep: its boundary, its weights, and where it stands between the others.

    train, dev  examples (X (2, m), Y (1, m)); those of train are drawn
    lambd       a key of networks
    straight    parameters of another network, without hidden layer; its boundary is drawn thin and dashed
    """
    lambdas, parameters = sorted(networks), networks[lambd]
    figure, (left, middle, right) = plots.panels(3, width=10.5, height=3.7, title_lines=2)
    others = [] if straight is None else [_predictor(straight)]
    plots.decision_boundary(_predictor(parameters), *train, f"λ = {lambd:g}: the boundary", others=others, ax=left, steps=45)
    left.legend(loc="upper right", fontsize=8, framealpha=0.85)

    least = min(lambdas)
    edge = 1.05 * max(np.abs(_weights(p)).max() for p in networks.values())
    weights = _weights(parameters)
    bins = np.linspace(-edge, edge, 42)
    middle.stairs(np.histogram(weights, bins)[0], bins, fill=True, color=plots.COLOURS[2], label=f"λ = {lambd:g}")
    if lambd != least:
        middle.stairs(np.histogram(_weights(networks[least]), bins)[0], bins, color=plots.GREY, linestyle="--", label=f"λ = {least:g}")
    largest = f"{np.abs(weights).max():.2g}"
    plots.finish(middle, "weight", "number of weights", f"λ = {lambd:g}: the largest weight\nhas size {largest}", legend=True)
    middle.set(yscale="log", ylim=(0.7, 1.5 * weights.size))
    middle.set_yticks([1, 10, 100], ["1", "10", "100"])  # Matplotlib's own, with powers, take long to draw
    middle.minorticks_off()

    errors = {name: [_error(networks[k], some) for k in lambdas] for name, some in (("training set", train), ("dev set", dev))}
    here = lambdas.index(lambd)
    words = ", ".join(f"{values[here]:.1%} {name.split()[0]}" for name, values in errors.items())
    plots.curves(range(len(lambdas)), errors, "λ", "error", f"λ = {lambd:g}: error {words}", ax=right)
    right.axvline(here, color="black", linewidth=1, linestyle=":")
    right.set_xticks(range(len(lambdas)), [f"{k:g}" for k in lambdas])
    for ax in (left, middle, right):
        ax.title.set_fontsize(10)
    return figure


def straighten(networks, train, straight=None):
    """For each network its boundary, and below it tanh with the z of its first hidden layer's units on the training examples.

    The title of each lower panel says which share of these z has a size of at most LINEAR.
    """
    X, Y = train
    figure = plots.Picture(figsize=(10, 6))
    figure.subplots_adjust(left=0.07, right=0.98, bottom=0.09, top=0.95, hspace=0.42, wspace=0.35)
    axes = figure.subplots(2, len(networks), squeeze=False)
    others = [] if straight is None else [_predictor(straight)]
    layer = {lambd: network.forward(X, p, hidden="tanh")[1]["Z1"].ravel() for lambd, p in networks.items()}
    reach = max(3.0, 1.02 * max(np.abs(z).max() for z in layer.values()))
    t = np.linspace(-reach, reach, 201)
    for column, (lambd, parameters) in zip(axes.T, networks.items()):
        top, bottom = column
        plots.decision_boundary(_predictor(parameters), X, Y, f"λ = {lambd:g}", others=others, ax=top, steps=60, legend=top is axes[0, 0])
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
        bottom.title.set_fontsize(10)
    axes[1, 0].set_ylabel("tanh(z)")
    axes[1, 0].legend(fontsize=7, framealpha=0.85, loc="lower right", handlelength=1.2)
    return figure


def weight_paths(paths, marked, title=""):
    """The size of each weight, step by step, on a logarithmic axis; those that are exactly 0 lie on a line of their own below.

    paths   {name: weights (steps, n)}
    marked  how many of the first weights are drawn strongly: those that matter
    """
    figure, axes = plots.panels(len(paths), width=10, height=3.7, title_lines=2, sharey=True)
    for ax, (name, path) in zip(axes, paths.items()):
        sizes = np.abs(np.asarray(path, float))
        shown = np.where(sizes == 0, GONE, np.maximum(sizes, 3 * GONE))
        steps = np.arange(len(sizes))
        others = ax.plot(steps[::2], shown[::2, marked:], color=plots.GREY, linewidth=0.6, alpha=0.6)  # every other step: half the time
        matter = ax.plot(steps, shown[:, :marked], color=plots.COLOURS[0], linewidth=1.8)
        matter[0].set_label("inputs that matter")
        others[0].set_label("the other inputs")
        zeros = int((sizes[-1] == 0).sum())
        plots.finish(ax, "step", "size of the weight", f"{name}\n{zeros} of {sizes.shape[1]} weights are exactly 0", legend=ax is axes[0])
        ax.set_yscale("log")
        ax.set_yticks([GONE, 1e-5, 1e-3, 1e-1, 10], ["exactly 0", "0.00001", "0.001", "0.1", "10"])
        ax.minorticks_off()
        ax.set_ylim(GONE / 2, 10)
    for ax in axes[1:]:
        ax.set_ylabel("")
        ax.tick_params(labelleft=False)
    figure.subplots_adjust(left=0.115)
    return figure


def twins(pairs, xlabel, ylabel):
    """Weights of two networks that started alike, one against the other; where they are the same, they lie on the diagonal.

    pairs  {name: (parameters of the one, parameters of the other)}
    """
    figure, axes = plots.panels(len(pairs), width=4.2 * len(pairs), height=4.2, title_lines=2)
    for ax, (name, (one, other)) in zip(axes, pairs.items()):
        x, y = _weights(one), _weights(other)
        ends = np.array([min(x.min(), y.min()), max(x.max(), y.max())])
        ax.plot(ends, ends, color="black", linewidth=1, linestyle="--", label="the same")
        ax.plot(x, y, linestyle="none", marker="o", markersize=2.5, color=plots.COLOURS[1], alpha=0.35, label="a weight")
        ax.set(xlim=1.05 * ends, ylim=1.05 * ends)
        ax.locator_params(nbins=5)
        largest = np.abs(x - y).max()
        words = "below 1e-12" if largest < 1e-12 else f"{largest:.1g}"  # rounding, on each processor another number
        plots.finish(ax, xlabel, ylabel, f"{name}\nlargest difference {words}", legend=True)
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
