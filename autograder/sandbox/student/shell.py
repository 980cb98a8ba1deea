"""A real IPython shell without a kernel: it runs cells and gives back their outputs as nbformat has them."""

from __future__ import annotations

import _signal  # as `signal`, which looks up names of what it returns: this stands around every judged call
import base64
import builtins
import contextlib
import functools
import getpass
import io
import json
import os
import signal
import sys

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import print_figure
from traitlets.config import Config

INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel sets, so that figures show by themselves
AGAIN = 1.0  # seconds until a cell that swallowed the end of its time is told again
CAPTURED = 20_000  # characters kept of what a judged call prints
EACH = 1000  # bytes that an output counts for at least: thousands of small ones are slow to show
CUT = "\n[The rest of the output is left out: there is too much of it.]\n"


class TimeLimit(BaseException):
    """A cell's time is used up. No `Exception`, so that `except Exception` does not keep it."""


class Outputs:
    """The outputs of one cell, in order and bounded: what is too much is cut, and says so."""

    def __init__(self, budget):
        self.left = budget
        self._found, self._clear, self._cut = [], False, False

    def add(self, output):
        """Add an output that can be JSON; others are dropped, for they could not be kept in a notebook."""
        try:
            size = len(json.dumps(output)) + EACH
        except (TypeError, ValueError, RecursionError):
            return
        if self._take(size) == size:
            self._place(output)

    def write(self, name, text):
        """Add text to a stream."""
        text = text[: self._take(len(text))]
        last = self._found[-1] if self._found and not self._clear else {}
        if text and last.get("name") == name:
            last["text"].append(text)
        elif text:
            self._place({"output_type": "stream", "name": name, "text": [text]})

    def clear(self, wait=False):
        """Drop what is there: now, or when the next output comes."""
        self._clear = True
        if not wait:
            self._place(None)

    def replace(self, display_id, data, metadata):
        """Show other data in the displays of that id."""
        for output in self._found:
            if output.get("transient", {}).get("display_id") == display_id:
                output["data"], output["metadata"] = data, metadata

    @property
    def failed(self):
        """Whether there is an error among them."""
        return any(output["output_type"] == "error" for output in self._found)

    def whole(self):
        """Return the outputs as JSON-ready data."""
        found = [{k: v for k, v in output.items() if k != "transient"} for output in self._found]
        if self._cut:
            found.append({"output_type": "stream", "name": "stderr", "text": [CUT]})
        return [o | {"text": "".join(o["text"])} if o["output_type"] == "stream" else o for o in found]

    def _take(self, size):
        """Return how much of an output there is room for."""
        room = 0 if self._cut else min(size, self.left)
        self._cut = self._cut or room < size
        self.left -= room
        return room

    def _place(self, output):
        if self._clear:
            self._found, self._clear = [], False
        if output is not None:
            self._found.append(output)


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a cell."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, shell, name):
        self._shell, self._name = shell, name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.outputs.write(self._name, text)
        return len(text)


class Publisher(DisplayPublisher):
    """Takes what `display` shows."""

    def publish(self, data, metadata=None, *, transient=None, update=False, **kwargs):
        outputs = self.shell.outputs
        data = _jsonable(data)
        if update and transient:
            outputs.replace(transient.get("display_id"), data, metadata or {})
        else:
            more = {"transient": transient} if transient else {}
            outputs.add({"output_type": "display_data", "data": data, "metadata": metadata or {}, **more})

    def clear_output(self, wait=False):
        self.shell.outputs.clear(wait)


