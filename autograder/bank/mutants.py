"""Mutants of a reference: each one small, systematic change of its source, a slip that nobody needs to have thought of.

The exam holds that every mutant loses points, so that trials are not made for the known mistakes alone. A mutant's
name is that of its family and says how the function behaves, never what the answer is. A family is a generator that looks
at one place of the syntax tree and yields pairs: words, and the text that would stand there.
float32 is no mutant: a result in float32 is right.
"""

from __future__ import annotations

import ast
import difflib
import warnings
from ast import unparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

OPERATORS = {"+": ("-", "*"), "-": ("+",), "*": ("/", "+"), "/": ("*", "//", "-"), "//": ("/",), "**": ("*",), "@": ("*",)}
OUT, IN, TURNED = "as if the comparison left equality out", "as if the comparison took equality in", "as if the comparison were turned"
COMPARISONS = {
    "<": {"<=": IN, ">": TURNED},
    "<=": {"<": OUT, ">=": TURNED},
    ">": {">=": IN, "<": TURNED},
    ">=": {">": OUT, "<=": TURNED},
    "==": {"!=": TURNED, ">=": "as if larger counted as equal", "<=": "as if smaller counted as equal"},
    "!=": {"==": TURNED, ">": "as if smaller counted as equal", "<": "as if larger counted as equal"},
    "in": {"not in": TURNED},
    "not in": {"in": TURNED},
}
MODULES = ("np", "copy", "network", "rng")
NEIGHBOURS = [  # functions and methods by their last name; each may stand for the others in its row
    *(("max", "min"), ("maximum", "minimum"), ("argmax", "argmin"), ("any", "all")),
    *(("mean", "sum", "median"), ("std", "var"), ("sqrt", "square", "cbrt"), ("abs", "square", "sign"), ("cumsum", "cumprod")),
    *(("exp", "expm1", "exp2"), ("log", "log2", "log1p"), ("floor", "ceil", "rint"), ("dot", "multiply")),
    *(("zeros", "ones"), ("empty_like", "zeros_like", "ones_like"), ("hstack", "vstack"), ("tile", "repeat")),
    *(("allclose", "array_equal"), ("deepcopy", "copy"), ("standard_normal", "random"), ("uniform", "normal")),
]
INSTEAD = {  # of a whole call, by the function's last name; {} stands for its arguments
    "round": {"as if it were rounded down": "int({} // 1)", "as if it were rounded up": "-int(-({}) // 1)"},
    "permutation": {"as if nothing were shuffled": "np.arange({})"},
    "std": {"as if it were divided by one less than the number of values": "np.std({}, ddof=1)"},
    "var": {"as if it were divided by one less than the number of values": "np.var({}, ddof=1)"},
    "nanargmin": {"as if NaN were no obstacle": "np.argmin({})", "as if the largest were meant": "np.nanargmax({})"},
    "ravel": {"as if it were read column by column": "{}.ravel(order='F')"},
    "reshape": {"as if it were read column by column": "{}.reshape({}, order='F')"},
}
SYMMETRIC = ("max", "min", "maximum", "minimum", "array_equal")
OTHER_GENERATORS = {
    "as if NumPy's global generator drew": "np.random",
    "as if a generator of its own drew": "np.random.default_rng()",
    "as if there were a fixed seed inside": "np.random.default_rng(0)",
}
SMALLER = {
    "as if it were rounded to 2 digits": "np.round({}, 2)",
    "as if it were rounded to 4 digits": "np.round({}, 4)",
    "as if it were cut to whole numbers": "np.trunc({})",
    "as if only being 0 or not counted": "({}) != 0",
}
UNSIGNED = ("any", "all", "allclose", "array_equal", "startswith", "zeros", "empty_like", "permutation")  # a minus changes nothing
WHOLE = (  # what is a whole number, a yes or no, or an array of these: functions and the course's names
    *(*UNSIGNED, "len", "round", "int", "argmin", "argmax", "nanargmin", "integers", "model", "append", "tile", "order", "D", "constant"),
    *("labels", "Y", "Y_some", "Y_dev", "Y_test", "Y_source", "Y_target", "Y_train", "m", "m_train", "m_dev", "m_test", "l", "L"),
    *("n_in", "n_out", "layer_sizes", "size", "sizes", "shape", "shapes", "rows", "columns", "start", "stop"),
    *("epoch", "patience", "waited", "best", "best_so_far", "high_bias", "high_variance"),
)
IN_PLACE = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}


