"""A student's hour in a real browser: from a fresh folder to the ticks of two chapters, and back on another day.

Needs Chromium (`apt-get install chromium`, or a path in `COURSE_CHROMIUM`); without one the tests fail. Pictures of what was seen lie
in the test's folder, `seen-….png`.
"""

import json
import re
import time
import urllib.error
import urllib.request
import zipfile
from io import BytesIO

import nbformat
import numpy as np
import pytest
import tiny
from browsing import Server, browser
from PIL import Image

from autograder import bank
from autograder.commands import work
from autograder.making import kit, start

browser = browser
CHAPTERS = sorted(folder.name for folder in (tiny.ROOT / "release").iterdir())
WRONG = {  # what of the right answer is replaced, and by what
    "split_sizes": ("round(", "int("),
    "dropout_forward": ("A * D / keep_prob", "A * D"),
}


class Student:
    """A person before JupyterLab."""

    def __init__(self, browser, server, folder, seen):
        self.server, self.folder, self.seen, self.errors = server, folder, seen, []
        self.page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{server.url}/?token=t")
        # JupyterLab may have opened again what was open: the start page is in front all the same
        self.page.wait_for_selector(".lm-TabBar-tab.lm-mod-current >> text=00_start.ipynb", timeout=60_000)
        self.notebook.locator(".jp-Cell").first.wait_for(timeout=60_000)
        self.wait_for_kernel("00_start.ipynb")

    def wait_for_kernel(self, file):
        """JupyterLab shows an idle kernel before there is one, and would run nothing."""
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            with urllib.request.urlopen(f"{self.server.url}/api/sessions?token=t", timeout=10) as answer:
                kernels = [one["kernel"] for one in json.load(answer) if one["path"] == file]
            if kernels and kernels[0]["execution_state"] == "idle" and kernels[0]["connections"] > 0:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no kernel for {file}")

    def look(self, name):
        """Keep a picture of what is to be seen."""
        self.page.screenshot(path=self.seen / f"seen-{name}.png")

    @property
    def notebook(self):
        """The notebook in front."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")

    def cell(self, file, name):
        """A cell of the notebook in front, by its id."""
        cells = json.loads((self.folder / file).read_text(encoding="utf-8"))["cells"]
        number = next(i for i, cell in enumerate(cells) if cell["id"] == name)
        return self.notebook.locator(f".jp-Cell[data-windowed-list-index='{number}']")

    def run(self, file, name, text=None):
        """Write a text into a cell, or leave it, run it, and return the cell once it has run."""
        cell = self.cell(file, name)
        cell.locator(".cm-content").click()
        if text is not None:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
        prompt = cell.locator(".jp-InputPrompt").first
        before = prompt.inner_text()
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "([at, before]) => at.innerText !== before && /\\d/.test(at.innerText)", arg=[prompt.element_handle(), before], timeout=30_000
        )
        return cell

    def start_page(self):
        """Go back to the start page, run its cell and return what it says."""
        self.page.locator(".lm-TabBar-tab", has_text="00_start.ipynb").first.click()
        shown = self.run("00_start.ipynb", "show").locator(".jp-OutputArea")
        with self.page.expect_response(lambda answer: answer.request.method == "PUT" and "00_start.ipynb" in answer.url):
            self.page.keyboard.press("Control+s")
        return shown


def checked(student, chapter, exercise):
    """Write a wrong answer, ask the check until it has told all, write the right one; return what the check said each time."""
    file, right = f"{chapter}.ipynb", bank.exercise(exercise).source()
    student.wait_for_kernel(file)
    student.run(file, "setup")
    said = []
    student.run(file, f"exercise-{exercise}", right.replace(*WRONG[exercise]))
    for _ in range(3):
        said.append(student.run(file, f"tests-{exercise}").locator(".jp-OutputArea").inner_text())
        student.look(f"{chapter}-{len(said)}")
    student.run(file, f"exercise-{exercise}", right)
    said.append(student.run(file, f"tests-{exercise}").locator(".jp-OutputArea").inner_text())
    student.look(f"{chapter}-right")
    student.page.keyboard.press("Control+s")
    return said


@pytest.fixture
def lab(tmp_path):
    """`course lab` on a folder that is new."""
    (tmp_path / "work").mkdir()
    server = Server(tmp_path / "work", tmp_path / "settings", command(tmp_path / "work"))
    yield server
    server.stop()


def command(folder):
    return ["-m", "autograder", "lab", "--course", tiny.ROOT, "--folder", folder, "--"]


def test_does_a_student_come_from_a_fresh_folder_to_the_ticks_of_two_chapters(browser, lab, tmp_path):
    student = Student(browser, lab, tmp_path / "work", tmp_path)
    page = student.page
    # the start page, without a kernel
    table = student.notebook.locator("table").first
    assert [table.locator("a").nth(i).get_attribute("href") for i in range(len(CHAPTERS))]
    pictures = table.locator("img")
    assert pictures.count() == len(CHAPTERS)
    assert pictures.evaluate_all("all => all.every(one => one.naturalWidth > 99 && one.width > 99 && one.alt.length > 20)")
    student.look("start")
    # as a well-made product opens
    assert page.locator(".jp-toast, .Toastify__toast, .jp-Dialog").count() == 0
    assert page.get_by_text("Create Assignment").count() == 0
    names = page.locator(".jp-DirListing-itemText")
    assert names.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)") == []
    # the first chapter, from the link
    first = student.start_page()
    assert "Begin: 1. Set examples aside" in first.inner_text()
    student.look("begin")
    first.get_by_role("link", name="1. Set examples aside").first.click()
    page.wait_for_selector(".lm-TabBar-tab.lm-mod-current >> text=01_data_splits.ipynb")
    *misses, right = checked(student, "01_data_splits", "split_sizes")
    assert "Where to look" not in misses[0] and "Where to look" in misses[1] and "Nearly how" in misses[2]
    assert "right in all" in right
    # the tick, and another chapter
    shown = student.start_page()
    assert "Go on: 1. Set examples aside" in shown.inner_text() and "1 of 7" in shown.inner_text()
    student.notebook.get_by_role("link", name="4. Drop units at random").first.click()
    page.wait_for_selector(".lm-TabBar-tab.lm-mod-current >> text=04_dropout.ipynb")
    *misses, right = checked(student, "04_dropout", "dropout_forward")
    assert "known mistake" in misses[0] and "right in all" in right
    shown = student.start_page()
    assert "1 of 7" in shown.inner_text() and "1 of 4" in shown.inner_text()
    student.look("ticks")
    # to where one was
    shown.get_by_role("link", name="1. Set examples aside").first.click()
    heading = page.locator("h3", has_text="Exercise 1.2:")
    heading.wait_for()
    page.wait_for_function(
        "at => { const top = at.getBoundingClientRect().top; return top > 0 && top < innerHeight }", arg=heading.element_handle()
    )
    student.look("go-on")
    assert student.errors == []
    student.page.context.close()
    # another day: what was done is there before anything runs
    again = Student(browser, lab, tmp_path / "work", tmp_path)
    shown = again.cell("00_start.ipynb", "show").locator(".jp-OutputArea")
    for done in ("1 of 7", "1 of 4"):
        shown.get_by_text(done, exact=False).first.wait_for()
    assert "Go on: 1. Set examples aside" in again.start_page().inner_text()
    assert (tmp_path / "work" / "00_progress.txt").read_text().splitlines()[1:] == ["split_sizes", "dropout_forward"]
    again.page.context.close()
    # an update of the course: a start page that was only run is made anew, a chapter that was worked in stays
    brought = {file.name: says for says, file, _ in work.bring(tiny.ROOT, tmp_path / "work", "Another title")}
    assert brought["00_start.ipynb"] == work.RENEWED and brought["04_dropout.ipynb"] == work.KEPT


def test_ends_jupyterlab_with_course_lab(lab):
    lab.process.terminate()
    lab.process.wait(30)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{lab.url}/api?token=t", timeout=5)


def test_is_a_line_of_prose_as_long_as_an_eye_can_follow(browser, lab, tmp_path):
    student = Student(browser, lab, tmp_path / "work", tmp_path)
    student.page.set_viewport_size({"width": 1920, "height": 1000})
    widths = student.notebook.locator(".jp-MarkdownOutput > p").evaluate_all(
        "all => all.map(one => one.offsetWidth / parseFloat(getComputedStyle(one).fontSize))"
    )
    assert widths and max(widths) < 48.5
    assert student.notebook.locator("table").first.evaluate("one => one.offsetWidth") > 700


@pytest.mark.parametrize("wrong", [False, True])
def test_says_validate_whether_all_is_right(browser, tmp_path, wrong):
    root, folder = tiny.make(tmp_path / "course"), tmp_path / "work"
    folder.mkdir()
    answers = {"dropout_forward": tiny.RIGHT["dropout_forward"].replace(*WRONG["dropout_forward"])} if wrong else {}
    nbformat.write(tiny.answered(root, **answers), folder / f"{tiny.CHAPTER}.ipynb")
    server = Server(folder, tmp_path / "settings", ["-m", "autograder", "lab", "--course", root, "--folder", folder, "--"])
    try:
        student = Student(browser, server, folder, tmp_path)
        student.page.goto(f"{server.url}/lab/tree/{tiny.CHAPTER}.ipynb")
        student.wait_for_kernel(f"{tiny.CHAPTER}.ipynb")
        student.page.get_by_role("button", name="Validate").locator("visible=true").first.click()
        dialog = student.page.locator(".jp-Dialog", has_text=re.compile("Success|failed"))
        dialog.wait_for(timeout=60_000)
        student.look(f"validate-{wrong}")
        said = dialog.inner_text()
        if wrong:
            assert "a known mistake: the kept values are not scaled up" in said and "dropout_backward" not in said
        else:
            assert "Success! Your notebook passes all the tests." in said
    finally:
        server.stop()


def test_opens_the_kit_on_its_start_page_and_keeps_what_is_done(browser, tmp_path):
    with zipfile.ZipFile(kit.make(tiny.ROOT, tmp_path / "kit.zip")) as opened:
        opened.extractall(tmp_path)
    (folder,) = tmp_path.glob("practical-aspects-kit-*/")
    server = Server(folder, tmp_path / "settings", ("-m", "jupyterlab", "--config=lab.json"), path=folder)
    try:
        student = Student(browser, server, folder, tmp_path)
        assert "Begin: 1. Set examples aside" in student.start_page().inner_text()
        student.look("kit")
        assert student.page.locator(".jp-toast, .Toastify__toast, .jp-Dialog").count() == 0
        width = student.notebook.locator(".jp-MarkdownOutput > p").first.evaluate("one => getComputedStyle(one).maxWidth")
        assert re.fullmatch(r"\d+px", width)
        student.notebook.get_by_role("link", name="4. Drop units at random").first.click()
        assert "right in all" in checked(student, "04_dropout", "dropout_forward")[-1]
        assert (folder / "00_progress.txt").read_text().endswith("\ndropout_forward\n")
        # all of it anew, to where nothing is written yet
        student.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        student.page.get_by_text("Restart Kernel and Run All Cells…", exact=True).click()
        student.page.get_by_role("button", name="Confirm Kernel Restart").click()
        stopped = student.cell("04_dropout.ipynb", "tests-dropout_backward")
        stopped.get_by_text("dropout_backward is not written yet", exact=True).wait_for(timeout=60_000)
        assert "right in all" in student.cell("04_dropout.ipynb", "tests-dropout_forward").locator(".jp-OutputArea").inner_text()
        assert student.errors == []
    finally:
        server.stop()


def test_is_every_picture_of_the_start_page_what_is_drawn(browser):
    page = browser.new_context(device_scale_factor=2).new_page()
    for drawn in sorted(start.PICTURES.glob("*.svg")):
        page.set_content(drawn.read_text(encoding="utf-8"))
        with Image.open(BytesIO(page.locator("svg").screenshot())) as now, Image.open(drawn.with_suffix(".png")) as kept:
            off = np.abs(np.asarray(now.convert("RGB"), float) - np.asarray(kept.convert("RGB"), float)).mean()
        assert off < 3, f"{drawn.name}: draw its PNG anew, in twice its size"  # of 255: other machines smooth otherwise
    page.context.close()
