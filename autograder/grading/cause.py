"""What went wrong first, where a graded cell tells only its echo, a name that is missing.

It is read off what the cells above wrote and how they ended. Nothing of it comes from a judged call: the text of an
exception raised there could carry a hidden input.
"""

from __future__ import annotations

import builtins
import difflib
import html
import re
import unicodedata

from ..cells import exercise_of, is_answer, is_graded
from ..errors import one_line
from .graded_cell import NOT_WRITTEN, verdicts
from .names import answers, brings_any, holder, made_before, plain_names, undone_below, words
from .outputs import error

NOT_THERE = "NotThere"  # the error of a graded cell whose exercise has no function; its text is a sentence
MOST_NAMES = 2000  # that a missing one is compared with
ECHO = "it stopped with NameError"  # what a verdict says of a function that misses a name
STOPPED = "it stopped with NotImplementedError"
UNWRITTEN = re.compile(r"^[^\S\n]*(raise NotImplementedError\b[^\n#]*)", re.MULTILINE)
REST = r"IndentationError: unexpected indent|SyntaxError: 'return' outside function"  # of a cell that begins in the midst of a function
ALWAYS = {*dir(builtins), "__file__", "__name__", "get_ipython", "display", "In", "Out", "_", "exit", "quit"}


def explain(notebook):
    """Write into each graded cell of an executed notebook why the name that it missed is not there."""
    told = _Told(notebook)
    for at, cell in enumerate(notebook.cells):
        if not is_graded(cell) or not exercise_of(cell):
            continue
        for n, output in enumerate(cell.outputs):
            if output.output_type == "error" and output.ename == "NameError" and (name := _missed(output.evalue)):
                cell.outputs[n] = error(NOT_THERE, told.why_not_there(name))
        for verdict in verdicts(cell)[-1:]:
            if verdict["says"] in (NOT_WRITTEN, STOPPED) and (why := told.why_not_written(at, exercise_of(cell))):
                _say_stopped(cell, verdict)
                _add(cell, verdict, why)
                continue
            why = told.why_it_failed(at, exercise_of(cell)) if verdict["says"] == ECHO else told.why_not_this(exercise_of(cell))
            if why and verdict["points"] < verdict["max_points"]:
                _add(cell, verdict, why)


def _say_stopped(cell, verdict):
    """Say of a function that has more than a stub's one line, and raises the stub's error, that it stopped, not that it is not written."""
    sentence = f"{STOPPED[0].upper()}{STOPPED[1:]}."
    verdict["says"], verdict["lines"] = STOPPED, [["", sentence]]
    for shown in (o.data for o in cell.outputs if o.output_type == "display_data" and verdict in o.data.values()):
        for kind in {"text/plain", "text/html"} & shown.keys():
            shown[kind] = shown[kind].replace("The function is not written yet.", sentence)


def _add(cell, verdict, why):
    """Add the cause to a verdict: for programs, in plain text and in HTML."""
    verdict["says"], verdict["cause"] = f"{verdict['says']}: {why}", why
    for shown in (o.data for o in cell.outputs if o.output_type == "display_data" and verdict in o.data.values()):
        if "text/plain" in shown:
            shown["text/plain"] += f"\n  What went wrong first: {why}"
        if "text/html" in shown:
            line = f"<p style='margin:.3em 0'><b>What went wrong first:</b> {html.escape(why)}</p>"
            shown["text/html"] = f"{shown['text/html'].removesuffix('</div>')}{line}</div>"


