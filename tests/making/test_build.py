"""Does the build make what it says from the text, and the same each time?

The tests here build a small course of their own, with one exercise, `double`, put into the bank (`fake`). The
last ones build the real course and compare.
"""

import json
import tempfile

import committed
import numpy as np
import pytest
from committed import alike, same_notebook
from fake import Course
from tiny import ROOT

from autograder.errors import BuildError
from autograder.making import text
from autograder.making.build import _remove_stale
from autograder.places import texts

# --- what is made ---------------------------------------------------------------------------------------


def test_is_everything_made_and_nothing_else(course):
    assert sorted(course.build()) == [
        "course_utils/check_data/double.json",
        "course_utils/check_data/predict_how_much.json",
        "release/04_fake/04_fake.ipynb",
        "release/04_fake/picture.png",
        "source/04_fake/04_fake.ipynb",
    ]
    assert len(course.files()) == 7  # with the text and its picture: no gradebook, no seed


def test_do_two_builds_give_the_same_bytes(course, tmp_path_factory, monkeypatch):
    course.build()
    other = Course(tmp_path_factory.mktemp("clone"), monkeypatch)
    np.random.seed(7)  # nothing depends on where the global generator stands
    other.build()
    assert other.files() == course.files()


def test_does_a_second_build_change_nothing(course):
    course.build()
    assert course.build() == []


def test_is_what_belongs_to_no_text_removed_but_only_when_all_is_built(course):
    course.write(name="05_old")
    (course.root / "source/04_fake.py").unlink()
    course.build()
    course.write()
    (course.root / "source/05_old.py").unlink()
    course.write(('exercise="double"', 'exercise="double"'), ('predict="how_much"', 'predict="how_many"'))
    course.build(chapters=["4"])
    assert "course_utils/check_data/predict_how_much.json" in course.files()
    assert {"course_utils/check_data/predict_how_much.json", "release/05_old", "source/05_old/05_old.ipynb"} == set(course.build())


def test_is_a_chapter_found_by_name_and_number(course):
    assert course.build(chapters=["04_fake"]) and course.build(chapters=["4"]) == []
    with pytest.raises(BuildError, match="there is no chapter 'fake' in source/; there are: 04_fake"):
        course.build(chapters=["fake"])


# --- the real course ------------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", [file.stem for file in texts(ROOT)])
def test_are_committed_files_those_that_a_build_makes_of_notebooks_that_are_up_to_date(tmp_path, chapter):
    """Mends what is not, then fails: commit what it mended. What the notebooks show is made anew by `tests/long/test_committed.py`."""
    assert not committed.drifted(tmp_path, chapter, kept=True), "these were not what a build makes, and are mended now"


def test_is_nothing_committed_that_was_made_of_a_text_that_is_gone():
    """Removes it, then fails."""
    assert not _remove_stale(ROOT, text.read_all(ROOT))


def test_do_only_small_differences_of_outputs_pass_as_alike():
    assert alike("cost 0.6931 after 10", "cost 0.6932 after 10", rtol=0.05)
    assert not alike("cost 0.6931", "cost 0.9", rtol=0.05)
    assert not alike("cost 0.6931", "loss 0.6931", rtol=0.05)
    assert not alike("1 2", "1", rtol=0.05)
    cell = {"cell_type": "code", "source": "x", "outputs": [{"data": {"image/png": "A", "text/plain": "1.00"}}]}
    notebook = json.dumps({"cells": [cell]})
    assert same_notebook(notebook, notebook.replace('"A"', '"B"').replace("1.00", "1.01"))
    assert not same_notebook(notebook, notebook.replace('"x"', '"y"'))
    assert not same_notebook(notebook, notebook.replace("image/png", "image/svg"))


@pytest.mark.parametrize("temporary", ["elsewhere", "there too"])
def test_is_a_course_built_in_a_folder_whose_name_is_a_pattern(temporary, tmp_path, monkeypatch):
    folder = tmp_path / "part [1] *"
    folder.mkdir()
    if temporary == "there too":
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
    course = Course(folder, monkeypatch)
    course.build()
    assert course.notebook("release").cells
