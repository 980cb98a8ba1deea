"""Does a score's version change with the code that scores depend on, and with no other?"""

import tiny
from test_directions import imports, modules

from autograder.grading import job


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
