"""Is every figure of a notebook on the contact sheet, at its width, with its text?"""

import nbformat
import pytest
import tiny
from nbformat import v4

from autograder.errors import CourseError
from autograder.making import contact_sheet


def notebook(folder, *outputs):
    (folder / "notebooks").mkdir()
    cells = [v4.new_code_cell("draw()", id=f"cell-{n}", outputs=[output]) for n, output in enumerate(outputs)]
    nbformat.write(v4.new_notebook(cells=cells), folder / "notebooks" / "01_a.ipynb")


def test_are_all_figures_there_at_their_width_and_with_their_text(tmp_path):
    picture = {"image/png": {"alt": 'cost < 1 & "low"', "width": 640}}
    notebook(
        tmp_path,
        v4.new_output("display_data", {"image/png": "AAAA\nBBBB"}, metadata=picture),
        v4.new_output("stream", text="no figure"),
        v4.new_output("display_data", {"image/png": "CCCC"}),
    )
    page, count = contact_sheet.page(tmp_path)
    assert count == page.count("<figure>") == 2
    assert 'src="data:image/png;base64,AAAABBBB" width="640" alt="cost &lt; 1 &amp; &quot;low&quot;"' in page
    assert "<code>cell-2</code> (no text)" in page


def test_is_the_page_where_it_is_wanted_and_whole(tmp_path):
    shown = tiny.course("figures", "--to", tmp_path / "new" / "figures.html")
    assert shown.exit_code == 0, shown.output
    page, count = contact_sheet.page(tiny.ROOT)
    assert (tmp_path / "new" / "figures.html").read_text(encoding="utf-8") == page and f"{count} figures" in shown.stdout


def test_is_it_said_where_nothing_was_run(tmp_path):
    notebook(tmp_path, v4.new_output("stream", text="no figure"))
    with pytest.raises(CourseError, match="`course build` first"):
        contact_sheet.page(tmp_path)


def test_has_every_figure_of_the_course_a_text():
    page, count = contact_sheet.page(tiny.ROOT)
    assert count > 80 and "(no text)" not in page and 'width=""' not in page
