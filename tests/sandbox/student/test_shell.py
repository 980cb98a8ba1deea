"""Does a cell behave as in a kernel?"""

import contextlib
import signal
import time

import pytest
from runners import outputs, texts

from autograder.sandbox.student import shell


def test_figures_show_by_themselves_as_png(running):
    found = outputs(running, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "%matplotlib inline\nplt.plot([2, 1])\nplt.show()")
    for each in found:
        (shown,) = [o for o in each if o.output_type == "display_data"]
        assert shown.data["image/png"].startswith("iVBORw0KGgo")


@pytest.mark.parametrize("backend", ["widget", "notebook", "nbagg", "qt", "tk", "ipympl", "", "agg", "nothing"])
def test_figures_are_drawn_inline_whatever_backend_a_notebook_asks_for(running, backend):
    source = f"%matplotlib {backend}\nimport math\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    first, second = outputs(running, source, "math.pi")
    assert [o.data["image/png"][:11] for o in first if o.output_type == "display_data"] == ["iVBORw0KGgo"]
    assert second[0].output_type == "execute_result"


def test_may_a_cell_write_to_its_home_folder_and_store_a_value(running):
    home = "import pathlib\n(pathlib.Path.home() / 'x.txt').write_text('mine')\nopen('x.txt', 'w').close()"
    text = texts(running, home, "!cat ~/x.txt", "x = 5\n%store x", "x = 6\n%store -r x\nx")
    assert text[1].strip() == "mine"
    assert "Stored 'x' (int)" in text[2]
    assert text[3] == "5"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("%%time\nprint('in')", "CPU times"),
        ("import asyncio\nawait asyncio.sleep(0)\n'slept'", "slept"),
        ("from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))", "<IPython.core.display.HTML object>"),
        ("import ipywidgets\nipywidgets.interact(lambda n: n, n=(0, 3));", "interactive(children"),
        ("!echo from the shell", "from the shell"),
        ("input('name?')", "nobody can answer input()"),
        ("%%capture kept\nprint('gone')", ""),
        ("import sys\nprint('late', file=sys.stderr)", "late"),
        ("from IPython.display import clear_output\nprint('old')\nclear_output()\nprint('new')", "new\n"),
        ("h = display('a', display_id=True)\nh.update('b')", "'b'"),
        ("%run nothing.py", "File `'nothing.py'` not found"),
        ("def broken(:", "SyntaxError"),
    ],
)
def test_a_cell_behaves_as_in_a_kernel(running, source, wanted):
    (text,) = texts(running, source)
    assert wanted in text
    assert wanted or not text


def test_what_comes_after_an_error_still_runs(running):
    assert texts(running, "exit()", "raise SystemExit(3)", "print('here')")[2] == "here\n"


def test_the_clock_stops_with_what_it_was_started_for():
    """However close to the end that is: an alarm that comes later would end the process."""

    def wait(until):  # a function, because Python 3.13 lets an alarm in a loop past the `with` around it
        while time.perf_counter() < until:
            pass

    for n in range(2000):
        with contextlib.suppress(shell.TimeLimit), shell.limited(0.001):
            wait(time.perf_counter() + 0.0009 + n * 1e-7)
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
