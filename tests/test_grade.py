"""Does a class always end in scores, whatever is handed in?"""

import contextlib
import json

import nbformat
import pytest
import tiny
from nbformat import v4

from autograder import grade, mend
from autograder.course import Course
from autograder.errors import CourseError
from autograder.judge import verdict

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
    config.write_text(config.read_text(encoding="utf-8") + "\nc.Execute.timeout = 4\n", encoding="utf-8")
    return Course(root)


def graded(course, student, notebook):
    """Hand in, grade, and return the result, after a look at whether the gradebook says the same."""
    tiny.hand_in(course.folder, student, notebook)
    result = grade.grade(course, tiny.CHAPTER, [student])[0]
    assert in_gradebook(course, student) == result.score
    assert result.max_score == 5
    return result


def in_gradebook(course, student):
    with course.gradebook() as book:
        return book.find_submission(tiny.CHAPTER, student).score


def outcomes(result):
    return {e.exercise: (e.outcome, e.points) for e in result.exercises}


def the_experiment_ran(course, student):
    return (course.path("autograded", tiny.CHAPTER, student).parent / "the_experiment_ran").exists()


def test_does_a_right_answer_earn_all_points_and_leave_the_experiment_out(course):
    result = graded(course, "right", tiny.answered(course.folder))
    assert (result.score, result.status, result.reason) == (5, "graded", "")
    assert {e.outcome for e in result.exercises} == {"right"}
    assert not the_experiment_ran(course, "right")


def left_out(course, notebook):
    """Return the experiments that grading leaves out of a notebook."""
    released = tiny.released(course.folder)
    return mend.unchanged_experiments(released, mend.mend(released, mend.tidy(notebook))[0])


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
    assert grade.grade(course, tiny.CHAPTER, ["loud"])[0].score == 0
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
    forward = [tiny.cell(notebook, f"{kind}-dropout_forward") for kind in ("exercise", "tests")]
    notebook.cells = [c for c in notebook.cells if c not in forward] + forward  # what comes after it is run as well
    result = graded(course, request.node.callspec.id, notebook)
    assert outcomes(result)["dropout_forward"] == ("right", 3)
    assert outcomes(result)["dropout_backward"][1] == 0
    assert result.exercises[1].outcome in ("timeout", "error")


# --- putting in order, without a kernel ---------------------------------------------------------------


def mended(course, notebook):
    """Mend a notebook, run it, and return the notes; every function it defines must be right."""
    path = course.folder / "submission.ipynb"
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
    result, notes = mend.mend(tiny.released(course.folder), mend.read(path))
    nbformat.validate(result)
    names, judged = {"check": lambda *_: None}, []
    for cell in result.cells:
        if mend.is_graded(cell):  # where the judge looks
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
    assert mended(course, notebook) == ["the cell 'dropout_backward' was missing"]


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
    assert (result.score, result.status) == (5, "mended")


@pytest.mark.parametrize("change", [{"schema_version": 99}, {"schema_version": "x"}, {"points": 1000}, {"grade": False}, {"locked": "?"}])
def test_is_what_metadata_say_of_points_and_version_not_believed(course, change):
    notebook = tiny.answered(course.folder, dropout_forward="dropout_forward = None")
    for name in ("tests-dropout_backward", "tests-dropout_forward"):
        tiny.cell(notebook, name).metadata.nbgrader.update(change)
    submitted = mend.tidy(notebook)
    result, notes = mend.mend(tiny.released(course.folder), submitted)
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
    assert (result.score, result.status) == (0, "damaged")
    assert reason in result.reason
    page = nbformat.read(course.path("autograded", tiny.CHAPTER, result.student), as_version=4)
    assert reason in page.cells[0].source


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
    result, notes = mend.mend(tiny.released(course.folder), mend.read(path))
    nbformat.validate(result)
    assert len(notes) == 5


def test_is_a_notebook_that_was_not_handed_in_named(course):
    folder = course.path("submitted", tiny.CHAPTER, "renamed").parent
    folder.mkdir(parents=True)
    (folder / "01_tiny (1).ipynb").write_text("{}")
    result = grade.grade(course, tiny.CHAPTER, ["renamed"])[0]
    assert result.status == "damaged"
    assert result.reason == "01_tiny.ipynb was not handed in; there is 01_tiny (1).ipynb: rename it"


def test_does_an_engine_that_fails_not_stop_the_class(course):
    def run(course, chapter, student):
        if student == "first":
            raise RuntimeError("the engine broke\nin two lines")
        return executed

    executed = nbformat.from_dict(tiny.released(course.folder))
    for student in ("first", "second"):
        tiny.hand_in(course.folder, student, tiny.answered(course.folder))
    seen = []
    first, second = grade.grade(course, tiny.CHAPTER, ["first", "second"], progress=seen.append, run=run)
    assert (first.status, first.reason) == ("failed", "grading it ended in RuntimeError: the engine broke")
    assert second.status == "graded"
    assert [e.outcome for e in second.exercises] == ["none", "none"]  # not run, so no evidence, so no points
    assert [r.student for r in seen] == ["first", "second"]


def test_do_the_errors_before_grading_say_what_to_do(course, tmp_path):
    with pytest.raises(CourseError, match=r"nobody-here handed in no 01_tiny; those who did: "):
        grade.grade(course, tiny.CHAPTER, ["nobody-here"])
    with pytest.raises(CourseError, match=r"02_other\.ipynb: build it with `course build 02_other`"):
        course.released("02_other")
    with pytest.raises(CourseError, match=r"02_other\.ipynb: build it with `course build 02_other`"):
        course.register("02_other")
    with pytest.raises(CourseError, match=r"nobody handed in 02_other: put notebooks at .*02_other\.ipynb"):
        grade.grade(course, "02_other")
    with pytest.raises(CourseError, match=r"is no course: it has no nbgrader_config\.py"):
        Course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config(\n")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py cannot be read: SyntaxError"):
        Course(tmp_path)
