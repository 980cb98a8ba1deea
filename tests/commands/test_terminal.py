"""Is what a command shows safe to be shown, and are paths as one would type them?"""

from pathlib import Path

import pytest
import tiny
from tiny import course

from autograder.commands import terminal


@pytest.mark.parametrize("words", [("--student", "x"), ("--student", "\x1b[2Jx"), ("--folder", "/no\x1b]0;title\x07/class")])
def test_does_a_name_that_a_student_gave_a_folder_reach_the_terminal(tmp_path, words):
    root = tiny.make(tmp_path)
    tiny.hand_in(root, "a\x1b]0;title\x07\u202e", tiny.answered(root))
    shown = course("grade", "1", "--course", root, *words)
    assert shown.exit_code == 1
    assert not [c for c in shown.output.replace("\n", "") if not c.isprintable()]


def test_is_a_path_as_one_would_type_it_from_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert terminal.short(tmp_path / "a" / "b.html") == str(Path("a", "b.html"))
    assert terminal.short(tmp_path.parent / "b.html") == str(tmp_path.parent / "b.html")
    assert terminal.short(tmp_path / "a\x1b[2J") == "a\N{REPLACEMENT CHARACTER}[2J"


def test_says_a_line_nothing_to_the_terminal_but_words(capsys):
    terminal.say("a\x1b[2Jb")
    assert capsys.readouterr().out == "a\N{REPLACEMENT CHARACTER}[2Jb\n"
