"""Run an experiment of a chapter as it stands there, with the reference's answers, and with other seeds than the chapter's.

The cells it needs run before it, found by the names that they make. A seed is a whole number that is handed to `default_rng`, that is
called `seed` where it is handed on or is a default, or that a loop calls `seed`: each is moved by the same amount.
"""

import ast
import contextlib
import functools
import io
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

from autograder import bank
from autograder.making import text
from autograder.places import texts

ROOT = Path(__file__).parents[2]
SEEDS = range(5)  # the chapter's own, and four others
FAR = 1000  # from one to the next

matplotlib.use("Agg")


class _Moved(ast.NodeTransformer):
    def __init__(self, by):
        self.by = by

    def moved(self, node):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            return ast.Constant(node.value + self.by)
        if isinstance(node, (ast.List, ast.Tuple)):
            return type(node)([self.moved(part) for part in node.elts], node.ctx)
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == "default_rng":
            node.args = [self.moved(argument) for argument in node.args]
        for keyword in node.keywords:
            if keyword.arg in ("seed", "seeds", "random_state"):
                keyword.value = self.moved(keyword.value)
        return node

    def visit_arguments(self, node):
        self.generic_visit(node)
        with_default = (node.posonlyargs + node.args)[-len(node.defaults) :] if node.defaults else []
        node.defaults = [self.moved(d) if a.arg == "seed" else d for a, d in zip(with_default, node.defaults, strict=True)]
        node.kw_defaults = [self.moved(d) if a.arg == "seed" else d for a, d in zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        return node

    def visit_For(self, node):
        self.generic_visit(node)
        if isinstance(node.target, ast.Name) and node.target.id == "seed":
            node.iter = ast.parse(f"[s + {self.by} for s in {ast.unparse(node.iter)}]", mode="eval").body
        return node

    visit_comprehension = visit_For


class _Names(ast.NodeVisitor):
    """The names that a cell makes or changes, and all that it mentions."""

    def __init__(self):
        self.makes, self.mentions = set(), set()

    def visit_Name(self, node):
        (self.mentions if isinstance(node.ctx, ast.Load) else self.makes).add(node.id)

    def visit_FunctionDef(self, node):
        self.makes.add(node.name)
        inner = _Names()
        inner.generic_visit(node)
        self.mentions |= inner.mentions

    visit_ClassDef = visit_FunctionDef

    def visit_alias(self, node):
        self.makes.add((node.asname or node.name).split(".")[0])

    def visit_Subscript(self, node):
        self.generic_visit(node)
        root = node.value
        while isinstance(root, (ast.Subscript, ast.Attribute)):
            root = root.value
        if isinstance(root, ast.Name) and not isinstance(node.ctx, ast.Load):
            self.makes.add(root.id)

    def visit_Expr(self, node):
        self.generic_visit(node)  # a method called for what it does: `log.append(…)`
        if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute) and isinstance(node.value.func.value, ast.Name):
            self.makes.add(node.value.func.value.id)


def _code(cell):
    if cell.role in ("exercise", "mine"):
        return bank.exercise(cell.name).source()
    return "" if cell.role in ("prose", "predict", "tests") else cell.source


@functools.cache
def _chapter(number):
    return text.read(next(file for file in texts(ROOT) if file.stem.startswith(f"{number:02}")))


def after(chapter, experiment, seed=0, **given):
    """Return all names as they are after an experiment, `printed` among them: the text that its own cell printed.

    chapter     its number
    experiment  its name, as in the cell's header
    seed        0 for the chapter's own seeds, 1, 2, … for others
    given       names that are set before the experiment's cell runs: a smaller number of runs, say
    """
    chapter = _chapter(chapter)
    cells, last = chapter.cells, chapter.cells.index(chapter.of("experiment")[experiment])
    needed, chosen = set(), []
    tools = _Names()  # `figures.draw(…)` makes no `figures`
    for cell in (cell for cell in cells if cell.role == "setup"):
        tools.visit(ast.parse(cell.source))
    for cell in reversed(cells[: last + 1]):
        names = _Names()
        names.visit(tree := ast.parse(_code(cell)))
        if tree.body and (cell is cells[last] or cell.role == "setup" or (names.makes - tools.makes) & needed):
            needed |= names.mentions
            chosen.insert(0, (cell, _Moved(seed * FAR).visit(tree)))
    space = {"__name__": "__main__"}
    for cell, tree in chosen:
        space |= given if cell is cells[last] else {}
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(ast.fix_missing_locations(tree), f"source/{chapter.file.name}, {cell}", "exec"), space)
        plt.close("all")
    return space | {"printed": printed.getvalue()}
