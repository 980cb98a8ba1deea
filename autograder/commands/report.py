"""`course report`: how a class did that was graded, as a page to act on. Nothing is graded or changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import files
from ..errors import CourseError, Misuse
from . import terminal, where
from .app import CourseOption
from .term import FolderOption, command
from .terminal import say, short

# As in `cli`: what takes long to import is imported in the commands.


@command(
    epilog="Examples: `course report 4` · `course report` (all chapters that are graded: the trend, and who falls behind) · "
    "`course report 4 --anonymous --to report.html` · `course report 4 --student ada` (her feedback page)"
)
def report(
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Name or number. Else all that are graded.")] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Leave the names out.")] = False,
    student: Annotated[str | None, typer.Option("--student", metavar="ID", help="Write this student's feedback page instead.")] = None,
    table: Annotated[bool, typer.Option("--csv/--no-csv", help="Also the numbers as CSV, beside the page.")] = True,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE.html", help="The page. Else reports/, where the class is.")] = None,
    folder: FolderOption = None,
    course: CourseOption = None,
):
    """Write the class report: what to talk about, who needs a person, scores, exercises, mistakes. Nothing is graded."""
    if student is not None and anonymous:
        raise Misuse("--student gives one student's own page: --anonymous is for the class's")
    if to and (to.suffix.lower() not in (".html", ".htm") or to.is_dir()):
        raise Misuse(f"{to}: --to names the page, as report.html; its numbers as CSV come beside it")
    of_class = where.the_class(folder, course)
    names = where.graded_chapters(of_class, where.here_is(course, folder), [chapter] if chapter else None)
    if student is not None:
        _of_student(of_class, names, student, to)
    elif chapter:
        _of_chapter(of_class, names[0], anonymous, table, to)
    else:
        _of_term(of_class, names, anonymous, table, to)


def _of_chapter(course, name, anonymous, table, to):
    """Write the page of one chapter, and show its tables."""
    from ..showing import class_page as page
    from ..showing import report as shown

    console = terminal.console()
    with console.status("reading what was graded"):
        chapter = _read(course, name, anonymous)
        to = to or _place(course, name, anonymous)
        _write(to, page.chapter_page(chapter), page.chapter_csv(chapter), table)
    shown.show(console, chapter.submissions, names=not anonymous)
    _end(page.first_line(chapter.submissions), to, anonymous, table)


def _of_term(course, names, anonymous, table, to):
    """Write the page over all chapters, with theirs beside it where it goes to reports/, and say a line of each."""
    from ..showing import class_numbers
    from ..showing import class_page as page
    from ..showing import report as shown

    with terminal.console().status("reading what was graded"):
        chapters = {name: _read(course, name, anonymous) for name in names}
        everyone = {name: chapter.submissions for name, chapter in chapters.items()}
        places = {} if to else {name: _place(course, name, anonymous) for name in names}
        for name, place in places.items():
            _write(place, page.chapter_page(chapters[name]), page.chapter_csv(chapters[name]), table)
        to = to or _place(course, "class", anonymous)
        titles, links = {name: chapter.title for name, chapter in chapters.items()}, {name: place.name for name, place in places.items()}
        _write(to, page.overview_page(everyone, anonymous, titles, links), page.overview_csv(everyone), table)
    for name, submissions in everyone.items():
        say(f"{name}: {shown.scores(submissions)}")
    for submission, why in [] if anonymous else class_numbers.behind(everyone):
        say(f"falls behind: {submission.student}, {why}")
    _end(page.overview_line(everyone), to, anonymous, table)


def _of_student(course, names, student, to):
    """Write a student's own page of each chapter."""
    from ..showing.feedback import Pages

    pages = {name: of_chapter for name in names if student in (of_chapter := Pages(course, name)).grades}
    if not pages:
        where = names[0] if len(names) == 1 else "any chapter"
        raise CourseError(f"{student} has no score in {where}: look how the id is written, or `course grade` first")
    if to and len(pages) > 1:
        raise Misuse(f"{student} has a page for each of {', '.join(pages)}: name the chapter to write one with --to")
    for name, of_chapter in pages.items():
        if of_chapter.outdated([student]) and (failed := of_chapter.write(student)):
            raise CourseError(f"{student} has no feedback page in {name}: {failed[student]}")
        place = course.path("feedback", name, student)
        if not place.is_file():
            raise CourseError(f"{student} has no feedback page in {name}: `course grade {name} --student {student}` first")
        if to:
            files.write(to, place.read_bytes())
        say(f"{student}, {name}: {short(to or place)}")


def _read(course, name, anonymous):
    from ..showing import class_page, class_results

    return class_page.Chapter.of(course, name, class_results.read(course, name), anonymous)


def _place(course, name, anonymous):
    return course.folder / "reports" / f"{name}{'-anonymous' * anonymous}.html"


def _write(place, text, numbers, table):
    """Write a page, and its numbers beside it."""
    for file, content in [(place, text), (place.with_suffix(".csv"), numbers)][: 1 + table]:
        files.write(file, content.encode("utf-8", "replace"))


def _end(says, place, anonymous, table):
    """Say what to talk about, and where the page is."""
    say(says.replace("`", ""))
    say(f"class report: {short(place)}" + (f" (and {short(place.with_suffix('.csv'))})" if table else ""))
    if not anonymous:
        say("It names students: it is for who teaches them. Without names: --anonymous")
