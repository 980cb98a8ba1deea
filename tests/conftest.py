"""For all tests: one thread for linear algebra. The matrices are small, and threads would only wait for each other."""

import os

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")})  # before NumPy is imported
