"""For the tests of making: a small course that can be changed and built."""

import fake
import pytest


@pytest.fixture
def course(tmp_path, monkeypatch):
    return fake.Course(tmp_path, monkeypatch)
