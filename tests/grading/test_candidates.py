"""Is a student's work found wherever it lies, and is what is no notebook of the chapter named with what it is?"""

import io
import json
import shutil
import zipfile

import pytest
import tiny
from handed_in_elsewhere import ELSEWHERE, NAME, put, zipped
from nbformat import v4
from three import grade, template

from autograder.grading import candidates, handed_in
from autograder.grading.course import Course

CHAPTER = tiny.CHAPTER
template = template


@pytest.fixture
def course(template, tmp_path):
    """A tiny course into which nobody has handed in anything."""
    return Course(shutil.copytree(template, tmp_path / "course"))


def result(course, student="ada"):
    (found,) = (r for r in grade(course)[0].results if r.student == student)
    return found


@pytest.mark.parametrize("name", ELSEWHERE)
def test_is_a_notebook_under_another_name_or_in_another_folder_graded_and_that_said(course, name):
    put(course, name, tiny.answered(course.folder))
    found = result(course)
    assert (found.score, found.status) == (5, "repaired")
    assert found.reason == f"{name!r} was graded: {NAME} was not handed in"
    assert grade(course)[1] == [], "it is kept"


def test_is_a_zip_opened_with_the_helper_beside_the_notebook(course):
    notebook = tiny.answered(course.folder, dropout_backward="from helper import dropout_backward")
    helper = ("import numpy as np\n" + tiny.RIGHT["dropout_backward"]).encode()
    put(course, "work.zip", zipped(**{f"mine/{NAME}": notebook, "mine/helper.py": helper, f"__MACOSX/mine/._{NAME}": b"\0\5"}))
    jobs = []
    tiny.grade(course, run=lambda job: jobs.append(job) or tiny.light(job))
    choice = candidates.choose(jobs[0], tiny.released(course.folder))
    assert choice.says == [f"'work.zip/mine/{NAME}' was graded: {NAME} was not handed in"]
    assert choice.files["helper.py"] == helper


def test_does_a_finished_copy_beside_the_untouched_stub_count(course):
    put(course, NAME, tiny.released(course.folder))
    put(course, f"{CHAPTER}-Copy1.ipynb", tiny.answered(course.folder))
    put(course, f".ipynb_checkpoints/{CHAPTER}-checkpoint.ipynb", tiny.answered(course.folder))
    found = result(course)
    assert (found.score, found.reason) == (5, f"'{CHAPTER}-Copy1.ipynb' was graded: {NAME} has no answer in it")


