"""Can everybody use what we show: chapters in JupyterLab, their figures, questions and widgets, pages for students and instructors?

The nine chapters run here as they lie in the repository, in one JupyterLab, the solved ones from start to end. Needs Chromium
(`apt-get install chromium`, or a path in `COURSE_CHROMIUM`); without one the tests fail.
"""

import json
import shutil
import time
import urllib.request
from io import BytesIO

import handed_back
import pytest
import tiny
from browsing import Server, browser, serious
from classes import found, handed_in
from nbformat import v4, write
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import expect

from autograder.seed import SEED_VARIABLE
from autograder.showing import class_page

browser = browser
CHAPTERS = sorted(folder.name for folder in (tiny.ROOT / "release").iterdir())
OURS = ".jp-OutputArea-output"  # what cells show; the rest of the page is JupyterLab's
AMISS = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"  # errors and warnings
NOISE = {  # what JupyterLab itself says in the console of a page, and why that is nothing to us
    "ERR_UNKNOWN_URL_SCHEME attachment:": "it asks for the pictures of a cell of text before it looks into the cell, where they are",
}
BAD = (  # pale words, a picture without any, a slider without a name
    "from IPython.display import HTML, Image, display\nfrom ipywidgets import IntSlider\nfrom course_utils.plots import mime_bundle, panels\n"
    "display({'image/png': mime_bundle(panels()[0])[0]['image/png']}, raw=True)\ndisplay(IntSlider())\n"
    "HTML(\"<p style='color:#bbb;background:#fff'>pale</p>\")"
)
OUTPUTS = {  # each kind of what we show, made by a cell
    "setup": "import numpy as np\nfrom course_utils import plots, widgets\nfrom course_utils.check import check\nfrom course_utils.predict import predict",
    "figure": "plots.curves(np.arange(5), {'a': np.arange(5), 'b': np.ones(5)}, 'x', 'y', 'T')",
    "widget": "def draw(share=0.8, kind='a', count=2):\n    return plots.curves([0, 1], {kind: [0, share * count]}, 'x', 'y')\n\n"
    "widgets.explore(draw, share=(0.3, 1, 0.05), kind=['a', 'b'], count=(1, 9))",
    "question": "predict('mean_shrinks')",
    "right": "from course_utils.reference.dropout import dropout_forward\ncheck('dropout_forward', dropout_forward)",
    "wrong": "check('dropout_forward', lambda A, keep_prob, rng: (A, A))",
    "nearly": "def changes_A(A, keep_prob, rng):\n    D = rng.random(A.shape) < keep_prob\n    kept = A * D / keep_prob\n    A *= D\n    return kept, D\n\n"
    "check('dropout_forward', changes_A)",
    "empty": "def dropout_forward(A, keep_prob, rng):\n    raise NotImplementedError()\n\ncheck('dropout_forward', dropout_forward)",
    "start": "from course_utils import start\nstart.show()",
}
PICTURE = tiny.ROOT / "docs" / "check.png"  # what the README shows
ANSWER = """def dropout_forward(A, keep_prob, rng):
    D = rng.random(A.shape) < keep_prob
    A_dropped = A * D * keep_prob
    return A_dropped, D"""
CHECK = 'check("dropout_forward", dropout_forward)'
MISTAKE = {  # a student's second try
    "before": f"from course_utils.check import check\n\n{ANSWER}\n\ntry:\n    {CHECK}\nexcept Exception:\n    pass",
    "answer": ANSWER,
    "check": CHECK,
}


