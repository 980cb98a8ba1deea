"""Is the site whole, without an answer, and does a browser show it from a folder, without a server or a network?

Needs Chromium (`apt-get install chromium`, or a path in `COURSE_CHROMIUM`); without one the tests fail.
"""

import pytest
import site_read
import tiny
from browsing import Canary, browser, serious

from autograder.making import site, site_pages
from autograder.places import texts

browser = browser
CHAPTERS = [file.stem for file in texts(tiny.ROOT)]
NARROW, WIDE = 400, 1280
LONGEST = 40_000  # milliseconds until the front page's network has been trained, on a busy machine


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site as it is made without a word about solutions, by the command."""
    folder = tmp_path_factory.mktemp("course") / "site"
    made = tiny.course("site", "--to", folder, "--course", tiny.ROOT)
    assert made.exit_code == 0 and "without answers" in made.stdout, made.output
    return folder


@pytest.fixture(scope="module")
def with_solutions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("solved") / "site"
    made = tiny.course("site", "--solutions", "--to", folder, "--course", tiny.ROOT)
    assert made.exit_code == 0 and "WITH the answers" in made.stdout, made.output
    return folder


def test_is_no_answer_in_the_site(folder):
    assert site_read.answers(folder, tiny.ROOT) == {}
    names = {file.name for file in folder.rglob("*")}
    assert not names & {"_sources", "_modules", "solved", "reference"} and not [
        name for name in names if name.endswith((".doctree", ".pickle"))
    ]


def test_are_all_answers_in_the_one_with_solutions(with_solutions):
    held = site_read.answers(with_solutions, tiny.ROOT)
    wanted = {f"{place}.html" for name in CHAPTERS for place in (f"solved/{name}", f"reference/{name[3:]}")}
    assert wanted | {"searchindex.js", "objects.inv"} == set(held)


def test_leads_every_link_somewhere_and_says_every_picture_what_is_to_be_seen(folder, with_solutions):
    for place in (folder, with_solutions):
        assert site_read.broken(place) == site_read.silent(place) == site_read.asks_away(place) == []
    wanted = {*(f"chapters/{name}" for name in CHAPTERS), *(f"guides/{page}" for page in site_pages.GUIDES), "lecture-map", "index"}
    wanted |= {f"api/{module}" for module in site_pages.MODULES}
    made = {file.relative_to(folder).with_suffix("").as_posix() for file in site_read.pages(folder)}
    assert wanted <= made and made - wanted == {"genindex", "search"}


def test_is_what_is_no_longer_in_the_course_taken_away(tmp_path, monkeypatch):
    def write(root, folder, solutions):
        folder.mkdir()
        (folder / "index.md").write_text("# Start\n\n$x^2$\n", encoding="utf-8")

    monkeypatch.setattr(site.site_pages, "write_all", write)
    for name in (site.MARK, "gone.html", "_images/gone.png"):  # an older site
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text("")
    site.make(tiny.ROOT, tmp_path / "site")
    assert not list((tmp_path / "site").rglob("gone*"))
    assert "<math><msup>" in (tmp_path / "site" / "index.html").read_text("utf-8")


# --- in a browser, opened as files -----------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_asks_no_page_for_anything_or_is_wider_than_the_window(browser, folder, theme):
    canary, found = Canary(browser, viewport={"width": WIDE, "height": 900}, color_scheme=theme, reduced_motion="reduce"), {}
    canary.page.on("console", lambda message: canary.errors.append(message.text) if message.type == "error" else None)
    files = list(site_read.pages(folder)) if theme == "light" else [folder / f"{name}.html" for name in ("index", "chapters/04_dropout")]
    for file in files:
        sang, wide = canary.look(file.as_uri(), wait=20), []
        for width in (WIDE, NARROW):
            canary.page.set_viewport_size({"width": width, "height": 900})
            if canary.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append(width)
        canary.page.set_viewport_size({"width": WIDE, "height": 900})
        shown = canary.page.evaluate("document.documentElement.dataset.theme")
        if sang or canary.errors or wide or shown != theme:
            found[file.name] = (sang, list(canary.errors), wide, shown)
    canary.context.close()
    assert found == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_finds_axe_nothing_serious(browser, folder, theme):
    context = browser.new_context(viewport={"width": WIDE, "height": 900}, color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    for name in (
        "index",
        "chapters/04_dropout",
        "chapters/08_gradient_checking",
        "lecture-map",
        "guides/instructors",
        "api/network",
        "search",
    ):
        page.goto((folder / f"{name}.html").as_uri())
        assert serious(page) == [], name
    context.close()


def test_is_code_of_100_columns_seen_whole_and_its_figure_sharp(browser, folder):
    page = browser.new_page(viewport={"width": WIDE, "height": 900})
    for name in CHAPTERS:
        page.goto((folder / "chapters" / f"{name}.html").as_uri())
        cut = page.evaluate(
            "[...document.querySelectorAll('.cell_input pre')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
        )
        assert [code for code in cut if max(map(len, code.splitlines())) <= 100] == [], name
        figures = page.evaluate("[...document.querySelectorAll('img.figure')].map(e => [e.naturalWidth / e.clientWidth, e.alt.length])")
        assert figures and all(dots >= 1.9 and words > 20 for dots, words in figures), (name, figures)
    page.close()


def test_is_a_word_found_by_the_search(browser, folder):
    canary = Canary(browser, viewport={"width": WIDE, "height": 900})
    canary.look((folder / "search.html").as_uri() + "?q=dropout_forward")
    canary.page.wait_for_selector("#search-results li a")
    links = canary.page.evaluate("[...document.querySelectorAll('#search-results li a')].map(a => a.href)")
    assert any("chapters/04_dropout.html" in link for link in links) and canary.errors == []
    canary.page.goto((folder / "index.html").as_uri())
    canary.page.keyboard.press("Control+k")
    canary.page.keyboard.type("early stopping")
    canary.expected = None
    canary.page.keyboard.press("Enter")
    canary.page.wait_for_selector("#search-results li a")
    canary.context.close()


def test_are_formulas_as_large_as_they_should_be(browser, folder):
    page = browser.new_page(viewport={"width": WIDE, "height": 900})
    page.goto((folder / "chapters" / "08_gradient_checking.html").as_uri())
    sizes = page.evaluate("[...document.querySelectorAll('math')].map(e => e.getBoundingClientRect()).map(b => [b.width, b.height])")
    assert len(sizes) > 50 and min(width for width, _ in sizes) > 3 and max(height for _, height in sizes) > 35
    assert "$" not in page.locator("article").inner_text()
    page.close()


def test_learns_the_front_pages_network_by_heart_before_ones_eyes(browser, folder):
    page = browser.new_page(viewport={"width": WIDE, "height": 900})
    page.goto((folder / "index.html").as_uri())
    page.wait_for_function("document.getElementById('live').dataset.epoch >= 200", timeout=LONGEST)
    page.get_by_role("button", name="Pause").click()
    now = page.evaluate("document.getElementById('live').dataset.epoch")
    page.wait_for_timeout(200)
    assert page.evaluate("document.getElementById('live').dataset.epoch") == now
    page.get_by_role("button", name="Train").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('live').dataset.epoch == 4000", timeout=LONGEST)
    train, dev, lowest = (
        float(x) for x in page.evaluate("(({train, dev, lowest}) => [train, dev, lowest])(document.getElementById('live').dataset)")
    )
    assert train < 0.05 and lowest < 0.1 and dev > lowest + 0.08  # what the words beside it say
    page.get_by_role("button", name="From the beginning").click()
    assert page.evaluate("document.getElementById('live').dataset.epoch") == "0"
    page.close()


def test_stands_the_front_pages_figure_still_where_motion_is_not_wanted(browser, folder):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    page.wait_for_timeout(300)
    assert page.evaluate("document.getElementById('live').dataset.epoch") == "400"
    assert page.evaluate("document.querySelector('#live canvas').getAttribute('aria-label').length") > 100
    context.close()
