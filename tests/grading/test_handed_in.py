"""Is of a submission's folder taken what is plain and modest, and nothing that a link points to?"""

import json
import os

import pytest
import tiny
from rights import as_anyone

from autograder.grading import handed_in


def test_are_files_beside_the_notebook_there_and_links_not(course):
    notebook = tiny.answered(course.folder, dropout_backward="from helper import dropout_backward")
    folder = tiny.hand_in(course.folder, "helped", notebook).parent
    (folder / "helper.py").write_text("import numpy as np\n" + tiny.RIGHT["dropout_backward"])
    (folder / "passwords").symlink_to("/etc/passwd")
    (folder / "deep").mkdir()
    (folder / "deep" / "data.txt").write_text("mine")
    result = tiny.grade(course, ["helped"]).results[0]
    assert (result.score, result.status, result.reason) == (5, "graded", "not taken: 'passwords', a link")
    place = course.path("autograded", tiny.CHAPTER, "helped").parent
    assert sorted(p.name for p in place.rglob("*")) == ["01_tiny.ipynb", "data.txt", "deep", "helper.py"]


def test_stops_a_folder_with_the_name_of_a_file_of_ours_nobody(course):
    for student, names in {"ada": ["timestamp.txt/x", "helper.py"], "bob": ["figure.png/x", "pictures"]}.items():
        folder = tiny.hand_in(course.folder, student, tiny.answered(course.folder)).parent
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("mine")
    folder = course.path("submitted", tiny.CHAPTER, "eve")
    folder.mkdir(parents=True)
    (folder / "x").write_text("in a folder of the notebook's name")
    source = course.path("source", tiny.CHAPTER).parent
    (source / "pictures").mkdir()
    for name in ("figure.png", "pictures/one.png"):
        (source / name).write_text("ours")
    found = {result.student: result for result in tiny.grade(course, ["ada", "bob", "eve"], run=tiny.light).results}
    assert {student: result.status for student, result in found.items()} == {"ada": "graded", "bob": "graded", "eve": "unreadable"}
    places = {student: course.path("autograded", tiny.CHAPTER, student).parent for student in found}
    assert not (places["ada"] / "timestamp.txt").exists() and (places["ada"] / "helper.py").read_text() == "mine"
    assert (places["bob"] / "figure.png").read_text() == (places["bob"] / "pictures" / "one.png").read_text() == "ours"


def test_has_of_a_file_and_a_folder_of_one_name_the_first_its_place():
    files = {"a": b"1", "a/b": b"2", "c/d/e": b"3", "c/d": b"4", "f": b"5"}
    kept, left_out = handed_in.fitting(files, {"f/ours": b"6"})
    assert kept == {"f/ours": b"6", "a": b"1", "c/d/e": b"3"}
    assert left_out == dict.fromkeys(("a/b", "c/d", "f"), "a file and a folder have one name")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A submission with everything in it that must not be copied, beside a secret."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "submitted" / "ada" / "01_tiny"
    (folder / "data" / "more").mkdir(parents=True)
    (folder / "01_tiny.ipynb").write_text("{}")
    (folder / "timestamp.txt").write_text("2024-01-01 00:00:00 UTC")
    (folder / "helper.py").write_text("x = 1")
    (folder / "data" / "more" / "a b ä.csv").write_text("1")
    return folder


PLAIN = ["01_tiny.ipynb", "timestamp.txt", "data", "helper.py"]


def deep(path, n):
    here = os.open(path, os.O_RDONLY)
    for _ in range(n):  # one after the other: the whole path would be too long
        os.mkdir("d", dir_fd=here)
        here, old = os.open("d", os.O_RDONLY, dir_fd=here), here
        os.close(old)
    os.close(here)


def many(path, n):
    path.mkdir()
    for i in range(n):
        (path / str(i)).touch()


def sparse(path, size):
    with open(path, "wb") as file:
        file.truncate(size)


