"""Are files parted by whose they are, and can nobody hand in for another?"""

import datetime

import pytest

from autograder.term.delivery import parted
from autograder.term.inbound import File
from autograder.term.kept import NotFound, People, Person

PEOPLE = People(
    [
        Person("ada", "Ada", "Lovelace", "ada@uni.example", "1001", name="Lovelace, Ada"),
        Person("kim1", "Min", "Kim", lms="1004", name="Kim, Min"),
        Person("eve", "Eve", "Adams", lms="1009", name="Adams, Eve"),
        Person("old", "Otto", "Lang", lms="1010"),
    ]
)
CHAPTERS = {"01_tiny", "02_other"}


def files(*paths):
    return [File(path, datetime.datetime(2026, 12, n + 1), 1, lambda: b"x") for n, path in enumerate(paths)]


def parts(*paths, participants=None):
    """Return whose form the files have, and {who: their paths}."""
    platform, deliveries, strange = parted(files(*paths), PEOPLE, CHAPTERS, participants or {})
    return platform, {one.who: sorted(one.files) for one in deliveries}, [file.path for file in strange]


def student(*paths, participants=None):
    (delivery,) = parted(files(*paths), PEOPLE, CHAPTERS, participants or {})[1]
    return delivery.student(PEOPLE)


def test_is_told_whose_zip_it_is():
    assert parts("Ada Lovelace_1_assignsubmission_file/a", "readme.txt") == ("moodle", {"Ada Lovelace": ["a"]}, ["readme.txt"])
    assert parts("lovelaceada_1001_5_a.ipynb", "kimmin_1004_6_b.ipynb", "x")[:2] == (
        "canvas",
        {"lovelaceada": ["a.ipynb"], "kimmin": ["b.ipynb"]},
    )
    assert parts("ada/a.ipynb", "lovelaceada_1001_5_a.ipynb", "kim1/b")[0] == "folder"
    assert parts() == ("folder", {}, [])


def test_are_all_files_of_a_person_one_delivery():
    assert parts("Ada Lovelace_1_assignsubmission_file/a", "Ada Lovelace_1_assignsubmission_onlinetext/onlinetext.html")[1] == {
        "Ada Lovelace": ["a", "onlinetext.html"]
    }
    assert parts("lovelaceada_1001_5_a.ipynb", "lovelaceada_1001_6_a.ipynb")[1] == {"lovelaceada": ["6-a.ipynb", "a.ipynb"]}


def test_is_the_prefix_for_feedback_that_of_the_notebook_that_came_last():
    for order in (1, -1):
        paths = ["lovelaceada_1001_5_a.ipynb", "lovelaceada_1001_7_a.ipynb", "lovelaceada_1001_9_notes.txt"][::order]
        (delivery,) = parted(files(*paths), PEOPLE, CHAPTERS, {})[1]
        assert (delivery.prefix, delivery.newest[0]) == ("lovelaceada_1001_7_", 7)
    paths = ["Ada Lovelace_1_assignsubmission_onlinetext/o.html", "Ada Lovelace_1_assignsubmission_file/a"]
    assert parted(files(*paths), PEOPLE, CHAPTERS, {})[1][0].prefix == "Ada Lovelace_1_assignsubmission_file/"


def test_are_a_persons_chapters_in_a_folder_two_deliveries():
    _, deliveries, _ = parted(files("ada/01_tiny/a.ipynb", "ada/02_other/b.ipynb", "ada/02_other/c"), PEOPLE, CHAPTERS, {})
    assert [(one.chapter, sorted(one.files), one.student(PEOPLE)) for one in deliveries] == [
        ("01_tiny", ["a.ipynb"], "ada"),
        ("02_other", ["b.ipynb", "c"], "ada"),
    ]


@pytest.mark.parametrize(
    "path, whose",
    [
        ("Ada Lovelace_1_assignsubmission_file/x", "ada"),
        ("LOVELACE Ada_1_assignsubmission_file_x", "ada"),
        ("lovelaceada_1001_5_x.ipynb", "ada"),
        ("someoneelse_1010_5_x.ipynb", "old"),  # whose name in Canvas is not known
        ("all/ada/x.ipynb", "ada"),
        ("ada_01_tiny.ipynb", "ada"),
    ],
)
def test_is_told_whose_a_file_is(path, whose):
    assert student(path) == whose


@pytest.mark.parametrize(
    "path, why",
    [
        ("Participant_1_assignsubmission_file/x", "hides who this is"),
        ("anon_1001_55_x.ipynb", "hides who this is"),
        ("Grace Hopper_1_assignsubmission_file/x", "nobody in the roster is called so"),
        ("01_tiny.ipynb", "nobody in the roster has this id"),
    ],
)
def test_is_told_why_it_is_not_known_whose_a_file_is(path, why):
    with pytest.raises(NotFound, match=why):
        student(path)


def test_does_who_puts_anothers_number_into_their_name_not_hand_in_for_them():
    with pytest.raises(NotFound, match="its number is that of ada, whom Canvas called 'Lovelace, Ada'"):
        student("adamseve_1001_1009_77_x.ipynb")


def test_does_a_worksheet_name_whom_moodle_hides():
    assert (
        student("Participant_7_assignsubmission_file/x", participants={"7": {"name": "Ada Lovelace", "email": "ada@uni.example"}}) == "ada"
    )
