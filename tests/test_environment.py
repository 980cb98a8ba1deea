"""The dependencies and the version are said in several files: do all of them say the same?

Each check is a function from the text of a file to a list of faults. It is run on the file, where it must find none, and on copies
with one thing wrong, where it must name that thing: a check that cannot fail would hold nothing together.
"""

import ast
import functools
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from autograder.making import kit

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def ranges(specs):
    """``{canonical name: SpecifierSet}`` of requirements."""
    return {canonicalize_name(r.name): r.specifier for r in map(Requirement, specs)}


NEEDED = ranges(PROJECT["dependencies"])
FOR_CONTRIBUTORS = ranges(PROJECT["optional-dependencies"]["dev"])
CHOSEN = ranges(spec for name, specs in PROJECT["optional-dependencies"].items() if name != "dev" for spec in specs)
ALL = NEEDED | FOR_CONTRIBUTORS
SERVER = ROOT / "deploy" / "jupyterhub"
GATE = (ROOT / ".ci/run").read_text("utf-8")
OLDEST_PYTHON = PROJECT["requires-python"].removeprefix(">=")


def environment_faults(text):
    """conda's environment: it parses, each spec is valid, and names and ranges are those of ``pyproject.toml``."""
    try:
        specs = yaml.safe_load(text)["dependencies"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        return [f"environment.yml does not parse: {error!r}"]
    faults, found = [], {}
    for spec in [s for s in specs if isinstance(s, str)] + [s for part in specs if isinstance(part, dict) for s in part["pip"]]:
        if spec == "-e .":
            continue
        try:
            found |= ranges([spec])
        except InvalidRequirement:
            faults.append(f"not a valid spec: {spec}")
    expected = NEEDED | {"python": SpecifierSet(PROJECT["requires-python"]), "pip": SpecifierSet()}
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            faults.append(f"{name} is missing")
        elif name not in expected:
            faults.append(f"{name} is not in pyproject.toml")
        elif found[name] != expected[name]:
            faults.append(f"{name}: {found[name]} here, {expected[name]} in pyproject.toml")
    return faults


def wanted_of(name):
    """What ``deploy/jupyterhub`` wants of PyPI for the hub, or for students' servers."""
    lines = (line.partition(" #")[0] for line in (SERVER / f"{name}.in").read_text("utf-8").splitlines() if not line.startswith("#"))
    return ranges(lines)


def lock_faults(text, wanted=ALL):
    """The lock: no address, a hash for each package, and each dependency at a version in its range."""
    faults = [f"an address: {line}" for line in text.splitlines() if "://" in line or line.startswith("-")]
    versions = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text).strip()):
        pin = re.match(r"([\w.-]+)==([\w.+!]+)", entry)
        if not pin:
            faults.append(f"not pinned: {entry.splitlines()[0]}")
        elif not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry):
            faults.append(f"{pin[1]} has no hash")
        else:
            versions.setdefault(canonicalize_name(pin[1]), []).append(pin[2])
    for name, specifier in wanted.items():
        if name not in versions:
            faults.append(f"{name} is missing")
        faults += [f"{name} {version} is not {specifier}" for version in versions.get(name, []) if version not in specifier]
    return faults


def reasons_faults(text):
    """docs/dependencies.md: each dependency has a row with its reason, and no row is left over."""
    section = re.search(r"(?ms)^# Dependencies$(.*)", text)
    rows = dict(re.findall(r"(?m)^\| `([^`|]+)` \|([^|]*)\|$", section[1])) if section else {}
    reasons = {canonicalize_name(name): reason.strip() for name, reason in rows.items()}
    proxy = json.loads((SERVER / "package.json").read_text("utf-8"))["dependencies"]
    every = {*ALL, *wanted_of("hub"), *wanted_of("students"), *proxy}
    faults = [f"{name} has no reason" for name in sorted(every) if not reasons.get(name)]
    return faults + [f"{name} is not in pyproject.toml" for name in reasons if name not in every]


