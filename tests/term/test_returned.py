"""Do pages go back under the names by which a platform tells whose they are?"""

import io
import zipfile

import handed_back
import pytest
import tiny

from autograder.errors import CourseError, Misuse
from autograder.term import kept, platforms, returned

RECEIVED = {
    "right": [{"prefix": "Ada Lovelace_11_assignsubmission_file/", "number": "11"}, {"prefix": "lovelaceada_LATE_1001_501_", "number": ""}],
    "half": [{"prefix": "oneilann_1003_503_", "number": ""}, {"prefix": "oneilann_1003_509_", "number": ""}],
    "empty": [{"prefix": "", "number": ""}],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = handed_back.make(tmp_path_factory.mktemp("course"))
    kept.write_received(course, {tiny.CHAPTER: RECEIVED})
    return course


def opened(packed):
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_are_pages_written_once(graded):
    students, written, failed = returned.write(graded, tiny.CHAPTER)
    assert students == ["[x]", "broken", "empty", "half", "right"] and not failed and written in (0, 5)
    assert returned.write(graded, tiny.CHAPTER)[1] == 0


@pytest.mark.parametrize(
    "platform, names",
    [
        ("moodle", {"Ada Lovelace_11_assignsubmission_file/01_tiny.html": "right"}),
        ("canvas", {"lovelaceada_LATE_1001_501_01_tiny.html": "right", "oneilann_1003_509_01_tiny.html": "half"}),
    ],
)
def test_is_a_zip_as_the_platform_takes_it(platform, names, graded):
    students, _, _ = returned.write(graded, tiny.CHAPTER)
    packed = returned.pack(graded, tiny.CHAPTER, platform, students)
    pages = opened(packed)
    assert set(pages) == set(names) and packed.students == sorted(names.values())
    for name, student in names.items():
        assert pages[name] == graded.path("feedback", tiny.CHAPTER, student).read_text(encoding="utf-8")
        read = {"moodle": platforms.in_moodle, "canvas": platforms.in_canvas}[platform](name)
        assert read.name == "01_tiny.html"
    assert "[x], broken, empty" in packed.notes[0] and f"collect from {platform.title()}'s zip" in packed.notes[0]
    assert returned.pack(graded, tiny.CHAPTER, platform, students).data == packed.data


def test_does_moodles_worksheet_name_those_who_were_not_collected_from_its_zip(graded, tmp_path):
    with graded.gradebook() as book:
        book.update_or_create_student("broken", first_name="Ann-Marie", last_name="O'Neil", email="ann@uni.example")
    sheet = tmp_path / "Grades.csv"
    sheet.write_text(
        "Identifier,Full name,Email address,Grade\nParticipant 12,Ann-Marie O'Neil,ann@uni.example,\nParticipant 13,Grace Hopper,,\n"
    )
    packed = returned.pack(graded, tiny.CHAPTER, "moodle", ["right", "broken"], sheet)
    assert set(opened(packed)) == {
        "Ada Lovelace_11_assignsubmission_file/01_tiny.html",
        "Ann-Marie ONeil_12_assignsubmission_file/01_tiny.html",
    }
    assert packed.notes == ["in Grades.csv: Grace Hopper: nobody in the roster is called so"]
    with pytest.raises(Misuse, match="for --zip moodle"):
        returned.pack(graded, tiny.CHAPTER, "canvas", ["right"], sheet)


def test_is_nothing_packed_where_nobody_can_be_told(graded):
    with pytest.raises(CourseError, match="collect from Canvas's zip"):
        returned.pack(graded, tiny.CHAPTER, "canvas", ["empty"])


def test_is_a_page_one_file_with_its_pictures_and_no_others(tmp_path):
    (tmp_path / "dropout.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret.png").symlink_to(tmp_path / "dropout.png")
    page = '<img alt="a" src="dropout.png"><img src="secret.png"><img src="../x.png"><img src="none.png"><img src="class_seed">'
    (tmp_path / "class_seed").write_text("seed")
    (tmp_path / "page.html").write_text(page)
    assert returned.whole(tmp_path / "page.html") == page.replace('src="dropout.png"', 'src="data:image/png;base64,iVBORw=="')


def test_is_a_chapter_without_scores_told(course):
    with pytest.raises(CourseError, match="course grade 01_tiny"):
        returned.write(course, tiny.CHAPTER)