class _Told:
    """What the cells of an executed notebook tell of a name: which makes it, which of them stopped and with what."""

    def __init__(self, notebook):
        self.code = [(at, cell) for at, cell in enumerate(notebook.cells) if cell.cell_type == "code" and not is_graded(cell)]
        self.exercises = {exercise_of(cell) for cell in notebook.cells if is_graded(cell)}
        self.stopped = [(at, cell) for at, cell in self.code if _error(cell)]
        self.sound = [(at, cell) for at, cell in self.code if not _error(cell)]
        self.read = {}  # what `plain_names` said of a text

    def names(self, cell):
        """Return the names that a cell makes and uses, read once."""
        if cell.source not in self.read:
            makes, uses = plain_names(cell.source)
            self.read[cell.source] = makes, uses or set()
        return self.read[cell.source]

    def why_not_there(self, exercise):
        """Return why there is no function of an exercise."""
        own = [cell for _, cell in self.stopped if exercise in _makes(cell) or is_answer(cell) and exercise_of(cell) == exercise]
        if not own:
            return f"no cell makes `{exercise}`{self._hidden(exercise) or self._near(exercise) or self._instead(exercise)}"
        says, earlier = _error(own[-1]), self._earlier({_missed(_stop(own[-1]).evalue)}, own[-1])
        return f"its cell stopped with {says}" + (f"; {earlier}" if earlier else "")

    def why_it_failed(self, at, exercise):
        """Return why a function misses a name when it is called, or None where that cannot be told."""
        own = [cell for n, cell in self.code if n < at and answers(cell.source, exercise)]
        uses = self._uses(own[-1]) if own else set()
        if earlier := self._earlier(uses, None):
            return earlier
        made = self._made([one for one in self.code if one[0] < at])
        missing = sorted(uses - made - ALWAYS)
        if any(brings_any(cell.source) for _, cell in self.code):
            return None
        if not missing:
            return self._taken_away(at, uses)
        who = "it uses" if missing[0] in self.names(own[-1])[1] else "what it calls uses"
        if missing[0] in self._made(self.code):
            return f"{who} `{missing[0]}`, which is made only in a cell below"
        return f"{who} `{missing[0]}`, which no cell makes{self._near(missing[0])}"

    def why_not_this(self, exercise):
        """Return why what was judged is not what stands in the answer's cell, or not all of it, or None if it is."""
        own = [cell for _, cell in self.stopped if is_answer(cell) and exercise_of(cell) == exercise]
        broken = [says for says in map(_error, own) if re.match(r"(?:Syntax|Indentation|Tab)Error", says)]
        if broken:
            return f"its cell stopped with {broken[0]}; an earlier definition was judged"
        below = [
            next((c for n, c in self.code if n > at), None) for at, cell in self.code if is_answer(cell) and exercise_of(cell) == exercise
        ]
        rest = [says for says in (_error(cell) for cell in below if cell) if re.match(REST, says)]
        return f"the cell below it stopped with {rest[0]}: was its cell split in two?" if rest else None

    def why_not_written(self, at, exercise):
        """Return why a function that is more than a stub says that it is not written, or None if it is a stub."""
        own = [cell for n, cell in self.code if n < at and answers(cell.source, exercise)]
        if own:
            still = UNWRITTEN.search(own[-1].source)
            return f"`{still[1]}` still stands in its cell" if still else "something that it calls raises it"
        undone = [cell for n, cell in self.code if n < at and is_answer(cell) and undone_below(cell.source, exercise)]
        return f"its cell ends with an empty `def {exercise}`, which takes the place of the one above" if undone else None

    def _taken_away(self, at, uses):
        """Return which line above takes away what a function uses, or None."""
        for n, cell in reversed(self.code):
            line = re.search(r"^(?:%reset\b|del\b).*", cell.source, re.MULTILINE) if n < at else None
            if line and (line[0].startswith("%") or words(line[0]) & uses):
                return f"`{one_line(line[0])}` in a cell above takes away what it uses"
        return None

    def _earlier(self, uses, cell):
        """Return which cell that stopped was to make one of these names, that no other cell makes."""
        made = self._made(self.sound)
        for _, one in self.stopped:
            lost = sorted(_makes(one) & uses - made)
            if lost and one is not cell:
                return f"the cell that was to make `{lost[0]}` stopped with {_error(one)}"
        return None

    def _uses(self, cell):
        """Return the names that a cell's code uses, and those that what it calls uses."""
        makers = {}
        for at, one in self.sound:
            for name in self.names(one)[0]:
                makers.setdefault(name, []).append(at)
        cells, uses, todo, done = dict(self.sound), set(), [cell], set()
        while todo:
            new = self.names(todo.pop())[1] - uses
            called = {at for name in new for at in makers.get(name, ())} - done
            uses, done = uses | new, done | called
            todo += [cells[at] for at in called]
        return uses

    def _hidden(self, exercise):
        """Return words for a function of that name which is written where the notebook does not see it, or ""."""
        for _, cell in reversed(self.sound):
            if not re.search(rf"^[^\S\n]*(?:async )?def {re.escape(exercise)}\b", cell.source, re.MULTILINE):
                continue
            if magic := re.match(r"\s*(%%\w+)", cell.source):
                return f": it is written below `{magic[1]}`, which keeps it to itself"
            if held := holder(cell.source, exercise):
                return f": it is written inside `{held}`, where the notebook does not see it"
        return ""

    def _instead(self, exercise):
        """Return words for the only function that an exercise's own cell makes, or ""."""
        own = [cell for _, cell in self.sound if is_answer(cell) and exercise_of(cell) == exercise]
        made = {name for cell in own for name in re.findall(r"^def (\w+)", cell.source, re.MULTILINE)} - self.exercises
        return f"; its cell makes `{made.pop()}`: is that meant?" if len(made) == 1 else ""

    def _near(self, name):
        """Return words for a name that is there and may be meant, or ""."""
        made = [one for one in sorted(self._made(self.sound) - self.exercises) if abs(len(one) - len(name)) < 5]
        near = difflib.get_close_matches(name, made[:MOST_NAMES], 1, 0.8)
        if not near:
            return ""
        odd = [f"'{c}' is {unicodedata.name(c, 'no letter of the alphabet')}" for c in near[0] if c not in name and not c.isascii()]
        return f"; there is `{near[0]}`{f', in which {odd[0]}' if odd else ''}: is that meant?"

    def _made(self, cells):
        return set().union(*(self.names(cell)[0] for _, cell in cells))


def _makes(cell):
    """Return the names that a cell which stopped did not come to; of one that does not parse, those at the beginnings of its lines."""
    arrow = re.search(r"^-+> ?(\d+) ", "\n".join(_stop(cell).traceback), re.MULTILINE)
    made = plain_names(cell.source)[0] - (made_before(cell.source, int(arrow[1])) if arrow else set())
    found = re.findall(r"^(?:(?:async )?def|class|import) (\w+)|^(\w+)\s*=(?!=)|^from \S+ import (\w+)", cell.source, re.MULTILINE)
    return made or {name for group in found for name in group if name}


def _stop(cell):
    """Return the output of the error that a cell stopped with, or None."""
    return next((output for output in cell.outputs if output.output_type == "error"), None)


def _error(cell):
    """Return the error that a cell stopped with, in one line, or ""."""
    if (found := _stop(cell)) is None:
        return ""
    says = re.sub(r"\((?:<[^>]*>|[^()\s]+), (line \d+)\)$", r"(\1)", one_line(found.evalue))
    if found.ename == "SyntaxError" and re.search(r"^<<<<<<< ", cell.source, re.MULTILINE):
        says += "; it holds the marks of a merge in git, from `<<<<<<<` to `>>>>>>>`"
    return f"{found.ename}: {says}" if says else found.ename


def _missed(says):
    found = re.match(r"name '(\w+)' is not defined", says)
    return found and found[1]
