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

import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from .. import bank
from ..errors import BuildError
from ..files import mirror, write
from ..places import CHECK_DATA, course_root
from . import notebooks, prove, readme, solve, text
from .check_data import check_data, write_data
from .release import release

BUILD_SEED = "build\n"  # hidden cases of the build itself, so that no class's seed decides what is committed


def build(root=None, chapters=None, execute=True, progress=lambda says: None):
    """Build a course and return the files that came out otherwise than they were.

    root      the folder that holds `source/`; else the course this package belongs to
    chapters  names ("04_dropout") or numbers ("4") of those to build; else all, and what belongs to none is removed
    execute   whether notebooks are run whose outputs may change; else these are left as they are
    progress  called with a line of text at each step
    """
    root = Path(root or course_root()).resolve()
    every = text.read_all(root)
    chosen = every if chapters is None else [_find(every, name) for name in chapters]
    changed = []
    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder, "seed")
        seed.write_text(BUILD_SEED, encoding="utf-8")
        environment = solve.environment(root, seed)
        for chapter in chosen:
            progress(f"{chapter.name}: reading")
            changed += _build_chapter(root, chapter, Path(folder, chapter.name), environment, execute, progress)
    if chapters is None:
        changed += _remove_stale(root, every)
    return changed + [file for file, content in readme.made(root, every) if write(file, content)]


def _find(every, name):
    found = [c for c in every if name == c.name or (str(name).isdigit() and int(name) == c.number)]
    if not found:
        raise BuildError(f"there is no chapter {name!r} in source/; there are: {', '.join(c.name for c in every)}")
    return found[0]


def _build_chapter(root, chapter, workplace, environment, execute, progress):
    source, data = notebooks.source_notebook(chapter), check_data(chapter)
    place, file = root / "source" / chapter.name, root / "notebooks" / f"{chapter.name}.ipynb"
    pictures = [f.relative_to(place).as_posix() for f in sorted(place.rglob("*")) if f.is_file() and f.suffix != ".ipynb"]
    notebook = notebooks.solved_notebook(chapter, source, pictures)
    questions = {name: data[name] for name in (f"predict_{name}" for name in chapter.of("predict"))}
    made_from = solve.fingerprint(root, notebook, questions, _bank_modules(chapter))
    same = solve.take_outputs(notebook, file, made_from)
    folder = release(root, chapter, source, pictures, workplace)
    released = nbformat.read(folder / f"{chapter.name}.ipynb", as_version=4)
    prove.prove_closed(chapter, released)
    if not same:  # what was proved of the same cells and modules holds
        progress(f"{chapter.name}: proving that it can be solved and that mistakes lose points")
        with _variables(**{name: environment[name] for name in solve.VARIABLES}):
            prove.prove_graded(chapter, source, released)
            prove.prove_without(chapter, source, released)
            prove.prove_starts(chapter, released)
    prove.prove_finished(chapter, root, released, data)

    # the kernel reads the check data, and nothing is written before it
    changed = [f for name, content in data.items() if write_data(f := root / CHECK_DATA / f"{name}.json", content)]
    if execute and not same:
        progress(f"{chapter.name}: running the solved notebook")
        file.parent.mkdir(exist_ok=True)
        begun = time.perf_counter()
        solve.execute(chapter, notebook, file.parent, environment)
        progress(f"{chapter.name}: ran in {time.perf_counter() - begun:.1f} s")
    if execute or same:
        notebook.metadata.course.made_from = made_from
        changed += [file] if write(file, notebooks.dumps(notebook)) else []
    inner = place / f"{chapter.name}.ipynb"
    changed += [inner] if write(inner, notebooks.dumps(source)) else []
    return changed + mirror(folder, root / "release" / chapter.name)


def _bank_modules(chapter):
    """Return the packages of the bank that hold exercises of a chapter; the judge finds them by looking around."""
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
