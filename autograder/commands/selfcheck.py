"""Judge one's own notebook as a class is judged: by the same path, on hidden inputs of its own. Nothing is kept."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import nbformat

from course_utils.checking.messages import STYLES, Message

from ..cells import exercise_of, is_graded, nbgrader_of, role_of
from ..errors import CourseError, NoSandbox, one_line
from ..grading import handed_in
from ..grading.batch import Options, make_terms
from ..grading.course import Course
from ..grading.grade import grade_submission
from ..grading.job import Job
from ..grading.preprocessors import CourseExecute
from ..grading.read import load
from ..judging import VERDICT
from ..seed import SEED_VARIABLE
from ..showing.report import printable

SOLVED = "this is the course's solved notebook; its answers were judged as they stand in it"
COLOURS = {sign: colour for colour, sign, _ in STYLES.values()}


def selfcheck(root, chapter, path, seed=None, run=grade_submission):
    """Return the `Graded` of the notebook at `path`, and the seed of its hidden inputs.

    seed  to have the same inputs as before; else a new one. It is never the class's.
    run   the function that grades one job
    """
    path = Path(path).resolve()
    if not path.is_file():
        raise CourseError(f"there is no {path}: copy the notebooks there with `course lab`, or name yours")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "seed")
        if seed:
            file.write_text(seed, encoding="utf-8")
        course = Course(root)
        variables = CourseExecute(config=course.config).environment
        course.config.CourseExecute.environment = {**variables, SEED_VARIABLE: file}
        terms = make_terms(course, chapter, Options())
        beside = {}
        for place in (path, course.path("source", chapter)):  # one's own files, then those that the chapter ships
            beside |= handed_in.read(place.parent, course.directory.ignore)[0]
        data = load(path)
        solved = _solved(data, course.released(chapter))
        shipped = frozenset(beside) - {path.name}  # nothing else there is handed in
        job = Job("you", terms, solved or data, beside, shipped=shipped)
        if path.suffix.lower() == ".py":  # a notebook saved as a script
            job = replace(job, submission=None, files={**beside, path.name: data}, unreadable=f"{path.name} is no notebook")
        try:
            graded = run(job)
        except NoSandbox:  # one's own code on one's own machine may go without
            graded = run(replace(job, terms=replace(terms, sandbox=False)))
    graded.result.reason = graded.result.reason.replace(f"{chapter}.ipynb", path.name)  # what it would be called when handed in
    if graded.result.status in ("unreadable", "failed"):
        raise CourseError(f"{path} was not judged: {graded.result.reason}")
    if solved:
        graded.result.reason = "; ".join(filter(None, [SOLVED, graded.result.reason]))
    return graded, terms.seed


def _solved(data, released):
    """Return a solved notebook of the course with the roles and the graded cells of the released one, which it is built without; of another, None."""
    try:
        notebook = json.loads(data)
        if "made_from" not in notebook["metadata"]["course"]:
            return None
        roles = {cell.id: cell for cell in released.cells if nbgrader_of(cell)}
        for cell in notebook["cells"]:
            if (role := roles.get(cell.get("id"))) is not None:
                cell["metadata"]["nbgrader"] = nbgrader_of(role)
                cell["source"] = role.source if is_graded(role) else cell["source"]
        return json.dumps(notebook).encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # grading says what it is


def messages(graded):
    """Return what the judge said of each exercise, as plain text, in order."""
    cells = nbformat.reads(graded.notebook, as_version=4).cells
    judged = {exercise_of(cell): cell for cell in cells if is_graded(cell)}
    written = {exercise_of(cell): cell for cell in cells if role_of(cell) == "exercise"}
    return [_said(judged[e.exercise]) or _stopped(e, written.get(e.exercise)) for e in graded.result.exercises]


def _said(cell):
    shown = [o.data["text/plain"] for o in cell.outputs if o.output_type == "display_data" and VERDICT in o.data]
    stopped = any(o.output_type == "error" for o in cell.outputs)
    return shown[-1] if shown and not stopped else None


def _stopped(exercise, cell):
    """Return a message for an exercise that the judge could say nothing of: mostly, its cell had stopped."""
    errors = [o for o in (cell.outputs if cell else []) if o.output_type == "error"]
    lines = [("What happened", exercise.says)]
    if not exercise.cause:
        lines += [("Your cell stopped with", f"{error.ename}: {one_line(error.evalue)}") for error in errors]
    return Message("wrong", f"{exercise.exercise}: 0 of {exercise.max_points:g} points", lines).plain()


def show(console, graded):
    """Show messages, remarks on the notebook and the total on a Rich console."""
    from rich.padding import Padding
    from rich.text import Text

    result = graded.result
    for message in messages(graded):
        headline, *rows = map(printable, message.splitlines())
        console.print(Text(headline, style=f"bold {COLOURS.get(headline[:1], '')}"))
        for row in rows:
            console.print(Padding(Text(row.strip()), (0, 0, 0, 2), expand=False))
    console.print()
    if result.reason:
        console.print(Text(printable(f"Your notebook: {result.reason}")))
    if not result.sandboxed:
        console.print(Text("There is no sandbox here: your notebook ran as any program of yours does."))
    console.print(Text(f"{result.score:g} of {result.max_score:g} points", style="bold"))
