"""For all tests of what is told of a wrong answer: there is time to look for it."""

import pytest


@pytest.fixture(autouse=True)
def patient(there_is_time):
    pass
