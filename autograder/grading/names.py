"""What a cell's code makes and what it uses: read off its text, which may be anything; nothing is run."""

from __future__ import annotations

import ast
import functools
import re
import symtable
import warnings

LONGEST = 20_000  # characters of a cell that is parsed for its names
RUN_BELOW = re.compile(r"\A\s*(?:%%(?:time|capture|prun)\b[^\n]*\n\s*)+")  # magics that run the rest of the cell in the notebook
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
VAGUE = {"eval", "exec", "globals", "locals", "vars", "get_ipython"}  # with these, names may stand in strings and magics
MAGIC = re.compile(  # lines for IPython, whose own transformer reads a whole cell again for each: %ls, a = !ls, a?
    r"^([^\S\n]*+)(?:[%!?/,;].*|([^\n=#'\"]++=)[^\S\n]*+[%!].*|[\w.*%[\]]++\?\??[^\S\n]*)$", re.MULTILINE
)


def names(source):
    """Return the global names that a cell makes, and all that it may use; of one that is too much to parse, all its words."""
    makes, uses = plain_names(source)
    return makes, words(source) if uses is None else uses | words(source) if uses & VAGUE else uses


@functools.lru_cache(maxsize=256)  # most cells are the same in every submission
def plain_names(source):
    """Return the global names that a cell makes, and those that stand in its code; None for the latter where it is too much to parse."""
    try:
        code = _python(source)
        if code is None:
            return set(), None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a student's odd escapes
            tables = [symtable.symtable(code, "<cell>", "exec")]
    except (SyntaxError, ValueError):
        return set(), set()  # it does not run, so it uses nothing
    except Exception:  # nested too deeply, or, on Python 3.13, a NUL character, which ends its tokenizer in a SystemError
        return set(), None
    makes = {s.get_name() for s in tables[0].get_symbols() if s.is_assigned() or s.is_imported()}
    uses = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        makes |= {s.get_name() for s in table.get_symbols() if s.is_declared_global() and s.is_assigned()}
        uses |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (s.is_global() or table.get_type() == "module")}
    return makes, uses


def made_before(source, line):
    """Return the names that the statements of a cell make which end above a line."""
    try:
        body = ast.parse(_python(source) or "").body
        return names(ast.unparse(ast.Module([node for node in body if node.end_lineno < line], [])))[0]
    except Exception:  # it does not parse, so nothing of it was run
        return set()


def holder(source, name):
    """Return the class or function of a cell in which a function of that name is written, or None: the notebook does not see it there."""
    try:
        body = ast.parse(_python(source) or "").body
        inside = {node.name: ast.walk(ast.Module(node.body, [])) for node in body if isinstance(node, (ast.ClassDef, *FUNCTIONS))}
        return next((held for held, nodes in inside.items() if any(isinstance(n, FUNCTIONS) and n.name == name for n in nodes)), None)
    except Exception:  # it does not parse, or is nested too deeply
        return None


def words(source):
    """Return all words of a text that could be names."""
    return set(re.findall(r"[^\W\d]\w*", source))


def answers(source, name, code=True):
    """Whether a text makes a function of that name which is more than a stub.

    code  False: it stands in no code cell, so it has to be Python from its first line to its last
    """
    if name not in source or not re.search(rf"\b{re.escape(name)}\b", source):  # the first is quick where a cell has megabytes
        return False
    made = _made(source, code)
    if made is None:  # what does not parse was meant for an answer all the same: what it stops with is told
        return code and re.search(rf"^[ \t]*(?:async )?def\s+{re.escape(name)}\b", source, re.MULTILINE) is not None
    return made.get(name, False)


@functools.lru_cache(maxsize=1024)  # asked again for each exercise, and for each way in which a cell can be an answer
def _made(source, code):
    """Return the names that a text makes, and whether what has the name is more than a stub; None where it does not parse."""
    try:
        text = _python(source) if code else source[:LONGEST]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = None if text is None else ast.parse(text).body
    except Exception:
        body = None
    if body is None:
        return None
    functions = {node.name: not _is_stub(node) for node in body if isinstance(node, FUNCTIONS)}
    return dict.fromkeys(names(source)[0], True) | functions


@functools.lru_cache(maxsize=256)
def parses(source):
    """Whether a cell is Python as IPython takes it; one that is too much to look at is taken to be."""
    try:
        code = _python(source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code or "", "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        return False
    except Exception:  # nested too deeply
        pass
    return True


def undone_below(source, name):
    """Whether a cell makes a function of that name, and then its stub once more."""
    try:
        made = [node for node in ast.parse(_python(source) or "").body if isinstance(node, FUNCTIONS) and node.name == name]
    except Exception:  # it does not parse, or is nested too deeply
        return False
    return bool(made) and _is_stub(made[-1]) and not all(map(_is_stub, made))


def brings_any(source, name=None):
    """Whether a cell's code may make any name, by an import of everything or another file that it runs; or this one, by a text that it runs."""
    if name and plain_names(source)[1] and plain_names(source)[1] & {"exec", "globals"}:
        return name in words(source)
    return re.search(r"^[^\S\n]*from .+ import \*|^%(?:run|pylab)\b", source, re.MULTILINE) is not None


def _python(source):
    """Return a cell as Python, a call of `get_ipython` in place of each magic, or None where it is too long or no Python then either."""
    if len(source) > LONGEST:
        return None
    source = RUN_BELOW.sub(lambda found: "\n" * found[0].count("\n"), source, count=1) if source.lstrip().startswith("%%") else source
    try:
        return _parsed(source)  # as most cells are
    except SyntaxError:
        pass
    from IPython.core.inputtransformer2 import TransformerManager

    manager, lines = TransformerManager(), source.splitlines(keepends=True)
    for transform in (*manager.cleanup_transforms, *manager.line_transforms):  # these read it once: indented cells, prompts, %%time
        lines = transform(lines)
    text, magics = MAGIC.subn(lambda found: f"{found[1]}{found[2] or ''}get_ipython()", "".join(lines))
    try:
        return _parsed(text)
    except SyntaxError:
        if magics:  # they may have been none
            return None
        raise


def _parsed(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a student's odd escapes
        ast.parse(source)
    return source


def _is_stub(function):
    """Whether a function does nothing but say that it is not written."""
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return not body or isinstance(body[0], ast.Pass) and len(body) == 1
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
