"""Is what students see what is named, and nothing that is added?"""

import shutil

import pytest
from runners import said

from autograder.grading.run import Runner
from autograder.places import COURSE_UTILS
from autograder.sandbox import bubblewrap as sandbox
from autograder.sandbox.limits import Limits


@pytest.mark.parametrize("place", ["answers", "checking/answers"])
def test_a_folder_that_is_added_is_hidden_until_it_is_named(place, tmp_path, monkeypatch):
    """Of `course_utils` a submission sees what students get (`places.GIVEN`), whatever else lies there."""
    kit = shutil.copytree(COURSE_UTILS, tmp_path / "course_utils", ignore=shutil.ignore_patterns("__pycache__"))
    (kit / place).mkdir()
    (kit / place / "secret.py").write_text("word = 'secret'", encoding="utf-8")
    monkeypatch.setattr(sandbox, "COURSE_UTILS", kit)
    one = Runner(Limits(cell_seconds=10))
    try:
        found = said(one, f"import os, course_utils\nprint(os.listdir(os.path.join(course_utils.__path__[0], {place!r})))")
        assert found == "[]\n" or "PermissionError" in found
        assert "ModuleNotFoundError" in said(one, f"import course_utils.{place.replace('/', '.')}.secret")
        assert (
            said(one, "from course_utils.checking.measures import calls\nprint(calls.__name__)") == "course_utils.checking.measures.calls\n"
        )
    finally:
        one.close()
