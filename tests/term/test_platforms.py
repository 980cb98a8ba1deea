"""Is told from a platform's names what they say?"""

import pytest

from autograder.term.platforms import columns, family_first, in_canvas, in_moodle, is_nobody, key, moodle_folder, participant
from autograder.term.sheets import Sheet


@pytest.mark.parametrize(
    "path, who, number, prefix, name",
    [
        (
            "Ada Lovelace_12345_assignsubmission_file/a/04.ipynb",
            "Ada Lovelace",
            "12345",
            "Ada Lovelace_12345_assignsubmission_file/",
            "a/04.ipynb",
        ),
        (
            "Ada Lovelace_12345_assignsubmission_file_/04.ipynb",
            "Ada Lovelace",
            "12345",
            "Ada Lovelace_12345_assignsubmission_file_/",
            "04.ipynb",
        ),
        ("all/Ann ONeil_7_assignsubmission_file/x", "Ann ONeil", "7", "Ann ONeil_7_assignsubmission_file/", "x"),
        (
            "Ada Lovelace_12345_assignsubmission_file_my_work_2.ipynb",
            "Ada Lovelace",
            "12345",
            "Ada Lovelace_12345_assignsubmission_file_",
            "my_work_2.ipynb",
        ),
        ("José_7_assignsubmission_onlinetext/onlinetext.html", "José", "7", "José_7_assignsubmission_onlinetext/", "onlinetext.html"),
    ],
)
def test_is_read_what_moodle_calls_a_submission(path, who, number, prefix, name):
    named = in_moodle(path)
    assert (named.who, named.number, named.prefix, named.name) == (who, number, prefix, name)


@pytest.mark.parametrize(
    "path, who, number, prefix, name, late",
    [
        ("lovelaceada_1001_345671_04_dropout-2.ipynb", "lovelaceada", "1001", "lovelaceada_1001_345671_", "04_dropout-2.ipynb", False),
        ("oneilann_LATE_1001_345671_04_dropout.ipynb", "oneilann", "1001", "oneilann_LATE_1001_345671_", "04_dropout.ipynb", True),
        ("garcíajosé_1_2_x.ipynb", "garcíajosé", "1", "garcíajosé_1_2_", "x.ipynb", False),
        ("vonbaerk_e_1_2_x.ipynb", "vonbaerk_e", "1", "vonbaerk_e_1_2_", "x.ipynb", False),
        ("lovelaceada_1001_text.html", "lovelaceada", "1001", "", "text.html", False),
    ],
)
def test_is_read_what_canvas_calls_a_submission(path, who, number, prefix, name, late):
    named = in_canvas(path)
    assert (named.who, named.number, named.prefix, named.name, named.late) == (who, number, prefix, name, late)


@pytest.mark.parametrize(
    "path", ["ada/04_dropout.ipynb", "04_dropout.ipynb", "Ada_12_assignsubmission_file", "ada_04.ipynb", "Ada_12_assignsubmission_file_a/b"]
)
def test_is_what_no_platform_wrote_not_taken_for_it(path):
    assert in_moodle(path) is None
    assert in_canvas(path) is None


@pytest.mark.parametrize(
    "head, kind, has",
    [
        ("id,first_name,last_name,email,lms_user_id", "nbgrader", {"id", "first", "last", "email", "lms"}),
        ("id,email", "nbgrader", {"id", "email"}),
        ("First name,Last name,Email address,ID number", "moodle", {"first", "last", "email", "number"}),
        ("ID,Vollständiger Name,Status,Bewertung", "moodle", {"participant", "name", "grade"}),
        ("Vorname;Nachname;E-Mail-Adresse", "moodle", {"first", "last", "email"}),
        ("Identifier,Full name,Email address,Status,Grade,Maximum Grade", "moodle", {"participant", "name", "email", "grade", "most"}),
        ("Student,ID,SIS User ID,SIS Login ID,Section,Dropout (12)", "canvas", {"name", "lms", "number", "login"}),
        ("LastName,FirstName,ID,SIS Login ID,Section", "canvas", {"first", "last", "lms", "login"}),
    ],
)
def test_are_a_lists_columns_told(head, kind, has):
    found, whose = columns(Sheet(head.encode()))
    assert (set(found), whose) == (has, kind)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Points Possible"},
        {"last": "Points Possible"},
        {"name": ""},
        {"name": "Student, Test"},
        {"last": "Student", "first": "Test", "number": ""},
    ],
)
def test_are_rows_that_are_no_students_told(said):
    assert is_nobody("canvas", said) and not is_nobody("moodle", said)


@pytest.mark.parametrize("said", [{"name": "Student, Test", "number": "S17"}, {"name": "Testa, Ada"}, {"last": "Test"}])
def test_is_a_student_of_such_a_name_one(said):
    assert not is_nobody("canvas", said)


def test_is_a_participants_number_told_in_any_language():
    assert [participant(words) for words in ("Participant 12345", "Teilnehmer/in99", "Participant", "")] == ["12345", "99", "", ""]


def test_is_a_name_the_same_whatever_a_platform_leaves_out_of_it():
    assert key("O'Neil, Ann-Marie") == key("oneilannmarie") == key("ONeil Ann Marie")
    assert key("José") == key("Jose\u0301") == key("JOSE") and key("José", plain=False) != key("Jose", plain=False)
    assert key("李 小龍") == "李小龍"


def test_is_a_name_with_a_comma_split_there():
    assert family_first("O'Neil, Ann Marie") == ("Ann Marie", "O'Neil")
    assert family_first("Ada King Lovelace") == ("Ada King", "Lovelace")
    assert family_first("Ada") == ("", "Ada")


def test_does_a_students_own_file_name_make_it_nobody_elses():
    named = in_moodle("Ada Lovelace_11_assignsubmission_file_Min Kim_14_assignsubmission_file_x.ipynb")
    assert (named.who, named.number) == ("Ada Lovelace", "11")
    named = in_moodle("Ada Lovelace_11_assignsubmission_file/Min Kim_14_assignsubmission_file/x.ipynb")
    assert (named.who, named.number) == ("Ada Lovelace", "11")
    assert in_canvas("lovelaceada_1001_501_kimmin_1004_504_x.ipynb").number == "1001"


def test_is_a_hidden_persons_number_not_taken_for_a_persons():
    assert in_canvas("anon_1001_55_x.ipynb").number == in_canvas("LATE_anon_1001_55_x.ipynb").number == "anon 1001"
    assert in_canvas("anon_1001_55_x.ipynb").who == in_moodle("Participant_7_assignsubmission_file/x").who == ""


def test_has_a_persons_folder_the_name_that_moodle_gives_it():
    assert moodle_folder("Ann_Marie O'Neil: <x>", "7") == "Ann Marie ONeil x_7_assignsubmission_file/"
    assert in_moodle(moodle_folder("O'Neil, Ann", "7") + "a.html").number == "7"
