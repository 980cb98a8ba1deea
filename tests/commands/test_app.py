"""Is an error of a command one line that says what to do, with an exit code for whose it is?"""

import pytest
from tiny import course


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["new", "exercise", "max_norm", "9"], 2, "there is no chapter '9'; there is 01_tiny"),
        (["build", "9"], 2, "there is no chapter '9'; there is 01_tiny"),
        (["grade", "dropout"], 2, "there is no chapter 'dropout'; there is 01_tiny"),
        (["demo", "99"], 2, "there is no chapter '99'"),
        (["reset", "1", "backward"], 1, "01_tiny has no exercise 'backward'; it has dropout_forward, dropout_backward"),
        (["grade", "1"], 1, "nobody handed in 01_tiny: put notebooks at"),
        (["grade", "1", "--student", "ada"], 1, "ada handed in no 01_tiny; those who did: nobody"),
        (["edition"], 2, "editions are a class's: go to its folder, or name it with --folder; `course class new FOLDER` makes one"),
        (["edition", "--take"], 2, "say which chapter: `course edition CHAPTER --take`"),
        (["edition", "1", "--yes"], 2, "--yes is for --take; without it nothing is asked"),
        (["grade", "1", "--yes"], 2, "--yes is for --again; without it nothing is asked"),
        (["grade", "1", "--folder", "/"], 1, "/ is no course: it has no nbgrader_config.py"),
    ],
)
def test_is_an_error_one_line_that_says_what_to_do(root, words, code, says):
    shown = course(*words, "--course", root)
    assert shown.exit_code == code
    assert says in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1
    assert not shown.stdout.strip()


def test_is_a_file_where_a_folder_should_be_named(root, tmp_path):
    (tmp_path / "file").write_text("")
    shown = course("lab", "--no-open", "--course", root, "--folder", tmp_path / "file" / "work")
    assert shown.exit_code == 1
    assert shown.stderr.startswith(f"course: {tmp_path / 'file'}")
