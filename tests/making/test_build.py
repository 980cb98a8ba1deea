"""Does the build make what it says from the text, the same each time, and stop where something is amiss?

The tests here build a small course of their own, with one exercise, `double`, put into the bank. The
last one builds the real course and compares.
"""

import base64
import json
import math
import re
import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder import bank, judging
from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.errors import BankError, BuildError
from autograder.making import notebooks, solve, text
from autograder.making.build import _bank_modules, _remove_stale, build
from autograder.making.check_data import same_data
from autograder.places import texts

ROOT = Path(__file__).parents[2]

CHAPTER = """\
# %% [markdown]
# # A chapter of {points} points and {minutes} minutes, $\\frac{points}{m}$
#
# ![A picture](picture.png)

# %% setup
import numpy as np

from course_utils.check import check
from course_utils.predict import predict

# %%
two = 2

# %% predict="how_much"
# ? What is twice two?
# - three :: That is two and one.
# + four :: It is a pair of pairs.

# %% [markdown]
# ### Exercise: double

# %% exercise="double" minutes=5

# %% tests="double"

# %% experiment="try_it"
doubled_two = double(np.array([two]))
"""


def double(x):
    """Return twice x (n,)."""
    doubled = 2 * x
    return doubled


def double_without_words(x):
    return 2 * x


def trials(rng, want=None):
    return [
        Trial(
            "x (3,)",
            {"x": rng.integers(1, 9, 3).astype(float)},
            [Probe("values", "value", {}, want), Probe("arguments", "changed", {}, "none")],
        )
    ]


def entry(reference=double, costs=1, want=None, mistakes=None):
    return Exercise(
        reference=reference,
        points=3,
        returns=("doubled",),
        rules=(Rule("values", r"what comes back is \(2x\)", costs), Rule("arguments", "`x` is left as it was", 0.25)),
        visible=trials,
        hidden=lambda rng: trials(rng, want),
        mistakes=mistakes
        or (
            Mistake("it squares", "Try 3.", "Twice, not times itself.", changes=(("2 * x", "x * x"),)),
            Mistake("it halves", "Try 4.", "Twice, not one half.", changes=(("2 * x", "x / 2"),)),
            Mistake("x is changed", "Look at x afterwards.", "Make a new array.", changes=(("2 * x", "x; doubled *= 2"),), costs=0.25),
        ),
        alternatives=tuple(Alternative(code, changes=(("2 * x", code),)) for code in ("x + x", "x * 2", "np.add(x, x)")),
    )


class Course:
    """A course in a temporary folder: its text and its bank can be changed."""

    def __init__(self, root, monkeypatch):
        self.root, self.monkeypatch = root, monkeypatch
        (root / "source" / "04_fake").mkdir(parents=True)
        (root / "source" / "04_fake" / "picture.png").write_bytes(b"picture")
        self.write()
        self.fill_bank(entry())

    def write(self, *changes, name="04_fake"):
        source = CHAPTER
        for old, new in changes:
            assert source.count(old) == 1
            source = source.replace(old, new)
        (self.root / "source" / f"{name}.py").write_text(source, encoding="utf-8")

    def fill_bank(self, *entries):
        judging.hidden_paper.cache_clear()
        named = {"double": entries[0]} if entries else {}
        self.monkeypatch.setattr(bank, "exercises", lambda: named)

    def build(self, **options):
        options.setdefault("execute", False)  # the kernel has not this test's bank
        return [f.relative_to(self.root).as_posix() for f in build(self.root, **options)]

    def notebook(self, folder):
        return nbformat.read(self.root / folder / "04_fake" / "04_fake.ipynb", as_version=4)

    def files(self):
        return {f.relative_to(self.root).as_posix(): f.read_bytes() for f in self.root.rglob("*") if f.is_file()}


@pytest.fixture
def course(tmp_path, monkeypatch):
    return Course(tmp_path, monkeypatch)


# --- what is made ---------------------------------------------------------------------------------------


