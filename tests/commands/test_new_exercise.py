"""Does `course new exercise` begin an exercise that the build leads to its end, a line at a time, and never overwrite?"""

import os
import re
import shutil
import subprocess
import sys

import pytest
import tiny
from tiny import course

from autograder.commands import new_exercise
from autograder.errors import Misuse

REFERENCE = "course_utils/reference/regularization.py"
ENTRY = "autograder/bank/regularization/max_norm.py"
LIST = "autograder/bank/regularization/__init__.py"
TEXT = "source/03_regularization.py"


@pytest.fixture
def root(tmp_path):
    """A copy of the course, with one chapter."""
    for folder in ("course_utils", "autograder", "docs"):
        shutil.copytree(tiny.ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "source").mkdir()
    for name in (TEXT, "nbgrader_config.py"):
        shutil.copy(tiny.ROOT / name, tmp_path / name)
    return tmp_path


def files(root):
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_has_it_help_with_an_example():
    assert "course new exercise max_norm 3" in course("new", "exercise", "--help").output
    assert "exercise" in course("new", "--help").output


@pytest.mark.parametrize("chapter", ["3", "03_regularization"])
def test_are_the_pieces_written_and_named(root, chapter):
    before = files(root)
    shown = course("new", "exercise", "max_norm", chapter, "--course", root)
    assert shown.exit_code == 0, shown.output
    after = files(root)
    changed = [name for name in after if after[name] != before.get(name)]
    assert sorted(changed) == sorted([REFERENCE, ENTRY, LIST, TEXT])
    assert all(f"{name}: " in shown.stdout for name in changed) and 'before "In this chapter we have …"' in shown.stdout
    assert shown.stdout.splitlines()[-1] == "Next: write the answer; then `course build 3` says what is missing, a line each time."
    assert after[REFERENCE].startswith(before[REFERENCE]) and b"\n\n\ndef max_norm(X):\n" in after[REFERENCE]
    assert re.findall(r"\w+", after[LIST].decode().partition("in (")[2])[-2:] == ["soft_threshold", "max_norm"]
    old, new = before[TEXT].decode(), after[TEXT].decode()
    at, summary = new.index("# ### Exercise: max_norm"), new.index("# ## In this chapter we have")
    assert old == new[:at] + new[summary:] and new[at:summary].endswith('# %% tests="max_norm"\n\n# %% [markdown]\n')


