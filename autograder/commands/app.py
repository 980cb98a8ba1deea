"""`course` itself: the program, the kinds of its arguments, and how an error of a command becomes one line."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated

import typer

from ..errors import CourseError, Misuse
from ..places import COURSE_ROOT
from ..showing.report import printable

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Practical aspects of deep learning: build the course, work in it, grade a class.",
    epilog="[bold]First steps[/]: `course lab` to work in the notebooks, `course demo` to see a class graded.",
)
new = typer.Typer(no_args_is_help=True, help="Begin something new: an exercise.")
app.add_typer(new, name="new")
classes = typer.Typer(no_args_is_help=True, help="A class of your own, in its own folder.")
app.add_typer(classes, name="class")
WRONG, MISUSED = 1, 2  # exit codes: something in the course or the class; something in the command

ChapterArgument = Annotated[str, typer.Argument(metavar="CHAPTER", help="Its name, or its number: 04_dropout, 4.")]
ChaptersArgument = Annotated[list[str] | None, typer.Argument(metavar="CHAPTER", help="Names or numbers. Else all.")]
CourseOption = Annotated[
    Path | None,
    typer.Option("--course", envvar=COURSE_ROOT, help="The folder of the course. Else the one you are in, or your class's."),
]
ClassOption = Annotated[Path | None, typer.Option("--folder", help="Where the class is. Else the folder you are in, or the course itself.")]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="How many at a time; at most, and else, as many as there are processors.")
]
SandboxOption = Annotated[bool, typer.Option("--unsafe-no-sandbox", help="Run submissions without any protection, and mark every result.")]


def command(under=app, **options):
    """Make a function a command whose errors are one line."""

    def wrap(function):
        @functools.wraps(function)
        def run(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except CourseError as error:
                raise fail(str(error), MISUSED if isinstance(error, Misuse) else WRONG) from None
            except OSError as error:
                raise fail(f"{error.filename or 'the system'}: {error.strerror or error}", WRONG) from None
            except KeyboardInterrupt as stop:
                raise fail(str(stop) or "stopped", 130) from None

        return under.command(**options)(run)

    return wrap


def fail(says, code):
    typer.echo(printable(f"course: {says}"), err=True)
    return typer.Exit(code)
