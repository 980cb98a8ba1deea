"""Does a text or an entry that does not hold stop the build with one line, before anything is written?"""

import numpy as np
import pytest
from fake import double_without_words, entry

from autograder.bank import Exercise, Mistake, Probe, Trial
from autograder.cells import role_of
from autograder.errors import BuildError
from autograder.making import prove

TWO = entry(mistakes=entry().mistakes[:2])
NO_RULE = Exercise(**{**vars(entry()), "hidden": lambda rng: [Trial("x", {"x": np.ones(3)}, [Probe("values", "value", {})])]})
FREE = entry(costs=0.5, mistakes=(Mistake("it squares", "", "", changes=(("2 * x", "x * x"),), costs=0.5),))
KEEPS = entry(mistakes=(Mistake("it adds", "", "", changes=(("2 * x", "x + x"),)),))
BROKEN = entry(mistakes=(Mistake("it adds", "", "", changes=(("3 * x", "x + x"),)),))
SLIPS = [  # changes of the text, the bank's entry, and what the message says
    ((), (), 'line 23, exercise "double": ', "the bank has no exercise 'double'"),
    ((), (entry(double_without_words),), 'line 23, exercise "double": ', "docstring"),
    ((), (BROKEN,), 'line 23, exercise "double": ', "'3 * x' stands 0 times in the reference"),
    ((), (entry(want=5.0),), 'line 23, exercise "double": ', "its solution earns 0 of 3 points"),
    ((), (FREE,), 'line 23, exercise "double": ', "its stub earns 1.5 points"),
    ((), (KEEPS,), 'line 23, exercise "double": ', "the known mistake 'it adds' keeps 3 of 3 points, where the bank says 0"),
    (
        (("# %%\ntwo = 2", '# %% experiment="counting"\ntwo = 2'), ('# %% experiment="try_it"', "# %%")),
        (entry(),),
        'line 12, experiment "counting": ',
        "it makes 'two', which the cell of line 27 (code) needs",
    ),
    (((" = 2\n\n# %% predict", " = 2 +\n\n# %% predict"),), (entry(),), "line 12, code: ", "without magics: invalid syntax in line 13"),
    ((("two = 2", "%matplotlib inline"),), (entry(),), "line 12, code: ", "plain Python"),
    ((("two = 2", "two = 1 / 0"),), (entry(),), "line 12, code: ", "it stops with ZeroDivisionError: division by zero"),
    (
        (("two = 2", 'two = 2\n\n# %% experiment="early"\nearly = 1 / 0'),),
        (entry(),),
        'line 15, experiment "early": ',
        "it stops with ZeroDivisionError: division by zero",
    ),
    ((("two = 2", "import course_utils.reference"),), (entry(),), "line 12, code: ", "take course_utils.reference out"),
    ((("two = 2", "from autograder import judge"),), (entry(),), "line 12, code: ", "take autograder out"),
    (
        (("two = 2", "def f(x):\n    doubled = 2*x  # so\n\n    return doubled"),),
        (entry(),),
        "line 12, code: ",
        "take the body of double out",
    ),
    (
        (("# ![A picture](picture.png)", "# `doubled = 2 * x`\n#     doubled = 2 * x\n#     return doubled"),),
        (entry(),),
        "line 1, prose: ",
        "take the body",
    ),
    ((), (TWO,), 'line 23, exercise "double": ', "mistakes: there are 2; write at least 3"),
    ((), (NO_RULE,), 'line 25, tests "double": ', "rule 'arguments': no probe of the hidden trials serves it"),
    (
        (("# # A chapter", "# # TODO: a chapter"),),
        (entry(),),
        "line 1, prose: ",
        "students would read a TODO; write what it asks for: # TODO",
    ),
    ((("# ![A picture](picture.png)", "# ### BEGIN SOLUTION"),), (entry(),), "", "nbgrader makes no release of it"),
]


@pytest.mark.parametrize(("changes", "entries", "where", "says"), SLIPS, ids=[says[:30] for *_, says in SLIPS])
def test_does_a_bad_source_stop_the_build_with_one_line_before_anything_is_written(course, changes, entries, where, says):
    course.write(*changes)
    course.fill_bank(*entries)
    before = course.files()
    with pytest.raises(BuildError) as caught:
        course.build()
    message = str(caught.value)
    assert message.startswith("source/04_fake.py" + (where and f", {where}")) and says in message and "\n" not in message
    assert course.files() == before


def test_stops_it_the_build_where_an_answer_needs_a_cell_that_grading_leaves_out(course, monkeypatch):
    course.write(("two = 2", "def double(x):\n    return x"))
    course.fill_bank(entry())
    monkeypatch.setattr(prove, "not_needed", lambda _, source: {cell.id for cell in source.cells if role_of(cell) == "exercise"})
    with pytest.raises(BuildError) as caught:
        course.build()
    assert "its solution earns 0 of 3 points without the cells that grading leaves out" in str(caught.value)
