"""Editions: what of the course a chapter was released with, kept in the class's folder, so that it is graded by that.

    editions/released.json     which edition each chapter was released with, and by which of the class's own terms
    editions/3f2a90b1c7de/     a copy of our two packages, of the texts and of the course's settings; its name is their hash

Another edition than the running one grades in a process of its own, `python -m autograder` with that copy first on the path.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..errors import CourseError
from ..places import CHECK_DATA, CONFIG, COURSE_ROOT, PACKAGE, texts

FOLDER = "editions"
RUNNING = "COURSE_EDITION"  # the variable that says in such a process which edition it is
PACKAGES = ("autograder", "course_utils")
BESIDE = (CONFIG, "pyproject.toml", "LICENSE", "LICENSE-text")  # of a course's folder, what settings and a kit are made from
EXERCISE = re.compile(r'^# %% .*?\bexercise="(\w+)"', re.MULTILINE)
OF_A_CHAPTER = re.compile(r"autograder/bank/\w+/|course_utils/reference/(?!__init__)")  # what may be another chapter's alone


@dataclass(frozen=True)
class Edition:
    """One edition of the course: the folder with our packages, and the one with `source/`."""

    code: Path
    root: Path

    @property
    def runs(self):
        """Whether its code is what runs here."""
        return self.code.resolve() == PACKAGE.parent.resolve()

    def files(self):
        """Return all that belongs to it: files by name."""
        found = {}
        for base, names in ((self.code, PACKAGES), (self.root, ("source",))):
            for place, folders, files in (walked for name in names for walked in os.walk(base / name)):
                folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
                for name in files:
                    file = Path(place, name)
                    if not name.startswith((".", "__pycache__")) and not name.endswith(".ipynb") and file.is_file():
                        found[file.relative_to(base).as_posix()] = file
        return found | {name: self.root / name for name in BESIDE if (self.root / name).is_file()}

    @functools.cached_property
    def name(self):
        """Its name, a hash of all its files."""
        if os.environ.get(RUNNING) and self.root == Path(os.environ[COURSE_ROOT]):
            return os.environ[RUNNING]
        told = hashlib.sha256()
        for name, file in sorted(self.files().items()):
            held = file.read_bytes()
            told.update(f"{name}\0{len(held)}\0".encode() + held)
        return told.hexdigest()[:12]

    def exercises(self):
        """Return the names of the exercises of each chapter."""
        return {file.stem: EXERCISE.findall(file.read_text(encoding="utf-8")) for file in texts(self.root)}

    def decide(self, chapter):
        """Return what decides the release of a chapter and its scores: files by name, without what is other chapters' alone."""
        from ..grading.job import DECIDES_NOTHING, code
        from ..making.solve import imported

        text = self.root / "source" / f"{chapter}.py"
        if not text.is_file():
            return {}
        source = text.read_text(encoding="utf-8")
        names = EXERCISE.findall(source)
        found = {name: file for name, file in code(self.code).items() if not OF_A_CHAPTER.match(name)}
        bank = [file.relative_to(self.code) for n in names for file in sorted(self.code.glob(f"autograder/bank/*/{n}.py"))]
        modules = [".".join(path.with_suffix("").parts) for path in bank]
        try:
            mine = imported(self.code, source, modules)
        except SyntaxError:  # of one's own text; the build says where
            mine = set()
        mine = {file.relative_to(self.code).as_posix(): file for file in mine}
        found |= {name: file for name, file in mine.items() if not name.startswith(DECIDES_NOTHING)}
        found |= {str(CHECK_DATA / f"{n}.json"): self.code / CHECK_DATA / f"{n}.json" for n in names}
        return found | {f"source/{chapter}.py": text, CONFIG: self.root / CONFIG}

    def differs(self, other, chapter):
        """Return the names of the files in which two editions differ, of those that decide a chapter's scores."""
        ours, theirs = self.decide(chapter), other.decide(chapter)
        return sorted(name for name in ours.keys() | theirs.keys() if _bytes(ours.get(name)) != _bytes(theirs.get(name)))

    def keep(self, folder):
        """Copy it into a class's folder and return its name."""
        name, place = self.name, Path(folder, FOLDER)
        if (place / name).is_dir():
            return name
        place.mkdir(mode=0o700, exist_ok=True)  # it holds the answers
        with tempfile.TemporaryDirectory(dir=place, prefix=".new-") as new:
            for path, file in self.files().items():
                target = Path(new, "edition", path)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
            Path(new, "edition").rename(place / name)
        return name

    def run(self, words, name="", folder=None):
        """Run `course` as this edition has it, in `folder` or here, and return its exit code; `name` for one that a class has kept."""
        paths = [str(self.code), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), COURSE_ROOT: str(self.root)}
        environment |= {RUNNING: name} if name else {}
        # -P: or a folder of our name where one stands would come first
        process = subprocess.Popen([sys.executable, "-P", "-m", "autograder", *map(str, words)], env=environment, cwd=folder)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the same key reached the process


def present(root):
    """Return the edition that a course's folder holds: with packages of its own, or with those that run here."""
    root = Path(root).resolve()
    own = (root / "autograder" / "__main__.py").is_file()
    return Edition(root if own else PACKAGE.parent.resolve(), root)


def kept(folder, name):
    """Return an edition that a class has kept."""
    place = Path(folder, FOLDER, name)
    if not (place / "autograder" / "__main__.py").is_file():
        says = "bring it back from your archive, or take the course's present edition with `course edition CHAPTER --take`"
        raise CourseError(f"{place}, the edition that a chapter was released with, is gone: {says}")
    return Edition(place, place)


def _bytes(file):
    return file.read_bytes() if file and file.is_file() else None
