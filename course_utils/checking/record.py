"""One call of a student's function, seen only as a record: what went in, what came out.

Everything the checks and the judge know of a function is in its records. Arguments and result are
copied on their way (see `crossing`), so a record means the same when the function runs in another
process: such a function is a proxy with a method `__record__(arguments) -> Record`, and one for many
calls that are known beforehand, `__records__(groups)`: lists of arguments, or of `Onward`.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import random
import struct
import sys
import time
import traceback
import warnings
from dataclasses import dataclass, field

import numpy as np

from . import crossing

TEXT_LIMIT = 10_000  # characters kept of what a function prints, of an exception's message, of a traceback
WARNINGS_LIMIT = 100
MERSENNE_TWISTER = 4 * (624 + 1)  # bytes of its state


@dataclass
class Fault:
    """An exception a student's function raised, or a result that cannot be handed over.

    `inner` is the name of the function it was raised in, "" where that is the student's function itself.
    """

    type: str
    message: str
    traceback: str = ""
    inner: str = ""


@dataclass
class Record:
    """What one call did.

    value         what it returned (None if it raised)
    fault         the exception it raised, or None
    arguments     the arguments after the call, by name (a generator with the state it was left in)
    global_moved  whether it moved the state of `np.random` or `random`
    warnings      the warnings it gave, as text
    text          what it printed
    seconds       how long it took
    """

    value: object = None
    fault: Fault | None = None
    arguments: dict = field(default_factory=dict)
    global_moved: bool = False
    warnings: list[str] = field(default_factory=list)
    text: str = ""
    seconds: float = 0.0


@dataclass
class Onward:
    """Arguments whose generators are as the call with the number `after` of the same group left them."""

    arguments: dict
    after: int


def records(function, groups):
    """Yield the records of each group of arguments: a call after the other, as far as the first one that fails.

    A proxy gets all groups at once, and makes the calls in the same order; any other function is called when a group is asked for.
    """
    together = getattr(type(function), "__records__", None)
    if together is not None:
        yield from together(function, groups)
        return
    for group in groups:
        found = []
        for arguments in group:
            if isinstance(arguments, Onward):
                arguments = arguments.arguments | generators(found[arguments.after].arguments)
            found.append(record(function, arguments))
            if found[-1].fault:
                break
        yield found


def record(function, arguments):
    """Call `function(*arguments.values())` on copies of the arguments and return the `Record`."""
    remote = getattr(type(function), "__record__", None)
    if remote is not None:
        return remote(function, arguments)
    return apart(called(function, crossing.copy(arguments)))


def generators(arguments):
    """Return those arguments that are random generators."""
    return {name: part for name, part in arguments.items() if isinstance(part, np.random.Generator)}


def called(function, given):
    """Call `function(*given.values())` and return the `Record`, which holds what the function may hold too: arguments and result."""
    result = Record(arguments=given)
    before = _moved_on()
    # what a call prints, shows, draws or warns is kept out of the notebook: it could carry hidden inputs out
    figures = _open_figures()
    plain = np.errstate(divide="warn", over="warn", under="ignore", invalid="warn")  # NumPy's own, whatever a call sets
    with plain, warnings.catch_warnings(record=True) as caught, _captured() as text:
        warnings.simplefilter("always")
        start = time.perf_counter()
        try:
            result.value = function(*given.values())
        except KeyboardInterrupt:
            raise KeyboardInterrupt from None  # a new one: what a student's own might say stays out
        except BaseException as error:  # SystemExit too
            result.fault = _fault(error)
        finally:
            result.seconds = time.perf_counter() - start
            for number in _open_figures() - figures:
                sys.modules["matplotlib.pyplot"].close(number)
    result.global_moved = _global_state() != before
    result.text = _text(text)
    result.warnings = [f"{w.category.__name__}: {_text(lambda w=w: str(w.message))}" for w in caught[:WARNINGS_LIMIT]]
    return result


def apart(found, copy=crossing.copy):
    """Make a record independent of the function it is of; what cannot cross is told in its place. `copy` makes a part independent."""
    found.arguments = {name: _argument(part, copy) for name, part in found.arguments.items()}
    try:
        found.value = copy(found.value)
    except crossing.CannotCross as error:
        found.value, found.fault = None, Fault("CannotReturn", f"it cannot return {error}")
    return found


def _fault(error):
    frames = error.__traceback__.tb_next  # the first frame is this module's
    lines = "".join(traceback.format_exception(type(error), error, frames))
    stack = traceback.extract_tb(frames)
    inner = stack[-1].name if len(stack) > 1 else ""
    return Fault(type(error).__name__, _text(lambda: str(error)), lines[-TEXT_LIMIT:], inner)


def _text(make):
    """Return the text that `make` gives, shortened; it may run code of a student's."""
    try:
        return make()[:TEXT_LIMIT]
    except BaseException as error:
        return f"(no text: {type(error).__name__})"


