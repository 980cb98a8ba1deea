"""Is what a submission holds reduced to text, allowed HTML, pictures and formulas, in bounded time? (test_pages has the hostile ones.)"""

import re
import time

import hostile_pages
import nbformat
import pytest
import tiny
from nbformat import v4

from autograder.showing import safe


def test_is_every_formula_of_the_course_mathml():
    formulas = []

    class Collect(safe._Renderer):
        def _keep(self, latex, block):
            formulas.append((latex, block))
            return ""

    for file in sorted((tiny.ROOT / "release").glob("*/*.ipynb")):
        for cell in nbformat.read(file, as_version=4).cells:
            if cell.cell_type == "markdown":
                safe.MarkdownWithMath(renderer=Collect({})).render(cell.source)
    assert len(set(formulas)) > 100
    assert [latex for latex, block in formulas if not safe.formula(latex, block).startswith("<math")] == []
    assert safe.formula(r"\alpha", True) == '<math display="block"><mi>α</mi></math>'


def test_is_a_formula_that_cannot_be_shown_its_own_text():
    for latex in (r"\nosuchcommand{<b>}", r"\def\x{y}\x", "{" * 300, r"\text{a", "x" * 5000, "\x00", "\ud800"):
        assert re.fullmatch(r"<code>[^<>]*</code>", safe.formula(latex))


@pytest.mark.parametrize("text", ["<b><p>" * 990, "<table><b>" * 999, "<ul><li><i>" * 600, "<a><div>" * 900])
def test_does_html_of_nested_tags_hold_nobody_up(text):
    start = time.process_time()
    assert safe.clean(text).startswith("<pre>&lt;")
    assert time.process_time() - start < 1  # 3 of the first took a minute


def test_is_ordinary_html_kept_as_html():
    text = "<div><ul>" + "<li>one <b>word</b>" * 300 + "</ul></div>" + "<p>a<br>" * 300
    assert safe.clean(text).count("<li>") == 300
    assert safe.clean(text).count("<p>") == 300


def test_has_a_page_room_for_so_many_tags_and_characters_of_output():
    many = [hostile_pages.display({"text/html": "<i></i>x" * 990}) for _ in range(40)]
    shown = safe.cells(v4.new_notebook(cells=[hostile_pages.code(many), hostile_pages.code(many)]))
    kept = [o for cell in shown for o in cell.outputs if "data" in o]
    assert len(kept) == 11  # 20,000 tags
    assert "there is more than it can hold" in shown[1].outputs[-1].text
    long = [hostile_pages.code([v4.new_output("stream", text="x" * 90_000)]) for _ in range(40)]
    assert sum(len(o.text) for cell in safe.cells(v4.new_notebook(cells=long)) for o in cell.outputs) < 1_200_000


def test_is_text_of_a_terminal_only_text():
    assert safe.text("\x1b[31m<b>red</b>\x1b[0m") == "&lt;b&gt;red&lt;/b&gt;"
