"""Does a term go from the platform's list to its sheet by commands alone, and does each say in a line what is amiss?"""

import csv
import datetime
import io
import zipfile

import pytest
import tiny
import zips_of_term as zips
from tiny import course as say

from autograder.grading.course import Course

COMMANDS = ("roster", "collect", "grades", "feedback", "report")
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,01 Tiny (55),Current Score\r\n"
    "    Points Possible,,,,,5.00,(read only)\r\n"
    '"Lovelace, Ada",1001,s100,ada,Class A,,\r\n'
    '"García Núñez, José",1002,s101,jose,Class A,,\r\n'
    '"O\'Neil, Ann-Marie",1003,s102,oneil,Class A,,\r\n'
    '"Kim, Min",1004,s103,kim1,Class A,,\r\n'
    '"Kim, Min",1005,s104,kim2,Class A,,\r\n'
    '"Student, Test",9000,,77aa,Class A,,\r\n'
)
PARTICIPANTS = """\
"First name","Last name",Username,"Email address"
Ada,Lovelace,ada,ada@uni.example
José,"García Núñez",jose,jose@uni.example
Ann-Marie,O'Neil,oneil,annmarie.oneil@uni.example
Min,Kim,kim1,min.kim@uni.example
Min,Kim,kim2,minkim2@uni.example
"""
WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (submission),Last modified (grade)\n"
    'Participant 21,Ada Lovelace,ada@uni.example,Submitted,,5.00,"Thursday, 10 December 2026, 10:15 AM",-\n'
    'Participant 22,José García Núñez,jose@uni.example,Submitted,,5.00,"Monday, 14 December 2026, 10:15 AM",-\n'
    "Participant 23,Ann-Marie O'Neil,annmarie.oneil@uni.example,No submission,,5.00,-,-\n"
    'Participant 24,Min Kim,min.kim@uni.example,Submitted,,5.00,"Thursday, 10 December 2026, 10:15 AM",-\n'
    'Participant 25,Min Kim,minkim2@uni.example,Submitted,,5.00,"Thursday, 10 December 2026, 10:15 AM",-\n'
)


@pytest.fixture
def of_class(tmp_path):
    """A tiny course whose chapter is due on 12 December."""
    course = Course(tiny.make(tmp_path / "course"))
    course.register(tiny.CHAPTER)
    with course.gradebook() as book:
        book.find_assignment(tiny.CHAPTER).duedate = datetime.datetime(2026, 12, 12)
        book.db.commit()
    return course


