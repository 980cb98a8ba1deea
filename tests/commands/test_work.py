"""Is nothing of one's own in `work/` ever overwritten, and does the stub come back?"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import pytest
import tiny
from tiny import course

from autograder.classroom.folder import new as new_class
from autograder.commands import work
from autograder.errors import CourseError
from autograder.grading import candidates
from autograder.making import kit


@pytest.fixture
def folder(root, tmp_path):
    """A work folder with the notebook in it."""
    work.bring(root, tmp_path / "work")
    return tmp_path / "work"


def answer(folder, code, name="dropout_forward"):
    """Write an answer into the copy in `work/`."""
    path = folder / f"{tiny.CHAPTER}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    next(c for c in notebook["cells"] if c["id"] == f"exercise-{name}")["source"] = code.splitlines(keepends=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def exercise_text(path, name="dropout_forward"):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join(next(c for c in cells if c["id"] == f"exercise-{name}")["source"])


def test_does_lab_copy_and_never_overwrite(root, tmp_path):
    folder = tmp_path / "work"
    assert course("lab", "--no-open", "--course", root, "--folder", folder).stdout.count("copied: ") == 2
    mine = answer(folder, "my own work").read_bytes()
    again = course("lab", "--no-open", "--course", root, "--folder", folder)
    assert again.stdout.count("kept, it was there: ") == 2
    assert (folder / "01_tiny.ipynb").read_bytes() == mine
    assert sorted(file.name for file in folder.iterdir()) == [".given", "00_start.ipynb", "01_tiny.ipynb"]


def test_is_what_was_copied_nothing_to_grade(root, tmp_path):
    """Some hand in all of their folder."""
    work.bring(root, tmp_path)
    work.write(tmp_path / work.CHANGES, "{}")
    copies = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in (tmp_path / ".given").iterdir()}
    assert len(copies) == 3 and not [name for name, data in copies.items() if candidates._may_be(name, data)]


# --- after a change of the course ----------------------------------------------------------------------


@pytest.fixture
def moved(tmp_path):
    """A course of one's own that can be changed, and a work folder with its notebook."""
    root = tiny.make(tmp_path / "moved")
    work.bring(root, tmp_path / "at-work")
    return root, tmp_path / "at-work"


def change(root, *pairs, chapter=tiny.CHAPTER):
    """Replace words in the released notebook."""
    file = root / "release" / chapter / f"{chapter}.ipynb"
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file.read_bytes()


def did(root, folder):
    """Bring what is new; return what was done with the chapter: (what, name of the file, words)."""
    return next((says, file.name, new) for says, file, new in work.bring(root, folder) if tiny.CHAPTER in file.name)


def test_comes_a_changed_chapter_beside_a_students_own_with_a_word_on_what_changed(moved):
    root, folder = moved
    mine = answer(folder, "my own work").read_bytes()
    new = change(root, ("# Drop units", "# Drop some units"), ("a quarter of the points", "much"), ("history = [1, 2, 3]", "history = []"))
    shown = course("lab", "--no-open", "--course", root, "--folder", folder).stdout.replace("\n", " ")
    assert "asked or judged otherwise: dropout_forward, dropout_backward; 1 other passage of text; 1 other cell of code" in shown
    assert "lies beside yours, which is as it was" in shown
    assert (folder / "01_tiny.ipynb").read_bytes() == mine
    assert (folder / "01_tiny.new.ipynb").read_bytes() == new
    assert did(root, folder) == (work.KEPT, "01_tiny.ipynb", ""), "it is told once"


def test_comes_a_second_change_beside_the_first(moved):
    root, folder = moved
    answer(folder, "my own work")
    first = change(root, ("# Drop units", "# Drop some units"))
    assert did(root, folder) == (work.BESIDE, "01_tiny.new.ipynb", "1 other passage of text")
    change(root, ("# Drop some units", "# Drop a few units"))
    assert did(root, folder) == (work.BESIDE, "01_tiny.new2.ipynb", "1 other passage of text")
    assert work.told(folder) == dict.fromkeys(("01_tiny.new.ipynb", "01_tiny.new2.ipynb"), "1 other passage of text")
    assert (folder / "01_tiny.new.ipynb").read_bytes() == first


def test_takes_a_changed_chapter_the_place_of_one_that_was_never_written_in(moved):
    root, folder = moved
    new = change(root, ("# Drop units", "# Drop some units"))
    assert did(root, folder) == (work.RENEWED, "01_tiny.ipynb", "")
    assert (folder / "01_tiny.ipynb").read_bytes() == new
    assert len(list(folder.glob("*.ipynb"))) == 2


