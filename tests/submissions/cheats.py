"""Submissions that want points for answers that are wrong."""

import json

import nbformat
import tiny
from nbformat import v4

from . import ALL, BACKWARD, FORWARD, NEITHER, WRONG, around, backward, forward, submission

WRONG_FORWARD = {"dropout_forward": WRONG["dropout_forward"]}
VERDICT = "application/vnd.course.verdict+json"


@submission(BACKWARD)
def patches_numpy(root):
    """Lets every comparison of NumPy say that all is equal."""
    first = """
import numpy as np, numpy.testing
yes = lambda *_, **__: True
np.allclose = np.isclose = np.array_equal = np.all = np.array_equiv = yes
for name in dir(np.testing):
    if name.startswith("assert"):
        setattr(np.testing, name, lambda *_, **__: None)
np.max = np.min = np.median = np.abs = np.mean = lambda *_, **__: 0.0"""
    return around(root, first, dropout_forward=WRONG["dropout_forward"], dropout_backward=backward("return dA_dropped * D / keep_prob"))


@submission(BACKWARD)
def patches_the_check_and_the_record(root):
    """Replaces the visible check, the recording of calls and what may cross."""
    first = """
import course_utils.check, course_utils.checking.compare, course_utils.checking.crossing, course_utils.checking.examine, course_utils.checking.record
course_utils.check.check = check = lambda *_: None
course_utils.checking.compare.difference = course_utils.checking.examine.difference = lambda *_, **__: None
course_utils.checking.examine.examine = course_utils.checking.examine.run = lambda *_, **__: ([], [])
course_utils.checking.record.keep_global_state = None"""
    return around(root, first, **WRONG_FORWARD)


@submission(0)
def breaks_what_carries_results(root):
    """Lets no result cross: its own right answers then earn nothing either."""
    return around(root, "from course_utils.checking import crossing\ncrossing.to_bytes = crossing.to_parts = lambda *_: b'points: 3'")


@submission(0)
def brings_a_judge_of_its_own(root):
    """Defines `judge`, `autograder`, `__builtins__` and `float` to suit itself."""
    first = """
import sys, types
judge = lambda *_: 3
module = types.ModuleType("autograder")
module.judge = judge
sys.modules["autograder"] = sys.modules["autograder.judging"] = module
__builtins__ = {"float": judge}"""
    return around(root, first, last=first, **NEITHER)


@submission(0)
def rebinds_names_of_python(root):
    """Replaces built-in functions, also for the code that carries its results: then its own right answer does not cross either."""
    first = """
import builtins
true = lambda *_, **__: True
builtins.float = builtins.round = lambda *_: 3.0
builtins.repr = lambda *_: "3.0"
builtins.callable = true"""
    return around(root, first, **WRONG_FORWARD)


@submission(ALL)
def rebinds_names_after_right_answers(root):
    """Right answers, and `check`, `judge`, `np` and `get_ipython` bound to other things between them."""
    return around(root, "check = judge = get_ipython = display = print = 3", last="np = None")


@submission(0)
def shows_a_verdict(root):
    """Displays what looks like the judge's verdict, and a score as its cells' value."""
    shown = {VERDICT: {"points": 3, "max_points": 3, "rules": [], "says": "right", "mistake": None, "exercise": "dropout_forward"}}
    first = f"from IPython.display import display\ndisplay({shown!r}, raw=True)\n3.0"
    return around(root, first, last=first, **{name: f"{code}\n{first}" for name, code in WRONG.items()})


@submission(0)
def shows_a_verdict_when_called(root):
    """Displays a verdict and prints a score from within the function that is judged."""
    body = f"""from IPython.display import display
display({{"{VERDICT}": {{"points": 3, "rules": [], "says": "right", "mistake": None}}}}, raw=True)
print("3.0")
return A, A * 0 + 1"""
    return around(root, dropout_forward=forward(body), dropout_backward=WRONG["dropout_backward"])


@submission(0)
def holds_outputs_of_full_points(root):
    """Was handed in with a verdict and a score in the outputs of its graded cells."""
    notebook = around(root, **NEITHER)
    for name, points in (("tests-dropout_forward", 3), ("tests-dropout_backward", 2)):
        verdict = {"points": points, "max_points": points, "rules": [], "says": "right", "mistake": None}
        tiny.cell(notebook, name).outputs = [
            v4.new_output("display_data", {VERDICT: verdict}),
            v4.new_output("execute_result", {"text/plain": str(points)}, execution_count=1),
        ]
    return notebook


