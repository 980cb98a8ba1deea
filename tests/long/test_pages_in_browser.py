"""Does a real browser run nothing of a submission, ask nobody, and show formulas, in feedback and in formgrader? And do its buttons grade?

Needs Chromium (`apt-get install chromium`, or a path in `COURSE_CHROMIUM`); without one the tests fail.
"""

import shutil
from urllib.parse import quote

import handed_back
import hostile_pages
import nbformat
import pytest
import tiny
from browsing import Canary, Server, browser, press
from nbformat import v4
from nbgrader.converters import GenerateFeedback
from tiny import booked_scores

from autograder.grading.course import Course
from autograder.grading.run import LEFT_OUT

browser = browser
HOSTILE = hostile_pages.notebooks()
PARTS = 6  # students that hand in all of it between them
NAMED = ["<img src=x onerror=window.ran=1>", '";window.ran=1;"', "<b>bold", "o'brien"]  # no name of a file has a slash
CELLS = {name: cells for name, cells in HOSTILE.items() if name not in ("deep", "deep, output", "long", "long, output", "long output")}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which all of it is graded, each notebook a student's, with feedback pages; and some hostile names."""
    root = tiny.make(tmp_path_factory.mktemp("course"))
    course = Course(root)
    course.register(tiny.CHAPTER)
    return course


def hand_back(course, cells):
    """Put notebooks, {student: cells}, where graded ones lie, and into the gradebook; return their ids for formgrader."""
    ids = {}
    with course.gradebook() as book:
        for student, some in cells.items():
            book.update_or_create_student(student)
            book.update_or_create_submission(tiny.CHAPTER, student)
            ids[student] = book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, student).id
            path = course.path("autograded", tiny.CHAPTER, student)
            path.parent.mkdir(parents=True)
            answered = tiny.answered(course.folder)
            nbformat.write(hostile_pages.notebook([*answered.cells, *some]), path)
    return ids


@pytest.fixture(scope="module")
def feedback(course, tmp_path_factory):
    """Pages as `nbgrader generate_feedback` writes them: {name: path}, and a function that writes nbgrader's own."""
    exporter = _exporter(course)
    folder = tmp_path_factory.mktemp("feedback")
    pages = {name: _write(exporter, folder / f"{n}.html", cells) for n, (name, cells) in enumerate(HOSTILE.items())}
    course = Course(course.folder)
    course.config.HTMLExporter.pop("preprocessors")
    stock = _exporter(course)
    return pages, lambda name: _write(stock, folder / "stock.html", HOSTILE[name])


def _exporter(course):
    converter = GenerateFeedback(coursedir=course.directory, config=course.config)
    return converter.exporter_class(parent=converter, config=converter.config)


def _write(exporter, path, cells):
    notebook = v4.new_notebook(cells=cells)
    resources = {"nbgrader": {"notebook": tiny.CHAPTER, "score": 1, "max_score": 5, "late_penalty": 0}}
    path.write_text(exporter.from_notebook_node(notebook, resources)[0], encoding="utf-8")
    return path


# --- feedback, opened from disk ------------------------------------------------------------------------


def test_is_nothing_run_asked_or_covered_in_feedback(browser, feedback):
    canary, found = Canary(browser), {}
    for name, path in feedback[0].items():
        sang = canary.look(path.as_uri(), wait=40)
        width, height = canary.formula()
        if sang or canary.covered() or width < 50 or height < 15:
            found[name] = (sang, canary.covered(), (width, height))
    assert found == {}


def test_does_the_canary_sing_on_nbgraders_own_pages(browser, feedback):
    heard = {}
    for name in ("script", "picture's error", "picture from away", "refresh", "cover", "frame", "javascript beside text"):
        canary = Canary(browser)
        heard[name] = canary.look(feedback[1](name).as_uri(), wait=1500)
        if name == "cover":
            assert canary.covered()
        canary.context.close()
    assert {"ran", "title", "dialog", "request"} <= heard["script"]  # MathJax is a request too
    assert "ran" in heard["picture's error"]
    assert "navigation" in heard["refresh"]