def test_is_everything_made_and_nothing_else(course):
    assert sorted(course.build()) == [
        "course_utils/check_data/double.json",
        "course_utils/check_data/predict_how_much.json",
        "release/04_fake/04_fake.ipynb",
        "release/04_fake/picture.png",
        "source/04_fake/04_fake.ipynb",
    ]
    assert len(course.files()) == 7  # with the text and its picture: no gradebook, no seed


def test_is_the_source_notebook_as_nbgrader_wants_it(course):
    course.build()
    cells = {c.id: c for c in course.notebook("source").cells}
    solution, graded = cells["exercise-double"], cells["tests-double"]
    head, body = solution.source.split("    ### BEGIN SOLUTION\n")
    assert head == 'def double(x):\n    """Return twice x (n,)."""\n'
    assert body == "    doubled = 2 * x\n    return doubled\n    ### END SOLUTION"
    assert graded.source.endswith(
        'check("double", double)\n### BEGIN HIDDEN TESTS\nfrom autograder import judge\n\njudge("double", double)\n### END HIDDEN TESTS'
    )
    assert graded.source.startswith('r"""Judged on hidden inputs, for 3 points.')
    assert "- what comes back is \\(2x\\): all points\n" in graded.source
    assert "- `x` is left as it was: a quarter of the points\n" in graded.source
    flags = {"schema_version": 3, "task": False}
    assert solution.metadata.nbgrader == {**flags, "grade_id": "double", "solution": True, "grade": False, "locked": False}
    assert graded.metadata.nbgrader == {**flags, "grade_id": "judge_double", "solution": False, "grade": True, "locked": True, "points": 3}
    assert cells["setup"].metadata.nbgrader["locked"]
    assert cells["experiment-try_it"].metadata == {"course": {"role": "experiment", "name": "try_it"}}


def test_are_companions_handed_over(course):
    course.fill_bank(Exercise(**{**vars(entry()), "companions": ("half", "third")}))
    chapter = text.read_all(course.root)[0]
    assert 'judge("double", double, half, third)' in notebooks._code(chapter, chapter.of("tests")["double"])


def test_are_numbers_points_and_minutes_filled_in(course):
    course.build()
    prose = [c.source for c in course.notebook("release").cells if c.cell_type == "markdown"]
    assert prose[0].startswith("# A chapter of 3 points and 5 minutes, $\\frac{points}{m}$")
    assert prose[2] == "### Exercise 4.1: `double` (3 points, 5 minutes)"


def test_does_a_question_stand_in_the_notebook_and_its_answer_nowhere_in_plain_text(course):
    course.build()
    cells = course.notebook("release").cells
    at = [c.id for c in cells].index("predict-how_much")
    assert cells[at].source == 'predict("how_much")'
    assert cells[at - 1].source.startswith("**Predict.** What is twice two?\n\n- **a** three\n- **b** four\n")
    assert not any(b"pair of pairs" in content for name, content in course.files().items() if name != "source/04_fake.py")


def test_does_the_release_hold_a_stub_and_the_visible_check_only(course):
    course.build()
    cells = {c.id: c.source for c in course.notebook("release").cells}
    assert cells["exercise-double"].endswith('"""\n    # YOUR CODE HERE\n    raise NotImplementedError()')
    assert cells["tests-double"].endswith('"""\ncheck("double", double)')
    made = b"".join(content for name, content in course.files().items() if name.startswith("release"))
    assert not any(word in made for word in (b"SOLUTION", b"HIDDEN", b"judge(", b"doubled = 2"))


def test_is_the_solved_notebook_free_of_marks_and_does_it_find_its_pictures(course):
    chapter = text.read_all(course.root)[0]
    notebook = notebooks.solved_notebook(chapter, notebooks.source_notebook(chapter), ["picture.png"])
    cells = {c.id: c for c in notebook.cells}
    assert cells["exercise-double"].source.endswith('"""\n    doubled = 2 * x\n    return doubled')
    assert cells["tests-double"].source.endswith('check("double", double)\n\nfrom autograder import judge\n\njudge("double", double)')
    assert "](../source/04_fake/picture.png)" in notebook.cells[0].source
    assert "nbgrader" not in json.dumps(notebook) and "###  BEGIN" not in json.dumps(notebook)


