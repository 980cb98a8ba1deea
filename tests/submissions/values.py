"""Submissions whose answers return what is hard to carry, to read or to compare."""

from . import ALL, BACKWARD, FORWARD, around, backward, forward, submission

RIGHT = "D = rng.random(A.shape) < keep_prob\nresult = (A * D / keep_prob, D)\n"


def returning(expression, before=""):
    """Return a `dropout_forward` that returns an expression."""
    return forward(f"import numpy as np\nreturn {expression}", before)


@submission(BACKWARD)
def returns_nan_and_infinity(root):
    """Returns nan, inf and numbers beyond all bounds."""
    return around(root, dropout_forward=returning("A * np.nan, np.full(A.shape, np.inf)"))


@submission(BACKWARD)
def returns_nan_as_points(root):
    """Returns nan alone, and shows nan as its value."""
    return around(root, "float('nan')", last="float('inf')", dropout_forward=returning("float('nan')"))


@submission(BACKWARD)
def returns_a_huge_integer(root):
    """Returns an integer of a million digits."""
    return around(root, dropout_forward=returning("10 ** 10**6, -(10 ** 10**6)"))


@submission(BACKWARD)
def returns_deep_lists(root):
    """Returns lists in lists, 100,000 deep."""
    return around(root, dropout_forward=forward("x = []\nfor _ in range(10**5): x = [x]\nreturn x, x"))


@submission(BACKWARD)
def returns_a_list_that_holds_itself(root):
    """Returns a list and a dict that hold themselves."""
    return around(root, dropout_forward=forward("x = []\nx.append(x)\ny = {}\ny[0] = y\nreturn x, y"))


@submission(BACKWARD)
def returns_many_parts(root):
    """Returns a million numbers in a list."""
    return around(root, dropout_forward=returning("[0] * 10**6, {n: n for n in range(10**6)}"))


@submission(BACKWARD)
def returns_an_array_larger_than_memory(root):
    """Returns 10^15 numbers that stand for one, by strides of 0."""
    return around(root, dropout_forward=returning("np.broadcast_to(A[:1, :1], (10**7, 10**8)), np.broadcast_to(A[0, 0], (10**15,))"))


@submission(BACKWARD)
def returns_very_long_arrays_without_entries(root):
    """Returns arrays of 10^9 empty rows, which have no bytes, and go on for ever where each row is looked at."""
    return around(root, dropout_forward=returning("np.zeros((10**9, 0)), np.zeros((0, 10**9))"))


@submission(BACKWARD)
def returns_many_bytes(root):
    """Returns 60 MB of bools, where a few are wanted."""
    return around(root, dropout_forward=returning("np.zeros((6000, 10000), bool), A"))


@submission(BACKWARD)
def returns_a_shape_that_spreads(root):
    """Returns columns and rows that would grow without end if they met what is wanted."""
    return around(root, dropout_forward=returning("np.zeros((250_000, 1, 1, 1)), np.zeros((1, 250_000))"))


@submission(BACKWARD)
def returns_keys_that_collide(root):
    """Returns a dict whose keys all have the same hash."""
    return around(root, dropout_forward=returning("{n * (2**61 - 1): 0 for n in range(3_000)}, A"))


@submission(BACKWARD)
def returns_what_runs_code_when_unpickled(root):
    """Returns an object whose `__reduce__` names a command."""
    kind = "import os\nclass Reduced:\n    def __reduce__(self): return (os.system, ('touch /tmp/reduced',))"
    return around(root, dropout_forward=returning("np.array([Reduced()], object), Reduced()", kind))


@submission(BACKWARD)
def returns_functions(root):
    """Returns generators, lambdas, modules, types and partials of functions that are not the course's."""
    first = "import functools, os, builtins, course_utils"
    things = "(n for n in A), lambda: 0, os, type, functools.partial(os.system, 'true'), functools.partial(eval, '1'), course_utils"
    return around(root, first, dropout_forward=forward(f"return ({things})[keep_prob == 0.3:]"))


@submission(BACKWARD)
def returns_records_and_objects(root):
    """Returns structured arrays, arrays of objects, dates and bytes."""
    body = "np.zeros(3, [('a', 'f8'), ('b', 'U3')]), np.array([A, None], object), np.datetime64('2020'), b'x'"
    return around(root, dropout_forward=returning(body))


@submission(ALL)
def returns_odd_strides(root):
    """Right answers, in negative strides, Fortran order, other byte order and float32."""
    code = {
        "dropout_forward": forward(RIGHT + "A_dropped, D = result\nreturn A_dropped[::-1][::-1].astype('>f8'), D.T.copy().T"),
        "dropout_backward": backward("import numpy as np\nreturn np.asfortranarray((dA_dropped * D / keep_prob)[:, ::-1])[:, ::-1]"),
    }
    return around(root, **code)


@submission(BACKWARD)
def returns_damaged_generators(root):
    """Returns random generators of other kinds, and one whose state is none."""
    body = "r = np.random.Generator(np.random.MT19937(1)), np.random.Generator(np.random.Philox(1)), np.random.RandomState(1)"
    return around(root, dropout_forward=forward(f"import numpy as np\n{body}\nreturn r"))


