"""Are the errors of the course of one family, and does the tree in `autograder.errors` name all of them?"""

import importlib
import inspect
import pkgutil
import re

import pytest

import autograder
import course_utils
from autograder import errors
from autograder.bank.families import Endless
from autograder.sandbox.student.shell import TimeLimit
from course_utils.errors import Error


def ours():
    """Return the classes of errors that our packages define."""
    found = set()
    for package in (autograder, course_utils):
        for about in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not about.name.endswith("__main__"):
                module = importlib.import_module(about.name)
                classes = (one for _, one in inspect.getmembers(module, inspect.isclass) if issubclass(one, BaseException))
                found |= {
                    one for one in classes if one.__module__ == module.__name__ and not one.__name__.startswith("_")
                }  # a signal of one module
    return found


def tree(text):
    """Return {name: the name above it} of a tree of errors."""
    above, found = [(0, "Error")], {}
    for branch, names in re.findall(r"(?m)^( +[├└]── )([A-Z]\w+(?:, [A-Z]\w+)*)  ", text):
        above = [(depth, name) for depth, name in above if depth < len(branch)]
        found |= dict.fromkeys(names.split(", "), above[-1][1])
        above.append((len(branch), names))
    return found


def test_derive_all_errors_from_one_but_that_which_no_answer_may_keep():
    assert {one for one in ours() if not issubclass(one, Error)} == {TimeLimit, Endless}
    assert not issubclass(TimeLimit, Exception) and not issubclass(Endless, Exception)


def test_names_the_tree_each_error_below_what_it_derives_from():
    named, classes = tree(errors.__doc__), {one.__name__: one for one in ours() - {TimeLimit, Endless}}
    assert named.keys() | {"Error"} == classes.keys() and len(named) > 9
    assert [name for name, above in named.items() if not issubclass(classes[name], classes[above])] == []
    assert named["Unreadable"] == "CourseError" and named["BrokenWire"] == named["CourseError"] == "Error"


@pytest.mark.parametrize(
    ("says", "line"), [("one\ntwo", "one"), ("\n  one  \n", "one"), ("", ""), (ValueError("one\ntwo"), "one"), ("x" * 999, "x" * 200)]
)
def test_is_the_first_line_what_is_said(says, line):
    assert errors.one_line(says) == line