@dataclass(frozen=True)
class Mutant:
    """A changed reference: the words of its family, its source, and the lines that were changed, `old -> new`."""

    name: str
    source: str
    change: str


@dataclass(frozen=True)
class Place:
    """A place of the tree: the node that stands in a field of its parent (one of several, if the field is a list)."""

    function: ast.FunctionDef
    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST

    def within(self, *kinds, field=None):
        return isinstance(self.parent, kinds) and (field is None or self.field == field)

    @property
    def parameters(self):
        return [a.arg for a in self.function.args.args]


def mutants(source, families=None) -> Iterator[Mutant]:
    """Yield the mutants of a function's source, those of all families or of some, none twice."""
    tree = ast.parse(source)
    (function,) = tree.body
    if ast.get_docstring(function):
        del function.body[0]
    plain = unparse(tree)
    seen = {plain}
    for place in list(_places(function)):
        for family in families or FAMILIES:
            for words, text in family(place):
                changed = _changed(tree, place, text)
                if changed not in seen and _compiles(changed):
                    seen.add(changed)
                    yield Mutant(words, changed, _change(plain, changed))


def _places(function):
    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(node, (ast.expr, ast.stmt, ast.keyword)):
                    yield Place(function, parent, field, index, node)


def _changed(tree, place, text):
    """Return the source with a text, which may be empty, in a place."""
    new = ast.parse(text).body
    if not isinstance(place.node, ast.stmt):
        new = [s.value.slice if isinstance(place.node, ast.Slice) else s.value for s in new]
    elif len(getattr(place.parent, place.field)) == 1:
        new = new or [ast.Pass()]
    old = getattr(place.parent, place.field)
    if place.index is None:
        setattr(place.parent, place.field, new[0] if new else None)
    else:
        setattr(place.parent, place.field, [*old[: place.index], *new, *old[place.index + 1 :]])
    try:
        return unparse(tree)
    finally:
        setattr(place.parent, place.field, old)


def _compiles(source):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "perhaps you missed a comma"
            compile(source, "<mutant>", "exec")
    except SyntaxError:  # a `break` outside of its loop
        return False
    return True


def _change(old, new):
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=0))[2:]
    return " -> ".join("; ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")


# --- what is computed ---------------------------------------------------------------------------------------------


def operators(at):
    if not isinstance(at.node, ast.BinOp):
        return
    left, right, sign = _text(at.node.left), _text(at.node.right), _sign(at.node)
    for other in OPERATORS.get(sign, ()):
        yield f"as if `{other}` stood for `{sign}`", f"{left} {other} {right}"
    if sign not in ("+", "*"):
        yield f"as if the two sides of `{sign}` changed places", f"{right} {sign} {left}"
    for side in (left, right):
        yield f"as if one side of `{sign}` were left out", side
    if sign in IN_PLACE and unparse(at.node.left) in at.parameters:
        yield f"as if `{left[1:-1]}` were changed in place", f"np.{IN_PLACE[sign]}({left}, {right}, out={left})"
    if sign == "/" and not isinstance(at.node.right, ast.Constant):
        yield "as if it were divided by one less", f"{left} / ({right} - 1)"


def remainders(at):
    if isinstance(at.node, ast.BinOp) and _sign(at.node) == "/":
        yield "as if a division left off what is behind the point", f"{_text(at.node.left)} // {_text(at.node.right)}"


def ends(at):
    """All of the function with the first or last part of an argument left out: of some arguments that is no other value."""
    if at.parent is at.function and at.field == "body" and at.index == 0:
        for name in at.parameters:
            for words, part in (("first", "[1:]"), ("last", "[:-1]"), ("first column", "[..., 1:]"), ("last column", "[..., :-1]")):
                yield f"as if the {words} of `{name}` were left out", f"{name} = {name}{part}\n{unparse(at.node)}"


