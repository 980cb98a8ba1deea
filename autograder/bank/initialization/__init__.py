"""Chapter 7, initialization: its exercises in their order."""

from . import (
    distinct_units,
    glorot_initialization,
    he_initialization,
    initialize_for,
    lecun_initialization,
    linear_network_output,
    scaled_initialization,
    signal_fate,
    zero_initialization,
)

EXERCISES = [
    module.EXERCISE
    for module in (
        linear_network_output,
        signal_fate,
        zero_initialization,
        distinct_units,
        scaled_initialization,
        he_initialization,
        lecun_initialization,
        glorot_initialization,
        initialize_for,
    )
]
