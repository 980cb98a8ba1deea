"""Do the files of the visible checks change only where more than a processor's last digits differs, and give nothing away?"""

import base64
import json
import re

import numpy as np
from tiny import ROOT

from autograder import bank
from autograder.making.check_data import same_data


def test_is_check_data_that_differs_only_as_processors_do_left_as_it_is(course, monkeypatch):
    course.build()
    file = course.root / "course_utils/check_data/double.json"
    made = file.read_text(encoding="utf-8")
    number = re.search(r"\d+\.\d+", made.partition('"want"')[2])[0]
    for part, changed in ((1e-9, []), (1e-3, ["course_utils/check_data/double.json"])):
        other = made.replace(number, repr(float(number) * (1 + part)))
        file.write_text(other, encoding="utf-8")
        assert course.build() == changed
        assert file.read_text(encoding="utf-8") == (made if changed else other) != (other if changed else made)
    file.write_text("{", encoding="utf-8")
    assert course.build() == ["course_utils/check_data/double.json"]


def test_do_only_small_differences_of_numbers_pass_as_the_same():
    probe = {"atol": 1e-6, "want": [1e-9]}
    for a, b in [
        ([1e-17, 1.0, {"a": 2.0}, 3], [3e-17, 1 + 1e-9, {"a": 2 + 1e-9}, 3]),
        ([np.nan, np.inf, -0.5], [np.nan, np.inf, -0.5]),
        (probe, probe | {"want": [2e-9]}),
        (["about", 1e-9, 1e-6], ["about", 2e-9, 1e-6]),
    ]:
        assert same_data(a, b)
    for a, b in [
        ([1.0], [1.001]),
        ([1e-17], [3e-17]),
        ([np.inf, 1.0], [np.inf, 2.0]),
        ([np.nan], [1.0]),
        (probe, probe | {"atol": 2e-6}),
        (probe, probe | {"want": [1e-6]}),
        (["about", 1e-9, 1e-6], ["about", 1e-6, 1e-6]),
        (1, 1.0),
        ([1.0], []),
        ({"a": 1}, {"b": 1}),
    ]:
        assert not same_data(a, b)


def test_is_check_data_free_of_formulas():
    """Students are given it: no line of a reference's body stands in it."""
    bodies = {re.sub(r"\s", "", line) for e in bank.exercises().values() for line in e.source().split('"""')[2].splitlines()} - {""}
    for file in (ROOT / "course_utils/check_data").glob("*.json"):
        data = file.read_text(encoding="utf-8")
        if file.stem.startswith("predict_"):
            data += base64.b64decode(json.loads(data)["answer"]).decode(errors="ignore")
        data = re.sub(r"\s", "", data)
        assert not [line for line in bodies if len(line) > 9 and line in data], file.name
