"""Is nothing of one's own in `work/` ever overwritten, and does the stub come back?"""

import json
import sys

import pytest
import tiny
from tiny import course

from autograder.commands import work
from autograder.errors import CourseError
from autograder.making.kit import LAB


@pytest.fixture
def folder(root, tmp_path):
    """A work folder with the notebook in it."""
    work.copy_released(root, tmp_path / "work")
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
    assert course("lab", "--no-open", "--course", root, "--folder", folder).stdout.startswith("copied: ")
    mine = answer(folder, "my own work").read_bytes()
    again = course("lab", "--no-open", "--course", root, "--folder", folder)
    assert again.stdout.startswith("kept, it was there: ")
    assert (folder / "01_tiny.ipynb").read_bytes() == mine


def test_does_lab_open_jupyterlab_on_the_folder(root, tmp_path, monkeypatch):
    started = []

    class Popen:
        def __init__(self, words, cwd, env):
            started.append((words, cwd, env["PYTHONPATH"].split(":")[0], env["JUPYTER_CONFIG_PATH"].split(":")[0]))

        def wait(self):
            return 7

    monkeypatch.setattr(work.subprocess, "Popen", Popen)
    shown = course("lab", "--course", root, "--folder", tmp_path, "--", "--port", "9000")
    assert shown.exit_code == 7
    assert started == [([sys.executable, "-m", "jupyterlab", "--port", "9000"], tmp_path, str(root), str(LAB.parent))]


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
    assert len(list(folder.iterdir())) == 1


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
        work.copy_released(tmp_path, folder)
