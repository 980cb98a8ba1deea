"""Does a score's version change with the code that scores depend on, and with no other?"""

import nbformat
import pytest
import tiny
from test_directions import imports, modules

from autograder.grading import job
from autograder.grading.job import Terms


def reached(*names):
    """Return the modules that some modules import, and those that these import."""
    known, found, todo = modules(tiny.ROOT), set(), list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += imports(name, known[name], known)
    return found


def test_decides_the_code_that_grades_and_no_other():
    counted, known = job.code(tiny.ROOT), modules(tiny.ROOT)
    inside = {name for name in known if name.startswith(("autograder.bank", "autograder.sandbox.student", "course_utils.reference"))}
    needed = reached("autograder.grading.grade", "autograder.judging", *inside)
    files = {known[name].relative_to(tiny.ROOT).as_posix() for name in needed}
    assert files <= counted.keys(), "what grading imports counts"
    assert not [name for name in counted if name.startswith(("autograder/making", "autograder/showing", "course_utils/figures"))]
    assert all(file.is_file() for file in counted.values())


def test_does_a_folder_that_is_added_count(tmp_path):
    for name in ("autograder/grading/grade.py", "autograder/new/rule.py", "autograder/showing/pages.py", "course_utils/figures/new.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert sorted(job.code(tmp_path)) == ["autograder/grading/grade.py", "autograder/new/rule.py"]


WORDS = {
    "a typo in the text": lambda root: change(root, 0, lambda cell: cell.source + " A word."),
    "a typo in a stub's docstring": lambda root: change(
        root, "exercise-dropout_forward", lambda cell: cell.source.replace("Drop", "Leave out")
    ),
    "a typo in what is judged": lambda root: change(root, "tests-dropout_forward", lambda cell: cell.source.replace("Judged", "Jugded", 1)),
    "a comment": lambda root: change(root, "setup", lambda cell: cell.source + "  # a word"),
}
CODE = {
    "the set-up": lambda root: change(root, "setup", lambda cell: cell.source + "\nimport math"),
    "a stub's arguments": lambda root: change(
        root, "exercise-dropout_forward", lambda cell: cell.source.replace("A, keep_prob", "A, p", 1)
    ),
    "what is judged": lambda root: change(root, "tests-dropout_forward", lambda cell: cell.source + "\nx = 1"),
}


def change(root, which, how):
    """Return the version of terms whose release and tests have one cell changed."""
    released = tiny.released(root)
    if which is not None:
        cell = released.cells[which] if isinstance(which, int) else tiny.cell(released, which)
        before, cell.source = cell.source, how(cell)
        assert cell.source != before
    tests = {cell.id: cell.source for cell in released.cells if cell.id.startswith("tests-")}
    return Terms(tiny.CHAPTER, nbformat.writes(released), tests, "seed", code="code").version


@pytest.mark.parametrize("name", WORDS)
def test_is_a_typo_mended_in_the_release_no_other_test(course, name):
    assert WORDS[name](course.folder) == change(course.folder, None, None)


@pytest.mark.parametrize("name", CODE)
def test_is_other_code_in_the_release_another_test(course, name):
    assert CODE[name](course.folder) != change(course.folder, None, None)


def test_are_other_points_another_test(course):
    released = tiny.released(course.folder)
    before = Terms(tiny.CHAPTER, nbformat.writes(released), {}, "seed", code="code").version
    tiny.cell(released, "tests-dropout_forward").metadata.nbgrader.points = 7
    assert Terms(tiny.CHAPTER, nbformat.writes(released), {}, "seed", code="code").version != before
