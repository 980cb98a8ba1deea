"""Are a module's tests found by its name? tests/ has the same folders, and in them a file for each module."""

from pathlib import Path

import tiny

PACKAGES = ("autograder", "course_utils")
EXAMINED = {  # what is tested elsewhere, under another name
    "autograder/bank": "tests/bank/test_exam.py",  # the chapters and what they share: every exercise of them
}


def untested(root):
    """Return a line for each module that has no test file of its name in the same folder of tests/."""
    found = []
    for file in (f for package in PACKAGES for f in sorted(Path(root, package).rglob("*.py")) if not f.stem.startswith("__")):
        package, *folders = file.relative_to(root).parent.parts
        room = "/".join((package, *folders[:1]))
        test = EXAMINED.get(room) or "/".join(("tests", *folders, f"test_{file.stem}.py"))
        if not Path(root, test).is_file():
            found.append(f"{file.relative_to(root).as_posix()} has no tests: write {test}")
    return found


def test_has_every_module_tests_that_are_found_by_its_name():
    assert untested(tiny.ROOT) == []


def test_is_a_module_without_tests_told_in_one_line(tmp_path):
    for name in (
        "autograder/seed.py",
        "autograder/__main__.py",
        "autograder/bank/dropout/shared.py",
        "autograder/grading/__init__.py",
        "autograder/sandbox/student/wire.py",
        "course_utils/errors.py",
        "course_utils/checking/measures/masks.py",
        "tests/test_seed.py",
        "tests/bank/test_exam.py",
        "tests/sandbox/student/test_wire.py",
        "tests/checking/test_masks.py",
        "tests/test_errors.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert untested(tmp_path) == ["course_utils/checking/measures/masks.py has no tests: write tests/checking/measures/test_masks.py"]
    (tmp_path / "tests/bank/test_exam.py").unlink()
    assert "autograder/bank/dropout/shared.py has no tests: write tests/bank/test_exam.py" in untested(tmp_path)
