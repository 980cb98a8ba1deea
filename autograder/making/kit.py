"""The kit for students: one zip with the released notebooks, what they import, and how to install and start.

It holds no answer and nothing of the grader, and the same files give the same bytes on every machine: names are
sorted, times and modes fixed, nothing is compressed (compressors differ). Its name and version end in a mark of all that
it holds. So a kit with other content unzips into another folder, and never over a notebook that a student worked in.
"""

from __future__ import annotations

import hashlib
import io
import re
import tomllib
import zipfile
from pathlib import Path

from ..errors import CourseError
from ..files import write
from ..places import GIVEN, texts
from . import start

# What the notebooks and `course_utils` import, and JupyterLab to open them in. The visible check needs no nbgrader; and
# *Validate* does what JupyterLab's "Restart Kernel and Run All Cells" does. So it stays out, with all that it brings.
PACKAGES = ("contourpy", "ipykernel", "ipython", "ipywidgets", "jupyterlab", "matplotlib", "numpy", "scikit-learn", "scipy")
FRONT_END = "jupyterlab"  # Binder, VS Code and Colab are front ends themselves
RUNTIME = "python-3.12"  # Binder's own default is older than what the course needs
README = Path(__file__).with_name("kit_readme.md")
LAB = Path(__file__).with_name("lab")  # what JupyterLab is told
IGNORED = f"/.venv/\n/{start.FILE}\n.ipynb_checkpoints/\n__pycache__/\n"  # where a student keeps their folder in git
LICENCES = ("LICENSE", "LICENSE-text")
FIRST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can tell
PYPROJECT = """\
# Installs what the notebooks import, `course_utils` among it: see README.md.
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "practical-aspects-kit"
version = "{version}"
description = "Practical aspects of deep learning: what the student notebooks need"
readme = "README.md"
requires-python = "{python}"
license = "{licence}"
license-files = ["LICENSE", "LICENSE-text"]
dependencies = [
{packages}
]

[tool.hatch.build.targets.wheel]
packages = ["course_utils"]

[tool.hatch.build.targets.wheel.shared-data]
"lab_settings/page_config.json" = "etc/jupyter/labconfig/page_config.d/practical-aspects.json"
"""
ENVIRONMENT = """\
# For conda: conda env create -f environment.yml && conda activate practical-aspects-kit
name: practical-aspects-kit
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python {python}
{packages}
  - pip
  - pip:
      - .
"""


def make(root, file=None, chapters=None, release=None, title="", due=None):
    """Write the kit of a course to `file` (else to `dist/`, beside the release) and return its path.

    chapters  the names of those whose notebooks are in it; all if None
    release   the folder with the released chapters; that of the course if None
    title     what the start page calls it; the course's name if it is empty
    due       {chapter: until when it may be handed in, in words}
    """
    root, release = Path(root), Path(release or Path(root, "release"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    chapters = chapters or [text.stem for text in texts(root)]
    files = notebooks(release, chapters) | _files(LAB, "**/*") | {".gitignore": IGNORED.encode()}
    if (root / "course_utils" / "start.py").is_file():  # an edition that a class has kept may be older
        files |= start.files(release, chapters, title, due)
    files |= given(root) | {name: (root / name).read_bytes() for name in LICENCES}
    version = f"{project['version']}+{_mark(files | about(project, project['version']))}"
    name = f"practical-aspects-kit-{version.replace('+', '-')}"
    file = Path(file or release.parent / "dist" / f"{name}.zip")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as kit:
        for path, data in sorted((files | about(project, version)).items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", FIRST)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # a plain file, said as Unix does
            kit.writestr(entry, data)
    write(file, packed.getvalue())
    return file


def _mark(files):
    """Return eight letters and digits that are others as soon as a name or a byte is."""
    names = "".join(f"{hashlib.sha256(data).hexdigest()} {path}\n" for path, data in sorted(files.items()))
    return hashlib.sha256(names.encode()).hexdigest()[:8]


def about(project, version):
    """Return the files that say how a kit of that version is installed, bytes by path."""
    packages = {re.match(r"[\w-]+", spec)[0]: spec for spec in project["dependencies"]}
    specs = [packages[name] for name in PACKAGES]
    fill = {"version": version, "python": project["requires-python"], "licence": project["license"]}
    conda = "\n".join(f"  - {re.sub(r'(?=[<>=])', ' ', spec, count=1)}" for spec in specs)
    required = "".join(f"{spec}\n" for name, spec in zip(PACKAGES, specs, strict=True) if name != FRONT_END)
    words = README.read_text(encoding="utf-8").replace("IPYWIDGETS", packages["ipywidgets"])
    said = {
        "README.md": words.replace("VERSION", version.replace("+", "-")),
        "requirements.txt": f"# What the notebooks import, for front ends that are there already: VS Code, a hub of your school.\n{required}",
        "binder/requirements.txt": f"# Binder looks into this folder, and nowhere else.\n{required}",
        "binder/runtime.txt": f"{RUNTIME}\n",
        "pyproject.toml": PYPROJECT.format(packages="\n".join(f'    "{spec}",' for spec in specs), **fill),
        "environment.yml": ENVIRONMENT.format(packages=conda, **fill),
    }
    return {path: words.encode() for path, words in said.items()}


def notebooks(release, chapters):
    """Return the released chapters' files, bytes by path: beside `course_utils`, so that they find it wherever they run."""
    found = {}
    for chapter in chapters:
        folder = Path(release, chapter)
        if not (folder / f"{chapter}.ipynb").is_file():
            raise CourseError(f"there is no {folder / chapter}.ipynb: build it with `course build {chapter}`")
        found |= _files(folder, "**/*")
    return found


def given(root):
    """Return what of `course_utils` is in the kit, bytes by path."""
    found = {}
    for place in GIVEN:
        found |= {f"course_utils/{path}": data for path, data in _files(Path(root, "course_utils"), f"{place}/*").items()}
    return found


def _files(folder, pattern):
    """Return the files of a folder that a pattern names, bytes by relative path, without caches and what begins with a dot."""
    found = {}
    for file in folder.glob(pattern):
        path = file.relative_to(folder)
        if file.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in path.parts):
            found[path.as_posix()] = file.read_bytes()
    return found