def signs(at):
    if isinstance(at.node, ast.UnaryOp) and isinstance(at.node.op, (ast.USub, ast.Not)):
        yield "as if a minus or a `not` were left out", _text(at.node.operand)
    is_signed = isinstance(at.node, ast.BinOp) or isinstance(at.node, ast.Call) and _name(at.node) not in UNSIGNED
    if is_signed and "standard_normal" not in unparse(at.node) + unparse(at.parent):  # whose draws are as likely with either sign
        yield "as if the sign were turned", f"-{_text(at.node)}"


def comparisons(at):
    if not isinstance(at.node, ast.Compare) or len(at.node.ops) > 1:
        return
    left, right = _text(at.node.left), _text(at.node.comparators[0])
    sign = _sign(at.node)
    for other, words in COMPARISONS.get(sign, {}).items():
        yield words, f"{left} {other} {right}"
    if sign in ("==", "!=") and not any(map(_is_whole, (at.node.left, *at.node.comparators))):
        yield "as if what is nearly equal were equal", f"{'' if sign == '==' else '~'}np.isclose({left}, {right})"


def conditions(at):
    if isinstance(at.node, ast.BoolOp):
        sides = [_text(value) for value in at.node.values]
        sign, other = ("and", "or") if isinstance(at.node.op, ast.And) else ("or", "and")
        yield f"as if `{other}` stood for `{sign}`", f" {other} ".join(sides)
        for i in range(len(sides)):
            yield "as if one of the conditions were left out", f" {sign} ".join(sides[:i] + sides[i + 1 :])
    if at.within(ast.If, ast.While, ast.IfExp, field="test") or at.within(ast.comprehension, field="ifs"):
        yield "as if the condition always held", "True"
        yield "as if the condition never held", "False"
        yield "as if the condition were turned", f"not {_text(at.node)}"


def numbers(at):
    if not isinstance(at.node, ast.Constant):
        if isinstance(at.node, ast.Attribute) and at.node.attr == "inf":
            yield "as if no value were above 1", "1.0"
        return
    n = at.node.value
    if at.within(ast.keyword) and at.parent.arg == "axis":
        yield "as if the other axis were meant", str(1 - n)
    elif isinstance(n, bool):
        what = f"`{at.parent.arg}`" if at.within(ast.keyword) else "a yes or no"
        yield f"as if {what} were turned", str(not n)
    elif isinstance(n, int):
        yield "as if a number were one more", str(n + 1)
        yield "as if a number were one less", str(n - 1)
    elif isinstance(n, float):
        yield "as if a number were twice as large", repr(2 * n or 1.0)
        yield "as if a number were half as large", repr(n / 2)


def smaller(at):
    """A result, or a side of a comparison, of which a part is lost."""
    results = [n.value for n in ast.walk(at.function) if isinstance(n, (ast.Return, ast.Assign))]
    is_result = at.within(ast.Return, ast.Assign, ast.AugAssign, ast.DictComp, field="value") or at.within(ast.Lambda, field="body")
    is_part = at.parent in results if at.within(ast.Tuple) else at.field == "elt" or at.within(ast.Compare, ast.Dict)
    is_number = isinstance(at.node, (ast.BinOp, ast.Call, ast.Subscript, ast.Name, ast.IfExp))
    is_stored = isinstance(getattr(at.node, "ctx", None), ast.Store)
    if (is_result or is_part) and is_number and not is_stored and not _is_whole(at.node):
        for words, change in SMALLER.items():
            yield words, change.format(_text(at.node))


def _is_whole(node):
    """Whether a value is whole, as far as one sees: to round it would change nothing."""
    if isinstance(node, ast.BinOp):
        return _sign(node) == "//" or _sign(node) != "/" and _is_whole(node.left) and _is_whole(node.right)
    if isinstance(node, ast.Subscript):
        key = getattr(node.slice, "value", None)
        return key in ("Y", "Y_dev", "epochs", "patience") or "shape" in unparse(node.value) or _is_whole(node.value)
    if isinstance(node, ast.IfExp):
        return _is_whole(node.body) and _is_whole(node.orelse)
    name = _name(node) if isinstance(node, ast.Call) else getattr(node, "id", None)
    return isinstance(node, (ast.Compare, ast.BoolOp)) or name in WHOLE or isinstance(getattr(node, "value", None), int)


