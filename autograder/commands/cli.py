"""`course`: build the course, hand it out, grade a class. Each command is a few lines over the module that does it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..classroom.folder import new as new_class
from ..errors import CourseError, Misuse
from . import graded, terminal, where
from .app import (
    WRONG,
    ChapterArgument,
    ChaptersArgument,
    ClassOption,
    CourseOption,
    SandboxOption,
    WorkersOption,
    app,
    classes,
    command,
    new,
)
from .terminal import short

__all__ = ["app"]

# What takes long to import (nbgrader: seconds) is imported in the commands, so that `--help` and errors come at once.


@command(epilog="Examples: `course build` · `course build 4` · `course build 04_dropout --no-run`")
def build(
    chapters: ChaptersArgument = None,
    run: Annotated[bool, typer.Option("--run/--no-run", help="Run the solved notebooks whose outputs would change.")] = True,
    folder: ClassOption = None,
    course: CourseOption = None,
):
    """Make release/ and notebooks/ from the text in source/. In a class's folder: its own release/, by its class.toml."""
    here = where.here_is(course, folder)
    names = [where.chapter_of(here, name) for name in chapters] if chapters else None
    if here.own:
        changed = graded.release_of(here, names or here.chapters)
    else:
        from ..making import build as module

        with terminal.steps("reading source/") as progress:
            changed = module.build(root=here.root, chapters=names, execute=run, progress=progress)
    console = terminal.console()
    for file in changed:
        console.print(f"  {short(file)}", highlight=False, markup=False)
    console.print(f"{len(changed)} files changed" if changed else "Everything was up to date.")


@command(
    epilog="Examples: `course grade 4` · `course grade 4 --student ada --student bob` · `course grade 4 --workers 8` · `course grade 4 --again`"
)
def grade(
    chapter: ChapterArgument,
    student: Annotated[list[str] | None, typer.Option("--student", help="Only this student. Can be given several times.")] = None,
    report: Annotated[Path | None, typer.Option("--report", help="Write the class report, without names, to this file.")] = None,
    feedback: Annotated[bool, typer.Option("--feedback/--no-feedback", help="Write a feedback page for each student.")] = True,
    workers: WorkersOption = None,
    dask: Annotated[str | None, typer.Option("--dask", metavar="ADDRESS", help="Grade on a Dask cluster: its scheduler's address.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what did not change; first show whose score would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --again: do not ask.")] = False,
    all_cells: Annotated[bool, typer.Option("--all-cells", help="Run unchanged given cells too; no score needs them.")] = False,
    unsafe_no_sandbox: SandboxOption = False,
    folder: ClassOption = None,
    course: CourseOption = None,
):
    """Grade what was handed in: submitted/STUDENT/CHAPTER/CHAPTER.ipynb. What did not change is not run again."""
    if yes and not again:
        raise Misuse("--yes is for --again; without it nothing is asked")
    here = where.here_is(course, folder)
    name = where.chapter_of(here, chapter)
    flags = {
        "--again": again,
        "--yes": yes,
        "--all-cells": all_cells,
        "--unsafe-no-sandbox": unsafe_no_sandbox,
        "--no-feedback": not feedback,
    }
    values = {"--report": report and report.resolve(), "--workers": workers, "--dask": dask}
    words = [word for one in student or [] for word in ("--student", one)]
    words += [word for option, value in values.items() if value is not None for word in (option, value)]
    graded.by_its_edition(here, name, "grade", name, *words, *(flag for flag, given in flags.items() if given))
    graded.make_missing(here, name)
    options = {"again": again, "all_cells": all_cells, "sandbox": not unsafe_no_sandbox}
    graded.grade(here.folder, name, student, report, feedback, workers, dask, yes, **options)


