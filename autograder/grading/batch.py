"""Grade a class: hand jobs to workers, write down what comes back, go on from where an earlier run stopped.

For each submission, in this order: its new folder is made aside, its scores go into the gradebook (one transaction),
the new folder takes the old one's place. The autograded notebook holds its own result and a hash of what made it:
where that is still so, nothing is run again. So a run may be killed at any moment: what it had not finished, the next
run does again, to the same end. Only one run at a time works in a course.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import count
from pathlib import Path

from nbgrader.converters import Autograde

from ..cells import grade_id, is_graded
from ..errors import CourseError, Unreadable
from ..seed import SEED_VARIABLE, class_seed
from . import gradebook, learned, read
from .course import can_be_an_id, quiet
from .grade import RECORD, exercises, grade_submission, nothing
from .job import Result, Terms, collect
from .preprocessors import CourseExecute
from .workers import Local, spread

UNREADABLE = (OSError, ValueError, KeyError, TypeError)  # what reading a record may end in


@dataclass
class Options:
    """How to grade. `again`: also what did not change; then `confirm(changes)` is asked before anything is written."""

    again: bool = False
    all_cells: bool = False
    sandbox: bool = True
    confirm: Callable = lambda changes: True
    progress: Callable = lambda result: None


@dataclass
class Outcome:
    """What a run came to.

    results   all, in the order of the ids
    graded    the ids of those that were graded now; the results of others are kept from an earlier run
    outdated  how many of these are by other tests, another seed or another version of the grader
    by_hand   the ids of those with scores or comments of a human
    written   whether the new ones were written
    """

    results: list[Result] = field(default_factory=list)
    graded: set[str] = field(default_factory=set)
    outdated: int = 0
    by_hand: set[str] = field(default_factory=set)
    written: bool = True


def grade(course, chapter, students=None, pool=None, options=None, run=grade_submission):
    """Grade the submissions of a chapter and return the `Outcome`.

    students  some ids; all who handed in if None
    pool      where to run: a `Local` or a `Dask`; one worker if None
    run       the function that grades one job
    """
    options = options or Options()
    everyone = roll(course, chapter, students)
    terms = make_terms(course, chapter, options)
    names = learned.read(course.folder)
    course.register(chapter)
    aside = course.path("autograded", chapter, "STUDENT").parents[2] / ".grading"
    with only_run(aside), course.gradebook() as book, pool or Local() as pool:
        work = _Work(course, chapter, terms, options, gradebook.Scores(course, book, chapter), aside)
        for job, graded in spread(pool, work.jobs(everyone), run):
            work.take(job, graded)
        outcome = work.finish()
        outcome.by_hand = work.scores.by_hand()
        results = outcome.results if outcome.written else []
        names = learned.renew(course, chapter, terms, names, results, lambda job: _alone(pool, job, run))
        if not students:
            outcome.results += work.missing(everyone)
    for result in outcome.results:
        learned.give_names(names, result.exercises)
    outcome.results.sort(key=lambda result: result.student)
    return outcome


def _alone(pool, job, run):
    """Return the `Result` of one job of ours, or None where no worker survives it."""
    graded = next((graded for _, graded in spread(pool, [job], run)), "")
    return None if isinstance(graded, str) else graded.result


def roll(course, chapter, students=None):
    """Return the ids whose submissions are to be graded, in order; `CourseError` if there are none, or others."""
    there = course.students(chapter)
    unknown = sorted(set(students or []) - set(there))
    if unknown:
        raise CourseError(f"{', '.join(unknown)} handed in no {chapter}; those who did: {', '.join(there) or 'nobody'}")
    if not there:
        raise CourseError(f"nobody handed in {chapter}: put notebooks at {course.path('submitted', chapter, 'STUDENT')}")
    return sorted(set(students)) if students else there


def make_terms(course, chapter, options):
    """Return what a chapter's submissions are graded by."""
    source = course.path("source", chapter)
    if not source.is_file():
        raise CourseError(f"there is no {source}: build it with `course build {chapter}`")
    course.released(chapter)  # its errors
    settings = CourseExecute(config=course.config)
    if settings.before:
        settings.before(chapter)
    hide = [course.folder, *settings.hide, *([] if "://" in course.gradebook_place else [Path(course.gradebook_place).parent])]
    return Terms(
        chapter,
        released=course.path("release", chapter).read_text(encoding="utf-8"),
        tests={grade_id(c): c.source for c in read.read_released(source).cells if is_graded(c)},
        seed=class_seed(settings.variables.get(SEED_VARIABLE)),
        limits=settings.limits,
        all_cells=options.all_cells or settings.all_cells,
        sandbox=options.sandbox and settings.sandbox,
        hide=tuple(map(str, hide)),
        environment=settings.variables,
        chapters=course.chapters,
    )