def test_do_ids_depend_on_what_a_cell_is_and_not_on_where_it_stands(course):
    chapter = text.read_all(course.root)[0]
    moved = text.Chapter(chapter.file, chapter.cells[::-1])
    assert notebooks.ids(moved) == notebooks.ids(chapter)[::-1]
    twins = text.Chapter(chapter.file, [text.Cell("code", "", 1, "x = 1"), text.Cell("code", "", 3, "x = 1")])
    assert len(set(notebooks.ids(twins))) == 2


def test_do_two_builds_give_the_same_bytes(course, tmp_path_factory, monkeypatch):
    course.build()
    other = Course(tmp_path_factory.mktemp("clone"), monkeypatch)
    np.random.seed(7)  # nothing depends on where the global generator stands
    other.build()
    assert other.files() == course.files()


def test_does_a_second_build_change_nothing(course):
    course.build()
    assert course.build() == []


def test_is_check_data_that_differs_only_as_processors_do_left_as_it_is(course, monkeypatch):
    course.build()
    file = course.root / "course_utils/check_data/double.json"
    made = file.read_text(encoding="utf-8")
    number = re.search(r"\d+\.\d+", made.partition('"want"')[2])[0]
    for part, changed in ((1e-9, []), (1e-3, ["course_utils/check_data/double.json"])):
        other = made.replace(number, repr(float(number) * (1 + part)))
        file.write_text(other, encoding="utf-8")
        assert course.build() == changed
        assert file.read_text(encoding="utf-8") == (made if changed else other) != (other if changed else made)
    file.write_text("{", encoding="utf-8")
    assert course.build() == ["course_utils/check_data/double.json"]


def test_are_computed_numbers_no_part_of_what_a_notebook_is_made_from(course, monkeypatch):
    questions, fingerprint = [], solve.fingerprint
    monkeypatch.setattr(
        solve, "fingerprint", lambda root, cells, asked, modules: questions.extend(asked) or fingerprint(root, cells, asked)
    )
    course.build()
    assert questions == ["predict_how_much"]


def test_is_what_belongs_to_no_text_removed_but_only_when_all_is_built(course):
    course.write(name="05_old")
    (course.root / "source/04_fake.py").unlink()
    course.build()
    course.write()
    (course.root / "source/05_old.py").unlink()
    course.write(('exercise="double"', 'exercise="double"'), ('predict="how_much"', 'predict="how_many"'))
    course.build(chapters=["4"])
    assert "course_utils/check_data/predict_how_much.json" in course.files()
    assert {"course_utils/check_data/predict_how_much.json", "release/05_old", "source/05_old/05_old.ipynb"} == set(course.build())


def test_is_a_chapter_found_by_name_and_number(course):
    assert course.build(chapters=["04_fake"]) and course.build(chapters=["4"]) == []
    with pytest.raises(BuildError, match="there is no chapter 'fake' in source/; there are: 04_fake"):
        course.build(chapters=["fake"])


# --- what stops it --------------------------------------------------------------------------------------

