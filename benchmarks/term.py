"""What does a term cost its instructor: how many commands, how many minutes, and what is left to do by hand?

    python benchmarks/term.py                              # 120 students, chapters 2, 3 and 7
    python benchmarks/term.py --students 4 --chapters 2    # a small one, to look at

In a folder that goes away afterwards, the commands of `docs/instructors.md` are given as they are typed, each a process, one after the other. Before
each of them lie there the files that an instructor downloads, made as `autograder/term/platforms.py` says. All students are on both platforms' lists, and all get
their scores in both sheets; every second one hands in by Canvas, the others by Moodle. They answer the notebook in the kit with what the demo class draws from the
bank. At the end both sheets have to say for each student what the gradebook says, and the gradebook what the draw says; each student has a page in the zip of
the platform that they handed in by, and nobody's score waits for a person. What is otherwise is listed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import ast
import csv
import io
import os
import shlex
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from autograder import bank
from autograder.cells import exercise_of, role_of
from autograder.commands import demo_class
from autograder.grading.course import Course
from autograder.places import course_root, texts

ROOT = Path(__file__).resolve().parents[1]
FIRST = ("Ada", "José", "Min", "Ann-Marie", "Zoë", "Paul", "Łucja", "Omar", "Ngozi", "Grace", "Søren")
LAST = (
    "Lovelace",
    "García Núñez",
    "Kim",
    "O'Neil",
    "Hopper",
    "de Vries",
    "Müller",
    "Diallo",
    "Nowak",
    "Tanaka",
    "Rossi",
    "Singh",
    "Ivanova",
)
HALF_A_CENT = 0.00501  # a sheet has two places


@dataclass(frozen=True)
class Student:
    """One of the class, as the platforms know them; from the 144th on there are some of one name."""

    n: int

    @property
    def first(self):
        return FIRST[self.n % len(FIRST)]

    @property
    def last(self):
        return LAST[self.n % len(LAST)]

    @property
    def login(self):
        return f"s{self.n:04}"

    @property
    def email(self):
        return f"{self.login}@uni.example"

    @property
    def by_canvas(self):
        return self.n % 2 == 1


@dataclass(frozen=True)
class HandedIn:
    """A student's notebook of a chapter, and from what to what the draw says that it is worth.

    They are the same, but where a right answer calls a function that has a mistake: what that costs there, no draw knows.
    """

    kind: str
    notebook: str
    least: float
    most: float


class Term:
    """A class's term in a folder: `commands` are those given, with their seconds; `faults` what did not come out as it has to."""

    def __init__(self, home, students, chapters):
        self.home, self.own, self.chapters = home, home / "winter", chapters
        self.people = [Student(n) for n in range(students)]
        self.commands, self.faults, self.drawn, self.down, self.up = [], [], {}, [], []

    # --- what is typed --------------------------------------------------------------------------------

    def run(self):
        """Give the commands of the guide, in its order, with what comes from the platforms before each."""
        names = " ".join(number(chapter) for chapter in self.chapters)
        self.participants()
        self.give('course class new winter --title "Deep learning, winter"', self.home)
        self.give(f"course build {names}")
        self.export()
        self.give("course roster ../participants.csv")
        self.give("course roster ../canvas-export.csv")
        for chapter in self.chapters:
            n = number(chapter)
            self.give(f"course kit {n} --to ../kit-{n}.zip")
            self.upload(f"kit-{n}.zip", twice=True)
            self.hand_in(chapter)
            self.give(f"course collect ../moodle-submissions-{n}.zip {n} --sheet ../moodle-worksheet-{n}.csv")
            self.give(f"course collect ../canvas-submissions-{n}.zip {n}")
            self.give(f"course grade {n}")
            if chapter != self.chapters[0]:  # what Canvas imported, it exports the next time
                self.download("canvas-export.csv", (self.own / "grades" / "canvas-export.csv").read_bytes())
            self.give(f"course grades {n} --for moodle --sheet ../moodle-worksheet-{n}.csv")
            self.give(f"course grades {n} --for canvas --sheet ../canvas-export.csv")
            self.give(f"course feedback {n} --zip moodle")
            self.give(f"course feedback {n} --zip canvas")
            self.give(f"course report {n}")
            for file in ("grades/canvas-export.csv", f"grades/moodle-worksheet-{n}.csv"):
                self.upload(f"winter/{file}")
            for platform in ("moodle", "canvas"):
                self.upload(f"winter/returned/{chapter}-{platform}.zip")
        self.give("course archive ../winter.zip")

    def give(self, typed, place=None):
        """Give a command as it is typed, and stop where it fails: then there would be something to do by hand."""
        says(f"$ {typed}")
        words = [sys.executable, "-m", "autograder", *shlex.split(typed)[1:]]
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        environment = {**os.environ, "PATH": path, "PYTHONPATH": paths, "COLUMNS": "200"}
        start = time.perf_counter()
        done = subprocess.run(
            words, cwd=place or self.own, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8"
        )
        self.commands.append((typed, time.perf_counter() - start))
        if done.returncode:
            raise SystemExit(f"{typed} ended with {done.returncode}:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")

    # --- what the platforms give and take -------------------------------------------------------------

    def download(self, name, data):
        """Lay a file there that a platform gave."""
        (self.home / name).write_bytes(data)
        self.down.append(name)

    def upload(self, name, twice=False):
        """Count a file that a platform gets, or both; it has to be there."""
        if not (self.home / name).is_file():
            raise SystemExit(f"there is no {name} to be uploaded")
        self.up += [name] * (1 + twice)

    def participants(self):
        rows = [[one.first, one.last, one.login, one.email] for one in self.people]
        self.download("participants.csv", table([["First name", "Last name", "Username", "Email address"], *rows]))

    def export(self):
        """Give Canvas's gradebook with a column for each chapter, all empty."""
        titles = [f"{chapter} ({5500 + n})" for n, chapter in enumerate(self.chapters)]
        points = [f"{self.most(chapter):.2f}" for chapter in self.chapters]
        rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles, "Current Score"]]
        rows += [["    Points Possible", "", "", "", "", *points, "(read only)"]]
        for one in self.people:
            rows.append([f"{one.last}, {one.first}", canvas_id(one), f"u{one.n}", one.login, "A", *("" for _ in titles), ""])
        self.download("canvas-export.csv", table(rows, "\r\n"))

    def hand_in(self, chapter):
        """Have all students answer the kit's notebook; give both zips of submissions and Moodle's worksheet."""
        n, drawn = number(chapter), self.draw(chapter)
        self.drawn[chapter] = drawn
        zips = {platform: io.BytesIO() for platform in ("moodle", "canvas")}
        with zipfile.ZipFile(zips["moodle"], "w") as moodle, zipfile.ZipFile(zips["canvas"], "w") as canvas:
            for one, its in drawn.items():
                if one.by_canvas:
                    name = f"{letters(one.last + one.first)}_{canvas_id(one)}_{int(n) * 10_000 + one.n}_{chapter}.ipynb"
                    canvas.writestr(name, its.notebook)
                else:
                    moodle.writestr(f"{full_name(one)}_{moodle_number(chapter, one)}_assignsubmission_file/{chapter}.ipynb", its.notebook)
        for platform, data in zips.items():
            self.download(f"{platform}-submissions-{n}.zip", data.getvalue())
        most = f"{self.most(chapter):.2f}"
        head = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]
        rows = [[*head, "Last modified (submission)", "Last modified (grade)"]]
        for one in self.people:
            status, when = ("No submission", "-") if one.by_canvas else ("Submitted", "Thursday, 10 December 2026, 10:15 AM")
            identifier = f"Participant {moodle_number(chapter, one)}"
            rows.append([identifier, f"{one.first} {one.last}", one.email, status, "", most, when, "-"])
        self.download(f"moodle-worksheet-{n}.csv", table(rows, mark="\ufeff"))

    def most(self, chapter):
        """Return a chapter's points, for which the instructor makes the assignment."""
        return sum(e.points for e in exercises(nbformat.read(self.own / "release" / chapter / f"{chapter}.ipynb", as_version=4)))

    def draw(self, chapter):
        """Return {student: HandedIn}; the kinds go round, and begin with the last two, so that a small class has a broken notebook."""
        with zipfile.ZipFile(self.home / f"kit-{number(chapter)}.zip") as kit:
            (name,) = [name for name in kit.namelist() if name.endswith(f"/{chapter}.ipynb")]
            released = nbformat.reads(kit.read(name).decode(), as_version=4)
        mine = exercises(released)
        roll, found = demo_class.draw(mine, chapter), {}
        for one in self.people:
            its = roll[(one.n - 2 + 5 * self.chapters.index(chapter)) % len(roll)]
            notebook, least, most = nbformat.writes(demo_class.answered(released, its.answers)) + "\n", 0.0, 0.0
            if its.kind == "broken notebook":
                notebook = notebook[: 2 * len(notebook) // 3]
            elif its.kind != "empty stub":
                earned = {e.name: e.points * (1 - (its.planted[e.name].costs if e.name in its.planted else 0)) for e in mine}
                most = sum(earned.values())
                least = most - sum(earned[name] for name in callers(its))
            found[one] = HandedIn(its.kind, notebook, least, most)
        return found

    # --- what has to have come out --------------------------------------------------------------------

    def check(self):
        """Look whether sheets, gradebook, draw and pages agree; add a line to `faults` where they do not."""
        canvas = {row["SIS Login ID"]: row for row in sheet(self.own / "grades" / "canvas-export.csv")}
        with Course(self.own).gradebook() as book:
            for n, chapter in enumerate(self.chapters):
                moodle = {row["Email address"]: row for row in sheet(self.own / "grades" / f"moodle-worksheet-{number(chapter)}.csv")}
                there = {submission.student.id: submission for submission in book.assignment_submissions(chapter)}
                for one, its in self.drawn[chapter].items():
                    submission = there.get(one.login)
                    written = {"Moodle": moodle[one.email]["Grade"], "Canvas": canvas[one.login][f"{chapter} ({5500 + n})"]}
                    self.compare(f"{chapter}, {one.login}", its, submission and submission.score, written)
                    if submission and submission.needs_manual_grade != (its.kind == "broken notebook"):
                        waits = "waits" if submission.needs_manual_grade else "does not wait"
                        self.faults.append(f"{chapter}, {one.login}: the score {waits} for a person ({its.kind})")
                self.check_pages(chapter)

    def compare(self, who, its, score, written):
        """Compare a student's score in the gradebook with the draw, and with both sheets."""
        if score is None:
            self.faults.append(f"{who}: no score in the gradebook ({its.kind})")
            return
        if not its.least - 1e-3 <= score <= its.most + 1e-3:
            expected = f"{its.most:g}" if its.least == its.most else f"{its.least:g} to {its.most:g}"
            self.faults.append(f"{who}: {score:g} in the gradebook, {expected} by the draw ({its.kind})")
        for platform, cell in written.items():
            if not cell or abs(float(cell) - score) > HALF_A_CENT:
                self.faults.append(f"{who}: {cell or 'nothing'} in {platform}'s sheet, {score:g} in the gradebook")

    def check_pages(self, chapter):
        """Look whether each student has a page in the zip of the platform that they handed in by."""
        marks = {True: [], False: []}
        for by_canvas, platform in ((True, "canvas"), (False, "moodle")):
            with zipfile.ZipFile(self.own / "returned" / f"{chapter}-{platform}.zip") as pages:
                marks[by_canvas] = [part for name in pages.namelist() for part in name.split("_")]
        for one in self.people:
            mark = canvas_id(one) if one.by_canvas else moodle_number(chapter, one)
            if marks[one.by_canvas].count(mark) != 1:
                self.faults.append(f"{chapter}, {one.login}: no page in the zip of {'Canvas' if one.by_canvas else 'Moodle'}")

    def summary(self):
        """Return what was typed, how long it took, and what is left."""
        seconds = sum(took for _, took in self.commands)
        lines = ["| command | seconds |", "|---|--:|", *(f"| `{typed}` | {took:.1f} |" for typed, took in self.commands), ""]
        lines.append(
            f"{len(self.people)} students × {len(self.chapters)} chapter{'s' * (len(self.chapters) > 1)}, every second one by Canvas, the others by Moodle."
        )
        lines.append(f"Commands typed: {len(self.commands)}. Minutes: {seconds / 60:.1f}.")
        lines.append(f"Files downloaded from the platforms: {len(self.down)}; uploaded: {len(self.up)}, in their own pages.")
        broken = sum(its.kind == "broken notebook" for drawn in self.drawn.values() for its in drawn.values())
        if broken:
            lines.append(
                f"Cut-off notebooks, as drawn: {broken}; they have 0 points and wait for a person, until their students hand in again."
            )
        if not self.faults:
            cells = 2 * len(self.people) * len(self.chapters)
            lines.append(f"{cells} scores in the sheets are the gradebook's and the draw's; each submission has its page.")
        if loose := sum(its.least < its.most for drawn in self.drawn.values() for its in drawn.values()):
            lines.append(f"Of {loose} submissions the draw tells the score only from, to: there a right answer calls one with a mistake.")
        by_hand = f"{len(self.faults)} things are to be looked at:" if self.faults else "nothing."
        return "\n".join([*lines, f"Done by hand: {by_hand}", *(f"- {line}" for line in self.faults)])


def number(chapter):
    """Return a chapter's number as one types it."""
    return str(int(chapter[:2]))


def exercises(released):
    """Return the entries of the bank of the exercises in a released notebook."""
    return [bank.exercise(exercise_of(cell)) for cell in released.cells if role_of(cell) == "exercise"]


def callers(its):
    """Return the exercises without a mistake of their own whose answer calls one with a mistake, or calls one that does."""
    wrong = set(its.planted)
    while more := {name for name, code in its.answers.items() if name not in wrong and wrong & names_in(code)}:
        wrong |= more
    return wrong - its.planted.keys()


def names_in(code):
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def canvas_id(one):
    return str(700_000 + one.n)


def moodle_number(chapter, one):
    """Return Moodle's number of a student in an assignment: another in each."""
    return str(100_000 * int(number(chapter)) + 7 * one.n + 1)


def full_name(one):
    """Return a name as Moodle's zips have it, without apostrophes."""
    return f"{one.first} {one.last}".replace("'", "")


def letters(name):
    """Return a name as Canvas's zips have it."""
    return "".join(letter for letter in name.lower() if letter.isalpha())


def table(rows, end="\n", mark=""):
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return (mark + text.getvalue()).encode()


def sheet(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def says(words):
    """Say what is under way, beside the results."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=120, metavar="N", help="at least 2: one for each platform (default: 120)")
    parser.add_argument("--chapters", type=int, nargs="+", default=[2, 3, 7], metavar="CHAPTER", help="numbers (default: 2 3 7)")
    arguments = parser.parse_args()
    known = {int(file.stem[:2]): file.stem for file in texts(course_root())}
    if missing := [n for n in arguments.chapters if n not in known]:
        parser.error(f"there is no chapter {missing[0]}; there are {', '.join(map(str, known))}")
    if arguments.students < 2:
        parser.error("--students has to be 2 or more: one for each platform")
    with tempfile.TemporaryDirectory() as home:
        term = Term(Path(home), arguments.students, [known[n] for n in dict.fromkeys(arguments.chapters)])
        term.run()
        term.check()
    print(term.summary())
    return 1 if term.faults else 0


if __name__ == "__main__":
    sys.exit(main())