BAD = {
    "link": (lambda f: (f / "x").symlink_to("../../../secret"), "a link"),
    "link to a folder": (lambda f: (f / "x").symlink_to("/"), "a link"),
    "link to nothing": (lambda f: (f / "x").symlink_to("x"), "a link"),
    "link in a folder": (lambda f: ((f / "x").mkdir(), (f / "x" / "y").symlink_to("/etc/passwd")), "a link"),
    "pipe": (lambda f: os.mkfifo(f / "x"), "no plain file"),
    "huge file": (lambda f: sparse(f / "x", 10_000_000_000), "a file of 10,000 MB"),
    "much in all": (lambda f: ((f / "x").mkdir(), [sparse(f / "x" / str(i), 40_000_000) for i in range(3)]), "more than 100 MB"),
    "deep": (lambda f: ((f / "x").mkdir(), deep(f / "x", 300)), "more than 8 folders in one another"),
    "many": (lambda f: many(f / "x", 2000), "more than 500 files"),
    "name": (lambda f: (f / "x\x1b[2J\n").touch(), "characters that cannot be printed"),
    "no text": (lambda f: open(os.fsencode(f) + b"/x\xff", "w").close(), "characters that cannot be printed"),
}


@pytest.mark.parametrize("name", BAD)
def test_is_what_may_not_be_copied_set_aside(folder, name, tmp_path):
    make, why = BAD[name]
    make(folder)
    bad = next(n for n in os.listdir(folder) if n.startswith("x"))
    safe, left_out = handed_in.look(folder)
    assert safe == PLAIN
    assert list(left_out) == [bad]
    assert why in left_out[bad]
    handed_in.set_aside(assignment="01_tiny", student="ada", notebooks=[str(folder / "01_tiny.ipynb")])
    assert sorted(os.listdir(folder)) == sorted(PLAIN)
    assert os.listdir(tmp_path / "left_out" / "1" / "submitted" / "ada" / "01_tiny") == [bad]


def test_are_the_notebook_and_its_folder_looked_at_too(folder, tmp_path):
    (folder / "01_tiny.ipynb").unlink()
    (folder / "01_tiny.ipynb").symlink_to(tmp_path / "secret")
    handed_in.set_aside(assignment="01_tiny", student="ada", notebooks=[str(folder / "01_tiny.ipynb")])
    assert not (folder / "01_tiny.ipynb").is_symlink()
    other = tmp_path / "submitted" / "bob"
    other.symlink_to(folder.parent)
    (folder / "01_tiny.ipynb").write_text("{}")
    link = tmp_path / "submitted" / "cyd"
    link.mkdir()
    (link / "01_tiny").symlink_to(folder)
    handed_in.set_aside(assignment="01_tiny", student="cyd", notebooks=[str(link / "01_tiny" / "01_tiny.ipynb")])
    assert not (link / "01_tiny").is_symlink()
    assert (folder / "helper.py").exists()


def test_does_nbgrader_stop_where_it_cannot_be_set_aside(folder, tmp_path):
    (tmp_path / "left_out").write_text("a file in the way")
    (folder / "x").symlink_to("/etc/passwd")
    with pytest.raises(SystemExit, match="cannot be set aside"):
        handed_in.set_aside(assignment="01_tiny", student="ada", notebooks=[str(folder / "01_tiny.ipynb")])


def test_do_the_settings_name_it(course):
    assert (
        course.config.Autograde.pre_convert_hook
        == course.config.GenerateFeedback.pre_convert_hook
        == "autograder.grading.handed_in.set_aside"
    )


