"""Does formgrader say first what was lost and why, as text, and lead to where it was lost?"""

import nbformat
import pytest
import tiny
from handed_back import MISTAKE, words
from nbformat import v4

from autograder.showing import lost


def panel(of_class, student):
    return lost.panel(nbformat.read(of_class.path("autograded", tiny.CHAPTER, student), as_version=4))


def test_has_the_panel_points_verdict_rules_and_the_answers_last_lines(graded):
    shown = panel(graded, "half")
    assert 'data-first="judge_dropout_forward"' in shown and '<a href="#judge_dropout_backward">' in shown
    text = words(shown)
    assert f"What the judge took off dropout_forward : 0 of 3 . {MISTAKE} does not hold: what is kept keeps its mean" in text
    assert "it calls dropout_forward , which lost points too" in text
    assert "return 3 * dA_dropped" in text and "Returns" not in text and '"""' not in text


def test_is_there_no_panel_where_nothing_was_lost(graded):
    assert panel(graded, "right") == "" == panel(graded, "[x]")


def test_is_an_unreadable_one_told_to_have_been_judged_by_nobody(graded):
    assert words(panel(graded, "broken")).startswith("Nothing was judged: ask for a new file 01_tiny.ipynb is damaged: not JSON")


def test_are_of_an_empty_one_no_lines_shown(graded):
    assert (
        words(panel(graded, "empty"))
        == "What the judge took off dropout_forward : 0 of 3 . not written yet dropout_backward : 0 of 2 . not written yet"
    )


@pytest.mark.parametrize("source", ["</pre><script>ran</script>", "\x1b]0;\x07\u202e", "x = 1\n" * 100_000, "\n\n", "\ud800", "x" * 10**6])
def test_is_what_a_student_wrote_text_and_not_much_of_it(graded, source):
    notebook = nbformat.read(graded.path("autograded", tiny.CHAPTER, "half"), as_version=4)
    tiny.cell(notebook, "exercise-dropout_forward").source = source
    shown = lost.panel(notebook)
    assert "<script" not in shown and "\x1b" not in shown and "\u202e" not in shown and len(shown) < 10_000


def test_is_a_notebook_without_anything_graded_left_alone():
    assert lost.panel(v4.new_notebook(cells=[v4.new_code_cell("1")])) == ""
    assert lost.put("a page", "") == "a page" and lost.put(f"{lost.PLACE}{lost.PLACE}", "x") == f"{lost.PLACE}x{lost.PLACE}"
