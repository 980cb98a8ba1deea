"""Does a feedback page say first what was lost and why, in a form for everyone, and nothing that is of no use to a student?"""

import re
import time
from html.parser import HTMLParser

import pytest
import tiny
from handed_back import MISTAKE, words, written
from nbformat import v4

from autograder import bank
from autograder.grading.read import read_released
from autograder.showing import feedback, safe
from autograder.showing.page import STYLE, _shared
from autograder.showing.page import page as make

NOISE = (
    "BEGIN HIDDEN TESTS",
    "END HIDDEN TESTS",
    "Out[",
    "from autograder import judge",
    "CheckFailed",
    "<script",
    "No response",
    "check.arguments</code>, <code>",
)


class Form(HTMLParser):
    """The headings, ids, links and pictures of a page."""

    def __init__(self, page):
        super().__init__()
        self.headings, self.ids, self.links, self.pictures, self.language = [], [], [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"][1:]] if given.get("href", "").startswith("#") else []
        self.pictures += [given] if tag == "img" else []
        self.language = given.get("lang", self.language)


# --- what stands on it ----------------------------------------------------------------------------------


def test_stands_at_its_top_what_was_lost_and_why_before_any_code(graded):
    page = written(graded, "half")
    top = words(page.split("<article")[0])
    assert top.startswith("Drop units: 0 of 5 points Each exercise lost points.")
    assert "dropout_backward calls dropout_forward , so one mistake may have cost points in both. Begin with dropout_forward ." in top
    assert f"dropout_forward ✗ 0 of 3 {MISTAKE} (−3)" in top
    assert "dropout_backward ✗ 0 of 2" in top
    assert "def " not in top


def test_are_exercises_with_the_same_cause_joined(graded):
    notebook = tiny.executed(graded, "half")
    for exercise in notebook.metadata.graded.result.exercises:
        exercise.update(mistake="the same slip", says="the same slip")
    top = words(make(notebook, tiny.CHAPTER).split("<article")[0])
    assert "dropout_forward and dropout_backward lost points for the same reason: the same slip ." in top


def test_is_said_which_exercises_are_not_written_yet(graded):
    notebook = tiny.executed(graded, "half")
    notebook.metadata.graded.result.exercises[1].update(outcome="empty", says="not written yet", mistake=None)
    page = make(notebook, tiny.CHAPTER)
    assert "dropout_backward is not written yet. Begin with dropout_forward ." in words(page)
    assert "return 3 * dA_dropped" not in page


def test_are_two_exercises_that_stopped_with_the_same_error_not_said_to_have_one_cause(graded):
    notebook = tiny.executed(graded, "half")
    for exercise in notebook.metadata.graded.result.exercises:
        exercise.update(mistake=None, says="it stopped with ValueError")
    assert "the same reason" not in words(make(notebook, tiny.CHAPTER))
    for exercise in notebook.metadata.graded.result.exercises:
        exercise.update(outcome="error", says="NameError: name 'math' is not defined")
    assert "lost points for the same reason: NameError: name 'math' is not defined" in words(make(notebook, tiny.CHAPTER))


@pytest.mark.parametrize("student", ["right", "half", "empty", "broken"])
def test_is_no_noise_of_grading_on_it(graded, student):
    page = written(graded, student)
    assert [noise for noise in NOISE if noise in page] == []
    assert not re.search(r"\b0\.0\b", words(page))


def test_are_hints_in_the_steps_of_the_check_each_behind_the_one_before(graded):
    article = written(graded, "half").split("<article")[1]
    known = bank.exercise("dropout_forward").mistakes[0]
    what, where, how = (article.index(step) for step in ("What is wrong:", "<summary>Where to look", "<summary>Nearly how"))
    assert what < where < how
    assert article[where:how].count("<details>") == 1 and "</details>" not in article[where:how]  # inside it
    assert known.do.replace("`", "") in words(article[how:].replace("<code>", "").replace("</code>", ""))
    said = words(article)
    assert said.count("a known mistake") == 0  # "Why" has said it
    assert said.count("Where to look") == said.count("Nearly how") == 1
    assert "The rules:" in said and "✗ does not hold:" in said


def test_has_an_exercise_its_code_and_the_rest_of_the_notebook_is_one_link_away(graded):
    page = written(graded, "half")
    assert "return 3 * dA_dropped" in page.split('<details class="chapter">')[0]
    rest = page.split('<details class="chapter">')[1]
    assert "my own cell" in rest
    assert "return 3 * dA_dropped" not in rest
    assert "Not run for the grade" in rest


def test_names_a_lost_exercise_the_chapter_and_section_to_read_again(graded):
    notebook = tiny.executed(graded, "half")
    notebook.cells.insert(1, v4.new_markdown_cell("Some text\n\n## 2. One `layer`\n\nMore"))
    page = make(notebook, tiny.CHAPTER)
    assert 'chapter 1, <a href="#cell-1">section 2. One <code>layer</code></a>' in page.split("<article")[0]
    assert '<section id="cell-1">' in page


def test_is_a_page_without_a_loss_short_at_its_top(graded):
    page = written(graded, "right")
    assert words(page.split("<article")[0]).endswith(
        "Every exercise has all its points. The exercises exercise points what was lost, and why "
        "dropout_forward ✓ 3 of 3 every rule holds dropout_backward ✓ 2 of 2 every rule holds"
    )


def test_says_a_page_what_to_do_to_who_handed_in_an_untouched_notebook(graded):
    page = written(graded, "empty")
    assert len(page) < 10_000
    assert "Nothing is written yet : all two exercises came as handed out. What to do" in words(page)
    assert "01_tiny.ipynb" in page
    assert "○ 0 of 3 not written yet" in words(page)
    assert "<details" not in page


def test_says_a_page_what_to_do_to_who_handed_in_half_a_file(graded):
    page = written(graded, "broken")
    assert len(page) < 10_000
    assert "Your notebook could not be read, so nothing in it was graded : 01_tiny.ipynb is damaged: not JSON" in words(page)
    assert "What to do Open your own copy" in words(page)
    assert "<details" not in page


def test_is_what_was_put_in_order_said_at_the_top(graded):
    notebook = tiny.executed(graded, "right")
    notebook.cells.insert(0, v4.new_markdown_cell("**About the grading**\n\n- put in order: a cell"))
    page = make(notebook, tiny.CHAPTER)
    assert "put in order: a cell" in words(page.split('<table class="index"')[0])
    assert page.count("About the grading") == 1


def test_is_another_courses_notebook_shown_with_its_own_tests():
    def cell(name, source, **roles):
        made = v4.new_code_cell(source)
        made.metadata["nbgrader"] = {"grade_id": name, "grade": False, "solution": False, "schema_version": 3, **roles}
        return made

    tests = cell("sum_tests", "### BEGIN HIDDEN TESTS\nassert total(1, 2) == 3\n### END HIDDEN TESTS", grade=True, points=2)
    tests.outputs = [v4.new_output("error", ename="AssertionError", evalue="", traceback=["AssertionError: not 3"])]
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("# Sums"), cell("total", "def total(a, b): return a", solution=True), tests])
    known = {"points": 0.0, "most": 2.0, "extra": 0.0, "by_hand": False, "waits": False}
    grades = {"handed_in": None, "due": None, "late": 0.0, "penalty": 0.0, "marks": {"sum_tests": known}, "comments": {}}
    page = make(notebook, "sums", grades)
    assert "Sums: 0 of 2 points The exercise lost points." in words(page)
    assert "def total(a, b): return a" in page
    assert "What its tests say: AssertionError: not 3" in words(page)
    assert "HIDDEN" not in page


