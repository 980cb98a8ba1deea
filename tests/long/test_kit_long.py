"""Does the kit install into a fresh environment, and do all its notebooks run there, to their first exercise, with nothing of ours?

Needs `uv` and a package index.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
import tiny

from autograder.making import kit

# Run by the fresh environment's own Python: a notebook to its first graded cell; say what that raised, and where things came from.
RUN = """
import json, pathlib, sys
import nbformat
from nbclient import NotebookClient

path = pathlib.Path(sys.argv[1])
notebook = nbformat.read(path, as_version=4)
first = next(i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade"))
last = notebook.cells[first]
last.metadata.tags = ["raises-exception"]
probe = nbformat.v4.new_code_cell(
    "import course_utils, importlib.util, json, sys\\n"
    "found = [name for name in ('autograder', 'course_utils.reference', 'nbgrader') if importlib.util.find_spec(name)]\\n"
    "print(json.dumps([sys.path, course_utils.__file__, found]))"
)
notebook.cells = [*notebook.cells[: first + 1], probe]
NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
(error,) = [o for o in last.outputs if o.output_type == "error"]
print(json.dumps([error.evalue, *json.loads(probe.outputs[-1].text)]))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The unzipped kit, and the Python of an environment that it was installed into."""
    folder = tmp_path_factory.mktemp("fresh")
    with zipfile.ZipFile(kit.make(tiny.ROOT, folder / "kit.zip")) as opened:
        opened.extractall(folder)
    (place,) = folder.glob("practical-aspects-kit-*/")
    run([shutil.which("uv"), "venv", "--quiet", "--python", sys.executable, folder / "venv"], place)
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run([shutil.which("uv"), "pip", "install", "--quiet", "--python", python, "."], place)
    return place, python


def run(command, place):
    """Run a command without what the environment of this test may lend it, and return what it printed."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "COURSE", "JUPYTER", "NBGRADER"))
    }
    kept["IPYTHONDIR"] = str(place.parent / "ipython")
    done = subprocess.run([str(word) for word in command], cwd=place, env=kept, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def results(installed, notebook):
    place, python = installed
    says, path, file, found = json.loads(run([python, "-c", RUN, notebook], place).splitlines()[-1])
    assert found == []
    assert not [entry for entry in path if entry and (tiny.ROOT in (p := place / entry).parents or p == tiny.ROOT)]
    return says, file


@pytest.mark.parametrize("chapter", sorted(folder.name for folder in (tiny.ROOT / "release").iterdir()))
def test_does_each_chapter_run_to_its_first_exercise(installed, chapter):
    place, _ = installed
    says, file = results(installed, place / f"{chapter}.ipynb")
    assert "is not written yet" in says
    assert file == str(place / "course_utils" / "__init__.py")


def test_does_a_notebook_run_that_was_moved(installed, tmp_path):
    place, _ = installed
    shutil.copy(place / "04_dropout.ipynb", tmp_path)
    says, file = results(installed, tmp_path / "04_dropout.ipynb")
    assert says.startswith("dropout_forward is not written yet")
    assert file.startswith(str(place.parent / "venv"))


@pytest.fixture(scope="module")
def required(installed, tmp_path_factory):
    """The kit's folder, and the Python of an environment that holds its `requirements.txt` and nothing else."""
    place, _ = installed
    folder = tmp_path_factory.mktemp("required")
    run([shutil.which("uv"), "venv", "--quiet", "--python", sys.executable, folder / "venv"], place)
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run([shutil.which("uv"), "pip", "install", "--quiet", "--python", python, "-r", "requirements.txt", "nbclient"], place)
    return place, python


@pytest.mark.parametrize("chapter", ["04_dropout", "05_augmentation_early_stopping"])
def test_does_a_chapter_run_in_its_folder_where_the_requirements_alone_are_installed(required, chapter):
    """As VS Code and Binder run it."""
    place, _ = required
    says, file = results(required, place / f"{chapter}.ipynb")
    assert "is not written yet" in says and file == str(place / "course_utils" / "__init__.py")


def test_runs_a_notebook_that_was_uploaded_alone_after_the_lines_in_the_readme_as_on_colab(required, tmp_path):
    if not shutil.which("unzip"):
        pytest.skip("unzip is not installed")
    place, _ = required
    shutil.copy(place / "04_dropout.ipynb", tmp_path)
    with pytest.raises(AssertionError, match="No module named 'course_utils'"):
        results(required, tmp_path / "04_dropout.ipynb")
    shutil.make_archive(str(tmp_path / place.name), "zip", place.parent, place.name)
    lines = re.findall(r"^ *!(.+)$", (place / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    run(["sh", "-c", " && ".join([f"cd {tmp_path}", *(line for line in lines if not line.startswith("pip "))])], place)
    says, file = results(required, tmp_path / "04_dropout.ipynb")
    assert says.startswith("dropout_forward is not written yet") and file == str(tmp_path / "course_utils" / "__init__.py")


def test_does_the_start_pages_cell_run(installed):
    place, python = installed
    page = json.loads((place / "00_start.ipynb").read_text(encoding="utf-8"))
    (code,) = ["".join(cell["source"]) for cell in page["cells"] if cell["cell_type"] == "code"]
    assert run([python, "-c", code], place).startswith("Begin: 1. ")


def test_does_jupyterlab_start(installed):
    place, python = installed
    assert run([python.with_name("jupyter-lab"), "--version"], place).startswith("4.")


def test_are_instructors_panels_off_in_the_environment_of_the_kit(installed):
    """On a hub students have nbgrader in it, too: its *Assignment List* stays."""
    place, python = installed
    code = "import json; from jupyterlab_server.config import get_page_config; print(json.dumps(get_page_config([])['disabledExtensions']))"
    off = json.loads(run([python, "-c", code], place))
    assert sorted(off) == [f"@jupyter/nbgrader:{panel}" for panel in ("course-list", "create-assignment", "formgrader")]
