"""The folder `work/`: a person's own copies of the released notebooks, what is new in the course, and a way back to an empty stub.

Nothing of a person's that is there is ever overwritten.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from course_utils.progress import START
from course_utils.start import CHANGES, NEWER
from course_utils.start import changes as told

from ..cells import exercise_of, grade_id, role_of
from ..errors import CourseError
from ..files import write
from ..making import start
from ..making.kit import LAB

GIVEN = ".given"  # in it lies what was copied last, under names that no grader takes for a notebook: so a change of the course is told
COPIED, KEPT, RENEWED, BESIDE = "copied", "kept, it was there", "brought up to date, nothing of yours was in it", "newer"


def bring(root, folder, title="", due=None):
    """Copy what is released, and a start page, into `folder`; return a line for each file: what was done with it.

    What is there stays as it is. Where the course has changed a file since it was copied, the new one comes beside it, or in its place
    if nothing of a person's is in it. title, due: as `start.page` has them.
    """
    released, folder = Path(root, "release"), Path(folder)
    files = {file.relative_to(released): file.read_bytes() for file in sorted(released.glob("*/**/*")) if file.is_file()}
    if not files:
        raise CourseError(f"{released} holds no notebooks: build them with `course build`")
    files = {Path(*path.parts[1:]): data for path, data in files.items()}
    chapters = [name for name in sorted(path.name for path in released.iterdir()) if Path(f"{name}.ipynb") in files]
    files = {Path(name): data for name, data in start.files(released, chapters, title, due).items()} | files
    return [_bring(folder, path, data) for path, data in files.items()]


def _bring(folder, path, data):
    """Bring one file into the folder; return (what was done, where, what is new in it)."""
    target, given = folder / path, folder / GIVEN / path.with_name(f"{path.name.replace('.', '_')}.given")
    if not target.exists() and not target.is_symlink():
        write(target, data)
        write(given, data)
        return COPIED, target, ""
    there, before = _bytes(target), _bytes(given)
    if there == data:
        write(given, data)
    if there is None or data in (there, before):
        return KEPT, target, ""
    if before is not None and _same_words(path, there, before):
        write(target, data)
        write(given, data)
        return RENEWED, target, ""
    says = changes(_notebook(before or there), _notebook(data)) if path.suffix == ".ipynb" else "it is another now"
    beside = _beside(target, data) if says else None
    write(given, data)
    if not beside:
        return KEPT, target, ""
    write(folder / CHANGES, json.dumps({**told(folder), beside.name: says}, indent=1) + "\n")
    return BESIDE, beside, says


def _same_words(path, there, before):
    """Whether a file is as it was copied; of the start page the cells alone count, for running it leaves outputs."""
    if path.name != START:
        return there == before
    return _words(there) == _words(before)


def _words(data):
    """Return what stands in the cells of a notebook, or None if it is damaged."""
    try:
        return [_text(cell) for cell in json.loads(data)["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _beside(target, data):
    """Write what is newer beside a file, under a name that is free, and return where."""
    n = 1
    while True:
        file = target.with_name(f"{target.stem}{NEWER}{n if n > 1 else ''}{target.suffix}")
        try:
            with file.open("xb") as stream:
                stream.write(data)
            return file
        except FileExistsError:
            n += 1


def changes(old, new):
    """Return in words what the cells of a chapter's new release have otherwise than those of an older one, or of a person's copy of it."""
    before = {(role_of(cell), exercise_of(cell)): _asked(cell) for cell in old if exercise_of(cell)}
    known = {_text(cell) for cell in old}
    fresh = [cell for cell in new if role_of(cell) == "exercise" and ("exercise", exercise_of(cell)) not in before]
    names = [exercise_of(cell) for cell in fresh]
    asked = [cell for cell in new if role_of(cell) in ("exercise", "tests") and exercise_of(cell) not in names]
    other = dict.fromkeys(exercise_of(cell) for cell in asked if before.get((role_of(cell), exercise_of(cell))) != _asked(cell))
    gone = [name for role, name in before if role == "exercise" and ("exercise", name) not in {(role_of(c), exercise_of(c)) for c in new}]
    rest = [cell for cell in new if role_of(cell) not in ("exercise", "tests") and _text(cell) not in known]
    prose = sum(cell.get("cell_type") == "markdown" for cell in rest)
    says = [f"new exercises: {', '.join(names)}"] if names else []
    says += [f"asked or judged otherwise: {', '.join(other)}"] if other else []
    says += [f"no longer there: {', '.join(gone)}"] if gone else []
    says += [f"{prose} other passage{'s' * (prose > 1)} of text"] if prose else []
    says += [f"{len(rest) - prose} other cell{'s' * (len(rest) - prose > 1)} of code"] if len(rest) > prose else []
    return "; ".join(says)


def _asked(cell):
    """Return what a cell asks: of an answer, what stands above the end of its docstring; any other as a whole."""
    text = _text(cell)
    return text if role_of(cell) != "exercise" else '"""'.join(text.split('"""')[:2])


def _notebook(data):
    """Return the cells of a notebook that are such, none if it is damaged."""
    try:
        return [cell for cell in json.loads(data)["cells"] if isinstance(cell["metadata"], dict) and isinstance(_text(cell), str)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _bytes(file):
    """Return what a file holds, or None where it cannot be read."""
    try:
        return file.read_bytes() if file.is_file() else None
    except OSError:
        return None


def open_lab(root, folder, arguments=()):
    """Run JupyterLab of this interpreter on a folder, and on its start page, until it is closed; return its exit code."""
    paths = [str(Path(root).resolve()), *filter(None, [os.environ.get("PYTHONPATH")])]  # so that nothing need be installed
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    settings = LAB / "lab_settings"
    options = [f"--LabApp.app_settings_dir={settings}", "--LabApp.custom_css=True"]
    options += [f"--ServerApp.tornado_settings=static_custom_path={settings}"]
    options += [f"--LabApp.default_url=/lab/tree/{START}"] if Path(folder, START).is_file() else []
    lab = subprocess.Popen([sys.executable, "-m", "jupyterlab", *options, *arguments], cwd=folder, env=environment)
    before = signal.signal(signal.SIGTERM, lambda *_: lab.terminate())  # else JupyterLab would go on without us
    try:
        while True:
            try:
                return lab.wait()
            except KeyboardInterrupt:
                continue  # the same key reached JupyterLab, which asks whether it is meant
    finally:
        signal.signal(signal.SIGTERM, before)


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
