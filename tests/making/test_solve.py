"""Is a solved notebook run when its outputs may change, and only then, and must it be quiet?"""

import base64
import io
import re

import nbformat
import numpy as np
import pytest
from PIL import Image
from tiny import ROOT

from autograder import bank
from autograder.errors import BuildError
from autograder.making import solve, text
from autograder.making.build import _bank_modules


def test_are_computed_numbers_no_part_of_what_a_notebook_is_made_from(course, monkeypatch):
    questions, fingerprint = [], solve.fingerprint
    monkeypatch.setattr(
        solve, "fingerprint", lambda root, cells, asked, modules: questions.extend(asked) or fingerprint(root, cells, asked)
    )
    course.build()
    assert questions == ["predict_how_much"]


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
    assert {*here.glob("*.py"), here.parent / "probes.py"} <= solve.imported(ROOT, "", [package])


def test_has_a_committed_picture_few_colours_and_all_its_dots():
    raw = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)).save(raw, format="png")
    picture = base64.b64encode(raw.getvalue()).decode()
    small = solve._still("image/png", picture)
    kept = base64.b64decode(small)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (40, 30) and len(image.getcolors()) <= solve.COLOURS
    assert len(kept) < len(raw.getvalue()) / 2
    assert (
        solve._still("text/html", f'<img alt="a" src="data:image/png;base64,{picture}">')
        == f'<img alt="a" src="data:image/png;base64,{small}">'
    )