# --- what it is computed of -----------------------------------------------------------------------------------------


def names(at):
    if not isinstance(at.node, ast.Name) or not isinstance(at.node.ctx, ast.Load):
        return
    stored = [n for n in ast.walk(at.function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    inner = {n for c in ast.walk(at.function) if isinstance(c, ast.comprehension) for n in ast.walk(c.target)}
    before = [n.id for n in stored if n.lineno < at.node.lineno and n not in inner and n.id != "_"]
    own = {n.id for n in stored} | {a.arg for a in ast.walk(at.function) if isinstance(a, ast.arg)}
    for other in dict.fromkeys(at.parameters + before):
        # a capital letter is a matrix
        if at.node.id in own and other != at.node.id and other[0].isupper() == at.node.id[0].isupper():
            yield f"as if {_called(at, other)} stood for {_called(at, at.node.id)}", other
    if at.node.id == "rng":
        yield from OTHER_GENERATORS.items()


def _called(at, name):
    return f"`{name}`" if name in at.parameters else "an intermediate result"


def texts(at):
    if isinstance(at.node, ast.Constant) and isinstance(at.node.value, str):
        others = [n.value for n in ast.walk(at.function) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        for other in dict.fromkeys(others):
            yield f'as if "{other}" stood for "{at.node.value}"', repr(other)


def transposed(at):
    if isinstance(at.node, ast.Attribute) and at.node.attr == "T":
        yield "as if a matrix were not transposed", _text(at.node.value)
    is_matrix = isinstance(at.node, ast.Name) and at.node.id[0].isupper() and at.node.id != "L" or isinstance(at.node, ast.Subscript)
    if is_matrix and at.within(ast.BinOp, ast.Call):
        yield "as if a matrix were transposed", f"{_text(at.node)}.T"


def places(at):
    """Bounds of slices and ranges, indices, and the layer in a name."""
    of_range = at.within(ast.Call, field="args") and unparse(at.parent.func) == "range"
    is_end = at.field == "upper" or of_range and at.node is at.parent.args[-1]
    if at.within(ast.Slice, field="step"):
        yield "as if it were not turned round", ""
    elif at.within(ast.Slice) or of_range:
        what = "the loop" if of_range else "the part"
        yield f"as if {what} {'ended' if is_end else 'began'} one early", f"{_text(at.node)} - 1"
        yield f"as if {what} {'ended' if is_end else 'began'} one late", f"{_text(at.node)} + 1"
        if at.within(ast.Slice):
            yield f"as if the part {'ended with the last' if is_end else 'began with the first'}", ""
    elif isinstance(at.node, ast.Name) and (at.within(ast.Subscript, field="slice") or at.within(ast.FormattedValue)):
        yield "as if the one before were meant", f"{at.node.id} - 1"
        yield "as if the one after were meant", f"{at.node.id} + 1"
    if isinstance(at.node, ast.Slice) and not (at.node.lower or at.node.upper or at.node.step):
        yield "as if it were turned round", "x[::-1]"


# --- calls and their arguments ----------------------------------------------------------------------------------------


def instead(at):
    """Another function for a whole call."""
    if not isinstance(at.node, ast.Call):
        return
    function, name = at.node.func, _name(at.node)
    given = [unparse(a) for a in [*at.node.args, *at.node.keywords]]
    if isinstance(function, ast.Attribute) and unparse(function.value).split(".")[0] not in MODULES:  # a method's first is before the dot
        given.insert(0, unparse(function.value))
    for words, text in INSTEAD.get(name, {}).items():
        yield words, text.format(*given) if text.count("{}") == len(given) else text.format(", ".join(given))


def calls(at):
    if not isinstance(at.node, ast.Call):
        return
    function, name = at.node.func, _name(at.node)
    given = [unparse(a) for a in [*at.node.args, *at.node.keywords]]
    for i in range(len(at.node.args) - 1 if name not in SYMMETRIC else 0):
        swapped = [*given[:i], given[i + 1], given[i], *given[i + 2 :]]
        yield "as if two arguments changed places", f"{unparse(function)}({', '.join(swapped)})"
    if isinstance(function, ast.Attribute) and unparse(function.value).split(".")[0] not in MODULES:  # a method's first is before the dot
        given.insert(0, unparse(function.value))
    if given:
        yield f"as if `{name}` were left out", f"({given[0]})"


def neighbours(at):
    name = at.node.attr if isinstance(at.node, ast.Attribute) else at.node.id if at.within(ast.Call, field="func") else None
    for row in NEIGHBOURS:
        for other in row if name in row else ():
            head = f"{unparse(at.node.value)}." if isinstance(at.node, ast.Attribute) else ""
            yield f"as if `{other}` stood for `{name}`", head + other


def keywords(at):
    if isinstance(at.node, ast.keyword):
        yield f"as if `{at.node.arg}` were not given", ""


def exchanged(at):
    if isinstance(at.node, (ast.Tuple, ast.List)) and not at.within(ast.Subscript):
        parts = [unparse(part) for part in at.node.elts]
        for i, (a, b) in enumerate(pairwise(parts)):
            swapped = ", ".join([*parts[:i], b, a, *parts[i + 2 :]])
            yield "as if two values changed places", f"[{swapped}]" if isinstance(at.node, ast.List) else f"({swapped})"


# --- loops and lines --------------------------------------------------------------------------------------------------


def loops(at):
    if at.field == "iter" and not unparse(at.node).startswith("range("):
        yield "as if the loop left out the first", f"list({unparse(at.node)})[1:]"
        yield "as if the loop left out the last", f"list({unparse(at.node)})[:-1]"
        yield "as if the loop went backwards", f"list({unparse(at.node)})[::-1]"
    if isinstance(at.node, ast.ListComp) and unparse(at.node.generators[0].target) == "_":
        yield "as if one draw served for all", f"[{unparse(at.node.elt)}] * len({unparse(at.node.generators[0].iter)})"


def lines(at):
    if not isinstance(at.node, ast.stmt) or at.parent is at.function and isinstance(at.node, ast.Return):
        return
    what = {ast.Return: "the loop were not left", ast.Break: "the loop were not left", ast.If: "a case were not looked at"}
    yield f"as if {what.get(type(at.node), 'a line were left out')}", ""
    if isinstance(at.node, ast.AugAssign):
        yield "as if only the last were kept", f"{unparse(at.node.target)} = {unparse(at.node.value)}"
        yield "as if the sign were turned", f"{unparse(at.node.target)} -= {unparse(at.node.value)}"
    if isinstance(at.node, (ast.For, ast.While)):
        head, body = unparse(at.node).split("\n", 1)
        after = getattr(at.parent, at.field)[at.index + 1 :]
        if after and isinstance(after[0], ast.Return):
            yield "as if the loop ended after one turn", f"{head}\n{body}\n    {unparse(after[0])}"
        if len(at.node.body) > 1:
            inside = "\n".join(f"    {line}" for s in at.node.body[:-1] for line in unparse(s).split("\n"))
            yield "as if the last line of the loop stood after it", f"{head}\n{inside}\n{unparse(at.node.body[-1])}"


FAMILIES = (  # the more telling words first: a mutant has those of the first family that makes it
    *(conditions, places, numbers, operators, comparisons, neighbours, instead, calls, keywords, names, texts, transposed),
    *(exchanged, loops, lines, signs, smaller),
)


def _text(node):
    return f"({unparse(node)})"


def _name(call):
    """Return the last name of the function that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else unparse(call.func)


def _sign(node):
    """Return the operator of a node, as it is written."""
    x = ast.Name("x")
    bare = ast.BinOp(x, node.op, x) if isinstance(node, ast.BinOp) else ast.Compare(x, node.ops, [x])
    return unparse(bare).strip("x ")
