"""Submissions that are damaged, misplaced, or no notebooks."""

import gzip
import io
import json
import os
import random
import zipfile

import nbformat
import tiny
from nbformat import v3, v4

from . import ALL, BACKWARD, FORWARD, WRONG, around, submission

NAME = f"{tiny.CHAPTER}.ipynb"


def text(root):
    """Return the right answers as the text of a file."""
    return nbformat.writes(tiny.answered(root))


@submission(0, status="unreadable")
def is_cut_off(root):
    """Ends in the middle of a cell."""
    return text(root)[:-500].encode()


@submission(0, status="unreadable")
def is_empty(root):
    """Has no bytes."""
    return b""


@submission(0, status="unreadable")
def is_compressed(root):
    """Is compressed by gzip."""
    return gzip.compress(text(root).encode())


@submission(0, status="unreadable")
def is_an_archive(root):
    """Is a ZIP archive, with paths that lead out of its folder."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(f"../../../../tmp/{NAME}", text(root))
        archive.writestr("/etc/passwd", "x")
    return data.getvalue()


@submission(ALL)
def is_in_utf_16(root):
    """Right answers, in another encoding of text."""
    return text(root).encode("utf-16")


@submission(ALL)
def has_a_byte_order_mark(root):
    """Right answers, behind a byte order mark."""
    return text(root).encode("utf-8-sig")


@submission(0, status="unreadable")
def holds_nul_bytes(root):
    """Holds bytes that are no JSON among right ones."""
    return text(root).encode().replace(b"\n", b"\n\0")


@submission(FORWARD)
def has_nul_in_an_answer(root):
    """Has characters in an answer that Python takes in no source: NUL and half a character."""
    notebook = around(root, first="\ud800 = 1", last="\0")
    tiny.cell(notebook, "exercise-dropout_backward").source += "\n\0"
    return json.dumps(notebook).encode()


@submission(0, status="unreadable")
def is_another_document(root):
    """Is JSON, but no notebook."""
    return json.dumps({"score": 5, "nbformat": "4", "cells": [{"points": 5}]}).encode()


@submission(0, status="unreadable")
def is_deep(root):
    """Is JSON, 200,000 levels deep."""
    return b'{"nbformat": 4, "cells": ' + b"[" * 200_000


@submission(0, status="unreadable")
def is_of_the_future(root):
    """Says that it is in format 5."""
    return json.dumps({**tiny.answered(root), "nbformat": 5}).encode()


@submission(0, status="unreadable")
def is_of_format_2(root):
    """Says that it is in format 2."""
    return json.dumps({**tiny.answered(root), "nbformat": 2}).encode()


@submission(ALL, status="repaired")
def is_of_format_3(root):
    """Right answers, in the notebook format of 2013."""
    cells = [
        v3.new_code_cell(input=cell.source) if cell.cell_type == "code" else v3.new_text_cell("markdown", source=cell.source)
        for cell in tiny.answered(root).cells
    ]
    return json.dumps(v3.new_notebook(worksheets=[v3.new_worksheet(cells=cells)])).encode()


@submission(0, status="unreadable")
def is_larger_than_allowed(root):
    """Has more bytes than a notebook may have."""
    notebook = tiny.answered(root)
    notebook.metadata["more"] = "x" * 51_000_000
    return json.dumps(notebook).encode()


@submission(0, status="unreadable")
def has_millions_of_values(root):
    """Has an output of empty lists, in the format of 2013: they become gigabytes where that is converted."""
    cell = '{"cell_type": "code", "input": "x", "outputs": [' + "{}, " * 12_000_000 + "{}]}"
    return ('{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [' + cell + "]}]}").encode()


@submission(0, status="unreadable")
def has_millions_of_lines(root):
    """Has blank lines in a text, which are compared with those of each cell that is missing."""
    return json.dumps(v4.new_notebook(cells=[v4.new_markdown_cell("\n" * 24_000_000)])).encode()


@submission(0, status="unreadable", slow=True)
def has_a_million_cells(root):
    """Has more cells than anyone writes, in a file of the size that is allowed."""
    notebook = json.dumps({**tiny.answered(root), "cells": ["CELLS"]})
    return notebook.replace('"CELLS"', ", ".join(['{"cell_type": "code"}'] * 1_000_000)).encode()


@submission(ALL, status="repaired")
def has_other_things_for_cells(root):
    """Right answers among numbers, lists, texts and cells of unknown types."""
    notebook = json.loads(text(root))
    notebook["cells"][1:1] = [
        3,
        None,
        [],
        "cell",
        {},
        {"cell_type": "video"},
        {"cell_type": 3, "source": []},
        {"cell_type": "code", "source": 3},
    ]
    for cell in notebook["cells"]:
        if isinstance(cell, dict) and "metadata" in cell:
            cell["metadata"] = [cell["metadata"]]
    notebook["metadata"] = []
    return json.dumps(notebook).encode()


@submission(ALL)
def has_odd_metadata(root):
    """Right answers; the kernel is of another language, and the metadata of notebook and cells are deep, huge and wrong."""
    notebook = tiny.answered(root)
    deep = {}
    for _ in range(100):
        deep = {"x": deep}
    notebook.metadata = {"kernelspec": {"name": "../../bin/sh", "language": "R"}, "deep": deep, "nbgrader": 3, "celltoolbar": []}
    for cell in notebook.cells:
        cell.metadata.update(deep=deep, course=3, tags={"a": 1}, name="x" * 10**5)
    return notebook


@submission(ALL, status="repaired")
def has_deep_grading_metadata(root):
    """Right answers; nbgrader's metadata of a cell are deep and hold things of other types."""
    notebook = tiny.answered(root)
    deep = []
    for _ in range(400):
        deep = [deep]
    tiny.cell(notebook, "tests-dropout_forward").metadata.nbgrader.update(points=deep, locked="x", more=deep)
    return json.dumps(notebook).encode()


