"""Does a class always end in scores, whatever is handed in?"""

import contextlib
import json
import os

import nbformat
import pytest
import tiny
from nbformat import v4
from nbgrader.api import MissingEntry

from autograder.cells import is_graded
from autograder.errors import CourseError
from autograder.grading import batch, grade, read, run
from autograder.grading.course import Course
from autograder.grading.left_out import unchanged_experiments
from autograder.grading.mend import mend
from autograder.grading.read import tidy
from autograder.grading.run import LEFT_OUT, Run, close_shared
from autograder.judging import verdict

HANGING = "def dropout_backward(dA_dropped, D, keep_prob):\n    while True:\n        pass"
STUBBORN = """def dropout_backward(dA_dropped, D, keep_prob):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass"""
DYING = "def dropout_backward(dA_dropped, D, keep_prob):\n    import os\n    os._exit(1)"
HELPED = "def dropout_backward(dA_dropped, D, keep_prob):\n    return scaled(dA_dropped * D, keep_prob)"
HELPER = "def scaled(A, keep_prob):\n    return A / keep_prob"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """One tiny course; each test hands in under ids of its own."""
    root = tiny.make(tmp_path_factory.mktemp("course"))
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + "\nc.CourseExecute.timeout = 4\n", encoding="utf-8")
    return Course(root)


def graded(course, student, notebook):
    """Hand in, grade, and return the result, after a look at whether the gradebook says the same."""
    tiny.hand_in(course.folder, student, notebook)
    result = tiny.grade(course, [student]).results[0]
    assert in_gradebook(course, student) == result.score
    assert result.max_score == 5
    return result


def in_gradebook(course, student):
    with course.gradebook() as book:
        return book.find_submission(tiny.CHAPTER, student).score


def outcomes(result):
    return {e.exercise: (e.outcome, e.points) for e in result.exercises}


def executed(course, student):
    """Return the autograded notebook."""
    return nbformat.read(course.path("autograded", tiny.CHAPTER, student), as_version=4)


def test_does_a_right_answer_earn_all_points_and_leave_the_experiment_out(course):
    result = graded(course, "right", tiny.answered(course.folder))
    assert (result.score, result.status, result.reason) == (5, "graded", "")
    assert {e.outcome for e in result.exercises} == {"right"}
    assert tiny.cell(executed(course, "right"), "experiment-sweep").outputs[0]["data"]["text/plain"] == LEFT_OUT


def test_are_all_cells_run_if_that_is_wanted(course):
    tiny.hand_in(course.folder, "all", tiny.answered(course.folder))
    assert tiny.grade(course, ["all"], all_cells=True).results[0].score == 5
    assert tiny.cell(executed(course, "all"), "experiment-sweep").outputs == []
    assert tiny.cell(executed(course, "all"), "experiment-sweep").execution_count


def left_out(course, notebook):
    """Return the experiments that grading leaves out of a notebook."""
    released = tiny.released(course.folder)
    return unchanged_experiments(released, mend(released, tidy(notebook))[0])


def test_is_a_changed_experiment_run(course):
    notebook = tiny.answered(course.folder)
    assert left_out(course, notebook) == {"experiment-sweep"}
    tiny.cell(notebook, "experiment-sweep").source += "\nprint(history)"
    assert left_out(course, notebook) == set()


@pytest.mark.parametrize("use", ["history[0]", "eval('history')[0]", "(lambda: history)()[0]"])
def test_is_an_experiment_run_whose_result_an_answer_uses(course, use):
    code = f"def dropout_backward(dA_dropped, D, keep_prob):\n    return dA_dropped * D / keep_prob * {use}"
    assert left_out(course, tiny.answered(course.folder, dropout_backward=code)) == set()


@pytest.mark.parametrize("use", ["%timeit -n1 history", "print(history)", "%%time\nlen(history)"])
def test_is_an_experiment_run_whose_result_a_cell_of_ones_own_uses(course, use):
    notebook = tiny.answered(course.folder)
    notebook.cells.append(v4.new_code_cell(use))
    assert left_out(course, notebook) == set()


@pytest.mark.parametrize("code", ["def f(history):\n    return history", "history =", "import history_of_art", "'history'"])
def test_is_an_experiment_left_out_where_only_the_word_is_used(course, code):
    notebook = tiny.answered(course.folder)
    notebook.cells.append(v4.new_code_cell(code))
    assert left_out(course, notebook) == {"experiment-sweep"}


