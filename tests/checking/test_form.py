"""Is a result of another form told as that, its numbers being right or not, and one of the right form never?"""

import numpy as np
import pytest

from course_utils.checking.examine import examine
from course_utils.checking.form import letter
from course_utils.checking.paper import Paper, Probe, Rule, Trial


def told(reference, function, returns=("y",)):
    made = [Trial(f"n {n}", {"n": n}, [Probe("values", "value", {}, reference(n))]) for n in (3, 4, 5)]
    report = examine(Paper("one", list(returns), [], [Rule("values", "the result", 1)], made), function)
    return [t.says for t in report.told if t.kind == "form"]


def array(n):
    return np.arange(n) + 0.5


def rows(n):
    return [{"alpha": k + 0.5, "units": k} for k in range(n)]


@pytest.mark.parametrize(
    ("reference", "function", "says"),
    [
        (array, lambda n: array(n).tolist(), "it returns a tuple or list; an array is meant"),
        (array, lambda n: None, "it returns None (is there a `return`?); an array is meant"),
        (array, lambda n: (array(n),), "what it returns is right, but wrapped in a tuple"),
        (rows, lambda n: [{k: str(v) for k, v in row.items()} for row in rows(n)], "the dict holds text; a single number is meant in its place"),
        (rows, lambda n: [{"alpha": row["alpha"]} for row in rows(n)], "the dict lacks `units`"),
    ],
)  # fmt: skip
def test_is_another_form_told(reference, function, says):
    assert told(reference, function) == [says]


@pytest.mark.parametrize(
    ("reference", "function"),
    [(array, lambda n: array(n) + 1), (array, lambda n: array(n).astype(np.float32) * 2), (rows, lambda n: rows(n)[::-1])],
)
def test_is_the_right_form_never_told(reference, function):
    assert told(reference, function) == []


def test_are_layers_called_by_their_letter():
    assert [letter(key) for key in ("W1", "dW12", "alpha", "1")] == ["W[l]", "dW[l]", "alpha", "1"]