@submission(ALL, status="repaired")
def has_lost_all_metadata(root):
    """Right answers, without ids, metadata and names."""
    notebook = json.loads(text(root))
    notebook["nbformat_minor"] = 2
    for cell in notebook["cells"]:
        cell.pop("id")
        cell["metadata"] = {}
    return json.dumps(notebook).encode()


@submission(ALL)
def has_one_id_for_all(root):
    """Right answers; all cells have the same id, and all that are graded the same name."""
    notebook = tiny.answered(root)
    for cell in notebook.cells:
        cell.id = "one"
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.grade_id = "one"
    return json.dumps(notebook).encode()


@submission(ALL, status="repaired")
def has_every_cell_thrice(root):
    """Right answers, three times over, with the empty stubs as the last."""
    notebook = tiny.answered(root)
    notebook.cells = [*notebook.cells, *tiny.answered(root).cells, *tiny.released(root).cells]
    return json.dumps(notebook).encode()


@submission(ALL, status="repaired")
def is_upside_down(root):
    """Right answers, in the reverse order of cells, each with the imports it needs."""
    code = {name: f"import numpy as np\n{answer}" for name, answer in tiny.RIGHT.items()}
    notebook = tiny.answered(root, **code)
    notebook.cells = notebook.cells[::-1]
    return notebook


@submission(ALL, status="repaired")
def has_answers_in_cells_of_its_own(root):
    """Right answers, each in a new cell behind the graded one; the exercise cells are deleted."""
    notebook = tiny.answered(root)
    own = [v4.new_code_cell(cell.source) for cell in notebook.cells if cell.id.startswith("exercise")]
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith("exercise")] + own
    return notebook


