"""What the build proves of a chapter before it writes it: it can be solved, it grades, and it gives nothing away.

The cells are run in this process, in one namespace as in a notebook, without experiments and questions, and once more without all
that grading leaves out: so no graded cell can need them.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import textwrap
import warnings

from course_utils.checking.record import keep_global_state

from .. import bank
from ..cells import exercise_of, role_of
from ..errors import BankError, one_line
from ..grading.left_out import not_needed
from . import lecture_map, notebooks

MARKS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
ONLY_OURS = ("course_utils.reference", "autograder")  # what students are not given
LEFT_OUT = ("experiment", "predict")
UNWRITTEN = re.compile(r"^.*\bTODO\b.*$", re.MULTILINE)


def prove_closed(chapter, released):
    """No mark, no body of a reference and nothing that is only ours stands in what students are given."""
    where = _where(chapter)
    answers = {name: _forms(_body(exercise)) for name, exercise in bank.exercises().items() if name not in chapter.given}
    for cell in released.cells:
        found = [mark for mark in MARKS if mark in cell.source]
        found += [name for name in ONLY_OURS if cell.cell_type == "code" and re.search(rf"\b{name}\b", cell.source)]
        given = _forms(cell.source)
        found += [f"the body of {name}" for name, forms in answers.items() if any(_within(a, g) for a in forms for g in given)]
        if found:
            raise chapter.error(where.get(cell.id), f"take {found[0]} out: students would be given it")


def prove_starts(chapter, released):
    """The released notebook runs up to its first stub."""
    with _aside():
        names = _fresh()
        for cell in _code_cells(released, ("predict",)):
            _run(chapter, cell, cell.source, names)
            if role_of(cell) == "exercise":
                break


def prove_graded(chapter, source, released):
    """The solution earns all points, the stub none, each known mistake loses what its entry says."""
    stubs = {cell.id: cell.source for cell in released.cells}
    with _aside():
        names = _fresh()
        for cell in _code_cells(source, LEFT_OUT):
            if role_of(cell) != "tests":
                _run(chapter, cell, cell.source, names)
                continue
            exercise = bank.exercise(exercise_of(cell))
            _prove_exercise(chapter, cell, exercise, stubs[f"exercise-{exercise.name}"], names)
            _run(chapter, cell, exercise.source(), names)


def prove_without(chapter, source, released):
    """The solution earns all points where what it does not need was not run, as in grading."""
    skipped = not_needed(released, source)
    with _aside():
        names = _fresh()
        for cell in _code_cells(source, LEFT_OUT):
            if cell.id in skipped:
                continue
            if role_of(cell) != "tests":
                _run(chapter, cell, cell.source, names)
                continue
            most, got = bank.exercise(exercise_of(cell)).points, _run(chapter, cell, _hidden(cell), names)
            if got != most:
                says = f"its solution earns {got:g} of {most:g} points without the cells that grading leaves out; make what it needs in the set-up"
                raise chapter.error(_where(chapter)[cell.id], says)


def _prove_exercise(chapter, cell, exercise, stub, names):
    hidden = _hidden(cell)
    answer, most = chapter.of("exercise")[exercise.name], exercise.points

    def score(code):
        _run(chapter, cell, code, names)
        return _run(chapter, cell, hidden, names)

    if (got := score(exercise.source())) != most:
        raise chapter.error(answer, f"its solution earns {got:g} of {most:g} points; mend the reference, the bank or the cells it needs")
    if (got := score(stub)) != 0:
        raise chapter.error(answer, f"its stub earns {got:g} points; let a rule that costs all be the first of each trial in the bank")
    for mistake in exercise.mistakes:
        left = most * (1 - mistake.costs)
        if (got := score(exercise.source(mistake))) > left + 1e-9:
            says = f"the known mistake {mistake.name!r} keeps {got:g} of {most:g} points, where the bank says {left:g}; mend its cases"
            raise chapter.error(answer, says)


def _hidden(cell):
    return cell.source.split(notebooks.BEGIN_HIDDEN)[1]  # the visible check decides no score


def prove_finished(chapter, root, released, data):
    """Nothing is left to write: in the bank, in what students read (`data`: that of the checks, too), on the map of the lecture."""
    where, exercises = _where(chapter), chapter.of("exercise")
    for name, cell in exercises.items():
        try:
            bank.exercise(name).check_complete()
        except BankError as error:
            raise chapter.error(cell, error) from None
    given = [(where.get(cell.id), cell.source) for cell in released.cells]
    given += [(cell, data[name]) for name, cell in exercises.items()]
    for cell, words in given:
        if found := UNWRITTEN.search(words):
            raise chapter.error(cell, f"students would read a TODO; write what it asks for: {' '.join(found[0].split())[:120]}")
    for name, says in lecture_map.missing(root, chapter).items():
        raise chapter.error(exercises[name], says)


def run(source, names, label="<cell>"):
    """Run a cell's code in a namespace, as a notebook does, and return the value of its last expression."""
    tree, value = ast.parse(source, label), None
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, label, "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), label, "eval"), names)
    return value


