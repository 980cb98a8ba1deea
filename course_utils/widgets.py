"""Figures to play with: thin controls over pure drawing functions.

`explore` takes any function that returns a Figure. What else is here are such functions of chapters, to be handed to it:

    explore(partial(thinning, networks, dropout_forward, train, dev), keep_prob=(0.3, 1, 0.05), layer=["both", 1, 2], masks=(1, 20))
"""

import inspect
from html import escape

import ipywidgets
import numpy as np
from IPython.display import display

from . import keyboard, network, plots


def explore(draw, /, **controls):
    """Show the figure draw(...) and controls under it that redraw it.

    draw      a function of named arguments that returns a Figure
    controls  for each argument to play with, what ipywidgets' `interact` takes: (low, high, step), a list of choices, True or
              False, or a widget; it starts at the argument's default

    The first figure is an ordinary output, which stands without a kernel; later ones replace it. The Tab key goes from
    control to control, the arrow keys change one; a screen reader is told what changed. If draw fails later on, its error is
    shown below.
    """
    arguments = inspect.signature(draw).parameters
    made = {name: _control(name, choice, arguments[name].default) for name, choice in controls.items()}
    trouble, words = ipywidgets.Output(), ipywidgets.HTML()

    def figure():
        data, metadata = plots.mime_bundle(draw(**{name: control.value for name, control in made.items()}))
        words.value = _unseen(data["text/plain"])
        return data, metadata

    shown = _display(*figure(), display_id=True)

    def redraw(_change):
        trouble.clear_output()
        new = None
        with trouble:  # what draw prints or raises lands here
            new = figure()
        if new is not None:
            shown.update(new[0], raw=True, metadata=new[1])

    for control in made.values():
        control.observe(redraw, "value")
    box = keyboard.mended([*made.values(), words, trouble])
    _display({**box._repr_mimebundle_(), "text/plain": f"Controls: {', '.join(made)}. Run the cell to use them."}, {})


def thinning(networks, dropout, train, dev, keep_prob=0.8, layer="both", masks=1, count=8):
    """A network thinning out: its graph under one mask, and the boundary of each network, whole and under `count` masks.

    networks   {name: parameters}, all of the same layer sizes, with two inputs and a sigmoid output
    dropout    (A, keep_prob, rng) -> A_dropped, D; as one writes it in the chapter on dropout
    train, dev (X (2, m), Y (1, m)) each; the examples of train are drawn
    layer      the hidden layer that is thinned, from 1, or "both", for all of them
    masks      a whole number; each stands for other masks
    """
    parameters = next(iter(networks.values()))
    sizes = [parameters["W1"].shape[1]] + [len(parameters[f"b{l}"]) for l in range(1, len(parameters) // 2 + 1)]
    layers = range(1, len(sizes) - 1) if layer == "both" else [layer]
    rng = np.random.default_rng(masks)
    drawn = [{l: dropout(np.ones((sizes[l], 1)), keep_prob, rng) for l in layers} for _ in range(count)]

    figure, axes = plots.panels(1 + len(networks), width=9.5, height=3.9, title_lines=3)
    plots.network_graph(sizes, {l: D for l, (_, D) in drawn[0].items()}, f"One mask, keep_prob = {keep_prob:.2f}", ax=axes[0])
    for ax, (name, parameters) in zip(axes[1:], networks.items()):
        whole = _predictor(parameters)
        thin = [_predictor(_thinned(parameters, one)) for one in drawn]
        lines = [f"{kind}: {_error(some, train)} train, {_error(some, dev)} dev error"
                 for kind, some in (("whole", [whole]), ("thinned", thin))]  # fmt: skip
        plots.decision_boundary(whole, *train, "\n".join([name, *lines]), others=thin, ax=ax, steps=40, legend=ax is axes[1])
        ax.title.set_fontsize(10)
    return figure


def _thinned(parameters, drawn):
    """parameters whose forward pass treats the units of layer l as `drawn[l]`, the dropout of a column of ones, says."""
    return parameters | {f"W{l + 1}": parameters[f"W{l + 1}"] * factors.T for l, (factors, _) in drawn.items()}


def _predictor(parameters):
    return lambda X: network.forward(X, parameters)[0]


def _error(predictors, examples):
    """The mean share of wrong labels of some predictors on examples (X, Y), as a text."""
    X, Y = examples
    return f"{np.mean([(predict(X) > 0.5) != Y for predict in predictors]):.0%}"


def _control(name, choice, default):
    """The widget for one argument. It reports a value when it is let go of, so that redraws do not queue up."""
    control = ipywidgets.interactive.widget_from_abbrev(choice, default)
    if control is None:
        raise ValueError(f"no control can be made of {name}={choice!r}")
    control.description = control.tooltip = name
    control.style.description_width = "8em"
    control.layout.width = "28em"
    if control.has_trait("continuous_update"):
        control.continuous_update = False
    return control


def _unseen(words):
    """HTML that is spoken but not seen (JupyterLab gives pictures no alternative text)."""
    return f"<div role='status' style='position:absolute;clip-path:inset(50%)'>{escape(words)}</div>"


def _display(data, metadata, **options):
    return display(data, metadata=metadata, raw=True, **options)
