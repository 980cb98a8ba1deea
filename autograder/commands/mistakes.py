"""`course mistakes`: what the class got wrong that has no name yet, and names for it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..errors import CourseError, Misuse
from ..showing.report import printable
from . import terminal, where
from .app import ChapterArgument, ClassOption, CourseOption
from .term import command
from .terminal import short

ASKED = {  # the options, and what is asked for where one is not given
    "name": "Its name, in plain words: what was done",
    "see": "A hint, where to look: what makes one see it in one's own numbers",
    "do": "A second hint, nearly how: nearly the mending",
}


@command(
    epilog="Examples: `course mistakes 4` · `course mistakes 4 name 3f9a1c` (asks for the name and two hints) · "
    "`course mistakes 4 name 3f9a1c --name 'the mask is applied twice' --see 'Count the zeros in A_dropped.' --do 'Multiply by D once.'`"
)
def mistakes(
    chapter: ChapterArgument,
    what: Annotated[str | None, typer.Argument(metavar="name", help="The word `name`, to give a group a name.")] = None,
    group: Annotated[str | None, typer.Argument(metavar="GROUP", help="The letters that the list shows before it.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="What was done, in plain words. Else it is asked for.")] = None,
    see: Annotated[str | None, typer.Option("--see", metavar="HINT", help="Where to look. Else it is asked for.")] = None,
    do: Annotated[str | None, typer.Option("--do", metavar="HINT", help="Nearly how to mend it. Else it is asked for.")] = None,
    folder: ClassOption = None,
    course: CourseOption = None,
):
    """Group wrong answers without a name by what they do, and give a group a name and two hints, once for the class."""
    from ..grading.course import Course
    from ..showing import mistakes as module

    if what not in (None, "name") or (what and not group):
        raise Misuse("say `course mistakes CHAPTER`, or `course mistakes CHAPTER name GROUP`")
    given = {"name": name, "see": see, "do": do}
    if not what and any(given.values()):
        raise Misuse("--name, --see and --do are for `course mistakes CHAPTER name GROUP`")
    here = where.here_is(course, folder)
    of_class, chapter = Course(here.folder), where.chapter_of(here, chapter)
    with terminal.console().status(f"reading {chapter}"):
        groups, rest = module.groups(of_class, chapter)
    if what:
        _name(of_class, chapter, groups, group, given)
        return
    for line in module.lines(groups, rest):
        typer.echo(line)
    if any(not one.entry for one in groups):
        typer.echo(f"\nGive one a name: `course mistakes {chapter} name GROUP`")
    elif not groups:
        typer.echo(f"{chapter}: no wrong answer without a name that could be grouped.")


def _name(course, chapter, groups, handle, given):
    from ..grading import learned

    group = next((one for one in groups if one.handle == handle), None)
    if group is None:
        raise Misuse(f"{chapter} has no group {handle!r}; `course mistakes {chapter}` shows which there are")
    if not all(given.values()) and not sys.stdin.isatty():
        missing = ", ".join(f"--{option}" for option, words in given.items() if not words)
        raise Misuse(f"nobody can be asked here: say {missing}, too")
    words = {option: words or typer.prompt(ASKED[option]).strip() for option, words in given.items()}
    if fault := learned.why_not(**words):
        raise CourseError(f"{handle}: {fault}")
    whose = learned.whose(group.whose) if group.example else ""
    entry = learned.Learned(group.exercise, **words, example=group.example, whose=whose, signatures=(group.signature,))
    learned.keep(course.folder, learned.named(learned.read(course.folder), entry))
    who = f"for all who made it ({len(group.students)}) and whoever makes it from now on"
    typer.echo(printable(f"{words['name']}: that is its name, {who}."))
    typer.echo(f"It is kept in {short(course.folder / learned.FILE)}. `course feedback {chapter}` makes their pages again.")