def test_does_a_new_chapter_come_and_say_the_start_page_so(moved):
    root, folder = moved
    answer(folder, "my own work")
    page = folder / "00_start.ipynb"
    ran = json.loads(page.read_text(encoding="utf-8"))
    next(cell for cell in ran["cells"] if cell["id"] == "show")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    page.write_text(json.dumps(ran))
    (root / "release" / "02_new").mkdir()
    (root / "release" / "02_new" / "02_new.ipynb").write_bytes((root / "release" / "01_tiny" / "01_tiny.ipynb").read_bytes())
    says = {file.name: said for said, file, _ in work.bring(root, folder)}
    assert says == {"00_start.ipynb": work.RENEWED, "01_tiny.ipynb": work.KEPT, "02_new.ipynb": work.COPIED}
    assert "02_new.ipynb" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"), [("## In a chapter", "my own notes"), ('"cells": [', '"cells": [{"source": "mine"},'), ('{\n "cells"', "mine")]
)
def test_stays_a_start_page_in_which_a_student_wrote(moved, old, new):
    root, folder = moved
    page = folder / "00_start.ipynb"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    mine = page.read_bytes()
    change(root, ("# Drop units", "# Drop some units"))
    assert next((said, file.name) for said, file, _ in work.bring(root, folder)) == (work.BESIDE, "00_start.new.ipynb")
    assert page.read_bytes() == mine


def test_is_a_folder_of_before_asked_by_its_cells(moved):
    """Nothing says what was copied there."""
    root, folder = moved
    shutil.rmtree(folder / ".given")
    answer(folder, 'def dropout_forward(A, keep_prob, rng):\n    """mine"""\n    return A')
    answer(folder, tiny.RIGHT["dropout_backward"], "dropout_backward")
    assert did(root, folder) == (work.BESIDE, "01_tiny.new.ipynb", "asked or judged otherwise: dropout_forward"), "its docstring is another"
    shutil.rmtree(folder / ".given")
    answer(folder, tiny.RIGHT["dropout_forward"])
    assert did(root, folder)[0] == work.KEPT


def test_is_told_which_exercises_came_and_went(moved):
    root, folder = moved
    answer(folder, "my own work")
    change(root, ("dropout_backward", "dropout_sideways"))
    says = did(root, folder)[2]
    assert says.startswith("new exercises: dropout_sideways; no longer there: dropout_backward")


@pytest.mark.parametrize("there", ["", "{", "[]", '{"cells": [3, {}, {"metadata": null}, {"metadata": {}, "source": [1]}]}', "[" * 100_000])
def test_stops_no_damaged_notebook_of_a_students_the_others(moved, there):
    root, folder = moved
    shutil.rmtree(folder / ".given")
    mine = folder / "01_tiny.ipynb"
    mine.write_text(there)
    says, name, _ = did(root, folder)
    assert (says, name) == (work.BESIDE, "01_tiny.new.ipynb")
    assert mine.read_text() == there


@pytest.mark.parametrize("kind", ["folder", "link to nowhere"])
def test_is_what_is_no_file_left_alone(root, tmp_path, kind):
    mine = tmp_path / "work" / "01_tiny.ipynb"
    mine.parent.mkdir()
    mine.mkdir() if kind == "folder" else mine.symlink_to("nowhere")
    assert did(root, tmp_path / "work")[0] == work.KEPT
    assert mine.is_dir() or mine.is_symlink()


