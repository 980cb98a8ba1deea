"""The commands of a class's term: `roster`, `collect`, `grades`, `feedback`. Each is a few lines over `autograder/term/`."""

from __future__ import annotations

import enum
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from ..errors import CourseError, Misuse
from . import app, terminal, where
from .app import ChapterArgument, ChaptersArgument, CourseOption
from .terminal import say, short

# As in `cli`: what takes long to import is imported in the commands.

TERM = "A class's term"
FolderOption = Annotated[Path | None, typer.Option("--folder", help="Where the class is. Else the course itself.")]


def command(**options):
    """Make a function a command of `course`, with the others of a term in its help."""
    return app.command(rich_help_panel=TERM, **options)


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

    of_class = where.the_class(folder, course)
    changes = module.take(of_class, file, id)
    if changes.added:
        say(f"added: {', '.join(changes.added)}")
    for student, what in changes.changed.items():
        say(f"changed: {student} ({', '.join(what)})")
    for line in changes.refused:
        say(f"not taken: {line}")
    for name, ids in module.namesakes(of_class).items():
        say(f"of one name, {name}: {', '.join(ids)}. Where a platform gives names alone, their files cannot be placed")
    if changes.not_listed:
        say(f"in the gradebook, and not in {file.name}: {', '.join(changes.not_listed)}; they stay")
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.same)} as they were"
    say(f"{file.name} ({changes.kind}): {counts}, {len(changes.refused)} not taken")
    if changes.refused:
        raise typer.Exit(app.WRONG)


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

    of_class = where.the_class(folder, course)
    name = where.chapter_of(where.here_is(course, folder), chapter) if chapter else None
    with terminal.bar(terminal.console()) as bar:
        task = bar.add_task("collecting", total=None)
        done = module.collect(of_class, file, name, sheet, lambda n, of: bar.update(task, completed=n, total=of))
    for line in done.notes:
        say(line)
    for what, why in done.unplaced:
        say(f"not placed: {what}: {why}")
    for chapter, counts in _counted(done.placed).items():
        say(f"{chapter}: {', '.join(f'{n} {how}' for how, n in counts.items())}")
    if done.late_without_due:
        say(
            f"{done.late_without_due} are LATE in Canvas, and the gradebook has no due date for the chapter: set it, and collect this zip again"
        )
    if done.undated:
        says = "are in a zip that does not tell when they were handed in, so they are not taken as late"
        say(f"{done.undated} {says}; with Moodle's grading worksheet it can be told: --sheet FILE.csv")
    if not done.placed and not done.unplaced:
        raise CourseError(f"{file} holds no submissions")
    if done.unplaced:
        aside = short(of_class.folder / "inbound" / "unplaced")
        say(f"{len(done.unplaced)} could not be placed; what can be kept of them is in {aside}")
        raise typer.Exit(app.WRONG)


class Zipped(enum.StrEnum):
    """Whose form a zip of pages has."""

    moodle = "moodle"
    canvas = "canvas"


class Platform(enum.StrEnum):
    """Whose form a sheet has."""

    canvas = "canvas"
    moodle = "moodle"
    csv = "csv"


