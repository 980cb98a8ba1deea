"""Are the gradebook's scores what a platform's sheet gets, and is nothing else in it changed?"""

import csv
import datetime
import io

import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import CourseError, Misuse
from autograder.term import grades, kept
from autograder.term.grades import Column, fill, harmless, into, points
from autograder.term.kept import People, Person
from autograder.term.sheets import Sheet

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Other (7),01 Tiny (55),Current Score\r\n"
    ",,,,,,Manual Posting,\r\n"
    "    Points Possible,,,,,10.00,5.00,(read only)\r\n"
    '"Lovelace, Ada",1001,s100,ada,"Class A, and B",3.00,,12.50\r\n'
    '"García Núñez, José",1002,s101,jose,Class A,,1.00,\r\n'
    '"O\'Neil, Ann-Marie",1003,s102,oneil,Class A,,EX,\r\n'
    '"Kim, Min",1004,s103,kim1,Class A,,,\r\n'
    '"Kim, Min",1005,s104,kim2,Class A,,,\r\n'
    '"Hopper, Grace",1099,s199,grace,Class A,,,\r\n'
    '"Student, Test",9000,,77aa,Class A,,,\r\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\n"
    'Participant 11,Ada Lovelace,ada@uni.example,Submitted,,5.00,Yes,-,"a ""word"""\n'
    "Participant 12,José García Núñez,jose@uni.example,Submitted,,5.00,Yes,-,\n"
    "Participant 13,Ann-Marie O'Neil,,Submitted,,5.00,Yes,-,\n"
    "Participant 14,Min Kim,min.kim@uni.example,Submitted,,5.00,Yes,-,\n"
    "Participant 15,Min Kim,minkim2@uni.example,No submission,,5.00,Yes,-,\n"
)


@pytest.fixture
def graded(of_class):
    """Ada by hand and with extra credit, José late, O'Neil in thirds, Kim (1) with half of it; Kim (2) handed in nothing."""
    scores = {"ada": (3, 2.5, 0.1), "jose": (3, None, None), "oneil": (2.675, None, None), "kim1": (1.005, None, None)}
    with of_class.gradebook() as book:
        for student, (auto, manual, extra) in scores.items():
            book.update_or_create_submission(tiny.CHAPTER, student, timestamp=datetime.datetime(2026, 1, 2))
            grade = book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, student)
            grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade = auto, manual, extra, False
            other = book.find_grade("judge_dropout_backward", tiny.CHAPTER, tiny.CHAPTER, student)
            other.auto_score, other.needs_manual_grade = 0, False
        book.find_submission(tiny.CHAPTER, "jose").notebooks[0].late_submission_penalty = 0.6
        book.db.commit()
    return of_class


