"""Does a figure hold what it was given, told apart by more than colour? Pictures are not compared."""

import base64
import io

import numpy as np
import pytest
from drawn import X, Y, lines
from matplotlib import pyplot
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from PIL import Image

from course_utils import plots


def scatters(ax):
    """What is drawn as points: a list of (points, 2) arrays."""
    return [c.get_offsets() for c in ax.collections if not isinstance(c, LineCollection) and len(c.get_offsets())]


EVERY = {
    "curves": lambda ax: plots.curves([1, 2, 3], {"a": [1, 2, 3], "b": [[3, 2, 1], [3, 4, 5]]}, "epoch", "cost", "T", ax=ax),
    "bars": lambda ax: plots.bars(["p", "q"], {"a": [1, 2], "b": [[3, 4], [5, 6]]}, "mask", "share", "T", ax=ax),
    "histogram": lambda ax: plots.histogram({"a": np.arange(6).reshape(2, 3), "b": [1.0]}, "z", "T", ax=ax),
    "decision_boundary": lambda ax: plots.decision_boundary(lambda X: X[:1] > 0, X, Y, "T", ax=ax),
    "network_graph": lambda ax: plots.network_graph([2, 3, 1], {1: np.array([[1], [0], [1]])}, "T", ax=ax),
    "mask_grid": lambda ax: plots.mask_grid(np.array([[1, 0, 1]]), "T", ax=ax),
}


@pytest.mark.parametrize("name", EVERY)
def test_a_drawing_makes_its_own_figure_or_uses_the_axes_it_is_given(name):
    alone = EVERY[name](None)
    figure, (left, right) = plots.panels(2)
    assert isinstance(alone, Figure) and len(alone.axes) == 1
    assert EVERY[name](right) is figure
    assert right.get_title() == "T" and not left.has_data()


@pytest.mark.parametrize("name", EVERY)
def test_a_drawing_leaves_no_trace_outside_its_figure(name):
    chance, settings = np.random.get_state()[1].copy(), dict(pyplot.rcParams)
    EVERY[name](None)
    assert not pyplot.get_fignums()
    assert np.array_equal(np.random.get_state()[1], chance) and dict(pyplot.rcParams) == settings


@pytest.mark.parametrize("name", ["curves", "bars", "histogram", "decision_boundary", "mask_grid"])
def test_axes_have_names(name):
    ax = EVERY[name](None).axes[0]
    assert ax.get_xlabel() and ax.get_ylabel()


def test_palette_has_as_many_markers_lines_and_hatches_as_colours():
    assert len({len(plots.COLOURS), len(set(plots.COLOURS)), len(set(plots.MARKERS)), len(set(plots.LINES)), len(set(plots.HATCHES))}) == 1


def test_curves_show_the_mean_of_runs_and_a_band_around_it():
    ax = plots.curves([1, 2], {"one": [5, 6], "runs": [[0, 1], [2, 5]]}, "epoch", "cost").axes[0]
    one, runs = ax.get_lines()
    assert one.get_ydata().tolist() == [5, 6] and runs.get_ydata().tolist() == [1, 3]
    (band,) = ax.collections
    assert band.get_datalim(ax.transData).ymin == 0 and band.get_datalim(ax.transData).ymax == 5
    for what in ("color", "linestyle", "marker"):
        assert getattr(one, f"get_{what}")() != getattr(runs, f"get_{what}")()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one", "runs"]


def test_whole_numbers_have_no_ticks_between_them():
    ax = plots.curves(range(1, 5), {"a": [1, 2, 3, 4]}, "epoch", "cost").axes[0]
    assert all(tick == round(tick) for tick in ax.get_xticks())


def test_bars_stand_side_by_side_and_differ_in_hatching():
    ax = plots.bars(["p", "q"], {"a": [1, 2], "b": [[3, 4], [5, 8]]}, "", "share").axes[0]
    a, b = (group for group in ax.containers if group.get_label() in "ab")
    assert [bar.get_height() for bar in [*a, *b]] == [1, 2, 4, 6]
    assert a[0].get_x() + a[0].get_width() == pytest.approx(b[0].get_x())
    assert a[0].get_hatch() != b[0].get_hatch()
    ax.figure.draw_without_rendering()
    legend = ax.get_legend().get_window_extent().transformed(ax.transData.inverted())
    assert legend.y0 > 8  # above the highest end of a line on a bar


