"""Does the start page's cell say what is done and where to go on, whatever lies in the folder?"""

import json
import re

import pytest
import tiny
from test_check import shell

from course_utils import progress, start

shell = shell


@pytest.fixture
def folder(tmp_path):
    """A folder with two chapters of the course."""
    for name in ("03_regularization", "04_dropout"):
        released = tiny.ROOT / "release" / name / f"{name}.ipynb"
        (tmp_path / f"{name}.ipynb").write_bytes(released.read_bytes())
    return tmp_path


def done(folder, *names):
    (folder / progress.FILE).write_text("\n".join(["# mine", *names, ""]))


def shown(folder, due=None):
    return start.table(start.chapters(folder), *start._done(folder), due, start.newer(folder))


def test_reads_it_a_chapter_as_its_notebook_says_it(folder):
    chapter = start.chapters(folder)[1]
    assert (chapter.name, chapter.file, chapter.title) == ("04_dropout", "04_dropout.ipynb", "4. Drop units at random")
    assert chapter.about.startswith("Write dropout for one layer") and chapter.minutes.isdigit()
    assert list(chapter.exercises) == ["dropout_forward", "dropout_backward", "forward_with_dropout", "mask_is_frozen"]
    assert chapter.exercises["dropout_forward"][1].startswith("Exercise 4.1: `dropout_forward` (")
    assert chapter.points == sum(points for points, *_ in chapter.exercises.values())


@pytest.mark.parametrize("chapter", sorted(folder.name for folder in (tiny.ROOT / "release").iterdir()))
def test_says_every_chapter_what_a_start_page_needs(chapter):
    read = start.read(chapter, start.load(tiny.ROOT / "release" / chapter / f"{chapter}.ipynb"))
    assert read.title.startswith(f"{int(chapter[:2])}. ") and read.about.endswith(".") and int(read.minutes) > 30
    assert read.exercises and all(heading != name for name, (_, heading, _) in read.exercises.items())


def test_goes_it_on_in_the_first_chapter_with_something_left(folder):
    text, page = shown(folder)
    assert text.startswith("Begin: 3. Keep the weights small (03_regularization.ipynb). Next is Exercise 3.1: l2_penalty (")
    assert page.index("<a href='03_regularization.ipynb'>3. Keep the weights small</a>") < page.index("<table")
    done(folder, *start.chapters(folder)[0].exercises, "dropout_forward", "no_such_exercise")
    text, page = shown(folder)
    assert text.startswith(
        "Go on: 4. Drop units at random (04_dropout.ipynb). 1 of 4 exercises are right by their checks. Next is Exercise 4.2"
    )
    cells = start.load(folder / "04_dropout.ipynb")["cells"]
    (heading,) = [cell["id"] for cell in cells if "### Exercise 4.2: " in "".join(cell["source"])]
    assert f"href='04_dropout.ipynb#cell-id={heading}'" in page
    assert "✓ all 8  3. Keep" in text and "1 of 4  4. Drop" in text
    assert "✓ all 8</td>" in page and "<span aria-hidden='true'>☑☐☐☐</span> 1 of 4</td>" in page
    done(folder, *(name for chapter in start.chapters(folder) for name in chapter.exercises))
    assert shown(folder)[0].startswith("All exercises are right by their checks.")


def test_says_it_until_when(folder):
    text, page = shown(folder, {"03_regularization": "Sat 2026-12-12, 23:59 (UTC)"})
    assert "Hand in until Sat 2026-12-12, 23:59 (UTC)." in text and "3. Keep the weights small; until Sat" in text
    assert "hand in until</th>" in page and "<td style='text-align:left'>Sat 2026-12-12, 23:59 (UTC)</td>" in page
    assert "hand in until" not in shown(folder)[1]


def test_names_it_what_is_newer(folder):
    (folder / "04_dropout.new.ipynb").write_text("{}")
    assert [chapter.name for chapter in start.chapters(folder)] == ["03_regularization", "04_dropout"]
    assert "<br>a newer one lies beside it: <a href='04_dropout.new.ipynb'>04_dropout.new.ipynb</a></td>" in shown(folder)[1]
    (folder / ".given").mkdir()
    for text in ("", "[]", "[" * 100_000, '{"04_dropout.new.ipynb": 3}'):
        (folder / start.CHANGES).write_text(text)
        assert "04_dropout.new.ipynb</a></td>" in shown(folder)[1]
    (folder / start.CHANGES).write_text('{"04_dropout.new.ipynb": "1 <i> of text"}')
    text, page = shown(folder)
    assert "04_dropout.new.ipynb</a> (1 &lt;i&gt; of text)</td>" in page and "04_dropout.new.ipynb (1 <i> of text)" in text


DAMAGED = [
    "",
    "[" * 100_000,
    "[]",
    "{}",
    '{"cells": {}}',
    '{"cells": [1, null, {}, {"source": 3}, {"source": [1, "# x"], "cell_type": "markdown"}]}',
    '{"cells": [{"cell_type": "code", "metadata": {"nbgrader": {"grade": true, "grade_id": 3, "points": "x"}}}]}',
    '{"cells": [{"cell_type": "code", "metadata": []}]}',
]


@pytest.mark.parametrize("text", DAMAGED)
def test_stops_no_damaged_notebook_the_others(folder, text):
    (folder / "01_mine.ipynb").write_text(text)
    assert "4. Drop units at random" in shown(folder)[0]
    assert re.search(r"–  (01_mine|x)", shown(folder)[0])


def test_is_what_a_notebook_says_only_text_on_the_page(folder):
    file = folder / "04_dropout.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = "# <img src=x onerror=alert(1)>"
    file.write_text(json.dumps(notebook))
    done(folder, *start.chapters(folder)[0].exercises)
    assert "<img" not in shown(folder, {"04_dropout": "<b>now"})[1] and "<b>now" not in shown(folder, {"04_dropout": "<b>now"})[1]


def test_says_it_what_is_wrong_with_the_list_of_what_is_done(folder, monkeypatch):
    (folder / progress.FILE).mkdir()
    text, page = shown(folder)
    assert "00_progress.txt cannot be read: rename it" in text and "cannot be read: rename it" in page and "0 of 4" in text
    (folder / progress.FILE).rmdir()
    assert "cannot be" not in shown(folder)[0]
    monkeypatch.setattr(start.os, "access", lambda *args: False)
    assert "00_progress.txt cannot be written, so" in shown(folder)[0]


def test_is_it_shown_rich_in_a_notebook_and_as_text_elsewhere(folder, capsys, request):
    start.show(folder=folder)
    assert capsys.readouterr().out.startswith("Begin: 3. Keep")
    shell = request.getfixturevalue("shell")
    start.show(folder=folder)
    assert shell.shown[0]["text/plain"].startswith("Begin: 3. Keep") and "<table" in shell.shown[0]["text/html"]


def test_speaks_it_where_there_is_no_chapter(tmp_path):
    assert shown(tmp_path)[0].startswith("No chapter lies beside this page.")