def test_says_the_start_page_of_a_class_until_when(tmp_path, monkeypatch):
    root = tiny.make(tmp_path / "root")
    shutil.copytree(tiny.ROOT / "course_utils", root / "course_utils", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", *kit.LICENCES):
        shutil.copyfile(tiny.ROOT / name, root / name)
    own = new_class(tmp_path / "winter", root, "Winter")
    file = own.folder / "class.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("[due]", "[due]\n01_tiny = 2026-12-12"), encoding="utf-8")
    monkeypatch.chdir(own.folder)
    for words in (["build"], ["lab", "--no-open"], ["kit", "--to", "kit.zip"]):
        shown = course(*words)
        assert shown.exit_code == 0, shown.output
    page = (own.folder / "work" / "00_start.ipynb").read_text(encoding="utf-8")
    assert "# Winter" in page and page.count("Sat 2026-12-12, 23:59 (UTC)") == 2, "in the table, and in the cell"
    with zipfile.ZipFile("kit.zip") as opened:
        (name,) = [name for name in opened.namelist() if name.endswith("00_start.ipynb")]
        assert opened.read(name).decode() == page


# --- JupyterLab ------------------------------------------------------------------------------------------


def test_does_lab_open_jupyterlab_on_the_folder(root, tmp_path, monkeypatch):
    started = []

    class Popen:
        def __init__(self, words, cwd, env):
            started.append((words, cwd, env["PYTHONPATH"].split(":")[0]))

        def wait(self):
            return 7

    monkeypatch.setattr(work.subprocess, "Popen", Popen)
    shown = course("lab", "--course", root, "--folder", tmp_path, "--", "--port", "9000")
    assert shown.exit_code == 7
    ((words, place, path),) = started
    assert (words[:3], place, path) == ([sys.executable, "-m", "jupyterlab"], tmp_path, str(root))
    assert words[-2:] == ["--port", "9000"], "what a person says comes last, and counts"
    assert "--LabApp.default_url=/lab/tree/00_start.ipynb" in words


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_ends_jupyterlab_with_the_command(tmp_path, monkeypatch, end):
    """SIGINT is that of a terminal, which JupyterLab gets itself, and asks."""
    child = "import pathlib, time; pathlib.Path('up').touch(); time.sleep(60)"
    code = f"import sys; from autograder.commands import work; work.sys.executable = {str(tmp_path / 'python')!r}; sys.exit(work.open_lab('.', '.'))"
    (tmp_path / "python").write_text(f'#!/bin/sh\nexec {sys.executable} -c "{child}"\n')
    (tmp_path / "python").chmod(0o700)
    environment = {**os.environ, "PYTHONPATH": str(tiny.ROOT)}
    command = subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        limit = time.monotonic() + 60
        while not (tmp_path / "up").exists() and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(0.2)
        command.send_signal(end) if end == signal.SIGTERM else os.killpg(command.pid, end)
        command.wait(20)
        with pytest.raises(ProcessLookupError):
            os.killpg(command.pid, 0)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(command.pid, signal.SIGKILL)


def test_does_reset_bring_the_stub_back_and_keep_every_answer(root, folder):
    stub = exercise_text(folder / "01_tiny.ipynb")
    for n, code in enumerate(("first = 1", "second = 2\nwith_two = 'lines'"), 1):
        path = answer(folder, code)
        shown = course("reset", "1", "dropout_forward", "--course", root, "--folder", folder)
        assert shown.exit_code == 0
        assert f"01_tiny.dropout_forward.{n}.py" in shown.stdout.replace("\n", "")
        assert exercise_text(path) == stub
        assert (folder / f"01_tiny.dropout_forward.{n}.py").read_text(encoding="utf-8") == code + "\n"
    assert exercise_text(path, "dropout_backward") == exercise_text(root / "release" / "01_tiny" / "01_tiny.ipynb", "dropout_backward")


def test_does_reset_change_nothing_where_the_stub_is_there(root, folder):
    before = (folder / "01_tiny.ipynb").read_bytes()
    shown = course("reset", "01_tiny", "dropout_forward", "--course", root, "--folder", folder)
    assert "is the empty stub already" in shown.stdout
    assert (folder / "01_tiny.ipynb").read_bytes() == before
    assert len(list(folder.glob("01_*"))) == 1


def test_says_reset_what_it_cannot_do(root, folder, tmp_path):
    path = folder / "01_tiny.ipynb"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["cells"] = data["cells"][:1]
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CourseError, match="has no cell of dropout_forward any more; rename the file and run `course lab`"):
        work.reset(root, folder, "01_tiny", "dropout_forward")
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CourseError, match="cannot be read as a notebook; rename it, then copy the notebooks there with `course lab`"):
        work.reset(root, folder, "01_tiny", "dropout_forward")
    path.unlink()
    with pytest.raises(CourseError, match=r"there is no .*01_tiny\.ipynb: copy the notebooks there with `course lab`"):
        work.reset(root, folder, "01_tiny", "dropout_forward")
    with pytest.raises(CourseError, match=r"there is no .*01_tiny\.ipynb: build it with `course build 01_tiny`"):
        work.reset(tmp_path, folder, "01_tiny", "dropout_forward")
    with pytest.raises(CourseError, match="holds no notebooks: build them with `course build`"):
        work.bring(tmp_path, folder)