TWO = entry(mistakes=entry().mistakes[:2])
NO_RULE = Exercise(**{**vars(entry()), "hidden": lambda rng: [Trial("x", {"x": np.ones(3)}, [Probe("values", "value", {})])]})
FREE = entry(costs=0.5, mistakes=(Mistake("it squares", "", "", changes=(("2 * x", "x * x"),), costs=0.5),))
KEEPS = entry(mistakes=(Mistake("it adds", "", "", changes=(("2 * x", "x + x"),)),))
BROKEN = entry(mistakes=(Mistake("it adds", "", "", changes=(("3 * x", "x + x"),)),))
SLIPS = [  # changes of the text, the bank's entry, and what the message says
    ((), (), 'line 23, exercise "double": ', "the bank has no exercise 'double'"),
    ((), (entry(double_without_words),), 'line 23, exercise "double": ', "docstring"),
    ((), (BROKEN,), 'line 23, exercise "double": ', "'3 * x' stands 0 times in the reference"),
    ((), (entry(want=5.0),), 'line 23, exercise "double": ', "its solution earns 0 of 3 points"),
    ((), (FREE,), 'line 23, exercise "double": ', "its stub earns 1.5 points"),
    ((), (KEEPS,), 'line 23, exercise "double": ', "the known mistake 'it adds' keeps 3 of 3 points, where the bank says 0"),
    (
        (("# %%\ntwo = 2", '# %% experiment="counting"\ntwo = 2'), ('# %% experiment="try_it"', "# %%")),
        (entry(),),
        'line 12, experiment "counting": ',
        "it makes 'two', which the cell of line 27 (code) needs",
    ),
    (((" = 2\n\n# %% predict", " = 2 +\n\n# %% predict"),), (entry(),), "line 12, code: ", "without magics: invalid syntax in line 13"),
    ((("two = 2", "%matplotlib inline"),), (entry(),), "line 12, code: ", "plain Python"),
    ((("two = 2", "two = 1 / 0"),), (entry(),), "line 12, code: ", "it stops with ZeroDivisionError: division by zero"),
    (
        (("two = 2", 'two = 2\n\n# %% experiment="early"\nearly = 1 / 0'),),
        (entry(),),
        'line 15, experiment "early": ',
        "it stops with ZeroDivisionError: division by zero",
    ),
    ((("two = 2", "import course_utils.reference"),), (entry(),), "line 12, code: ", "take course_utils.reference out"),
    ((("two = 2", "from autograder import judge"),), (entry(),), "line 12, code: ", "take autograder out"),
    (
        (("two = 2", "def f(x):\n    doubled = 2*x  # so\n\n    return doubled"),),
        (entry(),),
        "line 12, code: ",
        "take the body of double out",
    ),
    (
        (("# ![A picture](picture.png)", "# `doubled = 2 * x`\n#     doubled = 2 * x\n#     return doubled"),),
        (entry(),),
        "line 1, prose: ",
        "take the body",
    ),
    ((), (TWO,), 'line 23, exercise "double": ', "mistakes: there are 2; write at least 3"),
    ((), (NO_RULE,), 'line 25, tests "double": ', "rule 'arguments': no probe of the hidden trials serves it"),
    (
        (("# # A chapter", "# # TODO: a chapter"),),
        (entry(),),
        "line 1, prose: ",
        "students would read a TODO; write what it asks for: # TODO",
    ),
    ((("# ![A picture](picture.png)", "# ### BEGIN SOLUTION"),), (entry(),), "", "nbgrader makes no release of it"),
]


@pytest.mark.parametrize(("changes", "entries", "where", "says"), SLIPS, ids=[says[:30] for *_, says in SLIPS])
def test_does_a_bad_source_stop_the_build_with_one_line_before_anything_is_written(course, changes, entries, where, says):
    course.write(*changes)
    course.fill_bank(*entries)
    before = course.files()
    with pytest.raises(BuildError) as caught:
        course.build()
    message = str(caught.value)
    assert message.startswith("source/04_fake.py" + (where and f", {where}")) and says in message and "\n" not in message
    assert course.files() == before


def test_is_a_bank_that_cannot_be_read_no_fault_of_a_cell(course, monkeypatch):
    def broken():
        raise BankError("autograder/bank/fake/double.py, line 3: NameError")

    monkeypatch.setattr(bank, "exercises", broken)
    with pytest.raises(BankError, match=r"^autograder/bank/fake/double.py, line 3"):
        course.build()


# --- the solved notebook is run -------------------------------------------------------------------------

PLAIN = "# %% [markdown]\n# # {title}\n\n# %% setup\nimport warnings\n\n# %%\n{code}\n"


def plain(course, code="print(object())", title="Plain"):
    """Put in the place of the course's text one without exercises."""
    (course.root / "source/04_fake.py").write_text(PLAIN.format(code=code, title=title), encoding="utf-8")