class ResultHook(DisplayHook):
    """Takes the value of a cell's last line."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        data = {"data": _jsonable(format_dict), "metadata": md_dict or {}}
        self.shell.outputs.add({"output_type": "execute_result", "execution_count": self.shell.count, **data})

    def finish_displayhook(self):
        pass


class Shell(InteractiveShell):
    """IPython as a kernel has it, without the kernel."""

    displayhook_class = ResultHook
    display_pub_class = Publisher

    def __init__(self, **kwargs):
        self.outputs, self.count = Outputs(0), 0
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        super().__init__(config=config, **kwargs)

    def enable_gui(self, gui=None):
        """Figures are drawn inline; there is no screen."""

    def enable_matplotlib(self, gui=None):
        """Draw inline, whatever a notebook asks for: there is no screen, and a page shows no window."""
        return super().enable_matplotlib("inline")

    def ask_exit(self):
        """Go on: `exit()` ends a cell, not the notebook."""

    def show_usage_error(self, exc):
        """Show a magic that is not there, or is wrongly called, as any error: it ends its cell, and IPython only prints it."""
        at = exc.__traceback__ and exc.__traceback__.tb_next
        cell = at and type(at)(None, at.tb_frame, at.tb_lasti, at.tb_lineno)  # the cell's own line, nothing of IPython's
        self._showtraceback(type(exc), exc, self.InteractiveTB.structured_traceback(type(exc), exc, cell))

    def _showtraceback(self, etype, evalue, stb):
        self.outputs.add(error(etype.__name__, str(evalue), stb))

    @contextlib.contextmanager
    def captured(self):
        """Keep what is printed and shown out of the cell's outputs; give its text to who asks."""
        outer, self.outputs = self.outputs, Outputs(CAPTURED)
        kept = self.outputs
        try:
            yield lambda: "".join(output["text"] for output in kept.whole() if output["output_type"] == "stream")
        finally:
            self.outputs = outer

    def run(self, source, seconds, budget):
        """Run a cell and return its outputs."""
        self.outputs, self.count = Outputs(budget), self.count + 1
        with contextlib.suppress(TimeLimit), limited(seconds) as limit:
            self.run_cell(source, store_history=True)
        if limit.late and not self.outputs.failed:  # the end came while the shell itself was at work
            self.outputs.add(error("TimeLimit", limit.says))
        return self.outputs.whole()


def error(name, says, traceback=None):
    """Return an error output."""
    return {"output_type": "error", "ename": name, "evalue": says, "traceback": list(traceback or [f"{name}: {says}"])}


class limited:
    """A context in which `TimeLimit` is raised in what runs longer, again and again until it ends."""

    def __init__(self, seconds):
        self.seconds, self.late = seconds, False
        self.says = f"no end after {seconds:.0f} s"

    def _end(self, _, frame):
        __tracebackhide__ = True  # IPython leaves this frame out of what a student reads
        if frame.f_code in (limited.__enter__.__code__, limited.__exit__.__code__):
            return  # raised there, it would leave the clock running for whatever comes next
        self.late = True
        raise TimeLimit(self.says)

    def __enter__(self):
        self._before = _signal.signal(signal.SIGALRM, self._end)
        signal.setitimer(signal.ITIMER_REAL, max(self.seconds, 0.001), AGAIN)
        return self

    def __exit__(self, *_):
        signal.setitimer(signal.ITIMER_REAL, 0)
        _signal.signal(signal.SIGALRM, self._before)


_one = functools.cache(Shell)


def ours():
    """Return this process's shell, and make it the one that `get_ipython` gives, whoever made another."""
    in_front(_one())
    return _one()


def in_front(shell):
    """Make a shell, or None, what `get_ipython` gives."""
    InteractiveShell.clear_instance()
    for kind in type(shell)._walk_mro() if shell else ():
        kind._instance = shell


def start():
    """Return the one shell of this process, its streams and figures in place."""
    os.environ.update({"MPLBACKEND": INLINE, "PAGER": "cat"})
    shell = ours()
    sys.stdout, sys.stderr = Stream(shell, "stdout"), Stream(shell, "stderr")
    builtins.input = getpass.getpass = _no_input
    sys.argv, sys.stdin = [""], io.StringIO()
    shell.extension_manager.load_extension("storemagic")  # `%store`, as a kernel has it
    return shell


def warm():
    """Do once what the first figure needs, where Matplotlib is loaded: fonts are looked for and read."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot:
        figure = sys.modules["matplotlib.figure"].Figure()
        figure.subplots().set_title("A title and $x^2$")
        print_figure(figure)
        pyplot.uninstall_repl_displayhook()  # it draws every figure once more than is shown


def _no_input(*_, **__):
    __tracebackhide__ = True
    raise RuntimeError("nobody can answer input() while a notebook is graded: write the value into the code")


def _jsonable(data):
    """Return MIME data with bytes as base64, as notebooks keep them."""
    return {kind: base64.b64encode(value).decode() if isinstance(value, bytes) else value for kind, value in data.items()}