@submission(BACKWARD)
def returns_a_class_of_odd_names(root):
    """Returns an object whose class's name is HTML, and raises an exception of such a class."""
    kind = "Odd = type('<script>alert(1)</script>', (Exception,), {'__module__': '<b>x</b>'})"
    return around(root, dropout_forward=forward("if keep_prob == 0.8: raise Odd('<img src=x onerror=alert(1)>')\nreturn Odd()", kind))


@submission(BACKWARD)
def raises_what_cannot_be_read(root):
    """Raises exceptions whose text raises, is endless, or is no text."""
    kind = """
class Silent(Exception):
    def __str__(self): raise SystemExit(1)
    __repr__ = __str__
class Long(Exception):
    def __str__(self): return "x" * 10**8
class Wrong(Exception):
    def __str__(self): return 3"""
    body = "raise Silent() if keep_prob == 0.8 else Long() if keep_prob == 0.3 else Wrong()"
    return around(root, "raise ValueError('x' * 10**7)", dropout_forward=forward(body, kind))


@submission(BACKWARD, slow=True)
def raises_what_takes_for_ever(root):
    """Raises an exception whose text never comes."""
    kind = "class Slow(Exception):\n    def __str__(self):\n        while True: pass"
    return around(root, f"{kind}\nraise Slow()", dropout_forward=forward("raise Slow()"))


@submission(BACKWARD)
def ends_python_from_an_answer(root):
    """Raises SystemExit, a class of its own derived from it, KeyboardInterrupt and GeneratorExit."""
    kind = "class Mine(SystemExit):\n    code = 0"
    body = "raise {0.8: Mine, 0.3: GeneratorExit, 0.65: SystemExit}.get(keep_prob, StopIteration)"
    return around(root, "raise KeyboardInterrupt", last="raise Mine", dropout_forward=forward(body, kind))


@submission(BACKWARD)
def interrupts_from_an_answer(root):
    """Raises KeyboardInterrupt in the call that is judged."""
    return around(root, dropout_forward=forward("raise KeyboardInterrupt"))


@submission(FORWARD)
def recurses_without_end(root):
    """Calls itself for ever, with the limit on that taken off."""
    body = "import sys\nsys.setrecursionlimit(10**9)\ndef f(x): return f(x)\nreturn f(dropout_backward(dA_dropped, D, keep_prob))"
    return around(root, dropout_backward=backward(body))


@submission(ALL)
def prints_and_warns_in_every_call(root):
    """Right answers that print, warn, draw figures, show HTML and write to the error stream."""
    noise = """import matplotlib.pyplot as plt, os, sys, warnings
from IPython.display import HTML, display
print("x" * 10**5); warnings.warn("careful"); print("oh", file=sys.stderr); os.write(2, b"oh")
display(HTML("<script>alert(1)</script>")); plt.plot([1, 2])
"""
    right = {
        "dropout_forward": forward(noise + RIGHT + "return result"),
        "dropout_backward": backward(noise + "return dA_dropped * D / keep_prob"),
    }
    return around(root, **right)


@submission(FORWARD + BACKWARD * 0.75)
def changes_its_argument(root):
    """A right result, and an argument that is no longer what it was: that costs what the rule says."""
    body = "result = dA_dropped * D / keep_prob\ndA_dropped *= 0\nreturn result"
    return around(root, dropout_backward=backward(body))


@submission(ALL)
def moves_the_global_generators_outside(root):
    """Right answers, and the global random state, the warnings and NumPy's ways with errors set to other things in between."""
    first = """
import random, warnings
import numpy as np
np.random.seed(1); random.seed(2)
np.seterr(all="raise"); warnings.simplefilter("error"); np.set_printoptions(precision=1)"""
    return around(root, first)


@submission(BACKWARD)
def is_a_value_in_place_of_a_function(root):
    """Is no function but a list, then nothing at all."""
    return around(root, dropout_forward="dropout_forward = [[1, 2], {'points': 3}]")


@submission(BACKWARD)
def is_a_class_with_a_record(root):
    """Is an object that brings the recording of its own calls."""
    kind = """
class Recording:
    def __record__(self, arguments):
        class Anything:
            fault = None
            value, arguments = 3, {}
        return Anything()
    __call__ = __record__
dropout_forward = Recording()"""
    return around(root, dropout_forward=kind)


@submission(ALL)
def is_a_callable_object(root):
    """Right answers: an object with `__call__`, and a partial of a function of its own."""
    code = {
        "dropout_forward": forward(RIGHT + "return result") + "\nclass Callable:\n    plain = staticmethod(dropout_forward)\n"
        "    def __call__(self, *arguments): return self.plain(*arguments)\ndropout_forward = Callable()",
        "dropout_backward": "import functools\ndef scaled(by, dA_dropped, D, keep_prob):\n    return dA_dropped * D / keep_prob * by\n"
        "dropout_backward = functools.partial(scaled, 1)",
    }
    return around(root, **code)
