"""Does the kit hold what students need, all of it, always in the same bytes, and no answer?"""

import ast
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
import zlib
from pathlib import Path

import pytest
import tiny
import yaml
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from test_environment import NEEDED, PROJECT, ranges, undeclared_imports
from typer.testing import CliRunner

from autograder.commands.cli import app
from autograder.making import kit
from autograder.places import not_given, texts

# Lines of answers that the course gives as well, for they give nothing away: loops over layers, what chapter 6 lets one use.
GIVEN = {
    "L = len(parameters) // 2",
    "for l in range(1, L + 1):",
    "for l in range(1, len(layer_sizes)):",
    "n_out, n_in = layer_sizes[l], layer_sizes[l - 1]",
    'activation = "relu" if l < L else "sigmoid"',
    "order = rng.permutation(X.shape[1])",
    "mu, sigma = fit_normalization(X_train)",
    "return A, cache",
    "return grads",  # these five are `network.backward`'s, which is given
    "for l in range(L, 0, -1):",
    "if l > 1:",
    'dZ = (cache[f"A{L}"] - Y) / m',
    'grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)',
    "log.append(row)",
    "return log",
    "return parameters",
    "return True",
    "return False",
}
FORBIDDEN = ("autograder", "HIDDEN TESTS", "BEGIN SOLUTION", "END SOLUTION", "judge(", "class_seed", "COURSE_SEED")
SUFFIXES = {".py", ".json", ".ipynb", ".md", ".toml", ".yml", ".css", ".txt", ".gitignore", ""}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return kit.make(tiny.ROOT, tmp_path_factory.mktemp("kit") / "kit.zip")


@pytest.fixture(scope="module")
def files(made):
    return held(made)


def held(file):
    """Return what a kit holds, bytes by path in its folder."""
    with zipfile.ZipFile(file) as opened:
        return {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}


def name_of(file):
    """Return the name of a kit's folder, the only one in it."""
    with zipfile.ZipFile(file) as opened:
        (name,) = {name.partition("/")[0] for name in opened.namelist()}
    return name


# --- no answer ----------------------------------------------------------------------------------------


def said(name, data):
    """Return all that a file says, white space made alike: strings of JSON decoded, hidden explanations too."""
    words = data.decode()
    if name.endswith((".json", ".ipynb")):
        words = "\n".join(strings(json.loads(words)))
    return " ".join(words.split())


def strings(data):
    if isinstance(data, dict):
        for key, value in data.items():
            yield from [zlib.decompress(base64.b64decode(value)).decode()] if key == "answer" else strings(value)
    elif isinstance(data, list) and data and all(isinstance(part, str) for part in data):
        yield "".join(data)  # a source in lines
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)
    elif isinstance(data, str):
        yield data


def answer_lines():
    """Return the lines of every reference function's body: those of two words or more, which are no comment."""
    lines = set()
    for file in (tiny.ROOT / "course_utils" / "reference").glob("*.py"):
        code = file.read_text(encoding="utf-8")
        for function in ast.walk(ast.parse(code)):
            if isinstance(function, ast.FunctionDef):
                body = function.body[ast.get_docstring(function) is not None :]
                lines |= {" ".join(line.split()) for node in body for line in code.splitlines()[node.lineno - 1 : node.end_lineno]}
    return {line for line in lines if len(re.findall(r"\w+", line)) > 1 and not line.startswith("#")}


def leaks(files):
    """Return what students must not have: pairs (file, what of it)."""
    lines, bank = answer_lines() - GIVEN, {file.name for file in (tiny.ROOT / "autograder" / "bank").rglob("[a-z]*.py")}
    found = []
    for name, data in files.items():
        parts = name.split("/")
        found += [(name, part) for part in parts if part in {"reference", "notebooks", "source", "bank", "tests", "__pycache__", *bank}]
        found += [(name, "suffix")] if "." + parts[-1].rpartition(".")[2] not in SUFFIXES and "." in parts[-1] else []
        found += [(name, "seed")] if "seed" in parts[-1] else []
        words = said(name, data)
        found += [(name, line) for line in [*lines, *FORBIDDEN] if line in words]
    return found


