r"""The text of the chapters: `source/NN_chapter.py`, read into cells with roles, and its errors found.

A chapter is a jupytext percent file. What a cell is for, its *role*, stands in its header:

    # %% [markdown]                                  prose; {points} and {minutes} of the chapter are filled in
    # %% setup                                       the imports; one a chapter, the first code cell, locked
    # %%                                             given code
    # %% experiment="frozen_mask"                    training, sweeps, figures: no graded cell needs it
    # %% predict="mean_shrinks"                      a question to commit to: see `prediction`
    # %% exercise="dropout_forward" minutes=10       made by the build from the reference; the body is empty
    # %% tests="dropout_forward"                     made by the build from the bank; the body is empty
    # %% mine="split"                                to paste one's own function of an earlier chapter into

A line `### Exercise: dropout_forward` in prose is an exercise's heading; the build adds number, points and minutes.
`minutes=` may stand in any header; the chapter's minutes are their sum. Points stand in the bank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import BuildError
from ..places import texts

ROLES = {"[markdown]": "prose", "setup": "setup"}  # said by a bare word
NAMED = ("experiment", "predict", "exercise", "tests", "mine")  # said with a name
EMPTY = {"exercise": "the reference", "tests": "the bank"}  # roles whose body the build makes, and from what
HEADER = re.compile(r"^# %%(.*)$", re.MULTILINE)
HEADER_WORD = re.compile(r'(\w+)=(?:"([^"]*)"|(\d+(?:\.\d+)?))(?!\S)|\S+')
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
HEADING = re.compile(r"^(#+) Exercise: (\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """One cell of the text: its role, its name ("" if it has none), the line of its header, its body."""

    role: str
    name: str
    line: int
    source: str = ""
    options: dict = field(default_factory=dict)

    def __str__(self):
        return f"line {self.line}, {self.role}" + (f' "{self.name}"' if self.name else "")


@dataclass(frozen=True)
class Prediction:
    """A question to commit to; choices are pairs (text, explanation), one of them right."""

    question: str
    choices: list[tuple[str, str]]
    right: int


@dataclass(frozen=True)
class Chapter:
    """One chapter's text."""

    file: Path
    cells: list[Cell]

    @property
    def name(self):
        return self.file.stem

    @property
    def number(self):
        return int(self.name[:2])

    def of(self, role):
        """Return the cells of a role by name, in order."""
        return {cell.name: cell for cell in self.cells if cell.role == role}

    @property
    def minutes(self):
        """The minutes that its headers name, in all."""
        return sum(cell.options.get("minutes", 0) for cell in self.cells)

    @property
    def given(self):
        """The exercises that a class gives: solved, and not graded."""
        return {name for name, cell in self.of("exercise").items() if "given" in cell.options}

    def error(self, cell, says):
        """Return a `BuildError` about a cell (or None: about the file)."""
        return BuildError(f"source/{self.file.name}{f', {cell}' if cell else ''}: {says}")


def read_all(root):
    """Return every chapter of a course, checked by themselves and against each other."""
    chapters, seen = [read(file) for file in texts(root)], {}
    for chapter in chapters:
        for cell in chapter.cells:
            if cell.role in ("exercise", "predict"):
                if (cell.role, cell.name) in seen:
                    raise chapter.error(cell, f"source/{seen[cell.role, cell.name]} has one of this name too; give it another")
                seen[cell.role, cell.name] = chapter.file.name
            elif cell.role == "mine" and ("exercise", cell.name) not in seen:
                raise chapter.error(cell, "no earlier chapter has this exercise; name one that does")
    return chapters


def read(file):
    """Return the chapter a file holds; `BuildError` if something in it is amiss."""
    import jupytext  # here, because it takes long

    chapter, text = Chapter(Path(file), []), Path(file).read_text(encoding="utf-8")
    headers = _headers(chapter, text)
    percent = {"extension": ".py", "format_name": "percent", "comment_magics": False}  # a comment stays a comment
    bodies = jupytext.reads(text, fmt=percent).cells
    if len(bodies) != len(headers):
        raise chapter.error(None, 'begin the file with a header `# %%`, and let no line of a string begin with "# %%"')
    for header, body in zip(headers, bodies, strict=True):
        chapter.cells.append(Cell(header.role, header.name, header.line, body.source.strip("\n"), header.options))
    _check(chapter)
    return chapter


