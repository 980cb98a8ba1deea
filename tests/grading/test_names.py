"""Is read off a text which function it answers with, and is a stub told from an answer?"""

import time

import pytest

from autograder.grading.names import answers, brings_any, made_before, names

ANSWERS = {
    "a function": "def double(x):\n    return 2 * x",
    "a name": "double = lambda x: 2 * x",
    "an import": "from helper import double",
    "with magics": "%matplotlib inline\ndef double(x):\n    return 2 * x",
    "with a magic on top that runs it": "\n%%capture out\n%%time\ndef double(x):\n    return 2 * x",
    "with a magic's result": "files = !ls\nx = %who\ndouble?\ndef double(x):\n    return 2 * x",
    "indented": "    def double(x):\n        return 2 * x",
    "with prompts": ">>> def double(x):\n...     return 2 * x",
    "with a magic that is none": "%matplotlib inline\ndef double(x):\n    return (x\n        % 7\n    )",
    "under a condition": "if True:\n    def double(x):\n        return 2 * x",
    "made in a function": "def make():\n    global double\n    def double(x):\n        return 2 * x\nmake()",
    "that does not parse": "def double(x):\n    return 2 * x)",
    "that was written anew": "def double(x):\n    raise NotImplementedError()\n\ndef double(x):\n    return 2 * x",
}
NONE = {
    "the stub": 'def double(x):\n    """Return 2x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()',
    "a stub that passes": "def double(x):\n    pass",
    "another": "def doubled(x):\n    return 2 * x",
    "an import of everything": "from helper import *  # double is in it",
    "a call": "print(double(2))",
    "a keyword": "try_it(\n    double=3,\n)",
    "words": '"""\ndef double(x):\n    return 2 * x\n"""',
    "a comment": "# def double(x):\n#     return 2 * x",
    "below a magic that keeps it to itself": "%%timeit\ndef double(x):\n    return 2 * x",
    "within a function": "def other():\n    def double(x):\n        return 2 * x",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_is_an_answer_known(name):
    assert answers(ANSWERS[name], "double")


@pytest.mark.parametrize("name", NONE)
def test_is_what_answers_nothing_known(name):
    assert not answers(NONE[name], "double")


def test_is_a_cell_known_that_may_make_any_name():
    assert all(map(brings_any, ("from helper import *", "x = 1\n%run helper.py", "%pylab")))
    assert brings_any("exec('def double(x): return 2 * x')", "double") and brings_any("globals()['double'] = abs", "double")
    assert not brings_any("exec('def triple(x): return 3 * x')", "double") and not brings_any("exec('def double(x): pass')")
    assert not any(map(brings_any, ("import helper", "from helper import double", "# %run it")))


def test_is_a_text_cell_an_answer_only_where_it_is_python_from_first_to_last():
    assert answers(ANSWERS["a function"], "double", code=False)
    assert not answers("Write it so:\n\n" + ANSWERS["a function"], "double", code=False)
    assert not answers(ANSWERS["that does not parse"], "double", code=False)


def test_is_told_what_a_cell_came_to_before_it_stopped():
    assert made_before("import math\nx = (\n    1\n)\nimport seaborn\ny = 2", 5) == {"math", "x"}
    assert made_before("import math\nx = (", 2) == set()


def test_does_a_text_of_any_kind_end_in_an_answer():
    for text in ("(" * 5000 + "double", "double\0", "\ndouble" * 10_000, "%magic\n" * 100 + "double", "\udcffdouble"):
        answers(text, "double")
        names(text)


def test_does_a_cell_use_what_stands_in_its_magics():
    assert names("import a\n%timeit double(b)\nx = !ls $c\ny = d")[0] == {"a", "x", "y"}
    assert {"double", "b", "c", "d"} <= names("import a\n%timeit double(b)\nx = !ls $c\ny = d")[1]
    assert {"double", "b"} <= names("%%time\ndouble(b)")[1]
    assert {"double", "b"} <= names("%matplotlib inline\nx = (double\n% b\n)")[1]
    assert names("x = (double") == (set(), set())  # it does not run


def test_are_magics_read_in_a_time_that_grows_with_the_cell():
    start = time.process_time()
    for rest in ("a\n" * 9_000, "(\n" * 9_000, "1 " * 9_000, ";" * 18_000, " " * 18_000, " " * 18_000 + "=", "a=" * 9_000, "a?" * 9_000):
        names("%x\n" * 49 + rest)
        answers("%x double\n" * 49 + rest, "double")
    assert time.process_time() - start < 4
