"""What the commands that build and grade share: each chapter of a class by its edition, with a bar, and the table at the end."""

from __future__ import annotations

import os

import typer

from ..errors import CourseError
from ..showing.report import printable
from . import terminal


def by_its_edition(here, chapter, *words):
    """Where a class's chapter goes by another edition of the course than runs here, give the command to that, and end with it."""
    if here.own:
        its, name = here.own.edition(chapter)
        if not its.runs:
            where = ("--folder", here.folder) if words[0] == "grade" else ()
            raise typer.Exit(its.run([*words, *where], name, here.folder))


def make_missing(here, chapter):
    """Make the notebooks of a chapter that are missing, or are not what the text or class.toml says."""
    if here.own and not here.own.is_made(chapter):
        release_of(here, [chapter])
    elif not here.own:
        _build_missing(here.root, chapter)


def release_of(here, chapters, fresh=False):
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
    with terminal.steps("reading") as progress:
        if mine:
            changed += release.build(own, mine, progress)
        for chapter in mine:
            Course(here.folder).register(chapter)
    for (its, name), some in elsewhere.items():
        if name:
            terminal.console().print(f"by the edition they were released with, {name}: {', '.join(some)}", highlight=False)
        if code := its.run(["build", *some, "--folder", here.folder], name):
            raise typer.Exit(code)
    return changed


def tell_edition(own, chapter):
    """Say by which edition a chapter goes; return the files in which the course's present one differs from that."""
    about, console = own.released.get(chapter), terminal.console()
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


def look_at_edition(here, chapter, take, yes, workers, sandbox):
    """Show what the present edition would do to the scores of a chapter, and take it if that is wanted."""
    from ..grading.course import Course

    console, everyone = terminal.console(), Course(here.folder).students(chapter)
    if not (take and yes):  # then grading anew shows the same
        changes = _tried(here, chapter, everyone, workers, sandbox)
        if not terminal.wants(console, changes, yes=not take):
            console.print("Nothing was written.")
            return
    if not take:
        console.print(f"Nothing was written; `course edition {int(chapter[:2])} --take` takes it.", highlight=False)
        return
    release_of(here, [chapter], fresh=True)
    console.print(f"{chapter} goes by the edition {here.own.present.name} now", highlight=False)
    if everyone:
        grade(here.folder, chapter, None, None, True, workers, yes=True, again=True, sandbox=sandbox)


def _tried(here, chapter, everyone, workers, sandbox):
    """Return whose score the present edition would change."""
    from ..classroom import trial
    from ..grading import batch

    with terminal.bar(terminal.console()) as bar:
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

    terminal.console().print(f"building {chapter}: there are no notebooks of this text yet", highlight=False)
    with terminal.steps("building"):
        module.build(root=root, chapters=[chapter], execute=False)
    made[0].touch()  # also where nothing of it changed


def grade(folder, chapter, students, file, feedback, workers=None, dask=None, yes=False, **options):
    """Grade with a progress bar, show the table, and say where things are."""
    from ..grading import ahead
    from ..grading import workers as places

    there, console = ahead.handed_in(folder, chapter, students), terminal.console()
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
        says = (
            f"Wrong answers without a name: {nameless}; `course mistakes {chapter}` groups them, and says which may be an echo of others."
        )
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
        console.print(f"{what}: {terminal.short(place)}", highlight=False, markup=False, soft_wrap=True)


def _graded(console, course, chapter, students, feedback, pool, yes, options):
    """Grade and write pages with a progress bar; return the `Outcome`, and why pages are missing, by student."""
    from ..grading import batch
    from ..showing.feedback import Pages

    everyone, ended, missing = batch.roll(course, chapter, students), [], {}
    with terminal.bar(console) as bar:
        task = bar.add_task("grading", total=len(everyone))

        def progress(result):
            ended.append(result)
            bar.advance(task)

        def confirm(changes):
            bar.stop()
            wanted = terminal.wants(console, changes, yes)
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
