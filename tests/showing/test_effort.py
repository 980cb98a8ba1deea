"""Is a page made in a bounded time whatever is shown in it, and is what honest notebooks show still there?"""

import time

import pytest
from nbformat import v4

from autograder.showing import effort, pages

NESTED = "".join(f"<b x={i}><p>" for i in range(990))
ROWS = "<tr>" + "<td><b>1</b> <code>2</code></td>" * 8 + "</tr>"
TABLE = f'<table class="dataframe"><tbody>{ROWS * 25}</tbody></table>'


def shown(*kinds):
    """Return what a page shows of a cell with such outputs, one of each (kind, text)."""
    outputs = [v4.new_output("display_data", {kind: text, "text/plain": "in words"}) for kind, text in kinds]
    notebook = v4.new_notebook(cells=[v4.new_code_cell("show()", outputs=outputs)])
    return [output.data for cell in effort.within(notebook.cells) for output in map(pages._output, cell.outputs)]


def test_are_tags_that_a_browser_opens_again_in_every_block_not_read():
    start = time.process_time()
    (data,) = shown(("text/html", NESTED))
    assert data["text/html"].startswith("<pre>&lt;b x=0&gt;")
    assert pages.clean(NESTED.replace("b x", "B\tx")).startswith("<pre>")
    assert time.process_time() - start < 1


@pytest.mark.parametrize("closing", ["", "</p>", "</i>", "</bb>"])
def test_is_what_stays_open_counted_whatever_is_closed(closing):
    assert effort.elements(f"<b><p>{closing}" * 100) > 10_000


def test_is_a_table_of_an_honest_notebook_shown():
    assert effort.elements(TABLE) < effort.MOST
    assert shown(("text/html", TABLE)) == [{"text/html": TABLE}]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("text/html", "&a" * 45_000), ("text/html", NESTED[:3000]), ("text/markdown", "\\begin{a}" * 2_000), ("text/latex", "$a$ " * 4_000)],
)
def test_is_a_page_with_very_many_outputs_made_in_time_and_the_rest_in_words(kind, text):
    start = time.process_time()
    found = shown(*[(kind, text)] * 200)
    assert time.process_time() - start < 15
    assert 0 < sum("in words" not in data.values() for data in found) < 100
    assert found[-1] == {"text/plain": "in words"}
