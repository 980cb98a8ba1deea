"""Does `course report` write the class's page and its numbers, a student's own page, and tell in one line what is wrong?"""

import shutil

import handed_back
import pytest
import tiny
from tiny import course

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
    first, place, warning = shown.output.splitlines()
    assert first.startswith("Talk tomorrow about dropout_forward, the hardest exercise: 50 % of its points, solved by 2 of 4.")
    assert "01_tiny.html (and" in place and "--anonymous" in warning
    page = (of_class.folder / "reports" / "01_tiny.html").read_text(encoding="utf-8")
    assert "half" in page and "broken" in page and handed_back.MISTAKE in page
    assert (of_class.folder / "reports" / "01_tiny.csv").read_text().startswith("what,exercise,mistake,students")
    assert tiny.dump(of_class) == before


def test_are_all_chapters_written_where_none_is_named_and_do_they_lead_to_each_other(of_class):
    shown = say(of_class, "--anonymous", "--no-csv")
    assert shown.exit_code == 0 and shown.output.splitlines()[0] == "Nobody falls behind."
    assert {file.name for file in (of_class.folder / "reports").iterdir()} == {"class-anonymous.html", "01_tiny-anonymous.html"}
    assert 'href="01_tiny-anonymous.html"' in (of_class.folder / "reports" / "class-anonymous.html").read_text(encoding="utf-8")
    assert "[x]" not in (of_class.folder / "reports" / "01_tiny-anonymous.html").read_text(encoding="utf-8")


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
        (["1", "--to", "/tmp"], 2, "/tmp is a folder: name a file in it"),
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
