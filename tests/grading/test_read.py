"""Does what is no notebook end in 0 and a reason, and is nothing else read in its place?"""

import os

import pytest
import tiny
from tiny import executed, graded

from autograder.grading import read

BROKEN = {
    "truncated": ('{"cells": [{"cell_type": "code"', "not JSON"),
    "binary": (b"\xff\xfe\x00\x01" * 9, "not JSON"),
    "empty file": ("", "not JSON from line 1"),
    "no nbformat": ('{"cells": []}', "it says no nbformat"),
    "a list": ("[]", "it says no nbformat"),
    "format 7": ('{"nbformat": 7, "nbformat_minor": 0, "cells": []}', "in notebook format 7"),
    "no cells": ('{"nbformat": 4, "nbformat_minor": 5, "cells": 3}', "no list of cells"),
    "deep": ("[" * 200_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_does_a_broken_notebook_end_in_0_and_a_reason(course, name):
    text, reason = BROKEN[name]
    result = graded(course, name.replace(" ", "-"), text)
    assert (result.score, result.status) == (0, "unreadable")
    assert reason in result.reason
    page = executed(course, result.student)
    assert f"not graded: {result.reason}" in page.cells[0].source


def test_is_a_notebook_that_was_not_handed_in_named(course):
    folder = course.path("submitted", tiny.CHAPTER, "renamed").parent
    folder.mkdir(parents=True)
    (folder / "01_tiny (1).ipynb").write_text("{}")
    result = tiny.grade(course, ["renamed"]).results[0]
    assert result.status == "unreadable"
    assert result.reason == "01_tiny.ipynb was not handed in; there is '01_tiny (1).ipynb': rename it"


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "linked folder", "too large"])
def test_is_what_is_no_file_not_read(course, kind, monkeypatch):
    neighbour = tiny.hand_in(course.folder, f"neighbour of {kind}", tiny.answered(course.folder))
    path = course.path("submitted", tiny.CHAPTER, kind)
    path.parent.parent.mkdir()
    if kind == "linked folder":
        path.parent.symlink_to(neighbour.parent)
    else:
        path.parent.mkdir()
    if kind == "link":
        path.symlink_to(neighbour)
    if kind == "pipe":
        os.mkfifo(path)
    if kind == "folder":
        path.mkdir()
    if kind == "too large":
        path.write_text("{}")
        monkeypatch.setattr(read, "LARGEST_NOTEBOOK", 1)
    result = tiny.grade(course, [kind], run=tiny.light).results[0]
    assert (result.status, result.score) == ("unreadable", 0)
