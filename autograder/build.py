"""The build: the text of the chapters made into everything that is made.

    source/NN_chapter.py -> course_utils/check_data/    numbers and hints of the visible checks, questions to commit to
                         -> source/NN_chapter/          nbgrader's source notebook (pictures that lie there stay)
                         -> release/NN_chapter/         the student's notebook, by nbgrader's own generate_assignment
                         -> notebooks/NN_chapter.ipynb  solved and executed
                         -> README.md, docs/            the table of the chapters, a figure that one of them makes

Whatever is amiss stops it with a `BuildError` of one line, before `release/` or `notebooks/` of that
chapter is touched. Building touches no gradebook and no seed of a class.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import random
import shutil
import sys
import tempfile
import time
import zlib
from pathlib import Path

import nbformat
import numpy as np

from course_utils.record import keep_global_state

from . import bank, expand, prove, readme, solved, text
from .text import BuildError

CHECK_DATA = Path("course_utils", "check_data")
BUILD_SEED = "build\n"  # hidden cases of the build itself, so that no class's seed decides what is committed
LINE = 120  # characters; JSON that is shorter stays on one line
ROUNDING = 1e-5  # relative: further apart are no two processors, even in float32
LEVELS = 4  # of JSON are broken into lines: a paper, its trials, a trial, its probes


def build(root=None, chapters=None, execute=True, progress=lambda says: None):
    """Build a course and return the files that came out otherwise than they were.

    root      the folder that holds `source/`; else the course this package belongs to
    chapters  names ("04_dropout") or numbers ("4") of those to build; else all, and what belongs to none is removed
    execute   whether notebooks are run whose outputs may change; else these are left as they are
    progress  called with a line of text at each step
    """
    root = Path(root or text.course_root()).resolve()
    every = text.read_all(root)
    chosen = every if chapters is None else [_find(every, name) for name in chapters]
    changed = []
    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder, "seed")
        seed.write_text(BUILD_SEED, encoding="utf-8")
        environment = solved.environment(root, seed)
        for chapter in chosen:
            progress(f"{chapter.name}: reading")
            changed += _build_chapter(root, chapter, Path(folder, chapter.name), environment, execute, progress)
    if chapters is None:
        changed += _remove_stale(root, every)
    return changed + [file for file, content in readme.made(root, every) if _write(file, content)]


def _find(every, name):
    found = [c for c in every if name == c.name or (str(name).isdigit() and int(name) == c.number)]
    if not found:
        raise BuildError(f"there is no chapter {name!r} in source/; there are: {', '.join(c.name for c in every)}")
    return found[0]


def _build_chapter(root, chapter, workplace, environment, execute, progress):
    source, data = expand.source_notebook(chapter), check_data(chapter)
    place, file = root / "source" / chapter.name, root / "notebooks" / f"{chapter.name}.ipynb"
    pictures = [f.relative_to(place).as_posix() for f in sorted(place.rglob("*")) if f.is_file() and f.suffix != ".ipynb"]
    notebook = expand.solved_notebook(chapter, source, pictures)
    questions = {name: data[name] for name in (f"predict_{name}" for name in chapter.of("predict"))}
    made_from = solved.fingerprint(root, notebook, questions, _bank_modules(chapter))
    same = solved.take_outputs(notebook, file, made_from)
    folder = release(root, chapter, source, pictures, workplace)
    released = nbformat.read(folder / f"{chapter.name}.ipynb", as_version=4)
    prove.prove_closed(chapter, released)
    if not same:  # what was proved of the same cells and modules holds
        progress(f"{chapter.name}: proving that it can be solved and that mistakes lose points")
        with _variables(**{name: environment[name] for name in solved.VARIABLES}):
            prove.prove_graded(chapter, source, released)
            prove.prove_starts(chapter, released)

    # nothing is written before this line; the kernel reads the check data
    changed = [f for name, content in data.items() if _write_data(f := root / CHECK_DATA / f"{name}.json", content)]
    if execute and not same:
        progress(f"{chapter.name}: running the solved notebook")
        file.parent.mkdir(exist_ok=True)
        begun = time.perf_counter()
        solved.execute(chapter, notebook, file.parent, environment)
        progress(f"{chapter.name}: ran in {time.perf_counter() - begun:.1f} s")
    if execute or same:
        notebook.metadata.course.made_from = made_from
        changed += [file] if _write(file, expand.dumps(notebook)) else []
    inner = place / f"{chapter.name}.ipynb"
    changed += [inner] if _write(inner, expand.dumps(source)) else []
    return changed + _mirror(folder, root / "release" / chapter.name)


def release(root, chapter, source, pictures, workplace):
    """Make the release of a chapter in a course folder of its own, by nbgrader itself, and return where it is."""
    from nbgrader.api import Base
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy import create_engine
    from traitlets.config import Config, PyFileConfigLoader

    inside = workplace / "source" / chapter.name
    _write(inside / f"{chapter.name}.ipynb", expand.dumps(source))
    for picture in pictures:
        _write(inside / picture, (root / "source" / chapter.name / picture).read_bytes())
    settings = root / "nbgrader_config.py"
    config = PyFileConfigLoader(settings.name, path=str(root)).load_config() if settings.is_file() else Config()
    config.CourseDirectory.root = str(workplace)
    config.CourseDirectory.db_url = f"sqlite:///{workplace / 'gradebook.db'}"
    engine = create_engine(config.CourseDirectory.db_url)
    Base.metadata.create_all(engine)  # for a new gradebook nbgrader asks `alembic` for its version, which takes seconds
    engine.dispose()
    api = NbGraderAPI(coursedir=CourseDirectory(config=config), config=config, log_level="ERROR")
    result = api.generate_assignment(chapter.name)
    if not result["success"]:
        said = (result.get("log") or result["error"]).strip().splitlines()
        raise chapter.error(None, f"nbgrader makes no release of it: {said[-1]}")
    return workplace / "release" / chapter.name


def check_data(chapter):
    """Return the files of a chapter's visible checks and questions: name -> text."""
    data = {}
    for cell in chapter.cells:
        if cell.role == "exercise":
            try:
                with _repeatable():
                    paper = expand.entry(chapter, cell).paper()
            except (bank.BankError, RuntimeError, ValueError, TypeError) as error:
                raise chapter.error(cell, f"its entry in the bank makes no visible check: {' '.join(str(error).split())[:200]}") from error
            data[cell.name] = to_json(paper.to_json())
        elif cell.role == "predict":
            data[f"predict_{cell.name}"] = to_json(_sealed(cell.name, text.prediction(chapter, cell)))
    return data