class Lab:
    """JupyterLab as `course lab` opens it, with all cells of a notebook in the page; `heard` is what its console said that is not noise."""

    def __init__(self, browser, server, folder, settings):
        self.server, self.folder, self.heard = server, folder, []
        user = settings / "config" / "lab" / "user-settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
        user.parent.mkdir(parents=True)
        user.write_text('{"windowingMode": "none"}')
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, device_scale_factor=2)
        self.page = self.context.new_page()
        self.page.on(
            "console", lambda said: self._hear(f"{said.text} {said.location['url']}") if said.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self._hear(str(error)))
        self.page.goto(f"{server.url}/?token=t")
        self.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget", timeout=60_000)
        self.page.add_style_tag(content="body { min-height: 100vh }")  # axe takes what lies in a body of no height for hidden

    def _hear(self, text):
        if not any(noise in text for noise in NOISE):
            self.heard.append(text[:300])

    def do(self, command, **arguments):
        """Carry out one of JupyterLab's commands, which its menus and keys call too."""
        self.page.evaluate("([name, given]) => { window.jupyterapp.commands.execute(name, given) }", [command, arguments])

    def open(self, file):
        """Open a notebook and wait until a kernel is there; return the notebook."""
        self.do("docmanager:open", path=file)
        self.page.wait_for_selector(f".lm-TabBar-tab.lm-mod-current >> text={file.rpartition('/')[2]}", timeout=30_000)
        self._wait(file)
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")

    def run(self, file):
        """Run all cells of the notebook in front, and wait until they have run or one has stopped the rest."""
        self.do("notebook:run-all-cells")
        self.page.wait_for_function(
            """() => { const prompts = [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt')];
                const said = prompts.map(one => one.innerText);
                return said.some(text => /[0-9]/.test(text)) && !said.some(text => text.includes('*')) }""",
            timeout=90_000,
        )
        self._wait(file)
        self.page.wait_for_timeout(500)  # what was shown last

    def close(self, file):
        """Close the notebook in front without a question, and end its kernel."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.dispose()")
        for one in self._sessions(file):
            end = urllib.request.Request(f"{self.server.url}/api/sessions/{one['id']}?token=t", method="DELETE")
            urllib.request.urlopen(end, timeout=20).close()

    def _sessions(self, file):
        with urllib.request.urlopen(f"{self.server.url}/api/sessions?token=t", timeout=10) as answer:
            return [one for one in json.load(answer) if one["path"] == file]

    def _wait(self, file):
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            kernels = [one["kernel"] for one in self._sessions(file)]
            if kernels and kernels[0]["execution_state"] == "idle" and kernels[0]["connections"] > 0:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no idle kernel for {file}")


@pytest.fixture(scope="module")
def lab(browser, tmp_path_factory):
    """The course's JupyterLab on a new folder, with the solved chapters and some notebooks of outputs; the judge has a seed of its own."""
    folder, settings = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("lab") / "settings"
    shutil.copytree(tiny.ROOT / "notebooks", folder / "solved")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}  # else JupyterLab asks for one
    for file, sources in (("shown", OUTPUTS), ("mistake", MISTAKE), ("bad", {"bad": BAD})):
        cells = [v4.new_code_cell(source, id=name, metadata={"tags": ["raises-exception"]}) for name, source in sources.items()]
        write(v4.new_notebook(cells=cells, metadata=kernel), folder / f"{file}.ipynb")
    words = ["-m", "autograder", "lab", "--course", tiny.ROOT, "--folder", folder, "--", "--LabApp.expose_app_in_browser=True"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SEED_VARIABLE, str(settings.parent / "seed"))
        server = Server(folder, settings, words)
    lab = Lab(browser, server, folder, settings)
    yield lab
    lab.context.close()
    server.stop()


def pictures(notebook):
    """What is told of every picture that cells of a notebook show."""
    return notebook.locator(f"{OURS} img").evaluate_all(
        "all => all.map(one => ({words: one.alt, wide: one.width, dots: one.naturalWidth, cell: one.closest('.jp-Cell').dataset.windowedListIndex}))"
    )


# --- the chapters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_runs_a_solved_chapter_from_start_to_end_and_keeps_nobody_out(lab, chapter):
    file = f"solved/{chapter}.ipynb"
    outputs = [o for cell in json.loads((lab.folder / file).read_text())["cells"] for o in cell.get("outputs", [])]
    notebook = lab.open(file)
    kept = pictures(notebook)  # in a notebook that JupyterLab does not trust, before anything runs
    assert len(kept) == sum("image/png" in output.get("data", {}) for output in outputs) > 0
    lab.run(file)
    shown = pictures(notebook)
    assert len(shown) == len(kept)
    for picture in kept + shown:
        assert len(picture["words"]) > 10 and picture["dots"] == 2 * picture["wide"], picture
    assert notebook.locator(AMISS).count() == 0
    assert serious(lab.page, OURS) == []
    assert lab.heard == []
    lab.close(file)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_runs_a_released_chapter_to_its_first_stub(lab, chapter):
    file = f"{chapter}.ipynb"
    cells = json.loads((lab.folder / file).read_text())["cells"]
    notebook = lab.open(file)
    lab.run(file)
    stopped = notebook.locator(".jp-Cell", has=lab.page.locator(AMISS))
    assert stopped.count() == 1
    cell = cells[int(stopped.get_attribute("data-windowed-list-index"))]
    assert cell["metadata"]["nbgrader"]["grade_id"].startswith("judge_")
    assert "is not written yet" in stopped.locator(OURS).first.inner_text()
    assert serious(lab.page, OURS) == []
    assert lab.heard == []
    lab.close(file)


# --- what we show ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_keeps_none_of_our_outputs_anybody_out(lab, theme, tmp_path):
    notebook = lab.open("shown.ipynb")
    lab.run("shown.ipynb")
    lab.do("apputils:change-theme", theme=theme)
    lab.page.wait_for_selector(f"body[data-jp-theme-name='{theme}']", state="attached")
    lab.page.wait_for_timeout(500)
    for name, cell in zip(OUTPUTS, notebook.locator(".jp-Cell").all(), strict=False):
        cell.screenshot(path=tmp_path / f"seen-{name}.png")
    assert serious(lab.page, OURS) == []
    lab.do("apputils:change-theme", theme="JupyterLab Light")
    lab.close("shown.ipynb")


def test_keeps_the_start_page_nobody_out(lab):
    notebook = lab.open("00_start.ipynb")
    lab.run("00_start.ipynb")
    assert notebook.locator(".jp-MarkdownOutput img").count() == len(CHAPTERS)
    assert serious(lab.page, ".jp-MarkdownOutput") == serious(lab.page, OURS) == []


