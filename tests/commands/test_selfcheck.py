"""Does `course selfcheck` say of one's own notebook what a class would be told, and leave no trace?"""

import dataclasses
import json
import shutil
import sys

import light
import nbformat
import pytest
import tiny
from tiny import course

from autograder.bank import exercise
from autograder.cells import is_graded
from autograder.commands import selfcheck
from autograder.errors import CourseError, NoSandbox
from autograder.grading.course import Course
from autograder.grading.graded_cell import verdicts
from autograder.making import notebooks, text
from autograder.sandbox import bubblewrap as sandbox

MISTAKE = exercise("dropout_forward").mistakes[0]
WRONG = {"dropout_forward": exercise("dropout_forward").source(MISTAKE), "dropout_backward": "def dropout_backward(:\n"}


def mine(root, folder, **answers):
    """Write one's own notebook."""
    path = folder / f"{tiny.CHAPTER}.ipynb"
    nbformat.write(tiny.answered(root, **answers), path)
    return path


def tree(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words(shown):
    """Return what was shown, however its lines were broken."""
    return " ".join(shown.stdout.split())


def test_has_all_points_exit_code_0_and_leaves_nothing_behind(root, tmp_path):
    path = mine(root, tmp_path)
    before = tree(root) | tree(tmp_path)
    shown = course("selfcheck", "1", path, "--course", root)
    assert shown.exit_code == 0, shown.output
    assert "✓ dropout_forward: 3 of 3 points Every rule holds." in words(shown)
    assert words(shown).endswith("✓ dropout_backward: 2 of 2 points Every rule holds. 5 of 5 points")
    assert tree(root) | tree(tmp_path) == before


def test_are_mistake_rules_and_a_stopped_cell_named(root, tmp_path):
    copy = shutil.copytree(root, tmp_path / "course")
    (copy / "work").mkdir()
    mine(root, copy / "work", **WRONG)
    shown = course("selfcheck", "1", "--course", copy)  # work/ is where it looks
    assert shown.exit_code == 1
    assert "✗ dropout_forward: 0 of 3 points Does not hold: what is kept keeps its mean" in words(shown)
    assert "Holds: `A` is left as it was" in words(shown)
    assert f"The mistake: {MISTAKE.name} Where to look: {MISTAKE.see}" in words(shown)
    says = "What happened: its cell stopped with SyntaxError: invalid syntax (line 1)"
    assert f"✗ dropout_backward: 0 of 2 points {says} 0 of 5 points" in words(shown)
    assert "0 of 5 points The same hidden inputs again: --seed " in words(shown)


def test_are_the_messages_those_of_the_class(root, tmp_path):
    copy = shutil.copytree(root, tmp_path / "course")
    tiny.hand_in(copy, "ada", tiny.answered(copy, **WRONG))
    result = tiny.grade(Course(copy)).results[0]
    seed = (copy / "class_seed").read_text(encoding="utf-8")
    graded, used = selfcheck.selfcheck(copy, tiny.CHAPTER, mine(copy, tmp_path, **WRONG), seed)
    assert used == seed.strip()
    assert graded.result == dataclasses.replace(result, student="you", seconds=graded.result.seconds)
    page = nbformat.read(copy / "autograded" / "ada" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb", as_version=4)
    (told,) = [
        o.data["text/plain"]
        for c in page.cells
        if is_graded(c) and verdicts(c)
        for o in c.outputs
        if selfcheck.VERDICT in o.get("data", {})
    ]
    assert selfcheck.messages(graded)[0] == told


def test_does_it_run_where_there_is_no_sandbox(root, tmp_path, monkeypatch):
    def none():
        raise NoSandbox("there can be no sandbox here")

    monkeypatch.setattr(sandbox, "find_bubblewrap", none)
    monkeypatch.setattr(sandbox.os, "getuid", lambda: 1000)
    copy = shutil.copytree(root, tmp_path / "course")  # a course of its own has a runner of its own
    shown = course("selfcheck", "1", mine(root, tmp_path, dropout_backward="dropout_backward = max"), "--course", copy)
    assert shown.exit_code == 1
    assert "There is no sandbox here: your notebook ran as any program of yours does. 3 of 5 points" in words(shown)


def test_are_seeds_new_each_time_and_never_the_class_s(root, tmp_path):
    copy, jobs = shutil.copytree(root, tmp_path / "course"), []
    (copy / "class_seed").write_text("the class's\n")
    for given in (None, None, "7", "the same"):
        graded, seed = selfcheck.selfcheck(
            copy, tiny.CHAPTER, mine(root, tmp_path), given, lambda job: jobs.append(job) or light.light(job)
        )
        assert jobs[-1].terms.seed == seed == (given or seed)
        assert graded.result.score == 5
    seeds = [job.terms.seed for job in jobs]
    assert len({*seeds, "the class's"}) == 5
    assert (copy / "class_seed").read_text() == "the class's\n"


def test_do_files_beside_the_notebook_come_along(root, tmp_path):
    copy = shutil.copytree(root, tmp_path / "course")
    (copy / "source" / tiny.CHAPTER / "given.csv").write_text("the chapter's")
    (tmp_path / "mine").mkdir()
    for name in ("own.csv", "given.csv", "02_other.ipynb"):
        (tmp_path / "mine" / name).write_text("mine")
    jobs = []
    selfcheck.selfcheck(copy, tiny.CHAPTER, mine(root, tmp_path / "mine"), run=lambda job: jobs.append(job) or light.light(job))
    assert jobs[0].files == {"own.csv": b"mine", "given.csv": b"the chapter's"}


def test_is_what_was_put_in_order_said(root, tmp_path):
    path = mine(root, tmp_path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["cells"] = [cell for cell in data["cells"] if cell["id"] != "tests-dropout_backward"]
    path.write_text(json.dumps(data), encoding="utf-8")
    shown = course("selfcheck", "1", path, "--course", root)
    assert shown.exit_code == 0
    assert "Your notebook: put in order: the cell 'judge_dropout_backward' was missing 5 of 5 points" in words(shown)


def solved(root, tmp_path):
    """Write the course's solved notebook, as a build does."""
    chapter = text.read(root / "source" / f"{tiny.CHAPTER}.py")
    notebook = notebooks.solved_notebook(chapter, notebooks.source_notebook(chapter))
    notebook.metadata.course.made_from = "0" * 32
    path = tmp_path / f"{tiny.CHAPTER}.ipynb"
    path.write_text(notebooks.dumps(notebook), encoding="utf-8")
    return path


def test_is_the_courses_solved_notebook_told_as_what_it_is_and_judged(root, tmp_path):
    path = solved(root, tmp_path)
    shown = course("selfcheck", "1", path, "--course", root)
    assert shown.exit_code == 0, shown.output
    assert words(shown).endswith(f"Every rule holds. Your notebook: {selfcheck.SOLVED} 5 of 5 points")


def test_does_an_answer_that_was_changed_in_the_solved_notebook_lose_what_it_costs(root, tmp_path):
    path = solved(root, tmp_path)
    notebook = nbformat.read(path, as_version=4)
    tiny.cell(notebook, "exercise-dropout_forward").source = WRONG["dropout_forward"]
    nbformat.write(notebook, path)
    graded, _ = selfcheck.selfcheck(root, tiny.CHAPTER, path, run=light.light)
    assert [e.mistake for e in graded.result.exercises] == [MISTAKE.name, None]
    assert (graded.result.score, graded.result.reason) == (2, selfcheck.SOLVED)


@pytest.mark.parametrize("metadata", [[], {"course": {"made_from": []}}, {"course": "made_from"}])
def test_are_odd_metadata_of_ones_own_notebook_no_reason_to_stop(root, tmp_path, metadata):
    path = mine(root, tmp_path)
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(data | {"metadata": metadata, "cells": [*data["cells"], 3, {"id": []}]}), encoding="utf-8")
    graded, _ = selfcheck.selfcheck(root, tiny.CHAPTER, path, run=light.light)
    assert graded.result.score == 5


def one_line(shown, code, says):
    assert shown.exit_code == code
    assert says in shown.stderr
    assert shown.stderr.count("\n") == 1
    assert not shown.stdout.strip()


def test_is_an_error_one_line(root, tmp_path):
    one_line(course("selfcheck", "1", "--course", root), 1, "work/01_tiny.ipynb: copy the notebooks there with `course lab`, or name yours")
    one_line(course("selfcheck", "2", "--course", root), 2, "there is no chapter '2'; there is 01_tiny")
    broken = tmp_path / "mine.ipynb"
    broken.write_text("{", encoding="utf-8")
    one_line(course("selfcheck", "1", broken, "--course", root), 1, f"course: {broken} was not judged: ")


def test_is_ones_own_file_named_as_it_is_called_where_it_cannot_be_read(root, tmp_path):
    path = tmp_path / "mine (1).ipynb"
    path.write_text("<<<<<<< HEAD\n{}")
    shown = course("selfcheck", "1", path, "--course", root)
    assert "mine (1).ipynb was not judged: mine (1).ipynb is damaged: it holds the marks of a merge in git" in " ".join(
        shown.output.split()
    )
    assert tiny.CHAPTER not in shown.output


def test_is_a_notebook_saved_as_a_script_judged(root, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("# %%\nimport numpy as np\n" + "".join(f"# %%\n{code}\n" for code in tiny.RIGHT.values()))
    shown = course("selfcheck", "1", path, "--course", root)
    assert shown.exit_code == 0, shown.output
    assert "Your notebook: 'mine.py' was graded: mine.py is no notebook" in words(shown)


def test_is_the_notebook_of_another_chapter_named(root, tmp_path):
    copy = shutil.copytree(root, tmp_path / "course")
    shutil.copy(copy / "source" / "01_tiny.py", copy / "source" / "02_more.py")
    shown = course("selfcheck", "2", mine(root, tmp_path), "--course", copy)
    one_line(shown, 2, f"is not chapter 02_more; say `course selfcheck 01_tiny {tmp_path / '01_tiny.ipynb'}`")


def test_is_windows_told_what_it_can_do(root, tmp_path, monkeypatch):
    path = mine(root, tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")
    one_line(course("selfcheck", "1", path, "--course", root), 1, "selfcheck runs on Linux and macOS (on Windows: in WSL)")


def test_is_the_machine_s_fault_no_verdict(root, tmp_path):
    def broken(job):
        raise CourseError("nothing can be run here")

    with pytest.raises(CourseError, match="nothing can be run here"):
        selfcheck.selfcheck(root, tiny.CHAPTER, mine(root, tmp_path), run=broken)
