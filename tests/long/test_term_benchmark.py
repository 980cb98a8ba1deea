"""Does `benchmarks/term.py` give a term's commands to the end, and does it notice whatever did not come out as it has to?"""

import runpy
import shutil
import sqlite3
import zipfile

import pytest
import tiny

from autograder.commands import demo_class
from autograder.making import kit

BENCHMARK = runpy.run_path(str(tiny.ROOT / "benchmarks" / "term.py"))
CHAPTERS = [tiny.CHAPTER, "02_other"]
OTHER = tiny.TEXT.partition("# %% [markdown]\n# ### Exercise: dropout_backward")[0].replace("dropout_forward", "l2_penalty")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of two light chapters, from which a class and its kits can be made."""
    root = tiny.make(tmp_path / "course")
    (root / "source" / f"{CHAPTERS[1]}.py").write_text(OTHER, encoding="utf-8")
    shutil.copytree(tiny.ROOT / "course_utils", root / "course_utils", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", *kit.LICENCES):
        shutil.copy(tiny.ROOT / name, root)
    monkeypatch.setenv("COURSE_ROOT", str(root))
    return root


def test_goes_a_term_to_its_end_and_is_each_fault_in_it_told(course, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    term = BENCHMARK["Term"](home, 3, CHAPTERS)
    term.run()
    term.check()
    assert term.faults == []
    said = term.summary()
    assert "Commands typed: 23." in said and "Done by hand: nothing." in said and "12 scores in the sheets" in said
    assert {one.login: its.kind for one, its in term.drawn[CHAPTERS[0]].items()}["s0000"] == "broken notebook"

    worksheet = term.own / "grades" / "moodle-worksheet-1.csv"
    line = next(line for line in worksheet.read_text("utf-8").splitlines() if "s0002@" in line)
    worksheet.write_text(worksheet.read_text("utf-8").replace(line, line.replace("Submitted,", "Submitted,1")), "utf-8")
    book = sqlite3.connect(term.own / "gradebook.db")
    with book:
        book.execute(
            "update grade set needs_manual_grade = 1, manual_score = 9 where id = (select min(g.id) from grade g join submitted_notebook n "
            "on n.id = g.notebook_id join submitted_assignment s on s.id = n.assignment_id where s.student_id = 's0002')"
        )
    book.close()
    with zipfile.ZipFile(term.own / "returned" / "02_other-canvas.zip", "w"):
        pass
    term.check()
    told = "\n".join(term.faults)
    assert "01_tiny, s0002: 1" in told and "in Moodle's sheet" in told
    assert "by the draw" in told and "waits for a person" in told
    assert "02_other, s0001: no page in the zip of Canvas" in told
    assert f"Done by hand: {len(term.faults)} things are to be looked at:" in term.summary()


def test_is_a_command_that_fails_told_with_what_it_said(tmp_path):
    with pytest.raises(SystemExit, match="(?s)course roster none.csv ended with 1:.*there is no file none.csv"):
        BENCHMARK["Term"](tmp_path, 2, CHAPTERS).give("course roster none.csv", tmp_path)


@pytest.mark.parametrize(
    "score, cells, faults",
    [
        (3.0, ("3.00", "3"), 0),
        (3.3333, ("3.33", "3.33"), 1),  # the draw says 3
        (3.0, ("3.01", "2.99"), 2),
        (3.0, ("", "3.00"), 1),
        (None, ("", ""), 1),
    ],
)
def test_is_a_score_compared_with_the_draw_and_with_both_sheets(tmp_path, score, cells, faults):
    term = BENCHMARK["Term"](tmp_path, 2, CHAPTERS)
    term.compare("01_tiny, s0000", BENCHMARK["HandedIn"]("right", "", 3.0, 3.0), score, dict(zip(("Moodle", "Canvas"), cells)))
    assert len(term.faults) == faults


def test_is_only_the_score_loose_of_who_calls_a_function_with_a_mistake():
    code = {
        "a": "def a():\n    return 1\n",
        "b": "def b():\n    return a()\n",
        "c": "def c():\n    return b()\n",
        "d": "def d():\n    return 1\n",
    }
    assert BENCHMARK["callers"](demo_class.HandedIn("s", "a known mistake", code, {"a": None})) == {"b", "c"}
    assert BENCHMARK["callers"](demo_class.HandedIn("s", "known mistakes", code, {"b": None, "d": None})) == {"c"}
    assert BENCHMARK["callers"](demo_class.HandedIn("s", "right", code, {})) == set()
