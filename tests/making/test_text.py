"""Is a chapter's text read right, and is each slip in it told in one line that says where and what to do?"""

import pytest

from autograder.errors import BuildError
from autograder.making import text

GOOD = """\
# %% [markdown] minutes=5
# # A chapter
#
# ### Exercise: double

# %% setup
from course_utils.check import check

# %% exercise="double" minutes=2.5

# %% tests="double"

# %% experiment="try_it"
# ls stays a comment
print(double(2))

# %% predict="how_much"
# ? What is twice two,
#   in one word?
# - three :: That is two and one.
# + four :: Two and two :: no more.

# %%
text = "a string"
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "source").mkdir()
    return tmp_path


def written(root, source, name="04_fake.py"):
    (root / "source" / name).write_text(source, encoding="utf-8")
    return root / "source" / name


def test_are_roles_names_lines_and_bodies_read(root):
    chapter = text.read(written(root, GOOD))
    assert (chapter.name, chapter.number) == ("04_fake", 4)
    assert [(c.role, c.name, c.line) for c in chapter.cells] == [
        ("prose", "", 1),
        ("setup", "", 6),
        ("exercise", "double", 9),
        ("tests", "double", 11),
        ("experiment", "try_it", 13),
        ("predict", "how_much", 17),
        ("code", "", 23),
    ]
    assert chapter.cells[0].source == "# A chapter\n\n### Exercise: double"
    assert chapter.cells[4].source == "# ls stays a comment\nprint(double(2))"
    assert chapter.minutes == 7.5


def test_is_a_question_read_over_several_lines(root):
    chapter = text.read(written(root, GOOD))
    question = text.prediction(chapter, chapter.of("predict")["how_much"])
    assert question.question == "What is twice two, in one word?"
    assert question.choices == [("three", "That is two and one."), ("four", "Two and two :: no more.")]
    assert question.right == 1


def test_are_other_files_in_source_left_alone(root):
    written(root, GOOD)
    written(root, "x = 1", "notes.py")
    assert [c.name for c in text.read_all(root)] == ["04_fake"]


QUESTION = "# ? What is twice two,\n#   in one word?\n# - three :: That is two and one.\n# + four :: Two and two :: no more.\n"
SLIPS = [  # what is replaced by what, and what the message says
    ('tests="double"', 'experiment="other"', 'line 9, exercise "double"', "has no graded cell"),
    ('exercise="double" minutes=2.5', 'experiment="other"', 'line 11, tests "double"', "no exercise of this name"),
    ("### Exercise: double", "### Exercise: treble", "line 1, prose", "names 'treble'"),
    ("### Exercise: double", "Write it.", 'line 9, exercise "double"', "give it one heading"),
    ("# %%\ntext", '# %% experiment="try_it"\ntext', 'line 23, experiment "try_it"', "line 13 has the same role and name"),
    ("# %%\ntext", '# %% tests="double"\ntext', 'line 23, tests "double"', "line 11 has the same role and name"),
    ("# %%\ntext", "# %% setup\ntext", "line 23, setup", "line 6 has the same role and name"),
    ("# %% setup", "# %%", "line 6, code", "must be the set-up cell"),
    ("# %%\ntext", "# %% exercis\ntext", "line 23, code", "take 'exercis' out of the header"),
    ("# %%\ntext", '# %% colour="red"\ntext', "line 23, code", "take 'colour=\"red\"' out of the header"),
    ("# %%\ntext", "# %% points=2\ntext", "line 23, code", "`points=`"),
    ('tests="double"', 'tests="double" points=3', 'line 11, tests "double"', "points stand in the exercise's entry"),
    ("minutes=2.5\n", "minutes=2.5\ndef double(x): return 2 * x\n", 'line 9, exercise "double"', "take its body out"),
    ('tests="double"\n', 'tests="double"\nassert double(2) == 4\n', 'line 11, tests "double"', "take its body out"),
    ("# %%\ntext", '# %% nbgrader={"grade": true}\ntext', "line 23, code", "take the nbgrader metadata out"),
    ('"try_it"', '"Try it"', 'line 13, experiment "Try it"', "name it in small letters"),
    ('experiment="try_it"', "experiment", "line 13, code", "take 'experiment' out"),
    ('predict="how_much"', 'predict=""', "line 17, predict", "name it in small letters"),
    ("# + four", "# - four", 'line 17, predict "how_much"', "now 0 are"),
    ("# - three", "# + three", 'line 17, predict "how_much"', "now 2 are"),
    ("# - three :: That is two and one.\n", "", 'line 17, predict "how_much"', "two to five choices"),
    (" :: That is two and one.", "", 'line 17, predict "how_much"', "`text :: explanation`"),
    (QUESTION, "print(2)", 'line 17, predict "how_much"', "write comment lines"),
    (QUESTION, "", 'line 17, predict "how_much"', "write one question"),
    ('"a string"', '"""\n# %% no header\n"""', "line 25, code", "take 'no' out of the header"),
    ("# %%\ntext", '# %%\ntext = """\n# %%\n"""', "", "let no line of a string begin"),
    ("# %% [markdown] minutes=5", "stray = 1\n# %% [markdown]", "", "begin the file with a header"),
    ("# %%\ntext", '# %% mine="split"\ntext', 'line 23, mine "split"', "no earlier chapter has this exercise"),
]


@pytest.mark.parametrize(("old", "new", "where", "says"), SLIPS)
def test_does_a_slip_stop_the_build_with_one_line(root, old, new, where, says):
    assert GOOD.count(old) == 1
    written(root, GOOD.replace(old, new))
    with pytest.raises(BuildError) as caught:
        text.read_all(root)
    message = str(caught.value)
    assert message.startswith(f"source/04_fake.py{where and ', '}{where}: ")
    assert says in message and "\n" not in message


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (GOOD, 'line 9, exercise "double": source/04_fake.py has one'),
        (GOOD.replace("double", "treble"), 'line 17, predict "how_much": source/04_fake.py has one'),
    ],
)
def test_are_names_unique_in_the_whole_course(root, source, where):
    written(root, GOOD)
    written(root, source, "05_more.py")
    with pytest.raises(BuildError, match=r"source/05_more\.py") as caught:
        text.read_all(root)
    assert where in str(caught.value)


def test_may_a_chapter_ask_for_a_function_of_an_earlier_one(root):
    written(root, GOOD)
    written(root, '# %% setup\nimport numpy\n\n# %% mine="double"\n', "05_more.py")
    assert [c.role for c in text.read_all(root)[1].cells] == ["setup", "mine"]