def test_does_the_policy_alone_stop_scripts_and_requests(browser, feedback, course, monkeypatch, tmp_path):
    monkeypatch.setattr("autograder.showing.safe.clean", lambda text: text)  # the first wall falls
    exporter, canary = _exporter(course), Canary(browser)
    for name in ("script", "picture's error", "svg", "frame", "focus", "details", "mended 6", "script, output", "style of a box"):
        sang = canary.look(_write(exporter, tmp_path / "page.html", HOSTILE[name]).as_uri())
        assert sang <= {"request"}, name  # that of a picture is seen here although it is refused
        assert canary.refused, name


# --- formgrader, from a real server --------------------------------------------------------------------


@pytest.fixture(scope="module")
def formgrader(course, browser, tmp_path_factory):
    """(server, canary that is logged in, {student: id})."""
    names = list(CELLS)
    cells = {f"part-{n}": [cell for name in names[n::PARTS] for cell in CELLS[name]] for n in range(PARTS)}
    ids = hand_back(course, cells | {name: [] for name in NAMED} | {"script": CELLS["script"]})
    evil = course.path("autograded", tiny.CHAPTER, "part-0").parent
    (evil / "evil.html").write_text(f"<title>t</title>{hostile_pages.HTML['script']}{hostile_pages.HTML['picture from away']}")
    (evil / "evil.svg").write_text(hostile_pages.SVG)
    for student in ids:
        path = course.path("submitted", tiny.CHAPTER, student)
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    server = Server(course.folder, tmp_path_factory.mktemp("settings"))
    canary = Canary(browser)
    canary.look(f"{server.url}/api?token=t")
    yield server, canary, ids
    server.stop()


def test_is_nothing_run_asked_or_covered_in_formgrader(formgrader):
    server, canary, ids = formgrader
    for student, number in ids.items():
        assert canary.look(f"{server.url}/formgrader/submissions/{number}/", wait=600) == set(), student
        assert canary.errors == [], student
        assert not canary.covered()
        if student not in NAMED:
            width, height = canary.formula()
            assert width > 50 and height > 15


def test_does_formgrader_still_work(formgrader):
    server, canary, ids = formgrader
    page = canary.page
    canary.look(f"{server.url}/formgrader/submissions/{ids['o' + chr(39) + 'brien']}/", wait=600)
    assert page.evaluate("formgrader.loaded && formgrader.grades.loaded && formgrader.comments.loaded")
    assert page.evaluate("formgrader.grade_uis.length") == 2
    assert canary.refused == []
    assert not page.locator("a.name-shown").is_visible()
    page.locator("span.name-hidden").click()
    assert page.locator("a.name-shown").inner_text().strip() == "o'brien"
    box = page.locator("input.score").first
    box.fill("2")
    box.press("Tab")
    page.wait_for_selector(".score-saved", state="visible")
    page.locator("textarea.comment").first.fill("Well done")
    with page.expect_response(lambda response: "/api/comment/" in response.url):
        page.locator("textarea.comment").first.blur()


def test_are_names_only_text_on_formgraders_other_pages(formgrader):
    server, canary, _ = formgrader
    places = [f"manage_students/{quote(name)}" for name in NAMED]
    places += [f"manage_students/{quote(name)}/{tiny.CHAPTER}" for name in NAMED]
    places += ["manage_assignments", "manage_students", "gradebook", f"gradebook/{tiny.CHAPTER}", f"manage_submissions/{tiny.CHAPTER}"]
    places += [f"gradebook/{tiny.CHAPTER}/{tiny.CHAPTER}"]
    for place in places:
        assert canary.look(f"{server.url}/formgrader/{place}", wait=700) == set(), place
        assert canary.errors == canary.refused == [], place
        assert "Loading, please wait" not in canary.page.inner_text("body"), place


def test_are_a_submissions_own_files_no_pages(formgrader):
    server, canary, ids = formgrader
    for name in ("evil.html", "evil.svg"):
        assert canary.look(f"{server.url}/formgrader/submissions/{ids['part-0']}/{name}") <= {"request"}
        assert canary.refused or name == "evil.svg"  # what was asked was refused
        assert canary.page.title() != "ran"


