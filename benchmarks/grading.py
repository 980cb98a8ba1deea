"""What does it cost to grade a class and write its pages: nbgrader's own way, ours, and the bare cells?

    python benchmarks/grading.py                    # all of it, an hour, into docs/performance.md
    python benchmarks/grading.py --quick            # a row for each chapter, a quarter of an hour, into docs/performance.md
    python benchmarks/grading.py 4 --quick          # one chapter, only to look at

The same honest class (right answers, alternatives, known mistakes) is graded by stock `nbgrader autograde`, with its default steps
and its own kernel for each notebook, and gets its pages by `nbgrader generate_feedback`; and by `course grade`, with its pages and
with unchanged given cells left out. The scores must be the same and each student must have a page, or the benchmark fails. For the light chapter, and
without --quick for all, `course grade --all-cells --no-feedback` is held against a floor: the same cells in one Python, their figures drawn as
a notebook does, the judge called. CPU is that of the command and of all its processes. Where it stands *for each further one*, it is the slope between two
sizes of the class, so without what a command costs however many there are. All in one run, since machines are noisy.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbgrader.api import Base, Gradebook
from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import tiny

from autograder.cells import grade_id, is_graded
from autograder.commands import demo_class
from autograder.grading import batch, gradebook
from autograder.grading.course import Course
from autograder.grading.grade import RECORD
from autograder.grading.job import Job, Result
from autograder.grading.read import read_released
from autograder.making.build import build

ROOT = tiny.ROOT
STOCK = """
c.Autograde.sanitize_preprocessors = [f"nbgrader.preprocessors.{n}" for n in
    ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")]
c.Autograde.autograde_preprocessors = [f"nbgrader.preprocessors.{n}" for n in
    ("Execute", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata")]
c.HTMLExporter.preprocessors = []
"""
FLOOR = '''
import ast, contextlib, io, sys, time, warnings
import nbformat
from IPython.core.pylabtools import print_figure
import matplotlib; matplotlib.use("agg")
import matplotlib.pyplot as plt
import ipywidgets, scipy.ndimage, sklearn.datasets
from autograder import judge
from course_utils import datasets, network, plots, widgets
def value(source, names):
    """Run a cell; return the value of its last line, which a notebook shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None
def draw(figure):
    if isinstance(figure, plt.Figure):
        print_figure(figure)
def run(path):
    notebook, names = nbformat.read(path, 4), {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in notebook.cells:
            if cell.cell_type == "code":
                with contextlib.suppress(Exception):
                    draw(value(cell.source, names))
                for number in plt.get_fignums():
                    draw(plt.figure(number))
                plt.close("all")
first, *paths = sys.argv[1:]
run(first)  # what is read and drawn once
start = time.process_time()
for path in paths:
    run(path)
print((time.process_time() - start) / len(paths))
'''


@dataclass
class Cost:
    """What a command took: seconds on the clock, seconds of CPU, bytes of its largest process."""

    wall: float
    cpu: float
    memory: int

    def __add__(self, other):
        """Return what two commands took, one after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


def measured(command, folder):
    """Run a command to its end and return its `Cost`."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    variables = {"PATH": path, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    variables |= {"COURSE_ROOT": str(course_of(folder)), "COURSE_SEED_FILE": str(folder / "class_seed"), "MPLBACKEND": "agg"}
    if "nbgrader" in command[0]:
        variables.pop("MPLBACKEND")  # its kernel sets its own
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **variables}, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{text[-2000:]}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def course_of(folder):
    """Return the course that a class's folder belongs to."""
    return Path((folder / "course.txt").read_text(encoding="utf-8"))


def hand_in(folder, root, chapter, size):
    """Make a class of so many honest submissions."""
    shutil.rmtree(folder, ignore_errors=True)
    honest = [one for one in demo_class.make(folder, root, chapter) if one.kind != "broken notebook"]
    shutil.rmtree(folder / "submitted")
    (folder / "course.txt").write_text(str(root), encoding="utf-8")
    released = read_released(root / "release" / chapter / f"{chapter}.ipynb")
    for n in range(size):
        path = folder / "submitted" / f"s{n:04}" / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(demo_class.answered(released, honest[n % len(honest)].answers)), encoding="utf-8")


def scores(folder, chapter):
    """Return each student's score of each exercise."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "demo") as book:
        return {
            (part.student.id, grade.name): grade.auto_score for part in book.notebook_submissions(chapter, chapter) for grade in part.grades
        }


def stock(folder, chapter):
    """Grade the class in nbgrader's own way."""
    again(folder)
    config = folder / "nbgrader_config.py"
    ours = config.read_text(encoding="utf-8")
    config.write_text(ours + STOCK, encoding="utf-8")
    try:
        measured(["nbgrader", "generate_assignment", chapter, "--create", "--CourseDirectory.release_directory=made"], folder)
        cost = measured(["nbgrader", "autograde", chapter], folder)
        cost += measured(["nbgrader", "generate_feedback", chapter], folder)
        return cost, scores(folder, chapter)
    finally:
        config.write_text(ours, encoding="utf-8")


def ours(folder, chapter, *options, workers=1):
    """Grade the class by `course grade`."""
    again(folder)
    Course(folder).register(chapter)  # nbgrader's way does this, too, when a chapter is released
    command = [sys.executable, "-m", "autograder", "grade", chapter, "--course", str(course_of(folder)), "--folder", str(folder)]
    cost = measured([*command, "--workers", str(workers), *options], folder)
    return cost, scores(folder, chapter)


def again(folder):
    """Forget what was graded."""
    for name in ("autograded", "feedback", "made"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "gradebook.db").unlink(missing_ok=True)


def floor(folder, root, chapter):
    """Return the CPU seconds of a submission's bare cells, figures and judging in one Python."""
    source = read_released(root / "source" / chapter / f"{chapter}.ipynb")
    tests = {grade_id(c): c.source for c in source.cells if is_graded(c)}
    paths = []
    for path in sorted((folder / "submitted").glob("*/*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.source = tests.get(grade_id(cell), cell.source)
        paths.append(str(folder / f"{path.parts[-3]}.bare.ipynb"))
        nbformat.write(notebook, paths[-1])
    variables = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NBGRADER_EXECUTION": "autograde"}
    variables |= {"COURSE_ROOT": str(root), "COURSE_SEED_FILE": str(folder / "class_seed")}
    command = [sys.executable, "-c", FLOOR, paths[0], *paths]
    return float(subprocess.run(command, cwd=folder, env={**os.environ, **variables}, check=True, capture_output=True, text=True).stdout)


WAYS = {"stock": stock, "all": lambda *where: ours(*where, "--all-cells", "--no-feedback"), "left out": ours}
# Sizes of two classes: what takes less time needs more of them, or is lost in noise. The smaller class of ours has each
# kind of answer once, for the first wrong one of a class pays for running the known mistakes.
LIGHT = {"stock": (2, 12), "all": (2, 62), "left out": (2, 102)}
FULL = {"stock": (1, 3), "all": (2, 10), "left out": (12, 42)}
QUICK = {"stock": (1, 3), "left out": (12, 42)}


def progress(says):
    """Say what is under way, beside the results."""
    print(f"{time.strftime('%H:%M:%S')} {says}", file=sys.stderr, flush=True)


def chapter_row(work, root, chapter, sizes):
    """Measure a chapter, compare the scores, and return a row of the table."""
    folder, known, each = work / chapter, {}, {}
    for way, (small, large) in sizes.items():
        cost = {}
        for size in (small, large):
            progress(f"{chapter}: {way}, {size} submissions")
            hand_in(folder, root, chapter, size)
            cost[size], found = WAYS[way](folder, chapter)
            different = {key: (known[key], score) for key, score in found.items() if known.setdefault(key, score) != score}
            if different:
                raise SystemExit(f"{chapter}: the scores are not the same in all ways: {different}")
            pages = len(list(folder.glob(f"feedback/*/{chapter}/{chapter}.html")))
            if pages != (0 if way == "all" else size):
                raise SystemExit(f"{chapter}: {way} made {pages} pages for {size} submissions")
        each[way] = (cost[large].cpu - cost[small].cpu) / (large - small)
        if way != "left out" and "all" in sizes:  # before and after what it is compared with, as machines change their speed
            progress(f"{chapter}: the floor")
            each["floor", way] = floor(folder, root, chapter)
    row = [chapter, f"{each['stock']:.2f}", f"{each['left out']:.3f}", f"{each['stock'] / each['left out']:.0f}"]
    if "all" in sizes:
        bare = (each["floor", "stock"] + each["floor", "all"]) / 2
        row += [f"{bare:.2f}", f"{each['all']:.2f}", f"{(each['all'] - 0.05) / bare:.2f}"]
    else:
        row += ["", "", ""]
    print(" | ".join(row), flush=True)
    return row


def scale(work, root, chapter, size=500):
    """Return a row with what a large class meets: what a job and a result hold, and how fast one coordinator writes scores down."""
    folder = work / "scale"
    progress(f"{chapter}: what a job and a result hold")
    hand_in(folder, root, chapter, 10)
    ours(folder, chapter)
    course = Course(folder)
    terms = batch.make_terms(course, chapter, batch.Options())
    kept = {kind: [path.stat().st_size for path in folder.glob(f"{kind}/*/*/*") if path.is_file()] for kind in ("autograded", "feedback")}
    progress(f"{chapter}: {size} results into the gradebook")
    with course.gradebook() as book:
        given, found = gradebook.Scores(course, book, chapter), json.loads(next(folder.glob("autograded/*/*/*.ipynb")).read_bytes())
        result = Result.from_data(found["metadata"][RECORD]["result"])
        job = len(pickle.dumps(Job("s", terms, next(folder.glob("submitted/*/*/*.ipynb")).read_bytes())))
        before, start, cpu = rows_in(book), time.perf_counter(), time.process_time()
        for n in range(size):
            given.write(replace(result, student=f"new{n:05}"))
        wall, cpu, rows = time.perf_counter() - start, time.process_time() - cpu, rows_in(book) - before
    kilobytes = [job / 1e3, *(sum(sizes) / 10 / 1e3 for sizes in kept.values())]
    return [
        chapter,
        *(f"{k:.0f}" for k in kilobytes),
        f"{rows / size:.0f}",
        f"{1e3 * cpu / size:.1f}",
        f"{size / wall:.0f}",
        f"{rows / wall:.0f}",
    ]


def rows_in(book):
    """Return how many rows a gradebook has."""
    return sum(book.db.execute(select(func.count()).select_from(table)).scalar() for table in Base.metadata.sorted_tables)


def growth(work, root, chapter, sizes):
    """Return rows: classes of growing size, with one worker and with two."""
    rows = []
    for size in sizes:
        folder = work / f"growth-{size}"
        hand_in(folder, root, chapter, size)
        one, _ = ours(folder, chapter)
        two, _ = ours(folder, chapter, workers=2)
        rows.append(
            [size, f"{one.wall:.1f}", f"{two.wall:.1f}", f"{one.wall / two.wall:.2f}", f"{one.cpu / size:.3f}", f"{one.memory / 1e6:.0f}"]
        )
        print(f"{size} submissions of {chapter}: {rows[-1]}", flush=True)
    return rows


def two_workers(work, root, chapter, size):
    """Return a row: a full chapter, all cells run, with one worker and with two."""
    folder = work / "two"
    hand_in(folder, root, chapter, size)
    one, _ = ours(folder, chapter, "--all-cells", "--no-feedback")
    two, _ = ours(folder, chapter, "--all-cells", "--no-feedback", workers=2)
    return [[f"{size} × {chapter}", f"{one.wall:.1f}", f"{two.wall:.1f}", f"{one.wall / two.wall:.2f}"]]


def table(heads, rows):
    """Return a table in Markdown."""
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in [heads, ["---"] * len(heads), *rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chapters", nargs="*", type=int, help="numbers of full chapters; then docs/performance.md stays as it is. Else all")
    parser.add_argument("--quick", action="store_true", help="what the goals are about, and no more")
    parser.add_argument("--growth", type=int, nargs="*", default=[10, 100, 1000], help="sizes of the light class, without --quick")
    arguments = parser.parse_args()
    names = [
        file.stem for file in sorted((ROOT / "source").glob("*.py")) if int(file.stem[:2]) in arguments.chapters or not arguments.chapters
    ]
    build(root=ROOT, chapters=names, execute=False, progress=progress)
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        light = tiny.make(work / "light")
        sizes = QUICK if arguments.quick else FULL
        rows = [chapter_row(work, light, tiny.CHAPTER, LIGHT), *(chapter_row(work, ROOT, name, sizes) for name in names)]
        heads = ["chapter", "stock, s", "`course grade`, s", "times less", "floor, s", "all cells, s", "(all − 0.05) / floor"]
        parts = ["CPU seconds of each further submission, one worker:\n\n" + table(heads, rows)]
        heads = ["chapter", "a job, kB", "a result, kB", "a page, kB", "rows", "CPU ms", "submissions/s", "rows/s"]
        parts.append(
            f"What a large class meets; scores are written down by one process into SQLite:\n\n{table(heads, [scale(work, ROOT, names[-1])])}"
        )
        if not arguments.quick:
            heads, found = ["class", "1 worker", "2 workers", "ratio"], two_workers(work, ROOT, names[0], 24)
            parts.append(f"A full chapter, all cells, seconds on the clock:\n\n{table(heads, found)}")
            heads = ["submissions", "s, 1 worker", "s, 2 workers", "ratio", "CPU s each", "largest process, MB"]
            found = growth(work, light, tiny.CHAPTER, arguments.growth)
            says = "A growing class of the light chapter (given cells left out; the command's start included):"
            parts.append(f"{says}\n\n{table(heads, found)}")
    text = "\n\n".join([f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}.", *parts])
    print(text)
    if not arguments.chapters:
        write(text)


def write(text):
    """Put the tables between the marks of docs/performance.md."""
    file = ROOT / "docs" / "performance.md"
    before, mark, rest = file.read_text(encoding="utf-8").partition("<!-- made by benchmarks/grading.py -->\n")
    _, end, after = rest.partition("<!-- end -->")
    file.write_text(f"{before}{mark}{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
