"""For the tests of the commands: a tiny course."""

import pytest
import tiny


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny.make(tmp_path_factory.mktemp("course"))
