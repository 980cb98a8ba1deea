"""For the tests of a class: a tiny course, and classes of it."""

import pytest
import tiny

from autograder.classroom import folder


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    return tiny.make(tmp_path_factory.mktemp("course"))


@pytest.fixture
def own(root, tmp_path):
    """A new class; its chapters have no notebooks yet."""
    return folder.new(tmp_path / "winter", root)
