"""Chapter 2, bias and variance: its exercises in their order."""

from . import (
    avoidable_bias_and_variance,
    bias_variance_decomposition,
    diagnose,
    error_rate,
    estimate_human_error,
    learning_curve,
    next_steps,
)

EXERCISES = [
    module.EXERCISE
    for module in (
        error_rate,
        avoidable_bias_and_variance,
        estimate_human_error,
        diagnose,
        next_steps,
        learning_curve,
        bias_variance_decomposition,
    )
]
