"""Is a ratio told where it is one number, and only there?"""

import numpy as np
import pytest

from course_utils.checking.measures import parts


@pytest.mark.parametrize(
    ("new", "old", "ratio"),
    [
        ([2.0, -4.0], [1.0, -2.0], 2.0),
        ([0.0, -0.0], [1.0, -2.0], 0.0),
        ([2.0, 4.0, 0.0], [1.0, 2.0, 0.0], 2.0),
        ([2.0, 4.0, 0.1], [1.0, 2.0, 0.0], "not one number"),
        ([2.0, 4.1], [1.0, 2.0], "not one number"),
        ([2.0, np.nan], [1.0, 2.0], "not one number"),
        ([np.nan, np.nan], [1.0, 2.0], "not one number"),
        ([np.inf, np.inf], [1.0, 2.0], np.inf),
        ([], [], "nothing"),
        ([0.0], [0.0], "nothing"),
        ([2 + 0j, 4 + 0j], [1.0, 2.0], 2.0),
        ([2.0, 2.00002e-4], [1.0, 1e-4], 2.0),  # float32, near 0
        ([2.0, 2.5e-4], [1.0, 1e-4], "not one number"),
    ],
)
def test_is_a_ratio_one_number(new, old, ratio):
    with np.errstate(all="ignore"):
        found = parts.one_ratio(np.array(new), np.array(old))
    assert found == ratio if isinstance(ratio, str) else found == pytest.approx(ratio)