def python_faults(text):
    """The oldest Python that is let in by the Makefile and tried by the workflow is the one that ``pyproject.toml`` states."""
    said = [".".join(v) for v in re.findall(r"version_info < \((\d+), (\d+)\)", text)]
    said += re.findall(r"Python (\d\.\d+) or newer", text)
    said += re.findall(r'(?m)^\s*python: \["([\d.]+)"', text)
    return [f"Python {v} here, {OLDEST_PYTHON} in pyproject.toml" for v in said if v != OLDEST_PYTHON] if said else ["no Python is named"]


def limit_faults(text):
    """The workflow gives the gate as many minutes as that says it needs."""
    said, needed = (
        re.findall(pattern, words) for pattern, words in ((r"timeout-minutes: (\d+)", text), (r"[Aa]t most (\d+) minutes", GATE))
    )
    return [] if said == needed and said else [f"limits of {said} minutes here, {needed} in .ci/run"]


def version_faults(text):
    """The changelog has an entry for the version of ``pyproject.toml``, and the citation names it."""
    said = re.findall(r"(?m)^(?:version: |## )(\d\S*)", text)
    return [] if said[:1] == [PROJECT["version"]] else [f"version {said[:1]} here, {PROJECT['version']} in pyproject.toml"]


CHECKS = [
    (environment_faults, "environment.yml"),
    (lock_faults, "requirements.lock"),
    (reasons_faults, "docs/dependencies.md"),
    (python_faults, "Makefile"),
    (python_faults, ".github/workflows/ci.yml"),
    (limit_faults, ".github/workflows/ci.yml"),
    (version_faults, "CITATION.cff"),
    (version_faults, "CHANGELOG.md"),
]


@pytest.mark.parametrize(("check", "file"), CHECKS, ids=[file for _, file in CHECKS])
def test_the_file_agrees_with_pyproject(check, file):
    assert check((ROOT / file).read_text("utf-8")) == []


DOCTORED = {  # what is wrong: the check, the file, a pattern, what it becomes, and a word that the fault must hold
    "a range differs": (environment_faults, "environment.yml", r"numpy >=\S+", "numpy >=1,<3", "numpy: "),
    "a spec is not valid": (environment_faults, "environment.yml", r"scipy >=", "scipy >>=", "not a valid spec: scipy"),
    "a package is missing": (environment_faults, "environment.yml", r"(?m)^  - rich .*\n", "", "rich is missing"),
    "a package too many": (environment_faults, "environment.yml", r"(?m)^  - pip$", "  - pip\n  - torch >=2", "torch is not in"),
    "a pip package too many": (environment_faults, "environment.yml", r"-e \.", "torch >=2", "torch is not in"),
    "another Python": (environment_faults, "environment.yml", r"python >=\S+", "python >=3.9", "python: "),
    "not YAML": (environment_faults, "environment.yml", r"channels:", "channels: [", "does not parse"),
    "an index in the lock": (lock_faults, "requirements.lock", r"\A", "--index-url x\n", "an address: --index-url"),
    "a URL in the lock": (lock_faults, "requirements.lock", r"numpy==\S+", "numpy @ file:///n.whl", "an address: numpy"),
    "a version out of range": (lock_faults, "requirements.lock", r"nbgrader==\S+", "nbgrader==0.8.0", "nbgrader 0.8.0 is not"),
    "no version": (lock_faults, "requirements.lock", r"alembic==\S+", "alembic>=1", "not pinned: alembic"),
    "no hash": (lock_faults, "requirements.lock", r"(rich==\S+) \\\n(\s+--hash.*\n)+", r"\1\n", "rich has no hash"),
    "a dependency not locked": (lock_faults, "requirements.lock", r"(?m)^uv==", "uw==", "uv is missing"),
    "a reason is missing": (reasons_faults, "docs/dependencies.md", r"\| `typer` \|[^|]*\|", "| `typer` | |", "typer has no reason"),
    "a row is missing": (reasons_faults, "docs/dependencies.md", r"\| `ruff` .*\n", "", "ruff has no reason"),
    "a row too many": (reasons_faults, "docs/dependencies.md", r"\| `ruff` ", "| `black` | why |\n| `ruff` ", "black is not in"),
    "no table": (reasons_faults, "docs/dependencies.md", r"# Dependencies", "# Else", "numpy has no reason"),
    "make lets an older Python in": (python_faults, "Makefile", r"version_info < \(3, \d+\)", "version_info < (3, 9)", "Python 3.9"),
    "make names an older Python": (python_faults, "Makefile", r"Python 3\.\d+ or newer", "Python 3.9 or newer", "Python 3.9"),
    "the oldest is not tried": (python_faults, ".github/workflows/ci.yml", r'python: \["3\.\d+"', 'python: ["3.12"', "Python 3.12"),
    "no Python is tried": (python_faults, ".github/workflows/ci.yml", r"python: \[.*\]", "", "no Python"),
    "another limit": (limit_faults, ".github/workflows/ci.yml", r"timeout-minutes: \d+", "timeout-minutes: 59", "['59'] minutes"),
    "no limit": (limit_faults, ".github/workflows/ci.yml", r"timeout-minutes: \d+", "", "[] minutes"),
    "an old citation": (version_faults, "CITATION.cff", r"(?m)^version: .*", "version: 0.0.1", "0.0.1"),
    "no entry in the changelog": (version_faults, "CHANGELOG.md", r"(?m)^## \d\S*", "## 0.0.1", "0.0.1"),
}