def test_holds_the_kit_no_answer(files):
    assert len(answer_lines()) > 200
    assert leaks(files) == []


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("course_utils/network.py", b"\n    A_dropped = A  *  D / keep_prob\n"),
        ("course_utils/deep/new.py", b"from autograder import bank"),
        ("README.md", b'judge("dropout_forward", dropout_forward)'),
        ("course_utils/check_data/predict_x.json", b'{"answer": "%s"}' % base64.b64encode(zlib.compress(b"return A_dropped, D"))),
        ("x.ipynb", b'{"cells": [{"source": ["def f():\\n", "    return dA_dropped * D / keep_prob\\n"]}]}'),
        ("y.ipynb", b'{"cells": [{"source": "### BEGIN HIDDEN TESTS"}]}'),
        ("notebooks/04_dropout.ipynb", b"{}"),
        ("course_utils/reference/__init__.py", b""),
        ("bank/dropout/shared.py", b""),
        ("deep/dropout_forward.py", b""),
        ("class_seed", b""),
        ("course_utils/network.pyc", b""),
    ],
)
def test_is_an_answer_found(files, name, planted):
    assert any(where == name for where, _ in leaks({name: files.get(name, b"") + planted}))


# --- what is in it ------------------------------------------------------------------------------------


def test_are_all_chapters_and_both_licences_in_it(files):
    chapters = [file.stem for file in texts(tiny.ROOT) if (tiny.ROOT / "release" / file.stem).is_dir()]
    assert len(chapters) > 7
    for chapter in chapters:
        assert files[f"{chapter}.ipynb"] == (tiny.ROOT / "release" / chapter / f"{chapter}.ipynb").read_bytes()
    for licence in ("LICENSE", "LICENSE-text"):
        assert files[licence] == (tiny.ROOT / licence).read_bytes()
    ours = {f.relative_to(tiny.ROOT).as_posix() for ending in ("py", "json") for f in (tiny.ROOT / "course_utils").rglob(f"*.{ending}")}
    answers = {name for name in ours if name.startswith("course_utils/reference/")}
    assert len(answers) == 10 and {name for name in files if name.startswith("course_utils/")} == ours - answers


@pytest.mark.parametrize("place", ["answers", "checking/answers", "figures/more/answers"])
def test_is_a_folder_that_is_added_left_out_until_it_is_named(tmp_path, place):
    shutil.copytree(tiny.ROOT / "course_utils", tmp_path / "course_utils", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "course_utils" / place).mkdir(parents=True)
    (tmp_path / "course_utils" / place / "secret.py").write_text("answer = 3")
    assert {"reference", place.replace("/more/answers", "/more")} == set(not_given(tmp_path / "course_utils"))
    given = kit.given(tmp_path)
    assert "course_utils/check.py" in given and not [name for name in given if "secret" in name or "reference" in name]


def test_says_the_kit_how_to_install_it(files, made):
    words = files["README.md"].decode()
    assert f"cd {name_of(made)}\n" in words
    assert "VERSION" not in words
    project = tomllib.loads(files["pyproject.toml"].decode())["project"]
    assert project["requires-python"] == PROJECT["requires-python"]
    version = Version(project["version"])  # as pip reads it
    assert (version.public, f"practical-aspects-kit-{version.public}-{version.local}") == (PROJECT["version"], name_of(made))
    specs = yaml.safe_load(files["environment.yml"])["dependencies"]
    conda = ranges(spec for spec in specs if isinstance(spec, str) and spec != "pip")
    assert {name: conda[name] for name in ranges(project["dependencies"])} == ranges(project["dependencies"])
    assert set(conda) == {canonicalize_name(name) for name in kit.PACKAGES} | {"python"}
    assert all(NEEDED[canonicalize_name(name)] == conda[canonicalize_name(name)] for name in kit.PACKAGES)


def test_says_the_kit_what_to_install_where_a_front_end_is_there(files):
    lists = [files[name].decode().splitlines() for name in ("requirements.txt", "binder/requirements.txt")]
    specs = [line for line in lists[0] if not line.startswith("#")]
    assert specs == [line for line in lists[1] if not line.startswith("#")]
    assert ranges(specs) == {name: NEEDED[name] for name in map(canonicalize_name, kit.PACKAGES) if name != "jupyterlab"}
    python = re.fullmatch(r"python-(3\.\d+)\n", files["binder/runtime.txt"].decode())[1]
    assert python in SpecifierSet(PROJECT["requires-python"])
    words = files["README.md"].decode()
    (spec,) = re.findall(r'pip install -q "(ipywidgets[^"]*)"', words)
    assert ranges([spec]) == {"ipywidgets": NEEDED["ipywidgets"]}


def test_opens_jupyterlab_in_the_kits_folder_on_its_start_page(files):
    said = json.loads(files["lab.json"])
    assert files["README.md"].decode().count("jupyter-lab --config=lab.json`") == 3
    assert said["LabApp"]["default_url"].rpartition("/")[2] in files
    folder = said["LabApp"]["app_settings_dir"]
    assert said["ServerApp"]["tornado_settings"]["static_custom_path"] == [folder]
    assert {name for name in files if name.startswith(folder)} == {
        f"{folder}/{n}" for n in ("custom.css", "overrides.json", "page_config.json")
    }
    assert "/00_progress.txt" in files[".gitignore"].decode().splitlines()


