"""Is what an instructor named kept in a file that people read, found again, and rid of whoever is forgotten?"""

import dataclasses
import tomllib

import pytest

from autograder.errors import CourseError
from autograder.grading import learned
from autograder.grading.job import ExerciseResult

SIGNATURE = {"paper": "p", "rows": [[1.0, [[2, 3], 0.5, 0.25]], "="]}
CODE = 'def f(x):\n\tif x == "\\n\x1b[2J\u202e":\n        return """a\\"""" + \'\'\'b\'\'\' + "é😀\ue000\U000f0000"\n    return \'"\' * 5 + """"'
ENTRY = learned.Learned("f", 'called "so" \\ é', "Look `there`.", "Do that. 😀", CODE, "0123", (SIGNATURE,))


def result(**more):
    return ExerciseResult("f", 0, 3, "wrong", "does not hold: x", signature=SIGNATURE, **more)


def test_is_what_was_kept_read_again(tmp_path):
    other = dataclasses.replace(ENTRY, exercise="g", example="", whose="", signatures=(SIGNATURE, {"paper": "q", "not": "it draws"}))
    learned.keep(tmp_path, [ENTRY, other])
    assert learned.read(tmp_path) == [ENTRY, other]
    text = (tmp_path / learned.FILE).read_text("utf-8")
    assert all(line.isprintable() for line in text.split("\n")) and 'see = "Look `there`."' in text
    learned.keep(tmp_path, [])
    assert learned.read(tmp_path) == [] == learned.read(tmp_path / "none")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[mistake]", "is no TOML"),
        ("mistake = 3", "has to hold parts"),
        ("mistake = [3]", "has to hold parts"),
        ('[[mistake]]\nname = 3\nexercise="f"\nsee="s"\ndo="d"', "has to hold parts"),
        ('[[mistake]]\nexercise="f"\nname="n"\nsee="s"', "f: it needs a hint, do"),
        ('[[mistake]]\nexercise="f"\nname=" "\nsee="s"\ndo="d"', "f: it needs a name"),
        ('[[mistake]]\nexercise="f"\nname="a\\nb"\nsee="s"\ndo="d"', "f: its name has to be one line"),
        ('[[mistake]]\nexercise="f"\nname="n"\nsee="s"\ndo="d"\nsignatures=["{"]', "has to hold parts"),
        ('[[mistake]]\nexercise="f"\nname="n"\nsee="s"\ndo="d"\nsignatures=["3"]', "has to hold parts"),
        (b"\xff", "has to hold parts"),
    ],
)
def test_is_a_file_that_cannot_be_meant_told_in_a_line_that_names_it(tmp_path, text, says):
    (tmp_path / learned.FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CourseError, match="mistakes.toml") as told:
        learned.read(tmp_path)
    assert says in str(told.value) and "\n" not in str(told.value)


def test_is_a_name_given_to_what_does_the_same_and_has_none():
    one, known, elsewhere = result(), result(mistake="known"), dataclasses.replace(result(), exercise="g")
    assert learned.give_names([ENTRY], [one, known, elsewhere]) == {"f": ENTRY}
    assert (one.mistake, one.says) == (ENTRY.name, ENTRY.name)
    assert (known.mistake, elsewhere.mistake) == ("known", None)


def test_is_a_group_named_anew_called_by_its_last_name_alone():
    again = learned.Learned("f", "b", "see", "do", "new", "new", (SIGNATURE,))
    assert learned.named([ENTRY], again) == [dataclasses.replace(ENTRY, name="b", see="see", do="do")]
    other = dataclasses.replace(again, signatures=({"paper": "p", "rows": [[2.0]]},))
    assert learned.named([ENTRY], other) == [ENTRY, other]


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\n# Ada",
        "def f(:\n    # Ada",
        "x = 1\n" * 20_000,
        "-" * 15_000 + "1",
        "(" * 3000 + ")" * 3000,
        "x = '\0'",
        "'\ud800'",
    ],
)
def test_is_no_example_made_of_what_is_no_short_python(source):
    assert learned.anonymous(source) == ""


def test_holds_an_example_no_word_of_its_author():
    code = learned.anonymous('def f(x):\n    """Ada wrote this."""\n    # Ada\n    return x  # Ada\n')
    assert code == "def f(x):\n    return x"
    assert learned.anonymous("def f(x):\n    'only Ada'") == "def f(x):\n    pass"


def test_is_an_example_taken_out_with_its_author(tmp_path):
    entry = dataclasses.replace(ENTRY, whose=learned.whose("ada"))
    learned.keep(tmp_path, [entry])
    assert learned.without_student(tmp_path / learned.FILE, "bob") is None
    text = learned.without_student(tmp_path / learned.FILE, "ada")
    (kept,) = tomllib.loads(text)["mistake"]
    assert "example" not in kept and "whose" not in kept and kept["name"] == ENTRY.name and kept["signatures"]
