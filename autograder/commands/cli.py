"""`course`: build the course, hand it out, grade a class. Each command is a few lines over the module that does it."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ..classroom.folder import Class, find
from ..classroom.folder import new as new_class
from ..classroom.settings import FILE
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
    folder: ClassOption = None,
    course: CourseOption = None,
):
    """Make release/ and notebooks/ from the text in source/. In a class's folder: its own release/, by its class.toml."""
    here = _here(course, folder)
    names = [_chapter(here, name) for name in chapters] if chapters else None
    if here.own:
        changed = _release(here, names or here.chapters)
    else:
        from ..making import build as module

        with _steps("reading source/") as progress:
            changed = module.build(root=here.root, chapters=names, execute=run, progress=progress)
    console = _console()
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
    workers: WorkersOption = None,
    dask: Annotated[str | None, typer.Option("--dask", metavar="ADDRESS", help="Grade on a Dask cluster: its scheduler's address.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what did not change; first show whose score would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --again: do not ask.")] = False,
    all_cells: Annotated[bool, typer.Option("--all-cells", help="Run unchanged experiments too; no score needs them.")] = False,
    unsafe_no_sandbox: SandboxOption = False,
    folder: ClassOption = None,
    course: CourseOption = None,
):
    """Grade what was handed in: submitted/STUDENT/CHAPTER/CHAPTER.ipynb. What did not change is not run again."""
    if yes and not again:
        raise Misuse("--yes is for --again; without it nothing is asked")
    here = _here(course, folder)
    name = _chapter(here, chapter)
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
    _by_its_edition(here, name, "grade", name, *words, *(flag for flag, given in flags.items() if given))
    _make_missing(here, name)
    options = {"again": again, "all_cells": all_cells, "sandbox": not unsafe_no_sandbox}
    _grade(here.folder, name, student, report, feedback, workers, dask, yes, **options)


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
    here = _here(course, folder)
    if not here.own:
        raise Misuse("editions are a class's: go to its folder, or name it with --folder; `course class new FOLDER` makes one")
    options = [option for option, given in (("--take", take), ("--yes", yes), ("--unsafe-no-sandbox", unsafe_no_sandbox)) if given]
    names = [_chapter(here, chapter)] if chapter else here.chapters
    if not here.own.present.runs:
        words = [*([names[0]] if chapter else []), *options, *(("--workers", workers) if workers else ())]
        raise typer.Exit(here.own.present.run(["edition", *words, "--folder", here.folder]))
    differing = {name: _tell_edition(here.own, name) for name in names}
    if chapter and differing[names[0]]:
        _look_at_edition(here, names[0], take, yes, workers, not unsafe_no_sandbox)
    elif take:
        _release(here, names, fresh=True)


@command(under=classes, name="new", epilog='Example: `course class new ~/classes/winter-2026 --title "Deep learning, winter 2026"`')
def class_new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new one, or an empty one.")],
    title: Annotated[str | None, typer.Option("--title", help="What the class is called. Else as the folder.")] = None,
    course: CourseOption = None,
):
    """Make a folder for a class: class.toml, nbgrader's settings, a secret seed. All commands work in it; the course stays as it is."""
    root = _course(course)
    if folder.resolve().is_relative_to(root):
        raise Misuse(f"{folder} is inside of the course's own folder, which is to stay as it was cloned; name one beside it")
    made = new_class(folder, root, title)
    typer.echo(f"{_short(made.file)}: chapters, dates, late policy and points; write there what you want otherwise")
    typer.echo(f"Next: `cd {_short(made.folder)}` and `course build`, which makes the students' notebooks in release/")


@command(epilog="Examples: `course demo` · `course demo 4 --folder /tmp/demo`")
def demo(
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Name or number. Else the first there is.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where. Else demo/ in the course.")] = None,
    course: CourseOption = None,
):
    """Hand in a class drawn from the bank, grade it and show the table."""
    here = _here(course)
    root = here.root
    name = _chapter(root, chapter) if chapter else _chapters(root)[0]
    folder = folder or here.folder / "demo"
    from . import demo_class

    with _steps("making the demo class") as progress:
        roll = demo_class.make(folder, root, name, progress)
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
    """Copy the student notebooks to work/, never over a file of yours, and open JupyterLab on the start page."""
    from . import work

    here = _here(course)
    folder = folder or here.folder / "work"
    about = {"title": here.own.title, "due": here.own.settings.until} if here.own else {}
    brought = work.bring(here.folder, folder, **about)
    for says, file, new in brought:
        typer.echo(f"{says}: {_short(file)}{f' ({new})' if new else ''}")
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

    here = _here(course)
    name, folder = _chapter(here, chapter), folder or here.folder / "work"
    kept = work.reset(here.folder, folder, name, exercise)
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
    here = _here(course)
    name = _chapter(here, chapter)
    path = notebook or here.folder / "work" / f"{name}.ipynb"
    if path.stem != name and path.stem in here.chapters:
        raise Misuse(f"{path} is not chapter {name}; say `course selfcheck {path.stem} {path}`")
    if sys.platform == "win32":
        raise CourseError("selfcheck runs on Linux and macOS (on Windows: in WSL); README.md says how to judge in the notebook instead")
    _by_its_edition(here, name, "selfcheck", name, path.resolve(), *(("--seed", seed) if seed else ()))
    _make_missing(here, name)
    console = _console()
    with console.status(f"running and judging {_short(path)}"):
        from . import selfcheck as own

        graded, seed_used = own.selfcheck(here.folder, name, path, seed)
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

    here = _here(course)
    names = [_chapter(here, name) for name in chapters or here.chapters]
    root, release = here.root, here.folder / "release"
    if here.own:  # with the checks of the edition that they were released with
        roots = {here.own.edition(name)[0].root for name in names}
        if len(roots) > 1:
            raise Misuse(f"{', '.join(names)} go by different editions of the course (`course edition`): make a kit of each")
        (root,) = roots
    about = {"title": here.own.title, "due": here.own.settings.until} if here.own else {}
    file = module.make(root, to, names, release, **about)
    typer.echo(f"{_short(file)}: {file.stat().st_size / 1e6:.1f} MB, to hand to students; it holds no answers")