@contextlib.contextmanager
def only_run(folder):
    """Hold a lock that ends with this process, however it ends, and leave the folder empty."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(folder / "lock.db", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise CourseError(f"another `course grade` is at work here; wait for it (its lock is {folder / 'lock.db'})") from None
        _clear(folder)
        yield
        _clear(folder)


def _clear(folder):
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


# --- one submission after the other --------------------------------------------------------------------


class _Work:
    """The coordinator's part: which submissions are to be graded, and what to do with each result."""

    def __init__(self, course, chapter, terms, options, scores, aside):
        self.course, self.chapter, self.terms, self.options, self.scores, self.aside = course, chapter, terms, options, scores, aside
        self.released = course.released(chapter)
        self.before = scores.totals() if options.again else {}
        self.outcome, self.waiting, self.numbers = Outcome(), [], count()
        source = course.path("source", chapter).parent
        self.files = _shipped(source, [*course.directory.ignore, "*.ipynb"])
        self.converter = Autograde(coursedir=course.directory, config=course.config)

    def jobs(self, everyone):
        """Yield the jobs of those that are to be graded; write what is kept of the others."""
        for student in everyone:
            if not can_be_an_id(student):
                self._done(Result(student, 0, 0, "unreadable", "its folder's name cannot be a student's id: rename the folder"))
                continue
            job = collect(self.course, student, self.terms, self.files)
            kept, of_these_tests = self._kept(job)
            if kept is None or self.options.again:
                yield job
                continue
            self.outcome.outdated += not of_these_tests
            self._write(kept, fresh=False)
            self._done(kept)

    def take(self, job, graded):
        """Write what a worker made of a submission; with `again`, keep it aside until `finish`."""
        if isinstance(graded, str):
            graded = nothing(job, self.released, "failed", graded)
        self.outcome.graded.add(job.student)
        folder = self._aside(job, graded)
        if self.options.again:
            self.waiting.append((folder, graded.result))
        else:
            self._settle(folder, graded.result)
        self._done(graded.result)

    def finish(self):
        """Write what waits for it, if it is wanted, and return the outcome."""
        given = self.scores.given() if self.waiting else {}
        new = sorted((r for _, r in self.waiting), key=lambda result: result.student)
        changes = [
            (r.student, self.before.get(r.student), sum(points(e, given.get((r.student, e.exercise))) for e in r.exercises)) for r in new
        ]
        changes = [change for change in changes if change[1] != change[2]]
        if self.waiting and not self.options.confirm(changes):
            self.outcome.written = False
            return self.outcome
        for folder, result in self.waiting:
            self._settle(folder, result)
        return self.outcome

    def missing(self, everyone):
        """Return results of those who are known, and of whom nothing lies in `submitted/`: what the gradebook says of them, if it does."""
        submitted = self.course.path("submitted", self.chapter, "STUDENT").parents[2]
        known = {folder.name for folder in submitted.iterdir() if folder.is_dir()} | set(self.scores.students())
        most, scored = sum(points for _, points in exercises(self.released)), self.scores.totals()
        nothing_there = sorted(known - set(everyone))
        gone = [self._gone(student, scored[student], most) for student in nothing_there if student in scored]
        return gone + [Result(student, 0, most, "missing", "nothing was handed in") for student in nothing_there if student not in scored]

    def _gone(self, student, score, most):
        """Return the result of one whose submission was graded and is no longer there."""
        try:
            result = Result.from_data(self._record(student)["result"])
            self._write(result, fresh=False)
        except UNREADABLE:
            result = Result(student, score, most)
        says = "what was handed in is no longer in submitted/; this is what the gradebook has"
        result.reason = "; ".join(filter(None, [result.reason, says]))
        return result

    def _record(self, student):
        """Return what grading wrote into a student's autograded notebook."""
        path = self.course.path("autograded", self.chapter, student)
        return json.loads(path.read_bytes())["metadata"][RECORD]

    def _kept(self, job):
        """Return the result an earlier run left of the same submission, and whether today's tests made it."""
        try:
            record = self._record(job.student)
            result = Result.from_data(record["result"])
        except UNREADABLE:
            return None, False
        same = [(e.exercise, e.max_points) for e in result.exercises] == exercises(self.released)
        if record["handed_in"] != job.handed_in or result.status == "failed" or not same:
            return None, False
        return result, record["version"] == self.terms.version

    def _aside(self, job, graded):
        """Make a submission's folder in `autograded/` as nbgrader leaves it, aside."""
        folder = self.aside / str(next(self.numbers))
        folder.mkdir()
        (folder / f"{self.chapter}.ipynb").write_text(graded.notebook, encoding="utf-8", errors="replace")
        for name, data in job.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        with contextlib.suppress(Unreadable):
            stamp = read.load(self._submitted(job.student) / "timestamp.txt")
            (folder / "timestamp.txt").write_bytes(stamp[:100])
        return folder

    def _settle(self, folder, result):
        """Write the scores, then put the new folder in the old one's place."""
        self._write(result, fresh=True)
        place = self.course.path("autograded", self.chapter, result.student).parent
        place.parent.mkdir(parents=True, exist_ok=True)
        old = folder.with_name(f"{folder.name}.old")
        if place.exists():
            os.rename(place, old)
        os.rename(folder, place)
        with quiet():
            self.converter.set_permissions(self.chapter, result.student)
        if old.exists():
            shutil.rmtree(old)

    def _write(self, result, fresh):
        folder = self._submitted(result.student)
        time = gradebook.timestamp(folder)
        if time is None and os.path.lexists(folder / "timestamp.txt"):
            says = "its timestamp.txt holds no time that can be read: whether it is late is not known"
            result.reason = "; ".join(filter(None, [result.reason, says]))
        with quiet():
            self.scores.write(result, time, fresh)

    def _submitted(self, student):
        return self.course.path("submitted", self.chapter, student).parent

    def _done(self, result):
        self.outcome.results.append(result)
        self.options.progress(result)


def _shipped(folder, ignore):
    """Return the files that a chapter ships, bytes by relative path; nbgrader's `find_all_files` ignores nothing below a folder [x]."""
    names = [file.relative_to(folder) for file in sorted(folder.rglob("*")) if file.is_file()]
    names = [name for name in names if not any(fnmatch(part, pattern) for part in name.parts for pattern in ignore)]
    return {name.as_posix(): (folder / name).read_bytes() for name in names}


def points(exercise, given):
    """Return the points of an exercise with what a person gave, (manual score or None, extra credit)."""
    manual, extra = given or (None, 0.0)
    return (exercise.points if manual is None else manual) + extra