def test_does_a_right_answer_that_prints_and_warns_keep_its_points_until_graded_again(course):
    loud = {name: _after_docstring(code) for name, code in tiny.RIGHT.items()}
    assert graded(course, "loud", tiny.answered(course.folder, **loud)).score == 5
    course.path("submitted", tiny.CHAPTER, "loud").write_text("{")  # handed in again, broken: the old score goes
    assert tiny.grade(course, ["loud"]).results[0].score == 0
    assert in_gradebook(course, "loud") == 0


def _after_docstring(code):
    head, quotes, body = code.rpartition('"""')
    return head + quotes + '\n    import os, sys, warnings\n    print("hello")\n    os.write(2, b"oh")\n    warnings.warn("careful")' + body


def test_are_an_empty_stub_and_an_answer_that_does_not_parse_told_from_a_wrong_one(course):
    stub = tiny.cell(tiny.released(course.folder), "exercise-dropout_forward").source
    result = graded(course, "empty", tiny.answered(course.folder, dropout_forward=stub, dropout_backward="def dropout_backward(:"))
    assert outcomes(result) == {"dropout_forward": ("empty", 0), "dropout_backward": ("error", 0)}
    assert "NameError" in result.exercises[1].says


@pytest.mark.parametrize("code", [HANGING, STUBBORN, DYING], ids=["hanging", "stubborn", "dying"])
def test_does_a_hanging_or_dying_cell_cost_itself_alone(course, code, request):
    notebook = tiny.answered(course.folder, dropout_backward=code)
    forward = tiny.cell(notebook, "tests-dropout_forward")
    notebook.cells = [*(c for c in notebook.cells if c is not forward), forward]  # what comes after it is judged as well
    result = graded(course, request.node.callspec.id, notebook)
    assert outcomes(result)["dropout_forward"] == ("right", 3)
    assert outcomes(result)["dropout_backward"][1] == 0
    assert result.exercises[1].outcome in ("timeout", "error")
    assert result.status == ("graded" if code is HANGING else "partly crashed")


# --- putting in order, without a kernel ---------------------------------------------------------------


def mended(course, notebook):
    """Mend a notebook, run it, and return the notes; every function it defines must be right."""
    path = course.folder / "submission.ipynb"
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
    result, notes = mend(tiny.released(course.folder), read.read(path))
    nbformat.validate(result)
    names, judged = {"check": lambda *_: None}, []
    for cell in result.cells:
        if is_graded(cell):  # where the judge looks
            judged.append(cell.metadata.course.name)
            assert not verdict(judged[-1], names[judged[-1]], seed="a test").findings
        elif cell.cell_type == "code" and not cell.id.startswith("experiment"):
            with contextlib.chdir(course.folder):  # where an experiment may write
                exec(cell.source, names)
    assert judged == list(tiny.RIGHT)
    return notes


def test_are_own_cells_kept_and_given_ids(course):
    notebook = tiny.answered(course.folder, dropout_backward=HELPED)
    notebook.cells.insert(2, v4.new_code_cell(HELPER, id="exercise-dropout_forward"))  # an id that is another cell's
    assert mended(course, notebook) == []


def test_does_a_pasted_copy_of_an_exercise_cell_not_stop_anything(course):
    notebook = tiny.answered(course.folder, dropout_backward="dropout_backward = None")
    at = notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))
    notebook.cells.insert(at + 1, tiny.copied(notebook, "exercise-dropout_backward", tiny.RIGHT["dropout_backward"]))
    assert mended(course, notebook) == ["the cell 'dropout_backward' was there 2 times"]


def test_does_a_pasted_stub_not_undo_the_answer(course):
    notebook = tiny.answered(course.folder)
    stub = tiny.cell(tiny.released(course.folder), "exercise-dropout_backward").source
    at = notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))
    notebook.cells.insert(at + 1, tiny.copied(notebook, "exercise-dropout_backward", stub))
    assert mended(course, notebook) == ["the cell 'dropout_backward' was there 2 times"]


def test_are_deleted_locked_cells_put_back(course):
    notebook = tiny.answered(course.folder)
    notebook.cells = [c for c in notebook.cells if c.id not in ("tests-dropout_forward", "setup")]
    assert len(mended(course, notebook)) == 2


