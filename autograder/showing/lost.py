"""What a person sees first who opens a submission in formgrader: what was lost, the judge's verdict, the answer's last lines."""

from __future__ import annotations

import html
import re

from ..cells import grade_id
from . import findings, safe
from .page import _ticks
from .report import printable

LAST_LINES, WIDEST = 8, 200  # of an answer that are shown
DOCSTRING = re.compile(r'^[ \t]*"""[^"]*"""[ \t]*$', re.MULTILINE)
PLACE = '<div class="panel-body">'  # of nbgrader's page, below the names
STYLE = (
    ".course-lost { border-left: 4px solid #a33f00; padding: 0 0 1px 12px; margin: 0 0 20px; overflow-wrap: anywhere; } "
    ".course-lost h4 { margin-bottom: 4px; } input.score { scroll-margin-top: 200px; }"
)
# formgrader goes to the input whose number its address has. Where it has none, that is the first one that lost points.
SCRIPT = (
    "document.addEventListener('DOMContentLoaded', function () { var lost = document.querySelector('.course-lost[data-first]'); "
    "var at = lost ? $('.tabbable').index(document.getElementById(lost.dataset.first)) : -1; "
    "if (at > 0 && !/[?&]index=/.test(location.search)) { history.replaceState(history.state, '', '?index=' + at); } });"
)


def panel(notebook):
    """Return what was lost in an executed notebook as HTML; "" where nothing was."""
    result = findings.result_of(notebook)
    if result and result.status in ("unreadable", "failed"):
        says = (
            "Nothing was judged: ask for a new file"
            if result.status == "unreadable"
            else "Nothing was judged, and the fault may be the grader's"
        )
        return f'<div class="course-lost"><h4>{says}</h4><p>{_text(result.reason)}.</p></div>'
    lost = [f for f in findings.look(notebook) if f.lost]
    if not lost:
        return ""
    places = {f.name: grade_id(notebook.cells[f.judged]) for f in lost}
    inside = "".join(_one(f, places[f.name], notebook) for f in lost)
    return f'<div class="course-lost" data-first="{_text(places[lost[0].name])}"><h4>What the judge took off</h4>{inside}</div>'


def put(page, shown):
    """Put what `panel` gave into formgrader's page of a submission."""
    return page.replace(PLACE, f"{PLACE}{shown}", 1) if shown else page


def _one(f, place, notebook):
    points = f"{f.mark['points']:g} of {f.mark['most']:g}"
    says = [_text(f.cause)] if f.cause else []
    if f.calls:
        says.append(f"it calls <code>{_text(f.calls)}</code>, which lost points too")
    broken = [text for state, text in f.rules if state == "Does not hold"]
    rules = f"<ul>{''.join(f'<li>does not hold: {_text(rule)}</li>' for rule in broken)}</ul>" if f.outcome != "empty" else ""
    code = "" if f.answer is None or f.outcome == "empty" else _last(str(notebook.cells[f.answer].source))
    return f'<p><a href="#{_text(place)}">{_text(f.name)}</a>: <b>{points}</b>. {"; ".join(says)}</p>{rules}{code}'


def _last(source):
    """Return the last lines of an answer, which are what a function returns, as text."""
    source = DOCSTRING.sub("", source)  # which was given
    lines = [line[:WIDEST] for line in source[-safe.LONGEST :].rstrip().splitlines() if line.strip()]
    more = ["…"] if len(lines) > LAST_LINES else []
    return f"<pre>{html.escape(chr(10).join(map(printable, [*more, *lines[-LAST_LINES:]])))}</pre>" if lines else ""


def _text(words):
    return _ticks(printable(re.sub(r"\s+", " ", str(words)))[:1000])