@submission(FORWARD, status="repaired")
def has_an_answer_that_is_text(root):
    """One right answer, and one in a cell that was made text: an answer's type is given back to it."""
    notebook = tiny.answered(root, dropout_backward=WRONG["dropout_backward"])
    tiny.cell(notebook, "exercise-dropout_forward").cell_type = "markdown"
    tiny.cell(notebook, "exercise-dropout_backward").cell_type = "raw"
    return notebook


@submission(BACKWARD)
def does_not_parse(root):
    """Has an answer that is no Python, and cells that are other languages."""
    return around(root, "%%bash\necho hi\nexit 3", last="SELECT * FROM points;", dropout_forward="def dropout_forward(A:\n  return (")


@submission(ALL)
def is_hard_to_parse(root):
    """Right answers, and cells that are long, deep and full of magics: more than a reader of Python should have to read."""
    notebook = around(root, first="-" * 10_000 + "1", last="not " * 30_000 + "1")
    more = ["%a\n" * 501, "(" * 5000, "lambda: " * 5000, "f'{" * 200]
    notebook.cells += [v4.new_code_cell(source) for source in more]
    return notebook


@submission(ALL, slow=True)
def is_full_of_magics(root):
    """Right answers above long cells of magics, for each of which IPython would read a cell again."""
    notebook = around(root)
    magics = "%x dropout_forward dropout_backward\n" * 49
    notebook.cells += [v4.new_code_cell(magics + "a\n" * 9_000 + f"{n}", id=f"magics-{n}") for n in range(12)]
    return notebook


@submission(ALL, slow=True)
def has_a_cell_of_megabytes(root):
    """Right answers, and cells of 2 MB: one name, one number, one text, one comment."""
    size = 2 * 10**6
    notebook = tiny.answered(root)
    notebook.cells += [v4.new_code_cell(source) for source in ("x" * size, "1" * size, repr("x" * size), "#" * size)]
    return notebook


@submission(ALL)
def is_full_of_scripts(root):
    """Right answers, and scripts in text, outputs, attachments, names and ids."""
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    notebook = around(
        root, first=f"from IPython.display import HTML\nHTML({script!r})", last=f"raise type({script!r}, (Exception,), {{}})({script!r})"
    )
    notebook.cells.append(v4.new_markdown_cell(f"[x](javascript:alert(1)) {script} ![a](attachment:{script})"))
    notebook.cells[-1].attachments = {script: {"image/svg+xml": f"<svg onload=alert(1)>{script}</svg>"}}
    notebook.cells.append(v4.new_raw_cell(script, metadata={"format": "text/html"}))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [v4.new_output("display_data", {"text/html": script, "application/javascript": "alert(1)"})]
    return notebook


@submission(ALL)
def brings_widgets_and_attachments(root):
    """Right answers; the metadata hold megabytes of widget state with scripts, depths and odd types, and the cells attachments of all kinds."""
    script, deep = "</script><script>alert(1)</script>", []
    for _ in range(300):
        deep = [deep, {"x": script}]
    notebook = around(
        root, last="from IPython.display import display\ndisplay({'application/vnd.jupyter.widget-view+json': {'model_id': 'm'}}, raw=True)"
    )
    kind = "application/vnd.jupyter.widget-state+json"
    model = {
        "model_name": script,
        "model_module": "../../evil",
        "model_module_version": None,
        "state": {"value": script, "data": "x" * 10**6},
    }
    state = {"state": {"m": model, script: deep, **{str(n): model for n in range(5)}}, "version_major": 1e300, "version_minor": script}
    notebook.metadata.widgets = {kind: state, script: deep, "application/vnd.jupyter.widget-view+json": [None, True]}
    pictures = {
        "a.png": {"image/png": "no base64 " + script},
        "../../up.svg": {"image/svg+xml": f"<svg onload=alert(1)>{script}</svg>"},
        script: {script: deep},
    }
    for n, attachments in enumerate((pictures, deep, script, None, {"a": None}, {"big": {"image/png": "A" * 3 * 10**6}})):
        notebook.cells.append(v4.new_markdown_cell(f"![a](attachment:a.png) ![b](attachment:../../up.svg) {n}"))
        notebook.cells[-1]["attachments"] = attachments
    tiny.cell(notebook, "exercise-dropout_forward")["attachments"] = pictures  # a code cell may have none
    return notebook


