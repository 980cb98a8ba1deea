"""nbgrader's settings for a class: the course's own, with the class's folder, seed, dates and late policy. Its nbgrader_config.py calls this."""

from __future__ import annotations

from dataclasses import asdict

from traitlets.config.loader import PyFileConfigLoader

from ..errors import CourseError
from ..places import CONFIG, COURSE_ROOT
from ..seed import SEED_VARIABLE
from .folder import SEED, Class


def configure(config, folder):
    """Put a class's settings into a config; where they cannot be had, end the program: with others, submissions would be run otherwise."""
    try:
        own = Class(folder)
        settings = own.settings
        config.merge(PyFileConfigLoader(CONFIG, path=str(own.root)).load_config())
    except CourseError as error:
        raise SystemExit(str(error)) from None
    config.CourseDirectory.root = str(own.folder)
    config.CourseDirectory.db_url = f"sqlite:///{own.folder / 'gradebook.db'}"
    execute = config.CourseExecute
    execute.environment = {**execute.get("environment", {}), COURSE_ROOT: own.root, SEED_VARIABLE: own.folder / SEED}
    execute.hide = [str(own.root), str(own.course)]
    execute.before = own.check
    config.ExchangeFactory.collect = "autograder.term.exchange.Collect"  # nbgrader's own believe what a student wrote
    config.ExchangeFactory.release_feedback = "autograder.term.exchange.ReleaseFeedback"
    config.Class.due = settings.due
    if settings.late.per_cent_a_day:
        config.AssignLatePenalties.plugin_class = "autograder.classroom.late.LatePolicy"
        config.LatePolicy.update(asdict(settings.late))
