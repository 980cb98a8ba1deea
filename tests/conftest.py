"""For all tests: one thread for linear algebra, as the matrices are small; and what a test changes in this process, it puts back."""

import os
import signal
import sys

import pytest

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")})  # before NumPy is imported

from autograder import bank
from course_utils.checking import calls

signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores Ctrl-C, and so would all that a test starts


def pytest_ignore_collect(collection_path, config):
    """Leave the long tests, and those of claims, to `make test-all`, which names their folders."""
    name = collection_path.name
    return True if name in ("long", "claims") and not any(name in argument for argument in config.args) else None


@pytest.fixture
def there_is_time(monkeypatch):
    """Let what is told of a wrong answer not rest on how busy this machine is. For all tests of what is told: a pause decides none."""
    monkeypatch.setattr(calls, "SECONDS", 10 * calls.SECONDS)


def shared():
    """Return what the tests of this process share: by whose side a test runs must not decide how it ends."""
    loaded = sys.modules.copy()
    return {
        "IPython's shell": loaded["IPython"].get_ipython() if "IPython" in loaded else None,
        "the folder": os.getcwd(),
        "the environment": {  # an import of scikit-learn sets a variable of OpenMP
            name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST" and not name.startswith("KMP_")
        },
        "sys.path": list(sys.path),
        "modules from elsewhere in the bank": [
            name
            for name, module in loaded.items()
            if name.startswith("autograder.bank.") and not (module.__file__ or "").startswith(tuple(bank.__path__))
        ],
    }


@pytest.fixture(autouse=True)
def nothing_is_left():
    """Fail a test that leaves this process changed."""
    before = shared()
    yield
    after = shared()
    assert not (changed := {what: (before[what], after[what]) for what in before if before[what] != after[what]}), changed
