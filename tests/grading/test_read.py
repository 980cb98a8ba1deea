"""Does what is no notebook end in 0 and a reason, and is nothing else read in its place?"""

import json
import os

import nbformat
import pytest
import tiny
from tiny import executed, graded

from autograder.errors import Unreadable
from autograder.grading import read

BROKEN = {
    "truncated": ('{"cells": [{"cell_type": "code"', "not JSON"),
    "binary": (b"\xff\xfe\x00\x01" * 9, "not JSON"),
    "empty file": ("", "01_tiny.ipynb is damaged: an empty file"),
    "web page": ("\n<!DOCTYPE html><html>Please log in</html>", "a web page: download the notebook itself"),
    "merge": ('<<<<<<< HEAD\n{"cells": []}', "it holds the marks of a merge in git"),
    "merge in the middle": ('{\n<<<<<<< HEAD\n"cells": []\n=======\n"cells": []\n>>>>>>> main\n}', "it holds the marks of a merge in git"),
    "archive": (b"PK\3\4...", "a document or an archive under another name"),
    "no nbformat": ('{"cells": []}', "it says no nbformat"),
    "a list": ("[]", "it says no nbformat"),
    "format 7": ('{"nbformat": 7, "nbformat_minor": 0, "cells": []}', "in notebook format 7"),
    "no cells": ('{"nbformat": 4, "nbformat_minor": 5, "cells": 3}', "no list of cells"),
    "deep": ("[" * 200_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_does_a_broken_notebook_end_in_0_and_a_reason(course, name):
    text, reason = BROKEN[name]
    result = graded(course, name.replace(" ", "-"), text)
    assert (result.score, result.status) == (0, "unreadable")
    assert reason in result.reason
    page = executed(course, result.student)
    assert f"not graded: {result.reason}" in page.cells[0].source


def test_is_a_notebook_that_was_not_handed_in_named(course):
    folder = course.path("submitted", tiny.CHAPTER, "renamed").parent
    folder.mkdir(parents=True)
    (folder / "01_tiny (1).ipynb").write_text("{}")
    result = tiny.grade(course, ["renamed"]).results[0]
    assert result.status == "unreadable"
    says = "01_tiny.ipynb was not handed in; '01_tiny (1).ipynb' is no notebook: it says no nbformat: hand in the notebook itself"
    assert result.reason == says


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "linked folder", "too large"])
def test_is_what_is_no_file_not_read(course, kind, monkeypatch):
    neighbour = tiny.hand_in(course.folder, f"neighbour of {kind}", tiny.answered(course.folder))
    path = course.path("submitted", tiny.CHAPTER, kind)
    path.parent.parent.mkdir()
    if kind == "linked folder":
        path.parent.symlink_to(neighbour.parent)
    else:
        path.parent.mkdir()
    if kind == "link":
        path.symlink_to(neighbour)
    if kind == "pipe":
        os.mkfifo(path)
    if kind == "folder":
        path.mkdir()
    if kind == "too large":
        path.write_text("{}")
        monkeypatch.setattr(read, "LARGEST_NOTEBOOK", 1)
    result = tiny.grade(course, [kind], run=tiny.light).results[0]
    assert (result.status, result.score) == ("unreadable", 0)
    assert kind != "link" or result.reason.startswith("01_tiny.ipynb is a link: hand in the notebook itself")


def test_is_a_notebook_that_an_older_windows_saved_read_and_the_encoding_said(course):
    notebook = tiny.answered(course.folder)
    notebook.cells.append(nbformat.v4.new_code_cell("größe = 'ein “Zitat”, 3 €'"))
    text = json.dumps(notebook, ensure_ascii=False)
    result = graded(course, "windows", text.encode("cp1252"))
    assert (result.score, result.status) == (5, "graded")
    assert result.reason == "01_tiny.ipynb is not in UTF-8: it was read as Windows-1252 (cp1252)"
    assert "größe = 'ein “Zitat”, 3 €'" in [cell.source for cell in executed(course, "windows").cells]


def test_is_an_encoding_that_can_only_be_guessed_not_guessed():
    with pytest.raises(Unreadable, match="it is no text in UTF-8: save it in this encoding"):
        read.parse('{"nbformat": 4, "cells": [], "x": "регуляризация"}'.encode("cp1251"))


def test_is_a_notebook_of_nothing_but_code_refused_before_anything_reads_it(monkeypatch):
    monkeypatch.setattr(read, "MOST_CODE", 100)
    cell = {"cell_type": "code", "source": "x = 1  # " + "a" * 60}
    assert read.parse(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": [cell]}).encode())
    with pytest.raises(Unreadable, match="characters of code: read large data from a file beside it"):
        read.parse(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": [cell, cell]}).encode())


def test_is_a_notebook_of_more_text_or_lines_than_anyone_writes_refused(monkeypatch):
    def notebook(text):
        return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": [{"cell_type": "markdown", "source": text}]}).encode()

    monkeypatch.setattr(read, "MOST_TEXT", 100)
    monkeypatch.setattr(read, "MOST_LINES", 20)
    assert read.parse(notebook("a" * 100)) and read.parse(notebook("a\n" * 20))
    for text in ("a" * 101, "a\n" * 21, "\u2028" * 21):
        with pytest.raises(Unreadable, match="lines of text in its cells: read large data from a file beside it"):
            read.parse(notebook(text))


def test_are_values_counted_that_are_no_text(monkeypatch):
    monkeypatch.setattr(read, "MOST_PARTS", 100)
    cells = [{"cell_type": "code", "source": ',\\",' * 1000, "outputs": []}]
    assert read.parse(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells}).encode())
    cells[0]["outputs"] = [[]] * 101
    with pytest.raises(Unreadable, match="more than 100 values: clear its outputs and hand it in again"):
        read.parse(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells}).encode())