def test_does_what_nobody_may_read_stop_nobody_else(course):
    def hidden(student, *inner):
        folder = tiny.hand_in(course.folder, student, tiny.answered(course.folder)).parents[1]
        path = folder.joinpath(*inner)
        if not path.exists():
            path.write_text("x")
        path.chmod(0)
        return path

    closed = [
        hidden("hides-a-file", tiny.CHAPTER, "notes.txt"),
        hidden("hides-the-time", tiny.CHAPTER, "timestamp.txt"),
        hidden("hides-the-notebook", tiny.CHAPTER, f"{tiny.CHAPTER}.ipynb"),
        hidden("hides-the-chapter", tiny.CHAPTER),
        hidden("hides-all"),
    ]
    names = ["hides-a-file", "hides-all", "hides-the-chapter", "hides-the-notebook", "hides-the-time"]
    try:
        with as_anyone():
            assert set(names) <= set(course.students(tiny.CHAPTER))
            results = tiny.grade(course, names, run=tiny.light).results
    finally:
        for path in closed:
            path.chmod(0o700)
    assert [(r.student, r.status, r.score) for r in results] == [
        ("hides-a-file", "graded", 5),
        *((name, "unreadable", 0) for name in names[1:4]),
        ("hides-the-time", "graded", 5),
    ]
    assert results[0].reason == "not taken: 'notes.txt', something that cannot be read (Permission denied)"
    assert all("(Permission denied)" in result.reason for result in results[:4])


def test_does_what_lies_beside_the_chapter_and_may_not_be_read_cost_nobody_anything(course):
    """One with the chapter's folder, one who put the notebook one level too high, one whose folder cannot be listed."""
    notebook = tiny.answered(course.folder)
    beside, high, closed = (tiny.hand_in(course.folder, who, notebook).parents[1] for who in ("beside", "high", "closed"))
    (high / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb").rename(high / f"{tiny.CHAPTER}.ipynb")
    (high / tiny.CHAPTER).rmdir()
    for folder in (beside, high):
        (folder / "private").mkdir()
        (folder / "private").chmod(0)
        (folder / "notes.txt").write_text("x")
        (folder / "notes.txt").chmod(0)
    closed.chmod(0o300)
    try:
        with as_anyone():
            assert {"beside", "closed", "high"} <= set(course.students(tiny.CHAPTER))
            results = tiny.grade(course, ["beside", "closed", "high"], run=tiny.light).results
    finally:
        for path in (closed, *(folder / name for folder in (beside, high) for name in ("private", "notes.txt"))):
            path.chmod(0o700)
    assert [r.score for r in results] == [5, 5, 5], results


def test_is_a_folder_with_something_nobody_may_read_set_aside_for_nbgrader(folder, tmp_path):
    (folder / "x").mkdir()
    (folder / "x" / "y").write_text("y")
    (folder / "x" / "y").chmod(0)
    with as_anyone():
        handed_in.set_aside(assignment="01_tiny", student="ada", notebooks=[str(folder / "01_tiny.ipynb")])
    assert sorted(os.listdir(folder)) == sorted(PLAIN)


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")
def test_is_another_name_of_someone_elses_file_a_link_and_of_ones_own_a_file(course):
    folders = {student: tiny.hand_in(course.folder, student, tiny.answered(course.folder)).parent for student in ("links", "copies")}
    theirs = course.folder / "theirs"
    for student, owner in (("links", 12345), ("copies", 0)):  # who keeps a copy by `cp -l` has a second name for each file
        for name, text in (("data.csv", "1"), (f"{tiny.CHAPTER}.ipynb", json.dumps(tiny.answered(course.folder)))):
            theirs.write_text(text)
            os.chown(theirs, owner, owner)
            (folders[student] / name).unlink(missing_ok=True)
            os.link(theirs, folders[student] / name)
            theirs.rename(course.folder / f"{student}-{name}")
    linked, copied = (tiny.grade(course, [student], run=tiny.light).results[0] for student in folders)
    assert (linked.status, linked.score) == ("unreadable", 0)
    assert handed_in.look(folders["links"])[1] == {f"{tiny.CHAPTER}.ipynb": "a link", "data.csv": "a link"}
    assert (copied.status, copied.score, copied.reason) == ("graded", 5, "")
