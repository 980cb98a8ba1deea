"""Chapter 4, dropout: its exercises in their order."""

from . import dropout_backward, dropout_forward, forward_with_dropout, mask_is_frozen

EXERCISES = [module.EXERCISE for module in (dropout_forward, dropout_backward, forward_with_dropout, mask_is_frozen)]
