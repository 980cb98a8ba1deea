"""Is a drawing that would keep a browser busy told from a figure?"""

import io

import hostile_pages
import nbformat
import pytest
from hostile_pages import b64
from matplotlib.figure import Figure
from nbformat import v4

from autograder.showing import safe
from autograder.showing.drawings import is_quick

HEAD = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"
PARTS = "<g id='a'>" + "<rect/>" * 1000 + "</g>"


def drawn(inside):
    return f"{HEAD}{inside}</svg>"


def figure(draw):
    made, file = Figure(), io.StringIO()
    draw(made.subplots())
    made.savefig(file, format="svg")
    return file.getvalue()


FIGURES = {
    "points": figure(lambda axes: axes.plot(range(2000), "o")),
    "picture": figure(lambda axes: axes.imshow([[1, 2], [3, 4]])),
    "formula": figure(lambda axes: axes.set_title("$x^2$")),
    "a part drawn again": drawn(PARTS + "<use href='#a'/>" * 50),
    "gradients": drawn("<linearGradient id='x'/><linearGradient id='y' xlink:href='#x'/><rect fill='url(#y)'/>"),
}
HOLD_UP = {
    "parts in parts": hostile_pages.DRAWN_WITHOUT_END,
    "a part drawn very often": drawn(PARTS + "<use href='#a'/>" * 200),
    "written in codes": drawn(PARTS + "<use href='#%61'/>" * 200),
    "a mask": drawn(PARTS.replace("<g", "<mask", 1).replace("</g", "</mask") + "<rect style='mask: url( &quot;#a&quot; )'/>" * 200),
    "a circle": drawn("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"),
    "moves": drawn("<rect><animate attributeName='x' values='0;9' dur='1ms' repeatCount='indefinite'/></rect>"),
    "moves by its style": drawn("<rect style='animation: x 1ms infinite'/>"),
    "a style sheet": drawn("<style>rect { mask: url(#a) }</style>"),
    "a style sheet beside it": "<?xml-stylesheet href='data:text/css,x'?>" + drawn(""),
    "text of text": f"<!DOCTYPE svg [<!ENTITY a 'a'>]>{drawn('<text>&a;</text>')}",
    "a drawing in it": drawn("<image href='da&#10;ta:image/&#115;vg+xml,x'/>"),
    "a page in it": drawn("<foreignObject/>"),
    "deep": drawn("<g>" * 5000 + "</g>" * 5000),
    "no drawing": "<svg",
}


@pytest.mark.parametrize("name", FIGURES)
def test_is_a_figure_shown(name):
    assert is_quick(FIGURES[name])
    assert "data:image/svg" in safe.clean(f'<img src="data:image/svg+xml;base64,{b64(FIGURES[name])}">')


@pytest.mark.parametrize("name", HOLD_UP)
def test_is_what_would_keep_a_browser_busy_left_out(name):
    assert not is_quick(HOLD_UP[name])
    assert "data:image/svg" not in safe.clean(f'<img src="data:image/svg+xml;base64,{b64(HOLD_UP[name])}">')
    output = v4.new_output("display_data", {"image/svg+xml": HOLD_UP[name]})
    (cell,) = safe.cells(nbformat.from_dict(v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[output])])))
    assert "left out of this page" in cell.outputs[0].data["text/plain"]
