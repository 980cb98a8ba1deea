"""A graded class, which no test changes, and a copy of it to be changed."""

import shutil

import handed_back
import pytest

from autograder.grading.course import Course


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The class of `handed_back`."""
    return handed_back.make(tmp_path_factory.mktemp("graded"))


@pytest.fixture
def of_class(graded, tmp_path):
    """The same, to be changed."""
    return Course(shutil.copytree(graded.folder, tmp_path / "course", symlinks=True))
