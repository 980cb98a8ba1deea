"""A CSV file as a platform writes it, of which single cells are changed, and not a byte besides.

`csv` reads such files, and forgets how each cell was quoted; so the cells are found here, with where each of them stands.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import CourseError

LARGEST = 20_000_000  # bytes of a sheet; a class of thousands has one
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SEPARATORS = ",;\t"


@dataclass
class Cell:
    """What a cell says, and where in the text it stands."""

    value: str
    start: int
    end: int
    quoted: bool
    added: bool = False  # the file's row ends before it


class Sheet:
    """The rows of a CSV file (UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab), the first of them its headings."""

    def __init__(self, data, name="the sheet"):
        self.name, self.changes = name, {}
        if len(data) > LARGEST:
            raise CourseError(f"{name} has more than {LARGEST / 1e6:.0f} MB: that is no list of a class")
        self.mark, self.encoding = _encoding(data)
        try:
            self.text = data[len(self.mark) :].decode(self.encoding)
        except UnicodeDecodeError:
            raise CourseError(f"{name} is no text: save it as CSV in UTF-8") from None
        if "\0" in self.text:
            raise CourseError(f"{name} is no CSV file (a workbook?): save it as CSV in UTF-8")
        self.separator = _separator(self.text)
        rows = self._rows()
        while rows and _is_blank(rows[0]):
            rows.pop(0)
        if not rows:
            raise CourseError(f"{name} is empty: export it again")
        self.headings, self.rows = [cell.value.strip() for cell in rows[0]], rows[1:]
        self._head = rows[0]

    @classmethod
    def read(cls, path):
        """Read a sheet from a file."""
        path = Path(path)
        if not path.is_file():
            raise CourseError(f"there is no file {path}")
        with path.open("rb") as file:
            return cls(file.read(LARGEST + 1), path.name)

    def column(self, *names):
        """Return the number of the first column that has one of these headings, or None."""
        wanted = {name.casefold() for name in names}
        return next((n for n, heading in enumerate(self.headings) if heading.casefold() in wanted), None)

    def people(self):
        """Yield (line number, row) of each row that is not blank."""
        line = 2
        for row in self.rows:
            if not _is_blank(row):
                yield line, row
            line += 1

    def value(self, row, column):
        """Return what a cell says, "" where there is none."""
        return row[column].value.strip() if column is not None and column < len(row) else ""

    def put(self, row, column, value):
        """Change a cell; a row that ends before it is made longer."""
        end = row[-1].end
        while len(row) <= column:
            self.changes[end, len(row)] = (end, self.separator)
            row.append(Cell("", end, end, False, True))
        cell = row[column]
        self.changes[cell.start, column] = (cell.end, self.separator * cell.added + self._written(value, cell.quoted))

    def data(self):
        """Return the file's bytes, with the cells that were changed."""
        parts, done = [], 0
        for (start, _), (end, value) in sorted(self.changes.items()):
            parts += [self.text[done:start], value]
            done = end
        return self.mark + "".join([*parts, self.text[done:]]).encode(self.encoding)

    def _written(self, value, quoted):
        if quoted or any(c in value for c in f'"\r\n{self.separator}'):
            return '"' + value.replace('"', '""') + '"'
        return value

    def _rows(self):
        field = re.compile(rf'(?P<quoted>"(?:[^"]|"")*+")?(?P<rest>[^{self.separator}\r\n]*)')
        rows, row, at = [], [], 0
        while at < len(self.text):
            match = field.match(self.text, at)
            inner, rest = match["quoted"], match["rest"]
            if inner is None and rest.startswith('"'):
                raise CourseError(f"line {self.text.count(chr(10), 0, at) + 1} of {self.name} has a quote that is not closed")
            value = (inner[1:-1].replace('""', '"') if inner else "") + rest
            row.append(Cell(value, at, match.end(), inner is not None and not rest))
            at = match.end()
            if self.text[at : at + 1] == self.separator:
                at += 1
                if at < len(self.text):
                    continue
                row.append(Cell("", at, at, False))
            at += len(re.match(r"(?:\r\n|\n|\r)?", self.text[at : at + 2])[0])
            rows.append(row)
            row = []
        return rows


def _encoding(data):
    """Return the mark that a file begins with, and its encoding."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return mark, encoding
    if data[1:2] == b"\0":
        return b"", "utf-16-le"
    if data[:1] == b"\0":
        return b"", "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            data.decode(encoding)
            return b"", encoding
        except UnicodeDecodeError:
            continue
    return b"", "latin-1"


def _separator(text):
    """Return what separates the cells of the first line that says anything: what stands there most often, outside of quotes."""
    line = next((line for line in text.splitlines() if line.strip(f'{SEPARATORS} "')), "")
    outside = re.sub(r'"(?:[^"]|"")*+"', "", line)
    return max(SEPARATORS, key=outside.count)


def _is_blank(row):
    return not any(cell.value.strip() for cell in row)
