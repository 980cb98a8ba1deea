"""Does nothing of a submission run, or ask the network, in feedback and formgrader pages? (tests/long looks with a browser.)"""

import copy
import re

import hostile_pages
import nbformat
import pytest
import tiny
from hostile_pages import Look
from nbconvert.exporters import HTMLExporter
from nbformat import v4
from nbgrader.converters import GenerateFeedback
from nbgrader.server_extensions.formgrader.handlers import template_path

from autograder.grading.course import Course
from autograder.showing import feedback, safe

HOSTILE = hostile_pages.notebooks()
STUDENT = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The tiny course, with the shipped settings."""
    return Course(tiny.make(tmp_path_factory.mktemp("course")))


def exporter(course, kind):
    """Return an exporter as nbgrader makes it for a kind of page."""
    if kind == "feedback":
        converter = GenerateFeedback(coursedir=course.directory, config=course.config)
        return converter.exporter_class(parent=converter, config=converter.config)
    config = copy.deepcopy(course.config)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [template_path]
    return HTMLExporter(config=config)


@pytest.fixture(scope="module")
def exporters(course):
    return {kind: exporter(course, kind) for kind in ("feedback", "formgrade")}


def page(exporter, notebook):
    resources = {"nbgrader": {"notebook": "01_tiny", "score": 1, "max_score": 5, "late_penalty": 0}}
    if exporter.template_name == "formgrade":
        about = {"notebook_id": "01_tiny", "assignment_id": "01_tiny", "submission_id": "12ab", "index": 0, "total": 1, "base_url": ""}
        resources = {**about, "student": STUDENT, "last_name": STUDENT, "first_name": STUDENT, "notebook_path": f'"{STUDENT}'}
    return exporter.from_notebook_node(notebook, resources)[0]


def check(text, kind):
    look = Look(text)
    assert look.found == []
    assert "script-src 'none'" in look.policy if kind == "feedback" else "'nonce-" in look.policy
    assert hostile_pages.AWAY not in re.sub(r">[^<]*<", "><", text)  # as text it may be read
    assert [given for tag, given in look.tags if tag == "math"]  # what follows the hostile cell is there, and is shown
    assert not {"tests-dropout_forward"} & {given.get(key) for _, given in look.tags for key in ("id", "name")}


@pytest.mark.parametrize("name", HOSTILE)
def test_is_there_nothing_to_run_or_load_in_feedback(exporters, name):
    check(page(exporters["feedback"], hostile_pages.notebook(HOSTILE[name])), "feedback")


@pytest.mark.parametrize("part", range(4))
def test_is_there_nothing_to_run_or_load_in_formgrader(exporters, part):
    cells = [cell for name in list(HOSTILE)[part::4] for cell in HOSTILE[name]]
    check(page(exporters["formgrade"], hostile_pages.notebook(cells)), "formgrade")


@pytest.mark.parametrize("kind", ["feedback", "formgrade"])
def test_is_a_page_that_takes_too_long_made_without_what_is_shown_in_it(exporters, kind, monkeypatch):
    monkeypatch.setattr(safe, "SECONDS", 0.3)
    slow = v4.new_output("display_data", {"text/html": "<b " + " ".join(f"a{n}" for n in range(14_000)) + ">"})
    text = page(exporters[kind], hostile_pages.notebook([v4.new_code_cell("my_own = 1", outputs=[slow]), v4.new_markdown_cell("*mine*")]))
    assert "it would take too long to show what is in this notebook" in text and "*mine*" in text and "my_own" in text


def test_would_a_page_of_nbgraders_own_be_noticed(course):
    course = Course(course.folder)
    course.config.HTMLExporter.pop("preprocessors")
    for kind in ("feedback", "formgrade"):
        stock = exporter(course, kind)
        for name in (
            "script",
            "picture's error",
            "link",
            "cover",
            "picture from away",
            "refresh",
            "script, output",
            "javascript",
            "md link",
        ):
            cells = hostile_pages.notebook(HOSTILE[name])
            cells.metadata = {}
            assert Look(page(stock, cells)).found, name


def test_do_feedback_files_have_it_and_the_grades(course):
    tiny.hand_in(course.folder, "ada", tiny.answered(course.folder))
    notebook = tiny.answered(course.folder)
    notebook.cells.insert(1, hostile_pages.code([hostile_pages.display({"text/html": hostile_pages.HTML["script"]})]))
    course.register(tiny.CHAPTER)
    with course.gradebook() as book:
        book.update_or_create_student("ada")
        book.update_or_create_submission(tiny.CHAPTER, "ada")
        name = next(c.metadata.nbgrader.grade_id for c in notebook.cells if c.id == "exercise-dropout_forward")
        book.find_comment(name, tiny.CHAPTER, tiny.CHAPTER, "ada").manual_comment = f"**Well** done {hostile_pages.HTML['script']} $x^2$"
        book.db.commit()
    path = course.path("autograded", tiny.CHAPTER, "ada")
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    (path.parent / "secret").symlink_to("/etc/hostname")
    assert feedback.Pages(course, tiny.CHAPTER).write("ada") == {}
    place = course.path("feedback", tiny.CHAPTER, "ada")
    look = Look(place.read_text(encoding="utf-8"))
    assert look.found == []
    assert "Drop units: 0 of 5 points" in look.text
    assert "left out of this page: script" in look.text
    assert "Well done" in look.text
    assert not (place.parent / "secret").exists()


# --- what must still look right ------------------------------------------------------------------------


def shown(exporters, *cells):
    return Look(page(exporters["feedback"], hostile_pages.notebook(list(cells))))


def test_are_the_courses_own_messages_and_pictures_as_they_were(exporters):
    from course_utils.checking.messages import Message

    message = Message("wrong", "f: 1 of 3 points", [("Does not hold", "`x` < 1")], code="line <1>\n  line 2").html()
    data = {"text/html": message, "application/vnd.course.verdict+json": {"points": 1}}
    picture = hostile_pages.display(
        {"image/png": hostile_pages.PIXEL, "text/plain": "p"}, {"image/png": {"alt": "Two lines", "width": 550}}
    )
    text = page(exporters["feedback"], v4.new_notebook(cells=[hostile_pages.code([hostile_pages.display(data), picture])]))
    look = Look(text)
    for part in (
        ("div", {"role": "alert", "style": "border-left:4px solid #D55E00; padding:.2em 0 .2em 1em; max-width:50em"}),
        ("p", {"style": "margin:.3em 0"}),
        ("span", {"aria-hidden": "true", "style": "color:#D55E00"}),
        ("pre", {"style": "margin:.5em 0; overflow-x:auto"}),
        ("code", {}),
        ("img", {"src": f"data:image/png;base64,{hostile_pages.PIXEL}", "width": "550", "alt": "Two lines"}),
    ):
        assert part in look.tags
    assert "x < 1" in look.text
    assert "left out" not in look.text


@pytest.mark.parametrize("width", ["550", 0, -1, 10**6, True, 5.5, [1], None])
def test_is_an_odd_width_of_a_picture_left_out(exporters, width):
    picture = hostile_pages.display({"image/png": hostile_pages.PIXEL}, {"image/png": {"width": width}})
    assert all("width" not in attributes for tag, attributes in shown(exporters, hostile_pages.code([picture])).tags if tag == "img")


def test_does_markdown_keep_its_form(exporters):
    text = "# A title\n\n| a | b |\n|--|--:|\n| 1 | 2 |\n\n- [x](https://example.org/?a=1&b=2) `code` **b**\n\n```python\nfor i in x: pass\n```\n\n1 < 2 & $a < b$"
    look = shown(exporters, v4.new_markdown_cell(text))
    tags = [tag for tag, _ in look.tags]
    assert {"h1", "table", "th", "td", "li", "a", "code", "strong", "pre", "math"} <= set(tags)
    assert ("span", {"class": "k"}) in look.tags
    assert ("a", {"target": "_blank", "rel": "noopener noreferrer", "href": "https://example.org/?a=1&b=2"}) in look.tags
    assert "1 < 2 & a<b" in look.text


def test_is_said_what_was_left_out(exporters):
    look = shown(exporters, v4.new_markdown_cell("<iframe></iframe><b>x</b>"), hostile_pages.code(hostile_pages.OUTPUTS["javascript"]))
    assert "[left out of this page: iframe]" in look.text
    assert "[left out of this page: application/javascript]" in look.text
    assert "[2800 more outputs are left out of this page]" in shown(exporters, *HOSTILE["many outputs"]).text


def test_has_a_page_a_length(exporters):
    cells = [v4.new_markdown_cell("**a** " * 3000) for _ in range(40)] + [v4.new_code_cell("x = 1  # " + "y" * 100_000)]
    text = page(exporters["feedback"], v4.new_notebook(cells=cells))
    assert 150_000 < Look(text).text.count("a ") * 4 + 150_000 < 600_000
    assert "more characters are left out of this page" in text


def test_has_a_notebook_of_before_cells_had_ids_a_page(exporters):
    notebook = hostile_pages.notebook([v4.new_markdown_cell(hostile_pages.FORMULA), v4.new_code_cell("1")])
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    for kind, exporter in exporters.items():
        check(page(exporter, notebook), kind)
