"""Does a build from nothing make what is committed, on this processor and with this Python too?"""

import committed
import pytest
from tiny import ROOT

from autograder.places import texts


@pytest.mark.parametrize("chapter", [file.stem for file in texts(ROOT)])
def test_are_committed_files_those_that_a_build_makes_from_nothing(tmp_path, chapter):
    """Mends what is not, then fails: commit what it mended."""
    assert not committed.drifted(tmp_path, chapter, kept=False), "these were not what a build makes, and are mended now"
