"""Chapter 1, splitting data: what several exercises have in common."""

from autograder.bank import Probe

FRESH = Probe("drawn", "fresh", {}, True, says="a second call with the same `rng` deals the examples in the very same way")


RUNS = "the examples of part {got} of the result (counted from 0) stood next to each other in X: nothing was shuffled"
