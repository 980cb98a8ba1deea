"""log_uniform: thousands of draws for how they are spread, and a few."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import FORM, GLOBAL, RNG_RULE, fresh, generator, reproducible, six_sigma
from course_utils.reference import capstone as reference

N = 3000


def drawn(rng, low, high):
    """Many draws: how they are spread over parts of the range that are equally long on a logarithmic scale."""
    edges = np.geomspace(low, high, 4).tolist()
    how = Probe("values", "how_drawn", {}, "each by itself", says="the values are not drawn each by itself: {got}")
    says = "the shares of the values in the three parts of the range are {got}; they should be near {want}"
    third = Probe("values", "share_by_factor", {"edges": edges}, [1 / 3, 1 / 3, 1 / 3], six_sigma(1 / 3, N), says)
    trial = few(rng, low, high, N)
    form, beyond, moved = trial.probes
    trial.probes = [form, how, beyond, third, fresh("values", "values"), moved, reproducible()]
    return trial


def few(rng, low, high, n):
    beyond = Probe(
        "values",
        "outside",
        {"low": low * 0.999999, "high": high * 1.000001},
        0.0,
        says="values lie outside the range: a share of {got}",
    )
    return Trial(
        f"n = {n}, from {low} to {high}",
        {"low": low, "high": high, "n": n, "rng": generator(rng)},
        [FORM, beyond, GLOBAL],
    )


def near(rng, number):
    """A drawn end of a range, of five digits."""
    return float(f"{number * rng.uniform(0.8, 1.2):.5g}")


DRAW = "np.exp(rng.uniform(np.log(low), np.log(high), n))"

EXERCISE = Exercise(
    reference=reference.log_uniform,
    points=2,
    returns=("values",),
    rules=(
        Rule("values", "n values from low to high, drawn anew in every call, and every factor has its fair share", 1),
        RNG_RULE,
    ),
    visible=lambda rng: [
        drawn(rng, 0.001, 1.0),
        drawn(rng, 0.50837, 4000.0),
        drawn(rng, 2.0183e-6, 0.0031729),
        drawn(rng, 1.2094, 7.8316),
        few(rng, 0.010263, 0.30917, 4),
    ],
    hidden=lambda rng: [
        drawn(rng, near(rng, 0.0001), near(rng, 0.1)),
        drawn(rng, near(rng, 3.0), near(rng, 3000.0)),
        drawn(rng, near(rng, 0.02), near(rng, 50.0)),
        drawn(rng, near(rng, 1e-6), near(rng, 0.001)),
        drawn(rng, near(rng, 2.0), near(rng, 15.0)),
        few(rng, near(rng, 0.03), near(rng, 0.5), 1),
    ],
    mistakes=(
        Mistake(
            "the values are spread evenly on the ordinary scale",
            "Between 0.001 and 1, nine of ten of your values lie above 0.1, and hardly one below 0.01. A search would never try the small ones.",
            "Draw the logarithm evenly, and turn it back.",
            changes=((DRAW, "rng.uniform(low, high, n)"),),
        ),
        Mistake(
            "the natural logarithm goes in, and a power of 10 comes out",
            "Print your smallest and largest value: they lie far outside the range. Which function undoes `np.log`?",
            "`np.log` and `np.exp` belong together, and so do `np.log10` and powers of 10.",
            changes=((DRAW, "10 ** rng.uniform(np.log(low), np.log(high), n)"),),
        ),
        Mistake(
            "the logarithm to base 10 goes in, and np.exp comes out",
            "Print your smallest and largest value: they do not come near the ends of the range. Which function undoes `np.log10`?",
            "Take the same base on the way there and on the way back.",
            changes=((DRAW, "np.exp(rng.uniform(np.log10(low), np.log10(high), n))"),),
        ),
        Mistake(
            "the exponents are returned, not the values",
            "A learning rate below 0? What you return are logarithms.",
            "The last step is missing: back from the logarithm.",
            changes=((DRAW, "rng.uniform(np.log(low), np.log(high), n)"),),
        ),
        Mistake(
            "only whole powers of ten are drawn",
            "Count the different values that you get: only a few. Between 0.01 and 0.1 there are others worth a try.",
            "Draw the exponent as a number with decimals, not as a whole one.",
            changes=((DRAW, "10.0 ** rng.integers(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1, n)"),),
        ),
        Mistake(
            "the values are rounded",
            "Count the different values that you get: many come again and again, and in a small range nearly all of them.",
            "Return the numbers as they were drawn.",
            changes=((DRAW, f"np.round({DRAW}, 3)"),),
        ),
        Mistake(
            "the values come in order of size",
            "Look at the first and the last of your values. A search that ends early would have tried one end of the range alone.",
            "Sort nothing: each value is a draw of its own.",
            changes=((DRAW, f"np.sort({DRAW})"),),
        ),
        Mistake(
            "the values stand on a fixed grid",
            "Call twice: the same values. A grid tries few different values of each hyperparameter; random draws try as many as there are turns.",
            "Each value should be a draw from `rng`.",
            changes=((DRAW, "np.geomspace(low, high, n)"),),
        ),
        Mistake(
            "one draw is repeated n times",
            "Look at the values: they are all the same.",
            "Tell `rng` how many numbers you want.",
            changes=((DRAW, "np.full(n, np.exp(rng.uniform(np.log(low), np.log(high))))"),),
        ),
        Mistake(
            "every call draws the same values",
            "Call twice with one and the same `rng`: the same values. Is a generator made, or a seed set, inside? A longer search would try nothing new.",
            "Draw from the `rng` that comes in; it moves on with every draw.",
            changes=((DRAW, "np.exp(np.random.default_rng(0).uniform(np.log(low), np.log(high), n))"),),
        ),
        Mistake(
            "a column is returned",
            "Print the shape: (n, 1). The docstring asks for (n,).",
            "The size of the draw is the number n alone.",
            changes=((DRAW, "np.exp(rng.uniform(np.log(low), np.log(high), (n, 1)))"),),
        ),
        Mistake(
            "a single number is returned",
            "You return one value, whatever n is.",
            "The draw takes a size, too.",
            changes=((DRAW, "float(np.exp(rng.uniform(np.log(low), np.log(high))))"),),
        ),
        Mistake(
            "the draws come from the global generator, not from rng",
            "Call twice with `np.random.default_rng(0)`: the values differ, so the draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=(("rng.uniform(", "np.random.uniform("),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator than rng",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=(("rng.uniform(", "np.random.default_rng().uniform("),),
            costs=0.25,
        ),
        Mistake(
            "the square roots are spread evenly, not the logarithms",
            "Count the values in each power of ten: large ones come far more often than small ones, if less so than without the root.",
            "What should be as likely from 0.001 to 0.01 as from 0.1 to 1? Draw the exponent evenly.",
            code="""
            def log_uniform(low, high, n, rng):
                return rng.uniform(low**0.5, high**0.5, n) ** 2
            """,
        ),
    ),
    alternatives=(
        Alternative("powers of 10", changes=((DRAW, "10 ** rng.uniform(np.log10(low), np.log10(high), size=n)"),)),
        Alternative("a power of the ratio", changes=((DRAW, "low * (high / low) ** rng.random(n)"),)),
        Alternative(
            "a loop, from the upper end",
            code="""
            def log_uniform(low, high, n, rng):
                values = np.zeros(n)
                for i in range(n):
                    values[i] = high * (low / high) ** rng.uniform()
                return values
            """,
        ),
        Alternative("base 2, in float32", changes=((DRAW, "np.exp2(rng.uniform(np.log2(low), np.log2(high), n)).astype(np.float32)"),)),
    ),
)
