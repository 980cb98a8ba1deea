"""Chapter 3, regularization: its exercises in their order."""

from . import (
    choose_lambda,
    l1_penalty,
    l2_penalty,
    one_standard_error,
    regularized_cost,
    regularized_gradients,
    soft_threshold,
    weight_decay_update,
)

EXERCISES = [
    module.EXERCISE
    for module in (
        l2_penalty,
        regularized_cost,
        regularized_gradients,
        choose_lambda,
        one_standard_error,
        weight_decay_update,
        l1_penalty,
        soft_threshold,
    )
]
