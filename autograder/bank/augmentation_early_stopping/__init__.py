"""Chapter 5, augmentation and early stopping: its exercises in their order."""

from . import augment_training_set, best_epoch, random_flip, random_rotation, random_shift, stopping_epoch, train_keeping_best

EXERCISES = [
    module.EXERCISE
    for module in (random_flip, random_shift, random_rotation, augment_training_set, best_epoch, stopping_epoch, train_keeping_best)
]
