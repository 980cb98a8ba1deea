"""Chapter 6, normalization: its exercises in their order."""

from . import decorrelate, denormalize, fit_normalization, fold_into_weights, largest_learning_rate, looks_at_dev, normalize, normalize_sets

EXERCISES = [
    module.EXERCISE
    for module in (
        fit_normalization,
        normalize,
        largest_learning_rate,
        decorrelate,
        normalize_sets,
        looks_at_dev,
        denormalize,
        fold_into_weights,
    )
]