@command(epilog="Examples: `course figures` · `course figures --to ~/figures.html`")
def figures(
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Else dist/figures.html in the course.")] = None,
    course: CourseOption = None,
):
    """Put all figures of the solved chapters on one page, as wide as they are seen, with the words for them."""
    from .. import files
    from ..making import contact_sheet

    root = _here(course).root
    page, count = contact_sheet.page(root)
    to = to or root / "dist" / "figures.html"
    files.write(to, page)
    typer.echo(f"{_short(to)}: {count} figures")


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

    root = _here(course).root
    to = to or root / "dist" / ("site-with-solutions" if solutions else "site")
    count = module.make(root, to, solutions)
    typer.echo(f"{_short(to)}: {count} pages, {'WITH the answers' if solutions else 'without answers'}; open {_short(to / 'index.html')}")


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


@dataclass(frozen=True)
class Here:
    """Where a command is given: the course's folder, that of submissions and gradebook, and the class, if it has a folder of its own."""

    root: Path
    folder: Path
    own: Class | None = None

    @property
    def chapters(self):
        """The names of the chapters: the class's, or the course's."""
        return list(self.own.chapters) if self.own else _chapters(self.root)


def _here(course=None, folder=None):
    """Return where we are: in the class of `folder` or of the folder we are in, else in the course."""
    place = folder if folder and (folder / FILE).is_file() else None if folder else find(Path.cwd())
    if place is None:
        root = _course(course)
        return Here(root, folder or root)
    own = Class(place)
    if course and _course(course) != own.root:
        raise Misuse(f"{own.file} names the course at {own.root}, not {course}: change it there, or leave --course and {COURSE_ROOT} out")
    return Here(own.root, own.folder, own)


def _root(course):
    """Return the folder of the course."""
    return _here(course).root


