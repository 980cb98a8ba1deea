"""glorot_initialization: small networks for names and shapes, large ones for the draws."""

import numpy as np

from autograder.bank.initialization.shared import initialization, variance_mistake
from course_utils.reference import initialization as reference

GLOROT = "np.sqrt(2 / (n_in + n_out))"

EXERCISE = initialization(
    reference.glorot_initialization,
    2,
    lambda n_in, n_out: np.sqrt(2 / (n_in + n_out)),
    GLOROT,
    (
        variance_mistake(
            "the square root is missing: the variance is used as the standard deviation",
            "Print the variance of W1 times the sum of its two sizes: it should be near 2 and is far below it.",
            "The rule speaks of the variance. What you multiply draws by is the standard deviation.",
            GLOROT, "(2 / (n_in + n_out))",
        ),
        variance_mistake(
            "a 1 stands above the fraction line, not a 2",
            "Print the variance of W1 times the sum of its two sizes: it is near 1. With as many inputs as units the rule should become LeCun's.",
            "The variance is one over the *mean* of the two sizes, which is half of their sum.",
            GLOROT, "np.sqrt(1 / (n_in + n_out))",
        ),
        variance_mistake(
            "parentheses are missing: `2 / n_in + n_out`",
            "Type `2 / 4 + 6` into a cell. Your weights have a variance of more than the number of units.",
            "The sum as a whole stands below the fraction line.",
            GLOROT, "np.sqrt(2 / n_in + n_out)",
        ),
        variance_mistake(
            "only the number of inputs is used, as in LeCun's rule",
            "Print the variance of each W times its number of columns: it is near 1 for all. So the number of units plays no part, and the way back is forgotten.",
            "LeCun's rule has one size below the fraction line, Glorot's has two. The number above the line changes with it.",
            GLOROT, "np.sqrt(1 / n_in)",
        ),
        variance_mistake(
            "only the number of inputs is used, as in He's rule",
            "Print the variance of each W times its number of columns: it is near 2 for all. That is the rule for ReLU, which looks at the way forward only.",
            "The number above the line is right. What is below it is only half of what belongs there.",
            GLOROT, "np.sqrt(2 / n_in)",
        ),
        variance_mistake(
            "only the number of units is used",
            "Print the variance of each W times its number of rows: it is near 1 for all. You look at the way back only, and the inputs play no part.",
            "Glorot's rule is a compromise: the number of inputs counts as much as the number of units.",
            GLOROT, "np.sqrt(1 / n_out)",
        ),
        variance_mistake(
            "the two sizes are multiplied, not added",
            "Your weights are far too small: the product of the two sizes is the number of all weights of the layer.",
            "The rule has the sum of the two sizes below the fraction line.",
            GLOROT, "np.sqrt(2 / (n_in * n_out))",
        ),
        variance_mistake(
            "the limit of uniform draws (with a 6) is used as the standard deviation",
            "The 6 that you may have seen belongs to *uniform* draws from -limit to limit, whose standard deviation is smaller than the limit.",
            "For normal draws take the standard deviation itself, as in the text.",
            GLOROT, "np.sqrt(6 / (n_in + n_out))",
        ),
        variance_mistake(
            "the fraction is upside down",
            "Your weights are larger the more inputs there are. The more terms a sum has, the smaller each has to be.",
            "Turn the fraction round.",
            GLOROT, "np.sqrt((n_in + n_out) / 2)",
        ),
        variance_mistake(
            "the square root is taken of 2 alone",
            "Print the variance of W1 times the sum of its two sizes: it should be near 2. The parenthesis closes too early.",
            "The square root belongs over the whole fraction.",
            GLOROT, "np.sqrt(2) / (n_in + n_out)",
        ),
        variance_mistake(
            "the sizes of the whole network are used, its inputs and outputs",
            "Print, for each layer, the variance of W times the sum of its two sizes: they should agree.",
            "Each layer has its own two sizes: the shape of its W.",
            GLOROT, "np.sqrt(2 / (layer_sizes[0] + layer_sizes[-1]))",
        ),
        variance_mistake(
            "the weights are not scaled: their spread is 1",
            "Print the standard deviation of each W: 1, whatever the sizes are.",
            "The draws of `rng` have standard deviation 1; bring them to that of the rule.",
            GLOROT, "1.0",
        ),
    ),
)  # fmt: skip
