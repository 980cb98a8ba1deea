"""`course`: build the course, hand it out, grade a class. Each command is a few lines over the module that does it."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import Annotated

import typer

from .errors import CourseError

# What takes long to import (nbgrader: seconds) is imported in the commands, so that `--help` and errors come at once.

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Practical aspects of deep learning: build the course, work in it, grade a class.",
    epilog="[bold]First steps[/]: `course lab` to work in the notebooks, `course demo` to see a class graded.",
)
WRONG, MISUSED = 1, 2  # exit codes: something in the course or the class; something in the command

ChapterArgument = Annotated[str, typer.Argument(metavar="CHAPTER", help="Its name, or its number: 04_dropout, 4.")]
ChaptersArgument = Annotated[list[str] | None, typer.Argument(metavar="CHAPTER", help="Names or numbers. Else all.")]
CourseOption = Annotated[
    Path | None,
    typer.Option("--course", envvar="COURSE_ROOT", help="The folder of the course. Else the one you are in."),
]


class Misuse(Exception):
    """A command that cannot be meant; the message says what there is instead."""


def command(**options):
    """Make a function a command whose errors are one line."""

    def wrap(function):
        @functools.wraps(function)
        def run(*args, **kwargs):
            from .bank import BankError
            from .text import BuildError

            try:
                return function(*args, **kwargs)
            except (Misuse, BuildError, CourseError) as error:
                raise _fail(error, MISUSED if isinstance(error, Misuse) else WRONG) from None
            except BankError as error:
                raise _fail(f"autograder/bank: {error}", WRONG) from None
            except OSError as error:
                raise _fail(f"{error.filename or 'the system'}: {error.strerror or error}", WRONG) from None
            except KeyboardInterrupt:
                raise _fail("stopped", 130) from None

        return app.command(**options)(run)

    return wrap


def _fail(says, code):
    typer.echo(f"course: {says}", err=True)
    return typer.Exit(code)


@command(epilog="Examples: `course build` · `course build 4` · `course build 04_dropout --no-run`")
def build(
    chapters: ChaptersArgument = None,
    run: Annotated[bool, typer.Option("--run/--no-run", help="Run the solved notebooks whose outputs would change.")] = True,
    course: CourseOption = None,
):
    """Make release/ and notebooks/ from the text in source/."""
    root = _root(course)
    names = [_chapter(root, name) for name in chapters] if chapters else None
    console = _console()
    with console.status("reading source/") as status:

        def progress(says):
            console.print(says, highlight=False, markup=False)
            status.update(says)

        changed = _heavy().build(root=root, chapters=names, execute=run, progress=progress)
    for file in changed:
        console.print(f"  {_short(file)}", highlight=False, markup=False)
    console.print(f"{len(changed)} files changed" if changed else "Everything was up to date.")


@command(epilog="Examples: `course grade 4` · `course grade 4 --student ada --student bob` · `course grade 4 --folder demo`")
def grade(
    chapter: ChapterArgument,
    student: Annotated[list[str] | None, typer.Option("--student", help="Only this student. Can be given several times.")] = None,
    report: Annotated[Path | None, typer.Option("--report", help="Write the class report, without names, to this file.")] = None,
    feedback: Annotated[bool, typer.Option("--feedback/--no-feedback", help="Write a feedback page for each student.")] = True,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where the class is. Else the course itself.")] = None,
    course: CourseOption = None,
):
    """Grade what was handed in: submitted/STUDENT/CHAPTER/CHAPTER.ipynb."""
    root = _root(course)
    name = _chapter(root, chapter)
    _build_missing(root, name)
    _grade(folder or root, name, student, report, feedback)


@command(epilog="Examples: `course demo` · `course demo 4 --folder /tmp/demo`")
def demo(
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Name or number. Else the first there is.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where. Else demo/ in the course.")] = None,
    course: CourseOption = None,
):
    """Hand in a class drawn from the bank, grade it and show the table."""
    root = _root(course)
    name = _chapter(root, chapter) if chapter else _chapters(root)[0]
    folder = folder or root / "demo"
    _build_missing(root, name)
    _quick_imports()
    from . import classroom

    roll = classroom.make(folder, root, name)
    _console().print(f"{len(roll)} submissions of {name} are in {_short(folder / 'submitted')}", highlight=False)
    _grade(folder, name, None, folder / "report.md", True)


@command(
    context_settings={"allow_extra_args": True},
    epilog="Examples: `course lab` · `course lab --no-open` · `course lab -- --port 9000` (what follows `--` goes to JupyterLab)",
)
def lab(
    context: typer.Context,
    open: Annotated[bool, typer.Option("--open/--no-open", help="Open JupyterLab, or only copy.")] = True,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where. Else work/ in the course.")] = None,
    course: CourseOption = None,
):
    """Copy the student notebooks to work/, never over a file that is there, and open JupyterLab on it."""
    from . import work

    root = _root(course)
    folder = folder or root / "work"
    copied, kept = work.copy_released(root, folder)
    for says, files in (("copied", copied), ("kept, it was there", kept)):
        for file in files:
            typer.echo(f"{says}: {_short(file)}")
    if open:
        raise typer.Exit(work.open_lab(root, folder, context.args))


@command(epilog="Example: `course reset 4 dropout_forward`")
def reset(
    chapter: ChapterArgument,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="The name of its function.")],
    folder: Annotated[Path | None, typer.Option("--folder", help="Where. Else work/ in the course.")] = None,
    course: CourseOption = None,
):
    """Bring one exercise's stub back in your notebook, and keep your answer in a file beside it."""
    from . import work

    root = _root(course)
    name, folder = _chapter(root, chapter), folder or root / "work"
    kept = work.reset(root, folder, name, exercise)
    path = _short(folder / f"{name}.ipynb")
    if kept is None:
        typer.echo(f"{exercise} in {path} is the empty stub already; nothing is changed.")
    else:
        typer.echo(f"{exercise} in {path} is the empty stub again; your answer is in {_short(kept)}.")
        typer.echo("If the notebook is open, take File > Reload Notebook from Disk before you go on.")


