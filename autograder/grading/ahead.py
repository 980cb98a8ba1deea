"""What a run will need, guessed before nbgrader is there to say it, for that takes long to import: a worker gets ready meanwhile.

A wrong guess costs a few seconds and nothing else: what counts is the `Terms`, and a worker whose sandbox is another makes a new one.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from ..errors import CourseError
from ..places import CONFIG
from ..sandbox.limits import Limits

LIMITS = {"timeout": "cell_seconds", "notebook_timeout": "notebook_seconds", "memory": "memory"}  # as `CourseExecute` has them


def load_config(folder):
    """Return the settings as nbgrader finds them: the machine's and the user's, then the course's own."""
    config = Config()
    for place in [*reversed(jupyter_config_path()), str(folder)]:
        try:
            config.merge(PyFileConfigLoader(CONFIG, path=place).load_config())
        except ConfigFileNotFound:
            continue
        except SystemExit as stop:  # of a class's settings, which let nobody go on without them
            raise CourseError(str(stop)) from None
        except Exception as error:
            raise CourseError(f"{Path(place) / CONFIG} cannot be read: {type(error).__name__}: {error}") from None
    return config


def warm(pool, folder, chapter, students=None, again=False, sandbox=True):
    """Have a pool's first worker get ready, where there seems to be something to grade; what is wrong with a course is told elsewhere."""
    with contextlib.suppress(Exception):
        folder = Path(folder).resolve()
        there = handed_in(folder, chapter, students)
        if there and (again or any(_is_new(folder, chapter, place) for place in there)):
            pool.warm(*settings(folder, sandbox))


def handed_in(folder, chapter, students=None):
    """Return the folders that hold a chapter's submissions, where nbgrader's own names are used."""
    return [place for place in Path(folder, "submitted").glob(f"*/{chapter}") if not students or place.parent.name in students]


def settings(folder, sandbox=True):
    """Return what a class's sandboxes are started with, as `Terms` has it: limits, whether there is one, what is hidden in it."""
    config = load_config(folder)
    ours, url = config.CourseExecute, config.CourseDirectory.get("db_url", f"sqlite:///{folder}/gradebook.db")
    limits = Limits(**{name: ours[key] for key, name in LIMITS.items() if key in ours})
    hide = [
        str(folder),
        *map(str, ours.get("hide", [])),
        *([str(Path(url.removeprefix("sqlite:///")).parent)] if url.startswith("sqlite:///") else []),
    ]
    return limits, sandbox and ours.get("sandbox", True), tuple(hide)


def _is_new(folder, chapter, place):
    """Whether a submission was changed since it was graded."""
    made = folder / "autograded" / place.parent.name / chapter / f"{chapter}.ipynb"
    return not made.is_file() or max(path.lstat().st_mtime for path in [place, *place.iterdir()]) > made.stat().st_mtime
