"""Is a platform's sheet read as it was meant, and is nothing of it changed but the cells that were to be?"""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.term.sheets import Sheet

CELLS = st.text(st.sampled_from("ab é€\"';,\t\n=+0"), max_size=6)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5))
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


def written(rows, separator=",", quoting=csv.QUOTE_MINIMAL, end="\r\n"):
    file = io.StringIO()
    csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)
    return file.getvalue()


def values(sheet):
    return [[cell.value for cell in row] for row in [sheet._head, *sheet.rows]]


@settings(deadline=None)
@given(
    TABLES,
    st.sampled_from(",;\t"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(ENCODINGS),
)
def test_is_every_table_read_as_csv_reads_it_and_given_back_to_the_byte(table, separator, quoting, end, encoding):
    head = [f"column {n}" for n in range(max(2, len(table[0])))]
    text = written([head, *table], separator, quoting, end)
    data = text.encode(encoding)
    sheet = Sheet(data)
    assert values(sheet) == [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    assert sheet.data() == data


@settings(deadline=None)
@given(TABLES, CELLS, st.data())
def test_is_one_cell_changed_and_no_other(table, value, data):
    head = [f"column {n}" for n in range(max(2, len(table[0])))]
    sheet = Sheet(written([head, *table], quoting=csv.QUOTE_ALL).encode())
    before = values(sheet)
    row, column = data.draw(st.integers(0, len(table) - 1)), data.draw(st.integers(0, len(table[0]) - 1))
    sheet.put(sheet.rows[row], column, value)
    before[row + 1][column] = value
    assert values(Sheet(sheet.data())) == before


def test_keeps_a_cell_that_was_quoted_its_quotes_and_one_that_was_not_none():
    sheet = Sheet(b'Name,Grade\n"Lovelace, Ada","1"\nBob,2\n')
    for _, row in sheet.people():
        sheet.put(row, 1, "3.50")
    assert sheet.data() == b'Name,Grade\n"Lovelace, Ada","3.50"\nBob,3.50\n'


def test_is_a_row_that_ends_early_made_as_long_as_it_has_to_be():
    sheet = Sheet(b"a;b;c\nx\ny;1;2")
    sheet.put(sheet.rows[0], 2, "7")
    assert sheet.data() == b"a;b;c\nx;;7\ny;1;2"
    sheet.put(sheet.rows[0], 1, "6")
    sheet.put(sheet.rows[0], 2, "8")
    assert sheet.data() == b"a;b;c\nx;6;8\ny;1;2"


@pytest.mark.parametrize("data", [b"\xff\xfea\0,\0b\0\n\0", b"a\0,\0b\0\n\0", b"\xef\xbb\xbfa,b\n", b"a\tb\r", b"a;b"])
def test_are_marks_encodings_and_separators_told(data):
    assert Sheet(data).headings == ["a", "b"]
    assert Sheet(data).data() == data


def test_are_blank_lines_passed_over_and_kept():
    sheet = Sheet("\n;;\nfirst name;e-mail\n\nJosé;j@x\n;\n".encode("latin-1"))
    assert sheet.headings == ["first name", "e-mail"]
    assert [[cell.value for cell in row] for _, row in sheet.people()] == [["José", "j@x"]]


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "is empty"),
        (b"\n ,\n", "is empty"),
        (b'a,b\n"x,1\n', "line 2 of the sheet has a quote that is not closed"),
        (b"PK\3\4\0\0\0\0", "no CSV file"),
        (b"a,b\n" * 6_000_000, "more than 20 MB"),
    ],
)
def test_is_what_is_no_sheet_told_in_one_line(data, says):
    with pytest.raises(CourseError, match=says):
        Sheet(data)


def test_is_a_file_that_is_not_there_told(tmp_path):
    with pytest.raises(CourseError, match="there is no file"):
        Sheet.read(tmp_path / "none.csv")


def test_does_a_megabyte_of_quotes_take_no_time():
    with pytest.raises(CourseError, match="not closed"):
        Sheet(b'a,b\n"' + b'""' * 500_000)
