"""A graded class for the tests of feedback pages, its pages, and their words."""

import html
import re

import tiny
from nbformat import v4

from autograder import bank
from autograder.grading.course import Course
from autograder.showing.feedback import Pages

UNSCALED = bank.exercise("dropout_forward").source(bank.exercise("dropout_forward").mistakes[0])
MISTAKE = bank.exercise("dropout_forward").mistakes[0].name
CALLS = "def dropout_backward(dA_dropped, D, keep_prob):\n    dropout_forward(dA_dropped, keep_prob, np.random.default_rng(0))\n    return 3 * dA_dropped"


def make(root):
    """Grade a class: one right, one with mistakes, one with the untouched notebook, one with half a file, one with an odd id."""
    course = Course(tiny.make(root))
    tiny.hand_in(course.folder, "right", tiny.answered(course.folder))
    half = tiny.answered(course.folder, dropout_forward=UNSCALED, dropout_backward=CALLS)
    half.cells.append(v4.new_code_cell("print('my own cell')"))
    tiny.hand_in(course.folder, "half", half)
    tiny.hand_in(course.folder, "empty", tiny.released(course.folder))
    tiny.hand_in(course.folder, "broken", '{"cells": [')
    tiny.hand_in(course.folder, "[x]", tiny.answered(course.folder))
    tiny.grade(course)
    return course


def written(course, student):
    """Write a student's page and return it."""
    assert Pages(course, tiny.CHAPTER).write(student) == {}
    return course.path("feedback", tiny.CHAPTER, student).read_text(encoding="utf-8")


def words(page):
    """Return the text of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<(style|title)>.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)).split())
