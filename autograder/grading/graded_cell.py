"""Graded cells: run here, where the judge is; what in them counts as evidence for points."""

from __future__ import annotations

import ast
import contextlib
from pathlib import Path

from .. import judging
from ..cells import points_of
from ..errors import BankError
from ..judging import VERDICT
from ..sandbox.bridge import Ended
from ..sandbox.student import shell
from ..sandbox.student.shell import TimeLimit
from . import signature
from .outputs import error

NOT_WRITTEN = "not written yet"  # what the judge says of a stub
NO_VERDICT = "NoVerdict"
JUDGE_MEMORY = 2**30  # bytes for judging one cell


def judge_cell(source, names, patience):
    """Run a graded cell, which is ours, in this process; return its outputs. `Ended` if the student's process is lost.

    `patience` bounds what is computed here for it. The visible check decides nothing: it comes after the judge, only where that is not
    content, and whatever happens in it costs nothing.
    """
    the_shell = shell.ours()
    the_shell.outputs = outputs = shell.Outputs(2**20)
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    checks = [statement for statement in body if _is_check(statement)]
    stdout, stderr = shell.Stream(the_shell, "stdout"), shell.Stream(the_shell, "stdout")  # on stderr it would cost points
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr), _bounded(JUDGE_MEMORY):
        try:
            with patience:
                _exec([statement for statement in body if statement not in checks], names)
                value = eval(compile(ast.Expression(last.value), "<graded cell>", "eval"), names) if last else None
                said = verdicts({"outputs": outputs.whole()})
                if not any(data["points"] == data["max_points"] for data in said):
                    with contextlib.suppress(Exception, TimeLimit):
                        _exec(checks, names)
                    with contextlib.suppress(Exception, TimeLimit):
                        _sign(said, names)
                if value is not None:
                    shown = {"data": {"text/plain": repr(value)}, "metadata": {}}
                    outputs.add({"output_type": "execute_result", "execution_count": None, **shown})
        except (Ended, BankError):  # an entry that does not hold together is no fault of who is judged by it
            raise
        except TimeLimit:
            patience.end()
            outputs.add(error(TimeLimit.__name__, "judging what it returned took too long"))
        except Exception as fault:
            outputs.add(error(type(fault).__name__, str(fault)))
    return outputs.whole()


def _sign(said, names):
    """Put into a verdict what a wrong answer does that has no name, so that the class's own names can be found for it."""
    for verdict in said[-1:]:
        if not verdict["mistake"] and verdict["says"] != NOT_WRITTEN:
            verdict["signature"] = signature.NONE
            verdict["signature"] = signature.of(names[verdict["exercise"]], judging.latest)


def _is_check(statement):
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "check"


def _exec(statements, names):
    exec(compile(ast.Module(statements, []), "<graded cell>", "exec"), names)


@contextlib.contextmanager
def _bounded(memory):
    """Let this process have so much more memory, and no more: a result's shape may make a measure ask for any amount."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:  # no Linux
        yield
        return
    import resource  # where there is /proc, there is this

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def evidence(cell):
    """Make a graded cell count only what its judge says: without a verdict it becomes an error, and a warning costs nothing."""
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"  # nbgrader takes all points away for anything on stderr
    wrong = any(output.output_type == "error" for output in cell.outputs)
    if not wrong and _score(cell) is None:
        cell.outputs.append(error(NO_VERDICT, "the judge gave no verdict in this cell"))


def verdicts(cell):
    """Return the verdicts that a cell shows."""
    shown = (o.get("data", {}) for o in cell.get("outputs", []) if o["output_type"] == "display_data")
    return [data[VERDICT] for data in shown if isinstance(data.get(VERDICT), dict)]


def _score(cell):
    """Return the number nbgrader will read from a cell if a verdict says the same, else None."""
    results = [o for o in cell.outputs if o.output_type == "execute_result"]
    said = verdicts(cell)
    if len(results) != 1 or not said:
        return None
    try:
        score = float(results[0]["data"]["text/plain"])
    except (KeyError, TypeError, ValueError):
        return None
    return score if score == said[-1].get("points") and 0 <= score <= points_of(cell) else None
