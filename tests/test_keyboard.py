"""Do controls carry the script that names them and keeps their keys? What it does is seen in a browser: tests/long/test_for_all_eyes.py."""

import ipywidgets

from course_utils import keyboard


def test_has_a_box_its_controls_in_order_and_a_script_that_is_not_seen():
    one, two = ipywidgets.IntSlider(), ipywidgets.Dropdown(options=["a"])
    *controls, script = keyboard.mended([one, two]).children
    assert controls == [one, two]
    assert script.layout.display == "none" and script.outputs[0]["data"]["application/javascript"] == keyboard.SCRIPT


def test_does_the_script_look_for_the_class_that_the_box_has():
    box = keyboard.mended([], ipywidgets.HBox)
    assert isinstance(box, ipywidgets.HBox) and f".{keyboard.CLASS}:" in keyboard.SCRIPT and keyboard.CLASS in box._dom_classes
