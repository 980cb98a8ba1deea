"""The form of a feedback page: first what was lost, why and where to look again, then the graded exercises, then the whole notebook.

It is text without a script; what a submission holds goes through `safe` first.
"""

from __future__ import annotations

import functools
import html
import re
from datetime import datetime
from pathlib import Path

from course_utils.check import STEPS

from . import findings, grades, safe

STYLE = Path(__file__).with_name("feedback.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data: 'self' file:; base-uri 'none'; form-action 'none'"
SIGNS = {"right": "✓", "part": "◐", "wrong": "✗", "empty": "○"}
RULES = {"Holds": "✓ holds", "Does not hold": "✗ does not hold", "Not seen": "○ could not be seen"}
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
REMARKS = "**About the grading**"
HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?(?:END HIDDEN TESTS[^\n]*\n?|\Z)", re.DOTALL | re.MULTILINE)
MADE_OF = '<meta name="made-of" content="{}">'


def page(notebook, name, known=None, released=frozenset(), made_of="", names=()):
    """Return the page of an executed notebook.

    name      the notebook's, such as 04_dropout
    known     what the gradebook says, see `grades`; without it the marks are the judge's
    released  texts of the released notebook
    made_of   the hash that the page is to hold
    names     the class's own for mistakes, see `grading.learned`
    """
    return safe.in_time(lambda shown: _Page(shown, name, known, released, names).whole(made_of), notebook, released)


class _Page:
    def __init__(self, notebook, name, known, released, names):
        self.notebook, self.name, self.known, self.released = notebook, name, known, released
        self.result = findings.result_of(notebook)
        self.found = findings.look(notebook, known, names)
        self.remarks = notebook.cells[0].source if notebook.cells and str(notebook.cells[0].source).startswith(REMARKS) else ""
        self.places = {f.name: f"exercise-{n}" for n, f in enumerate(self.found, 1)}
        self.lines = {line.strip() for text in released for line in text.splitlines() if line.startswith("#")}
        self.cells = safe.cells(notebook)

    def whole(self, made_of):
        title, score = self._title(), self._score()
        says = f"{title}: {score}" if score else title
        return (
            f'<!DOCTYPE html>\n<html lang="en">\n<head><meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta charset="utf-8">'
            f'{MADE_OF.format(made_of)}<meta name="viewport" content="width=device-width"><title>{_plain(says)}</title>\n'
            f"<style>{STYLE}</style></head>\n<body><main>\n<header><h1>{_ticks(title)}{f': <b>{score}</b>' if score else ''}</h1>\n"
            f"{self._dates()}{self._lead()}{self._remarks()}</header>\n{self._index()}{self._rest()}</main></body>\n</html>\n"
        )

    def _title(self):
        heading = next((words for cell in self.notebook.cells for words in self._headings(cell, r"\A# .+")), None)
        return heading or self.name

    def _headings(self, cell, pattern):
        """Return a text's headings of a kind, those alone that the chapter has: a student's own could say there another score."""
        found = re.findall(pattern, str(cell.source), re.MULTILINE) if cell.cell_type == "markdown" else []
        return [line.lstrip("#")[:200].strip() for line in found if not self.lines or line.strip() in self.lines]

    def _score(self):
        if self.known:
            points, most = grades.total(self.known)
        else:
            points, most = sum(f.mark["points"] for f in self.found), sum(f.mark["most"] for f in self.found)
        return f"{_number(points)} of {_number(most)} points" if self.known or self.found else ""

    def _dates(self):
        if not self.known or not self.known["handed_in"]:
            return ""
        says = [f"Handed in {_date(self.known['handed_in'])}", f"due {_date(self.known['due'])}" if self.known["due"] else ""]
        if self.known["late"]:
            costs = f", which costs {_number(self.known['penalty'])}" if self.known["penalty"] else ""
            says.append(f"{_time(self.known['late'])} late{costs}")
        return f"<p>{'; '.join(filter(None, says))}.</p>\n"

    # --- what was lost, in a few words -------------------------------------------------------------------

    @property
    def ungraded(self):
        """Why nothing of the submission could be graded, or ""."""
        return str(self.result.reason) if self.result and self.result.status in ("unreadable", "failed") else ""

    @property
    def empty(self):
        return bool(self.found) and all(f.outcome == "empty" for f in self.found)

    def _lead(self):
        lost = [f for f in self.found if f.lost]
        file = f"<code>{html.escape(self.name)}.ipynb</code>"
        if self.ungraded and self.result.status == "failed":
            return f"<p><b>Your notebook could not be graded</b>: {_ticks(self.ungraded)}.</p>\n<p>Ask your instructor: the fault may be the grader's.</p>\n"
        if self.ungraded:
            return (
                f"<p><b>Your notebook could not be read, so nothing in it was graded</b>: {_ticks(self.ungraded)}.</p>\n<h2>What to do</h2>\n"
                f"<ol><li>Open your own copy of {file} in JupyterLab. If it does not open there either, take an earlier copy, or begin again "
                "with the notebook that was handed out, and paste your answers into it.</li><li>Choose <i>Run</i>, then <i>Run All Cells</i>, "
                f"and save.</li><li>Hand in that file, as {file}: not a copy, a link, or a file of another kind.</li></ol>\n"
            )
        if self.empty:
            return (
                f"<p><b>Nothing is written yet</b>: {'the exercise' if len(self.found) == 1 else f'all {_count(len(self.found))} exercises'} "
                f"came as handed out.</p>\n<h2>What to do</h2>\n<ol><li>If you did write answers, you may have handed in another file: look "
                f"for the one with your answers, save it, and hand it in as {file}.</li><li>If not, put your code in place of "
                "<code>raise NotImplementedError()</code>, run the cell, then the check below it: it says at once what is right.</li></ol>\n"
            )
        if not self.found:
            return ""
        if not lost:
            return "<p>Every exercise has all its points.</p>\n"
        some = f"{_count(len(lost)).capitalize()} of {_count(len(self.found))} exercises"
        some = some if len(lost) < len(self.found) else "Each exercise" if len(lost) > 1 else "The exercise"
        return f"<p>{f'{some} lost points. {self._shared(lost)}'.strip()}</p>\n"

    def _shared(self, lost):
        """Say which losses have one cause, and where to begin."""
        causes = {}
        for f in lost:
            if f.cause and f.joins:
                causes.setdefault(f.cause, []).append(f)
        says, joined = [], set()
        for cause, those in causes.items():
            if len(those) > 1:
                says.append(f"{_list(map(self._link, those))} lost points for the same reason: <b>{_ticks(cause)}</b>.")
                joined |= {f.name for f in those}
        for first in lost:
            those = [f for f in lost if f.calls == first.name and f.name not in joined]
            if those:
                verb = "calls" if len(those) == 1 else "call"
                says.append(f"{_list(map(self._link, those))} {verb} {self._link(first)}, so one mistake may have cost points in both.")
        if len(lost) == 1:
            return ""
        unwritten = [f for f in lost if f.outcome == "empty"]
        if unwritten:
            says.append(f"{_list(map(self._link, unwritten))} {'is' if len(unwritten) == 1 else 'are'} not written yet.")
        return " ".join([*says, f"Begin with {self._link(self._first(lost))}."])

    @staticmethod
    def _first(lost):
        written = [f for f in lost if f.outcome != "empty" and not f.calls]
        return (written or lost)[0]

    def _link(self, f):
        return f'<a href="#{self.places[f.name]}">{html.escape(f.name)}</a>'

    def _remarks(self):
        if not self.remarks or self.ungraded:
            return ""
        return _box(safe.markdown(safe.cut(self.remarks, safe.LONGEST)), " remarks") + "\n"

    # --- the exercises -----------------------------------------------------------------------------------

    def _index(self):
        if not self.found:
            return ""
        columns = {
            "exercise": lambda f: html.escape(f.name) if self._short else self._link(f),
            "points": lambda f: _mark(f, ""),
            "what was lost, and why": self._why,
            "where to look again": lambda f: self._where(f) if f.lost else "",
        }
        if self.ungraded or not any(f.lost for f in self.found):
            del columns["where to look again"]
        head = "".join(f'<th scope="col">{name}</th>' for name in columns)
        rows = "".join(f"<tr>{''.join(f'<td>{cell(f)}</td>' for cell in columns.values())}</tr>\n" for f in self.found)
        return f'<h2>The exercises</h2>\n<table class="index"><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>\n'

    @property
    def _short(self):
        """Whether the page ends with the index: there is nothing else to show."""
        return bool(self.ungraded) or self.empty

    def _why(self, f):
        if self._short and not f.comment:
            return "" if f.mark["by_hand"] else "not graded" if self.ungraded else "not written yet"
        says = [_ticks(f.cause)] if f.lost and f.cause else ["every rule holds"] if f.outcome == "right" and not f.lost else []
        if f.lost:
            says[:1] = [f"{' '.join(says[:1])} (−{_number(f.lost)})".strip()]
        if f.calls:
            says.append(f"it calls <code>{html.escape(f.calls)}</code>, which lost points too")
        if self._short and f.comment:
            says.append(f"your instructor: {_ticks(safe.cut(f.comment['text'], 2000))}")
        return "; ".join(says)

    def _where(self, f):
        """Return the chapter and section to read again, as a link where the page has it."""
        heading = self._section(f)
        if heading is None:
            return ""
        n, words = heading
        chapter = re.match(r"0*(\d+)", self.name)
        where = f"chapter {chapter[1]}, " if chapter else ""
        named = f"section {words}" if re.match(r"\d", words) else words
        return f"{where}{_ticks(named)}" if self._short else f'{where}<a href="#cell-{n}">{_ticks(named)}</a>'

    def _section(self, f):
        """Return the last heading of a section above an exercise: its cell's index and its words, or None."""
        above = self.notebook.cells[: f.judged if f.answer is None else f.answer]
        for n, cell in reversed(list(enumerate(above))):
            if found := self._headings(cell, r"^## .+"):
                return n, found[-1]
        return None

    def _rest(self):
        if self._short:
            return ""
        articles = "".join(map(self._article, self.found))
        if self.found:
            lost = [f for f in self.found if f.lost and f.steps]  # of another course's there are none
            hints = " It gives these hints too, one more each time." if any(any(f.steps.values()) and not f.of_class for f in lost) else ""
            again = f"<p>Try again: mend your code, run its cell, then the check below it.{hints}</p>\n" if lost else ""
            return f'{articles}{again}<details class="chapter"><summary>The whole notebook as it was graded</summary>\n{self._chapter()}</details>\n'
        return f'<div class="chapter">{self._chapter()}</div>\n'  # nothing in it is graded

    def _article(self, f):
        place, kind = self.places[f.name], _kind(f)
        parts = []
        if f.lost and f.cause:
            parts.append(f"<p><b>Why:</b> {self._why(f)}</p>")
        if f.lost and (where := self._where(f)):
            parts.append(f"<p><b>Read again:</b> {where}</p>")
        if f.outcome != "empty" and f.lost:
            parts += self._steps(f)
        if f.comment:
            parts.append("<h3>From your instructor</h3>" + _box(safe.markdown(safe.cut(f.comment["text"], safe.LONGEST))))
        parts.append(self._code(f, kind))
        if f.rules and f.lost and f.outcome != "empty":
            hold = sum(state == "Holds" for state, _ in f.rules)
            rows = "".join(f"<li>{RULES[state]}: {_ticks(text)}</li>" for state, text in f.rules)
            parts.append(f"<details><summary>The rules: {hold} of {len(f.rules)} hold</summary><ul class='rules'>{rows}</ul></details>")
        inside = "\n".join(part for part in parts if part)
        return (
            f'<article id="{place}" class="{kind}" aria-labelledby="{place}-h"><h2 id="{place}-h">{html.escape(f.name)}: {_mark(f)}</h2>\n'
            f"{inside}</article>\n"
        )

    @staticmethod
    def _steps(f):
        """Return the check's steps: the first is open, each other lies in the one before it."""
        what, where, how = (f.steps.get(step, "") for step in STEPS)
        numbers = f"<pre>{html.escape(safe.cut(f.numbers, 10_000))}</pre>" if f.numbers else ""
        shown = [f"<p><b>{STEPS[0]}:</b> {_ticks(what)}</p>" if what else "", numbers]
        inner = f"<details><summary>{STEPS[2]}</summary><p>{_ticks(how)}</p></details>" if how else ""
        return [*shown, f"<details><summary>{STEPS[1]}</summary><p>{_ticks(where)}</p>{inner}</details>" if where else inner]

    def _code(self, f, kind):
        if f.answer is None or f.outcome == "empty":
            return ""
        cell = self.cells[f.answer]
        code = f"<pre><code>{html.escape(cell.source)}</code></pre>" if cell.cell_type == "code" else self._text(f.answer)
        judged = self.cells[f.judged]
        outputs = _outputs(cell) if cell.cell_type == "code" else ""
        tests = _outputs(judged) if not f.steps and f.lost and f.answer != f.judged and judged.cell_type == "code" else ""
        inside = f"{code}{f'<p>What came out of the cell:</p>{outputs}' if outputs else ''}{f'<p>What its tests say:</p>{tests}' if tests else ''}"
        if kind == "right":
            return f"<details><summary>Your answer</summary>{inside}</details>"
        return f"<h3>Your answer</h3>{inside}"

    # --- the rest of the chapter -------------------------------------------------------------------------

    def _chapter(self):
        answers = {f.answer: f for f in self.found} if not self._short else {}
        judged = {f.judged: f for f in self.found}
        parts = []
        for n, cell in enumerate(self.cells):
            f = answers.get(n) or judged.get(n)
            if f:
                parts.append(f"<p>{self._link(f)}: {_mark(f)}</p>" if n == f.judged else "")
            elif n or not self.remarks:
                inside = self._text(n) if cell.cell_type == "markdown" else self._plain_cell(n, cell)
                parts.append(f'<section id="cell-{n}">{inside}</section>' if inside else "")
        return _levelled("\n".join(filter(None, parts)))

    def _plain_cell(self, n, cell):
        source = HIDDEN.sub("", cell.source)
        code = f"<pre><code>{html.escape(source)}</code></pre>" if source.strip() else ""
        return code + _outputs(cell)

    def _text(self, n):
        cell, given = self.cells[n], self.notebook.cells[n]
        if cell.source in self.released and not cell.get("attachments") and cell.source == given.source:
            return _box(_shared(cell.source))
        return _box(safe.markdown(cell.source, cell.get("attachments")))


@functools.lru_cache(maxsize=2000)
def _shared(text):
    """Return a released text as HTML: made once for a class."""
    return safe.markdown(text)


def _box(inside, more=""):
    """Return what a submission holds in a box that it cannot leave; what may be wider than a screen can be scrolled with keys."""
    keys = ' tabindex="0"' if "<table" in inside or '<math display="block"' in inside else ""
    return f'<div class="theirs{more}"{keys}>{inside}</div>'


def _outputs(cell):
    return "".join(_box(shown, " output") for shown in map(_output, cell.outputs) if shown)


def _output(output):
    """Return an output that went through `safe` as HTML."""
    if output.output_type == "stream":
        return f"<pre>{safe.text(output.text)}</pre>" if output.text.strip() else ""
    if output.output_type == "error":
        return f"<pre>{safe.text(chr(10).join(output.traceback))}</pre>"
    if "text/html" in output.data:
        return output.data["text/html"]
    if "text/markdown" in output.data:
        return safe.markdown(output.data["text/markdown"])
    for kind, data in output.data.items():
        if kind.startswith("image/"):
            about = output.metadata.get(kind, {})
            width = f' width="{about["width"]}"' if "width" in about else ""
            return f'<img src="data:{kind};base64,{safe.base64_of(kind, data)}"{width} alt="{html.escape(about.get("alt", "a figure of yours"))}">'
    return f"<pre>{safe.text(output.data.get('text/plain', ''))}</pre>"


def _levelled(text):
    """Return HTML whose headings lie below the page's own, none more than one level below the one before."""
    level = 2

    def put(found):
        nonlocal level
        if not found[1]:
            level = min(int(found[2]) + 2, level + 1, 6)
        return f"<{found[1]}h{level}>"

    return re.sub(r"<(/?)h([1-6])>", put, text)


# --- words ----------------------------------------------------------------------------------------------


def _kind(f):
    if not f.lost:
        return "right"
    return "part" if f.mark["points"] > 0 else "empty" if f.outcome == "empty" else "wrong"


def _mark(f, unit=" points"):
    kind, mark = _kind(f), f.mark
    says = [f"<span class='nowrap'>{_number(mark['points'])} of {_number(mark['most'])}{unit}</span>"]
    says += ["by hand"] if mark["by_hand"] else []
    says += [f"{_number(mark['extra'])} of them extra"] if mark["extra"] else []
    says += ["not final: your instructor will look at it"] if mark["waits"] else []
    return f'<span class="{kind}"><span aria-hidden="true">{SIGNS[kind]}</span>&nbsp;{", ".join(says)}</span>'


def _number(value):
    return f"{round(value, 2):g}"


def _count(n):
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def _list(words):
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _date(iso):
    when = datetime.fromisoformat(iso)
    return f"{when.day} {when:%B %Y, %H:%M} UTC"


def _time(seconds):
    for unit, size in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"


def _plain(text):
    return html.escape(text.replace("`", ""))


def _ticks(text):
    """Escape text; what stands between backticks becomes code."""
    parts = html.escape(str(text)).split("`")
    return "".join(f"<code>{part}</code>" if i % 2 and i < len(parts) - 1 else part for i, part in enumerate(parts))
