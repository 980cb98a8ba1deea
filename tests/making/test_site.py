"""Does `course site` write where it may, and tell what Sphinx finds wrong? And is the site published only by hand, without answers?"""

import copy

import pytest
import site_read
import tiny
import yaml

from autograder.errors import CourseError, Misuse
from autograder.making import site

WORKFLOW = tiny.ROOT / ".github" / "workflows" / "site.yml"


@pytest.fixture
def pages(monkeypatch):
    """Have a site made of the pages that are put in here, {path: text}."""
    found = {"index.md": "# Start\n\nWords, and $x^2$.\n"}

    def write(root, folder, solutions):
        folder.mkdir()
        for name, words in found.items():
            (folder / name).write_text(words, encoding="utf-8")

    monkeypatch.setattr(site.site_pages, "write_all", write)
    return found


def test_is_a_folder_that_holds_something_else_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    for folder in (tmp_path, tmp_path / "thesis.tex"):
        with pytest.raises(Misuse, match="holds something else than a site"):
            site.make(tiny.ROOT, folder)
    said = tiny.course("site", "--to", tmp_path, "--course", tiny.ROOT)
    assert said.exit_code == 2 and "name a folder that is new or empty" in said.output.replace("\n", " ")
    assert (tmp_path / "thesis.tex").read_text() == "mine"


def test_are_the_faults_of_pages_told_with_their_place_and_nothing_is_written(tmp_path, pages):
    pages["index.md"] = "# Start\n\n[there](nowhere.md) $\\frac{1$\n\n```{eval-rst}\n:func:`nothing`\n```\n"
    with pytest.raises(CourseError) as error:
        site.make(tiny.ROOT, tmp_path / "site")
    title, *told = str(error.value).splitlines()
    assert title == "no site:" and all(line.startswith("index.md:") for line in told[:3])
    assert all(any(word in line for line in told) for word in ("nowhere", "cannot be typeset", "nothing")), told
    assert not (tmp_path / "site").exists()


# --- what reads a built site back (tests/long/test_site.py has it read the real one) ----------------------


@pytest.fixture
def built(tmp_path):
    """A site of two pages, as small as it gets, in which nothing is wrong."""
    page = '<a href="{to}">next</a><img src="a.png" alt="a curve"><h1 id="top-of-it">A</h1><link href="s.css">'
    (tmp_path / "a.html").write_text(page.format(to="b.html#part"))
    (tmp_path / "b.html").write_text(page.format(to="#top-of-it") + '<p id="part">words</p><a href="https://example.org">away</a>')
    (tmp_path / "a.png").write_bytes(b"png")
    (tmp_path / "s.css").write_text("p{background:url(a.png)}")
    return tmp_path


def test_is_nothing_found_where_nothing_is_wrong(built):
    assert site_read.broken(built) == site_read.silent(built) == site_read.asks_away(built) == []
    assert site_read.answers(built, tiny.ROOT) == {}


@pytest.mark.parametrize(
    ("find", "words", "told"),
    [
        (site_read.broken, '<a href="c.html">', "a.html: c.html"),
        (site_read.broken, '<img src="../up/away.png" alt="x">', "a.html: ../up/away.png"),
        (site_read.broken, '<a href="b.html#gone">', "a.html: b.html#gone (no such place on the page)"),
        (site_read.broken, '<a href="#gone">', "a.html: #gone (no such place on the page)"),
        (site_read.silent, '<img src="a.png">', "a.html: a.png"),
        (site_read.silent, '<img src="a.png" alt="">', "a.html: a.png"),
        (site_read.asks_away, '<script src="https://cdn.example/x.js"></script>', "a.html: https://cdn.example/x.js"),
        (site_read.asks_away, '<link rel="stylesheet" href="//fonts.example/f.css">', "a.html: //fonts.example/f.css"),
    ],
)
def test_is_a_fault_of_a_site_found_out(built, find, words, told):
    file = built / "a.html"
    file.write_text(file.read_text() + words)
    assert find(built) == [told]


def test_is_a_missing_picture_of_a_style_sheet_found_out(built):
    (built / "s.css").write_text("p{background:url('gone.png')}")
    assert site_read.broken(built) == ["s.css: gone.png"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.html", "<pre>    <span>A_dropped</span> = A <b>*</b> D / keep_prob\n</pre>"),  # coloured, as code is
        ("searchindex.js", '{"objects":["course_utils.reference.dropout"]}'),
        ("part.js", "if D.shape != A.shape: np.array_equal(first, second)\nA_dropped = A * D / keep_prob"),
    ],
)
def test_is_an_answer_in_a_site_found_out(built, name, words):
    (built / name).write_text(words)
    assert name in site_read.answers(built, tiny.ROOT)


# --- publishing --------------------------------------------------------------------------------------------


def faults(workflow):
    """Return what of a workflow would publish a site that nobody asked to publish, or one with answers."""
    found = [] if workflow[True] == "workflow_dispatch" else [f"it starts on {workflow[True]}"]  # YAML reads `on` as true
    jobs = workflow["jobs"]
    for name, job in jobs.items():
        if job.get("if") != "vars.PUBLISH_SITE == 'true'":
            found.append(f"{name} runs where the variable is not set")
        if any("solutions" in str(step).lower() for step in job["steps"]):
            found.append(f"{name} speaks of solutions")
        for step in job["steps"]:
            if "upload-pages-artifact" in step.get("uses", "") and step["with"]["path"] != "dist/site":
                found.append(f"{name} publishes {step['with']['path']}")
    if "solutions" in str(workflow.get("env", {})).lower():
        found.append("its variables speak of solutions")
    return found


def test_is_the_site_published_by_hand_alone_where_a_variable_says_so_and_without_answers():
    assert faults(yaml.safe_load(WORKFLOW.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda w: w.update({True: ["push", "workflow_dispatch"]}), "it starts on"),
        (lambda w: w["jobs"]["build"].pop("if"), "build runs where"),
        (lambda w: w["jobs"]["publish"].update({"if": "always()"}), "publish runs where"),
        (lambda w: w["jobs"]["build"]["steps"].append({"run": "make site SOLUTIONS=1"}), "build speaks of"),
        (lambda w: w.update({"env": {"SOLUTIONS": 1}}), "its variables"),
        (lambda w: w["jobs"]["build"]["steps"][-1]["with"].update({"path": "dist"}), "build publishes dist"),
    ],
)
def test_is_a_workflow_that_would_publish_more_found_out(damage, told):
    workflow = copy.deepcopy(yaml.safe_load(WORKFLOW.read_text("utf-8")))
    damage(workflow)
    assert any(told in fault for fault in faults(workflow))
