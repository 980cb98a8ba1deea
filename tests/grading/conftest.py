"""For the tests of grading: a tiny course, and runners."""

import pytest
import runners
import tiny

from autograder.grading.course import Course


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """One tiny course; each test hands in under ids of its own."""
    root = tiny.make(tmp_path_factory.mktemp("course"))
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + "\nc.CourseExecute.timeout = 4\n", encoding="utf-8")
    return Course(root)


running, hasty = runners.running, runners.hasty
