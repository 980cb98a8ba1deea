"""The figures of chapter 5, augmentation and early stopping: pure drawing functions, as in `plots`.

images (k, h, w): pictures of grey values in [0, 1]; white ink on black for photographs, dark ink on white for digits.
"""

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from scipy.ndimage import affine_transform, map_coordinates, rotate

from .. import plots

CHANGES = {"as written": (1, 1), "mirrored": (-1, 1), "turned by 180°": (-1, -1)}  # of the two axes


def framed(images, titles=(), title="", columns=10):
    """Pictures (k, h, w) side by side, dark ink on white, each in a frame, so that one sees where in it the ink lies."""
    columns, rows = min(columns, len(images)), -(-len(images) // columns)
    side, label, top = min(1.2, plots.WIDTH / columns), 0.22 if len(titles) else 0.05, 0.35 if title else 0.05
    width, height = side * columns, (side + label) * rows + top
    figure = plots.Picture(figsize=(width, height))
    figure.subplots_adjust(left=0.01, right=0.99, bottom=0.02, top=1 - (top + label) / height, hspace=label / side, wspace=0.12)
    for i, ax in enumerate(figure.subplots(rows, columns, squeeze=False).flat):
        if i >= len(images):
            ax.axis("off")
            continue
        _picture(ax, images[i])
        ax.set_title(titles[i] if i < len(titles) else "", fontsize=9, pad=3)
    figure.suptitle(title, fontsize=11, y=1 - 0.05 / height)
    return figure


def opening(image):
    """One digit (h, w) as it was written, and after five changes."""
    h, w = image.shape
    wide = np.pad(image, 2)
    moved = np.zeros_like(wide)
    moved[:h, 4 : w + 4] = image
    places = np.indices(wide.shape).astype(float)
    pulled = map_coordinates(wide, places + 0.8 * np.sin(places[::-1] * 1.1), order=1)
    tilted = rotate(wide, -25, reshape=False, order=1)
    changed = {
        "as written": wide,
        "moved": moved,
        "tilted": tilted,
        "pulled": pulled,
        "mirrored": wide[:, ::-1],
        "upside down": wide[::-1, ::-1],
    }
    return framed(np.array(list(changed.values())), list(changed), "Is it still a 6?")


def gallery(rows, title="", cmap="gray_r"):
    """Rows of framed pictures, each row with its name. rows {name: images (k, h, w)}, all of one size; missing ones are left out."""
    columns, (h, w) = max(len(images) for images in rows.values()), next(iter(rows.values())).shape[1:]
    side, name_room, top = min(0.75 if h == w else 9, 6.4 / columns * h / w), 1.2, 0.35 if title else 0.05
    width, height = name_room + side * w / h * columns, top + side * len(rows)
    figure = plots.Picture(figsize=(width, height))
    figure.subplots_adjust(left=name_room / width, right=0.99, bottom=0.02, top=1 - top / height, hspace=0.12, wspace=0.08)
    for axes, (name, images) in zip(figure.subplots(len(rows), columns, squeeze=False), rows.items()):
        for ax, image in zip(axes, images):
            _picture(ax, image, cmap)
        for ax in axes[len(images) :]:
            ax.axis("off")
        axes[0].text(-0.1 * h / w, 0.5, name, transform=axes[0].transAxes, ha="right", va="center", fontsize=10)
    figure.suptitle(title, fontsize=11, y=1 - 0.05 / height)
    return figure


def letters(text, title=""):
    """Each letter of a text as it is written, mirrored, and turned by 180 degrees."""
    figure = plots.Picture(figsize=(1.5 + 0.8 * len(text), 3.0))
    figure.subplots_adjust(left=1.45 / figure.get_figwidth(), right=0.99, bottom=0.02, top=0.88, hspace=0.05)
    rows = figure.subplots(len(CHANGES), len(text), squeeze=False)
    for axes, (name, scale) in zip(rows, CHANGES.items()):
        for ax, letter in zip(axes, text):
            path = TextPath((0, 0), letter, size=1, prop=FontProperties(weight="bold"))
            middle = (path.get_extents().min + path.get_extents().max) / 2
            path = path.transformed(Affine2D().translate(*-middle).scale(*scale))
            ax.add_patch(PathPatch(path, color=plots.COLOURS[0] if scale == (1, 1) else plots.COLOURS[1], linewidth=0))
            ax.set(xlim=(-0.55, 0.55), ylim=(-0.55, 0.55), aspect="equal")
            ax.axis("off")
        axes[0].text(-0.1, 0.5, name, transform=axes[0].transAxes, ha="right", va="center", fontsize=10)
    figure.suptitle(title, fontsize=11)
    return figure


def called(truth, readings, title=""):
    """What a reader calls digits after each of some changes: in each field the share it still calls by their label.

    truth     (m,)  the labels 0 … 9 of m digits
    readings  {name of the change: (m,)  what the reader calls them}

    Where less than half keep their name, and another name is the most frequent one, the field also says which.
    """
    shares = np.array([[np.mean(said[truth == digit] == digit) for said in readings.values()] for digit in range(10)])
    figure, (ax,) = plots.panels(width=1.1 + 1.2 * len(readings), height=4.6, title_lines=1)
    ax.imshow(shares, cmap="cividis", vmin=0, vmax=1, aspect="auto")
    for digit, row in enumerate(shares):
        for j, (share, said) in enumerate(zip(row, readings.values())):
            most = np.bincount(said[truth == digit], minlength=10).argmax()
            words = f"{share:.0%}" + (f", often “{most}”" if share < 0.5 and most != digit else "")
            ax.text(j, digit, words, ha="center", va="center", fontsize=8, color="black" if share > 0.5 else "white")
    ax.set_xticks(range(len(readings)), list(readings), fontsize=9)
    ax.set_yticks(range(10))
    ax.tick_params(length=0)
    ax.set(xlabel="change", ylabel="digit")
    ax.set_title(title, fontsize=11)
    return figure


def turning(image, read, degrees=0):
    """A picture turned to the left by some degrees, and what a reader makes of it.

    image  (h, w)
    read   X (h w, 1) -> probabilities (10, 1) of the ten digits
    """
    a, middle = np.deg2rad(degrees), (np.array(image.shape) - 1) / 2
    matrix = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    turned = affine_transform(image, matrix, middle - matrix @ middle, order=1)
    probabilities = np.ravel(read(turned.reshape(-1, 1)))
    likeliest = int(probabilities.argmax())
    figure, (left, right) = plots.panels(2, width=7.5, height=3.3, width_ratios=[1, 1.6])
    _picture(left, turned)
    left.set_title(f"turned by {degrees}°", fontsize=11)
    title = f"{degrees}°: read as {likeliest} ({probabilities[likeliest]:.0%})"
    plots.bars(range(10), {"probability": probabilities}, "digit", "probability", title, ax=right)
    right.containers[0].patches[likeliest].set(facecolor=plots.COLOURS[1], hatch="///")
    right.set_ylim(0, 1)
    return figure


def waiting(dev_costs, improved, stop):
    """Some dev costs (k,), which epochs were an improvement, and after which one the waiting was over; the last of `improved` is kept."""
    figure, (ax,) = plots.panels(width=7, height=3.2)
    epochs, best = np.arange(len(dev_costs)), improved[-1]
    ax.plot(epochs[stop:], dev_costs[stop:], color=plots.GREY, linestyle=":", marker="s", markersize=5, markerfacecolor="white")
    ax.plot(epochs[: stop + 1], dev_costs[: stop + 1], color=plots.COLOURS[1], linestyle="--", marker="s", markersize=5)
    ax.plot(best, dev_costs[best], marker="*", markersize=16, color=plots.COLOURS[2], markeredgecolor="black", linestyle="none")
    waited = 0
    for epoch, height in enumerate(dev_costs):
        waited = 0 if epoch in improved else waited + 1
        words = "improvement" if epoch in improved else f"waited {waited}"
        words = {best: "improvement:\nkept", stop: f"waited {waited}:\nstop"}.get(epoch, words) if epoch <= stop else "not trained"
        above = epoch < len(dev_costs) - 1 and dev_costs[epoch + 1] < height  # where no line goes
        style = {"textcoords": "offset points", "ha": "center", "va": "bottom" if above else "top", "fontsize": 9}
        ax.annotate(words, (epoch, height), (0, 7 if above else -9), **style)
    ax.set(xlim=(-0.6, len(dev_costs) - 0.4), ylim=(min(dev_costs) - 0.08, max(dev_costs) + 0.07))
    plots.finish(ax, "epoch", "dev cost", f"Patience {stop - best}: stop after epoch {stop}, keep epoch {best}")
    return figure


def stopping(train_costs, dev_costs, stop_rule, patience=1, min_change=0.0, every=1):
    """The two costs over a training, where a rule would have stopped it, and which epoch it would have kept.

    train_costs, dev_costs  (k,)  after each epoch, as a training without early stopping gave them
    stop_rule               (dev_costs, patience, min_change) -> stop, best
    every                   the dev cost is looked at after every so many epochs only; patience counts these looks
    """
    epochs = np.arange(len(dev_costs))
    looks = epochs[every - 1 :: every]
    stop, best = (int(looks[i]) for i in stop_rule(np.asarray(dev_costs)[looks], patience, min_change))
    figure, (ax,) = plots.panels(width=8.4, height=4, title_lines=2)
    figure.subplots_adjust(right=0.76)
    ax.axvspan(stop + 0.5, epochs[-1] + 0.5, color=plots.GREY, alpha=0.15, linewidth=0, label="not trained")
    for i, (name, costs) in enumerate({"training set": train_costs, "dev set": dev_costs}.items()):
        ax.plot(epochs, costs, color=plots.COLOURS[i], linestyle=plots.LINES[i], linewidth=1.6, label=name)
    if every > 1:
        ax.plot(
            looks, np.asarray(dev_costs)[looks], linestyle="none", marker=".", color="black", markersize=5, label="a look at the dev set"
        )
    ax.plot(
        best, dev_costs[best], marker="*", markersize=16, color=plots.COLOURS[2], markeredgecolor="black", linestyle="none", label="kept"
    )
    ax.axvline(stop, color="black", linewidth=1.2, linestyle=":", label="stop")
    lines = (
        f"stop after epoch {stop}, keep epoch {best}: dev cost {dev_costs[best]:.3f}",
        f"the lowest dev cost of the whole training: {min(dev_costs):.3f}",
    )
    plots.finish(ax, "epoch", "cost J", "\n".join(lines))
    ax.set(xlim=(epochs[0] - 2, epochs[-1] + 2))
    ax.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1.01, 1))  # outside, or it would hide a curve, and jump
    return figure


def _picture(ax, image, cmap="gray_r"):
    """A picture in a thin frame."""
    ax.imshow(image, cmap=cmap, vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(color=plots.GREY, linewidth=0.6)
