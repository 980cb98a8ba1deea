"""log_uniform: thousands of draws for how they are spread, and a few."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import FORM, GLOBAL, RNG_RULE, fresh, generator, reproducible, six_sigma
from course_utils.reference import capstone as reference

N = 3000


def drawn(rng, low, high):
    """Many draws: how they are spread over parts of the range that are equally long on a logarithmic scale."""
    edges = np.geomspace(low, high, 4).tolist()
    beyond = Probe(
        "values",
        "outside",
        {"low": low * 0.999999, "high": high * 1.000001},
        0.0,
        says="a share of {got} of the values lies outside the range",
    )
    says = "the shares of the values in the three parts of the range are {got}; they should be near {want}"
    third = Probe("values", "share_by_factor", {"edges": edges}, [1 / 3, 1 / 3, 1 / 3], six_sigma(1 / 3, N), says)
    again = fresh("values", "values")
    arguments = {"low": low, "high": high, "n": N, "rng": generator(rng)}
    return Trial(f"n = {N}, from {low} to {high}", arguments, [FORM, beyond, third, again, GLOBAL, reproducible()])


def few(rng, low, high, n):
    beyond = Probe(
        "values",
        "outside",
        {"low": low * 0.999999, "high": high * 1.000001},
        0.0,
        says="a share of {got} of the values lies outside the range",
    )
    return Trial(
        f"n = {n}, from {low} to {high}",
        {"low": low, "high": high, "n": n, "rng": generator(rng)},
        [FORM, beyond, GLOBAL],
    )


DRAW = "np.exp(rng.uniform(np.log(low), np.log(high), n))"

EXERCISE = Exercise(
    reference=reference.log_uniform,
    points=2,
    returns=("values",),
    rules=(
        Rule("values", "n values from low to high, drawn anew in every call, and every factor has its fair share", 1),
        RNG_RULE,
    ),
    visible=lambda rng: [drawn(rng, 0.001, 1.0), drawn(rng, 0.5, 4000.0), few(rng, 0.01, 0.3, 4)],
    hidden=lambda rng: [drawn(rng, 0.0001, 0.1), drawn(rng, 3.0, 3000.0), drawn(rng, 0.02, 50.0), few(rng, 0.03, 0.5, 1)],
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
            changes=((DRAW, "np.clip(10.0 ** rng.integers(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1, n), low, high)"),),
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
            "a seed inside the function makes every call draw the same",
            "Call twice with one and the same `rng`: the same values. A longer search would try nothing new.",
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
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the values differ, so the draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=(("rng.uniform(", "np.random.uniform("),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=(("rng.uniform(", "np.random.default_rng().uniform("),),
            costs=0.25,
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