@command(epilog="Examples: `course edition` · `course edition 4` (what would change) · `course edition 4 --take`")
def edition(
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Name or number. Else all, without a look at scores.")] = None,
    take: Annotated[bool, typer.Option("--take", help="Take the course's present edition: make the release anew and grade by it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --take: do not ask.")] = False,
    workers: WorkersOption = None,
    unsafe_no_sandbox: SandboxOption = False,
    folder: ClassOption = None,
    course: CourseOption = None,
):
    """Show by which edition of the course each chapter of a class is graded, and what the present one would do to the scores."""
    if take and not chapter or yes and not take:
        raise Misuse("say which chapter: `course edition CHAPTER --take`" if take else "--yes is for --take; without it nothing is asked")
    here = where.here_is(course, folder)
    if not here.own:
        raise Misuse("editions are a class's: go to its folder, or name it with --folder; `course class new FOLDER` makes one")
    options = [option for option, given in (("--take", take), ("--yes", yes), ("--unsafe-no-sandbox", unsafe_no_sandbox)) if given]
    names = [where.chapter_of(here, chapter)] if chapter else here.chapters
    if not here.own.present.runs:
        words = [*([names[0]] if chapter else []), *options, *(("--workers", workers) if workers else ())]
        raise typer.Exit(here.own.present.run(["edition", *words, "--folder", here.folder]))
    differing = {name: graded.tell_edition(here.own, name) for name in names}
    if chapter and differing[names[0]]:
        graded.look_at_edition(here, names[0], take, yes, workers, not unsafe_no_sandbox)
    elif take:
        graded.release_of(here, names, fresh=True)


@command(under=classes, name="new", epilog='Example: `course class new ~/classes/winter-2026 --title "Deep learning, winter 2026"`')
def class_new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new one, or an empty one.")],
    title: Annotated[str | None, typer.Option("--title", help="What the class is called. Else as the folder.")] = None,
    course: CourseOption = None,
):
    """Make a folder for a class: class.toml, nbgrader's settings, a secret seed. All commands work in it; the course stays as it is."""
    root = where.course_folder(course)
    if folder.resolve().is_relative_to(root):
        raise Misuse(f"{folder} is inside of the course's own folder, which is to stay as it was cloned; name one beside it")
    made = new_class(folder, root, title)
    typer.echo(f"{short(made.file)}: chapters, dates, late policy and points; write there what you want otherwise")
    typer.echo(f"Next: `cd {short(made.folder)}` and `course build`, which makes the students' notebooks in release/")


@command(epilog="Examples: `course demo` · `course demo 4 --folder /tmp/demo`")
def demo(
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Name or number. Else the first there is.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where. Else demo/ in the course.")] = None,
    course: CourseOption = None,
):
    """Hand in a class drawn from the bank, grade it and show the table."""
    here = where.here_is(course)
    root = here.root
    name = where.chapter_of(root, chapter) if chapter else where.chapters_of(root)[0]
    folder = folder or here.folder / "demo"
    from . import demo_class

    with terminal.steps("making the demo class") as progress:
        roll = demo_class.make(folder, root, name, progress)
    terminal.console().print(f"{len(roll)} submissions of {name} are in {short(folder / 'submitted')}", highlight=False)
    graded.grade(folder, name, None, folder / "report.md", True)


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
    """Copy the student notebooks to work/, never over a file of yours, and open JupyterLab on the start page."""
    from . import work

    here = where.here_is(course)
    folder = folder or here.folder / "work"
    about = {"title": here.own.title, "due": here.own.settings.until} if here.own else {}
    brought = work.bring(here.folder, folder, **about)
    for says, file, what in brought:
        typer.echo(f"{says}: {short(file)}{f' ({what})' if what else ''}")
    if any(says == work.BESIDE for says, _, _ in brought):
        typer.echo("What is newer lies beside yours, which is as it was. Go on in yours, or in the new one from its beginning.")
    if open:
        raise typer.Exit(work.open_lab(here.root, folder, context.args))


