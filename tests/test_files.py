"""Is a file written whole or not at all, and only where it would change?"""

import pytest

from autograder.files import write


def test_is_a_file_written_where_it_changes_and_is_that_said(tmp_path):
    file = tmp_path / "new" / "file.txt"
    assert write(file, "one") and file.read_text() == "one"
    assert not write(file, b"one")
    assert write(file, b"two") and file.read_bytes() == b"two"
    assert [path.name for path in file.parent.iterdir()] == ["file.txt"]


def test_is_the_old_one_there_where_writing_fails(tmp_path, monkeypatch):
    file = tmp_path / "file.txt"
    write(file, "whole")

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(file), "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write(file, "half")
    assert file.read_text() == "whole"
