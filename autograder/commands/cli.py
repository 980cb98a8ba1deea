"""`course`: build the course, hand it out, grade a class. Each command is a few lines over the module that does it."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import CourseError, Misuse
from ..places import CONFIG, COURSE_ROOT, course_root, texts
from ..showing.report import printable
from . import keeping

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
new = typer.Typer(no_args_is_help=True, help="Begin something new: an exercise.")
app.add_typer(new, name="new")
WRONG, MISUSED = 1, 2  # exit codes: something in the course or the class; something in the command

ChapterArgument = Annotated[str, typer.Argument(metavar="CHAPTER", help="Its name, or its number: 04_dropout, 4.")]
ChaptersArgument = Annotated[list[str] | None, typer.Argument(metavar="CHAPTER", help="Names or numbers. Else all.")]
CourseOption = Annotated[
    Path | None,
    typer.Option("--course", envvar=COURSE_ROOT, help="The folder of the course. Else the one you are in."),
]


def command(under=app, **options):
    """Make a function a command whose errors are one line."""

    def wrap(function):
        @functools.wraps(function)
        def run(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except CourseError as error:
                raise _fail(str(error), MISUSED if isinstance(error, Misuse) else WRONG) from None
            except OSError as error:
                raise _fail(f"{error.filename or 'the system'}: {error.strerror or error}", WRONG) from None
            except KeyboardInterrupt as stop:
                raise _fail(str(stop) or "stopped", 130) from None

        return under.command(**options)(run)

    return wrap


def _fail(says, code):
    typer.echo(printable(f"course: {says}"), err=True)
    return typer.Exit(code)


@command(epilog="Examples: `course build` · `course build 4` · `course build 04_dropout --no-run`")
def build(
    chapters: ChaptersArgument = None,
    run: Annotated[bool, typer.Option("--run/--no-run", help="Run the solved notebooks whose outputs would change.")] = True,
    course: CourseOption = None,
):
    """Make release/ and notebooks/ from the text in source/."""
    from ..making import build as module

    root = _root(course)
    names = [_chapter(root, name) for name in chapters] if chapters else None
    console = _console()
    with console.status("reading source/") as status:

        def progress(says):
            console.print(says, highlight=False, markup=False)
            status.update(says)

        changed = module.build(root=root, chapters=names, execute=run, progress=progress)
    for file in changed:
        console.print(f"  {_short(file)}", highlight=False, markup=False)
    console.print(f"{len(changed)} files changed" if changed else "Everything was up to date.")


@command(
    epilog="Examples: `course grade 4` · `course grade 4 --student ada --student bob` · `course grade 4 --workers 8` · `course grade 4 --again`"
)
def grade(
    chapter: ChapterArgument,
    student: Annotated[list[str] | None, typer.Option("--student", help="Only this student. Can be given several times.")] = None,
    report: Annotated[Path | None, typer.Option("--report", help="Write the class report, without names, to this file.")] = None,
    feedback: Annotated[bool, typer.Option("--feedback/--no-feedback", help="Write a feedback page for each student.")] = True,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="How many at a time; at most, and else, as many as there are processors.")
    ] = None,
    dask: Annotated[str | None, typer.Option("--dask", metavar="ADDRESS", help="Grade on a Dask cluster: its scheduler's address.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what did not change; first show whose score would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --again: do not ask.")] = False,
    all_cells: Annotated[bool, typer.Option("--all-cells", help="Run unchanged experiments too; no score needs them.")] = False,
    unsafe_no_sandbox: Annotated[
        bool, typer.Option("--unsafe-no-sandbox", help="Run submissions without any protection, and mark every result.")
    ] = False,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where the class is. Else the course itself.")] = None,
    course: CourseOption = None,
):
    """Grade what was handed in: submitted/STUDENT/CHAPTER/CHAPTER.ipynb. What did not change is not run again."""
    if yes and not again:
        raise Misuse("--yes is for --again; without it nothing is asked")
    root = _root(course)
    name = _chapter(root, chapter)
    _build_missing(root, name)
    options = {"again": again, "all_cells": all_cells, "sandbox": not unsafe_no_sandbox}
    _grade(folder or root, name, student, report, feedback, workers, dask, yes, **options)


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
    from . import demo_class

    roll = demo_class.make(folder, root, name)
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


@command(
    epilog="Examples: `course selfcheck 4` · `course selfcheck 4 ~/mine/04_dropout.ipynb` · `course selfcheck 4 --seed 7` (the same inputs each time)"
)
def selfcheck(
    chapter: ChapterArgument,
    notebook: Annotated[Path | None, typer.Argument(metavar="NOTEBOOK", help="Yours. Else work/CHAPTER.ipynb in the course.")] = None,
    seed: Annotated[str | None, typer.Option("--seed", help="Any word: the same one gives the same hidden inputs. Else new ones.")] = None,
    course: CourseOption = None,
):
    """Judge your own notebook as a class is judged, with hidden inputs. Exit code 0: all points; 1: not all."""
    root = _root(course)
    name = _chapter(root, chapter)
    path = notebook or root / "work" / f"{name}.ipynb"
    if path.stem != name and path.stem in _chapters(root):
        raise Misuse(f"{path} is not chapter {name}; say `course selfcheck {path.stem} {path}`")
    if sys.platform == "win32":
        raise CourseError("selfcheck runs on Linux and macOS (on Windows: in WSL); README.md says how to judge in the notebook instead")
    _build_missing(root, name)
    console = _console()
    with console.status(f"running and judging {_short(path)}"):
        from . import selfcheck as own

        graded, seed_used = own.selfcheck(root, name, path, seed)
    own.show(console, graded)
    if graded.result.score == graded.result.max_score:
        return
    if not seed:
        console.print(f"The same hidden inputs again: --seed {seed_used}", highlight=False, soft_wrap=True)
    raise typer.Exit(WRONG)


@command(epilog="Examples: `course kit` · `course kit 4 5` · `course kit 4 --to ~/kit.zip`")
def kit(
    chapters: ChaptersArgument = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Else dist/practical-aspects-kit-VERSION.zip in the course.")
    ] = None,
    course: CourseOption = None,
):
    """Make the zip to hand to students: release/, or some of its chapters, and course_utils/ without the answers."""
    from ..making import kit as module

    root = _root(course)
    file = module.make(root, to, [_chapter(root, name) for name in chapters or ()])
    typer.echo(f"{_short(file)}: {file.stat().st_size / 1e6:.1f} MB, to hand to students; it holds no answers")


command(epilog="Examples: `course forget ada` · `course forget ada --yes`")(keeping.forget)
command(epilog="Examples: `course archive ~/winter-2026.zip` · `course archive winter.zip --folder ~/classes/winter`")(keeping.archive)
command(epilog="Examples: `course restore ~/winter-2026.zip` · `course restore winter.zip --folder ~/classes/winter`")(keeping.restore)


@command(under=new, epilog="Example: `course new exercise max_norm 3`")
def exercise(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of its function, in small letters.")],
    chapter: ChapterArgument,
    course: CourseOption = None,
):
    """Begin an exercise: its reference, its entry in the bank, its cells in the text, with a TODO wherever words are yours."""
    from . import new_exercise

    root = _root(course)
    chapter = _chapter(root, chapter)
    for file, what in new_exercise.begin(root, chapter, name).items():
        typer.echo(f"{_short(file)}: {what}")
    typer.echo(f"Next: write the answer; then `course build {int(chapter[:2])}` says what is missing, a line each time.")


# --- what the commands share ---------------------------------------------------------------------------


def _root(course):
    """Return the folder of the course: that of `course`, of where we are, or of this package."""
    here = Path(course or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file() and texts(folder):
            return folder
    if not course and texts(course_root()):
        return course_root()
    raise Misuse(f"{here} is in no course (a folder with {CONFIG} and source/); go to one, or name it with --course")


def _chapters(root):
    return [file.stem for file in texts(root)]


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
    from ..making import build as module

    console = _console()
    console.print(f"building {chapter}: there are no notebooks of this text yet", highlight=False)
    with console.status("building"):
        module.build(root=root, chapters=[chapter], execute=False)
    made[0].touch()  # also where nothing of it changed


def _grade(folder, chapter, students, file, feedback, workers=None, dask=None, yes=False, **options):
    """Grade with a progress bar, show the table, and say where things are."""
    from ..grading import batch
    from ..grading.course import Course
    from ..showing import report
    from ..showing.feedback import Pages

    course, console = Course(folder), _console()
    everyone = batch.roll(course, chapter, students)
    pool = batch.Dask(dask) if dask else batch.Local(min(workers or _processors(), len(everyone)))
    ended = []
    with _bar(console) as bar:
        task = bar.add_task("grading", total=len(everyone))

        def progress(result):
            ended.append(result)
            bar.advance(task)

        def confirm(changes):
            bar.stop()
            wanted = _wants(console, changes, yes)
            bar.start()
            return wanted

        try:
            outcome = batch.grade(course, chapter, students, pool, batch.Options(progress=progress, confirm=confirm, **options))
        except KeyboardInterrupt:
            written = "Nothing is written yet" if options.get("again") else f"{len(ended)} of {len(everyone)} are graded and written"
            raise KeyboardInterrupt(f"stopped. {written}; the same command goes on from there") from None
        if not outcome.written:
            console.print("Nothing was written.")
            return
        missing = {}
        if feedback:
            pages = Pages(course, chapter)
            wanted = pages.outdated([result.student for result in outcome.results])
            for student in bar.track(wanted, description="writing feedback") if wanted else ():
                missing |= pages.write(student)
    report.show(console, outcome.results)
    if outcome.outdated:
        says = f"{outcome.outdated} results are kept that were made by other tests or another version of the grader;"
        console.print(f"{says} `course grade {chapter} --again` shows what would change.", highlight=False, soft_wrap=True)
    for student, why in missing.items():
        console.print(printable(f"{student} has no feedback page: {why}"), highlight=False, markup=False)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(report.markdown(chapter, outcome.results), encoding="utf-8")
    places = {"gradebook": course.gradebook_place}
    places |= {"feedback pages": course.path("feedback", chapter, "STUDENT")} if feedback else {}
    places |= {"class report": file} if file else {}
    for what, place in places.items():
        console.print(f"{what}: {_short(place)}", highlight=False, markup=False, soft_wrap=True)


def _processors():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _wants(console, changes, yes):
    """Show whose score would change, and ask whether to go on."""
    from ..showing import report

    if not changes:
        console.print("No score changes.")
        return True
    report.show_changes(console, changes)
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Misuse("nobody can be asked here whether to write these scores: say --yes to write them")
    return typer.confirm(f"Write {'this score' if len(changes) == 1 else f'these {len(changes)} scores'}?")


def _console():
    from rich.console import Console

    return Console()


def _bar(console):
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(elapsed_when_finished=True))
    return Progress(*columns, console=console)


def _short(path):
    """Return a path as one would type it from here, to be printed."""
    try:
        return printable(Path(path).resolve().relative_to(Path.cwd().resolve()))
    except ValueError:
        return printable(path)