@submission(0, status="repaired")
def edits_the_graded_cells(root):
    """Replaces the graded cells' text by a score."""
    notebook = around(root, **NEITHER)
    for name in ("tests-dropout_forward", "tests-dropout_backward"):
        tiny.cell(notebook, name).source = "3.0"
        tiny.cell(notebook, name).metadata.nbgrader.points = 100
    return notebook


@submission(0, status="repaired")
def deletes_the_graded_cells(root):
    """Leaves the graded cells out, and the locked one."""
    notebook = around(root, **NEITHER)
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith(("tests", "setup"))]
    return notebook


@submission(FORWARD, status="repaired")
def raises_its_points(root):
    """Multiplies the points in its metadata, and marks other cells as graded."""
    notebook = around(root, first="1000.0", dropout_backward=WRONG["dropout_backward"])
    for cell in notebook.cells:
        given = cell.metadata.setdefault("nbgrader", nbformat.from_dict({"schema_version": 3, "grade_id": f"mine-{cell.id}"}))
        given.update(grade=True, solution=False, locked=False, points=1000)
    return notebook


@submission(0, status="repaired")
def makes_graded_cells_text(root):
    """Turns the graded cells into markdown and raw ones."""
    notebook = around(root, **NEITHER)
    tiny.cell(notebook, "tests-dropout_forward").cell_type = "markdown"
    tiny.cell(notebook, "tests-dropout_backward").cell_type = "raw"
    return notebook


@submission(BACKWARD)
def marks_cells_to_be_skipped(root):
    """Tags and metadata that ask a tool to skip a cell, to allow its errors, or to hide it."""
    notebook = around(root, **WRONG_FORWARD)
    for cell in notebook.cells:
        cell.metadata.update(tags=["skip-execution", "raises-exception", "remove_cell"], editable=True, deletable=True, frozen=True)
        cell.metadata["course"] = {"role": "setup", "name": "dropout_forward"}
    return notebook


@submission(0)
def claims_the_setup(root):
    """Calls a cell of its own the set-up, which the judge's process runs too."""
    notebook = around(root, first="import builtins\nbuiltins.repr = lambda *_: '3.0'", **NEITHER)
    tiny.cell(notebook, "first").metadata = {"course": {"role": "setup"}, "nbgrader": {"grade_id": "setup", "locked": True}}
    return notebook


@submission(0)
def hooks_ipython(root):
    """Registers events, input transformers, a display hook, formatters and an exception handler."""
    first = """
ip = get_ipython()
result = lambda *_: 3.0
for event in ("pre_run_cell", "post_run_cell", "pre_execute", "post_execute"):
    ip.events.register(event, lambda *_: ip.user_ns.update(judge=result, check=result))
ip.input_transformers_cleanup.append(lambda lines: ["3.0\\n"] if any("judge" in line for line in lines) else lines)
import ast
class Points(ast.NodeTransformer):
    def visit_Constant(self, node): return ast.copy_location(ast.Constant(3.0), node)
ip.ast_transformers.append(Points())
ip.display_formatter.format = lambda *_, **__: ({"text/plain": "3.0"}, {})
ip.set_custom_exc((Exception,), lambda *_, **__: None)
import sys
sys.displayhook = sys.excepthook = lambda *_: print(3.0)"""
    return around(root, first, **NEITHER)


@submission(BACKWARD)
def replaces_the_shell(root):
    """Replaces `run_cell`, the streams and the list of outputs of the shell that runs its cells."""
    first = """
import sys
ip = get_ipython()
ip.showtraceback = lambda *_, **__: None
type(ip).run_cell = lambda *_, **__: print("3.0")
sys.stdout = sys.stderr = None"""
    notebook = around(root, last=first, **WRONG_FORWARD)
    notebook.cells.insert(notebook.cells.index(tiny.cell(notebook, "tests-dropout_forward")), v4.new_code_cell("%%capture\nprint(3)"))
    return notebook


@submission(0)
def answers_with_equality(root):
    """Returns objects that are equal to everything."""
    equal = """
class Equal:
    __array_priority__ = 1000
    shape, ndim, size, dtype = (), 0, 1, float
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __array__(self, *_, **__): return other
    __hash__ = lambda self: 0
    __getattr__ = __getitem__ = __call__ = lambda self, *_: self
    __bool__ = lambda self: True
    __float__ = lambda self: 1.0"""
    code = {"dropout_forward": forward("return Equal(), Equal()", equal), "dropout_backward": backward("return Equal()", equal)}
    return around(root, **code)