def test_tick_labels_of_many_bars_stay_apart():
    ax = plots.bars(range(64), {"a": np.ones(64)}, "unit", "share").axes[0]
    assert len(ax.get_xticks()) <= 12


def test_histogram_counts_all_values_in_shared_bins():
    ax = plots.histogram({"a": np.arange(6.0).reshape(2, 3), "b": np.zeros(4)}, "z", bins=5).axes[0]
    outlines = [patch.get_xy() for patch in ax.patches]
    assert outlines[0][:, 0].max() == outlines[1][:, 0].max() == 5
    assert [outline[:, 1].max() for outline in outlines] == [2, 4]


def test_decision_boundary_lies_where_the_probability_is_one_half():
    figure = plots.decision_boundary(lambda X: X[:1] - 0.25 + 0.5, X, Y, others=[lambda X: X[:1] - 0.75 + 0.5], steps=40)
    ax = figure.axes[0]
    other, own = lines(ax)
    assert np.concatenate(own.get_segments())[:, 0] == pytest.approx(0.25)
    assert np.concatenate(other.get_segments())[:, 0] == pytest.approx(0.75)
    assert own.get_linewidth()[0] > other.get_linewidth()[0] and own.get_linestyle() != other.get_linestyle()
    zero, one = scatters(ax)
    assert zero.T.tolist() == X[:, :2].tolist() and one.T.tolist() == X[:, 2:].tolist()
    markers = [c.get_paths()[0].vertices.tolist() for c in ax.collections if len(c.get_offsets()) == 2]
    assert markers[0] != markers[1]


def test_plane_is_tinted_by_the_predicted_class():
    ax = plots.decision_boundary(lambda X: X[1:] > 0.5, X, Y).axes[0]
    (tint,) = ax.get_images()
    lower, upper = tint.get_array()[0], tint.get_array()[-1]
    assert tint.origin == "lower" and not lower.any() and upper.all()
    assert np.allclose(tint.get_extent(), [-1.16, 1.16, -0.08, 1.08])


def test_plane_of_one_class_has_no_boundary():
    ax = plots.decision_boundary(lambda X: 0 * X[:1], X, Y).axes[0]
    assert not any(line.get_segments() for line in lines(ax))


def test_dropped_unit_is_crossed_and_nothing_joins_it():
    ax = plots.network_graph([2, 3, 1], {1: np.array([[1], [0], [1]])}).axes[0]
    kept, ring, cross = scatters(ax)
    assert len(kept) == 5 and ring.tolist() == cross.tolist() == [[1, 0]]
    ends = np.concatenate([line.get_segments() for line in lines(ax)])
    assert len(ends) == 2 * 2 + 2 * 1
    assert not (ends == [1, 0]).all(axis=-1).any()
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["input\n2", "layer 1\n2 of 3", "output\n1"]


def test_whole_network_has_all_that_joins_it():
    ax = plots.network_graph([2, 3, 1]).axes[0]
    assert sum(len(line.get_segments()) for line in lines(ax)) == 2 * 3 + 3 and len(scatters(ax)) == 1


def test_of_a_wide_layer_20_units_are_drawn_and_it_says_so():
    ax = plots.network_graph([40, 1]).axes[0]
    assert len(scatters(ax)[0]) == 21 and "20 drawn" in ax.get_xticklabels()[0].get_text()


def test_mask_grid_crosses_what_is_dropped():
    D = np.array([[1, 0, 0], [1, 0, 1]])
    (crosses,) = scatters(plots.mask_grid(D).axes[0])
    assert {(int(unit), int(example)) for example, unit in crosses} == {(0, 1), (0, 2), (1, 1)}