def _course(course):
    """Return the folder of the course: that of `course`, of where we are, or of this package."""
    here = Path(course or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file() and texts(folder):
            return folder
    if not course and texts(course_root()):
        return course_root().resolve()
    raise Misuse(f"{here} is in no course (a folder with {CONFIG} and source/); go to one, or name it with --course")


def _chapters(root):
    return [file.stem for file in texts(root)]


def _chapter(here, name):
    """Return the name of a chapter that is called by name or number; `here` is a `Here`, or a course's folder."""
    names = here.chapters if isinstance(here, Here) else _chapters(here)
    found = [n for n in names if n == name or (name.isdigit() and int(n[:2]) == int(name))]
    if not found:
        says = f"there is no chapter {name!r}; there {'is' if len(names) == 1 else 'are'} {', '.join(names)}"
        raise Misuse(f"{says} (see {_short(here.own.file)})" if isinstance(here, Here) and here.own else says)
    return found[0]


def _by_its_edition(here, chapter, *words):
    """Where a class's chapter goes by another edition of the course than runs here, give the command to that, and end with it."""
    if here.own:
        its, name = here.own.edition(chapter)
        if not its.runs:
            where = ("--folder", here.folder) if words[0] == "grade" else ()
            raise typer.Exit(its.run([*words, *where], name, here.folder))


def _make_missing(here, chapter):
    """Make the notebooks of a chapter that are missing, or are not what the text or class.toml says."""
    if here.own and not here.own.is_made(chapter):
        _release(here, [chapter])
    elif not here.own:
        _build_missing(here.root, chapter)


def _release(here, chapters, fresh=False):
    """Make a class's notebooks of some chapters and return what changed: each by its edition, or with `fresh` by the present one."""
    from ..classroom import release
    from ..grading.course import Course

    own, elsewhere, mine = here.own, {}, []
    for chapter in chapters:
        its, name = (own.present, "") if fresh else own.edition(chapter)
        mine += [chapter] if its.runs else []
        if not its.runs:
            elsewhere.setdefault((its, name), []).append(chapter)
    changed = []
    with _steps("reading") as progress:
        if mine:
            changed += release.build(own, mine, progress)
        for chapter in mine:
            Course(here.folder).register(chapter)
    for (its, name), some in elsewhere.items():
        if name:
            _console().print(f"by the edition they were released with, {name}: {', '.join(some)}", highlight=False)
        if code := its.run(["build", *some, "--folder", here.folder], name):
            raise typer.Exit(code)
    return changed


def _tell_edition(own, chapter):
    """Say by which edition a chapter goes; return the files in which the course's present one differs from that."""
    about, console = own.released.get(chapter), _console()
    if about is None:
        console.print(
            f"{chapter}: not released yet; `course build` will do that by the present edition, {own.present.name}", highlight=False
        )
        return []
    try:
        files = own.present.differs(own.edition(chapter)[0], chapter)
    except CourseError:  # it is gone
        files = [f"all, for editions/{about['edition']} is gone"]
    says = f"the course now has {own.present.name}, other in {', '.join(files)}" if files else "the course still has the same for it"
    console.print(f"{chapter}: released with {about['edition']} on {about['on']}; {says}", highlight=False, soft_wrap=True)
    return files


def _look_at_edition(here, chapter, take, yes, workers, sandbox):
    """Show what the present edition would do to the scores of a chapter, and take it if that is wanted."""
    from ..grading.course import Course

    console, everyone = _console(), Course(here.folder).students(chapter)
    if not (take and yes):  # then grading anew shows the same
        changes = _tried(here, chapter, everyone, workers, sandbox)
        if not _wants(console, changes, yes=not take):
            console.print("Nothing was written.")
            return
    if not take:
        console.print(f"Nothing was written; `course edition {int(chapter[:2])} --take` takes it.", highlight=False)
        return
    _release(here, [chapter], fresh=True)
    console.print(f"{chapter} goes by the edition {here.own.present.name} now", highlight=False)
    if everyone:
        _grade(here.folder, chapter, None, None, True, workers, yes=True, again=True, sandbox=sandbox)


def _tried(here, chapter, everyone, workers, sandbox):
    """Return whose score the present edition would change."""
    from ..classroom import trial
    from ..grading import batch

    with _bar(_console()) as bar:
        task = bar.add_task("trying the present edition", total=len(everyone))
        pool = batch.Local(min(workers or _processors(), max(len(everyone), 1)))
        return trial.changes(here.own, chapter, pool, lambda result: bar.advance(task), sandbox)


def _build_missing(root, chapter):
    """Build a chapter without running it if its notebooks are missing or older than the text."""
    text = root / "source" / f"{chapter}.py"
    made = [root / "source" / chapter / f"{chapter}.ipynb", root / "release" / chapter / f"{chapter}.ipynb"]
    if all(file.is_file() for file in made) and made[0].stat().st_mtime >= text.stat().st_mtime:
        return
    from ..making import build as module

    _console().print(f"building {chapter}: there are no notebooks of this text yet", highlight=False)
    with _steps("building"):
        module.build(root=root, chapters=[chapter], execute=False)
    made[0].touch()  # also where nothing of it changed


def _grade(folder, chapter, students, file, feedback, workers=None, dask=None, yes=False, **options):
    """Grade with a progress bar, show the table, and say where things are."""
    from ..grading import ahead
    from ..grading import workers as places

    there, console = ahead.handed_in(folder, chapter, students), _console()
    with places.Dask(dask) if dask else places.Local(min(workers or _processors(), len(there) or 1)) as pool:
        ahead.warm(pool, folder, chapter, students, options.get("again"), options.get("sandbox", True))
        from ..grading.course import Course
        from ..showing import report

        course = Course(folder)
        outcome, missing = _graded(console, course, chapter, students, feedback, pool, yes, options)
    if not outcome.written:
        console.print("Nothing was written.")
        return
    report.show(console, outcome.results)
    if nameless := sum("rows" in (e.signature or ()) and not e.mistake for r in outcome.results for e in r.exercises):
        says = f"Wrong answers that no known mistake explains: {nameless}; `course mistakes {chapter}` groups them."
        console.print(says, highlight=False, soft_wrap=True)
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


def _graded(console, course, chapter, students, feedback, pool, yes, options):
    """Grade and write pages with a progress bar; return the `Outcome`, and why pages are missing, by student."""
    from ..grading import batch
    from ..showing.feedback import Pages

    everyone, ended, missing = batch.roll(course, chapter, students), [], {}
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
        if feedback and outcome.written:
            pages = Pages(course, chapter)
            wanted = pages.outdated([result.student for result in outcome.results])
            for student in bar.track(wanted, description="writing feedback") if wanted else ():
                missing |= pages.write(student)
    return outcome, missing


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


@contextlib.contextmanager
def _steps(begin):
    """Show that something is under way; give a function that says each step."""
    console = _console()
    with console.status(begin) as status:

        def progress(says):
            console.print(says, highlight=False, markup=False)
            status.update(says)

        yield progress


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
