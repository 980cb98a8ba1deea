"""What the banks of several chapters use: probes, rules, arguments that are drawn, and words."""

import numpy as np

from autograder.bank import Probe, Rule

CHANGED = Probe("arguments", "changed", {}, "none", says="it changes what it was handed: {got}; the caller still needs that as it was")
GLOBAL = Probe("rng", "global_moved", {}, False, says="it moves NumPy's (or Python's) global random state; draw from `rng` alone")
FORM = Probe("values", "form", {})

ARGUMENTS_RULE = Rule("arguments", "the arguments are left as they were", 0.25)
RNG_RULE = Rule("rng", "every random number comes from `rng`: the same state of `rng` gives the same result", 0.25)


def value(rule="values", **options):
    """A probe of its own for each trial: what is wanted is filled in later."""
    return Probe(rule, "value", options)


def fresh(rule, what, **options):
    """A probe of whether a second call draws anew; `what` would be the same."""
    return Probe(rule, "fresh", options, True, says=f"a second call with the same `rng` gives the very same {what}")


def reproducible(what="results", **options):
    """A probe of whether all chance comes from `rng`; `what` would differ."""
    return Probe("rng", "reproducible", options, True, says=f"two calls from the same state of `rng` give different {what}")


def generator(rng):
    """A generator to hand to a function, with a seed that is drawn."""
    return np.random.default_rng(rng.integers(10**6))


def array(rng, *shape, low=0.5, high=3.0):
    """Numbers of both signs, none of them 0, of six digits: who rounds them on the way is seen."""
    return np.round(rng.uniform(low, high, shape) * rng.choice([-1, 1], shape), 5)


def errors(rng, *percents):
    """Errors of five digits, each a little above so many percent: who rounds them on the way is seen."""
    return [float(round(p / 100 + rng.uniform(0.001, 0.009), 5)) for p in percents]


def shuffled(rng, trials):
    """The trials in another order, or who knows the order knows the answers."""
    return [trials[i] for i in rng.permutation(len(trials))]


def six_sigma(share, draws):
    """How far a share of so many draws may lie from what it should be: once in 10^9 right draws lie further."""
    return 6 * np.sqrt(share * (1 - share) / draws)


def layers(sizes):
    """Say how large a network is."""
    return f"layers {'-'.join(map(str, sizes))}"
