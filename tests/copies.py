"""A copy of the tiny course with packages of its own, in which the bank can be changed as a pull would."""

import shutil

import tiny

from autograder.classroom import edition


def course(root, place):
    """Copy a tiny course to a place, with our two packages beside its text."""
    shutil.copytree(root, place)
    for name in edition.PACKAGES:
        shutil.copytree(tiny.ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def bank_of(place):
    """Return the file of an exercise's entry."""
    return place / "autograder" / "bank" / "dropout" / "dropout_forward.py"


def make_harder(place):
    """Let `dropout_forward` be worth 4 points in place of 3."""
    text = bank_of(place).read_text(encoding="utf-8")
    assert text.count("points=3,") == 1
    bank_of(place).write_text(text.replace("points=3,", "points=4,"), encoding="utf-8")


def files(place):
    """Return what a folder holds: bytes by relative path."""
    return {f.relative_to(place): f.read_bytes() for f in place.rglob("*") if f.is_file()}
