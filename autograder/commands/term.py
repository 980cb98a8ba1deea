"""The commands of a class's term: `roster`, `collect`, `grades`, `feedback`, `report`. Each is a few lines over `autograder/term/`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from ..errors import CourseError
from ..showing.report import printable
from . import cli
from .cli import CourseOption

# As in `cli`: what takes long to import is imported in the commands.

TERM = "A class's term"
FolderOption = Annotated[Path | None, typer.Option("--folder", help="Where the class is. Else the course itself.")]


def command(**options):
    """Make a function a command of `course`, with the others of a term in its help."""
    return cli.command(rich_help_panel=TERM, **options)


@command(
    epilog="Examples: `course roster participants.csv` (Moodle) · `course roster grades-export.csv` (Canvas) · "
    "`course roster students.csv` (id, first_name, last_name, email, lms_user_id) · `course roster list.csv --id Username`"
)
def roster(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Moodle's participants, Canvas's gradebook, or nbgrader's columns.")],
    id: Annotated[
        str | None, typer.Option("--id", metavar="COLUMN", help="The column with students' ids, if not the one that is taken.")
    ] = None,
    folder: FolderOption = None,
    course: CourseOption = None,
):
    """Put a list of students into the gradebook. Nobody is removed, and the same list again changes nothing."""
    from ..term import roster as module

    of_class = _class(folder, course)
    changes = module.take(of_class, file, id)
    for student in changes.added:
        _say(f"added: {student}")
    for student, what in changes.changed.items():
        _say(f"changed: {student} ({', '.join(what)})")
    for line in changes.refused:
        _say(f"not taken: {line}")
    for name, ids in module.namesakes(of_class).items():
        _say(f"of one name, {name}: {', '.join(ids)}. Where a platform gives names alone, their files cannot be placed")
    if changes.not_listed:
        _say(f"in the gradebook, and not in {file.name}: {', '.join(changes.not_listed)}; they stay")
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.same)} as they were"
    _say(f"{file.name} ({changes.kind}): {counts}, {len(changes.refused)} not taken")
    if changes.refused:
        raise typer.Exit(cli.WRONG)


@command(
    epilog="Examples: `course collect submissions.zip` · `course collect submissions.zip 4` · `course collect from-mail/ 4` · "
    "`course collect moodle.zip 4 --sheet Grades-Dropout.csv` (Moodle's grading worksheet: who is who, and when they handed in)"
)
def collect(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="What Moodle or Canvas gives as all submissions; or a folder.")],
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Name or number. Else the notebooks say it.")] = None,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="FILE.csv", help="Moodle's grading worksheet of this assignment.")
    ] = None,
    folder: FolderOption = None,
    course: CourseOption = None,
):
    """Put the submissions of a platform's zip into submitted/STUDENT/CHAPTER/. The same zip again changes nothing."""
    from ..term import collect as module

    of_class = _class(folder, course)
    name = cli._chapter(cli._root(course), chapter) if chapter else None
    with cli._bar(cli._console()) as bar:
        task = bar.add_task("collecting", total=None)
        done = module.collect(of_class, file, name, sheet, lambda n, of: bar.update(task, completed=n, total=of))
    for line in done.notes:
        _say(line)
    for what, why in done.unplaced:
        _say(f"not placed: {what}: {why}")
    for chapter, counts in _counted(done.placed).items():
        _say(f"{chapter}: {', '.join(f'{n} {how}' for how, n in counts.items())}")
    if done.late_without_due:
        _say(
            f"{done.late_without_due} are LATE in Canvas, and the gradebook has no due date for the chapter: set it, and collect this zip again"
        )
    if done.undated:
        says = "are in a zip that does not tell when they were handed in, so they are not taken as late"
        _say(f"{done.undated} {says}; with Moodle's grading worksheet it can be told: --sheet FILE.csv")
    if not done.placed and not done.unplaced:
        raise CourseError(f"{file} holds no submissions")
    if done.unplaced:
        aside = cli._short(of_class.folder / "inbound" / "unplaced")
        _say(f"{len(done.unplaced)} could not be placed; what can be kept of them is in {aside}")
        raise typer.Exit(cli.WRONG)


# --- what the commands share ---------------------------------------------------------------------------


def _class(folder, course):
    """Return the class that a command is about: that in `folder`, else the course itself."""
    from ..grading.course import Course

    return Course(folder or cli._root(course))


def _counted(placed):
    """Return {chapter: {how: how many}} of what was collected."""
    found = {}
    for (chapter, _), how in sorted(placed.items()):
        found.setdefault(chapter, Counter())[how] += 1
    return found


def _say(words):
    """Print a line that may hold what students and platforms wrote."""
    typer.echo(printable(words))