def test_is_a_text_that_a_person_grades_in_another_course_shown_with_its_mark():
    text = v4.new_markdown_cell("Because *it is*.")
    text.metadata["nbgrader"] = {"grade_id": "why", "grade": True, "solution": True, "points": 3, "schema_version": 3}
    known = {"points": 2.0, "most": 3.0, "extra": 0.0, "by_hand": True, "waits": False}
    grades = {"handed_in": None, "due": None, "late": 0.0, "penalty": 0.0, "marks": {"why": known}, "comments": {}}
    page = make(v4.new_notebook(cells=[v4.new_markdown_cell("# Reasons"), text]), "reasons", grades)
    assert "Reasons: 2 of 3 points" in words(page)
    assert "<em>it is</em>" in page


# --- its form -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("student", ["right", "half", "empty", "broken"])
def test_has_it_a_language_a_title_headings_in_order_and_links_that_lead_somewhere(graded, student):
    page = written(graded, student)
    form = Form(page)
    assert form.language == "en"
    assert re.search(r"<title>Drop units: [\d.]+ of 5 points</title>", page)
    assert form.headings[0] == 1 and form.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(form.headings, form.headings[1:], strict=False))
    assert len(set(form.ids)) == len(form.ids)
    assert set(form.links) <= set(form.ids)


