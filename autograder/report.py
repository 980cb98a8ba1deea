"""Reports of a graded class: a table of students for the instructor's screen, a summary without names to keep."""

from __future__ import annotations

from collections import Counter
from statistics import median

OUTCOMES = ("right", "part", "wrong", "empty", "error", "timeout", "none")
HEADINGS = ("exercise", "points", "right", "in part", "wrong", "not written", "stopped", "no end", "not judged")


def went_wrong(result):
    """Return in one line what a submission lost points for, and what was put in order in it."""
    if result.status in ("damaged", "failed"):
        return result.reason
    lost = [e for e in result.exercises if e.outcome != "right"]
    if lost and all(e.outcome == "empty" for e in result.exercises):
        says = ["nothing is written yet"]
    else:
        says = [f"{e.exercise}: {_fault(e)}" for e in lost]
    return "; ".join(says + ([f"put in order: {result.reason}"] if result.reason else []))


def _fault(exercise):
    """Return a mistake's name, or in short what else went wrong: the verdict itself is on the feedback page."""
    if exercise.mistake or exercise.outcome not in ("wrong", "part") or exercise.says.startswith("it "):
        return exercise.mistake or exercise.says
    return f"no known mistake, does not hold: {', '.join(exercise.broken)}"


def students(results):
    """Return rows (student, score, what went wrong)."""
    return [(r.student, f"{r.score:g} of {r.max_score:g}", went_wrong(r)) for r in results]


def exercises(results):
    """Return rows (exercise, points, how many had each outcome)."""
    rows = {}
    for exercise in (e for r in results for e in r.exercises):
        rows.setdefault(exercise.exercise, (exercise.max_points, Counter()))[1][exercise.outcome] += 1
    return [(name, points, *(counts[outcome] for outcome in OUTCOMES)) for name, (points, counts) in rows.items()]


def mistakes(results):
    """Return rows (how many, exercise, mistake), the most frequent first."""
    counted = Counter((e.exercise, e.mistake) for r in results for e in r.exercises if e.mistake)
    return [(n, exercise, mistake) for (exercise, mistake), n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def scores(results):
    """Return a sentence on the scores of the class."""
    got = [r.score for r in results]
    unread = sum(r.status in ("damaged", "failed") for r in results)
    most = max(r.max_score for r in results)
    says = f"{len(got)} submissions; scores from {min(got):g} to {max(got):g} of {most:g}, median {median(got):g}"
    return says + (f"; {unread} could not be graded and {'has' if unread == 1 else 'have'} 0" if unread else "") + "."


def markdown(chapter, results):
    """Return the class report as Markdown, without names of students."""
    lines = [f"# {chapter}: how the class did", "", scores(results), "", *_rows(HEADINGS, _numbers(exercises(results)))]
    if found := mistakes(results):
        lines += ["", "## Mistakes that were made", "", *_rows(("how many", "exercise", "mistake"), found)]
    return "\n".join(lines) + "\n"


def _numbers(rows):
    return [[f"{cell:g}" if isinstance(cell, (int, float)) and cell else "" if cell == 0 else cell for cell in row] for row in rows]


def _rows(headings, rows):
    escaped = [[str(cell).replace("|", "\\|") for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in [list(headings), ["---"] * len(headings), *escaped]]


# --- on the screen ------------------------------------------------------------------------------------


def show(console, results):
    """Show the students' table and the class summary on a Rich console."""
    table = _table("student", "score", "what went wrong")
    for student, score, says in students(results):
        table.add_row(student, score, says)
    console.print(table)
    console.print(scores(results), highlight=False)
    found = mistakes(results)
    if found:
        table = _table("how many", "exercise", "mistake")
        for row in found:
            table.add_row(*map(str, row))
        console.print(table)


def _table(*headings):
    from rich import box
    from rich.table import Table
    from rich.text import Text

    class Plain(Table):
        """A table whose cells are text, whatever brackets a message holds."""

        def add_row(self, *cells):
            super().add_row(*map(Text, cells))

    table = Plain(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in ("score", "how many") else "left", overflow="fold")
    return table