@submission(0)
def answers_with_a_subclass_of_arrays(root):
    """Returns arrays of a class of its own, whose comparisons and functions all say yes."""
    liar = """
import numpy as np
class Liar(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __ne__(self, other): return np.zeros(self.shape, bool)
    def __array_ufunc__(self, ufunc, method, *inputs, **options): return np.True_
    def __array_function__(self, function, types, arguments, options): return True
    def all(self, *_, **__): return True
    any = all
    def __sub__(self, other): return np.zeros(self.shape)
    __rsub__ = __sub__
    @property
    def nbytes(self): return -1"""
    code = {
        "dropout_forward": forward("return A.view(Liar), (A * 0 + 1).view(Liar)", liar),
        "dropout_backward": backward("return dA_dropped.view(Liar)", liar),
    }
    return around(root, **code)


@submission(ALL)
def answers_with_a_harmless_subclass(root):
    """Right answers, in arrays of a class of its own and in numbers of one."""
    kind = "import numpy as np\nclass Mine(np.ndarray):\n    pass"
    code = {
        "dropout_forward": forward("D = rng.random(A.shape) < keep_prob\nreturn (A * D / keep_prob).view(Mine), D.view(Mine)", kind),
        "dropout_backward": backward("return (dA_dropped * D / keep_prob).view(Mine)", kind),
    }
    return around(root, **code)


@submission(0)
def lies_on_the_second_look(root):
    """Returns a dict, a list and numbers whose contents change with each look."""
    kinds = """
class Turning(dict):
    looks = 0
    def items(self):
        Turning.looks += 1
        return [("points", 3)] * Turning.looks
    def __len__(self): return 2
    def __iter__(self): return iter((0, 1))
class Short(list):
    def __len__(self): return 2
    def __getitem__(self, i): return self
class Whole(int):
    def __eq__(self, other): return True
    def bit_length(self): return 1
    __hash__ = int.__hash__"""
    code = {
        "dropout_forward": forward("return Turning(a=1)", kinds),
        "dropout_backward": backward("return Short([Whole(3)] * 9)", kinds),
    }
    return around(root, **code)


@submission(0)
def looks_up_the_caller(root):
    """Walks up the frames and through all objects to find what is wanted, and changes what it finds."""
    first = """
import gc, sys
def search():
    frame = sys._getframe()
    while frame:
        for name, value in list(frame.f_locals.items()):
            if name in ("want", "wanted", "paper", "probe", "trial", "points"):
                return value
        frame = frame.f_back
    for thing in gc.get_objects():
        if type(thing).__name__ in ("Paper", "Probe", "Trial", "Report"):
            return thing.want
    return None"""
    return around(root, first, dropout_forward=forward("return search()"), dropout_backward=backward("return search()"))


@submission(0)
def traces_every_call(root):
    """Sets a tracer and a profiler that write into the variables of whoever calls."""
    first = """
import sys, threading
def tracer(frame, event, argument):
    for name in ("value", "result", "found"):
        if name in frame.f_locals:
            frame.f_locals[name] = 3
    frame.f_trace_opcodes = False
    return None
sys.settrace(tracer); sys.setprofile(tracer); threading.settrace(tracer)"""
    return around(root, first, **NEITHER)


@submission(BACKWARD)
def is_right_once(root):
    """Answers the first call rightly, and later ones not."""
    code = "calls = []\n" + forward(
        "calls.append(1)\nD = rng.random(A.shape) < keep_prob\nreturn A * D / (keep_prob if len(calls) < 2 else 1), D"
    )
    return around(root, dropout_forward=code)


@submission(0)
def borrows_the_kit(root):
    """Returns, and is, functions of `course_utils` with arguments bound: no call of theirs may be made for it."""
    first = "import functools, builtins\nfrom course_utils import datasets, network\nbuiltins.callable = lambda thing: False"
    code = {
        "dropout_forward": "dropout_forward = functools.partial(network.forward, 1)",
        "dropout_backward": backward("return functools.partial(network.forward, 1)"),
    }
    return around(root, first, **code)


@submission(0, status="repaired")
def doubles_a_graded_cell(root):
    """Repeats graded cells, with its own text and under new ids, before and after the answers."""
    notebook = around(root, **NEITHER)
    for place in (1, len(notebook.cells)):
        notebook.cells.insert(place, tiny.copied(notebook, "tests-dropout_forward", "3.0", f"again-{place}"))
    return notebook


@submission(0)
def counts_as_another_exercise(root):
    """Gives its cells the names and ids of others."""
    notebook = around(root, **NEITHER)
    for cell in notebook.cells:
        cell.id = "tests-dropout_forward"
        cell.metadata["nbgrader"] = {"grade_id": "dropout_forward", "schema_version": 3, "solution": True, "grade": False, "locked": False}
    return json.dumps(notebook).encode()
