"""Is a class made from nothing, found from anywhere in it, and is its course where it says?"""

import json
import stat
import subprocess
import sys

import pytest
import tiny
from tiny import course

from autograder.classroom import folder
from autograder.classroom.folder import Class, find
from autograder.errors import CourseError
from autograder.places import course_root


def test_holds_a_new_class_three_files_and_a_seed_for_its_owner_alone(own):
    assert sorted(f.name for f in own.folder.iterdir()) == ["class.toml", "class_seed", "nbgrader_config.py"]
    assert stat.S_IMODE((own.folder / "class_seed").stat().st_mode) == 0o600
    assert len((own.folder / "class_seed").read_text().strip()) == 32
    assert (own.title, own.chapters) == ("winter", (tiny.CHAPTER,))


def test_have_two_classes_two_seeds(root, tmp_path):
    seeds = {(folder.new(tmp_path / name, root).folder / "class_seed").read_text() for name in ("a", "b")}
    assert len(seeds) == 2


@pytest.mark.parametrize("title", ['Deep "learning"', "a\\b", "été\t#1", "\x7f", "'''"])
def test_is_a_title_what_was_said(root, tmp_path, title):
    assert folder.new(tmp_path / "c", root, title).title == title


def test_is_a_folder_with_other_things_left_alone(root, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CourseError, match="holds other things; name a new folder"):
        folder.new(tmp_path, root)
    with pytest.raises(CourseError, match=r"thesis\.txt holds other things"):
        folder.new(tmp_path / "thesis.txt", root)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_is_a_class_not_made_twice(own, root):
    seed = (own.folder / "class_seed").read_text()
    with pytest.raises(CourseError, match="is a class already: change .*class.toml, or name a new folder"):
        folder.new(own.folder, root)
    assert (own.folder / "class_seed").read_text() == seed


def test_is_a_class_found_from_anywhere_in_it(own):
    (own.folder / "source" / "deep").mkdir(parents=True)
    assert find(own.folder / "source" / "deep") == own.folder
    assert find(own.folder.parent) is None


def test_is_a_class_that_a_student_handed_in_none(own, root):
    """It could name a course of its own, whose code would run."""
    theirs = folder.new(own.folder / "submitted" / "eve" / tiny.CHAPTER, root).folder
    assert find(theirs) == own.folder


def test_is_a_class_in_a_class_the_inner_one(own, root):
    assert find(folder.new(own.folder / "demo", root).folder) == own.folder / "demo"


@pytest.mark.parametrize("relative", [True, False])
def test_is_the_course_where_class_toml_says_from_the_folder_of_the_class(own, root, relative):
    named = "/".join([".."] * len(own.folder.parts[1:])) + str(root) if relative else str(root)
    own.file.write_text(f"course = {json.dumps(named)}")
    assert Class(own.folder).root == root


def test_is_a_course_that_has_moved_one_line(own):
    own.file.write_text('course = "../gone"')
    with pytest.raises(CourseError) as error:
        Class(own.folder).root  # noqa: B018
    assert str(error.value).endswith(
        "class.toml, course: there is no course at ../gone: write where it lies now, or take the line out for the installed one"
    )
    own.file.write_text("")
    assert Class(own.folder).root == course_root()


def test_is_a_damaged_list_of_editions_named(own):
    (own.folder / "editions").mkdir()
    (own.folder / "editions" / "released.json").write_text("{")
    with pytest.raises(CourseError, match=r"released\.json is damaged: bring it back from your archive"):
        own.settings  # noqa: B018


# --- the commands, in a class's folder -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        ("chapters = [7]", ["build"], "class.toml, chapters: there is no chapter 7"),
        ("chapters = [7]", ["grade", "1"], "class.toml, chapters: there is no chapter 7"),
        ("[points]\ndropout_forward = -1", ["build"], "class.toml, points.dropout_forward: write a number above 0"),
        ("", ["grade", "4"], "there is no chapter '4'; there is 01_tiny (see "),
        ("", ["lab", "--no-open"], "holds no notebooks: build them with `course build`"),
        ("", ["reset", "1", "dropout_forward"], "01_tiny.ipynb: build it with `course build 01_tiny`"),
    ],
)
def test_is_what_is_wrong_one_line_in_a_classs_folder_too(own, root, monkeypatch, text, words, says):
    own.file.write_text(f"course = {json.dumps(str(root))}\n{text}")
    monkeypatch.chdir(own.folder)
    shown = course(*words)
    assert shown.exit_code in (1, 2)
    assert says in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1


def test_is_another_course_than_the_classs_refused(own, tmp_path, monkeypatch):
    monkeypatch.chdir(own.folder)
    shown = course("grade", "1", "--course", tiny.make(tmp_path / "other"))
    assert shown.exit_code == 2
    assert "class.toml names the course at " in shown.stderr


def test_is_no_class_made_inside_of_the_course(root):
    shown = course("class", "new", root / "winter", "--course", root)
    assert shown.exit_code == 2
    assert "is inside of the course's own folder, which is to stay as it was cloned; name one beside it" in shown.stderr
    assert not (root / "winter").exists()


def test_does_nbgrader_refuse_to_go_on_without_the_classs_settings(own):
    """It would run submissions unprotected."""
    own.file.write_text("chapters = [77]")
    shown = tiny.nbgrader(own.folder, ["autograde", tiny.CHAPTER])
    assert "class.toml, chapters: there is no chapter 77" in shown
    assert f"ended: autograde {own.folder}/class.toml" in shown
    run = subprocess.run([sys.executable, "-c", SETTINGS_ALONE, str(own.folder)], capture_output=True, text=True)
    assert "the course is not installed in this Python" in run.stderr
    assert run.returncode == 1


SETTINGS_ALONE = """
import sys
sys.modules["autograder"] = None
path = sys.argv[1] + "/nbgrader_config.py"
exec(compile(open(path).read(), path, "exec"), {"__file__": path, "get_config": None})
"""