def test_does_the_one_of_the_right_name_count_where_it_has_any_answer_and_are_others_named(course):
    put(course, NAME, tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward")))
    put(course, "better.ipynb", tiny.answered(course.folder))
    found = result(course)
    assert (found.score, found.status, found.reason) == (3, "graded", "also there, and not graded: 'better.ipynb'")


def test_counts_of_several_the_one_with_most_answers_never_the_best(course):
    wrong = tiny.answered(course.folder, dropout_forward="dropout_forward = max", dropout_backward="dropout_backward = max")
    for name, notebook in (("b.ipynb", tiny.answered(course.folder)), ("a.ipynb", wrong)):
        put(course, name, notebook)
    put(course, "0.ipynb", tiny.released(course.folder))
    found = result(course)
    assert (found.score, found.status) == (0, "repaired")
    assert found.reason == f"'a.ipynb' was graded: {NAME} was not handed in; also there, and not graded: '0.ipynb', 'b.ipynb'"


def test_is_a_damaged_notebook_replaced_by_a_sound_copy(course):
    put(course, NAME, b"{")
    put(course, "copy.ipynb", tiny.answered(course.folder))
    assert result(course).reason == f"'copy.ipynb' was graded: {NAME} is damaged: not JSON from line 1"


@pytest.mark.parametrize("name", [NAME, "mine.ipynb"])
def test_is_another_chapter_s_notebook_named(course, name):
    other = course.folder / "release" / "02_other" / "02_other.ipynb"
    other.parent.mkdir()
    roles = {"nbgrader": {"grade_id": "l2_penalty", "solution": True, "grade": False, "locked": False, "schema_version": 3}}
    notebook = v4.new_notebook(cells=[v4.new_code_cell("def l2_penalty(): ...", metadata=roles)])
    other.write_text(json.dumps(notebook))
    put(course, name, notebook)
    found = result(course)
    assert (found.score, found.status) == (0, "unreadable")
    assert f"holds chapter 02_other, not {CHAPTER}" in found.reason


ODD = {
    f"{CHAPTER}.py": (b"x = 1", f"there is '{CHAPTER}.py' (Python, no notebook)"),
    f"{CHAPTER}.html": (b"<html>", f"there is '{CHAPTER}.html' (a page, no notebook)"),
    "answers.docx": (b"PK", "there is 'answers.docx' (no notebook)"),
    "link to my Colab.txt": (b"https://", "there is 'link to my Colab.txt' (no notebook)"),
    f"{NAME}.gz": (b"\x1f\x8b", f"there is '{NAME}.gz' (an archive that is not opened: a zip is)"),
    f".ipynb_checkpoints/{CHAPTER}-checkpoint.ipynb": (
        v4.new_notebook(),
        f"there is '.ipynb_checkpoints/{CHAPTER}-checkpoint.ipynb' (a copy that Jupyter keeps for itself, which is not graded)",
    ),
    "empty.zip": (zipped(), "'empty.zip' is an empty zip"),
    "outer.zip": (zipped(**{"inner.zip": zipped(**{NAME: b"{}"})}), "not taken: 'outer.zip/inner.zip', a zip in a zip"),
    "photos.zip": (zipped(**{"1.jpg": b""}), "there is 'photos.zip/1.jpg' (no notebook)"),
    "work.zip": (b"PK", "'work.zip' is no zip that can be read"),
    "own.ipynb": (v4.new_notebook(cells=[v4.new_code_cell("1")]), f"'own.ipynb' holds no cell of {CHAPTER}"),
}


@pytest.mark.parametrize("name", ODD)
def test_is_what_is_no_notebook_of_the_chapter_named_with_what_it_is(course, name):
    data, says = ODD[name]
    put(course, name, data)
    found = result(course)
    assert (found.status, found.reason) == ("unreadable", f"{NAME} was not handed in; {says}: hand in the notebook itself")


SCRIPTS = {
    "called as the chapter": (f"{CHAPTER}.py", "import numpy as np\n\n" + "\n\n".join(tiny.RIGHT.values())),
    "downloaded from Colab": (
        "untitled.py",
        "# -*- coding: utf-8 -*-\n\n# In[1]:\nimport numpy as np\n" + "".join(f"\n# In[ ]:\n\n\n{code}\n" for code in tiny.RIGHT.values()),
    ),
    "paired by jupytext": (
        "notebook.py",
        "# ---\n# jupyter: {}\n# ---\n\n# %% [markdown]\n# # Drop units\n\n# %%\nimport numpy as np\n\n"
        + "".join(f"# %% exercise\n{code}\n\n# %%\nprint(1 + 1)\n" for code in tiny.RIGHT.values()),
    ),
}


@pytest.mark.parametrize("beside", ["alone", "beside the untouched stub"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_is_a_notebook_saved_as_a_script_graded_where_no_notebook_has_an_answer(course, name, beside):
    file, text = SCRIPTS[name]
    put(course, file, text.encode())
    if beside != "alone":
        put(course, NAME, tiny.released(course.folder))
    found = result(course)
    assert (found.score, found.status) == (5, "repaired")
    assert found.reason.startswith(f"'{file}' was graded: {NAME} {'was not handed in' if beside == 'alone' else 'has no answer in it'}")


def test_does_a_script_never_count_before_a_notebook_and_is_a_module_none(course):
    put(course, NAME, tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward")))
    put(course, f"{CHAPTER}.py", "\n\n".join(tiny.RIGHT.values()).encode())
    assert result(course).score == 3
    put(course, NAME, tiny.released(course.folder), student="bob")
    put(course, "helper.py", "\n\n".join(tiny.RIGHT.values()).encode(), student="bob")
    assert result(course, "bob").reason == "there is 'helper.py' (Python, no notebook)"


def test_is_an_answer_in_a_module_that_the_notebook_does_not_use_named(course):
    stub = tiny.stub(course.folder, "dropout_backward")
    put(course, NAME, tiny.answered(course.folder, dropout_backward=stub))
    put(course, "answers.py", "\n\n".join(tiny.RIGHT.values()).encode())
    found = result(course)
    assert (found.score, found.status) == (3, "graded")
    assert found.reason == "'answers.py' makes `dropout_backward`, of which the notebook has no answer that counts: put it into its cell"
    put(course, NAME, tiny.answered(course.folder, dropout_backward="from answers import dropout_backward"))
    jobs = []
    tiny.grade(course, run=lambda job: jobs.append(job) or tiny.light(job))
    assert candidates.choose(jobs[0], tiny.released(course.folder)).says == []


def test_is_what_may_hold_the_answers_named_beside_the_untouched_stub(course):
    put(course, NAME, tiny.released(course.folder))
    put(course, "answers.py", tiny.RIGHT["dropout_forward"].encode())
    put(course, "mine.ipynb", b"{")
    put(course, ".DS_Store", b"0")
    found = result(course)
    says = "'mine.ipynb' is damaged: not JSON from line 1; there is 'answers.py' (Python, no notebook)"
    assert (found.score, found.status, found.reason) == (0, "graded", says)


def test_is_a_file_that_the_chapter_ships_not_named_as_a_students(course):
    shipped = course.folder / "source" / CHAPTER / "helper.py"
    shipped.write_text("x = 1")
    put(course, NAME, tiny.released(course.folder))
    assert result(course).reason == ""


def test_is_a_notebook_that_is_too_large_under_another_name_named(course, monkeypatch):
    monkeypatch.setattr(handed_in, "LARGEST_FILE", 10)
    put(course, "mine.ipynb", tiny.answered(course.folder))
    assert result(course).reason.startswith(f"{NAME} was not handed in; not taken: 'mine.ipynb', a file of 0 MB; at most 0 are taken")


def test_is_a_notebook_found_in_a_folder_with_all_of_an_environment(course):
    put(course, f"project/{NAME}", tiny.answered(course.folder))
    for n in range(handed_in.MOST + 1):
        put(course, f"project/venv/{n}.py", b"")
    found = result(course)
    says = f"'project/{NAME}' was graded: {NAME} was not handed in; not taken: 'project', with it there are more than 500 files"
    assert (found.score, found.reason) == (5, says)


def test_is_a_link_in_such_a_folder_not_followed_and_no_end_of_files_looked_at(course, monkeypatch):
    put(course, NAME, tiny.answered(course.folder), student="bob")
    put(course, "project/x.py", b"")
    project = course.folder / "submitted" / "ada" / CHAPTER / "project"
    (project / "mine.ipynb").symlink_to(course.folder / "submitted" / "bob" / CHAPTER / NAME)
    (project / "up").symlink_to(course.folder / "submitted" / "bob")
    monkeypatch.setattr(handed_in, "MOST", 1)
    assert handed_in.others(project.parent, CHAPTER) == {}
    monkeypatch.setattr(handed_in, "LOOKED_AT", 0)
    assert handed_in._notebooks(project) == []


def test_is_a_notebook_behind_hundreds_of_files_in_a_zip_found(course):
    put(course, "work.zip", zipped(**{f"a/{n}.txt": b"" for n in range(handed_in.MOST + 1)}, **{NAME: tiny.answered(course.folder)}))
    assert result(course).score == 5


def test_is_a_zip_with_a_password_told(course):
    data = bytearray(zipped(**{NAME: tiny.answered(course.folder)}))
    data[6] |= 1
    data[data.rfind(b"PK\1\2") + 8] |= 1
    put(course, "work.zip", bytes(data))
    assert f"not taken: 'work.zip/{NAME}', it has a password" in result(course).reason


def test_is_a_link_or_a_checkpoint_no_candidate(course):
    put(course, NAME, tiny.answered(course.folder), student="bob")
    put(course, f".ipynb_checkpoints/{CHAPTER}-checkpoint.ipynb", tiny.answered(course.folder))
    (course.folder / "submitted" / "ada" / CHAPTER / "mine.ipynb").symlink_to(course.folder / "submitted" / "bob" / CHAPTER / NAME)
    assert result(course).status == "unreadable"


def test_does_a_notebook_of_another_chapter_one_level_too_high_hand_in_nothing(course):
    put(course, NAME, tiny.answered(course.folder), student="bob")
    put(course, "../02_other.ipynb", v4.new_notebook())
    assert result(course).status == "missing"


def unpacked(data, files=4, size=1500):
    room = {"files": files, "bytes": size}
    return [list(candidates._unpacked("z.zip", one, room)[0]) for one in data]


def test_take_all_zips_together_no_more_than_a_folder_may_hold(monkeypatch):
    monkeypatch.setattr(candidates, "LARGEST_FILE", 1000)
    data = zipped(**{"a": b"0" * 10**6, "b": b"0" * 900, "c": b"0" * 900, "../d": b"up", "e": b"5"})
    assert unpacked([data, zipped(f=b"6")]) == [["z.zip/b"], []]
    assert unpacked([zipped(a=b"0" * 900), zipped(b=b"0" * 900), zipped(c=b"0" * 600)]) == [["z.zip/a"], [], ["z.zip/c"]]


def test_is_a_zip_of_another_kind_of_compression_or_with_an_endless_list_not_opened(monkeypatch):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_LZMA) as archive:  # it may ask for any amount of memory
        archive.writestr(NAME, "{}")
    room = {"files": 4, "bytes": 1500}
    says = [f"not taken: 'z.zip/{NAME}', it is packed in a way that is not opened"]
    assert candidates._unpacked("z.zip", data.getvalue(), room) == ({}, says)
    monkeypatch.setattr(candidates, "DIRECTORY", 100)
    with pytest.raises(ValueError):
        unpacked([zipped(**{str(n): b"" for n in range(100)})])


def test_are_no_more_notebooks_looked_into_than_a_student_may_have(course, monkeypatch):
    monkeypatch.setattr(candidates, "MOST_NOTEBOOKS", 2)
    for name in ("a.json", "b.ipynb", "c.ipynb", "d.ipynb"):
        put(course, name, tiny.answered(course.folder))
    assert "also there, and not graded: 'c.ipynb'" in result(course).reason
