"""The commands of a class's term: `roster`, `collect`, `grades`, `feedback`, `report`. Each is a few lines over `autograder/term/`."""

from __future__ import annotations

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


# --- what the commands share ---------------------------------------------------------------------------


def _class(folder, course):
    """Return the class that a command is about: that in `folder`, else the course itself."""
    from ..grading.course import Course

    return Course(folder or cli._root(course))


def _say(words):
    """Print a line that may hold what students and platforms wrote."""
    typer.echo(printable(words))
