"""What a worker is given and what it gives back: a job, the terms of its class, the result. And what a score depends on."""

from __future__ import annotations

import ast
import functools
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from ..cells import exercise_of, nbgrader_of
from ..errors import Unreadable
from ..places import PACKAGE
from ..sandbox.limits import Limits
from . import handed_in, read

DECIDES_NOTHING = (  # of a score; all else in our packages does
    "autograder/commands/",
    "autograder/making/",
    "autograder/showing/",
    "autograder/term/",
    "course_utils/figures/",
    "course_utils/plots.py",
    "course_utils/predict.py",
    "course_utils/start.py",
    "course_utils/widgets.py",
)


@dataclass
class ExerciseResult:
    """What one exercise earned.

    outcome    right, part, wrong, empty, error, timeout or none
    cause      what went wrong first
    by_hand    whether the points are what a person gave; what the judge said stays
    seconds    how long it was judged, or None where that is not known
    signature  what a wrong answer does whose mistake has no name, see `signature`
    """

    exercise: str
    points: float
    max_points: float
    outcome: str
    says: str = ""
    mistake: str | None = None
    broken: list[str] = field(default_factory=list)
    cause: str = ""
    by_hand: bool = False
    seconds: float | None = field(default=None, compare=False)
    signature: dict | None = None


@dataclass
class Result:
    """What one submission earned.

    status     graded; repaired (put in order, then graded); partly crashed; unreadable; failed; missing (nothing handed in)
    comments   what nbgrader would comment on each answer, by the cell's name
    sandboxed  whether it ran in the sandbox
    late       seconds after the date it was due, and
    penalty    the points that costs, as the gradebook has them; once written there, `score` is the gradebook's as well
    by_hand    whether a person gave points for it
    look       the exercises that a person has to look at: the judge's points have changed since one was graded by hand, or the
               release has, as it seems, got one since the notebook was handed out
    """

    student: str
    score: float
    max_score: float
    status: str = "graded"
    reason: str = ""
    exercises: list[ExerciseResult] = field(default_factory=list)
    seconds: float = 0.0
    comments: dict = field(default_factory=dict)
    sandboxed: bool = True
    late: float = 0.0
    penalty: float = 0.0
    by_hand: bool = False
    look: list[str] = field(default_factory=list)

    @classmethod
    def from_data(cls, data):
        """Return what `asdict` gave of it."""
        return cls(**{**data, "exercises": [ExerciseResult(**e) for e in data["exercises"]]})


@dataclass(frozen=True)
class Terms:
    """What all submissions of a class are graded by.

    tests     the graded cells' sources with hidden tests, by name
    chapters  the chapter that each answer's cell of the course belongs to, by the cell's name
    """

    chapter: str
    released: str
    tests: dict
    seed: str
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    all_cells: bool = False
    sandbox: bool = True
    hide: tuple = ()
    environment: dict = field(default_factory=dict)
    chapters: dict = field(default_factory=dict)
    code: str = field(default_factory=lambda: code_version())

    @functools.cached_property
    def version(self):
        """A hash of what a score depends on besides the submission and the options: released code, tests, seed and code.

        Words are not among it, be they text between the cells, docstrings or comments: a typo mended is no other test.
        """
        tests = [(name, without_words(source)) for name, source in sorted(self.tests.items())]
        return hashed(self.chapter, _released_code(self.released), tests, self.seed, self.code)


@dataclass(frozen=True)
class Job:
    """One submission to grade.

    submission  the bytes of its notebook, or None where it cannot be read
    files       what lies beside it: bytes by relative path
    others      other notebooks in the student's folder: bytes by relative path
    shipped     the names of those files that are the chapter's own
    left_out    what lies there and is not taken, and why
    unreadable  why the notebook cannot be read
    """

    student: str
    terms: Terms
    submission: bytes | None
    files: dict = field(default_factory=dict)
    left_out: dict = field(default_factory=dict)
    unreadable: str = ""
    others: dict = field(default_factory=dict)
    shipped: frozenset = frozenset()

    @property
    def handed_in(self):
        """A hash of what was handed in and the options it is graded with."""
        beside = [sorted(self.files.items()), sorted(self.left_out.items()), *([sorted(self.others.items())] if self.others else [])]
        return hashed(self.submission, self.unreadable, beside, repr(self.terms.limits), self.terms.all_cells, self.terms.sandbox)


def collect(course, student, terms, shipped=()):
    """Return the `Job` of what a student handed in; `shipped`: files that the chapter has itself, bytes by relative path."""
    notebook = course.path("submitted", terms.chapter, student)
    folder = notebook.parent
    try:
        if folder.is_symlink() or folder.parent.is_symlink():
            raise Unreadable("the folder is a link: hand in the notebook itself")
        others = course.too_high(terms.chapter, student)
        files, left_out = {}, {}
        if folder.exists():
            files, left_out = handed_in.read(folder, course.directory.ignore)
            others |= handed_in.others(folder, terms.chapter)
    except Unreadable as error:
        return Job(student, terms, None, unreadable=str(error))
    except OSError as error:
        if error.errno in read.MACHINES_FAULT:
            raise
        says = f"the folder, or what it holds, cannot be read ({error.strerror}): let whoever grades read it"
        return Job(student, terms, None, unreadable=says)
    try:
        submission, fault = read.load(notebook), ""
    except Unreadable as error:
        submission, fault = None, str(error)
    reserved = dict.fromkeys((notebook.name, "timestamp.txt"))  # they will lie there too
    files, clashing = handed_in.fitting(files, {**reserved, **dict(shipped)})
    files = {name: data for name, data in files.items() if name not in reserved}
    return Job(student, terms, submission, files, left_out | clashing, fault, others, frozenset(dict(shipped)))


@dataclass
class Graded:
    """A submission's executed notebook, as text, and what it earned."""

    notebook: str
    result: Result


def hashed(*parts):
    """Return a hash of some values."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _released_code(text):
    """Return what scores depend on of a released notebook: code, and what nbgrader knows of its cells."""
    try:
        cells = json.loads(text)["cells"]
    except (ValueError, KeyError, TypeError):  # none that can be read
        return text
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    known = ("grade_id", "points", "grade", "solution")
    return [(without_words("".join(cell["source"])), [nbgrader_of(cell).get(key) for key in known], exercise_of(cell)) for cell in code]


def without_words(source):
    """Return Python as it runs, without comments, docstrings and blanks; with magics, as it is."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return source
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


@functools.cache
def code_version():
    """A hash of the code that scores depend on."""
    return hashed(*((name, file.read_bytes()) for name, file in sorted(code().items())))


def code(root=PACKAGE.parent):
    """Return the files that scores depend on, by name: those of our packages, without the rooms that decide nothing."""
    files = (file for package in ("autograder", "course_utils") for file in Path(root, package).rglob("*.py"))
    found = {file.relative_to(root).as_posix(): file for file in files}
    return {name: file for name, file in found.items() if not name.startswith(DECIDES_NOTHING)}