def test_has_the_kit_of_an_older_edition_no_start_page_whose_cell_would_not_run(root):
    (root / "course_utils" / "start.py").unlink()
    assert "00_start.ipynb" not in held(kit.make(root))


def test_is_every_import_in_the_kit_one_of_its_packages(files):
    declared = {canonicalize_name(name) for name in kit.PACKAGES}
    for name, data in files.items():
        if name.endswith(".ipynb"):
            cells = json.loads(data)["cells"]
            codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        else:
            codes = [data.decode()] if name.endswith(".py") else []
        for code in codes:
            assert undeclared_imports(code, dict.fromkeys(declared)) == [], name


def test_does_course_utils_work_without_reference_and_autograder(files, made, tmp_path):
    with zipfile.ZipFile(made) as opened:
        opened.extractall(tmp_path)
    modules = [name[:-3].replace("/", ".") for name in files if re.fullmatch(r"course_utils/\w+\.py", name)]
    code = f"""
import importlib, sys
sys.path[:] = [{str(tmp_path / name_of(made))!r}] + [path for path in sys.path if "site-packages" in path or "lib/python" in path]
sys.modules["autograder"] = None
for name in {modules}:
    importlib.import_module(name)
import course_utils
assert course_utils.__file__.startswith({str(tmp_path)!r})
from course_utils.check import CheckFailed, check
def dropout_backward(dA_dropped, D, keep_prob):
    raise NotImplementedError()
try:
    check("dropout_backward", dropout_backward, None)
except CheckFailed as error:
    print(error)
"""
    shown = subprocess.run([sys.executable, "-I", "-W", "error", "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert shown.stdout.startswith("○ dropout_backward is not written yet"), shown.stderr


# --- the file -----------------------------------------------------------------------------------------


def test_gives_the_same_course_the_same_bytes(made, tmp_path):
    root = tmp_path / "elsewhere"
    for name in ("course_utils", "release", "source"):
        shutil.copytree(tiny.ROOT / name, root / name, copy_function=shutil.copyfile)
    for name in ("pyproject.toml", *kit.LICENCES):
        shutil.copyfile(tiny.ROOT / name, root / name)
    for junk in ("course_utils/__pycache__/x.pyc", "release/04_dropout/.ipynb_checkpoints/x.ipynb", "course_utils/.x", "class_seed"):
        (root / junk).parent.mkdir(parents=True, exist_ok=True)
        (root / junk).write_text("junk")
    (root / "course_utils" / "check.py").chmod(0o700)
    os.utime(root / "course_utils" / "check.py", (0, 2e9))
    assert kit.make(root).read_bytes() == made.read_bytes()
    with zipfile.ZipFile(made) as opened:  # neither the clock nor a compressor has a say
        assert {(about.date_time, about.compress_type) for about in opened.infolist()} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)}
    assert (root / "dist" / f"{name_of(made)}.zip").is_file()
    assert len(list((root / "dist").iterdir())) == 1


