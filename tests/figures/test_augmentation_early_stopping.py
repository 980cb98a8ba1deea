"""Do the figures of chapter 5 show what they were given?"""

import numpy as np
import pytest
from matplotlib import pyplot

from course_utils import plots
from course_utils.figures import augmentation_early_stopping as figures

RNG = np.random.default_rng
TRAIN = np.array([0.9, 0.7, 0.5, 0.4, 0.3, 0.2])
DEV = np.array([0.8, 0.6, 0.7, 0.5, 0.6, 0.9])


def text(figure):
    return [t.get_text() for ax in figure.axes for t in ax.texts]


def test_a_gallery_shows_every_picture_of_every_row_and_its_name():
    images = RNG(0).random((3, 4, 4))
    figure = figures.gallery({"one": images, "other": images[:2]}, "title")
    assert text(figure) == ["one", "other"]
    shown = [ax.get_images()[0].get_array() if ax.get_images() else None for ax in figure.axes]
    np.testing.assert_array_equal(shown[:5], [*images, *images[:2]])
    assert shown[5] is None and not figure.axes[5].axison
    assert all(ax.axison and ax.spines["left"].get_visible() for ax in figure.axes[:5]), "each picture has a frame"


def test_framed_pictures_have_a_frame_and_their_titles():
    images = RNG(1).random((3, 4, 4))
    figure = figures.framed(images, ["a", "b", "c"], columns=2)
    assert [ax.get_title() for ax in figure.axes] == ["a", "b", "c", ""]
    np.testing.assert_array_equal([ax.get_images()[0].get_array() for ax in figure.axes[:3]], images)
    assert figure.axes[2].axison and not figure.axes[3].axison


def test_the_opening_shows_what_its_titles_say():
    image = np.zeros((8, 8))
    image[1, 2] = 1
    shown = {ax.get_title(): np.asarray(ax.get_images()[0].get_array()) for ax in figures.opening(image).axes}
    assert len(shown) == 6 and all(picture.shape == (12, 12) for picture in shown.values())
    place = {name: tuple(int(i) for i in np.unravel_index(picture.argmax(), picture.shape)) for name, picture in shown.items()}
    assert place["as written"] == (3, 4) and place["moved"] == (1, 6)
    assert place["mirrored"] == (3, 7) and place["upside down"] == (8, 7)


def test_waiting_counts_the_epochs_since_the_last_improvement():
    (ax,) = figures.waiting([0.9, 0.7, 0.8, 0.6, 0.6, 0.7, 0.5], [0, 1, 3], 5).axes
    assert text(ax.figure) == ["improvement", "improvement", "waited 1", "improvement:\nkept", "waited 1", "waited 2:\nstop", "not trained"]


def test_letters_are_mirrored_and_turned():
    figure = figures.letters("Lb")
    assert len(figure.axes) == 6 and text(figure) == list(figures.CHANGES)
    written, mirrored, turned = (figure.axes[i].patches[0].get_path().vertices for i in (0, 2, 4))
    np.testing.assert_allclose(mirrored, written * [-1, 1], atol=1e-9)
    np.testing.assert_allclose(turned, -written, atol=1e-9)


def test_called_counts_names_and_says_the_other_one():
    truth = np.repeat(np.arange(10), 4)
    turned = np.where(truth == 6, 9, truth)
    turned[:1] = 5  # one of the four zeros
    (ax,) = figures.called(truth, {"none": truth, "turned": turned}).axes
    shares = np.asarray(ax.get_images()[0].get_array())
    np.testing.assert_allclose(shares[:, 0], 1)
    np.testing.assert_allclose(shares[[0, 6, 9], 1], [0.75, 0, 1])
    said = [t.get_text() for t in ax.texts]
    assert said[2 * 6 + 1] == "0%, often “9”" and said[1] == "75%" and said[0] == "100%"


def test_turning_turns_the_picture_and_asks_the_reader():
    image = np.zeros((4, 4))
    image[0, 1] = 1
    asked = []

    def read(X):
        asked.append(X)
        return np.eye(10)[:, [7]]

    picture, bars = figures.turning(image, read, 90).axes
    np.testing.assert_allclose(picture.get_images()[0].get_array(), np.rot90(image), atol=1e-9)
    np.testing.assert_allclose(asked[0][:, 0], np.rot90(image).ravel(), atol=1e-9)
    assert bars.get_title() == "90°: read as 7 (100%)"


@pytest.mark.parametrize(("every", "asked", "kept", "stop"), [(1, DEV, 3, 4), (2, DEV[1::2], 3, 5)])
def test_stopping_shows_what_the_rule_says_at_the_looks_it_takes(every, asked, kept, stop):
    calls = []

    def rule(dev_costs, patience, min_change):
        calls.append((list(dev_costs), patience, min_change))
        return (4, 3) if every == 1 else (2, 1)

    (ax,) = figures.stopping(TRAIN, DEV, rule, patience=3, min_change=0.1, every=every).axes
    assert calls == [(list(asked), 3, 0.1)]
    lines = {line.get_label(): line for line in ax.get_lines()}
    np.testing.assert_allclose(lines["dev set"].get_ydata(), DEV)
    np.testing.assert_allclose(lines["training set"].get_ydata(), TRAIN)
    assert lines["kept"].get_xdata()[0] == kept and lines["stop"].get_xdata()[0] == stop
    assert f"stop after epoch {stop}, keep epoch {kept}: dev cost 0.500" in ax.get_title()
    assert ("a look at the dev set" in lines) == (every > 1)


def test_figures_have_words_and_leave_nothing_open():
    drawn = [
        figures.gallery({"a": np.ones((1, 2, 2))}),
        figures.letters("R"),
        figures.framed(np.ones((2, 3, 3))),
        figures.opening(np.ones((8, 8))),
        figures.waiting([2.0, 1.0, 1.5], [0, 1], 2),
        figures.called(np.arange(10), {"none": np.arange(10)}),
        figures.turning(np.ones((3, 3)), lambda X: np.full((10, 1), 0.1)),
        figures.stopping(TRAIN, DEV, lambda *_: (5, 3)),
    ]
    for figure in drawn:
        assert plots.mime_bundle(figure)[0]["image/png"]
    assert not pyplot.get_fignums()
