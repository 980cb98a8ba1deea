"""Can a figure be played with, in a notebook that is not running too?"""

from functools import partial

import ipywidgets
import numpy as np
import pytest
from drawn import X, Y, lines

from course_utils import network, plots, widgets


def halves(A, keep_prob=0.5, rng=None):
    """Every other unit dropped: a "dropout" without chance, that leaves the rest as large as it was."""
    D = np.arange(A.size).reshape(A.shape) % 2
    return A * D, D


class Notebook:
    """Stands for the notebook that `explore` displays things in."""

    def __init__(self, monkeypatch):
        self.outputs, self.updates = [], []
        monkeypatch.setattr(widgets, "display", self.display)

    def display(self, data, **options):
        self.outputs.append(data)
        return self

    def update(self, data, **options):
        self.updates.append(data)


def draw(n=2, kind="a", wide=False):
    return plots.curves([1, 2], {kind: [n, n]}, "x", "y", f"n = {n}{' wide' if wide else ''}")


def test_explore_shows_the_first_figure_as_an_ordinary_output(monkeypatch):
    notebook = Notebook(monkeypatch)
    widgets.explore(draw, n=(1, 5), kind=["b", "a"])
    picture, controls = notebook.outputs
    assert "image/png" in picture and picture["text/plain"].startswith("n = 2. y over x. a")
    assert "application/vnd.jupyter.widget-view+json" in controls and "n, kind" in controls["text/plain"]


def test_a_change_replaces_the_figure(monkeypatch):
    notebook, n = Notebook(monkeypatch), ipywidgets.IntSlider(3, 1, 5)
    widgets.explore(draw, n=n)
    n.value = 5
    assert [update["text/plain"].split(".")[0] for update in notebook.updates] == ["n = 5"]


def test_the_words_for_a_screen_reader_follow_the_figure(monkeypatch):
    spoken, n = ipywidgets.HTML(), ipywidgets.IntSlider(1, 1, 5)
    Notebook(monkeypatch), monkeypatch.setattr(widgets.ipywidgets, "HTML", lambda: spoken)
    widgets.explore(draw, n=n, kind=["a < b"])
    assert "n = 1. y over x. a &lt; b from 1 to 1" in spoken.value
    n.value = 5
    assert "n = 5. y over x. a &lt; b from 5 to 5" in spoken.value


def test_a_redraw_that_fails_leaves_the_last_figure(monkeypatch):
    def fails(n=1):
        if n == 2:
            raise RuntimeError("no figure of 2")
        return draw(n)

    notebook, n = Notebook(monkeypatch), ipywidgets.IntSlider(1, 1, 5)
    widgets.explore(fails, n=n)
    with pytest.raises(RuntimeError, match="no figure of 2"):  # in a notebook it is shown below
        n.value = 2
    n.value = 3
    assert len(notebook.updates) == 1


@pytest.mark.parametrize("choice", [(1, 5), (0.5, 2.5, 0.5), ["b", "a"], False])
def test_a_control_starts_at_the_default_has_a_name_and_waits_to_be_let_go_of(choice):
    default = {bool: False, list: "a", tuple: 2}[type(choice)]
    control = widgets._control("name", choice, default)
    assert control.value == default and control.description == "name"
    assert not getattr(control, "continuous_update", False)


def test_a_control_that_cannot_be_made_is_named():
    with pytest.raises(ValueError, match="n="):
        widgets.explore(draw, n=object())


def tiny_networks():
    rng = np.random.default_rng(0)
    return {name: network.initialize([2, 4, 3, 1], rng) for name in ("plain", "other")}


def test_thinning_shows_the_graph_and_each_network_whole_and_thinned():
    figure = widgets.thinning(tiny_networks(), halves, (X, Y), (X, Y), keep_prob=0.5, layer=1, count=3)
    graph, plain, other = figure.axes
    assert [tick.get_text() for tick in graph.get_xticklabels()] == ["input\n2", "layer 1\n2 of 4", "layer 2\n3", "output\n1"]
    for ax, name in ((plain, "plain"), (other, "other")):
        assert ax.get_title().startswith(f"{name}\nwhole: ") and len(lines(ax)) == 2


def test_thinning_uses_what_the_dropout_returns():
    parameters = tiny_networks()["plain"]
    A_dropped, D = halves(np.ones((4, 1)))
    thinned = widgets._thinned(parameters, {1: (3 * A_dropped, D)})
    A1 = np.maximum(parameters["W1"] @ X, 0)
    A2 = np.maximum(parameters["W2"] @ (3 * A1 * D), 0)
    assert network.forward(X, thinned)[0] == pytest.approx(network.sigmoid(parameters["W3"] @ A2))


def test_thinning_draws_other_masks_for_another_number_and_the_same_for_the_same():
    def masks_of(number):
        seen = []

        def dropout(A, keep_prob, rng):
            seen.append(rng.random(A.shape) < keep_prob)
            return A * seen[-1], seen[-1]

        widgets.thinning(tiny_networks(), dropout, (X, Y), (X, Y), masks=number)
        return np.concatenate(seen)

    assert np.array_equal(masks_of(1), masks_of(1)) and not np.array_equal(masks_of(1), masks_of(2))


def test_thinning_can_be_explored(monkeypatch):
    notebook, layer = Notebook(monkeypatch), ipywidgets.Dropdown(options=["both", 1, 2])
    draw = partial(widgets.thinning, tiny_networks(), halves, (X, Y), (X, Y), count=2)
    widgets.explore(draw, keep_prob=(0.3, 1.0, 0.05), layer=layer, masks=(1, 20))
    layer.value = 2
    assert "layer 1 2 of 4, layer 2 1 of 3" in notebook.outputs[0]["text/plain"]
    assert "layer 1 4, layer 2 1 of 3" in notebook.updates[0]["text/plain"]
