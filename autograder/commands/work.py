"""The folder `work/`: a person's own copies of the released notebooks, and a way back to an empty stub.

Nothing that is there is ever overwritten.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ..cells import exercise_of, grade_id, role_of
from ..errors import CourseError
from ..files import write
from ..making.kit import LAB


def copy_released(root, folder):
    """Copy what is released into `folder`; return (copied, kept): paths that are new, and that were there."""
    released, folder = Path(root, "release"), Path(folder)
    files = sorted(file for file in released.glob("*/**/*") if file.is_file())
    if not files:
        raise CourseError(f"{released} holds no notebooks: build them with `course build`")
    copied, kept = [], []
    for file in files:
        target = folder.joinpath(*file.relative_to(released).parts[1:])
        if target.exists() or target.is_symlink():
            kept.append(target)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        copied.append(target)
    return copied, kept


def open_lab(root, folder, arguments=()):
    """Run JupyterLab of this interpreter on a folder until it is closed; return its exit code."""
    paths = [str(Path(root).resolve()), *filter(None, [os.environ.get("PYTHONPATH")])]  # so that nothing need be installed
    settings = [str(LAB.parent), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]  # without instructors' panels
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "JUPYTER_CONFIG_PATH": os.pathsep.join(settings)}
    lab = subprocess.Popen([sys.executable, "-m", "jupyterlab", *arguments], cwd=folder, env=environment)
    while True:
        try:
            return lab.wait()
        except KeyboardInterrupt:
            continue  # the same key reached JupyterLab, which asks whether it is meant


def reset(root, folder, chapter, exercise):
    """Bring one exercise's stub back into `folder`/CHAPTER.ipynb; return the file that keeps the old answer, or None.

    None: the stub was there, so that nothing is changed.
    """
    released = _load(Path(root, "release", chapter, f"{chapter}.ipynb"), f"build it with `course build {chapter}`")
    stubs = {exercise_of(cell): cell for cell in released["cells"] if role_of(cell) == "exercise"}
    if exercise not in stubs:
        raise CourseError(f"{chapter} has no exercise {exercise!r}; it has {', '.join(stubs)}")
    path = Path(folder, f"{chapter}.ipynb")
    notebook = _load(path, "copy the notebooks there with `course lab`")
    stub = stubs[exercise]
    cell = next((cell for cell in notebook["cells"] if _same(cell, stub)), None)
    if cell is None:
        raise CourseError(f"{path} has no cell of {exercise} any more; rename the file and run `course lab` for a new copy")
    answer = _text(cell)
    if answer == _text(stub):
        return None
    kept = _keep(path, exercise, answer)
    cell.update(source=stub["source"], outputs=[], execution_count=None, cell_type="code")
    write(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")
    return kept


def _same(cell, stub):
    return cell.get("id") == stub["id"] or grade_id(cell) == grade_id(stub)


def _text(cell):
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _load(path, remedy):
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(notebook["cells"], list):
            return notebook
    except FileNotFoundError:
        raise CourseError(f"there is no {path}: {remedy}") from None
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise CourseError(f"{path} cannot be read as a notebook; rename it, then {remedy}")


def _keep(path, exercise, answer):
    """Write an old answer to the first free name beside the notebook."""
    n = 1
    while True:
        file = path.with_name(f"{path.stem}.{exercise}.{n}.py")
        try:
            with file.open("x", encoding="utf-8") as stream:
                stream.write(answer + "\n")
            return file
        except FileExistsError:
            n += 1
