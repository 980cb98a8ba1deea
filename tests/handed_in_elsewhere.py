"""Ways in which honest work really comes in under another name, in another folder, or as another kind of file."""

import io
import json
import zipfile

import tiny
from nbformat import v4

CHAPTER = tiny.CHAPTER
NAME = f"{CHAPTER}.ipynb"
ELSEWHERE = [
    f"{CHAPTER} (1).ipynb",
    f"{CHAPTER}_ada.ipynb",
    "01_Tiny.IPYNB",
    f"{CHAPTER}.ipynb.txt",
    f"{CHAPTER}.ipynb.json",
    "notebook.json",
    f"kit/work/{NAME}",
    f"../{NAME}",
    f"../{CHAPTER.title()}/{NAME}",
]


def put(course, name, notebook, student="ada"):
    """Hand in a file: a notebook, or bytes. `name` is relative to the chapter's folder."""
    path = course.folder / "submitted" / student / CHAPTER / name
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
    return path


def zipped(**files):
    """Return the bytes of a zip with these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return data.getvalue()


def a_class(course):
    """Hand in all of these, each as a student's, and return their ids."""
    right, root = tiny.answered(course.folder), course.folder
    helped = tiny.answered(root, dropout_backward="from helper import dropout_backward")
    helper = ("import numpy as np\n" + tiny.RIGHT["dropout_backward"]).encode()
    half = tiny.answered(root, dropout_backward=tiny.stub(root, "dropout_backward"))
    wrong = tiny.answered(root, dropout_forward="dropout_forward = max", dropout_backward="dropout_backward = max")
    files = {f"elsewhere-{n}": {name: right} for n, name in enumerate(ELSEWHERE)} | {
        "zip": {"work.zip": zipped(**{f"mine/{NAME}": helped, "mine/helper.py": helper, f"__MACOSX/mine/._{NAME}": b"\0\5"})},
        "copy beside the stub": {NAME: tiny.released(root), f"{CHAPTER}-Copy1.ipynb": right},
        "a better copy": {NAME: half, "better.ipynb": right},
        "most answers": {"b.ipynb": half, "a.ipynb": wrong, "0.ipynb": tiny.released(root)},
        "damaged beside a copy": {NAME: b"{", "copy.ipynb": right},
        "deleted cells": {NAME: v4.new_notebook(cells=[c for c in right.cells if c.id != "setup"])},
        "a page": {f"{CHAPTER}.html": b"<html>"},
        "damaged": {NAME: b'{"cells": ['},
        "[x]": {"mine.ipynb": right},
    }
    for student, its in files.items():
        for name, content in its.items():
            put(course, name, content, student)
    return sorted(files)