def test_have_headings_of_a_student_an_order_too():
    cells = [v4.new_markdown_cell("###### six"), v4.new_markdown_cell("# one\n\n#### four"), v4.new_markdown_cell("<h2>two</h2>")]
    assert Form(make(v4.new_notebook(cells=cells), "mine")).headings == [1, 3, 3, 4, 4]


def contrast(a, b):
    """Return the contrast of two colours, as WCAG reckons it."""

    def light(colour):
        colour = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((light(a), light(b)))
    return (high + 0.05) / (low + 0.05)


def test_is_every_text_easy_to_see_in_light_and_dark():
    light, dark = (dict(re.findall(r"--(\w+):(#\w+)", rule)) for rule in re.findall(r":root\{[^}]*\}", STYLE)[:2])
    for colours in (light, dark):
        for name in ("fg", "link", "wrong", "right", "part", "empty"):
            for ground in ("bg", "code"):
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def test_is_a_page_of_a_full_chapter_small_and_made_quickly():
    for file in sorted((tiny.ROOT / "release").glob("*/*.ipynb")):
        notebook = read_released(file)
        released = frozenset(cell.source for cell in notebook.cells)
        page = make(notebook, file.stem, released=released)  # what the class shares is made
        assert 30_000 < len(page.encode()) < 100_000, file.stem
        start = time.process_time()
        assert make(notebook, file.stem, released=released) == page
        assert time.process_time() - start < 0.05, file.stem


def test_is_nothing_of_a_submission_shared(graded):
    _shared.cache_clear()
    pages, texts = feedback.Pages(graded, tiny.CHAPTER), ("# Drop units", "a text of my own")
    notebook = tiny.executed(graded, "right")
    notebook.cells.append(v4.new_markdown_cell(texts[1]))
    assert texts[0] in pages.released
    make(notebook, tiny.CHAPTER, released=pages.released)
    assert 0 < _shared.cache_info().currsize <= len(pages.released)
    assert texts[1] not in pages.released


def test_does_what_takes_long_to_show_hold_nobody_up(graded, monkeypatch):
    monkeypatch.setattr(safe, "SECONDS", 0.5)
    notebook = tiny.executed(graded, "half")
    slow = "<b " + " ".join(f"a{n}" for n in range(14_000)) + ">"
    notebook.cells += [
        v4.new_code_cell("1", outputs=[v4.new_output("display_data", {"text/html": slow})]),
        v4.new_markdown_cell("# *Mine*"),
    ]
    start = time.process_time()
    page = make(notebook, tiny.CHAPTER)
    assert time.process_time() - start < 2
    assert "it would take too long to show what is in this notebook" in page and "# *Mine*" in page
    assert "Begin with dropout_forward ." in words(page) and MISTAKE in page


def test_is_a_heading_of_a_students_own_not_the_pages(graded):
    notebook = tiny.executed(graded, "half")
    released = frozenset(cell.source for cell in tiny.released(graded.folder).cells if cell.cell_type == "markdown")
    wanted = words(make(notebook, tiny.CHAPTER, released=released).split("<article")[0])
    notebook.cells[:0] = [v4.new_markdown_cell("# Drop units: 5 of 5 points"), v4.new_markdown_cell("## All is right")]
    assert words(make(notebook, tiny.CHAPTER, released=released).split("<article")[0]) == wanted
    assert wanted.startswith("Drop units: 0 of 5 points")
