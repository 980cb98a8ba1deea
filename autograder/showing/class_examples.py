"""A few lines of a student's function, or what was seen of it, that name nobody: without comments, strings of their own, and names of people.

It is read off the text; nothing is run. What cannot be read gives no example.
"""

from __future__ import annotations

import ast
import builtins
import re
import warnings

from .findings import LONGEST_CODE

MOST_LINES, WIDEST, FEWEST_LETTERS = 14, 100, 3  # of an example; letters of a name of a person that is looked for


def example(codes, function, given, people):
    """Return the shortest of some students' functions that says least of its own, as text; "" where none can be read.

    codes     the texts of cells
    function  its name
    given     a text whose words say nothing of a student: the chapter's
    people    names and ids of the class
    """
    words, names = _words(given, people)
    found = [shown for code in codes if (shown := _anonymous(code, function, words, names))]
    return min(found)[-1] if found else ""


def unnamed(text, given, people):
    """Return a text in which words that hold a name of a person are left out, as an exception's message may; `given`, `people` as above."""
    words, names = _words(given, people)
    for one in sorted(filter(None, people), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", lambda m: m[0] if m[0] in words else "…", text, flags=re.IGNORECASE)
    return re.sub(r"\w+", lambda m: "…" if m[0] not in words and any(name in m[0].lower() for name in names) else m[0], text)


def _words(given, people):
    """Return (words that say nothing of a student, parts of people's names that would)."""
    words = {*re.findall(r"\w+", given), *dir(builtins)}
    parts = {part.lower() for one in people for part in re.findall(r"[^\W\d_]+", one) if len(part) >= FEWEST_LETTERS}
    return words, parts - {word.lower() for word in words}


def _anonymous(code, function, words, names):
    """Return (how many words of its own, its lines, the text), or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes
            tree = ast.parse(code) if len(code) <= LONGEST_CODE else ast.Module([], [])
        node = next((n for n in reversed(tree.body) if _makes(n, function)), None)
        if node is None:
            return None
        own = _Anonymous(words, names)
        text = ast.unparse(ast.fix_missing_locations(own.visit(node)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines = [line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…" for line in text.split("\n")]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"# … and {len(lines) - MOST_LINES + 1} lines more"]
    return own.own, len(lines), "\n".join(lines)


def _makes(node, name):
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name


class _Anonymous(ast.NodeTransformer):
    """Takes out of code what may name somebody."""

    def __init__(self, words, names):
        self.words, self.names, self.own, self.instead = words, names, 0, {}

    def generic_visit(self, node):
        for field in ("id", "arg", "name", "attr", "asname"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, self._name(getattr(node, field)))
        for field in ("names", "kwd_attrs"):  # global, nonlocal; patterns
            given = getattr(node, field, None)
            if given and all(isinstance(one, str) for one in given):
                setattr(node, field, [self._name(one) for one in given])
        if getattr(node, "type_comment", None):
            node.type_comment = None
        body = getattr(node, "body", None)
        if isinstance(body, list):  # text that stands for nothing: a docstring, or a comment of another kind
            node.body = [n for n in body if not (isinstance(n, ast.Expr) and isinstance(n.value, (ast.Constant, ast.JoinedStr)))] or [
                ast.Pass()
            ]
        return super().generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, (str, bytes)) and not self._is_given(node.value):
            self.own += 1
            node.value = "…" if isinstance(node.value, str) else b"..."
        if isinstance(node.value, int) and not isinstance(node.value, bool) and abs(node.value) >= 10**6:
            self.own += 1  # a number that may be an id
            node.value = 0
        return node

    def _is_given(self, value):
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        return text.isascii() and len(text) <= 40 and text.isprintable() and all(word in self.words for word in re.findall(r"\w+", text))

    def _name(self, name):
        """Return a name; one that holds a person's is told by a number alone."""
        if name in self.words:
            return name
        self.own += 1
        if any(one in name.lower() for one in self.names):
            return self.instead.setdefault(name, f"name_{len(self.instead) + 1}")
        return name
