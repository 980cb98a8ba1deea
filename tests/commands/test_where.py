"""Is it found out which course, class and chapter a command is about?"""

import pytest
from tiny import course

from autograder.commands import where
from autograder.errors import Misuse


def test_is_a_folder_that_is_no_course_named(tmp_path):
    shown = course("lab", "--no-open", "--course", tmp_path)
    assert shown.exit_code == 2
    assert "is in no course (a folder with nbgrader_config.py and source/); go to one, or name it with --course" in shown.stderr


def test_is_the_course_found_from_a_folder_in_it(root, tmp_path, monkeypatch):
    (root / "demo" / "deep").mkdir(parents=True)
    monkeypatch.chdir(root / "demo" / "deep")
    shown = course("lab", "--no-open", "--folder", tmp_path)
    assert shown.exit_code == 0
    assert f"copied: {tmp_path / '01_tiny.ipynb'}" in shown.stdout


@pytest.mark.parametrize("name", ["1", "01", "01_tiny"])
def test_is_a_chapter_called_by_name_or_number(root, name):
    assert where.chapter_of(root, name) == where.chapter_of(where.here_is(root), name) == "01_tiny"


def test_is_a_chapter_that_is_not_there_named_beside_those_that_are(root):
    with pytest.raises(Misuse, match="there is no chapter '2'; there is 01_tiny"):
        where.chapter_of(root, "2")
