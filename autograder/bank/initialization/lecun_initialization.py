"""lecun_initialization: small networks for names and shapes, large ones for the draws."""

import numpy as np

from autograder.bank.initialization.shared import common_variances, initialization
from course_utils.reference import initialization as reference

LECUN = "np.sqrt(1 / n_in)"

EXERCISE = initialization(reference.lecun_initialization, 1, lambda n_in, n_out: np.sqrt(1 / n_in), LECUN, common_variances(LECUN, 1, 2))
