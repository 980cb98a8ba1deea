"""What must hold for every submission of the corpus, whatever it does; see `Class`."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import nbformat
import pytest
import tiny

from autograder.cells import grade_id, is_graded
from autograder.errors import Unreadable
from autograder.grading import grade, handed_in
from autograder.grading.job import Job, Terms
from autograder.grading.read import load, read_released
from autograder.grading.run import REPLAYS, close_shared
from autograder.places import COURSE_ROOT
from autograder.sandbox.limits import Limits
from autograder.seed import SEED_VARIABLE

from . import ALL, ENTRIES, NEITHER, around  # noqa: F401 - NEITHER is for the fuzzing

LIMITS = Limits(
    cell_seconds=2, notebook_seconds=60, memory=2**30, processes=24, file_bytes=32 * 2**20, disk=128 * 2**20, output_bytes=2 * 10**6
)
CANARIES = {name: f"secret-of-{name}-4d7a91" for name in ("seed", "source", "gradebook", "neighbour", "folder")}
LOOK = """
import os, resource
found = {place: sorted(os.listdir(place)) for place in ("/", "/tmp", "/dev", "/dev/shm", os.getcwd())}
found["processes"] = sum(name.isdigit() for name in os.listdir("/proc"))
found["open"] = sorted(os.readlink(f"/proc/self/fd/{n}").split(":")[0] for n in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{n}"))
found["limits"] = [resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")]
found["turn"] = os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0) == os.sched_getaffinity(1), os.sched_getscheduler(0)
found["share"] = [open(file).read().split()[1:] for file in ("/proc/self/autogroup", "/proc/1/autogroup") if os.path.exists(file)]
found["sockets"] = open("/proc/net/unix").read().count("@"), sorted(os.environ.items()), os.getcwd()
found["modes"] = [(oct(os.stat(place).st_mode), os.listxattr(place)) for place in ("/tmp", "/dev/shm", "/", "/kit")]
print(found)
"""


class Class:
    """A tiny course with secrets in it, and all that a submission of the corpus is held to."""

    def __init__(self, root):
        close_shared()  # of other tests
        self.running = _running()
        self.root = tiny.make(root)
        plant(root)
        source = read_released(root / "source" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb")
        self.terms = Terms(
            tiny.CHAPTER,
            released=(root / "release" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb").read_text(encoding="utf-8"),
            tests={grade_id(cell): cell.source for cell in source.cells if is_graded(cell)},
            seed=CANARIES["seed"],
            limits=LIMITS,
            hide=(str(root),),
            environment={SEED_VARIABLE: str(root / "class_seed"), COURSE_ROOT: str(root)},
        )
        self.first = self._honest()

    def check(self, name):
        """Grade a submission, then an honest one, and look at what must hold for both."""
        entry = ENTRIES[name]
        start = time.monotonic()
        graded = grade.grade_submission(self._job(entry))
        seconds = time.monotonic() - start
        result = graded.result
        self._says_nothing(graded)
        assert (result.score, result.max_score) == (entry.earns, ALL), result
        assert result.status == entry.status if entry.status else result.status in ("graded", "repaired", "partly crashed"), result
        assert all(0 <= exercise.points <= exercise.max_points for exercise in result.exercises)
        notebook = nbformat.reads(graded.notebook, as_version=4)
        nbformat.validate(notebook)
        json.loads(graded.notebook, parse_constant=pytest.fail)  # nan is no JSON to others
        graded.notebook.encode("utf-8")
        assert len(graded.notebook) < 12 * 10**6, "an executed notebook beyond its allowance"
        assert seconds < LIMITS.notebook_seconds + 30
        assert _running() <= self.running + 2, "processes are left"  # the sandbox's own two, or none
        assert self._honest() == self.first, "the next submission finds the place otherwise"

    def _job(self, entry):
        """Hand a submission in, and return its job."""
        path = hand_in(self.root, entry)
        files, left_out = handed_in.read(path.parent)
        try:
            return Job(entry.name, self.terms, load(path), files, left_out)
        except Unreadable as error:
            return Job(entry.name, self.terms, None, files, left_out, str(error))

    def _says_nothing(self, graded):
        """What comes back may hold no canary. The graded cells' own text, which nbgrader keeps, is ours."""
        notebook = nbformat.reads(graded.notebook, as_version=4)
        for cell in notebook.cells:
            if is_graded(cell):
                cell.source = ""
        said = nbformat.writes(notebook) + str(graded.result)
        told = learned(said)
        assert not told, f"it learned of {told}"

    def _honest(self):
        """Grade an honest submission: all its points, and what it sees around it."""
        notebook = around(self.root, last=LOOK)
        graded = grade.grade_submission(Job("honest", self.terms, json.dumps(notebook).encode()))
        assert (graded.result.score, graded.result.status) == (ALL, "graded"), graded.result
        seen = tiny.cell(nbformat.reads(graded.notebook, as_version=4), "last").outputs
        assert [output.output_type for output in seen] == ["stream"], seen
        return seen[0].text


def plant(root):
    """Put a canary into each thing that is not for a student."""
    (root / "class_seed").write_text(CANARIES["seed"])
    (root / "gradebook.db").write_text(CANARIES["gradebook"])
    (root / CANARIES["folder"]).mkdir()
    source = root / "source" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb"
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if is_graded(cell):
            cell.source = f"# {CANARIES['source']}\n{cell.source}"
    nbformat.write(notebook, source)
    tiny.hand_in(root, "neighbour", around(root, first=f"# {CANARIES['neighbour']}"))


def learned(said):
    """Return which of the secrets a text tells; that a folder is there is none."""
    reference = (tiny.ROOT / "course_utils" / "reference" / "dropout.py").read_text(encoding="utf-8")
    line = next(row for row in reference.splitlines() if row.startswith("Source:"))
    canaries = {**{name: canary for name, canary in CANARIES.items() if name != "folder"}, "reference": line}
    return [name for name, canary in canaries.items() if canary in said]


def hand_in(root, entry, student=None):
    """Hand an entry in, as a student of its name if none is given, and return the path where its notebook is expected."""
    path = root / "submitted" / (student or entry.name) / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    made = entry.make(root, path) if entry.placed else entry.make(root)
    if not entry.placed:
        path.write_bytes(made if isinstance(made, bytes) else json.dumps(made).encode())
    return path


def _running():
    """Count the processes below this one."""
    parents = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents[int(pid)] = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:  # it ended
            continue
    below, more = set(), {os.getpid()}
    while more:
        more = {pid for pid, parent in parents.items() if parent in more}
        below |= more
    return len(below)


def names(slow):
    """Return the names of the quick or of the slow entries."""
    return [name for name, entry in ENTRIES.items() if entry.slow == slow]


def one_class(tmp_path_factory):
    """Yield a class whose runner ends with it."""
    try:
        yield Class(tmp_path_factory.mktemp("class"))
    finally:
        close_shared()


assert REPLAYS == 3  # what the entries that crash again and again were written for
