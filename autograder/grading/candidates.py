"""Which of the files that a student handed in is the notebook to grade, and what the others are.

The one of the right name counts if it holds any answer; else the one with the most answers, and of equal ones the
first by name: never the one with the best score. Files come as bytes by relative path; nothing is unpacked to a disk.
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
from .mend import answered
from .read import parse

NEVER = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}  # folders in which programs keep copies
MOST_NOTEBOOKS = 20  # that are looked into
DIRECTORY = 500_000  # bytes of a zip's list of what is in it
NAMED = 3  # files that a message names
WHAT = {".py": "Python, no notebook", ".html": "a page, no notebook", ".htm": "a page, no notebook", ".pdf": "a page, no notebook"}
WHAT |= dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz"), "an archive that is not opened: a zip is")


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
        return Choice(found[0].notebook, [*found[0].notes, *_not_graded(also)], job.files)
    pool, room = {**job.others, **job.files}, {"files": MOST, "bytes": ALL}
    for name in [name for name in pool if name.lower().endswith(".zip")]:
        try:
            pool |= _unpacked(name, pool[name], room)
        except Exception:  # zips can be broken in many ways
            others.append(f"{name!r} is no zip that can be read")
    looked_into = 0
    for name, data in sorted(pool.items(), key=lambda item: (not _is_named_notebook(item[0]), item[0])):
        if _may_be(name, data) and (looked_into := looked_into + 1) <= MOST_NOTEBOOKS:
            try:
                found.append(_candidate(name, data, job, released))
            except Unreadable as error:
                others += [str(error)] if _is_named_notebook(name) else []
        elif what := WHAT.get(PurePosixPath(name).suffix.lower()):
            others.append(f"there is {name!r} ({what})")
    if not found:
        raise Unreadable("; ".join([fault, *others[:NAMED]]) + (": hand in the notebook itself" if not job.submission and others else ""))
    best = min(found, key=lambda one: (-one.answers, one.name != proper, one.name))
    rest = sorted(one.name for one in found if one is not best and one.name != proper)
    if best.name == proper:
        return Choice(best.notebook, [*best.notes, *_not_graded(rest)], job.files)
    why = fault or f"{proper} has no answer in it"
    folder = str(PurePosixPath(best.name).parent)
    beside = {name[len(folder) + 1 :]: data for name, data in pool.items() if name.startswith(f"{folder}/") and name != best.name}
    says = [f"{best.name!r} was graded: {why}", *best.notes, *_not_graded(rest)]
    return Choice(best.notebook, says, fitting(beside, job.files)[0], proper=False)


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
    return ".ipynb" in PurePosixPath(name).name.lower() and not NEVER & set(PurePosixPath(name).parts)


def _may_be(name, data):
    """Whether a file may be a notebook: by its name, and because it begins as one."""
    path = PurePosixPath(name)
    if NEVER & set(path.parts) or path.name.startswith("._"):
        return False
    if _is_named_notebook(name):
        return True
    return path.suffix.lower() in (".json", ".txt", "") and re.match(rb"[\s\xef\xbb\xbf\xff\xfe\0]*\{", data) is not None


def _unpacked(name, data, room):
    """Return the files in a zip, by path; of all zips together not more of them, nor more bytes, than a folder may hold."""
    files = {}
    end = data.rfind(b"PK\5\6")
    if int.from_bytes(data[end + 12 : end + 16], "little") > DIRECTORY:  # reading it would fill the memory
        raise ValueError
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist()[: room["files"]]:
            room["files"] -= 1
            path = PurePosixPath(member.filename)
            plain = not path.is_absolute() and ".." not in path.parts and member.filename.isprintable() and not member.is_dir()
            packed = path.suffix.lower() == ".zip" or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            if not plain or packed or member.file_size > min(LARGEST_FILE, room["bytes"]):
                continue
            room["bytes"] -= member.file_size  # also where it is broken at the end
            with archive.open(member) as file:
                content = file.read(member.file_size + 1)
            files[f"{name}/{path}"] = content
    return files
