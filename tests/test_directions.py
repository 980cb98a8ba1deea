"""Do imports run one way only: from a room to those before it, and never in a circle?"""

import ast
import importlib.util
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import tiny

FLOORS = (  # from the ground up: each may import from those before it, and within itself
    "course_utils.errors",
    "course_utils.network",
    "course_utils.datasets",
    "course_utils.learners",
    "course_utils.checking",
    "course_utils.plots",
    "course_utils.black_boxes",
    "course_utils.keyboard",
    "course_utils.widgets",
    "course_utils.figures",
    "course_utils.progress",
    "course_utils.start",
    "course_utils.check",
    "course_utils.predict",
    "course_utils.reference",
    "autograder.errors",
    "autograder.files",
    "autograder.cells",
    "autograder.places",
    "autograder.seed",
    "autograder.bank",
    "autograder.judging",
    "autograder.worth",
    "autograder.sandbox",
    "autograder.grading",
    "autograder.making",
    "autograder.classroom",
    "autograder.showing",
    "autograder.term",
    "autograder.commands",
)
FACES = ("autograder", "autograder.__main__", "course_utils")  # they show what lies inside


def modules(root):
    """Return our modules by name."""
    files = [f for package in ("autograder", "course_utils") for f in sorted(Path(root, package).rglob("*.py"))]
    names = {".".join(f.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): f for f in files}
    return {name: file for name, file in names.items() if name not in FACES}


def imports(name, file, known):
    """Return which of our modules a module imports, anywhere in it."""
    package = name if file.stem == "__init__" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            inner = {f"{base}.{alias.name}" for alias in node.names}
            found |= inner & known.keys() or {base}
    return {one for one in found if one in known and one != name}


def floor(name):
    """Return the floor that a module is on."""
    return next(i for i, room in enumerate(FLOORS) if f"{name}.".startswith(f"{room}."))


def faults(root):
    """Return a line for each import that runs up, and for a circle."""
    known = modules(root)
    graph = {name: imports(name, file, known) for name, file in known.items()}
    found = [f"{name} imports {other}, which is above it" for name in graph for other in sorted(graph[name]) if floor(other) > floor(name)]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append(f"in a circle: {' imports '.join(reversed(error.args[1]))}")
    return found


def test_do_imports_run_one_way():
    assert faults(tiny.ROOT) == []


def test_stands_every_module_on_a_floor():
    rooms = {FLOORS[floor(name)] for name in modules(tiny.ROOT)}
    assert rooms == set(FLOORS)


def test_is_an_import_that_runs_up_told_in_one_line(tmp_path):
    for name, code in {
        "course_utils/checking/examine.py": "def f():\n    from ..reference import dropout",
        "course_utils/reference/dropout.py": "",
        "autograder/grading/grade.py": "from . import batch",
        "autograder/grading/batch.py": "from .grade import grade",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(code)
    up, circle = faults(tmp_path)
    assert up == "course_utils.checking.examine imports course_utils.reference.dropout, which is above it"
    assert circle.startswith("in a circle: autograder.grading.")
