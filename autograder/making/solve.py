"""The solved notebooks: run in a kernel of this interpreter, and only when they would come out otherwise."""

from __future__ import annotations

import ast
import base64
import functools
import hashlib
import itertools
import json
import os
import re
import tempfile
from importlib.util import resolve_name
from io import BytesIO
from pathlib import Path

import nbformat
from PIL import Image

from ..cells import role_of
from ..errors import one_line
from ..places import COURSE_ROOT
from ..seed import SEED_VARIABLE
from . import notebooks

TIMEOUT = 120  # seconds for a cell
KEPT = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/svg+xml")  # no widget state, no data for programs
COLOURS = 64  # of a committed picture
VARIABLES = (COURSE_ROOT, SEED_VARIABLE)  # by which the judge finds the course and the seed
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}  # with small matrices threads only wait for each other
PICTURE = re.compile(r"(?<=data:image/png;base64,)[A-Za-z0-9+/=]+")
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")


def fingerprint(root, notebook, questions, modules=()):
    """Return a hash of the sources that decide the outputs, never of numbers computed from them, in which processors differ.

    The sources are the code cells with their roles, and the course's modules that these import.
    questions  name -> text of the questions to commit to
    modules    names of further modules that are imported in a way that cannot be seen in the code
    """
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    told = hashlib.sha256(json.dumps([[(role_of(c), c.source) for c in cells], sorted(questions.items())]).encode())
    for file in sorted(imported(Path(root), "\n".join(c.source for c in cells), modules)):
        told.update(f"\0{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes())
    return told.hexdigest()[:32]


def imported(root, code, modules):
    """Return the files of the course that code imports, and those these import."""
    files, names = set(), [*modules, *_names(code, "")]
    while names:
        name = names.pop()
        parts = name.split(".")
        for file in (root.joinpath(*parts).with_suffix(".py"), root.joinpath(*parts, "__init__.py")):
            if file.is_file() and file not in files:
                files.add(file)
                package = name if file.name == "__init__.py" else name.rpartition(".")[0]
                names += _names(file.read_text(encoding="utf-8"), package)
    return files


def _names(code, package):
    """Return the names of the modules, and of what may be one, that code of a package imports."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            found += [f"{base}.{alias.name}" for alias in node.names]
    return [name for whole in found for name in itertools.accumulate(whole.split("."), "{}.{}".format)]


def take_outputs(notebook, file, made_from):
    """Give a notebook the outputs of the one in `file`, if that was made from the same; return whether it was."""
    try:
        old = nbformat.read(file, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError):
        return False
    cells, olds = ([c for c in nb.cells if c.cell_type == "code"] for nb in (notebook, old))
    if old.metadata.get("course", {}).get("made_from") != made_from or len(cells) != len(olds):
        return False
    for cell, before in zip(cells, olds, strict=True):
        cell.outputs, cell.execution_count = before.outputs, before.execution_count
    return True


def execute(chapter, notebook, folder, environment):
    """Run a notebook's cells in a folder and keep their outputs; `BuildError` where one raises, warns or writes to stderr."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from .kernel import ThisInterpreter

    where = dict(zip(notebooks.ids(chapter), chapter.cells, strict=True))
    metadata, begun = dict(notebook.metadata), []
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_manager_class=ThisInterpreter,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        on_cell_start=lambda cell, cell_index: begun.append(cell),
    )
    with tempfile.TemporaryDirectory() as profile:
        try:
            client.execute(env={**environment, "IPYTHONDIR": profile, "PYTHONHASHSEED": "0"})
        except CellExecutionError as error:
            shown = [o for o in begun[-1].outputs if o.output_type == "error"] or [error]  # an error of showing a value is only there
            raise _stopped(chapter, where[begun[-1].id], shown[-1]) from None
        except CellTimeoutError:
            raise chapter.error(where[begun[-1].id], f"it runs for more than {TIMEOUT} seconds; make it lighter") from None
        except DeadKernelError:
            raise chapter.error(where[begun[-1].id] if begun else None, "the kernel died; run the cell by hand to see why") from None
    notebook.metadata = nbformat.from_dict(metadata)  # nbclient adds the versions of this machine
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [kept for output in cell.outputs if (kept := _clean(chapter, where[cell.id], output))]
            cell.metadata.pop("execution", None)


def environment(root, seed_file):
    """Return the environment of cells that are run for the build: the course's own modules, and a seed that is no class's."""
    path = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    kept = {k: v for k, v in os.environ.items() if k not in ("NBGRADER_EXECUTION", "MPLBACKEND", "PYTHONWARNINGS")}
    return {**kept, **ONE_THREAD, "PYTHONPATH": path, **dict(zip(VARIABLES, (str(root), str(seed_file)), strict=True))}


def _stopped(chapter, cell, error):
    return chapter.error(cell, f"it stops with {error.ename}: {one_line(error.evalue)}")


def _clean(chapter, cell, output):
    """Return an output as it is committed, or None; `BuildError` for an error or what is on stderr."""
    if output.output_type == "error":
        raise _stopped(chapter, cell, output)
    if output.output_type == "stream":
        if output.name == "stderr":
            raise chapter.error(cell, f"it warns or writes to stderr: {one_line(output.text)}; a solved notebook must be quiet")
        output.text = ADDRESS.sub("0x…", output.text)
        return output
    output.data = {kind: _still(kind, value) for kind, value in output.data.items() if kind in KEPT}
    return output if output.data else None


def _still(kind, value):
    if kind == "image/png":
        return _few_colours(value)
    if kind == "text/html":  # the same picture, with its words
        value = PICTURE.sub(lambda match: _few_colours(match[0]), value)
    return ADDRESS.sub("0x…", value) if kind.startswith("text/") else value


@functools.lru_cache(maxsize=1)  # a figure is there twice: as a picture, and in HTML with its words
def _few_colours(picture):
    """Return a picture with as many colours as our figures need: a third of the size."""
    small = BytesIO()
    with Image.open(BytesIO(base64.b64decode(picture))) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return base64.b64encode(small.getvalue()).decode()
