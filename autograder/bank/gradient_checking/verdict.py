"""verdict: differences within each band and where two bands touch."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import value
from course_utils.reference import gradient_checking as reference


def verdict_trial(difference, rule="values"):
    return Trial(f"difference = {difference:.9g}", {"difference": difference}, [value(rule)])


def touching(rng):
    """Differences next to the edges, on both sides: to compare with some room is wrong here."""
    near, nearer = rng.uniform(0.002, 0.01), rng.uniform(1e-8, 1e-6)
    return [
        *(verdict_trial(edge * (1 + sign * near)) for edge in (1e-7, 1e-3) for sign in (1, -1)),
        *(verdict_trial(edge * (1 + sign * nearer), "edges") for edge in (1e-7, 1e-3) for sign in (1, -1)),
    ]


def between(rng, low, high):
    """A difference somewhere between two powers of ten."""
    return float(f"{10 ** rng.uniform(low, high):.6g}")


EXERCISE = Exercise(
    reference=reference.verdict,
    points=2,
    returns=("the verdict",),
    rules=(
        Rule("values", "the bands follow one another without a gap: great, inspect, bug", 1),
        Rule("edges", "1e-7 itself is to be inspected, 1e-3 itself is a bug", 0.25),
        Rule("nan", "NaN is a bug", 0.25),
    ),
    visible=lambda rng: [
        *map(verdict_trial, (3e-9, 2e-5, 0.04, 6e-7, 3.1e-4, 0.0, 1.0, 7e-4, 4e-3, 8e-8, float("inf"))),
        *touching(rng),
        verdict_trial(1e-7, "edges"),
        verdict_trial(1e-3, "edges"),
        verdict_trial(float("nan"), "nan"),
    ],
    hidden=lambda rng: [
        *(
            verdict_trial(between(rng, *band))
            for band in ((-2.9, -2.1), (-6.9, -6.1), (-9, -7.1), (-3.9, -3.1), (-5.5, -4.5), (-1.9, -0.1), (-13, -10))
        ),
        *(verdict_trial(between(rng, *band)) for band in ((-7.4, -7.05), (-4.4, -4.05), (-6.5, -5.5), (-3.28, -3.02))),
        *touching(rng),
        verdict_trial(float("inf")),
        verdict_trial(float("nan"), "nan"),
        verdict_trial(0.0),
        verdict_trial(1e-3, "edges"),
        verdict_trial(1e-7, "edges"),
    ],
    mistakes=(
        Mistake(
            "there are gaps between the bands, where nothing is returned",
            "The lecture says below 1e-7, around 1e-5, and from 1e-3 on. What of 3e-4, which is what a bias gradient wrong by 1 % gives? Every number needs a verdict.",
            "The middle band is all that the two others leave.",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "great"
                if 1e-6 <= difference <= 1e-4:
                    return "inspect"
                if difference >= 1e-3:
                    return "bug"
            """,
        ),
        Mistake(
            "1e-7 is written as 10e-7",
            "Type `10e-7` into a cell: it is ten times 1e-7. Where is your lower edge?",
            "In `1e-7` the e means times ten to the power of; the 1 before it stays a 1.",
            changes=(("1e-7:", "10e-7:"), ("1e-3:", "10e-3:")),
        ),
        Mistake(
            "bug and great are exchanged",
            "A difference of 0 gets your worst verdict. Is a small difference good or bad?",
            "The conditions are right; two of the words stand in each other's place.",
            changes=(('return "great"', 'return "?"'), ('return "bug"', 'return "great"'), ('return "?"', 'return "bug"')),
        ),
        Mistake(
            "all below 1e-3 is great: the verdict inspect is never reached",
            "2e-5 is great, you say. Python takes the first branch whose condition holds: which one does 2e-5 meet first?",
            "Ask for the smallest numbers first; the next condition is about what is left.",
            changes=(("difference < 1e-7", "difference < 1e-3"),),
        ),
        Mistake(
            "the verdict bug is never reached",
            "A difference of 1 is to be inspected, you say. Python takes the first branch whose condition holds, and never looks at those after it.",
            "Begin with one end, and let each next condition be about what is left.",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "great"
                elif difference >= 1e-7:
                    return "inspect"
                elif difference >= 1e-3:
                    return "bug"
                return "bug"
            """,
        ),
        Mistake(
            "all that is not great is a bug",
            "2e-5 can come from rounding or from a kink. There is a band between the two.",
            "A second condition is needed, with 1e-3.",
            changes=(('if difference < 1e-3:\n        return "inspect"\n    ', ""),),
        ),
        Mistake(
            "the upper edge is 1e-5",
            "3.1e-4 is a bug, you say. The lecture's 1e-5 is the middle of a band, not its end.",
            "The middle band reaches up to 1e-3.",
            changes=(("difference < 1e-3", "difference < 1e-5"),),
        ),
        Mistake(
            "the lower edge is 1e-5",
            "6e-7 is great, you say. With eps = 1e-5 a right smooth network is better than that by far.",
            "The first band ends at 1e-7.",
            changes=(("difference < 1e-7", "difference < 1e-5"),),
        ),
        Mistake(
            "the number is rounded to three decimals before it is judged",
            "Rounded to three decimals, 3e-4 becomes 0, and 7e-4 becomes 0.001. Print what you compare.",
            "Compare the number as it is.",
            changes=(("if difference < 1e-7:", "if round(difference, 3) < 1e-7:"),),
        ),
        Mistake(
            "the verdict is printed, not returned",
            "Your function says the right thing and returns None. The next function cannot read what is printed.",
            "`return` hands a value on; `print` only shows it.",
            code="""
            def verdict(difference):
                print("great" if difference < 1e-7 else "inspect" if difference < 1e-3 else "bug")
            """,
        ),
        Mistake(
            "True and False are returned",
            "There are three verdicts, and two truth values.",
            "Return one of the three words of the docstring.",
            code="""
            def verdict(difference):
                return difference < 1e-7
            """,
        ),
        Mistake(
            "the edges belong to the bands below them",
            "Look at 1e-7 and 1e-3 themselves: the docstring says to which band each belongs.",
            "Below and at most are two things: `<` and `<=`.",
            changes=(("difference < 1e-7", "difference <= 1e-7"), ("difference < 1e-3", "difference <= 1e-3")),
            costs=0.25,
        ),
        Mistake(
            "what is next to an edge counts as the edge",
            "9.999999e-4 is below 1e-3, if only just. You seem to compare with some room, as `np.isclose` does.",
            "`<` alone decides here.",
            changes=(
                ("difference < 1e-7", "difference < 1e-7 and not np.isclose(difference, 1e-7, atol=0)"),
                ("difference < 1e-3", "difference < 1e-3 and not np.isclose(difference, 1e-3, atol=0)"),
            ),
            costs=0.25,
        ),
        Mistake(
            "the lower edge belongs to the band below it",
            "Look at 1e-7 itself: the docstring says to which band it belongs.",
            "A number that is 1e-7 exactly is not below 1e-7: which sign says so?",
            changes=(("difference < 1e-7", "difference <= 1e-7"),),
            costs=0.25,
        ),
        Mistake(
            "the upper edge belongs to the band below it",
            "Look at 1e-3 itself: the docstring says to which band it belongs.",
            "From 1e-3 on means that 1e-3 is in: `>` and `>=` are two things.",
            changes=(("difference < 1e-3", "difference <= 1e-3"),),
            costs=0.25,
        ),
        Mistake(
            "NaN is called great",
            "Type `float('nan') >= 1e-3` into a cell: every comparison with NaN is False. So NaN falls through to your last branch.",
            "Let the last branch be the bad news, or ask for NaN first.",
            code="""
            def verdict(difference):
                if difference >= 1e-3:
                    return "bug"
                if difference >= 1e-7:
                    return "inspect"
                return "great"
            """,
            costs=0.25,
        ),
        Mistake(
            "NaN is to be inspected",
            "Type `float('nan') >= 1e-3` into a cell: every comparison with NaN is False. So NaN falls through to your last branch. There is nothing to inspect in it.",
            "Whatever falls through all your conditions should get the worst verdict, not the middle one.",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "great"
                if difference >= 1e-3:
                    return "bug"
                return "inspect"
            """,
            costs=0.25,
        ),
        Mistake(
            "nothing is returned for NaN",
            "Type `float('nan') >= 1e-3` into a cell: every comparison with NaN is False, so none of your three conditions holds.",
            "Let the last branch need no condition.",
            code="""
            def verdict(difference):
                if difference < 1e-7:
                    return "great"
                elif 1e-7 <= difference < 1e-3:
                    return "inspect"
                elif difference >= 1e-3:
                    return "bug"
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "one expression",
            code="""
            def verdict(difference):
                return "great" if difference < 1e-7 else "inspect" if difference < 0.001 else "bug"
            """,
        ),
        Alternative(
            "NaN asked for first, then from above",
            code="""
            def verdict(difference):
                if np.isnan(difference) or difference >= 10**-3:
                    return "bug"
                elif difference >= 10**-7:
                    return "inspect"
                else:
                    return "great"
            """,
        ),
        Alternative(
            "np.select, as NumPy text",
            code="""
            def verdict(difference):
                return np.select([difference < 1e-7, difference < 1e-3], ["great", "inspect"], "bug")[()]
            """,
        ),
        Alternative(
            "np.digitize, with a print",
            code="""
            def verdict(difference):
                band = int(np.digitize(difference, [1e-7, 1e-3]))
                print("band", band)
                return ["great", "inspect", "bug"][band]
            """,
        ),
    ),
)
