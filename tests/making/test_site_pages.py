"""Do the site's pages show the chapters as they are handed out, and lead where the texts lead?"""

import ast
import re

import nbformat
import pytest
import tiny
from nbformat import v4

from autograder.errors import CourseError
from autograder.making import site_pages
from autograder.places import given_modules, texts

PICTURE = {"image/png": "AAAA"}
WORDS = {"image/png": {"alt": "a curve that falls", "width": 640}}
NAMES = [file.stem for file in texts(tiny.ROOT)]


def cell(name, role, source="draw()", *outputs):
    return v4.new_code_cell(source, id=name, outputs=list(outputs), metadata={"course": {"role": role}})


def shown(kind="image/png", data="AAAA", **words):
    return v4.new_output("display_data", {kind: data}, metadata=words and {"image/png": words})


def course(root, released, run):
    """Write a chapter, as released and as run."""
    for folder, cells in (("release/01_a", released), ("notebooks", run)):
        (root / folder).mkdir(parents=True)
        nbformat.write(v4.new_notebook(cells=[v4.new_markdown_cell("# 1. A", id="title"), *cells]), root / folder / "01_a.ipynb")
    return root


# --- chapters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [("writes", "exercise"), ("mine-earlier", "mine")])
def test_is_shown_what_given_cells_showed_until_an_answer_came_in_and_nothing_after(tmp_path, answer):
    name, role = answer
    run = [
        cell("draws", "experiment", "draw()", shown(alt="it fails")),
        cell("asks", "predict", "predict('q')", shown(alt="asks")),
        cell(name, role, "def f(): return 42", shown(alt="mine")),
        cell("uses", "experiment", "f()", shown(alt="later")),
    ]
    released = [cell(c.id, c.metadata.course.role, c.source) for c in run]
    released[2].source = "def f(): ..."
    found = {c.id: c for c in site_pages.chapter(course(tmp_path, released, run), "01_a").cells[1:]}
    assert [name for name, c in found.items() if c.outputs] == ["draws"]
    assert found["draws"].metadata.mystnb.image.alt == "it fails"
    assert found[name].source == "def f(): ..."


@pytest.mark.parametrize("outputs", [[shown()], [shown(alt="")], [shown(alt="one"), shown(alt="two")]])
def test_is_a_figure_without_a_text_of_its_own_refused(tmp_path, outputs):
    root = course(tmp_path, [cell("draws", "experiment")], [cell("draws", "experiment", "draw()", *outputs)])
    for make in (site_pages.chapter, site_pages.solved):
        with pytest.raises(CourseError, match="01_a, cell draws: .* alternative text"):
            make(root, "01_a")


def test_is_it_said_what_to_do_where_no_notebook_is(tmp_path):
    with pytest.raises(CourseError, match=r"01_a.ipynb: `course build` makes it"):
        site_pages.chapter(tmp_path, "01_a")


def test_opens_every_chapter_with_a_figure():
    for name in NAMES:
        notebook = site_pages.chapter(tiny.ROOT, name, NAMES)
        assert any("mystnb" in cell.metadata for cell in notebook.cells), name


def test_leads_the_name_of_another_chapter_to_it_and_nothing_else():
    words = "# As in chapter 2\nAs in chapter 2, `chapter 2`, $chapter 2$ and [chapter 2](x); chapter 7 is to come, chapter 2 of the lecture is not ours."
    linked = site_pages._linked(words, {2: "02_b.ipynb"})
    assert linked == words.replace("in chapter 2,", "in [chapter 2](02_b.ipynb),")


# --- guides and the map ------------------------------------------------------------------------------------

PLACES = {"docs/a.md": "guides/a.md", "README.md#notation": "guides/notation.md", "release/01_a/01_a.ipynb": "chapters/01_a.ipynb"}


@pytest.mark.parametrize(
    ("file", "link", "led"),
    [
        ("README.md", "[a](docs/a.md)", "[a](a.md)"),
        ("README.md", "[a](docs/a.md#part)", "[a](a.md#part)"),
        ("docs/b.md", "[a](a.md)", "[a](a.md)"),
        ("docs/b.md", "[n](../README.md#notation)", "[n](notation.md)"),
        ("README.md", "[n](#notation)", "[n](notation.md)"),
        ("docs/b.md", "[here](#notation)", "[here](#notation)"),
        ("README.md", "[s](release/01_a/01_a.ipynb)", "[s](../chapters/01_a.ipynb)"),
        ("README.md", "[solved](notebooks/01_a.ipynb)", "solved"),
        ("README.md", "[w](https://example.org/a.md)", "[w](https://example.org/a.md)"),
    ],
)
def test_leads_a_link_of_the_repository_to_a_page_of_the_site(file, link, led):
    assert site_pages.relinked(f"See {link}.", file, "guides/b.md", PLACES) == f"See {led}."


def test_is_a_section_that_is_gone_told():
    assert site_pages._section("# T\n\n## A\n\none\n\n### B\n\ntwo\n\n## C\n", "A") == "# A\n\none\n\n## B\n\ntwo\n\n"
    with pytest.raises(CourseError, match="no section For cats"):
        site_pages._section("# T\n", "For cats")


def test_leads_every_row_of_the_map_to_its_heading(tmp_path):
    site_pages.write_all(tiny.ROOT, tmp_path)
    words = (tmp_path / "lecture-map.md").read_text("utf-8")
    rows = [line for line in words.splitlines() if line.startswith("|") and not line.startswith(("| lecture |", "|---"))]
    assert len(rows) > 50 and all(
        re.search(r"\| \[\d\]\(chapters/\w+\.ipynb\) \| \[.+\]\(chapters/\w+\.ipynb#\S+\) \|", row) for row in rows
    )


# --- all pages --------------------------------------------------------------------------------------------


def test_is_an_answer_on_a_page_only_where_it_was_asked_for(tmp_path):
    written = []
    for solutions in (False, True):
        site_pages.write_all(tiny.ROOT, tmp_path / str(solutions), solutions)
        files = [file for file in (tmp_path / str(solutions)).rglob("*") if file.is_file()]
        written.append({file.relative_to(tmp_path / str(solutions)).parts[0] for file in files})
        body = "A_dropped = A * D / keep_prob"
        assert any(body in file.read_text("utf-8") for file in files) is solutions
    assert written[1] - written[0] == {"solved", "reference"}


def test_has_the_api_what_chapters_import():
    imported = set()
    for name in NAMES:
        for cell in site_pages.chapter(tiny.ROOT, name).cells:
            nodes = ast.walk(ast.parse(cell.source)) if cell.metadata.get("course", {}).get("role") == "setup" else ()
            for node in (node for node in nodes if isinstance(node, ast.ImportFrom) and node.module.startswith("course_utils")):
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                imported |= inner & set(given_modules()) or {node.module}
    kept_back = ("course_utils.black_boxes.", "course_utils.figures.")  # to be examined from outside; one chapter's drawings
    assert {name for name in imported if not name.startswith(kept_back)} == {f"course_utils.{name}" for name in site_pages.MODULES}