# --- not a file, or not where it should be ------------------------------------------------------------------


@submission(0, status="unreadable", placed=True)
def is_a_link(root, path):
    """Is a symbolic link to a notebook that was not handed in."""
    (root / "elsewhere.ipynb").write_text(text(root))
    path.symlink_to(root / "elsewhere.ipynb")


@submission(0, status="unreadable", placed=True)
def is_a_link_to_the_seed(root, path):
    """Is a symbolic link to the class's seed."""
    path.symlink_to(root / "class_seed")


@submission(0, status="unreadable", placed=True)
def is_a_link_that_leads_nowhere(root, path):
    """Is a link to itself."""
    path.symlink_to(path)


@submission(0, status="unreadable", placed=True)
def is_a_pipe(root, path):
    """Is a pipe that nobody writes into."""
    os.mkfifo(path)


@submission(0, status="unreadable", placed=True)
def is_a_folder(root, path):
    """Is a folder of the notebook's name."""
    path.mkdir()


@submission(0, status="unreadable", placed=True)
def is_a_folder_that_holds_a_file(root, path):
    """Is a folder of the notebook's name, and so is what should be the time: what lies in them has the place of a file."""
    for folder in (path, path.with_name("timestamp.txt")):
        folder.mkdir()
        (folder / "helper.py").write_text("x = 1")


@submission(ALL, status="repaired", placed=True)
def is_a_zip_of_one_name_for_file_and_folder(root, path):
    """Right answers, in a zip in which what is a file is a folder too."""
    with zipfile.ZipFile(path.with_name("work.zip"), "w") as archive:
        for name in ("mine/a", "mine/a/b", "mine/c/d", "mine/c"):
            archive.writestr(name, "x")
        archive.writestr(f"mine/{path.name}", text(root))


@submission(0, status="unreadable", placed=True)
def is_many_zips(root, path):
    """Is forty zips, each of which holds as much as a folder may."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(10):
            archive.writestr(f"{n}.bin", bytes(10**7))
    for n in range(40):
        path.with_name(f"{n}.zip").write_bytes(data.getvalue())


@submission(0, status="unreadable", placed=True)
def has_another_name(root, path):
    """Is there under the name a browser gives to a second download."""
    path.with_name(f"{path.stem} (1).ipynb").write_text(text(root))


@submission(ALL, placed=True)
def lies_among_odd_files(root, path):
    """Right answers; beside them links to secrets, pipes, deep folders and names with newlines and tricks."""
    path.write_text(text(root))
    folder = path.parent
    for name in (
        "new\nline",
        "-rf",
        "..\\..\\x",
        "<script>",
        "%s%n",
        "x" * 200,
        ".hidden",
        "numpy.py",
        "course_utils.py",
        "sitecustomize.py",
    ):
        (folder / name).write_text("raise SystemExit('imported')")
    (folder / "seed.txt").symlink_to(root / "class_seed")
    (folder / "submitted").symlink_to(root / "submitted")
    os.mkfifo(folder / "pipe.csv")
    deep = folder
    for _ in range(30):
        deep = deep / "deep"
    deep.mkdir(parents=True)
    with open(os.fsencode(folder) + b"/\xff\xfe", "w") as file:
        file.write("x")


@submission(ALL, placed=True)
def brings_large_files(root, path):
    """Right answers, beside a file that says it has a terabyte."""
    path.write_text(text(root))
    with open(path.with_name("data.csv"), "w") as file:
        file.truncate(10**12)


@submission(0, status="unreadable")
def is_noise(root):
    """Is a megabyte of noise."""
    return random.Random(0).randbytes(10**6)
