"""Is told what went wrong first, and not its echo, wherever a loss is told?"""

import nbformat
import pytest
import tiny
from nbformat import v4
from tiny import insert

from autograder.grading.graded_cell import verdicts
from autograder.showing import findings, report

BACKWARD = "def dropout_backward(dA_dropped, D, keep_prob):\n    return dA_dropped * D / "
FOWARD = tiny.RIGHT["dropout_forward"].replace("def dropout_forward", "def dropout_foward")
CALLS = "def dropout_backward(dA_dropped, D, keep_prob):\n    dropout_forward(D, keep_prob, np.random.default_rng(0))\n    return D"
SEABORN = "ModuleNotFoundError: No module named 'seaborn'"

SAID = {  # what was written on top, the answers, what the table says of one of them
    "a line that does not parse": (
        "",
        {"dropout_backward": BACKWARD + "keep_prob)"},
        "its cell stopped with SyntaxError: unmatched ')' (line 2)",
    ),
    "curly quotes": (
        "",
        {"dropout_backward": BACKWARD + "{“a”: 1}[“a”]"},
        "its cell stopped with SyntaxError: invalid character '“' (U+201C) (line 2)",
    ),
    "a blank that does not break": (
        "",
        {"dropout_backward": BACKWARD.replace("    ", "\u00a0   ") + "1"},
        "its cell stopped with SyntaxError: invalid non-printable character U+00A0 (line 2)",
    ),
    "a name misspelt": (
        "",
        {"dropout_forward": FOWARD},
        "no cell makes `dropout_forward`; there is `dropout_foward`: is that meant?",
    ),
    "a package that is not there, above an import": (
        "import seaborn\nimport math",
        {"dropout_backward": BACKWARD + "math.fabs(keep_prob)"},
        f"it stopped with NameError: the cell that was to make `math` stopped with {SEABORN}",
    ),
    "a name misspelt whose right one was made before its cell stopped": (
        "import math\nimport seaborn",
        {"dropout_backward": BACKWARD + "mth.fabs(keep_prob) * math.pi"},
        "it stopped with NameError: it uses `mth`, which no cell makes",
    ),
    "a helper's cell that stopped": (
        "import seaborn\nimport math",
        {"dropout_backward": BACKWARD + "half(keep_prob)", "helper": "def half(x):\n    return math.fabs(x)"},
        f"it stopped with NameError: the cell that was to make `math` stopped with {SEABORN}",
    ),
    "a function that calls another exercise's which misses a name": (
        "",
        {"dropout_forward": tiny.RIGHT["dropout_forward"].replace("return", "math.pi\n    return"), "dropout_backward": CALLS},
        "it stopped with NameError: what it calls uses `math`, which no cell makes",
    ),
    "a line on top of the answer that needs what stopped": (
        "import seaborn\nimport math",
        {"dropout_backward": "math.pi\n" + BACKWARD + "keep_prob"},
        f"its cell stopped with NameError: name 'math' is not defined; the cell that was to make `math` stopped with {SEABORN}",
    ),
    "a helper that does not parse": (
        "def half(x)\n    return x",
        {"dropout_backward": BACKWARD + "half(keep_prob)"},
        "it stopped with NameError: the cell that was to make `half` stopped with SyntaxError: expected ':' (line 1)",
    ),
    "the marks of a merge in an answer": (
        "",
        {"dropout_backward": f"<<<<<<< HEAD\n{BACKWARD}1\n=======\n{BACKWARD}keep_prob\n>>>>>>> main"},
        "its cell stopped with SyntaxError: invalid syntax (line 1); it holds the marks of a merge in git, from `<<<<<<<` to `>>>>>>>`",
    ),
    "a magic of Colab's above an import": (
        "%tensorflow_version 2.x\nimport math",
        {"dropout_backward": BACKWARD + "math.fabs(keep_prob)"},
        "it stopped with NameError: the cell that was to make `math` stopped with "
        "UsageError: Line magic function `%tensorflow_version` not found.",
    ),
    "a magic that is not there below an import": (
        "import math\n%nope\nx = 1",
        {"dropout_backward": BACKWARD + "mth.fabs(keep_prob) * math.pi"},
        "it stopped with NameError: it uses `mth`, which no cell makes",
    ),
    "a comment above a magic that has to come first": (
        "",
        {"dropout_backward": "# mine\n%%time\n" + BACKWARD + "keep_prob"},
        "its cell stopped with UsageError: Line magic function `%%time` not found.",
    ),
    "%%timeit on top of an answer": (
        "",
        {"dropout_backward": "%%timeit -n1 -r1\n" + BACKWARD + "keep_prob"},
        "no cell makes `dropout_backward`: it is written below `%%timeit`, which keeps it to itself",
    ),
    "an answer wrapped in a class": (
        "",
        {"dropout_backward": "class Dropout:\n    " + BACKWARD.replace("(", "(self, ").replace("\n", "\n    ") + "keep_prob"},
        "no cell makes `dropout_backward`: it is written inside `Dropout`, where the notebook does not see it",
    ),
    "another name altogether in the answer's cell": (
        "",
        {"dropout_backward": BACKWARD.replace("dropout_backward", "my_gradient") + "keep_prob"},
        "no cell makes `dropout_backward`; its cell makes `my_gradient`: is that meant?",
    ),
    "a letter of another alphabet in the name": (
        "",
        {"dropout_backward": BACKWARD.replace("backward", "b\u0430ckward") + "keep_prob"},
        "no cell makes `dropout_backward`; there is `dropout_b\u0430ckward`, in which '\u0430' is CYRILLIC SMALL LETTER A: is that meant?",
    ),
    "a helper that a line above the answer takes away": (
        "def half(x):\n    return x / 2",
        {"helper": "del half", "dropout_backward": BACKWARD + "half(keep_prob)"},
        "it stopped with NameError: `del half` in a cell above takes away what it uses",
    ),
    "the stub's last line kept below an answer": (
        "",
        {
            "dropout_backward": BACKWARD.replace("return", "dA =")
            + "keep_prob\n    # YOUR CODE HERE\n    raise NotImplementedError()\n    return dA"
        },
        "it stopped with NotImplementedError: `raise NotImplementedError()` still stands in its cell",
    ),
    "a helper that is not written": (
        "",
        {"dropout_backward": "def half(x):\n    raise NotImplementedError\n\n" + BACKWARD + "half(keep_prob)"},
        "it stopped with NotImplementedError: `raise NotImplementedError` still stands in its cell",
    ),
    "the empty stub once more below an answer in its cell": (
        "",
        {"dropout_backward": BACKWARD + "keep_prob\n\n" + BACKWARD.split("    ")[0] + "    raise NotImplementedError()"},
        "it stopped with NotImplementedError: its cell ends with an empty `def dropout_backward`, which takes the place of the one above",
    ),
    "a name that no cell makes": (
        "",
        {"dropout_backward": BACKWARD + "math.fabs(keep_prob)"},
        "it stopped with NameError: it uses `math`, which no cell makes",
    ),
    "another exercise whose cell does not parse": (
        "",
        {"dropout_forward": "def dropout_forward(:\n    pass", "dropout_backward": CALLS},
        "it stopped with NameError: the cell that was to make `dropout_forward` stopped with SyntaxError: invalid syntax (line 1)",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_is_what_went_wrong_first_told_in_table_verdict_and_data(course, name):
    top, answers, says = SAID[name]
    notebook = tiny.answered(course.folder, **{name: code for name, code in answers.items() if name in tiny.RIGHT})
    insert(notebook, "setup", *(v4.new_code_cell(code) for code in (top, answers.get("helper", "")) if code))
    result = tiny.graded(course, f"cause of {name}", notebook)
    lost = [e for e in result.exercises if e.says == says]
    assert lost and not any(e.points for e in lost), [e.says for e in result.exercises]
    assert lost[0].cause and lost[0].says.endswith(lost[0].cause)
    assert f"{lost[0].exercise}: {says}" in report.went_wrong(result)
    page = tiny.executed(course, result.student)
    nbformat.validate(page)
    cell = tiny.cell(page, f"tests-{lost[0].exercise}")
    shown = [o.data["text/plain"] for o in cell.outputs if o.output_type == "display_data"] if verdicts(cell) else [cell.outputs[0].evalue]
    assert lost[0].cause in shown[0]


def test_is_a_name_made_only_below_told(course):
    notebook = tiny.answered(course.folder, dropout_backward=BACKWARD + "xp.abs(keep_prob)")
    notebook.cells.append(v4.new_code_cell("import numpy as xp"))
    result = tiny.graded(course, "made below", notebook)
    assert result.exercises[1].says == "it stopped with NameError: it uses `xp`, which is made only in a cell below"


def test_is_an_answer_whose_cell_was_split_in_two_told(course):
    notebook = tiny.answered(course.folder, dropout_backward="def dropout_backward(dA_dropped, D, keep_prob):\n    dA = dA_dropped * D")
    insert(notebook, "exercise-dropout_backward", v4.new_code_cell("    return dA / keep_prob"))
    result = tiny.graded(course, "split", notebook)
    says = "the cell below it stopped with SyntaxError: 'return' outside function (line 1): was its cell split in two?"
    assert (result.exercises[1].points, result.exercises[1].cause) == (0, says)
    assert says in report.went_wrong(result)
    (finding,) = (one for one in findings.look(tiny.executed(course, "split")) if one.lost)
    assert finding.cause.startswith("it returns None") and finding.cause.endswith(f"; {says}")


def test_is_nothing_of_a_judged_call_told(course):
    secret = "def dropout_backward(dA_dropped, D, keep_prob):\n    raise NameError(f'name {dA_dropped.ravel()[0]!r} is not defined')"
    result = tiny.graded(course, "tells", tiny.answered(course.folder, dropout_backward=secret))
    assert (result.exercises[1].says, result.exercises[1].cause) == ("it stopped with NameError", "")


def test_is_an_untouched_stub_not_written_and_no_more(course):
    result = tiny.graded(course, "untouched", tiny.answered(course.folder, dropout_backward=tiny.stub(course.folder, "dropout_backward")))
    assert (result.exercises[1].says, result.exercises[1].cause) == ("not written yet", "")
