"""Chapter 8, gradient checking: its exercises in their order."""

from . import (
    check_network_gradients,
    check_with_l2,
    find_buggy_layer,
    gradient_with_fixed_masks,
    mended_backward,
    numerical_gradient,
    parameters_to_theta,
    relative_difference,
    theta_to_parameters,
    verdict,
)

EXERCISES = [
    module.EXERCISE
    for module in (
        numerical_gradient,
        relative_difference,
        verdict,
        parameters_to_theta,
        theta_to_parameters,
        check_network_gradients,
        find_buggy_layer,
        mended_backward,
        check_with_l2,
        gradient_with_fixed_masks,
    )
]
