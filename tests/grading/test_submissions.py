"""Does every hostile or broken submission earn what it deserves, learn nothing, and leave the next as it would be without?"""

import pytest
from submissions import ENTRIES, check

one_class = pytest.fixture(scope="module")(check.one_class)


@pytest.mark.parametrize("name", check.names(slow=False))
def test_submission(one_class, name):
    one_class.check(name)


def test_is_the_corpus_whole():
    assert len(ENTRIES) >= 60
    assert all(entry.says and entry.says.endswith(".") for entry in ENTRIES.values())