def _argument(part, copy):
    """Return an argument after the call, or a text that is none where a call put something into it that cannot cross."""
    try:
        return copy(part)
    except crossing.CannotCross as error:
        return f"(it now holds {error})"


def _moved_on():
    """Bring the two global random generators to another state, unless no call has moved them since the last time, and return it.

    Else setting a seed would move nothing where the last call set the same. NumPy's is seeded anew: so many draws after that seed nobody
    comes back to this state by chance, and no normal number is kept (NumPy draws them in pairs). The new state depends on the one before.
    """
    global _last
    if _last is None or _global_state() != _last:
        _last = _next_state()
    return _last


def _next_state():
    random.random()
    drawn = np.random.random_sample()
    if type(np.random.get_bit_generator()) is np.random.MT19937:  # others take no seed
        np.random.seed(int(drawn * 2**32))
    return _global_state()


def _global_state():
    """Return what any draw from `np.random` or `random` changes, provided that NumPy has kept no normal number."""
    return _numpys_state(), _pythons_state()


def _numpys_state():
    generator = np.random.get_bit_generator()
    if type(generator) is np.random.MT19937:  # its key and position as they lie in memory: `get_state` takes a hundred times as long
        return ctypes.string_at(generator.ctypes.state_address, MERSENNE_TWISTER)
    return str(np.random.get_state(legacy=False))


def _pythons_state():
    if not LAID_OUT:
        return random.getstate()
    return ctypes.string_at(id(PYTHONS) + object.__basicsize__, MERSENNE_TWISTER), PYTHONS.gauss_next


def _is_laid_out():
    """Whether Python's generator lies in memory as it did when this was written: position, then key. `getstate` makes 625 numbers."""
    if sys.implementation.name != "cpython" or type(PYTHONS).__basicsize__ < object.__basicsize__ + MERSENNE_TWISTER:
        return False
    _, (*key, position), _ = PYTHONS.getstate()
    return ctypes.string_at(id(PYTHONS) + object.__basicsize__, MERSENNE_TWISTER) == struct.pack("=i624I", position, *key)


_last = None  # what `_moved_on` returned
PYTHONS = random._inst  # whose methods are the functions of `random`
LAID_OUT = _is_laid_out()


@contextlib.contextmanager
def keep_global_state():
    """Leave the global random generators afterwards as they were before."""
    numpys, pythons = np.random.get_state(), random.getstate()
    try:
        yield
    finally:
        np.random.set_state(numpys)
        random.setstate(pythons)


def _captured():
    """Return a context that keeps what is printed and shown, and gives its text to who asks."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if hasattr(shell, "captured"):  # the grader's own
        return shell.captured()
    return _captured_plainly() if shell is None else _captured_in_a_kernel()


@contextlib.contextmanager
def _captured_in_a_kernel():
    from IPython.utils.capture import capture_output

    with capture_output() as captured:  # also what `display` shows
        yield lambda: captured.stdout + captured.stderr


@contextlib.contextmanager
def _captured_plainly():
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        yield stream.getvalue


def _open_figures():
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()
