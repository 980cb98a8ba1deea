"""The hostile submissions that take long, and all of them in another order on one sandbox."""

import pytest
from submissions import check

one_class = pytest.fixture(scope="module")(check.one_class)


@pytest.mark.parametrize("name", check.names(slow=True))
def test_slow_submission(one_class, name):
    one_class.check(name)
