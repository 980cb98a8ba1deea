"""Chapter 1, splitting data: its exercises in their order."""

from . import choose_and_report, group_folds, recommended_fractions, shuffle_and_split, split_for_target, split_sizes, variance_and_mismatch

EXERCISES = [
    module.EXERCISE
    for module in (
        split_sizes,
        shuffle_and_split,
        group_folds,
        recommended_fractions,
        choose_and_report,
        split_for_target,
        variance_and_mismatch,
    )
]
