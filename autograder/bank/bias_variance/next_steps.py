"""next_steps: a diagnosis and a table of remedies, in more than one order."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import bias_variance as reference

B, V = "high bias", "high variance"
REMEDIES = {  # what lowers what; the trials shuffle and choose
    "bigger network": [B],
    "train longer": [B],
    "a better optimizer": [B],
    "more data": [V],
    "regularization": [V],
    "data augmentation": [V],
    "other architecture": [B, V],
    "other input features": [V, B],
}


def steps_trial(high_bias, high_variance, names, rule="values", turned=False):
    """A diagnosis, its keys in the usual or the other order, and a table of remedies."""
    diagnosis = {B: high_bias, V: high_variance}
    if turned:
        diagnosis = dict(reversed(diagnosis.items()))
    found = " and ".join(name for name, holds in diagnosis.items() if holds) or "nothing"
    says = f"{found} diagnosed{' (high variance is the first key)' if turned else ''}, remedies {', '.join(names)}"
    arguments = {"diagnosis": diagnosis, "remedies": {name: list(REMEDIES[name]) for name in names}}
    return Trial(says, arguments, [value(rule), CHANGED])


def drawn_names(rng, doubles):
    """Two remedies for bias, two for variance and so many for both, shuffled so that the order of the table is not that of the recipe."""
    names = list(REMEDIES)
    chosen = [*rng.permutation(names[:3])[:2], *rng.permutation(names[3:6])[:2]]
    chosen = [chosen[i] for i in ((2, 0, 3, 1), (2, 1, 0, 3))[rng.integers(2)]]
    for name in rng.permutation(names[6:])[:doubles]:
        chosen.insert(int(rng.integers(1, 4)), name)
    return [str(name) for name in chosen]


EXERCISE = Exercise(
    reference=reference.next_steps,
    points=2,
    returns=("steps",),
    rules=(
        Rule("values", "remedies for what was diagnosed and no other, those for a high bias first", 1),
        Rule("once", "a remedy that lowers both is named once", 0.25),
        Rule("keys", "the order holds whatever the order of the keys in `diagnosis`", 0.25),
        Rule("arguments", "`diagnosis` and `remedies` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        steps_trial(True, False, ["more data", "bigger network", "regularization", "train longer"]),
        steps_trial(False, True, ["more data", "bigger network", "other architecture", "regularization", "train longer"]),
        steps_trial(True, True, ["more data", "train longer", "regularization", "bigger network"]),
        steps_trial(False, False, ["bigger network", "more data", "train longer"]),
        steps_trial(True, True, []),
        steps_trial(True, True, ["more data", "bigger network", "other architecture", "regularization"], "once"),
        steps_trial(True, True, ["more data", "train longer", "regularization", "bigger network"], "keys", turned=True),
    ],
    hidden=lambda rng: [
        steps_trial(True, False, drawn_names(rng, 1)),
        steps_trial(False, True, drawn_names(rng, 1)),
        steps_trial(True, True, drawn_names(rng, 0)),
        steps_trial(False, False, drawn_names(rng, 1)),
        steps_trial(True, False, drawn_names(rng, 2)),
        steps_trial(True, True, drawn_names(rng, 2), "once"),
        steps_trial(True, True, drawn_names(rng, 0), "keys", turned=True),
    ],
    mistakes=(
        Mistake(
            "the remedies for a high variance come first",
            "The recipe starts with the bias: while the model can't even fit its training set, a smaller gap to the dev set is worth little. Which group stands first in your list?",
            "Go through the two problems in the order of the recipe.",
            changes=(('("high bias", "high variance")', '("high variance", "high bias")'),),
        ),
        Mistake(
            "with a high bias nothing is done about a high variance",
            "Both were diagnosed, and your list is done with one of them: look for an `elif`, an `else` or an early `return`.",
            "The second problem is asked for whatever the first one gave.",
            changes=(("diagnosis[problem] and", 'diagnosis[problem] and not (problem == "high variance" and diagnosis["high bias"]) and'),),
        ),
        Mistake(
            "the order of the table is kept, not that of the recipe",
            "With both diagnosed, the remedies come in the order in which they stand in `remedies`. Those against the bias are to be first, wherever they stand. (Does one loop ask for both problems, with `or` or `elif`?)",
            "Go through the table once for each problem, not once in all.",
            code="""
            def next_steps(diagnosis, remedies):
                return [remedy for remedy, lowers in remedies.items() if any(diagnosis[problem] for problem in lowers)]
            """,
        ),
        Mistake(
            "everything is offered, whatever was diagnosed",
            "Nothing diagnosed, and your list is full. Do you ask whether a key is in `diagnosis`? Both keys always are.",
            "Look at the value that stands under the key.",
            changes=(("diagnosis[problem] and", "problem in diagnosis and"),),
        ),
        Mistake(
            "remedies for the other problem are offered: more data for a high bias",
            "For a high bias you offer what lowers the variance. More examples do not help a model that can't fit those it has.",
            "Offer a remedy if the problem stands in its list.",
            changes=(("problem in lowers", "problem not in lowers"),),
        ),
        Mistake(
            "only remedies that lower nothing else are offered",
            "Look for the remedy that lowers both: it is missing from your list, though it helps with what was diagnosed.",
            "Ask whether the problem stands in the list, not whether it is the list.",
            changes=(("problem in lowers", "lowers == [problem]"),),
        ),
        Mistake(
            "only the first thing that a remedy lowers is looked at",
            "A remedy that lowers two problems has a list of two. You look at its first entry.",
            "Look for the problem anywhere in the list.",
            changes=(("problem in lowers", "problem == lowers[0]"),),
        ),
        Mistake(
            "only remedies for everything diagnosed at once are offered",
            "With both diagnosed you offer only what lowers both. Two remedies, one for each, would do as well.",
            "A remedy is worth trying if it lowers one of the problems.",
            code="""
            def next_steps(diagnosis, remedies):
                found = [problem for problem in ("high bias", "high variance") if diagnosis[problem]]
                return [remedy for remedy, lowers in remedies.items() if found and all(problem in lowers for problem in found)]
            """,
        ),
        Mistake(
            "only one remedy for each problem is offered",
            "Your list ends at the first remedy that fits. If that one does not help, the next one has to be known: look for a `break` or a `return` inside the loop.",
            "Collect all that fit.",
            code="""
            def next_steps(diagnosis, remedies):
                steps = []
                for problem in ("high bias", "high variance"):
                    for remedy, lowers in remedies.items():
                        if diagnosis[problem] and problem in lowers and remedy not in steps:
                            steps.append(remedy)
                            break
                return steps
            """,
        ),
        Mistake(
            "the last remedy of the table is left out",
            "Look at the last entry of `remedies`: it never comes. Where does your loop end?",
            "Loop over the entries themselves, not over their numbers.",
            changes=(("remedies.items()", "list(remedies.items())[:-1]"),),
        ),
        Mistake(
            "the names are sorted by letter",
            "Your list runs from A to Z. The recipe has an order of its own, and so has the table.",
            "Leave out the sorting; a list and a dict keep their order.",
            changes=(("return steps", "return sorted(steps)"),),
        ),
        Mistake(
            "a set is returned, which has no order",
            "A set knows what is in it, but not what comes first. Run it in two kernels: the order changes.",
            "Collect the names in a list.",
            changes=(("return steps", "return set(steps)"),),
        ),
        Mistake(
            "the list holds a list for each problem",
            "Your list has lists in it. Whoever goes through it should meet names of remedies.",
            "`append` puts a list in as one thing; there is another way to lengthen a list.",
            code="""
            def next_steps(diagnosis, remedies):
                steps = []
                for problem in ("high bias", "high variance"):
                    if diagnosis[problem]:
                        steps.append([remedy for remedy, lowers in remedies.items() if problem in lowers])
                return steps
            """,
        ),
        Mistake(
            "without a finding None is returned",
            "Nothing diagnosed, and your function ends without a `return`, or returns None. An empty list says: nothing to do.",
            "Return a list in every case.",
            changes=(("return steps", "return steps or None"),),
        ),
        Mistake(
            "a remedy that lowers both is named twice",
            "With both diagnosed, one remedy fits both problems, and you name it for each. Nobody changes the architecture twice in one round.",
            "Before you add a name, look whether it stands in the list already.",
            changes=((" and remedy not in steps", ""),),
            costs=0.25,
        ),
        Mistake(
            "the order of the keys in the diagnosis decides",
            'Write `{"high variance": True, "high bias": True}`: the same diagnosis, another list. A dict keeps the order in which somebody filled it.',
            "Go through the two problems in an order that you write down yourself.",
            changes=(('("high bias", "high variance")', "diagnosis"),),
            costs=0.25,
        ),
        Mistake(
            "`diagnosis` itself is changed",
            "Look at `diagnosis` after the call: it is no longer what came in. `pop` takes an entry out of the caller's dict.",
            "Ask for the value under a key with brackets: that leaves it where it is.",
            changes=(
                (
                    "for remedy, lowers in remedies.items():",
                    "found = diagnosis.pop(problem)\n        for remedy, lowers in remedies.items():",
                ),
                ("diagnosis[problem] and", "found and"),
            ),
            costs=0.25,
        ),
        Mistake(
            "`remedies` itself is changed",
            "Look at `remedies` after the call: it is no longer what came in. `pop`, `remove` and `del` change the caller's dict.",
            "Remember in a list of your own which names you have already.",
            code="""
            def next_steps(diagnosis, remedies):
                steps = []
                for problem in ("high bias", "high variance"):
                    for remedy, lowers in list(remedies.items()):
                        if diagnosis[problem] and problem in lowers:
                            steps.append(remedy)
                            remedies.pop(remedy)
                return steps
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("a tuple", changes=(("return steps", "return tuple(steps)"),)),
        Alternative(
            "two lists put together, doubles taken out by a dict",
            code="""
            def next_steps(diagnosis, remedies):
                bias = [r for r in remedies if "high bias" in remedies[r]] if diagnosis["high bias"] else []
                variance = [r for r in remedies if "high variance" in remedies[r]] if diagnosis["high variance"] else []
                return list(dict.fromkeys(bias + variance))
            """,
        ),
        Alternative(
            "two ifs, and a copy of the table that is emptied",
            code="""
            def next_steps(diagnosis, remedies):
                left, steps = dict(remedies), []
                if diagnosis["high bias"]:
                    steps += [r for r in left if "high bias" in left[r]]
                    left = {r: lowers for r, lowers in left.items() if r not in steps}
                if diagnosis.get("high variance", False):
                    steps.extend(r for r, lowers in left.items() if "high variance" in lowers)
                return steps
            """,
        ),
        Alternative(
            "a stable sort by group",
            code="""
            def next_steps(diagnosis, remedies):
                def group(r):
                    if diagnosis["high bias"] and "high bias" in remedies[r]:
                        return 0
                    return 1 if diagnosis["high variance"] and "high variance" in remedies[r] else 2
                return [r for r in sorted(remedies, key=group) if group(r) < 2]
            """,
        ),
    ),
)