@pytest.mark.parametrize("what", DOCTORED)
def test_a_doctored_copy_is_found_out(what):
    check, file, pattern, replacement, word = DOCTORED[what]
    doctored, changes = re.subn(pattern, replacement, (ROOT / file).read_text("utf-8"), count=1)
    assert changes == 1
    assert any(word in fault for fault in check(doctored)), check(doctored)


@pytest.mark.parametrize("newer", [None, "programs/python3.{}", ".pyenv/versions/3.{}.1/bin/python3"])
def test_the_gate_says_what_it_runs_and_where(tmp_path, newer):
    """With programs that only say how they were called; the newest Python is a name that starts nothing."""
    programs, minor = tmp_path / "programs", sys.version_info.minor
    calls = {"make": 'echo make "$@" $OPENBLAS_CORETYPE', "uname": "echo x86_64", "id": "echo 0", "mktemp": "echo place"}
    calls |= {"python3": f'exec {sys.executable} "$@"', f"python3.{minor + 9}": "exit 127"}
    calls |= {"dirname": f'echo "{ROOT}/.ci"'} | dict.fromkeys(["git", "rm", "apt-get"], "exit 0")
    files = {programs / name: does for name, does in calls.items()}
    if newer:
        newer = tmp_path / newer.format(minor + 8)
        files[newer] = '[ "$1" = -c ] || echo Python'
    for file, does in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{does}\n")
        file.chmod(0o755)
    variables = {"PATH": str(programs), "HOME": str(tmp_path)}
    ran = subprocess.run([shutil.which("bash"), ROOT / ".ci/run"], env=variables, capture_output=True, text=True, check=True).stdout
    said = [line.strip() for line in ran.splitlines() if line.startswith(("==", "make"))]
    assert said[0].startswith("== All tests, on Python 3.") and said[1] == "make test-all"
    digits = "tests/long/test_committed.py tests/figures tests/reference tests/black_boxes"
    if newer:
        assert said[2].startswith("== The other fast tests, on Python") and said[4].endswith("with the kernels of an older processor")
        calls = [re.fullmatch(r"make -C place PYTHON=(\S+) test TESTS=(.*)", call).groups() for call in (said[3], said[5])]
        assert {Path(python).name for python, _ in calls} == {newer.name}
        left_out = [*digits.split()[1:], "tests/test_other_machines.py"]
        assert [tests for _, tests in calls] == [" ".join(f"--ignore={name}" for name in left_out), f"{digits} Haswell"]
    else:
        assert said[2].startswith("== No Python here is newer")
        assert said[4] == f"make -C . PYTHON=python3 test TESTS={digits} Haswell"
    assert (
        said[-2].startswith("== What rests on digits") and said[-1].endswith("Haswell") and len(said) == 4 + 2 * bool(newer) + (not newer)
    )


def pins(file):
    """``{name: version}`` of a lock."""
    return dict(re.findall(r"(?m)^([\w.-]+)==([\w.+!]+)", file.read_text("utf-8")))


