"""Which numbers has a student a name for, and which factors are made of them?"""

import numpy as np

from course_utils.checking.factors import entries, quantities


def test_what_has_a_name():
    arguments = {
        "X": np.ones((3, 4)),
        "lambd": 0.5,
        "parameters": {"W1": np.ones((2, 3)), "b1": np.ones((2, 1))},
        "settings": {"alpha": 0.1},
        "sizes": [1, 2],
    }
    assert quantities(arguments, {"X": ["n_x", "m"]}) == {
        "`n_x`": 3, "`m`": 4, "`lambd`": 0.5, "`settings['alpha']`": 0.1, "the length of `sizes`": 2, "the number of layers": 1,
    }  # fmt: skip
    assert "the number of columns of `X`" in quantities(arguments, {})


def test_are_entries_called_as_a_student_does():
    assert dict(entries({"x": 1, "d": {"a": 2, "b": 3}})) == {"x": 1, "d['a']": 2, "d['b']": 3}