@command(
    epilog="Examples: `course grades 4 --for moodle --sheet Grades-Dropout.csv` (its grading worksheet) · "
    "`course grades --for canvas --sheet export.csv` · `course grades 4 --for canvas --sheet export.csv --column 'Week 4 (5512)'` · "
    "`course grades --for csv --by-exercise`"
)
def grades(
    chapters: ChaptersArgument = None,
    platform: Annotated[Platform, typer.Option("--for", help="Whose form the sheet has; csv: for a spreadsheet.")] = ...,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="EXPORT.csv", help="The platform's own sheet: its cells are filled.")
    ] = None,
    by_exercise: Annotated[bool, typer.Option("--by-exercise", help="A column for each exercise too.")] = False,
    column: Annotated[str | None, typer.Option("--column", metavar="HEADING", help="The column of --sheet to fill.")] = None,
    missing_zero: Annotated[bool, typer.Option("--missing-zero", help="0 for those who handed in nothing. Else their cells stay.")] = False,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Else grades/, where the class is.")] = None,
    folder: FolderOption = None,
    course: CourseOption = None,
):
    """Write the gradebook's scores into the platform's own sheet, or into one of our own."""
    from .. import files
    from ..term import grades as module

    module.check(platform.value, sheet, column)
    of_class = where.the_class(folder, course)
    names = where.graded_chapters(of_class, where.here_is(course, folder), chapters)
    filled = module.fill(of_class, platform.value, names, sheet, by_exercise, column, missing_zero)
    stem = "scores" if platform is Platform.csv else platform.value
    default = sheet.name if sheet else f"{stem}-{names[0]}.csv" if len(names) == 1 else f"{stem}.csv"
    to = to or of_class.folder / "grades" / default
    written = files.write(to, filled.data)
    for line in filled.notes:
        say(line)
    say(
        f"{short(to)}: {filled.filled} scores of {', '.join(names)}{'' if written else ', as before'}; {_UPLOAD[platform.value, bool(sheet)]}"
    )


_UPLOAD = {
    ("canvas", True): "in Canvas: Grades > Import",
    ("canvas", False): "in Canvas: Grades > Import; it asks which assignments the columns are",
    ("moodle", True): "in the assignment: Upload grading worksheet",
    ("moodle", False): "in Moodle: Grades > Import > CSV file; map Email address to Email address",
    ("csv", False): "for a spreadsheet",
}


@command(
    epilog="Examples: `course feedback 4` · `course feedback 4 --zip moodle` · `course feedback 4 --zip canvas --to ~/pages.zip` · "
    "`course feedback 4 --zip moodle --sheet Grades-Dropout.csv` (for what was not collected from Moodle's zip)"
)
def feedback(
    chapter: ChapterArgument,
    zip: Annotated[Zipped | None, typer.Option("--zip", help="Also pack them as this platform takes them back.")] = None,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="FILE.csv", help="Moodle's grading worksheet of this assignment.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="The zip. Else returned/, where the class is.")] = None,
    folder: FolderOption = None,
    course: CourseOption = None,
):
    """Write the feedback pages that are out of date, and pack them to be given back."""
    from .. import files
    from ..term import returned as module

    if zip is None and (sheet or to):
        raise Misuse(f"{'--sheet' if sheet else '--to'} is for --zip moodle or --zip canvas: say which")
    of_class = where.the_class(folder, course)
    name = where.chapter_of(where.here_is(course, folder), chapter)
    with terminal.bar(terminal.console()) as bar:
        task = bar.add_task("writing feedback", total=None)
        students, written, failed = module.write(of_class, name, lambda n, of: bar.update(task, completed=n, total=of))
        bar.update(task, completed=1, total=1)
    for student, why in failed.items():
        say(f"{student} has no feedback page: {why}")
    say(f"{len(students)} feedback pages, {written} of them new: {short(of_class.path('feedback', name, 'STUDENT'))}")
    if zip is None:
        return
    packed = module.pack(of_class, name, zip.value, students, sheet)
    to = to or of_class.folder / "returned" / f"{name}-{zip.value}.zip"
    files.write(to, packed.data)
    for line in packed.notes:
        say(line)
    say(f"{short(to)}: {len(packed.students)} pages; {_BACK[zip.value]}")


_BACK = {
    "moodle": "in the assignment: Upload multiple feedback files in a zip (it needs the feedback type Feedback files)",
    "canvas": "in SpeedGrader's assignment page: Upload submissions; Canvas may show a page under the name of the notebook it is for",
}


def _counted(placed):
    """Return {chapter: {how: how many}} of what was collected."""
    found = {}
    for (chapter, _), how in sorted(placed.items()):
        found.setdefault(chapter, Counter())[how] += 1
    return found
