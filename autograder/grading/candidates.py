"""Which of the files that a student handed in is the notebook to grade, and what the others are.

The one of the right name counts if it holds any answer; else the one with the most answers, and of equal ones the
first by name: never the one with the best score. Where no notebook holds any, a script may. Files come as bytes by relative path; nothing is unpacked to a disk.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from nbformat import NotebookNode

from ..cells import grade_id
from ..errors import Unreadable
from .handed_in import ALL, LARGEST_FILE, MOST, fitting
from .mend import answered, unanswered
from .names import LONGEST, answers
from .read import MOST_CELLS, MOST_CODE, parse, tidy

NEVER = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}  # folders in which programs keep copies
MOST_NOTEBOOKS = 20  # that are looked into
DIRECTORY = 500_000  # bytes of a zip's list of what is in it
NAMED = 3  # files that a message names
WHAT = {".py": "Python, no notebook", ".html": "a page, no notebook", ".htm": "a page, no notebook", ".pdf": "a page, no notebook"}
WHAT |= dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"), "an archive that is not opened: a zip is")
NOTHING = {".DS_Store", "Thumbs.db", "desktop.ini"}  # files that systems leave


@dataclass
class Choice:
    """The notebook that counts, what should be said of the choice, the files beside it, and whether it has the right name."""

    notebook: NotebookNode
    says: list[str]
    files: dict[str, bytes] = field(default_factory=dict)
    proper: bool = True


@dataclass
class _Candidate:
    name: str
    notebook: NotebookNode
    notes: list[str]
    answers: int


def choose(job, released):
    """Return the `Choice` among what a job holds, or raise `Unreadable` with what lies there instead."""
    proper, fault = f"{job.terms.chapter}.ipynb", job.unreadable
    found, others = [], []
    if job.submission is not None:
        try:
            found = [_candidate(proper, job.submission, job, released)]
        except Unreadable as error:
            fault = str(error)
    if found and found[0].answers:
        also = sorted(name for name in job.others if _is_named_notebook(name))
        says = [*found[0].notes, *_not_graded(also), *_in_modules(job, released, found[0].notebook)]
        return Choice(found[0].notebook, says, job.files)
    pool, unopened = _pool(job)
    looked_into = 0
    for name, data in sorted(pool.items(), key=lambda item: (not _is_named_notebook(item[0]), item[0])):
        if _may_be(name, data) and (looked_into := looked_into + 1) <= MOST_NOTEBOOKS:
            try:
                found.append(_candidate(name, data, job, released))
            except Unreadable as error:
                others += [str(error)] if _is_named_notebook(name) else [f"there is {name!r} (no notebook)"]
    if not any(one.answers for one in found):
        found += _scripts(pool, job, released)
    others += unopened + _others(pool, job.shipped)
    if not found:
        others = [*(f"not taken: {name!r}, {why}" for name, why in job.left_out.items() if name != proper), *others]
        raise Unreadable("; ".join([fault, *others[:NAMED]]) + (": hand in the notebook itself" if not job.submission and others else ""))
    best = min(found, key=lambda one: (-one.answers, one.name != proper, one.name))
    rest = sorted(one.name for one in found if one is not best and one.name != proper)
    others = others[:NAMED] if not best.answers else []  # what a student wrote may be in one of them
    if best.name == proper:
        return Choice(best.notebook, [*best.notes, *_not_graded(rest), *others], job.files)
    why = fault or f"{proper} has no answer in it"
    folder = str(PurePosixPath(best.name).parent)
    beside = {name[len(folder) + 1 :]: data for name, data in pool.items() if name.startswith(f"{folder}/") and name != best.name}
    says = [f"{best.name!r} was graded: {why}", *best.notes, *_not_graded(rest), *others]
    return Choice(best.notebook, says, fitting(beside, job.files)[0], proper=False)


def _in_modules(job, released, notebook):
    """Return in words which exercise that the notebook leaves unwritten stands in a Python file beside it."""
    left = unanswered(released, notebook)
    modules = [
        (name, data[:LONGEST].decode("utf-8", "replace")) for name, data in sorted(job.files.items()) if name.lower().endswith(".py")
    ]
    says = [
        f"{name!r} makes `{exercise}`, of which the notebook has no answer that counts: put it into its cell"
        for name, text in modules
        for exercise in left
        if name not in job.shipped and answers(text, exercise)
    ]
    return says[:NAMED]


def _scripts(pool, job, released):
    """Return the candidates among Python files: a notebook saved as a script, or one called as the chapter, that holds an answer."""
    found = []
    for name, data in sorted(pool.items()):
        path = PurePosixPath(name)
        if path.suffix.lower() != ".py" or name in job.shipped or NEVER & set(path.parts) or len(found) == MOST_NOTEBOOKS:
            continue
        parts = re.split(rb"^# (?:%%|In *\[)([^\n]*)\n", data[:MOST_CODE], flags=re.MULTILINE)
        if len(parts) > 1 or job.terms.chapter.lower() in path.name.lower():
            code = [text for head, text in zip([b"", *parts[1::2]], parts[::2], strict=True) if b"[markdown]" not in head]
            cells = [{"cell_type": "code", "source": text.decode("utf-8", "replace").strip("\r\n")} for text in code[:MOST_CELLS]]
            notebook = tidy({"cells": [cell for cell in cells if cell["source"]]})
            found.append(_Candidate(name, notebook, [], answered(released, notebook)[0]))
    return [one for one in found if one.answers]


def _pool(job):
    """Return all files, bytes by name, with those in zips, and in words what of the zips is not opened."""
    pool, says, room = {**job.others, **job.files}, [], {"files": MOST, "bytes": ALL}
    for name in [name for name in pool if name.lower().endswith(".zip")]:
        try:
            files, unopened = _unpacked(name, pool[name], room)
        except Exception:  # zips can be broken in many ways
            says.append(f"{name!r} is no zip that can be read")
            continue
        pool |= files
        says += unopened if unopened or files else [f"{name!r} is an empty zip"]
    return pool, says


def _others(pool, shipped):
    """Return in words what the files are that can be no notebook, those first of which more is known."""
    known, rest = [], []
    for name, data in sorted(pool.items()):
        path = PurePosixPath(name)
        if ".ipynb_checkpoints" in path.parts and path.suffix.lower() == ".ipynb":
            known.append(f"there is {name!r} (a copy that Jupyter keeps for itself, which is not graded)")
        elif not (name in shipped or _may_be(name, data) or NEVER & set(path.parts) or path.name in NOTHING or path.name.startswith("._")):
            what = WHAT.get(path.suffix.lower())
            if what or path.suffix.lower() != ".zip":
                (known if what else rest).append(f"there is {name!r} ({what or 'no notebook'})")
    return known + rest


def _candidate(name, data, job, released):
    notes = []
    shown = name if job.submission is data else repr(name)
    notebook = parse(data, shown, notes)
    answers, there = answered(released, notebook)
    if not there:
        chapters = Counter(job.terms.chapters.get(grade_id(cell)) for cell in notebook.cells)
        chapters = [(n, chapter) for chapter, n in chapters.items() if chapter and chapter != job.terms.chapter]
        if chapters:
            raise Unreadable(f"{shown} holds chapter {max(chapters)[1]}, not {job.terms.chapter}")
        if job.submission is not data:
            raise Unreadable(f"{shown} holds no cell of {job.terms.chapter}")
    return _Candidate(name, notebook, notes, answers)


def _not_graded(names):
    return [f"also there, and not graded: {', '.join(map(repr, names[:NAMED]))}{', …' if len(names) > NAMED else ''}"] if names else []


def _is_named_notebook(name):
    path = PurePosixPath(name.lower())
    archive = path.suffix == ".zip" or "archive" in WHAT.get(path.suffix, "")
    return ".ipynb" in path.name and not archive and not NEVER & set(PurePosixPath(name).parts)


def _may_be(name, data):
    """Whether a file may be a notebook: by its name, and because it begins as one."""
    path = PurePosixPath(name)
    if NEVER & set(path.parts) or path.name.startswith("._"):
        return False
    if _is_named_notebook(name):
        return True
    return path.suffix.lower() in (".json", ".txt", "") and re.match(rb"[\s\xef\xbb\xbf\xff\xfe\0]*\{", data) is not None


def _unpacked(name, data, room):
    """Return the files in a zip, by path, and in words which notebooks in it are not taken.

    Of all zips together not more files, nor more bytes, than a folder may hold; notebooks first.
    """
    files, says = {}, []
    end = data.rfind(b"PK\5\6")
    if int.from_bytes(data[end + 12 : end + 16], "little") > DIRECTORY:  # reading it would fill the memory
        raise ValueError
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in sorted(archive.infolist(), key=lambda member: not _is_named_notebook(member.filename))[: room["files"]]:
            room["files"] -= 1
            if not _is_plain(member):
                continue
            path = f"{name}/{PurePosixPath(member.filename)}"
            if why := _unfit(member, room["bytes"]):
                says += [f"not taken: {path!r}, {why}"] if _is_named_notebook(path) or path.lower().endswith(".zip") else []
                continue
            room["bytes"] -= member.file_size  # also where it is broken at the end
            with archive.open(member) as file:
                content = file.read(member.file_size + 1)
            files[path] = content
    return files, says


def _is_plain(member):
    path = PurePosixPath(member.filename)
    return not (path.is_absolute() or ".." in path.parts or member.is_dir()) and member.filename.isprintable()


def _unfit(member, left):
    """Return why a file in a zip is not read, or None."""
    if member.filename.lower().endswith(".zip"):
        return "a zip in a zip"
    if member.flag_bits & 1:
        return "it has a password"
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in a way that is not opened"
    if member.file_size > min(LARGEST_FILE, left):
        return f"a file of {member.file_size / 1e6:,.0f} MB; at most {min(LARGEST_FILE, left) / 1e6:.0f} are taken"
    return None
