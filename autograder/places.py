"""Where things lie: the course's folder, our two packages, and what of them a student may see.

Students and submissions see what is named here, and nothing else: a folder that is added stays hidden until it is named.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import course_utils

PACKAGE = Path(__file__).parent  # of the grader, and never seen by a submission
COURSE_UTILS = Path(course_utils.__file__).parent
GIVEN = (".", "black_boxes", "check_data", "checking", "checking/measures", "figures")  # folders of `course_utils` that students get
CHECK_DATA = Path("course_utils", "check_data")
CONFIG = "nbgrader_config.py"
COURSE_ROOT = "COURSE_ROOT"  # the variable that names the course's folder, where it is not the one above this package


def course_root():
    """Return the folder that holds `source/`: `COURSE_ROOT` if that is set, else the one above this package."""
    return Path(os.environ.get(COURSE_ROOT) or PACKAGE.parent)


def texts(root):
    """Return the files of the chapters' texts, in order."""
    return sorted(file for file in (Path(root) / "source").glob("*.py") if re.fullmatch(r"\d\d_\w+", file.stem))


def given_modules():
    """Return the names of the modules of `course_utils` that students get."""
    files = [(place, file) for place in GIVEN for file in sorted((COURSE_UTILS / place).glob("*.py")) if file.stem != "__init__"]
    return [".".join(["course_utils", *Path(place).parts, file.stem]) for place, file in files]


def not_given(folder=COURSE_UTILS):
    """Return the folders inside of a `course_utils` that students do not get, outermost ones alone, by relative path."""
    inner = [entry.relative_to(folder).as_posix() for place in GIVEN for entry in sorted(Path(folder, place).glob("*/"))]
    return [name for name in inner if name not in GIVEN]
