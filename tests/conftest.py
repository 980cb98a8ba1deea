"""For all tests: one thread for linear algebra. The matrices are small, and threads would only wait for each other."""

import os

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")})  # before NumPy is imported


def pytest_ignore_collect(collection_path, config):
    """Leave the long tests to `make test-all`, which names their folder."""
    return True if collection_path.name == "long" and not any("long" in argument for argument in config.args) else None
