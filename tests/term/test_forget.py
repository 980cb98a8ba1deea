"""Is a student who is forgotten gone from the gradebook and the folders, for good, and nobody and nothing else?"""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
import three
import tiny

from autograder.commands import keeping
from autograder.errors import CourseError
from autograder.grading import learned
from autograder.grading.batch import only_run
from autograder.grading.course import Course
from autograder.term import forget

template = three.template
STAMP = "2026-11-02 10:00:00.000000 UTC"


def put(path, words="theirs"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
    return path


def say(course, student, *more):
    return tiny.course("forget", student, "--folder", course.folder, *more)


def left(course):
    """Return the paths in a class, without what grading itself keeps."""
    return {p.relative_to(course.folder).as_posix() for p in course.folder.rglob("*") if ".grading" not in p.parts}


@pytest.fixture(scope="module")
def once(template, tmp_path_factory):
    """The class of three, graded."""
    course = three.hand_in(Course(shutil.copytree(template, tmp_path_factory.mktemp("graded") / "course")))
    three.grade(course)
    return course.folder


@pytest.fixture
def graded(once, tmp_path):
    """The class of three, graded; what nbgrader and the exchange keep of two of them lies in the class's folder as well."""
    course = Course(shutil.copytree(once, tmp_path / "course"))
    for student in ("ada", "bob"):
        put(course.folder / "feedback" / student / tiny.CHAPTER / f"{tiny.CHAPTER}.html")
        put(course.folder / "left_out" / "1" / "submitted" / student / tiny.CHAPTER / "big.bin")
        put(course.folder / "exchange" / "tiny" / "inbound" / f"{student}+{tiny.CHAPTER}+{STAMP}+aB3" / "x.ipynb")
        put(course.folder / "inbound" / f"{student}+{tiny.CHAPTER}+{STAMP}" / "x.ipynb")
    return course


def test_is_a_student_gone_from_gradebook_and_folders_and_nobody_else(graded):
    before = left(graded)
    others = {path for path in before if "ada" not in path}
    assert len([path for path in before if path.endswith(("/ada", f"ada+{tiny.CHAPTER}+{STAMP}", "+aB3")) and "ada" in path]) == 6
    shown = say(graded, "ada", "--yes")
    assert shown.exit_code == 0, shown.output
    assert f"ada is in the gradebook with {tiny.CHAPTER}." in shown.stdout
    for place in ("submitted/ada", "autograded/ada", "feedback/ada", "left_out/1/submitted/ada", f"inbound/ada+{tiny.CHAPTER}+{STAMP}"):
        assert f"  {graded.folder / place}\n" in shown.stdout
    assert left(graded) == others
    with graded.gradebook() as book:
        assert [student.id for student in book.students] == ["bob", "cyd"]
        assert {s.student.id for s in book.assignment_submissions(tiny.CHAPTER)} == {"bob", "cyd"}
    with sqlite3.connect(graded.folder / "gradebook.db") as book:
        rows = {table: book.execute(f"select count(*) from {table}").fetchone()[0] for table in ("grade", "comment", "submitted_notebook")}
    book.close()
    assert rows == {"grade": 4, "comment": 4, "submitted_notebook": 2}


def test_is_no_byte_left_of_a_name_in_the_gradebooks_file(graded):
    name = "lynn"  # no random id, which is of hexadecimal digits, can hold it
    tiny.hand_in(graded.folder, name, tiny.answered(graded.folder))
    three.grade(graded, [name])
    book = graded.folder / "gradebook.db"
    assert name.encode() in book.read_bytes()
    assert say(graded, name, "--yes").exit_code == 0
    assert name.encode() not in book.read_bytes()


def test_does_the_next_run_bring_a_forgotten_student_back(graded):
    assert say(graded, "ada", "--yes").exit_code == 0
    outcome, again = three.grade(graded)
    assert [r.student for r in outcome.results] == ["bob", "cyd"]
    assert again == []
    with graded.gradebook() as book:
        assert [(s.id, s.first_name) for s in book.students] == [("bob", None), ("cyd", None)]


def test_is_a_student_with_several_chapters_gone_from_each(graded):
    with graded.gradebook() as book:
        book.add_assignment("02_more")
        book.add_notebook("02_more", "02_more")
        book.add_submission("02_more", "ada")
        book.add_submission("02_more", "bob")
    shown = say(graded, "ada", "--yes")
    assert f"ada is in the gradebook with {tiny.CHAPTER}, 02_more." in shown.stdout
    with graded.gradebook() as book:
        assert [s.student.id for s in book.assignment_submissions("02_more")] == ["bob"]


def test_is_a_student_gone_who_is_in_the_gradebook_alone_or_in_a_folder_alone(graded):
    with graded.gradebook() as book:
        book.add_student("eve")
    shown = say(graded, "eve", "--yes")
    assert "eve is in the gradebook with no submission.\nNo folder of the class holds anything of theirs.\nRemoved." in shown.stdout
    put(graded.folder / "submitted" / "dan" / tiny.CHAPTER / "notes.txt")
    assert "dan is not in the gradebook." in say(graded, "dan", "--yes").stdout
    assert not (graded.folder / "submitted" / "dan").exists()


@pytest.mark.parametrize("student", ["[ab]*", "*", "a?a", "ad[a]", "{ada}"])
def test_takes_an_id_with_glob_characters_only_its_own(graded, student):
    before = left(graded)
    shown = say(graded, student, "--yes")
    assert (shown.exit_code, shown.stderr.count("\n")) == (1, 1)
    assert f"there is no student {student!r}" in shown.stderr
    tiny.hand_in(graded.folder, student, tiny.answered(graded.folder))
    three.grade(graded, [student])
    assert say(graded, student, "--yes").exit_code == 0
    assert left(graded) == before
    with graded.gradebook() as book:
        assert [one.id for one in book.students] == ["ada", "bob", "cyd"]


@pytest.mark.parametrize("student", ["adda", "", ".", "..", "../submitted", "ada/01_tiny", "/", ".grading", "01_tiny", "a\x1b[2J"])
def test_is_an_id_that_nobody_has_one_line(graded, student):
    before = left(graded)
    shown = say(graded, student, "--yes")
    assert (shown.exit_code, shown.stdout, shown.stderr.count("\n")) == (1, "", 1)
    assert "there is no student" in shown.stderr and "\x1b" not in shown.stderr
    assert ("did you mean 'ada'?" in shown.stderr) == (student == "adda")
    assert left(graded) == before


def test_is_an_id_that_another_begins_with_or_holds_a_plus_told_apart(graded):
    box = graded.folder / "inbound"
    put(box / f"ada+b+{tiny.CHAPTER}+{STAMP}+xY" / "x.ipynb")
    put(box / f"adam+{tiny.CHAPTER}+{STAMP}" / "x.ipynb")
    say(graded, "ada", "--yes")
    assert {path.name.partition("+0")[0] for path in box.iterdir()} == {"ada+b", "adam", "bob"}


def test_asks_before_anything_is_removed(graded, monkeypatch):
    before = left(graded)
    shown = say(graded, "ada")
    assert shown.exit_code == 2 and "say --yes to remove them" in shown.stderr
    monkeypatch.setattr(keeping, "sys", type("sys", (), {"stdin": type("tty", (), {"isatty": lambda: True})}))
    monkeypatch.setattr(keeping.typer, "confirm", lambda says: False)
    assert "Nothing was removed." in say(graded, "ada").stdout
    assert left(graded) == before


def test_are_the_lists_of_a_term_rid_of_a_student_and_of_nobody_else(graded):
    roster = put(graded.folder / "roster.csv", 'id,login,number,name\nada,al1,7,"Lovelace, Ada"\n"bo,b",b2,8,"Ada ""ada"" B"\n')
    received = put(
        graded.folder / "inbound" / "received.json", '{"01_tiny": {"ada": [{"name": "x"}], "bob": [{"name": "ada"}]}, "02_more": {}}'
    )
    put(graded.folder / "inbound" / "replaced" / "ada" / tiny.CHAPTER / "1" / "x.ipynb")
    put(graded.folder / "inbound" / "replaced" / "bob" / tiny.CHAPTER / "1" / "x.ipynb")
    put(graded.folder / "grades" / "moodle.csv")
    shown = say(graded, "ada", "--yes")
    assert roster.read_text() == 'id,login,number,name\n"bo,b",b2,8,"Ada ""ada"" B"\n'
    assert json.loads(received.read_text()) == {"01_tiny": {"bob": [{"name": "ada"}]}, "02_more": {}}
    assert [path.name for path in (graded.folder / "inbound" / "replaced").iterdir()] == ["bob"]
    for path in (roster, received):
        assert f"  their line in {path}\n" in shown.stdout
    assert f"not touched, and may still name them: {graded.folder / 'grades'}\n" in shown.stdout
    assert say(graded, "bob", "--yes").exit_code == 0
    received.write_text("{")
    assert "received.json is damaged" in say(graded, "cyd", "--yes").stderr


def test_is_an_example_of_their_code_taken_out_and_the_name_kept(graded):
    entries = [learned.Learned("f", "doubled", "see", "do", f"def f(): return {who!r}", learned.whose(who)) for who in ("ada", "bob")]
    learned.keep(graded.folder, entries)
    shown = say(graded, "ada", "--yes")
    assert f"  an example of their code in {graded.folder / learned.FILE}\n" in shown.stdout
    hers, his = learned.read(graded.folder)
    assert (hers.name, hers.example, hers.whose) == ("doubled", "", "") and his == entries[1]


# --- links, and what may not be written ----------------------------------------------------------------


def test_is_a_link_removed_and_what_it_points_to_kept(graded, tmp_path):
    outside = put(tmp_path / "outside" / "kept.txt").parent
    shutil.rmtree(graded.folder / "submitted" / "ada")
    (graded.folder / "submitted" / "ada").symlink_to(outside)
    (graded.folder / "submitted" / "bob" / "way").symlink_to(outside)
    (graded.folder / "submitted" / "bob" / "file").symlink_to(outside / "kept.txt")
    for student in ("ada", "bob"):
        assert say(graded, student, "--yes").exit_code == 0
        assert not os.path.lexists(graded.folder / "submitted" / student)
    assert (outside / "kept.txt").read_text() == "theirs"


@pytest.mark.parametrize("step", ["submitted", "feedback"])
def test_is_a_folder_of_the_class_that_is_a_link_to_elsewhere_left_and_named(graded, tmp_path, step):
    shutil.move(graded.folder / step, tmp_path / "elsewhere")
    (graded.folder / step).symlink_to(tmp_path / "elsewhere")
    shown = say(graded, "ada", "--yes")
    assert f"not touched, for it lies outside of the class's folder: {graded.folder / step / 'ada'}" in shown.stdout
    assert (tmp_path / "elsewhere" / "ada" / tiny.CHAPTER).is_dir()


def test_is_an_inbound_that_is_a_link_to_elsewhere_left(graded, tmp_path):
    theirs = put(tmp_path / "elsewhere" / f"ada+{tiny.CHAPTER}+{STAMP}" / "x.ipynb")
    shutil.rmtree(graded.folder / "inbound")
    (graded.folder / "inbound").symlink_to(tmp_path / "elsewhere")
    assert say(graded, "ada", "--yes").exit_code == 0
    assert theirs.is_file()


def test_are_read_only_folders_and_very_deep_ones_removed(graded):
    folder = graded.folder / "submitted" / "ada"
    deep = Path(folder, *["d"] * 1500)
    here = os.getcwd()
    os.chdir(folder)
    for _ in range(1500):  # a path this long has to be made step by step
        os.mkdir("d")
        os.chdir("d")
    os.chdir(here)
    assert os.path.isdir(deep)
    (folder / tiny.CHAPTER).chmod(0o500)
    assert say(graded, "ada", "--yes").exit_code == 0
    assert not folder.exists()


# --- when something else happens -----------------------------------------------------------------------


def test_waits_forgetting_for_no_run_that_is_at_work(graded):
    with only_run(graded.folder / "autograded" / ".grading"):
        shown = say(graded, "ada", "--yes")
    assert shown.exit_code == 1 and "another `course grade` is at work here" in shown.stderr
    assert (graded.folder / "submitted" / "ada").is_dir()


def test_goes_forgetting_on_where_it_was_stopped(graded, monkeypatch):
    found = forget.find(graded, "ada")
    real, calls = forget._drop, []

    def stopping(path, aside):
        calls.append(path)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(path, aside)

    monkeypatch.setattr(forget, "_drop", stopping)
    with pytest.raises(KeyboardInterrupt):
        forget.remove(graded, found)
    monkeypatch.undo()
    forget.remove(graded, forget.find(graded, "ada"))
    assert not [path for path in left(graded) if "ada" in path]
    with pytest.raises(CourseError, match="there is no student 'ada'"):
        forget.find(graded, "ada")


def test_are_older_copies_of_the_gradebook_named(graded):
    put(graded.folder / "gradebook.db.2026-11-01-100000")
    put(graded.folder / ".nbgrader.log")
    put(graded.folder / "reports" / "01_tiny.html")
    shown = say(graded, "ada", "--yes")
    for name in ("gradebook.db.2026-11-01-100000", ".nbgrader.log", "reports"):
        assert f"not touched, and may still name them: {graded.folder / name}" in shown.stdout
