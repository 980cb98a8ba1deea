"""What a build makes of the course, held against what is committed."""

import json
import math
import re
import shutil

from tiny import ROOT

from autograder.making.build import build
from autograder.making.check_data import same_data

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
PICTURE = re.compile(r"data:image/png;base64,[^\"]*")
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
        if "text/html" in output.get("data", {}):
            output["data"]["text/html"] = PICTURE.sub("a picture", "".join(output["data"]["text/html"]))
    return a == b and alike(*(json.dumps(cells, sort_keys=True) for cells in outputs), rtol=0.05)


def same(name, a, b):
    if name.startswith("notebooks/"):
        return same_notebook(a, b)
    if name.startswith("course_utils/check_data/"):
        return same_data(json.loads(a), json.loads(b))
    return a == b


def made(root):
    return {f.relative_to(root).as_posix(): f.read_bytes() for pattern in MADE for f in root.glob(pattern) if f.is_file()}


def drifted(tmp_path, chapter, kept):
    """Build a chapter aside, and return the files that are not what is committed; these are mended.

    kept  whether the solved notebook is there: of one that is up to date nothing is proved or run again
    """
    for folder in ("source", "course_utils", "autograder"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb", "check_data"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    if kept:
        (tmp_path / "notebooks").mkdir()
        shutil.copy(ROOT / "notebooks" / f"{chapter}.ipynb", tmp_path / "notebooks")
    build(tmp_path, [chapter])
    fresh, there = made(tmp_path), made(ROOT)
    gone = [name for name in there if name.startswith(f"release/{chapter}/") and name not in fresh]
    other = [name for name in fresh if name not in there or not same(name, there[name], fresh[name])]
    for name in other:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_bytes(fresh[name])
    for name in gone:
        (ROOT / name).unlink()
    return other + gone