def test_does_an_answer_in_a_cell_of_ones_own_count(course):
    notebook = tiny.answered(course.folder)
    own = v4.new_code_cell(tiny.cell(notebook, "exercise-dropout_backward").source)
    notebook.cells[notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))] = own
    assert mended(course, notebook) == ["the cell 'dropout_backward' had lost or changed its type or metadata"]


def test_does_a_graded_cell_that_was_moved_cost_nothing(course):
    notebook = tiny.answered(course.folder)
    tests = tiny.cell(notebook, "tests-dropout_backward")
    notebook.cells = [tests, *(c for c in notebook.cells if c is not tests)]
    assert mended(course, notebook) == ["the cell 'judge_dropout_backward' stood before its answer"]


def test_is_a_submission_of_an_older_release_graded_by_the_names_of_its_exercises(course):
    notebook = json.loads(nbformat.writes(tiny.answered(course.folder)))
    for n, cell in enumerate(notebook["cells"]):  # other ids, other names of cells, other prose, an exercise that is gone
        cell["id"] = f"old-{n}"
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = f"cell-{n}"
        if cell["cell_type"] == "markdown":
            cell["source"] = "older words"
    gone = {"grade": True, "solution": False, "locked": True, "points": 9, "grade_id": "judge_gone", "schema_version": 3}
    notebook["cells"].append(v4.new_code_cell("1 / 0", metadata={"nbgrader": gone}))
    result = graded(course, "older", notebook)
    assert (result.score, result.status) == (5, "graded")


def test_does_a_tool_that_drops_metadata_and_ids_cost_nothing(course):
    notebook = json.loads(nbformat.writes(tiny.answered(course.folder)))
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] = {}
    assert mended(course, json.dumps(notebook))


def test_is_every_kind_of_disorder_at_once_graded(course):
    notebook = tiny.answered(course.folder)
    at = notebook.cells.index(tiny.cell(notebook, "exercise-dropout_backward"))
    notebook.cells.insert(at + 1, tiny.copied(notebook, "exercise-dropout_backward", tiny.RIGHT["dropout_backward"], "setup"))
    notebook.cells += [tiny.copied(notebook, "tests-dropout_forward", "1 / 0", "tests-dropout_forward")]
    notebook.cells.remove(tiny.cell(notebook, "tests-dropout_backward"))
    tiny.cell(notebook, "exercise-dropout_forward").metadata.nbgrader.schema_version = 99
    result = graded(course, "disorder", notebook)
    assert (result.score, result.status) == (5, "repaired")


@pytest.mark.parametrize("change", [{"schema_version": 99}, {"schema_version": "x"}, {"points": 1000}, {"grade": False}, {"locked": "?"}])
def test_is_what_metadata_say_of_points_and_version_not_believed(course, change):
    notebook = tiny.answered(course.folder, dropout_forward="dropout_forward = None")
    for name in ("tests-dropout_backward", "tests-dropout_forward"):
        tiny.cell(notebook, name).metadata.nbgrader.update(change)
    submitted = tidy(notebook)
    result, notes = mend(tiny.released(course.folder), submitted)
    assert [tiny.cell(result, f"tests-{e}").metadata for e in tiny.RIGHT] == [
        tiny.cell(tiny.released(course.folder), f"tests-{e}").metadata for e in tiny.RIGHT
    ]
    assert len(notes) == 2


BROKEN = {
    "truncated": ('{"cells": [{"cell_type": "code"', "not JSON"),
    "binary": (b"\xff\xfe\x00\x01" * 9, "not JSON"),
    "empty file": ("", "not JSON from line 1"),
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


ODD = {
    "odd cells": {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": [],
        "cells": [3, None, {}, {"cell_type": "video"}, {"cell_type": "code"}],
    },
    "odd sources": {"nbformat": 4, "cells": [{"cell_type": "code", "source": 5, "metadata": 7, "id": 3, "outputs": "x"}]},
    "format 3": {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [], "metadata": {}}]},
}


@pytest.mark.parametrize("name", ODD)
def test_is_an_odd_notebook_put_in_order(course, name, tmp_path):
    path = tmp_path / "odd.ipynb"
    path.write_text(json.dumps(ODD[name]))
    result, notes = mend(tiny.released(course.folder), read.read(path))
    nbformat.validate(result)
    assert len(notes) == 5


def test_is_a_notebook_that_was_not_handed_in_named(course):
    folder = course.path("submitted", tiny.CHAPTER, "renamed").parent
    folder.mkdir(parents=True)
    (folder / "01_tiny (1).ipynb").write_text("{}")
    result = tiny.grade(course, ["renamed"]).results[0]
    assert result.status == "unreadable"
    assert result.reason == "01_tiny.ipynb was not handed in; there is '01_tiny (1).ipynb': rename it"


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