def test_images_are_the_columns_on_one_scale():
    columns = np.array([[0, 9], [1, 2], [3, 4], [5, 6]])
    figure = plots.images(columns, (2, 2), ["first"], "two", columns=8)
    first, second = (ax.get_images()[0] for ax in figure.axes)
    assert first.get_array().tolist() == [[0, 1], [3, 5]]
    assert first.get_clim() == second.get_clim() == (0, 9)
    assert figure.axes[0].get_title() == "first" and figure.get_suptitle() == "two"


def test_long_titles_of_images_are_wrapped():
    figure = plots.images(np.zeros((4, 8)), (2, 2), ["a title of many words for one small picture"] * 8)
    assert "\n" in figure.axes[0].get_title()


def test_describe_says_what_a_figure_shows():
    assert plots.describe(EVERY["curves"](None)) == "T. cost over epoch. a from 1 to 3, b from 3 to 3"
    assert plots.describe(EVERY["bars"](None)) == "T. share over mask. p, q. a 1 2, b 4 5"
    lying = plots.panels()[0]
    lying.axes[0].barh(["p", "q"], [1, 2], label="a")
    assert plots.describe(lying) == "p, q. a 1 2"
    figure, (ax,) = plots.panels(1)
    ax.plot([0.3, 0.1, 0.2], [0, 1, 2], "o", label="dev error")
    ax.set_yticks([0, 1, 2], ["raw", "scaled", "moved"])
    plots.finish(ax, "error", "", "T")
    assert plots.describe(figure) == "T. error. raw, scaled, moved. dev error from 0.1 to 0.3", "not the places of the names"
    assert plots.describe(EVERY["network_graph"](None)) == "T. input 2, layer 1 2 of 3, output 1. kept, dropped"
    assert plots.describe(plots.images(np.zeros((4, 2)), (2, 2), ["a", "b"], "two")) == "two. a. b"


def test_describe_says_where_a_curve_turns():
    curve = plots.curves([1, 2, 3, 4], {"falls, then rises": [3, 1, 1.5, 2], "rises": [0, 1, 2, 4]}, "epoch", "cost")
    assert plots.describe(curve) == "cost over epoch. falls, then rises from 3 to 2, lowest 1 at 2, rises from 0 to 4"
    around = plots.curves(np.arange(5), {"a": [0, 2, 0, -2, 1e-16]}, "x", "y")
    assert plots.describe(around) == "y over x. a from 0 to 0, lowest -2 at 3, highest 2 at 1", "nor what rounding left of 0"


def test_describe_takes_points_in_any_order():
    figure, (ax,) = plots.panels(1)
    ax.plot([2, 0, 1], [5, 9, 7], "o", label="runs")
    plots.finish(ax, "x", "y", "")
    assert plots.describe(figure) == "y over x. runs from 5 to 9"


def test_figure_in_a_notebook_is_a_picture_with_words(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append((data, options)))
    EVERY["curves"](None)._ipython_display_()
    ((data, options),) = shown
    with Image.open(io.BytesIO(base64.b64decode(data["image/png"]))) as image:
        assert image.width == 2 * options["metadata"]["image/png"]["width"] == 2 * 550, "sharp where a pixel has more dots"
    assert data["text/plain"] == options["metadata"]["image/png"]["alt"] == "T. cost over epoch. a from 1 to 3, b from 3 to 3"
    page = f'<img alt="{data["text/plain"]}" width="550" src="data:image/png;base64,{data["image/png"]}">'
    assert data["text/html"] == page, "the only form in which JupyterLab takes the words"


def test_is_a_figure_a_picture_alone_where_it_is_graded(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert set(plots.mime_bundle(EVERY["curves"](None))[0]) == {"image/png", "text/plain"}


def test_do_words_with_quotes_stay_words():
    figure = plots.curves([1, 2], {"a": [1, 2]}, "x", "y", '1 < 2 "or" so')
    assert 'alt="1 &lt; 2 &quot;or&quot; so. y over x' in plots.mime_bundle(figure)[0]["text/html"]
