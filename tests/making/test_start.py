"""Is the start page a sound notebook, made of what the chapters say, and does its cell run?"""

import base64
import json
import re
import xml.etree.ElementTree as ElementTree
from io import BytesIO

import nbformat
import pytest
import tiny
from PIL import Image

from autograder.making import start
from autograder.places import texts
from course_utils.progress import START

CHAPTERS = [file.stem for file in texts(tiny.ROOT)]


def made(chapters=CHAPTERS, **about):
    """Return the start page of the course's own release, read and validated."""
    ((name, data),) = start.files(tiny.ROOT / "release", chapters, **about).items()
    assert name == START
    page = nbformat.reads(data.decode(), as_version=4)
    nbformat.validate(page)
    return page


def test_names_it_each_chapter_with_minutes_points_a_link_and_a_picture():
    table = tiny.cell(made(), "chapters")
    rows = [line for line in table.source.splitlines() if line.startswith("| !")]
    assert len(rows) == len(CHAPTERS)
    for name, row in zip(CHAPTERS, rows, strict=True):
        assert re.search(rf"\*\*\[{int(name[:2])}\. .+\]\({name}\.ipynb\)\*\*<br>.+\. \| \d+ \| \d+ \|$", row), row
        assert f"](attachment:{name}.png)" in row
        with Image.open(BytesIO(base64.b64decode(table.attachments[f"{name}.png"]["image/png"]))) as picture:
            assert picture.size == (288, 168)
        assert ElementTree.parse(start.PICTURES / f"{name}.svg").find("{*}title").text in row


def test_holds_it_what_a_class_says():
    page = made(
        CHAPTERS[:2], title="Winter 2026", due={"02_bias_variance": "Sat 2026-12-12, 23:59 (Europe/Berlin)", "09_capstone": "never"}
    )
    assert tiny.cell(page, "about").source.startswith("# Winter 2026\n")
    table = tiny.cell(page, "chapters").source
    assert "| hand in until |" in table and table.count("Sat 2026-12-12, 23:59 (Europe/Berlin) |") == 1 and "03_" not in table
    assert "never" not in json.dumps(page)


@pytest.mark.parametrize("due", [{}, {"04_dropout": 'Sat 2026-12-12, "23:59" (UTC)'}])
def test_does_its_cell_run(due, capsys, tmp_path, monkeypatch):
    (tmp_path / "04_dropout.ipynb").write_bytes((tiny.ROOT / "release/04_dropout/04_dropout.ipynb").read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(tiny.cell(made(["04_dropout"], due=due), "show").source, {})
    assert ('Hand in until Sat 2026-12-12, "23:59" (UTC)' in capsys.readouterr().out) == bool(due)


def test_is_it_made_where_a_chapter_has_neither_picture_nor_words(tmp_path):
    root = tiny.make(tmp_path / "course")
    ((_, data),) = start.files(root / "release", [tiny.CHAPTER]).items()
    assert "|  | **[Drop units](01_tiny.ipynb)** |  | 5 |" in tiny.cell(nbformat.reads(data.decode(), 4), "chapters").source


def test_is_every_picture_of_a_chapter_that_there_is():
    assert sorted(file.name for file in start.PICTURES.iterdir()) == sorted(
        f"{name}.{kind}" for name in CHAPTERS for kind in ("png", "svg")
    )