def rows(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def done(*words):
    """Say a command that has to succeed, and return what it printed."""
    shown = say(*words)
    assert shown.exit_code == 0, shown.output
    return shown.output


def handed_in(course):
    """Return notebooks: right, half, and nothing written."""
    return tiny.answered(course.folder), tiny.answered(course.folder, dropout_backward="x = 1"), tiny.released(course.folder)


def test_goes_a_term_with_canvas_from_its_export_to_its_export(of_class, tmp_path):
    right, half, empty = handed_in(of_class)
    of, export = ("--course", of_class.folder), tmp_path / "export.csv"
    export.write_bytes(CANVAS.encode())
    members = {
        "lovelaceada_1001_501_01_tiny.ipynb": half,
        "lovelaceada_1001_507_01_tiny-1.ipynb": right,
        "garcíanúñezjosé_LATE_1002_502_my work.ipynb": half,
        "kimmin_1004_504_01_tiny.ipynb": empty,
        "hoppergrace_1099_506_01_tiny.ipynb": right,
    }
    submissions = zips.made(tmp_path / "submissions.zip", members, (2026, 12, 20, 8, 0, 0))
    assert "5 added, 0 changed" in done("roster", export, *of)
    shown = say("collect", submissions, *of)
    assert shown.exit_code == 1 and "01_tiny: 3 new" in shown.output and "not placed: hoppergrace_1099" in shown.output
    done("grade", "1", *of)
    said = done("grades", "1", "--for", "canvas", "--sheet", export, *of)
    assert "3 scores of 01_tiny" in said and "Grades > Import" in said
    found = rows(of_class.folder / "grades/export.csv")
    assert [row[5] for row in found[2:]] == ["5.00", "3.00", "", "0.00", "", ""]
    kept = [[cell for n, cell in enumerate(row) if n != 5] for row in found]
    assert kept == [[cell for n, cell in enumerate(row) if n != 5] for row in rows(export)]
    with of_class.gradebook() as book:
        assert book.find_submission(tiny.CHAPTER, "jose").total_seconds_late == 1
        assert book.find_submission(tiny.CHAPTER, "ada").total_seconds_late == 0
    assert "3 pages" in done("feedback", "1", "--zip", "canvas", *of)
    with zipfile.ZipFile(of_class.folder / "returned/01_tiny-canvas.zip") as archive:
        assert "lovelaceada_1001_507_01_tiny.html" in archive.namelist()
        assert "garcíanúñezjosé_LATE_1002_502_01_tiny.html" in archive.namelist()
    shown = done("report", "1", "--to", tmp_path / "report.html", *of)
    assert "3 submissions; scores from" in shown and "2 handed in nothing" in shown
    assert "Min Kim (kim2)" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "as before" in done("grades", "--for", "canvas", "--sheet", export, *of)


def test_goes_a_term_with_moodle_from_its_participants_to_its_worksheet(of_class, tmp_path):
    right, half, _ = handed_in(of_class)
    of, sheet, listed = (
        ("--folder", of_class.folder, "--course", of_class.folder),
        tmp_path / "Grades-Tiny.csv",
        tmp_path / "participants.csv",
    )
    sheet.write_text(WORKSHEET, encoding="utf-8")
    listed.write_text(PARTICIPANTS, encoding="utf-8")
    members = {
        "Ada Lovelace_21_assignsubmission_file/01_tiny.ipynb": right,
        "García Núñez José_22_assignsubmission_file/01_tiny (2).ipynb": half,
        "Min Kim_24_assignsubmission_file/work.ipynb": half,
        "Min Kim_25_assignsubmission_file/work.ipynb": right,
    }
    submissions = zips.made(tmp_path / "moodle.zip", members, (2026, 12, 20, 8, 0, 0))
    assert "of one name, Min Kim: kim1, kim2" in done("roster", listed, *of)
    assert "01_tiny: 4 new" in done("collect", submissions, "1", "--sheet", sheet, *of)
    done("grade", "1", *of)
    done("grades", "1", "--for", "moodle", "--sheet", sheet, *of)
    found = of_class.folder / "grades/Grades-Tiny.csv"
    wanted = WORKSHEET
    for number, score in ((21, "5.00"), (22, "3.00"), (24, "3.00"), (25, "5.00")):
        line = next(line for line in WORKSHEET.splitlines() if f"Participant {number}" in line)
        wanted = wanted.replace(line, line.replace("Submitted,,", f"Submitted,{score},"))
    assert found.read_bytes() == wanted.encode()
    with of_class.gradebook() as book:
        assert book.find_submission(tiny.CHAPTER, "jose").total_seconds_late > 86400
        assert book.find_submission(tiny.CHAPTER, "kim2").total_seconds_late == 0
    done("feedback", "1", "--zip", "moodle", *of)
    with zipfile.ZipFile(of_class.folder / "returned/01_tiny-moodle.zip") as archive:
        assert sorted(archive.namelist()) == sorted(f"{name.partition('/')[0]}/01_tiny.html" for name in members)
    shown = done("grades", "--for", "csv", "--by-exercise", "--missing-zero", *of)
    table = {row[0]: row for row in rows(of_class.folder / "grades/scores-01_tiny.csv")}
    assert "01_tiny" in shown and table["oneil"][-2:] == ["0.00", "5.00"] and table["kim1"][4:6] == ["3.00", "0.00"]


def test_go_submissions_by_the_exchange_and_by_a_zip_side_by_side(of_class, tmp_path):
    tiny.hand_in(of_class.folder, "kim1", tiny.answered(of_class.folder))
    of = ("--course", of_class.folder)
    (tmp_path / "list.csv").write_text(PARTICIPANTS, encoding="utf-8")
    done("roster", tmp_path / "list.csv", *of)
    source = zips.made(tmp_path / "a.zip", {"Ada Lovelace_21_assignsubmission_file/x.ipynb": tiny.answered(of_class.folder)})
    done("collect", source, *of)
    assert of_class.students(tiny.CHAPTER) == ["ada", "kim1"]


@pytest.mark.parametrize("command", COMMANDS)
def test_has_each_command_of_a_term_help_with_an_example(command):
    shown = say(command, "--help")
    assert shown.exit_code == 0 and f"course {command}" in shown.output
    assert command in say("--help").output


@pytest.mark.parametrize(
    "words, code, says",
    [
        (["roster", "none.csv"], 1, "there is no file none.csv"),
        (["collect", "none.zip"], 1, "course roster"),
        (["collect", "none.zip", "9"], 2, "there is no chapter '9'"),
        (["grades", "--for", "csv"], 1, "`course grade CHAPTER` first"),
        (["grades", "1", "--for", "csv"], 1, "`course grade 01_tiny` first"),
        (["grades", "1", "--for", "csv", "--sheet", "x.csv"], 2, "--for csv writes a sheet of its own"),
        (["grades", "1", "--for", "canvas", "--column", "x"], 2, "give that too"),
        (["feedback", "1"], 1, "`course grade 01_tiny` first"),
        (["feedback", "1", "--to", "x.zip"], 2, "--to is for --zip"),
        (["report"], 1, "`course grade CHAPTER` first"),
        (["report", "1"], 1, "`course grade 01_tiny` first"),
    ],
)
def test_is_an_error_one_line_that_says_what_to_do(root, words, code, says):
    shown = say(*words, "--course", root)
    assert (shown.exit_code, len(shown.stderr.splitlines())) == (code, 1), shown.output
    assert shown.stderr.startswith("course: ") and says in shown.stderr


def test_is_a_list_with_rows_that_cannot_be_taken_an_error_after_the_others_are(of_class, tmp_path):
    (tmp_path / "list.csv").write_text("id,first_name\na/b,\x1b[31mEve\nada,Ada\n")
    shown = say("roster", tmp_path / "list.csv", "--course", of_class.folder)
    assert (
        shown.exit_code == 1 and "added: ada" in shown.output and "not taken: row 2: 'a/b'" in shown.output and "\x1b" not in shown.output
    )


def test_does_a_file_of_a_hostile_name_say_nothing_to_the_terminal(of_class, tmp_path):
    (tmp_path / "list.csv").write_text(PARTICIPANTS, encoding="utf-8")
    done("roster", tmp_path / "list.csv", "--course", of_class.folder)
    source = zips.made(tmp_path / "a.zip", {"Ada\x1b[2J Lovelace_21_assignsubmission_file/x.ipynb": "{}"})
    shown = say("collect", source, "1", "--course", of_class.folder)
    assert shown.exit_code == 1 and "\x1b" not in shown.output and "cannot be printed" in shown.output
