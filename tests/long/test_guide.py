"""Do the commands of the instructors' guide lead from an empty folder to the grades in both platforms' sheets?

They are read off `docs/instructors.md` and run in its order, as a shell runs them, on a light chapter and for three students.
"""

import csv
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
import tiny

from autograder.commands import demo_class
from autograder.making import kit

CHAPTER = "04_dropout"
GUIDE = tiny.ROOT / "docs" / "instructors.md"
PARTICIPANTS = """\
"First name","Last name",Username,"Email address"
Ada,Lovelace,ada,ada@uni.example
José,"García Núñez",jose,jose@uni.example
Min,Kim,kim,kim@uni.example
"""
WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (submission),Last modified (grade)\n"
    'Participant 21,Ada Lovelace,ada@uni.example,Submitted,,5.00,"Wednesday, 16 December 2026, 10:15 AM",-\n'
    'Participant 22,José García Núñez,jose@uni.example,Submitted,,5.00,"Thursday, 10 December 2026, 10:15 AM",-\n'
    "Participant 23,Min Kim,kim@uni.example,No submission,,5.00,-,-\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Dropout (5512),Current Score\r\n"
    "    Points Possible,,,,,5.00,(read only)\r\n"
    '"Lovelace, Ada",1001,s100,ada,Class A,,\r\n'
    '"García Núñez, José",1002,s101,jose,Class A,,\r\n'
    '"Kim, Min",1003,s102,kim,Class A,,\r\n'
)


def blocks():
    """Return the guide's blocks, (kind, text), of those kinds that are run or written."""
    return re.findall(r"^```(sh|toml)\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of one light chapter, from which a class and its kit can be made."""
    root = tmp_path_factory.mktemp("course")
    (root / "source").mkdir()
    (root / "source" / f"{CHAPTER}.py").write_text(tiny.TEXT, encoding="utf-8")
    shutil.copytree(tiny.ROOT / "course_utils", root / "course_utils", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("nbgrader_config.py", "pyproject.toml", *kit.LICENCES):
        shutil.copy(tiny.ROOT / name, root)
    return root


class Shell:
    """Runs blocks one after the other, each where the one before ended, with `course` and `python` those of this environment."""

    def __init__(self, folder, course):
        self.place, self.home, self.said = folder, folder, []
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        paths = os.pathsep.join(filter(None, [str(tiny.ROOT), os.environ.get("PYTHONPATH")]))
        self.environment = {**os.environ, "PATH": path, "COURSE_ROOT": str(course), "PYTHONPATH": paths, "COLUMNS": "200"}

    def run(self, block):
        """Run a block, stop at the first command that fails, and return what it said."""
        script = f'set -e\ncourse() {{ python -m autograder "$@"; }}\n{block}\npwd > "{self.home}/pwd"\n'
        done = subprocess.run(["bash", "-c", script], cwd=self.place, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        self.place = Path((self.home / "pwd").read_text().strip())
        self.said.append(done.stdout)
        return done.stdout


def hand_in(home, release):
    """Make the zips that the platforms would give: Ada's and José's notebooks in Moodle's, Kim's in Canvas's."""
    released = nbformat.read(release / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    right = nbformat.writes(demo_class.answered(released, tiny.RIGHT))
    half = nbformat.writes(demo_class.answered(released, {**tiny.RIGHT, "dropout_backward": "dropout_backward = max"}))
    files = {
        "moodle-submissions.zip": {
            f"Ada Lovelace_21_assignsubmission_file/{CHAPTER}.ipynb": right,
            f"José García Núñez_22_assignsubmission_file/{CHAPTER} (2).ipynb": half,
        },
        "canvas-submissions.zip": {f"kimmin_1003_501_{CHAPTER}.ipynb": right},
    }
    for name, members in files.items():
        with zipfile.ZipFile(home / name, "w") as made:
            for path, data in members.items():
                made.writestr(zipfile.ZipInfo(path, (2026, 12, 20, 8, 0, 0)), data)


def column(path, heading):
    """Return a column of a sheet: its value by the first cell of the row."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    return {row[0]: row[rows[0].index(heading)] for row in rows[1:]}


def test_lead_the_guides_commands_from_an_empty_folder_to_the_grades_in_both_platforms(course, tmp_path):
    (tmp_path / "participants.csv").write_text(PARTICIPANTS, encoding="utf-8")
    (tmp_path / "moodle-worksheet.csv").write_text(WORKSHEET, encoding="utf-8")
    (tmp_path / "canvas-export.csv").write_bytes(CANVAS.encode())
    shell, sheets, before_extension = Shell(tmp_path, course), {}, {}
    for kind, block in blocks():
        if kind == "toml":
            (shell.place / "class.toml").write_text(block, encoding="utf-8")
            continue
        if "course collect" in block:
            hand_in(tmp_path, shell.place / "release")
        if "grant_extension" in block:
            before_extension = scores(shell.place)
        said = shell.run(block)
        if "course grades" in block:
            sheets = {
                "moodle": column(shell.place / "grades" / "moodle-worksheet.csv", "Grade"),
                "canvas": column(shell.place / "grades" / "canvas-export.csv", "Dropout (5512)"),
            }
            with zipfile.ZipFile(shell.place / "returned" / f"{CHAPTER}-moodle.zip") as pages:
                assert len(pages.namelist()) == 2
        if "course report" in block:
            pages = {path.name: path.read_text(encoding="utf-8") for path in (shell.place / "reports").glob("*.html")}
            assert pages.keys() == {f"{CHAPTER}.html", f"{CHAPTER}-anonymous.html", "class.html"}
            assert all("3 handed in." in page for name, page in pages.items() if name != "class.html")
        if "grant_extension" in block:  # four days late, of which one is free: three cost 10 % of 5 each; by two days' extension one
            assert (before_extension["ada"], scores(shell.place)["ada"]) == (3.5, 4.5)
        if "course restore" in block:
            assert "No score changes." in said
    assert sheets == {
        "moodle": {"Participant 21": "3.50", "Participant 22": "3.00", "Participant 23": "5.00"},
        "canvas": {"    Points Possible": "5.00", "Lovelace, Ada": "3.50", "García Núñez, José": "3.00", "Kim, Min": "5.00"},
    }
    assert shell.place.name == "winter-2026-restored" and scores(shell.place).keys() == {"ada", "jose"}  # kim was forgotten
    assert [path.name for path in tmp_path.glob("kit-*.zip")] == ["kit-dropout.zip"]


def scores(folder):
    """Return each student's score in the gradebook, less the penalty."""
    book = sqlite3.connect(folder / "gradebook.db")
    rows = book.execute(
        "select s.student_id, n.late_submission_penalty, sum(coalesce(g.manual_score, g.auto_score, 0)) from submitted_assignment s "
        "join submitted_notebook n on n.assignment_id = s.id join grade g on g.notebook_id = n.id group by s.student_id"
    ).fetchall()
    book.close()
    return {student: score - (penalty or 0) for student, penalty, score in rows}


def test_shows_the_guide_each_command_of_a_term():
    shown = " ".join(block for kind, block in blocks() if kind == "sh")
    wanted = (
        "class new",
        "build",
        "roster",
        "kit",
        "collect",
        "grade ",
        "grades",
        "feedback",
        "report",
        "edition",
        "archive",
        "restore",
        "forget",
    )
    assert [name for name in wanted if f"course {name}" not in shown] == []
