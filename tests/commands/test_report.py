"""Does `course report` write the class's page and its numbers, a student's own page, and tell in one line what is wrong?"""

import csv
import json
import shutil
from pathlib import Path

import handed_back
import pytest
import tiny
from tiny import course

from autograder.classroom import folder
from autograder.grading.course import Course


@pytest.fixture(scope="module")
def of_module(tmp_path_factory):
    return handed_back.make(tmp_path_factory.mktemp("graded"))


@pytest.fixture
def of_class(of_module, tmp_path):
    return Course(shutil.copytree(of_module.folder, tmp_path / "course", symlinks=True))


def say(of_class, *words):
    return course("report", *words, "--course", of_class.folder)


def test_is_a_chapters_page_written_with_its_numbers_beside_it(of_class):
    before = tiny.dump(of_class)
    shown = say(of_class, "1")
    assert shown.exit_code == 0
    first, place, warning = shown.output.splitlines()[-3:]
    assert "half" in shown.output and "5 submissions; scores from 0 to 5 of 5, median 2.5; 1 could not be graded" in shown.output
    assert first.startswith("Talk tomorrow about dropout_forward, the hardest exercise: 50 % of its points, solved by 2 of 4.")
    assert "01_tiny.html (and" in place and "--anonymous" in warning
    page = (of_class.folder / "reports" / "01_tiny.html").read_text(encoding="utf-8")
    assert "half" in page and "broken" in page and handed_back.MISTAKE in page
    assert (of_class.folder / "reports" / "01_tiny.csv").read_text().startswith("what,exercise,mistake,students")
    assert tiny.dump(of_class) == before


def test_are_all_chapters_written_where_none_is_named_and_do_they_lead_to_each_other(of_class):
    shown = say(of_class, "--anonymous", "--no-csv")
    assert shown.exit_code == 0 and shown.output.startswith("01_tiny: 5 submissions; scores from 0 to 5 of 5, median 2.5;")
    assert "Nobody falls behind." in shown.output and "half" not in shown.output
    assert {file.name for file in (of_class.folder / "reports").iterdir()} == {"class-anonymous.html", "01_tiny-anonymous.html"}
    assert 'href="01_tiny-anonymous.html"' in (of_class.folder / "reports" / "class-anonymous.html").read_text(encoding="utf-8")
    assert "[x]" not in (of_class.folder / "reports" / "01_tiny-anonymous.html").read_text(encoding="utf-8")
    shown = say(of_class, "1", "--anonymous")
    assert handed_back.MISTAKE in shown.output and "[x]" not in shown.output and "broken" not in shown.output


def test_is_the_file_that_is_named_written_alone(of_class, tmp_path):
    assert say(of_class, "--to", tmp_path / "new" / "page.html").exit_code == 0
    assert {file.name for file in (tmp_path / "new").iterdir()} == {"page.html", "page.csv"}
    assert "href" not in (tmp_path / "new" / "page.html").read_text(encoding="utf-8")
    assert not (of_class.folder / "reports").exists()


def test_is_a_students_report_their_own_page_and_no_class_of_one(of_class, tmp_path):
    shown = say(of_class, "1", "--student", "half", "--to", tmp_path / "half.html")
    assert shown.exit_code == 0 and shown.output == f"half, 01_tiny: {tmp_path / 'half.html'}\n"
    own = of_class.path("feedback", tiny.CHAPTER, "half").read_text(encoding="utf-8")
    assert (tmp_path / "half.html").read_text(encoding="utf-8") == own and "0 of 5 points" in own
    assert say(of_class, "--student", "half").output.startswith("half, 01_tiny: ")
    assert not (of_class.folder / "reports").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["9"], 2, "there is no chapter '9'"),
        (["1", "--student", "eve"], 1, "eve has no score in 01_tiny: look how the id is written, or `course grade` first"),
        (["--student", "half", "--anonymous"], 2, "--student gives one student's own page: --anonymous is for the class's"),
        (["1", "--to", "x.csv"], 2, "x.csv: --to names the page, as report.html; its numbers as CSV come beside it"),
        (["1", "--to", "/tmp"], 2, "/tmp: --to names the page, as report.html"),
        (["1", "--to", "report.md"], 2, "report.md: --to names the page, as report.html"),
    ],
)
def test_is_an_error_one_line_that_says_what_to_do(of_class, words, code, says):
    shown = say(of_class, *words)
    assert shown.exit_code == code
    assert says in shown.stderr and len(shown.stderr.strip().splitlines()) == 1


def test_is_a_class_without_scores_told_so(tmp_path):
    root = tiny.make(tmp_path)
    assert "nobody has a score in any chapter yet: `course grade CHAPTER` first" in course("report", "--course", root).stderr
    assert "nobody has a score in 01_tiny yet: `course grade 01_tiny` first" in course("report", "1", "--course", root).stderr


def test_goes_the_report_by_a_classs_points_given_exercises_and_late_policy_whatever_the_course_says_by_now(tmp_path, monkeypatch):
    """In the class's own folder; the course's text has changed since the chapter was released and graded."""
    root = tiny.make(tmp_path / "course")
    own = folder.new(tmp_path / "winter", root)
    own.file.write_text(
        f'course = {json.dumps(str(root))}\ngiven = ["dropout_forward"]\n[points]\ndropout_backward = 8\n'
        "[due]\n1 = 2026-12-12T12:00:00\n[late]\nper_cent_a_day = 50\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(own.folder)
    assert course("build").exit_code == 0
    right = tiny.answered(own.folder)
    for student in ("ada", "bob"):
        tiny.hand_in(own.folder, student, right)
    Path("submitted", "bob", tiny.CHAPTER, "timestamp.txt").write_text("2026-12-12 18:00:00 UTC")
    tiny.hand_in(own.folder, "cyd", "{")
    assert course("grade", "1", "--no-feedback").exit_code == 0
    text = root / "source" / f"{tiny.CHAPTER}.py"
    text.write_text(text.read_text(encoding="utf-8").replace("# Drop", "# Changed: drop"), encoding="utf-8")
    shown = course("report", "1")
    assert shown.exit_code == 0, shown.output
    assert "3 submissions; scores from 4 to 8 of 8, median 6; 1 could not be graded: 0, and in no number here; 1 is late" in shown.output
    page = Path("reports", "01_tiny.html").read_text(encoding="utf-8")
    assert "Median <b>6 of 8</b>" in page and "1 late." in page and "Changed" not in page
    (row,) = csv.DictReader(Path("reports", "01_tiny.csv").read_text(encoding="utf-8").splitlines())
    assert (row["exercise"], row["points"], row["students"], row["solved"]) == ("dropout_backward", "8.0", "2", "2")
    assert course("report").exit_code == 0
    assert "Who falls behind: nobody" in Path("reports", "class.html").read_text(encoding="utf-8")
