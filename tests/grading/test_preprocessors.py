"""Do our parts for nbgrader run nothing where they cannot know what is graded?"""

from unittest.mock import Mock

import pytest
import tiny
from nbformat import v4
from traitlets.config import Config

from autograder.errors import CourseError
from autograder.grading import preprocessors


@pytest.mark.parametrize("released", [None, '{"cells": ['])
def test_is_nothing_run_where_no_released_notebook_can_be_read(released, tmp_path, monkeypatch):
    runner = Mock()
    monkeypatch.setattr(preprocessors, "shared_runner", runner)
    if released:
        path = tmp_path / "release" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(released, encoding="utf-8")
    execute = preprocessors.CourseExecute(config=Config(CourseDirectory={"root": str(tmp_path)}))
    with pytest.raises(CourseError, match=r"no released notebook: make it \(`course build`\), or set CourseExecute.tests = 'student'"):
        execute.preprocess(v4.new_notebook(), {"nbgrader": {"assignment": tiny.CHAPTER, "notebook": tiny.CHAPTER}})
    assert not runner.called