@command(epilog="Example: `course reset 4 dropout_forward`")
def reset(
    chapter: ChapterArgument,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="The name of its function.")],
    folder: Annotated[Path | None, typer.Option("--folder", help="Where. Else work/ in the course.")] = None,
    course: CourseOption = None,
):
    """Bring one exercise's stub back in your notebook, and keep your answer in a file beside it."""
    from . import work

    here = where.here_is(course)
    name, folder = where.chapter_of(here, chapter), folder or here.folder / "work"
    kept = work.reset(here.folder, folder, name, exercise)
    path = short(folder / f"{name}.ipynb")
    if kept is None:
        typer.echo(f"{exercise} in {path} is the empty stub already; nothing is changed.")
    else:
        typer.echo(f"{exercise} in {path} is the empty stub again; your answer is in {short(kept)}.")
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
    here = where.here_is(course)
    name = where.chapter_of(here, chapter)
    path = notebook or here.folder / "work" / f"{name}.ipynb"
    if path.stem != name and path.stem in here.chapters:
        raise Misuse(f"{path} is not chapter {name}; say `course selfcheck {path.stem} {path}`")
    if sys.platform == "win32":
        raise CourseError("selfcheck runs on Linux and macOS (on Windows: in WSL); README.md says how to judge in the notebook instead")
    graded.by_its_edition(here, name, "selfcheck", name, path.resolve(), *(("--seed", seed) if seed else ()))
    graded.make_missing(here, name)
    console = terminal.console()
    with console.status(f"running and judging {short(path)}"):
        from . import selfcheck as own

        judged, seed_used = own.selfcheck(here.folder, name, path, seed)
    own.show(console, judged)
    if judged.result.score == judged.result.max_score:
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

    here = where.here_is(course)
    names = [where.chapter_of(here, name) for name in chapters or here.chapters]
    root, release = here.root, here.folder / "release"
    if here.own:  # with the checks of the edition that they were released with
        roots = {here.own.edition(name)[0].root for name in names}
        if len(roots) > 1:
            raise Misuse(f"{', '.join(names)} go by different editions of the course (`course edition`): make a kit of each")
        (root,) = roots
    about = {"title": here.own.title, "due": here.own.settings.until} if here.own else {}
    file = module.make(root, to, names, release, **about)
    typer.echo(f"{short(file)}: {file.stat().st_size / 1e6:.1f} MB, to hand to students; it holds no answers")


@command(epilog="Examples: `course figures` · `course figures --to ~/figures.html`")
def figures(
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Else dist/figures.html in the course.")] = None,
    course: CourseOption = None,
):
    """Put all figures of the solved chapters on one page, as wide as they are seen, with the words for them."""
    from .. import files
    from ..making import contact_sheet

    root = where.here_is(course).root
    page, count = contact_sheet.page(root)
    to = to or root / "dist" / "figures.html"
    files.write(to, page)
    typer.echo(f"{short(to)}: {count} figures")


@command(epilog="Examples: `course site` · `course site --solutions` · `course site --to ~/public_html/course`")
def site(
    solutions: Annotated[bool, typer.Option("--solutions", help="With the solved chapters and the references: not for students.")] = False,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Else dist/site, or dist/site-with-solutions, in the course.")
    ] = None,
    course: CourseOption = None,
):
    """Make the site: chapters, guides and what chapters import, as pages that need no server and no network."""
    from ..making import site as module

    root = where.here_is(course).root
    to = to or root / "dist" / ("site-with-solutions" if solutions else "site")
    count = module.make(root, to, solutions)
    typer.echo(f"{short(to)}: {count} pages, {'WITH the answers' if solutions else 'without answers'}; open {short(to / 'index.html')}")


@command(under=new, epilog="Example: `course new exercise max_norm 3`")
def exercise(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of its function, in small letters.")],
    chapter: ChapterArgument,
    course: CourseOption = None,
):
    """Begin an exercise: its reference, its entry in the bank, its cells in the text, with a TODO wherever words are yours."""
    from . import new_exercise

    root = where.root_of(course)
    chapter = where.chapter_of(root, chapter)
    for file, what in new_exercise.begin(root, chapter, name).items():
        typer.echo(f"{short(file)}: {what}")
    typer.echo(f"Next: write the answer; then `course build {int(chapter[:2])}` says what is missing, a line each time.")