def test_are_files_beside_the_notebook_there_and_links_not(course):
    notebook = tiny.answered(course.folder, dropout_backward="from helper import dropout_backward")
    folder = tiny.hand_in(course.folder, "helped", notebook).parent
    (folder / "helper.py").write_text("import numpy as np\n" + tiny.RIGHT["dropout_backward"])
    (folder / "passwords").symlink_to("/etc/passwd")
    (folder / "deep").mkdir()
    (folder / "deep" / "data.txt").write_text("mine")
    result = tiny.grade(course, ["helped"]).results[0]
    assert (result.score, result.status, result.reason) == (5, "graded", "not taken: 'passwords', a link")
    place = course.path("autograded", tiny.CHAPTER, "helped").parent
    assert sorted(p.name for p in place.rglob("*")) == ["01_tiny.ipynb", "data.txt", "deep", "helper.py"]


def test_does_a_runner_that_fails_once_cost_nothing_and_twice_only_the_submission(course, monkeypatch):
    fails = iter([True, False, True, True, False])

    class Failing:
        def __init__(self, *_, **__):
            pass

        def run(self, notebook, **_):
            if len(notebook.cells) > 1 and next(fails):
                raise RuntimeError("the runner broke\nin two lines")
            return Run(notebook)

        def close(self):
            pass

    close_shared()
    monkeypatch.setattr(run, "Runner", Failing)
    for student in ("runner-1", "runner-2", "runner-3"):
        tiny.hand_in(course.folder, student, tiny.answered(course.folder))
    one, two, three = tiny.grade(course, ["runner-1", "runner-2", "runner-3"]).results
    close_shared()
    assert one.status == "graded"
    assert [e.outcome for e in one.exercises] == ["none", "none"]  # not run, so no evidence, so no points
    assert (two.status, two.reason, two.score) == ("failed", "grading it ended in RuntimeError: the runner broke", 0)
    assert three.status == "graded"


def test_does_a_machine_that_runs_nothing_stop_the_class_without_a_score(course, monkeypatch):
    def broken(*_, **__):
        raise OSError(28, "No space left on device")

    close_shared()
    monkeypatch.setattr(run.Runner, "run", broken)
    tiny.hand_in(course.folder, "unlucky", tiny.answered(course.folder))
    with pytest.raises(CourseError, match=r"nothing can be run on .*: OSError: .*No space left on device"):
        tiny.grade(course, ["unlucky"])
    assert not course.path("autograded", tiny.CHAPTER, "unlucky").exists()
    with course.gradebook() as book, pytest.raises(MissingEntry):
        book.find_submission(tiny.CHAPTER, "unlucky")


def test_is_grading_without_a_sandbox_said(course):
    tiny.hand_in(course.folder, "unsafe", tiny.answered(course.folder))
    result = tiny.grade(course, ["unsafe"], sandbox=False).results[0]
    assert (result.score, result.sandboxed) == (5, False)
    assert grade.NO_SANDBOX in executed(course, "unsafe").cells[0].source
    with course.gradebook() as book:
        comments = book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "unsafe").comments
        assert [comment.comment for comment in comments] == [grade.NO_SANDBOX] * 2
    assert tiny.grade(course, ["unsafe"]).results[0].sandboxed  # an option has changed, so it is graded anew
    with course.gradebook() as book:
        assert book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, "unsafe").comments[0].comment is None


def test_do_the_errors_before_grading_say_what_to_do(course, tmp_path):
    with pytest.raises(CourseError, match=r"nobody-here handed in no 01_tiny; those who did: "):
        tiny.grade(course, ["nobody-here"])
    with pytest.raises(CourseError, match=r"02_other\.ipynb: build it with `course build 02_other`"):
        course.released("02_other")
    with pytest.raises(CourseError, match=r"02_other\.ipynb: build it with `course build 02_other`"):
        course.register("02_other")
    with pytest.raises(CourseError, match=r"nobody handed in 02_other: put notebooks at .*02_other\.ipynb"):
        batch.grade(course, "02_other")
    with pytest.raises(CourseError, match=r"is no course: it has no nbgrader_config\.py"):
        Course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config(\n")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py cannot be read: SyntaxError"):
        Course(tmp_path)
