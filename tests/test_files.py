"""Is a file written whole or not at all, and only where it would change?"""

import pytest

from autograder.files import mirror, write


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


def test_is_a_mirror_the_same_as_what_was_made_and_is_told_what_changed(tmp_path):
    for name, text in {"made/a": "a", "made/in/b": "b", "there/a": "a", "there/in/b": "old", "there/c": "c"}.items():
        write(tmp_path / name, text)
    made, there = tmp_path / "made", tmp_path / "there"
    assert mirror(made, there) == [there / "c", there / "in" / "b"]
    assert {f.relative_to(there).as_posix(): f.read_text() for f in there.rglob("*") if f.is_file()} == {"a": "a", "in/b": "b"}
    assert mirror(made, there) == []
