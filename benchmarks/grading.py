"""What does it cost to grade a class: nbgrader's own way, ours, and the bare cells?

    python benchmarks/grading.py                    # all of it (more than an hour), into docs/performance.md
    python benchmarks/grading.py 4 --copies 4       # one chapter, few submissions

The same honest class (right answers, alternatives, known mistakes) is graded by stock `nbgrader autograde`, with its default steps
and its own kernel for each notebook, and by `course grade`, with all cells and with unchanged experiments left out. The scores must
be the same, or the benchmark fails. The floor runs the same cells in one Python, draws their figures as a notebook does, and calls
the judge. CPU is that of the command and of all its processes. Where it stands *for each further one*, it is the slope between two
sizes of the class, so without what a command costs however many there are. All in one run, since machines are noisy.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import tiny

from autograder import classroom, mend
from autograder.build import build

ROOT = tiny.ROOT
STOCK = """
c.Autograde.sanitize_preprocessors = [f"nbgrader.preprocessors.{n}" for n in
    ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")]
c.Autograde.autograde_preprocessors = [f"nbgrader.preprocessors.{n}" for n in
    ("Execute", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata")]
"""
FLOOR = """
import contextlib, io, json, sys, time, warnings
from pathlib import Path
import nbformat
from IPython.core.pylabtools import print_figure
import matplotlib; matplotlib.use("agg")
import matplotlib.pyplot as plt
import ipywidgets, scipy.ndimage, sklearn.datasets
from autograder import judge
from autograder.mend import unchanged_experiments
from course_utils import datasets, network, plots, widgets
paths, left_out = json.loads(sys.argv[1])
released = nbformat.read(left_out, 4) if left_out else None
def run(path):
    notebook, names = nbformat.read(path, 4), {}
    skipped = unchanged_experiments(released, notebook) if left_out else ()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.id not in skipped:
                with contextlib.suppress(Exception):
                    exec(cell.source, names)
                for number in plt.get_fignums():
                    print_figure(plt.figure(number))
                plt.close("all")
for path in paths[:1]:
    run(path)  # what is read and drawn once
start = time.process_time()
for path in paths[1:]:
    run(path)
print((time.process_time() - start) / (len(paths) - 1))
"""


@dataclass
class Cost:
    """What a command took: seconds on the clock, seconds of CPU, bytes of its largest process."""

    wall: float
    cpu: float
    memory: int


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
    honest = [one for one in classroom.make(folder, root, chapter) if one.kind != "broken notebook"]
    shutil.rmtree(folder / "submitted")
    (folder / "course.txt").write_text(str(root), encoding="utf-8")
    released = mend.read_released(root / "release" / chapter / f"{chapter}.ipynb")
    for n in range(size):
        path = folder / "submitted" / f"s{n:04}" / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(classroom.answered(released, honest[n % len(honest)].answers)), encoding="utf-8")


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
        return measured(["nbgrader", "autograde", chapter], folder), scores(folder, chapter)
    finally:
        config.write_text(ours, encoding="utf-8")


def ours(folder, chapter, *options, workers=1):
    """Grade the class by `course grade`."""
    again(folder)
    command = [sys.executable, "-m", "autograder", "grade", chapter, "--course", str(course_of(folder)), "--folder", str(folder)]
    cost = measured([*command, "--no-feedback", "--workers", str(workers), *options], folder)
    return cost, scores(folder, chapter)


def again(folder):
    """Forget what was graded."""
    for name in ("autograded", "made"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "gradebook.db").unlink(missing_ok=True)


def floor(folder, root, chapter, all_cells):
    """Return the CPU seconds of a submission's bare cells, figures and judging in one Python."""
    tests = {
        mend.grade_id(c): c.source for c in mend.read_released(root / "source" / chapter / f"{chapter}.ipynb").cells if mend.is_graded(c)
    }
    paths = []
    for path in sorted((folder / "submitted").glob("*/*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.source = tests.get(mend.grade_id(cell), cell.source)
        paths.append(str(folder / f"{path.parts[-3]}.bare.ipynb"))
        nbformat.write(notebook, paths[-1])
    released = None if all_cells else str(root / "release" / chapter / f"{chapter}.ipynb")
    command = [sys.executable, "-c", FLOOR, json.dumps([[paths[0], *paths], released])]
    variables = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NBGRADER_EXECUTION": "autograde"}
    variables |= {"COURSE_ROOT": str(root), "COURSE_SEED_FILE": str(folder / "class_seed")}
    return float(subprocess.run(command, cwd=folder, env={**os.environ, **variables}, check=True, capture_output=True, text=True).stdout)


def slope(small, large, sizes):
    """Return what each further submission costs, from two classes."""
    return (large - small) / (sizes[1] - sizes[0])


def chapter_row(work, root, chapter, copies):
    """Measure a chapter and return a row of the table."""
    sizes, cost = (2, 2 + copies), {}
    for size in sizes:
        folder = work / f"{chapter}-{size}"
        hand_in(folder, root, chapter, size)
        cost["stock", size], wanted = stock(folder, chapter)
        for name, options in (("all", ["--all-cells"]), ("left out", [])):
            cost[name, size], found = ours(folder, chapter, *options)
            if found != wanted:
                different = {
                    key: (wanted.get(key), found.get(key)) for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key)
                }
                raise SystemExit(f"{chapter}: stock and ours do not give the same scores: {different}")
    each = {name: slope(cost[name, sizes[0]].cpu, cost[name, sizes[1]].cpu, sizes) for name in ("stock", "all", "left out")}
    bare = floor(folder, root, chapter, True)
    print(f"{chapter}: stock {each['stock']:.2f}, all {each['all']:.2f}, floor {bare:.2f}, left out {each['left out']:.3f}", flush=True)
    return [
        chapter, f"{each['stock']:.2f}", f"{bare:.2f}", f"{each['all']:.2f}", f"{(each['all'] - 0.05) / bare:.2f}",
        f"{each['left out']:.2f}", f"{each['stock'] / each['left out']:.0f}",
    ]  # fmt: skip


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
    one, _ = ours(folder, chapter, "--all-cells")
    two, _ = ours(folder, chapter, "--all-cells", workers=2)
    return [[f"{size} × {chapter}", f"{one.wall:.1f}", f"{two.wall:.1f}", f"{one.wall / two.wall:.2f}"]]


def table(heads, rows):
    """Return a table in Markdown."""
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in [heads, ["---"] * len(heads), *rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers of chapters; else all")
    parser.add_argument("--copies", type=int, default=4, help="how many more submissions the larger class has")
    parser.add_argument("--growth", type=int, nargs="*", default=[10, 100, 1000], help="sizes of the light class")
    arguments = parser.parse_args()
    names = [
        f.stem for f in sorted((ROOT / "source").glob("*.py")) if not arguments.chapters or int(f.stem[:2]) in map(int, arguments.chapters)
    ]
    build(root=ROOT, chapters=names, execute=False, progress=lambda says: None)
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        light = tiny.make(work / "light")
        rows = [chapter_row(work, root, name, n) for root, name, n in
                [(light, tiny.CHAPTER, 20), *((ROOT, name, arguments.copies) for name in names)]]  # fmt: skip
        parts = [
            "CPU seconds of each further submission, one worker:\n\n"
            + table(["chapter", "stock", "floor", "all cells", "(all − 0.05) / floor", "experiments left out", "stock / left out"], rows),
            "A full chapter, all cells, seconds on the clock:\n\n"
            + table(["class", "1 worker", "2 workers", "ratio"], two_workers(work, ROOT, names[-1], 12)),
            "A growing class of the light chapter (experiments left out; the command's start included):\n\n"
            + table(["submissions", "s, 1 worker", "s, 2 workers", "ratio", "CPU s each", "largest process, MB"],
                    growth(work, light, tiny.CHAPTER, arguments.growth)),
        ]  # fmt: skip
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