def _run(chapter, cell, source, names):
    try:
        return run(source, names, f"<{cell.id}>")
    except BankError as error:
        raise chapter.error(_where(chapter)[cell.id], error) from error
    except Exception as error:
        where, maker = _where(chapter)[cell.id], None
        if isinstance(error, NameError) and error.name:
            experiments = (c for c in chapter.cells if c.role == "experiment")
            maker = next((c for c in experiments if error.name in _made(c.source)), None)
        if maker:
            says = f"it makes {error.name!r}, which the cell of line {where.line} ({where.role}) needs; make it in a plain cell"
            raise chapter.error(maker, says) from error
        raise chapter.error(where, f"it stops with {type(error).__name__}: {one_line(error)}") from error


def _made(source):
    """Return the names that a cell's code binds, at any level."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names |= {n.name for n in nodes if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    return names | {(a.asname or a.name).split(".")[0] for n in nodes if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names}


def _where(chapter):
    return dict(zip(notebooks.ids(chapter), chapter.cells, strict=True))


def _code_cells(notebook, left_out):
    return [cell for cell in notebook.cells if cell.cell_type == "code" and role_of(cell) not in left_out]


def _fresh():
    from IPython.display import display

    return {"__name__": "__main__", "display": display}


@contextlib.contextmanager
def _aside():
    """Leave no trace in this process: text, warnings, figures and their settings, the random state."""
    import matplotlib
    import matplotlib.pyplot as plt

    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        stack.enter_context(warnings.catch_warnings())
        stack.enter_context(keep_global_state())
        stack.enter_context(plt.rc_context())
        warnings.simplefilter("ignore")  # the execution in a kernel is where a warning stops the build
        before, backend = set(plt.get_fignums()), matplotlib.get_backend(auto_select=False)
        plt.switch_backend("Agg")
        try:
            yield
        finally:
            for number in set(plt.get_fignums()) - before:
                plt.close(number)
            if backend:
                plt.switch_backend(backend)


# --- the form in which two pieces of code are compared ------------------------------------------------


def _body(exercise):
    """Return the body of a reference function, without its docstring, as it would be unparsed and as it is written."""
    function = ast.parse(exercise.source()).body[0]
    first = function.body[1] if len(function.body) > 1 else function.body[0]
    return "\n".join(exercise.source().splitlines()[first.lineno - 1 :])


def _forms(code):
    """Return code as lines without spaces and comments: as it is written, and if it parses as Python would write it."""
    forms = [code]
    with contextlib.suppress(SyntaxError):
        forms.append(ast.unparse(ast.parse(textwrap.dedent(code))))
    return [[line for raw in form.splitlines() if (line := re.sub(r"\s|#.*", "", raw))] for form in forms]


def _within(lines, others):
    """Whether all lines stand among others, in their order."""
    rest = iter(others)
    return bool(lines) and all(line in rest for line in lines)
