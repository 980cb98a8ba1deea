"""he_initialization: small networks for names and shapes, large ones for the draws."""

import numpy as np

from autograder.bank.initialization.shared import common_variances, initialization, variance_mistake
from course_utils.reference import initialization as reference

HE = "np.sqrt(2 / n_in)"

EXERCISE = initialization(
    reference.he_initialization,
    3,
    lambda n_in, n_out: np.sqrt(2 / n_in),
    HE,
    (
        *common_variances(HE, 2, 1),
        variance_mistake(
            "it multiplies where it should divide",
            "Print the variance of W1: it is twice the number of inputs. With 100 inputs each weight would be about 14.",
            "There is a fraction in the rule: what stands below its line?",
            HE, "np.sqrt(2 * n_in)",
        ),
        variance_mistake(
            "the square root is taken of 2 alone",
            "Print the variance of W1 times its number of inputs: it should be near 2 and is far below. The parenthesis closes too early.",
            "The square root belongs over the whole fraction.",
            HE, "np.sqrt(2) / n_in",
        ),
        variance_mistake(
            "the square root is taken of the number of inputs alone",
            "Print the variance of W1 times its number of inputs: it is near 4.",
            "The square root belongs over the whole fraction, the 2 as well.",
            HE, "2 / np.sqrt(n_in)",
        ),
    ),
)  # fmt: skip
