"""Does an example of a student's function name nobody, whatever was handed in?"""

import pytest

from autograder.showing.class_examples import MOST_LINES, example, unnamed

GIVEN = 'def f(A, rng):\n    parameters["W1"] = numpy.maximum(scaled, 0)\n    for i in range(n): return A'


def of(*codes, people=("ada-l7", "Ada", "Lovelace")):
    return example(codes, "f", GIVEN, people)


def test_are_comments_docstrings_and_strings_of_ones_own_left_out():
    code = '''# by Ada
def f(A):
    """Mine, Ada Lovelace."""
    "and again, Ada"
    print("hello from Ada", f"and {A} by Ada")  # Ada again
    return parameters["W1"]
'''
    assert of(code) == "def f(A):\n    print('…', f'…{A}…')\n    return parameters['W1']"


def test_is_a_name_of_the_class_in_a_variable_an_attribute_or_an_argument_told_by_a_number():
    code = "def f(A, ada=1):\n    Lovelace_mask = A.ada\n    global adaptive\n    return Lovelace_mask + g(ada=ada)"
    assert of(code) == "def f(A, name_1=1):\n    name_2 = A.name_1\n    global name_3\n    return name_2 + g(name_1=name_1)"


def test_does_a_word_of_the_chapter_that_is_somebodys_name_stay():
    assert of("def f(A):\n    return numpy", people=("Numpy",)) == "def f(A):\n    return numpy"
    assert of("def f(A):\n    return numpy", people=("Num",)) == "def f(A):\n    return numpy"


def test_is_a_long_number_that_may_be_an_id_left_out():
    assert of("def f(A):\n    return A * 20231234 + 1000") == "def f(A):\n    return A * 0 + 1000"


def test_is_the_last_definition_shown_and_of_several_students_the_plainest():
    assert of("def f(A):\n    return 1\ndef f(A):\n    return A") == "def f(A):\n    return A"
    assert of("def f(A):\n    mine = A\n    return mine", "def f(A):\n    i = A\n    return i") == "def f(A):\n    i = A\n    return i"
    assert of("f = max") == "f = max"


@pytest.mark.parametrize(
    "code",
    [
        "def f(:",
        "%time f(3)\ndef f(A): return A",
        "",
        "g = 3",
        "\x00",
        "f = " + "-" * 5000 + "1",
        "f = " + "(" * 5000,
        "x" * 30_000,
        "\ud800",
    ],
)
def test_gives_what_cannot_be_read_no_example(code):
    assert of(code) == ""


def test_is_a_long_function_cut():
    shown = of("def f(A):\n" + "    i = A\n" * 40 + f"    return {'+'.join(['A'] * 100)}")
    assert len(shown.split("\n")) == MOST_LINES
    assert shown.endswith("    i = A\n# … and 29 lines more")
    assert all(len(line) <= 100 for line in of(f"def f(A):\n    return {'+'.join(['A'] * 100)}").split("\n"))


def test_says_what_was_seen_of_an_answer_no_name_of_the_class_and_all_else():
    says = "NameError: name 'adas_mask' is not defined, by Ada Lovelace, AdaError; it returns numpy, ValueError"
    left = "NameError: name '…' is not defined, by … …, …; it returns numpy, ValueError"
    assert unnamed(says, GIVEN, ("ada-l7", "Ada", "Lovelace", "Val", "Numpy", "")) == left
    assert unnamed("20231234 and 202312345", GIVEN, ("20231234",)) == "… and 202312345"