def written(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def cells(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_is_canvas_own_sheet_filled_and_nothing_else_in_it_changed(graded, tmp_path):
    filled = fill(graded, "canvas", [tiny.CHAPTER], written(tmp_path, "e.csv", CANVAS))
    wanted = CANVAS.replace('B",3.00,,12.50', 'B",3.00,2.60,12.50').replace("jose,Class A,,1.00,", "jose,Class A,,2.40,")
    wanted = wanted.replace("kim1,Class A,,,", "kim1,Class A,,1.01,")
    assert filled.data == wanted.encode() and filled.filled == 3
    assert "oneil is 'EX' in e.csv: that stays" in filled.notes
    assert "other scores stood in e.csv: jose 1.00, now 2.40" in filled.notes
    assert any("not in the gradebook: Hopper, Grace" in line for line in filled.notes) and not any("Test" in line for line in filled.notes)


def test_is_moodles_worksheet_filled_and_nothing_else_in_it_changed(graded, tmp_path):
    filled = fill(graded, "moodle", [tiny.CHAPTER], written(tmp_path, "e.csv", MOODLE))
    wanted = MOODLE
    for number, score in ((11, "2.60"), (12, "2.40"), (13, "2.68"), (14, "1.01")):
        line = next(line for line in MOODLE.splitlines() if f"Participant {number}" in line)
        wanted = wanted.replace(line, line.replace("Submitted,,", f"Submitted,{score},"))
    assert filled.data == wanted.encode() and filled.filled == 4 and filled.notes == []


def test_do_moodles_numbers_tell_who_is_who_where_names_do_not(graded, tmp_path):
    kept.write_received(graded, {tiny.CHAPTER: {"kim1": [{"number": "15"}], "kim2": [{"number": "14"}], "jose": []}})
    sheet = MOODLE.replace("min.kim@uni.example", "").replace("minkim2@uni.example", "")
    filled = fill(graded, "moodle", [tiny.CHAPTER], written(tmp_path, "e.csv", sheet))
    assert [row[4] for row in cells(filled.data)[4:]] == ["", "1.01"]
    kept.write_received(graded, {})
    filled = fill(graded, "moodle", [tiny.CHAPTER], written(tmp_path, "e.csv", sheet))
    assert any("2 students are called 'Min Kim'" in line for line in filled.notes) and filled.filled == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_are_encoding_ends_of_lines_and_decimal_commas_kept(encoding, end, graded, tmp_path):
    german = MOODLE.replace(",5.00,", ',"5,00",').replace("\n", end)
    german = german.replace(
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade", "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung"
    )
    german = german.replace("Participant ", "Teilnehmer/in")
    filled = fill(graded, "moodle", [tiny.CHAPTER], written(tmp_path, "e.csv", german, encoding))
    wanted = german
    for name, score in (("ada@uni.example", "2,60"), ("jose@uni.example", "2,40"), ("O'Neil,", "2,68"), ("min.kim@uni.example", "1,01")):
        wanted = wanted.replace(f"{name},Submitted,,", f'{name},Submitted,"{score}",')
    assert filled.data == wanted.encode(encoding)


def test_is_zero_given_only_if_asked(graded, tmp_path):
    sheet = written(tmp_path, "e.csv", MOODLE)
    assert cells(fill(graded, "moodle", [tiny.CHAPTER], sheet).data)[5][4] == ""
    assert cells(fill(graded, "moodle", [tiny.CHAPTER], sheet, zero=True).data)[5][4] == "0.00"


def test_does_filling_a_filled_sheet_change_nothing(graded, tmp_path):
    once = fill(graded, "canvas", [tiny.CHAPTER], written(tmp_path, "e.csv", CANVAS)).data
    assert fill(graded, "canvas", [tiny.CHAPTER], written(tmp_path, "f.csv", once.decode())).data == once


def test_are_points_that_differ_told(graded, tmp_path):
    filled = fill(graded, "moodle", [tiny.CHAPTER], written(tmp_path, "e.csv", MOODLE.replace("5.00", "100.00")))
    assert "01_tiny has 5 points, and 100.00 in e.csv" in filled.notes[0]
    filled = fill(graded, "canvas", [tiny.CHAPTER], written(tmp_path, "e.csv", CANVAS.replace("10.00,5.00", "10.00,20.00")))
    assert any("5 points, and 20.00" in line for line in filled.notes)


def test_are_those_told_who_wait_for_a_person_or_are_not_graded(graded, tmp_path):
    with graded.gradebook() as book:
        book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "kim1").needs_manual_grade = True
        book.db.commit()
    tiny.hand_in(graded.folder, "kim2", "{}")
    lines = fill(graded, "csv", [tiny.CHAPTER]).notes
    assert lines[0].startswith("01_tiny: a person has to look at kim1") and "kim2 handed in and not graded" in lines[1]


def test_is_an_own_sheet_made_for_canvas_moodle_and_a_spreadsheet(graded):
    canvas = cells(fill(graded, "canvas", [tiny.CHAPTER]).data)
    assert canvas[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01_tiny"]
    assert canvas[1] == ["    Points Possible", "", "", "", "", "5.00"]
    assert canvas[-1] == ["O'Neil, Ann-Marie", "1003", "", "", "", "2.68"]
    moodle = cells(fill(graded, "moodle", [tiny.CHAPTER]).data)
    assert moodle[0][:2] == ["Email address", "Username"] and moodle[1] == ["ada@uni.example", "", "", "Ada", "Lovelace", "2.60"]
    table = cells(fill(graded, "csv", [tiny.CHAPTER], by_exercise=True).data)
    assert table[0] == [
        "id",
        "last_name",
        "first_name",
        "email",
        "01_tiny dropout_forward",
        "01_tiny dropout_backward",
        "01_tiny",
        "01_tiny of",
    ]
    assert table[1][4:] == ["2.60", "0.00", "2.60", "5.00"]
    assert table[4] == ["kim2", "Kim", "Min", "minkim2@uni.example", "", "", "", "5.00"]


def test_are_exercises_filled_into_columns_that_are_called_so(graded, tmp_path):
    sheet = CANVAS.replace("Other (7)", "Tiny: dropout_forward (8)").replace("Current Score", "dropout backward (9)")
    filled = fill(graded, "canvas", [tiny.CHAPTER], written(tmp_path, "e.csv", sheet), by_exercise=True)
    assert cells(filled.data)[4][5:] == ["3.00", "2.40", "0.00"]
    with pytest.raises(Misuse, match="no column that may be 01_tiny dropout_forward; .* one of: Other"):
        fill(graded, "canvas", [tiny.CHAPTER], written(tmp_path, "e.csv", CANVAS), by_exercise=True)


@pytest.mark.parametrize(
    "title, fits",
    [
        ("01 Tiny", True),
        ("Tiny", True),
        ("Chapter 1: tiny!", True),
        ("01_tiny", True),
        ("Chapter 2: tiny", False),
        ("Other", False),
        ("1", False),
    ],
)
def test_is_the_column_of_a_chapter_told_by_its_title(title, fits):
    assert grades._fits(Column(tiny.CHAPTER, None, 5, {}), title) is fits


@pytest.mark.parametrize(
    "platform, text, options, says",
    [
        ("canvas", CANVAS.replace("01 Tiny", "Week 3"), {}, r"no column that may be 01_tiny; .* Other \(7\), Week 3 \(55\)"),
        ("canvas", CANVAS.replace("Other", "Tiny 1").replace("01 Tiny", "Tiny again"), {}, "2 columns that may be 01_tiny"),
        ("canvas", CANVAS, {"named": "Nothing (1)"}, "no column 'Nothing"),
        ("canvas", MOODLE, {}, "no sheet of Canvas's: .* Export Entire Gradebook"),
        ("moodle", CANVAS, {}, "no sheet of Moodle's: .* grading worksheet"),
        ("moodle", MOODLE.replace(",Grade,", ",Points,"), {}, "no column 'Grade'; name one with --column"),
        ("moodle", MOODLE, {"by_exercise": True}, "leave out --by-exercise"),
    ],
)
def test_is_a_sheet_that_does_not_fit_told_with_what_to_do(platform, text, options, says, graded, tmp_path):
    with pytest.raises(Misuse, match=says):
        fill(graded, platform, [tiny.CHAPTER], written(tmp_path, "e.csv", text), **options)


def test_is_the_title_that_is_the_chapters_own_preferred(graded, tmp_path):
    filled = fill(graded, "canvas", [tiny.CHAPTER], written(tmp_path, "e.csv", CANVAS.replace("Other", "Tiny again")))
    assert cells(filled.data)[3][5:7] == ["3.00", "2.60"]


def test_can_the_column_be_named(graded, tmp_path):
    filled = fill(graded, "canvas", [tiny.CHAPTER], written(tmp_path, "e.csv", CANVAS), named="Other (7)")
    assert cells(filled.data)[3][5:7] == ["2.60", ""]
    filled = fill(graded, "moodle", [tiny.CHAPTER], written(tmp_path, "e.csv", MOODLE.replace(",Grade,", ",Punten,")), named="Punten")
    assert filled.filled == 4


def test_are_options_that_do_not_go_together_told(of_class, tmp_path):
    with pytest.raises(Misuse, match="--for csv writes a sheet of its own"):
        fill(of_class, "csv", [tiny.CHAPTER], tmp_path / "e.csv")
    with pytest.raises(Misuse, match="give that too"):
        fill(of_class, "canvas", [tiny.CHAPTER], named="x")
    with pytest.raises(CourseError, match="nobody has a score in 01_tiny yet"):
        fill(of_class, "csv", [tiny.CHAPTER])


@pytest.mark.parametrize(
    "score, text", [(2.4000000000000004, "2.40"), (2.675, "2.68"), (1.005, "1.01"), (0, "0.00"), (1 / 3, "0.33"), (7.995, "8.00")]
)
def test_are_scores_rounded_half_up_to_two_places(score, text):
    assert points(score) == text


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "\n=1"])
def test_is_a_formula_made_harmless(cell):
    assert harmless(cell) == "'" + cell
    assert harmless("a" + cell) == "a" + cell and harmless("") == ""