# --- what the commands share ---------------------------------------------------------------------------


def _root(course):
    """Return the folder of the course: that of `course`, of where we are, or of this package."""
    from .text import course_root, files

    here = Path(course or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "nbgrader_config.py").is_file() and files(folder):
            return folder
    if not course and files(course_root()):
        return course_root()
    raise Misuse(f"{here} is in no course (a folder with nbgrader_config.py and source/); go to one, or name it with --course")


def _chapters(root):
    from .text import files

    return [file.stem for file in files(root)]


def _chapter(root, name):
    names = _chapters(root)
    found = [n for n in names if n == name or (name.isdigit() and int(n[:2]) == int(name))]
    if not found:
        raise Misuse(f"there is no chapter {name!r}; there {'is' if len(names) == 1 else 'are'} {', '.join(names)}")
    return found[0]


def _build_missing(root, chapter):
    """Build a chapter without running it if its notebooks are missing or older than the text."""
    text = root / "source" / f"{chapter}.py"
    made = [root / "source" / chapter / f"{chapter}.ipynb", root / "release" / chapter / f"{chapter}.ipynb"]
    if all(file.is_file() for file in made) and made[0].stat().st_mtime >= text.stat().st_mtime:
        return
    console = _console()
    console.print(f"building {chapter}: there are no notebooks of this text yet", highlight=False)
    with console.status("building"):
        _heavy().build(root=root, chapters=[chapter], execute=False)


def _grade(folder, chapter, students, file, feedback):
    """Grade with a progress bar, show the table, and say where things are."""
    _quick_imports()
    from . import grade, report
    from .course import Course

    course, console = Course(folder), _console()
    everyone = grade.roll(course, chapter, students)
    with _bar(console) as bar:
        task = bar.add_task("grading", total=len(everyone))
        results = grade.grade(course, chapter, everyone, progress=lambda result: bar.advance(task))
        missing = {}
        if feedback:
            task = bar.add_task("writing feedback", total=len(results))
            for result in results:
                missing |= course.feedback(chapter, [result.student])
                bar.advance(task)
    report.show(console, results)
    for student, why in missing.items():
        console.print(f"{student} has no feedback page: {why}", highlight=False, markup=False)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(report.markdown(chapter, results), encoding="utf-8")
    places = {"gradebook": course.gradebook_place}
    places |= {"feedback pages": course.path("feedback", chapter, "STUDENT")} if feedback else {}
    places |= {"class report": file} if file else {}
    for what, place in places.items():
        console.print(f"{what}: {_short(place)}", highlight=False, markup=False, soft_wrap=True)


def _heavy():
    _quick_imports()
    from . import build as module

    return module


def _quick_imports():
    """Import nbgrader in half the time: jsonschema builds a grammar for a check of internet addresses that no notebook needs."""
    sys.modules.setdefault("rfc3987_syntax", None)


def _console():
    from rich.console import Console

    return Console()


def _bar(console):
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console)


def _short(path):
    """Return a path as one would type it from here."""
    try:
        return Path(path).resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        return path
