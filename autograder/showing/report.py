"""Reports of a graded class: a table of students for the instructor's screen, a summary without names to keep."""

from __future__ import annotations

from collections import Counter
from statistics import median

JUDGED = ("graded", "repaired", "partly crashed")  # anything else is no measure of what a student can do
OUTCOMES = ("right", "part", "wrong", "empty", "error", "timeout", "none")
NUMBERS = ("score", "score now", "score then", "how many")
HEADINGS = ("exercise", "points", "right", "in part", "wrong", "not written", "stopped", "no end", "not judged")


_VERBS = {True: {"have": "has", "are": "is", "need": "needs"}, False: {"have": "have", "are": "are", "need": "need"}}


def judged(result):
    """Whether a score is one: the judge's, or in all exercises a person's."""
    return result.status in JUDGED or (bool(result.exercises) and all(e.by_hand for e in result.exercises))


def went_wrong(result):
    """Return in one line what a submission lost points for, what was put in order in it, and how late it was."""
    lost = [e for e in result.exercises if e.outcome != "right"]
    if result.status not in JUDGED:
        says = [result.reason]
    elif lost and all(e.outcome == "empty" for e in result.exercises):
        says = ["nothing is written yet", result.reason]
    else:
        says = [*(f"{e.exercise}: {_fault(e)}{_by_hand(e)}" for e in lost), result.reason]
    if result.look:
        says.append(f"a person has to look at {', '.join(result.look)}")
    if result.late:
        says.append(f"{_time(result.late)} late" + (f", which costs {result.penalty:g}" if result.penalty else ""))
    return "; ".join(filter(None, says))


def status(result):
    """Return how grading ended, in words."""
    return ", ".join([result.status, *["late"] * bool(result.late), *["by hand"] * result.by_hand, *["needs a person"] * bool(result.look)])


def _by_hand(exercise):
    return f" (by hand: {exercise.points:g} of {exercise.max_points:g})" if exercise.by_hand else ""


def _time(seconds):
    for unit, size in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"


def _fault(exercise):
    """Return a mistake's name, or in short what else went wrong: the verdict itself is on the feedback page."""
    if exercise.mistake or exercise.outcome not in ("wrong", "part") or exercise.says.startswith("it "):
        says = exercise.mistake or exercise.says
    else:
        says = f"no known mistake, does not hold: {', '.join(exercise.broken)}"
    return says if exercise.cause in says else f"{says}: {exercise.cause}"


def students(results):
    """Return rows (student, score, status, what went wrong)."""
    return [(r.student, f"{r.score:g} of {r.max_score:g}", status(r), went_wrong(r)) for r in results]


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
    here = [r for r in results if r.status != "missing"]
    counted = [r for r in here if judged(r)]
    got = [r.score for r in counted]
    says = [f"{len(here)} submission{'s' * (len(here) != 1)}"]
    if got:
        says += [f"scores from {min(got):g} to {max(got):g} of {max(r.max_score for r in counted):g}, median {median(got):g}"]
    for n, what in (
        (sum(r.status != "waiting" and not judged(r) for r in here), "could not be graded: 0, and in no number here"),
        (sum(r.status == "waiting" for r in here), "{are} not graded yet"),
        (sum(r.status == "partly crashed" for r in here), "crashed in part"),
        (sum(r.late > 0 for r in here), "{are} late"),
        (sum(r.by_hand for r in here), "{have} points by hand"),
        (sum(bool(r.look) for r in here), "{need} a person to look"),
        (len(results) - len(here), "handed in nothing"),
    ):
        says += [f"{n} {what.format(**_VERBS[n == 1])}"] if n else []
    unsafe = sum(not r.sandboxed for r in here)
    return (
        "; ".join(says)
        + "."
        + (f" {unsafe} ran without a sandbox (--unsafe-no-sandbox): their code could reach this machine." if unsafe else "")
    )


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


def printable(words):
    """Return what a student may have written without anything that a terminal would obey."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(words))


# --- on the screen ------------------------------------------------------------------------------------


def show(console, results, names=True):
    """Show the students' table, unless without `names`, and the class summary on a Rich console."""
    if names:
        table = _table("student", "score", "status", "what went wrong")
        for row in students(results):
            table.add_row(*row)
        console.print(table)
    console.print(scores(results), highlight=False, soft_wrap=True)
    if waiting := [f"{r.student} ({', '.join(r.look)})" for r in results if r.look and names]:
        console.print(printable(f"A person has to look at: {', '.join(waiting)}"), highlight=False, markup=False, soft_wrap=True)
    found = mistakes(results)
    if found:
        table = _table("how many", "exercise", "mistake")
        for row in found:
            table.add_row(*map(str, row))
        console.print(table)


def show_changes(console, changes):
    """Show whose score would change: (student, from, to)."""
    table = _table("student", "score now", "score then")
    for student, now, then in changes:
        table.add_row(student, "none" if now is None else f"{now:g}", f"{then:g}")
    console.print(table)


def _table(*headings):
    from rich import box
    from rich.table import Table
    from rich.text import Text

    class Plain(Table):
        """A table whose cells are text, whatever brackets a message holds."""

        def add_row(self, *cells):
            super().add_row(*(Text(printable(cell)) for cell in cells))

    table = Plain(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in NUMBERS else "left", overflow="fold")
    return table
