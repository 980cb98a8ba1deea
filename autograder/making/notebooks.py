r"""A chapter's text made into notebooks: nbgrader's source notebook, and the solved one.

What the text leaves open comes from elsewhere: an exercise's cell from its reference function, a graded
cell from the bank's rules, a heading's number and minutes from the headers, its points from the bank, a question from its
`predict` cell. A cell with a role gets its id from role and name, any other from what it says.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import re
import textwrap
from collections import Counter

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .. import bank
from ..errors import BankError
from . import text

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SHARES = {1: "all", 0.75: "three quarters of the", 0.5: "half the", 0.25: "a quarter of the", 0.2: "a fifth of the", 0.1: "a tenth of the"}
LETTERS = "abcde"
WIDTH = 80  # columns that a notebook shows


def source_notebook(chapter):
    """Return nbgrader's source notebook of a chapter: answers, hidden tests and metadata in place."""
    notebook = new_notebook(metadata={"kernelspec": dict(KERNEL), "language_info": {"name": "python"}, "course": {"chapter": chapter.name}})
    for cell, cell_id in zip(chapter.cells, ids(chapter), strict=True):
        if cell.role == "prose":
            notebook.cells.append(new_markdown_cell(_prose(chapter, cell), id=cell_id))
            continue
        if cell.role == "predict":
            notebook.cells.append(new_markdown_cell(_question(text.prediction(chapter, cell)), id=f"question-{cell.name}"))
        role = "given" if cell.role == "exercise" and cell.name in chapter.given else cell.role
        metadata = {"course": {"role": role, **({"name": cell.name} if cell.name else {})}}
        if nbgrader := _nbgrader(chapter, cell):
            metadata["nbgrader"] = nbgrader
        notebook.cells.append(new_code_cell(_code(chapter, cell), id=cell_id, metadata=metadata))
    nbformat.validate(notebook)
    return notebook


def solved_notebook(chapter, notebook, pictures=()):
    """Return the notebook to read and to run: no marks, no nbgrader metadata; it finds its pictures in `source/`."""
    solved, mine = new_notebook(metadata=copy.deepcopy(notebook.metadata)), chapter.of("mine")
    for cell in notebook.cells:
        course = cell.metadata.get("course", {})
        source = _own(chapter, mine[course["name"]]) if course.get("role") == "mine" else cell.source
        source = re.sub(rf"^\s*({BEGIN_SOLUTION}|{END_SOLUTION}|{END_HIDDEN})\n?", "", source, flags=re.MULTILINE)
        source = source.replace(BEGIN_HIDDEN, "").rstrip("\n")
        if cell.cell_type == "code":
            metadata = {key: value for key, value in cell.metadata.items() if key != "nbgrader"}
            solved.cells.append(new_code_cell(source, id=cell.id, metadata=metadata))
        else:
            for picture in pictures:
                source = source.replace(f"]({picture})", f"](../source/{chapter.name}/{picture})")
            solved.cells.append(new_markdown_cell(source, id=cell.id))
    return solved


def _own(chapter, cell):
    """Return what a student has pasted over a stand-in: the reference, with the first line of its docstring."""
    head, body = parts(chapter, cell)
    signature, _, doc = head.partition('"""')
    from_where = re.search(r"of chapter \d+", cell.source)
    return f'# Your {cell.name}{f" {from_where[0]}" if from_where else ""}.\n{signature}"""{doc.splitlines()[0]}"""\n{body}'


def dumps(notebook):
    """Return a notebook as the text of its file."""
    return nbformat.writes(notebook) + "\n"


def ids(chapter):
    """Return the id of each cell of a chapter; none depends on where the cell stands."""
    made, twins = [], Counter()
    for cell in chapter.cells:
        if cell.role in ("prose", "code"):
            twins[cell.role, cell.source] += 1
            says = "\0".join((chapter.name, cell.role, cell.source, str(twins[cell.role, cell.source])))
            made.append(hashlib.sha256(says.encode()).hexdigest()[:12])
        else:
            made.append(f"{cell.role}-{cell.name}" if cell.name else cell.role)
    return made


def parts(chapter, cell):
    """Return an exercise's reference in two: signature with docstring, and the body."""
    source = entry(chapter, cell).source()
    function = ast.parse(source).body[0]
    if ast.get_docstring(function) is None:
        raise chapter.error(cell, "give its reference function a docstring; it is what a student reads in the stub")
    if len(function.body) < 2:
        raise chapter.error(cell, "give its reference function a body; there is nothing to solve")
    lines, end = source.rstrip("\n").splitlines(), function.body[0].end_lineno
    return "\n".join(lines[:end]), "\n".join(lines[end:]).strip("\n")