def test_is_the_solved_notebook_run_once_and_again_only_when_its_code_changes(course):
    said, file = [], course.root / "notebooks/04_fake.ipynb"
    plain(course)
    assert "notebooks/04_fake.ipynb" in course.build(execute=True, progress=said.append)
    first = nbformat.read(file, as_version=4)
    assert re.fullmatch(r"<object object at 0x…>\n", first.cells[2].outputs[0].text)
    assert "execution" not in first.cells[2].metadata and set(first.metadata) == {"kernelspec", "language_info", "course"}
    ran = [says for says in said if "running" in says]
    plain(course, title="Prose is no code")
    assert "notebooks/04_fake.ipynb" in course.build(execute=True, progress=said.append)
    assert [says for says in said if "running" in says] == ran
    assert nbformat.read(file, as_version=4).cells[2].outputs == first.cells[2].outputs
    assert course.build(execute=False) == []


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("warnings.warn('careful')", "it warns or writes to stderr: "),
        ("import os; os._exit(1)", "the kernel died"),
        ("class Odd:\n    def _repr_html_(self): 1 / 0\nOdd()", "it stops with ZeroDivisionError: division by zero"),
        ("_ = get_ipython().system('false')\nraise KeyError('x')", "it stops with KeyError: 'x'"),
    ],
)
def test_does_a_cell_that_fails_or_warns_in_the_kernel_stop_the_build(course, monkeypatch, code, says):
    plain(course, code)
    for proof in ("prove_starts", "prove_graded"):  # these would find the errors first
        monkeypatch.setattr(f"autograder.making.prove.{proof}", lambda *_: None)
    with pytest.raises(BuildError) as caught:
        course.build(execute=True)
    assert str(caught.value).startswith(f"source/04_fake.py, line 7, code: {says}") and "\n" not in str(caught.value)
    assert not (course.root / "notebooks/04_fake.ipynb").exists()


def test_is_the_fingerprint_moved_by_a_module_that_a_module_imports(tmp_path):
    package = tmp_path / "course_utils"
    package.mkdir()
    for name, code in {"__init__": "", "a": "from . import b\n", "b": "x = 1\n", "c": ""}.items():
        (package / f"{name}.py").write_text(code)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("import numpy\nfrom course_utils.a import b", metadata={"course": {"role": "code"}})]
    )
    first = solve.fingerprint(tmp_path, notebook, {})
    assert solve.fingerprint(tmp_path, notebook, {"double": "…"}) != first
    (package / "c.py").write_text("x = 2\n")
    assert solve.fingerprint(tmp_path, notebook, {}) == first
    assert solve.fingerprint(tmp_path, notebook, {}, ["course_utils.c"]) != first
    (package / "b.py").write_text("x = 2\n")
    assert solve.fingerprint(tmp_path, notebook, {}) != first


@pytest.mark.parametrize("chapter", text.read_all(ROOT), ids=lambda chapter: chapter.name)
def test_is_a_notebook_made_from_every_file_of_its_bank(chapter):
    """What moves the fingerprint: the exercises, what they share, and what chapters share."""
    bank.exercises()
    (package,) = _bank_modules(chapter)
    here = ROOT.joinpath(*package.split("."))
    assert {*here.glob("*.py"), here.parent / "probes.py"} <= solve._imported(ROOT, "", [package])


# --- the real course ------------------------------------------------------------------------------------

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
MADE = ("release/**/*", "notebooks/*.ipynb", "course_utils/check_data/*.json")


def alike(a, b, rtol):
    """Whether two texts are the same but for numbers that differ by little: processors differ."""
    pairs = zip(NUMBER.findall(a), NUMBER.findall(b), strict=False)
    return NUMBER.sub("#", a) == NUMBER.sub("#", b) and all(math.isclose(float(x), float(y), rel_tol=rtol, abs_tol=rtol) for x, y in pairs)


def same_notebook(a, b):
    """Whether two notebooks have the same cells to the byte, and outputs that are alike; of a picture only that it is one."""
    a, b = json.loads(a), json.loads(b)
    outputs = [[cell.pop("outputs", []) for cell in notebook["cells"]] for notebook in (a, b)]
    for output in (o for cells in outputs for cell in cells for o in cell):
        for kind in [k for k in output.get("data", {}) if k.startswith("image/")]:
            output["data"][kind] = "a picture"
    return a == b and alike(*(json.dumps(cells, sort_keys=True) for cells in outputs), rtol=0.05)