@pytest.mark.parametrize("name", ["hub", "students"])
def test_is_the_lock_of_a_classroom_server_sound_and_of_the_courses_own_versions(name):
    """Students have the versions that the tests run on, and the grader's environment holds both locks."""
    assert lock_faults((SERVER / f"{name}.lock").read_text("utf-8"), wanted_of(name)) == []
    ours, course = pins(SERVER / f"{name}.lock"), pins(ROOT / "requirements.lock")
    assert {package: version for package, version in ours.items() if course.get(package, version) != version} == {}


def test_wants_a_students_server_what_the_kit_wants_and_nbgrader():
    wanted = {canonicalize_name(name): NEEDED[canonicalize_name(name)] for name in (*kit.PACKAGES, "nbgrader")}
    assert wanted_of("students") == wanted | {"jupyterhub": wanted_of("hub")["jupyterhub"]}


def test_names_the_proxys_lock_its_version_and_no_address():
    wanted, lock = (json.loads((SERVER / name).read_text("utf-8")) for name in ("package.json", "package-lock.json"))
    packages = {path.rpartition("node_modules/")[2]: about for path, about in lock["packages"].items() if path}
    assert {name: packages[name]["version"] for name in wanted["dependencies"]} == wanted["dependencies"]
    assert [name for name, about in packages.items() if "resolved" in about or not about["integrity"].startswith("sha512-")] == []


published = functools.cache(importlib.metadata.packages_distributions)  # it reads every installed package


def undeclared_imports(code, declared):
    """Packages that ``code`` imports, that others publish, and that ``declared`` does not name."""
    modules = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules.add(node.module.split(".")[0])
    ours = {canonicalize_name(PROJECT["name"])}
    publishers = {m: {canonicalize_name(d) for d in published()[m]} for m in modules - sys.stdlib_module_names if m in published()}
    return sorted(m for m, names in publishers.items() if not names & (declared.keys() | ours))


@pytest.mark.parametrize(
    ("folder", "declared"),
    [("course_utils", NEEDED), ("autograder", NEEDED | CHOSEN), ("source", NEEDED), ("tests", ALL), ("benchmarks", ALL)],
)
def test_every_import_is_declared(folder, declared):
    """A package that is here only because another one brings it may be gone tomorrow."""
    undeclared = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        if names := undeclared_imports(path.read_text("utf-8"), declared):
            undeclared[str(path.relative_to(ROOT))] = names
    assert undeclared == {}


def test_what_users_may_choose_is_tested_too():
    assert {name: str(FOR_CONTRIBUTORS[name]) for name in CHOSEN} == {name: str(wanted) for name, wanted in CHOSEN.items()}


def test_an_undeclared_import_is_found_out():
    code = "import os, numpy as np\nfrom yaml import safe_load\ndef f():\n    import pytest.mark\n"
    assert undeclared_imports(code, NEEDED) == ["pytest", "yaml"]
    assert undeclared_imports(code, ALL) == []


def built_wheel(project, out):
    """The names of the files in the wheel that ``project`` makes, and the command that it installs."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out], cwd=project, check=True, capture_output=True)
    with zipfile.ZipFile(next(out.glob("*.whl"))) as wheel:
        entry_points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        return wheel.namelist(), wheel.read(entry_points).decode()


@pytest.fixture
def small_project(tmp_path):
    """A project with our ``pyproject.toml`` and ``.gitignore``, and little else."""
    for file in ("pyproject.toml", ".gitignore", "LICENSE", "LICENSE-text"):
        (tmp_path / file).write_text((ROOT / file).read_text("utf-8"), "utf-8")
    for file in (
        "README.md",
        "course_utils/__init__.py",
        "course_utils/check_data/dropout.json",
        "autograder/bank/dropout/dropout_forward.py",
        "tests/x.py",
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("")
    return tmp_path


def test_the_package_holds_its_data_and_both_licences(small_project):
    names, entry_points = built_wheel(small_project, small_project / "out")
    assert {"course_utils/check_data/dropout.json", "autograder/bank/dropout/dropout_forward.py"} <= set(names)
    assert sum("LICENSE" in name for name in names) == 2
    assert not any(name.startswith("tests") for name in names)
    assert "course = autograder.commands.cli:app" in entry_points


def test_data_that_git_ignores_would_be_missed(small_project):
    (small_project / ".gitignore").write_text("*.json\n")
    names, _ = built_wheel(small_project, small_project / "out")
    assert "course_utils/check_data/dropout.json" not in names
