"""Do a platform's lists of people come into the gradebook, whatever is in them?"""

import pytest
import tiny
from nbgrader import api

from autograder.errors import CourseError, Misuse
from autograder.term import roster
from autograder.term.kept import people

MOODLE = """\
"First name","Last name","Email address","ID number"
Ada,Lovelace,ada@uni.example,s100
José,"García Núñez",jose@uni.example,s101
Ann-Marie,O'Neil,annmarie.oneil@uni.example,s102

Min,Kim,min.kim@uni.example,s103
Min,Kim,minkim2@uni.example,s104
"""
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Dropout (55),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,5.00,(read only)
"Lovelace, Ada",1001,s100,ada,Class A,,
"García Núñez, José",1002,s101,jose,Class A,4.00,
"O'Neil, Ann-Marie",1003,s102,oneil,Class A,,
"Kim, Min",1004,s103,kim1,Class A,,
"Kim, Min",1005,s104,kim2,Class A,,
"Student, Test",9000,,77aa,Class A,,
"""


def listed(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode(encoding))
    return file


def known(course):
    with course.gradebook() as book:
        return {p.id: p for p in people(course, book)}


def test_are_moodles_participants_taken(course, tmp_path):
    changes = roster.take(course, listed(tmp_path, MOODLE))
    assert changes.added == ["s100", "s101", "s102", "s103", "s104"] and changes.kind == "moodle"
    oneil = known(course)["s102"]
    assert (oneil.first, oneil.last, oneil.email, oneil.number) == ("Ann-Marie", "O'Neil", "annmarie.oneil@uni.example", "s102")
    with course.gradebook() as book:
        assert book.find_student("s101").last_name == "García Núñez"


def test_is_canvas_gradebook_taken_without_the_rows_of_nobody(course, tmp_path):
    changes = roster.take(course, listed(tmp_path, CANVAS))
    assert (changes.added, changes.kind, changes.refused) == (["ada", "jose", "oneil", "kim1", "kim2"], "canvas", [])
    jose = known(course)["jose"]
    assert (jose.first, jose.last, jose.lms, jose.login, jose.number, jose.name) == (
        "José",
        "García Núñez",
        "1002",
        "jose",
        "s101",
        "García Núñez, José",
    )


@pytest.mark.parametrize("text", [MOODLE, CANVAS])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_is_a_list_the_same_in_any_encoding_and_with_any_separator(text, encoding, separator, tmp_path):
    other = (
        text.replace('"García Núñez, José"', "García Núñez José").replace(",", separator) if separator != "," and text is MOODLE else text
    )
    from autograder.term.sheets import Sheet

    rows, _ = roster.read(Sheet(other.encode(encoding)))
    wanted, _ = roster.read(Sheet(text.encode()))
    assert [person for _, person in rows] == [person for _, person in wanted] and len(rows) == 5


@pytest.mark.parametrize("text", [MOODLE, CANVAS])
def test_does_the_same_list_again_change_nothing(text, course, tmp_path):
    file = listed(tmp_path, text)
    roster.take(course, file)
    before, kept = tiny.dump(course), (course.folder / "roster.csv").read_bytes()
    changes = roster.take(course, file)
    assert (changes.added, changes.changed, len(changes.same)) == ([], {}, 5)
    assert tiny.dump(course) == before and (course.folder / "roster.csv").read_bytes() == kept


def test_does_a_second_platforms_list_find_those_who_are_there_by_email_or_canvas_number(of_class, tmp_path):
    changes = roster.take(of_class, listed(tmp_path, MOODLE))
    assert (changes.added, changes.changed["oneil"]) == ([], ["number"])
    changes = roster.take(of_class, listed(tmp_path, CANVAS.replace(",oneil,", ",o'neil-x,")))
    assert changes.added == [] and "login" in changes.changed["oneil"]
    assert known(of_class)["oneil"].login == "o'neil-x"


def test_is_what_a_list_does_not_say_kept_and_nobody_removed(of_class, tmp_path):
    changes = roster.take(of_class, listed(tmp_path, "id,first_name,last_name,email\nada,Augusta Ada,,\nnew,,,\n"))
    assert (changes.added, changes.changed, changes.not_listed) == (["new"], {"ada": ["first"]}, ["jose", "kim1", "kim2", "oneil"])
    ada = known(of_class)["ada"]
    assert (ada.first, ada.last, ada.email, ada.lms) == ("Augusta Ada", "Lovelace", "ada@uni.example", "1001")


def test_do_scores_stay_when_a_name_changes(of_class, tmp_path):
    with of_class.gradebook() as book:
        book.update_or_create_submission(tiny.CHAPTER, "ada")
        book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "ada").manual_score = 2
        book.db.commit()
    roster.take(of_class, listed(tmp_path, "id,last_name\nada,King\n"))
    with of_class.gradebook() as book:
        assert book.find_submission(tiny.CHAPTER, "ada").score == 2 and book.find_student("ada").last_name == "King"


@pytest.mark.parametrize("id", ["a/b", "..", "a*", "[x]", "a\\b", ".hidden", "x,y", "-rf", "a\u202eb", "", "é" * 200 + "/"])
def test_is_an_id_that_is_no_name_of_a_folder_refused_in_one_line_and_the_others_taken(id, course, tmp_path):
    changes = roster.take(course, listed(tmp_path, f'id,first_name\n"{id}",Eve\nada,Ada\n'))
    assert changes.added == ["ada"]
    (line,) = changes.refused
    assert line.startswith("row 2: ") and "\n" not in line


def test_is_an_id_that_two_have_told_and_the_first_taken(course, tmp_path):
    changes = roster.take(course, listed(tmp_path, "id,first_name\nada,Ada\nada,Eve\nada,Ada\n"))
    assert (changes.added, changes.refused) == (["ada"], ["row 3: ada is there already, as Ada"])


def test_can_the_column_with_the_ids_be_named(course, tmp_path):
    assert roster.take(course, listed(tmp_path, MOODLE), "email address").added[0] == "ada@uni.example"
    with pytest.raises(Misuse, match="no column 'Matriculation'; it has First name"):
        roster.take(course, listed(tmp_path, MOODLE), "Matriculation")


def test_is_a_list_that_tells_nobody_apart_told(course, tmp_path):
    with pytest.raises(Misuse, match="--id COLUMN"):
        roster.take(course, listed(tmp_path, "Full name,Groups\nAda Lovelace,A\n"))


def test_are_two_of_one_name_told(of_class):
    assert roster.namesakes(of_class) == {"Min Kim": ["kim1", "kim2"]}


def test_is_nothing_taken_where_one_row_cannot_be_written(course, tmp_path, monkeypatch):
    file = listed(tmp_path, MOODLE)
    monkeypatch.setattr(roster, "update", None)
    roster.take(course, file)
    with pytest.raises(TypeError):
        roster.take(course, listed(tmp_path, MOODLE.replace("Ada", "Augusta").replace("s104", "s999")))
    with course.gradebook() as book:
        assert [s for s in book.db.query(api.Student.id).order_by(api.Student.id)][-1][0] == "s104"


def test_is_a_roster_file_that_was_spoilt_told(course, tmp_path):
    (course.folder / "roster.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CourseError, match="roster.csv has no column `id`"):
        roster.take(course, listed(tmp_path, MOODLE))


def test_is_canvas_export_with_two_columns_of_names_the_same(course, tmp_path):
    head, *rest = CANVAS.splitlines()
    two = [head.replace("Student,", "LastName,FirstName,"), ",,,,,,Manual Posting,", "    Points Possible,,,,,,5.00,(read only)"]
    two += [line.replace(", ", '","', 1) for line in rest[2:]]
    changes = roster.take(course, listed(tmp_path, "\n".join(two)))
    assert changes.added == ["ada", "jose", "oneil", "kim1", "kim2"]
    jose = known(course)["jose"]
    assert (jose.first, jose.last, jose.lms) == ("José", "García Núñez", "1002")


def test_is_a_login_that_is_an_address_the_email_too(course, tmp_path):
    roster.take(course, listed(tmp_path, CANVAS.replace(",ada,", ",ada@uni.example,")))
    assert known(course)["ada@uni.example"].email == "ada@uni.example"
    assert "ada@uni.example" in roster.take(course, listed(tmp_path, MOODLE)).same