def test_would_an_output_that_keeps_people_out_be_found(lab):
    lab.open("bad.ipynb")
    lab.run("bad.ipynb")
    said = serious(lab.page, OURS)
    missed = [rule for rule in ("color-contrast", "image-alt", "aria-input-field-name") if not any(rule in one for one in said)]
    assert missed == []
    lab.close("bad.ipynb")


def test_is_readmes_picture_what_a_student_sees(lab):
    """Takes it anew where other words stand there, then fails: look at it and commit it. The picture keeps its words: fonts differ."""
    notebook = lab.open("mistake.ipynb")
    lab.run("mistake.ipynb")
    before, *cells = notebook.locator(".jp-Cell").all()
    words = "\n".join(
        " ".join(cell.locator(part).first.inner_text().split()) for cell in cells for part in (".cm-content", ".jp-OutputArea")
    )
    assert "multiplied by keep_prob where the mean should be kept" in words and "Where to look:" in words
    with Image.open(PICTURE) if PICTURE.exists() else Image.new("L", (1, 1)) as kept:
        same, dots = kept.info.get("words") == words, kept.width
    if not same:
        hidden = ".jp-cell-toolbar, .jp-Collapser { visibility: hidden } .jp-Cell { border-color: transparent !important }"
        style = lab.page.add_style_tag(content=hidden)
        before.evaluate("one => { one.style.display = 'none' }")
        (x, y, _, _), (_, top, _, height) = (cell.bounding_box().values() for cell in cells)
        shot = lab.page.screenshot(clip={"x": x, "y": y, "width": 830, "height": top + height - y})
        said = PngInfo()
        said.add_itxt("words", words)
        with Image.open(BytesIO(shot)) as image:
            image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(PICTURE, optimize=True, pnginfo=said)
        style.evaluate("one => one.remove()")
    assert same, f"{PICTURE} is taken anew"
    assert PICTURE.stat().st_size < 150_000 and dots >= 1600
    lab.close("mistake.ipynb")


# --- controls, by keyboard and ear -------------------------------------------------------------------------


def test_is_a_slider_named_and_heard_as_it_is_shown(lab):
    notebook = lab.open("shown.ipynb")
    lab.run("shown.ipynb")
    cells = notebook.locator(".jp-Cell").count()
    share, count = notebook.get_by_role("slider", name="share"), notebook.get_by_role("slider", name="count")
    figure = notebook.locator(f"{OURS} img").nth(1)
    before = figure.get_attribute("src")
    share.focus()
    lab.page.keyboard.press("ArrowRight")
    expect(figure).not_to_have_attribute("src", before)
    for key in ("b", "a", "x", "d", "d", "Enter"):  # JupyterLab would add cells, cut and delete them
        lab.page.keyboard.press(key)
    assert share.evaluate("one => [one.ariaValueNow, one.ariaValueText, one === document.activeElement]") == ["0.85", "0.85", True]
    assert share.locator("xpath=ancestor::*[contains(@class, 'widget-slider')]").first.inner_text().split()[-1] == "0.85"
    count.focus()
    lab.page.keyboard.press("End")
    assert float(count.get_attribute("aria-valuenow")) == 9
    assert notebook.locator(".jp-Cell").count() == cells
    lab.close("shown.ipynb")


def test_is_a_question_answered_by_keyboard_alone(lab):
    notebook = lab.open("shown.ipynb")
    lab.run("shown.ipynb")
    cells = notebook.locator(".jp-Cell").count()
    group = notebook.get_by_role("radiogroup", name="My answer:")
    choices = group.get_by_role("radio")
    choices.first.focus()
    lab.page.keyboard.press("Space")
    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("b")
    assert [one.is_checked() for one in choices.all()][:2] == [False, True]
    assert choices.nth(1).evaluate("one => one === document.activeElement")
    lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Enter")
    answer = notebook.locator("[aria-live=polite]", has_text="b) ")
    answer.wait_for()
    assert notebook.get_by_role("button", name="Committed").evaluate("one => one === document.activeElement")
    assert notebook.locator(".jp-Cell").count() == cells
    lab.close("shown.ipynb")


# --- pages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_keeps_no_page_for_students_and_instructors_anybody_out(browser, pages, colours):
    page = browser.new_context(color_scheme=colours).new_page()
    for file in pages:
        page.goto(file.as_uri())
        assert serious(page) == [], file
    page.context.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Feedback to a right answer, one with mistakes, an empty and a broken file; and a class report."""
    folder = tmp_path_factory.mktemp("pages")
    course, files = handed_back.make(folder / "course"), []
    for student in ("right", "half", "empty", "broken"):
        handed_back.written(course, student)
        files.append(course.path("feedback", tiny.CHAPTER, student))
    submissions = [handed_in("ada", found("forward")), *(handed_in(one, found("forward", "wrong", "the sign")) for one in ("bob", "cyd"))]
    report = class_page.Chapter("01_tiny", "1. Tiny", submissions, "def forward(A): return A", False)
    files.append(folder / "report.html")
    files[-1].write_text(class_page.chapter_page(report), encoding="utf-8")
    return files