def test_is_a_name_that_is_a_formula_harmless_in_every_sheet_of_ours(graded):
    with graded.gradebook() as book:
        book.update_or_create_student("ada", first_name='=HYPERLINK("http://x")', last_name="@SUM(1)")
    for platform in ("canvas", "moodle", "csv"):
        assert not [cell for row in cells(fill(graded, platform, [tiny.CHAPTER]).data) for cell in row if cell[:1] in "=+-@" and cell]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


@settings(deadline=None)
@given(
    st.lists(st.tuples(NAMES, st.none() | st.floats(0, 100)), min_size=1, max_size=6),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_gets_every_sheet_its_scores_and_keeps_all_else(rows, quoting, end, encoding):
    people = People([Person(f"s{n}", lms=str(n)) for n in range(len(rows))])
    table = [["Student", "ID", "SIS Login ID", "Section", "Tiny (1)", "Note"]]
    table += [[name, str(n), f"s{n}", name, "", name] for n, (name, _) in enumerate(rows)]
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(table)
    data = text.getvalue().encode(encoding)
    scores = {f"s{n}": score for n, (_, score) in enumerate(rows) if score is not None}
    filled = into(Sheet(data), "canvas", [Column("01_tiny", None, 5, scores)], people)
    for n, (name, score) in enumerate(rows):
        if score is not None and name.strip() and "points possible" not in name.casefold():
            table[n + 1][4] = points(score)
    assert list(csv.reader(io.StringIO(filled.data.decode(encoding), newline=""))) == table
    if not scores:
        assert filled.data == data