@pytest.fixture
def root(tmp_path):
    """A tiny course from which a kit can be made."""
    root = tiny.make(tmp_path / "root")
    shutil.copytree(tiny.ROOT / "course_utils", root / "course_utils", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", *kit.LICENCES):
        shutil.copyfile(tiny.ROOT / name, root / name)
    return root


@pytest.mark.parametrize(
    "changed", ["release/01_tiny/01_tiny.ipynb", "course_utils/check_data/normalize.json", "LICENSE", "pyproject.toml"]
)
def test_has_other_content_another_name_and_version(root, changed):
    before = kit.make(root)
    file = root / changed
    file.write_text(file.read_text(encoding="utf-8").replace("matplotlib>=3.11", "matplotlib>=3.12") + "\n", encoding="utf-8")
    after = kit.make(root)
    assert name_of(before) != name_of(after)
    versions = {tomllib.loads(held(made)["pyproject.toml"].decode())["project"]["version"] for made in (before, after)}
    assert len(versions) == 2


def test_is_a_file_that_moved_told_by_the_name(root):
    before = kit.make(root)
    (root / "course_utils" / "check.py").rename(root / "course_utils" / "checks.py")
    assert name_of(before) != name_of(kit.make(root))


@pytest.mark.parametrize("way", ["zipfile", "unzip"])
def test_does_a_newer_kit_overwrite_what_a_student_wrote(root, tmp_path, way):
    def unpack(file):
        if way == "zipfile":
            with zipfile.ZipFile(file) as opened:
                opened.extractall(tmp_path / "home")
        else:
            subprocess.run([shutil.which("unzip"), "-qo", file, "-d", tmp_path / "home"], check=True)

    if way == "unzip" and not shutil.which("unzip"):
        pytest.skip("unzip is not installed")
    unpack(old := kit.make(root))
    mine = tmp_path / "home" / name_of(old) / "01_tiny.ipynb"
    mine.write_text("solved", encoding="utf-8")
    released = root / "release" / "01_tiny" / "01_tiny.ipynb"
    released.write_text(released.read_text(encoding="utf-8").replace("Drop units", "Drop some units"), encoding="utf-8")
    unpack(new := kit.make(root))
    assert mine.read_text(encoding="utf-8") == "solved"
    assert "Drop some units" in (tmp_path / "home" / name_of(new) / "01_tiny.ipynb").read_text(encoding="utf-8")
    said = held(new)["README.md"].decode()
    assert "## When a new kit comes" in said and "*beside* the old folder" in said


def test_turns_the_kit_instructors_panels_off_by_the_names_that_nbgrader_has_for_them(files):
    path = "lab_settings/page_config.json"
    off = json.loads(files[path])["disabledExtensions"]
    panels = Path(sys.prefix, "share/jupyter/labextensions/@jupyter/nbgrader/static")
    scripts = "".join(file.read_text(encoding="utf-8") for file in panels.glob("*.js"))
    assert "@jupyter/nbgrader:create-assignment" in off and all(f'"{name}"' in scripts for name in off)
    shared = tomllib.loads(files["pyproject.toml"].decode())["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert list(shared) == [path] and re.fullmatch(r"etc/jupyter/labconfig/page_config\.d/[\w-]+\.json", shared[path])


def test_holds_a_kit_of_some_chapters_their_notebooks_alone(files, tmp_path):
    shown = CliRunner().invoke(app, ["kit", "4", "06_normalization", "--course", str(tiny.ROOT), "--to", str(tmp_path / "kit.zip")])
    assert shown.exit_code == 0, shown.output
    some = held(tmp_path / "kit.zip")
    assert {name for name in some if name.endswith(".ipynb")} == {"00_start.ipynb", "04_dropout.ipynb", "06_normalization.ipynb"}
    assert b"06_normalization" in some["00_start.ipynb"] and b"07_" not in some["00_start.ipynb"]
    assert {name for name in files if not name.endswith(".ipynb")} == {name for name in some if not name.endswith(".ipynb")}
    wrong = CliRunner().invoke(app, ["kit", "12", "--course", str(tiny.ROOT), "--to", str(tmp_path / "none.zip")])
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1) and "there is no chapter '12'" in wrong.stderr
    assert not (tmp_path / "none.zip").exists()


def test_holds_a_kit_of_a_class_the_classs_own_notebooks(root, tmp_path):
    shutil.copytree(root / "release", tmp_path / "class" / "release")
    mine = tmp_path / "class" / "release" / "01_tiny" / "01_tiny.ipynb"
    mine.write_text(mine.read_text(encoding="utf-8").replace("Drop units", "Our own"), encoding="utf-8")
    made = kit.make(root, release=tmp_path / "class" / "release")
    assert made.parent == tmp_path / "class" / "dist" and name_of(made) != name_of(kit.make(root))
    assert held(made)["01_tiny.ipynb"] == mine.read_bytes()
    page = kit.make(root, release=tmp_path / "class" / "release", title="Winter", due={"01_tiny": "tomorrow"})
    assert b"# Winter" in held(page)["00_start.ipynb"] and b"| tomorrow |" in held(page)["00_start.ipynb"]


def test_says_the_command_where_the_kit_is(tmp_path):
    shown = CliRunner().invoke(app, ["kit", "--course", str(tiny.ROOT), "--to", str(tmp_path / "new" / "kit.zip")])
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.startswith(f"{tmp_path / 'new' / 'kit.zip'}: ")
    assert zipfile.is_zipfile(tmp_path / "new" / "kit.zip")


def test_says_the_command_in_one_line_what_is_missing(root):
    shutil.rmtree(root / "release")
    shown = CliRunner().invoke(app, ["kit", "--course", str(root)])
    assert shown.exit_code == 1
    assert shown.stderr.endswith("01_tiny.ipynb: build it with `course build 01_tiny`\n")
    assert shown.stderr.count("\n") == 1
    assert not (root / "dist").exists()
