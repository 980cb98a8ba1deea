"""`course forget`, `archive` and `restore`: what is kept of a class, and what is not."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import CourseError, Misuse
from ..places import CONFIG, course_root
from ..showing.report import printable
from .term import command
from .terminal import say, short

NOT_OURS = ("submitted", "autograded", "feedback", "left_out", "inbound", "downloaded", "exchange", "editions")
FolderOption = Annotated[Path | None, typer.Option("--folder", help="Where the class is. Else the folder you are in.")]


@command(epilog="Examples: `course forget ada` · `course forget ada --yes`")
def forget(
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="The id, as the gradebook and the folders have it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    folder: FolderOption = None,
):
    """Take a student out of the gradebook and out of the class's folders, for good."""
    from ..grading.course import Course
    from ..term import forget as module

    course = Course(_class(folder))
    found = module.find(course, student)
    if found.chapters is None:
        say(f"{student} is not in the gradebook.")
    else:
        say(f"{student} is in the gradebook with {', '.join(found.chapters) or 'no submission'}.")
    for path in found.places:
        say(f"  {short(path)}")
    for path in found.lists:
        say(f"  {'an example of their code' if path.suffix == '.toml' else 'their line'} in {short(path)}")
    if not found.places and not found.lists:
        say("No folder of the class holds anything of theirs.")
    if not yes:
        if not sys.stdin.isatty():
            raise Misuse(f"nobody can be asked here whether to remove {student}: say --yes to remove them")
        if not typer.confirm("Remove all of it? It cannot be brought back"):
            say("Nothing was removed.")
            return
    module.remove(course, found)
    say(f"Removed. {student} is in this class no more.")
    for path in found.elsewhere:
        say(f"not touched, for it lies outside of the class's folder: {printable(path)}")
    for path in module.copies(course):
        say(f"not touched, and may still name them: {short(path)}")
    say("Archives, sheets and zips that you made earlier, and the course's exchange elsewhere, are not touched either.")


@command(epilog="Examples: `course archive ~/winter-2026.zip` · `course archive winter.zip --folder ~/classes/winter`")
def archive(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A new file.")],
    folder: FolderOption = None,
):
    """Put a class, whole, into one file: gradebook, seed, submissions, pages, and the edition it was graded by."""
    from ..grading.course import Course
    from ..term import archive as module

    course = Course(_class(folder))
    with _bar(f"archiving {course.folder.name}") as progress:
        made = module.make(course, file, progress)
    for name, why in made.left_out.items():
        say(f"left out: {name} ({why})")
    for note in made.notes:
        say(note)
    say(f"{short(file)}: {made.files} files, {made.bytes / 1e6:.1f} MB of them, {file.stat().st_size / 1e6:.1f} MB packed")
    say("It holds the class's seed, names and grades. You alone can read it; keep it so.")


@command(epilog="Examples: `course restore ~/winter-2026.zip` · `course restore winter.zip --folder ~/classes/winter`")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="What `course archive` made.")],
    folder: Annotated[Path | None, typer.Option("--folder", help="A new one, or an empty one. Else named as the archive, here.")] = None,
):
    """Bring a class back from an archive, into a new folder."""
    from ..term import archive as module

    folder = folder or Path.cwd() / file.stem
    with _bar(f"restoring {file.name}") as progress:
        made = module.restore(file, folder, progress)
    for note in made.notes:
        say(note)
    say(f"{short(folder)}: {made.files} files, each as it was archived")
    say("Whether it grades to the same scores: `course grade CHAPTER --again` there says which would change, and asks.")


@contextlib.contextmanager
def _bar(says):
    """Show how much is done; give a function that is told the bytes done and the bytes in all."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    bar = Progress(*columns)
    task = bar.add_task(printable(says), total=None)

    def progress(done, total):
        bar.start()  # with the first file: an error before that is one line
        bar.update(task, completed=done, total=total)

    try:
        yield progress
    finally:
        bar.stop()


def _class(folder):
    """Return the folder of the class: the one given, else the first with nbgrader's settings, from here up.

    These are run, so none are taken that lie among what students handed in.
    """
    if folder:
        return folder
    here, found = Path.cwd(), None
    for place in (*reversed(here.parents), here):
        if found and place.relative_to(found).parts[0] in NOT_OURS:
            break
        found = place if (place / CONFIG).is_file() else found
    if found or (course_root() / CONFIG).is_file():
        return found or course_root()
    raise CourseError(f"{here} is in no class: go to its folder, or name it with --folder")