def entry(chapter, cell):
    """Return the bank's entry of an exercise's cell, or raise `BuildError`."""
    bank.exercises()  # a module that cannot be imported is no fault of this cell
    try:
        return bank.exercise(cell.name)
    except BankError as error:
        raise chapter.error(cell, error) from None


def points(chapter):
    """Return the points of a chapter's exercises, in all."""
    return sum(worth(chapter, name) for name in chapter.of("exercise") if name not in chapter.given)


def worth(chapter, name):
    """Return what an exercise is worth: by the bank, or by the class."""
    cell = chapter.of("exercise")[name]
    return cell.options.get("points") or entry(chapter, cell).points


def counted(number, word):
    """Return "1 point", "2.5 points"."""
    return f"{number:g} {word}" + ("" if number == 1 else "s")


def _prose(chapter, cell):
    exercises = chapter.of("exercise")

    def heading(match):
        name = match[2]
        says = ["given"] if name in chapter.given else [counted(worth(chapter, name), "point")]
        if minutes := exercises[name].options.get("minutes"):
            says.append(counted(minutes, "minute"))
        return f"{match[1]} Exercise {chapter.number}.{list(exercises).index(name) + 1}: `{name}` ({', '.join(says)})"

    source = text.HEADING.sub(heading, cell.source)
    totals = {"points": points(chapter), "minutes": chapter.minutes}
    return re.sub(r"(?<![\\\w}]){(points|minutes)}", lambda match: f"{totals[match[1]]:g}", source)  # not in \frac{points}{…}


def _question(prediction):
    choices = [f"- **{letter}** {choice}" for letter, (choice, _) in zip(LETTERS, prediction.choices, strict=False)]
    return "\n".join([f"**Predict.** {prediction.question}", "", *choices, "", "Commit to an answer below before you read on."])


def _code(chapter, cell):
    if cell.role == "exercise":
        head, body = parts(chapter, cell)
        if cell.name in chapter.given:
            return f"# Given: there is nothing to write here.\n{head}\n{body}"
        indent = re.match(r"\s*", body)[0]
        return "\n".join([head, indent + BEGIN_SOLUTION, body, indent + END_SOLUTION])
    if cell.role == "tests":
        return _graded(chapter, cell)
    if cell.role == "predict":
        return f'predict("{cell.name}")'
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        raise chapter.error(cell, f"write plain Python, without magics: {error.msg} in line {cell.line + error.lineno}") from None
    return cell.source


def _graded(chapter, cell):
    exercise, most = entry(chapter, cell), worth(chapter, cell.name)
    call = f'("{cell.name}", {", ".join([cell.name, *exercise.companions])})'
    doc = [f"Judged on hidden inputs, for {counted(most, 'point')}. What must hold, and costs where it does not:", ""]
    for rule in exercise.rules:
        costs = f"{SHARES.get(rule.costs) or f'{100 * rule.costs:.3g} % of the'} points"
        doc += textwrap.wrap(f"- {rule.says}: {costs}", WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    says = "\n".join(doc)
    quotes = 'r"""' if "\\" in says else '"""'
    lines = [quotes + says, '"""', f"check{call}"]
    if most == exercise.points:
        judged = ["from autograder import judge", "", f"judge{call}"]
    else:
        judged = ["from autograder.worth import judge", "", f"judge{call[:-1]}, points={most!r})"]
    return "\n".join([*lines, BEGIN_HIDDEN, *judged, END_HIDDEN])


def _nbgrader(chapter, cell):
    """Return a cell's nbgrader metadata, or None for a cell that nbgrader leaves alone."""
    flags = {"schema_version": 3, "task": False, "grade": False, "solution": False, "locked": False}
    if cell.role == "setup":
        return {**flags, "grade_id": "setup", "locked": True}
    if cell.role == "exercise" and cell.name in chapter.given:
        return {**flags, "grade_id": cell.name, "locked": True}
    if cell.role == "exercise":
        return {**flags, "grade_id": cell.name, "solution": True}
    if cell.role == "tests":
        return {**flags, "grade_id": f"judge_{cell.name}", "grade": True, "locked": True, "points": float(worth(chapter, cell.name))}
    return None