def _headers(chapter, text):
    """Return the cells that the headers of a text announce, without bodies."""
    return [_header(chapter, text.count("\n", 0, match.start()) + 1, match[1]) for match in HEADER.finditer(text)]


def _header(chapter, line, words):
    role, name, options, odd = "code", "", {}, []
    for word in HEADER_WORD.finditer(words):
        key, string, number = word.groups()
        if role == "code" and word[0] in ROLES:
            role = ROLES[word[0]]
        elif role == "code" and key in NAMED and string is not None:
            role, name = key, string
        elif key == "minutes" and number is not None:
            options[key] = float(number)
        else:
            odd.append(word[0])
    cell = Cell(role, name, line, options=options)
    if any(word.startswith("points=") for word in odd):
        raise chapter.error(cell, "take `points=` out of the header; points stand in the exercise's entry in autograder/bank")
    if any("nbgrader" in word for word in odd):
        raise chapter.error(cell, "take the nbgrader metadata out of the header; the build makes it from the role")
    if odd:
        raise chapter.error(cell, f"take {odd[0]!r} out of the header; the roles and their words stand in autograder/making/text.py")
    if role in NAMED and not NAME.fullmatch(name):
        raise chapter.error(cell, "name it in small letters, digits and _, at most 41 of them")
    return cell


def _check(chapter):
    """Raise `BuildError` where the cells of a chapter do not belong together."""
    seen, code = {}, [cell for cell in chapter.cells if cell.role != "prose"]
    if not code or code[0].role != "setup":
        raise chapter.error(code[0] if code else None, "the first code cell must be the set-up cell, `# %% setup`")
    for cell in code:
        twin = seen.get((cell.role, cell.name))
        if twin and cell.role != "code":
            raise chapter.error(cell, f"line {twin.line} has the same role and name; keep one, or give it another name")
        seen[cell.role, cell.name] = cell
        if cell.role in EMPTY and cell.source:
            raise chapter.error(cell, f"take its body out; the build makes it from {EMPTY[cell.role]}")
        if cell.role == "predict":
            prediction(chapter, cell)
        if cell.role == "tests" and ("exercise", cell.name) not in seen:
            raise chapter.error(cell, f'no exercise of this name stands before it; add `# %% exercise="{cell.name}"`')
    _check_headings(chapter, chapter.of("exercise"))


def _check_headings(chapter, exercises):
    headings = [(m[2], cell) for cell in chapter.cells if cell.role == "prose" for m in HEADING.finditer(cell.source)]
    for name, cell in headings:
        if name not in exercises:
            raise chapter.error(cell, f"its heading names {name!r}, which is no exercise of this chapter; mend the name")
    for name, cell in exercises.items():
        if name not in chapter.of("tests"):
            raise chapter.error(cell, f'it has no graded cell; add `# %% tests="{name}"` after it')
        if [n for n, _ in headings].count(name) != 1:
            raise chapter.error(cell, f"give it one heading, `### Exercise: {name}`, in the prose before it")


def prediction(chapter, cell):
    """Return the question of a `predict` cell, written in comment lines that may go on over further ones:

    # ? the question
    # - a choice :: why it is not so
    # + the right choice :: why it is so
    """
    parts = []  # [mark, text]
    for line in cell.source.splitlines():
        mark = re.match(r"# ([?+-]) ", line)
        if mark:
            parts.append([mark[1], line[4:].strip()])
        elif line.startswith("#") and parts:
            parts[-1][1] = f"{parts[-1][1]} {line[1:].strip()}".strip()
        elif line.strip():
            raise chapter.error(cell, f"write comment lines that begin with `# ? `, `# - ` or `# + `, not {line!r}")
    marks = "".join(mark for mark, _ in parts)
    choices = [tuple(half.strip() for half in text.partition("::")[::2]) for mark, text in parts if mark != "?"]
    if not re.fullmatch(r"\?[+-]{2,5}", marks):
        raise chapter.error(cell, "write one question (`# ? …`), then two to five choices (`# - …`, the right one `# + …`)")
    if marks.count("+") != 1:
        raise chapter.error(cell, f"mark exactly one choice as right, with `# + `; now {marks.count('+')} are")
    if not all(text and why for text, why in choices):
        raise chapter.error(cell, "write each choice as `text :: explanation`")
    return Prediction(parts[0][1], choices, marks.index("+") - 1)