def same(name, a, b):
    if name.startswith("notebooks/"):
        return same_notebook(a, b)
    if name.startswith("course_utils/check_data/"):
        return same_data(json.loads(a), json.loads(b))
    return a == b


def made(root):
    return {f.relative_to(root).as_posix(): f.read_bytes() for pattern in MADE for f in root.glob(pattern) if f.is_file()}


@pytest.mark.parametrize("chapter", [file.stem for file in texts(ROOT)])
def test_are_committed_files_those_that_a_build_makes(tmp_path, chapter):
    """Mends what is not, then fails: commit what it mended."""
    for folder in ("source", "course_utils", "autograder"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb", "check_data"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    build(tmp_path, [chapter])
    fresh, committed = made(tmp_path), made(ROOT)
    gone = [name for name in committed if name.startswith(f"release/{chapter}/") and name not in fresh]
    drifted = [name for name in fresh if name not in committed or not same(name, committed[name], fresh[name])]
    for name in drifted:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_bytes(fresh[name])
    for name in gone:
        (ROOT / name).unlink()
    assert not drifted + gone, "these were not what a build makes, and are mended now"


def test_is_nothing_committed_that_was_made_of_a_text_that_is_gone():
    """Removes it, then fails."""
    assert not _remove_stale(ROOT, text.read_all(ROOT))


def test_do_only_small_differences_of_numbers_pass_as_the_same():
    probe = {"atol": 1e-6, "want": [1e-9]}
    for a, b in [
        ([1e-17, 1.0, {"a": 2.0}, 3], [3e-17, 1 + 1e-9, {"a": 2 + 1e-9}, 3]),
        ([np.nan, np.inf, -0.5], [np.nan, np.inf, -0.5]),
        (probe, probe | {"want": [2e-9]}),
        (["about", 1e-9, 1e-6], ["about", 2e-9, 1e-6]),
    ]:
        assert same_data(a, b)
    for a, b in [
        ([1.0], [1.001]),
        ([1e-17], [3e-17]),
        ([np.inf, 1.0], [np.inf, 2.0]),
        ([np.nan], [1.0]),
        (probe, probe | {"atol": 2e-6}),
        (probe, probe | {"want": [1e-6]}),
        (["about", 1e-9, 1e-6], ["about", 1e-6, 1e-6]),
        (1, 1.0),
        ([1.0], []),
        ({"a": 1}, {"b": 1}),
    ]:
        assert not same_data(a, b)
    assert alike("cost 0.6931 after 10", "cost 0.6932 after 10", rtol=0.05)
    assert not alike("cost 0.6931", "cost 0.9", rtol=0.05)
    assert not alike("cost 0.6931", "loss 0.6931", rtol=0.05)
    assert not alike("1 2", "1", rtol=0.05)
    cell = {"cell_type": "code", "source": "x", "outputs": [{"data": {"image/png": "A", "text/plain": "1.00"}}]}
    notebook = json.dumps({"cells": [cell]})
    assert same_notebook(notebook, notebook.replace('"A"', '"B"').replace("1.00", "1.01"))
    assert not same_notebook(notebook, notebook.replace('"x"', '"y"'))
    assert not same_notebook(notebook, notebook.replace("image/png", "image/svg"))


def test_is_check_data_free_of_formulas():
    """Students are given it: no line of a reference's body stands in it."""
    bodies = {re.sub(r"\s", "", line) for e in bank.exercises().values() for line in e.source().split('"""')[2].splitlines()} - {""}
    for file in (ROOT / "course_utils/check_data").glob("*.json"):
        data = file.read_text(encoding="utf-8")
        if file.stem.startswith("predict_"):
            data += base64.b64decode(json.loads(data)["answer"]).decode(errors="ignore")
        data = re.sub(r"\s", "", data)
        assert not [line for line in bodies if len(line) > 9 and line in data], file.name