def test_are_its_pieces_as_lint_and_formatter_leave_them(root):
    new_exercise.begin(root, "03_regularization", "max_norm")
    for words in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *words, "--config", tiny.ROOT / "pyproject.toml", "--no-cache", REFERENCE, ENTRY, LIST]
        run = subprocess.run(command, cwd=root, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout


def test_stands_it_at_the_end_of_a_text_without_a_summary(root):
    file = root / TEXT
    file.write_text(file.read_text("utf-8").partition("# ## In this chapter")[0] + "# The end.\n\n", encoding="utf-8")
    assert "at the end" in new_exercise.begin(root, "03_regularization", "max_norm")[file]
    assert file.read_text("utf-8").endswith(f"# The end.\n\n# %% [markdown]\n{new_exercise.CELLS.format(name='max_norm')}")


REFUSED = [
    ("Max", "'Max' can name no exercise: begin with a small letter, go on with small letters, digits and _, at most 41 in all"),
    ("1st", "'1st' can name no exercise"),
    ("max-norm", "'max-norm' can name no exercise"),
    ("lambda", "'lambda' can name no exercise"),
    ("m" * 42, "can name no exercise"),
    (
        "l1_penalty",
        "autograder/bank/regularization/l1_penalty.py has 'l1_penalty' already; names are unique in the whole course, choose ano",
    ),
    ("dropout_forward", "the bank has 'dropout_forward' already; names are unique in the whole course, choose another"),
    ("shared", "autograder/bank/regularization/shared.py has 'shared' already"),
    ("network", "course_utils/reference/regularization.py has 'network' already"),
    ("np", "course_utils/reference/regularization.py has 'np' already"),
    ("sum", "Python itself has 'sum' already"),
]


@pytest.mark.parametrize(("name", "says"), REFUSED, ids=[name[:20] for name, _ in REFUSED])
def test_is_a_name_that_cannot_be_had_refused_and_nothing_written(root, name, says):
    before = files(root)
    shown = course("new", "exercise", name, "3", "--course", root)
    assert shown.exit_code == 2 and says in shown.stderr and len(shown.stderr.splitlines()) == 1
    assert files(root) == before


def test_is_nothing_overwritten(root):
    new_exercise.begin(root, "03_regularization", "max_norm")
    before = files(root)
    for piece, unlinked in ((ENTRY, ()), (TEXT, (ENTRY,)), (REFERENCE, (ENTRY, TEXT))):
        for name in unlinked:
            (root / name).write_bytes(b"") if name == TEXT else (root / name).unlink()
        with pytest.raises(Misuse, match=f"{piece} has 'max_norm' already"):
            new_exercise.begin(root, "03_regularization", "max_norm")
        for name in unlinked:
            (root / name).write_bytes(before[name])
    assert files(root) == before


@pytest.mark.parametrize("name", [REFERENCE, LIST])
def test_is_a_chapter_that_is_not_begun_told(root, name):
    (root / name).unlink()
    with pytest.raises(Misuse, match=f"03_regularization has no {name}: begin it as in another chapter"):
        new_exercise.begin(root, "03_regularization", "max_norm")


def test_is_a_list_of_another_form_told(root):
    (root / LIST).write_text("EXERCISES = []\n")
    with pytest.raises(Misuse, match="has not the form of a chapter's list; see another chapter's"):
        new_exercise.begin(root, "03_regularization", "max_norm")


# --- the way to its end ---------------------------------------------------------------------------------

ANSWER = '    """Return the positive part of X."""\n    return np.maximum(X, 0)\n'
STEPS = [  # what the build says, and what is written then: file, this text, that text
    ("it is not written yet; mend course_utils/reference/regularization.py", REFERENCE, r'    """TODO(.|\n)*', ANSWER),
    (
        "'TODO: what was done': 'TODO: this text of the reference' stands 0",
        ENTRY,
        r"    mistakes=(.|\n)*",
        "    mistakes=(), alternatives=())",
    ),
    ("mistakes: there are 0; write at least 3", ENTRY, r"mistakes=\(\), alternatives=\(\)", "mistakes=WRONG, alternatives=RIGHT"),
    ("prose: students would read a TODO; write what it asks for: TODO: Say what is given", TEXT, "TODO: ", ""),
    ('tests "max_norm": students would read a TODO; write what it asks for: - TODO: what must', ENTRY, "TODO: what must", "What must"),
    ('exercise "max_norm": students would read a TODO; write what it asks for: "returns": ["TODO', ENTRY, "TODO: the", "the"),
    ("docs/lecture-map.md has `max_norm` in no row; name it in one", "docs/lecture-map.md", r"`choose_lambda` \|", "`max_norm` |"),
]
SMALL = """\
# %% [markdown]
# # Keep the weights small

# %% setup
import numpy as np

from course_utils.check import check

# %% [markdown]
# ## In this chapter we have …
"""
MADE_UP = """
OLD = "np.maximum(X, 0)"
NEW = {"nothing is cut off": "X + 0", "0 is 1": "np.maximum(X, 1)", "the sign is lost": "np.abs(X)"}
WRONG = tuple(Mistake(name, "See.", "Do.", changes=((OLD, new),)) for name, new in NEW.items())
RIGHT = tuple(Alternative(new, changes=((OLD, new),)) for new in ("X * (X > 0)", "(X + np.abs(X)) / 2", "np.clip(X, 0, None)"))

EXERCISE"""


def build(root):
    """Build the copy, with its own modules."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-W", "ignore", "-m", "autograder", "build", "3", "--no-run"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


def test_says_the_build_step_by_step_what_is_missing(root):
    (root / TEXT).write_text(SMALL, encoding="utf-8")
    new_exercise.begin(root, "03_regularization", "max_norm")
    (root / ENTRY).write_text((root / ENTRY).read_text("utf-8").replace("\nEXERCISE", MADE_UP, 1), encoding="utf-8")
    for says, name, this, that in STEPS:
        shown = build(root)
        assert shown.returncode == 1 and says in shown.stderr and len(shown.stderr.splitlines()) == 1, shown.stderr
        words, changed = re.subn(this, that, (root / name).read_text("utf-8"))
        assert changed
        (root / name).write_text(words, encoding="utf-8")
    shown = build(root)
    assert shown.returncode == 0, shown.stderr
    assert "max_norm" in (root / "release/03_regularization/03_regularization.ipynb").read_text("utf-8")
