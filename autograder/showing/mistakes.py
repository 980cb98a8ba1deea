"""Wrong answers of a class that no known mistake explains, grouped by what they do: how many, what was measured, one example.

It is read from the executed notebooks; nothing is run. What has a name of the class's own by now is told apart (`grading.learned`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from nbformat import v4

from ..grading import learned, signature
from . import findings
from .report import printable

FORMER = "graded before it could be grouped: `course grade {} --again`"
LINES, WIDTH = 12, 110  # of an example, as far as it is shown


@dataclass
class Group:
    """Those who made one mistake, in one exercise.

    handle    the letters it is called by
    students  their ids, which are shown to nobody
    found     what was measured, as the judge says it, and of how many of them
    entry     the name that the class has for it, or None
    example   code of one of them, without comments, or ""
    whose     the id of that one
    calls     the functions that lost points too and are called by them, and by how many
    rank      how little the example is one to show
    """

    exercise: str
    signature: dict
    students: list = field(default_factory=list)
    found: Counter = field(default_factory=Counter)
    entry: learned.Learned | None = None
    example: str = ""
    whose: str = ""
    calls: Counter = field(default_factory=Counter)
    rank: tuple = (True, float("inf"))

    @property
    def handle(self):
        return signature.handle(self.signature)

    @property
    def own(self):
        """How many of them call no function that lost points too: with the others it may be an echo of that."""
        return len(self.students) - sum(self.calls.values())


def groups(course, chapter):
    """Return the groups of a chapter, those of most students first, echoes last, and what could not be grouped: how many, by (exercise, why)."""
    names, found, rest = learned.read(course.folder), {}, Counter()
    for student, notebook in _executed(course, chapter):
        for finding in findings.look(notebook):
            if finding.outcome not in ("wrong", "part") or finding.mistake:
                continue
            mine = finding.signature
            if not mine or "rows" not in mine:
                rest[finding.name, mine["not"] if mine else FORMER.format(chapter)] += 1
                continue
            of_exercise = found.setdefault(finding.name, [])
            group = next((group for group in of_exercise if signature.same(group.signature, mine)), None)
            if group is None:
                of_exercise.append(group := Group(finding.name, mine, entry=learned.of(names, finding.name, mine)))
            _join(group, student, finding, notebook)
    every = [group for of_exercise in found.values() for group in of_exercise]
    return sorted(every, key=lambda group: (-group.own, -len(group.students))), rest


def _executed(course, chapter):
    """Yield (student, executed notebook) of those who are graded, as far as it can be read."""
    folder = course.path("autograded", chapter, "STUDENT").parents[2]
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            text = course.path("autograded", chapter, place.name).read_text(encoding="utf-8", errors="replace")
            yield place.name, v4.reads(text)
        except (OSError, ValueError, AttributeError, KeyError):
            continue


def _join(group, student, finding, notebook):
    group.students.append(student)
    group.found[finding.cause] += 1
    group.calls.update([finding.calls] if finding.calls else [])
    source = "" if finding.answer is None else notebook.cells[finding.answer].source
    example = learned.anonymous(source)
    rank = (bool(finding.calls), len(example))  # one that calls nothing wrong shows more
    if example and rank < group.rank:
        group.example, group.whose, group.rank = example, student, rank


def lines(groups, rest):
    """Return the lines that show it, without a name of anybody."""
    unnamed = [group for group in groups if not group.entry]
    own, echoes = [group for group in unnamed if group.own], [group for group in unnamed if not group.own]
    found = [f"Wrong answers without a name: {_many(own)}. Different mistakes among them: {len(own)}."] if own else []
    for group in (*own, *echoes):
        if echoes and group is echoes[0]:
            found += [""] * bool(own)
            found += [f"Wrong answers that may be an echo, for they call a function that lost points too: {_many(echoes)}."]
        found += ["", f"{group.handle}  {group.exercise}: {_made(group)}", f"  measured: {group.found.most_common(1)[0][0]}"]
        for called, n in group.calls.most_common(1):
            found.append(f"  {n} of them {'calls' if n == 1 else 'call'} {called}, which lost points too: look there first")
        found += [f"    {line}" for line in shown(group.example)] or ["    (no example: the code is too long, or no plain Python)"]
    named = [group for group in groups if group.entry]
    found += ["", "Named in this class:"] if named else []
    found += [f"{group.handle}  {group.exercise}: {_made(group)}: {group.entry.name}" for group in named]
    found += ["", "Not grouped:"] if rest else []
    found += [f"{n}  {exercise}: {why}" for (exercise, why), n in rest.most_common()]
    return [printable(line) for line in found]


def _many(groups):
    return sum(len(group.students) for group in groups)


def _made(group):
    return f"{len(group.students)} made it"


def shown(code):
    """Return the first lines of an example, as they can be shown on a terminal."""
    all_lines = code.split("\n") if code else []
    kept = [line if len(line) <= WIDTH else f"{line[:WIDTH]}…" for line in all_lines[:LINES]]
    return kept + ([f"… and {len(all_lines) - LINES} more lines"] if len(all_lines) > LINES else [])