def test_would_formgrader_of_nbgraders_own_be_noticed(formgrader, course, browser, tmp_path):
    config = course.folder / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    config.write_text("\n".join(line for line in text.splitlines() if not line.startswith("c.HTMLExporter")), encoding="utf-8")
    ids, server = formgrader[2], Server(course.folder, tmp_path)
    try:
        canary = Canary(browser)
        canary.look(f"{server.url}/api?token=t")
        sang = canary.look(f"{server.url}/formgrader/submissions/{ids['script']}/", wait=1500)  # other cells stop nbgrader's own page
        assert sang & {"ran", "title", "dialog", "navigation"}
        assert "ran" in canary.look(f"{server.url}/formgrader/manage_students/{quote(NAMED[0])}", wait=1000)
        assert "ran" in canary.look(f"{server.url}/formgrader/submissions/{ids['part-0']}/evil.html")
    finally:
        server.stop()
        config.write_text(text, encoding="utf-8")


# --- what a person sees who opens it ---------------------------------------------------------------------


def test_opens_formgrader_a_submission_where_points_were_lost_and_tells_who_needs_a_person(browser, tmp_path):
    course = handed_back.make(tmp_path / "course")
    with course.gradebook() as book:
        ids = {s.student.id: s.notebooks[0].id for s in book.assignment_submissions(tiny.CHAPTER)}
    server, canary = Server(course.folder, tmp_path / "settings"), Canary(browser)
    page = canary.page
    try:
        canary.look(f"{server.url}/api?token=t")
        for student, place in (("half", "judge_dropout_forward"), ("right", "")):
            page.goto(f"{server.url}/formgrader/submissions/{ids[student]}/")
            page.wait_for_timeout(1500)
            assert page.evaluate("document.activeElement.id") == place
        page.goto(f"{server.url}/formgrader/submissions/{ids['broken']}/")
        assert "Nothing was judged: ask for a new file" in page.locator(".course-lost").inner_text()
        page.goto(f"{server.url}/formgrader/manage_submissions/{tiny.CHAPTER}")
        row = page.locator("tr", has=page.locator("td.student-id", has_text="broken"))
        assert (row.locator(".student-name").inner_text(), row.locator(".status").inner_text()) == ("broken", "needs manual grading")
        page.goto(f"{server.url}/formgrader/manage_students")
        page.locator("td.name a", has_text="half").wait_for()
        assert "None, None" not in page.inner_text("body")
        assert canary.errors == canary.refused == []
    finally:
        server.stop()
        canary.context.close()


# --- formgrader's buttons --------------------------------------------------------------------------------


def autograded(page, students):
    """Press Generate, go to the submissions and press Autograde for each student; return what the page shows then."""
    press(page, page.locator("td.assign a"))
    page.locator("td.num-submissions a").click()
    found = {}
    for student in students:
        row = page.locator("tr", has=page.locator("td.student-id", has_text=student))
        press(page, row.locator(".autograde a"))
        row.locator(".score", has_text="/").wait_for()
        found[student] = (row.locator(".status").inner_text(), row.locator(".score").inner_text())
    return found


def test_does_the_autograde_button_give_what_course_grade_gives(browser, tmp_path):
    root = tiny.make(tmp_path / "course")
    tiny.hand_in(root, "ada", tiny.answered(root))
    hostile = tiny.answered(root, dropout_backward="import os\nos._exit(0)")
    hostile.cells.remove(tiny.cell(hostile, "tests-dropout_forward"))
    tiny.hand_in(root, "eve", hostile)
    server, canary = Server(root, tmp_path / "settings"), Canary(browser)
    try:
        canary.look(f"{server.url}/api?token=t")
        canary.look(f"{server.url}/formgrader/manage_assignments")
        assert autograded(canary.page, ["ada", "eve"]) == {"ada": ("graded", "5 / 5"), "eve": ("graded", "3 / 5")}
        assert canary.errors == canary.refused == []
    finally:
        server.stop()
        canary.context.close()
    here, twin = Course(root), Course(shutil.copytree(root, tmp_path / "twin", ignore=shutil.ignore_patterns("gradebook.db", "autograded")))
    tiny.grade(twin)
    assert booked_scores(here) == booked_scores(twin)
    pages = {student: here.path("autograded", tiny.CHAPTER, student).read_text(encoding="utf-8") for student in ("ada", "eve")}
    assert [student for student, page in pages.items() if LEFT_OUT not in page] == []
    assert "its process ended (exit 0)" in pages["eve"]
    assert list(root.rglob("the_experiment_ran")) == []
