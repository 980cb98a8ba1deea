"""estimate_human_error: verdicts of all three kinds, in different numbers, and an error that has nothing to do with them."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, value
from course_utils.reference import bias_variance as reference


def sorted_trial(rng, percent, model, label, unclear):
    """A dev error and so many verdicts of each kind, mixed; the error is exact in binary, so that 8 parts taken off leave 0."""
    words = ["model"] * model + ["label"] * label + ["unclear"] * unclear
    verdicts = [words[i] for i in rng.permutation(len(words))]
    dev_error = (41 * percent + int(rng.integers(1, 20)) * 2 + 1) / 4096
    says = f"dev error {dev_error}, looked at {len(words)}: {model} model, {label} label, {unclear} unclear"
    return Trial(says, {"dev_error": dev_error, "verdicts": verdicts}, [value(), CHANGED])


SHARED, RESULT = 'verdict != "model"', "dev_error * shared / len(verdicts)"

EXERCISE = Exercise(
    reference=reference.estimate_human_error,
    points=2,
    returns=("human_error",),
    rules=(
        Rule("values", "the part of the dev error that is not the model's own fault, for any mixture of verdicts", 1),
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [
        sorted_trial(rng, 18, 3, 5, 2),
        sorted_trial(rng, 7, 11, 2, 7),
        sorted_trial(rng, 12, 4, 0, 3),
        sorted_trial(rng, 25, 8, 0, 0),
    ],
    hidden=lambda rng: [
        sorted_trial(rng, 14, 5, 9, 3),
        sorted_trial(rng, 31, 13, 4, 6),
        sorted_trial(rng, 9, 2, 5, 0),
        sorted_trial(rng, 22, 0, 3, 5),
        sorted_trial(rng, 5, 4, 0, 0),
        sorted_trial(rng, 16, 0, 0, 1),
    ],
    mistakes=(
        Mistake(
            "what is unclear is left out: only wrong labels are counted",
            "Let all the verdicts be `unclear`: you say that people make no errors. But nobody can tell those examples.",
            "Two of the three verdicts are no fault of the model.",
            changes=((SHARED, 'verdict == "label"'),),
        ),
        Mistake(
            "wrong labels are left out: only what is unclear is counted",
            "Let all the verdicts be `label`: you say that people make no errors. But whoever knows the digit is counted wrong by a wrong label.",
            "Count wrong labels along with what nobody can tell.",
            changes=((SHARED, 'verdict == "unclear"'),),
        ),
        Mistake(
            "the model's own faults are counted, those that people would not make",
            "Let all the verdicts be `model`: people would get every one right, and you give them the whole dev error.",
            "Count the others.",
            changes=((SHARED, 'verdict == "model"'),),
        ),
        Mistake(
            "the model's own faults and what is unclear are counted",
            "Let all the verdicts be `label`: you find no error of people. Which one of the three words may not count?",
            "Leave out the model's own faults, and nothing else.",
            changes=((SHARED, 'verdict != "label"'),),
        ),
        Mistake(
            "all that was looked at is counted, whatever the verdict",
            "You return the dev error itself: then no verdict plays a part.",
            "Count those that are not the model's own fault.",
            changes=((RESULT, "dev_error * len(verdicts) / len(verdicts)"),),
        ),
        Mistake(
            "the share among the wrong examples is returned, not that among all",
            "Lower the dev error: your result stays. But who errs rarely has few examples to share with people.",
            "You looked only at wrong ones; how many of all the dev examples are wrong?",
            changes=((RESULT, "shared / len(verdicts)"),),
        ),
        Mistake(
            "the number that was looked at plays no part",
            "Write every verdict twice: your result doubles, though nothing else was found out.",
            "Divide by how many examples were looked at.",
            changes=((RESULT, "dev_error * shared"),),
        ),
        Mistake(
            "it is divided by the model's own faults, not by all that was looked at",
            "With no fault of the model you divide by 0. A share is a part of the whole.",
            "How many verdicts are there in all?",
            changes=((RESULT, "dev_error * shared / (len(verdicts) - shared)"),),
        ),
        Mistake(
            "the dev error and the share are subtracted, not multiplied",
            "Let half of the verdicts be `model`, and the dev error be 0.1: half of it is 0.05. Yours is below 0.",
            "A part of a part: one times the other.",
            changes=((RESULT, "dev_error - shared / len(verdicts)"),),
        ),
        Mistake(
            "the dev error is divided by the share",
            "The fewer of the wrong examples people share, the larger your result.",
            "Multiply one by the other: a part of a part is smaller than both.",
            changes=((RESULT, "dev_error / (shared / len(verdicts)) if shared else 0.0"),),
        ),
        Mistake(
            "what is unclear counts half",
            "Let all the verdicts be `unclear`: you say that people get half of them right. The docstring counts them as wrong.",
            "Each verdict counts 0 or 1.",
            changes=((SHARED, '{"model": 0, "label": 1, "unclear": 0.5}[verdict]'),),
        ),
        Mistake(
            "the different words are counted, not the examples",
            "Write every verdict twice, or ten times one of them: your result stays. Do you make a set of the list?",
            "Count every entry of the list.",
            changes=(("for verdict in verdicts)", "for verdict in set(verdicts))"),),
        ),
        Mistake(
            "the last verdict is left out",
            "Change the last verdict: your result stays. Where does your loop end?",
            "Go through the whole list.",
            changes=(("for verdict in verdicts)", "for verdict in verdicts[:-1])"),),
        ),
        Mistake(
            "the result is in percent",
            "Your result is a hundred times what is asked. The dev error came in as a share.",
            "Leave out the 100.",
            changes=((RESULT, "100 * dev_error * shared / len(verdicts)"),),
        ),
        Mistake(
            "the result is rounded",
            "The third digit of your result is always 0. Round when you print, not when you compute.",
            "Leave out the rounding.",
            changes=((RESULT, "round(dev_error * shared / len(verdicts), 2)"),),
        ),
        Mistake(
            "`verdicts` itself is emptied or sorted",
            "Look at `verdicts` after the call: it is no longer what came in. `remove`, `pop` and `sort` change the caller's list.",
            "Count without changing: a loop, or `count`.",
            changes=(("    shared = sum", "    verdicts.sort(reverse=True)\n    verdicts.insert(0, verdicts.pop())\n    shared = sum"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("what is left of all", changes=((RESULT, 'dev_error * (1 - verdicts.count("model") / len(verdicts))'),)),
        Alternative(
            "two counts",
            code="""
            def estimate_human_error(dev_error, verdicts):
                shared = verdicts.count("label") + verdicts.count("unclear")
                return dev_error * (shared / len(verdicts))
            """,
        ),
        Alternative(
            "NumPy's mean, float32",
            code="""
            def estimate_human_error(dev_error, verdicts):
                return np.float32(dev_error) * np.mean(np.array(verdicts) != "model")
            """,
        ),
        Alternative(
            "a loop that takes the model's faults off",
            code="""
            def estimate_human_error(dev_error, verdicts):
                human_error = dev_error
                for verdict in verdicts:
                    if verdict == "model":
                        human_error -= dev_error / len(verdicts)
                return human_error
            """,
        ),
    ),
)
