"""`course report`: how a class did that was graded, as a page to act on. Nothing is graded or changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import CourseError, Misuse
from ..showing.report import printable
from . import cli
from .cli import CourseOption

# As in `cli`: what takes long to import is imported in the commands.


@cli.command(
    epilog="Examples: `course report 4` · `course report` (all chapters that are graded: the trend, and who falls behind) · "
    "`course report 4 --anonymous --to report.html` · `course report 4 --student ada` (her feedback page)"
)
def report(
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Name or number. Else all that are graded.")] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Leave the names out.")] = False,
    student: Annotated[str | None, typer.Option("--student", metavar="ID", help="Write this student's feedback page instead.")] = None,
    table: Annotated[bool, typer.Option("--csv/--no-csv", help="Also the numbers as CSV, beside the page.")] = True,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="The page. Else reports/, where the class is.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where the class is. Else the course itself.")] = None,
    course: CourseOption = None,
):
    """Write the class report: what to talk about, who needs a person, scores, exercises, mistakes. Nothing is graded."""
    from ..grading.course import Course

    root = cli._root(course)
    name = cli._chapter(root, chapter) if chapter else None
    of_class = Course(folder or root)
    if student is not None and anonymous:
        raise Misuse("--student gives one student's own page: --anonymous is for the class's")
    if to and to.suffix == ".csv":
        raise Misuse(f"{to}: --to names the page, as report.html; its numbers as CSV come beside it")
    if student is not None:
        _of_student(of_class, name, student, to)
    else:
        _of_class(of_class, name, anonymous, table, to)


def _of_class(course, name, anonymous, table, to):
    from ..showing import class_page as page
    from ..showing import class_results as results

    names = [name] if name else results.graded_chapters(course)
    if not names:
        raise CourseError("nobody has a score in any chapter yet: `course grade CHAPTER` first")
    console = cli._console()
    with console.status("reading what was graded"):
        chapters = {one: page.Chapter.of(course, one, results.read(course, one), anonymous) for one in names}
        written = {}
        place = to or course.folder / "reports" / f"{name or 'class'}{'-anonymous' * anonymous}.html"
        for one in chapters.values() if name or not to else ():
            file = place if name else place.with_name(f"{one.name}{'-anonymous' * anonymous}.html")
            written[file] = page.chapter_page(one), page.chapter_csv(one.submissions)
        says = page.first_line(chapters[name].submissions) if name else ""
        if not name:
            everyone = {one: chapters[one].submissions for one in names}
            titles = {one: chapters[one].title for one in names}
            links = {} if to else {one: f"{one}{'-anonymous' * anonymous}.html" for one in names}
            written[place] = page.overview_page(everyone, anonymous, titles, links), page.overview_csv(everyone)
            says = page.overview_line(everyone)
    for file, (text, numbers) in written.items():
        _write(file, text)
        if table:
            _write(file.with_suffix(".csv"), numbers)
    _say(says.replace("`", ""))
    _say(f"class report: {cli._short(place)}" + (f" (and {cli._short(place.with_suffix('.csv'))})" if table else ""))
    if not anonymous:
        _say("It names students: it is for who teaches them. Without names: --anonymous")


def _of_student(course, name, student, to):
    from ..showing import class_results as results
    from ..showing.feedback import Pages

    pages = {}
    for chapter in [name] if name else results.graded_chapters(course):
        of_chapter = Pages(course, chapter)
        if student in of_chapter.grades:
            pages[chapter] = of_chapter
    if not pages:
        where = name or "any chapter"
        raise CourseError(f"{student} has no score in {where}: look how the id is written, or `course grade` first")
    if to and len(pages) > 1:
        raise Misuse(f"{student} has a page for each of {', '.join(pages)}: name the chapter to write one with --to")
    for chapter, of_chapter in pages.items():
        if of_chapter.outdated([student]) and (failed := of_chapter.write(student)):
            raise CourseError(f"{student} has no feedback page in {chapter}: {failed[student]}")
        place = course.path("feedback", chapter, student)
        if not place.is_file():
            raise CourseError(f"{student} has no feedback page in {chapter}: `course grade {chapter} --student {student}` first")
        if to:
            _write(to, place.read_text(encoding="utf-8"))
        _say(f"{student}, {chapter}: {cli._short(to or place)}")


def _write(file, text):
    """Write a file for who may see the class's folder; what was there is never half written."""
    from ..files import write

    if file.is_dir():
        raise Misuse(f"{cli._short(file)} is a folder: name a file in it")
    write(file, text.encode("utf-8", "replace"))


def _say(words):
    typer.echo(printable(words))
