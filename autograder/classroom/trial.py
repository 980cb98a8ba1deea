"""What the course's present edition would do to a class's scores: graded aside, in a folder that goes away; nothing is written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..grading import batch, gradebook
from ..grading.course import Course
from ..places import CONFIG
from . import release

SETTINGS = """\
c = get_config()
load_subconfig({config!r}, path={own!r})
c.CourseDirectory.root = {folder!r}
c.CourseDirectory.submitted_directory = {submitted!r}
c.CourseDirectory.db_url = {db_url!r}
c.CourseExecute.before = None
c.CourseExecute.hide = [*c.CourseExecute.hide, {own!r}]
"""


def changes(own, chapter, pool=None, progress=lambda result: None, sandbox=True, **how):
    """Return (student, points now, points then) of those whose score would change; `how` goes to `batch.grade`."""
    real = Course(own.folder)
    if not real.students(chapter):
        return []
    with tempfile.TemporaryDirectory(dir=own.folder, prefix=".trial-") as folder:
        submitted = os.path.relpath(real.path("submitted", chapter, "STUDENT").parents[2], folder)
        said = {"config": CONFIG, "own": str(own.folder), "folder": folder, "submitted": submitted}
        Path(folder, CONFIG).write_text(SETTINGS.format(db_url=f"sqlite:///{folder}/gradebook.db", **said), encoding="utf-8")
        release.build(own, [chapter], folder=Path(folder))
        options = batch.Options(again=True, confirm=lambda changes: False, progress=progress, sandbox=sandbox)
        outcome = batch.grade(Course(folder), chapter, pool=pool, options=options, **how)
    real.register(chapter)
    with real.gradebook() as book:
        scores = gradebook.Scores(real, book, chapter)
        before, given = scores.totals(), scores.given()
    new = {r.student: sum(batch.points(e, given.get((r.student, e.exercise))) for e in r.exercises) for r in outcome.results}
    return [(who, before.get(who), new[who]) for who in sorted(outcome.graded) if before.get(who) != new[who]]