@contextlib.contextmanager
def _repeatable():
    """Let known mistakes that draw numbers of their own, from outside `rng`, draw the same in every build."""
    seeds, default_rng = itertools.count(), np.random.default_rng
    with keep_global_state():
        np.random.seed(0)
        random.seed(0)
        np.random.default_rng = lambda seed=None: default_rng(next(seeds) if seed is None else seed)
        try:
            yield
        finally:
            np.random.default_rng = default_rng


def _sealed(name, prediction):
    """Return a question as data; what would give it away is packed, so that it is not read by accident."""
    choices, explanations = zip(*prediction.choices, strict=True)
    answer = json.dumps({"right": prediction.right, "explanations": explanations})
    packed = zlib.compress(answer.encode(), level=0)  # stored, for compressed bytes differ between versions of zlib
    return {"name": name, "question": prediction.question, "choices": list(choices), "answer": base64.b64encode(packed).decode()}


def to_json(value):
    """Return JSON that a person and a diff can read: keys sorted, broken into lines on the outer levels only."""
    return _lines(value, 0) + "\n"


def _lines(value, depth):
    flat = json.dumps(value, sort_keys=True, ensure_ascii=False)
    if depth == LEVELS or not isinstance(value, (dict, list)) or len(flat) + depth <= LINE:
        return flat
    if isinstance(value, dict):
        brackets, parts = "{}", [f"{json.dumps(key)}: {_lines(value[key], depth + 1)}" for key in sorted(value)]
    else:
        brackets, parts = "[]", [_lines(part, depth + 1) for part in value]
    pad = "\n" + " " * (depth + 1)
    return brackets[0] + pad + f",{pad}".join(parts) + pad[:-1] + brackets[1]


def _bank_modules(chapter):
    """Return the modules of the bank that hold exercises of a chapter; the judge finds them by looking around."""
    mine = set(chapter.of("exercise"))
    loaded = {n: m for n, m in sys.modules.items() if n.startswith(f"{bank.__name__}.")}
    return sorted(n for n, m in loaded.items() if any(e.name in mine for e in getattr(m, "EXERCISES", ())))


def _remove_stale(root, every):
    """Remove what earlier builds made of texts, exercises and questions that are no more."""
    names = {c.name for c in every}
    keep = {name for c in every for name in c.of("exercise")} | {f"predict_{name}" for c in every for name in c.of("predict")}
    stale = [f for f in (root / CHECK_DATA).glob("*.json") if f.stem not in keep]
    stale += [f for f in (root / "notebooks").glob("*.ipynb") if f.stem not in names]
    stale += [f for f in (root / "source").glob("*/*.ipynb") if f.stem not in names]
    for file in stale:
        file.unlink()
    folders = [f for f in (root / "release").glob("*/") if f.name not in names]
    for folder in folders:
        shutil.rmtree(folder)
    return stale + folders


def _mirror(made, folder):
    """Make a folder the same as a made one; return what changed."""
    files = {f.relative_to(made) for f in made.rglob("*") if f.is_file()}
    extra = [f for f in folder.rglob("*") if f.is_file() and f.relative_to(folder) not in files]
    for file in extra:
        file.unlink()
    return extra + [f for name in sorted(files) if _write(f := folder / name, (made / name).read_bytes())]


def _write_data(file, content):
    """Write JSON as `_write` does, but leave a file that differs only as processors do."""
    try:
        if same_data(json.loads(file.read_text(encoding="utf-8")), json.loads(content)):
            return False
    except (OSError, ValueError):  # there is none, or it is damaged
        pass
    return _write(file, content)


def same_data(a, b):
    """Whether two JSON values are the same but for the last digits of floats: `ROUNDING` times the largest float beside them in a list."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_data(a[key], b[key]) for key in a)
    if isinstance(a, float) and isinstance(b, float):
        return same_data([a], [b])
    if not (isinstance(a, list) and isinstance(b, list)):
        return type(a) is type(b) and a == b
    floats = [abs(x) for x in (*a, *b) if isinstance(x, float)]
    return len(a) == len(b) and all(
        abs(x - y) <= ROUNDING * max(floats) if isinstance(x, float) and isinstance(y, float) else same_data(x, y)
        for x, y in zip(a, b, strict=True)
    )


def _write(file, content):
    """Write a file if it would change, and say whether it did."""
    content = content.encode() if isinstance(content, str) else content
    if file.is_file() and file.read_bytes() == content:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(file.name + ".new")
    new.write_bytes(content)
    new.replace(file)  # a build that is stopped leaves no half of a file
    return True


@contextlib.contextmanager
def _variables(**values):
    """Set variables of this process's environment for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
