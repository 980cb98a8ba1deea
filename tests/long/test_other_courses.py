"""Does nbgrader's own quickstart course grade as before, with three lines of ours in its config?"""

import json
import shutil

import pytest
import tiny
from hostile_pages import Look
from nbgrader.api import Gradebook
from submissions import ENTRIES, check
from tiny import nbgrader

LINES = (tiny.ROOT / "docs" / "other-courses.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
ANSWERS = {  # of the first notebook of the quickstart course
    "squares": 'def squares(n):\n    if n < 1:\n        raise ValueError("n must be at least 1")\n    return [i ** 2 for i in range(1, n + 1)]\n',
    "sum_of_squares": "def sum_of_squares(n):\n    return sum(squares(n))\n",
}
SECOND = {"right": ANSWERS, "half": ANSWERS | {"sum_of_squares": "def sum_of_squares(n):\n    return 0\n"}, "none": {}}
HANGS = ANSWERS | {"sum_of_squares": "import os\nos._exit(0)\n"}


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory):
    """nbgrader's quickstart course, with a class that handed it in."""
    root = tmp_path_factory.mktemp("quickstart") / "course101"
    nbgrader(root.parent, ["quickstart", "course101"])
    nbgrader(root, ["generate_assignment", "ps1"])
    for student, answers in (SECOND | {"crash": HANGS}).items():
        hand_in(root, student, answers)
    return root


def hand_in(root, student, answers):
    folder = root / "submitted" / student / "ps1"
    shutil.copytree(root / "release" / "ps1", folder)
    path = folder / "problem1.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell["source"] = answers[name]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def scores(root):
    """Return each student's score of each graded cell."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "course101") as book:
        return {
            (submission.student.id, notebook.name, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in book.assignment_submissions("ps1")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def test_three_lines_give_the_same_scores(quickstart):
    assert "ended: autograde" in nbgrader(quickstart, ["autograde", "ps1"])
    stock = scores(quickstart)
    assert len({score for (student, *_), (score, _) in stock.items() if student == "right"}) > 1  # something was earned
    (quickstart / "gradebook.db").rename(quickstart / "stock.db")
    config = quickstart / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + LINES, encoding="utf-8")
    nbgrader(quickstart, ["generate_assignment", "ps1", "--force"], ["autograde", "ps1", "--force"])
    ours = scores(quickstart)
    assert {key: value for key, value in ours.items() if key[0] != "crash"} == {k: v for k, v in stock.items() if k[0] != "crash"}
    page = quickstart / "autograded" / "right" / "ps1" / "problem1.ipynb"
    assert "Tests ran with the student's code" in page.read_text(encoding="utf-8")


def test_where_a_process_ends_only_that_cell_is_lost(quickstart):
    page = json.loads((quickstart / "autograded" / "crash" / "ps1" / "problem1.ipynb").read_text(encoding="utf-8"))
    said = ["".join(str(o.get("evalue", "")) for o in cell.get("outputs", [])) for cell in page["cells"]]
    assert any("its process ended (exit 0)" in words for words in said)
    assert (
        scores(quickstart)[("crash", "problem1", "correct_squares")][0] == scores(quickstart)[("right", "problem1", "correct_squares")][0]
    )


CHOSEN = (  # one of each kind of harm, of looking for secrets and of what is shown; each takes nbgrader a second or two
    *("reads_the_course", "searches_the_disk", "reads_other_processes", "asks_the_judge_for_its_files"),
    *("signals_everybody", "leaves_processes", "keeps_all_memory", "never_ends", "exits_in_every_way", "cuts_the_line"),
    *("sends_odd_outputs", "is_full_of_scripts", "brings_widgets_and_attachments"),
)
GRADED = ("correct_squares", "squares_invalid_input", "correct_sum_of_squares", "sum_of_squares_uses_squares")
EARNED = {"right": [1, 1, 0.5, 0.5], "half": [1, 1, 0, 0], "none": [0, 0, 0, 0]}
UNREADABLE = "brings_widgets_and_attachments"  # to nbgrader, which says so and goes on; in our course `HandedIn` reads it


def test_do_hostile_neighbours_cost_honest_students_nothing(quickstart, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(quickstart, root, ignore=shutil.ignore_patterns("autograded", "gradebook.db", "crash"))
    (root / "nbgrader_config.py").write_text(f"c = get_config()\n{LINES}\nc.CourseExecute.timeout = 2\nc.CourseExecute.memory = 2**30\n")
    hidden = tiny.make(root / "hidden")  # where they would find what they are told to look for
    check.plant(hidden)
    released = {cell.source for cell in tiny.released(hidden).cells}
    for name in CHOSEN:
        hand_in(root, name, ANSWERS)
        path = root / "submitted" / name / "ps1" / "problem1.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        evil = [cell for cell in ENTRIES[name].make(hidden).cells if cell.source not in released]
        evil = [{**cell, "id": f"evil-{n}", "metadata": {}} for n, cell in enumerate(evil)]
        for cell in (cell for cell in evil if notebook["nbformat_minor"] < 5):
            del cell["id"]
        notebook["cells"][:0] = evil
        path.write_text(json.dumps(notebook), encoding="utf-8")
    for second in (root / "submitted").glob("*/ps1/problem2.ipynb"):
        second.unlink()  # one notebook of each is enough
    said = nbgrader(root, ["generate_assignment", "ps1", "--force"], ["autograde", "ps1"], ["generate_feedback", "ps1"])
    assert "ended: generate_feedback 0" in said
    found = scores(root)
    assert {student: [found[student, "problem1", name][0] for name in GRADED] for student in SECOND} == EARNED
    assert {student for student, *_ in found} == {*SECOND, *CHOSEN}
    assert {folder.parent.name for folder in (root / "autograded").glob("*/ps1")} == {*SECOND, *CHOSEN} - {UNREADABLE}
    for name in set(CHOSEN) - {UNREADABLE}:
        page = (root / "autograded" / name / "ps1" / "problem1.ipynb").read_text(encoding="utf-8")
        assert "Tests ran with the student's code" in page
        assert check.learned(page) == [], name
        assert Look((root / "feedback" / name / "ps1" / "problem1.html").read_text(encoding="utf-8")).found == [], name
